/** Triggers that the server refuses while another scan is under way, scans that fail there, and long lists of addresses. */
import { describe, expect, it } from '@jest/globals'
import { runGate } from '../fixtures/gate-run.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { csvReply, row, wordy } from '../fixtures/scripted-export.ts'
import { finished, json, oldResult, queued, type Script } from '../fixtures/scripted-server.ts'

const cart = 'export-report/projects/SHOP/repos/cart'
const scope = { project: 'SHOP', repo: 'cart', branch: 'main' }
const list = (script: Script = {}) =>
  serve({
    repositories: { 'SHOP/cart': ['main'] },
    scans: { '*': [{ ...queued }, finished(1)] },
    exports: { [cart]: csvReply(wordy, [row()]) },
    ...script,
  })
const isTrigger = ({ method }: { method: string }): boolean => method === 'PUT'

describe('a trigger that is refused', () => {
  it.each([409, 423])('with %i waits for the other scan and is sent again', async (status) => {
    const server = await list({
      intercept: (request, earlier) => (isTrigger(request) && earlier < 2 ? json({}, status) : undefined),
    })
    const { end, lines } = await runGate(inputsFor(server, scope))
    expect(end).toMatchObject({ verdict: 'fail', counts: { total: 1 } })
    expect(server.requests.filter(isTrigger)).toHaveLength(3)
    expect(lines.join('\n')).toContain(
      `SHOP/cart@main: the server answers ${status} to the trigger, so another scan is under way; it is triggered again`,
    )
  })

  it('does not take the end of the other scan for that of its own', async () => {
    // The other scan ends between two triggers, with a key of its own. The one of this run never begins.
    let isOver = false
    const server = await list({
      before: oldResult(),
      scans: { '*': [finished(0, 'of-the-other')] },
      intercept(request, earlier) {
        if (isTrigger(request) && earlier === 0) {
          isOver = true
          return json({}, 409)
        }
        return /\/scan\//.test(request.url) && isOver ? json(finished(0, 'of-the-other')) : undefined
      },
      exports: { [cart]: csvReply(wordy, []) },
    })
    const { end } = await runGate(inputsFor(server, { ...scope, timeout: '30s' }))
    expect(end.error).toMatchObject({ code: 'SCAN_NOT_PROVEN' })
  })

  it('does not take the end of one that still runs when it is sent again for that of its own', async () => {
    let triggers = 0
    const server = await list({
      before: oldResult(),
      intercept(request) {
        if (isTrigger(request)) triggers += 1
        if (isTrigger(request) && triggers === 1) return json({}, 409)
        if (!/\/scan\//.test(request.url) || triggers === 0) return undefined
        return json(triggers === 1 ? { ...oldResult(), running: true } : finished(0, 'of-the-other'))
      },
      exports: { [cart]: csvReply(wordy, []) },
    })
    const { end } = await runGate(inputsFor(server, { ...scope, timeout: '30s' }))
    expect(end.error).toMatchObject({ code: 'SCAN_NOT_PROVEN' })
  })

  it('ends at `timeout` where the other scan does not', async () => {
    const server = await list({ intercept: (request) => (isTrigger(request) ? json({}, 409) : undefined) })
    const { end } = await runGate(inputsFor(server, { ...scope, timeout: '10s' }))
    expect(end.error).toMatchObject({
      code: 'SCAN_TIMEOUT',
      message: expect.stringMatching(
        /^SHOP\/cart@main: the server answers 409 .* not over after 10 s \(`timeout`\)\.$/,
      ),
    })
    expect(end.outputs['scan-status']).toBe('none')
  })
})

it('a scan that fails on the server before it is ever seen running ends the wait with its name', async () => {
  const failed = { ...oldResult(), failed: true }
  const server = await list({ scans: { '*': [failed] } })
  const { end } = await runGate(inputsFor(server, scope))
  expect(end.error).toMatchObject({
    code: 'SCAN_NOT_PROVEN',
    message: expect.stringMatching(
      /^The scan of SHOP\/cart@main is over .*no failure before the trigger; then failed, by "failed"/,
    ),
    hint: expect.stringContaining('docs/first-run.md'),
  })
})

describe('addresses for mail', () => {
  const emails = Array.from({ length: 300 }, (_, at) => `developer-number-${at}@department.example.com`)

  it('all reach the server, by requests whose line stays below 4 KiB, with one verdict', async () => {
    const server = await list({ contextPath: '/bitbucket' })
    const { end } = await runGate(inputsFor(server, { ...scope, emails: emails.join(',') }))
    expect(end).toMatchObject({ verdict: 'fail', counts: { total: 1 } })
    const triggers = server.requests.filter(isTrigger)
    expect(Math.max(...triggers.map(({ url }) => `PUT ${url} HTTP/1.1\r\n`.length))).toBeLessThan(4096)
    const sent = triggers.flatMap(({ url }) => new URL(url, 'http://host').searchParams.getAll('email'))
    expect(sent).toEqual(emails)
    expect(triggers).toHaveLength(5)
  })

  it('never trigger a scan of the whole instance twice: a note says who gets no mail', async () => {
    const server = await list({ exports: { 'export-report': csvReply(wordy, [row()]) } })
    const given = { scope: 'instance', emails: emails.join(','), operation: 'scan' }
    const { end, report } = await runGate(inputsFor(server, given))
    expect([end.exitCode, server.requests.filter(isTrigger).length]).toEqual([0, 1])
    expect(report.evidence.notes[0]).toMatch(
      /^instance: the server did not get the last 2\d\d addresses of `emails`/,
    )
  })
})

it('a gate that does not wait warns where it would pass, and fails where it finds more than the limit', async () => {
  const given = { ...scope, wait: 'false' }
  const within = await runGate(inputsFor(await list(), { ...given, thresholds: 'total = 1' }))
  expect(within.end).toMatchObject({
    verdict: 'warn',
    exitCode: 0,
    sentence: expect.stringContaining('`wait` is false'),
  })
  expect((await runGate(inputsFor(await list(), given))).end).toMatchObject({ verdict: 'fail', exitCode: 1 })
})
