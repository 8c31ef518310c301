/** `init`: what it writes and says, and that a pipeline with address, project and repository runs at once. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { isPipelineCi, pipelineCis, pipelines } from '../../src/ci/init.ts'
import { compileCache } from '../fixtures/compile-cache.ts'
import { expectEnding, passed } from '../fixtures/contract.ts'
import { pipelineScript } from '../fixtures/pipeline-command.ts'
import { runAction, runCli } from '../fixtures/runner.ts'

const token = ['BBDC', 'of', 'the', 'first', 'pipeline'].join('-')
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-init-'))
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({
    repositories: [{ project: 'LIB', slug: 'tools', made: [{ name: 'main', findings: 0 }] }],
    users: [{ name: 'ci', token, rights: { projectAdmin: ['LIB'] } }],
    scanDurationMs: 50,
  })
})
afterAll(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The text of the pipeline, and the lines that `init` printed between those of its files and the next steps. */
async function init(ci: string, ...flags: string[]) {
  const { exitCode, stdout, files } = await runCli(['init', ci, ...flags])
  expect(exitCode).toBe(0)
  const path = isPipelineCi(ci) ? pipelines[ci].starter.path : ''
  const toDo = stdout.split('\n').filter((line) => line.startsWith(`${path}:`))
  return { path, toDo, text: String(files[`workspace/${path}`]) }
}

const own = (): string[] => ['--bitbucket-url', sandbox.url, '--project', 'LIB', '--repo', 'tools']
const others = pipelineCis.filter((ci) => ci !== 'github')

it.each(others)('%s: the pipeline passes', async (ci) => {
  const { text, toDo } = await init(ci, ...own())
  expect(toDo).toEqual([])
  const { script, env } = pipelineScript(pipelines[ci].starter.example, text)
  const variables = Object.entries(env).map(([name, value]) => [name, value.replace(/feat\/a$/, 'main')])
  const { status, stdout } = await shell(script, {
    ...Object.fromEntries(variables),
    ...(ci === 'bamboo' ? { bamboo_bitbucketTokenSecret: token } : { SOTERI_GATE_TOKEN: token }),
    SOTERI_GATE_POLL_INTERVAL: '50ms',
  })
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/(^|\n)pass: .*\n$/) })
})

it('github: the workflow passes', async () => {
  const { text, toDo, path } = await init('github', ...own())
  expect(toDo).toEqual([
    expect.stringMatching(
      /^\.github\/workflows\/soteri-gate\.yml:\d+: replace the zeros by the commit of this release: /,
    ),
  ])
  expect(text.split('\n')[Number(toDo[0]?.split(':')[1]) - 1]).toMatch(
    /uses: soteri-gate\/soteri-gate@0{40} # v/,
  )
  const { jobs } = parse(text) as { jobs: { gate: { steps: { uses?: string; with?: object }[] } } }
  const { with: inputs = {} } = jobs.gate.steps.find(({ uses }) => uses?.startsWith('soteri-gate/')) ?? {}
  const values: Record<string, string> = {
    'vars.BITBUCKET_URL': sandbox.url,
    'secrets.BITBUCKET_TOKEN': token,
    'github.ref_name': 'main',
  }
  const filled = Object.entries(inputs).map(([name, value]) => [
    name,
    String(value).replace(/\$\{\{ (\S+) \}\}/, (_, name: string) => values[name] ?? ''),
  ])
  const more = { 'poll-interval': '50ms', 'upload-artifact': 'false' }
  expectEnding(await runAction({ ...Object.fromEntries(filled), ...more }), passed)
  expect(path).toBe('.github/workflows/soteri-gate.yml')
})

it.each(pipelineCis)('%s: says by file and line what to put in, when nothing is given', async (ci) => {
  const { text, toDo } = await init(ci)
  const lines = text.split('\n')
  const wanted = toDo.map((line) => {
    const [, at, , what = ''] = /:(\d+): (replace (\S+|the zeros) by .*)$/.exec(line) ?? []
    return { line: lines[Number(at) - 1], what }
  })
  const whats =
    ci === 'github' ? ['PAY', 'checkout', 'the zeros'] : ['https://bitbucket.example.com', 'PAY', 'checkout']
  expect(wanted.map(({ what }) => what)).toEqual(whats)
  for (const { line, what } of wanted) expect(line).toContain(what === 'the zeros' ? '0'.repeat(40) : what)
})

/** With the gate of this clone as `npx soteri-gate@...`, `soteri-gate`. */
function shell(script: string, env: Record<string, string>) {
  const gate = `"${process.execPath}" "${resolve('src/cli.ts')}"`
  const functions = `soteri-gate() { ${gate} "$@"; }\nnpx() { shift 2; soteri-gate "$@"; }\n`
  return new Promise<{ status: number | null; stdout: string }>((ended) => {
    const child = spawn('bash', ['--norc', '-eu', '-c', functions + script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...compileCache, ...env },
    })
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    child.once('close', (status) => ended({ status, stdout }))
  })
}

describe('soteri-gate init', () => {
  it('writes a policy and a pipeline for the CI it finds', async () => {
    const { exitCode, stdout, files } = await runCli(['init'], {
      files: { '.gitlab-ci.yml': 'stages: []\n' },
    })
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^wrote \.soteri-gate\.yml\nwrote \.gitlab\/soteri-gate\.yml\n\.gitlab\/soteri-gate\.yml:8: replace [\s\S]*\nThen: Add "include/,
      ),
    })
    expect(String(files['workspace/.soteri-gate.yml'])).toContain('total = 0')
    expect(String(files['workspace/.gitlab/soteri-gate.yml'])).toContain('soteri-gate.env')
    expect(String(files['workspace/.gitlab-ci.yml'])).toBe('stages: []\n')
  })

  it('leaves what is there alone, and says so; --force does not', async () => {
    const files = { '.soteri-gate.yml': 'mine' }
    const left = await runCli(['init'], { files })
    expect({ code: left.exitCode, text: String(left.files['workspace/.soteri-gate.yml']) }).toEqual({
      code: 2,
      text: 'mine',
    })
    expect(left.stdout).toContain(
      '.soteri-gate.yml is there already and was left alone; --force overwrites it.',
    )
    const forced = await runCli(['init', '--force'], { files })
    expect(forced.exitCode).toBe(0)
    expect(String(forced.files['workspace/.soteri-gate.yml'])).toContain('total = 0')
  })

  it('writes for the CI that is named, and names others that the folder shows', async () => {
    const files = { Jenkinsfile: '', '.github/CODEOWNERS': '' }
    const found = await runCli(['init'], { files })
    expect(Object.keys(found.files)).toContain('workspace/.github/workflows/soteri-gate.yml')
    expect(found.stdout).toContain('This folder shows jenkins too: soteri-gate init jenkins\n')
    const named = await runCli(['init', 'jenkins'], { files })
    expect(Object.keys(named.files)).toContain('workspace/soteri-gate.Jenkinsfile')
    expect(Object.keys(named.files)).not.toContain('workspace/.github/workflows/soteri-gate.yml')
  })

  it('names those it knows where it finds none', async () => {
    const { exitCode, stdout, files } = await runCli(['init'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(
      'Name it: soteri-gate init github|gitlab|jenkins|bamboo|azure|bitbucket-pipelines|teamcity\n',
    )
    expect(Object.keys(files)).toEqual(['workspace/.soteri-gate.yml'])
  })

  it('takes no other words', async () => {
    const { exitCode, stderr, files } = await runCli(['init', 'gitlb', '--frce'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'error: --frce: No flag has this name. Did you mean "--force"?\n' +
        'error: init: Takes the name of one CI, or none: github, gitlab, jenkins, bamboo, azure, bitbucket-pipelines, teamcity.\n',
    })
    expect(Object.keys(files)).toEqual([])
  })
})
