/** The files of a report on a real disk: one verdict in all of them, whatever fails. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { deliverReportFiles, filesOf } from '../../../src/deliver/report-files.ts'
import { settle } from '../../../src/deliver/settle.ts'
import { GateError } from '../../../src/errors.ts'
import type { Verdict } from '../../../src/judge/verdict.ts'
import { openFindingsFile } from '../../../src/report/findings-csv.ts'
import type { ReportFile } from '../../../src/report/formats.ts'
import { type Failures, openReportFolder } from '../../../src/report/report-folder.ts'
import type { RunResult } from '../../../src/report/run-result.ts'
import { recordingLog } from '../../fixtures/recording-log.ts'
import { sampleReport, sampleRow } from '../report/sample-report.ts'

let root = ''
const never = new AbortController().signal
let folder = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'soteri-gate-files-'))
  folder = join(root, 'soteri-report')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const written = (): string[] => readdirSync(folder).sort()
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const verdictIn = (name: string): string | undefined => /\b(pass|fail|error)\b/i.exec(read(name))?.[1]
const pass: Verdict = { word: 'pass', exitCode: 0, sentence: 'pass: nothing found', error: null }
const fail: Verdict = { word: 'fail', exitCode: 1, sentence: 'fail: much found', error: null }
const diskFull = (): never => {
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

/** Delivers these files until the verdict settles. */
async function delivered(
  names: readonly ReportFile[],
  {
    first = pass,
    earlier = new Map() as Failures,
    baseline = (): string[] => ['{}'],
    meanwhile = (): void => undefined,
  } = {},
) {
  const reports = openReportFolder(folder)
  const log = recordingLog()
  const csv = openFindingsFile(reports.staged('csv'))
  csv.add(...sampleRow())
  expect(await csv.complete(never)).toBeNull()
  meanwhile()
  const material = (report: ReturnType<typeof sampleReport>) => ({ report, history: [], baseline })
  const files = deliverReportFiles(reports, names, material, earlier, log)
  const reportOf = (verdict: Verdict) => sampleReport([], { verdict })
  const { verdict } = await settle([files], first, reportOf, new AbortController().signal)
  reports.close()
  return { verdict, log, written: files.written() }
}

describe('the report files', () => {
  it('are written, with their paths, and nothing is logged', async () => {
    const { verdict, log, written: paths } = await delivered(['csv', 'json', 'markdown', 'baseline'])
    expect(verdict).toEqual(pass)
    expect(log.lines).toEqual([])
    expect(paths).toEqual({
      csv: join(folder, 'findings.csv'),
      json: join(folder, 'report.json'),
      markdown: join(folder, 'summary.md'),
      baseline: join(folder, 'baseline.json'),
    })
    expect(written()).toEqual(['baseline.json', 'findings.csv', 'report.json', 'summary.md'])
    expect(JSON.parse(read('report.json'))).toMatchObject({ verdict: 'pass' })
  })

  it('all state the error when one of them cannot be rendered', async () => {
    const {
      verdict,
      log,
      written: paths,
    } = await delivered(['json', 'baseline', 'sarif'], { baseline: diskFull })
    expect(verdict).toMatchObject({ word: 'error', exitCode: 74, error: { code: 'REPORT_NOT_WRITTEN' } })
    expect(Object.keys(paths)).toEqual(['json', 'sarif'])
    expect(JSON.parse(read('report.json'))).toMatchObject({ verdict: 'error', exitCode: 74 })
    expect(log.lines.map(({ level, line }) => [level, line.split('.json')[0]])).toEqual([
      ['error', 'baseline'],
    ])
    expect(written()).toEqual(['report.json', 'report.sarif'])
  })

  it('all state the error when the name of one is taken by a folder', async () => {
    mkdirSync(join(folder, 'report.html'), { recursive: true })
    const { verdict, written: paths } = await delivered(['json', 'markdown', 'html'])
    expect(verdict.error?.message).toBe('report.html was not written: a folder of this name is in the way.')
    expect(Object.keys(paths)).toEqual(['json', 'markdown'])
    expect([verdictIn('report.json'), verdictIn('summary.md')]).toEqual(['error', 'error'])
    expect(statSync(join(folder, 'report.html')).isDirectory()).toBe(true)
  })

  it('all state the error of a file that could not be prepared, such as findings.csv on a full disk', async () => {
    const earlier: Failures = new Map([
      ['csv', new GateError('REPORT_NOT_WRITTEN', 'findings.csv was not written.')],
    ])
    const { written: paths } = await delivered(['csv', 'json'], { earlier })
    expect(paths).toEqual({ json: join(folder, 'report.json') })
    expect(verdictIn('report.json')).toBe('error')
  })

  it('miss one that was never completed', async () => {
    const { verdict } = await delivered(['reviewed', 'json'])
    expect(verdict.error?.message).toBe('reviewed.csv was not written: it was never completed.')
  })

  it('are those that can be written where the verdict is a fail anyway', async () => {
    const {
      verdict,
      log,
      written: paths,
    } = await delivered(['json', 'baseline'], { first: fail, baseline: diskFull })
    expect(verdict).toBe(fail)
    expect(paths).toEqual({ json: join(folder, 'report.json') })
    expect(log.lines).toHaveLength(1)
    expect(verdictIn('report.json')).toBe('fail')
  })

  it('of a run that has lost its folder are none, and it says so before all else', async () => {
    const earlier: Failures = new Map([['csv', new GateError('REPORT_NOT_WRITTEN', 'The folder is gone.')]])
    const {
      verdict,
      log,
      written: paths,
    } = await delivered(['csv', 'json'], {
      earlier,
      meanwhile: () => openReportFolder(folder).close(),
    })
    expect(verdict.error?.message).toBe(
      'Another run has opened "output-dir" meanwhile, or the folder was removed.',
    )
    expect([log.lines.length, paths, written()]).toEqual([1, {}, []])
  })

  it('show nothing before all of it can be shown', async () => {
    const seen: string[][] = []
    await delivered(['json', 'baseline'], {
      baseline: () => {
        seen.push(written().filter((name) => !name.startsWith('.')))
        return diskFull()
      },
    })
    expect(seen).toEqual([[]])
  })
})

describe('the files of a run', () => {
  const result = (changes: object) =>
    ({ inputs: null, decision: null, hasReviewedFile: false, ...changes }) as RunResult

  it('are enough to see why, when the inputs are not known', () => {
    expect(filesOf(result({}))).toEqual(['json', 'markdown'])
  })

  it('hold no half of the findings, and no half of a baseline', () => {
    const inputs = { formats: ['csv', 'sarif'] }
    expect(filesOf(result({ inputs }))).toEqual(['json', 'sarif', 'markdown'])
    expect(filesOf(result({ inputs, decision: {} }))).toEqual([
      'csv',
      'json',
      'sarif',
      'markdown',
      'baseline',
    ])
    expect(filesOf(result({ inputs, hasReviewedFile: true }))).toContain('reviewed')
  })
})

const onPosix = process.platform === 'win32' ? it.skip : it

describe('a disk that takes no more', () => {
  onPosix('costs the large file only, and the small ones state it', () => {
    const url = (path: string): string => JSON.stringify(pathToFileURL(path).href)
    const script = `
      const { openReportFolder } = await import(${url('src/report/report-folder.ts')})
      const { deliverReportFiles } = await import(${url('src/deliver/report-files.ts')})
      const { settle } = await import(${url('src/deliver/settle.ts')})
      const { sampleReport } = await import(${url('__tests__/unit/report/sample-report.ts')})
      const reports = openReportFolder(process.argv[1])
      const failures = []
      const files = deliverReportFiles(
        reports,
        ['json', 'baseline'],
        (report) => ({ report, history: [], baseline: () => 'x'.repeat(1_000_000) }),
        new Map(),
        { error: (line) => failures.push(line) },
      )
      const first = { word: 'pass', exitCode: 0, sentence: 'pass', error: null }
      await settle([files], first, (verdict) => sampleReport([], { verdict }), new AbortController().signal)
      reports.close()
      console.log(JSON.stringify(failures))`
    const child = spawnSync(
      'sh',
      ['-c', 'ulimit -f 100; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script, folder],
      { encoding: 'utf8' },
    )
    expect(JSON.parse(child.stdout)).toEqual([
      expect.stringMatching(/^baseline\.json was not written: .*larger/),
    ])
    expect(written()).toEqual(['report.json'])
    expect(verdictIn('report.json')).toBe('error')
  })
})
