/** A download that is cut is requested again, and nothing of it counts. */
import { describe, expect, it } from '@jest/globals'
import { expectEnding, failed, inError, reportFile, reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'
import { csvOf, row, terse } from '../fixtures/scripted-export.ts'
import type { Reply, ScriptedServer } from '../fixtures/scripted-server.ts'

const count = 6000
const csvOfRepository = (repository: string): Buffer =>
  Buffer.from(
    csvOf(
      terse,
      Array.from({ length: count }, (_, i) =>
        row({ repository, line: String(i), path: `src/${i % 97}.ini` }),
      ),
    ),
  )
const carts = csvOfRepository('cart')
const tills = csvOfRepository('till')
const cart = 'export-report/projects/SHOP/repos/cart'
const till = 'export-report/projects/SHOP/repos/till'
const whole = (body: Buffer): Reply => ({ headers: { 'content-type': 'text/csv' }, body })
const cut = (body: Buffer): Reply => ({ ...whole(body), cutAfter: Math.floor(body.length * 0.8) })

/** Two exports, of which the second is answered by `replies` in turn. */
async function runWith(...replies: readonly Reply[]): Promise<[RunResult, ScriptedServer]> {
  const server = await serve({
    exports: { [cart]: whole(carts) },
    intercept: ({ url }, earlierSame) =>
      url.includes(till) ? replies[Math.min(earlierSame, replies.length - 1)] : undefined,
  })
  const inputs = {
    operation: 'export',
    'require-scanned': 'false',
    targets: 'SHOP/cart\nSHOP/till',
    'max-retries': '2',
  }
  return [await runAction(inputsFor(server, inputs)), server]
}

const exportsAsked = ({ requests }: ScriptedServer): string[] =>
  requests.map(({ url }) => url).filter((url) => url.includes('/export'))

describe('a download that is cut between two rows', () => {
  it('is requested again alone, and the run ends like one without the cut', async () => {
    const [healthy] = await runWith(whole(tills))
    const [result, server] = await runWith(cut(tills), whole(tills))
    expectEnding(result, failed)
    const asked = exportsAsked(server)
    expect(asked.map((url) => url.includes(till))).toEqual([false, true, true])
    expect(reportOf(result).counts).toMatchObject({ total: 2 * count })
    expect(reportOf(result).counts).toEqual(reportOf(healthy).counts)
    const exportsOf = (run: RunResult) => (reportOf(run).evidence as { exports: unknown }).exports
    expect(exportsOf(result)).toEqual(exportsOf(healthy))
    expect(reportFile(result, 'findings.csv')).toBe(reportFile(healthy, 'findings.csv'))
  })

  it('ends in error when it is cut every time', async () => {
    const [result, server] = await runWith(cut(tills))
    expectEnding(result, inError(4))
    expect(exportsAsked(server)).toHaveLength(4)
  })
})
