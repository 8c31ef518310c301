/** Checks of the targets of a run before anything is triggered or exported: do the branches exist, were they scanned? */
import type { Inputs } from '../config/inputs.ts'
import type { RunPlan } from '../config/run-plan.ts'
import { GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import { namesLike } from '../parse.ts'
import type { Target } from '../target.ts'
import { addName, namesOf, noNames } from '../text.ts'
import type { Deadline } from './request.ts'
import { collect, listTrackedTargets, type TrackedTarget } from './tracked-target.ts'
import { forEachAtOnce, type WaitWorld } from './wait.ts'

type Checked = {
  readonly plan: Pick<RunPlan, 'triggers' | 'exports' | 'compared'>
  readonly inputs: Pick<Inputs, 'requireScanned' | 'timeoutMs'>
  readonly host: Pick<Host, 'clock' | 'log'>
}
type Server = Pick<WaitWorld, 'soteri' | 'bitbucket'>

/** @throws GateError NOT_FOUND, SCAN_NOT_PROVEN; as `Bitbucket` and `Soteri` */
export async function checkTargets({ plan, inputs, host }: Checked, server: Server): Promise<void> {
  const { triggers, exports, compared } = plan
  const targets = triggers.length > 0 ? triggers : exports
  const at = host.clock.elapsed() + inputs.timeoutMs
  const deadline = { at, phase: 'the check of the targets' }
  await checkBranches(compared === null ? targets : [...targets, compared], server, deadline)
  if (triggers.length > 0 || exports.length === 0 || !inputs.requireScanned) return
  const scanned = await checkScanned(exports, server, deadline)
  host.log.info(`${scanned} branches were scanned before.`)
}

/** A branch that does not exist has no findings: an export of it would look clean. */
async function checkBranches(
  targets: readonly Target[],
  { bitbucket }: Server,
  deadline: Deadline,
): Promise<void> {
  const lists = new Map<string, readonly string[]>()
  for (const target of targets) {
    if (target.kind !== 'branch') continue
    const { project, repo, branch } = target
    const name = `${project}/${repo}`
    const listed =
      lists.get(name) ?? (await collect(bitbucket.branches(target, deadline))).map((one) => one.name)
    lists.set(name, listed)
    if (listed.includes(branch)) continue
    const near = namesLike(branch, listed)
    throw new GateError('NOT_FOUND', `Bitbucket lists ${name}, but no branch "${branch}" in it.${near}`)
  }
}

/** @returns the number of branches */
async function checkScanned(
  targets: readonly Target[],
  { soteri, bitbucket }: Server,
  deadline: Deadline,
): Promise<number> {
  const states = new Map<string, string>()
  const asked = (await listTrackedTargets(targets, bitbucket, deadline)).filter(
    ({ settled }) => settled === null,
  )
  await forEachAtOnce(asked, async (tracked) => {
    const { name, repository, branch } = tracked
    const reply = await soteri.scanStatus(repository, branch, 'patiently', deadline)
    if (reply.kind === 'status' && reply.status.scanned === true) return
    if (reply.kind === 'not-found' && (await isEmpty(tracked, bitbucket, deadline))) return
    const how = {
      status: 'not scanned',
      'not-found': '404',
      copy: 'only a copy from a cache',
      failing: 'server error',
    }
    states.set(name, how[reply.kind])
  })
  // In the order of the list, whichever reply came first.
  const unscanned = noNames()
  for (const { name } of asked) {
    const state = states.get(name)
    if (state !== undefined) addName(unscanned, `${name} (${state})`)
  }
  if (unscanned.count === 0) return asked.length
  const why = `Nothing shows that ${unscanned.count} of ${asked.length} branches were ever scanned, so an export without findings would prove nothing: ${namesOf(unscanned)}.`
  throw new GateError('SCAN_NOT_PROVEN', why, {
    hint: 'Scan first, with `operation: gate` or `scan`; or take the export as it is with `require-scanned: false`.',
  })
}

/** A repository without branches answers 404, and has nothing to scan. */
async function isEmpty(
  { repository, branch }: TrackedTarget,
  bitbucket: Server['bitbucket'],
  deadline: Deadline,
): Promise<boolean> {
  if (branch !== null) return false
  for await (const _ of bitbucket.branches(repository, deadline)) return false
  return true
}
