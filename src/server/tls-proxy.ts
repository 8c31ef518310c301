/** Which certificate authorities are trusted, and through which proxy a server is reached. */
import { X509Certificate } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { Inputs } from '../config/inputs.ts'
import { inputError } from '../errors.ts'
import { pathOf, readTextFile } from '../files.ts'
import type { Host } from '../host.ts'

export async function extraCaOf({ caFile, caCert }: Inputs, host: Host): Promise<string | null> {
  return caFile === null ? caCert : await readTextFile(pathOf(caFile, host.workingFolder), 'ca-file')
}

const pemCertificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/**
 * The default roots plus the PEM text `extraCa`; `null` for none to add. Made once, since reading some 150 roots takes longer
 * than a handshake. An issuing CA alone is enough, or the server's own certificate: giving it by hand is trust.
 */
export function trustedRoots(extraCa: string | null): SecureContext | null {
  if (extraCa === null) return null
  const own = (extraCa.match(pemCertificate) ?? []).map(withLines)
  if (own.length === 0) {
    const what = 'holds no certificate. Allowed is PEM text with "-----BEGIN CERTIFICATE-----".'
    throw inputError([{ where: 'ca-file', what }])
  }
  own.forEach(assertReadable)
  return createSecureContext({ ca: [...getCACertificates('default'), ...own], allowPartialTrustChain: true })
}

/** Secrets of CI systems may have lost their line breaks, or have `\n` in place of each. */
function withLines(pem: string): string {
  const base64 = pem.replace(/-----[A-Z ]+-----|\\n|\s/g, '')
  const lines = base64.match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n')
}

function assertReadable(pem: string, index: number): void {
  try {
    new X509Certificate(pem)
  } catch {
    // OpenSSL's message would not help: the place in the file does.
    const what = `certificate ${index + 1} in it is damaged: take it out, or export it anew.`
    throw inputError([{ where: 'ca-file', what }])
  }
}

/** Node itself would honour this, and this value only. */
export function isUnverifiedTlsAsked(host: Host): boolean {
  return host.environment('NODE_TLS_REJECT_UNAUTHORIZED') === '0'
}

export type ProxySettings = ReturnType<typeof proxySettingsOf>

/** Both spellings are in use; the lower-case one wins, as in curl. */
export function proxySettingsOf(host: Host) {
  const either = (name: string): string | null =>
    host.environment(name.toLowerCase()) ?? host.environment(name) ?? null
  return { https: either('HTTPS_PROXY'), http: either('HTTP_PROXY'), no: either('NO_PROXY') }
}

export function proxyOf(server: URL, settings: ProxySettings): URL | null {
  const [name, value] =
    server.protocol === 'https:' ? ['HTTPS_PROXY', settings.https] : ['HTTP_PROXY', settings.http]
  if (value === null || value.trim() === '' || isExempt(server, settings.no ?? '')) return null
  const address = value.trim()
  // `proxy.corp:3128` is in use as well; to a URL parser it is a scheme.
  const proxy = URL.parse(address.includes('://') ? address : `http://${address}`)
  if (proxy === null || !/^https?:$/.test(proxy.protocol) || !isDecodable(proxy)) {
    // Without its value, which may hold a password.
    const what = 'is not a proxy address such as http://user:password@proxy.example:3128 (http or https).'
    throw inputError([{ where: name, what }])
  }
  return proxy
}

/** The HTTP library decodes user and password, and would crash at a bare % in one of them. */
function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username)
    decodeURIComponent(password)
    return true
  } catch {
    return false
  }
}

/** Entries are `host`, `.host` or `*.host` with an optional port, an address, a CIDR block, or `*`; subdomains count. */
function isExempt(server: URL, noProxy: string): boolean {
  const host = bare(server.hostname)
  const port = String(portOf(server))
  return entriesOf(noProxy).some((entry) => {
    if (entry === '*' || isInBlock(host, entry)) return true
    // An IPv6 address has colons of its own: with a port it is in brackets.
    const [, name = entry, only = port] = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry) ?? []
    return only === port && isWithin(host, bare(name.replace(/^\*?\./, '')))
  })
}

function entriesOf(noProxy: string): readonly string[] {
  return noProxy.split(/[\s,]+/).filter((entry) => entry !== '')
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`)
}

/** Names are not looked up, as in curl: a block holds addresses only. */
function isInBlock(host: string, entry: string): boolean {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? []
  const family = isIP(bare(address))
  if (family === 0 || isIP(host) === 0 || Number(bits) > (family === 4 ? 32 : 128)) return false
  const block = new BlockList()
  block.addSubnet(bare(address), Number(bits), family === 4 ? 'ipv4' : 'ipv6')
  return block.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6')
}

/** A sentence on an entry of NO_PROXY that does not match the server though it looks meant for it; `null` without one. */
export function unmatchedNoProxy(server: URL, settings: ProxySettings): string | null {
  const proxy = proxyOf(server, settings)
  if (proxy === null) return null
  const host = bare(server.hostname)
  const meant = entriesOf(settings.no ?? '').find((entry) => {
    const name = bare(entry.replace(/^\w+:\/\//, '').replace(/\/.*$|:\d*$/, ''))
    const parts = name.split('*').filter((part) => /\w/.test(part))
    return (
      isWithin(host, name.replace(/^\.+/, '')) ||
      (name.includes('*') && parts.length > 0 && parts.every((part) => host.includes(part)))
    )
  })
  if (meant === undefined) return null
  return `The connection goes through the proxy ${proxy.origin}, although NO_PROXY has an entry that looks meant for ${host}: write the host alone (or with the port of the address), as ${host}, .example.com or 10.0.0.0/8.`
}

export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.+)\]$/, '$1')
    .replace(/\.$/, '')
}
