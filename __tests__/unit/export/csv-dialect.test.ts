import { describe, expect, it } from '@jest/globals'
import { dialectOf } from '../../../src/export/csv-dialect.ts'
import { readCells } from './csv-reading.ts'

const header = 'Project,Repository,Path,Line,Rule\n'
const single = "'PAY','repo','src/a.ts',3,'AWS_KEY'\n"
const inDouble = { delimiter: ',', quote: '"', escape: 'doubled' }
const inSingle = { ...inDouble, quote: "'" }

describe('single quotes', () => {
  it.each([
    ['the first row stands in them', header + single],
    ['the header does, too', `'Project','Repository','Path','Line','Rule'\n${single}`],
    ['there is a header alone', "'Project','Repository','Path','Line',Rule\n"],
    ['a byte order mark and empty lines come first', `\u00ef\u00bb\u00bf\r\n\r\n${header}${single}`],
    ['a cell holds quotes, delimiters and line ends', `${header}'PAY','it''s, "x"','a\nb',3,'AWS_KEY'\n`],
    ['times, numbers and nothing do without', "A,B,C,D,E,F\n'R','a',2026-01-02T03:04:05.678Z,-1.5,,NULL\n"],
  ])('are the quotes when %s', (_name, text) => {
    expect(dialectOf(text)).toMatchObject(inSingle)
  })

  it.each([
    ['nothing stands in them', `${header}PAY,repo,src/a.ts,3,AWS_KEY\n`],
    ['only the names that a committer gives do', `${header}PAY,'repo','src/a.ts',3,AWS_KEY\n`],
    ['one text of one row does without', `${header}${single}'PAY','repo','src/a.ts',3,AWS_KEY\n`],
    ['only one cell does', "Path,Line\n'a',3\n"],
    ['a cell begins with another quote', `${header}"PAY",'repo','src/a.ts',3,'AWS_KEY'\n`],
    ['a header begins with another quote', `"Project",Repository,Path,Line,Rule\n${single}`],
    ['they close before the cell ends', `${header}'PAY','repo','a'/b,3,'AWS_KEY'\n`],
    ['half of a header alone does', "'Project','Repository',Path,Rule\n"],
    ['there is nothing', '\n'],
  ])('are none when %s', (_name, text) => {
    expect(dialectOf(text)).toMatchObject(inDouble)
  })

  it('hide the delimiters of the header', () => {
    const text = "'a,b';'c,d,e'\n'x';'y'\n"
    expect(dialectOf(text)).toEqual({ ...inSingle, mayEscape: true, delimiter: ';', start: 0 })
  })

  it('are none of a row that does not end in what is looked at, unless the rows before have them', () => {
    expect(dialectOf(`${header}'PAY','re`)).toMatchObject(inDouble)
    expect(dialectOf(`${header}${single}'PAY','re`)).toMatchObject(inSingle)
  })
})

describe('comments', () => {
  it.each([
    ['one', '# Findings, made on "Monday\n'],
    ['several, after a byte order mark', '\u00ef\u00bb\u00bf# Soteri\r\n#\r\n\r\n'],
    ['one after the separator', 'sep=,\n# Soteri; for; Bitbucket; all; of; it\n'],
  ])('are no header: %s', (_name, text) => {
    expect(dialectOf(text + header + single)).toEqual({ ...inSingle, mayEscape: true, start: text.length })
  })

  it.each([
    ['a header', '#,Path,Rule\n1,src/a.ts,AWS_KEY\n'],
    ['a header in quotes', '#,"Path, full",Rule\n#1,src/a.ts,AWS_KEY\n'],
    ['all there is', '# Path\n#a\n'],
  ])('are not %s', (_name, text) => {
    expect(dialectOf(text).start).toBe(0)
  })
})

describe('all dialects', () => {
  /** Every combination of what a dialect is made of, read as the same cells. */
  const encodings = {
    'UTF-8': (text: string) => Buffer.from(text),
    'UTF-8 with a mark': (text: string) => Buffer.from(`\uFEFF${text}`),
    'UTF-16LE': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
    'UTF-16BE': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  }
  const header = ['Project', 'Path', 'Rule', 'Match']
  /** Every text that quotes are for, and what could be taken for them. */
  const rows = (delimiter: string, quote: string): readonly (readonly string[])[] => [
    ['SHOP', 'src/ä😀.ts', 'AWS_KEY', `a ${quote}b${quote}${delimiter} c`],
    ['SHOP', 'C:\\dir', 'AWS_KEY', `x${quote}`],
    ['SHOP', 'dir\\\\', 'AWS_KEY', `two\r\nlines ${quote}${quote}`],
    ['SHOP', 'b', 'AWS_KEY', `${quote}${delimiter}${quote}`],
  ]

  const combinations = Object.keys(encodings).flatMap((encoding) =>
    [',', ';', '\t', '|', '^'].flatMap((delimiter) =>
      ['"', "'"].flatMap((quote) =>
        (['doubled', 'backslash'] as const).flatMap((marks) =>
          ['\r\n', '\n', '\r'].flatMap((lineEnd) =>
            [true, false].map((separatorLine) => ({
              encoding,
              delimiter,
              quote,
              marks,
              lineEnd,
              separatorLine,
            })),
          ),
        ),
      ),
    ),
  )

  type Combination = (typeof combinations)[number]

  function written({ encoding, delimiter, quote, marks, lineEnd, separatorLine }: Combination): Buffer {
    const escaped = (cell: string): string =>
      marks === 'doubled'
        ? cell.replaceAll(quote, quote + quote)
        : cell.replace(/[\\"']/g, (sign) => (sign === '\\' || sign === quote ? `\\${sign}` : sign))
    const line = (cells: readonly string[]): string =>
      cells.map((cell) => `${quote}${escaped(cell)}${quote}`).join(delimiter) + lineEnd
    const lines = [header, ...rows(delimiter, quote)].map(line).join('')
    const text = `${separatorLine ? `sep=${delimiter}${lineEnd}` : ''}${lines}`
    return encodings[encoding as keyof typeof encodings](text)
  }

  describe('a dialect', () => {
    // No one uses other delimiters without saying so.
    it.each(combinations.filter(({ delimiter, separatorLine }) => delimiter !== '^' || separatorLine))(
      '%j',
      async (combination) => {
        const bytes = written(combination)
        for (const length of [1, 7, bytes.length]) {
          expect(await readCells(bytes, { length })).toEqual({
            hasHeader: true,
            header,
            rows: rows(combination.delimiter, combination.quote),
            bad: [],
          })
        }
      },
    )
  })

  describe('a backslash before a quote', () => {
    it('belongs to the text where doubled quotes fit all rows', async () => {
      const { rows, bad } = await readCells('A,B\n"C:\\dir\\","x"\n"a ""b\\""",y\n')
      expect(bad).toEqual([])
      expect(rows).toEqual([
        ['C:\\dir\\', 'x'],
        ['a "b\\"', 'y'],
      ])
    })

    it('belongs to the text where both ways fit all rows', async () => {
      const { rows, bad } = await readCells('A,B\n"C:\\\\",x\n"y",z\n')
      expect([rows[0], bad]).toEqual([['C:\\\\', 'x'], []])
    })

    it('is none where it does not fit all rows either', async () => {
      const { rows, bad } = await readCells('A,B\n"a \\"b\\" c",x\n"d" e,y\n"f",z\n')
      expect(bad.map(([number]) => number)).toEqual([2, 3])
      expect(rows).toEqual([['f', 'z']])
    })

    describe('that no row of the first 64 KiB has', () => {
      const many = '"C:\\\\x","y"\n'.repeat(9000)

      it.each<[string, string, (readonly string[])[]]>([
        [
          'in the middle of a cell',
          '"a \\"b\\" c","d\\\\"\n"e","\\"f"\n',
          [
            ['a "b" c', 'd\\'],
            ['e', '"f'],
          ],
        ],
        [
          'at the end of a row, before rows without quotes',
          '1,"a\\""\n2,3\n"b\\"",4\n',
          [
            ['1', 'a"'],
            ['2', '3'],
            ['b"', '4'],
          ],
        ],
        ['at the end of the file', '1,"a\\""', [['1', 'a"']]],
        ['in a row of several lines', '"a\\"\n\\"b",1\n', [['a"\n"b', '1']]],
      ])('is understood %s', async (_name, text, found) => {
        for (const length of [1 << 20, 4099]) {
          const { rows, bad } = await readCells(Buffer.from(`A,B\n${many}${text}`), { length })
          expect([rows.slice(9000), bad]).toEqual([found, []])
        }
      })

      it.each([
        ['the row is bad so too', '"a \\"b\\" c",x,y\n"d","e"\n', [9002], [['d', 'e']]],
        [
          'the row would not end so',
          `"a \\"b\\",x\n${'"d","e"\n'.repeat(20_000)}`,
          [9002],
          Array(20_000).fill(['d', 'e']),
        ],
        ['the row would end with the file so', '"a \\"b\\",x\n"d","e"\n', [9002], [['d', 'e']]],
      ])('is text where %s', async (_name, text, bad, found) => {
        for (const length of [1 << 20, 4099]) {
          const read = await readCells(Buffer.from(`A,B\n${many}${text}`), { length })
          expect([read.bad.map(([number]) => number), read.rows.slice(9000)]).toEqual([bad, found])
        }
      })

      it('is understood in the row that the first 64 KiB end within', async () => {
        const before = 'A,B\n'.padEnd(65_536 - 11, '"x","y"\n').replace(/\n[^\n]*$/, '\n')
        const { rows, bad } = await readCells(`${before}"k \\"l\\" and more","m"\n`)
        expect([rows.at(-1), bad]).toEqual([['k "l" and more', 'm'], []])
      })
    })

    it('leaves a stray quote to its line', async () => {
      const stray = '"h"i,"\n'
      const { rows, bad } = await readCells(`A,B\n${'"a \\"b\\" c",x\n'.repeat(9000)}${stray}"j","k \\"l"\n`)
      expect(bad).toEqual([[9002, 'there is text after a closing quote']])
      expect(rows.at(-1)).toEqual(['j', 'k "l'])
    })
  })

  describe('UTF-16', () => {
    it.each([
      ['half a character', Buffer.from([0x41])],
      ['half a pair', Buffer.from([0x3d, 0xd8])],
      ['half a pair within', Buffer.from([0x3d, 0xd8, 0x41, 0x00])],
    ])('has a bad row with %s at the end', async (_name, more) => {
      const bytes = Buffer.concat([Buffer.from('\uFEFFA,B\n1,2\n3,4', 'utf16le'), more])
      for (const length of [1, 3, 100]) {
        expect(await readCells(bytes, { length })).toMatchObject({
          rows: [['1', '2']],
          bad: [[3, 'it has a NUL byte']],
        })
      }
    })
  })

  describe('a line that names the separator', () => {
    it('is a header where it names none, or another one than the header has', async () => {
      expect((await readCells('sep=x,B\n1,2\n')).header).toEqual(['sep=x', 'B'])
      expect((await readCells('sep=;\nA,B\n1,2\n')).header).toEqual(['A', 'B'])
    })
  })
})
