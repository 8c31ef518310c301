/** Rejects zips with findings that nobody would read: entries missing in the directory, and exports not named `*.csv`. */
import { GateError } from '../errors.ts'
import { isRecord, parseJson } from '../parse.ts'
import { aliases, looseName } from './column-names.ts'
import { peekCsv } from './read-csv.ts'
import { shapeOf } from './shapes.ts'
import { HEAD_BYTES, sniff } from './sniff.ts'
import { piecesOf, type StoredBytes, withWindow, yieldUnlessStopped } from './temp-file.ts'
import type { Zip } from './zip.ts'
import { broken, endOfHeader, LOCAL_HEADER } from './zip-inflate.ts'

/** Only headers are read through it; what is between them mostly is not read. */
const WINDOW = 4 * 1024
/** How a local header begins. */
const SIGNATURE = 'PK\u0003\u0004'

/**
 * Between the entries that the directory lists, there is room for data descriptors, and for no local header. It reads
 * all headers, so call it after the entries were read.
 * @throws GateError ARCHIVE_BROKEN, and as reading the zip does.
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

/** Throws when a local header begins between `from` and `to`. */
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
export type KnowsHeader = (header: readonly string[]) => boolean

/**
 * Looks into every entry that was skipped for its name.
 * @param where names the export in errors.
 * @returns names of those that may hold findings nevertheless: another zip, JSON, a spreadsheet, a table of another kind
 * @throws GateError ARCHIVE_BROKEN naming an entry that is an export, CANCELLED, and as reading the zip does.
 */
export async function checkSkippedEntries(
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
    if (csv !== null && 'header' in csv && knowsHeader(csv.header)) throw misnamedCsv(name, where)
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
    isOneFact(String(value))
  return facts.length <= 20 && facts.every(isFact)
}

const findingNames: readonly string[] = [aliases.path, aliases.rule, aliases.match].flat(2)

function isOneFact(text: string): boolean {
  return !/[\r\n]/.test(text) && shapeOf(text) !== 'path:line'
}

function misnamedCsv(name: string, where: string): GateError {
  const why = `${where}: member "${name}" is not named *.csv and begins with the header of an export, so its findings would go unread.`
  return new GateError('ARCHIVE_BROKEN', why, {
    hint: 'Unpack the zip, name every export in it *.csv, and judge them with `operation: evaluate`; report it to the maker of the zip.',
  })
}

/** The error for members that were not read and may hold findings, and for empty ones. */
export function unreadMembers(source: string, names: readonly string[]): GateError {
  const shown = names.slice(0, 5).map((name) => `"${name}"`)
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : ''
  return new GateError(
    'ARCHIVE_BROKEN',
    `Export of ${source}: the zip has members that are empty, or no CSV and may hold findings, which were not read: ${shown.join(', ')}${more}.`,
    {
      hint: 'Unpack the zip, and judge every CSV in it with `operation: evaluate`; leave out what is no export.',
    },
  )
}
