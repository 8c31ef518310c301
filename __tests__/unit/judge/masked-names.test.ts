/** Names that show a value of a matched line: masked wherever they are written, and nowhere else. */
import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createReadingContext, readExport } from '../../../src/export/read-export.ts'
import { readBaseline } from '../../../src/judge/baseline.ts'
import { type Decision, Judge } from '../../../src/judge/judge.ts'
import { findingsCsvRow } from '../../../src/report/findings-csv.ts'
import type { Target } from '../../../src/target.ts'
import { runs } from '../../fixtures/runs.ts'
import { csv, header, never, row, settings, storedExport } from '../export/exports.ts'
import { baselineText, policyOf, policyOfFile } from './judging.ts'

const secret = ['Hunt3r', 'x', '4711'].join('')
type Cells = Parameters<typeof row>[0]
type Run = { readonly decision: Decision; readonly statuses: readonly string[]; readonly written: string }
type Options = {
  readonly policy?: string
  readonly file?: string
  readonly baseline?: string | null
  readonly key?: string | null
  readonly listed?: readonly Target[]
  readonly exports?: number
}

/** As a run reads and judges exports, with all that it writes as one text. */
async function run(rows: readonly Cells[], options: Options = {}): Promise<Run> {
  const { baseline = null, key: keyText = null, listed = [] } = options
  const key = keyText === null ? null : Buffer.from(keyText)
  const keyCheck = key === null ? null : 'abcd'
  const context = createReadingContext(key)
  const { names } = context.row
  names.masks.list(listed)
  const known = baseline === null ? null : readBaseline(baseline, 'baseline.json', keyCheck)
  const content = csv(header, ...rows.map((cells) => row(cells)))
  const read = (onRow: (seen: typeof context.row) => void) =>
    readExport(storedExport(content), settings, context, { onRow }, { stop: never })
  if (known?.isMasked) await read(() => undefined)
  const policy =
    options.file === undefined ? policyOf(options.policy ?? 'total = 0') : policyOfFile(options.file)
  const judge = new Judge({ policy, baseline: known, reviewed: null, now: 0, key, keyCheck, names })
  const statuses: string[] = []
  let written = ''
  await read((seen) => {
    const ruling = judge.see(seen)
    statuses.push(ruling.status)
    written += findingsCsvRow(seen, ruling) + JSON.stringify({ ...seen.finding(), ...ruling.copy() })
  })
  const decision = judge.conclude()
  names.forget()
  return { decision, statuses, written: `${written}${baselineText(decision)}${JSON.stringify(decision)}` }
}

const assigned = (value: string): string => `password = "${value}"`
const counted = ({ decision }: Run) => ({
  counts: [decision.counts.total, decision.counts.distinct, decision.counts.new, decision.counts.suppressed],
  thresholds: decision.thresholds.map(({ name, observed, max, passed }) => [name, observed, max, passed]),
})

describe('a value in the names of its row', () => {
  it.each([null, 'a key'])('is in nothing that is written (key %j)', async (key) => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[A-Za-z0-9$!~]{6,20}$/),
        fc.constantFrom('Path', 'Branch', 'Rule', 'Repository', 'Project'),
        async (middle, column) => {
          const value = `9${middle}z`
          const rows = [{ Match: assigned(value), [column]: `a-${value}-b` }, { Match: 'x' }]
          const { written } = await run(rows, { key, policy: 'total = 0\nrule:* = 0' })
          expect(written.toLowerCase()).not.toContain(value.toLowerCase())
        },
      ),
      { numRuns: runs(200) },
    )
  })

  it.each(['Path', 'Branch', 'Rule', 'Repository', 'Project'])(
    'changes no verdict and no count: %s',
    async (column) => {
      const name = `rel-${secret}`
      const policy = [
        'total = 9',
        `path:${name} = 0`,
        `branch:${name} = 0`,
        `rule:${name} = 0`,
        `repo:*/${name} = 0`,
        `project:${name} = 0`,
        'rule:other-* = 0',
        'branch:other-* = 0',
        `new path:other/** = 0`,
        'severity:low = 9',
        'total = baseline',
      ].join('\n')
      const rows = (match: string): Cells[] => [
        { Match: match, [column]: name, Line: '3' },
        { Match: 'another', [column]: name, Line: '4' },
        { Match: match, Line: '5' },
      ]
      const masked = await run(rows(assigned(name)), { policy })
      const plain = await run(rows(assigned('something else')), { policy })
      expect(counted(masked)).toEqual(counted(plain))
      expect(masked.written).not.toBe(plain.written)
    },
  )

  it('does not blind a threshold of the branch that is called like it', async () => {
    const { decision, statuses } = await run([{ Branch: 'hotfix-2026', Match: assigned('hotfix-2026') }], {
      policy: 'branch:hotfix-2026 = 0\nbranch:main = 0',
    })
    expect(statuses).toEqual(['new'])
    expect(decision.thresholds.map(({ name, passed }) => [name, passed])).toEqual([
      ['branch:hotfix-2026', false],
      ['branch:main', true],
    ])
    const main = await run([{ Match: assigned('main') }], { policy: 'branch:main = 0' })
    expect(main.decision.thresholds[0]).toMatchObject({ observed: 1, passed: false })
    expect(main.decision.counts.byBranch).toEqual({ main: 1 })
  })

  it('is no reason to suppress what is not, or not to suppress what is', async () => {
    const file = `suppressions:\n  - match: { path: "conf/${secret}/**" }\n    reason: known\n    owner: somebody\n    expires: 2099-01-01\n`
    const { statuses } = await run(
      [
        { Path: `conf/${secret}/a`, Match: assigned(secret) },
        { Path: `other/${secret}`, Match: assigned(secret) },
      ],
      { file },
    )
    expect(statuses).toEqual(['suppressed', 'new'])
  })

  it('is not masked in names that the server listed', async () => {
    const place = { Project: 'PRJ-4711', Repository: 'app-4711', Branch: 'fix-4711' }
    const match = `${assigned('PRJ-4711')} ${assigned('app-4711')} ${assigned('fix-4711')}`
    const listed: Target = { kind: 'branch', project: 'PRJ-4711', repo: 'app-4711', branch: 'fix-4711' }
    const shown = await run([{ ...place, Match: match }], { listed: [listed] })
    expect(shown.decision.counts).toMatchObject({
      byProject: { 'PRJ-4711': 1 },
      byRepository: { 'PRJ-4711/app-4711': 1 },
      byBranch: { 'fix-4711': 1 },
    })
    const masked = await run([{ ...place, Match: match }])
    expect(masked.decision.counts.byRepository).toEqual({ '[redacted]/[redacted]': 1 })
  })
})

describe('a baseline', () => {
  const rows: Cells[] = [
    { Path: `conf/${secret}.yml`, Match: 'another', Line: '1' },
    { Path: `conf/${secret}.yml`, Match: assigned(secret), Line: '2' },
    { Path: `conf/${secret}.yml`, Match: assigned(secret), Line: '2', Branch: `fix/${secret}` },
    { Path: 'src/b.ts', Match: 'a third', Line: '3' },
  ]
  const policy = `new = 0\ntotal = baseline\npath:conf/${secret}.yml = baseline\npath:src/** = baseline\nbranch:fix/* = baseline`

  it.each([null, 'a key'])('with masked names knows what it was made of (key %j)', async (key) => {
    const { decision } = await run(rows, { key })
    expect(baselineText(decision)).toContain('conf/[redacted].yml')
    expect(baselineText(decision)).not.toContain(secret)
    for (const again of [rows, rows.toReversed()]) {
      const next = await run(again, { key, baseline: baselineText(decision), policy })
      expect(next.statuses).toEqual(['known', 'known', 'known', 'known'])
      expect(next.decision.thresholds.map(({ name, observed, max }) => [name, observed, max])).toEqual([
        ['new', 0, 0],
        ['total', 4, 4],
        [`path:conf/${secret}.yml`, 3, 3],
        ['path:src/**', 1, 1],
        ['branch:fix/*', 1, 1],
      ])
      expect(baselineText(next.decision)).toBe(baselineText(decision))
    }
  })

  it('with masked names leaves no room for findings of other names', async () => {
    const { decision } = await run(rows.slice(1, 2))
    const others = await run([{ Path: 'src/new.ts' }, { Path: 'conf/x.yml' }], {
      baseline: baselineText(decision),
      policy: 'path:src/** = baseline\nnew = 0',
    })
    expect(others.statuses).toEqual(['new', 'new'])
    expect(others.decision.thresholds.map(({ observed, max }) => [observed, max])).toEqual([
      [1, 0],
      [2, 0],
    ])
  })

  it('puts names together that are masked to the same', async () => {
    const [one, two] = [`${secret}1`, `${secret}2`].map((value) => ({ Path: value, Match: assigned(value) }))
    if (one === undefined || two === undefined) throw new Error('two rows')
    const { decision } = await run([
      one,
      two,
      { ...one, Repository: one.Path },
      { ...two, Repository: two.Path },
    ])
    const entries = [...readBaseline(baselineText(decision), 'b', null).entries]
    expect(
      entries.map(({ repository, path, groups }) => [repository, path, groups.map(({ count }) => count)]),
    ).toEqual([
      ['[redacted]', '[redacted]', [2]],
      ['app', '[redacted]', [2]],
    ])
    const next = await run([one, two, two], { baseline: baselineText(decision) })
    expect(next.statuses).toEqual(['known', 'known', 'new'])
  })

  it('with original names, as of a run whose rows did not show the value, still knows them', async () => {
    const { decision } = await run(rows.map((cells) => ({ ...cells, Match: `${cells?.Match}`.slice(0, 3) })))
    const next = await run(rows, { baseline: baselineText(decision), policy })
    expect(next.statuses).toEqual(['known', 'known', 'known', 'known'])
  })

  describe('of before, when the whole matched text was redacted in names before they got ids', () => {
    // `a/key=X/X` was `a/[redacted]/X`, and is `a/[redacted]/[redacted]` now.
    const text = `key=${secret}`
    const made: Cells = {
      Path: `a/${text}/${secret}`,
      Branch: `fix/${text}`,
      Match: text,
      Rule: `R ${secret}`,
    }
    const place = ['PROJ', 'app', `a/[redacted]/${secret}`, `R ${secret}`] as const
    const baselineOf = (kind: string, found: unknown): string =>
      `{"format": "soteri-gate-baseline", "version": 1, ${kind}, "repositories": {"PROJ/app": {"branches": {"1": ["fix/[redacted]"]}, "files": ${JSON.stringify({ [place[2]]: { [place[3]]: { 1: found } } })}}}}`

    it('is matched by its numbers', async () => {
      const baseline = baselineOf('"kind": "counts"', 1)
      const { statuses, decision } = await run([made, made], {
        baseline,
        policy: 'new = 0\nbranch:fix/* = baseline',
      })
      expect(statuses).toEqual(['known', 'new'])
      expect(decision.thresholds.map(({ observed, max }) => [observed, max])).toEqual([
        [1, 0],
        [2, 1],
      ])
      expect(baselineText(decision)).not.toContain(secret)
    })

    it('is matched by its fingerprints', async () => {
      const key = 'a key of the user'
      const hmac = (of: string): string => createHmac('sha256', key).update(of).digest('hex')
      const [project, repository, path, rule] = place
      const identity = [1, project.toLowerCase(), repository, path, rule, 'match', hmac(text), 1]
      const digits = hmac(JSON.stringify(identity)).slice(0, 32)
      const baseline = baselineOf('"kind": "keyed", "keyCheck": "abcd"', [digits.slice(0, 16)])
      const { statuses } = await run([made, { ...made, Match: `${text}0` }], { baseline, key })
      expect(statuses).toEqual(['known', 'new'])
      const file = `suppressions:\n  - fingerprint: ${digits}\n    reason: known\n    owner: somebody\n    expires: 2099-01-01\n`
      expect((await run([made, { Match: text }], { key, file })).statuses).toEqual(['suppressed', 'new'])
    })
  })
})
