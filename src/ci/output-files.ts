/**
 * Outputs as the text of a file, one pure formatter for each notation. The names begin with `SOTERI_` and not with
 * `SOTERI_GATE_`: CIs hand them to later jobs as environment, where a later run would take them for its inputs
 * (`baseline-file` is both).
 */
import type { Conclusion } from '../host.ts'

type Outputs = Conclusion['outputs']

/** A file of outputs: its name in `output-dir` and its text. */
export type OutputFile = {
  readonly name: 'soteri-gate.env' | 'soteri-gate.properties'
  readonly format: (outputs: Outputs) => string
}

/** The variable of an output: `exit-code` is `SOTERI_EXIT_CODE`. */
export function outputVariable(name: string): string {
  return `SOTERI_${name.toUpperCase().replaceAll('-', '_')}`
}

/** Largest file that GitLab takes, in bytes (its `dotenv_size`), and most variables of a self-managed one. */
const DOTENV_LIMIT = 5 * 1024
const DOTENV_VARIABLES = 20

/** JSON is too large for a dotenv file; report.json has it; artifacts are stored by GitHub only. */
const notInDotenv = ['violations', 'counts', 'artifact-id', 'artifact-url', 'artifact-digest']

/**
 * `NAME=value` lines without quotes, which GitLab and Bitbucket Pipelines read as they are. Such a value can be
 * expanded by the CI or by a shell that sources the file, so one that could mean anything but itself is left empty.
 */
export const dotenvFile: OutputFile = {
  name: 'soteri-gate.env',
  format: (outputs) => {
    let text = ''
    let count = 0
    for (const [name, value] of Object.entries(outputs)) {
      if (notInDotenv.includes(name)) continue
      const line = `${outputVariable(name)}=${isLiteral(value) ? value : ''}\n`
      if (text.length + line.length > DOTENV_LIMIT || count === DOTENV_VARIABLES) continue
      text += line
      count += 1
    }
    return text
  },
}

/** Words, paths, addresses: nothing that a shell, or a reader of dotenv files, would touch. */
function isLiteral(value: string): boolean {
  return /^[\w./:@%+,=-]*$/.test(value)
}

/** Java's notation: read by `readProperties` of Jenkins and by Bamboo's "Inject variables". ASCII only. */
export const propertiesFile: OutputFile = {
  name: 'soteri-gate.properties',
  format: (outputs) =>
    Object.entries(outputs)
      .map(([name, value]) => `${outputVariable(name)}=${propertyValue(value)}\n`)
      .join(''),
}

function propertyValue(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replace(/^ /, '\\ ')
    .replace(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
