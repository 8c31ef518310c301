import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { lineLink, repositoryUrl } from '../../../src/report/entries.ts'
import { anyText } from '../../fixtures/any-text.ts'

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
