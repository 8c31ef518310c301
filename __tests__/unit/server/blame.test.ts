import { setImmediate } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import type { RunContext } from '../../../src/context.ts'
import { blameFindings } from '../../../src/server/blame.ts'
import type { Http } from '../../../src/server/http.ts'
import { sampleFinding } from '../report/sample-report.ts'

it('blame is asked for a few files at a time', async () => {
  const paths: string[] = []
  let [open, most] = [0, 0]
  const json = async ({ segments }: { segments: readonly string[] }) => {
    paths.push(segments.at(-1) ?? '')
    most = Math.max(most, ++open)
    await setImmediate()
    open -= 1
    return { body: [] }
  }
  const host = { log: { info: () => undefined }, stop: new AbortController().signal }
  const context = { inputs: { pull: null, blameEmails: false }, host } as unknown as RunContext
  const findings = Array.from({ length: 20 }, (_, at) => sampleFinding({ path: `${at}.txt` }))
  const { notes } = await blameFindings(findings, context, { http: { json } as unknown as Http })
  expect(notes).toEqual([])
  expect([paths.length, most]).toEqual([20, 4])
})
