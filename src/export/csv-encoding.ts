/** UTF-16, which becomes UTF-8 before it is read. */

/** UTF-16 by its byte order mark; `null` for anything else. */
export function utf16Of(start: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : null
}

/** Turns UTF-16 with a byte order mark into UTF-8; a half character becomes a NUL, so that its row is bad. */
export async function* inUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let before: Buffer | null = null
  let encoding: ReturnType<typeof utf16Of> | undefined
  for await (const chunk of chunks) {
    let bytes: Buffer = before === null ? chunk : Buffer.concat([before, chunk])
    before = null
    if (encoding === undefined && bytes.length > 1) encoding = utf16Of(bytes)
    if (encoding === undefined) before = bytes
    else if (encoding === null) yield bytes
    else {
      const end = wholeCharacters(bytes, encoding)
      before = bytes.subarray(end)
      bytes = bytes.subarray(0, end)
      yield utf16ToUtf8(bytes, encoding)
    }
  }
  if (before !== null && before.length > 0) yield encoding === undefined ? before : Buffer.alloc(1)
}

/** Up to where the bytes are whole characters. */
function wholeCharacters(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): number {
  const end = bytes.length & ~1
  const high = bytes[encoding === 'utf-16le' ? end - 1 : end - 2] ?? 0
  return high >= 0xd8 && high <= 0xdb ? end - 2 : end
}

/** @param bytes of an even number */
export function utf16ToUtf8(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  const text = (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le')
  return Buffer.from(text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '\0'))
}
