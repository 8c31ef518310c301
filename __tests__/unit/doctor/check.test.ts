import { expect, it } from '@jest/globals'
import { fail, ok, skip, summaryOf, tableOf, warn } from '../../../src/doctor/check.ts'
import { GateError } from '../../../src/errors.ts'

const checks = [
  ok('dns', 'It is known.'),
  warn('tls', 'It ends soon.', 'Renew it.'),
  fail('credentials', new GateError('CREDENTIALS_REFUSED', 'They were refused.', { mend: 'Renew them.' })),
  skip('scope', 'Not looked at.'),
]

it('the table shows state, name and finding in columns, and the mend below', () => {
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
