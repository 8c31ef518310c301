/** Token, or user name with password: never both, never half. */
import { parseSecret, parseToken, parseUsername } from './fields.ts'
import type { InputReader } from './input-reader.ts'
import type { Credentials } from './inputs.ts'
import { asGiven, asText } from './kinds.ts'

/** The credentials; `null` when none were given, which is not a mistake here (`on-missing-credentials` decides). */
export function readCredentials(reader: InputReader): Credentials | null {
  const token = reader.optional('token', asGiven(parseToken))
  const username = reader.optional('username', asText(parseUsername))
  const password = reader.optional('password', asGiven(parseSecret))
  if (reader.has('token') && (reader.has('username') || reader.has('password'))) {
    reader.refuse(
      'token',
      'Given together with `username` or `password`: give the token, or both of those, not all.',
    )
    return null
  }
  if (reader.has('username') && !reader.has('password')) {
    reader.refuse('password', '`username` needs `password`: give both, or a `token`.')
  }
  if (reader.has('password') && !reader.has('username')) {
    reader.refuse('username', '`password` needs `username`: give both, or a `token`.')
  }
  if (token !== null) return { kind: 'token', token }
  return username !== null && password !== null ? { kind: 'basic', username, password } : null
}
