/** Runs that read several exports, or the same one twice: nothing of one reading counts for the next. */
import { describe, expect, it } from '@jest/globals'
import { runGate } from '../fixtures/gate-run.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { csvReply, plantedKey, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, oldResult, queued } from '../fixtures/scripted-server.ts'

const cart = 'export-report/projects/SHOP/repos/cart'
const reviewed = 'export/reviewed/projects/SHOP/repos/cart'
const lines = [row({ line: '1' }), row({ line: '2', match: plantedKey(2) })]

describe('rows of an export', () => {
  it.each([
    [2, 'fail'],
    [0, 'error'],
  ])('count for no other export, whatever the names: %i of 2 is %s', async (rows, verdict) => {
    // As some servers write it, both have one name.
    const named = lines.map((line) => ({ ...line, repository: 'My Cart' }))
    const server = await serve({
      repositories: { 'SHOP/my-cart': ['main'], 'SHOP/my.cart': ['main'] },
      before: oldResult(),
      scans: { '*': [queued, finished(2)] },
      exports: {
        [cart.replace('cart', 'my-cart')]: csvReply(wordy, named),
        [cart.replace('cart', 'my.cart')]: csvReply(wordy, named.slice(0, rows)),
      },
    })
    const { end } = await runGate(inputsFor(server, { targets: 'SHOP/my-cart\nSHOP/my.cart' }))
    expect(end.verdict).toBe(verdict)
    expect(end.error?.message ?? '').toMatch(verdict === 'error' ? /SHOP\/my.cart@main has 0 rows, / : /^$/)
  })
})

describe('reviewed rows', () => {
  it.each(['false', 'true'])('are counted once where reveal-secrets is %s', async (reveal) => {
    const list = `Project,Repository,Line Content\r\nSHOP,cart,${lines[0]?.match}\r\n`
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'] },
      exports: { [cart]: csvReply(wordy, lines), [reviewed]: { body: list } },
    })
    const scope = { operation: 'export', project: 'SHOP', repo: 'cart', 'require-scanned': 'false' }
    const inputs = { ...scope, 'exclude-reviewed': 'true', 'reveal-secrets': reveal }
    const { end, report, lines: log } = await runGate(inputsFor(server, inputs))
    expect(end.counts).toMatchObject({ total: 1, suppressed: 1 })
    expect(report.evidence.findingsFile).toMatchObject({ rows: 2, suppressed: 1, reviewed: 1 })
    expect(report.evidence.exports.map(({ rows }: { rows: number }) => rows)).toEqual([1, 2])
    expect(log.filter((line) => line.includes('left out as reviewed'))).toEqual([
      '1 finding left out as reviewed.',
    ])
  })
})
