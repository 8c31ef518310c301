/** Triggers the scans of a plan and, unless `wait` is off, waits until each is proven done; or cancels scans. */
import type { RunContext, RunState } from '../context.ts'
import { asGateError, GateError } from '../errors.ts'
import type { TargetEvidence } from '../evidence.ts'
import type { Host } from '../host.ts'
import { type Target, targetName } from '../target.ts'
import { lookAtCompared } from './compared-branch.ts'
import type { Connection } from './connection.ts'
import { triggerWhenFree } from './trigger.ts'
import {
  noteTrigger,
  renewSnapshot,
  type Snapshot,
  takeSnapshot,
  type WaitWorld,
  waitForScan,
} from './wait.ts'
import { liveText, openMinutes, type WaitProgress } from './wait-progress.ts'

/** With more triggers than this, they are not logged one by one. */
const MANY_TRIGGERS = 50

/** The evidence of the scans, also of those that ended in an error. */
export type ScanEvidence = Pick<RunState, 'scanStatus' | 'targets' | 'unanswered' | 'notes'> & {
  readonly error: GateError | null
}

/** Triggers every target, then waits, and proves the compared branch. Never throws. */
export async function scan(context: RunContext, connection: Connection): Promise<ScanEvidence> {
  const { plan, host } = context
  if (plan.triggers.length === 0 && plan.compared === null) return noScan
  let scanned = noScan
  try {
    return await host.log.group('Scan', async () => {
      const { compared } = plan
      const isOther = compared !== null && !isAmong(plan.triggers, targetName(compared))
      const look = isOther ? await lookAtCompared(compared, context, connection) : null
      const isUpToDate = look?.evidence.provenBy !== null
      const triggers = look !== null && !isUpToDate ? [...plan.triggers, look.target] : plan.triggers
      scanned = await scanAll(triggers, context, connection)
      if (look === null || !isUpToDate || scanned.error !== null) return scanned
      const again = await look.again()
      if (again !== null) return { ...scanned, targets: [...scanned.targets, again] }
      const { targets, notes, ...rest } = await scanAll([look.target], context, connection)
      return { ...rest, targets: [...scanned.targets, ...targets], notes: [...scanned.notes, ...notes] }
    })
  } catch (caught) {
    return { ...scanned, error: asGateError(caught) }
  }
}

const noScan: ScanEvidence = { targets: [], unanswered: '', scanStatus: 'none', notes: [], error: null }

function isAmong(targets: readonly Target[], name: string): boolean {
  return targets.some((target) => targetName(target) === name)
}

/** Triggers these targets, then waits. Never throws. */
async function scanAll(
  triggers: readonly Target[],
  context: RunContext,
  connection: Connection,
): Promise<ScanEvidence> {
  const { plan } = context
  const triggered: Triggered = { targets: [], unanswered: '', notes: [] }
  if (triggers.length === 0) return noScan
  try {
    const world = waitWorldOf(context, connection)
    const snapshot = plan.wait ? await takeSnapshot(triggers, world) : null
    await triggerAll(triggers, triggered, snapshot, world, context)
    if (snapshot !== null)
      return { ...triggered, ...(await waitToTheEnd(snapshot, world, context, triggered)) }
    triggered.notes.push('The scan was not waited for, so nothing proves that it is done.')
    return { ...triggered, scanStatus: 'triggered', error: null }
  } catch (caught) {
    const scanStatus = triggered.targets.length === 0 ? 'none' : 'triggered'
    return { ...triggered, scanStatus, error: asGateError(caught) }
  }
}

type Triggered = { readonly targets: TargetEvidence[]; unanswered: string; readonly notes: string[] }

async function triggerAll(
  triggers: readonly Target[],
  triggered: Triggered,
  snapshot: Snapshot | null,
  world: WaitWorld,
  { inputs, host }: RunContext,
): Promise<void> {
  const { emails } = inputs
  const minuteIsOver = openMinutes(host.clock)
  for (const [at, target] of triggers.entries()) {
    triggered.unanswered = targetName(target)
    let emailsLeft = 0
    try {
      emailsLeft = await triggerWhenFree(target, emails, world, async () => {
        if (snapshot !== null) await renewSnapshot(target, snapshot, world)
      })
    } finally {
      // A stop during the call leaves it open whether the scan started.
      if (!host.stop.aborted) triggered.unanswered = ''
    }
    if (emailsLeft > 0) triggered.notes.push(emailsLeftNote(target, emailsLeft))
    triggered.targets.push(triggeredTarget(target, host.clock.now()))
    host.log[triggers.length > MANY_TRIGGERS ? 'debug' : 'info'](`${targetName(target)}: scan triggered.`)
    if (minuteIsOver()) host.log.info(`${at + 1} of ${triggers.length} scans triggered.`)
    if (snapshot !== null) await noteTrigger(target, snapshot, world)
  }
  if (triggers.length > MANY_TRIGGERS) host.log.info(`${triggers.length} scans triggered.`)
}

function emailsLeftNote(target: Target, left: number): string {
  return `${targetName(target)}: the server did not get the last ${left} addresses of \`emails\`, which do not fit into one trigger: use a mailing list.`
}

function triggeredTarget(target: Target, now: number): TargetEvidence {
  const triggeredAt = new Date(now).toISOString()
  return { target: targetName(target), triggeredAt, states: [], provenBy: null, total: null }
}

async function waitToTheEnd(
  snapshot: Snapshot,
  world: WaitWorld,
  { host }: RunContext,
  triggered: Triggered,
): Promise<Omit<ScanEvidence, 'unanswered'>> {
  const { evidence, notes, error } = await waitForScan(snapshot, world)
  host.progress?.(null)
  return {
    targets: [...evidence],
    notes: [...triggered.notes, ...notes],
    scanStatus: scanStatusOf(error),
    error,
  }
}

function scanStatusOf(error: GateError | null): RunState['scanStatus'] {
  if (error === null) return 'finished'
  return error.code === 'SCAN_TIMEOUT' ? 'timed-out' : 'not-proven'
}

function waitWorldOf({ inputs, host }: RunContext, { soteri, bitbucket }: Connection): WaitWorld {
  const { progress, clock, log, stop } = host
  const { pollIntervalMs, timeoutMs } = inputs
  const onProgress =
    progress === null ? {} : { onProgress: (state: WaitProgress) => progress(liveText(state)) }
  return { soteri, bitbucket, clock, log, stop, pollIntervalMs, timeoutMs, ...onProgress }
}

/** Cancels scans of the whole instance; there is no narrower cancel (vendor page, "Cancelling Scans"). */
export async function cancelScans({ plan, host }: RunContext, { soteri }: Connection): Promise<void> {
  for (const kind of plan.cancels) {
    await soteri.cancelScans(kind)
    host.log.info(`Cancelled all ${kind} scans of the instance.`)
  }
}

/** A stop makes every call fail in its own words: the error is the stop, and the scans that go on without this run. */
export function stopError(host: Host, { targets, unanswered }: RunState): GateError | null {
  if (!host.stop.aborted) return null
  const reason = asGateError(host.stop.reason)
  const going = targets.filter((target) => target.triggeredAt !== null).map((target) => target.target)
  const facts = [
    ...(going.length === 0 ? [] : [`Scans started and not cancelled: ${going.join(', ')}.`]),
    ...(unanswered === '' ? [] : [`Asked for without an answer, so it may have started: ${unanswered}.`]),
  ]
  if (reason.code !== 'CANCELLED' || facts.length === 0) return reason
  return new GateError('CANCELLED', `${reason.message} ${facts.join(' ')}`, {
    hint: 'What has started goes on at the server. `operation: cancel` with `scope: instance` cancels it, and everyone else’s scans too.',
  })
}
