import { describe, expect, it } from '@jest/globals'
import type { ExportEvidence } from '../../../src/evidence.ts'
import { NO_BRANCHES } from '../../../src/server/tracked-target.ts'
import {
  provenTotal,
  rejectFindingsAsReviewed,
  reviewedSource,
  unlistedRepositories,
  whyEmpty,
} from '../../../src/stages/consistency.ts'
import type { Target } from '../../../src/target.ts'
import { branch, repo, told } from './told.ts'

const read = (rows: number): ExportEvidence => ({
  source: 'x',
  format: 'csv',
  bytes: 1,
  sha256: '',
  members: [],
  rows,
  refused: 0,
})

describe('the proven total of a target', () => {
  it('is the sum over the branches of a repository, and no other repository’s', () => {
    const evidence = [told('PAY/shop@main', 2), told('PAY/shop@dev', 3), told('PAY/shop-2@main', 50)]
    expect(provenTotal(repo, evidence)).toBe(5)
    expect(provenTotal(branch, evidence)).toBe(2)
  })

  it.each([
    ['a branch without a total', [told('PAY/shop@main', 2), told('PAY/shop@dev', null)]],
    ['a branch without proof', [told('PAY/shop@main', 2), told('PAY/shop@dev', 0, null)]],
    ['no evidence at all', []],
  ])('is unknown with %s', (_, evidence) => {
    expect(provenTotal(repo, evidence)).toBeNull()
  })

  it('is unknown for wider targets, whose other branches are not all asked', () => {
    const evidence = [told('PAY/shop', 0)]
    expect(provenTotal({ kind: 'project', project: 'PAY' }, evidence)).toBeNull()
    expect(provenTotal({ kind: 'instance' }, evidence)).toBeNull()
  })
})

describe('an export', () => {
  it('that is empty is right only when every branch was proven to have none', () => {
    const zero = 'the finished scan told 0 findings'
    expect(whyEmpty(repo, [told('PAY/shop@main', 0), told('PAY/shop@dev', 0)])).toBe(zero)
    expect(whyEmpty(branch, [told('PAY/shop@main', 0), told('PAY/shop@dev', 1)])).toBe(zero)
    expect(whyEmpty(repo, [told('PAY/shop@main', 0), told('PAY/shop@dev', 1)])).toBeNull()
    expect(whyEmpty(repo, [told('PAY/shop@main', 0, null)])).toBeNull()
    expect(whyEmpty(repo, [])).toBeNull()
    expect(whyEmpty({ kind: 'project', project: 'PAY' }, [told('PAY/shop', 0)])).toBeNull()
  })

  it('of a repository without branches is right, and no scan is named as the reason', () => {
    expect(whyEmpty(repo, [told('PAY/shop', 0, NO_BRANCHES)])).toMatch(/^Bitbucket says .* has no branches/)
    expect(whyEmpty(branch, [told('PAY/shop', 0, NO_BRANCHES)])).toBeNull()
  })
})

describe('findings of repositories that were not listed', () => {
  const project: Target[] = [{ kind: 'project', project: 'PAY' }]
  const evidence = [told('PAY/my-shop', 1), told('PAY/cart', 0)]

  it('are noted by name', () => {
    const note = unlistedRepositories(project, { 'PAY/my-shop': 1, 'PAY/vault': 2 }, evidence)
    expect(note).toContain('not waited for: PAY/vault.')
  })

  it('are not suspected behind a display name or another spelling', () => {
    expect(unlistedRepositories(project, { 'PAY/My Shop': 1, 'pay/cart': 1 }, evidence)).toBeNull()
  })

  it('cannot be told for a single repository, or where nothing was waited for', () => {
    expect(unlistedRepositories([repo], { 'PAY/vault': 2 }, evidence)).toBeNull()
    expect(unlistedRepositories(project, { 'PAY/vault': 2 }, [])).toBeNull()
  })
})

describe('an export of reviewed false positives', () => {
  const findings = { ...read(2), source: 'PAY/shop', bytes: 90, sha256: 'ab' }
  const reviewed = { ...findings, source: reviewedSource(repo) }
  const refusing = (one: ExportEvidence, exports: readonly ExportEvidence[]) => () =>
    rejectFindingsAsReviewed(one, exports)

  it('that is the export of the findings is refused', () => {
    expect(refusing(findings, [read(1), reviewed])).toThrow(
      'The export of reviewed of PAY/shop is byte for byte the export of the findings of PAY/shop, with 2 rows',
    )
  })

  it('may be another one, or have no rows either', () => {
    expect(refusing(findings, [{ ...reviewed, sha256: 'cd' }])).not.toThrow()
    expect(refusing(findings, [{ ...reviewed, bytes: 91 }])).not.toThrow()
    expect(refusing({ ...findings, rows: 0 }, [{ ...reviewed, rows: 0 }])).not.toThrow()
    expect(refusing(findings, [{ ...findings, source: 'PAY/shop@main' }])).not.toThrow()
  })
})
