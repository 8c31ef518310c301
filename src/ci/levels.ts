/** Which lines are shown at which log level. Pure. */
import type { LogLevel } from '../ports.ts'

const order: readonly LogLevel[] = ['error', 'warn', 'info', 'debug']

/** True when lines of `line` are shown at the level `shown`. */
export function isShown(line: LogLevel, shown: LogLevel): boolean {
  return order.indexOf(line) <= order.indexOf(shown)
}
