/** A machine that fails a run: folders that cannot be used, a full disk, signals, a log that nobody reads any more. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { expectEnding, inError, passed, reportOf } from '../fixtures/contract.ts'
import { inputsFor, serve } from '../fixtures/quick.ts'
import { runAction, startAction } from '../fixtures/runner.ts'
import { csvOf, csvReply, row, wordy } from '../fixtures/scripted-export.ts'

const files = { 'a.csv': csvOf(wordy, [row()]), 'file.txt': 'x' }
const evaluate = { operation: 'evaluate', 'report-files': 'a.csv', 'upload-artifact': 'false' }
const onLinux = process.platform === 'linux' ? describe : describe.skip

/** Loaded before the action: one function of the runtime fails as on a full disk. */
function failing(name: string, code: string): Record<string, string> {
  const script = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
    fs.promises.${name} = async () => { throw Object.assign(new Error('x'), { code: '${code}' }) };
    syncBuiltinESMExports()`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` }
}

onLinux('a temporary folder that cannot be used', () => {
  it.each<[string, Record<string, string>, string]>([
    ['that is not there', { RUNNER_TEMP: '/nowhere/at/all' }, '"/nowhere/at/all" cannot be used: no such'],
    ['that takes no folders', { RUNNER_TEMP: '/proc' }, '"/proc" cannot be used'],
    [
      'that is a file',
      { RUNNER_TEMP: '/etc/hostname' },
      '"/etc/hostname" cannot be used: a part of the path',
    ],
    ['on a full disk', failing('mkdtemp', 'ENOSPC'), 'cannot be used: the disk is full'],
    ['above a quota', failing('mkdtemp', 'EDQUOT'), 'cannot be used: the disk quota'],
    ['on a read-only disk', failing('mkdtemp', 'EROFS'), 'cannot be used: the file system is read-only'],
  ])('%s is exit 74 with the way out', async (_name, env, words) => {
    const result = await runAction(evaluate, { files, env })
    expect([result.exitCode, result.outputs.verdict]).toEqual([74, 'error'])
    expect(result.lastLine).toContain(words)
    expect(result.lastLine).toMatch(/RUNNER_TEMP/)
    expect(reportOf(result)).toMatchObject({ exitCode: 74, error: { code: 'DOWNLOAD_NOT_STORED' } })
  })
})

onLinux('an output-dir', () => {
  it.each([['/proc/x'], ['/proc/x/y/z'], ['/sys/x'], ['file.txt'], ['file.txt/x']])(
    '%s ends the run at once, with exit 74',
    async (folder) => {
      const result = await runAction({ ...evaluate, 'output-dir': folder }, { files, limitMs: 20_000 })
      expectEnding(result, inError(74))
      expect(result.lastLine).toContain('REPORT_NOT_WRITTEN')
      expect(result.lastLine).toContain(folder)
    },
  )

  it('some folders deep is made', async () => {
    const result = await runAction({ ...evaluate, 'output-dir': 'a/b/c', thresholds: 'total = 1' }, { files })
    expectEnding(result, passed)
    expect(Object.keys(result.files)).toContain('workspace/a/b/c/report.json')
  })
})

describe('a history-file', () => {
  it.each([
    ['soteri-report/report.json'],
    ['soteri-report/../soteri-report/findings.csv'],
    ['soteri-report/BASELINE.json'],
    ['accepted.json'],
    ['a.csv'],
  ])('%s is exit 2', async (history) => {
    const baseline = history === 'accepted.json' ? { 'baseline-file': 'accepted.json' } : {}
    const result = await runAction(
      { ...evaluate, ...baseline, 'history-file': history },
      { files: { ...files, 'accepted.json': '{}' } },
    )
    expectEnding(result, inError(2))
    expect(result.lastLine).toMatch(/history-file: ".*" is a file that this run writes or reads itself/)
    expect(result.files['workspace/a.csv']?.toString()).toBe(files['a.csv'])
  })

  it('beside the reports is none', async () => {
    const inputs = { ...evaluate, 'history-file': 'soteri-report/history.jsonl', thresholds: 'total = 1' }
    expectEnding(await runAction(inputs, { files }), passed)
  })
})

onLinux('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s right after the start ends with a verdict, or before our first line',
    async (signal) => {
      for (const delay of [0, 100, 200, 300, 400]) {
        const { process: child, result } = startAction(evaluate, { files })
        setTimeout(() => child.kill(signal), delay)
        const { exitCode, stdout, stderr, leftovers } = await result
        expect(leftovers).toEqual([])
        // `null`: Node itself was still starting.
        if (exitCode !== null && exitCode !== 1)
          expect([exitCode, `${stdout}${stderr}`]).toEqual([130, expect.stringContaining('CANCELLED')])
      }
    },
  )
})

/** Loaded before the action: writes a mark when our first line has run, whose last listener is that of SIGUSR1. */
const marked = `import { writeSync } from 'node:fs'; const { on } = process;
  process.on = (name, ...rest) => { on.call(process, name, ...rest); if (name === 'SIGUSR1') writeSync(2, 'BEGUN'); return process }`

onLinux('from our first line on', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends with a verdict', async (signal) => {
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(marked)}` }
    const { process: child, result } = startAction(evaluate, { files, env })
    child.stderr?.once('data', () => child.kill(signal))
    const { exitCode, stdout, stderr } = await result
    expect([exitCode, `${stdout}${stderr}`]).toEqual([130, expect.stringContaining('CANCELLED')])
  })
})

onLinux('a log that nobody reads', () => {
  it.each([
    ['fail', 'total = 0', 1],
    ['pass', 'total = 1', 0],
    ['error', 'totl = 1', 2],
  ])('changes no exit code: %s', async (word, thresholds, code) => {
    const { process: child, result } = startAction({ ...evaluate, thresholds }, { files })
    child.stdout?.destroy()
    const { exitCode, outputs, stderr } = await result
    expect([exitCode, outputs.verdict, stderr]).toEqual([code, word, ''])
  })

  it.each([
    ['fail', 'total = 0', 1],
    ['pass', 'total = 1', 0],
  ])('stops no run before its verdict: %s', async (word, thresholds, code) => {
    const server = await serve({
      repositories: { 'SHOP/cart': ['main'] },
      exports: { 'export-report/projects/SHOP': csvReply(wordy, [row()]) },
    })
    const { process: child, result } = startAction(
      inputsFor(server, { operation: 'export', project: 'SHOP', thresholds }),
    )
    child.stdout?.destroy()
    const { exitCode, outputs, stderr } = await result
    expect([exitCode, outputs.verdict, stderr]).toEqual([code, word, ''])
  })
})

onLinux('the command line', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'machine-'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** Runs it from the sources; `end` may take its streams away, or stop it. */
  async function cli(
    flags: readonly string[],
    env: Record<string, string> = {},
    end: (child: ChildProcess) => void = () => undefined,
  ): Promise<readonly [exitCode: number | null, output: string]> {
    const program = join(import.meta.dirname, '../../src/cli.ts')
    const call = [program, 'evaluate', '--report-files', 'a.csv', ...flags]
    const child = spawn(process.execPath, call, { cwd: folder, env: { ...process.env, ...env } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
    end(child)
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return [exitCode, output]
  }

  it.each<[string, readonly string[], Record<string, string>, number, string]>([
    [
      'a temporary folder that is not there',
      [],
      { TMPDIR: '/nowhere/at/all' },
      74,
      '"/nowhere/at/all" cannot be used',
    ],
    ['a full disk', [], failing('mkdtemp', 'ENOSPC'), 74, 'the disk is full'],
    ['an output-dir in /proc', ['--output-dir', '/proc/x'], {}, 74, 'REPORT_NOT_WRITTEN'],
    [
      'a history-file that is a report',
      ['--history-file', 'soteri-report/report.json'],
      {},
      2,
      'writes or reads itself',
    ],
  ])('ends by %s with its exit code', async (_name, flags, env, code, words) => {
    expect(await cli(flags, env)).toEqual([code, expect.stringContaining(words)])
  })

  it.each([
    ['fail', 'total = 0', 1],
    ['pass', 'total = 1', 0],
  ])('keeps its exit code where nobody reads the log: %s', async (word, thresholds, code) => {
    const [exitCode, output] = await cli(['--thresholds', thresholds], {}, ({ stdout }) => stdout?.destroy())
    const report = JSON.parse(readFileSync(join(folder, 'soteri-report/report.json'), 'utf8'))
    expect([exitCode, report.verdict, report.exitCode, output]).toEqual([code, word, code, ''])
  })

  it.each(['SIGINT', 'SIGHUP'] as const)('has a verdict by %s from our first line on', async (signal) => {
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(marked)}` }
    const ended = cli([], env, (child) => child.stderr?.once('data', () => child.kill(signal)))
    expect(await ended).toEqual([130, expect.stringContaining('CANCELLED')])
  })
})
