/** Runs a command to its end and measures the whole process. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Run = {
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

/** A small parent of the command alone: the system gives one peak for all children of a process. */
const observer = `
import json, resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE)
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
json.dump([wall, used.ru_utime + used.ru_stime, peak, done.returncode, done.stdout.decode()], open(sys.argv[1], "w"))
`

/** A command to measure. */
export type Command = {
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** A folder that it makes; removed before it runs, as a CI job begins without it. */
  readonly makes?: string
}

/** Needs python3, which can measure the peak of another process on every system. */
export function measure({ command, environment = {}, makes }: Command): Run & { readonly stdout: string } {
  if (makes !== undefined) rmSync(makes, { recursive: true, force: true })
  const results = join(tmpdir(), `soteri-gate-bench-run-${process.pid}.json`)
  const { status } = spawnSync('python3', ['-c', observer, results, ...command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  })
  if (status !== 0) throw new Error('the bench needs python3 to measure processes')
  const [wallSeconds, cpuSeconds, peak, code, stdout] = JSON.parse(readFileSync(results, 'utf8')) as [
    ...[number, number, number, number, string],
  ]
  rmSync(results)
  if (code !== 0) throw new Error(`${command.slice(0, 3).join(' ')} ended with ${code}:\n${stdout}`)
  return { wallSeconds, cpuSeconds, peakMegabytes: Math.round(peak), stdout }
}
