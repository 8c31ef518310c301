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
