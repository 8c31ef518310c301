/** A machine that fails a run: folders that cannot be used, a full disk, signals, a log that nobody reads any more. */
import { spawn } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { expectEnding, inError, passed, reportOf } from '../fixtures/contract.ts'
import { runAction, startAction } from '../fixtures/runner.ts'
import { csvOf, row, wordy } from '../fixtures/scripted-export.ts'

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

onLinux('a log that nobody reads', () => {
  it.each([
    ['fail', 'total = 0', 1],
    ['pass', 'total = 1', 0],
    ['error', 'totl = 1', 2],
  ])('changes no exit code: %s', async (_word, thresholds, code) => {
    const { process: child, result } = startAction({ ...evaluate, thresholds }, { files })
    child.stdout?.destroy()
    expect((await result).exitCode).toBe(code)
  })

  it('nor that of the command line', async () => {
    const child = spawn(process.execPath, ['src/cli.ts', 'evaluate', '--report-files', 'nowhere.csv'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    child.stderr.destroy()
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2)
  })
})
