/** What a scripted fault is: which requests it hits, what it does to them, and how a correct gate must end. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Reply } from '../reply.ts'
import type { BranchEvent } from './changing-branch.ts'

/** What a request asks for, as far as faults distinguish requests. */
export type Resource =
  | 'any'
  | 'credentials'
  | 'trigger'
  | 'cancel'
  | 'status'
  | 'export'
  | 'reviewed'
  | 'repositories'
  | 'branches'
  | 'pull-request'
  | 'changes'
  | 'compare'
  | 'blame'
  | 'raw'
  | 'insights'
  | 'builds'
  | 'audit'
  | 'activities'
  | 'comment-new'
  | 'comment-edit'
  | 'comment-delete'

/** How the bytes of a reply go over the wire when they do not simply arrive. */
export type Delivery =
  | { readonly kind: 'whole' }
  /** TCP reset, or an orderly close, before any byte. */
  | { readonly kind: 'nothing'; readonly by: 'reset' | 'close' }
  /** Status line and headers, then the end. */
  | { readonly kind: 'headers-only'; readonly by: 'reset' | 'close' }
  /** Half of the body, then the end. */
  | { readonly kind: 'cut'; readonly framing: 'chunked' | 'content-length'; readonly by: 'reset' | 'close' }
  /** Never ends: no byte at all, or half of the body and then silence. */
  | { readonly kind: 'stall'; readonly at: 'start' | 'half' }
  /** The body in pieces of so many bytes; with `forever` it starts again at its end. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number; readonly forever: boolean }
  | { readonly kind: 'late'; readonly ms: number }
  /** So many lines of the body (all), ended by closing the connection: neither a length nor chunks mark the end. */
  | { readonly kind: 'unmarked'; readonly lines?: number }
  /** These bytes instead of HTTP. */
  | { readonly kind: 'raw'; readonly text: string }

/** A request before anything of it was judged. */
export type FaultRequest = {
  readonly method: string
  /** Below the context path, with query, as it was sent. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** What a change may look at besides the genuine reply. */
export type FaultScene = FaultRequest & {
  /** Counts the requests that this rule hit, from 1. */
  readonly hit: number
  readonly baseUrl: string
  /** The first repository of the instance. */
  readonly first: { readonly project: string; readonly slug: string }
}

type FaultAction =
  /** The server never sees the request; this is the answer. */
  | { readonly kind: 'answer'; readonly reply: (scene: FaultScene) => Reply }
  /** The server does what was asked; its reply is changed on the way back. */
  | { readonly kind: 'change'; readonly change: (reply: Reply, scene: FaultScene) => Reply }
  /** The server does what was asked; its reply travels badly. */
  | { readonly kind: 'deliver'; readonly delivery: Delivery }
  /** The server never sees the request; the connection ends. */
  | { readonly kind: 'drop'; readonly by: 'reset' | 'close' }
  /** The server starts again: what waited or ran is forgotten, and this request gets a 503. */
  | { readonly kind: 'restart' }
  /** Somebody cancels what runs, then the server does what was asked. */
  | { readonly kind: 'cancel' }
  /** The server does what was asked, then the `branchEvent` of the scenario happens. */
  | { readonly kind: 'branch-event' }

/** Which requests are hit, and by what. */
export type FaultRule = {
  readonly on: Resource
  /** Leaves so many matching requests alone (0). */
  readonly after?: number
  /** Hits so many of them (all). */
  readonly times?: number
  /** Only requests about the first repository of the instance. */
  readonly onlyFirstRepository?: boolean
  /** Only these requests. */
  readonly only?: (request: FaultRequest) => boolean
  readonly does: FaultAction
}

/** How a correct gate ends: as if nothing had been wrong, with `error` and this exit code, or by failing for safety. */
type Expected =
  | { readonly heals: true }
  | { readonly verdict: 'error'; readonly exitCode: 3 | 4 | 5 }
  | { readonly verdict: 'fail'; readonly exitCode: 1 }

/** One scripted fault, and the end that a correct gate comes to. */
export type FaultScenario = {
  /** Words joined by hyphens, as in `--fault NAME`. */
  readonly name: string
  /** One line. */
  readonly description: string
  readonly expected: Expected
  /** Scope of the gate in which the fault shows; `pull-request` needs the repositories of `demo-pull-requests.ts`. */
  readonly scope: 'repo' | 'project' | 'instance' | 'pull-request'
  /** Inputs of the gate that keep a replay short or make the fault bite, besides `replayInputs`. */
  readonly gate?: Readonly<Record<string, string>>
  /** How long a branch is scanned, where the fault needs to see it running. */
  readonly scanDurationMs?: number
  /** Whether and when anything listens; at once unless asked otherwise. */
  readonly listening?: 'never' | { readonly afterMs: number }
  /** Inputs of another gate that has to run first, on top of those of this one. */
  readonly before?: Readonly<Record<string, string>>
  /** What happens to a branch of the first repository with the action `branch-event`. */
  readonly branchEvent?: BranchEvent
  readonly rules: readonly FaultRule[]
}

/** Inputs of the contract under which every scenario ends within seconds. */
export const replayInputs: Readonly<Record<string, string>> = {
  'request-timeout': '2s',
  'max-retries': '3',
  'poll-interval': '200ms',
  timeout: '8s',
  thresholds: 'total = 0',
}

/** By method and path below the context path; the first that matches decides. */
const resources: readonly (readonly [RegExp, Resource])[] = [
  [/^\w+ \/rest\/security\/[^/]+\/scan\//, 'status'],
  [/^\w+ \/rest\/security\/[^/]+\/export-report/, 'export'],
  [/^\w+ \/rest\/security\/[^/]+\/export\/reviewed/, 'reviewed'],
  [/^DELETE \/rest\/security\/[^/]+\/status\//, 'cancel'],
  [/^\w+ \/rest\/security\/[^/]+\/status\//, 'trigger'],
  [/\/(application-properties|users\/[^/]+)$/, 'credentials'],
  [/\/browse\//, 'blame'],
  [/\/raw\//, 'raw'],
  [/\/(branches|branches\/default|default-branch)$/, 'branches'],
  [/^\w+ \/rest\/api\/[^/]+\/(projects|repos)(\/[^/]+(\/repos(\/[^/]+)?)?)?$/, 'repositories'],
  [/\/pull-requests\/\d+$/, 'pull-request'],
  [/\/pull-requests\/\d+\/changes$/, 'changes'],
  [/\/compare\/(commits|changes)$/, 'compare'],
  [/\/activities$/, 'activities'],
  [/^POST .*\/comments$/, 'comment-new'],
  [/^PUT .*\/comments\/\d+$/, 'comment-edit'],
  [/^DELETE .*\/comments\/\d+$/, 'comment-delete'],
  [/^\w+ \/rest\/insights\//, 'insights'],
  [/\/builds$/, 'builds'],
  [/^GET \/rest\/auditing\//, 'audit'],
]

/** What a request asks for. */
export function resourceOf(method: string, path: string): Resource {
  const [address = ''] = path.split('?')
  const request = `${method} ${address}`
  return resources.find(([pattern]) => pattern.test(request))?.[1] ?? 'any'
}
