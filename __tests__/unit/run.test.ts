/** No report depends on the order of rows and branches but `findings.csv`, whose rows are in the order of the export. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, jest } from '@jest/globals'
import { memoryHost } from '../../src/ci/memory-host.ts'
import type { Host } from '../../src/host.ts'
import { run } from '../../src/run.ts'
import { csv, header, row } from './export/exports.ts'

/** Texts by file, and what a host shows. */
type Shown = Readonly<Record<string, string>>

async function evaluate(rows: readonly string[][]): Promise<Shown> {
  const folder = mkdtempSync(join(tmpdir(), 'row-order-'))
  const shown: string[] = []
  try {
    writeFileSync(join(folder, 'export.csv'), csv(header, ...rows))
    writeFileSync(join(folder, '.soteri-gate.yml'), policy)
    const inputs = {
      operation: 'evaluate',
      'report-files': 'export.csv',
      formats: 'csv,json,sarif,html,junit,markdown,gitlab',
      'log-findings': '7',
    }
    const host: Host = {
      ...memoryHost({
        inputs: new Map(Object.entries(inputs)),
        workingFolder: folder,
        signal: new AbortController().signal,
        onLine: (_level, line) => shown.push(line),
        onConclusion: ({ outputs }) => shown.push(JSON.stringify(outputs)),
      }),
      writeSummary: (text) => shown.push(text),
      annotate: (annotation) => shown.push(JSON.stringify(annotation)),
    }
    await run(host)
    const reports = join(folder, 'soteri-report')
    const files = readdirSync(reports).map(
      (name) => [name, readFileSync(join(reports, name), 'utf8')] as const,
    )
    const texts = [...files, ['shown', shown.join('\n')] as const]
    return Object.fromEntries(texts.map(([name, text]) => [name, withoutFolder(text, folder)]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Nor is the digest of an export the same when its rows have another order, or that of findings.csv. */
function withoutFolder(text: string, folder: string): string {
  return text.replaceAll(folder, 'FOLDER').replaceAll(/"sha256": "[0-9a-f]{64}"|\b[0-9a-f]{64}\b/g, 'SHA256')
}

const policy = `
thresholds: ["total = 0"]
owners: { "PROJ/app": team a }
remediation:
  "*": { text: Rotate it., link: "https://wiki.example.com" }
`

const branches = ['main', 'release/1.4', 'dev', 'feature/x']
const rows = branches.flatMap((Branch, at) =>
  ['app', 'web'].flatMap((Repository) =>
    ['src/a.java', 'src/b.java', 'src/c/d.java'].flatMap((Path) =>
      ['AWS_CLIENT_ID', 'AWS_SECRET_ACCESS_KEY', 'RSA_PRIVATE_KEY'].map((Rule) =>
        row({ Repository, Branch, Path, Rule, 'Scanned At': `2024-09-0${at + 1}T12:00:00Z` }),
      ),
    ),
  ),
)

/** In an order that has nothing to do with the names. */
function shuffled<T>(all: readonly T[], seed: number): T[] {
  return all
    .map((one, at) => ({ one, key: Math.imul(at + seed, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one)
}

it('gives the same bytes for the same rows in another order', async () => {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 20), doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] })
  try {
    const { 'findings.csv': _, ...expected } = await evaluate(rows)
    expect(Object.keys(expected)).toEqual(expect.arrayContaining(['report.html', 'summary.md', 'shown']))
    expect(expected.shown).toContain('The worst findings of the thresholds')
    for (const order of [rows.toReversed(), shuffled(rows, 1), shuffled(rows, 7)]) {
      const { 'findings.csv': __, ...found } = await evaluate(order)
      // A difference is shown by the names of files: pages are large.
      expect(Object.keys(expected).filter((name) => found[name] !== expected[name])).toEqual([])
    }
  } finally {
    jest.useRealTimers()
  }
})
