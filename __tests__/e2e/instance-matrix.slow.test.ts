/**
 * `examples/workflows/instance-matrix.yml`, run: its jobs become processes, its artifacts folders. What the file says
 * goes; only what would take long or needs GitHub's own services is set otherwise.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import type { FailingLine } from '../../sandbox/scanner.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { expectEnding, failed, inError, passed, reportFile, reportOf, warned } from '../fixtures/contract.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'

type Step = { id?: string; uses: string; with: Record<string, string | number | boolean> }
type Job = {
  if?: string
  needs?: string | string[]
  strategy?: Record<string, unknown>
  permissions: object
  steps: Step[]
}
const path = 'examples/workflows/instance-matrix.yml'
const { jobs } = parse(readFileSync(path, 'utf8')) as {
  jobs: Record<'plan' | 'shard' | 'verdict', Job>
}

/** Set otherwise: GitHub's artifact service is not here, nobody wants to wait, and the sandbox has its own headers. */
const quick = {
  'upload-artifact': 'false',
  'max-requests-per-second': '1000',
  'poll-interval': '20ms',
  columns: 'match = Line',
}
const SHARDS = 4

type Context = Record<string, string>

/** `${{ vars.NAME }}` and its like, looked up; an expression that nobody gave a value for is a mistake of the file. */
function evaluated(text: string, context: Context): string {
  return text.replaceAll(/\$\{\{ ([^}]*) \}\}/g, (_whole, name: string) => {
    const value = context[name]
    if (value === undefined) throw new Error(`nothing is known of ${name}`)
    return value
  })
}

function inputsOf(job: Job, context: Context): Record<string, string> {
  const gates = job.steps.filter(({ uses }) => uses.startsWith('soteri-gate/'))
  if (gates.length !== 1) throw new Error('a job runs the gate once')
  const given = Object.entries(gates[0]?.with ?? {})
  return {
    ...Object.fromEntries(given.map(([name, value]) => [name, evaluated(String(value), context)])),
    ...quick,
  }
}

/** Files of an artifact by name, and artifacts by name. */
type Artifacts = Record<string, Record<string, string>>

/** What a job leaves behind: all of its report folder, whatever its end. */
function artifactOf(result: RunResult): Record<string, string> {
  const folder = 'workspace/soteri-report/'
  const own = Object.entries(result.files).filter(([name]) => name.startsWith(folder))
  return Object.fromEntries(own.map(([name, bytes]) => [name.slice(folder.length), bytes.toString('utf8')]))
}

let sandbox: Sandbox
let context: Context
beforeAll(async () => {
  const text = (number: number): string => ['made', 'up', String(number)].join('-')
  const lines = (repository: number, shift: number): FailingLine[] =>
    Array.from({ length: 8 }, (_none, at) => ({
      path: `src/file-${at % 3}.ini`,
      lineNumber: 10 + (at >> 1) + shift,
      rule: ['AWS_CLIENT_ID', 'RSA_PRIVATE_KEY', 'GENERIC_PASSWORD'][at % 3] ?? '',
      line: `key = ${text(repository * 10 + at)}`,
      match: text(repository * 10 + at),
    }))
  sandbox = await startSandbox({
    repositories: Array.from({ length: 9 }, (_none, at) => ({
      project: at % 2 === 0 ? 'PAY' : 'SHOP',
      slug: `repo-${at}`,
      made: [
        { name: 'main', findings: lines(at, 0) },
        { name: 'develop', findings: lines(at, 5) },
      ],
    })),
    reviewed: [
      { project: 'PAY', slug: 'repo-2', rule: 'RSA_PRIVATE_KEY', text: `key = ${text(21)}` },
      { project: 'SHOP', slug: 'repo-5', rule: 'AWS_CLIENT_ID', text: `key = ${text(50)}` },
    ],
  })
  const [admin] = sandbox.users
  context = {
    'vars.BITBUCKET_URL': sandbox.url,
    'vars.BITBUCKET_USER': admin?.name ?? '',
    'secrets.BITBUCKET_PASSWORD': admin?.password ?? '',
    'secrets.SOTERI_FINGERPRINT_KEY': 'a key that all jobs are given',
  }
})
afterAll(async () => await sandbox.close())

const policy = {
  'security/soteri-gate.yml': `severities: {"RSA_*": critical}
thresholds:
  - {name: distinct, max: 20, count: distinct}
  - {name: critical, match: {severity: critical}, max: 3}
  - {name: pay, match: {project: PAY}, max: 100}
  - {name: main, match: {branch: main}, max-new: 10}
suppressions:
  - {match: {path: src/file-2.ini, branch: develop}, reason: moves, expires: ${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}}
`,
}

type Include = { shard: number; targets: string }[]

/** The matrix as the job `shard` receives it. */
const matrixOf = (plan: RunResult): Include =>
  (JSON.parse(plan.outputs.matrix ?? '') as { include: Include }).include

async function runShard({ shard, targets }: Include[number], more: Context = {}): Promise<RunResult> {
  const matrix = { 'matrix.shard': String(shard), 'matrix.targets': targets }
  return await runAction(inputsOf(jobs.shard, { ...context, ...matrix, ...more }))
}

/** Everything up to the last job. */
async function runMatrix(): Promise<{ plan: RunResult; artifacts: Artifacts }> {
  const inputs = inputsOf(jobs.plan, context)
  const plan = await runAction({ ...inputs, shards: String(SHARDS) })
  expectEnding(plan, passed)
  const artifacts: Artifacts = { [inputs['artifact-name'] ?? '']: artifactOf(plan) }
  for (const job of matrixOf(plan)) {
    const result = await runShard(job)
    // Over the limit of 0, and the mode is `report`: the job goes on.
    expectEnding(result, warned)
    artifacts[`soteri-shard-${job.shard}`] = artifactOf(result)
  }
  return { plan, artifacts }
}
let matrix: ReturnType<typeof runMatrix>
beforeAll(async () => {
  matrix = runMatrix()
  await matrix
}, 300_000)

type Run = { inputs?: Record<string, string>; files?: Record<string, string> }

/** The last job: `actions/download-artifact` with a pattern lays each artifact into a folder of its name. */
async function runVerdict(artifacts: Artifacts, more: Run = {}): Promise<RunResult> {
  const download = jobs.verdict.steps.find(({ uses }) => uses.startsWith('actions/download-artifact@'))
  expect(download?.with.pattern).toBe('soteri-*')
  const files: Record<string, string> = { ...policy, ...more.files }
  for (const [artifact, content] of Object.entries(artifacts)) {
    for (const [name, text] of Object.entries(content))
      files[`${download?.with.path}/${artifact}/${name}`] = text
  }
  return await runAction({ ...inputsOf(jobs.verdict, context), ...more.inputs }, { files })
}

describe('the workflow for a whole instance', () => {
  it('runs its jobs one after the other, the last one whatever became of the others', () => {
    expect([jobs.plan.needs, jobs.shard.needs, jobs.verdict.needs]).toEqual([
      undefined,
      'plan',
      ['plan', 'shard'],
    ])
    expect(jobs.verdict.if).toBe('$' + '{{ !cancelled() }}')
    expect(jobs.shard.strategy).toMatchObject({
      'fail-fast': false,
      matrix: '$' + '{{ fromJSON(needs.plan.outputs.matrix) }}',
    })
  })

  it('gives the verdict that one run over the instance gives, bit for bit', async () => {
    const { artifacts } = await matrix
    expect(Object.keys(artifacts)).toHaveLength(1 + SHARDS)
    const merged = await runVerdict(artifacts)
    expectEnding(merged, failed)
    const { 'vars.BITBUCKET_URL': url = '', 'vars.BITBUCKET_USER': username = '' } = context
    const alone = await runAction(
      {
        operation: 'export',
        scope: 'instance',
        'bitbucket-url': url,
        username,
        password: context['secrets.BITBUCKET_PASSWORD'] ?? '',
        'fingerprint-key': context['secrets.SOTERI_FINGERPRINT_KEY'] ?? '',
        'exclude-reviewed': 'true',
        'policy-file': 'security/soteri-gate.yml',
        ...quick,
      },
      { files: policy },
    )
    expectEnding(alone, failed)
    const exact = (result: RunResult): string => {
      const { evidence, operation, target, targets, ...decision } = reportOf(result)
      return JSON.stringify(decision, null, 2)
    }
    expect(exact(merged)).toBe(exact(alone))
    expect(reportFile(merged, 'baseline.json')).toBe(reportFile(alone, 'baseline.json'))
    const rows = (result: RunResult): string[] => reportFile(result, 'findings.csv').split('\r\n').toSorted()
    expect(rows(merged)).toEqual(rows(alone))
    // Each repository has 16 rows; the reviewed ones, two each, and the policy leave some out.
    const { counts } = reportOf(merged) as { counts: { total: number; distinct: number; suppressed: number } }
    expect(counts.total + counts.suppressed).toBe(9 * 16)
    expect(counts.suppressed).toBe(9 * 2 + 4)
    expect(counts.distinct).toBeLessThan(counts.total)
  })

  it('is an error when a shard is lost, and names it', async () => {
    const { plan, artifacts } = await matrix
    const { 'soteri-shard-3': _lost, ...rest } = artifacts
    const result = await runVerdict(rest)
    expectEnding(result, inError(5))
    const first = matrixOf(plan)[2]?.targets.split('\n')[0]
    expect(result.lastLine).toContain(`1 of the ${SHARDS} shards`)
    expect(result.lastLine).toContain(`shard 3 (${first} and 1 more)`)
    expect(result.lastLine).toContain('run it again')
  })

  it.each([
    ['its findings.csv', (files: Record<string, string>) => ({ 'report.json': files['report.json'] ?? '' })],
    [
      'its last row',
      ({ 'findings.csv': csv = '', ...rest }: Record<string, string>) => ({
        ...rest,
        'findings.csv': csv.slice(0, csv.slice(0, -2).lastIndexOf('\r\n') + 2),
      }),
    ],
  ])('is an error when a shard lost %s', async (_what, cut) => {
    const { artifacts } = await matrix
    const result = await runVerdict({
      ...artifacts,
      'soteri-shard-2': cut(artifacts['soteri-shard-2'] ?? {}),
    })
    expectEnding(result, inError(5))
    expect(result.lastLine).toContain('parts/soteri-shard-2')
  })

  it('is an error when the job of a shard ended in one, and says which', async () => {
    const { plan, artifacts } = await matrix
    const [, second = { shard: 0, targets: '' }] = matrixOf(plan)
    const broken = await runShard(second, { 'vars.BITBUCKET_URL': `${sandbox.url}-gone` })
    expect(broken.exitCode).toBeGreaterThan(1)
    const result = await runVerdict({ ...artifacts, 'soteri-shard-2': artifactOf(broken) })
    expectEnding(result, inError(5))
    expect(result.lastLine).toMatch(/parts\/soteri-shard-2 ended in error \([A-Z_]+: /)
  })

  it('is an error when a shard is there twice, or of another plan, or the plan is lost', async () => {
    const { artifacts } = await matrix
    const twice = await runVerdict({ ...artifacts, 'soteri-shard-9': artifacts['soteri-shard-1'] ?? {} })
    expectEnding(twice, inError(5))
    expect(twice.lastLine).toContain('counted twice')

    const report = artifacts['soteri-plan']?.['report.json'] ?? ''
    const smaller = JSON.parse(report) as { evidence: { shards: unknown[] } }
    smaller.evidence.shards.pop()
    const plan = { 'report.json': JSON.stringify(smaller) }
    const foreign = await runVerdict({ ...artifacts, 'soteri-plan': plan })
    expectEnding(foreign, inError(5))
    expect(foreign.lastLine).toContain('is of another plan')

    const { 'soteri-plan': _plan, ...planless } = artifacts
    const lost = await runVerdict(planless)
    expectEnding(lost, inError(2))
    expect(lost.lastLine).toContain('parts/soteri-plan/report.json')
  })

  it('holds a part of the instance against its own part of the baseline', async () => {
    const { artifacts } = await matrix
    const all = await runVerdict(artifacts)
    const inputs = inputsOf(jobs.plan, context)
    const plan = await runAction({ ...inputs, scope: 'project', project: 'PAY', shards: '1' })
    const [job = { shard: 0, targets: '' }] = matrixOf(plan)
    const shard = await runShard(job)
    const result = await runVerdict(
      { 'soteri-plan': artifactOf(plan), 'soteri-shard-1': artifactOf(shard) },
      {
        inputs: { 'baseline-file': 'base.json', 'policy-file': 'ratchet.yml', 'exclude-reviewed': 'true' },
        files: {
          'base.json': reportFile(all, 'baseline.json'),
          'ratchet.yml': 'thresholds: [{name: ratchet, max: baseline, count: distinct}]',
        },
      },
    )
    const [ratchet] = reportOf(result).thresholds as { observed: number; max: number }[]
    const { counts } = reportOf(all) as { counts: { distinct: number } }
    expect(ratchet?.observed).toBeGreaterThan(0)
    expect(ratchet?.max).toBeLessThan(counts.distinct)
    expect(ratchet?.max).toBe(ratchet?.observed)
  })
})
