import { describe, expect, it } from '@jest/globals'
import { parseBytes, parseInteger, parseNumber } from '../../../src/config/values.ts'

describe('parseBytes', () => {
  it.each([
    ['1', 1],
    ['1024', 1024],
    ['500MB', 500_000_000],
    ['16GiB', 17_179_869_184],
    ['16gib', 17_179_869_184],
    ['1 KiB', 1024],
    ['2kB', 2000],
    ['3TB', 3e12],
    ['1TiB', 1_099_511_627_776],
    ['10B', 10],
  ])('reads %s as %i', (text, bytes) => {
    expect(parseBytes(text)).toEqual({ value: bytes })
  })

  it.each([
    '',
    'GiB',
    '1.5GiB',
    '16G',
    '-1',
    '1e9',
    '16 gigabytes',
    '0',
    '0MB',
    '99999999TiB',
    'none',
    '1none',
  ])('refuses %j', (text) => {
    expect(parseBytes(text)).toEqual({ problems: [expect.stringContaining(`"${text}"`)] })
  })
})

describe('parseInteger', () => {
  it.each(['0', '20', '007'])('reads %s', (text) => {
    expect(parseInteger(text, { min: 0, max: 20 })).toEqual({ value: Number(text) })
  })

  it.each(['', '5x', '1.0', '-1', '21', '0x10', '1e1', '１', 'Infinity', 'NaN', '9'.repeat(30)])(
    'refuses %j and names the bounds',
    (text) => {
      const expected = expect.stringContaining('a whole number from 0 to 20')
      expect(parseInteger(text, { min: 0, max: 20 })).toEqual({ problems: [expected] })
    },
  )

  it('names a lower bound alone', () => {
    const expected = expect.stringContaining('of at least 1')
    expect(parseInteger('0', { min: 1 })).toEqual({ problems: [expected] })
    expect(parseInteger('100000', { min: 1 })).toEqual({ value: 100_000 })
  })
})

describe('bounds', () => {
  it('may be an upper one alone, or none', () => {
    expect(parseInteger('6', { max: 5 })).toEqual({ problems: [expect.stringContaining('of at most 5')] })
    expect(parseInteger('-6', { max: 5 })).toEqual({ value: -6 })
    expect(parseNumber('x', {})).toEqual({ problems: [expect.stringMatching(/write a number\.$/)] })
  })
})

describe('parseNumber', () => {
  it('reads decimals', () => {
    expect(parseNumber('0.5', { min: 0.01, max: 10 })).toEqual({ value: 0.5 })
  })

  it.each(['0', '0.001', '.5', '1,5', '11'])('refuses %j', (text) => {
    expect(parseNumber(text, { min: 0.01, max: 10 })).toHaveProperty('problems')
  })
})
