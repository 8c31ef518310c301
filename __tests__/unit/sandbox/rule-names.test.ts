import { describe, expect, it } from '@jest/globals'
import { ruleName } from '../../../sandbox/rule-names.ts'

describe('ruleName', () => {
  it.each([
    ['AWSAccessKeyID', '', 'AWS_CLIENT_ID'],
    ['AWSSecretAccessKey', '', 'AWS_SECRET_ACCESS_KEY'],
    ['GITHUB_TOKEN', '', 'GITHUB_TOKEN'],
    ['SomeNewRule', '', 'SOME_NEW_RULE'],
    ['PrivateKey', '-----BEGIN RSA', 'RSA_PRIVATE_KEY'],
    ['PrivateKey', '-----BEGIN OPENSSH', 'SSH_PRIVATE_KEY'],
    ['PrivateKey', '-----BEGIN EC', 'EC_PRIVATE_KEY'],
    ['PrivateKey', '-----BEGIN PRIVATE', 'PRIVATE_KEY'],
  ])('%s of "%s" is %s', (id, matched, expected) => {
    expect(ruleName(id, matched)).toBe(expected)
  })

  it('shows the names of our own patterns as they are', () => {
    expect(ruleName('PATTERN', 'x', 'GENERIC_PASSWORD')).toBe('GENERIC_PASSWORD')
  })
})
