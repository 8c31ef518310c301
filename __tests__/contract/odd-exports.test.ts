/** Exports as servers may write them, from trigger to verdict: nothing in all its ways, flags, odd paths. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { cleanRepository } from '../../sandbox/demo-repositories.ts'
import type { ExportDialect } from '../../sandbox/export-dialect.ts'
import type { FaultRule } from '../../sandbox/faults/scenario.ts'
import type { SandboxRepository } from '../../sandbox/options.ts'
import type { Reply } from '../../sandbox/reply.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { packZip } from '../../sandbox/zip.ts'
import { demoRepositories } from '../fixtures/demo-repositories.ts'
import { runGate } from '../fixtures/gate-run.ts'
import { temporaryFolder } from './sandbox-caller.ts'

const { folder, remove } = temporaryFolder()
let repositories: readonly SandboxRepository[] = []
const open: Sandbox[] = []
beforeAll(async () => {
  repositories = await demoRepositories(join(folder, 'repositories'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()))
})
afterAll(remove)

type Input = Readonly<Record<string, string>>
type Report = {
  readonly verdict: string
  readonly exitCode: number
  readonly counts: { readonly total: number; readonly suppressed: number }
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null
  readonly evidence: {
    readonly notes: readonly string[]
    readonly exports: readonly { readonly columns: readonly object[] }[]
  }
}

/** A gate over a server that changes these replies. */
async function gate(
  inputs: Input,
  on: FaultRule['on'],
  change: ((reply: Reply) => Reply) | FaultRule['does'],
  exportDialect: Partial<ExportDialect> = {},
): Promise<Report> {
  const token = ['token', 'of', 'the', 'ci', 'account'].join('-')
  const does = typeof change === 'function' ? ({ kind: 'change', change } as const) : change
  const fault = {
    name: 'odd',
    description: 'odd',
    expected: { heals: true },
    scope: 'repo',
    rules: [{ on, does }],
  } as const
  const users = [{ name: 'ci', token, rights: { admin: true } }]
  const statusLag = { ms: 20, polls: 1 }
  const sandbox = await startSandbox({ repositories, users, fault, exportDialect, statusLag })
  open.push(sandbox)
  const common = { 'bitbucket-url': sandbox.url, token, formats: 'json' }
  return (await runGate({ ...common, ...inputs })).report as Report
}

const clean = { project: cleanRepository.project, repo: cleanRepository.slug }
const guilty = (): Input => {
  const found = repositories.find(({ project, slug }) => project !== clean.project || slug !== clean.repo)
  return { project: found?.project ?? '', repo: found?.slug ?? '' }
}

const ways: Readonly<Record<string, (reply: Reply) => Reply>> = {
  'a zip without members': (reply) => ({ ...reply, body: packZip([]) }),
  'a zip whose CSV is empty': (reply) => ({
    ...reply,
    body: packZip([{ name: 'a.csv', content: Buffer.alloc(0) }]),
  }),
  'an empty body': (reply) => ({ ...reply, body: Buffer.alloc(0) }),
  '404': (reply) => ({ ...reply, status: 404, body: Buffer.from('{}') }),
  '204': (reply) => ({ ...reply, status: 204, body: Buffer.alloc(0) }),
}

describe.each(Object.entries(ways))('nothing as %s', (name, way) => {
  it('passes where the scan counted no finding', async () => {
    expect(await gate(clean, 'export', way)).toMatchObject({ verdict: 'pass', error: null })
  })

  it('is an error where it counted some, with a hint for a gate', async () => {
    const { error } = await gate(guilty(), 'export', way)
    expect(error).toMatchObject({
      code: 'EXPORT_MISSING',
      message: expect.stringMatching(/the finished scans counted \d+ finding/),
    })
    expect(error?.hint).not.toContain('gate')
  })

  it('is no reviewed false positive', async () => {
    const { verdict, error } = await gate({ ...clean, 'exclude-reviewed': 'true' }, 'reviewed', way)
    expect([verdict, error]).toEqual(['pass', null])
  })

  // A project without reviews has findings, so nothing is right at any total; it leaves nothing out.
  it('of reviewed ones leaves out no finding, or is an error', async () => {
    const report = await gate({ ...guilty(), 'exclude-reviewed': 'true' }, 'reviewed', way)
    if (name === '404') expect(report.error?.code).toBe('EXPORT_MISSING')
    else expect(report).toMatchObject({ verdict: 'fail', counts: { suppressed: 0 } })
    expect(report.evidence.notes.join()).not.toContain('left out as reviewed')
  })
})

describe('nothing of a whole project', () => {
  it('is an error where one scan counted some', async () => {
    const way = ways['an empty body'] ?? ((reply: Reply) => reply)
    expect((await gate({ project: guilty().project ?? '' }, 'export', way)).error?.code).toBe(
      'EXPORT_MISSING',
    )
  })

  it('404 of reviewed ones is an error where a scan counted findings', async () => {
    const way = ways['404'] ?? ((reply: Reply) => reply)
    const { error } = await gate({ ...guilty(), 'exclude-reviewed': 'true' }, 'reviewed', way)
    expect(error).toMatchObject({
      code: 'EXPORT_MISSING',
      hint: expect.stringContaining('`exclude-reviewed` off'),
    })
  })
})

describe('an export whose end is not marked', () => {
  const unmarked = { kind: 'deliver', delivery: { kind: 'unmarked' } } as const

  it('is a note where it has all rows that were scanned', async () => {
    const { verdict, evidence } = await gate(guilty(), 'export', unmarked)
    expect(verdict).toBe('fail')
    expect(evidence.notes.join()).toMatch(/did not mark the end .* it has all rows that the finished scans/)
  })

  it('is an error where it has fewer, or nothing shows how many', async () => {
    const cut = { kind: 'deliver', delivery: { kind: 'unmarked', lines: 2 } } as const
    expect((await gate(guilty(), 'export', cut)).error?.message).toContain('fewer rows than were scanned')
    const unproven = { ...guilty(), operation: 'export', 'require-scanned': 'false' }
    expect((await gate(unproven, 'export', unmarked)).error?.message).toContain('did not mark the end')
  })
})

describe('an export written in another way', () => {
  it('is judged in gzip that was not asked for, within `max-export-size`', async () => {
    const inGzip = (reply: Reply): Reply => ({
      ...reply,
      headers: { ...reply.headers, 'Content-Encoding': 'gzip' },
      body: gzipSync(reply.body),
    })
    const plain = await gate(guilty(), 'export', (reply) => reply)
    expect((await gate(guilty(), 'export', inGzip)).counts.total).toBe(plain.counts.total)
    const inMegabytes = (reply: Reply): Reply =>
      inGzip({ ...reply, body: Buffer.concat([reply.body, Buffer.alloc(2 ** 21, '\n')]) })
    const { error } = await gate({ ...guilty(), 'max-export-size': '1MiB' }, 'export', inMegabytes)
    expect(error?.code).toBe('EXPORT_TOO_LARGE')
  })

  it('is judged by German headers after `sep=`, in UTF-16', async () => {
    const plain = await gate(guilty(), 'export', (reply) => reply)
    const columns = [
      { cell: 'path', header: 'Datei' },
      { cell: 'lineNumber', header: 'Zeile' },
      { cell: 'rule', header: 'Regel' },
      { cell: 'line', header: 'Text' },
      { cell: 'scannedAt', header: 'Wann' },
    ] as const
    const inUtf16 = (reply: Reply): Reply => ({
      ...reply,
      body: Buffer.from(`\ufeffsep=;\r\n${reply.body.toString()}`, 'utf16le'),
    })
    const dialect = { columns, delimiter: ';' }
    const { counts, evidence } = await gate(guilty(), 'export', inUtf16, dialect)
    expect(counts.total).toBe(plain.counts.total)
    expect(evidence.exports[0]?.columns).toMatchObject([
      { read: expect.arrayContaining([{ column: 'rule', header: '"Regel"' }]), unread: [] },
    ])
  })

  it('is judged by path and line in one cell', async () => {
    const plain = await gate(guilty(), 'export', (reply) => reply)
    const columns = [
      { cell: 'path', header: 'Location' },
      { cell: 'lineNumber', header: 'x' },
      { cell: 'rule', header: 'Rule' },
    ] as const
    const joined = (reply: Reply): Reply => ({
      ...reply,
      body: Buffer.from(
        reply.body
          .toString()
          .replaceAll(/^([^:]*):([^:]*):(.*)$/gm, (_row, path, line, rule) =>
            line === 'x' ? `${path},${rule}` : `${path}:${line},${rule}`,
          ),
      ),
    })
    const { counts, evidence } = await gate(guilty(), 'export', joined, { columns, delimiter: ':' })
    expect(counts.total).toBe(plain.counts.total)
    expect(evidence.exports[0]?.columns).toMatchObject([
      { read: expect.arrayContaining([{ column: 'line', header: '"Location"' }]) },
    ])
  })
})

it('what was understood is logged once for each kind of header, with what was not read', async () => {
  const headers = ['Path,Rule,Owner', 'Path,Rule,Owner', 'File,Rule,Author']
  const files = headers.map((header, at) => {
    const file = join(folder, `kind-${at}.csv`)
    writeFileSync(file, `${header}\nsrc/a.ts,AWS_CLIENT_ID,x\n`)
    return file
  })
  const inputs = { operation: 'evaluate', project: 'SHOP', repo: 'cart', 'report-files': files.join('\n') }
  const { lines } = await runGate(inputs)
  const said = lines.flatMap((line) => line.split(': columns ')[1] ?? [])
  expect(said).toEqual([
    'path = "Path", rule = "Rule"; not read: "Owner".',
    'path = "File", rule = "Rule"; not read: "Author".',
  ])
})

describe('a local export without columns of project and repository', () => {
  async function evaluate(inputs: Input): Promise<{ report: Report; findings: string }> {
    const [exported, outputDir] = [join(folder, 'local.csv'), join(folder, String(Math.random()))]
    writeFileSync(exported, 'Path,Line,Rule\nsrc/a.ts,3,AWS_CLIENT_ID\n')
    const all = { 'report-files': exported, 'output-dir': outputDir, formats: 'csv,json', ...inputs }
    const { report } = await runGate({ operation: 'evaluate', ...all })
    const csv = join(outputDir, 'findings.csv')
    const findings = existsSync(csv) ? readFileSync(csv, 'utf8') : ''
    return { report: report as Report, findings }
  }

  it('is of those that the inputs name', async () => {
    const { report, findings } = await evaluate({ project: 'SHOP', repo: 'cart', branch: 'main' })
    expect([report.verdict, report.counts.total]).toEqual(['fail', 1])
    expect(findings).toContain('\nSHOP,cart,main,src/a.ts,3,AWS_CLIENT_ID,')
  })

  it('is an error where none are named, which says to name them', async () => {
    const { report, findings } = await evaluate({})
    expect([report.error?.code, report.error?.hint, findings]).toEqual([
      'HEADER_UNKNOWN',
      'With `evaluate`, give `project` and `repo`.',
      '',
    ])
  })
})

describe('rows that the export flags', () => {
  /** Every row but the last unflagged, and that one again with a flag: one more than the scan counted. */
  const flagged = (reply: Reply): Reply => {
    const [header = '', ...rows] = reply.body.toString().trimEnd().split('\r\n')
    const lines = [`${header},Reviewed`, ...rows.map((row) => `${row},no`), `${rows.at(-1)},yes`]
    return { ...reply, body: Buffer.from(lines.join('\r\n')) }
  }

  it('count with a note, and are no mismatch', async () => {
    const plain = await gate(guilty(), 'export', (reply) => reply)
    const { counts, evidence } = await gate(guilty(), 'export', flagged)
    expect(counts.total).toBe(plain.counts.total + 1)
    expect(evidence.notes).toContainEqual(
      expect.stringContaining('1 row flagged as reviewed or allow-listed: they count'),
    )
    expect(evidence.notes.join()).not.toContain('the finished scan counted')
    const without = await gate({ ...guilty(), 'exclude-reviewed': 'true' }, 'export', flagged)
    expect(without.counts).toMatchObject({ total: plain.counts.total, suppressed: 1 })
  })
})

describe('a file named with quotes and blanks', () => {
  it('does not end its project', async () => {
    const renamed = (reply: Reply): Reply => ({
      ...reply,
      body: Buffer.from(reply.body.toString().replace(/^((?:[^,\r\n]*,){3})[^,\r\n]*\.[a-z]+,/m, "$1' q',")),
    })
    const { verdict } = await gate({ project: guilty().project ?? '' }, 'export', renamed)
    expect(verdict).toBe('fail')
  })
})

it('a credential of the run in the reviewed export is masked in reviewed.csv', async () => {
  const output = join(folder, 'reviewed-credential')
  const token = ['token', 'of', 'the', 'ci', 'account'].join('-')
  const list = (reply: Reply): Reply => {
    return { ...reply, body: Buffer.from(`Repository,Path,Line Content\ncart,conf/${token}.yml,x\n`) }
  }
  await gate({ ...guilty(), operation: 'export-reviewed', 'output-dir': output }, 'reviewed', list)
  const written = readFileSync(join(output, 'reviewed.csv'), 'utf8')
  expect(written).toContain('conf/***.yml')
  expect(written).not.toContain(token)
})
