/** The commonest rules of scenarios, in one line each. Pure. */
import type { Reply } from '../reply.ts'
import type { Delivery, FaultRule, FaultScene, Resource } from './scenario.ts'

/** Answers in place of the server; every matching request, or the first `times`. */
export function answered(on: Resource, reply: (scene: FaultScene) => Reply, times?: number): FaultRule {
  return { on, does: { kind: 'answer', reply }, ...limited(times) }
}

/** Lets the server work and sends its reply badly. */
export function delivered(on: Resource, delivery: Delivery, times?: number): FaultRule {
  return { on, does: { kind: 'deliver', delivery }, ...limited(times) }
}

/** Ends the connection before the server sees the request. */
export function dropped(on: Resource, by: 'reset' | 'close', times?: number): FaultRule {
  return { on, does: { kind: 'drop', by }, ...limited(times) }
}

function limited(times: number | undefined): { readonly times?: number } {
  return times === undefined ? {} : { times }
}
