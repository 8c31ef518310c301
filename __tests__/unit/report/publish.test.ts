/** Publishing: whole files, one run at a time, one story in all of them, whatever fails. On a real disk. */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { GateError } from '../../../src/errors.ts'
import type { Clock } from '../../../src/host.ts'
import { openFindingsFile } from '../../../src/report/findings-csv.ts'
import { publish, type ReportDocument } from '../../../src/report/publish.ts'
import { reportFileNames, reportFiles } from '../../../src/report/report-files.ts'
import { openReportFolder } from '../../../src/report/report-folder.ts'
import { sampleRow } from './sample-report.ts'

const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms) => sleep(ms),
  random: () => 0.5,
}

let root = ''
let folder = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'soteri-gate-publish-'))
  folder = join(root, 'soteri-report')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const written = (): string[] => readdirSync(folder).sort()
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const diskFull = (): never => {
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

/** Files that tell how the run ended. */
function telling(files: readonly (keyof typeof reportFileNames)[], broken: readonly string[] = []) {
  return (failures: readonly GateError[]): ReportDocument[] =>
    files.map((file) => ({
      file,
      render: () =>
        broken.includes(file) ? diskFull() : failures.length === 0 ? 'pass' : `error ${failures.length}`,
    }))
}

describe('publishing', () => {
  it('writes each file under its name, readable for all, and cleans up after itself', async () => {
    const reports = await openReportFolder(folder, clock)
    const csv = openFindingsFile(reports.staged('csv'))
    csv.add(...sampleRow())
    expect(csv.complete()).toBeNull()
    expect(written().filter((name) => !name.startsWith('.'))).toEqual([])
    const published = await publish(reports, () => [
      { file: 'csv', render: null },
      { file: 'json', render: () => '{}\n' },
      { file: 'html', render: async () => '<p>' },
      { file: 'baseline', render: () => ['{', 'größe', '}'] },
    ])
    expect(published.failures).toEqual([])
    expect(published.files).toEqual({
      csv: join(folder, 'findings.csv'),
      json: join(folder, 'report.json'),
      html: join(folder, 'report.html'),
      baseline: join(folder, 'baseline.json'),
    })
    expect(published.upload.files.map((file) => readFileSync(file, 'utf8'))).toEqual([
      read('findings.csv'),
      '{}\n',
      '<p>',
      '{größe}',
    ])
    expect(published.upload.files.every((file) => file.startsWith(published.upload.root))).toBe(true)
    reports.close()
    expect(written()).toEqual(['baseline.json', 'findings.csv', 'report.html', 'report.json'])
    if (process.platform !== 'win32') expect(statSync(join(folder, 'report.json')).mode & 0o777).toBe(0o644)
  })

  it('lets each file fail alone, and tells the failure in all others', async () => {
    const reports = await openReportFolder(folder, clock)
    const { files, failures } = await publish(reports, telling(['json', 'sarif', 'html'], ['sarif']))
    expect(Object.keys(files)).toEqual(['json', 'html'])
    expect(failures.map(({ code, message }) => [code, message])).toEqual([
      ['REPORT_NOT_WRITTEN', 'report.sarif was not written: the disk is full.'],
    ])
    expect([read('report.json'), read('report.html')]).toEqual(['error 1', 'error 1'])
    reports.close()
    expect(written()).toEqual(['report.html', 'report.json'])
  })

  it('tells a failure from before, such as findings.csv on a full disk', async () => {
    const reports = await openReportFolder(folder, clock)
    const earlier = new Map([
      ['csv' as const, new GateError('REPORT_NOT_WRITTEN', 'findings.csv was not written.')],
    ])
    const { files, failures } = await publish(reports, telling(['csv', 'json']), earlier)
    expect(failures).toHaveLength(1)
    expect(files).toEqual({ json: join(folder, 'report.json') })
    expect(read('report.json')).toBe('error 1')
  })

  it('takes a prepared file that is missing for a failure', async () => {
    const reports = await openReportFolder(folder, clock)
    const { failures } = await publish(reports, () => [{ file: 'csv', render: null }])
    expect(failures.map(({ message }) => message)).toEqual([
      'findings.csv was not written: it was never completed.',
    ])
  })

  it('renders again when a name is taken by a folder, so that no file says pass', async () => {
    mkdirSync(join(folder, 'report.html'), { recursive: true })
    const reports = await openReportFolder(folder, clock)
    const { failures } = await publish(reports, telling(['json', 'html']))
    expect(failures.map(({ message }) => message)).toEqual([
      'report.html was not written: a folder of this name is in the way.',
    ])
    expect(read('report.json')).toBe('error 1')
    expect(statSync(join(folder, 'report.html')).isDirectory()).toBe(true)
  })

  it('tells a defect of a renderer without its text', async () => {
    const reports = await openReportFolder(folder, clock)
    const secret = ['AKIA', 'CANARY'].join('')
    const { failures } = await publish(reports, () => [
      {
        file: 'sarif',
        render: () => {
          throw new TypeError(`cannot read ${secret}`)
        },
      },
    ])
    expect(failures.map(({ message }) => message)).toEqual([
      'report.sarif was not written: it could not be rendered (TypeError).',
    ])
  })

  it('leaves no half of a file whose pieces end in a failure', async () => {
    const reports = await openReportFolder(folder, clock)
    const pieces = function* (): Generator<string> {
      yield 'first half'
      diskFull()
    }
    const { files } = await publish(reports, () => [{ file: 'baseline', render: pieces }])
    expect(files).toEqual({})
    expect(existsSync(reports.staged('baseline'))).toBe(false)
    reports.close()
    expect(written()).toEqual([])
  })

  it('shows nothing before all of it can be shown', async () => {
    const reports = await openReportFolder(folder, clock)
    const seen: string[][] = []
    const documents = telling(['json', 'sarif'], ['sarif'])
    await publish(reports, (failures) => {
      seen.push(written().filter((name) => !name.startsWith('.')))
      return documents(failures)
    })
    expect(seen).toEqual([[], []])
  })

  it('can be done again and again in a run', async () => {
    const reports = await openReportFolder(folder, clock)
    const csv = openFindingsFile(reports.staged('csv'))
    expect(csv.complete()).toBeNull()
    for (const text of ['first', 'second', 'third']) {
      const { failures } = await publish(reports, () => [
        { file: 'csv', render: null },
        { file: 'json', render: () => text },
        ...(text === 'first' ? [{ file: 'html' as const, render: () => text }] : []),
      ])
      expect(failures).toEqual([])
      expect(read('report.json')).toBe(text)
    }
    reports.close()
    expect(written()).toEqual(['findings.csv', 'report.json'])
  })

  it('replaces a link instead of writing through it', async () => {
    mkdirSync(folder)
    const victim = join(root, 'victim')
    writeFileSync(victim, 'precious')
    const reports = await openReportFolder(folder, clock)
    symlinkSync(victim, join(folder, 'report.json'))
    await publish(reports, telling(['json']))
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    expect(read('report.json')).toBe('pass')
  })
})

describe('what former runs left', () => {
  beforeEach(() => {
    mkdirSync(folder)
    for (const file of reportFiles) writeFileSync(join(folder, reportFileNames[file]), 'old')
    writeFileSync(join(folder, 'notes.txt'), 'mine')
  })

  it('is gone as soon as a run starts; unknown files stay', async () => {
    const reports = await openReportFolder(folder, clock)
    reports.close()
    expect(written()).toEqual(['baseline.json', 'notes.txt'])
    expect(read('notes.txt')).toBe('mine')
  })

  it('stays where this run reads it, until this run writes its own', async () => {
    const reports = await openReportFolder(folder, clock, [join(folder, 'findings.csv')])
    expect(read('findings.csv')).toBe('old')
    await publish(reports, telling(['json']))
    expect(read('findings.csv')).toBe('old')
    await publish(reports, telling(['json', 'csv']))
    expect(read('findings.csv')).toBe('pass')
    reports.close()
  })

  it('keeps the baseline, which only a new one replaces', async () => {
    const reports = await openReportFolder(folder, clock)
    await publish(reports, telling(['json']))
    expect(read('baseline.json')).toBe('old')
    await publish(reports, telling(['json', 'baseline']))
    expect(read('baseline.json')).toBe('pass')
    reports.close()
  })

  it('stays in a checkout, where the names may be somebody’s own', async () => {
    mkdirSync(join(folder, '.git'))
    const reports = await openReportFolder(folder, clock)
    await publish(reports, telling(['json']))
    reports.close()
    expect(read('summary.md')).toBe('old')
    expect(read('report.json')).toBe('pass')
  })

  it('goes with a run that was killed, once it is old', async () => {
    const old = join(folder, '.soteri-gate-old')
    const fresh = join(folder, '.soteri-gate-fresh')
    for (const path of [old, fresh]) mkdirSync(path)
    const longAgo = new Date(Date.now() - 3 * 86_400_000)
    utimesSync(old, longAgo, longAgo)
    const lock = join(folder, '.soteri-gate.lock')
    writeFileSync(lock, '')
    utimesSync(lock, longAgo, longAgo)
    const reports = await openReportFolder(folder, clock)
    reports.close()
    expect(written()).toEqual(['.soteri-gate-fresh', 'baseline.json', 'notes.txt'])
  })
})

describe('two runs in one folder', () => {
  it('never mix: the files are those of the run that came last, the uploads are each run’s own', async () => {
    const [one, two] = [await openReportFolder(folder, clock), await openReportFolder(folder, clock)]
    const documents = (run: string, files: readonly (keyof typeof reportFileNames)[]) => () =>
      files.map((file) => ({ file, render: () => run }))
    const [first, second] = await Promise.all([
      publish(one, documents('one', ['json', 'sarif', 'csv'])),
      publish(two, documents('two', ['json', 'html'])),
    ])
    expect(first.upload.files.map((file) => readFileSync(file, 'utf8'))).toEqual(['one', 'one', 'one'])
    expect(second.upload.files.map((file) => readFileSync(file, 'utf8'))).toEqual(['two', 'two'])
    one.close()
    two.close()
    const texts = new Set(written().map(read))
    expect(texts.size).toBe(1)
    expect([
      ['findings.csv', 'report.json', 'report.sarif'],
      ['report.html', 'report.json'],
    ]).toContainEqual(written())
  })

  it('wait until the other has put all its files in place', async () => {
    const lock = join(folder, '.soteri-gate.lock')
    const meanwhile: boolean[] = []
    const waiting: Clock = {
      ...clock,
      async sleep() {
        meanwhile.push(existsSync(join(folder, 'report.json')))
        if (meanwhile.length === 3) rmSync(lock)
      },
    }
    const reports = await openReportFolder(folder, waiting)
    writeFileSync(lock, '')
    await publish(reports, telling(['json']))
    expect(meanwhile).toEqual([false, false, false])
    expect(read('report.json')).toBe('pass')
  })

  it('wait for each other, and give up with a mend', async () => {
    mkdirSync(folder)
    let now = Date.now()
    const fast: Clock = {
      ...clock,
      now: () => now,
      elapsed: () => now,
      sleep: async (ms) => {
        now += ms * 20
        // Somebody keeps taking the lock anew.
        writeFileSync(join(folder, '.soteri-gate.lock'), '')
        utimesSync(join(folder, '.soteri-gate.lock'), now / 1000, now / 1000)
      },
    }
    writeFileSync(join(folder, '.soteri-gate.lock'), '')
    await expect(openReportFolder(folder, fast)).rejects.toMatchObject({
      code: 'REPORT_NOT_WRITTEN',
      mend: 'Give each run its own `output-dir`.',
    })
  })
})

describe('a folder that cannot be used', () => {
  it('is an error that names it', async () => {
    writeFileSync(folder, 'a file')
    await expect(openReportFolder(folder, clock)).rejects.toMatchObject({
      code: 'REPORT_NOT_WRITTEN',
      exitCode: 70,
      message: '"output-dir" soteri-report was not written: a file of this name is in the way.',
    })
  })
})

const onPosix = process.platform === 'win32' ? it.skip : it

describe('a disk that takes no more', () => {
  onPosix('costs the large file only, and the small ones tell it', () => {
    const url = (path: string): string => JSON.stringify(pathToFileURL(path).href)
    const script = `
      const { openReportFolder } = await import(${url('src/report/report-folder.ts')})
      const { publish } = await import(${url('src/report/publish.ts')})
      const clock = { now: Date.now, elapsed: () => performance.now(), random: () => 0, sleep: async () => {} }
      const reports = await openReportFolder(process.argv[1], clock)
      const { failures } = await publish(reports, (failures) => [
        { file: 'json', render: () => failures.length === 0 ? 'pass' : 'error' },
        { file: 'html', render: () => 'x'.repeat(1_000_000) },
      ])
      reports.close()
      console.log(JSON.stringify(failures.map((failure) => failure.message)))`
    const child = spawnSync(
      'sh',
      ['-c', 'ulimit -f 100; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script, folder],
      { encoding: 'utf8' },
    )
    expect(JSON.parse(child.stdout)).toEqual([
      expect.stringMatching(/^report\.html was not written: .*larger/),
    ])
    expect(written()).toEqual(['report.json'])
    expect(read('report.json')).toBe('error')
  })
})
