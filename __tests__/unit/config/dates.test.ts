import { describe, expect, it } from '@jest/globals'
import { assert, date, integer, property } from 'fast-check'
import { parseDate } from '../../../src/config/values.ts'

const now = Date.parse('2026-11-20T10:00:00Z')
const read = (text: string, rounding: 'down' | 'up' = 'down') => {
  const parsed = parseDate(text, now, rounding)
  return 'value' in parsed ? new Date(parsed.value).toISOString() : parsed.problems.join()
}

describe('parseDate', () => {
  it.each([
    ['2024-09-07', '2024-09-07T00:00:00.000Z'],
    ['2024-09-07T00:01:12Z', '2024-09-07T00:01:12.000Z'],
    ['2024-09-07t00:01:12z', '2024-09-07T00:01:12.000Z'],
    ['2024-09-07T00:01Z', '2024-09-07T00:01:00.000Z'],
    ['2024-09-07T00:01:12+02:00', '2024-09-06T22:01:12.000Z'],
    ['2024-09-07T23:30:00-0130', '2024-09-08T01:00:00.000Z'],
    ['2024-09-07T12:00:00+05', '2024-09-07T07:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
    ['P7D', '2026-11-13T10:00:00.000Z'],
    ['p7d', '2026-11-13T10:00:00.000Z'],
    ['PT12H', '2026-11-19T22:00:00.000Z'],
    ['P1W', '2026-11-13T10:00:00.000Z'],
    ['P1DT2H3M4S', '2026-11-19T07:56:56.000Z'],
    ['PT0S', '2026-11-20T10:00:00.000Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  it.each([
    ['2024-02-30', 'does not exist'],
    ['2023-02-29', 'does not exist'],
    ['1900-02-29', 'before 1970'],
    ['2024-13-01', 'does not exist'],
    ['2024-00-10', 'does not exist'],
    ['2024-01-00', 'does not exist'],
    ['2024-09-07T24:00:00Z', 'does not exist'],
    ['2024-09-07T12:60:00Z', 'does not exist'],
    ['2024-09-07T12:00:60Z', 'does not exist'],
    ['2024-09-07T12:00:00', 'has no offset'],
    ['2024-09-07T12:00:00+25:00', 'impossible offset'],
    ['2024-09-07T12:00:00+02:60', 'impossible offset'],
    ['2024-9-7', 'is not a date'],
    ['07.09.2024', 'is not a date'],
    ['1725667272', 'is not a date'],
    ['2024-09-07 12:00:00Z', 'is not a date'],
    ['yesterday', 'is not a date'],
    ['P1M', 'months or years'],
    ['P1Y', 'months or years'],
    ['P1Y2D', 'months or years'],
    ['P1MT1H', 'months or years'],
    ['P', 'is not a date'],
    ['PT', 'is not a date'],
    ['P1DT', 'is not a date'],
    ['P1H', 'is not a date'],
    ['PT1D', 'is not a date'],
    ['P-7D', 'is not a date'],
    ['P999999D', 'before 1970'],
  ])('refuses %s: %s', (text, why) => {
    expect(read(text)).toContain(`"${text}"`)
    expect(read(text)).toContain(why)
  })

  it('widens a period to whole seconds, never narrows it', () => {
    expect(read('2024-09-07T00:00:12.345Z', 'down')).toBe('2024-09-07T00:00:12.000Z')
    expect(read('2024-09-07T00:00:12.345Z', 'up')).toBe('2024-09-07T00:00:13.000Z')
    expect(read('2024-09-07T00:00:12.000000001Z', 'up')).toBe('2024-09-07T00:00:13.000Z')
    expect(read('2024-09-07T00:00:12.000Z', 'up')).toBe('2024-09-07T00:00:12.000Z')
  })

  it('reads every instant that JavaScript writes', async () => {
    const whole = date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    await assert(
      property(whole, (instant) => {
        const text = instant.toISOString()
        expect(Date.parse(read(text))).toBe(Math.floor(instant.getTime() / 1000) * 1000)
      }),
    )
  })

  it('counts back as many hours as are written', async () => {
    await assert(
      property(integer({ min: 0, max: 400_000 }), (hours) => {
        expect(Date.parse(read(`PT${hours}H`))).toBe(now - hours * 3_600_000)
      }),
    )
  })
})
