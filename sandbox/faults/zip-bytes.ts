/** Writes zips byte by byte, so that they can be wrong in ways that no library allows. Pure. */
import { crc32, deflateRawSync } from 'node:zlib'

/** One member; everything but name and content is false or a liberty of the format. */
export type RawMember = {
  readonly name: string
  readonly content: Buffer
  /** Compressed bytes to write instead of the deflated content. */
  readonly deflated?: Buffer
  readonly crc?: number
  /** Uncompressed size that the directory gives. */
  readonly size?: number
  /** 8 is deflate. */
  readonly method?: number
  /** General purpose flags; bit 0 says encrypted. */
  readonly flags?: number
  /** As Java's ZipOutputStream writes: sizes and CRC after the data instead of before it. */
  readonly dataDescriptor?: boolean
  /** Sizes in the zip64 extra field instead of the plain fields. */
  readonly zip64?: boolean
}

const UNKNOWN = 0xffffffff

/** A whole archive; names are written as UTF-8 without looking at them. */
export function zipBytes(members: readonly RawMember[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  const factsOf = factsFinder()
  for (const member of members) {
    const facts = factsOf(member)
    const local = localPart(member, facts)
    directory.push(directoryEntry(member, facts, offset))
    parts.push(...local)
    offset += local.reduce((sum, part) => sum + part.length, 0)
  }
  const directoryBytes = Buffer.concat(directory)
  return Buffer.concat([...parts, directoryBytes, endRecord(members.length, directoryBytes.length, offset)])
}

type Facts = {
  readonly deflated: Buffer
  readonly crc: number
  readonly size: number
  readonly flags: number
}

/** Works the facts out; the same bytes once, however many members hold them. */
function factsFinder(): (member: RawMember) => Facts {
  const packed = new Map<Buffer, { readonly deflated: Buffer; readonly crc: number }>()
  return (member) => {
    const { content } = member
    const known = packed.get(content) ?? { deflated: deflateRawSync(content), crc: crc32(content) }
    packed.set(content, known)
    return {
      deflated: member.deflated ?? (member.method === 0 ? content : known.deflated),
      crc: member.crc ?? known.crc,
      size: member.size ?? content.length,
      // Bit 11: names are UTF-8.
      flags: (member.flags ?? 0) | 0x800 | (member.dataDescriptor ? 0x8 : 0),
    }
  }
}

function localPart(member: RawMember, facts: Facts): Buffer[] {
  const name = Buffer.from(member.name)
  const extra = member.zip64 ? zip64Extra(facts) : Buffer.alloc(0)
  const later = member.dataDescriptor === true
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  writeCommon(header, 4, member, facts, { crc: later ? 0 : facts.crc, ...sizesShown(member, facts, later) })
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  const descriptor = later ? [dataDescriptor(facts)] : []
  return [header, name, extra, facts.deflated, ...descriptor]
}

function directoryEntry(member: RawMember, facts: Facts, offset: number): Buffer {
  const name = Buffer.from(member.name)
  const extra = member.zip64 ? zip64Extra(facts) : Buffer.alloc(0)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(45, 4)
  writeCommon(header, 6, member, facts, { crc: facts.crc, ...sizesShown(member, facts, false) })
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(offset, 42)
  return Buffer.concat([header, name, extra])
}

/** Version, flags, method, time, CRC and sizes: the same 22 bytes in both headers. */
function writeCommon(
  header: Buffer,
  at: number,
  member: RawMember,
  facts: Facts,
  shown: { readonly crc: number; readonly packed: number; readonly size: number },
): void {
  header.writeUInt16LE(member.zip64 ? 45 : 20, at)
  header.writeUInt16LE(facts.flags, at + 2)
  header.writeUInt16LE(member.method ?? 8, at + 4)
  header.writeUInt32LE(0x5c210000, at + 6)
  header.writeUInt32LE(shown.crc, at + 10)
  header.writeUInt32LE(shown.packed, at + 14)
  header.writeUInt32LE(shown.size % 2 ** 32, at + 18)
}

function sizesShown(member: RawMember, facts: Facts, later: boolean): { packed: number; size: number } {
  if (later) return { packed: 0, size: 0 }
  return member.zip64
    ? { packed: UNKNOWN, size: UNKNOWN }
    : { packed: facts.deflated.length, size: facts.size }
}

function zip64Extra(facts: Facts): Buffer {
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(BigInt(facts.size), 4)
  extra.writeBigUInt64LE(BigInt(facts.deflated.length), 12)
  return extra
}

function dataDescriptor(facts: Facts): Buffer {
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(facts.crc, 4)
  descriptor.writeUInt32LE(facts.deflated.length, 8)
  descriptor.writeUInt32LE(facts.size % 2 ** 32, 12)
  return descriptor
}

/** The end record; above 65,534 members with its zip64 forms in front. */
function endRecord(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, 0xffff), 8)
  end.writeUInt16LE(Math.min(count, 0xffff), 10)
  end.writeUInt32LE(bytes, 12)
  end.writeUInt32LE(offset, 16)
  if (count < 0xffff) return end
  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(0x06064b50, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(45, 12)
  end64.writeUInt16LE(45, 14)
  end64.writeBigUInt64LE(BigInt(count), 24)
  end64.writeBigUInt64LE(BigInt(count), 32)
  end64.writeBigUInt64LE(BigInt(bytes), 40)
  end64.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([end64, locator, end])
}
