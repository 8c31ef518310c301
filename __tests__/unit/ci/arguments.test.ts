import { describe, expect, it } from '@jest/globals'
import { longHelp, readArguments, shortHelp } from '../../../src/ci/arguments.ts'
import { inputRows } from '../../../src/config/table.ts'

const read = (...argv: string[]) => {
  const { ask, flags, mistakes } = readArguments(argv)
  return {
    ask,
    flags: Object.fromEntries(flags),
    messages: mistakes.map(({ where, what }) => `${where}: ${what}`),
  }
}

const password = ['p4', 'ssw', 'ord'].join('')

describe('readArguments', () => {
  it.each<[string[], Record<string, string>]>([
    [[], {}],
    [['scan'], { operation: 'scan' }],
    [['--operation', 'scan'], { operation: 'scan' }],
    [['gate', '--project', 'P', '--repo=r'], { operation: 'gate', project: 'P', repo: 'r' }],
    [['--project', '~ana', 'gate'], { operation: 'gate', project: '~ana' }],
    [['--wait'], { wait: 'true' }],
    [['--wait', 'false'], { wait: 'false' }],
    [['--wait=maybe'], { wait: 'maybe' }],
    [['--dry-run', '--timeout', '5m'], { 'dry-run': 'true', timeout: '5m' }],
    [['--targets', 'P/a', '--targets', 'P/b@x'], { targets: 'P/a\nP/b@x' }],
    [['--thresholds', 'total = 5', '--thresholds', 'new = 0'], { thresholds: 'total = 5\nnew = 0' }],
    [['--what-if', 'rule:X = 0'], { 'what-if': 'rule:X = 0' }],
    [['--formats', 'csv', '--formats', 'json'], { formats: 'csv\njson' }],
    [['--columns', 'rule = R', '--columns', 'path = P'], { columns: 'rule = R\npath = P' }],
    [['--token-file', 't'], { 'token-file': 't' }],
    [['--output-dir=-x'], { 'output-dir': '-x' }],
    [['--mode', ''], { mode: '' }],
  ])('%j', (argv, flags) => {
    expect(read(...argv)).toEqual({ ask: 'run', flags, messages: [] })
  })

  it.each<[string[], object]>([
    [
      ['evaluate', '--json'],
      { ask: 'run', operands: ['evaluate'], json: true, markdown: false, force: false },
    ],
    [['--json', '--project', 'P'], { ask: 'run', operands: [], json: true, markdown: false, force: false }],
    [['init', '--force'], { ask: 'init', operands: [], json: false, markdown: false, force: true }],
    [['init', 'gitlab'], { ask: 'init', operands: ['gitlab'], json: false, markdown: false, force: false }],
    [
      ['diff', 'a', 'b', '--json'],
      { ask: 'diff', operands: ['a', 'b'], json: true, markdown: false, force: false },
    ],
    [['explain', 'scan'], { ask: 'explain', operands: ['scan'], json: false, markdown: false, force: false }],
  ])('%j is the call %j', (argv, call) => {
    const { flags, mistakes, ...rest } = readArguments(argv)
    expect(rest).toEqual(call)
    expect(mistakes).toEqual([])
    expect(flags.get('operation')).toBe({ evaluate: 'evaluate', explain: 'scan' }[argv[0] ?? ''])
  })

  it.each([
    [['--help'], 'help'],
    [['-h'], 'help'],
    [['gate', '--project', 'P', '--help'], 'help'],
    [['--help-all'], 'help-all'],
    [['--version'], 'version'],
    [['-V'], 'version'],
  ])('%j asks for %s', (argv, ask) => {
    expect(read(...argv).ask).toBe(ask)
  })

  it.each([
    [['--treshold', 'total = 0'], ['--treshold: No flag has this name. Did you mean "--thresholds"?']],
    [['--treshold=x', '--mode', 'warn'], ['--treshold: No flag has this name. Did you mean "--thresholds"?']],
    [['gate', '--force'], ['--force: Only `init` knows this flag.']],
    [['explain', '--json'], ['--json: Only operations and `diff` know this flag.']],
    [['gate', '--markdown'], ['--markdown: Only `diff` knows this flag.']],
    [['--jsn'], ['--jsn: No flag has this name. Did you mean "--json"?']],
    [['-x'], ['-x: No flag has this name.']],
    [['--severity', 'Low'], ['--severity: No flag has this name. Write --thresholds "severity:low = 0".']],
    [['--fail-on'], ['--fail-on: No flag has this name. Write --thresholds "severity:high = 0".']],
    [['--project'], ['--project: A value is missing: write --project VALUE.']],
    [['--project', '--wait'], ['--project: A value is missing: write --project VALUE.']],
    [['gate', 'scan'], ['command line: One operation can be given, not 2: quote values that hold blanks.']],
    [['gate', '--operation', 'scan'], ['--operation: The operation is given twice: write it once.']],
    [['--targets', '--targets', 'P'], ['--targets: A value is missing: write --targets VALUE.']],
    [['--project', 'P', '--project'], ['--project: A value is missing: write --project VALUE.']],
    [
      ['--mode', 'enforce', '--mode', 'report'],
      ['--mode: Given twice, as "enforce" and "report": it takes one value, so write it once.'],
    ],
    [
      ['--repo=a', '--project', 'P', '--repo', 'a', '--repo', 'c'],
      ['--repo: Given 3 times, as "a" and "a" and "c": it takes one value, so write it once.'],
    ],
    [
      ['--wait', '--wait', 'false'],
      ['--wait: Given twice, as "true" and "false": it takes one value, so write it once.'],
    ],
    [
      ['--operation', 'gate', '--operation', 'scan'],
      ['--operation: Given twice, as "gate" and "scan": it takes one value, so write it once.'],
    ],
    [
      ['--branch', 'a', '--branch', 'b', '--commit', '1', '--commit', '2', '--projct', 'P'],
      [
        '--projct: No flag has this name. Did you mean "--project"?',
        '--branch: Given twice, as "a" and "b": it takes one value, so write it once.',
        '--commit: Given twice, as "1" and "2": it takes one value, so write it once.',
      ],
    ],
    [
      ['--projct', 'P', '--rep', 'r'],
      [
        '--projct: No flag has this name. Did you mean "--project"?',
        '--rep: No flag has this name. Did you mean "--repo"?',
      ],
    ],
  ])('%j is reported as %j', (argv, messages) => {
    expect(read(...argv).messages).toEqual(messages)
  })

  it.each([
    [['--token', password]],
    [[`--token=${password}`]],
    [['--password', password]],
    [['--fingerprint-key', password]],
    [['--tokn', password]],
    [[`--tokn=${password}`]],
    [['--token', password, '--token', password]],
    [[`--token${password}`]],
    [[`--token-${password}`]],
    [[`--password:${password}`]],
    [[`-p${password}`]],
    [[password]],
    [['explain', password]],
  ])('never repeats what could be a secret: %j', (argv) => {
    const { messages, flags } = read(...argv)
    expect(messages).toHaveLength(1)
    expect(JSON.stringify({ messages, flags })).not.toContain(password)
  })

  it.each([
    [['--token-file', password, '--token-file', password]],
    [['--username', `a:${password}`, '--username', `b:${password}`]],
    [['--bitbucket-url', `https://u:${password}`, '--bitbucket-url', `u:${password}`]],
    [['--bitbucket-url', `https://u:${password}@h`, '--bitbucket-url', 'https://h']],
  ])('never shows what could be a secret where a value was given twice: %j', (argv) => {
    const { messages } = read(...argv)
    expect(messages.join()).toMatch(/^--[a-z-]+: Given twice, as /)
    expect(messages.join()).not.toContain(password)
  })

  it('names the ways a secret can come', () => {
    expect(read('--token', 'x').messages.join()).toMatch(/SOTERI_GATE_TOKEN, or give --token-file/)
    expect(read('--fingerprint-key', 'x').messages.join()).toMatch(/SOTERI_GATE_FINGERPRINT_KEY\.$/)
  })
})

describe('the help', () => {
  const offered = inputRows
    .filter((row) => row.kind !== 'secret')
    .map((row) => row.name)
    .filter((name) => !['operation'].includes(name))

  describe.each([
    ['the short help', shortHelp()],
    ['the long help', longHelp()],
  ])('%s', (_, help) => {
    it('names every flag there is, and none that would take a secret', () => {
      const named = new Set([...help.matchAll(/(?<= )--([a-z-]+)/g)].map(([, name]) => name))
      expect(offered.filter((name) => !named.has(name))).toEqual([])
      for (const name of ['token', 'password', 'fingerprint-key']) expect(named).not.toContain(name)
    })

    it('is no wider than a terminal and shows three examples', () => {
      expect(help.split('\n').filter((line) => line.length > 80)).toEqual([])
      expect(help.match(/^ {2}soteri-gate /gm)).toHaveLength(3)
    })
  })

  it('the short help fits a screen', () => {
    expect(shortHelp().split('\n').length).toBeLessThan(40)
  })

  it('the long help has defaults, allowed words and exit codes', () => {
    const help = longHelp().replaceAll(/\s+/g, ' ')
    expect(help).toContain('Allowed: enforce, warn, report. Default: enforce.')
    expect(help).toContain('130 error: cancelled')
  })
})
