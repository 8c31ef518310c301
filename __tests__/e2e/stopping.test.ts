/** A run that is asked to stop: within two seconds, verdict `error`, exit 130, outputs set, nothing left. */
import { describe, expect, it } from '@jest/globals'
import { expectEnding, inError, reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { runAction, startAction } from '../fixtures/runner.ts'
import { csvOf, row, wordy } from '../fixtures/scripted-export.ts'
import { type Reply, running, type Script, type ScriptedServer } from '../fixtures/scripted-server.ts'
import { describeWithSignals } from '../fixtures/signals.ts'

const repositories = { 'SHOP/cart': ['main'] }
const target = { project: 'SHOP', repo: 'cart', branch: 'main' }

/** Waits for a request with `part` in it, after the trigger where there is one. */
async function until(server: ScriptedServer, part: string, triggers: boolean): Promise<void> {
  const limit = performance.now() + 15_000
  const asked = (): string[] => {
    const all = server.transcript()
    const trigger = all.findIndex((line) => line.startsWith('PUT'))
    if (!triggers) return all
    return trigger === -1 ? [] : all.slice(trigger)
  }
  while (!asked().some((line) => line.includes(part))) {
    if (performance.now() > limit)
      throw new Error(`no request with ${part}: ${server.transcript().join('\n')}`)
    await new Promise((later) => setTimeout(later, 20))
  }
}

async function stopAt(part: string, script: Script, signal: NodeJS.Signals, inputs: Record<string, string>) {
  const server = await serve({ repositories, ...script })
  const { process: child, result } = startAction(inputsFor(server, { ...target, ...inputs }))
  await until(server, part, part === '/scan/')
  const asked = performance.now()
  child.kill(signal)
  const ended = await result
  const tookMs = performance.now() - asked
  expect(tookMs).toBeLessThan(2000)
  expectEnding(ended, inError(130))
  return ended
}

const half = csvOf(wordy, [row(), row({ line: '99' })])
const stalled: Reply = { headers: { 'content-length': String(half.length * 2) }, body: half }

describeWithSignals.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('while waiting for the scan names what goes on at the server and how to cancel it', async () => {
    const result = await stopAt('/scan/', { scans: { '*': [running(3)] } }, signal, {
      'poll-interval': '60s',
    })
    expect(result.stdout).toMatch(/SHOP\/cart@main/)
    expect(result.stdout).toMatch(/cancel/i)
    expect(reportOf(result)).toMatchObject({ verdict: 'error', exitCode: 130 })
  })

  it('between a trigger and its answer names what may have started', async () => {
    const hang: Script = { intercept: ({ method }) => (method === 'PUT' ? { hang: true } : undefined) }
    const result = await stopAt('PUT ', hang, signal, {})
    expect(result.lastLine).toContain('Asked for without an answer, so it may have started: SHOP/cart@main.')
    expect(result.lastLine).toContain('`operation: cancel`')
    expect(reportOf(result)).toMatchObject({ verdict: 'error', exitCode: 130 })
  })

  it('while the server is silent', async () => {
    const hang: Script = { intercept: ({ url }) => (url.includes('/export') ? { hang: true } : undefined) }
    await stopAt('/export-report', hang, signal, { operation: 'export' })
  })

  it('in the middle of a download', async () => {
    const script = { exports: { 'export-report/projects/SHOP/repos/cart': stalled } }
    await stopAt('/export-report', script, signal, { operation: 'export' })
  })

  it('at the very start', async () => {
    const script: Script = { intercept: () => ({ hang: true }) }
    await stopAt('', script, signal, {})
  })
})

describe('a defect', () => {
  /** Loaded before the action: replaces one function of the runtime. */
  const sabotage = (replacement: string): Record<string, string> => {
    const script = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
      fs.promises.mkdtemp = ${replacement}; syncBuiltinESMExports()`
    return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` }
  }
  const inputs = { operation: 'evaluate', 'report-files': 'a.csv', 'upload-artifact': 'false' }
  const files = { 'a.csv': half }

  it('that throws ends with a verdict and exit 70', async () => {
    const env = sabotage('async () => { throw new TypeError("secret words") }')
    const result = await runAction(inputs, { files, env })
    expectEnding(result, inError(70))
    expect(result.stdout + result.stderr).not.toContain('secret words')
  })

  it('that leaves nothing to wait for ends with exit 70 and not green', async () => {
    const result = await runAction(inputs, { files, env: sabotage('() => new Promise(() => undefined)') })
    expect(result.exitCode).toBe(70)
    expect(result.stderr).toContain('before it had a verdict')
  })
})
