/**
 * Secrets are planted wherever a server can put them, and searched for in everything a run leaves behind: log,
 * outputs, summary, files, temporary folders, the uploaded artifact and the requests themselves.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import AdmZip from 'adm-zip'
import { type ArtifactService, startArtifactService } from '../fixtures/artifact-service.ts'
import { expectEnding, failed, findingsHeader, inError, passed, reportFile } from '../fixtures/contract.ts'
import { inputsFor, serve, token } from '../fixtures/quick.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'
import { csvOf, csvReply, plantedKey, row, terse, wordy } from '../fixtures/scripted-export.ts'
import {
  bitbucketError,
  finished,
  html,
  json,
  type ReceivedRequest,
  type Reply,
  running,
} from '../fixtures/scripted-server.ts'

let artifacts: ArtifactService
beforeAll(async () => {
  artifacts = await startArtifactService()
}, 180_000)
afterAll(() => artifacts.close())

const secret = plantedKey(42)
const repositories = { 'SHOP/cart': ['main'] }
const target = { project: 'SHOP', repo: 'cart', branch: 'main' }
const cart = 'export-report/projects/SHOP/repos/cart'
const allFormats = 'csv,json,sarif,html,junit,markdown,gitlab'

/** Forms in which a text may hide: as it is, in Base64 and hexadecimal, percent-encoded, backwards. */
function forms(text: string): string[] {
  const bytes = Buffer.from(text)
  return [
    text,
    encodeURIComponent(text),
    bytes.toString('base64').replaceAll('=', ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    [...text].reverse().join(''),
  ]
}

/** Where `text` is found after a run. The workflow command that asks the runner to hide it is not a leak. */
async function placesOf(text: string, result: RunResult, requests: readonly ReceivedRequest[]) {
  const stdout = result.stdout.replaceAll(/^::add-mask::.*$/gm, '')
  const uploaded = await Promise.all(
    artifacts.artifacts().map(async ({ name }) => Object.entries(await artifacts.entries(name))),
  )
  const places: [string, Buffer][] = [
    ['stdout', Buffer.from(stdout)],
    ['stderr', Buffer.from(result.stderr)],
    ...Object.entries(result.files),
    ...uploaded.flat().map(([name, bytes]): [string, Buffer] => [`artifact ${name}`, bytes]),
    ...requests.map((r): [string, Buffer] => [`request ${r.method}`, Buffer.from(`${r.url}\n${r.body}`)]),
  ]
  return places
    .filter(([, bytes]) => forms(text).some((form) => bytes.includes(form)))
    .map(([place]) => place)
}

describe('a secret in an export', () => {
  it.concurrent.each([
    ['the matched text', row({ match: `key = ${secret}` })],
    ['a column that nobody knows', row({ extra: secret })],
    ['a matched text over several lines', row({ match: `-----BEGIN\n${secret}\n-----END` })],
    ['a formula', row({ match: `=HYPERLINK("http://host/${secret}")` })],
    ['the time of the scan', row({ scannedAt: secret })],
    ['the path, where the matched text stands too', row({ match: secret, path: `keys/${secret}.txt` })],
  ])('in %s is left nowhere', async (_, planted) => {
    for (const dialect of [wordy, terse]) {
      const server = await serve({
        repositories,
        scans: { '*': [running(5), finished(2)] },
        exports: { [cart]: csvReply(dialect, [row({ line: '1' }), planted]) },
      })
      const inputs = { ...target, formats: allFormats, 'log-level': 'debug', 'upload-artifact': 'true' }
      const artifactName = `canary-${randomUUID()}`
      const result = await runAction(inputsFor(server, { ...inputs, 'artifact-name': artifactName }), {
        env: artifacts.env,
      })
      expectEnding(result, failed)
      expect(await placesOf(secret, result, server.requests)).toEqual([])
      expect(await placesOf(token, result, server.requests)).toEqual([])
      const lines = reportFile(result, 'findings.csv').trimEnd().split(/\r?\n/)
      expect(lines[0]?.replace('\uFEFF', '')).toBe(findingsHeader)
      expect(lines).toHaveLength(3)
    }
  })

  it.concurrent.each([
    ['a line number', csvOf(wordy, [row({ line: secret })])],
    ['a row with too many cells', `${csvOf(wordy, [row()])}"${secret}","","","","","","","","",""\r\n`],
    ['a row that never ends', `${csvOf(wordy, [row()])}"SHOP","cart","${secret}`],
    ['a header that nobody knows', `"${secret}","b"\r\n"1","2"\r\n`],
    ['something that is no CSV', `{"secret":"${secret}"}`],
    ['a row with a NUL', csvOf(wordy, [row({ match: `\u0000${secret}`, line: `\u0000${secret}` })])],
  ])('in %s that cannot be read is left nowhere', async (_, body) => {
    const server = await serve({
      repositories,
      scans: { '*': [running(5), finished(1)] },
      exports: { [cart]: { body } },
    })
    const result = await runAction(
      inputsFor(server, { ...target, formats: allFormats, 'log-level': 'debug' }),
    )
    expectEnding(result, inError(5))
    expect(await placesOf(secret, result, server.requests)).toEqual([])
  })

  it.concurrent('in a CODEOWNERS file is left nowhere; owners are in the table, the report and the page', async () => {
    const lines = [`# ${secret}`, `${secret} @nobody`, `*.key @${secret}`, '*.ts jane@example.com']
    const server = await serve({
      repositories,
      scans: { '*': [running(5), finished(2)] },
      exports: { [cart]: csvReply(wordy, [row({ path: 'a/b.ts' }), row({ path: 'c.key' })]) },
      intercept: ({ url }) => {
        if (!url.endsWith('/raw/.bitbucket/CODEOWNERS')) return undefined
        return { body: lines.join('\n') }
      },
    })
    const policy = 'owners: codeowners\nremediation: { "AWS_*": Ask the desk. }\n'
    const inputs = { ...target, formats: allFormats, thresholds: 'owner:jane = 0' }
    const result = await runAction(inputsFor(server, inputs), { files: { '.soteri-gate.yml': policy } })
    expectEnding(result, failed)
    expect(await placesOf(secret, result, server.requests)).toEqual([])
    expect(result.lastLine).toMatch(/"owner:jane": 1 found, limit 0/)
    expect(result.summary).toContain('| `jane` | 1 |')
    expect(reportFile(result, 'findings.csv')).toMatch(/,jane\r?\n/)
    expect(JSON.parse(reportFile(result, 'report.json')).counts.byOwner).toEqual({ jane: 1, '@~': 1 })
    expect(reportFile(result, 'report.html')).toContain('Ask the desk.')
    expect(result.stdout).toMatch(/\n {2}high {6}AWS_CLIENT_ID {2}SHOP\/cart a\/b\.ts:\d+ \(main\) /)
  })

  it.concurrent('in the names and the rest of a zip is left nowhere', async () => {
    const zip = new AdmZip()
    zip.addFile(`${secret}/${secret}.csv`, Buffer.from(csvOf(wordy, [row()])))
    zip.addFile(`${secret}.txt`, Buffer.from(secret), secret)
    const server = await serve({
      repositories,
      scans: { '*': [running(5), finished(1)] },
      exports: { [cart]: { body: zip.toBuffer() } },
    })
    const result = await runAction(
      inputsFor(server, { ...target, formats: allFormats, 'log-level': 'debug' }),
    )
    expectEnding(result, failed)
    expect(await placesOf(secret, result, server.requests)).toEqual([])
  })

  it.concurrent('in the reviewed export is left nowhere', async () => {
    const reviewed = csvReply(terse, [row({ match: secret, extra: secret })])
    const server = await serve({
      repositories,
      exports: { [cart]: csvReply(wordy, []), 'export/reviewed/projects/SHOP/repos/cart': reviewed },
    })
    for (const inputs of [
      { operation: 'export-reviewed' },
      { operation: 'gate', 'exclude-reviewed': 'true' },
    ]) {
      const scope = { project: 'SHOP', repo: 'cart' }
      const result = await runAction(inputsFor(server, { ...scope, ...inputs, 'log-level': 'debug' }))
      expectEnding(result, passed)
      expect(await placesOf(secret, result, server.requests)).toEqual([])
    }
  })

  it.concurrent('is shown in findings.csv alone among CSV, JSON, SARIF and the rest when asked for, with a warning', async () => {
    const server = await serve({
      repositories,
      scans: { '*': [running(5), finished(1)] },
      exports: { [cart]: csvReply(wordy, [row({ match: secret })]) },
    })
    const result = await runAction(
      inputsFor(server, { ...target, formats: allFormats, 'reveal-secrets': 'true', 'log-level': 'debug' }),
    )
    expectEnding(result, failed)
    const places = await placesOf(secret, result, server.requests)
    const allowed = ['workspace/soteri-report/findings.csv', 'workspace/soteri-report/report.html']
    expect(places.filter((place) => !allowed.includes(place))).toEqual([])
    expect(places).toContain(allowed[0])
    expect(result.commands.some(({ name, message }) => name === 'warning' && /reveal/.test(message))).toBe(
      true,
    )
  })
})

describe('a secret in a reply that is no export', () => {
  it.concurrent.each([
    ['a web page', html(`welcome ${secret}`)],
    ['an error page', html(`trace ${secret}`, 500)],
    ['an error in plain text', { status: 400, body: secret }],
    ['the address of a redirect', { status: 302, headers: { location: `/login?ticket=${secret}` } }],
  ])('such as %s is left nowhere', async (_, reply) => {
    const server = await serve({
      repositories,
      intercept: ({ url }) => (url.includes('export') ? reply : undefined),
    })
    const result = await runAction(inputsFor(server, { ...target, 'log-level': 'debug' }))
    expect([4, 5]).toContain(result.exitCode)
    expectEnding(result, inError(result.exitCode ?? -1))
    expect(await placesOf(secret, result, server.requests)).toEqual([])
  })
})

describe('a secret around a pull request', () => {
  const list = (...values: object[]) => json({ size: values.length, isLastPage: true, start: 0, values })
  const [base, head] = ['0', '1'].map((end) => end.padStart(40, 'c'))
  const blame = [{ author: { name: 'Ann' }, commitHash: head, lineNumber: 1, spannedLines: 99 }]
  const commented = (id: number, name: string, text: string) => {
    const comment = { id, version: 1, text, author: { name }, comments: [{ id: 9, text: secret }] }
    return { action: 'COMMENTED', commentAction: 'ADDED', comment }
  }
  const pulled = {
    id: 7,
    state: 'OPEN',
    title: secret,
    description: secret,
    fromRef: { id: 'refs/heads/feature', latestCommit: head },
    toRef: { id: 'refs/heads/main', latestCommit: base },
  }

  /** Everything that a person or another tool writes about a pull request holds the secret. */
  const world = (policy: string) => {
    const replies: Record<string, Reply> = {
      projects: { ...list({ key: 'SHOP' }), headers: { 'x-ausername': 'gate' } },
      'pull-requests/7': json(pulled),
      'pull-requests/8': json({ ...pulled, id: 8 }),
      activities: list(
        commented(1, 'ann', `${secret} soteri-gate-verdict`),
        commented(2, 'gate', `[//]: # (soteri-gate-verdict:SHOP%2Fcart%237)\n${secret}`),
      ),
      'reports/soteri-gate': json({
        title: secret,
        details: secret,
        data: [{ title: 'Pull requests', value: `#8 fail ${secret}` }],
      }),
      'compare/commits': list({ id: head, message: secret }),
    }
    const own = [row({ branch: 'feature', path: 'a.ts', match: `key = ${secret}` })]
    const others: readonly (readonly [RegExp, Reply])[] = [
      [/^GET .*\/scan\/.*branch=main/, json(finished(0, 'one'))],
      [/\/export-report\/.*branch=feature/, csvReply(wordy, own)],
      [/\/export-report\//, csvReply(wordy, [])],
      [/\/browse\//, json({ blame, lines: [{ text: secret }] })],
      [/^(PUT|POST|DELETE) .*\/(comments\/2|builds|annotations|reports\/soteri-gate)$/, { status: 204 }],
      [new RegExp(`/raw/\\.soteri-gate\\.yml\\?at=${base}`), { body: policy }],
      [/\/raw\/\.soteri-gate\.yml/, { body: `# ${secret}, edited` }],
    ]
    return serve({
      repositories: { 'SHOP/cart': ['main', 'feature'] },
      scans: { 'SHOP/cart@feature': [running(5), finished(1)] },
      intercept: ({ method, url }) => {
        const [path = ''] = url.split('?')
        const found = others.find(([call]) => call.test(`${method} ${url}`))?.[1]
        return found ?? replies[Object.keys(replies).find((end) => path.endsWith(`/${end}`)) ?? '']
      },
    })
  }
  const asked = {
    ...target,
    branch: '',
    'pull-request': '7',
    'pull-request-comment': 'always',
    'code-insights': 'true',
    'build-status': 'true',
    blame: '5',
    formats: allFormats,
    'log-level': 'debug',
  }

  it.concurrent('is left nowhere: comments, reports, blame, commits, and the policy of the target', async () => {
    const server = await world(`# ${secret}\nthresholds: [new = 0]\n`)
    const result = await runAction(inputsFor(server, asked))
    expectEnding(result, failed)
    expect(await placesOf(secret, result, server.requests)).toEqual([])
    const sent = server.transcript().join('\n')
    for (const call of [
      /PUT .*\/comments\/2$/m,
      /PUT .*\/reports\/soteri-gate$/m,
      /POST .*\/annotations$/m,
      /GET .*\/browse\/a\.ts\?.*blame=true/,
      /GET .*\/raw\/\.soteri-gate\.yml\?at=/,
      /GET .*\/compare\/commits\?/,
    ])
      expect(sent).toMatch(call)
    expect(result.stdout).toContain('The change edits the policy file .soteri-gate.yml')
    expect(JSON.parse(reportFile(result, 'report.json')).blame).toMatchObject([
      { author: 'Ann', commit: head },
    ])
  })

  it.concurrent.each([
    ['under an unknown key', `tokn: ${secret}\n`],
    ['in a policy that is no YAML', `a: [${secret}\n- {`],
  ])('is left nowhere where the policy of the target has it %s', async (_, policy) => {
    const server = await world(policy)
    const result = await runAction(inputsFor(server, asked))
    expectEnding(result, inError(2))
    expect(await placesOf(secret, result, server.requests)).toEqual([])
  })
})

describe('a secret in a policy file', () => {
  it.concurrent.each([
    ['under an unknown key', (text: string) => `tokn: ${text}\n`],
    ['where a secret input stands', (text: string) => `token: ${text}\n`],
    ['in place of a number', (text: string) => `thresholds:\n  - match: {rule: X}\n    max: ${text}\n`],
    ['in a file that is no YAML', (text: string) => `a: [${text}\n- {`],
  ])('%s is quoted nowhere', async (_, policy) => {
    const server = await serve({ repositories })
    const files = { '.soteri-gate.yml': policy(secret) }
    const result = await runAction(inputsFor(server, { ...target, 'log-level': 'debug' }), { files })
    expectEnding(result, inError(2))
    delete result.files['workspace/.soteri-gate.yml']
    expect(await placesOf(secret, result, server.requests)).toEqual([])
  })
})

describe('credentials', () => {
  it.concurrent('that the server quotes in an error are left nowhere', async () => {
    const password = ['p"ä', 's\\s', 'e2e', '77'].join('')
    const basic = Buffer.from(`ada:${password}`).toString('base64')
    for (const [credentials, secrets] of [
      [{ token }, [token]],
      [{ token: '', username: 'ada', password }, [password, basic]],
    ] as const) {
      const message = `cannot take ${secrets.join(' or ')} or ${secret} today`
      const refusal = bitbucketError(400, message, 'ArgumentValidationException')
      const intercept = ({ url }: ReceivedRequest) => (url.includes('/export') ? refusal : undefined)
      const server = await serve({ repositories, intercept })
      const result = await runAction(inputsFor(server, { ...target, ...credentials, 'log-level': 'debug' }))
      expectEnding(result, inError(4))
      expect(result.lastLine).toContain('400 (ArgumentValidationException)')
      for (const one of [...secrets, secret]) {
        expect(await placesOf(one, result, [])).toEqual([])
        expect(await placesOf(JSON.stringify(one).slice(1, -1), result, [])).toEqual([])
      }
    }
  })

  const plain = ['looks', 'like', 'any', 'name', '47'].join('-')
  const password = ['q"ö', 'w%rd', 'e2e', '78'].join('')
  const basic = Buffer.from(`ada:${password}`).toString('base64')
  const session = ['SESSION', 'CANARY', '4711'].join('-')
  const kinds: [string, Record<string, string>, readonly string[]][] = [
    ['a token', { token: plain }, [plain]],
    ['a password', { token: '', username: 'ada', password }, [password, encodeURIComponent(password), basic]],
  ]
  const everything = { formats: allFormats, 'log-level': 'debug', 'build-status': 'true' }

  it.concurrent.each(kinds)(
    '(%s) echoed in an address are left nowhere',
    async (_name, credentials, known) => {
      for (const page of ['sso', 'elsewhere']) {
        const location = `/${page}/${known.map(encodeURI).join('/')}/;jsessionid=${session}?ticket=${session}`
        const intercept = ({ url, method }: ReceivedRequest) =>
          method === 'POST'
            ? { status: 204 }
            : url.includes('/export')
              ? { status: 302, headers: { location } }
              : undefined
        const server = await serve({ repositories, intercept })
        const result = await runAction(inputsFor(server, { ...target, ...credentials, ...everything }))
        expectEnding(result, inError(4))
        const posts = server.requests.filter(({ method }) => method === 'POST')
        expect(posts.map(({ body }) => JSON.parse(body).state)).toEqual(['INPROGRESS', 'FAILED'])
        for (const one of [...known, session]) expect(await placesOf(one, result, posts)).toEqual([])
      }
    },
  )

  it.concurrent.each(kinds)(
    '(%s) echoed in the name of a branch are left nowhere',
    async (_, credentials, known) => {
      const branch = `feature/${known.filter((text) => !text.includes('%25')).join('/')}`
      const server = await serve({
        repositories: { 'SHOP/cart': ['main', branch] },
        scans: {
          '*': [running(5), finished(0)],
          [`SHOP/cart@${branch}`]: [{ scanned: false, running: false, scheduled: false }],
        },
        exports: { [cart]: csvReply(wordy, []) },
      })
      const scope = { project: 'SHOP', repo: 'cart', timeout: '3s' }
      const result = await runAction(inputsFor(server, { ...scope, ...credentials, ...everything }))
      expect(reportFile(result, 'report.json')).toContain('SHOP/cart@feature/***')
      for (const one of known) expect(await placesOf(one, result, [])).toEqual([])
    },
  )

  it.concurrent('are masked before anything is said, in every form they travel in', async () => {
    const password = ['pa:ß', 'w%rd', 'e2e'].join(' ')
    const server = await serve({ repositories, exports: { [cart]: csvReply(wordy, []) } })
    const inputs = inputsFor(server, { ...target, username: 'ada', password, 'log-level': 'debug' })
    delete inputs.token
    const key = ['fingerprint', 'key', 'e2e', '4711'].join('.')
    const result = await runAction({ ...inputs, 'fingerprint-key': key })
    expectEnding(result, passed)
    const basic = Buffer.from(`ada:${password}`).toString('base64')
    for (const credential of [password, basic, encodeURIComponent(password), key]) {
      const mask = result.commands.findIndex((c) => c.name === 'add-mask' && c.message === credential)
      const first = result.commands.findIndex((c) => c.name !== 'add-mask')
      expect(mask).toBeGreaterThanOrEqual(0)
      expect(first === -1 || mask < first).toBe(true)
      const unmasked = result.stdout.replaceAll(/^::add-mask::.*$/gm, '')
      expect(unmasked).not.toContain(credential)
      const { stdout: _, ...rest } = result
      expect(JSON.stringify({ ...rest, commands: [], files: [] })).not.toContain(credential)
      for (const [path, bytes] of Object.entries(result.files)) {
        expect({ path, leaks: bytes.includes(credential) }).toEqual({ path, leaks: false })
      }
    }
  })
})
