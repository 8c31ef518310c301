/** Chance for the tables of a run. */
import { randomInt } from 'node:crypto'
import type { KernelSeed } from '../findings/kernel.ts'

/** New for each run, so that nobody can aim at texts that look the same. */
export function randomSeed(): KernelSeed {
  const number = (): number => randomInt(2 ** 32)
  return [number(), number(), number(), number(), number()]
}
