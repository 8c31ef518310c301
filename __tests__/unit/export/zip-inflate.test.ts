import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { archiveDefaults, openZip } from '../../../src/export/zip.ts'
import { type Crafted, craftZip } from './craft-zip.ts'
import { heldBytes } from './held-bytes.ts'

const limits = { ...archiveDefaults, maxExportBytes: 2 ** 34 }

async function headOf(member: Omit<Crafted, 'name'>) {
  const crafted = craftZip([{ name: 'a.csv' }, { name: 'other.txt', ...member }])
  const [other] = (await openZip(heldBytes(crafted), limits)).others
  if (other === undefined) throw new Error('no other member')
  expect(other.name).toBe('other.txt')
  return await other.head()
}

describe('the head of a member that is not read', () => {
  it.each([0, 8])('is all of a short one (method %i)', async (method) => {
    for (const text of ['Path,Rule\n', '']) {
      const { bytes, whole } = await headOf({ plain: Buffer.from(text), method })
      expect([bytes.toString(), whole]).toEqual([text, true])
    }
  })

  it.each([
    ['deflated', { plain: Buffer.from('row,1,2\n'.repeat(1_000_000)) }],
    ['deflated noise', { plain: randomBytes(1_000_000) }],
    ['stored', { plain: randomBytes(1_000_000), method: 0, descriptor: 'none' as const }],
  ])('is the start of a long one (%s)', async (_, member) => {
    const { bytes, whole } = await headOf(member)
    expect(whole).toBe(false)
    expect(bytes.length).toBeGreaterThan(4000)
    expect(bytes.length).toBeLessThanOrEqual(64 * 1024)
    expect(bytes.equals(member.plain.subarray(0, bytes.length))).toBe(true)
  })

  it('cannot be had when it is damaged, encrypted, or packed in another way', async () => {
    const compressed = deflateRawSync(Buffer.from('Path,Rule\n'))
    const broken = { code: 'ARCHIVE_BROKEN', message: expect.stringContaining('other.txt') }
    const damaged = { compressed: Buffer.from(compressed).fill(0xff, 0, 2) }
    for (const member of [damaged, { flags: 9 }, { method: 12 }]) {
      await expect(headOf(member)).rejects.toMatchObject(broken)
    }
  })
})
