import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { divideIntoShards, matrixText } from '../../../src/operations/plan-shards.ts'
import type { Target } from '../../../src/target.ts'
import { parseTargets } from '../../../src/target.ts'

const repo = (name: string): Target => ({ kind: 'repo', project: 'SHOP', repo: name })
const repos = (count: number): Target[] => Array.from({ length: count }, (_, at) => repo(`r${at}`))

describe('dealing targets to jobs', () => {
  it('spreads neighbours in the alphabet', () => {
    expect(divideIntoShards(['d', 'a', 'c', 'b', 'e'].map(repo), 2)).toEqual([
      { shard: 1, targets: ['SHOP/a', 'SHOP/c', 'SHOP/e'] },
      { shard: 2, targets: ['SHOP/b', 'SHOP/d'] },
    ])
  })

  it('gives each target to exactly one job, balanced to one, none empty, whatever the order', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 256 }), (all, wanted) => {
        const shards = divideIntoShards(all.map(repo), wanted)
        const lists = shards.map(({ targets }) => targets)
        expect(lists.flat().toSorted()).toEqual(all.map((name) => `SHOP/${name}`).toSorted())
        const sizes = lists.map((list) => list.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        expect(shards).toHaveLength(Math.min(wanted, all.length))
        expect(divideIntoShards(all.toReversed().map(repo), wanted)).toEqual(shards)
      }),
    )
  })

  it('takes a target once that is listed twice', () => {
    expect(divideIntoShards([repo('a'), repo('a')], 5)).toEqual([{ shard: 1, targets: ['SHOP/a'] }])
  })

  it('writes what the input `targets` reads', () => {
    const [first] = divideIntoShards(
      [repo('a'), { kind: 'branch', project: '~u', repo: 'x', branch: 'f/ö@1' }],
      1,
    )
    expect(parseTargets(first?.targets ?? [])).toEqual({
      value: [repo('a'), { kind: 'branch', project: '~u', repo: 'x', branch: 'f/ö@1' }],
    })
  })

  it('refuses a name that a list cannot hold', () => {
    const odd: Target = { kind: 'branch', project: 'SHOP', repo: 'a', branch: 'x,y' }
    expect(() => divideIntoShards([odd], 1)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
  })
})

describe('the matrix', () => {
  it('is ready for strategy.matrix', () => {
    expect(JSON.parse(matrixText(divideIntoShards(repos(3), 2)))).toEqual({
      include: [
        { shard: 1, targets: 'SHOP/r0\nSHOP/r2' },
        { shard: 2, targets: 'SHOP/r1' },
      ],
    })
  })

  it('is refused when the targets of one job would not fit into its environment', () => {
    const many = repos(18_000)
    expect(() => matrixText(divideIntoShards(many, 1))).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', hint: expect.stringContaining('`shards`') }),
    )
    expect(matrixText(divideIntoShards(many, 3))).toContain('SHOP/r17999')
  })

  it('holds twenty thousand repositories, and is refused with a hint when GitHub would not take it', () => {
    expect(matrixText(divideIntoShards(repos(20_000), 256)).length).toBeLessThan(500_000)
    expect(() => matrixText(divideIntoShards(repos(60_000), 256))).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', hint: expect.stringContaining('targets') }),
    )
  })
})
