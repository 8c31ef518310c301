/** The scanner against csv-parse over cells and rows around the limits of their length. */
import { describe, expect, it } from '@jest/globals'
import { MAX_CELL_BYTES, MAX_COLUMNS } from '../../../src/export/csv-rows.ts'
import { type Dialect, inDialect, parsed, scanned } from './csv-compared.ts'

describe('long rows', () => {
  /** csv-parse takes seconds for these. */
  const dialect: Dialect = { delimiter: ';', quote: "'" }
  const endless: Readonly<Record<string, string>> = {
    'a bare cell at the limit': `${'x'.repeat(MAX_CELL_BYTES)},2\n`,
    'a bare cell above it': `${'x'.repeat(MAX_CELL_BYTES + 1)},2\n`,
    'a bare cell far above it': `1,${'x'.repeat(3 * MAX_CELL_BYTES)}\n`,
    'a quoted cell at the limit': `"${'""'.repeat(MAX_CELL_BYTES)}",2\n`,
    'a quoted cell above it': `"${'""'.repeat(MAX_CELL_BYTES + 1)}",2\n`,
    'a quoted cell far above it': `1,"${'x,""\n'.repeat(MAX_CELL_BYTES)}"\n`,
    'a quoted cell without end': `1,"${'x,\n'.repeat(MAX_CELL_BYTES)}`,
    'text after a long cell': `"${'x\n'.repeat(2 * MAX_CELL_BYTES)}"y,2\n`,
    'a quoted cell after a long one': `${'x'.repeat(3 * MAX_CELL_BYTES)},"a\nb"\n`,
    'more cells than a header may have': `${','.repeat(MAX_COLUMNS + 5)}\n`,
  }
  it.each(Object.entries(endless))(
    'are read as csv-parse reads them: %s',
    async (_what, long) => {
      const csv = inDialect(dialect, Buffer.from(`a,b\n1,2\n${long}3,4\n`))
      const expected = await parsed(dialect, csv, csv.length)
      for (const length of [csv.length, 65_537, 300_007]) {
        expect(await scanned(dialect, csv, length)).toEqual(expected)
      }
    },
    300_000,
  )

  it.each([
    ['a quote in a long cell', `${'x'.repeat(3 * MAX_CELL_BYTES)}'y;2\n`],
    ['cells without end', `${';'.repeat(17 * MAX_CELL_BYTES)}\n`],
  ])('are bad for one reason, whatever else is wrong with them: %s', async (_what, long) => {
    const csv = Buffer.from(`a;b\n1;2\n${long}3;4\n`)
    for (const length of [csv.length, 65_537, 300_007]) {
      expect(await scanned(dialect, csv, length)).toEqual([
        ['header', 'a', 'b'],
        [2, '1', '2'],
        [3, { bad: expect.any(String) }],
        [4, '3', '4'],
        true,
      ])
    }
  })
})
