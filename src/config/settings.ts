/** Reads everything that configures a run: inputs and policy files, merged. All mistakes are reported at once. */
import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { type ConfigError, GateError, inputError } from '../errors.ts'
import type { PolicyFileEvidence } from '../evidence.ts'
import { fileExists, pathOf, readSmallFile, systemCode } from '../files.ts'
import type { Host } from '../host.ts'
import { type BlindSelectors, selectorsOutside } from './blind-selectors.ts'
import { type Inputs, readInputs } from './inputs.ts'
import type { Policy, PolicyDocument, Threshold } from './policy.ts'
import type { ParsedPolicyFile } from './policy-file.ts'
import { planOf } from './run-plan.ts'
import { scopeInputs } from './scope.ts'
import { givenText, placesFor, resolveInputs, secretsOf, sourcesOf } from './sources.ts'
import { DEFAULT_POLICY_FILE, isInputName, rowOf } from './table.ts'
import { parseThresholds } from './thresholds.ts'
import type { RawValue } from './values.ts'

export type Settings = {
  readonly inputs: Inputs
  readonly policy: Policy
  /** Each file that was read, once, base first. */
  readonly policyFiles: readonly PolicyFileEvidence[]
  /** Sentences for the report. */
  readonly notes: readonly string[]
}

/** How many files deep `extends` may go. */
const EXTENDS_LIMIT = 10

/** What a pull request gives, once it was looked up. */
export type Pulled = {
  readonly inputs: Pick<Inputs, 'targets' | 'compared' | 'commit' | 'pull'>
  /**
   * Reads a policy file from the head of the target; `null` where an optional one is not there.
   * @param name its path in the repository
   * @throws GateError FILE_UNREADABLE
   */
  readFile(name: string, isOptional: boolean): Promise<Buffer | null>
  /** About the policy files that were read. */
  readonly notes: readonly string[]
}

/**
 * The settings of a run; registers every secret with the host before it logs a line. With `pull-request` they are read
 * twice, as it gives some of them: first without `pulled`, and then without the policy of the target.
 * @throws GateError INPUT_INVALID with one line per mistake, FILE_UNREADABLE.
 */
export async function readSettings(
  host: Host,
  mistakesOfCall: readonly ConfigError[] = [],
  pulled: Pulled | null = null,
): Promise<Settings> {
  const { chain, reading, inputs, isPending, merged, mistakes } = await readSources(
    host,
    mistakesOfCall,
    pulled,
  )
  const outside = selectorsOutsideOf(isPending ? null : inputs, merged.policy)
  mistakes.push(...outside.mistakes)
  if (inputs === null || mistakes.length > 0) throw inputError(mistakes)
  host.setLogLevel(inputs.logLevel)
  const notes = [...outside.notes, ...(pulled?.notes ?? [])]
  if (isPending) return { inputs, policy: merged.policy, policyFiles: [], notes }
  for (const { name, shown, source, used } of reading.effective) {
    host.log.debug(`${name} = ${shown} (${source}${used ? '' : ', not used by this operation'})`)
  }
  const policyFiles = [...new Map(chain.map(({ file }) => [file.path, file])).values()]
  for (const warning of [...reading.warnings, ...merged.warnings]) host.log.warn(warning)
  return { inputs, policy: merged.policy, policyFiles, notes }
}

/** The policy alone, with the inputs that shape it: nothing else has to be given. Throws as `readSettings`. */
export async function readPolicy(host: Host, mistakesOfCall: readonly ConfigError[]): Promise<Policy> {
  const { merged, mistakes } = await readSources(host, mistakesOfCall, null)
  const given = mistakes.filter((mistake) => !isMissing(mistake, host))
  if (given.length > 0) throw inputError(given)
  return merged.policy
}

async function readSources(host: Host, mistakesOfCall: readonly ConfigError[], pulled: Pulled | null) {
  for (const secret of secretsOf(sourcesOf(host, {}))) host.mask(secret)
  const mistakes: ConfigError[] = [...mistakesOfCall]
  const chain = await readPolicyFiles(mistakes, pulled, host)
  const policyInputs: Record<string, RawValue> = Object.assign({}, ...chain.map((link) => link.inputs))
  const reading = readInputs(sourcesOf(host, policyInputs), host.clock.now())
  const inputs = reading.inputs === null ? null : { ...reading.inputs, ...pulled?.inputs }
  /** The pull request is to be looked up yet. */
  const isPending = pulled === null && inputs !== null && inputs.pullRequest !== null
  const merged = mergePolicies({
    documents: chain.flatMap((link) => (link.document === null ? [] : [link.document])),
    thresholdsInput: reading.thresholds,
    whatIf: reading.whatIf,
    isCompared: isPending || (inputs?.compared ?? null) !== null,
  })
  mistakes.push(
    ...reading.mistakes.filter((mistake) => !isMeant(mistake, mistakesOfCall, host)),
    ...merged.mistakes,
  )
  return { chain, reading, inputs, isPending, merged, mistakes }
}

function isMissing({ where }: ConfigError, host: Host): boolean {
  return isInputName(where) && host.input(where) === undefined
}

/** Whether an input is missing only because its flag was misspelt. With an unknown operation nobody knows what is missing. */
function isMeant(mistake: ConfigError, ofCall: readonly ConfigError[], host: Host): boolean {
  return ofCall.some(({ meant }) => {
    if (!meant || !isMissing(mistake, host)) return false
    const isScope = [meant, mistake.where].every((name) => scopeInputs.some((one) => one === name))
    return meant === 'operation' || meant === mistake.where || isScope
  })
}

function selectorsOutsideOf(inputs: Inputs | null, { thresholds }: Policy): BlindSelectors {
  if (inputs === null || inputs.targets.length === 0 || !planOf(inputs).judges)
    return { mistakes: [], notes: [] }
  return selectorsOutside(thresholds, inputs.targets)
}

/** The chain of the policy file that is named, or of the usual one if it exists. */
async function readPolicyFiles(
  mistakes: ConfigError[],
  pulled: Pulled | null,
  host: Host,
): Promise<readonly PolicyLink[]> {
  const { workingFolder: folder } = host
  const resolution = resolveInputs(sourcesOf(host, {}))
  const usual = resolution.given.has('pull-request') ? 'target' : 'checkout'
  const isOfTarget = (givenText(resolution, 'policy-from') ?? usual) === 'target'
  if (isOfTarget && pulled === null) return []
  const read = isOfTarget && pulled !== null ? targetReader(pulled, folder) : readLocalFile
  const named = givenText(resolution, 'policy-file')
  const path = pathOf(named ?? DEFAULT_POLICY_FILE, folder)
  return await readPolicyChain(path, { mistakes, folder, read }, named === undefined)
}

/** Files outside of the checkout, such as a policy that several repositories share, are read as they are. */
function targetReader(pulled: Pulled, folder: string): typeof readLocalFile {
  return async (path, isOptional) => {
    const inside = relative(folder, path)
    const segments = inside.split(sep)
    if (isAbsolute(inside) || segments[0] === '..') return await readLocalFile(path, isOptional)
    return await pulled.readFile(segments.join('/'), isOptional)
  }
}

async function readLocalFile(path: string, isOptional: boolean): Promise<Buffer | null> {
  if (isOptional && !(await fileExists(path))) return null
  return await readSmallFile(path, 'policy-file')
}

type PolicyLink = Pick<ParsedPolicyFile, 'document' | 'inputs'> & { readonly file: PolicyFileEvidence }

/** `mistakes` collects those of all files; messages name files relative to `folder`. */
type PolicyReading = {
  readonly mistakes: ConfigError[]
  readonly folder: string
  readonly read: typeof readLocalFile
}

/** The file and all that it extends, base first, so that the nearer file overrides. */
async function readPolicyChain(
  path: string,
  reading: PolicyReading,
  isOptional = false,
  above: readonly string[] = [],
): Promise<PolicyLink[]> {
  if (above.includes(path)) {
    throw new GateError('INPUT_INVALID', `policy-file: "${path}" extends itself.`, {
      hint: 'Remove the `extends` that leads back to it.',
    })
  }
  if (above.length > EXTENDS_LIMIT) {
    throw new GateError(
      'INPUT_INVALID',
      `policy-file: "${path}" is reached over more than ${EXTENDS_LIMIT} files that extend one another.`,
      { hint: 'Name the files in one `extends` instead: it takes a list.' },
    )
  }
  const bytes = await reading.read(path, isOptional)
  if (bytes === null) return []
  const { parsePolicyFile } = await import('./policy-file.ts')
  const name = relative(reading.folder, path).split(sep).join('/')
  const parsed = parsePolicyFile(bytes.toString('utf8'), name)
  reading.mistakes.push(...parsed.mistakes, ...(await pathMistakes(parsed, reading.folder)))
  const bases: PolicyLink[] = []
  for (const base of parsed.extends) {
    bases.push(...(await readPolicyChain(resolve(dirname(path), base), reading, false, [...above, path])))
  }
  const file = { path: name, sha256: createHash('sha256').update(bytes).digest('hex') }
  return [...bases, { document: parsed.document, inputs: parsed.inputs, file }]
}

/** A pull request can change the paths that a policy file gives, so they must not leave the checkout. */
async function pathMistakes(
  { inputs, inputPlaces }: ParsedPolicyFile,
  workspace: string,
): Promise<readonly ConfigError[]> {
  const mistakes: ConfigError[] = []
  for (const key of ['output-dir', 'history-file'] as const) {
    const path = inputs[key]
    const problem = path === undefined ? null : await pathProblem(String(path).trim(), workspace)
    if (problem === null) continue
    const what = `\`${key}\` of a policy file ${problem}: give any other folder as ${placesFor(rowOf(key))}.`
    mistakes.push({ where: inputPlaces.get(key) ?? key, what })
  }
  return mistakes
}

/** `null` for a path that is relative, below the workspace, outside of `.git`, and passes no symbolic link. */
async function pathProblem(path: string, workspace: string): Promise<string | null> {
  const segments = path.split(/[/\\]/)
  if (/^([/\\]|[a-z]:)/i.test(path)) return 'must be relative, below the workspace'
  if (segments.includes('..')) return 'must be below the workspace, without ".."'
  if (segments.some((segment) => segment.toLowerCase() === '.git')) {
    return 'must be below the workspace, outside of .git'
  }
  let passed = workspace
  for (const segment of segments) {
    passed = join(passed, segment)
    try {
      if ((await lstat(passed)).isSymbolicLink())
        return 'must be below the workspace, and passes a symbolic link'
    } catch (caught) {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(caught) ?? '')) return null
      return 'must be below the workspace, and passes an unreadable folder'
    }
  }
  return null
}

type MergedPolicy = {
  readonly policy: Policy
  readonly mistakes: readonly ConfigError[]
  /** Sentences about what is valid but may not be meant. */
  readonly warnings: readonly string[]
}

/**
 * One policy of all policy files and inputs. All thresholds of all sources hold; with none at all, `total = 0` does,
 * also beside `what-if`. Severities of a nearer file come before those it extends, as the first that matches decides.
 */
export function mergePolicies(sources: {
  /** Base first, the nearest file last. */
  readonly documents: readonly PolicyDocument[]
  /** Text of the inputs; `null` when not given. */
  readonly thresholdsInput: string | null
  readonly whatIf: string | null
  /** With another branch: then `new = 0` holds in place of `total = 0`. */
  readonly isCompared?: boolean
}): MergedPolicy {
  const { documents } = sources
  const input = parseThresholds(sources.thresholdsInput ?? '', 'thresholds')
  const whatIf = parseThresholds(sources.whatIf ?? '', 'what-if')
  const own = [...documents.flatMap(({ thresholds }) => thresholds), ...input.thresholds]
  const usual = sources.isCompared === true ? newThreshold : defaultThreshold
  const thresholds = withUniqueNames([...(own.length === 0 ? [usual] : own), ...whatIf.thresholds])
  const nearest = documents.toReversed()
  const owners = nearest.flatMap((document) => document.owners ?? [])
  const policy = {
    thresholds,
    suppressions: documents.flatMap(({ suppressions }) => suppressions),
    severities: nearest.flatMap(({ severities }) => severities),
    remedies: nearest.flatMap(({ remedies = [] }) => remedies),
    ...(owners.length > 0 && {
      owners: {
        rules: owners.flatMap(({ rules }) => rules),
        codeOwners: owners.some(({ codeOwners }) => codeOwners),
      },
    }),
  }
  return {
    policy,
    mistakes: [...input.mistakes, ...whatIf.mistakes, ...ownerMistakes(policy)],
    warnings: thresholds.flatMap(topFolderWarnings),
  }
}

/** Without owners in a policy file nothing has one, and such a threshold would always pass. */
function ownerMistakes({ thresholds, suppressions, owners }: Policy): readonly ConfigError[] {
  if (owners !== undefined) return []
  const what = '"owner" selects by `owners` of a policy file, and there are none.'
  const asking = [...thresholds, ...suppressions].filter(({ match }) => match.owner !== undefined)
  return asking.map(({ origin }) => ({ where: origin, what }))
}

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

const newThreshold: Threshold = { ...defaultThreshold, name: 'new', selector: 'new', onlyNew: true }

/** Thresholds of the same name all hold; their origin makes the names unique. */
function withUniqueNames(thresholds: readonly Threshold[]): readonly Threshold[] {
  const taken = new Set<string>()
  return thresholds.map((threshold) => {
    const { origin } = threshold
    let { name } = threshold
    for (let count = 1; taken.has(name); count += 1) {
      name = `${threshold.name} (${origin}${count === 1 ? '' : `, ${count}`})`
    }
    taken.add(name)
    return { ...threshold, name }
  })
}

function topFolderWarnings({ name, match }: Threshold): readonly string[] {
  const shallow = (match.path ?? []).filter((glob) => !/^!|[/]|^\*+$/.test(glob))
  return shallow.map(
    (glob) =>
      `Threshold "${name}" matches "${glob}" in the top folder only: write "**/${glob}" for every folder.`,
  )
}
