/** The summary, rendered as GitHub would: what must be said, what must stay text, and how large it may be. */
import { describe, expect, it } from '@jest/globals'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { pastRunOf } from '../../../src/report/history.ts'
import { renderMarkdown } from '../../../src/report/markdown.ts'
import type { Report } from '../../../src/report/model.ts'
import {
  errorReport,
  hostileReport,
  hostileTexts,
  sampleFinding,
  sampleReport,
  withoutFindingsFile,
} from './sample-report.ts'

/** HTML with every tag kept, as the most generous renderer would. */
function htmlOf(markdown: string): string {
  return micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
}

/** What a reader sees outside code, where GitHub looks for mentions, references and bare addresses. */
function proseOf(html: string): string {
  return html.replace(/<(pre|code)\b[^>]*>[\s\S]*?<\/\1>/g, '\0').replace(/<[^>]+>/g, '\0')
}

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8')

describe('the summary', () => {
  const findings = [
    sampleFinding(),
    sampleFinding({ rule: 'RSA_PRIVATE_KEY', status: 'known', severity: 'high', branch: 'dev', line: null }),
    sampleFinding({ status: 'suppressed' }),
  ]

  it('begins with the verdict, the numbers and the reason', () => {
    const lines = renderMarkdown(sampleReport(findings))
      .split('\n')
      .filter((line) => line !== '')
    expect(lines.slice(0, 3)).toEqual([
      '## ❌ soteri-gate: fail',
      '**2 findings** · **1 new** · 2 distinct · 1 suppressed in `SHOP/web`',
      '> fail: threshold "total": 2 found, limit 0',
    ])
  })

  it('names what to fix before it counts, and only what a violated threshold counts', () => {
    const [aws, rsa] = findings
    const counted = [
      { ...aws, countedBy: [] },
      { ...rsa, countedBy: [0] },
    ] as typeof findings
    const base = sampleReport(counted)
    const outcome = { ...base.thresholds[0], position: 0 } as Report['thresholds'][number]
    const text = renderMarkdown({ ...base, thresholds: [outcome] })
    const [, first = ''] = text.split(/### Fix first|### Findings/)
    expect(first).toContain('`RSA_PRIVATE_KEY`')
    expect(first).not.toContain('`AWS')
    expect(first).toContain('Deleting the line is not enough')
    expect(renderMarkdown({ ...base, thresholds: [{ ...outcome, passed: true }] })).not.toContain('Fix first')
  })

  it('shows a finding once, with its branches, main and release ones first', () => {
    const branches = ['zeta', 'release/1.4', 'dev', 'main', 'alpha']
    const text = renderMarkdown(sampleReport(branches.map((branch) => sampleFinding({ branch }))))
    const [, first = ''] = text.split(/### Fix first|### Findings/)
    expect(first.split('\n').filter((line) => line.includes('AWS_SECRET_ACCESS_KEY'))).toEqual([
      expect.stringContaining('| `main` `release/1.4` `alpha` and 2 more |'),
    ])
  })

  it('counts findings by owner, where the policy names owners', () => {
    const report = sampleReport(findings)
    const text = renderMarkdown({ ...report, counts: { ...report.counts, byOwner: { a: 1, b: 2 } } })
    expect(text).toMatch(/\| Owner \| Findings \|\n.*\n\| `b` \| 2 \|\n\| `a` \| 1 \|\n/)
    expect(renderMarkdown(report)).not.toContain('| Owner |')
  })

  it('shows what the gate names in backticks as code, in sentences and notes', () => {
    const base = sampleReport([], {
      verdict: { word: 'warn', exitCode: 0, sentence: 'warn: `mode` is warn', error: null },
    })
    const html = htmlOf(
      renderMarkdown({ ...base, evidence: { ...base.evidence, notes: ['Set `wait` here.'] } }),
    )
    expect(html).toContain('<code>mode</code> is warn')
    expect(html).toContain('Set <code>wait</code> here.')
  })

  it('shows since when a line has been there, and who wrote it, where that was looked up', () => {
    const blame = { author: 'Ann | <b>', commit: 'c'.repeat(40), date: '2024-05-06T07:08:09.000Z' }
    const text = renderMarkdown(
      sampleReport([{ ...sampleFinding(), blame }, sampleFinding({ fingerprint: 'b'.repeat(32) })]),
    )
    expect(text).toContain('| Fingerprint | Exposed since |')
    expect(text).toMatch(/\| 2024-05-06 `c{11}` Ann [^\n]*b[^\n]* \|\n/)
    expect(renderMarkdown(sampleReport([sampleFinding()]))).not.toContain('Exposed')
  })

  it('calls nothing new without a baseline', () => {
    const text = renderMarkdown({ ...sampleReport(findings), hasBaseline: false })
    expect(text).toContain('| open |')
    expect(text).not.toMatch(/\bnew\b/)
  })

  it('shows violated thresholds first, with limits and contributors', () => {
    const base = sampleReport(findings)
    const kept = {
      ...base.thresholds[0],
      name: 'kept',
      selector: 'rule:X',
      observed: 0,
      max: 5,
      passed: true,
      contributors: [],
    }
    const report = { ...base, thresholds: [kept, ...base.thresholds] } as Report
    const html = htmlOf(renderMarkdown(report))
    expect(html.indexOf('<code>total</code>')).toBeLessThan(html.indexOf('<code>kept</code>'))
    expect(html).toMatch(
      /<td>❌<\/td>\s*<td><code>total<\/code><\/td>\s*<td align="right">2<\/td>\s*<td align="right">0<\/td>/,
    )
    expect(html).toContain('2 × <code>AWS_SECRET_ACCESS_KEY</code> in <code>SHOP/web</code>')
  })

  it('has a chart, tables and folded findings that link to their lines', () => {
    const markdown = renderMarkdown(sampleReport(findings))
    expect(markdown).toContain(
      '```mermaid\npie showData\n  title Findings by rule\n  "AWS_SECRET_ACCESS_KEY" : 1\n',
    )
    const html = htmlOf(markdown)
    expect(html).toContain('<summary>The worst 3 findings</summary>')
    expect(html).toContain(
      '<a href="https://git.example.com/bitbucket/projects/SHOP/repos/web/browse/src/config.ts?at=refs/heads/main#12"><code>src/config.ts:12</code></a>',
    )
    expect(html.match(/<details>/g)).toHaveLength(3)
    expect(html.match(/<\/details>/g)).toHaveLength(3)
  })

  it('shows the evidence for the verdict', () => {
    const base = sampleReport(findings)
    const [target] = base.evidence.targets
    const unproven = {
      ...base.evidence,
      targets: target === undefined ? [] : [{ ...target, provenBy: null }],
    }
    expect(renderMarkdown(base)).toContain('seen running, then finished and up to date')
    expect(renderMarkdown(base)).toContain('a'.repeat(64))
    expect(renderMarkdown(base)).toContain(
      'Based on: 2 rows read from 1 export, scan proven for 1 of 1 target.',
    )
    expect(
      renderMarkdown({ ...base, evidence: { ...base.evidence, targets: [], exports: [] } }),
    ).not.toContain('Based on')
    expect(renderMarkdown({ ...base, evidence: unproven })).toContain('**not proven**')
    expect(renderMarkdown({ ...base, period: { from: '2026-01-01T00:00:00Z', to: null } })).toContain(
      'Only findings scanned at or after `2026-01-01T00:00:00Z`.',
    )
  })

  it('cuts long lists and says so', () => {
    const base = sampleReport(findings)
    const [target] = base.evidence.targets
    const [exported] = base.evidence.exports
    const many = Array.from({ length: 60 }, (_, place) => `SHOP/repo-${place}`)
    const markdown = renderMarkdown({
      ...base,
      targets: many,
      evidence: {
        ...base.evidence,
        targets: many.map((name) => ({ ...target, target: name, triggeredAt: null, states: [] })) as never,
        exports: many.map((source) => ({ ...exported, source })) as never,
      },
      thresholds: base.thresholds.map((one) => ({ ...one, name: 'no secrets', level: 'warn' })),
      counts: { ...base.counts, byRule: Object.fromEntries(many.map((name) => [name, 1])) },
    })
    expect(markdown).toContain('in `SHOP/repo-0`, `SHOP/repo-1`, `SHOP/repo-2` and 57 more')
    expect(markdown).toContain('10 targets and 10 exports more in `report.json`.')
    expect(markdown).toContain('50 more in the artifact (`report.json`).')
    expect(markdown).toContain('| ⚠️ | `no secrets` (`total`) |')
  })

  it('links nowhere without addresses that a browser may follow', () => {
    const markdown = renderMarkdown(
      sampleReport(findings, { bitbucketUrl: null, runUrl: 'javascript:alert(1)' }),
    )
    expect(markdown).not.toContain('](')
  })

  it('says what an operation without a judgement did', () => {
    const markdown = renderMarkdown(
      sampleReport([], {
        operation: 'scan',
        targets: [],
        thresholds: [],
        verdict: { word: 'pass', exitCode: 0, sentence: 'pass: scans were started', error: null },
      }),
    )
    expect(markdown).toContain('## ✅ soteri-gate: pass\n\n`scan` of no target\n')
    expect(markdown).toContain('> pass: scans were started')
    expect(markdown).not.toContain('findings')
  })

  it('never makes an error look like a clean result', () => {
    const markdown = renderMarkdown(errorReport('first line\nsecond line'))
    expect(markdown).toContain('## 🛑 soteri-gate: error')
    expect(markdown).toContain('**Error `UNREACHABLE`, exit code 4. This is no result of the scan.**')
    expect(markdown).toContain('* first line\n* second line\n')
    expect(markdown).toContain('Check the firewall.')
    expect(markdown).not.toMatch(/\b0 findings|distinct|pie showData/)
  })

  it('shows the trend from two runs on', () => {
    const report = sampleReport(findings)
    const now = pastRunOf(report)
    const before = {
      ...now,
      at: '2026-11-19T09:00:00.000Z',
      total: 9,
      byRule: { OLD: 9 },
      byRepository: { 'SHOP/web': 9 },
    }
    expect(renderMarkdown(report, [now])).not.toContain('### Trend')
    const markdown = renderMarkdown(report, [before, now])
    expect(markdown).toContain('at least 2 new, at least 9 fixed, at most 0 remaining')
    expect(markdown).toContain('xychart-beta')
    expect(markdown).toContain('  bar [9, 2]')
  })

  it('shows the runs of the ten repositories with most findings', () => {
    const report = sampleReport(findings)
    const runOf = (findings: number) => ({
      ...pastRunOf(report),
      byRepository: Object.fromEntries(
        Array.from({ length: 12 }, (_none, at) => [`SHOP/r${at}`, findings + at]),
      ),
    })
    const rows = renderMarkdown(report, [runOf(1), runOf(20)])
      .split('\n')
      .filter((line) => /^\| `SHOP\/r\d+` \| [▁▂▃▄▅▆▇█]{2} \|/.test(line))
    expect(rows).toHaveLength(10)
    expect(rows[0]).toBe('| `SHOP/r11` | ▄█ | 31 |')
  })

  it('never shows matched text, not even when it is revealed elsewhere', () => {
    const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
    expect(renderMarkdown(sampleReport([sampleFinding({ match })]))).not.toContain(match)
  })
})

describe('hostile text in the summary', () => {
  it.each(hostileTexts.map((text) => [text]))('stays text: %j', (text) => {
    const errored = hostileReport(text)
    const violated: Report = {
      ...errored,
      verdict: { word: 'fail', exitCode: 1, sentence: `fail: ${text}`, error: null },
    }
    for (const report of [errored, violated]) {
      const markdown = renderMarkdown(report, [pastRunOf(report), pastRunOf(report)])
      const html = htmlOf(markdown)
      const tags = new Set([...html.matchAll(/<\/?([a-z][\w-]*)/gi)].map(([, tag]) => tag?.toLowerCase()))
      const ours =
        'a blockquote br code details em h2 h3 li p pre span strong sub summary table tbody td th thead tr ul'
      expect([...tags].filter((tag) => !ours.split(' ').includes(tag ?? ''))).toEqual([])
      expect(html.match(/<h2>/g)).toHaveLength(1)
      expect(html).not.toMatch(/<em>|<li>\s*<ul>|<!--/)
      for (const [, address] of html.matchAll(/<a href="([^"]*)"/g)) {
        expect(address).toMatch(
          /^https:\/\/(git\.example\.com\/bitbucket\/(projects|users)|ci\.example\.com)\//,
        )
      }
      const prose = proseOf(html)
      expect(prose).not.toMatch(/(?<![\w`])@[a-z\d]|#\d|\bGH-\d|\w@\w|https?:\/\/|www\.|:\w+:|\$[^\0\s]/i)
      expect(markdown).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\u0080-\u009f]|[\u0000-\u0009\u000b-\u001f]/u)
      // The last column of both findings is still there, with what belongs in it.
      expect(html.match(/<td><code>[0-9a-f]{32}<\/code><\/td>\s*<\/tr>/g)).toHaveLength(2)
      // Every row of the tables has as many cells as its head: nothing broke out of a cell.
      for (const table of html.matchAll(/<table>([\s\S]*?)<\/table>/g)) {
        const rows = [...(table[1] ?? '').matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(
          ([, row]) => row?.match(/<t[hd]/g)?.length,
        )
        expect(new Set(rows).size).toBe(1)
      }
      expect(html.match(/<details>/g)).toHaveLength(html.match(/<\/details>/g)?.length ?? 0)
    }
  })

  it('would be seen by this test', () => {
    const html = htmlOf('see <b>x</b> [l](http://evil.example) @octocat #1 www.evil.example')
    expect(html).toContain('<b>')
    expect(proseOf(html)).toMatch(/@octocat #1/)
    expect(html).toContain('<a href="http://www.evil.example">')
  })
})

describe('the size of the summary', () => {
  const wide = (place: number): string => `${'漢'.repeat(280)}${place}`
  const large = sampleReport(
    Array.from({ length: 3000 }, (_, place) =>
      sampleFinding({
        project: wide(place),
        repository: wide(place),
        branch: wide(place),
        path: wide(place),
        rule: wide(place),
      }),
    ),
  )

  it('stays below 1 MiB with the widest text everywhere, and counts the omitted rows', () => {
    const threshold = large.thresholds[0]
    const report = {
      ...large,
      thresholds: Array.from({ length: 2000 }, (_, place) => ({
        ...threshold,
        name: wide(place),
        contributors: Array.from({ length: 3 }, () => ({
          repository: wide(place),
          rule: wide(place),
          count: 1,
        })),
      })),
      evidence: { ...large.evidence, notes: Array.from({ length: 1000 }, (_, place) => wide(place)) },
    } as Report
    const markdown = renderMarkdown(report)
    expect(bytes(markdown)).toBeLessThan(1_048_576)
    expect(markdown).toMatch(/[\d,]+ more in the artifact \(`findings\.csv`\)/)
    expect(markdown).toMatch(/[\d,]+ more in the artifact \(`report\.json`\)/)
    expect(markdown.match(/<details>/g)).toHaveLength(markdown.match(/<\/details>/g)?.length ?? 0)
  })

  it.each([2_000, 10_000, 50_000, 200_000])('keeps to a budget of %d bytes', (limit) => {
    const markdown = renderMarkdown(large, [], limit)
    expect(bytes(markdown)).toBeLessThanOrEqual(limit)
    expect(markdown).toContain('soteri-gate: fail')
    expect(markdown.match(/<details>/g)?.length ?? 0).toBe(markdown.match(/<\/details>/g)?.length ?? 0)
  })

  it('counts exactly the omitted rows', () => {
    const findings = Array.from({ length: 450 }, (_, line) => sampleFinding({ line }))
    const report = sampleReport(findings)
    expect(renderMarkdown(report)).toContain('250 more in the artifact (`findings.csv`).')
    const alone = renderMarkdown(withoutFindingsFile(report))
    expect(alone).toContain(
      '250 more are in no file: findings.csv was not written (`formats: csv` writes it).',
    )
    expect(alone).not.toContain('artifact (`findings.csv`)')
  })
})
