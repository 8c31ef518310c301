/**
 * The scanner against csv-parse, its reference: the same header, rows, numbers and reasons. Long rows are in
 * `csv-long-rows.slow.test.ts`.
 */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { delimiters } from '../../../src/export/csv-dialect.ts'
import { isThorough, runs } from '../../fixtures/runs.ts'
import { type Dialect, inDialect, parsed, scanned, scannedIn } from './csv-compared.ts'

/** Give `FUZZ_SEED` to repeat a run. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
process.stderr.write(`scanner fuzz: FUZZ_SEED=${seed}\n`)

const dialects: readonly Dialect[] = delimiters.flatMap((delimiter) => [
  { delimiter, quote: '"' },
  { delimiter, quote: "'" },
])
const fewDialects: readonly Dialect[] = [
  { delimiter: ',', quote: '"' },
  { delimiter: ';', quote: "'" },
]

/** In one piece for the reference, and any for the scanner: so borders are compared too. */
async function compare(dialect: Dialect, bytes: Buffer, length: number): Promise<void> {
  const expected = await parsed(dialect, bytes, bytes.length + 1)
  expect(await scanned(dialect, bytes, length)).toEqual(expected)
}

/** Pieces that CSVs are made of, and what breaks them. */
const piece = fc.constantFrom(
  ...[',', ',', ',', '"', '"', '""', '\n', '\n', '\r\n', '\r', ',"', '",', '"\n', '\n"', 'a', 'bc', ' ', "'"],
  ...['x'.repeat(15), 'y'.repeat(16), 'z'.repeat(60), '""'.repeat(9), 'a name of some length', '  ', '12345'],
  ...['ü', '€', '🎉', '\ufeff', '\0', '\ufeffa,b\n', 'a,b\r\n', '"a",b\n', '1,2\n', '"x ""y"", z",2\r\n'],
  ...[';', '\t', '|', `"${'long, "" and quoted\n'.repeat(4)}",2\n`],
)
const text = fc.array(piece, { maxLength: 24 }).map((pieces) => Buffer.from(pieces.join('')))
const byte = fc.oneof(fc.constantFrom(...Buffer.from(',"\n\r\0a1 ')), fc.nat(255))
const bytes = fc.array(byte, { maxLength: 60 }).map((list) => Buffer.from(list))
const start = fc.constantFrom(
  '',
  'a,b\n',
  'a,b\n',
  '\ufeffa,b\r\n',
  '"a","b,\n"\r',
  'a\n',
  'a,b,c\n1,"2",3\n',
)
// csv-parse takes a NUL after a closing quote for the end of the file: it refuses that row for another reason.
const content = fc
  .tuple(start, fc.oneof(text, text, bytes))
  .map(([head, rest]) => Buffer.concat([Buffer.from(head), rest]))
  .filter((whole) => !whole.includes('"\0'))

const nasty = Buffer.from(
  [
    '"na""me",b,"c\r\nd"',
    '1,2,3',
    '',
    '"quoted, ""twice""","line\nline\r\nline\rline",""',
    'Grüße,€ 🎉,"„ü“"',
    ',,',
    'few,cells',
    'more,cells,than,wanted',
    'a"b,stray,quote',
    '"a"b,text,behind',
    '"na""me",b,"c\r\nd"',
    'nul\0,2,3',
    ' "blank",before,"a quote"',
    '"""","""""",",,,"',
    `"${'x'.repeat(50)}""${'y'.repeat(50)}",2,3`,
    'last,"is ""open,',
  ].join('\r\n'),
)

describe.each(isThorough ? dialects : fewDialects)(
  'the scanner with delimiter $delimiter and quote $quote',
  (dialect) => {
    it('gives the same as csv-parse for anything, wherever its bytes are parted', async () => {
      await fc.assert(
        fc.asyncProperty(content, fc.integer({ min: 1, max: 30 }), (plain, length) =>
          compare(dialect, inDialect(dialect, plain), length),
        ),
        { seed, numRuns: runs(1_250) },
      )
    })

    it('gives the same at every border of a nasty file', async () => {
      const file = inDialect(dialect, nasty)
      const broken = Buffer.concat([file.subarray(0, 60), Buffer.from([0xff, 0xc3]), file.subarray(60)])
      for (const each of [file, file.subarray(0, -8), broken]) {
        const whole = await parsed(dialect, each, each.length)
        expect(whole.length).toBeGreaterThan(10)
        for (let length = 1; length <= 50; length++)
          expect(await scanned(dialect, each, length)).toEqual(whole)
        for (let length = 1; length <= 50; length += 7) {
          expect(await parsed(dialect, each, length)).toEqual(whole)
        }
      }
      const whole = await parsed(dialect, file, file.length)
      for (let border = 1; border < file.length; border++) {
        expect(await scannedIn(dialect, [file.subarray(0, border), file.subarray(border)])).toEqual(whole)
      }
    })

    /** Where a scan ends may be anywhere in these. */
    const tight: Readonly<Record<string, string>> = {
      'one cell a row and empty lines': '1,2\n\n\n\r\n',
      'empty cells': ',\r\n',
      'doubled quotes': '"""""",""""\n',
      'commas and line ends in quotes': '",,,\n\n,,,",2\r',
      'empty lines': `${'\n'.repeat(5001)}1,2\n${'\r\n'.repeat(3000)}`,
      'a cell of thousands of signs': `"${',"",\n'.repeat(2000)}",2\n1,2\n`,
    }
    it.each(Object.entries(tight))('gives the same for %s, however dense', async (_what, rows) => {
      for (const shift of [0, 1, 7]) {
        const times = Math.ceil(20_000 / rows.length)
        const plain = Buffer.from(`a,b\n${'x'.repeat(shift)},2\n${rows.repeat(times)}last,row\n`)
        const csv = inDialect(dialect, plain)
        await compare(dialect, csv, csv.length)
        await compare(dialect, csv, 9973)
      }
    })
  },
)

it('gives the same for dense rows in any order', async () => {
  const times = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })
  const rows = fc.constantFrom('1\n', '2\r\n', '""""\n', '",,"\n')
  const run = fc.oneof(
    times(2000).map((lines) => '\n'.repeat(lines)),
    fc.tuple(rows, times(60)).map(([row, count]) => row.repeat(count)),
  )
  const longRuns = fc.array(run, { minLength: 20, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(longRuns, fc.constantFrom(...dialects), async (all, dialect) => {
      const csv = inDialect(dialect, Buffer.from(`a\n${all.join('')}`))
      await compare(dialect, csv, csv.length)
    }),
    { seed, numRuns: runs(60) },
  )
})
