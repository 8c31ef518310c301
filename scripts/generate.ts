/**
 * Writes what is made from the code in `src/`: `action.yml`, tables and workflows of the README and of pages in `docs/`
 * between their markers, `docs/errors.md`, the page of the HTML report and the JSON Schemas in `schema/`. With
 * `--check` it writes nothing and exits 1 when a file is not what it would write.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { stringify } from 'yaml'
import { policyJsonSchema } from '../src/config/policy-schema.ts'
import { type InputRow, inputGroups, inputRows, operationMeanings, operations } from '../src/config/table.ts'
import { outputTable } from '../src/deliver/outputs.ts'
import { errorCatalogue, exitCodes } from '../src/errors.ts'
import { reportJsonSchema } from '../src/report-schema.ts'
import { embeddedModule } from './embed-page.ts'

const made: Readonly<Record<string, string>> = {
  'action.yml': actionFile(),
  'README.md': filledIn('README.md', workflows('release-gate.yml')),
  'docs/recipes.md': filledIn('docs/recipes.md', workflows('nightly-project.yml', 'instance-report.yml')),
  'docs/inputs.md': filledIn('docs/inputs.md', { operations: operationTable(), inputs: inputTables() }),
  'docs/outputs.md': filledIn('docs/outputs.md', { outputs: outputsTable(), 'exit-codes': exitTable() }),
  'docs/errors.md': errorPage(),
  'src/report/html/embedded.ts': embeddedModule(),
  'schema/policy.schema.json': `${JSON.stringify(policyJsonSchema(), null, 2)}\n`,
  'schema/report.schema.json': `${JSON.stringify(reportJsonSchema(), null, 2)}\n`,
}
const stale = Object.entries(made).filter(([path, text]) => readOrEmpty(path) !== text)
if (process.argv.includes('--check')) check()
else write()

function check(): void {
  for (const [path, text] of stale) console.error(difference(path, readOrEmpty(path), text))
  if (stale.length > 0) console.error('Run `npm run generate` and commit what it writes.')
  process.exitCode = stale.length > 0 ? 1 : 0
}

function write(): void {
  for (const [path, text] of stale) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`wrote ${path}`)
  }
  if (stale.length === 0) console.log('everything was up to date')
}

function readOrEmpty(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** The first line that differs, for people. */
function difference(path: string, found: string, wanted: string): string {
  const old = found.split('\n')
  const next = wanted.split('\n')
  const at = next.findIndex((line, index) => line !== old[index])
  const line = at < 0 ? next.length : at
  return `${path} is stale from line ${line + 1}:\n  - ${old[line] ?? '(end)'}\n  + ${next[line] ?? '(end)'}`
}

function actionFile(): string {
  const { description } = JSON.parse(readFileSync('package.json', 'utf8')) as { description: string }
  const rows = inputRows.filter((row) => row.only !== 'flag')
  const action = {
    name: 'soteri-gate',
    description,
    branding: { icon: 'shield', color: 'blue' },
    inputs: Object.fromEntries(rows.map((row) => [row.name, { description: describe(row) }])),
    outputs: Object.fromEntries(outputTable.map(({ name, help }) => [name, { description: help }])),
    runs: { using: 'node24', main: 'dist/index.js' },
  }
  const head =
    '# Made by scripts/generate.ts from src/config/table.ts; change it there. Defaults live there too.\n'
  return head + stringify(action, { lineWidth: 110 })
}

/** Meaning, allowed words and default, in one text. */
function describe(row: InputRow): string {
  const usual = shownDefault(row)
  return meaning(row) + (usual === '' ? '' : ` Default: ${usual}.`)
}

function meaning(row: InputRow): string {
  const allowed =
    row.allowed === undefined ? '' : ` Allowed: ${row.allowed.map((word) => `\`${word}\``).join(', ')}.`
  return row.help + allowed
}

function shownDefault(row: InputRow): string {
  return row.defaultShown ?? (row.default === undefined ? '' : `\`${row.default}\``)
}

/** A page with these texts between their markers. */
function filledIn(path: string, texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts).reduce(
    (rest, [marker, content]) => between(path, rest, marker, content),
    readFileSync(path, 'utf8'),
  )
}

/** Files of `examples/workflows/` that a page shows whole. */
function workflows(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [`workflow: ${name}`, workflow(name)]))
}

function operationTable(): string {
  return table(
    ['operation', 'does'],
    operations.map((name) => [`\`${name}\``, operationMeanings[name]]),
  )
}

function inputTables(): string {
  return inputGroups.map(groupTable).join('\n\n')
}

function outputsTable(): string {
  return table(
    ['output', 'meaning'],
    outputTable.map(({ name, help }) => [`\`${name}\``, help]),
  )
}

function exitTable(): string {
  return table(
    ['exit', 'verdict', 'when'],
    exitCodes.map(({ exit, verdict, when }) => [String(exit), verdict, when]),
  )
}

function workflow(name: string): string {
  return `\`\`\`yaml\n${readFileSync(`examples/workflows/${name}`, 'utf8')}\`\`\``
}

function groupTable(group: string): string {
  const rows = inputRows.filter((row) => row.group === group)
  const cells = rows.map((row) => [inputCell(row), meaning(row), shownDefault(row)])
  return `### ${group}\n\n${table(['input', 'meaning', 'default'], cells)}`
}

function inputCell({ name, only }: InputRow): string {
  return only === 'flag' ? `\`--${name}\` (command line)` : `\`${name}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function between(path: string, text: string, marker: string, content: string): string {
  const [open, close] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`]
  const start = text.indexOf(open)
  const end = text.indexOf(close)
  if (start < 0 || end < start) throw new Error(`${path} has no ${open} ... ${close}`)
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`
}

function errorPage(): string {
  const sections = Object.entries(errorCatalogue).map(
    ([code, { exit, meaning, hint }]) => `## ${code}\n\nExit ${exit}. ${meaning}\n\n**Hint:** ${hint}\n`,
  )
  const head =
    '<!-- Made by scripts/generate.ts from src/errors.ts; change it there. -->\n\n# Errors\n\n' +
    'Every error of soteri-gate has a code, which stands in the log, in `report.json` and here.\n\n' +
    table(
      ['exit', 'when', 'codes'],
      exitCodes
        .filter(({ exit }) => exit > 1)
        .map(({ exit, when }) => [String(exit), when, codesOf(exit).join(', ')]),
    )
  return `${head}\n\n${sections.join('\n')}`
}

function codesOf(exit: number): readonly string[] {
  return Object.entries(errorCatalogue)
    .filter(([, entry]) => entry.exit === exit)
    .map(([code]) => `[\`${code}\`](#${code.toLowerCase()})`)
}
