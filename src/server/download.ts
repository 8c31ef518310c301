/**
 * Takes the body of a good reply: whole as text, or through a `save` that it vouches for having read to the
 * end or not at all. Web pages are refused here, before anyone reads them as data.
 */
import { GateError } from '../errors.ts'
import type { Clock } from '../ports.ts'
import { loginPageError, looksLikeHtml, pageInsteadOfExport, type ReadReply } from './http-errors.ts'
import { DrippingBody } from './network-errors.ts'
import type { BodyEnd, DownloadReply, HttpRequest, Save } from './request.ts'

/** Largest reply that is held in memory, bytes: a page of 1000 branches has about half of one MiB. */
const JSON_LIMIT = 16 * 1024 * 1024

/** `save` itself failed while the body was sound: not the wire's fault, so nothing to repeat. */
export class SaveFailed extends Error {}

type Saved<T> = DownloadReply<T> & { readonly kind: 'saved' }

/**
 * @throws the body's own failure when the body broke, whatever `save` made of it; SaveFailed with the cause
 *   when `save` broke; GateError NOT_AN_EXPORT for a web page, a part of a body or a 2xx that promises none,
 *   which `save` then never sees
 */
export async function receiveDownload<T>(
  request: HttpRequest,
  reply: OpenReply,
  save: Save<T>,
): Promise<Saved<T>> {
  assertWhole(request, reply)
  assertNotEncoded(request, reply)
  const { start, whole } = await peek(reply.body)
  if (looksLikeHtml(start)) throw pageInsteadOfExport(request, reply.status)
  const state: BodyState = { bytes: 0, ended: false, failure: null }
  const saved = await saveOrFail(watch(whole(), state), save, state)
  return {
    kind: 'saved',
    status: reply.status,
    saved,
    bytes: state.bytes,
    contentType: reply.header('content-type'),
    ageSeconds: ageOf(reply),
    end: reply.end,
  }
}

/** RFC 9111, 5.1: whole seconds. */
function ageOf(reply: OpenReply): number | null {
  const seconds = /^\s*(\d+)/.exec(reply.header('age') ?? '')?.[1]
  return seconds === undefined ? null : Number(seconds)
}

type BodyState = { bytes: number; ended: boolean; failure: { readonly caught: unknown } | null }

async function saveOrFail<T>(body: AsyncIterable<Buffer>, save: Save<T>, state: BodyState): Promise<T> {
  let saved: T
  try {
    saved = await save(body)
  } catch (caught) {
    if (state.failure !== null) throw state.failure.caught
    throw new SaveFailed('', { cause: caught })
  }
  // A `save` that swallowed the failure, or stopped half-way, has not saved the export.
  if (state.failure !== null) throw state.failure.caught
  if (!state.ended) throw new SaveFailed('', { cause: new Error('a download was left before its end') })
  return saved
}

async function* watch(
  body: AsyncGenerator<Buffer, void, void>,
  state: BodyState,
): AsyncGenerator<Buffer, void, void> {
  try {
    for await (const chunk of body) {
      state.bytes += chunk.length
      yield chunk
    }
    state.ended = true
  } catch (caught) {
    state.failure = { caught }
    throw caught
  }
}

/**
 * 200 brings the whole of what was asked for, 204 says that there is nothing. 202 has only taken the order, 203 was
 * changed on the way, 206 is a part, and so is whatever names a range: no range is ever asked for.
 */
function assertWhole(request: HttpRequest, reply: OpenReply): void {
  const range = reply.header('content-range')
  if (range === null && (reply.status === 200 || reply.status === 204)) return
  const what =
    range === null
      ? `with ${reply.status}, which does not bring a whole export`
      : `with ${reply.status} and a part of the export (Content-Range)`
  throw new GateError('NOT_AN_EXPORT', `Could not ${request.purpose}: the server answered ${what}.`)
}

function assertNotEncoded(request: HttpRequest, reply: OpenReply): void {
  const encoding = reply.header('content-encoding') ?? 'identity'
  if (/^(identity)?$/i.test(encoding)) return
  const named = /^(x-)?(gzip|deflate|compress|br|zstd)$/i.test(encoding) ? encoding : 'in an unknown way'
  const what = `the reply is encoded (${named}) although that was not asked for.`
  throw new GateError('REPLY_UNREADABLE', `Could not ${request.purpose}: ${what}`)
}

/** @throws GateError LOGIN_PAGE, REPLY_UNREADABLE */
export async function receiveText(request: HttpRequest, reply: OpenReply): Promise<ReadReply> {
  assertNotEncoded(request, reply)
  const text = await readWhole(reply.body, JSON_LIMIT)
  if (text === null) {
    const what = `the reply is longer than ${JSON_LIMIT} bytes.`
    throw new GateError('REPLY_UNREADABLE', `Could not ${request.purpose}: ${what}`)
  }
  const isPage =
    /^text\/html|^application\/xhtml/i.test(reply.header('content-type') ?? '') && text.trim() !== ''
  if (isPage || looksLikeHtml(text)) throw loginPageError(request, reply.status)
  return { status: reply.status, header: reply.header, text }
}

/** The JSON of a text; `undefined` when it is none: callers that need JSON refuse that with their own words. */
export function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A reply whose headers are in; its body is still on the wire. */
export type OpenReply = {
  readonly status: number
  /** A reply header by lower-case name. */
  header(name: string): string | null
  readonly body: AsyncGenerator<Buffer, void, void>
  readonly end: BodyEnd
}

/** Fewer bytes than this within `request-timeout` is a drip and not a download. Servers write 8 KiB at a time. */
const DRIP_BYTES = 1024

/** So much of a download is looked at before it is passed on, to tell a web page from an export. */
const SNIFF_BYTES = 512

/**
 * A whole body as text, or `null` when it is longer than `limit` bytes; the rest is then not fetched.
 */
export async function readWhole(body: AsyncIterable<Buffer>, limit: number): Promise<string | null> {
  const { chunks, complete } = await readUpTo(body, limit)
  return complete ? Buffer.concat(chunks).toString('utf8') : null
}

/** The first `limit` bytes of a body as text; the rest is not fetched. For error pages of any size. */
export async function readStart(body: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const { chunks } = await readUpTo(body, limit)
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8')
}

async function readUpTo(
  body: AsyncIterable<Buffer>,
  limit: number,
): Promise<{ chunks: Buffer[]; complete: boolean }> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    bytes += chunk.length
    // Leaving the loop destroys the body, and with it the connection.
    if (bytes > limit) return { chunks, complete: false }
  }
  return { chunks, complete: true }
}

/**
 * Passes a body on as long as it keeps moving. Only the time spent waiting for the server counts: a slow
 * reader on our side is not the server's fault. A gap is the HTTP library's to detect, this finds the drip.
 *
 * @throws DrippingBody
 */
export async function* readSteadily(
  body: AsyncIterable<Buffer>,
  timeoutMs: number,
  clock: Pick<Clock, 'elapsed'>,
): AsyncGenerator<Buffer, void, void> {
  let waited = 0
  let bytes = 0
  let since = clock.elapsed()
  for await (const chunk of body) {
    waited += clock.elapsed() - since
    bytes += chunk.length
    if (waited >= timeoutMs) {
      if (bytes < DRIP_BYTES) throw new DrippingBody()
      waited = 0
      bytes = 0
    }
    yield chunk
    since = clock.elapsed()
  }
}

/** A body with its first bytes looked at: `start` holds at least `SNIFF_BYTES` unless the body is shorter. */
export async function peek(
  body: AsyncGenerator<Buffer, void, void>,
): Promise<{ start: string; whole: () => AsyncGenerator<Buffer, void, void> }> {
  const held: Buffer[] = []
  let bytes = 0
  while (bytes < SNIFF_BYTES) {
    const next = await body.next()
    if (next.done === true) break
    held.push(next.value)
    bytes += next.value.length
  }
  const start = Buffer.concat(held).subarray(0, SNIFF_BYTES).toString('utf8')
  async function* whole(): AsyncGenerator<Buffer, void, void> {
    try {
      yield* held.splice(0)
      yield* body
    } finally {
      // `return()` during the held chunks would else leave the connection open.
      await body.return(undefined)
    }
  }
  return { start, whole }
}
