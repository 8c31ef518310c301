/** Exports of the sandbox in its dialects, over real HTTP. */
import { afterEach, describe, expect, it } from '@jest/globals'
import { virtualClock } from '../../sandbox/clock.ts'
import type { ExportDialect } from '../../sandbox/export-dialect.ts'
import type { SandboxOptions } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { unpackZip } from '../../sandbox/zip.ts'
import { call, rowsOf } from './sandbox-caller.ts'

const security = '/rest/security/latest'
const day = 24 * 60 * 60 * 1000
let sandbox: Sandbox | null = null

afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})

/** Two projects, scanned at 08:00:00.500 and, for project B, a day later. */
async function scanned(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const clock = virtualClock(Date.UTC(2026, 0, 5, 8, 0, 0, 500))
  const started = await startSandbox({
    clock,
    repositories: [
      {
        project: 'A',
        slug: 'x',
        made: [
          { name: 'main', findings: 2 },
          { name: 'dev/1', findings: 1 },
        ],
      },
      { project: 'A', slug: 'y', made: [{ name: 'main', findings: 1 }] },
      { project: 'B', slug: 'z', made: [{ name: 'main', findings: 3 }] },
      { project: 'C', slug: 'none', made: [{ name: 'main', findings: 0 }] },
    ],
    ...options,
  })
  sandbox = started
  await call(started, 'PUT', `${security}/status/projects/A`)
  await call(started, 'PUT', `${security}/status/projects/C`)
  await call(started, 'GET', `${security}/scan/A/repos/x`)
  clock.advance(day)
  await call(started, 'PUT', `${security}/status/projects/B`)
  return started
}

const exported = async (on: Sandbox, address: string): Promise<string[][]> =>
  rowsOf((await call(on, 'GET', `${security}/export-report${address}`)).text)

describe('scopes of an export', () => {
  it.each([
    ['/projects/A', ['x main', 'x main', 'x dev/1', 'y main']],
    ['/projects/A/repos/x', ['x main', 'x main', 'x dev/1']],
    ['/projects/A/repos/x?branch=dev%2F1', ['x dev/1']],
    ['/projects/a/repos/x?branch=refs%2Fheads%2Fdev%2F1', ['x dev/1']],
    ['/projects/C', []],
  ])('%s', async (address, expected) => {
    const [header, ...rows] = await exported(await scanned(), address)
    expect(header).toEqual([
      'Project Key',
      'Repository',
      'Branch',
      'File Path',
      'Line Number',
      'Rule',
      'Line',
      'Scanned At',
    ])
    expect(rows.map((row) => `${row[1]} ${row[2]}`)).toEqual(expected)
  })

  it('the instance is a zip with one CSV for each project, and wants to be confirmed', async () => {
    const on = await scanned()
    expect((await call(on, 'GET', `${security}/export-report`)).status).toBe(400)
    const answer = await call(on, 'GET', `${security}/export-report?confirmExpensiveOperation=true`)
    expect(answer.headers.get('content-type')).toBe('application/zip')
    const members = unpackZip(answer.bytes)
    expect(members.map((member) => [member.name, rowsOf(member.content.toString()).length])).toEqual([
      ['A.csv', 5],
      ['B.csv', 4],
    ])
  })

  it('has the line in clear, as the real server may', async () => {
    const [, row] = rowsOf((await call(await scanned(), 'GET', `${security}/export-report/projects/B`)).text)
    expect(row?.slice(3)).toEqual([
      'src/module-0/settings.txt',
      '1',
      'GENERIC_PASSWORD',
      expect.stringMatching(/^"value = ""made-up-[0-9a-f]{16}"""$/),
      '2026-01-06T08:00:00Z',
    ])
  })
})

describe('the period of an export', () => {
  it.each([
    ['startDate=2026-01-05T08:00:00Z', 2],
    ['startDate=2026-01-05T08:00:01Z', 1],
    ['startDate=2026-01-06T08:00:00Z', 1],
    ['startDate=2026-01-06T08:00:01Z', 0],
    ['endDate=2026-01-05T08:00:00Z', 0],
    ['endDate=2026-01-05T08:00:01Z', 1],
    ['endDate=2026-01-06T08:00:00Z', 1],
    ['startDate=2026-01-05T09:00:00%2B01:00&endDate=2026-01-05T08:00:01Z', 1],
    ['startDate=2025-01-01T00:00:00Z&endDate=2027-01-01T00:00:00Z', 2],
  ])('%s holds %i projects', async (query, projects) => {
    const on = await scanned()
    const answer = await call(on, 'GET', `${security}/export-report?confirmExpensiveOperation=true&${query}`)
    expect(unpackZip(answer.bytes).filter((member) => member.name !== 'export.csv')).toHaveLength(projects)
  })

  it.each(['yesterday', '2026-01-05', '1767600000000'])('refuses %s', async (date) => {
    const on = await scanned()
    expect((await call(on, 'GET', `${security}/export-report/projects/A?startDate=${date}`)).status).toBe(400)
  })
})

describe('dialects', () => {
  const bodyOf = async (dialect: Partial<ExportDialect>, project = 'B'): Promise<Buffer> =>
    (
      await call(
        await scanned({ exportDialect: dialect }),
        'GET',
        `${security}/export-report/projects/${project}`,
      )
    ).bytes

  it('has other columns in another order, a byte order mark, other delimiters, line ends and times', async () => {
    const body = await bodyOf({
      columns: [
        { cell: 'rule', header: 'RULE_NAME' },
        { cell: 'unknown', header: 'Snippet Hash' },
        { cell: 'scannedAt', header: 'when' },
      ],
      delimiter: ';',
      lineEnd: '\n',
      byteOrderMark: true,
      timeFormat: 'milliseconds',
    })
    expect(body.toString().split('\n')[0]).toBe('\uFEFFRULE_NAME;Snippet Hash;when')
    expect(body.toString()).toMatch(/\nAWS_CLIENT_ID;made-up-[0-9a-f]{16};2026-01-06T08:00:00\.500Z\n/)
  })

  it('zips other scopes too', async () => {
    expect(unpackZip(await bodyOf({ zippedScopes: ['project'] })).map((member) => member.name)).toEqual([
      'B.csv',
    ])
  })

  it.each([
    ['header', 200, /^Project Key,.*\r\n$/],
    ['empty-body', 200, /^$/],
    ['404', 404, /nothing to export/],
  ] as const)('says that nothing was found by %s', async (nothingFound, status, text) => {
    const on = await scanned({ exportDialect: { nothingFound } })
    const answer = await call(on, 'GET', `${security}/export-report/projects/C`)
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(text)
  })
})

describe('reviewed false positives', () => {
  const finding = (match: string) => ({ path: 'a', lineNumber: 1, rule: 'R', line: `p = ${match}`, match })
  const options: Partial<SandboxOptions> = {
    repositories: [
      { project: 'A', slug: 'x', made: [{ name: 'main', findings: [finding('good'), finding('bad')] }] },
      { project: 'B', slug: 'z', made: [{ name: 'main', findings: [finding('good')] }] },
      { project: 'C', slug: 'none', made: [] },
    ],
    reviewed: [
      { project: 'A', slug: 'x', rule: 'R', text: 'good' },
      { rule: 'S', text: 'anywhere' },
    ],
  }

  it('are exported by scope', async () => {
    const on = await scanned(options)
    const list = async (address: string): Promise<string[][]> =>
      rowsOf((await call(on, 'GET', `${security}/export/reviewed${address}`)).text).slice(1)
    const ofX = ['repository', 'A', 'x', 'R', 'good', 'admin']
    expect(await list('')).toEqual([ofX, ['global', '', '', 'S', 'anywhere', 'admin']])
    expect(await list('/projects/A')).toEqual([ofX])
    expect(await list('/projects/A/repos/x')).toEqual([ofX])
    expect(await list('/projects/B')).toEqual([])
  })

  it.each([
    [true, 2, 2],
    [false, 1, 1],
  ])('stay in the export: %s', async (stay, rows, total) => {
    const on = await scanned({ ...options, reviewedStayInExport: stay })
    expect((await exported(on, '/projects/A')).slice(1)).toHaveLength(rows)
    await call(on, 'GET', `${security}/scan/A/repos/x`)
    expect((await call(on, 'GET', `${security}/scan/A/repos/x`)).json().total).toBe(total)
    expect((await exported(on, '/projects/B')).slice(1)).toHaveLength(1)
  })
})
