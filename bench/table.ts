/** What the tables of the bench are made of. Pure. */

/** A table in Markdown. */
export function table(head: readonly string[], lines: readonly (readonly (string | number)[])[]): string {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')
}

/** The middle one; the higher of two in the middle. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

/** From the smallest to the largest; nothing where there is one number only. */
export function spread(numbers: readonly number[], digits = 2): string {
  if (numbers.length < 2) return '-'
  return `${Math.min(...numbers).toFixed(digits)} - ${Math.max(...numbers).toFixed(digits)}`
}
