/** Where raw values of inputs come from, in order of precedence. Pure: the host hands over what it has. */
import type { Host } from '../ports.ts'
import { textOf } from './lists.ts'
import { inputRows } from './table.ts'

/** A value before it is read; a list keeps its items apart, so that an item may hold a comma. */
export type RawValue = string | number | boolean | readonly (string | number | boolean)[]

/** One place that gives values by the names of the inputs table, known or not. */
export type InputSource = {
  /** How people call it; `input` stands for a flag of the command line too, since flags are the input names. */
  readonly label: 'input' | 'environment' | 'policy file'
  readonly values: Readonly<Record<string, RawValue>>
}

/** Prefix of environment variables that stand for inputs: `SOTERI_GATE_BITBUCKET_URL`. */
const environmentPrefix = 'SOTERI_GATE_'

/** The environment variable that stands for an input. */
export function environmentName(input: string): string {
  return environmentPrefix + input.toUpperCase().replaceAll('-', '_')
}

/**
 * All sources of a run: input or flag, then environment, then policy file. Call it with `{}` to learn where the
 * policy file is (`policyFileOf`), then again with the inputs that the policy file gives.
 */
export function sourcesOf(
  host: Pick<Host, 'input' | 'givenInputs' | 'environment' | 'environmentNames'>,
  policy: Readonly<Record<string, RawValue>>,
): readonly InputSource[] {
  const given = host.givenInputs().map((name) => [name, host.input(name)] as const)
  const environment = host
    .environmentNames()
    .filter((variable) => variable.startsWith(environmentPrefix))
    .map((variable) => [inputOf(variable), host.environment(variable)] as const)
  return [
    { label: 'input', values: present(given) },
    { label: 'environment', values: present(environment) },
    { label: 'policy file', values: policy },
  ]
}

function inputOf(variable: string): string {
  return variable.slice(environmentPrefix.length).toLowerCase().replaceAll('_', '-')
}

function present(entries: readonly (readonly [string, string | undefined])[]): Record<string, RawValue> {
  return Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** The path given as `policy-file`, or `null`: then `DEFAULT_POLICY_FILE` counts if it exists. */
export function policyFileOf(sources: readonly InputSource[]): string | null {
  for (const { values } of sources) {
    const value = values['policy-file']
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return null
}

/**
 * Every text that must never be shown: each secret of each source as given, trimmed, line by line, URL-encoded and
 * in Base64, and `user:password` in Base64 as it travels. Give each to `host.mask` before anything is logged.
 * Longest first, so that no part of a longer one is left over where texts are replaced one by one.
 */
export function secretsOf(sources: readonly InputSource[]): readonly string[] {
  const names = inputRows.filter((row) => row.kind === 'secret').map((row) => row.name)
  const secrets = sources.flatMap(({ values }) => names.flatMap((name) => formsOf(values[name])))
  const users = valuesOf(sources, 'username')
  const passwords = valuesOf(sources, 'password')
  const pairs = users.flatMap((user) =>
    passwords.flatMap((password) => base64Forms(`${user.trim()}:${password}`)),
  )
  const all = new Set([...secrets.flatMap((secret) => [secret, ...encoded(secret)]), ...pairs])
  return [...all].filter((form) => form.trim() !== '').sort((a, b) => b.length - a.length)
}

function valuesOf(sources: readonly InputSource[], name: string): readonly string[] {
  return sources.flatMap(({ values }) => formsOf(values[name]))
}

function formsOf(raw: InputSource['values'][string] | undefined): readonly string[] {
  if (raw === undefined) return []
  const text = textOf(raw)
  return [text, text.replace(/\r?\n$/, ''), text.trim(), ...text.split(/[\r\n]+/).map((line) => line.trim())]
}

function encoded(secret: string): readonly string[] {
  const form = encodeURIComponent(secret.toWellFormed())
  return [form, form.replaceAll('%20', '+'), ...base64Forms(secret)]
}

/** As it travels in a header, and in an address. */
function base64Forms(text: string): readonly string[] {
  const form = base64(text)
  return [form, encodeURIComponent(form)]
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
}
