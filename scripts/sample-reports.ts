/** Made-up reports to look at and to test with: clean, one violation, fifty repositories, thousands, an error, hostile content. */
import { createHash } from 'node:crypto'
import type { Evidence } from '../src/context.ts'
import { errorCatalogue } from '../src/errors.ts'
import { type Counts, REDACTED, type Severity, UNREADABLE_ROW } from '../src/finding.ts'
import type { PastRun } from '../src/report/history.ts'
import { type JudgedFinding, type Report, SHORTLIST_LIMIT } from '../src/report/model.ts'

/** A report with the runs before it; `name` is that of its file. */
export type Sample = { readonly name: string; readonly report: Report; readonly history: readonly PastRun[] }

const day = 86_400_000
/** The end of every sample's run. */
const now = Date.parse('2026-11-23T06:12:40Z')

/** All of them, made anew. */
export function sampleReports(): Sample[] {
  return [clean(), oneViolation(), fifty(), thousands(), scanError(), hostile()]
}

function clean(): Sample {
  const targets = ['PAY/checkout', 'PAY/ledger', 'PAY/statements']
  const report: Report = {
    ...frame(targets, []),
    evidence: { ...evidenceFor(targets, 0), skippedFiles: { count: 0, files: [] } },
    thresholds: [outcome({ name: 'total', observed: 0, max: 0 })],
    verdict: {
      word: 'pass',
      exitCode: 0,
      sentence: 'pass: threshold "total": 0 found, limit 0',
      error: null,
    },
  }
  return { name: 'clean', report, history: historyTo([41, 41, 38, 36, 22, 9, 9, 3, 3, 0, 0, 0]) }
}

function oneViolation(): Sample {
  const findings = [
    ...['main', 'release/2.4', 'feature/TASK-7', 'feature/TASK-9'].map((branch) =>
      finding(1, {
        rule: 'AWS_SECRET_ACCESS_KEY',
        path: 'deploy/terraform/prod.tfvars',
        line: 12,
        age: 2,
        branch,
        countedBy: [0, 1],
      }),
    ),
    ...Array.from({ length: 9 }, (_, place) =>
      finding(10 + place, {
        rule: place % 3 === 0 ? 'SLACK_WEBHOOK' : 'GENERIC_PASSWORD',
        countedBy: [1],
        path: `src/main/resources/${['application', 'mail', 'queue'][place % 3]}.properties`,
        line: 8 + place * 5,
        status: 'known',
        severity: place % 3 === 0 ? 'medium' : 'low',
        branch: place < 6 ? 'main' : 'release/2.4',
        age: 40 + place * 60,
      }),
    ),
    finding(30, {
      rule: 'RSA_PRIVATE_KEY',
      path: 'src/test/resources/tls/localhost.key',
      status: 'suppressed',
      age: 700,
    }),
  ]
  const thresholds = [
    outcome({
      name: 'new severity:high',
      observed: 4,
      max: 0,
      contributors: [{ repository: 'PAY/checkout', rule: 'AWS_SECRET_ACCESS_KEY', count: 4 }],
    }),
    outcome({
      name: 'total',
      observed: 13,
      max: 25,
      contributors: [{ repository: 'PAY/checkout', rule: 'GENERIC_PASSWORD', count: 6 }],
    }),
  ].map((one, position) => ({ ...one, position }))
  const report: Report = {
    ...frame(['PAY/checkout'], findings),
    evidence: evidenceFor(['PAY/checkout'], findings.length),
    thresholds,
    verdict: {
      word: 'fail',
      exitCode: 1,
      sentence: 'fail: threshold "new severity:high": 4 found, limit 0',
      error: null,
    },
  }
  return { name: 'one-violation', report, history: historyTo([14, 14, 13, 11, 11, 9, 9, 10]) }
}

/** A project of fifty repositories: 5,000 findings, each on several branches. */
function fifty(): Sample {
  const chance = randomNumbers(9)
  const status = { new: 0, known: 1, suppressed: 2 }
  const findings = Array.from({ length: 5000 }, (_, place): JudgedFinding => {
    const one = { ...manyth(place, chance), project: 'PAY', repository: `service-${(place % 50) + 1}` }
    const violates = one.status === 'new' && one.severity === 'critical'
    const counted = one.status === 'suppressed' ? [] : violates ? [0, 1] : [1]
    return { ...one, owner: `team-${(place % 50) % 6}`, countedBy: counted }
  }).flatMap((one, place) => {
    const branches = ['main', 'release/2026.11', `feature/TASK-${place % 80}`].slice(0, 1 + (place % 3))
    return branches.map((branch, at) => ({ ...one, branch, firstOfDistinct: at === 0 }))
  })
  findings.sort((a, b) => status[a.status] - status[b.status] || rank(a) - rank(b))
  const framed = frame(['PAY'], findings)
  const violating = findings.filter(({ countedBy }) => countedBy?.includes(0)).length
  const report: Report = {
    ...framed,
    evidence: evidenceFor(['PAY'], findings.length),
    thresholds: [
      outcome({ name: 'new severity:critical', observed: violating, max: 0 }),
      outcome({ name: 'total', observed: framed.counts.total, max: 12_000 }),
    ].map((one, position) => ({ ...one, position })),
    verdict: {
      word: 'fail',
      exitCode: 1,
      sentence: `fail: threshold "new severity:critical": ${violating} found, limit 0`,
      error: null,
    },
  }
  return { name: 'fifty', report, history: historyTo([10_900, 10_700, 10_800, 10_100, 9_950, 9_820]) }
}

const commonRules: readonly (readonly [rule: string, severity: Severity, share: number])[] = [
  ['GENERIC_PASSWORD', 'medium', 30],
  ['JWT_TOKEN', 'low', 20],
  ['AWS_CLIENT_ID', 'high', 14],
  ['AWS_SECRET_ACCESS_KEY', 'critical', 9],
  ['RSA_PRIVATE_KEY', 'critical', 8],
  ['SLACK_WEBHOOK', 'medium', 7],
  ['SSH_PRIVATE_KEY', 'critical', 4],
  ['AZURE_STORAGE_KEY', 'high', 3],
  ['GITLAB_TOKEN', 'high', 2],
  ['TROJAN_SOURCE', 'medium', 1],
  ['AWS_MWS_KEY', 'high', 1],
  ['ACME_LEGACY_LICENCE', 'low', 1],
]

/** As many findings as the page may hold, of 61,204: what an old instance shows on its first day. */
function thousands(): Sample {
  const chance = randomNumbers(5)
  // A few of them are repeats on other branches.
  const firsts = Array.from({ length: SHORTLIST_LIMIT - 2000 }, (_, place) => manyth(place, chance))
  const repeats = firsts.slice(0, SHORTLIST_LIMIT - firsts.length).map((one, place) => {
    return { ...one, branch: place % 3 === 0 ? 'main' : `feature/TASK-${place % 97}`, firstOfDistinct: false }
  })
  const findings = [...firsts, ...repeats]
  const status = { new: 0, known: 1, suppressed: 2 }
  findings.sort((a, b) => status[a.status] - status[b.status] || rank(a) - rank(b))
  const framed = frame(['instance'], findings)
  const beyond = 61_204 - SHORTLIST_LIMIT
  const counts = {
    ...framed.counts,
    total: framed.counts.total + beyond,
    bySeverity: { ...framed.counts.bySeverity, low: framed.counts.bySeverity.low + beyond },
    byRule: { ...framed.counts.byRule, JWT_TOKEN: (framed.counts.byRule.JWT_TOKEN ?? 0) + beyond },
  }
  const top = (rule: string, part: number) => [
    { repository: 'CORE/billing-engine', rule, count: part },
    { repository: 'WEB/storefront', rule, count: Math.round(part / 3) },
    { repository: '~mkohler/experiments', rule, count: Math.round(part / 7) },
  ]
  const report: Report = {
    ...framed,
    counts,
    shortlistCut: true,
    mode: 'warn',
    evidence: evidenceFor(['instance'], counts.total + counts.suppressed),
    thresholds: [
      outcome({
        name: 'new severity:critical',
        observed: counts.new,
        max: 0,
        contributors: top('RSA_PRIVATE_KEY', 90),
      }),
      outcome({
        name: 'no private keys on release branches',
        selector: 'rule:*_PRIVATE_KEY branch:release/*',
        observed: 1240,
        max: 1000,
        contributors: top('SSH_PRIVATE_KEY', 410),
        origin: '.soteri-gate.yml:14',
      }),
      outcome({
        name: 'distinct',
        observed: 21_877,
        max: 20_000,
        level: 'warn',
        contributors: top('GENERIC_PASSWORD', 4022),
      }),
      outcome({
        name: 'total',
        observed: counts.total,
        max: 75_000,
        contributors: top('GENERIC_PASSWORD', 12_031),
      }),
      outcome({ name: 'path:**/prod/**', observed: 11, max: 40, contributors: top('AWS_CLIENT_ID', 6) }),
    ],
    verdict: {
      word: 'warn',
      exitCode: 0,
      sentence: `warn: threshold "new severity:critical": ${counts.new} found, limit 0 (mode is warn, so the job goes on)`,
      error: null,
    },
  }
  const totals = Array.from({ length: 34 }, (_, run) => Math.round(71_000 - run * 310 + 900 * Math.sin(run)))
  return { name: 'thousands', report, history: historyTo([...totals, counts.total]) }
}

const owners: Readonly<Record<string, string>> = {
  CORE: 'team-core',
  WEB: 'team-web',
  DATA: 'team-data',
  INFRA: '@platform',
}

function manyth(place: number, chance: () => number): JudgedFinding {
  const [rule, severity] = pickRule(chance() * 100)
  const project =
    ['CORE', 'WEB', 'DATA', 'INFRA', 'MOBILE', '~mkohler'][Math.floor(chance() ** 2 * 6)] ?? 'CORE'
  const repo =
    ['billing-engine', 'storefront', 'experiments', 'gateway', 'etl-nightly', 'terraform-live', 'docs'][
      Math.floor(chance() ** 2 * 7)
    ] ?? 'docs'
  const folder =
    ['src/main/java/com/acme', 'config/prod', 'deploy/helm/values', 'test/fixtures'][place % 4] ?? ''
  const luck = chance()
  return finding(place, {
    project,
    repository: repo,
    branch:
      [
        'main',
        'main',
        'develop',
        'release/2026.10',
        'release/2026.11',
        `feature/TASK-${Math.floor(chance() * 80)}`,
      ][Math.floor(chance() * 6)] ?? 'main',
    rule,
    severity,
    owner: owners[project] ?? 'unowned',
    path: `${folder}/module${Math.floor(chance() * 900)}/Settings${Math.floor(chance() * 40)}.yaml`,
    line: 1 + Math.floor(chance() * 900),
    status: luck < 0.004 ? 'new' : luck < 0.97 ? 'known' : 'suppressed',
    age: Math.floor(900 * chance() ** 3),
  })
}

function pickRule(share: number): readonly [string, Severity] {
  let sum = 0
  for (const [rule, severity, part] of commonRules) {
    sum += part
    if (share < sum) return [rule, severity]
  }
  return [UNREADABLE_ROW, 'high']
}

function scanError(): Sample {
  const targets = ['PAY/checkout@main', 'PAY/checkout@release/2.4']
  const evidence = evidenceFor(targets, 0)
  const [first, second] = evidence.targets
  const message =
    'PAY/checkout@release/2.4 was never seen scanned anew after 2026-11-23 05:12 UTC: last state "scheduled", 60 minutes long.'
  const { hint, exit } = errorCatalogue.SCAN_NOT_PROVEN
  const report: Report = {
    ...frame(targets, []),
    evidence: {
      ...evidence,
      exports: [],
      targets: [
        first,
        second && { ...second, provenBy: null, total: null, states: second.states.slice(0, 1) },
      ].filter((one) => one !== undefined),
      notes: [
        'A scan that was started goes on at the server; the gate does not cancel it, since a cancel stops everyone’s scans.',
      ],
    },
    thresholds: [],
    verdict: {
      word: 'error',
      exitCode: exit,
      sentence: `error (exit ${exit}, SCAN_NOT_PROVEN): ${message} ${hint}`,
      error: { code: 'SCAN_NOT_PROVEN', message, hint },
    },
  }
  return { name: 'error', report, history: historyTo([14, 14, 13, 11, 11]) }
}

/** Texts that try to be markup, script, terminal or reading order. Each sets `window.hostile` if it ever runs. */
export const hostileTexts: readonly string[] = [
  '<script>window.hostile = 1</script>',
  '</script><script>window.hostile = 2</script>',
  '"><img src=x onerror="window.hostile = 3">',
  '<svg onload=window.hostile=4>',
  "javascript:window.hostile='5'",
  '<!--<script>',
  'invoice\u202Efdp.exe',
  'zero\u200Bwidth\u2066isolate\u2069',
  '\u2028line\u2029separators\u0000\u0007\u001B[31mred\u001B[0m',
  '::error::taken over',
  '=cmd|calc!A1',
  '[click](https://evil.invalid) ![pixel](https://evil.invalid/p.png)',
  '../../../../admin',
  'lone \uD800 surrogate',
  '&lt;b&gt; &amp; {{7*7}}',
]

function hostile(): Sample {
  const findings = hostileTexts.map((text, place) =>
    finding(place, {
      project: place % 4 === 0 ? text : 'EVIL',
      repository: place % 4 === 1 ? text : 'repo',
      branch: place % 4 === 2 ? text : `feature/${text}`,
      rule: place % 3 === 0 ? text : 'GENERIC_PASSWORD',
      path: `src/${text}/file.txt`,
      line: place + 1,
      age: place * 30,
    }),
  )
  const [worst = ''] = hostileTexts
  const evidence = evidenceFor([`EVIL/${worst}`], findings.length)
  const report: Report = {
    ...frame([`EVIL/${worst}`], findings),
    bitbucketUrl: 'https://bitbucket.example.com/"><script>window.hostile = 6</script>',
    runUrl: 'javascript:window.hostile=7',
    evidence: {
      ...evidence,
      notes: [...hostileTexts],
      skippedFiles: {
        count: 60,
        files: hostileTexts.map((text) => ({ repository: text, branch: null, path: text, reason: text })),
      },
      exports: evidence.exports.map((one) => ({ ...one, source: hostileTexts.join(' ') })),
    },
    thresholds: hostileTexts.slice(0, 4).map((text, place) =>
      outcome({
        name: text,
        observed: 3,
        max: place,
        origin: text,
        contributors: [{ repository: text, rule: text, count: 3 }],
      }),
    ),
    verdict: {
      word: 'fail',
      exitCode: 1,
      sentence: `fail: threshold "${worst}": 3 found, limit 0`,
      error: null,
    },
  }
  return { name: 'hostile', report, history: historyTo([3, 9, 15]) }
}

function frame(
  targets: readonly string[],
  findings: readonly JudgedFinding[],
): Omit<Report, 'evidence' | 'thresholds' | 'verdict'> {
  return {
    tool: { name: 'soteri-gate', version: '1.0.0' },
    operation: 'gate',
    targets,
    bitbucketUrl: 'https://bitbucket.example.com',
    runUrl: 'https://github.example.com/pay/checkout/actions/runs/4711',
    mode: 'enforce',
    period: { from: null, to: null },
    counts: countsOf(findings),
    shortlist: findings,
    shortlistCut: false,
  }
}

type Wanted = Partial<Omit<JudgedFinding, 'scannedAt'>> & { readonly age?: number }

/** `age`: days since it was scanned. */
function finding(seed: number, { age = 0, ...wanted }: Wanted): JudgedFinding {
  return {
    project: 'PAY',
    repository: 'checkout',
    branch: 'main',
    path: 'README.md',
    line: 1,
    rule: 'GENERIC_PASSWORD',
    scannedAt: now - age * day - 3_600_000,
    match: REDACTED,
    severity: 'critical',
    status: 'new',
    fingerprint: createHash('sha256').update(`sample ${seed}`).digest('hex').slice(0, 32),
    firstOfDistinct: true,
    ...wanted,
  }
}

function countsOf(findings: readonly JudgedFinding[]): Counts {
  const counting = findings.filter((one) => one.status !== 'suppressed')
  const by = (name: (one: JudgedFinding) => string): Record<string, number> => {
    const counts = new Map<string, number>()
    for (const one of counting) counts.set(name(one), (counts.get(name(one)) ?? 0) + 1)
    return Object.fromEntries(counts)
  }
  return {
    total: counting.length,
    distinct: new Set(counting.map((one) => one.fingerprint)).size,
    new: counting.filter((one) => one.status === 'new').length,
    suppressed: findings.length - counting.length,
    byRule: by((one) => one.rule),
    bySeverity: { critical: 0, high: 0, medium: 0, low: 0, ...by((one) => one.severity) },
    byProject: by((one) => one.project),
    byRepository: by((one) => `${one.project}/${one.repository}`),
    byBranch: by((one) => one.branch),
    byOwner: counting.some((one) => one.owner) ? by((one) => one.owner || 'unowned') : {},
  }
}

function rank(one: JudgedFinding): number {
  return ['critical', 'high', 'medium', 'low'].indexOf(one.severity)
}

function outcome(
  given: Pick<Report['thresholds'][number], 'name' | 'observed' | 'max'> &
    Partial<Report['thresholds'][number]>,
): Report['thresholds'][number] {
  return {
    selector: given.name,
    origin: 'thresholds line 1',
    level: 'fail',
    passed: given.observed <= given.max,
    contributors: [],
    ...given,
  }
}

function evidenceFor(targets: readonly string[], rows: number): Evidence {
  const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString()
  return {
    startedAt: at(-62),
    finishedAt: at(0),
    targets: targets.map((target) => ({
      target,
      triggeredAt: at(-61),
      states: [
        { at: at(-60), state: 'scheduled' },
        { at: at(-44), state: 'running 12%' },
        { at: at(-20), state: 'running 78%' },
        { at: at(-2), state: 'finished' },
      ],
      provenBy: 'seen running after the trigger, then scanned, up to date and idle',
      total: rows,
    })),
    exports: targets.map((source, place) => ({
      source,
      format: source === 'instance' ? 'zip' : 'csv',
      bytes: 380 + rows * 117,
      sha256: createHash('sha256').update(`export ${source} ${place}`).digest('hex'),
      members: [{ name: 'findings.csv', bytes: 380 + rows * 391, rows, refused: 0 }],
      columns: [
        {
          read: [
            { column: 'path', header: '"File Path"' },
            { column: 'rule', header: '"Rule"' },
          ],
          unread: ['"Author"'],
        },
      ],
      rows: place === 0 ? rows : 0,
      refused: 0,
    })),
    findingsFile: {
      rows,
      bytes: 95 + rows * 180,
      sha256: createHash('sha256').update('findings.csv').digest('hex'),
      keyCheck: null,
      suppressed: 0,
      reviewed: null,
    },
    policyFiles: [],
    skippedFiles: null,
    shards: [],
    notes: [],
  }
}

/** One run a day, ending with the sample's own. */
function historyTo(totals: readonly number[]): PastRun[] {
  return totals.map((total, place) => ({
    schemaVersion: '1.0',
    at: new Date(now - (totals.length - 1 - place) * day).toISOString(),
    scope: 'sample',
    verdict: total === 0 ? 'pass' : place % 9 === 4 ? 'error' : place % 5 === 3 ? 'warn' : 'fail',
    exitCode: 0,
    total,
    distinct: total,
    new: Math.round(total * ((place * 7) % 5) * 0.02),
    suppressed: 0,
    bySeverity: {
      critical: Math.floor(total / 8),
      high: Math.floor(total / 5),
      medium: Math.floor(total / 3),
      low: total - Math.floor(total / 8) - Math.floor(total / 5) - Math.floor(total / 3),
    },
    byRule: { GENERIC_PASSWORD: total },
    byRepository: { 'PAY/checkout': Math.ceil(total / 2), 'PAY/ledger': Math.floor(total / 2) },
  }))
}

/** Numbers in [0, 1) that are the same in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
