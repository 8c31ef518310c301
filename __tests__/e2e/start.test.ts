/** What a run loads: the shorter the list, the sooner it starts. Times are measured by `npm run bench`. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { type RunResult, runAction, runCli } from '../fixtures/runner.ts'
import { csvOf, csvReply, row, wordy } from '../fixtures/scripted-export.ts'

const env = { NODE_OPTIONS: `--import ${pathToFileURL(resolve('__tests__/fixtures/note-loaded.ts'))}` }
const tiny = { 'tiny.csv': csvOf(wordy, [row()]) }
const evaluate = { operation: 'evaluate', 'report-files': 'tiny.csv', formats: 'json', mode: 'report' }

/** Modules of Node that cost as much as a small run, and serve connections alone. */
const network = ['http', 'https', 'http2', 'tls', 'dns']

function loadedBy({ files, exitCode, stdout, stderr }: RunResult): { files: string[]; builtins: string[] } {
  if (exitCode !== 0) throw new Error(`the run ended with ${exitCode}:\n${stdout}${stderr}`)
  return JSON.parse(files['workspace/loaded.json']?.toString('utf8') ?? '')
}

/** Loaded files below `folder` of this project, from there on. */
const below = (folder: string, files: readonly string[]): readonly string[] =>
  files
    .filter((path) => path.startsWith(resolve(folder)))
    .map((path) => path.slice(resolve(folder).length + 1))

const packagesOf = (files: readonly string[]): readonly string[] =>
  [
    ...new Set(
      below('node_modules', files).map((path) => path.replace(/^((?:@[^/\\]+[/\\])?[^/\\]+).*/, '$1')),
    ),
  ].sort()

describe('the bundle', () => {
  it('judges a local export with its first file alone, and without the network', async () => {
    const { files, builtins } = loadedBy(await runAction(evaluate, { env, files: tiny }))
    expect(files.filter((path) => path.endsWith('.js')).map((path) => path.replace(/.*[/\\]/, ''))).toEqual([
      'index.js',
    ])
    expect(builtins.filter((name) => network.includes(name))).toEqual([])
    expect(builtins).toContain('crypto')
  })

  it('has a first file of ASCII, which Node reads the quick way', () => {
    const bytes = readFileSync(join(process.env.DIST_UNDER_TEST ?? 'dist', 'index.js'))
    expect(bytes.findIndex((byte) => byte > 0x7f)).toBe(-1)
  })

  it('loads more files for a policy, for pages and for a server', async () => {
    const policy = await runAction(evaluate, {
      env,
      files: { ...tiny, '.soteri-gate.yml': 'thresholds:\n  - total = 9\n' },
    })
    const html = await runAction({ ...evaluate, formats: 'html' }, { env, files: tiny })
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'] },
      exports: { 'export-report/projects/SHOP/repos/cart': csvReply(wordy, []) },
    })
    const gate = await runAction(inputsFor(server, { project: 'SHOP', repo: 'cart' }), { env })
    const chunks = [policy, html, gate].map((result) =>
      loadedBy(result).files.filter((path) => /\.index\.js$/.test(path)),
    )
    expect(chunks.map((paths) => paths.length > 0)).toEqual([true, true, true])
    expect(loadedBy(gate).builtins).toContain('http')
  })
})

describe('the command line', () => {
  it('judges a local export with these packages, and without the network', async () => {
    const args = Object.entries(evaluate).flatMap(([name, value]) => [`--${name}`, value])
    const { files, builtins } = loadedBy(await runCli(args, { env, files: tiny }))
    const widths = ['ansi-regex', 'get-east-asian-width', 'string-width', 'strip-ansi']
    expect(packagesOf(files)).toEqual(['commander', 'leven', ...widths].sort())
    expect(below('src', files).filter((path) => path.startsWith('doctor'))).toEqual([])
    expect(builtins.filter((name) => network.includes(name))).toEqual([])
  })
})
