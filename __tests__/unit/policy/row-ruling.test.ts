/** The ruling on the row at hand. */
import { describe, expect, it } from '@jest/globals'
import type { Finding } from '../../../src/findings/finding.ts'
import { RowRuling } from '../../../src/policy/row-ruling.ts'
import { finding } from './judging.ts'

/** A ruling that tells of each fingerprint it makes. */
function opened(): { ruling: RowRuling; made: string[] } {
  const made: string[] = []
  const make = ({ path, line }: Pick<Finding, 'path' | 'line'>, occurrence: number): string => {
    made.push(`${path}:${line}:${occurrence}`)
    return `${path}:${line}:${occurrence}`
  }
  return { ruling: new RowRuling(make), made }
}

describe('the fingerprint of a row', () => {
  it('is made when it is asked for, and remembered by finding and line', () => {
    const { ruling, made } = opened()
    for (const line of [1, 2, 1, 1]) {
      ruling.begin(finding({ path: 'a', line }), 7, 'high', 3)
      if (line === 1) expect(ruling.fingerprint).toBe('a:1:3')
    }
    expect(made).toEqual(['a:1:3'])
  })

  it('is never that of another finding whose place in the memory is the same', () => {
    const { ruling } = opened()
    const seen = [7, 7 + 2 ** 16, 7].map((id) => {
      ruling.begin(finding({ path: `${id}`, line: 1 }), id, 'high', 1)
      return ruling.fingerprint
    })
    expect(seen).toEqual(['7:1:1', '65543:1:1', '7:1:1'])
  })

  it('is not there before the first row', () => {
    expect(() => opened().ruling.fingerprint).toThrow('there is no row yet')
  })
})

it('starts anew with each row', () => {
  const { ruling } = opened()
  ruling.begin(finding(), 1, 'low', 1)
  Object.assign(ruling, { status: 'suppressed', firstOfDistinct: true, reason: 'r' })
  ruling.begin(finding(), 2, 'critical', 1)
  expect(ruling).toMatchObject({ severity: 'critical', status: 'new', firstOfDistinct: false, reason: null })
})
