/** Inputs whose value is one of a few words. */
import { didYouMean } from '../nearest.ts'
import { type Parsed, quoted, understood, wrong } from '../parse.ts'

/** One of the allowed words, as written. */
export function parseWord<W extends string>(text: string, allowed: readonly W[]): Parsed<W> {
  const word = allowed.find((candidate) => candidate === text)
  if (word !== undefined) return understood(word)
  return wrong(`${quoted(text)} is not one of ${allowed.join(', ')}.${didYouMean(text, allowed)}`)
}

/** Several of the allowed words, each once, in the order given; at least one. */
export function parseWords<W extends string>(items: readonly string[], allowed: readonly W[]): Parsed<W[]> {
  const problems: string[] = []
  const words = new Set<W>()
  for (const item of items) {
    const word = parseWord(item, allowed)
    if ('value' in word) words.add(word.value)
    else problems.push(...word.problems)
  }
  if (problems.length > 0) return wrong(...problems)
  if (words.size === 0) return wrong(`The list is empty: give at least one of ${allowed.join(', ')}.`)
  return understood([...words])
}

const yes = ['true', 'True', 'TRUE']
const no = ['false', 'False', 'FALSE']

/** `true` or `false` as YAML 1.2 writes them; `yes`, `1`, `on` are refused, since a guess could open a gate. */
export function parseBoolean(text: string): Parsed<boolean> {
  if (yes.includes(text)) return understood(true)
  if (no.includes(text)) return understood(false)
  return wrong(`${quoted(text)} is not a boolean: write true or false.`)
}
