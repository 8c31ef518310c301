/**
 * The shape of a policy file, in zod: the types of what is read are inferred from here, and the JSON Schema
 * that editors use is generated from here. What the words mean is told in `docs/policy.md`.
 */
import { z } from 'zod'
import { severities } from '../findings/finding.ts'
import { type Parsed, quoted, wrong } from '../parse.ts'
import { parseAge } from './age.ts'
import { parseDate } from './dates.ts'
import { type GlobField, globProblem } from './globs.ts'
import type { InputKind } from './table.ts'

const NAME_LIMIT = 200
const TEXT_LIMIT = 1000

function textOf(limit: number): z.ZodString {
  return z
    .string()
    .max(limit, `must not be longer than ${limit} characters`)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold line breaks or control characters')
    .regex(/\S/, 'must not be empty')
}

/** A glob, checked for its field. */
function globOf(field: GlobField): z.ZodString {
  return z.string().check(({ value, issues }) => {
    const problem = globProblem(value, field)
    if (problem !== null) issues.push({ code: 'custom', message: `is a glob that ${problem}`, input: value })
  })
}

/** One glob or a list of them. */
function globsOf(
  field: GlobField,
  description: string,
): z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]> {
  const glob = globOf(field)
  const list = z.array(glob).min(1, 'must not be an empty list')
  return z.union([glob, list], 'must be a glob or a list of globs').meta({ description })
}

/** Text that one of the small readers must understand. */
function readable(read: (text: string) => Parsed<number>, example: string): z.ZodString {
  return z.string(`must be a text such as ${example}`).check(({ value, issues }) => {
    const parsed = read(value)
    if ('value' in parsed) return
    for (const problem of parsed.problems) {
      issues.push({ code: 'custom', message: `cannot be read: ${problem}`, input: value })
    }
  })
}

/** The end of a suppression: a date (midnight UTC) or an instant, in ms since the epoch. */
function parseExpiry(text: string): Parsed<number> {
  const parsed = /^\d/.test(text) ? parseDate(text, 0, 'down') : wrong()
  if ('value' in parsed) return parsed
  return wrong(
    `${quoted(text)} is no day: write a date such as 2027-03-31, or an instant such as 2027-03-31T12:00:00Z.`,
  )
}

const severity = z.enum(severities)
const limit = z.int('must be a whole number').min(0, 'must not be negative')

const match = z
  .strictObject({
    rule: globsOf('rule', 'Rule names; case does not matter.').optional(),
    severity: severity.meta({ description: 'This severity and every one above it.' }).optional(),
    project: globsOf('project', 'Project keys; case does not matter.').optional(),
    repo: globsOf('repo', 'Repositories as PROJ/slug; case does not matter.').optional(),
    branch: globsOf('branch', 'Branch names. `*` stays within a segment, `**` crosses slashes.').optional(),
    path: globsOf('path', 'File paths. `*` stays within a segment, `**` crosses slashes.').optional(),
  })
  .meta({
    description: 'Which findings; every part that is given must fit. A glob with `!` in front takes out.',
  })
/** To hide is not to count: whoever hides what is low does not mean everything above. */
const hiddenMatch = match.extend({
  severity: severity.meta({ description: 'This severity alone.' }).optional(),
})

/** A threshold written out; the other way to write one is a text of the short form. */
export const thresholdSchema = z.strictObject({
  name: textOf(NAME_LIMIT)
    .meta({ description: 'Shown in logs and reports in place of the selector.' })
    .optional(),
  match: match.optional(),
  max: z
    .union([limit, z.literal('baseline')], 'must be a whole number from 0 on, or baseline')
    .meta({ description: 'Most findings allowed; `baseline`: not more than the baseline holds.' })
    .optional(),
  'max-new': limit.meta({ description: 'Most findings allowed that the baseline does not know.' }).optional(),
  'max-age': readable(parseAge, '90d')
    .meta({
      description: '`max` counts only what was scanned longer ago, such as 90d; without `max`, none may be.',
    })
    .optional(),
  level: z.enum(['fail', 'warn']).meta({ description: 'What a violation does to the verdict.' }).optional(),
  count: z
    .enum(['rows', 'distinct'])
    .meta({ description: '`distinct` counts a finding once however many branches show it.' })
    .optional(),
})

/** An entry of `suppressions`. */
export const suppressionSchema = z.strictObject({
  match: hiddenMatch.optional(),
  fingerprint: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, 'must be the 32 hex digits of a fingerprint in findings.csv')
    .optional(),
  reason: textOf(TEXT_LIMIT).meta({ description: 'Why these findings need not count.' }),
  owner: textOf(NAME_LIMIT).meta({ description: 'Who answers for it.' }).optional(),
  expires: readable(parseExpiry, '2027-03-31').meta({
    description: 'From this day (midnight UTC) or instant on the findings count again.',
  }),
})

const severityRule = z.strictObject({ rule: globOf('rule'), severity })
const severitiesWords = 'must be a mapping of globs to severities, or a list of {rule, severity}'

/** The section `severities`: globs over rules, and their levels. */
export const severitiesSchema = z
  .union([z.record(globOf('rule'), severity), z.array(severityRule)], severitiesWords)
  .meta({
    description:
      'Severities by globs of rule names; the first that matches decides. Built-in ones come last.',
  })

const relativePath = textOf(TEXT_LIMIT).refine((path) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(path), {
  error: 'must be a path: nothing is downloaded',
})

/** The section `extends`: other policy files. */
export const extendsSchema = z
  .union([relativePath, z.array(relativePath)], 'must be a path or a list of paths')
  .meta({ description: 'Other policy files, relative to this one. All of their thresholds hold as well.' })

/**
 * Inputs whose numbers, booleans and words mean the same however YAML writes them; the inputs stage reads them further.
 * Any other input is a text, which YAML would change before anybody sees it: `1.10` becomes `1.1` and `0123` becomes 123.
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

/** What is said of a value that is none of a text, but looked like one in the file. */
function unquoted(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined
  return `must be a text, and YAML takes this for a ${typeof value} (it would make 1.1 of 1.10): put it in quotes`
}

/** An input of this kind that a policy file gives. */
export function inputOfKind(kind: InputKind): typeof anyInput | typeof textInput {
  return kindsOfAnyScalar.includes(kind) ? anyInput : textInput
}

/** An entry of `thresholds` as written. */
export type FileThreshold = z.infer<typeof thresholdSchema>
/** An entry of `suppressions` as written. */
export type FileSuppression = z.infer<typeof suppressionSchema>
/** A `match` as written. */
export type FileMatch = z.infer<typeof match>
/** The section `severities` as written. */
export type FileSeverities = z.infer<typeof severitiesSchema>
/** One thing that is wrong with a value; `path` leads to it. */
export type Issue = z.core.$ZodIssue
/** A part of the file that can be checked by itself. */
export type Section<T> = z.ZodType<T>

/** Keys of the mapping at a path of the file. */
export function keysOfPart(path: readonly PropertyKey[]): readonly string[] {
  if (path.at(-1) === 'match') return Object.keys(match.shape)
  if (path[0] === 'severities') return Object.keys(severityRule.shape)
  return Object.keys(path[0] === 'suppressions' ? suppressionSchema.shape : thresholdSchema.shape)
}

/** Keys of a policy file that are no inputs. */
export const policyKeys = ['extends', 'severities', 'thresholds', 'suppressions'] as const

/** What the schema has to know of an input. */
export type InputForSchema = {
  readonly name: string
  readonly help: string
  readonly kind: InputKind
  /** Words of an input of kind `enum`. */
  readonly allowed?: readonly string[]
}

/** The JSON Schema (draft 2020-12) of policy files that may give these inputs. */
export function policyJsonSchema(inputs: readonly InputForSchema[]): object {
  const shortForm = z.string().meta({ description: 'Short form, such as `new rule:AWS_* = 0`.' })
  const file = z.strictObject({
    extends: extendsSchema.optional(),
    severities: severitiesSchema.optional(),
    thresholds: z
      .array(z.union([shortForm, thresholdSchema]))
      .meta({ description: 'Limits; all of them hold. With none at all, `total = 0` does.' })
      .optional(),
    suppressions: z
      .array(suppressionSchema)
      .meta({ description: 'Findings that do not count until a day, each with a reason.' })
      .optional(),
    ...Object.fromEntries(inputs.map((input) => [input.name, inputValue(input).optional()])),
  })
  const schema = z.toJSONSchema(file, { io: 'input' })
  return { title: 'Policy of soteri-gate (.soteri-gate.yml)', ...schema }
}

function inputValue({ kind, allowed, help }: InputForSchema): z.ZodType {
  const value = kind === 'enum' && allowed !== undefined ? wordOf(allowed) : inputOfKind(kind)
  return value.meta({ description: help })
}

/** One of the words; `true` and `false` are often written without quotes. */
function wordOf(allowed: readonly string[]): z.ZodType {
  const words = z.enum(allowed)
  return allowed.includes('true') && allowed.includes('false') ? z.union([words, z.boolean()]) : words
}
