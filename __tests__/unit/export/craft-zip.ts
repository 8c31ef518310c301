/** Zips byte by byte, good and bad, for what neither Java nor adm-zip would write. */
import { crc32, deflateRawSync } from 'node:zlib'

export type Crafted = {
  readonly name: string
  readonly plain?: Buffer
  /** Instead of deflating `plain`. */
  readonly compressed?: Buffer
  readonly method?: number
  readonly flags?: number
  readonly size?: number
  readonly crc?: number
  /** Sizes and offset stand in a zip64 extra field, as above 4 GiB. */
  readonly zip64?: boolean
  /**
   * What follows the member and gives CRC and sizes: `none`, as they stand in the local header; with or without
   * signature, in four or eight (`wide`) bytes; `promised` by the flags but left out, the default; or a `wrong` one.
   */
  readonly descriptor?: 'none' | 'signed' | 'bare' | 'wide' | 'bare-wide' | 'promised' | 'wrong'
}

const LARGE = 0xffffffff

/** A zip of these members, in this order. */
export function craftZip(members: readonly Crafted[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const whole = completed(member)
    const body = Buffer.concat([localHeader(whole), whole.compressed, descriptorOf(whole)])
    directory.push(directoryEntry(whole, offset))
    bodies.push(body)
    offset += body.length
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0)
  return Buffer.concat([...bodies, ...directory, endRecord(members.length, size, offset)])
}

type Whole = Required<Crafted>

function completed(member: Crafted): Whole {
  const plain = member.plain ?? Buffer.alloc(0)
  const method = member.method ?? 8
  return {
    flags: member.descriptor === 'none' ? 0 : 8,
    descriptor: 'promised',
    size: plain.length,
    zip64: false,
    plain,
    method,
    ...member,
    crc: member.crc ?? crc32(plain),
    compressed: member.compressed ?? (method === 8 ? deflateRawSync(plain) : plain),
  }
}

function localHeader({ flags, method, name, descriptor, zip64, crc, compressed, size }: Whole): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(method, 8)
  header.writeUInt16LE(Buffer.byteLength(name), 26)
  if (descriptor !== 'none') return Buffer.concat([header, Buffer.from(name)])
  const extra = zip64 ? zip64Field(size, compressed.length, 0).subarray(0, 20) : Buffer.alloc(0)
  if (zip64) extra.writeUInt16LE(16, 2)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(zip64 ? LARGE : compressed.length, 18)
  header.writeUInt32LE(zip64 ? LARGE : size, 22)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, Buffer.from(name), extra])
}

function descriptorOf({ descriptor, crc, compressed, size }: Whole): Buffer {
  if (descriptor === 'none' || descriptor === 'promised') return Buffer.alloc(0)
  const wide = descriptor.endsWith('wide')
  const bytes = Buffer.alloc(24)
  let at = descriptor.startsWith('bare') ? 0 : bytes.writeUInt32LE(0x08074b50, 0)
  at = bytes.writeUInt32LE(descriptor === 'wrong' ? (crc ^ 1) >>> 0 : crc, at)
  for (const length of [compressed.length, size]) {
    at = wide ? bytes.writeBigUInt64LE(BigInt(length), at) : bytes.writeUInt32LE(length, at)
  }
  return bytes.subarray(0, at)
}

function directoryEntry(member: Whole, offset: number): Buffer {
  const { flags, method, crc, compressed, size, name, zip64 } = member
  const extra = zip64 ? zip64Field(size, compressed.length, offset) : Buffer.alloc(0)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(flags, 8)
  header.writeUInt16LE(method, 10)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(zip64 ? LARGE : compressed.length, 20)
  header.writeUInt32LE(zip64 ? LARGE : size, 24)
  header.writeUInt16LE(Buffer.byteLength(name), 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(zip64 ? LARGE : offset, 42)
  return Buffer.concat([header, Buffer.from(name), extra])
}

function zip64Field(size: number, compressed: number, offset: number): Buffer {
  const field = Buffer.alloc(28)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(24, 2)
  field.writeBigUInt64LE(BigInt(size), 4)
  field.writeBigUInt64LE(BigInt(compressed), 12)
  field.writeBigUInt64LE(BigInt(offset), 20)
  return field
}

function endRecord(members: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(members % 2 ** 16, 8)
  end.writeUInt16LE(members % 2 ** 16, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

export const END = 22
export const directoryOf = (zip: Buffer): number => zip.readUInt32LE(zip.length - END + 16)

/** Where each line of the directory begins, and the end of the last. */
export function linesOf(zip: Buffer): number[] {
  const lines = [directoryOf(zip)]
  for (let at = directoryOf(zip); at < zip.length - END; lines.push(at)) {
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return lines
}

/** The zip with a member that its directory no longer lists. */
export function hiding(zip: Buffer, hidden: number): Buffer {
  const lines = linesOf(zip)
  const [from = 0, to = 0] = lines.slice(hidden)
  const whole = Buffer.concat([zip.subarray(0, from), zip.subarray(to)])
  const end = whole.length - END
  whole.writeUInt16LE(lines.length - 2, end + 8)
  whole.writeUInt16LE(lines.length - 2, end + 10)
  whole.writeUInt32LE(end - directoryOf(zip), end + 12)
  return whole
}
