/** The table of findings: head with sorting, one row per finding, details below the row that is open. */
import { count } from '../../count.ts'
import { shorten, visible } from '../../escape.ts'
import { lineLink } from '../../line-link.ts'
import { type Child, Fragment, h } from '../element.ts'
import { utcTime } from '../text.ts'
import type { ShownFinding } from './columns.ts'
import { findingDetail } from './detail.ts'
import type { Scene } from './scene.ts'
import type { SortKey } from './view.ts'

const heads: readonly (readonly [key: SortKey, title: string])[] = [
  ['severity', 'Severity'],
  ['rule', 'Rule'],
  ['path', 'File and line'],
  ['repository', 'Repository'],
  ['branch', 'Branch'],
  ['status', 'Status'],
  ['scanned', 'Scanned'],
]

const columnTotal = heads.length + 1

/** `shown`: the rows of the page, of the selected ones. */
export function findingsTable(scene: Scene, shown: readonly number[]): Child {
  const { table } = scene
  const caption = `Findings, ${count(shown.length)} of ${count(scene.rows.length)} shown`
  return h(
    'section',
    { class: 'scroll', tabIndex: 0, 'aria-label': 'Table of findings' },
    h(
      'table',
      { class: 'findings' },
      h('caption', { class: 'unseen' }, caption),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          heads.map(([key, title]) => head(scene, key, title)),
          lastHead(),
        ),
      ),
      h(
        'tbody',
        null,
        shown.map((row) => findingRows(scene, row, table.finding(row))),
      ),
    ),
  )
}

function head({ view, change }: Scene, key: SortKey, title: string): Child {
  const sorted = view.sort?.key === key ? view.sort : null
  const direction = sorted === null ? 'none' : sorted.descending ? 'descending' : 'ascending'
  const next =
    sorted === null ? { key, descending: false } : sorted.descending ? null : { key, descending: true }
  return h(
    'th',
    { scope: 'col', 'aria-sort': direction },
    h('button', { type: 'button', onClick: () => change({ sort: next, page: 0, open: null }) }, title),
  )
}

function lastHead(): Child {
  return h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Details'))
}

function findingRows(scene: Scene, row: number, finding: ShownFinding): Child {
  const open = scene.view.open === row
  const linked = scene.view.linked === row
  return h(
    Fragment,
    { key: row },
    h(
      'tr',
      { class: open ? 'open' : undefined, 'data-row': row, 'aria-current': linked ? 'true' : undefined },
      h('td', null, h('span', { class: `severity ${finding.severity}` }, finding.severity)),
      h('td', null, h('code', null, shorten(visible(finding.rule), 40))),
      h('td', { class: 'place' }, placeOf(finding, scene.bitbucketUrl)),
      h('td', { class: 'name' }, nameOf(`${finding.project}/${finding.repository}`)),
      h('td', { class: 'name' }, finding.branch === '' ? '—' : nameOf(finding.branch)),
      h('td', null, h('span', { class: `status ${finding.status}` }, finding.status)),
      h('td', { class: 'time' }, finding.scannedAt === null ? '—' : utcTime(finding.scannedAt).slice(0, 10)),
      h('td', { class: 'more' }, toggle(scene, row, finding, open)),
    ),
    open &&
      h(
        'tr',
        { class: 'detail' },
        h('td', { colSpan: columnTotal }, findingDetail(finding, scene.startedAt)),
      ),
  )
}

/** The path and line, as a link to Bitbucket where there is one to give. */
function placeOf(finding: ShownFinding, bitbucketUrl: string | null): Child {
  const path = visible(finding.path)
  const line = finding.line === null ? '' : `:${finding.line}`
  const text = h('code', null, breakable(shorten(path, 64)), h('b', null, line))
  const href = lineLink(bitbucketUrl, finding)
  if (href === null) return h('span', { title: path }, text)
  return h('a', { href, title: path, target: '_blank', rel: 'noopener noreferrer' }, text)
}

function nameOf(text: string): Child {
  const shown = visible(text)
  return h('span', { title: shown }, breakable(shorten(shown, 48)))
}

/** Lets a long path break after its slashes instead of anywhere. */
function breakable(path: string): Child {
  return path.split(/(?<=\/)/).map((part, place) => (place === 0 ? part : [h('wbr', null), part]))
}

function toggle({ change }: Scene, row: number, finding: ShownFinding, open: boolean): Child {
  const what = `${visible(finding.rule)} in ${visible(finding.path)}`
  return h(
    'button',
    {
      type: 'button',
      'aria-expanded': open ? 'true' : 'false',
      'aria-label': `Details of ${shorten(what, 120)}`,
      onClick: () => change({ open: open ? null : row }),
    },
    open ? '–' : '+',
  )
}
