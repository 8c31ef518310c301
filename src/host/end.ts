/** The end of the process. */

/** How long a library may keep the process after the verdict, in ms. Two seconds after a signal all must be over. */
const GRACE_MS = 500

/**
 * Sets the exit code and lets the process end by itself, as it does when nothing is open. Work that could not be
 * stopped (an upload after a signal or a stray error) would hold it for minutes, so it is cut off after a moment.
 */
export function endWith(exitCode: number, process: NodeJS.Process): void {
  process.exitCode = exitCode
  setTimeout(() => process.exit(), GRACE_MS).unref()
}
