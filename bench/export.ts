/** Makes the exports that are measured: a zip of several CSV members as Java writes it, streamed to a cache folder. */
import { existsSync } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, createDeflateRaw } from 'node:zlib'
import { membersOf, type Shape } from './rows.ts'

/** Part of the file name: raise it when the rows change. */
const RECIPE = 2

type Write = (bytes: Buffer) => Promise<void>

/** Path of the zip; it is made when the cache does not have it. */
export async function exportOf(shape: Shape, rows: number): Promise<string> {
  const folder = join(tmpdir(), 'soteri-gate-bench')
  const path = join(folder, `${shape}-${rows}-${RECIPE}.zip`)
  if (existsSync(path)) return path
  console.error(`Making ${rows} ${shape} rows ...`)
  await mkdir(folder, { recursive: true })
  const partial = `${path}.${process.pid}`
  await writeZip(partial, membersOf(shape, rows))
  await rename(partial, path)
  return path
}

async function writeZip(path: string, members: readonly Iterable<Buffer>[]): Promise<void> {
  const file = await open(path, 'w')
  const directory: Buffer[] = []
  let at = 0
  const write: Write = async (bytes) => {
    await file.write(bytes)
    at += bytes.length
  }
  for (const [number, pieces] of members.entries()) {
    const offset = at
    const name = Buffer.from(`findings-${number + 1}.csv`)
    await write(Buffer.concat([localHeader(name), name]))
    const start = at
    const { size, crc } = await deflate(pieces, write)
    const sizes = { crc, packed: at - start, size }
    await write(descriptor(sizes))
    directory.push(Buffer.concat([directoryEntry(name, sizes, offset), name]))
  }
  const entries = Buffer.concat(directory)
  const offset = at
  await write(entries)
  await write(endRecord(directory.length, entries.length, offset))
  await file.close()
}

async function deflate(pieces: Iterable<Buffer>, write: Write): Promise<{ size: number; crc: number }> {
  const packer = createDeflateRaw()
  let size = 0
  let crc = 0
  const feeding = (async () => {
    for (const piece of pieces) {
      size += piece.length
      crc = crc32(piece, crc)
      if (!packer.write(piece)) await new Promise((resolve) => packer.once('drain', resolve))
    }
    packer.end()
  })()
  for await (const packed of packer) await write(packed)
  await feeding
  return { size, crc }
}

type Sizes = { readonly crc: number; readonly packed: number; readonly size: number }
/** Version 2.0; a data descriptor follows, names are UTF-8; deflated. */
const METHOD = [20, 0x0808, 8] as const
/** 2024-09-01 00:00 as DOS writes it. */
const STAMP = [0, 0x5921] as const

function localHeader(name: Buffer): Buffer {
  return shorts32(0x04034b50, [...METHOD, ...STAMP], [0, 0, 0], [name.length, 0])
}

function descriptor({ crc, packed, size }: Sizes): Buffer {
  return shorts32(0x08074b50, [], [crc, packed, size], [])
}

function directoryEntry(name: Buffer, { crc, packed, size }: Sizes, offset: number): Buffer {
  const start = shorts32(
    0x02014b50,
    [20, ...METHOD, ...STAMP],
    [crc, packed, size],
    [name.length, 0, 0, 0, 0],
  )
  const end = Buffer.alloc(8)
  end.writeUInt32LE(offset, 4)
  return Buffer.concat([start, end])
}

function endRecord(entries: number, bytes: number, offset: number): Buffer {
  return shorts32(0x06054b50, [0, 0, entries, entries], [bytes, offset], [0])
}

/** A signature, 16-bit numbers, 32-bit numbers, 16-bit numbers: the shape of every record of a zip. */
function shorts32(
  signature: number,
  before: readonly number[],
  longs: readonly number[],
  after: readonly number[],
): Buffer {
  const bytes = Buffer.alloc(4 + 2 * before.length + 4 * longs.length + 2 * after.length)
  let at = bytes.writeUInt32LE(signature, 0)
  for (const number of before) at = bytes.writeUInt16LE(number, at)
  for (const number of longs) at = bytes.writeUInt32LE(number, at)
  for (const number of after) at = bytes.writeUInt16LE(number, at)
  return bytes
}
