/**
 * Checks what a run over a target would need: repositories, rights, scan status and export. All calls are GET. Source of
 * those that only `doctor` makes: Atlassian's REST pages of Bitbucket Data Center (`application-properties`; the filter
 * `permission` of the lists of projects and repositories).
 */
import type { Period } from '../../config/inputs.ts'
import { asGateError, GateError } from '../../errors.ts'
import type { ColumnWishes } from '../../export/columns.ts'
import { isRecord, namesLike } from '../../parse.ts'
import { type Bitbucket, pagedList } from '../../server/bitbucket.ts'
import type { Http } from '../../server/http.ts'
import { excerpt } from '../../server/http-errors.ts'
import { UNCACHED } from '../../server/reply-age.ts'
import type { HttpRequest } from '../../server/request.ts'
import { isRestarting, type Soteri, triggerRequest } from '../../server/soteri.ts'
import { type Repository, type Target, targetName } from '../../target.ts'
import type { Capture } from './capture.ts'
import { type Check, fail, ok, skip, warn } from './check.ts'
import { checkHeader, HeadSeen, readHead } from './export-header.ts'

/** What the checks of a scope ask; `now` in ms since the epoch. */
type ScopeWorld = {
  readonly http: Http
  readonly soteri: Soteri
  readonly bitbucket: Bitbucket
  readonly columns: ColumnWishes['byHand']
  readonly capture?: Capture | null
  readonly now: number
}

/** @param branch the one to ask the status for; `null`: the default branch */
type Seen = {
  readonly check: Check
  readonly repository: Repository | null
  readonly branch: string | null
}

/** The checks of one target, in the order in which a run would need them. */
export async function checkScope(target: Target, world: ScopeWorld): Promise<readonly Check[]> {
  const name = targetName(target)
  const seen = await checkListed(target, name, world)
  const { check } = seen
  if (check.state === 'fail') return [check, ...leftOut(name)]
  return [
    check,
    await checkRight(target, name, world),
    await checkStatus(seen, name, world),
    await checkExport(target, name, world),
    ...(await captureReviewed(target, world)),
  ]
}

function leftOut(name: string): readonly Check[] {
  return ['trigger', 'scan status', 'export'].map((what) =>
    skip(`${what} of ${name}`, 'Not looked at, since the scope is not seen.'),
  )
}

async function checkListed(target: Target, name: string, { bitbucket }: ScopeWorld): Promise<Seen> {
  const label = `scope ${name}`
  try {
    if (target.kind === 'repo' || target.kind === 'branch')
      return await checkBranches(target, label, bitbucket)
    let looked = 0
    for await (const repository of bitbucket.repositories(target)) {
      looked += 1
      const asked = await branchToAsk(repository, bitbucket)
      if (asked === null && looked < MOST_REPOSITORIES) continue
      const such = targetName({ kind: 'repo', ...repository })
      const check = ok(label, `Bitbucket lists repositories of it, such as ${such}.`)
      return asked === null ? { ...nothingToAsk, check } : { check, repository, ...asked }
    }
    if (looked > 0) {
      return { ...nothingToAsk, check: warn(label, 'No repository of it has a branch.', 'Push a branch.') }
    }
    const none = new GateError('NOT_FOUND', `Bitbucket lists no repository of ${name} to this user.`)
    return { ...nothingToAsk, check: fail(label, none) }
  } catch (caught) {
    return { ...nothingToAsk, check: fail(label, asGateError(caught)) }
  }
}

/** Repositories that are looked at until one has a branch. */
const MOST_REPOSITORIES = 20
const nothingToAsk = { repository: null, branch: null }

/** The branch whose status shows whether the resource answers; `null` for a repository without branches. */
async function branchToAsk(
  repository: Repository,
  bitbucket: Bitbucket,
): Promise<{ readonly branch: string | null } | null> {
  let first: string | null = null
  for await (const { name, isDefault } of bitbucket.branches(repository)) {
    if (isDefault) return { branch: null }
    first ??= name
  }
  // The default branch may not exist: without a name, the server answers 404 then.
  return first === null ? null : { branch: first }
}

async function checkBranches(
  target: Target & Repository,
  label: string,
  bitbucket: Bitbucket,
): Promise<Seen> {
  const { project, repo } = target
  const repository = { project, repo }
  if (target.kind !== 'branch') {
    const asked = await branchToAsk(repository, bitbucket)
    if (asked !== null) return { check: ok(label, 'Bitbucket lists its branches.'), repository, ...asked }
    const what = 'The repository has no branch, so there is nothing to scan.'
    return { ...nothingToAsk, check: warn(label, what, 'Push a branch.') }
  }
  const { branch } = target
  const listed = await Array.fromAsync(bitbucket.branches(repository), ({ name }) => name)
  if (listed.includes(branch)) {
    return { check: ok(label, `Bitbucket lists its branch ${branch}.`), repository, branch }
  }
  const why = `Bitbucket lists no branch "${branch}" in ${project}/${repo}.${namesLike(branch, listed)}`
  return { ...nothingToAsk, check: fail(label, new GateError('NOT_FOUND', why)) }
}

/** Only the trigger itself would be proof, and it changes something: what can be seen is a list of rights. */
async function checkRight(target: Target, name: string, { http }: ScopeWorld): Promise<Check> {
  const label = `trigger of ${name}`
  const { right } = triggerRequest('latest', target, [])
  try {
    const may = await mayTrigger(http, target)
    if (may === true) return ok(label, `Bitbucket lists the right: ${right}.`)
    if (may === false) {
      return fail(
        label,
        new GateError(
          'RIGHT_MISSING',
          `This user does not seem to have the right to start a scan. Needed: ${right}.`,
        ),
      )
    }
    return warn(
      label,
      `No list of Bitbucket says whether this user may start a scan. Needed: ${right}.`,
      'Start one scan to be sure.',
    )
  } catch (caught) {
    return fail(label, asGateError(caught))
  }
}

async function checkStatus(
  { repository, branch }: Seen,
  name: string,
  { soteri }: ScopeWorld,
): Promise<Check> {
  const label = `scan status of ${name}`
  if (repository === null) return skip(label, 'There is no branch to ask for.')
  const polled = `${repository.project}/${repository.repo}${branch === null ? '' : `@${branch}`}`
  try {
    const reply = await soteri.scanStatus(repository, branch, 'once')
    if (reply.kind === 'status')
      return ok(
        label,
        `The resource answers for ${polled}: ${reply.status.scanned === true ? 'scanned before' : 'not scanned yet'}.`,
      )
    if (reply.kind === 'not-found') {
      const hint =
        'Check that the Soteri app is installed and `api-version` is right. An empty repository answers 404 too.'
      return fail(
        label,
        new GateError('SCAN_RESOURCE_MISSING', `The scan status of ${polled} answers 404.`, { hint }),
      )
    }
    if (reply.kind === 'copy') {
      const what = `The scan status of ${polled} is a copy that a cache sent (${reply.why}), so no scan can be proven done.`
      return fail(label, new GateError('SCAN_NOT_PROVEN', what, { hint: UNCACHED }))
    }
    const what = `The scan status of ${polled} answers ${reply.status}.`
    return isRestarting(reply.status)
      ? warn(label, what, 'Try again when the server is less busy.')
      : fail(label, new GateError('SERVER_FAILED', what))
  } catch (caught) {
    return fail(label, asGateError(caught))
  }
}

/** Reads the header and breaks off. The period begins now, so that the export has hardly any rows. */
async function checkExport(target: Target, name: string, world: ScopeWorld): Promise<Check> {
  const label = `export of ${name}`
  const period: Period = { from: target.kind === 'instance' ? world.now : null, to: null }
  const wishes: ColumnWishes = { byHand: world.columns, target, purpose: 'findings' }
  try {
    const reply = await world.soteri.exportFindings(target, period, readHead)
    if (reply.kind === 'saved') return fail(label, new GateError('DEFECT', 'The export was read to its end.'))
    const hint = 'Check again once something was scanned and found, and that the Soteri app is installed.'
    return warn(label, `The export answers ${reply.status}, which may mean that there are no findings.`, hint)
  } catch (caught) {
    if (!(caught instanceof HeadSeen)) return fail(label, asGateError(caught))
    await world.capture?.addExport(target.kind, caught, wishes)
    return await checkHeader(label, caught, wishes, `Export of ${name}`).catch((wrong) =>
      fail(label, asGateError(wrong)),
    )
  }
}

/** Asks for the reviewed export too, where there is a capture: its calls keep whatever comes of it. */
async function captureReviewed(
  target: Target,
  { soteri, columns, capture }: ScopeWorld,
): Promise<readonly Check[]> {
  if (!capture) return []
  try {
    await soteri.exportReviewed(target, readHead)
  } catch (caught) {
    const wishes: ColumnWishes = { byHand: columns, target, purpose: 'reviewed' }
    if (caught instanceof HeadSeen) await capture.addExport(target.kind, caught, wishes)
    else return [warn('reviewed export', asGateError(caught).message, 'Only `exclude-reviewed` needs it.')]
  }
  return []
}

/** Facts about the server from a first reply. */
export type ServerFacts = {
  /** Such as `9.4.2`; `null` when the reply is not Bitbucket's. */
  readonly version: string | null
  /** `Date` of the reply in ms since the epoch; `null` when it has none. */
  readonly dateMs: number | null
  /** Headers about rate limits that came along, as `name: value`. */
  readonly rateLimits: readonly string[]
}

/** Of Bitbucket, and of proxies in front of it. */
const rateLimitHeaders = [
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-fillrate',
  'x-ratelimit-interval-seconds',
  'ratelimit-limit',
  'ratelimit-remaining',
  'retry-after',
]

/** `GET /rest/api/latest/application-properties`. Throws as `Http.json`. */
export async function askServerFacts(http: Http): Promise<ServerFacts> {
  const { body, header } = await http.json({
    method: 'GET',
    segments: ['rest', 'api', 'latest', 'application-properties'],
    repeat: 'safe',
    purpose: 'read the version of Bitbucket',
    right: 'access to Bitbucket',
  })
  const version = isRecord(body) && typeof body.version === 'string' ? excerpt(body.version) : null
  const date = Date.parse(header('date') ?? '')
  return {
    version,
    dateMs: Number.isNaN(date) ? null : date,
    rateLimits: rateLimitHeaders.flatMap((name) => {
      const value = header(name)
      return value === null ? [] : [`${name}: ${excerpt(value)}`]
    }),
  }
}

/**
 * Whether the server lists the project among those that this user administers, or the repository among those the
 * user may write to: the rights that triggering a scan takes. `null` where Bitbucket has no such list.
 */
async function mayTrigger(http: Http, target: Target): Promise<boolean | null> {
  if (target.kind === 'instance') return null
  // Personal projects are in no list.
  if (target.kind === 'project') {
    return target.project.startsWith('~') ? null : await administers(http, target.project)
  }
  return await mayWrite(http, target)
}

async function administers(http: Http, project: string): Promise<boolean> {
  const request = listRequest('projects', [['permission', 'PROJECT_ADMIN']], `see who administers ${project}`)
  for await (const entry of pagedList(http, request)) {
    if (isRecord(entry) && isSame(entry.key, project)) return true
  }
  return false
}

async function mayWrite(http: Http, { project, repo }: Repository): Promise<boolean> {
  const query = [
    ['permission', 'REPO_WRITE'],
    ['projectkey', project],
  ] as const
  const request = listRequest('repos', query, `see who may write to ${project}/${repo}`)
  for await (const entry of pagedList(http, request)) {
    if (!isRecord(entry) || !isRecord(entry.project)) continue
    if (isSame(entry.slug, repo) && isSame(entry.project.key, project)) return true
  }
  return false
}

function listRequest(list: string, query: NonNullable<HttpRequest['query']>, purpose: string): HttpRequest {
  return {
    method: 'GET',
    segments: ['rest', 'api', 'latest', list],
    query,
    repeat: 'safe',
    purpose,
    right: 'access to Bitbucket',
  }
}

/** Keys and slugs do not differ by case. */
function isSame(value: unknown, name: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === name.toLowerCase()
}
