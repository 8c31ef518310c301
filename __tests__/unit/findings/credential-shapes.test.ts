import { describe, expect, it } from '@jest/globals'
import { blankCredentials } from '../../../src/findings/credential-shapes.ts'

/** Made of pieces, so that no scanner takes them for real ones. */
const made = (...pieces: readonly string[]): string => pieces.join('')
const body = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6'

const credentials: readonly (readonly [string, string])[] = [
  ['an AWS key', made('AKIA', 'IOSFODNN7', 'EXAMPLE')],
  ['a temporary AWS key', made('ASIA', 'IOSFODNN7', 'EXAMPLE')],
  ['a GitHub token', made('ghp', '_', body)],
  ['a fine-grained GitHub token', made('github', '_pat_', body)],
  ['a GitLab token', made('glpat', '-', body.slice(0, 20))],
  ['a Slack token', made('xoxb', '-123456789012-', body)],
  ['a Bitbucket token', made('BBDC', '-', body, '+/==')],
  ['an Atlassian token', made('ATATT', '3x', body)],
  ['a Google key', made('AIza', 'Sy', body.slice(0, 33))],
  ['a Stripe key', made('sk', '_live_', body)],
  ['an npm token', made('npm', '_', body)],
  ['a SendGrid key', made('SG', '.', body.slice(0, 22), '.', body)],
  ['a JWT', made('eyJ', 'hbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxIn0', '.', body)],
  ['a key file', made('-----', 'BEGIN RSA PRIVATE', ' KEY-----\nMIIE', body)],
  ['an Azure account key', made('Account', 'Key=', body, '==')],
]

describe('blankCredentials', () => {
  it.each(credentials)('blanks %s wherever it stands', (_name, secret) => {
    for (const text of [secret, `config/${secret}.txt`, `feature/${secret}`]) {
      const blanked = blankCredentials(text)
      expect(blanked).toContain('[redacted]')
      for (let at = 0; at + 8 <= secret.length; at += 4) {
        const part = secret.slice(at, at + 8)
        if (!/^(?:hooks|-----)/.test(part)) expect(blanked).not.toContain(part)
      }
    }
  })

  it('blanks user and password in an address, and what calls itself a password', () => {
    expect(blankCredentials('mirror/https://bob:hunter2@host/x')).toBe('mirror/https[redacted]host/x')
    expect(blankCredentials('docs/login?password=hunter22&x=1')).toBe('docs/login?[redacted]&x=1')
  })

  it.each([
    'src/main/java/com/example/Service.java',
    'feature/task-implementing_something_with_a_long_name',
    'AWS_SECRET_ACCESS_KEY',
    'Password: hard-coded',
    'Generic secret: high entropy',
    'https://host:8443/path',
    'docs/tokens.md',
    'messages/MSG.properties',
    'risk-assessment-for-the-third-quarter',
    'eyJ.txt',
    'ünïcödé/ﬁle.txt',
  ])('leaves "%s" alone', (text) => {
    expect(blankCredentials(text)).toBe(text)
  })

  it('does not take long over the longest cells that are kept', () => {
    const started = performance.now()
    for (const unit of ['://', 'eyJ', 'a:', '-----BEGIN', 'password=', 'sk-a', '://a:']) {
      blankCredentials(unit.repeat(4096).slice(0, 4096))
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
