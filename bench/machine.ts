/** The line above every table: what was measured on, with which versions. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'

/** Versions of peers by name; `null` for one that is not installed. */
export type Versions = Readonly<Record<string, string | null>>

function versionOf(command: string, argument = '--version'): string | null {
  const { status, stdout } = spawnSync(command, [argument], { encoding: 'utf8' })
  return status === 0 ? (/\d+\.[\w.]+/.exec(stdout)?.[0] ?? 'of unknown version') : null
}

/** A package counts as installed when it can be loaded: it may need a second package for the platform. */
function packageVersion(name: string, folder: string): string | null {
  const load = ['--input-type=module', '--eval', `await import('${name}')`]
  if (spawnSync(process.execPath, load, { cwd: folder }).status !== 0) return null
  const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** DuckDB comes with `npm install --prefix bench/peers`; unzip unpacks the export for it. */
export function peerVersions(): Versions {
  return {
    DuckDB: packageVersion('@duckdb/node-api', join(import.meta.dirname, 'peers')),
    Python: versionOf('python3'),
    unzip: versionOf('unzip', '-v'),
  }
}

/** Day, processor, memory, load before (from `loadNow`) and after, versions of Node and of the peers. */
export function machineLine(loadBefore: number, peers: Versions = {}): string {
  const day = new Date().toISOString().slice(0, 10)
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU'
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const load = `load before ${loadBefore.toFixed(1)}, after ${loadNow().toFixed(1)}`
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version ?? 'not installed'}`)
  const all = [`Node ${process.version}`, ...versions].join(', ')
  return `${day}; ${model}, ${availableParallelism()} cores, ${memory}; ${load}; ${all}.`
}

/** How many processes wanted to run during the last minute, on average. */
export function loadNow(): number {
  return loadavg()[0] ?? 0
}
