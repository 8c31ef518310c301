/** Zips read as they arrive must give what reading them by their directory gives, or say that they cannot be. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createFeed, NotStreamable, takeAll } from '../../../src/archive/feed.ts'
import { type ArchiveLimits, archiveDefaults } from '../../../src/archive/limits.ts'
import { openZip, type ZipMember } from '../../../src/archive/zip.ts'
import { streamZip } from '../../../src/archive/zip-stream.ts'
import { GateError } from '../../../src/errors.ts'
import { type Crafted, craftZip } from './craft-zip.ts'
import { collect, heldBytes } from './held-bytes.ts'

/** Give `FUZZ_SEED` to repeat a run. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
process.stderr.write(`zip stream fuzz: FUZZ_SEED=${seed}\n`)
const limits: ArchiveLimits = { ...archiveDefaults, maxExportBytes: 50_000_000 }
const javaZips = '__tests__/fixtures/java-zips'
const withJava = spawnSync('java', ['-version']).status === 0 ? it : it.skip

type Outcome = { readonly members: readonly [string, string][] } | { readonly code: string }

async function* inChunks(bytes: Buffer, borders: readonly number[]): AsyncGenerator<Buffer> {
  const ends = [...new Set(borders.map((border) => border % bytes.length))].sort((a, b) => a - b)
  let at = 0
  for (const end of [...ends, bytes.length]) {
    if (end > at) yield bytes.subarray(at, end)
    at = end
  }
}

async function textsOf(members: Iterable<ZipMember> | AsyncIterable<ZipMember>) {
  const found: [string, string][] = []
  for await (const { name, chunks } of members)
    found.push([name, (await collect(chunks())).toString('latin1')])
  return found
}

async function orCode<T>(work: () => Promise<T>): Promise<T | { readonly code: string }> {
  try {
    return await work()
  } catch (caught) {
    if (caught instanceof GateError) return { code: caught.code }
    if (caught instanceof NotStreamable) return { code: 'not streamable' }
    throw caught
  }
}

const byDirectory = (zip: Buffer, within = limits): Promise<Outcome> =>
  orCode(async () => ({ members: await textsOf((await openZip(heldBytes(zip), within)).members) }))

const asItComes = (zip: Buffer, borders: readonly number[], within = limits): Promise<Outcome> =>
  orCode(async () => {
    const feed = createFeed(inChunks(zip, borders))
    const stream = streamZip(feed, within)
    const members = await textsOf(stream.members)
    await collect(takeAll(feed))
    const { directory } = await openZip(heldBytes(zip), within)
    if (!stream.agrees(directory)) throw new NotStreamable()
    return { members }
  })

const rows = Buffer.from('a,b\n1,2\n'.repeat(500))
const manyRows = Buffer.from(
  Array.from({ length: 60_000 }, (_, i) => `row,${i},${(i * 7919) % 10_007}\n`).join(''),
)
const small = [[], [1], [1000], [30, 31, 32, 33, 34, 40], Array.from({ length: 400 }, (_, i) => i * 3)]

describe('a zip written by Java', () => {
  it.each(['one-member.zip', 'several-members.zip', 'hostile-names.zip', 'stored.zip', 'empty-member.zip'])(
    '%s is read as it comes, whatever the chunks',
    async (name) => {
      const zip = readFileSync(join(javaZips, name))
      const expected = await byDirectory(zip)
      expect(expected).toHaveProperty('members')
      for (const borders of small) expect(await asItComes(zip, borders)).toEqual(expected)
      const each = Array.from(zip, (_, at) => at)
      expect(await asItComes(zip, each)).toEqual(expected)
    },
  )

  const made = mkdtempSync(join(tmpdir(), 'zip-stream-'))
  afterAll(() => rmSync(made, { recursive: true, force: true }))

  withJava(
    'may have 70,000 members',
    async () => {
      const path = join(made, 'many.zip')
      spawnSync('java', [join(javaZips, 'MakeZips.java'), 'many', path, '70000'])
      const zip = readFileSync(path)
      const borders = Array.from({ length: Math.ceil(zip.length / 65_536) }, (_, i) => i * 65_536)
      const streamed = await asItComes(zip, borders)
      expect(streamed).toEqual(await byDirectory(zip))
      expect(streamed).toHaveProperty('members.length', 70_000)
    },
    300_000,
  )

  withJava('is stopped when it is a bomb', async () => {
    const path = join(made, 'bomb.zip')
    spawnSync('java', [join(javaZips, 'MakeZips.java'), 'zeros', path, String(2 ** 30)])
    const within = { ...limits, maxExportBytes: 2 ** 40 }
    expect(await asItComes(readFileSync(path), [100_000], within)).toEqual({ code: 'EXPORT_TOO_LARGE' })
  })
})

describe('a large member', () => {
  const zip = craftZip([
    { name: 'a.csv', plain: manyRows },
    { name: 'notes.txt', plain: manyRows },
    { name: 'b.csv', plain: rows },
  ])

  it('is read in chunks of any size', async () => {
    const expected = await byDirectory(zip)
    for (const length of [zip.length, 65_536, 4096, 1013]) {
      const borders = Array.from({ length: Math.ceil(zip.length / length) }, (_, i) => i * length)
      expect(await asItComes(zip, borders)).toEqual(expected)
    }
  })

  it('may end where a chunk ends', async () => {
    const end = 30 + 'a.csv'.length + deflateRawSync(manyRows).length
    expect(await asItComes(zip, [end])).toEqual(await byDirectory(zip))
    expect(await asItComes(zip, [end - 1, end, end + 1])).toEqual(await byDirectory(zip))
  })

  it('is given before the rest has come', async () => {
    let sent = 0
    async function* slowly(): AsyncGenerator<Buffer> {
      for await (const chunk of inChunks(zip, [50_000, 100_000, 150_000])) {
        sent += chunk.length
        yield chunk
      }
    }
    for await (const { chunks } of streamZip(createFeed(slowly()), limits).members) {
      for await (const chunk of chunks()) {
        expect(chunk.length).toBeGreaterThan(0)
        break
      }
      break
    }
    expect(sent).toBeLessThanOrEqual(100_000)
  })

  it('is not streamed when it is damaged, wherever', async () => {
    for (const at of [60, 20_000, 70_000, 100_000]) {
      for (const borders of [[], [65_536, 131_072], Array.from({ length: 50 }, (_, i) => i * 4096)]) {
        const broken = Buffer.from(zip)
        // A block of a type that there is not, or what may well come to be one.
        broken.fill(0xff, at, at + 40)
        expect(await asItComes(broken, borders)).toEqual({ code: 'not streamable' })
      }
    }
  })

  it('lets through what the download throws, as it is', async () => {
    const trouble = new GateError('UNREACHABLE', 'cut')
    async function* cut(): AsyncGenerator<Buffer> {
      yield zip.subarray(0, 100_000)
      throw trouble
    }
    const reading = textsOf(streamZip(createFeed(cut()), limits).members)
    await expect(reading).rejects.toBe(trouble)
  })
})

const someRows = manyRows.subarray(0, 400_000)
/** Members of one zip, with and without descriptors as other writers leave them. */
const member = fc
  .record({
    stem: fc.constantFrom('a', 'b', 'c', 'd/e', 'f', 'g'),
    ending: fc.constantFrom('.csv', '.csv', '.CSV', '.txt', '/'),
    plain: fc.oneof(
      fc.constantFrom(Buffer.alloc(0), rows, someRows, Buffer.alloc(300_000, 'x')),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    ),
    method: fc.constantFrom(...Array<number>(12).fill(8), 9),
    descriptor: fc.constantFrom('none', 'signed', 'signed', 'bare', 'wide', 'bare-wide', 'promised'),
    zip64: fc.boolean(),
  })
  .chain((made) =>
    fc
      .constantFrom(
        ...Array<Omit<Crafted, 'name'>>(6).fill({}),
        { method: 0, descriptor: 'none' as const },
        { method: 0 },
        { descriptor: 'wrong' as const },
      )
      .map((odd) => ({ ...made, ...odd })),
  )

const flaws = fc.record({
  /** A byte that is changed. */
  damage: fc.option(fc.record({ at: fc.nat(400_000), byte: fc.nat(255) }), { freq: 1 }),
  /** A byte of the directory that is changed. */
  lie: fc.option(fc.record({ at: fc.nat(1000), byte: fc.nat(255) }), { freq: 3 }),
  /** Where the zip is cut. */
  cut: fc.option(fc.nat(400_000), { freq: 1 }),
})

type Change = { readonly at: number; readonly byte: number }
type Flaw = {
  readonly damage: Change | null
  readonly lie: Change | null
  readonly cut: number | null
}

/** Half of all zips have none. */
const flawed = fc
  .boolean()
  .chain((any) => (any ? flaws : fc.constant({ damage: null, lie: null, cut: null })))

function zipOf(members: readonly { stem: string; ending: string }[]): Buffer {
  return craftZip(members.map(({ stem, ending, ...more }, i) => ({ name: `${stem}${i}${ending}`, ...more })))
}

const END_RECORD = 22

function spoilt(zip: Buffer, { damage, lie, cut }: Flaw): Buffer {
  const copy = Buffer.from(zip)
  const directory = copy.readUInt32LE(copy.length - END_RECORD + 16)
  if (lie !== null) copy[directory + (lie.at % (copy.length - END_RECORD - directory))] = lie.byte
  if (damage !== null) copy[damage.at % copy.length] = damage.byte
  return cut === null ? copy : copy.subarray(0, 1 + (cut % copy.length))
}

describe('any zip, in any chunks', () => {
  const runs = 600

  it('gives the same members as by its directory, or is not streamed', async () => {
    let streamed = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(100_000), { maxLength: 12 }),
        flawed,
        async (members, borders, flaw) => {
          const zip = spoilt(zipOf(members), flaw)
          const found = await asItComes(zip, borders)
          if ('code' in found && found.code === 'not streamable') return
          if ('members' in found) streamed += 1
          else refused += 1
          expect(found).toEqual(await byDirectory(zip))
        },
      ),
      { seed, numRuns: runs },
    )
    process.stderr.write(`zip stream fuzz: ${streamed} streamed, ${refused} refused, of ${runs}\n`)
    expect(streamed).toBeGreaterThan(runs / 10)
    expect(refused).toBeGreaterThan(0)
  }, 120_000)
})
