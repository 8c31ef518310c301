import { describe, expect, it } from '@jest/globals'
import { DrippingBody, networkError, type Route } from '../../../src/server/network-errors.ts'

const direct: Route = {
  server: new URL('https://git.example'),
  proxy: null,
  timeoutMs: 60_000,
  unverifiedTlsAsked: false,
}
const proxied: Route = { ...direct, proxy: new URL('http://user:planted-canary@proxy.example:3128') }
const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error('planted-canary'), { code, ...more })

describe('a network error', () => {
  it.each([
    [withCode('ENOTFOUND'), direct, 'UNREACHABLE', 'no', false, 'not known to DNS'],
    [withCode('EAI_AGAIN'), direct, 'UNREACHABLE', 'no', false, 'DNS gave no answer'],
    [withCode('ECONNREFUSED'), direct, 'UNREACHABLE', 'no', false, 'nothing listens at https://git.example'],
    [withCode('ECONNREFUSED'), proxied, 'UNREACHABLE', 'no', false, 'nothing listens at the proxy'],
    [withCode('EHOSTUNREACH'), direct, 'UNREACHABLE', 'no', false, 'no route'],
    [withCode('UND_ERR_CONNECT_TIMEOUT'), direct, 'UNREACHABLE', 'no', false, 'in time'],
    [withCode('ETIMEDOUT', { syscall: 'connect' }), direct, 'UNREACHABLE', 'no', false, 'in time'],
    [withCode('ETIMEDOUT', { syscall: 'read' }), direct, 'UNREACHABLE', 'maybe', false, 'broke off'],
    [withCode('ECONNRESET'), direct, 'UNREACHABLE', 'maybe', false, 'broke off'],
    [withCode('EPIPE'), direct, 'UNREACHABLE', 'maybe', false, 'broke off'],
    [withCode('UND_ERR_SOCKET'), direct, 'UNREACHABLE', 'maybe', false, 'broke off'],
    [withCode('UND_ERR_RES_CONTENT_LENGTH_MISMATCH'), direct, 'UNREACHABLE', 'maybe', false, 'cut'],
    [withCode('UND_ERR_HEADERS_OVERFLOW'), direct, 'UNREACHABLE', 'maybe', false, 'not HTTP'],
    [withCode('UND_ERR_HEADERS_TIMEOUT'), direct, 'REQUEST_TIMEOUT', 'maybe', false, '(60 s)'],
    [withCode('UND_ERR_BODY_TIMEOUT'), direct, 'REQUEST_TIMEOUT', 'maybe', false, 'the reply stopped for'],
    [new DrippingBody(), direct, 'REQUEST_TIMEOUT', 'maybe', false, 'dripped'],
    [withCode('SELF_SIGNED_CERT_IN_CHAIN'), direct, 'TLS_REFUSED', 'no', true, 'CA that is not trusted'],
    [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), direct, 'TLS_REFUSED', 'no', true, 'another host name'],
    [withCode('CERT_NOT_YET_VALID'), direct, 'TLS_REFUSED', 'no', true, 'not valid yet'],
    [withCode('CERT_REVOKED'), direct, 'TLS_REFUSED', 'no', true, 'not accepted'],
    [withCode('EPROTO'), direct, 'TLS_REFUSED', 'no', true, 'no TLS connection'],
    [
      withCode('UND_ERR_PRX_TLS', { cause: withCode('CERT_HAS_EXPIRED') }),
      proxied,
      'TLS_REFUSED',
      'no',
      true,
      'of the proxy',
    ],
    [
      withCode('UND_ERR_PRX_CONN'),
      proxied,
      'UNREACHABLE',
      'no',
      false,
      'no connection to https://git.example',
    ],
  ] as const)('%#: %s', (error, route, code, arrived, lasting, words) => {
    const found = networkError(error, route)
    expect(found).toMatchObject({ code, failure: { arrived, lasting } })
    expect(found?.what).toContain(words)
    expect(found?.what).not.toContain('planted')
  })

  it('is found in the attempts that an error sums up, and in its causes', () => {
    const attempts = Object.assign(new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]), {
      code: 'X',
    })
    expect(networkError(attempts, direct)?.failure.arrived).toBe('no')
    const caused = new Error('outer', { cause: new Error('inner', { cause: withCode('ENOTFOUND') }) })
    expect(networkError(caused, direct)?.code).toBe('UNREACHABLE')
  })

  it.each([
    [new Error('Proxy response (407) !== 200 when HTTP Tunneling'), 'PROXY_REFUSED', true],
    [new Error('Proxy Authentication Required (407)'), 'PROXY_REFUSED', true],
    [new Error('Proxy response (403) !== 200 when HTTP Tunneling'), 'PROXY_REFUSED', true],
    [new Error('Proxy response (502) !== 200 when HTTP Tunneling'), 'UNREACHABLE', false],
  ])('is known from the message of the proxy: %s', (error, code, lasting) => {
    expect(networkError(error, proxied)).toMatchObject({ code, failure: { arrived: 'no', lasting } })
    expect(networkError(error, direct)).toBeNull()
  })

  it.each([new TypeError('x is not a function'), withCode('ENOSPC'), 'text', null, undefined, 7])(
    'is not what a defect looks like: %s',
    (caught) => {
      expect(networkError(caught, direct)).toBeNull()
    },
  )

  it('is found in bounded time in errors that cause each other', () => {
    const loop = new Error('loop')
    loop.cause = loop
    expect(networkError(loop, direct)).toBeNull()
  })
})
