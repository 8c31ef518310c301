/** The headers that every request carries. */
import { type Blank, blankerOf } from '../blanks.ts'
import { inputError } from '../errors.ts'
import type { Credentials } from '../inputs/inputs.ts'

/**
 * Name, XSRF token and credentials. They leave for the origin of the base URL only, since no other is asked.
 *
 * @throws GateError INPUT_INVALID for a token that no header can carry
 */
export function headersOf(settings: {
  readonly credentials: Credentials | null
  readonly version: string
}): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': `soteri-gate/${settings.version}`,
    // Without it Bitbucket may refuse PUT, POST and DELETE with 403 "XSRF check failed".
    'x-atlassian-token': 'no-check',
    // A body that a proxy compresses could not be held against its announced length.
    'accept-encoding': 'identity',
  }
  const { credentials } = settings
  if (credentials === null) return headers
  return { ...headers, authorization: authorizationOf(credentials) }
}

function authorizationOf(credentials: Credentials): string {
  if (credentials.kind === 'basic') {
    const { username, password } = credentials
    return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
  }
  if (!/^[\x21-\x7e]+$/.test(credentials.token)) {
    const what =
      'holds blanks, line breaks or characters that no HTTP access token has (its value is not shown).'
    throw inputError([{ where: 'token', what }])
  }
  return `Bearer ${credentials.token}`
}

/**
 * Takes the credentials, in every form they travel in, out of a text of the server: an error such as "token x is
 * expired" is quoted in logs and reports.
 */
export function credentialBlanker(credentials: Credentials | null): Blank {
  return blankerOf(credentials === null ? [] : secretFormsOf(credentials))
}

function secretFormsOf(credentials: Credentials): readonly string[] {
  const secret = credentials.kind === 'token' ? credentials.token : credentials.password
  const [, sent = ''] = authorizationOf(credentials).split(' ')
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [secret, sent, inJson, encodeURIComponent(secret)]
}
