/** Begins with the tests that take longest: a fresh clone knows no times, so Jest would begin with the largest files. */
import Sequencer from '@jest/test-sequencer'

const longest = [
  '/e2e/faults.',
  '/e2e/feedback.',
  '/e2e/report-page.',
  '/e2e/sandbox.',
  '/e2e/canary.',
  '/e2e/',
]

export default class LongestFirst extends Sequencer {
  /** @param {{ path: string }[]} tests */
  sort(tests) {
    const rank = ({ path }) => {
      const at = longest.findIndex((part) => path.includes(part))
      return at === -1 ? longest.length : at
    }
    return super.sort(tests).sort((a, b) => rank(a) - rank(b))
  }
}
