/** The top of the page: verdict, why in one sentence, the numbers, what was looked at. */
import type { VerdictError, VerdictWord } from '../../verdict.ts'
import { count } from '../count.ts'
import { shorten, visible } from '../escape.ts'
import type { Report } from '../model.ts'
import { type Child, h } from './element.ts'
import { verdictIcon } from './icons.ts'
import { utcTime } from './text.ts'

/** The verdict as a headline. */
export const verdictTitles: Readonly<Record<VerdictWord, string>> = {
  pass: 'Passed',
  warn: 'Warning',
  fail: 'Failed',
  error: 'Error',
}

/** `PROJ/repo`, or how many targets there are. */
export function scopeName(report: Report): string {
  const [first] = report.targets
  if (first === undefined) return report.operation
  return report.targets.length === 1 ? visible(first) : `${count(report.targets.length)} targets`
}

/** Verdict, reason, and the numbers that matter most. */
export function pageHeader(report: Report): Child {
  const { word, exitCode } = report.verdict
  return h(
    'header',
    { class: `verdict ${word}` },
    h(
      'div',
      { class: 'bar' },
      h('p', { class: 'brand' }, h('b', null, 'soteri-gate'), ` ${report.operation}`),
      h('p', { class: 'scope', title: visible(report.targets.join(', ')) }, shorten(scopeName(report), 60)),
      h('button', { type: 'button', id: 'theme', hidden: true }, 'Dark'),
    ),
    h(
      'div',
      { class: 'banner' },
      verdictIcon(word),
      h(
        'div',
        null,
        h('h1', null, verdictTitles[word]),
        h('p', { class: 'why' }, whySentence(report)),
        h('p', { class: 'facts' }, [...runFacts(report), `exit code ${exitCode}`].join(' · ')),
      ),
    ),
    keyNumbers(report),
  )
}

/** The verdict's own sentence without the word that stands above it; an error's first line. */
function whySentence({ verdict }: Report): string {
  if (verdict.error !== null) return visible(verdict.error.message.split('\n', 1)[0] ?? '')
  const why = verdict.sentence.replace(/^\w+: /, '')
  return `${visible(why.charAt(0).toUpperCase() + why.slice(1))}${why.endsWith('.') ? '' : '.'}`
}

function runFacts(report: Report): string[] {
  const { from, to } = report.period
  return [
    utcTime(report.evidence.finishedAt),
    `mode ${report.mode}`,
    ...(from === null ? [] : [`scanned from ${utcTime(from)}`]),
    ...(to === null ? [] : [`scanned before ${utcTime(to)}`]),
  ]
}

/** Without an export, or after an error, a 0 would say more than is known: then there are no numbers. */
function keyNumbers({ counts, verdict, evidence }: Report): Child {
  const proven = verdict.error === null && evidence.exports.length > 0
  if (!proven && counts.total + counts.suppressed === 0) return null
  const numbers: readonly (readonly [string, number])[] = [
    ['findings', counts.total],
    ['distinct', counts.distinct],
    ['new', counts.new],
    ['suppressed', counts.suppressed],
  ]
  return h(
    'dl',
    { class: 'numbers' },
    numbers.map(([name, value]) => h('div', { key: name }, h('dt', null, name), h('dd', null, count(value)))),
  )
}

/** What a reader needs to know before believing any number below. */
export function errorPanel(error: VerdictError, meaning: string): Child {
  const lines = error.message.split('\n')
  return h(
    'section',
    { class: 'error-panel', 'aria-labelledby': 'error-title' },
    h('h2', { id: 'error-title' }, 'What went wrong ', h('code', null, error.code)),
    h(
      'dl',
      null,
      h('dt', null, 'What happened'),
      h(
        'dd',
        null,
        lines.length === 1
          ? prose(error.message)
          : h(
              'ul',
              null,
              lines.map((line) => h('li', null, prose(line))),
            ),
      ),
      h('dt', null, 'What it means'),
      h('dd', null, prose(meaning)),
      h('dt', null, 'How to mend it'),
      h('dd', null, prose(error.mend)),
    ),
    h('p', null, 'This run neither passed nor failed. Whatever is shown below may be incomplete.'),
  )
}

/** Foreign or own text in which `names` are set in backticks, as all messages of the gate write them. */
function prose(text: string): Child {
  return visible(text)
    .split(/`([^`]+)`/)
    .map((part, place) => (place % 2 === 1 ? h('code', null, part) : part))
}
