/** Thresholds that can match nothing in the targets of a run. */
import { describe, expect, it } from '@jest/globals'
import { selectorsOutside } from '../../../src/config/blind-selectors.ts'
import { mergePolicies } from '../../../src/config/policy.ts'
import { parseTarget, type Target } from '../../../src/target.ts'

/** Thresholds of the input, and those of a policy file. */
function outside(thresholds: string, targets: string, fromFile = '') {
  const parsed = targets.split(' ').map((text): Target => {
    const target = text === 'instance' ? { value: { kind: 'instance' } as const } : parseTarget(text)
    if ('value' in target) return target.value
    throw new Error(target.problems.join())
  })
  const file = mergePolicies({ documents: [], thresholdsInput: fromFile, whatIf: null }).policy
  const ofFile = file.thresholds.map((threshold) => ({ ...threshold, origin: '.soteri-gate.yml:3' }))
  const { policy } = mergePolicies({
    documents: fromFile === '' ? [] : [{ ...file, thresholds: ofFile }],
    thresholdsInput: thresholds,
    whatIf: null,
  })
  return selectorsOutside(policy.thresholds, parsed)
}

describe('a literal name outside of the scope is a mistake', () => {
  it.each([
    ['repo:PROJ/ap = 0', 'PROJ/app'],
    ['repo:OTHER/* = 0', 'PROJ'],
    ['repo:PROJ/ap = 0', 'PROJ/app@main'],
    ['project:PRO = 0', 'PROJ'],
    ['project:PRO = 0', 'PROJ/app'],
    ['branch:master = 0', 'PROJ/app@main'],
    ['branch:Main = 0', 'PROJ/app@main'],
    ['branch:{master,trunk} = 0', 'PROJ/app@main'],
    ['new rule:AWS_* branch:master path:src/** = 3 warn', 'PROJ/app@main'],
    ['repo:PROJ/a* branch:master = 0', 'PROJ/app@main'],
    ['repo:PROJ/a branch:dev = 0', 'PROJ/a@main PROJ/b@dev'],
    ['repo:{OTHER/a,OTHER/b} = 0', 'PROJ/app'],
  ])('%s in %s', (threshold, targets) => {
    const { mistakes, notes } = outside(`total = 5\n${threshold}`, targets)
    expect(mistakes).toEqual([
      {
        where: 'thresholds line 2',
        what: expect.stringMatching(
          `^The selector ".*" can match nothing in ${targets.replaceAll(' ', ', ')}\\.$`,
        ),
      },
    ])
    expect(notes).toEqual([])
  })
})

describe('what can match is none', () => {
  it.each([
    ['repo:proj/APP = 0', 'PROJ/app'],
    ['repo:*/app = 0', 'PROJ/app'],
    ['repo:{PROJ/app,OTHER/b} = 0', 'PROJ/app'],
    ['repo:PROJ/app = 0', 'PROJ'],
    ['repo:PROJ/app = 0', 'instance'],
    ['repo:PROJ/app branch:dev = 0', 'PROJ/a@main PROJ/app'],
    ['project:~JANE = 0', '~jane'],
    ['project:!OTHER = 0', 'PROJ'],
    ['branch:refs/heads/main = 0', 'PROJ/app@main'],
    ['branch:main branch:master = 0', 'PROJ/app@main'],
    ['branch:caf\u00e9 = 0', 'PROJ/app@cafe\u0301'],
    ['branch:master = 0', 'PROJ/app'],
    ['path:nowhere rule:NOTHING = 0', 'PROJ/app@main'],
  ])('%s in %s', (threshold, targets) => {
    expect(outside(threshold, targets)).toEqual({ mistakes: [], notes: [] })
  })
})

describe('a note names', () => {
  it('wildcards that fit nothing in the scope', () => {
    expect(outside('total = 5\nbranch:release/* = 0', 'PROJ/app@main')).toEqual({
      mistakes: [],
      notes: ['thresholds line 2: The selector "branch:release/*" can match nothing in PROJ/app@main.'],
    })
  })

  it('selectors of a policy file, which may serve many repositories', () => {
    expect(outside('', 'PROJ/app@main', 'total = 5\nrepo:PROJ/other = 0')).toEqual({
      mistakes: [],
      notes: ['.soteri-gate.yml:3: The selector "repo:PROJ/other" can match nothing in PROJ/app@main.'],
    })
  })
})

describe('it is a mistake that nothing can match', () => {
  it.each([
    ['', 'repo:PROJ/other = 0'],
    ['', 'branch:release/* = 0\nbranch:master = 0'],
    ['branch:release/* = 0', ''],
    ['branch:release/* = 0', 'repo:PROJ/other = 0'],
  ])('with %j as input and %j in a policy file', (input, file) => {
    const { mistakes, notes } = outside(input, 'PROJ/app@main', file)
    expect(notes).toEqual([])
    expect(mistakes).toEqual([
      {
        where: 'thresholds',
        what: expect.stringMatching(
          /^No threshold can match anything in PROJ\/app@main, so nothing would be/,
        ),
      },
    ])
  })
})
