/** YAML text as plain values with their positions. Sole user of yaml. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml'

/** 1-based. */
type Position = { readonly line: number; readonly column: number }
/** Keys and indexes from the root to a value. */
export type ValuePath = readonly PropertyKey[]

/** A policy has some hundred lines; more aliases than this are an attempt to fill the memory. */
const ALIAS_LIMIT = 100
const quoteHint = 'A value that begins with one of * ! & { [ @ ` or holds ": " or " #" must be quoted.'

/**
 * Reads YAML 1.2. The value is of plain objects, lists and scalars; `null` for a text without content, or with problems:
 * those of the syntax, duplicate keys, several documents, unknown tags, alias bombs. Nothing of the text is quoted.
 */
export function readYaml(text: string) {
  const lines = new LineCounter()
  const source = text.replace(/^\uFEFF/, '')
  const parsed = parseAllDocuments(source, { lineCounter: lines, prettyErrors: false })
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  // An empty text has no document; its value is that of an empty one.
  const document = parsed[0] ?? parseDocument('')
  const positions = {
    /** The position of a value or, when it is missing, of the nearest value around it. */
    positionOf: (path: ValuePath, at: 'key' | 'value' = 'value') => positionAt(find(document, path)[at]),
    /** The position of the first character of a text; `null` when the file spells the text in another way. */
    positionOfText: (path: ValuePath, written: string) => {
      const { value } = find(document, path)
      // After a quote, it begins one character later.
      const start = [value, value + 1].find((offset) => source.startsWith(written, offset))
      return start === undefined ? null : positionAt(start)
    },
  }
  const problems = problemsOf(document, parsed[1]).map(({ at, what }) => ({ position: positionAt(at), what }))
  if (problems.length > 0) return { value: null, problems, ...positions }
  return { ...plainValue(document), ...positions }
}

type Problem = { readonly at: number; readonly what: string }

function problemsOf(document: Document.Parsed, second: Document.Parsed | undefined): readonly Problem[] {
  const problems: Problem[] = [...document.errors, ...document.warnings].map((error) => ({
    at: error.pos[0],
    what: wordsFor(error),
  }))
  if (second !== undefined) {
    problems.push({ at: second.range[0], what: 'A second document begins here: a policy is one document.' })
  }
  if (problems.length > 0) return problems
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return
      problems.push({ at: alias.range?.[0] ?? 0, what: `This is an alias of nothing. ${quoteHint}` })
    },
  })
  return problems
}

function wordsFor({ code }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'This key is given twice: keep one.'
  if (code === 'TAB_AS_INDENT') return 'A tab indents this line: YAML takes blanks only.'
  if (code === 'TAG_RESOLVE_FAILED') return `This YAML tag is unknown. ${quoteHint}`
  return `This is not valid YAML (${code}). ${quoteHint}`
}

function plainValue(document: Document.Parsed) {
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIAS_LIMIT })
    return { value, problems: [] }
  } catch {
    // The only error left at this point: the aliases expand to too much.
    const what = `Aliases expand to too much: at most ${ALIAS_LIMIT} may be used.`
    return { value: null, problems: [{ position: { line: 1, column: 1 }, what }] }
  }
}

/** The offsets of a value and its key; of the nearest value around it when it is missing. */
function find(document: Document.Parsed, path: ValuePath): { readonly value: number; readonly key: number } {
  let node: unknown = document.contents
  let value = startOf(node) ?? 0
  let key = value
  for (const step of path) {
    const member = memberOf(isAlias(node) ? node.resolve(document) : node, step)
    if (member === undefined) break
    node = member.value
    key = startOf(member.key) ?? key
    value = startOf(node) ?? key
  }
  return { value, key }
}

/** A pair of a mapping; an item of a list is its own key. */
function memberOf(node: unknown, step: PropertyKey): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
  const item = isSeq(node) ? node.items[Number(step)] : undefined
  return item === undefined ? undefined : { key: item, value: item }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
