/** The head of a branch, as the commit that verdicts are posted to. */
import type { PostTarget } from '../../../src/deliver/post-target.ts'

export const target: PostTarget = {
  repository: { project: 'SHOP', repo: 'web' },
  source: { project: 'SHOP', repo: 'web' },
  branch: 'main',
  commit: 'a'.repeat(40),
  head: 'a'.repeat(40),
  name: 'SHOP/web@main',
  lookupFailure: null,
}
