/**
 * Reads from a `report.json` what a merge needs to prove that it judges every shard, and each whole: the jobs of a plan,
 * and the evidence of a shard. Pure.
 */

import type { FindingsFileEvidence, PlannedShard, SkippedEvidence } from '../../context.ts'
import { GateError } from '../../errors.ts'

/** A `report.json` of this tool, as far as a merge looks at it. */
export type RunReport = {
  /** Its path, for messages. */
  readonly path: string
  readonly operation: string
  /** Names as in `targetName`; patterns of files for `evaluate`. */
  readonly targets: readonly string[]
  readonly verdict: string
  /** Why the verdict is `error`; '' otherwise. */
  readonly error: string
  readonly period: { readonly from: string | null; readonly to: string | null }
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly finishedAt: number
  /** `null` when the run left no `findings.csv`. */
  readonly findingsFile: FindingsFileEvidence | null
  /** `null` when it is not known. */
  readonly skippedFiles: SkippedEvidence | null
  /** The run triggered scans and did not wait for them. */
  readonly triggeredOnly: boolean
  /** The jobs of a plan; empty for every other operation. */
  readonly shards: readonly PlannedShard[]
}

/** An earlier run with its `findings.csv`. */
export type FinishedShard = {
  /** The folder of both files, from the working folder, for messages. */
  readonly name: string
  /** Absolute path of `findings.csv`, and its name in the evidence of this run. */
  readonly path: string
  readonly source: string
  /** Length of `findings.csv`; `null` when it is not there. */
  readonly bytes: number | null
  readonly report: RunReport
}

/**
 * @returns `null` when the text is JSON of something else
 * @throws GateError SHARD_INCONSISTENT when it is cut, or a report that lacks what a merge needs
 */
export function readRunReport(text: string, path: string): RunReport | null {
  const report = parsed(text, path)
  if (!isOurs(report)) return null
  try {
    const { evidence, error, period } = report
    const { startedAt, finishedAt, findingsFile, skippedFiles = null, shards, ...more } = record(evidence)
    const targets = list(more.targets ?? []).map(record)
    return {
      path,
      operation: string(report.operation),
      targets: list(report.targets).map(string),
      verdict: string(report.verdict),
      error: error === null ? '' : `${string(record(error).code)}: ${string(record(error).message)}`,
      period: { from: stringOrNull(record(period).from), to: stringOrNull(record(period).to) },
      startedAt: instant(startedAt),
      finishedAt: instant(finishedAt),
      findingsFile: findingsFile === null ? null : findingsFileOf(record(findingsFile)),
      skippedFiles: skippedFiles === null ? null : skippedOf(record(skippedFiles)),
      triggeredOnly: targets.length > 0 && targets.every(isTriggeredOnly),
      shards: list(shards).map(plannedShard),
    }
  } catch (caught) {
    if (!(caught instanceof TypeError)) throw caught
    throw unusable(path, 'it lacks what a merge needs')
  }
}

function isTriggeredOnly({ triggeredAt, provenBy }: Json): boolean {
  return typeof triggeredAt === 'string' && provenBy === null
}

function isOurs(value: unknown): value is Json {
  if (!isRecord(value) || !isRecord(value.tool)) return false
  return value.tool.name === 'soteri-gate'
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable(path, 'it is not whole JSON')
  }
}

function unusable(path: string, why: string): GateError {
  return new GateError('SHARD_INCONSISTENT', `${path} cannot be used: ${why}.`)
}

function findingsFileOf(value: Json): FindingsFileEvidence {
  return {
    rows: whole(value.rows),
    bytes: whole(value.bytes),
    sha256: string(value.sha256),
    keyCheck: stringOrNull(value.keyCheck),
    suppressed: whole(value.suppressed),
    reviewed: value.reviewed === null ? null : whole(value.reviewed),
  }
}

function skippedOf({ count, files }: Json): SkippedEvidence {
  return {
    count: whole(count),
    files: list(files)
      .map(record)
      .map(({ repository, branch, path, reason }) => ({
        repository: stringOrNull(repository),
        branch: stringOrNull(branch),
        path: string(path),
        reason: string(reason),
      })),
  }
}

function plannedShard(value: unknown): PlannedShard {
  const { shard, targets } = record(value)
  return { shard: whole(shard), targets: list(targets).map(string) }
}

type Json = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function record(value: unknown): Json {
  if (isRecord(value)) return value
  throw new TypeError('no object')
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new TypeError('no list')
}

function string(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError('no text')
}

function stringOrNull(value: unknown): string | null {
  return value === null ? null : string(value)
}

function whole(value: unknown): number {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value)
  throw new TypeError('no whole number')
}

function instant(value: unknown): number {
  const ms = Date.parse(string(value))
  if (Number.isNaN(ms)) throw new TypeError('no instant')
  return ms
}
