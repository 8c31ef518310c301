/** The host of the programmatic API: inputs come as values, lines go to a function, the result is handed back. */
import { tmpdir } from 'node:os'
import type { Conclusion, Host, LogLevel } from '../host.ts'
import { escapeForLog } from '../text.ts'
import { knowsNoFork } from './fork.ts'
import { isShown, logOf, systemClock } from './process.ts'

type MemoryOptions = {
  readonly inputs: ReadonlyMap<string, string>
  readonly workingFolder: string
  readonly signal: AbortSignal
  /** Called with each line of the log, harmless and in one line. */
  readonly onLine: (level: LogLevel, line: string) => void
  readonly onConclusion: (conclusion: Conclusion) => void
}

/** A host that knows no environment, no artifact store and no summary page, and listens to no signals of the process. */
export function memoryHost(options: MemoryOptions): Host {
  const { inputs } = options
  let level: LogLevel = 'info'
  const write = (lineLevel: LogLevel, line: string): void => {
    if (isShown(lineLevel, level)) options.onLine(lineLevel, escapeForLog(line))
  }
  return {
    input: (name) => inputs.get(name) || undefined,
    givenInputs: () => [...inputs.keys()],
    environment: () => undefined,
    environmentNames: () => [],
    log: logOf(write, async (title, work) => {
      write('info', title)
      return await work()
    }),
    clock: systemClock,
    progress: null,
    setLogLevel: (next) => {
      level = next
    },
    setOutputs: () => undefined,
    mask: () => undefined,
    annotate: () => undefined,
    conclude: options.onConclusion,
    writeSummary: null,
    artifacts: null,
    temporaryFolder: tmpdir(),
    workingFolder: options.workingFolder,
    runUrl: null,
    forkEvidence: knowsNoFork('a program'),
    stop: options.signal,
  }
}
