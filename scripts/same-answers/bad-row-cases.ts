/** Cases about rows that cannot be read: each as an error and counted. */
import { batchCase, type Case, evaluateCase } from './case.ts'
import { csv, fewRows, row } from './export-rows.ts'

const header = csv([]).trimEnd()
const good = csv([row()]).split('\r\n')[1] ?? ''
const later = csv([row({ branch: 'develop', line: '99' })]).split('\r\n')[1] ?? ''

/** A bad row between good ones, or whatever is wrong with a file. */
const bodies: readonly (readonly [name: string, body: string | Buffer])[] = [
  ['too few cells', between('SHOP,cart,main')],
  ['too many cells', between(`${good},more,and more`)],
  ['more than 1000 cells', between(','.repeat(1_200))],
  ['one cell', between('alone')],
  ['only empty cells', between(',,,,,,,')],
  ['a quote inside a cell', between(good.replace('src/', 'sr"c/'))],
  ['text after a closing quote', between(`"SHOP"x${good.slice(4)}`)],
  ['blank after a closing quote', between(`"SHOP" ${good.slice(4)}`)],
  ['an open quote at the end', [header, good, `"${later}`].join('\r\n')],
  ['an open quote in the middle', between(`SHOP,"cart${good.slice(9)}`)],
  ['NUL', between(good.replace('src', 'sr\0c'))],
  ['NUL in a column that nobody reads', withBytes(',Note', ',a\0b')],
  ['invalid UTF-8', Buffer.from(between(good.replace('src', 'sr\u00ffc')), 'latin1')],
  ['invalid UTF-8 in a column that nobody reads', Buffer.from(withBytes(',Note', ',\u00e4'), 'latin1')],
  ['cut UTF-8', Buffer.from(between(good.replace('src', '\u00e2\u0082')), 'latin1')],
  ['surrogates in UTF-8', Buffer.from(between(good.replace('src', '\u00ed\u00a0\u0080')), 'latin1')],
  ['a cell above the limit', between(good.replace('src', 'x'.repeat(1024 * 1024 + 1)))],
  ['a quoted cell above the limit', between(`"${'y\n'.repeat(600_000)}"${good.slice(4)}`)],
  ['a cell just within the limit', between(good.replace('src/settings.ini', 'x'.repeat(1024 * 1024)))],
  ['the header again', between(header)],
  ['the header again with a byte order mark', between(`\uFEFF${header}`)],
  ['the header again, quoted', between(csv([], { quoteAll: true }).trimEnd())],
  ['no project', between(csv([row({ project: '' })]).split('\r\n')[1] ?? '')],
  ['no repository', between(csv([row({ repository: ' ' })]).split('\r\n')[1] ?? '')],
  ['no path', between(csv([row({ path: '/' })]).split('\r\n')[1] ?? '')],
  ['no rule', between(csv([row({ rule: '' })]).split('\r\n')[1] ?? '')],
  ['a name in single quotes', between(csv([row({ branch: "'main'" })]).split('\r\n')[1] ?? '')],
  ['a bad header', `Project Key,"Repo${header.slice(11)}\r\n${good}`],
  ['a bad header with NUL', `${header.replace('Rule', 'Ru\0le')}\r\n${good}`],
  ['a bad header that is not UTF-8', Buffer.from(`${header},\u00ff\r\n${good},x`, 'latin1')],
  ['many of all kinds', manyBad()],
]

/** Headers are never counted, so each of these is an error in any case. */
const isBadHeader = (name: string): boolean => name.startsWith('a bad header')

export function badRowCases(): readonly Case[] {
  const counted = { 'on-bad-row': 'count' }
  return [
    ...bodies.map(([name, body]) => evaluateCase(`bad row: ${name}`, body)),
    batchCase(
      'bad row: all of them counted',
      bodies.filter(([name]) => !isBadHeader(name)),
      counted,
    ),
    ...bodies
      .filter(([name]) => isBadHeader(name) || name === 'many of all kinds')
      .map(([name, body]) => evaluateCase(`bad row: ${name}, counted`, body, counted)),
  ]
}

function between(line: string): string {
  return [header, good, line, later, ''].join('\r\n')
}

function withBytes(ofHeader: string, ofRow: string): string {
  return [`${header}${ofHeader}`, `${good},fine`, `${good}${ofRow}`, `${later},fine`, ''].join('\r\n')
}

function manyBad(): string {
  const few = csv(fewRows).split('\r\n').slice(1, -1)
  const lines = Array.from({ length: 300 }, (_none, at) => {
    const line = few[at % few.length] ?? ''
    const kinds = [
      line,
      line,
      'a,b',
      `${line},c`,
      `x"y${line}`,
      `"x"y${line}`,
      line.replace('src', 's\0'),
      header,
      '',
    ]
    return kinds[at % kinds.length] ?? ''
  })
  return [header, ...lines, `"${good}`].join('\n')
}
