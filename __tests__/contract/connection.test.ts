/** What the log says of a connection that was opened. */
import { afterEach, describe, expect, it } from '@jest/globals'
import { memoryHost } from '../../src/ci/memory-host.ts'
import { planOf } from '../../src/config/run-plan.ts'
import { hashKeyOf } from '../../src/config/settings.ts'
import { addressHint, connect } from '../../src/server/connection.ts'
import { type Listening, serve } from '../fixtures/client-world.ts'
import { enough, readGiven } from '../unit/config/given.ts'

let server: Listening | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

async function linesOf(status: number, body: string): Promise<string> {
  server = await serve((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  const { inputs } = readGiven({ ...enough, 'bitbucket-url': `${server.url}/wrong`, token: 't' })
  if (inputs === null) throw new Error('the inputs are wrong')
  const lines: string[] = []
  const host = memoryHost({
    inputs: new Map(),
    workingFolder: '.',
    signal: new AbortController().signal,
    onLine: (_level, line) => lines.push(line),
    onConclusion: () => undefined,
  })
  const policy = { thresholds: [], suppressions: [], severities: [] }
  const context = { host, inputs, policy, plan: planOf(inputs), folder: '.', hashKey: hashKeyOf(null) }
  const { http } = await connect(context)
  await http.close()
  return lines.join('\n')
}

const hintFor = (url: string): string => {
  const { inputs } = readGiven({ ...enough, 'bitbucket-url': url })
  return inputs === null ? '' : addressHint(inputs)
}

describe('credentials', () => {
  it.each([
    [404, ''],
    [404, '{"message": "null for uri", "status-code": 404}'],
    [200, '{"type": "error"}'],
  ])('are not called accepted after %i %s, and the path is suspected', async (status, body) => {
    const lines = await linesOf(status, body)
    expect(lines).toContain('but the credentials could not be checked')
    expect(lines).toContain('Check the path of `bitbucket-url`')
    expect(lines).not.toContain('accepted')
  })

  it('are called accepted after a list of projects', async () => {
    expect(await linesOf(200, '{"values": []}')).toContain('the credentials were accepted.')
  })

  it.each(['https://bitbucket.org', 'https://api.bitbucket.org/2.0', 'https://acme.atlassian.net'])(
    'cannot be checked at %s, which is Bitbucket Cloud',
    (url) => {
      expect(hintFor(url)).toContain('is Bitbucket Cloud')
    },
  )

  it.each(['https://bitbucket.example.org', 'https://notbitbucket.org'])('may be checked at %s', (url) => {
    expect(hintFor(url)).not.toContain('Cloud')
  })
})
