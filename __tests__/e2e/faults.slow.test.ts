/**
 * Every scripted fault of the sandbox, met by the built action over real git repositories that hold planted
 * credentials. What heals must come to the healthy end (`fail`), all else to `error` with the scenario's exit code;
 * no fault may ever come to `pass`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { faultScenarios } from '../../sandbox/faults/catalogue.ts'
import type { FaultScenario } from '../../sandbox/faults/scenario.ts'
import type { SandboxRepository } from '../../sandbox/options.ts'
import { type Engine, type ReplayEnd, replayFault } from '../../sandbox/replay.ts'
import { changedRepositories, demoRepositories } from '../fixtures/demo-repositories.ts'
import { parseTranscripts, transcriptOf, writeTranscripts } from '../fixtures/fault-transcript.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-faults-'))
const healthy = { verdict: 'fail', exitCode: 1 }
let repositories: readonly SandboxRepository[] = []
let changed: readonly SandboxRepository[] = []

beforeAll(async () => {
  repositories = await demoRepositories(join(folder, 'repositories'))
  changed = await changedRepositories(join(folder, 'repositories'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  if (update) writeFileSync(transcriptsFile, writeTranscripts(transcripts))
})

/** `UPDATE_TRANSCRIPTS=1 npm run test:slow -- e2e/faults` writes them anew. */
const transcriptsFile = join('__tests__', 'e2e', 'fault-transcripts.txt')
const update = process.env.UPDATE_TRANSCRIPTS === '1'
const transcripts = parseTranscripts(readFileSync(transcriptsFile, 'utf8'))

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
  const served = fault.scope === 'pull-request' ? changed : repositories
  const end = await replayFault(fault, served, join(folder, fault.name), engine, healthy)
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
  return { 'request-timeout': '8s', ...gate, timeout }
}

async function check(fault: FaultScenario): Promise<void> {
  const { wrong, result, report, requests } = await meet(fault)
  const asked = requests.map(({ method, path, status }) => `${status} ${method} ${path}`)
  if (wrong !== null) throw new Error([wrong, ...asked, result.stdout].join('\n'))
  const transcript = transcriptOf(fault, { requests, result })
  if (update) transcripts.set(fault.name, transcript)
  expect(transcript).toBe(transcripts.get(fault.name))
  expect(result.outputs.verdict).toBe(report?.verdict)
  expect(result.outputs.verdict).not.toBe('pass')
  expect(result.leftovers).toEqual([])
  expect(result.stdout + result.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
  const refused = requests.filter(({ status }) => status === 401 || status === 403)
  expect(refused.length).toBeLessThanOrEqual(fault.scope === 'repo' ? 2 : 5)
}

describe('the fault suite', () => {
  it('has at least sixty faults', () => {
    expect(faultScenarios.length).toBeGreaterThanOrEqual(60)
  })

  it('has a transcript of each fault and of no other', () => {
    const names = faultScenarios.map(({ name }) => name)
    if (update) for (const name of transcripts.keys()) if (!names.includes(name)) transcripts.delete(name)
    if (!update) expect([...transcripts.keys()].sort()).toEqual(names.sort())
  })

  const named = (faults: readonly FaultScenario[]) => faults.map((fault) => [fault.name, fault] as const)
  // The sandbox, which answers from this process, is busy for seconds when it makes their zips: nothing else may wait.
  const busy = Map.groupBy(faultScenarios, ({ name }) => name.endsWith('-many-members'))

  it.concurrent.each(named(busy.get(false) ?? []))('%s', (_, fault) => check(fault), 180_000)

  it.each(named(busy.get(true) ?? []))('%s', (_, fault) => check(fault), 180_000)
})
