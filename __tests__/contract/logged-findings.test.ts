/** The findings that the log names: those over a limit, worst first, each once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { runGate } from '../fixtures/gate-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'logged-findings-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A low finding, and twelve high ones on two branches each. */
const rows = [
  'PAY,shop,main,src/low.ts,1,GENERIC_PASSWORD',
  ...['main', 'dev'].flatMap((branch) =>
    Array.from(
      { length: 12 },
      (_none, at) => `PAY,shop,${branch},src/${String(at).padStart(2, '0')}.ts,7,OWN_KEY`,
    ),
  ),
]
const policy = ['severities:', '  OWN_KEY: critical', '  "*": low', ''].join('\n')

async function linesOf(inputs: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const [exported, policyFile] = [join(folder, 'export.csv'), join(folder, 'policy.yml')]
  writeFileSync(exported, ['Project,Repository,Branch,File,Line,Rule', ...rows, ''].join('\n'))
  writeFileSync(policyFile, policy)
  const { lines } = await runGate({
    operation: 'evaluate',
    'report-files': exported,
    'policy-file': policyFile,
    thresholds: 'severity:critical = 0\ntotal = 100',
    formats: 'csv,json',
    'bitbucket-url': 'https://bitbucket.example.com',
    ...inputs,
  })
  return lines
}

async function logged(inputs?: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const lines = await linesOf(inputs)
  const first = lines.findIndex((line) => line.startsWith('The worst findings'))
  return first < 0 ? [] : lines.slice(first + 1).filter((line) => / OWN_KEY|GENERIC|more in/.test(line))
}

describe('the log', () => {
  it('names ten findings over a limit with their branches, and counts the others', async () => {
    const lines = await logged()
    expect(lines).toHaveLength(11)
    expect(lines[0]).toMatch(/^ {2}critical {2}OWN_KEY.*PAY\/shop src\/00\.ts:7.*main, dev/)
    expect(lines[10]).toBe('2 more in findings.csv')
  })

  it('names as many as log-findings says', async () => {
    expect(await logged({ 'log-findings': '2' })).toHaveLength(3)
    expect(await logged({ 'log-findings': '0' })).toEqual([])
  })

  it.each([
    ['enforce', 'FAIL'],
    ['report', 'warn'],
  ])('of mode %s marks what was exceeded by %s', async (mode, mark) => {
    const marks = (await linesOf({ mode })).flatMap(
      (line) => /^ {2}(\S+) +\S+: \d+ found/.exec(line)?.[1] ?? [],
    )
    expect(marks).toEqual([mark, 'ok'])
  })

  it('says where the others are when no findings.csv is written', async () => {
    expect((await logged({ formats: 'json' })).at(-1)).toContain(
      '2 more in no file: findings.csv was not written',
    )
  })
})
