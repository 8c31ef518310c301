/**
 * `npm run bench`: the goals of speed and memory, measured beside DuckDB, Python's csv and bare inflating. Whole
 * processes run in turn within each round, so a busy machine slows all of them down. Prints two tables and writes them
 * to `results.md`. DuckDB comes with `npm install --prefix bench/peers`; without it its goals are "not installed".
 *
 * Options: `--rows N` (1000000; long has a tenth of them), `--rounds N` (3), `--shapes LIST` (all four),
 * `--growth LIST` (repeating: shapes that run over five times the rows as well), `--dist FOLDER` (dist: the build to
 * measure), `--keep` (leave results.md alone).
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { exportOf } from './export.ts'
import { type Answer, gate, gateAnswer } from './gate.ts'
import { type Candidate, candidates, goals, goalTable, type Measured, runTable, type Start } from './goals.ts'
import { loadNow, machineLine, peerVersions, type Versions } from './machine.ts'
import { type Command, measure, type Run } from './measure.ts'
import { type Shape, shapes } from './rows.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    shapes: { type: 'string', default: shapes.join() },
    growth: { type: 'string', default: 'repeating' },
    dist: { type: 'string', default: 'dist' },
    keep: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const START_ROUNDS = Math.max(rounds, 9)
const bench = import.meta.dirname
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-bench-'))
const report = join(folder, 'report')
const wrong = new Set<string>()

/** Every candidate once in each round, in turn. */
async function measureShape(shape: Shape, peers: Versions): Promise<Measured> {
  const rows = Number(values.rows) / (shape === 'long' ? 10 : 1)
  const file = await exportOf(shape, rows)
  const larger = values.growth.split(',').includes(shape) ? await exportOf(shape, rows * 5) : null
  const node = (peer: string): Command => ({ command: [process.execPath, join(bench, 'peers', peer), file] })
  const commands: Partial<Record<Candidate, Command>> = {
    json: gate(values.dist, file, 'json', report),
    ...(peers.DuckDB && peers.unzip ? { DuckDB: node('duckdb.ts') } : {}),
    'Python csv': { command: ['python3', join(bench, 'peers/count.py'), file] },
    'inflate and CRC': node('inflate.ts'),
    'all formats': gate(values.dist, file, 'csv,json,sarif,html', report),
    ...(larger === null ? {} : { larger: gate(values.dist, larger, 'json', report) }),
  }
  const runs = Object.fromEntries(candidates.map((name) => [name, []])) as unknown as Record<Candidate, Run[]>
  for (let round = 1; round <= rounds; round++) {
    let expected: Answer | null = null
    for (const [name, command] of Object.entries(commands) as [Candidate, Command][]) {
      const { stdout, ...run } = measure(command)
      runs[name].push(run)
      const { wallSeconds, cpuSeconds, peakMegabytes } = run
      const took = `${wallSeconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} CPU s, ${peakMegabytes} MB`
      console.error(`${shape}, round ${round} of ${rounds}: ${name}: ${took}`)
      if (name === 'larger') continue
      const answer: Partial<Answer> = command.makes === undefined ? JSON.parse(stdout) : gateAnswer(report)
      expected ??= gateAnswer(report)
      compare(`${shape}, ${name}`, answer, expected)
    }
  }
  const largerZipMegabytes = larger === null ? Number.NaN : statSync(larger).size / 1e6
  return { shape, rows, largerZipMegabytes, runs }
}

function compare(who: string, answer: Partial<Answer>, expected: Answer): void {
  for (const [name, value] of Object.entries(answer)) {
    const ours = expected[name as keyof Answer]
    if (JSON.stringify(value) !== JSON.stringify(ours))
      wrong.add(`${who}: ${name} ${value}, the gate has ${ours}`)
  }
}

async function measureStart(): Promise<Start> {
  const verdict = gate(values.dist, await exportOf('repeating', 10), 'json', report)
  const bare = { command: [process.execPath, '-e', '0'] }
  const times = Array.from({ length: START_ROUNDS }, () =>
    [verdict, bare].map((command) => measure(command).wallSeconds * 1000),
  )
  return { verdict: times.map(([ms = 0]) => ms), bare: times.map(([, ms = 0]) => ms) }
}

try {
  const peers = peerVersions()
  const chosen = values.shapes.split(',') as Shape[]
  const unknown = chosen.find((shape) => !shapes.includes(shape))
  if (unknown !== undefined) throw new Error(`there is no shape "${unknown}": ${shapes.join(', ')}`)
  const loadBefore = loadNow()
  const measured: Measured[] = []
  for (const shape of chosen) measured.push(await measureShape(shape, peers))
  const start = await measureStart()
  const text = [
    '# Results of `npm run bench`',
    `${values.rows} rows (long: a tenth), ${rounds} rounds. ${machineLine(loadBefore, peers)}`,
    'Wall and CPU time are medians, ratios are medians of the ratios within rounds, peaks are the highest.',
    goalTable(goals(measured, start)),
    runTable(measured),
    ...(wrong.size === 0 ? [] : [`**Different answers:** ${[...wrong].join('; ')}.`]),
  ].join('\n\n')
  console.log(text)
  if (!values.keep) writeFileSync(join(bench, 'results.md'), `${text}\n`)
  if (wrong.size > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
