/** Reads every export once, to its end, and judges each row as it passes. */
import { ALWAYS } from '../config/inputs.ts'
import { reviewedTargets } from '../config/run-plan.ts'
import { credentialMask } from '../config/sources.ts'
import type { RunContext, RunState } from '../context.ts'
import { GateError } from '../errors.ts'
import { type ExportSource, missingExport, type RunExports, readSettingsOf } from '../export/fetch-exports.ts'
import type { FindingRow, MaskedNames } from '../export/finding-row.ts'
import { RowCounts } from '../export/missing-rows.ts'
import { type ExportReading, type FindingSink, readExport } from '../export/read-export.ts'
import { rejectFindingsAsReviewed } from '../export/reviewed.ts'
import type { TempFile } from '../export/temp-file.ts'
import {
  rejectBlindThresholds,
  rejectDisplayNames,
  unlistedRepositories,
  verifyExport,
} from '../export/verify-export.ts'
import { pathOf, readTextFile } from '../files.ts'
import { isWhole, type Ruling } from '../finding.ts'
import type { FindOldLines } from '../server/blame.ts'
import { isWide, type Repository, type Target } from '../target.ts'
import { plural } from '../text.ts'
import { type Baseline, readBaseline } from './baseline.ts'
import { Comparison } from './comparison.ts'
import { type Decision, Judge } from './judge.ts'
import { type OwnerOf, ownerLookup, parseCodeOwners, readCodeOwners } from './owners.ts'

/** What the exports are compared with, beside the policy. */
export type JudgedAgainst = {
  readonly baseline: Baseline | null
  /** Targets that the baseline is limited to; `null`: all. */
  readonly scope: readonly Target[] | null
  /** Whether a row is a reviewed false positive; `null` when those count like others. */
  readonly isReviewed: ((row: FindingRow) => boolean) | null
  /** For a comparison; `null` when it cannot be known which lines are old. */
  readonly findOldLines?: FindOldLines | null
}

export type RulingSink = {
  add(row: FindingRow, ruling: Ruling & { copy(): Ruling }): void
  /** Called after the last row: names that were passed on before may be masked since. */
  mask(masks: MaskedNames): void
}

type JudgedExports = {
  readonly decision: Decision
  /** Rows that were excluded as reviewed; `null` when they count like others. */
  readonly reviewedRows: number | null
}

/** Adds the evidence of each to `state`. @throws GateError for one that is not whole, or contradicts the scan. */
export async function judgeExports(
  exports: RunExports,
  against: JudgedAgainst,
  sink: RulingSink,
  context: RunContext,
  state: RunState,
): Promise<JudgedExports> {
  const { inputs, plan, host } = context
  const judged = await host.log.group('Export', async () => {
    const sources = await exports.list()
    if (sources.length === 0) throw new GateError('EXPORT_MISSING', 'There is no export to judge.')
    return await judgeAll(sources, { exports, against, sink, context, state })
  })
  const { byRepository, behind = 0 } = judged.decision.counts
  if (behind > 0 && plan.compared !== null) state.notes.push(behindNote(behind, plan.compared.branch))
  rejectDisplayNames(Object.keys(byRepository), context.policy, plan.needsServer)
  const unlisted = plan.wait ? unlistedRepositories(inputs.targets, byRepository, state.targets) : null
  if (unlisted !== null) state.notes.push(unlisted)
  return judged
}

function behindNote(behind: number, branch: string): string {
  const isOne = behind === 1
  const they = isOne ? '1 finding is' : `${behind} findings are`
  const rest = isOne
    ? 'The secret is still in its history, so rotate it.'
    : 'The secrets are still in its history, so rotate them.'
  return `${they} already removed on ${branch}, and not counted as new: update your branch. ${rest}`
}

type JudgeReading = {
  readonly exports: RunExports
  readonly against: JudgedAgainst
  readonly sink: RulingSink
  readonly context: RunContext
  readonly state: RunState
  readonly ownerOf?: OwnerOf
}

type Stored = Map<ExportSource, TempFile | null>

async function judgeAll(sources: readonly ExportSource[], reading: JudgeReading): Promise<JudgedExports> {
  const { revealSecrets } = reading.context.inputs
  const stored: Stored = new Map()
  try {
    await learnNames(sources, stored, reading)
    const ownerOf = await readOwners(reading)
    const owned = { ...reading, ...(ownerOf && { ownerOf }) }
    const compared = { ...owned, compared: await compare(sources, stored, owned) }
    const judged = await judgeOnce(sources, stored, revealSecrets ? 'judge' : 'judge and write', compared)
    // The judging above saw no text. What is written for people with the texts comes from a reading of its own.
    if (revealSecrets) await judgeOnce(sources, stored, 'write revealed', compared)
    else reading.sink.mask(reading.exports.reading.row.names.masks)
    return judged
  } finally {
    for (const file of stored.values()) await file?.dispose()
    reading.exports.reading.row.names.forget()
  }
}

/** Later rows show which names the baseline has masked; owners are read for all repositories that have findings. */
async function learnNames(
  sources: readonly ExportSource[],
  stored: Stored,
  reading: JudgeReading,
): Promise<void> {
  const { policyRepository } = reading.exports.reading.row.names
  const needsAll = reading.context.policy.owners?.codeOwners === true && policyRepository === null
  if (!reading.against.baseline?.isMasked && !needsAll) return
  for (const source of sources) await readSource(source, stored, { onRow: () => undefined }, reading)
}

/** Who owns what; `null` when the policy names no owners. */
async function readOwners({ exports, context, state }: JudgeReading): Promise<OwnerOf | null> {
  const { owners } = context.policy
  if (owners === undefined) return null
  if (!owners.codeOwners) return ownerLookup(owners.rules, null)
  const { connection } = exports
  if (connection === null) {
    state.notes.push('Owners come from CODEOWNERS in Bitbucket, which this operation does not ask.')
    return ownerLookup(owners.rules, new Map())
  }
  const { names } = exports.reading.row
  const found = Array.from({ length: names.repositories.size }, (_none, id): Repository => {
    return { project: names.project(id), repo: names.repositories.text(id) }
  })
  const known = names.policyRepository === null ? found : [names.policyRepository]
  const asked = known.filter(({ project, repo }) => isWhole(project) && isWhole(repo))
  const { texts, notes } = await readCodeOwners(asked, connection.bitbucket, context.host.stop)
  state.notes.push(...notes)
  const files = Array.from(
    texts,
    ([name, text]) => [name, text === null ? null : parseCodeOwners(text)] as const,
  )
  return ownerLookup(owners.rules, new Map(files))
}

const BLIND =
  'The exports show no matched texts in clear, so the branches were compared by path and rule: a secret that was swapped for another in the same file is not seen.'

/** A decided comparison, and the reading that it has the rows of the branch from. */
type Compared = { readonly comparison: Comparison; readonly read: ExportReading | null }

/** Reads both branches before anything is judged: what is new is decided by all rows of both. `null` without a comparison. */
async function compare(
  [source]: readonly ExportSource[],
  stored: Stored,
  reading: JudgeReading,
): Promise<Compared | null> {
  const { exports, context, against } = reading
  const other = exports.compared()
  if (other === null || source === undefined) return null
  const comparison = new Comparison(exports.reading.row.names)
  // Not of the period that is judged.
  const whole = { ...reading, context: { ...context, inputs: { ...context.inputs, period: ALWAYS } } }
  const suppresses = context.policy.suppressions.length > 0 || reviewTest(reading) !== null
  const suppressor = suppresses ? openJudge({ ...reading, compared: null }) : null
  const isSuppressed = (row: FindingRow): boolean => suppressor?.see(row).status === 'suppressed'
  const counts = new RowCounts()
  const onOther = (row: FindingRow): void => {
    counts.add(row)
    comparison.addOther(row, isSuppressed(row))
  }
  const otherRead = await readSource(other, stored, { compares: true, onRow: onOther }, whole)
  await keepEvidence(other, otherRead, counts, whole)
  const onRow = (row: FindingRow): void => comparison.add(row, isSuppressed(row))
  const read = await readSource(source, stored, { compares: true, onRow }, reading)
  comparison.decide()
  const { notes } = reading.state
  if (comparison.isBlind) notes.push(BLIND)
  const contested = comparison.contested()
  if (contested.length > 0 && against.findOldLines) {
    const old = await against.findOldLines(contested)
    comparison.markBehind(contested, old.isOld)
    notes.push(...old.notes)
  }
  return { comparison, read }
}

async function judgeOnce(
  sources: readonly ExportSource[],
  stored: Stored,
  purpose: 'judge' | 'judge and write' | 'write revealed',
  reading: JudgeReading & { readonly compared: Compared | null },
): Promise<JudgedExports> {
  const { sink, context, exports, compared } = reading
  compared?.comparison.rewind()
  const judge = openJudge(reading)
  const writes = purpose !== 'judge'
  const reveals = purpose === 'write revealed'
  const excluded = exports.connection?.excluded ?? null
  const { names } = exports.reading.row
  const isExcluded = excluded?.rowTest((id) => names.repositoryName(id)) ?? (() => false)
  let counts = new RowCounts()
  let isOfMany = false
  let text = ''
  const rows: FindingSink = {
    onMatchedText: reveals ? (matched) => (text = matched) : undefined,
    onRow(row) {
      if (reveals) row.match = text
      if (isOfMany && isExcluded(row.repository)) {
        if (!reveals && excluded !== null) excluded.rows += 1
        return
      }
      const ruling = judge.see(row)
      counts.add(row)
      if (writes) sink.add(row, ruling)
    },
  }
  for (const source of sources) {
    counts = new RowCounts()
    isOfMany = source.target !== null && isWide(source.target)
    // A comparison has all but the texts.
    const recorded = reveals ? null : compared
    recorded?.comparison.rows.replay(exports.reading.row, rows.onRow)
    const read = recorded === null ? await readSource(source, stored, rows, reading) : recorded.read
    if (!reveals) await keepEvidence(source, read, counts, reading)
    if (!context.inputs.revealSecrets) await stored.get(source)?.dispose()
  }
  const decision = judge.conclude()
  return { decision, reviewedRows: reviewTest(reading) === null ? null : decision.reviewed }
}

function openJudge(reading: JudgeReading & { readonly compared: Compared | null }): Judge {
  const { exports, against, context, compared, ownerOf } = reading
  const { policy, host, hashKey } = context
  return new Judge({
    policy,
    baseline: against.baseline,
    reviewed: reviewTest(reading),
    now: host.clock.now(),
    key: hashKey.key,
    keyCheck: hashKey.keyCheck,
    names: exports.reading.row.names,
    mask: credentialMask(host),
    scope: against.scope,
    comparison: compared?.comparison ?? null,
    ...(ownerOf !== undefined && { ownerOf }),
  })
}

/** Like `isReviewed`, and knows the rows that the export itself flags. */
function reviewTest({
  against: { isReviewed },
  context: { inputs },
}: JudgeReading): JudgedAgainst['isReviewed'] {
  if (!inputs.excludeReviewed) return isReviewed
  return (row) => row.flags !== 0 || isReviewed?.(row) === true
}

/** `null` when the server answers 404. */
async function readSource(
  source: ExportSource,
  stored: Stored,
  sink: FindingSink,
  { exports, context }: JudgeReading,
): Promise<ExportReading | null> {
  const file = stored.has(source) ? stored.get(source) : await source.fetch()
  stored.set(source, file ?? null)
  if (!file) return null
  const settings = {
    ...readSettingsOf(source.name, source.target, context.inputs),
    triggeredMs: exports.triggeredMs(source.target),
  }
  return await readExport(file, settings, exports.reading, sink, context.host)
}

/** Adds the evidence of an export to the state, once it is verified. */
async function keepEvidence(
  source: ExportSource,
  read: ExportReading | null,
  rows: RowCounts,
  { exports, context, state }: JudgeReading,
): Promise<void> {
  if (read !== null) {
    rejectBlindThresholds(read.absent, source.name, context.policy)
    state.notes.push(...read.notices, ...flaggedNotes(source.name, read, context))
  }
  const evidence = read?.evidence ?? null
  const { name, target } = source
  const readReviewed = (of: Target) => exports.reviewed(reviewedTargets([of]), 'list')
  const { names } = exports.reading.row
  const unread = read?.unread ?? []
  const isEndMarked = !exports.unmarkedEnds.has(name)
  const flagged = read?.flagged ?? 0
  const exported = { name, target, evidence, rows, flagged, unread, isEndMarked }
  const notes = await verifyExport(exported, names, context, state, readReviewed)
  state.notes.push(...notes)
  if (read !== null) rejectFindingsAsReviewed(read.evidence, read.digest, exports.reviewedDigests)
  state.exports.push(evidence ?? missingExport(name))
  context.host.log.info(`${name}: ${plural(evidence?.rows ?? 0, 'row')} read, ${evidence?.bytes ?? 0} bytes.`)
}

function flaggedNotes(name: string, { flagged }: ExportReading, { inputs }: RunContext): readonly string[] {
  if (flagged === 0) return []
  const end = inputs.excludeReviewed ? 'they are left out' : 'they count, as `exclude-reviewed` is off'
  return [`${name}: ${plural(flagged, 'row')} flagged as reviewed or allow-listed: ${end}.`]
}

/** A run that sends something has all of it checked here, as wrong inputs come first; else the judge does while reading. */
export async function openBaseline({ inputs, plan, host, hashKey }: RunContext): Promise<Baseline | null> {
  if (inputs.baselineFile === null) return null
  const text = await readTextFile(pathOf(inputs.baselineFile, host.workingFolder), 'baseline-file')
  const baseline = readBaseline(text, inputs.baselineFile, hashKey.keyCheck)
  if (plan.needsServer) for (const _checked of baseline.entries);
  return baseline
}
