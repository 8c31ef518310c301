/** Where raw values of inputs come from, in order of precedence, the secrets among them, and how each is read. Pure. */
import type { ConfigError } from '../errors.ts'
import type { Host } from '../host.ts'
import { didYouMean, hasControls } from '../parse.ts'
import { MASK, type Mask, maskerOf, withoutUserInfo } from '../text.ts'
import { plainAddress } from './fields.ts'
import {
  camelCase,
  type InputName,
  type InputRow,
  type InputValues,
  inputRows,
  isInputName,
  type Operation,
  rowOf,
} from './table.ts'
import { type RawValue, textOf } from './values.ts'

/** Values by the names of inputs, known or not. */
export type InputSource = {
  /** `input` includes the flags of the command line. */
  readonly label: 'input' | 'environment' | 'policy file'
  readonly values: Readonly<Record<string, RawValue>>
}
type SourceLabel = InputSource['label']

const environmentPrefix = 'SOTERI_GATE_'

/** The environment variable of an input, such as `SOTERI_GATE_BITBUCKET_URL`. */
export function environmentName(input: string): string {
  return environmentPrefix + input.toUpperCase().replaceAll('-', '_')
}

/**
 * All sources of a run: input or flag, then environment, then policy file. Call it with `{}` to learn where the
 * policy file is, then again with the inputs that the policy file gives.
 */
export function sourcesOf(
  host: Pick<Host, 'input' | 'givenInputs' | 'environment' | 'environmentNames'>,
  policy: Readonly<Record<string, RawValue>>,
): readonly InputSource[] {
  const given = host.givenInputs().map((name) => [name, host.input(name)] as const)
  const environment = host
    .environmentNames()
    .filter((variable) => variable.startsWith(environmentPrefix))
    // The last of several spellings counts: the documented one.
    .sort((a, b) => Number(isDocumented(a)) - Number(isDocumented(b)))
    .map((variable) => [inputOf(variable), host.environment(variable)] as const)
  return [
    { label: 'input', values: present(given) },
    { label: 'environment', values: present(environment) },
    { label: 'policy file', values: policy },
  ]
}

function isDocumented(variable: string): boolean {
  return variable === environmentName(inputOf(variable))
}

function inputOf(variable: string): string {
  return variable.slice(environmentPrefix.length).toLowerCase().replaceAll('_', '-')
}

function present(entries: readonly (readonly [string, string | undefined])[]): Record<string, RawValue> {
  return Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** Why a policy file may not give an input, and what may; `null` where it may. */
export function refusalInPolicy(row: InputRow): string | null {
  if (row.inPolicy === 'allowed') return null
  return `\`${row.name}\` may not be set in a policy file, since ${row.inPolicy}: give it as ${placesFor(row)}.`
}

/** Where an input can be given outside of a policy file. */
export function placesFor({ name, only, kind }: InputRow): string {
  if (only === 'flag') return `the flag \`--${name}\``
  const flag = kind === 'secret' ? '' : `, the flag \`--${name}\``
  return `an input of the workflow${flag} or \`${environmentName(name)}\` in the environment`
}

/**
 * Every text to mask before anything is logged: each secret of each source as given, trimmed, line by line,
 * URL-encoded and in Base64, and `user:password` in Base64 as it is sent. Longest first, so that no part of a longer
 * one remains where texts are replaced one by one.
 */
export function secretsOf(sources: readonly InputSource[]): readonly string[] {
  const formsIn = (input: string): readonly string[] =>
    sources.flatMap(({ values }) => formsOf(values[input]))
  const secrets = inputRows
    .filter(({ kind }) => kind === 'secret')
    .flatMap(({ name }) => formsIn(name))
    .flatMap((secret) => [secret, ...encoded(secret)])
  const pairs = formsIn('username').flatMap((user) =>
    formsIn('password').flatMap((password) => base64Forms(`${user.trim()}:${password}`)),
  )
  return [...new Set([...secrets, ...pairs])]
    .filter((form) => form.trim() !== '')
    .sort((a, b) => b.length - a.length)
}

/** Masks every credential of a run in texts that are written. */
export function credentialMask(host: Parameters<typeof sourcesOf>[0]): Mask {
  return maskerOf(secretsOf(sourcesOf(host, {})))
}

function formsOf(raw: RawValue | undefined): readonly string[] {
  if (raw === undefined) return []
  const text = textOf(raw)
  return [text, text.replace(/\r?\n$/, ''), text.trim(), ...text.split(/[\r\n]+/).map((line) => line.trim())]
}

function encoded(secret: string): readonly string[] {
  const form = encodeURIComponent(secret.toWellFormed())
  return [form, form.replaceAll('%20', '+'), ...base64Forms(secret)]
}

/** As sent in a header, and in an address. */
function base64Forms(text: string): readonly string[] {
  const form = Buffer.from(text).toString('base64')
  return [form, encodeURIComponent(form)]
}

export type Resolution = ReturnType<typeof resolveInputs>

/** Takes each input from the first source that gives it. A blank text counts as not given: the default is taken. */
export function resolveInputs(sources: readonly InputSource[]) {
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

function problemOfName(name: string, source: SourceLabel): string | null {
  if (!isInputName(name)) {
    const known = inputRows.map((row) => row.name)
    return `No input has this name.${didYouMean(name, known)}`
  }
  // The command line replaces these files by the secrets in them before the inputs are read.
  if (name === 'token-file' || name === 'password-file') {
    return `Only the command line reads this; give \`${name.replace('-file', '')}\` instead.`
  }
  return source === 'policy file' ? refusalInPolicy(rowOf(name)) : null
}

function nameIn(source: SourceLabel, name: string): string {
  if (source === 'environment') return environmentName(name)
  return source === 'policy file' ? `${name} (policy file)` : name
}

function isBlank(raw: RawValue): boolean {
  return typeof raw === 'object' ? raw.length === 0 : String(raw).trim() === ''
}

/** The text of an input before it is parsed; `undefined` when no source gives it. */
export function givenText({ given }: Resolution, name: InputName): string | undefined {
  const raw = given.get(name)?.raw
  return raw === undefined ? undefined : textOf(raw).trim()
}

export type InputReader = ReturnType<typeof inputReader>

/** Parses every input for an operation (`null` when that is invalid itself); `now` in ms since the epoch. */
export function inputReader(resolution: Resolution, operation: Operation | null, now: number) {
  const { given } = resolution
  /** All mistakes up to now, oldest first. */
  const mistakes = [...resolution.mistakes]
  /** Adds a mistake about an input, or about several under the name of the first. */
  const refuse = (name: InputName, what: string): void => {
    mistakes.push({ where: nameIn(given.get(name)?.source ?? 'input', name), what })
  }
  const parsedOrDefault = (row: InputRow): unknown => {
    for (const raw of [given.get(row.name)?.raw, defaultOf(row, operation)]) {
      if (raw === undefined) continue
      const parsed = row.parse(raw, now)
      if ('value' in parsed) return parsed.value
      for (const problem of parsed.problems) refuse(row.name, problem)
    }
    return null
  }
  // The table gives each parser the type of its row; a look-up by name loses it.
  const values = Object.fromEntries(
    inputRows.map((row) => [camelCase(row.name), parsedOrDefault(row)]),
  ) as InputValues
  return { values, has: (name: InputName) => given.has(name), refuse, mistakes }
}

function defaultOf(row: InputRow, operation: Operation | null): string | undefined {
  return (operation === null ? undefined : row.defaultFor?.[operation]) ?? row.default
}

/** Every input as it counts, for `log-level: debug`; `operation` is `null` when it is invalid. */
export function effectiveInputs({ given }: Resolution, operation: Operation | null) {
  return inputRows.map((row) => {
    const found = given.get(row.name)
    const text = found === undefined ? (defaultOf(row, operation) ?? '') : textOf(found.raw)
    const inOneLine = withoutUserInfo(text)
      .trim()
      .replace(/\s*[\r\n]+\s*/g, '; ')
    return {
      name: row.name,
      /** In one line; `***` for a secret, '' when there is none. */
      shown: text === '' || isShowable(row, text) ? inOneLine : MASK,
      source: found?.source ?? 'default',
      used: operation !== null && row.usedBy.includes(operation),
    }
  })
}

/** Whether a value may be shown: it is no credential, no file or user name of one, and holds none. */
export function isShowable({ name, kind }: InputRow, text: string): boolean {
  if (kind === 'secret' || ['username', 'token-file', 'password-file', 'ca-cert'].includes(name)) return false
  // People paste the text of a certificate or key where its file is asked for.
  if (kind === 'file' && hasControls(text.trim())) return false
  return kind !== 'url' || plainAddress.test(text.trim())
}
