/** The inputs that name the scope -> targets. Contradictions are rejected, never resolved by a guess. Pure. */
import type { Target } from '../target.ts'
import type { InputReader } from './sources.ts'
import type { InputName, Operation } from './table.ts'

/** The inputs that name one target, widest first; each needs the ones before it. */
const parts = ['project', 'repo', 'branch'] as const
export const scopeInputs = ['scope', ...parts, 'targets'] as const
type Scope = 'instance' | (typeof parts)[number]

/** No targets for operations without a scope, and where there are mistakes. */
export function targetsOf(reader: InputReader, operation: Operation | null): readonly Target[] {
  if (operation === null || operation === 'evaluate') return []
  // Without a scope, `doctor` checks the server alone.
  if (operation === 'doctor' && !scopeInputs.some(reader.has)) return []
  if (operation === 'cancel') return cancelTargets(reader)
  const before = reader.mistakes.length
  if (operation === 'export-reviewed') refuseBranches(reader)
  const targets = reader.has('targets') ? severalTargets(reader) : oneTarget(reader)
  return reader.mistakes.length === before ? targets : []
}

function cancelTargets(reader: InputReader): readonly Target[] {
  if (reader.values.scope !== 'instance') {
    reader.refuse(
      'scope',
      'The server can only cancel scans of the whole instance, other teams’ too: set `scope: instance` if that is meant.',
    )
  }
  refuseAll(reader, [...parts, 'targets'], 'contradicts `cancel`, which stops scans of the whole instance')
  return [{ kind: 'instance' }]
}

/** The server exports reviewed findings per repository at the narrowest (the vendor's page on mass scanning). */
function refuseBranches(reader: InputReader): void {
  const { scope, targets } = reader.values
  const hasBranches = targets?.some((target) => target.kind === 'branch') ?? false
  if (!reader.has('branch') && scope !== 'branch' && !hasBranches) return
  const name = reader.has('branch') ? 'branch' : hasBranches ? 'targets' : 'scope'
  reader.refuse(name, 'Reviewed findings are exported per repository, not per branch: leave the branch out.')
}

function severalTargets(reader: InputReader): readonly Target[] {
  refuseAll(
    reader,
    ['scope', ...parts],
    'contradicts `targets`, which is the whole scope: remove one of them',
  )
  return reader.values.targets ?? []
}

function refuseAll(reader: InputReader, names: readonly InputName[], what: string): void {
  for (const name of names.filter(reader.has)) reader.refuse(name, `\`${name}\` ${what}.`)
}

function oneTarget(reader: InputReader): readonly Target[] {
  const { scope: given } = reader.values
  if (given === null && reader.has('scope')) return []
  const scope = given ?? parts.findLast(reader.has)
  if (scope === undefined) {
    reader.refuse(
      'scope',
      'No scope given. Set `project`, or `project` and `repo`, or those and `branch`, or `targets`; for everything set `scope: instance`.',
    )
    return []
  }
  const needed = scope === 'instance' ? -1 : parts.indexOf(scope)
  for (const [at, name] of parts.entries()) {
    if (at <= needed && !reader.has(name)) {
      const problem =
        given === null
          ? `\`${scope}\` needs \`${name}\` too: give it.`
          : `\`scope: ${scope}\` needs \`${name}\`: give it, or choose a wider scope.`
      reader.refuse(name, problem)
    }
    if (at > needed && reader.has(name)) {
      const problem = `\`scope: ${scope}\` contradicts \`${name}\`, which is narrower: remove one of them.`
      reader.refuse('scope', problem)
    }
  }
  return targetsNamed(scope, reader)
}

function targetsNamed(scope: Scope, { values: { project, repo, branch } }: InputReader): readonly Target[] {
  if (scope === 'instance') return [{ kind: 'instance' }]
  if (project === null) return []
  if (scope === 'project') return [{ kind: 'project', project }]
  if (repo === null) return []
  if (scope === 'repo') return [{ kind: 'repo', project, repo }]
  return branch === null ? [] : [{ kind: 'branch', project, repo, branch }]
}
