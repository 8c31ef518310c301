import { describe, expect, it } from '@jest/globals'
import { parseAge } from '../../../src/config/values.ts'

const DAY = 86_400_000

describe('an age', () => {
  it.each([
    ['90d', 90 * DAY],
    ['12h', DAY / 2],
    ['1d12h', 1.5 * DAY],
    ['2w', 14 * DAY],
    ['P90D', 90 * DAY],
    ['P2W', 14 * DAY],
    ['PT36H', 1.5 * DAY],
    ['P1DT12H', 1.5 * DAY],
    ['p1dt30m', DAY + 30 * 60_000],
    ['1s', 1000],
    ['12w', 84 * DAY],
    ['P12W', 84 * DAY],
    ['P10DT10H10M10S', 10 * DAY + 10 * 3_600_000 + 10 * 60_000 + 10_000],
    ['PT10M', 600_000],
    ['PT10S', 10_000],
    ['36500d', 36_500 * DAY],
  ])('%s', (text, ms) => {
    expect(parseAge(text)).toEqual({ value: ms })
  })

  it.each([
    ...['', '90', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', '0d', '0w', '-1d', '1.5d', '90 d', '999999w'],
    ...['36501d', '5P1D', '2wx', 'x2w', 'P1Dx', 'xP1D', 'P2WT1H'],
  ])('is not %j', (text) => {
    expect(parseAge(text)).toHaveProperty('problems')
  })
})
