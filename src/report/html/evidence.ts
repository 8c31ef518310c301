/** What the verdict rests on: when each target was triggered, what proved it scanned, which bytes were read. */
import { count, counted } from '../count.ts'
import { visible } from '../escape.ts'
import type { ExportEvidence, PolicyFileEvidence, TargetEvidence } from '../evidence.ts'
import type { Report } from '../model.ts'
import { type Child, h } from './element.ts'
import { byteSize, utcTime } from './text.ts'

/** More rows than this help nobody on a page; all of them are in `report.json`. */
const rowLimit = 200

/** What was scanned and read, and what proves it. */
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
    evidence.policyFiles.length > 0 &&
      fold('Policy files', evidence.policyFiles.length <= 3, policyTable(evidence.policyFiles)),
    evidence.targets.length > 0 &&
      fold('Targets and their proof', evidence.targets.length <= 3, targetTable(evidence.targets)),
    evidence.exports.length > 0 &&
      fold('Exports that were read', evidence.exports.length <= 3, exportTable(evidence.exports)),
  )
}

type Tile = readonly [name: string, value: string, note: string]

function tiles(targets: readonly TargetEvidence[], exports: readonly ExportEvidence[]): Tile[] {
  return [proofTile(targets), triggerTile(targets), exportTile(exports), rowTile(exports)]
}

function proofTile(targets: readonly TargetEvidence[]): Tile {
  if (targets.length === 0) return ['Proven scanned', 'None', 'no scan was waited for']
  const proven = targets.filter((target) => target.provenBy !== null).length
  return [
    'Proven scanned',
    `${count(proven)} of ${count(targets.length)}`,
    targets.length === 1 ? 'target' : 'targets',
  ]
}

function triggerTile(targets: readonly TargetEvidence[]): Tile {
  const [first, ...others] = targets.flatMap((target) => target.triggeredAt ?? []).sort()
  if (first === undefined) return ['Triggered', 'No', 'the server’s last scans were used']
  return [
    'Triggered',
    utcTime(first),
    others.length > 0 ? `the first of ${count(others.length + 1)}` : 'by this run',
  ]
}

function exportTile(exports: readonly ExportEvidence[]): Tile {
  if (exports.length === 0) return ['Read to the end', 'None', 'no export was read']
  return [
    'Read to the end',
    counted(exports.length, 'export'),
    byteSize(sum(exports.map((one) => one.bytes))),
  ]
}

function rowTile(exports: readonly ExportEvidence[]): Tile {
  if (exports.length === 0) return ['Rows', 'None', 'nothing was read']
  const refused = sum(exports.map((one) => one.refused))
  const note = refused === 0 ? 'none unreadable' : `${count(refused)} unreadable`
  return ['Rows', count(sum(exports.map((one) => one.rows))), note]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function fold(title: string, open: boolean, content: Child): Child {
  return h('details', { open }, h('summary', null, title), content)
}

function policyTable(files: readonly PolicyFileEvidence[]): Child {
  const rows = files
    .slice(0, rowLimit)
    .map(({ path, sha256 }) => [visible(path), h('code', { class: 'hash' }, sha256)])
  return table('Policy files', ['File', 'SHA-256'], rows, files.length)
}

function targetTable(targets: readonly TargetEvidence[]): Child {
  const rows = targets
    .slice(0, rowLimit)
    .map((target) => [
      visible(target.target),
      h(
        'span',
        { class: 'time' },
        target.triggeredAt === null ? 'not by this run' : utcTime(target.triggeredAt),
      ),
      target.states.map((seen) => visible(seen.state)).join(' → ') || '—',
      target.provenBy === null ? h('strong', { class: 'unproven' }, 'Not proven') : visible(target.provenBy),
      target.total === null ? '—' : count(target.total),
    ])
  return table(
    'Targets',
    ['Target', 'Triggered', 'States seen', 'Proven by', 'Server’s total'],
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
      h('span', { class: 'time' }, byteSize(one.bytes)),
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
    'section',
    { class: 'scroll', tabIndex: 0, 'aria-label': caption },
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
