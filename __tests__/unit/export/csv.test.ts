import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { delimiters } from '../../../src/export/csv-dialect.ts'
import { MAX_CELL_BYTES } from '../../../src/export/csv-rows.ts'
import { readCsv } from '../../../src/export/read-csv.ts'
import { isThorough, runs } from '../../fixtures/runs.ts'
import { type Dialect, inDialect, parsed, scanned, scannedIn } from './csv-compared.ts'
import { readCells } from './csv-reading.ts'

const good = [
  ['one', 'two, three'],
  ['with "quotes"', 'with\nlines\r\nof both\rkinds'],
  ['', 'Grüße 🎉'],
  [' blanks kept ', '\t'],
]

describe('a good CSV', () => {
  const lines = [
    'a,b',
    'one,"two, three"',
    '"with ""quotes""","with\nlines\r\nof both\rkinds"',
    ',"Grüße 🎉"',
    ' blanks kept ,\t',
  ]
  it.each(['\n', '\r\n', '\r'])('may end its rows with %j, the last one or not', async (end) => {
    for (const text of [lines.join(end), lines.join(end) + end, lines.join(end) + end + end]) {
      expect(await readCells(text)).toEqual({ hasHeader: true, header: ['a', 'b'], rows: good, bad: [] })
    }
  })

  it('is the same wherever its bytes are parted', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const bytes = Buffer.from(`\uFEFF${lines.join(end)}${end}`)
      for (let length = 1; length < 40; length++) {
        expect((await readCells(bytes, { length })).rows).toEqual(good)
      }
    }
  })

  it.each([',', ';', '\t', '|'])('may part its cells with %j', async (sign) => {
    const text = ['"a"', 'b', '"c ,;"'].join(sign)
    const row = ['1', `"x${sign}y"`, '3'].join(sign)
    expect(await readCells(`\n\n${text}\n${row}\n`)).toMatchObject({
      header: ['a', 'b', 'c ,;'],
      rows: [['1', `x${sign}y`, '3']],
      bad: [],
    })
  })

  it.each([',', ';', '\t', '|'])('may stand in single quotes, its cells parted with %j', async (sign) => {
    const header = ["'a'", 'b', "'c ,;'"].join(sign)
    const rows = [["'1'", `'it''s "x"${sign}y'`, "'3\n4'"].join(sign), ['5', "'6'", "''''"].join(sign)].join(
      '\r\n',
    )
    for (const length of [1, 7, 1000]) {
      expect(await readCells(Buffer.from(`\uFEFF${header}\r\n${rows}`), { length })).toEqual({
        hasHeader: true,
        header: ['a', 'b', 'c ,;'],
        rows: [
          ['1', `it's "x"${sign}y`, '3\n4'],
          ['5', '6', "'"],
        ],
        bad: [],
      })
    }
  })

  it('has bad rows in single quotes as in others', async () => {
    const head = `a,b\n${"'1','2'\n".repeat(20)}`
    const { rows, bad } = await readCells(`${head}'3'x,'4'\nit's,'5'\n'6','7'\n'8','9`)
    expect(rows.slice(19)).toEqual([
      ['1', '2'],
      ['6', '7'],
    ])
    expect(bad).toEqual([
      [22, 'there is text after a closing quote'],
      [23, 'there is a quote inside a cell that does not begin with one'],
      [25, 'a quote is still open at the end of the file'],
    ])
  })

  it('may have one column, a header only, or nothing', async () => {
    expect(await readCells('a\n1\n2')).toMatchObject({ header: ['a'], rows: [['1'], ['2']] })
    expect(await readCells('a,b\r\n')).toEqual({ hasHeader: true, header: ['a', 'b'], rows: [], bad: [] })
    expect(await readCells('"a","b"')).toEqual({ hasHeader: true, header: ['a', 'b'], rows: [], bad: [] })
    expect(await readCells('')).toMatchObject({ hasHeader: false })
    expect(await readCells('\uFEFF\r\n\n')).toMatchObject({ hasHeader: false })
  })

  it('may mix line ends and have empty lines', async () => {
    expect((await readCells('a,b\r\n1,2\n\n3,4\r5,6\r\n\r\n')).rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ])
  })

  it('may have a first line longer than what is looked at for the delimiter', async () => {
    const header = `a;${'b'.repeat(70_000)}`
    expect((await readCells(`${header}\n1;2\n`)).rows).toEqual([['1', '2']])
  })

  it('may have cells up to the limit', async () => {
    const cell = 'x'.repeat(MAX_CELL_BYTES)
    const { rows, bad } = await readCells(`a,b\n"${cell}",${cell}\n1,2\n`, { length: 100_000 })
    expect(bad).toEqual([])
    expect(rows.map((row) => row.map((text) => text.length))).toEqual([
      [MAX_CELL_BYTES, MAX_CELL_BYTES],
      [1, 1],
    ])
  })
})

const badRows: readonly (readonly [name: string, row: string | Buffer, reason: RegExp])[] = [
  ['too few cells', '1', /^it has 1 cells, the header has 2$/],
  ['too many cells', '1,2,3', /^it has 3 cells, the header has 2$/],
  ['a delimiter too many', '1,2,', /^it has 3 cells/],
  ['far too many cells', ','.repeat(200_000), /^it has more than 1000 cells, the header has 2$/],
  ['text after a closing quote', '"1"x,2', /after a closing quote/],
  ['a blank after a closing quote', '"1" ,2', /after a closing quote/],
  ['several stray quotes', '"1"x"y"z",2', /after a closing quote/],
  ['a quote in a bare cell', '1"x,2', /there is a quote inside a cell/],
  ['a NUL', '1,\0', /NUL/],
  ['broken UTF-8', Buffer.from([0x31, 0x2c, 0xc3, 0x28]), /not UTF-8/],
  ['UTF-8 that is cut', Buffer.from([0x31, 0x2c, 0xe2, 0x82]), /not UTF-8/],
  ['an overlong form', Buffer.from([0xc0, 0xaf, 0x2c, 0x32]), /not UTF-8/],
  ['a surrogate', Buffer.from([0xed, 0xa0, 0x80, 0x2c, 0x32]), /not UTF-8/],
  ['a cell above the limit', `${'x'.repeat(MAX_CELL_BYTES + 1)},2`, /longer than 1048576 bytes/],
  ['a quoted cell far above the limit', `1,"${'x,\n'.repeat(600_000)}"`, /longer than 1048576 bytes/],
]

describe('a bad row', () => {
  it.each(badRows)(
    'is reported once, with its number and without its text: %s',
    async (_name, row, reason) => {
      const text = Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.from(row), Buffer.from('\n3,4\n')])
      for (const length of [65_536, 7919]) {
        expect(await readCells(text, { length })).toEqual({
          hasHeader: true,
          header: ['a', 'b'],
          rows: [
            ['1', '2'],
            ['3', '4'],
          ],
          bad: [[3, expect.stringMatching(reason)]],
        })
      }
    },
  )

  it('with a stray quote ends with its line, so that the rows after it are read', async () => {
    const text = 'a,b\n"say "hello", you",2\n1,2\n""x\n5,6\nx"\n"'
    expect(await readCells(text)).toEqual({
      hasHeader: true,
      header: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['5', '6'],
      ],
      bad: [
        [2, expect.stringContaining('after a closing quote')],
        [4, expect.any(String)],
        [6, expect.any(String)],
        [7, expect.any(String)],
      ],
    })
  })

  it.each([
    ['one quote that is never closed', '3,"4\n5,6\n', [3]],
    ['such a quote after a long row', `${'x'.repeat(100_000)},4\n"5\nand no line end any more,6`, [4]],
    ['such a quote in the last line', '3,4\n5,"6', []],
    ['a quote that the next one closes', '"3,4\n5",6"\n7,8\n', [3]],
    ['a quote that closes in a row of too many cells', '"3,4\n5",6,7\n7,8\n', [3]],
    ['a lone CR in a cell', '"3\r4"x,5\n', [3]],
    ['a stray quote in one line', '3"x,4\n5,6\n', []],
    ['a cell of several lines in a row with a NUL', '"3\n4",\0\n', [3]],
    ['a long cell of one line', `${'x'.repeat(3 * MAX_CELL_BYTES)},4\n5,6\n`, []],
    ['a long cell that begins with line ends', `"${'x\n'.repeat(2 * MAX_CELL_BYTES)}",4\n5,6\n`, [3]],
    ['a long cell that begins with one', `"x\n${'x'.repeat(5 * MAX_CELL_BYTES)}",4\n5,6\n`, [3]],
    ['a long cell that ends with one', `"${'x'.repeat(3 * MAX_CELL_BYTES)}\n",4\n5,6\n`, [3]],
    ['a row after that', `"${'x\n'.repeat(2 * MAX_CELL_BYTES)}",4\n5\n`, [3]],
  ])('says whether it goes over several lines: %s', async (_name, row, expected) => {
    for (const length of [65_536, 7919]) {
      const several: number[] = []
      await readCells(`a,b\n1,2\n${row}`, { length, several })
      expect(several).toEqual(expected)
    }
  })

  it('says so in single quotes too', async () => {
    const head = "'a','b'\n'1','2'\n"
    for (const [row, expected] of [
      ["'3','4\n'5','6'\n", [3]],
      ["'3','4'x\n'5','6'\n", []],
      ["'3\n4','5','6'\n", [3]],
      [`'${'x\n'.repeat(2 * MAX_CELL_BYTES)}','4'\n`, [3]],
    ] as const) {
      const several: number[] = []
      await readCells(`${head}${row}`, { several })
      expect(several).toEqual(expected)
    }
  })

  it('may be one with a quote that is never closed; what follows is part of it', async () => {
    expect(await readCells('a,b\n1,2\n3,"4\n5,6\n')).toMatchObject({
      rows: [['1', '2']],
      bad: [[3, 'a quote is still open at the end of the file']],
    })
    expect(await readCells('a,b\n"')).toMatchObject({ rows: [], bad: [[2, expect.any(String)]] })
  })

  it('that is followed by others is reported each time', async () => {
    const { rows, bad } = await readCells('a,b\n1"x,2"y\n1"x,2\n"1"x,2\n1\n3,4\n')
    expect(rows).toEqual([['3', '4']])
    expect(bad.map(([number]) => number)).toEqual([2, 3, 4, 5])
  })

  it('cannot be the header', async () => {
    for (const header of ['a"b,c', 'a,\0', '"a', `${'x'.repeat(MAX_CELL_BYTES + 1)},b`]) {
      await expect(readCells(`${header}\n1,2\n`)).rejects.toThrow(/^bad header/)
    }
    await expect(readCells(Buffer.from([0x61, 0x2c, 0xff]))).rejects.toThrow(/^bad header/)
  })
})

describe('reading', () => {
  it('ends with what the sink throws, at once', async () => {
    let rows = 0
    let fed = 0
    const endless = async function* (): AsyncGenerator<Buffer> {
      for (;;) {
        fed += 1
        yield Buffer.from('a,b\n1,2\n'.repeat(8192))
      }
    }
    const stopped = readCsv(endless(), {
      header: () => undefined,
      row: () => {
        rows += 1
        throw new Error('enough')
      },
      bad: () => undefined,
    })
    await expect(stopped).rejects.toThrow('enough')
    expect(rows).toBe(1)
    expect(fed).toBeLessThan(4)
    const inHeader = readCsv(endless(), {
      header: () => {
        throw new Error('unknown header')
      },
      row: () => undefined,
      bad: () => undefined,
    })
    await expect(inHeader).rejects.toThrow('unknown header')
  })

  it('ends with what the source throws', async () => {
    const cut = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('a,b\n1,2\n')
      throw new Error('cut')
    }
    await expect(readCells(cut())).rejects.toThrow('cut')
  })

  it('takes no longer for a bad row full of quotes', async () => {
    const started = performance.now()
    const { bad } = await readCells(`a,b\n${'x"'.repeat(400_000)},2\n`)
    expect(bad).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('beside csv-parse', () => {
  /**
   * The scanner against csv-parse, its reference: the same header, rows, numbers and reasons. Long rows are in
   * `csv-long-rows.slow.test.ts`.
   */
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
    ...[
      ',',
      ',',
      ',',
      '"',
      '"',
      '""',
      '\n',
      '\n',
      '\r\n',
      '\r',
      ',"',
      '",',
      '"\n',
      '\n"',
      'a',
      'bc',
      ' ',
      "'",
    ],
    ...[
      'x'.repeat(15),
      'y'.repeat(16),
      'z'.repeat(60),
      '""'.repeat(9),
      'a name of some length',
      '  ',
      '12345',
    ],
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
})
