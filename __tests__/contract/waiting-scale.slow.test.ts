/** What waiting for a large instance asks of the server, on a virtual clock: `npm run bench:waiting` prints more of it. */
import { beforeAll, describe, expect, it } from '@jest/globals'
import { type Asked, busiestSecond, type Waiting, waitFor } from '../../bench/waiting.ts'

const BUDGET = 10

let small: Waiting
let large: Waiting
beforeAll(async () => {
  small = await waitFor(30)
  large = await waitFor(300)
}, 300_000)

const questionsOf = ({ asked }: Waiting): readonly Asked[] =>
  asked.filter(({ path }) => path.includes('/scan/'))

/** Times at which each branch was asked for its status. */
function timesByBranch(waiting: Waiting): Map<string, number[]> {
  const times = new Map<string, number[]>()
  for (const { path, at } of questionsOf(waiting)) times.set(path, [...(times.get(path) ?? []), at])
  return times
}

const gaps = (times: readonly number[]): number[] =>
  times.slice(1).map((at, index) => at - (times[index] ?? at))

describe('waiting for 300 repositories', () => {
  it('ends well, soon after the last scan does', () => {
    expect(large.exitCode).toBe(0)
    expect(large.tookMs).toBeGreaterThan(large.scanMs)
    expect(large.tookMs).toBeLessThan(large.scanMs + 240_000)
  })

  it('never sends more in any second than the budget allows, and comes near it', () => {
    expect(busiestSecond(large.asked)).toBe(BUDGET)
  })

  it('triggers once, and lists nothing but branches twice, which may have come meanwhile', () => {
    const others = large.asked.filter(({ path }) => !path.includes('/scan/'))
    expect(others.filter(({ method }) => method === 'PUT')).toHaveLength(1)
    const lists = others.filter(({ method }) => method === 'GET').map(({ path }) => path)
    // The credentials, the repositories, and the branches of each.
    const byPath = Object.entries(Object.groupBy(lists, (path) => path))
    expect(byPath).toHaveLength(2 + 300)
    const repeated = byPath.filter(([, same = []]) => same.length > 1)
    expect(repeated.filter(([path, same = []]) => same.length > 2 || !/\/branches\b/.test(path))).toEqual([])
  })

  it('asks a bounded number of times for each repository, whatever their number', () => {
    const each = (waiting: Waiting): number => waiting.asked.length / waiting.repositories
    // Two of them are the second look and the second list of branches.
    expect(each(small)).toBeLessThan(22)
    expect(each(large)).toBeLessThan(22)
  })

  it('asks nothing more once a branch is done', () => {
    // The first of the list is done first; the queue is far from empty then.
    const times = timesByBranch(large)
    const last = (path: string): number => times.get(path)?.at(-1) ?? Number.NaN
    const start = large.asked[0]?.at ?? Number.NaN
    const pathOf = (at: number): string =>
      [...times.keys()].find((path) => path.endsWith(`repos/repository-${at}`)) ?? ''
    expect(last(pathOf(1)) - start).toBeLessThan(0.1 * large.tookMs)
    expect(last(pathOf(150)) - start).toBeLessThan(0.75 * large.tookMs)
    expect(last(pathOf(299)) - start).toBeGreaterThan(0.9 * large.tookMs)
  })

  it('asks less often the longer the queue is', () => {
    const longest = (waiting: Waiting): number =>
      Math.max(...[...timesByBranch(waiting).values()].flatMap(gaps))
    expect(longest(small)).toBeLessThanOrEqual(77_000)
    expect(longest(large)).toBeGreaterThan(3 * longest(small))
    expect(longest(large)).toBeLessThan(0.25 * large.tookMs)
    // On average far below the budget.
    expect(large.asked.length / (large.tookMs / 1000)).toBeLessThan(0.1 * BUDGET + 0.2)
  })

  it('keeps to a tighter budget', async () => {
    const gentle = await waitFor(30, { 'max-requests-per-second': '2' })
    expect(gentle.exitCode).toBe(0)
    expect(busiestSecond(gentle.asked)).toBe(2)
  })

  it('says one line for each repository and one each minute, not one for each question', () => {
    expect(large.lines.length).toBeLessThan(2 * 300 + large.tookMs / 60_000 + 30)
    expect(large.lines.length).toBeLessThan(0.5 * questionsOf(large).length)
  })
})
