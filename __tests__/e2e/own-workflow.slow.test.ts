/**
 * The job `end-to-end` of ci.yml, as far as it runs without GitHub: its own scripts in a real shell, the action with
 * the inputs that stand there, the artifacts through a real store and back.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { type ArtifactService, startArtifactService } from '../fixtures/artifact-service.ts'
import { compileCache } from '../fixtures/compile-cache.ts'
import { parseOutputs, type RunResult, runAction } from '../fixtures/runner.ts'

type Step = {
  id?: string
  name?: string
  run?: string
  env?: Record<string, string>
  with?: Record<string, string | number | boolean>
}
const { jobs } = parse(readFileSync('.github/workflows/ci.yml', 'utf8')) as {
  jobs: Record<string, { steps: Step[] }>
}
const steps = jobs['end-to-end']?.steps ?? []
const step = (wanted: (one: Step) => boolean): Step => steps.find(wanted) ?? {}

/** The process group of the first step, which leaves the sandbox running as on a runner. Not for Windows. */
const posix = process.platform === 'win32' ? describe.skip : describe

posix('the job end-to-end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-own-'))
  const outputsFile = join(folder, 'outputs')
  let shell: ChildProcess
  let artifacts: ArtifactService
  const values: Record<string, string> = { 'matrix.os': 'ubuntu-latest' }

  beforeAll(async () => {
    artifacts = await startArtifactService()
    for (const name of ['sandbox', 'node_modules']) symlinkSync(resolve(name), join(folder, name))
    writeFileSync(outputsFile, '')
    const script = step(({ id }) => id === 'sandbox').run ?? ''
    shell = spawn('bash', ['--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env.PATH ?? '', GITHUB_OUTPUT: outputsFile, ...compileCache },
    })
    expect(await new Promise((ended) => shell.once('exit', ended))).toBe(0)
    const outputs = parseOutputs(readFileSync(outputsFile, 'utf8'))
    for (const [name, value] of Object.entries(outputs)) values[`steps.sandbox.outputs.${name}`] = value
  })
  afterAll(async () => {
    if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGTERM')
    await artifacts.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const filled = (text: string): string =>
    text.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, name: string) => values[name] ?? `no value of ${name}`)

  /** Runs one step that uses the action, and lays out its files and its artifact as the later steps find them. */
  async function gate(id: string): Promise<RunResult> {
    const given = Object.entries(step((one) => one.id === id).with ?? {})
    const inputs = Object.fromEntries(given.map(([name, value]) => [name, filled(String(value))]))
    const result = await runAction(inputs, { env: artifacts.env })
    const prefix = `workspace/${inputs['output-dir']}/`
    for (const [path, bytes] of Object.entries(result.files)) {
      if (path.startsWith(prefix)) write(join(id, path.slice(prefix.length)), bytes)
    }
    const name = inputs['artifact-name'] ?? ''
    for (const [path, bytes] of Object.entries(await artifacts.entries(name))) {
      write(join('downloaded', name, path), bytes)
    }
    values[`steps.${id}.outcome`] = result.exitCode === 0 ? 'success' : 'failure'
    for (const [output, value] of Object.entries(result.outputs))
      values[`steps.${id}.outputs.${output}`] = value
    return result
  }

  function write(path: string, bytes: Buffer): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }

  const check = (): number | null => {
    const { run = '', env = {} } = step(({ name }) => name === 'Verdicts and artifacts are right')
    const filledEnv = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]))
    return spawnSync('bash', ['--norc', '-eo', 'pipefail', '-c', run], {
      cwd: folder,
      stdio: 'ignore',
      env: { PATH: process.env.PATH ?? '', ...filledEnv },
    }).status
  }

  it('starts the sandbox and learns its address and accounts', () => {
    expect(values['steps.sandbox.outputs.BITBUCKET_URL']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/bitbucket$/)
    expect(values['steps.sandbox.outputs.CI_TOKEN']).toMatch(/.{20}/)
  })

  it('sees both gates end as they must, and their artifacts', async () => {
    expect((await gate('guilty')).exitCode).toBe(1)
    expect((await gate('clean')).exitCode).toBe(0)
    expect(check()).toBe(0)
  })

  it('sees a wrong verdict, and an artifact that differs', () => {
    values['steps.guilty.outputs.verdict'] = 'pass'
    expect(check()).not.toBe(0)
    values['steps.guilty.outputs.verdict'] = 'fail'
    expect(check()).toBe(0)
    writeFileSync(join(folder, 'downloaded/clean-ubuntu-latest/findings.csv'), 'other')
    expect(check()).not.toBe(0)
  })
})
