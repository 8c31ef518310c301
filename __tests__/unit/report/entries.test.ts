/** One finding is one entry, however many branches show it. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  branchesText,
  entriesOf,
  lineLink,
  repositoryUrl,
  violatingEntries,
} from '../../../src/report/entries.ts'
import { anyText } from '../../fixtures/any-text.ts'
import { sampleFinding, sampleReport } from './sample-report.ts'

describe('entries', () => {
  it('join the rows of a finding, main and release branches first', () => {
    const branches = ['feature/x', 'release/1.4', 'a', 'main', 'release/1.3', 'hotfix-2']
    const rows = branches.map((branch, at) => sampleFinding({ branch, line: at + 1, fingerprint: 'e' }))
    const [entry, ...others] = entriesOf([...rows, sampleFinding({ fingerprint: 'f', path: 'b' })])
    expect(entry?.branches).toEqual(['main', 'hotfix-2', 'release/1.3', 'release/1.4', 'a', 'feature/x'])
    // Its line and link are those of the main branch.
    expect([entry?.branch, entry?.line]).toEqual(['main', 4])
    expect(others.map(({ path, branches: on }) => [path, on])).toEqual([['b', ['main']]])
  })

  it('have the worst status of their rows, and the thresholds of all', () => {
    const rows = [
      sampleFinding({ branch: 'dev', status: 'new', countedBy: [0] }),
      sampleFinding({ branch: 'main', status: 'known', countedBy: [2] }),
      sampleFinding({ branch: 'old', status: 'suppressed', countedBy: [] }),
    ]
    expect(entriesOf(rows).map(({ status, branches, countedBy }) => [status, branches, countedBy])).toEqual([
      ['new', ['main', 'dev'], [0, 2]],
      ['suppressed', ['old'], []],
    ])
  })

  it('violate where a threshold that was exceeded counts them', () => {
    const rows = [
      sampleFinding({ path: 'a', fingerprint: 'a', countedBy: [0] }),
      sampleFinding({ path: 'b', fingerprint: 'b', countedBy: [0, 1] }),
      sampleFinding({ path: 'c', fingerprint: 'c', countedBy: [] }),
    ]
    const report = sampleReport(rows)
    const thresholds = report.thresholds.flatMap((one) => [
      { ...one, position: 1 },
      { ...one, position: 0, passed: true },
    ])
    expect(violatingEntries({ ...report, thresholds }).map(({ path }) => path)).toEqual(['b'])
  })

  it.each([
    [[''], ''],
    [['main'], 'main'],
    [['main', 'dev'], 'main, dev'],
    [['main', 'release/1', 'a', 'b', 'c', 'd'], 'main, release/1 and 4 more'],
  ])('name %j as %j', (branches, text) => {
    expect(branchesText(branches)).toBe(text)
  })
})

describe('the address of a repository', () => {
  const base = 'https://git.example.com/bitbucket'
  it.each([
    ['SHOP', 'web', `${base}/projects/SHOP/repos/web`],
    ['~ann', 'dot', `${base}/users/ann/repos/dot`],
    ['..', 'web', null],
    ['SHOP', 'a/b', null],
    ['SHOP', '', null],
    ['~', 'x', null],
  ])('of %j %j', (project, repository, expected) => {
    expect(repositoryUrl(base, { project, repository })).toBe(expected)
  })

  it('needs a base that a browser may follow', () => {
    const place = { project: 'SHOP', repository: 'web' }
    expect(repositoryUrl(null, place)).toBeNull()
    expect(repositoryUrl('javascript:alert(1)', place)).toBeNull()
    expect(repositoryUrl(`${base}//`, place)).toBe(`${base}/projects/SHOP/repos/web`)
  })
})

describe('the link to a line', () => {
  const place = { project: 'PAY', repository: 'checkout', branch: 'main', path: 'src/a.txt', line: 7 }
  const base = 'https://git.example.com/bitbucket'
  const pay = `${base}/projects/PAY/repos/checkout/browse`

  it.each([
    ['a file', {}, `${pay}/src/a.txt?at=refs/heads/main#7`],
    ['no line', { line: null }, `${pay}/src/a.txt?at=refs/heads/main`],
    ['no branch', { branch: '' }, `${pay}/src/a.txt#7`],
    ['a branch with signs', { branch: 'fix/ä&b#c' }, `${pay}/src/a.txt?at=refs/heads/fix/%C3%A4%26b%23c#7`],
    ['a whole ref', { branch: 'refs/tags/v1' }, `${pay}/src/a.txt?at=refs/tags/v1#7`],
    ['a path with signs', { path: '/a b/#c?.txt' }, `${pay}/a%20b/%23c%3F.txt?at=refs/heads/main#7`],
    [
      'a personal repository',
      { project: '~jdoe' },
      `${base}/users/jdoe/repos/checkout/browse/src/a.txt?at=refs/heads/main#7`,
    ],
    ['half a character', { path: '\ud800.txt' }, `${pay}/%EF%BF%BD.txt?at=refs/heads/main#7`],
  ])('is right for %s', (_, part, link) => {
    expect(lineLink(base, { ...place, ...part })).toBe(link)
  })

  it.each([
    ['a path that climbs', { path: '../../admin' }],
    ['a path of dots', { path: 'a/./b' }],
    ['no path', { path: '' }],
    ['a project that climbs', { project: '..' }],
    ['no user', { project: '~' }],
    ['a slug with a slash', { repository: '../admin' }],
    ['a name that is no slug', { repository: 'My repository' }],
  ])('is not made for %s', (_, part) => {
    expect(lineLink(base, { ...place, ...part })).toBeNull()
  })

  it.each([null, 'javascript:alert(1)//', 'ftp://host', ''])('is not made from the base %p', (wrong) => {
    expect(lineLink(wrong, place)).toBeNull()
  })

  it('never leaves the base, whatever a finding says', () => {
    const part = fc.oneof(anyText(), fc.constantFrom('..', '.', '%2e%2e', '\\', '//evil', 'a/../..'))
    fc.assert(
      fc.property(part, part, part, part, (project, repository, branch, path) => {
        const link = lineLink(base, { project, repository, branch, path, line: 1 })
        if (link !== null)
          expect(new URL(link).href).toMatch(/^https:\/\/git\.example\.com\/bitbucket\/(projects|users)\//)
      }),
    )
  })
})
