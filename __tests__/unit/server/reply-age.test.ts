import { describe, expect, it } from '@jest/globals'
import { openReplyAge } from '../../../src/server/reply-age.ts'

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
    expect(openReplyAge().copySign(headers(fields), true)).toBe(sign)
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
    const age = openReplyAge()
    age.copySign(dated(0), true)
    expect(age.copySign(headers(fields), true)).toBeNull()
  })

  it('is known by a Date before that of other replies, by more than clocks of nodes differ', () => {
    const age = openReplyAge()
    expect(age.copySign(dated(600_000), true)).toBeNull()
    expect(age.copySign(dated(540_000), true)).toBeNull()
    expect(age.copySign(dated(539_000), true)).toBe('Date: 61 s before an earlier reply')
    expect(age.copySign(dated(600_000), true)).toBeNull()
  })

  it('is compared with replies of the server, and with no error page or copy', () => {
    const age = openReplyAge()
    expect(age.copySign(dated(9_000_000), false)).toBeNull()
    const copied = headers({ age: '5', date: new Date(START + 9_000_000).toUTCString() })
    expect(age.copySign(copied, true)).toBe('Age: 5')
    expect(age.copySign(dated(0), true)).toBeNull()
  })
})
