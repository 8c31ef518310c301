/** The trend: lines that can be read back, broken ones skipped, and the changes that counts reveal. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  changeOf,
  historyLine,
  openTrend,
  type PastRun,
  parseHistory,
  pastRunOf,
  sparkline,
} from '../../../src/report/history.ts'
import { anyText } from '../../fixtures/any-text.ts'
import { recordingLog } from '../../fixtures/recording-log.ts'
import { errorReport, hostileReport, hostileTexts, sampleFinding, sampleReport } from './sample-report.ts'

const report = sampleReport([sampleFinding(), sampleFinding({ rule: 'RSA_PRIVATE_KEY', severity: 'low' })])
const line = historyLine(report)

describe('a line of the history', () => {
  it('is one line that reads back as the run', () => {
    expect(line).toMatch(/^\{[^\n]*\}\n$/)
    const { runs, garbled } = parseHistory(line)
    expect(garbled).toBe(0)
    expect(runs).toEqual([pastRunOf(report)])
    expect(runs[0]).toMatchObject({
      at: '2026-11-20T09:00:00.000Z',
      scope: 'SHOP/web',
      verdict: 'fail',
      total: 2,
      new: 2,
      byRule: { AWS_SECRET_ACCESS_KEY: 1, RSA_PRIVATE_KEY: 1 },
    })
  })

  it('holds no secret and stays small, however many names there are', () => {
    const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
    const many = Array.from({ length: 2000 }, (_, place) =>
      sampleFinding({
        match,
        rule: `RULE_${place}${'x'.repeat(500)}`,
        repository: `repo-${place}${'y'.repeat(500)}`,
      }),
    )
    const long = historyLine(
      sampleReport(many, { targets: Array.from({ length: 5000 }, (_, place) => `SHOP/repo-${place}`) }),
    )
    expect(long).not.toContain(match)
    expect(long.length).toBeLessThan(30_000)
  })

  it.each(hostileTexts.map((text) => [text]))('is one line whatever is in the names: %j', (text) => {
    const hostile = historyLine(hostileReport(text))
    expect(hostile.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(parseHistory(hostile)).toMatchObject({ garbled: 0, runs: [{ total: 1 }] })
  })
})

describe('a history', () => {
  it('passes over what it cannot read and counts it', () => {
    const broken = [
      '{"total":',
      'null',
      '[]',
      '"x"',
      '{}',
      line.replace('"total":2', '"total":-2'),
      line.replace('"fail"', '"green"'),
      line.replace('1.0', '9.9'),
    ]
    const { runs, garbled } = parseHistory([line, ...broken, '', line].join('\n'))
    expect(runs).toHaveLength(2)
    expect(garbled).toBe(broken.length)
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(anyText(), fc.jsonValue(), (text, value) => {
        parseHistory(`${text}\n${JSON.stringify(value)}`)
      }),
    )
  })

  it('treats evaluations as one scope, since their files are named anew', () => {
    const one = pastRunOf({ ...report, operation: 'evaluate', targets: ['/a/1.zip'] })
    expect(pastRunOf({ ...report, operation: 'evaluate', targets: ['/b/2.zip'] }).scope).toBe(one.scope)
  })
})

describe('the change since the run before', () => {
  const run = (byRule: Record<string, number>, changes: Partial<PastRun> = {}): PastRun => {
    const total = Object.values(byRule).reduce((sum, count) => sum + count, 0)
    return { ...pastRunOf(report), byRule, byRepository: { 'SHOP/web': total }, total, ...changes }
  }

  it.each([
    [{ A: 5 }, { A: 5 }, { appeared: 0, fixed: 0, remaining: 5 }],
    [{ A: 5 }, { A: 2, B: 4 }, { appeared: 4, fixed: 3, remaining: 2 }],
    [{}, { A: 1 }, { appeared: 1, fixed: 0, remaining: 0 }],
    [{ A: 9 }, {}, { appeared: 0, fixed: 9, remaining: 0 }],
  ])('from %j to %j', (before, now, expected) => {
    expect(changeOf([run(before), run(now)])).toMatchObject(expected)
  })

  it('takes names that were summed up as one sum', () => {
    const cut = run({ A: 5 }, { total: 12, byRepository: {} })
    const next = run({ A: 5, B: 3 }, { total: 9, byRepository: {} })
    expect(changeOf([cut, next])).toMatchObject({ appeared: 0, fixed: 3, remaining: 9 })
  })

  it('is consistent: old findings are fixed or remain, present ones remained or appeared', () => {
    const counts = fc.dictionary(fc.constantFrom('A', 'B', 'C', '__proto__'), fc.nat(50))
    fc.assert(
      fc.property(counts, counts, (before, now) => {
        const [from, to] = [run(before), run(now)]
        const change = changeOf([from, to])
        expect((change?.remaining ?? 0) + (change?.fixed ?? 0)).toBe(from.total)
        expect((change?.remaining ?? 0) + (change?.appeared ?? 0)).toBe(to.total)
      }),
    )
  })

  it('skips runs that ended in an error, and reports no change after one', () => {
    const failed = pastRunOf(errorReport())
    expect(changeOf([run({ A: 5 }), failed, run({ A: 4 })])).toMatchObject({ fixed: 1 })
    expect(changeOf([run({ A: 5 }), failed])).toBeNull()
    expect(changeOf([failed, run({ A: 5 })])).toBeNull()
    expect(changeOf([run({ A: 5 })])).toBeNull()
    expect(changeOf([])).toBeNull()
  })
})

describe('the sparkline', () => {
  it('has a bar per number, the highest for the most', () => {
    expect(sparkline([0, 50, 100])).toBe('▁▅█')
    expect(sparkline([0, 0])).toBe('▁▁')
    expect(sparkline([])).toBe('')
  })
})

describe('the trend', () => {
  /** The history of runs breaks no gate: what is wrong with its file is reported, and the run goes on. */
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-trend-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const report = sampleReport([sampleFinding()])
  const trendOf = (historyFile: string | null) => {
    const log = recordingLog()
    return { log, trend: openTrend(historyFile, { log, workingFolder: folder }) }
  }

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

  it('does not glue a line to one that another run left torn meanwhile', () => {
    const path = join(folder, 'meanwhile.jsonl')
    trendOf('meanwhile.jsonl').trend.append(report)
    const line = readFileSync(path, 'utf8')
    const { log, trend } = trendOf('meanwhile.jsonl')
    writeFileSync(path, `${line}{"torn":`)
    trend.append(report)
    expect(readFileSync(path, 'utf8')).toBe(`${line}{"torn":\n${line}`)
    expect(log.lines).toEqual([])
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
