import { describe, expect, it } from '@jest/globals'
import { openReplyAge } from '../../../src/server/reply-age.ts'
import { fakeClock } from '../../fixtures/fake-clock.ts'

const headers =
  (fields: Record<string, string>) =>
  (name: string): string | null =>
    fields[name] ?? null

const START = Date.UTC(2026, 0, 1)
const dated = (ms: number): ReturnType<typeof headers> =>
  headers({ date: new Date(START + ms).toUTCString() })

describe('a reply that a cache sent', () => {
  it.each([
    [{ age: '30' }, 'Age: 30'],
    [{ age: '0, 7' }, 'Age: 7'],
    [{ 'x-cache': 'HIT from proxy.example' }, 'x-cache: hit'],
    [{ 'x-cache': 'MISS, HIT' }, 'x-cache: hit'],
    [{ 'x-cache': 'TCP_MEM_HIT' }, 'x-cache: hit'],
    [{ 'x-cache-status': 'STALE' }, 'x-cache-status: hit'],
    [{ 'x-proxy-cache': 'UPDATING' }, 'x-proxy-cache: hit'],
    [{ 'cf-cache-status': 'HIT' }, 'cf-cache-status: hit'],
    [{ 'cache-status': 'edge; hit; ttl=30' }, 'cache-status: hit'],
    [{ warning: '110 proxy "Response is Stale"' }, 'Warning: 110'],
    [{ warning: '112 - "Disconnected Operation"' }, 'Warning: 112'],
  ])('is known by %j', (fields, sign) => {
    expect(openReplyAge(fakeClock()).copySign(headers(fields), true, '/a')).toBe(sign)
  })

  it.each([
    [{}],
    [{ age: '0' }],
    [{ 'x-cache': 'MISS from proxy.example' }],
    [{ 'cf-cache-status': 'DYNAMIC' }],
    [{ 'cache-status': 'edge; fwd=bypass' }],
    [{ warning: '199 - "Miscellaneous"' }],
    [{ date: 'no date' }],
  ])('is not seen in %j', (fields) => {
    const age = openReplyAge(fakeClock())
    age.copySign(dated(0), true, '/a')
    expect(age.copySign(headers(fields), true, '/a')).toBeNull()
  })

  it('is known by a Date before that of other replies, by more than clocks of nodes differ', () => {
    const age = openReplyAge(fakeClock())
    expect(age.copySign(dated(600_000), true, '/a')).toBeNull()
    expect(age.copySign(dated(540_000), true, '/a')).toBeNull()
    expect(age.copySign(dated(539_000), true, '/a')).toBe('Date: 61 s before an earlier reply')
    expect(age.copySign(dated(600_000), true, '/a')).toBeNull()
  })

  it('is compared with replies of the server, and with no error page or copy', () => {
    const age = openReplyAge(fakeClock())
    expect(age.copySign(dated(9_000_000), false, '/a')).toBeNull()
    const copied = headers({ age: '5', date: new Date(START + 9_000_000).toUTCString() })
    expect(age.copySign(copied, true, '/a')).toBe('Age: 5')
    expect(age.copySign(dated(0), true, '/a')).toBeNull()
  })
})

describe('nodes whose clocks differ', () => {
  const LATE = -90_000

  it('are no copies once the Date of an old one advances with our clock, for any address', () => {
    const clock = fakeClock({ start: START })
    const age = openReplyAge(clock)
    const ask = (offset: number, url: string, passed: number): string | null => {
      clock.pass(passed)
      return age.copySign(dated(clock.elapsed() + offset), true, url)
    }
    expect([ask(0, '/a', 0), ask(LATE, '/a', 5000), ask(0, '/a', 5000), ask(LATE, '/a', 5000)]).toEqual([
      null,
      'Date: 85 s before an earlier reply',
      null,
      null,
    ])
    expect([ask(LATE, '/b', 1), ask(LATE - 5000, '/b', 1), ask(LATE, '/c', 60_000)]).toEqual([
      null,
      'Date: 90 s before an earlier reply',
      null,
    ])
  })

  it('are not taken for one by a copy that is sent again, or by copies of several addresses', () => {
    const clock = fakeClock({ start: START })
    const age = openReplyAge(clock)
    age.copySign(dated(600_000), true, '/a')
    const kept = dated(100_000)
    for (const passed of [0, 500, 3000, 3000, 60_000]) {
      clock.pass(passed)
      expect(age.copySign(kept, true, '/a')).not.toBeNull()
    }
    // Kept at the pace at which they are asked for again.
    for (const [at, url] of ['/b', '/c', '/d'].entries()) {
      clock.pass(3000)
      expect(age.copySign(dated(200_000 + 3000 * at), true, url)).not.toBeNull()
    }
  })
})

it('the offsets of the clocks are those beyond ten seconds, each way', () => {
  const age = openReplyAge(fakeClock({ start: START }))
  expect(age.offsets()).toEqual({ behindMs: 0, aheadMs: 0 })
  age.copySign(dated(-9000), true, '/a')
  age.copySign(dated(10_000), true, '/a')
  expect(age.offsets()).toEqual({ behindMs: 0, aheadMs: 0 })
  age.copySign(dated(-30_000), true, '/a')
  age.copySign(dated(-900_000), false, '/a')
  expect(age.offsets()).toEqual({ behindMs: 30_000, aheadMs: 0 })
  age.copySign(dated(20_000), true, '/a')
  expect(age.offsets()).toEqual({ behindMs: 30_000, aheadMs: 20_000 })
})
