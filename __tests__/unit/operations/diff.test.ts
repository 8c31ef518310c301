import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { memoryHost } from '../../../src/ci/memory-host.ts'
import type { FindingRow } from '../../../src/export/finding-row.ts'
import {
  compare,
  type Difference,
  DiffSide,
  differenceJson,
  differenceLines,
  differenceMarkdown,
  differenceOf,
} from '../../../src/operations/diff.ts'
import { rowMaker, type SampleFinding } from '../../fixtures/finding-rows.ts'
import { csv, header, row } from '../export/exports.ts'
import { finding } from '../judge/judging.ts'

function diff(
  before: readonly SampleFinding[],
  after: readonly SampleFinding[],
  withTokens = true,
  limit = 10,
): Difference {
  const [earlier, later] = [new DiffSide(), new DiffSide()]
  const rows = rowMaker()
  const findingOf = (row: FindingRow) => () => ({
    ...row.finding(),
    token: withTokens ? row.secretHash : '',
  })
  for (const row of before.map(rows)) earlier.add(row, findingOf(row))
  for (const row of after.map(rows)) later.add(row, findingOf(row))
  return differenceOf(earlier.findings, later.findings, limit)
}

describe('a finding', () => {
  const before = [finding()]

  it('that stands where it stood is the same, on whatever branch', () => {
    expect(diff(before, [finding({ branch: 'dev' }), finding()]).counts).toEqual({
      new: 0,
      fixed: 0,
      moved: 0,
      same: 1,
    })
  })

  it('on another line is moved', () => {
    const { counts, moved } = diff(before, [finding({ line: 70 })])
    expect(counts).toEqual({ new: 0, fixed: 0, moved: 1, same: 0 })
    expect([moved[0]?.from.line, moved[0]?.to.line]).toEqual([7, 70])
    expect(diff(before, [finding({ line: 70 })], false).counts.moved).toBe(1)
  })

  it('in another file is moved if its secret can be reported, else new and fixed', () => {
    const after = [finding({ path: 'lib/config.ts' })]
    expect(diff(before, after).counts).toEqual({ new: 0, fixed: 0, moved: 1, same: 0 })
    expect(diff(before, after, false).counts).toEqual({ new: 1, fixed: 1, moved: 0, same: 0 })
  })

  it('with another secret in its place is new and fixed, if that can be reported', () => {
    const after = [finding({ secret: 'swapped' })]
    expect(diff(before, after).counts).toEqual({ new: 1, fixed: 1, moved: 0, same: 0 })
    expect(diff(before, after, false).counts).toEqual({ new: 0, fixed: 0, moved: 0, same: 1 })
  })

  it('in another repository or of another rule is new', () => {
    expect(
      diff(before, [...before, finding({ repository: 'api' }), finding({ rule: 'X' })]).counts,
    ).toMatchObject({
      new: 2,
      fixed: 0,
    })
  })

  it('keeps its line where another one moves', () => {
    const two = [finding({ line: 1 }), finding({ line: 5 })]
    const { counts, moved } = diff(two, [finding({ line: 5 }), finding({ line: 9 })])
    expect(counts).toEqual({ new: 0, fixed: 0, moved: 1, same: 1 })
    expect([moved[0]?.from.line, moved[0]?.to.line]).toEqual([1, 9])
  })
})

describe('the lists', () => {
  const many = Array.from({ length: 30 }, (_none, n) =>
    finding({ path: `f${n % 10}`, line: n + 1, secret: String(n) }),
  )

  it('are cut at the limit, sorted by place, and say what is missing', () => {
    const difference = diff([], many, true, 2)
    expect(difference.counts.new).toBe(30)
    expect(differenceLines(difference)).toEqual([
      '30 new, 0 fixed, 0 moved, 0 as before.',
      'new    AWS_CLIENT_ID  PROJ/shop  f0:1',
      'new    AWS_CLIENT_ID  PROJ/shop  f0:11',
      'new  ... and 28 more',
    ])
  })

  it('are in the order of project, repository, path, line and rule, each of them', () => {
    const sorted = [
      finding({ project: 'A', repository: 'z', path: 'z', line: 9, rule: 'Z' }),
      finding({ project: 'B', repository: 'a', path: 'z', line: 9, rule: 'Z' }),
      finding({ project: 'B', repository: 'b', path: 'a', line: 9, rule: 'Z' }),
      finding({ project: 'B', repository: 'b', path: 'b', line: null, rule: 'Z' }),
      finding({ project: 'B', repository: 'b', path: 'b', line: 2, rule: 'Z' }),
      finding({ project: 'B', repository: 'b', path: 'b', line: 10, rule: 'A' }),
      finding({ project: 'B', repository: 'b', path: 'b', line: 10, rule: 'B' }),
    ].map((one, n) => ({ ...one, secret: String(n) }))
    const places = sorted.map(({ project, repository, path, line, rule }) => ({
      project,
      repository,
      path,
      line,
      rule,
    }))
    const mixed = [3, 6, 0, 5, 2, 4, 1].flatMap((n) => sorted.slice(n, n + 1))
    expect(diff([], mixed).new).toEqual(places)
    expect(diff(mixed, []).fixed).toEqual(places)
  })

  it('of what moved are in the order of where it was, and count a finding of many branches once', () => {
    const from = [3, 1, 2].map((n) => finding({ path: `old${n}`, secret: `s${n}` }))
    const to = [3, 1, 2].map((n) => finding({ path: `new${9 - n}`, secret: `s${n}` }))
    const twice = [...from, ...from.map((one) => ({ ...one, branch: 'dev' }))]
    const { moved, counts } = diff(twice, to)
    expect(counts).toEqual({ new: 0, fixed: 0, moved: 3, same: 0 })
    expect(moved.map((one) => [one.from.path, one.to.path])).toEqual([
      ['old1', 'new8'],
      ['old2', 'new7'],
      ['old3', 'new6'],
    ])
  })

  it('say of every kind what is missing', () => {
    const rows = (folder: string, name: string) =>
      [1, 2].map((n) => finding({ path: `${folder}${n}`, secret: `${name}${n}` }))
    const difference = diff([...rows('a', 'gone'), ...rows('b', 'kept')], rows('c', 'kept'), true, 1)
    expect(differenceLines(difference).filter((line) => line.includes('...'))).toEqual([
      'fixed  ... and 1 more',
      'moved  ... and 1 more',
    ])
  })

  it('show all three kinds', () => {
    const difference = diff(
      [finding({ line: 1 }), finding({ path: 'gone', secret: 'g', line: null })],
      [finding({ line: 2 }), finding({ path: 'fresh', secret: 'f' })],
    )
    expect(differenceLines(difference)).toEqual([
      '1 new, 1 fixed, 1 moved, 0 as before.',
      'new    AWS_CLIENT_ID  PROJ/shop  fresh:7',
      'fixed  AWS_CLIENT_ID  PROJ/shop  gone',
      'moved  AWS_CLIENT_ID  PROJ/shop  src/config.ts:1 -> src/config.ts:2',
    ])
    expect(differenceMarkdown(difference).split('\n')).toEqual([
      '**1 new, 1 fixed, 1 moved, 0 as before.**',
      '',
      '| | Rule | Repository | Place |',
      '| --- | --- | --- | --- |',
      '| new | `AWS_CLIENT_ID` | `PROJ/shop` | `fresh:7` |',
      '| fixed | `AWS_CLIENT_ID` | `PROJ/shop` | `gone` |',
      '| moved | `AWS_CLIENT_ID` | `PROJ/shop` | `src/config.ts:1` → `src/config.ts:2` |',
    ])
    expect(JSON.parse(differenceJson(difference))).toEqual(difference)
  })

  it('as Markdown say what is missing, and quote names so that none becomes markup', () => {
    const difference = diff([], [finding({ path: 'a|b`<x>' }), finding({ path: 'c', secret: 'c' })], true, 1)
    expect(differenceMarkdown(difference)).toContain('``a\\u{007c}b`<x>:7``')
    expect(differenceMarkdown(difference)).toMatch(/\nand 1 more new$/)
    expect(differenceMarkdown(diff([], []))).toBe('**0 new, 0 fixed, 0 moved, 0 as before.**')
  })
})

describe('any two runs', () => {
  const row = fc
    .record({
      path: fc.constantFrom('a', 'b'),
      line: fc.nat(3),
      secret: fc.constantFrom('x', 'y'),
      branch: fc.constantFrom('m', 'd'),
    })
    .map(finding)
  const rows = fc.array(row, { maxLength: 15 })

  it('are mirrored when swapped, and a run differs from itself in nothing', () => {
    fc.assert(
      fc.property(rows, rows, fc.boolean(), (before, after, tokens) => {
        const there = diff(before, after, tokens, 99)
        const back = diff(after, before, tokens, 99)
        expect(back.counts).toEqual({ ...there.counts, new: there.counts.fixed, fixed: there.counts.new })
        expect(back.new).toEqual(there.fixed)
        expect(diff(before, before, tokens).counts).toMatchObject({ new: 0, fixed: 0, moved: 0 })
      }),
    )
  })
})

describe('a value in a name that a later row shows to be a secret', () => {
  /** Names that show a matched text are masked in a diff, whichever row is the first to say so. */
  it.each(['before', 'after'])('the row that shows it comes later, in the file %s', async (where) => {
    const folder = mkdtempSync(join(tmpdir(), 'diff-'))
    const secret = ['Hunt3r', 'x', '4711'].join('')
    const Path = `keys/${secret}.txt`
    const named = row({ Path, Match: 'another' })
    const shows = row({ Path, Line: '13', Match: `password = "${secret}"` })
    try {
      const [before, after] = where === 'before' ? [[named, shows], [shows]] : [[], [named, shows]]
      writeFileSync(join(folder, 'a.csv'), csv(header, ...before))
      writeFileSync(join(folder, 'b.csv'), csv(header, ...after))
      const host = memoryHost({
        inputs: new Map(),
        workingFolder: folder,
        signal: new AbortController().signal,
        onLine: () => undefined,
        onConclusion: () => undefined,
      })
      const difference = await compare('a.csv', 'b.csv', host)
      expect(JSON.stringify(difference)).not.toContain(secret)
      const listed = where === 'before' ? difference.fixed : difference.new
      expect(listed.map(({ path }) => path)).toContain('keys/[redacted].txt')
      const again = await compare('b.csv', 'b.csv', host)
      expect(again.counts).toMatchObject({ new: 0, fixed: 0, moved: 0 })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
