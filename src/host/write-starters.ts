/** Writes the files of `init`, taken from the examples that ship with the project. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipelineOf, pipelines, starterFiles } from '../commands/init.ts'
import type { Place } from './detect.ts'

/** Beside `src/` in the project and beside `lib/` in the package. */
const examples = join(import.meta.dirname, '..', '..', 'examples')

/** What was written, line by line for people, and whether that was everything. */
export type Written = { readonly lines: readonly string[]; readonly complete: boolean }

/** Writes what is not there yet; with `force`, everything. Throws what the system throws. */
export function writeStarters(folder: string, place: Place, force: boolean): Written {
  const ci = pipelineOf(place, (path) => existsSync(join(folder, path)))
  const lines: string[] = []
  let complete = true
  for (const { path, example } of starterFiles(ci)) {
    const target = join(folder, path)
    if (existsSync(target) && !force) {
      lines.push(`${path} is there already and was left alone; --force overwrites it.`)
      complete = false
      continue
    }
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(join(examples, example), target)
    lines.push(`wrote ${path}`)
  }
  const next =
    ci === null
      ? 'No CI was found in this folder: docs/ci.md has a pipeline for each.'
      : `Next: ${pipelines[ci].next}`
  return { lines: [...lines, next, 'Then look at what it means: soteri-gate explain'], complete }
}
