import { posix } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compileGlobs, type GlobField, GlobProblem, globProblem } from '../../../src/config/globs.ts'
import { runs } from '../../fixtures/runs.ts'

describe('a glob fits', () => {
  it.each<[field: GlobField, glob: string, value: string]>([
    ['path', 'src/a.ts', 'src/a.ts'],
    ['branch', 'refs/heads/main', 'main'],
    ['branch', 'a/refs/heads/main', 'a/refs/heads/main'],
    ['branch', 'refs/heads/release/*', 'release/1'],
    ['path', 'src/*', 'src/a.ts'],
    ['path', 'src/**', 'src/a/b/c.ts'],
    ['path', '**', 'any/thing'],
    ['path', '*', 'any/thing'],
    ['path', '**/*.pem', 'a.pem'],
    ['path', '**/*.pem', 'a/b/c.pem'],
    ['path', '**/test/**', 'test/a'],
    ['path', '**/test/**', 'a/test/b/c'],
    ['path', 'a/**/z', 'a/z'],
    ['path', 'a/**/z', 'a/b/c/z'],
    ['path', '**/.env', 'deep/.env'],
    ['path', '*.env', '.env'],
    ['path', '?.ts', 'a.ts'],
    ['path', '[a-c][!x].ts', 'by.ts'],
    ['path', '[]x].ts', '].ts'],
    ['path', '[a-].ts', '-.ts'],
    ['path', '[!]].ts', 'a.ts'],
    ['path', 'x[!a]]', 'xb]'],
    ['path', '[a]b!c', 'ab!c'],
    ['path', '[a!]', '!'],
    ['path', '[!a]x', '!x'],
    ['path', 'a*', 'a'],
    ['path', '{a\\,b,c}', 'a,b'],
    ['path', '{a\\}b,c}', 'a}b'],
    ['path', 'x\\{y{1,2}', 'x{y2'],
    ['path', 'a'.repeat(512), 'a'.repeat(512)],
    ['path', '{a,b}'.repeat(8), 'abababab'],
    ['path', '{src,lib}/**', 'lib/x/y'],
    ['path', '{a,b{c,d/e}}.ts', 'bd/e.ts'],
    ['path', 'x{,y}.ts', 'x.ts'],
    ['path', '\\*.ts', '*.ts'],
    ['path', '\\{a\\}/\\[b\\]', '{a}/[b]'],
    ['path', '\\!a', '!a'],
    ['path', 'copy (1).txt', 'copy (1).txt'],
    ['path', 'wei\u00df*', 'wei\u00dfwurst'],
    ['path', 'src/*', 'src/two\nlines'],
    ['branch', 'release/*', 'release/1.0'],
    ['branch', '*', 'feature/x'],
    ['branch', 'feature/**', 'feature/a/b'],
    ['rule', 'AWS_*', 'AWS_CLIENT_ID'],
    ['rule', 'aws_*', 'AWS_CLIENT_ID'],
    ['rule', 'OWN_*', 'OWN_A/B'],
    ['rule', 'A**B', 'AxyB'],
    ['rule', '*TOKEN*', 'MY_TOKEN_2'],
    ['project', 'proj', 'PROJ'],
    ['project', '~*', '~user'],
    ['repo', 'PROJ/shop-*', 'PROJ/shop-api'],
    ['repo', 'proj/*', 'PROJ/shop'],
    ['repo', '*/shop', 'OTHER/shop'],
    ['repo', '*', 'OTHER/shop'],
    ['repo', '{A,B}/x', 'b/X'],
    ['branch', 'caf\u00e9', 'cafe\u0301'],
    ['branch', 'cafe\u0301/*', 'caf\u00e9/x'],
    ['path', 'a/[\u00e0-\u00ff].ts', 'a/e\u0301.ts'],
    ['repo', 'PROJ/\u00c9t\u00e9', 'proj/e\u0301te\u0301'],
    ['path', 'docs/\u2714\ufe0f.md', 'docs/\u2714\ufe0f.md'],
    ['branch', 'two words', 'two words'],
  ])('%s %s: %j', (field, glob, value) => {
    expect(globProblem(glob, field)).toBeNull()
    expect(compileGlobs([glob], field)(value)).toBe(true)
    expect(compileGlobs([`!${glob}`], field)(value)).toBe(false)
  })
})

describe('a glob does not fit', () => {
  it.each<[field: GlobField, glob: string, value: string]>([
    ['path', 'src/*', 'src/a/b.ts'],
    ['path', '*.pem', 'a/b.pem'],
    ['path', 'src/**', 'source/a'],
    ['path', 'src/**', 'src'],
    ['path', '*/**', 'a'],
    ['path', 'SRC/a.ts', 'src/a.ts'],
    ['path', '?.ts', '/.ts'],
    ['path', '[!a].ts', 'a.ts'],
    ['path', '[a!]', 'b'],
    ['path', '[acx]', 'b'],
    ['path', '[a-c]', '-'],
    ['path', '[c-e]', 'a'],
    ['path', '[c-e]', 'f'],
    ['path', '[!]].ts', '].ts'],
    ['path', 'ab', 'a'],
    ['path', 'a*b*', 'xaxb'],
    ['path', '*a*b', 'aXbX'],
    ['path', '{a,b}', 'c'],
    ['path', 'a.ts', 'a_ts'],
    ['branch', 'release/*', 'release/1/2'],
    ['branch', 'Main', 'main'],
    ['repo', 'PROJ/shop', 'PROJ/shop-api'],
    ['repo', 'PROJ/*', 'PROJ2/shop'],
    ['rule', 'AWS', 'AWS_CLIENT_ID'],
  ])('%s %s: %j', (field, glob, value) => {
    expect(compileGlobs([glob], field)(value)).toBe(false)
  })
})

describe('a list of globs', () => {
  const fits = (path: string): boolean => compileGlobs(['src/**', 'lib/**', '!**/test/**'], 'path')(path)

  it('needs one that fits', () => {
    expect(fits('src/a')).toBe(true)
    expect(fits('lib/a')).toBe(true)
    expect(fits('doc/a')).toBe(false)
  })

  it('needs none that takes out, wherever it stands in the list', () => {
    expect(fits('src/test/a')).toBe(false)
    expect(compileGlobs(['!**/test/**', 'src/**'], 'path')('src/test/a')).toBe(false)
  })

  it('fits everything else when it only takes out', () => {
    expect(compileGlobs(['!main', '!release/*'], 'branch')('dev')).toBe(true)
    expect(compileGlobs(['!main', '!release/*'], 'branch')('release/1')).toBe(false)
  })
})

describe('a glob that cannot be used is reported', () => {
  it.each<[field: GlobField, glob: string, problem: RegExp]>([
    ['path', '', /empty/],
    ['path', '!', /empty/],
    ['path', '!!a', /negates twice/],
    ['path', 'a'.repeat(513), /longer than 512/],
    ['path', 'a\nb', /control character/],
    ['path', '{a', /without `}`/],
    ['path', 'a}', /without `{`/],
    ['path', '}', /without `{`/],
    ['path', '}{a,b}', /without `{`/],
    ['path', '{a}', /without a comma/],
    ['path', '{a,b{c}', /without/],
    ['path', '[a', /without `]`/],
    ['path', '[z-a]', /backwards/],
    ['path', '[[:alpha:]]', /between/],
    ['path', 'a\\', /ends with a backslash/],
    ['path', 'src\\main', /written with `\/`/],
    ['path', '/src/**', /begins with/],
    ['path', 'src/', /ends with/],
    ['path', 'a//b', /two `\/`/],
    ['path', './a', /`\.`/],
    ['path', 'a/../b', /`\.`/],
    ['path', '**.pem', /beside other characters/],
    ['path', 'a/b**', /beside other characters/],
    ['path', '+(a|b)', /not supported/],
    ['path', '!(a)', /not supported/],
    ['repo', 'shop', /names no project/],
    ['repo', '/shop', /begins with/],
    ['path', '{a,b}'.repeat(9), /more than 256/],
    ['branch', 'ma\u200bin', /invisible character \(U\+200B\)/],
    ['path', 'src/\u202ea.ts', /invisible character \(U\+202E\)/],
    ['project', 'PR\u00adOJ', /invisible character/],
    ['repo', 'PROJ/\u3164app', /invisible character/],
    ['rule', 'AWS_\ufe0fKEY', /invisible character/],
    ['branch', 'main\u00a0', /invisible character/],
    ['branch', '!m\u{e0061}ain', /invisible character/],
  ])('%s %j', (field, glob, problem) => {
    expect(globProblem(glob, field)).toMatch(problem)
    expect(() => compileGlobs([glob], field)).toThrow(GlobProblem)
  })

  it('but deep braces with few alternatives can', () => {
    const nested = `${'{a,'.repeat(100)}b${'}'.repeat(100)}`
    expect(globProblem(nested, 'path')).toBeNull()
    expect(compileGlobs([nested], 'path')('b')).toBe(true)
  })
})

describe('compared with the globs of Node', () => {
  const atom = fc.constantFrom('a', 'b', 'ab', '*', '?', '[ab]', '[!a]', '{a,b}', '{a,ab}', '.')
  const segment = fc
    .oneof(
      { weight: 4, arbitrary: fc.array(atom, { minLength: 1, maxLength: 4 }).map((atoms) => atoms.join('')) },
      { weight: 1, arbitrary: fc.constant('**') },
    )
    .filter((text) => text === '**' || !/\*\*|^\./.test(text))
  const glob = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))
  const name = fc
    .string({ unit: fc.constantFrom('a', 'b', 'c', '.'), minLength: 1, maxLength: 4 })
    .filter((text) => !text.startsWith('.'))
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))

  it('agrees on what globs of both grammars fit', () => {
    fc.assert(
      fc.property(glob, path, (pattern, value) => {
        // A lone star is "everything" here.
        fc.pre(pattern !== '*' && globProblem(pattern, 'path') === null)
        const theirs = posix.matchesGlob(value, pattern)
        expect([pattern, value, compileGlobs([pattern], 'path')(value)]).toEqual([pattern, value, theirs])
      }),
      { numRuns: runs(3000) },
    )
  })
})

describe('a hostile path', () => {
  // As a regular expression the first of these takes 12 seconds with 500 characters.
  it.each([
    ['*a*a*a*b', 'a'.repeat(4000)],
    ['*a*a*a*a*a*a*b', 'a'.repeat(4000)],
    ['**/a/**/a/**/a/**/b', 'a/'.repeat(2000)],
    ['**/*a*/**/*a*/**/*b*', 'aaa/'.repeat(1000)],
    ['{*a,*b}{*a,*b}{*a,*b}c', 'ab'.repeat(2000)],
  ])('%s is answered at once', (glob, path) => {
    const fits = compileGlobs([glob], 'path')
    const started = performance.now()
    expect(fits(path)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
