/** Cases against the sandbox: scopes, reviews, periods, shards, and exports that are faulty. */
import { faultScenarios } from '../../sandbox/faults/catalogue.ts'
import type { FaultRule, FaultScenario } from '../../sandbox/faults/scenario.ts'
import type { ReviewedText, SandboxOptions, SandboxRepository } from '../../sandbox/options.ts'
import { awsClientId, githubToken, password } from '../../sandbox/planted-credentials.ts'
import type { FailingLine } from '../../sandbox/scanner.ts'
import type { Answer, Case, Files, Inputs, Step } from './case.ts'
import { csv, fewRows, row } from './export-rows.ts'
import { asFile } from './random-cases.ts'

const KEY = { 'fingerprint-key': 'one key for all jobs of the matrix' }
const rules = ['AWS_CLIENT_ID', 'RSA_PRIVATE_KEY', 'GENERIC_PASSWORD', 'GITHUB_TOKEN'] as const

function failingLines(repository: number, shift: number): readonly FailingLine[] {
  return Array.from({ length: 7 }, (_none, at) => {
    const match = at % 2 === 0 ? awsClientId(`${repository} ${at}`) : githubToken(`${repository} ${at >> 1}`)
    return {
      path: `src/file-${at % 3}.ini`,
      lineNumber: 10 + (at >> 1) + shift,
      rule: rules[at % rules.length] ?? '',
      line: `key = "${match}", repository ${repository}`,
      match,
    }
  })
}

const repositories: readonly SandboxRepository[] = Array.from({ length: 6 }, (_none, at) => ({
  project: ['PAY', 'SHOP', '~jane'][at % 3] ?? '',
  slug: `repo-${at}`,
  made: [
    { name: 'main', findings: failingLines(at, 0) },
    { name: 'develop', findings: failingLines(at, 5) },
    ...(at % 2 === 0 ? [{ name: 'feature/empty', findings: [] }] : []),
  ],
}))

const reviewed: readonly ReviewedText[] = [
  ...[0, 1, 4].map((at) => ({
    project: ['PAY', 'SHOP'][at % 3] ?? '',
    slug: `repo-${at}`,
    rule: 'AWS_CLIENT_ID',
    text: failingLines(at, 0)[0]?.line ?? '',
  })),
  { rule: 'GENERIC_PASSWORD', text: failingLines(3, 0)[2]?.line ?? '' },
  { project: 'PAY', slug: 'repo-0', rule: 'OTHER_RULE', text: failingLines(0, 0)[1]?.line ?? '' },
]

const scopes: readonly (readonly [name: string, inputs: Inputs])[] = [
  ['instance', { scope: 'instance' }],
  ['project', { project: 'PAY' }],
  ['personal project', { project: '~jane' }],
  ['repository', { project: 'SHOP', repo: 'repo-1' }],
  ['branch', { project: 'SHOP', repo: 'repo-1', branch: 'develop' }],
  ['targets', { targets: 'PAY\nSHOP/repo-1\nSHOP/repo-4@main' }],
]

const limits = {
  thresholds: 'total = 5\nnew = 1\ndistinct = 4\nseverity:critical = 1\nbranch:mai* = 2\nolder:1d = 0',
}

export function serverCases(): readonly Case[] {
  return [...gates(), ...exports(), ...reviews(), ...bodies(), ...shards(), ...faults()]
}

const serverCase = (
  name: string,
  inputs: readonly Inputs[],
  sandbox: Partial<SandboxOptions> = {},
): Case => ({
  name: `server: ${name}`,
  sandbox: { repositories, reviewed, ...sandbox },
  steps: inputs.map((each) => ({ inputs: { ...limits, ...each } })),
})

function gates(): readonly Case[] {
  return [
    ...scopes.map(([name, scope]) => serverCase(`gate, ${name}`, [scope])),
    serverCase('gate, nothing found', [{ project: 'SHOP', repo: 'repo-4', branch: 'feature/empty' }]),
    serverCase('gate, no such repository', [{ project: 'SHOP', repo: 'none' }]),
    serverCase('gate, project without zips', [{ project: 'PAY' }], { exportDialect: { zippedScopes: [] } }),
    serverCase(
      'gate, everything zipped',
      [{ project: 'PAY' }, { operation: 'export', project: 'PAY', ...KEY }],
      {
        exportDialect: {
          zippedScopes: ['instance', 'project', 'repo', 'branch'],
          delimiter: ';',
          byteOrderMark: true,
        },
      },
    ),
  ]
}

function exports(): readonly Case[] {
  const asked = scopes.filter(([name]) => name !== 'personal project')
  return [
    serverCase('export, before anything was scanned', [{ operation: 'export', scope: 'instance' }]),
    serverCase('export, every scope', [
      { scope: 'instance', mode: 'report' },
      ...asked.map(([, scope]) => ({ operation: 'export', ...scope })),
    ]),
    serverCase('export, periods', [
      { scope: 'instance', mode: 'report' },
      { operation: 'export', scope: 'instance', 'start-date': 'P1D' },
      { operation: 'export', scope: 'instance', 'end-date': '2026-03-01' },
    ]),
    serverCase(
      'export-reviewed, every scope',
      scopes.map(([, scope]) => ({ operation: 'export-reviewed', ...scope })),
    ),
    serverCase('export-reviewed, revealed', [
      { operation: 'export-reviewed', scope: 'instance', 'reveal-secrets': 'true' },
    ]),
  ]
}

function reviews(): readonly Case[] {
  const excluding = { 'exclude-reviewed': 'true' }
  return [
    ...scopes.map(([name, scope]) => serverCase(`exclude-reviewed, ${name}`, [{ ...scope, ...excluding }])),
    serverCase('exclude-reviewed with a key', [{ scope: 'instance', ...excluding, ...KEY }]),
    serverCase(
      'reviewed ones are not in the export',
      [{ scope: 'instance' }, { project: 'PAY', ...excluding }],
      {
        reviewedStayInExport: false,
      },
    ),
    ...reviewedBodies.map(([name, body]) =>
      serverCase(
        `exclude-reviewed, ${name}`,
        [
          { project: 'PAY', repo: 'repo-0', ...excluding },
          { operation: 'export-reviewed', project: 'PAY', repo: 'repo-0' },
          { scope: 'instance', ...excluding, 'on-bad-row': 'count' },
        ],
        { fault: answering('reviewed', body) },
      ),
    ),
  ]
}

const [firstLine, secondLine] = failingLines(0, 0)
const reviewedBodies: readonly (readonly [name: string, body: string])[] = [
  [
    'places',
    `Project,Repository,Rule,File Path,Line Number,Reviewed At\r\nPAY,repo-0,AWS_CLIENT_ID,src/file-0.ini,10,2026-03-01\r\nPAY,repo-0,RSA_PRIVATE_KEY,src/file-1.ini,11,\r\n`,
  ],
  [
    'places and texts',
    `project;repository;rule;path;line number;match\n;;${rules[0]};;;"${firstLine?.line.replaceAll('"', '""')}"\n*;*;;src/file-1.ini;10;\nPAY;repo-0;${rules[1]};;;" ${secondLine?.line.replaceAll('"', '""')} "\n`,
  ],
  ['columns that nobody knows', 'Alpha,Beta\r\n1,2\r\n'],
  ['a bad row', `Project,Repository,Rule,Line\r\nPAY,repo-0,X,${password('r')}\r\na,b\r\n`],
  ['an empty body', ''],
]

/** Every request for this resource gets this body. */
function answering(on: FaultRule['on'], body: string | Buffer, status = 200): FaultScenario {
  const reply = () => ({ status, headers: { 'Content-Type': 'text/csv' }, body: Buffer.from(body) })
  return {
    name: 'answer',
    description: '',
    expected: { heals: true },
    scope: 'repo',
    rules: [{ on, does: { kind: 'answer', reply } }],
  }
}

function bodies(): readonly Case[] {
  const place = { project: 'SHOP', repo: 'cart' }
  const branches = ['main', 'develop', 'feature/a,b'].map((name) => ({ name, findings: 1 }))
  const cart: SandboxRepository = { project: 'SHOP', slug: 'cart', made: branches }
  const answered = (name: string, body: string | Buffer, more: Inputs = {}): Case =>
    serverCase(`answer, ${name}`, [{ ...place, ...more }], {
      repositories: [cart],
      fault: answering('export', body),
    })
  const own = fewRows.filter(({ repository }) => repository === 'cart')
  return [
    answered('rows of the repository', csv(own)),
    answered('a row of another repository', csv([...own, row({ repository: 'tool' })])),
    answered('a row of another project', csv([...own, row({ project: 'PAY' })])),
    answered('no places', csv(own.map((each) => ({ ...each, project: '', repository: '' })))),
    answered(
      'display names',
      csv(own.map((each) => ({ ...each, project: 'The Shop', repository: 'The Cart' })))
        .replace('Project Key', 'Project')
        .replace('Repository Slug', 'Repository'),
    ),
    answered(
      'two display names',
      csv(own.map((each, at) => ({ ...each, repository: `Cart ${at}` }))).replace(
        'Repository Slug',
        'Repository',
      ),
    ),
    answered('another branch', csv(own), { branch: 'main' }),
    answered('an empty body', ''),
    answered('HTML', '<html><body>Log in</body></html>'),
    answered('JSON', '{"errors": []}'),
    answered('UTF-16', Buffer.from(csv(own), 'utf16le')),
    answered('bad rows counted', `${csv(own)}a,b\r\n"`, { 'on-bad-row': 'count' }),
  ]
}

/** A plan, an export for each of its jobs, and the verdict over all of them; then with one shard lost. */
function shards(): readonly Case[] {
  const merge: Inputs = { operation: 'evaluate', 'report-files': 'shards/*/*', ...limits }
  const chain = (name: string, shared: Inputs, last: Inputs, files: Files = {}): Case => ({
    name: `server: shards, ${name}`,
    sandbox: { repositories, reviewed },
    steps: [
      { inputs: { scope: 'instance', mode: 'report' } },
      { inputs: { operation: 'plan', scope: 'instance', shards: String(SHARDS) } },
      ...Array.from({ length: SHARDS }, (_none, at) => ({
        inputs: (earlier: readonly Answer[]) => ({
          operation: 'export',
          targets: targetsOf(earlier[1], at),
          mode: 'report',
          ...shared,
        }),
      })),
      { inputs: { ...merge, ...last }, files: (earlier) => ({ ...shardFiles(earlier), ...files }) },
      {
        inputs: { ...merge, ...last, 'report-files': 'shards/*/findings.csv' },
        files: (earlier) => ({ ...shardFiles(earlier.slice(0, -1)), ...files }),
      },
      {
        inputs: { ...merge, ...last },
        files: (earlier) => ({ ...shardFiles(earlier.slice(0, -2)), ...files }),
      },
    ],
  })
  const policy = {
    '.soteri-gate.yml': `severities: {"RSA_*": critical}
thresholds:
  - {name: distinct, max: 20, count: distinct}
  - {name: pay, match: {project: PAY}, max: 10}
suppressions:
  - {match: {path: src/file-2.ini, branch: develop}, reason: moves, expires: 2026-12-31}
`,
  }
  return [
    chain('keyed', KEY, KEY),
    chain('without a key', {}, { thresholds: 'new rule:AWS_* = 3\nseverity:high = 5' }),
    chain(
      'with reviewed ones and a policy',
      { ...KEY, 'exclude-reviewed': 'true' },
      { ...KEY, 'exclude-reviewed': 'true' },
      policy,
    ),
  ]
}

const SHARDS = 3

/** Targets of a job, from the output `matrix` of the plan. */
function targetsOf(plan: Answer | undefined, at: number): string {
  const text = /^matrix=(.*)$/m.exec(plan?.outputs ?? '')?.[1] ?? '{"include": []}'
  const { include } = JSON.parse(text) as { include: { targets: string }[] }
  return include[at]?.targets ?? ''
}

/** The files of the plan (the second step) and of the shards after it. */
function shardFiles(earlier: readonly Answer[]): Files {
  const [, plan, ...more] = earlier
  const files = more.slice(0, SHARDS).flatMap((answer, at) => [
    [`shards/${at + 1}/findings.csv`, asFile(answer, 'findings.csv')],
    [`shards/${at + 1}/report.json`, asFile(answer, 'report.json')],
  ])
  return Object.fromEntries([['shards/plan/report.json', asFile(plan, 'report.json')], ...files])
}

/** Those that differ from the exports of the other cases by the way they arrive, or by what the scan said of them. */
const faultNames =
  `total-lies page-hides-repository export-empty export-404 export-header-only export-fewer-rows
  export-cut-in-row export-other-repository export-html export-wrong-content-type export-extra-columns zip-truncated
  zip-bad-crc zip-damaged zip-lying-size zip-duplicate-names zip-hostile-names zip-data-descriptors zip-zip64 zip-folders
  zip-one-csv`.split(/\s+/)

function faults(): readonly Case[] {
  const chosen = faultScenarios.filter(({ name }) => faultNames.includes(name))
  return chosen.map((fault): Case => {
    const scope: Partial<Record<FaultScenario['scope'], Inputs>> = {
      instance: { scope: 'instance' },
      project: { project: 'PAY' },
      repo: { project: 'PAY', repo: 'repo-0' },
    }
    const steps: readonly Step[] = [
      { inputs: { thresholds: 'total = 0', ...scope[fault.scope], ...fault.gate, timeout: '30s' } },
    ]
    return { name: `fault: ${fault.name}`, sandbox: { repositories, fault }, steps }
  })
}
