import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { delimiters } from '../../../src/export/csv-dialect.ts'
import { readTexts } from '../../../src/export/read-csv.ts'
import { findingsCsvColumns } from '../../../src/finding.ts'
import { runs } from '../../fixtures/runs.ts'
import { pieces, piecesOf, readCells } from './csv-reading.ts'

describe('any CSV', () => {
  /** Give `FUZZ_SEED` to repeat a run. */
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
  process.stderr.write(`CSV fuzz: FUZZ_SEED=${seed}\n`)

  const sign = fc.constantFrom(
    'a',
    'Z',
    '0',
    ' ',
    ',',
    ';',
    '\t',
    '|',
    '"',
    "'",
    '\n',
    '\r',
    'ü',
    '€',
    '🎉',
    '=',
    '\uFEFF',
  )
  const cell = fc.string({ unit: sign, maxLength: 12 })
  const dialect = fc.record({
    delimiter: fc.constantFrom(...delimiters),
    quote: fc.constantFrom('"', "'"),
    end: fc.constantFrom('\r\n', '\n', '\r'),
    quoteAll: fc.boolean(),
    bom: fc.boolean(),
    lastEnd: fc.boolean(),
    length: fc.integer({ min: 1, max: 50 }),
  })

  const quoted = (text: string, quote: string): string =>
    `${quote}${text.replaceAll(quote, quote + quote)}${quote}`

  describe('any cells in any dialect', () => {
    it('come out as they went in, however the bytes are parted', async () => {
      const table = fc
        .integer({ min: 2, max: 5 })
        .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }))
      await fc.assert(
        fc.asyncProperty(
          table,
          dialect,
          async (rows, { delimiter, quote, end, quoteAll, bom, lastEnd, length }) => {
            const header = (rows[0] ?? ['', '']).map((_, at) => `column ${at}`)
            // Single quotes are known by texts that all stand in them.
            const always = quoteAll || quote === "'"
            const written = (text: string): string =>
              always || /["'\r\n,;\t|\uFEFF]/.test(text) ? quoted(text, quote) : text
            const lines = [header, ...rows].map((row) => row.map(written).join(delimiter))
            const text = `${bom ? '\uFEFF' : ''}${lines.join(end)}${lastEnd ? end : ''}`
            const read = await readCells(Buffer.from(text), { length })
            expect(read).toEqual({ hasHeader: true, header, rows, bad: [] })
          },
        ),
        { seed, numRuns: runs(2000) },
      )
    })
  })

  describe('quotes after a backslash', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', ',', '\n', 'ü'), maxLength: 9 })
    const before = `a,b\n${'1,"x"\n'.repeat(12_000)}`

    it('are understood from the first row on that needs it, wherever that is and the bytes are parted', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 }),
          fc.boolean(),
          fc.integer({ min: 1, max: 50 }),
          fc.boolean(),
          async (later, isLate, length, lastEnd) => {
            const table = [['say "now"', 'x'], ...later]
            const written = (cell: string): string => `"${cell.replace(/["\\]/g, '\\$&')}"`
            const start = isLate ? before : 'a,b\n'
            const end = table.map((row) => row.map(written).join(',')).join('\n') + (lastEnd ? '\n' : '')
            async function* parted(): AsyncGenerator<Buffer> {
              yield Buffer.from(start)
              yield* pieces(Buffer.from(end), length)
            }
            const { rows, bad } = await readCells(parted())
            expect([rows.slice(isLate ? 12_000 : 0), bad]).toEqual([table, []])
          },
        ),
        { seed, numRuns: runs(200) },
      )
    })
  })

  describe('any bytes at all', () => {
    const byte = fc.oneof(fc.constantFrom(...Buffer.from(`,"';\n\r\0a1 `)), fc.nat(255))
    it('are read the same however they are parted, and each row is good or bad', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('a,b\n', `a,b\n${"'1','2'\n".repeat(20)}`),
          fc.array(byte, { maxLength: 80 }),
          fc.integer({ min: 1, max: 9 }),
          async (head, bytes, length) => {
            const content = Buffer.concat([Buffer.from(head), Buffer.from(bytes)])
            const whole = await readCells(content)
            expect(await readCells(content, { length })).toEqual(whole)
            for (const row of whole.rows) expect(row).toHaveLength(2)
            const numbers = whole.bad.map(([number]) => number)
            expect(new Set(numbers).size).toBe(numbers.length)
            for (const number of numbers) {
              expect(number).toBeLessThanOrEqual(whole.rows.length + whole.bad.length + 1)
            }
          },
        ),
        { seed, numRuns: runs(3000) },
      )
    })
  })
})

describe('texts of a findings.csv', () => {
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
    await readTexts(piecesOf(Buffer.from(text), 100), wanted, (cells, number) =>
      rows.push([number, ...cells]),
    )
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
})
