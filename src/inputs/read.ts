/** Raw text of inputs from every source -> typed `Inputs`, or every mistake at once. Pure. */
import type { Mistake } from '../errors.ts'
import type { Inputs } from './inputs.ts'
import type { InputSource } from './sources.ts'

/** What an input came to, for `log-level: debug`. */
export type EffectiveInput = {
  readonly name: string
  /** As given; `***` for a secret. */
  readonly shown: string
  /** `input`, `flag`, `environment`, `policy file` or `default`. */
  readonly source: string
  /** False when the operation does not look at it. */
  readonly used: boolean
}

/** `inputs` is `null` exactly when there are mistakes. */
export type ReadInputs = {
  readonly inputs: Inputs | null
  readonly mistakes: readonly Mistake[]
  readonly effective: readonly EffectiveInput[]
  /** Things worth a warning that do not stop the run, one sentence each. */
  readonly notices: readonly string[]
}

/**
 * Reads all inputs. `sources` come in order of precedence (see `sourcesOf`); `now` is in ms since the epoch.
 */
export function readInputs(sources: readonly InputSource[], now: number): ReadInputs {
  void sources
  void now
  return { inputs: null, mistakes: [], effective: [], notices: [] }
}
