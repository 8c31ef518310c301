/** What is inside an export: one CSV, or the CSVs of a zip, each as a stream that gives way to a stop. */
import type { Arrival } from '../archive/arrival.ts'
import { type ByteFeed, NotStreamable, takeAll } from '../archive/feed.ts'
import { harmlessName } from '../archive/harmless-name.ts'
import type { ArchiveLimits } from '../archive/limits.ts'
import { HEAD_BYTES, type Sniffed, sniff } from '../archive/sniff.ts'
import type { Spool } from '../archive/spool.ts'
import { giveWayTo, letOthersRun } from '../archive/stopping.ts'
import { untold } from '../archive/untold.ts'
import { openZip, type Zip, type ZipMember } from '../archive/zip.ts'
import { streamZip } from '../archive/zip-stream.ts'
import { GateError } from '../errors.ts'
import { type KnowsHeader, refuseHiddenExport } from './hidden-export.ts'

/** One CSV of an export. */
export type Member = {
  /** Harmless. */
  readonly name: string
  /** For errors: names export and member. */
  readonly where: string
  readonly chunks: () => AsyncIterable<Buffer>
  /** Bytes that `chunks` has given so far. */
  readonly bytes: () => number
}

/** What was found in an export. */
export type Content = {
  readonly format: 'zip' | 'csv' | 'empty'
  /** Names the export, for errors and notices. */
  readonly where: string
  /** One after the other; read each to its end before the next is asked for. */
  readonly members: AsyncIterable<Member>
  /**
   * Call it when all members were read: only then is it known that the export was whole, and what it was.
   * @throws GateError as the streams do.
   */
  proven(): Promise<Proof>
}

/** What is known once every byte was read. */
export type Proof = {
  /** Length and SHA-256 (hex) of the export as it came. */
  readonly bytes: number
  readonly sha256: string
  /** What a reader should know, one sentence each. */
  readonly notices: readonly string[]
}

/**
 * Looks what an export is: one that lies stored, or one that is under way and is read as it comes.
 *
 * @param source names the export in errors.
 * @param knowsHeader tells an export among the members of a zip that are not named so; without it none is looked for.
 * @throws GateError NOT_AN_EXPORT, ARCHIVE_BROKEN, EXPORT_TOO_LARGE, CANCELLED; so do the streams. Of one that is
 *   under way, also what the download throws, and NotStreamable when it has to be stored first.
 */
export async function openContent(
  bytes: Spool | Arrival,
  source: string,
  limits: ArchiveLimits,
  stop: AbortSignal,
  knowsHeader: KnowsHeader = () => false,
): Promise<Content> {
  const where = `Export of ${harmlessName(source)}`
  const arrives = 'feed' in bytes
  const stored = arrives ? () => restOf(bytes) : async () => bytes
  const found = sniff(arrives ? await bytes.feed.peek(HEAD_BYTES) : bytes.head)
  if (found === 'zip') {
    const proveRest = async (zip: Zip): Promise<void> => {
      await zip.refuseUntold()
      await refuseHiddenExport(zip.others, knowsHeader, where, stop)
    }
    const zip = arrives
      ? arrivingZip(bytes.feed, stored, limits, proveRest)
      : await storedZip(bytes, limits, proveRest)
    return zipContent(zip, where, stop)
  }
  const proven = async (): Promise<Proof> => await proofOf(await stored(), [])
  if (found === 'empty') return { format: 'empty', where, members: inTurn([]), proven }
  refuseStranger(found, where)
  if (!arrives) refuseHugeCsv(bytes.bytes, where, limits)
  const chunks = arrives ? () => takeAll(bytes.feed) : () => bytes.read()
  const member = memberOf(harmlessName(source), where, chunks, stop)
  return { format: 'csv', where, members: inTurn([member]), proven }
}

/** The stored download, once its rest has come: a reader that stops taking would keep it from coming. */
async function restOf({ feed, whole }: Arrival): Promise<Spool> {
  for await (const _rest of takeAll(feed));
  return await whole()
}

/** Members of a zip, and what proves them. */
type OpenedZip = {
  readonly members: AsyncIterable<ZipMember>
  readonly proven: () => Promise<Proof>
}

/** Looks at all that is not read of a zip. */
type ProveRest = (zip: Zip) => Promise<void>

async function storedZip(spool: Spool, limits: ArchiveLimits, proveRest: ProveRest): Promise<OpenedZip> {
  const zip = await openZip(spool, limits)
  return {
    members: inTurn(zip.members),
    async proven() {
      await proveRest(zip)
      return await proofOf(spool, skippedNotices(zip.skipped))
    },
  }
}

function arrivingZip(
  feed: ByteFeed,
  stored: () => Promise<Spool>,
  limits: ArchiveLimits,
  proveRest: ProveRest,
): OpenedZip {
  const stream = streamZip(feed, limits)
  return {
    members: stream.members,
    async proven() {
      const spool = await stored()
      const zip = await openZip(spool, limits)
      // What was read there would not be read by the directory, so no second look can mend it.
      if (stream.readsMore(zip.directory)) throw untold()
      if (!stream.agrees(zip.directory)) throw new NotStreamable('its directory tells something else')
      await proveRest(zip)
      return await proofOf(spool, skippedNotices(zip.skipped))
    },
  }
}

function zipContent({ members, proven }: OpenedZip, where: string, stop: AbortSignal): Content {
  async function* named(): AsyncGenerator<Member> {
    for await (const { name, chunks } of members) yield memberOfZip(name, where, chunks, stop)
  }
  return { format: 'zip', where, members: named(), proven }
}

async function* inTurn<T>(members: readonly T[]): AsyncGenerator<T> {
  yield* members
}

async function proofOf(spool: Spool, notices: readonly string[]): Promise<Proof> {
  return { bytes: spool.bytes, sha256: await spool.sha256(), notices }
}

function skippedNotices({ count, names }: Zip['skipped']): readonly string[] {
  if (count === 0) return []
  const more = count > names.length ? ', ...' : ''
  return [`members that are no CSV, not read: ${count} (${names.join(', ')}${more}).`]
}

function refuseHugeCsv(bytes: number, where: string, { maxExportBytes }: ArchiveLimits): void {
  if (bytes <= maxExportBytes) return
  throw new GateError(
    'EXPORT_TOO_LARGE',
    `${where}: its ${bytes} bytes are more than max-export-size (${maxExportBytes} bytes).`,
  )
}

function memberOfZip(
  name: string,
  where: string,
  chunks: () => AsyncIterable<Buffer>,
  stop: AbortSignal,
): Member {
  const named = `${where}, member "${name}"`
  return memberOf(name, named, () => verified(chunks(), named), stop)
}

function memberOf(name: string, where: string, open: () => AsyncIterable<Buffer>, stop: AbortSignal): Member {
  let bytes = 0
  async function* counted(): AsyncGenerator<Buffer> {
    await letOthersRun(stop)
    for await (const chunk of open()) {
      giveWayTo(stop)
      bytes += chunk.length
      yield chunk
    }
  }
  return { name, where, chunks: counted, bytes: () => bytes }
}

/** A member must be a CSV by its content too. */
async function* verified(chunks: AsyncIterable<Buffer>, where: string): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk
      continue
    }
    head = joined(head, chunk)
    if (head.length < HEAD_BYTES) continue
    refuseStranger(sniff(head.subarray(0, HEAD_BYTES)), where)
    yield head
    head = null
  }
  if (head === null) return
  refuseStranger(sniff(head), where)
  yield head
}

/** Most members come in one chunk or in long ones, of which none is copied. */
function joined(start: Buffer, chunk: Buffer): Buffer {
  return start.length === 0 ? chunk : Buffer.concat([start, chunk])
}

const strangers: Readonly<Record<Exclude<Sniffed, 'csv'>, string>> = {
  html: 'an HTML or XML page',
  json: 'JSON',
  zip: 'a zip inside a zip',
  'utf-16': 'text in UTF-16; exports are read as UTF-8',
  empty: 'empty: a CSV has at least a header',
  binary: 'not text',
}

function refuseStranger(found: Sniffed, where: string): void {
  if (found === 'csv') return
  throw new GateError('NOT_AN_EXPORT', `${where} is ${strangers[found]}.`)
}
