/** `output-dir` on a real disk: whole files, and those of one run only. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openFindingsFile } from '../../../src/report/findings-csv.ts'
import { type Rendered, type ReportFile, reportFiles, reportFormats } from '../../../src/report/formats.ts'
import { type Failures, openReportFolder, type ReportFolder } from '../../../src/report/report-folder.ts'
import { sampleRow } from './sample-report.ts'

let root = ''
const never = new AbortController().signal
let folder = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'soteri-gate-folder-'))
  folder = join(root, 'soteri-report')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const written = (): string[] => readdirSync(folder).sort()
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const diskFull = (): never => {
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

type Texts = Partial<Record<ReportFile, string | (() => Rendered)>>

/** Prepares these files and puts them in place, those that were prepared before too; the messages of what failed. */
async function write(reports: ReportFolder, texts: Texts, prepared: readonly ReportFile[] = []) {
  const failures: Failures = new Map()
  for (const [file, text] of Object.entries(texts) as [ReportFile, string | (() => Rendered)][]) {
    await reports.stage(file, typeof text === 'string' ? () => text : text, failures)
  }
  const files = [...(Object.keys(texts) as ReportFile[]), ...prepared].filter((file) => !failures.has(file))
  reports.place(new Set(files), failures)
  return [...failures.values()].map(({ message }) => message)
}

describe('the files', () => {
  it('get their names when they are whole, readable for all, and nothing else is left', async () => {
    const reports = openReportFolder(folder)
    const csv = openFindingsFile(reports.staged('csv'))
    csv.add(...sampleRow())
    expect(await csv.complete(never)).toBeNull()
    expect(reports.has('csv')).toBe(true)
    expect(written().filter((name) => !name.startsWith('.'))).toEqual([])
    const texts = { json: '{}\n', html: async () => '<p>', baseline: () => ['{', 'größe', '}'] }
    expect(await write(reports, texts, ['csv'])).toEqual([])
    reports.close()
    expect(written()).toEqual(['baseline.json', 'findings.csv', 'report.html', 'report.json'])
    expect([read('report.json'), read('report.html'), read('baseline.json')]).toEqual([
      '{}\n',
      '<p>',
      '{größe}',
    ])
    if (process.platform !== 'win32') expect(statSync(join(folder, 'report.json')).mode & 0o777).toBe(0o644)
  })

  it('can be replaced again and again in a run, and those that are prepared once stay', async () => {
    const reports = openReportFolder(folder)
    expect(await openFindingsFile(reports.staged('csv')).complete(never)).toBeNull()
    for (const text of ['first', 'second', 'third']) {
      expect(await write(reports, { json: text, ...(text === 'first' && { html: text }) }, ['csv'])).toEqual(
        [],
      )
      expect(read('report.json')).toBe(text)
    }
    reports.close()
    expect(written()).toEqual(['findings.csv', 'report.json'])
  })

  it('fail alone, with the reason and without a text of what was rendered', async () => {
    const reports = openReportFolder(folder)
    const secret = ['AKIA', 'CANARY'].join('')
    const broken = (): never => {
      throw new TypeError(`cannot read ${secret}`)
    }
    expect(await write(reports, { json: 'text', sarif: diskFull, html: broken })).toEqual([
      'report.sarif was not written: the disk is full.',
      'report.html was not written: it could not be rendered (TypeError).',
    ])
    reports.close()
    expect(written()).toEqual(['report.json'])
  })

  it('leave no half of a file whose pieces end in a failure', async () => {
    const reports = openReportFolder(folder)
    const pieces = function* (): Generator<string> {
      yield 'first half'
      diskFull()
    }
    expect(await write(reports, { baseline: pieces })).toHaveLength(1)
    expect(existsSync(reports.staged('baseline'))).toBe(false)
    reports.close()
    expect(written()).toEqual([])
  })

  it('leave a folder of their name alone', async () => {
    mkdirSync(join(folder, 'report.html'), { recursive: true })
    const reports = openReportFolder(folder)
    expect(await write(reports, { html: 'text', json: 'text' })).toEqual([
      'report.html was not written: a folder of this name is in the way.',
    ])
    expect(await write(reports, { json: 'again' })).toEqual([])
    expect(statSync(join(folder, 'report.html')).isDirectory()).toBe(true)
  })

  it('replace a link instead of writing through it', async () => {
    mkdirSync(folder)
    const victim = join(root, 'victim')
    writeFileSync(victim, 'precious')
    const reports = openReportFolder(folder)
    symlinkSync(victim, join(folder, 'report.json'))
    await write(reports, { json: 'pass' })
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    expect(read('report.json')).toBe('pass')
  })
})

describe('what former runs left', () => {
  beforeEach(() => {
    mkdirSync(folder)
    for (const file of reportFiles) writeFileSync(join(folder, reportFormats[file].name), 'old')
    writeFileSync(join(folder, 'notes.txt'), 'mine')
  })

  it('is gone as soon as a run starts; unknown files stay', () => {
    openReportFolder(folder).close()
    expect(written()).toEqual(['baseline.json', 'notes.txt'])
    expect(read('notes.txt')).toBe('mine')
  })

  it('stays where this run reads it, until this run writes its own', async () => {
    const reports = openReportFolder(folder, [join(folder, 'findings.csv')])
    expect(read('findings.csv')).toBe('old')
    await write(reports, { json: 'new' })
    expect(read('findings.csv')).toBe('old')
    await write(reports, { json: 'new', csv: 'new' })
    expect(read('findings.csv')).toBe('new')
    reports.close()
  })

  it('keeps the baseline, which only a new one replaces', async () => {
    const reports = openReportFolder(folder)
    await write(reports, { json: 'new' })
    expect(read('baseline.json')).toBe('old')
    await write(reports, { json: 'new', baseline: 'new' })
    expect(read('baseline.json')).toBe('new')
    reports.close()
  })

  it('stays in a checkout, where the names may be somebody’s own', async () => {
    mkdirSync(join(folder, '.git'))
    const reports = openReportFolder(folder)
    await write(reports, { json: 'new' })
    reports.close()
    expect(read('summary.md')).toBe('old')
    expect(read('report.json')).toBe('new')
  })

  it('goes with the hidden folder of a run that was killed', () => {
    mkdirSync(join(folder, '.soteri-gate-killed'))
    writeFileSync(join(folder, '.soteri-gate-killed', 'report.json'), 'old')
    openReportFolder(folder).close()
    expect(written()).toEqual(['baseline.json', 'notes.txt'])
  })
})

describe('two runs in one folder', () => {
  const taken = 'Another run has opened "output-dir" meanwhile, or the folder was removed.'

  it('never mix: the one that opened it last has it, and the other fails', async () => {
    const one = openReportFolder(folder)
    const failures: Failures = new Map()
    await one.stage('sarif', () => 'one', failures)
    const two = openReportFolder(folder)
    expect(await write(one, { json: 'one' }, ['sarif'])).toEqual([taken, taken])
    expect(await write(two, { json: 'two', html: 'two' })).toEqual([])
    expect(one.lostClaim()).toMatchObject({ code: 'REPORT_NOT_WRITTEN', message: taken })
    expect(two.lostClaim()).toBeNull()
    one.close()
    two.close()
    expect(written()).toEqual(['report.html', 'report.json'])
    expect([read('report.html'), read('report.json')]).toEqual(['two', 'two'])
  })

  it('never mix: what the first has in place goes when the second begins', async () => {
    const one = openReportFolder(folder)
    expect(await write(one, { json: 'one', sarif: 'one' })).toEqual([])
    const two = openReportFolder(folder)
    expect(written().filter((name) => !name.startsWith('.'))).toEqual([])
    expect(await write(two, { json: 'two' })).toEqual([])
    // To place nothing means to remove all: not those of the other run.
    expect(await write(one, {})).toEqual([taken])
    expect([written().filter((name) => !name.startsWith('.')), read('report.json')]).toEqual([
      ['report.json'],
      'two',
    ])
    two.close()
  })

  it('get a hint', async () => {
    const one = openReportFolder(folder)
    openReportFolder(folder).close()
    const failures: Failures = new Map()
    await one.stage('json', () => 'one', failures)
    expect(failures.get('json')).toMatchObject({
      code: 'REPORT_NOT_WRITTEN',
      hint: 'Give each run its own `output-dir`.',
    })
  })
})

describe('a folder that cannot be used', () => {
  it('is an error that names it', () => {
    writeFileSync(folder, 'a file')
    expect(() => openReportFolder(folder)).toThrow(
      expect.objectContaining({
        code: 'REPORT_NOT_WRITTEN',
        exitCode: 74,
        message: `"output-dir" ${folder} was not written: a file of this name is in the way.`,
      }),
    )
  })
})
