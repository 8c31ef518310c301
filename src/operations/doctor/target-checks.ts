/** Checks by GET what a run over a target would need. The filter `permission` is from Atlassian's REST pages. */
import type { Period } from '../../config/inputs.ts'
import { asGateError, GateError } from '../../errors.ts'
import type { ColumnWishes } from '../../export/columns.ts'
import { isRecord, namesLike } from '../../parse.ts'
import { type Bitbucket, pagedList } from '../../server/bitbucket.ts'
import type { Connection } from '../../server/connection.ts'
import type { Http } from '../../server/http.ts'
import { UNCACHED } from '../../server/reply-age.ts'
import { apiRequest, type HttpRequest } from '../../server/request.ts'
import { isRestarting, triggerRequest } from '../../server/soteri.ts'
import { type BranchTarget, type Repository, type Target, targetName } from '../../target.ts'
import type { Capture } from './capture.ts'
import { type Check, fail, ok, skip, warn } from './check.ts'
import { checkHeader, HeadSeen, readHead } from './export-header.ts'

/** What the checks of a scope ask; `now` in ms since the epoch. */
type ScopeWorld = Pick<Connection, 'http' | 'soteri' | 'bitbucket'> & {
  readonly columns: ColumnWishes['byHand']
  readonly capture?: Capture | null
  readonly now: number
}

/** What to ask the scan status for. @param branch `null`: the default branch */
type Asked = { readonly repository: Repository; readonly branch: string | null }
type Seen = { readonly check: Check; readonly asked: Asked | null }
type Scope = { readonly target: Target } & Pick<Seen, 'asked'>

/** The checks of one target, in the order in which a run would need them. */
export async function checkScope(target: Target, world: ScopeWorld): Promise<readonly Check[]> {
  const name = targetName(target)
  const { check, asked } = await checkListed(target, `scope ${name}`, world)
  const checks = [check]
  const looks = { trigger: checkRight, 'scan status': checkStatus, export: checkExport }
  for (const [what, look] of Object.entries(looks)) {
    const label = `${what} of ${name}`
    if (check.state === 'fail') checks.push(skip(label, 'Not looked at, since the scope is not seen.'))
    else checks.push(await look({ target, asked }, label, world).catch((caught) => fail(label, caught)))
  }
  return check.state === 'fail' ? checks : [...checks, ...(await captureReviewed(target, world))]
}

/** Repositories that are looked at until one has a branch. */
const MOST_REPOSITORIES = 20

async function checkListed(target: Target, label: string, { bitbucket }: ScopeWorld): Promise<Seen> {
  try {
    if (target.kind === 'branch') return await checkBranch(target, label, bitbucket)
    if (target.kind === 'repo') {
      const asked = await branchToAsk(target, bitbucket)
      const what = 'The repository has no branch, so there is nothing to scan.'
      const isListed = ok(label, 'Bitbucket lists its branches.')
      return { asked, check: asked === null ? warn(label, what, 'Push a branch.') : isListed }
    }
    let looked = 0
    for await (const repository of bitbucket.repositories(target)) {
      looked += 1
      const asked = await branchToAsk(repository, bitbucket)
      if (asked === null && looked < MOST_REPOSITORIES) continue
      const such = targetName({ kind: 'repo', ...repository })
      return { asked, check: ok(label, `Bitbucket lists repositories of it, such as ${such}.`) }
    }
    const why = `Bitbucket lists no repository of ${targetName(target)} to this user.`
    if (looked === 0) throw new GateError('NOT_FOUND', why)
    return { asked: null, check: warn(label, 'No repository of it has a branch.', 'Push a branch.') }
  } catch (caught) {
    return { asked: null, check: fail(label, caught) }
  }
}

/** The branch whose status shows whether the resource answers; `null` for a repository without branches. */
async function branchToAsk({ project, repo }: Repository, bitbucket: Bitbucket): Promise<Asked | null> {
  const repository = { project, repo }
  let first: string | null = null
  for await (const { name, isDefault } of bitbucket.branches(repository)) {
    if (isDefault) return { repository, branch: null }
    first ??= name
  }
  // The default branch may not exist: without a name, the server answers 404 then.
  return first === null ? null : { repository, branch: first }
}

async function checkBranch({ project, repo, branch }: BranchTarget, label: string, bitbucket: Bitbucket) {
  const repository = { project, repo }
  const listed = await Array.fromAsync(bitbucket.branches(repository), ({ name }) => name)
  if (listed.includes(branch)) {
    return { check: ok(label, `Bitbucket lists its branch ${branch}.`), asked: { repository, branch } }
  }
  const why = `Bitbucket lists no branch "${branch}" in ${project}/${repo}.${namesLike(branch, listed)}`
  throw new GateError('NOT_FOUND', why)
}

/** Only the trigger itself would be proof, and it changes something: what can be seen is a list of rights. */
async function checkRight({ target }: Scope, label: string, { http }: ScopeWorld): Promise<Check> {
  const { right } = triggerRequest('latest', target, [])
  const may = await mayTrigger(http, target)
  if (may === true) return ok(label, `Bitbucket lists the right: ${right}.`)
  if (may === false) {
    const why = `This user does not seem to have the right to start a scan. Needed: ${right}.`
    throw new GateError('RIGHT_MISSING', why)
  }
  const what = `No list of Bitbucket says whether this user may start a scan. Needed: ${right}.`
  return warn(label, what, 'Start one scan to be sure.')
}

async function checkStatus({ asked }: Scope, label: string, { soteri }: ScopeWorld): Promise<Check> {
  if (asked === null) return skip(label, 'There is no branch to ask for.')
  const { repository, branch } = asked
  const polled = `${repository.project}/${repository.repo}${branch === null ? '' : `@${branch}`}`
  const reply = await soteri.scanStatus(repository, branch, 'once')
  if (reply.kind === 'status') {
    const scanned = reply.status.scanned === true ? 'scanned before' : 'not scanned yet'
    return ok(label, `The resource answers for ${polled}: ${scanned}.`)
  }
  if (reply.kind === 'not-found') {
    const hint =
      'Check that the Soteri app is installed and `api-version` is right (docs/first-run.md). An empty repository answers 404 too.'
    throw new GateError('SCAN_RESOURCE_MISSING', `The scan status of ${polled} answers 404.`, { hint })
  }
  if (reply.kind === 'copy') {
    const what = `The scan status of ${polled} is a copy that a cache sent (${reply.why}), so no scan can be proven done.`
    throw new GateError('SCAN_NOT_PROVEN', what, { hint: UNCACHED })
  }
  const what = `The scan status of ${polled} answers ${reply.status}.`
  if (isRestarting(reply.status)) return warn(label, what, 'Try again when the server is less busy.')
  throw new GateError('SERVER_FAILED', what)
}

/** Reads the header and breaks off. The period begins now, so that the export has hardly any rows. */
async function checkExport({ target }: Scope, label: string, world: ScopeWorld): Promise<Check> {
  const period: Period = { from: target.kind === 'instance' ? world.now : null, to: null }
  const wishes: ColumnWishes = { byHand: world.columns, target, purpose: 'findings' }
  const reply = await world.soteri.exportFindings(target, period, readHead).catch(headOf)
  if (reply instanceof HeadSeen) {
    await world.capture?.addExport(target.kind, reply, wishes)
    return await checkHeader(label, reply, wishes, `Export of ${targetName(target)}`)
  }
  if (reply.kind === 'saved') throw new GateError('DEFECT', 'The export was read to its end.')
  const what = `The export answers ${reply.status}, which may mean that there are no findings.`
  const hint = 'Check again once something was scanned and found, and that the Soteri app is installed.'
  return warn(label, what, hint)
}

/** Asks for the reviewed export too, where there is a capture: its calls keep whatever comes of it. */
async function captureReviewed(target: Target, { soteri, columns, capture }: ScopeWorld) {
  if (!capture) return []
  try {
    const reply = await soteri.exportReviewed(target, readHead).catch(headOf)
    const wishes: ColumnWishes = { byHand: columns, target, purpose: 'reviewed' }
    if (reply instanceof HeadSeen) await capture.addExport(target.kind, reply, wishes)
    return []
  } catch (caught) {
    return [warn('reviewed export', asGateError(caught).message, 'Only `exclude-reviewed` needs it.')]
  }
}

function headOf(caught: unknown): HeadSeen {
  if (caught instanceof HeadSeen) return caught
  throw caught
}

/** Whether Bitbucket lists the project or repository by the right that triggering a scan takes; `null` where it has no list. */
async function mayTrigger(http: Http, target: Target): Promise<boolean | null> {
  if (target.kind === 'instance') return null
  const { project } = target
  if (target.kind === 'project') {
    // Personal projects are in no list.
    if (project.startsWith('~')) return null
    const query = [['permission', 'PROJECT_ADMIN']] as const
    const purpose = `see who administers ${project}`
    return await isListed(http, 'projects', query, purpose, ({ key }) => isSame(key, project))
  }
  const query = [
    ['permission', 'REPO_WRITE'],
    ['projectkey', project],
  ] as const
  const purpose = `see who may write to ${project}/${target.repo}`
  return await isListed(http, 'repos', query, purpose, ({ slug, project: its }) => {
    return isSame(slug, target.repo) && isRecord(its) && isSame(its.key, project)
  })
}

async function isListed(
  http: Http,
  list: 'projects' | 'repos',
  query: NonNullable<HttpRequest['query']>,
  purpose: string,
  isWanted: (entry: Readonly<Record<string, unknown>>) => boolean,
): Promise<boolean> {
  for await (const entry of pagedList(http, { ...apiRequest([list], purpose), query })) {
    if (isRecord(entry) && isWanted(entry)) return true
  }
  return false
}

/** Keys and slugs do not differ by case. */
function isSame(value: unknown, name: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === name.toLowerCase()
}
