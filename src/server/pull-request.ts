/** Looks up the pull request of a run: it gives branch, commit and compared branch, and the policy file of its target. */
import type { Inputs, PullRequest } from '../config/inputs.ts'
import type { Pulled } from '../config/settings.ts'
import { asGateError, GateError, inputError } from '../errors.ts'
import type { Host } from '../host.ts'
import { isRecord } from '../parse.ts'
import { type BranchTarget, type Repository, repositoryNameOf, type Target, targetName } from '../target.ts'
import type { Bitbucket } from './bitbucket.ts'
import { openConnection } from './connection.ts'

export async function withPullRequest<T>(inputs: Inputs, host: Host, read: (pulled: Pulled) => Promise<T>) {
  const { http, bitbucket } = await openConnection(inputs, host)
  try {
    const pull = await findPullRequest(inputs, host, bitbucket)
    rejectOtherBranch(inputs, pull)
    const { id, source, commit, target } = pull
    const from = `${targetName(source)} (${commit.slice(0, 11)})`
    host.log.info(
      `Pull request ${id}: ${from} into ${targetName(target)} (${pull.targetCommit.slice(0, 11)}).`,
    )
    const given = { targets: [source], compared: target, commit: inputs.commit ?? commit, pull }
    return await read({ inputs: given, ...policyFilesOf(pull, host, bitbucket) })
  } finally {
    await http.close()
  }
}

async function findPullRequest(
  { pullRequest, targets: [target], bitbucketUrl }: Inputs,
  host: Host,
  bitbucket: Bitbucket,
): Promise<PullRequest> {
  if (target?.kind !== 'repo' && target?.kind !== 'branch') {
    throw inputError([{ where: 'pull-request', what: 'It needs `project` and `repo`.' }])
  }
  const repository = { project: target.project, repo: target.repo }
  if (typeof pullRequest === 'number') return await read(pullRequest)
  const hint =
    target.kind === 'branch'
      ? { pull: target.branch, shown: 'the input branch' }
      : pullRequestHint(host, bitbucketUrl?.hostname ?? '')
  if (hint === null) {
    const what =
      'No variable of the CI names a pull request of this Bitbucket or a branch: give the number, or `branch`.'
    throw inputError([{ where: 'pull-request', what }])
  }
  const { pull, shown } = hint
  host.log.info(`pull-request: auto takes ${pull} from ${shown}.`)
  return typeof pull === 'number' ? await read(pull) : await find(pull)

  async function read(id: number): Promise<PullRequest> {
    const body = await bitbucket.pullRequest(repository, id)
    if (body !== null) return openPullRequest(body, repository)
    throw new GateError('NOT_FOUND', `${repositoryNameOf(target as Target)} has no pull request ${id}.`, {
      hint: 'Give the number that Bitbucket shows. Mirrored code has other numbers elsewhere.',
    })
  }

  async function find(branch: string): Promise<PullRequest> {
    const found: PullRequest[] = []
    for await (const body of bitbucket.pullRequestsFrom(repository, branch)) {
      const pull = openPullRequest(body, repository)
      if (isSame(pull.target, repository)) found.push(pull)
    }
    const [only] = found
    if (only !== undefined && found.length === 1) return only
    const count = found.length === 0 ? 'is no open pull request' : `are ${found.length} open pull requests`
    const numbers = found.length === 0 ? '' : ` (${found.map(({ id }) => id).join(', ')})`
    throw unusable(`There ${count} from ${branch} in ${repositoryNameOf(target as Target)}${numbers}.`)
  }
}

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

/** A number, or the branch of a pull request, and the variable that names it. */
type PullRequestHint = { readonly pull: number | string; readonly shown: string }

/** A number counts only where its address is on the host of Bitbucket: mirrored code has other numbers elsewhere. */
function pullRequestHint({ environment }: Host, bitbucketHost: string): PullRequestHint | null {
  for (const { variable, address } of numbers) {
    const url = address === undefined ? undefined : environment(address)
    if (url !== undefined && URL.parse(url)?.hostname !== bitbucketHost) continue
    const number = numberIn(environment(variable) ?? '')
    if (number !== null) return { pull: number, shown: variable }
  }
  const refs = branches.flatMap((shown) => {
    const ref = environment(shown)
    return ref === undefined ? [] : [{ ref, shown }]
  })
  for (const { ref, shown } of refs) {
    const number = numberIn(refOfPullRequest.exec(ref)?.[1] ?? '')
    if (number !== null) return { pull: number, shown }
  }
  const [first] = refs.filter(({ ref }) => !/^refs\/(?!heads\/)|^PR-\d+$/.test(ref))
  if (first === undefined) return null
  return { pull: first.ref.replace(/^(refs\/heads\/|origin\/)/, ''), shown: first.shown }
}

function numberIn(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}

function isSame(one: Repository, other: Repository): boolean {
  const key = ({ project, repo }: Repository): string => `${project}/${repo}`.toLowerCase()
  return key(one) === key(other)
}

function openPullRequest(body: unknown, repository: Repository): PullRequest {
  const { id, state, fromRef, toRef } = isRecord(body) ? body : {}
  const [from, to] = [refOf(fromRef, repository), refOf(toRef, repository)]
  if (typeof id !== 'number' || typeof state !== 'string' || from === null || to === null) {
    throw new GateError('REPLY_UNREADABLE', 'The pull request has no `id`, `state`, `fromRef` or `toRef`.')
  }
  if (state !== 'OPEN') throw unusable(`Pull request ${id} is ${state.toLowerCase().slice(0, 20)}, not open.`)
  const [source, target] = [from.branch, to.branch]
  if (source === null || target === null) {
    throw unusable(`Pull request ${id} is not from a branch to a branch, and only branches are scanned.`)
  }
  return { id, source, commit: from.commit, target, targetCommit: to.commit }
}

function refOf(
  ref: unknown,
  own: Repository,
): { readonly branch: BranchTarget | null; readonly commit: string } | null {
  if (!isRecord(ref) || typeof ref.id !== 'string') return null
  const { id, latestCommit, repository } = ref
  if (typeof latestCommit !== 'string' || !/^[0-9a-f]{40}$/.test(latestCommit)) return null
  const { project, slug } = isRecord(repository) ? repository : { project: null, slug: own.repo }
  const key = isRecord(project) ? project.key : own.project
  if (typeof key !== 'string' || typeof slug !== 'string') return null
  const where = isSame({ project: key, repo: slug }, own) ? own : { project: key, repo: slug }
  const branch = /^refs\/heads\/(.+)$/s.exec(id)?.[1]
  return { branch: branch === undefined ? null : { kind: 'branch', ...where, branch }, commit: latestCommit }
}

function unusable(what: string): GateError {
  return new GateError('PULL_REQUEST_UNUSABLE', what)
}

function rejectOtherBranch({ targets: [target] }: Inputs, { id, source }: PullRequest): void {
  if (target?.kind !== 'branch' || target.branch === source.branch) return
  const what = `"${target.branch}" is not the branch of pull request ${id}, which is ${targetName(source)}: leave it out.`
  throw inputError([{ where: 'branch', what }])
}

/** Reads files at the head of the target, and notes what the change does to them. */
function policyFilesOf(
  { source, commit, target, targetCommit }: PullRequest,
  { log }: Host,
  bitbucket: Bitbucket,
): Pick<Pulled, 'readFile' | 'notes'> {
  const notes: string[] = []
  return {
    notes,
    async readFile(name, isOptional) {
      const file = await bitbucket.rawFile(target, name, targetCommit)
      if (file !== null) log.info(`Policy file ${name} is read from the head of ${targetName(target)}.`)
      const own = await bitbucket.rawFile(source, name, commit).catch((caught: unknown) => {
        log.debug(asGateError(caught).message)
        return undefined
      })
      const note = editNote(name, file, own, targetName(target))
      if (note !== null) notes.push(note)
      if (file !== null || isOptional) return file
      throw new GateError('FILE_UNREADABLE', `policy-file: "${name}" is not on ${targetName(target)}.`, {
        hint: 'With `pull-request` the policy of the target rules: merge the file there first, or set `policy-from: checkout`.',
      })
    },
  }
}

/** @param own of the source; `undefined` where it could not be read */
function editNote(name: string, file: Buffer | null, own: Buffer | null | undefined, target: string) {
  if (own === undefined) return `Whether the change edits the policy file ${name} could not be seen.`
  if (file === null && own === null) return null
  if (file !== null && own !== null && file.equals(own)) return null
  const does = file === null ? 'adds' : own === null ? 'deletes' : 'edits'
  return `The change ${does} the policy file ${name}, which was not applied: the policy of ${target} rules.`
}

/** The error with the way out, where it comes from a missing right in the fork of a pull request. */
export function explainFork(error: GateError, inputs: Inputs | null): GateError {
  const pull = inputs?.pull ?? null
  if (pull === null || isSame(pull.source, pull.target)) return error
  const fork = repositoryNameOf(pull.source)
  if (!['RIGHT_MISSING', 'NOT_FOUND'].includes(error.code) || !error.message.includes(fork)) return error
  const hint = `The pull request comes from the fork ${fork}, and is scanned there: grant the account of the gate the right in the fork, or push the change to a branch of ${repositoryNameOf(pull.target)}.`
  return new GateError(error.code, error.message, { hint, cause: error })
}
