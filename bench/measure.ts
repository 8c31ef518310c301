/** Runs a command to its end and tells what it took. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Run = {
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

/** Told by the parent of the command alone, which is small: the system counts memory of all children together. */
const observer = `
import json, os, resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
told = [time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code]
open(sys.argv[1], 'w').write(json.dumps(told))
`

/** A command to measure. */
export type Command = {
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** A folder that it makes; removed before it runs, as a job of CI has none. */
  readonly makes?: string
}

/** Needs python3, as the only tool at hand that tells the peak of another process everywhere. */
export function measure({ command, environment = {}, makes }: Command): Run {
  if (makes !== undefined) rmSync(makes, { recursive: true, force: true })
  const told = join(tmpdir(), `soteri-gate-bench-run-${process.pid}.json`)
  spawnSync('python3', ['-c', observer, told, ...command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const [wallSeconds = 0, cpuSeconds = 0, peak = 0, code = 1] = JSON.parse(
    readFileSync(told, 'utf8'),
  ) as number[]
  rmSync(told)
  if (code !== 0) throw new Error(`${command.slice(0, 3).join(' ')} ended with ${code}`)
  return { wallSeconds, cpuSeconds, peakMegabytes: Math.round(peak) }
}
