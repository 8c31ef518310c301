/** Hashes of what the reference answered, kept between comparisons: the reference does not change. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer } from './case.ts'

export type RememberedAnswers = {
  /** Whether these are known to be the reference's answers to the case of this name. */
  are(name: string, answers: readonly Answer[]): boolean
  add(name: string, answers: readonly Answer[]): void
}

/** @param fresh forgets what was remembered */
export function rememberedAnswers(reference: string, fresh: boolean): RememberedAnswers {
  const path = join(tmpdir(), `same-answers-${keyOf(reference)}.json`)
  const hashes: Record<string, string> =
    fresh || !existsSync(path) ? {} : JSON.parse(readFileSync(path, 'utf8'))
  return {
    are: (name, answers) => hashes[name] === hashOf(answers),
    add(name, answers) {
      hashes[name] = hashOf(answers)
      writeFileSync(path, JSON.stringify(hashes, null, 2))
    },
  }
}

/** Changes with the reference and with everything that the cases are made of. */
function keyOf(reference: string): string {
  const made = [new URL('.', import.meta.url), new URL('../../sandbox/', import.meta.url)].map((url) =>
    fileURLToPath(url),
  )
  const hash = createHash('sha256').update(process.version)
  for (const folder of [reference, ...made]) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
    for (const path of paths) hash.update(readFileSync(path))
  }
  return hash.digest('hex').slice(0, 16)
}

function hashOf(answers: readonly Answer[]): string {
  return createHash('sha256').update(JSON.stringify(answers)).digest('hex')
}
