/** The report as an artifact: real upload, bytes compared; and what a store that fails may and may not change. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type ArtifactService, sha256, startArtifactService } from '../fixtures/artifact-service.ts'
import { type Ending, expectEnding, failed, inError, passed, reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction, startAction } from '../fixtures/runner.ts'
import { csvOf, csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import { bitbucketError, type Reply, type ScriptedServer } from '../fixtures/scripted-server.ts'
import { itWithSignals } from '../fixtures/signals.ts'

let artifacts: ArtifactService
let server: ScriptedServer
beforeAll(async () => {
  artifacts = await startArtifactService()
  server = await serve({
    repositories: { 'SHOP/cart': ['main'] },
    exports: { 'export-report/projects/SHOP': csvReply(wordy, [row()]) },
  })
})
afterAll(() => artifacts.close())
beforeEach(() => artifacts.setFault({}))

const run = (more: Record<string, string>, env: Record<string, string> = {}): Promise<RunResult> =>
  runAction(inputsFor(server, { operation: 'export', project: 'SHOP', 'upload-artifact': 'auto', ...more }), {
    env: { ...artifacts.env, ...env },
  })

const folder = 'workspace/soteri-report/'

describe('the artifact', () => {
  it('holds the files of the report byte for byte, and the outputs say where it is', async () => {
    const result = await run({ 'artifact-name': 'whole', 'retention-days': '7' })
    expectEnding(result, failed)
    const zip = await artifacts.download('whole')
    const [stored] = artifacts.artifacts().filter(({ name }) => name === 'whole')
    expect(result.outputs['artifact-id']).toBe(stored?.id)
    expect(result.outputs['artifact-digest']?.replace(/^sha256:/, '')).toBe(sha256(zip))
    expect(result.outputs['artifact-url']).toBe(
      `https://github.com/example/shop/actions/runs/4711/artifacts/${stored?.id}`,
    )
    expect((Date.parse(stored?.expiresAt ?? '') - Date.now()) / 86_400_000).toBeCloseTo(7, 1)
    const entries = await artifacts.entries('whole')
    const written = Object.entries(result.files).filter(([path]) => path.startsWith(folder))
    expect(Object.keys(entries).sort()).toEqual(written.map(([path]) => path.slice(folder.length)).sort())
    for (const [path, bytes] of written) expect(entries[path.slice(folder.length)]?.equals(bytes)).toBe(true)
  })

  it('is there after a run that ended in error, with what was written', async () => {
    const result = await run({ 'artifact-name': 'after-error', project: 'NONE' })
    expectEnding(result, inError(4))
    expect(Object.keys(await artifacts.entries('after-error'))).toContain('report.json')
  })

  it('is left out when it is not wanted or there is no store', async () => {
    const unwanted = await run({ 'upload-artifact': 'false', 'artifact-name': 'unwanted' })
    expectEnding(unwanted, failed)
    const nowhere = await run({}, { ACTIONS_RUNTIME_TOKEN: '', ACTIONS_RESULTS_URL: '' })
    expectEnding(nowhere, failed)
    expect(nowhere.outputs['artifact-id']).toBe('')
    expect(artifacts.artifacts().map(({ name }) => name)).not.toContain('unwanted')
  })
})

describe('a pass that ends in error after all', () => {
  const refused = bitbucketError(401, 'You are not permitted.', 'AuthorisationException')
  const posting = { branch: 'main', repo: 'cart', 'build-status': 'true', thresholds: 'total = 9' }

  /** A server whose feedback calls are answered as scripted; the states that were posted. */
  async function posted(answer: (call: string) => Reply | undefined) {
    const states: string[] = []
    const judged = await serve({
      repositories: { 'SHOP/cart': ['main'] },
      exports: { 'export-report/projects/SHOP/repos/cart': csvReply(wordy, [row()]) },
      intercept: ({ method, url, body }) => {
        if (method === 'GET' || !/\/(builds|reports\/soteri-gate)$/.test(url)) return undefined
        const call = url.endsWith('/builds') ? (JSON.parse(body) as { state: string }).state : 'insights'
        states.push(call)
        return answer(call) ?? { status: 204 }
      },
    })
    const inputs = (more: Record<string, string>): Record<string, string> =>
      inputsFor(judged, {
        operation: 'export',
        project: 'SHOP',
        'upload-artifact': 'auto',
        ...posting,
        ...more,
      })
    return { states, inputs }
  }
  const storedReport = async (name: string): Promise<unknown> =>
    JSON.parse(String((await artifacts.entries(name))['report.json']))

  it('has the report of its end in the artifact when Code Insights was refused', async () => {
    const { inputs } = await posted((call) => (call === 'insights' ? refused : undefined))
    const result = await runAction(
      inputs({ 'artifact-name': 'no-insights', 'code-insights': 'true' }),
      artifacts,
    )
    expectEnding(result, inError(4))
    expect(await storedReport('no-insights')).toMatchObject({ verdict: 'error', exitCode: 4 })
    expect(result.outputs['artifact-id']).not.toBe('')
  })

  it('has its artifact replaced when the last call, the green status, was refused', async () => {
    const { inputs, states } = await posted((call) => (call === 'SUCCESSFUL' ? refused : undefined))
    const result = await runAction(inputs({ 'artifact-name': 'not-green' }), artifacts)
    expectEnding(result, inError(4))
    expect(states).toEqual(['INPROGRESS', 'SUCCESSFUL', 'FAILED'])
    expect(await storedReport('not-green')).toMatchObject({ verdict: 'error', exitCode: 4 })
    const stored = artifacts.artifacts().filter(({ name }) => name === 'not-green')
    expect(stored.map(({ id }) => id)).toEqual([result.outputs['artifact-id']])
    expect(result.outputs['artifact-url']).toMatch(new RegExp(`/artifacts/${stored[0]?.id}$`))
  })

  it('leads to no artifact when that cannot be replaced, and says so', async () => {
    const { inputs } = await posted((call) => {
      if (call !== 'SUCCESSFUL') return undefined
      artifacts.setFault({ create: 403 })
      return refused
    })
    const result = await runAction(inputs({ 'artifact-name': 'stuck' }), artifacts)
    expectEnding(result, inError(4))
    expect(result.outputs['artifact-id']).toBe('')
    expect(
      result.commands.some(({ message }) => /"stuck" may still hold a report from before/.test(message)),
    ).toBe(true)
  })

  it.each([
    ['is replaced by the report of its end', 1],
    ['names its end although each answer gets lost', 9],
  ])('%s, where the store kept it and its answer got lost', async (_, times) => {
    artifacts.setFault({ finalize: 400, times })
    const { inputs, states } = await posted(() => undefined)
    const named = `in-doubt-${times}`
    const result = await runAction(inputs({ 'artifact-name': named, 'upload-artifact': 'true' }), artifacts)
    expectEnding(result, inError(4))
    expect(states).toEqual(['INPROGRESS', 'FAILED'])
    expect(await storedReport(named)).toMatchObject({ verdict: 'error', exitCode: 4 })
    const [stored] = artifacts.artifacts().filter((one) => one.name === named)
    expect(result.outputs['artifact-id']).toBe(times === 1 ? stored?.id : '')
    expect(result.stdout.includes('may still hold a report from before')).toBe(times !== 1)
  })

  it('leaves the artifact of another job alone that has the same name', async () => {
    const { inputs } = await posted(() => undefined)
    const other = await runAction(inputs({ 'artifact-name': 'taken', 'upload-artifact': 'true' }), artifacts)
    expectEnding(other, passed)
    const result = await runAction(inputs({ 'artifact-name': 'taken', 'upload-artifact': 'true' }), artifacts)
    expectEnding(result, inError(4))
    expect(await storedReport('taken')).toMatchObject({ verdict: 'pass' })
  })

  itWithSignals('by a stop after the upload says so in its files, and leads to no artifact', async () => {
    const { inputs, states } = await posted((call) => (call === 'SUCCESSFUL' ? { hang: true } : undefined))
    const { process: child, result } = startAction(inputs({ 'artifact-name': 'stopped' }), artifacts)
    while (!states.includes('SUCCESSFUL')) await new Promise((later) => setTimeout(later, 20))
    child.kill('SIGTERM')
    const ended = await result
    expectEnding(ended, inError(130))
    expect(reportOf(ended)).toMatchObject({ verdict: 'error', exitCode: 130 })
    expect(ended.outputs['artifact-id']).toBe('')
    expect(ended.stdout).toMatch(/"stopped" may still hold a report from before/)
    expect(states).toEqual(['INPROGRESS', 'SUCCESSFUL', 'FAILED'])
  })
})

describe('a store that fails', () => {
  const lax = { thresholds: 'total = 9' }
  it.each<[string, Record<string, string>, Ending]>([
    ['leaves a pass alone with auto', { ...lax, 'upload-artifact': 'auto' }, passed],
    ['leaves a fail alone with auto', { 'upload-artifact': 'auto' }, failed],
    ['is an error with true', { ...lax, 'upload-artifact': 'true' }, inError(4)],
  ])('%s', async (_, inputs, ending) => {
    for (const create of [403, 409] as const) {
      artifacts.setFault({ create })
      const result = await run({ ...inputs, 'artifact-name': 'refused' })
      expectEnding(result, ending)
      expect(result.commands.some(({ name, message }) => name !== 'debug' && /artifact/i.test(message))).toBe(
        true,
      )
      expect(result.files[`${folder}report.json`]).toBeDefined()
    }
  })

  it('for a moment is asked again', async () => {
    artifacts.setFault({ create: 503, times: 1 })
    const result = await run({ 'artifact-name': 'again' })
    expectEnding(result, failed)
    expect(result.outputs['artifact-id']).not.toBe('')
  })

  it('by falling silent does not hang the job', async () => {
    artifacts.setFault({ stalled: true })
    const result = await run({ 'artifact-name': 'silent' }, { ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: '500' })
    expectEnding(result, failed)
    expect(result.durationMs).toBeLessThan(8000)
  })

  it.each([
    ['refuses the parts of a large report', { readOnly: true }],
    ['falls silent in the middle of it', { stalled: true }],
  ])('and %s: no line says error in a run that passes, and the verdict is the last', async (_, fault) => {
    const rows = Array.from({ length: 50_000 }, () =>
      row({ path: `src/${randomBytes(300).toString('base64url')}` }),
    )
    artifacts.setFault(fault)
    const files = { 'old.csv': csvOf(wordy, rows) }
    const env = { ...artifacts.env, ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: '500' }
    const inputs = { operation: 'evaluate', 'report-files': 'old.csv', thresholds: 'total = 99999' }
    const result = await runAction({ ...inputs, 'artifact-name': 'large' }, { files, env })
    expectEnding(result, passed)
    expect(result.commands.filter(({ name }) => name === 'error')).toEqual([])
    expect(result.stdout).not.toContain('ENOENT')
    expect(result.stdout).not.toContain('Artifact name is valid')
    // This run has no secrets of its own: the client asks for those.
    expect(result.commands.filter(({ name }) => name === 'add-mask').length).toBeGreaterThan(0)
    expect(result.commands.filter(({ name }) => name === 'warning').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The artifact was not stored: .* The files are in soteri-report\.$/),
    ])
    expect(result.lastLine).toMatch(/^pass: /)
  })

  it('by refusing GitHub Enterprise Server is reported and changes nothing', async () => {
    const result = await run(lax, { GITHUB_SERVER_URL: 'https://ghe.example.com' })
    expectEnding(result, passed)
    expect(result.outputs['artifact-id']).toBe('')
  })
})
