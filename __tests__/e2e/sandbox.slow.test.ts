/** The built action on real git repositories, served by the sandbox; and the demonstration of the README. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { buildDemoRepositories, cleanRepository, guiltyRepository } from '../../sandbox/demo-repositories.ts'
import type { SandboxUser } from '../../sandbox/options.ts'
import * as planted from '../../sandbox/planted-credentials.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { expectEnding, failed, inError, passed, reportFile, reportOf } from '../fixtures/contract.ts'
import { type RunResult, runAction, runNode } from '../fixtures/runner.ts'

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-sandbox-'))
const admin: SandboxUser = { name: 'jürgen', password: 'pä:ss wörd', rights: { admin: true } }
const builder: SandboxUser = {
  name: 'builder',
  token: ['BBDC', 'builder', 'of', 'the', 'shop'].join('-'),
  rights: { write: ['SHOP', 'LIB'] },
}
const reader: SandboxUser = {
  name: 'reader',
  token: ['BBDC', 'reader', 'of', 'the', 'shop'].join('-'),
  rights: { read: ['SHOP'] },
}

let sandbox: Sandbox
beforeAll(async () => {
  const repositories = await buildDemoRepositories(join(folder, 'repositories'))
  sandbox = await startSandbox({
    repositories,
    users: [admin, builder, reader],
    workFolder: folder,
    scanDurationMs: 80,
    pageLimit: 2,
  })
})
afterAll(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

const guilty = { project: guiltyRepository.project, repo: guiltyRepository.slug }
const clean = { project: cleanRepository.project, repo: cleanRepository.slug }

function gate(user: SandboxUser, inputs: Record<string, string>): Promise<RunResult> {
  const { name, password, token } = user
  return runAction({
    'bitbucket-url': sandbox.url,
    ...(token === undefined ? { username: name, password: password ?? '' } : { token }),
    'poll-interval': '30ms',
    'max-requests-per-second': '500',
    timeout: '30s',
    'upload-artifact': 'false',
    formats: 'csv,json,sarif,html,junit,markdown,gitlab',
    ...inputs,
  })
}

describe('on real git repositories', () => {
  it('the gate of the whole instance fails, and no planted credential is left anywhere', async () => {
    const result = await gate(admin, { scope: 'instance', emails: 'security@example.com' })
    expectEnding(result, failed)
    const counts = reportOf(result).counts as { total: number; byProject: Record<string, number> }
    expect(counts.total).toBeGreaterThan(5)
    expect(counts.byProject).not.toHaveProperty(cleanRepository.project)
    const credentials = [
      planted.awsClientId('payments'),
      planted.awsSecretKey('payments'),
      planted.password('payments'),
      planted.slackToken('rates'),
    ]
    const left = [Buffer.from(result.stdout), Buffer.from(result.stderr), ...Object.values(result.files)]
    for (const credential of credentials) expect(left.some((bytes) => bytes.includes(credential))).toBe(false)
    const mails = readdirSync(sandbox.outboxFolder).map((name) =>
      readFileSync(join(sandbox.outboxFolder, name), 'utf8'),
    )
    expect(mails.some((mail) => mail.includes('security@example.com'))).toBe(true)
  })

  it('the gate of a clean repository passes, each of its branches proven', async () => {
    const result = await gate(builder, clean)
    expectEnding(result, passed)
    const { targets } = reportOf(result).evidence as { targets: { target: string; provenBy: string }[] }
    expect(targets.map(({ target }) => target).sort()).toEqual([
      'LIB/string-tools@develop',
      'LIB/string-tools@main',
    ])
    for (const { provenBy } of targets) expect(provenBy).toContain('after the trigger')
  })

  it('the gate of one branch with an odd name judges that branch alone', async () => {
    const branch = 'feature/währung&kurse#42'
    const result = await gate(builder, { ...guilty, branch })
    expectEnding(result, failed)
    expect(Object.keys(reportOf(result).counts.byBranch as object)).toEqual([branch])
  })

  it('thresholds let the known through and stop the rest', async () => {
    const lax = await gate(builder, { ...guilty, thresholds: 'total = 99\nrule:RSA_* = 9' })
    expectEnding(lax, passed)
    const strict = await gate(builder, {
      ...guilty,
      thresholds: 'total = 99\nrule:RSA_* = 0\npath:src/** = 9',
    })
    expectEnding(strict, failed)
    expect(strict.lastLine).toContain('rule:RSA_*')
  })

  it('a baseline of the last run makes everything known', async () => {
    const first = await gate(builder, { ...guilty, mode: 'report' })
    const again = await runAction(
      {
        'bitbucket-url': sandbox.url,
        token: builder.token ?? '',
        ...guilty,
        operation: 'export',
        'upload-artifact': 'false',
        'baseline-file': 'known.json',
        thresholds: 'new = 0',
      },
      { files: { 'known.json': reportFile(first, 'baseline.json') } },
    )
    expectEnding(again, passed)
    expect(again.outputs['new-findings']).toBe('0')
    expect(again.outputs['total-findings']).toBe(first.outputs['total-findings'])
  })

  it('a missing right is distinguished from wrong credentials', async () => {
    const forbidden = await gate(reader, guilty)
    expectEnding(forbidden, inError(3))
    expect(reportOf(forbidden)).toMatchObject({ error: { code: 'RIGHT_MISSING' } })
    expect(forbidden.lastLine).toContain('repository write')
    const wrong = await gate({ ...admin, password: 'another' }, guilty)
    expectEnding(wrong, inError(3))
    expect(reportOf(wrong)).toMatchObject({ error: { code: 'CREDENTIALS_REFUSED' } })
  })

  it('a branch that does not exist is an error that says so', async () => {
    const result = await gate(builder, { ...guilty, branch: 'nowhere' })
    expectEnding(result, inError(4))
    expect(result.lastLine).toContain('nowhere')
  })
})

describe('npm start', () => {
  it('shows an instance that fails, a repository that passes and a change with one new finding', async () => {
    const result = await runNode([resolve('sandbox/demo.ts')])
    expect({ exitCode: result.exitCode, log: result.stdout + result.stderr }).toMatchObject({ exitCode: 0 })
    const reports = Object.keys(result.files).filter((path) => path.endsWith('/report.json'))
    const ends = reports.map((path) => {
      const { verdict, counts } = JSON.parse(String(result.files[path]))
      return [path.replace(/.*soteri-report\/|\/report\.json/g, ''), verdict, counts.new]
    })
    expect(ends.sort()).toEqual([
      ['demo-clean', 'pass', 0],
      ['demo-instance', 'fail', expect.any(Number)],
      ['demo-pull-request', 'fail', 1],
    ])
    expect(result.leftovers).toEqual([])
  })
})
