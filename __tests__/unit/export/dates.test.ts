import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readMoment, ScanTimes } from '../../../src/export/dates.ts'

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

describe('times of scans', () => {
  const from = Date.UTC(2024, 8, 7)
  const to = Date.UTC(2024, 8, 14)
  const HOUR = 3_600_000

  /** Reads a cell as in a row, where other cells surround it; `null` where there is no such column. */
  function readCell(times: ScanTimes, cell: string | null): void {
    const bytes = Buffer.from(`2021-01-01,${cell ?? ''},2022-02-02`)
    if (cell === null) times.read(bytes, -1, -1)
    else times.read(bytes, 11, 11 + Buffer.byteLength(cell))
  }

  const kept = (cell: string | null, period: { from: number | null; to: number | null }): boolean => {
    const times = new ScanTimes(period)
    readCell(times, cell)
    return times.keeps()
  }
  const iso = (ms: number): string => new Date(ms).toISOString()

  describe('the period', () => {
    it('begins with its first moment and ends before its last', () => {
      const period = { from, to }
      expect([from - 1, from, to - 1, to].map((ms) => kept(iso(ms), period))).toEqual([
        false,
        true,
        true,
        false,
      ])
    })

    it('may be open at either end, or at both', () => {
      expect([from - 1, from, to].map((ms) => kept(iso(ms), { from, to: null }))).toEqual([false, true, true])
      expect([from - 1, to - 1, to].map((ms) => kept(iso(ms), { from: null, to }))).toEqual([
        true,
        true,
        false,
      ])
      expect(kept(iso(0), { from: null, to: null })).toBe(true)
    })

    it('has every row whose time is not known', () => {
      for (const cell of ['', 'soon', null]) expect(kept(cell, { from, to })).toBe(true)
    })

    it('has a row without zone when any zone would put it there', () => {
      const local = (ms: number): string => iso(ms).slice(0, 19)
      const period = { from, to }
      expect(kept(local(from - 14 * HOUR), period)).toBe(true)
      expect(kept(local(from - 14 * HOUR - 1000), period)).toBe(false)
      expect(kept(local(to + 14 * HOUR - 1000), period)).toBe(true)
      expect(kept(local(to + 14 * HOUR), period)).toBe(false)
    })

    it.each([
      ['2026-11-27T15:00:00Z', '2026-11-27T15:00:00.001Z', true],
      ['2026-11-27T15:00:00Z', '2026-11-27T15:00:01Z', false],
      ['2026-11-27T15:00:00.4Z', '2026-11-27T15:00:00.499Z', true],
      ['2026-11-27T15:00:00.4Z', '2026-11-27T15:00:00.500Z', false],
      ['2026-11-27T15:00:00.123456Z', '2026-11-27T15:00:00.123Z', true],
      ['2026-11-27T15:00:00.123456Z', '2026-11-27T15:00:00.124Z', false],
      ['2026-11-27 15:00 UTC', '2026-11-27T15:00:30Z', true],
      ['2026-11-27 15:00 UTC', '2026-11-27T15:01:00Z', false],
      ['2026-11-27', '2026-11-27T15:00:00Z', true],
      ['27.11.2026', '2026-11-27T23:59:59Z', true],
      // The day ends last where the clocks are furthest behind.
      ['2026-11-27', '2026-11-28T13:59:59Z', true],
      ['2026-11-27', '2026-11-28T14:00:00Z', false],
    ])('that begins within what "%s" covers has its row, from %s on: %s', (cell, start, isIn) => {
      expect(kept(cell, { from: Date.parse(start), to: null })).toBe(isIn)
    })

    it('that ends within a minute or a day has its row, and none that begins at its end', () => {
      const until = (end: string) => ({ from: null, to: Date.parse(end) })
      expect(kept('2026-11-27 15:00 UTC', until('2026-11-27T15:00:01Z'))).toBe(true)
      expect(kept('2026-11-27 15:00 UTC', until('2026-11-27T15:00:00Z'))).toBe(false)
      expect(kept('2026-11-27', until('2026-11-26T10:00:01Z'))).toBe(true)
      expect(kept('2026-11-27', until('2026-11-26T10:00:00Z'))).toBe(false)
    })

    it('leaves no row out for a time that may not be that of the scan, and says so once', () => {
      const times = new ScanTimes({ from, to })
      const keeps = (cell: string): boolean => {
        readCell(times, cell)
        return times.keeps()
      }
      times.begin('"Detected"')
      expect([iso(0), iso(from), iso(to)].map(keeps)).toEqual([true, true, true])
      times.begin('"Detected"')
      expect(keeps(iso(0))).toBe(true)
      times.begin(null)
      expect(keeps(iso(0))).toBe(false)
      expect(times.notices()).toEqual([
        'its column "Detected" may not be the time of the scan, so all rows count in the period; if it is, say so by `columns` (scanned_at = header).',
        'rows scanned outside of the period and left out: 1.',
      ])
      const open = new ScanTimes({ from: null, to: null })
      open.begin('"Detected"')
      expect(open.notices()).toEqual([])
    })

    it('takes the first moment of a day for its age', () => {
      const times = new ScanTimes({ from, to })
      readCell(times, '2024-09-07')
      expect(times.ms).toBe(from)
    })

    it('says what a reader should know', () => {
      const times = new ScanTimes({ from, to })
      const cells = ['soon', '', iso(from), '2024-09-07 12:00:00', '2024-09-07 12:00:00', iso(0), null]
      for (const cell of cells) {
        readCell(times, cell)
        times.keeps()
      }
      expect(times.notices()).toEqual([
        'rows without a column for the time of the scan: 1; they count in every period.',
        'rows without a time that is understood: 2; they count in every period.',
        'times that name no zone, read as UTC: 2.',
        'rows scanned outside of the period and left out: 1.',
      ])
      expect(new ScanTimes({ from: null, to: null }).notices()).toEqual([])
    })

    it('is no matter of notice when none was asked for', () => {
      const times = new ScanTimes({ from: null, to: null })
      readCell(times, null)
      expect(times.ms).toBeNaN()
      readCell(times, iso(from))
      expect(times.ms).toBe(from)
      expect(times.notices()).toEqual([])
    })
  })

  describe('rows from before the trigger', () => {
    const notices = (cells: readonly (string | null)[], header: string | null = null): readonly string[] => {
      const times = new ScanTimes({ from: null, to: null }, from)
      times.begin(header)
      for (const cell of cells) readCell(times, cell)
      return times.notices().filter((notice) => notice.includes('trigger'))
    }

    it('are counted, and kept', () => {
      expect(notices([iso(from - 1), iso(from), iso(from - HOUR), iso(from + HOUR)])).toEqual([
        'rows scanned before the trigger of this run: 2; the server may keep the time of an earlier scan, or this is an old export: look whether they are still there.',
      ])
      expect(kept(iso(0), { from: null, to: null })).toBe(true)
    })

    it('are none where the time is not known, may be later, or may not be that of the scan', () => {
      const local = (ms: number): string => iso(ms).slice(0, 19)
      const times = ['soon', null, iso(from).slice(0, 10), local(from - 14 * HOUR), '2024-09-07 00:00 UTC']
      expect(notices(times)).toEqual([])
      expect(notices([local(from - 15 * HOUR)])).toHaveLength(1)
      expect(notices([iso(0)], '"Date"')).toEqual([])
      const untriggered = new ScanTimes({ from: null, to: null })
      readCell(untriggered, iso(0))
      expect(untriggered.notices()).toEqual([])
    })
  })

  describe('a time read from its bytes', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'))
    const near = fc.constantFrom(
      ...['00', '01', '02', '12', '13', '23', '24', '28', '29', '30', '31', '32'],
      '59',
      '60',
    )
    const part = fc.oneof(two, near, near)
    const fraction = fc.oneof(
      fc.constantFrom('', '', '.', ',', '.5', ',25', '.999', '.1234567890', '.12 '),
      fc.nat(999_999_999).map((number) => `.${String(number)}`),
    )

    /** What the moment of a text says, its span shown by what a period keeps. */
    function expectAs(text: string): void {
      const moment = readMoment(text)
      const open = new ScanTimes({ from: null, to: null })
      readCell(open, text)
      expect(open.ms).toBe(moment?.ms ?? Number.NaN)
      if (moment === null) return
      const slack = moment.zoned ? 0 : 14 * HOUR
      const end = moment.ms + moment.spanMs + slack
      const borders = [
        [{ from: end - 0.5, to: null }, true],
        [{ from: end, to: null }, false],
        [{ from: null, to: moment.ms - slack + 0.5 }, true],
        [{ from: null, to: moment.ms - slack }, false],
      ] as const
      for (const [period, isKept] of borders) expect(kept(text, period)).toBe(isKept)
    }

    it('is what the shapes of times make of its text', () => {
      const text = fc
        .tuple(
          fc.constantFrom('19', '20', '2x'),
          fc.tuple(part, part, part),
          fc.constantFrom('T', ' ', 't', '  '),
          fc.tuple(part, part, part),
          fraction,
          fc.constantFrom('Z', 'Z', '', 'z', ' Z', '+02:00', '+02', ' UTC', 'x'),
        )
        .map(
          ([century, [year, month, day], between, [hour, minute, second], rest, zone]) =>
            `${century}${year}-${month}-${day}${between}${hour}:${minute}:${second}${rest}${zone}`,
        )
      fc.assert(fc.property(text, expectAs), { numRuns: 5000 })
      for (const day of [
        '2024-02-29',
        '2023-02-29',
        '2000-02-29',
        '1900-02-29',
        '2024-12-31',
        '1970-01-01',
      ]) {
        for (const time of ['00:00:00Z', '23:59:59', '23:59:59.999999999Z', '24:00:00Z'])
          expectAs(`${day}T${time}`)
      }
      const leapDay = new ScanTimes({ from: null, to: null })
      readCell(leapDay, '2024-02-29T00:00:00Z')
      expect(leapDay.ms).toBe(Date.UTC(2024, 1, 29))
      readCell(leapDay, '2023-02-29T00:00:00Z')
      expect(leapDay.ms).toBeNaN()
    })

    it('is that of its cell alone, whatever was read before', () => {
      const times = new ScanTimes({ from, to })
      for (const cell of ['2024-09-07T12:00:00Z', 'soon', '', '2024-09-07', '2024-09-07 12:00:00', null]) {
        readCell(times, cell)
        expect(times.ms).toBe(cell === null ? Number.NaN : (readMoment(cell)?.ms ?? Number.NaN))
      }
    })
  })
})
