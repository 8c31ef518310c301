/** One finding is one entry, however many branches show it. */
import { describe, expect, it } from '@jest/globals'
import { branchesText, entriesOf, violatingEntries } from '../../../src/report/entries.ts'
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
