/** How a CSV is written, detected from its first bytes: its encoding, delimiter and quotes. Pure. */

/** Delimiters that exports are known to use, the likelier first; a `sep=` line may name another one. */
export const delimiters = [',', ';', '\t', '|'] as const
type Quote = '"' | "'"

export type Dialect = {
  readonly delimiter: string
  readonly quote: Quote
  /** How a quote within quotes is written: twice, or after a backslash. */
  readonly escape: 'doubled' | 'backslash'
  /** Whether a later row may show that it is after a backslash: no row that was looked at has one there. */
  readonly mayEscape: boolean
  /** Bytes before the first row: a byte order mark, empty lines, a `sep=` line, comments. */
  readonly start: number
}

/** Rows after the header that are looked at for quotes and values. */
const ROWS = 20

/** The dialect of a CSV, of which `text` (as Latin-1) is all that is looked at, with a line end where the file ends. */
export function dialectOf(text: string): Dialect {
  const [first = '', separator] =
    /^(?:\u00ef\u00bb\u00bf)?[\r\n]*(?:"?sep=([^\w\s"']|\t)"?[\r\n]+)?/i.exec(text) ?? []
  const before = first + commentsIn(text.slice(first.length))
  const header = firstLineOf(text.slice(before.length)) ?? text.slice(before.length)
  const withQuote = (quote: Quote, written: Dialect['escape'] = 'doubled'): Dialect => {
    const isNamed = separator !== undefined && header.includes(separator)
    return {
      delimiter: isNamed ? separator : delimiterOf(header, quote),
      quote,
      escape: written,
      mayEscape: false,
      start: before.length,
    }
  }
  const isSingle = (['doubled', 'backslash'] as const).some((written) =>
    areInSingleQuotes(rowsOf(text, withQuote("'", written), ROWS)),
  )
  const quote = isSingle ? "'" : '"'
  const [doubled, escaped] = [withQuote(quote), withQuote(quote, 'backslash')]
  const sign = `\\${quote}`
  const rows = text.includes(sign) ? rowsOf(text, doubled).filter(({ isEnded }) => isEnded) : []
  const mayEscape = !rows.some(({ cells }) => cells.some((cell) => cell.includes(sign)))
  // Where both ways of reading fit, a backslash is part of the text.
  const isEscaped = !mayEscape && !areSound(rows, quote) && areSound(rowsOf(text, escaped), quote)
  return isEscaped ? escaped : { ...doubled, mayEscape }
}

/** Lines that begin with `#` and have fewer cells than the line below them, which a header that begins so has not. */
function commentsIn(text: string): string {
  const [comments = ''] = /^(?:#[^\r\n]*[\r\n]+)+/.exec(text) ?? []
  const header = firstLineOf(text.slice(comments.length)) ?? ''
  const delimiter = delimiterOf(header, '"')
  const width = (line: string): number => line.replace(/"[^"]*"?/g, '').split(delimiter).length
  return comments.split(/[\r\n]+/).every((line) => width(line) < width(header)) ? comments : ''
}

/** The most frequent delimiter of a line, outside of quotes; a comma when there is none. */
function delimiterOf(line: string, quote: Quote): string {
  const bare = line.replace(quote === '"' ? /"[^"]*"?/g : /'[^']*'?/g, '')
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

/** A cell that does without quotes where all texts have them: nothing, a number, a time, a word of databases. */
const bareAmongQuoted = /^(?:[-+]?\d[\d.,:+\-/TZ ]*|null|true|false|\\N)?$/i

/**
 * Whether the texts of all first rows are in single quotes. One that does not is enough against it: who commits can
 * put quotes into paths, branches and matched texts, and an open one would hide the rows after it. The header decides
 * where there is no row.
 */
function areInSingleQuotes([first, ...rows]: readonly WrittenRow[]): boolean {
  const names = first?.cells ?? []
  if (names.some((name) => name.startsWith('"')) || !rows.every(hasTextsInSingleQuotes)) return false
  return rows.some((row) => row.isEnded) || 2 * names.filter(isInSingleQuotes).length > names.length
}

function hasTextsInSingleQuotes({ cells, isEnded }: WrittenRow): boolean {
  const quoted = cells.filter(isInSingleQuotes).length
  const bare = cells.filter((cell) => bareAmongQuoted.test(cell)).length
  return quoted + bare === cells.length && (quoted > 1 || !isEnded)
}

export function isInSingleQuotes(cell: string): boolean {
  return cell.length > 1 && cell.startsWith("'") && cell.endsWith("'")
}

/** Whether rows are as wide as the header, and quotes are around cells only. */
function areSound(rows: readonly WrittenRow[], quote: Quote): boolean {
  return rows
    .filter(({ isEnded }) => isEnded)
    .every(({ cells, isWhole }) => isWhole && cells.length === rows[0]?.cells.length && cells.every(isCell))

  function isCell(cell: string): boolean {
    return cell.startsWith(quote) || !cell.includes(quote)
  }
}

/** The cells of the first rows after the header, without quotes around them. */
export function firstCells(text: string, dialect: Dialect): readonly (readonly string[])[] {
  const rows = rowsOf(text, dialect, ROWS).filter(({ isEnded }) => isEnded)
  return rows.slice(1).map(({ cells }) => {
    const bare = cells.map((cell) => cell.replace(/^(["'])(.*)\1$/s, '$2'))
    return bare.map((cell) => Buffer.from(cell, 'latin1').toString())
  })
}

/** Cells as they are written; of a row whose end is not in the text, those that end there. */
type WrittenRow = {
  readonly cells: readonly string[]
  readonly isEnded: boolean
  /** No text follows a closing quote. */
  readonly isWhole: boolean
}

/** The header and at most so many rows after it, without empty lines. */
function rowsOf(text: string, dialect: Dialect, most = Number.POSITIVE_INFINITY): readonly WrittenRow[] {
  const { delimiter, quote } = dialect
  const border = new RegExp(`\\x${delimiter.charCodeAt(0).toString(16).padStart(2, '0')}|[\\r\\n]+`, 'g')
  const rows: WrittenRow[] = []
  let cells: string[] = []
  let isWhole = true
  for (let at = dialect.start; at < text.length; at = border.lastIndex) {
    border.lastIndex = text[at] === quote ? behindQuotes(text, at, dialect) : at
    const end = border.lastIndex
    const found = border.exec(text)
    if (found === null) break
    if (end > at && found.index > end) isWhole = false
    cells.push(text.slice(at, found.index))
    if (found[0] === delimiter) continue
    rows.push({ cells, isEnded: true, isWhole })
    if (rows.length > most) return rows
    cells = []
    isWhole = true
  }
  return cells.length === 0 ? rows : [...rows, { cells, isEnded: false, isWhole }]
}

/** The place after the quote that closes a cell; the end of the text when none does for sure. */
function behindQuotes(text: string, start: number, dialect: Dialect): number {
  const { quote } = dialect
  for (let at = start + 1; at < text.length; at++) {
    if (dialect.escape === 'backslash' && text[at] === '\\') at++
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1
      at++
    }
  }
  return text.length
}

/**
 * The first line of `text` that is not blank, without its end; a line end inside quotes does not count. `null` when
 * its end is not in `text`.
 */
export function firstLineOf(text: string): string | null {
  return /^[\r\n]*((?:"[^"]*"|[^"\r\n])+)[\r\n]/.exec(text)?.[1] ?? null
}

export function utf16Of(start: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : null
}

/** Turns UTF-16 with a byte order mark into UTF-8; a half character becomes a NUL, so that its row is bad. */
export async function* inUtf8(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let before: Buffer | null = null
  let encoding: ReturnType<typeof utf16Of> | undefined
  for await (const chunk of chunks) {
    let bytes: Buffer = before === null ? chunk : Buffer.concat([before, chunk])
    before = null
    if (encoding === undefined && bytes.length > 1) encoding = utf16Of(bytes)
    if (encoding === undefined) before = bytes
    else if (encoding === null) yield bytes
    else {
      const end = wholeCharacters(bytes, encoding)
      before = bytes.subarray(end)
      bytes = bytes.subarray(0, end)
      yield utf16ToUtf8(bytes, encoding)
    }
  }
  if (before !== null && before.length > 0) yield encoding === undefined ? before : Buffer.alloc(1)
}

function wholeCharacters(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): number {
  const end = bytes.length & ~1
  const high = bytes[encoding === 'utf-16le' ? end - 1 : end - 2] ?? 0
  return high >= 0xd8 && high <= 0xdb ? end - 2 : end
}

/** @param bytes of an even number */
export function utf16ToUtf8(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  const text = (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le')
  return Buffer.from(text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '\0'))
}
