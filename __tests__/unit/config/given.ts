/** Reads inputs that come from memory, for the tests of this folder. */
import { readInputs } from '../../../src/config/inputs.ts'
import type { InputSource } from '../../../src/config/sources.ts'
import type { RawValue } from '../../../src/config/values.ts'

export const now = Date.parse('2026-11-20T10:00:00Z')

type Values = Record<string, RawValue>

/** Sources in their order of precedence. */
export function sources(input: Values, environment: Values = {}, policy: Values = {}): InputSource[] {
  return [
    { label: 'input', values: input },
    { label: 'environment', values: environment },
    { label: 'policy file', values: policy },
  ]
}

export function readGiven(input: Values, environment: Values = {}, policy: Values = {}) {
  return readInputs(sources(input, environment, policy), now)
}

/** Inputs that are enough for a gate over one repository. */
export const enough: Values = { 'bitbucket-url': 'https://host/bitbucket', project: 'SHOP', repo: 'cart' }

/** Mistakes of these inputs on top of `enough`, one line each; '' in a value takes an input away. */
export function mistakesOf(change: Values, environment: Values = {}, policy: Values = {}): string[] {
  const { mistakes } = readGiven({ ...enough, ...change }, environment, policy)
  return mistakes.map(({ where, what }) => `${where}: ${what}`)
}
