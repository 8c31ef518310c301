/** The numbers of a run: names, texts and rows of all its exports are compared by them. */
import { Kernel, type KernelSeed } from './kernel.ts'
import { IdList } from './numbers/number-list.ts'
import { Places } from './numbers/places.ts'

/** What all exports of a run share. */
export type Numbering = {
  readonly kernel: Kernel
  readonly places: Places
  /** What the names of an export became, and those of a `findings.csv`, in which marks against formulas stand. */
  readonly cleaned: Readonly<Record<'export' | 'findings', CleanedNames>>
}

/**
 * By the kernel's number of a path or rule: that of the cleaned name in `Places` + `NUMBERED`; `UNSEEN` when it was not
 * looked at yet, `REFUSED` when it is none. Cleaned once in a run: every CSV of an export tells of the same files.
 */
export type CleanedNames = Readonly<Record<'path' | 'rule', IdList>>
/** Marks in `CleanedNames`; numbers begin at the last of them. */
export const [UNSEEN, REFUSED, NUMBERED] = [0, 1, 2]

/** Starts empty. `seed` is to be new for each run, so that nobody can aim at texts that look the same. */
export function createNumbering(seed: KernelSeed): Numbering {
  const none = (): CleanedNames => ({ path: new IdList(), rule: new IdList() })
  return {
    kernel: new Kernel(seed),
    places: new Places(),
    cleaned: { export: none(), findings: none() },
  }
}
