/** Each kind of input as a reading function over raw values: the bridge from the table to the small readers. */
import { type Parsed, understood, wrong } from '../parse.ts'
import { parseBytes } from './bytes.ts'
import { parseDate } from './dates.ts'
import { parseDuration } from './durations.ts'
import type { Parse } from './input-reader.ts'
import { listItems, textOf } from './lists.ts'
import { parseInteger, parseNumber } from './numbers.ts'
import { parseBoolean, parseWord, parseWords } from './words.ts'

/** A reading function over trimmed text, as one over raw values. */
export function asText<T>(parse: (text: string) => Parsed<T>): Parse<T> {
  return (raw) => parse(textOf(raw).trim())
}

/** A reading function over text that keeps blanks at its ends, for secrets. */
export function asGiven<T>(parse: (text: string) => Parsed<T>): Parse<T> {
  return (raw) => parse(textOf(raw))
}

/** A reading function over items, as one over raw values. */
export function asList<T>(parse: (items: readonly string[]) => Parsed<T>): Parse<T> {
  return (raw) => parse(listItems(raw))
}

/** Every item read on its own, all their problems together. */
export function each<T>(parse: (item: string) => Parsed<T>): Parse<readonly T[]> {
  return asList((items) => {
    const parsed = items.map(parse)
    const problems = parsed.flatMap((one) => ('problems' in one ? one.problems : []))
    if (problems.length > 0) return wrong(...problems)
    return understood(parsed.flatMap((one) => ('value' in one ? [one.value] : [])))
  })
}

/** Text of several lines, as it is. */
export const anyText: Parse<string> = (raw) => understood(textOf(raw))

/** `true` or `false`. */
export const boolean: Parse<boolean> = asText(parseBoolean)
/** An amount of bytes, such as `16GiB`. */
export const bytes: Parse<number> = asText(parseBytes)
/** A duration in ms within the bounds of its row. */
export const duration: Parse<number> = (raw, row) => parseDuration(textOf(raw).trim(), row)
/** A whole number within the bounds of its row. */
export const integer: Parse<number> = (raw, row) => parseInteger(textOf(raw).trim(), row)
/** A number within the bounds of its row, decimals allowed. */
export const decimal: Parse<number> = (raw, row) => parseNumber(textOf(raw).trim(), row)

/** One of the words of a type; the table's row shows the same words. */
export function word<const W extends string>(allowed: readonly W[]): Parse<W> {
  return asText((text) => parseWord(text, allowed))
}

/** Some of the words of a type. */
export function words<const W extends string>(allowed: readonly W[]): Parse<readonly W[]> {
  return asList((items) => parseWords(items, allowed))
}

/** An end of a period; `now` in ms since the epoch. */
export function date(now: number, rounding: 'down' | 'up'): Parse<number> {
  return asText((text) => parseDate(text, now, rounding))
}
