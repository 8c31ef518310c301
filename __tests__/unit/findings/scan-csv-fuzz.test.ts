/** The scanner of plain CSVs against its reference: the same rows, or the same refusals. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readRows, readRowsByReference } from '../../../src/findings/read-rows.ts'
import type { RowScanner, RowSink } from '../../../src/findings/rows.ts'
import { numbering } from '../../fixtures/numbered.ts'
import { runs } from '../../fixtures/runs.ts'
import { piecesOf } from './csv-reading.ts'
import { type NumberedTrial, numberedSink } from './numbered-sink.ts'

/** Give `FUZZ_SEED` to repeat a run. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
process.stderr.write(`scanner fuzz: FUZZ_SEED=${seed}\n`)

/** Everything that was told of a CSV, in its order; a refused header is its end. */
async function told(
  scan: RowScanner,
  bytes: Buffer,
  length: number,
  as: (sink: RowSink) => RowSink = (sink) => sink,
): Promise<readonly unknown[]> {
  const events: unknown[] = []
  const refusal = new Error('bad header')
  try {
    const sink: RowSink = {
      header(cells) {
        events.push(['header', ...cells])
        // Out of order, so that positions are met.
        return cells.map((_, at) => cells.length - 1 - at)
      },
      row: (cells, number) => events.push([number, ...cells]),
      bad(number, reason) {
        events.push([number, reason])
        if (number === 1) throw refusal
      },
    }
    const sawHeader = await scan(piecesOf(bytes, length), as(sink))
    events.push(sawHeader)
  } catch (caught) {
    if (caught !== refusal) throw caught
  }
  return events
}

async function compare(bytes: Buffer, length: number): Promise<void> {
  // In one piece for the reference, and any for the scanner: so borders are compared too.
  const expected = await told(readRowsByReference, bytes, bytes.length + 1)
  expect(await told(readRows, bytes, length)).toEqual(expected)
  expect(await toldInNumbers(bytes, length)).toEqual(expected)
}

const { kernel } = numbering()
const kinds = ['name', 'secret', 'name', 'number', 'plain', 'secret'] as const
const broken: string[] = []
const trial: NumberedTrial = {
  kernel,
  kindOf: (slot) => kinds[(slot + trial.rows) % kinds.length] ?? 'name',
  broken: (promise) => broken.push(promise),
  rows: 0,
}

/** The same by numbers. */
async function toldInNumbers(bytes: Buffer, length: number): Promise<readonly unknown[]> {
  const events = await told(readRows, bytes, length, (sink) => numberedSink(sink, trial))
  expect(broken).toEqual([])
  return events
}

/** Pieces that CSVs are made of, and what breaks them. */
const piece = fc.constantFrom(
  ...[',', ',', ',', '"', '"', '""', '\n', '\n', '\r\n', '\r', ',"', '",', '"\n', '\n"', 'a', 'bc', ' ', "'"],
  ...['x'.repeat(15), 'y'.repeat(16), '""'.repeat(9), 'a name of some length', '  ', '12345'],
  ...['ü', '€', '🎉', '\ufeff', '\0', '\ufeffa,b\n', 'a,b\r\n', '"a",b\n', '1,2\n', '"x ""y"", z",2\r\n'],
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

describe('the scanner of plain CSVs', () => {
  it('tells the same as csv-parse of anything, wherever its bytes are parted', async () => {
    // csv-parse takes a NUL behind a closing quote for the end of the file: it refuses that row for another reason.
    const content = fc
      .tuple(start, fc.oneof(text, text, bytes))
      .map(([head, rest]) => Buffer.concat([Buffer.from(head), rest]))
      .filter((whole) => !whole.includes('"\0'))
    await fc.assert(fc.asyncProperty(content, fc.integer({ min: 1, max: 30 }), compare), {
      seed,
      numRuns: runs(10_000),
    })
    // Else the comparison would be one of the scanner with itself.
    expect(trial.rows).toBeGreaterThan(2000)
  })

  it('tells the same at every border of a nasty file', async () => {
    const nasty = Buffer.from(
      [
        '\ufeff"na""me",b,"c\r\nd"',
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
        'last,"is ""open,',
      ].join('\r\n'),
    )
    const broken = Buffer.concat([nasty.subarray(0, 60), Buffer.from([0xff, 0xc3]), nasty.subarray(60)])
    for (const file of [nasty, nasty.subarray(0, -8), broken]) {
      const whole = await told(readRowsByReference, file, file.length)
      for (let length = 1; length <= file.length; length++) {
        expect(await told(readRows, file, length)).toEqual(whole)
        expect(await told(readRowsByReference, file, length)).toEqual(whole)
        expect(await toldInNumbers(file, length)).toEqual(whole)
      }
    }
  })

  /** The kernel finds some thousand signs at a time; where it leaves off may be anywhere in these. */
  const tight: Readonly<Record<string, string>> = {
    'one cell a row and empty lines': '1,2\n\n\n\r\n',
    'empty cells': ',\r\n',
    'doubled quotes': '"""""",""""\n',
    'commas and line ends in quotes': '",,,\n\n,,,",2\r',
    'empty lines': `${'\n'.repeat(5001)}1,2\n${'\r\n'.repeat(3000)}`,
    'a cell of more signs than are found at once': `"${',"",\n'.repeat(2000)}",2\n1,2\n`,
  }
  it.each(Object.entries(tight))('tells the same of %s, however dense', async (_what, rows) => {
    for (const shift of [0, 1, 7]) {
      const times = Math.ceil(20_000 / rows.length)
      const csv = Buffer.from(`a,b\n${'x'.repeat(shift)},2\n${rows.repeat(times)}last,row\n`)
      await compare(csv, csv.length)
      await compare(csv, 9973)
    }
  })

  it('tells the same of dense rows in any order', async () => {
    const times = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })
    const rows = fc.constantFrom('1\n', '2\r\n', '""""\n', '",,"\n')
    const run = fc.oneof(
      times(2000).map((lines) => '\n'.repeat(lines)),
      fc.tuple(rows, times(60)).map(([row, count]) => row.repeat(count)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 20, maxLength: 60 }), async (runs) => {
        const csv = Buffer.from(`a\n${runs.join('')}`)
        const expected = await told(readRowsByReference, csv, csv.length)
        expect(await toldInNumbers(csv, csv.length)).toEqual(expected)
      }),
      { seed, numRuns: runs(60) },
    )
  })
})
