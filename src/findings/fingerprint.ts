/** The public identity of a finding: 32 hex digits that hold no secret and nothing a dictionary could be run against. */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { Finding } from './finding.ts'

/** Part of every fingerprint, so that a later recipe cannot collide with this one. */
const RECIPE = 1
const HEX_DIGITS = 32

/** `occurrence` as `Distinct` tells it: the how many-th place of its text in its file and branch, from 1. */
export type Fingerprinter = (finding: Finding, occurrence: number) => string

/**
 * A maker of fingerprints.
 *
 * Without `key`: SHA-256 over project, repository, path, line and rule. The matched text is left out, since anyone
 * could try guesses against a plain hash of it. A moved line gives a new fingerprint.
 * With `key` (the user's `fingerprint-key`): HMAC-SHA-256 over project, repository, path, rule, matched text (as
 * `matchId`, made under the same key) and occurrence: stays when lines move, changes when the secret does.
 *
 * The branch is never part: the same place on another branch is the same finding. Project and repository count
 * without regard to case, as in Bitbucket. A finding read from a `findings.csv` keeps the fingerprint it has there.
 */
export function fingerprinter(key: Buffer | null): Fingerprinter {
  const secret = key === null ? null : createSecretKey(key)
  return (finding, occurrence) => finding.fingerprint ?? made(finding, occurrence, secret)
}

function made(finding: Finding, occurrence: number, key: KeyObject | null): string {
  const keyed = key !== null && finding.matchId !== ''
  const identity = JSON.stringify([
    RECIPE,
    finding.project.toLowerCase(),
    finding.repository.toLowerCase(),
    finding.path,
    finding.rule,
    ...(keyed ? ['match', finding.matchId, occurrence] : ['line', finding.line]),
  ])
  const digest =
    key === null ? hash('sha256', identity, 'hex') : createHmac('sha256', key).update(identity).digest('hex')
  return digest.slice(0, HEX_DIGITS)
}
