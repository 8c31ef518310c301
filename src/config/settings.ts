/** Reads everything that configures a run: inputs, policy files, baseline. All mistakes come out in one go. */
import { createHash } from 'node:crypto'
import { dirname, relative, resolve, sep } from 'node:path'
import { GateError, inputError, type Mistake } from '../errors.ts'
import { fileExists, pathOf, readSmallFile } from '../files.ts'
import type { Host } from '../ports.ts'
import type { PolicyFileEvidence } from '../report/evidence.ts'
import { composePolicy, type PolicyDocument } from './compose.ts'
import { inputsAllowedInPolicy, inputsRefusedInPolicy, placesFor } from './in-policy.ts'
import type { Inputs } from './inputs.ts'
import type { Policy } from './policy.ts'
import type { ParsedPolicyFile } from './policy-file.ts'
import { pathProblem } from './policy-paths.ts'
import { readInputs } from './read-inputs.ts'
import { policyFileOf, type RawValue, secretsOf, sourcesOf } from './sources.ts'
import { DEFAULT_POLICY_FILE } from './table.ts'

/** Everything that configures a run. */
export type Settings = {
  readonly inputs: Inputs
  readonly policy: Policy
  /** Each file that was read, once, base first. */
  readonly policyFiles: readonly PolicyFileEvidence[]
}

/** `extends` may go on so many files deep. */
const EXTENDS_LIMIT = 10

/**
 * The settings of a run; registers every secret with the host before it logs a line.
 * @throws GateError INPUT_INVALID with one line per mistake, FILE_UNREADABLE.
 */
export async function readSettings(host: Host, mistakesOfCall: readonly Mistake[] = []): Promise<Settings> {
  for (const secret of secretsOf(sourcesOf(host, {}))) host.mask(secret)
  const mistakes: Mistake[] = [...mistakesOfCall]
  const policyPath = await findPolicyFile(host)
  const chain =
    policyPath === null ? [] : await readPolicyChain(policyPath, { mistakes, folder: host.workingFolder })
  const policyInputs: Record<string, RawValue> = Object.assign({}, ...chain.map((link) => link.inputs))
  const reading = readInputs(sourcesOf(host, policyInputs), host.clock.now())
  const composed = composePolicy({
    documents: chain.flatMap((link) => (link.document === null ? [] : [link.document])),
    thresholdsInput: reading.thresholds,
    whatIf: reading.whatIf,
  })
  mistakes.push(...reading.mistakes, ...composed.mistakes)
  if (reading.inputs === null || mistakes.length > 0) throw inputError(mistakes)
  host.setLogLevel(reading.inputs.logLevel)
  for (const { name, shown, source, used } of reading.effective) {
    host.log.debug(`${name} = ${shown} (${source}${used ? '' : ', not used by this operation'})`)
  }
  const policyFiles = withoutRepeats(chain.map(({ file }) => file))
  for (const notice of [...reading.notices, ...composed.notices]) host.log.warn(notice)
  return { inputs: reading.inputs, policy: composed.policy, policyFiles }
}

function withoutRepeats(files: readonly PolicyFileEvidence[]): readonly PolicyFileEvidence[] {
  return [...new Map(files.map((file) => [file.path, file])).values()]
}

async function findPolicyFile(host: Host): Promise<string | null> {
  const named = policyFileOf(sourcesOf(host, {}))
  if (named !== null) return pathOf(named, host.workingFolder)
  const usual = pathOf(DEFAULT_POLICY_FILE, host.workingFolder)
  return (await fileExists(usual)) ? usual : null
}

type PolicyLink = {
  readonly document: PolicyDocument | null
  readonly inputs: Readonly<Record<string, RawValue>>
  readonly file: PolicyFileEvidence
}

/** Where mistakes go, and the folder from which files are named in them. */
type PolicyReading = { readonly mistakes: Mistake[]; readonly folder: string }

/** The file and all that it extends, base first, so that the nearer file has the last word. */
async function readPolicyChain(
  path: string,
  reading: PolicyReading,
  above: readonly string[] = [],
): Promise<PolicyLink[]> {
  if (above.includes(path)) {
    throw new GateError('INPUT_INVALID', `policy-file: "${path}" extends itself.`, {
      mend: 'Take the `extends` out that leads back to it.',
    })
  }
  if (above.length > EXTENDS_LIMIT) {
    throw new GateError(
      'INPUT_INVALID',
      `policy-file: "${path}" is reached over more than ${EXTENDS_LIMIT} files that extend one another.`,
      { mend: 'Name the files in one `extends` instead: it takes a list.' },
    )
  }
  const bytes = await readSmallFile(path, 'policy-file')
  const { parsePolicyFile } = await import('./policy-file.ts')
  const name = relative(reading.folder, path).split(sep).join('/')
  const parsed = parsePolicyFile(bytes.toString('utf8'), name, inputsAllowedInPolicy, inputsRefusedInPolicy)
  reading.mistakes.push(...parsed.mistakes, ...(await pathMistakes(parsed, reading.folder)))
  const bases: PolicyLink[] = []
  for (const base of parsed.extends) {
    bases.push(...(await readPolicyChain(resolve(dirname(path), base), reading, [...above, path])))
  }
  const file = { path: name, sha256: createHash('sha256').update(bytes).digest('hex') }
  return [...bases, { document: parsed.document, inputs: parsed.inputs, file }]
}

async function pathMistakes(
  { inputs, inputPlaces }: ParsedPolicyFile,
  workspace: string,
): Promise<readonly Mistake[]> {
  const mistakes: Mistake[] = []
  for (const key of ['output-dir', 'history-file'] as const) {
    const path = inputs[key]
    const problem = path === undefined ? null : await pathProblem(String(path).trim(), workspace)
    if (problem === null) continue
    const what = `\`${key}\` of a policy file ${problem}: give any other folder as ${placesFor(key)}.`
    mistakes.push({ where: inputPlaces.get(key) ?? key, what })
  }
  return mistakes
}
