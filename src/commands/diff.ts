/** What `diff A B` prints. Pure. */
import type { Difference, DiffItem } from '../policy/diff.ts'

/** Lines of text: counts first, then what is new, fixed and moved, as far as `difference` lists it. */
export function differenceLines(difference: Difference): readonly string[] {
  const { counts } = difference
  return [
    `${counts.new} new, ${counts.fixed} fixed, ${counts.moved} moved, ${counts.same} the same.`,
    ...section('New', counts.new, difference.new.map(place)),
    ...section('Fixed', counts.fixed, difference.fixed.map(place)),
    ...section(
      'Moved',
      counts.moved,
      difference.moved.map(({ from, to }) => `${place(from)} -> ${to.path}${lineOf(to)}`),
    ),
  ]
}

function section(title: string, count: number, places: readonly string[]): readonly string[] {
  if (count === 0) return []
  const more = count - places.length
  const rest = more > 0 ? [`  and ${more} more`] : []
  return ['', `${title}:`, ...places.map((one) => `  ${one}`), ...rest]
}

function place(item: DiffItem): string {
  return `${item.rule}  ${item.project}/${item.repository}  ${item.path}${lineOf(item)}`
}

function lineOf({ line }: DiffItem): string {
  return line === null ? '' : `:${line}`
}
