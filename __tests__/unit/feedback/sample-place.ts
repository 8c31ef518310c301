/** Where the verdicts of the tests are shown. */
import type { Place } from '../../../src/feedback/place.ts'

export const samplePlace: Place = {
  repository: { project: 'SHOP', repo: 'web' },
  branch: 'main',
  commit: 'a'.repeat(40),
  head: 'a'.repeat(40),
  target: 'SHOP/web@main',
}
