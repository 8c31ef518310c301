/** Delimiter and quote of a CSV, detected from its first rows. Pure. */

/** Delimiters that exports are known to use, the likelier first. */
export const delimiters = [',', ';', '\t', '|'] as const
/** A sign that ends cells. */
export type Delimiter = (typeof delimiters)[number]
/** A quote around cells. */
export type Quote = '"' | "'"

/** Delimiter and quote of a CSV. */
export type Dialect = { readonly delimiter: Delimiter; readonly quote: Quote }

/** Rows behind the header that are looked at. */
const ROWS = 20

/** The dialect of a CSV, of which `text` (as Latin-1) is all that is looked at, with a line end where the file ends. */
export function dialectOf(text: string): Dialect {
  const header = firstLineOf(text) ?? text
  return dialectWith(header, standsInSingleQuotes(text, header, false) ? "'" : '"')
}

/** The same of a text that may go on; `null` while what follows could change it. */
export function dialectSoFar(text: string): Dialect | null {
  const header = firstLineOf(text)
  const isSingle = header === null ? null : standsInSingleQuotes(text, header, true)
  return header === null || isSingle === null ? null : dialectWith(header, isSingle ? "'" : '"')
}

function dialectWith(header: string, quote: Quote): Dialect {
  return { delimiter: delimiterOf(header, quote), quote }
}

/** The most frequent delimiter of a line, outside of quotes; a comma when there is none. */
function delimiterOf(line: string, quote: Quote): Delimiter {
  const bare = line.replace(quote === '"' ? /"[^"]*"?/g : /'[^']*'?/g, '')
  let best: Delimiter = ','
  let most = 0
  for (const delimiter of delimiters) {
    const count = bare.split(delimiter).length - 1
    if (count > most) {
      best = delimiter
      most = count
    }
  }
  return best
}

/** A cell that does without quotes where all texts have them: nothing, a number, a time, a word of databases. */
const bareAmongQuoted = /^(?:[-+]?\d[\d.,:+\-/TZ ]*|null|true|false|\\N)?$/i

/**
 * Whether the texts of all first rows are in single quotes. One that does not is enough against it: who commits can
 * put quotes into paths, branches and matched texts, and an open one would hide the rows behind it. The header decides
 * where there is no row. `null`: more text is needed.
 */
function standsInSingleQuotes(text: string, header: string, more: boolean): boolean | null {
  const [first, ...rows] = firstRows(text, dialectWith(header, "'"))
  const names = first?.cells ?? []
  if (names.some((name) => name.startsWith('"')) || !rows.every(hasTextsInSingleQuotes)) return false
  const ended = rows.filter((row) => row.isEnded).length
  if (more && ended < ROWS) return null
  return ended > 0 || 2 * names.filter(isInSingleQuotes).length > names.length
}

function hasTextsInSingleQuotes({ cells, isEnded }: WrittenRow): boolean {
  const quoted = cells.filter(isInSingleQuotes).length
  const bare = cells.filter((cell) => bareAmongQuoted.test(cell)).length
  return quoted + bare === cells.length && (quoted > 1 || !isEnded)
}

/** Whether a cell begins and ends with a single quote. */
export function isInSingleQuotes(cell: string): boolean {
  return cell.length > 1 && cell.startsWith("'") && cell.endsWith("'")
}

/**
 * The cells of the first rows after the header, without quotes around them. `null`: more text is needed.
 * @param more whether the text may go on
 */
export function firstCells(
  text: string,
  dialect: Dialect,
  more: boolean,
): readonly (readonly string[])[] | null {
  const rows = firstRows(text, dialect).filter(({ isEnded }) => isEnded)
  if (more && rows.length <= ROWS) return null
  return rows.slice(1).map(({ cells }) => cells.map((cell) => cell.replace(/^(["'])(.*)\1$/s, '$2')))
}

/** Cells as they are written; of a row whose end is not in the text, those that end there. */
type WrittenRow = { readonly cells: readonly string[]; readonly isEnded: boolean }

/** The header and the rows behind it that are looked at, without empty lines. */
function firstRows(text: string, { delimiter, quote }: Dialect): readonly WrittenRow[] {
  const border = new RegExp(`[${delimiter}]|[\\r\\n]+`, 'g')
  const rows: WrittenRow[] = []
  let cells: string[] = []
  for (let at = startOfRows(text); at < text.length; at = border.lastIndex) {
    border.lastIndex = text[at] === quote ? behindQuotes(text, at, quote) : at
    const found = border.exec(text)
    if (found === null) break
    cells.push(text.slice(at, found.index))
    if (found[0] === delimiter) continue
    rows.push({ cells, isEnded: true })
    if (rows.length > ROWS) return rows
    cells = []
  }
  return cells.length === 0 ? rows : [...rows, { cells, isEnded: false }]
}

/** Behind a byte order mark, as Latin-1, and empty lines. */
function startOfRows(text: string): number {
  return /^(?:\u00ef\u00bb\u00bf)?[\r\n]*/.exec(text)?.[0].length ?? 0
}

/** The place behind the quote that closes a cell; the end of the text when none does for sure. */
function behindQuotes(text: string, start: number, quote: Quote): number {
  let at = text.indexOf(quote, start + 1)
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2)
  return at < 0 ? text.length : at + 1
}

/**
 * The first line of `text` that is not blank, without its end; a line end inside quotes does not count. `null` when
 * its end is not in `text`.
 */
export function firstLineOf(text: string): string | null {
  return /^[\r\n]*((?:"[^"]*"|[^"\r\n])+)[\r\n]/.exec(text)?.[1] ?? null
}
