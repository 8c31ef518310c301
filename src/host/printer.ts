/** Writes whole lines on a screen, secrets blanked, and keeps live lines below them in a terminal. */
import { styleText } from 'node:util'
import type { Environment } from './dialect.ts'
import { harmless } from './harmless.ts'

/** Where lines go: the part of `process.stdout` that is used. */
export type Screen = {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export type Colour = 'red' | 'yellow' | 'green' | 'gray'

export type Printer = {
  /** One line. Text of unknown origin goes through `safe` first. */
  line(text: string, colour?: Colour): void
  /** The text without secrets, in one line that moves no cursor and is no command. */
  safe(text: string): string
  /** The text without secrets, else as it is. */
  blank(text: string): string
  mask(secret: string): void
  /** Whether this is a terminal in which lines can be overwritten. */
  readonly live: boolean
  /** Columns of the terminal; a usual number elsewhere. */
  width(): number
  /** Shows lines below all others, in place of those before; `null` takes them away. Does nothing where not `live`. */
  progress(text: string | null): void
}

const CLEAR_LINE = '\r\u001b[2K'
/** To the first column, then clears that line and everything below it. */
const CLEAR_BELOW = '\r\u001b[J'
const USUAL_COLUMNS = 80
const USUAL_ROWS = 24

/** A printer on a screen; colours and live lines only in a terminal, colours not with NO_COLOR. */
export function printerOf(screen: Screen, environment: Environment): Printer {
  const live = screen.isTTY === true && environment.TERM !== 'dumb'
  const coloured = live && !environment.NO_COLOR
  const secrets: string[] = []
  let below: readonly string[] = []
  let drawn = 0

  const blank = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  const safe = (text: string): string => harmless(blank(text))
  const width = (): number => Math.max(1, (screen.columns ?? USUAL_COLUMNS) - 1)
  const clear = (): void => {
    if (drawn > 1) screen.write(`\u001b[${drawn - 1}A${CLEAR_BELOW}`)
    else if (drawn === 1) screen.write(CLEAR_LINE)
    drawn = 0
  }
  const draw = (): void => {
    const shown = fitting(below, screen.rows ?? USUAL_ROWS).map((line) => cut(line, width()))
    if (shown.length > 0) screen.write(shown.join('\n'))
    drawn = shown.length
  }
  return {
    live,
    width,
    safe,
    blank,
    line: (text, colour) => {
      clear()
      const styled =
        coloured && colour !== undefined ? styleText(colour, text, { validateStream: false }) : text
      screen.write(`${styled}\n`)
      draw()
    },
    mask: (secret) => {
      if (secret !== '' && !secrets.includes(secret)) secrets.push(secret)
      secrets.sort((a, b) => b.length - a.length)
    },
    progress: (text) => {
      if (!live) return
      clear()
      below = text === null ? [] : text.split('\n').map(safe)
      draw()
    },
  }
}

/** What leaves one row for the cursor and one for the line above. */
function fitting(lines: readonly string[], rows: number): readonly string[] {
  const room = Math.max(1, rows - 2)
  if (lines.length <= room) return lines
  const shown = Math.max(1, room - 1)
  return [...lines.slice(0, shown), `  ... and ${lines.length - shown} more`]
}

/** Made for the first live line: its tables take long to load, and most runs draw none. */
let graphemes: Intl.Segmenter | null = null

/** What fits a number of columns. A character beyond ASCII may take two, and a line must never wrap. */
function cut(line: string, columns: number): string {
  let used = 0
  let kept = ''
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of graphemes.segment(line)) {
    used += /^[\u0020-\u02ff]$/.test(segment) ? 1 : 2
    if (used > columns) break
    kept += segment
  }
  return kept
}
