/**
 * What broke on the way to the server and back, told from the codes that Node and undici give. Foreign
 * messages are matched, never quoted: they may hold addresses with credentials in them.
 */
import type { ErrorCode } from '../errors.ts'
import { isRecord } from '../parse.ts'
import type { Trouble } from './retry.ts'

/** A failed attempt: whether it may be repeated, and the error it becomes when it is not. */
export type WireTrouble = {
  readonly trouble: Trouble & { kind: 'wire' }
  readonly code: ErrorCode
  /** What happened, to stand behind "Could not ...: ", with its full stop. */
  readonly what: string
  /** The particular mend, where there is a better one than the catalogue's. */
  readonly mend?: string
}

/** Where a call goes, in words that hold no credentials. */
export type Route = {
  /** `https://host:port` of the server. */
  readonly origin: string
  /** `http://host:port` of the proxy in use; `null` when the connection is direct. */
  readonly proxy: string | null
  /** For the words of a time-out. */
  readonly requestTimeoutMs: number
  /** NODE_TLS_REJECT_UNAUTHORIZED=0 is set. */
  readonly unverifiedTlsAsked: boolean
}

/** A body that arrived, but slower than any server that is alive. Thrown by `readSteadily`. */
export class DrippingBody extends Error {}

type Sketch = Omit<WireTrouble, 'trouble'> & { arrived: 'no' | 'maybe'; lasting: boolean }

/**
 * Tells what an attempt died of; `null` when the error is not one of the wire's, so that a defect of ours
 * is not mistaken for the weather.
 */
export function wireTrouble(caught: unknown, route: Route): WireTrouble | null {
  const sketch = sketchOf(caught, route)
  if (sketch === null) return null
  const { arrived, lasting, ...rest } = sketch
  return { ...rest, trouble: { kind: 'wire', arrived, lasting } }
}

function sketchOf(caught: unknown, route: Route): Sketch | null {
  const codes = codesOf(caught)
  const has = (...names: readonly string[]): boolean => names.some((name) => codes.includes(name))
  return (
    proxyRefusal(caught, route) ??
    certificateTrouble(has, route) ??
    unconnected(has, caught, route) ??
    stalled(has, caught, route) ??
    brokenOff(has, caught, route)
  )
}

/** Codes of the error, of its causes, and of the attempts that it sums up (one per address of a host). */
function codesOf(caught: unknown, depth = 0): readonly string[] {
  if (!isRecord(caught) || depth > MAX_CAUSES) return []
  const own = typeof caught.code === 'string' ? [caught.code] : []
  const attempts = Array.isArray(caught.errors) ? caught.errors : []
  return [...own, ...[...attempts, caught.cause].flatMap((inner) => codesOf(inner, depth + 1))]
}

const MAX_CAUSES = 4

/** undici tells the proxy's answer in the message only, both for tunnels and for plain forwarding. */
function proxyRefusal(caught: unknown, route: Route): Sketch | null {
  if (route.proxy === null) return null
  const message = isRecord(caught) ? String(caught.message) : ''
  const status = Number(
    /^Proxy response \((\d{3})\)/.exec(message)?.[1] ??
      /^Proxy Authentication Required \((407)\)/.exec(message)?.[1] ??
      Number.NaN,
  )
  if (Number.isNaN(status)) return null
  const proxy = `the proxy ${route.proxy}`
  if (status === 407) {
    return { ...never, code: 'PROXY_REFUSED', what: `${proxy} asks for other credentials (407).` }
  }
  if (status >= 500 || status === 429) {
    return { ...later, code: 'UNREACHABLE', what: `${proxy} could not reach ${route.origin} (${status}).` }
  }
  return {
    ...never,
    code: 'PROXY_REFUSED',
    what: `${proxy} does not let the connection to ${route.origin} through (${status}).`,
    mend: 'Allow the server at the proxy, or name it in NO_PROXY.',
  }
}

const never = { arrived: 'no', lasting: true } as const
const later = { arrived: 'no', lasting: false } as const

const UNVERIFIED_TLS_IGNORED =
  'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: without a verified certificate, a false server would get the credentials and decide the verdict.'

/** OpenSSL's names for "nobody I trust has signed this". */
const unknownIssuer = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
]

type Has = (...names: readonly string[]) => boolean

function certificateTrouble(has: Has, route: Route): Sketch | null {
  const peer = has('UND_ERR_PRX_TLS') ? `the proxy ${route.proxy}` : tlsPeer(route)
  const ignored = route.unverifiedTlsAsked ? ` ${UNVERIFIED_TLS_IGNORED}` : ''
  const refused = (what: string, mend: string): Sketch => {
    return { ...never, code: 'TLS_REFUSED', what: `${what}${ignored}`, mend }
  }
  if (has(...unknownIssuer)) {
    return refused(
      `the certificate of ${peer} was signed by a CA that is not trusted here.`,
      'Give the PEM file of that CA as `ca-file`; it is added to the usual roots.',
    )
  }
  if (has('ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH', 'UND_ERR_PRX_TLS')) {
    return refused(
      `the certificate of ${peer} was made for another host name.`,
      'Use the host name that the certificate was made for in `bitbucket-url` (or in HTTPS_PROXY).',
    )
  }
  if (has('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID')) {
    const when = has('CERT_HAS_EXPIRED') ? 'has expired' : 'is not valid yet'
    return refused(
      `the certificate of ${peer} ${when}.`,
      'Renew the certificate, or correct the clock of the machine that runs the gate.',
    )
  }
  if (has('CERT_REVOKED', 'CERT_CHAIN_TOO_LONG', 'INVALID_PURPOSE', 'CERT_REJECTED')) {
    return refused(`the certificate of ${peer} was not accepted.`, 'Look at the certificate in a browser.')
  }
  return tlsFailure(has, peer)
}

function tlsFailure(has: Has, peer: string): Sketch | null {
  if (!has('EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG')) return null
  return {
    ...never,
    code: 'TLS_REFUSED',
    what: `no TLS connection to ${peer} came about: the port speaks something else or another TLS version.`,
    mend: 'Check scheme (http or https) and port of `bitbucket-url` and of HTTPS_PROXY.',
  }
}

/** With an https proxy the handshake that failed may be either one; a name mismatch tells, the rest does not. */
function tlsPeer(route: Route): string {
  return route.proxy?.startsWith('https:') ? `${route.origin} or of the proxy ${route.proxy}` : route.origin
}

/** No connection came about, so nothing can have arrived. */
function unconnected(has: Has, caught: unknown, route: Route): Sketch | null {
  const peer = route.proxy === null ? route.origin : `the proxy ${route.proxy}`
  const sketch = (what: string, lasting = false): Sketch => ({
    arrived: 'no',
    lasting,
    code: 'UNREACHABLE',
    what,
  })
  if (has('ENOTFOUND')) return sketch(`the host name of ${peer} is not known to DNS (ENOTFOUND).`)
  if (has('EAI_AGAIN')) return sketch(`DNS gave no answer for the host name of ${peer} (EAI_AGAIN).`)
  if (has('ECONNREFUSED')) return sketch(`nothing listens at ${peer} (ECONNREFUSED).`)
  if (has('EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL')) return sketch(`there is no route to ${peer}.`)
  if (has('UND_ERR_CONNECT_TIMEOUT') || (isRecord(caught) && caught.syscall === 'connect')) {
    return sketch(`no connection to ${peer} came about in time.`)
  }
  if (has('UND_ERR_PRX_CONN'))
    return sketch(`${peer} brought no connection to ${route.origin} about and hung up.`)
  return null
}

function stalled(has: Has, caught: unknown, route: Route): Sketch | null {
  const seconds = route.requestTimeoutMs / 1000
  const sketch = (what: string): Sketch => ({
    arrived: 'maybe',
    lasting: false,
    code: 'REQUEST_TIMEOUT',
    what,
  })
  if (has('UND_ERR_HEADERS_TIMEOUT')) return sketch(`no answer within \`request-timeout\` (${seconds} s).`)
  if (has('UND_ERR_BODY_TIMEOUT')) {
    return sketch(`the reply stood still for longer than \`request-timeout\` (${seconds} s).`)
  }
  if (caught instanceof DrippingBody) {
    return sketch(`the reply dripped: next to nothing came within \`request-timeout\` (${seconds} s).`)
  }
  return null
}

/** The connection broke once it stood: the request may have been read before that. */
function brokenOff(has: Has, caught: unknown, route: Route): Sketch | null {
  const sketch = (what: string): Sketch => ({ arrived: 'maybe', lasting: false, code: 'UNREACHABLE', what })
  if (has('UND_ERR_RES_CONTENT_LENGTH_MISMATCH')) {
    return sketch('the reply was cut: fewer bytes came than announced.')
  }
  if (has('UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT')) {
    return sketch(`the connection to ${route.origin} broke off.`)
  }
  // The parser's errors carry no code, only this name.
  const unparsed = isRecord(caught) && caught.name === 'HTTPParserError'
  if (unparsed || has('UND_ERR_INFO', 'UND_ERR_ABORTED', 'UND_ERR_HEADERS_OVERFLOW')) {
    return sketch(`${route.origin} answered with something that is not HTTP, or broke it off.`)
  }
  return null
}
