/** The key under which matched texts are told apart: the user's, or one that lives as long as the run. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { KEY_CHECK_TEXT, keyCheckOf } from '../policy/baseline.ts'

/** The key of a run. */
export type MatchKey = {
  /** Bytes for HMAC-SHA-256. */
  readonly key: Buffer
  /** The same when the user gave it, for fingerprints that outlive the run; else `null`. */
  readonly given: Buffer | null
  /** For `baseline.json`: tells a wrong key without telling the key; `null` without one. */
  readonly keyCheck: string | null
}

/** @param fingerprintKey the input; any text, hashed to a key of even length. */
export function matchKeyOf(fingerprintKey: string | null): MatchKey {
  if (fingerprintKey === null) return { key: randomBytes(32), given: null, keyCheck: null }
  const key = createHash('sha256').update(fingerprintKey).digest()
  const keyCheck = keyCheckOf(createHmac('sha256', key).update(KEY_CHECK_TEXT).digest('hex'))
  return { key, given: key, keyCheck }
}
