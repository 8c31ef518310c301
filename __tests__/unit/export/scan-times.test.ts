import { describe, expect, it } from '@jest/globals'
import { createPeriodFilter } from '../../../src/findings/period.ts'

const from = Date.UTC(2024, 8, 7)
const to = Date.UTC(2024, 8, 14)
const HOUR = 3_600_000

const kept = (cell: string | null, period: { from: number | null; to: number | null }): boolean => {
  const filter = createPeriodFilter(period)
  filter.read(cell)
  return filter.keeps()
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
    expect([from - 1, to - 1, to].map((ms) => kept(iso(ms), { from: null, to }))).toEqual([true, true, false])
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
    const filter = createPeriodFilter({ from, to })
    const keeps = (cell: string): boolean => {
      filter.read(cell)
      return filter.keeps()
    }
    filter.begin('"Detected"')
    expect([iso(0), iso(from), iso(to)].map(keeps)).toEqual([true, true, true])
    filter.begin('"Detected"')
    expect(keeps(iso(0))).toBe(true)
    filter.begin(null)
    expect(keeps(iso(0))).toBe(false)
    expect(filter.notices()).toEqual([
      'its column "Detected" may not tell when it was scanned, so all rows count in the period; if it does, say so by `columns` (scanned_at = header).',
      'rows scanned outside of the period and left out: 1.',
    ])
    const open = createPeriodFilter({ from: null, to: null })
    open.begin('"Detected"')
    expect(open.notices()).toEqual([])
  })

  it('takes the first moment of a day for its age', () => {
    const filter = createPeriodFilter({ from, to })
    expect(filter.read('2024-09-07')).toBe(from)
    expect(filter.again()).toBe(from)
  })

  it('tells what a reader should know', () => {
    const filter = createPeriodFilter({ from, to })
    const cells = ['soon', '', iso(from), '2024-09-07 12:00:00', '2024-09-07 12:00:00', iso(0), null]
    for (const cell of cells) {
      filter.read(cell)
      filter.keeps()
    }
    expect(filter.notices()).toEqual([
      'rows without a column that tells when they were scanned: 1; they count in every period.',
      'rows without a time that is understood: 2; they count in every period.',
      'times that name no zone, read as UTC: 2.',
      'rows scanned outside of the period and left out: 1.',
    ])
    expect(createPeriodFilter({ from: null, to: null }).notices()).toEqual([])
  })

  it('is no matter of notice when none was asked for', () => {
    const filter = createPeriodFilter({ from: null, to: null })
    expect(filter.read(null)).toBeNull()
    expect(filter.read(iso(from))).toBe(from)
    expect(filter.notices()).toEqual([])
  })
})
