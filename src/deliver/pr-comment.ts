/** Delivery: the comment on a pull request. Foreign text is in code spans only. Matched text never appears here. */
import { GateError } from '../errors.ts'
import { isGreen } from '../judge/verdict.ts'
import { ruleAdvice } from '../report/advice.ts'
import { commitLink, type Entry, placeOf, statusWord } from '../report/entries.ts'
import { markdownCode } from '../report/escape.ts'
import { changeSentence, isJudged, type Report } from '../report/model.ts'
import type { Feedback, PullRequestComment } from '../server/bitbucket-write.ts'
import { heaviestFirst, plural } from '../text.ts'
import { ownEntries } from './code-insights.ts'
import { linkOf, type Poster, type PostTarget } from './post-target.ts'
import type { Delivery } from './settle.ts'

/** Findings and thresholds shown; the report has the rest. */
const WORST_FINDINGS = 10
const MOST_THRESHOLDS = 20
const MOST_NOTES = 10

/** The next run finds the comment by this link definition, which no Markdown shows. Each target has its own. */
export function commentMarker(target: PostTarget): string {
  const name = encodeURIComponent(target.name.toWellFormed()).replace(/[()]/g, (sign) =>
    sign === '(' ? '%28' : '%29',
  )
  return `[//]: # (soteri-gate-verdict:${name})`
}

/** Otherwise an earlier comment is still updated: one that says `fail` must not remain after a run that passed. */
export function isCommentWanted(when: 'always' | 'on-failure' | 'never', { verdict }: Report): boolean {
  return when === 'always' || !isGreen(verdict)
}

/** The text of the comment, Markdown as Bitbucket reads it, below 32,768 characters. */
export function commentText(report: Report, target: PostTarget): string {
  const link = linkOf(report, target)
  return [
    `**soteri-gate: ${report.verdict.word}**`,
    '',
    markdownCode(report.verdict.sentence, 1000),
    '',
    ...numbers(report, target),
    ...notes(report),
    ...thresholdLines(report),
    ...worst(report, target),
    ...(report.verdict.error === null ? [] : ['This is no result of the scan: the run broke off.', '']),
    ...(link === null ? [] : [linkText(link, report), '']),
    commentMarker(target),
  ].join('\n')
}

function linkText(link: string, { runUrl }: Report): string {
  return `[${link === runUrl ? 'The run' : 'In Bitbucket'}](<${link.replace(/[<>\s]/g, '')}>)`
}

/** Of a change: such as edits of the policy, and what its target has mended. */
function notes({ change, evidence }: Report): string[] {
  if (!change || evidence.notes.length === 0) return []
  return [...evidence.notes.slice(0, MOST_NOTES).map((note) => `* ${markdownCode(note, 500)}`), '']
}

function numbers(report: Report, target: PostTarget): string[] {
  if (!isJudged(report)) return []
  const change = changeSentence(report)
  if (change !== null) return [`${markdownCode(change, 1000)}.`, '']
  const { total, new: fresh, suppressed } = report.counts
  const at = target.commit === null ? '' : ` at commit ${markdownCode(target.commit.slice(0, 11))}`
  return [
    `${plural(total, 'finding')}, ${report.hasBaseline === false ? '' : `${fresh} new, `}${suppressed} suppressed in ${markdownCode(target.name)}${at}.`,
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
      ({ name, observed, max }) => `* ${markdownCode(name, 200)}: ${observed} found, limit ${max}`,
    ),
    ...(left > 0 ? [`* and ${left} more`] : []),
    '',
  ]
}

function worst(report: Report, target: PostTarget): string[] {
  const own = ownEntries(report, target)
  if (own.length === 0) return []
  const shown = own.slice(0, WORST_FINDINGS)
  const left = own.length - shown.length
  return [
    report.change ? 'What this change adds:' : 'The worst findings of this branch:',
    '',
    ...shown.map((entry) => findingLine(entry, report, target)),
    ...(left > 0 ? [`* and ${left} more in the report`] : []),
    '',
    ...ownerTable(own),
  ]
}

/** Who has to act; nothing where the policy names no owners. */
function ownerTable(own: readonly Entry[]): string[] {
  const byOwner = Map.groupBy(own, ({ owner = '' }) => owner)
  byOwner.delete('')
  if (byOwner.size === 0) return []
  const sizes = Object.fromEntries(Array.from(byOwner, ([owner, { length }]) => [owner, length]))
  const rows = heaviestFirst(sizes).slice(0, WORST_FINDINGS)
  return [
    '| Owner | Findings |',
    '| --- | ---: |',
    ...rows.map(([owner, findings]) => `| ${markdownCode(owner, 120)} | ${findings} |`),
    '',
  ]
}

function findingLine(entry: Entry, report: Report, { commit }: PostTarget): string {
  const { severity, rule, branches } = entry
  const place = markdownCode(placeOf(entry), 300)
  const link = report.change ? commitLink(report.bitbucketUrl, entry, commit) : null
  const linked = link === null || link.length > 1000 ? place : `[${place}](<${link}>)`
  const also = branches.length > 1 ? ` (on ${plural(branches.length, 'branch', 'branches')})` : ''
  const step = report.change ? ` ${markdownCode(ruleAdvice(rule, report.remedies).rotate, 300)}` : ''
  return `* ${severity}, ${statusWord(entry, report)}: ${markdownCode(rule, 120)} in ${linked}${also}${step}`
}

/** After a stop there is time to take a green comment back, and for no other. */
export function deliverComment(pullRequest: number, poster: Poster): Delivery {
  const { inputs, target, stop, log } = poster
  let showsGreen = false
  return {
    isDelivered: () => stop.aborted && !showsGreen,
    async deliver(report) {
      const isWanted = isCommentWanted(inputs.pullRequestComment, report)
      const text = commentText(report, target)
      await poster.post(async (feedback, bitbucket) => {
        const { user: self } = await bitbucket.checkCredentials()
        const done = await writeComment({ feedback, target, pullRequest, self }, text, isWanted)
        if (done === 'nothing') return
        showsGreen = isGreen(report.verdict)
        log.info(`Comment on pull request ${pullRequest}: ${done}.`)
      })
    },
  }
}

type Comments = {
  readonly feedback: Feedback
  readonly target: PostTarget
  readonly pullRequest: number
  /** Name of the user of the credentials; `null` when the server does not give it. */
  readonly self: string | null
}

async function writeComment(
  comments: Comments,
  text: string,
  isWanted: boolean,
): Promise<'written' | 'updated' | 'nothing'> {
  const { feedback, target, pullRequest } = comments
  // Somebody may change the comment between look and edit; once more is enough for that.
  for (let tries = 0; tries < 2; tries++) {
    const old = await ownComment(comments)
    const edit = old && (await feedback.editComment(target.repository, pullRequest, old, text))
    if (edit === 'done') return 'updated'
    if (edit === 'changed') continue
    // There is none, or it was deleted since the look.
    if (!isWanted) return 'nothing'
    await feedback.addComment(target.repository, pullRequest, text)
    return 'written'
  }
  const why = `The comment on pull request ${pullRequest} was changed by somebody else, twice in a row.`
  throw new GateError('DELIVERY_FAILED', why)
}

/** Others may quote the mark, and their comments are not ours to edit. */
async function ownComment(comments: Comments): Promise<PullRequestComment | null> {
  const { feedback, target, pullRequest, self } = comments
  const marker = commentMarker(target)
  for await (const comment of feedback.comments(target.repository, pullRequest)) {
    if (!comment.text.includes(marker)) continue
    if (self === null || comment.author === null || isSame(comment.author, self)) return comment
  }
  return null
}

/** The server gives the name of the user encoded in a header, and plainly in JSON. */
function isSame(name: string, encoded: string): boolean {
  return name === encoded || encodeURIComponent(name) === encoded
}
