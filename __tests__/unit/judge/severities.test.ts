import { describe, expect, it } from '@jest/globals'
import { globProblem } from '../../../src/config/globs.ts'
import { builtInSeverities, severityTable } from '../../../src/judge/severities.ts'

describe('the built-in table', () => {
  const severityOf = (rule: string): string => severityTable([])(rule)

  it.each([
    ['RSA_PRIVATE_KEY', 'critical'],
    ['SSH_PRIVATE_KEY', 'critical'],
    ['AWS_SECRET_ACCESS_KEY', 'critical'],
    ['AWS_MWS_KEY', 'critical'],
    ['AZURE_CLIENT_SECRET', 'critical'],
    ['GITHUB_TOKEN', 'critical'],
    ['AWS_CLIENT_ID', 'high'],
    ['SLACK_TOKEN', 'high'],
    ['DATABASE_PASSWORD', 'high'],
    ['TROJAN_SOURCE', 'high'],
    ['UNREADABLE_ROW', 'high'],
    ['GENERIC_SECRET', 'medium'],
    ['SLACK_WEBHOOK', 'medium'],
    ['SSH_PUBLIC_KEY', 'low'],
    ['rsa_private_key', 'critical'],
    ['ACME_PUBLISHABLE_KEY', 'low'],
    ['TLS_CERTIFICATE', 'low'],
    ['CERTIFICATE_PRIVATE_KEY', 'critical'],
    ['SSL_CERTIFICATE_PASSWORD', 'high'],
    ['RSA Private Key', 'critical'],
    ['RSA  Private - Key', 'critical'],
    ['aws-secret-access-key', 'critical'],
    ['ACME_SECRET_ACCESS_KEY', 'critical'],
    ['ACME_SERVICE_ACCOUNT', 'critical'],
    ['ACME_ROOT_PASSWORD', 'critical'],
    ['ACME_CONNECTION_STRING', 'critical'],
    ['GOOGLE_CLOUD_SECRET', 'critical'],
    ['PYPI_UPLOAD', 'critical'],
    ['PAYPAL_BRAINTREE', 'critical'],
    ['HIGH_ENTROPY_TOKEN', 'medium'],
    ['ACME_CLIENT_ID', 'medium'],
    ['EMAIL_PASSWORD', 'high'],
    ['ACME_EMAIL', 'low'],
  ])('%s is %s', (rule, severity) => {
    expect(severityOf(rule)).toBe(severity)
  })

  it.each(['', 'OUR_OWN_RULE', '__proto__', 'constructor'])('takes the unknown rule %j seriously', (rule) => {
    expect(severityOf(rule)).toBe('high')
  })

  it('has only globs that can be used', () => {
    for (const { rule } of builtInSeverities) expect(globProblem(rule, 'rule')).toBeNull()
  })
})

describe('rules of the policy', () => {
  it('come before the table, the first that matches deciding', () => {
    const severityOf = severityTable([
      { rule: 'OUR_TEST_*', severity: 'low' },
      { rule: 'OUR_*', severity: 'critical' },
      { rule: 'AWS_CLIENT_ID', severity: 'medium' },
    ])
    expect(severityOf('OUR_TEST_KEY')).toBe('low')
    expect(severityOf('OUR_KEY')).toBe('critical')
    expect(severityOf('AWS_CLIENT_ID')).toBe('medium')
    expect(severityOf('AWS_MWS_KEY')).toBe('critical')
  })
})
