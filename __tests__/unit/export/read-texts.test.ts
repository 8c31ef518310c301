import { expect, it } from '@jest/globals'
import { readTexts } from '../../../src/export/read-csv.ts'
import { findingsCsvColumns } from '../../../src/finding.ts'
import { piecesOf } from './csv-reading.ts'

const [STATUS, FINGERPRINT] = [
  findingsCsvColumns.indexOf('status'),
  findingsCsvColumns.indexOf('fingerprint'),
]
const header = `${findingsCsvColumns.join(',')}\r\n`
const row = (path: string, status: string, fingerprint: string): string =>
  `PAY,x,main,"${path}",1,R,low,${status},${fingerprint},,[redacted],\r\n`

/** As a merge looks for the suppressed rows of its shards. */
async function suppressedOf(text: string, length: number): Promise<string[]> {
  const found: string[] = []
  await readTexts(
    piecesOf(Buffer.from(text), length),
    [STATUS, FINGERPRINT],
    ([status, fingerprint = '']) => {
      if (status === 'suppressed') found.push(fingerprint)
    },
  )
  return found
}

async function textsOf(text: string, wanted: readonly number[]): Promise<unknown[]> {
  const rows: unknown[] = []
  await readTexts(piecesOf(Buffer.from(text), 100), wanted, (cells, number) => rows.push([number, ...cells]))
  return rows
}

it('finds the fingerprints of suppressed rows, and is not led on by a path that looks like one', async () => {
  const bait = 'x,low,suppressed,bait,,\r\nPAY,x,main,y,1,R,low,suppressed,bait2,,'
  const text = `${header}${row('a', 'suppressed', 'one')}${row(bait, 'new', 'two')}${row('b', 'known', 'three')}${row('c', 'suppressed', 'four')}`
  for (const length of [1, 7, 100_000]) expect(await suppressedOf(text, length)).toEqual(['one', 'four'])
})

it('gives only the cells that are wanted, in that order', async () => {
  expect(await textsOf('a,b,c\n1,2,3\n', [2, 0])).toEqual([[2, '3', '1']])
  expect(await textsOf('a,b,c\n1,2,3\n', [])).toEqual([[2]])
})

it('ends in an error for any row that it cannot read, also where the bad cell is not wanted', async () => {
  const short = `${header}${row('a', 'suppressed', 'one')}PAY,x\r\n`
  await expect(suppressedOf(short, 100)).rejects.toThrow('row 3: it has 2 cells, the header has 12')
  await expect(textsOf('a,b\n1,\0\n', [0])).rejects.toThrow('row 2: it has a NUL byte')
})

it('ends in an error where the file is no CSV, however long it goes on', async () => {
  const broken = `${header}${row('a', 'new', 'one')}"open quote${'x'.repeat(500_000)}`
  await expect(suppressedOf(broken, 1000)).rejects.toThrow('row 3: a quote is still open')
})
