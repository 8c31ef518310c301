/**
 * `npm run bench`: how long the engine takes for an export, as a ratio to inflating it, beside what others take.
 * Each round runs every candidate once, one after the other, so that a busy machine is busy for all of them; the
 * table shows medians and the spread from fastest to slowest. It is printed, and put behind `results.md`.
 *
 * Options: `--rows N` (1000000), `--rounds N` (3), `--growth N` (largest number of rows, 0: none), `--keep` (do not
 * write results.md).
 */
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { exportOf } from './data.ts'
import { measure, type Run } from './measure.ts'
import { policyText } from './policy.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    growth: { type: 'string', default: '0' },
    keep: { type: 'boolean', default: false },
  },
})
const rows = Number(values.rows)
const rounds = Number(values.rounds)
const growth = Number(values.growth)
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-bench-'))
const node = process.execPath

type Candidate = {
  readonly name: string
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** The action as a workflow runs it: the bundle, with its inputs in the environment. */
function gate(
  file: string,
  formats: string,
  more: Readonly<Record<string, string>> = {},
): Omit<Candidate, 'name'> {
  const inputs = {
    operation: 'evaluate',
    'report-files': file,
    formats,
    mode: 'report',
    'output-dir': join(folder, 'report'),
    ...more,
  }
  const named = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  return { command: [node, 'dist-bench/index.js'], environment: Object.fromEntries(named) }
}

/** Peers that are npm packages: `npm ci --prefix bench/peers` installs them. */
const modules = [
  ['DuckDB, two columns, inflated to files first', 'duckdb.mjs', '@duckdb/node-api'],
  ['polars, four columns, inflated to files first', 'polars.mjs', 'nodejs-polars'],
] as const

function isInstalled(module: string): boolean {
  return existsSync(join('bench/peers/node_modules', module, 'package.json'))
}

function has(command: string): boolean {
  return spawnSync(command, [command === 'unzip' ? '-v' : '--version'], { stdio: 'ignore' }).status === 0
}

function candidatesOf(file: string): readonly Candidate[] {
  const policy = join(folder, 'policy.yml')
  writeFileSync(policy, policyText())
  const baseline = join(folder, 'baseline.json')
  const { command, environment } = gate(file, 'json')
  measure(command, environment)
  copyFileSync(join(folder, 'report', 'baseline.json'), baseline)
  const peers: Candidate[] = [
    { name: 'csv-parse alone, no judging', command: [node, 'bench/peers/csv-parse.ts', file] },
  ]
  for (const [name, script, module] of modules) {
    if (isInstalled(module)) peers.push({ name, command: [node, `bench/peers/${script}`, file] })
  }
  if (has('python3')) peers.push({ name: PYTHON, command: ['python3', 'bench/peers/count.py', file] })
  if (has('mlr') && has('unzip')) {
    const pipe = `for m in $(unzip -Z1 "$0"); do unzip -p "$0" "$m"; done | mlr --icsv --allow-ragged-csv-input --ojson count -g Rule`
    peers.push({ name: 'unzip to mlr', command: ['sh', '-c', pipe, file] })
  }
  return [
    { name: YARDSTICK, command: [node, 'bench/peers/inflate.ts', file] },
    { name: 'evaluate, json', ...gate(file, 'json') },
    {
      name: 'evaluate, json, large policy',
      ...gate(file, 'json', { 'policy-file': policy, 'baseline-file': baseline }),
    },
    { name: 'evaluate, csv,json,sarif,html', ...gate(file, 'csv,json,sarif,html') },
    ...peers,
  ]
}

const YARDSTICK = 'inflate and CRC alone, Node'
const PYTHON = 'python3 csv + zipfile'

function table(head: readonly string[], lines: readonly (readonly (string | number)[])[]): string {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function spread(numbers: readonly number[]): string {
  return `${Math.min(...numbers).toFixed(2)} - ${Math.max(...numbers).toFixed(2)}`
}

/** Medians of one candidate; ratios are taken within each round, as the load changes from one to the next. */
function summary(runs: readonly Run[], against: readonly Run[]) {
  const ratios = (of: (run: Run) => number): number[] =>
    runs.map((run, at) => of(run) / of(against[at] ?? run))
  return {
    wall: median(runs.map((run) => run.wallSeconds)),
    wallSpread: spread(runs.map((run) => run.wallSeconds)),
    cpu: median(runs.map((run) => run.cpuSeconds)),
    wallRatio: median(ratios((run) => run.wallSeconds)),
    cpuRatio: median(ratios((run) => run.cpuSeconds)),
    peak: Math.max(...runs.map((run) => run.peakMegabytes)),
  }
}

type Goal = { readonly what: string; readonly limit: number; readonly measured: number | null }

function goalTable(goals: readonly Goal[]): string {
  const verdict = ({ limit, measured }: Goal): string =>
    measured === null ? 'not measured' : measured <= limit ? 'met' : '**missed**'
  const lines = goals.map((goal) => [goal.what, goal.limit, goal.measured?.toFixed(2) ?? '-', verdict(goal)])
  return table(['goal', 'at most', 'measured', 'result'], lines)
}

function compare(file: string): { readonly text: string; readonly goals: readonly Goal[] } {
  const candidates = candidatesOf(file)
  const runs = new Map<string, Run[]>(candidates.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, environment } of candidates) {
      runs.get(name)?.push(measure(command, environment))
    }
  }
  const yardstick = runs.get(YARDSTICK) ?? []
  const of = (name: string) => summary(runs.get(name) ?? [], yardstick)
  const lines = candidates.map(({ name }) => {
    const { wall, wallSpread, cpu, wallRatio, cpuRatio, peak } = of(name)
    return [
      name,
      wall.toFixed(2),
      wallSpread,
      wallRatio.toFixed(2),
      cpu.toFixed(2),
      cpuRatio.toFixed(2),
      peak,
    ]
  })
  const python = runs.get(PYTHON)
  const gateRuns = runs.get('evaluate, json') ?? []
  const goals: Goal[] = [
    { what: 'json : inflate', limit: 1.6, measured: of('evaluate, json').wallRatio },
    {
      what: 'json : python script',
      limit: 0.4,
      measured: python === undefined ? null : summary(gateRuns, python).wallRatio,
    },
    {
      what: 'ten thresholds, severities, suppressions, baseline : inflate',
      limit: 2.5,
      measured: of('evaluate, json, large policy').wallRatio,
    },
    {
      what: 'csv,json,sarif,html : inflate',
      limit: 5,
      measured: of('evaluate, csv,json,sarif,html').wallRatio,
    },
  ]
  const head = ['candidate', 'wall s', 'spread', 'wall ratio', 'CPU s', 'CPU ratio', 'peak MB']
  return { text: table(head, lines), goals }
}

/** One run for each size; with the time for a row and the memory above the compressed size. */
async function growthOf(
  largest: number,
): Promise<{ readonly text: string; readonly goals: readonly Goal[] }> {
  const sizes = [10_000, 100_000, 1_000_000, 5_000_000].filter((size) => size <= largest)
  const results: { size: number; run: Run; megabytes: number }[] = []
  for (const size of sizes) {
    const file = await exportOf(size)
    const { command, environment } = gate(file, 'json')
    results.push({ size, run: measure(command, environment), megabytes: statSync(file).size / 1e6 })
  }
  const lines = results.map(({ size, run, megabytes }) => [
    size,
    run.wallSeconds.toFixed(2),
    run.cpuSeconds.toFixed(2),
    ((run.cpuSeconds / size) * 1e6).toFixed(2),
    run.peakMegabytes,
    megabytes.toFixed(1),
  ])
  const at = (size: number) => results.find((result) => result.size === size)
  const [small, large] = [at(100_000), at(5_000_000)]
  const bound =
    small === undefined || large === undefined ? null : 1.25 * small.run.peakMegabytes + large.megabytes
  const head = ['rows', 'wall s', 'CPU s', 'CPU microseconds a row', 'peak MB', 'compressed MB']
  return {
    text: table(head, lines),
    goals: [
      {
        what: 'peak at 5,000,000 rows : (1.25 x peak at 100,000 + compressed)',
        limit: 1,
        measured: large === undefined || bound === null ? null : large.run.peakMegabytes / bound,
      },
      {
        what: 'peak at 5,000,000 rows, MB above the compressed size',
        limit: 250,
        measured: large === undefined ? null : large.run.peakMegabytes - large.megabytes,
      },
    ],
  }
}

/** Milliseconds from start to verdict of a tiny export through the bundle, above a bare node. */
async function startUp(): Promise<Goal> {
  const file = await exportOf(10)
  const { command, environment } = gate(file, 'json')
  const differences: number[] = []
  for (let round = 0; round < 9; round++) {
    const bare = measure([node, '-e', '0'])
    const run = measure(command, environment)
    differences.push((run.wallSeconds - bare.wallSeconds) * 1000)
  }
  return {
    what: 'start to verdict through dist, ms above `node -e 0`',
    limit: 130,
    measured: median(differences),
  }
}

try {
  console.log(`Making ${rows} rows ...`)
  const file = await exportOf(rows)
  spawnSync(node, ['scripts/build.ts', 'bench'], { stdio: 'inherit' })
  const loadBefore = loadavg()[0] ?? 0
  const compared = compare(file)
  console.log(compared.text)
  const grown = growth > 0 ? await growthOf(growth) : null
  const goals = [...compared.goals, ...(grown?.goals ?? []), await startUp()]
  const python = has('python3') ? spawnSync('python3', ['--version']).stdout.toString().trim() : 'no python3'
  const missing = [
    ...modules.filter(([, , module]) => !isInstalled(module)).map(([, , module]) => module),
    ...['mlr', 'unzip'].filter((name) => !has(name)),
  ]
  const text = [
    `## ${rows} rows, ${(statSync(file).size / 1e6).toFixed(1)} MB zipped, ${rounds} rounds`,
    `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores; load before ${loadBefore.toFixed(1)}, ` +
      `after ${(loadavg()[0] ?? 0).toFixed(1)}; Node ${process.version}, ${python}. ` +
      (missing.length === 0
        ? 'All peers are installed.'
        : `Not installed, so not measured: ${missing.join(', ')}.`),
    compared.text,
    ...(grown === null ? [] : [grown.text]),
    goalTable(goals),
  ].join('\n\n')
  console.log(text)
  if (!values.keep) appendFileSync('bench/results.md', `\n${text}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
