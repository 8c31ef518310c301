/**
 * Credentials that were never valid, for repositories that are meant to be found guilty. They are put together
 * at run time from pieces: written whole they would trip the push protection of the host of this project.
 */
import { createHash } from 'node:crypto'

const join = (...pieces: readonly string[]): string => pieces.join('')

/** Base64 text of a given length that is the same every time. */
function filler(seed: string, length: number): string {
  let text = ''
  for (let part = 0; text.length < length; part += 1) {
    text += createHash('sha256').update(`${seed} ${part}`).digest('base64').replace(/[=+/]/g, 'x')
  }
  return text.slice(0, length)
}

/** Upper-case letters and digits 2-7, as in AWS ids. */
function upperFiller(seed: string, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return [...createHash('sha512').update(seed).digest()]
    .slice(0, length)
    .map((byte) => alphabet[byte % 32])
    .join('')
}

/** An id of an AWS access key; like all here the same for the same seed. */
export function awsClientId(seed: string): string {
  return join('AK', 'IA', upperFiller(seed, 16))
}

/** The secret half of one. */
export function awsSecretKey(seed: string): string {
  return filler(`aws ${seed}`, 40)
}

/** A personal access token of GitHub. */
export function githubToken(seed: string): string {
  return join('gh', 'p_', filler(`github ${seed}`, 36))
}

/** A bot token of Slack. */
export function slackToken(seed: string): string {
  const digits = [...upperFiller(seed, 24)].map((letter) => letter.charCodeAt(0) % 10).join('')
  return join('xo', 'xb-', digits.slice(0, 12), '-', digits.slice(12), '-', filler(`slack ${seed}`, 24))
}

/** An HTTP access token of Bitbucket Data Center. */
export function bitbucketToken(seed: string): string {
  return join('BB', 'DC-', filler(`bitbucket ${seed}`, 44))
}

/** A whole PEM file. */
export function privateKey(kind: 'RSA' | 'OPENSSH', seed: string): string {
  const start = kind === 'RSA' ? 'MIIEpAIBAAKCAQEA' : 'b3BlbnNzaC1rZXktdjEA'
  const lines = (start + filler(`key ${seed}`, 640)).match(/.{1,64}/g) ?? []
  const label = join(kind, ' PRIVATE', ' KEY')
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** A password as people choose them. */
export function password(seed: string): string {
  return join('Tr', filler(`password ${seed}`, 14), '9!')
}
