/** From start to verdict: a tiny export through the bundle, beside a bare Node. */
import { join } from 'node:path'
import { exportOf } from './data.ts'
import { gate } from './gate.ts'
import type { Goal } from './goals.ts'
import { measure } from './measure.ts'
import { median, spread, table } from './table.ts'

const ROUNDS = 9
const ROWS = 10

/** Milliseconds of both, and the goal over what lies between them in each round. */
export async function startUp(folder: string): Promise<{ readonly text: string; readonly goal: Goal }> {
  const file = await exportOf(ROWS)
  const verdict = gate(file, 'json', join(folder, 'report'))
  const bare: number[] = []
  const verdicts: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(measure({ command: [process.execPath, '-e', '0'] }).wallSeconds * 1000)
    verdicts.push(measure(verdict).wallSeconds * 1000)
  }
  const above = verdicts.map((ms, round) => ms - (bare[round] ?? ms))
  const line = (name: string, times: readonly number[]): readonly string[] => [
    ...[name, median(times).toFixed(0), spread(times, 0)],
  ]
  return {
    text: table(
      [`start, ${ROUNDS} rounds`, 'ms', 'spread'],
      [
        line('bare `node -e 0`', bare),
        line(`evaluate of ${ROWS} rows through the bundle`, verdicts),
        line('one above the other', above),
      ],
    ),
    goal: { what: 'start to verdict through the bundle, ms above `node -e 0`', limit: 130, measured: above },
  }
}
