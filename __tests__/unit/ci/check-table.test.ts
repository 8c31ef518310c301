import { expect, it } from '@jest/globals'
import { widthOf } from '../../../src/ci/printer.ts'
import { checkTable } from '../../../src/ci/tables.ts'
import type { CheckRow } from '../../../src/ports.ts'

const rows: readonly CheckRow[] = [
  { state: 'ok', name: 'dns', what: 'bitbucket.example.com is 192.0.2.7.', mend: '' },
  {
    state: 'fail',
    name: 'trigger of SHOP/cart@main',
    what: 'This user does not seem to have the right to start a scan.',
    mend: 'Grant the right.',
  },
]
const plain = (text: string): string => text

it('is a row for each check, the mend below it', () => {
  expect(checkTable(rows, 120, plain).map(({ text }) => text)).toEqual([
    'ok    dns                        bitbucket.example.com is 192.0.2.7.',
    'fail  trigger of SHOP/cart@main  This user does not seem to have the right to start a scan.',
    '                                 -> Grant the right.',
  ])
  expect(checkTable(rows, 120, plain).map(({ colour }) => colour)).toEqual(['green', 'red', 'red'])
})

it('breaks texts at blanks to fit the width, and cuts names that leave no room', () => {
  const lines = checkTable(rows, 60, plain).map(({ text }) => text)
  expect(lines).toEqual([
    'ok    dns                     bitbucket.example.com is',
    '                              192.0.2.7.',
    'fail  trigger of SHOP/car...  This user does not seem to',
    '                              have the right to start a',
    '                              scan.',
    '                              -> Grant the right.',
  ])
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60)
})

it('makes safe what comes from outside', () => {
  const lines = checkTable([{ state: 'ok', name: 'x', what: 'y', mend: 'z' }], 80, (text) =>
    text.toUpperCase(),
  )
  expect(lines.map(({ text }) => text)).toEqual(['ok    X  Y', '         -> Z'])
})
