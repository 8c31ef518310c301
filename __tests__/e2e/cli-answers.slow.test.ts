/** Mistakes on the command line, and words that are answered without a run. */
import { describe, expect, it } from '@jest/globals'
import { serve, token } from '../fixtures/quick.ts'
import { runCli } from '../fixtures/runner.ts'
import type { ScriptedServer } from '../fixtures/scripted-server.ts'

const env = { SOTERI_GATE_TOKEN: token }

const flags = (server: ScriptedServer, ...more: string[]): string[] => [
  ...['--bitbucket-url', server.url, '--project', 'SHOP', '--repo', 'cart', '--branch', 'main'],
  ...['--poll-interval', '20ms', '--max-requests-per-second', '1000', ...more],
]

describe('the command line', () => {
  it.concurrent.each([
    [['--treshold', 'total = 0'], '--thresholds'],
    [['--token', 'x'], 'SOTERI_GATE_TOKEN'],
    [['--wait', 'yes'], 'true'],
    [['--repo', 'other'], 'Given twice, as "cart" and "other"'],
    [['--end-date', 'P1D'], 'Leave it out, or use `operation: export`'],
    [['--mode', 'enforce', '--mode', 'report'], 'Given twice, as "enforce" and "report"'],
  ])('answers %j with exit 2 and a way out', async (more, hint) => {
    const server = await serve({})
    const result = await runCli(['gate', ...flags(server, ...more)], { env })
    expect(result.exitCode).toBe(2)
    expect(result.stdout + result.stderr).toContain(hint)
    expect(server.requests).toEqual([])
    expect(result.stdout + result.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m)
  })

  it.concurrent.each([
    [['help'], 0, /^Usage: soteri-gate/],
    [['help', 'gate'], 0, /^Usage: soteri-gate/],
    [['gate', '--help'], 0, /^Usage: soteri-gate/],
    [['-h'], 0, /^Usage: soteri-gate/],
    [['version'], 0, /^\d+\.\d+\.\d+\n$/],
    [[], 2, /^Usage: soteri-gate/],
  ])('answers %j at once with exit %i and writes nothing', async (args, code, said) => {
    const { exitCode, stdout, stderr, files } = await runCli(args)
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: code,
      stdout: expect.stringMatching(said),
      stderr: '',
    })
    expect(files).toEqual({})
  })

  it.concurrent.each([
    [['init', 'gitlab', 'jenkins'], /^error: init: Takes the name of one CI, or none: .*\n$/],
    [['schema', 'policy', 'report'], /^error: schema: Takes the name of one schema: policy, report\.\n$/],
    [['schema', 'policy', '--frce'], /^error: --frce: No flag has this name\. .*\n$/],
  ])('answers %j with one line', async (args, error) => {
    const { exitCode, stdout, stderr } = await runCli(args)
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(error),
    })
  })

  it.concurrent.each([
    [
      ['--fail-on', 'Critical'],
      '--fail-on: No flag has this name. Write --thresholds "severity:critical = 0".',
    ],
    [['--url', 'https://bitbucket.example.com'], '--url: No flag has this name. Write --bitbucket-url URL.'],
    [['--projct', 'SHOP'], '--projct: No flag has this name. Did you mean "--project"?'],
    [['--project'], '--project: A value is missing: write --project VALUE.'],
    [['--bitbucket-url'], '--bitbucket-url: A value is missing: write --bitbucket-url VALUE.'],
    [['gates'], 'operation: "gates" is not one of '],
    [['verify'], 'command line: The word (not shown) that is no flag is not an operation either'],
  ])('answers %j with one error and the flag that is meant', async (args, error) => {
    const misspelt = args[0] ?? ''
    const address = ['--bitbucket-url', 'https://bitbucket.example.com']
    // With an unknown operation nobody knows what is missing.
    const isOperation = !misspelt.startsWith('-')
    const rest = [
      ...(isOperation || ['--url', '--bitbucket-url'].includes(misspelt) ? [] : address),
      ...(isOperation || ['--projct', '--project'].includes(misspelt) ? [] : ['--project', 'SHOP']),
    ]
    const { exitCode, stdout, stderr } = await runCli([...args, ...rest], { env })
    expect(exitCode).toBe(2)
    const errors = (stdout + stderr).split('\n').filter((line) => line.startsWith('error'))
    expect(errors).toEqual([expect.stringContaining(`error (exit 2, INPUT_INVALID): ${error}`)])
  })
})
