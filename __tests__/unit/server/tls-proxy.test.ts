import { describe, expect, it } from '@jest/globals'
import { proxyOf, unmatchedNoProxy } from '../../../src/server/tls-proxy.ts'

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

  it.each([
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://10.1.2.3', '10.1.2.3/32, 192.168.0.0/16', true],
    ['http://10.1.2.3', '0.0.0.0/0', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/33', false],
    ['http://10.1.2.3', 'fd00::/8', false],
    ['http://git.example', '0.0.0.0/0', false],
    ['http://[fd12::1]', 'fd00::/8', true],
    ['http://[fd12::1]', '[fd00::]/8', true],
    ['http://[fe80::1]', 'fd00::/8', false],
  ])('%s with the block %s in NO_PROXY', (server, no, exempt) => {
    expect(via(server, no) === null).toBe(exempt)
  })

  it.each([
    ['https://git.example', true],
    ['other.example https://git.example/bitbucket', true],
    ['git.example:8443', true],
    ['git.example/', true],
    ['*git*', true],
    ['git.*', true],
    ['it.example', false],
    ['*hub*', false],
    ['*', false],
    ['git.example', false],
    ['', false],
  ])('an entry %s that does not match is named where it looks meant', (no, isNamed) => {
    const note = unmatchedNoProxy(new URL('https://git.example'), { ...settings, no })
    expect(note !== null).toBe(isNamed)
    if (isNamed)
      expect(note).toContain('through the proxy http://secure.proxy:3128, although NO_PROXY has an entry')
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
