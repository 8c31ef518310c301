/** The result of a run as one JSON object, for machines (`--json`). Pure. */
import type { Conclusion } from '../ports.ts'

/**
 * One line of JSON: `verdict`, `exitCode`, `sentence`, `error` (or null), `counts`, `thresholds`, `outputs`.
 * `blank` takes secrets out of sentences; all else holds none, and is left alone since machines compare it.
 */
export function jsonOf(conclusion: Conclusion, blank: (text: string) => string): string {
  const { verdict, exitCode, counts, thresholds, outputs } = conclusion
  const sentence = blank(conclusion.sentence)
  const error =
    conclusion.error === null
      ? null
      : { ...conclusion.error, message: blank(conclusion.error.message), mend: blank(conclusion.error.mend) }
  return `${JSON.stringify({ verdict, exitCode, sentence, error, counts, thresholds, outputs })}\n`
}
