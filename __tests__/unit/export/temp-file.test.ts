import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { GateError } from '../../../src/errors.ts'
import {
  downloadToTempFile,
  hashWhileReading,
  openLocalFile,
  piecesOf,
  type TempFile,
} from '../../../src/export/temp-file.ts'
import { archiveDefaults, openZip } from '../../../src/export/zip.ts'
import { craftZip } from './craft-zip.ts'
import { collect } from './held-bytes.ts'

const never = new AbortController().signal
const canary = ['canary', 'in', 'the', 'download'].join('-')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temp-file-test-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function* chunksOf(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

const read = (source: TempFile): Promise<Buffer> => collect(piecesOf(source))
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const content = Buffer.concat([Buffer.from(`${canary}\n`), randomBytes(700_001)])

describe('downloadToTempFile', () => {
  it('gives back what came, as often as wanted, with length, SHA-256 and head', async () => {
    for (const length of [1013, 65_536, content.length]) {
      const kept = await downloadToTempFile(folder, chunksOf(content, length), never)
      expect(kept.bytes).toBe(content.length)
      expect(await kept.sha256()).toBe(sha256Of(content))
      expect(kept.head.equals(content.subarray(0, 1024))).toBe(true)
      expect((await read(kept)).equals(content)).toBe(true)
      await kept.dispose()
    }
  })

  it('gives back any part of it', async () => {
    const kept = await downloadToTempFile(folder, chunksOf(content, 4096), never)
    const places: [number, number][] = [
      [0, 1],
      [1, 15],
      [15, 2],
      [16, 16],
      [31, 40],
      [content.length - 1, 1],
    ]
    for (let i = 0; i < 100; i++) {
      const at = Math.floor(Math.random() * content.length)
      places.push([at, Math.floor(Math.random() * (content.length - at))])
    }
    for (const [at, length] of places) {
      const part = await kept.readAt(at, length)
      const inPieces = await collect(piecesOf(kept, at, at + length))
      if (!part.equals(content.subarray(at, at + length)) || !part.equals(inPieces)) {
        throw new Error(`${length} bytes from ${at}`)
      }
    }
    await kept.dispose()
  })

  it('stores a download without bytes', async () => {
    const kept = await downloadToTempFile(folder, chunksOf(Buffer.alloc(0), 1), never)
    expect([kept.bytes, kept.head.length, (await read(kept)).length]).toEqual([0, 0, 0])
    await kept.dispose()
  })

  it('never writes the bytes in clear, and lets nobody else read them', async () => {
    const plain = Buffer.from(`${canary}\n`.repeat(50_000))
    const kept = await downloadToTempFile(folder, chunksOf(plain, 4096), never)
    const [name = ''] = await readdir(folder)
    const onDisk = await readFile(join(folder, name))
    expect(onDisk.length).toBe(plain.length)
    expect(onDisk.includes(canary)).toBe(false)
    if (process.platform !== 'win32') expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    await kept.dispose()
  })

  it('leaves no file behind when disposed of, twice even', async () => {
    const kept = await downloadToTempFile(folder, chunksOf(content, 4096), never)
    await kept.dispose()
    await kept.dispose()
    expect(await readdir(folder)).toEqual([])
  })

  it('passes on what the download throws, and leaves no file', async () => {
    const trouble = new GateError('UNREACHABLE', 'cut')
    const cut = async function* (): AsyncGenerator<Buffer> {
      yield content
      throw trouble
    }
    await expect(downloadToTempFile(folder, cut(), never)).rejects.toBe(trouble)
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses more bytes than allowed while they arrive', async () => {
    const endless = async function* (): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.alloc(1000)
    }
    await expect(downloadToTempFile(folder, endless(), never, 9999)).rejects.toMatchObject({
      code: 'EXPORT_TOO_LARGE',
      message: 'The download is larger than max-export-size (9999 bytes).',
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('stops when asked to, with the reason of a deadline where there is one', async () => {
    const stop = new AbortController()
    const stopping = async function* (reason?: unknown): AsyncGenerator<Buffer> {
      yield content
      stop.abort(reason)
      yield content
    }
    await expect(downloadToTempFile(folder, stopping(), stop.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    const deadline = AbortSignal.abort(new GateError('RUN_TIMEOUT', 'late'))
    await expect(downloadToTempFile(folder, chunksOf(content, 4096), deadline)).rejects.toMatchObject({
      code: 'RUN_TIMEOUT',
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('says when the temporary folder cannot take it', async () => {
    await expect(
      downloadToTempFile(join(folder, 'none'), chunksOf(content, 4096), never),
    ).rejects.toMatchObject({
      code: 'DOWNLOAD_NOT_STORED',
      message: `The temporary folder "${folder}" cannot keep the download: no such file or folder.`,
    })
  })

  it('notices when the stored file was cut', async () => {
    const kept = await downloadToTempFile(folder, chunksOf(content, 4096), never)
    const [name = ''] = await readdir(folder)
    await truncate(join(folder, name), 5000)
    await expect(read(kept)).rejects.toMatchObject({ code: 'DOWNLOAD_NOT_STORED' })
    await expect(kept.readAt(6000, 1)).rejects.toMatchObject({ code: 'DOWNLOAD_NOT_STORED' })
    await kept.dispose()
  })
})

describe('openLocalFile', () => {
  it('reads a local file where it lies, and leaves it there', async () => {
    const path = join(folder, 'findings.csv')
    await writeFile(path, content)
    const local = await openLocalFile(path)
    expect(local.bytes).toBe(content.length)
    expect(local.head.equals(content.subarray(0, 1024))).toBe(true)
    expect((await read(local)).equals(content)).toBe(true)
    expect(await local.sha256()).toBe(sha256Of(content))
    expect((await read(local)).equals(content)).toBe(true)
    expect(await local.sha256()).toBe(sha256Of(content))
    await local.dispose()
    expect(await readdir(folder)).toEqual(['findings.csv'])
  })

  it('hashes it right, whatever was read of it, in whatever order', async () => {
    const path = join(folder, 'findings.csv')
    await writeFile(path, content)
    for (const places of [
      [],
      [[600_000, 5]],
      [
        [500, 10],
        [0, 700_000],
        [3, 9],
      ],
      [
        [2000, 1],
        [1000, 9000],
        [9990, 50],
      ],
    ]) {
      const local = await openLocalFile(path)
      for (const [at = 0, length = 0] of places) {
        expect((await local.readAt(at, length)).equals(content.subarray(at, at + length))).toBe(true)
      }
      expect(await local.sha256()).toBe(sha256Of(content))
      await local.dispose()
    }
  })

  it('is read once by who reads it in order, gaps included', async () => {
    let bytes = 0
    const hashed = hashWhileReading(content.length, async (at, length) => {
      bytes += length
      return content.subarray(at, at + length)
    })
    for (const [at, length] of [
      [30, 1000],
      [1050, 500_000],
      [550_000, 100_000],
    ] as const) {
      await hashed.readAt(at, length)
    }
    expect(await hashed.sha256()).toBe(sha256Of(content))
    expect(bytes).toBe(content.length)
  })

  it('is read once as a zip too, whose end is read first', async () => {
    const noise = randomBytes(3_000_000)
    const zip = craftZip([
      { name: 'a.csv', plain: noise },
      { name: 'b.csv', plain: noise },
    ])
    let bytes = 0
    const hashed = hashWhileReading(zip.length, async (at, length) => {
      bytes += length
      return zip.subarray(at, at + length)
    })
    const { members } = await openZip(hashed, { ...archiveDefaults, maxExportBytes: 2 ** 30 })
    for (const member of members) await collect(member.chunks())
    expect(await hashed.sha256()).toBe(sha256Of(zip))
    expect(bytes).toBeLessThan(zip.length + 600_000)
  })

  it('names the file that it cannot read', async () => {
    await expect(openLocalFile(join(folder, 'none.csv'))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/none\.csv" cannot be read: no such file or folder\.$/),
    })
    await expect(openLocalFile(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  it('notices a file that shrinks or grows while it is read', async () => {
    const path = join(folder, 'findings.csv')
    await writeFile(path, content)
    const local = await openLocalFile(path)
    await writeFile(path, content.subarray(0, 10_000))
    await expect(read(local)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    await writeFile(path, Buffer.concat([content, content]))
    await expect(local.sha256()).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('it changed while it was read'),
    })
    await local.dispose()
  })
})
