/** The head of a branch, as the place that verdicts are shown at. */
import type { Place } from '../../../src/feedback/place.ts'

export const place: Place = {
  repository: { project: 'SHOP', repo: 'web' },
  branch: 'main',
  commit: 'a'.repeat(40),
  head: 'a'.repeat(40),
  target: 'SHOP/web@main',
}
