/** A policy file from text to typed policy. All mistakes of the file are reported at once, with line and column. */
import type { ConfigError } from '../errors.ts'
import { isRecord } from '../parse.ts'
import { type Globs, globFields } from './globs.ts'
import type { Policy, SeverityRule, Suppression } from './policy.ts'
import {
  checkPart,
  extendsSchema,
  type FileMatch,
  type FileSeverities,
  type FileThreshold,
  inputOfKind,
  ownersSchema,
  policyInputs,
  policyKeys,
  remediationSchema,
  type Section,
  severitiesSchema,
  suppressionSchema,
  thresholdSchema,
  unknownKey,
} from './policy-schema.ts'
import { refusalInPolicy } from './sources.ts'
import { isInputName, rowOf } from './table.ts'
import { clashOf, type Match, parseThresholdString, selectorText, type Threshold } from './thresholds.ts'
import type { RawValue } from './values.ts'
import { readYaml, type ValuePath, type YamlText } from './yaml.ts'

export type ParsedPolicyFile = {
  /** `null` when the file has mistakes. */
  readonly document: Policy | null
  /** Inputs that the file gives, not parsed yet. */
  readonly inputs: Record<string, RawValue>
  /** `file:line:column` of the value of each of these inputs. */
  readonly inputPlaces: ReadonlyMap<string, string>
  /** Paths as written, relative to the folder of this file. */
  readonly extends: readonly string[]
  readonly mistakes: readonly ConfigError[]
}

/** @param fileName the name of the file in messages and origins */
export function parsePolicyFile(text: string, fileName: string): ParsedPolicyFile {
  return new PolicyFileReading(readYaml(text), fileName).read()
}

/** Keys that look like the name of a secret. */
const secretWords = /^(token|password|secret|key)$|[-_](token|password|secret|key)$/i

class PolicyFileReading {
  readonly #yaml: YamlText
  readonly #fileName: string
  readonly #mistakes: ConfigError[]

  constructor(yaml: YamlText, fileName: string) {
    this.#yaml = yaml
    this.#fileName = fileName
    this.#mistakes = yaml.problems.map(({ position: { line, column }, what }) => {
      return { where: `${fileName}:${line}:${column}`, what }
    })
  }

  read(): ParsedPolicyFile {
    const root = this.#root()
    const extended = this.#check(extendsSchema, ['extends'], root.extends) ?? []
    const document = {
      thresholds: this.#list(root, 'thresholds').flatMap((item, at) => {
        return this.#threshold(item, ['thresholds', at])
      }),
      suppressions: this.#list(root, 'suppressions').flatMap((item, at) => {
        return this.#suppression(item, ['suppressions', at])
      }),
      severities: severityRules(this.#check(severitiesSchema, ['severities'], root.severities) ?? []),
      ...this.#owners(root.owners),
      remedies: Object.entries(this.#check(remediationSchema, ['remediation'], root.remediation) ?? {}).map(
        ([rule, remedy]) => {
          if (typeof remedy === 'string') return { rule, text: remedy, link: null }
          return { rule, text: remedy.text, link: remedy.link ?? null }
        },
      ),
    }
    const inputs = this.#inputs(root)
    return {
      document: this.#mistakes.length === 0 ? document : null,
      inputs,
      inputPlaces: new Map(Object.keys(inputs).map((key) => [key, this.#whereOf([key])])),
      extends: typeof extended === 'string' ? [extended] : extended,
      mistakes: this.#mistakes.toSorted((a, b) => orderOf(a) - orderOf(b)),
    }
  }

  /** An empty file is a policy that sets nothing. */
  #root(): Readonly<Record<string, unknown>> {
    const { value } = this.#yaml
    if (value === null) return {}
    if (isRecord(value) && !Array.isArray(value)) return value
    this.#mistake([], `A policy is a mapping of keys to values; known keys are ${policyKeys.join(', ')}.`)
    return {}
  }

  #list(root: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
    const value = root[key] ?? []
    if (Array.isArray(value)) return value
    this.#mistake([key], `${key} must be a list: begin each item with "- ".`)
    return []
  }

  #threshold(item: unknown, path: ValuePath): readonly Threshold[] {
    const { line, column } = this.#yaml.positionOf(path)
    const origin = `${this.#fileName}:${line}`
    if (typeof item === 'string') {
      const start = this.#yaml.positionOfText(path, item)
      const where = (at: number): string =>
        start === null ? `${origin}:${column}, character ${at}` : `${origin}:${start.column + at - 1}`
      const { thresholds, mistakes } = parseThresholdString(item, where, origin)
      this.#mistakes.push(...mistakes)
      return thresholds
    }
    const threshold = this.#check(thresholdSchema, path, item)
    if (threshold === undefined) return []
    const limits = limitsOf(threshold, origin)
    if (limits.length === 0)
      this.#mistake(path, 'The threshold limits nothing: give max, max-new or max-age.')
    for (const limit of limits) {
      const clash = clashOf(limit)
      if (clash !== null) this.#mistake(path, clash)
    }
    return limits
  }

  #suppression(item: unknown, path: ValuePath): readonly Suppression[] {
    const suppression = this.#check(suppressionSchema, path, item)
    if (suppression === undefined) return []
    const { match = {}, fingerprint = null, owner = null, reason, expires } = suppression
    if (fingerprint === null && Object.keys(match).length === 0) {
      this.#mistake(
        path,
        'The suppression would hide every finding: give a fingerprint, or a match with at least one key.',
      )
    }
    const origin = `${this.#fileName}:${this.#yaml.positionOf(path).line}`
    const hidden = { match: matchOf(match), fingerprint: fingerprint?.toLowerCase() ?? null }
    return [{ ...hidden, reason, owner, expires, origin }]
  }

  #owners(value: unknown): Pick<Policy, 'owners'> {
    const owners = this.#check(ownersSchema, ['owners'], value)
    if (owners === undefined) return {}
    if (owners === 'codeowners') return { owners: { rules: [], codeOwners: true } }
    const rules = Object.entries(owners).map(([glob, owner]) => {
      const [repo = '', path = null] = glob.split(/:(.*)/s)
      return { repo, path, owner }
    })
    return { owners: { rules, codeOwners: false } }
  }

  #inputs(root: Readonly<Record<string, unknown>>): Record<string, RawValue> {
    const inputs: Record<string, RawValue> = {}
    for (const [key, value] of Object.entries(root)) {
      if (policyKeys.some((policyKey) => policyKey === key)) continue
      const row = policyInputs.find(({ name }) => name === key)
      if (row === undefined) this.#mistake([key], problemOfKey(key), 'key')
      else if (value === null) this.#mistake([key], `${key} has no value: give one, or take the key out.`)
      else {
        const checked = this.#check<RawValue>(inputOfKind(row.kind), [key], value)
        if (checked !== undefined) inputs[key] = checked
      }
    }
    return inputs
  }

  /** The checked value; `undefined` when there is none, or when it has mistakes. */
  #check<T>(schema: Section<T>, path: ValuePath, value: unknown): T | undefined {
    if (value === undefined || (value === null && path.length === 1)) return undefined
    const checked = checkPart(schema, path, value)
    if ('value' in checked) return checked.value
    for (const problem of checked.problems) {
      this.#mistake(problem.path, problem.what, problem.atKey ? 'key' : 'value')
    }
    return undefined
  }

  #mistake(path: ValuePath, what: string, at: 'key' | 'value' = 'value'): void {
    this.#mistakes.push({ where: this.#whereOf(path, at), what })
  }

  #whereOf(path: ValuePath, at: 'key' | 'value' = 'value'): string {
    const { line, column } = at === 'key' ? this.#yaml.positionOfKey(path) : this.#yaml.positionOf(path)
    return `${this.#fileName}:${line}:${column}`
  }
}

/** Orders mistakes by line and column. */
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

function matchOf({ severity, ...match }: FileMatch): Match {
  const globs = globFields.flatMap((field): [string, Globs][] => {
    const value = match[field]
    return value === undefined ? [] : [[field, typeof value === 'string' ? [value] : value]]
  })
  return { ...Object.fromEntries(globs), ...(severity === undefined ? {} : { severity }) }
}

function severityRules(severities: FileSeverities): readonly SeverityRule[] {
  if (Array.isArray(severities)) return severities
  return Object.entries(severities).map(([rule, severity]) => ({ rule, severity }))
}
