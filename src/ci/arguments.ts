/** The command line: its commands, its flags as inputs, its help. Sole user of commander. Pure. */
import { Command, Option } from 'commander'
import { environmentName, isShowable } from '../config/sources.ts'
import {
  camelCase,
  type InputKind,
  type InputName,
  type InputRow,
  inputRows,
  isInputName,
  operationMeanings,
  operations,
} from '../config/table.ts'
import { type ConfigError, exitCodes } from '../errors.ts'
import { severities } from '../finding.ts'
import { nearest, quoted } from '../parse.ts'
import { MASK } from '../text.ts'
import { wrapped } from './printer.ts'

/** Commands beside the operations: they run no gate and send nothing. */
const commandTable = [
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
] as const

/** Flags that are no inputs, and the commands that know them; `undefined` is an operation. */
const switches = [
  { name: 'force', commands: ['init'], known: 'Only `init` knows this flag.' },
  { name: 'markdown', commands: ['diff'], known: 'Only `diff` knows this flag.' },
  { name: 'json', commands: [undefined, 'diff'], known: 'Only operations and `diff` know this flag.' },
] as const

/** Given inputs by name, the operation among them; a flag that was repeated gives a line each. */
export type Flags = ReadonlyMap<string, string>

export type Arguments = ReturnType<typeof readArguments>

const asking = ['help', 'help-all', 'version'] as const

const flagNames: readonly string[] = [
  ...inputRows.map((row) => row.name),
  ...asking,
  ...switches.map(({ name }) => name),
]

/** What one flag was given, in the order of the command line; `true`: without a value. */
type Given = readonly (string | true)[]

/** Kinds of inputs that hold several values, of which each may have a flag of its own. */
const repeatable: readonly InputKind[] = ['list', 'targets', 'columns', 'lines', 'enum-list']

/** Its mistakes are those that only a command line can hold; those of the values come from `readInputs`. */
export function readArguments(argv: readonly string[]) {
  const program = new Command().allowUnknownOption().helpOption(false)
  program.addOption(new Option('-h, --help')).addOption(new Option('--help-all'))
  program.addOption(new Option('-V, --version'))
  for (const { name } of switches) program.addOption(new Option(`--${name}`))
  for (const row of inputRows) program.addOption(optionOf(row))
  const { operands: all, unknown } = program.parseOptions([...argv])
  const command = commandTable.find(({ name }) => name === all[0])?.name
  // People write these as a command too.
  const word = asking.find((name) => name === all[0] && name !== 'help-all')
  const operands = command === undefined ? all : all.slice(1)
  const takesOperation = command === undefined || command === 'explain'
  const values = program.opts<Record<string, Given | true | undefined>>()
  const mistakes = [
    ...unknownFlags(unknown),
    ...(takesOperation && operands.length > 1 ? [excess(operands)] : []),
    ...switches
      .filter(({ name, commands }) => values[name] === true && !commands.some((known) => known === command))
      .map(({ name, known }) => ({ where: `--${name}`, what: known })),
  ]
  const flags = new Map<string, string>()
  for (const row of inputRows) {
    const given = values[camelCase(row.name)]
    const text = typeof given === 'object' ? textOf(row, given, mistakes) : null
    if (text !== null) flags.set(row.name, text)
  }
  const first = takesOperation ? operands[0] : undefined
  if (first !== undefined) addOperation(first, flags, mistakes)
  const ask = word ?? asking.find((name) => values[camelCase(name)] === true) ?? command
  return {
    ask: ask ?? ('run' as const),
    operands,
    json: values.json === true,
    markdown: values.markdown === true,
    force: values.force === true,
    flags,
    mistakes,
  }
}

function addOperation(word: string, flags: Map<string, string>, mistakes: ConfigError[]): void {
  if (flags.has('operation')) {
    mistakes.push({ where: '--operation', what: 'The operation is given twice: write it once.' })
  }
  if (nearest(word, operations) !== null) flags.set('operation', word)
  else {
    // It may be the value of a flag, so it is not quoted.
    const what = `The word (not shown) that is no flag is not an operation either; operations are ${operations.join(', ')}.`
    mistakes.push({ where: 'command line', what, meant: 'operation' })
  }
}

function excess({ length }: readonly string[]): ConfigError {
  const what = `One operation can be given, not ${length}: quote values that hold blanks.`
  return { where: 'command line', what }
}

/** Commander takes every value as optional and keeps all of them, so that all mistakes are reported together. */
function optionOf(row: InputRow): Option {
  return new Option(`--${row.name} [value]`)
    .preset(true)
    .argParser((value: string | true, before: Given | undefined) => [...(before ?? []), value])
}

function textOf(row: InputRow, given: Given, mistakes: ConfigError[]): string | null {
  const where = `--${row.name}`
  if (row.kind === 'secret') {
    mistakes.push({ where, what: secretOnCommandLine(row.name), meant: row.name })
    return null
  }
  if (row.kind !== 'boolean' && given.includes(true)) {
    mistakes.push({ where, what: `A value is missing: write ${where} VALUE.`, meant: row.name })
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

/** What follows an unknown flag is taken for its value and never shown, as is anything that is no plain flag: it could be a secret. */
function unknownFlags(unknown: readonly string[]): readonly ConfigError[] {
  return unknown.flatMap((text, at) => {
    if (!text.startsWith('-') || text === '--') return []
    const [flag = '', glued] = text.split('=', 2)
    const [meant, hint] = flagMeant(flag.replace(/^-+/, ''), glued ?? unknown[at + 1])
    return [{ where: shownFlag(flag), what: `No flag has this name.${hint}`, meant }]
  })
}

/** @param name without hyphens @param next what follows it on the command line; only a severity is ever repeated */
function flagMeant(name: string, next: string | undefined): [meant: InputName | null, hint: string] {
  if (failing.includes(name)) {
    const severity = severities.find((known) => known === next?.toLowerCase()) ?? 'high'
    return ['thresholds', ` Write --thresholds "severity:${severity} = 0".`]
  }
  const other = flagsOfOthers.find(([names]) => names.split(' ').includes(name))
  if (other !== undefined) return [other[1], ` Write ${other[2]}.`]
  const near = nearest(name, flagNames)
  if (near === null) return [null, '']
  return [isInputName(near) ? near : null, ` Did you mean "--${near}"?`]
}

/** A flag as a person would misspell it; a value that is glued to a flag, or begins with a hyphen, is not shown. */
function shownFlag(flag: string): string {
  const glued = inputRows.find(({ name, kind }) => kind === 'secret' && flag.startsWith(`--${name}`))
  if (glued !== undefined && nearest(flag.replace(/^-+/, ''), flagNames) === null) return `--${glued.name}…`
  return /^(-[a-z]|--[a-z][a-z-]{0,29})$/i.test(flag) ? flag : 'a flag (not shown, it may hold a secret)'
}

/** What people type who know other tools, the input that is meant, and so not missing, and what to write. */
const flagsOfOthers: readonly (readonly [names: string, means: InputName, write: string])[] = [
  ['url server host base-url bitbucket endpoint', 'bitbucket-url', '--bitbucket-url URL'],
  ['key project-key space', 'project', '--project KEY'],
  ['repository slug repo-slug', 'repo', '--repo SLUG'],
  ['ref git-ref', 'branch', '--branch NAME'],
  ['all instance', 'scope', '--scope instance'],
  ['o out output report-dir dir', 'output-dir', '--output-dir FOLDER'],
  ['f format report-format', 'formats', '--formats csv,json'],
  ['c config policy', 'policy-file', '--policy-file FILE'],
  ['b baseline', 'baseline-file', '--baseline-file FILE'],
  ['u user', 'username', '--username NAME'],
  [
    'api-key access-token auth pat',
    'token',
    'nothing, and set SOTERI_GATE_TOKEN: a flag could be seen by others',
  ],
  ['ca cacert ca-bundle', 'ca-file', '--ca-file FILE'],
  ['k insecure no-verify skip-tls', 'ca-file', '--ca-file FILE: certificates are always verified'],
  ['v verbose debug', 'log-level', '--log-level debug'],
  ['q quiet silent', 'log-level', '--log-level error'],
  ['exit-zero no-fail soft-fail allow-failure', 'mode', '--mode warn'],
  ['max limit max-findings', 'thresholds', '--thresholds "total = 5"'],
  ['pr pull-request-id', 'pull-request', '--pull-request NUMBER'],
  ['input file report', 'report-files', '--report-files FILE'],
]

const failing = ['fail-on', 'severity', 'min-severity', 'fail-on-severity', 'severity-threshold', 'exit-on']

const WIDTH = 80

const head = [
  'Usage: soteri-gate [operation] [--flag value ...]',
  '',
  'Examples:',
  '  soteri-gate --bitbucket-url https://host/bitbucket --project PROJ --repo app',
  "  soteri-gate export --targets PROJ/a --targets PROJ/b --thresholds 'total = 5'",
  "  soteri-gate evaluate --report-files 'exports/*.zip' --mode report",
  '',
]
const secrets =
  'Secrets come from SOTERI_GATE_TOKEN, SOTERI_GATE_PASSWORD or a file, never from a flag. Every flag can be set in the environment too, --dry-run as SOTERI_GATE_DRY_RUN.'

export function shortHelp(): string {
  return [
    ...head,
    ...hanging('Operations', `${operations.join(', ')} (default gate)`),
    ...hanging('Commands', commandTable.map(({ name, operands }) => `${name} ${operands}`).join(', ')),
    '',
    ...[...groups].flatMap(([title, rows]) => hanging(title, rows.map((row) => `--${row.name}`).join(' '))),
    '',
    ...hanging(
      'Exit codes',
      '0 pass or warn, 1 fail, 2 inputs, 3 rights, 4 server or scan, 5 export, 70 defect, 74 disk, 130 cancelled',
    ),
    '',
    ...wrap(secrets, WIDTH),
    '--json prints the result as JSON, --help-all what each flag means, --version.',
    '',
  ].join('\n')
}

export function longHelp(): string {
  return [
    ...head,
    'Operations:',
    ...operations.flatMap((name) => hanging(`  ${name}`, operationMeanings[name])),
    '',
    'Commands:',
    ...commandTable.flatMap(({ name, help }) => hanging(`  ${name}`, help)),
    ...[...groups].flatMap(([title, rows]) => ['', `${title}:`, ...rows.flatMap(flagLines)]),
    '',
    'Output:',
    '  --json',
    '      The result as one JSON object on stdout; the log goes to stderr.',
    '',
    'Exit codes:',
    ...exitCodes.flatMap(({ exit, verdict, when }) => hanging(`  ${exit}`, `${verdict}: ${when}`)),
    '',
    ...wrap(secrets, WIDTH),
    '',
  ].join('\n')
}

/** Secrets are no flags, and the operation is the first word. */
const flagRows = inputRows.filter(({ kind, name }) => kind !== 'secret' && name !== 'operation')
const groups = Map.groupBy(flagRows, ({ group }) => group)

function flagLines(row: InputRow): readonly string[] {
  const allowed = row.allowed === undefined ? '' : ` Allowed: ${row.allowed.join(', ')}.`
  const usual = row.defaultShown ?? row.default
  const meaning = `${row.help}${allowed}${usual === undefined ? '' : ` Default: ${usual}.`}`
  return [`  --${row.name}`, ...wrap(meaning, WIDTH - 6).map((line) => `      ${line}`)]
}

const INDENT = 18

function hanging(title: string, text: string): readonly string[] {
  return wrap(text, WIDTH - INDENT).map((line, at) => (at === 0 ? title : '').padEnd(INDENT) + line)
}

function wrap(text: string, width: number): readonly string[] {
  return wrapped(text.replaceAll('`', ''), width)
}
