import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  boolean,
  bytes as bytesKind,
  integer,
  listItems,
  number,
  oneOf,
  parseAge,
  parseDate,
  parseDuration as parseWithin,
  showDuration,
  someOf,
  textOf,
} from '../../../src/config/values.ts'
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

describe('parseDuration', () => {
  const parseDuration = (text: string, bounds = { min: 0, max: 2 ** 31 }) => parseWithin(text, bounds)

  it.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1h30m', 5_400_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['0s', 0],
  ])('reads %s as %i ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ value: ms })
  })

  it.each(['60', '0', '1.5'])('refuses the bare number %s and shows units', (text) => {
    expect(parseDuration(text)).toEqual({
      problems: [expect.stringMatching(`^"${text}" has no unit: .*15m`)],
    })
  })

  it.each(['', 'm', '15 m', '15M', '-5s', '1.5h', '5m1h', '1h1h', '15min', 'PT15M', '5s\n', '５s'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toEqual({ problems: [expect.stringContaining('is not a duration')] })
    },
  )

  it('holds both bounds, inclusive', () => {
    const bounds = { min: 1000, max: 60_000 }
    expect(parseDuration('999ms', bounds)).toEqual({ problems: [expect.stringContaining('at least 1s')] })
    expect(parseDuration('1s', bounds)).toEqual({ value: 1000 })
    expect(parseDuration('1m', bounds)).toEqual({ value: 60_000 })
    expect(parseDuration('61s', bounds)).toEqual({ problems: [expect.stringContaining('at most 1m')] })
  })

  it('refuses so many digits that a number would be infinite', () => {
    expect(parseDuration(`${'9'.repeat(400)}s`, { min: 0, max: 1 })).toHaveProperty('problems')
  })

  it('reads what showDuration writes', async () => {
    await fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (ms) => {
        expect(parseDuration(showDuration(ms))).toEqual({ value: ms })
      }),
    )
  })
})

describe('an age', () => {
  const DAY = 86_400_000

  it.each([
    ['90d', 90 * DAY],
    ['12h', DAY / 2],
    ['1d12h', 1.5 * DAY],
    ['2w', 14 * DAY],
    ['P90D', 90 * DAY],
    ['P2W', 14 * DAY],
    ['PT36H', 1.5 * DAY],
    ['P1DT12H', 1.5 * DAY],
    ['p1dt30m', DAY + 30 * 60_000],
    ['1s', 1000],
    ['12w', 84 * DAY],
    ['P12W', 84 * DAY],
    ['P10DT10H10M10S', 10 * DAY + 10 * 3_600_000 + 10 * 60_000 + 10_000],
    ['PT10M', 600_000],
    ['PT10S', 10_000],
    ['36500d', 36_500 * DAY],
  ])('%s', (text, ms) => {
    expect(parseAge(text)).toEqual({ value: ms })
  })

  it.each([
    ...['', '90', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', '0d', '0w', '-1d', '1.5d', '90 d', '999999w'],
    ...['36501d', '5P1D', '2wx', 'x2w', 'P1Dx', 'xP1D', 'P2WT1H'],
  ])('is not %j', (text) => {
    expect(parseAge(text)).toHaveProperty('problems')
  })
})

describe('parseDate', () => {
  const now = Date.parse('2026-11-20T10:00:00Z')
  const read = (text: string, rounding: 'down' | 'up' = 'down') => {
    const parsed = parseDate(text, now, rounding)
    return 'value' in parsed ? new Date(parsed.value).toISOString() : parsed.problems.join()
  }

  it.each([
    ['2024-09-07', '2024-09-07T00:00:00.000Z'],
    ['2024-09-07T00:01:12Z', '2024-09-07T00:01:12.000Z'],
    ['2024-09-07t00:01:12z', '2024-09-07T00:01:12.000Z'],
    ['2024-09-07T00:01Z', '2024-09-07T00:01:00.000Z'],
    ['2024-09-07T00:01:12+02:00', '2024-09-06T22:01:12.000Z'],
    ['2024-09-07T23:30:00-0130', '2024-09-08T01:00:00.000Z'],
    ['2024-09-07T12:00:00+05', '2024-09-07T07:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
    ['P7D', '2026-11-13T10:00:00.000Z'],
    ['p7d', '2026-11-13T10:00:00.000Z'],
    ['PT12H', '2026-11-19T22:00:00.000Z'],
    ['P1W', '2026-11-13T10:00:00.000Z'],
    ['P1DT2H3M4S', '2026-11-19T07:56:56.000Z'],
    ['PT0S', '2026-11-20T10:00:00.000Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  it.each([
    ['2024-02-30', 'does not exist'],
    ['2023-02-29', 'does not exist'],
    ['1900-02-29', 'before 1970'],
    ['2024-13-01', 'does not exist'],
    ['2024-00-10', 'does not exist'],
    ['2024-01-00', 'does not exist'],
    ['2024-09-07T24:00:00Z', 'does not exist'],
    ['2024-09-07T12:60:00Z', 'does not exist'],
    ['2024-09-07T12:00:60Z', 'does not exist'],
    ['2024-09-07T12:00:00', 'has no offset'],
    ['2024-09-07T12:00:00+25:00', 'impossible offset'],
    ['2024-09-07T12:00:00+02:60', 'impossible offset'],
    ['2024-9-7', 'is not a date'],
    ['07.09.2024', 'is not a date'],
    ['1725667272', 'is not a date'],
    ['2024-09-07 12:00:00Z', 'is not a date'],
    ['yesterday', 'is not a date'],
    ['P1M', 'months or years'],
    ['P1Y', 'months or years'],
    ['P1Y2D', 'months or years'],
    ['P1MT1H', 'months or years'],
    ['P', 'is not a date'],
    ['PT', 'is not a date'],
    ['P1DT', 'is not a date'],
    ['P1H', 'is not a date'],
    ['PT1D', 'is not a date'],
    ['P-7D', 'is not a date'],
    ['P999999D', 'before 1970'],
  ])('refuses %s: %s', (text, why) => {
    expect(read(text)).toContain(`"${text}"`)
    expect(read(text)).toContain(why)
  })

  it('widens a period to whole seconds, never narrows it', () => {
    expect(read('2024-09-07T00:00:12.345Z', 'down')).toBe('2024-09-07T00:00:12.000Z')
    expect(read('2024-09-07T00:00:12.345Z', 'up')).toBe('2024-09-07T00:00:13.000Z')
    expect(read('2024-09-07T00:00:12.000000001Z', 'up')).toBe('2024-09-07T00:00:13.000Z')
    expect(read('2024-09-07T00:00:12.000Z', 'up')).toBe('2024-09-07T00:00:12.000Z')
  })

  it('reads every instant that JavaScript writes', async () => {
    const whole = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
    await fc.assert(
      fc.property(whole, (instant) => {
        const text = instant.toISOString()
        expect(Date.parse(read(text))).toBe(Math.floor(instant.getTime() / 1000) * 1000)
      }),
    )
  })

  it('counts back as many hours as are written', async () => {
    await fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), (hours) => {
        expect(Date.parse(read(`PT${hours}H`))).toBe(now - hours * 3_600_000)
      }),
    )
  })
})

describe('listItems', () => {
  it.each<[string, string[]]>([
    ['a,b', ['a', 'b']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\rc', ['a', 'b', 'c']],
    [' a , b ,, \n\n c ', ['a', 'b', 'c']],
    ['', []],
    [' ,\n, ', []],
    ['shards/{a,b}/*.zip, c.csv', ['shards/{a,b}/*.zip', 'c.csv']],
    ['{a,{b,c}},d', ['{a,{b,c}}', 'd']],
    ['{a,b', ['{a', 'b']],
    ['a}b,c{d', ['a}b', 'c{d']],
  ])('cuts %j into %j', (text, items) => {
    expect(listItems(text)).toEqual(items)
  })

  it('keeps the items of a list from a policy file whole', () => {
    expect(listItems(['a,b', ' c ', '', 5, true])).toEqual(['a,b', 'c', '5', 'true'])
  })

  it('reads the same items whether joined by commas or by newlines', async () => {
    await fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z/.@#&~*]+$/)), (items) => {
        expect(listItems(items.join(', '))).toEqual(items)
        expect(listItems(items.join('\n'))).toEqual(items)
      }),
    )
  })
})

it('textOf gives each item of a list a line', () => {
  expect(textOf(['rule = A', 'path = B'])).toBe('rule = A\npath = B')
  expect(textOf(true)).toBe('true')
})
