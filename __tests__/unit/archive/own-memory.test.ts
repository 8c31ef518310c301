/** Memory of chunks that is given back: of none in which anything else lies, and without harm to the chunks behind. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { createFeed } from '../../../src/archive/feed.ts'
import { type ArchiveLimits, archiveDefaults } from '../../../src/archive/limits.ts'
import { letGo, ownMemory } from '../../../src/archive/own-memory.ts'
import { openZip } from '../../../src/archive/zip.ts'
import { streamZip } from '../../../src/archive/zip-stream.ts'
import { craftZip } from './craft-zip.ts'
import { heldBytes } from './held-bytes.ts'

describe('the memory of a chunk', () => {
  it('is given back once it was told to be its own', () => {
    const chunk = Buffer.from(new Uint8Array(1000).buffer)
    letGo(chunk)
    expect(chunk).toHaveLength(1000)
    ownMemory(chunk)
    letGo(chunk)
    expect(chunk).toHaveLength(0)
    letGo(chunk)
  })

  it('stays where others have a part of it', () => {
    const whole = Buffer.from(new Uint8Array(1000).buffer)
    for (const part of [whole.subarray(0, 999), whole.subarray(1)]) {
      ownMemory(part)
      letGo(part)
    }
    expect(whole).toHaveLength(1000)
  })
})

// What shrinks a lot fills whole chunks, random digits leave them at uneven places.
const digits = randomBytes(500_000).toString('hex')
const plain = Buffer.from(`${'one row,two\n'.repeat(300_000)}${digits}${'three,four\n'.repeat(300_000)}`)
const zip = craftZip([{ name: 'a.csv', plain }])

const limits: ArchiveLimits = { ...archiveDefaults, maxExportBytes: 50_000_000 }
const readings = {
  'by its directory': async () => (await openZip(heldBytes(zip), limits)).members,
  'as it comes': async () => streamZip(createFeed(pieces()), limits).members,
} as const

async function* pieces(): AsyncGenerator<Buffer> {
  for (let at = 0; at < zip.length; at += 100_003) yield zip.subarray(at, at + 100_003)
}

describe('the chunks of a large member', () => {
  it.each(Object.entries(readings))(
    'are whole, read %s, when those before were let go',
    async (_how, open) => {
      const [kept, taken]: [Buffer[], Buffer[]] = [[], []]
      for await (const { chunks } of await open()) {
        for await (const chunk of chunks()) {
          kept.push(Buffer.from(chunk))
          letGo(chunk)
          taken.push(chunk)
        }
      }
      expect(Buffer.concat(kept).equals(plain)).toBe(true)
      const stillThere = taken.filter(({ length }) => length > 0)
      expect(stillThere.length).toBeLessThan(taken.length)
      // What was not let go is as it was: its memory is not that of a chunk which was.
      const before = kept.filter((_chunk, at) => taken[at]?.length !== 0)
      expect(Buffer.concat(stillThere).equals(Buffer.concat(before))).toBe(true)
    },
  )
})
