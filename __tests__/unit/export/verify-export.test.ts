/** What an export must hold when the scan counted this many findings. */
import { describe, expect, it } from '@jest/globals'
import type { Period } from '../../../src/config/inputs.ts'
import { mergePolicies } from '../../../src/config/policy.ts'
import {
  type ExportEvidence,
  type RunContext,
  startState,
  type TargetEvidence,
} from '../../../src/context.ts'
import { GateError } from '../../../src/errors.ts'
import { FindingNames, type ReviewedRow } from '../../../src/export/finding-row.ts'
import { RowCounts } from '../../../src/export/missing-rows.ts'
import {
  rejectDisplayNames,
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
const wholeProject: Target = { kind: 'project', project: 'PAY' }

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

const read = (rows: number): ExportEvidence => ({
  source: 'x',
  format: 'csv',
  bytes: 1,
  sha256: '',
  members: [],
  columns: [],
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
    expect(whyEmpty(wholeProject, [scanned('PAY/shop', 0)])).toBe('the finished scan counted 0 findings')
    expect(whyEmpty(wholeProject, [scanned('PAY/shop', 0), scanned('PAY/app', null)])).toBeNull()
  })

  it('of a repository without branches is right, and no scan is named as the reason', () => {
    expect(whyEmpty(repo, [scanned('PAY/shop', 0, NO_BRANCHES)])).toMatch(
      /^Bitbucket says that there are no branches/,
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

/** Rows by `PROJ/slug@branch`. */
type Rows = Readonly<Record<string, number>>

type Given = {
  readonly target?: Target | null
  readonly rows?: Rows
  /** Those that have the flags 1, 2 or both. */
  readonly flagged?: Readonly<Partial<Record<1 | 2 | 3, Rows>>>
  readonly evidence?: ExportEvidence | null
  readonly reviewed?: readonly Partial<ReviewedRow>[] | 'cannot be read'
  readonly perText?: number
  readonly period?: Period
  readonly unread?: readonly string[]
  readonly isEndMarked?: boolean
  readonly operation?: 'gate' | 'export' | 'evaluate'
  readonly wait?: boolean
}

/** The notes, or the error. */
async function verify(targets: readonly TargetEvidence[], given: Given): Promise<string> {
  const { target = repo, rows = {}, reviewed = [], perText = 1, period = anyTime, unread = [] } = given
  const { isEndMarked = true, operation = 'gate', wait = true, flagged = {} } = given
  const names = new FindingNames()
  const counts = new RowCounts()
  let [sum, flaggedSum] = [0, 0]
  const add = (some: Rows, flags: number): void => {
    for (const [name, count] of Object.entries(some)) {
      const [, project = '', slug = '', branch = ''] = /^(.*?)\/(.*)@(.*)$/.exec(name) ?? []
      const place = { repository: names.repository(project, slug), branch: names.branches.intern(branch) }
      for (let row = 0; row < count; row++) counts.add({ ...place, flags })
      sum += count
      if (flags > 0) flaggedSum += count
    }
  }
  add(rows, 0)
  for (const [flags, some] of Object.entries(flagged)) add(some, Number(flags))
  const context = { inputs: { period, reviewedRowsPerText: perText, operation, wait } } as RunContext
  const state = { ...startState(fakeClock()), targets }
  const { evidence = read(sum) } = given
  const texts = async (): Promise<readonly ReviewedRow[]> => {
    if (reviewed === 'cannot be read') throw new Error('404')
    return reviewed.map((row, at) => ({ ...anyReviewed, secretHash: `${at}`, ...row }))
  }
  try {
    const exported = {
      name: 'PAY/shop@main',
      target,
      evidence,
      rows: counts,
      flagged: flaggedSum,
      unread,
      isEndMarked,
    }
    return (await verifyExport(exported, names, context, state, texts)).join('\n')
  } catch (caught) {
    const { code, message, hint } = caught as GateError
    return `${code}: ${message} ${hint}`
  }
}

const anyReviewed: ReviewedRow = {
  project: null,
  repository: null,
  rule: null,
  path: null,
  line: null,
  secretHash: '',
  match: '[redacted]',
  reviewedAt: null,
}

describe('an export that was read', () => {
  const empty: ExportEvidence = { ...read(0), format: 'empty' }
  const none = [scanned('PAY/shop@main', 0)]
  const three = [scanned('PAY/shop@main', 3)]

  it.each<[string, readonly TargetEvidence[], Given, outcome: string]>([
    ['404, and the scan counted none', none, { evidence: null, target: branch }, 'the export is empty, as'],
    ['404, and the scan counted three', three, { evidence: null, target: branch }, 'EXPORT_MISSING'],
    ['404, and no scan is proven', [], { evidence: null, target: branch }, 'EXPORT_MISSING'],
    [
      'empty, and the scan counted none',
      none,
      { evidence: empty, target: branch },
      'the export is empty, as',
    ],
    ['empty, and the scan counted three', three, { evidence: empty, target: branch }, 'EXPORT_MISSING'],
    ['an empty local file', none, { evidence: empty, target: null }, 'EXPORT_MISSING'],
    [
      'empty, and all scans of the project counted none',
      none,
      { evidence: empty, target: wholeProject },
      'as the finished scan counted 0',
    ],
    [
      'empty, and all scans of the instance counted none',
      none,
      { evidence: null, target: { kind: 'instance' } },
      'as the finished scan counted 0',
    ],
    [
      'empty, and a scan of the instance counted three',
      [...none, ...three],
      { evidence: empty, target: { kind: 'instance' } },
      'and the finished scans counted 3 findings.',
    ],
    [
      'empty, and another project counted three',
      [...none, scanned('SHOP/x', 3)],
      { evidence: empty, target: wholeProject },
      'the export is empty, as',
    ],
    [
      'empty, and one scan of the project has no total',
      [...none, scanned('PAY/x', null)],
      { evidence: empty, target: wholeProject },
      'EXPORT_MISSING',
    ],
    [
      'empty, and one scan of the project is not proven',
      [...none, scanned('PAY/x', 0, null)],
      { evidence: empty, target: wholeProject },
      'EXPORT_MISSING',
    ],
    [
      'empty, and nothing of the project was watched',
      [scanned('SHOP/x', 0)],
      { evidence: empty, target: wholeProject },
      'EXPORT_MISSING',
    ],
  ])('%s', async (_name, targets, given, outcome) => {
    expect(await verify(targets, given)).toContain(outcome)
  })

  it.each<[string, Given, hint: string, never: string]>([
    ['gate', {}, 'the scan status gave no number', 'operation: gate'],
    ['gate without wait', { wait: false }, 'Set `wait: true`', 'operation: gate'],
    ['export', { operation: 'export' }, 'use `operation: gate`', 'wait'],
    ['evaluate', { operation: 'evaluate', target: null }, 'Export again', 'browser'],
    ['gate that counted some', {}, 'it has to list what the scans counted', 'operation: gate'],
  ])('has a hint that fits the operation: %s', async (name, given, hint, never) => {
    const said = await verify(name.includes('counted') ? three : [], { evidence: empty, ...given })
    expect(said).toContain(hint)
    expect(said).not.toContain(never)
  })

  it.each<[string, readonly TargetEvidence[], Given]>([
    ['a local file', three, { target: null, rows: { 'PAY/shop@main': 1 } }],
    ['as many rows as were scanned', three, { rows: { 'PAY/shop@main': 3 } }],
    ['a scan without proof', [scanned('PAY/shop@main', 3, null)], { rows: { 'PAY/shop@main': 2 } }],
    ['a scan without a total', [scanned('PAY/shop@main', null)], {}],
    ['another project', [scanned('CART/x@main', 3)], { target: { kind: 'project', project: 'PAY' } }],
    ['another branch', [scanned('PAY/shop@dev', 3)], { target: branch }],
    [
      'names in another spelling',
      [scanned('PAY/my-shop@main', 2)],
      { target: { kind: 'instance' }, rows: { 'pay/My Shop@main': 2 } },
    ],
    [
      'a project by its display name',
      [scanned('PAY/shop@main', 2)],
      { target: { kind: 'instance' }, rows: { 'Payments/shop@main': 2 } },
    ],
    [
      'an export without branches',
      [scanned('PAY/shop@main', 2), scanned('PAY/shop@dev', 3)],
      { rows: { 'PAY/shop@': 5 } },
    ],
    [
      'a repository as a whole',
      [scanned('PAY/shop', 5)],
      { rows: { 'PAY/shop@main': 2, 'PAY/shop@dev': 3 } },
    ],
    [
      'each branch of a repository as a whole',
      [
        {
          ...scanned('PAY/shop', null),
          branches: new Map([
            ['main', 2],
            ['dev', 3],
            ['x', null],
          ]),
        },
      ],
      { target: wholeProject, rows: { 'PAY/shop@main': 2, 'PAY/shop@dev': 3 } },
    ],
  ])('is complete: %s', async (_name, targets, given) => {
    expect(await verify(targets, given)).toBe('')
  })

  it('may hold more rows than were scanned, which is noted where all totals are known', async () => {
    expect(await verify(three, { rows: { 'PAY/shop@main': 4 } })).toBe(
      'PAY/shop: the export has 4 rows, the finished scan counted 3.',
    )
    const unknown = [...three, scanned('PAY/shop@dev', null)]
    expect(await verify(unknown, { rows: { 'PAY/shop@main': 4 } })).toBe('')
  })
})

describe('an export with fewer rows than were scanned', () => {
  const two = [scanned('PAY/shop@main', 5), scanned('PAY/shop@dev', 3)]
  const project: Target = { kind: 'project', project: 'PAY' }

  it.each<[string, readonly TargetEvidence[], Given]>([
    ['of a branch', two, { target: branch, rows: { 'PAY/shop@main': 4, 'PAY/shop@dev': 9 } }],
    ['of one branch, whatever another has more', two, { rows: { 'PAY/shop@main': 4, 'PAY/shop@dev': 9 } }],
    [
      'beside a branch that was deleted',
      [...two, scanned('PAY/shop@x', 0, null)],
      { rows: { 'PAY/shop@main': 5 } },
    ],
    [
      'beside a branch without a total',
      [...two, scanned('PAY/shop@x', null)],
      { rows: { 'PAY/shop@main': 5 } },
    ],
    [
      'beside a row of a repository that was not listed',
      two,
      { target: project, rows: { 'PAY/shop@main': 5, 'PAY/other@main': 9 } },
    ],
    [
      'of a repository as a whole',
      [scanned('PAY/shop', 5)],
      { target: project, rows: { 'PAY/shop@main': 4 } },
    ],
    [
      'of a repository beside others',
      [...two, scanned('PAY/api@main', 1)],
      { target: project, rows: { 'PAY/shop@main': 5, 'PAY/shop@dev': 3 } },
    ],
    ['without branches', two, { rows: { 'PAY/shop@': 7 } }],
    [
      'of a branch of a repository that was watched as a whole, whatever another has more',
      [
        {
          ...scanned('PAY/shop', 8),
          branches: new Map([
            ['main', 5],
            ['dev', 3],
          ]),
        },
      ],
      { target: project, rows: { 'PAY/shop@main': 8 } },
    ],
    [
      'of such a branch beside one without a total',
      [
        {
          ...scanned('PAY/shop', null),
          branches: new Map([
            ['main', 5],
            ['dev', null],
          ]),
        },
      ],
      { target: project, rows: { 'PAY/shop@main': 4, 'PAY/shop@dev': 4 } },
    ],
    [
      'of such a repository in an export without branches',
      [
        {
          ...scanned('PAY/shop', 8),
          branches: new Map([
            ['main', 5],
            ['dev', 3],
          ]),
        },
      ],
      { target: project, rows: { 'PAY/shop@': 7 } },
    ],
    [
      'of one of two repositories with names alike',
      [scanned('PAY/my-shop@main', 2), scanned('PAY/my.shop@main', 2)],
      { target: project, rows: { 'PAY/my-shop@main': 4 } },
    ],
    [
      'that may be of either of them',
      [scanned('PAY/my-shop@main', 2), scanned('PAY/my.shop@main', 0)],
      { target: project, rows: { 'PAY/My Shop@main': 2 } },
    ],
    [
      'when two repositories have its slug',
      [scanned('A/shop@main', 2), scanned('B/shop@main', 0)],
      { target: { kind: 'instance' }, rows: { 'X/shop@main': 2 } },
    ],
    [
      'in a period that covers the scan',
      two,
      { rows: { 'PAY/shop@main': 1 }, period: { from: 1, to: null } },
    ],
  ])('is an error: %s', async (_name, targets, given) => {
    expect(await verify(targets, given)).toMatch(/^EXPORT_INCONSISTENT: .*no reviewed text explains it/)
  })

  it('is not compared in a period that begins after the trigger; no end leaves a scan of the run out', async () => {
    const after = Date.parse('2026-01-01T00:00:00.001Z')
    expect(await verify(two, { period: { from: after, to: null } })).toBe('')
    expect(await verify(two, { period: { from: after - 1, to: null } })).toMatch(/^EXPORT_INCONSISTENT/)
    expect(await verify(two, { period: { from: null, to: after + 1e9 } })).toMatch(/^EXPORT_INCONSISTENT/)
    expect(await verify(two, { period: { from: 1, to: after + 1e9 } })).toMatch(/^EXPORT_INCONSISTENT/)
    const untriggered = two.map((part) => ({ ...part, triggeredAt: null }))
    expect(await verify(untriggered, { period: { from: 1, to: null } })).toBe('')
    expect(await verify(untriggered, {})).toMatch(/^EXPORT_INCONSISTENT/)
  })

  it('names both numbers, branch by branch, and repositories that were not listed', async () => {
    const message = await verify(two, { target: project, rows: { 'PAY/shop@main': 1, 'PAY/other@main': 9 } })
    expect(message).toContain('PAY/shop@main has 1 row, and its finished scan counted 5 findings')
    expect(message).toContain('PAY/shop@dev has 0 rows, and its finished scan counted 3 findings')
    expect(message).toContain('rows of repositories that Bitbucket did not list: PAY/other.')
  })

  it('names a few of many', async () => {
    const many = Array.from({ length: 12 }, (_none, at) => scanned(`PAY/shop@b${at}`, 1))
    expect(await verify(many, {})).toContain('; and 7 more.')
  })
})

describe('reviewed texts', () => {
  const two = [
    scanned('PAY/shop@main', 5),
    scanned('PAY/shop@dev', 3),
    scanned('PAY/s-hop@main', 0),
    scanned('PAY/other@main', 0),
  ]
  const ofShop = { project: 'pay', repository: 'Shop' }

  it('explain one row each on every branch, which is a note', async () => {
    const rows = { 'PAY/shop@main': 4, 'PAY/shop@dev': 2 }
    expect(await verify(two, { rows, reviewed: [ofShop] })).toBe(
      'PAY/shop@main: the export has 4 rows, the finished scan counted 5; reviewed findings may explain it.\n' +
        'PAY/shop@dev: the export has 2 rows, the finished scan counted 3; reviewed findings may explain it.',
    )
    expect(await verify(two, { rows, reviewed: [{}] })).toContain('may explain it')
  })

  it.each<[string, Given]>([
    [
      'another repository',
      { rows: { 'PAY/shop@main': 4, 'PAY/shop@dev': 3 }, reviewed: [{ ...ofShop, repository: 'lib' }] },
    ],
    [
      'another project',
      { rows: { 'PAY/shop@main': 4, 'PAY/shop@dev': 3 }, reviewed: [{ ...ofShop, project: 'LIB' }] },
    ],
    [
      'a repository with a name like it',
      { rows: { 'PAY/shop@main': 4, 'PAY/shop@dev': 3 }, reviewed: [{ ...ofShop, repository: 's-hop' }] },
    ],
    [
      'rows of one branch by what is left of another',
      { rows: { 'PAY/shop@main': 2, 'PAY/shop@dev': 2 }, reviewed: [ofShop, ofShop] },
    ],
    ['too many rows of one branch', { rows: { 'PAY/shop@main': 3, 'PAY/shop@dev': 3 }, reviewed: [ofShop] }],
    [
      'the same text twice',
      {
        rows: { 'PAY/shop@main': 3, 'PAY/shop@dev': 3 },
        reviewed: [{ secretHash: 'a' }, { secretHash: 'a' }],
      },
    ],
    [
      'the same place twice',
      {
        rows: { 'PAY/shop@main': 3, 'PAY/shop@dev': 3 },
        reviewed: [
          { secretHash: '', path: 'x', line: 1 },
          { secretHash: '', path: 'x', line: 1 },
        ],
      },
    ],
    ['an export with a header only', { rows: {}, reviewed: [ofShop, ofShop] }],
    [
      'a list that cannot be read',
      { rows: { 'PAY/shop@main': 4, 'PAY/shop@dev': 3 }, reviewed: 'cannot be read' },
    ],
  ])('do not explain %s', async (_name, given) => {
    expect(await verify(two, given)).toMatch(/^EXPORT_INCONSISTENT/)
    expect(await verify(two, { ...given, target: { kind: 'project', project: 'PAY' } })).toMatch(
      /^EXPORT_INCONSISTENT/,
    )
  })

  it('explain as many rows of a branch as `reviewed-rows-per-text` says; the error names the least that would do', async () => {
    const given = { rows: { 'PAY/shop@main': 0, 'PAY/shop@dev': 2 }, reviewed: [ofShop, ofShop] }
    expect(await verify(two, given)).toContain('`reviewed-rows-per-text: 3` explains it')
    expect(await verify(two, { ...given, perText: 2 })).toContain('`reviewed-rows-per-text: 3` explains it')
    expect(await verify(two, { ...given, perText: 3 })).toContain('may explain it')
    expect(await verify(two, { ...given, reviewed: [] })).not.toContain('reviewed-rows-per-text')
    expect(await verify(two, { reviewed: [ofShop] })).toContain('`reviewed-rows-per-text: 5` explains it')
  })

  it('explain rows on each branch of a repository that was scanned as a whole', async () => {
    const whole = [scanned('PAY/shop', 10)]
    const rows = { 'PAY/shop@main': 4, 'PAY/shop@dev': 4 }
    expect(await verify(whole, { rows, reviewed: [ofShop] })).toContain('may explain it')
    expect(await verify(whole, { rows: { 'PAY/shop@main': 8 }, reviewed: [ofShop] })).toMatch(/^EXPORT_INC/)
  })

  it('explain rows on each branch where the export names none', async () => {
    const rows = { 'PAY/shop@': 6 }
    expect(await verify(two, { rows, reviewed: [ofShop] })).toContain('PAY/shop: the export has 6 rows')
    expect(await verify(two, { rows: { 'PAY/shop@': 5 }, reviewed: [ofShop] })).toMatch(/^EXPORT_INC/)
  })

  it('are noted for twenty branches', async () => {
    const many = Array.from({ length: 30 }, (_none, at) => scanned(`PAY/shop@b${at}`, 1))
    expect((await verify(many, { reviewed: [ofShop] })).split('\n')).toHaveLength(20)
  })
})

describe('rows that are flagged as reviewed or allow-listed', () => {
  const [main, dev] = ['PAY/shop@main', 'PAY/shop@dev']
  const three = [scanned(main, 3)]
  const both = [scanned(main, 5), scanned(dev, 3)]

  it.each<[string, readonly TargetEvidence[], Given]>([
    ['the scan counts them', three, { rows: { [main]: 2 }, flagged: { 1: { [main]: 1 } } }],
    ['the scan does not', three, { rows: { [main]: 3 }, flagged: { 1: { [main]: 2 } } }],
    [
      'the scan counts those of one column',
      three,
      { rows: { [main]: 2 }, flagged: { 1: { [main]: 1 }, 2: { [main]: 3 }, 3: { [main]: 1 } } },
    ],
    [
      'it counts them on most branches, and another one has more',
      [...both, scanned('PAY/shop@x', 1)],
      { rows: { [main]: 4, [dev]: 2 }, flagged: { 1: { [main]: 1, [dev]: 2, 'PAY/shop@x': 1 } } },
    ],
  ])('are no mismatch where %s', async (_name, targets, given) => {
    expect(await verify(targets, given)).toBe('')
  })

  it.each<[string, readonly TargetEvidence[], Given, missing: string]>([
    [
      'there are more than the scan counted',
      three,
      { rows: { [main]: 2 }, flagged: { 1: { [main]: 2 } } },
      `${main} has 2 rows, and its finished scan counted 3 `,
    ],
    [
      'another branch shows that the scan leaves them out',
      both,
      { rows: { [main]: 5, [dev]: 2 }, flagged: { 1: { [main]: 1, [dev]: 1 } } },
      `${dev} has 2 rows, and its finished scan counted 3 `,
    ],
    [
      'reviewed texts would explain what is missing',
      three,
      { rows: { [main]: 2 }, flagged: { 1: { [main]: 2 } }, reviewed: [{}, {}] },
      'no reviewed text explains it',
    ],
  ])('do not replace missing ones where %s', async (_name, targets, given, missing) => {
    expect(await verify(targets, given)).toMatch(/^EXPORT_INCONSISTENT/)
    expect(await verify(targets, given)).toContain(missing)
  })

  it('leave other missing rows to reviewed texts', async () => {
    const given = { rows: { [main]: 1 }, flagged: { 1: { [main]: 1 } }, reviewed: [{}] }
    expect(await verify(three, given)).toContain('reviewed findings may explain it')
    const more = { ...given, rows: { ...given.rows, [dev]: 4 } }
    expect(await verify([...three, scanned(dev, 3)], more)).toContain('reviewed findings may explain it')
  })
})

describe('an export whose end is not marked', () => {
  const two = [scanned('PAY/shop@main', 2), scanned('PAY/shop@dev', 0)]
  const rows = { 'PAY/shop@main': 2 }

  it('is noted where all totals are known and met', async () => {
    expect(await verify(two, { rows, isEndMarked: false })).toMatch(
      /^PAY\/shop@main: the server did not mark the end .*; it has all rows that the finished scans counted\.$/,
    )
  })

  it('is not noted where it is marked', async () => {
    expect(await verify(two, { rows })).toBe('')
    expect(await verify([], { rows })).toBe('')
  })

  it.each<[string, readonly TargetEvidence[], Given]>([
    ['nothing is known', [], { rows }],
    ['a total is unknown', [...two, scanned('PAY/shop@x', null)], { rows }],
    ['a scan is not proven', [...two, scanned('PAY/shop@x', 0, null)], { rows }],
    ['reviewed findings explain missing rows', two, { rows: { 'PAY/shop@main': 1 }, reviewed: [{}] }],
    ['a period may leave rows out', two, { rows, period: { from: 1, to: null } }],
  ])('is an error where %s', async (_name, targets, given) => {
    expect(await verify(targets, { ...given, isEndMarked: false })).toMatch(
      /^EXPORT_INCONSISTENT: .*did not mark the end .* no totals of finished scans show that it is whole\./,
    )
  })
})

describe('members of a zip that were not read and may hold findings', () => {
  const unread = ['more.json', 'x.csv.gz']
  const two = [scanned('PAY/shop@main', 2), scanned('PAY/shop@dev', 0)]
  const rows = { 'PAY/shop@main': 2 }

  it('do not matter where all totals are known and met', async () => {
    expect(await verify(two, { rows, unread })).toBe('')
    expect(await verify([scanned('PAY/shop@main', 0)], { rows: {}, unread })).toBe('')
  })

  it.each<[string, readonly TargetEvidence[], Given]>([
    ['nothing is known', [], { rows }],
    ['a total is unknown', [...two, scanned('PAY/shop@x', null)], { rows }],
    ['a scan is not proven', [...two, scanned('PAY/shop@x', 0, null)], { rows }],
    ['it is a local file', two, { rows, target: null }],
    ['rows are missing', two, { rows: { 'PAY/shop@main': 1 }, reviewed: [{}] }],
  ])('are an error that names them where %s', async (_name, targets, given) => {
    expect(await verify(targets, { ...given, unread })).toMatch(
      /^ARCHIVE_BROKEN: .*may hold findings, which were not read: "more\.json", "x\.csv\.gz"\./,
    )
  })
})

describe('display names', () => {
  /** Selectors of keys and slugs over an export that has display names. */
  function problemOf(thresholds: string, names: readonly string[], areListed = false): string | null {
    const { policy } = mergePolicies({ documents: [], thresholdsInput: thresholds, whatIf: null })
    try {
      rejectDisplayNames(names, policy, areListed)
      return null
    } catch (caught) {
      if (caught instanceof GateError && caught.code === 'HEADER_UNKNOWN') return caught.message
      throw caught
    }
  }

  describe('a threshold is blind', () => {
    it.each<[string, readonly string[], string]>([
      ['project:SHOP = 0', ['Online Shop/cart'], '"Online Shop/cart"'],
      ['project:SHOP = 0', ['Shop of Jane/cart', 'PAY/api'], '"Shop of Jane/cart"'],
      ['project:SHOP branch:main rule:AWS_* = 0', ['Shop online/cart'], '"Shop online/cart"'],
      ['repo:SHOP/* = 0', ['Online Shop/cart'], '"Online Shop/cart"'],
      ['repo:SHOP/my-cart = 0', ['SHOP/My Cart'], '"SHOP/My Cart"'],
      ['repo:*/my-cart = 0', ['SHOP/My Cart'], '"SHOP/My Cart"'],
      ['new repo:SHOP/my-cart repo:SHOP/api = 0', ['SHOP/My Cart'], '"SHOP/My Cart"'],
      ['total = 9\nproject:SHOP = 9 warn', ['Online Shop/cart'], '"Online Shop/cart"'],
    ])('%s over %j', (threshold, names, seen) => {
      expect(problemOf(threshold, names)).toBe(
        `Threshold "${threshold.replace(/^total = 9\n| = \d.*$/g, '')}" fits no finding, and the export has display names where it looks for keys and slugs: ${seen}.`,
      )
    })

    it('in lower case too, where Bitbucket lists its name', () => {
      expect(problemOf('project:shop = 0', ['Online Shop/cart'], true)).toMatch(/Online Shop/)
      expect(problemOf('project:shop = 0', ['Online Shop/cart'], false)).toBeNull()
    })
  })

  describe('a threshold sees all that it asks for', () => {
    it.each<[string, readonly string[]]>([
      ['total = 0', ['Online Shop/My Cart']],
      ['project:SHOP = 0', []],
      ['project:SHOP = 0', ['PAY/api', '~jane/x']],
      ['project:SHOP = 0', ['SHOP/My Cart', 'Online Shop/cart']],
      ['repo:SHOP/cart = 0', ['PAY/api', 'SHOP/api-2.0']],
      ['repo:SHOP/cart = 0', ['shop/Cart']],
      ['repo:*/* = 0', ['Online Shop/My Cart']],
      ['project:"Online Shop" = 0', ['Pay and more/api']],
      ['project:Online* = 0', ['Pay and more/api']],
      ['project:!SHOP = 0', ['Online Shop/api']],
    ])('%s over %j', (threshold, names) => {
      expect(problemOf(threshold, names)).toBeNull()
    })
  })
})
