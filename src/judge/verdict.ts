/** The fail-closed table: `pass` needs a decision, a decision needs exports read to their end, an error beats both. Pure. */
import type { ErrorExit, GateError } from '../errors.ts'
import type { ThresholdOutcome } from '../finding.ts'
import type { Conclusion } from '../host.ts'

/** How a run ended. `error`: nothing can be said of the findings. */
export type VerdictWord = Conclusion['verdict']

/** Why a verdict is `error`, and what to do. Holds no cells, bodies or credentials. */
export type VerdictError = NonNullable<Conclusion['error']>

/** What a run came to: the same in the log, the outputs and every report. */
export type Verdict = {
  readonly word: VerdictWord
  readonly exitCode: 0 | 1 | ErrorExit
  /** One sentence: verdict, decisive rule, count, limit. The last line of the log. */
  readonly sentence: string
  readonly error: VerdictError | null
}

/** What the policy made of a run whose exports were all read to their end. */
type Judged = {
  readonly kind: 'judged'
  readonly thresholds: readonly ThresholdOutcome[]
  /** What becomes of a violation. An error fails in every mode. */
  readonly mode: 'enforce' | 'warn' | 'report'
  /** Why nothing proves that the scan is done, as a clause: then it is not `pass`. */
  readonly unproven?: string | null
}

export type Outcome =
  | Judged
  /** Operations that judge nothing (`scan`, `cancel`, `plan`, `export-reviewed`, `doctor`) and succeeded. */
  | { readonly kind: 'done'; readonly sentence: string }
  /** Deliberately not judged, said loudly: `on-missing-credentials: skip`, `dry-run`. */
  | { readonly kind: 'skipped'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly error: GateError }

/** The verdict of a run. An outcome without a single threshold is an error: nothing was gated. */
export function verdictOf(outcome: Outcome): Verdict {
  switch (outcome.kind) {
    case 'failed':
      return errorVerdict(outcome.error)
    case 'done':
      return verdict('pass', outcome.sentence)
    case 'skipped':
      return verdict('warn', outcome.sentence)
    case 'judged':
      return judgedVerdict(outcome)
  }
}

function verdict(word: 'pass' | 'warn' | 'fail', why: string): Verdict {
  return { word, exitCode: word === 'fail' ? 1 : 0, sentence: `${word}: ${why}`, error: null }
}

function errorVerdict(error: GateError): Verdict {
  return {
    word: 'error',
    exitCode: error.exitCode,
    sentence: `error (exit ${error.exitCode}, ${error.code}): ${inOneLine(error)}`,
    error: { code: error.code, message: error.message, hint: error.hint },
  }
}

/** Several mistakes were logged before, a line each; the verdict then says how many. */
function inOneLine({ message, hint }: GateError): string {
  const lines = message.split('\n').length
  return lines === 1 ? `${message} ${hint}` : `${lines} mistakes, listed above. ${hint}`
}

function judgedVerdict({ thresholds, mode, unproven = null }: Judged): Verdict {
  const decisive = decisiveOutcome(thresholds)
  if (decisive === undefined) throw new Error('a decision without thresholds gates nothing')
  const { name, observed, max, passed, level } = decisive
  const sentence = `threshold "${name}": ${observed} found, limit ${max}`
  if (passed)
    return unproven === null ? verdict('pass', sentence) : verdict('warn', `${sentence}, but ${unproven}`)
  if (level === 'fail' && mode === 'enforce') return verdict('fail', sentence)
  const why = level === 'warn' ? 'level is warn' : `mode is ${mode}`
  return verdict('warn', `${sentence} (${why}, so the job goes on)`)
}

/** By `rankOf`, then by how far it is beyond (or how near to) its limit. */
export function decisiveOutcome(thresholds: readonly ThresholdOutcome[]): ThresholdOutcome | undefined {
  return thresholds.toSorted((a, b) => rankOf(a) - rankOf(b) || b.observed - b.max - (a.observed - a.max))[0]
}

/** Violated before kept, `fail` before `warn`. */
export function rankOf({ passed, level }: ThresholdOutcome): number {
  return passed ? 2 : level === 'fail' ? 0 : 1
}

/** Whether the job goes on: what Bitbucket shows as green. */
export function isGreen({ exitCode }: Pick<Verdict, 'exitCode'>): boolean {
  return exitCode === 0
}

/** `fail` and an earlier `error` stay: they already stop the job and say the more important thing. */
export function worsened(verdict: Verdict, failure: GateError): Verdict {
  return isGreen(verdict) ? errorVerdict(failure) : verdict
}
