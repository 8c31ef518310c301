/** What the server's answers look like, and never what they say: values become classes, names placeholders. */
import { GateError } from '../../errors.ts'
import { type ColumnWishes, planColumns } from '../../export/columns.ts'
import { type Dialect, utf16Of, utf16ToUtf8 } from '../../export/csv-dialect.ts'
import { HeaderView, shapeOf } from '../../export/header-view.ts'
import { sniff } from '../../export/open-export.ts'
import { type CsvStart, peekCsv } from '../../export/read-csv.ts'
import { HEAD_BYTES } from '../../export/temp-file.ts'
import { LOCAL_HEADER } from '../../export/zip-inflate.ts'
import { isRecord, parseJson } from '../../parse.ts'
import type { OnReply } from '../../server/http.ts'
import type { HttpRequest } from '../../server/request.ts'
import type { Target } from '../../target.ts'
import { toolVersion } from '../../version.ts'
import { startOfCsv } from './export-header.ts'

export type Capture = ReturnType<typeof openCapture>

export function openCapture() {
  const versions = { 'soteri-gate': toolVersion, bitbucket: null as string | null }
  const calls: object[] = []
  const exports: object[] = []
  const onReply: OnReply = (request, { status, header }, text) => {
    const body = text === null ? undefined : parseJson(text)
    if (request.segments.at(-1) === 'application-properties') versions.bitbucket = versionIn(body)
    calls.push({
      method: request.method,
      path: templateOf(request),
      query: (request.query ?? []).flatMap(([name, value]) => (value === null ? [] : [name])),
      status,
      contentType: header('content-type')?.match(/^[\w.+-]{1,40}\/[\w.+-]{1,60}(?=\s*(?:;|$))/)?.[0] ?? null,
      headers: knownHeaders.filter((name) => header(name) !== null),
      // The fields of findings in a scan status are known to nobody.
      json: body === undefined ? null : fieldsOf(body, request.segments.includes('scan')),
    })
  }
  return {
    onReply,
    async addExport(
      scope: Target['kind'],
      { head, whole }: { readonly head: Buffer; readonly whole: boolean },
      wishes: ColumnWishes,
    ): Promise<void> {
      const format = sniff(head.subarray(0, HEAD_BYTES))
      const content = format === 'zip' || format === 'csv' ? (startOfCsv(head) ?? Buffer.alloc(0)) : null
      const csv = content === null ? null : await peekCsv(content, whole && format === 'csv')
      const zip = format === 'zip' ? zipShape(head, whole) : null
      const isRead = content !== null && csv !== null && !('bad' in csv)
      const shape = isRead ? csvShape(content, csv, wishes) : { dialect: null }
      exports.push({ of: wishes.purpose, scope, format, zip, ...shape })
    },
    /** The content of the file; the sandbox replays it. */
    json: (): string => `${JSON.stringify({ captureVersion: '1.0', versions, calls, exports }, null, 2)}\n`,
  }
}

function versionIn(body: unknown): string | null {
  const version = isRecord(body) ? String(body.version) : ''
  return /^\d{1,3}(?:\.\d{1,4}){1,3}$/.test(version) ? version : null
}

/** Words of resources; every other segment is a name. */
const pathWords = new Set(
  `rest api security latest 1.0 projects repos branches default scan status export-report export reviewed users commits
  application-properties inbox pull-requests plugins browse raw`.split(/\s+/),
)
const placeholders: Readonly<Record<string, string>> = {
  projects: '{projectKey}',
  scan: '{projectKey}',
  repos: '{repoSlug}',
}

function templateOf({ segments }: HttpRequest): string {
  const parts = segments.map((segment, at) => {
    const before = placeholders[segments[at - 1] ?? '']
    const isName = before !== undefined && !placeholders[segments[at - 2] ?? '']?.startsWith('{repo')
    return isName ? before : pathWords.has(segment) ? segment : '{name}'
  })
  return `/${parts.join('/')}`
}

const knownHeaders =
  `content-type content-length content-encoding content-disposition transfer-encoding date etag age via
  last-modified cache-control retry-after x-ratelimit-limit x-ratelimit-remaining x-arequestid x-asessionid server location
  www-authenticate set-cookie`.split(/\s+/)

/** Fields of Bitbucket's own replies. Others could be names that somebody gave. */
const knownFields = new Set(
  `size limit isLastPage start nextPageStart values key id name slug project displayId latestCommit latestChangeset isDefault
  version buildNumber buildDate displayName errors context message exceptionName type public links self clone href description
  state hierarchyId scmId statusMessage forkable owner archived permission user`.split(/\s+/),
)
const MOST_DEPTH = 5
const MOST_NAMES = 5

/** Names and types of fields; of a list, those of its first entry. */
function fieldsOf(value: unknown, showsAll: boolean, depth = 0): unknown {
  if (value === null) return 'null'
  if (typeof value !== 'object') return typeof value
  if (depth > MOST_DEPTH) return 'deeper'
  if (Array.isArray(value)) return value.slice(0, 1).map((entry) => fieldsOf(entry, showsAll, depth + 1))
  const fields = Object.entries(value).map(([name, field]) => {
    const isShown = knownFields.has(name) || (showsAll && /^[a-z]{2,12}(?:[A-Z][a-z]{1,12}){0,3}$/.test(name))
    return [isShown ? name : '(another)', fieldsOf(field, showsAll, depth + 1)]
  })
  return Object.fromEntries(fields)
}

function csvShape(content: Buffer, { dialect, header, rows }: CsvStart, wishes: ColumnWishes): object {
  const view = new HeaderView(header, rows, Object.values(wishes.byHand))
  return {
    dialect: dialectShape(content, dialect),
    header: view.isHeader ? header.map((_cell, at) => view.shown(at)) : null,
    firstRow: header.map(shapeOf),
    columns: planned(header, { ...wishes, firstRows: rows }),
    values: header.map((_cell, at) => [...new Set(rows.map((row) => shapeOf(row[at] ?? '')))].sort()),
    rows: rows.length,
  }
}

function planned(header: readonly string[], wishes: ColumnWishes): object {
  try {
    return planColumns(header, wishes, '').evidence
  } catch (caught) {
    if (caught instanceof GateError) return { error: caught.code }
    throw caught
  }
}

function dialectShape(content: Buffer, { delimiter, quote, escape: written, start }: Dialect): object {
  const encoding = utf16Of(content) ?? 'utf-8'
  const bytes =
    encoding === 'utf-8' ? content : utf16ToUtf8(content.subarray(0, content.length & ~1), encoding)
  const [first = '', lineEnd = ''] =
    /^(?:"[^"]*"|[^"\r\n])*(\r\n|\n|\r|$)/.exec(bytes.toString('latin1', start)) ?? []
  return {
    delimiter,
    quote,
    escape: written,
    quotesAll: first.startsWith(quote) && first.trimEnd().endsWith(quote),
    lineEnd,
    encoding,
    byteOrderMark: bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])),
    separatorLine: /sep=/i.test(bytes.toString('latin1', 0, start)),
    commentLines: bytes.toString('latin1', 0, start).match(/^\W{0,3}#/gm)?.length ?? 0,
  }
}

/** The first member by its local header, and the directory where it was downloaded (APPNOTE 4.3.7, 4.3.12, 4.3.16). */
function zipShape(head: Buffer, whole: boolean): object {
  const { bytes, signature, flags, method, nameLength } = LOCAL_HEADER
  const isLocal = head.length > bytes && head.readUInt32LE(0) === signature
  const end = whole ? head.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') : -1
  return {
    members: end < 0 || end + 12 > head.length ? null : head.readUInt16LE(end + 10),
    others: end < 0 ? [] : namesIn(head, end).slice(1),
    name: isLocal ? patternOf(head.toString('utf8', bytes, bytes + head.readUInt16LE(nameLength))) : null,
    method: isLocal ? head.readUInt16LE(method) : null,
    flags: isLocal ? head.readUInt16LE(flags) : null,
  }
}

/** Patterns of the names in the directory, each once. */
function namesIn(head: Buffer, end: number): readonly string[] {
  const names = new Set<string>()
  let at = end + 20 > head.length ? end : head.readUInt32LE(end + 16)
  while (at + 46 < end && head.readUInt32LE(at) === 0x02014b50) {
    const nameEnd = at + 46 + head.readUInt16LE(at + 28)
    names.add(patternOf(head.toString('utf8', at + 46, nameEnd)))
    at = nameEnd + head.readUInt16LE(at + 30) + head.readUInt16LE(at + 32)
  }
  return [...names].slice(0, MOST_NAMES)
}

function patternOf(name: string): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.csv)?$/is.exec(name.slice(0, 200)) ?? []
  return `${stem
    .replace(/\p{L}/gu, 'a')
    .replace(/\p{N}/gu, '9')
    .replace(/[^a9/._ -]/gu, '?')}${ending}`
}
