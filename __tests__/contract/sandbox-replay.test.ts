/** Faults replayed against the real engine: that the scenarios fit the gate they are meant for. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { faultNamed } from '../../sandbox/faults/catalogue.ts'
import type { SandboxRepository } from '../../sandbox/options.ts'
import { type Engine, replayFault } from '../../sandbox/replay.ts'
import { demoRepositories } from '../fixtures/demo-repositories.ts'
import { runGate } from '../fixtures/gate-run.ts'
import { temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
let repositories: readonly SandboxRepository[] = []

beforeAll(async () => {
  repositories = await demoRepositories(join(folder, 'repositories'))
})
afterAll(remove)

const engine: Engine = async (inputs, secrets) => {
  const named = Object.entries(secrets).map(([name, value]) => [
    name.replace('SOTERI_GATE_', '').toLowerCase(),
    value,
  ])
  return (await runGate({ ...inputs, timeout: '10m', ...Object.fromEntries(named) })).end.exitCode
}

describe('a gate that meets a fault', () => {
  it.each(['500-once', 'export-cut-in-row', '401-right-to-export', 'zip-bad-crc', 'empty-repository'])(
    '%s ends as its scenario says',
    async (name) => {
      const healthy = { verdict: 'fail', exitCode: 1 }
      const end = await replayFault(faultNamed(name), repositories, join(folder, name), engine, healthy)
      expect(end.wrong).toBeNull()
      expect(end.requests.some((each) => each.method === 'PUT')).toBe(true)
    },
  )

  it('is found out when it ends otherwise', async () => {
    const pretends: Engine = () => Promise.resolve(0)
    const healthy = { verdict: 'pass', exitCode: 0 }
    const refused = faultNamed('refused')
    const wrong = await replayFault(refused, repositories, join(folder, 'pretends'), pretends, healthy)
    expect(wrong.wrong).toBe('exit code 0 instead of 4')
    const heals = faultNamed('503-once')
    const silent = await replayFault(heals, repositories, join(folder, 'silent'), pretends, healthy)
    expect(silent.wrong).toBe('report.json is missing or cannot be read')
  })
})
