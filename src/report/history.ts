/**
 * The trend over runs: `history-file` holds one JSON line per run. Pure; `history-file.ts` reads and appends it.
 *
 * Only counts are kept, so what came and went since the run before is known as a lower bound: two findings of one
 * rule and repository that swapped places look like none.
 */
import type { Counts, Severity } from '../findings/finding.ts'
import { severities } from '../findings/finding.ts'
import type { VerdictWord } from '../verdict.ts'
import { heaviestFirst } from './count.ts'
import { jsonText, oneLine } from './escape.ts'
import type { Report } from './model.ts'

/** Runs that a trend shows. */
export const TREND_RUNS = 30
/** Rules and repositories that a line tells apart, heaviest first; the rest is known as a sum. */
const TOLD_APART = 50
const NAME_LIMIT = 200

/** One run of `history-file`. */
export type PastRun = {
  readonly schemaVersion: '1.0'
  /** ISO 8601, end of the run. */
  readonly at: string
  /** What was judged: runs are compared only with runs of the same scope. */
  readonly scope: string
  readonly verdict: VerdictWord
  readonly exitCode: number
  readonly total: number
  readonly distinct: number
  readonly new: number
  readonly suppressed: number
  readonly bySeverity: Readonly<Record<Severity, number>>
  readonly byRule: Readonly<Record<string, number>>
  readonly byRepository: Readonly<Record<string, number>>
}

/** Findings that surely came, surely went, and at most stayed since the run before. */
export type Change = {
  readonly since: string
  readonly appeared: number
  readonly fixed: number
  readonly remaining: number
}

/** What is judged, as one text. Local exports are named anew for each run, so `evaluate` is one scope of its own. */
export function scopeOf(report: Report): string {
  if (report.operation === 'evaluate') return 'evaluate'
  const names = oneLine(report.targets.join(', '), 500)
  return report.targets.length > 10 ? `${report.targets.length} targets: ${names}` : names
}

/** This run as the history keeps it. */
export function pastRunOf(report: Report): PastRun {
  const { counts, verdict } = report
  return {
    schemaVersion: '1.0',
    at: report.evidence.finishedAt,
    scope: scopeOf(report),
    verdict: verdict.word,
    exitCode: verdict.exitCode,
    total: counts.total,
    distinct: counts.distinct,
    new: counts.new,
    suppressed: counts.suppressed,
    bySeverity: Object.fromEntries(
      severities.map((level) => [level, counts.bySeverity[level]]),
    ) as Counts['bySeverity'],
    byRule: heaviest(counts.byRule),
    byRepository: heaviest(counts.byRepository),
  }
}

/** The line that this run adds to `history-file`, line end included. */
export function historyLine(report: Report): string {
  return `${jsonText(pastRunOf(report))}\n`
}

function heaviest(counts: Readonly<Record<string, number>>): Record<string, number> {
  const sorted = heaviestFirst(counts)
  return Object.fromEntries(
    sorted.slice(0, TOLD_APART).map(([name, count]) => [oneLine(name, NAME_LIMIT), count]),
  )
}

/**
 * The last runs of a history, oldest first, of `scope` only when one is given. Lines that cannot be read are
 * counted in `garbled` and left out: a broken history must never break the gate.
 */
export function parseHistory(
  text: string,
  last: number = TREND_RUNS,
  scope: string | null = null,
): { readonly runs: readonly PastRun[]; readonly garbled: number } {
  const runs: PastRun[] = []
  let garbled = 0
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const run = parseLine(line)
    if (run === null) garbled++
    else if (scope === null || run.scope === scope) runs.push(run)
  }
  return { runs: last > 0 ? runs.slice(-last) : [], garbled }
}

function parseLine(line: string): PastRun | null {
  try {
    const value: unknown = JSON.parse(line)
    return isPastRun(value) ? value : null
  } catch {
    return null
  }
}

function isPastRun(value: unknown): value is PastRun {
  if (!isRecord(value) || value.schemaVersion !== '1.0') return false
  const words: readonly unknown[] = ['pass', 'warn', 'fail', 'error'] satisfies VerdictWord[]
  return (
    typeof value.at === 'string' &&
    !Number.isNaN(Date.parse(value.at)) &&
    typeof value.scope === 'string' &&
    words.includes(value.verdict) &&
    [value.exitCode, value.total, value.distinct, value.new, value.suppressed].every(isCount) &&
    [value.bySeverity, value.byRule, value.byRepository].every(isCounts) &&
    severities.every((level) => isCounts(value.bySeverity) && level in value.bySeverity)
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCounts(value: unknown): value is Record<string, number> {
  return isRecord(value) && Object.values(value).every(isCount)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/**
 * What changed from the run before to the last of `runs` (oldest first). `null` when there is no such pair of
 * judged runs; runs that ended in `error` counted nothing reliable and are passed over.
 */
export function changeOf(runs: readonly PastRun[]): Change | null {
  const now = runs.at(-1)
  const before = runs.slice(0, -1).findLast((run) => run.verdict !== 'error')
  if (now === undefined || now.verdict === 'error' || before === undefined) return null
  const byRule = movesBetween(before.byRule, before.total, now.byRule, now.total)
  const byRepository = movesBetween(before.byRepository, before.total, now.byRepository, now.total)
  const fixed = Math.max(byRule.fixed, byRepository.fixed)
  const appeared = Math.max(byRule.appeared, byRepository.appeared)
  return { since: before.at, appeared, fixed, remaining: before.total - fixed }
}

type NumberByName = Readonly<Record<string, number>>

/** Rises and falls, name by name where both lines tell a name apart, and for all other names as one sum. */
function movesBetween(
  before: NumberByName,
  totalBefore: number,
  now: NumberByName,
  totalNow: number,
): { appeared: number; fixed: number } {
  const knownBefore = reader(before, totalBefore)
  const knownNow = reader(now, totalNow)
  let appeared = 0
  let fixed = 0
  let otherBefore = totalBefore
  let otherNow = totalNow
  const move = (from: number, to: number): void => {
    appeared += Math.max(0, to - from)
    fixed += Math.max(0, from - to)
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const from = knownBefore(name)
    const to = knownNow(name)
    if (from === null || to === null) continue
    move(from, to)
    otherBefore -= from
    otherNow -= to
  }
  move(Math.max(0, otherBefore), Math.max(0, otherNow))
  return { appeared, fixed }
}

/** Gives the count of a name; `null` when the name may be among those that were summed up. */
function reader(counts: NumberByName, total: number): (name: string) => number | null {
  const told = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (name) => (Object.hasOwn(counts, name) ? (counts[name] ?? 0) : told >= total ? 0 : null)
}

const bars = '▁▂▃▄▅▆▇█'

/** Numbers as a line of bars, the lowest bar standing for 0. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(1, ...values)
  return values
    .map((value) => bars[Math.round((Math.max(0, value) / most) * (bars.length - 1))] ?? '')
    .join('')
}
