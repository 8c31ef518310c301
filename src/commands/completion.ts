/** Completion scripts for shells, made from the tables of inputs and commands. Pure. */
import { operationMeanings, operations } from '../config/inputs.ts'
import { type InputRow, inputRows } from '../config/table.ts'
import { pipelinePlaces } from './init.ts'
import { commandTable } from './table.ts'

/** Shells that a script can be made for. */
export const shells = ['bash', 'zsh', 'fish'] as const
/** One of them. */
export type Shell = (typeof shells)[number]

/** True for a shell that a script can be made for. */
export function isShell(name: string | undefined): name is Shell {
  return shells.some((shell) => shell === name)
}

/** The text to load into the shell, as `source <(soteri-gate completion bash)`. */
export function completionScript(shell: Shell): string {
  return { bash, zsh, fish }[shell]()
}

const flags: readonly InputRow[] = inputRows.filter(
  (row) => row.kind !== 'secret' && row.name !== 'operation',
)

const words: readonly (readonly [name: string, meaning: string])[] = [
  ...operations.map((name) => [name, operationMeanings[name]] as const),
  ...commandTable.map(({ name, help }) => [name, help] as const),
]

const switches: readonly (readonly [name: string, meaning: string])[] = [
  ['json', 'Print the result as one JSON object.'],
  ['force', 'For init: overwrite files.'],
  ['help', 'Show help.'],
  ['help-all', 'Show what each flag means.'],
  ['version', 'Show the version.'],
]

/** Words that may follow a flag; `null`: any text. */
function wordsAfter({ kind, allowed }: InputRow): readonly string[] | null {
  if (kind === 'boolean') return ['true', 'false']
  return kind === 'columns' ? null : (allowed ?? null)
}

const takesFile = (row: InputRow): boolean => row.kind === 'file' || row.name === 'report-files'

function bash(): string {
  const names = [...flags.map((row) => row.name), ...switches.map(([name]) => name)]
  const cases = flags.flatMap((row) => {
    const after = wordsAfter(row)
    if (after !== null)
      return [`    --${row.name}) COMPREPLY=($(compgen -W "${after.join(' ')}" -- "$word")); return;;`]
    return takesFile(row) ? [`    --${row.name}) COMPREPLY=($(compgen -f -- "$word")); return;;`] : []
  })
  return lines(
    '# Load it with: source <(soteri-gate completion bash)',
    '_soteri_gate() {',
    `  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"`,
    '  case "$before" in',
    ...cases,
    `    completion) COMPREPLY=($(compgen -W "${shells.join(' ')}" -- "$word")); return;;`,
    `    init) COMPREPLY=($(compgen -W "${pipelinePlaces.join(' ')}" -- "$word")); return;;`,
    '  esac',
    '  if [[ "$word" == -* ]]; then',
    `    COMPREPLY=($(compgen -W "${names.map((name) => `--${name}`).join(' ')}" -- "$word"))`,
    '  else',
    `    COMPREPLY=($(compgen -W "${words.map(([name]) => name).join(' ')}" -- "$word"))`,
    '  fi',
    '}',
    'complete -o default -F _soteri_gate soteri-gate',
  )
}

function zsh(): string {
  const text = (meaning: string): string => meaning.replaceAll(/[\\:[\]]/g, '\\$&').replaceAll("'", "'\\''")
  const options = flags.map((row) => {
    const after = wordsAfter(row)
    const values = after !== null ? `(${after.join(' ')})` : takesFile(row) ? '_files' : ''
    const optional = row.kind === 'boolean' ? '::' : ':'
    return `    '--${row.name}[${text(plainText(row.help))}]${optional}${row.name}:${values}'`
  })
  return lines(
    '#compdef soteri-gate',
    '# Load it with: source <(soteri-gate completion zsh)',
    '_soteri_gate() {',
    '  local -a commands line state',
    '  local context state_descr',
    '  commands=(',
    ...words.map(([name, meaning]) => `    '${name}:${text(plainText(meaning))}'`),
    '  )',
    '  _arguments -s -C \\',
    ...[...options, ...switches.map(([name, meaning]) => `    '--${name}[${text(meaning)}]'`)].map(
      (line) => `${line} \\`,
    ),
    "    '1:operation:{_describe operation commands}' \\",
    "    '*:argument:->rest'",
    '  [ "$state" = rest ] || return 0',
    '  case "$line[1]" in',
    `    completion) _values shell ${shells.join(' ')};;`,
    `    init) _values CI ${pipelinePlaces.join(' ')};;`,
    '    explain) _describe operation commands;;',
    '    diff) _files;;',
    '  esac',
    '}',
    'if [ "$funcstack[1]" = "_soteri_gate" ]; then _soteri_gate "$@"; else compdef _soteri_gate soteri-gate; fi',
  )
}

function fish(): string {
  const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`
  const first = words.map(([name]) => name).join(' ')
  return lines(
    '# Load it with: soteri-gate completion fish | source',
    'complete -c soteri-gate -f',
    ...words.map(([name, meaning]) => {
      const when = quoted(`not __fish_seen_subcommand_from ${first}`)
      return `complete -c soteri-gate -n ${when} -a ${name} -d ${quoted(plainText(meaning))}`
    }),
    `complete -c soteri-gate -n '__fish_seen_subcommand_from completion' -a ${quoted(shells.join(' '))}`,
    `complete -c soteri-gate -n '__fish_seen_subcommand_from init' -a ${quoted(pipelinePlaces.join(' '))}`,
    `complete -c soteri-gate -n '__fish_seen_subcommand_from explain' -a ${quoted(operations.join(' '))}`,
    `complete -c soteri-gate -n '__fish_seen_subcommand_from diff' -F`,
    ...flags.map((row) => {
      const after = wordsAfter(row)
      const values = after !== null ? `-x -a ${quoted(after.join(' '))}` : takesFile(row) ? '-r -F' : '-x'
      return `complete -c soteri-gate -l ${row.name} ${values} -d ${quoted(plainText(row.help))}`
    }),
    ...switches.map(([name, meaning]) => `complete -c soteri-gate -l ${name} -d ${quoted(meaning)}`),
  )
}

/** The first sentence without the marks of Markdown. */
function plainText(markdown: string): string {
  const text = markdown.replaceAll('`', '')
  return (/^.*?\.(?= )/.exec(text)?.[0] ?? text).replace(/\.$/, '')
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
