/**
 * Lets a download be read while it arrives: each chunk goes to the spool and to the reader. The reader may be a
 * bounded number of bytes behind; when it is slower, the download waits for it, and the server for the download.
 */
import { createChannel } from './channel.ts'
import { type ByteFeed, createFeed, NotStreamable } from './feed.ts'
import { openSpoolWriter, type Spool, type SpoolWriter } from './spool.ts'
import { giveWayTo } from './stopping.ts'

/** Bytes that may wait for the reader. */
const AHEAD = 2 * 1024 * 1024

/** A download that is under way. */
export type Arrival = {
  /** The plain bytes as they come; throws what the download throws. */
  readonly feed: ByteFeed
  /** The download, once it is whole and stored; rejects as it does. */
  whole(): Promise<Spool>
}

/** A download that is whole and stored. */
export type Received<T> = {
  readonly spool: Spool
  /**
   * What its reader makes of it, who may not be through yet: `null` when it cannot be read as it came, so that it
   * has to be read from the spool. Rejects with what the reader throws; it harms nobody when it is not looked at.
   */
  readonly reading: Promise<T | null>
}

/** How a download is stored while it is read. */
export type ArrivalSettings = {
  /** Where the spool goes. */
  readonly folder: string
  /** More bytes than that are refused while they arrive. */
  readonly maxBytes: number
  readonly stop: AbortSignal
  /** Told when the download has to wait for the reader, and when it goes on. */
  readonly hold?: { begin(): void; end(): void }
}

/**
 * Stores `body` and has it read at the same time. Resolves when the download is whole: what the reader still has to
 * do then is no longer the download's time.
 *
 * @param read what it throws before that ends the download, but for NotStreamable.
 * @throws what `body` or `read` throws, as it is; GateError EXPORT_TOO_LARGE, DOWNLOAD_NOT_STORED, CANCELLED.
 *   Nothing is left behind then.
 */
export async function readWhileArriving<T>(
  body: AsyncIterable<Buffer>,
  settings: ArrivalSettings,
  read: (arrival: Arrival) => Promise<T>,
): Promise<Received<T>> {
  const writer = await openSpoolWriter(settings.folder, settings.maxBytes)
  const channel = createChannel(AHEAD, settings.hold)
  const whole = Promise.withResolvers<Spool>()
  // Only a reader that asks for it has to hear of a failure.
  whole.promise.catch(() => undefined)
  const reader = startReader(read, { feed: createFeed(channel.chunks), whole: () => whole.promise })
  reader.onLeft(channel.abandon)
  try {
    const spool = await store(body, writer, channel.put, reader, settings.stop)
    channel.end()
    whole.resolve(spool)
    const reading = reader.outcome.then(readingOf)
    reading.catch(() => undefined)
    return { spool, reading }
  } catch (caught) {
    channel.fail(caught)
    whole.reject(caught)
    await reader.outcome
    await writer.discard()
    throw caught
  }
}

function readingOf<T>(outcome: Outcome<T>): T | null {
  if ('reading' in outcome) return outcome.reading
  if (outcome.caught instanceof NotStreamable) return null
  throw outcome.caught
}

async function store(
  body: AsyncIterable<Buffer>,
  writer: SpoolWriter,
  put: (chunk: Buffer) => Promise<void>,
  reader: Reader<unknown>,
  stop: AbortSignal,
): Promise<Spool> {
  const chunks = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await reader.unlessFailed(chunks.next())
      if (next.done === true) break
      giveWayTo(stop)
      await writer.add(next.value)
      await reader.unlessFailed(put(next.value))
    }
    giveWayTo(stop)
    return await writer.finish()
  } catch (caught) {
    // Not waited for: it may stand behind a chunk that never comes, and who gave us the body closes it.
    chunks.return?.().catch(() => undefined)
    throw caught
  }
}

type Outcome<T> = { readonly reading: T } | { readonly caught: unknown }

type Reader<T> = {
  /** Never rejects. */
  readonly outcome: Promise<Outcome<T>>
  /** Resolves as `work` does, or rejects at once with what the reader died of. */
  unlessFailed<V>(work: Promise<V>): Promise<V>
  /** Calls back when the reader is done or gone. */
  onLeft(callback: () => void): void
}

function startReader<T>(read: (arrival: Arrival) => Promise<T>, arrival: Arrival): Reader<T> {
  let failure: { readonly caught: unknown } | null = null
  let interrupt: (caught: unknown) => void = () => undefined
  const outcome = read(arrival).then(
    (reading): Outcome<T> => ({ reading }),
    (caught: unknown): Outcome<T> => {
      if (!(caught instanceof NotStreamable)) {
        failure = { caught }
        interrupt(caught)
      }
      return { caught }
    },
  )
  return {
    outcome,
    unlessFailed(work) {
      return new Promise((resolve, reject) => {
        // Set anew for each piece of work, so that thousands of them do not pile up on one promise.
        interrupt = reject
        if (failure !== null) reject(failure.caught)
        work.then(resolve, reject)
      })
    },
    onLeft(callback) {
      void outcome.then(callback)
    },
  }
}
