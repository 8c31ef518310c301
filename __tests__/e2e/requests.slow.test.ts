/** Every call of the mass-scanning API, exactly as it arrives at somebody else's server. */
import { describe, expect, it } from '@jest/globals'
import { type Asked, askedOfSoteri, expectEnding, passed, reportFile, warned } from '../fixtures/contract.ts'
import { inputsFor, serve, token } from '../fixtures/quick.ts'
import { runAction } from '../fixtures/runner.ts'
import { csvReply, plantedKey, row, terse, wordy, zipReply } from '../fixtures/scripted-export.ts'
import type { Script } from '../fixtures/scripted-server.ts'

const oddBranch = 'feature/a&b=c#d %zürich+日本'
const script: Script = {
  contextPath: '/bitbucket',
  authorization: `Bearer ${token}`,
  repositories: { 'SHOP/cart': ['main', oddBranch], '~ada/notes': ['main'] },
  exports: {
    'export-report': zipReply(wordy, []),
    'export-report/projects/SHOP': csvReply(wordy, []),
    'export-report/projects/SHOP/repos/cart': csvReply(terse, []),
    'export-report/projects/~ada/repos/notes': csvReply(terse, []),
    'export/reviewed': zipReply(wordy, [row()]),
    'export/reviewed/projects/SHOP': csvReply(wordy, [row()]),
    'export/reviewed/projects/SHOP/repos/cart': csvReply(terse, [row()]),
  },
}
const root = '/bitbucket/rest/security/latest'
const period = { 'start-date': '2024-09-07T00:01:12Z', 'end-date': '2024-10-01' }
const dates: [string, string][] = [
  ['startDate', '2024-09-07T00:01:12Z'],
  ['endDate', '2024-10-01T00:00:00Z'],
]
const scopes = {
  instance: { scope: 'instance' },
  project: { project: 'SHOP' },
  repository: { project: 'SHOP', repo: 'cart' },
  branch: { project: 'SHOP', repo: 'cart', branch: oddBranch },
  'personal repository': { project: '~ada', repo: 'notes' },
}

/** Order of query parameters means nothing; names, values and repeats do. */
const sorted = (asked: Asked[]): Asked[] =>
  asked.map(([method, path, ...query]) => [method, path, ...query.sort(([a], [b]) => (a < b ? -1 : 1))])

async function transcriptOf(inputs: Record<string, string>, ending = passed) {
  const server = await serve(script)
  const result = await runAction(inputsFor(server, inputs))
  expectEnding(result, ending)
  for (const { headers, method, url } of server.requests) {
    expect(url).toMatch(/^\/bitbucket\/rest\/[\x21-\x7e]*$/)
    expect(headers['x-atlassian-token']).toBe('no-check')
    expect(headers['cache-control']).toBe(method === 'GET' ? 'no-cache' : undefined)
    expect(headers.authorization).toBe(`Bearer ${token}`)
  }
  return { asked: sorted(askedOfSoteri(server.requests)), result, server }
}

describe('triggers', () => {
  const emails: [string, string][] = [
    ['email', 'a@example.com'],
    ['email', 'b+c@example.com'],
  ]
  it.concurrent.each<[keyof typeof scopes, Asked]>([
    ['instance', ['PUT', `${root}/status/total_rescan`, ...emails]],
    ['project', ['PUT', `${root}/status/projects/SHOP`, ...emails]],
    ['repository', ['PUT', `${root}/status/projects/SHOP/repos/cart`, ...emails]],
    ['branch', ['PUT', `${root}/status/projects/SHOP/repos/cart/branches`, ...emails, ['name', oddBranch]]],
    ['personal repository', ['PUT', `${root}/status/projects/~ada/repos/notes`, ...emails]],
  ])('start a scan of one %s, with every address', async (scope, expected) => {
    const { asked, result, server } = await transcriptOf({
      ...scopes[scope],
      operation: 'scan',
      emails: 'a@example.com\nb+c@example.com',
    })
    expect(asked).toEqual(sorted([expected]))
    expect(result.outputs['scan-status']).toBe('triggered')
    expect(server.requests.filter(({ method }) => method !== 'GET').every(({ body }) => body === '')).toBe(
      true,
    )
  })

  it.concurrent('wait when asked to', async () => {
    const { result, server } = await transcriptOf({ ...scopes.branch, operation: 'scan', wait: 'true' })
    expect(result.outputs['scan-status']).toBe('finished')
    const polled = server.requests.filter(({ url }) => url.includes('/scan/SHOP/repos/cart'))
    expect(polled.length).toBeGreaterThan(1)
    for (const { url } of polled) {
      expect(new URL(`http://h${url}`).searchParams.get('branch')).toBe(oddBranch)
    }
  })
})

describe('cancels', () => {
  it.concurrent.each([
    ['queued', ['scheduled']],
    ['running', ['running']],
    ['all', ['scheduled', 'running']],
  ])('stop %s scans of the instance', async (cancel, paths) => {
    const { asked } = await transcriptOf({ operation: 'cancel', cancel, scope: 'instance' })
    expect(asked).toEqual(paths.map((path) => ['DELETE', `${root}/status/${path}`]))
  })
})

describe('exports', () => {
  it.concurrent.each<[keyof typeof scopes, Asked]>([
    ['instance', ['GET', `${root}/export-report`, ['confirmExpensiveOperation', 'true'], ...dates]],
    ['project', ['GET', `${root}/export-report/projects/SHOP`, ...dates]],
    ['repository', ['GET', `${root}/export-report/projects/SHOP/repos/cart`, ...dates]],
    ['branch', ['GET', `${root}/export-report/projects/SHOP/repos/cart`, ['branch', oddBranch], ...dates]],
    ['personal repository', ['GET', `${root}/export-report/projects/~ada/repos/notes`, ...dates]],
  ])('download the findings of one %s within a period', async (scope, expected) => {
    const { asked } = await transcriptOf({ ...scopes[scope], ...period, operation: 'export' })
    expect(asked).toEqual(sorted([expected]))
  })

  it.concurrent('send no date that was not asked for', async () => {
    const { asked } = await transcriptOf({ ...scopes.project, operation: 'export' })
    expect(asked).toEqual([['GET', `${root}/export-report/projects/SHOP`]])
  })

  it.concurrent('use the version of the API that was asked for', async () => {
    const server = await serve(script)
    const result = await runAction(
      inputsFor(server, { ...scopes.project, operation: 'export', 'api-version': '1.0' }),
    )
    expectEnding(result, passed)
    expect(askedOfSoteri(server.requests)).toEqual([
      ['GET', '/bitbucket/rest/security/1.0/export-report/projects/SHOP'],
    ])
  })
})

describe('reviewed exports', () => {
  it.concurrent.each<[keyof typeof scopes, Asked]>([
    ['instance', ['GET', `${root}/export/reviewed`]],
    ['project', ['GET', `${root}/export/reviewed/projects/SHOP`]],
    ['repository', ['GET', `${root}/export/reviewed/projects/SHOP/repos/cart`]],
  ])('download the reviewed findings of one %s, redacted', async (scope, expected) => {
    const { asked, result } = await transcriptOf({ ...scopes[scope], operation: 'export-reviewed' })
    expect(asked).toEqual([expected])
    const reviewed = reportFile(result, 'reviewed.csv')
    expect(reviewed).toContain('AWS_CLIENT_ID')
    expect(reviewed).not.toContain(plantedKey(1))
  })
})

describe('a gate', () => {
  it.concurrent('triggers once, then exports once', async () => {
    const { asked } = await transcriptOf({ ...scopes.repository })
    expect(asked).toEqual([
      ['PUT', `${root}/status/projects/SHOP/repos/cart`],
      ['GET', `${root}/export-report/projects/SHOP/repos/cart`],
    ])
  })

  it.concurrent('sends nothing that changes anything in a dry run', async () => {
    const { asked, result } = await transcriptOf({ ...scopes.branch, 'dry-run': 'true' }, warned)
    expect(asked.filter(([method]) => method !== 'GET')).toEqual([])
    expect(result.stdout).toContain('status/projects/SHOP/repos/cart/branches')
  })
})

describe('credentials', () => {
  it.concurrent('travel as Basic in UTF-8 when a user is given', async () => {
    const [username, password] = ['jürgen', 'pa:ß wörd €']
    const authorization = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
    const server = await serve({ ...script, authorization })
    const inputs = inputsFor(server, { ...scopes.project, operation: 'export', username, password })
    delete inputs.token
    const result = await runAction(inputs)
    expectEnding(result, passed)
    expect(server.requests.every(({ headers }) => headers.authorization === authorization)).toBe(true)
  })

  it.concurrent('that are refused are sent once and end in exit 3', async () => {
    const server = await serve({ ...script, authorization: 'Bearer other' })
    const result = await runAction(inputsFor(server, { scope: 'instance', 'max-retries': '5' }))
    expectEnding(result, { verdict: 'error', exitCode: 3 })
    expect(server.requests).toHaveLength(1)
  })
})
