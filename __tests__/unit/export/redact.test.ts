/** The rules of redaction row by row, as they hold whichever way the cells of a row come. */
import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { createCellReader } from '../../../src/findings/cells.ts'
import { planColumns } from '../../../src/export/columns.ts'
import { CurrentFinding } from '../../../src/findings/current-finding.ts'
import { type Finding, findingsCsvColumns } from '../../../src/findings/finding.ts'
import { createMatchIds } from '../../../src/findings/matched-text.ts'
import { isFingerprint, lineOf, Redactor, type Refusal } from '../../../src/findings/redact.ts'
import { csvCell } from '../../../src/report/escape.ts'
import type { Target } from '../../../src/target.ts'
import { numbering } from '../../fixtures/numbered.ts'

const matchKey = Buffer.alloc(32, 7)
const idOf = (text: string): string => createHmac('sha256', matchKey).update(text).digest('hex')
const names = ['Project', 'Repository', 'Branch', 'Path', 'Line', 'Rule', 'Match'] as const
type Cells = Partial<Record<(typeof names)[number], string>>
const plain = {
  Project: 'PROJ',
  Repository: 'app',
  Branch: 'main',
  Path: 'src/a.ts',
  Line: '12',
  Rule: 'AWS_KEY',
  Match: 'tok-4711',
}

/** Redacts rows under one header, one after the other. */
function redactor(header: readonly string[], target: Target | null = null) {
  const plan = planColumns(header, { byHand: {}, target, purpose: 'findings' }, 'test')
  const reader = createCellReader(plan)
  const { kernel, places } = numbering()
  const row = new CurrentFinding(places, kernel, createMatchIds(matchKey), false)
  const rules = new Redactor(plan, reader, target)
  return {
    rules,
    read: (cells: readonly string[]): Finding | Refusal =>
      rules.redact(
        reader.wanted.map((at) => cells[at] ?? ''),
        row,
        places,
      ) ?? { ...row.copy(), matchId: row.matchId },
  }
}

function read(cells: Cells, target: Target | null = null): Finding | Refusal {
  const whole = { ...plain, ...cells }
  return redactor(names, target).read(names.map((name) => whole[name]))
}

describe('a row of an export', () => {
  it('becomes a finding without its text', () => {
    expect(read({})).toEqual({
      project: 'PROJ',
      repository: 'app',
      branch: 'main',
      path: 'src/a.ts',
      line: 12,
      rule: 'AWS_KEY',
      scannedAt: null,
      matchId: idOf('tok-4711'),
      match: '[redacted]',
    })
  })

  it('has an identity even if its text is the mark of this project', () => {
    expect(read({ Match: '[redacted]' })).toMatchObject({ matchId: idOf('[redacted]') })
  })

  it('has its text blanked in all names, and blanks around a rule taken off', () => {
    expect(read({ Path: 'x/tok-4711/y', Branch: 'tok-4711', Rule: ' R tok-4711 ' })).toMatchObject({
      path: 'x/[redacted]/y',
      branch: '[redacted]',
      rule: 'R [redacted]',
    })
    expect(read({ Project: 'P-tok-4711', Repository: 'r-tok-4711' })).toMatchObject({
      project: 'P-[redacted]',
      repository: 'r-[redacted]',
    })
  })

  it.each<readonly [Cells, string]>([
    [{ Rule: ' ' }, 'it does not tell its rule'],
    [{ Path: '\t ' }, 'it does not tell its path'],
    [{ Project: '' }, 'it does not tell its project'],
    [{ Repository: '' }, 'it does not tell its repository'],
    [{ Project: '', Rule: '' }, 'it does not tell its project'],
    [{ Path: '', Rule: '' }, 'it does not tell its rule'],
    [{ Path: '', Line: 'x' }, 'it does not tell its path'],
    [{ Project: "'PROJ'" }, 'its project stands in single quotes that are not those of the CSV'],
    [{ Repository: " 'app'" }, 'its repository stands in single quotes that are not those of the CSV'],
    [{ Branch: "''" }, 'its branch stands in single quotes that are not those of the CSV'],
    [{ Path: "'a' ", Line: 'x' }, 'its path stands in single quotes that are not those of the CSV'],
    [{ Rule: "'R'", Path: '' }, 'its rule stands in single quotes that are not those of the CSV'],
  ])('is bad without what it must tell: %j', (cells, reason) => {
    expect(read(cells)).toEqual({ kind: 'bad', reason })
  })

  it('is bad when its line is a text, and says how to map that', () => {
    expect(read({ Line: 'tok-4711' })).toEqual({
      kind: 'bad',
      reason:
        'its line is not a number (should that column be the text of the line, map it: `columns: match = ...`)',
    })
    expect(read({ Line: '0' })).toMatchObject({ line: null })
  })

  it('is outside, before anything else is wrong with it, when it is of another scope', () => {
    const target: Target = { kind: 'branch', project: 'PROJ', repo: 'app', branch: 'dev' }
    expect(read({ Rule: '' }, target)).toEqual({ kind: 'outside', reason: expect.stringContaining('branch') })
    expect(read({ Branch: 'dev' }, target)).toMatchObject({ branch: 'dev' })
  })
})

describe('names', () => {
  const { rules } = redactor(names)

  it.each([
    ['project', 256],
    ['repository', 256],
    ['branch', 1024],
  ] as const)('of a %s are cut at %i characters', (field, longest) => {
    const placed = (length: number) => {
      const of = (name: string): string => (name === field ? 'x'.repeat(length) : 'p')
      return rules.place(of('project'), of('repository'), of('branch'), [])[field]
    }
    expect(placed(longest)).toHaveLength(longest)
    expect(placed(longest + 1)).toBe('…')
  })

  it('of a path and a rule are cut too', () => {
    expect(rules.path('x'.repeat(4096), [])).toEqual({ text: 'x'.repeat(4096), refusal: null })
    expect(rules.path('x'.repeat(4097), []).text).toBe('…')
    expect(rules.rule('x'.repeat(256), [])).toEqual({ text: 'x'.repeat(256), refusal: null })
    expect(rules.rule('x'.repeat(257), []).text).toBe('…')
  })

  it.each(['src/a.ts', '/src/a.ts', './src/a.ts', ' src/a.ts', '././src/a.ts ', '//src/a.ts'])(
    'of a path begin at its root: %j',
    (path) => {
      expect(rules.path(path, [])).toEqual({ text: 'src/a.ts', refusal: null })
    },
  )

  it.each(['.env', '..', '../a', '.github/a.yml'])('of a path keep their dots: %j', (path) => {
    expect(rules.path(path, []).text).toBe(path)
  })

  it('come with a reason when there are none', () => {
    expect(rules.place('', '', '', []).refusal).toEqual({
      kind: 'bad',
      reason: 'it does not tell its project',
    })
    expect(rules.place('P', 'r', '', []).refusal).toBeNull()
    expect(rules.path('./', []).refusal?.kind).toBe('bad')
    expect(rules.path(' ', []).refusal).toEqual({ kind: 'bad', reason: 'it does not tell its path' })
    expect(rules.rule(' ', [])).toEqual({
      text: '',
      refusal: { kind: 'bad', reason: 'it does not tell its rule' },
    })
  })

  it('say what a reader should know of them', () => {
    const { rules: ofProject } = redactor(names, { kind: 'project', project: 'PROJ' })
    expect(ofProject.notices()).toEqual([])
    ofProject.place('The Platform', 'app', 'main', [])
    expect(ofProject.notices()).toEqual([expect.stringContaining('holds a display name')])
  })
})

describe('a row of a findings.csv', () => {
  const fingerprint = '0123456789abcdef'.repeat(2)
  const cells = {
    project: 'PROJ',
    repository: 'app',
    branch: 'main',
    path: 'a.ts',
    line: '1',
    rule: 'R',
    severity: 'high',
    status: 'new',
    fingerprint,
    scanned_at: '',
    match: '[redacted]',
  }
  const readBack = (more: Partial<typeof cells> = {}): Finding | Refusal =>
    redactor(findingsCsvColumns).read(findingsCsvColumns.map((column) => ({ ...cells, ...more })[column]))

  it('keeps its fingerprint, and has no identity where only the mark of a text is left', () => {
    expect(readBack()).toMatchObject({ fingerprint, matchId: '', match: '[redacted]' })
    expect(readBack({ match: 'tok-4711' })).toMatchObject({ fingerprint, matchId: idOf('tok-4711') })
  })

  it('may stand nowhere only when it stands for a row that could not be read', () => {
    const nowhere = { project: '', repository: '', rule: 'UNREADABLE_ROW' }
    expect(readBack(nowhere)).toMatchObject({ ...nowhere, fingerprint })
    const reason = 'it does not tell its project'
    expect(readBack({ ...nowhere, rule: 'R' })).toEqual({ kind: 'bad', reason })
    expect(read({ Project: '', Repository: '', Rule: 'UNREADABLE_ROW' })).toEqual({ kind: 'bad', reason })
  })

  it('is bad without a true fingerprint', () => {
    expect(readBack({ fingerprint: fingerprint.slice(1) })).toEqual({
      kind: 'bad',
      reason: 'its fingerprint is not 32 hex digits',
    })
  })

  it.each([`x${fingerprint}`, `${fingerprint}0`, fingerprint.toUpperCase(), '', 'a'])(
    'has no fingerprint in "%s"',
    (text) => {
      expect(isFingerprint(text)).toBe(false)
      expect(isFingerprint(fingerprint)).toBe(true)
    },
  )
})

describe('the line', () => {
  it.each([
    ['12', 12],
    [' 12 ', 12],
    ['12-15', 12],
    ['12 – 15', 12],
    ['12:7', 12],
    ['12.0', 12],
    ['0012', 12],
    ['', null],
    ['0', null],
    ['-1', null],
    ['12.00', 12],
    ['12 -  15', 12],
    ['123456789', 123_456_789],
    ['1-123456789', 1],
    ['00', null],
  ])('"%s" is %s', (cell, line) => {
    expect(lineOf(cell)).toBe(line)
  })
  it.each([
    'x',
    '1x',
    '1,2',
    '12 15',
    '1e3',
    '0x10',
    '-2',
    '12.5',
    '9999999999',
    'key = 12',
    'x12',
    '12x',
    '12-',
    '12.',
    '1-1234567890',
  ])('"%s" is none', (cell) => {
    expect(lineOf(cell)).toBeUndefined()
  })
})

describe('the marks of a findings.csv', () => {
  const plan = planColumns(findingsCsvColumns, { byHand: {}, target: null, purpose: 'findings' }, 'test')
  const { plainText } = createCellReader(plan)

  it.each([
    ...['=a', "'=a", "''=a", " ' =a", "a'=b", "a '=b", "it's", "'", "'a", '"=a', `"'=a`],
    ...['a;=b', "a;'=b", "a;''=b", "a; '=b", 'a;"=b', "a;x'=b", "a;'b", "=a;-b;'@c", ';;+a', "';=a"],
  ])('go as they came: %j', (text) => {
    const [[cell = ''] = []] = parse(csvCell(text)) as string[][]
    expect(plainText(cell)).toBe(text)
  })
})
