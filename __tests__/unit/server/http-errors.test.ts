import { describe, expect, it } from '@jest/globals'
import type { GateError } from '../../../src/errors.ts'
import { bitbucketErrorOf, excerpt, httpError, looksLikeHtml } from '../../../src/server/http-errors.ts'
import { anyGet } from '../../fixtures/client-world.ts'

const errorJson = (message: string, exceptionName: string | null = null): string =>
  JSON.stringify({ errors: [{ context: null, message, exceptionName }] })

const refusal = (
  status: number,
  text = '',
  headers: Record<string, string> = {},
  hasCredentials = true,
): GateError =>
  httpError(
    anyGet,
    { status, text, copy: null, header: (name) => headers[name] ?? null },
    new URL('https://git.example/bitbucket'),
    hasCredentials,
    '',
  )

const notPermitted = 'com.atlassian.bitbucket.AuthorisationException'
const wrongPassword = 'com.atlassian.bitbucket.auth.IncorrectPasswordAuthenticationException'

describe('the error for a refusal', () => {
  it.each([
    [
      '401 of a missing right',
      refusal(401, errorJson('You are not permitted', notPermitted)),
      'RIGHT_MISSING',
    ],
    ['401 of a wrong password', refusal(401, errorJson('No', wrongPassword)), 'CREDENTIALS_REFUSED'],
    ['401 without a body', refusal(401), 'CREDENTIALS_REFUSED'],
    ['401 with HTML', refusal(401, '<html>AuthorisationException</html>'), 'CREDENTIALS_REFUSED'],
    [
      '401 without credentials',
      refusal(401, errorJson('No', notPermitted), {}, false),
      'CREDENTIALS_MISSING',
    ],
    [
      '401 with captcha',
      refusal(401, '', { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; x' }),
      'CREDENTIALS_REFUSED',
    ],
    ['403 in Bitbucket’s words', refusal(403, errorJson('You may not')), 'RIGHT_MISSING'],
    ['403 of a firewall', refusal(403, '<html>blocked</html>'), 'RIGHT_MISSING'],
    ['403 XSRF', refusal(403, '<html>XSRF check failed</html>'), 'XSRF_REFUSED'],
    [
      '403 captcha',
      refusal(403, '', { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' }),
      'CREDENTIALS_REFUSED',
    ],
    ['404', refusal(404), 'NOT_FOUND'],
    ['400', refusal(400), 'SERVER_FAILED'],
    ['409', refusal(409), 'SERVER_FAILED'],
    ['500', refusal(500), 'SERVER_FAILED'],
    ['302 to the login page', refusal(302, '', { location: '/bitbucket/login?next=x' }), 'LOGIN_PAGE'],
    ['302 elsewhere on the server', refusal(302, '', { location: '/stash/rest' }), 'REDIRECTED'],
    ['302 to another origin', refusal(302, '', { location: 'https://sso.example/login' }), 'REDIRECTED'],
    ['302 to another scheme', refusal(302, '', { location: 'http://git.example/login' }), 'REDIRECTED'],
    ['307 to another port', refusal(307, '', { location: 'https://git.example:8443/' }), 'REDIRECTED'],
    ['302 without an address', refusal(302), 'SERVER_FAILED'],
    ['302 to nonsense', refusal(302, '', { location: 'http://[' }), 'SERVER_FAILED'],
  ])('%s', (_name, error, code) => {
    expect(error.code).toBe(code)
    expect(error.message).toContain('read the thing')
  })

  it.each([
    ['/bitbucket/rest/api/latest/projects/NEW?ticket=1', 'to /bitbucket/rest/api/latest/projects/NEW, and'],
    ['/bitbucket/rest/api;jsessionid=1', 'to /bitbucket/rest/api, and'],
    ['/bitbucket/dashboard/ticket-1', 'to another address of https://git.example, and'],
  ])('names the path of a redirect to the API below the base: %s', (location, words) => {
    const { message } = refusal(301, '', { location })
    expect(message).toContain(words)
    expect(message).not.toMatch(/ticket|jsession/)
  })

  it('names the right that is missing, and the captcha', () => {
    expect(refusal(401, errorJson('No', notPermitted)).message).toContain('Needed: thing read')
    expect(refusal(403, '', { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE' }).hint).toContain(
      'captcha',
    )
  })

  it('names the kind of Bitbucket’s own error and nothing else of a body', () => {
    const kind = 'com.atlassian.bitbucket.repository.NoSuchRepositoryException'
    expect(refusal(404, errorJson('planted-canary', kind)).message).toContain(
      '404 (NoSuchRepositoryException).',
    )
    expect(refusal(404, errorJson('planted-canary', kind)).message).not.toContain('planted')
    expect(refusal(404, errorJson('x', 'com.example.planted-canary')).message).not.toContain('planted')
    expect(refusal(404, '<html>planted-canary</html>').message).not.toContain('planted')
    expect(refusal(500, '{"password":"planted-canary"}').message).not.toContain('planted')
  })

  it.each([
    '/bitbucket/login?ticket=planted-canary',
    '/sso/planted-canary/;jsessionid=planted-canary#planted-canary',
    'https://sso.example/planted-canary;jsessionid=planted-canary?x=planted-canary',
    'https://ada:planted-canary@sso.example/',
    '/elsewhere/planted-canary/;jsessionid=planted-canary',
  ])('names only the origin of a redirect to %s, as tickets travel in the rest', (location) => {
    const { message, hint } = refusal(302, '', { location })
    expect(`${message} ${hint}`).not.toContain('planted')
    expect(message).not.toContain('jsessionid')
  })

  it('says where a redirect leads, or that it is a login page', () => {
    const messageOf = (location: string): string => refusal(302, '', { location }).message
    expect(messageOf('https://sso.example:8443/x')).toContain('redirected (302) to https://sso.example:8443,')
    expect(messageOf('/bitbucket/login;jsessionid=1')).toContain('redirected (302) to its login page.')
    expect(messageOf('/stash')).toContain('redirected (302) to another address of https://git.example,')
  })
})

describe('Bitbucket’s error JSON', () => {
  it.each([
    '',
    'x',
    'null',
    '[]',
    '{}',
    '{"errors":[]}',
    '{"errors":[1]}',
    '{"errors":{}}',
    '{"errors":[{"message":1}]}',
  ])('is not seen in %s', (text) => {
    expect(bitbucketErrorOf(text)).toBeNull()
  })

  it('is cut to one short line without control characters', () => {
    const text = errorJson(`a\n::error::b\u001b[31m\u202Ec ${'x'.repeat(500)}`)
    const message = bitbucketErrorOf(text)?.message ?? ''
    expect(message).toContain('a ::error::b\\u{001b}[31m\\u{202e}c')
    expect(message).not.toMatch(/[\n\u001b\u202e]/)
    expect(message.length).toBeLessThanOrEqual(230)
    expect(excerpt('😀'.repeat(150)).isWellFormed()).toBe(true)
  })

  it('is cut between words, so that half a credential is never reported', () => {
    const start = 'word '.repeat(38)
    expect(excerpt(`${start}a-long-credential-of-the-run`)).toBe(`${start}…`)
    expect(excerpt(`${start}short`)).toBe(`${start}short`)
  })
})

describe('a web page', () => {
  it.each([
    ['<!DOCTYPE html><html>', true],
    ['\uFEFF \r\n<html lang="en">', true],
    ['<!-- a comment --><!doctype HTML>', true],
    ['<HEAD>', true],
    ['Project,Repository\r\n', false],
    ['"<html>",x', false],
    ['<htmlish>', false],
    ['<?xml version="1.0"?><x/>', false],
    ['PK\u0003\u0004', false],
    ['', false],
  ])('%j: %s', (start, expected) => {
    expect(looksLikeHtml(start)).toBe(expected)
  })
})
