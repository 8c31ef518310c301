/**
 * Every scripted fault of the sandbox, met by the built action over real git repositories that hold planted
 * credentials. What heals must come to the healthy end (`fail`), all else to `error` with the scenario's exit code;
 * no fault may ever come to `pass`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { buildDemoRepositories } from '../../sandbox/demo-repositories.ts'
import { faultScenarios } from '../../sandbox/faults/catalogue.ts'
import { type FaultScenario, resourceOf } from '../../sandbox/faults/scenario.ts'
import type { SandboxRepository } from '../../sandbox/options.ts'
import { type Engine, type ReplayEnd, replayFault } from '../../sandbox/replay.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-faults-'))
const healthy = { verdict: 'fail', exitCode: 1 }
let repositories: readonly SandboxRepository[] = []

beforeAll(async () => {
  repositories = await buildDemoRepositories(join(folder, 'repositories'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  if (process.env.TRANSCRIPTS !== 'write') return
  const sorted = Object.fromEntries(Object.entries(seenTranscripts).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(transcriptsFile, `${JSON.stringify(sorted, null, 2)}\n`)
})

/**
 * What a run asked for, in the order of first appearance; how often depends on the clock. Kept for each fault in
 * `fault-transcripts.json`, which `TRANSCRIPTS=write npm test -- __tests__/e2e/faults` renews.
 */
function transcriptOf(requests: ReplayEnd['requests']): string[] {
  const asked = requests.map(
    ({ method, path }) => `${method} ${resourceOf(method, path.replace('/bitbucket', ''))}`,
  )
  return [...new Set(asked)]
}

type Transcripts = Record<string, string[]>
const transcriptsFile = join('__tests__', 'e2e', 'fault-transcripts.json')
const expectedTranscripts = JSON.parse(readFileSync(transcriptsFile, 'utf8')) as Transcripts
const seenTranscripts: Transcripts = {}

type Met = ReplayEnd & { readonly result: RunResult }

async function meet(fault: FaultScenario): Promise<Met> {
  let result: RunResult | null = null
  const engine: Engine = async (inputs, secrets) => {
    const credentials = Object.entries(secrets).map(([name, value]) => [
      name.replace('SOTERI_GATE_', '').toLowerCase(),
      value,
    ])
    const given = {
      'upload-artifact': 'false',
      ...inputs,
      ...patienceWith(fault),
      ...Object.fromEntries(credentials),
    }
    result = await runAction(given, { limitMs: 150_000 })
    return result.exitCode ?? -1
  }
  const end = await replayFault(fault, repositories, join(folder, fault.name), engine, healthy)
  if (result === null) throw new Error('the engine was not run')
  return { ...end, result }
}

/** Seconds that a wait gets at least. Only faults that end with 4 may be ended by it, so those must not take minutes. */
const PATIENCE = { endsByTime: 15, endsByItself: 60 }

/** On a busy machine everything may take its time, so a run gets more of it than a replay does. */
function patienceWith({ expected, gate = {} }: FaultScenario): Readonly<Record<string, string>> {
  const endsByTime = 'exitCode' in expected && expected.exitCode === 4
  const own = Number.parseInt(gate.timeout ?? '0', 10)
  const timeout = `${Math.max(own, endsByTime ? PATIENCE.endsByTime : PATIENCE.endsByItself)}s`
  return endsByTime ? { ...gate, timeout } : { 'request-timeout': '8s', ...gate, timeout }
}

describe('the fault suite', () => {
  it('has at least sixty faults', () => {
    expect(faultScenarios.length).toBeGreaterThanOrEqual(60)
  })

  it.concurrent.each(faultScenarios.map((fault) => [fault.name, fault] as const))(
    '%s',
    async (_, fault) => {
      const { wrong, result, report, requests } = await meet(fault)
      const transcript = requests.map(({ method, path, status }) => `${status} ${method} ${path}`)
      if (wrong !== null) throw new Error([wrong, ...transcript, result.stdout].join('\n'))
      seenTranscripts[fault.name] = transcriptOf(requests)
      if (process.env.TRANSCRIPTS !== 'write') {
        expect(seenTranscripts[fault.name]).toEqual(expectedTranscripts[fault.name])
      }
      expect(result.outputs.verdict).toBe(report?.verdict)
      expect(result.outputs.verdict).not.toBe('pass')
      expect(result.leftovers).toEqual([])
      expect(result.stdout + result.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
      const refused = requests.filter(({ status }) => status === 401 || status === 403)
      expect(refused.length).toBeLessThanOrEqual(fault.scope === 'repo' ? 2 : 5)
    },
    180_000,
  )
})
