/** Which source gives each input, and which names nobody knows. Pure. */
import type { Mistake } from '../errors.ts'
import { didYouMean } from '../nearest.ts'
import { inputsRefusedInPolicy } from './in-policy.ts'
import { environmentName, type InputSource, type RawValue } from './sources.ts'
import { type InputName, inputRows, isInputName } from './table.ts'

/** The raw value that counts for one input. */
export type Resolved = { readonly raw: RawValue; readonly source: InputSource['label'] }

/** The given inputs by name; an input that is missing here has its default. */
export type Resolution = {
  readonly given: ReadonlyMap<InputName, Resolved>
  readonly mistakes: readonly Mistake[]
}

/** Takes each input from the first source that gives it. Blank text counts as not given. */
export function resolveInputs(sources: readonly InputSource[]): Resolution {
  const given = new Map<InputName, Resolved>()
  const mistakes: Mistake[] = []
  for (const { label, values } of sources) {
    for (const [name, raw] of Object.entries(values)) {
      const problem = isInputName(name)
        ? misplaced(name, label)
        : `No input has this name.${didYouMean(name, knownNames)}`
      if (problem !== null) mistakes.push({ where: placeOf(name, label), what: problem })
      else if (isInputName(name) && !isBlank(raw) && !given.has(name)) given.set(name, { raw, source: label })
    }
  }
  return { given, mistakes }
}

/** How an input of this source is called in a message, where its plain name would not be found. */
export function placeOf(name: string, source: InputSource['label']): string {
  if (source === 'environment') return environmentName(name)
  return source === 'policy file' ? `${name} (policy file)` : name
}

const knownNames = inputRows.map((row) => row.name)

/** The command line turns these files into the secrets they hold before the inputs are read. */
const readByCommandLine: readonly InputName[] = ['token-file', 'password-file']

function misplaced(name: InputName, source: InputSource['label']): string | null {
  if (readByCommandLine.includes(name)) {
    return `Only the command line reads this; give \`${name.replace('-file', '')}\` instead.`
  }
  return source === 'policy file' ? (inputsRefusedInPolicy.get(name) ?? null) : null
}

function isBlank(raw: RawValue): boolean {
  return typeof raw === 'object' ? raw.length === 0 : String(raw).trim() === ''
}
