/**
 * Whoever copies from the README, or a page that begins where it ends, gets something that works: every command is run in a real shell, every workflow with
 * its own inputs on the built action, every list of thresholds and columns on an export. A block that this file does
 * not know fails.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createCA } from 'mkcert'
import { parse } from 'yaml'
import { cleanRepository, guiltyRepository } from '../../sandbox/demo-repositories.ts'
import type { RepositoryContent } from '../../sandbox/repository-content.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { compileCache } from '../fixtures/compile-cache.ts'
import { expectEnding, passed, reportFile, reportOf } from '../fixtures/contract.ts'
import { demoRepositories } from '../fixtures/demo-repositories.ts'
import { type RunResult, runAction, runCli } from '../fixtures/runner.ts'
import { csvOf, row, wordy } from '../fixtures/scripted-export.ts'

const pages = ['README.md', ...['recipes', 'faq', 'enterprise', 'migrate'].map((name) => `docs/${name}.md`)]
const readme = pages.map((page) => readFileSync(page, 'utf8')).join('\n')
const blocks = [...readme.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].map(
  ([, indent = '', kind = '', text = '']) => ({
    kind,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }),
)
const ofKind = (kind: string): string[] =>
  blocks.filter((block) => block.kind === kind).map(({ text }) => text)

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-readme-'))
const token = ['BBDC', 'reader', 'of', 'the', 'readme'].join('-')
const password = ['pass', 'word', 'of', 'admin'].join(' ')
let sandbox: Sandbox
beforeAll(async () => {
  const built = await demoRepositories(join(folder, 'repositories'))
  const contentOf = (slug: string): RepositoryContent => {
    const found = built.find((each) => each.slug === slug)
    if (found === undefined) throw new Error(`no demo repository ${slug}`)
    return found.content
  }
  sandbox = await startSandbox({
    repositories: [
      { project: 'PAY', slug: 'checkout', content: contentOf(cleanRepository.slug) },
      { project: 'SHOP', slug: 'payments', content: contentOf(guiltyRepository.slug) },
    ],
    users: [
      { name: 'admin', password, rights: { admin: true } },
      { name: 'ci', token, rights: { projectAdmin: ['PAY'] } },
    ],
    workFolder: folder,
    scanDurationMs: 50,
  })
})
afterAll(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

it('has no block that is not looked at below', () => {
  const kinds = [...Array(6).fill('sh'), 'text', 'text', ...Array(4).fill('yaml')]
  expect(blocks.map(({ kind }) => kind).sort()).toEqual(kinds)
  expect(readme.match(/```/g)).toHaveLength(blocks.length * 2)
})

/** Commands inside sentences, each with the place where it is run. */
const runs: Record<string, string> = {
  'npm ci': 'what has been done before any of this runs',
  'npm start': 'the first block, below',
  'npm start -- ../my-repo ../my-other-repo': 'below',
  'npm run test:slow': 'in `.ci/run`, which ran this test',
  'npm run sandbox -- PATH...': '__tests__/contract/sandbox-alone.test.ts',
  'npm run gate -- …': '`src/cli.ts`, which every test that has `runCli` starts',
  'npx soteri-gate@1.0.0 gate …': 'the block of a gate, below',
  'soteri-gate init': '__tests__/e2e/init.slow.test.ts',
  'soteri-gate doctor': 'the block behind a proxy, below',
  'soteri-gate diff EARLIER LATER': '__tests__/e2e/diff.test.ts',
  'git ls-remote https://github.com/soteri-gate/soteri-gate v1.0.0':
    'nowhere, the only one: it asks the network for a tag that the first release makes',
}
const inSentences = [...readme.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/`([^`]+)`/g)]
  .map(([, code = '']) => code)
  .filter((code) => /^(npm|npx|node|git|soteri-gate) /.test(code))

it('has no command in a sentence that is not known', () => {
  // The first release takes the paragraph "Not released yet" away, and with it these.
  const before = ['npm start', 'npm run gate -- …', 'npx soteri-gate@1.0.0 gate …']
  const isReleased = !readme.includes('Not released yet')
  const known = Object.keys(runs).filter((command) => !isReleased || !before.includes(command))
  expect([...new Set(inSentences)].sort()).toEqual(known.sort())
})

describe('the commands', () => {
  const [demo = '', tests = '', gate = '', tried = '', behindProxy = '', kept = ''] = ofKind('sh')
  /** `npm ci` is what has been done before any of this runs. */
  const installed = 'npm() { if [ "$1" = ci ]; then return; fi; command npm "$@"; }\n'
  /** Not synchronous: the sandbox answers in this process. */
  const shell = (script: string, env: Record<string, string> = {}, cwd = '.') =>
    new Promise<{ status: number | null; stdout: string }>((ended) => {
      const child = spawn('bash', ['--norc', '-eo', 'pipefail', '-c', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        cwd,
        env: { PATH: process.env.PATH ?? '', HOME: folder, ...compileCache, ...env },
      })
      let stdout = ''
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString()
      })
      child.once('close', (status) => ended({ status, stdout }))
    })

  it('install and show the main job', async () => {
    expect(demo).toBe('npm ci && npm start\n')
    const { status, stdout } = await shell(installed + demo)
    expect({ status, stdout }).toMatchObject({ status: 0 })
    expect(stdout).toContain('Everything came out as it should.')
  })

  it('show the main job on repositories of your own', async () => {
    const own = ['my-repo', 'my-other-repo'].map((name) => {
      const path = join(folder, name)
      const git = (...args: string[]) => execFileSync('git', args, { cwd: path, stdio: 'ignore' })
      execFileSync('git', ['init', '--quiet', '--initial-branch=main', path])
      writeFileSync(join(path, 'notes.txt'), `${name}\n`)
      git('add', '.')
      const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com']
      git(...author, '-c', 'commit.gpgsign=false', 'commit', '--message=Notes')
      return path
    })
    const [command = ''] = inSentences.filter((each) => each.startsWith('npm start -- '))
    expect(command.split(' ').slice(3)).toEqual(own.map((path) => path.replace(`${folder}/`, '../')))
    const { status, stdout } = await shell(command.replaceAll('../', `${folder}/`))
    expect({ status, stdout }).toMatchObject({ status: 0 })
    expect(stdout).toContain('serves LOCAL/my-repo, LOCAL/my-other-repo.')
    expect(stdout).toContain('report.json says pass, 0 findings')
    for (const path of own) {
      const changed = execFileSync('git', ['status', '--porcelain', '--ignored'], { cwd: path })
      expect(changed.toString()).toBe('')
    }
  })

  it('run the tests', async () => {
    expect(tests).toBe('npm ci && npm test\n')
    const { status, stdout } = await shell(
      `${installed}${tests.trim()} -- __tests__/unit/config/run-plan.test.ts`,
    )
    expect({ status, last: stdout.trim().split('\n').at(-1) }).toEqual({
      status: 0,
      last: expect.stringMatching(/^\d+ passed, 0 failed$/),
    })
  })

  /** What is installed. */
  const program = `soteri-gate() { node '${resolve('src/cli.ts')}' "$@"; }\n`

  it('judge exports that a script kept, and try a policy on the report of that', async () => {
    const place = join(folder, 'kept')
    mkdirSync(join(place, 'exports'), { recursive: true })
    writeFileSync(join(place, 'exports', 'old.csv'), csvOf(wordy, [row()]))
    const judged = await shell(program + kept, {}, place)
    expect(judged).toEqual({ status: 0, stdout: expect.stringMatching(/\nwarn: .*\n$/) })
    const again = await shell(program + tried, {}, place)
    expect(again).toEqual({
      status: 1,
      stdout: expect.stringMatching(/\nfail: threshold "severity:high": 1 found,.*\n$/),
    })
  })

  it('look at a server in a company', async () => {
    const { cert } = await createCA({
      ...{ countryCode: 'DE', state: 'Hessen', locality: 'Fulda', validity: 1 },
      organization: 'Company of the README',
    })
    writeFileSync(join(folder, 'ca.pem'), cert)
    const own = behindProxy
      .replace('https://bitbucket.example.com', sandbox.url)
      .replace('bitbucket.example.com', '127.0.0.1')
      .replace('/etc/ssl/certs/company-ca.pem', join(folder, 'ca.pem'))
    const { status, stdout } = await shell(program + own, { SOTERI_GATE_TOKEN: token }, folder)
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/\npass: \d+ checks ok/) })
  })

  it('gate a pull request: understood here, run in __tests__/contract/pull-request.test.ts', async () => {
    const npx = `${program}npx() { shift; soteri-gate explain "$@"; }\n`
    const [, flag = ''] = /For a pull request add `(--[^`]+)`/.exec(readme) ?? []
    expect(flag).not.toBe('')
    const pull = `${gate.replace('TOKEN=…', `TOKEN=${token}`).trimEnd()} ${flag}\n`
    const { status, stdout } = await shell(npx + pull, {}, folder)
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('Operation: gate. ') })
    expect(stdout).toContain('PAY/checkout')
  })

  it('run a gate', async () => {
    const npx = `npx() { [ "$1" = soteri-gate@1.0.0 ]; shift; node '${resolve('src/cli.ts')}' "$@"; }\n`
    const own = gate
      .replace('https://bitbucket.example.com', sandbox.url)
      .replace('TOKEN=…', `TOKEN=${token}`)
    const out = join(folder, 'gate')
    const { status, stdout } = await shell(npx + own, {
      SOTERI_GATE_OUTPUT_DIR: out,
      SOTERI_GATE_POLL_INTERVAL: '50ms',
    })
    expect({ status, stdout }).toMatchObject({ status: 0 })
    expect(readFileSync(join(out, 'report.json'), 'utf8')).toMatch(/"verdict": *"pass"/)
  })
})

type Step = { uses?: string; with?: Record<string, string | number | boolean> }
type Workflow = { name: string; jobs: Record<string, { steps: Step[] }> }

describe('the workflows', () => {
  const workflows = ofKind('yaml')
    .filter((text) => text.includes('jobs:'))
    .map((text) => parse(text) as Workflow)

  type Files = Record<string, string | Buffer>
  /** `changed`: inputs that somebody edited by hand; `undefined` takes a line away. */
  function run(
    name: string,
    files: Files = {},
    changed: Record<string, string | undefined> = {},
  ): Promise<RunResult> {
    const workflow = workflows.find((one) => one.name === name)
    const steps = Object.values(workflow?.jobs ?? {}).flatMap((job) => job.steps)
    const values: Record<string, string> = {
      'vars.BITBUCKET_URL': sandbox.url,
      'vars.BITBUCKET_USER': 'admin',
      'secrets.BITBUCKET_PASSWORD': password,
      'secrets.BITBUCKET_TOKEN': token,
      'secrets.SOTERI_FINGERPRINT_KEY': 'k'.repeat(40),
      'github.ref_name': 'main',
    }
    const given = Object.entries(steps.find(({ uses }) => uses?.startsWith('soteri-gate/'))?.with ?? {})
    const inputs = given.map(([input, value]) => [
      input,
      String(value).replaceAll(
        /\$\{\{ (\S+) \}\}/g,
        (_, each: string) => values[each] ?? `no value of ${each}`,
      ),
    ])
    // No artifact service here; everything else as it stands.
    const here = { 'poll-interval': '50ms', 'upload-artifact': 'false' }
    const edited = Object.entries({ ...Object.fromEntries(inputs), ...here, ...changed })
    const filled = edited.flatMap(([input, value]) => (value === undefined ? [] : [[input, String(value)]]))
    return runAction(Object.fromEntries(filled), { files })
  }

  it('are three', () => {
    expect(workflows.map(({ name }) => name)).toEqual([
      'Release gate',
      'Nightly project scan',
      'Weekly instance report',
    ])
  })

  it('gate a branch before a release', async () => {
    expectEnding(await run('Release gate'), passed)
  })

  it('know a baseline at night, which the first run makes as the comment says', async () => {
    expect(readme).toContain('First run: without the line `baseline-file`, and with `mode: report`.')
    const first = await run('Nightly project scan', {}, { 'baseline-file': undefined, mode: 'report' })
    expect({ exitCode: first.exitCode, log: first.stdout }).toMatchObject({ exitCode: 0 })
    const baseline = reportFile(first, 'baseline.json')
    expectEnding(await run('Nightly project scan', { 'security/soteri-baseline.json': baseline }), passed)
  })

  it('report over the instance, and let findings pass', async () => {
    const scan = { operation: 'scan', wait: 'true', scope: 'instance', username: 'admin', password }
    await runAction({ 'bitbucket-url': sandbox.url, 'poll-interval': '50ms', ...scan })
    const result = await run('Weekly instance report')
    expect({ exitCode: result.exitCode, log: result.stdout }).toMatchObject({ exitCode: 0 })
    expect(reportOf(result)).toMatchObject({ verdict: 'warn' })
  })
})

describe('the lists', () => {
  const [said = '', thresholds = ''] = ofKind('text')
  const evaluate = (csv: string, ...args: string[]): Promise<RunResult> =>
    runCli(['evaluate', '--report-files', 'export.csv', ...args], { files: { 'export.csv': csv } })

  it('of thresholds are understood, and the last line is as it is shown', async () => {
    expect(thresholds).toContain('total = 0')
    const all = await evaluate(csvOf(wordy, [row()]), '--thresholds', thresholds)
    expect(all).toMatchObject({ exitCode: 1, lastLine: expect.stringMatching(/^fail: /) })
    const four = csvOf(
      wordy,
      ['1', '2', '3', '4'].map((line) => row({ line })),
    )
    expect((await evaluate(four)).lastLine).toBe(said.trim())
  })

  it('of columns hint the header of the example', async () => {
    const { columns } = parse(ofKind('yaml').find((text) => text.startsWith('columns')) ?? '') as {
      columns: string
    }
    const export_ = 'Project,Repository,Where,Sniffer\nPAY,checkout,src/a.ts,AWS_CLIENT_ID\n'
    const unknown = await evaluate(export_)
    const [expected = ''] = /no column was found for path.*"Sniffer"/.exec(readme) ?? []
    expect(expected).not.toBe('')
    expect(unknown.exitCode).toBe(5)
    expect(unknown.stdout + unknown.stderr).toContain(expected)
    expect((await evaluate(export_, '--columns', columns)).lastLine).toMatch(/^fail: .*: 1 found,/)
  })
})
