/** Runs the real engine, the one that ships, as a child process, and reads the report that it left. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

type GateRun = {
  /** Arguments after `src/cli.ts`. */
  readonly args: readonly string[]
  /** Added to the environment: secrets travel here, never in arguments. */
  readonly secrets: Readonly<Record<string, string>>
  /** Folder that `--output-dir` names. */
  readonly outputDir: string
  /** Ends the engine when aborted. */
  readonly signal?: AbortSignal
}

/** How a gate ended. */
export type GateEnd = {
  /** Exit code of the process, 130 when it was stopped. */
  readonly exitCode: number
  /** What `report.json` says; `null` when there is none that can be read. */
  readonly report: GateReport | null
}

/** What is read of a `report.json`. */
export type GateReport = {
  readonly verdict: string
  readonly exitCode: number
  readonly total: number
  readonly new: number
}

const engine = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

/** Runs one gate with its output on this terminal. Throws when the process cannot be started. */
export async function runGate(run: GateRun): Promise<GateEnd> {
  const exitCode = await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, [engine, ...run.args], {
      stdio: 'inherit',
      env: environmentFor(run.secrets),
    })
    run.signal?.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 130))
  })
  return { exitCode, report: readReport(run.outputDir) }
}

/** The engine's own variables are left out, so that a setting of the user's cannot change the story. */
function environmentFor(secrets: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SOTERI_GATE_|INPUT_)/i.test(name))
  const noProxy = [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1'].filter(Boolean).join(',')
  return { ...Object.fromEntries(kept), ...secrets, NO_PROXY: noProxy, no_proxy: noProxy }
}

/** What the `report.json` in a folder says; `null` when there is none that can be read. */
export function readReport(folder: string): GateReport | null {
  try {
    const report: unknown = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    if (typeof report !== 'object' || report === null) return null
    const { verdict, exitCode, counts } = report as Record<string, unknown>
    const { total, new: fresh } = (counts ?? {}) as { total?: unknown; new?: unknown }
    if (typeof verdict !== 'string' || typeof exitCode !== 'number') return null
    return typeof total === 'number' && typeof fresh === 'number'
      ? { verdict, exitCode, total, new: fresh }
      : null
  } catch {
    return null
  }
}
