/** The whole page in one file that loads nothing; its policy runs only our script and style. */
import { renderToString } from 'preact-render-to-string'
import { errorCatalogue } from '../../errors.ts'
import type { VerdictError, VerdictWord } from '../../judge/verdict.ts'
import { count, escapeInvisible } from '../../text.ts'
import { entriesOf } from '../entries.ts'
import { jsonText, shorten } from '../escape.ts'
import type { PastRun } from '../history.ts'
import { changeLines, isJudged, type Report } from '../model.ts'
import { pageScript, pageStyle } from './embedded.ts'
import { encodeFindings } from './findings-columns.ts'
import { findingsSection } from './findings-table.ts'
import type { FindingsPayload } from './findings-view.ts'
import { type Child, definitions, Fragment, h, prose, tiles, utcTime } from './parts.ts'
import { heatSection, picturesSection } from './pictures.ts'
import { evidenceSection, fixFirst, keptThresholds, violatedThresholds } from './sections.ts'

export async function renderPage(report: Report, history: readonly PastRun[]): Promise<string> {
  const entries = isJudged(report) ? entriesOf(report.shortlist) : []
  const exceeded = report.thresholds.filter(({ passed }) => !passed)
  const payload: FindingsPayload = {
    bitbucketUrl: report.bitbucketUrl,
    startedAt: report.evidence.startedAt,
    hasBaseline: report.hasBaseline !== false,
    isChange: Boolean(report.change),
    remedies: report.remedies ?? {},
    findings: encodeFindings(entries, exceeded),
  }
  const policy = await contentSecurityPolicy(pageScript, pageStyle)
  return [
    '<!DOCTYPE html>\n<html lang="en"><head>',
    markup(head(report, policy)),
    `<style>${pageStyle}</style></head>`,
    markup(body(report, history, payload)).replace(/<\/body>$/, ''),
    `<script type="application/json" id="findings-json">${inlineJson(payload)}</script>`,
    `<script>${pageScript}</script></body></html>\n`,
  ].join('')
}

function markup(child: Child): string {
  return renderToString(h(Fragment, null, child))
}

function head(report: Report, policy: string): Child {
  const title = `${verdictTitles[report.verdict.word]} · ${scopeName(report)} · soteri-gate`
  return [
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('meta', { name: 'generator', content: `${report.tool.name} ${report.tool.version}` }),
    h('title', null, title),
  ]
}

function body(report: Report, history: readonly PastRun[], payload: FindingsPayload): Child {
  const { word, error } = report.verdict
  return h(
    'body',
    { class: word },
    h('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'),
    pageHeader(report),
    h(
      'main',
      null,
      error !== null && errorPanel(error, errorCatalogue[error.code].meaning),
      violatedThresholds(report),
      fixFirst(report),
      findingsSection(report, payload),
      picturesSection(report, history),
      heatSection(report),
      keptThresholds(report),
      evidenceSection(report),
    ),
    pageFooter(report),
  )
}

function pageFooter({ tool, runUrl }: Report): Child {
  const link =
    runUrl !== null &&
    /^https?:\/\//i.test(runUrl) &&
    h('p', null, h('a', { href: runUrl, rel: 'noopener noreferrer' }, 'The run that wrote this page'))
  return h('footer', null, h('p', null, `${tool.name} ${tool.version}`), link)
}

/** `'sha256-…'` over the UTF-8 bytes of an inline script or style (CSP level 2). */
export async function cspHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`
}

async function contentSecurityPolicy(script: string, style: string): Promise<string> {
  return [
    "default-src 'none'",
    `script-src ${await cspHash(script)}`,
    `style-src ${await cspHash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element or start a comment. */
export function inlineJson(value: unknown): string {
  return jsonText(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)
}

const verdictTitles: Readonly<Record<VerdictWord, string>> = {
  pass: 'Passed',
  warn: 'Warning',
  fail: 'Failed',
  error: 'Error',
}

/** `PROJ/repo`, or the number of targets. */
export function scopeName(report: Report): string {
  const [first] = report.targets
  if (first === undefined) return report.operation
  return report.targets.length === 1 ? escapeInvisible(first) : `${count(report.targets.length)} targets`
}

function pageHeader(report: Report): Child {
  const { word, exitCode } = report.verdict
  return h(
    'header',
    { class: `verdict ${word}` },
    h(
      'div',
      { class: 'bar' },
      h('p', { class: 'brand' }, h('b', null, 'soteri-gate'), ` ${report.operation}`),
      h(
        'p',
        { class: 'scope', title: escapeInvisible(report.targets.join(', ')) },
        shorten(scopeName(report), 60),
      ),
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
        ...(report.verdict.error === null ? changeLines(report) : []).map((line) =>
          h('p', { class: 'facts' }, prose(line)),
        ),
        h('p', { class: 'facts' }, [...runFacts(report), `exit code ${exitCode}`].join(' · ')),
      ),
    ),
    keyNumbers(report),
  )
}

/** The sentence of the verdict without its word, which is the headline; of an error, the first line. */
function whySentence({ verdict }: Report): Child {
  if (verdict.error !== null) return prose(verdict.error.message.split('\n', 1)[0] ?? '')
  const why = verdict.sentence.replace(/^\w+: /, '')
  return prose(`${why.charAt(0).toUpperCase()}${why.slice(1)}${why.endsWith('.') ? '' : '.'}`)
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

/** Without an export, or after an error, a 0 would claim more than is known: then there are no numbers. */
function keyNumbers({ counts, verdict, evidence, hasBaseline }: Report): Child {
  const proven = verdict.error === null && evidence.exports.length > 0
  if (!proven && counts.total + counts.suppressed === 0) return null
  return tiles('numbers', [
    ['findings', count(counts.total)],
    ['distinct', count(counts.distinct)],
    hasBaseline === false ? ['new: no baseline to compare with', '–'] : ['new', count(counts.new)],
    ['suppressed', count(counts.suppressed)],
  ])
}

function errorPanel({ code, message, hint }: VerdictError, meaning: string): Child {
  const lines = message.split('\n')
  const item = (line: string): Child => h('li', null, prose(line))
  return h(
    'section',
    { class: 'error-panel', 'aria-labelledby': 'error-title' },
    h('h2', { id: 'error-title' }, 'What went wrong ', h('code', null, code)),
    definitions([
      ['What happened', lines.length === 1 ? prose(message) : h('ul', null, lines.map(item))],
      ['What it means', prose(meaning)],
      ['What to do', prose(hint)],
    ]),
    h('p', null, 'This run neither passed nor failed. Everything below may be incomplete.'),
  )
}

/** Each verdict has its own outline, so that colour is never the only difference. */
const icons: Readonly<Record<VerdictWord, readonly [outline: string, mark: string]>> = {
  pass: ['M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21Z', 'm7 12.4 3.4 3.4 6.8-7.4'],
  warn: ['M12 1.8 23 21.5H1Z', 'M12 9v6m0 2.6v.6'],
  fail: ['M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6Z', 'm8.2 8.2 7.6 7.6m0-7.6-7.6 7.6'],
  error: ['M12 .8 23.2 12 12 23.2.8 12Z', 'M12 6.4v7m0 3.4v.6'],
}

function verdictIcon(word: VerdictWord): Child {
  const [outline, mark] = icons[word]
  const hidden = { 'aria-hidden': 'true', focusable: 'false' } as const
  const round = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' } as const
  return h(
    'svg',
    { class: `icon ${word}`, viewBox: '0 0 24 24', width: 24, height: 24, ...hidden },
    h('path', { class: 'outline', d: outline, fill: 'currentColor' }),
    h('path', { class: 'mark', d: mark, fill: 'none', stroke: '#fff', 'stroke-width': 2.4, ...round }),
  )
}
