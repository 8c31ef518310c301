/** A run without an export to judge: no operation has such a plan, and none may ever pass by it. */
import { expect, it } from '@jest/globals'
import { memoryHost } from '../../../src/ci/memory-host.ts'
import { hashKeyOf } from '../../../src/config/hash-key.ts'
import { planOf } from '../../../src/config/run-plan.ts'
import { startState } from '../../../src/context.ts'
import { RunExports } from '../../../src/export/fetch-exports.ts'
import { judgeExports } from '../../../src/judge/judge-exports.ts'
import { readGiven } from '../config/given.ts'

const policy = { thresholds: [], suppressions: [], severities: [] }

it('is an error without a single export', async () => {
  const { inputs } = readGiven({ operation: 'evaluate', 'report-files': 'a.zip' })
  if (inputs === null) throw new Error('the inputs are wrong')
  const host = memoryHost({
    inputs: new Map(),
    workingFolder: '.',
    signal: new AbortController().signal,
    onLine: () => undefined,
    onConclusion: () => undefined,
  })
  const context = { host, inputs, policy, plan: planOf(inputs, []), folder: '.', hashKey: hashKeyOf(null) }
  const state = startState(host.clock)
  const judged = judgeExports(
    new RunExports(context, state, null),
    { baseline: null, scope: null, isReviewed: null },
    { add: () => undefined },
    context,
    state,
  )
  await expect(judged).rejects.toMatchObject({
    code: 'EXPORT_MISSING',
    message: 'There is no export to judge.',
  })
})
