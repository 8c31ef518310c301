/** Captures replayed by the sandbox: a gate over each, from trigger to verdict, and `doctor`, which must capture the same. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type Capture, captureScenario, readCapture, replayedDialect } from '../../sandbox/captures.ts'
import { readReport } from '../../sandbox/gate-process.ts'
import type { SandboxRepository } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { demoRepositories } from '../fixtures/demo-repositories.ts'
import { runGate } from '../fixtures/gate-run.ts'
import { temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
let repositories: readonly SandboxRepository[] = []
const open: Sandbox[] = []

beforeAll(async () => {
  repositories = await demoRepositories(join(folder, 'repositories'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()))
})
afterAll(remove)

type Ran = { readonly exitCode: number; readonly log: string; readonly outputDir: string }
type Input = Readonly<Record<string, string>>

async function start(
  name: string,
  change = (capture: Capture): Capture => capture,
): Promise<(operation: string, more?: Input) => Promise<Ran>> {
  const capture = change(readCapture(`__tests__/captures/${name}.json`))
  const users = [
    {
      name: 'ci',
      token: 'replayed-token-of-the-ci-account',
      password: 'replayed-password',
      rights: { admin: true },
    },
  ] as const
  const fault = captureScenario(capture)
  const sandbox = await startSandbox({ repositories, users, fault, exportDialect: replayedDialect })
  open.push(sandbox)
  const [first] = repositories
  return async (operation, more = {}) => {
    const outputDir = join(folder, name, operation)
    const inputs = {
      ...{ 'bitbucket-url': sandbox.url, project: first?.project ?? '', repo: first?.slug ?? '' },
      ...{ operation, 'output-dir': outputDir, ...more },
    }
    const [{ token, password }] = users
    const secret = more.username === undefined ? { token } : { password }
    const { end, lines } = await runGate({ ...secret, ...inputs })
    return { exitCode: end.exitCode, log: lines.join('\n'), outputDir }
  }
}

const names = readdirSync('__tests__/captures').map((name) => name.replace('.json', ''))

describe('a server as it was captured', () => {
  it('is one of seven', () => {
    expect(names).toHaveLength(7)
  })

  it.each(names)(
    '%s: a gate ends in a verdict over all findings, and doctor captures it as it was',
    async (name) => {
      const run = await start(name)
      const columns = name === 'odd-strange-names' ? await proposedBy(run) : {}
      const { exitCode, log, outputDir } = await run('gate', columns)
      expect(log).toContain(': columns ')
      expect([exitCode, readReport(outputDir)]).toEqual([
        1,
        expect.objectContaining({ verdict: 'fail', total: 11 }),
      ])
      const findings = readFileSync(join(outputDir, 'findings.csv'), 'utf8')
      const line = name === 'odd-strange-names' ? '' : '\\d+'
      expect(findings).toMatch(new RegExp(`[A-Z]+,[a-z-]+,[^,]*,[^,:]+\\.[a-z]+,${line},[A-Z_]+,`))
      await run('doctor', { 'capture-file': join(folder, `${name}.json`), ...columns })
      const [made, again] = [`__tests__/captures/${name}.json`, join(folder, `${name}.json`)].map((path) =>
        JSON.parse(readFileSync(path, 'utf8')),
      )
      const { dialect, header, zip } = made.exports[0]
      expect(again.exports[0]).toMatchObject({ dialect, header, zip, ...understood(made, columns) })
      const statusOf = (capture: typeof made) =>
        capture.calls.find(({ path }: { path: string }) => path.includes('/scan/'))
      const { path, status, json } = statusOf(made)
      const invalidLines = 'invalidLines' in json ? { invalidLines: expect.anything() } : {}
      expect(statusOf(again)).toMatchObject({ path, status, json: { ...json, ...invalidLines } })
    },
  )
})

it('a zip of the whole instance, as the guess at 4.16 has it, is judged too', async () => {
  const run = await start('guess-4.16')
  const { exitCode, outputDir } = await run('gate', {
    project: '',
    repo: '',
    scope: 'instance',
    username: 'ci',
  })
  const { counts, evidence } = JSON.parse(readFileSync(join(outputDir, 'report.json'), 'utf8'))
  expect([exitCode, Object.keys(counts.byRepository).length > 1]).toEqual([1, true])
  const member = expect.objectContaining({ name: 'aaa/aaaaaaaa.csv', refused: 0 })
  expect(evidence.exports).toEqual([expect.objectContaining({ format: 'zip', members: [member] })])
})

it('a status that was refused is refused again', async () => {
  const refused = (capture: Capture): Capture => ({
    ...capture,
    calls: capture.calls.map((call) => (call.path.includes('/scan/') ? { ...call, status: 404 } : call)),
  })
  const { exitCode, log } = await (await start('guess-3.17', refused))('gate')
  expect([exitCode, log]).toEqual([
    4,
    expect.stringMatching(/SCAN_RESOURCE_MISSING[\s\S]*docs\/first-run\.md/),
  ])
})

/** Runs a gate that does not know the header, and takes what it proposes. */
async function proposedBy(run: Awaited<ReturnType<typeof start>>): Promise<Input> {
  const { exitCode, log } = await run('gate')
  expect(exitCode).toBe(5)
  expect(log).toContain('Its headers: "Ablage", "Nummer", "Vorschrift", "Stelle", "Moment".')
  const [, columns = ''] = /set `columns: "([^"]*)"`/.exec(log) ?? []
  expect(columns).toBe('path = Ablage, rule = Vorschrift')
  return { columns }
}

/** What was made by hand knows more than the gate with the two columns that it needs. */
function understood({ exports: [made] }: Made, { columns }: Input): object {
  if (columns !== undefined || made === undefined) return {}
  const { header } = made.columns.read.find(({ column }) => column === 'scanned_at') ?? {}
  // Other values are those of the sandbox.
  const values = made.header.map((name, at) => (name === header ? made.values[at] : expect.anything()))
  return { columns: made.columns, values }
}

type Made = {
  readonly exports: readonly {
    readonly header: readonly string[]
    readonly values: readonly (readonly string[])[]
    readonly columns: { readonly read: readonly { readonly column: string; readonly header: string }[] }
  }[]
}
