/** What the verdict rests on: when each target was triggered, what proved it scanned, which bytes were read. */

import { visible } from '../escape.ts'
import type { ExportEvidence, TargetEvidence } from '../evidence.ts'
import type { Report } from '../model.ts'
import { type Child, h } from './element.ts'
import { byteSize, count, counted, utcTime } from './text.ts'

/** More rows than this help nobody on a page; all of them are in `report.json`. */
const rowLimit = 200

export function evidenceSection({ evidence }: Report): Child {
  return h(
    'section',
    { id: 'evidence', 'aria-labelledby': 'evidence-title' },
    h('h2', { id: 'evidence-title' }, 'Evidence'),
    h(
      'dl',
      { class: 'tiles' },
      tiles(evidence.targets, evidence.exports).map(([name, value, note]) =>
        h('div', { key: name }, h('dt', null, name), h('dd', null, h('b', null, value), note)),
      ),
    ),
    evidence.notes.length > 0 &&
      h(
        'ul',
        { class: 'notes' },
        evidence.notes.map((note) => h('li', null, visible(note))),
      ),
    evidence.targets.length > 0 &&
      fold('Targets and their proof', evidence.targets.length <= 3, targetTable(evidence.targets)),
    evidence.exports.length > 0 &&
      fold('Exports that were read', evidence.exports.length <= 3, exportTable(evidence.exports)),
  )
}

type Tile = readonly [name: string, value: string, note: string]

function tiles(targets: readonly TargetEvidence[], exports: readonly ExportEvidence[]): Tile[] {
  const proven = targets.filter((target) => target.provenBy !== null).length
  const triggers = targets.flatMap((target) => target.triggeredAt ?? []).sort()
  const refused = sum(exports.map((one) => one.refused))
  return [
    [
      'Proven scanned',
      targets.length === 0 ? 'none' : `${count(proven)} of ${count(targets.length)}`,
      targets.length === 0 ? 'no scan was waited for' : 'targets',
    ],
    [
      'Triggered',
      triggers[0] === undefined ? 'no' : utcTime(triggers[0]),
      triggers.length > 1 ? `the first of ${count(triggers.length)}` : 'by this run',
    ],
    ['Read to the end', counted(exports.length, 'export'), byteSize(sum(exports.map((one) => one.bytes)))],
    [
      'Rows',
      count(sum(exports.map((one) => one.rows))),
      refused === 0 ? 'every one readable' : `${count(refused)} unreadable`,
    ],
  ]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function fold(title: string, open: boolean, content: Child): Child {
  return h('details', { open }, h('summary', null, title), content)
}

function targetTable(targets: readonly TargetEvidence[]): Child {
  const rows = targets
    .slice(0, rowLimit)
    .map((target) => [
      visible(target.target),
      target.triggeredAt === null ? 'not by this run' : utcTime(target.triggeredAt),
      target.states.map((seen) => visible(seen.state)).join(' → ') || '—',
      target.provenBy === null ? h('strong', { class: 'unproven' }, 'Not proven') : visible(target.provenBy),
      target.total === null ? '—' : count(target.total),
    ])
  return table(
    'Targets',
    ['Target', 'Triggered', 'States seen', 'Proven by', 'Total told'],
    rows,
    targets.length,
  )
}

function exportTable(exports: readonly ExportEvidence[]): Child {
  const rows = exports
    .slice(0, rowLimit)
    .map((one) => [
      visible(one.source),
      one.format,
      `${byteSize(one.bytes)}`,
      h('code', { class: 'hash' }, one.sha256),
      count(one.members.length),
      count(one.rows),
      count(one.refused),
    ])
  const heads = ['Source', 'Format', 'Size', 'SHA-256', 'Files', 'Rows', 'Unreadable']
  return table('Exports', heads, rows, exports.length)
}

function table(caption: string, heads: readonly string[], rows: readonly Child[][], total: number): Child {
  return h(
    'div',
    { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': caption },
    h(
      'table',
      null,
      h('caption', { class: 'unseen' }, caption),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          heads.map((head) => h('th', { scope: 'col' }, head)),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map((cells) =>
          h(
            'tr',
            null,
            cells.map((cell) => h('td', null, cell)),
          ),
        ),
      ),
    ),
    total > rows.length &&
      h('p', { class: 'soft' }, `The other ${count(total - rows.length)} are in report.json.`),
  )
}
