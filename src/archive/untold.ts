/**
 * Members that stand in a zip and not in its directory: whoever reads by the directory never sees them. Between the
 * members that it tells of there is room for data descriptors, and for nothing that begins as a member does.
 */
import type { GateError } from '../errors.ts'
import { broken } from './inflate.ts'
import { LOCAL_HEADER, localHeaderAt } from './local-header.ts'
import { piecesOf, type StoredBytes, withWindow } from './stored-bytes.ts'

/** Where the directory says that a member stands. */
export type ToldMember = { readonly offset: number; readonly packed: number }

/** Headers are read one by one, and what lies between them mostly is not. */
const WINDOW = 4 * 1024
const SIGNATURE = Buffer.alloc(4)
SIGNATURE.writeUInt32LE(LOCAL_HEADER.signature)

/**
 * @param told the whole directory, folders included
 * @param directoryAt where the directory begins
 * @throws GateError ARCHIVE_BROKEN, and as reading the zip does.
 */
export async function refuseUntold(
  archive: StoredBytes,
  told: readonly ToldMember[],
  directoryAt: number,
): Promise<void> {
  const window = withWindow(archive, WINDOW)
  let end = 0
  for (const { offset, packed } of [...told].sort((a, b) => a.offset - b.offset)) {
    if (offset < end) throw broken('two of its members overlap')
    await refuseHeader(archive, end, offset)
    const header = await localHeaderAt(offset, window)
    if (header === null) throw broken('a member does not stand where the directory says')
    end = header.end + packed
  }
  if (end > directoryAt) throw broken('its last member and its directory overlap')
  await refuseHeader(archive, end, directoryAt)
}

/** Throws when a local header stands between `from` and `to`. */
async function refuseHeader(archive: StoredBytes, from: number, to: number): Promise<void> {
  // The longest data descriptor is shorter than a header.
  if (to - from < LOCAL_HEADER.bytes) return
  let before: Buffer = Buffer.alloc(0)
  for await (const piece of piecesOf(archive, from, to - from)) {
    const bytes = Buffer.concat([before, piece])
    if (bytes.includes(SIGNATURE)) throw untold()
    // A signature may be cut by the end of a piece.
    before = bytes.subarray(-SIGNATURE.length + 1)
  }
}

/** The error for a member that the directory does not tell of. */
export function untold(): GateError {
  return broken('a member stands in it that its directory does not tell of')
}
