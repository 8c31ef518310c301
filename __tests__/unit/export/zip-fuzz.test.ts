import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../../src/errors.ts'
import { archiveDefaults, openZip } from '../../../src/export/zip.ts'
import { runs } from '../../fixtures/runs.ts'
import { type Crafted, craftZip } from './craft-zip.ts'
import { collect, heldBytes } from './held-bytes.ts'

/** Give `FUZZ_SEED` to repeat a run. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
process.stderr.write(`zip fuzz: FUZZ_SEED=${seed}\n`)

const limits = { ...archiveDefaults, maxExportBytes: 10_000_000 }
const texts = ['a,b\n1,2\n'.repeat(50), 'c;d\n', '', 'x'.repeat(3000)]
const good = craftZip([
  ...texts.map((text, i) => ({ name: `${i}.csv`, plain: Buffer.from(text), zip64: i === 1 })),
  { name: 'stored.csv', plain: Buffer.from('stored\n'), method: 0 },
  { name: 'notes.txt', plain: Buffer.from('not read') },
])
const known = new Set([...texts, 'stored\n'])

/** The plain texts, or the error. */
async function outcome(zip: Buffer): Promise<readonly string[] | unknown> {
  const found: string[] = []
  try {
    for (const member of (await openZip(heldBytes(zip), limits)).members) {
      found.push((await collect(member.chunks())).toString())
    }
    return found
  } catch (caught) {
    return caught
  }
}

const isHonest = (result: unknown): boolean =>
  Array.isArray(result)
    ? result.every((text) => known.has(text))
    : result instanceof GateError && ['ARCHIVE_BROKEN', 'EXPORT_TOO_LARGE'].includes(result.code)

const edit = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) })

describe('a zip with random damage', () => {
  it('is read as it was, or refused in our words', async () => {
    expect(await outcome(good)).toHaveLength(5)
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const zip = Buffer.from(good)
        for (const { at, byte } of edits) zip[at] = byte
        expect(await outcome(zip)).toSatisfy(isHonest)
      }),
      { seed, numRuns: runs(1500) },
    )
  })

  it('is refused when cut or when bytes are missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 2), fc.integer({ min: 1, max: 60 }), async (at, length) => {
        expect(await outcome(good.subarray(0, at))).toBeInstanceOf(GateError)
        const holed = Buffer.concat([good.subarray(0, at), good.subarray(at + length)])
        expect(await outcome(holed)).toSatisfy(isHonest)
      }),
      { seed, numRuns: runs(500) },
    )
  })
})

const rows = Buffer.from('a,b\n1,2\n'.repeat(500))
const someRows = Buffer.from(
  Array.from({ length: 20_000 }, (_, i) => `row,${i},${(i * 7919) % 10_007}\n`).join(''),
)
/** An entry as one or the other writer makes it, whatever its local header and data descriptor say. */
const entry: fc.Arbitrary<Crafted> = fc.record({
  name: fc
    .tuple(fc.constantFrom('a', 'b', 'd/e'), fc.constantFrom('.csv', '.CSV', '.txt'))
    .map((parts) => parts.join('')),
  plain: fc.oneof(
    fc.constantFrom(Buffer.alloc(0), rows, someRows, Buffer.alloc(300_000, 'x')),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  ),
  method: fc.constantFrom(0, 8, 8),
  descriptor: fc.constantFrom('none', 'signed', 'bare', 'wide', 'bare-wide', 'promised', 'wrong'),
  zip64: fc.boolean(),
})

describe('a zip of any writer', () => {
  it('gives the CSVs that its directory lists, byte by byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 4 }), async (entries) => {
        const members = entries.map((each, i) => ({ ...each, name: `${i}${each.name}` }))
        const csvs = members.filter(({ name }) => /csv$/i.test(name))
        const result = await outcome(craftZip(members))
        if (csvs.length === 0) expect(result).toMatchObject({ code: 'ARCHIVE_BROKEN' })
        else expect(result).toEqual(csvs.map(({ plain }) => plain?.toString()))
      }),
      { seed, numRuns: runs(400) },
    )
  })
})

expect.extend({
  toSatisfy: (value: unknown, check: (value: unknown) => boolean) => ({
    pass: check(value),
    message: () => `not honest: ${value instanceof Error ? value.stack : JSON.stringify(value)}`,
  }),
})

declare module 'expect' {
  interface Matchers<R> {
    toSatisfy(check: (value: unknown) => boolean): R
  }
}
