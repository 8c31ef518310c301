/** `npm run sandbox -- [PATH...]`: the sandbox alone, for rehearsals and for replaying a fault. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { captureScenario, readCapture, replayedDialect } from './captures.ts'
import { madeUpToken } from './default-users.ts'
import { buildChangedRepositories, demoPullRequests } from './demo-pull-requests.ts'
import { buildDemoRepositories } from './demo-repositories.ts'
import { faultNamed, faultScenarios } from './faults/catalogue.ts'
import type { FaultScenario } from './faults/scenario.ts'
import { asFlags, gateInputs, quoted } from './gate-command.ts'
import type { SandboxOptions, SandboxRepository, SandboxUser } from './options.ts'
import { type Sandbox, startSandbox } from './server.ts'
import { userRepositories } from './user-repositories.ts'

const DEFAULT_PORT = 7990

const usage = `Usage: npm run sandbox -- [PATH...] [options]

Serves git repositories (read only) as Bitbucket Data Center with Soteri's scanner would.
Without a PATH it builds and serves small demo repositories with pull requests.

Options:
  --port N            port to listen on (${DEFAULT_PORT}); 0 takes a free one
  --context-path P    context path (/bitbucket); '' for none
  --scan-duration MS  how long each branch is scanned at least (1000)
  --fault NAME        play a scripted fault
  --capture FILE      answer as the server did that doctor captured
  --accounts-file F   write address and credentials there as NAME=value lines, for scripts
  --list-faults       show all faults with the end a correct gate must come to
  --help              show this`

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-sandbox-'))
  try {
    const asked = readArguments(argv)
    if (asked.help) console.log(usage)
    else if (asked.listFaults) listFaults()
    else await serve(asked, folder)
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 2
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Asked = {
  readonly paths: readonly string[]
  readonly port: number
  readonly contextPath: string
  readonly scanDurationMs: number
  readonly fault: FaultScenario | null
  readonly accountsFile: string | null
  readonly listFaults: boolean
  readonly help: boolean
}

function readArguments(argv: readonly string[]): Asked {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      'context-path': { type: 'string' },
      'scan-duration': { type: 'string' },
      fault: { type: 'string' },
      capture: { type: 'string' },
      'accounts-file': { type: 'string' },
      'list-faults': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const contextPath = values['context-path'] ?? '/bitbucket'
  if (contextPath !== '' && !contextPath.startsWith('/')) {
    throw new Error(`--context-path must start with "/" or be empty, not "${contextPath}".`)
  }
  return {
    paths: positionals,
    port: wholeNumber('--port', values.port, DEFAULT_PORT, 65_535),
    contextPath,
    scanDurationMs: wholeNumber('--scan-duration', values['scan-duration'], 1000, 3_600_000),
    fault: playedOf(values),
    accountsFile: values['accounts-file'] ?? null,
    listFaults: values['list-faults'] === true,
    help: values.help === true,
  }
}

/** Throws for both, and for what is unknown. */
function playedOf({ fault, capture }: { fault?: string; capture?: string }): FaultScenario | null {
  if (capture === undefined) return fault === undefined ? null : faultNamed(fault)
  if (fault !== undefined) throw new Error('Give --fault or --capture, not both.')
  return captureScenario(readCapture(capture))
}

function wholeNumber(name: string, text: string | undefined, fallback: number, greatest: number): number {
  if (text === undefined) return fallback
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= greatest) return value
  throw new Error(`${name} must be a whole number from 0 to ${greatest}, not "${text}".`)
}

/** Serves until SIGINT or SIGTERM. */
async function serve(asked: Asked, folder: string): Promise<void> {
  const { repositories, pullRequests } = await servedContent(asked, join(folder, 'repositories'))
  const users = rehearsalUsers(repositories)
  const { port, contextPath, scanDurationMs, fault } = asked
  const sandbox = await startSandbox({
    repositories,
    pullRequests,
    users,
    port,
    contextPath,
    scanDurationMs,
    workFolder: folder,
    ...(fault === null ? {} : { fault }),
    ...(fault?.name === 'capture' ? { exportDialect: replayedDialect } : {}),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Error(`Port ${port} is taken. Give another one with --port; --port 0 takes a free one.`)
  })
  if (asked.accountsFile !== null)
    writeFileSync(asked.accountsFile, environmentLines(sandbox.url, users), { mode: 0o600 })
  introduce(sandbox, repositories, users, fault)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await sandbox.close()
  console.log('\nThe sandbox is closed.')
}

/** The repositories at the paths, or the demo; a fault meets the part of the demo that it is made for. */
async function servedContent(
  { paths, fault }: Asked,
  folder: string,
): Promise<Required<Pick<SandboxOptions, 'repositories' | 'pullRequests'>>> {
  const needsPullRequests = fault?.scope === 'pull-request'
  if (paths.length > 0) {
    if (needsPullRequests) throw new Error(`The fault "${fault.name}" plays on the demo: give no PATH.`)
    return { repositories: await userRepositories(paths), pullRequests: [] }
  }
  const isWhole = fault === null || fault.name === 'capture' || needsPullRequests
  const changed = isWhole ? await buildChangedRepositories(folder) : []
  const scanned = needsPullRequests ? [] : await buildDemoRepositories(folder)
  return { repositories: [...scanned, ...changed], pullRequests: changed.length > 0 ? demoPullRequests : [] }
}

/** An admin with a password, a CI account with a token for all projects, and one that may only read. */
function rehearsalUsers(repositories: readonly SandboxRepository[]): readonly SandboxUser[] {
  const projects = [...new Set(repositories.map((each) => each.project))]
  return [
    { name: 'admin', password: madeUpToken().slice(5, 25), token: madeUpToken(), rights: { admin: true } },
    { name: 'ci', token: madeUpToken(), rights: { projectAdmin: projects } },
    { name: 'reader', token: madeUpToken(), rights: { read: projects } },
  ]
}

/** What a script needs to talk to the sandbox; `BITBUCKET_URL` and a line for each account. */
function environmentLines(url: string, [admin, ci, reader]: readonly SandboxUser[]): string {
  const lines = {
    BITBUCKET_URL: url,
    ADMIN_PASSWORD: admin?.password,
    CI_TOKEN: ci?.token,
    READER_TOKEN: reader?.token,
  }
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function introduce(
  sandbox: Sandbox,
  repositories: readonly SandboxRepository[],
  users: readonly SandboxUser[],
  fault: FaultScenario | null,
): void {
  const [admin, ci, reader] = users
  const needsAdmin = fault?.scope === 'instance'
  const inputs = gateInputs(sandbox.url, repositories, fault ?? undefined)
  const gates = [...(fault?.before === undefined ? [] : [{ ...inputs, ...fault.before }]), inputs]
  const secret = needsAdmin
    ? `SOTERI_GATE_PASSWORD=${quoted(admin?.password ?? '')}`
    : `SOTERI_GATE_TOKEN=${quoted(ci?.token ?? '')}`
  const commands = gates.map(
    (gate) =>
      `  ${secret} npm run gate -- ${asFlags(needsAdmin ? { ...gate, username: admin?.name ?? '' } : gate)}`,
  )
  const [first] = repositories
  const trigger = `${sandbox.url}/rest/security/latest/status/projects/${first?.project}/repos/${first?.slug}`
  console.log(`Bitbucket with Soteri's scanner, as a sandbox: ${sandbox.url}

Repositories   ${repositories.map((each) => `${each.project}/${each.slug}`).join('\n               ')}
Accounts       admin   password ${admin?.password}   (Bitbucket admin: what concerns the whole instance)
               ci      token    ${ci?.token}   (administers the projects)
               reader  token    ${reader?.token}   (reads only: for rehearsing a missing right)
Mails          ${sandbox.outboxFolder}
Commits        ${sandbox.url}/repos

Try it with curl:
  curl -X PUT -H 'Authorization: Bearer ${ci?.token}' -H 'X-Atlassian-Token: no-check' ${quoted(trigger)}

Try it with soteri-gate:
${commands.join('\n')}
${fault === null ? '' : `\nFault          ${fault.name}: ${fault.description}\n               A correct gate ends with: ${endOf(fault)}.\n`}
Ctrl-C ends it.`)
}

function listFaults(): void {
  const width = Math.max(...faultScenarios.map((fault) => fault.name.length))
  for (const fault of faultScenarios) {
    console.log(`${fault.name.padEnd(width)}  ${fault.description} [${endOf(fault)}]`)
  }
}

function endOf({ expected }: FaultScenario): string {
  return 'heals' in expected
    ? 'the verdict it has without the fault'
    : `verdict ${expected.verdict}, exit code ${expected.exitCode}`
}
