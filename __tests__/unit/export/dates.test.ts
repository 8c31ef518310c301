import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readMoment } from '../../../src/export/dates.ts'

const noon = Date.UTC(2024, 8, 7, 12, 1, 5)
const [MS, MINUTE, DAY] = [1, 60_000, 86_400_000]
const midnight = Date.UTC(2024, 8, 7)

type Times = readonly (readonly [string, number, number?])[]

/** Text, first millisecond, and how many it covers where that is not a second. */
const zoned: Times = [
  ['2024-09-07T12:01:05Z', noon],
  ['2024-09-07T12:01:05z', noon],
  ['2024-09-07T12:01:05.2Z', noon + 200, 100],
  ['2024-09-07T12:01:05,25Z', noon + 250, 10],
  ['2024-09-07T12:01:05.250Z', noon + 250, MS],
  ['2024-09-07T12:01:05.2501239Z', noon + 250, MS],
  ['2024-09-07 12:01 UTC', noon - 5000, MINUTE],
  ['2024-09-07T14:01:05+02:00', noon],
  ['2024-09-07T14:01:05+0200', noon],
  ['2024-09-07T14:01:05+02', noon],
  ['2024-09-07T14:01:05+02:00[Europe/Berlin]', noon],
  ['2024-09-07T06:31:05-05:30', noon],
  ['2024-09-08T06:01:05+18:00', noon],
  ['2024-09-07 12:01:05 UTC', noon],
  ['2024-09-07 12:01:05 GMT+00:00', noon],
  ['2024-09-07 14:01:05 UTC+02:00', noon],
  ['  2024-09-07 12:01:05Z  ', noon],
  ['Sat Sep 07 12:01:05 UTC 2024', noon],
  ['Sat Sep 07 14:01:05 CEST 2024', noon],
  ['Sat Sep 7 05:01:05 PDT 2024', noon],
  ['Sat, 07 Sep 2024 12:01:05 GMT', noon],
  [String(noon), noon, MS],
  [String(noon / 1000), noon],
]
const zoneless: Times = [
  ['2024-09-07T12:01:05', noon],
  ['2024-09-07 12:01:05', noon],
  ['2024-09-07 12:01:05.250', noon + 250, MS],
  ['2024/09/07 12:01:05', noon],
  ['2024-09-07 12:01', noon - 5000, MINUTE],
  ['2024-09-07', midnight, DAY],
  ['07.09.2024 12:01:05', noon],
  ['7.9.2024', midnight, DAY],
  ['Sep 7, 2024 12:01:05 PM', noon],
  ['Sep 7, 2024, 12:01:05\u202fPM', noon],
  ['September 7, 2024 at 12:01:05 PM', noon],
  ['Sep 7, 2024 12:01:05 AM', noon - 12 * 3_600_000],
  ['Sep 7, 2024', midnight, DAY],
  ['07/Sep/24 12:01 PM', noon - 5000, MINUTE],
  ['07/Sep/2024 12:01', noon - 5000, MINUTE],
  ['7 Sep 2024 12:01:05', noon],
  ['07-Sep-2024 12:01:05', noon],
]
const unknown = [
  '',
  'never',
  'yesterday',
  '12',
  '20240907',
  '20240907120105',
  '99999999999',
  '2024-13-07T00:00:00Z',
  '2024-02-30',
  '2023-02-29',
  '2024-09-00',
  '2024-09-07T24:00:00Z',
  '2024-09-07T12:60:00Z',
  '2024-09-07T12:01:60Z',
  '2024-09-07 13:01 PM',
  '2024-09-07 0:01 PM',
  '2024-09-07-05',
  '1969-12-31T00:00:00Z',
  '09/07/2024',
  '09/07/2024 12:01:05',
  'Sat Sep 07 12:01:05 IST 2024',
  'Sat Sep 07 12:01:05 XYZ 2024',
  'Foo 7, 2024',
  '2024-09-07T12:01:05Z, and more',
  '2024-09-07T12:01:05+18:01',
  '2024-09-07T12:01:05-99:00',
  '2024-09-07T12:01:05+02:60',
  `2024-09-07${' '.repeat(3)}x`,
  '9'.repeat(100),
]

describe('readMoment', () => {
  it.each(zoned)('reads "%s" as a moment', (text, ms, spanMs = 1000) => {
    expect(readMoment(text)).toEqual({ ms, spanMs, zoned: true })
  })
  it.each(zoneless)('reads "%s" as UTC, and says that no zone was named', (text, ms, spanMs = 1000) => {
    expect(readMoment(text)).toEqual({ ms, spanMs, zoned: false })
  })
  it.each(unknown)('does not guess what "%s" is', (text) => {
    expect(readMoment(text)).toBeNull()
  })

  it('reads every ISO instant back, and never throws', () => {
    const day = { min: new Date(0), max: new Date(Date.UTC(2286, 0)), noInvalidDate: true }
    fc.assert(
      fc.property(fc.date(day), (date) => {
        expect(readMoment(date.toISOString())).toEqual({ ms: date.getTime(), spanMs: 1, zoned: true })
      }),
    )
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789-:./, TZ+APMSep'), maxLength: 30 }),
        (text) => {
          const moment = readMoment(text)
          if (moment !== null) expect(Number.isSafeInteger(moment.ms)).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
