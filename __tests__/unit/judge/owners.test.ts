/** Owners by the policy and by CODEOWNERS; who is unknown counts for every limit of an owner. */
import { describe, expect, it } from '@jest/globals'
import { ownerLookup, parseCodeOwners, readCodeOwners } from '../../../src/judge/owners.ts'
import type { Bitbucket } from '../../../src/server/bitbucket.ts'
import { finding, judge, observed, policyOfFile } from './judging.ts'

const rules = policyOfFile(`owners:
  "PAY/web:src/billing/**": billing
  "PAY/*": team-pay
  "SHOP/{cart,api}": team-shop
`).owners?.rules

describe('the owner of a finding', () => {
  it.each([
    ['PAY/web', 'src/billing/a/b.ts', 'billing'],
    ['pay/WEB', 'src/other.ts', 'team-pay'],
    ['SHOP/api', 'x', 'team-shop'],
    ['SHOP/else', 'x', 'unowned'],
    ['SHOP/[redacted]', 'x', ''],
    ['PAY/web', 'src/[redacted]', ''],
  ])('%s %s is %j', (repository, path, owner) => {
    expect(ownerLookup(rules ?? [], null)(repository, path)).toBe(owner)
  })

  it('comes from CODEOWNERS where no glob gives one, and is unknown where that cannot be read', () => {
    const files = new Map([
      ['ops/a', parseCodeOwners('* @all\n*.ts jane.roe@example.com @ts')],
      ['ops/b', null],
    ])
    const ownerOf = ownerLookup(rules ?? [], files)
    expect(ownerOf('PAY/x', 'a')).toBe('team-pay')
    expect(ownerOf('OPS/A', 'x/a.ts')).toBe('jane.roe @ts')
    expect(ownerOf('OPS/b', 'a')).toBe('')
  })

  it('is counted, limited and written', () => {
    const rows = [
      finding({ repository: 'web', project: 'PAY', path: 'src/billing/a' }),
      finding({ repository: 'web', project: 'PAY', path: 'b' }),
      finding({ repository: 'web', project: 'PAY', path: 'e' }),
      finding({ repository: 'z', project: 'Z', path: 'c' }),
      finding({ repository: '[redacted]', project: 'Z', path: 'd' }),
    ]
    const policy = policyOfFile(
      'owners: { "PAY/web:src/**": billing, "PAY/*": team-pay }\nthresholds: ["owner:bill* = 0", "owner:unowned = 9"]',
    )
    const decision = judge(rows, { policy, ownerOf: ownerLookup(policy.owners?.rules ?? [], null) })
    expect(decision.counts.byOwner).toEqual({ billing: 1, 'team-pay': 2, unowned: 1 })
    // The one of unknown owner counts for both.
    expect(observed(decision, 'owner:bill*')).toBe(2)
    expect(observed(decision, 'owner:unowned')).toBe(2)
    expect(decision.rulings.map(({ owner }) => owner)).toEqual([
      'billing',
      'team-pay',
      'team-pay',
      'unowned',
      '',
    ])
  })
})

describe('CODEOWNERS', () => {
  const file = [
    '# comment',
    '*.js @lower # trailing',
    'docs/ @docs',
    '/top.txt @top',
    '**.java @java',
    'src/**/deep @deep @reviewer-group/core',
    'a?.x one@example.com',
    'broken',
    '!not @x',
    'no-user nobody',
  ].join('\r\n')

  it.each([
    ['a/b/c.js', '@lower'],
    ['docs/x/y', '@docs'],
    ['a/docs/y', '@docs'],
    ['top.txt', '@top'],
    ['a/top.txt', ''],
    ['a/b/C.java', '@java'],
    ['src/1/2/deep', '@deep @reviewer-group/core'],
    ['ab.x', 'one'],
    ['broken', ''],
    ['no-user', ''],
  ])('gives %s to %j', (path, owner) => {
    expect(parseCodeOwners(file)(path)).toBe(owner)
  })

  it('follows the lowest rule that fits', () => {
    expect(parseCodeOwners('* @first\n*.md @second\na.md @third')('a.md')).toBe('@third')
  })

  const never = new AbortController().signal

  it('is read once for each repository; a right that is missing is a note', async () => {
    const asked: string[] = []
    const rawFile: Bitbucket['rawFile'] = async ({ repo }, path, commit) => {
      asked.push(`${repo} ${path}${commit}`)
      if (repo === 'closed') throw new Error('no right')
      if (repo === 'none') return null
      return Buffer.from(repo === 'page' ? '<!DOCTYPE html>' : '* @team')
    }
    const names = ['open', 'closed', 'none', 'page'].map((repo) => ({ project: 'P', repo }))
    const { texts, notes } = await readCodeOwners(names, { rawFile }, never)
    expect(asked).toEqual(['open', 'closed', 'none', 'page'].map((repo) => `${repo} .bitbucket/CODEOWNERS`))
    expect(['open', 'none'].map((repo) => texts.get(`p/${repo}`))).toEqual(['* @team', ''])
    expect([texts.get('p/closed'), texts.get('p/page')]).toEqual([null, null])
    expect(notes).toEqual([
      expect.stringMatching(/^CODEOWNERS could not be read, so owners are unknown in P\/closed, P\/page: /),
    ])
  })

  it('is read for a bounded number of repositories', async () => {
    const rawFile: Bitbucket['rawFile'] = async () => null
    const many = Array.from({ length: 502 }, (_none, at) => ({ project: 'P', repo: `r${at}` }))
    const { texts, notes } = await readCodeOwners(many, { rawFile }, never)
    expect(texts.size).toBe(500)
    expect(notes).toEqual(['CODEOWNERS of 500 repositories were read; owners are unknown in 2 more.'])
  })
})
