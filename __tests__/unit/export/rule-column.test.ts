/** Which column is the rule, where several may be: the one whose values look like names of rules. */
import { describe, expect, it } from '@jest/globals'
import { readCsv } from '../../../src/export/read-csv.ts'
import { piecesOf } from './csv-reading.ts'
import { type Read, read } from './exports.ts'

const places = ['Project', 'Repository', 'Branch', 'Path', 'Line']
const place = ['SHOP', 'cart', 'main', 'src/a.ts', '3']

/** The rules that are read from an export with these further columns. */
async function rulesOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: Parameters<typeof read>[1] = {},
): Promise<readonly string[]> {
  return (await readWith(header, rows, options)).findings.map(({ rule }) => rule)
}

async function readWith(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: Parameters<typeof read>[1] = {},
): Promise<Read> {
  const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(',')
  const lines = [[...places, ...header], ...rows.map((cells) => [...place, ...cells])].map(quoted)
  return await read(`${lines.join('\r\n')}\r\n`, options)
}

const token = ['gh', 'p_', 'Zx81'.repeat(9)].join('')

describe('the rule is the column of names', () => {
  it.each<[string, readonly string[], readonly (readonly string[])[]]>([
    [
      'beside a sentence',
      ['Vulnerability', 'Type'],
      [
        ['A key of AWS is in this file', 'AWS_CLIENT_ID'],
        ['Token', 'GENERIC-TOKEN'],
      ],
    ],
    [
      'whatever the order of the columns',
      ['Type', 'Vulnerability'],
      [
        ['AWS_CLIENT_ID', 'A key of AWS'],
        ['SSH_KEY', 'x'],
      ],
    ],
    ['beside the finding in words', ['Finding Name', 'Type'], [['password = x', 'GENERIC_PASSWORD']]],
    ['beside a matched text', ['Vulnerability', 'Detector'], [[token, 'GITHUB_TOKEN']]],
    ['beside a blank', ['Vulnerability', 'Secret Type'], [['', 'GITHUB_TOKEN']]],
  ])('%s', async (_name, header, rows) => {
    const at = header.findIndex((name) => ['Type', 'Detector', 'Secret Type'].includes(name))
    expect(await rulesOf(header, rows)).toEqual(rows.map((cells) => cells[at]))
  })

  it('and the sentence beside it is masked where it is repeated', async () => {
    const row = ['SHOP', 'cart', 'main', `src/${token}.ts`, '3', token, 'GITHUB_TOKEN']
    const { findings } = await read(`${[...places, 'Vulnerability', 'Type'].join()}\n${row.join()}\n`)
    expect(findings).toMatchObject([{ rule: 'GITHUB_TOKEN' }])
    expect(JSON.stringify(findings)).not.toContain(token)
  })
})

describe('the rule stays the better known column', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['where its values are names', ['Vulnerability', 'Type'], ['AWS_CLIENT_ID', 'SECRET_KEY']],
    ['where the other has words too', ['Vulnerability', 'Type'], ['A key', 'a secret']],
    ['where the other is one word for all', ['Vulnerability', 'Type'], ['A key', 'SECRET']],
    ['where its name is clear', ['Rule', 'Type'], ['A key', 'SECRET_KEY']],
    ['where its name is clear in two words', ['Rule Name', 'Vulnerability'], ['A key', 'SECRET_KEY']],
    ['where the other is no name of a rule', ['Vulnerability', 'Owner'], ['A key', 'TEAM_A']],
  ])('%s', async (_name, header, cells) => {
    expect(await rulesOf(header, [cells])).toEqual([cells[0]])
  })

  it('without a row, and where two others have names', async () => {
    expect(await rulesOf(['Vulnerability', 'Type'], [])).toEqual([])
    const row = ['A key', 'AWS_KEY', 'AWS_ID']
    expect(await rulesOf(['Vulnerability', 'Type', 'Detector'], [row])).toEqual(['A key'])
  })

  it('where the user says so', async () => {
    const columns = { rule: 'Vulnerability' }
    expect(await rulesOf(['Vulnerability', 'Type'], [['A key', 'AWS_KEY']], { columns })).toEqual(['A key'])
  })
})

describe('the first rows', () => {
  const header = [...places, 'Vulnerability', 'Type'].join()
  const seenIn = async (text: string, length: number) => {
    const seen: (readonly (readonly string[])[])[] = []
    await readCsv(piecesOf(Buffer.from(text), length), {
      firstRows: (rows) => seen.push(rows),
      header: () => expect(seen).toHaveLength(1),
      row: () => undefined,
      bad: () => undefined,
    })
    return seen[0]
  }

  it.each([
    ['long', `\ufeff${header}\n${'"a, b",AWS_KEY\n'.repeat(40)}`, Array(20).fill(['a, b', 'AWS_KEY'])],
    ['short', 'a,b\n1,2', [['1', '2']]],
    ['without a row', 'a,b\n', []],
    ['in single quotes', "'a','b'\n'1','2'\n", [['1', '2']]],
    ['with an open quote', `a,b\n1,2\n"${'x'.repeat(70_000)}`, [['1', '2']]],
  ])('are the same however the bytes of a CSV come: %s', async (_name, text, rows) => {
    for (const length of text.length > 10_000 ? [30_000, 1 << 20] : [1, 7, 1 << 20]) {
      expect(await seenIn(text, length)).toEqual(rows)
    }
  })
})
