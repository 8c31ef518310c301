/** Numbers for people. Pure; runs in the page too. */
import { byCodeUnits } from '../by-code-units.ts'

/** `12,345`, as `Intl.NumberFormat` writes it, without loading its tables at every start. Whole numbers only. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 finding`, `2 findings` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** The largest count first; equal ones by the code units of their names, so the same on every machine. */
export function heaviestFirst(counts: Readonly<Record<string, number>>): [name: string, count: number][] {
  return Object.entries(counts).sort(([a, x], [b, y]) => y - x || byCodeUnits(a, b))
}
