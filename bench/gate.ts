/** The action as a workflow runs it: the bundle, with its inputs in the environment. */
import { spawnSync } from 'node:child_process'
import type { Command } from './measure.ts'

/** Bundles the engine as it is into `dist-bench/`. */
export function buildGate(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.ts', 'bench'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the bundle could not be built')
}

/** `evaluate` over files, that never fails for what it finds; `buildGate` comes first. */
export function gate(
  files: string,
  formats: string | null,
  outputFolder: string,
  more: Readonly<Record<string, string>> = {},
): Command {
  const inputs = {
    operation: 'evaluate',
    'report-files': files,
    mode: 'report',
    'output-dir': outputFolder,
    ...(formats === null ? {} : { formats }),
    ...more,
  }
  const named = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  return {
    command: [process.execPath, 'dist-bench/index.js'],
    environment: Object.fromEntries(named),
    makes: outputFolder,
  }
}
