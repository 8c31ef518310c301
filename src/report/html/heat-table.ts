/** Repositories by severities: a table whose cells lead to their findings, the darker the more. */
import { severities } from '../../finding.ts'
import { count, escapeInvisible, heaviestFirst } from '../../text.ts'
import { type Entry, entriesOf } from '../entries.ts'
import { isJudged, type Report, repositoryName } from '../model.ts'
import { type Child, columnHead, h, scrollable, section, shortName, table } from './parts.ts'

const SHOWN = 20
const SHADES = 4

export function heatSection(report: Report): Child {
  const open = isJudged(report)
    ? entriesOf(report.shortlist).filter(({ status }) => status !== 'suppressed')
    : []
  const byRepository = Map.groupBy(open, repositoryName)
  if (byRepository.size < 2) return null
  const sizes = Object.fromEntries(Array.from(byRepository, ([name, { length }]) => [name, length]))
  const ranked = heaviestFirst(sizes)
  const shown = ranked.slice(0, SHOWN).map(([name]) => name)
  const cellsOf = (name: string): number[] => numbersOf(byRepository.get(name) ?? [])
  const most = Math.max(...shown.flatMap(cellsOf))
  const row = (name: string): Child => {
    const cells = cellsOf(name).map((value, at) => heatCell(name, at, value, most))
    return h('tr', { key: name }, h('th', { scope: 'row' }, shortName(name)), cells)
  }
  const hidden = ranked.length - shown.length
  const rest = hidden > 0 ? [`${count(hidden)} more repositories have fewer.`] : []
  const cut = report.shortlistCut ? [`Of the ${count(report.shortlist.length)} worst rows.`] : []
  const note = [...rest, ...cut].join(' ')
  const heads = ['Repository', ...severities].map(columnHead)
  return section(
    'heat',
    'Repositories by severity',
    scrollable(
      'Heat table',
      table('Findings by repository and severity', heads, shown.map(row), { table: 'heat' }),
    ),
    note !== '' && h('p', { class: 'soft' }, note),
  )
}

function numbersOf(entries: readonly Entry[]): number[] {
  return severities.map((severity) => entries.filter((entry) => entry.severity === severity).length)
}

function heatCell(name: string, at: number, value: number, most: number): Child {
  if (value === 0) return h('td', { class: 'soft' }, '0')
  const severity = severities[at] ?? ''
  const shade = Math.max(1, Math.ceil((SHADES * Math.log1p(value)) / Math.log1p(most)))
  const href = `#severity=${severity}&repository=${encodeURIComponent(escapeInvisible(name))}`
  const label = `${count(value)} ${severity} in ${escapeInvisible(name)}`
  return h('td', { class: `heat-${shade}` }, h('a', { href, 'aria-label': label }, count(value)))
}
