/**
 * `npm start [-- PATH...]`: the main job, shown on the sandbox. The engine is the real one, run as a child
 * process over HTTP. Exit 0 only when every gate ended as it should.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ciUsers } from './default-users.ts'
import {
  buildChangedRepositories,
  changedRepository,
  demoPullRequests,
  guiltyPullRequest,
} from './demo-pull-requests.ts'
import { buildDemoRepositories, cleanRepository } from './demo-repositories.ts'
import { quoted } from './gate-command.ts'
import { type GateEnd, runGate } from './gate-process.ts'
import { type Sandbox, startSandbox } from './server.ts'
import { USER_PROJECT, userRepositories } from './user-repositories.ts'

const REPORTS = 'soteri-report'
/** Long enough to watch, short enough not to bore. */
const SCAN_DURATION_MS = 600

type Act = {
  readonly title: string
  readonly story: readonly string[]
  readonly args: readonly string[]
  readonly secrets: Readonly<Record<string, string>>
  readonly outputDir: string
  /** Exit codes that are right, each with the verdict that must go with it. */
  readonly expected: Readonly<Record<number, string>>
  /** How many findings must be new, if that is known. */
  readonly expectedNew?: number
  readonly expectation: string
}

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

process.exitCode = await main(process.argv.slice(2))

async function main(paths: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-demo-'))
  try {
    return paths.length === 0 ? await demoRepositories(folder) : await ownRepositories(folder, paths)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 2
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The planted story: a gate that must fail, one that must pass, and one of a change. */
async function demoRepositories(folder: string): Promise<number> {
  say('Small git repositories are built, with branches, history and credentials that were never valid.')
  const repositories = [
    ...(await buildDemoRepositories(join(folder, 'repositories'))),
    ...(await buildChangedRepositories(join(folder, 'repositories'))),
  ]
  const users = ciUsers([cleanRepository.project, changedRepository.project])
  const sandbox = await startSandbox({
    repositories,
    pullRequests: demoPullRequests,
    users,
    workFolder: folder,
    scanDurationMs: SCAN_DURATION_MS,
  })
  introduce(
    sandbox,
    repositories.map((each) => `${each.project}/${each.slug}`),
  )
  try {
    return await play([wholeInstance(sandbox), cleanOne(sandbox), changeAlone(sandbox)])
  } finally {
    await sandbox.close()
  }
}

function wholeInstance(sandbox: Sandbox): Act {
  const outputDir = join(REPORTS, 'demo-instance')
  const admin = sandbox.users[0]
  return {
    title: 'A gate over the whole instance, with user and password',
    story: [
      'Every branch of every repository is scanned; findings come as one zip with a CSV for each project.',
      'Credentials were planted in most of the repositories and no finding at all is allowed: it must fail.',
    ],
    args: [
      ...['gate', '--bitbucket-url', sandbox.url, '--scope', 'instance', '--username', admin?.name ?? ''],
      ...['--emails', 'security@example.invalid', '--thresholds', 'total = 0'],
      ...['--poll-interval', '1s', '--output-dir', outputDir],
    ],
    secrets: { SOTERI_GATE_PASSWORD: admin?.password ?? '' },
    outputDir,
    expected: { 1: 'fail' },
    expectation: 'verdict fail, exit code 1',
  }
}

function cleanOne(sandbox: Sandbox): Act {
  const outputDir = join(REPORTS, 'demo-clean')
  const { project, slug } = cleanRepository
  return {
    title: `A gate on one clean repository, ${project}/${slug}, with a token`,
    story: [
      'The same limit of no finding at all, and nothing to be found: it must pass, with proof of the scan.',
    ],
    args: [
      ...['gate', '--bitbucket-url', sandbox.url, '--project', project, '--repo', slug],
      ...['--thresholds', 'total = 0', '--poll-interval', '1s', '--output-dir', outputDir],
    ],
    secrets: { SOTERI_GATE_TOKEN: sandbox.users[1]?.token ?? '' },
    outputDir,
    expected: { 0: 'pass' },
    expectation: 'verdict pass, exit code 0',
  }
}

function changeAlone(sandbox: Sandbox): Act {
  const outputDir = join(REPORTS, 'demo-pull-request')
  const { project, slug } = changedRepository
  return {
    title: `A gate of pull request ${guiltyPullRequest} of ${project}/${slug}`,
    story: [
      'Its target has three old findings, and the change adds one secret. The number is all that the gate needs:',
      'it compares both branches and must fail with exactly one new finding.',
    ],
    args: [
      ...['gate', '--bitbucket-url', sandbox.url, '--project', project, '--repo', slug],
      ...['--pull-request', String(guiltyPullRequest), '--poll-interval', '1s', '--output-dir', outputDir],
    ],
    secrets: { SOTERI_GATE_TOKEN: sandbox.users[1]?.token ?? '' },
    outputDir,
    expected: { 1: 'fail' },
    expectedNew: 1,
    expectation: 'verdict fail, exit code 1, one finding new',
  }
}

/** The user's own repositories: what comes out is not known before, only that it must be a verdict. */
async function ownRepositories(folder: string, paths: readonly string[]): Promise<number> {
  const repositories = await userRepositories(paths)
  const users = ciUsers([USER_PROJECT])
  const sandbox = await startSandbox({ repositories, users, workFolder: folder })
  introduce(
    sandbox,
    repositories.map((each) => `${each.project}/${each.slug}`),
  )
  const outputDir = join(REPORTS, 'own')
  const act: Act = {
    title: `A gate over ${paths.length === 1 ? 'your repository' : `your ${paths.length} repositories`}`,
    story: ['They are only read. Every branch is scanned; no finding at all is allowed.'],
    args: [
      ...['gate', '--bitbucket-url', sandbox.url, '--project', USER_PROJECT],
      ...['--thresholds', 'total = 0', '--poll-interval', '1s', '--output-dir', outputDir],
    ],
    secrets: { SOTERI_GATE_TOKEN: users[1]?.token ?? '' },
    outputDir,
    expected: { 0: 'pass', 1: 'fail' },
    expectation: 'a verdict: pass with exit code 0, or fail with exit code 1',
  }
  try {
    return await play([act])
  } finally {
    await sandbox.close()
  }
}

async function play(acts: readonly Act[]): Promise<number> {
  const ends: { act: Act; end: GateEnd }[] = []
  for (const [index, act] of acts.entries()) {
    if (stop.signal.aborted) return 130
    heading(`${index + 1} of ${acts.length}: ${act.title}`)
    for (const line of act.story) say(line)
    say(`$ soteri-gate ${act.args.map(quoted).join(' ')}\n`)
    rmSync(act.outputDir, { recursive: true, force: true })
    ends.push({ act, end: await runGate({ ...act, signal: stop.signal }) })
  }
  if (stop.signal.aborted) return 130
  heading('What came out')
  for (const { act, end } of ends) report(act, end)
  const isAllRight = ends.every(({ act, end }) => isAsExpected(act, end))
  say(isAllRight ? 'Everything came out as it should.' : 'NOT everything came out as it should: see above.')
  return isAllRight ? 0 : 1
}

/** Exit code and report must agree with each other and with what was expected. */
function isAsExpected(act: Act, { exitCode, report }: GateEnd): boolean {
  const verdict = act.expected[exitCode]
  if (verdict === undefined || report?.verdict !== verdict || report.exitCode !== exitCode) return false
  return act.expectedNew === undefined || report.new === act.expectedNew
}

function report(act: Act, end: GateEnd): void {
  const came = end.report === null ? 'no readable report.json' : `report.json says ${end.report.verdict}`
  // Without a comparison or a baseline nothing is called new.
  const fresh = act.expectedNew === undefined ? '' : `, ${end.report?.new} new`
  const findings = end.report === null ? '' : `, ${end.report.total} findings${fresh}`
  say(`${isAsExpected(act, end) ? 'ok ' : 'BAD'} ${act.title}`)
  say(`    expected  ${act.expectation}`)
  say(`    came      exit code ${end.exitCode}; ${came}${findings}`)
  for (const file of filesIn(act.outputDir)) say(`    wrote     ${file}`)
  say('')
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => relative('.', join(folder, name)))
  } catch {
    return []
  }
}

function introduce(sandbox: Sandbox, names: readonly string[]): void {
  say(`A sandbox of Bitbucket with Soteri's scanner listens on ${sandbox.url}`)
  say(`and serves ${names.join(', ')}.`)
}

function heading(text: string): void {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`)
}

function say(text: string): void {
  console.log(text)
}
