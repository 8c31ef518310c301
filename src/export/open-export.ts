/**
 * Opens a stored export by its content: one CSV, or the CSVs of a zip, each as a stream of bytes that a stop ends. Rejects
 * zips with findings that nobody would read.
 */
import { GateError } from '../errors.ts'
import { isRecord, parseJson } from '../parse.ts'
import { harmlessName, namesOf } from '../text.ts'
import { aliases, looseName } from './column-names.ts'
import { utf16Of, utf16ToUtf8 } from './csv-dialect.ts'
import { shapeOf } from './header-view.ts'
import { peekCsv } from './read-csv.ts'
import {
  HEAD_BYTES,
  piecesOf,
  type StoredBytes,
  type TempFile,
  withWindow,
  yieldUnlessStopped,
} from './temp-file.ts'
import { type ArchiveLimits, openZip, type Zip } from './zip.ts'
import { broken, endOfHeader, LOCAL_HEADER } from './zip-inflate.ts'

export type Member = {
  /** Escaped. */
  readonly name: string
  /** For errors: names export and member. */
  readonly where: string
  readonly chunks: () => AsyncIterable<Buffer>
  /** Bytes that `chunks` has given so far. */
  readonly bytes: () => number
}

export type OpenedExport = {
  readonly format: 'zip' | 'csv'
  /** Names the export, for errors and notices. */
  readonly where: string
  readonly members: readonly Member[]
  /** Call it when all members were read: only then is it known that nothing is missing. */
  proven(): Promise<ExportProof>
}

/** What is known once every byte was read. `sha256` (hex) is that of the export as it was stored. */
export type ExportProof = {
  readonly bytes: number
  readonly sha256: string
  readonly notices: readonly string[]
  /** Names of members that were not read and may hold findings. */
  readonly unread: readonly string[]
}

/**
 * Finds out by content what an export is.
 *
 * @param source names the export in errors.
 * @param knowsHeader recognises an export among the entries of a zip that are not named `*.csv`.
 */
export async function openExport(
  stored: TempFile,
  source: string,
  limits: ArchiveLimits,
  stop: AbortSignal,
  knowsHeader: KnowsHeader = () => false,
): Promise<OpenedExport> {
  const name = harmlessName(source)
  const where = `Export of ${name}`
  const proof = async (notices: string[] = [], unread: readonly string[] = []): Promise<ExportProof> => {
    return { bytes: stored.bytes, sha256: await stored.sha256(), notices, unread }
  }
  const found = sniff(stored.head)
  if (found === 'zip') {
    const zip = await openZip(stored, limits)
    return {
      format: 'zip',
      where,
      members: zip.members.map((member) => {
        const inZip = `${where}, member "${member.name}"`
        return toMember(member.name, inZip, () => onlyCsv(member.chunks(), inZip), stop)
      }),
      async proven() {
        await rejectUnlistedEntries(stored, zip)
        const suspicious = await checkSkippedEntries(zip, knowsHeader, where, stop)
        return await proof(skippedNotices(zip), suspicious)
      },
    }
  }
  if (found === 'empty') return { format: 'csv', where, members: [], proven: () => proof() }
  assertCsv(found, where)
  if (stored.bytes > limits.maxExportBytes) {
    const why = `${where}: its ${stored.bytes} bytes are more than max-export-size (${limits.maxExportBytes} bytes).`
    throw new GateError('EXPORT_TOO_LARGE', why)
  }
  const members = [toMember(name, where, () => piecesOf(stored), stop)]
  return { format: 'csv', where, members, proven: () => proof() }
}

function skippedNotices({ others }: Zip): string[] {
  if (others.length === 0) return []
  const names = others.slice(0, 5).map(({ name }) => name)
  const more = others.length > names.length ? ', ...' : ''
  return [`members that are no CSV, not read: ${others.length} (${names.join(', ')}${more}).`]
}

function toMember(name: string, where: string, open: () => AsyncIterable<Buffer>, stop: AbortSignal): Member {
  let bytes = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    await yieldUnlessStopped(stop)
    for await (const chunk of open()) {
      await yieldUnlessStopped(stop)
      bytes += chunk.length
      yield chunk
    }
  }
  return { name, where, chunks, bytes: () => bytes }
}

async function* onlyCsv(chunks: AsyncIterable<Buffer>, where: string): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk
      continue
    }
    // The first chunk is mostly long enough, and then not copied.
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
    if (head.length < HEAD_BYTES) continue
    assertCsv(sniff(head.subarray(0, HEAD_BYTES)), where)
    yield head
    head = null
  }
  if (head === null) return
  const found = sniff(head)
  if (found !== 'empty') assertCsv(found, where)
  yield head
}

const others: Readonly<Record<Exclude<Sniffed, 'csv'>, string>> = {
  html: 'an HTML or XML page',
  json: 'JSON',
  zip: 'a zip inside a zip',
  'utf-16': 'text in UTF-16 without a byte order mark',
  empty: 'empty: a CSV has at least a header',
  binary: 'not text',
}

function assertCsv(found: Sniffed, where: string): void {
  if (found === 'csv') return
  throw new GateError('NOT_AN_EXPORT', `${where} is ${others[found]}.`)
}

/** What bytes turn out to be the beginning of. Only `zip` and `csv` can be exports; `empty` may be one. */
export type Sniffed = 'zip' | 'csv' | 'html' | 'json' | 'utf-16' | 'empty' | 'binary'

const BOM = [0xef, 0xbb, 0xbf]
/** Local file header, end of an empty zip, mark of a split zip: the three ways a zip can begin. */
const zipStarts = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
  [0x50, 0x4b, 0x07, 0x08],
]
const [LF, CR, TAB, BLANK] = [0x0a, 0x0d, 0x09, 0x20]

/**
 * What `head`, the first `HEAD_BYTES` of a download or member, is the beginning of. `html` is any markup; `csv` is
 * what is left when the first line is text. Blanks alone are `empty`. NULs after the first line do not matter
 * here: the parser reports the row that has them.
 */
export function sniff(head: Uint8Array): Sniffed {
  if (zipStarts.some((start) => startsWith(head, start))) return 'zip'
  const utf16 = utf16Of(head)
  if (utf16 === null && isBareUtf16(head)) return 'utf-16'
  const bytes = utf16 === null ? head : utf16ToUtf8(Buffer.from(head.subarray(0, head.length & ~1)), utf16)
  const text = bytes.subarray(startsWith(bytes, BOM) ? BOM.length : 0)
  const first = text.findIndex((byte) => ![BLANK, TAB, LF, CR].includes(byte))
  if (first < 0) return head.length < HEAD_BYTES ? 'empty' : 'binary'
  const sign = String.fromCharCode(text[first] ?? 0)
  if (sign === '<') return 'html'
  if (sign === '{' || sign === '[') return 'json'
  const end = text.findIndex((byte, at) => at > first && (byte === LF || byte === CR))
  const line = text.subarray(first, end < 0 ? undefined : end)
  return line.some((byte) => byte < BLANK && byte !== TAB) ? 'binary' : 'csv'
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte)
}

/** ASCII text in UTF-16 has a zero in every second byte. */
function isBareUtf16(head: Uint8Array): boolean {
  const [a, b, c, d] = head
  if (a === undefined || b === undefined || c === undefined || d === undefined) return false
  return (a === 0 && b > 0 && c === 0 && d > 0) || (a > 0 && b === 0 && c > 0 && d === 0)
}

/** Only headers are read through it. */
const WINDOW = 4 * 1024
const SIGNATURE = 'PK\u0003\u0004'

/**
 * Between the entries that the directory lists, there is room for data descriptors, and for no local header. It reads
 * all headers, so call it after the entries were read.
 */
export async function rejectUnlistedEntries(
  archive: StoredBytes,
  { entries, directoryAt }: Pick<Zip, 'entries' | 'directoryAt'>,
): Promise<void> {
  const window = withWindow(archive, WINDOW)
  let end = 0
  for (const { offset, packed } of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (offset < end) throw broken('two of its members overlap')
    await rejectHeader(archive, end, offset)
    const start = await endOfHeader(offset, window)
    if (start === null) throw broken('a member is not where the directory says')
    end = start + packed
  }
  if (end > directoryAt) throw broken('its last member and its directory overlap')
  await rejectHeader(archive, end, directoryAt)
}

async function rejectHeader(archive: StoredBytes, from: number, to: number): Promise<void> {
  // The longest data descriptor is shorter than a header.
  if (to - from < LOCAL_HEADER.bytes) return
  let before: Buffer = Buffer.alloc(0)
  for await (const piece of piecesOf(archive, from, to)) {
    const bytes = Buffer.concat([before, piece])
    if (bytes.includes(SIGNATURE)) throw broken('it has a member that its directory does not list')
    // The end of a piece may cut a signature.
    before = bytes.subarray(-SIGNATURE.length + 1)
  }
}

/** Whether these are the cells of the header of an export. */
type KnowsHeader = (header: readonly string[]) => boolean

/**
 * Looks into every entry that was skipped for its name.
 * @param where names the export in errors.
 * @returns names of those that may hold findings nevertheless: another zip, JSON, a spreadsheet, a table of another kind
 */
async function checkSkippedEntries(
  { others }: Pick<Zip, 'others'>,
  knowsHeader: KnowsHeader,
  where: string,
  stop: AbortSignal,
): Promise<readonly string[]> {
  const suspicious: string[] = []
  for (const { name, head } of others) {
    await yieldUnlessStopped(stop)
    const { bytes, whole } = await head()
    const csv = await peekCsv(bytes, whole)
    if (csv !== null && 'header' in csv && knowsHeader(csv.header)) {
      const why = `${where}: member "${name}" is not named *.csv and begins with the header of an export, so its findings would go unread.`
      throw new GateError('ARCHIVE_BROKEN', why, {
        hint: 'Unpack the zip, name every export in it *.csv, and judge them with `operation: evaluate`; report it to the maker of the zip.',
      })
    }
    if (mayHoldFindings(bytes, whole)) suspicious.push(name)
  }
  return suspicious
}

/** All but blanks, short texts without a table in them, and manifests. */
function mayHoldFindings(bytes: Buffer, whole: boolean): boolean {
  const kind = sniff(bytes.subarray(0, HEAD_BYTES))
  if (kind === 'empty') return false
  if (kind === 'json' && whole) return !isManifest(parseJson(bytes.toString()))
  if (kind !== 'csv' || !whole) return true
  const lines = bytes.toString('latin1').split(/[\r\n]+/)
  return [',', ';', '\t', '|'].some((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    return counts.some((count, at) => count >= 2 && counts[at + 1] === count)
  })
}

/** A few facts by their names, as the manifest of an export has them: no place of a finding, and no list. */
function isManifest(json: unknown): boolean {
  if (!isRecord(json) || Array.isArray(json)) return false
  const facts = Object.entries(json)
  const isFact = ([name, value]: readonly [string, unknown]): boolean =>
    /^\w+$/.test(name) &&
    !findingNames.includes(looseName(name)) &&
    !isRecord(value) &&
    !/[\r\n]/.test(String(value)) &&
    shapeOf(String(value)) !== 'path:line'
  return facts.length <= 20 && facts.every(isFact)
}

const findingNames: readonly string[] = [aliases.path, aliases.rule, aliases.match].flat(2)

/** The error for members that were not read and may hold findings, and for empty ones. */
export function unreadMembers(source: string, names: readonly string[]): GateError {
  const shown = namesOf(names.map((name) => `"${name}"`))
  const why = `Export of ${source}: the zip has members that are empty, or no CSV and may hold findings, which were not read: ${shown}.`
  return new GateError('ARCHIVE_BROKEN', why, {
    hint: 'Unpack the zip, and judge every CSV in it with `operation: evaluate`; leave out what is no export.',
  })
}
