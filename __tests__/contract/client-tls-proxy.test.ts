import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { createCA, createCert } from 'mkcert'
import { Server as ProxyServer } from 'proxy-chain'
import { checkTls } from '../../src/operations/doctor/network.ts'
import { trustedRoots } from '../../src/server/tls-proxy.ts'
import {
  anyGet,
  errorOf,
  type Listening,
  serve,
  serveRaw,
  serveTls,
  testClient,
} from '../fixtures/client-world.ts'
import { runGate } from '../fixtures/gate-run.ts'

type Keys = { key: string; cert: string }

let ca: Keys
let good: Keys
let misnamed: Keys
let expired: Keys
let stranger: Keys
/** Signed by `ca`, and what it signed. */
let issuing: Keys
let issued: Keys
const direct = { https: null, http: null, no: null }

beforeAll(async () => {
  const place = { countryCode: 'NP', state: 'x', locality: 'x' }
  ca = await createCA({ ...place, organization: 'Test CA', validity: 3 })
  good = await createCert({ ca, domains: ['127.0.0.1', 'localhost'], validity: 3 })
  misnamed = await createCert({ ca, domains: ['git.example'], validity: 3 })
  const another = await createCA({ ...place, organization: 'Another CA', validity: 3 })
  stranger = await createCert({ ca: another, domains: ['127.0.0.1', 'localhost'], validity: 3 })
  const own = await createCA({ ...place, organization: 'Issuing CA', validity: 3 })
  issuing = { key: own.key, cert: signedBy(ca, own.cert) }
  issued = await createCert({ ca: issuing, domains: ['127.0.0.1', 'localhost'], validity: 3 })
  expired = await createCert({ ca, domains: ['127.0.0.1', 'localhost'], validity: -1 })
  // RSA keys made in plain JavaScript: seconds on a free machine, more on a busy one.
}, 180_000)

type Certificate = {
  subject: { attributes: unknown }
  issuer: { attributes: unknown }
  setIssuer(attributes: unknown): void
  sign(key: unknown, digest: unknown): void
}
type Forge = {
  pki: {
    certificateFromPem(pem: string): Certificate
    certificateToPem(certificate: Certificate): string
    privateKeyFromPem(pem: string): unknown
  }
  md: { sha256: { create(): unknown } }
}
/** The library that mkcert itself makes certificates with: it signs no intermediate ones. */
const { pki, md } = createRequire(createRequire(import.meta.url).resolve('mkcert'))('node-forge') as Forge

function signedBy(root: Keys, pem: string): string {
  const certificate = pki.certificateFromPem(pem)
  certificate.setIssuer(pki.certificateFromPem(root.cert).subject.attributes)
  certificate.sign(pki.privateKeyFromPem(root.key), md.sha256.create())
  return pki.certificateToPem(certificate)
}

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function tlsServer(keys: Keys): Promise<Listening> {
  const server = await serveTls(keys, (_request, response) => response.end('{"tls":true}'))
  closers.push(server.close)
  return server
}

type Proxy = { url: string; seen: string[] }

/** A real forward proxy that asks for credentials when asked to. */
async function proxyServer(password?: string): Promise<Proxy> {
  const seen: string[] = []
  const proxy = new ProxyServer({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction: ({ hostname, port, password: given, isHttp }) => {
      seen.push(`${isHttp ? 'forward' : 'tunnel'} ${hostname}:${port}`)
      return { requestAuthentication: password !== undefined && given !== password }
    },
  })
  await proxy.listen()
  closers.push(async () => await proxy.close(true))
  return { url: `http://127.0.0.1:${proxy.port}`, seen }
}

function client(...args: Parameters<typeof testClient>): ReturnType<typeof testClient> {
  const made = testClient(...args)
  closers.push(made.http.close)
  return made
}

describe('certificates', () => {
  it('of a private CA are trusted with ca-file, also by IP address and by name', async () => {
    const { url, port } = await tlsServer(good)
    expect((await client(url, { extraCa: ca.cert }).http.json(anyGet)).body).toEqual({ tls: true })
    const byName = client(`https://localhost:${port}`, { extraCa: `# two\n${misnamed.cert}\n${ca.cert}` })
    expect((await byName.http.json(anyGet)).status).toBe(200)
  })

  it.each([
    ['an unknown CA', () => good, null, /signed by a CA that is not trusted/, /ca-file/],
    [
      'a CA other than that of ca-file',
      () => good,
      (): string => misnamed.cert,
      /CA that is not trusted/,
      /ca-file/,
    ],
    [
      'another host name',
      () => misnamed,
      (): string => ca.cert,
      /made for another host name/,
      /bitbucket-url/,
    ],
    ['the past', () => expired, (): string => ca.cert, /has expired/, /Renew/],
  ] as const)('of %s are refused at once, with the hint', async (_name, keys, extra, what, hint) => {
    const { url } = await tlsServer(keys())
    const { http } = client(url, { extraCa: extra?.() ?? null })
    const error = await errorOf(http.json(anyGet))
    expect(error.code).toBe('TLS_REFUSED')
    expect(error.message).toMatch(what)
    expect(error.hint).toMatch(hint)
    expect(http.requestsSent()).toBe(1)
  })

  it('are trusted by the issuing CA alone, by themselves, and by text that lost its line breaks', async () => {
    const { url } = await tlsServer(issued)
    const flat = issuing.cert.trim().replace(/\r?\n/g, ' ')
    const escaped = issuing.cert.trim().replace(/\r?\n/g, '\\n')
    for (const extraCa of [issuing.cert, issued.cert, flat, escaped]) {
      expect((await client(url, { extraCa }).http.json(anyGet)).body).toEqual({ tls: true })
    }
    // Another certificate of the same CA is not this one.
    expect((await errorOf(client(url, { extraCa: good.cert }).http.json(anyGet))).code).toBe('TLS_REFUSED')
  })

  it('whose issuer is not sent have it named, by gate and doctor, and nothing else does', async () => {
    const { url } = await tlsServer(issued)
    const given = {
      'bitbucket-url': url,
      token: 't',
      project: 'SHOP',
      'ca-cert': ca.cert,
      'max-retries': '0',
    }
    const missing =
      ' "127.0.0.1" is signed by "Issuing CA", and the server does not send the certificate of "Issuing CA": let it send the whole chain, or give that certificate.'
    for (const operation of ['gate', 'doctor']) {
      const { end, lines } = await runGate({ ...given, operation })
      expect(end.error).toMatchObject({ code: 'TLS_REFUSED' })
      expect(lines.join('\n')).toContain(missing)
    }
    for (const operation of ['gate', 'doctor']) {
      const { lines } = await runGate({ ...given, operation, 'ca-cert': issuing.cert })
      expect(lines.join('\n')).toMatch(/Connected to https|tls +Signed by .{1,2}Issuing CA/)
    }
    const past = await tlsServer(expired)
    const { end } = await runGate({ ...given, 'bitbucket-url': past.url })
    expect(end.error?.message).toMatch(/has expired\.$/)
  })

  it('are not taken from a text beside a file, without a certificate, or with a key', async () => {
    const given = { 'bitbucket-url': 'https://127.0.0.1:1', token: 't', project: 'SHOP' }
    const texts = [ca.key, 'nothing', ca.cert]
    const messages = []
    for (const text of texts) {
      const more: Record<string, string> = text === ca.cert ? { 'ca-file': 'a.pem' } : {}
      messages.push((await runGate({ ...given, ...more, 'ca-cert': text })).end.error?.message)
    }
    expect(messages).toEqual([
      'ca-cert: The text (not shown) holds a private key, which the gate does not need: give certificates only.',
      'ca-cert: The text (not shown) holds no certificate: give PEM text with "-----BEGIN CERTIFICATE-----".',
      'ca-cert: Given together with `ca-file`: give one of the two.',
    ])
  })

  it('are not asked of a port that speaks plain HTTP', async () => {
    const server = await serve((_request, response) => response.end())
    closers.push(server.close)
    const error = await errorOf(client(server.url.replace('http:', 'https:')).http.json(anyGet))
    expect(error.code).toBe('TLS_REFUSED')
    expect(error.hint).toContain('http or https')
  })

  it('that never come are a broken connection, which is tried again', async () => {
    const server = await serveRaw((socket) => socket.destroy())
    closers.push(server.close)
    const { http } = client(server.url.replace('http:', 'https:'))
    expect((await errorOf(http.json(anyGet))).code).toBe('UNREACHABLE')
    expect(http.requestsSent()).toBe(4)
  })

  it.each([
    ['nothing', ''],
    ['a key', 'no certificate'],
    ['a damaged one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ])('in a ca-file that holds %s are refused before anything is sent', (_name, extraCa) => {
    expect(() => client('https://127.0.0.1:1', { extraCa })).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining('ca-file') }),
    )
  })
})

describe('through a proxy', () => {
  it('goes a tunnel to https, with the private CA trusted behind it', async () => {
    const { url, port } = await tlsServer(good)
    const proxy = await proxyServer()
    const { http } = client(url, { extraCa: ca.cert, proxy: { ...direct, https: proxy.url } })
    expect((await http.json(anyGet)).body).toEqual({ tls: true })
    expect(proxy.seen).toEqual([`tunnel 127.0.0.1:${port}`])
  })

  it('goes a plain request to http', async () => {
    const server = await serve((_request, response) => response.end('{}'))
    closers.push(server.close)
    const proxy = await proxyServer()
    const { http } = client(server.url, { proxy: { ...direct, http: proxy.url } })
    expect((await http.json(anyGet)).status).toBe(200)
    expect(proxy.seen).toEqual([`forward 127.0.0.1:${server.port}`])
  })

  it('nothing goes when NO_PROXY names the server', async () => {
    const { url } = await tlsServer(good)
    const proxy = await proxyServer()
    const { http } = client(url, {
      extraCa: ca.cert,
      proxy: { https: proxy.url, http: proxy.url, no: '127.0.0.1' },
    })
    await http.json(anyGet)
    expect(proxy.seen).toEqual([])
  })

  it('goes what NO_PROXY seems to leave out, with a note in the log and in doctor', async () => {
    const { url, close } = await serve((_request, response) => response.end('{}'))
    closers.push(close)
    const proxy = await proxyServer()
    const environment = { HTTP_PROXY: proxy.url, NO_PROXY: url }
    for (const operation of ['gate', 'doctor']) {
      const given = { 'bitbucket-url': url, token: 't', project: 'SHOP', operation, 'max-retries': '0' }
      const { lines } = await runGate(given, environment)
      expect(lines.join('\n')).toContain('although NO_PROXY has an entry that looks meant for 127.0.0.1')
    }
  })

  it('go the credentials in its address, decoded', async () => {
    const { url } = await tlsServer(good)
    const proxy = await proxyServer('p@ß')
    const address = proxy.url.replace('//', `//user:${encodeURIComponent('p@ß')}@`)
    const { http } = client(url, { extraCa: ca.cert, proxy: { ...direct, https: address } })
    expect((await http.json(anyGet)).status).toBe(200)
  })

  it.each(['https', 'http'] as const)(
    'that refuses the credentials, %s ends with 407 and no password',
    async (scheme) => {
      const tls = await tlsServer(good)
      const plain = await serve((_request, response) => response.end('{}'))
      closers.push(plain.close)
      const proxy = await proxyServer('right')
      const address = proxy.url.replace('//', '//user:wrong-planted@')
      const { http, log } = client(scheme === 'https' ? tls.url : plain.url, {
        extraCa: ca.cert,
        proxy: { ...direct, [scheme]: address },
      })
      const error = await errorOf(http.json(anyGet))
      expect(error.code).toBe('PROXY_REFUSED')
      expect(error.message).toContain('407')
      expect(http.requestsSent()).toBe(1)
      expect(`${error.message}${error.hint}${log.text()}`).not.toContain('planted')
    },
  )

  it('that cannot reach the server, the error names both', async () => {
    const server = await tlsServer(good)
    await server.close()
    const proxy = await proxyServer()
    const { http } = client(server.url, { proxy: { ...direct, https: proxy.url } })
    const error = await errorOf(http.json({ ...anyGet, repeat: 'if-not-arrived' }))
    expect([error.code, http.requestsSent()]).toEqual(['UNREACHABLE', 4])
    expect(error.message).toContain(`the proxy ${proxy.url} brought no connection to ${server.url} about`)
  })

  it('that says it cannot reach the server, the error says so too', async () => {
    const lost = await serveRaw((socket) => socket.on('data', () => socket.end('HTTP/1.1 504 Late\r\n\r\n')))
    closers.push(lost.close)
    const { http } = client('https://git.example', { proxy: { ...direct, https: lost.url } })
    const error = await errorOf(http.json({ ...anyGet, repeat: 'if-not-arrived' }))
    expect([error.code, http.requestsSent()]).toEqual(['UNREACHABLE', 4])
    expect(error.message).toContain(`the proxy ${lost.url} could not reach https://git.example (504)`)
  })

  it('that is not there, the error names the proxy', async () => {
    const dead = await serveRaw(() => undefined)
    await dead.close()
    const { http } = client('https://git.example', { maxRetries: 0, proxy: { ...direct, https: dead.url } })
    const error = await errorOf(http.json(anyGet))
    expect(error.code).toBe('UNREACHABLE')
    expect(error.message).toContain(`nothing listens at the proxy ${dead.url}`)
  })

  it('that accepts and says nothing, the request still ends', async () => {
    const mute = await serveRaw(() => undefined)
    closers.push(mute.close)
    const { http } = client('https://git.example', {
      maxRetries: 0,
      requestTimeoutMs: 300,
      proxy: { ...direct, https: mute.url },
    })
    expect((await errorOf(http.json(anyGet))).code).toBe('REQUEST_TIMEOUT')
  })

  it('that hangs up in the middle of the tunnel, the request still ends', async () => {
    const rude = await serveRaw((socket) => socket.on('data', () => socket.destroy()))
    closers.push(rude.close)
    const { http } = client('https://git.example', { maxRetries: 1, proxy: { ...direct, https: rude.url } })
    expect((await errorOf(http.json(anyGet))).code).toBe('UNREACHABLE')
  })

  it('that forbids the server, the hint says so', async () => {
    const strict = await serveRaw((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')),
    )
    closers.push(strict.close)
    const { http } = client('https://git.example', { proxy: { ...direct, https: strict.url } })
    const error = await errorOf(http.json(anyGet))
    expect([error.code, http.requestsSent()]).toEqual(['PROXY_REFUSED', 1])
    expect(error.hint).toContain('Allow the server')
  })

  it('by https, the certificate of the proxy counts as well', async () => {
    const target = await tlsServer(good)
    for (const [keys, code] of [
      [good, null],
      [misnamed, 'TLS_REFUSED'],
      [expired, 'TLS_REFUSED'],
    ] as const) {
      const proxy = await tlsProxy(keys)
      const { http } = client(target.url, {
        extraCa: ca.cert,
        maxRetries: 0,
        proxy: { ...direct, https: proxy },
      })
      if (code === null) expect((await http.json(anyGet)).status).toBe(200)
      else expect((await errorOf(http.json(anyGet))).code).toBe(code)
    }
  })
})

describe('with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  // Jest gives tests a copy of the environment, and Node looks into its own.
  const inEnvironment = async (code: string): Promise<void> => {
    await once(new Worker(code, { eval: true, env: SHARE_ENV }), 'exit')
  }
  beforeAll(async () => await inEnvironment("process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'"))
  afterAll(async () => await inEnvironment('delete process.env.NODE_TLS_REJECT_UNAUTHORIZED'))

  it('Node itself trusts anybody', async () => {
    const socket = connectTls(Number(new URL((await tlsServer(stranger)).url).port), '127.0.0.1')
    await once(socket, 'secureConnect')
    socket.destroy()
  })

  type Leg = readonly [server: () => Keys, proxy: (() => Promise<string>) | null, code: string | null]
  const plainProxy = async (): Promise<string> => (await proxyServer()).url
  const legs: Readonly<Record<string, Leg>> = {
    'a server of an unknown CA': [() => stranger, null, 'TLS_REFUSED'],
    'a server of another name': [() => misnamed, null, 'TLS_REFUSED'],
    'such a server through a proxy': [() => stranger, plainProxy, 'TLS_REFUSED'],
    'a proxy of an unknown CA': [() => good, async () => await tlsProxy(stranger), 'TLS_REFUSED'],
    'a server that is trusted': [() => good, null, null],
    'a server and a proxy that are trusted': [() => good, async () => await tlsProxy(good), null],
  }

  it.each(Object.entries(legs))('%s: client and doctor agree', async (_name, [keys, proxyOf, code]) => {
    const asked: string[] = []
    const server = await serveTls(keys(), (request, response) => {
      asked.push(request.url ?? '')
      response.end('{}')
    })
    closers.push(server.close)
    const proxy = await proxyOf?.()
    const { http } = client(server.url, {
      extraCa: ca.cert,
      maxRetries: 0,
      unverifiedTlsAsked: true,
      proxy: { ...direct, https: proxy ?? null },
    })
    const check = await checkTls(
      {
        server: new URL(server.url),
        proxy: proxy === undefined ? null : new URL(proxy),
        trust: trustedRoots(ca.cert),
        timeoutMs: 5000,
        unverifiedTlsAsked: true,
        stop: new AbortController().signal,
      },
      Date.now(),
    )
    if (code === null) {
      expect((await http.json(anyGet)).status).toBe(200)
      expect(check.error).toBeNull()
      return
    }
    const error = await errorOf(http.json(anyGet))
    expect([error.code, check.error?.code, asked]).toEqual([code, code, []])
    for (const { message } of [error, { message: check.what }]) {
      expect(message).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored')
    }
  })
})

/** A proxy that is itself reached by TLS: a dozen lines, since proxy-chain speaks plain HTTP only. */
async function tlsProxy(keys: Keys): Promise<string> {
  const { connect } = await import('node:net')
  const server = createTlsServer(keys)
  server.on('connect', (request, socket) => {
    const [host = '', port] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}
