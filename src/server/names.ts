/** A few names that stand for many, as notes and errors name them. Pure. */

/** Some names of many: how many there are, and the first of them. */
export type Names = { count: number; readonly first: string[] }

/** So many are named; the rest is counted. */
const NAMED = 5

/** Nobody yet. */
export function noNames(): Names {
  return { count: 0, first: [] }
}

/** Counts one more, and keeps its name while there is room. */
export function addName(names: Names, name: string): void {
  names.count += 1
  if (names.first.length < NAMED) names.first.push(name)
}

/** `a, b, c and 2 more` */
export function namesOf({ count, first }: Names): string {
  const rest = count - first.length
  return `${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
