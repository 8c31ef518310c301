/** Triggers the scans of a plan and, if asked to, waits until each is proven done; or cancels scans. */
import type { Inputs } from '../config/inputs.ts'
import type { CancelKind, RunPlan } from '../config/run-plan.ts'
import type { Host } from '../host.ts'
import type { RunRecord } from '../stages/record.ts'
import { type Target, targetName } from '../target.ts'
import type { Connection } from './connection.ts'
import { noteTrigger, type Snapshot, takeSnapshot, type WaitWorld, waitForScan } from './wait.ts'
import { liveText, openMinutes, type WaitProgress } from './wait-progress.ts'

/** With more triggers than this, they are not logged one by one. */
const MANY_TRIGGERS = 50

/**
 * Triggers every target, then waits. Evidence is kept in `record`, also if an error ends the wait.
 * @throws GateError of the calls; SCAN_* if a scan is not proven done.
 */
export async function scan(
  plan: RunPlan,
  inputs: Inputs,
  connection: Connection,
  host: Host,
  record: RunRecord,
): Promise<void> {
  const { triggers } = plan
  if (triggers.length === 0) return
  await host.log.group('Scan', async () => {
    const world = waitWorldOf(inputs, connection, host)
    const snapshot = plan.wait ? await takeSnapshot(triggers, world) : null
    const minuteIsOver = openMinutes(host.clock)
    for (const [at, target] of triggers.entries()) {
      await trigger(target, inputs, connection, host, record)
      noteTriggered(target, plan, host, record)
      if (minuteIsOver()) host.log.info(`${at + 1} of ${triggers.length} scans triggered.`)
      if (snapshot !== null) await noteTrigger(target, snapshot, world)
    }
    if (triggers.length > MANY_TRIGGERS) host.log.info(`${triggers.length} scans triggered.`)
    if (snapshot !== null) return await waitToTheEnd(snapshot, world, host, record)
    record.notes.push('The scan was not waited for, so nothing proves that it is done.')
  })
}

/** A stop during the call keeps the target in `record.unanswered`: its scan may have started. */
async function trigger(
  target: Target,
  inputs: Inputs,
  { soteri }: Connection,
  host: Host,
  record: RunRecord,
): Promise<void> {
  record.unanswered = targetName(target)
  try {
    await soteri.triggerScan(target, inputs.emails)
  } finally {
    if (!host.stop.aborted) record.unanswered = ''
  }
}

function noteTriggered(target: Target, { triggers }: RunPlan, host: Host, record: RunRecord): void {
  record.scanStatus = 'triggered'
  const triggeredAt = new Date(host.clock.now()).toISOString()
  record.targets.push({ target: targetName(target), triggeredAt, states: [], provenBy: null, total: null })
  host.log[triggers.length > MANY_TRIGGERS ? 'debug' : 'info'](`${targetName(target)}: scan triggered.`)
}

async function waitToTheEnd(
  snapshot: Snapshot,
  world: WaitWorld,
  host: Host,
  record: RunRecord,
): Promise<void> {
  const { evidence, notes, error } = await waitForScan(snapshot, world)
  host.progress?.(null)
  record.targets = [...evidence]
  record.notes.push(...notes)
  if (error === null) {
    record.scanStatus = 'finished'
    return
  }
  record.scanStatus = error.code === 'SCAN_TIMEOUT' ? 'timed-out' : 'not-proven'
  throw error
}

function waitWorldOf(inputs: Inputs, { soteri, bitbucket }: Connection, host: Host): WaitWorld {
  const { progress, clock, log, stop } = host
  const { pollIntervalMs, timeoutMs } = inputs
  const onProgress =
    progress === null ? {} : { onProgress: (state: WaitProgress) => progress(liveText(state)) }
  return { soteri, bitbucket, clock, log, stop, pollIntervalMs, timeoutMs, ...onProgress }
}

/** Cancels scans of the whole instance; there is no narrower cancel (vendor page, "Cancelling Scans"). */
export async function cancelScans(
  kinds: readonly CancelKind[],
  { soteri }: Connection,
  host: Host,
): Promise<void> {
  for (const kind of kinds) {
    await soteri.cancelScans(kind)
    host.log.info(`Cancelled all ${kind} scans of the instance.`)
  }
}
