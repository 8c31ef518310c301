/** The story of a run, and the only catch of everything: on every path files, outputs and a verdict come out. */
import { rm } from 'node:fs/promises'
import { ageNotes, planOf, skipReason } from './config/run-plan.ts'
import { hashKeyOf, readSettings, type Settings } from './config/settings.ts'
import type { RunContext, RunState } from './context.ts'
import { deliver, type PostedResult } from './deliver/deliver.ts'
import { openPosting, rejectMovedHead, startPosting } from './deliver/post-target.ts'
import { asGateError, type ConfigError } from './errors.ts'
import { RunExports } from './export/fetch-exports.ts'
import { reviewedIndex } from './export/reviewed.ts'
import { makeRunFolder } from './export/temp-file.ts'
import type { Host } from './host.ts'
import { type JudgedAgainst, judgeExports, openBaseline } from './judge/judge-exports.ts'
import type { Outcome } from './judge/verdict.ts'
import { dryRun } from './operations/explain.ts'
import { exportReviewed } from './operations/export-reviewed.ts'
import {
  type Merge,
  openMerge,
  openSources,
  reviewedOfShards,
  type Sources,
} from './operations/merge/merge.ts'
import { proveRead } from './operations/merge/shards.ts'
import { planShards } from './operations/plan-shards.ts'
import { entriesOf } from './report/entries.ts'
import { openFindingsFile } from './report/findings-csv.ts'
import { openReportsAnyway, openReportsOf, type ReportFolder } from './report/report-folder.ts'
import { startResult } from './report/run-result.ts'
import { TopFindings, topFindingsLimit } from './report/top-findings.ts'
import { blameFindings, type FindOldLines, openOldLines } from './server/blame.ts'
import { checkSelectors, checkTargets } from './server/check-targets.ts'
import { type Connection, connect } from './server/connection.ts'
import { explainFork, withPullRequest } from './server/pull-request.ts'
import { cancelScans, scan, stopError } from './server/scan.ts'
import { checkSkipped } from './server/skipped-files.ts'
import { targetName } from './target.ts'

/** Returns the exit code (docs/outputs.md). Never throws. @param mistakes in how the host was called */
export async function run(host: Host, mistakes: readonly ConfigError[] = []): Promise<number> {
  const result: PostedResult = { ...startResult(host.clock), posting: null }
  const outcome = await outcomeOf(host, mistakes, result)
  return await deliver(outcome, result, host)
}

async function outcomeOf(
  host: Host,
  mistakes: readonly ConfigError[],
  result: PostedResult,
): Promise<Outcome> {
  let folder: string | null = null
  try {
    const { inputs, policy, policyFiles, notes } = await settingsOf(host, mistakes, result)
    result.inputs = inputs
    result.policy = policy
    result.state.policyFiles = policyFiles
    result.state.notes.push(...notes)
    for (const { path, sha256 } of policyFiles) host.log.info(`Policy file: ${path} (SHA-256 ${sha256}).`)
    const sources = await openSources(inputs, host)
    const reports = openReportsOf(inputs, [...sources.exports.keys(), ...sources.named], host)
    result.reports = reports
    folder = await makeRunFolder(host.temporaryFolder)
    const plan = planOf(inputs, [...sources.exports.keys()])
    const context = { host, inputs, policy, plan, folder, hashKey: hashKeyOf(inputs.fingerprintKey) }
    return await act(context, sources, reports, result)
  } catch (caught) {
    result.reports ??= openReportsAnyway(host)
    const error = stopError(host, result.state) ?? explainFork(asGateError(caught), result.inputs)
    return { kind: 'failed', error }
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** With `pull-request` some settings come from Bitbucket. */
async function settingsOf(
  host: Host,
  mistakes: readonly ConfigError[],
  result: PostedResult,
): Promise<Settings> {
  const settings = await readSettings(host, mistakes)
  const { inputs } = settings
  result.inputs = inputs
  if (inputs.pullRequest === null || inputs.dryRun || inputs.credentials === null) return settings
  return await withPullRequest(inputs, host, (pulled) => readSettings(host, mistakes, pulled))
}

async function act(
  context: RunContext,
  sources: Sources,
  reports: ReportFolder,
  result: PostedResult,
): Promise<Outcome> {
  const { inputs, plan, policy, host } = context
  const { state } = result
  if (inputs.operation === 'doctor') {
    const { doctor } = await import('./operations/doctor/doctor.ts')
    const { outcome, notes } = await doctor(context)
    state.notes.push(...notes)
    return outcome
  }
  const skip = skipReason(inputs, plan, host)
  if (skip !== null) return { kind: 'skipped', sentence: skip }
  const baseline = await openBaseline(context)
  const merge = inputs.operation === 'evaluate' ? await openMerge(sources, context) : null
  state.skippedFiles = merge?.skippedFiles ?? null
  state.notes.push(...(merge?.notes ?? []), ...ageNotes(plan, policy.thresholds))
  if (inputs.dryRun && plan.needsServer) return dryRun(context)
  const connection = plan.needsServer ? await connect(context) : null
  try {
    const findOldLines = connection === null ? null : await actOnServer(context, connection, result)
    if (connection !== null && inputs.operation === 'plan') {
      const { outcome, shards, matrix } = await planShards(context, connection)
      state.shards = shards
      result.matrix = matrix
      return outcome
    }
    const exported = onServerClock(context, connection, state)
    const exports = new RunExports(exported, state, connection)
    if (plan.judges) {
      const outcome = await judge(exported, exports, reports, { baseline, merge, findOldLines }, result)
      await checkHeadMoved(context, connection, result)
      await checkSkipped(context, connection, state)
      await blameWorst(context, connection, result)
      return outcome
    }
    await checkSkipped(context, connection, state)
    if (plan.reviewedAre === 'suppressions') return { kind: 'done', sentence: doneSentence(context, state) }
    const outcome = await exportReviewed(context, exports, reports, result.failures)
    result.hasReviewedFile = true
    return outcome
  } finally {
    state.notes.push(...(connection?.excluded.notes() ?? []))
    await connection?.http.close()
  }
}

/** Scan times are those of the server's clock: the period is widened by what that differs from ours, so that none is lost. */
function onServerClock(context: RunContext, connection: Connection | null, { notes }: RunState): RunContext {
  if (connection === null) return context
  const { from, to } = context.inputs.period
  const { behindMs, aheadMs } = connection.http.clockOffsets()
  const period = { from: from === null ? null : from - behindMs, to: to === null ? null : to + aheadMs }
  if (period.from === from && period.to === to) return context
  const [ms, way] = period.from === from ? [aheadMs, 'ahead of'] : [behindMs, 'behind']
  notes.push(
    `The clock of the server is ${Math.round(ms / 1000)} s ${way} this machine's, so the period of the export is widened by as much.`,
  )
  return { ...context, inputs: { ...context.inputs, period } }
}

async function actOnServer(
  context: RunContext,
  connection: Connection,
  result: PostedResult,
): Promise<FindOldLines | null> {
  const { state } = result
  await cancelScans(context, connection)
  await checkTargets(context, connection)
  state.notes.push(...(await checkSelectors(context, connection)))
  const findOldLines = await openOldLines(context, connection)
  const posting = await openPosting(context, connection)
  result.posting = posting
  if (posting !== null) state.notes.push(...(await startPosting(posting, context, connection)))
  const { notes, error, ...evidence } = await scan(context, connection)
  state.notes.push(...notes)
  Object.assign(state, evidence)
  if (error !== null) throw error
  return findOldLines
}

const UNPROVEN = 'nothing proves that the scan is done, as `wait` is false'

type Earlier = Pick<JudgedAgainst, 'baseline' | 'findOldLines'> & { readonly merge: Merge | null }

async function judge(
  context: RunContext,
  exports: RunExports,
  reports: ReportFolder,
  { baseline, merge, findOldLines }: Earlier,
  result: PostedResult,
): Promise<Outcome> {
  const { inputs, plan, host } = context
  const { state, failures } = result
  const isReviewed = await reviewedOf(context, exports, merge)
  const scope = inputs.operation === 'evaluate' ? (merge?.scope ?? null) : inputs.targets
  const csv = inputs.formats.includes('csv')
    ? openFindingsFile(reports.staged('csv'), inputs.revealSecrets)
    : null
  const top = new TopFindings(topFindingsLimit(inputs))
  try {
    const { decision, reviewedRows } = await judgeExports(
      exports,
      { baseline, scope, isReviewed, findOldLines: findOldLines ?? null },
      {
        add(row, ruling) {
          csv?.add(row, ruling)
          top.add(row, ruling)
        },
        mask: (masks) => top.mask(masks),
      },
      context,
      state,
    )
    const failure = (await csv?.complete(host.stop)) ?? null
    if (failure !== null) failures.set('csv', failure)
    // A shard that differs from its own report must not show anything that was judged.
    proveRead(merge?.shards ?? [], state.exports)
    if (csv !== null && failure === null) {
      const { total, suppressed } = decision.counts
      const { keyCheck } = context.hashKey
      const rows = total + suppressed
      state.findingsFile = { rows, ...csv.written(), keyCheck, suppressed, reviewed: reviewedRows }
    }
    result.decision = decision
    result.shortlist = top.items()
    result.shortlistCut = top.isCut
    return {
      kind: 'judged',
      thresholds: decision.thresholds,
      mode: inputs.mode,
      unproven: plan.triggers.length > 0 && !plan.wait ? UNPROVEN : (merge?.unproven ?? null),
    }
  } finally {
    csv?.discard()
  }
}

async function blameWorst(
  context: RunContext,
  connection: Connection | null,
  result: PostedResult,
): Promise<void> {
  if (connection === null || context.inputs.blame === 0) return
  const counting = result.shortlist.filter(({ status }) => status !== 'suppressed')
  const worst = entriesOf(counting).slice(0, context.inputs.blame)
  const { blames, notes } = await blameFindings(worst, context, connection)
  result.state.notes.push(...notes)
  result.shortlist = result.shortlist.map((row) => {
    const blame = blames.get(row.fingerprint)
    return blame === undefined ? row : { ...row, blame }
  })
}

async function checkHeadMoved(
  context: RunContext,
  connection: Connection | null,
  result: PostedResult,
): Promise<void> {
  const { posting } = result
  if (connection === null || posting === null) return
  try {
    await rejectMovedHead(posting, context, connection)
  } catch (caught) {
    // What was judged is not known to be the commit that it would be posted to.
    result.decision = null
    throw caught
  }
}

/** Whether a finding was reviewed as a false positive; `null` when those count like others. */
async function reviewedOf(
  { plan, host }: RunContext,
  exports: RunExports,
  merge: Merge | null,
): Promise<JudgedAgainst['isReviewed']> {
  if (plan.reviewed.length === 0) return await reviewedOfShards(merge)
  const rows = await exports.reviewed(plan.reviewed, 'exclude')
  host.log.info(`${rows.length} reviewed false positives are left out.`)
  return reviewedIndex(rows)
}

function doneSentence({ plan }: RunContext, { scanStatus }: RunState): string {
  if (plan.cancels.length > 0)
    return `${plan.cancels.join(' and ')} scans of the whole instance were cancelled`
  const names = plan.triggers.map(targetName).join(', ')
  const end = scanStatus === 'finished' ? 'was scanned to the end' : 'was triggered and not waited for'
  return `the scan of ${names} ${end}; nothing was judged`
}
