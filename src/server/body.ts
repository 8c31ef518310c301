/** Reading bodies with limits: whole small ones, starts of error pages, and downloads that must keep moving. */
import type { Clock } from '../ports.ts'
import { DrippingBody } from './network-errors.ts'
import type { BodyEnd } from './request.ts'

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
