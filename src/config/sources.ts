/** Where raw values of inputs come from, in order of precedence, and the secrets among them. Pure. */
import type { Host } from '../host.ts'
import { isMaskable, type Mask, maskerOf } from '../text.ts'
import type { InputKind } from './table.ts'
import { inputRows } from './table.ts'
import { type RawValue, textOf } from './values.ts'

/** Values by the names of inputs, known or not. */
export type InputSource = {
  /** `input` includes the flags of the command line. */
  readonly label: 'input' | 'environment' | 'policy file'
  readonly values: Readonly<Record<string, RawValue>>
}

const environmentPrefix = 'SOTERI_GATE_'

/** The environment variable of an input, such as `SOTERI_GATE_BITBUCKET_URL`. */
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

/** The path given as `policy-file`, or `null`: then `DEFAULT_POLICY_FILE` counts if it exists. */
export function policyFileOf(sources: readonly InputSource[]): string | null {
  const given = sources.map(({ values }) => values['policy-file'])
  return given.map((value) => (typeof value === 'string' ? value.trim() : '')).find(Boolean) ?? null
}

/** Kinds of the inputs that a policy file may give, by name: those that only shape reports and logs. */
export const inputsAllowedInPolicy: ReadonlyMap<string, InputKind> = new Map(
  inputRows.filter((row) => row.inPolicy === 'allowed').map(({ name, kind }) => [name, kind]),
)

/** The other inputs, by name: a sentence that says why a policy file may not give it, and what may. */
export const inputsRefusedInPolicy: ReadonlyMap<string, string> = new Map(
  inputRows.flatMap(({ name, inPolicy }) => {
    if (inPolicy === 'allowed') return []
    const why = `\`${name}\` may not be set in a policy file, since ${inPolicy}`
    return [[name, `${why}: give it as ${placesFor(name)}.`]]
  }),
)

/** Where an input can be given outside of a policy file. */
export function placesFor(input: string): string {
  const row = inputRows.find(({ name }) => name === input)
  if (row?.only === 'flag') return `the flag \`--${input}\``
  const flag = row?.kind === 'secret' ? '' : `, the flag \`--${input}\``
  return `an input of the workflow${flag} or \`${environmentName(input)}\` in the environment`
}

/**
 * Every text to mask before anything is logged: each secret of each source as given, trimmed, line by line,
 * URL-encoded and in Base64, and `user:password` in Base64 as it is sent. Longest first, so that no part of a longer
 * one remains where texts are replaced one by one.
 */
export function secretsOf(sources: readonly InputSource[]): readonly string[] {
  const formsIn = (input: string): readonly string[] =>
    sources.flatMap(({ values }) => formsOf(values[input]))
  const names = inputRows.filter((row) => row.kind === 'secret').map((row) => row.name)
  const secrets = names.flatMap(formsIn).flatMap((secret) => [secret, ...encoded(secret)])
  const pairs = formsIn('username').flatMap((user) =>
    formsIn('password').flatMap((password) => base64Forms(`${user.trim()}:${password}`)),
  )
  return [...new Set([...secrets, ...pairs])]
    .filter((form) => form.trim() !== '')
    .sort((a, b) => b.length - a.length)
}

/** Masks every credential of a run in texts that are written. */
export function credentialMask(host: Parameters<typeof sourcesOf>[0]): Mask {
  return maskerOf(secretsOf(sourcesOf(host, {})).filter(isMaskable))
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
  const form = btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
  return [form, encodeURIComponent(form)]
}
