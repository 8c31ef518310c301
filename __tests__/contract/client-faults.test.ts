/** The wire at its worst: raw sockets that cut, stall, drip and lie. */
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { Http, HttpSettings } from '../../src/server/http.ts'
import type { HttpRequest } from '../../src/server/request.ts'
import { anyGet, collect, errorOf, realTimeClient, serveRaw, testClient } from '../fixtures/client-world.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Fault = (socket: Socket) => void

const impatient = { requestTimeoutMs: 300 }

/** A server whose connections meet these fates in order, the last one for ever. */
async function setUp(
  fates: readonly Fault[],
  settings: Partial<HttpSettings> = {},
): Promise<{ http: Http; requests: () => number }> {
  let requests = 0
  const server = await serveRaw((socket) => {
    socket.on('data', () => {
      requests += 1
      fates[Math.min(requests, fates.length) - 1]?.(socket)
    })
  })
  const { http } = testClient(server.url, settings)
  closers.push(server.close, http.close)
  return { http, requests: () => requests }
}

/** Longer than what is looked at before the reader gets it, so that cuts meet the reader. */
const text = `Project,Rule\r\n${'PROJ,AWS\r\n'.repeat(200)}`
const half = text.slice(0, 1000)
const head = (...lines: string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n')
const byLength = head(`Content-Length: ${text.length}`)
const chunked = `${head('Transfer-Encoding: chunked')}${text.length.toString(16)}\r\n${text}\r\n`

const good: Fault = (socket) => socket.write(byLength + text)
const fin: (sent: string) => Fault = (sent) => (socket) => socket.end(sent)
const rst: (sent: string) => Fault = (sent) => (socket) => {
  socket.write(sent, () => setTimeout(() => socket.resetAndDestroy(), 20))
}
const hang: (sent: string) => Fault = (sent) => (socket) => {
  if (sent !== '') socket.write(sent)
}

const put: HttpRequest = { ...anyGet, method: 'PUT', repeat: 'if-not-arrived', purpose: 'cancel all scans' }

describe('a download that breaks is started again from its first byte', () => {
  it.each([
    ['cut by FIN before its length', fin(byLength + half)],
    ['cut by RST before its length', rst(byLength + half)],
    [
      'cut by FIN, with Connection: close',
      fin(`${head(`Content-Length: ${text.length}`, 'Connection: close')}${half}`),
    ],
    [
      'cut by RST, with Connection: close',
      rst(`${head(`Content-Length: ${text.length}`, 'Connection: close')}${half}`),
    ],
    ['chunked and cut by FIN between chunks', fin(chunked)],
    ['chunked and cut by RST between chunks', rst(chunked)],
    [
      'chunked and cut with Connection: close',
      fin(chunked.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')),
    ],
    [
      'chunked and reset with Connection: close',
      rst(chunked.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')),
    ],
    ['chunked and cut inside a chunk', fin(chunked.slice(0, -12))],
    ['chunked with a broken size', fin(`${head('Transfer-Encoding: chunked')}zz\r\nabc`)],
    ['cut within the headers', fin('HTTP/1.1 200 OK\r\nContent-Le')],
    ['closed without a word', fin('')],
    ['reset without a word', rst('')],
    ['not HTTP', fin('SSH-2.0-OpenSSH_9.2\r\n')],
    ['silent', hang('')],
    ['standing still in the headers', hang('HTTP/1.1 200 OK\r\n')],
    ['standing still in the body', hang(byLength + half)],
    ['without its last chunk', hang(chunked)],
  ])('%s', async (_name, fate) => {
    const { http, requests } = await setUp([fate, good], impatient)
    const attempts: string[] = []
    const reply = await http.download(anyGet, async (body) => {
      attempts.push('started')
      const whole = await collect(body)
      attempts.push(whole)
      return whole
    })
    expect(reply).toMatchObject({ kind: 'saved', saved: text, end: 'length' })
    expect(attempts.filter((attempt) => attempt !== 'started')).toEqual([text])
    expect(requests()).toBe(2)
  })

  it('even when the reader swallows the failure', async () => {
    const { http, requests } = await setUp([fin(byLength + half), good], impatient)
    const reply = await http.download(anyGet, async (body) => {
      try {
        return await collect(body)
      } catch {
        return 'half'
      }
    })
    expect(reply).toMatchObject({ saved: text })
    expect(requests()).toBe(2)
  })

  it('when it drips', async () => {
    const drip: Fault = (socket) => {
      socket.write(head('Content-Length: 100000'))
      const timer = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(timer))
    }
    const server = await serveRaw((socket) => socket.on('data', () => drip(socket)))
    const http = realTimeClient(server.url, { ...impatient, maxRetries: 1 })
    closers.push(server.close, http.close)
    const error = await errorOf(http.download(anyGet, collect))
    expect([error.code, http.requestsSent()]).toEqual(['REQUEST_TIMEOUT', 2])
    expect(error.message).toContain('dripped')
  })

  it('but not when the reader is slow', async () => {
    const bytes = 3000
    const server = await serveRaw((socket) =>
      socket.on('data', () => socket.write(`${head(`Content-Length: ${bytes}`)}${'x'.repeat(bytes)}`)),
    )
    const http = realTimeClient(server.url, { ...impatient, maxRetries: 0 })
    closers.push(server.close, http.close)
    const reply = await http.download(anyGet, async (body) => {
      let read = 0
      for await (const chunk of body) {
        read += chunk.length
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
      return read
    })
    expect(reply).toMatchObject({ saved: bytes })
  })
})

describe('what it becomes when it does not heal', () => {
  it.each([
    ['closed', fin(''), 'UNREACHABLE', 'broke off'],
    ['silent', hang(''), 'REQUEST_TIMEOUT', 'request-timeout'],
    ['standing still', hang(`${byLength}Pro`), 'REQUEST_TIMEOUT', 'the reply stopped for'],
    ['cut', fin(`${byLength}Pro`), 'UNREACHABLE', ''],
    ['not HTTP', fin('220 smtp.example ESMTP\r\n'), 'UNREACHABLE', 'not HTTP'],
  ])('%s', async (_name, fate, code, words) => {
    const { http, requests } = await setUp([fate], { ...impatient, maxRetries: 1 })
    const error = await errorOf(http.json(anyGet))
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
    expect(error.message).toContain('Tried 2 times.')
    expect(requests()).toBe(2)
  })
})

describe('a call that is not harmless', () => {
  it.each([
    ['closed after it was sent', fin('')],
    ['reset after it was sent', rst('')],
    ['left without an answer', hang('')],
    ['answered by half a reply', fin('HTTP/1.1 204')],
  ])('is not repeated when it was %s', async (_name, fate) => {
    const { http, requests } = await setUp([fate], impatient)
    const error = await errorOf(http.json(put))
    expect(error.message).toContain('may have arrived')
    expect(requests()).toBe(1)
  })

  it('is repeated when nothing listens, since it cannot have arrived', async () => {
    const server = await serveRaw(() => undefined)
    await server.close()
    const { http } = testClient(server.url)
    closers.push(http.close)
    const error = await errorOf(http.json(put))
    expect([error.code, http.requestsSent()]).toEqual(['UNREACHABLE', 4])
    expect(error.message).toContain(`nothing listens at ${server.url} (ECONNREFUSED)`)
  })

  it('names a host that DNS does not know', async () => {
    const { http } = testClient('http://no-such-host.invalid', { maxRetries: 0 })
    closers.push(http.close)
    const error = await errorOf(http.json(put))
    expect(error.code).toBe('UNREACHABLE')
    expect(error.message).toMatch(/ENOTFOUND|EAI_AGAIN/)
  })
})

describe('the reader of a download', () => {
  it('ends it with its own error, which is not repeated', async () => {
    const { http, requests } = await setUp([good])
    const failure = Object.assign(new Error('disk full'), { code: 'ENOSPC' })
    const error = await errorOf(
      http.download(anyGet, async (body) => {
        for await (const _chunk of body) throw failure
      }),
    )
    expect(error).toBe(failure)
    expect(requests()).toBe(1)
  })

  it('may not leave it half-read and call it saved', async () => {
    const { http } = await setUp([good])
    await expect(http.download(anyGet, async () => 'not read')).rejects.toThrow('left before its end')
    await expect(
      http.download(anyGet, async (body) => {
        for await (const _chunk of body) return 'first chunk'
        return ''
      }),
    ).rejects.toThrow('left before its end')
  })

  it('never sees a web page', async () => {
    const page = '<!DOCTYPE html><title>Log in</title>'
    const { http } = await setUp([
      fin(`${head(`Content-Length: ${page.length}`, 'Content-Type: text/csv')}${page}`),
    ])
    let called = false
    const error = await errorOf(
      http.download(anyGet, async () => {
        called = true
      }),
    )
    expect([error.code, called]).toEqual(['NOT_AN_EXPORT', false])
  })

  it.each([
    ['an empty body', head('Content-Length: 0'), '', 'length'],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n', '', 'close'],
    ['a body that ends with the connection', `${head('Connection: close')}${text}`, text, 'close'],
    ['HTTP/1.0', `HTTP/1.0 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`, text, 'length'],
  ])('gets %s', async (_name, sent, saved, end) => {
    const { http } = await setUp([fin(sent)])
    expect(await http.download(anyGet, collect)).toMatchObject({ kind: 'saved', saved, end })
  })

  it('gets an expected status without being called', async () => {
    const { http } = await setUp([fin('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')])
    const reply = await http.download({ ...anyGet, expected: [404] }, async () => 'called')
    expect(reply).toEqual({ kind: 'refused', status: 404 })
  })

  it('holds the server back instead of filling memory', async () => {
    const total = 64 * 1024 * 1024
    let written = 0
    const flood: Fault = (socket) => {
      socket.write(head(`Content-Length: ${total}`))
      const chunk = Buffer.alloc(256 * 1024, 'a,b\n')
      const more = (): void => {
        while (written < total && socket.write(chunk)) written += chunk.length
        if (written < total) written += chunk.length
        if (written >= total) socket.end()
        else socket.once('drain', more)
      }
      more()
    }
    const { http } = await setUp([flood])
    let ahead = 0
    let read = 0
    await http.download(anyGet, async (body) => {
      for await (const chunk of body) {
        read += chunk.length
        ahead = Math.max(ahead, written - read)
        if (read < 4 * 1024 * 1024) await new Promise((resolve) => setTimeout(resolve, 2))
      }
    })
    expect(read).toBe(total)
    expect(ahead).toBeLessThan(16 * 1024 * 1024)
  })
})
