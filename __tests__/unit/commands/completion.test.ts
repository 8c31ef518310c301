import { spawnSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { completionScript, isShell, shells } from '../../../src/commands/completion.ts'
import { inputRows } from '../../../src/inputs/table.ts'

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
