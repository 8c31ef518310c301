/** Long reading gives way to a stop between two pieces. */
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
