import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { REDACTED } from '../../../src/findings/finding.ts'
import {
  createMatchIds,
  createSecretFinder,
  isBlankable,
  shownMatch,
} from '../../../src/findings/matched-text.ts'

describe('the identity of a matched text', () => {
  const key = Buffer.alloc(32, 3)
  const idOf = (text: string): string => createHmac('sha256', key).update(text).digest('hex')

  it('is of the text without blanks around it, and none where there is none', () => {
    const ids = createMatchIds(key)
    expect([ids(' a b\n'), ids('a b'), ids(''), ids(' \t')]).toEqual([idOf('a b'), idOf('a b'), '', ''])
  })

  it('is the same before and after the memory of texts began anew', () => {
    const ids = createMatchIds(key)
    const texts = Array.from({ length: 1_200 }, (_, i) => `text ${i}`)
    const expected = texts.map(idOf)
    expect(texts.map(ids)).toEqual(expected)
    expect(texts.map(ids)).toEqual(expected)
  })
})

describe('what is shown of a matched text', () => {
  it.each([
    ['a', false, REDACTED],
    ['', false, ''],
    [' \t', false, ''],
    [' a ', true, ' a '],
    ['', true, ''],
  ])('of "%s", revealed: %s, is "%s"', (match, reveal, shown) => {
    expect(shownMatch(match, reveal)).toBe(shown)
  })
})

describe('what must not be seen in other cells', () => {
  it.each([
    ['tok-47', true],
    ['tok-4', false],
    ['tok_word', false],
    ['release/next', false],
    ['a'.repeat(31), false],
    ['a'.repeat(32), true],
    [REDACTED, false],
  ])('"%s": %s', (text, blankable) => {
    expect(isBlankable(text)).toBe(blankable)
  })

  it('is every matched text of the row, without blanks around it, and none that is no secret', () => {
    const secretsIn = createSecretFinder()
    expect(secretsIn([])).toEqual([])
    expect(secretsIn([' tok-4711 '])).toEqual(['tok-4711'])
    expect(secretsIn(['password'])).toEqual([])
    expect(secretsIn(['tok-4711', 'password', 'tok-4712'])).toEqual(['tok-4711', 'tok-4712'])
    expect(secretsIn([' tok-4711 '])).toEqual(['tok-4711'])
  })

  it('is found before and after the memory of texts began anew', () => {
    const secretsIn = createSecretFinder()
    const texts = Array.from({ length: 1_200 }, (_, i) => `tok-${i}-x`)
    for (let round = 0; round < 2; round += 1) {
      for (const text of texts) expect(secretsIn([text])).toEqual([text])
    }
  })
})
