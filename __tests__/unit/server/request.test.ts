import { describe, expect, it } from '@jest/globals'
import { wirePath } from '../../../src/server/request.ts'

const at = (base: string, segments: string[], query: [string, string][] = []): string =>
  wirePath(new URL(base), { segments, query })

describe('the path on the wire', () => {
  it.each([
    ['https://host', ['rest', 'api'], '/rest/api'],
    ['https://host/', ['rest', 'api'], '/rest/api'],
    ['https://host/bitbucket', ['rest', 'api'], '/bitbucket/rest/api'],
    ['https://host/a/b/', ['rest'], '/a/b/rest'],
    ['https://host', ['projects', '~jane.doe'], '/projects/~jane.doe'],
    ['https://host', ['repos', 'a/b?c#d e'], '/repos/a%2Fb%3Fc%23d%20e'],
    ['https://host', ['repos', 'größe'], '/repos/gr%C3%B6%C3%9Fe'],
    ['https://host', ['repos', '%2e%2e'], '/repos/%252e%252e'],
  ])('%s + %j', (base, segments, expected) => {
    expect(at(base, segments)).toBe(expected)
  })

  it('keeps order and repetition of the query and encodes all that has a meaning in it', () => {
    const query: [string, string][] = [
      ['name', 'feature/a&b=c#d+é 漢'],
      ['email', 'a@x.example'],
      ['email', 'b+c@x.example'],
    ]
    expect(at('https://host/x', ['s'], query)).toBe(
      '/x/s?name=feature%2Fa%26b%3Dc%23d%2B%C3%A9%20%E6%BC%A2&email=a%40x.example&email=b%2Bc%40x.example',
    )
  })

  it.each(['.', '..', ''])('refuses the segment "%s", which would name another resource', (segment) => {
    expect(() => at('https://host', ['projects', segment])).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    )
  })

  it('refuses half a character', () => {
    expect(() => at('https://host', ['x'], [['branch', '\uD800']])).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    )
  })
})
