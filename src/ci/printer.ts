/** Writes lines on a screen, secrets masked, live lines below them; measures texts in columns. Sole user of string-width. */
import { styleText } from 'node:util'
import widthOf from 'string-width'
import { escapeForLog, maskerOf } from '../text.ts'
import { isInCi } from './ci-formats.ts'
import type { Environment } from './process.ts'

type Screen = {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export type Colour = 'red' | 'yellow' | 'green' | 'gray'

export type Printer = ReturnType<typeof printerOf>

/** To the first column, then clears that line and everything below it. */
const CLEAR_BELOW = '\r\u001b[J'
/** Terminals disagree about the width of some emoji, and one line that broke would put every redraw off by a row. */
const WRAP_OFF = '\u001b[?7l'
const WRAP_ON = '\u001b[?7h'
const USUAL_COLUMNS = 80
const USUAL_ROWS = 24

/** Only terminals outside of CIs get colours and live lines. The cursor is never hidden: a killed run could not show it. */
export function printerOf(screen: Screen, environment: Environment) {
  const live = screen.isTTY === true && environment.TERM !== 'dumb' && !isInCi(environment)
  const coloured = live && !environment.NO_COLOR
  const secrets = new Set<string>()
  let masked = maskerOf(secrets)
  let below: readonly string[] = []
  let drawn = 0

  const safe = (text: string): string => escapeForLog(masked(text))
  const width = (): number => Math.max(1, (screen.columns ?? USUAL_COLUMNS) - 1)
  /** Writes whole lines in the place of the live ones, and those again below: in one piece, so that nothing flickers. */
  const show = (lines: string): void => {
    const up = drawn > 1 ? `\u001b[${drawn - 1}A` : ''
    const shown = fitting(below, screen.rows ?? USUAL_ROWS).map((line) => shortened(line, width()))
    const live = shown.length > 0 ? `${WRAP_OFF}${shown.join('\n')}${WRAP_ON}` : ''
    const text = `${drawn > 0 ? up + CLEAR_BELOW : ''}${lines}${live}`
    drawn = shown.length
    if (text !== '') screen.write(text)
  }
  return {
    live,
    width,
    /** The text without secrets, in one line that moves no cursor and is no command. */
    safe,
    masked: (text: string): string => masked(text),
    /** Writes one line. Text of unknown origin goes through `safe` first. */
    line(text: string, colour?: Colour): void {
      const isStyled = coloured && colour !== undefined
      show(`${isStyled ? styleText(colour, text, { validateStream: false }) : text}\n`)
    },
    mask(secret: string): void {
      masked = maskerOf(secrets.add(secret))
    },
    /** Shows lines below all others, in place of those before; `null` takes them away. Does nothing where not `live`. */
    progress(text: string | null): void {
      if (!live) return
      below = text === null ? [] : text.split('\n').map(safe)
      show('')
    },
  }
}

function fitting(lines: readonly string[], rows: number): readonly string[] {
  const room = Math.max(1, rows - 2)
  if (lines.length <= room) return lines
  const shown = Math.max(1, room - 1)
  return [...lines.slice(0, shown), `  and ${lines.length - shown} more`]
}

const ELLIPSIS = '...'
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns of one line of text: ideographs and emoji take two, combining marks none. */
export { widthOf }

/** The text where it fits, else its beginning and `...`, at most `columns` wide. */
export function shortened(text: string, columns: number): string {
  // No character is wider than two columns, so most lines are measured once.
  if (text.length * 2 <= columns || widthOf(text) <= columns) return text
  const ellipsis = columns > ELLIPSIS.length ? ELLIPSIS : ''
  let left = columns - ellipsis.length
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    left -= widthOf(segment)
    if (left < 0) break
    kept += segment
  }
  return kept + ellipsis
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)))
}

/** The text in lines of at most `columns`, broken at blanks; a word that is wider has a line of its own. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
