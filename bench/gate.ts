/** The action as a workflow runs it: the bundle, with its inputs in the environment. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './measure.ts'

/** Rule globs of the ten thresholds; `peers/duckdb.ts` counts the same. */
export const globs = [
  ...['*', 'AWS_*', '*KEY*', 'GENERIC_*', 'SSH_*', 'RSA_*', '*PASSWORD*', '*TOKEN*', 'SLACK_*', '*STRING*'],
]

/** `evaluate` over files, in a mode that never fails for its findings. */
export function gate(
  dist: string,
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
    thresholds: globs.map((glob) => `rule:${glob} = 0`).join('\n'),
    ...(formats === null ? {} : { formats }),
    ...more,
  }
  const named = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  return {
    command: [process.execPath, join(dist, 'index.js')],
    environment: Object.fromEntries(named),
    makes: outputFolder,
  }
}

/** Counts that a candidate comes to; a peer prints as JSON those that it makes. */
export type Answer = {
  readonly total: number
  readonly distinct: number
  readonly thresholds: readonly number[]
  readonly rules: number
  readonly repositories: number
  readonly branches: number
}

/** Counts of the gate's last run. */
export function gateAnswer(outputFolder: string): Answer {
  const { counts, thresholds } = JSON.parse(readFileSync(join(outputFolder, 'report.json'), 'utf8'))
  return {
    total: counts.total,
    distinct: counts.distinct,
    thresholds: thresholds.map(({ observed }: { observed: number }) => observed),
    rules: Object.keys(counts.byRule).length,
    repositories: Object.keys(counts.byRepository).length,
    branches: Object.keys(counts.byBranch).length,
  }
}
