/**
 * The shape of a policy file in zod, and its violations in words. The types of what is read are inferred from here,
 * and the JSON Schema for editors is generated from here; `docs/policy.md` explains the keys.
 */
import { z } from 'zod'
import { severities } from '../finding.ts'
import { didYouMean, invalid, type Parsed, quoted } from '../parse.ts'
import { type GlobField, type Globs, globProblem } from './globs.ts'
import { type InputKind, type InputRow, inputRows } from './table.ts'
import { parseAge, parseDate } from './values.ts'
import type { ValuePath } from './yaml.ts'

const NAME_LIMIT = 200
const TEXT_LIMIT = 1000

function textOf(limit: number): z.ZodString {
  return z
    .string()
    .max(limit, `must not be longer than ${limit} characters`)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold line breaks or control characters')
    .regex(/\S/, 'must not be empty')
}

function globOf(field: GlobField): z.ZodString {
  return z.string().check(({ value, issues }) => {
    const problem = globProblem(value, field)
    if (problem !== null) issues.push({ code: 'custom', message: `is a glob that ${problem}`, input: value })
  })
}

function globsOf(field: GlobField, description: string) {
  const glob = globOf(field)
  const list = z.array(glob).min(1, 'must not be an empty list')
  const either = z.union([glob, list], 'must be a glob or a list of globs').meta({ description })
  return either.transform((globs): Globs => [globs].flat())
}

/** A text that is parsed while it is checked. */
function parsedText(parse: (text: string) => Parsed<number>, example: string, description: string) {
  const text = z.string(`must be a text such as ${example}`).meta({ description })
  return text.transform((value, { issues }) => {
    const parsed = parse(value)
    if ('value' in parsed) return parsed.value
    for (const problem of parsed.problems) {
      issues.push({ code: 'custom', message: `cannot be read: ${problem}`, input: value })
    }
    return z.NEVER
  })
}

/** The end of a suppression: a date (midnight UTC) or an instant, in ms since the epoch. */
function parseExpiry(text: string): Parsed<number> {
  const parsed = /^\d/.test(text) ? parseDate(text, 0, 'down') : null
  if (parsed !== null && 'value' in parsed) return parsed
  return invalid(
    `${quoted(text)} is not a day: write a date such as 2027-03-31, or an instant such as 2027-03-31T12:00:00Z.`,
  )
}

const severity = z.enum(severities)
const limit = z.int('must be a whole number').min(0, 'must not be negative')

const match = z
  .strictObject({
    rule: globsOf('rule', 'Rule names; case does not matter.'),
    severity: severity.meta({ description: 'This severity and every one above it.' }),
    project: globsOf('project', 'Project keys; case does not matter.'),
    repo: globsOf('repo', 'Repositories as PROJ/slug; case does not matter.'),
    branch: globsOf('branch', 'Branch names. `*` stays within a segment, `**` crosses slashes.'),
    owner: globsOf('owner', 'Owners, as the policy names them; case does not matter.'),
    path: globsOf('path', 'File paths. `*` stays within a segment, `**` crosses slashes.'),
  })
  .partial()
  .meta({
    description: 'Which findings; every part that is given must fit. A glob with `!` in front takes out.',
  })
/** Unlike in a threshold, a severity here is that severity alone: hiding what is low must not hide everything above. */
const hiddenMatch = match.extend({
  severity: severity.meta({ description: 'This severity alone.' }).optional(),
})

export const thresholdSchema = z
  .strictObject({
    name: textOf(NAME_LIMIT).meta({ description: 'Shown in logs and reports in place of the selector.' }),
    match,
    max: z
      .union([limit, z.literal('baseline')], 'must be a whole number from 0 on, or baseline')
      .meta({ description: 'Most findings allowed; `baseline`: not more than the baseline holds.' }),
    'max-new': limit.meta({ description: 'Most findings allowed that the baseline does not know.' }),
    'max-age': parsedText(
      parseAge,
      '90d',
      '`max` counts only what was scanned longer ago, such as 90d; without `max`, none may be.',
    ),
    level: z.enum(['fail', 'warn']).meta({ description: 'What a violation does to the verdict.' }),
    count: z
      .enum(['rows', 'distinct'])
      .meta({ description: '`distinct` counts a finding once however many branches show it.' }),
  })
  .partial()

export const suppressionSchema = z.strictObject({
  match: hiddenMatch.optional(),
  fingerprint: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, 'must be the 32 hex digits of a fingerprint in findings.csv')
    .toLowerCase()
    .optional(),
  reason: textOf(TEXT_LIMIT).meta({ description: 'Why these findings need not count.' }),
  owner: textOf(NAME_LIMIT).meta({ description: 'Who answers for it.' }).optional(),
  expires: parsedText(
    parseExpiry,
    '2027-03-31',
    'From this day (midnight UTC) or instant on the findings count again.',
  ),
})

const severityRule = z.strictObject({ rule: globOf('rule'), severity })
const severitiesWords = 'must be a mapping of globs to severities, or a list of {rule, severity}'

/** `PROJ/slug`, or `PROJ/slug:path`. */
function ownedParts(glob: string) {
  const [repo = '', path = null] = glob.split(/:(.*)/s)
  return { repo, path }
}

const ownedGlob = z.string().check(({ value, issues }) => {
  const { repo, path } = ownedParts(value)
  const problem = globProblem(repo, 'repo') ?? (path === null ? null : globProblem(path, 'path'))
  if (problem !== null) issues.push({ code: 'custom', message: `is a glob that ${problem}`, input: value })
})

const remedy = z.strictObject({
  text: textOf(TEXT_LIMIT),
  link: z
    .string()
    .regex(/^https:\/\/[^\s<>"]+$/, 'must be an https address')
    .optional(),
})

const relativePath = textOf(TEXT_LIMIT).refine((path) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(path), {
  error: 'must be a path: nothing is downloaded',
})

/**
 * Inputs whose numbers, booleans and words mean the same however YAML writes them. Any other input must be a text, as
 * YAML would change the value: `1.10` becomes `1.1`, and `0123` becomes 123.
 */
const kindsOfAnyScalar: readonly InputKind[] = [
  'boolean',
  'integer',
  'number',
  'duration',
  'bytes',
  'enum',
  'enum-list',
]
const oneOrList = 'must be one value or a list of values'
const scalar = z.union([z.string(), z.number(), z.boolean()])
const anyInput = z.union([scalar, z.array(scalar)], oneOrList)
const text = z.string({ error: ({ input }) => unquoted(input) })
const textInput = z.union([text, z.array(text)], { error: ({ input }) => unquoted(input) ?? oneOrList })

function unquoted(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined
  return `must be a text, and YAML takes this for a ${typeof value} (it would make 1.1 of 1.10): put it in quotes`
}

export function inputOfKind(kind: InputKind): typeof anyInput | typeof textInput {
  return kindsOfAnyScalar.includes(kind) ? anyInput : textInput
}

export type Section<T> = z.ZodType<T>
export type FileThreshold = z.infer<typeof thresholdSchema>

/** Keys allowed in the mapping at a path of the file. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.at(-1) === 'match') return Object.keys(match.shape)
  if (path[0] === 'severities') return Object.keys(severityRule.shape)
  if (path[0] === 'remediation') return Object.keys(remedy.shape)
  return Object.keys(path[0] === 'suppressions' ? suppressionSchema.shape : thresholdSchema.shape)
}

const shortForm = z.string().meta({ description: 'Short form, such as `new rule:AWS_* = 0`.' })

/** By the keys of a policy file that are no inputs. */
export const policySections = {
  extends: z
    .union([relativePath, z.array(relativePath)], 'must be a path or a list of paths')
    .meta({ description: 'Other policy files, relative to this one. All of their thresholds hold as well.' })
    .transform((paths) => [paths].flat()),
  severities: z
    .union([z.record(globOf('rule'), severity), z.array(severityRule)], severitiesWords)
    .meta({
      description:
        'Severities by globs of rule names; the first that matches decides. Built-in ones come last.',
    })
    .transform((given) =>
      Array.isArray(given) ? given : Object.entries(given).map(([rule, severity]) => ({ rule, severity })),
    ),
  thresholds: z
    .array(z.union([shortForm, thresholdSchema]))
    .meta({ description: 'Limits; all of them hold. With none at all, `total = 0` does.' }),
  suppressions: z
    .array(suppressionSchema)
    .meta({ description: 'Findings that do not count until a day, each with a reason.' }),
  owners: z
    .union([z.literal('codeowners'), z.record(ownedGlob, textOf(NAME_LIMIT))], {
      error: 'must be a mapping of globs over PROJ/slug (or PROJ/slug:path) to names, or codeowners',
    })
    .meta({
      description:
        'Owners by globs over PROJ/slug, or PROJ/slug:path; the first that fits decides. `codeowners`: the file of each repository.',
    })
    .transform((given) => {
      if (given === 'codeowners') return { rules: [], codeOwners: true }
      const rules = Object.entries(given).map(([glob, owner]) => ({ ...ownedParts(glob), owner }))
      return { rules, codeOwners: false }
    }),
  remediation: z
    .record(globOf('rule'), z.union([textOf(TEXT_LIMIT), remedy], 'must be a text, or {text, link}'))
    .meta({
      description: 'Advice by globs of rule names, before the built-in one; the first that fits decides.',
    })
    .transform((given) =>
      Object.entries(given).map(([rule, advice]) => {
        const { text, link = null } = typeof advice === 'string' ? { text: advice } : advice
        return { rule, text, link }
      }),
    ),
}

export const policyKeys = Object.keys(policySections)

/** Inputs that a policy file may give: those that only shape reports and logs. */
export const policyInputs = inputRows.filter(({ inPolicy }) => inPolicy === 'allowed')

export function policyJsonSchema(): object {
  const inputs = policyInputs.map((input) => [input.name, inputValue(input)])
  const file = z.strictObject({ ...policySections, ...Object.fromEntries(inputs) }).partial()
  const schema = z.toJSONSchema(file, { io: 'input' })
  return { title: 'Policy of soteri-gate (.soteri-gate.yml)', ...schema }
}

function inputValue({ kind, allowed, help }: InputRow): z.ZodType {
  const value = kind === 'enum' && allowed !== undefined ? wordOf(allowed) : inputOfKind(kind)
  return value.meta({ description: help })
}

/** One of the words; `true` and `false` are often written without quotes. */
function wordOf(allowed: readonly string[]): z.ZodType {
  const words = z.enum(allowed)
  return allowed.includes('true') && allowed.includes('false') ? z.union([words, z.boolean()]) : words
}

type Issue = z.core.$ZodIssue
type Described = { readonly path: ValuePath; readonly at: 'key' | 'value'; readonly what: string }

/** An issue in words. Values of unknown keys are never quoted: they may be secrets. */
export function describeIssue(issue: Issue, base: ValuePath): readonly Described[] {
  const path = [...base, ...issue.path]
  const say = (what: string, at: 'key' | 'value' = 'value'): Described => {
    return { path, at, what: `${labelOf(path)} ${/[.?]$/.test(what) ? what : `${what}.`}` }
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        return { path: [...path, key], at: 'key', what: unknownKey(key, keysAt(path)) }
      })
    case 'invalid_key':
      return issue.issues.map(({ message }) => say(message, 'key'))
    case 'invalid_union': {
      if (issue.input === undefined) return [say('is missing')]
      const matching = issue.errors.find((errors) => !errors.some(isOtherType))
      return matching?.flatMap((inner) => describeIssue(inner, path)) ?? [say(issue.message)]
    }
    case 'invalid_type':
      return [say(issue.input === undefined ? 'is missing' : typeWords(issue))]
    case 'invalid_value':
      return [say(allowedWords(issue.values.map(String), issue.input))]
    default:
      return [say(issue.message)]
  }
}

/** The problem of an unknown key, which is named only if it looks like a word, not like a secret that lost its colon. */
export function unknownKey(key: string, known: readonly string[]): string {
  const named = /^[a-z][a-z_-]{0,29}$/i.test(key) ? ` ${quoted(key)}` : ''
  return `The key${named} is not allowed here; allowed are ${known.join(', ')}.${didYouMean(key, known)}`
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

/** `thresholds[2].match.rule`. */
function labelOf(path: ValuePath): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
  return steps.join('').replace(/^\./, '')
}
