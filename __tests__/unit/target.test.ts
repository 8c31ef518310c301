import { describe, expect, it } from '@jest/globals'
import { assert, property, stringMatching } from 'fast-check'
import {
  parseBranch,
  parseProject,
  parseSlug,
  parseTarget,
  parseTargets,
  targetName,
} from '../../src/target.ts'

const problemsOf = (items: readonly string[]): string => {
  const parsed = parseTargets(items)
  return 'problems' in parsed ? parsed.problems.join('\n') : ''
}

describe('parseTarget', () => {
  it.each([
    ['PROJ', { kind: 'project', project: 'PROJ' }],
    ['~ana', { kind: 'project', project: '~ana' }],
    ['PROJ/shop', { kind: 'repo', project: 'PROJ', repo: 'shop' }],
    ['~ana/shop', { kind: 'repo', project: '~ana', repo: 'shop' }],
    ['PROJ/shop@main', { kind: 'branch', project: 'PROJ', repo: 'shop', branch: 'main' }],
    ['PROJ/s@refs/heads/a/b', { kind: 'branch', project: 'PROJ', repo: 's', branch: 'a/b' }],
    ['PROJ/s@x/refs/heads/a', { kind: 'branch', project: 'PROJ', repo: 's', branch: 'x/refs/heads/a' }],
    ['PROJ/s@a/b', { kind: 'branch', project: 'PROJ', repo: 's', branch: 'a/b' }],
    ['PROJ/s@a@b', { kind: 'branch', project: 'PROJ', repo: 's', branch: 'a@b' }],
    ['PROJ/s@fix/#12&ü', { kind: 'branch', project: 'PROJ', repo: 's', branch: 'fix/#12&ü' }],
    ['~ana@x/s@b', { kind: 'branch', project: '~ana@x', repo: 's', branch: 'b' }],
  ])('reads %s', (text, target) => {
    expect(parseTarget(text)).toEqual({ value: target })
  })

  it.each([
    ['instance', 'scope: instance'],
    ['PROJ@main', 'PROJ/repo@branch'],
    ['PROJ@main/x', 'project key'],
    ['/shop', 'project key'],
    ['PROJ/', 'repository slug'],
    ['PROJ/a/b', 'repository slug'],
    ['PROJ/@main', 'repository slug'],
    ['PROJ/shop@', 'branch name'],
    ['../x', 'project key'],
    ['PROJ/..', 'repository slug'],
    ['PROJ/..@main', 'repository slug'],
    ['~', 'project key'],
    ['My Project', 'project key'],
    ['PROJ/shop?x=1', 'repository slug'],
    ['PR#J/shop', 'project key'],
    ['PROJ/sh\u0007op', 'repository slug'],
    ['PROJ\\shop', 'project key'],
  ])('refuses %j, hinting at %s', (text, hint) => {
    expect(problemsOf([text])).toContain(hint)
  })

  it('reads what targetName writes', async () => {
    const part = stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/)
    const branch = stringMatching(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/)
    await assert(
      property(part, part, branch, (project, repo, name) => {
        const target = { kind: 'branch', project, repo, branch: name } as const
        expect(parseTarget(targetName(target))).toEqual({ value: target })
      }),
    )
  })
})

describe('parseTargets', () => {
  it('folds duplicates, upper and lower case of keys and slugs the same', () => {
    expect(parseTargets(['PROJ/a', 'proj/A', 'PROJ/a'])).toEqual({
      value: [{ kind: 'repo', project: 'PROJ', repo: 'a' }],
    })
    expect(parseTargets(['PROJ/a@Main', 'PROJ/a@main'])).toHaveProperty('value.length', 2)
  })

  it.each([
    [['PROJ', 'PROJ/a']],
    [['PROJ/a', 'PROJ']],
    [['PROJ/a@main', 'PROJ/a']],
    [['PROJ/a@main', 'PROJ']],
    [['proj', 'PROJ/a']],
  ])('refuses %j: counted twice', (items) => {
    expect(problemsOf(items)).toContain('counted twice')
  })

  it('does not mistake a longer name for an overlap', () => {
    expect(problemsOf(['PROJ', 'PROJ2/a', 'PRO/a'])).toBe('')
    expect(problemsOf(['PROJ/a', 'PROJ/ab@main'])).toBe('')
  })

  it('reports every wrong item', () => {
    expect(problemsOf(['/x', 'PROJ', 'a b']).split('\n')).toHaveLength(2)
  })

  it('refuses an empty list', () => {
    expect(problemsOf([])).toContain('empty')
  })
})

it('parts take everything else', () => {
  expect(parseProject('PROJ_1')).toEqual({ value: 'PROJ_1' })
  expect(parseSlug('my.repo-1')).toEqual({ value: 'my.repo-1' })
  expect(parseBranch('..')).toEqual({ value: '..' })
  expect(parseBranch('a\nb')).toHaveProperty('problems')
})
