/** Reads reply bodies: whole as text, or through a `save` that reads them to their end or fails. Rejects web pages first. */
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Clock } from '../host.ts'
import type { Mask } from '../text.ts'
import { looksLikeHtml, type ReadReply, webPageError } from './http-errors.ts'
import { DrippingBody } from './network-errors.ts'
import { UNCACHED } from './reply-age.ts'
import {
  type BodyEnd,
  callError,
  type DownloadReply,
  type HttpRequest,
  type ReplyHead,
  type Save,
} from './request.ts'

/** A reply whose headers were read; its body is still on the wire. */
export type OpenReply = ReplyHead & {
  readonly body: AsyncGenerator<Buffer, void, void>
  readonly end: BodyEnd
}

export function openReply(
  { statusCode, headers, body }: RawReply,
  timeoutMs: number,
  clock: Pick<Clock, 'elapsed'>,
  mask: Mask,
): Omit<OpenReply, 'copy'> {
  // A body that is destroyed unread emits an error, which would crash the run without a listener.
  body.on('error', () => undefined)
  const header = (name: string): string | null => {
    const value = headers[name]
    return value === undefined ? null : mask(Array.isArray(value) ? value.join(', ') : value)
  }
  const isChunked = /chunked/i.test(header('transfer-encoding') ?? '')
  const end = isChunked ? 'chunked' : header('content-length') === null ? 'close' : 'length'
  const steady = readSteadily(body, timeoutMs, clock)
  const isGzip = /^(x-)?gzip$/i.test(header('content-encoding')?.trim() ?? '')
  const isEmpty = statusCode === 204 || header('content-length') === '0'
  return { status: statusCode, header, body: isGzip && !isEmpty ? gunzip(steady) : steady, end }
}

/** Decodes what a proxy compressed although `identity` was asked for. Limits count the decoded bytes. */
async function* gunzip(body: OpenReply['body']): OpenReply['body'] {
  const decoder = createGunzip()
  // An error of either ends both, and the loop below throws it.
  pipeline(Readable.from(body), decoder, () => undefined)
  try {
    yield* decoder
  } finally {
    decoder.destroy()
  }
}

type RawReply = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: AsyncIterable<Buffer> & { on(event: 'error', listener: () => void): unknown }
}

/** Largest reply that is kept in memory, bytes: a page of 1000 branches has about half of one MiB. */
const JSON_LIMIT = 16 * 1024 * 1024
/** Fewer bytes than this within `request-timeout` is a drip and not a download. Servers write 8 KiB at a time. */
const DRIP_BYTES = 1024
/** Bytes of a download that are checked for a web page before it is passed on. */
const SNIFF_BYTES = 512

/** `save` failed while the body was sound, so a repeat would not help. */
export class SaveFailed extends Error {}

/**
 * `save` never sees a copy, a web page, a part of a body or a 2xx without one.
 * @throws the failure of the body, whatever `save` made of it; SaveFailed with the cause if `save` itself failed
 */
export async function receiveDownload<T>(
  request: HttpRequest,
  reply: OpenReply,
  save: Save<T>,
): Promise<DownloadReply<T>> {
  assertWhole(request, reply)
  if (reply.copy !== null) {
    const what = `a cache sent a copy of it and not the server its own (${reply.copy}), so findings may be missing.`
    throw callError('EXPORT_INCONSISTENT', request, what, UNCACHED)
  }
  assertNotEncoded(request, reply)
  const { start, whole } = await peek(reply.body)
  if (looksLikeHtml(start)) throw webPageError('NOT_AN_EXPORT', request, reply.status)
  const state: { ended: boolean; failure?: { readonly caught: unknown } } = { ended: false }
  async function* watched(): AsyncGenerator<Buffer, void, void> {
    try {
      yield* whole()
      state.ended = true
    } catch (caught) {
      state.failure = { caught }
      throw caught
    }
  }
  let saved: T
  try {
    saved = await save(watched())
  } catch (cause) {
    throw state.failure ? state.failure.caught : new SaveFailed('', { cause })
  }
  // A `save` that swallowed the failure, or stopped half-way, has not saved the export.
  if (state.failure) throw state.failure.caught
  if (!state.ended) throw new SaveFailed('', { cause: new Error('a download was left before its end') })
  return { kind: 'saved', saved, end: reply.end }
}

/**
 * 200 brings all, 204 means that there is nothing. 202 only accepts the request, 203 was changed on the way, 206 is a part,
 * and so is any reply that names a range, since none is ever asked for.
 */
function assertWhole(request: HttpRequest, { status, header }: OpenReply): void {
  const range = header('content-range')
  if (range === null && (status === 200 || status === 204)) return
  const how =
    range === null ? ', which does not bring a whole export' : ' and a part of the export (Content-Range)'
  throw callError('NOT_AN_EXPORT', request, `the server answered with ${status}${how}.`)
}

function assertNotEncoded(request: HttpRequest, reply: OpenReply): void {
  const encoding = reply.header('content-encoding') ?? 'identity'
  if (/^(identity|(x-)?gzip)?$/i.test(encoding)) return
  const named = /^(deflate|compress|br|zstd)$/i.test(encoding) ? encoding : 'in an unknown way'
  const what = `the reply is encoded (${named}) although that was not asked for.`
  throw callError('REPLY_UNREADABLE', request, what)
}

export async function receiveText(request: HttpRequest, reply: OpenReply): Promise<ReadReply> {
  assertNotEncoded(request, reply)
  const { status, header, copy } = reply
  const { start, isWhole } = await readStart(reply.body, JSON_LIMIT)
  const text = start.toString('utf8')
  if (!isWhole) {
    throw callError('REPLY_UNREADABLE', request, `the reply is longer than ${JSON_LIMIT} bytes.`)
  }
  const isPage = /^text\/html|^application\/xhtml/i.test(header('content-type') ?? '') && text.trim() !== ''
  if (isPage || looksLikeHtml(text)) throw webPageError('LOGIN_PAGE', request, status)
  return { status, header, copy, text }
}

/** The first `limit` bytes of a body; the rest is not fetched. */
export async function readStart(body: AsyncIterable<Buffer>, limit: number) {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    bytes += chunk.length
    // Leaving the loop destroys the body, and with it the connection.
    if (bytes > limit) break
  }
  return { start: Buffer.concat(chunks).subarray(0, limit), isWhole: bytes <= limit }
}

/** Counts only the time spent waiting for the server, not for a slow reader on our side. @throws DrippingBody */
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

/** The first bytes of a body, at least `SNIFF_BYTES` unless it is shorter, and the whole of it. */
export async function peek(body: AsyncGenerator<Buffer, void, void>) {
  const chunks: Buffer[] = []
  let bytes = 0
  while (bytes < SNIFF_BYTES) {
    const next = await body.next()
    if (next.done === true) break
    chunks.push(next.value)
    bytes += next.value.length
  }
  const start = Buffer.concat(chunks).subarray(0, SNIFF_BYTES).toString('utf8')
  async function* whole(): AsyncGenerator<Buffer, void, void> {
    try {
      yield* chunks.splice(0)
      yield* body
    } finally {
      // A `return()` during the first chunks would otherwise leave the connection open.
      await body.return(undefined)
    }
  }
  return { start, whole }
}
