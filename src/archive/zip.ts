/**
 * The directory of a zip and its CSV members. Sole user of adm-zip, which reads the directory; the members are read
 * from the disk where it says and inflated in `inflate.ts`. Names of members are never used as paths and are told
 * only through `harmlessName`.
 */
import type AdmZip from 'adm-zip'
import { GateError } from '../errors.ts'
import { harmlessName } from './harmless-name.ts'
import { broken, createInflateBudget, inflateMember, type PackedMember } from './inflate.ts'
import type { ArchiveLimits } from './limits.ts'
import { localHeaderAt } from './local-header.ts'
import { headOfMember, type MemberHead } from './member-head.ts'
import { type StoredBytes, withWindow } from './stored-bytes.ts'
import { refuseUntold } from './untold.ts'
import { directoryOnly, startOfDirectory } from './zip-directory.ts'

/** adm-zip cuts offsets and compressed sizes to 32 bits. */
const ARCHIVE_BYTES = 2 ** 32 - 1
/** Method of packing: not at all. */
export const STORED = 0
/** Method of packing: deflate, raw (RFC 1951). */
export const DEFLATED = 8
/** Flag bits: encrypted, patched data, strong encryption, masked directory. */
export const UNREADABLE_FLAGS = 0x1 | 0x20 | 0x40 | 0x2000

/** A CSV inside a zip. */
export type ZipMember = {
  /** Made harmless for logs and reports. */
  readonly name: string
  /**
   * The inflated bytes. Only when the end is reached are CRC and size known to be right: report nothing before.
   * @throws GateError ARCHIVE_BROKEN, EXPORT_TOO_LARGE.
   */
  chunks(): AsyncIterable<Buffer>
}

/** A line of the directory. */
export type DirectoryEntry = {
  /** Its bytes as they stand there, one character each. */
  readonly name: string
  /** Of its local header. */
  readonly offset: number
  readonly method: number
  /** Packed bytes. */
  readonly packed: number
  /** Inflated bytes modulo 2^32. */
  readonly size: number
  readonly crc: number
}

/** What a zip holds by its directory. */
export type Zip = {
  /** The whole directory, in its order. */
  readonly directory: readonly DirectoryEntry[]
  /** Members named `*.csv`, in the order of the directory. At least one. */
  readonly members: readonly ZipMember[]
  /** Other members that are no folders: how many, and the first names, made harmless. */
  readonly skipped: { readonly count: number; readonly names: readonly string[] }
  /** Those members, for a look at what they are. */
  readonly others: readonly SkippedMember[]
  /**
   * Proves that no member stands in the zip that its directory does not tell of. Best when the members were read: it
   * reads their headers again.
   * @throws GateError ARCHIVE_BROKEN
   */
  refuseUntold(): Promise<void>
}

/** A member that is not read. */
export type SkippedMember = {
  /** Made harmless for logs and reports. */
  readonly name: string
  /** @throws GateError ARCHIVE_BROKEN */
  head(): Promise<MemberHead>
}

/** Names of skipped members that are kept for a note. */
const SKIPPED_NAMES = 5

/**
 * Opens a zip that lies on the disk; nothing of it but its directory is held in memory.
 * @throws GateError ARCHIVE_BROKEN when it cannot be read whole or has no CSV; EXPORT_TOO_LARGE naming the limit;
 *   and as reading it does.
 */
export async function openZip(archive: StoredBytes, limits: ArchiveLimits): Promise<Zip> {
  refuseHugeZip(archive.bytes)
  const { entries, start } = await directoryOf(await directoryOnly(archive), limits)
  const files = entries.filter((entry) => !isFolder(entry))
  const window = withWindow(archive)
  // An entry of adm-zip takes some 10 KiB; these few fields are all that stays.
  const packed = files
    .filter((entry) => isCsv(nameOf(entry)))
    .map((entry) => packedMember(entry, archive, window))
  if (packed.length === 0) throw broken(`none of its ${entries.length} members is named *.csv`)
  refuseOverlap(packed, archive)
  const others = files
    .filter((entry) => !isCsv(nameOf(entry)))
    .map((entry) => packedMember(entry, archive, window))
  const budget = createInflateBudget(limits)
  const directory = entries.map(directoryEntry)
  return {
    directory,
    members: packed.map((member) => ({ name: member.name, chunks: () => inflateMember(member, budget) })),
    skipped: {
      count: others.length,
      names: others.slice(0, SKIPPED_NAMES).map(({ name }) => name),
    },
    others: others.map((member) => ({ name: member.name, head: () => headOfMember(member) })),
    refuseUntold: () => refuseUntold(archive, directory, start),
  }
}

/** @throws GateError EXPORT_TOO_LARGE when a zip of so many bytes should not even be taken into memory. */
export function refuseHugeZip(bytes: number): void {
  if (bytes <= ARCHIVE_BYTES) return
  throw new GateError(
    'EXPORT_TOO_LARGE',
    `The zip has ${bytes} bytes; at most ${ARCHIVE_BYTES} compressed bytes can be read.`,
    { mend: 'Split the scope: export projects instead of the instance.' },
  )
}

type Entry = AdmZip.IZipEntry

type Directory = { readonly entries: readonly Entry[]; readonly start: number }

async function directoryOf(archive: Buffer, limits: ArchiveLimits): Promise<Directory> {
  const { default: Directory } = await import('adm-zip')
  const zip = understood(() => new Directory(archive, options))
  const count = understood(() => zip.getEntryCount())
  if (count > limits.maxMembers) {
    throw new GateError(
      'EXPORT_TOO_LARGE',
      `The zip has ${count} members, more than max-export-members (${limits.maxMembers}).`,
    )
  }
  const entries = understood(() => zip.getEntries())
  const lines = entries.map(({ header }) => ({ bytes: header.centralHeaderSize, crc: header.crc }))
  const start = startOfDirectory(archive, lines)
  if (start === null) {
    throw broken(`its directory does not end behind the ${count} members that its end record tells of`)
  }
  return { entries, start }
}

/**
 * adm-zip makes a list of all folders that occur in names, in time and memory that grow with the square of a name's
 * depth. Names are decoded here in a way that hides the slashes from it and keeps different names different.
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
  throw broken(`member "${shownName(entry.rawEntryName)}" is a folder and has content`)
}

function nameOf(entry: Entry): string {
  return entry.rawEntryName.toString('utf8')
}

/** A name of a member as it may be shown. */
export function shownName(name: Buffer): string {
  return harmlessName(name.toString('utf8'))
}

function directoryEntry({ rawEntryName, header }: Entry): DirectoryEntry {
  const { offset, method, compressedSize: packed, size, crc } = header
  return { name: rawEntryName.toString('latin1'), offset, method, packed, size, crc }
}

/** Whether a member is read. `._name.csv` is what macOS puts beside a file when it zips, not a CSV. */
export function isCsv(name: string): boolean {
  return /\.csv$/i.test(name) && !/(^|[/\\])\._[^/\\]*$/.test(name)
}

function packedMember(entry: Entry, archive: StoredBytes, window: StoredBytes): PackedMember {
  const { flags, method, size, crc, compressedSize: packed, offset } = entry.header
  const name = shownName(entry.rawEntryName)
  if ((flags & UNREADABLE_FLAGS) !== 0) throw broken(`member "${name}" is encrypted`)
  if (method !== STORED && method !== DEFLATED) {
    throw broken(`member "${name}" is packed with method ${method}; only stored and deflated can be read`)
  }
  const find: PackedMember['find'] = async () => {
    const header = await localHeaderAt(offset, window)
    if (header === null || header.end + packed > archive.bytes) throw misplaced(name)
    return { archive: packed <= WINDOWED ? window : archive, at: header.end }
  }
  return { name, method: method === STORED ? 'stored' : 'deflated', packed, find, size, crc }
}

/** Members of at most so many packed bytes are read through the window, many at a time. */
const WINDOWED = 64 * 1024
function misplaced(name: string): GateError {
  return broken(`member "${name}" does not stand where the directory says`)
}

/** Members that share their bytes make a small zip inflate without end. */
function refuseOverlap(members: readonly PackedMember[], archive: StoredBytes): void {
  const packed = members.reduce((sum, member) => sum + member.packed, 0)
  if (packed > archive.bytes) throw broken('its members are larger than the zip itself, so they overlap')
}

/** What adm-zip throws quotes names of members, so only the kind of trouble is kept. */
function understood<T>(work: () => T): T {
  try {
    return work()
  } catch (caught) {
    const message = caught instanceof Error ? caught.message : ''
    const known = troubles.find(([mark]) => message.includes(mark))
    throw broken(known?.[1] ?? 'its structure cannot be read')
  }
}

const troubles: readonly (readonly [mark: string, words: string])[] = [
  ['Duplicate entry', 'two of its members have the same name'],
  ['No END header', 'its end is missing: it is truncated, or not a zip'],
  ['END header', 'its end record is damaged'],
  ['CEN header', 'its directory is damaged or cut'],
  ['disk entries', 'its directory says more members than there is room for'],
]
