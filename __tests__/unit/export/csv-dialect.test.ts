import { describe, expect, it } from '@jest/globals'
import { dialectOf } from '../../../src/export/csv-dialect.ts'

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
