/**
 * Inflates the members of a zip, piece by piece, within limits, and proves each against its directory entry. No
 * member is ever held whole.
 */
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib'
import { GateError } from '../errors.ts'
import type { ArchiveLimits } from './limits.ts'

/** Compressed bytes handed to inflate at a time. */
const SLICE = 64 * 1024
/** Inflated bytes at a time: large enough that inflate and the parser, on two cores, seldom wait. */
const CHUNK = 256 * 1024
/** Inflated chunks that may wait for the parser. */
const CHUNKS_AHEAD = 4

/** A member as the directory tells of it. */
export type PackedMember = {
  /** Harmless. */
  readonly name: string
  readonly method: 'stored' | 'deflated'
  /** A view into the zip. */
  readonly compressed: Buffer
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
          `Member "${name}" inflates to ${ofMember} bytes from ${fed}: more than ${limits.maxRatio} to 1.`,
          { mend: 'This is how a zip bomb looks. Export again; if it is genuine, export smaller scopes.' },
        )
      }
    },
  }
}

/**
 * The inflated bytes. Only when the end is reached are CRC and size known to be right.
 * @throws GateError ARCHIVE_BROKEN, EXPORT_TOO_LARGE.
 */
export async function* inflateMember(member: PackedMember, budget: InflateBudget): AsyncGenerator<Buffer> {
  let bytes = 0
  let crc = 0
  for await (const { chunk, fed } of unpacked(member)) {
    bytes += chunk.length
    budget.spend(chunk.length, bytes, fed, member.name)
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (bytes % 2 ** 32 !== member.size) {
    throw broken(`member "${member.name}" has ${bytes} bytes, its directory entry says ${member.size}`)
  }
  if (crc !== member.crc) {
    throw broken(`the CRC of member "${member.name}" disagrees with its directory entry`)
  }
}

/** A chunk of plain bytes, and how many compressed bytes were used up to it. */
type Unpacked = { readonly chunk: Buffer; readonly fed: number }

function unpacked(member: PackedMember): AsyncIterable<Unpacked> | Iterable<Unpacked> {
  if (member.method === 'stored') return plain(member.compressed)
  const isSmall = member.compressed.length <= SLICE && member.size <= CHUNK
  return isSmall ? inflatedAtOnce(member) : inflated(member)
}

function* plain(compressed: Buffer): Generator<Unpacked> {
  let fed = 0
  for (const chunk of slicesOf(compressed, CHUNK)) {
    fed += chunk.length
    yield { chunk, fed }
  }
}

/** For zips of many thousand small members: a stream for each would take a hundred times as long. */
function* inflatedAtOnce({ compressed, size, name }: PackedMember): Generator<Unpacked> {
  let result: { buffer: Buffer; engine: { bytesWritten: number } }
  try {
    // With `info`, zlib tells more than its types do. One byte more than said is enough to see a lie.
    result = inflateRawSync(compressed, { info: true, maxOutputLength: size + 1 }) as unknown as typeof result
  } catch {
    throw broken(`member "${name}" is damaged, cut, or larger than its directory entry says`)
  }
  refuseRest(result.engine.bytesWritten, compressed, name)
  yield { chunk: result.buffer, fed: compressed.length }
}

/** Stream options are passed on by zlib, though its types do not say so. */
const inflateOptions: ZlibOptions & { readableHighWaterMark: number } = {
  chunkSize: CHUNK,
  readableHighWaterMark: CHUNKS_AHEAD * CHUNK,
}

/** `for await` lets inflate work on the next chunk, on its own thread, while the consumer works on this one. */
async function* inflated({ compressed, name }: PackedMember): AsyncGenerator<Unpacked> {
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
  refuseRest(inflate.bytesWritten, compressed, name)
}

function refuseRest(used: number, compressed: Buffer, name: string): void {
  if (used !== compressed.length)
    throw broken(`member "${name}" has bytes behind the end of its deflate stream`)
}

function* slicesOf(bytes: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** The error for a zip that cannot be read whole. */
export function broken(reason: string): GateError {
  return new GateError('ARCHIVE_BROKEN', `The zip cannot be trusted: ${reason}.`)
}
