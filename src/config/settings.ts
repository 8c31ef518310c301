/** Reads everything that configures a run: inputs and policy files, merged. All mistakes are reported at once. */
import { createHash, createHmac } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { type ConfigError, GateError, inputError, systemCode } from '../errors.ts'
import { isFile, pathOf, readSmallFile } from '../files.ts'
import type { Host } from '../host.ts'
import { policyTargets, selectorsOutside } from './blind-selectors.ts'
import { type Inputs, readInputs } from './inputs.ts'
import { mergePolicies, type Policy } from './policy.ts'
import type { ParsedPolicyFile } from './policy-file.ts'
import { planOf } from './run-plan.ts'
import { scopeInputs } from './scope.ts'
import { givenText, placesFor, resolveInputs, secretsOf, sourcesOf } from './sources.ts'
import { isInputName, rowOf } from './table.ts'
import type { RawValue } from './values.ts'

export type Settings = {
  readonly inputs: Inputs
  readonly policy: Policy
  /** Each file that was read, once, base first. */
  readonly policyFiles: readonly PolicyFileEvidence[]
  /** Sentences for the report. */
  readonly notes: readonly string[]
}

export type PolicyFileEvidence = {
  /** From the working folder, with `/`. */
  readonly path: string
  /** SHA-256 (hex) of its bytes. */
  readonly sha256: string
}

/** Policy file that is read when it exists and `policy-file` names none; relative to the working folder. */
const DEFAULT_POLICY_FILE = '.soteri-gate.yml'
const EXTENDS_LIMIT = 10

/** What a pull request gives, once it was looked up. */
export type Pulled = {
  readonly inputs: Pick<Inputs, 'targets' | 'compared' | 'commit' | 'pull'>
  /** Reads a policy file by its path from the head of the target; `null` where an optional one is not there. */
  readFile(name: string, isOptional: boolean): Promise<Buffer | null>
  /** About the policy files that were read. */
  readonly notes: readonly string[]
}

/**
 * The settings of a run; registers every secret with the host before it logs a line. With `pull-request` they are read
 * twice, as it gives some of them: first without `pulled`, and then without the policy of the target.
 */
export async function readSettings(
  host: Host,
  ofCall: readonly ConfigError[] = [],
  pulled: Pulled | null = null,
): Promise<Settings> {
  const { chain, reading, inputs, isPending, merged, mistakes } = await readSources(host, ofCall, pulled)
  const { policy } = merged
  const outside =
    inputs === null || isPending || inputs.targets.length === 0 || !planOf(inputs).judges
      ? { mistakes: [], notes: [] }
      : selectorsOutside(policy.thresholds, policyTargets(inputs))
  mistakes.push(...outside.mistakes)
  if (inputs === null || mistakes.length > 0) throw inputError(mistakes)
  host.setLogLevel(inputs.logLevel)
  const notes = [...outside.notes, ...(pulled?.notes ?? [])]
  if (isPending) return { inputs, policy, policyFiles: [], notes }
  for (const { name, shown, source, used } of reading.effective) {
    host.log.debug(`${name} = ${shown} (${source}${used ? '' : ', not used by this operation'})`)
  }
  const policyFiles = [...new Map(chain.map(({ file }) => [file.path, file])).values()]
  for (const warning of [...reading.warnings, ...merged.warnings]) host.log.warn(warning)
  return { inputs, policy, policyFiles, notes }
}

/** The policy alone, with the inputs that shape it: nothing else has to be given. Throws as `readSettings`. */
export async function readPolicy(host: Host, ofCall: readonly ConfigError[]): Promise<Policy> {
  const { merged, mistakes } = await readSources(host, ofCall, null)
  const given = mistakes.filter((mistake) => !isMissing(mistake, host))
  if (given.length > 0) throw inputError(given)
  return merged.policy
}

async function readSources(host: Host, ofCall: readonly ConfigError[], pulled: Pulled | null) {
  for (const secret of secretsOf(sourcesOf(host, {}))) host.mask(secret)
  const mistakes = [...ofCall]
  const chain = await readPolicyFiles(mistakes, pulled, host)
  const policyInputs: Record<string, RawValue> = Object.assign({}, ...chain.map((link) => link.inputs))
  const reading = readInputs(sourcesOf(host, policyInputs), host.clock.now())
  const inputs = reading.inputs === null ? null : { ...reading.inputs, ...pulled?.inputs }
  /** The pull request is to be looked up yet. */
  const isPending = pulled === null && inputs !== null && inputs.pullRequest !== null
  const merged = mergePolicies({
    documents: chain.flatMap(({ document }) => document ?? []),
    thresholdsInput: reading.thresholds,
    whatIf: reading.whatIf,
    isCompared: isPending || (inputs?.compared ?? null) !== null,
  })
  mistakes.push(...reading.mistakes.filter((mistake) => !isMeant(mistake, ofCall, host)), ...merged.mistakes)
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
  const named = givenText(resolution, 'policy-file')
  return await chainOf(pathOf(named ?? DEFAULT_POLICY_FILE, folder), [], named === undefined)

  async function read(path: string, isOptional: boolean): Promise<Buffer | null> {
    const inside = relative(folder, path)
    const segments = inside.split(sep)
    // Others, such as a policy that several repositories share, are read as they are.
    const isInCheckout = !isAbsolute(inside) && segments[0] !== '..'
    if (isOfTarget && pulled !== null && isInCheckout) {
      return await pulled.readFile(segments.join('/'), isOptional)
    }
    return isOptional && !isFile(path) ? null : await readSmallFile(path, 'policy-file')
  }

  /** The file and all that it extends, base first, so that the nearer file overrides. @param above extend it */
  async function chainOf(path: string, above: readonly string[], isOptional = false): Promise<PolicyLink[]> {
    checkExtended(path, above)
    const bytes = await read(path, isOptional)
    if (bytes === null) return []
    const { parsePolicyFile } = await import('./policy-file.ts')
    const name = relative(folder, path).split(sep).join('/')
    const parsed = parsePolicyFile(bytes.toString('utf8'), name)
    mistakes.push(...parsed.mistakes, ...(await pathMistakes(parsed, folder)))
    const bases: PolicyLink[] = []
    for (const base of parsed.extends) {
      bases.push(...(await chainOf(resolve(dirname(path), base), [...above, path])))
    }
    const file = { path: name, sha256: createHash('sha256').update(bytes).digest('hex') }
    return [...bases, { document: parsed.document, inputs: parsed.inputs, file }]
  }
}

type PolicyLink = Pick<ParsedPolicyFile, 'document' | 'inputs'> & { readonly file: PolicyFileEvidence }

function checkExtended(path: string, above: readonly string[]): void {
  if (above.includes(path)) {
    throw extendsError(`"${path}" extends itself.`, 'Remove the `extends` that leads back to it.')
  }
  if (above.length > EXTENDS_LIMIT) {
    throw extendsError(
      `"${path}" is reached over more than ${EXTENDS_LIMIT} files that extend one another.`,
      'Name the files in one `extends` instead: it takes a list.',
    )
  }
}

function extendsError(what: string, hint: string): GateError {
  return new GateError('INPUT_INVALID', `policy-file: ${what}`, { hint })
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

/** The user's `fingerprint-key`, which identifies matched texts beyond the run. */
export type HashKey = {
  /** Bytes for HMAC-SHA-256; `null` when no key is given. */
  readonly key: Buffer | null
  /** Detects a baseline of another key; too short to guess the key by it. `null` without a key. */
  readonly keyCheck: string | null
}

/** @param fingerprintKey the input; any text, hashed to a key of even length. */
export function hashKeyOf(fingerprintKey: string | null): HashKey {
  if (fingerprintKey === null) return { key: null, keyCheck: null }
  const key = createHash('sha256').update(fingerprintKey).digest()
  const check = createHmac('sha256', key).update('soteri-gate baseline key check').digest('hex')
  return { key, keyCheck: check.slice(0, 4) }
}
