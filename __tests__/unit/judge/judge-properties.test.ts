import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compileGlobs, globFields } from '../../../src/config/globs.ts'
import type { Policy, Suppression } from '../../../src/config/policy.ts'
import type { Threshold } from '../../../src/config/thresholds.ts'
import { severities, UNREADABLE_ROW } from '../../../src/finding.ts'
import { readBaseline } from '../../../src/judge/baseline.ts'
import { FindingIndex } from '../../../src/judge/finding-index.ts'
import { severityTable } from '../../../src/judge/severities.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'
import { baselineOf, DAY, finding, type Judged, judge, NOW, observed, policyOf } from './judging.ts'

const row: fc.Arbitrary<SampleFinding> = fc
  .record({
    project: fc.constantFrom('PROJ', 'OPS', '~me'),
    repository: fc.constantFrom('shop', 'api'),
    branch: fc.constantFrom('main', 'dev', 'release/1', ''),
    path: fc.constantFrom('src/a.ts', 'src/b.ts', 'test/a.ts', 'README'),
    line: fc.constantFrom(1, 2, 3, null),
    rule: fc.constantFrom('AWS_CLIENT_ID', 'SSH_PRIVATE_KEY', 'OWN', UNREADABLE_ROW),
    scannedAt: fc.constantFrom(NOW - DAY, NOW - 100 * DAY, null),
    secret: fc.constantFrom('one', 'two', 'three'),
  })
  .map(finding)
const rowsOf = (maxLength: number): fc.Arbitrary<SampleFinding[]> => fc.array(row, { maxLength })
const readable = rowsOf(30).map((rows) => rows.filter(({ rule }) => rule !== UNREADABLE_ROW))

const part = fc.constantFrom(
  'distinct',
  'rule:AWS_*',
  'rule:!OWN',
  'severity:critical',
  'severity:high',
  'project:proj',
  'repo:*/shop',
  'branch:main',
  'branch:!dev',
  'path:src/**',
  'path:!test/**',
)
const selector = fc.uniqueArray(part, { maxLength: 3 }).chain((parts) =>
  fc.constantFrom(...['', 'new', 'older:90d']).map((word) => {
    const text = [word, ...parts].filter((each) => each !== '').join(' ')
    // "severity:" may be said once only.
    return (text === '' ? 'total' : text).replace(/(severity:\w+.*)severity:\w+/, '$1rule:*')
  }),
)
const limited = fc
  .tuple(selector, fc.nat(6), fc.constantFrom('', ' warn'))
  .map(([s, max, level]) => `${s} = ${max}${level}`)
const policy = fc.array(limited, { minLength: 1, maxLength: 8 }).map((lines) => policyOf(lines.join('\n')))
const key = fc.constantFrom(undefined, 'a key')

function optionsWith(given: string | undefined): { key?: string } {
  return given === undefined ? {} : { key: given }
}

function fails({ thresholds }: Pick<Judged, 'thresholds'>): boolean {
  return thresholds.some(({ passed, level }) => !passed && level === 'fail')
}

/** Everything of a judgement that may not depend on the order of rows. */
function shown({ counts, thresholds, notices, baseline }: Judged): unknown {
  return { counts, thresholds, notices, baseline }
}

describe('a stricter policy never passes where a laxer one fails', () => {
  const stricter: fc.Arbitrary<[Policy, Policy]> = fc
    .tuple(policy, fc.array(limited, { maxLength: 3 }), fc.nat(5), fc.boolean())
    .map(([lax, more, less, harden]) => {
      const tightened = lax.thresholds.map(
        (threshold): Threshold => ({
          ...threshold,
          max: typeof threshold.max === 'number' ? Math.max(0, threshold.max - less) : threshold.max,
          level: harden ? 'fail' : threshold.level,
        }),
      )
      const added = more.length === 0 ? [] : policyOf(more.join('\n')).thresholds
      return [lax, { ...lax, thresholds: [...tightened, ...added] }]
    })

  it('with lower limits, more thresholds, or fail in place of warn', () => {
    fc.assert(
      fc.property(rowsOf(25), rowsOf(15), stricter, (rows, before, [lax, strict]) => {
        const baseline = baselineOf(before)
        if (fails(judge(rows, { policy: lax, baseline }))) {
          expect(fails(judge(rows, { policy: strict, baseline }))).toBe(true)
        }
      }),
      { numRuns: runs(300) },
    )
  })

  it('with fewer findings in the baseline', () => {
    fc.assert(
      fc.property(rowsOf(25), rowsOf(15), policy, fc.nat(15), (rows, before, lax, cut) => {
        if (fails(judge(rows, { policy: lax, baseline: baselineOf(before) }))) {
          expect(fails(judge(rows, { policy: lax, baseline: baselineOf(before.slice(0, cut)) }))).toBe(true)
        }
      }),
      { numRuns: runs(300) },
    )
  })

  it('and more findings never pass where fewer fail', () => {
    fc.assert(
      fc.property(rowsOf(25), row, rowsOf(15), policy, (rows, more, before, lax) => {
        const baseline = baselineOf(before)
        if (fails(judge(rows, { policy: lax, baseline }))) {
          expect(fails(judge([...rows, more], { policy: lax, baseline }))).toBe(true)
        }
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('suppressing nothing changes nothing', () => {
  const idle: fc.Arbitrary<Suppression> = fc
    .constantFrom(
      { match: { path: ['nowhere/**'] }, expires: NOW + 300 * DAY },
      { match: { rule: ['*'] }, expires: NOW },
      { match: {}, fingerprint: '0'.repeat(32), expires: NOW + 300 * DAY },
    )
    .map((given) => ({ fingerprint: null, reason: 'idle', owner: null, origin: 'here', ...given }))

  it('in counts, outcomes, rulings and baseline', () => {
    fc.assert(
      fc.property(
        rowsOf(25),
        policy,
        fc.array(idle, { minLength: 1, maxLength: 3 }),
        (rows, plain, suppressions) => {
          const { notices: _ours, rulings, ...idly } = judge(rows, { policy: { ...plain, suppressions } })
          const { notices: _theirs, rulings: expected, ...plainly } = judge(rows, { policy: plain })
          expect({ ...idly }).toEqual({ ...plainly, baselineLines: idly.baselineLines })
          expect(rulings.map(({ status, fingerprint }) => [status, fingerprint])).toEqual(
            expected.map(({ status, fingerprint }) => [status, fingerprint]),
          )
        },
      ),
      { numRuns: runs(300) },
    )
  })
})

describe('the baseline of a run', () => {
  it('makes its own findings known, and holds what any selector observes', () => {
    fc.assert(
      fc.property(readable, selector, key, (rows, text, given) => {
        const options = optionsWith(given)
        const baseline = baselineOf(rows, options)
        const asked = text.replace(/\b(new|older:90d) ?/, '').trim() || 'total'
        const again = judge(rows, {
          policy: `new = 0\nnew distinct = 0\n${asked} = baseline`,
          baseline,
          ...options,
        })
        expect(again.rulings.every(({ status }) => status === 'known')).toBe(true)
        for (const { name, observed, max, passed } of again.thresholds) {
          expect([name, observed, passed]).toEqual([name, max, true])
        }
        expect(again.baseline).toBe(baseline)
      }),
      { numRuns: runs(300) },
    )
  })

  it('can be read back entry by entry', () => {
    fc.assert(
      fc.property(readable, (rows) => {
        const entries = [...readBaseline(baselineOf(rows), 'b', null).entries]
        const groups = entries.flatMap((entry) => entry.groups)
        const total = groups.reduce((sum, { count, branches }) => sum + count * branches.length, 0)
        expect(total).toBe(rows.length)
      }),
    )
  })
})

describe('the order of rows is irrelevant', () => {
  const hiding: Suppression[] = [
    {
      match: { branch: ['dev'] },
      fingerprint: null,
      reason: 'r',
      owner: null,
      origin: 'o',
      expires: NOW + DAY,
    },
    {
      match: { path: ['README'] },
      fingerprint: null,
      reason: 'r',
      owner: null,
      origin: 'o',
      expires: NOW - DAY,
    },
  ]

  it('for counts, outcomes, contributors, notices and baseline', () => {
    const shuffled = rowsOf(30).chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    )
    fc.assert(
      fc.property(
        shuffled,
        rowsOf(15),
        policy,
        key,
        fc.boolean(),
        ([rows, other], before, plain, given, hide) => {
          const options = {
            ...optionsWith(given),
            policy: hide ? { ...plain, suppressions: hiding } : plain,
            baseline: baselineOf(before, optionsWith(given)),
          }
          expect(shown(judge(other, options))).toEqual(shown(judge(rows, options)))
        },
      ),
      { numRuns: runs(500) },
    )
  })
})

describe('compared with counting one threshold after the other', () => {
  const severityOf = severityTable([])

  function fits({ match, olderThanMs }: Threshold, row: SampleFinding): boolean {
    const values = { ...row, repo: `${row.project}/${row.repository}`, owner: '' }
    return (
      globFields.every((field) => {
        const globs = match[field]
        const isUnknown = values[field] === '' || (field === 'path' && row.rule === UNREADABLE_ROW)
        return globs === undefined || isUnknown || compileGlobs(globs, field)(values[field])
      }) &&
      (match.severity === undefined ||
        severities.indexOf(severityOf(row.rule)) <= severities.indexOf(match.severity)) &&
      (olderThanMs === null || row.scannedAt === null || NOW - row.scannedAt > olderThanMs)
    )
  }

  /** Rows of one key and branch that exceed what the baseline had on its fullest branch. */
  function newRows(rows: readonly SampleFinding[], before: readonly SampleFinding[]): number {
    const keyOf = (row: SampleFinding): string =>
      JSON.stringify([row.project, row.repository, row.path, row.rule])
    const cells = (some: readonly SampleFinding[]) =>
      Map.groupBy(some, (row) => `${keyOf(row)} ${row.branch}`)
    const allowed = new Map<string, number>()
    for (const cell of cells(before).values()) {
      const name = keyOf(cell[0] as SampleFinding)
      if (cell[0]?.rule !== UNREADABLE_ROW) allowed.set(name, Math.max(allowed.get(name) ?? 0, cell.length))
    }
    let count = 0
    for (const cell of cells(rows).values()) {
      count += Math.max(0, cell.length - (allowed.get(keyOf(cell[0] as SampleFinding)) ?? 0))
    }
    return count
  }

  type Case = {
    readonly fitting: readonly SampleFinding[]
    readonly ids: ReadonlySet<number>
    readonly above: number
  }

  function check({ onlyNew, count, name }: Threshold, observed: number, { fitting, ids, above }: Case): void {
    if (onlyNew && count === 'distinct') {
      // How many distinct findings are new is not reported by counts alone, but there are bounds.
      expect(observed).toBeLessThanOrEqual(Math.min(above, ids.size))
      expect(observed > 0).toBe(above > 0)
      return
    }
    const rows = onlyNew ? above : fitting.length
    expect([name, observed]).toEqual([name, count === 'rows' ? rows : ids.size])
  }

  it('observes the same', () => {
    fc.assert(
      fc.property(rowsOf(30), rowsOf(15), policy, (rows, before, plain) => {
        const decision = judge(rows, { policy: plain, baseline: baselineOf(before) })
        const index = new FindingIndex()
        const rowOf = rowMaker()
        const placed = rows.map((each) => ({ each, id: index.place(rowOf(each)) }))
        for (const threshold of plain.thresholds) {
          const seen = placed.filter(({ each }) => fits(threshold, each))
          const fitting = seen.map(({ each }) => each)
          const ids = new Set(seen.map(({ id }) => id))
          check(threshold, observed(decision, threshold.name), {
            fitting,
            ids,
            above: newRows(fitting, before),
          })
        }
      }),
      { numRuns: runs(500) },
    )
  })
})
