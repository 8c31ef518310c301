import { describe, expect, it } from '@jest/globals'
import { assert, integer, property } from 'fast-check'
import { parseDuration as parseWithin, showDuration } from '../../../src/config/values.ts'

const parseDuration = (text: string, bounds = { min: 0, max: 2 ** 31 }) => parseWithin(text, bounds)

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1h30m', 5_400_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['0s', 0],
  ])('reads %s as %i ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ value: ms })
  })

  it.each(['60', '0', '1.5'])('refuses the bare number %s and shows units', (text) => {
    expect(parseDuration(text)).toEqual({
      problems: [expect.stringMatching(`^"${text}" has no unit: .*15m`)],
    })
  })

  it.each(['', 'm', '15 m', '15M', '-5s', '1.5h', '5m1h', '1h1h', '15min', 'PT15M', '5s\n', '５s'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toEqual({ problems: [expect.stringContaining('is not a duration')] })
    },
  )

  it('holds both bounds, inclusive', () => {
    const bounds = { min: 1000, max: 60_000 }
    expect(parseDuration('999ms', bounds)).toEqual({ problems: [expect.stringContaining('at least 1s')] })
    expect(parseDuration('1s', bounds)).toEqual({ value: 1000 })
    expect(parseDuration('1m', bounds)).toEqual({ value: 60_000 })
    expect(parseDuration('61s', bounds)).toEqual({ problems: [expect.stringContaining('at most 1m')] })
  })

  it('refuses so many digits that a number would be infinite', () => {
    expect(parseDuration(`${'9'.repeat(400)}s`, { min: 0, max: 1 })).toHaveProperty('problems')
  })

  it('reads what showDuration writes', async () => {
    await assert(
      property(integer({ min: 0, max: 2 ** 31 }), (ms) => {
        expect(parseDuration(showDuration(ms))).toEqual({ value: ms })
      }),
    )
  })
})
