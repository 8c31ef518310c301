import { describe, expect, it } from '@jest/globals'
import {
  authorizationKind,
  createAccess,
  demandAdmin,
  demandProjectAdmin,
  demandRead,
  demandWrite,
  LOGINS_BEFORE_CAPTCHA,
  type Session,
} from '../../../sandbox/access.ts'
import type { Rights } from '../../../sandbox/options.ts'

const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
const session = (rights: Rights, viaToken = false): Session => ({ user: { name: 'ada', rights }, viaToken })
const access = () =>
  createAccess([{ name: 'Ada', password: 'pä:ss', token: 'tok', rights: {} }], () => 'http://host')

describe('authenticate', () => {
  it('takes passwords with colons and umlauts, and names in any case', () => {
    expect(access().authenticate(basic('ada', 'pä:ss')).user?.name).toBe('Ada')
  })

  it('takes tokens as Bearer and remembers that it was one', () => {
    expect(access().authenticate('Bearer tok')).toMatchObject({ user: { name: 'Ada' }, viaToken: true })
  })

  it('takes no credentials for an anonymous session', () => {
    expect(access().authenticate(undefined)).toEqual({ user: null, viaToken: false })
  })

  it.each(['Bearer nope', 'Negotiate abc', basic('ada', 'wrong'), basic('nobody', 'x'), 'Basic ????'])(
    'refuses %s',
    (header) => {
      expect(() => access().authenticate(header)).toThrow('Authentication failed')
    },
  )

  it('wants a captcha after too many failed logins, even for the right password, and not for tokens', () => {
    const locked = access()
    for (let login = 0; login < LOGINS_BEFORE_CAPTCHA; login += 1) {
      expect(() => locked.authenticate(basic('ada', 'wrong'))).toThrow('Authentication failed')
    }
    expect(() => locked.authenticate(basic('ada', 'pä:ss'))).toThrow('CAPTCHA required')
    expect(locked.authenticate('Bearer tok').user?.name).toBe('Ada')
  })

  it('forgets failed logins after a good one', () => {
    const forgiving = access()
    for (let login = 0; login < 20; login += 1) {
      if (login % LOGINS_BEFORE_CAPTCHA === LOGINS_BEFORE_CAPTCHA - 1) {
        forgiving.authenticate(basic('ada', 'pä:ss'))
      } else expect(() => forgiving.authenticate(basic('ada', 'wrong'))).toThrow('Authentication failed')
    }
  })
})

describe('rights', () => {
  it('keeps instance calls to admins with a password', () => {
    expect(() => demandAdmin(session({ admin: true }))).not.toThrow()
    expect(() => demandAdmin(session({ admin: true }, true))).toThrow('not permitted')
    expect(() => demandAdmin(session({ projectAdmin: ['A'] }))).toThrow('not permitted')
  })

  it('gives owners their personal project', () => {
    expect(() => demandProjectAdmin(session({}), '~ada')).not.toThrow()
    expect(() => demandProjectAdmin(session({}), '~bob')).toThrow('not permitted')
  })

  it('lets greater rights include smaller ones, and not the other way round', () => {
    expect(() => demandWrite(session({ projectAdmin: ['A'] }), 'A', 'x')).not.toThrow()
    expect(() => demandWrite(session({ write: ['A/x'] }), 'A', 'x')).not.toThrow()
    expect(() => demandWrite(session({ write: ['A/x'] }), 'A', 'y')).toThrow('not permitted')
    expect(() => demandRead(session({ write: ['A/x'] }), 'A', 'x')).not.toThrow()
    expect(() => demandWrite(session({ read: ['A'] }), 'A', 'x')).toThrow('not permitted')
    expect(() => demandRead(session({ read: ['A'] }), 'A', 'x')).not.toThrow()
    expect(() => demandProjectAdmin(session({ write: ['A'] }), 'A')).toThrow('not permitted')
  })
})

describe('authorizationKind', () => {
  it('names the kind and nothing else', () => {
    expect([undefined, 'Basic eA==', 'bearer x', 'Digest y'].map(authorizationKind)).toEqual([
      'none',
      'basic',
      'bearer',
      'other',
    ])
  })
})
