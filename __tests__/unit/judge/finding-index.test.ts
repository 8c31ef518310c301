import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Distinct } from '../../../src/findings/distinct.ts'
import type { Finding } from '../../../src/findings/finding.ts'
import { numbered, numbering } from '../../fixtures/numbered.ts'

const at = (branch: string, line: number | null, more: Partial<Finding> = {}): Finding => ({
  project: 'PROJ',
  repository: 'app',
  branch,
  path: 'a.java',
  line,
  rule: 'AWS_CLIENT_ID',
  scannedAt: null,
  matchId: 'a'.repeat(64),
  match: '',
  ...more,
})

/** Occurrences in order, and the number of distinct findings. */
function placed(findings: readonly Finding[]): { occurrences: number[]; distinct: number } {
  const distinct = new Distinct()
  const rowOf = numbered(numbering())
  const places = findings.map((finding) => {
    distinct.place(rowOf(finding))
    return { occurrence: distinct.occurrence, first: distinct.first }
  })
  return {
    occurrences: places.map(({ occurrence }) => occurrence),
    distinct: places.filter(({ first }) => first).length,
  }
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
    const others: Partial<Finding>[] = [
      { project: 'OTHER' },
      { repository: 'tool' },
      { path: 'b.java' },
      { rule: 'RSA_PRIVATE_KEY' },
      { matchId: 'b'.repeat(64) },
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

  it('are told apart by their line where there is no text', () => {
    const bare = { matchId: '' }
    expect(
      placed([at('main', 10, bare), at('dev', 10, bare), at('dev', 11, bare), at('dev', null, bare)]),
    ).toEqual({
      occurrences: [1, 1, 1, 1],
      distinct: 3,
    })
  })

  it('are known by the fingerprint that they came with', () => {
    const one = { fingerprint: '1'.repeat(32), matchId: '' }
    const two = { fingerprint: '2'.repeat(32), matchId: '' }
    expect(placed([at('main', 10, one), at('dev', 12, one), at('main', 10, two)]).distinct).toBe(2)
  })

  it('have numbers of their own, from 0', () => {
    const distinct = new Distinct()
    const rows = [at('main', 1), at('main', 2), at('dev', 5), at('dev', 6)].map(numbered(numbering()))
    const ids = rows.map((row) => distinct.place(row))
    expect(ids).toEqual([0, 1, 0, 1])
  })

  it('are counted the same in any order, as a plain reading of the definition does', () => {
    const few = <T>(...values: readonly T[]) => fc.constantFrom(...values)
    const finding = fc
      .record({
        branch: few('main', 'dev', 'wip'),
        line: few(1, 2, 3, 4, null),
        path: few('a', 'b'),
        matchId: few('', 'x'.repeat(64), 'y'.repeat(64)),
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
      { numRuns: 500 },
    )
  })
})

/** For each text, the most places that one branch has. */
function plainCount(findings: readonly Finding[]): number {
  const texts = new Map<string, Map<string, Set<number>>>()
  for (const { path, rule, matchId, line, branch } of findings) {
    const text = JSON.stringify([path, rule, matchId === '' ? line : matchId])
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
