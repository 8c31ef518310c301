/** A policy file from text to what it means. Every mistake of the file comes out in one go, with line and column. */
import type { Mistake } from '../errors.ts'
import { parseAge } from './age.ts'
import type { PolicyDocument } from './compose.ts'
import { parseDate } from './dates.ts'
import { globFields } from './globs.ts'
import { unknownKey, wordIssues } from './issue-words.ts'
import type { Globs, Match, SeverityRule, Suppression, Threshold } from './policy.ts'
import {
  extendsSchema,
  type FileMatch,
  type FileSeverities,
  type FileSuppression,
  type FileThreshold,
  inputOfKind,
  keysOfPart,
  policyKeys,
  type Section,
  severitiesSchema,
  suppressionSchema,
  thresholdSchema,
} from './policy-schema.ts'
import type { RawValue } from './sources.ts'
import type { InputKind } from './table.ts'
import { selectorText } from './threshold-text.ts'
import { clashOf, parseThresholdString } from './thresholds.ts'
import { readYaml, type ValuePath, type YamlText } from './yaml.ts'

/** What a policy file says, or what is wrong with it. */
export type ParsedPolicyFile = {
  /** `null` when the file has mistakes. */
  readonly document: PolicyDocument | null
  /** Inputs that the file gives, as they stand there. */
  readonly inputs: Record<string, RawValue>
  /** `file:line:column` of the value of each of these inputs. */
  readonly inputPlaces: ReadonlyMap<string, string>
  /** Paths as written; they are meant from the folder of this file. */
  readonly extends: readonly string[]
  readonly mistakes: readonly Mistake[]
}

/**
 * Reads a policy file.
 * @param fileName how to call the file in messages and origins
 * @param allowedInputs kinds of the inputs that may stand in it, by name; secrets are none of them
 * @param refusedInputs names of the inputs that may not, with the sentence that says so
 */
export function parsePolicyFile(
  text: string,
  fileName: string,
  allowedInputs: ReadonlyMap<string, InputKind>,
  refusedInputs: ReadonlyMap<string, string> = new Map(),
): ParsedPolicyFile {
  const reading = new PolicyFileReading(readYaml(text), fileName, allowedInputs, refusedInputs)
  return reading.read()
}

/** Looks like the name of something that must not stand in a committed file. */
const secretWords = /^(token|password|secret|key)$|[-_](token|password|secret|key)$/i

class PolicyFileReading {
  readonly #yaml: YamlText
  readonly #fileName: string
  readonly #allowedInputs: ReadonlyMap<string, InputKind>
  readonly #refusedInputs: ReadonlyMap<string, string>
  readonly #mistakes: Mistake[] = []
  readonly #inputPlaces = new Map<string, string>()

  constructor(
    yaml: YamlText,
    fileName: string,
    allowedInputs: ReadonlyMap<string, InputKind>,
    refusedInputs: ReadonlyMap<string, string>,
  ) {
    this.#yaml = yaml
    this.#fileName = fileName
    this.#allowedInputs = allowedInputs
    this.#refusedInputs = refusedInputs
    for (const { place, what } of yaml.problems) {
      this.#mistakes.push({ where: `${fileName}:${place.line}:${place.column}`, what })
    }
  }

  read(): ParsedPolicyFile {
    const root = this.#root()
    const extended = this.#check(extendsSchema, ['extends'], root.extends) ?? []
    const document = {
      thresholds: this.#list(root, 'thresholds').flatMap((item, at) =>
        this.#threshold(item, ['thresholds', at]),
      ),
      suppressions: this.#list(root, 'suppressions').flatMap((item, at) => {
        return this.#suppression(item, ['suppressions', at])
      }),
      severities: severityRules(this.#check(severitiesSchema, ['severities'], root.severities) ?? []),
    }
    const inputs = this.#inputs(root)
    return {
      document: this.#mistakes.length === 0 ? document : null,
      inputs,
      inputPlaces: this.#inputPlaces,
      extends: typeof extended === 'string' ? [extended] : extended,
      mistakes: inOrder(this.#mistakes, this.#fileName),
    }
  }

  /** An empty file is a policy that asks for nothing of its own. */
  #root(): Readonly<Record<string, unknown>> {
    const { value } = this.#yaml
    if (value === null) return {}
    if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
    this.#wrong([], `A policy is a mapping of keys to values; known keys are ${policyKeys.join(', ')}.`)
    return {}
  }

  #list(root: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
    const value = root[key] ?? []
    if (Array.isArray(value)) return value
    this.#wrong([key], `${key} must be a list: begin each item with "- ".`)
    return []
  }

  #threshold(item: unknown, path: ValuePath): readonly Threshold[] {
    const { line, column } = this.#yaml.placeOf(path)
    const origin = `${this.#fileName}:${line}`
    if (typeof item === 'string') {
      const start = this.#yaml.placeOfText(path, item)
      const where = (at: number): string =>
        start === null ? `${origin}:${column}, character ${at}` : `${origin}:${start.column + at - 1}`
      const read = parseThresholdString(item, where, origin)
      this.#mistakes.push(...read.mistakes)
      return read.thresholds
    }
    const threshold = this.#check(thresholdSchema, path, item)
    if (threshold === undefined) return []
    const limits = limitsOf(threshold, origin)
    if (limits.length === 0) this.#wrong(path, 'The threshold limits nothing: give max, max-new or max-age.')
    for (const limit of limits) {
      const clash = clashOf(limit)
      if (clash !== null) this.#wrong(path, clash)
    }
    return limits
  }

  #suppression(item: unknown, path: ValuePath): readonly Suppression[] {
    const suppression = this.#check(suppressionSchema, path, item)
    if (suppression === undefined) return []
    const { match = {}, fingerprint = null } = suppression
    if (fingerprint === null && Object.keys(match).length === 0) {
      this.#wrong(
        path,
        'The suppression would hide every finding: give a fingerprint, or a match with at least one key.',
      )
    }
    return [suppressionOf(suppression, `${this.#fileName}:${this.#yaml.placeOf(path).line}`)]
  }

  #inputs(root: Readonly<Record<string, unknown>>): Record<string, RawValue> {
    const known = [...policyKeys, ...this.#allowedInputs.keys()]
    const inputs: Record<string, RawValue> = {}
    for (const [key, value] of Object.entries(root)) {
      if (policyKeys.some((policyKey) => policyKey === key)) continue
      const kind = this.#allowedInputs.get(key)
      if (kind === undefined) this.#wrong([key], this.#refusedInputs.get(key) ?? unknown(key, known), 'key')
      else Object.assign(inputs, this.#input(key, kind, value))
    }
    return inputs
  }

  #input(key: string, kind: InputKind, value: unknown): Record<string, RawValue> {
    const checked = this.#check<RawValue>(inputOfKind(kind), [key], value)
    if (checked !== undefined) {
      this.#inputPlaces.set(key, this.#whereOf([key]))
      return { [key]: checked }
    }
    if (value === null) this.#wrong([key], `${key} has no value: give one, or take the key out.`)
    return {}
  }

  /** The checked value; `undefined` when there is none, or when it has mistakes. */
  #check<T>(schema: Section<T>, path: ValuePath, value: unknown): T | undefined {
    if (value === undefined || (value === null && path.length === 1)) return undefined
    const result = schema.safeParse(value)
    if (result.success) return result.data
    const keysAt = (inner: ValuePath): readonly string[] => keysOfPart([...path, ...inner])
    for (const issue of wordIssues(result.error.issues, { base: path, value, keysAt })) {
      this.#wrong(issue.path, issue.what, issue.atKey ? 'key' : 'value')
    }
    return undefined
  }

  #wrong(path: ValuePath, what: string, at: 'key' | 'value' = 'value'): void {
    this.#mistakes.push({ where: this.#whereOf(path, at), what })
  }

  #whereOf(path: ValuePath, at: 'key' | 'value' = 'value'): string {
    const { line, column } = at === 'key' ? this.#yaml.placeOfKey(path) : this.#yaml.placeOf(path)
    return `${this.#fileName}:${line}:${column}`
  }
}

/** By line and column, which stand behind the name of the file. */
function inOrder(mistakes: readonly Mistake[], fileName: string): readonly Mistake[] {
  const placeOf = ({ where }: Mistake): readonly number[] => {
    return (where.slice(fileName.length).match(/\d+/g) ?? []).map(Number)
  }
  return mistakes.toSorted((a, b) => {
    const [lineOfA = 0, columnOfA = 0] = placeOf(a)
    const [lineOfB = 0, columnOfB = 0] = placeOf(b)
    return lineOfA - lineOfB || columnOfA - columnOfB
  })
}

/** What is said of a key that is neither one of a policy nor an input. */
function unknown(key: string, known: readonly string[]): string {
  if (!secretWords.test(key)) return unknownKey(key, known)
  return 'Secrets have no place in a policy file, which is committed: give it as an input or in the environment.'
}

/** One threshold for each limit that an entry gives. */
function limitsOf(threshold: FileThreshold, origin: string): readonly Threshold[] {
  const { name, match = {}, max, level = 'fail', count = 'rows' } = threshold
  const maxNew = threshold['max-new']
  const olderThanMs = ageOf(threshold['max-age'])
  const shared = { match: matchOf(match), level, count, origin }
  const limits: Threshold[] = []
  if (max !== undefined || olderThanMs !== null) {
    const selector = { ...shared, onlyNew: false, olderThanMs }
    const text = selectorText(selector)
    limits.push({ ...selector, max: max ?? 0, selector: text, name: name ?? text })
  }
  if (maxNew !== undefined) {
    const selector = { ...shared, onlyNew: true, olderThanMs: null }
    const text = selectorText(selector)
    const ownName = limits.length === 0 ? name : name && `${name} (new)`
    limits.push({ ...selector, max: maxNew, selector: text, name: ownName ?? text })
  }
  return limits
}

function ageOf(text: string | undefined): number | null {
  const age = text === undefined ? undefined : parseAge(text)
  return age !== undefined && 'value' in age ? age.value : null
}

function suppressionOf(suppression: FileSuppression, origin: string): Suppression {
  const expires = parseDate(suppression.expires, 0, 'down')
  return {
    match: matchOf(suppression.match ?? {}),
    fingerprint: suppression.fingerprint?.toLowerCase() ?? null,
    reason: suppression.reason,
    owner: suppression.owner ?? null,
    // The schema has read it before; a date that cannot be read would be in the past, and hide nothing.
    expires: 'value' in expires ? expires.value : 0,
    origin,
  }
}

function matchOf(match: FileMatch): Match {
  const globs = globFields.flatMap((field): [string, Globs][] => {
    const value = match[field]
    return value === undefined ? [] : [[field, typeof value === 'string' ? [value] : value]]
  })
  return {
    ...Object.fromEntries(globs),
    ...(match.severity === undefined ? {} : { severity: match.severity }),
  }
}

function severityRules(severities: FileSeverities): readonly SeverityRule[] {
  if (Array.isArray(severities)) return severities
  return Object.entries(severities).map(([rule, severity]) => ({ rule, severity }))
}
