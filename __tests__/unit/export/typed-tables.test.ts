import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FindingNames, Names } from '../../../src/export/finding-row.ts'
import {
  CountList,
  grown,
  IdList,
  LONGEST_NAME,
  NameTable,
  PairTable,
} from '../../../src/export/typed-tables.ts'

const word = fc.oneof(fc.nat(5), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1))

describe('PairTable', () => {
  it('gives pairs ids in order of appearance, as a map of texts would', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 400 }), (pairs) => {
        const table = new PairTable()
        const expected = new Map<string, number>()
        const wrong = pairs.filter(([first, second]) => {
          const text = `${first} ${second}`
          const unknown = table.find(first, second) !== (expected.get(text) ?? -1)
          if (!expected.has(text)) expected.set(text, expected.size)
          const id = table.intern(first, second)
          const same = table.first(id) === first && table.second(id) === second
          return unknown || id !== expected.get(text) || !same
        })
        expect(wrong).toEqual([])
        expect(table.size).toBe(expected.size)
      }),
    )
  })

  it('finds every one of many', () => {
    const table = new PairTable()
    for (let n = 0; n < 100_000; n += 1) table.intern(n, n % 7)
    expect(table.size).toBe(100_000)
    let wrong = 0
    for (let n = 0; n < 100_000; n += 1) if (table.find(n, n % 7) !== n) wrong += 1
    expect(wrong).toBe(0)
    expect(table.find(1, 2)).toBe(-1)
  })
})

describe('lists of numbers', () => {
  it('grow, and are 0 where nothing was set', () => {
    const ids = new IdList()
    ids.set(1000, 2 ** 32 - 1)
    expect([ids.at(1000), ids.at(999), ids.at(5000)]).toEqual([2 ** 32 - 1, 0, 0])
    const counts = new CountList()
    counts.add(1000, 2 ** 40)
    expect(counts.at(1000)).toBe(2 ** 40)
    counts.add(1000, 1)
    expect([counts.at(1000), counts.at(3), counts.at(5000)]).toEqual([2 ** 40 + 1, 0, 0])
  })

  it('do what maps do, at any index', () => {
    const step = fc.tuple(
      fc.oneof(fc.nat(200), fc.nat(100_000)),
      fc.oneof(fc.nat(9), fc.constant(2 ** 32 - 1)),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [ids, counts] = [new IdList(), new CountList()]
        const [setIds, sums] = [new Map<number, number>(), new Map<number, number>()]
        for (const [index, value] of steps) {
          ids.set(index, value)
          counts.add(index, value)
          setIds.set(index, value)
          sums.set(index, (sums.get(index) ?? 0) + value)
        }
        for (const index of steps.flatMap(([at]) => [at, at + 1])) {
          expect(ids.at(index)).toBe(setIds.get(index) ?? 0)
          expect(counts.at(index)).toBe(sums.get(index) ?? 0)
        }
      }),
    )
  })

  it('keep their numbers when they grow', () => {
    const wider = grown(Uint32Array.of(1, 2, 2 ** 32 - 1), 100)
    expect(wider.length).toBeGreaterThanOrEqual(100)
    expect([...wider.subarray(0, 4)]).toEqual([1, 2, 2 ** 32 - 1, 0])
  })
})

type Entry = readonly [name: string, outer: number, inner: number]

/** Few names and ids, so that many entries differ in one of the three only. */
const name = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'aa', '\0', 'src/a.ts', 'src/b.ts', 'Grüße 🎉', 'x'.repeat(300)),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.toWellFormed()),
)
const id = fc.oneof(fc.nat(3), fc.constantFrom(2 ** 31, 2 ** 32 - 1))
const entries = fc.array(fc.tuple(name, id, id), { maxLength: 400 })

/** Interns a name that is somewhere within other bytes. */
function intern(table: NameTable, [text, outer, inner]: Entry, before = 'before'): number {
  const bytes = Buffer.from(before + text + before)
  return table.intern(bytes, before.length, before.length + Buffer.byteLength(text), outer, inner)
}

describe('NameTable', () => {
  it('gives ids in order of appearance, as a map of name and ids would', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const table = new NameTable()
        const expected = new Map<string, number>()
        for (const [at, entry] of list.entries()) {
          const [text, outer, inner] = entry
          const key = JSON.stringify(entry)
          if (!expected.has(key)) expected.set(key, expected.size)
          const found =
            at % 2 === 0 ? intern(table, entry, 'y'.repeat(at % 5)) : table.internText(text, outer, inner)
          expect(found).toBe(expected.get(key))
          expect([table.text(found), table.outer(found), table.inner(found)]).toEqual(entry)
        }
        expect(table.size).toBe(expected.size)
      }),
    )
  })

  it('may have the empty name first, and takes ids for 0 when there are none', () => {
    const table = new NameTable()
    expect(table.size).toBe(0)
    expect([table.intern(Buffer.alloc(0), 0, 0), table.internText('')]).toEqual([0, 0])
    expect([table.text(0), table.outer(0), table.inner(0)]).toEqual(['', 0, 0])
    expect([table.internText('', 1), table.internText('', 0, 1), table.internText('', 1, 1)]).toEqual([
      1, 2, 3,
    ])
    expect(table.internText('')).toBe(0)
  })

  it('keeps its ids when it grows many times', () => {
    const table = new NameTable()
    const entryOf = (at: number): Entry => [
      `src/"${at}"/${'long/'.repeat(at % 30)}Service${at}.java`,
      at % 7,
      at % 11,
    ]
    let wrong = 0
    for (let at = 0; at < 50_000; at++) if (intern(table, entryOf(at)) !== at) wrong++
    for (let at = 0; at < 50_000; at += 7) {
      const [text, outer, inner] = entryOf(at)
      if (intern(table, [text, outer, inner]) !== at) wrong++
      if (table.text(at) !== text || table.outer(at) !== outer || table.inner(at) !== inner) wrong++
    }
    expect(wrong).toBe(0)
    expect(table.size).toBe(50_000)
  })

  it('distinguishes similar names by a single byte, wherever it is', () => {
    const similar = Array.from({ length: 70 }, (_none, length) =>
      Array.from({ length: length + 1 }, (_n, at) => `${'x'.repeat(at)}y${'x'.repeat(length - at)}`),
    ).flat()
    const table = new NameTable()
    expect(similar.map((text) => table.internText(text))).toEqual(similar.map((_text, at) => at))
    expect(similar.map((text) => table.internText(text))).toEqual(similar.map((_text, at) => at))
  })

  it('has names of any length up to the longest, of which none shares bytes with another', () => {
    const table = new NameTable()
    const lengths = [
      LONGEST_NAME,
      1,
      0,
      LONGEST_NAME - 1,
      60_000,
      LONGEST_NAME,
      5,
      40_000,
      262_144 % LONGEST_NAME,
    ]
    const names = lengths.map((length, at) => String.fromCharCode(97 + at).repeat(length))
    for (const [at, text] of names.entries()) expect(intern(table, [text, 0, 0])).toBe(at)
    expect(names.map((_text, at) => table.text(at))).toEqual(names)
    for (const [at, text] of names.entries()) expect(intern(table, [text, 0, 0])).toBe(at)
  })

  it('cuts a text that is too long, such as one in a baseline edited by hand', () => {
    const table = new NameTable()
    const cut = table.internText('€'.repeat(100_000))
    expect(table.text(cut)).toBe('€'.repeat(16_384))
    expect(table.internText('after')).toBe(cut + 1)
    expect(table.text(cut + 1)).toBe('after')
  })
})

describe('Names', () => {
  it('have their texts at hand, also as they were given', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.nat(3)), { maxLength: 60 }), (list) => {
        const names = new Names()
        const expected = new Map<string, number>()
        for (const [text, outer] of list) {
          const key = JSON.stringify([text, outer])
          if (!expected.has(key)) expected.set(key, expected.size)
          const found = names.intern(text, outer)
          expect([found, names.text(found), names.outer(found)]).toEqual([expected.get(key), text, outer])
        }
        expect(names.size).toBe(expected.size)
      }),
    )
  })
})

describe('the names of findings', () => {
  it('are known by their ids', () => {
    const names = new FindingNames()
    const finding = { project: 'PROJ', repository: 'app', path: 'src/a.ts', rule: 'AWS_KEY' }
    const key = names.key(finding)
    expect(names.key({ ...finding })).toBe(key)
    const repository = names.repositoryOf(key)
    expect({
      project: names.project(repository),
      repository: names.repositories.text(repository),
      name: names.repositoryName(repository),
      path: names.keys.text(key),
      rule: names.rules.text(names.ruleOf(key)),
    }).toEqual({ ...finding, name: 'PROJ/app' })
    for (const more of [{ project: 'B' }, { repository: 'b' }, { path: 'b' }, { rule: 'B' }]) {
      expect(names.key({ ...finding, ...more })).not.toBe(key)
    }
    expect(names.repository('PROJ', 'app')).toBe(repository)
    // The same slug in another project is another repository.
    expect(names.repository('OTHER', 'app')).not.toBe(repository)
  })
})
