import { describe, expect, it } from '@jest/globals'
import { parseBoolean, parseWord, parseWords } from '../../../src/config/values.ts'
import { didYouMean, nearest } from '../../../src/parse.ts'

describe('parseBoolean', () => {
  it.each(['true', 'True', 'TRUE'])('%s is true', (text) => {
    expect(parseBoolean(text)).toEqual({ value: true })
  })
  it.each(['false', 'False', 'FALSE'])('%s is false', (text) => {
    expect(parseBoolean(text)).toEqual({ value: false })
  })
  it.each(['', 'yes', 'no', '1', '0', 'on', 'tRUE', 'truee'])('refuses %j', (text) => {
    expect(parseBoolean(text)).toEqual({ problems: [`"${text}" is not a boolean: write true or false.`] })
  })
})

describe('parseWord', () => {
  const modes = ['enforce', 'warn', 'report'] as const

  it('takes an allowed word', () => {
    expect(parseWord('warn', modes)).toEqual({ value: 'warn' })
  })

  it('names the allowed words and the nearest', () => {
    const message = '"enforced" is not one of enforce, warn, report. Did you mean "enforce"?'
    expect(parseWord('enforced', modes)).toEqual({ problems: [message] })
    expect(parseWord('strict', modes)).toEqual({
      problems: ['"strict" is not one of enforce, warn, report.'],
    })
  })
})

describe('parseWords', () => {
  const formats = ['csv', 'json', 'sarif'] as const

  it('takes each word once, in the order given', () => {
    expect(parseWords(['json', 'csv', 'json'], formats)).toEqual({ value: ['json', 'csv'] })
  })

  it('reports every wrong word', () => {
    expect(parseWords(['jsn', 'csv', 'pdf'], formats)).toEqual({
      problems: [expect.stringContaining('"jsn"'), expect.stringContaining('"pdf"')],
    })
  })

  it('refuses an empty list', () => {
    expect(parseWords([], formats)).toEqual({ problems: [expect.stringContaining('empty')] })
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
