/**
 * Brings the verdict back to Bitbucket. What is looked up is looked up before the scan; what is green is shown last, so
 * that nothing which breaks half-way leaves a green mark behind. Failures are kept, told, and never hide a `fail`.
 */
import type { Inputs } from '../config/inputs.ts'
import type { RunContext } from '../context.ts'
import { asGateError, GateError } from '../errors.ts'
import { finalStatus, inProgress } from '../feedback/build-status.ts'
import { commentAction, commentMarker, commentText } from '../feedback/comment.ts'
import { annotationsOf, insightReport, REPORT_KEY } from '../feedback/insights.ts'
import { isGreen, type Place } from '../feedback/place.ts'
import type { Host } from '../host.ts'
import type { Report } from '../report/model.ts'
import type { RunResult } from '../report/run-result.ts'
import { type Commit, type Feedback, openFeedback } from '../server/bitbucket-write.ts'
import { type Connection, openConnection } from '../server/connection.ts'
import { type Target, targetName } from '../target.ts'

/** After a stop, this many ms are spent on taking the mark "in progress" away. */
const STOPPED_MS = 1000

/** Where and how the verdict of a run is posted. It outlives errors. */
export type PostingState = {
  readonly place: Place
  /** The head could not be looked up, so there is no commit to post to. */
  readonly unplaced: GateError | null
  /** Colour of the last verdict that was posted, or that the run tried to post. */
  posted: 'nothing' | 'green' | 'red'
}

type Posted = Pick<RunResult, 'inputs'> & { readonly posting: PostingState | null }

/** Whether a run posts its verdict at all. */
function postsFeedback({ inputs, plan }: RunContext): boolean {
  if (!plan.judges || !plan.needsServer) return false
  return inputs.codeInsights || inputs.buildStatus || inputs.pullRequestComment !== 'never'
}

/**
 * Looks up the commit before anything is triggered. A failure is logged, and the run goes on: it may still find a
 * `fail`, and the end tries again. `null` when nothing is to be posted. Throws for a stop alone.
 */
export async function openPosting(context: RunContext, connection: Connection): Promise<PostingState | null> {
  const { inputs, host } = context
  const [target] = inputs.targets
  if (!postsFeedback(context) || target === undefined) return null
  if (target.kind !== 'repo' && target.kind !== 'branch') return null
  const { project, repo } = target
  const asked = { repository: { project, repo }, target: targetName(target) }
  try {
    const needsHead = inputs.commit === null && (inputs.codeInsights || inputs.buildStatus)
    const head = await headOf(target, inputs.commit, connection, needsHead)
    return { place: { ...asked, ...head }, unplaced: null, posted: 'nothing' }
  } catch (caught) {
    host.stop.throwIfAborted()
    const failure = deliveryFailed(caught)
    host.log.warn(failure.message)
    const branch = target.kind === 'branch' ? target.branch : null
    const place: Place = { ...asked, branch, commit: inputs.commit, head: null }
    return { place, unplaced: inputs.commit === null ? failure : null, posted: 'nothing' }
  }
}

/** Marks the commit as in progress, under the same rule for failures as `openPosting`. */
export async function postInProgress(
  { place, unplaced }: PostingState,
  { inputs, host }: RunContext,
  { http }: Connection,
): Promise<void> {
  if (!inputs.buildStatus || unplaced !== null || place.commit === null) return
  const report = { runUrl: host.runUrl, bitbucketUrl: inputs.bitbucketUrl?.href ?? null }
  try {
    const commit = { ...place.repository, commit: place.commit }
    await openFeedback(http).setBuildStatus(commit, inProgress(report, place))
    host.log.info(`Build status of ${place.commit.slice(0, 11)} is in progress.`)
  } catch (caught) {
    host.stop.throwIfAborted()
    host.log.warn(deliveryFailed(caught).message)
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

/** Notes about the commit that is posted to, where it is not simply the head. */
export function commitNotes({ place, unplaced }: PostingState, { inputs }: RunContext): readonly string[] {
  if (unplaced !== null) return []
  const notes: string[] = []
  if (place.commit === null && (inputs.codeInsights || inputs.buildStatus)) {
    notes.push(`${place.target} has no commit, so no build status or report was posted to Bitbucket.`)
  }
  if (inputs.commit === null || place.head === null || place.head === inputs.commit) return notes
  notes.push(
    `The verdict is posted to the given commit ${inputs.commit}, but the head of ${place.branch} was ${place.head} when the run began.`,
  )
  return notes
}

/** Reads the head once more after the scan, for the report. A failure to read it changes nothing. */
export async function movedHeadNotes(
  { place }: PostingState,
  { inputs, host }: RunContext,
  connection: Connection,
): Promise<readonly string[]> {
  const [target] = inputs.targets
  if (place.head === null) return []
  if (target?.kind !== 'repo' && target?.kind !== 'branch') return []
  try {
    const now = await headOf(target, null, connection)
    if (now.head === place.head && now.branch === place.branch) return []
    return [
      `The head of ${place.target} moved during the run, from ${place.head} to ${now.head ?? 'nothing'}: the verdict is posted to ${place.commit}, and findings of the newer commits may be among those judged.`,
    ]
  } catch (caught) {
    host.stop.throwIfAborted()
    host.log.debug(asGateError(caught).message)
    return [`Whether the head of ${place.target} moved during the run could not be seen.`]
  }
}

/**
 * Posts the verdict, all but a green build status: a red one comes first, then report and annotations, then the comment.
 * @returns what failed, `null` when nothing did or nothing was asked for.
 */
export async function postVerdict(report: Report, result: Posted, host: Host): Promise<GateError | null> {
  if (result.posting !== null) result.posting.posted = isGreen(report) ? 'green' : 'red'
  return await withServer(report, result, host, postAllButGreen)
}

/** Posts a green build status, as the last thing of all; nothing for other verdicts, or behind a stop. */
export async function postGreen(report: Report, result: Posted, host: Host): Promise<GateError | null> {
  if (result.inputs?.buildStatus !== true || !isGreen(report) || host.stop.aborted) return null
  return await withServer(report, result, host, async (posting) => {
    if (posting.commit !== null) await setStatus(posting.commit, report, posting)
  })
}

/** Takes back what was posted as green when the run came to another end after all. Tries once; never throws. */
export async function amendVerdict(report: Report, result: Posted, host: Host): Promise<void> {
  if (result.posting?.posted !== 'green' || isGreen(report)) return
  result.posting.posted = 'red'
  await withServer(report, result, host, postAllButGreen, 0)
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
  result: Posted,
  host: Host,
  work: (posting: Posting) => Promise<void>,
  maxRetries?: number,
): Promise<GateError | null> {
  const { inputs, posting: remembered } = result
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
