/** The numbers of a run: names, texts and rows of all its exports are compared by them. */
import { Kernel, type KernelSeed } from './kernel.ts'
import { Places } from './numbers/places.ts'

export type Numbering = { readonly kernel: Kernel; readonly places: Places }

/** Starts empty. `seed` is to be new for each run, so that nobody can aim at texts that look the same. */
export function createNumbering(seed: KernelSeed): Numbering {
  return { kernel: new Kernel(seed), places: new Places() }
}
