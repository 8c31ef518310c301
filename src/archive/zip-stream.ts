/**
 * Reads a zip from front to back while it arrives, by its local headers, as far as Java's ZipOutputStream writes
 * them: deflated members whose CRC and sizes follow in a data descriptor, stored members whose sizes are told before.
 * The directory at the end is what counts, though: what was read holds only when `agrees` says so. For everything
 * else, and for all that looks wrong, NotStreamable is thrown, and the zip is read by its directory once it is whole.
 * Formats are those of APPNOTE 4.3.7 (local header), 4.3.9 (data descriptor) and 4.5.3 (zip64).
 */
import { crc32 } from 'node:zlib'
import { GateError } from '../errors.ts'
import { type ByteFeed, NotStreamable, takeExactly } from './feed.ts'
import { createInflateBudget, type InflateBudget } from './inflate.ts'
import { type Inflated, inflateFeed } from './inflate-feed.ts'
import type { ArchiveLimits } from './limits.ts'
import { LOCAL_HEADER } from './local-header.ts'
import {
  DEFLATED,
  type DirectoryEntry,
  isCsv,
  STORED,
  shownName,
  UNREADABLE_FLAGS,
  type ZipMember,
} from './zip.ts'

/** A zip that is read before its directory is known. */
export type ZipStream = {
  /** Members named `*.csv`; read each to its end before the next is asked for. */
  readonly members: AsyncIterable<ZipMember>
  /** Whether the directory tells of exactly what was read, in this order. */
  agrees(directory: readonly DirectoryEntry[]): boolean
  /** Whether a member was read whose name the directory does not tell. */
  readsMore(directory: readonly DirectoryEntry[]): boolean
}

/** What was read of a member; `null` where it was passed over. */
type Seen = {
  readonly name: string
  readonly offset: number
  readonly method: number
  readonly packed: number
  readonly size: number | null
  readonly crc: number | null
}

const DESCRIPTOR = 0x08074b50
/** What may follow the last member: directory, end of an empty one, its zip64 form. */
const endSignatures = [0x02014b50, 0x06054b50, 0x06064b50]
const HAS_DESCRIPTOR = 0x8
const IN_ZIP64_FIELD = 0xffffffff

/** @throws GateError EXPORT_TOO_LARGE; NotStreamable; what `feed` throws. */
export function streamZip(feed: ByteFeed, limits: ArchiveLimits): ZipStream {
  const seen: Seen[] = []
  const budget = createInflateBudget(limits)
  /** For what nobody wants to read. */
  const spare = createInflateBudget(limits)

  async function* members(): AsyncGenerator<ZipMember> {
    for (let header = await nextHeader(feed); header !== null; header = await nextHeader(feed)) {
      if (seen.length >= limits.maxMembers) throw new NotStreamable('too many members')
      const body = createBody(header, feed)
      if (isCsv(header.name.toString('utf8'))) {
        const name = shownName(header.name)
        yield { name, chunks: () => body.chunks(budget, name) }
      } else await body.passOver(spare)
      seen.push(await body.ended())
    }
  }
  return {
    members: members(),
    agrees: (directory) =>
      directory.length === seen.length && directory.every((entry, at) => isSame(entry, seen[at])),
    readsMore(directory) {
      const told = new Set(directory.map(({ name }) => name))
      return seen.some(({ name }) => !told.has(name))
    },
  }
}

function isSame(entry: DirectoryEntry, seen: Seen | undefined): boolean {
  return (
    seen !== undefined &&
    entry.name === seen.name &&
    entry.offset === seen.offset &&
    entry.method === seen.method &&
    entry.packed === seen.packed &&
    (seen.size === null || entry.size === seen.size % 2 ** 32) &&
    (seen.crc === null || entry.crc === seen.crc)
  )
}

type LocalHeader = {
  readonly offset: number
  readonly name: Buffer
  readonly method: number
  /** Whether CRC and sizes follow behind the member. */
  readonly hasDescriptor: boolean
  /** Packed bytes; `null` when they are not told before. */
  readonly packed: number | null
}

/** The local header that comes next; `null` behind the last member. */
async function nextHeader(feed: ByteFeed): Promise<LocalHeader | null> {
  const offset = feed.at()
  const fixed = await feed.peek(LOCAL_HEADER.bytes)
  const signature = fixed.length < 4 ? 0 : fixed.readUInt32LE(0)
  if (endSignatures.includes(signature)) return null
  if (signature !== LOCAL_HEADER.signature || fixed.length < LOCAL_HEADER.bytes)
    throw new NotStreamable('no local header')
  const flags = fixed.readUInt16LE(6)
  const method = fixed.readUInt16LE(8)
  const hasDescriptor = (flags & HAS_DESCRIPTOR) !== 0
  if ((flags & UNREADABLE_FLAGS) !== 0) throw new NotStreamable('encrypted')
  if (method !== DEFLATED && (method !== STORED || hasDescriptor))
    throw new NotStreamable('no end to be found')
  const packed = fixed.readUInt32LE(18)
  const nameEnd = LOCAL_HEADER.bytes + fixed.readUInt16LE(LOCAL_HEADER.nameLength)
  const whole = await taken(feed, nameEnd + fixed.readUInt16LE(LOCAL_HEADER.extraLength))
  const name = whole.subarray(LOCAL_HEADER.bytes, nameEnd)
  if (hasDescriptor) return { offset, name, method, hasDescriptor, packed: null }
  const told = packed === IN_ZIP64_FIELD ? packedOfZip64(whole.subarray(nameEnd)) : packed
  return { offset, name, method, hasDescriptor, packed: told }
}

async function taken(feed: ByteFeed, length: number): Promise<Buffer> {
  const bytes = await feed.peek(length)
  if (bytes.length < length) throw new NotStreamable('it ends too early')
  if (length > 0) await feed.take(length)
  return bytes
}

/** In a local header, the zip64 field always holds both sizes: inflated, then packed. */
function packedOfZip64(extra: Buffer): number {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1 && at + 20 <= extra.length) return Number(extra.readBigUInt64LE(at + 12))
  }
  throw new NotStreamable('no zip64 field')
}

type Body = {
  chunks(budget: InflateBudget, name: string): AsyncGenerator<Buffer>
  /** Reads on to the end of a member that nobody wants. */
  passOver(budget: InflateBudget): Promise<void>
  /** Call it when the member was read or passed over. */
  ended(): Promise<Seen>
}

function createBody(header: LocalHeader, feed: ByteFeed): Body {
  const { offset, name, method, hasDescriptor, packed } = header
  const start = feed.at()
  let result: { readonly size: number | null; readonly crc: number | null } | null = null

  async function* chunks(budget: InflateBudget, shown: string): AsyncGenerator<Buffer> {
    let size = 0
    let crc = 0
    for await (const { chunk, fed } of unpacked(header, feed)) {
      size += chunk.length
      crc = crc32(chunk, crc)
      budget.spend(chunk.length, size, fed, shown)
      if (chunk.length > 0) yield chunk
    }
    result = { size, crc }
  }
  return {
    chunks,
    async passOver(budget) {
      if (packed !== null) {
        for await (const _piece of takeExactly(feed, packed));
        result = { size: null, crc: null }
        return
      }
      try {
        for await (const _chunk of chunks(budget, ''));
      } catch (caught) {
        // By its directory, a zip is read without looking at these members.
        throw caught instanceof GateError && caught.code === 'EXPORT_TOO_LARGE'
          ? new NotStreamable('a member is too large')
          : caught
      }
    },
    async ended() {
      if (result === null) throw new Error('a member was not read to its end')
      const length = feed.at() - start
      if (packed !== null && packed !== length) throw new NotStreamable('a member has another length')
      if (hasDescriptor) await passDescriptor(feed, { ...result, packed: length })
      return { offset, name: name.toString('latin1'), method, packed: length, ...result }
    },
  }
}

async function* unpacked({ method, packed }: LocalHeader, feed: ByteFeed): AsyncGenerator<Inflated> {
  if (method === DEFLATED) {
    yield* inflateFeed(feed)
    return
  }
  let fed = 0
  for await (const chunk of takeExactly(feed, packed ?? 0)) {
    fed += chunk.length
    yield { chunk, fed }
  }
}

/** Signature or none, CRC, packed and inflated size in four or eight bytes each. */
const descriptorShapes = [
  { signed: true, wide: false },
  { signed: true, wide: true },
  { signed: false, wide: false },
  { signed: false, wide: true },
] as const
const LONGEST_DESCRIPTOR = 24

/**
 * Takes the descriptor, in the shape in which it says what was read and a header follows. Some writers promise one
 * and leave it out.
 */
async function passDescriptor(
  feed: ByteFeed,
  { crc, size, packed }: { crc: number | null; size: number | null; packed: number },
): Promise<void> {
  const found = await feed.peek(LONGEST_DESCRIPTOR + 4)
  const shapes = descriptorShapes.map((shape) => descriptor(crc ?? 0, packed, size ?? 0, shape))
  const fitting = [...shapes, Buffer.alloc(0)].find(
    (shape) => found.subarray(0, shape.length).equals(shape) && isHeader(found.subarray(shape.length)),
  )
  if (fitting === undefined) throw new NotStreamable('no data descriptor')
  await taken(feed, fitting.length)
}

function descriptor(
  crc: number,
  packed: number,
  size: number,
  { signed, wide }: (typeof descriptorShapes)[number],
): Buffer {
  const bytes = Buffer.alloc((signed ? 8 : 4) + (wide ? 16 : 8))
  let at = signed ? bytes.writeUInt32LE(DESCRIPTOR, 0) : 0
  at = bytes.writeUInt32LE(crc, at)
  for (const length of [packed, size]) {
    at = wide ? bytes.writeBigUInt64LE(BigInt(length), at) : bytes.writeUInt32LE(length % 2 ** 32, at)
  }
  return bytes
}

function isHeader(bytes: Buffer): boolean {
  return bytes.length >= 4 && [LOCAL_HEADER.signature, ...endSignatures].includes(bytes.readUInt32LE(0))
}
