import { describe, expect, it } from '@jest/globals'
import { judgedChain } from '../../../../src/operations/doctor/network.ts'
import type { ChainLink } from '../../../../src/server/network-look.ts'

const holder = (CN: string) => ({ CN }) as NonNullable<ChainLink['issuer']>
const now = Date.parse('2026-11-25T00:00:00Z')
const root: ChainLink = {
  subject: holder('Root'),
  issuer: holder('Root'),
  valid_to: 'Jan  1 00:00:00 2036 GMT',
  fingerprint256: 'R',
}
const own = Object.assign(root, { issuerCertificate: root })
const between = (valid_to: string): ChainLink => ({
  subject: holder('Between'),
  issuer: holder('Root'),
  valid_to,
  fingerprint256: 'B',
  issuerCertificate: own,
})
const leaf = (valid_to: string, issuerCertificate: ChainLink): ChainLink => ({
  subject: holder('bitbucket.example.com'),
  issuer: issuerCertificate.subject ?? holder('?'),
  valid_to,
  fingerprint256: 'L',
  issuerCertificate,
})

describe('judgedChain', () => {
  it.each<[string, ChainLink, string, string]>([
    [
      'a chain over three',
      leaf('Nov 25 00:00:00 2027 GMT', between('Jan  1 00:00:00 2030 GMT')),
      'ok',
      'Signed by "Between" under "Root", trusted here, valid until 2027-11-25 (365 days).',
    ],
    [
      'a root that signs itself',
      leaf('Nov 30 00:00:00 2026 GMT', own),
      'warn',
      'Signed by "Root", trusted here, valid until 2026-11-30 (5 days).',
    ],
    [
      'a certificate in between that ends first',
      leaf('Nov 25 00:00:00 2027 GMT', between('Dec  1 00:00:00 2026 GMT')),
      'warn',
      'Signed by "Between" under "Root", trusted here, valid until 2026-12-01 (6 days; that of "Between" ends first).',
    ],
  ])('%s', (_, certificate, state, what) => {
    expect(judgedChain(certificate, now)).toMatchObject({ name: 'tls', state, what })
  })

  it('ends with a circle, and with a chain that is cut', () => {
    const circle = leaf('Nov 25 00:00:00 2027 GMT', between('Jan  1 00:00:00 2030 GMT'))
    Object.assign(circle.issuerCertificate ?? {}, { issuerCertificate: circle })
    expect(judgedChain(circle, now).state).toBe('ok')
    const { issuerCertificate: _, ...alone } = leaf('Nov 25 00:00:00 2027 GMT', own)
    expect(judgedChain(alone, now).what).toContain('Signed by "Root", trusted')
  })
})
