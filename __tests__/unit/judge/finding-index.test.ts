import { hash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FindingNames, type FindingRow } from '../../../src/export/finding-row.ts'
import { readBaseline } from '../../../src/judge/baseline.ts'
import { FindingIndex } from '../../../src/judge/finding-index.ts'
import { Fingerprints } from '../../../src/judge/fingerprint.ts'
import { Accepted, baselineLines } from '../../../src/judge/next-baseline.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { runs } from '../../fixtures/runs.ts'

const at = (branch: string, line: number | null, more: Partial<SampleFinding> = {}): SampleFinding => ({
  project: 'PROJ',
  repository: 'app',
  branch,
  path: 'a.java',
  line,
  rule: 'AWS_CLIENT_ID',
  scannedAt: null,
  secret: 'a',
  match: '',
  ...more,
})

/** Occurrences in order, and the number of distinct findings. */
function placed(findings: readonly SampleFinding[]): { occurrences: number[]; distinct: number } {
  const index = new FindingIndex()
  const ids = new Set<number>()
  const occurrences = findings.map(rowMaker()).map((row) => {
    ids.add(index.place(row))
    return index.occurrence
  })
  return { occurrences, distinct: ids.size }
}

describe('distinct findings', () => {
  it('are the same on another branch, even if the line moved', () => {
    expect(placed([at('main', 10), at('dev', 10), at('wip', 99)])).toEqual({
      occurrences: [1, 1, 1],
      distinct: 1,
    })
  })

  it('are as many as there are places on the branch that has most', () => {
    expect(placed([at('main', 10), at('main', 20), at('dev', 15)])).toEqual({
      occurrences: [1, 2, 1],
      distinct: 2,
    })
    expect(placed([at('dev', 15), at('main', 20), at('main', 10), at('dev', 16), at('dev', 17)])).toEqual({
      occurrences: [1, 1, 2, 2, 3],
      distinct: 3,
    })
  })

  it('are one where rows are equal to the letter', () => {
    expect(placed([at('main', 10), at('main', 10), at('main', 20), at('main', 20), at('main', 10)])).toEqual({
      occurrences: [1, 1, 2, 2, 1],
      distinct: 2,
    })
  })

  it('differ by project, repository, path, rule and text', () => {
    const others: Partial<SampleFinding>[] = [
      { project: 'OTHER' },
      { repository: 'tool' },
      { path: 'b.java' },
      { rule: 'RSA_PRIVATE_KEY' },
      { secret: 'b' },
    ]
    expect(placed([at('main', 10), ...others.map((more) => at('main', 10, more))]).distinct).toBe(6)
  })

  it('are the same on a hundred branches, in whatever order their rows come', () => {
    const branches = Array.from({ length: 100 }, (_, number) => `b${number}`)
    const once = branches.map((branch) => at(branch, 10))
    const shuffled = [...once.slice(50), ...once.slice(0, 50)]
    expect(placed([...once, ...shuffled])).toEqual({ occurrences: Array(200).fill(1), distinct: 1 })
    // A second line on a branch that was seen long ago is a second place.
    expect(placed([...once, at('b3', 20), at('b3', 10)]).occurrences.slice(100)).toEqual([2, 1])
  })

  it('are distinguished by their line where there is no text', () => {
    const bare = { secret: '' }
    expect(
      placed([at('main', 10, bare), at('dev', 10, bare), at('dev', 11, bare), at('dev', null, bare)]),
    ).toEqual({
      occurrences: [1, 1, 1, 1],
      distinct: 3,
    })
  })

  it('are known by the fingerprint that they came with', () => {
    const one = { fingerprint: '1'.repeat(32), secret: '' }
    const two = { fingerprint: '2'.repeat(32), secret: '' }
    expect(placed([at('main', 10, one), at('dev', 12, one), at('main', 10, two)]).distinct).toBe(2)
    const otherCase = { ...one, project: 'proj', repository: 'App' }
    expect(placed([at('main', 10, one), at('main', 10, otherCase)]).distinct).toBe(1)
  })

  it('have numbers of their own, from 0', () => {
    const index = new FindingIndex()
    const rows = [at('main', 1), at('main', 2), at('dev', 5), at('dev', 6)].map(rowMaker())
    const ids = rows.map((row) => index.place(row))
    expect(ids).toEqual([0, 1, 0, 1])
  })

  it('are counted the same in any order, as a plain reading of the definition does', () => {
    const few = <T>(...values: readonly T[]) => fc.constantFrom(...values)
    const finding = fc
      .record({
        branch: few('main', 'dev', 'wip'),
        line: few(1, 2, 3, 4, null),
        path: few('a', 'b'),
        secret: few('', 'x', 'y'),
      })
      .map(({ branch, line, ...more }) => at(branch, line, more))
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 40 }), (findings) => {
        const expected = plainCount(findings)
        expect(placed(findings).distinct).toBe(expected)
        expect(placed([...findings].reverse()).distinct).toBe(expected)
        const byLine = [...findings].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
        expect(placed(byLine).distinct).toBe(expected)
      }),
      { numRuns: runs(500) },
    )
  })
})

/** For each text, the most places that one branch has. */
function plainCount(findings: readonly SampleFinding[]): number {
  const texts = new Map<string, Map<string, Set<number>>>()
  for (const { path, rule, secret, line, branch } of findings) {
    const text = JSON.stringify([path, rule, secret === '' ? line : secret])
    const branches = texts.get(text) ?? new Map<string, Set<number>>()
    texts.set(text, branches)
    branches.set(branch, (branches.get(branch) ?? new Set()).add(line ?? 0))
  }
  let count = 0
  for (const branches of texts.values()) {
    count += Math.max(...[...branches.values()].map((places) => places.size))
  }
  return count
}

type Row = { readonly finding: SampleFinding; readonly suppressed: boolean }

/** What the index says of rows, by plain maps and lists. */
class PlainIndex {
  readonly ids: number[] = []
  readonly occurrences: number[] = []
  /** By id: branches of the accepted rows, and the key as text. */
  readonly accepted: string[][] = []
  readonly keys: string[] = []
  readonly #lines = new Map<string, (number | null)[]>()
  readonly #ids = new Map<string, number>()

  place({ finding, suppressed }: Row): void {
    const { project, repository, path, rule, branch, line, secret, fingerprint } = finding
    const key = [project, repository, path, rule]
    const text = fingerprint ?? JSON.stringify([key, secret === '' ? ['line', line] : secret])
    const lines = this.#lines.get(`${branch} ${text}`) ?? []
    this.#lines.set(`${branch} ${text}`, lines)
    if (!lines.includes(line)) lines.push(line)
    const occurrence = lines.indexOf(line) + 1
    const id = this.#ids.get(`${occurrence} ${text}`) ?? this.#ids.size
    this.#ids.set(`${occurrence} ${text}`, id)
    this.ids.push(id)
    this.occurrences.push(occurrence)
    this.keys[id] = JSON.stringify(key)
    this.accepted[id] ??= []
    if (!suppressed) this.accepted[id].push(branch)
  }

  /** Keys with accepted findings: sorted branches of each group of findings, and how many there are. */
  groups(): Record<string, [string, number][]> {
    const taken = this.accepted
      .map((branches, id) => ({ branches, key: this.keys[id] as string }))
      .filter(({ branches }) => branches.length > 0)
    const ofKey = (some: typeof taken): [string, number][] => {
      const groups = Map.groupBy(some, ({ branches }) => JSON.stringify(branches.toSorted()))
      return [...groups].map(([branches, found]): [string, number] => [branches, found.length]).sort()
    }
    const byKey = Map.groupBy(taken, ({ key }) => key)
    return Object.fromEntries([...byKey].map(([key, some]) => [key, ofKey(some)]))
  }
}

const numberedNames = (letter: string, count: number): fc.Arbitrary<string> =>
  fc.nat(count - 1).map((number) => `${letter}${number}`)

/** Rows of some files: lines move, rows repeat, a key has several texts or none, some come with a fingerprint. */
function rowsOf({ paths, branches, longest }: { paths: number; branches: number; longest: number }) {
  const row: fc.Arbitrary<Row> = fc
    .record({
      repository: fc.constantFrom('app', 'api'),
      branch: numberedNames('b', branches),
      path: numberedNames('f', paths),
      rule: fc.constantFrom('AWS_CLIENT_ID', 'SSH_PRIVATE_KEY'),
      line: fc.constantFrom(1, 2, 3, 4, null),
      secret: fc.constantFrom('', 'x', 'y', 'z'),
      isKnown: fc.nat(5).map((number) => number === 0),
      suppressed: fc.nat(3).map((number) => number === 0),
    })
    .map(({ isKnown, suppressed, ...given }) => {
      const { repository, path, rule, secret } = given
      const fingerprint = hash('sha256', JSON.stringify([repository, path, rule, secret])).slice(0, 32)
      return { finding: at('', 0, isKnown ? { ...given, fingerprint } : given), suppressed }
    })
  return fc.array(row, { minLength: Math.floor(longest / 3), maxLength: longest, size: 'max' })
}

type Indexed = {
  readonly plain: PlainIndex
  readonly index: FindingIndex
  readonly names: FindingNames
  readonly fingerprints: Fingerprints
}

function indexed(rows: readonly Row[], key: Buffer | null = null): Indexed {
  const plain = new PlainIndex()
  const index = new FindingIndex()
  const names = new FindingNames()
  const fingerprints = new Fingerprints(key)
  const rowOf = rowMaker(names, key)
  const seen = rows.map(({ finding, suppressed }) => {
    plain.place({ finding, suppressed })
    const row: FindingRow = rowOf(finding)
    const id = index.place(row)
    const { occurrence } = index
    fingerprints.of(row, id, occurrence)
    if (!suppressed) index.accept(id, row.branch)
    return { id, occurrence }
  })
  expect(seen.map(({ id }) => id)).toEqual(plain.ids)
  expect(seen.map(({ occurrence }) => occurrence)).toEqual(plain.occurrences)
  return { plain, index, names, fingerprints }
}

describe.each([
  ['of few files', { paths: 2, branches: 3, longest: 60 }, runs(200)],
  ['of many branches', { paths: 3, branches: 90, longest: 900 }, runs(20)],
  ['of many files', { paths: 400, branches: 4, longest: 900 }, runs(20)],
])('rows %s, in any order', (_title, shape, numRuns) => {
  it('have the ids and occurrences of plain maps, and the branches of accepted rows, each as often', () => {
    fc.assert(
      fc.property(rowsOf(shape), (rows) => {
        const { plain, index, names } = indexed(rows)
        const { starts, items } = index.accepted()
        const found = plain.accepted.map((_branches, id) => [...items.subarray(starts[id], starts[id + 1])])
        expect(found).toEqual(found.map((branches) => branches.toSorted((a, b) => a - b)))
        const named = found.map((branches) => branches.map((branch) => names.branches.text(branch)).sort())
        expect(named).toEqual(plain.accepted.map((branches) => branches.toSorted()))
        expect(starts).toHaveLength(plain.accepted.length + 1)
      }),
      // Shrinking hundreds of rows takes minutes.
      { numRuns, endOnFailure: shape.longest > 100 },
    )
  })

  it('are accepted by key, in groups of equal branches', () => {
    fc.assert(
      fc.property(rowsOf(shape), (rows) => {
        const { plain, index, names } = indexed(rows)
        const accepted = new Accepted(index, names)
        expect(accepted.size).toBe(plain.accepted.filter((branches) => branches.length > 0).length)
        const found: Record<string, unknown> = {}
        for (let key = 0; key < names.keys.size; key++) {
          const byList = Map.groupBy(accepted.findingsOf(key), (id) => accepted.listOf(id))
          const groups = [...byList].map(([list, members]): [string, number] => [
            JSON.stringify(accepted.branchNamesOf(list)),
            members.length,
          ])
          const repository = names.repositoryOf(key)
          const name = [
            names.project(repository),
            names.repositories.text(repository),
            names.keys.text(key),
            names.rules.text(names.ruleOf(key)),
          ]
          if (groups.length > 0) found[JSON.stringify(name)] = groups.sort()
        }
        expect(found).toEqual(plain.groups())
      }),
      // Shrinking hundreds of rows takes minutes.
      { numRuns, endOnFailure: shape.longest > 100 },
    )
  })

  it.each([null, 'a key'])('are written as a baseline that accepts exactly these, with key %j', (text) => {
    const key = text === null ? null : Buffer.from(text)
    fc.assert(
      fc.property(rowsOf(shape), (rows) => {
        const { plain, index, names, fingerprints } = indexed(rows, key)
        const keyCheck = key === null ? null : 'abcd'
        const written = [...baselineLines(new Accepted(index, names), fingerprints, keyCheck)].join('')
        const found: Record<string, unknown> = {}
        const kept: string[] = []
        for (const { groups, ...entry } of readBaseline(written, 'baseline.json', keyCheck).entries) {
          const { project, repository, path, rule } = entry
          found[JSON.stringify([project, repository, path, rule])] = groups
            .map(({ branches, count }): [string, number] => [JSON.stringify(branches.toSorted()), count])
            .sort()
          for (const { fingerprints: ofGroup } of groups) kept.push(...ofGroup)
        }
        expect(found).toEqual(plain.groups())
        const expected = plain.accepted.flatMap((branches, id) =>
          branches.length > 0 && key !== null ? [fingerprints.known(id).slice(0, 16)] : [],
        )
        expect(kept.sort()).toEqual(expected.sort())
      }),
      // Shrinking hundreds of rows takes minutes.
      { numRuns, endOnFailure: shape.longest > 100 },
    )
  })
})
