/** What a verdict is posted to in Bitbucket, looked up before the scan, and the build status of the commit. */

import type { Inputs } from '../config/inputs.ts'
import type { RunContext } from '../context.ts'
import { asGateError, GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import { isGreen } from '../judge/verdict.ts'
import { repositoryUrl } from '../report/entries.ts'
import { oneLine } from '../report/escape.ts'
import { changeSentence, type Report } from '../report/model.ts'
import { findBranch } from '../server/bitbucket.ts'
import { type BuildStatus, type Feedback, openFeedback } from '../server/bitbucket-write.ts'
import { type Connection, openConnection } from '../server/connection.ts'
import { type Repository, type Target, targetName } from '../target.ts'
import type { Delivery } from './settle.ts'

/** What a run posts to. It outlives errors. */
export type PostTarget = {
  /** That of the commit, and of the pull request. */
  readonly repository: Repository
  /** That of the branch: another one where the change comes from a fork. */
  readonly source: Repository
  /** The branch that was asked for, or the default one; `null` when it is not known. */
  readonly branch: string | null
  /** The commit that is written to, all 40 digits; `null` in a repository without commits. */
  readonly commit: string | null
  /** Head of the branch before the scan; `null` when there is none or it is not known. */
  readonly head: string | null
  /** What was judged, and part of every key: as in `targetName`, or `PROJ/repo#N` for a pull request. */
  readonly name: string
  /** Set where the head could not be looked up, so that nobody knows which commit is judged. */
  readonly lookupFailure: GateError | null
}

/** Bitbucket takes no longer address, and only http(s). */
const LONGEST_LINK = 450

/** Where a person can see more: the CI run, else the commit or the repository in Bitbucket; `null` when neither is an address. */
export function linkOf(report: Pick<Report, 'runUrl' | 'bitbucketUrl'>, target: PostTarget): string | null {
  const { project, repo } = target.repository
  const repository = repositoryUrl(report.bitbucketUrl, { project, repository: repo })
  const commit =
    repository === null || target.commit === null ? null : `${repository}/commits/${target.commit}`
  const links = [report.runUrl, commit, report.bitbucketUrl]
  return (
    links.find((link) => link !== null && /^https?:\/\//i.test(link) && link.length <= LONGEST_LINK) ?? null
  )
}

/** `null` when nothing is to be posted. A failure is logged and the run goes on: the end tries again. Throws for a stop. */
export async function openPosting(
  { inputs, plan, host }: RunContext,
  connection: Connection,
): Promise<PostTarget | null> {
  const { codeInsights, buildStatus, pullRequestComment, pull } = inputs
  const isWanted = codeInsights || buildStatus || pullRequestComment !== 'never' || pull !== null
  const target = repositoryTarget(inputs)
  if (!isWanted || !plan.judges || !plan.needsServer || target === null) return null
  const source = { project: target.project, repo: target.repo }
  const repository = pull === null ? source : { project: pull.target.project, repo: pull.target.repo }
  const name = pull === null ? targetName(target) : `${repository.project}/${repository.repo}#${pull.id}`
  const common = { repository, source, name }
  try {
    const head = await headOf(target, connection)
    return { ...common, ...head, commit: inputs.commit ?? head.head, lookupFailure: null }
  } catch (caught) {
    host.stop.throwIfAborted()
    const failure = deliveryFailed(caught)
    host.log.warn(failure.message)
    const branch = target.kind === 'branch' ? target.branch : null
    return { ...common, branch, commit: inputs.commit, head: null, lookupFailure: failure }
  }
}

type RepositoryTarget = Target & { kind: 'repo' | 'branch' }

function repositoryTarget({ targets: [target] }: Inputs): RepositoryTarget | null {
  return target?.kind === 'repo' || target?.kind === 'branch' ? target : null
}

/** @throws GateError NOT_FOUND also where a repository has branches and the server names no head */
async function headOf(
  target: RepositoryTarget,
  { bitbucket }: Pick<Connection, 'bitbucket'>,
): Promise<Pick<PostTarget, 'branch' | 'head'>> {
  const isOne = target.kind === 'branch'
  let listed = false
  let found = isOne ? await findBranch(target, bitbucket) : null
  if (!isOne) {
    for await (const one of bitbucket.branches(target)) {
      listed = true
      if (one.isDefault) found = one
      if (found !== null) break
    }
  }
  if (found?.latestCommit === null) throw headUnknown(target, `names no commit of ${found.name}`)
  if (found !== null) return { branch: found.name, head: found.latestCommit }
  if (listed) throw headUnknown(target, 'marks none of them as the default one')
  if (!isOne) return { branch: null, head: null }
  throw new GateError(
    'NOT_FOUND',
    `Bitbucket lists no branch "${target.branch}" in ${target.project}/${target.repo}.`,
  )
}

function headUnknown({ project, repo }: RepositoryTarget, what: string): GateError {
  const why = `Bitbucket lists branches in ${project}/${repo} and ${what}, so there is no commit to post to.`
  return new GateError('NOT_FOUND', why, {
    hint: 'Give `branch`, or choose a default branch in the settings of the repository.',
  })
}

/**
 * Marks the commit as in progress; a failure of that is logged and the run goes on. Returns a note where there is no commit.
 * @throws GateError HEAD_MOVED: a verdict on a commit that is not scanned would be worth nothing
 */
export async function startPosting(
  target: PostTarget,
  { inputs, host }: RunContext,
  { http }: Connection,
): Promise<readonly string[]> {
  const { commit: sha, head, name, repository } = target
  if (target.lookupFailure !== null) return []
  if (inputs.commit !== null && inputs.commit !== head) {
    throw new GateError(
      'HEAD_MOVED',
      `The verdict was to be on the commit ${inputs.commit}, but the head of ${name} in Bitbucket, which is what is scanned, is ${head ?? 'none'}.`,
    )
  }
  if (sha === null) {
    const isMissed = inputs.codeInsights || inputs.buildStatus
    return isMissed ? [`${name} has no commit, so no build status or report was posted to Bitbucket.`] : []
  }
  if (!inputs.buildStatus) return []
  const report = { runUrl: host.runUrl, bitbucketUrl: inputs.bitbucketUrl?.href ?? null }
  try {
    await openFeedback(http).setBuildStatus({ ...repository, commit: sha }, inProgress(report, target))
    host.log.info(`Build status of ${sha.slice(0, 11)} is in progress.`)
  } catch (caught) {
    host.stop.throwIfAborted()
    host.log.warn(deliveryFailed(caught).message)
  }
  return []
}

/** The rows belong to the head only where it is the one of before. @throws GateError HEAD_MOVED; as `Bitbucket` */
export async function rejectMovedHead(
  { head, branch, name, lookupFailure }: PostTarget,
  { inputs }: RunContext,
  connection: Connection,
): Promise<void> {
  const target = repositoryTarget(inputs)
  if (lookupFailure !== null && inputs.pull !== null) throw lookupFailure
  if (target === null || lookupFailure !== null) return
  const now = await headOf(target, connection)
  if (now.head === head && now.branch === branch) return
  throw new GateError(
    'HEAD_MOVED',
    `The head of ${name} moved during the run, from ${head ?? 'none'} to ${now.head ?? 'none'}, so it is not known which commit the findings belong to.`,
  )
}

function deliveryFailed(caught: unknown): GateError {
  const error = asGateError(caught)
  if (error.code === 'DELIVERY_FAILED') return error
  const message = `The verdict could not be posted to Bitbucket: ${error.message}`
  return new GateError('DELIVERY_FAILED', message, { hint: error.hint, cause: caught })
}

/** After a stop, this many ms are spent on everything that is posted. */
const STOPPED_MS = 1000

export type Poster = ReturnType<typeof openPoster>

/** Each `post` has a connection of its own: that of the run is closed by now, and a stop would end all of its calls. */
export function openPoster(inputs: Inputs, target: PostTarget, host: Host) {
  const commit = target.commit === null ? null : { ...target.repository, commit: target.commit }
  let afterStop: AbortSignal | null = null
  let hasFailed = false
  const patience = (): { stop?: AbortSignal; maxRetries?: number } => {
    if (!host.stop.aborted) return hasFailed ? { maxRetries: 0 } : {}
    afterStop ??= AbortSignal.timeout(STOPPED_MS)
    return { stop: afterStop, maxRetries: 0 }
  }
  return {
    inputs,
    target,
    /** `null` in a repository without commits. */
    commit,
    log: host.log,
    stop: host.stop,
    /** Calls Bitbucket. @throws GateError DELIVERY_FAILED */
    async post(
      work: (feedback: Feedback, bitbucket: Connection['bitbucket']) => Promise<void>,
    ): Promise<void> {
      if (target.lookupFailure !== null) throw target.lookupFailure
      let connection: Connection | null = null
      try {
        connection = await openConnection(inputs, host, patience())
        await work(openFeedback(connection.http), connection.bitbucket)
      } catch (caught) {
        hasFailed = true
        const failure = deliveryFailed(caught)
        host.log.warn(failure.message)
        throw failure
      } finally {
        await connection?.http.close()
      }
    },
  }
}

/** The name to require in Bitbucket ("Required builds"); the same for every repository and run. */
const BUILD_PARENT = 'soteri-gate'

/** Bitbucket's limits for key, name and description, characters. */
const LONGEST_TEXT = 255

export function inProgress(report: Pick<Report, 'runUrl' | 'bitbucketUrl'>, target: PostTarget): BuildStatus {
  return {
    ...common(report, target),
    state: 'INPROGRESS',
    description: oneLine(`${target.name} is being scanned and judged`, LONGEST_TEXT),
  }
}

/** The status at the end: SUCCESSFUL exactly where the job goes on. */
export function finalStatus(report: Report, target: PostTarget): BuildStatus {
  const state = isGreen(report.verdict) ? 'SUCCESSFUL' : 'FAILED'
  const change = report.verdict.error === null ? changeSentence(report) : null
  const sentence = change === null ? report.verdict.sentence : `${report.verdict.word}: ${change}`
  return { ...common(report, target), state, description: oneLine(sentence, LONGEST_TEXT) }
}

/** The key distinguishes scopes, so that the gate of one branch does not overwrite that of another at the same commit. */
function common(
  report: Pick<Report, 'runUrl' | 'bitbucketUrl'>,
  target: PostTarget,
): Omit<BuildStatus, 'state' | 'description'> {
  const name = oneLine(`${BUILD_PARENT} ${target.name}`, LONGEST_TEXT)
  return {
    key: name,
    name,
    parent: BUILD_PARENT,
    url: linkOf(report, target) ?? '',
    // Bitbucket knows no branch of a fork in the repository of the pull request.
    ...(target.branch !== null &&
      target.source.project === target.repository.project &&
      target.source.repo === target.repository.repo && { ref: `refs/heads/${target.branch}` }),
  }
}

/** Red is posted before everything else, green after everything: a run that breaks off leaves no green status. */
export function deliverBuildStatus(colour: 'red' | 'green', poster: Poster): Delivery {
  let isPosted = false
  return {
    isDelivered: ({ verdict }) => isPosted || isGreen(verdict) !== (colour === 'green'),
    async deliver(report) {
      await poster.post(async (feedback) => {
        const { commit, target, log } = poster
        if (commit === null) return
        const status = finalStatus(report, target)
        await feedback.setBuildStatus(commit, status)
        log.info(`Build status of commit ${commit.commit.slice(0, 11)}: ${status.state}.`)
      })
      isPosted = true
    },
  }
}
