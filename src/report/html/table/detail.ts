/** What opens below a finding: what such a secret is, who rotates it, and the suppression to paste. */
import { visible } from '../../escape.ts'
import { ruleAdvice, suppressionSnippet } from '../../rules.ts'
import { type Child, h } from '../element.ts'
import { snippet } from '../snippet.ts'
import { utcTime } from '../text.ts'
import type { ShownFinding } from './columns.ts'

/** What opens below a row of the table. */
export function findingDetail(finding: ShownFinding, startedAt: string): Child {
  const advice = ruleAdvice(finding.rule)
  return h(
    'div',
    { class: 'advice' },
    h(
      'div',
      null,
      h('h3', null, visible(finding.rule)),
      h('p', null, advice.what),
      h('p', null, advice.rotate),
      facts(finding),
    ),
    h(
      'div',
      null,
      h('h3', null, 'To accept it, paste into the policy file'),
      snippet(suppressionSnippet(finding, startedAt)),
    ),
  )
}

function facts(finding: ShownFinding): Child {
  const told: readonly (readonly [string, Child])[] = [
    ['File', visible(finding.path)],
    ['Matched text', finding.match === '' ? null : h('code', null, visible(finding.match))],
    ['Scanned', finding.scannedAt === null ? null : utcTime(finding.scannedAt)],
    ['Fingerprint', h('a', { href: `#${finding.fingerprint}` }, h('code', null, finding.fingerprint))],
  ]
  const known = told.filter(([, value]) => value !== null)
  return h(
    'dl',
    null,
    known.map(([name, value]) => [h('dt', null, name), h('dd', null, value)]),
  )
}
