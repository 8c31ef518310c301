/**
 * The comment on a pull request. Pure. Foreign text stands in code spans only, where Bitbucket makes no mention,
 * link or image of it. Matched text never appears here.
 */
import { markdownCode } from '../report/escape.ts'
import { isJudged, type Report } from '../report/model.ts'
import { plural } from '../text.ts'
import { isAt } from './insights.ts'
import { isGreen, linkOf, type Place } from './place.ts'

/** Findings and thresholds shown; the report has the rest. */
const WORST_FINDINGS = 10
const MOST_THRESHOLDS = 20

/**
 * The hidden mark by which the next run finds the comment: a link definition that nothing refers to, which no
 * Markdown shows. The target is in it, so that two gates on one pull request keep a comment each.
 */
export function commentMarker(place: Place): string {
  const name = encodeURIComponent(place.target.toWellFormed()).replace(/[()]/g, (sign) =>
    sign === '(' ? '%28' : '%29',
  )
  return `[//]: # (soteri-gate-verdict:${name})`
}

/** What to do about the comment: `write` it, `update` it only where an earlier run left one, or nothing. */
export function commentAction(
  when: 'always' | 'on-failure' | 'never',
  report: Report,
): 'write' | 'update' | 'nothing' {
  if (when === 'never') return 'nothing'
  // A comment that says `fail` must not stay behind a run that passed.
  return when === 'on-failure' && isGreen(report) ? 'update' : 'write'
}

/** The text of the comment, Markdown as Bitbucket reads it, below 32,768 characters. */
export function commentText(report: Report, place: Place): string {
  const link = linkOf(report, place)
  return [
    `**soteri-gate: ${report.verdict.word}**`,
    '',
    markdownCode(report.verdict.sentence, 1000),
    '',
    ...numbers(report, place),
    ...thresholdLines(report),
    ...worst(report, place),
    ...(report.verdict.error === null ? [] : ['This is no result of the scan: the run broke off.', '']),
    ...(link === null ? [] : [linkText(link, report), '']),
    commentMarker(place),
  ].join('\n')
}

function linkText(link: string, { runUrl }: Report): string {
  return `[${link === runUrl ? 'The run' : 'In Bitbucket'}](<${link.replace(/[<>\s]/g, '')}>)`
}

function numbers(report: Report, place: Place): string[] {
  if (!isJudged(report)) return []
  const { total, new: fresh, suppressed } = report.counts
  const at = place.commit === null ? '' : ` at commit ${markdownCode(place.commit.slice(0, 11))}`
  return [
    `${plural(total, 'finding')}, ${fresh} new, ${suppressed} suppressed in ${markdownCode(place.target)}${at}.`,
    '',
  ]
}

function thresholdLines({ thresholds }: Report): string[] {
  const exceeded = thresholds.filter(({ passed }) => !passed)
  if (exceeded.length === 0) return []
  const shown = exceeded.slice(0, MOST_THRESHOLDS)
  const left = exceeded.length - shown.length
  return [
    'Thresholds exceeded:',
    '',
    ...shown.map(
      ({ name, observed, max }) => `* ${markdownCode(name, 200)}: ${observed} observed, at most ${max}`,
    ),
    ...(left > 0 ? [`* and ${left} more`] : []),
    '',
  ]
}

function worst(report: Report, place: Place): string[] {
  if (!isJudged(report)) return []
  const own = report.shortlist.filter((finding) => finding.status !== 'suppressed' && isAt(finding, place))
  if (own.length === 0) return []
  const shown = own.slice(0, WORST_FINDINGS)
  const left = own.length - shown.length
  return [
    'The worst findings of this branch:',
    '',
    ...shown.map(
      ({ severity, status, rule, path, line }) =>
        `* ${severity}, ${status}: ${markdownCode(rule, 120)} in ${markdownCode(line === null ? path : `${path}:${line}`, 300)}`,
    ),
    ...(left > 0 ? [`* and ${left} more in the report`] : []),
    '',
  ]
}
