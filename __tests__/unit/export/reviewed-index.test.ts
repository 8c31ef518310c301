import { describe, expect, it } from '@jest/globals'
import { type ReviewedEntry, reviewedIndex } from '../../../src/policy/reviewed.ts'
import { finding } from './judging.ts'

const seen = finding()
const entry: ReviewedEntry = {
  project: null,
  repository: null,
  rule: null,
  path: null,
  line: null,
  matchId: seen.matchId,
}

describe('an entry with a text', () => {
  it.each<[told: Partial<ReviewedEntry>, covers: boolean]>([
    [{}, true],
    [{ project: 'PROJ', repository: 'shop', rule: 'AWS_CLIENT_ID' }, true],
    [{ project: 'proj', repository: 'SHOP' }, true],
    [{ path: 'elsewhere', line: 99 }, true],
    [{ project: 'OPS' }, false],
    [{ repository: 'api' }, false],
    [{ rule: 'AWS_MWS_KEY' }, false],
    [{ matchId: finding({ secret: 'other' }).matchId }, false],
  ])('that tells %j covers the same text: %s', (told, covers) => {
    expect(reviewedIndex([{ ...entry, ...told }])(seen)).toBe(covers)
  })

  it('covers nothing of which the text is not known', () => {
    expect(reviewedIndex([entry])(finding({ matchId: '' }))).toBe(false)
  })

  it('may be one of several for the same text', () => {
    const covers = reviewedIndex([
      { ...entry, repository: 'api' },
      { ...entry, repository: 'shop' },
    ])
    const [api, web] = ['api', 'web'].map((repository) => covers(finding({ repository })))
    expect([covers(seen), api, web]).toEqual([true, true, false])
  })
})

describe('an entry without a text', () => {
  const place = {
    ...entry,
    matchId: '',
    repository: 'shop',
    rule: seen.rule,
    path: seen.path,
    line: seen.line,
  }
  const unknown = finding({ matchId: '' })

  it('covers its place only, and only what has no text either', () => {
    const covers = reviewedIndex([place])
    expect(covers(unknown)).toBe(true)
    expect(covers(finding({ matchId: '', line: 8 }))).toBe(false)
    expect(covers(finding({ matchId: '', path: 'x' }))).toBe(false)
    expect(covers(finding({ matchId: '', rule: 'X' }))).toBe(false)
    expect(covers(finding({ matchId: '', line: null }))).toBe(false)
    expect(covers(seen)).toBe(false)
  })

  it.each(['repository', 'rule', 'path', 'line'])('covers nothing when it does not tell its %s', (part) => {
    expect(reviewedIndex([{ ...place, [part]: null }])(unknown)).toBe(false)
  })

  it('covers nothing that does not tell it either', () => {
    const nowhere = reviewedIndex([
      { ...place, line: null },
      { ...place, path: null },
    ])
    expect(nowhere(finding({ matchId: '', line: null }))).toBe(false)
    expect(nowhere(finding({ matchId: '', path: 'null' }))).toBe(false)
  })
})
