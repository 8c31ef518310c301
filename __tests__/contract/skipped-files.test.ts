/** `check-skipped`: files that the scanner left out, by Bitbucket's audit log. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { auditFaults } from '../../sandbox/faults/audit.ts'
import { type Engine, replayFault } from '../../sandbox/replay.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { runGate } from '../fixtures/gate-run.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { csvReply, wordy } from '../fixtures/scripted-export.ts'
import { bitbucketError, finished, json, queued, type Reply } from '../fixtures/scripted-server.ts'

const project = 'export-report/projects/SHOP'
const category = 'Soteri Security for Bitbucket'
const at = (secondsAgo: number): string => new Date(Date.now() - 1000 * secondsAgo).toISOString()
const event = (action: string, object: string, attributes: object = {}, more: object = {}): object => ({
  timestamp: at(0),
  type: { category, action },
  affectedObjects: [{ name: object, type: 'Repository' }],
  extraAttributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
  ...more,
})
const started = (): object => event('Manual scan started', 'SHOP/cart')
const skip = (object: string, path: string, Branch = 'main'): object =>
  event('File skipped in scan', object, { Branch, File: path, Reason: 'File is too large' })
const page = (entities: object[], pagingInfo: object = { lastPage: true }): Reply =>
  json({ entities, pagingInfo })

const apps = (version: unknown, name = 'Security for Bitbucket'): Reply =>
  json({
    plugins: [
      { key: 'x.other', name: 'Other', version: '9.0' },
      { key: 'x.y', name, version },
    ],
  })

/** A run over the project SHOP with `cart` and `old`, whose audit log and list of apps answer so. */
async function gate(
  wish: string,
  audit: (url: string) => Reply,
  more: Record<string, string> = {},
  installed = apps('4.17.0'),
) {
  const branch = more.repo === undefined ? project : `${project}/repos/cart`
  const server = await serve({
    repositories: { 'SHOP/cart': ['main'], 'SHOP/old': ['main'] },
    scans: { '*': [queued, finished(0)] },
    exports: { [branch]: csvReply(wordy, []) },
    intercept({ url }) {
      if (url.startsWith('/rest/plugins/')) return installed
      return url.startsWith('/rest/auditing/') ? audit(url) : undefined
    },
  })
  const given = { project: 'SHOP', 'check-skipped': wish, ...more }
  const { end, report, lines } = await runGate(inputsFor(server, given))
  const asked = server.transcript().filter((line) => line.includes('auditing'))
  const { notes, skippedFiles } = report.evidence as { notes: string[]; skippedFiles: unknown }
  return { end, notes, skippedFiles, lines, asked }
}

describe('skipped files', () => {
  const both = () => page([started(), skip('SHOP/cart', 'big.log'), skip('shop/old', 'a.bin')])

  it('of the scope are listed in the report, and are an error where that is asked for', async () => {
    const noted = await gate('note', both)
    const file = { branch: 'main', reason: 'File is too large' }
    const skippedFiles = {
      count: 2,
      files: [
        { ...file, repository: 'SHOP/cart', path: 'big.log' },
        { ...file, repository: 'shop/old', path: 'a.bin' },
      ],
    }
    const message = 'check-skipped: the scanner skipped 2 files (evidence.skippedFiles in report.json).'
    expect(noted.end).toMatchObject({ verdict: 'pass', error: null })
    expect(noted.notes).toContain(message)
    expect(noted.skippedFiles).toEqual(skippedFiles)
    expect(noted.lines.join('\n')).toContain(message)
    expect(noted.asked).toHaveLength(1)
    const query = new URL(noted.asked[0]?.slice(4) ?? '', 'http://host').searchParams
    expect([query.get('categories'), query.get('limit')]).toEqual([category, '100'])
    const refused = await gate('error', both)
    expect(refused.end).toMatchObject({
      verdict: 'error',
      exitCode: 4,
      counts: { total: 0 },
      error: { code: 'FILES_SKIPPED', message },
    })
    expect(refused.skippedFiles).toEqual(skippedFiles)
  })

  it('are counted, and the first fifty listed', async () => {
    const many = Array.from({ length: 60 }, (_none, at) => skip('SHOP/cart', `${at}.bin`))
    const { skippedFiles } = await gate('note', () => page([started(), ...many]))
    expect(skippedFiles).toMatchObject({ count: 60, files: { length: 50 } })
  })

  it('are none only where the log shows the scan', async () => {
    expect((await gate('error', () => page([started()]))).skippedFiles).toEqual({ count: 0, files: [] })
    expect((await gate('note', () => page([]))).skippedFiles).toBeNull()
    expect((await gate('off', () => page([started()]))).skippedFiles).toBeNull()
  })

  it('of other repositories, other branches, left out ones and earlier scans are none of this run', async () => {
    const before = { ...skip('SHOP/cart', 'then.log'), timestamp: at(3600) }
    const others = [started(), skip('PAY/cart', 'x'), skip('SHOP/old', 'y'), before]
    const wide = await gate('error', () => page(others), { 'exclude-repos': 'SHOP/old' })
    expect(wide.end).toMatchObject({ verdict: 'pass' })
    const events = [...others, skip('SHOP/cart', 'z', 'other')]
    const branch = await gate('error', () => page(events), { repo: 'cart', branch: 'main' })
    expect(branch.end).toMatchObject({ verdict: 'pass' })
    const repo = await gate('error', () => page(events), { repo: 'cart' })
    expect(repo.skippedFiles).toMatchObject({ count: 1, files: [{ branch: 'other', path: 'z' }] })
  })

  it('are read over all pages, by offset and by cursor, and count without a place', async () => {
    const paged = (url: string): Reply => {
      const query = new URL(url, 'http://host').searchParams
      if (query.get('pageCursor') === 'c1') return page([event('Files were skipped', 'My Shop')])
      if (query.get('offset') === '1') return page([started()], { nextPageCursor: 'c1', lastPage: false })
      return page([started()], { nextPageOffset: 1 })
    }
    const { skippedFiles, asked } = await gate('error', paged, { repo: 'cart' })
    expect(asked).toHaveLength(3)
    const file = { repository: null, branch: null, path: 'a file without a name', reason: 'no reason given' }
    expect(skippedFiles).toEqual({ count: 1, files: [file] })
  })
})

describe('a log that does not show it', () => {
  const withoutSkips = (): object[] => [started(), event('Settings changed', 'SHOP/cart')]

  it.each<[string, () => Reply, number, RegExp]>([
    [
      'a missing right',
      () => bitbucketError(401, 'No.', 'AuthorisationException'),
      3,
      /may not do that.*Bitbucket admin/,
    ],
    ['no audit log', () => json({}, 404), 4, /answered 404/],
    ['an empty reply', () => ({ status: 200 }), 4, /no page of events/],
    ['an event that is not known', () => page(withoutSkips()), 4, /not understood: "Settings changed"/],
    ['an event of another shape', () => page([started(), ['skipped']]), 4, /"an event without an action"/],
    ['no event of the scan', () => page([]), 4, /no event of this scan, so it shows nothing/],
    ['a page without an end', () => page([started()], {}), 4, /not where the next one starts/],
    ['a copy', () => ({ ...page([started()]), headers: { age: '7' } }), 4, /a cache sent a copy/],
  ])('by %s is an error with `error` and a note with `note`', async (_name, audit, exitCode, what) => {
    const { end } = await gate('error', audit)
    expect(end).toMatchObject({ verdict: 'error', exitCode, error: { message: expect.stringMatching(what) } })
    const noted = await gate('note', audit)
    expect([noted.end.verdict, noted.notes.join('\n')]).toEqual(['pass', expect.stringMatching(what)])
  })

  it.each<[string, Reply, number]>([
    ['an app before 4.17', apps('4.16.3'), 4],
    ['an app without a version', apps(null), 4],
    ['no app of that name', apps('4.17.0', 'Another'), 4],
    ['no list', json({}), 4],
    ['no right to the list', bitbucketError(401, 'No.', 'AuthorisationException'), 3],
  ])('as %s may write no skipped files is an error and a note too', async (_name, installed, exitCode) => {
    const { end } = await gate('error', () => page([started()]), {}, installed)
    expect(end).toMatchObject({ verdict: 'error', exitCode })
    const noted = await gate('note', () => page([started()]), {}, installed)
    expect([noted.end.verdict, noted.skippedFiles]).toEqual(['pass', null])
    expect(noted.notes.join('\n')).toMatch(/no Soteri app of 4\.17 or later|version of the Soteri app/)
  })

  it.each(['4.17.0', '4.20.1', '5.0.0-rc1'])('is none where the app is of %s', async (version) => {
    const { end, skippedFiles } = await gate('error', () => page([started()]), {}, apps(version))
    expect([end.verdict, skippedFiles]).toEqual(['pass', { count: 0, files: [] }])
  })

  it('as the scan was not waited for is an error too, and `off` asks nothing', async () => {
    const { end } = await gate('error', () => page([started()]), { wait: 'false' })
    expect(end.error?.message).toContain('the scan was not waited for')
    expect((await gate('off', () => page([]))).asked).toEqual([])
  })
})

describe('a fault of the audit log', () => {
  const repositories = [{ project: 'A', slug: 'x', made: [{ name: 'main', findings: 1 }] }]
  const thresholds = 'total = 9'

  it.each(auditFaults.map((fault) => [fault.name, fault] as const))(
    '%s ends as the sandbox says',
    async (_, fault) => {
      const folder = mkdtempSync(join(tmpdir(), 'skipped-'))
      try {
        const engine: Engine = async (inputs, { SOTERI_GATE_PASSWORD: password = '' }) => {
          const { end } = await runGate({
            ...inputs,
            password,
            thresholds,
            'poll-interval': '20ms',
            'max-retries': '0',
          })
          expect(end.error?.message).toMatch(/audit log/)
          return end.exitCode
        }
        const { wrong } = await replayFault(fault, repositories, folder, engine, {
          verdict: 'pass',
          exitCode: 0,
        })
        expect(wrong).toBeNull()
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )
})

describe('against the sandbox', () => {
  let sandbox: Sandbox | null = null
  afterEach(async () => await sandbox?.close())

  it('names the file to an administrator with a password; a token does not reach the log', async () => {
    const skipped = [{ path: 'b.bin', reason: 'The file is binary' }]
    sandbox = await startSandbox({
      repositories: [{ project: 'A', slug: 'x', made: [{ name: 'main', findings: 0, skipped }] }],
    })
    const { name = '', password = '', token = '' } = sandbox.users[0] ?? {}
    const given = {
      'bitbucket-url': sandbox.url,
      project: 'A',
      'check-skipped': 'error',
      'poll-interval': '20ms',
      'max-requests-per-second': '1000',
      columns: 'match = Line',
    }
    const admin = await runGate({ ...given, username: name, password })
    expect(admin.end.error?.message).toContain('the scanner skipped 1 file (')
    expect(admin.report.evidence.skippedFiles).toEqual({
      count: 1,
      files: [{ repository: 'A/x', branch: 'main', path: 'b.bin', reason: 'The file is binary' }],
    })
    const byToken = await runGate({ ...given, token })
    expect(byToken.end.error).toMatchObject({
      code: 'RIGHT_MISSING',
      message: expect.stringContaining('by user and password'),
    })
  })
})
