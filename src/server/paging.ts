/** Bitbucket's paged lists, read to their proven end: `{size, limit, isLastPage, start, nextPageStart, values}`. */
import { GateError } from '../errors.ts'
import { isRecord } from '../parse.ts'
import type { Http } from './http.ts'
import type { HttpRequest } from './request.ts'

/** Asked for in one page; the server may give less. */
const PAGE_LIMIT = 500

/** More entries than this in one list is not believed. */
const LIST_LIMIT = 1_000_000

type Page = {
  readonly values: readonly unknown[]
  readonly size: number | null
  readonly next: number | null
}

/**
 * All entries of a list, page by page; only one page is held. Goes on with `nextPageStart` only, since the
 * server may lower the limit and leave entries out.
 *
 * @throws GateError as `Http.json`; REPLY_UNREADABLE when the list cannot be read to its proper end, or its
 *   pages hold fewer entries than their `size` says
 */
export async function* pagedList(http: Http, request: HttpRequest): AsyncGenerator<unknown, void, void> {
  const broken = (what: string): GateError =>
    new GateError('REPLY_UNREADABLE', `Could not ${request.purpose}: ${what}.`)
  let start = 0
  let read = 0
  let claimed: number | null = null
  for (;;) {
    const query = [...(request.query ?? []), ['limit', String(PAGE_LIMIT)], ['start', String(start)]] as const
    const page = readPage((await http.json({ ...request, query })).body, start, broken)
    yield* page.values
    read += page.values.length
    if (read > LIST_LIMIT) throw broken(`the list has more than ${LIST_LIMIT} entries`)
    // A `size` that is not the page's can only be meant for the whole list: then it has to add up at its end.
    if (page.size !== page.values.length) claimed = page.size
    if (page.next === null) break
    start = page.next
  }
  if (claimed !== null && claimed !== read) {
    throw broken(`${read} entries came, and the server counts ${claimed}`)
  }
}

function readPage(body: unknown, start: number, broken: (what: string) => GateError): Page {
  if (!isRecord(body) || !Array.isArray(body.values)) throw broken('the reply is no page of a list')
  const size = Number.isSafeInteger(body.size) ? Number(body.size) : null
  return { values: body.values, size, next: nextOf(body, start, broken) }
}

/**
 * Bitbucket says `isLastPage` on every page. A list ends only where that is true and nothing is said of more; a
 * page that leaves it open, or says both, may be half of a list.
 */
function nextOf(
  { isLastPage, nextPageStart }: Readonly<Record<string, unknown>>,
  start: number,
  broken: (what: string) => GateError,
): number | null {
  const place = `the page at ${start}`
  if (nextPageStart === null || nextPageStart === undefined) {
    if (isLastPage === true) return null
    throw broken(`${place} does not say that it is the last, and not where the next one starts`)
  }
  if (isLastPage === true)
    throw broken(`${place} says that it is the last, and also where the next one starts`)
  if (!Number.isSafeInteger(nextPageStart)) {
    throw broken(`${place} does not say by a whole number where the next one starts`)
  }
  const next = Number(nextPageStart)
  if (next <= start) throw broken(`${place} says that the next one starts at ${next}`)
  return next
}
