/** Exit code, reports, summary, history, outputs and build status say one verdict, whatever breaks while they are written. */
import { describe, expect, it } from '@jest/globals'
import { reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction, startAction } from '../fixtures/runner.ts'
import { csvReply, wordy } from '../fixtures/scripted-export.ts'
import type { ReceivedRequest, Reply } from '../fixtures/scripted-server.ts'
import { itWithSignals } from '../fixtures/signals.ts'

const history = 'runs.jsonl'

/** A server without findings, the states that were posted to it, and inputs that a pass needs. */
async function passing(answer: (state: string) => Reply | undefined = () => undefined) {
  const states: string[] = []
  const server = await serve({
    repositories: { 'SHOP/cart': ['main'] },
    exports: { 'export-report/projects/SHOP/repos/cart': csvReply(wordy, []) },
    intercept: ({ method, body }: ReceivedRequest) => {
      if (method !== 'POST') return undefined
      const { state } = JSON.parse(body) as { state: string }
      states.push(state)
      return answer(state) ?? { status: 204 }
    },
  })
  const inputs = inputsFor(server, {
    project: 'SHOP',
    repo: 'cart',
    'build-status': 'true',
    'history-file': history,
  })
  return { states, inputs }
}

/** The verdict as each of them has it. */
function verdictsIn(result: RunResult, states: readonly string[]) {
  const lines = result.files[`workspace/${history}`]?.toString('utf8').trimEnd().split('\n') ?? []
  return {
    exitCode: result.exitCode,
    report: reportOf(result).verdict,
    history: lines.map((line) => (JSON.parse(line) as { verdict: string }).verdict),
    summary: /\b(pass|error)\b/i.exec(result.summary)?.[1]?.toLowerCase(),
    notes: result.commands
      .map(
        ({ properties, message }) =>
          /title=soteri-gate%3A (\w+)/.exec(properties)?.[1] ?? /^(error|fail|warn)\b/.exec(message)?.[1],
      )
      .filter((word) => word !== undefined),
    status: states.at(-1),
  }
}

const all = (word: 'pass' | 'error', exitCode: number) => ({
  exitCode,
  report: word,
  history: [word],
  summary: word,
  notes: [word],
  status: word === 'pass' ? 'SUCCESSFUL' : 'FAILED',
})

it('all say pass where nothing breaks', async () => {
  const { states, inputs } = await passing()
  const result = await runAction(inputs)
  expect(verdictsIn(result, states)).toEqual(all('pass', 0))
  expect(result.outputs.verdict).toBe('pass')
})

describe('outputs that cannot be written', () => {
  it.each([
    ['to a full disk', '/dev/full'],
    ['to a file that is missing', '/nowhere/at/all'],
  ])('%s are an error everywhere, and never green', async (_, file) => {
    const { states, inputs } = await passing()
    const result = await runAction(inputs, { env: { GITHUB_OUTPUT: file } })
    expect(verdictsIn(result, states)).toEqual(all('error', 74))
    expect(states).not.toContain('SUCCESSFUL')
    expect(result.lastLine).toContain('REPORT_NOT_WRITTEN')
    expect(result.lastLine).toContain('GITHUB_OUTPUT')
  })
})

describe('a stop', () => {
  itWithSignals('while the green status is on its way is reported everywhere', async () => {
    const { states, inputs } = await passing((state) => (state === 'SUCCESSFUL' ? { hang: true } : undefined))
    const { process: child, result } = startAction(inputs)
    while (!states.includes('SUCCESSFUL')) await new Promise((later) => setTimeout(later, 20))
    child.kill('SIGTERM')
    const ended = await result
    expect(verdictsIn(ended, states)).toEqual(all('error', 130))
    expect(ended.outputs.verdict).toBe('error')
    expect(String(ended.files['commands/GITHUB_OUTPUT']).match(/^verdict<</gm)).toHaveLength(1)
  })

  itWithSignals('while the last things are written comes too late for all of them', async () => {
    const { states, inputs } = await passing()
    const script = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
      const open = fs.openSync;
      fs.openSync = (path, flags, ...rest) => {
        if (flags === 'a+' && String(path).endsWith('${history}')) process.kill(process.pid, 'SIGTERM');
        return open(path, flags, ...rest);
      };
      syncBuiltinESMExports()`
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` }
    const result = await runAction(inputs, { env })
    expect(verdictsIn(result, states)).toEqual(all('pass', 0))
    expect(result.outputs.verdict).toBe('pass')
  })
})
