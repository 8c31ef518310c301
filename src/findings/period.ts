/**
 * The period that was asked for, held against the time of each row. The server filters too, but it may ignore the
 * dates, and `evaluate` has no server. Pure.
 */
import type { Period } from '../inputs/inputs.ts'
import { type Moment, readMoment } from './dates.ts'

/** A time without zone may be off by so much from UTC. */
const ZONE_SLACK_MS = 14 * 3_600_000

/** Tells which rows lie in the period asked for. */
export type PeriodFilter = {
  /**
   * Begins a CSV. `doubtfulTime` is the header of its times, fit to be shown, when they may be no times of a scan: the
   * server chose the rows by the scan, so none is left out for the time of its first detection. `null`: they are.
   */
  begin(doubtfulTime: string | null): void
  /**
   * The time in a cell (`null`: there is no such column), milliseconds since the epoch; `null` when there is none or
   * it is not understood. Of a date it is the first millisecond: ages count what may be that old.
   */
  read(cell: string | null): number | null
  /** The same for a row whose cell is that of the row before. */
  again(): number | null
  /**
   * Whether the row of the cell last read may belong to the period: from inclusive, to exclusive. A row of unknown
   * time does, one whose date or minute reaches into it, and one whose time has no zone when any zone would put it
   * there: a finding must not get lost.
   */
  keeps(): boolean
  /** What a reader should know, one sentence each. */
  notices(): readonly string[]
}

/** A filter for all rows of one export. */
export function createPeriodFilter(period: Period): PeriodFilter {
  const asked = period.from !== null || period.to !== null
  const from = period.from ?? Number.NEGATIVE_INFINITY
  const to = period.to ?? Number.POSITIVE_INFINITY
  const doubts = new Set<string>()
  let decides = asked
  let lastCell: string | null = null
  let last: Moment | null = null
  let untimed = 0
  let unknown = 0
  let zoneless = 0
  let leftOut = 0

  const again = (): number | null => {
    if (lastCell === null) untimed += 1
    else if (last === null) unknown += 1
    else if (!last.zoned) zoneless += 1
    return last === null ? null : last.ms
  }
  return {
    begin(doubtfulTime) {
      decides = asked && doubtfulTime === null
      if (asked && doubtfulTime !== null) doubts.add(doubtfulTime)
    },
    read(cell) {
      if (cell !== lastCell) {
        lastCell = cell
        last = cell === null ? null : readMoment(cell)
      }
      return again()
    },
    again,
    keeps() {
      if (!decides || last === null) return true
      const slack = last.zoned ? 0 : ZONE_SLACK_MS
      const kept = last.ms + last.spanMs + slack > from && last.ms - slack < to
      if (!kept) leftOut += 1
      return kept
    },
    notices: () => [
      ...[...doubts].map(doubtNotice),
      ...(asked && untimed > 0
        ? [`rows without a column that tells when they were scanned: ${untimed}; they count in every period.`]
        : []),
      ...(unknown > 0
        ? [`rows without a time that is understood: ${unknown}; they count in every period.`]
        : []),
      ...(zoneless > 0 ? [`times that name no zone, read as UTC: ${zoneless}.`] : []),
      ...(leftOut > 0 ? [`rows scanned outside of the period and left out: ${leftOut}.`] : []),
    ],
  }
}

function doubtNotice(header: string): string {
  return `its column ${header} may not tell when it was scanned, so all rows count in the period; if it does, say so by \`columns\` (scanned_at = header).`
}
