/** Exports that are read while they arrive, from a real server that sends them at the pace of each test. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Arrival, readWhileArriving } from '../../src/archive/arrival.ts'
import { takeAll } from '../../src/archive/feed.ts'
import type { Spool } from '../../src/archive/spool.ts'
import { openSoteri } from '../../src/client/soteri.ts'
import type { Finding } from '../../src/findings/finding.ts'
import { type ExportReading, readExport } from '../../src/findings/read.ts'
import { createHeldTime } from '../../src/stages/held-time.ts'
import { errorOf, type Listening, realTimeClient, serve } from '../fixtures/client-world.ts'
import { numbering } from '../fixtures/numbered.ts'
import { csvOf, row, terse } from '../fixtures/scripted-export.ts'
import { craftZip } from '../unit/archive/craft-zip.ts'
import { settings as exportSettings, spoolOf } from '../unit/findings/exports.ts'

const never = new AbortController().signal
const rows = 10_000
const csv = Buffer.from(
  csvOf(
    terse,
    Array.from({ length: rows }, (_, i) => row({ line: String(i), path: `src/${(i * 7919) % 10_007}.ini` })),
  ),
)
const zip = craftZip([{ name: 'findings.csv', plain: csv, descriptor: 'signed' }])

const beside = { name: 'empty.csv', plain: Buffer.from(csvOf(terse, [])), descriptor: 'signed' } as const
const hiddenExport = craftZip([beside, { name: 'SHOP', plain: csv, descriptor: 'signed' }])
/** Its directory tells of the second member only. */
const untoldMember = (() => {
  const whole = craftZip([{ name: 'all.csv', plain: csv, descriptor: 'signed' }, beside])
  const end = whole.length - 22
  const directory = whole.readUInt32LE(end + 16)
  const line = 46 + 'all.csv'.length
  const cut = Buffer.concat([whole.subarray(0, directory), whole.subarray(directory + line)])
  cut.writeUInt16LE(1, end - line + 8)
  cut.writeUInt16LE(1, end - line + 10)
  cut.writeUInt32LE(end - line - directory, end - line + 12)
  return cut
})()

let folder: string
let server: Listening | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'arriving-'))
})
afterEach(async () => {
  await server?.close()
  server = null
  rmSync(folder, { recursive: true, force: true })
})

const settings = { ...exportSettings, source: 'SHOP' }

/** Downloads what `send` sends, and gives it to `read` while it arrives. */
async function download<T>(
  send: (response: ServerResponse) => Promise<void>,
  read: (arrival: Arrival) => Promise<T>,
  requestTimeoutMs = 5000,
  timeoutMs = 60_000,
): Promise<{ spool: Spool; reading: T | null }> {
  server = await serve((_request, response) => void send(response).catch(() => response.destroy()))
  const http = realTimeClient(server.url, { requestTimeoutMs, maxRetries: 0 })
  const hold = createHeldTime({ elapsed: () => performance.now() })
  const end = performance.now() + timeoutMs
  const deadline = {
    phase: 'downloading',
    get at() {
      return end + hold.ms()
    },
  }
  try {
    const reply = await openSoteri(http, 'latest').exportFindings(
      { kind: 'project', project: 'SHOP' },
      settings.period,
      (body) => readWhileArriving(body, { folder, maxBytes: 2 ** 30, stop: never, hold }, read),
      deadline,
    )
    if (reply.kind !== 'saved') throw new Error('refused')
    return { spool: reply.saved.spool, reading: await reply.saved.reading }
  } finally {
    await http.close()
  }
}

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('an export', () => {
  it.each([
    ['CSV', csv],
    ['zip', zip],
  ])('that is a %s is judged before its last byte is sent', async (_, whole) => {
    const seen: Finding[] = []
    const first = Promise.withResolvers<void>()
    let seenBeforeTheEnd = 0
    const { spool, reading } = await download(
      async (response) => {
        response.write(whole.subarray(0, Math.floor(whole.length / 2)))
        // Without an overlap this would wait for ever.
        await first.promise
        seenBeforeTheEnd = seen.length
        response.end(whole.subarray(Math.floor(whole.length / 2)))
      },
      (arrival) =>
        readExport(
          arrival,
          settings,
          numbering(),
          (row) => {
            seen.push({ ...row.copy(), matchId: row.matchId })
            first.resolve()
          },
          { stop: never },
        ),
    )
    expect(seenBeforeTheEnd).toBeGreaterThan(0)
    expect(seen).toHaveLength(rows)
    expect(reading?.evidence).toMatchObject({ rows, bytes: whole.length, sha256: sha256Of(whole) })
    expect(await spool.sha256()).toBe(sha256Of(whole))
    await spool.dispose()
  })

  it('gives the same evidence as when it is read from the spool', async () => {
    const { spool, reading } = await download(
      async (response) => void response.end(zip),
      (arrival) => readExport(arrival, settings, numbering(), () => undefined, { stop: never }),
    )
    const again: ExportReading = await readExport(spool, settings, numbering(), () => undefined, {
      stop: never,
    })
    expect(reading).toEqual(again)
    await spool.dispose()
  })

  it.each([
    ['an export under another name', hiddenExport, 'begins with the header of an export'],
    ['a member that its directory does not tell of', untoldMember, 'its directory does not tell of'],
  ])('that is a zip with %s is refused alike, read as it comes or stored', async (_, bad, words) => {
    const refusal = { code: 'ARCHIVE_BROKEN', message: expect.stringContaining(words) }
    const read = (bytes: Spool | Arrival) =>
      readExport(bytes, settings, numbering(), () => undefined, { stop: never })
    const { spool, reading } = await download(
      async (response) => void response.end(bad),
      (arrival) => errorOf(read(arrival)),
    )
    expect(reading).toMatchObject(refusal)
    await spool.dispose()
    await expect(read(spoolOf(bad))).rejects.toMatchObject(refusal)
  })

  it('is refused at its first bytes when it is none, and nothing is left', async () => {
    const json = Buffer.from(`{"errors":[${'1,'.repeat(1000)}`)
    const closed = Promise.withResolvers<unknown>()
    const work = download(
      // More never comes: only what is here can end it.
      async (response) => {
        response.write(json)
        closed.resolve(once(response, 'close'))
      },
      (arrival) => readExport(arrival, settings, numbering(), () => undefined, { stop: never }),
      60_000,
    )
    expect(await errorOf(work)).toMatchObject({ code: 'NOT_AN_EXPORT' })
    await closed.promise
    expect(readdirSync(folder)).toEqual([])
  })

  it('that is cut is the error of the wire, whatever its reader made of it', async () => {
    let seen = 0
    const work = download(
      async (response) => {
        response.write(csv.subarray(0, 600_000))
        while (seen === 0) await sleep(5)
        response.destroy()
      },
      (arrival) => readExport(arrival, settings, numbering(), () => ++seen, { stop: never }),
    )
    expect(await errorOf(work)).toMatchObject({ code: 'UNREACHABLE' })
    expect(seen).toBeGreaterThan(0)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a reader that stops', () => {
  const size = 96 * 1024 * 1024
  const piece = Buffer.alloc(64 * 1024, 'a,b\n')

  /** Sends as fast as it is taken, `size` bytes at most; `sent` counts them. */
  async function flood(response: ServerResponse, sent: { bytes: number; enough: boolean }): Promise<void> {
    while (sent.bytes < size && !sent.enough) {
      if (!response.write(piece)) await new Promise<void>((resolve) => response.once('drain', resolve))
      sent.bytes += piece.length
    }
    response.end()
  }

  it('makes the server wait, for longer than request-timeout and the deadline, and goes on', async () => {
    const sent = { bytes: 0, enough: false }
    const seen: number[] = []
    const { spool, reading } = await download(
      (response) => flood(response, sent),
      async ({ feed, whole }) => {
        await feed.take()
        for (const ms of [1500, 2000]) {
          await sleep(ms)
          seen.push(sent.bytes)
        }
        sent.enough = true
        for await (const _piece of takeAll(feed));
        return (await whole()).bytes
      },
      500,
      3000,
    )
    // What the reader may be behind, and what sockets of the loopback hold.
    expect(seen[0]).toBeLessThan(32 * 1024 * 1024)
    expect(seen[1]).toBe(seen[0])
    expect(reading).toBe(sent.bytes)
    await spool.dispose()
  }, 60_000)

  it('is waited for no longer when it leaves', async () => {
    const sent = { bytes: 0, enough: false }
    const work = download(
      (response) => flood(response, sent),
      async ({ feed }) => {
        await feed.take()
        await sleep(300)
        throw new Error('enough')
      },
    )
    await expect(work).rejects.toThrow('enough')
    expect(sent.bytes).toBeLessThan(size)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a server that stops', () => {
  it('meets request-timeout, though a reader waits for it', async () => {
    const work = download(
      async (response) => {
        response.write(csv.subarray(0, 500_000))
        await sleep(10_000, undefined, { ref: false })
      },
      (arrival) => readExport(arrival, settings, numbering(), () => undefined, { stop: never }),
      400,
    )
    expect(await errorOf(work)).toMatchObject({ code: 'REQUEST_TIMEOUT' })
    expect(readdirSync(folder)).toEqual([])
  }, 20_000)
})
