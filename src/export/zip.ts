/**
 * The directory of a zip and its CSVs. The only user of adm-zip, which reads the directory; the entries are read from
 * the disk and inflated by `zip-inflate.ts`. Names of entries are never used as paths, and shown only escaped.
 */
import type AdmZip from 'adm-zip'
import { GateError } from '../errors.ts'
import { harmlessName } from '../text.ts'
import { PIECE, type StoredBytes, withWindow } from './temp-file.ts'
import {
  broken,
  type EntryHead,
  type InflateLimits,
  inflateEntry,
  openBudget,
  type PackedEntry,
  peekEntry,
} from './zip-inflate.ts'

/** Limits of an export; what exceeds them ends in EXPORT_TOO_LARGE. */
export type ArchiveLimits = InflateLimits & {
  /** Entries of any kind in one zip, folders included: `max-export-members`. */
  readonly maxMembers: number
}

/**
 * Defaults beside `max-export-size`. Measured with deflate: rows that differ by a counter give 29:1, ten-thousand
 * character lines repeated for every branch 141:1, one row repeated for ever 294:1, zeros 229:1 (fast) to 1029:1.
 */
export const archiveDefaults = {
  maxRatio: 200,
  ratioFloorBytes: 64 * 1024 * 1024,
  maxMembers: 200_000,
} as const satisfies Omit<ArchiveLimits, 'maxExportBytes'>

/** A zip by its directory. Names are escaped; `chunks` throws as `inflateEntry` does, `head` as `peekEntry`. */
export type Zip = {
  /** Entries named `*.csv`, in the order of the directory. None in a zip without files. */
  readonly members: readonly { readonly name: string; chunks(): AsyncIterable<Buffer> }[]
  /** Other entries that are no folders. */
  readonly others: readonly { readonly name: string; head(): Promise<EntryHead> }[]
  /** All entries: where their local headers begin, and their packed bytes. */
  readonly entries: readonly { readonly offset: number; readonly packed: number }[]
  /** Where the directory begins. */
  readonly directoryAt: number
}

/** adm-zip cuts offsets and compressed sizes to 32 bits. */
const ARCHIVE_BYTES = 2 ** 32 - 1
/** Bytes read at a time where small entries follow each other. */
const WINDOW = 128 * 1024

/** Opens a stored zip; only its directory is held in memory. */
export async function openZip(stored: StoredBytes, limits: ArchiveLimits): Promise<Zip> {
  rejectHugeZip(stored.bytes)
  const { entries, start } = await readDirectory(await loadDirectory(stored), limits)
  const files = entries.filter((entry) => !isFolder(entry))
  const csvs = files.filter(isCsv).map(packedEntry)
  if (csvs.length === 0 && files.length > 0)
    throw broken(`none of its ${entries.length} members is named *.csv`)
  // Entries that share their bytes make a small zip inflate without end.
  if (csvs.reduce((sum, { packed }) => sum + packed, 0) > stored.bytes) {
    throw broken('its members are larger than the zip itself, so they overlap')
  }
  const others = files.filter((entry) => !isCsv(entry)).map(packedEntry)
  const archive = withWindow(stored, WINDOW)
  const spend = openBudget(limits)
  // An entry of adm-zip takes some 10 KiB, so none of them is kept.
  return {
    members: csvs.map((entry) => ({ name: entry.name, chunks: () => inflateEntry(entry, archive, spend) })),
    others: others.map((entry) => ({ name: entry.name, head: () => peekEntry(entry, archive) })),
    entries: entries.map(({ header }) => ({ offset: header.offset, packed: header.compressedSize })),
    directoryAt: start,
  }
}

export function rejectHugeZip(bytes: number): void {
  if (bytes <= ARCHIVE_BYTES) return
  const why = `The zip has ${bytes} bytes; at most ${ARCHIVE_BYTES} compressed bytes can be read.`
  const hint = 'Split the scope: export projects instead of the instance.'
  throw new GateError('EXPORT_TOO_LARGE', why, { hint })
}

type Entry = AdmZip.IZipEntry
type Directory = { readonly entries: readonly Entry[]; readonly start: number }

async function readDirectory(zip: Buffer, limits: ArchiveLimits): Promise<Directory> {
  const { default: Zip } = await import('adm-zip')
  const directory = inOurWords(() => new Zip(zip, options))
  const count = inOurWords(() => directory.getEntryCount())
  if (count > limits.maxMembers) {
    const why = `The zip has ${count} members, more than max-export-members (${limits.maxMembers}).`
    throw new GateError('EXPORT_TOO_LARGE', why)
  }
  const entries = inOurWords(() => directory.getEntries())
  const start = startOfDirectory(zip, entries)
  if (start === null) throw broken(`its directory does not end after the ${count} members of its end record`)
  return { entries, start }
}

/**
 * adm-zip makes a list of all folders that occur in names, in time and memory that grow with the square of a name's
 * depth. Names are decoded in a way that hides the slashes from it and keeps different names different.
 */
const options = {
  noSort: true,
  decoder: {
    efs: true,
    encode: (text: string): Buffer => Buffer.from(text, 'utf8'),
    decode: (bytes: Buffer): string => bytes.toString('latin1').replaceAll('/', '\u2215'),
  },
}

/** A folder has no bytes of its own: what is named like one and has some would go unread. */
function isFolder(entry: Entry): boolean {
  if (!entry.isDirectory) return false
  if (entry.header.size === 0) return true
  throw broken(`member "${shownName(entry)}" is a folder and has content`)
}

/** `._name.csv` is what macOS puts beside a file when it zips, not a CSV. */
function isCsv({ rawEntryName }: Entry): boolean {
  const name = rawEntryName.toString('utf8')
  return /\.csv$/i.test(name) && !/(^|[/\\])\._[^/\\]*$/.test(name)
}

function shownName({ rawEntryName }: Entry): string {
  return harmlessName(rawEntryName.toString('utf8'))
}

/** Flag bits: encrypted, patched data, strong encryption, masked directory. */
const UNREADABLE_FLAGS = 0x1 | 0x20 | 0x40 | 0x2000
const methods: Readonly<Record<number, PackedEntry['method']>> = { 0: 'stored', 8: 'deflated' }

function packedEntry(entry: Entry): PackedEntry {
  const { flags, method: number, size, crc, compressedSize: packed, offset } = entry.header
  const name = shownName(entry)
  if ((flags & UNREADABLE_FLAGS) !== 0) throw broken(`member "${name}" is encrypted`)
  const method = methods[number]
  if (method === undefined) {
    throw broken(`member "${name}" is packed with method ${number}; only stored and deflated can be read`)
  }
  return { name, offset, method, packed, size, crc }
}

/** What adm-zip throws quotes names of entries, so only the kind of failure is kept. */
function inOurWords<T>(work: () => T): T {
  try {
    return work()
  } catch (caught) {
    const message = caught instanceof Error ? caught.message : ''
    const known = failures.find(([mark]) => message.includes(mark))
    throw broken(known?.[1] ?? 'its structure cannot be read')
  }
}

const failures: readonly (readonly [mark: string, words: string])[] = [
  ['Duplicate entry', 'two of its members have the same name'],
  ['No END header', 'its end is missing: it is truncated, or not a zip'],
  ['END header', 'its end record is damaged'],
  ['CEN header', 'its directory is damaged or cut'],
  ['disk entries', 'its directory says more members than there is room for'],
]

/** Followed by name, extra field and comment (APPNOTE 4.3.12). */
const DIRECTORY_LINE = { bytes: 46, signature: 0x02014b50, crc: 16 }
/** An end record, and the longest comment that may follow it (APPNOTE 4.3.16). */
const END_RECORD = { bytes: 22, signature: 0x06054b50, directoryAt: 16 }
const LONGEST_COMMENT = 0xffff
/** The end record of zip64 (APPNOTE 4.3.14), and its locator, which is between it and the other one (4.3.15). */
const END_RECORD_64 = { bytes: 56, signature: 0x06064b50, directoryAt: 48 }
const LOCATOR_64 = { bytes: 20, signature: 0x07064b50, recordAt: 8 }
const TAIL = END_RECORD.bytes + LONGEST_COMMENT + END_RECORD_64.bytes + LOCATOR_64.bytes

/**
 * A buffer of the zip's length, filled only with its directory and what follows, since adm-zip wants offsets to count
 * from the start of the zip. Pages that nobody writes to take no memory.
 */
async function loadDirectory(stored: StoredBytes): Promise<Buffer> {
  // Shared, because V8 would answer an ordinary one of that size with garbage collections.
  const zip = Buffer.from(new SharedArrayBuffer(stored.bytes))
  const fill = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; ) at += (await stored.readAt(at, Math.min(PIECE, to - at))).copy(zip, at)
  }
  const tail = Math.max(0, stored.bytes - TAIL)
  await fill(tail, stored.bytes)
  await fill(Math.min(tail, earliestDirectory(zip, tail)), tail)
  return zip
}

/** Believes everything that looks like an end record, so that adm-zip, which chooses one, finds what it may want. */
function earliestDirectory(zip: Buffer, from: number): number {
  let earliest = zip.length
  for (let at = zip.indexOf('PK', from); at >= 0 && at + 4 <= zip.length; at = zip.indexOf('PK', at + 1)) {
    const signature = zip.readUInt32LE(at)
    const left = zip.length - at
    if (signature === END_RECORD.signature && left >= END_RECORD.bytes) {
      earliest = Math.min(earliest, zip.readUInt32LE(at + END_RECORD.directoryAt))
    }
    if (signature === END_RECORD_64.signature && left >= END_RECORD_64.bytes) {
      earliest = Math.min(earliest, Number(zip.readBigUInt64LE(at + END_RECORD_64.directoryAt)))
    }
  }
  return earliest
}

/**
 * Where these entries begin when they are the whole directory, which an end record follows; `null` when they are not.
 * adm-zip believes the number of entries in that record, which has only 16 bits.
 */
function startOfDirectory(zip: Buffer, entries: readonly Entry[]): number | null {
  const signature = 'PK\u0005\u0006'
  const earliest = Math.max(0, zip.length - TAIL)
  // A comment may look like an end record too.
  let record = zip.lastIndexOf(signature, zip.length - END_RECORD.bytes)
  while (record >= earliest) {
    const place = placeOfDirectory(zip, record)
    if (place !== null && endOfEntries(zip, place.start, entries) === place.end) return place.start
    record = record === 0 ? -1 : zip.lastIndexOf(signature, record - 1)
  }
  return null
}

/** Where the directory begins, and where its end record (or that of zip64) does; `null` when damaged. */
function placeOfDirectory(
  zip: Buffer,
  record: number,
): { readonly start: number; readonly end: number } | null {
  const locator = record - LOCATOR_64.bytes
  if (locator < 0 || zip.readUInt32LE(locator) !== LOCATOR_64.signature) {
    return { start: zip.readUInt32LE(record + END_RECORD.directoryAt), end: record }
  }
  const end = Number(zip.readBigUInt64LE(locator + LOCATOR_64.recordAt))
  if (end + END_RECORD_64.bytes > locator || zip.readUInt32LE(end) !== END_RECORD_64.signature) return null
  return { start: Number(zip.readBigUInt64LE(end + END_RECORD_64.directoryAt)), end }
}

/** Where the entries end when they begin at `start`; -1 when they do not. */
function endOfEntries(zip: Buffer, start: number, entries: readonly Entry[]): number {
  let at = start
  for (const { header } of entries) {
    if (at + DIRECTORY_LINE.bytes > zip.length) return -1
    if (zip.readUInt32LE(at) !== DIRECTORY_LINE.signature) return -1
    if (zip.readUInt32LE(at + DIRECTORY_LINE.crc) !== header.crc) return -1
    at += header.centralHeaderSize
  }
  return at
}
