/** Where raw values of inputs come from, in order of precedence. Pure: the host hands over what it has. */
import type { Host } from '../ports.ts'
import { inputRows } from './table.ts'

/** A value before it is read; a list keeps its items apart, so that an item may hold a comma. */
export type RawValue = string | number | boolean | readonly (string | number | boolean)[]

/** One place that gives values by the names of the inputs table, known or not. */
export type InputSource = {
  /** How people call it. */
  readonly label: 'input' | 'flag' | 'environment' | 'policy file'
  readonly values: Readonly<Record<string, RawValue>>
}

/** Prefix of environment variables that stand for inputs: `SOTERI_GATE_BITBUCKET_URL`. */
export const environmentPrefix = 'SOTERI_GATE_'

/** The environment variable that stands for an input. */
export function environmentName(input: string): string {
  return environmentPrefix + input.toUpperCase().replaceAll('-', '_')
}

/**
 * All sources of a run: input or flag, then environment, then policy file. Call it with `{}` to learn where the
 * policy file is (`policyFileOf`), then again with the inputs that the policy file gives.
 */
export function sourcesOf(
  host: Pick<Host, 'name' | 'input' | 'givenInputs' | 'environment' | 'environmentNames'>,
  policy: Readonly<Record<string, RawValue>>,
): readonly InputSource[] {
  const given: Record<string, RawValue> = {}
  for (const name of host.givenInputs()) {
    const value = host.input(name)
    if (value !== undefined && value !== '') given[name] = value
  }
  const environment: Record<string, RawValue> = {}
  for (const variable of host.environmentNames()) {
    const value = host.environment(variable)
    if (!variable.startsWith(environmentPrefix) || value === undefined || value === '') continue
    environment[variable.slice(environmentPrefix.length).toLowerCase().replaceAll('_', '-')] = value
  }
  return [
    { label: host.name === 'github' ? 'input' : 'flag', values: given },
    { label: 'environment', values: environment },
    { label: 'policy file', values: policy },
  ]
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
 * Every text that must never be shown: secrets as given and trimmed, and the forms they travel in (Base64 of
 * `user:password`, URL-encoded). Give each to `host.mask` before anything is logged.
 */
export function secretsOf(sources: readonly InputSource[]): readonly string[] {
  const secretNames = inputRows.filter((row) => row.kind === 'secret').map((row) => row.name)
  const found = new Set<string>()
  for (const { values } of sources) {
    for (const name of secretNames) {
      const value = values[name]
      if (typeof value !== 'string') continue
      found.add(value)
    }
  }
  return [...found]
}
