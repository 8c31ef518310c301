/**
 * `npm run bench`: how long the engine takes for an export, as a ratio to inflating it, beside what others take; how
 * time and memory grow with the rows; how long it takes to start. A busy machine is busy for all candidates, as each
 * round runs every one of them once; tables show medians and the spread from fastest to slowest. They are printed, and
 * put behind `results.md`. Peers that are npm packages come with `npm ci --prefix bench/peers`; what is not installed
 * is not measured, and the line of versions says so.
 *
 * Options: `--rows N` (1000000), `--rounds N` (3), `--growth N` (largest number of rows, 5000000; with 0, or less than
 * that, goals over what was left out say "not measured"), `--keep` (do not write results.md).
 */
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compare } from './compare.ts'
import { exportOf } from './data.ts'
import { buildGate } from './gate.ts'
import { goalTable } from './goals.ts'
import { growthGoals, growthTable, measureGrowth } from './growth.ts'
import { loadNow, machineLine, peerVersions } from './machine.ts'
import { startUp } from './start.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    growth: { type: 'string', default: '5000000' },
    keep: { type: 'boolean', default: false },
  },
})
const [rows, rounds, largest] = [Number(values.rows), Number(values.rounds), Number(values.growth)]
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-bench-'))

try {
  console.log(`Making ${rows} rows ...`)
  const file = await exportOf(rows)
  buildGate()
  const peers = peerVersions()
  const loadBefore = loadNow()
  const compared = compare(file, rounds, peers, folder)
  console.log(compared.text)
  const sizes = await measureGrowth(largest, rounds, folder)
  const start = await startUp(folder)
  const text = [
    `## ${rows} rows, ${(statSync(file).size / 1e6).toFixed(1)} MB zipped, ${rounds} rounds`,
    machineLine(loadBefore, peers),
    compared.text,
    ...(sizes.length === 0 ? [] : [growthTable(sizes)]),
    start.text,
    goalTable([...compared.goals, ...growthGoals(sizes), start.goal]),
  ].join('\n\n')
  console.log(text)
  if (!values.keep) appendFileSync('bench/results.md', `\n${text}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
