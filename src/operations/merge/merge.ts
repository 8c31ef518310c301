/** `evaluate` over the shards of a matrix: a lost, cut or foreign one is an error, a result that is less exact a note. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { Inputs } from '../../config/inputs.ts'
import type { Policy } from '../../config/policy.ts'
import type { HashKey } from '../../config/settings.ts'
import type { SkippedEvidence } from '../../context.ts'
import { GateError } from '../../errors.ts'
import type { FindingRow } from '../../export/finding-row.ts'
import { readTexts } from '../../export/read-csv.ts'
import { expandPatterns, isFile, readTextFile } from '../../files.ts'
import { findingsCsvColumns, LISTED_SKIPS } from '../../finding.ts'
import type { Host } from '../../host.ts'
import { reportFormats } from '../../report/formats.ts'
import { parseTarget, type Target, targetOfName } from '../../target.ts'
import type { RunReport } from './run-report.ts'
import {
  type FinishedShard,
  keyCheckOf,
  proveKeys,
  provePeriods,
  provePlans,
  proveShards,
  SAME_KEY,
} from './shards.ts'

export type Merge = NonNullable<Awaited<ReturnType<typeof openMerge>>>

export type MergeContext = {
  readonly inputs: Pick<Inputs, 'excludeReviewed' | 'period'>
  readonly policy: Pick<Policy, 'thresholds'>
  readonly hashKey: Pick<HashKey, 'keyCheck'>
  readonly host: Pick<Host, 'workingFolder'>
}

/** Proves what can be proven before anything is read. @returns `null` when no earlier run is among the files */
export async function openMerge(sources: Sources, { inputs, policy, hashKey, host }: MergeContext) {
  const name = (path: string): string => relative(host.workingFolder, path) || '.'
  const reports = await reportsOf(sources, name)
  const plans = [...reports.values()].filter(({ operation }) => operation === 'plan')
  const shards = shardsOf(sources, reports, name)
  const unproven = [...sources.exports.keys()].filter((path) => !shards.some((shard) => shard.path === path))
  const alone = (path: string): string =>
    `${name(path)} has no report.json beside it, so nothing proves that it is whole`
  if (plans.length > 0 && unproven[0] !== undefined) {
    throw new GateError('SHARD_INCONSISTENT', `${alone(unproven[0])}.`, {
      hint: 'Hand over the whole artifact of each shard: findings.csv and report.json.',
    })
  }
  const unprovenNotes = unproven
    .filter((path) => reportBeside(path) !== null)
    .map((path) => `${alone(path)}, or that its distinct findings are distinguished by their text.`)
  if (shards.length === 0 && plans.length === 0 && unprovenNotes.length === 0) return null
  proveShards(shards)
  provePlans(plans, shards)
  proveKeys(shards, hashKey.keyCheck)
  provePeriods(shards, inputs.period)
  const triggered = shards.find(({ report }) => report.triggeredOnly)
  return {
    shards,
    // As one run would have had it.
    scope: plans.length === 0 ? null : plans.flatMap(({ targets }) => targets.map(targetOf)),
    excludesReviewed: excludesReviewed(shards, inputs.excludeReviewed),
    skippedFiles: skippedIn(shards),
    notes: [
      ...unprovenNotes,
      ...(plans.length === 0 && (shards.length > 1 || shards.some(couldBePlanned)) ? [PLANLESS] : []),
      ...distinctNotes(shards, policy),
      ...reviewedNotes(shards, inputs.excludeReviewed),
    ],
    unproven: triggered === undefined ? null : `nothing proves that the scan of ${triggered.name} was done`,
  }
}

/** A plan deals repositories out: the only shard that is left of two looks like this. */
function couldBePlanned({ report }: FinishedShard): boolean {
  const isOfServer = report.operation === 'gate' || report.operation === 'export'
  return isOfServer && report.targets.every((target) => targetOfName(target).kind === 'repo')
}

/** Where one shard does not know of any, none is no answer for all. */
function skippedIn(shards: readonly FinishedShard[]): SkippedEvidence | null {
  const known = shards.flatMap(({ report }) => report.skippedFiles ?? [])
  const count = known.reduce((sum, one) => sum + one.count, 0)
  if (count === 0 && (shards.length === 0 || known.length < shards.length)) return null
  return { count, files: known.flatMap(({ files }) => files).slice(0, LISTED_SKIPS) }
}

/** By path. A file beside a `findings.csv` that is JSON of something else is ignored. */
async function reportsOf({ reports, named }: Sources, name: (path: string) => string) {
  const read = new Map<string, RunReport>()
  if (reports.size === 0) return read
  const { readRunReport } = await import('./run-report.ts')
  for (const [path, text] of reports) {
    const report = readRunReport(text, name(path))
    if (report !== null) read.set(path, report)
    else if (named.has(path)) {
      const why = `report-files: "${name(path)}" is no report.json of soteri-gate.`
      const hint = 'Give exports, findings.csv, or the report.json of a plan or of its shards.'
      throw new GateError('FILE_UNREADABLE', why, { hint })
    }
  }
  return read
}

function shardsOf(
  { exports }: Sources,
  reports: ReadonlyMap<string, RunReport>,
  name: (path: string) => string,
): readonly FinishedShard[] {
  return [...reports]
    .filter(([, { operation }]) => operation !== 'plan')
    .map(([reportPath, report]) => {
      const path = [...exports.keys()].find((one) => reportBeside(one) === reportPath)
      return {
        name: name(dirname(reportPath)),
        path: path ?? '',
        source: path === undefined ? '' : name(path),
        bytes: path === undefined ? null : (exports.get(path) ?? null),
        report,
      }
    })
}

function targetOf(name: string): Target {
  if (name === 'instance') return { kind: 'instance' }
  const target = parseTarget(name)
  if ('value' in target) return target.value
  const why = `A plan holds a target that cannot be read: ${target.problems[0]}`
  throw new GateError('SHARD_INCONSISTENT', why)
}

const PLANLESS =
  'No plan is among the report-files, so a shard that is missing would go unseen: list the report.json of the plan too.'

/** Without a key a fingerprint holds the line and not the text, so a limit could be missed either way. */
function distinctNotes(shards: readonly FinishedShard[], { thresholds }: MergeContext['policy']) {
  if (shards.every((shard) => keyCheckOf(shard) !== null)) return []
  const counting = thresholds.find(({ count }) => count === 'distinct')
  if (counting !== undefined && shards.length > 1) {
    const why = `fingerprint-key: the shards were made without one, so distinct findings are known by their lines only, and threshold "${counting.name}" could be missed.`
    throw new GateError('INPUT_INVALID', why, { hint: SAME_KEY })
  }
  return [
    'Without `fingerprint-key` distinct findings are known by their lines: one that moved between branches counts for each line, and two texts of one line count once.',
  ]
}

/** Whether findings that the shards left out as reviewed are left out here. */
function excludesReviewed(shards: readonly FinishedShard[], wanted: boolean): boolean {
  if (!wanted || shards.length === 0) return false
  for (const { name, report } of shards) {
    const file = report.findingsFile
    if (file === null || file.reviewed === null)
      throw reviewedUnknown(name, 'did not ask for the reviewed ones')
    if (file.keyCheck === null && file.reviewed > 0) throw reviewedUnknown(name, 'has no `fingerprint-key`')
    if (file.suppressed !== file.reviewed) {
      const why = 'has suppressions of its own, which its file does not distinguish from reviewed ones'
      throw reviewedUnknown(name, why)
    }
  }
  return true
}

function reviewedUnknown(name: string, why: string): GateError {
  const what = `exclude-reviewed: it is unknown what was reviewed in ${name}: it ${why}.`
  return new GateError('INPUT_INVALID', what, {
    hint: 'Give every job of the matrix `exclude-reviewed: true` and the same `fingerprint-key`, and the policy to the last job alone.',
  })
}

function reviewedNotes(shards: readonly FinishedShard[], wanted: boolean): readonly string[] {
  const rows = shards.reduce((sum, { report }) => sum + (report.findingsFile?.reviewed ?? 0), 0)
  if (wanted || rows === 0) return []
  return [`The shards left out ${rows} rows as reviewed; here they count, as \`exclude-reviewed\` is off.`]
}

export type Sources = Awaited<ReturnType<typeof openSources>>

/** Expands `report-files` and reads the reports, before `output-dir` is opened, which may be the very folder that they are in. */
export async function openSources({ reportFiles }: Inputs, host: Pick<Host, 'workingFolder'>) {
  const paths = await expandPatterns(reportFiles, host.workingFolder)
  const named = new Set(paths.filter(isReport))
  const beside = [...named].map((path) => join(dirname(path), reportFormats.csv.name))
  const exports = new Set([...paths.filter((path) => !isReport(path)), ...beside.filter(isFile)])
  const reports = new Map<string, string>()
  for (const path of [...named, ...[...exports].map(reportBeside)]) {
    if (path === null || reports.has(path) || !isFile(path)) continue
    reports.set(path, await readTextFile(path, `report-files (${relative(host.workingFolder, path)})`))
  }
  const sizes = new Map<string, number>()
  for (const path of [...exports].sort()) sizes.set(path, (await stat(path)).size)
  return { exports: sizes, reports, named }
}

function isReport(path: string): boolean {
  return path.endsWith('.json')
}

/** The path of the report of a `findings.csv`; `null` for any other file, which has none. */
function reportBeside(path: string): string | null {
  return basename(path) === reportFormats.csv.name ? join(dirname(path), reportFormats.json.name) : null
}

const STATUS = findingsCsvColumns.indexOf('status')
const FINGERPRINT = findingsCsvColumns.indexOf('fingerprint')

/** Whether a shard excluded a finding as reviewed, by its fingerprint made with a key; `null` where nothing is excluded. */
export async function reviewedOfShards(merge: Merge | null): Promise<((row: FindingRow) => boolean) | null> {
  if (merge === null || !merge.excludesReviewed) return null
  const reviewed = new Set<string>()
  for (const { name, path, report } of merge.shards) {
    if (!report.findingsFile?.reviewed) continue
    try {
      // A row that cannot be read throws: what it left out would be unknown.
      await readTexts(createReadStream(path), [STATUS, FINGERPRINT], ([status, fingerprint = '']) => {
        if (status === 'suppressed') reviewed.add(fingerprint)
      })
    } catch (cause) {
      const why = `${name} holds a findings.csv that cannot be read.`
      throw new GateError('SHARD_INCONSISTENT', why, { cause })
    }
  }
  return ({ fingerprint }) => fingerprint !== undefined && reviewed.has(fingerprint)
}
