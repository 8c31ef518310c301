import { describe, expect, it } from '@jest/globals'
import { pageOf } from '../../../sandbox/reply.ts'

const page = (query: string, serverLimit = 1000): unknown =>
  JSON.parse(pageOf(['a', 'b', 'c', 'd', 'e'], new URLSearchParams(query), serverLimit).body.toString())

describe('pageOf', () => {
  it('gives the first page and says where the next one starts', () => {
    expect(page('limit=2')).toEqual({
      size: 2,
      limit: 2,
      isLastPage: false,
      values: ['a', 'b'],
      start: 0,
      nextPageStart: 2,
    })
  })

  it('ends with the last page', () => {
    expect(page('limit=2&start=4')).toMatchObject({ size: 1, isLastPage: true, nextPageStart: null })
    expect(page('limit=5')).toMatchObject({ size: 5, isLastPage: true, nextPageStart: null })
    expect(page('start=99')).toMatchObject({ size: 0, isLastPage: true, values: [] })
  })

  it('lowers the limit to what the server gives', () => {
    expect(page('limit=100', 3)).toMatchObject({ size: 3, limit: 3, nextPageStart: 3 })
  })

  it('refuses what is no number', () => {
    expect(() => page('start=-1')).toThrow('"start"')
    expect(() => page('limit=many')).toThrow('"limit"')
  })
})
