/** One policy from everything that may hold one: the chain of policy files, the `thresholds` input, `what-if`. */
import type { Mistake } from '../errors.ts'
import type { Policy, SeverityRule, Suppression, Threshold } from './policy.ts'
import { parseThresholds } from './thresholds.ts'

/** What one policy file says. */
export type PolicyDocument = {
  readonly thresholds: readonly Threshold[]
  readonly suppressions: readonly Suppression[]
  readonly severities: readonly SeverityRule[]
}

/** One policy from all its sources, and what is wrong with them. */
export type ComposedPolicy = {
  readonly policy: Policy
  readonly mistakes: readonly Mistake[]
  /** Sentences for people about what holds, but may not be what was meant. */
  readonly notices: readonly string[]
}

/**
 * All thresholds of all sources hold; with none at all, `total = 0` does. `what-if` alone does not count as any.
 * Severities of a nearer file come before those it extends, so that the nearer one decides.
 */
export function composePolicy(sources: {
  /** Base first, the nearest file last. */
  readonly documents: readonly PolicyDocument[]
  /** Text of the inputs; `null` when not given. */
  readonly thresholdsInput: string | null
  readonly whatIf: string | null
}): ComposedPolicy {
  const { documents } = sources
  const input = parseThresholds(sources.thresholdsInput ?? '', 'thresholds')
  const whatIf = parseThresholds(sources.whatIf ?? '', 'what-if')
  const own = [...documents.flatMap(({ thresholds }) => thresholds), ...input.thresholds]
  const held = own.length === 0 ? [defaultThreshold] : own
  const thresholds = withUniqueNames([...held, ...whatIf.thresholds])
  return {
    policy: {
      thresholds,
      suppressions: documents.flatMap(({ suppressions }) => suppressions),
      severities: documents.toReversed().flatMap(({ severities }) => severities),
    },
    mistakes: [...input.mistakes, ...whatIf.mistakes],
    notices: thresholds.flatMap(topFolderNotice),
  }
}

/** What holds when nobody says anything: no finding at all. */
const defaultThreshold: Threshold = {
  name: 'total',
  selector: 'total',
  match: {},
  onlyNew: false,
  count: 'rows',
  max: 0,
  olderThanMs: null,
  level: 'fail',
  origin: 'default',
}

/** Thresholds that are named alike all hold, told apart by where they were written. */
function withUniqueNames(thresholds: readonly Threshold[]): readonly Threshold[] {
  const taken = new Set<string>()
  return thresholds.map((threshold) => {
    const names = [threshold.name, `${threshold.name} (${threshold.origin})`]
    let name = names.find((candidate) => !taken.has(candidate))
    for (let count = 2; name === undefined; count += 1) {
      const candidate = `${threshold.name} (${threshold.origin}, ${count})`
      if (!taken.has(candidate)) name = candidate
    }
    taken.add(name)
    return { ...threshold, name }
  })
}

function topFolderNotice({ name, match }: Threshold): readonly string[] {
  const shallow = (match.path ?? []).filter((glob) => !/^!|[/]|^\*+$/.test(glob))
  return shallow.map(
    (glob) =>
      `Threshold "${name}" sees "${glob}" in the top folder only: write "**/${glob}" for every folder.`,
  )
}
