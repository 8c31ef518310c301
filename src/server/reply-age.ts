/** Detects replies that a cache sent in place of the server, and compares the server's clock with ours. */
import type { Clock } from '../host.ts'

type Header = (name: string) => string | null

export const UNCACHED =
  'Let no proxy keep copies of replies of Bitbucket, or ask it by an address without that proxy.'

const CACHE_HEADERS = ['x-cache', 'x-cache-status', 'x-proxy-cache', 'cf-cache-status', 'cache-status']
/** The clocks of a cluster's nodes may differ by as much. */
export const CLOCK_SLACK_MS = 60_000
/** A `Date` has whole seconds, and a reply takes its time. */
const TICK_MS = 2000
const OFFSET_MS = 10_000
/** Addresses that are remembered; one for each branch is enough. */
const MAX_DATED = 10_000

type Dated = { readonly date: number; readonly at: number }

/**
 * An old `Date` alone does not prove a copy: the clock of a node may be behind. But the clock of a node runs, and the `Date` of a
 * copy does not. So it counts as a copy until one address was answered twice with a `Date` that advanced as much as our
 * clock; from then on that difference is known as that of a node, for all addresses.
 */
export function openReplyAge(clock: Pick<Clock, 'now' | 'elapsed'>) {
  let newest: number | null = null
  let [behindMs, aheadMs] = [0, 0]
  const nodes: number[] = []
  const old = new Map<string, Dated>()

  function isOfNode({ date, at }: Dated, url: string): boolean {
    const known = (difference: number): boolean => Math.abs(date - at - difference) <= TICK_MS
    if (nodes.some(known)) return true
    const before = old.get(url)
    if (before === undefined || !known(before.date - before.at)) {
      if (old.size >= MAX_DATED) old.clear()
      old.set(url, { date, at })
    } else if (date - before.date > TICK_MS) {
      nodes.push(date - at)
      return true
    }
    return false
  }

  return {
    /** As `Age: 30`; `null` if nothing shows a copy. @param isGood keeps its `Date`: an error page may be that of a proxy */
    copySign(header: Header, isGood: boolean, url: string): string | null {
      const parsed = Date.parse(header('date') ?? '')
      const date = Number.isNaN(parsed) ? null : parsed
      const sign = cacheSign(header)
      if (sign !== null || date === null) return sign
      const agoMs = newest === null ? 0 : newest - date
      if (agoMs > CLOCK_SLACK_MS && !isOfNode({ date, at: clock.elapsed() }, url)) {
        return `Date: ${Math.round(agoMs / 1000)} s before an earlier reply`
      }
      if (!isGood) return null
      newest = Math.max(date, newest ?? date)
      aheadMs = Math.max(aheadMs, date - clock.now())
      behindMs = Math.max(behindMs, clock.now() - date)
      return null
    },
    /** How far the clocks of the server's nodes are from ours, ms; 0 where they agree within `OFFSET_MS`. */
    offsets: () => ({
      behindMs: behindMs > OFFSET_MS ? behindMs : 0,
      aheadMs: aheadMs > OFFSET_MS ? aheadMs : 0,
    }),
  }
}

function cacheSign(header: Header): string | null {
  const seconds = /[1-9]\d*/.exec(header('age') ?? '')?.[0]
  if (seconds !== undefined) return `Age: ${seconds}`
  const hit = CACHE_HEADERS.find((name) => /hit|stale|updating/i.test(header(name) ?? ''))
  if (hit !== undefined) return `${hit}: hit`
  // RFC 7234, 5.5: stale, revalidation failed, disconnected, heuristic expiration.
  const warning = /\b11[0-3]\b/.exec(header('warning') ?? '')?.[0]
  return warning === undefined ? null : `Warning: ${warning}`
}
