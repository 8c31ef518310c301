/** The whole page in one file that loads nothing; its policy runs only our script and style. */
import { renderToString } from 'preact-render-to-string'
import { errorCatalogue } from '../../errors.ts'
import { type Entry, entriesOf, isCountedBy } from '../entries.ts'
import { jsonText } from '../escape.ts'
import type { PastRun } from '../history.ts'
import { isJudged, type Report } from '../model.ts'
import { pageScript, pageStyle } from './embedded.ts'
import { encodeFindings } from './findings-columns.ts'
import { findingsSection } from './findings-table.ts'
import type { FindingsPayload } from './findings-view.ts'
import { fixFirst } from './fix-first.ts'
import { errorPanel, pageHeader, scopeName, verdictTitles } from './header.ts'
import { heatSection } from './heat-table.ts'
import { type Child, Fragment, h } from './parts.ts'
import { picturesSection } from './pictures.ts'
import { evidenceSection, keptThresholds, violatedThresholds } from './sections.ts'

/** The text of `report.html`. */
export async function renderPage(report: Report, history: readonly PastRun[]): Promise<string> {
  const entries = isJudged(report) ? entriesOf(report.shortlist) : []
  const exceeded = report.thresholds.filter(({ passed }) => !passed)
  const limitsOf = (entry: Entry): number[] =>
    exceeded.flatMap((outcome, at) => (isCountedBy(entry, outcome) ? [at] : []))
  const payload: FindingsPayload = {
    bitbucketUrl: report.bitbucketUrl,
    startedAt: report.evidence.startedAt,
    hasBaseline: report.hasBaseline !== false,
    isChange: Boolean(report.change),
    remedies: report.remedies ?? {},
    findings: encodeFindings(
      entries,
      exceeded.map(({ name }) => name),
      limitsOf,
    ),
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
