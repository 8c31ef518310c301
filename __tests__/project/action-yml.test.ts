/** `action.yml` against the one table of inputs, and every workflow of the project against GitHub's own rules. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { inputRows } from '../../src/config/table.ts'
import { outputNames } from '../fixtures/contract.ts'
import { validateAction, validateWorkflow } from '../fixtures/github-syntax.ts'

type ActionFile = {
  name: string
  description: string
  inputs: Record<string, Record<string, unknown>>
  outputs: Record<string, Record<string, unknown>>
  runs: Record<string, unknown>
}

const text = readFileSync('action.yml', 'utf8')
const action = parse(text) as ActionFile

describe('action.yml', () => {
  it('is valid by the rules of GitHub', () => {
    expect(validateAction('action.yml', text)).toEqual([])
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

const workflows = ['examples/workflows', '.github/workflows']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => /\.ya?ml$/.test(path))

describe('workflows', () => {
  it('exist as examples', () => {
    expect(workflows.filter((path) => path.startsWith('examples')).length).toBeGreaterThan(0)
  })

  for (const path of workflows) {
    it(`${path} is valid by the rules of GitHub and actionlint`, () => {
      expect(validateWorkflow(path, readFileSync(path, 'utf8'), text)).toEqual([])
    })
  }
})

describe('the validators themselves', () => {
  const workflow = (withLine: string): string =>
    `on: push\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ./\n        with:\n          ${withLine}\n`

  it('see an input that does not exist', () => {
    const problems = validateWorkflow('a.yml', workflow('threshold: total = 0'), text)
    expect(problems.join()).toContain('threshold')
  })

  it('see a name that does not exist in an expression', () => {
    const problems = validateWorkflow('b.yml', workflow('token: $' + '{{ secretz.TOKEN }}'), text)
    expect(problems.join()).toContain('secretz')
  })

  it('see an action file without a runtime', () => {
    expect(validateAction('c.yml', 'name: x\ndescription: y\n')).not.toEqual([])
  })
})
