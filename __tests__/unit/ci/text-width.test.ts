import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { padded, shortened, widthOf } from '../../../src/ci/printer.ts'

describe('the width of a text', () => {
  it.each([
    ['plain', 5],
    ['größe', 5],
    ['Ελλάδα', 6],
    ['ветка', 5],
    ['日本語', 6],
    ['e\u0301', 1],
    ['\u{1f600}', 2],
    ['\u{20000}', 2],
    ['', 0],
  ])('%j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })
})

describe('shortened', () => {
  it.each([
    ['feature/login', 20, 'feature/login'],
    ['feature/login', 13, 'feature/login'],
    ['feature/login', 10, 'feature...'],
    ['日本語/ブランチ', 9, '日本語...'],
    ['feature', 3, 'fea'],
    ['feature', 0, ''],
  ])('%j to %i columns is %j', (text, columns, short) => {
    expect(shortened(text, columns)).toBe(short)
  })

  it('is never wider than it may be, and never half a character', () => {
    const any = fc.string({
      unit: fc.constantFrom('a', 'ü', 'я', '日', '\u{20000}', '\u{1f600}', '\u0301', '-'),
    })
    fc.assert(
      fc.property(any, fc.nat(40), (text, columns) => {
        const short = shortened(text, columns)
        expect(widthOf(short)).toBeLessThanOrEqual(columns)
        expect(short.isWellFormed()).toBe(true)
      }),
    )
  })
})

it('padded fills up to a width in columns, and cuts nothing', () => {
  expect(padded('日本', 6)).toBe('日本  ')
  expect(padded('feature', 3)).toBe('feature')
})
