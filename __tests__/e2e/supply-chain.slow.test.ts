/**
 * What the bundle is and what it needs. It runs where Node forbids other processes, threads, native add-ons and code
 * made from text, and it speaks to nobody but the servers of its inputs.
 */
import { spawnSync } from 'node:child_process'
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
