/** Parsers of single inputs: addresses, names, paths, header values, the mapping of columns. Pure. */
import { type MappableColumn, mappableColumns } from '../finding.ts'
import { didYouMean, hasControls, invalid, type Parsed, quoted } from '../parse.ts'
import { globProblem } from './globs.ts'

/** The base URL of Bitbucket: http or https, context path kept, trailing slashes dropped, no credentials in it. */
export function parseBaseUrl(text: string): Parsed<URL> {
  const url = hasControls(text) ? null : URL.parse(text)
  if (url === null || url.hostname === '' || !/^https?:\/\//i.test(text)) {
    const shown = plainAddress.test(text) ? quoted(text) : 'The address (not shown, it may hold credentials)'
    return invalid(
      `${shown} is not an http or https address: give the base URL of Bitbucket, such as https://bitbucket.example.com or https://host/bitbucket.`,
    )
  }
  const problems: string[] = []
  if (url.username !== '' || url.password !== '') {
    problems.push(
      'The address holds credentials (not shown): give them as `token`, or `username` and `password`.',
    )
  }
  if (/[?#]/.test(text)) {
    problems.push(`${quoted(url.origin + url.pathname)} is followed by a query or fragment: remove it.`)
  }
  if (problems.length > 0) return { problems }
  url.pathname = url.pathname.replace(/\/+$/, '')
  return { value: url }
}

/** Scheme, host, port and path only; neither `https://user:password` nor a bare token looks like this. */
export const plainAddress =
  /^[a-z][a-z0-9+.-]*:\/{2,3}([a-z0-9.-]*|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[\w./~-]*)?$/i

/** Whether credentials would travel in clear: http to another machine. */
export function isCleartext({ protocol, hostname }: URL): boolean {
  const isLoopback = hostname === '[::1]' || /^127(\.\d+){3}$|^(.*\.)?localhost$/.test(hostname)
  return protocol === 'http:' && !isLoopback
}

/** An e-mail address: something on each side of one `@`, no blanks. */
export function parseEmail(text: string): Parsed<string> {
  if (/^[^@\s]+@[^@\s]+$/.test(text) && !hasControls(text)) return { value: text }
  return invalid(`${quoted(text)} is not an e-mail address: write it such as team@example.com.`)
}

/** A glob over `PROJ/slug`. */
export function parseRepositoryGlob(text: string): Parsed<string> {
  const problem = text.startsWith('!') ? 'must not begin with `!`' : globProblem(text, 'repo')
  return problem === null ? { value: text } : invalid(`The glob ${quoted(text)} ${problem}.`)
}

export function parseApiVersion(text: string): Parsed<string> {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text)) return { value: text }
  return invalid(`${quoted(text)} is not a version: write latest, or a version such as 1.0.`)
}

export function parseCommit(text: string): Parsed<string> {
  if (/^[0-9a-f]{40}$/i.test(text)) return { value: text.toLowerCase() }
  return invalid(`${quoted(text)} is not a commit: write all 40 hexadecimal digits.`)
}

/** The name of an artifact, without the characters that the artifact service rejects. */
export function parseArtifactName(text: string): Parsed<string> {
  if (!/["<>:|*?\\/]/.test(text) && !hasControls(text)) return { value: text }
  return invalid(
    `${quoted(text)} is not an artifact name: it must not hold any of " < > : | * ? \\ / or control characters.`,
  )
}

export function parsePath(text: string): Parsed<string> {
  if (!hasControls(text)) return { value: text }
  return invalid(`${quoted(text)} is not a path: it must not hold control characters or line breaks.`)
}

/** The PEM text of CA certificates. Never quoted: people paste keys too. */
export function parseCaCert(text: string): Parsed<string> {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    return invalid(
      'The text (not shown) holds a private key, which the gate does not need: give certificates only.',
    )
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return { value: text }
  return invalid(
    'The text (not shown) holds no certificate: give PEM text with "-----BEGIN CERTIFICATE-----".',
  )
}

/** The path of a CA file. Never quoted, since people paste the text of a certificate or key here. */
export function parseCaPath(text: string): Parsed<string> {
  if (!hasControls(text)) return { value: text }
  return invalid('The path (not shown) holds control characters or line breaks: give the path of a PEM file.')
}

/** The folder for reports: never a root, the working folder itself or one above it. */
export function parseOutputFolder(text: string): Parsed<string> {
  const segments = text.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.')
  const last = segments.at(-1)
  if (last === undefined || last === '..' || /^[A-Za-z]:$/.test(last)) {
    return invalid(`${quoted(text)} is not allowed: name a folder of its own, such as soteri-report.`)
  }
  return parsePath(text)
}

/** A token: sent as a header, so visible ASCII only. */
export function parseToken(raw: string): Parsed<string> {
  const token = raw.trim()
  if (/^[\x21-\x7e]+$/.test(token)) return { value: token }
  return invalid(
    'The token (not shown) holds blanks, line breaks or non-ASCII characters: give the token alone, as Bitbucket showed it.',
  )
}

/** A password or key, unchanged but for one line break at its end, which files and secrets often have. */
export function parseSecret(raw: string): Parsed<string> {
  const secret = raw.replace(/\r?\n$/, '')
  if (secret !== '' && !hasControls(secret)) return { value: secret }
  return invalid(
    'The value (not shown) is empty or holds control characters or line breaks: give the secret alone.',
  )
}

/** A user name for Basic authentication, where a colon would end it. */
export function parseUsername(text: string): Parsed<string> {
  if (!text.includes(':') && !hasControls(text)) return { value: text }
  return invalid(
    'The user name (not shown) holds a colon or control characters: give the name alone, and the password as `password`.',
  )
}

type ColumnMapping = Partial<Record<MappableColumn, string>>

/**
 * The header mapping by hand: lines `rule = Rule Name`, each column and each header once. Commas may separate them
 * too; a comma within a header is one that no `name =` follows.
 */
export function parseColumns(text: string): Parsed<Readonly<ColumnMapping>> {
  const problems: string[] = []
  const mapping: ColumnMapping = {}
  for (const line of text.split(/\r\n|[\n\r]|,(?=\s*[\w-]+\s*=)/)) {
    const problem = line.trim() === '' ? null : addColumn(mapping, line.trim())
    if (problem !== null) problems.push(problem)
  }
  return problems.length > 0 ? { problems } : { value: mapping }
}

function addColumn(mapping: ColumnMapping, line: string): string | null {
  const equals = line.indexOf('=')
  const left = line.slice(0, equals).trim()
  const header = line.slice(equals + 1).trim()
  if (equals < 0 || left === '' || header === '') {
    return `${quoted(line)} is not a mapping: write column = header of the export, such as rule = Rule Name.`
  }
  const column = mappableColumns.find((known) => known === left)
  if (column === undefined) {
    return `${quoted(left)} is not a column: the left side is one of ${mappableColumns.join(', ')}.${didYouMean(left, mappableColumns)}`
  }
  if (mapping[column] !== undefined) return `${quoted(column)} is mapped twice: keep one line.`
  const taken = mappableColumns.find((known) => mapping[known] === header)
  if (taken !== undefined) {
    return `The header ${quoted(header)} is given for both ${taken} and ${column}: map each header to one column.`
  }
  mapping[column] = header
  return null
}

export function parsePullRequest(text: string): Parsed<number | 'auto'> {
  if (text === 'auto') return { value: 'auto' }
  if (/^[1-9]\d{0,14}$/.test(text)) return { value: Number(text) }
  return invalid(`${quoted(text)} is not a pull request: give its number in Bitbucket, or \`auto\`.`)
}
