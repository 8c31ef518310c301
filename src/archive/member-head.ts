/** The first bytes of a member of a zip, for a look at what it is: nothing behind them is read or proven. */
import { constants, inflateRawSync } from 'node:zlib'
import { broken, type PackedMember } from './inflate.ts'

/** Packed bytes that are inflated; deflate makes at most a thousand times as many of them. */
const PACKED = 8 * 1024
/** Plain bytes that are given. */
const PLAIN = 64 * 1024

/** The beginning of a member; `whole` when that is all of it. */
export type MemberHead = { readonly bytes: Buffer; readonly whole: boolean }

/** @throws GateError ARCHIVE_BROKEN, and as reading the zip does. */
export async function headOfMember(member: PackedMember): Promise<MemberHead> {
  const { archive, at } = await member.find()
  const packed = await archive.readAt(at, Math.min(member.packed, PACKED))
  const bytes = member.method === 'stored' || packed.length === 0 ? packed : inflatedStart(packed, member)
  return { bytes: bytes.subarray(0, PLAIN), whole: packed.length === member.packed && bytes.length <= PLAIN }
}

function inflatedStart(packed: Buffer, { name }: PackedMember): Buffer {
  try {
    // Where only a start was read, its end is not asked for.
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    throw broken(`member "${name}" is damaged or cut (its deflate stream cannot be read)`)
  }
}
