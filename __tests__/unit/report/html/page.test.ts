import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { HtmlValidate } from 'html-validate'
import { embeddedModule } from '../../../../scripts/embed-page.ts'
import { hostileTexts, type Sample, sampleReports } from '../../../../scripts/sample-reports.ts'
import { GateError } from '../../../../src/errors.ts'
import { verdictOf } from '../../../../src/judge/verdict.ts'
import { renderHtml } from '../../../../src/report/formats.ts'
import { pageScript, pageStyle } from '../../../../src/report/html/embedded.ts'
import { decodeFindings } from '../../../../src/report/html/findings-columns.ts'
import { type FindingsPayload, firstView, selectRows } from '../../../../src/report/html/findings-view.ts'
import { cspHash, inlineJson } from '../../../../src/report/html/page.ts'
import { byteSize, utcTime } from '../../../../src/report/html/parts.ts'
import type { JudgedFinding, Report } from '../../../../src/report/model.ts'

const samples: readonly Sample[] = sampleReports()
const pages = new Map<string, string>()

beforeAll(async () => {
  for (const { name, report, history } of samples) pages.set(name, await renderHtml(report, history))
})

const page = (name: string): string => pages.get(name) ?? ''
const report = (name: string): Report => {
  const sample = samples.find((one) => one.name === name)
  if (sample === undefined) throw new Error(`no sample ${name}`)
  return sample.report
}
const names = samples.map(({ name }) => name)

/** The page without its script, style and JSON. */
const bare = (html: string): string => html.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '')
/** What is shown, with quotes as quotes. */
const markup = (html: string): string => bare(html).replaceAll('&quot;', '"')
/** Every start tag, the values of its attributes emptied: a value must not pass for an attribute or a tag. */
const tags = (html: string): string[] =>
  bare(html)
    .replace(/="[^"]*"/g, '=""')
    .match(/<[a-z][^>]*>/gi) ?? []
/** Parts that are not there, and parts that are: a whole page in a failure message helps nobody. */
const missing = (html: string, ...parts: string[]): string[] => parts.filter((part) => !html.includes(part))
const found = (html: string, ...parts: string[]): string[] => parts.filter((part) => html.includes(part))
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const policyOf = (html: string): string =>
  /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? ''

describe.each(names)('report.html of the sample "%s"', (name) => {
  it('is valid HTML', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: { 'void-style': ['error', { style: 'selfclosing' }] },
    })
    const { results } = await validator.validateString(page(name))
    const messages = results.flatMap((result) => result.messages)
    expect(messages.map(({ ruleId, message, line, column }) => ({ ruleId, message, line, column }))).toEqual(
      [],
    )
  })

  it('lets nothing run or load but its own script and style, by hash', () => {
    const html = page(name)
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text)
    const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => text)
    expect([scripts.length, styles.length]).toEqual([1, 1])
    expect(policyOf(html).split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash(scripts[0] ?? '')}`,
      `style-src ${hash(styles[0] ?? '')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ])
  })

  it('has no style attribute, no handler attribute, and nothing that would be fetched', () => {
    const all = tags(page(name))
    expect(all.length).toBeGreaterThan(50)
    const attribute = /\s(style|on\w+|src|srcset|action|formaction|background|xlink:href)\b/i
    const element = /^<(link|img|iframe|object|embed|base|use|image|form|style)\b/i
    expect(all.filter((tag) => attribute.test(tag) || element.test(tag))).toEqual([])
  })

  it('never says the verdict by colour alone', () => {
    const { word } = report(name).verdict
    const titles = { pass: 'Passed', warn: 'Warning', fail: 'Failed', error: 'Error' }
    expect(missing(markup(page(name)), `<h1>${titles[word]}</h1>`)).toEqual([])
    expect(missing(page(name), `<title>${titles[word]} ·`)).toEqual([])
  })
})

describe('the top of the page', () => {
  it('says the verdict and in one sentence why', () => {
    const why = 'Threshold "new severity:high": 4 found, limit 0.'
    expect(missing(markup(page('one-violation')), `<p class="why">${why}</p>`)).toEqual([])
  })

  it('comes before what was exceeded, what to fix first, findings, overview, kept thresholds and evidence', () => {
    const order = ['<h1>', ...['violated', 'first', 'findings', 'pictures', 'thresholds', 'evidence']].map(
      (id) => (id.startsWith('<') ? id : `id="${id}"`),
    )
    const places = order.map((mark) => page('one-violation').indexOf(mark))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })
})

describe('evidence', () => {
  it('shows which header became which column, and that fingerprints need a key', () => {
    const html = markup(page('one-violation'))
    expect(
      missing(html, 'path = "File Path", rule = "Rule"; not read: "Author"', 'Without a fingerprint-key'),
    ).toEqual([])
  })

  it('is folded, but after an error', () => {
    const fold = (name: string) => /<details class="evidence"( open)?>/.exec(bare(page(name)))?.[1] ?? ''
    expect([fold('one-violation'), fold('error')]).toEqual(['', ' open'])
  })

  it('shows trigger, proof, bytes, SHA-256 and rows', () => {
    const { evidence } = report('one-violation')
    const html = markup(page('one-violation'))
    expect(
      missing(
        html,
        evidence.exports[0]?.sha256 ?? 'missing',
        'seen running after the trigger, then scanned, up to date and idle',
        '2026-11-23 05:11 UTC',
        '2.0 KiB',
        '<dt>Rows</dt><dd><b>14</b>none unreadable</dd>',
      ),
    ).toEqual([])
  })

  it('says of what was not triggered what was judged instead', async () => {
    const [sample] = samples
    if (sample === undefined) throw new Error('no sample')
    const evidence = {
      ...sample.report.evidence,
      targets: sample.report.evidence.targets.map((target) => ({ ...target, triggeredAt: null })),
    }
    const shown = async (changes: Partial<Report>): Promise<string> =>
      bare(await renderHtml({ ...sample.report, evidence, ...changes }, sample.history))
    const [files, last, nothing] = [
      'local exports were judged',
      'last scans were used',
      'nothing was read either',
    ]
    expect(missing(await shown({ operation: 'export' }), last)).toEqual([])
    expect(missing(await shown({ operation: 'evaluate' }), files)).toEqual([])
    const error = await shown({ operation: 'evaluate', evidence: { ...evidence, exports: [] } })
    expect([missing(error, nothing), found(error, files, last)]).toEqual([[], []])
  })

  it('shouts when a target was not proven', () => {
    expect(missing(markup(page('error')), '<strong class="unproven">Not proven</strong>')).toEqual([])
    expect(found(markup(page('clean')), 'Not proven')).toEqual([])
  })
})

describe('thresholds', () => {
  it('keep the order of the model, violated first, with observed, max and contributors', () => {
    const html = markup(page('one-violation'))
    expect(html.indexOf('<li class="exceeded">')).toBeGreaterThan(0)
    expect(html.indexOf('<li class="exceeded">')).toBeLessThan(html.indexOf('<li class="kept">'))
    expect(
      missing(
        html,
        '<b>13</b> found, limit 25',
        '<b>6 findings</b> PAY/checkout <code>GENERIC_PASSWORD</code>',
      ),
    ).toEqual([])
  })

  it('are never shown as kept when the run ended in an error', async () => {
    const verdict = verdictOf({ kind: 'failed', error: new GateError('ARTIFACT_NOT_STORED', 'No store.') })
    const html = markup(await renderHtml({ ...report('clean'), verdict }))
    expect(found(html, 'class="kept"')).toEqual([])
    expect(missing(html, '<li class="unproven">')).toEqual([])
  })
})

describe('an error', () => {
  it('is shown with message, meaning and hint', () => {
    const html = markup(page('error'))
    expect(
      missing(
        html,
        'SCAN_NOT_PROVEN',
        'PAY/checkout@release/2.4 was never seen scanned anew',
        'The scan could not be proven done',
        'raise <code>timeout</code> or look at the scan queue',
        'neither passed nor failed',
      ),
    ).toEqual([])
  })

  it('never looks like a clean result', () => {
    const html = markup(page('error'))
    expect(missing(html, 'None were read. That does not mean there are none.')).toEqual([])
    expect(found(html, 'class="numbers"')).toEqual([])
    expect(html.match(/class="(verdict |icon )?pass"/)).toBeNull()
  })

  it('is not needed for caution: without an export nothing is said to be clean', async () => {
    const verdict = verdictOf({ kind: 'skipped', sentence: 'no credentials, as for every fork' })
    const evidence = { ...report('clean').evidence, targets: [], exports: [] }
    const html = markup(await renderHtml({ ...report('clean'), verdict, evidence, thresholds: [] }))
    expect(missing(html, '<h1>Warning</h1>', 'None were read. That does not mean there are none.')).toEqual(
      [],
    )
    expect(found(html, 'class="numbers"', 'read to its end')).toEqual([])
  })

  it('lists every mistake on a line of its own', async () => {
    const error = new GateError('INPUT_INVALID', 'timeout: "5" has no unit.\nmode: "hard" is not known.')
    const html = markup(
      await renderHtml({ ...report('error'), verdict: verdictOf({ kind: 'failed', error }) }),
    )
    expect(missing(html, '<li>timeout: "5" has no unit.</li><li>mode: "hard" is not known.</li>')).toEqual([])
  })
})

describe('unknown values', () => {
  const sample = report('one-violation')
  const [target] = sample.evidence.targets
  if (target === undefined) throw new Error('the sample has no target')

  it('is a dash, and the first of several triggers is named as such', async () => {
    const targets = [
      { ...target, triggeredAt: '2026-11-21T02:00:00.000Z' },
      { ...target, triggeredAt: '2026-11-21T01:00:00.000Z' },
      { ...target, triggeredAt: null, states: [], total: null },
    ]
    const html = markup(await renderHtml({ ...sample, evidence: { ...sample.evidence, targets } }))
    expect(missing(html, 'the first of 2', 'not by this run', '<td>—</td><td>')).toEqual([])
  })

  it('gives way to the time since when the secret is exposed, where that was looked up', async () => {
    const blame = { author: 'Ann', commit: 'c'.repeat(40), date: '2024-05-06T07:08:09.000Z' }
    const shortlist = sample.shortlist.map((finding) => ({ ...finding, blame }))
    const html = markup(await renderHtml({ ...sample, shortlist }))
    expect(
      missing(html, '>Exposed since<', '<td class="time" data-title="Exposed since">2024-05-06</td>'),
    ).toEqual([])
    expect(html).not.toContain('data-title="Scanned"')
  })

  it('leaves its cell of a finding empty, or with a dash', async () => {
    const [finding] = sample.shortlist
    if (finding === undefined) throw new Error('the sample has no finding')
    const bareOne = { ...finding, branch: '', line: null, scannedAt: null }
    const html = markup(await renderHtml({ ...sample, shortlist: [bareOne] }))
    expect(
      missing(
        html,
        '<td class="name" data-title="Branches">—</td>',
        '<td class="time" data-title="Scanned">—</td>',
        '<b></b>',
      ),
    ).toEqual([])
  })

  it('is summed up where a table would be too long', async () => {
    const targets = Array.from({ length: 203 }, (_, place) => ({ ...target, target: `SHOP/r${place}` }))
    const names = targets.map((one) => one.target)
    const html = markup(
      await renderHtml({ ...sample, targets: names, evidence: { ...sample.evidence, targets } }),
    )
    expect(missing(html, '203 targets', 'The other 3 are in report.json.')).toEqual([])
  })

  it('is no target at all for what has none', async () => {
    expect(await renderHtml({ ...sample, targets: [] })).toContain('<title>Failed · gate · soteri-gate')
  })

  it('is never hidden: rows that could not be read, and a period, are said', async () => {
    const exports = sample.evidence.exports.map((one) => ({ ...one, refused: 3 }))
    const period = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' }
    const html = markup(await renderHtml({ ...sample, period, evidence: { ...sample.evidence, exports } }))
    expect(missing(html, '3 unreadable', 'scanned from 2026-11-01', 'scanned before 2026-11-20')).toEqual([])
  })
})

describe('what the page holds', () => {
  it('says so when matched text is shown in clear', async () => {
    const shortlist = report('one-violation').shortlist.map(
      (one): JudgedFinding => ({ ...one, match: 'pretend' }),
    )
    expect(
      missing(markup(await renderHtml({ ...report('one-violation'), shortlist })), 'matched text in clear'),
    ).toEqual([])
    expect(found(markup(page('one-violation')), 'matched text in clear')).toEqual([])
  })

  it('stays moderate with 50,000 findings, says that there are more and where', () => {
    expect(page('thousands').length).toBeLessThan(6 * 1024 * 1024)
    expect(
      missing(
        markup(page('thousands')),
        'This page holds the 50,000 worst of 61,204 findings. The rest is in findings.csv.',
      ),
    ).toEqual([])
    expect(found(markup(page('one-violation')), 'findings. The rest is')).toEqual([])
  })

  it('says that the others are nowhere when the run leaves no findings.csv', async () => {
    const thousands = report('thousands')
    const alone = { ...thousands, evidence: { ...thousands.evidence, findingsFile: null } }
    const text = markup(await renderHtml(alone))
    const notWritten = 'findings.csv was not written (`formats: csv` writes it)'
    expect(missing(text, `61,204 findings. The rest is in no file: ${notWritten}.`)).toEqual([])
    expect(missing(text, `data-advice="${notWritten}"`)).toEqual([])
    expect(missing(markup(page('thousands')), 'data-advice="look it up in findings.csv"')).toEqual([])
  })

  it('can be read without a script: the first findings are in the markup', () => {
    expect(missing(markup(page('one-violation')), 'deploy/<wbr/>terraform/<wbr/>prod.tfvars')).toEqual([])
    expect(markup(page('thousands')).match(/<tr data-row/g)).toHaveLength(50)
  })

  it('links each exceeded threshold to the findings that it counts', () => {
    const html = page('one-violation')
    expect(missing(html, '<a href="#limit=new%20severity%3Ahigh">new severity:high</a>')).toEqual([])
    const json = /id="findings-json">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '{}'
    const { findings } = JSON.parse(json) as FindingsPayload
    expect(findings.columns.limit.texts).toEqual(['new severity:high'])
    const table = decodeFindings(findings)
    const chosen = selectRows(table, { ...firstView, filters: { limit: 0 } })
    expect(chosen.map((row) => table.finding(row).rule)).toEqual(['AWS_SECRET_ACCESS_KEY'])
  })

  it('says what to fix first, and why', () => {
    const html = markup(page('one-violation'))
    const first = html.slice(html.indexOf('id="first"'), html.indexOf('id="findings"'))
    expect(first.match(/<li>/g)).toHaveLength(5)
    expect(missing(first, '>over a limit · critical · on main · new</p>', 'oldest of these, 2025-')).toEqual(
      [],
    )
  })

  it('calls nothing new without a baseline, and says so', async () => {
    const html = markup(await renderHtml({ ...report('one-violation'), hasBaseline: false }))
    expect(
      missing(html, 'new: no baseline to compare with', '<span class="status open">open</span>'),
    ).toEqual([])
    expect(found(html, 'class="status new"', '· new<')).toEqual([])
  })

  it('shows what the gate names in backticks as code, in banner and notes', async () => {
    const { evidence, ...base } = report('one-violation')
    const verdict = { word: 'warn', exitCode: 0, sentence: 'warn: `mode` is warn', error: null } as const
    const html = markup(
      await renderHtml({ ...base, verdict, evidence: { ...evidence, notes: ['Set `wait` here.'] } }),
    )
    expect(missing(html, '<code>mode</code> is warn', '<li>Set <code>wait</code> here.</li>')).toEqual([])
  })

  it('draws repositories and severities as a table that filters', () => {
    const html = page('thousands')
    expect(html).toMatch(
      /<td class="heat-4"><a href="#severity=medium&amp;repository=[^"]+" aria-label="[\d,]+ medium in /,
    )
  })

  it('shows the trend from two runs on, with what came and went', async () => {
    const { history } = samples[1] ?? { history: [] }
    expect(
      found(markup(await renderHtml(report('one-violation'), history.slice(-1))), 'picture-trend'),
    ).toEqual([])
    expect(
      missing(
        markup(page('one-violation')),
        'Last 8 runs',
        'Since the last judged run: at least 1 appeared, 0 fixed, 9 remaining.',
      ),
    ).toEqual([])
    expect(missing(markup(page('thousands')), 'Last 30 runs')).toEqual([])
  })
})

describe('files that the scanner skipped', () => {
  it('are in the evidence, counted where they are many', () => {
    expect(missing(page('clean'), 'Files that the scanner skipped: none by the audit log.')).toEqual([])
    const shown = page('hostile')
    expect(missing(shown, 'Files that the scanner skipped: 60<', 'Skipped files', 'not named')).toEqual([])
    expect(shown).toMatch(/The other \d+ are not listed\./)
    expect(missing(page('fifty'), 'A finished scan does not prove that every file was read')).toEqual([])
    expect(found(page('fifty'), 'Files that the scanner skipped')).toEqual([])
  })
})

describe('hostile content', () => {
  it('is text everywhere', () => {
    const html = page('hostile')
    const shown = markup(html)
    expect(shown.match(/<(img|iframe|script)\b/i)).toBeNull()
    expect(missing(shown, '&lt;script>window.hostile = 1&lt;/script>')).toEqual([])
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html.match(/<\/script/g)).toHaveLength(2)
    expect(found(html, '<!--')).toEqual([])
  })

  it('shows what cannot be seen, and leaves nothing of it in the file', () => {
    expect(missing(markup(page('hostile')), 'invoice\\u{202e}fdp.exe')).toEqual([])
    const foreign = page('hostile').replace(pageScript, '').replaceAll('\n', '')
    expect(foreign.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)).toBeNull()
  })

  it('makes no link that leads elsewhere', () => {
    const links = [...page('hostile').matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((href) => !/^(#|https:\/\/bitbucket\.example\.com\/)/.test(href))).toEqual([])
  })

  it('reaches the page whole for the script', () => {
    const json = /id="findings-json">([\s\S]*?)<\/script>/.exec(page('hostile'))?.[1] ?? ''
    const { findings } = JSON.parse(json) as FindingsPayload
    expect(findings.columns.path.texts).toEqual(hostileTexts.map((text) => `src/${text}/file.txt`))
  })
})

describe('the embedded script and style', () => {
  it('are those of client/: run `npm run generate` when this fails', () => {
    expect(readFileSync('src/report/html/embedded.ts', 'utf8')).toBe(embeddedModule())
  })

  it('can be inside their elements', () => {
    expect(pageScript).not.toMatch(/<\/script|<!--/i)
    expect(pageStyle).not.toMatch(/<\/style|@import|url\(/i)
  })

  it('make no code from text and reach for nothing outside', () => {
    expect(pageScript).not.toMatch(
      /\beval\(|new Function|document\.write|XMLHttpRequest|\bfetch\(|import\(|WebSocket|sendBeacon/,
    )
  })

  it('name Preact and its licence', () => {
    expect(pageScript).toContain('With Preact, MIT License')
  })
})

describe('JSON inside the page', () => {
  it('cannot end its element and stays the same value', () => {
    const value = { a: ['</script><!--', '\u2028\u2029', '\u202e', '&amp;', '\ud800'] }
    const json = inlineJson(value)
    expect(json).not.toMatch(/[<>&\u2028\u2029\u202e]/)
    expect(JSON.parse(json)).toEqual(value)
  })
})

describe('hashes', () => {
  it('are those of the specification', async () => {
    // CSP Level 3, section 6.7.3.3, gives this script and its hash.
    expect(await cspHash("alert('Hello, world.');")).toBe(
      "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
    )
  })
})

describe('sizes and times', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1,023 bytes'],
    [1024, '1.0 KiB'],
    [1536 * 1024, '1.5 MiB'],
    [2 ** 44, '16.0 TiB'],
  ])('%p bytes are %s', (bytes, text) => {
    expect(byteSize(bytes)).toBe(text)
  })

  it('are UTC; other text stays as it is', () => {
    expect(utcTime('2026-11-23T05:11:40.123Z')).toBe('2026-11-23 05:11 UTC')
    expect(utcTime('soon\u202e')).toBe('soon\\u{202e}')
  })
})
