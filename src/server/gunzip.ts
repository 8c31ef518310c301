/** Decodes a reply that a proxy compressed although `identity` was asked for. Limits count the decoded bytes. */
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { OpenReply } from './download.ts'

export function withoutGzip(reply: OpenReply): OpenReply {
  const isGzip = /^(x-)?gzip$/i.test(reply.header('content-encoding')?.trim() ?? '')
  const isEmpty = reply.status === 204 || reply.header('content-length') === '0'
  return isGzip && !isEmpty ? { ...reply, body: gunzip(reply.body) } : reply
}

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
