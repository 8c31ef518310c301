/** What is wrong with a value of a policy file, in words. Values of unknown keys are never quoted: they may be secrets. */
import { didYouMean } from '../nearest.ts'
import { quoted } from '../parse.ts'
import type { Issue } from './policy-schema.ts'
import type { ValuePath } from './yaml.ts'

/** A problem at a value, or at a key when `atKey`. */
export type WordedIssue = { readonly path: ValuePath; readonly atKey: boolean; readonly what: string }

/** The part of a policy file that was checked. */
export type CheckedPart = {
  /** Where it stands in the file. */
  readonly base: ValuePath
  readonly value: unknown
  /** Keys allowed in the mapping at a path below `base`, to name the nearest. */
  readonly keysAt: (path: ValuePath) => readonly string[]
}

/** The issues of one part of the file in words. */
export function wordIssues(issues: readonly Issue[], part: CheckedPart): readonly WordedIssue[] {
  return issues.flatMap((issue) => wordIssue(issue, part))
}

function wordIssue(issue: Issue, part: CheckedPart): readonly WordedIssue[] {
  const path = [...part.base, ...issue.path]
  const value = valueAt(part.value, issue.path)
  const say = (what: string, atKey = false): WordedIssue => {
    return { path, atKey, what: `${labelOf(path)} ${/[.?]$/.test(what) ? what : `${what}.`}` }
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        return { path: [...path, key], atKey: true, what: unknownKey(key, part.keysAt(issue.path)) }
      })
    case 'invalid_key':
      return issue.issues.map(({ message }) => say(message, true))
    case 'invalid_union': {
      const fitting = issue.errors.find((errors) => !errors.some(isOtherType))
      if (value === undefined || fitting === undefined)
        return [say(value === undefined ? 'is missing' : issue.message)]
      const keysAt = (inner: ValuePath): readonly string[] => part.keysAt([...issue.path, ...inner])
      return wordIssues(fitting, { base: path, value, keysAt })
    }
    case 'invalid_type':
      return [say(value === undefined ? 'is missing' : typeWords(issue))]
    case 'invalid_value':
      return [say(allowedWords(issue.values.map(String), value))]
    default:
      return [say(issue.message)]
  }
}

/** A key that nobody knows. It is named only when it looks like a word, and not like a secret that lost its colon. */
export function unknownKey(key: string, known: readonly string[]): string {
  const named = /^[a-z][a-z_-]{0,29}$/i.test(key) ? ` ${quoted(key)}` : ''
  return `The key${named} has no place here; allowed are ${known.join(', ')}.${didYouMean(key, known)}`
}

/** An alternative of a union that is about another type altogether. */
function isOtherType({ path, code }: Issue): boolean {
  return path.length === 0 && ['invalid_type', 'invalid_value', 'invalid_union'].includes(code)
}

function allowedWords(allowed: readonly string[], value: unknown): string {
  const near = typeof value === 'string' ? didYouMean(value, allowed) : ''
  return `must be one of ${allowed.join(', ')}.${near}`
}

/** The schema's own words where it has some; zod's begin with "Invalid". */
function typeWords({ expected, message }: Issue & { readonly code: 'invalid_type' }): string {
  if (!message.startsWith('Invalid')) return message
  if (expected === 'string') return 'must be a text (put it in quotes)'
  if (expected === 'object' || expected === 'record') return 'must be a mapping of keys to values'
  return `must be ${expected === 'array' ? 'a list' : 'a whole number'}`
}

function valueAt(root: unknown, path: ValuePath): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value
}

/** `thresholds[2].match.rule`. */
function labelOf(path: ValuePath): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
  return steps.join('').replace(/^\./, '')
}
