/** The short form of a threshold written out: the canonical text of a selector, and a threshold in words. */
import { showDuration } from './durations.ts'
import { globFields } from './globs.ts'
import type { Globs, Match, Threshold } from './policy.ts'

/** What a selector consists of; everything of a threshold but its limit. */
export type Selector = Pick<Threshold, 'match' | 'onlyNew' | 'count' | 'olderThanMs'>

/** The selector in the short form, its parts in one fixed order: equal selectors have equal texts. */
export function selectorText({ match, onlyNew, count, olderThanMs }: Selector): string {
  const parts = [
    ...(onlyNew ? ['new'] : []),
    ...(count === 'distinct' ? ['distinct'] : []),
    ...matchParts(match),
    ...(olderThanMs === null ? [] : [`older:${showDuration(olderThanMs)}`]),
  ]
  return parts.length === 0 ? 'total' : parts.join(' ')
}

/** What a match asks for, one part of the short form for each glob. */
export function matchParts(match: Match): readonly string[] {
  const globs = globFields.flatMap((field) =>
    (match[field] ?? []).map((glob) => `${field}:${quotedGlob(glob)}`),
  )
  return match.severity === undefined ? globs : [`severity:${match.severity}`, ...globs]
}

function quotedGlob(glob: string): string {
  if (!/[\s=#,"']/.test(glob)) return glob
  return glob.includes('"') ? `'${glob}'` : `"${glob}"`
}

/** A threshold in words, as `new findings of rule AWS_*: at most 0`. */
export function describeThreshold(threshold: Threshold): string {
  const { match, count, onlyNew, olderThanMs, max, level } = threshold
  const what = [
    ...(onlyNew ? ['new'] : []),
    ...(count === 'distinct' ? ['distinct'] : []),
    'findings',
    ...(match.severity === undefined ? [] : [`of severity ${match.severity} and above`]),
    ...globWords('of rule', match.rule),
    ...globWords('in project', match.project),
    ...globWords('in repository', match.repo),
    ...globWords('on branch', match.branch),
    ...globWords('in path', match.path),
    ...(olderThanMs === null ? [] : [`scanned more than ${showDuration(olderThanMs)} ago`]),
  ]
  const limit = max === 'baseline' ? 'not more than the baseline holds' : `at most ${max}`
  return `${what.join(' ')}: ${limit}${level === 'warn' ? ' (only warns)' : ''}`
}

function globWords(words: string, globs: Globs | undefined): readonly string[] {
  if (globs === undefined) return []
  const wanted = globs.filter((glob) => !glob.startsWith('!'))
  const unwanted = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1))
  const but = unwanted.length === 0 ? '' : ` but not ${unwanted.join(' or ')}`
  return [`${words} ${wanted.length === 0 ? '*' : wanted.join(' or ')}${but}`]
}

/** `1 finding`, `2 findings`. */
export function findingsText(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`
}
