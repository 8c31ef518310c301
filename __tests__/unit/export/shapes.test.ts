import { describe, expect, it } from '@jest/globals'
import { isData, shapeOf } from '../../../src/export/header-view.ts'

describe('the shape of a time', () => {
  it.each([
    ['2026-11-30T08:36:12.123Z', 'ISO instant'],
    ['2026-11-30T08:36:12.123+0000', 'ISO instant'],
    ['2026-11-30 08:36:12.123', 'time without zone'],
    ['Mon Nov 30 08:36:12 UTC 2026', 'Java date'],
    ['30/Nov/26 8:36 AM', 'Atlassian date'],
    ['1764491772123', 'epoch'],
    ['1764491772', 'epoch'],
    ['Mon, 30 Nov 2026 08:36:12 GMT', 'time'],
    ['176449177212', 'number'],
  ])('%s is %s, which no header has', (cell, shape) => {
    expect([shapeOf(cell), isData(cell)]).toEqual([shape, true])
  })
})
