import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { completionScript, isShell, shells } from '../../../src/commands/completion.ts'
import { inputRows } from '../../../src/config/table.ts'
import { onPath } from '../../fixtures/ci-syntax.ts'
import { startInTerminal, type TerminalRun, textOf } from '../../fixtures/terminal.ts'

/** Names that bash offers after these words. */
function offered(...words: string[]): string[] {
  const script = `
    ${completionScript('bash')}
    COMP_WORDS=(soteri-gate ${words.map((word) => `'${word}'`).join(' ')})
    COMP_CWORD=${words.length}
    _soteri_gate
    printf '%s\\n' "\${COMPREPLY[@]}"`
  const child = spawnSync('bash', ['--norc', '-eu', '-c', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(child.stderr).toBe('')
  return child.stdout.split('\n').filter((name) => name !== '')
}

describe('bash', () => {
  it.each<[string[], string[]]>([
    [['exp'], ['export', 'export-reviewed', 'explain']],
    [['--thr'], ['--thresholds']],
    [
      ['gate', '--mode', ''],
      ['enforce', 'warn', 'report'],
    ],
    [['--wait', 't'], ['true']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['gate', '--policy-file', 'action.y'], ['action.yml']],
  ])('after %j offers %j', (words, names) => {
    expect(offered(...words)).toEqual(names)
  })

  it('offers no flag that would take a secret', () => {
    const names = offered('--')
    expect(names).toContain('--token-file')
    for (const name of ['--token', '--password', '--fingerprint-key']) expect(names).not.toContain(name)
  })
})

const withFish = onPath('fish') === null ? describe.skip : describe

withFish('fish', () => {
  /** Names that fish offers for a line that was begun. */
  function offeredByFish(line: string): string[] {
    const script = `${completionScript('fish')}\ncomplete -C ${JSON.stringify(line)}`
    const child = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' })
    expect(child.stderr).toBe('')
    return child.stdout.split('\n').flatMap((each) => (each === '' ? [] : [each.split('\t')[0] ?? '']))
  }

  it.each<[string, string[]]>([
    ['soteri-gate exp', ['explain', 'export', 'export-reviewed']],
    ['soteri-gate --thr', ['--thresholds']],
    ['soteri-gate gate --mode ', ['enforce', 'report', 'warn']],
    ['soteri-gate gate --wait t', ['true']],
    ['soteri-gate completion ', ['bash', 'fish', 'zsh']],
    ['soteri-gate explain eval', ['evaluate']],
    ['soteri-gate init git', ['github', 'gitlab']],
    ['soteri-gate gate --policy-file action.y', ['action.yml']],
    ['soteri-gate diff action.y', ['action.yml']],
    ['soteri-gate --tok', ['--token-file']],
  ])('after "%s" offers %j', (line, names) => {
    expect(offeredByFish(line)).toEqual(names)
  })

  it('says what a flag means, in a sentence', () => {
    const script = `${completionScript('fish')}\ncomplete -C 'soteri-gate --mod'`
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' })
    expect(stdout).toBe('--mode\twarn: violations only warn\n')
  })
})

const withZsh = onPath('zsh') === null ? describe.skip : describe

withZsh('zsh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-zsh-'))
  let shell: TerminalRun
  beforeAll(async () => {
    const script = `autoload -U compinit; compinit -u -D; ${completionScript('zsh')}; PS1='$ '; clear; echo ready`
    const file = join(folder, 'load')
    writeFileSync(file, script)
    shell = startInTerminal('zsh', ['-f', '-i'], { columns: 120, rows: 50 })
    shell.type(`source ${file}\r`)
    await shell.shows(/^ready$/m)
  }, 60_000)
  afterAll(async () => {
    shell.type('\u0015exit\r')
    await shell.ended
    rmSync(folder, { recursive: true, force: true })
  })

  it.each<[string, RegExp]>([
    ['soteri-gate expl', /^\$ soteri-gate explain $/m],
    ['soteri-gate --thr', /^\$ soteri-gate --thresholds $/m],
    ['soteri-gate gate --mode ', /^enforce +report +warn/m],
    ['soteri-gate completion ', /^bash +fish +zsh/m],
    ['soteri-gate explain eval', /^\$ soteri-gate explain evaluate $/m],
    ['soteri-gate exp', /^export +-- Export what the server has now/m],
  ])(
    'after "%s" and the tabulator shows %s',
    async (line, shown) => {
      // Ctrl-U empties the line, Ctrl-L the screen.
      shell.type('\u0015\u000c')
      shell.type(`${line}\t`)
      await shell.shows(new RegExp(shown.source.replace(' $', ' ?$'), 'm'))
      expect(textOf(shell.rows())).not.toMatch(/error|not found|bad /i)
    },
    60_000,
  )
})

describe.each([...shells])('the script for %s', (shell) => {
  const script = completionScript(shell)

  it('knows every flag for files and every word list of the table', () => {
    const rows = inputRows.filter((row) => row.kind === 'file' || row.name === 'mode')
    for (const { name } of rows) expect(script).toMatch(new RegExp(`-l ${name}\\b|--${name}\\b`))
    expect(script).toContain('enforce warn report')
  })

  it('quotes what it says', () => {
    // Backquotes run commands in every shell.
    expect(script).not.toContain('`')
    const lines = script.split('\n').filter((line) => shell !== 'bash' && /^ {4}'|^complete/.test(line))
    for (const line of lines) {
      const bare = line.replaceAll(shell === 'zsh' ? "'\\''" : "\\'", '')
      expect(bare.split("'").length % 2).toBe(1)
    }
  })
})

it('knows its shells', () => {
  expect(['bash', 'zsh', 'fish', 'cmd', undefined].map(isShell)).toEqual([true, true, true, false, false])
})
