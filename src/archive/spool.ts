/**
 * Keeps a download until it has been read. Exports may hold live secrets, so their bytes never touch the disk in
 * clear: they are written through AES-256-CTR under a key that exists in this process only, for this one file.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { GateError } from '../errors.ts'
import { harmlessName } from './harmless-name.ts'
import { HEAD_BYTES } from './sniff.ts'
import { giveWayTo } from './stopping.ts'

/** Bytes read from the disk at a time. */
const PIECE = 256 * 1024

/** A download or local file that can be read as often as needed. */
export type Spool = {
  /** Length of the plain bytes. */
  readonly bytes: number
  /** SHA-256 (hex) of the plain bytes. */
  readonly sha256: string
  /** The first `HEAD_BYTES` plain bytes, for `sniff`. */
  readonly head: Buffer
  /** The plain bytes from the start, in pieces. Throws GateError DOWNLOAD_NOT_STORED or FILE_UNREADABLE. */
  read(): AsyncIterable<Buffer>
  /** The plain bytes as one piece: for zips, whose directory stands at the end. */
  readAll(): Promise<Buffer>
  /** Closes the file, and removes it if it was made here; harmless when repeated. */
  dispose(): Promise<void>
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
  const path = join(folder, `download-${randomBytes(8).toString('hex')}`)
  const key = randomBytes(32)
  const counter = randomBytes(16)
  const file = await stored(() => open(path, 'wx+', 0o600))
  const dispose = disposer(file, async () => {
    key.fill(0)
    await rm(path, { force: true })
  })
  try {
    const cipher = createCipheriv('aes-256-ctr', key, counter)
    const measure = createMeasure()
    for await (const chunk of chunks) {
      giveWayTo(stop)
      measure.add(chunk)
      if (measure.bytes() > maxBytes) throw tooLarge(maxBytes)
      await stored(() => writeWhole(file, cipher.update(chunk)))
    }
    giveWayTo(stop)
    const cut = new GateError('DOWNLOAD_NOT_STORED', 'The stored download is no longer whole.')
    const read = (): AsyncIterable<Buffer> => exactly(measure.bytes(), decrypted(file, key, counter), cut)
    return { ...measure.result(), read, readAll: () => gather(read(), measure.bytes()), dispose }
  } catch (caught) {
    await dispose()
    throw caught
  }
}

/**
 * A local export (`evaluate`), read where it lies. It is read once for its SHA-256.
 * @throws GateError FILE_UNREADABLE naming the file.
 */
export async function spoolOfFile(path: string): Promise<Spool> {
  const readable = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (caught) {
      throw unreadable(path, whyNot(caught))
    }
  }
  const file = await readable(() => open(path, 'r'))
  const dispose = disposer(file, async () => undefined)
  try {
    const measure = createMeasure()
    for await (const piece of pieces(file, readable)) measure.add(piece)
    const changed = unreadable(path, 'it changed while it was read')
    const read = (): AsyncIterable<Buffer> => exactly(measure.bytes(), pieces(file, readable), changed)
    return { ...measure.result(), read, readAll: () => gather(read(), measure.bytes()), dispose }
  } catch (caught) {
    await dispose()
    throw caught
  }
}

function tooLarge(maxBytes: number): GateError {
  return new GateError('EXPORT_TOO_LARGE', `The download is larger than max-export-size (${maxBytes} bytes).`)
}

function unreadable(path: string, why: string): GateError {
  return new GateError('FILE_UNREADABLE', `The export "${harmlessName(path)}" cannot be read: ${why}.`)
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
    result: (): { bytes: number; sha256: string; head: Buffer } => ({
      bytes,
      sha256: hash.digest('hex'),
      head,
    }),
  }
}

async function* decrypted(file: FileHandle, key: Buffer, counter: Buffer): AsyncGenerator<Buffer> {
  const decipher = createDecipheriv('aes-256-ctr', key, counter)
  const piece = Buffer.allocUnsafeSlow(PIECE)
  for await (const secret of pieces(file, stored, () => piece)) yield decipher.update(secret)
}

type Guard = <T>(work: () => Promise<T>) => Promise<T>

/** By default each piece is a buffer of its own, since the reader may keep slices of it. */
async function* pieces(
  file: FileHandle,
  guard: Guard,
  buffer = (): Buffer => Buffer.allocUnsafeSlow(PIECE),
): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const piece = buffer()
    const { bytesRead } = await guard(() => file.read(piece, 0, PIECE, position))
    if (bytesRead === 0) return
    position += bytesRead
    yield piece.subarray(0, bytesRead)
  }
}

/** A file cut at the end of a row would look like a smaller export: anything but `bytes` throws `otherwise`. */
async function* exactly(
  bytes: number,
  source: AsyncIterable<Buffer>,
  otherwise: GateError,
): AsyncGenerator<Buffer> {
  let seen = 0
  for await (const piece of source) {
    seen += piece.length
    if (seen > bytes) throw otherwise
    yield piece
  }
  if (seen !== bytes) throw otherwise
}

async function gather(source: AsyncIterable<Buffer>, bytes: number): Promise<Buffer> {
  const whole = Buffer.allocUnsafeSlow(bytes)
  let at = 0
  for await (const piece of source) at += piece.copy(whole, at)
  return whole.subarray(0, at)
}

/** `write` may take less than all of it. */
async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
}

function disposer(file: FileHandle, clear: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => {
    done ??= file.close().then(clear, clear)
    return done
  }
}

/** Only the system's code is told: a message could name more than it should. */
const stored: Guard = async (work) => {
  try {
    return await work()
  } catch (caught) {
    throw new GateError(
      'DOWNLOAD_NOT_STORED',
      `The temporary folder cannot keep the download: ${whyNot(caught)}.`,
    )
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'this user has no right to',
  EPERM: 'this user has no right to',
  EISDIR: 'it is a folder, not a file',
  ENOSPC: 'the disk is full',
}

function whyNot(caught: unknown): string {
  const coded = typeof caught === 'object' && caught !== null && 'code' in caught
  const code = coded ? String(caught.code) : 'unknown reason'
  return reasons[code] ?? code
}
