/** The outputs of the step, set before the run is shown as green anywhere, and again when the end turns out another. */
import { GateError } from '../errors.ts'
import { systemCode } from '../files.ts'
import type { Host } from '../host.ts'

/** Where the outputs of one run go. */
export type StepOutputs = {
  /** Sets all outputs, unless they stand there already. Gives what went wrong; never throws. */
  set(outputs: Readonly<Record<string, string>>): GateError | null
}

/** The outputs of this place. */
export function openStepOutputs(host: Pick<Host, 'setOutputs'>): StepOutputs {
  let standing = ''
  return {
    set(outputs) {
      const text = JSON.stringify(outputs)
      if (text === standing) return null
      try {
        host.setOutputs(outputs)
        standing = text
        return null
      } catch (caught) {
        standing = ''
        return notSet(caught)
      }
    },
  }
}

function notSet(caught: unknown): GateError {
  const why = systemCode(caught) ?? 'unknown reason'
  const message = `The outputs of this step could not be written (${why}), so later steps would get none, or old ones.`
  const mend =
    'Look at the disk of the runner: the file that GITHUB_OUTPUT names must exist and have room to grow.'
  return new GateError('REPORT_NOT_WRITTEN', message, { mend, cause: caught })
}
