/** Finds the raw value of each input among the sources, parses it, and collects the mistakes. Pure. */
import type { ConfigError } from '../errors.ts'
import { didYouMean, hasControls } from '../parse.ts'
import { MASK, withoutUserInfo } from '../text.ts'
import { isPlainAddress } from './fields.ts'
import type { Operation } from './inputs.ts'
import { environmentName, type InputSource, inputsRefusedInPolicy } from './sources.ts'
import { type InputName, type InputRow, type InputValue, inputRows, isInputName, rowOf } from './table.ts'
import { type RawValue, textOf } from './values.ts'

type SourceLabel = InputSource['label']

/** The given inputs by name; an input that is missing here has its default. */
export type Resolution = {
  readonly given: ReadonlyMap<InputName, { readonly raw: RawValue; readonly source: SourceLabel }>
  readonly mistakes: readonly ConfigError[]
}

/** Takes each input from the first source that gives it. Mask text counts as not given. */
export function resolveInputs(sources: readonly InputSource[]): Resolution {
  const given = new Map<InputName, { raw: RawValue; source: SourceLabel }>()
  const mistakes: ConfigError[] = []
  for (const { label: source, values } of sources) {
    for (const [name, raw] of Object.entries(values)) {
      const problem = problemOfName(name, source)
      if (problem !== null) mistakes.push({ where: nameIn(source, name), what: problem })
      else if (isInputName(name) && !isBlank(raw) && !given.has(name)) given.set(name, { raw, source })
    }
  }
  return { given, mistakes }
}

const knownNames = inputRows.map((row) => row.name)

function problemOfName(name: string, source: SourceLabel): string | null {
  if (!isInputName(name)) return `No input has this name.${didYouMean(name, knownNames)}`
  // The command line replaces these files by the secrets in them before the inputs are read.
  if (name === 'token-file' || name === 'password-file') {
    return `Only the command line reads this; give \`${name.replace('-file', '')}\` instead.`
  }
  return source === 'policy file' ? (inputsRefusedInPolicy.get(name) ?? null) : null
}

/** What messages call an input of this source. */
function nameIn(source: SourceLabel, name: string): string {
  if (source === 'environment') return environmentName(name)
  return source === 'policy file' ? `${name} (policy file)` : name
}

function isBlank(raw: RawValue): boolean {
  return typeof raw === 'object' ? raw.length === 0 : String(raw).trim() === ''
}

export type InputReader = {
  /** Whether a source gave the input, valid or not. */
  has(name: InputName): boolean
  /** The parsed value. Where it is missing or invalid: the default, or `null` without one. */
  read<N extends InputName>(name: N): InputValue<N>
  /** Adds a mistake about an input, or about several under the name of the first. */
  refuse(name: InputName, what: string): void
  /** All mistakes up to now, oldest first. */
  readonly mistakes: readonly ConfigError[]
}

/** A reader for an operation (`null` when that is invalid itself); `now` in ms since the epoch. */
export function inputReader(resolution: Resolution, operation: Operation | null, now: number): InputReader {
  const { given } = resolution
  const mistakes = [...resolution.mistakes]
  const refuse = (name: InputName, what: string): void => {
    mistakes.push({ where: nameIn(given.get(name)?.source ?? 'input', name), what })
  }
  const parsedOrDefault = (name: InputName): unknown => {
    const row = rowOf(name)
    const raw = given.get(name)?.raw
    const parsed = raw === undefined ? null : row.parse(raw, now)
    if (parsed !== null && 'value' in parsed) return parsed.value
    for (const problem of parsed?.problems ?? []) refuse(name, problem)
    const preset = defaultOf(row, operation)
    if (preset === undefined) return null
    const usual = row.parse(preset, now)
    if ('value' in usual) return usual.value
    throw new Error(`the default of ${name} in the table is invalid`)
  }
  return {
    has: (name) => given.has(name),
    // The table gives each parser the type of its row; a look-up by name loses it.
    read: <N extends InputName>(name: N) => parsedOrDefault(name) as InputValue<N>,
    refuse,
    mistakes,
  }
}

function defaultOf(row: InputRow, operation: Operation | null): string | undefined {
  return (operation === null ? undefined : row.defaultFor?.[operation]) ?? row.default
}

/** One input as it counts, for `log-level: debug`. */
export type EffectiveInput = {
  readonly name: string
  /** Its value in one line; `***` for a secret, '' when there is none. */
  readonly shown: string
  readonly source: SourceLabel | 'default'
  /** Whether the operation uses it. */
  readonly used: boolean
}

/** Every input of the table, in its order; `operation` is `null` when it is invalid. */
export function effectiveInputs(
  { given }: Resolution,
  operation: Operation | null,
): readonly EffectiveInput[] {
  return inputRows.map((row) => {
    const found = isInputName(row.name) ? given.get(row.name) : undefined
    const text = found === undefined ? (defaultOf(row, operation) ?? '') : textOf(found.raw)
    return {
      name: row.name,
      shown: text === '' || isShowable(row, text) ? inOneLine(withoutUserInfo(text)) : MASK,
      source: found?.source ?? 'default',
      used: operation !== null && row.usedBy.includes(operation),
    }
  })
}

function inOneLine(text: string): string {
  return text
    .trim()
    .split(/\s*[\r\n]+\s*/)
    .join('; ')
}

/** Whether a value may be shown: it is no credential, no file or user name of one, and holds none. */
export function isShowable({ name, kind }: InputRow, text: string): boolean {
  if (kind === 'secret' || ['username', 'token-file', 'password-file', 'ca-cert'].includes(name)) return false
  // People paste the text of a certificate or key where its file is asked for.
  if (kind === 'file' && hasControls(text.trim())) return false
  return kind !== 'url' || isPlainAddress(text.trim())
}
