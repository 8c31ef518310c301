/** The table of cases in docs/policy.md, each judged by a run: what a finding of a branch is, and what counts it. */
import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { type ChangeWorld, gateChange, type Place, pullRequest } from '../fixtures/change-world.ts'

const [main, feature] = ['SHOP/cart@main', 'SHOP/cart@feature']
const value = ['hunter2', 'hunter3'].join('-')
const place = `src/a.ts:3 AWS_KEY password = "${value}"`

type Case = {
  readonly main: readonly Place[]
  readonly own: readonly Place[]
  readonly policy?: string
  readonly blame?: ChangeWorld['blame']
}

const suppressing = (path: string): string =>
  `suppressions: [{ match: { path: ${path} }, reason: accepted, expires: 2099-01-01 }]`

/** The finding of each case is the last one. */
const cases: Readonly<Record<string, Case>> = {
  'the same text under the same rule at the same path': { main: [place], own: [place.replace(':3', ':30')] },
  'the same line, indented or with other quotes': {
    main: [place],
    own: [`src/a.ts:3 AWS_KEY       password = '${value}'`],
  },
  'a text that the other branch has at a path which the branch has not (a renamed file)': {
    main: [place],
    own: [place.replace('a.ts', 'renamed.ts')],
  },
  'a text that left a place which is suppressed on the other branch': {
    main: [place],
    own: [place.replace('a.ts', 'renamed.ts')],
    policy: suppressing('src/a.ts'),
  },
  'a text that the other branch has mended since the branch was made': {
    main: [],
    own: [place],
    blame: { 'src/a.ts:3': 'c'.repeat(40) },
  },
  'a second copy of a text': { main: [place], own: [place, place.replace('a.ts:3', 'b.ts:1')] },
  'another text in the same place (a swapped secret)': {
    main: [place],
    own: [place.replace(value, `${value}-2`)],
  },
  'the same text under another rule': { main: [place], own: [place.replace('AWS_KEY', 'OWN_KEY')] },
  'a masked text (`AKIA****`) where the other branch has one of the same path and rule': {
    main: ['src/a.ts:3 AWS_KEY AKIA****'],
    own: ['src/a.ts:9 AWS_KEY AKIB****'],
  },
  'what a suppression fits': { main: [], own: [place], policy: suppressing('src/a.ts') },
}

const rows = [
  ...readFileSync('docs/policy.md', 'utf8').matchAll(
    /^\| (.+?) \| ((?:known|new|suppressed).*?) \| (.+?) \|$/gm,
  ),
]
const table = rows.map(([, text = '', what = '', counted = '']) => [text, what, counted] as const)

it('has a run for each row, and a row for each run', () => {
  expect(table.map(([text]) => text)).toEqual(Object.keys(cases))
})

it.each(table)('%s is %s, and counted in %s', async (text, what, counted) => {
  const { main: other = [], own = [], policy, blame } = cases[text] ?? {}
  const gate = await gateChange(
    {
      branches: { [main]: other, [feature]: own },
      pulls: { 'SHOP/cart#7': pullRequest() },
      files:
        policy === undefined
          ? {}
          : { [`${main}:.soteri-gate.yml`]: policy, [`${feature}:.soteri-gate.yml`]: policy },
      ...(blame && { blame }),
    },
    { 'pull-request': '7' },
  )
  const [status = '', standing = ''] = what.split(', ')
  expect(gate.rows.at(-1)?.[7]).toBe(status)
  const { total = 0, new: fresh = 0, moved = 0, behind = 0, suppressed = 0 } = gate.counts ?? {}
  const counts: Record<string, number> = { total, new: fresh, moved, behind, suppressed }
  const expected = ['total', 'new', 'moved', 'behind', 'suppressed'].map((name) => {
    const one = counted.includes(`\`${name}\``) ? 1 : 0
    return name === 'total' ? own.length - 1 + one : one
  })
  expect(Object.values(counts)).toEqual(expected)
  if (standing !== '') expect(counts[standing]).toBe(1)
  expect(gate.exitCode).toBe(status === 'new' ? 1 : 0)
})
