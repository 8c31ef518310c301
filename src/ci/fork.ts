/** Whether a run is for a pull request from a fork. A wrong "yes" would open a gate, so what is missing is a "no". Pure. */
import type { ForkEvidence } from '../host.ts'
import { isRecord, parseJson } from '../parse.ts'
import type { Environment, ReadText } from './process.ts'

const proven = (shown: string): ForkEvidence => ({ proven: true, shown })
const unproven = (shown: string): ForkEvidence => ({ proven: false, shown })

/** For CIs that set nothing of the kind; `name` is shown to people. */
export function knowsNoFork(name: string): () => ForkEvidence {
  return () => unproven(`${name} sets no variable that distinguishes a fork from a branch`)
}

/** Without secrets for forks. `pull_request_target` gets them (GitHub, "Events that trigger workflows"). */
const eventsOfForks = ['pull_request', 'pull_request_review', 'pull_request_review_comment']

/** GitHub, GHES included: the payload of the event names the repository of both sides. */
export function githubFork(
  { GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY }: Environment,
  readText: ReadText,
): ForkEvidence {
  if (!GITHUB_EVENT_NAME || !eventsOfForks.includes(GITHUB_EVENT_NAME)) {
    return unproven(
      `the event is ${GITHUB_EVENT_NAME || 'unknown'}, which is no pull request that runs without secrets`,
    )
  }
  const text = GITHUB_EVENT_PATH ? readText(GITHUB_EVENT_PATH) : null
  if (text === null) return unproven('the payload of the event (GITHUB_EVENT_PATH) cannot be read')
  const sides = sidesOf(text)
  if (sides === null || sides.base !== GITHUB_REPOSITORY) {
    return unproven('the payload of the event (GITHUB_EVENT_PATH) names no pull request of this repository')
  }
  return sides.head === sides.base
    ? unproven('the pull request comes from this repository itself, whose runs get its secrets')
    : proven('the payload of the event names a pull request from another repository than this one')
}

/** Full names of both sides; that of a fork that was deleted meanwhile is `null`. */
function sidesOf(payload: string): { readonly base: string; readonly head: string | null } | null {
  const pull = fieldOf(parseJson(payload), 'pull_request')
  const base = fieldOf(fieldOf(fieldOf(pull, 'base'), 'repo'), 'full_name')
  const from = fieldOf(fieldOf(pull, 'head'), 'repo')
  const head = from === null ? null : fieldOf(from, 'full_name')
  return typeof base === 'string' && (head === null || typeof head === 'string') ? { base, head } : null
}

function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined
}

/** GitLab: a pipeline of a merge request names the projects of both sides ("Predefined CI/CD variables"). */
export function gitlabFork(environment: Environment): ForkEvidence {
  const { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: source, CI_MERGE_REQUEST_PROJECT_ID: target } = environment
  if (!source || !target) {
    return unproven('this is no pipeline of a merge request (CI_MERGE_REQUEST_SOURCE_PROJECT_ID is not set)')
  }
  return source === target
    ? unproven('the merge request comes from this project itself, whose pipelines get its variables')
    : proven('the merge request comes from another project (CI_MERGE_REQUEST_SOURCE_PROJECT_ID)')
}

/** Azure Pipelines: "Predefined variables", `System.PullRequest.IsFork`. */
export function azureFork({ BUILD_REASON, SYSTEM_PULLREQUEST_ISFORK }: Environment): ForkEvidence {
  if (BUILD_REASON !== 'PullRequest') return unproven('this is no build of a pull request (BUILD_REASON)')
  return SYSTEM_PULLREQUEST_ISFORK?.toLowerCase() === 'true'
    ? proven('SYSTEM_PULLREQUEST_ISFORK says that the pull request comes from a fork')
    : unproven('SYSTEM_PULLREQUEST_ISFORK does not say that the pull request comes from a fork')
}

/** Jenkins, multibranch projects: "Global Variable Reference", `CHANGE_FORK`. */
export function jenkinsFork({ CHANGE_ID, CHANGE_FORK }: Environment): ForkEvidence {
  if (!CHANGE_ID) return unproven('this is no build of a change request (CHANGE_ID is not set)')
  return CHANGE_FORK
    ? proven('CHANGE_FORK says that the change comes from a fork')
    : unproven('CHANGE_FORK does not say that the change comes from a fork')
}
