/** Each example says something that the gate understands: its own command is run, as `explain`, in a real shell. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { pipelines } from '../../src/ci/init.ts'
import { parsePolicyFile } from '../../src/config/policy-file.ts'
import { environmentName } from '../../src/config/sources.ts'
import { inputRows } from '../../src/config/table.ts'
import { compileCache } from '../fixtures/compile-cache.ts'
import { outputNames } from '../fixtures/contract.ts'
import { branchVariables, pipelineCommand, variablesOf } from '../fixtures/pipeline-command.ts'

const read = (path: string): string => readFileSync(join('examples', path), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-examples-'))
writeFileSync(join(folder, 'baseline.json'), '')
mkdirSync(join(folder, 'security'))
writeFileSync(join(folder, 'security', 'soteri-gate.yml'), 'thresholds: [{name: total, max: 0}]\n')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const cli = `"${process.execPath}" "${resolve('src/cli.ts')}"`

/** Runs a shell command outside every CI. */
function shell(command: string, env: Record<string, string>) {
  const child = spawnSync('bash', ['--norc', '-eu', '-c', command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...compileCache, ...env },
    encoding: 'utf8',
  })
  return { status: child.status, stdout: child.stdout, stderr: child.stderr }
}

const understood = (scope: string) => ({
  status: 0,
  stderr: '',
  stdout: expect.stringContaining(`Scope: ${scope}.`),
})

describe.each(Object.keys(branchVariables))('%s', (path) => {
  const text = read(path)

  it('runs a command that the gate understands', () => {
    const { command, env } = pipelineCommand(path, text)
    expect(shell(`${cli} explain ${command}`, env)).toEqual(understood('PAY/checkout@feat/a'))
  })

  it('names only inputs that exist', () => {
    const known = new Set(inputRows.map((row) => environmentName(row.name)))
    const named = [...text.matchAll(/SOTERI_GATE_[A-Z_]+/g)].map(([name]) => name)
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })
})

it('jenkins/Jenkinsfile gates the branch of a pull request, and not PR-7', () => {
  const { command, env } = pipelineCommand('jenkins/Jenkinsfile', read('jenkins/Jenkinsfile'))
  const change = { ...env, BRANCH_NAME: 'PR-7', CHANGE_BRANCH: 'feat/b' }
  expect(shell(`${cli} explain ${command}`, change)).toEqual(understood('PAY/checkout@feat/b'))
})

it('teamcity/settings.kts gives the ref of the branch: its name is <default> for the default one', () => {
  expect(read('teamcity/settings.kts')).toContain(
    `param("env.SOTERI_GATE_BRANCH", "%teamcity.build.vcs.branch.\${DslContext.settingsRoot.id}%")`,
  )
})

it.each(['gitlab/.gitlab-ci.yml', 'jenkins/Jenkinsfile', 'bitbucket-pipelines/bitbucket-pipelines.yml'])(
  '%s uses the image',
  (path) => {
    expect(read(path)).toMatch(/\bimage:? '?ghcr\.io\/soteri-gate\/soteri-gate:1\.0\.0\b/)
  },
)

it.each([
  ...['code-scanning', 'instance-matrix', 'instance-report', 'nightly-project'].map(
    (name): [string, RegExp] => [`workflows/${name}.yml`, /^ {2}schedule:\n {4}- cron: '\d+ \d+ \* \* .'/m],
  ),
  ['gitlab/instance-matrix.yml', /- if: \$CI_PIPELINE_SOURCE == "schedule"/],
  ['jenkins/Jenkinsfile.instance', /cron\('H 3 \* \* 0'\)/],
])('%s runs by itself', (path, schedule) => {
  expect(read(path)).toMatch(schedule)
})

it.each([
  ['jenkins/Jenkinsfile.pull-request', { CHANGE_ID: '42' }],
  ['bamboo/pull-request.yml', { bamboo_repository_pr_key: '42', bamboo_bitbucketTokenSecret: 'x' }],
  ['teamcity/pull-request.kts', {}],
])('%s gates what a pull request adds', (path, variables) => {
  const text = read(path)
  const calls = [
    ...text.replaceAll('\\\n', ' ').matchAll(/npx --yes soteri-gate@1\.0\.0 (gate [^\n]*?)['"]?$/gm),
  ]
  const [command = ''] = calls.map(([, call = '']) => call).filter((call) => !call.includes('--branch'))
  const env = {
    ...variablesOf(text),
    SOTERI_GATE_BITBUCKET_URL: 'https://bitbucket.example.com',
    ...variables,
  }
  const given = Object.entries(env).map(([name, value]) => [name, value.replace(/^%.*%$/, '42')])
  const { status, stdout, stderr } = shell(`${cli} explain ${command}`, Object.fromEntries(given))
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('  new findings: at most 0  [default]\n')
  expect(stdout).toMatch(/^Pull request: auto\. /m)
})

describe.each(['gitlab/instance-matrix.yml', 'jenkins/Jenkinsfile.instance'])('%s', (path) => {
  const text = read(path)

  it('runs commands that the gate understands: plan, a shard, and the verdict', () => {
    const commands = [...text.matchAll(/npx --yes soteri-gate@1\.0\.0 ([^\n]*?)'?$/gm)].map(
      ([, rest]) => rest,
    )
    expect(commands.map((command) => command?.split(' ')[0])).toEqual(['plan', 'gate', 'evaluate'])
    const login = { SOTERI_GATE_USERNAME: 'u', SOTERI_GATE_PASSWORD: ['pass', 'word'].join('-') }
    const url = { SOTERI_GATE_BITBUCKET_URL: 'https://bitbucket.example.com' }
    for (const command of commands) {
      const shard = command?.startsWith('gate') ? { SOTERI_GATE_TARGETS: 'PAY/a\nPAY/b', SHARD: '1' } : {}
      const env = command?.startsWith('evaluate') ? {} : { ...login, ...url, ...shard }
      expect(shell(`${cli} explain ${command}`, env)).toMatchObject({ status: 0, stderr: '' })
    }
  })
})

it('jenkins/Jenkinsfile.instance runs the shards in parallel', () => {
  expect(read('jenkins/Jenkinsfile.instance')).toMatch(/^ *parallel shards\.collectEntries \{ shard ->$/m)
})

it('gitlab/instance-matrix.yml has a job for each shard of the plan', () => {
  const text = read('gitlab/instance-matrix.yml')
  const { parallel } = (parse(text) as Record<string, { parallel: object }>)['soteri-shard'] ?? {}
  expect(parallel).toEqual({ matrix: [{ SHARD: ['1', '2', '3', '4'] }] })
  expect(text).toContain('plan --scope instance --shards 4 ')
})

it('gitlab/instance-matrix.yml takes the targets of a shard from the plan, and ends where there is none', () => {
  const { script } = (parse(read('gitlab/instance-matrix.yml')) as Record<string, { script: string[] }>)[
    'soteri-shard'
  ] ?? { script: [] }
  const shards = [{ shard: 1, targets: ['PAY/a', 'PAY/b'] }]
  mkdirSync(join(folder, 'plan'))
  writeFileSync(join(folder, 'plan', 'report.json'), JSON.stringify({ evidence: { shards } }))
  const targets = `${script.slice(0, 2).join('\n')}\necho "$SOTERI_GATE_TARGETS"`
  expect(shell(targets, { SHARD: '1' }).stdout).toBe('PAY/a\nPAY/b\n')
  expect(shell(targets, { SHARD: '2' })).toEqual({ status: 0, stdout: '', stderr: '' })
})

type Step = { uses?: string; with?: Record<string, string | boolean | number> }
type Workflow = { permissions: object; jobs: Record<string, { permissions: object; steps: Step[] }> }
/** Whoever wants to see whether they are pinned reads these lines. */
const pinned =
  /^uses: (actions\/(?:checkout|download-artifact|upload-artifact|cache)|github\/codeql-action\/upload-sarif|soteri-gate\/soteri-gate)@[0-9a-f]{40} # v\d+\.\d+\.\d+$/

describe.each(readdirSync('examples/workflows'))('workflows/%s', (name) => {
  const text = read(`workflows/${name}`)
  const workflow = parse(text) as Workflow

  it('asks for the least rights and pins what it uses', () => {
    expect(workflow.permissions).toEqual({})
    for (const job of Object.values(workflow.jobs)) {
      // Nobody reads the repository who does not check it out.
      const checksOut = job.steps.some(({ uses }) => uses?.startsWith('actions/checkout@'))
      const uploads = job.steps.some(({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif@'))
      expect(job.permissions ?? {}).toEqual({
        ...(checksOut ? { contents: 'read' } : {}),
        ...(uploads ? { 'security-events': 'write' } : {}),
      })
    }
    const uses = [...text.matchAll(/uses:.*/g)].map(([line]) => line)
    expect(uses.filter((line) => !pinned.test(line))).toEqual([])
    // Our own commit is not known before it is released: zeros cannot be taken for one, and a comment says what to do.
    for (const [line] of text.matchAll(/.*\n.*\n *- uses: soteri-gate.*/g)) {
      expect(line).toMatch(
        /# Replace the zeros by the commit of the tag: git ls-remote .* v1\.0\.0\n[\s\S]*@0{40} # v1\.0\.0$/,
      )
    }
  })

  it('takes outputs that the gate has', () => {
    const taken = [...text.matchAll(/\bsteps\.\w+\.outputs\.([\w-]+)/g)].map(([, output]) => output)
    expect(taken.filter((output) => !outputNames.some((name) => name === output))).toEqual([])
  })

  it('gives inputs that the gate understands', () => {
    const steps = Object.values(workflow.jobs)
      .flatMap((job) => job.steps)
      .filter(({ uses }) => uses?.startsWith('soteri-gate/'))
    expect(steps.length).toBeGreaterThan(0)
    for (const step of steps) {
      const env: Record<string, string> = {}
      for (const [input, value] of Object.entries(step.with ?? {})) {
        env[environmentName(input)] = String(value)
          .replace(/\$\{\{ vars\.BITBUCKET_URL \}\}/, 'https://bitbucket.example.com')
          .replace(/\$\{\{ github\.ref_name \}\}/, 'main')
          .replace(/\$\{\{ matrix\.targets \}\}/, 'PAY/a\nPAY/b')
          .replace(/\$\{\{ matrix\.shard \}\}/, '1')
          .replace(/\$\{\{ (secrets|vars)\.\w+ \}\}/, 'x'.repeat(20))
      }
      expect(shell(`${cli} explain`, env)).toMatchObject({ status: 0, stderr: '' })
    }
  })
})

it('workflows/pull-request.yml gates what the pull request of a mirrored branch adds', () => {
  const { jobs } = parse(read('workflows/pull-request.yml')) as Workflow
  expect(jobs.gate?.steps.map((step) => step.with?.['pull-request'])).toEqual(['auto'])
})

it('workflows/code-scanning.yml uploads the SARIF file of what was judged', () => {
  const { jobs } = parse(read('workflows/code-scanning.yml')) as Workflow
  const upload = jobs.scan?.steps.find(({ uses }) => uses?.includes('/upload-sarif@'))
  expect(upload).toMatchObject({
    if: `\${{ !cancelled() && contains(fromJSON('["pass","warn","fail"]'), steps.gate.outputs.verdict) }}`,
    with: { sarif_file: `\${{ steps.gate.outputs.sarif-file }}` },
  })
})

describe('policy/.soteri-gate.yml', () => {
  const text = read('policy/.soteri-gate.yml')
  const problems = (policy: string): unknown => parsePolicyFile(policy, '.soteri-gate.yml').mistakes

  it('is understood as it stands, and with every example taken in', () => {
    expect(problems(text)).toEqual([])
    const lines = text.split('\n').slice(5)
    const isProse = (line: string): boolean => /^\s*# [A-Z]/.test(line)
    const whole = lines.filter((line) => !isProse(line)).map((line) => line.replace(/^(\s*)# /, '$1'))
    expect(whole.join('\n')).toMatch(/^suppressions:\n {2}- match/m)
    expect(problems(whole.join('\n'))).toEqual([])
  })
})

it('init takes every pipeline from a file that is there', () => {
  for (const { starter } of Object.values(pipelines)) expect(read(starter.example)).toContain('soteri-gate')
})
