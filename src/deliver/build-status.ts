/** Delivery: the build status of a commit, as Bitbucket's required-builds check wants it. */
import type { RunContext } from '../context.ts'
import { isGreen } from '../judge/verdict.ts'
import { oneLine } from '../report/escape.ts'
import { changeSentence, isJudged, type Report } from '../report/model.ts'
import { type BuildStatus, openFeedback } from '../server/bitbucket-write.ts'
import type { Connection } from '../server/connection.ts'
import { deliveryFailed, linkOf, type Poster, type Posting, type PostTarget } from './post-target.ts'
import type { Delivery } from './settle.ts'

/** The name to require in Bitbucket ("Required builds"); the same for every repository and run. */
const BUILD_PARENT = 'soteri-gate'

/** Bitbucket's limits for key, name and description, characters. */
const LONGEST_TEXT = 255

/** The status while the run goes on. */
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
  const change = report.verdict.error === null && isJudged(report) ? changeSentence(report) : null
  const sentence = change === null ? report.verdict.sentence : `${report.verdict.word}: ${change}`
  return { ...common(report, target), state, description: oneLine(sentence, LONGEST_TEXT) }
}

/** The key distinguishes scopes, so that the gate of one branch does not overwrite that of another at the same commit. */
function common(
  report: Pick<Report, 'runUrl' | 'bitbucketUrl'>,
  target: PostTarget,
): Omit<BuildStatus, 'state' | 'description'> {
  return {
    key: oneLine(`${BUILD_PARENT} ${target.name}`, LONGEST_TEXT),
    name: oneLine(`${BUILD_PARENT} ${target.name}`, LONGEST_TEXT),
    parent: BUILD_PARENT,
    url: linkOf(report, target) ?? '',
    // Bitbucket knows no branch of a fork in the repository of the pull request.
    ...(target.branch !== null &&
      target.source.project === target.repository.project &&
      target.source.repo === target.repository.repo && { ref: `refs/heads/${target.branch}` }),
  }
}

/** Marks the commit as in progress. A failure is logged and the run goes on; throws for a stop alone. */
export async function postInProgress(
  { target, lookupFailure }: Posting,
  { inputs, host }: RunContext,
  { http }: Connection,
): Promise<void> {
  if (!inputs.buildStatus || lookupFailure !== null || target.commit === null) return
  const report = { runUrl: host.runUrl, bitbucketUrl: inputs.bitbucketUrl?.href ?? null }
  try {
    const commit = { ...target.repository, commit: target.commit }
    await openFeedback(http).setBuildStatus(commit, inProgress(report, target))
    host.log.info(`Build status of ${target.commit.slice(0, 11)} is in progress.`)
  } catch (caught) {
    host.stop.throwIfAborted()
    host.log.warn(deliveryFailed(caught).message)
  }
}

/**
 * The status of one colour. Red comes before everything else that is posted, green after everything, so that a run that
 * breaks off leaves no green status; one that was posted already is replaced by a red one like any other.
 */
export function deliverBuildStatus(colour: 'red' | 'green', poster: Poster): Delivery {
  let isPosted = false
  return {
    name: `${colour} build status`,
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
