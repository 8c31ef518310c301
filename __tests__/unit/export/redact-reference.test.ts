/**
 * The reading of an export against a plain and slow reference without ids, caches or bytes: the same findings, problems
 * and errors. The rules themselves are in `redact.test.ts`.
 */
import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../../src/errors.ts'
import { cleanName, LONGEST, pathFromRoot } from '../../../src/export/clean-names.ts'
import type { ExportColumn } from '../../../src/export/column-names.ts'
import { type ColumnPlan, planColumns } from '../../../src/export/columns.ts'
import { lineNumber } from '../../../src/export/csv-rows.ts'
import { readMoment } from '../../../src/export/dates.ts'
import { createReadingContext, type ReadingContext, readExport } from '../../../src/export/read-export.ts'
import { openRowScope, type RowScope } from '../../../src/export/row-place.ts'
import { secretsIn } from '../../../src/export/secret-values.ts'
import { type Finding, findingsCsvColumns, REDACTED, UNREADABLE_ROW } from '../../../src/finding.ts'
import type { Target } from '../../../src/target.ts'
import { runs } from '../../fixtures/runs.ts'
import { csv, fingerprintKey, never, settings, storedExport } from './exports.ts'

type Header = readonly string[]
type Rows = readonly (readonly string[])[]
type Export = { readonly header: Header; readonly target?: Target | null }
/** What is known of each row, or the error that ended the reading. */
type Outcome = { readonly seen: readonly unknown[]; readonly error: readonly string[] | null }

const SOURCE = 'a.csv'

/** What production makes of an export. `identities` gives equal hashes equal numbers. */
async function readBack(
  rows: Rows,
  { header, target = null }: Export,
  context: ReadingContext,
  identities: Map<string, number>,
): Promise<Outcome> {
  const seen: unknown[] = []
  let text = ''
  try {
    await readExport(
      storedExport(csv(header, ...rows)),
      { ...settings, source: SOURCE, target, onBadRow: 'count' },
      context,
      {
        onMatchedText: (matched) => (text = matched),
        onRow(row) {
          const { secretHash, secretHmac, hashLow, hashHigh, hasText } = row
          const hash = row.fingerprint === undefined ? '' : `${hashLow} ${hashHigh}`
          seen.push([row.finding(), text, secretHmac, hasText, hash, identityOf(secretHash, identities)])
        },
      },
      { stop: never },
    )
  } catch (caught) {
    if (!(caught instanceof GateError)) throw caught
    return { seen, error: [caught.code, caught.message] }
  }
  return { seen, error: null }
}

function identityOf(text: string, identities: Map<string, number>): number {
  if (text === '') return -1
  const known = identities.get(text) ?? identities.size
  identities.set(text, known)
  return known
}

/** What is written in place of a name, by column and name: from the row on that showed a secret in it. */
type Masks = Map<string, string>

/** What the rules make of it. */
function expected(
  rows: Rows,
  { header, target = null }: Export,
  identities: Map<string, number>,
  masks: Masks,
): Outcome {
  const plan = planColumns(header, { byHand: {}, target, purpose: 'findings' }, `Export of ${SOURCE}`)
  const scope = openRowScope(target, plan)
  const seen: unknown[] = []
  for (const [at, cells] of rows.entries()) {
    const made = isHeaderAgain(cells, header, plan) ? 'the header' : findingOf(cells, plan, scope, masks)
    if (typeof made !== 'string') {
      seen.push(shown(made, identities))
    } else if (made.startsWith('it belongs')) {
      const message = `Export of ${SOURCE}: row ${at + 2} (the header is row 1): ${made}.`
      return { seen, error: ['EXPORT_INCONSISTENT', message] }
    } else {
      seen.push([standIn(target, at + 2), '', '', false, '', -1])
    }
  }
  return { seen, error: null }
}

type Made = { readonly finding: Finding; readonly text: string }

/** All that `readBack` keeps of a row. */
function shown({ finding, text }: Made, identities: Map<string, number>): unknown {
  const { fingerprint } = finding
  if (fingerprint !== undefined) {
    const [low, high] = [fingerprint.slice(0, 8), fingerprint.slice(8, 16)]
    return [finding, text, '', false, `${Number.parseInt(low, 16)} ${Number.parseInt(high, 16)}`, -1]
  }
  const trimmed = text.trim()
  const hmac = trimmed === '' ? '' : createHmac('sha256', fingerprintKey).update(trimmed).digest('hex')
  return [finding, text, hmac, trimmed !== '', '', identityOf(trimmed, identities)]
}

/** A finding with its matched text, or why the row is none. */
function findingOf(cells: readonly string[], plan: ColumnPlan, scope: RowScope, masks: Masks): Made | string {
  const plainText = plan.fingerprint === null ? (cell: string): string => cell : withoutMarks
  const textAt = (position: number | null): string =>
    position === null ? '' : plainText(cells[position] ?? '')
  const cell: CellOf = (column) => textAt(plan.at[column])
  const secrets = secretsIn(
    (['project', 'repository', 'branch', 'path', 'rule'] as const).map(cell),
    [plan.at.match, ...plan.secrets].map((at) => textAt(at).trim()),
  )
  const name = (text: string, column: keyof typeof LONGEST): string => {
    const cleaned = cleanName(text, null, LONGEST[column])
    const place = `${column} ${cleaned}`
    const before = masks.get(place) ?? cleaned
    const masked = before === cleaned ? cleanName(text, secrets, LONGEST[column]) : before
    masks.set(place, secrets === null ? before : masked.replace(secrets, REDACTED))
    return masks.get(place) ?? ''
  }
  const { problem, ...place } = scope.place(cell('project'), cell('repository'), cell('branch'))
  const rule = name(cell('rule').trim(), 'rule')
  const shown = {
    project: name(place.project, 'project'),
    repository: name(place.repository, 'repository'),
    branch: name(place.branch, 'branch'),
    path: name(pathFromRoot(cell('path')), 'path'),
  }
  const isStandIn = plan.fingerprint !== null && rule === UNREADABLE_ROW
  const badPlace = problem?.reason ?? inQuotes(['project', 'repository', 'branch'], cell)
  const bad = (isStandIn && problem?.kind !== 'outside' ? null : badPlace) ?? badName(cell)
  if (bad !== null) return bad
  const fingerprint = plan.fingerprint === null ? undefined : textAt(plan.fingerprint)
  const line = lineNumber(cell('line'))
  if (line < 0 || (fingerprint !== undefined && !/^[0-9a-f]{32}$/.test(fingerprint))) return 'bad'
  const finding = {
    ...shown,
    line: line === 0 ? null : line,
    rule,
    scannedAt: readMoment(cell('scanned_at'))?.ms ?? null,
    match: cell('match').trim() === '' ? '' : REDACTED,
    fingerprint,
  }
  return { finding, text: cell('match') }
}

type CellOf = (column: ExportColumn) => string

function badName(cell: CellOf): string | null {
  if (cell('rule').trim() === '' || pathFromRoot(cell('path')) === '') return 'no name'
  return inQuotes(['rule'], cell)
}

function inQuotes(columns: readonly ExportColumn[], cell: CellOf): string | null {
  const texts = columns.map((column) => cell(column).trim())
  return texts.some((text) => /^'.*'$/s.test(text)) ? 'quoted' : null
}

function isHeaderAgain(cells: readonly string[], header: Header, plan: ColumnPlan): boolean {
  const read = [...Object.values(plan.at), ...plan.secrets, plan.fingerprint].filter((at) => at !== null)
  return read.every((at) => cells[at] === header[at] || cells[at] === `\ufeff${header[at]}`)
}

function standIn(target: Target | null, line: number) {
  const asked = { project: '', repo: '', branch: '', ...target }
  return {
    project: asked.project,
    repository: asked.repo,
    branch: asked.branch,
    path: SOURCE,
    line,
    rule: UNREADABLE_ROW,
    scannedAt: null,
    match: '',
  }
}

/** An apostrophe goes where a formula would follow it, at the start or after a semicolon. */
function withoutMarks(cell: string): string {
  const isFormula = (text: string): boolean => /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text)
  const [first = '', ...rest] = cell.split(';')
  const isMark = (part: string, quotes: RegExp): boolean =>
    part.startsWith("'") && isFormula(part.slice(1).replace(quotes, ''))
  const start = isMark(first, /^['\s]+/) ? first.slice(1) : first
  return [start, ...rest.map((part) => (isMark(part, /^["'\s]+/) ? part.slice(1) : part))].join(';')
}

const [secret, other, foreign] = ['tok-4711-secret', 'another-token', 'gehéim-Wört-12']
const marked = ["'=cmd", '=cmd', "''=cmd", "a;'=b", `'=${secret}`, `x;'@${other}`]
const names = [
  ...['app', 'a/b', "'app'", "' app '", '', ' ', 'Grüße', secret, `x ${secret} y`, `${other}${secret}`],
  ...[
    foreign,
    `a/${foreign}.txt`,
    'x'.repeat(300),
    'é'.repeat(40_000),
    '\u00a0app\u2003',
    'a\u202eb',
    ...marked,
  ],
]
const texts = [
  ...[secret, secret, other, foreign, 'tok-4711', '', ' ', REDACTED, ` ${secret} `, 'é', `"${secret}"`],
  ...[
    '\u00a0blank\u00a0',
    `\u2003\u00a0 ${secret}\u3000`,
    ` \u00a0\t\u2028`,
    `\ufeff${other}\ufeff`,
    `é${secret}é`,
  ],
  ...[`x\u00a0`, '\u00a0', "'=cmd", `'=${secret}`, 'a'.repeat(40), 'AWS_KEY', 'src/a.ts', 'x'.repeat(300)],
]
const cells: Readonly<Record<string, readonly string[]>> = {
  Project: ['PROJ', 'PROJ', 'proj', '~bob', ...names],
  Repository: ['app', 'app', 'web', 'PROJ/app', ...names],
  Branch: ['main', 'main', 'feature/x', 'refs/heads/main', 'x'.repeat(1100), ...names],
  Path: ['src/a.ts', 'src/a.ts', '/src/a.ts', './b "c".ts', 'x'.repeat(4200), ...names],
  'Line Number': ['1', '12', '0', '', '-1', '7-9', ' 12 ', '1234567890', 'x', '007'],
  Rule: ['AWS_KEY', 'AWS_KEY', 'OTHER', 'UNREADABLE_ROW', 'Rule', ...names],
  Match: texts,
  Secret: texts,
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
  fc.array(
    fc.oneof(
      { weight: 20, arbitrary: fc.tuple(...header.map((name) => cellOf(from[name] ?? ['']))) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          [...header],
          header.map((name) => `\ufeff${name}`),
        ),
      },
    ),
    { minLength: 1, maxLength: 12 },
  )

const exported = ['Project', 'Repository', 'Branch', 'Path', 'Line Number', 'Rule', 'Match', 'Scanned At']
const targets: readonly (Target | null)[] = [
  null,
  { kind: 'instance' },
  { kind: 'project', project: 'PROJ' },
  { kind: 'repo', project: 'PROJ', repo: 'app' },
  { kind: 'branch', project: 'PROJ', repo: 'app', branch: 'main' },
]
const without = (...left: readonly string[]): Header => exported.filter((name) => !left.includes(name))
const exports: readonly Export[] = [
  ...targets.map((target) => ({ header: exported, target })),
  { header: [...exported, 'Secret'] },
  { header: without('Match', 'Branch') },
  { header: [...without('Match'), 'Secret'] },
  { header: without('Line Number', 'Scanned At') },
  { header: without('Project', 'Repository'), target: { kind: 'repo', project: 'PROJ', repo: 'app' } },
]

async function compare(parts: readonly (readonly [Rows, Export])[]): Promise<void> {
  const context = createReadingContext(fingerprintKey)
  const masks: Masks = new Map()
  const [hashes, trimmed] = [new Map<string, number>(), new Map<string, number>()]
  for (const [rows, of] of parts) {
    expect(await readBack(rows, of, context, hashes)).toEqual(expected(rows, of, trimmed, masks))
  }
}

describe('rows', () => {
  it.each(exports)('become what the rules say, in an export: %j', async (of) => {
    await fc.assert(
      fc.asyncProperty(rowsOf(of.header, cells), (rows) => compare([[rows, of]])),
      { numRuns: runs(300) },
    )
  })

  it('become what the rules say, in a findings.csv', async () => {
    const of = { header: findingsCsvColumns }
    await fc.assert(
      fc.asyncProperty(rowsOf(findingsCsvColumns, findings), (rows) => compare([[rows, of]])),
      { numRuns: runs(300) },
    )
  })

  it('keep apart what a name means in an export and in a findings.csv of the same run', async () => {
    const both = fc.tuple(
      rowsOf(exported, { ...cells, Path: marked, Rule: marked }),
      rowsOf(findingsCsvColumns, { ...findings, path: marked, rule: marked }),
    )
    await fc.assert(
      fc.asyncProperty(both, ([first, second]) =>
        compare([
          [first, { header: exported }],
          [second, { header: findingsCsvColumns }],
          [first, { header: exported }],
        ]),
      ),
      { numRuns: runs(300) },
    )
  })
})
