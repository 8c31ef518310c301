import { describe, expect, it } from '@jest/globals'
import {
  isCleartext,
  parseApiVersion,
  parseArtifactName,
  parseBaseUrl,
  parseColumns,
  parseCommit,
  parseEmail,
  parseOutputFolder,
  parsePath,
  parseSecret,
  parseToken,
  parseUsername,
} from '../../../src/config/fields.ts'
import { quoted } from '../../../src/parse.ts'

describe('parseBaseUrl', () => {
  it.each([
    ['https://host', 'https://host/'],
    ['https://host/', 'https://host/'],
    ['https://host/bitbucket', 'https://host/bitbucket'],
    ['https://host/bitbucket///', 'https://host/bitbucket'],
    ['HTTPS://Host:7990/a/b/', 'https://host:7990/a/b'],
    ['http://[::1]:7990', 'http://[::1]:7990/'],
  ])('reads %s as %s', (text, href) => {
    const parsed = parseBaseUrl(text)
    expect('value' in parsed ? parsed.value.href : parsed.problems).toBe(href)
  })

  it.each([
    ['host', 'not an http or https address'],
    ['ftp://host', 'not an http or https address'],
    ['file:///etc/passwd', 'not an http or https address'],
    ['https:host', 'not an http or https address'],
    ['https://', 'not an http or https address'],
    ['https://ho\nst', 'not an http or https address'],
    ['https://host/?a=b', 'query or fragment'],
    ['https://host/#', 'query or fragment'],
  ])('refuses %j: %s', (text, why) => {
    expect(parseBaseUrl(text)).toEqual({ problems: [expect.stringContaining(why)] })
  })

  it.each([
    'https://u:p4ss@host',
    'u:p4ss@host',
    'https://u:p4ss',
    'https://u:p4ss%40host',
    'https://u:p4ss/@host',
    'ssh://u:p4ss/x',
    'u:p4ss',
    'p4ss',
    'ht!tp://u:p4ss@host',
    'https://p4ss@host?x',
    'p4ss?token=p4ss',
  ])('never shows the credentials in %s', (text) => {
    const parsed = parseBaseUrl(text)
    expect(JSON.stringify(parsed)).not.toContain('p4ss')
    expect(parsed).toHaveProperty('problems')
  })

  it.each([
    ['http://bitbucket.example.com', true],
    ['http://127.0.0.1.example.com', true],
    ['http://localhost:7990', false],
    ['http://bitbucket.localhost', false],
    ['http://127.8.9.1', false],
    ['http://[::1]/x', false],
    ['https://bitbucket.example.com', false],
  ])('knows whether %s sends in clear', (text, clear) => {
    expect(isCleartext(new URL(text))).toBe(clear)
  })
})

describe('parseColumns', () => {
  it('reads lines, and lines joined by commas', () => {
    const wanted = { value: { rule: 'Rule Name', path: 'File, full', scanned_at: 'When = then' } }
    expect(parseColumns('rule = Rule Name\n\n path=File, full\nscanned_at = When = then')).toEqual(wanted)
    expect(parseColumns('rule = Rule Name, path = File')).toEqual({
      value: { rule: 'Rule Name', path: 'File' },
    })
  })

  it.each([
    ['rul = Rule', 'Did you mean "rule"'],
    ['severity = Level', '"severity" is not a column'],
    ['rule', 'not a mapping'],
    ['= Rule', 'not a mapping'],
    ['rule =', 'not a mapping'],
    ['rule = A\nrule = B', 'mapped twice'],
    ['rule = A\npath = A', 'both rule and path'],
    ['__proto__ = A', 'not a column'],
  ])('refuses %j: %s', (text, why) => {
    expect(parseColumns(text)).toEqual({ problems: [expect.stringContaining(why)] })
  })

  it('reports every wrong line', () => {
    expect(parseColumns('a = 1\nb = 2')).toHaveProperty('problems.length', 2)
  })
})

describe('single words of text', () => {
  it.each([
    [parseEmail, 'a@b', true],
    [parseEmail, 'müller+x@example.com', true],
    [parseEmail, 'a@b@c', false],
    [parseEmail, 'nobody', false],
    [parseEmail, '@b', false],
    [parseEmail, 'a b@c', false],
    [parseEmail, 'a@b\u0000', false],
    [parseApiVersion, 'latest', true],
    [parseApiVersion, '1.0', true],
    [parseApiVersion, '../x', false],
    [parseApiVersion, '..', false],
    [parseApiVersion, '1/0', false],
    [parseCommit, 'A'.repeat(40), true],
    [parseCommit, 'a'.repeat(39), false],
    [parseCommit, 'g'.repeat(40), false],
    [parseArtifactName, 'soteri report 1', true],
    [parseArtifactName, 'a/b', false],
    [parseArtifactName, 'a\\b', false],
    [parseArtifactName, 'a"b', false],
    [parsePath, 'C:\\x y/ü.csv', true],
    [parsePath, 'a\u0000b', false],
    [parseOutputFolder, 'soteri-report', true],
    [parseOutputFolder, '../reports', true],
    [parseOutputFolder, '/var/reports/', true],
    [parseOutputFolder, 'C:\\reports', true],
    [parseOutputFolder, '.', false],
    [parseOutputFolder, './', false],
    [parseOutputFolder, '..', false],
    [parseOutputFolder, 'a/..', false],
    [parseOutputFolder, '/', false],
    [parseOutputFolder, '//', false],
    [parseOutputFolder, 'C:\\', false],
    [parseOutputFolder, 'a\nb', false],
    [parseUsername, 'ana', true],
    [parseUsername, 'a:b', false],
  ])('%O %j: %s', (parse, text, allowed) => {
    expect('value' in parse(text)).toBe(allowed)
  })

  it('keeps passwords as they are, but for one line break at the end', () => {
    expect(parseSecret(' pass word \n')).toEqual({ value: ' pass word ' })
    expect(parseSecret('ünïcode\r\n')).toEqual({ value: 'ünïcode' })
    expect(parseToken(' abc \n')).toEqual({ value: 'abc' })
  })

  it.each(['two\nlines', 'a\u0000b', '\n'])('refuses the secret %j without showing it', (secret) => {
    for (const parsed of [parseSecret(secret), parseToken(secret)]) {
      expect(parsed).toEqual({ problems: [expect.stringContaining('not shown')] })
      expect(JSON.stringify(parsed)).not.toContain('lines')
    }
  })

  it('quotes no credentials of an address, wherever it was written', () => {
    for (const slashes of ['//', '/']) {
      expect(quoted(`x https:${slashes}ana:p4ss@host/y`)).toBe(`"x https:${slashes}***@host/y"`)
    }
    expect(quoted('PROJ/repo@branch')).toBe('"PROJ/repo@branch"')
  })

  it('quotes on one line and cuts what is long', () => {
    expect(quoted('a\nb\r\t\u0007\u202e')).toBe('"a\\nb\\r\\t\\u{0007}\\u{202e}"')
    expect(quoted('x'.repeat(500))).toHaveLength(103)
  })
})
