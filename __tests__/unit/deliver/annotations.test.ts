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
  sampleFinding({ path: 'gone.ts' }),
  sampleFinding({ path: 'b.ts', severity: 'medium', line: null }),
  sampleFinding({ path: 'c.ts', severity: 'low', status: 'known' }),
  sampleFinding({ path: 'd.ts', status: 'suppressed' }),
]

describe('annotations', () => {
  it('show the verdict, then each finding once, worst first, where the file exists', () => {
    const notes = annotationsOf(sampleReport(findings), 10, (path) => path !== 'gone.ts')
    expect(notes.map(({ level, title, path, line }) => [level, title, path, line])).toEqual([
      ['error', 'soteri-gate: fail', undefined, undefined],
      ['error', 'AWS_SECRET_ACCESS_KEY (critical, new)', 'a.ts', 12],
      ['warning', 'AWS_SECRET_ACCESS_KEY (medium, new)', 'b.ts', undefined],
      ['notice', 'AWS_SECRET_ACCESS_KEY (low, in the baseline)', 'c.ts', 12],
    ])
  })

  it('are at most as many as asked for, and none for 0', () => {
    expect(annotationsOf(sampleReport(findings), 1, everywhere).map((note) => note.path)).toEqual([
      undefined,
      'a.ts',
    ])
    expect(annotationsOf(sampleReport(findings), 0, everywhere)).toEqual([])
  })

  it.each([
    ['a project', { targets: ['SHOP'] }],
    ['two repositories', { targets: ['SHOP/web', 'SHOP/api'] }],
    ['the instance', { targets: ['instance'] }],
  ])('mark no file when the report is about %s', (_, changes) => {
    expect(annotationsOf(sampleReport(findings, changes), 10, everywhere)).toHaveLength(1)
  })

  it('mark files of local exports when they are all of one repository', () => {
    const local = { operation: 'evaluate', targets: ['/exports/a.zip'] }
    expect(annotationsOf(sampleReport(findings, local), 10, everywhere).length).toBeGreaterThan(1)
    const mixed = [...findings, sampleFinding({ repository: 'api' })]
    expect(annotationsOf(sampleReport(mixed, local), 10, everywhere)).toHaveLength(1)
    const cut = { ...sampleReport(mixed, local), shortlist: findings, shortlistCut: true }
    expect(annotationsOf(cut, 10, everywhere)).toHaveLength(1)
  })

  it('ask of few paths whether they are checked out, and of none where no file is marked', () => {
    const asked = (report: ReturnType<typeof sampleReport>, limit: number): string[] => {
      const paths: string[] = []
      annotationsOf(report, limit, (path) => paths.push(path) < 0)
      return paths
    }
    const outside = sampleFinding({ path: '../b.ts' })
    const report = sampleReport([...findings, outside])
    expect(asked(report, 1)).toEqual(['a.ts', 'gone.ts', 'b.ts', 'c.ts'])
    expect(asked(report, 0)).toEqual([])
    expect(asked(sampleReport(findings, { targets: ['SHOP'] }), 1)).toEqual([])
    const many = Array.from({ length: 101 }, (_, line) => sampleFinding({ path: `${line}.ts` }))
    expect(asked(sampleReport(many), 1)).toHaveLength(100)
  })

  it('only warn where the run only warns', () => {
    const levels = annotationsOf(sampleReport(findings, { mode: 'warn' }), 10, everywhere)
      .slice(1)
      .map((note) => note.level)
    expect(new Set(levels)).toEqual(new Set(['warning']))
  })

  it('show an error', () => {
    expect(annotationsOf({ ...errorReport(), shortlist: findings }, 10, everywhere)).toEqual([
      expect.objectContaining({
        level: 'error',
        title: 'soteri-gate: error',
        message: expect.stringContaining('UNREACHABLE'),
      }),
    ])
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
      expect(notes).toHaveLength(1)
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
