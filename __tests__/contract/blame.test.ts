/** `blame`: who wrote the lines of the worst findings, and when. */
import { describe, expect, it } from '@jest/globals'
import { type ChangeWorld, commitOf, gateChange } from '../fixtures/change-world.ts'
import { json } from '../fixtures/scripted-server.ts'

const written = commitOf('written')
const canary = ['source', 'line', '4711'].join('-')
const entry = (lineNumber: number, spannedLines: number, more: object = {}): object => ({
  author: { name: 'Ann <b>', emailAddress: 'ann@example.com' },
  authorTimestamp: Date.UTC(2024, 4, 6),
  commitHash: written,
  lineNumber,
  spannedLines,
  fileName: 'a.txt',
  ...more,
})

/** Blame of every file; `content` beside it, as one deployment sends it. */
const world = (blame: readonly object[]): ChangeWorld => ({
  branches: { 'SHOP/cart@feature': ['a.txt:3', 'a.txt:9', 'b.txt:1'] },
  answer: (path) =>
    path.includes('/browse/') ? json({ blame, lines: [{ text: `key = "${canary}"` }] }) : undefined,
})
const browsed = (requests: readonly string[]): readonly string[] =>
  requests.filter((request) => request.includes('/browse/'))

describe('blame', () => {
  it('names author, commit and date of so many findings, and reads each file once', async () => {
    const { report, requests, lines } = await gateChange(world([entry(1, 5), entry(6, 10)]), { blame: '2' })
    expect(report.blame).toEqual([
      expect.objectContaining({ path: 'a.txt', line: 3, branches: ['feature'], author: 'Ann <b>' }),
      expect.objectContaining({ path: 'a.txt', line: 9, commit: written, date: '2024-05-06T00:00:00.000Z' }),
    ])
    expect(browsed(requests)).toEqual([
      'GET api/latest/projects/SHOP/repos/cart/browse/a.txt?at=refs%2Fheads%2Ffeature&blame=true&noContent=true',
    ])
    expect(JSON.stringify({ report, lines })).not.toContain(canary)
    expect(JSON.stringify(report)).not.toContain('ann@example.com')
  })

  it('shows addresses only with blame-emails, not even in names', async () => {
    const blame = [entry(1, 20, { author: { name: 'ann@example.com', emailAddress: 'ann@example.com' } })]
    const without = await gateChange(world(blame), { blame: '1' })
    expect(JSON.stringify(without.report)).not.toContain('@example')
    const shown = await gateChange(world(blame), { blame: '1', 'blame-emails': 'true' })
    expect(shown.report.blame).toEqual([expect.objectContaining({ email: 'ann@example.com' })])
  })

  it('is a note where it fails, and leaves the verdict alone', async () => {
    const failing: ChangeWorld = {
      ...world([]),
      answer: (path) => (path.includes('/browse/') ? { status: 403, body: canary } : undefined),
    }
    const { exitCode, report } = await gateChange(failing, { blame: '5' })
    expect(exitCode).toBe(1)
    expect(report.blame).toBeUndefined()
    expect(report.evidence.notes).toContainEqual(
      expect.stringMatching(/^The authors of findings in 2 files could not be looked up: /),
    )
    expect(JSON.stringify(report)).not.toContain(canary)
  })

  it('is off by default', async () => {
    const { report, requests } = await gateChange(world([entry(1, 20)]))
    expect([report.blame, browsed(requests)]).toEqual([undefined, []])
  })
})
