/** The certificate authorities that are trusted: the usual roots and, with `ca-file`, one's own. */
import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { inputError } from '../errors.ts'

const pemCertificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/**
 * The default roots plus those of `extraCa`; `null` when there is nothing to add. Made once, since reading
 * some 150 roots for each connection takes longer than the handshake.
 *
 * @param extraCa PEM text with one or more certificates
 * @throws GateError INPUT_INVALID when it holds none, or one that cannot be read
 */
export function trustOf(extraCa: string | null): SecureContext | null {
  if (extraCa === null) return null
  const own = extraCa.match(pemCertificate) ?? []
  if (own.length === 0) {
    const what = 'holds no certificate. Allowed is PEM text with "-----BEGIN CERTIFICATE-----".'
    throw inputError([{ where: 'ca-file', what }])
  }
  own.forEach(assertReadable)
  return createSecureContext({ ca: [...getCACertificates('default'), ...own] })
}

function assertReadable(pem: string, index: number): void {
  try {
    new X509Certificate(pem)
  } catch {
    // OpenSSL's words would not help: the place in the file does.
    throw inputError([
      {
        where: 'ca-file',
        what: `certificate ${index + 1} in it is damaged: take it out, or export it anew.`,
      },
    ])
  }
}

/** Values of the proxy variables; `null` when not set. */
export type ProxySettings = {
  readonly https: string | null
  readonly http: string | null
  readonly no: string | null
}

/**
 * The proxy for `server`, or `null` for a direct connection.
 *
 * @throws GateError INPUT_INVALID for a proxy that is no http(s) address; its value is not quoted, since it
 *   may hold a password.
 */
export function proxyOf(server: URL, settings: ProxySettings): URL | null {
  const [name, value] =
    server.protocol === 'https:' ? ['HTTPS_PROXY', settings.https] : ['HTTP_PROXY', settings.http]
  if (value === null || value.trim() === '' || isExempt(server, settings.no ?? '')) return null
  const address = value.trim()
  // `proxy.corp:3128` is in use as well; to a URL parser it is a scheme.
  const proxy = URL.parse(address.includes('://') ? address : `http://${address}`)
  if (proxy === null || !/^https?:$/.test(proxy.protocol) || !decodable(proxy)) {
    const what = 'is not a proxy address such as http://user:password@proxy.example:3128 (http or https).'
    throw inputError([{ where: name, what }])
  }
  return proxy
}

/** The HTTP library decodes user and password, and a bare % in one of them would be a crash. */
function decodable(proxy: URL): boolean {
  try {
    decodeURIComponent(proxy.username)
    decodeURIComponent(proxy.password)
    return true
  } catch {
    return false
  }
}

/** Entries are `host`, `.host` or `*.host`, each with an optional port, or `*`; subdomains are meant too. */
function isExempt(server: URL, noProxy: string): boolean {
  const host = bare(server.hostname)
  const port = server.port === '' ? (server.protocol === 'https:' ? '443' : '80') : server.port
  return noProxy.split(/[\s,]+/).some((entry) => {
    if (entry === '') return false
    if (entry === '*') return true
    const { name, only } = splitPort(entry)
    if (only !== null && only !== port) return false
    const suffix = bare(name.replace(/^\*?\./, ''))
    return host === suffix || host.endsWith(`.${suffix}`)
  })
}

/** An IPv6 address has colons of its own: with a port it stands in brackets. */
function splitPort(entry: string): { name: string; only: string | null } {
  const parts = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry)
  return parts === null ? { name: entry, only: null } : { name: parts[1] ?? '', only: parts[2] ?? null }
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.+)\]$/, '$1')
    .replace(/\.$/, '')
}
