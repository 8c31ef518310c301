/** Triggers the scans of a plan and, unless `wait` is off, waits until each is proven done; or cancels scans. */
import type { RunContext, RunState, TargetEvidence } from '../context.ts'
import { asGateError, GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import { type BranchTarget, type Target, targetName } from '../target.ts'
import type { Connection } from './connection.ts'
import { CONFIRM_MS, isDone } from './scan-state.ts'
import { openMinutes, renewSnapshot, type Snapshot, takeSnapshot, type WaitWorld } from './tracked-target.ts'
import { noteTrigger, triggerWhenFree, waitForScan } from './wait.ts'

/** With more triggers than this, they are not logged one by one. */
const MANY_TRIGGERS = 50

export type ScanEvidence = Pick<RunState, 'scanStatus' | 'targets' | 'unanswered' | 'notes'> & {
  readonly error: GateError | null
}

/** Triggers every target, then waits, and proves the compared branch. Never throws. */
export async function scan(context: RunContext, connection: Connection): Promise<ScanEvidence> {
  const { triggers, compared } = context.plan
  let scanned = noScan
  if (triggers.length === 0 && compared === null) return scanned
  try {
    return await context.host.log.group('Scan', async () => {
      if (compared === null || triggers.some((target) => targetName(target) === targetName(compared))) {
        return await scanAll(triggers, context, connection)
      }
      const { host } = context
      const lookedAt = host.clock.elapsed()
      const before = await lookAtCompared(compared, context, connection)
      const { states, provenBy } = before.evidence
      host.log.info(`${targetName(compared)}, compared with: ${states[0]?.state}.`)
      const isUpToDate = provenBy !== null
      scanned = await scanAll(isUpToDate ? triggers : [...triggers, compared], context, connection)
      if (!isUpToDate || scanned.error !== null) return scanned
      const rest = lookedAt + CONFIRM_MS - host.clock.elapsed()
      if (rest > 0) await host.clock.sleep(rest, host.stop)
      const after = await lookAtCompared(compared, context, connection)
      if (isSameResult(before, after)) return { ...scanned, targets: [...scanned.targets, after.evidence] }
      const { targets, notes, ...end } = await scanAll([compared], context, connection)
      return { ...end, targets: [...scanned.targets, ...targets], notes: [...scanned.notes, ...notes] }
    })
  } catch (caught) {
    return { ...scanned, error: asGateError(caught) }
  }
}

const noScan: ScanEvidence = { targets: [], unanswered: '', scanStatus: 'none', notes: [], error: null }

/** Made before the triggers and after the scan, as the nodes of a cluster may differ. `provenBy` is `null` without proof. */
async function lookAtCompared(
  target: BranchTarget,
  { plan, inputs, host }: RunContext,
  { soteri }: Connection,
) {
  const { clock } = host
  const name = targetName(target)
  const deadline = { at: clock.elapsed() + inputs.timeoutMs, phase: 'the look at the compared branch' }
  const reply = await soteri.scanStatus(target, target.branch, 'patiently', deadline)
  const status = reply.kind === 'status' ? reply.status : null
  const isUpToDate = status !== null && isDone(status)
  const state = isUpToDate ? 'finished' : status === null ? reply.kind : 'not up to date'
  if (!isUpToDate && (plan.triggers.length === 0 || !plan.wait)) {
    const why = `The compared branch ${name} is not proven scanned and up to date (${state}), so what is new cannot be known.`
    throw new GateError('SCAN_NOT_PROVEN', why, {
      hint: 'Scan it first, or use `operation: gate` with `wait: true`, which scans what is not up to date.',
    })
  }
  const provenBy = isUpToDate ? 'scanned, up to date and idle, before and after the scan of this run' : null
  const states = [{ at: new Date(clock.now()).toISOString(), state }]
  const evidence = { target: name, triggeredAt: null, states, provenBy, total: status?.total ?? null }
  return { evidence, scanKey: status?.scanKey ?? null }
}

type Look = Awaited<ReturnType<typeof lookAtCompared>>

function isSameResult(before: Look, after: Look): boolean {
  if (after.evidence.provenBy === null || before.scanKey !== after.scanKey) return false
  return before.evidence.total === after.evidence.total
}

async function scanAll(
  triggers: readonly Target[],
  context: RunContext,
  connection: Connection,
): Promise<ScanEvidence> {
  const triggered: Triggered = { targets: [], unanswered: '', notes: [] }
  const { targets, notes } = triggered
  if (triggers.length === 0) return noScan
  try {
    const { clock, log, stop, progress } = context.host
    const { pollIntervalMs, timeoutMs } = context.inputs
    const world = { ...connection, clock, log, stop, progress, pollIntervalMs, timeoutMs }
    const snapshot = context.plan.wait ? await takeSnapshot(triggers, world) : null
    await triggerAll(triggers, triggered, snapshot, world, context)
    if (snapshot === null) {
      notes.push('The scan was not waited for, so nothing proves that it is done.')
      return { ...triggered, scanStatus: 'triggered', error: null }
    }
    const { evidence, error, ...waited } = await waitForScan(snapshot, world)
    progress?.(null)
    const failed = error?.code === 'SCAN_TIMEOUT' ? 'timed-out' : 'not-proven'
    const scanStatus = error === null ? 'finished' : failed
    return { ...triggered, targets: evidence, notes: [...notes, ...waited.notes], scanStatus, error }
  } catch (caught) {
    const scanStatus = targets.length === 0 ? 'none' : 'triggered'
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
  const { clock, log, stop } = host
  const isMany = triggers.length > MANY_TRIGGERS
  const minuteIsOver = openMinutes(clock)
  for (const [at, target] of triggers.entries()) {
    const name = targetName(target)
    triggered.unanswered = name
    let emailsLeft = 0
    try {
      emailsLeft = await triggerWhenFree(target, inputs.emails, world, async () => {
        if (snapshot !== null) await renewSnapshot(target, snapshot, world)
      })
    } finally {
      // A stop during the call leaves it open whether the scan started.
      if (!stop.aborted) triggered.unanswered = ''
    }
    if (emailsLeft > 0) {
      triggered.notes.push(
        `${name}: the server did not get the last ${emailsLeft} addresses of \`emails\`, which do not fit into one trigger: use a mailing list.`,
      )
    }
    const triggeredAt = new Date(clock.now()).toISOString()
    triggered.targets.push({ target: name, triggeredAt, states: [], provenBy: null, total: null })
    log[isMany ? 'debug' : 'info'](`${name}: scan triggered.`)
    if (minuteIsOver()) log.info(`${at + 1} of ${triggers.length} scans triggered.`)
    if (snapshot !== null) await noteTrigger(target, snapshot, world)
  }
  if (isMany) log.info(`${triggers.length} scans triggered.`)
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
