import { describe, expect, it } from '@jest/globals'
import { bytes as bytesKind, integer, number } from '../../../src/config/values.ts'

const parseBytes = (text: string) => bytesKind.parse(text, 0)
const parseInteger = (text: string) => integer({ min: 0, max: 20 }).parse(text, 0)
const parseNumber = (text: string) => number({ min: 0.01, max: 10 }).parse(text, 0)

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
    expect(parseInteger(text)).toEqual({ value: Number(text) })
  })

  it.each(['', '5x', '1.0', '-1', '21', '0x10', '1e1', '１', 'Infinity', 'NaN', '9'.repeat(30)])(
    'refuses %j and names the bounds',
    (text) => {
      const expected = expect.stringContaining('a whole number from 0 to 20')
      expect(parseInteger(text)).toEqual({ problems: [expected] })
    },
  )
})

describe('parseNumber', () => {
  it('reads decimals', () => {
    expect(parseNumber('0.5')).toEqual({ value: 0.5 })
  })

  it.each(['0', '0.001', '.5', '1,5', '11'])('refuses %j', (text) => {
    const expected = expect.stringContaining('write a number from 0.01 to 10.')
    expect(parseNumber(text)).toEqual({ problems: [expected] })
  })
})
