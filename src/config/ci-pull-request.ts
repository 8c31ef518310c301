/** The number of a Bitbucket pull request, or its branch, from the variables of the CI. Pure. */
import type { Host } from '../host.ts'

/** Variables with a number, and with the address of what it is a number of. */
const numbers: readonly { readonly variable: string; readonly address?: string }[] = [
  { variable: 'CHANGE_ID', address: 'CHANGE_URL' },
  { variable: 'BITBUCKET_PULL_REQUEST_ID' },
  { variable: 'bamboo_repository_pr_key' },
  { variable: 'DRONE_PULL_REQUEST', address: 'DRONE_REPO_LINK' },
  { variable: 'CI_COMMIT_PULL_REQUEST', address: 'CI_REPO_URL' },
]

/** Variables with a branch or ref; that of a change before those that may name what it is merged into. */
const branches: readonly string[] = [
  'CHANGE_BRANCH',
  'DRONE_SOURCE_BRANCH',
  'CI_COMMIT_SOURCE_BRANCH',
  'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME',
  'SYSTEM_PULLREQUEST_SOURCEBRANCH',
  'GITHUB_HEAD_REF',
  'BRANCH_NAME',
  'GIT_BRANCH',
  'bamboo_planRepository_branchName',
  'TEAMCITY_BUILD_BRANCH',
  'CI_COMMIT_BRANCH',
  'BUILD_SOURCEBRANCH',
  'GITHUB_REF',
]

const refOfPullRequest = /^(?:refs\/)?pull-requests\/([1-9]\d*)\/(?:from|merge)$/

export type PullRequestHint =
  | { readonly number: number; readonly shown: string }
  | { readonly branch: string; readonly shown: string }

/**
 * A number counts only where its address is on the host of Bitbucket: mirrored code has pull requests elsewhere, with other
 * numbers. `null` where no variable says anything.
 */
export function pullRequestHint(
  { environment }: Pick<Host, 'environment'>,
  bitbucketHost: string,
): PullRequestHint | null {
  for (const { variable, address } of numbers) {
    const url = address === undefined ? undefined : environment(address)
    if (url !== undefined && URL.parse(url)?.hostname !== bitbucketHost) continue
    const number = numberIn(environment(variable) ?? '')
    if (number !== null) return { number, shown: variable }
  }
  const refs = branches.flatMap((shown) => {
    const ref = environment(shown)
    return ref === undefined ? [] : [{ ref, shown }]
  })
  for (const { ref, shown } of refs) {
    const number = numberIn(refOfPullRequest.exec(ref)?.[1] ?? '')
    if (number !== null) return { number, shown }
  }
  const [first] = refs.filter(({ ref }) => !/^refs\/(?!heads\/)|^PR-\d+$/.test(ref))
  if (first === undefined) return null
  return { branch: first.ref.replace(/^(refs\/heads\/|origin\/)/, ''), shown: first.shown }
}

function numberIn(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
