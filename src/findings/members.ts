/** What is inside an export: one CSV, or the CSVs of a zip, each as a stream that gives way to a stop. */
import { harmlessName } from '../archive/harmless-name.ts'
import type { ArchiveLimits } from '../archive/limits.ts'
import { HEAD_BYTES, type Sniffed, sniff } from '../archive/sniff.ts'
import type { Spool } from '../archive/spool.ts'
import { giveWayTo, letOthersRun } from '../archive/stopping.ts'
import { openZip, type Zip } from '../archive/zip.ts'
import { GateError } from '../errors.ts'

export type Member = {
  /** Harmless. */
  readonly name: string
  /** For errors: names export and member. */
  readonly where: string
  readonly chunks: () => AsyncIterable<Buffer>
  /** Bytes that `chunks` has given so far. */
  readonly bytes: () => number
}

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

export type Proof = {
  /** Length and SHA-256 (hex) of the export as it came. */
  readonly bytes: number
  readonly sha256: string
  /** What a reader should know, one sentence each. */
  readonly notices: readonly string[]
}

/**
 * Looks what an export is.
 *
 * @param source names the export in errors.
 * @throws GateError NOT_AN_EXPORT, ARCHIVE_BROKEN, EXPORT_TOO_LARGE, CANCELLED; so do the streams.
 */
export async function openContent(
  spool: Spool,
  source: string,
  limits: ArchiveLimits,
  stop: AbortSignal,
): Promise<Content> {
  const where = `Export of ${harmlessName(source)}`
  const found = sniff(spool.head)
  if (found === 'zip') return await zipContent(spool, where, limits, stop)
  const proven = (): Promise<Proof> => proofOf(spool, [])
  if (found === 'empty') return { format: 'empty', where, members: inTurn([]), proven }
  refuseStranger(found, where)
  refuseHugeCsv(spool.bytes, where, limits)
  const member = memberOf(harmlessName(source), where, () => spool.read(), stop)
  return { format: 'csv', where, members: inTurn([member]), proven }
}

async function zipContent(
  spool: Spool,
  where: string,
  limits: ArchiveLimits,
  stop: AbortSignal,
): Promise<Content> {
  const { members, skipped } = await openZip(spool, limits)
  return {
    format: 'zip',
    where,
    members: inTurn(members.map(({ name, chunks }) => memberOfZip(name, where, chunks, stop))),
    proven: () => proofOf(spool, skippedNotices(skipped)),
  }
}

async function* inTurn(members: readonly Member[]): AsyncGenerator<Member> {
  yield* members
}

async function proofOf(spool: Spool, notices: readonly string[]): Promise<Proof> {
  return { bytes: spool.bytes, sha256: await spool.sha256(), notices }
}

function skippedNotices({ count, names }: Zip['skipped']): readonly string[] {
  if (count === 0) return []
  const more = count > names.length ? ', ...' : ''
  return [`${count} members that are no CSV were not read: ${names.join(', ')}${more}.`]
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
    head = Buffer.concat([head, chunk])
    if (head.length < HEAD_BYTES) continue
    refuseStranger(sniff(head.subarray(0, HEAD_BYTES)), where)
    yield head
    head = null
  }
  if (head === null) return
  refuseStranger(sniff(head), where)
  yield head
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
