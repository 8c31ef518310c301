/** Long reading gives way to a stop between two pieces. */
import { setImmediate } from 'node:timers/promises'
import { GateError } from '../errors.ts'

/**
 * Call between two pieces of work of a few milliseconds.
 * @throws GateError the reason of `stop` when it is one (a deadline), otherwise CANCELLED.
 */
export function giveWayTo(stop: AbortSignal): void {
  if (!stop.aborted) return
  if (stop.reason instanceof GateError) throw stop.reason
  throw new GateError('CANCELLED', 'The run was asked to stop while it read an export.')
}

/**
 * Lets timers and signals have their turn. Thousands of small members, each read at once, would starve them.
 * @throws GateError as `giveWayTo` does.
 */
export async function letOthersRun(stop: AbortSignal): Promise<void> {
  await setImmediate()
  giveWayTo(stop)
}
