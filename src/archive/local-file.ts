/** A local export (`evaluate`), read where it lies, and hashed in the same pass. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { GateError } from '../errors.ts'
import { harmlessName } from './harmless-name.ts'
import { guarded } from './not-readable.ts'
import { HEAD_BYTES } from './sniff.ts'
import { readWhole, type Spool } from './spool.ts'
import { ownPiecesOf, PIECE, type StoredBytes } from './stored-bytes.ts'

/**
 * Opens a local export.
 * @throws GateError FILE_UNREADABLE naming the file.
 */
export async function spoolOfFile(path: string): Promise<Spool> {
  const unreadable = (why: string): GateError =>
    new GateError('FILE_UNREADABLE', `The export "${harmlessName(path)}" cannot be read: ${why}.`)
  const readable = <T>(work: () => Promise<T>): Promise<T> => guarded(unreadable, work)
  const file = await readable(() => open(path, 'r'))
  let closing: Promise<void> | null = null
  const dispose = (): Promise<void> => {
    closing ??= file.close()
    return closing
  }
  try {
    const found = await readable(() => file.stat())
    if (!found.isFile()) {
      throw unreadable(
        found.isDirectory() ? 'it is a folder, not a file' : 'it is a pipe or device, not a file',
      )
    }
    const { size } = found
    const changed = unreadable('it changed while it was read')
    const exactly = async (at: number, length: number): Promise<Buffer> => {
      const piece = await readable(() => readWhole(file, at, length))
      if (piece === null) throw changed
      return piece
    }
    const content = hashedAsRead(size, exactly)
    return {
      bytes: size,
      readAt: content.readAt,
      head: await content.readAt(0, Math.min(HEAD_BYTES, size)),
      read: () => ownPiecesOf(content),
      async sha256() {
        const sha256 = await content.sha256()
        if ((await readable(() => file.stat())).size !== size) throw changed
        return sha256
      },
      release: async () => undefined,
      dispose,
    }
  } catch (caught) {
    await dispose()
    throw caught
  }
}

/**
 * Bytes that are hashed when they are first read, as far as they come in order. A read that would leave a small gap
 * has the gap read first; one far ahead is not hashed, since what is before it comes later. So a zip, whose directory
 * at the end is read before its members, is read once.
 */
export function hashedAsRead(
  bytes: number,
  read: StoredBytes['readAt'],
): StoredBytes & Pick<Spool, 'sha256'> {
  const hash = createHash('sha256')
  let hashed = 0
  let digest: string | null = null
  const take = (at: number, piece: Buffer): void => {
    const end = at + piece.length
    if (at > hashed || end <= hashed) return
    hash.update(piece.subarray(hashed - at))
    hashed = end
  }
  const hashUpTo = async (end: number): Promise<void> => {
    while (hashed < end) {
      const at = hashed
      take(at, await read(at, Math.min(PIECE, end - at)))
    }
  }
  return {
    bytes,
    async readAt(at, length) {
      if (at - hashed <= PIECE) await hashUpTo(at)
      const piece = await read(at, length)
      take(at, piece)
      return piece
    },
    async sha256() {
      await hashUpTo(bytes)
      digest ??= hash.digest('hex')
      return digest
    },
  }
}
