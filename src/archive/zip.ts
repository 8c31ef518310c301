/**
 * The CSV members of a zip as streams of inflated bytes. Sole user of adm-zip, which reads the directory and hands
 * out compressed bytes; inflating happens here, piece by piece, so that no member is ever held whole. Names of
 * members are never used as paths and are told only through `harmlessName`.
 */
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw, type ZlibOptions } from 'node:zlib'
import AdmZip from 'adm-zip'
import { GateError } from '../errors.ts'
import { harmlessName } from './harmless-name.ts'
import type { ArchiveLimits } from './limits.ts'

/** Compressed bytes handed to inflate at a time. */
const SLICE = 64 * 1024
/** Inflated bytes at a time: large enough that inflate and the parser, on two cores, seldom wait. */
const CHUNK = 256 * 1024
/** Inflated chunks that may wait for the parser. */
const CHUNKS_AHEAD = 4
/** adm-zip cuts offsets and compressed sizes to 32 bits. */
const ARCHIVE_BYTES = 2 ** 32 - 1
const STORED = 0
const DEFLATED = 8
/** Flag bits of the directory: encrypted, patched data, strong encryption, masked directory. */
const UNREADABLE_FLAGS = 0x1 | 0x20 | 0x40 | 0x2000

export type ZipMember = {
  /** Made harmless for logs and reports. */
  readonly name: string
  /**
   * The inflated bytes. Only when the end is reached are CRC and size known to be right: report nothing before.
   * @throws GateError ARCHIVE_BROKEN, EXPORT_TOO_LARGE.
   */
  chunks(): AsyncIterable<Buffer>
}

export type Zip = {
  /** Members named `*.csv`, in the order of the directory. At least one. */
  readonly members: readonly ZipMember[]
  /** Other members that are no folders: how many, and the first names, made harmless. */
  readonly skipped: { readonly count: number; readonly names: readonly string[] }
}

/** Names of skipped members that are kept for a note. */
const SKIPPED_NAMES = 5

/**
 * Opens a zip that is held in memory, compressed as it came.
 * @throws GateError ARCHIVE_BROKEN when it cannot be read whole or has no CSV; EXPORT_TOO_LARGE naming the limit.
 */
export function openZip(archive: Buffer, limits: ArchiveLimits): Zip {
  const entries = directoryOf(archive, limits)
  const files = entries.filter((entry) => !entry.isDirectory)
  const wanted = files.filter((entry) => isCsv(nameOf(entry)))
  if (wanted.length === 0) throw broken(`none of its ${entries.length} members is named *.csv`)
  for (const entry of wanted) refuseUnreadable(entry)
  refuseOverlap(wanted, archive)
  const budget = createBudget(limits)
  const others = files.filter((entry) => !isCsv(nameOf(entry)))
  return {
    members: wanted.map((entry) => ({
      name: harmlessName(nameOf(entry)),
      chunks: () => verified(entry, budget),
    })),
    skipped: {
      count: others.length,
      names: others.slice(0, SKIPPED_NAMES).map((entry) => harmlessName(nameOf(entry))),
    },
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

function directoryOf(archive: Buffer, limits: ArchiveLimits): readonly Entry[] {
  const zip = understood(() => new AdmZip(archive, options))
  const count = understood(() => zip.getEntryCount())
  if (count > limits.maxMembers) {
    throw new GateError(
      'EXPORT_TOO_LARGE',
      `The zip has ${count} members; the limit is ${limits.maxMembers}.`,
    )
  }
  return understood(() => zip.getEntries())
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

function nameOf(entry: Entry): string {
  return entry.rawEntryName.toString('utf8')
}

/** `._name.csv` is what macOS puts beside a file when it zips, not a CSV. */
function isCsv(name: string): boolean {
  return /\.csv$/i.test(name) && !/(^|[/\\])\._[^/\\]*$/.test(name)
}

function refuseUnreadable(entry: Entry): void {
  const { flags, method } = entry.header
  const name = harmlessName(nameOf(entry))
  if ((flags & UNREADABLE_FLAGS) !== 0) throw broken(`member "${name}" is encrypted`)
  if (method !== STORED && method !== DEFLATED) {
    throw broken(`member "${name}" is packed with method ${method}; only stored and deflated can be read`)
  }
}

/** Members that share their bytes make a small zip inflate without end. */
function refuseOverlap(entries: readonly Entry[], archive: Buffer): void {
  const compressed = entries.reduce((sum, entry) => sum + entry.header.compressedSize, 0)
  if (compressed > archive.length) throw broken('its members are larger than the zip itself, so they overlap')
}

type Budget = { spend(inflated: number, ofMember: number, fed: number, name: string): void }

/** Counts what all members of one zip inflate to. */
function createBudget(limits: ArchiveLimits): Budget {
  let total = 0
  return {
    spend(inflated, ofMember, fed, name) {
      total += inflated
      if (total > limits.maxExportBytes) {
        throw new GateError(
          'EXPORT_TOO_LARGE',
          `The zip inflates to more than max-export-size (${limits.maxExportBytes} bytes), in member "${name}".`,
        )
      }
      if (ofMember > limits.ratioFloorBytes && ofMember > limits.maxRatio * fed) {
        throw new GateError(
          'EXPORT_TOO_LARGE',
          `Member "${name}" inflates to ${ofMember} bytes from ${fed}: more than ${limits.maxRatio} to 1.`,
          { mend: 'This is how a zip bomb looks. Export again; if it is genuine, export smaller scopes.' },
        )
      }
    },
  }
}

async function* verified(entry: Entry, budget: Budget): AsyncGenerator<Buffer> {
  const name = harmlessName(nameOf(entry))
  const compressed = understood(() => entry.getCompressedData())
  const unpacked = entry.header.method === STORED ? plain(compressed) : inflated(compressed, name)
  let bytes = 0
  let crc = 0
  for await (const { chunk, fed } of unpacked) {
    bytes += chunk.length
    budget.spend(chunk.length, bytes, fed, name)
    crc = crc32(chunk, crc)
    yield chunk
  }
  // adm-zip keeps 32 bits of the size, as the classic header does.
  if (bytes % 2 ** 32 !== entry.header.size) {
    throw broken(`member "${name}" has ${bytes} bytes, its directory entry says ${entry.header.size}`)
  }
  if (crc !== entry.header.crc) throw broken(`the CRC of member "${name}" disagrees with its directory entry`)
}

/** A chunk of plain bytes, and how many compressed bytes were used up to it. */
type Unpacked = { readonly chunk: Buffer; readonly fed: number }

async function* plain(compressed: Buffer): AsyncGenerator<Unpacked> {
  let fed = 0
  for (const chunk of slicesOf(compressed, CHUNK)) {
    fed += chunk.length
    yield { chunk, fed }
  }
}

/** Stream options are passed on by zlib, though its types do not say so. */
const inflateOptions: ZlibOptions & { readableHighWaterMark: number } = {
  chunkSize: CHUNK,
  readableHighWaterMark: CHUNKS_AHEAD * CHUNK,
}

/** `for await` lets inflate work on the next chunk, on its own thread, while the consumer works on this one. */
async function* inflated(compressed: Buffer, name: string): AsyncGenerator<Unpacked> {
  const inflate = createInflateRaw(inflateOptions)
  const source = Readable.from(slicesOf(compressed, SLICE))
  // What goes wrong in the pipeline comes out of the iteration below.
  pipeline(source, inflate, () => undefined)
  try {
    for await (const chunk of inflate) yield { chunk, fed: inflate.bytesWritten }
  } catch {
    throw broken(`member "${name}" is damaged or cut (its deflate stream cannot be read)`)
  } finally {
    source.destroy()
    inflate.destroy()
  }
  if (inflate.bytesWritten !== compressed.length) {
    throw broken(`member "${name}" has bytes behind the end of its deflate stream`)
  }
}

function* slicesOf(bytes: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
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
  ['LOC header', 'a member does not stand where the directory says'],
  ['disk entries', 'its directory says more members than there is room for'],
]

function broken(reason: string): GateError {
  return new GateError('ARCHIVE_BROKEN', `The zip cannot be trusted: ${reason}.`)
}
