/**
 * Inflates the members of a zip, piece by piece, within limits, and proves each against its directory entry. No
 * member is ever held whole.
 */
import { pipeline, Readable } from 'node:stream'
import { crc32, createGunzip, inflateRawSync, type ZlibOptions } from 'node:zlib'
import { GateError } from '../errors.ts'
import type { ArchiveLimits } from './limits.ts'
import { ownMemory } from './own-memory.ts'
import { piecesOf, type StoredBytes } from './stored-bytes.ts'

/** Inflated bytes at a time: each chunk costs the main thread two turns, whatever its size. */
export const CHUNK = 1024 * 1024
/** Inflated chunks that may wait for the parser. */
export const CHUNKS_AHEAD = 2
/** Members of at most so many bytes, packed and inflated, are inflated at once. */
const SMALL = { packed: 64 * 1024, plain: 256 * 1024 }

/** A member as the directory tells of it. */
export type PackedMember = {
  /** Harmless. */
  readonly name: string
  readonly method: 'stored' | 'deflated'
  /** Length of the packed bytes. */
  readonly packed: number
  /** Where the packed bytes stand in the zip. Throws GateError ARCHIVE_BROKEN when they do not. */
  find(): Promise<{ readonly archive: StoredBytes; readonly at: number }>
  /** Inflated bytes modulo 2^32: adm-zip keeps no more, like the classic header. */
  readonly size: number
  readonly crc: number
}

/** Counts what all members of one zip inflate to. */
export type InflateBudget = {
  /** `inflated` bytes more came, `ofMember` in all from `fed` compressed ones. Throws GateError EXPORT_TOO_LARGE. */
  spend(inflated: number, ofMember: number, fed: number, name: string): void
}

/** A budget for one zip. */
export function createInflateBudget(limits: ArchiveLimits): InflateBudget {
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
          `Member "${name}" inflates to ${ofMember} bytes from ${fed}, as a zip bomb does: more than max-export-ratio (${limits.maxRatio}) to 1.`,
        )
      }
    },
  }
}

/**
 * The inflated bytes. Only when the end is reached are CRC and size known to be right.
 * @throws GateError ARCHIVE_BROKEN, EXPORT_TOO_LARGE, and as reading the zip does.
 */
export async function* inflateMember(member: PackedMember, budget: InflateBudget): AsyncGenerator<Buffer> {
  const { name, method, packed, size } = member
  const small = packed <= SMALL.packed && size <= SMALL.plain
  const unpacked = method === 'stored' ? plain(member) : small ? inflatedAtOnce(member) : inflated(member)
  let bytes = 0
  for await (const { chunk, fed } of unpacked) {
    bytes += chunk.length
    budget.spend(chunk.length, bytes, fed, name)
    yield chunk
  }
  if (bytes % 2 ** 32 !== size) throw wrongSize(member, bytes)
}

/** A chunk of plain bytes, and how many packed bytes were used up to it. */
type Unpacked = { readonly chunk: Buffer; readonly fed: number }

async function* plain(member: PackedMember): AsyncGenerator<Unpacked> {
  const { archive, at } = await member.find()
  let crc = 0
  let fed = 0
  for await (const chunk of piecesOf(archive, at, member.packed)) {
    crc = crc32(chunk, crc)
    fed += chunk.length
    yield { chunk, fed }
  }
  if (fed % 2 ** 32 === member.size && crc !== member.crc) throw wrongCrc(member)
}

/** For zips of many thousand small members: a stream for each would take a hundred times as long. */
async function* inflatedAtOnce(member: PackedMember): AsyncGenerator<Unpacked> {
  const { name, packed, size } = member
  const { archive, at } = await member.find()
  const compressed = await archive.readAt(at, packed)
  let result: { buffer: Buffer; engine: { bytesWritten: number } }
  try {
    // With `info`, zlib tells more than its types do. One byte more than said is enough to see a lie.
    result = inflateRawSync(compressed, { info: true, maxOutputLength: size + 1 }) as unknown as typeof result
  } catch {
    throw broken(`member "${name}" is damaged, cut, or larger than its directory entry says`)
  }
  if (result.engine.bytesWritten !== packed) throw restBehind(name)
  yield { chunk: result.buffer, fed: packed }
  if (result.buffer.length === size && crc32(result.buffer) !== member.crc) throw wrongCrc(member)
}

/** Stream options are passed on by zlib, though its types do not say so. */
const gunzipOptions: ZlibOptions & { readableHighWaterMark: number } = {
  chunkSize: CHUNK,
  readableHighWaterMark: CHUNKS_AHEAD * CHUNK,
  rejectGarbageAfterEnd: true,
}

/**
 * Packed bytes are dressed as gzip, whose end tells CRC and size: zlib compares them on its own thread, where it
 * inflates. `for await` lets it work on the next chunk while the consumer works on this one.
 */
async function* inflated(member: PackedMember): AsyncGenerator<Unpacked> {
  const { archive, at } = await member.find()
  const gunzip = createGunzip(gunzipOptions)
  const source = Readable.from(dressed(member, archive, at))
  // What goes wrong in the pipeline comes out of the iteration below.
  pipeline(source, gunzip, () => undefined)
  const fed = (): number => Math.min(Math.max(gunzip.bytesWritten - GZIP_START.length, 0), member.packed)
  try {
    // A chunk that fills its memory is all that zlib put there: the next one begins in another.
    for await (const chunk of gunzip) yield { chunk: ownMemory(chunk), fed: fed() }
  } catch (caught) {
    throw caught instanceof GateError ? caught : damage(member, caught)
  } finally {
    source.destroy()
    gunzip.destroy()
  }
  // What `rejectGarbageAfterEnd` refuses, for releases of Node 24 that do not know it yet.
  if (gunzip.bytesWritten !== GZIP_START.length + member.packed + GZIP_END) throw restBehind(member.name)
}

/** Deflated, no name, no time, system unknown (RFC 1952). */
const GZIP_START = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
/** CRC and size, four bytes each. */
const GZIP_END = 8

async function* dressed(
  { packed, crc, size }: PackedMember,
  archive: StoredBytes,
  at: number,
): AsyncGenerator<Buffer> {
  yield GZIP_START
  yield* piecesOf(archive, at, packed)
  const end = Buffer.alloc(GZIP_END)
  end.writeUInt32LE(crc, 0)
  end.writeUInt32LE(size, 4)
  yield end
}

/** zlib tells in its message only which of the two does not agree. */
function damage(member: PackedMember, caught: unknown): GateError {
  const message = typeof caught === 'object' && caught !== null && 'message' in caught ? caught.message : ''
  if (message === 'incorrect data check') return wrongCrc(member)
  if (message === 'incorrect length check') return wrongSize(member, null)
  return broken(`member "${member.name}" is damaged or cut (its deflate stream cannot be read)`)
}

function wrongSize({ name, size }: PackedMember, bytes: number | null): GateError {
  const has = bytes === null ? 'another size than' : `${bytes} bytes, not the ${size}`
  return broken(`member "${name}" has ${has} its directory entry says`)
}

function wrongCrc({ name }: PackedMember): GateError {
  return broken(
    `the CRC of member "${name}" disagrees with its directory entry, or there are bytes behind the end of its deflate stream`,
  )
}

function restBehind(name: string): GateError {
  return broken(`member "${name}" has bytes behind the end of its deflate stream`)
}

/** The error for a zip that cannot be read whole. */
export function broken(reason: string): GateError {
  return new GateError('ARCHIVE_BROKEN', `The zip cannot be trusted: ${reason}.`)
}
