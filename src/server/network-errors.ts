/** Turns failures of Node and undici into errors with a hint, by their codes: foreign messages may hold credentials. */
import type { ErrorCode } from '../errors.ts'
import { isRecord } from '../parse.ts'
import type { Failure } from './retry.ts'

export type NetworkError = {
  readonly failure: Failure
  readonly code: ErrorCode
  /** What happened, to follow "Could not ...: ", with its full stop. */
  readonly what: string
  readonly hint?: string | undefined
}

/** Where a call goes. Only the origins are shown: the address of a proxy may hold credentials. */
export type Route = {
  readonly server: URL
  readonly proxy: URL | null
  /** For the words of a time-out. */
  readonly timeoutMs: number
  /** NODE_TLS_REJECT_UNAUTHORIZED=0 is set: ignored, and errors say so. */
  readonly unverifiedTlsAsked: boolean
}

/** A body that arrived, but slower than from any healthy server. Thrown by `readSteadily`. */
export class DrippingBody extends Error {
  readonly code = 'DRIPPING_BODY'
}

/** `null` if it is not an error of the network: a defect of ours must not be retried. */
export function networkError(caught: unknown, route: Route): NetworkError | null {
  const refused = proxyRefusal(caught, route)
  if (refused !== null) return refused
  const signs = signsOf(caught)
  const rule = rules.find(([, any]) => any.some((sign) => signs.includes(sign)))
  if (rule === undefined) return null
  const [kind, , text, hint] = rule
  const words = wordsOf(signs, route)
  const what = text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '')
  return { ...kind, what, hint }
}

function signsOf(caught: unknown): readonly string[] {
  const codes = codesOf(caught)
  if (!isRecord(caught)) return codes
  // The parser's errors carry no code, only a name.
  return [...codes, caught.syscall === 'connect' ? CONNECTING : '', String(caught.name)]
}

const CONNECTING = 'syscall connect'
const MAX_CAUSES = 4

/** Codes of the error, of its causes, and of the attempts that it sums up (one for each address of a host). */
function codesOf(caught: unknown, depth = 0): readonly string[] {
  if (!isRecord(caught) || depth > MAX_CAUSES) return []
  const own = typeof caught.code === 'string' ? [caught.code] : []
  const attempts = Array.isArray(caught.errors) ? caught.errors : []
  return [...own, ...[...attempts, caught.cause].flatMap((inner) => codesOf(inner, depth + 1))]
}

type Kind = Pick<NetworkError, 'code' | 'failure'>

const kindOf = (code: ErrorCode, arrived: 'no' | 'maybe', lasting = false): Kind => {
  return { code, failure: { arrived, lasting } }
}
const tlsRefused = kindOf('TLS_REFUSED', 'no', true)
const proxyRefused = kindOf('PROXY_REFUSED', 'no', true)
/** No connection was made, so the request cannot have arrived. */
const notConnected = kindOf('UNREACHABLE', 'no')
/** The connection broke later: the server may have read the request before. */
const brokenOff = kindOf('UNREACHABLE', 'maybe')
const timedOut = kindOf('REQUEST_TIMEOUT', 'maybe')

/** undici gives the proxy's answer in the message only, both for tunnels and for plain forwarding. */
function proxyRefusal(caught: unknown, route: Route): NetworkError | null {
  if (route.proxy === null || !isRecord(caught)) return null
  const { origin } = route.server
  const proxy = `the proxy ${route.proxy.origin}`
  const said = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(String(caught.message))
  if (said === null) return null
  const status = Number(said[1])
  if (status === 407) {
    return { ...proxyRefused, what: `${proxy} asks for other credentials (407).` }
  }
  if (status >= 500 || status === 429) {
    return { ...notConnected, what: `${proxy} could not reach ${origin} (${status}).` }
  }
  return {
    ...proxyRefused,
    what: `${proxy} does not let the connection to ${origin} through (${status}).`,
    hint: 'Allow the server at the proxy, or name it in NO_PROXY.',
  }
}

function wordsOf(signs: readonly string[], route: Route): Readonly<Record<string, string>> {
  const { origin } = route.server
  const peer = route.proxy === null ? origin : `the proxy ${route.proxy.origin}`
  // With an https proxy either handshake may have failed; a name mismatch says which, the rest does not.
  const either = route.proxy?.protocol === 'https:' ? `${origin} or of ${peer}` : origin
  return {
    origin,
    peer,
    tlsPeer: signs.includes('UND_ERR_PRX_TLS') ? peer : either,
    ignored: route.unverifiedTlsAsked ? ` ${UNVERIFIED_TLS_IGNORED}` : '',
    seconds: String(route.timeoutMs / 1000),
  }
}

const UNVERIFIED_TLS_IGNORED =
  'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: without a verified certificate, a false server would get the credentials and decide the verdict.'

/** OpenSSL's names for "signed by nobody I trust". */
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
const RENEW = 'Renew the certificate, or correct the clock of the machine that runs the gate.'

type Rule = readonly [kind: Kind, signs: readonly string[], what: string, hint?: string]

const rules: readonly Rule[] = [
  [
    tlsRefused,
    unknownIssuer,
    'the certificate of {tlsPeer} was signed by a CA that is not trusted here.{ignored}',
    'Give the PEM of that CA as `ca-file` or `ca-cert`; it is added to the usual roots.',
  ],
  [
    tlsRefused,
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH', 'UND_ERR_PRX_TLS'],
    'the certificate of {tlsPeer} was made for another host name.{ignored}',
    'Use the host name that the certificate was made for in `bitbucket-url` (or in HTTPS_PROXY).',
  ],
  [tlsRefused, ['CERT_HAS_EXPIRED'], 'the certificate of {tlsPeer} has expired.{ignored}', RENEW],
  [tlsRefused, ['CERT_NOT_YET_VALID'], 'the certificate of {tlsPeer} is not valid yet.{ignored}', RENEW],
  [
    tlsRefused,
    ['CERT_REVOKED', 'CERT_CHAIN_TOO_LONG', 'INVALID_PURPOSE', 'CERT_REJECTED'],
    'the certificate of {tlsPeer} was not accepted.{ignored}',
    'Look at the certificate in a browser.',
  ],
  [
    tlsRefused,
    ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
    'no TLS connection to {tlsPeer} came about: the port speaks something else or another TLS version.',
    'Check scheme (http or https) and port of `bitbucket-url` and of HTTPS_PROXY.',
  ],
  [notConnected, ['ENOTFOUND'], 'the host name of {peer} is not known to DNS (ENOTFOUND).'],
  [notConnected, ['EAI_AGAIN'], 'DNS gave no answer for the host name of {peer} (EAI_AGAIN).'],
  [notConnected, ['ECONNREFUSED'], 'nothing listens at {peer} (ECONNREFUSED).'],
  [notConnected, ['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'], 'there is no route to {peer}.'],
  [notConnected, ['UND_ERR_CONNECT_TIMEOUT', CONNECTING], 'no connection to {peer} came about in time.'],
  [notConnected, ['UND_ERR_PRX_CONN'], '{peer} brought no connection to {origin} about and hung up.'],
  [timedOut, ['UND_ERR_HEADERS_TIMEOUT'], 'no answer within `request-timeout` ({seconds} s).'],
  [timedOut, ['UND_ERR_BODY_TIMEOUT'], 'the reply stopped for longer than `request-timeout` ({seconds} s).'],
  [
    timedOut,
    ['DRIPPING_BODY'],
    'the reply dripped: next to nothing came within `request-timeout` ({seconds} s).',
  ],
  [
    kindOf('REPLY_UNREADABLE', 'maybe', true),
    ['Z_DATA_ERROR'],
    'the reply is not the gzip that its Content-Encoding says.',
  ],
  [brokenOff, ['Z_BUF_ERROR'], 'the reply was cut within its gzip.'],
  [brokenOff, ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH'], 'the reply was cut: fewer bytes came than announced.'],
  [
    brokenOff,
    ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT'],
    'the connection to {origin} broke off.',
  ],
  [
    brokenOff,
    ['HTTPParserError', 'UND_ERR_INFO', 'UND_ERR_ABORTED', 'UND_ERR_HEADERS_OVERFLOW'],
    '{origin} answered with something that is not HTTP, or broke it off.',
  ],
]
