import { describe, expect, it } from '@jest/globals'
import type { ReviewedText } from '../../../sandbox/options.ts'
import { reviewedIn, withoutReviewed } from '../../../sandbox/reviewed.ts'
import type { ScanResult } from '../../../sandbox/scans.ts'

const finding = (line: string, match: string) => ({ path: 'a', lineNumber: 1, rule: 'R', line, match })
const result = {
  repository: { project: 'A', slug: 'x' },
  findings: [finding('p = one', 'one'), finding('p = two', 'two')],
} as unknown as ScanResult
const left = (...reviewed: ReviewedText[]): string[] =>
  withoutReviewed(result, reviewed).map((each) => each.match)

describe('withoutReviewed', () => {
  it('leaves out an exact match, of the matched text or of the whole line', () => {
    expect(left({ rule: 'R', text: 'one' })).toEqual(['two'])
    expect(left({ rule: 'R', text: 'p = two' })).toEqual(['one'])
    expect(left({ rule: 'R', text: 'on' })).toEqual(['one', 'two'])
  })

  it('keeps to the repository it was reviewed for', () => {
    expect(left({ project: 'A', slug: 'x', rule: 'R', text: 'one' })).toEqual(['two'])
    expect(left({ project: 'A', slug: 'y', rule: 'R', text: 'one' })).toEqual(['one', 'two'])
    expect(left({ project: 'B', rule: 'R', text: 'one' })).toEqual(['one', 'two'])
  })
})

describe('reviewedIn', () => {
  const all = [
    { rule: 'R', text: 'global' },
    { project: 'A', slug: 'x', rule: 'R', text: 'ax' },
    { project: 'A', slug: 'y', rule: 'R', text: 'ay' },
    { project: 'B', slug: 'x', rule: 'R', text: 'bx' },
  ]
  const texts = (scope: { project?: string; slug?: string }): string[] =>
    reviewedIn(all, scope).map((each) => each.text)

  it('lists what belongs to the scope', () => {
    expect(texts({})).toEqual(['global', 'ax', 'ay', 'bx'])
    expect(texts({ project: 'A' })).toEqual(['ax', 'ay'])
    expect(texts({ project: 'A', slug: 'x' })).toEqual(['ax'])
  })
})
