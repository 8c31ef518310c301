/**
 * Exports on the disk: downloads and local files. A download may hold live secrets, so it never touches the disk in
 * clear: it is encrypted (AES-256-CTR) with a key that exists in this process only, for this one file.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type ErrorCode, GateError, systemCode } from '../errors.ts'
import { systemReasons } from '../files.ts'
import { harmlessName } from '../text.ts'

// Small buffers made by Node and zlib would share one that is never freed, with pieces of exports in it.
Buffer.poolSize = 0

/** First bytes of a file or member by which its kind is known; fewer mean that there is nothing more. */
export const HEAD_BYTES = 1024

export const PIECE = 64 * 1024

/** Plain bytes of which any part can be read. */
export type StoredBytes = {
  readonly bytes: number
  /**
   * Exactly `length` bytes from `at`.
   * @throws GateError DOWNLOAD_NOT_STORED or FILE_UNREADABLE when they are no longer there.
   */
  readAt(at: number, length: number): Promise<Buffer>
}

export type TempFile = StoredBytes & {
  /** The first `HEAD_BYTES` bytes, for `sniff`. */
  readonly head: Buffer
  /** SHA-256 (hex). A local file is hashed while it is read; what was not read yet is read now. */
  sha256(): Promise<string>
  /** Closes the file, and deletes a download. May be called again. */
  dispose(): Promise<void>
}

/**
 * Stores `chunks` in a new encrypted file (mode 0600) in `folder`. When it throws, nothing is left in `folder`.
 * @throws GateError EXPORT_TOO_LARGE, DOWNLOAD_NOT_STORED, CANCELLED or the reason of `stop`; whatever `chunks` throws.
 */
export async function downloadToTempFile(
  folder: string,
  chunks: AsyncIterable<Buffer>,
  stop: AbortSignal,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<TempFile> {
  const path = join(folder, `download-${randomBytes(8).toString('hex')}`)
  const secret = { key: randomBytes(32), counter: randomBytes(16) }
  const full = `The temporary folder "${dirname(folder)}" cannot keep the download`
  const storing = <T>(work: () => Promise<T>): Promise<T> => withReason('DOWNLOAD_NOT_STORED', full, work)
  const file = await storing(() => open(path, 'wx+', 0o600))
  let head: Buffer = Buffer.alloc(0)
  const dispose = async (): Promise<void> => {
    secret.key.fill(0)
    head.fill(0)
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
  }
  const write = (bytes: Buffer): Promise<void> => storing(() => file.writeFile(bytes))
  try {
    const { bytes, sha256, ...encrypted } = await encryptTo(write, chunks, secret, stop, maxBytes)
    head = encrypted.head
    const cut = new GateError('DOWNLOAD_NOT_STORED', 'The stored download is no longer whole.')
    const content: StoredBytes = {
      bytes,
      readAt: async (at, length) =>
        decrypt(await storing(() => readExactly(file, at, length, cut)), at, secret),
    }
    return { ...content, head, sha256: async () => sha256, dispose }
  } catch (caught) {
    await dispose()
    throw caught
  }
}

export async function openLocalFile(path: string): Promise<TempFile> {
  const what = `The export "${harmlessName(path)}" cannot be read`
  const unreadable = (why: string): GateError => new GateError('FILE_UNREADABLE', `${what}: ${why}.`)
  const reading = <T>(work: () => Promise<T>): Promise<T> => withReason('FILE_UNREADABLE', what, work)
  const file = await reading(() => open(path, 'r'))
  let head: Buffer = Buffer.alloc(0)
  const dispose = (): Promise<void> => {
    head.fill(0)
    return file.close().catch(() => undefined)
  }
  try {
    const found = await reading(() => file.stat())
    if (found.isDirectory()) throw unreadable('it is a folder, not a file')
    if (!found.isFile()) throw unreadable('it is a pipe or device, not a file')
    const { size } = found
    const changed = unreadable('it changed while it was read')
    const content = hashWhileReading(size, (at, length) =>
      reading(() => readExactly(file, at, length, changed)),
    )
    head = await content.readAt(0, Math.min(HEAD_BYTES, size))
    return {
      ...content,
      head,
      async sha256() {
        const sha256 = await content.sha256()
        if ((await reading(() => file.stat())).size !== size) throw changed
        return sha256
      },
      dispose,
    }
  } catch (caught) {
    await dispose()
    throw caught
  }
}

/** The bytes from `from` to `to`; the next piece is read while the consumer works on this one. */
export async function* piecesOf(stored: StoredBytes, from = 0, to = stored.bytes): AsyncGenerator<Buffer> {
  const pieceAt = (at: number): Promise<Buffer> | null =>
    at < to ? stored.readAt(at, Math.min(PIECE, to - at)) : null
  let at = from
  let next = pieceAt(at)
  while (next !== null) {
    const piece = await next
    at += piece.length
    next = pieceAt(at)
    // A consumer that has left no longer sees a failure.
    next?.catch(() => undefined)
    yield piece
  }
}

/** The same bytes for many small reads that follow each other: `size` bytes are read and kept for them. */
export function withWindow(stored: StoredBytes, size: number): StoredBytes {
  let start = 0
  let window: Buffer = Buffer.alloc(0)
  return {
    bytes: stored.bytes,
    async readAt(at, length) {
      if (2 * length > size) return await stored.readAt(at, length)
      if (at < start || at + length > start + window.length) {
        window = await stored.readAt(at, Math.max(length, Math.min(size, stored.bytes - at)))
        start = at
      }
      return window.subarray(at - start, at - start + length)
    },
  }
}

/** Call between two pieces of work of a few milliseconds, so that timers and signals have their turn. */
export async function yieldUnlessStopped(stop: AbortSignal): Promise<void> {
  await setImmediate()
  if (!stop.aborted) return
  if (stop.reason instanceof GateError) throw stop.reason
  throw new GateError('CANCELLED', 'The run was asked to stop while it read an export.')
}

/**
 * Hashes bytes when they are first read, as far as that happens in order. A small gap is read too; a read far ahead is
 * not hashed. So a zip, whose directory at the end is read first, is read and hashed in one pass.
 */
export function hashWhileReading(
  bytes: number,
  read: StoredBytes['readAt'],
): StoredBytes & Pick<TempFile, 'sha256'> {
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

type Secret = { readonly key: Buffer; readonly counter: Buffer }

async function encryptTo(
  write: (bytes: Buffer) => Promise<void>,
  chunks: AsyncIterable<Buffer>,
  { key, counter }: Secret,
  stop: AbortSignal,
  maxBytes: number,
): Promise<{ readonly bytes: number; readonly head: Buffer; readonly sha256: string }> {
  const cipher = createCipheriv('aes-256-ctr', key, counter)
  const hash = createHash('sha256')
  let bytes = 0
  let head: Buffer | null = null
  let pending: Buffer[] = []
  let pendingBytes = 0
  const flush = async (): Promise<void> => {
    const plain = Buffer.concat(pending, pendingBytes)
    pending = []
    pendingBytes = 0
    head ??= Buffer.from(plain.subarray(0, HEAD_BYTES))
    hash.update(plain)
    await write(cipher.update(plain))
  }
  for await (const chunk of chunks) {
    await yieldUnlessStopped(stop)
    bytes += chunk.length
    if (bytes > maxBytes) {
      const why = `The download is larger than max-export-size (${maxBytes} bytes).`
      throw new GateError('EXPORT_TOO_LARGE', why)
    }
    pending.push(chunk)
    pendingBytes += chunk.length
    if (pendingBytes >= PIECE) await flush()
  }
  await yieldUnlessStopped(stop)
  await flush()
  return { bytes, head: head ?? Buffer.alloc(0), sha256: hash.digest('hex') }
}

/** Counter mode can begin anywhere: the counter grows by one for each block of 16 bytes. */
function decrypt(encrypted: Buffer, at: number, { key, counter }: Secret): Buffer {
  const block = 16
  const blocks = BigInt(`0x${counter.toString('hex')}`) + BigInt(Math.floor(at / block))
  const wrapped = BigInt.asUintN(8 * block, blocks)
  const start = Buffer.from(wrapped.toString(16).padStart(2 * block, '0'), 'hex')
  const decipher = createDecipheriv('aes-256-ctr', key, start)
  decipher.update(Buffer.alloc(at % block))
  return decipher.update(encrypted)
}

/** @param cut thrown when the file ends before. */
async function readExactly(file: FileHandle, at: number, length: number, cut: GateError): Promise<Buffer> {
  const piece = Buffer.allocUnsafeSlow(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(piece, done, length - done, at + done)
    if (bytesRead === 0) throw cut
    done += bytesRead
  }
  return piece
}

export async function makeRunFolder(within: string): Promise<string> {
  try {
    return await mkdtemp(join(within, 'soteri-gate-'))
  } catch (caught) {
    const code = systemCode(caught)
    // What is not the system's is a defect.
    if (code === null) throw caught
    const why = reasons[code] ?? systemReasons[code] ?? code
    throw new GateError('DOWNLOAD_NOT_STORED', `The temporary folder "${within}" cannot be used: ${why}.`)
  }
}

/** Of what the system throws, only the code is used: its message could name more than it should. */
async function withReason<T>(code: ErrorCode, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (caught) {
    if (caught instanceof GateError) throw caught
    const reason = systemCode(caught) ?? 'unknown reason'
    throw new GateError(code, `${what}: ${reasons[reason] ?? systemReasons[reason] ?? reason}.`)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'this user has no right to',
  EPERM: 'this user has no right to',
  EISDIR: 'it is a folder, not a file',
  ENOSPC: 'the disk is full',
}
