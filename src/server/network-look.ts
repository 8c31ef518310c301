/** Looks at the network below HTTP: connections, and certificates that are not trusted. Sends no credentials to the server. */
import { once } from 'node:events'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import type { Inputs } from '../config/inputs.ts'
import { GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import { excerpt } from './http-errors.ts'
import {
  extraCaOf,
  isUnverifiedTlsAsked,
  portOf,
  proxyOf,
  proxySettingsOf,
  trustedRoots,
} from './tls-proxy.ts'

export type Way = Awaited<ReturnType<typeof wayTo>>

/** No connection takes longer than that, ms. */
const CONNECT_MS = 15_000

export async function wayTo(server: URL, inputs: Inputs, host: Host) {
  return {
    server,
    proxy: proxyOf(server, proxySettingsOf(host)),
    trust: trustedRoots(await extraCaOf(inputs, host)),
    timeoutMs: Math.min(inputs.requestTimeoutMs, CONNECT_MS),
    unverifiedTlsAsked: isUnverifiedTlsAsked(host),
    stop: host.stop,
  }
}

export async function tcp(peer: URL, way: Way): Promise<Socket> {
  const socket = connectTcp({ host: hostOf(peer), port: portOf(peer) })
  await happened(socket, 'connect', way)
  return socket
}

/** A TLS connection to the server whose certificate nobody has verified: to look at it, never to send anything. */
export async function handshake(way: Way): Promise<TLSSocket> {
  const host = hostOf(way.server)
  const tunnelled = way.proxy === null ? null : await tunnel(way.proxy, way)
  const socket = connectTls({
    ...(tunnelled === null ? { host, port: portOf(way.server) } : { socket: tunnelled }),
    ...(isIP(host) === 0 && { servername: host }),
    ...(way.trust !== null && { secureContext: way.trust }),
    host,
    // The certificate is what is looked at, so a bad one must not end the look. Nothing is sent.
    rejectUnauthorized: false,
  })
  await happened(socket, 'secureConnect', way)
  return socket
}

async function tunnel(proxy: URL, way: Way): Promise<Socket> {
  const { server } = way
  const user = decodeURIComponent(proxy.username)
  const login = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64')
  const target = `${server.hostname}:${portOf(server)}`
  const refused = (status = 0): GateError =>
    new GateError('PROXY_REFUSED', `The proxy ${proxy.origin} refused the tunnel (${status}).`)
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
  request.once('response', ({ statusCode }) => request.destroy(refused(statusCode)))
  request.end()
  const [{ statusCode }, socket] = (await happened(request, 'connect', way)) as [IncomingMessage, Socket]
  if (statusCode === 200) return socket
  socket.destroy()
  throw refused(statusCode)
}

/** What comes with the event. A failure, the time or the stop of the run breaks the connection off. */
async function happened(connection: Socket | ClientRequest, event: string, { timeoutMs, stop }: Way) {
  const time = AbortSignal.timeout(timeoutMs)
  // One that comes after the end must not crash the run.
  connection.on('error', () => undefined)
  try {
    return await once(connection, event, { signal: AbortSignal.any([stop, time]) })
  } catch (caught) {
    connection.destroy()
    if (stop.aborted) throw stop.reason
    throw time.aborted ? Object.assign(new Error(), { code: 'UND_ERR_CONNECT_TIMEOUT' }) : caught
  }
}

/** IPv6 addresses have brackets in a URL, and nowhere else. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.+)\]$/, '$1')
}

export type ChainLink = Pick<DetailedPeerCertificate, 'valid_to' | 'fingerprint256'> & {
  readonly issuer?: DetailedPeerCertificate['issuer']
  readonly subject?: DetailedPeerCertificate['subject']
  readonly issuerCertificate?: ChainLink
}

/** No chain is longer; a circle is. */
const LONGEST_CHAIN = 10

/** From the server's own up to the root, which is its own issuer. */
export function chainOf(certificate: ChainLink): readonly ChainLink[] {
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

export function nameOf(holder: ChainLink['issuer']): string {
  const name = holder?.CN ?? holder?.O ?? 'an unnamed issuer'
  return `"${excerpt(String(name))}"`
}

/** OpenSSL found no certificate of the issuer of the last one in the chain. */
const noIssuer = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]

export function missingIssuer(code: string, socket: TLSSocket): string {
  const last = chainOf(socket.getPeerCertificate(true)).at(-1)
  if (!noIssuer.includes(code) || last?.issuer === undefined) return ''
  const signer = nameOf(last.issuer)
  return ` ${nameOf(last.subject)} is signed by ${signer}, and the server does not send the certificate of ${signer}: let it send the whole chain, or give that certificate.`
}

export async function lookForIssuer(way: Way): Promise<string> {
  const socket = await handshake(way)
  // Node's types call it an Error, it is the code.
  const sentence = missingIssuer(String(socket.authorizationError), socket)
  socket.destroy()
  return sentence
}
