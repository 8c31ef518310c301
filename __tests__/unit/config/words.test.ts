import { describe, expect, it } from '@jest/globals'
import { boolean, oneOf, someOf } from '../../../src/config/values.ts'
import { didYouMean, nearest } from '../../../src/parse.ts'

describe('a boolean', () => {
  it.each(['true', 'True', 'TRUE'])('%s is true', (text) => {
    expect(boolean.parse(text, 0)).toEqual({ value: true })
  })
  it.each(['false', 'False', 'FALSE'])('%s is false', (text) => {
    expect(boolean.parse(text, 0)).toEqual({ value: false })
  })
  it.each(['', 'yes', 'no', '1', '0', 'on', 'tRUE', 'truee'])('refuses %j', (text) => {
    expect(boolean.parse(text, 0)).toEqual({ problems: [`"${text}" is not a boolean: write true or false.`] })
  })
})

describe('a word', () => {
  const modes = oneOf(['enforce', 'warn', 'report'])

  it('takes an allowed word', () => {
    expect(modes.parse('warn', 0)).toEqual({ value: 'warn' })
  })

  it('names the allowed words and the nearest', () => {
    const message = '"enforced" is not one of enforce, warn, report. Did you mean "enforce"?'
    expect(modes.parse('enforced', 0)).toEqual({ problems: [message] })
    expect(modes.parse('strict', 0)).toEqual({
      problems: ['"strict" is not one of enforce, warn, report.'],
    })
  })
})

describe('words', () => {
  const formats = someOf(['csv', 'json', 'sarif'])

  it('takes each word once, in the order given', () => {
    expect(formats.parse(['json', 'csv', 'json'], 0)).toEqual({ value: ['json', 'csv'] })
  })

  it('reports every wrong word', () => {
    expect(formats.parse(['jsn', 'csv', 'pdf'], 0)).toEqual({
      problems: [expect.stringContaining('"jsn"'), expect.stringContaining('"pdf"')],
    })
  })

  it('refuses an empty list', () => {
    expect(formats.parse([], 0)).toEqual({ problems: [expect.stringContaining('empty')] })
  })
})

describe('nearest', () => {
  const known = ['token', 'timeout', 'thresholds', 'bitbucket-url', 'repo']

  it.each([
    ['tokne', 'token'],
    ['TOKEN', 'token'],
    ['treshold', 'thresholds'],
    ['bitbucket_url', 'bitbucket-url'],
    ['bitbucketurl', 'bitbucket-url'],
    ['zzzzzz', null],
  ])('%s -> %s', (word, expected) => {
    expect(nearest(word, known)).toBe(expected)
  })

  it('makes a sentence, or none', () => {
    expect(didYouMean('rep', known)).toBe(' Did you mean "repo"?')
    expect(didYouMean('zzzzzz', known)).toBe('')
  })
})
