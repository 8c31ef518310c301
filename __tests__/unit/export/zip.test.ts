import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { afterAll, describe, expect, it } from '@jest/globals'
import AdmZip from 'adm-zip'
import { GateError } from '../../../src/errors.ts'
import { rejectUnlistedEntries } from '../../../src/export/open-export.ts'
import { openLocalFile, PIECE, type StoredBytes, type TempFile } from '../../../src/export/temp-file.ts'
import {
  type ArchiveLimits,
  archiveDefaults,
  openZip,
  rejectHugeZip,
  type Zip,
} from '../../../src/export/zip.ts'
import { type Crafted, craftZip, hiding, linesOf } from './craft-zip.ts'
import { collect, heldBytes } from './held-bytes.ts'

const limits: ArchiveLimits = { ...archiveDefaults, maxExportBytes: 2 ** 34 }
const rows = Buffer.from('a,b\n1,2\n'.repeat(500))
const manyRows = Buffer.from(
  Array.from({ length: 60_000 }, (_, i) => `row,${i},${(i * 7919) % 10_007}\n`).join(''),
)

const open = (zip: Buffer): Promise<Zip> => openZip(heldBytes(zip), limits)

/** What adm-zip finds when it has the whole zip; `null` when it refuses. */
function namesByMemory(zip: Buffer): readonly string[] | null {
  try {
    return new AdmZip(zip, { noSort: true }).getEntries().map(({ entryName }) => entryName)
  } catch {
    return null
  }
}

async function contents(zip: Buffer, within = limits): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {}
  for (const { name, chunks } of (await openZip(heldBytes(zip), within)).members) {
    found[name] = await collect(chunks())
  }
  return found
}

const refused = async (zip: Buffer, within = limits): Promise<unknown> => {
  try {
    await contents(zip, within)
    return 'accepted'
  } catch (caught) {
    return caught
  }
}
const brokenBecause = (words: string): object => ({
  code: 'ARCHIVE_BROKEN',
  message: expect.stringContaining(words),
})

/** The zip with another number of members in its end record. */
function withCount(zip: Buffer, count: number): Buffer {
  const changed = Buffer.from(zip)
  changed.writeUInt16LE(count, zip.length - 22 + 8)
  changed.writeUInt16LE(count, zip.length - 22 + 10)
  return changed
}

describe('a good zip', () => {
  it('gives its members, small and large, stored and deflated', async () => {
    const zip = craftZip([
      { name: 'small.csv', plain: rows },
      { name: 'large.csv', plain: manyRows },
      { name: 'stored.csv', plain: manyRows, method: 0 },
      { name: 'empty.csv' },
    ])
    const found = await contents(zip)
    expect(Object.keys(found)).toEqual(['small.csv', 'large.csv', 'stored.csv', 'empty.csv'])
    expect(found['small.csv']?.equals(rows)).toBe(true)
    expect(found['large.csv']?.equals(manyRows)).toBe(true)
    expect(found['stored.csv']?.equals(manyRows)).toBe(true)
    expect(found['empty.csv']?.length).toBe(0)
  })

  it('may keep its sizes in zip64 fields', async () => {
    const zip = craftZip([
      { name: 'a.csv', plain: rows, zip64: true },
      { name: 'b.csv', plain: manyRows, zip64: true },
    ])
    const found = await contents(zip)
    expect(found['a.csv']?.equals(rows)).toBe(true)
    expect(found['b.csv']?.equals(manyRows)).toBe(true)
  })

  it('is read in chunks, never whole', async () => {
    const large = Buffer.concat(Array<Buffer>(8).fill(manyRows))
    const [member] = (await open(craftZip([{ name: 'large.csv', plain: large }]))).members
    let chunks = 0
    for await (const chunk of member?.chunks() ?? []) {
      chunks += 1
      expect(chunk.length).toBeLessThanOrEqual(128 * 1024)
    }
    expect(chunks).toBeGreaterThan(3)
  })

  it('gives its other members by name, without folders', async () => {
    const others = Array.from({ length: 9 }, (_, i) => ({ name: `notes/${i}.txt`, plain: rows }))
    const odd = [{ name: 'inner.zip' }, { name: '__MACOSX/._a.csv' }, { name: 'folder/' }]
    const zip = await open(craftZip([{ name: 'A.CSV', plain: rows }, ...odd, ...others]))
    expect(zip.members.map(({ name }) => name)).toEqual(['A.CSV'])
    expect(zip.others).toHaveLength(11)
    expect(zip.others.slice(0, 3).map(({ name }) => name)).toEqual([
      'inner.zip',
      '__MACOSX/._a.csv',
      'notes/0.txt',
    ])
  })

  it('is opened by its end alone, and read once', async () => {
    const noise = randomBytes(3_000_000)
    const zip = heldBytes(
      craftZip([
        { name: 'a.csv', plain: rows },
        { name: 'b.csv', plain: noise },
        { name: 'c.csv', plain: noise },
      ]),
    )
    let read = 0
    const counted: StoredBytes = {
      ...zip,
      async readAt(at, length) {
        read += length
        return await zip.readAt(at, length)
      },
    }
    const { members } = await openZip(counted, limits)
    expect(read).toBeLessThan(70_000)
    for (const member of members) await collect(member.chunks())
    expect(read).toBeLessThan(zip.bytes + 600_000)
  })

  it('may have a comment that looks like the end of a zip', async () => {
    // A directory that does not fit into the tail in which end records are looked for.
    const zip = craftZip(Array.from({ length: 3000 }, (_, i) => ({ name: `${i}.csv` })))
    const end = zip.length - 22
    for (const at of [0, 7, zip.readUInt32LE(end + 16), 0xffffffff]) {
      const fake = Buffer.from(zip.subarray(end))
      fake.writeUInt32LE(at, 16)
      const whole = Buffer.concat([zip, Buffer.from('see '), fake, Buffer.from('!')])
      whole.writeUInt16LE(whole.length - zip.length, end + 20)
      const names = namesByMemory(whole)
      if (names === null) expect(await refused(whole)).toMatchObject({ code: 'ARCHIVE_BROKEN' })
      else expect(Object.keys(await contents(whole))).toEqual(names)
    }
  })

  it('may have a name that is deep beyond reason, at no cost', async () => {
    const started = performance.now()
    const name = `${'/a'.repeat(32_000)}.csv`
    const found = await contents(
      craftZip([
        { name, plain: rows },
        { name: `x${name}`, plain: rows },
      ]),
    )
    expect(Object.values(found)[0]?.equals(rows)).toBe(true)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('a bad zip', () => {
  const good = craftZip([{ name: 'a.csv', plain: manyRows }])

  it('is refused wherever it is cut', async () => {
    for (const at of [4, 21, 30, 1000, good.length - 70, good.length - 22, good.length - 1]) {
      expect(await refused(good.subarray(0, at))).toMatchObject({ code: 'ARCHIVE_BROKEN' })
    }
  })

  it('is refused when a byte of its content changed', async () => {
    for (const at of [40, 5000, 30_000]) {
      const changed = Buffer.from(good)
      changed[at] = (changed[at] ?? 0) ^ 0x10
      expect(await refused(changed)).toMatchObject({ code: 'ARCHIVE_BROKEN' })
    }
  })

  it('is refused for a wrong CRC, of small, large and stored members', async () => {
    for (const plain of [rows, manyRows]) {
      for (const method of [0, 8]) {
        const zip = craftZip([{ name: 'a.csv', plain, method, crc: 1 }])
        expect(await refused(zip)).toMatchObject(brokenBecause('the CRC of member "a.csv" disagrees'))
      }
    }
  })

  it('is refused when it lies about a size', async () => {
    for (const plain of [rows, manyRows]) {
      for (const size of [plain.length + 1, plain.length - 1, 0, 4_000_000_000]) {
        const zip = craftZip([{ name: 'a.csv', plain, size }])
        expect(await refused(zip)).toMatchObject({ code: 'ARCHIVE_BROKEN' })
      }
    }
  })

  it('is refused when something follows the deflate stream', async () => {
    for (const plain of [rows, manyRows]) {
      const compressed = Buffer.concat([deflateRawSync(plain), Buffer.from('more')])
      const zip = craftZip([{ name: 'a.csv', plain, compressed }])
      expect(await refused(zip)).toMatchObject(brokenBecause('bytes after the end'))
    }
  })

  it('is refused when its deflate stream is cut', async () => {
    for (const plain of [rows, manyRows]) {
      const compressed = deflateRawSync(plain).subarray(0, -5)
      const zip = craftZip([{ name: 'a.csv', plain, compressed }])
      expect(await refused(zip)).toMatchObject(brokenBecause('damaged'))
    }
  })

  it('is refused when encrypted, in whichever way', async () => {
    for (const flags of [0x1, 0x41, 0x2001, 0x20]) {
      const zip = craftZip([{ name: 'a.csv', plain: rows, flags }])
      expect(await refused(zip)).toMatchObject(brokenBecause('member "a.csv" is encrypted'))
    }
  })

  it('is refused for other methods than stored and deflated', async () => {
    for (const method of [1, 9, 12, 93, 99]) {
      const zip = craftZip([{ name: 'a.csv', plain: rows, method }])
      expect(await refused(zip)).toMatchObject(brokenBecause(`packed with method ${method}`))
    }
  })

  it('is rejected when its end record has fewer members than its directory', async () => {
    const members = [
      { name: 'a.csv', plain: rows },
      { name: 'b.csv', plain: rows },
    ]
    const short = brokenBecause('does not end after the 1 members')
    expect(await refused(withCount(craftZip(members), 1))).toMatchObject(short)
    const wide = craftZip(members.map((member) => ({ ...member, zip64: true })))
    expect(await refused(withCount(wide, 1))).toMatchObject(short)
    expect(await refused(withCount(wide, 0))).toMatchObject({ code: 'ARCHIVE_BROKEN' })
  })

  it('is refused when it has so many members that their number does not fit its end record', async () => {
    const compressed = deflateRawSync(rows)
    const many = Array.from({ length: 2 ** 16 + 1 }, (_none, at) => ({
      name: `${at}.csv`,
      plain: rows,
      compressed,
    }))
    expect(await refused(craftZip(many))).toMatchObject(brokenBecause('does not end after the 1 members'))
  })

  it('is refused for two members of one name, which is not reported', async () => {
    const name = ['secret', 'in', 'a', 'name.csv'].join('-')
    const error = await refused(
      craftZip([
        { name, plain: rows },
        { name, plain: manyRows },
      ]),
    )
    expect(error).toMatchObject(brokenBecause('two of its members have the same name'))
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error as object))).not.toContain(name)
  })

  it('is refused when members share their bytes', async () => {
    const zip = craftZip(Array.from({ length: 4 }, (_, i) => ({ name: `${i}.csv`, plain: manyRows })))
    const end = zip.length - 22
    const directory = zip.readUInt32LE(end + 16)
    // Every entry points at the first member.
    for (let at = directory; at < end; at += 46 + zip.readUInt16LE(at + 28)) zip.writeUInt32LE(0, at + 42)
    const first = zip.readUInt32LE(directory + 20) + 100
    const shared = Buffer.concat([zip.subarray(0, first), zip.subarray(directory)])
    shared.writeUInt32LE(first, shared.length - 22 + 16)
    expect(await refused(shared)).toMatchObject(brokenBecause('they overlap'))
  })

  it('is refused without any CSV', async () => {
    expect(await refused(craftZip([{ name: 'a.txt', plain: rows }]))).toMatchObject(
      brokenBecause('none of its 1 members is named *.csv'),
    )
  })

  it('is refused when a folder has content, which nobody would read', async () => {
    for (const name of ['hidden.csv/', 'hidden.csv\\']) {
      const folder = craftZip([
        { name: 'a.csv', plain: rows },
        { name, plain: rows },
      ])
      expect(await refused(folder)).toMatchObject(brokenBecause('is a folder and has content'))
    }
  })

  it('lets through what reading it throws, as it is', async () => {
    const failure = new GateError('DOWNLOAD_NOT_STORED', 'gone')
    const noise = randomBytes(3_000_000)
    for (const method of [0, 8]) {
      const zip = heldBytes(craftZip([{ name: 'a.csv', plain: noise, method }]))
      let isGone = false
      const failing: StoredBytes = {
        ...zip,
        readAt: (at, length) => (isGone ? Promise.reject(failure) : zip.readAt(at, length)),
      }
      const [member] = (await openZip(failing, limits)).members
      const reading = (async () => {
        for await (const _chunk of member?.chunks() ?? []) isGone = true
      })()
      await expect(reading).rejects.toBe(failure)
    }
  })

  it('is refused when it is no zip at all', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('PK'), Buffer.alloc(100_000, 0x50)]) {
      expect(await refused(bytes)).toMatchObject({ code: 'ARCHIVE_BROKEN' })
    }
  })
})

describe('limits', () => {
  it('stop a zip at so many inflated bytes, over all members', async () => {
    const zip = craftZip([
      { name: 'a.csv', plain: rows },
      { name: 'b.csv', plain: rows },
    ])
    const within = { ...limits, maxExportBytes: rows.length * 2 }
    expect(Object.keys(await contents(zip, within))).toHaveLength(2)
    expect(await refused(zip, { ...within, maxExportBytes: rows.length * 2 - 1 })).toMatchObject({
      code: 'EXPORT_TOO_LARGE',
      message: 'The zip inflates to more than max-export-size (7999 bytes), in member "b.csv".',
    })
  })

  it('stop a zip of too many members before they are looked at', async () => {
    const zip = craftZip([{ name: 'a.csv' }, { name: 'b.csv' }, { name: 'c.txt' }])
    expect(await refused(zip, { ...limits, maxMembers: 2 })).toMatchObject({
      code: 'EXPORT_TOO_LARGE',
      message: 'The zip has 3 members, more than max-export-members (2).',
      hint: expect.stringContaining('`max-export-members`'),
    })
    expect(Object.keys(await contents(zip, { ...limits, maxMembers: 3 }))).toHaveLength(2)
  })

  it('stop a ratio above the limit, but not below the floor', async () => {
    const zip = craftZip([{ name: 'a.csv', plain: Buffer.alloc(3_000_000, 'a') }])
    expect(Object.keys(await contents(zip))).toEqual(['a.csv'])
    expect(await refused(zip, { ...limits, ratioFloorBytes: 1_000_000 })).toMatchObject({
      code: 'EXPORT_TOO_LARGE',
      message: expect.stringContaining('more than max-export-ratio (200) to 1'),
      hint: expect.stringContaining('`max-export-ratio`'),
    })
  })

  it('stop a bomb of 10 GB, honest or lying about its size, at once', async () => {
    const piece = deflateRawSync(Buffer.alloc(1 << 20), { finishFlush: constants.Z_FULL_FLUSH })
    const compressed = Buffer.concat([...Array<Buffer>(10_240).fill(piece), Buffer.from([3, 0])])
    for (const size of [10_240 * 2 ** 20, 100]) {
      const bomb = craftZip([
        { name: 'a.csv', compressed, size: size % 2 ** 32, crc: crc32(Buffer.alloc(0)) },
      ])
      const started = performance.now()
      expect(await refused(bomb)).toMatchObject({ code: 'EXPORT_TOO_LARGE' })
      expect(performance.now() - started).toBeLessThan(5000)
    }
  })

  it('stop what adm-zip cannot address', () => {
    expect(() => rejectHugeZip(2 ** 32 - 1)).not.toThrow()
    expect(() => rejectHugeZip(2 ** 32)).toThrow(/4294967296 bytes/)
  })
})

describe('the directory of a zip', () => {
  const limits = { ...archiveDefaults, maxExportBytes: 2 ** 34 }
  const rows = Buffer.from('a,b\n1,2\n'.repeat(50))
  const javaZips = '__tests__/fixtures/java-zips'

  async function proof(zip: Buffer): Promise<unknown> {
    try {
      const stored = heldBytes(zip)
      await rejectUnlistedEntries(stored, await openZip(stored, limits))
      return 'whole'
    } catch (caught) {
      return caught
    }
  }
  const brokenBecause = (words: string): object => ({
    code: 'ARCHIVE_BROKEN',
    message: expect.stringContaining(words),
  })
  const unlisted = brokenBecause('its directory does not list')

  const members: readonly Crafted[] = [
    { name: 'a.csv', plain: rows, descriptor: 'signed' },
    { name: 'folder/', descriptor: 'none', method: 0 },
    { name: 'b.txt', plain: rows, descriptor: 'bare-wide' },
    { name: 'c.csv', plain: rows, descriptor: 'none' },
    { name: 'd.csv', plain: rows, descriptor: 'none', zip64: true },
  ]

  describe('a zip whose directory lists all', () => {
    it('is whole, with whatever descriptors', async () => {
      const descriptors = ['none', 'signed', 'bare', 'wide', 'bare-wide', 'promised'] as const
      for (const descriptor of descriptors) {
        for (const zip64 of [false, true]) {
          const crafted = ['a.csv', 'b.txt', 'c/', 'd.csv'].map((name) => ({
            name,
            plain: name.endsWith('/') ? Buffer.alloc(0) : rows,
            descriptor,
            zip64,
          }))
          expect(await proof(craftZip(crafted))).toBe('whole')
        }
      }
      expect(await proof(craftZip(members))).toBe('whole')
    })

    it('is whole when Java or adm-zip wrote it', async () => {
      for (const name of readdirSync(javaZips).filter((each) => each.endsWith('.zip'))) {
        const found = await proof(readFileSync(`${javaZips}/${name}`))
        if (found !== 'whole') expect(found).not.toMatchObject(unlisted)
        if (['several-members.zip', 'header-only.zip', 'hostile-names.zip'].includes(name)) {
          expect([name, found]).toEqual([name, 'whole'])
        }
      }
      const zip = new AdmZip()
      for (const name of ['z.csv', 'a.csv', 'b/c.csv']) zip.addFile(name, rows)
      expect(await proof(zip.toBuffer())).toBe('whole')
    })

    it('may list them in another order, and have a gap in which no member begins', async () => {
      const zip = craftZip(members)
      const [first = 0, second = 0, third = 0] = linesOf(zip)
      const turned = Buffer.concat([
        zip.subarray(0, first),
        zip.subarray(second, third),
        zip.subarray(first, second),
        zip.subarray(third),
      ])
      expect(await proof(turned)).toBe('whole')
      const gap = hiding(zip, 2)
      gap.fill(0, gap.indexOf('b.txt') - 30, gap.indexOf('b.txt') - 26)
      expect(await proof(gap)).toBe('whole')
    })
  })

  describe('a zip with a member that its directory does not list', () => {
    it('is refused wherever that is', async () => {
      const zip = craftZip(members)
      for (const hidden of members.keys()) expect(await proof(hiding(zip, hidden))).toMatchObject(unlisted)
    })

    it('is refused when it begins where a piece ends', async () => {
      const long = {
        name: 'long.bin',
        plain: Buffer.alloc(PIECE * 2, 'x'),
        method: 0,
        descriptor: 'none',
      } as const
      const zip = hiding(craftZip([long, { name: 'a.csv', plain: rows }]), 0)
      zip.fill(0, 0, 4)
      expect(await proof(zip)).toBe('whole')
      for (const at of [PIECE - 3, PIECE - 1, PIECE, PIECE + 5]) {
        const found = Buffer.from(zip)
        found.writeUInt32LE(0x04034b50, at)
        expect(await proof(found)).toMatchObject(unlisted)
      }
    })
  })

  describe('a zip whose members', () => {
    it('overlap is refused', async () => {
      const zip = craftZip([
        { name: 'a.csv', plain: rows },
        { name: 'b.txt', plain: rows },
      ])
      zip.writeUInt32LE(0, (linesOf(zip)[1] ?? 0) + 42)
      expect(await proof(zip)).toMatchObject(brokenBecause('overlap'))
    })

    it('or folders are elsewhere than it says is refused', async () => {
      const zip = craftZip([
        { name: 'a.csv', plain: rows },
        { name: 'folder/', method: 0, descriptor: 'none' },
      ])
      const line = linesOf(zip)[1] ?? 0
      zip.writeUInt32LE(zip.readUInt32LE(line + 42) + 1, line + 42)
      expect(await proof(zip)).toMatchObject(brokenBecause('where the directory says'))
    })
  })
})

describe('zips of Java', () => {
  /** Zips as the server writes them, made by MakeZips.java and kept. Others are in `java-zips.slow.test.ts`. */
  const folder = '__tests__/fixtures/java-zips'
  const limits = { ...archiveDefaults, maxExportBytes: 2 ** 34 }
  const opened: TempFile[] = []
  afterAll(async () => {
    for (const file of opened) await file.dispose()
  })

  async function open(path: string): Promise<Zip> {
    const file = await openLocalFile(path)
    opened.push(file)
    return await openZip(file, limits)
  }

  async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
    const pieces: Buffer[] = []
    for await (const chunk of chunks) pieces.push(chunk)
    return Buffer.concat(pieces).toString('utf8')
  }

  const header = 'Project Key,Repository Slug,Branch,File Path,Line Number,Rule,Line,Scanned At\r\n'

  describe('a zip written by Java', () => {
    it.each(['one-member.zip', 'stored.zip'])('%s is read', async (name) => {
      const { members, others } = await open(join(folder, name))
      expect(others).toEqual([])
      expect(members.map((member) => member.name)).toEqual(['findings.csv'])
      const text = await textOf(members[0]?.chunks() ?? (async function* () {})())
      expect(text.startsWith(header)).toBe(true)
      expect(text).toContain('src/Café 2.java')
    })

    it('is read with all its CSVs in whatever folder and case', async () => {
      const { members, others } = await open(join(folder, 'several-members.zip'))
      expect(members.map((member) => member.name)).toEqual(['projects/PROJ.csv', 'projects/OTHER.CSV'])
      expect(others.map(({ name }) => name)).toEqual(['README.txt'])
      for (const member of members) expect(await textOf(member.chunks())).toContain(header)
    })

    it('may have hostile names, which are shown harmless', async () => {
      const { members } = await open(join(folder, 'hostile-names.zip'))
      expect(members.map((member) => member.name)).toEqual([
        '../../outside.csv',
        '/etc/absolute.csv',
        'new_line.csv',
        '___error__forged.csv',
        'Grüße _gnp.csv',
      ])
      for (const member of members) expect(await textOf(member.chunks())).toContain('AWS_CLIENT_ID')
    })

    it('without a CSV is refused', async () => {
      await expect(open(join(folder, 'no-csv.zip'))).rejects.toThrow(/is named \*\.csv/)
    })

    it('without members is empty', async () => {
      expect((await open(join(folder, 'no-members.zip'))).members).toEqual([])
    })
  })
})
