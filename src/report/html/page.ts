/** The whole page put together: one file, nothing loaded, and a policy that lets only our script and style run. */
import { renderToString } from 'preact-render-to-string'
import { errorCatalogue } from '../../errors.ts'
import type { PastRun } from '../history.ts'
import type { Report } from '../model.ts'
import { contentSecurityPolicy, inlineJson } from './csp.ts'
import { type Child, Fragment, h } from './element.ts'
import { pageScript, pageStyle } from './embedded.ts'
import { evidenceSection } from './evidence.ts'
import { findingsSection } from './findings.ts'
import { errorPanel, pageHeader, scopeName, verdictTitles } from './header.ts'
import { picturesSection } from './pictures.ts'
import { rulesSection } from './rules.ts'
import { encodeFindings } from './table/columns.ts'
import type { FindingsPayload } from './table/scene.ts'
import { thresholdsSection } from './thresholds.ts'

/** The text of `report.html`. */
export async function renderPage(report: Report, history: readonly PastRun[]): Promise<string> {
  const payload: FindingsPayload = {
    bitbucketUrl: report.bitbucketUrl,
    startedAt: report.evidence.startedAt,
    findings: encodeFindings(report.shortlist),
  }
  const policy = await contentSecurityPolicy(pageScript, pageStyle)
  // The three texts between the rendered parts are constants of ours and JSON that `inlineJson` made harmless.
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
  return h(
    Fragment,
    null,
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('meta', { name: 'generator', content: `${report.tool.name} ${report.tool.version}` }),
    h('title', null, title),
  )
}

function body(report: Report, history: readonly PastRun[], payload: FindingsPayload): Child {
  const { verdict } = report
  return h(
    'body',
    { class: verdict.word },
    h('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'),
    pageHeader(report),
    h(
      'main',
      null,
      verdict.error !== null && errorPanel(verdict.error, errorCatalogue[verdict.error.code].meaning),
      evidenceSection(report),
      thresholdsSection(report),
      picturesSection(report, history),
      findingsSection(report, payload),
      rulesSection(report),
    ),
    pageFooter(report),
  )
}

function pageFooter({ tool, runUrl }: Report): Child {
  const run = runUrl !== null && /^https?:\/\//i.test(runUrl)
  return h(
    'footer',
    null,
    h('p', null, `${tool.name} ${tool.version}`),
    run && h('p', null, h('a', { href: runUrl, rel: 'noopener noreferrer' }, 'The run that wrote this page')),
  )
}
