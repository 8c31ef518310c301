import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import AdmZip from 'adm-zip'
import type { ColumnWishes } from '../../../../src/export/columns.ts'
import { FIRST_BYTES } from '../../../../src/export/read-csv.ts'
import { checkHeader, HeadSeen, readHead } from '../../../../src/operations/doctor/export-header.ts'

const wishes: ColumnWishes = {
  byHand: {},
  target: { kind: 'repo', project: 'SHOP', repo: 'cart' },
  purpose: 'findings',
}
const header = 'Project Key,Repository Slug,Branch,File Path,Line Number,Rule,Custom Field\r\n'
const check = (head: Buffer, whole = false) =>
  checkHeader('export', { head, whole }, wishes, 'Export of SHOP/cart')

/** What was read of a body that is given in these pieces, and how many pieces that took. */
async function headOf(pieces: readonly Buffer[]): Promise<{ head: Buffer; whole: boolean; taken: number }> {
  let taken = 0
  async function* body(): AsyncGenerator<Buffer> {
    for (const piece of pieces) {
      taken += 1
      yield piece
    }
  }
  const seen = await readHead(body()).catch((caught: unknown) => caught)
  if (!(seen instanceof HeadSeen)) throw seen
  return { head: seen.head, whole: seen.whole, taken }
}

describe('the head of a download', () => {
  it('ends at the limit where no header ends, and with the body', async () => {
    const piece = Buffer.alloc(FIRST_BYTES / 2, 'a')
    expect((await headOf([piece, piece, piece])).taken).toBe(2)
    expect(await headOf([Buffer.from('a,b')])).toEqual({ head: Buffer.from('a,b'), whole: true, taken: 1 })
  })

  it('is inflated from a zip of which little came yet', async () => {
    const zip = new AdmZip()
    zip.addFile('all.csv', Buffer.from(header + 'x,y,z,"a b",1,R,\n'.repeat(500_000)))
    const bytes = zip.toBuffer()
    const pieces = Array.from({ length: 40 }, (_, at) => bytes.subarray(at * 64, at * 64 + 64))
    const { head, taken } = await headOf(pieces)
    expect(taken).toBeLessThan(40)
    expect(await check(head)).toMatchObject({
      state: 'ok',
      what: expect.stringContaining('A zip, 7 columns'),
    })
  })

  it('is read from a zip that hardly takes any room', async () => {
    const zip = new AdmZip()
    zip.addFile('all.csv', Buffer.from(header + 'x,y,z,"a b",1,R,\n'.repeat(2_000_000)))
    const { head } = await headOf([zip.toBuffer()])
    expect(await check(head)).toMatchObject({ state: 'ok' })
  })

  it('is never read from a zip that is no zip', async () => {
    const broken = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      deflateRawSync(Buffer.alloc(100)),
      Buffer.alloc(2000, 7),
    ])
    expect(await check((await headOf([broken])).head)).toMatchObject({ state: 'warn' })
  })
})

describe('the check of a header', () => {
  it('says which column is what, and what there is none for', async () => {
    const { state, what } = await check(Buffer.from(header))
    expect(state).toBe('ok')
    expect(what).toContain('path = "File Path"')
    expect(what).toContain('rule = "Rule"')
    expect(what).toContain('none for match, scanned_at')
    expect(what).toContain('not read: "Custom Field"')
  })

  it('takes the same column for the rule as the gate, by the values of the first rows', async () => {
    const names = 'Path,Vulnerability,Type\n'
    const byValues = await check(Buffer.from(`${names}a.ts,A key of AWS,AWS_KEY\n`), true)
    expect(byValues.what).toContain('rule = "Type"')
    const byNames = await check(Buffer.from(names), true)
    expect(byNames.what).toContain('rule = "Vulnerability"')
    expect(byNames.what).toContain('No row was seen: the columns are chosen by their names alone.')
  })

  it('needs no line end where there is nothing but a header', async () => {
    const bare = Buffer.from(header.trimEnd())
    expect(await check(bare, true)).toMatchObject({ state: 'ok' })
    expect(await check(bare, false)).toMatchObject({ state: 'warn' })
  })

  it('warns of an empty export', async () => {
    expect(await check(Buffer.alloc(0))).toMatchObject({ state: 'warn' })
  })

  it.each([
    ['{"a":1}', 'NOT_AN_EXPORT'],
    ['<html>', 'NOT_AN_EXPORT'],
    ['Project,Repository\n', 'HEADER_UNKNOWN'],
    ['"Project"x,Repository,Path,Rule\n', 'ROW_UNREADABLE'],
  ])('refuses %j', async (text, code) => {
    await expect(check(Buffer.from(text))).rejects.toMatchObject({ code })
  })
})
