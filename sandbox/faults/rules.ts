/** The commonest rules of scenarios, in one line each. Pure. */
import { json, type Reply } from '../reply.ts'
import type { Delivery, FaultRequest, FaultRule, FaultScene, Resource } from './scenario.ts'

/** Answers in place of the server; every matching request, or the first `times`. */
export function answered(on: Resource, reply: (scene: FaultScene) => Reply, times?: number): FaultRule {
  return { on, does: { kind: 'answer', reply }, ...limited(times) }
}

/** An object as it was sent. */
export type Fields = Readonly<Record<string, unknown>>

/** Lets the server work and changes the JSON that it answers with 200. */
export function changedJson(
  on: Resource,
  change: (body: Fields, scene: FaultScene) => unknown,
  part: Partial<FaultRule> = {},
): FaultRule {
  return {
    on,
    ...part,
    does: {
      kind: 'change',
      change: (reply, scene) =>
        reply.status === 200 ? json(change(JSON.parse(reply.body.toString('utf8')) as Fields, scene)) : reply,
    },
  }
}

/** Lets the server work and sends its reply badly. */
export function delivered(on: Resource, delivery: Delivery, times?: number): FaultRule {
  return { on, does: { kind: 'deliver', delivery }, ...limited(times) }
}

/** Ends the connection before the server sees the request. */
export function dropped(on: Resource, by: 'reset' | 'close', times?: number): FaultRule {
  return { on, does: { kind: 'drop', by }, ...limited(times) }
}

/** Requests whose path and query, decoded, match. */
export function asks(pattern: RegExp): (request: FaultRequest) => boolean {
  return ({ path }) => pattern.test(decodeURIComponent(path))
}

function limited(times: number | undefined): { readonly times?: number } {
  return times === undefined ? {} : { times }
}
