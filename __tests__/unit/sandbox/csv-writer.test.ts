import { describe, expect, it } from '@jest/globals'
import { writeCsv } from '../../../sandbox/csv-writer.ts'

const plain = { delimiter: ',', lineEnd: '\r\n', byteOrderMark: false, quoteAll: false } as const

describe('writeCsv', () => {
  it('quotes only what needs it', () => {
    const text = writeCsv(
      ['a', 'b'],
      [
        ['x,y', 'he said "no"'],
        ['two\nlines', ' blank '],
      ],
      plain,
    )
    expect(text).toBe('a,b\r\n"x,y","he said ""no"""\r\n"two\nlines", blank \r\n')
  })

  it('writes other delimiters, line ends, a byte order mark and quotes everywhere', () => {
    const dialect = { delimiter: ';', lineEnd: '\n', byteOrderMark: true, quoteAll: true } as const
    expect(writeCsv(['a', 'b'], [['x,y', '']], dialect)).toBe('\uFEFF"a";"b"\n"x,y";""\n')
  })

  it('quotes a cell that holds the delimiter of the dialect, and not a comma that is none', () => {
    expect(writeCsv(['a'], [['x;y'], ['x,y']], { ...plain, delimiter: ';' })).toBe('a\r\n"x;y"\r\nx,y\r\n')
  })
})
