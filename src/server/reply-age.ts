/** Detects replies that a cache sent in place of the server. */

type Header = (name: string) => string | null

export type ReplyAge = {
  /**
   * The header that shows that a reply is a copy, as `Age: 30`; `null` if nothing does.
   * @param isGood keeps its `Date`: an error page may be that of a proxy
   */
  copySign(header: Header, isGood: boolean): string | null
}

/** For the hint of errors. */
export const UNCACHED =
  'Let no proxy keep copies of replies of Bitbucket, or ask it by an address without that proxy.'

/** Headers in which caches say whether they sent a copy. */
const CACHE_HEADERS = ['x-cache', 'x-cache-status', 'x-proxy-cache', 'cf-cache-status', 'cache-status']
/** The clocks of a cluster's nodes may differ by as much. */
const CLOCK_SLACK_MS = 60_000

export function openReplyAge(): ReplyAge {
  let newest: number | null = null
  return {
    copySign(header, isGood) {
      const parsed = Date.parse(header('date') ?? '')
      const date = Number.isNaN(parsed) ? null : parsed
      const sign = cacheSign(header) ?? dateSign(date, newest)
      if (isGood && sign === null && date !== null) newest = Math.max(date, newest ?? date)
      return sign
    },
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

/** Compares a `Date` with those of other replies of the same server only: its clock and ours may differ. */
function dateSign(date: number | null, newest: number | null): string | null {
  if (date === null || newest === null || date >= newest - CLOCK_SLACK_MS) return null
  return `Date: ${Math.round((newest - date) / 1000)} s before an earlier reply`
}
