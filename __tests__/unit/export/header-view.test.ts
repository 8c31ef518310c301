/** What is shown of a first row: a header, or nothing but shapes. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../../src/errors.ts'
import { aliases } from '../../../src/export/column-names.ts'
import { planColumns } from '../../../src/export/columns.ts'
import { isData, shapeOf } from '../../../src/export/header-view.ts'
import { runs } from '../../fixtures/runs.ts'
import { csv, read } from './exports.ts'

type Rows = readonly (readonly string[])[]

/** All that an error, or a plan, says of a CSV. */
function saidOf(
  [header = [], ...firstRows]: Rows,
  byHand = {},
): { message: string; hint: string; all: string } {
  const wishes = { byHand, target: null, purpose: 'findings', firstRows } as const
  try {
    const { evidence, doubtfulTime } = planColumns(header, wishes, 'X')
    return { message: '', hint: '', all: JSON.stringify([evidence, doubtfulTime]) }
  } catch (caught) {
    if (!(caught instanceof GateError)) throw caught
    return { message: caught.message, hint: caught.hint, all: `${caught.message} ${caught.hint}` }
  }
}

const german = ['Datei', 'Zeile', 'Regel', 'Text', 'Wann']
const below = [
  ['src/a.ts', '12', 'AWS_KEY', 'x = 1', '2026-01-02T03:04:05Z'],
  ['src/b/c.ts', '3', 'SSH_KEY', 'y', '2026-01-02T03:04:05Z'],
]

describe('a header of plain words that nobody knows', () => {
  const strange = ['Ablage', 'Nummer', 'Vorschrift', 'Stelle', 'Moment']

  it('is shown where numbers, paths and times are below', () => {
    expect(saidOf([german, ...below]).message).toBe(
      'X: no column was found for project, repository. Its headers: "Datei", "Zeile", "Regel", "Text", "Wann".',
    )
    expect(saidOf([strange, ...below]).message).toContain('Its headers: "Ablage", "Nummer", "Vorschrift"')
  })

  it.each<[string, Rows]>([
    ['no row is below', [strange]],
    ['two are alike', [['Ablage', 'Nummer', 'Vorschrift', 'Stelle', 'stelle'], ...below]],
    ['one is no plain word', [['Ablage', 'Nummer', 'Vorschrift', 'Stelle', 'a=b'], ...below]],
    ['only one column differs', [strange, ...below.map(([path = '']) => [path, 'x', 'y', 'z', 'w'])]],
    ['one row below has words there', [strange, ...below, ['word', 'word', 'AWS', 'x', 'word']]],
  ])('is not shown where %s', (_name, rows) => {
    const { message, hint } = saidOf(rows)
    expect(message).toContain(
      'does not look like a header, so it is not shown. Shapes of the cells: word, word',
    )
    expect(message).not.toMatch(/Ablage|Stelle/i)
    expect(hint).not.toMatch(/Ablage|Stelle/i)
  })
})

describe('the block `columns` that is proposed', () => {
  it.each<[string, Rows, string]>([
    ['by names', [['Project', 'Repository', 'Pathe', 'Ruel']], 'columns: "path = Pathe, rule = Ruel"'],
    [
      'by values',
      [
        ['Project', 'Repository', 'Where', 'What', 'Number'],
        ['SHOP', 'cart', 'src/a.ts', 'AWS_KEY', '3'],
      ],
      'columns: "path = Where, rule = What"',
    ],
    ['of what was found', [['Project', 'Repository', 'Where', 'Ruls']], 'columns: "rule = Ruls"'],
  ])('%s', (_name, rows, block) => {
    expect(saidOf(rows).hint).toContain(`\`${block}\``)
  })

  it('never names a column that is in use, or of commits and authors', () => {
    const rows = [
      ['Project', 'Repository', 'Path', 'Author', 'Commit'],
      ['SHOP', 'cart', 'a.ts', 'ANN', 'ABC'],
    ]
    expect(saidOf(rows).hint).toContain('for example `rule = Rule Name`')
  })

  it('reads the export', async () => {
    const { findings } = await read(
      csv(['Project', 'Repository', 'Where', 'What'], ['SHOP', 'cart', 'src/a.ts', 'AWS_KEY']),
      { columns: { path: 'Where', rule: 'What' } },
    )
    expect(findings).toMatchObject([{ path: 'src/a.ts', rule: 'AWS_KEY' }])
  })
})

describe('a file without a header', () => {
  const letters = (most: number) => fc.stringMatching(new RegExp(`^[a-z]{9,${most}}$`))
  const anyName = fc.constantFrom(...Object.values(aliases).flat(2), 'app', 'main', 'cart')
  const secret = letters(30).map((text) => `zq${text}`)
  const line = fc.integer({ min: 1, max: 9999 }).map(String)
  const path = fc.oneof(fc.constantFrom('src/a.ts', 'Makefile', 'docs/read me.md'), anyName)
  const rule = fc.oneof(fc.constantFrom('AWS_KEY', 'TOKEN'), anyName)
  const row = fc.tuple(anyName, anyName, anyName, path, line, rule, secret)

  /** Without line and time, one cell may be the name of a column by chance. */
  const few = fc.tuple(anyName, fc.constantFrom('SHOP', 'PAY'), fc.constantFrom('Makefile', 'bin'), secret)

  it('never shows a secret of letters', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(row, few), { minLength: 1, maxLength: 5 }), fc.nat(6), (rows, at) => {
        const turned = rows.map((cells) => [...cells.slice(at), ...cells.slice(0, at)])
        for (const each of [rows, turned]) expect(saidOf(each).all).not.toMatch(/zq[a-z]{9}/)
      }),
      { numRuns: runs(2000) },
    )
  })
})

describe('what was understood', () => {
  it('is the evidence of each kind of header', async () => {
    const rows = csv(
      ['Project', 'Repository', 'Path', 'Rule', 'Author', 'Commit'],
      ['SHOP', 'cart', 'a', 'R', 'x', 'y'],
    )
    const { evidence } = await read(rows)
    expect(evidence.columns).toEqual([
      {
        read: [
          { column: 'project', header: '"Project"' },
          { column: 'repository', header: '"Repository"' },
          { column: 'path', header: '"Path"' },
          { column: 'rule', header: '"Rule"' },
        ],
        unread: ['"Author"', '"Commit"'],
      },
    ])
  })
})

describe('the shape of a time', () => {
  it.each([
    ['2026-11-30T08:36:12.123Z', 'ISO instant'],
    ['2026-11-30T08:36:12.123+0000', 'ISO instant'],
    ['2026-11-30 08:36:12.123', 'time without zone'],
    ['Mon Nov 30 08:36:12 UTC 2026', 'Java date'],
    ['30/Nov/26 8:36 AM', 'Atlassian date'],
    ['1764491772123', 'epoch'],
    ['1764491772', 'epoch'],
    ['Mon, 30 Nov 2026 08:36:12 GMT', 'time'],
    ['176449177212', 'number'],
  ])('%s is %s, which no header has', (cell, shape) => {
    expect([shapeOf(cell), isData(cell)]).toEqual([shape, true])
  })
})
