/** The repository that a report is about, and what a change is said to do to it. */
import { describe, expect, it } from '@jest/globals'
import { changeLines, onlyRepository, type Report, repositoryOfTarget } from '../../../src/report/model.ts'
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

describe('the lines of a change', () => {
  const change = {
    branch: 'feature/x',
    commit: null,
    compared: 'main',
    comparedCommit: null,
    pullRequest: null,
    gone: 3,
    hasBaseline: false,
  }
  const linesWith = (evidence: Partial<Report['evidence']>): readonly string[] => {
    const report = sampleReport([sampleFinding()], { change })
    return changeLines({ ...report, evidence: { ...report.evidence, ...evidence } })
  }
  const file = { repository: 'SHOP/web', branch: null, path: 'a.bin', reason: 'The file is binary' }

  it('hold what is gone, whatever the notes say', () => {
    const notes = ['SHOP/skipped-tests has no default branch.']
    expect(linesWith({ notes })).toContain('No longer reported here: 3.')
    expect(linesWith({ skippedFiles: { count: 0, files: [] } })).toContain('No longer reported here: 3.')
  })

  it('do not hold it where a file was skipped: it may have what seems to be gone', () => {
    const lines = linesWith({ skippedFiles: { count: 1, files: [file] } })
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain('No longer')
  })
})
