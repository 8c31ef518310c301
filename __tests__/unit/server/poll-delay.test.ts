import { describe, expect, it } from '@jest/globals'
import { pollDelay, queueDelay } from '../../../src/server/wait.ts'

const delays = (pollIntervalMs: number, rounds: number): number[] =>
  Array.from({ length: rounds }, (_, round) => pollDelay(round, pollIntervalMs, 0.5))

describe('the delay between polls', () => {
  it('begins quickly, reaches the interval and grows to its limit', () => {
    expect(delays(10_000, 13)).toEqual([
      250, 500, 1000, 2000, 4000, 8000, 10_000, 15_000, 22_500, 33_750, 50_625, 60_000, 60_000,
    ])
  })

  it('has no quick phase below a quarter of a second', () => {
    expect(delays(100, 6)).toEqual([100, 150, 225, 338, 506, 600])
  })

  it('keeps an interval that is longer than the limit', () => {
    expect(delays(300_000, 14).slice(11)).toEqual([300_000, 300_000, 300_000])
  })

  it('moves by a fifth either way with chance, and is never zero', () => {
    expect(pollDelay(6, 10_000, 0)).toBe(8000)
    expect(pollDelay(6, 10_000, 1)).toBe(12_000)
    expect(pollDelay(1_000_000, 1, 0)).toBeGreaterThanOrEqual(1)
  })
})

describe('the delay of a target in the queue', () => {
  const HOUR = 3_600_000
  const sight = { open: 100, done: 0, waitedMs: HOUR, leftMs: 100 * HOUR }

  it('grows with the queue', () => {
    expect(queueDelay(sight)).toBe(200_000)
    expect(queueDelay({ ...sight, open: 200 })).toBe(400_000)
  })

  it('is at most a quarter of the time waited, so that an end of all at once is not seen late', () => {
    expect(queueDelay({ ...sight, open: 5000 })).toBe(HOUR / 4)
  })

  it('is nothing when nothing was waited yet', () => {
    expect(queueDelay({ ...sight, waitedMs: 0 })).toBe(0)
  })

  it('is at most a quarter of what the rest will take at the pace of what is done', () => {
    expect(queueDelay({ ...sight, open: 1000, done: 4000 })).toBe(HOUR / 16)
  })

  it('is at most a quarter of the time until the deadline, so that what ends before it is seen', () => {
    expect(queueDelay({ ...sight, leftMs: 60_000 })).toBe(15_000)
  })
})
