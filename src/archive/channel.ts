/** Hands chunks from a writer to a reader that works at its own pace, a bounded number of bytes apart. */

/** A queue of one writer and one reader, with back pressure. */
export type Channel = {
  /** Hands over a chunk; resolves when the reader is less than the limit behind, or gone. */
  put(chunk: Buffer): Promise<void>
  /** No more chunks come. */
  end(): void
  /** No more chunks come, because of this: the reader gets it at once, before what it has not taken. */
  fail(caught: unknown): void
  /** The reader is gone: what is put is forgotten. */
  abandon(): void
  /** To be read once. */
  readonly chunks: AsyncIterable<Buffer>
}

/**
 * @param limit bytes that may wait for the reader.
 * @param hold told when the writer has to wait, and when it goes on.
 */
export function createChannel(
  limit: number,
  hold: { begin(): void; end(): void } = { begin() {}, end() {} },
): Channel {
  let waiting: Buffer[] = []
  let bytes = 0
  let state: 'open' | 'ended' | 'abandoned' = 'open'
  let failure: { readonly caught: unknown } | null = null
  let wakeReader: (() => void) | null = null
  let wakeWriter: (() => void) | null = null
  const wake = (): void => {
    wakeReader?.()
    wakeWriter?.()
    wakeReader = null
    wakeWriter = null
  }

  async function* chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      if (failure !== null) throw failure.caught
      const chunk = waiting.shift()
      if (chunk !== undefined) {
        bytes -= chunk.length
        wake()
        yield chunk
        continue
      }
      if (state !== 'open') return
      await new Promise<void>((resolve) => {
        wakeReader = resolve
      })
    }
  }
  return {
    async put(chunk) {
      if (state === 'abandoned' || chunk.length === 0) return
      waiting.push(chunk)
      bytes += chunk.length
      wake()
      if (bytes < limit) return
      hold.begin()
      while (bytes >= limit && state === 'open') {
        await new Promise<void>((resolve) => {
          wakeWriter = resolve
        })
      }
      hold.end()
    },
    end() {
      if (state === 'open') state = 'ended'
      wake()
    },
    fail(caught) {
      failure ??= { caught }
      wake()
    },
    abandon() {
      state = 'abandoned'
      waiting = []
      bytes = 0
      wake()
    },
    chunks: chunks(),
  }
}
