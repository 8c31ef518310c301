import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import AdmZip from 'adm-zip'
import { rejectUnlistedEntries } from '../../../src/export/open-export.ts'
import { PIECE } from '../../../src/export/temp-file.ts'
import { archiveDefaults, openZip } from '../../../src/export/zip.ts'
import { type Crafted, craftZip, hiding, linesOf } from './craft-zip.ts'
import { heldBytes } from './held-bytes.ts'

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
