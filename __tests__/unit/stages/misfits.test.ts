import { describe, expect, it } from '@jest/globals'
import type { Period } from '../../../src/config/inputs.ts'
import type { TargetEvidence } from '../../../src/evidence.ts'
import {
  countReviewed,
  exportTooSmall,
  isExplained,
  type Misfit,
  misfitsOf,
} from '../../../src/stages/misfits.ts'
import type { Target } from '../../../src/target.ts'
import { branch, repo, told } from './told.ts'

const anyTime = { from: null, to: null }

describe('an export of a repository or branch', () => {
  it('is compared with the total where nothing was filtered', () => {
    const evidence = [told('PAY/shop@main', 3)]
    const misfits = (rows: number, period: Period = anyTime): readonly Misfit[] =>
      misfitsOf(branch, { rows, byRepository: {} }, period, evidence)
    expect(misfits(3)).toEqual([])
    expect(misfits(4)).toEqual([{ kind: 'more', of: branch, rows: 4, total: 3 }])
    expect(misfits(2)).toEqual([{ kind: 'fewer', of: branch, rows: 2, total: 3 }])
    expect(misfits(2, { from: 1, to: null })).toEqual([])
    expect(misfits(2, { from: null, to: 1 })).toEqual([])
  })

  it('that is too small names both numbers', () => {
    const misfit: Misfit = { kind: 'fewer', of: branch, rows: 2, total: 3 }
    expect(exportTooSmall(misfit, 0).message).toContain(
      '2 rows, but its finished scan told 3 findings, and no reviewed finding explains it',
    )
    expect(exportTooSmall(misfit, 7).message).toContain('7 reviewed ones do not explain it')
  })
})

describe('an export of a project or the instance', () => {
  const project: Target = { kind: 'project', project: 'PAY' }
  const evidence = [told('PAY/my-shop', 3), told('PAY/cart', 0), told('PAY/lost', 9, null), told('SHOP/x', 4)]
  const misfits = (
    byRepository: Record<string, number>,
    target: Target = project,
    some: readonly TargetEvidence[] = evidence,
  ): readonly Misfit[] => {
    const rows = Object.values(byRepository).reduce((sum, count) => sum + count, 0)
    return misfitsOf(target, { rows, byRepository }, anyTime, some)
  }

  it('has at least what was told of its repositories, whichever way they are written', () => {
    expect(misfits({ 'PAY/my-shop': 3 })).toEqual([])
    expect(misfits({ 'pay/My Shop': 2, 'PAY/my-shop': 1 })).toEqual([])
    expect(misfits({ 'PAY/my-shop': 30, 'PAY/cart': 7 })).toEqual([])
    expect(misfits({ 'PAY/my-shop': 3, 'SHOP/x': 4 }, { kind: 'instance' })).toEqual([])
  })

  it('lacks something when it has fewer rows in all', () => {
    expect(misfits({})).toEqual([{ kind: 'fewer', of: project, rows: 0, total: 3 }])
    expect(misfits({ 'PAY/my-shop': 6 }, { kind: 'instance' })).toEqual([
      { kind: 'fewer', of: { kind: 'instance' }, rows: 6, total: 7 },
    ])
  })

  it('lacks something when it has fewer rows of a repository', () => {
    const two = [...evidence, told('PAY/api', 2)]
    expect(misfits({ 'PAY/cart': 9, 'PAY/my-shop': 2 }, project, two)).toEqual([
      { kind: 'fewer', of: { kind: 'repo', project: 'PAY', repo: 'my-shop' }, rows: 2, total: 3 },
      { kind: 'fewer', of: { kind: 'repo', project: 'PAY', repo: 'api' }, rows: 0, total: 2 },
    ])
  })

  it('is looked at as a whole only where it names repositories otherwise', () => {
    expect(misfits({ 'Payments/The Shop': 3 })).toEqual([])
    expect(misfits({ 'Payments/The Shop': 2 })).toHaveLength(1)
  })

  it('is held against the most that is told of a repository and of branches of it, not the sum', () => {
    const both = [told('PAY/shop', 5), told('PAY/shop@main', 3)]
    expect(misfits({ 'PAY/shop': 5 }, project, both)).toEqual([])
    expect(misfits({ 'PAY/shop': 4 }, project, both)).toHaveLength(1)
  })

  it('knows nothing of a repository without total or without proof', () => {
    expect(misfits({}, project, [told('PAY/shop', null), told('PAY/cart', 4, null)])).toEqual([])
  })
})

describe('reviewed findings', () => {
  const missing = (of: Target, rows: number): Misfit => ({ kind: 'fewer', of, rows, total: 10 })
  const branches = [told('PAY/shop@main', 5), told('PAY/shop@dev', 5)]

  it('explain one missing row each of a branch', () => {
    expect(isExplained(missing(branch, 8), 2, branches)).toBe(true)
    expect(isExplained(missing(branch, 7), 2, branches)).toBe(false)
    expect(isExplained(missing(branch, 9), 0, branches)).toBe(false)
  })

  it('explain one missing row each on every branch of a repository', () => {
    expect(isExplained(missing(repo, 6), 2, branches)).toBe(true)
    expect(isExplained(missing(repo, 5), 2, branches)).toBe(false)
    expect(isExplained(missing(repo, 0), 1, [told('PAY/shop', 10)])).toBe(true)
    expect(isExplained(missing(repo, 9), 0, [told('PAY/shop', 10)])).toBe(false)
  })

  it('explain what is missing of a wide target, whose branches nobody counted', () => {
    expect(isExplained(missing({ kind: 'instance' }, 0), 1, [])).toBe(true)
    expect(isExplained(missing({ kind: 'project', project: 'PAY' }, 9), 0, [])).toBe(false)
  })

  it('count for the repository that they tell, and where they tell none', () => {
    const rows = [
      { project: 'PAY', repository: 'shop' },
      { project: 'pay', repository: 'Shop' },
      { project: null, repository: 'shop' },
      { project: 'PAY', repository: null },
      { project: 'PAY', repository: 'cart' },
      { project: 'SHOP', repository: 'shop' },
    ]
    expect(countReviewed(repo, rows)).toBe(4)
    expect(countReviewed({ kind: 'instance' }, rows)).toBe(6)
  })
})
