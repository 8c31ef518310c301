/** The inputs that say what is looked at -> targets. Contradictions are refused, never guessed away. */
import type { Target } from '../target.ts'
import { parseBranch, parseProject, parseSlug, parseTargets } from '../targets.ts'
import type { InputReader } from './input-reader.ts'
import type { Operation } from './inputs.ts'
import { asList, asText, word } from './kinds.ts'
import type { InputName } from './table.ts'

const scopes = ['instance', 'project', 'repo', 'branch'] as const
type Scope = (typeof scopes)[number]

/** Inputs that name a place, widest first; each needs the ones before it. */
const places = ['project', 'repo', 'branch'] as const

type Given = { readonly [name in 'project' | 'repo' | 'branch']: string | null } & {
  readonly scope: Scope | null
  readonly targets: readonly Target[] | null
}

/** The targets of a run; [] for operations without a scope, and where mistakes were kept. */
export function readTargets(reader: InputReader, operation: Operation | null): readonly Target[] {
  const given: Given = {
    scope: reader.optional('scope', word(scopes)),
    project: reader.optional('project', asText(parseProject)),
    repo: reader.optional('repo', asText(parseSlug)),
    branch: reader.optional('branch', asText(parseBranch)),
    targets: reader.optional('targets', asList(parseTargets)),
  }
  if (operation === null || operation === 'evaluate') return []
  // Without a scope the server alone is looked at.
  if (operation === 'doctor' && !(['scope', ...places, 'targets'] as const).some((name) => reader.has(name)))
    return []
  if (operation === 'cancel') return cancelTargets(reader, given)
  const before = reader.mistakes.length
  if (operation === 'export-reviewed') refuseBranches(reader, given)
  const targets = reader.has('targets') ? severalTargets(reader, given) : oneTarget(reader, given)
  return reader.mistakes.length === before ? targets : []
}

function cancelTargets(reader: InputReader, given: Given): readonly Target[] {
  if (given.scope !== 'instance') {
    reader.refuse(
      'scope',
      'The server can only cancel scans of the whole instance, other teams’ too: say `scope: instance` if that is meant.',
    )
  }
  refuseAll(reader, [...places, 'targets'], 'contradicts `cancel`, which stops scans of the whole instance')
  return [{ kind: 'instance' }]
}

/** Reviewed findings are exported per repository at the narrowest (the vendor's page on mass scanning). */
function refuseBranches(reader: InputReader, given: Given): void {
  const several = given.targets?.some((target) => target.kind === 'branch') ?? false
  if (!reader.has('branch') && given.scope !== 'branch' && !several) return
  const name: InputName = reader.has('branch') ? 'branch' : several ? 'targets' : 'scope'
  reader.refuse(name, 'Reviewed findings are exported per repository, not per branch: leave the branch out.')
}

function severalTargets(reader: InputReader, { targets }: Given): readonly Target[] {
  refuseAll(reader, ['scope', ...places], 'contradicts `targets`, which already says all: remove one of them')
  return targets ?? []
}

function oneTarget(reader: InputReader, given: Given): readonly Target[] {
  const named = places.filter((name) => reader.has(name))
  const narrowest = named.at(-1)
  if (given.scope === null && reader.has('scope')) return []
  const scope = given.scope ?? narrowest
  if (scope === undefined) {
    reader.refuse(
      'scope',
      'Nothing says what to look at: give `project`, `project` and `repo`, or those and `branch`, or `targets`; for everything say `scope: instance`.',
    )
    return []
  }
  const needed: readonly string[] = places.slice(0, scopes.indexOf(scope))
  for (const name of places) {
    if (needed.includes(name) && !reader.has(name))
      reader.refuse(name, missing(scope, name, given.scope === null))
    if (!needed.includes(name) && reader.has(name)) {
      reader.refuse(
        'scope',
        `\`scope: ${scope}\` contradicts \`${name}\`, which is narrower: remove one of them.`,
      )
    }
  }
  return targetOf(scope, given)
}

function missing(scope: Scope, name: string, implied: boolean): string {
  return implied
    ? `\`${scope}\` needs \`${name}\` too: give it.`
    : `\`scope: ${scope}\` needs \`${name}\`: give it, or choose a wider scope.`
}

function targetOf(scope: Scope, { project, repo, branch }: Given): readonly Target[] {
  if (scope === 'instance') return [{ kind: 'instance' }]
  if (project === null) return []
  if (scope === 'project') return [{ kind: 'project', project }]
  if (repo === null) return []
  if (scope === 'repo') return [{ kind: 'repo', project, repo }]
  return branch === null ? [] : [{ kind: 'branch', project, repo, branch }]
}

function refuseAll(reader: InputReader, names: readonly InputName[], what: string): void {
  for (const name of names) {
    if (reader.has(name)) reader.refuse(name, `\`${name}\` ${what}.`)
  }
}
