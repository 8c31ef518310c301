/** Numbers for people. Pure; runs in Node and in the page of `report.html`. */

import { byCodeUnits } from '../by-code-units.ts'

/** `12,345`, of a whole number: what `Intl.NumberFormat` writes, without loading its tables at every start. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 finding`, `2 findings` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** Counts by name, the largest first; equal ones by code units of their names, so the same on every machine. */
export function heaviestFirst(counts: Readonly<Record<string, number>>): [name: string, count: number][] {
  return Object.entries(counts).sort(([a, x], [b, y]) => y - x || byCodeUnits(a, b))
}
