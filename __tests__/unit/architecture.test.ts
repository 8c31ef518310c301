/**
 * The house, held by a test: it reads the import lines of every file and compares them with the tables below.
 * When you move something, change the tables (and the picture in docs/architecture.md) first.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import { describe, expect, it } from '@jest/globals'

/** The way of the data, first to last. A name that ends in `/` stands for everything below it. */
const stages: readonly (readonly string[])[] = [
  ['src/config/'],
  ['src/shards.ts'],
  ['src/server/'],
  ['src/export/'],
  ['src/policy/', 'src/judge/'],
  ['src/report/'],
  ['src/verdict.ts'],
]

/** What everyone may speak of. These files import nothing but each other. */
const vocabulary = [
  'src/host.ts',
  'src/errors.ts',
  'src/files.ts',
  'src/parse.ts',
  'src/target.ts',
  'src/text.ts',
  'src/version.ts',
  'src/config/inputs.ts',
  'src/finding.ts',
  'src/evidence.ts',
  'src/report/model.ts',
]

/** What later stages may also call, not only know by type. */
const lent = ['src/config/', 'src/export/']

/** Puts the stages together: may import all of them. */
const wiring = [
  'src/run.ts',
  'src/context.ts',
  'src/stages/',
  'src/operations/',
  'src/judge/judge-exports.ts',
  'src/report/run-result.ts',
  'src/export/fetch-exports.ts',
  'src/server/connection.ts',
  'src/server/scan.ts',
  'src/config/settings.ts',
  'src/deliver/',
]

/** The places that the gate runs in, and the three entries. */
const places = ['src/ci/', 'src/action.ts', 'src/cli.ts', 'src/api.ts']

/** Files of the action alone: they are bundled into `dist/`, and the npm package leaves them out. */
const actionOnly = ['src/action.ts', 'src/ci/github.ts', 'src/ci/artifacts.ts']

/** All that a place may know of the stages: what the inputs are called, for flags and help. */
const hostMayKnow = ['src/config/']

/** The files that may import each dependency: one, but for schemas, which stand beside what they describe. */
const owners: Record<string, readonly string[]> = {
  '@actions/artifact': ['src/ci/artifacts.ts'],
  '@actions/core': ['src/ci/github.ts'],
  'adm-zip': ['src/export/zip.ts'],
  commander: ['src/ci/arguments.ts'],
  'csv-parse': ['src/export/csv-other.ts'],
  'd3-scale': ['src/report/html/charts.ts'],
  'd3-shape': ['src/report/html/charts.ts'],
  'string-width': ['src/ci/printer.ts'],
  leven: ['src/parse.ts'],
  preact: ['src/report/html/parts.ts'],
  'preact-render-to-string': ['src/report/html/page.ts'],
  undici: ['src/server/http.ts'],
  yaml: ['src/config/yaml.ts'],
  zod: ['src/config/policy-schema.ts', 'src/report/json-schema.ts'],
}

/** Dependencies that are loaded when a run comes to them, so that the others start without: docs/decisions.md. */
const onDemand = [
  '@actions/artifact',
  'adm-zip',
  'csv-parse',
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
  'src/export/',
  'src/server/http.ts',
  'src/server/tls-proxy.ts',
  'src/config/hash-key.ts',
  'src/config/settings.ts',
  'src/operations/doctor/',
  'src/files.ts',
  'src/judge/fingerprint.ts',
  'src/report/findings-file.ts',
  'src/report/history.ts',
  'src/report/report-folder.ts',
  'src/deliver/report-files.ts',
  'src/run.ts',
  'src/stages/',
  ...places,
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

const stageOf = (path: string): number =>
  within(path, wiring) ? -1 : stages.findIndex((names) => within(path, names))
const imports = src.flatMap(importsOf)
const tell = ({ from, to, typeOnly }: Import): string => `${from} -> ${to}${typeOnly ? ' (types)' : ''}`
const internal = imports.filter(({ to }) => to.startsWith('src/'))

describe('the directions', () => {
  it('give every file of src one place', () => {
    const placed = (path: string): boolean =>
      stageOf(path) >= 0 || within(path, [...vocabulary, ...wiring, ...places])
    expect(src.filter((path) => !placed(path))).toEqual([])
  })

  it('see the import lines at all', () => {
    expect(internal.length).toBeGreaterThan(src.length)
  })

  it('let a stage use itself, the vocabulary and what is lent, and only the types of stages before it', () => {
    const wrong = internal.filter(({ from, to, typeOnly }) => {
      const [own, other] = [stageOf(from), stageOf(to)]
      if (own < 0 || own === other || within(from, vocabulary) || within(to, vocabulary)) return false
      if (typeOnly && to === 'src/verdict.ts') return false
      return !(other >= 0 && other < own && (typeOnly || within(to, lent)))
    })
    expect(wrong.map(tell)).toEqual([])
  })

  it('let the vocabulary know only itself, and verdicts as a type', () => {
    const known = [...vocabulary, 'src/verdict.ts']
    const wrong = internal.filter(({ from, to }) => within(from, vocabulary) && !within(to, known))
    expect(wrong.map(tell)).toEqual([])
  })

  it('let only the entries know the places, and places know no stage but the inputs', () => {
    const inward = internal.filter(({ from, to }) => within(to, places) && !within(from, places))
    const outward = internal.filter(
      ({ from, to }) =>
        from.startsWith('src/ci/') && stageOf(to) >= 0 && !within(to, [...vocabulary, ...hostMayKnow]),
    )
    expect([...inward, ...outward].map(tell)).toEqual([])
  })

  it('leave files of the action alone to the action', () => {
    const wrong = internal.filter(({ from, to }) => within(to, actionOnly) && !within(from, actionOnly))
    expect(wrong.map(tell)).toEqual([])
  })

  it('let no stage reach up to what puts the stages together', () => {
    const wrong = internal.filter(({ from, to }) => stageOf(from) >= 0 && within(to, wiring))
    expect(wrong.map(tell)).toEqual([])
  })

  it('keep the sandbox apart from the engine', () => {
    const wrong = [...imports, ...sources('sandbox').flatMap(importsOf)].filter(
      ({ from, to }) =>
        (from.startsWith('src/') && to.startsWith('sandbox/')) ||
        (from.startsWith('sandbox/') && to.startsWith('src/')),
    )
    expect(wrong.map(tell)).toEqual([])
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
    expect(wrong.map(tell)).toEqual([])
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
    expect(wrong.map(tell)).toEqual([])
  })

  it('gives environment, console and exit to the places alone', () => {
    const touching = src.filter((path) => /\bprocess\.|\bconsole\.|\bglobalThis\.process/.test(code(path)))
    expect(touching.filter((path) => !within(path, places))).toEqual([])
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
      .filter((path) => !places.includes(path))
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
  const [, diagram = ''] = /```mermaid\n([\s\S]*?)```/.exec(text('docs/architecture.md')) ?? []
  const boxes = new Map(
    [...diagram.matchAll(/(\w+)\["(?:<b>\w+<\/b><br>)?(.*?)"\]/g)].map(([, name = '', label = '']) => [
      name,
      label.split('<br>'),
    ]),
  )
  const arrows = [...diagram.matchAll(/(\w+)(?:\[".*?"\])? --> (\w+)/g)].map(
    ([, from, to]) => `${from} -> ${to}`,
  )

  it('shows each stage in its order, with an arrow to the next', () => {
    const [groups, chain] = [['places', 'wiring', 'vocabulary'], [...boxes.keys()]]
    const names = chain.filter((name) => !groups.includes(name))
    expect(names.map((name) => boxes.get(name))).toEqual(stages)
    for (const [at, name] of names.slice(1).entries()) expect(arrows).toContain(`${names[at]} -> ${name}`)
  })

  it('names what is lent', () => {
    const page = text('docs/architecture.md')
    expect(lent.filter((path) => !page.includes(`\`${path}\``))).toEqual([])
  })

  it('shows what stands in the tables above', () => {
    expect([...(boxes.get('places') ?? [])].sort()).toEqual([...places].sort())
    expect([...(boxes.get('wiring') ?? [])].sort()).toEqual([...wiring].sort())
    expect([...(boxes.get('vocabulary') ?? [])].sort()).toEqual([...vocabulary].sort())
  })

  it('has an arrow between two groups exactly where there is an import', () => {
    const group = (path: string): string => {
      if (within(path, vocabulary)) return 'vocabulary'
      if (within(path, wiring)) return 'wiring'
      return within(path, places) ? 'places' : 'stages'
    }
    const imported = internal.map(({ from, to }) => [group(from), group(to)] as const)
    // The vocabulary knows the verdict as a type: a word, no direction.
    const between = imported.filter(([from, to]) => from !== to && from !== 'vocabulary')
    const shownBetween = arrows.filter((arrow) => /(places|wiring|vocabulary)/.test(arrow))
    expect([...new Set(between.map(([from, to]) => `${from} -> ${to}`))].sort()).toEqual(shownBetween.sort())
  })
})
