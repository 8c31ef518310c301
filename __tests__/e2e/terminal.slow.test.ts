/** The command line in a real pseudo-terminal, against the sandbox, as a person sees it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SandboxUser } from '../../sandbox/options.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { commandLine } from '../fixtures/runner.ts'
import {
  type Row,
  startInTerminal,
  type TerminalOptions,
  type TerminalRun,
  textOf,
} from '../fixtures/terminal.ts'

const user: SandboxUser = {
  name: 'watcher',
  token: ['BBDC', 'watcher', 'of', 'terminals'].join('-'),
  rights: { write: ['SHOP'] },
}
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-terminal-'))
const longName = 'a-repository-whose-name-goes-on-and-on-until-no-terminal-is-wide-enough-for-it'
const repositories = [
  { project: 'SHOP', slug: 'cart', made: [{ name: 'main', findings: 2 }] },
  { project: 'SHOP', slug: 'checkout', made: [{ name: 'main', findings: 0 }] },
  { project: 'SHOP', slug: longName, made: [{ name: 'main', findings: 1 }] },
  { project: 'SHOP', slug: 'wide', made: [{ name: 'ブランチ/日本語', findings: 0 }] },
]
const targets = ['SHOP/cart@main', 'SHOP/checkout@main', `SHOP/${longName}@main`, 'SHOP/wide@ブランチ/日本語']

/** `quick` is done in a moment; `slow` takes long enough to be looked at and stopped, however busy the machine is. */
let quick: Sandbox
let slow: Sandbox
beforeAll(async () => {
  const common = { repositories, users: [user], workers: 2 }
  quick = await startSandbox({ ...common, workFolder: join(folder, 'quick'), scanDurationMs: 500 })
  slow = await startSandbox({ ...common, workFolder: join(folder, 'slow'), scanDurationMs: 4000 })
})
afterAll(async () => {
  await Promise.all([quick.close(), slow.close()])
  rmSync(folder, { recursive: true, force: true })
})

const withToken = { SOTERI_GATE_TOKEN: user.token ?? '' }

/** Each terminal that is opened has ended when its test is over. */
function gate(options: TerminalOptions = {}, sandbox = quick): TerminalRun {
  const flags = ['--bitbucket-url', sandbox.url, '--poll-interval', '100ms', '--formats', 'json']
  const args = [commandLine, 'gate', ...flags, '--targets', targets.join(',')]
  return startInTerminal(process.execPath, args, { ...options, env: { ...withToken, ...options.env } })
}

const isBar = ({ text }: Row): boolean => /^ {0,2}\[[#-]+/.test(text)
/** How much of the bar for all was filled, in the order in which that changed. */
function filledOf({ frames }: TerminalRun): number[] {
  const shown = frames.flatMap((rows) => {
    const [, filled] = /^\[(#*)-*\] /m.exec(textOf(rows)) ?? []
    return filled === undefined ? [] : [filled.length]
  })
  return shown.filter((length, at) => length !== shown[at - 1])
}

describe('a gate in a terminal', () => {
  let run: TerminalRun
  beforeAll(async () => {
    run = gate({}, slow)
    expect(await run.ended).toBe(1)
  }, 60_000)

  it('shows a bar for each target below a line for all, and they move', () => {
    const [first] = run.frames.filter((rows) => rows.filter(isBar).length === targets.length + 1)
    const bars = first?.filter(isBar).map(({ text }) => text)
    expect(bars?.[0]).toMatch(/^\[[#-]{20}\] \d of 4 branches done, \d running, \d waiting$/)
    expect(
      bars?.filter((text) => /^ {2}\[[#-]{12}\] +(\d+%|waiting|done) {2}SHOP\//.test(text)),
    ).toHaveLength(4)
    const filled = filledOf(run)
    expect(filled.length).toBeGreaterThan(2)
    expect(filled).toEqual([...filled].sort((a, b) => a - b))
  })

  it('never breaks a bar over two rows, cuts long names visibly, and shows all of wide ones', () => {
    for (const rows of run.frames) {
      const broken = rows.filter(({ wrapped }, at) => wrapped && isBar(rows[at - 1] ?? { text: '', wrapped }))
      expect(broken).toEqual([])
    }
    const all = run.frames.flatMap((rows) => rows.filter(isBar).map(({ text }) => text))
    expect(
      all.some((text) => text.includes('a-repository') && text.endsWith('...') && text.length > 70),
    ).toBe(true)
    expect(all.some((text) => text.endsWith('SHOP/wide@ブランチ/日本語'))).toBe(true)
  })

  it('leaves no bar behind, but the lines that matter, the table, and the verdict as the last line', () => {
    expect(run.rows().filter(isBar)).toEqual([])
    const text = textOf(run.rows()).trimEnd()
    expect(text).toMatch(/^SHOP\/cart@main: finished$/m)
    // The bars showed these.
    expect(text).not.toMatch(/running \d+%/)
    expect(text).toMatch(/^ {6}threshold +found +limit\nFAIL {2}total +3 +0$/m)
    expect(text).toMatch(/^3 findings: 3 distinct/m)
    expect(text.split('\n').at(-1)).toBe('fail: threshold "total": 3 found, limit 0')
  })

  it('colours the verdict, and hands the terminal back with the cursor in sight at the start of a line', () => {
    expect(run.raw()).toContain('\u001b[31mfail: threshold')
    expect(run.raw()).not.toContain('\u001b[?25l')
    expect(run.cursorColumn()).toBe(0)
  })
})

describe('a small terminal', () => {
  it('of 40 columns and 6 rows shows what fits, and says how many are left out', async () => {
    const run = gate({ columns: 40, rows: 6 })
    expect(await run.ended).toBe(1)
    const [full] = run.frames.filter((rows) => rows.filter(isBar).length === 2)
    expect(full?.some(({ text }) => text === '  and 3 more')).toBe(true)
    for (const rows of run.frames) {
      for (const [at, row] of rows.entries()) if (row.wrapped) expect(isBar(rows[at - 1] ?? row)).toBe(false)
    }
    expect(run.rows().filter(isBar)).toEqual([])
  })

  it('that is made narrower meanwhile is left in order', async () => {
    const run = gate({ columns: 100, rows: 30 }, slow)
    await run.shows(/SHOP\/cart@main$/m)
    run.resize(60, 30)
    expect(await run.ended).toBe(1)
    expect(textOf(run.rows()).trimEnd().split('\n').at(-1)).toMatch(/^fail: threshold/)
  })
})

describe('no colours, no bars', () => {
  it('NO_COLOR leaves the bars and takes every colour', async () => {
    const run = gate({ env: { NO_COLOR: '1' } })
    expect(await run.ended).toBe(1)
    expect(run.raw()).not.toMatch(/\u001b\[[\d;]*m/)
    expect(run.frames.some((rows) => rows.some(isBar))).toBe(true)
  })

  it('a dumb terminal gets plain lines with each change, and no escape code at all', async () => {
    const run = gate({ env: { TERM: 'dumb' } }, slow)
    expect(await run.ended).toBe(1)
    expect(run.raw()).not.toContain('\u001b')
    expect(run.raw()).toMatch(/SHOP\/cart@main: running \d+%\r\n/)
  }, 60_000)

  it.each([{ CI: 'true' }, { GITLAB_CI: 'true' }])('the terminal of a CI (%j) gets no bars', async (env) => {
    const run = gate({ env })
    expect(await run.ended).toBe(1)
    // Sections of GitLab are escape codes.
    if (!('GITLAB_CI' in env)) expect(run.raw()).not.toContain('\u001b')
    expect(run.raw()).toMatch(/SHOP\/cart@main: finished\r\n/)
    expect(run.frames.some((rows) => rows.some(isBar))).toBe(false)
  })

  it('--json keeps stdout for the result: bars and lines go to stderr', async () => {
    const json = '"$0" "$@" --json > out.json; code=$?; head -c 200 out.json; exit $code'
    const flags = ['--bitbucket-url', quick.url, '--poll-interval', '100ms', '--targets', targets.join(',')]
    const args = ['--norc', '-c', json, process.execPath, commandLine, 'gate', ...flags]
    const run = startInTerminal('bash', args, { columns: 200, env: withToken })
    expect(await run.ended).toBe(1)
    expect(run.frames.some((rows) => rows.some(isBar))).toBe(true)
    expect(textOf(run.rows())).toContain('"verdict":"fail","exitCode":1')
  })
})

describe('Ctrl-C', () => {
  /** The gate in a shell that says afterwards how it left the terminal. */
  function gateInShell(env: Record<string, string>): TerminalRun {
    const script = '"$0" "$@"; echo "code $?"; stty -a'
    const flags = ['--bitbucket-url', slow.url, '--poll-interval', '100ms', '--targets', targets.join(',')]
    const args = ['--norc', '-c', `trap : INT; ${script}`, process.execPath, commandLine, 'gate', ...flags]
    return startInTerminal('bash', args, { columns: 160, env })
  }

  function expectUsable(run: TerminalRun): void {
    const text = textOf(run.rows())
    expect(text).toMatch(/^code 130$/m)
    expect(text).toMatch(/(^|\s)icanon\b/m)
    expect(text).toMatch(/(^|\s)echo\b/m)
    expect(text).not.toMatch(/-(icanon|echo|isig|opost)\b/)
    expect(run.rows().filter(isBar)).toEqual([])
    expect(run.cursorColumn()).toBe(0)
  }

  it('while bars are shown takes them away, says what goes on, and leaves the terminal usable', async () => {
    const run = gateInShell(withToken)
    await run.shows(/\d+% {2}SHOP\/cart@main$/m)
    run.type('\u0003')
    await run.ended
    expect(textOf(run.rows()).replaceAll('\n', ' ')).toMatch(
      /error \(exit 130, CANCELLED\): .*SIGINT.*SHOP\/cart@main/,
    )
    expectUsable(run)
  })

  it('while the token is asked for ends the run with nothing sent', async () => {
    const before = slow.requests.length
    const run = gateInShell({})
    await run.shows(/Bitbucket token \(not shown/)
    run.type('half a tok')
    run.type('\u0003')
    await run.ended
    expect(textOf(run.rows())).not.toContain('half')
    expectUsable(run)
    expect(slow.requests).toHaveLength(before)
  })
})

it('doctor shows a table that fits the width', async () => {
  const args = [
    commandLine,
    'doctor',
    '--bitbucket-url',
    quick.url,
    '--targets',
    'SHOP/cart@main,SHOP/nowhere',
  ]
  const run = startInTerminal(process.execPath, args, { columns: 70, rows: 60, env: withToken })
  expect(await run.ended).toBe(4)
  const rows = run.rows()
  const end = rows.findIndex(({ text }) => /^ok {4}temporary/.test(text))
  const table = rows.slice(0, end + 1)
  expect(table.length).toBeGreaterThan(15)
  // A path that is wider than its column stays whole.
  const broken = table.filter(({ wrapped }, at) => wrapped && !table[at - 1]?.text.includes('/'))
  expect(broken).toEqual([])
  expect(textOf(table)).toMatch(/^fail {2}scope SHOP\/nowhere +Could not list/m)
  expect(textOf(table)).toMatch(/^ {30,}-> Check spelling of/m)
  expect(run.raw()).toContain('\u001b[31mfail')
})

it('a token that is typed is used and never shown', async () => {
  const flags = ['--bitbucket-url', quick.url, '--targets', 'SHOP/cart@main', '--thresholds', 'total = 9']
  const run = startInTerminal(process.execPath, [commandLine, 'export', ...flags], {})
  await run.shows(/Bitbucket token \(not shown/)
  run.type(`${user.token}\r`)
  const code = await run.ended
  expect(run.raw()).not.toContain(user.token)
  expect(textOf(run.rows())).toContain('the credentials were accepted')
  expect(code).toBe(0)
})
