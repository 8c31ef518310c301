/** A `report.json` that someone wrote or cut is no proof for a merge. */
import { describe, expect, it } from '@jest/globals'
import { readRunReport } from '../../../../src/operations/merge/run-report.ts'

const evidence = {
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T09:00:00.000Z',
  findingsFile: { rows: 3, bytes: 300, sha256: 'a'.repeat(64), keyCheck: null, suppressed: 0, reviewed: 1 },
  shards: [{ shard: 1, targets: ['PAY/x'] }],
}
const whole = {
  tool: { name: 'soteri-gate' },
  operation: 'export',
  targets: ['PAY/x'],
  verdict: 'error',
  error: { code: 'UNREACHABLE', message: 'Gone.' },
  period: { from: null, to: '2026-11-20T00:00:00.000Z' },
  evidence,
}
const read = (report: unknown) => readRunReport(JSON.stringify(report), 'a/report.json')
const withFile = (change: object): object => ({
  ...whole,
  evidence: { ...evidence, findingsFile: { ...evidence.findingsFile, ...change } },
})

describe('a report.json', () => {
  it('says what a merge needs', () => {
    expect(read(whole)).toMatchObject({
      error: 'UNREACHABLE: Gone.',
      findingsFile: { rows: 3, keyCheck: null, reviewed: 1 },
      shards: [{ shard: 1, targets: ['PAY/x'] }],
    })
  })

  it.each([[[]], [null], ['soteri-gate'], [{}], [{ tool: 'soteri-gate' }], [{ tool: { name: 'other' } }]])(
    'of another tool is none of ours: %j',
    (report) => expect(read(report)).toBeNull(),
  )

  it.each([
    ['no evidence', { ...whole, evidence: null }],
    ['a text for targets', { ...whole, targets: 'PAY/x' }],
    ['a number for a target', { ...whole, targets: [7] }],
    ['a start that is no instant', { ...whole, evidence: { ...evidence, startedAt: 'yesterday' } }],
    ['a part of a row', withFile({ rows: 2.5 })],
    ['fewer rows than none', withFile({ rows: -1 })],
    ['rows in words', withFile({ rows: '3' })],
    [
      'skipped files that are not counted',
      { ...whole, evidence: { ...evidence, skippedFiles: { files: [] } } },
    ],
    ['no hash', withFile({ sha256: undefined })],
  ])('with %s cannot be used', (_what, report) => {
    expect(() => read(report)).toThrow('a/report.json cannot be used: it lacks what a merge needs.')
  })

  it('that is cut cannot be used', () => {
    expect(() => readRunReport('{"tool":', 'a/report.json')).toThrow('it is not whole JSON')
  })
})
