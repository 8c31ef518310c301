/** The inputs that name the scope -> targets. Contradictions are rejected, never resolved by a guess. Pure. */
import type { Target } from '../target.ts'
import type { InputReader } from './input-reader.ts'
import type { Inputs, Operation } from './inputs.ts'
import type { InputName } from './table.ts'

const scopes = ['instance', 'project', 'repo', 'branch'] as const
type Scope = (typeof scopes)[number]

/** The inputs that name one target, widest first; each needs the ones before it. */
const parts = ['project', 'repo', 'branch'] as const

type Given = { readonly [name in 'project' | 'repo' | 'branch']: string | null } & {
  readonly scope: Scope | null
  readonly targets: readonly Target[] | null
}

type ReadScope = Pick<Inputs, 'targets' | 'standIn'>

/** No targets for operations without a scope, and where there are mistakes. */
export function readScope(reader: InputReader, operation: Operation | null): ReadScope {
  const given: Given = {
    scope: reader.read('scope'),
    project: reader.read('project'),
    repo: reader.read('repo'),
    branch: reader.read('branch'),
    targets: reader.read('targets'),
  }
  if (operation !== 'evaluate') return { targets: targetsOf(reader, operation, given), standIn: {} }
  const { project, repo: repository, branch } = given
  const names = Object.entries({ project, repository, branch }).filter(([, name]) => name !== null)
  return { targets: [], standIn: Object.fromEntries(names) }
}

function targetsOf(reader: InputReader, operation: Operation | null, given: Given): readonly Target[] {
  if (operation === null) return []
  // Without a scope, `doctor` checks the server alone.
  if (operation === 'doctor' && !(['scope', ...parts, 'targets'] as const).some(reader.has)) return []
  if (operation === 'cancel') return cancelTargets(reader, given)
  const before = reader.mistakes.length
  if (operation === 'export-reviewed') refuseBranches(reader, given)
  const targets = reader.has('targets') ? severalTargets(reader, given) : oneTarget(reader, given)
  return reader.mistakes.length === before ? targets : []
}

function cancelTargets(reader: InputReader, { scope }: Given): readonly Target[] {
  if (scope !== 'instance') {
    reader.refuse(
      'scope',
      'The server can only cancel scans of the whole instance, other teams’ too: set `scope: instance` if that is meant.',
    )
  }
  refuseAll(reader, [...parts, 'targets'], 'contradicts `cancel`, which stops scans of the whole instance')
  return [{ kind: 'instance' }]
}

/** The server exports reviewed findings per repository at the narrowest (the vendor's page on mass scanning). */
function refuseBranches(reader: InputReader, { scope, targets }: Given): void {
  const hasBranches = targets?.some((target) => target.kind === 'branch') ?? false
  if (!reader.has('branch') && scope !== 'branch' && !hasBranches) return
  const name = reader.has('branch') ? 'branch' : hasBranches ? 'targets' : 'scope'
  reader.refuse(name, 'Reviewed findings are exported per repository, not per branch: leave the branch out.')
}

function severalTargets(reader: InputReader, { targets }: Given): readonly Target[] {
  refuseAll(
    reader,
    ['scope', ...parts],
    'contradicts `targets`, which is the whole scope: remove one of them',
  )
  return targets ?? []
}

function refuseAll(reader: InputReader, names: readonly InputName[], what: string): void {
  for (const name of names) {
    if (reader.has(name)) reader.refuse(name, `\`${name}\` ${what}.`)
  }
}

function oneTarget(reader: InputReader, given: Given): readonly Target[] {
  if (given.scope === null && reader.has('scope')) return []
  const scope = given.scope ?? parts.findLast(reader.has)
  if (scope === undefined) {
    reader.refuse(
      'scope',
      'No scope given. Set `project`, or `project` and `repo`, or those and `branch`, or `targets`; for everything set `scope: instance`.',
    )
    return []
  }
  for (const [at, name] of parts.entries()) {
    const isNeeded = at < scopes.indexOf(scope)
    if (isNeeded && !reader.has(name)) reader.refuse(name, missing(scope, name, given.scope === null))
    if (!isNeeded && reader.has(name)) {
      const problem = `\`scope: ${scope}\` contradicts \`${name}\`, which is narrower: remove one of them.`
      reader.refuse('scope', problem)
    }
  }
  return targetOf(scope, given)
}

function missing(scope: Scope, name: string, isImplied: boolean): string {
  return isImplied
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
