import { expect, it } from '@jest/globals'
import type { Inputs } from '../../../../src/config/inputs.ts'
import { commandFor } from '../../../../src/operations/doctor/check.ts'

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
