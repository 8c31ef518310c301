/** Sole user of d3: numbers to lengths, bands, arcs and stacks. Drawing itself is left to the templates. */
import { scaleBand, scaleLinear } from 'd3-scale'
import { arc, pie, stack } from 'd3-shape'
import { valueAt } from '../value-at.ts'

/** From 0..`most` to 0..`length`, rounded to a hundredth so that the file stays small. */
export function linearScale(most: number, length: number): (value: number) => number {
  const scale = scaleLinear([0, Math.max(most, 1)], [0, length])
  return (value) => rounded(scale(value))
}

/** A part of an axis, in the unit of its length. */
export type Band = { readonly start: number; readonly width: number; readonly middle: number }

/** `total` equal bands side by side over `length`, with gaps of `gap` (share of a band, 0..1) between them. */
export function bands(total: number, length: number, gap: number): (place: number) => Band {
  const scale = scaleBand<number>(
    Array.from({ length: total }, (_, place) => place),
    [0, length],
  ).padding(gap)
  const width = scale.bandwidth()
  return (place) => {
    const start = scale(place) ?? 0
    return { start: rounded(start), width: rounded(width), middle: rounded(start + width / 2) }
  }
}

/** SVG path of each value's slice of a ring around (0, 0); values of 0 give ''. */
export function ringSlices(values: readonly number[], inner: number, outer: number): string[] {
  const slice = arc<{ startAngle: number; endAngle: number; padAngle: number }>()
    .innerRadius(inner)
    .outerRadius(outer)
    .cornerRadius(2)
    .digits(2)
  const several = values.filter((value) => value > 0).length > 1
  const ring = pie<number>()
    .sort(null)
    .padAngle(several ? 0.02 : 0)([...values])
  return ring.map((angles) => (angles.value === 0 ? '' : (slice(angles) ?? '')))
}

/** A part of a stack, in values. */
export type Layer = { readonly from: number; readonly to: number }

/** For each row of values, where each of its values begins and ends when they are piled up. */
export function piled(rows: readonly (readonly number[])[]): Layer[][] {
  const keys = Array.from({ length: rows[0]?.length ?? 0 }, (_, place) => place)
  const series = stack<readonly number[], number>().keys(keys).value(valueAt)(rows)
  return rows.map((_, row) =>
    series.map((layer) => {
      const [from, to] = valueAt(layer, row)
      return { from, to }
    }),
  )
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
