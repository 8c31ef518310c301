/** Calls a sandbox over real HTTP, as anyone would with curl. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WrittenCommit } from '../../sandbox/git-writer.ts'
import type { SandboxUser } from '../../sandbox/options.ts'
import type { Sandbox } from '../../sandbox/server.ts'

export type CallOptions = {
  readonly user?: SandboxUser | null
  readonly with?: 'token' | 'password'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly bytes: Buffer
  /** The body as a JSON object, not looked at. */
  readonly json: () => Record<string, unknown>
}

/** Sends one request below the context path; without `user` as the first user of the sandbox. */
export async function call(
  sandbox: Sandbox,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const user = options.user === undefined ? sandbox.users[0] : options.user
  const response = await fetch(sandbox.url + path, {
    method,
    redirect: 'manual',
    headers: {
      'X-Atlassian-Token': 'no-check',
      ...(user === null || user === undefined ? {} : { Authorization: authorization(user, options.with) }),
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const text = bytes.toString('utf8')
  return {
    status: response.status,
    headers: response.headers,
    text,
    bytes,
    json: () => JSON.parse(text) as Record<string, unknown>,
  }
}

export function authorization(user: SandboxUser, kind: 'token' | 'password' = 'password'): string {
  if (kind === 'token') return `Bearer ${user.token}`
  return `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`
}

/** Name of the exception in a Bitbucket error body. */
export function exceptionOf(answer: Answer): string {
  const { errors } = JSON.parse(answer.text) as { errors: { exceptionName: string }[] }
  return errors[0]?.exceptionName ?? ''
}

/** Asks for the status until it says that nothing waits or runs; at most 200 times. */
export async function statusWhenIdle(sandbox: Sandbox, address: string): Promise<Record<string, unknown>> {
  for (let poll = 0; poll < 200; poll += 1) {
    const answer = await call(sandbox, 'GET', `/rest/security/latest/scan/${address}`)
    const status = answer.json()
    if (poll > 0 && status.running === false && status.scheduled === false && status.scanned === true) {
      return status
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${address} was not scanned`)
}

/** Rows of a CSV without quotes in it, header first. */
export function rowsOf(csv: string): string[][] {
  return csv
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.split(','))
}

/** A folder that is removed by the function that comes with it. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-sandbox-test-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** One commit with everything but its files filled in. */
export function commit(
  branch: string,
  files: WrittenCommit['files'],
  more: Partial<WrittenCommit> = {},
): WrittenCommit {
  return {
    branch,
    files,
    message: 'Change',
    author: 'Test Author',
    at: Date.UTC(2025, 0, 1),
    ...more,
  }
}
