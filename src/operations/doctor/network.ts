/** Checks the network below HTTP: DNS, TCP and the certificate chain. Sends no credentials to the server. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { asGateError, GateError } from '../../errors.ts'
import { networkError } from '../../server/network-errors.ts'
import {
  type ChainLink,
  chainOf,
  handshake,
  hostOf,
  missingIssuer,
  nameOf,
  tcp,
  type Way,
} from '../../server/network-look.ts'
import { portOf } from '../../server/tls-proxy.ts'
import { type Check, fail, ok, warn } from './check.ts'

/** Addresses of the host that is connected to: the proxy, where there is one. */
export async function checkDns(way: Way): Promise<Check> {
  const host = hostOf(way.proxy ?? way.server)
  if (isIP(host) !== 0) return ok('dns', `${host} is an address already: no name is looked up.`)
  try {
    const found = (await lookup(host, { all: true })).slice(0, 4)
    return ok('dns', `${host} is ${found.map(({ address }) => address).join(', ')}.`)
  } catch (caught) {
    return fail('dns', failureOf(caught, way))
  }
}

export async function checkTcp(way: Way): Promise<Check> {
  const peer = way.proxy ?? way.server
  try {
    const socket = await tcp(peer, way)
    socket.destroy()
    return ok('tcp', `${hostOf(peer)} takes connections on port ${portOf(peer)}.`)
  } catch (caught) {
    return fail('tcp', failureOf(caught, way))
  }
}

/** The server's certificate: who signed it, until when, and whether it is trusted here. */
export async function checkTls(way: Way, now: number): Promise<Check> {
  if (way.server.protocol !== 'https:') {
    return warn('tls', 'The address is http: nothing protects what travels.', 'Use https in `bitbucket-url`.')
  }
  let socket: TLSSocket | null = null
  try {
    socket = await handshake(way)
    if (socket.authorized) return judgedChain(socket.getPeerCertificate(true), now)
    // Node's types call it an Error, it is the code.
    const code = String(socket.authorizationError)
    const { code: kind, message, hint } = failureOf({ code, message: '' }, way)
    return fail('tls', new GateError(kind, message + missingIssuer(code, socket), { hint }))
  } catch (caught) {
    return fail('tls', failureOf(caught, way))
  } finally {
    socket?.destroy()
  }
}

/** The words that the client has for the same trouble. */
function failureOf(caught: unknown, way: Way): GateError {
  const trouble = caught instanceof GateError ? null : networkError(caught, way)
  if (trouble === null) return asGateError(caught)
  const what = `${trouble.what.charAt(0).toUpperCase()}${trouble.what.slice(1)}`
  return new GateError(trouble.code, what, { hint: trouble.hint })
}

const DAY_MS = 24 * 60 * 60 * 1000
const SOON_DAYS = 14
/** The check of a certificate that the runtime trusts. `now` is in ms since the epoch. */
export function judgedChain(certificate: ChainLink, now: number): Check {
  const chain = chainOf(certificate)
  const [leaf = certificate] = chain
  const first = chain.reduce((soonest, link) => (endOf(link) < endOf(soonest) ? link : soonest), leaf)
  const until = endOf(first)
  const days = Math.floor((until - now) / DAY_MS)
  const whose = first === leaf ? '' : `; that of ${nameOf(first.subject)} ends first`
  const date = new Date(until).toISOString().slice(0, 10)
  // A root signs itself and is named once.
  const signers = [...new Set(chain.map(({ issuer }) => nameOf(issuer)))].join(' under ')
  const what = `Signed by ${signers}, trusted here, valid until ${date} (${days} days${whose}).`
  return days < SOON_DAYS ? warn('tls', what, 'Renew the certificate before it ends.') : ok('tls', what)
}

function endOf({ valid_to }: ChainLink): number {
  return Date.parse(valid_to)
}
