/** Which repository a report is about, and where it is seen. */
import { describe, expect, it } from '@jest/globals'
import { repositoryUrl } from '../../../src/report/repository-url.ts'
import { onlyRepository, repositoryOfTarget } from '../../../src/report/scope.ts'
import { sampleFinding, sampleReport } from './sample-report.ts'

describe('the repository of a target', () => {
  it.each([
    ['SHOP/web', { project: 'SHOP', repo: 'web' }],
    ['~ann/dot', { project: '~ann', repo: 'dot' }],
    ['SHOP/web@feature/a@b', { project: 'SHOP', repo: 'web' }],
    ['SHOP', null],
    ['instance', null],
    ['/exports/a.zip', null],
    ['', null],
  ])('%j', (target, expected) => {
    expect(repositoryOfTarget(target)).toEqual(expected)
  })
})

describe('the only repository', () => {
  it('is that of all targets, whatever was found', () => {
    const web = { project: 'SHOP', repo: 'web' }
    expect(onlyRepository(sampleReport([], { targets: ['SHOP/web@main', 'SHOP/web@dev'] }))).toEqual(web)
    expect(onlyRepository(sampleReport([sampleFinding()], { targets: ['SHOP'] }))).toBeNull()
    expect(onlyRepository(sampleReport([], { targets: ['SHOP/web', 'SHOP/api'] }))).toBeNull()
    expect(onlyRepository(sampleReport([], { targets: [] }))).toBeNull()
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
