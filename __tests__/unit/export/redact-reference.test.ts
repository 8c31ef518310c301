/**
 * Rows that come as numbers become what the same rows become as texts: findings, refusals and errors alike. The rules are
 * those of `redactor.test.ts`, which knows texts only.
 */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../../src/errors.ts'
import { findingsCsvColumns, type NumberedFinding, REDACTED } from '../../../src/findings/finding.ts'
import { MemberRows } from '../../../src/findings/member-rows.ts'
import { createPeriodFilter } from '../../../src/findings/period.ts'
import { readRows } from '../../../src/findings/read-rows.ts'
import type { NumberedRowSink, RowSink } from '../../../src/findings/rows.ts'
import type { Target } from '../../../src/target.ts'
import { numbering } from '../../fixtures/numbered.ts'
import { csv, settings } from './exports.ts'

type Header = readonly string[]
type Rows = readonly (readonly string[])[]
type Settings = { readonly header: Header; readonly target?: Target | null; readonly reveal?: boolean }

/** Everything that is told of a CSV, row after row; `byText` takes the numbers away. */
async function told(
  rows: Rows,
  { header, target = null, reveal = false }: Settings,
  byText: boolean,
  numbers = numbering(),
): Promise<unknown> {
  const seen: unknown[] = []
  const text = csv(header, ...rows)
  const member = { name: 'a.csv', where: 'a.csv', chunks: () => once(text), bytes: () => text.length }
  const sink = new MemberRows(
    member,
    { ...settings, target, reveal, onBadRow: 'count' },
    {
      numbering: numbers,
      times: createPeriodFilter({ from: null, to: null }),
      onRow: (row) => seen.push(kept(row)),
    },
  )
  try {
    await readRows(member.chunks(), byText ? textsOnly(sink) : sink)
  } catch (caught) {
    if (!(caught instanceof GateError)) throw caught
    seen.push([caught.code, caught.message])
  }
  return { seen, read: sink.read, refused: sink.refused, notices: sink.notices() }
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}

function textsOnly(sink: NumberedRowSink): RowSink {
  return {
    header: (cells) => sink.header(cells),
    row: (cells, number) => sink.row(cells, number),
    bad: (number, reason) => sink.bad(number, reason),
  }
}

/** Its names are those of its numbers; which numbers they have is nobody's business. */
function kept(row: NumberedFinding): unknown {
  const { lineNumber, scannedMs, textLow, textHigh, matchId } = row
  return [row.copy(), matchId, lineNumber, scannedMs, textLow, textHigh]
}

const exported = ['Project', 'Repository', 'Branch', 'Path', 'Line Number', 'Rule', 'Match', 'Scanned At']
const [secret, other] = ['tok-4711-secret', 'another-token']
const marked = ["'=cmd", '=cmd', "''=cmd", "a;'=b"]
const names = ['app', 'a/b', "'app'", '', ' ', 'Grüße', secret, `x ${secret} y`, 'x'.repeat(300), ...marked]
const cells: Readonly<Record<string, readonly string[]>> = {
  Project: ['PROJ', 'PROJ', 'proj', '~bob', ...names],
  Repository: ['app', 'app', 'web', ...names],
  Branch: ['main', 'main', 'feature/x', 'refs/heads/main', 'x'.repeat(1100), ...names],
  Path: ['src/a.ts', 'src/a.ts', '/src/a.ts', './b "c".ts', 'x'.repeat(4200), ...names],
  'Line Number': ['1', '12', '0', '', '-1', '7-9', ' 12 ', '1234567890', 'x'],
  Rule: ['AWS_KEY', 'AWS_KEY', 'OTHER', 'UNREADABLE_ROW', 'Rule', ...names],
  Match: [secret, secret, other, '', ' ', REDACTED, ` ${secret} `, '\u00a0blank\u00a0', 'é', `"${secret}"`],
  'Scanned At': ['2024-09-07T00:00:00Z', '2024-09-07T00:00:00Z', '2024-09-08', '', 'never'],
}
const findings: Readonly<Record<string, readonly string[]>> = {
  project: cells.Project ?? [],
  repository: cells.Repository ?? [],
  branch: cells.Branch ?? [],
  path: cells.Path ?? [],
  line: cells['Line Number'] ?? [],
  rule: cells.Rule ?? [],
  severity: ['high', 'low'],
  status: ['new', 'suppressed'],
  fingerprint: ['0'.repeat(32), 'a1'.repeat(16), 'A'.repeat(32), '', 'f'.repeat(31)],
  scanned_at: cells['Scanned At'] ?? [],
  match: cells.Match ?? [],
}

/** Mostly the first, which is a good one: else no row would be. */
const cellOf = (values: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(values[0] ?? '') },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  )
const rowsOf = (header: Header, from: Readonly<Record<string, readonly string[]>>) =>
  fc.array(fc.tuple(...header.map((name) => cellOf(from[name] ?? ['']))), { minLength: 1, maxLength: 12 })

const targets: readonly (Target | null)[] = [
  null,
  { kind: 'instance' },
  { kind: 'project', project: 'PROJ' },
  { kind: 'repo', project: 'PROJ', repo: 'app' },
  { kind: 'branch', project: 'PROJ', repo: 'app', branch: 'main' },
]
const without = (...left: readonly string[]): Header => exported.filter((name) => !left.includes(name))
const exports: readonly Settings[] = [
  ...targets.map((target) => ({ header: exported, target })),
  { header: exported, reveal: true },
  { header: without('Match', 'Branch') },
  { header: without('Line Number', 'Scanned At') },
  { header: without('Project', 'Repository'), target: { kind: 'repo', project: 'PROJ', repo: 'app' } },
]

describe('rows as numbers', () => {
  it.each(exports)('become what they are as texts, in an export: %j', async (settings) => {
    await fc.assert(
      fc.asyncProperty(rowsOf(settings.header, cells), async (rows) => {
        expect(await told(rows, settings, false)).toEqual(await told(rows, settings, true))
      }),
      { numRuns: 60 },
    )
  })

  it.each([false, true])('do so in a findings.csv, revealed: %j', async (reveal) => {
    const settings = { header: findingsCsvColumns, reveal }
    await fc.assert(
      fc.asyncProperty(rowsOf(findingsCsvColumns, findings), async (rows) => {
        expect(await told(rows, settings, false)).toEqual(await told(rows, settings, true))
      }),
      { numRuns: 150 },
    )
  })

  it('keep apart what a name means in an export and in a findings.csv of the same run', async () => {
    const both = fc.tuple(
      rowsOf(exported, { ...cells, Path: marked, Rule: marked }),
      rowsOf(findingsCsvColumns, { ...findings, path: marked, rule: marked }),
    )
    const toldOfBoth = async ([first, second]: readonly [Rows, Rows], byText: boolean) => {
      const numbers = numbering()
      const inTurn: [Rows, Header][] = [
        [first, exported],
        [second, findingsCsvColumns],
        [first, exported],
      ]
      const all: unknown[] = []
      for (const [rows, header] of inTurn) all.push(await told(rows, { header }, byText, numbers))
      return all
    }
    await fc.assert(
      fc.asyncProperty(both, async (rows) => {
        expect(await toldOfBoth(rows, false)).toEqual(await toldOfBoth(rows, true))
      }),
      { numRuns: 100 },
    )
  })
})
