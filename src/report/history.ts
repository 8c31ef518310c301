/**
 * The trend over runs: `history-file` holds one JSON line per run. It only feeds a picture, so a failure with it is one
 * notice and never decides a verdict.
 *
 * Only counts are kept, so what appeared and was fixed since the run before is a lower bound: two findings of one rule
 * and repository that swapped places look unchanged.
 */
import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemCode } from '../errors.ts'
import { makeFolder, pathOf, reportNotWritten } from '../files.ts'
import { severities } from '../finding.ts'
import type { Host, Log } from '../host.ts'
import type { VerdictWord } from '../judge/verdict.ts'
import { isRecord, parseJson } from '../parse.ts'
import { heaviestFirst } from '../text.ts'
import { jsonText, oneLine } from './escape.ts'
import type { Report } from './model.ts'

export const TREND_RUNS = 30
/** Rules and repositories with a count of their own in a line; the others are known as a sum. */
const NAMES_KEPT = 50
const NAME_LIMIT = 200
/** Bytes read from the end of the file: hundreds of lines. */
const TAIL = 4 * 1024 * 1024

export type Trend = ReturnType<typeof openTrend>

/** Reads the `history-file` of a run. Never throws: what is wrong with it is logged and breaks no gate. */
export function openTrend(file: string | null, host: Pick<Host, 'log' | 'workingFolder'>) {
  if (file === null) return { with: () => [], append: () => undefined }
  const path = pathOf(file, host.workingFolder)
  const { runs, garbled } = parseHistory(readHistory(path, host.log))
  if (garbled > 0) host.log.warn(`history-file: lines that cannot be read are left out: ${garbled}.`)
  return {
    /** Earlier runs of this scope, oldest first, with this run last; none without a `history-file`. */
    with(report: Report): readonly PastRun[] {
      const run = pastRunOf(report)
      const earlier = runs.filter(({ scope }) => scope === run.scope)
      return [...earlier, run].slice(-TREND_RUNS)
    },
    append(report: Report): void {
      try {
        makeFolder(dirname(path))
        const text = readHistory(path, { warn: () => undefined })
        // A run that was killed while writing leaves a line without an end; the next line must not be glued to it.
        const lineStart = text === '' || text.endsWith('\n') ? '' : '\n'
        appendFileSync(path, lineStart + historyLine(report))
      } catch (caught) {
        host.log.warn(`${reportNotWritten('history-file', caught).message} The trend misses this run.`)
      }
    },
  }
}

/** The end of the history; '' when there is none yet. */
function readHistory(path: string, log: Pick<Log, 'warn'>): string {
  let file: number | null = null
  try {
    file = openSync(path, 'r')
    const { size } = fstatSync(file)
    const start = Math.max(0, size - TAIL)
    const bytes = Buffer.alloc(size - start)
    const text = bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start))
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } catch (caught) {
    const reason = systemCode(caught) ?? 'unknown reason'
    if (reason !== 'ENOENT') log.warn(`history-file could not be read, so there is no trend (${reason}).`)
    return ''
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** The targets as one text. Local exports have new names in each run, so `evaluate` is one scope of its own. */
function scopeOf(report: Report): string {
  if (report.operation === 'evaluate') return 'evaluate'
  const names = oneLine(report.targets.join(', '), 500)
  return report.targets.length > 10 ? `${report.targets.length} targets: ${names}` : names
}

export type PastRun = Readonly<ReturnType<typeof pastRunOf>>

export function pastRunOf(report: Report) {
  const { verdict, evidence } = report
  const { total, distinct, new: fresh, suppressed, ...counts } = report.counts
  return {
    schemaVersion: '1.0' as const,
    at: evidence.finishedAt,
    /** Runs are compared only with runs of the same scope. */
    scope: scopeOf(report),
    verdict: verdict.word,
    exitCode: verdict.exitCode,
    total,
    distinct,
    new: fresh,
    suppressed,
    bySeverity: counts.bySeverity,
    byRule: heaviest(counts.byRule),
    byRepository: heaviest(counts.byRepository),
  }
}

/** The line that this run adds to `history-file`, line end included. */
export function historyLine(report: Report): string {
  return `${jsonText(pastRunOf(report))}\n`
}

function heaviest(counts: Readonly<Record<string, number>>): Record<string, number> {
  const kept = heaviestFirst(counts).slice(0, NAMES_KEPT)
  return Object.fromEntries(kept.map(([name, count]) => [oneLine(name, NAME_LIMIT), count]))
}

/** The runs, oldest first. Unreadable lines are skipped and counted in `garbled`. */
export function parseHistory(text: string): { readonly runs: readonly PastRun[]; readonly garbled: number } {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const runs = lines.map(parseJson).filter(isPastRun)
  return { runs, garbled: lines.length - runs.length }
}

function isPastRun(value: unknown): value is PastRun {
  if (!isRecord(value) || value.schemaVersion !== '1.0') return false
  const { at, scope, bySeverity } = value
  const words: readonly unknown[] = ['pass', 'warn', 'fail', 'error'] satisfies VerdictWord[]
  return (
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at)) &&
    typeof scope === 'string' &&
    words.includes(value.verdict) &&
    [value.exitCode, value.total, value.distinct, value.new, value.suppressed].every(isCount) &&
    [value.byRule, value.byRepository].every(isCounts) &&
    isCounts(bySeverity) &&
    severities.every((level) => level in bySeverity)
  )
}

function isCounts(value: unknown): value is Record<string, number> {
  return isRecord(value) && !Array.isArray(value) && Object.values(value).every(isCount)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/**
 * Findings that at least appeared, at least were fixed, and at most remained since the run before. `null` without two
 * judged runs, the last of them this one: runs that ended in `error` counted nothing reliable.
 */
export function changeOf(runs: readonly PastRun[]) {
  const now = runs.at(-1)
  const before = runs.slice(0, -1).findLast((run) => run.verdict !== 'error')
  if (now === undefined || now.verdict === 'error' || before === undefined) return null
  const all = [movesOf(before, now, 'byRule'), movesOf(before, now, 'byRepository')]
  const most = (change: (from: number, to: number) => number): number =>
    Math.max(...all.map((moves) => moves.reduce((sum, [from, to]) => sum + Math.max(0, change(from, to)), 0)))
  const fixed = most((from, to) => from - to)
  const appeared = most((from, to) => to - from)
  return { since: before.at, appeared, fixed, remaining: before.total - fixed }
}

type Move = readonly [from: number, to: number]

/** The counts of each name that both runs count on its own, and of all other names as one sum. */
function movesOf(before: PastRun, now: PastRun, by: 'byRule' | 'byRepository'): readonly Move[] {
  const [from, to] = [countsBy(before[by], before.total), countsBy(now[by], now.total)]
  const names = new Set([...Object.keys(before[by]), ...Object.keys(now[by])])
  const moves = Array.from(names, (name) => [from(name), to(name)] as const).filter(
    (move): move is Move => !move.includes(null),
  )
  const rest = (total: number, side: 0 | 1): number =>
    Math.max(0, total - moves.reduce((sum, move) => sum + move[side], 0))
  return [...moves, [rest(before.total, 0), rest(now.total, 1)]]
}

/** Returns the count of a name; `null` when the name may be in the sum of the others. */
function countsBy(counts: PastRun['byRule'], total: number): (name: string) => number | null {
  const sum = Object.values(counts).reduce((all, count) => all + count, 0)
  return (name) => (Object.hasOwn(counts, name) ? (counts[name] ?? 0) : sum >= total ? 0 : null)
}

const bars = '▁▂▃▄▅▆▇█'

/** Numbers as a line of bars; the lowest bar is 0. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(1, ...values)
  const bar = (value: number): string =>
    bars[Math.round((Math.max(0, value) / most) * (bars.length - 1))] ?? ''
  return values.map(bar).join('')
}
