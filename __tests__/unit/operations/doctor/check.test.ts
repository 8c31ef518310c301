import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { Inputs } from '../../../../src/config/inputs.ts'
import { GateError } from '../../../../src/errors.ts'
import {
  checkDisk,
  commandFor,
  fail,
  ok,
  skip,
  summaryOf,
  tableOf,
  warn,
} from '../../../../src/operations/doctor/check.ts'

const checks = [
  ok('dns', 'It is known.'),
  warn('tls', 'It ends soon.', 'Renew it.'),
  fail('credentials', new GateError('CREDENTIALS_REFUSED', 'They were refused.', { hint: 'Renew them.' })),
  skip('scope', 'Not looked at.'),
]

it('the table shows state, name and finding in columns, and the hint below', () => {
  expect(tableOf(checks)).toEqual([
    'ok    dns          It is known.',
    'warn  tls          It ends soon.',
    '                   -> Renew it.',
    'fail  credentials  They were refused.',
    '                   -> Renew them.',
    'skip  scope        Not looked at.',
  ])
})

it('the summary counts the states', () => {
  expect(summaryOf(checks)).toMatch(/^1 checks ok, 1 with a warning, 1 failed, 1 left out;/)
})

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-disk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a folder that is not there yet is judged by the one that it will be made in, and not made', async () => {
  const check = await checkDisk('disk', join(folder, 'a', 'b'), 'REPORT_NOT_WRITTEN')
  expect(check.what).toMatch(/^\d+ MiB are free in .*[/\\]a[/\\]b\.$/)
  expect(() => rmSync(join(folder, 'a'))).toThrow('ENOENT')
})

// The one file system that is full on every machine.
const onLinux = process.platform === 'linux' ? it : it.skip
onLinux('a disk without room fails', async () => {
  const check = await checkDisk('disk', '/proc', 'REPORT_NOT_WRITTEN')
  expect(check).toMatchObject({ state: 'fail', what: '0 MiB are free in /proc.' })
  expect(check.error?.code).toBe('REPORT_NOT_WRITTEN')
})

describe('commands', () => {
  const inputs = {
    bitbucketUrl: new URL('https://bitbucket.example.com/bitbucket/'),
    credentials: { kind: 'token', token: 'x' },
    caFile: "our ca's.pem",
    outputDir: 'soteri-report',
  } as unknown as Inputs

  const asked = `curl -i --cacert 'our ca'\\''s.pem'`
  it.each([
    ['dns', 'nslookup bitbucket.example.com'],
    ['tcp', 'curl -v https://bitbucket.example.com'],
    [
      'tls',
      'openssl s_client -connect bitbucket.example.com:443 -servername bitbucket.example.com -showcerts < /dev/null',
    ],
    ['bitbucket', `${asked} https://bitbucket.example.com/bitbucket/rest/api/latest/application-properties`],
    [
      'trigger of PAY/checkout',
      `${asked} -H "Authorization: Bearer $SOTERI_GATE_TOKEN" 'https://bitbucket.example.com/bitbucket/rest/api/latest/projects?limit=1'`,
    ],
    ['output-dir', 'df -h soteri-report'],
    ['artifacts', null],
  ])('%s: %s', (check, command) => {
    expect(commandFor(check, inputs)).toBe(command)
  })

  it('asks as a user where there is one', () => {
    const basic = {
      ...inputs,
      credentials: { kind: 'basic', username: 'a', password: 'b' },
      caFile: null,
    } as Inputs
    expect(commandFor('credentials', basic)).toMatch(/^curl -i -u "\$SOTERI_GATE_USERNAME" /)
  })
})
