/** Amounts of bytes: `16GiB`, `500MB`, or a plain number of bytes. */
import { type Parsed, quoted, understood, wrong } from '../parse.ts'

const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}
const howTo =
  'write bytes as a whole number, alone or with KB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 16GiB'

/** Bytes, at least 1. Upper and lower case of the unit mean the same. */
export function parseBytes(text: string): Parsed<number> {
  const parts = /^(\d+) ?([a-z]*)$/i.exec(text)
  const factor = factors[parts?.[2]?.toLowerCase() ?? 'none']
  if (parts === null || factor === undefined) return wrong(`${quoted(text)} is not a size: ${howTo}.`)
  const bytes = Number(parts[1]) * factor
  if (bytes < 1) return wrong(`${quoted(text)} is too small: at least 1 byte is allowed.`)
  if (!Number.isSafeInteger(bytes)) return wrong(`${quoted(text)} is too large: at most 8000TiB is allowed.`)
  return understood(bytes)
}
