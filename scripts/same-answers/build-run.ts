/** Runs one build of the action as a GitHub runner does, and reads back what is compared. */
import { spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { virtualClock } from '../../sandbox/clock.ts'
import { madeUpToken } from '../../sandbox/default-users.ts'
import type { SandboxOptions } from '../../sandbox/options.ts'
import { startSandbox } from '../../sandbox/server.ts'
import { type Answer, type Case, comparedFormats, type Files, type Inputs } from './case.ts'
import { FIXED_NOW } from './fixed-now.ts'

const LIMIT_MS = 120_000
const clockModule = fileURLToPath(new URL('fixed-date.ts', import.meta.url))

/** Compiled code of both builds, shared by all runs: without it most of a run is compiling. */
const compileCache = mkdtempSync(join(tmpdir(), 'same-answers-compiled-'))
process.once('exit', () => rmSync(compileCache, { recursive: true, force: true }))

/** The credentials of every sandbox: an administrator with a password, and a token for all projects. */
const adminPassword = madeUpToken().slice(5, 25)

/** Everything that is specific to one run and therefore removed; dates are fixed instead (`fixed-date.ts`). */
function withoutNoise(text: string, folder: string): string {
  return text.replaceAll(folder, '<folder>').replaceAll(/127\.0\.0\.1:\d+/g, '<sandbox>')
}

/** Runs all steps of a case with the build in `dist`. */
export async function answersOf(one: Case, dist: string): Promise<readonly Answer[]> {
  const sandbox = one.sandbox === undefined ? null : await startSandbox(sandboxOptions(one.sandbox))
  try {
    const answers: Answer[] = []
    for (const step of one.steps) {
      const { inputs: own, files = {} } = step
      const inputs = typeof own === 'function' ? own(answers) : own
      const server = sandbox === null ? {} : serverInputs(sandbox.url)
      answers.push(
        await runStep(dist, { ...server, ...inputs }, typeof files === 'function' ? files(answers) : files),
      )
    }
    return answers
  } finally {
    await sandbox?.close()
  }
}

function sandboxOptions(options: SandboxOptions): SandboxOptions {
  const users = [{ name: 'admin', password: adminPassword, rights: { admin: true } }]
  return { users, clock: virtualClock(FIXED_NOW), ...options }
}

function serverInputs(url: string): Inputs {
  return {
    'bitbucket-url': url,
    username: 'admin',
    password: adminPassword,
    'poll-interval': '20ms',
    timeout: '30s',
    'max-retries': '5',
    'max-requests-per-second': '1000',
  }
}

/** Exit codes of a process that was ended from outside, which no case does; on a shared machine it happens. */
const ENDED_FROM_OUTSIDE = ['null', '130']
const MOST_TRIES = 3

async function runStep(dist: string, inputs: Inputs, files: Files): Promise<Answer> {
  let answer = await runOnce(dist, inputs, files)
  for (let tries = 1; tries < MOST_TRIES && wasEnded(answer); tries += 1) {
    answer = await runOnce(dist, inputs, files)
  }
  return answer
}

/** Whether a run did not end by itself, so that it proves nothing. */
export function wasEnded(answer: Answer): boolean {
  return ENDED_FROM_OUTSIDE.includes(answer['exit code'] ?? '')
}

async function runOnce(dist: string, inputs: Inputs, files: Files): Promise<Answer> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'same-answers-')))
  try {
    for (const name of ['workspace', 'runner-temp', 'system-temp', 'home', 'commands']) {
      mkdirSync(join(folder, name))
    }
    for (const [path, content] of Object.entries(files)) {
      const target = join(folder, 'workspace', path)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, content)
    }
    const { exitCode, stdout } = await runProcess(dist, folder, inputs)
    return readBack(folder, exitCode, stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Ended = { readonly exitCode: number | null; readonly stdout: string }

function runProcess(dist: string, folder: string, inputs: Inputs): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', clockModule, join(dist, 'index.js')], {
    cwd: join(folder, 'workspace'),
    env: { ...environmentOf(folder), ...asVariables(inputs) },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const stdout: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => {
      clearTimeout(limit)
      resolve({ exitCode, stdout: Buffer.concat(stdout).toString('utf8') })
    })
  })
}

function asVariables(inputs: Inputs): Record<string, string> {
  const given = { formats: comparedFormats, 'upload-artifact': 'false', ...inputs }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  )
}

const commandFiles = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY']

function environmentOf(folder: string): Record<string, string> {
  const commands = commandFiles.map((name): [string, string] => {
    const path = join(folder, 'commands', name)
    writeFileSync(path, '')
    return [name, path]
  })
  const temporary = join(folder, 'system-temp')
  return {
    PATH: process.env.PATH ?? '',
    NODE_COMPILE_CACHE: compileCache,
    HOME: join(folder, 'home'),
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    NO_PROXY: '127.0.0.1',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'example/shop',
    GITHUB_RUN_ID: '4711',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_WORKSPACE: join(folder, 'workspace'),
    RUNNER_TEMP: join(folder, 'runner-temp'),
    ...Object.fromEntries(commands),
  }
}

function readBack(folder: string, exitCode: number | null, stdout: string): Answer {
  const read = (path: string): string => readFileSync(join(folder, path)).toString('latin1')
  const reports = namesIn(join(folder, 'workspace', 'soteri-report'))
  const parts: [string, string][] = [
    ['exit code', String(exitCode)],
    ['last line', lastLine(stdout)],
    ['outputs', outputsOf(read('commands/GITHUB_OUTPUT'))],
    ['report files', reports.join('\n')],
    ...reports
      .filter((name) => !name.endsWith('/'))
      .map((name): [string, string] => [name, comparable(name, read(`workspace/soteri-report/${name}`))]),
    ['step summary', read('commands/GITHUB_STEP_SUMMARY')],
    ['left behind', ['runner-temp', 'system-temp'].flatMap((name) => namesIn(join(folder, name))).join('\n')],
  ]
  return Object.fromEntries(parts.map(([name, text]) => [name, withoutNoise(text, folder)]))
}

function namesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`).sort()
  } catch (caught) {
    if ((caught as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw caught
  }
}

/** Of the page only the table of findings: how it looks is no answer of the engine. */
function comparable(name: string, text: string): string {
  if (name !== 'report.html') return text
  return /<script[^>]*id="findings-json"[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? 'no table'
}

/** The last line that a person sees. */
function lastLine(stdout: string): string {
  const shown = stdout.split(/\r?\n/).map((line) => line.replace(/^::(?:error|warning|notice)[^:]*::/, ''))
  return shown.findLast((line) => line.trim() !== '' && !line.startsWith('::')) ?? ''
}

/** Outputs sorted by name: the delimiters of GITHUB_OUTPUT are random. */
function outputsOf(text: string): string {
  const blocks = [...text.matchAll(/^([^=<\n]+)<<(\S+)\r?\n([\s\S]*?)\r?\n?^\2$/gm)]
  return blocks
    .map(([, name = '', , value = '']) => `${name}=${value}`)
    .sort()
    .join('\n')
}
