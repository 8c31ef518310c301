import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'
import { GateError } from '../../../../src/errors.ts'
import {
  checkDisk,
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
