/** The streaming writer of findings.csv, on a real disk. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { findingsCsvHeader, openFindingsFile } from '../../../src/report/findings-csv.ts'
import { sampleRow } from './sample-report.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'soteri-gate-csv-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const row = sampleRow()

describe('the findings file', () => {
  it('is whole when it is complete', () => {
    const path = join(folder, 'findings.csv')
    const file = openFindingsFile(path)
    for (let line = 1; line <= 5000; line++) file.add(...sampleRow({ line, path: 'größe.ts' }))
    expect(file.complete()).toBeNull()
    expect(readdirSync(folder)).toEqual(['findings.csv'])
    const lines = readFileSync(path, 'utf8').split('\r\n')
    expect(lines).toHaveLength(5002)
    expect(lines[5000]).toContain(',größe.ts,5000,')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o644)
  })

  it('holds cells that are larger than what is written at a time', () => {
    const path = join(folder, 'findings.csv')
    const file = openFindingsFile(path)
    const texts = ['a', 'b'.repeat(3_000_000), 'c'.repeat((1 << 20) - 100), 'd', 'e'.repeat(1 << 20), 'f']
    for (const match of texts) file.add(...sampleRow({ match }))
    expect(file.complete()).toBeNull()
    const matches = readFileSync(path, 'utf8').trimEnd().split('\r\n').slice(1)
    expect(matches.map((row) => row.split(',').at(-2))).toEqual(texts)
  })

  it('is a header alone when there are no findings', () => {
    const path = join(folder, 'findings.csv')
    expect(openFindingsFile(path).complete()).toBeNull()
    expect(readFileSync(path, 'utf8')).toBe(findingsCsvHeader)
  })

  it('leaves nothing when it is discarded', () => {
    const file = openFindingsFile(join(folder, 'findings.csv'))
    file.add(...row)
    file.discard()
    file.discard()
    expect(readdirSync(folder)).toEqual([])
  })

  it('stays in place when it is discarded after it was completed', () => {
    const file = openFindingsFile(join(folder, 'findings.csv'))
    expect(file.complete()).toBeNull()
    file.discard()
    expect(file.complete()).toBeNull()
    expect(readdirSync(folder)).toEqual(['findings.csv'])
  })

  it('reports a folder that does not exist instead of throwing', () => {
    const file = openFindingsFile(join(folder, 'missing', 'findings.csv'))
    file.add(...row)
    expect(file.complete()).toMatchObject({ code: 'REPORT_NOT_WRITTEN', exitCode: 74 })
  })

  it('reports a name that is taken by a folder, and leaves that', () => {
    const path = join(folder, 'findings.csv')
    mkdirSync(path)
    const file = openFindingsFile(path)
    file.add(...row)
    expect(file.complete()?.message).toContain('findings.csv was not written')
    expect(readdirSync(folder)).toEqual(['findings.csv'])
  })
})

const onPosix = process.platform === 'win32' ? it.skip : it

describe('a disk that takes no more', () => {
  onPosix.each([
    ['in small rows', 'x', 5000],
    ['in rows as large as what is written at a time', 'x'.repeat((1 << 20) - 83), 3],
    ['in larger ones', 'x'.repeat(3_000_000), 2],
  ])('ends the file, is reported, and leaves nothing: %s', (_what, match, rows) => {
    const script = `
      const { openFindingsFile } = await import(${JSON.stringify(sourceUrl('src/report/findings-csv.ts'))})
      const { sampleRow } = await import(${JSON.stringify(sourceUrl('__tests__/unit/report/sample-report.ts'))})
      const file = openFindingsFile(process.argv[1])
      const given = sampleRow({ match: 'x'.repeat(${match.length}) })
      for (let row = 1; row <= ${rows}; row++) file.add(...given)
      const failure = file.complete()
      console.log(JSON.stringify([failure?.code, failure?.exitCode, failure?.message]))`
    const path = join(folder, 'findings.csv')
    // The shell limits the size of files for its child to 100 KiB: a write beyond it fails like on a full disk.
    const child = spawnSync(
      'sh',
      ['-c', 'ulimit -f 100; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script, path],
      { encoding: 'utf8' },
    )
    expect(JSON.parse(child.stdout)).toEqual(['REPORT_NOT_WRITTEN', 74, expect.stringContaining('larger')])
    expect(readdirSync(folder)).toEqual([])
  })
})

function sourceUrl(path: string): string {
  return pathToFileURL(path).href
}
