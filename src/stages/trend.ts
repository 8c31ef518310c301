/** The history of runs that feeds the trend: read once at the start, appended once at the end. */
import { pathOf } from '../files.ts'
import type { Host } from '../host.ts'
import {
  appendHistory,
  historyLine,
  type PastRun,
  parseHistory,
  pastRunOf,
  readHistory,
  scopeOf,
  TREND_RUNS,
} from '../report/history.ts'
import type { Report } from '../report/model.ts'
import type { RunResult } from '../report/run-result.ts'

/** Earlier runs, and the place to add this one. */
export type Trend = {
  /** Earlier runs of this scope, oldest first, with this run last; none without a `history-file`. */
  with(report: Report): readonly PastRun[]
  /** Adds this run to the file, if it judged anything. */
  append(report: Report): void
}

/** The trend of this run's `history-file`. Never throws: a broken history is told and breaks no gate. */
export function openTrend(result: Pick<RunResult, 'inputs' | 'decision'>, host: Host): Trend {
  const file = result.inputs?.historyFile ?? null
  if (file === null) return { with: () => [], append: () => undefined }
  const path = pathOf(file, host.workingFolder)
  const { text, notice } = readHistory(path)
  const { garbled } = parseHistory(text)
  if (notice !== null) host.log.warn(notice)
  if (garbled > 0) host.log.warn(`history-file: lines that cannot be read are left out: ${garbled}.`)
  return {
    with(report) {
      const { runs } = parseHistory(text, TREND_RUNS - 1, scopeOf(report))
      return [...runs, pastRunOf(report)]
    },
    append(report) {
      if (result.decision === null) return
      const failed = appendHistory(path, historyLine(report))
      if (failed !== null) host.log.warn(failed)
    },
  }
}
