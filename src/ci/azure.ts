/**
 * Azure Pipelines: logging commands for issues, groups, variables and the summary. Escapes are those of Microsoft's
 * page "Logging commands", section "Formatting commands". Pure.
 */
import type { Annotation } from '../ports.ts'
import { addressIn, type Dialect, plain } from './dialect.ts'
import { azureFork } from './fork.ts'
import { outputVariable } from './output-file.ts'

/** The dialect of Azure Pipelines. */
export const azure: Dialect = {
  ...plain,
  line: (level, text) => {
    if (level === 'info') return text
    if (level === 'debug') return `##[debug]${text}`
    return issue(level === 'error' ? 'error' : 'warning', '', text)
  },
  openGroup: ({ title }) => `##[group]${title}`,
  closeGroup: () => '##[endgroup]',
  annotation: ({ level, title, message, path, line }) => {
    const place = `${path === undefined ? '' : `sourcepath=${inProperty(path)};`}${line === undefined ? '' : `linenumber=${line};`}`
    return issue(typeOf(level), place, `${title}: ${message}`)
  },
  closing: ({ outputs }) => [
    ...Object.entries(outputs).map(([name, value]) => {
      return `##vso[task.setvariable variable=${outputVariable(name)};isOutput=true]${inMessage(value)}`
    }),
    ...(outputs['summary-file'] ? [`##vso[task.uploadsummary]${inMessage(outputs['summary-file'])}`] : []),
  ],
  runUrl: ({ SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT, BUILD_BUILDID }) => {
    const collection = addressIn(SYSTEM_COLLECTIONURI)
    if (collection === null || !SYSTEM_TEAMPROJECT || !BUILD_BUILDID) return null
    const project = `${collection.replace(/\/$/, '')}/${encodeURIComponent(SYSTEM_TEAMPROJECT)}`
    return `${project}/_build/results?buildId=${encodeURIComponent(BUILD_BUILDID)}`
  },
  fork: azureFork,
}

function issue(type: 'error' | 'warning', place: string, text: string): string {
  return `##vso[task.logissue type=${type};${place}]${inMessage(text)}`
}

/** Azure knows no notices. */
function typeOf(level: Annotation['level']): 'error' | 'warning' {
  return level === 'error' ? 'error' : 'warning'
}

/** `%` first, so that no escape is escaped again. */
function inMessage(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function inProperty(text: string): string {
  return inMessage(text).replaceAll(';', '%3B').replaceAll(']', '%5D')
}
