import { expect, it } from '@jest/globals'
import { findingsCsvColumns } from '../../../src/findings/finding.ts'
import { addSuppressed } from '../../../src/findings/suppressed-rows.ts'

const header = `${findingsCsvColumns.join(',')}\r\n`
const row = (path: string, status: string, fingerprint: string): string =>
  `PAY,x,main,"${path}",1,R,low,${status},${fingerprint},,[redacted]\r\n`

async function suppressedOf(text: string, piece: number): Promise<string[]> {
  const found = new Set<string>()
  async function* pieces(): AsyncGenerator<Buffer> {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  await addSuppressed(found, pieces())
  return [...found]
}

it('finds the fingerprints of suppressed rows, and is not led on by a path that looks like one', async () => {
  const bait = 'x,low,suppressed,bait,,\r\nPAY,x,main,y,1,R,low,suppressed,bait2,,'
  const text = `${header}${row('a', 'suppressed', 'one')}${row(bait, 'new', 'two')}${row('b', 'known', 'three')}${row('c', 'suppressed', 'four')}`
  for (const piece of [1, 7, 100_000]) expect(await suppressedOf(text, piece)).toEqual(['one', 'four'])
})

it('ends in an error for any row that it cannot read', async () => {
  const short = `${header}${row('a', 'suppressed', 'one')}PAY,x\r\n`
  await expect(suppressedOf(short, 100)).rejects.toThrow('row 3: it has 2 cells, the header has 11')
})

it('ends in an error where the file is no CSV, however long it goes on', async () => {
  const broken = `${header}${row('a', 'new', 'one')}"open quote${'x'.repeat(500_000)}`
  await expect(suppressedOf(broken, 1000)).rejects.toThrow('row 3: a quote is still open')
})
