/** How time and memory grow with the rows: `evaluate` with `formats: json` over exports of several sizes. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { exportOf } from './data.ts'
import { gate } from './gate.ts'
import type { Goal } from './goals.ts'
import { measure, type Run } from './measure.ts'
import { median, spread, table } from './table.ts'

const [SMALLEST, SMALL, LARGE, LARGEST] = [10_000, 100_000, 1_000_000, 5_000_000] as const

/** A size that took so long is not run again. */
const ENOUGH_SECONDS = 60

/** Runs over one size. */
export type Size = {
  readonly rows: number
  readonly compressedMegabytes: number
  readonly runs: readonly Run[]
}

/** Runs all sizes of at most `largest` rows, one after the other in each round. */
export async function measureGrowth(
  largest: number,
  rounds: number,
  folder: string,
): Promise<readonly Size[]> {
  const sizes: (Size & { readonly file: string; readonly runs: Run[] })[] = []
  for (const rows of [SMALLEST, SMALL, LARGE, LARGEST].filter((size) => size <= largest)) {
    const file = await exportOf(rows)
    sizes.push({ rows, file, compressedMegabytes: statSync(file).size / 1e6, runs: [] })
  }
  for (let round = 0; round < rounds; round++) {
    for (const { file, runs } of sizes) {
      if (runs.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0) >= ENOUGH_SECONDS) continue
      runs.push(measure(gate(file, 'json', join(folder, 'report'))))
    }
  }
  return sizes
}

/** A line for each size, with the number of its rounds. */
export function growthTable(sizes: readonly Size[]): string {
  const lines = sizes.map(({ rows, compressedMegabytes, runs }) => {
    const wall = runs.map(({ wallSeconds }) => wallSeconds)
    const cpu = runs.map(({ cpuSeconds }) => cpuSeconds)
    const perRow = ((median(cpu) / rows) * 1e6).toFixed(2)
    const peak = Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes))
    return [
      ...[rows, runs.length, median(wall).toFixed(2), spread(wall), median(cpu).toFixed(2), spread(cpu)],
      ...[perRow, peak, compressedMegabytes.toFixed(1)],
    ]
  })
  return table(
    [
      ...['rows', 'rounds', 'wall s', 'spread', 'CPU s', 'spread'],
      ...['CPU microseconds a row', 'highest peak MB', 'compressed MB'],
    ],
    lines,
  )
}

/** Goals over sizes that were not run have no number. */
export function growthGoals(sizes: readonly Size[]): readonly Goal[] {
  const of = (rows: number): Size | undefined => sizes.find((size) => size.rows === rows)
  const [smallest, small, large, largest] = [of(SMALLEST), of(SMALL), of(LARGE), of(LARGEST)]
  return [
    {
      what: 'highest peak at 5,000,000 rows : (1.25 x lowest at 100,000 + compressed)',
      limit: 1,
      measured: small === undefined || largest === undefined ? [] : [memoryRatio(small, largest)],
    },
    {
      what: 'highest peak at 5,000,000 rows, MB above the compressed size',
      limit: 250,
      measured: largest === undefined ? [] : [highestPeak(largest) - largest.compressedMegabytes],
    },
    {
      what:
        'CPU time that a row adds from 1,000,000 to 5,000,000 : from 10,000 to 1,000,000 ' +
        '(time is linear where both are equal; what a run costs whatever its rows is in neither)',
      limit: 1.25,
      measured:
        smallest === undefined || large === undefined || largest === undefined
          ? []
          : linearity(smallest, large, largest),
    },
  ]
}

function highestPeak({ runs }: Size): number {
  return Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes))
}

function memoryRatio(small: Size, largest: Size): number {
  const lowest = Math.min(...small.runs.map(({ peakMegabytes }) => peakMegabytes))
  return highestPeak(largest) / (1.25 * lowest + largest.compressedMegabytes)
}

/** For each round that ran all three sizes. */
function linearity(smallest: Size, large: Size, largest: Size): readonly number[] {
  return largest.runs.flatMap((end, round) => {
    const [start, middle] = [smallest.runs[round], large.runs[round]]
    if (start === undefined || middle === undefined) return []
    const later = (end.cpuSeconds - middle.cpuSeconds) / (largest.rows - large.rows)
    const earlier = (middle.cpuSeconds - start.cpuSeconds) / (large.rows - smallest.rows)
    return [later / earlier]
  })
}
