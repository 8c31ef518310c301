/** What a chain of certificates that is trusted says: who signed it, up to the root, and which of them ends first. Pure. */
import type { DetailedPeerCertificate } from 'node:tls'
import { excerpt } from '../server/http-errors.ts'
import { type Check, ok, warn } from './check.ts'

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
