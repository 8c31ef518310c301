/** `soteri-gate diff EARLIER LATER` over exports and report folders. */
import { describe, expect, it } from '@jest/globals'
import { runCli } from '../fixtures/runner.ts'
import { csvOf, plantedKey, row, wordy } from '../fixtures/scripted-export.ts'

const [stays, moves, goes, comes] = [1, 2, 3, 4].map((number) => plantedKey(number))
const before = csvOf(wordy, [
  row({ line: '1', match: stays ?? '' }),
  row({ line: '5', match: moves ?? '' }),
  row({ line: '9', match: goes ?? '' }),
])
const after = csvOf(wordy, [
  row({ line: '1', match: stays ?? '' }),
  row({ line: '7', match: moves ?? '' }),
  row({ line: '20', match: comes ?? '' }),
])

describe('diff', () => {
  it.concurrent('of two exports distinguishes new, fixed and moved findings by their secrets, and shows none', async () => {
    const files = { 'a.csv': before, 'b.csv': after }
    const { exitCode, stdout, stderr } = await runCli(['diff', 'a.csv', 'b.csv'], { files })
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')[0]).toBe('1 new, 1 fixed, 1 moved, 1 as before.')
    expect(stdout).toMatch(/^moved .*:5 -> .*:7$/m)
    for (const secret of [stays, moves, goes, comes]) expect(stdout + stderr).not.toContain(secret)
    const markdown = await runCli(['diff', 'a.csv', 'b.csv', '--markdown'], { files })
    expect(markdown.stdout).toMatch(/^\*\*1 new, 1 fixed, 1 moved, 1 as before\.\*\*$/m)
    const json = await runCli(['diff', 'a.csv', 'b.csv', '--json'], { files })
    expect(JSON.parse(json.stdout)).toMatchObject({ counts: { new: 1, fixed: 1, moved: 1, same: 1 } })
    for (const secret of [stays, moves, goes, comes]) {
      expect(markdown.stdout + json.stdout).not.toContain(secret)
    }
  })

  it.concurrent('of an export with itself is empty, and of something else an error', async () => {
    const files = { 'a.csv': before, 'page.csv': '<html>' }
    expect((await runCli(['diff', 'a.csv', 'a.csv'], { files })).stdout).toBe(
      '0 new, 0 fixed, 0 moved, 3 as before.\n',
    )
    expect((await runCli(['diff', 'a.csv', 'page.csv'], { files })).exitCode).toBe(5)
    expect((await runCli(['diff', 'a.csv', 'lost.csv'], { files })).exitCode).toBe(2)
    const alone = await runCli(['diff', 'a.csv'], { files })
    expect([alone.exitCode, alone.stderr]).toEqual([2, expect.stringContaining('diff EARLIER LATER')])
  })

  it.concurrent('of two reports goes by their fingerprints where both were made with a key, else by lines', async () => {
    const key = { SOTERI_GATE_FINGERPRINT_KEY: ['k', 'e', 'y'].join('').repeat(12) }
    const report = async (csv: string, env: Record<string, string>): Promise<[string, Buffer][]> => {
      const { files } = await runCli(['evaluate', '--report-files', 'a.csv'], {
        files: { 'a.csv': csv },
        env,
      })
      const names = ['findings.csv', 'baseline.json']
      return names.map((name) => [name, files[`workspace/soteri-report/${name}`] ?? Buffer.alloc(0)])
    }
    const keyed = [await report(before, key), await report(after, key)] as const
    const put = (folder: string, files: [string, Buffer][]) =>
      files.map(([name, text]) => [`${folder}/${name}`, text] as const)
    const both = Object.fromEntries([...put('old', keyed[0]), ...put('new', keyed[1])])
    expect((await runCli(['diff', 'old', 'new'], { files: both })).stdout).toMatch(
      /^1 new, 1 fixed, 1 moved, 1 as before\./,
    )
    const mixed = Object.fromEntries([...put('old', await report(before, {})), ...put('new', keyed[1])])
    expect((await runCli(['diff', 'old', 'new'], { files: mixed })).stdout).toMatch(
      /^0 new, 0 fixed, 2 moved, 1 as before\./,
    )
    expect((await runCli(['diff', 'old', 'a.csv'], { files: { ...both, 'a.csv': after } })).stdout).toMatch(
      /^0 new, 0 fixed, 2 moved, 1 as before\./,
    )
  })

  it.concurrent('with a file that is empty is an error', async () => {
    const { exitCode, stderr } = await runCli(['diff', 'a.csv', 'b.csv'], {
      files: { 'a.csv': before, 'b.csv': '' },
    })
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('b.csv is empty, without even a header.')])
  })
})
