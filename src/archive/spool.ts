/**
 * Keeps a download until it has been read. Exports may hold live secrets, so their bytes never touch the disk in
 * clear: they are written through AES-256-CTR under a key that exists in this process only, for this one file.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GateError } from '../errors.ts'
import { guarded } from './not-readable.ts'
import { letGo, ownMemory } from './own-memory.ts'
import { HEAD_BYTES } from './sniff.ts'
import { giveWayTo } from './stopping.ts'
import { ownPiecesOf, PIECE, type StoredBytes } from './stored-bytes.ts'

/** A whole download or a local file, which can be read as often as needed. */
export type Spool = StoredBytes & {
  /** The first `HEAD_BYTES` plain bytes, for `sniff`. */
  readonly head: Buffer
  /** The plain bytes from the start, in pieces. Throws GateError DOWNLOAD_NOT_STORED or FILE_UNREADABLE. */
  read(): AsyncIterable<Buffer>
  /**
   * SHA-256 (hex) of the plain bytes. A local file is hashed as it is read; what was not read yet is read now.
   * @throws GateError FILE_UNREADABLE when the file has changed meanwhile.
   */
  sha256(): Promise<string>
  /** Closes the file until it is read again: for one of many that are kept. */
  release(): Promise<void>
  /** Closes the file, and removes it if it was made here; harmless when repeated. */
  dispose(): Promise<void>
}

/** A spool that is being filled. */
export type SpoolWriter = {
  /**
   * Takes the next bytes; resolves when they may be followed by more, not when they are on the disk.
   * @throws GateError EXPORT_TOO_LARGE, DOWNLOAD_NOT_STORED.
   */
  add(chunk: Buffer): Promise<void>
  /** Nothing more comes. Throws GateError DOWNLOAD_NOT_STORED. */
  finish(): Promise<Spool>
  /** Removes the file; not for after `finish`. */
  discard(): Promise<void>
}

/**
 * Writes `chunks` to a new file (mode 0600, encrypted) in `folder`. What `chunks` throws passes through as it is;
 * nothing is left behind then.
 *
 * @param maxBytes more than that is refused while it arrives.
 * @throws GateError EXPORT_TOO_LARGE, DOWNLOAD_NOT_STORED, CANCELLED or the reason of `stop`.
 */
export async function spool(
  folder: string,
  chunks: AsyncIterable<Buffer>,
  stop: AbortSignal,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Spool> {
  const writer = await openSpoolWriter(folder, maxBytes)
  try {
    for await (const chunk of chunks) {
      giveWayTo(stop)
      await writer.add(chunk)
    }
    giveWayTo(stop)
    return await writer.finish()
  } catch (caught) {
    await writer.discard()
    throw caught
  }
}

/**
 * Starts a new file in `folder`.
 * @param maxBytes more than that is refused while it arrives.
 * @throws GateError DOWNLOAD_NOT_STORED.
 */
export async function openSpoolWriter(folder: string, maxBytes: number): Promise<SpoolWriter> {
  const path = join(folder, `download-${randomBytes(8).toString('hex')}`)
  const secret = { key: randomBytes(32), counter: randomBytes(16) }
  const file = await stored(() => open(path, 'wx+', 0o600))
  const cipher = createCipheriv('aes-256-ctr', secret.key, secret.counter)
  const measure = createMeasure()
  let gathered: Buffer[] = []
  let gatheredBytes = 0
  /** The write under way: one at a time, while the next bytes arrive. */
  let writing: Promise<unknown> = Promise.resolve()

  const flush = async (): Promise<void> => {
    const plain = gathered
    gathered = []
    gatheredBytes = 0
    await writing
    writing = stored(() => writeWhole(file, cipher.update(Buffer.concat(plain))))
    // It is thrown by the next `await writing`.
    writing.catch(() => undefined)
  }
  return {
    async add(chunk) {
      measure.add(chunk)
      if (measure.bytes() > maxBytes) throw tooLarge(maxBytes)
      gathered.push(chunk)
      gatheredBytes += chunk.length
      if (gatheredBytes >= PIECE) await flush()
    },
    async finish() {
      await flush()
      await writing
      return storedDownload({ path, file, secret }, measure.result())
    },
    async discard() {
      await writing.catch(() => undefined)
      await file.close().catch(() => undefined)
      await rm(path, { force: true })
    },
  }
}

type Secret = { readonly key: Buffer; readonly counter: Buffer }
type Measured = { readonly bytes: number; readonly sha256: string; readonly head: Buffer }

function storedDownload(
  { path, file: made, secret }: { path: string; file: FileHandle; secret: Secret },
  { bytes, sha256, head }: Measured,
): Spool {
  let file: Promise<FileHandle> | null = Promise.resolve(made)
  const cut = new GateError('DOWNLOAD_NOT_STORED', 'The stored download is no longer whole.')
  const release = async (): Promise<void> => {
    const opened = file
    file = null
    await (await opened?.catch(() => null))?.close().catch(() => undefined)
  }
  const content: StoredBytes = {
    bytes,
    async readAt(at, length) {
      const encrypted = await stored(async () => {
        file ??= open(path, 'r')
        return await readWhole(await file, at, length)
      })
      if (encrypted === null) throw cut
      const plain = decrypted(encrypted, at, secret)
      letGo(ownMemory(encrypted))
      return plain
    },
  }
  return {
    ...content,
    head,
    read: () => ownPiecesOf(content),
    sha256: async () => sha256,
    release,
    async dispose() {
      await release()
      secret.key.fill(0)
      await rm(path, { force: true })
    },
  }
}

/** Exactly `length` bytes of `file` from `at`; `null` when it ends before. */
export async function readWhole(file: FileHandle, at: number, length: number): Promise<Buffer | null> {
  const piece = Buffer.allocUnsafeSlow(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(piece, done, length - done, at + done)
    if (bytesRead === 0) return null
    done += bytesRead
  }
  return piece
}

const BLOCK = 16

/** Counter mode can begin anywhere: the counter grows by one for each block of 16 bytes. */
function decrypted(encrypted: Buffer, at: number, { key, counter }: Secret): Buffer {
  const blocks = BigInt(`0x${counter.toString('hex')}`) + BigInt(Math.floor(at / BLOCK))
  const wrapped = BigInt.asUintN(8 * BLOCK, blocks)
  const start = Buffer.from(wrapped.toString(16).padStart(2 * BLOCK, '0'), 'hex')
  const decipher = createDecipheriv('aes-256-ctr', key, start)
  decipher.update(Buffer.alloc(at % BLOCK))
  return decipher.update(encrypted)
}

function tooLarge(maxBytes: number): GateError {
  return new GateError('EXPORT_TOO_LARGE', `The download is larger than max-export-size (${maxBytes} bytes).`)
}

/** Length, SHA-256 and head of what passes. */
function createMeasure() {
  const hash = createHash('sha256')
  let bytes = 0
  let head = Buffer.alloc(0)
  return {
    add(piece: Buffer): void {
      hash.update(piece)
      bytes += piece.length
      if (head.length < HEAD_BYTES) {
        head = Buffer.concat([head, piece.subarray(0, HEAD_BYTES - head.length)])
      }
    },
    bytes: (): number => bytes,
    result: (): Measured => ({ bytes, sha256: hash.digest('hex'), head }),
  }
}

/** `write` may take less than all of it. */
async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
}

function stored<T>(work: () => Promise<T>): Promise<T> {
  const notStored = (why: string): GateError =>
    new GateError('DOWNLOAD_NOT_STORED', `The temporary folder cannot keep the download: ${why}.`)
  return guarded(notStored, work)
}
