/** YAML text as plain values that remember where they stand. Sole user of yaml. */
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
export type Place = { readonly line: number; readonly column: number }
/** Something that is no YAML, or none that is allowed, and where. */
export type YamlProblem = { readonly place: Place; readonly what: string }
/** Keys and indexes from the root to a value. */
export type ValuePath = readonly PropertyKey[]

/** A document and where its values stand. */
export type YamlText = {
  /** Plain objects, lists and scalars; `null` for a text without content, or when there are problems. */
  readonly value: unknown
  readonly problems: readonly YamlProblem[]
  /** Where a value stands, or, when it is missing, the nearest value around it. */
  readonly placeOf: (path: ValuePath) => Place
  /** Where the key of a value stands. */
  readonly placeOfKey: (path: ValuePath) => Place
  /** Where the first character of a text stands; `null` when the text is written otherwise than it reads. */
  readonly placeOfText: (path: ValuePath, text: string) => Place | null
}

/** A policy has some hundred lines; more aliases than this are an attempt to fill the memory. */
const ALIAS_LIMIT = 100
const quoteHint = 'A value that begins with one of * ! & { [ @ ` or holds ": " or " #" must be quoted.'

/** Reads YAML 1.2. Duplicate keys, several documents, unknown tags and alias bombs are problems; nothing is quoted. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter()
  const source = text.replace(/^\uFEFF/, '')
  const parsed = parseAllDocuments(source, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    strict: true,
  })
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  // An empty text has no document; its value is that of an empty one.
  const document = parsed[0] ?? parseDocument('')
  const places = {
    placeOf: (path: ValuePath) => placeAt(find(document, path).value),
    placeOfKey: (path: ValuePath) => placeAt(find(document, path).key),
    placeOfText: (path: ValuePath, written: string) => {
      const { value } = find(document, path)
      const start = [value, value + 1].find((offset) => source.startsWith(written, offset))
      return start === undefined ? null : placeAt(start)
    },
  }
  const problems = problemsOf(document, parsed[1]).map(({ at, what }) => ({ place: placeAt(at), what }))
  if (problems.length > 0) return { value: null, problems, ...places }
  return { ...plainValue(document), ...places }
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
  if (code === 'DUPLICATE_KEY') return 'This key stands here twice: keep one.'
  if (code === 'TAB_AS_INDENT') return 'A tab indents this line: YAML wants blanks.'
  if (code === 'TAG_RESOLVE_FAILED') return `This is a YAML tag that nobody knows. ${quoteHint}`
  return `This is not valid YAML (${code}). ${quoteHint}`
}

function plainValue(document: Document.Parsed): Pick<YamlText, 'value' | 'problems'> {
  try {
    return { value: document.toJS({ maxAliasCount: ALIAS_LIMIT }), problems: [] }
  } catch {
    // The one thing that can still go wrong: what aliases stand for has grown too large.
    const what = `Aliases stand for too much: at most ${ALIAS_LIMIT} may be used.`
    return { value: null, problems: [{ place: { line: 1, column: 1 }, what }] }
  }
}

type Found = { readonly node: unknown; readonly value: number; readonly key: number }

/** Where a value and its key begin; the nearest value around it when it is missing. */
function find(document: Document.Parsed, path: ValuePath): Found {
  const start = startOf(document.contents) ?? 0
  let found: Found = { node: document.contents, value: start, key: start }
  for (const step of path) {
    const inner = isAlias(found.node) ? found.node.resolve(document) : found.node
    const next = isSeq(inner) ? itemOf(inner.items[Number(step)], found) : memberOf(inner, step, found)
    if (next === undefined) return found
    found = next
  }
  return found
}

function itemOf(item: unknown, around: Found): Found | undefined {
  if (item === undefined) return undefined
  const start = startOf(item) ?? around.value
  return { node: item, value: start, key: start }
}

function memberOf(map: unknown, step: PropertyKey, around: Found): Found | undefined {
  const pair = isMap(map)
    ? map.items.find(({ key }) => isScalar(key) && String(key.value) === step)
    : undefined
  if (pair === undefined) return undefined
  const key = startOf(pair.key) ?? around.key
  return { node: pair.value, value: startOf(pair.value) ?? key, key }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
