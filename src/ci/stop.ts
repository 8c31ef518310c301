/** Signals and stray errors of the process, turned into one AbortSignal and never into a crash without a verdict. */
import { asGateError, GateError } from '../errors.ts'

/** What a second signal exits with: the contract's code for a cancelled run. */
const CANCELLED_EXIT = 130

/** The part of the process that is used, so that tests can hand in their own. */
export type ProcessEvents = Pick<NodeJS.Process, 'on' | 'exit'>

/** How a run learns that it has to end. */
export type Stop = {
  /** Aborts with a GateError: CANCELLED on a signal, DEFECT on an error that nobody caught. */
  readonly signal: AbortSignal
  /**
   * Runs work whose library throws inside listeners, where no `catch` reaches: such an error rejects the work
   * instead of stopping the run. It goes on catching them when the work is over, since they may come late. A stop
   * rejects the work too, which may itself go on: see `endWith`.
   */
  readonly guard: <T>(work: () => Promise<T>) => Promise<T>
}

/** Starts to listen. Listeners for signals keep no process alive. */
export function stopOf(process: ProcessEvents): Stop {
  const controller = new AbortController()
  let takeStray = (caught: unknown): void => controller.abort(asGateError(caught))

  const onSignal = (name: string): void => {
    if (controller.signal.aborted) process.exit(CANCELLED_EXIT)
    controller.abort(new GateError('CANCELLED', `The run was stopped by ${name}.`))
  }
  process.on('SIGINT', () => onSignal('SIGINT'))
  process.on('SIGTERM', () => onSignal('SIGTERM'))
  process.on('uncaughtException', (caught) => takeStray(caught))
  process.on('unhandledRejection', (caught) => takeStray(caught))

  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    const { signal } = controller
    signal.throwIfAborted()
    const { promise, reject } = Promise.withResolvers<never>()
    takeStray = reject
    const onStop = (): void => reject(signal.reason)
    signal.addEventListener('abort', onStop)
    try {
      return await Promise.race([work(), promise])
    } finally {
      signal.removeEventListener('abort', onStop)
    }
  }
  return { signal: controller.signal, guard }
}
