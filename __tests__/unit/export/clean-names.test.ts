import { describe, expect, it } from '@jest/globals'
import { cleanName, redactCredentials } from '../../../src/export/clean-names.ts'

describe('a text of a harmless column', () => {
  it('stays as it is when nothing is wrong with it', () => {
    expect(cleanName('src/a.ts', /tok-4711/g, 20)).toBe('src/a.ts')
  })

  it('loses every matched text of its row, also one that it holds twice or consists of', () => {
    expect(cleanName('a/tok-4711/tok-4711', /none-here-at-all|tok-4711/g, 100)).toBe(
      'a/[redacted]/[redacted]',
    )
    expect(cleanName('tok-4711', /tok-4711/g, 100)).toBe('[redacted]')
  })

  it('keeps a text that is exactly as long as may be, and ends a longer one with an ellipsis', () => {
    expect(cleanName('ab/cd', null, 5)).toBe('ab/cd')
    expect(cleanName('ab/cde', null, 5)).toBe('ab/…')
    expect(cleanName('ab/cdefgh/ij', null, 5)).toBe('ab/…')
    expect(cleanName('abc/defg', null, 5)).toBe('abc/…')
    expect(cleanName('abcd/efg', null, 5)).toBe('…')
  })

  it('is cut once more where writing out what is invisible made it longer', () => {
    expect(cleanName('a\tb', null, 4)).toBe('a\\tb')
    expect(cleanName('ab\t\t', null, 5)).toBe('ab\\t…')
  })
})

describe('redactCredentials', () => {
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

  it.each(credentials)('redacts %s wherever it stands', (_name, secret) => {
    for (const text of [secret, `config/${secret}.txt`, `feature/${secret}`]) {
      const redacted = redactCredentials(text)
      expect(redacted).toContain('[redacted]')
      for (let at = 0; at + 8 <= secret.length; at += 4) {
        const part = secret.slice(at, at + 8)
        if (!/^(?:hooks|-----)/.test(part)) expect(redacted).not.toContain(part)
      }
    }
  })

  /** Head, shortest rest, and all kinds of characters that the rest may have. */
  const shapes: readonly (readonly [head: string, shortest: number, characters: string])[] = [
    ...['AKIA', 'ASIA', 'AROA', 'AIDA'].map((head) => [head, 12, '0A9Z'] as const),
    [made('AI', 'za'), 30, 'aZ0_-'],
    [made('ya', '29.'), 20, 'aZ0_-'],
    [made('BB', 'DC-'), 16, 'aZ0+/=@.:-_'],
    [made('AT', 'ATT'), 20, 'aZ0_=.-'],
    ...['p', 'o', 'u', 's', 'r'].map((kind) => [made('gh', kind, '_'), 20, 'aZ0_'] as const),
    [made('github', '_pat_'), 20, 'aZ0_'],
    [made('gl', 'pat-'), 16, 'aZ0_-'],
    ...['a', 'b', 'p', 'z'].map((kind) => [made('xo', 'x', kind, '-'), 10, '0aZ_-'] as const),
    [made('xa', 'pp-1-'), 10, '0aZ_-'],
    [made('hooks.', 'slack.com/', 'services/'), 1, 'T0_/b'],
    ...['sk_live_', 'rk_test_', 'pk-proj-', 'sk-ant-'].map((head) => [made(head), 10, 'aZ0_-'] as const),
    [made('s', 'k-'), 20, 'aZ0'],
    [made('np', 'm_'), 30, 'aZ0_'],
    [made('py', 'pi-Ag'), 14, 'aZ0_-'],
    [made('dop', '_v1_'), 20, 'aZ0_'],
    ...['at', 'ss', 'ca', 'pa'].map((kind) => [made('sh', 'p', kind, '_'), 16, 'aZ0_'] as const),
    ...['b', 's'].map((kind) => [made('h', 'v', kind, '.'), 20, 'aZ0_-'] as const),
    [made('Account', 'Key='), 1, '+aZ0/='],
    ...['?', '&', ';'].map((before) => [made(before, 'sig='), 16, 'aZ0%+/=-_'] as const),
    [made('?', 'SIG='), 16, 'aZ0%+/=-_'],
    ...['password', 'passwd', 'pwd', 'secret', 'token', 'api_key', 'apikey', 'PassWord'].map(
      (name) => [made(name, '='), 6, 'aZ0.-'] as const,
    ),
  ]

  it.each(shapes)('redacts what begins with %s from %s more characters on', (head, shortest, characters) => {
    const rest = (length: number): string =>
      characters.repeat(Math.ceil(length / characters.length)).slice(0, length)
    for (const length of [shortest, shortest + characters.length]) {
      expect(redactCredentials(`(${head}${rest(length)} )`)).toBe('([redacted] )')
    }
    const tooShort = `(${head}${rest(shortest - 1)} )`
    expect(redactCredentials(tooShort)).toBe(tooShort)
  })

  it('redacts texts of two and three parts, each long enough', () => {
    const [eight, sixteen] = ['a_Z0-b1c', 'a_Z0-b1ca_Z0-b1c']
    const [signed, sent] = [made('ey', 'J'), made('S', 'G.')]
    for (const text of [
      `${signed}${eight}.${eight}`,
      `${signed}${eight}.${eight}.${eight}`,
      `${sent}${sixteen}.${sixteen}`,
    ]) {
      expect(redactCredentials(`(${text})`)).toBe('([redacted])')
    }
    for (const text of [
      `${signed}${eight.slice(1)}.${eight}`,
      `${signed}${eight}.${eight.slice(1)}`,
      `${sent}${sixteen.slice(1)}.${sixteen}`,
      `${sent}${sixteen}.${sixteen.slice(1)}`,
    ]) {
      expect(redactCredentials(text)).toBe(text)
    }
  })

  it('leaves names alone that only begin like a token', () => {
    for (const name of ['xapp-mobile-client', 'release/xapp-payments-2026', 'pypi-upload-token-legacy']) {
      expect(redactCredentials(name)).toBe(name)
    }
  })

  it('takes no end of a word for the beginning of a key', () => {
    for (const text of [
      `ri${made('s', 'k-')}${'a1'.repeat(12)}`,
      `ta${made('sk', '_live_')}${'a1'.repeat(12)}`,
      `x${made('np', 'm_')}${'a1'.repeat(20)}`,
      `M${made('S', 'G.')}${'a1'.repeat(10)}.${'a1'.repeat(10)}`,
    ]) {
      expect(redactCredentials(text)).toBe(text)
    }
  })

  it('redacts a key file to its very end, also over lines', () => {
    expect(redactCredentials(`a ${made('-----', 'BEGIN')} X\ny z`)).toBe('a [redacted]')
  })

  it.each([
    ['a://u:p@h', 'a[redacted]h'],
    ['a://:p@h', 'a[redacted]h'],
    ['a://u:p:q@h/x@y', 'a[redacted]h/x@y'],
    ['a://h:1/x@y', 'a://h:1/x@y'],
    ['a://u@h:1', 'a://u@h:1'],
    ['a://u :p@h', 'a://u :p@h'],
    ['a://u:p q@h', 'a://u:p q@h'],
    ['a://u:@h', 'a://u:@h'],
  ])('makes "%s" to "%s"', (address, redacted) => {
    expect(redactCredentials(address)).toBe(redacted)
  })

  it.each([' ', '"', "'", '&', ';', ',', '/'])('ends what calls itself a password at %j', (end) => {
    expect(redactCredentials(`token=abc123${end}rest`)).toBe(`[redacted]${end}rest`)
  })

  it('redacts user and password in an address, and what calls itself a password', () => {
    expect(redactCredentials('mirror/https://bob:hunter2@host/x')).toBe('mirror/https[redacted]host/x')
    expect(redactCredentials('docs/login?password=hunter22&x=1')).toBe('docs/login?[redacted]&x=1')
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
    expect(redactCredentials(text)).toBe(text)
  })

  it('does not take long over the longest cells that are kept', () => {
    const started = performance.now()
    for (const unit of ['://', 'eyJ', 'a:', '-----BEGIN', 'password=', 'sk-a', '://a:']) {
      redactCredentials(unit.repeat(4096).slice(0, 4096))
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
