import { describe, expect, it } from '@jest/globals'
import { proxyOf } from '../../../src/server/tls-proxy.ts'

const settings = {
  https: 'http://secure.proxy:3128',
  http: 'http://plain.proxy:3128',
  no: null as string | null,
}
const via = (server: string, no: string | null = null): string | null =>
  proxyOf(new URL(server), { ...settings, no })?.hostname ?? null

describe('the proxy for a server', () => {
  it('goes by the scheme of the server', () => {
    expect(via('https://git.example')).toBe('secure.proxy')
    expect(via('http://git.example')).toBe('plain.proxy')
  })

  it('is none when the variable of that scheme is not set', () => {
    expect(proxyOf(new URL('https://git.example'), { ...settings, https: null })).toBeNull()
    expect(proxyOf(new URL('https://git.example'), { ...settings, https: ' ' })).toBeNull()
  })

  it.each([
    ['git.example', true],
    ['GIT.example', true],
    ['.example', true],
    ['*.example', true],
    ['example', true],
    ['*', true],
    ['git.example:443', true],
    ['other.example, git.example', true],
    ['other.example git.example', true],
    ['git.example.', true],
    ['git.example:8443', false],
    ['it.example', false],
    ['git.example.com', false],
    ['other.example', false],
    ['', false],
  ])('NO_PROXY=%s', (no, exempt) => {
    expect(via('https://git.example', no) === null).toBe(exempt)
  })

  it('knows ports and IPv6 addresses in NO_PROXY', () => {
    expect(via('https://git.example:8443', 'git.example:8443')).toBeNull()
    expect(via('http://[::1]:7990', '[::1]:7990')).toBeNull()
    expect(via('http://[::1]:7990', '::1')).toBeNull()
    expect(via('http://127.0.0.1:7990', '127.0.0.1')).toBeNull()
  })

  it('takes a proxy without a scheme, as curl does', () => {
    const proxy = proxyOf(new URL('https://git.example'), { ...settings, https: 'proxy.corp:3128' })
    expect(proxy?.href).toBe('http://proxy.corp:3128/')
  })

  it.each(['socks5://u:secret@p:1', 'http://', '::::', 'http://u:100%secret@p:1'])(
    'refuses %s without quoting it',
    (https) => {
      const attempt = (): unknown => proxyOf(new URL('https://git.example'), { ...settings, https })
      expect(attempt).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
      expect(attempt).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }))
    },
  )
})
