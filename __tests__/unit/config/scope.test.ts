import { describe, expect, it } from '@jest/globals'
import type { RawValue } from '../../../src/config/values.ts'
import { targetName } from '../../../src/target.ts'
import { readGiven } from './given.ts'

type Given = Record<string, RawValue>

const read = (given: Given) => readGiven({ 'bitbucket-url': 'https://host', ...given })
const targetsOf = (given: Given) => read(given).inputs?.targets.map(targetName)
const messages = (given: Given) => read(given).mistakes.map(({ where, what }) => `${where}: ${what}`)

describe('targets', () => {
  it.each<[Given, string[]]>([
    [{ scope: 'instance' }, ['instance']],
    [{ project: 'P' }, ['P']],
    [{ scope: 'project', project: '~ana' }, ['~ana']],
    [{ project: 'P', repo: 'r' }, ['P/r']],
    [{ scope: 'repo', project: 'P', repo: 'r' }, ['P/r']],
    [{ project: 'P', repo: 'r', branch: 'a/b@c' }, ['P/r@a/b@c']],
    [{ scope: 'branch', project: 'P', repo: 'r', branch: 'b' }, ['P/r@b']],
    [{ targets: 'P/r, Q\nR/s@b' }, ['P/r', 'Q', 'R/s@b']],
    [{ targets: ['P/r@a,b'] }, ['P/r@a,b']],
    [{ operation: 'cancel', cancel: 'all', scope: 'instance' }, ['instance']],
    [{ operation: 'export-reviewed', targets: 'P,Q/r' }, ['P', 'Q/r']],
    [{ operation: 'export-reviewed', scope: 'instance' }, ['instance']],
  ])('%j', (given, names) => {
    expect(messages(given)).toEqual([])
    expect(targetsOf(given)).toEqual(names)
  })

  it('may come from several sources together', () => {
    const url = { 'bitbucket-url': 'https://host' }
    const { inputs } = readGiven({ repo: 'r', ...url }, { project: 'P', branch: 'b' })
    expect(inputs?.targets.map(targetName)).toEqual(['P/r@b'])
  })
})

describe('contradictions', () => {
  it.each<[Given, string[]]>([
    [{}, ['scope: No scope given']],
    [{ repo: 'r' }, ['project: `repo` needs `project`']],
    [{ branch: 'b' }, ['project: `branch` needs `project`', 'repo: `branch` needs `repo`']],
    [{ project: 'P', branch: 'b' }, ['repo: `branch` needs `repo`']],
    [{ scope: 'project' }, ['project: `scope: project` needs `project`']],
    [{ scope: 'repo', project: 'P' }, ['repo: `scope: repo` needs `repo`']],
    [{ scope: 'branch', project: 'P', repo: 'r' }, ['branch: `scope: branch` needs `branch`']],
    [{ scope: 'instance', project: 'P' }, ['scope: `scope: instance` contradicts `project`']],
    [
      { scope: 'project', project: 'P', repo: 'r', branch: 'b' },
      ['scope: `scope: project` contradicts `repo`', 'scope: `scope: project` contradicts `branch`'],
    ],
    [{ targets: 'P', project: 'P' }, ['project: `project` contradicts `targets`']],
    [{ targets: 'P', scope: 'instance' }, ['scope: `scope` contradicts `targets`']],
    [{ operation: 'export-reviewed', project: 'P', repo: 'r', branch: 'b' }, ['branch: Reviewed findings']],
    [{ operation: 'export-reviewed', targets: 'P/r@b' }, ['targets: Reviewed findings']],
    [{ operation: 'cancel', scope: 'instance' }, ['cancel: `cancel` needs']],
    [{ operation: 'cancel', cancel: 'all' }, ['scope: The server can only cancel']],
    [
      { operation: 'cancel', cancel: 'all', project: 'P' },
      ['scope: The server can only cancel', 'project: `project` contradicts `cancel`'],
    ],
    [
      { operation: 'cancel', cancel: 'all', scope: 'instance', targets: 'P' },
      ['targets: `targets` contradicts'],
    ],
  ])('%j', (given, expected) => {
    expect(messages(given)).toEqual(expected.map((text) => expect.stringContaining(text)))
  })

  it.each<Given>([
    { scope: 'world' },
    { scope: 'world', project: 'P' },
    { project: '../x' },
    { targets: 'a b' },
  ])('a wrong value in %j is reported once, without a second mistake that follows from it', (given) => {
    expect(messages(given)).toHaveLength(1)
  })
})
