/** The evidence of started scans survives every error. */
import { describe, expect, it } from '@jest/globals'
import { memoryHost } from '../../../src/ci/memory-host.ts'
import { planOf } from '../../../src/config/run-plan.ts'
import { hashKeyOf } from '../../../src/config/settings.ts'
import { type RunContext, startState } from '../../../src/context.ts'
import { GateError } from '../../../src/errors.ts'
import type { Connection } from '../../../src/server/connection.ts'
import { type ScanEvidence, scan, stopError } from '../../../src/server/scan.ts'
import { enough, readGiven } from '../config/given.ts'

const cancelled = new GateError('CANCELLED', 'The run was stopped.')

function world(triggerScan: (name: string, stop: AbortController) => void): {
  readonly context: RunContext
  readonly scanned: Promise<ScanEvidence>
} {
  const targets = { project: '', repo: '', targets: 'SHOP/a\nSHOP/b' }
  const { inputs } = readGiven({ ...enough, ...targets, token: 't', operation: 'scan', wait: 'false' })
  if (inputs === null) throw new Error('the inputs are wrong')
  const stop = new AbortController()
  const host = memoryHost({
    inputs: new Map(),
    workingFolder: '.',
    signal: stop.signal,
    onLine: () => undefined,
    onConclusion: () => undefined,
  })
  const policy = { thresholds: [], suppressions: [], severities: [] }
  const context = { host, inputs, policy, plan: planOf(inputs), folder: '.', hashKey: hashKeyOf(null) }
  const soteri = {
    async triggerScan({ repo }: { repo: string }) {
      triggerScan(repo, stop)
      return { kind: 'accepted', emailsLeft: 0 }
    },
  }
  return { context, scanned: scan(context, { soteri } as unknown as Connection) }
}

describe('scans that are not waited for', () => {
  it('are triggered, and nothing proves that they are done', async () => {
    const { targets, ...evidence } = await world(() => undefined).scanned
    expect(targets.map(({ target }) => target)).toEqual(['SHOP/a', 'SHOP/b'])
    expect(evidence).toEqual({
      scanStatus: 'triggered',
      unanswered: '',
      notes: ['The scan was not waited for, so nothing proves that it is done.'],
      error: null,
    })
  })

  it('keep the evidence of those before the one that fails', async () => {
    const refused = new GateError('RIGHT_MISSING', 'No.')
    const { scanned } = world((repo) => {
      if (repo === 'b') throw refused
    })
    const { targets, ...evidence } = await scanned
    expect(targets.map(({ target }) => target)).toEqual(['SHOP/a'])
    expect(evidence).toEqual({ scanStatus: 'triggered', unanswered: '', notes: [], error: refused })
  })

  it('name the one whose request was stopped before the answer', async () => {
    const { context, scanned } = world((repo, stop) => {
      if (repo === 'a') return
      stop.abort(cancelled)
      throw cancelled
    })
    const { error, ...evidence } = await scanned
    expect(error).toBe(cancelled)
    expect(evidence).toMatchObject({ scanStatus: 'triggered', unanswered: 'SHOP/b' })
    const state = { ...startState(context.host.clock), ...evidence }
    expect(stopError(context.host, state)?.message).toBe(
      'The run was stopped. Scans started and not cancelled: SHOP/a. Asked for without an answer, so it may have started: SHOP/b.',
    )
  })

  it('have no status when the first one fails', async () => {
    const { scanned } = world(() => {
      throw new GateError('RIGHT_MISSING', 'No.')
    })
    expect(await scanned).toMatchObject({ scanStatus: 'none', targets: [] })
  })
})
