/**
 * `npm run bench:shards`: what one shard of a matrix costs and leaves, and what the last job takes to judge it; prints
 * a table. Times are medians of the rounds with their spread, memory is the highest.
 *
 * Options: `--rows N` (1000000), `--rounds N` (3), `--dist FOLDER` (dist).
 */
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDeflateRaw } from 'node:zlib'
import { exportOf } from './export.ts'
import { gate } from './gate.ts'
import { loadNow, machineLine } from './machine.ts'
import { type Command, measure, type Run } from './measure.ts'
import { median, spread, table } from './table.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    dist: { type: 'string', default: 'dist' },
  },
})
const [rows, rounds] = [Number(values.rows), Number(values.rounds)]
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-bench-'))
const shard = join(folder, 'shard')
const findings = join(shard, 'findings.csv')
const key = { 'fingerprint-key': 'made up for the bench' }

/** The last job as a workflow has it; `null` leaves `formats` to the default. */
function lastJob(formats: string | null): Command {
  return gate(values.dist, join(shard, 'report.json'), formats, join(folder, 'last'), key)
}

async function deflatedBytes(path: string): Promise<number> {
  let bytes = 0
  for await (const piece of createReadStream(path).pipe(createDeflateRaw())) bytes += (piece as Buffer).length
  return bytes
}

const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
const sizeOfFile = (name: string): string => sizeOf(statSync(join(shard, name)).size)

function took(runs: readonly Run[]): string {
  const cpu = runs.map(({ cpuSeconds }) => cpuSeconds)
  const peak = Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes))
  return `${secondsOf(cpu)}, ${peak} MB at most`
}

function secondsOf(cpu: readonly number[]): string {
  const between = cpu.length > 1 ? ` (${spread(cpu, 1)})` : ''
  return `${median(cpu).toFixed(1)} CPU s${between}`
}

try {
  const file = await exportOf('repeating', rows)
  const loadBefore = loadNow()
  const commands = {
    shard: gate(values.dist, file, 'csv,json', shard, key),
    json: lastJob('json'),
    all: lastJob(null),
  } satisfies Record<string, Command>
  const names = Object.keys(commands) as (keyof typeof commands)[]
  const runs = Object.fromEntries(names.map((name) => [name, [] as Run[]])) as Record<
    keyof typeof commands,
    Run[]
  >
  for (let round = 0; round < rounds; round++) {
    for (const name of names) runs[name].push(measure(commands[name]))
  }
  console.log(`\n${rows} rows, ${rounds} rounds; ${machineLine(loadBefore)}\n`)
  console.log(
    table(
      ['', ''],
      [
        ['the shard, `evaluate` with `formats: csv,json`', took(runs.shard)],
        [
          'its `findings.csv`',
          `${sizeOfFile('findings.csv')}, ${sizeOf(await deflatedBytes(findings))} deflated`,
        ],
        [
          'its `report.json` · `baseline.json`',
          `${sizeOfFile('report.json')} · ${sizeOfFile('baseline.json')}`,
        ],
        ['the last job over it, `formats: json`', took(runs.json)],
        ['the last job over it, `formats` by default', took(runs.all)],
      ],
    ),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
