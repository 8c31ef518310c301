import { describe, expect, it } from '@jest/globals'
import { array, assert, property, stringMatching } from 'fast-check'
import { listItems, textOf } from '../../../src/config/values.ts'

describe('listItems', () => {
  it.each<[string, string[]]>([
    ['a,b', ['a', 'b']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\rc', ['a', 'b', 'c']],
    [' a , b ,, \n\n c ', ['a', 'b', 'c']],
    ['', []],
    [' ,\n, ', []],
    ['shards/{a,b}/*.zip, c.csv', ['shards/{a,b}/*.zip', 'c.csv']],
    ['{a,{b,c}},d', ['{a,{b,c}}', 'd']],
    ['{a,b', ['{a', 'b']],
    ['a}b,c{d', ['a}b', 'c{d']],
  ])('cuts %j into %j', (text, items) => {
    expect(listItems(text)).toEqual(items)
  })

  it('keeps the items of a list from a policy file whole', () => {
    expect(listItems(['a,b', ' c ', '', 5, true])).toEqual(['a,b', 'c', '5', 'true'])
  })

  it('reads the same items whether joined by commas or by newlines', async () => {
    await assert(
      property(array(stringMatching(/^[a-z/.@#&~*]+$/)), (items) => {
        expect(listItems(items.join(', '))).toEqual(items)
        expect(listItems(items.join('\n'))).toEqual(items)
      }),
    )
  })
})

it('textOf gives each item of a list a line', () => {
  expect(textOf(['rule = A', 'path = B'])).toBe('rule = A\npath = B')
  expect(textOf(true)).toBe('true')
})
