/** Proves by their `report.json` that the shards of a merge are all there, each once, each whole, and made alike. Pure. */
import type { Period } from '../../config/inputs.ts'
import type { ExportEvidence } from '../../context.ts'
import { GateError } from '../../errors.ts'
import { targetName, targetOfName, widerTargets } from '../../target.ts'
import { namesOf } from '../../text.ts'
import type { RunReport } from './run-report.ts'

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

/** The folder of a shard is named in every message: the artifact was put there. */
function broken({ name }: Pick<FinishedShard, 'name'>, what: string, hint?: string): GateError {
  return new GateError('SHARD_INCONSISTENT', `${name} ${what}.`, { hint })
}

/** Every job of every plan has its shard, and no shard is of another plan. */
export function provePlans(plans: readonly RunReport[], shards: readonly FinishedShard[]): void {
  const byTargets = new Map(shards.map((shard) => [targetsKey(shard.report.targets), shard]))
  const planned = new Set<FinishedShard>()
  for (const plan of plans) {
    proveDivided(plan)
    const missing = plan.shards.filter(({ targets }) => !byTargets.has(targetsKey(targets)))
    if (missing.length > 0) throw missingShards(plan, missing)
    for (const { shard: number, targets } of plan.shards) {
      const shard = byTargets.get(targetsKey(targets))
      if (shard === undefined) continue
      planned.add(shard)
      if (shard.report.finishedAt < plan.startedAt) {
        throw broken(shard, `is older than ${plan.path}, so it is no answer to shard ${number} of this plan`)
      }
    }
  }
  const stranger = shards.find((shard) => !planned.has(shard))
  if (plans.length > 0 && stranger !== undefined) {
    throw broken(stranger, 'is of another plan: no job of the given one has its targets')
  }
}

/** A dry run, or one that was skipped, has no shards: its targets were never listed. */
function proveDivided({ path: name, verdict, error, shards }: RunReport): void {
  if (verdict === 'error') throw broken({ name }, `is a plan that ended in error (${error})`)
  if (shards.length === 0) throw broken({ name }, 'is a plan without any shard')
}

function missingShards(plan: RunReport, missing: RunReport['shards']): GateError {
  const named = missing.map(({ shard, targets }) => {
    return `shard ${shard} (${namesOf(targets, 1)})`
  })
  const which = `${missing.length} of the ${plan.shards.length} shards of ${plan.path}`
  return new GateError('SHARD_MISSING', `${which} are missing: ${namesOf(named)}.`)
}

function targetsKey(targets: readonly string[]): string {
  return targets.toSorted().join('\n')
}

/** Each shard ended well and left a `findings.csv` of the length in its report, and no two have the same targets. */
export function proveShards(shards: readonly FinishedShard[]): void {
  for (const shard of shards) proveOne(shard)
  const owners = new Map<string, FinishedShard>()
  for (const shard of shards) {
    if (shard.report.operation === 'evaluate') continue
    for (const name of shard.report.targets) {
      const other = owners.get(name)
      if (other !== undefined) throw countedTwice(name, shard, other)
      owners.set(name, shard)
    }
  }
  for (const [name, shard] of owners) {
    const [other = shard] = widerTargets(targetOfName(name)).flatMap(
      (one) => owners.get(targetName(one)) ?? [],
    )
    if (other !== shard) throw countedTwice(name, shard, other)
  }
}

function proveOne(shard: FinishedShard): void {
  const { report, bytes } = shard
  if (report.verdict === 'error') throw broken(shard, `ended in error (${report.error})`)
  if (bytes === null) {
    throw new GateError('SHARD_MISSING', `${shard.name} holds a report.json, but no findings.csv.`, {
      hint: 'Give the jobs of the matrix `formats` with csv, and upload both files.',
    })
  }
  if (report.findingsFile === null) {
    throw broken(shard, 'holds a findings.csv that its report.json does not know')
  }
  const says = report.findingsFile.bytes
  if (says !== bytes) {
    throw broken(shard, `holds a findings.csv of ${bytes} bytes, and its report.json says ${says}`)
  }
}

function countedTwice(name: string, one: FinishedShard, other: FinishedShard): GateError {
  return broken(one, `and ${other.name} both look at ${name}, so its findings would be counted twice`)
}

/** Each shard holds all findings of the period that this run judges. */
export function provePeriods(shards: readonly FinishedShard[], period: Period): void {
  const narrow = shards.find(({ report }) => !covers(report.period, period))
  if (narrow === undefined) return
  const { from, to } = narrow.report.period
  const what = `holds only findings from ${from ?? 'the beginning'} to ${to ?? 'the end'}, and this run judges others too`
  const hint = 'Give the last job the `start-date` and `end-date` of the matrix, or none to any job.'
  throw broken(narrow, what, hint)
}

/** A time that cannot be read covers nothing. */
function covers(whole: RunReport['period'], part: Period): boolean {
  const begins = whole.from === null || Date.parse(whole.from) <= (part.from ?? Number.NEGATIVE_INFINITY)
  return begins && (whole.to === null || Date.parse(whole.to) >= (part.to ?? Number.POSITIVE_INFINITY))
}

/** All fingerprints were made with one key: that of this run, if it has any. */
export function proveKeys(shards: readonly FinishedShard[], keyCheck: string | null): void {
  const [first] = shards
  if (first === undefined) return
  const wanted = keyCheck ?? keyCheckOf(first)
  const other = shards.find((shard) => keyCheckOf(shard) !== wanted)
  if (other === undefined) return
  const model = keyCheck === null ? first.name : 'this run'
  const what = keyCheckOf(other) === null ? 'without one' : wanted === null ? 'with one' : 'with another one'
  const why = `fingerprint-key: the fingerprints of ${other.name} were made ${what}, unlike those of ${model}, so a baseline would not know them.`
  throw new GateError('INPUT_INVALID', why, { hint: SAME_KEY })
}

export const SAME_KEY =
  'Give all jobs of the matrix and the last one the same `fingerprint-key`, and run them again.'

/** Identifies the key of a shard; `null` for one that was made without. */
export function keyCheckOf({ report }: FinishedShard): string | null {
  return report.findingsFile?.keyCheck ?? null
}

/** @param read evidence of the exports that were judged */
export function proveRead(shards: readonly FinishedShard[], read: readonly ExportEvidence[]): void {
  const bySource = new Map(read.map((one) => [one.source, one]))
  for (const shard of shards) {
    const { findingsFile } = shard.report
    const seen = bySource.get(shard.source)
    if (seen === undefined || findingsFile === null) throw broken(shard, 'was not read')
    if (seen.sha256 !== findingsFile.sha256)
      throw broken(shard, 'holds a findings.csv that was changed (SHA-256)')
    if (seen.rows !== findingsFile.rows) {
      throw broken(shard, `holds ${seen.rows} rows, and its report.json says ${findingsFile.rows}`)
    }
  }
}
