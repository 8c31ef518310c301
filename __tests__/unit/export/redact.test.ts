/** The rules of redaction, row by row. */
import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { LONGEST } from '../../../src/export/clean-names.ts'
import { lineNumber } from '../../../src/export/csv-rows.ts'
import type { RowProblem } from '../../../src/export/row-place.ts'
import { isSecretLike } from '../../../src/export/secret-values.ts'
import { findingsCsvColumns, REDACTED } from '../../../src/finding.ts'
import { csvCell } from '../../../src/report/escape.ts'
import type { Target } from '../../../src/target.ts'
import { csv, fingerprintKey, type ReadFinding } from './exports.ts'
import { redactCsv, redactRows } from './redacting.ts'

const hmacOf = (text: string): string => createHmac('sha256', fingerprintKey).update(text).digest('hex')
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

type Result = ReadFinding | RowProblem

function only(results: readonly Result[]): Result {
  const [first, second] = results
  if (first === undefined || second !== undefined) throw new Error(`${results.length} rows`)
  return first
}

function read(cells: Cells, target: Target | null = null): Result {
  const whole = { ...plain, ...cells }
  return only(redactRows(names, [names.map((name) => whole[name])], target).rows)
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
      secretHmac: hmacOf('tok-4711'),
      match: '[redacted]',
    })
  })

  it('has an identity even if its text is the mark of this project', () => {
    expect(read({ Match: '[redacted]' })).toMatchObject({ secretHmac: hmacOf('[redacted]') })
  })

  it('has its text redacted in all names, and blanks around a rule taken off', () => {
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
    [{ Rule: ' ' }, 'it has no rule'],
    [{ Path: '\t ' }, 'it has no path'],
    [{ Project: '' }, 'it has no project'],
    [{ Repository: '' }, 'it has no repository'],
    [{ Project: '', Rule: '' }, 'it has no project'],
    [{ Path: '', Rule: '' }, 'it has no rule'],
    [{ Path: '', Line: 'x' }, 'it has no path'],
    [{ Project: "'PROJ'" }, 'its project is in single quotes that are not those of the CSV'],
    [{ Repository: " 'app'" }, 'its repository is in single quotes that are not those of the CSV'],
    [{ Branch: "''" }, 'its branch is in single quotes that are not those of the CSV'],
    [{ Rule: "'R'", Path: '' }, 'its rule is in single quotes that are not those of the CSV'],
  ])('is bad without what it must have: %j', (cells, reason) => {
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
  it.each([
    ['Project', 'project', 256],
    ['Repository', 'repository', 256],
    ['Branch', 'branch', 1024],
    ['Path', 'path', 4096],
    ['Rule', 'rule', 256],
  ] as const)('of a %s are cut at their longest', (header, field, longest) => {
    expect(LONGEST[field]).toBe(longest)
    expect(read({ [header]: 'x'.repeat(longest) })).toMatchObject({ [field]: 'x'.repeat(longest) })
    expect(read({ [header]: 'x'.repeat(longest + 1) })).toMatchObject({ [field]: '…' })
  })

  it.each(['src/a.ts', '/src/a.ts', './src/a.ts', '././src/a.ts', '//src/a.ts'])(
    'of a path begin at its root: %j',
    (path) => {
      expect(read({ Path: path })).toMatchObject({ path: 'src/a.ts' })
    },
  )

  it.each(['.env', '..', '../a', '.github/a.yml'])('of a path keep their dots: %j', (path) => {
    expect(read({ Path: path })).toMatchObject({ path })
  })

  it('come with a reason when there are none', () => {
    expect(read({ Project: '', Repository: '', Branch: '' })).toEqual({
      kind: 'bad',
      reason: 'it has no project',
    })
    expect(read({ Project: 'P', Repository: 'r', Branch: '' })).toMatchObject({ branch: '' })
    expect(read({ Path: './' })).toMatchObject({ kind: 'bad' })
    expect(read({ Path: ' ' })).toEqual({ kind: 'bad', reason: 'it has no path' })
    expect(read({ Rule: ' ' })).toEqual({ kind: 'bad', reason: 'it has no rule' })
  })

  it('are refused again in each row that repeats them', () => {
    const rows = [{ Rule: ' ' }, { Path: './' }, { Project: '' }, { Rule: "'R'" }, {}].map((cells) => {
      const whole = { ...plain, ...cells }
      return names.map((name) => whole[name])
    })
    const once = redactRows(names, rows).rows
    expect(redactRows(names, [...rows, ...rows]).rows).toEqual([...once, ...once])
    expect(once.filter((row) => 'kind' in row)).toHaveLength(4)
  })

  it('give notice of what a reader should know', () => {
    const project: Target = { kind: 'project', project: 'PROJ' }
    const row = (cells: Cells): string[] => names.map((name) => ({ ...plain, ...cells })[name])
    expect(redactRows(names, [row({})], project).notices).toEqual([])
    expect(redactRows(names, [row({ Project: 'The Platform' })], project).notices).toEqual([
      expect.stringContaining('holds a display name'),
    ])
  })
})

describe('the identity of a matched text', () => {
  it.each([
    [' a b\n', 'a b'],
    ['a b', 'a b'],
    ['', ''],
    [' \t', ''],
    ['\u00a0\u2003a b\ufeff', 'a b'],
    ['\u00a0 \u2028\t', ''],
    ['é', 'é'],
    [' é\u3000', 'é'],
    ['a\u00a0b', 'a\u00a0b'],
  ])('of %j is that of %j: without blanks around it, none where there is none', (cell, text) => {
    expect(read({ Match: cell })).toMatchObject({
      secretHmac: text === '' ? '' : hmacOf(text),
      match: text === '' ? '' : REDACTED,
    })
  })
})

describe('what is shown of a matched text when that is asked for', () => {
  it.each(['a', '', ' \t', ' a ', '"a"\n'])('is all of %j', (text) => {
    const cells = { ...plain, Match: text }
    expect(redactRows(names, [names.map((name) => cells[name])]).texts).toEqual([text])
  })
})

describe('what must not be seen in other cells', () => {
  it.each([
    ['tok-47', true],
    ['tok-4', false],
    ['tok_word', false],
    ['release/next', false],
    ['a'.repeat(31), false],
    ['a'.repeat(32), true],
    [REDACTED, false],
  ])('"%s": %s', (text, isSecret) => {
    expect(isSecretLike(text)).toBe(isSecret)
    expect(read({ Match: text, Branch: `x/${text}` })).toMatchObject({
      branch: isSecret ? `x/${REDACTED}` : `x/${text}`,
    })
  })

  it('is every matched text of the row, without blanks around it, and none that is no secret', () => {
    const pathOf = (...texts: readonly string[]): unknown => {
      const secretColumns = ['Secret', 'Snippet', 'Line Text'].slice(0, texts.length - 1)
      const cells = { ...plain, Match: texts[0] ?? '', Path: 'tok-4711/password/tok-4712' }
      const row = [...names.map((name) => cells[name]), ...texts.slice(1)]
      return only(redactRows([...names, ...secretColumns], [row]).rows)
    }
    const path = (text: string): object => expect.objectContaining({ path: text })
    expect(pathOf('')).toEqual(path('tok-4711/password/tok-4712'))
    expect(pathOf(' tok-4711 ')).toEqual(path('[redacted]/password/tok-4712'))
    expect(pathOf('password')).toEqual(path('tok-4711/password/tok-4712'))
    expect(pathOf('tok-4711', 'password', 'tok-4712')).toEqual(path('[redacted]/password/[redacted]'))
    expect(pathOf('\u00a0tok-4711\u00a0')).toEqual(path('[redacted]/password/tok-4712'))
  })

  it('is redacted from then on in a name that other rows show', () => {
    const rows = ['tok-4711', 'other-4712', 'tok-4711'].map((Match) => {
      const cells = { ...plain, Match, Path: 'x/tok-4711', Branch: 'tok-4711', Rule: 'R tok-4711' }
      return names.map((name) => cells[name])
    })
    const clean = { path: 'x/[redacted]', branch: '[redacted]', rule: 'R [redacted]' }
    expect(redactRows(names, rows).rows).toMatchObject([clean, clean, clean])
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
    owner: 'team-a',
  }
  const readBack = (more: Partial<typeof cells> = {}): Result => {
    const row = findingsCsvColumns.map((column) => ({ ...cells, ...more })[column])
    return only(redactRows(findingsCsvColumns, [row]).rows)
  }

  it('is known by its fingerprint, whether its text is left or not', () => {
    expect(readBack()).toMatchObject({ fingerprint, secretHmac: '', match: '[redacted]' })
    expect(readBack({ match: 'tok-4711' })).toMatchObject({
      fingerprint,
      secretHmac: '',
      match: '[redacted]',
    })
    expect(readBack({ match: '' })).toMatchObject({ fingerprint, secretHmac: '', match: '' })
  })

  it('has a text that was revealed redacted in all names, with the marks of either taken off', () => {
    expect(readBack({ match: "'=tok-4711", path: "'=tok-4711/x", branch: 'a=tok-4711' })).toMatchObject({
      path: '[redacted]/x',
      branch: 'a[redacted]',
      match: '[redacted]',
    })
  })

  it('may stand nowhere only when it stands for a row that could not be read', () => {
    const nowhere = { project: '', repository: '', rule: 'UNREADABLE_ROW' }
    expect(readBack(nowhere)).toMatchObject({ ...nowhere, fingerprint })
    const reason = 'it has no project'
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
      expect(readBack({ fingerprint: text })).toEqual({
        kind: 'bad',
        reason: 'its fingerprint is not 32 hex digits',
      })
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
    ['', 0],
    ['0', 0],
    ['-1', 0],
    ['12.00', 12],
    ['12 -  15', 12],
    ['123456789', 123_456_789],
    ['1-123456789', 1],
    ['00', 0],
    ['000000000', 0],
    ['0123456789', -1],
  ])('"%s" is %s', (cell, line) => {
    expect(lineNumber(cell)).toBe(line)
    expect(read({ Line: cell })).toMatchObject(
      line < 0 ? { kind: 'bad' } : { line: line === 0 ? null : line },
    )
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
    expect(lineNumber(cell)).toBe(-1)
    expect(read({ Line: cell })).toMatchObject({ kind: 'bad' })
  })
})

describe('cells of a place', () => {
  it('are not the same when only their texts together are', () => {
    const head = ['Project', 'Repository', 'Branch', 'Path', 'Rule']
    const { rows } = redactRows(head, [
      ['A', 'BC', 'D', 'x', 'R'],
      ['AB', 'C', 'D', 'x', 'R'],
      ['AB', '', 'CD', 'x', 'R'],
      ['A', 'B', 'CD', 'x', 'R'],
    ])
    expect(rows).toMatchObject([
      { project: 'A', repository: 'BC', branch: 'D' },
      { project: 'AB', repository: 'C', branch: 'D' },
      { kind: 'bad' },
      { project: 'A', repository: 'B', branch: 'CD' },
    ])
  })
})

describe('the marks of a findings.csv', () => {
  /** A row of a `findings.csv`, as this project writes it. */
  const textOf = (match: string): string => {
    const [fingerprint, path] = ['0'.repeat(32), `x/${match}`]
    const row = ['PROJ', 'app', 'main', path, '1', 'R', 'high', 'new', fingerprint, '', match, ''].map(
      csvCell,
    )
    const { texts, rows } = redactCsv(`${csv(findingsCsvColumns)}${row.join(',')}\r\n`)
    expect(rows).toEqual([expect.objectContaining({ path: isSecretLike(match) ? 'x/[redacted]' : path })])
    return texts.join()
  }

  it.each([
    ...['=a', "'=a", "''=a", " ' =a", "a'=b", "a '=b", "it's", "'", "'a", '"=a', `"'=a`],
    ...['a;=b', "a;'=b", "a;''=b", "a; '=b", 'a;"=b', "a;x'=b", "a;'b", "=a;-b;'@c", ';;+a', "';=a"],
  ])('go as they came: %j', (text) => {
    expect(textOf(text)).toBe(text)
  })
})
