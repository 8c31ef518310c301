/** Selectors of keys and slugs over an export that has display names. */
import { describe, expect, it } from '@jest/globals'
import { mergePolicies } from '../../../src/config/policy.ts'
import { GateError } from '../../../src/errors.ts'
import { rejectDisplayNames } from '../../../src/export/verify-export.ts'

function problemOf(thresholds: string, names: readonly string[], areListed = false): string | null {
  const { policy } = mergePolicies({ documents: [], thresholdsInput: thresholds, whatIf: null })
  try {
    rejectDisplayNames(names, policy, areListed)
    return null
  } catch (caught) {
    if (caught instanceof GateError && caught.code === 'HEADER_UNKNOWN') return caught.message
    throw caught
  }
}

describe('a threshold is blind', () => {
  it.each<[string, readonly string[], string]>([
    ['project:SHOP = 0', ['Online Shop/cart'], '"Online Shop/cart"'],
    ['project:SHOP = 0', ['Shop of Jane/cart', 'PAY/api'], '"Shop of Jane/cart"'],
    ['project:SHOP branch:main rule:AWS_* = 0', ['Shop online/cart'], '"Shop online/cart"'],
    ['repo:SHOP/* = 0', ['Online Shop/cart'], '"Online Shop/cart"'],
    ['repo:SHOP/my-cart = 0', ['SHOP/My Cart'], '"SHOP/My Cart"'],
    ['repo:*/my-cart = 0', ['SHOP/My Cart'], '"SHOP/My Cart"'],
    ['new repo:SHOP/my-cart repo:SHOP/api = 0', ['SHOP/My Cart'], '"SHOP/My Cart"'],
    ['total = 9\nproject:SHOP = 9 warn', ['Online Shop/cart'], '"Online Shop/cart"'],
  ])('%s over %j', (threshold, names, seen) => {
    expect(problemOf(threshold, names)).toBe(
      `Threshold "${threshold.replace(/^total = 9\n| = \d.*$/g, '')}" fits no finding, and the export has display names where it looks for keys and slugs: ${seen}.`,
    )
  })

  it('in lower case too, where Bitbucket lists its name', () => {
    expect(problemOf('project:shop = 0', ['Online Shop/cart'], true)).toMatch(/Online Shop/)
    expect(problemOf('project:shop = 0', ['Online Shop/cart'], false)).toBeNull()
  })
})

describe('a threshold sees all that it asks for', () => {
  it.each<[string, readonly string[]]>([
    ['total = 0', ['Online Shop/My Cart']],
    ['project:SHOP = 0', []],
    ['project:SHOP = 0', ['PAY/api', '~jane/x']],
    ['project:SHOP = 0', ['SHOP/My Cart', 'Online Shop/cart']],
    ['repo:SHOP/cart = 0', ['PAY/api', 'SHOP/api-2.0']],
    ['repo:SHOP/cart = 0', ['shop/Cart']],
    ['repo:*/* = 0', ['Online Shop/My Cart']],
    ['project:"Online Shop" = 0', ['Pay and more/api']],
    ['project:Online* = 0', ['Pay and more/api']],
    ['project:!SHOP = 0', ['Online Shop/api']],
  ])('%s over %j', (threshold, names) => {
    expect(problemOf(threshold, names)).toBeNull()
  })
})
