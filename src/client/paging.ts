/** Bitbucket's paged lists, read to their proven end: `{size, limit, isLastPage, start, nextPageStart, values}`. */
import { GateError } from '../errors.ts'
import type { Http } from './http.ts'
import { isRecord } from './json.ts'
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
 * @throws GateError as `Http.json`; REPLY_UNREADABLE when the list cannot be read to its end, or its pages
 *   hold fewer entries than their `size` says
 */
export async function* pagedList(http: Http, request: HttpRequest): AsyncGenerator<unknown, void, void> {
  const broken = (what: string): GateError =>
    new GateError('REPLY_UNREADABLE', `Could not ${request.purpose}: ${what}.`)
  let start = 0
  let read = 0
  let claimed: number | null = null
  for (;;) {
    const query = [...(request.query ?? []), ['limit', String(PAGE_LIMIT)], ['start', String(start)]] as const
    const page = readPage((await http.json({ ...request, query })).body, broken)
    yield* page.values
    read += page.values.length
    if (read > LIST_LIMIT) throw broken(`the list has more than ${LIST_LIMIT} entries`)
    // A `size` that is not the page's can only be meant for the whole list: then it has to add up at its end.
    if (page.size !== page.values.length) claimed = page.size
    if (page.next === null) break
    if (page.next <= start) throw broken(`the page at ${start} says that the next one starts at ${page.next}`)
    start = page.next
  }
  if (claimed !== null && claimed !== read) {
    throw broken(`${read} entries came, and the server counts ${claimed}`)
  }
}

function readPage(body: unknown, broken: (what: string) => GateError): Page {
  if (!isRecord(body) || !Array.isArray(body.values)) throw broken('the reply is no page of a list')
  const next = Number.isSafeInteger(body.nextPageStart) ? Number(body.nextPageStart) : null
  if (body.isLastPage !== true && next === null && body.isLastPage !== undefined) {
    throw broken('a page says that more follow, but not where')
  }
  const size = Number.isSafeInteger(body.size) ? Number(body.size) : null
  return { values: body.values, size, next: body.isLastPage === true ? null : next }
}
