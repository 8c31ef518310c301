/** Servers whose clock is not that of this machine, and periods that are compared with the times it writes. */
import { describe, expect, it } from '@jest/globals'
import { runGate } from '../fixtures/gate-run.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, oldResult, queued } from '../fixtures/scripted-server.ts'

const MINUTE = 60_000
const cart = 'export-report/projects/SHOP/repos/cart'
const scope = { project: 'SHOP', repo: 'cart', branch: 'main' }

/**
 * A server with one finding that was scanned just now (or `agoMs` ago), by its own clock, and which leaves out what is
 * before `startDate`.
 */
async function serverAt(offsetMs: number, agoMs = 0) {
  const now = (): Date => new Date(Date.now() + offsetMs)
  return await serve({
    repositories: { 'SHOP/cart': ['main'] },
    before: oldResult(1),
    scans: { '*': [queued, finished(1)] },
    exports: {},
    intercept({ url }) {
      if (!url.includes(cart)) return undefined
      const found = row({ scannedAt: new Date(now().getTime() - agoMs).toISOString() })
      const start = new URL(url, 'http://host').searchParams.get('startDate')
      const end = new URL(url, 'http://host').searchParams.get('endDate')
      const isIn = (start === null || new Date(start) <= now()) && (end === null || now() < new Date(end))
      return csvReply(wordy, isIn ? [found] : [])
    },
    date: now,
  })
}

describe('a period', () => {
  it.each([
    ['gate', 'start-date', -10],
    ['export', 'start-date', -10],
    ['gate', 'start-date', 10],
    ['export', 'start-date', 10],
  ])('of %s by %s counts what a server %i minutes off has just scanned', async (operation, name, minutes) => {
    const server = await serverAt(minutes * MINUTE)
    const { end, report } = await runGate(inputsFor(server, { ...scope, operation, [name]: 'PT6M' }))
    expect(end).toMatchObject({ verdict: 'fail', counts: { total: 1 } })
    const note = `The clock of the server is 600 s behind this machine's, so the period of the export is widened by as much.`
    const notes = report.evidence.notes.map((line: string) => line.replace('601 s', '600 s'))
    expect(notes.includes(note)).toBe(minutes < 0)
  })

  it('that ends now counts it where the clock of the server is ahead', async () => {
    const server = await serverAt(10 * MINUTE)
    const given = { ...scope, operation: 'export', 'end-date': new Date(Date.now() + MINUTE).toISOString() }
    const { end } = await runGate(inputsFor(server, given))
    expect(end).toMatchObject({ verdict: 'fail', counts: { total: 1 } })
  })
})

describe('rows that were scanned before the trigger', () => {
  const noted = async (offsetMs: number, agoMs: number, operation = 'gate'): Promise<readonly string[]> => {
    const server = await serverAt(offsetMs, agoMs)
    const { end, report } = await runGate(inputsFor(server, { ...scope, operation }))
    expect(end).toMatchObject({ verdict: 'fail', counts: { total: 1 } })
    return report.evidence.notes.filter((note: string) => note.includes('before the trigger'))
  }

  it('are a note of a gate', async () => {
    expect(await noted(0, 2 * MINUTE)).toEqual([
      expect.stringMatching(
        /^Export of SHOP\/cart@main: rows scanned before the trigger of this run: 1; .* an old export: look/,
      ),
    ])
  })

  it.each([
    ['gate', 0, 0],
    ['gate', -10, 0],
    ['gate', 10, 0],
    ['gate', -10, 0.5],
    ['export', 0, 60],
  ])(
    'are none for %s on a server %i minutes off, %i minutes after their scan',
    async (operation, off, ago) => {
      expect(await noted(off * MINUTE, ago * MINUTE, operation)).toEqual([])
    },
  )
})
