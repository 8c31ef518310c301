/**
 * Writes the licences of everything in the bundle. The bundler's own list loses what stands in chunks that load
 * later, so this one is made from its statistics, which name every module of every chunk.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

type Module = {
  readonly nameForCondition?: string | null
  readonly modules?: readonly Module[]
  readonly chunks?: readonly number[]
}
type Manifest = {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string | { readonly name: string }
}

const LICENCE_FILE = /^(un)?licen[cs]e|^copying|^notice|^copyright/i

/**
 * Packages that state no licence at all, each looked at by a person, with what is known. A new one stops the build.
 */
const unstated: Readonly<Record<string, string>> = {
  buffers:
    'The package states no licence. It comes with @actions/artifact (through unzip-stream and binary, which are for downloads; this action only uploads).',
}

/**
 * The folders of all packages that a bundle holds, as paths from the project's folder, sorted.
 * @param statistics the bundler's `--stats-out` as text
 * @param without chunks that are taken out of the bundle
 */
export function bundledPackages(statistics: string, without: readonly number[] = []): readonly string[] {
  const folders = new Set<string>()
  const walk = (module: Module): void => {
    const folder = packageFolder(module)
    if (folder !== undefined) folders.add(relative('.', folder).split(sep).join('/'))
    module.modules?.forEach(walk)
  }
  modulesOf(statistics)
    // Those in no chunk are not in the bundle.
    .filter(({ chunks }) => chunks === undefined || !chunks.every((chunk) => without.includes(chunk)))
    .forEach(walk)
  return [...folders].sort()
}

/** The chunks that hold modules of this package. */
export function chunksWith(name: string, statistics: string): readonly number[] {
  const modules = modulesOf(statistics).filter((module) => packageFolder(module)?.endsWith(`${sep}${name}`))
  return [...new Set(modules.flatMap(({ chunks = [] }) => chunks))]
}

function modulesOf(statistics: string): readonly Module[] {
  return (JSON.parse(statistics) as { modules: readonly Module[] }).modules
}

function packageFolder({ nameForCondition }: Module): string | undefined {
  return /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(nameForCondition ?? '')?.[0]
}

/** The text of `dist/licenses.txt`: a section for each package. Throws for one whose licence nobody knows. */
export function licenceList(folders: readonly string[]): string {
  const sections = folders.map(section).sort()
  return `${['Everything below is part of the files in this folder.', ...new Set(sections)].join(`\n\n${'-'.repeat(80)}\n`)}\n`
}

function section(folder: string): string {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Manifest
  const stated = license ?? unstated[name]
  if (stated === undefined) {
    throw new Error(`${name}@${version} states no licence: look at it, then name it in scripts/licences.ts`)
  }
  const by = typeof author === 'object' ? author.name : author
  const texts = licenceTexts(folder)
  const proof = texts.length > 0 ? texts : [`(No licence file in the package. Author: ${by ?? 'not named'}.)`]
  return [`${name} ${version}`, stated, ...proof.map((text) => `\n${text}`)].join('\n')
}

/** Licence files, and where there is none, the section of the README that holds the text. */
function licenceTexts(folder: string): readonly string[] {
  const read = (name: string): string =>
    readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim()
  const names = readdirSync(folder).sort()
  const files = names.filter((name) => LICENCE_FILE.test(name))
  if (files.length > 0) return files.map(read)
  const readmes = names.filter((name) => /^readme/i.test(name)).map(read)
  return readmes.flatMap(
    (text) => /^#+\s*licen[cs]e\n[\s\S]*permission is hereby granted[\s\S]*/im.exec(text) ?? [],
  )
}
