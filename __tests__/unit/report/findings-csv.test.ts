/** The streaming writer of findings.csv, on a real disk. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import type { findingsCsvColumns } from '../../../src/finding.ts'
import { findingsCsvHeader, findingsCsvRow, openFindingsFile } from '../../../src/report/findings-csv.ts'
import { hostileTexts, sampleRow } from './sample-report.ts'

const never = new AbortController().signal
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'soteri-gate-csv-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const row = sampleRow()

describe('the findings file', () => {
  it('is whole when it is complete', async () => {
    const path = join(folder, 'findings.csv')
    const file = openFindingsFile(path)
    for (let line = 1; line <= 5000; line++) file.add(...sampleRow({ line, path: 'größe.ts' }))
    expect(await file.complete(never)).toBeNull()
    expect(readdirSync(folder)).toEqual(['findings.csv'])
    const lines = readFileSync(path, 'utf8').split('\r\n')
    expect(lines).toHaveLength(5002)
    expect(lines[5000]).toContain(',größe.ts,5000,')
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o644)
  })

  it('holds cells that are larger than what is written at a time', async () => {
    const path = join(folder, 'findings.csv')
    const file = openFindingsFile(path, true)
    const texts = ['a', 'b'.repeat(3_000_000), 'c'.repeat((1 << 20) - 100), 'd', 'e'.repeat(1 << 20), 'f']
    for (const match of texts) file.add(...sampleRow({ match }))
    expect(await file.complete(never)).toBeNull()
    const matches = readFileSync(path, 'utf8').trimEnd().split('\r\n').slice(1)
    expect(matches.map((row) => row.split(',').at(-2))).toEqual(texts)
  })

  it('is a header alone when there are no findings', async () => {
    const path = join(folder, 'findings.csv')
    expect(await openFindingsFile(path).complete(never)).toBeNull()
    expect(readFileSync(path, 'utf8')).toBe(findingsCsvHeader)
  })

  it('holds many rows in their order, masked by what the last of them shows, and no name is on the disk before', async () => {
    const path = join(folder, 'findings.csv')
    const file = openFindingsFile(path)
    const planted = ['Hunt3r', 'x', '4711'].join('')
    const ROWS = 40_000
    const given = (line: number) =>
      sampleRow({ line, path: `${planted}/${line % 3}.ts`, owner: `team-${line % 2}` })
    for (let line = 1; line <= ROWS; line++) file.add(...given(line))
    const before = readdirSync(folder)
    expect(before).toEqual(['findings.csv', 'findings.csv.rows'])
    for (const name of before) expect(readFileSync(join(folder, name)).includes(planted)).toBe(false)
    const [{ names }] = given(1)
    for (const end of [0, 1, 2]) names.masks.mask('path', `${planted}/${end}.ts`, `[redacted]/${end}.ts`)
    expect(await file.complete(never)).toBeNull()
    names.masks.clear()
    expect(readdirSync(folder)).toEqual(['findings.csv'])
    const written = readFileSync(path, 'utf8')
    const cells = written
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','))
    const expected = (line: number) => [`[redacted]/${line % 3}.ts`, String(line), `team-${line % 2}`]
    expect(cells.map((row) => [row[3], row[4], row[11]])).toEqual(
      Array.from({ length: ROWS }, (_none, at) => expected(at + 1)),
    )
    const sha256 = createHash('sha256').update(written).digest('hex')
    expect(file.written()).toEqual({ bytes: Buffer.byteLength(written), sha256 })
  })

  it('ends with a stop, and leaves nothing then', async () => {
    const file = openFindingsFile(join(folder, 'findings.csv'))
    for (let line = 1; line <= 40_000; line++) file.add(...sampleRow({ line }))
    await expect(file.complete(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' })
    file.discard()
    expect(readdirSync(folder)).toEqual([])
  })

  it('leaves nothing when it is discarded', () => {
    const file = openFindingsFile(join(folder, 'findings.csv'))
    file.add(...row)
    file.discard()
    file.discard()
    expect(readdirSync(folder)).toEqual([])
  })

  it('stays in place when it is discarded after it was completed', async () => {
    const file = openFindingsFile(join(folder, 'findings.csv'))
    expect(await file.complete(never)).toBeNull()
    file.discard()
    expect(await file.complete(never)).toBeNull()
    expect(readdirSync(folder)).toEqual(['findings.csv'])
  })

  it('reports a folder that does not exist instead of throwing', async () => {
    const file = openFindingsFile(join(folder, 'missing', 'findings.csv'))
    file.add(...row)
    expect(await file.complete(never)).toMatchObject({ code: 'REPORT_NOT_WRITTEN', exitCode: 74 })
  })

  it('reports a name that is taken by a folder, and leaves that', async () => {
    const path = join(folder, 'findings.csv')
    mkdirSync(path)
    const file = openFindingsFile(path)
    file.add(...row)
    expect((await file.complete(never))?.message).toContain('findings.csv was not written')
    expect(readdirSync(folder)).toEqual(['findings.csv'])
  })
})

const onPosix = process.platform === 'win32' ? it.skip : it

describe('a disk that takes no more', () => {
  onPosix.each([
    ['in small rows', 'x', 5000, false],
    ['in rows that are stored by their ids', 'x', 20_000, false],
    ['in rows as large as what is written at a time', 'x'.repeat((1 << 20) - 83), 3, true],
    ['in larger ones', 'x'.repeat(3_000_000), 2, true],
  ])('ends the file, is reported, and leaves nothing: %s', (_what, match, rows, reveals) => {
    const script = `
      const { openFindingsFile } = await import(${JSON.stringify(sourceUrl('src/report/findings-csv.ts'))})
      const { sampleRow } = await import(${JSON.stringify(sourceUrl('__tests__/unit/report/sample-report.ts'))})
      const file = openFindingsFile(process.argv[1], ${reveals})
      const given = sampleRow({ match: 'x'.repeat(${match.length}) })
      for (let row = 1; row <= ${rows}; row++) file.add(...given)
      const failure = await file.complete(new AbortController().signal)
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

describe('rows', () => {
  /** `findings.csv`: columns, rows that any reader can read, times. */
  type Row = Record<(typeof findingsCsvColumns)[number], string>

  function rowsOf(text: string): Row[] {
    return parse(text, { columns: true }) as Row[]
  }

  describe('findings.csv', () => {
    it('has the columns of the contract, in order', () => {
      expect(findingsCsvHeader).toBe(
        'project,repository,branch,path,line,rule,severity,status,fingerprint,scanned_at,match,owner\r\n',
      )
    })

    it('says everything of a finding', () => {
      const [row] = rowsOf(findingsCsvHeader + findingsCsvRow(...sampleRow({ owner: 'team-web' })))
      expect(row).toEqual({
        project: 'SHOP',
        repository: 'web',
        branch: 'main',
        path: 'src/config.ts',
        line: '12',
        rule: 'AWS_SECRET_ACCESS_KEY',
        severity: 'critical',
        status: 'new',
        fingerprint: '0123456789abcdef0123456789abcdef',
        scanned_at: '2026-11-20T08:30:05Z',
        match: '[redacted]',
        owner: 'team-web',
      })
    })

    it('keeps every row one line with twelve cells, whatever is in them', () => {
      for (const text of hostileTexts) {
        const row = sampleRow({
          project: text,
          repository: text,
          branch: text,
          path: text,
          rule: text,
          match: text,
          owner: text,
        })
        const line = findingsCsvRow(...row)
        expect(line.trimEnd().split(/[\r\n]/)).toHaveLength(1)
        const [written] = rowsOf(findingsCsvHeader + line)
        for (const cell of Object.values(written ?? {})) {
          expect(cell).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
          expect(cell).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        }
        expect(written?.status).toBe('new')
      }
    })

    it.each([
      [0, '1970-01-01T00:00:00Z'],
      [Date.UTC(2024, 1, 29, 23, 59, 59, 7), '2024-02-29T23:59:59.007Z'],
      [-1, '1969-12-31T23:59:59.999Z'],
      [8.64e15, '+275760-09-13T00:00:00Z'],
      [null, ''],
      [Number.NaN, ''],
      [1e17, ''],
    ])('writes %j ms as %j', (scannedAt, expected) => {
      const [row] = rowsOf(findingsCsvHeader + findingsCsvRow(...sampleRow({ scannedAt })))
      expect(row?.scanned_at).toBe(expected)
    })

    it.each<[string, Parameters<typeof sampleRow>[0]]>([
      ['project', { project: 'PAY' }],
      ['repository', { repository: 'api' }],
      ['branch', { branch: 'release/1' }],
      ['path', { path: 'ü'.repeat(300) }],
      ['line', { line: 13 }],
      ['rule', { rule: 'OTHER' }],
      ['severity', { severity: 'low' }],
      ['status', { status: 'suppressed' }],
      ['fingerprint', { fingerprint: 'f'.repeat(32) }],
      ['match', { match: '' }],
    ])('has the %s in its own cell', (column, changes) => {
      const cells = (row: Parameters<typeof sampleRow>[0]) =>
        rowsOf(findingsCsvHeader + findingsCsvRow(...sampleRow(row)))[0]
      const value = String(Object.values(changes ?? {})[0])
      expect(cells(changes)).toEqual({ ...cells({}), [column]: value })
    })

    it('has an empty cell for an unknown line', () => {
      const [row] = rowsOf(findingsCsvHeader + findingsCsvRow(...sampleRow({ line: null })))
      expect(row?.line).toBe('')
    })
  })
})
