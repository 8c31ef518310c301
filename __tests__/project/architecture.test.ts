/**
 * The layout of `src`: the import lines of every file are compared with the tables below. When you move something,
 * change the tables and the list in docs/architecture.md first.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import { describe, expect, it } from '@jest/globals'

/**
 * The one order of `src`: each file imports from its own row and the rows before it, nothing else. A name that ends in
 * `/` is a folder.
 */
const order: readonly (readonly string[])[] = [
  ['src/version.ts', 'src/text.ts', 'src/parse.ts', 'src/errors.ts'],
  ['src/files.ts', 'src/target.ts', 'src/finding.ts', 'src/host.ts'],
  ['src/config/'],
  ['src/context.ts', 'src/report-schema.ts'],
  ['src/server/'],
  ['src/export/'],
  ['src/judge/'],
  ['src/report/'],
  ['src/deliver/'],
  ['src/operations/'],
  ['src/run.ts'],
  ['src/ci/'],
  ['src/action.ts', 'src/cli.ts', 'src/api.ts'],
]
const [words = [], types = []] = order
/** The environment, the console and exit codes belong to these alone. */
const outside = ['src/ci/', ...(order.at(-1) ?? [])]

/** Files of the action alone: they are bundled into `dist/`, and the npm package leaves them out. */
const actionOnly = ['src/action.ts', 'src/ci/github.ts']

/** What a CI may use of the engine: inputs, for flags and help. */
const usedByCi = ['src/ci/', 'src/config/', ...words, ...types]

/** The files that may import each dependency: one, but for schemas, which are beside what they describe. */
const owners: Record<string, readonly string[]> = {
  '@actions/artifact': ['src/ci/github.ts'],
  '@actions/core': ['src/ci/github.ts'],
  'adm-zip': ['src/export/zip.ts'],
  commander: ['src/ci/arguments.ts'],
  'd3-scale': ['src/report/html/charts.ts'],
  'd3-shape': ['src/report/html/charts.ts'],
  'string-width': ['src/ci/printer.ts'],
  leven: ['src/parse.ts'],
  preact: ['src/report/html/parts.ts'],
  'preact-render-to-string': ['src/report/html/page.ts'],
  undici: ['src/server/http.ts'],
  yaml: ['src/config/yaml.ts'],
  zod: ['src/config/policy-schema.ts', 'src/report-schema.ts', 'src/operations/merge/run-report.ts'],
}

/** Dependencies that are loaded when a run comes to them, so that the others start without: docs/decisions.md. */
const onDemand = [
  '@actions/artifact',
  'adm-zip',
  'd3-scale',
  'd3-shape',
  'preact',
  'preact-render-to-string',
  'undici',
  'yaml',
  'zod',
]

/** Files that touch disk, network or processes; all others are pure and import no `node:` module. */
const impure = [
  'src/files.ts',
  'src/config/settings.ts',
  'src/server/download.ts',
  'src/server/http.ts',
  'src/server/network-look.ts',
  'src/server/tls-proxy.ts',
  'src/export/',
  'src/judge/fingerprint.ts',
  'src/report/findings-csv.ts',
  'src/report/history.ts',
  'src/report/report-folder.ts',
  'src/deliver/report-files.ts',
  'src/operations/',
  'src/run.ts',
  ...outside,
]

/** Files above 350 lines, and why. */
const long: Record<string, string> = {
  'src/config/table.ts': 'a table: one entry for each input',
}

type Import = { from: string; to: string; typeOnly: boolean; lazy: boolean }

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name).split(sep).join('/'))
    .sort()

const text = (path: string): string => readFileSync(path, 'utf8')
const code = (path: string): string => text(path).replaceAll(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
const src = sources('src')

/** Static, dynamic and re-exporting imports; relative ones as paths from the project's folder. */
function importsOf(from: string): Import[] {
  const source = code(from)
  const found = [...source.matchAll(/^\s*(?:import|export)\s+(?:([^'";]*?)\s*from\s+)?['"]([^'"]+)['"]/gm)]
  const lazy = [...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)]
  return [
    ...found.map(([, names = '', to = '']) => ({
      from,
      to: resolved(from, to),
      typeOnly: onlyTypes(names),
      lazy: false,
    })),
    ...lazy.map(([, to = '']) => ({ from, to: resolved(from, to), typeOnly: false, lazy: true })),
  ]
}

function onlyTypes(names: string): boolean {
  if (names.startsWith('type ')) return true
  const list = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1]
  const single = list?.split(',').map((name) => name.trim()) ?? ['']
  return list !== undefined && single.every((name) => name === '' || name.startsWith('type '))
}

const resolved = (from: string, to: string): string =>
  to.startsWith('.') ? posix.join(dirname(from), to) : to

const within = (path: string, names: readonly string[]): boolean =>
  names.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name))

const rowOf = (path: string): number => order.findIndex((names) => within(path, names))
const imports = src.flatMap(importsOf)
const show = ({ from, to, typeOnly }: Import): string => `${from} -> ${to}${typeOnly ? ' (types)' : ''}`
const internal = imports.filter(({ to }) => to.startsWith('src/'))

describe('the order', () => {
  it('has one row for every file of src', () => {
    const rows = (path: string): number => order.filter((names) => within(path, names)).length
    expect(src.filter((path) => rows(path) !== 1)).toEqual([])
    for (const name of order.flat()) expect(src.some((path) => within(path, [name]))).toBe(true)
  })

  it('is read from import lines that the test sees', () => {
    expect(internal.length).toBeGreaterThan(src.length)
  })

  it('is kept by every import', () => {
    expect(internal.filter(({ from, to }) => rowOf(to) > rowOf(from)).map(show)).toEqual([])
  })

  it('keeps the engine away from the CIs', () => {
    const wrong = internal.filter(({ from, to }) => within(from, ['src/ci/']) && !within(to, usedByCi))
    expect(wrong.map(show)).toEqual([])
  })

  it('leaves files of the action to the action', () => {
    const wrong = internal.filter(({ from, to }) => within(to, actionOnly) && !within(from, actionOnly))
    expect(wrong.map(show)).toEqual([])
  })

  it('keeps the sandbox apart from the engine', () => {
    const wrong = [...imports, ...sources('sandbox').flatMap(importsOf)].filter(
      ({ from, to }) =>
        (from.startsWith('src/') && to.startsWith('sandbox/')) ||
        (from.startsWith('sandbox/') && to.startsWith('src/')),
    )
    expect(wrong.map(show)).toEqual([])
  })
})

const nameOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe('the outside world', () => {
  const foreign = imports.filter(
    ({ to, typeOnly }) => !to.startsWith('src/') && !to.startsWith('node:') && !(typeOnly && to === 'sarif'),
  )

  it('is reached through one owner for each dependency', () => {
    const wrong = foreign.filter(({ from, to }) => !within(from, owners[nameOf(to)] ?? []))
    expect(wrong.map(show)).toEqual([])
  })

  it('holds no dependency that nobody imports, and none that the user would lack', () => {
    const { dependencies, devDependencies } = JSON.parse(text('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >
    const used = (action: boolean): string[] => {
      const imported = foreign.filter(
        ({ from, typeOnly }) => !typeOnly && within(from, actionOnly) === action,
      )
      return [...new Set(imported.map(({ to }) => nameOf(to)))].sort()
    }
    expect(used(false)).toEqual(Object.keys(dependencies).sort())
    // The bundle holds these, so who installs the package from npm need not.
    expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(used(true)))
  })

  it('is loaded on demand where most runs do without', () => {
    const found = new Set(['src/action.ts', 'src/cli.ts', 'src/api.ts'])
    for (const path of found) {
      for (const { from, to, typeOnly, lazy } of imports)
        if (from === path && !typeOnly && !lazy) found.add(to)
    }
    expect([...found].map(nameOf)).toEqual(expect.arrayContaining(['commander', '@actions/core']))
    expect(onDemand.filter((name) => found.has(name))).toEqual([])
  })

  it('is left alone by pure files', () => {
    const wrong = imports.filter(({ from, to }) => to.startsWith('node:') && !within(from, impure))
    expect(wrong.map(show)).toEqual([])
  })

  it('gives environment, console and exit to the outside alone', () => {
    const touching = src.filter((path) => /\bprocess\.|\bconsole\.|\bglobalThis\.process/.test(code(path)))
    expect(touching.filter((path) => !within(path, outside))).toEqual([])
  })

  it('is never reached by a shell, eval or another process', () => {
    const wrong = src.filter((path) => /node:child_process|node:vm|\beval\(|new Function\(/.test(code(path)))
    expect(wrong).toEqual([])
  })
})

describe('the files', () => {
  const all = [...src, ...sources('sandbox'), ...sources('scripts'), ...sources('__tests__')]

  it('are short', () => {
    const lines = (path: string): number => text(path).split('\n').length - 1
    const wrong = src.filter((path) => lines(path) > 350 && !(path in long))
    expect(wrong.map((path) => `${path}: ${lines(path)} lines`)).toEqual([])
    for (const path of Object.keys(long)) expect(lines(path)).toBeGreaterThan(350)
  })

  it('export no function and no value that nobody else takes', () => {
    const everything = [...all, ...sources('bench')].map((path) => ({ path, code: code(path) }))
    const unused = src
      .filter((path) => !outside.includes(path))
      .flatMap((path) => {
        const names = code(path).matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)
        const taken = (name: string): boolean =>
          everything.some((other) => other.path !== path && new RegExp(`\\b${name}\\b`).test(other.code))
        return [...names].filter(([, name = '']) => !taken(name)).map(([, name]) => `${path}: ${name}`)
      })
    expect(unused).toEqual([])
  })

  it('are named for what is in them', () => {
    const drawer = /(^|[/-])(utils?|helpers?|manager|info|misc|common|data)([.-]|\/|$)/
    expect(all.filter((path) => drawer.test(path))).toEqual([])
  })

  it('say what they are for in their first lines', () => {
    expect(src.filter((path) => !/^(#!.*\n)?\/\*\*|^\/\/ Made by /.test(text(path)))).toEqual([])
  })
})

describe('docs/architecture.md', () => {
  it('shows the order as it is here', () => {
    const [, diagram = ''] = /```text\n([\s\S]*?)```/.exec(text('docs/architecture.md')) ?? []
    const rows = diagram.split('\n').filter((line) => line.startsWith('src/'))
    expect(rows.map((line) => line.split(/\s{2,}/)[0]?.split(' '))).toEqual(order)
  })
})
