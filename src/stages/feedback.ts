/**
 * Brings the verdict back to Bitbucket. What is looked up is looked up before the scan; what is green is shown last, so
 * that nothing which breaks half-way leaves a green mark behind. Failures are kept, told, and never hide a `fail`.
 */
import type { Inputs } from '../config/inputs.ts'
import type { RunPlan } from '../config/run-plan.ts'
import { asGateError, GateError } from '../errors.ts'
import { finalStatus, inProgress } from '../feedback/build-status.ts'
import { commentAction, commentMarker, commentText } from '../feedback/comment.ts'
import { annotationsOf, insightReport, REPORT_KEY } from '../feedback/insights.ts'
import { isGreen, type Place } from '../feedback/place.ts'
import type { Host } from '../host.ts'
import type { Report } from '../report/model.ts'
import { type Commit, type Feedback, openFeedback } from '../server/bitbucket-write.ts'
import { type Connection, openConnection } from '../server/connection.ts'
import { type Target, targetName } from '../target.ts'
import type { RunRecord } from './record.ts'

/** After a stop, this many ms are spent on taking the mark "in progress" away. */
const STOPPED_MS = 1000

/** Whether a run posts its verdict at all. */
function postsFeedback(inputs: Inputs, plan: RunPlan): boolean {
  if (!plan.judges || !plan.needsServer) return false
  return inputs.codeInsights || inputs.buildStatus || inputs.pullRequestComment !== 'never'
}

/**
 * Looks up the commit and marks it as in progress, before anything is triggered. What fails here is told, and the run
 * goes on: it may still find a `fail`, and the end tries again.
 */
export async function beginFeedback(
  inputs: Inputs,
  plan: RunPlan,
  connection: Connection,
  host: Host,
  record: RunRecord,
): Promise<void> {
  const [target] = inputs.targets
  if (!postsFeedback(inputs, plan) || target === undefined) return
  if (target.kind !== 'repo' && target.kind !== 'branch') return
  const { project, repo } = target
  const asked = { repository: { project, repo }, target: targetName(target) }
  try {
    const needsHead = inputs.commit === null && (inputs.codeInsights || inputs.buildStatus)
    const place: Place = { ...asked, ...(await headOf(target, inputs.commit, connection, needsHead)) }
    record.feedback = { place, unplaced: null, posted: 'nothing' }
    noteGivenCommit(place, inputs, record)
    if (!inputs.buildStatus || place.commit === null) return
    const report = { runUrl: host.runUrl, bitbucketUrl: inputs.bitbucketUrl?.href ?? null }
    const commit = { project, repo, commit: place.commit }
    await openFeedback(connection.http).setBuildStatus(commit, inProgress(report, place))
    host.log.info(`Build status of ${place.commit.slice(0, 11)} is in progress.`)
  } catch (caught) {
    host.stop.throwIfAborted()
    const failure = deliveryFailed(caught)
    const branch = target.kind === 'branch' ? target.branch : null
    const place: Place = { ...asked, branch, commit: inputs.commit, head: null }
    record.feedback ??= { place, unplaced: inputs.commit === null ? failure : null, posted: 'nothing' }
    host.log.warn(failure.message)
  }
}

type Head = Pick<Place, 'branch' | 'commit' | 'head'>

/**
 * The head of the branch, or of the default branch; a repository without branches has no commit.
 * @param needsHead whether it is an error that a repository has branches and the head is not told
 */
async function headOf(
  target: Target & { kind: 'repo' | 'branch' },
  commit: string | null,
  { bitbucket }: Pick<Connection, 'bitbucket'>,
  needsHead = false,
): Promise<Head> {
  const wanted = target.kind === 'branch' ? target.branch : null
  let listed = false
  for await (const { name, latestCommit, isDefault } of bitbucket.branches(target)) {
    listed = true
    if (wanted === null ? !isDefault : name !== wanted) continue
    if (latestCommit === null && needsHead) throw headUnknown(target, `tells no commit of ${name}`)
    return { branch: name, head: latestCommit, commit: commit ?? latestCommit }
  }
  if (wanted === null && listed && needsHead)
    throw headUnknown(target, 'marks none of them as the default one')
  if (wanted === null) return { branch: null, head: null, commit }
  throw new GateError(
    'NOT_FOUND',
    `Bitbucket lists no branch "${wanted}" in ${target.project}/${target.repo}.`,
  )
}

function headUnknown({ project, repo }: Target & { kind: 'repo' | 'branch' }, what: string): GateError {
  const why = `Bitbucket lists branches in ${project}/${repo} and ${what}, so there is no commit to post to.`
  return new GateError('NOT_FOUND', why, {
    mend: 'Give `commit`, or `branch`, or choose a default branch in the settings of the repository.',
  })
}

function noteGivenCommit(place: Place, inputs: Inputs, record: RunRecord): void {
  if (place.commit === null && (inputs.codeInsights || inputs.buildStatus)) {
    record.notes.push(`${place.target} has no commit, so no build status or report was posted to Bitbucket.`)
  }
  if (inputs.commit === null || place.head === null || place.head === inputs.commit) return
  record.notes.push(
    `The verdict is posted to the given commit ${inputs.commit}, but the head of ${place.branch} was ${place.head} when the run began.`,
  )
}

/** Looks at the head once more after the scan, for the report. A look that fails changes nothing. */
export async function noteMovedHead(
  inputs: Inputs,
  connection: Connection,
  host: Host,
  record: RunRecord,
): Promise<void> {
  const { place } = record.feedback ?? {}
  const [target] = inputs.targets
  if (place === undefined || place.head === null) return
  if (target?.kind !== 'repo' && target?.kind !== 'branch') return
  try {
    const now = await headOf(target, null, connection)
    if (now.head === place.head && now.branch === place.branch) return
    record.notes.push(
      `The head of ${place.target} moved during the run, from ${place.head} to ${now.head ?? 'nothing'}: the verdict is posted to ${place.commit}, and findings of the newer commits may be among those judged.`,
    )
  } catch (caught) {
    host.stop.throwIfAborted()
    record.notes.push(`Whether the head of ${place.target} moved during the run could not be seen.`)
    host.log.debug(asGateError(caught).message)
  }
}

/**
 * Posts the verdict, all but a green build status: a red one comes first, then report and annotations, then the comment.
 * @returns what failed, `null` when nothing did or nothing was asked for.
 */
export async function postVerdict(report: Report, record: RunRecord, host: Host): Promise<GateError | null> {
  if (record.feedback !== null) record.feedback.posted = isGreen(report) ? 'green' : 'red'
  return await withServer(report, record, host, postAllButGreen)
}

/** Posts a green build status, as the last thing of all; nothing for other verdicts, or behind a stop. */
export async function postGreen(report: Report, record: RunRecord, host: Host): Promise<GateError | null> {
  if (record.inputs?.buildStatus !== true || !isGreen(report) || host.stop.aborted) return null
  return await withServer(report, record, host, async (posting) => {
    if (posting.commit !== null) await setStatus(posting.commit, report, posting)
  })
}

/** Takes back what was posted as green when the run came to another end after all. Tries once; never throws. */
export async function amendVerdict(report: Report, record: RunRecord, host: Host): Promise<void> {
  if (record.feedback?.posted !== 'green' || isGreen(report)) return
  record.feedback.posted = 'red'
  await withServer(report, record, host, postAllButGreen, 0)
}

async function postAllButGreen(posting: Posting): Promise<void> {
  const { commit, inputs, report, host } = posting
  if (commit !== null && inputs.buildStatus && !isGreen(report)) await setStatus(commit, report, posting)
  // Behind a stop there is time for the mark alone.
  if (host.stop.aborted) return
  if (commit !== null && inputs.codeInsights) await putInsights(commit, posting)
  await putComment(posting)
}

type Posting = {
  readonly feedback: Feedback
  readonly inputs: Inputs
  readonly report: Report
  readonly host: Host
  readonly place: Place
  readonly commit: Commit | null
  /** Name of the user behind the credentials; `null` when the server does not tell. */
  readonly user: () => Promise<string | null>
}

/** The run's own connection is closed by now, and a stop would end all of its calls at once. */
async function withServer(
  report: Report,
  record: RunRecord,
  host: Host,
  work: (posting: Posting) => Promise<void>,
  maxRetries?: number,
): Promise<GateError | null> {
  const { inputs, feedback: remembered } = record
  if (inputs === null || remembered === null) return null
  if (remembered.unplaced !== null) return remembered.unplaced
  const { place } = remembered
  const commit = place.commit === null ? null : { ...place.repository, commit: place.commit }
  let connection: Pick<Connection, 'http'> | null = null
  try {
    const { http, bitbucket } = await openConnection(inputs, host, patience(host, maxRetries))
    connection = { http }
    const user = (): Promise<string | null> => bitbucket.checkCredentials()
    await work({ feedback: openFeedback(http), inputs, report, host, place, commit, user })
    return null
  } catch (caught) {
    const failure = deliveryFailed(caught)
    host.log.warn(failure.message)
    // Whatever a stop broke, the stop is what to tell.
    return host.stop.aborted ? asGateError(host.stop.reason) : failure
  } finally {
    await connection?.http.close()
  }
}

function patience(host: Host, maxRetries: number | undefined): { stop?: AbortSignal; maxRetries?: number } {
  if (host.stop.aborted) return { stop: AbortSignal.timeout(STOPPED_MS), maxRetries: 0 }
  return maxRetries === undefined ? {} : { maxRetries }
}

async function setStatus(commit: Commit, report: Report, { feedback, place, host }: Posting): Promise<void> {
  const status = finalStatus(report, place)
  await feedback.setBuildStatus(commit, status)
  host.log.info(`Build status of commit ${commit.commit.slice(0, 11)}: ${status.state}.`)
}

async function putInsights(commit: Commit, { feedback, report, place, host }: Posting): Promise<void> {
  const annotations = annotationsOf(report, place)
  await feedback.putReport(commit, REPORT_KEY, insightReport(report, place))
  await feedback.replaceAnnotations(commit, REPORT_KEY, annotations)
  const short = commit.commit.slice(0, 11)
  host.log.info(`Code Insights report of commit ${short}: posted with ${annotations.length} annotations.`)
}

async function putComment(posting: Posting): Promise<void> {
  const { feedback, inputs, report, place, host } = posting
  const { pullRequest } = inputs
  const action = commentAction(inputs.pullRequestComment, report)
  if (action === 'nothing' || pullRequest === null) return
  const self = await posting.user()
  const text = commentText(report, place)
  // Somebody may change the comment between look and edit; once more is enough for that.
  for (let tries = 0; tries < 2; tries++) {
    const old = await ownComment(feedback, pullRequest, place, self)
    if (old === null) {
      if (action === 'update') return
      await feedback.addComment(place.repository, pullRequest, text)
    } else if (!(await feedback.editComment(place.repository, pullRequest, old, text))) continue
    host.log.info(`Comment on pull request ${pullRequest}: ${old === null ? 'written' : 'updated'}.`)
    return
  }
  const why = `The comment on pull request ${pullRequest} was changed by somebody else, twice in a row.`
  throw new GateError('DELIVERY_FAILED', why)
}

/** Others may quote the mark, and their comments are not ours to edit. */
async function ownComment(feedback: Feedback, pullRequest: number, place: Place, self: string | null) {
  const marker = commentMarker(place)
  for await (const comment of feedback.comments(place.repository, pullRequest)) {
    if (!comment.text.includes(marker)) continue
    if (self === null || comment.author === null || isSame(comment.author, self)) return comment
  }
  return null
}

/** The server tells the name of the user encoded in a header, and plainly in JSON. */
function isSame(name: string, encoded: string): boolean {
  return name === encoded || encodeURIComponent(name) === encoded
}

function deliveryFailed(caught: unknown): GateError {
  const error = asGateError(caught)
  const message = `The verdict could not be posted to Bitbucket: ${error.message}`
  return error.code === 'DELIVERY_FAILED'
    ? error
    : new GateError('DELIVERY_FAILED', message, { mend: error.mend, cause: caught })
}
