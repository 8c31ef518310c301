/** Reads everything that configures a run: inputs, policy files, baseline. All mistakes come out in one go. */
import { dirname, relative, resolve } from 'node:path'
import { GateError, inputError, type Mistake } from '../errors.ts'
import { fileExists, pathOf, readTextFile } from '../files.ts'
import { inputsAllowedInPolicy, inputsRefusedInPolicy } from '../inputs/in-policy.ts'
import type { Inputs } from '../inputs/inputs.ts'
import { readInputs } from '../inputs/read.ts'
import { policyFileOf, type RawValue, secretsOf, sourcesOf } from '../inputs/sources.ts'
import { DEFAULT_POLICY_FILE } from '../inputs/table.ts'
import { composePolicy, type PolicyDocument } from '../policy/compose.ts'
import type { Policy } from '../policy/policy.ts'
import type { Host } from '../ports.ts'

/** Everything that configures a run. */
export type Settings = { readonly inputs: Inputs; readonly policy: Policy }

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
  for (const notice of [...reading.notices, ...composed.notices]) host.log.warn(notice)
  return { inputs: reading.inputs, policy: composed.policy }
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
  const text = await readTextFile(path, 'policy-file')
  const { parsePolicyFile } = await import('../policy/policy-file.ts')
  const name = relative(reading.folder, path)
  const parsed = parsePolicyFile(text, name, inputsAllowedInPolicy, inputsRefusedInPolicy)
  reading.mistakes.push(...parsed.mistakes)
  const bases: PolicyLink[] = []
  for (const base of parsed.extends) {
    bases.push(...(await readPolicyChain(resolve(dirname(path), base), reading, [...above, path])))
  }
  return [...bases, { document: parsed.document, inputs: parsed.inputs }]
}
