/** The goals and the data of `npm run bench`. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { type Candidate, candidates, type Goal, goals, goalTable, type Measured } from '../../bench/goals.ts'
import type { Run } from '../../bench/measure.ts'
import { membersOf, type Shape, shapes } from '../../bench/rows.ts'

const run = (wallSeconds: number, peakMegabytes = 100): Run => ({
  wallSeconds,
  cpuSeconds: wallSeconds,
  peakMegabytes,
})
function measured(shape: Shape, runs: Partial<Record<Candidate, readonly Run[]>>): Measured {
  const none = Object.fromEntries(candidates.map((name) => [name, []])) as unknown as Measured['runs']
  return { shape, rows: 1000, largerZipMegabytes: 200, runs: { ...none, ...runs } }
}
const start = { verdict: [300, 200, 210], bare: [100, 50, 70] }

function numbers(all: readonly Goal[], what: string): readonly number[] {
  const found = all.find((goal) => goal.what.includes(what))
  if (found === undefined) throw new Error(`no goal ${what}`)
  return found.measured.map((number) => Number(number.toFixed(3)))
}

describe('the goals', () => {
  const repeating = measured('repeating', {
    json: [run(1.21, 150), run(2.21, 160), run(1.21, 140)],
    DuckDB: [run(2.42), run(2.21), run(2.42)],
    'Python csv': [run(2.42), run(2.21), run(2.42)],
    'all formats': [run(2.42), run(4.42), run(2.42)],
    larger: [run(5.21, 240), run(10.21, 260), run(7.71, 250)],
  })

  it('are ratios within each round, and highest peaks', () => {
    const all = goals([repeating], start)
    expect(numbers(all, 'DuckDB')).toEqual([0.5, 1, 0.5])
    expect(numbers(all, 'Python')).toEqual([0.5, 1, 0.5])
    expect(numbers(all, 'peak of json')).toEqual([160])
    expect(numbers(all, 'csv,json,sarif,html')).toEqual([2, 2, 2])
    expect(numbers(all, 'bare Node')).toEqual([200, 150, 140])
  })

  it('take the zip from the peak and the start from the growth', () => {
    const all = goals([repeating], start)
    expect(numbers(all, 'above the size of the zip')).toEqual([60])
    expect(numbers(all, 'without the start')).toEqual([1, 1, 1.5])
  })

  it('have a line for each shape', () => {
    const all = goals(
      shapes.map((shape) => measured(shape, { json: [run(1)] })),
      start,
    )
    const shapesOf = (what: string): readonly string[] =>
      all.filter((goal) => goal.what.includes(what)).map(({ shape }) => shape)
    for (const what of ['DuckDB', 'Python', 'peak of json', 'csv,json,sarif,html']) {
      expect(shapesOf(what)).toEqual(shapes)
    }
    expect(shapesOf('5,000 rows')).toEqual(['repeating', 'repeating'])
  })

  it('without a peer are not installed, and never met', () => {
    const lines = goalTable(goals([measured('repeating', { json: [run(1)] })], start)).split('\n')
    expect(lines.find((line) => line.includes('DuckDB'))).toContain('| 0.9 | - | - | not installed |')
    expect(lines.find((line) => line.includes('5,000 rows'))).toContain('| 250 | - | - | not measured |')
  })

  it.each([
    ['met', [1, 1.6, 9], 1.6],
    ['**missed**', [1, 1.61, 9], 1.6],
    ['**missed**', [Number.NaN], 1.6],
    ['for information', [9], null],
  ])('are %s by the median of %j', (result, values, limit) => {
    expect(goalTable([{ what: 'json', shape: 'long', limit, measured: values }])).toContain(`| ${result} |`)
  })
})

describe('the rows', () => {
  const textsOf = (shape: Shape, rows: number): readonly string[] =>
    membersOf(shape, rows).map((pieces) => Buffer.concat([...pieces]).toString())
  const rowsOf = (shape: Shape, rows: number): readonly Record<string, string>[] =>
    textsOf(shape, rows).flatMap((text) => parse(text, { columns: true }) as Record<string, string>[])
  const column = (rows: readonly Record<string, string>[], name: string): readonly string[] =>
    rows.map((row) => row[name] ?? '')
  const share = (texts: readonly string[], pattern: RegExp): number =>
    texts.filter((text) => pattern.test(text)).length / texts.length

  it.each(shapes)('of %s are as many as asked for, and the same each time', (shape) => {
    expect(rowsOf(shape, 1200)).toHaveLength(1200)
    const digest = (): string => createHash('sha256').update(textsOf(shape, 1200).join()).digest('hex')
    expect(digest()).toBe(digest())
  })

  it('of distinct are files of their own in random order, a third of the cells odd', () => {
    const rows = rowsOf('distinct', 3000)
    const paths = column(rows, 'File Path')
    expect(new Set(paths).size).toBe(3000)
    expect(paths).not.toEqual(paths.toSorted())
    for (const texts of [column(rows, 'Line'), column(rows, 'Author')]) {
      expect(share(texts, /(?=.*\P{ASCII})(?=.*")(?=.*\n)/su)).toBeCloseTo(1 / 3, 1)
    }
    expect(share(paths, /(?=.*\P{ASCII})(?=.*")/u)).toBeCloseTo(1 / 3, 1)
  })

  it('of mixed are ten for each finding, apart from each other', () => {
    const rows = rowsOf('mixed', 3000)
    const texts = column(rows, 'Line')
    expect(new Set(texts).size).toBe(300)
    const neighbours = texts.filter((text, at) => text === texts[at - 1]).length
    expect(neighbours).toBeLessThan(60)
  })

  it('of long have matched lines of 4 kB', () => {
    const lengths = column(rowsOf('long', 500), 'Line').map(({ length }) => length)
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(3990)
    expect(Math.max(...lengths)).toBeLessThan(4100)
  })
})
