/** Replays a capture of `doctor`: its header, dialect, members, statuses and fields, over the scans of the sandbox. */
import { readFileSync } from 'node:fs'
import type { ExportDialect } from './export-dialect.ts'
import type { FaultRule, FaultScenario, Resource } from './faults/scenario.ts'
import { zipBytes } from './faults/zip-bytes.ts'
import type { Reply } from './reply.ts'

/** The part of a capture that is replayed. */
export type Capture = {
  readonly captureVersion: '1.0'
  readonly calls: readonly CapturedCall[]
  readonly exports: readonly CapturedExport[]
}

type CapturedCall = {
  readonly path: string
  readonly status: number
  readonly contentType: string | null
  readonly json: unknown
}

type CapturedExport = {
  readonly of: 'findings' | 'reviewed'
  readonly scope: 'instance' | 'project' | 'repo' | 'branch'
  readonly format: string
  readonly zip: CapturedZip | null
  readonly dialect: Dialect | null
  /** In quotes; `null` where there was none. */
  readonly header?: readonly string[] | null
  readonly firstRow?: readonly string[]
  readonly columns?: { readonly read?: readonly { readonly column: string; readonly header: string }[] }
  readonly values?: readonly (readonly string[])[]
}

type CapturedZip = {
  readonly members: number | null
  /** Patterns: those of the first member, and of others that differ. */
  readonly name: string | null
  readonly others?: readonly string[]
  readonly flags?: number | null
}

type Dialect = {
  readonly delimiter: string
  readonly quote: string
  readonly escape: 'doubled' | 'backslash'
  readonly quotesAll: boolean
  readonly lineEnd: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  readonly byteOrderMark: boolean
  readonly separatorLine: boolean
  readonly commentLines?: number
}

/** How the sandbox writes exports for a replay, which then writes them anew. */
export const replayedDialect: Partial<ExportDialect> = { delimiter: '\u001f', zippedScopes: [] }

/** Cells of the sandbox by the columns of a capture. */
const sources: Readonly<Record<'findings' | 'reviewed', readonly string[]>> = {
  findings: ['project', 'repository', 'branch', 'path', 'line', 'rule', 'match', 'scanned_at'],
  reviewed: ['', 'project', 'repository', 'rule', 'match', ''],
}

/** @throws Error for a file that is no capture */
export function readCapture(path: string): Capture {
  const capture = JSON.parse(readFileSync(path, 'utf8')) as Partial<Capture>
  if (capture.captureVersion === '1.0' && Array.isArray(capture.calls) && Array.isArray(capture.exports))
    return capture as Capture
  throw new Error(`${path} is no capture that \`soteri-gate doctor --capture-file\` wrote.`)
}

/** Plays a capture as the faults are played. */
export function captureScenario(capture: Capture): FaultScenario {
  return {
    name: 'capture',
    description: 'Answers look as they did where the capture was made.',
    expected: { heals: true },
    scope: 'repo',
    rules: [
      ...rulesOf(capture, 'status', /\/scan\//, (reply, { status, json }) => ({
        ...withFields(reply, json),
        status,
      })),
      ...rulesOf(capture, 'export', /\/export-report/, (reply, { status }, path) =>
        rewritten(reply, exportFor(capture, 'findings', path), status),
      ),
      ...rulesOf(capture, 'reviewed', /\/export\/reviewed/, (reply, { status }, path) =>
        rewritten(reply, exportFor(capture, 'reviewed', path), status),
      ),
    ],
  }
}

function rulesOf(
  { calls }: Capture,
  on: Resource,
  path: RegExp,
  change: (reply: Reply, call: CapturedCall, path: string) => Reply,
): readonly FaultRule[] {
  const call = calls.findLast((one) => path.test(one.path))
  if (call === undefined) return []
  const typed = (reply: Reply): Reply =>
    call.contentType === null
      ? reply
      : { ...reply, headers: { ...reply.headers, 'Content-Type': call.contentType } }
  return [
    {
      on,
      does: {
        kind: 'change',
        change: (reply, scene) => (reply.status === 200 ? typed(change(reply, call, scene.path)) : reply),
      },
    },
  ]
}

/** The fields of the capture: those of the sandbox where it has them, in the captured type. */
function withFields(reply: Reply, fields: unknown): Reply {
  if (typeof fields !== 'object' || fields === null) return reply
  const body = JSON.parse(reply.body.toString()) as Record<string, unknown>
  const entries = Object.entries(fields).map(([name, type]) => [name, typedValue(body[name], type)])
  return { ...reply, body: Buffer.from(JSON.stringify(Object.fromEntries(entries))) }
}

function typedValue(value: unknown, type: unknown): unknown {
  if (value !== undefined && (typeof value === type || typeof value === typeof type)) return value
  if (type === 'string') return value === undefined ? '' : String(value)
  if (type === 'number') return Number(value ?? 0)
  if (type === 'boolean') return value === 'true'
  return Array.isArray(type) ? [] : typeof type === 'object' ? {} : null
}

function exportFor(
  { exports }: Capture,
  of: 'findings' | 'reviewed',
  path: string,
): CapturedExport | undefined {
  const isBranch = /[?&]branch=/.test(path)
  const scope = isBranch
    ? 'branch'
    : /\/repos\//.test(path)
      ? 'repo'
      : /\/projects\//.test(path)
        ? 'project'
        : 'instance'
  const own = exports.filter((one) => one.of === of)
  return own.find((one) => one.scope === scope) ?? own[0]
}

/** @param status of the captured call: 404 and 204 say that there was nothing */
function rewritten(reply: Reply, captured: CapturedExport | undefined, status: number): Reply {
  const [header = [], ...rows] = parse(reply.body.toString())
  if (rows.length === 0 && status !== 200) return { ...reply, status, body: Buffer.alloc(0) }
  if (rows.length === 0 && captured?.format === 'empty') return { ...reply, body: Buffer.alloc(0) }
  if (captured?.dialect === undefined || captured.dialect === null)
    return { ...reply, body: Buffer.from([header, ...rows].map((row) => row.join(',')).join('\r\n')) }
  const { dialect, zip } = captured
  const written = (some: readonly (readonly string[])[]): Buffer => encoded(tableOf(captured, some), dialect)
  return { ...reply, body: zip === null ? written(rows) : zipped(zip, rows, written) }
}

/** All rows are in the first member; the other CSVs have a header, and the rest is no CSV. */
function zipped(
  { members, name, others = [], flags }: CapturedZip,
  rows: readonly (readonly string[])[],
  written: (rows: readonly (readonly string[])[]) => Buffer,
): Buffer {
  const contents = [
    { name: name ?? 'export.csv', content: written(rows) },
    ...others.map((other) => ({
      name: other,
      content: other.endsWith('.csv') ? written([]) : Buffer.from('{"rows":1}'),
    })),
  ]
  const dataDescriptor = ((flags ?? 0) & 8) !== 0
  return zipBytes(members === 0 ? [] : contents.map((content) => ({ ...content, dataDescriptor })))
}

/** Rows of cells as the sandbox writes them with `replayedDialect`. */
function parse(text: string): readonly (readonly string[])[] {
  const lines = text.split('\r\n').filter((line) => line !== '')
  return lines.map((line) =>
    line
      .split('\u001f')
      .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)),
  )
}

function tableOf(
  { of, header, firstRow = [], columns, values = [] }: CapturedExport,
  rows: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const names = header ?? firstRow
  const read = [...(columns?.read ?? [])]
  const roles = names.map((name) => read.filter((one) => one.header === name).map(({ column }) => column))
  // Two columns may flag rows, each with a header of its own; a path may have its line with it.
  const cellOf = (row: readonly string[], at: number): string => {
    const cell = (column: string): string => row[sources[of].indexOf(column)] ?? ''
    const [role, other] = roles[at] ?? []
    if (other !== undefined) return `${cell('path')}:${cell('line')}`
    if (role === undefined || role === 'reviewed') return madeUp(values[at])
    const isFullName = role === 'repository' && isAlways('path', values[at])
    return isFullName ? `${cell('project')}/${cell(role)}` : shaped(cell(role), role, values[at])
  }
  const table = rows.map((row) => names.map((_name, at) => cellOf(row, at)))
  return header === null || header === undefined ? table : [header.map(unquoted), ...table]
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name
}

function isAlways(shape: string, shapes: readonly string[] = []): boolean {
  return shapes.length === 1 && shapes[0] === shape
}

function shaped(cell: string, role: string, shapes: readonly string[] = []): string {
  if (role === 'branch' && isAlways('path', shapes)) return `refs/heads/${cell}`
  return role === 'scanned_at' ? timeAs(shapes, cell) : cell
}

function timeAs(shapes: readonly string[], instant: string): string {
  const time = new Date(instant)
  const [weekday = '', day = '', month = '', year = '', clock = ''] = time.toUTCString().split(/,? /)
  const [hour = '', minute = ''] = clock.split(':')
  const written: Readonly<Record<string, string>> = {
    epoch: String(time.getTime()),
    time: time.toUTCString(),
    'time without zone': instant.replace('T', ' ').replace('Z', ''),
    'Java date': `${weekday} ${month} ${day} ${clock} UTC ${year}`,
    'Atlassian date': `${day}/${month}/${year.slice(2)} ${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? 'AM' : 'PM'}`,
  }
  return shapes.map((shape) => written[shape]).find((text) => text !== undefined) ?? instant
}

function madeUp(shapes: readonly string[] = []): string {
  if (shapes.includes('yes/no')) return 'no'
  if (shapes.includes('integer')) return '7'
  if (shapes.includes('text')) return 'x: y'
  return shapes.includes('ISO instant') ? '2026-01-05T08:00:00Z' : 'x'
}

function encoded(rows: readonly (readonly string[])[], dialect: Dialect): Buffer {
  const { delimiter, quote, quotesAll, byteOrderMark, separatorLine, encoding } = dialect
  const lineEnd = dialect.lineEnd === '' ? '\n' : dialect.lineEnd
  const written = (cell: string): string => {
    const mustQuote = quotesAll || [delimiter, quote, '\n', '\r'].some((sign) => cell.includes(sign))
    if (!mustQuote) return cell
    const inner =
      dialect.escape === 'doubled'
        ? cell.replaceAll(quote, quote + quote)
        : cell.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
    return `${quote}${inner}${quote}`
  }
  const lines = rows.map((row) => row.map(written).join(delimiter) + lineEnd)
  const comments = `# x${lineEnd}`.repeat(dialect.commentLines ?? 0)
  const text = `${byteOrderMark ? '\uFEFF' : ''}${separatorLine ? `sep=${delimiter}${lineEnd}` : ''}${comments}${lines.join('')}`
  if (encoding === 'utf-8') return Buffer.from(text)
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}
