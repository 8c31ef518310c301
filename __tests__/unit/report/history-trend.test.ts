/** The history of runs breaks no gate: what is wrong with its file is reported, and the run goes on. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { historyLine, openTrend, parseHistory } from '../../../src/report/history.ts'
import { recordingLog } from '../../fixtures/recording-log.ts'
import { sampleFinding, sampleReport } from './sample-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-trend-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const report = sampleReport([sampleFinding()])
const trendOf = (historyFile: string | null) => {
  const log = recordingLog()
  return { log, trend: openTrend(historyFile, { log, workingFolder: folder }) }
}

describe('the trend', () => {
  it('is nothing without a history-file', () => {
    const { log, trend } = trendOf(null)
    expect(trend.with(report)).toEqual([])
    trend.append(report)
    expect(log.lines).toEqual([])
  })

  it('grows by each run', () => {
    trendOf('runs.jsonl').trend.append(report)
    expect(readFileSync(join(folder, 'runs.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1)
    expect(trendOf('runs.jsonl').trend.with(report)).toHaveLength(2)
  })

  it('starts empty, grows by lines, and makes its folder', () => {
    const { log, trend } = trendOf('deep/runs.jsonl')
    expect(trend.with(report)).toHaveLength(1)
    trend.append(report)
    trend.append(report)
    expect(log.lines).toEqual([])
    expect(readFileSync(join(folder, 'deep', 'runs.jsonl'), 'utf8')).toBe(historyLine(report).repeat(2))
  })

  it('does not glue a line to one that was torn', () => {
    const path = join(folder, 'glued.jsonl')
    const line = historyLine(report)
    writeFileSync(path, `${line}{"torn":`)
    trendOf('glued.jsonl').trend.append(report)
    expect(readFileSync(path, 'utf8')).toBe(`${line}{"torn":\n${line}`)
    expect(parseHistory(readFileSync(path, 'utf8'))).toMatchObject({ garbled: 1, runs: [{}, {}] })
  })

  it('reads only whole lines from the end of a large file', () => {
    const line = historyLine(report)
    const lines = Math.ceil((5 * 1024 * 1024) / line.length)
    writeFileSync(join(folder, 'large.jsonl'), `no line\n${line.repeat(lines)}`)
    const { log, trend } = trendOf('large.jsonl')
    expect(log.lines).toEqual([])
    expect(trend.with(report)).toHaveLength(30)
  })

  it('gives the last runs of one scope, this one last', () => {
    const earlier = Array.from({ length: 40 }, (_, total) =>
      historyLine({ ...report, counts: { ...report.counts, total } }),
    )
    const other = historyLine({ ...report, targets: ['OTHER'] })
    writeFileSync(join(folder, 'scopes.jsonl'), [...earlier, other].join(''))
    const totals = trendOf('scopes.jsonl')
      .trend.with(report)
      .map(({ total }) => total)
    expect(totals).toEqual([...Array.from({ length: 29 }, (_, place) => place + 11), report.counts.total])
  })

  it('leaves out lines that cannot be read, and says how many', () => {
    writeFileSync(join(folder, 'torn.jsonl'), '{"at":\nno line\n')
    const { log, trend } = trendOf('torn.jsonl')
    expect(log.text()).toBe('history-file: lines that cannot be read are left out: 2.')
    expect(trend.with(report)).toHaveLength(1)
  })

  it('warns, and no more, where the file cannot be read or written', () => {
    mkdirSync(join(folder, 'a-folder'))
    const { log, trend } = trendOf('a-folder')
    trend.append(report)
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn'])
    expect(log.text()).toMatch(
      /could not be read, so there is no trend \(EISDIR\)[\s\S]*The trend misses this run\.$/,
    )
  })
})
