/** A policy file from text to typed policy. All mistakes of the file are reported at once, with line and column. */
import type { ConfigError } from '../errors.ts'
import { isRecord } from '../parse.ts'
import type { Policy, Suppression } from './policy.ts'
import {
  describeIssue,
  type FileThreshold,
  inputOfKind,
  policyInputs,
  policyKeys,
  policySections,
  type Section,
  suppressionSchema,
  thresholdSchema,
  unknownKey,
} from './policy-schema.ts'
import { refusalInPolicy } from './sources.ts'
import { isInputName, rowOf } from './table.ts'
import { clashOf, parseThresholdString, selectorText, type Threshold } from './thresholds.ts'
import type { RawValue } from './values.ts'
import { readYaml, type ValuePath } from './yaml.ts'

export type ParsedPolicyFile = ReturnType<typeof parsePolicyFile>

/** Keys that look like the name of a secret. */
const secretWords = /^(token|password|secret|key)$|[-_](token|password|secret|key)$/i

/** @param fileName the name of the file in messages and origins */
export function parsePolicyFile(text: string, fileName: string) {
  const yaml = readYaml(text)
  const mistakes: ConfigError[] = yaml.problems.map(({ position: { line, column }, what }) => {
    return { where: `${fileName}:${line}:${column}`, what }
  })
  const root = rootOf()
  const extended = check(policySections.extends, ['extends'], root.extends) ?? []
  const document: Policy = {
    thresholds: itemsOf('thresholds').flatMap((item, at) => thresholdsOf(item, ['thresholds', at])),
    suppressions: itemsOf('suppressions').flatMap((item, at) => suppressionsOf(item, ['suppressions', at])),
    severities: check(policySections.severities, ['severities'], root.severities) ?? [],
    owners: check(policySections.owners, ['owners'], root.owners),
    remedies: check(policySections.remediation, ['remediation'], root.remediation) ?? [],
  }
  const inputs = inputsOf()
  return {
    /** `null` when the file has mistakes. */
    document: mistakes.length === 0 ? document : null,
    /** Inputs that the file gives, not parsed yet. */
    inputs,
    /** `file:line:column` of the value of each of these inputs. */
    inputPlaces: new Map(Object.keys(inputs).map((key) => [key, whereOf([key])])),
    /** Paths as written, relative to the folder of this file. */
    extends: extended,
    mistakes: mistakes.toSorted((a, b) => orderOf(a) - orderOf(b)),
  }

  /** An empty file is a policy that sets nothing. */
  function rootOf(): Readonly<Record<string, unknown>> {
    const { value } = yaml
    if (value === null) return {}
    if (isRecord(value) && !Array.isArray(value)) return value
    mistake([], `A policy is a mapping of keys to values; known keys are ${policyKeys.join(', ')}.`)
    return {}
  }

  function itemsOf(key: string): readonly unknown[] {
    const value = root[key] ?? []
    if (Array.isArray(value)) return value
    mistake([key], `${key} must be a list: begin each item with "- ".`)
    return []
  }

  function thresholdsOf(item: unknown, path: ValuePath): readonly Threshold[] {
    const { line, column } = yaml.positionOf(path)
    const origin = `${fileName}:${line}`
    if (typeof item === 'string') {
      const start = yaml.positionOfText(path, item)
      const where = (at: number): string =>
        start === null ? `${origin}:${column}, character ${at}` : `${origin}:${start.column + at - 1}`
      const read = parseThresholdString(item, where, origin)
      mistakes.push(...read.mistakes)
      return read.thresholds
    }
    const threshold = check(thresholdSchema, path, item)
    if (threshold === undefined) return []
    const limits = limitsOf(threshold, origin)
    if (limits.length === 0) mistake(path, 'The threshold limits nothing: give max, max-new or max-age.')
    for (const limit of limits) {
      const clash = clashOf(limit)
      if (clash !== null) mistake(path, clash)
    }
    return limits
  }

  function suppressionsOf(item: unknown, path: ValuePath): readonly Suppression[] {
    const suppression = check(suppressionSchema, path, item)
    if (suppression === undefined) return []
    const { match = {}, fingerprint = null, owner = null, ...rest } = suppression
    if (fingerprint === null && Object.keys(match).length === 0) {
      mistake(
        path,
        'The suppression would hide every finding: give a fingerprint, or a match with at least one key.',
      )
    }
    const origin = `${fileName}:${yaml.positionOf(path).line}`
    return [{ match, fingerprint, owner, ...rest, origin }]
  }

  function inputsOf(): Record<string, RawValue> {
    const inputs: Record<string, RawValue> = {}
    for (const [key, value] of Object.entries(root)) {
      const input = policyKeys.some((policyKey) => policyKey === key) ? undefined : inputOf(key, value)
      if (input !== undefined) inputs[key] = input
    }
    return inputs
  }

  function inputOf(key: string, value: unknown): RawValue | undefined {
    const row = policyInputs.find(({ name }) => name === key)
    if (row !== undefined && value !== null) return check<RawValue>(inputOfKind(row.kind), [key], value)
    if (row === undefined) mistake([key], problemOfKey(key), 'key')
    else mistake([key], `${key} has no value: give one, or take the key out.`)
    return undefined
  }

  /** The checked value; `undefined` when there is none, or when it has mistakes. */
  function check<T>(schema: Section<T>, path: ValuePath, value: unknown): T | undefined {
    if (value === undefined || (value === null && path.length === 1)) return undefined
    const { success, data, error } = schema.safeParse(value, { reportInput: true })
    if (success) return data
    for (const problem of error.issues.flatMap((issue) => describeIssue(issue, path))) {
      mistake(problem.path, problem.what, problem.at)
    }
    return undefined
  }

  function mistake(path: ValuePath, what: string, at: 'key' | 'value' = 'value'): void {
    mistakes.push({ where: whereOf(path, at), what })
  }

  function whereOf(path: ValuePath, at: 'key' | 'value' = 'value'): string {
    const { line, column } = yaml.positionOf(path, at)
    return `${fileName}:${line}:${column}`
  }
}

function orderOf({ where }: ConfigError): number {
  const [, line, column] = /:(\d+):(\d+)(, character \d+)?$/.exec(where) ?? []
  return Number(line) * 2 ** 32 + Number(column)
}

function problemOfKey(key: string): string {
  const refusal = isInputName(key) ? refusalInPolicy(rowOf(key)) : null
  if (refusal !== null) return refusal
  if (!secretWords.test(key)) return unknownKey(key, [...policyKeys, ...policyInputs.map(({ name }) => name)])
  return 'Secrets have no place in a policy file, which is committed: give it as an input or in the environment.'
}

/** One threshold for each limit that an entry gives. */
function limitsOf(threshold: FileThreshold, origin: string): readonly Threshold[] {
  const { name, match = {}, max, level = 'fail', count = 'rows' } = threshold
  const { 'max-new': maxNew, 'max-age': olderThanMs = null } = threshold
  const limits: Threshold[] = []
  const add = (part: Pick<Threshold, 'onlyNew' | 'olderThanMs' | 'max'>, ownName?: string): void => {
    const limit = { match, level, count, origin, ...part }
    const selector = selectorText(limit)
    limits.push({ ...limit, selector, name: ownName ?? selector })
  }
  if (max !== undefined || olderThanMs !== null) add({ onlyNew: false, olderThanMs, max: max ?? 0 }, name)
  const newName = limits.length === 0 ? name : name && `${name} (new)`
  if (maxNew !== undefined) add({ onlyNew: true, olderThanMs: null, max: maxNew }, newName)
  return limits
}
