/**
 * `node scripts/same-answers.ts REFERENCE_DIST [CANDIDATE_DIST] [--only PATTERN] [--fresh] [--judged]`: runs two builds
 * of the action over the same inputs and compares everything they leave, byte by byte, or with `--judged` what they judged
 * (`same-answers/judged-facts.ts`), which builds of other words can be compared by. Exit code 1 when anything unexpected
 * differs. Hashes of the reference's answers are kept in the temporary folder, which halves the time of later runs;
 * `--fresh` runs the reference all the same.
 */
import './same-answers/fixed-date.ts'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { answersOf, wasEnded } from './same-answers/build-run.ts'
import type { Answer, Case } from './same-answers/case.ts'
import { allCases } from './same-answers/cases.ts'
import { judgedFacts } from './same-answers/judged-facts.ts'
import { type RememberedAnswers, rememberedAnswers } from './same-answers/remembered-answers.ts'

const SHOWN_CHARACTERS = 160

/**
 * Differences from 0a03300 that are meant to be, in what was judged. Texts of logs and errors were reworded since, so
 * compare with a build of the same words where those matter.
 */
const accepted: readonly { readonly cases: RegExp; readonly reason: string }[] = [
  {
    cases: /^bad row: all of them counted$/,
    reason: 'a bad row over several lines may have swallowed others, and is not counted as one any more',
  },
  { cases: /^zip: whole ones$/, reason: 'a member that may hold findings and was not read is an error' },
  { cases: /^baseline: by counts, read with a key$/, reason: 'a baseline of counts is refused beside a key' },
  {
    cases: /^header: places from the inputs$/,
    reason: 'project, repository and branch of a local export may come from the inputs',
  },
  { cases: /^names: all forms$/, reason: 'blanks at the edges of paths are kept' },
  { cases: /^body: UTF-16$/, reason: 'UTF-16 with a byte order mark is read' },
  {
    cases: /^zip: (Java, )?(empty|no)[ -](stored )?members?(\.zip)?$/,
    reason: 'empty exports and empty members are errors by codes of their own',
  },
  {
    cases: /^random: (nasty texts|everything together)/,
    reason: 'ids and selectors go by names as they are, where a name with a secret was taken for any name',
  },
  {
    cases: /^server: export, periods$/,
    reason: 'a period is widened by what the clocks differ, and here only that of the run is fixed',
  },
]

/** Cases at a time. */
const AT_A_TIME = 4

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      fresh: { type: 'boolean', default: false },
      judged: { type: 'boolean', default: false },
    },
  })
  const [reference, candidate = 'dist'] = positionals.map((path) => resolve(path))
  const missing = [reference ?? '', resolve(candidate)].find((path) => !existsSync(join(path, 'index.js')))
  if (reference === undefined || missing !== undefined) {
    console.error(
      'Usage: node scripts/same-answers.ts REFERENCE_DIST [CANDIDATE_DIST] [--only PATTERN] [--fresh]',
    )
    console.error(`No build in ${missing || 'REFERENCE_DIST'}.`)
    return 2
  }
  const pattern = new RegExp(values.only, 'i')
  const chosen = allCases().filter(({ name }) => pattern.test(name))
  if (chosen.length === 0) {
    console.error(`No case is named like ${values.only}.`)
    return 2
  }
  const remembered = rememberedAnswers(reference, values.fresh)
  const compared = values.judged ? judgedFacts : (answer: Answer) => answer
  const unexpected = await compareAll(chosen, {
    reference,
    candidate: resolve(candidate),
    remembered,
    compared,
  })
  console.log(
    `${chosen.length} cases, ${chosen.length - unexpected} same or accepted, ${unexpected} different`,
  )
  return unexpected === 0 ? 0 : 1
}

type Builds = {
  readonly reference: string
  readonly candidate: string
  readonly remembered: RememberedAnswers
  readonly compared: (answer: Answer) => Answer
}

/** Returns the number of cases that differ unexpectedly. */
async function compareAll(cases: readonly Case[], builds: Builds): Promise<number> {
  const waiting = [...cases]
  let unexpected = 0
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { found, differing } = await compareOne(one, builds)
      const { name } = one
      const open = reasonFor(name) === null ? differing[0] : undefined
      if (open !== undefined) unexpected += 1
      const exitCodes = found.map((answer) => answer['exit code']).join(', ')
      const result = open === undefined ? sameOrAccepted(name, differing) : shown(open)
      console.log(`${name} (exit ${exitCodes}): ${result}`)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, work))
  return unexpected
}

/** The reference runs only where its answer is not remembered to be that of the candidate. */
async function compareOne(one: Case, { reference, candidate, remembered, compared }: Builds) {
  const found = (await answersOf(one, candidate)).map(compared)
  if (remembered.are(one.name, found)) return { found, differing: [] }
  const expected = (await answersOf(one, reference)).map(compared)
  const differing = differencesOf(expected, found)
  if (differing.length === 0) remembered.add(one.name, expected)
  return { found, differing }
}

type Difference = { readonly file: string; readonly expected: string | null; readonly found: string | null }

/** Everything that is not the same; names of later steps carry the number of the step. */
function differencesOf(expected: readonly Answer[], found: readonly Answer[]): readonly Difference[] {
  return expected.flatMap((answer, at) => {
    const other = found[at] ?? {}
    const names = [...new Set([...Object.keys(answer), ...Object.keys(other)])]
    return names
      .filter((name) => answer[name] !== other[name] || (name === 'exit code' && wasEnded(answer)))
      .map((name) => ({
        file: at === 0 ? name : `${name} of step ${at + 1}`,
        expected: answer[name] ?? null,
        found: other[name] ?? null,
      }))
  })
}

function reasonFor(name: string): string | null {
  return accepted.find(({ cases }) => cases.test(name))?.reason ?? null
}

function sameOrAccepted(name: string, differing: readonly Difference[]): string {
  if (differing.length === 0) return 'same'
  return `accepted (${reasonFor(name)}): ${differing.map(({ file }) => file).join(', ')}`
}

/** The first line that differs, as both builds have it, after the line before. */
function shown({ file, expected, found }: Difference): string {
  if (expected === null || found === null) {
    return `DIFFERS: ${file} is written by the ${expected === null ? 'candidate' : 'reference'} only`
  }
  const [ours, theirs] = [expected.split('\n'), found.split('\n')]
  const first = ours.findIndex((line, at) => line !== theirs[at])
  const at = first < 0 ? ours.length : first
  const column = firstDifference(ours[at] ?? '', theirs[at] ?? '')
  return [
    `DIFFERS: ${file}, line ${at + 1}, column ${column + 1}`,
    `    ${excerpt(ours[at - 1], 0)}`,
    `  - ${excerpt(ours[at], column)}`,
    `  + ${excerpt(theirs[at], column)}`,
  ].join('\n')
}

function firstDifference(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}

/** Around the column; the texts are bytes, and control characters would change the terminal. */
function excerpt(line: string | undefined, column: number): string {
  if (line === undefined) return '(no such line)'
  const start = Math.max(0, column - SHOWN_CHARACTERS / 2)
  return JSON.stringify(line.slice(start, start + SHOWN_CHARACTERS))
}

process.exitCode = await main()
