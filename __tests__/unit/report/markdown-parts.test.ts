/** Pictures from text: only what mermaid takes, nothing foreign that it could read as its own. */
import { describe, expect, it } from '@jest/globals'
import { pastRunOf } from '../../../src/report/history.ts'
import { pieOf, trendChart } from '../../../src/report/markdown-parts.ts'
import { hostileTexts, sampleReport } from './sample-report.ts'

describe('the pie', () => {
  it('shows the heaviest eight and the rest as one', () => {
    const counts = Object.fromEntries(Array.from({ length: 12 }, (_, place) => [`R${place}`, place + 1]))
    expect(pieOf('By rule', counts)).toEqual([
      '```mermaid',
      'pie showData',
      '  title By rule',
      ...[11, 10, 9, 8, 7, 6, 5, 4].map((place) => `  "R${place}" : ${place + 1}`),
      '  "all other" : 10',
      '```',
    ])
  })

  it('keeps names apart that look alike as labels', () => {
    expect(pieOf('x', { 'a"': 3, 'a;': 2, 'a|': 1 }).slice(3, -1)).toEqual([
      '  "a_" : 3',
      '  "a_ 2" : 2',
      '  "a_ 3" : 1',
    ])
  })

  it('is not drawn for nothing', () => {
    expect(pieOf('x', {})).toEqual([])
    expect(pieOf('x', { A: 0 })).toEqual([])
  })

  it.each(hostileTexts.map((text) => [text]))('has lines of one form only: %j', (text) => {
    const lines = pieOf('x', { [text]: 1 })
    expect(lines).toHaveLength(5)
    expect(lines[3]).toMatch(/^ {2}"[\p{L}\p{N}_./ -]+" : 1$/u)
  })
})

describe('the trend', () => {
  it('is drawn from two runs on, from 0 up', () => {
    const run = pastRunOf(sampleReport([]))
    expect(trendChart([run])).toEqual([])
    expect(trendChart([run, { ...run, total: 7, new: 2 }])).toEqual([
      '```mermaid',
      'xychart-beta',
      '  title "Findings of the last 2 runs (line: new)"',
      '  x-axis "run" 1 --> 2',
      '  y-axis "findings" 0 --> 7',
      '  bar [0, 7]',
      '  line [0, 2]',
      '```',
    ])
  })
})
