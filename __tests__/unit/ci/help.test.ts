import { describe, expect, it } from '@jest/globals'
import { longHelp, shortHelp } from '../../../src/ci/arguments.ts'
import { inputRows } from '../../../src/config/table.ts'

const offered = inputRows
  .filter((row) => row.kind !== 'secret')
  .map((row) => row.name)
  .filter((name) => !['operation'].includes(name))

describe.each([
  ['the short help', shortHelp()],
  ['the long help', longHelp()],
])('%s', (_, help) => {
  it('names every flag there is, and none that would take a secret', () => {
    const named = new Set([...help.matchAll(/(?<= )--([a-z-]+)/g)].map(([, name]) => name))
    expect(offered.filter((name) => !named.has(name))).toEqual([])
    for (const name of ['token', 'password', 'fingerprint-key']) expect(named).not.toContain(name)
  })

  it('is no wider than a terminal and shows three examples', () => {
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(help.match(/^ {2}soteri-gate /gm)).toHaveLength(3)
  })
})

it('the short help fits a screen', () => {
  expect(shortHelp().split('\n').length).toBeLessThan(40)
})

it('the long help has defaults, allowed words and exit codes', () => {
  const help = longHelp().replaceAll(/\s+/g, ' ')
  expect(help).toContain('Allowed: enforce, warn, report. Default: enforce.')
  expect(help).toContain('130 error: cancelled')
})
