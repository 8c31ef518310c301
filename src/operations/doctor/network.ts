/**
 * Checks the network below HTTP: DNS, TCP, and the certificate chain: who signed it, up to the root, and which certificate
 * ends first. Sends no credentials to the server.
 */
import { lookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import {
  connect as connectTls,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { asGateError, GateError } from '../../errors.ts'
import { excerpt } from '../../server/http-errors.ts'
import { networkError, type Route } from '../../server/network-errors.ts'
import { type Check, fail, ok, warn } from './check.ts'

/** How to get to the server. */
export type Way = {
  readonly server: URL
  /** `null` for a direct connection. */
  readonly proxy: URL | null
  /** `null` for the usual roots. */
  readonly trust: SecureContext | null
  readonly timeoutMs: number
  /** As in `Route`. */
  readonly unverifiedTlsAsked: boolean
  readonly stop: AbortSignal
}

/** Addresses of the host that is connected to: the proxy, where there is one. */
export async function checkDns(way: Way): Promise<Check> {
  const host = hostOf(way.proxy ?? way.server)
  if (isIP(host) !== 0) return ok('dns', `${host} is an address already: no name is looked up.`)
  try {
    const found = await lookup(host, { all: true })
    return ok(
      'dns',
      `${host} is ${found
        .map(({ address }) => address)
        .slice(0, 4)
        .join(', ')}.`,
    )
  } catch (caught) {
    return fail('dns', failureOf(caught, way))
  }
}

/** Whether a connection comes about. */
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
    const { authorizationError } = socket
    // Node's types call it an Error, it is the code.
    const code: unknown = socket.authorized ? null : authorizationError
    if (code !== null) return fail('tls', failureOf({ code: String(code), message: '' }, way))
    return judgedChain(socket.getPeerCertificate(true), now)
  } catch (caught) {
    return fail('tls', failureOf(caught, way))
  } finally {
    socket?.destroy()
  }
}

function tcp(peer: URL, way: Way): Promise<Socket> {
  return withinTime(way, (done, failed) => {
    const socket = connectTcp({ host: hostOf(peer), port: portOf(peer) })
    socket.once('connect', () => done(socket))
    socket.once('error', failed)
    return () => socket.destroy()
  })
}

async function handshake(way: Way): Promise<TLSSocket> {
  const tunnelled = way.proxy === null ? null : await tunnel(way.proxy, way)
  const host = hostOf(way.server)
  return await withinTime<TLSSocket>(way, (done, failed) => {
    const socket = connectTls({
      ...(tunnelled === null ? { host, port: portOf(way.server) } : { socket: tunnelled }),
      ...(isIP(host) === 0 && { servername: host }),
      ...(way.trust !== null && { secureContext: way.trust }),
      host,
      // The certificate is what is looked at, so a bad one must not end the look. Nothing is sent.
      rejectUnauthorized: false,
    })
    socket.once('secureConnect', () => done(socket))
    socket.once('error', failed)
    return () => socket.destroy()
  })
}

function tunnel(proxy: URL, way: Way): Promise<Socket> {
  const { server } = way
  const user = decodeURIComponent(proxy.username)
  const login = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64')
  const target = `${server.hostname}:${portOf(server)}`
  return withinTime(way, (done, failed) => {
    const request = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
      host: hostOf(proxy),
      port: portOf(proxy),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(user !== '' && { 'proxy-authorization': `Basic ${login}` }) },
      ...(way.trust !== null && { secureContext: way.trust }),
      // Said here, so that neither the environment nor NODE_OPTIONS can loosen it.
      rejectUnauthorized: true,
      insecureHTTPParser: false,
    })
    request.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) return done(socket)
      socket.destroy()
      failed(new GateError('PROXY_REFUSED', `The proxy ${proxy.origin} refused the tunnel (${statusCode}).`))
    })
    request.once('response', ({ statusCode = 0 }) => {
      request.destroy()
      failed(new GateError('PROXY_REFUSED', `The proxy ${proxy.origin} refused the tunnel (${statusCode}).`))
    })
    request.once('error', failed)
    request.end()
    return () => request.destroy()
  })
}

/** Runs one attempt to its end, its time, or the stop of the run; `start` returns what breaks it off. */
function withinTime<T>(
  { timeoutMs, stop }: Way,
  start: (done: (value: T) => void, failed: (reason: unknown) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      stop.removeEventListener('abort', onStop)
      settle()
    }
    const breakOff = start(
      (value) => end(() => resolve(value)),
      (reason) => end(() => reject(reason)),
    )
    const timer = setTimeout(() => {
      breakOff()
      end(() => reject(Object.assign(new Error(), { code: 'UND_ERR_CONNECT_TIMEOUT' })))
    }, timeoutMs)
    const onStop = (): void => {
      breakOff()
      end(() => reject(stop.reason))
    }
    stop.addEventListener('abort', onStop, { once: true })
  })
}

/** The words that the client has for the same trouble. */
function failureOf(caught: unknown, { server, proxy, timeoutMs, unverifiedTlsAsked }: Way): GateError {
  if (caught instanceof GateError) return caught
  const route: Route = {
    origin: server.origin,
    proxy: proxy?.origin ?? null,
    requestTimeoutMs: timeoutMs,
    unverifiedTlsAsked,
  }
  const trouble = networkError(caught, route)
  if (trouble === null) return asGateError(caught)
  const what = `${trouble.what.charAt(0).toUpperCase()}${trouble.what.slice(1)}`
  return new GateError(trouble.code, what, trouble.hint === undefined ? {} : { hint: trouble.hint })
}

/** IPv6 addresses have brackets in a URL, and nowhere else. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.+)\]$/, '$1')
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

/** The part of Node's certificate that is read. */
export type ChainLink = Pick<DetailedPeerCertificate, 'valid_to' | 'fingerprint256'> & {
  readonly issuer?: DetailedPeerCertificate['issuer']
  readonly subject?: DetailedPeerCertificate['subject']
  readonly issuerCertificate?: ChainLink
}

const DAY_MS = 24 * 60 * 60 * 1000
/** A certificate that ends so soon deserves a warning. */
const SOON_DAYS = 14
/** No chain is longer; a circle is. */
const LONGEST_CHAIN = 10

/** The check of a certificate that the runtime trusts. `now` is in ms since the epoch. */
export function judgedChain(certificate: ChainLink, now: number): Check {
  const chain = chainOf(certificate)
  const [leaf = certificate] = chain
  const first = chain.reduce((soonest, link) => (endOf(link) < endOf(soonest) ? link : soonest), leaf)
  const until = endOf(first)
  const days = Math.floor((until - now) / DAY_MS)
  const whose = first === leaf ? '' : `; that of ${nameOf(first.subject)} ends first`
  const date = new Date(until).toISOString().slice(0, 10)
  const what = `Signed by ${signersOf(chain)}, trusted here, valid until ${date} (${days} days${whose}).`
  return days < SOON_DAYS ? warn('tls', what, 'Renew the certificate before it ends.') : ok('tls', what)
}

/** From the server's own up to the root, which is its own issuer. */
function chainOf(certificate: ChainLink): readonly ChainLink[] {
  const chain: ChainLink[] = []
  let link: ChainLink | undefined = certificate
  while (link !== undefined && chain.length < LONGEST_CHAIN) {
    const { fingerprint256 } = link
    if (chain.some((seen) => seen.fingerprint256 === fingerprint256)) break
    chain.push(link)
    link = link.issuerCertificate
  }
  return chain
}

/** `"Intermediate" under "Root"`; a root signs itself and is named once. */
function signersOf(chain: readonly ChainLink[]): string {
  return [...new Set(chain.map(({ issuer }) => nameOf(issuer)))].join(' under ')
}

function endOf({ valid_to }: ChainLink): number {
  return Date.parse(valid_to)
}

function nameOf(holder: ChainLink['issuer']): string {
  const name = holder?.CN ?? holder?.O ?? 'an unnamed issuer'
  return `"${excerpt(String(name))}"`
}
