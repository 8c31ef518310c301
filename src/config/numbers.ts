/** Whole and decimal numbers within bounds; never `parseInt`, which reads `5x` as 5. */
import { type Parsed, quoted, understood, wrong } from '../parse.ts'

/** Bounds, both inclusive. */
export type NumberBounds = { readonly min?: number; readonly max?: number }

/** A whole number, written in digits. */
export function parseInteger(text: string, bounds: NumberBounds): Parsed<number> {
  const allowed = `a whole number${within(bounds)}`
  return checked(text, /^-?\d{1,15}$/, bounds, allowed)
}

/** A number with or without decimals, written with a point. */
export function parseNumber(text: string, bounds: NumberBounds): Parsed<number> {
  return checked(text, /^-?\d{1,15}(\.\d{1,9})?$/, bounds, `a number${within(bounds)}`)
}

function checked(text: string, form: RegExp, bounds: NumberBounds, allowed: string): Parsed<number> {
  const value = form.test(text) ? Number(text) : Number.NaN
  const inside = value >= (bounds.min ?? -Infinity) && value <= (bounds.max ?? Infinity)
  return inside ? understood(value) : wrong(`${quoted(text)} is not allowed: write ${allowed}.`)
}

function within({ min, max }: NumberBounds): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`
  if (min !== undefined) return ` of at least ${min}`
  return max === undefined ? '' : ` of at most ${max}`
}
