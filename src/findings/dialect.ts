/** How the cells of a CSV are told apart, found from its first line. Pure. */

/** Delimiters that exports are known to use, the likelier first. */
export const delimiters = [',', ';', '\t', '|'] as const
/** A sign that ends cells. */
export type Delimiter = (typeof delimiters)[number]

/** The delimiter that stands most often in the first line, outside of quotes; a comma when there is none. */
export function delimiterOf(firstLine: string): Delimiter {
  const bare = firstLine.replace(/"[^"]*"?/g, '')
  let best: Delimiter = ','
  let most = 0
  for (const delimiter of delimiters) {
    const count = bare.split(delimiter).length - 1
    if (count > most) {
      best = delimiter
      most = count
    }
  }
  return best
}

/**
 * The first line of `text` that is not blank, without its end; a line end inside quotes does not count. `null` when
 * its end is not in `text`.
 */
export function firstLineOf(text: string): string | null {
  return /^[\r\n]*((?:"[^"]*"|[^"\r\n])+)[\r\n]/.exec(text)?.[1] ?? null
}
