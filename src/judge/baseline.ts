/**
 * `baseline.json`: the findings that were accepted before. It shows which findings are new, and gives `max: baseline`
 * its number for any selector. It holds no secret and no match of one, and names as they are written, masked:
 *
 * - kind `counts`: how many findings of a rule a file has;
 * - kind `keyed`: the first 16 hex digits of their fingerprints, which are HMACs under `fingerprint-key`.
 *
 * A line for each file. Branches are listed once for each repository, in groups: `{"1": 2}` says two findings that
 * are on exactly the branches of group 1. The grammar of the text:
 *
 *     {"format": "soteri-gate-baseline", "version": 1, "kind": "counts", "repositories": {
 *       "PROJ/slug": {
 *         "branches": {"1": ["dev", "main"]},
 *         "files": {"src/a.ts": {"AWS_CLIENT_ID": {"1": 2}}} }}}
 *
 * With `keyed` there is a `keyCheck`, and a list of fingerprints in place of each number.
 */
import { GateError } from '../errors.ts'
import type { FindingKey } from '../export/finding-row.ts'
import { REDACTED, UNREADABLE_ROW } from '../finding.ts'
import type { Target } from '../target.ts'

/** First words of a `baseline.json`: what it is, and in which grammar. */
export const BASELINE_FORMAT = 'soteri-gate-baseline'
export const BASELINE_VERSION = 1

/** Hex digits of a fingerprint that a baseline keeps: by chance alone two meet once in 2^64. */
export const KEPT_DIGITS = 16

type BaselineEntry = FindingKey & { readonly groups: readonly BaselineGroup[] }

/** Findings of one key that are on the same branches. */
export type BaselineGroup = {
  /** Branch names; each as often as each of the findings has rows on it. */
  readonly branches: readonly string[]
  readonly count: number
  /** `KEPT_DIGITS` of each finding's fingerprint; empty for kind `counts`. */
  readonly fingerprints: readonly string[]
}

export type Baseline = {
  readonly kind: 'counts' | 'keyed'
  readonly isMasked: boolean
  /** Read one repository at a time, and only then checked. @throws GateError FILE_UNREADABLE when it is damaged */
  readonly entries: Iterable<BaselineEntry>
}

/**
 * @param source the path, for messages
 * @param keyCheck of this run's `fingerprint-key`; `null` without a key
 * @throws GateError FILE_UNREADABLE when it is no baseline or a damaged one, INPUT_INVALID when it needs another key
 */
export function readBaseline(text: string, source: string, keyCheck: string | null): Baseline {
  const reading = new BaselineReading(source)
  const document = reading.document(text)
  checkKey(document.kind === 'keyed' ? document.keyCheck : null, keyCheck, source)
  const isMasked = text.includes(REDACTED)
  return { kind: document.kind, isMasked, entries: { [Symbol.iterator]: () => reading.entries(document) } }
}

function checkKey(made: string | null, given: string | null, source: string): void {
  if (given === made) return
  if (made === null) {
    throw new GateError(
      'INPUT_INVALID',
      `baseline-file: "${source}" was made without a fingerprint-key, and one is given: it holds numbers only, under which new secrets would pass as known.`,
      {
        hint: 'Make a new baseline: run once with the fingerprint-key, with `mode: report` and without baseline-file, and take its baseline.json. Or leave out the key.',
      },
    )
  }
  const problem = given === null ? 'and none is given' : 'and the one given is another'
  throw new GateError(
    'INPUT_INVALID',
    `baseline-file: "${source}" was made with a fingerprint-key, ${problem}.`,
    {
      hint: 'Give the fingerprint-key that the baseline was made with, or make a new baseline.',
    },
  )
}

type Json = Readonly<Record<string, unknown>>
/** Branches by the label of their group. */
type Groups = ReadonlyMap<string, readonly string[]>
/** Each of the `repositories` is the index of one of the `parts`. */
type Document = { readonly repositories: Json; readonly parts: readonly string[] } & (
  | { readonly kind: 'counts' }
  | { readonly kind: 'keyed'; readonly keyCheck: string }
)

/** A repository is an object in the list of repositories in the document. */
const DEPTH_OF_REPOSITORY = 3

/** Takes the parsed text apart and objects to whatever is not as it should be. */
class BaselineReading {
  readonly #source: string

  constructor(source: string) {
    this.#source = source
  }

  document(text: string): Document {
    const { outline, parts } = cutObjects(text.replace(/^\uFEFF/, ''), DEPTH_OF_REPOSITORY)
    const root = this.#object(this.#parse(outline), 'the file')
    if (root.format !== BASELINE_FORMAT) throw this.#damaged(`"format" is not "${BASELINE_FORMAT}"`)
    if (root.version !== BASELINE_VERSION) throw this.#damaged(`"version" is not ${BASELINE_VERSION}`)
    const repositories = this.#object(root.repositories, '"repositories"')
    if (root.kind === 'counts') return { kind: 'counts', repositories, parts }
    if (root.kind !== 'keyed') throw this.#damaged('"kind" is neither "counts" nor "keyed"')
    if (typeof root.keyCheck !== 'string') throw this.#damaged('"keyCheck" is missing')
    return { kind: 'keyed', repositories, parts, keyCheck: root.keyCheck }
  }

  *entries({ kind, repositories, parts }: Document): Generator<BaselineEntry, undefined> {
    for (const [name, value] of Object.entries(repositories)) {
      const place = this.#place(name)
      const { part } = this.#object(value, 'a repository')
      const { branches, files } = this.#object(this.#parse(parts[part as number] as string), 'a repository')
      const groups = this.#groups(branches)
      for (const [path, rules] of Object.entries(this.#object(files, '"files"'))) {
        for (const [rule, found] of Object.entries(this.#object(rules, 'a file'))) {
          yield { ...place, path, rule, groups: this.#found(found, kind, groups) }
        }
      }
    }
  }

  #found(found: unknown, kind: Document['kind'], groups: Groups): readonly BaselineGroup[] {
    return Object.entries(this.#object(found, 'a rule')).map(([group, content]) => {
      const branches = groups.get(group)
      if (branches === undefined) throw this.#damaged('a group of branches is not listed')
      const { count, fingerprints } = kind === 'counts' ? this.#count(content) : this.#fingerprints(content)
      return { branches, count, fingerprints }
    })
  }

  #place(name: string): Pick<BaselineEntry, 'project' | 'repository'> {
    const slash = name.indexOf('/')
    if (slash < 0) throw this.#damaged('the name of a repository has no "/"')
    return { project: name.slice(0, slash), repository: name.slice(slash + 1) }
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch {
      throw this.#damaged('it is not whole JSON (cut off, or a merge conflict?)')
    }
  }

  #groups(value: unknown): Groups {
    const groups = Object.entries(this.#object(value, '"branches"'))
    return new Map(groups.map(([group, names]) => [group, this.#strings(names, 'a group of branches')]))
  }

  #count(value: unknown): Pick<BaselineGroup, 'count' | 'fingerprints'> {
    if (!Number.isSafeInteger(value) || (value as number) < 1)
      throw this.#damaged('a count is not a whole number')
    return { count: value as number, fingerprints: [] }
  }

  #fingerprints(value: unknown): Pick<BaselineGroup, 'count' | 'fingerprints'> {
    const fingerprints = this.#strings(value, 'a list of fingerprints')
    const bad = fingerprints.some((digits) => digits.length !== KEPT_DIGITS || !/^[0-9a-f]+$/.test(digits))
    if (bad) throw this.#damaged(`a fingerprint does not have ${KEPT_DIGITS} hex digits`)
    return { count: fingerprints.length, fingerprints }
  }

  #strings(value: unknown, what: string): readonly string[] {
    const good = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
    if (!good) throw this.#damaged(`${what} is not a list of texts`)
    return value
  }

  #object(value: unknown, what: string): Json {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
    throw this.#damaged(`${what} is not an object`)
  }

  #damaged(problem: string): GateError {
    return new GateError(
      'FILE_UNREADABLE',
      `baseline-file: "${this.#source}" is not a usable baseline: ${problem}.`,
      {
        hint: 'Take the baseline.json of a run as it is; never edit or merge it by hand.',
      },
    )
  }
}

/** The entries that count, each with the branches that do. @param scope of the run; `null`: everything */
export function* withinScope(
  entries: Iterable<BaselineEntry>,
  scope: readonly Target[] | null,
): Generator<BaselineEntry, undefined> {
  const covers = scope === null ? null : coverageOf(scope)
  for (const entry of entries) {
    // Written by hand: no run accepts what it could not read.
    if (entry.rule === UNREADABLE_ROW) continue
    if (covers === null) {
      yield entry
      continue
    }
    const groups = covers(entry)
    if (groups.length > 0) yield { ...entry, groups }
  }
}

/** Finds what of an entry is in the scope. It is asked for every entry, and there may be thousands of targets. */
function coverageOf(scope: readonly Target[]): (entry: BaselineEntry) => readonly BaselineGroup[] {
  const everything = scope.some(({ kind }) => kind === 'instance')
  const whole = new Set<string>()
  const branchesOf = new Map<string, Set<string>>()
  for (const target of scope) {
    if (target.kind === 'project') whole.add(placeKey(target.project))
    if (target.kind === 'repo') whole.add(placeKey(target.project, target.repo))
    if (target.kind !== 'branch') continue
    const place = placeKey(target.project, target.repo)
    branchesOf.set(place, (branchesOf.get(place) ?? new Set()).add(target.branch))
  }
  // A list of branches belongs to one repository.
  const looked = new Map<readonly string[], readonly string[]>()
  const branchesIn = (place: string, branches: readonly string[]): readonly string[] => {
    const asked = branchesOf.get(place)
    // An unknown branch may be one of them.
    const some = looked.get(branches) ?? branches.filter((name) => name === '' || asked?.has(name))
    looked.set(branches, some)
    return some
  }
  return ({ project, repository, groups }) => {
    const place = placeKey(project, repository)
    if (everything || whole.has(placeKey(project)) || whole.has(place)) return groups
    if (!branchesOf.has(place)) return []
    return groups
      .map((group) => ({ ...group, branches: branchesIn(place, group.branches) }))
      .filter(({ branches }) => branches.length > 0)
  }
}

/** Bitbucket ignores case here. */
function placeKey(project: string, repository?: string): string {
  return (repository === undefined ? project : `${project}/${repository}`).toLowerCase()
}

/** A text without the objects of one depth, and those. Text and parts are JSON if, and only if, the whole is. */
type JsonParts = {
  /** The text with `{"part": N}` in place of each object. Nothing else in it can be an object of that depth. */
  readonly outline: string
  readonly parts: readonly string[]
}

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d]

/** Cuts out the objects within `depth` - 1 others, of any text: what is no JSON is found when it is parsed. */
export function cutObjects(text: string, depth: number): JsonParts {
  const parts: string[] = []
  let outline = ''
  let copied = 0
  let within = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) at = endOfString(text, at)
    if (character === OPEN && ++within === depth) start = at
    if (character !== CLOSE || within-- !== depth) continue
    outline += `${text.slice(copied, start)}{"part": ${parts.length}}`
    copied = at + 1
    parts.push(text.slice(start, copied))
  }
  return { outline: outline + text.slice(copied), parts }
}

/** Where the string that begins at `start` ends; after the text when it does not. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1
  return (at - before) % 2 === 1
}
