/**
 * Globs over rule, project, repository, branch, path and owner, with an own matcher: anyone who may push controls paths, and
 * regular expressions made from globs take seconds for a hostile path of 500 characters and three stars. This matcher
 * takes at most (glob length x value length) steps. Pure.
 *
 * Grammar: `*` any run of characters and `?` one character, both within a segment; `**` as a whole segment: any
 * number of segments, none included (at the end at least one); `[a-z]`, `[!a-z]` one character; `{a,b}` either; a
 * backslash takes the next character literally. `rule`, `project` and `owner` have no segments. A lone `*` matches everything.
 */

/** A value matches when a positive glob matches (or there is none) and no `!` one does. */
export type Globs = readonly string[]

/** The parts of a finding that globs match. `repo` is `PROJ/slug`. */
export const globFields = ['rule', 'project', 'repo', 'branch', 'path', 'owner'] as const
export type GlobField = (typeof globFields)[number]

/** Characters a glob may have, and alternatives its braces may expand to. */
const LENGTH_LIMIT = 512
const ALTERNATIVES_LIMIT = 256

/** Git and Bitbucket compare branches and paths with case; keys, slugs and rule names without. */
const caseless: ReadonlySet<GlobField> = new Set(['rule', 'project', 'repo', 'owner'])
const withSegments: ReadonlySet<GlobField> = new Set(['repo', 'branch', 'path'])

/** One character to match: a literal, or a test; `STAR` is a run of any. */
type Sign = string | ((character: string) => boolean)
const STAR = '**'
type Segment = typeof STAR | readonly Sign[]

export type GlobTest = (value: string) => boolean

/** The problem of a glob, to go after its name; `null` when it is valid. A leading `!` negates. */
export function globProblem(glob: string, field: GlobField): string | null {
  try {
    compile(glob, field)
    return null
  } catch (problem) {
    if (problem instanceof GlobProblem) return problem.message
    throw problem
  }
}

/** @throws GlobProblem for a glob with a `globProblem` */
export function compileGlobs(globs: Globs, field: GlobField): GlobTest {
  const wanted = globs.filter(isWanted).map((glob) => compile(glob, field))
  const unwanted = globs.filter((glob) => !isWanted(glob)).map((glob) => compile(glob, field))
  return (value) =>
    (wanted.length === 0 || wanted.some((matches) => matches(value))) &&
    !unwanted.some((matches) => matches(value))
}

export class GlobProblem extends Error {
  override readonly name = 'GlobProblem'
}

export function isWanted(glob: string): boolean {
  return !glob.startsWith('!')
}

/** A leading `!` makes no difference. */
function compile(written: string, field: GlobField): GlobTest {
  checkSign(written.slice(0, 2), false)
  const glob = isWanted(written) ? written : written.slice(1)
  if (glob === '') throw new GlobProblem('is empty: write at least one character')
  if (glob.length > LENGTH_LIMIT) throw new GlobProblem(`is longer than ${LENGTH_LIMIT} characters`)
  if (/[\u0000-\u001f\u007f]/.test(glob)) throw new GlobProblem('holds a control character')
  checkVisible(glob, field)
  if (glob.startsWith('!'))
    throw new GlobProblem('negates twice: write one `!`, or `\\!` for the sign itself')
  if (glob === '*' || glob === '**') return () => true
  if (field === 'repo' && !glob.includes('/')) {
    throw new GlobProblem('names no project: write PROJ/slug, or */slug for any project')
  }
  // `refs/heads/main` is `main`.
  const name = field === 'branch' ? glob.replace(/^refs\/heads\//, '') : glob
  const hasSegments = withSegments.has(field)
  const patterns = expandBraces(folded(name, field)).map((text) => {
    const segments = hasSegments ? segmentsOf(text) : [signsOf(text, false)]
    return { segments, start: startOf(segments) }
  })
  return (value) => {
    const text = folded(value, field)
    return patterns.some(({ segments, start }) => {
      return (
        text.startsWith(start) && matchesRun(segments, hasSegments ? text.split('/') : [text], matchesSegment)
      )
    })
  }
}

/** No name of a finding has one, or nobody could see in the selector that the name has it. */
function checkVisible(glob: string, field: GlobField): void {
  const [sign] = (field === 'path' ? invisible : invisibleInName).exec(glob) ?? []
  if (sign === undefined) return
  const code = (sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  throw new GlobProblem(
    `holds an invisible character (U+${code.toUpperCase()}): take it out, or write * for it`,
  )
}

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
/** Beside these: blanks other than the usual one, and what fonts show as nothing. Paths do have emoji. */
const invisibleInName = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]|(?! )\p{Zs}/u

/** As names are compared: in lower case where case does not matter, and with accents in one spelling (NFC). */
function folded(name: string, field: GlobField): string {
  return (caseless.has(field) ? name.toLowerCase() : name).normalize('NFC')
}

function segmentsOf(text: string): readonly Segment[] {
  if (text.startsWith('/')) throw new GlobProblem('begins with `/`, which nothing does: leave it out')
  if (text.endsWith('/')) throw new GlobProblem('ends with `/`: write `/**` for everything below')
  // Below a folder there is at least one name more: `src/**` is not `src` itself.
  return text
    .replace(/\/\*\*$/, '/**/*')
    .split('/')
    .map((segment) => {
      if (segment === '') throw new GlobProblem('has two `/` in a row')
      if (segment === '.' || segment === '..')
        throw new GlobProblem('has a segment `.` or `..`: leave it out')
      return segment === '**' ? STAR : signsOf(segment, true)
    })
}

/** The literal beginning of every matching value: it alone rejects most values. */
function startOf(segments: readonly Segment[]): string {
  let start = ''
  for (const [at, segment] of segments.entries()) {
    if (at > 0) start += '/'
    if (segment === STAR) return start
    for (const sign of segment) {
      if (typeof sign !== 'string' || sign === STAR) return start
      start += sign
    }
  }
  return start
}

function signsOf(text: string, inSegment: boolean): readonly Sign[] {
  const signs: Sign[] = []
  let at = 0
  while (at < text.length) {
    checkSign(text.slice(at, at + 2), inSegment)
    const character = text.charAt(at)
    if (character === '[') {
      const end = classEnd(text, at)
      signs.push(classOf(text.slice(at + 1, end)))
      at = end + 1
    } else if (character === '\\') {
      signs.push(escaped(text.charAt(at + 1)))
      at += 2
    } else {
      signs.push(character === '*' ? STAR : character === '?' ? () => true : character)
      at += 1
    }
  }
  return signs
}

function checkSign(two: string, inSegment: boolean): void {
  if (inSegment && two === '**') {
    throw new GlobProblem('has `**` beside other characters: write it alone between slashes, as in **/*.pem')
  }
  if (/^[?*+@!]\($/.test(two)) {
    throw new GlobProblem(`holds \`${two}\`, which is not supported: use {a,b}, or \\( for the sign itself`)
  }
}

function escaped(character: string): string {
  if (character === '') throw new GlobProblem('ends with a backslash')
  if (/[\w/]/.test(character)) {
    throw new GlobProblem('has a backslash before a letter, digit or slash: paths are written with `/`')
  }
  return character
}

function classEnd(text: string, start: number): number {
  const first = /^[!^]/.test(text.slice(start + 1)) ? start + 2 : start + 1
  // A `]` in first place is a member, not the end.
  const end = text.indexOf(']', first + 1)
  if (end < 0) throw new GlobProblem('has a `[` without `]`: write \\[ for the sign itself')
  return end
}

function classOf(body: string): (character: string) => boolean {
  const negated = /^[!^]/.test(body)
  const members = negated ? body.slice(1) : body
  if (/[\\[/]/.test(members)) throw new GlobProblem('has one of `\\ [ /` between `[` and `]`')
  const ranges: (readonly [string, string])[] = []
  for (let at = 0; at < members.length; at += 1) {
    const from = members.charAt(at)
    const ranged = members[at + 1] === '-' && at + 2 < members.length
    const to = ranged ? members.charAt(at + 2) : from
    if (to < from) throw new GlobProblem(`has the range ${from}-${to}, which runs backwards`)
    ranges.push([from, to])
    if (ranged) at += 2
  }
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== negated
}

/** Within braces, or in the whole glob: the texts up to the last comma, and those after it so far. */
type Alternatives = { readonly done: readonly string[]; readonly begun: readonly string[] }

/** The texts that the braces of a glob expand to; they may be nested and escaped. */
function expandBraces(glob: string): readonly string[] {
  const outer: Alternatives[] = []
  let inner: Alternatives = { done: [], begun: [''] }
  for (const [sign] of glob.matchAll(/\\?[\s\S]/g)) {
    if (sign === '{') {
      outer.push(inner)
      inner = { done: [], begun: [''] }
    } else if (sign === '}') {
      const around = outer.pop()
      if (around === undefined) throw new GlobProblem('has a `}` without `{`: write \\} for the sign')
      inner = { ...around, begun: joinedWith(around.begun, inner) }
    } else if (sign === ',' && outer.length > 0) {
      inner = { done: [...inner.done, ...inner.begun], begun: [''] }
    } else inner = { ...inner, begun: inner.begun.map((text) => text + sign) }
  }
  if (outer.length > 0) throw new GlobProblem('has a `{` without `}`: write \\{ for the sign itself')
  return inner.begun
}

function joinedWith(heads: readonly string[], { done, begun }: Alternatives): readonly string[] {
  if (done.length === 0) throw new GlobProblem('has braces without a comma: write {a,b}, or \\{ for the sign')
  const parts = [...done, ...begun]
  if (heads.length * parts.length > ALTERNATIVES_LIMIT)
    throw new GlobProblem(`expands to more than ${ALTERNATIVES_LIMIT} alternatives`)
  return heads.flatMap((head) => parts.map((part) => head + part))
}

function matchesSegment(segment: readonly Sign[], value: string): boolean {
  return matchesRun(segment, value, matchesSign)
}

function matchesSign(sign: Sign, character: string): boolean {
  return typeof sign === 'string' ? sign === character : sign(character)
}

/**
 * Matches parts with items, where the part `STAR` takes any number of items. When a part fails, only the last star is
 * tried again one item further on: what an earlier star could still take, the last one can take as well.
 */
function matchesRun<Part, Item>(
  parts: readonly Part[],
  items: ArrayLike<Item>,
  matches: (part: Exclude<Part, typeof STAR>, item: Item) => boolean,
): boolean {
  let part = 0
  let item = 0
  let afterStar = -1
  let retry = 0
  while (item < items.length) {
    const wanted = parts[part]
    if (wanted === STAR) {
      part += 1
      afterStar = part
      retry = item
    } else if (wanted !== undefined && matches(wanted as Exclude<Part, typeof STAR>, items[item] as Item)) {
      part += 1
      item += 1
    } else if (afterStar < 0) {
      return false
    } else {
      retry += 1
      part = afterStar
      item = retry
    }
  }
  while (parts[part] === STAR) part += 1
  return part === parts.length
}
