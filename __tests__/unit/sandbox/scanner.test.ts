import { describe, expect, it } from '@jest/globals'
import * as planted from '../../../sandbox/planted-credentials.ts'
import { isBinary, scanText } from '../../../sandbox/scanner.ts'

const rulesIn = async (path: string, text: string): Promise<string[]> =>
  (await scanText(path, text)).map((finding) => finding.rule)

describe('scanText', () => {
  it.each([
    ['AWS_CLIENT_ID', `export AWS_ACCESS_KEY_ID=${planted.awsClientId('t')}`],
    ['AWS_SECRET_ACCESS_KEY', `AWS_SECRET_ACCESS_KEY=${planted.awsSecretKey('t')}`],
    ['GITHUB_TOKEN', `token: ${planted.githubToken('t')}`],
    ['SLACK_TOKEN', `bot = "${planted.slackToken('t')}"`],
    ['BITBUCKET_ACCESS_TOKEN', `curl -H "Authorization: Bearer ${planted.bitbucketToken('t')}"`],
    ['GENERIC_PASSWORD', `db.password = "${planted.password('t')}"`],
    ['GENERIC_PASSWORD', `spring.datasource.password=${planted.password('t')}`],
    ['RSA_PRIVATE_KEY', planted.privateKey('RSA', 't')],
    ['SSH_PRIVATE_KEY', planted.privateKey('OPENSSH', 't')],
  ])('finds %s', async (rule, text) => {
    expect(await rulesIn('some/file.txt', text)).toEqual([rule])
  })

  it.each([
    ['password = $', '{DB_PASSWORD}'].join(''),
    'const password = readPassword()',
    'The password: see the vault.',
    'passwordLength = 12',
    'AKIA is the start of an id',
  ])('leaves harmless text alone: %s', async (text) => {
    expect(await rulesIn('some/file.txt', text)).toEqual([])
  })

  it('gives line number, whole line and matched text, with CRLF too', async () => {
    const token = planted.githubToken('where')
    const [finding] = await scanText('a.js', `first\r\nlet t = '${token}' // here\r\nlast\r\n`)
    expect(finding).toEqual({
      path: 'a.js',
      lineNumber: 2,
      rule: 'GITHUB_TOKEN',
      line: `let t = '${token}' // here`,
      match: token,
    })
  })

  it('reports only the first matching rule of a line', async () => {
    const line = `x = "${planted.githubToken('one')}" password = "${planted.password('two')}"`
    expect(await rulesIn('a.txt', line)).toEqual(['GITHUB_TOKEN'])
  })

  it('names the credential even where the rule reports the name before it', async () => {
    const secret = planted.awsSecretKey('shifted')
    const [finding] = await scanText('a.env', `AWS_SECRET_ACCESS_KEY=${secret}\n`)
    expect(finding?.match).toBe(secret)
  })
})

describe('isBinary', () => {
  it('looks for a NUL near the start', () => {
    expect(isBinary(Buffer.from('PNG\0'))).toBe(true)
    expect(isBinary(Buffer.from('text'))).toBe(false)
    expect(isBinary(Buffer.concat([Buffer.alloc(8000, 'a'), Buffer.from([0])]))).toBe(false)
  })
})
