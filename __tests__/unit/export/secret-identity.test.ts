import { describe, expect, it } from '@jest/globals'
import { isMaskedText, secretIdentity } from '../../../src/export/secret-hash.ts'

const value = ['hunter2', 'hunter2'].join('-')
const same = (a: string, b: string): boolean => secretIdentity(a) === secretIdentity(b)

describe('the same secret', () => {
  it.each([
    ['indented', `password = "${value}"`, `\t\t  password = "${value}"  `],
    ['with other blanks', `password="${value}"`, `password  =  "${value}"`],
    ['in other quotes', `password = "${value}"`, `password: '${value}'`],
    ['without quotes', `password = "${value}"`, `db.password: ${value}`],
    ['under another name', `password = "${value}"`, `export const dbPassword = "${value}";`],
    ['with a comment', `password = "${value}"`, `password = "${value}" // rotate me`],
    ['a plain text', value, ` ${value} `],
    ['a line without values, indented', `login ${value} host`, `\t login  ${value}\thost`],
  ])('%s', (_, a, b) => {
    expect(same(a, b)).toBe(true)
  })
})

describe('another secret', () => {
  it.each([
    ['swapped', `password = "${value}"`, `password = "${value}x"`],
    ['of words', 'password = "blue red"', 'password = "green tea"'],
    ['of words beside a value', `name = "${value}" password = "blue"`, `name = "${value}" password = "red"`],
    ['beside a value', `login admin a1b2c3 "${value}"`, `login admin d4e5f6 "${value}"`],
    ['long, beside a value', `login correcthorsebattery "${value}"`, `login batteryhorsecorrect "${value}"`],
    ['with another sign', `password = "${value}="`, `password = "${value}:"`],
    ['in an address', 'https://me:abcdefgh@host/a', 'https://me:ijklmnop@host/a'],
    ['two values for one', `a = "${value}" b = "x"`, `a = "${value}"`],
    ['escaped quotes', `a = "${value}\\"b"`, `a = "${value}\\"c"`],
    ['plain', value, `${value}2`],
  ])('%s', (_, a, b) => {
    expect(same(a, b)).toBe(false)
  })

  it('takes no longer for a line made to be slow', () => {
    const started = performance.now()
    for (const part of ['"', "'", '\\', '= ', '=', '"\\', ': "', '`\'"'])
      for (const end of ['', '"', 'x']) secretIdentity(part.repeat(4096 / part.length - 1) + end)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

it.each(['AKIA********', '••••', '[REDACTED]', 'xxxxxxxx', 'abc######'])('%s is masked', (text) => {
  expect(isMaskedText(text)).toBe(true)
})
it.each([value, 'a ** b', '# a', 'xxx'])('%s is not masked', (text) => {
  expect(isMaskedText(text)).toBe(false)
})
