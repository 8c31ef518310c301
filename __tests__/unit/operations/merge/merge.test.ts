/** What a merge of shards demands before it reads a row, and what it says. */
import { describe, expect, it } from '@jest/globals'
import type { Period } from '../../../../src/config/inputs.ts'
import type { Policy } from '../../../../src/config/policy.ts'
import type { Threshold } from '../../../../src/config/thresholds.ts'
import type { Evidence, ExportEvidence, SkippedEvidence } from '../../../../src/context.ts'
import type { GateError } from '../../../../src/errors.ts'
import {
  type Merge,
  type MergeContext,
  openMerge,
  type Sources,
} from '../../../../src/operations/merge/merge.ts'
import type { FinishedShard } from '../../../../src/operations/merge/shards.ts'
import { keyCheckOf, proveKeys, proveRead } from '../../../../src/operations/merge/shards.ts'

const FOLDER = '/work'
const noon = '2026-11-01T12:00:00.000Z'
const NOON = Date.parse(noon)
type FindingsFileEvidence = NonNullable<Evidence['findingsFile']>

const file: FindingsFileEvidence = {
  rows: 10,
  bytes: 1000,
  sha256: 'a'.repeat(64),
  keyCheck: 'one',
  suppressed: 0,
  reviewed: null,
}

type Change = {
  operation?: string
  verdict?: string
  error?: object
  period?: object
  file?: Partial<FindingsFileEvidence> | null
  finishedAt?: string
  shards?: { shard: number; targets: string[] }[]
  evidence?: readonly object[]
  skippedFiles?: SkippedEvidence | null
}

const reportText = (targets: readonly string[], change: Change = {}): string =>
  JSON.stringify({
    tool: { name: 'soteri-gate' },
    operation: change.operation ?? 'gate',
    targets,
    verdict: change.verdict ?? 'fail',
    error: change.error ?? null,
    period: change.period ?? { from: null, to: null },
    evidence: {
      startedAt: '2026-11-25T08:00:00.000Z',
      finishedAt: change.finishedAt ?? '2026-11-25T09:00:00.000Z',
      findingsFile: change.file === null ? null : { ...file, ...change.file },
      shards: change.shards ?? [],
      ...(change.skippedFiles === undefined ? {} : { skippedFiles: change.skippedFiles }),
      ...(change.evidence === undefined ? {} : { targets: change.evidence }),
    },
  })

const planText = (scope: readonly string[], ...shards: string[][]): string =>
  reportText(scope, {
    operation: 'plan',
    verdict: 'pass',
    file: null,
    shards: shards.map((targets, at) => ({ shard: at + 1, targets })),
  })

/** Reports by folder; each but a plan has its `findings.csv` beside it. All of them are named. */
const sourcesOf = (reports: Record<string, string>, more: readonly string[] = []): Sources => {
  const paths = Object.keys(reports).map((name) => `${FOLDER}/${name}/report.json`)
  const exports = Object.keys(reports)
    .filter((name) => !name.startsWith('plan'))
    .map((name) => `${FOLDER}/${name}/findings.csv`)
  return {
    exports: new Map([...exports, ...more.map((name) => `${FOLDER}/${name}`)].map((path) => [path, 1000])),
    reports: new Map(Object.values(reports).map((text, at) => [paths[at] ?? '', text])),
    named: new Set(paths),
  }
}

const noPolicy: Pick<Policy, 'thresholds'> = { thresholds: [] }
const countingDistinct = {
  thresholds: [{ name: 'few', count: 'distinct' } as Threshold],
} satisfies Pick<Policy, 'thresholds'>

const open = (
  reports: Record<string, string>,
  settings: {
    policy?: MergeContext['policy']
    keyCheck?: string | null
    more?: readonly string[]
    excludeReviewed?: boolean
    period?: Period
  } = {},
): Promise<Merge | null> =>
  openMerge(sourcesOf(reports, settings.more), {
    inputs: {
      excludeReviewed: settings.excludeReviewed ?? false,
      period: settings.period ?? { from: null, to: null },
    },
    policy: settings.policy ?? noPolicy,
    hashKey: { keyCheck: settings.keyCheck === undefined ? 'one' : settings.keyCheck },
    host: { workingFolder: FOLDER },
  })

async function errorOf(work: () => unknown): Promise<Pick<GateError, 'code' | 'message' | 'hint'>> {
  try {
    await work()
  } catch (caught) {
    return caught as GateError
  }
  throw new Error('expected an error')
}

const two = { a: reportText(['PAY/x']), b: reportText(['PAY/y']) }
const plan = planText(['instance'], ['PAY/x'], ['PAY/y'])

describe('files that the scanner skipped', () => {
  const one = { repository: 'PAY/x', branch: 'main', path: 'a.bin', reason: 'binary' }
  const skipping = (count: number, listed = count): SkippedEvidence => ({
    count,
    files: Array.from({ length: listed }, () => one),
  })
  const none = skipping(0)

  it.each<[string, SkippedEvidence | null | undefined, SkippedEvidence | null, SkippedEvidence | null]>([
    ['are those of all shards', skipping(2), skipping(1), skipping(3)],
    ['are listed up to fifty', skipping(40), skipping(70, 50), skipping(110, 50)],
    ['are none where every shard has none', none, none, none],
    ['are not known where one shard does not know of any', null, none, null],
    ['were not in earlier reports', undefined, skipping(1), skipping(1)],
  ])('%s', async (_name, a, b, all) => {
    const merge = await open({
      plan,
      a: reportText(['PAY/x'], a === undefined ? {} : { skippedFiles: a }),
      b: reportText(['PAY/y'], { skippedFiles: b }),
    })
    expect(merge?.skippedFiles).toEqual(all)
  })
})

describe('a merge', () => {
  it('takes what a plan dealt, and looks at what the plan looked at', async () => {
    const merge = await open({ plan, ...two })
    expect(merge).toMatchObject({ scope: [{ kind: 'instance' }], notes: [], excludesReviewed: false })
    expect(merge?.shards.map(({ name, source }) => [name, source])).toEqual([
      ['a', 'a/findings.csv'],
      ['b', 'b/findings.csv'],
    ])
  })

  it('takes several plans, each with its shards', async () => {
    const merge = await open({
      plan1: planText(['PAY'], ['PAY/x']),
      plan2: planText(['SHOP'], ['SHOP/z']),
      a: reportText(['PAY/x']),
      c: reportText(['SHOP/z']),
    })
    expect(merge?.scope).toEqual([
      { kind: 'project', project: 'PAY' },
      { kind: 'project', project: 'SHOP' },
    ])
  })

  it('takes a shard whose plan and report name its targets in different order', async () => {
    const both = planText(['PAY'], ['PAY/y', 'PAY/x'])
    expect((await open({ plan: both, a: reportText(['PAY/x', 'PAY/y']) }))?.shards).toHaveLength(1)
  })

  it('takes targets beside each other whose names begin alike', async () => {
    const alike = { a: reportText(['PAY/x']), b: reportText(['PAY/xy']), c: reportText(['PA']) }
    expect((await open(alike))?.shards).toHaveLength(3)
  })

  it('takes a shard that looked at a target and at what that lies within', async () => {
    expect((await open({ a: reportText(['PAY', 'PAY/x']) }))?.shards).toHaveLength(1)
  })

  it('takes a shard that was done the moment its plan began', async () => {
    const a = reportText(['PAY/x'], { finishedAt: '2026-11-25T08:00:00.000Z' })
    expect((await open({ plan: planText(['PAY'], ['PAY/x']), a }))?.shards).toHaveLength(1)
  })

  it('takes runs over files of the same name, which say nothing of what is in them', async () => {
    const files = reportText(['export.zip'], { operation: 'evaluate' })
    expect((await open({ a: files, b: files }))?.shards).toHaveLength(2)
  })

  it.each<[string, readonly string[], Change, boolean]>([
    ['one that is left of two shards', ['PAY/x'], {}, true],
    ['one of several repositories', ['PAY/x', 'TV/y'], { operation: 'export' }, true],
    ['a gate of a project', ['PAY'], {}, false],
    ['a gate of a branch', ['PAY/x@main'], {}, false],
    ['a gate of the instance', ['instance'], {}, false],
    ['local exports judged again', ['exports/a.zip'], { operation: 'evaluate' }, false],
  ])('notes that no plan is there for %s: %j', async (_name, targets, change, noted) => {
    const notes = (await open({ a: reportText(targets, change) }))?.notes
    expect(notes).toEqual(noted ? [expect.stringContaining('No plan')] : [])
  })

  it('proves no scan that a shard did not wait for', async () => {
    const evidence = (provenBy: string | null, triggeredAt: string | null = noon) =>
      reportText([`PAY/${provenBy}`], { evidence: [{ triggeredAt, provenBy }] })
    expect((await open({ a: evidence('idle'), b: evidence(null) }))?.unproven).toMatch(
      /the scan of b was done$/,
    )
    expect((await open({ a: evidence(null) }))?.unproven).toMatch(/the scan of a was done$/)
    expect((await open({ a: evidence('idle') }))?.unproven).toBeNull()
    expect((await open({ a: evidence(null, null) }))?.unproven).toBeNull()
    expect((await open(two))?.unproven).toBeNull()
  })

  it('is none where no earlier run is among the files', async () => {
    expect(await open({}, { more: ['export.csv', 'b.zip'] })).toBeNull()
  })

  it('says what nobody can prove', async () => {
    expect((await open({}, { more: ['x/findings.csv'] }))?.notes).toEqual([
      expect.stringContaining('x/findings.csv has no report.json'),
    ])
    expect((await open(two))?.notes).toEqual([expect.stringContaining('No plan')])
    expect(
      (await open({ a: reportText(['PAY', 'SHOP/x@main']), b: reportText(['TV']) }))?.notes,
    ).toHaveLength(1)
    expect((await open(two, { more: ['c/findings.csv'] }))?.notes).toHaveLength(2)
  })

  it('leaves alone a report.json of another tool beside a findings.csv, but not where it was named', async () => {
    const foreign = sourcesOf({ a: '{"tool": "another"}' })
    const settings = { inputs: { excludeReviewed: false, period: { from: null, to: null } } }
    const whole = {
      ...settings,
      policy: noPolicy,
      hashKey: { keyCheck: null },
      host: { workingFolder: FOLDER },
    }
    expect((await openMerge({ ...foreign, named: new Set() }, whole))?.shards).toEqual([])
    expect((await errorOf(() => openMerge(foreign, whole))).code).toBe('FILE_UNREADABLE')
  })

  it.each([
    ['the same', noon, noon, { from: NOON, to: NOON }],
    ['a longer one', '2026-10-31T12:00:00.000Z', '2026-11-02T00:00:00.000Z', { from: NOON, to: NOON }],
    ['one without end', noon, null, { from: NOON, to: null }],
    ['all', null, null, { from: null, to: null }],
  ])('takes shards that hold the period of this run: %s', async (_which, from, to, period) => {
    const b = reportText(['PAY/y'], { period: { from, to } })
    expect((await open({ plan, ...two, b }, { period }))?.shards).toHaveLength(2)
  })
})

describe('a merge is refused', () => {
  const cases: [why: string, reports: Record<string, string>, code: string, shown: string][] = [
    ['when shards are missing', { plan, a: two.a }, 'SHARD_MISSING', 'shard 2 (PAY/y)'],
    ['when there are none', { plan }, 'SHARD_MISSING', 'shard 1 (PAY/x), shard 2 (PAY/y)'],
    [
      'when a shard looked at a part only',
      { plan: planText(['PAY'], ['PAY/x', 'PAY/y']), a: two.a },
      'SHARD_MISSING',
      'shard 1 (PAY/x and 1 more)',
    ],
    [
      'when one is of another plan',
      { plan, ...two, c: reportText(['PAY/z']) },
      'SHARD_INCONSISTENT',
      'c is of another plan',
    ],
    [
      'when one is older than the plan',
      { plan, ...two, b: reportText(['PAY/y'], { finishedAt: '2026-11-24T09:00:00.000Z' }) },
      'SHARD_INCONSISTENT',
      'b is older than plan',
    ],
    [
      'when the plan ended in error',
      {
        plan: plan.replace('"pass"', '"error"').replace('"error":null', '"error":{"code":"X","message":"y"}'),
        ...two,
      },
      'SHARD_INCONSISTENT',
      'plan/report.json is a plan that ended in error (X: y)',
    ],
    [
      'when the plan dealt nothing, as a dry run does',
      { plan: planText(['PAY']) },
      'SHARD_INCONSISTENT',
      'plan/report.json is a plan without any shard',
    ],
    [
      'when one of two plans dealt nothing',
      { plan, plan2: planText(['SHOP']), ...two },
      'SHARD_INCONSISTENT',
      'plan2/report.json is a plan without any shard',
    ],
    [
      'when a shard ended in error',
      {
        plan,
        ...two,
        b: reportText(['PAY/y'], { verdict: 'error', error: { code: 'UNREACHABLE', message: 'Gone.' } }),
      },
      'SHARD_INCONSISTENT',
      'b ended in error (UNREACHABLE: Gone.)',
    ],
    ['when two look at the same', { a: two.a, b: two.a }, 'SHARD_INCONSISTENT', 'counted twice'],
    [
      'when one lies within the other',
      { a: two.a, b: reportText(['PAY']) },
      'SHARD_INCONSISTENT',
      'both look at PAY/x',
    ],
    [
      'when a branch lies within a repository',
      { a: reportText(['PAY/x@f/a@b']), b: two.a },
      'SHARD_INCONSISTENT',
      'both look at PAY/x@f/a@b',
    ],
    [
      'when a project lies within the instance',
      { a: reportText(['PAY']), b: reportText(['instance']) },
      'SHARD_INCONSISTENT',
      'both look at PAY,',
    ],
    [
      'when a branch lies within the instance',
      { a: reportText(['PAY/x@dev']), b: reportText(['instance']) },
      'SHARD_INCONSISTENT',
      'both look at PAY/x@dev,',
    ],
    [
      'when its targets are others that read alike in a row',
      { plan: planText(['PAY'], ['PA', 'Y']), a: reportText(['PAY']) },
      'SHARD_MISSING',
      'shard 1 (PA and 1 more)',
    ],
    [
      'when one lies within the instance',
      { a: two.a, b: reportText(['instance']) },
      'SHARD_INCONSISTENT',
      'twice',
    ],
    [
      'when the instance comes before what lies within it',
      { a: reportText(['instance']), b: two.a },
      'SHARD_INCONSISTENT',
      'twice',
    ],
    [
      'when a project lies within the instance',
      { a: reportText(['PAY']), b: reportText(['instance']) },
      'SHARD_INCONSISTENT',
      'both look at PAY,',
    ],
    [
      'when a report does not know its file',
      { plan, ...two, a: reportText(['PAY/x'], { file: null }) },
      'SHARD_INCONSISTENT',
      'does not know',
    ],
    [
      'when a file has another length',
      { plan, ...two, a: reportText(['PAY/x'], { file: { bytes: 999 } }) },
      'SHARD_INCONSISTENT',
      'a holds a findings.csv of 1000 bytes, and its report.json says 999',
    ],
    ['when a report is cut', { plan, ...two, a: two.a.slice(0, 80) }, 'SHARD_INCONSISTENT', 'not whole JSON'],
    [
      'when a report lacks its evidence',
      { a: two.a.replace('"evidence"', '"e"') },
      'SHARD_INCONSISTENT',
      'lacks',
    ],
    [
      'when keys differ',
      { plan, ...two, a: reportText(['PAY/x'], { file: { keyCheck: 'two' } }) },
      'INPUT_INVALID',
      'of a were made with another one, unlike those of this run',
    ],
    [
      'when only some had a key',
      { plan, ...two, b: reportText(['PAY/y'], { file: { keyCheck: null } }) },
      'INPUT_INVALID',
      'of b were made without one',
    ],
  ]
  it.each(cases)('%s', async (_why, reports, code, shown) => {
    const { code: found, message, hint } = await errorOf(() => open(reports))
    expect({ found, message }).toEqual({ found: code, message: expect.stringContaining(shown) })
    expect(hint).not.toBe('')
  })

  it.each([
    [noon, null, { from: null, to: null }, `b holds only findings from ${noon} to the end`],
    [null, noon, { from: null, to: null }, `b holds only findings from the beginning to ${noon}`],
    [noon, null, { from: NOON - 1, to: null }, 'and this run judges others too'],
    [null, noon, { from: null, to: NOON + 1 }, 'and this run judges others too'],
    [null, noon, { from: NOON - 5, to: null }, 'and this run judges others too'],
    ['yesterday', null, { from: NOON, to: null }, 'from yesterday to the end'],
    [null, 'today', { from: NOON, to: NOON }, 'to today'],
  ])('when a shard holds %s to %s, and this run judges %j', async (from, to, period, shown) => {
    const b = reportText(['PAY/y'], { period: { from, to } })
    const { code, message, hint } = await errorOf(() => open({ plan, ...two, b }, { period }))
    expect(code).toBe('SHARD_INCONSISTENT')
    expect(message).toContain(shown)
    expect(hint).toContain('start-date')
  })

  it('names five of many missing shards', async () => {
    const many = planText(['PAY'], ...Array.from({ length: 9 }, (_none, at) => [`PAY/r${at}`]))
    expect((await errorOf(() => open({ plan: many }))).message).toMatch(
      /9 of the 9 .*shard 5 \(PAY\/r4\) and 4 more\.$/,
    )
  })

  it('names all of five missing shards', async () => {
    const five = planText(['PAY'], ...Array.from({ length: 5 }, (_none, at) => [`PAY/r${at}`]))
    expect((await errorOf(() => open({ plan: five }))).message).toMatch(
      /^5 of the 5 shards of plan.* are missing: shard 1 \(PAY\/r0\), .*, shard 5 \(PAY\/r4\)\.$/,
    )
  })

  it('when a shard has no findings.csv, with the way to get it', async () => {
    const sources = sourcesOf(two)
    const exports = new Map([...sources.exports].filter(([path]) => !path.includes('/b/')))
    const settings = {
      inputs: { excludeReviewed: false, period: { from: null, to: null } },
      policy: noPolicy,
      hashKey: { keyCheck: 'one' },
      host: { workingFolder: FOLDER },
    }
    expect(await errorOf(() => openMerge({ ...sources, exports }, settings))).toMatchObject({
      code: 'SHARD_MISSING',
      message: 'b holds a report.json, but no findings.csv.',
      hint: 'Give the jobs of the matrix `formats` with csv, and upload both files.',
    })
  })

  it.each([
    [null, 'two', 'of b were made with one, unlike those of a,'],
    ['one', 'two', 'of b were made with another one, unlike those of a,'],
    ['one', null, 'of b were made without one, unlike those of a,'],
  ])('when this run has no key, and shards have %s and %s', async (one, other, shown) => {
    const a = reportText(['PAY/x'], { file: { keyCheck: one } })
    const b = reportText(['PAY/y'], { file: { keyCheck: other } })
    expect(await errorOf(() => open({ plan, a, b }, { keyCheck: null }))).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(shown),
      hint: 'Give all jobs of the matrix and the last one the same `fingerprint-key`, and run them again.',
    })
  })

  it('when a file has no report and there is a plan', async () => {
    const { code, message } = await errorOf(() => open({ plan, ...two }, { more: ['loose.zip'] }))
    expect({ code, message }).toMatchObject({
      code: 'SHARD_INCONSISTENT',
      message: expect.stringContaining('loose.zip'),
    })
  })
})

describe('without a key', () => {
  const bare = { file: { keyCheck: null } }
  const keyless = { plan, a: reportText(['PAY/x'], bare), b: reportText(['PAY/y'], bare) }

  it('a merge says that distinct findings are known by their lines', async () => {
    expect((await open(keyless, { keyCheck: null }))?.notes).toEqual([
      expect.stringContaining('known by their lines'),
    ])
  })

  it('a threshold over distinct findings is refused, but for a single run judged again', async () => {
    const settings = { keyCheck: null, policy: countingDistinct }
    expect(await errorOf(() => open(keyless, settings))).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('threshold "few"'),
    })
    expect((await open({ a: reportText(['PAY'], bare) }, settings))?.notes).toHaveLength(1)
  })

  it('shards with a key are exact, and this run needs none', async () => {
    expect((await open({ plan, ...two }, { keyCheck: null, policy: countingDistinct }))?.notes).toEqual([])
  })
})

describe('reviewed findings', () => {
  const reviewed = (change: Partial<FindingsFileEvidence>): Record<string, string> => ({
    plan,
    a: reportText(['PAY/x'], { file: { suppressed: 3, reviewed: 3 } }),
    b: reportText(['PAY/y'], { file: { suppressed: 2, reviewed: 2, ...change } }),
  })

  it('are left out where every shard left out its own', async () => {
    expect(await open(reviewed({}), { excludeReviewed: true })).toMatchObject({
      excludesReviewed: true,
      notes: [],
    })
  })

  it('count, and are reported, where this run does not leave them out', async () => {
    expect(await open(reviewed({}))).toMatchObject({
      excludesReviewed: false,
      notes: [expect.stringContaining('5 rows as reviewed')],
    })
  })

  it.each([
    [{ reviewed: null }, 'did not ask'],
    [{ suppressed: 4 }, 'suppressions of its own'],
  ])('are not guessed: %j', async (change, shown) => {
    const { code, message } = await errorOf(() => open(reviewed(change), { excludeReviewed: true }))
    expect({ code, message }).toEqual({ code: 'INPUT_INVALID', message: expect.stringContaining(shown) })
  })

  it('are not guessed without a key', async () => {
    const bare = { keyCheck: null, suppressed: 1, reviewed: 1 }
    const shards = { a: reportText(['PAY/x'], { file: bare }), b: reportText(['PAY/y'], { file: bare }) }
    const { message } = await errorOf(() => open(shards, { excludeReviewed: true, keyCheck: null }))
    expect(message).toContain('has no `fingerprint-key`')
  })
})

describe('what was read', () => {
  const shards = async (): Promise<readonly FinishedShard[]> => (await open({ plan, ...two }))?.shards ?? []
  const read = (source: string, change: Partial<ExportEvidence> = {}): ExportEvidence => ({
    source,
    format: 'csv',
    bytes: 1000,
    sha256: 'a'.repeat(64),
    members: [],
    columns: [],
    rows: 10,
    refused: 0,
    ...change,
  })
  const a = read('a/findings.csv')

  it('is never a file of which its shard says nothing', async () => {
    const [shard] = await shards()
    if (shard === undefined) throw new Error('no shard')
    const silent: FinishedShard = { ...shard, report: { ...shard.report, findingsFile: null } }
    expect((await errorOf(() => proveRead([silent], [a]))).message).toBe('a was not read.')
    expect(keyCheckOf(silent)).toBeNull()
    expect(() => proveKeys([], null)).not.toThrow()
  })

  it('is what the shards wrote', async () => {
    const whole = await shards()
    expect(() => proveRead(whole, [read('b/findings.csv'), a])).not.toThrow()
  })

  it.each([
    ['a shard that was not read', [a], 'b was not read'],
    [
      'other bytes',
      [a, read('b/findings.csv', { sha256: 'b'.repeat(64) })],
      'b holds a findings.csv that was changed',
    ],
    ['other rows', [a, read('b/findings.csv', { rows: 9 })], 'b holds 9 rows, and its report.json says 10'],
  ])('is refused with %s', async (_what, evidence, shown) => {
    const { code, message } = await errorOf(async () => proveRead(await shards(), evidence))
    expect({ code, message }).toEqual({ code: 'SHARD_INCONSISTENT', message: expect.stringContaining(shown) })
  })
})
