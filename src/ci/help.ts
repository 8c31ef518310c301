/** What `--help` and `--help-all` print, made from the tables of inputs and commands. Pure. */
import { type InputRow, inputRows, operationMeanings, operations } from '../config/table.ts'
import { exitCodes } from '../errors.ts'
import { commandTable } from './arguments.ts'
import { wrapped } from './printer.ts'

/** Columns of a terminal that shows the help without breaking lines. */
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

/** One screen: operations, three examples, the names of all flags by group. */
export function shortHelp(): string {
  return textOf([
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
  ])
}

/** Everything: each operation, flag and exit code with its meaning. */
export function longHelp(): string {
  return textOf([
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
  ])
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

/** Columns at which the text beside a title starts. */
const INDENT = 18

function hanging(title: string, text: string): readonly string[] {
  return wrap(text, WIDTH - INDENT).map((line, at) => (at === 0 ? title : '').padEnd(INDENT) + line)
}

function wrap(text: string, width: number): readonly string[] {
  return wrapped(text.replaceAll('`', ''), width)
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
