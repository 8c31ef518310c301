/** The panel of a finding: what to do, in this order. */
import { expect, it } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { parsePolicyFile } from '../../../src/config/policy-file.ts'
import { entriesOf } from '../../../src/report/entries.ts'
import { encodeFindings } from '../../../src/report/html/findings-columns.ts'
import { findingsScene } from '../../../src/report/html/findings-table.ts'
import { firstScene, nextScene } from '../../../src/report/html/findings-view.ts'
import { Fragment } from '../../../src/report/html/parts.ts'
import type { Report } from '../../../src/report/model.ts'
import { sampleFinding } from './sample-report.ts'

function panel(remedies: NonNullable<Report['remedies']> = {}): string {
  const payload = {
    bitbucketUrl: 'https://git.example.com',
    startedAt: '2026-11-20T08:00:00.000Z',
    hasBaseline: true,
    isChange: false,
    remedies,
    findings: encodeFindings(entriesOf([sampleFinding(), sampleFinding({ branch: 'dev' })])),
  }
  const scene = nextScene(
    firstScene(payload, () => undefined),
    { open: 0 },
  )
  const html = renderToString(h(Fragment, null, findingsScene(scene)))
  return html.slice(html.indexOf('class="detail"'))
}

it('leads from revoking, with the page of the provider, to purging, and to accepting last', () => {
  const html = panel()
  const order = [...html.matchAll(/<li><b>([\w ]+)\. <\/b>|<summary>(.*?)<\/summary>/g)].map(
    ([, step, fold]) => step ?? fold,
  )
  expect(order).toEqual(['Revoke', 'Look for use', 'Replace', 'Purge', 'No secret, or accepted for a while?'])
  const [revoke = ''] = /<ol class="steps"><li>.*?<\/li>/.exec(html) ?? []
  expect(revoke).toContain('href="https://docs.aws.amazon.com/')
  expect(html).toContain('on every branch.')
})

it('has the remedy of the policy in place of the built-in one', () => {
  const html = panel({ AWS_SECRET_ACCESS_KEY: { text: 'Ask the desk.', link: 'https://wiki.example.com/a' } })
  expect(html).toContain('Ask the desk. <a href="https://wiki.example.com/a"')
  expect(html).not.toContain('docs.aws.amazon.com')
})

it('gives a snippet that pastes into a file with suppressions', () => {
  const [, snippet = ''] = /<pre[^>]*>([\s\S]*?)<\/pre>/.exec(panel()) ?? []
  const before = 'thresholds: ["total = 0"]\nsuppressions:\n'
  const after =
    '  - match: { path: "docs/**" }\n    reason: examples\n    owner: docs\n    expires: 2027-01-31\n'
  const { mistakes, document } = parsePolicyFile(
    before + snippet.replaceAll('&quot;', '"') + after,
    'policy.yml',
  )
  expect(mistakes).toEqual([])
  expect(document?.suppressions).toHaveLength(2)
})
