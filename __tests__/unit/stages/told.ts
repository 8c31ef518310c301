/** Evidence of finished scans, for the tests of what an export is held against. */
import type { TargetEvidence } from '../../../src/evidence.ts'
import type { Target } from '../../../src/target.ts'

/** A repository, and a branch of it, as a run is asked for them. */
export const repo: Target = { kind: 'repo', project: 'PAY', repo: 'shop' }
export const branch: Target = { ...repo, kind: 'branch', branch: 'main' }

/** What a finished scan told of a target. */
export const told = (
  target: string,
  total: number | null,
  provenBy: string | null = 'seen running',
): TargetEvidence => ({
  target,
  triggeredAt: '2026-01-01T00:00:00.000Z',
  states: [],
  provenBy,
  total,
})
