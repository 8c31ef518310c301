/**
 * What the bundle is and what it needs. It runs where Node forbids other processes, threads, native add-ons and code
 * made from text; it speaks to nobody but the servers of its inputs; and whoever builds it gets the same bytes.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type ArtifactService, startArtifactService } from '../fixtures/artifact-service.ts'
import { expectEnding, failed, inError } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction } from '../fixtures/runner.ts'
import { csvReply, row, wordy } from '../fixtures/scripted-export.ts'

describe('in a process that may not start others, nor make code from text', () => {
  const forbidding =
    '--permission --allow-fs-read=* --allow-fs-write=* --disallow-code-generation-from-strings'
  let artifacts: ArtifactService
  beforeAll(async () => {
    artifacts = await startArtifactService()
  })
  afterAll(() => artifacts.close())

  async function run(more: Record<string, string>, env: Record<string, string> = {}): Promise<RunResult> {
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'] },
      exports: { 'export-report/projects/SHOP/repos/cart': csvReply(wordy, [row()]) },
    })
    return runAction(inputsFor(server, { project: 'SHOP', repo: 'cart', ...more }), {
      env: { ...artifacts.env, ...env, NODE_OPTIONS: forbidding },
    })
  }

  it('the gate scans, reads, writes every format and uploads', async () => {
    const formats = 'csv,json,sarif,html,junit,markdown,gitlab'
    const result = await run({ formats, 'upload-artifact': 'true', 'artifact-name': 'confined' })
    expectEnding(result, failed)
    expect(Object.keys(await artifacts.entries('confined'))).toHaveLength(formats.split(',').length + 1)
  })

  it('and fails the same way', async () => {
    expectEnding(await run({ repo: 'unknown', 'upload-artifact': 'auto' }), inError(4))
  })

  it('a process that tries is stopped, so that the tests above could fail', () => {
    const attempt = (code: string): string =>
      spawnSync(process.execPath, [...forbidding.split(' '), '--eval', code], { encoding: 'utf8' }).stderr
    expect(attempt('require("child_process").spawnSync("git")')).toContain('ERR_ACCESS_DENIED')
    expect(attempt('new (require("worker_threads").Worker)("1", { eval: true })')).toContain(
      'ERR_ACCESS_DENIED',
    )
    expect(attempt('new Function("return 1")()')).toContain('Code generation from strings disallowed')
  })

  it('no other host is asked: every one but the servers of the inputs sits behind a dead proxy', async () => {
    const env = { HTTPS_PROXY: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1' }
    expectEnding(await run({ 'upload-artifact': 'true', 'artifact-name': 'alone' }, env), failed)
  })
})

/** Two builds of a minute: `SLOW_TESTS=1`. */
const slow = process.env.SLOW_TESTS === '1' ? it : it.skip
const root = mkdtempSync(join(tmpdir(), 'soteri-gate-twice-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A copy that shares nothing with the project but the bytes of its packages: paths resolve to the copy. */
function copyTo(folder: string): void {
  for (const path of ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(path, join(folder, path), { recursive: true })
  }
  for (const entry of readdirSync('node_modules', { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    linkSync(path, join(folder, path))
  }
}

function buildIn(folder: string, env: Record<string, string>): Record<string, string> {
  copyTo(folder)
  const child = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  expect({ status: child.status, stderr: child.stderr }).toEqual({ status: 0, stderr: '' })
  const digest = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, 'dist', name)))
      .digest('hex')
  return Object.fromEntries(
    readdirSync(join(folder, 'dist'))
      .sort()
      .map((name) => [name, digest(name)]),
  )
}

describe('the build', () => {
  slow(
    'gives the same bytes in two folders, at two times, for two users',
    () => {
      const first = buildIn(join(root, 'a'), { HOME: join(root, 'one'), TZ: 'UTC', LANG: 'C' })
      const second = buildIn(join(root, 'a much longer name', 'with-ümlaut'), {
        HOME: join(root, 'two'),
        TZ: 'Pacific/Kiritimati',
        LANG: 'tr_TR.UTF-8',
        NODE_ENV: 'production',
        CI: 'true',
      })
      expect(Object.keys(first)).toEqual(expect.arrayContaining(['index.js', 'licenses.txt']))
      expect(second).toEqual(first)
    },
    600_000,
  )
})
