/** `action.yml` against the one table of inputs, and every workflow of the project against GitHub's own rules. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { inputRows } from '../../src/config/table.ts'
import { outputNames } from '../fixtures/contract.ts'
import { type SyntaxTask, syntaxProblems } from '../fixtures/github-syntax.ts'
import { selfHosted } from '../fixtures/self-hosted.ts'

type ActionFile = {
  name: string
  description: string
  inputs: Record<string, Record<string, unknown>>
  outputs: Record<string, Record<string, unknown>>
  runs: Record<string, unknown>
}

const text = readFileSync('action.yml', 'utf8')
const action = parse(text) as ActionFile

const workflows = ['examples/workflows', '.github/workflows']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => /\.ya?ml$/.test(path))

const withInput = (line: string): string =>
  `on: push\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ./\n        with:\n          ${line}\n`
const broken: readonly SyntaxTask[] = [
  { path: 'a.yml', text: withInput('threshold: total = 0'), actionText: text },
  { path: 'b.yml', text: withInput('token: $' + '{{ secretz.TOKEN }}'), actionText: text },
  { path: 'c.yml', text: 'name: x\ndescription: y\n', actionText: null },
]

const onOwnRunners: readonly SyntaxTask[] = workflows.flatMap((path) => {
  const [, example] = /^examples\/(.*)$/.exec(path) ?? []
  const own = example === undefined ? null : selfHosted(example, readFileSync(path, 'utf8'))
  return own === null ? [] : [{ path: `${path}, self-hosted`, text: own, actionText: text }]
})

/** By path. One process looks at all files. */
let problems: ReadonlyMap<string, readonly string[]>
beforeAll(() => {
  const tasks: readonly SyntaxTask[] = [
    { path: 'action.yml', text, actionText: null },
    ...workflows.map((path) => ({ path, text: readFileSync(path, 'utf8'), actionText: text })),
    ...onOwnRunners,
    ...broken,
  ]
  const found = syntaxProblems(tasks)
  problems = new Map(tasks.map(({ path }, at) => [path, found[at] ?? ['not looked at']]))
}, 300_000)

describe('action.yml', () => {
  it('is valid by the rules of GitHub', () => {
    expect(problems.get('action.yml')).toEqual([])
  })

  it('runs the bundle under Node 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
  })

  it('has the inputs of the table, in its order', () => {
    const names = inputRows.filter((row) => row.only !== 'flag').map((row) => row.name)
    expect(Object.keys(action.inputs)).toEqual(names)
  })

  it('describes each input, demands none and sets no default: a default would override the policy file', () => {
    for (const [name, input] of Object.entries(action.inputs)) {
      expect({ name, keys: Object.keys(input) }).toEqual({ name, keys: ['description'] })
      expect(String(input.description).length).toBeGreaterThan(10)
    }
  })

  it('has the outputs of the contract, each described', () => {
    expect(Object.keys(action.outputs).sort()).toEqual([...outputNames].sort())
    for (const output of Object.values(action.outputs)) expect(output.description).toMatch(/\w{2}/)
  })
})

describe('workflows', () => {
  it('exist as examples', () => {
    expect(workflows.filter((path) => path.startsWith('examples')).length).toBeGreaterThan(0)
  })

  for (const path of workflows) {
    it(`${path} is valid by the rules of GitHub and actionlint`, () => {
      expect(problems.get(path)).toEqual([])
    })
  }
})

describe('workflows on runners of your own', () => {
  it('are those of all examples, none of which stays on a hosted runner', () => {
    expect(onOwnRunners).toHaveLength(workflows.filter((path) => path.startsWith('examples')).length)
    for (const own of onOwnRunners) expect(own.text).toMatch(/runs-on: \[self-hosted/)
    for (const own of onOwnRunners) expect(own.text).not.toContain('ubuntu-latest')
  })

  it.each(onOwnRunners)('$path is valid too', ({ path }) => {
    expect(problems.get(path)).toEqual([])
  })
})

describe('the validators themselves', () => {
  it('see an input that does not exist', () => {
    expect(problems.get('a.yml')?.join()).toContain('threshold')
  })

  it('see a name that does not exist in an expression', () => {
    expect(problems.get('b.yml')?.join()).toContain('secretz')
  })

  it('see an action file without a runtime', () => {
    expect(problems.get('c.yml')?.join()).toContain('c.yml:')
  })
})
