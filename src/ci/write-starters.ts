/** Writes the files of `init`, taken from the examples that ship with the project. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Place } from './detect.ts'
import { type PipelinePlace, pipelinePlaces, pipelines, pipelinesOf, starterFiles } from './init.ts'

/** Beside `src/` in the project and beside `lib/` in the package. */
const examples = join(import.meta.dirname, '..', '..', 'examples')

/** What was written, line by line for people, and whether that was everything. */
export type Written = { readonly lines: readonly string[]; readonly complete: boolean }

/**
 * Writes what is not there yet; with `force`, everything. Throws what the system throws.
 * @param named the CI to write for; `null`: the one that is found
 */
export function writeStarters(
  folder: string,
  place: Place,
  { named, force }: { readonly named: PipelinePlace | null; readonly force: boolean },
): Written {
  const found = pipelinesOf(place, (path) => existsSync(join(folder, path)))
  const [ci = null, ...others] = named === null ? found : [named]
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
  return { lines: [...lines, ...nextLines(ci, others)], complete }
}

function nextLines(ci: PipelinePlace | null, others: readonly PipelinePlace[]): readonly string[] {
  const known = pipelinePlaces.join('|')
  const also = others.map((name) => `This folder shows ${name} too: soteri-gate init ${name}`)
  if (ci === null) return [`No CI was found in this folder. Name it: soteri-gate init ${known}`, policyNext]
  return [
    'In that file, replace bitbucket.example.com, PAY and checkout by your own.',
    `Next: ${pipelines[ci].next}`,
    ...also,
    policyNext,
  ]
}

const policyNext =
  'Then see in words what it means: soteri-gate explain --bitbucket-url https://bitbucket.example.com --project PAY --repo checkout'
