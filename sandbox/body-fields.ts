/** Reading JSON bodies of requests with the limits that Bitbucket enforces. Every fault is a 400. */
import { badRequest } from './reply.ts'

/** A parsed body, or an object in one. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The body as a JSON object. */
export function objectOf(body: Buffer): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw badRequest('The body is not valid JSON.')
  }
  return asObject(value, 'body')
}

/** A value as an object; `name` is what it is called in the 400. */
export function asObject(value: unknown, name: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest(`"${name}" must be an object.`)
  }
  return value as JsonObject
}

/** A text of at most `longest` characters; `null` when absent. */
export function optionalText(object: JsonObject, name: string, longest: number): string | null {
  const value = object[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw badRequest(`"${name}" must be a string.`)
  if (value.length > longest) throw badRequest(`"${name}" must not be longer than ${longest} characters.`)
  return value
}

/** A text of 1 to `longest` characters. */
export function requiredText(object: JsonObject, name: string, longest: number): string {
  const value = optionalText(object, name, longest)
  if (value === null || value === '') throw badRequest(`"${name}" is required.`)
  return value
}

/** One of the words; `null` when absent. */
export function optionalWord(object: JsonObject, name: string, words: readonly string[]): string | null {
  const value = optionalText(object, name, 100)
  if (value !== null && !words.includes(value)) {
    throw badRequest(`"${name}" must be one of ${words.join(', ')}.`)
  }
  return value
}

/** One of the words, which must be there. */
export function requiredWord(object: JsonObject, name: string, words: readonly string[]): string {
  const value = optionalWord(object, name, words)
  if (value === null) throw badRequest(`"${name}" is required.`)
  return value
}

/** A list of at most `most` elements; empty when absent. */
export function listOf(object: JsonObject, name: string, most: number): readonly unknown[] {
  const value = object[name] ?? []
  if (!Array.isArray(value)) throw badRequest(`"${name}" must be a list.`)
  if (value.length > most) throw badRequest(`"${name}" must not have more than ${most} elements.`)
  return value
}
