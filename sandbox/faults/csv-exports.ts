/** Faults of CSV exports: empty, something else, damaged rows, or fewer rows than there are. */
import { BitbucketError, errorReply, html, json, type Reply } from '../reply.ts'
import { changedJson } from './rules.ts'
import type { FaultScenario } from './scenario.ts'

const heals = { heals: true } as const
const unreadable = { verdict: 'error', exitCode: 5 } as const

/** A scenario that changes the bytes of every export of the repository. */
function exported(
  name: string,
  description: string,
  expected: FaultScenario['expected'],
  change: (body: Buffer) => Buffer,
): FaultScenario {
  return replied(name, description, expected, (reply) => ({ ...reply, body: change(reply.body) }))
}

function replied(
  name: string,
  description: string,
  expected: FaultScenario['expected'],
  change: (reply: Reply) => Reply,
): FaultScenario {
  return {
    name,
    description,
    expected,
    scope: 'repo',
    rules: [{ on: 'export', does: { kind: 'change', change } }],
  }
}

/** Changes header and rows, each without its line end. */
function lines(
  change: (header: string, rows: readonly string[]) => readonly string[],
): (body: Buffer) => Buffer {
  return (body) => {
    const [header = '', ...rows] = body.toString('utf8').replace(/\r\n$/, '').split('\r\n')
    return Buffer.from(`${change(header, rows).join('\r\n')}\r\n`)
  }
}

/** Changes the last row only. */
function lastRow(change: (row: string) => string): (body: Buffer) => Buffer {
  return lines((header, rows) => [header, ...rows.slice(0, -1), change(rows.at(-1) ?? '')])
}

const headerOnly = lines((header) => [header])

/** The family "CSV exports" of docs/sandbox.md. */
export const csvFaults: readonly FaultScenario[] = [
  exported('export-empty', 'Exports have an empty body, although there are findings.', unreadable, () =>
    Buffer.alloc(0),
  ),
  exported(
    'export-header-only',
    'Exports have a header only, although there are findings.',
    unreadable,
    headerOnly,
  ),
  {
    name: 'export-header-only-one-total-missing',
    description: 'Exports have a header only, and the status of one repository has no `total`.',
    expected: unreadable,
    scope: 'project',
    rules: [
      changedJson('status', ({ total: _, ...others }) => others, { onlyFirstRepository: true }),
      {
        on: 'export',
        does: { kind: 'change', change: (reply) => ({ ...reply, body: headerOnly(reply.body) }) },
      },
    ],
  },
  replied('export-404', 'Exports are answered 404, although there are findings.', unreadable, () =>
    errorReply(new BitbucketError(404, 'NoSuchEntityException', 'There is nothing to export.')),
  ),
  replied('export-html', 'Exports are an HTML page of a portal, with status 200.', unreadable, () =>
    html('<!doctype html><html><head><title>Portal</title></head><body><p>Welcome</p></body></html>'),
  ),
  replied('export-json', 'Exports are JSON, with status 200.', unreadable, () =>
    json({ status: 'accepted', message: 'Your export is being prepared' }),
  ),
  exported('export-noise', 'Exports are random bytes.', unreadable, () =>
    Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 197 + 91) % 256)),
  ),
  exported(
    'export-unknown-header',
    'Exports have column names that nobody knows.',
    unreadable,
    lines((_header, rows) => ['A,B,C,D,E,F,G,H', ...rows]),
  ),
  exported(
    'export-without-header',
    'Exports start with the first row.',
    unreadable,
    lines((_header, rows) => rows),
  ),
  exported(
    'export-column-twice',
    'Exports have two columns of the same name.',
    unreadable,
    lines((header, rows) => [`${header},Rule`, ...rows.map((row) => `${row},AWS_CLIENT_ID`)]),
  ),
  exported(
    'export-header-twice',
    'Exports hold the header again in their middle, as when two files were put together.',
    unreadable,
    lines((header, rows) => [header, ...rows.slice(0, 2), header, ...rows.slice(2)]),
  ),
  exported(
    'export-row-short',
    'The last row lacks its last cell.',
    unreadable,
    lastRow((row) => row.replace(/,[^,]*$/, '')),
  ),
  exported(
    'export-row-long',
    'The last row has a cell too many.',
    unreadable,
    lastRow((row) => `${row},surplus`),
  ),
  exported(
    'export-row-empty',
    'There is a row of empty cells.',
    unreadable,
    lines((header, rows) => [header, ...rows, header.replaceAll(/[^,]/g, '')]),
  ),
  exported(
    'export-open-quote',
    'The last row opens a quote that is never closed.',
    unreadable,
    lastRow((row) => row.replace(/^([^,]*,[^,]*),/, '$1,"')),
  ),
  exported(
    'export-nul',
    'A cell holds NUL bytes.',
    unreadable,
    lastRow((row) => row.replace(',', ',\0\0')),
  ),
  exported('export-invalid-utf8', 'A cell holds bytes that are not UTF-8.', unreadable, (body) => {
    const at = body.lastIndexOf(',', body.lastIndexOf(',') - 1) + 1
    return Buffer.concat([body.subarray(0, at), Buffer.from([0xc3, 0x28, 0xff]), body.subarray(at)])
  }),
  exported('export-utf16', 'Exports are UTF-16.', heals, (body) =>
    Buffer.from(`\uFEFF${body.toString('utf8')}`, 'utf16le'),
  ),
  exported(
    'export-huge-cell',
    'A cell has 50 MiB.',
    unreadable,
    lastRow((row) => row.replace(/^([^,]*,[^,]*,[^,]*,)/, `$1${'x'.repeat(50 * 1024 * 1024)}`)),
  ),
  exported(
    'export-bad-line-number',
    'The line number of the last row is a word.',
    unreadable,
    lastRow((row) => row.replace(/,\d+,/, ',twelve,')),
  ),
  exported(
    'export-fewer-rows',
    'The last row is missing, although the scan counted them.',
    unreadable,
    lines((header, rows) => [header, ...rows.slice(0, -1)]),
  ),
  exported(
    'export-cut-in-row',
    'Exports end in the middle of the last row, and HTTP says that all is well.',
    unreadable,
    (body) => body.subarray(0, body.length - 40),
  ),
  exported(
    'export-other-repository',
    'A row belongs to another repository than was asked for.',
    unreadable,
    lastRow((row) => row.replace(/^[^,]*,[^,]*,/, 'ELSE,where,')),
  ),
  exported('export-line-feeds', 'Exports end their lines with LF.', heals, (body) =>
    Buffer.from(body.toString('utf8').replaceAll('\r\n', '\n')),
  ),
  exported('export-byte-order-mark', 'Exports start with a byte order mark.', heals, (body) =>
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
  ),
  exported('export-no-final-line-end', 'The last row has no line end.', heals, (body) =>
    body.subarray(0, -2),
  ),
  exported(
    'export-extra-columns',
    'Exports have columns that nobody knows, before and after the others.',
    heals,
    lines((header, rows) => [`Id,${header},Owner`, ...rows.map((row, index) => `${index},${row},nobody`)]),
  ),
  replied('export-wrong-content-type', 'CSV exports call themselves application/json.', heals, (reply) => ({
    ...reply,
    headers: { 'Content-Type': 'application/json' },
  })),
]
