/** Each threshold as a bar, observed against its limit, with who adds most. Violated ones come first in the model. */
import type { Contributor, ThresholdOutcome } from '../../policy/policy.ts'
import { count, counted } from '../count.ts'
import { visible } from '../escape.ts'
import type { Report } from '../model.ts'
import { linearScale } from './charts/geometry.ts'
import { type Child, h } from './element.ts'

/** Each threshold with what it observed against its limit. */
export function thresholdsSection({ thresholds, verdict }: Report): Child {
  if (thresholds.length === 0) return null
  const violated = thresholds.filter((outcome) => !outcome.passed).length
  return h(
    'section',
    { id: 'thresholds', 'aria-labelledby': 'thresholds-title' },
    h('h2', { id: 'thresholds-title' }, 'Thresholds'),
    h('p', { class: 'soft' }, `${count(violated)} of ${count(thresholds.length)} exceeded.`),
    h(
      'ol',
      { class: 'thresholds' },
      thresholds.map((outcome) => threshold(outcome, verdict.word === 'error')),
    ),
  )
}

function threshold(outcome: ThresholdOutcome, unproven: boolean): Child {
  const state = outcome.passed
    ? unproven
      ? 'unproven'
      : 'kept'
    : outcome.level === 'fail'
      ? 'exceeded'
      : 'warned'
  const words = {
    kept: 'Within',
    unproven: 'Not proven',
    exceeded: 'Exceeded',
    warned: 'Exceeded, warns only',
  }
  const named = outcome.name !== outcome.selector
  return h(
    'li',
    { class: state },
    h(
      'div',
      { class: 'title' },
      h('h3', null, visible(outcome.name)),
      h('span', { class: 'state' }, words[state]),
      h(
        'p',
        { class: 'against' },
        h('b', null, count(outcome.observed)),
        ` of at most ${count(outcome.max)}`,
      ),
    ),
    bar(outcome),
    h(
      'p',
      { class: 'soft' },
      named && [h('code', null, visible(outcome.selector)), ' · '],
      visible(outcome.origin),
    ),
    outcome.contributors.length > 0 && h('ul', null, outcome.contributors.map(contributor)),
  )
}

/** Up to the limit pale, beyond it strong. The text above it says the same, so the bar itself is decoration. */
function bar({ observed, max }: ThresholdOutcome): Child {
  const percent = linearScale(Math.max(observed, max, 1), 100)
  const within = percent(Math.min(observed, max))
  const beyond = percent(Math.max(observed - max, 0))
  const piece = (name: string, start: number, width: number, fill: string): Child =>
    h('rect', { class: name, x: `${start}%`, y: 3, width: `${width}%`, height: 8, rx: 4, fill })
  return h(
    'svg',
    { class: 'gauge', width: '100%', height: 14, 'aria-hidden': 'true', focusable: 'false' },
    piece('track', 0, 100, '#e3e8ee'),
    piece('within', 0, within, '#8b97a5'),
    beyond > 0 && piece('beyond', within, beyond, '#55616f'),
    h('rect', {
      class: 'limit',
      x: `${Math.min(percent(max), 99.8)}%`,
      width: 2,
      height: 14,
      fill: '#16202c',
    }),
  )
}

function contributor({ repository, rule, count: findings }: Contributor): Child {
  return h(
    'li',
    null,
    h('b', null, counted(findings, 'finding')),
    ' ',
    visible(repository),
    ' ',
    h('code', null, visible(rule)),
  )
}
