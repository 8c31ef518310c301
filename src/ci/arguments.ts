/** The command line as inputs, and the table of commands. Sole user of commander, which is fed from the table of inputs. Pure. */
import { Command, Option } from 'commander'
import { environmentName, isShowable } from '../config/sources.ts'
import {
  camelCase,
  type InputKind,
  type InputRow,
  inputRows,
  isInputName,
  operations,
} from '../config/table.ts'
import type { ConfigError } from '../errors.ts'
import { nearest, quoted } from '../parse.ts'
import { MASK } from '../text.ts'
import { meantFlag } from './meant-flags.ts'

/** A command beside the operations: it runs no gate and sends nothing. */
type CommandRow = {
  readonly name: string
  /** Its value, as the short help shows it. */
  readonly operands: string
  /** One sentence. */
  readonly help: string
}

/** All commands, in the order of the help. */
export const commandTable = [
  {
    name: 'init',
    operands: '[CI]',
    help: 'Writes a commented policy file and a pipeline for the CI it finds, or that is named; --force overwrites.',
  },
  {
    name: 'explain',
    operands: '[operation]',
    help: 'Says in words what a run with the same flags would do; sends nothing.',
  },
  {
    name: 'diff',
    operands: 'A B',
    help: 'Compares two report folders or exports: what is new, fixed, moved; --markdown and --json write that.',
  },
  {
    name: 'schema',
    operands: 'NAME',
    help: 'Prints the JSON Schema of the policy file or of report.json: `schema policy`, `schema report`.',
  },
] as const satisfies readonly CommandRow[]

/** Name of a command. */
type CommandName = (typeof commandTable)[number]['name']

/** Flags that are no inputs. */
const switches = ['json', 'markdown', 'force'] as const

/** What the command line asks for. */
export type Arguments = {
  readonly ask: 'run' | 'help' | 'help-all' | 'version' | CommandName
  /** What follows a command, such as the CI of `init`. */
  readonly operands: readonly string[]
  /** `--json`: the result as one JSON object on stdout, the log on stderr. */
  readonly json: boolean
  /** `--markdown`: the result of `diff` as Markdown. */
  readonly markdown: boolean
  /** `--force`: `init` may overwrite. */
  readonly force: boolean
  /** Given inputs by name, the operation among them; a flag that was repeated gives a line each. */
  readonly flags: ReadonlyMap<string, string>
  /** Mistakes that only a command line can hold; those of the values come from `readInputs`. */
  readonly mistakes: readonly ConfigError[]
}

const asking = ['help', 'help-all', 'version'] as const
/** People write these as a command too. */
const words: readonly string[] = ['help', 'version']

const flagNames: readonly string[] = [...inputRows.map((row) => row.name), ...asking, ...switches]

/** What one flag was given, in the order of the command line; `true`: without a value. */
type Given = readonly (string | true)[]

/** Kinds of inputs that hold several values, of which each may have a flag of its own. */
const repeatable: readonly InputKind[] = ['list', 'targets', 'columns', 'lines', 'enum-list']

/** Reads what follows the name of the program. */
export function readArguments(argv: readonly string[]): Arguments {
  const program = new Command().allowUnknownOption().helpOption(false)
  program.addOption(new Option('-h, --help')).addOption(new Option('--help-all'))
  program.addOption(new Option('-V, --version'))
  for (const name of switches) program.addOption(new Option(`--${name}`))
  for (const row of inputRows) {
    program.addOption(optionOf(row))
  }
  const { operands: all, unknown } = program.parseOptions([...argv])
  const command = commandTable.find(({ name }) => name === all[0])?.name
  const word = asking.find((name) => name === all[0] && words.includes(name))
  if (word !== undefined) return readArguments([`--${word}`])
  const operands = command === undefined ? all : all.slice(1)
  const values = program.opts<Record<string, Given | true | undefined>>()
  const mistakes = [
    ...unknownFlags(unknown),
    ...(command === 'diff' ? [] : excess(operands)),
    ...misplaced(command, values),
  ]
  const flags = new Map<string, string>()
  for (const row of inputRows) {
    const given = values[camelCase(row.name)]
    const text = typeof given === 'object' ? textOf(row, given, mistakes) : null
    if (text !== null) flags.set(row.name, text)
  }
  const first = command === undefined || command === 'explain' ? operands[0] : undefined
  if (first !== undefined) addOperation(first, flags, mistakes)
  return {
    ask: asking.find((name) => values[camelCase(name)] === true) ?? command ?? 'run',
    operands,
    json: values.json === true,
    markdown: values.markdown === true,
    force: values.force === true,
    flags,
    mistakes,
  }
}

/**
 * Values are optional for commander, so that a missing one is reported together with all other mistakes, and all of them
 * are kept: the last one alone would overrule the others without a word.
 */
function optionOf(row: InputRow): Option {
  return new Option(`--${row.name} [value]`)
    .preset(true)
    .argParser((value: string | true, before: Given | undefined) => [...(before ?? []), value])
}

function textOf(row: InputRow, given: Given, mistakes: ConfigError[]): string | null {
  const where = `--${row.name}`
  if (row.kind === 'secret') {
    mistakes.push({ where, what: secretOnCommandLine(row.name) })
    return null
  }
  if (row.kind !== 'boolean' && given.includes(true)) {
    mistakes.push({ where, what: `A value is missing: write ${where} VALUE.` })
    return null
  }
  const texts = given.map(String)
  if (repeatable.includes(row.kind)) return texts.join('\n')
  if (texts.length > 1) mistakes.push({ where, what: givenAgain(row, texts) })
  return texts.at(-1) ?? null
}

function givenAgain(row: InputRow, texts: readonly string[]): string {
  const times = texts.length === 2 ? 'twice' : `${texts.length} times`
  const shown = texts.map((text) => (isShowable(row, text) ? quoted(text) : MASK)).join(' and ')
  return `Given ${times}, as ${shown}: it takes one value, so write it once.`
}

function secretOnCommandLine(name: string): string {
  const file = inputRows.some((row) => row.name === `${name}-file`) ? `, or give --${name}-file` : ''
  return `Secrets are not taken from the command line, where others can see them: set ${environmentName(name)}${file}.`
}

function misplaced(
  command: CommandName | undefined,
  { json, markdown, force }: Record<string, Given | true | undefined>,
): readonly ConfigError[] {
  return [
    ...(force === true && command !== 'init'
      ? [{ where: '--force', what: 'Only `init` knows this flag.' }]
      : []),
    ...(markdown === true && command !== 'diff'
      ? [{ where: '--markdown', what: 'Only `diff` knows this flag.' }]
      : []),
    ...(json === true && command !== undefined && command !== 'diff'
      ? [{ where: '--json', what: 'Only operations and `diff` know this flag.' }]
      : []),
  ]
}

/** What follows an unknown flag is taken for its value and never shown, as is anything that is no plain flag: it could be a secret. */
function unknownFlags(unknown: readonly string[]): readonly ConfigError[] {
  return unknown.flatMap((text, at) => {
    if (!text.startsWith('-') || text === '--') return []
    const [flag = '', glued] = text.split('=', 2)
    const name = flag.replace(/^-+/, '')
    const meant = meantFlag(name, glued ?? unknown[at + 1])
    if (meant !== null) {
      return [
        { where: shownFlag(flag), what: `No flag has this name. Write ${meant.write}.`, meant: meant.means },
      ]
    }
    const near = nearest(name, flagNames)
    const what = `No flag has this name.${near === null ? '' : ` Did you mean "--${near}"?`}`
    return [{ where: shownFlag(flag), what, meant: near !== null && isInputName(near) ? near : null }]
  })
}

/** A flag as a person would misspell it; a value that is glued to a flag, or begins with a hyphen, is not shown. */
function shownFlag(flag: string): string {
  const glued = inputRows.find(({ name, kind }) => kind === 'secret' && flag.startsWith(`--${name}`))
  if (glued !== undefined && nearest(flag.replace(/^-+/, ''), flagNames) === null) return `--${glued.name}…`
  return /^(-[a-z]|--[a-z][a-z-]{0,29})$/i.test(flag) ? flag : 'a flag (not shown, it may hold a secret)'
}

function addOperation(word: string, flags: Map<string, string>, mistakes: ConfigError[]): void {
  if (flags.has('operation')) {
    mistakes.push({ where: '--operation', what: 'The operation is given twice: write it once.' })
  }
  // Anything else may be the value of a flag, so it is not quoted as an operation would be.
  if (nearest(word, operations) === null) mistakes.push(noOperation)
  else flags.set('operation', word)
}

const noOperation: ConfigError = {
  where: 'command line',
  what: `The word (not shown) that is no flag is not an operation either; operations are ${operations.join(', ')}.`,
  meant: 'operation',
}

function excess(operands: readonly string[]): readonly ConfigError[] {
  if (operands.length < 2) return []
  const what = `One operation can be given, not ${operands.length}: quote values that hold blanks.`
  return [{ where: 'command line', what }]
}
