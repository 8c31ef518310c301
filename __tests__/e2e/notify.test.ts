/** The scripts of `examples/notify`, each run over the report of a real run, against a local server. */
import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { runAction, runCli } from '../fixtures/runner.ts'
import { csvOf, plantedKey, row, wordy } from '../fixtures/scripted-export.ts'

const secret = plantedKey(7)
const login = ['user', 'of-mail', '4711'].join(':')
let report = ''
let server: Server
let address = ''
/** What the server was sent: method and path, headers, parsed body. */
let calls: { call: string; headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = []
/** Answers of the server by method and path; 200 with `{}` elsewhere. */
let answers: Record<string, { status: number; body: unknown }> = {}

const files = {
  'a.csv': csvOf(wordy, [row({ line: '3', match: secret }), row({ line: '9', match: plantedKey(8) })]),
  'p.yml': 'thresholds:\n  - {name: "<!channel> & [all](https://x.example)", max: 0}\n',
}

beforeAll(async () => {
  const run = await runCli(['evaluate', '--report-files', 'a.csv', '--policy-file', 'p.yml'], { files })
  expect(run.exitCode).toBe(1)
  report = join(run.workspace, 'soteri-report')
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const call = `${request.method} ${request.url}`
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>
    calls.push({ call, headers: request.headers, body })
    const answer = answers[call] ?? { status: 200, body: {} }
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

/** Runs a script over the report. */
async function notify(script: string, env: Record<string, string>, folder = report) {
  calls = []
  const child = spawn('bash', [resolve('examples/notify', script), folder], {
    env: { PATH: process.env.PATH ?? '', NO_PROXY: '*', REPORT_URL: 'https://ci.example.com/1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
    })
  }
  const status = await new Promise((done) => child.on('close', done))
  return { status, text }
}

const sent = (): string => JSON.stringify(calls)

describe('slack.sh', () => {
  it('posts verdict, thresholds and link, and lets no name become a mention', async () => {
    expect(await notify('slack.sh', { SLACK_WEBHOOK_URL: `${address}/hook` })).toEqual({
      status: 0,
      text: '',
    })
    expect(calls.map(({ call }) => call)).toEqual(['POST /hook'])
    const text = String(calls[0]?.body.text)
    expect(text).toMatch(/^\*soteri-gate: fail\* for a\.csv\n/)
    expect(text).toContain('• &lt;!channel&gt; &amp; [all](https://x.example): 2 found, limit 0')
    expect(text).toContain('<https://ci.example.com/1|Open the report>')
    expect(text).not.toContain('<!channel>')
    expect(sent()).not.toContain(secret)
  })

  it('posts the outputs of a job before, where there is no report', async () => {
    const inputs = { operation: 'evaluate', 'report-files': 'a.csv', 'policy-file': 'p.yml' }
    const { outputs } = await runAction({ ...inputs, 'upload-artifact': 'false' }, { files })
    const { verdict = '', violations = '' } = outputs
    const slack = { SLACK_WEBHOOK_URL: `${address}/hook`, VERDICT: verdict, VIOLATIONS: violations }
    expect(await notify('slack.sh', slack, '/nowhere')).toEqual({ status: 0, text: '' })
    expect(String(calls[0]?.body.text).split('\n')).toEqual([
      '*soteri-gate: fail*',
      '• &lt;!channel&gt; &amp; [all](https://x.example): 2 found, limit 0',
      '<https://ci.example.com/1|Open the report>',
    ])
  })

  it('fails where Slack refuses, and where there is no report', async () => {
    answers = { 'POST /gone': { status: 404, body: 'no_service' } }
    const refused = await notify('slack.sh', { SLACK_WEBHOOK_URL: `${address}/gone` })
    expect(refused.status).not.toBe(0)
    expect(refused.text).toContain('404')
    expect((await notify('slack.sh', { SLACK_WEBHOOK_URL: `${address}/hook` }, '/nowhere')).status).not.toBe(
      0,
    )
  })
})

it('teams.sh posts a card of plain texts', async () => {
  expect(await notify('teams.sh', { TEAMS_WEBHOOK_URL: `${address}/flow` })).toEqual({ status: 0, text: '' })
  expect(calls[0]?.body).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          body: [
            { type: 'RichTextBlock', inlines: [{ text: 'soteri-gate: fail for a.csv', weight: 'Bolder' }] },
            { type: 'RichTextBlock' },
            { inlines: [{ text: '<!channel> & [all](https://x.example): 2 found, limit 0' }] },
          ],
          actions: [{ type: 'Action.OpenUrl', url: 'https://ci.example.com/1' }],
        },
      },
    ],
  })
  expect(sent()).not.toContain(secret)
})

const GO_ON = '354 Go on\r\n'

/** What a mail server answers to a line; '' to the lines of a mail. */
function smtpReply(line: string, inData: boolean): string {
  if (inData) return line === '.' ? '250 OK\r\n' : ''
  if (line.startsWith('EHLO')) return '250-mail.example.com\r\n250 AUTH PLAIN\r\n'
  if (line === 'AUTH PLAIN') return '334 \r\n'
  if (line === Buffer.from(`\0${login.replace(':', '\0')}`).toString('base64')) return '235 OK\r\n'
  return line === 'DATA' ? GO_ON : '250 OK\r\n'
}

it('email.sh sends one mail to each address, through a server that wants a login', async () => {
  const lines: string[] = []
  const mail = createSocketServer((socket) => {
    let inData = false
    socket.write('220 mail.example.com\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('utf8').split('\r\n').slice(0, -1)) {
        lines.push(line)
        const reply = smtpReply(line, inData)
        inData = reply === GO_ON || (inData && line !== '.')
        socket.write(reply)
      }
    })
  })
  await new Promise<void>((done) => mail.listen(0, '127.0.0.1', done))
  try {
    const end = await notify('email.sh', {
      SMTP_URL: `smtp://127.0.0.1:${(mail.address() as AddressInfo).port}`,
      SMTP_LOGIN: login,
      MAIL_FROM: 'ci@example.com',
      MAIL_TO: 'security@example.com, lead@example.com',
    })
    expect(end).toEqual({ status: 0, text: '' })
  } finally {
    mail.close()
  }
  expect(lines.filter((line) => line.startsWith('RCPT'))).toEqual([
    'RCPT TO:<security@example.com>',
    'RCPT TO:<lead@example.com>',
  ])
  expect(lines).toContain(`Subject: =?UTF-8?B?${Buffer.from('soteri-gate: fail').toString('base64')}?=`)
  expect(lines).toContain('<!channel> & [all](https://x.example): 2 found, limit 0')
  expect(lines).toContain('Report: https://ci.example.com/1')
  expect(lines.join()).not.toContain(secret)
})

describe('jira.sh', () => {
  const jira = { JIRA_PROJECT: 'SEC', JIRA_TOKEN: ['token', 'of', 'jira'].join('-') }
  const search = (issues: unknown) => ({ status: 200, body: { issues } })
  const searchCall = 'POST /rest/api/2/search'

  it('opens one issue for the findings without an owner', async () => {
    answers = { [searchCall]: search([]), 'POST /rest/api/2/issue': { status: 201, body: { key: 'SEC-1' } } }
    const end = await notify('jira.sh', { ...jira, JIRA_URL: address })
    expect(end).toEqual({ status: 0, text: 'Opened SEC-1.\n' })
    expect(calls.map(({ call }) => call)).toEqual([searchCall, 'POST /rest/api/2/issue'])
    expect(calls[0]?.body.jql).toBe(
      'project = "SEC" AND labels = "soteri-gate-unowned" AND statusCategory != Done',
    )
    expect(calls[1]?.headers.authorization).toBe(`Bearer ${jira.JIRA_TOKEN}`)
    expect(calls[1]?.body.fields).toMatchObject({
      project: { key: 'SEC' },
      summary: 'Secrets to revoke and remove: 2',
      labels: ['soteri-gate-unowned'],
      description: expect.stringMatching(/\{noformat\}\n.*:3\n.*:9\n\{noformat\}\n\nReport: https:/),
    })
    expect(sent()).not.toContain(secret)
  })

  it('opens one issue for each owner', async () => {
    const owned = [
      row({ path: 'a/x.ts', match: secret }),
      row({ path: 'b/x.ts' }),
      row({ path: 'b/y.ts' }),
      row({ path: 'a/x.ts', branch: 'dev', match: secret }),
    ]
    const policy = 'owners: { "SHOP/cart:a/**": Team A, "SHOP/*": team-b }\n'
    const files = { 'a.csv': csvOf(wordy, owned), 'p.yml': policy }
    const run = await runCli(['evaluate', '--report-files', 'a.csv', '--policy-file', 'p.yml'], { files })
    answers = { [searchCall]: search([]), 'POST /rest/api/2/issue': { status: 201, body: { key: 'SEC-1' } } }
    const folder = join(run.workspace, 'soteri-report')
    expect(await notify('jira.sh', { ...jira, JIRA_URL: address }, folder)).toMatchObject({ status: 0 })
    const issues = calls.flatMap(({ body }) =>
      body.fields instanceof Object && 'project' in body.fields ? [body.fields] : [],
    )
    expect(issues).toMatchObject([
      { summary: 'Secrets to revoke and remove: 1 (Team A)', labels: ['soteri-gate-team-a'] },
      { summary: 'Secrets to revoke and remove: 2 (team-b)', labels: ['soteri-gate-team-b'] },
    ])
    expect(JSON.stringify(issues[0])).not.toContain('b/x.ts')
    expect(sent()).not.toContain(secret)
  })

  it('comments where an issue is open, and fails where Jira refuses', async () => {
    answers = {
      [searchCall]: search([{ key: 'SEC-7' }]),
      'POST /rest/api/2/issue/SEC-7/comment': { status: 201, body: {} },
    }
    const end = await notify('jira.sh', { ...jira, JIRA_URL: address })
    expect(end).toEqual({ status: 0, text: 'Commented on SEC-7.\n' })
    expect(calls.map(({ call }) => call)).toEqual([searchCall, 'POST /rest/api/2/issue/SEC-7/comment'])
    expect(calls[1]?.body.body).toContain('{noformat}')
    expect(sent()).not.toContain(secret)
    answers = { [searchCall]: { status: 401, body: {} } }
    const refused = await notify('jira.sh', { ...jira, JIRA_URL: address })
    expect(refused.status).not.toBe(0)
    expect(refused.text).not.toContain(jira.JIRA_TOKEN)
  })
})
