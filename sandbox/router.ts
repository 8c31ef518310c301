/** Which handler answers a request. Segments are decoded one by one, so `~user`, `/` and `&` survive. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Session } from './access.ts'
import { badRequest, type Reply } from './reply.ts'

/** A request as handlers see it. */
export type SandboxRequest = {
  readonly method: string
  /** Decoded values of the `{name}` parts of the route. */
  readonly part: (name: string) => string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly session: Session
}

/** One call of the API. */
export type Route = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Below the context path, such as `/rest/api/{version}/projects/{projectKey}`; `{path*}` takes all the rest. */
  readonly path: string
  readonly handle: (request: SandboxRequest) => Reply | Promise<Reply>
}

type RouteMatch =
  | { readonly kind: 'found'; readonly route: Route; readonly part: (name: string) => string }
  | { readonly kind: 'method-not-allowed' }
  | { readonly kind: 'unknown' }

/** Versions of the REST resources; anything else is an unknown address. */
const versions = new Set(['latest', '1.0'])

/** Finds the route of a raw path (below the context path, without query). Throws 400 on broken escapes. */
export function findRoute(routes: readonly Route[], method: string, rawPath: string): RouteMatch {
  const segments = rawPath.split('/').map(decodeSegment)
  let otherMethod = false
  for (const route of routes) {
    const parts = matchSegments(route.path.split('/'), segments)
    if (parts === null) continue
    if (route.method !== method) {
      otherMethod = true
      continue
    }
    return { kind: 'found', route, part: (name) => parts.get(name) ?? '' }
  }
  return { kind: otherMethod ? 'method-not-allowed' : 'unknown' }
}

function matchSegments(pattern: readonly string[], given: readonly string[]): Map<string, string> | null {
  const rest = pattern.length - 1
  const takesRest = pattern[rest]?.endsWith('*}') === true
  const segments = takesRest ? [...given.slice(0, rest), given.slice(rest).join('/')] : given
  if (pattern.length !== segments.length) return null
  const parts = new Map<string, string>()
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (!expected.startsWith('{')) {
      if (expected !== segment) return null
      continue
    }
    if (segment === '' || (expected === '{version}' && !versions.has(segment))) return null
    parts.set(expected.replaceAll(/[{*}]/g, ''), segment)
  }
  return parts
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest('The address holds an escape that is not UTF-8.')
  }
}
