/** What the faults do on the wire, over real sockets. */
import { request } from 'node:http'
import { afterEach, describe, expect, it } from '@jest/globals'
import { faultNamed, faultScenarios } from '../../sandbox/faults/catalogue.ts'
import type { FaultScenario } from '../../sandbox/faults/scenario.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { unpackZip } from '../../sandbox/zip.ts'
import { authorization, call, rowsOf } from './sandbox-caller.ts'

const security = '/rest/security/latest'
const statusPath = `${security}/scan/A/repos/x`
const exportPath = `${security}/export-report/projects/A/repos/x`
const instancePath = `${security}/export-report?confirmExpensiveOperation=true`
let sandbox: Sandbox | null = null

afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})

/** A sandbox with two repositories of the same project, scanned, that plays the fault from its first request on. */
async function start(fault: string | FaultScenario | null): Promise<Sandbox> {
  const scenario = typeof fault === 'string' ? faultNamed(fault) : fault
  sandbox = await startSandbox({
    repositories: [
      { project: 'A', slug: 'x', made: ['main', 'dev'].map((name) => ({ name, findings: 5 })) },
      { project: 'A', slug: 'y', made: [{ name: 'main', findings: 2 }] },
    ],
    statusLag: { ms: 0, polls: 0 },
    ...(scenario === null ? {} : { fault: scenario }),
  })
  return sandbox
}

type Wire = {
  readonly status: number | null
  readonly bytes: number
  readonly end: string
  readonly ms: number
}

/** Long enough for a busy machine to say something; for what is to stay silent, so long is waited. */
const SILENCE_MS = 1500

/**
 * Sends one request and says how the connection ended: `whole`, `cut`, an error code, or `silent`, when it has not
 * after `patienceMs`.
 */
function onTheWire(on: Sandbox, method: string, path: string, patienceMs = 20_000): Promise<Wire> {
  const started = Date.now()
  return new Promise((resolve) => {
    let status: number | null = null
    let bytes = 0
    const user = on.users[0]
    const headers = {
      'X-Atlassian-Token': 'no-check',
      Connection: 'close',
      ...(user === undefined ? {} : { Authorization: authorization(user) }),
    }
    const end = (how: string): void => {
      clearTimeout(timer)
      sent.destroy()
      resolve({ status, bytes, end: how, ms: Date.now() - started })
    }
    const sent = request(on.url + path, { method, headers }, (reply) => {
      status = reply.statusCode ?? null
      reply.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      reply.on('end', () => end(reply.complete ? 'whole' : 'cut'))
      reply.on('error', () => end('cut'))
    })
    const timer = setTimeout(() => end('silent'), patienceMs)
    // A reset may be reported by the request or by the reply, whichever hears it first.
    sent.on('error', (error: NodeJS.ErrnoException) => end(status === null ? (error.code ?? 'error') : 'cut'))
    sent.end()
  })
}

const scanned = async (on: Sandbox): Promise<unknown> => (await call(on, 'GET', statusPath)).json().scanned

describe('faults of the network', () => {
  it('refused: nothing listens', async () => {
    expect((await onTheWire(await start('refused'), 'GET', statusPath)).end).toBe('ECONNREFUSED')
  })

  it('refused-at-first: it listens a little later, on the same port', async () => {
    const on = await start('refused-at-first')
    expect((await onTheWire(on, 'GET', statusPath)).end).toBe('ECONNREFUSED')
    const later = async (): Promise<string> => {
      const { end } = await onTheWire(on, 'GET', statusPath)
      return end === 'ECONNREFUSED' ? await later() : end
    }
    expect(await later()).toBe('whole')
  })

  it.each([
    ['reset-before-headers-once', statusPath, { status: null, bytes: 0, end: 'ECONNRESET' }],
    ['close-before-headers-once', exportPath, { status: null, bytes: 0, end: 'ECONNRESET' }],
    ['reset-after-headers-once', exportPath, { status: 200, bytes: 0, end: 'cut' }],
    ['stall-before-headers-once', exportPath, { status: null, bytes: 0, end: 'silent' }],
    ['status-stall-once', statusPath, { status: null, bytes: 0, end: 'silent' }],
  ])('%s: the first request ends so, the second one well', async (name, path, first) => {
    const on = await start(name)
    const patience = first.end === 'silent' ? SILENCE_MS : undefined
    expect(await onTheWire(on, 'GET', path, patience)).toMatchObject(first)
    expect((await onTheWire(on, 'GET', path)).end).toBe('whole')
  })

  it.each([
    ['export-cut-chunked-by-reset', 'cut'],
    ['export-cut-chunked-by-close', 'cut'],
    ['export-cut-content-length-by-reset', 'cut'],
    ['export-cut-content-length-by-close', 'cut'],
    ['stall-in-body', 'silent'],
  ])('%s: half of the body, every time', async (name, end) => {
    const on = await start(name)
    for (let request = 0; request < 2; request += 1) {
      const wire = await onTheWire(on, 'GET', exportPath, end === 'silent' ? SILENCE_MS : undefined)
      expect(wire).toMatchObject({ status: 200, end })
      expect(wire.bytes).toBeGreaterThan(0)
    }
    expect((await onTheWire(on, 'GET', statusPath)).end).toBe('whole')
  })

  it('drip: slow, but whole; drip-for-ever: never', async () => {
    const slow = await start('drip')
    await call(slow, 'PUT', `${security}/status/projects/A`)
    await scanned(slow)
    const wire = await onTheWire(slow, 'GET', exportPath)
    expect([wire.end, wire.ms > 250]).toEqual(['whole', true])
    await slow.close()
    expect((await onTheWire(await start('drip-for-ever'), 'GET', exportPath, SILENCE_MS)).end).toBe('silent')
  })

  it('latency: late, but whole', async () => {
    const wire = await onTheWire(await start('latency'), 'GET', statusPath)
    expect([wire.end, wire.ms >= 330]).toEqual(['whole', true])
  })

  it('not-http: another protocol', async () => {
    expect((await onTheWire(await start('not-http'), 'GET', statusPath)).end).toMatch(/^HPE_/)
  })

  it('trigger-lost: nothing was started; trigger-reply-lost: it was', async () => {
    const lost = await start('trigger-lost')
    expect((await onTheWire(lost, 'PUT', `${security}/status/projects/A`)).end).toBe('ECONNRESET')
    expect(await scanned(lost)).toBe(false)
    await lost.close()
    const done = await start('trigger-reply-lost')
    expect((await onTheWire(done, 'PUT', `${security}/status/projects/A`)).end).toBe('ECONNRESET')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await scanned(done)).toBe(true)
    expect(done.requests.map((each) => each.status)).toEqual([null, 200])
  })
})

describe('faults of replies', () => {
  it.each([
    ['401-credentials', 'GET', statusPath, 401, /IncorrectPasswordAuthenticationException/],
    ['401-captcha', 'GET', statusPath, 401, /CaptchaRequiredAuthenticationException/],
    ['401-right-to-trigger', 'PUT', `${security}/status/projects/A`, 401, /AuthorisationException/],
    ['403-xsrf', 'PUT', `${security}/status/projects/A`, 403, /^XSRF check failed$/],
    ['429-once', 'GET', statusPath, 429, /Rate limited/],
    ['503-once', 'GET', exportPath, 503, /<h1>503/],
    ['login-page-302', 'GET', statusPath, 302, /^$/],
    ['login-page-200', 'GET', statusPath, 200, /<title>Log in/],
    ['redirect-other-origin', 'GET', statusPath, 302, /^$/],
    ['invalid-json', 'GET', statusPath, 200, /^\{"scanned": tr$/],
    ['scan-404-everywhere', 'GET', statusPath, 404, /NoSuchRepositoryException/],
  ])('%s', async (name, method, path, status, text) => {
    const answer = await call(await start(name), method, path)
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(text)
  })

  it.each([
    ['429-retry-after-zero', statusPath, /^0$/],
    ['429-retry-after-absurd', statusPath, /^999999$/],
    ['429-retry-after-date', exportPath, /GMT$/],
  ])('%s', async (name, path, retryAfter) => {
    expect((await call(await start(name), 'GET', path)).headers.get('retry-after')).toMatch(retryAfter)
  })

  it('hit only the repository they are about', async () => {
    const on = await start('scan-500-one-repository')
    expect((await call(on, 'GET', statusPath)).status).toBe(500)
    expect((await call(on, 'GET', `${security}/scan/A/repos/y`)).status).toBe(200)
  })

  it('restart-loses-queue: what ran is forgotten', async () => {
    const on = await start('restart-loses-queue')
    await call(on, 'PUT', `${security}/status/projects/A`)
    const states: unknown[] = []
    for (let poll = 0; poll < 7; poll += 1) {
      const answer = await call(on, 'GET', statusPath)
      states.push(answer.status === 200 ? answer.json().running : answer.status)
    }
    expect(states).toEqual([true, true, true, true, true, 503, false])
  })

  it('scan-cancelled-by-admin: what ran is cancelled, and the request is answered', async () => {
    const on = await start('scan-cancelled-by-admin')
    await call(on, 'PUT', `${security}/status/projects/A`)
    const states: unknown[] = []
    for (let poll = 0; poll < 7; poll += 1) states.push((await call(on, 'GET', statusPath)).json().running)
    expect(states).toEqual([true, true, true, true, true, false, false])
    expect(await scanned(on)).toBe(false)
  })

  it('trigger-409-at-first, trigger-423-for-ever: another scan runs', async () => {
    const statuses = async (fault: string): Promise<number[]> => {
      const on = await start(fault)
      const answers = []
      for (let trigger = 0; trigger < 3; trigger += 1) {
        answers.push(await call(on, 'PUT', `${security}/status/projects/A`))
      }
      await on.close()
      return answers.map(({ status }) => status)
    }
    expect(await statuses('trigger-409-at-first')).toEqual([409, 409, 200])
    expect(await statuses('trigger-423-for-ever')).toEqual([423, 423, 423])
  })

  it('default-branch-missing: only what names a branch is answered', async () => {
    const on = await start('default-branch-missing')
    const branches = '/rest/api/latest/projects/A/repos/x'
    const paths = [
      statusPath,
      `${statusPath}?branch=main`,
      `${branches}/default-branch`,
      `${branches}/branches/default`,
    ]
    const answers = await Promise.all(paths.map((each) => call(on, 'GET', each)))
    expect(answers.map(({ status }) => status)).toEqual([404, 200, 404, 404])
    const { values } = (await call(on, 'GET', `${branches}/branches`)).json() as {
      values: { isDefault: boolean }[]
    }
    expect(values.map(({ isDefault }) => isDefault)).toEqual([false, false])
  })

  it.each([
    ['empty-repository', 404],
    ['empty-repository-204', 204],
    ['empty-repository-500', 500],
  ])('%s: no branch, and no row in the export', async (name, status) => {
    const on = await start(name)
    expect((await call(on, 'GET', statusPath)).status).toBe(status)
    expect((await call(on, 'GET', '/rest/api/latest/projects/A/repos/x/branches')).json()).toMatchObject({
      size: 0,
    })
  })

  it('page-endless: there is always one more page', async () => {
    const on = await start('page-endless')
    const starts: unknown[] = []
    let next = 0
    for (let page = 0; page < 4; page += 1) {
      const body = (
        await call(on, 'GET', `/rest/api/latest/projects/A/repos/x/branches?start=${next}`)
      ).json()
      next = Number(body.nextPageStart)
      starts.push(next)
      expect(body.isLastPage).toBe(false)
    }
    expect(starts).toEqual([2, 3, 4, 5])
  })

  it('page-limit-lowered: all branches come, one a page', async () => {
    const on = await start('page-limit-lowered')
    const names: unknown[] = []
    for (let next: number | null = 0; next !== null; ) {
      const path = `/rest/api/latest/projects/A/repos/x/branches?start=${next}&limit=500`
      const page = (await call(on, 'GET', path)).json() as {
        values: { displayId: string }[]
        nextPageStart: number | null
      }
      names.push(...page.values.map((each) => each.displayId))
      next = page.nextPageStart
    }
    expect(names).toEqual(['main', 'dev'])
  })
})

describe('faults of exports', () => {
  const exportsOf = async (fault: FaultScenario | null, path: string): Promise<Buffer> => {
    const on = await start(fault)
    await call(on, 'PUT', `${security}/status/projects/A`)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await call(on, 'GET', statusPath)
    await call(on, 'GET', `${security}/scan/A/repos/y`)
    return (await call(on, 'GET', path)).bytes
  }
  const changes = (fault: FaultScenario): boolean =>
    fault.rules.length > 0 && fault.rules.every((rule) => rule.on === 'export' && rule.does.kind === 'change')
  const csv = faultScenarios.filter((fault) => fault.scope === 'repo' && changes(fault))
  const zips = faultScenarios.filter(
    (fault) => fault.scope === 'instance' && changes(fault) && !fault.name.includes('many'),
  )

  const headersAlone = /^export-(wrong-content-type|copy-.*|cache-missed)$/

  it.each(csv.map((fault) => [fault.name, fault] as const))('%s changes the bytes', async (name, fault) => {
    const genuine = (await exportsOf(null, exportPath)).toString()
    await sandbox?.close()
    const faulty = (await exportsOf(fault, exportPath)).toString()
    // The times differ between the two scans, but for the year.
    const timeless = (text: string): string => text.replace(/(\d{4})-\d\d-\d\dT[\d:]+Z/g, '$1')
    if (headersAlone.test(name)) expect(timeless(faulty)).toBe(timeless(genuine))
    else expect(timeless(faulty)).not.toBe(timeless(genuine))
  })

  it.each(zips.map((fault) => [fault.name, fault] as const))(
    '%s is as readable as it says',
    async (_name, fault) => {
      const bytes = await exportsOf(fault, instancePath)
      if ('heals' in fault.expected && bytes.subarray(0, 2).toString() === 'PK') {
        const rows = unpackZip(bytes)
          .filter((member) => member.name.endsWith('.csv'))
          .flatMap((member) => rowsOf(member.content.toString()).slice(1))
        expect(rows).toHaveLength(12)
      } else expect(bytes.length).toBeGreaterThan(0)
    },
  )

  it.each([
    ['zip-many-members', 70_001],
    ['zip-too-many-members', 250_001],
  ])('%s: the zip64 end record counts %i', async (name, count) => {
    const bytes = await exportsOf(faultNamed(name), instancePath)
    const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x06, 0x06]))
    expect(bytes.readBigUInt64LE(end + 32)).toBe(BigInt(count))
  })

  it('zip-bomb: a few megabytes that claim 10 GiB', async () => {
    const bytes = await exportsOf(faultNamed('zip-bomb'), instancePath)
    expect(bytes.length).toBeLessThan(64 * 1024 * 1024)
    expect(bytes.includes(Buffer.from('A.csv'))).toBe(true)
  })
})
