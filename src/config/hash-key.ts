/** The user's `fingerprint-key`, which identifies matched texts beyond the run. */
import { createHash, createHmac } from 'node:crypto'

/**
 * The text whose HMAC under the key is the key check of a baseline, which detects a wrong key. The check has few
 * digits, so that it is of no use for guessing the key.
 */
export const KEY_CHECK_TEXT = 'soteri-gate baseline key check'

/** The key check from the HMAC (hex) of `KEY_CHECK_TEXT`. */
export function keyCheckOf(hmacHex: string): string {
  return hmacHex.slice(0, 4)
}

export type HashKey = {
  /** Bytes for HMAC-SHA-256; `null` when no key is given. */
  readonly key: Buffer | null
  /** For `baseline.json`; `null` without a key. */
  readonly keyCheck: string | null
}

/** @param fingerprintKey the input; any text, hashed to a key of even length. */
export function hashKeyOf(fingerprintKey: string | null): HashKey {
  if (fingerprintKey === null) return { key: null, keyCheck: null }
  const key = createHash('sha256').update(fingerprintKey).digest()
  const keyCheck = keyCheckOf(createHmac('sha256', key).update(KEY_CHECK_TEXT).digest('hex'))
  return { key, keyCheck }
}
