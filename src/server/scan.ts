/** Starts the scans of a plan and, where asked, waits until each is proven done. */

import type { Inputs } from '../inputs/inputs.ts'
import type { CancelKind, Plan } from '../plan.ts'
import type { Host } from '../ports.ts'
import type { RunRecord } from '../stages/record.ts'
import { type Target, targetName } from '../target.ts'
import type { Connection } from './connection.ts'
import { noteTrigger, type Snapshot, takeSnapshot, type WaitWorld, waitForScan } from './wait.ts'
import { liveText, openMinutes } from './wait-progress.ts'

/**
 * Triggers every target, then waits. Evidence lands in `record` whatever happens.
 * @throws GateError as the client tells, SCAN_* when a scan is not proven done.
 */
export async function scan(
  plan: Plan,
  inputs: Inputs,
  connection: Connection,
  host: Host,
  record: RunRecord,
): Promise<void> {
  if (plan.triggers.length === 0) return
  await host.log.group('Scan', async () => {
    const world = waitWorldOf(inputs, connection, host)
    const snapshot = plan.wait ? await takeSnapshot(plan.triggers, world) : null
    const minuteIsOver = openMinutes(host.clock)
    for (const [at, target] of plan.triggers.entries()) {
      await trigger(target, inputs, connection, host, record)
      noteTriggered(target, plan, host, record)
      if (minuteIsOver()) host.log.info(`${at + 1} of ${plan.triggers.length} scans triggered.`)
      if (snapshot !== null) await noteTrigger(target, snapshot, world)
    }
    if (plan.triggers.length > TALKATIVE_TRIGGERS) host.log.info(`${plan.triggers.length} scans triggered.`)
    if (snapshot === null) {
      record.notes.push('The scan was not waited for, so nothing proves that it is done.')
      return
    }
    await waitToTheEnd(snapshot, world, host, record)
  })
}

/** With more triggers than this, one line for all of them is told. */
const TALKATIVE_TRIGGERS = 50

/** A stop while the answer is out leaves the target in `record.unanswered`: its scan may have started. */
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

function noteTriggered(target: Target, { triggers }: Plan, host: Host, record: RunRecord): void {
  record.scanStatus = 'triggered'
  const triggeredAt = new Date(host.clock.now()).toISOString()
  record.targets.push({ target: targetName(target), triggeredAt, states: [], provenBy: null, total: null })
  const level = triggers.length > TALKATIVE_TRIGGERS ? 'debug' : 'info'
  host.log[level](`${targetName(target)}: scan triggered.`)
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
  return {
    soteri,
    bitbucket,
    clock,
    log,
    stop,
    pollIntervalMs: inputs.pollIntervalMs,
    timeoutMs: inputs.timeoutMs,
    ...(progress === null ? {} : { onProgress: (state) => progress(liveText(state)) }),
  }
}

/** Cancels scans of the whole instance; there is no narrower cancel (vendor page, "Cancelling Scans"). */
export async function cancelScans(
  kinds: readonly CancelKind[],
  connection: Connection,
  host: Host,
): Promise<void> {
  for (const kind of kinds) {
    await connection.soteri.cancelScans(kind)
    host.log.info(`Cancelled all ${kind} scans of the instance.`)
  }
}
