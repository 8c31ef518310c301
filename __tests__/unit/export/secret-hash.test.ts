import * as crypto from 'node:crypto'
import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import type { SecretHasher as Hasher } from '../../../src/export/secret-hash.ts'

/** The key of the next hasher; `null`: random, as for a run. */
let nextKey: Buffer | null = null
jest.unstable_mockModule('node:crypto', () => ({
  ...crypto,
  randomBytes: (length: number) => nextKey ?? randomBytes(length),
}))
const { isMaskedText, SecretHasher, secretIdentity } = await import('../../../src/export/secret-hash.ts')

const key = Buffer.alloc(32, 7)
type Hash = readonly [low: number, high: number]

/** Hashes a text that is somewhere within other bytes. */
function hash(hasher: Hasher, text: string | Buffer, before = ''): Hash {
  const bytes = Buffer.from(text)
  hasher.hash(
    Buffer.concat([Buffer.from(before), bytes, Buffer.from('behind')]),
    before.length,
    before.length + bytes.length,
  )
  return [hasher.low, hasher.high]
}

const hashes = (hasher: Hasher, texts: readonly string[]): string[] =>
  texts.map((text) => hash(hasher, text).join())

describe('the hash of a matched text', () => {
  it('is the same wherever the text is, and differs for texts of any lengths', () => {
    const hasher = new SecretHasher(null)
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 70 }), {
          minLength: 2,
          maxLength: 20,
        }),
        fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
        (texts, before) => {
          const distinct = [...new Set(texts.map((text) => text.toWellFormed()))]
          const first = hashes(hasher, distinct)
          expect(distinct.map((text) => hash(hasher, text, before).join())).toEqual(first)
          expect(new Set(first).size).toBe(distinct.length)
        },
      ),
    )
  })

  it('differs by any single bit, at every length', () => {
    const hasher = new SecretHasher(null)
    for (let length = 1; length <= 40; length++) {
      const bytes = Buffer.alloc(length, 0x55)
      const seen = new Set([hash(hasher, bytes).join()])
      for (let bit = 0; bit < 8 * length; bit++) {
        const flipped = Buffer.from(bytes)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        seen.add(hash(hasher, flipped).join())
      }
      expect(seen.size).toBe(8 * length + 1)
    }
  })

  it('differs for zeros of every length', () => {
    const hasher = new SecretHasher(null)
    const seen = Array.from({ length: 600 }, (_none, length) => hash(hasher, Buffer.alloc(length + 1)).join())
    expect(new Set(seen).size).toBe(600)
  })

  it('is two whole numbers below 2^32, and 0 for no text alone', () => {
    const hasher = new SecretHasher(null)
    for (let n = 0; n < 1000; n++) {
      const [low, high] = hash(hasher, `text ${n}`)
      for (const half of [low, high]) expect(Number.isInteger(half) && half >= 0 && half < 2 ** 32).toBe(true)
      expect([low, high]).not.toEqual([0, 0])
    }
    expect(hash(hasher, '')).toEqual([0, 0])
  })

  it('is spread over all its bits', () => {
    const hasher = new SecretHasher(null)
    const ones = new Array<number>(64).fill(0)
    for (let n = 0; n < 2000; n++) {
      const [low, high] = hash(hasher, `text ${n}`)
      const bits = (BigInt(high) << 32n) | BigInt(low)
      for (let bit = 0; bit < 64; bit++)
        if (((bits >> BigInt(bit)) & 1n) === 1n) ones[bit] = (ones[bit] ?? 0) + 1
    }
    for (const count of ones) expect(Math.abs(count - 1000)).toBeLessThan(250)
  })

  it('differs under the key of another run', () => {
    const texts = ['a', 'text', 'x'.repeat(100)]
    expect(hashes(new SecretHasher(key), texts)).not.toEqual(hashes(new SecretHasher(key), texts))
  })
})

describe('SipHash-1-3', () => {
  /** Of the published test vectors. */
  const counted = Buffer.from(Array.from({ length: 16 }, (_none, at) => at))

  it('by the paper gives the published value for no bytes', () => {
    expect(sipHash13(Buffer.alloc(0), counted).toString(16)).toBe('abac0158050fc4dc')
  })

  it.each([counted, Buffer.alloc(16), Buffer.alloc(16, 0xff), randomBytes(16)])(
    'is what the hash is, at many lengths, under key %#',
    (sipKey) => {
      nextKey = sipKey
      const hasher = new SecretHasher(null)
      nextKey = null
      for (let length = 1; length <= 300; length++) {
        const text = Buffer.from(Array.from({ length }, (_none, at) => (at * 31 + length * 7) & 0xff))
        const [low, high] = hash(hasher, text, 'x'.repeat(length % 9))
        expect((BigInt(high) << 32n) | BigInt(low)).toBe(sipHash13(text, sipKey))
      }
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
          const text = Buffer.from(bytes)
          const [low, high] = hash(hasher, text)
          expect((BigInt(high) << 32n) | BigInt(low)).toBe(sipHash13(text, sipKey))
        }),
      )
    },
  )
})

describe('the HMAC of a matched text', () => {
  const hmacOf = (text: string): string => createHmac('sha256', key).update(text).digest('hex')

  it('is HMAC-SHA-256 under the fingerprint-key, of each of many texts', () => {
    const hasher = new SecretHasher(key)
    const texts = Array.from({ length: 1_200 }, (_none, n) => `text ${n} ${'ü'.repeat(n % 90)}`)
    const known = texts.map((text) => hash(hasher, text, 'before'))
    expect(known.map((each) => hasher.hmac(...each))).toEqual(texts.map(hmacOf))
    expect(texts.map((text) => hasher.hmac(...hash(hasher, text)))).toEqual(texts.map(hmacOf))
    expect(known.map((each) => hasher.hmac(...each))).toEqual(texts.map(hmacOf))
  })

  it('is of a text of any length and content', () => {
    const hasher = new SecretHasher(key)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3000 }), (text) => {
        const whole = text.toWellFormed()
        expect(hasher.hmac(...hash(hasher, whole))).toBe(hmacOf(whole))
      }),
    )
  })
})

/** By the paper (Aumasson and Bernstein, 2012), with one round a word and three at the end. */
function sipHash13(bytes: Buffer, sipKey: Buffer): bigint {
  const mask = 2n ** 64n - 1n
  const rotl = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & mask
  const [k0, k1] = [sipKey.readBigUInt64LE(0), sipKey.readBigUInt64LE(8)]
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

describe('secretIdentity', () => {
  const value = ['hunter2', 'hunter2'].join('-')
  const same = (a: string, b: string): boolean => secretIdentity(a) === secretIdentity(b)

  describe('the same secret', () => {
    it.each([
      ['indented', `password = "${value}"`, `\t\t  password = "${value}"  `],
      ['with other blanks', `password="${value}"`, `password  =  "${value}"`],
      ['in other quotes', `password = "${value}"`, `password: '${value}'`],
      ['without quotes', `password = "${value}"`, `db.password: ${value}`],
      ['under another name', `password = "${value}"`, `export const dbPassword = "${value}";`],
      ['with a comment', `password = "${value}"`, `password = "${value}" // rotate me`],
      ['a plain text', value, ` ${value} `],
      ['a line without values, indented', `login ${value} host`, `\t login  ${value}\thost`],
    ])('%s', (_, a, b) => {
      expect(same(a, b)).toBe(true)
    })
  })

  describe('another secret', () => {
    it.each([
      ['swapped', `password = "${value}"`, `password = "${value}x"`],
      ['of words', 'password = "blue red"', 'password = "green tea"'],
      [
        'of words beside a value',
        `name = "${value}" password = "blue"`,
        `name = "${value}" password = "red"`,
      ],
      ['beside a value', `login admin a1b2c3 "${value}"`, `login admin d4e5f6 "${value}"`],
      [
        'long, beside a value',
        `login correcthorsebattery "${value}"`,
        `login batteryhorsecorrect "${value}"`,
      ],
      ['with another sign', `password = "${value}="`, `password = "${value}:"`],
      ['in an address', 'https://me:abcdefgh@host/a', 'https://me:ijklmnop@host/a'],
      ['two values for one', `a = "${value}" b = "x"`, `a = "${value}"`],
      ['escaped quotes', `a = "${value}\\"b"`, `a = "${value}\\"c"`],
      ['plain', value, `${value}2`],
    ])('%s', (_, a, b) => {
      expect(same(a, b)).toBe(false)
    })

    it('takes no longer for a line made to be slow', () => {
      const started = performance.now()
      for (const part of ['"', "'", '\\', '= ', '=', '"\\', ': "', '`\'"'])
        for (const end of ['', '"', 'x']) secretIdentity(part.repeat(4096 / part.length - 1) + end)
      expect(performance.now() - started).toBeLessThan(1000)
    })
  })

  it.each(['AKIA********', '••••', '[REDACTED]', 'xxxxxxxx', 'abc######'])('%s is masked', (text) => {
    expect(isMaskedText(text)).toBe(true)
  })
  it.each([value, 'a ** b', '# a', 'xxx'])('%s is not masked', (text) => {
    expect(isMaskedText(text)).toBe(false)
  })
})
