/**
 * TeamCity: service messages for warnings, blocks, parameters, reports and the status text. Escapes are those of
 * JetBrains' page "Service Messages". Pure.
 */
import { addressIn, type Dialect, plain } from './dialect.ts'
import { tellsNothing } from './fork.ts'
import { outputVariable } from './output-file.ts'

/** The dialect of TeamCity. */
export const teamcity: Dialect = {
  ...plain,
  line: (level, text) => {
    if (level === 'error') return message('message', { text, status: 'ERROR' })
    if (level === 'warn') return message('message', { text, status: 'WARNING' })
    return plain.line(level, text)
  },
  openGroup: ({ title }) => message('blockOpened', { name: title }),
  closeGroup: ({ title }) => message('blockClosed', { name: title }),
  closing: ({ outputs, sentence }) => [
    // `env.` makes a variable of the steps that follow.
    ...Object.entries(outputs).map(([name, value]) =>
      message('setParameter', { name: `env.${outputVariable(name)}`, value }),
    ),
    ...(outputs['junit-file'] ? [message('importData', { type: 'junit', path: outputs['junit-file'] })] : []),
    message('buildStatus', { text: sentence }),
  ],
  runUrl: ({ BUILD_URL }) => addressIn(BUILD_URL),
  fork: tellsNothing('TeamCity'),
}

function message(name: string, attributes: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}='${escaped(value)}'`)
  return `##teamcity[${name}${pairs.join('')}]`
}

function escaped(text: string): string {
  return text
    .replace(/[|'[\]]/g, '|$&')
    .replaceAll('\n', '|n')
    .replaceAll('\r', '|r')
    .replace(/[^\u0000-\u007f]/g, (unit) => `|0x${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
