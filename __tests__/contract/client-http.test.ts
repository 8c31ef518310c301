import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { HttpSettings } from '../../src/server/http.ts'
import type { HttpRequest } from '../../src/server/request.ts'
import { toolVersion } from '../../src/version.ts'
import {
  anyGet,
  collect,
  errorOf,
  type Listening,
  serve,
  type TestClient,
  testClient,
} from '../fixtures/client-world.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Answer = (response: ServerResponse, request: IncomingMessage, count: number) => void

/** A server that gives the answers in order, the last one for ever, and a client of it. */
async function setUp(
  answers: readonly Answer[],
  settings: Partial<HttpSettings> = {},
): Promise<TestClient & { server: Listening; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = []
  const server = await serve((request, response) => {
    seen.push(request)
    const answer = answers[Math.min(seen.length, answers.length) - 1]
    request.resume().on('end', () => answer?.(response, request, seen.length))
  })
  const client = testClient(`${server.url}/bitbucket`, settings)
  closers.push(server.close, client.http.close)
  return { ...client, server, seen }
}

const reply =
  (status: number, body = '', headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  }

const errorBody = (exceptionName: string): string =>
  JSON.stringify({ errors: [{ context: null, message: 'No.', exceptionName }] })

const trigger: HttpRequest = { ...anyGet, method: 'PUT', purpose: 'trigger the scan of PROJ/repo' }
const rescan: HttpRequest = { ...trigger, repeat: 'if-not-arrived' }

describe('the headers of a reply', () => {
  const token = 'BBDC-test'

  it.each([200, 404])('are without the credentials that the server repeats in them: %i', async (status) => {
    const { http } = await setUp([reply(status, '{}', { 'x-ausername': `user of ${token}` })])
    const { header } = await http.json({ ...anyGet, expected: [404] })
    expect(header('x-ausername')).toBe('user of ***')
    expect(header('x-none')).toBeNull()
  })

  it('are without them in the error of a redirect and in the log', async () => {
    const { http, log } = await setUp([reply(302, '', { location: `https://${token}.example/${token}` })])
    const { message } = await errorOf(http.json(anyGet))
    expect(message).toContain('redirected (302)')
    expect(`${message}${log.text()}`.toLowerCase()).not.toContain(token.toLowerCase())
  })
})

describe('every request', () => {
  it('goes below the context path with the headers that Bitbucket wants', async () => {
    const { http, seen } = await setUp([reply(200, '{"a":1}')])
    const query = [
      ['email', 'a@x'],
      ['email', 'b@x'],
    ] as const
    expect((await http.json({ ...trigger, query })).body).toEqual({ a: 1 })
    expect(seen[0]?.method).toBe('PUT')
    expect(seen[0]?.url).toBe('/bitbucket/rest/thing?email=a%40x&email=b%40x')
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer BBDC-test',
      'x-atlassian-token': 'no-check',
      'user-agent': `soteri-gate/${toolVersion}`,
      accept: expect.stringContaining('application/json'),
      'content-length': '0',
    })
  })

  it('wants no copy of a cache where it asks, and says nothing of caches where it says', async () => {
    const { http, seen } = await setUp([reply(200)])
    await http.json(anyGet)
    await http.download(anyGet, collect)
    await http.json(trigger)
    expect(seen.map(({ headers }) => headers['cache-control'])).toEqual(['no-cache', 'no-cache', undefined])
  })

  it('sends Basic credentials as UTF-8, and none when there are none', async () => {
    const password = 'pässwörd-漢'
    const { http, seen } = await setUp([reply(200)], {
      credentials: { kind: 'basic', username: 'jané', password },
    })
    await http.json(anyGet)
    const sent = seen[0]?.headers.authorization ?? ''
    expect(Buffer.from(sent.replace('Basic ', ''), 'base64').toString('utf8')).toBe(`jané:${password}`)
    const anonymous = await setUp([reply(200)], { credentials: null })
    await anonymous.http.json(anyGet)
    expect(anonymous.seen[0]?.headers.authorization).toBeUndefined()
  })

  it('carries a JSON body where there is one', async () => {
    let body = ''
    const server = await serve((request, response) => {
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => response.end('{}'))
    })
    const { http } = testClient(server.url)
    closers.push(server.close, http.close)
    await http.json({ ...anyGet, method: 'POST', body: { ü: 1 } })
    expect(body).toBe('{"ü":1}')
  })

  it('is reported at level debug without credentials, and counted', async () => {
    const { http, log } = await setUp([reply(500), reply(200)])
    await http.json(anyGet)
    expect(log.text()).toMatch(/GET \/bitbucket\/rest\/thing -> 500 \(\d+ ms\)/)
    expect(log.text()).toMatch(/-> 200/)
    expect(log.text()).not.toContain('BBDC')
    expect(http.requestsSent()).toBe(2)
  })

  it('refuses a token that no header can carry, before anything is sent', () => {
    const credentials = { kind: 'token', token: 'two\nlines' } as const
    expect(() => testClient('http://127.0.0.1:1', { credentials })).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', message: expect.not.stringContaining('lines') }),
    )
  })
})

describe('repeats', () => {
  it('heal a GET through 503, 429 and 502', async () => {
    const { http, seen } = await setUp([reply(503), reply(429), reply(502, '<html>'), reply(200, '[]')])
    expect((await http.json(anyGet)).body).toEqual([])
    expect(seen).toHaveLength(4)
  })

  it('end after max-retries, and the error says so without the page', async () => {
    const { http, seen } = await setUp([reply(500, '<html>planted-canary</html>')])
    const error = await errorOf(http.json(anyGet))
    expect(error.code).toBe('SERVER_FAILED')
    expect(error.message).toBe('Could not read the thing: the server answered 500. Tried 4 times.')
    expect(seen).toHaveLength(4)
  })

  it('wait as long as Retry-After says', async () => {
    const { http, clock } = await setUp([reply(429, '', { 'retry-after': '30' }), reply(200, '1')])
    await http.json(anyGet)
    expect(clock.sleeps).toContain(31_500)
  })

  it('wait for other requests too, since the server rates the user', async () => {
    const { http, clock } = await setUp([reply(429, '', { 'retry-after': '30' }), reply(200, '1')])
    await errorOf(http.json({ ...anyGet, repeat: 'never' }))
    await http.json(anyGet)
    expect(clock.sleeps).toEqual([30_000])
  })

  it.each([401, 403])('are never made after %i', async (status) => {
    const { http, seen } = await setUp([reply(status), reply(200)])
    await errorOf(http.json(anyGet))
    expect(seen).toHaveLength(1)
  })

  it('of a call that is not harmless are made after 503, but not after 502', async () => {
    const healed = await setUp([reply(503), reply(204)])
    expect((await healed.http.json(rescan)).status).toBe(204)
    const unsure = await setUp([reply(502), reply(204)])
    const error = await errorOf(unsure.http.json(rescan))
    expect(error.message).toContain('may have arrived')
    expect(unsure.seen).toHaveLength(1)
  })

  it('share one budget over the whole run', async () => {
    const { http, seen } = await setUp([reply(500)], { maxRetries: 1 })
    for (let call = 0; call < 25; call++) await errorOf(http.json(anyGet))
    expect(seen).toHaveLength(25 + 20)
    expect((await errorOf(http.json(anyGet))).message).toContain('retries of the whole run are used up')
  })
})

describe('replies', () => {
  it.each([
    ['204', reply(204)],
    ['200 without body', reply(200)],
    ['202 with text', reply(202, 'accepted', { 'content-type': 'text/plain' })],
  ])('of %s are accepted', async (_name, answer) => {
    const { http } = await setUp([answer])
    const { body, status } = await http.json(trigger)
    expect([body, Math.floor(status / 100)]).toEqual([undefined, 2])
  })

  it.each([
    ['200 with HTML', reply(200, '<!DOCTYPE html><p>Log in', { 'content-type': 'text/html' }), 'LOGIN_PAGE'],
    ['200 with HTML said to be JSON', reply(200, '\n<html>'), 'LOGIN_PAGE'],
    ['302 to the login page', reply(302, '', { location: '/bitbucket/login' }), 'LOGIN_PAGE'],
    ['302 to elsewhere', reply(302, '', { location: 'https://elsewhere.example/' }), 'REDIRECTED'],
    ['401 of bad credentials', reply(401, errorBody('com.atlassian.Bad')), 'CREDENTIALS_REFUSED'],
    [
      '401 of a missing right',
      reply(401, errorBody('com.atlassian.bitbucket.AuthorisationException')),
      'RIGHT_MISSING',
    ],
    ['403 XSRF', reply(403, '<html>XSRF check failed</html>'), 'XSRF_REFUSED'],
    ['404', reply(404), 'NOT_FOUND'],
    [
      'a body that is no gzip',
      reply(200, 'no gzip at all', { 'content-encoding': 'gzip' }),
      'REPLY_UNREADABLE',
    ],
    ['an encoded body', reply(200, 'x', { 'content-encoding': 'br' }), 'REPLY_UNREADABLE'],
  ])('of %s are named', async (_name, answer, code) => {
    const { http, seen } = await setUp([answer])
    expect((await errorOf(http.json(anyGet))).code).toBe(code)
    expect(seen).toHaveLength(1)
  })

  it('with an expected status come back', async () => {
    const { http } = await setUp([
      reply(404, errorBody('com.atlassian.NoSuchRepository')),
      reply(404, '<html>'),
    ])
    const expected = { ...anyGet, expected: [404] }
    expect(await http.json(expected)).toMatchObject({
      status: 404,
      body: { errors: [{ message: 'No.' }] },
    })
    expect(await http.json(expected)).toMatchObject({ status: 404, body: undefined })
  })

  it('are not read beyond their limit, error pages included', async () => {
    const endless: (status: number) => Answer = (status) => (response) => {
      response.writeHead(status)
      const chunk = Buffer.alloc(1 << 20, 'x')
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', more)
      more()
    }
    const good = await setUp([endless(200)])
    expect((await errorOf(good.http.json(anyGet))).code).toBe('REPLY_UNREADABLE')
    const bad = await setUp([endless(500)], { maxRetries: 0 })
    expect((await errorOf(bad.http.json(anyGet))).code).toBe('SERVER_FAILED')
  })

  it('never send the token after a redirect', async () => {
    const other = await setUp([reply(200, '{}')])
    const { http } = await setUp([reply(302, '', { location: `${other.server.url}/login` })])
    expect((await errorOf(http.json(anyGet))).code).toBe('REDIRECTED')
    expect(other.seen).toHaveLength(0)
  })
})

describe('the ceiling', () => {
  it('holds over requests that go out together', async () => {
    const { http, clock } = await setUp([reply(200, '1')], { maxRequestsPerSecond: 2 })
    await Promise.all(Array.from({ length: 6 }, async () => await http.json(anyGet)))
    expect(clock.elapsed()).toBe(2000)
  })
})

describe('stop and deadline', () => {
  it('end a request that hangs, at once', async () => {
    const stop = new AbortController()
    const server = await serve(() => setTimeout(() => stop.abort(), 50))
    const { http } = testClient(server.url, {}, stop.signal)
    closers.push(server.close, http.close)
    const started = performance.now()
    const error = await errorOf(http.json(anyGet))
    expect(error.code).toBe('CANCELLED')
    expect(performance.now() - started).toBeLessThan(1000)
    expect((await errorOf(http.json(anyGet))).code).toBe('CANCELLED')
  })

  it('end the wait before a retry', async () => {
    const stop = new AbortController()
    const server = await serve((_request, response) => {
      response.writeHead(503, { 'retry-after': '100' }).end()
      setImmediate(() => stop.abort())
    })
    const { http } = testClient(server.url, {}, stop.signal)
    closers.push(server.close, http.close)
    expect((await errorOf(http.json(anyGet))).code).toBe('CANCELLED')
  })

  it('name the phase that has run out of time', async () => {
    const { http, clock, seen } = await setUp([reply(503, '', { 'retry-after': '100' })])
    const deadline = { at: clock.elapsed() + 60_000, phase: 'the export' }
    const error = await errorOf(http.json({ ...anyGet, deadline }))
    expect([error.code, seen.length, clock.sleeps]).toEqual(['RUN_TIMEOUT', 1, []])
    expect(error.message).toBe('Could not read the thing: the export reached its deadline.')
  })

  it('cut a request that hangs when the phase is over', async () => {
    const { http, clock } = await setUp([() => undefined])
    const error = await errorOf(
      http.json({ ...anyGet, deadline: { at: clock.elapsed() + 100, phase: 'the wait' } }),
    )
    expect(error.code).toBe('RUN_TIMEOUT')
  })
})

describe('gzip that was not asked for', () => {
  const gzip = { 'content-encoding': 'gzip' }
  const packed =
    (body: Buffer, status = 200, headers: Record<string, string> = gzip): Answer =>
    (response) =>
      response.writeHead(status, headers).end(body)

  it('is decoded, in replies, errors and downloads', async () => {
    const text = gzipSync(JSON.stringify({ values: [1] }))
    const refused = gzipSync(errorBody('com.atlassian.bitbucket.AuthorisationException'))
    const { http } = await setUp([
      packed(text),
      packed(Buffer.concat([text, gzipSync(' ')])),
      packed(refused, 401),
    ])
    expect((await http.json(anyGet)).body).toEqual({ values: [1] })
    expect(await http.download(anyGet, collect)).toMatchObject({ saved: '{"values":[1]} ' })
    expect((await errorOf(http.json(anyGet))).code).toBe('RIGHT_MISSING')
  })

  it('is bounded by what it decodes to', async () => {
    const { http } = await setUp([packed(gzipSync(Buffer.alloc(17 * 1024 * 1024, 0x20)))])
    const error = await errorOf(http.json(anyGet))
    expect([error.code, error.message]).toEqual([
      'REPLY_UNREADABLE',
      expect.stringContaining('is longer than'),
    ])
  })

  it('that is cut is fetched again, and an empty reply has none', async () => {
    const whole = gzipSync('a,b')
    const answers = [packed(whole.subarray(0, -4)), packed(whole), packed(Buffer.alloc(0), 204)]
    const { http, seen } = await setUp(answers)
    expect(await http.download(anyGet, collect)).toMatchObject({ saved: 'a,b' })
    expect(seen).toHaveLength(2)
    expect(await http.download(anyGet, collect)).toMatchObject({ saved: '' })
  })
})

it('a 401 that follows a pass says since when, and what may have changed', async () => {
  const { http, clock } = await setUp([reply(200, '{}'), reply(401)])
  await http.json({ ...anyGet, purpose: 'check the credentials' })
  clock.pass(90_000)
  const error = await errorOf(http.json(anyGet))
  expect([error.code, error.message]).toEqual([
    'CREDENTIALS_REFUSED',
    'Could not read the thing: the server does not accept the credentials (401). They are not tried again. They were good 90 s before, to check the credentials: meanwhile they were revoked, changed or expired, the account was locked, or another node of the cluster answers.',
  ])
})
