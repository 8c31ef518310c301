/** The decision, its findings, and the checks of `doctor`, as tables for a terminal. Pure. */
import type { Counts, ThresholdOutcome } from '../finding.ts'
import type { CheckRow, LoggedFinding } from '../host.ts'
import { type Colour, padded, shortened, widthOf, wrapped } from './printer.ts'

/** A line of a table, without its line end. */
type TableLine = { readonly text: string; readonly colour?: Colour }

/** Columns beside the name: verdict, observed, limit, and the blanks between. */
const FIGURES = 4 + 2 + 10 + 2 + 10 + 2
/** Longer names are cut to no less. */
const SHORTEST_NAME = 12

/**
 * Lines no wider than `width` columns (where that leaves a name any room). Names come from outside and go through
 * `safe`.
 */
export function decisionTable(
  counts: Counts,
  thresholds: readonly ThresholdOutcome[],
  hasBaseline: boolean,
  width: number,
  safe: (text: string) => string,
): readonly TableLine[] {
  const names = thresholds.map(({ name }) => safe(name))
  const longest = Math.max(9, ...names.map(widthOf))
  const room = Math.min(longest, Math.max(SHORTEST_NAME, width - FIGURES))
  const row = (mark: string, name: string, observed: string, max: string): string =>
    `${mark.padEnd(4)}  ${padded(shortened(name, room), room)}  ${observed.padStart(10)}  ${max.padStart(10)}`
  return [
    { text: '' },
    { text: row('', 'threshold', 'found', 'limit') },
    ...thresholds.map((threshold, at) => ({
      text: row(markOf(threshold), names[at] ?? '', String(threshold.observed), String(threshold.max)),
      colour: colourOf(threshold),
    })),
    { text: '' },
    ...countLines(counts, hasBaseline).map((text) => ({ text })),
    { text: '' },
  ]
}

function countLines(counts: Counts, hasBaseline: boolean): readonly string[] {
  const { total, distinct, new: fresh, suppressed, bySeverity } = counts
  const severities = Object.entries(bySeverity).map(([name, count]) => `${count} ${name}`)
  return [
    `${total} ${total === 1 ? 'finding' : 'findings'}: ${distinct} distinct${hasBaseline ? `, ${fresh} new` : ''}; ${suppressed} suppressed`,
    severities.join(', '),
  ]
}

function markOf({ passed, level }: ThresholdOutcome): string {
  if (passed) return 'ok'
  return level === 'warn' ? 'warn' : 'FAIL'
}

function colourOf({ passed, level }: ThresholdOutcome): Colour {
  if (passed) return 'green'
  return level === 'warn' ? 'yellow' : 'red'
}

/** Longer names of rules are not aligned: nothing is cut, since names are copied from here. */
const LONGEST_RULE = 32

/** Two lines for each finding: the second has its branches and its link. */
export function findingsTable(
  findings: readonly LoggedFinding[],
  safe: (text: string) => string,
): readonly TableLine[] {
  const longest = Math.max(...findings.map(({ rule }) => widthOf(safe(rule))))
  return findings.flatMap(({ severity, rule, place, branches, link }) => {
    const name = padded(safe(rule), Math.min(longest, LONGEST_RULE))
    const below = [branches, link ?? ''].filter((part) => part !== '').map(safe)
    const colour: Colour = severity === 'critical' || severity === 'high' ? 'red' : 'yellow'
    return [
      { text: `${severity.padEnd(8)}  ${name}  ${safe(place)}`, colour },
      ...(below.length > 0 ? [{ text: `          ${below.join('  ')}`, colour: 'gray' as const }] : []),
    ]
  })
}

const STATE_COLUMNS = 6
/** Texts beside the names get no less; names longer than the rest are cut. */
const LEAST_TEXT = 30

const checkColours = { ok: 'green', warn: 'yellow', fail: 'red', skip: 'gray' } as const

/** Lines no wider than `width` columns, but for words that are. Texts come from outside and go through `safe`. */
export function checkTable(
  rows: readonly CheckRow[],
  width: number,
  safe: (text: string) => string,
): readonly TableLine[] {
  const longest = Math.max(...rows.map(({ name }) => widthOf(safe(name))))
  const nameColumns = Math.min(longest, Math.max(SHORTEST_NAME, width - STATE_COLUMNS - 2 - LEAST_TEXT))
  const textColumns = Math.max(LEAST_TEXT, width - STATE_COLUMNS - nameColumns - 2)
  return rows.flatMap(({ state, name, what, hint }) => {
    const head = `${state.padEnd(STATE_COLUMNS)}${padded(shortened(safe(name), nameColumns), nameColumns)}  `
    const indent = ' '.repeat(STATE_COLUMNS + nameColumns + 2)
    const texts = [
      ...wrapped(safe(what), textColumns),
      ...(hint === '' ? [] : wrapped(`-> ${safe(hint)}`, textColumns)),
    ]
    return texts.map((text, at) => ({
      text: `${at === 0 ? head : indent}${text}`,
      colour: checkColours[state],
    }))
  })
}
