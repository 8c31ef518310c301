/** What `doctor` says of the server itself: version, clock, rate limits, and more targets than it looks at. */
import { afterEach, expect, it } from '@jest/globals'
import { type Listening, serve } from '../fixtures/client-world.ts'
import { token } from '../fixtures/quick.ts'
import { type RunResult, runCli } from '../fixtures/runner.ts'

const open: Listening[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

/** Runs `doctor` on a server that says this of itself, and knows no repository. */
async function doctor(
  properties: object,
  headers: Record<string, string>,
  ...flags: string[]
): Promise<RunResult> {
  const server = await serve((request, reply) => {
    reply.sendDate = headers.date !== 'none'
    for (const [name, value] of Object.entries(headers)) if (value !== 'none') reply.setHeader(name, value)
    const known = request.url?.includes('application-properties') === true
    reply.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
    reply.end(JSON.stringify(known ? properties : {}))
  })
  open.push(server)
  return await runCli(
    [
      'doctor',
      '--bitbucket-url',
      server.url,
      '--max-requests-per-second',
      '1000',
      '--max-retries',
      '0',
      ...flags,
    ],
    { env: { SOTERI_GATE_TOKEN: token } },
  )
}

const inAnHour = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toUTCString()

it('what has no version is not Bitbucket, and without a Date no clocks can be compared', async () => {
  const { exitCode, stdout, stderr } = await doctor({}, { date: 'none' })
  expect(exitCode).not.toBe(0)
  expect(stdout + stderr).toContain('does not name a version, so it is not Bitbucket')
  expect(stdout + stderr).toContain('The server sent no Date.')
  expect(stdout + stderr).toContain('The server sends no rate limit')
})

it.each([
  [1, /clock of the server is 3\d\d\d s ahead of this machine/],
  [-1, /clock of the server is 3\d\d\d s behind this machine/],
])('a clock that is off by %d h is reported, with the way', async (hours, expected) => {
  const headers = { date: inAnHour(hours), 'x-ratelimit-limit': '60' }
  const { stdout, stderr } = await doctor({ version: '9.4.1' }, headers)
  expect(stdout + stderr).toMatch(expected)
  expect(stdout + stderr).toContain('x-ratelimit-limit: 60')
  expect(stdout + stderr).toContain('Bitbucket 9.4.1 answers at this address.')
})

it('looks at five targets, and says how many it leaves', async () => {
  const targets = Array.from({ length: 8 }, (_, place) => `PAY/r${place}`).join(',')
  const { stdout, stderr } = await doctor({ version: '9.4.1' }, {}, '--targets', targets)
  expect(stdout + stderr).toContain('3 more targets are not looked at.')
})
