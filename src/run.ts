/**
 * The story of a run: settings, plan, scan, export, judgement, report, verdict. The only file that knows every
 * stage, and the only one that catches everything: whatever happens, files, outputs and a verdict come out.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hashKeyOf } from './config/hash-key.ts'
import type { Inputs } from './config/inputs.ts'
import { ageNotes, planOf, type RunPlan, skipReason } from './config/run-plan.ts'
import { readSettings, type Settings } from './config/settings.ts'
import { rowOf } from './config/table.ts'
import { asGateError, type ConfigError, GateError } from './errors.ts'
import { createReadingContext } from './export/read-export.ts'
import { pathOf } from './files.ts'
import type { Host } from './host.ts'
import { openReportFolder, type ReportFolder } from './report/report-folder.ts'
import { type Connection, connect } from './server/connection.ts'
import { cancelScans, scan } from './server/scan.ts'
import { deliver } from './stages/delivery.ts'
import type { Desk } from './stages/desk.ts'
import { dryRun } from './stages/dry-run.ts'
import { beginFeedback, noteMovedHead } from './stages/feedback.ts'
import { noteFindingsFile } from './stages/findings-file.ts'
import { openBaseline } from './stages/judge-of-run.ts'
import { judge } from './stages/judgement.ts'
import { type MergeSettings, openMerge } from './stages/merge.ts'
import { proveRead } from './stages/merge-proof.ts'
import { planShards } from './stages/plan-shards.ts'
import { type RunRecord, startRecord } from './stages/record.ts'
import { downloadReviewed } from './stages/reviewed.ts'
import { openSources, type Sources } from './stages/sources.ts'
import { targetName } from './target.ts'
import type { Outcome } from './verdict.ts'

/**
 * Does one run in this place and gives its exit code (README, "Verdict and exit code"). Never throws.
 * @param mistakes what the place found wrong with how it was called; told together with those of the inputs.
 */
export async function run(host: Host, mistakes: readonly ConfigError[] = []): Promise<number> {
  const record = startRecord(host.clock)
  const outcome = await outcomeOf(host, record, mistakes)
  return await deliver(outcome, record, host)
}

async function outcomeOf(host: Host, record: RunRecord, mistakes: readonly ConfigError[]): Promise<Outcome> {
  let folder: string | null = null
  try {
    const settings = await readSettings(host, mistakes)
    record.inputs = settings.inputs
    record.policyFiles = settings.policyFiles
    for (const { path, sha256 } of settings.policyFiles) {
      host.log.info(`Policy file: ${path} (SHA-256 ${sha256}).`)
    }
    const sources = await openSources(settings.inputs, host)
    const reports = await openReports(settings.inputs, sources, host)
    record.reports = reports
    folder = await mkdtemp(join(host.temporaryFolder, 'soteri-gate-'))
    return await act(settings, sources, { folder, reports, host, record })
  } catch (caught) {
    record.reports ??= await openReportsAnyway(host)
    return { kind: 'failed', error: stopOf(host, record) ?? asGateError(caught) }
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function openReports(inputs: Inputs, { exports, named }: Sources, host: Host): Promise<ReportFolder> {
  const path = (name: string): string => pathOf(name, host.workingFolder)
  const judged = [...exports.keys(), ...named]
  const kept = inputs.baselineFile === null ? judged : [path(inputs.baselineFile), ...judged]
  return await openReportFolder(path(inputs.outputDir), host.clock, kept)
}

/**
 * With wrong inputs too, a green report of an earlier run must not stay in the place of this one. Where
 * `report-files` is given, the folder may hold what was to be judged, and is left as it is.
 */
async function openReportsAnyway(host: Host): Promise<ReportFolder | null> {
  if (host.input('report-files') ?? host.environment('SOTERI_GATE_REPORT_FILES')) return null
  const named = host.input('output-dir') ?? host.environment('SOTERI_GATE_OUTPUT_DIR')
  const path = pathOf(named ?? rowOf('output-dir').default ?? '', host.workingFolder)
  try {
    return await openReportFolder(path, host.clock)
  } catch {
    return null
  }
}

/** A stop makes everything under way fail in its own words; the stop is what to tell, and what goes on without us. */
function stopOf(host: Host, record: RunRecord): GateError | null {
  if (!host.stop.aborted) return null
  const reason = asGateError(host.stop.reason)
  const going = record.targets.filter((target) => target.triggeredAt !== null).map((target) => target.target)
  const facts = [
    ...(going.length === 0 ? [] : [`Scans started and not cancelled: ${going.join(', ')}.`]),
    ...(record.unanswered === ''
      ? []
      : [`Asked for without an answer, so it may have started: ${record.unanswered}.`]),
  ]
  if (reason.code !== 'CANCELLED' || facts.length === 0) return reason
  return new GateError('CANCELLED', `${reason.message} ${facts.join(' ')}`, {
    mend: 'What has started goes on at the server. `operation: cancel` with `scope: instance` cancels it, and everyone else’s scans too.',
  })
}

async function act(
  { inputs, policy }: Settings,
  sources: Sources,
  { folder, reports, host, record }: Pick<Desk, 'folder' | 'reports' | 'host' | 'record'>,
): Promise<Outcome> {
  if (inputs.operation === 'doctor') {
    const { doctor } = await import('./operations/doctor/doctor.ts')
    return await doctor(inputs, host, record)
  }
  const isLocal = inputs.operation === 'evaluate'
  const plan = { ...planOf(inputs), localExports: isLocal ? [...sources.exports.keys()] : [] }
  const skip = skipReason(inputs, plan, host)
  if (skip !== null) return { kind: 'skipped', sentence: skip }
  const hashKey = hashKeyOf(inputs.fingerprintKey)
  const baseline = await openBaseline(inputs, plan, hashKey, host)
  const settings: MergeSettings = {
    inputs,
    policy,
    keyCheck: hashKey.keyCheck,
    workingFolder: host.workingFolder,
  }
  const merge = isLocal ? openMerge(sources, settings) : null
  record.notes.push(...(merge?.notes ?? []), ...ageNotes(plan, policy.thresholds))
  if (inputs.dryRun && plan.needsServer) return dryRun(plan, inputs, host)
  const connection = plan.needsServer ? await connect(inputs, host) : null
  const desk: Desk = {
    plan,
    inputs,
    policy,
    connection,
    folder,
    reports,
    hashKey,
    reading: createReadingContext(hashKey.key),
    baseline,
    merge,
    host,
    record,
  }
  try {
    if (connection !== null) await actOnServer(plan, inputs, connection, host, record)
    if (connection !== null && inputs.operation === 'plan') {
      return await planShards(inputs, connection, host, record)
    }
    if (plan.judges) return await judgeAndLookBack(desk)
    if (plan.reviewedAre === 'result') return await downloadReviewed(desk)
    return { kind: 'done', sentence: doneSentence(plan, record) }
  } finally {
    await connection?.http.close()
  }
}

async function judgeAndLookBack(desk: Desk): Promise<Outcome> {
  const { inputs, connection, host, record, merge } = desk
  const outcome = await judge(desk)
  try {
    proveRead(merge?.shards ?? [], record.exports)
  } catch (caught) {
    // What was judged is not what the shards found, so none of it may be shown.
    record.decision = null
    throw caught
  }
  noteFindingsFile(desk)
  if (connection !== null) await noteMovedHead(inputs, connection, host, record)
  return outcome
}

async function actOnServer(
  plan: RunPlan,
  inputs: Inputs,
  connection: Connection,
  host: Host,
  record: RunRecord,
): Promise<void> {
  await cancelScans(plan.cancels, connection, host)
  await beginFeedback(inputs, plan, connection, host, record)
  await scan(plan, inputs, connection, host, record)
}

function doneSentence(plan: RunPlan, record: RunRecord): string {
  if (plan.cancels.length > 0)
    return `${plan.cancels.join(' and ')} scans of the whole instance were cancelled`
  const names = plan.triggers.map(targetName).join(', ')
  const end = record.scanStatus === 'finished' ? 'was scanned to the end' : 'was triggered and not waited for'
  return `the scan of ${names} ${end}; nothing was judged`
}
