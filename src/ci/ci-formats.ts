/** How each CI wants its log, groups and outputs written, and how it is detected. The action has a host of its own. Pure. */
import type { Severity } from '../finding.ts'
import type { Annotation, Conclusion, ForkEvidence, LogLevel } from '../host.ts'
import { azureFork, githubFork, gitlabFork, jenkinsFork, knowsNoFork } from './fork.ts'
import type { Environment, ReadText } from './process.ts'

type OutputFile = {
  readonly name: 'soteri-gate.env' | 'soteri-gate.properties'
  readonly format: (outputs: Conclusion['outputs']) => string
}

/** Not `SOTERI_GATE_...`: a later job of the CI would take it for an input (`baseline-file` is both). */
function outputVariable(name: string): string {
  return `SOTERI_${name.toUpperCase().replaceAll('-', '_')}`
}

/** Largest file that GitLab takes, in bytes (its `dotenv_size`), and most variables of a self-managed one. */
const DOTENV_LIMIT = 5 * 1024
const DOTENV_VARIABLES = 20

/** JSON is too large for a dotenv file; report.json has it; artifacts are stored by GitHub only. */
const notInDotenv = ['violations', 'counts', 'artifact-id', 'artifact-url', 'artifact-digest']

/** CIs and shells that source the file may expand a value, so one that could mean anything but itself is left empty. */
const dotenvFile: OutputFile = {
  name: 'soteri-gate.env',
  format: (outputs) => {
    let text = ''
    let count = 0
    for (const [name, value] of Object.entries(outputs)) {
      if (notInDotenv.includes(name)) continue
      // Words, paths, addresses: nothing that a shell, or a reader of dotenv files, would touch.
      const isLiteral = /^[\w./:@%+,=-]*$/.test(value)
      const line = `${outputVariable(name)}=${isLiteral ? value : ''}\n`
      if (text.length + line.length > DOTENV_LIMIT || count === DOTENV_VARIABLES) continue
      text += line
      count += 1
    }
    return text
  },
}

/** Java's notation: read by `readProperties` of Jenkins and by Bamboo's "Inject variables". ASCII only. */
const propertiesFile: OutputFile = {
  name: 'soteri-gate.properties',
  format: (outputs) => linesOf(outputs, (name, value) => `${outputVariable(name)}=${propertyValue(value)}\n`),
}

function linesOf(outputs: Conclusion['outputs'], line: (name: string, value: string) => string): string {
  return Object.entries(outputs)
    .map(([name, value]) => line(name, value))
    .join('')
}

function propertyValue(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replace(/^ /, '\\ ')
    .replace(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** `name` is unique within a run and made of letters, digits and `_`, `title` harmless, `at` in seconds since the epoch. */
type Group = { readonly name: string; readonly title: string; readonly at: number }

export type CiFormat = {
  /** A variable that only this CI sets, from its vendor's list of predefined variables; '' for none. */
  readonly variable: string
  /** A line of the log. `text` is one line, already harmless and free of secrets. */
  readonly line: (level: LogLevel, text: string) => string
  readonly openGroup: (group: Group) => string
  readonly closeGroup?: (group: Group) => string
  /** A line of the log that names a finding; `text` is harmless. */
  readonly finding: (severity: Severity, text: string) => string
  /** A note beside the code, all its texts harmless, where the CI knows such a thing. */
  readonly annotation?: (annotation: Annotation) => string
  /** Lines by which outputs are set or reports are named, written at the end of every run. */
  readonly closing: (conclusion: Conclusion) => readonly string[]
  readonly file?: OutputFile
  /** A file of the CI that takes outputs: the variable that names it, and what is appended. */
  readonly appends?: { readonly variable: string; readonly format: OutputFile['format'] }
  /** Address of the run for people; `null` when the variables are missing. */
  readonly runUrl: (environment: Environment) => string | null
  readonly forkEvidence: (environment: Environment, readText: ReadText) => ForkEvidence
}

const plain: CiFormat = {
  variable: '',
  line: (level, text) => (level === 'info' ? text : marked(level, text)),
  openGroup: ({ title }) => title,
  finding: (severity, text) => `  ${severity.padEnd(8)}  ${text}`,
  closing: () => [],
  runUrl: () => null,
  forkEvidence: knowsNoFork('a run outside the known CIs'),
}

const words = { error: 'error', warn: 'warning', debug: 'debug' } as const

/** The level in front of a line; a verdict says by itself how bad it is. */
function marked(level: keyof typeof words, text: string): string {
  return level !== 'debug' && /^(fail|warn|error)\b/.test(text) ? text : `${words[level]}: ${text}`
}

export function isSevere(severity: Severity): boolean {
  return severity === 'critical' || severity === 'high'
}

function addressIn(value: string | undefined): string | null {
  return value !== undefined && /^https?:\/\//.test(value) ? value : null
}

/** The command line in a step of GitHub Actions: workflow commands and step outputs, like the action. */
const github: CiFormat = {
  ...plain,
  variable: 'GITHUB_ACTIONS',
  line: (level, text) => (level === 'info' ? text : `::${words[level]}::${text.replaceAll('%', '%25')}`),
  openGroup: ({ title }) => `::group::${title}`,
  closeGroup: () => '::endgroup::',
  annotation: ({ level, title, message, path, line }) => {
    const place = `${path === undefined ? '' : `,file=${githubProperty(path)}`}${line === undefined ? '' : `,line=${line}`}`
    return `::${level} title=${githubProperty(title)}${place}::${message.replaceAll('%', '%25')}`
  },
  appends: {
    variable: 'GITHUB_OUTPUT',
    format: (outputs) => linesOf(outputs, (name, value) => `${name}=${value.replaceAll(/[\r\n]+/g, ' ')}\n`),
  },
  runUrl: ({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }) => {
    if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_RUN_ID) return null
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
  },
  forkEvidence: githubFork,
}

function githubProperty(text: string): string {
  return text.replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** Erases the marker from the line it shares with the title. */
const ERASE = '\u001b[0K'

/** Collapsible sections and a dotenv file (`artifacts: reports: dotenv`). */
const gitlab: CiFormat = {
  ...plain,
  variable: 'GITLAB_CI',
  openGroup: ({ name, title, at }) => `${ERASE}section_start:${at}:${name}\r${ERASE}${title}`,
  closeGroup: ({ name, at }) => `${ERASE}section_end:${at}:${name}\r${ERASE}`,
  finding: (severity, text) =>
    `  \u001b[${isSevere(severity) ? 31 : 33}m${severity.padEnd(8)}\u001b[0m  ${text}`,
  file: dotenvFile,
  runUrl: ({ CI_JOB_URL }) => addressIn(CI_JOB_URL),
  forkEvidence: gitlabFork,
}

/** Escapes are those of Microsoft's page "Logging commands", section "Formatting commands". */
const azure: CiFormat = {
  ...plain,
  variable: 'TF_BUILD',
  line: (level, text) => {
    if (level === 'info') return text
    if (level === 'debug') return `##[debug]${text}`
    return azureIssue(level === 'error' ? 'error' : 'warning', '', text)
  },
  openGroup: ({ title }) => `##[group]${title}`,
  closeGroup: () => '##[endgroup]',
  // Colours the line and, unlike an issue, leaves the list of errors to the annotations.
  finding: (severity, text) =>
    `##[${isSevere(severity) ? 'error' : 'warning'}]${azureMessage(`${severity} ${text}`)}`,
  annotation: ({ level, title, message, path, line }) => {
    const place = `${path === undefined ? '' : `sourcepath=${azureProperty(path)};`}${line === undefined ? '' : `linenumber=${line};`}`
    // Azure knows no notices.
    return azureIssue(level === 'error' ? 'error' : 'warning', place, `${title}: ${message}`)
  },
  closing: ({ outputs }) => [
    ...Object.entries(outputs).map(([name, value]) => {
      return `##vso[task.setvariable variable=${outputVariable(name)};isOutput=true]${azureMessage(value)}`
    }),
    ...(outputs['summary-file'] ? [`##vso[task.uploadsummary]${azureMessage(outputs['summary-file'])}`] : []),
  ],
  runUrl: ({ SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT, BUILD_BUILDID }) => {
    const collection = addressIn(SYSTEM_COLLECTIONURI)
    if (collection === null || !SYSTEM_TEAMPROJECT || !BUILD_BUILDID) return null
    const project = `${collection.replace(/\/$/, '')}/${encodeURIComponent(SYSTEM_TEAMPROJECT)}`
    return `${project}/_build/results?buildId=${encodeURIComponent(BUILD_BUILDID)}`
  },
  forkEvidence: azureFork,
}

function azureIssue(type: 'error' | 'warning', place: string, text: string): string {
  return `##vso[task.logissue type=${type};${place}]${azureMessage(text)}`
}

/** `%` first, so that no escape is escaped again. */
function azureMessage(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function azureProperty(text: string): string {
  return azureMessage(text).replaceAll(';', '%3B').replaceAll(']', '%5D')
}

const bitbucketPipelines: CiFormat = {
  ...plain,
  variable: 'BITBUCKET_PIPELINE_UUID',
  file: dotenvFile,
  appends: { variable: 'BITBUCKET_PIPELINES_VARIABLES_PATH', format: dotenvFile.format },
  runUrl: ({ BITBUCKET_GIT_HTTP_ORIGIN, BITBUCKET_BUILD_NUMBER }) => {
    const repository = addressIn(BITBUCKET_GIT_HTTP_ORIGIN)
    if (repository === null || !BITBUCKET_BUILD_NUMBER) return null
    return `${repository.replace(/^http:/, 'https:')}/pipelines/results/${BITBUCKET_BUILD_NUMBER}`
  },
  forkEvidence: knowsNoFork('Bitbucket Pipelines'),
}

/** Plain lines, and a variables file for the task "Inject Bamboo variables". */
const bamboo: CiFormat = {
  ...plain,
  variable: 'bamboo_buildKey',
  file: propertiesFile,
  runUrl: ({ bamboo_buildResultsUrl, bamboo_resultsUrl }) =>
    addressIn(bamboo_buildResultsUrl) ?? addressIn(bamboo_resultsUrl),
  forkEvidence: knowsNoFork('Bamboo'),
}

/** Escapes are those of JetBrains' page "Service Messages". */
const teamcity: CiFormat = {
  ...plain,
  variable: 'TEAMCITY_VERSION',
  line: (level, text) => {
    if (level !== 'error' && level !== 'warn') return plain.line(level, text)
    return teamcityMessage('message', { text, status: level === 'error' ? 'ERROR' : 'WARNING' })
  },
  openGroup: ({ title }) => teamcityMessage('blockOpened', { name: title }),
  closeGroup: ({ title }) => teamcityMessage('blockClosed', { name: title }),
  finding: (severity, text) =>
    teamcityMessage('message', {
      text: `${severity} ${text}`,
      status: isSevere(severity) ? 'ERROR' : 'WARNING',
    }),
  closing: ({ outputs, sentence }) => [
    // `env.` makes a variable of the steps that follow.
    ...Object.entries(outputs).map(([name, value]) =>
      teamcityMessage('setParameter', { name: `env.${outputVariable(name)}`, value }),
    ),
    ...(outputs['junit-file']
      ? [teamcityMessage('importData', { type: 'junit', path: outputs['junit-file'] })]
      : []),
    teamcityMessage('buildStatus', { text: sentence }),
  ],
  runUrl: ({ BUILD_URL }) => addressIn(BUILD_URL),
  forkEvidence: knowsNoFork('TeamCity'),
}

function teamcityMessage(name: string, attributes: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}='${teamcityValue(value)}'`)
  return `##teamcity[${name}${pairs.join('')}]`
}

function teamcityValue(text: string): string {
  return text
    .replace(/[|'[\]]/g, '|$&')
    .replaceAll('\n', '|n')
    .replaceAll('\r', '|r')
    .replace(/[^\u0000-\u007f]/g, (unit) => `|0x${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Plain lines, and a properties file for `readProperties`. Credentials come from bindings. */
const jenkins: CiFormat = {
  ...plain,
  variable: 'JENKINS_URL',
  file: propertiesFile,
  runUrl: ({ RUN_DISPLAY_URL, BUILD_URL }) => addressIn(RUN_DISPLAY_URL) ?? addressIn(BUILD_URL),
  forkEvidence: jenkinsFork,
}

/** In the order of detection: agents of Jenkins may run in another CI's machine, whose variables leak into them. */
export const ciFormats = {
  github,
  gitlab,
  azure,
  'bitbucket-pipelines': bitbucketPipelines,
  bamboo,
  teamcity,
  jenkins,
  terminal: plain,
} as const

export type Ci = keyof typeof ciFormats

export function detectCi(environment: Environment): Ci {
  const cis = Object.keys(ciFormats) as readonly Ci[]
  const shown = (ci: Ci): string => environment[ciFormats[ci].variable]?.toLowerCase() ?? ''
  return cis.find((ci) => !['', 'false'].includes(shown(ci))) ?? 'terminal'
}

/** Whether a CI runs this, known or not. The terminal that some lend their jobs keeps all that is written to it. */
export function isInCi(environment: Environment): boolean {
  return detectCi(environment) !== 'terminal' || Boolean(environment.CI)
}
