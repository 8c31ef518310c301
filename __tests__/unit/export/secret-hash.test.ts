/** What the kernel promises beside rows, which `scan-csv-fuzz.test.ts` holds: numbers of names, and hashes of texts. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { embeddedKernel } from '../../../scripts/embed-kernel.ts'
import { type CellKind, Kernel, type KernelSeed } from '../../../src/findings/kernel.ts'
import { readRows } from '../../../src/findings/read-rows.ts'
import { piecesOf } from './csv-reading.ts'
import { type NumberedTrial, numberedSink } from './numbered-sink.ts'

const seed: KernelSeed = [1, 0x01020304, 0x05060708, 0x090a0b0c, 0x0d0e0f10]

describe('the compiled kernel', () => {
  it('is that of kernel/: run `npm run generate` when this fails', async () => {
    expect(readFileSync('src/findings/kernel-bytes.ts', 'utf8')).toBe(await embeddedKernel())
  })

  it('asks for nothing from outside', () => {
    const { kernelBytes } = {
      kernelBytes: /'([^']+)'/.exec(readFileSync('src/findings/kernel-bytes.ts', 'utf8'))?.[1],
    }
    const module = new WebAssembly.Module(Buffer.from(kernelBytes ?? '', 'base64'))
    expect(WebAssembly.Module.imports(module)).toEqual([])
  })
})

describe('numbers of names', () => {
  it('are the same for equal texts and dense in the order they come', () => {
    const kernel = new Kernel(seed)
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 300 }), (texts) => {
        for (const text of texts) {
          const number = kernel.number(text)
          expect(kernel.number(text)).toBe(number)
          expect(kernel.text(number)).toBe(text.toWellFormed())
        }
      }),
    )
  })

  it('stay when their memory grows many times', () => {
    const kernel = new Kernel(seed)
    const nameOf = (at: number): string => `src/"${at}"/${'long/'.repeat(at % 30)}Service${at}.java`
    for (let at = 0; at < 50_000; at++) expect(kernel.number(nameOf(at))).toBe(at)
    for (let at = 0; at < 50_000; at += 7) {
      expect(kernel.number(nameOf(at))).toBe(at)
      expect(kernel.text(at)).toBe(nameOf(at))
    }
  })

  it.each([200_000, 2 ** 20, 2 ** 24])(
    'do not mix up cells that lie across the growth, in pieces of %i',
    async (length) => {
      const kernel = new Kernel(seed)
      const rows = Array.from({ length: 30_000 }, (_, at) => [`name ${at} ${'x'.repeat(at % 200)}`, `${at}`])
      const csv = Buffer.from([['a', 'b'], ...rows].map((row) => `${row.join(',')}\n`).join(''))
      const read: string[][] = []
      const broken: string[] = []
      const trial = {
        kernel,
        kindOf: () => 'name' as const,
        broken: (promise: string) => broken.push(promise),
        rows: 0,
      }
      const sink = {
        header: (cells: readonly string[]) => cells.map((_, at) => at),
        row: (cells: readonly string[]) => read.push([...cells]),
        bad: () => broken.push('every row is good'),
      }
      await readRows(piecesOf(csv, length), numberedSink(sink, trial))
      expect(broken).toEqual([])
      expect(read).toEqual(rows)
      expect(trial.rows).toBeGreaterThan(29_000)
    },
  )
})

/** Reads rows of two cells as numbers; tells the promises that did not hold. */
async function brokenBy(rows: readonly (readonly string[])[], kind: CellKind): Promise<readonly string[]> {
  const broken: string[] = []
  const trial: NumberedTrial = {
    kernel: new Kernel(seed),
    kindOf: (slot) => (slot === 0 ? kind : 'name'),
    broken: (promise) => broken.push(promise),
    rows: 0,
  }
  const sink = {
    header: (cells: readonly string[]) => cells.map((_, at) => at),
    row: () => undefined,
    bad: () => broken.push('every row is good'),
  }
  const csv = Buffer.from([['a', 'b'], ...rows].map((row) => `${row.join(',')}\n`).join(''))
  await readRows(piecesOf(csv, csv.length), numberedSink(sink, trial))
  if (trial.rows !== rows.length) broken.push('every row comes as numbers')
  return broken
}

describe('cells beside those of the row before', () => {
  /** Of each length, texts that differ in one place only, one after the other. */
  const similar = Array.from({ length: 70 }, (_, length) =>
    Array.from({ length: length + 1 }, (_none, at) => `${'x'.repeat(at)}y${'x'.repeat(length - at)}`),
  ).flat()

  it.each(['plain', 'name'] as const)(
    'are told apart by a single byte, wherever it stands: %s',
    async (kind) => {
      expect(
        await brokenBy(
          similar.map((text) => [text, text]),
          kind,
        ),
      ).toEqual([])
    },
  )

  it('are numbers only where they are digits', async () => {
    const signs = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).filter(
      (sign) => !'",'.includes(sign),
    )
    const cells = [
      '',
      '0',
      '007',
      '123456789',
      '1234567890',
      ...signs.flatMap((sign) => [sign, `1${sign}`, `${sign}2`]),
    ]
    expect(
      await brokenBy(
        cells.map((cell) => [cell, 'x']),
        'number',
      ),
    ).toEqual([])
  })
})

describe('hashes of matched texts', () => {
  it('are SipHash-1-3 of their bytes, without blanks around them', () => {
    const kernel = new Kernel(seed)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 70 }), (text) => {
        const bytes = Buffer.from(text.trim().replaceAll('"', '""'))
        const [low, high] = kernel.hash(` ${text}\n`)
        const expected = bytes.length === 0 ? 0n : sipHash13(bytes, seed)
        expect((BigInt(high) << 32n) | BigInt(low)).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('differ under another key', () => {
    const [a, b] = [new Kernel(seed), new Kernel([1, 0x01020304, 0x05060708, 0x090a0b0c, 0x0d0e0f11])]
    expect(a.hash('text')).not.toEqual(b.hash('text'))
  })
})

/** By the paper (Aumasson and Bernstein, 2012), with one round a word and three at the end. */
function sipHash13(bytes: Buffer, [, a, b, c, d]: KernelSeed): bigint {
  const mask = 2n ** 64n - 1n
  const rotl = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & mask
  const [k0, k1] = [(BigInt(a) << 32n) | BigInt(b), (BigInt(c) << 32n) | BigInt(d)]
  let [v0, v1, v2, v3] = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ]
  const round = (): void => {
    v0 = (v0 + v1) & mask
    v1 = rotl(v1, 13n) ^ v0
    v0 = rotl(v0, 32n)
    v2 = (v2 + v3) & mask
    v3 = rotl(v3, 16n) ^ v2
    v0 = (v0 + v3) & mask
    v3 = rotl(v3, 21n) ^ v0
    v2 = (v2 + v1) & mask
    v1 = rotl(v1, 17n) ^ v2
    v2 = rotl(v2, 32n)
  }
  const padded = Buffer.alloc(8 * (Math.floor(bytes.length / 8) + 1))
  bytes.copy(padded)
  padded[padded.length - 1] = bytes.length & 0xff
  for (let at = 0; at < padded.length; at += 8) {
    const word = padded.readBigUInt64LE(at)
    v3 ^= word
    round()
    v0 ^= word
  }
  v2 ^= 0xffn
  for (let last = 0; last < 3; last++) round()
  return v0 ^ v1 ^ v2 ^ v3
}
