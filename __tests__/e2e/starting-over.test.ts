/**
 * Downloads that are read while they arrive and turn out not to count: each row is judged once all the same, and
 * nothing is downloaded more often than before.
 */
import { describe, expect, it } from '@jest/globals'
import { expectEnding, failed, inError, reportFile, reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'
import { csvOf, row, terse } from '../fixtures/scripted-export.ts'
import type { ReceivedRequest, Reply, ScriptedServer } from '../fixtures/scripted-server.ts'
import { craftZip } from '../unit/archive/craft-zip.ts'

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

const starts = (result: RunResult): number => result.stdout.split('Reading starts over').length - 1
const exportsAsked = (server: ScriptedServer): string[] =>
  server.requests.map(({ url }) => url).filter((url) => url.includes('/export'))

async function runOn(server: ScriptedServer, more: Record<string, string> = {}): Promise<RunResult> {
  const inputs = { operation: 'export', project: 'SHOP', repo: 'cart', 'max-retries': '2', ...more }
  return await runAction(inputsFor(server, inputs))
}

/** Both repositories, of which the second download is answered by `second` in turn. */
async function twoTargets(second: readonly Reply[]): Promise<ScriptedServer> {
  return await serve({
    exports: { [cart]: whole(carts) },
    intercept: ({ url }: ReceivedRequest, earlierSame: number) =>
      url.includes(till) ? second[Math.min(earlierSame, second.length - 1)] : undefined,
  })
}

describe('a download that is cut after rows of it were judged', () => {
  it('is judged once, from its second attempt', async () => {
    const server = await serve({
      intercept: ({ url }, earlierSame) =>
        url.includes(cart) ? [cut(carts), whole(carts)][Math.min(earlierSame, 1)] : undefined,
    })
    const result = await runOn(server)
    expectEnding(result, failed)
    expect(starts(result)).toBe(1)
    expect(exportsAsked(server)).toHaveLength(2)
    expect(reportOf(result).counts).toMatchObject({ total: count })
    expect(reportFile(result, 'findings.csv').trimEnd().split(/\r?\n/)).toHaveLength(count + 1)
  })

  it('takes nothing from exports before it, which are not downloaded again', async () => {
    const server = await twoTargets([cut(tills), whole(tills)])
    const healthy = await twoTargets([whole(tills)])
    const targets = { project: '', repo: '', targets: 'SHOP/cart\nSHOP/till' }
    const result = await runOn(server, targets)
    const expected = await runOn(healthy, targets)
    expectEnding(result, failed)
    expect([starts(result), starts(expected)]).toEqual([1, 0])
    expect(exportsAsked(server)).toHaveLength(3)
    expect(reportOf(result).counts).toEqual(reportOf(expected).counts)
    expect(reportOf(result).counts).toMatchObject({ total: 2 * count })
    const evidenceOf = (run: RunResult) =>
      (reportOf(run).evidence as { exports: unknown; notes: unknown }).exports
    expect(evidenceOf(result)).toEqual(evidenceOf(expected))
    expect(reportFile(result, 'findings.csv').split('\n').sort()).toEqual(
      reportFile(expected, 'findings.csv').split('\n').sort(),
    )
  })

  it('ends in error when it is cut every time', async () => {
    const server = await serve({ exports: { [cart]: cut(carts) } })
    const result = await runOn(server)
    expectEnding(result, inError(4))
    expect(exportsAsked(server)).toHaveLength(3)
    expect(starts(result)).toBe(0)
  })
})

describe('a zip', () => {
  const hidden = craftZip([{ name: 'hidden.csv', plain: carts, descriptor: 'signed' }])
  const first = craftZip([{ name: 'cart.csv', plain: carts, descriptor: 'signed' }])
  /** Members of `hidden`, of which the directory of the other zip does not tell, stand before it. */
  function withHidden(): Buffer {
    const end = first.length - 22
    const directory = first.readUInt32LE(end + 16)
    const before = hidden.subarray(0, hidden.readUInt32LE(hidden.length - 22 + 16))
    const moved = Buffer.from(first)
    moved.writeUInt32LE(before.length, directory + 42)
    moved.writeUInt32LE(directory + before.length, end + 16)
    return Buffer.concat([before, moved])
  }

  it('is judged by its directory when that tells of its members in another order', async () => {
    const straight = craftZip([
      { name: 'cart.csv', plain: carts, descriptor: 'signed' },
      { name: 'none.csv', plain: carts.subarray(0, carts.indexOf('\n') + 1), descriptor: 'signed' },
    ])
    const [start, end] = [straight.readUInt32LE(straight.length - 22 + 16), straight.length - 22]
    const line = (end - start) / 2
    const lines = [straight.subarray(start + line, end), straight.subarray(start, start + line)]
    const turned = Buffer.concat([straight.subarray(0, start), ...lines, straight.subarray(end)])
    const server = await serve({ exports: { [cart]: whole(turned) } })
    const result = await runOn(server)
    expectEnding(result, failed)
    expect(starts(result)).toBe(1)
    expect(exportsAsked(server)).toHaveLength(1)
    expect(reportOf(result).counts).toMatchObject({ total: count })
  })

  it('with a member that its directory does not tell of is an error, and not read again', async () => {
    const server = await serve({ exports: { [cart]: whole(withHidden()) } })
    const result = await runOn(server)
    expectEnding(result, inError(5))
    expect(result.lastLine).toContain('its directory does not tell of')
    expect(starts(result)).toBe(0)
    expect(exportsAsked(server)).toHaveLength(1)
  })

  it('that is broken at its end counts for nothing', async () => {
    const broken = Buffer.from(first)
    const directory = broken.readUInt32LE(broken.length - 22 + 16)
    broken.writeUInt32LE(1, directory + 16)
    const server = await serve({ exports: { [cart]: whole(broken) } })
    const result = await runOn(server)
    expectEnding(result, inError(5))
    expect(result.stdout).toContain('the CRC of member "cart.csv" disagrees')
    expect(exportsAsked(server)).toHaveLength(1)
  })
})
