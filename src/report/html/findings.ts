/** The section that holds the findings; its table works without the script, as a first page. */
import { REDACTED } from '../../findings/finding.ts'
import { count } from '../count.ts'
import { adviceForMissing, placeOfLeftOut } from '../left-out.ts'
import type { Report } from '../model.ts'
import { type Child, h } from './element.ts'
import { type FindingsPayload, firstScene } from './table/scene.ts'
import { findingsScene } from './table/section.ts'

/** The place of the table of findings, its data, and what is to be known of them. */
export function findingsSection(report: Report, payload: FindingsPayload): Child {
  return h(
    'section',
    { id: 'findings', 'aria-labelledby': 'findings-title' },
    h('h2', { id: 'findings-title' }, 'Findings'),
    report.shortlist.length === 0
      ? h('p', { class: 'empty' }, emptyText(report))
      : [revealedNote(report), cutNote(report), linkNote(report), table(payload)],
  )
}

/** Where the script says that a link names a finding which is not here, and what it then says. */
function linkNote(report: Report): Child {
  return h('p', { id: 'link-note', role: 'alert', 'data-advice': adviceForMissing(report) })
}

function table(payload: FindingsPayload): Child {
  return h('div', { id: 'findings-table' }, findingsScene(firstScene(payload, () => {})))
}

/** Said wherever `reveal-secrets` let matched text into the page. */
function revealedNote({ shortlist }: Report): Child {
  if (shortlist.every(({ match }) => match === '' || match === REDACTED)) return null
  return h(
    'p',
    { class: 'cut' },
    'This page shows matched text in clear (reveal-secrets): keep it where the secrets themselves may be kept.',
  )
}

function cutNote(report: Report): Child {
  const { shortlist, shortlistCut, counts } = report
  if (!shortlistCut) return null
  const all = counts.total + counts.suppressed
  return h(
    'p',
    { class: 'cut' },
    `This page holds the ${count(shortlist.length)} worst of ${count(all)} findings. The rest is ${placeOfLeftOut(report)}.`,
  )
}

/** "None" is a claim: it is made only where an export was read and no error stands against it. */
function emptyText({ verdict, evidence }: Report): string {
  if (verdict.error !== null || evidence.exports.length === 0)
    return 'None were read. That does not mean there are none.'
  return 'None. Every row of the export was read to its end.'
}
