/** What configures a run: policy files that extend one another, read from a real folder. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { memoryHost } from '../../../src/ci/memory-host.ts'
import { readSettings, type Settings } from '../../../src/config/settings.ts'
import { GateError } from '../../../src/errors.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The settings of an `evaluate` in a folder with these files. */
async function settingsWith(files: Record<string, string>): Promise<Settings> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return await readSettings(
    memoryHost({
      inputs: new Map([
        ['operation', 'evaluate'],
        ['report-files', 'export.zip'],
      ]),
      workingFolder: folder,
      signal: new AbortController().signal,
      onLine: () => undefined,
      onConclusion: () => undefined,
    }),
  )
}

async function errorWith(files: Record<string, string>): Promise<GateError> {
  const caught: unknown = await settingsWith(files).catch((error: unknown) => error)
  if (caught instanceof GateError) return caught
  throw new Error('the settings were read')
}

it('hold the thresholds of all files, and the inputs of the nearer one', async () => {
  const { inputs, policy } = await settingsWith({
    '.soteri-gate.yml': 'extends: policies/all.yml\nlog-level: warn\nthresholds: [new = 0]\n',
    'policies/all.yml': 'log-level: error\nannotations: 3\nthresholds: [total = 9]\n',
  })
  expect(policy.thresholds.map(({ name, max }) => [name, max])).toEqual([
    ['total', 9],
    ['new', 0],
  ])
  expect(inputs).toMatchObject({ logLevel: 'warn', annotations: 3 })
})

it('are refused where a file leads back to itself', async () => {
  const error = await errorWith({
    '.soteri-gate.yml': 'extends: a.yml',
    'a.yml': 'extends: .soteri-gate.yml',
  })
  expect(error).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('extends itself') })
  expect(error.message).toContain(join(folder, '.soteri-gate.yml'))
  expect(error.hint).toContain('extends')
})

it('go ten files deep, and no deeper', async () => {
  const chain = (files: number): Record<string, string> => ({
    '.soteri-gate.yml': 'extends: 1.yml',
    ...Object.fromEntries(
      Array.from({ length: files }, (_, i) => [
        `${i + 1}.yml`,
        i + 1 === files ? 'thresholds: [total = 7]' : `extends: ${i + 2}.yml`,
      ]),
    ),
  })
  expect((await settingsWith(chain(10))).policy.thresholds[0]?.max).toBe(7)
  const error = await errorWith(chain(11))
  expect(error).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('11.yml') })
  expect(error.hint).toContain('extends')
})

it('take no address from any file, and say which file and where to give it', async () => {
  const error = await errorWith({
    '.soteri-gate.yml': 'extends: policies/all.yml',
    'policies/all.yml': 'annotations: 3\nbitbucket-url: https://evil.example\nca-file: own.pem\n',
  })
  expect(error.code).toBe('INPUT_INVALID')
  expect(error.message.split('\n')).toEqual([
    expect.stringMatching(
      /^policies.all\.yml:2:1: `bitbucket-url` may not be set .*SOTERI_GATE_BITBUCKET_URL/,
    ),
    expect.stringMatching(/^policies.all\.yml:3:1: `ca-file` may not be set .*SOTERI_GATE_CA_FILE/),
  ])
  expect(error.message).not.toContain('evil')
})

it('name each policy file once, base first, with the SHA-256 of its bytes', async () => {
  const files = {
    '.soteri-gate.yml': 'extends: [a.yml, b.yml]',
    'a.yml': 'extends: b.yml',
    'b.yml': '# \u00e4',
  }
  const { policyFiles } = await settingsWith(files)
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
  expect(policyFiles).toEqual(
    (['b.yml', 'a.yml', '.soteri-gate.yml'] as const).map((path) => ({ path, sha256: digest(files[path]) })),
  )
})

it('take no folder of a policy file through a symbolic link, whichever part of the path it is', async () => {
  mkdirSync(join(folder, 'real'))
  symlinkSync(tmpdir(), join(folder, 'real', 'link'))
  symlinkSync('nowhere', join(folder, 'dangling'))
  for (const path of ['real/link', 'real/link/deeper', 'dangling', 'real/./link/x']) {
    for (const key of ['output-dir', 'history-file']) {
      const error = await errorWith({ 'all.yml': `${key}: ${path}`, '.soteri-gate.yml': 'extends: all.yml' })
      expect(error.message).toMatch(new RegExp(`^all\\.yml:1:\\d+: \`${key}\` .*a symbolic link: give`))
    }
  }
  const { inputs } = await settingsWith({ '.soteri-gate.yml': 'output-dir: real/new/deep' })
  expect(inputs.outputDir).toBe('real/new/deep')
})
