/** Notes beside the code: worst first, few, and only where the file really is. */
import { describe, expect, it } from '@jest/globals'
import { annotationsOf } from '../../../src/deliver/annotations.ts'
import {
  errorReport,
  hostileReport,
  hostileTexts,
  sampleFinding,
  sampleReport,
} from '../report/sample-report.ts'

const everywhere = (): boolean => true
const findings = [
  sampleFinding({ path: 'a.ts' }),
  sampleFinding({ path: 'a.ts', branch: 'dev', firstOfDistinct: false }),
  sampleFinding({ path: 'gone.ts', fingerprint: '1' }),
  sampleFinding({ path: 'b.ts', severity: 'medium', line: null, fingerprint: '2' }),
  sampleFinding({ path: 'c.ts', severity: 'low', status: 'known', fingerprint: '3' }),
  sampleFinding({ path: 'd.ts', status: 'suppressed' }),
]

describe('annotations', () => {
  it('show each finding once, worst first, and mark its file where it exists', () => {
    const notes = annotationsOf(sampleReport(findings), 10, (path) => path !== 'gone.ts')
    expect(notes.map(({ level, title, path, line }) => [level, title, path, line])).toEqual([
      ['error', 'AWS_SECRET_ACCESS_KEY (critical, new)', 'a.ts', 12],
      ['error', 'AWS_SECRET_ACCESS_KEY (critical, new)', undefined, undefined],
      ['warning', 'AWS_SECRET_ACCESS_KEY (medium, new)', 'b.ts', undefined],
      ['notice', 'AWS_SECRET_ACCESS_KEY (low, in the baseline)', 'c.ts', 12],
    ])
  })

  it('leave every verdict but a pass to the last line of the log', () => {
    expect(annotationsOf(sampleReport(), 10, everywhere).map(({ title }) => title)).toEqual([
      'soteri-gate: pass',
    ])
    expect(annotationsOf({ ...errorReport(), shortlist: findings }, 10, everywhere)).toEqual([])
  })

  it('are at most as many as asked for, and none for 0', () => {
    expect(annotationsOf(sampleReport(findings), 1, everywhere).map((note) => note.path)).toEqual(['a.ts'])
    expect(annotationsOf(sampleReport(findings), 0, everywhere)).toEqual([])
  })

  it.each([
    ['a project', { targets: ['SHOP'] }],
    ['two repositories', { targets: ['SHOP/web', 'SHOP/api'] }],
    ['the instance', { targets: ['instance'] }],
  ])('name places and mark no file when the report is about %s', (_, changes) => {
    const notes = annotationsOf(sampleReport(findings, changes), 10, everywhere)
    expect(notes.map(({ path }) => path)).toEqual([undefined, undefined, undefined, undefined])
    expect(notes[0]?.message).toMatch(
      /^SHOP\/web a\.ts:12 on main, dev https:\/\/git\.example\.com\/\S+#12: /,
    )
  })

  it('without a file are for findings over a limit only', () => {
    const [threshold] = sampleReport(findings).thresholds
    const counted = [{ ...findings[0], countedBy: [1] }, ...findings.slice(2)].map((one) => ({
      ...one,
      countedBy: one.path === 'a.ts' ? [1] : [0],
    })) as typeof findings
    const thresholds = threshold === undefined ? [] : [{ ...threshold, position: 1 }]
    const notes = annotationsOf(sampleReport(counted, { targets: ['SHOP'], thresholds }), 10, everywhere)
    expect(notes.map(({ message }) => /\w\.ts/.exec(message)?.[0])).toEqual(['a.ts'])
  })

  it('mark files of local exports when they are all of one repository', () => {
    const local = { operation: 'evaluate', targets: ['/exports/a.zip'] }
    expect(annotationsOf(sampleReport(findings, local), 10, everywhere).length).toBeGreaterThan(1)
    const mixed = [...findings, sampleFinding({ repository: 'api' })]
    const marked = (report: Parameters<typeof annotationsOf>[0]): unknown[] =>
      annotationsOf(report, 10, everywhere).filter(({ path }) => path !== undefined)
    expect(marked(sampleReport(mixed, local))).toEqual([])
    const cut = { ...sampleReport(mixed, local), shortlist: findings, shortlistCut: true }
    expect(marked(cut)).toEqual([])
  })

  it('ask of few paths whether they are checked out, and of none where no file is marked', () => {
    const asked = (report: ReturnType<typeof sampleReport>, limit: number): string[] => {
      const paths: string[] = []
      annotationsOf(report, limit, (path) => paths.push(path) < 0)
      return paths
    }
    const outside = sampleFinding({ path: '../b.ts', fingerprint: '4' })
    const report = sampleReport([...findings, outside])
    const within = { ...report, thresholds: report.thresholds.map((one) => ({ ...one, passed: true })) }
    expect(asked(within, 1)).toEqual(['a.ts', 'gone.ts', 'b.ts', 'c.ts'])
    expect(asked(report, 0)).toEqual([])
    expect(asked(sampleReport(findings, { targets: ['SHOP'] }), 1)).toEqual([])
    const many = Array.from({ length: 101 }, (_, line) =>
      sampleFinding({ path: `${line}.ts`, fingerprint: `${line}` }),
    )
    const kept = sampleReport(many)
    const passed = kept.thresholds.map((one) => ({ ...one, passed: true }))
    expect(asked({ ...kept, thresholds: passed }, 1)).toHaveLength(100)
  })

  it('only warn where the run only warns', () => {
    const levels = annotationsOf(sampleReport(findings, { mode: 'warn' }), 10, everywhere).map(
      (note) => note.level,
    )
    expect(new Set(levels)).toEqual(new Set(['warning']))
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b', '..\\x', 'C:\\x', 'a\nb', '\u202ex', ''])(
    'ask for no file outside the checkout: %j',
    (path) => {
      const asked: string[] = []
      const notes = annotationsOf(
        sampleReport([sampleFinding({ path })]),
        10,
        (asking) => asked.push(asking) > 0,
      )
      expect(asked).toEqual([])
      expect(notes.map((note) => note.path)).toEqual([undefined])
    },
  )

  it.each(hostileTexts.map((text) => [text]))('are single visible lines: %j', (text) => {
    const report = { ...hostileReport(text), targets: ['SHOP/web'] }
    for (const { title, message, path } of annotationsOf(report, 10, everywhere)) {
      expect(`${title}${message}${path}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
    }
  })

  it('never hold matched text', () => {
    const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
    expect(
      JSON.stringify(annotationsOf(sampleReport([sampleFinding({ match })]), 10, everywhere)),
    ).not.toContain(match)
  })
})
