/** Findings as Markdown, to paste into a ticket. Never holds matched text. Pure; runs in the page too. */
import { count } from '../../text.ts'
import { lineLink } from '../bitbucket-links.ts'
import { placeOf } from '../entries.ts'
import { markdownCode } from '../escape.ts'
import type { Scene } from './findings-view.ts'

/** Findings in a text. */
const MOST = 200
const BRANCHES = 3

export function findingsMarkdown({ table, bitbucketUrl }: Scene, rows: readonly number[]): string {
  const lines = rows.slice(0, MOST).map((row) => {
    const finding = table.finding(row)
    const { severity, rule, project, repository, branches, owner } = finding
    const place = markdownCode(`${project}/${repository} ${placeOf(finding)}`)
    const link = lineLink(bitbucketUrl, finding)
    const left = branches.length - BRANCHES
    const on = branches
      .slice(0, BRANCHES)
      .filter((name) => name !== '')
      .map((name) => markdownCode(name))
    return [
      `* **${severity}** ${markdownCode(rule)} in ${link === null ? place : `[${place}](<${link}>)`}`,
      ...(on.length === 0 ? [] : [` on ${on.join(', ')}${left > 0 ? ` and ${count(left)} more` : ''}`]),
      ...(owner === '' ? [] : [`, owner ${markdownCode(owner)}`]),
    ].join('')
  })
  const left = rows.length - lines.length
  return [...lines, ...(left > 0 ? [`* and ${count(left)} more`] : []), ''].join('\n')
}
