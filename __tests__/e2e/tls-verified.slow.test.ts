/** Certificates are verified whatever the environment says: by gate, doctor and artifact upload alike. */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createCA, createCert } from 'mkcert'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { expectEnding, failed, inError, passed, reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction, runCli } from '../fixtures/runner.ts'
import { csvReply, row, wordy } from '../fixtures/scripted-export.ts'

const unverified = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
const user = {
  name: 'writer',
  rights: { write: ['SHOP'] },
  token: ['BBDC', 'tls', 'verified'].join('-'),
} as const

let authority: string
let keys: { key: string; cert: string }
let secure: Sandbox
beforeAll(async () => {
  const who = { countryCode: 'NP', state: 'x', locality: 'x', validity: 30 }
  const ca = await createCA({ ...who, organization: 'Test CA' })
  authority = ca.cert
  keys = await createCert({ ca, domains: ['127.0.0.1', 'localhost'], validity: 30 })
  secure = await startSandbox({
    repositories: [{ project: 'SHOP', slug: 'cart', made: [{ name: 'main', findings: 0 }] }],
    users: [{ ...user, rights: { write: ['SHOP'] } }],
    tls: { key: keys.key, cert: keys.cert },
  })
}, 180_000)
afterAll(async () => await secure.close())

const inputs = (more: Record<string, string>): Record<string, string> => ({
  'bitbucket-url': secure.url,
  token: user.token,
  project: 'SHOP',
  repo: 'cart',
  branch: 'main',
  timeout: '30s',
  'poll-interval': '50ms',
  'max-requests-per-second': '1000',
  'max-retries': '0',
  'upload-artifact': 'false',
  ...more,
})

function expectRefused(result: RunResult, before: number, message: unknown): void {
  expectEnding(result, inError(4))
  expect(reportOf(result)).toMatchObject({ error: { code: 'TLS_REFUSED', message } })
  const { commands, stdout } = result
  const log = [...commands.map((command) => command.message), stdout].join('\n')
  expect(log).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored')
  expect(secure.requests.length).toBe(before)
}

describe('with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  it.each(['gate', 'scan', 'export', 'export-reviewed', 'doctor'])(
    '%s sends nothing to a server whose certificate is not trusted, and says why the variable is ignored',
    async (operation) => {
      const before = secure.requests.length
      const branch: Record<string, string> = operation === 'export-reviewed' ? { branch: '' } : {}
      const result = await runAction(inputs({ operation, ...branch }), { env: unverified })
      const why = operation === 'doctor' ? 'checks failed: tls' : 'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored'
      expectRefused(result, before, expect.stringContaining(why))
    },
  )

  it('the command line sends nothing either', async () => {
    const before = secure.requests.length
    const flags = Object.entries(inputs({})).filter(([name]) => name !== 'token')
    const result = await runCli(['gate', ...flags.flatMap(([name, value]) => [`--${name}`, value])], {
      env: { ...unverified, SOTERI_GATE_TOKEN: user.token },
    })
    expect(result.exitCode).toBe(4)
    expect(result.stdout).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored')
    expect(secure.requests.length).toBe(before)
  })

  it('a private CA that is given as ca-file is trusted as ever', async () => {
    const files = { 'ca.pem': authority }
    for (const operation of ['gate', 'doctor']) {
      const result = await runAction(inputs({ operation, 'ca-file': 'ca.pem' }), { env: unverified, files })
      expectEnding(result, passed)
    }
  })

  it('a report is not uploaded to a service whose certificate is not trusted', async () => {
    const asked: string[] = []
    const service = createServer(keys, (request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(403).end()
    })
    await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
    try {
      const server = await serve({
        repositories: { 'SHOP/cart': ['main'] },
        exports: { 'export-report/projects/SHOP': csvReply(wordy, [row()]) },
      })
      const claims = Buffer.from(JSON.stringify({ scp: 'Actions.Results:run:job' })).toString('base64url')
      const env = {
        ...unverified,
        ACTIONS_RUNTIME_TOKEN: `e30.${claims}.x`,
        ACTIONS_RESULTS_URL: `https://127.0.0.1:${(service.address() as AddressInfo).port}/`,
      }
      const export_ = { operation: 'export', project: 'SHOP', 'upload-artifact': 'auto' }
      const result = await runAction(inputsFor(server, export_), { env, limitMs: 120_000 })
      expectEnding(result, failed)
      expect(asked).toEqual([])
      expect(result.outputs['artifact-id']).toBe('')
    } finally {
      service.closeAllConnections()
      service.close()
    }
  }, 150_000)
})

it('a variable that is set after the start changes nothing', async () => {
  const before = secure.requests.length
  const late = "data:text/javascript,setImmediate(()=>{process.env.NODE_TLS_REJECT_UNAUTHORIZED='0'})"
  const result = await runAction(inputs({}), { env: { NODE_OPTIONS: `--import=${late}` } })
  expectEnding(result, inError(4))
  expect(secure.requests.length).toBe(before)
})

it('another value of the variable is not mentioned', async () => {
  const result = await runAction(inputs({}), { env: { NODE_TLS_REJECT_UNAUTHORIZED: '1' } })
  expectEnding(result, inError(4))
  expect(result.stdout).not.toContain('NODE_TLS_REJECT_UNAUTHORIZED')
})
