/** Runs that read several exports, or the same one twice: nothing of one reading counts for the next. */
import { describe, expect, it } from '@jest/globals'
import { runGate } from '../fixtures/gate-run.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { csvReply, type ExportRow, plantedKey, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, oldResult, queued } from '../fixtures/scripted-server.ts'

const cart = 'export-report/projects/SHOP/repos/cart'
const reviewed = 'export/reviewed/projects/SHOP/repos/cart'
const lines = [row({ line: '1' }), row({ line: '2', match: plantedKey(2) })]

describe('an export that lacks rows', () => {
  it('is not reported with repositories of another export', async () => {
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'], 'PAY/api': ['main'] },
      before: oldResult(),
      scans: { '*': [queued, finished(1)] },
      exports: {
        'export-report/projects/SHOP': csvReply(wordy, [row(), row({ repository: 'hidden' })]),
        'export-report/projects/PAY': csvReply(wordy, []),
      },
    })
    const { end } = await runGate(inputsFor(server, { targets: 'SHOP\nPAY' }))
    expect(end.error).toMatchObject({ code: 'EXPORT_INCONSISTENT' })
    expect(end.error?.message).toContain('PAY/api@main has 0 rows')
    expect(end.error?.message).not.toContain('hidden')
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

describe('rows of repositories that are left out', () => {
  it.each(['false', 'true'])('are counted once where reveal-secrets is %s', async (reveal) => {
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'], 'SHOP/legacy': ['main'] },
      exports: { 'export-report/projects/SHOP': csvReply(wordy, [row({ repository: 'legacy' }), row()]) },
    })
    const scope = { operation: 'export', project: 'SHOP', 'require-scanned': 'false' }
    const inputs = { ...scope, 'exclude-repos': 'SHOP/legacy', 'reveal-secrets': reveal }
    const { report } = await runGate(inputsFor(server, inputs))
    expect(report.evidence.notes).toEqual([
      expect.stringMatching(/SHOP\/legacy\); 1 row of the exports does not/),
    ])
  })
})

describe('a repository of a project', () => {
  const named = ['Hunt3r', 'x', '4711'].join('')
  const of = (branch: string, line: string) => {
    return row({ branch, line, match: `branch = "${named}"`, path: `src/${line}.ts` })
  }
  const gate = async (totals: Readonly<Record<string, number | undefined>>, rows: readonly ExportRow[]) => {
    const branches = Object.keys(totals)
    const { total: _, ...uncounted } = finished()
    const done = (total?: number) => (total === undefined ? uncounted : finished(total))
    const server = await serve({
      repositories: { 'SHOP/cart': branches },
      before: oldResult(),
      scans: Object.fromEntries(
        branches.map((branch) => [`SHOP/cart@${branch}`, [queued, done(totals[branch])]]),
      ),
      exports: { 'export-report/projects/SHOP': csvReply(wordy, rows) },
    })
    return await runGate(inputsFor(server, { project: 'SHOP' }))
  }

  it.each<[string, Record<string, number | undefined>]>([
    ['another has more', { main: 2, dev: 2 }],
    ['another has no total', { main: 0, dev: 2, x: undefined }],
    ['another was not scanned to a number, and the default branch lacks rows', { main: 4, dev: undefined }],
  ])('lacks rows of a branch, where %s', async (_name, totals) => {
    const { end } = await gate(totals, [of('main', '1'), of('main', '2'), of('main', '3'), of('dev', '4')])
    expect(end.error?.code).toBe('EXPORT_INCONSISTENT')
    expect(end.error?.message).toMatch(/SHOP\/cart@(main has 3 rows|dev has 1 row), /)
  })

  it('has all of them, also where a value of a row is called like a branch', async () => {
    const { end, report } = await gate({ main: 1, [named]: 1 }, [of('main', '1'), of(named, '2')])
    expect(end).toMatchObject({ verdict: 'fail', error: null })
    expect(report.counts.byBranch).toEqual({ main: 1, [named]: 1 })
    const fields = ['target', 'triggeredAt', 'states', 'provenBy', 'total']
    expect(Object.keys(report.evidence.targets[0])).toEqual(fields)
  })
})
