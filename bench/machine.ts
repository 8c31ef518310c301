/** What was measured on, and with which versions: the line above every table. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'

/** Versions of peers by name; `null` for what is not installed or does not run. */
export type Versions = Readonly<Record<string, string | null>>

/** The first number with a dot in what a command says of itself. */
function versionOf(command: string, argument = '--version'): string | null {
  const { status, stdout } = spawnSync(command, [argument], { encoding: 'utf8' })
  return status === 0 ? (/\d+\.[\w.]+/.exec(stdout)?.[0] ?? 'of unknown version') : null
}

/** A package counts as installed when it can be loaded: some have a package for each platform behind them. */
function packageVersion(name: string, folder: string): string | null {
  const load = ['--input-type=module', '--eval', `await import('${name}')`]
  if (spawnSync(process.execPath, load, { cwd: folder }).status !== 0) return null
  const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** The peers of the bench. Those that are npm packages come with `npm ci --prefix bench/peers`. */
export function peerVersions(): Versions {
  return {
    'csv-parse': packageVersion('csv-parse', '.'),
    DuckDB: packageVersion('@duckdb/node-api', 'bench/peers'),
    polars: packageVersion('nodejs-polars', 'bench/peers'),
    python3: versionOf('python3'),
    mlr: versionOf('mlr'),
    unzip: versionOf('unzip', '-v'),
  }
}

/** Day, processor, load before (from `loadNow`) and after, Node, versions of peers, and what is missing of them. */
export function machineLine(loadBefore: number, peers: Versions = {}): string {
  const installed = Object.entries(peers).filter(([, version]) => version !== null)
  const missing = Object.keys(peers).filter((name) => peers[name] === null)
  const day = new Date().toISOString().slice(0, 10)
  const load = `load before ${loadBefore.toFixed(1)}, after ${loadNow().toFixed(1)}`
  const versions = [`Node ${process.version}`, ...installed.map((peer) => peer.join(' '))].join(', ')
  const absent = missing.length === 0 ? '' : ` Not installed, so not measured: ${missing.join(', ')}.`
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU'
  return `${day}; ${model}, ${availableParallelism()} cores; ${load}; ${versions}.${absent}`
}

/** How many processes wanted to run during the last minute, on average. */
export function loadNow(): number {
  return loadavg()[0] ?? 0
}
