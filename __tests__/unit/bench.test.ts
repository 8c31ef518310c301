/** The goals of `npm run bench`: none is lost, none is met by a number that is not there. */
import { describe, expect, it } from '@jest/globals'
import { type Goal, goalTable } from '../../bench/goals.ts'
import { growthGoals, growthTable, type Size } from '../../bench/growth.ts'

/** Runs that take `fixed` seconds and `perRow` microseconds a row, in so many rounds. */
const size = (rows: number, perRow: number, peakMegabytes: readonly number[], fixed = 0.2): Size => ({
  rows,
  compressedMegabytes: rows / 25_000,
  runs: peakMegabytes.map((peak) => {
    const seconds = fixed + (rows * perRow) / 1e6
    return { wallSeconds: seconds, cpuSeconds: seconds, peakMegabytes: peak }
  }),
})
const all = (perRowAtLast: number): readonly Size[] => [
  size(10_000, 2, [80, 80, 80]),
  size(100_000, 2, [100, 110, 120]),
  size(1_000_000, 2, [150, 150, 150]),
  size(5_000_000, perRowAtLast, [200, 260, 250]),
]
const measured = (goals: readonly Goal[]): readonly (readonly number[])[] =>
  goals.map((goal) => goal.measured.map((number) => Number(number.toFixed(4))))

describe('goals over growing sizes', () => {
  it('take the highest peak against the lowest, and time without what a run costs whatever its rows', () => {
    expect(measured(growthGoals(all(2)))).toEqual([[Number((260 / (125 + 200)).toFixed(4))], [60], [1, 1, 1]])
  })

  it('miss linearity when later rows cost more', () => {
    const [, , linear] = measured(growthGoals(all(2.5)))
    expect(linear).toEqual([1.3125, 1.3125, 1.3125])
    expect(goalTable(growthGoals(all(2.5)))).toContain('| 1.25 | 1.31 | 1.31 - 1.31 | **missed** |')
  })

  it('compare rounds that all sizes have', () => {
    const sizes = all(2).map((one) => (one.rows === 5_000_000 ? { ...one, runs: one.runs.slice(0, 1) } : one))
    expect(measured(growthGoals(sizes))[2]).toEqual([1])
    expect(growthTable(sizes)).toContain('| 5000000 | 1 |')
  })

  it.each([
    ['nothing', []],
    ['one size', [size(10_000, 2, [80])]],
  ])('are all there and not measured with %s', (_name, sizes) => {
    const goals = growthGoals(sizes)
    expect(measured(goals)).toEqual([[], [], []])
    expect(goalTable(goals).match(/\| - \| - \| not measured \|/g)).toHaveLength(3)
  })
})

describe('a goal', () => {
  it.each([
    ['met', [1, 1.6, 9]],
    ['**missed**', [1, 1.61, 9]],
    ['**missed**', [Number.NaN]],
  ])('is %s by the median of %j', (result, numbers) => {
    expect(goalTable([{ what: 'json', limit: 1.6, measured: numbers }])).toContain(`| ${result} |`)
  })
})
