import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const generate = (cwd: string, ...args: string[]) =>
  spawnSync(process.execPath, ['scripts/generate.ts', ...args], { cwd, encoding: 'utf8' })

it('action.yml, tables of the pages and docs/errors.md are what the tables say', () => {
  const { status, stderr } = generate(resolve('.'), '--check')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

describe('the check itself', () => {
  let copy = ''
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'soteri-gate-generate-'))
    for (const path of [
      'src',
      'scripts',
      'docs',
      'schema',
      'examples',
      'README.md',
      'action.yml',
      'package.json',
    ]) {
      cpSync(path, join(copy, path), { recursive: true })
    }
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'junction')
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it('sees a stale file, names the line, and writing mends it', () => {
    const action = join(copy, 'action.yml')
    const good = readFileSync(action, 'utf8')
    writeFileSync(action, good.replace('node24', 'node20'))
    const stale = generate(copy, '--check')
    expect(stale.status).toBe(1)
    expect(stale.stderr).toMatch(/action\.yml is stale from line \d+:\n {2}- .*node20\n {2}\+ .*node24/)
    expect(generate(copy).stdout).toBe('wrote action.yml\n')
    expect(readFileSync(action, 'utf8')).toBe(good)
    expect(generate(copy, '--check').status).toBe(0)
  })

  it('refuses a page without its markers', () => {
    const page = join(copy, 'docs', 'inputs.md')
    writeFileSync(page, readFileSync(page, 'utf8').replace('<!-- /inputs -->', ''))
    const { status, stderr } = generate(copy, '--check')
    expect(status).not.toBe(0)
    expect(stderr).toContain('docs/inputs.md has no <!-- inputs -->')
  })
})
