/** The end of the process. */
import { writeSync } from 'node:fs'

/** The contract's exit code for a defect of ours. */
const DEFECT_EXIT = 70

/** How long a library may keep the process after the verdict, in ms. Two seconds after a signal all must be over. */
const GRACE_MS = 500

/**
 * Call it first. A process that ends before `endWith` (by an error in a listener, or waiting for a promise that
 * nobody keeps) would end with 0 or in silence: now it ends as a defect and says so.
 */
export function expectVerdict(process: NodeJS.Process): void {
  process.exitCode = DEFECT_EXIT
  process.on('exit', tellNoVerdict)
}

function tellNoVerdict(): void {
  const mend = 'Report it, with the last lines of a run with `log-level: debug`.'
  writeSync(2, `error (exit ${DEFECT_EXIT}, DEFECT): The run ended before it had a verdict. ${mend}\n`)
}

/**
 * Sets the exit code and lets the process end by itself, as it does when nothing is open. Work that could not be
 * stopped (an upload after a signal or a stray error) would hold it for minutes, so it is cut off after a moment.
 */
export function endWith(exitCode: number, process: NodeJS.Process): void {
  process.off('exit', tellNoVerdict)
  process.exitCode = exitCode
  setTimeout(() => process.exit(), GRACE_MS).unref()
}
