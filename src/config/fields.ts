/** The checks of single words of text: addresses, names, paths, header values. */
import { hasControls, type Parsed, quoted, understood, wrong } from '../parse.ts'

/** An e-mail address, checked gently: something on each side of one `@`, no blanks. */
export function parseEmail(text: string): Parsed<string> {
  if (/^[^@\s]+@[^@\s]+$/.test(text) && !hasControls(text)) return understood(text)
  return wrong(`${quoted(text)} is not an e-mail address: write it such as team@example.com.`)
}

/** The version segment of the Soteri REST path. */
export function parseApiVersion(text: string): Parsed<string> {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text)) return understood(text)
  return wrong(`${quoted(text)} is not a version: write latest, or a version such as 1.0.`)
}

/** A commit id, lower case. */
export function parseCommit(text: string): Parsed<string> {
  if (/^[0-9a-f]{40}$/i.test(text)) return understood(text.toLowerCase())
  return wrong(`${quoted(text)} is not a commit: write all 40 hexadecimal digits.`)
}

/** The name of an artifact; the characters refused are those the artifact service refuses. */
export function parseArtifactName(text: string): Parsed<string> {
  if (!/["<>:|*?\\/]/.test(text) && !hasControls(text)) return understood(text)
  return wrong(
    `${quoted(text)} is not an artifact name: it must not hold any of " < > : | * ? \\ / or control characters.`,
  )
}

/** The path of a file. */
export function parsePath(text: string): Parsed<string> {
  if (!hasControls(text)) return understood(text)
  return wrong(`${quoted(text)} is not a path: it must not hold control characters or line breaks.`)
}

/** The path of a CA file. Not quoted, since people paste the text of a certificate or key here. */
export function parseCaPath(text: string): Parsed<string> {
  if (!hasControls(text)) return understood(text)
  return wrong('The path (not shown) holds control characters or line breaks: give the path of a PEM file.')
}

/** The folder for reports: a folder of its own, never a root, the working folder itself or one above it. */
export function parseOutputFolder(text: string): Parsed<string> {
  const segments = text.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.')
  const last = segments.at(-1)
  if (last === undefined || last === '..' || /^[A-Za-z]:$/.test(last)) {
    return wrong(`${quoted(text)} is not allowed: name a folder of its own, such as soteri-report.`)
  }
  return parsePath(text)
}

/** A token: sent as a header, so visible ASCII only. The value is never shown. */
export function parseToken(raw: string): Parsed<string> {
  const token = raw.trim()
  if (/^[\x21-\x7e]+$/.test(token)) return understood(token)
  return wrong(
    'The token (not shown) holds blanks, line breaks or non-ASCII characters: give the token alone, as Bitbucket showed it.',
  )
}

/** A password or key, kept as it is but for one line break at its end, which files and secrets often carry. */
export function parseSecret(raw: string): Parsed<string> {
  const secret = raw.replace(/\r?\n$/, '')
  if (secret !== '' && !hasControls(secret)) return understood(secret)
  return wrong(
    'The value (not shown) is empty or holds control characters or line breaks: give the secret alone.',
  )
}

/** A user name for Basic authentication, where a colon would end it. */
export function parseUsername(text: string): Parsed<string> {
  if (!text.includes(':') && !hasControls(text)) return understood(text)
  return wrong(
    'The user name (not shown) holds a colon or control characters: give the name alone, and the password as `password`.',
  )
}
