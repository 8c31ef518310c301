/** The table of exit codes, for the README and the help; `verdict.ts` and `errors.ts` decide which one it is. */
import type { ErrorExit } from './errors.ts'

/** One exit code. `verdict` and `when` are Markdown. */
export type ExitRow = {
  readonly exit: 0 | 1 | ErrorExit
  readonly verdict: string
  /** When it happens, in words. */
  readonly when: string
}

/** All exit codes of the contract, lowest first. */
export const exitCodes: readonly ExitRow[] = [
  { exit: 0, verdict: '`pass`, or `warn`', when: 'no violation, or mode `warn` or `report`' },
  { exit: 1, verdict: '`fail`', when: 'a threshold was exceeded' },
  { exit: 2, verdict: '`error`', when: 'inputs or policy wrong' },
  { exit: 3, verdict: '`error`', when: 'credentials refused or right missing' },
  { exit: 4, verdict: '`error`', when: 'server unreachable, scan not proven done, timed out' },
  { exit: 5, verdict: '`error`', when: 'export unreadable, truncated, inconsistent, not an export at all' },
  { exit: 70, verdict: '`error`', when: 'a defect of ours' },
  { exit: 130, verdict: '`error`', when: 'cancelled' },
]
