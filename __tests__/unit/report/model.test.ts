/** The repository that a report is about. */
import { describe, expect, it } from '@jest/globals'
import { onlyRepository, repositoryOfTarget } from '../../../src/report/model.ts'
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
