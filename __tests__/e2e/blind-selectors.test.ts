/** A selector that can match nothing would pass for ever: it ends the run, or is a note of a policy file. */
import { beforeAll, describe, expect, it } from '@jest/globals'
import { expectEnding, failed, inError, passed, reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { runAction } from '../fixtures/runner.ts'
import { csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, queued, type ScriptedServer } from '../fixtures/scripted-server.ts'

let server: ScriptedServer
beforeAll(async () => {
  const findings = csvReply(wordy, [row()])
  server = await serve({
    repositories: { 'SHOP/cart': ['main', 'caf\u00e9'] },
    scans: { '*': [queued, finished(1)] },
    exports: {
      'export-report/projects/SHOP': csvReply(wordy, [row()]),
      'export-report/projects/SHOP/repos/cart': findings,
      'export-report': csvReply(wordy, [row({ project: 'Online Shop' })]),
    },
  })
})

const project = { project: 'SHOP' }
const repo = { ...project, repo: 'cart' }
const branch = { ...repo, branch: 'main' }

async function gate(inputs: Record<string, string>, policy = '') {
  const before = server.requests.length
  const files = policy === '' ? {} : { '.soteri-gate.yml': policy }
  const result = await runAction(inputsFor(server, { wait: 'false', ...inputs }), { files })
  const methods = server.requests.slice(before).map(({ method }) => method)
  return { result, methods }
}

describe('exit 2 before anything is triggered', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a repository outside of the scope', { ...branch, thresholds: 'repo:SHOP/car = 0' }, 'repo:SHOP/car'],
    [
      'a branch outside of the scope',
      { ...branch, thresholds: 'total = 9\nbranch:master = 0' },
      'branch:master',
    ],
    ['a repository that is not listed', { ...project, thresholds: 'repo:SHOP/car = 0' }, 'lists SHOP/cart'],
    ['a branch that is not listed', { ...repo, thresholds: 'branch:master = 0' }, 'SHOP/cart@main'],
    ['an invisible character', { ...repo, thresholds: 'branch:ma\u200bin = 0' }, 'U+200B'],
    ['what-if over another project', { ...repo, 'what-if': 'project:PAY = 0' }, 'project:PAY'],
  ])('%s', async (_name, inputs, words) => {
    const { result, methods } = await gate(inputs)
    expectEnding(result, inError(2))
    expect(JSON.stringify(reportOf(result).error)).toContain(words)
    expect(methods).not.toContain('PUT')
  })

  it('a policy file of which no threshold can match', async () => {
    const { result, methods } = await gate(
      branch,
      'thresholds: [repo:SHOP/other = 0, branch:release/* = 0]\n',
    )
    expectEnding(result, inError(2))
    expect(methods).toEqual([])
  })
})

it('a selector of a policy file is a note, and the others hold', async () => {
  const { result } = await gate(branch, 'thresholds: [total = 0, repo:SHOP/other = 0]\n')
  expectEnding(result, failed)
  expect(JSON.stringify(reportOf(result).evidence)).toContain(
    '.soteri-gate.yml:1: The selector \\"repo:SHOP/other\\" can match nothing in SHOP/cart@main.',
  )
})

it('the names that the scope has count, in either spelling of an accent', async () => {
  const thresholds = 'repo:shop/CART branch:main = 0\nbranch:cafe\u0301 = 0'
  const { result } = await gate({ ...repo, thresholds })
  expectEnding(result, failed)
})

it('a selector by key is an error over an export of display names, and one that fits is not', async () => {
  const instance = { scope: 'instance', operation: 'export', wait: '' }
  const { result } = await gate({ ...instance, thresholds: 'total = 5\nproject:SHOP = 0' })
  expectEnding(result, inError(5))
  expect(JSON.stringify(reportOf(result).error)).toContain('Online Shop/cart')
  expectEnding((await gate({ ...instance, thresholds: 'repo:*/cart = 1' })).result, passed)
})
