/** How a place wants its log, groups and outputs written. Text in, text out: every dialect is a variation of `plain`. Pure. */
import type { Annotation, Conclusion, ForkEvidence, LogLevel } from '../ports.ts'
import { type ReadText, tellsNothing } from './fork.ts'
import type { OutputFile } from './output-file.ts'

/** Variables of the process by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What one place does otherwise than others. */
export type Dialect = {
  /** A line of the log. `text` is one line, already harmless and free of secrets. */
  readonly line: (level: LogLevel, text: string) => string
  /**
   * Lines around a foldable group; `name` is unique within a run and made of letters, digits and `_`, `title` is
   * harmless, times are seconds since the epoch.
   */
  readonly openGroup: (group: { name: string; title: string; at: number }) => string
  /** `null`: nothing is written at the end of a group. */
  readonly closeGroup: ((group: { name: string; title: string; at: number }) => string) | null
  /** A note beside the code, all its texts harmless; `null` where the place knows no such thing. */
  readonly annotation: ((annotation: Annotation) => string) | null
  /** Lines by which outputs are set or reports are named, written at the end of every run. */
  readonly closing: (conclusion: Conclusion) => readonly string[]
  /** The file in `output-dir` that holds the outputs; `null` where there is none. */
  readonly file: OutputFile | null
  /** A file of the CI that takes outputs: the variable that names it, and what is appended; `null` where there is none. */
  readonly appends: { readonly variable: string; readonly format: OutputFile['format'] } | null
  /** Address of the run for people; `null` when the variables are missing. */
  readonly runUrl: (environment: Environment) => string | null
  /** Whether the run is for a pull request from a fork. */
  readonly fork: (environment: Environment, readText: ReadText) => ForkEvidence
}

/** Lines as they are, the level in front; what every place understands. */
export const plain: Dialect = {
  line: (level, text) => (level === 'info' ? text : marked(level, text)),
  openGroup: ({ title }) => title,
  closeGroup: null,
  annotation: null,
  closing: () => [],
  file: null,
  appends: null,
  runUrl: () => null,
  fork: tellsNothing('a run outside the known CIs'),
}

const words = { error: 'error', warn: 'warning', debug: 'debug' } as const

/** The level in front of a line; a verdict says by itself how bad it is. */
function marked(level: keyof typeof words, text: string): string {
  return level !== 'debug' && /^(fail|warn|error)\b/.test(text) ? text : `${words[level]}: ${text}`
}

/** The address that a variable holds, when it is one. */
export function addressIn(value: string | undefined): string | null {
  return value !== undefined && /^https?:\/\//.test(value) ? value : null
}
