/** Reads resolved inputs one by one and keeps every mistake. One reader serves one call of `readInputs`. */
import type { Mistake } from '../errors.ts'
import type { Parsed } from '../parse.ts'
import type { Operation } from './inputs.ts'
import { placeOf, type Resolution } from './resolve.ts'
import type { RawValue } from './sources.ts'
import { type InputName, type InputRow, rowOf } from './table.ts'

/** A reading function of one kind of input; the row carries allowed words and bounds. */
export type Parse<T> = (raw: RawValue, row: InputRow) => Parsed<T>

/** Where the reading functions take values from and put what they find wrong. */
export type InputReader = {
  /** True when a source gave the input, rightly or not. */
  has(name: InputName): boolean
  /** The value of an input that has no default; `null` when it was not given, or wrongly. */
  optional<T>(name: InputName, parse: Parse<T>): T | null
  /** The value of an input that has a default, which also stands in for a wrong one until the mistakes are told. */
  value<T>(name: InputName, parse: Parse<T>): T
  /** Keeps a mistake about an input, or about several under the name of the first. */
  refuse(name: InputName, what: string): void
  /** All mistakes up to now, oldest first. */
  readonly mistakes: readonly Mistake[]
}

/** A reader over what was given, for an operation (`null` when that is itself wrong). */
export function inputReader(resolution: Resolution, operation: Operation | null): InputReader {
  const { given } = resolution
  const mistakes = [...resolution.mistakes]
  const refuse = (name: InputName, what: string): void => {
    mistakes.push({ where: placeOf(name, given.get(name)?.source ?? 'input'), what })
  }
  const optional = <T>(name: InputName, parse: Parse<T>): T | null => {
    const resolved = given.get(name)
    if (resolved === undefined) return null
    const parsed = parse(resolved.raw, rowOf(name))
    if ('value' in parsed) return parsed.value
    for (const problem of parsed.problems) refuse(name, problem)
    return null
  }
  const value = <T>(name: InputName, parse: Parse<T>): T =>
    optional(name, parse) ?? defaultValue(rowOf(name), operation, parse)
  return { has: (name) => given.has(name), optional, value, refuse, mistakes }
}

/** The raw default of an input; `undefined` when it has none. */
export function defaultOf(row: InputRow, operation: Operation | null): string | undefined {
  return (operation === null ? undefined : row.defaultFor?.[operation]) ?? row.default
}

function defaultValue<T>(row: InputRow, operation: Operation | null, parse: Parse<T>): T {
  const parsed = parse(defaultOf(row, operation) ?? '', row)
  if ('value' in parsed) return parsed.value
  throw new Error(`the table has no good default for ${row.name}`)
}
