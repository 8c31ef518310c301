import { describe, expect, it } from '@jest/globals'
import { assert, property, string } from 'fast-check'
import { escapeForLog } from '../../../src/text.ts'

describe('harmless', () => {
  it.each([
    ['plain text, ünïcode 漢字 👩‍💻', 'plain text, ünïcode 漢字 👩‍💻'],
    ['tab\tstays', 'tab\tstays'],
    ['a\nb\r\nc', 'a\\nb\\r\\nc'],
    ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['\u009b31m \u007f\u0000', '\\u009b31m \\u007f\\u0000'],
    ['a\u2028b\ufeff', 'a\\u2028b\\ufeff'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['::error::x', '\\::error::x'],
    ['  ::stop-commands::x', '  \\::stop-commands::x'],
    ['a ::error:: in the middle', 'a ::error:: in the middle'],
    ['x ##[error]y', 'x #\\#[error]y'],
    ['##vso[task.complete]', '#\\#vso[task.complete]'],
    ['###[group]', '##\\#[group]'],
    ["##teamcity[message text='x']", "#\\#teamcity[message text='x']"],
    ['## a heading [link]', '## a heading [link]'],
  ])('%j becomes %j', (text, safe) => {
    expect(escapeForLog(text)).toBe(safe)
  })

  it('never gives a line break, an escape, or a command, whatever comes in', async () => {
    await assert(
      property(string({ unit: 'binary' }), string(), (hostile, rest) => {
        const safe = escapeForLog(`${hostile}::error::${rest}##[x]`)
        expect(safe).not.toMatch(/[\n\r\u001b\u2028\u202e]|^\s*::|##\w*\[/)
      }),
    )
  })
})
