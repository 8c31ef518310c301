import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { delimiters } from '../../../src/export/csv-dialect.ts'
import { runs } from '../../fixtures/runs.ts'
import { pieces, readCells } from './csv-reading.ts'

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
