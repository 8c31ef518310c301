/** The outputs of a run: all of them on every path, and small enough for every CI. */
import { describe, expect, it } from '@jest/globals'
import { deliverOutputs, type OutputFacts, outputsOf, outputTable } from '../../../src/deliver/outputs.ts'
import type { Verdict } from '../../../src/judge/verdict.ts'
import type { Report } from '../../../src/report/model.ts'
import { recordingLog } from '../../fixtures/recording-log.ts'
import { sampleFinding, sampleReport } from '../report/sample-report.ts'

const facts = (changes: Partial<OutputFacts> = {}): OutputFacts => ({
  verdict: { word: 'error', exitCode: 2, sentence: 'error', error: null },
  counts: null,
  thresholds: [],
  scanStatus: 'none',
  reportDir: '',
  files: {},
  artifact: null,
  matrix: '',
  ...changes,
})

describe('the outputs', () => {
  it('are all there for a run that came to nothing', () => {
    const outputs = outputsOf(facts())
    expect(Object.keys(outputs)).toEqual(outputTable.map(({ name }) => name))
    expect(Object.entries(outputs).filter(([, value]) => value !== '')).toEqual([
      ['verdict', 'error'],
      ['exit-code', '2'],
      ['violations', '[]'],
      ['scan-status', 'none'],
      ['timed-out', 'false'],
    ])
  })

  it('name what was found, violated, written and stored', () => {
    const { counts, thresholds } = sampleReport([sampleFinding(), sampleFinding({ status: 'known' })])
    const outputs = outputsOf(
      facts({
        counts,
        thresholds,
        scanStatus: 'timed-out',
        files: { csv: '/out/findings.csv', markdown: '/out/summary.md', gitlab: '/out/gl.json' },
        artifact: { id: '7', url: 'https://ci.example.com/7', digest: 'abc' },
      }),
    )
    expect(outputs).toMatchObject({
      'total-findings': '2',
      'new-findings': '1',
      'timed-out': 'true',
      'csv-file': '/out/findings.csv',
      'summary-file': '/out/summary.md',
      'json-file': '',
      'artifact-id': '7',
      'artifact-digest': 'abc',
    })
    expect(JSON.parse(outputs.violations ?? '')).toEqual(
      thresholds
        .filter(({ passed }) => !passed)
        .map(({ name, selector, observed, max, level }) => ({
          name,
          selector,
          observed,
          max,
          level,
        })),
    )
  })

  it('hold the heaviest entries of each count', () => {
    const { counts } = sampleReport()
    const byRule = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`RULE_${at}`, at]))
    const { byRule: kept } = JSON.parse(outputsOf(facts({ counts: { ...counts, byRule } })).counts ?? '') as {
      byRule: Record<string, number>
    }
    expect(Object.keys(kept)).toHaveLength(50)
    expect(kept).toMatchObject({ RULE_59: 59, RULE_10: 10 })
  })
})

describe('setting them', () => {
  const pass: Verdict = { word: 'pass', exitCode: 0, sentence: 'pass', error: null }
  const fail: Verdict = { word: 'fail', exitCode: 1, sentence: 'fail', error: null }
  const report = (verdict: Verdict): Report => sampleReport([], { verdict })

  it('is done when they are set as they are now', async () => {
    const set: unknown[] = []
    const host = { setOutputs: (values: object) => set.push(values), log: recordingLog() }
    let artifact = ''
    const delivery = deliverOutputs(() => ({ 'artifact-id': artifact }), host)
    await delivery.deliver(report(pass))
    expect(delivery.isDelivered(report(pass))).toBe(true)
    artifact = '7'
    expect(delivery.isDelivered(report(pass))).toBe(false)
    await delivery.deliver(report(pass))
    expect(set).toEqual([{ 'artifact-id': '' }, { 'artifact-id': '7' }])
  })

  it.each([
    ['is the error of a pass, and left to the last line', pass, 0],
    ['is logged where the verdict stays a fail', fail, 1],
  ])('that fails %s', async (_, verdict, lines) => {
    const log = recordingLog()
    const setOutputs = (): never => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    }
    const delivery = deliverOutputs(() => ({}), { setOutputs, log })
    await expect(delivery.deliver(report(verdict))).rejects.toMatchObject({
      code: 'REPORT_NOT_WRITTEN',
      message: expect.stringContaining('(ENOSPC)'),
    })
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(lines)
    expect(delivery.isDelivered(report(verdict))).toBe(false)
  })
})
