/** Checks before anything is triggered or exported: do the branches exist, were they scanned, can the selectors match? */
import {
  blindSelectors,
  isDecidedBy,
  literalMatch,
  placeTest,
  policyTargets,
} from '../config/blind-selectors.ts'
import type { Match } from '../config/thresholds.ts'
import type { RunContext } from '../context.ts'
import { GateError, inputError } from '../errors.ts'
import { namesLike } from '../parse.ts'
import { type Place, placeOf, type Repository, type Target, targetName } from '../target.ts'
import { namesOf, plural } from '../text.ts'
import { type Branch, findBranch } from './bitbucket.ts'
import type { Connection } from './connection.ts'
import { forEachAtOnce } from './request.ts'
import {
  branchesInstead,
  isOpen,
  type Lists,
  listTrackedTargets,
  type Server,
  type TrackedTarget,
} from './tracked-target.ts'

export async function checkTargets(
  { plan, inputs, host }: RunContext,
  connection: Connection,
): Promise<void> {
  const { triggers, exports, compared } = plan
  const targets = triggers.length > 0 ? triggers : exports
  const deadline = { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'the check of the targets' }
  const server = { ...connection, deadline }
  await checkBranches(compared === null ? targets : [...targets, compared], server)
  if (triggers.length > 0 || exports.length === 0 || !inputs.requireScanned) return
  const scanned = await checkScanned(exports, server)
  host.log.info(`${plural(scanned, 'branch was', 'branches were')} scanned before.`)
}

/** So many are looked up one by one: a list of all branches takes a request for each 500. */
const FEW_TARGETS = 2

/** A branch that does not exist has no findings: an export of it would look clean. */
async function checkBranches(targets: readonly Target[], { bitbucket, deadline }: Lists): Promise<void> {
  const lists = new Map<string, readonly string[]>()
  for (const target of targets) {
    if (target.kind !== 'branch') continue
    const { project, repo, branch } = target
    const name = `${project}/${repo}`
    if (targets.length <= FEW_TARGETS && (await findBranch(target, bitbucket, deadline)) !== null) continue
    const listed =
      lists.get(name) ?? (await Array.fromAsync(bitbucket.branches(target, deadline), (one) => one.name))
    lists.set(name, listed)
    if (listed.includes(branch)) continue
    const near = namesLike(branch, listed)
    throw new GateError('NOT_FOUND', `Bitbucket lists ${name}, but no branch "${branch}" in it.${near}`)
  }
}

async function checkScanned(targets: readonly Target[], server: Server): Promise<number> {
  const states = new Map<TrackedTarget, string>()
  const asked = (await listTrackedTargets(targets, server)).filter(isOpen)
  const ask = async (tracked: TrackedTarget): Promise<void> => {
    const state = await stateOf(tracked, server)
    if (state === 'scanned') return
    const isOdd = tracked.branch === null && state !== 'not scanned'
    const own = isOdd ? await branchesInstead(tracked, server) : null
    if (own !== null) {
      asked.splice(asked.indexOf(tracked), 1, ...own)
      for (const one of own) await ask(one)
    } else if (isOpen(tracked)) states.set(tracked, state)
  }
  await forEachAtOnce([...asked], ask)
  if (states.size === 0) return asked.length
  // In the order of the list, whichever reply came first.
  const unscanned = asked.filter((tracked) => states.has(tracked))
  const names = namesOf(unscanned.map((tracked) => `${tracked.name} (${states.get(tracked)})`))
  const why = `Nothing shows that ${states.size} of ${asked.length} branches were ever scanned, so an export without findings would prove nothing: ${names}.`
  throw new GateError('SCAN_NOT_PROVEN', why, {
    hint: 'Scan first, with `operation: gate` or `scan`; or take the export as it is with `require-scanned: false`.',
  })
}

async function stateOf({ repository, branch }: TrackedTarget, { soteri, deadline }: Server): Promise<string> {
  try {
    const reply = await soteri.scanStatus(repository, branch, 'patiently', deadline)
    if (reply.kind === 'status') return reply.status.scanned === true ? 'scanned' : 'not scanned'
    return { 'not-found': '404', copy: 'only a copy from a cache', failing: 'server error' }[reply.kind]
  } catch (caught) {
    if (caught instanceof GateError && caught.code === 'REPLY_UNREADABLE') return 'no scan status'
    throw caught
  }
}

/** Lists no more than it takes to find a place for each selector that needs one. @returns notes on those without */
export async function checkSelectors(
  { inputs, plan, policy, host }: RunContext,
  { bitbucket }: Connection,
): Promise<readonly string[]> {
  if (!plan.judges) return []
  const places = policyTargets(inputs).map(placeOf)
  const canMatch = (match: Match): boolean => places.some(placeTest(match))
  const isDecided = (match: Match): boolean => {
    return places.filter(placeTest(match)).some((place) => isDecidedBy(match, place))
  }
  const open = policy.thresholds.filter(({ match }) => canMatch(match))
  const undecided = open.filter(({ match }) => !isDecided(match))
  // What wildcards match may come later, as long as something is judged now.
  const all = undecided.length === open.length
  const asked = all ? undecided : undecided.filter(({ match }) => !isDecided(literalMatch(match)))
  if (asked.length === 0) return []
  const search = openSearch(asked.flatMap(({ match }) => [literalMatch(match), ...(all ? [match] : [])]))
  const deadline = { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'the check of the selectors' }
  for (const target of inputs.targets) {
    if (search.isOver()) break
    for await (const repository of bitbucket.repositories(target, deadline)) {
      const { branch } = placeOf(target)
      const names = branch === null ? bitbucket.branches(repository, deadline) : [{ name: branch }]
      await search.look(repository, names)
      if (search.isOver()) break
    }
  }
  const where = `${inputs.targets.slice(0, 5).map(targetName).join(', ')}, where Bitbucket lists ${namesOf(search.seen)}`
  const found = (match: Match): boolean => search.found(all ? match : literalMatch(match))
  const { mistakes, notes } = blindSelectors(asked, found, { where, others: !all })
  if (mistakes.length > 0) throw inputError(mistakes)
  return notes
}

type Named = Pick<Branch, 'name'>

function openSearch(matches: readonly Match[]) {
  const seen: string[] = []
  const open = new Map(matches.map((match) => [JSON.stringify(match), { match, fits: placeTest(match) }]))
  const strike = (place: Place, decidesBranches: boolean): void => {
    for (const [key, { match, fits }] of open) {
      if ((decidesBranches || match.branch === undefined) && fits(place)) open.delete(key)
    }
  }
  return {
    seen,
    isOver: () => open.size === 0,
    found: (match: Match) => !open.has(JSON.stringify(match)),
    /** Lists the branches only where they decide. A repository without branches fits all of them. */
    async look(repository: Repository, branches: AsyncIterable<Named> | Iterable<Named>): Promise<void> {
      const name = `${repository.project}/${repository.repo}`
      const anyBranch = { ...repository, branch: null }
      strike(anyBranch, false)
      // Those that fit and are left ask for a branch.
      const asking = (): boolean => open.values().some(({ fits }) => fits(anyBranch))
      if (!asking()) {
        seen.push(name)
        return
      }
      let isEmpty = true
      for await (const { name: branch } of branches) {
        isEmpty = false
        seen.push(`${name}@${branch}`)
        strike({ ...repository, branch }, true)
        if (!asking()) return
      }
      if (isEmpty) strike(anyBranch, true)
    },
  }
}
