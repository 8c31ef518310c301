import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { cutObjects } from '../../../src/judge/baseline.ts'
import { runs } from '../../fixtures/runs.ts'

/** Puts the parts back, as one parse of the whole would have them. */
function parsedFrom(text: string, depth: number): unknown {
  const { outline, parts } = cutObjects(text, depth)
  return JSON.parse(outline, (_name, value: unknown) => {
    const isPart = typeof value === 'object' && value !== null && 'part' in value
    return isPart ? JSON.parse(parts[value.part as number] as string) : value
  })
}

/** JSON whose objects never have a member named as the mark of a part. */
const json = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.stringify(value).replaceAll('"part"', '"p"'))

describe('a JSON text without the objects of a depth', () => {
  it('has a mark in place of each', () => {
    expect(cutObjects('{"a": {"b": {"c": 1}, "d": {}}, "e": [{"f": {}}]}', 3)).toEqual({
      outline: '{"a": {"b": {"part": 0}, "d": {"part": 1}}, "e": [{"f": {"part": 2}}]}',
      parts: ['{"c": 1}', '{}', '{}'],
    })
  })

  it('is parted whole when they hold others', () => {
    expect(cutObjects('{"a":{"b":{"c":{}}}}', 2)).toEqual({
      outline: '{"a":{"part": 0}}',
      parts: ['{"b":{"c":{}}}'],
    })
  })

  it.each(['{"a": {"}": "{\\"{"}}', '{"a\\\\": {"b": "\\\\\\\\"}}', '{"\\"": {"{": {}}}'])(
    'does not take strings for braces: %s',
    (text) => {
      expect(parsedFrom(text, 2)).toEqual(JSON.parse(text))
      expect(cutObjects(text, 2).parts).toHaveLength(1)
    },
  )

  it('says the same as the whole, and is JSON if the whole is', () => {
    fc.assert(
      fc.property(
        json,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        fc.constantFrom('', '{', '}', '"', ','),
        (text, depth, at, put) => {
          const place = at % (text.length + 1)
          const changed = text.slice(0, place) + put + text.slice(place)
          let whole: unknown
          try {
            whole = JSON.parse(changed)
          } catch {
            expect(() => parsedFrom(changed, depth)).toThrow(SyntaxError)
            return
          }
          expect(parsedFrom(changed, depth)).toEqual(whole)
        },
      ),
      { numRuns: runs(2000) },
    )
  })

  it.each(['{"a": {"b": 1}', '{"a": {"b": "', '{"a": {"b": {', '}}', '{"a": {}}{', '{"a": {"b\\'])(
    'is no JSON when the whole is none: %s',
    (text) => {
      expect(() => parsedFrom(text, 2)).toThrow(SyntaxError)
    },
  )
})
