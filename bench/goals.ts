/** The goals of the bench, and whether they are met. Pure. */
import type { Run } from './measure.ts'
import type { Shape } from './rows.ts'
import { median, spread, table } from './table.ts'

/** What runs over an export in each round; `larger` is `json` over five times the rows. */
export const candidates = [
  'json',
  'all formats',
  'DuckDB',
  'Python csv',
  'inflate and CRC',
  'larger',
] as const
export type Candidate = (typeof candidates)[number]

/** Runs over the exports of one shape: for each candidate one a round, or none when it was not run. */
export type Measured = {
  readonly shape: Shape
  readonly rows: number
  readonly largerZipMegabytes: number
  readonly runs: Readonly<Record<Candidate, readonly Run[]>>
}

/** Milliseconds of each round of the smallest export, and of a bare Node. */
export type Start = { readonly verdict: readonly number[]; readonly bare: readonly number[] }

/** `limit` is null for what is printed for information. `measured` has a number for each round, or one, or none. */
export type Goal = {
  readonly what: string
  readonly shape: string
  readonly limit: number | null
  readonly measured: readonly number[]
}

type Limits = Readonly<Record<Shape, number | null>>
const duckdb: Limits = { repeating: 0.9, distinct: 1.2, mixed: 1.1, long: null }
const python: Limits = { repeating: 0.55, distinct: 1.4, mixed: 0.9, long: null }
const peak: Limits = { repeating: 220, distinct: 420, mixed: 300, long: null }
const formats: Limits = { repeating: 2.5, distinct: 2.5, mixed: 2.5, long: null }

const wall = ({ wallSeconds }: Run): number => wallSeconds
const highestPeak = (runs: readonly Run[]): readonly number[] =>
  runs.length === 0 ? [] : [Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes))]

/** Ratios are taken within each round, since the load of the machine changes between rounds. */
function ratios(runs: readonly Run[], others: readonly Run[]): readonly number[] {
  return others.flatMap((other, round) =>
    runs[round] === undefined ? [] : [wall(runs[round]) / wall(other)],
  )
}

/** Wall time of the larger export by that of the other times five; what a start costs is in neither. */
function growth({ runs }: Measured, start: Start): readonly number[] {
  const fixed = median(start.verdict) / 1000
  return runs.larger.flatMap((larger, round) => {
    const smaller = runs.json[round]
    return smaller === undefined ? [] : [(wall(larger) - fixed) / (5 * (wall(smaller) - fixed))]
  })
}

/** One goal for each line of the table. */
export function goals(all: readonly Measured[], start: Start): readonly Goal[] {
  const each = (what: string, limits: Limits, of: (measured: Measured) => readonly number[]): Goal[] =>
    all.map((one) => ({ what, shape: one.shape, limit: limits[one.shape], measured: of(one) }))
  return [
    ...each('json : DuckDB, wall', duckdb, ({ runs }) => ratios(runs.json, runs.DuckDB)),
    ...each('json : Python csv counting three columns, wall', python, ({ runs }) =>
      ratios(runs.json, runs['Python csv']),
    ),
    ...each('highest peak of json, MB', peak, ({ runs }) => highestPeak(runs.json)),
    ...all
      .filter(({ runs, shape }) => runs.larger.length > 0 || shape === 'repeating')
      .flatMap((one) => growthGoals(one, start)),
    ...each('csv,json,sarif,html : json, wall', formats, ({ runs }) =>
      ratios(runs['all formats'], runs.json),
    ),
    {
      what: 'start to verdict above a bare Node, ms',
      shape: '10 rows',
      limit: 130,
      measured: start.verdict.map((ms, round) => ms - (start.bare[round] ?? Number.NaN)),
    },
  ]
}

function growthGoals(measured: Measured, start: Start): readonly Goal[] {
  const { shape, rows, runs, largerZipMegabytes } = measured
  const larger = (rows * 5).toLocaleString('en')
  const limitOf = (limit: number): number | null => (shape === 'repeating' ? limit : null)
  return [
    {
      what: `${larger} rows: highest peak above the size of the zip, MB`,
      shape,
      limit: limitOf(250),
      measured: highestPeak(runs.larger).map((megabytes) => megabytes - largerZipMegabytes),
    },
    {
      what: `${larger} rows : five times ${rows.toLocaleString('en')} rows, wall without the start`,
      shape,
      limit: limitOf(1.25),
      measured: growth(measured, start),
    },
  ]
}

function resultOf({ limit, measured, what }: Goal): string {
  if (measured.length === 0) return what.includes('DuckDB') ? 'not installed' : 'not measured'
  if (limit === null) return 'for information'
  return median(measured) <= limit ? 'met' : '**missed**'
}

/** Goals with median, spread and result. */
export function goalTable(all: readonly Goal[]): string {
  const lines = all.map((goal) => {
    const digits = goal.what.endsWith('MB') || goal.what.endsWith('ms') ? 0 : 2
    const value = goal.measured.length === 0 ? '-' : median(goal.measured).toFixed(digits)
    const range = spread(goal.measured, digits)
    return [goal.what, goal.shape, goal.limit ?? '-', value, range, resultOf(goal)]
  })
  return table(['goal', 'shape', 'at most', 'measured', 'spread', 'result'], lines)
}

/** Medians of each candidate, and its highest peak. */
export function runTable(all: readonly Measured[]): string {
  const lines = all.flatMap(({ shape, rows, runs }) =>
    candidates
      .filter((name) => runs[name].length > 0)
      .map((name) => [
        shape,
        name === 'larger' ? `json, ${(rows * 5).toLocaleString('en')} rows` : name,
        median(runs[name].map(wall)).toFixed(2),
        spread(runs[name].map(wall)),
        median(runs[name].map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
        ...highestPeak(runs[name]),
      ]),
  )
  return table(['shape', 'candidate', 'wall s', 'spread', 'CPU s', 'peak MB'], lines)
}
