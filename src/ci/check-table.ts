/** What `doctor` found, as a table for a terminal. Pure. */
import type { CheckRow } from '../ports.ts'
import type { TableLine } from './decision-table.ts'
import { padded, shortened, widthOf, wrapped } from './text-width.ts'

const STATE_COLUMNS = 6
/** Texts beside the names get no less; names longer than the rest are cut. */
const LEAST_TEXT = 30
const SHORTEST_NAME = 12

const colours = { ok: 'green', warn: 'yellow', fail: 'red', skip: 'gray' } as const

/** Lines no wider than `width` columns, but for words that are. Texts come from outside and go through `safe`. */
export function checkTable(
  rows: readonly CheckRow[],
  width: number,
  safe: (text: string) => string,
): readonly TableLine[] {
  const longest = Math.max(...rows.map(({ name }) => widthOf(safe(name))))
  const nameColumns = Math.min(longest, Math.max(SHORTEST_NAME, width - STATE_COLUMNS - 2 - LEAST_TEXT))
  const textColumns = Math.max(LEAST_TEXT, width - STATE_COLUMNS - nameColumns - 2)
  return rows.flatMap(({ state, name, what, mend }) => {
    const head = `${state.padEnd(STATE_COLUMNS)}${padded(shortened(safe(name), nameColumns), nameColumns)}  `
    const indent = ' '.repeat(STATE_COLUMNS + nameColumns + 2)
    const texts = [
      ...wrapped(safe(what), textColumns),
      ...(mend === '' ? [] : wrapped(`-> ${safe(mend)}`, textColumns)),
    ]
    return texts.map((text, at) => ({ text: `${at === 0 ? head : indent}${text}`, colour: colours[state] }))
  })
}
