import { describe, expect, it } from '@jest/globals'
import { peek, readStart, readSteadily } from '../../../src/server/download.ts'
import { collect } from '../../fixtures/client-world.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

/** Chunks of these sizes, each after so many milliseconds. */
async function* arriving(
  clock: { pass(ms: number): void },
  ...steps: [ms: number, bytes: number][]
): AsyncGenerator<Buffer> {
  for (const [ms, bytes] of steps) {
    clock.pass(ms)
    yield Buffer.alloc(bytes, 'x')
  }
}

describe('a body that must keep moving', () => {
  it.each([
    ['comes at once', [[0, 10]], true],
    [
      'comes slowly, but comes',
      [
        [40_000, 600],
        [40_000, 600],
        [40_000, 600],
        [40_000, 600],
      ],
      true,
    ],
    ['is small and late', [[59_000, 1]], true],
    [
      'drips',
      [
        [30_000, 10],
        [30_000, 10],
      ],
      false,
    ],
    [
      'comes well and then drips',
      [
        [70_000, 5000],
        [50_000, 1],
        [50_000, 1],
      ],
      false,
    ],
  ] as [string, [number, number][], boolean][])('%s', async (_name, steps, sound) => {
    const clock = fakeClock()
    const reading = collect(readSteadily(arriving(clock, ...steps), 60_000, clock))
    if (sound) expect((await reading).length).toBe(steps.reduce((sum, [, bytes]) => sum + bytes, 0))
    else await expect(reading).rejects.toThrow()
  })

  it('is not blamed for a slow reader', async () => {
    const clock = fakeClock()
    const body = readSteadily(arriving(clock, [1, 10], [1, 10], [1, 10]), 60_000, clock)
    for await (const _chunk of body) clock.pass(100_000)
    expect(clock.elapsed()).toBe(300_003)
  })
})

describe('limits', () => {
  it('hold for what is read whole, and cut what is only begun', async () => {
    const clock = fakeClock()
    const ten = Buffer.from('x'.repeat(10))
    expect(await readStart(arriving(clock, [0, 6], [0, 4]), 10)).toEqual({ start: ten, isWhole: true })
    expect(await readStart(arriving(clock, [0, 6], [0, 5]), 10)).toEqual({ start: ten, isWhole: false })
    expect(await readStart(arriving(clock, [0, 6], [0, 6], [0, 6]), 10)).toEqual({
      start: ten,
      isWhole: false,
    })
  })
})

describe('a look at the first bytes', () => {
  it('takes nothing away, whatever the chunks', async () => {
    const clock = fakeClock()
    for (const sizes of [[], [1], [3, 5], [600], [300, 300, 300], [511, 1, 1]]) {
      const steps = sizes.map((bytes): [number, number] => [0, bytes])
      const { start, whole } = await peek(readSteadily(arriving(clock, ...steps), 1000, clock))
      const total = sizes.reduce((sum, bytes) => sum + bytes, 0)
      expect(start).toHaveLength(Math.min(total, 512))
      expect(await collect(whole())).toHaveLength(total)
    }
  })

  it('closes the source when the reader leaves early', async () => {
    let closed = false
    async function* source(): AsyncGenerator<Buffer, void, void> {
      try {
        yield Buffer.alloc(600)
        yield Buffer.alloc(600)
      } finally {
        closed = true
      }
    }
    const { whole } = await peek(source())
    for await (const _chunk of whole()) break
    expect(closed).toBe(true)
  })
})
