/** Sends a reply over the wire: whole, or as badly as a fault asks for. */
import type { ServerResponse } from 'node:http'
import type { Delivery } from './faults/scenario.ts'
import type { Reply } from './reply.ts'

/** Resolves when the reply is sent or the connection is gone; a stall resolves when the client gives up. */
export async function deliver(response: ServerResponse, reply: Reply, delivery: Delivery): Promise<void> {
  switch (delivery.kind) {
    case 'whole':
      return sendWhole(response, reply)
    case 'late':
      await pause(response, delivery.ms)
      return sendWhole(response, reply)
    case 'nothing':
      return end(response, delivery.by)
    case 'headers-only':
      writeHead(response, reply, 'content-length')
      response.flushHeaders()
      await pause(response, 20)
      return end(response, delivery.by)
    case 'cut':
      writeHead(response, reply, delivery.framing)
      response.write(firstHalf(reply.body))
      await pause(response, 20)
      return end(response, delivery.by)
    case 'stall':
      if (delivery.at === 'half') {
        writeHead(response, reply, 'content-length')
        response.write(firstHalf(reply.body))
      }
      return gone(response)
    case 'drip':
      return drip(response, reply, delivery)
    case 'unmarked':
      return sendUnmarked(response, reply, delivery.lines)
    case 'raw':
      response.socket?.end(delivery.text)
      return gone(response)
  }
}

function sendWhole(response: ServerResponse, reply: Reply): void {
  writeHead(response, reply, 'content-length')
  response.end(reply.body)
}

function sendUnmarked(response: ServerResponse, reply: Reply, lines: number | undefined): void {
  response.useChunkedEncodingByDefault = false
  response.writeHead(reply.status, { ...reply.headers, Connection: 'close' })
  const text = reply.body.toString('latin1').split(/(?<=\n)/)
  response.end(Buffer.from(text.slice(0, lines).join(''), 'latin1'))
}

function writeHead(response: ServerResponse, reply: Reply, framing: 'chunked' | 'content-length'): void {
  const bodyless = reply.status === 204 || reply.status === 304
  const length = framing === 'chunked' || bodyless ? {} : { 'Content-Length': String(reply.body.length) }
  response.writeHead(reply.status, { ...reply.headers, ...length })
}

/** At least one byte, and never the whole body. */
function firstHalf(body: Buffer): Buffer {
  return body.subarray(0, Math.max(1, Math.floor(body.length / 2)))
}

async function drip(
  response: ServerResponse,
  reply: Reply,
  pace: { readonly bytes: number; readonly everyMs: number; readonly forever: boolean },
): Promise<void> {
  writeHead(response, reply, 'chunked')
  do {
    for (let at = 0; at < reply.body.length && !response.destroyed; at += pace.bytes) {
      response.write(reply.body.subarray(at, at + pace.bytes))
      await pause(response, pace.everyMs)
    }
  } while (pace.forever && !response.destroyed && reply.body.length > 0)
  response.end()
}

/** Ends the connection by RST or by FIN, whatever was announced. */
function end(response: ServerResponse, by: 'reset' | 'close'): void {
  if (by === 'reset') response.socket?.resetAndDestroy()
  else response.socket?.destroy()
}

/** Waits, but not for a client that is gone. */
function pause(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms)
    function finish(): void {
      clearTimeout(timer)
      response.off('close', finish)
      resolve()
    }
    response.on('close', finish)
  })
}

function gone(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed || response.socket?.destroyed) return resolve()
    response.on('close', () => resolve())
  })
}
