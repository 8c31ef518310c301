/** What an export must hold when the scan counted this many findings. */
import { describe, expect, it } from '@jest/globals'
import type { Period } from '../../../src/config/inputs.ts'
import { type RunContext, startState } from '../../../src/context.ts'
import type { GateError } from '../../../src/errors.ts'
import type { ExportEvidence, TargetEvidence } from '../../../src/evidence.ts'
import type { ReviewedRow } from '../../../src/export/finding-row.ts'
import { FindingNames } from '../../../src/export/name-table.ts'
import { CountList } from '../../../src/export/typed-tables.ts'
import {
  compareRowCounts,
  countReviewed,
  exportTooSmall,
  isExplained,
  type RowCountDifference,
  rejectFindingsAsReviewed,
  reviewedSource,
  scannedTotal,
  unlistedRepositories,
  verifyExport,
  whyEmpty,
} from '../../../src/export/verify-export.ts'
import { NO_BRANCHES } from '../../../src/server/tracked-target.ts'
import type { Target } from '../../../src/target.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

const repo: Target = { kind: 'repo', project: 'PAY', repo: 'shop' }
const branch: Target = { ...repo, kind: 'branch', branch: 'main' }

/** Evidence of a finished scan. */
const scanned = (
  target: string,
  total: number | null,
  provenBy: string | null = 'seen running',
): TargetEvidence => ({
  target,
  triggeredAt: '2026-01-01T00:00:00.000Z',
  states: [],
  provenBy,
  total,
})

const anyTime = { from: null, to: null }

describe('an export of a repository or branch', () => {
  it('is compared with the total where nothing was filtered', () => {
    const evidence = [scanned('PAY/shop@main', 3)]
    const differences = (rows: number, period: Period = anyTime): readonly RowCountDifference[] =>
      compareRowCounts(branch, { rows, byRepository: {} }, period, evidence)
    expect(differences(3)).toEqual([])
    expect(differences(4)).toEqual([{ kind: 'more', of: branch, rows: 4, total: 3 }])
    expect(differences(2)).toEqual([{ kind: 'fewer', of: branch, rows: 2, total: 3 }])
    expect(differences(2, { from: 1, to: null })).toEqual([])
    expect(differences(2, { from: null, to: 1 })).toEqual([])
  })

  it('that is too small names both numbers', () => {
    const difference: RowCountDifference = { kind: 'fewer', of: branch, rows: 2, total: 3 }
    expect(exportTooSmall(difference, 0).message).toContain(
      '2 rows, but its finished scan counted 3 findings, and no reviewed finding explains it',
    )
    expect(exportTooSmall(difference, 7).message).toContain('7 reviewed ones do not explain it')
  })
})

describe('an export of a project or the instance', () => {
  const project: Target = { kind: 'project', project: 'PAY' }
  const evidence = [
    scanned('PAY/my-shop', 3),
    scanned('PAY/cart', 0),
    scanned('PAY/lost', 9, null),
    scanned('SHOP/x', 4),
  ]
  const differences = (
    byRepository: Record<string, number>,
    target: Target = project,
    some: readonly TargetEvidence[] = evidence,
  ): readonly RowCountDifference[] => {
    const rows = Object.values(byRepository).reduce((sum, count) => sum + count, 0)
    return compareRowCounts(target, { rows, byRepository }, anyTime, some)
  }

  it('has at least the findings that were scanned in its repositories, however their names are written', () => {
    expect(differences({ 'PAY/my-shop': 3 })).toEqual([])
    expect(differences({ 'pay/My Shop': 2, 'PAY/my-shop': 1 })).toEqual([])
    expect(differences({ 'PAY/my-shop': 30, 'PAY/cart': 7 })).toEqual([])
    expect(differences({ 'PAY/my-shop': 3, 'SHOP/x': 4 }, { kind: 'instance' })).toEqual([])
  })

  it('lacks something when it has fewer rows in all', () => {
    expect(differences({})).toEqual([{ kind: 'fewer', of: project, rows: 0, total: 3 }])
    expect(differences({ 'PAY/my-shop': 6 }, { kind: 'instance' })).toEqual([
      { kind: 'fewer', of: { kind: 'instance' }, rows: 6, total: 7 },
    ])
  })

  it('lacks something when it has fewer rows of a repository', () => {
    const two = [...evidence, scanned('PAY/api', 2)]
    expect(differences({ 'PAY/cart': 9, 'PAY/my-shop': 2 }, project, two)).toEqual([
      { kind: 'fewer', of: { kind: 'repo', project: 'PAY', repo: 'my-shop' }, rows: 2, total: 3 },
      { kind: 'fewer', of: { kind: 'repo', project: 'PAY', repo: 'api' }, rows: 0, total: 2 },
    ])
  })

  it('is compared as a whole only where it uses other names of repositories', () => {
    expect(differences({ 'Payments/The Shop': 3 })).toEqual([])
    expect(differences({ 'Payments/The Shop': 2 })).toHaveLength(1)
  })

  it('is compared with the most of a repository and its branches, not the sum', () => {
    const both = [scanned('PAY/shop', 5), scanned('PAY/shop@main', 3)]
    expect(differences({ 'PAY/shop': 5 }, project, both)).toEqual([])
    expect(differences({ 'PAY/shop': 4 }, project, both)).toHaveLength(1)
  })

  it('knows nothing of a repository without total or without proof', () => {
    expect(differences({}, project, [scanned('PAY/shop', null), scanned('PAY/cart', 4, null)])).toEqual([])
  })
})

describe('reviewed findings', () => {
  const missing = (of: Target, rows: number): RowCountDifference => ({ kind: 'fewer', of, rows, total: 10 })
  const branches = [scanned('PAY/shop@main', 5), scanned('PAY/shop@dev', 5)]

  it('explain one missing row each of a branch', () => {
    expect(isExplained(missing(branch, 8), 2, branches)).toBe(true)
    expect(isExplained(missing(branch, 7), 2, branches)).toBe(false)
    expect(isExplained(missing(branch, 9), 0, branches)).toBe(false)
  })

  it('explain one missing row each on every branch of a repository', () => {
    expect(isExplained(missing(repo, 6), 2, branches)).toBe(true)
    expect(isExplained(missing(repo, 5), 2, branches)).toBe(false)
    expect(isExplained(missing(repo, 0), 1, [scanned('PAY/shop', 10)])).toBe(true)
    expect(isExplained(missing(repo, 9), 0, [scanned('PAY/shop', 10)])).toBe(false)
  })

  it('explain what is missing of a wide target, whose branches nobody counted', () => {
    expect(isExplained(missing({ kind: 'instance' }, 0), 1, [])).toBe(true)
    expect(isExplained(missing({ kind: 'project', project: 'PAY' }, 9), 0, [])).toBe(false)
  })

  it('count for the repository that they name, and where they name none', () => {
    const rows = [
      { project: 'PAY', repository: 'shop' },
      { project: 'pay', repository: 'Shop' },
      { project: null, repository: 'shop' },
      { project: 'PAY', repository: null },
      { project: 'PAY', repository: 'cart' },
      { project: 'SHOP', repository: 'shop' },
    ]
    expect(countReviewed(repo, rows)).toBe(4)
    expect(countReviewed({ kind: 'instance' }, rows)).toBe(6)
  })
})

const read = (rows: number): ExportEvidence => ({
  source: 'x',
  format: 'csv',
  bytes: 1,
  sha256: '',
  members: [],
  rows,
  refused: 0,
})

describe('the scanned total of a target', () => {
  it('is the sum over the branches of a repository, and no other repository’s', () => {
    const evidence = [scanned('PAY/shop@main', 2), scanned('PAY/shop@dev', 3), scanned('PAY/shop-2@main', 50)]
    expect(scannedTotal(repo, evidence)).toBe(5)
    expect(scannedTotal(branch, evidence)).toBe(2)
  })

  it.each([
    ['a branch without a total', [scanned('PAY/shop@main', 2), scanned('PAY/shop@dev', null)]],
    ['a branch without proof', [scanned('PAY/shop@main', 2), scanned('PAY/shop@dev', 0, null)]],
    ['no evidence at all', []],
  ])('is unknown with %s', (_, evidence) => {
    expect(scannedTotal(repo, evidence)).toBeNull()
  })

  it('is unknown for wider targets, whose other branches are not all asked', () => {
    const evidence = [scanned('PAY/shop', 0)]
    expect(scannedTotal({ kind: 'project', project: 'PAY' }, evidence)).toBeNull()
    expect(scannedTotal({ kind: 'instance' }, evidence)).toBeNull()
  })
})

describe('an export', () => {
  it('that is empty is right only when every branch was proven to have none', () => {
    const zero = 'the finished scan counted 0 findings'
    expect(whyEmpty(repo, [scanned('PAY/shop@main', 0), scanned('PAY/shop@dev', 0)])).toBe(zero)
    expect(whyEmpty(branch, [scanned('PAY/shop@main', 0), scanned('PAY/shop@dev', 1)])).toBe(zero)
    expect(whyEmpty(repo, [scanned('PAY/shop@main', 0), scanned('PAY/shop@dev', 1)])).toBeNull()
    expect(whyEmpty(repo, [scanned('PAY/shop@main', 0, null)])).toBeNull()
    expect(whyEmpty(repo, [])).toBeNull()
    expect(whyEmpty({ kind: 'project', project: 'PAY' }, [scanned('PAY/shop', 0)])).toBeNull()
  })

  it('of a repository without branches is right, and no scan is named as the reason', () => {
    expect(whyEmpty(repo, [scanned('PAY/shop', 0, NO_BRANCHES)])).toMatch(
      /^Bitbucket says .* has no branches/,
    )
    expect(whyEmpty(branch, [scanned('PAY/shop', 0, NO_BRANCHES)])).toBeNull()
  })
})

describe('findings of repositories that were not listed', () => {
  const project: Target[] = [{ kind: 'project', project: 'PAY' }]
  const evidence = [scanned('PAY/my-shop', 1), scanned('PAY/cart', 0)]

  it('are noted by name', () => {
    const note = unlistedRepositories(project, { 'PAY/my-shop': 1, 'PAY/vault': 2 }, evidence)
    expect(note).toContain('not waited for: PAY/vault.')
  })

  it('are not suspected for a display name or another spelling', () => {
    expect(unlistedRepositories(project, { 'PAY/My Shop': 1, 'pay/cart': 1 }, evidence)).toBeNull()
  })

  it('are unknown for a single repository, or where nothing was waited for', () => {
    expect(unlistedRepositories([repo], { 'PAY/vault': 2 }, evidence)).toBeNull()
    expect(unlistedRepositories(project, { 'PAY/vault': 2 }, [])).toBeNull()
  })
})

describe('an export of reviewed false positives', () => {
  const findings = { ...read(2), source: 'PAY/shop', bytes: 90, sha256: 'ab' }
  const reviewed = { ...findings, source: reviewedSource(repo) }
  const refusing = (one: ExportEvidence, exports: readonly ExportEvidence[]) => () =>
    rejectFindingsAsReviewed(one, exports)

  it('that is the export of the findings is refused', () => {
    expect(refusing(findings, [read(1), reviewed])).toThrow(
      'The export of reviewed of PAY/shop is byte for byte the export of the findings of PAY/shop, with 2 rows',
    )
  })

  it('may be another one, or have no rows either', () => {
    expect(refusing(findings, [{ ...reviewed, sha256: 'cd' }])).not.toThrow()
    expect(refusing(findings, [{ ...reviewed, bytes: 91 }])).not.toThrow()
    expect(refusing({ ...findings, rows: 0 }, [{ ...reviewed, rows: 0 }])).not.toThrow()
    expect(refusing(findings, [{ ...findings, source: 'PAY/shop@main' }])).not.toThrow()
  })
})

describe('an export that was read', () => {
  const noRows = { byRepository: new CountList(), names: new FindingNames() }
  const verify = async (
    evidence: ExportEvidence | null,
    target: Target | null,
    targets: readonly TargetEvidence[],
    readReviewed: () => Promise<readonly ReviewedRow[]> = async () => [],
  ): Promise<string> => {
    const context = { inputs: { period: anyTime } } as RunContext
    const state = { ...startState(fakeClock()), targets }
    const exported = { name: 'PAY/shop@main', target, evidence, ...noRows }
    try {
      return (await verifyExport(exported, context, state, readReviewed)).join('\n')
    } catch (caught) {
      return (caught as GateError).code
    }
  }
  const empty: ExportEvidence = { ...read(0), format: 'empty' }
  const none = [scanned('PAY/shop@main', 0)]
  const three = [scanned('PAY/shop@main', 3)]
  const reviewed = { project: 'PAY', repository: 'shop' } as ReviewedRow

  it.each([
    [
      '404, and the scan counted none',
      null,
      branch,
      none,
      'the export is empty, as the finished scan counted 0',
    ],
    ['404, and the scan counted three', null, branch, three, 'EXPORT_MISSING'],
    ['404, and no scan is proven', null, branch, [], 'EXPORT_MISSING'],
    ['empty, and the scan counted none', empty, branch, none, 'the export is empty, as'],
    ['empty, and the scan counted three', empty, branch, three, 'EXPORT_MISSING'],
    ['an empty local file', empty, null, none, 'EXPORT_MISSING'],
    ['a local file with rows', read(1), null, three, ''],
    ['as many rows as were scanned', read(3), branch, three, ''],
    ['more rows than were scanned', read(4), branch, three, 'has 4 rows, the finished scan counted 3.'],
    ['fewer rows than were scanned', read(2), branch, three, 'EXPORT_INCONSISTENT'],
    ['rows of a scan without proof', read(2), branch, [scanned('PAY/shop@main', 3, null)], ''],
  ] as const)('%s', async (_, evidence, target, targets, outcome) => {
    const verified = await verify(evidence, target, targets)
    expect(outcome === '' ? verified : verified.includes(outcome)).toBe(outcome === '' ? '' : true)
  })

  it('may lack a row for each reviewed finding', async () => {
    expect(await verify(read(2), branch, three, async () => [reviewed])).toContain('may explain it')
    expect(await verify(read(1), branch, three, async () => [reviewed])).toBe('EXPORT_INCONSISTENT')
  })

  it('is an error where the reviewed findings cannot be read', async () => {
    const broken = async () => Promise.reject(new Error('404'))
    expect(await verify(read(2), branch, three, broken)).toBe('EXPORT_INCONSISTENT')
  })
})
