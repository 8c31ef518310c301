/** The panel of a finding: what to do, in order, from revoking to purging; accepting comes last. Runs in the page too. */

import { UNREADABLE_ROW } from '../../finding.ts'
import { escapeInvisible } from '../../text.ts'
import { historyAdvice, ruleAdvice, suppressionSnippet } from '../advice.ts'
import { lineLink } from '../bitbucket-links.ts'
import type { ShownFinding } from './findings-columns.ts'
import { findingsMarkdown } from './findings-markdown.ts'
import type { Scene } from './findings-view.ts'
import { type Child, chips, definitions, type FieldEvent, h, snippet, utcTime } from './parts.ts'

const PURGE_TOOL = 'https://github.com/newren/git-filter-repo'

export function findingSteps(scene: Scene, row: number, finding: ShownFinding): Child {
  const { what, rotate, link } = ruleAdvice(finding.rule, scene.remedies)
  return h(
    'div',
    { class: 'advice' },
    h(
      'div',
      null,
      h('h3', null, escapeInvisible(finding.rule)),
      h('p', null, what),
      h('ol', { class: 'steps' }, steps(finding, rotate, link, scene)),
      acceptance(finding, scene.startedAt),
    ),
    h('div', null, facts(finding), copying(scene, row)),
  )
}

function steps(finding: ShownFinding, rotate: string, link: string | null, { bitbucketUrl }: Scene): Child {
  const line = lineLink(bitbucketUrl, finding)
  if (finding.rule === UNREADABLE_ROW) return h('li', null, rotate)
  return [
    h(
      'li',
      null,
      h('b', null, 'Revoke. '),
      rotate,
      link !== null && [' ', outside(link, 'How to revoke it')],
    ),
    h(
      'li',
      null,
      h('b', null, 'Look for use. '),
      'Whoever could read the repository may have used it since it was pushed.',
    ),
    h(
      'li',
      null,
      h('b', null, 'Replace. '),
      'Read the new one from a secret store, and take it out of ',
      line === null ? 'the line' : outside(line, 'the line'),
      finding.branches.length > 1 ? ' on every branch.' : '.',
    ),
    h(
      'li',
      null,
      h('b', null, 'Purge. '),
      historyAdvice,
      ' Then rewrite the history with ',
      outside(PURGE_TOOL, 'git filter-repo'),
      ', and have everybody clone anew.',
    ),
  ]
}

function outside(href: string, title: string): Child {
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, title)
}

function acceptance(finding: ShownFinding, startedAt: string): Child {
  return h(
    'details',
    { class: 'acceptance' },
    h('summary', null, 'No secret, or accepted for a while?'),
    h('p', null, 'Paste below ', h('code', null, 'suppressions:'), ' of the policy file:'),
    snippet(suppressionSnippet(finding, startedAt)),
  )
}

function facts(finding: ShownFinding): Child {
  const { path, match, scannedAt, fingerprint, branches, owner, exposedAt, author } = finding
  const written = [
    exposedAt === null ? '' : utcTime(exposedAt),
    author === '' ? '' : `by ${escapeInvisible(author)}`,
  ]
  const entries: readonly (readonly [string, Child])[] = [
    ['File', escapeInvisible(path)],
    ['Branches', chips(branches, 100)],
    [
      'Owner',
      owner === ''
        ? null
        : h('a', { href: `#owner=${encodeURIComponent(escapeInvisible(owner))}` }, escapeInvisible(owner)),
    ],
    ['Matched text', match === '' ? null : h('code', null, escapeInvisible(match))],
    ['Exposed since', author === '' ? null : written.join(' ').trim()],
    ['Scanned', scannedAt === null ? null : utcTime(scannedAt)],
    ['Fingerprint', h('a', { href: `#${fingerprint}` }, h('code', null, fingerprint))],
  ]
  return definitions(entries.filter(([, value]) => value !== null))
}

function copying(scene: Scene, row: number): Child {
  const button = (title: string, text: () => string): Child =>
    h(
      'button',
      { type: 'button', onClick: (event: FieldEvent) => scene.copy(text(), event.currentTarget) },
      title,
    )
  return h(
    'div',
    { class: 'copying' },
    button('Copy link', () => `#${scene.table.fingerprints[row]}`),
    button('Copy as Markdown', () => findingsMarkdown(scene, [row])),
  )
}
