/** The user's `fingerprint-key`, which identifies matched texts beyond the run. */
import { createHash, createHmac } from 'node:crypto'
import { KEY_CHECK_TEXT, keyCheckOf } from '../judge/baseline.ts'

export type MatchKey = {
  /** Bytes for HMAC-SHA-256; `null` when no key is given. */
  readonly key: Buffer | null
  /** For `baseline.json`: tells a wrong key without telling the key; `null` without one. */
  readonly keyCheck: string | null
}

/** @param fingerprintKey the input; any text, hashed to a key of even length. */
export function matchKeyOf(fingerprintKey: string | null): MatchKey {
  if (fingerprintKey === null) return { key: null, keyCheck: null }
  const key = createHash('sha256').update(fingerprintKey).digest()
  const keyCheck = keyCheckOf(createHmac('sha256', key).update(KEY_CHECK_TEXT).digest('hex'))
  return { key, keyCheck }
}
