/** Opens a stored export: one CSV, or the CSVs of a zip, each as a stream of bytes that a stop ends. */
import { GateError } from '../errors.ts'
import { harmlessName } from '../text.ts'
import { HEAD_BYTES, type Sniffed, sniff } from './sniff.ts'
import { type TempFile, yieldUnlessStopped } from './temp-file.ts'
import { type ArchiveLimits, openZip, type Zip } from './zip.ts'
import { checkSkippedEntries, type KnowsHeader, rejectUnlistedEntries } from './zip-checks.ts'

/** One CSV of an export. */
export type Member = {
  /** Escaped. */
  readonly name: string
  /** For errors: names export and member. */
  readonly where: string
  readonly chunks: () => AsyncIterable<Buffer>
  /** Bytes that `chunks` has given so far. */
  readonly bytes: () => number
}

/** What an export contains. */
export type OpenedExport = {
  readonly format: 'zip' | 'csv' | 'empty'
  /** Names the export, for errors and notices. */
  readonly where: string
  readonly members: readonly Member[]
  /**
   * Call it when all members were read: only then is it known that nothing is missing.
   * @throws GateError as `openExport` does.
   */
  proven(): Promise<ExportProof>
}

/** What is known once every byte was read. `sha256` (hex) is that of the export as it was stored. */
type ExportProof = {
  readonly bytes: number
  readonly sha256: string
  readonly notices: readonly string[]
  /** Names of members that were not read and may hold findings. */
  readonly unread: readonly string[]
}

/**
 * Finds out by content what an export is.
 *
 * @param source names the export in errors.
 * @param knowsHeader recognises an export among the entries of a zip that are not named `*.csv`.
 * @throws GateError NOT_AN_EXPORT, ARCHIVE_BROKEN, EXPORT_TOO_LARGE, CANCELLED; so do the streams.
 */
export async function openExport(
  stored: TempFile,
  source: string,
  limits: ArchiveLimits,
  stop: AbortSignal,
  knowsHeader: KnowsHeader = () => false,
): Promise<OpenedExport> {
  const name = harmlessName(source)
  const where = `Export of ${name}`
  const proof = async (
    notices: readonly string[] = [],
    unread: readonly string[] = [],
  ): Promise<ExportProof> => ({
    bytes: stored.bytes,
    sha256: await stored.sha256(),
    notices,
    unread,
  })
  const found = sniff(stored.head)
  if (found === 'zip') {
    const zip = await openZip(stored, limits)
    return {
      format: zip.members.length === 0 ? 'empty' : 'zip',
      where,
      members: zip.members.map((member) => {
        const inZip = `${where}, member "${member.name}"`
        return toMember(member.name, inZip, () => onlyCsv(member.chunks(), inZip), stop)
      }),
      async proven() {
        await rejectUnlistedEntries(stored, zip)
        const suspicious = await checkSkippedEntries(zip, knowsHeader, where, stop)
        return await proof(skippedNotices(zip), suspicious)
      },
    }
  }
  if (found === 'empty') return { format: 'empty', where, members: [], proven: () => proof() }
  assertCsv(found, where)
  if (stored.bytes > limits.maxExportBytes) {
    throw new GateError(
      'EXPORT_TOO_LARGE',
      `${where}: its ${stored.bytes} bytes are more than max-export-size (${limits.maxExportBytes} bytes).`,
    )
  }
  const members = [toMember(name, where, () => stored.read(), stop)]
  return { format: 'csv', where, members, proven: () => proof() }
}

function skippedNotices({ others }: Zip): readonly string[] {
  if (others.length === 0) return []
  const names = others.slice(0, 5).map(({ name }) => name)
  const more = others.length > names.length ? ', ...' : ''
  return [`members that are no CSV, not read: ${others.length} (${names.join(', ')}${more}).`]
}

function toMember(name: string, where: string, open: () => AsyncIterable<Buffer>, stop: AbortSignal): Member {
  let bytes = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    await yieldUnlessStopped(stop)
    for await (const chunk of open()) {
      await yieldUnlessStopped(stop)
      bytes += chunk.length
      yield chunk
    }
  }
  return { name, where, chunks, bytes: () => bytes }
}

/** Throws when the first bytes are no CSV. */
async function* onlyCsv(chunks: AsyncIterable<Buffer>, where: string): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk
      continue
    }
    // The first chunk is mostly long enough, and then not copied.
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
    if (head.length < HEAD_BYTES) continue
    assertCsv(sniff(head.subarray(0, HEAD_BYTES)), where)
    yield head
    head = null
  }
  if (head === null) return
  const found = sniff(head)
  if (found !== 'empty') assertCsv(found, where)
  yield head
}

const others: Readonly<Record<Exclude<Sniffed, 'csv'>, string>> = {
  html: 'an HTML or XML page',
  json: 'JSON',
  zip: 'a zip inside a zip',
  'utf-16': 'text in UTF-16 without a byte order mark',
  empty: 'empty: a CSV has at least a header',
  binary: 'not text',
}

function assertCsv(found: Sniffed, where: string): void {
  if (found === 'csv') return
  throw new GateError('NOT_AN_EXPORT', `${where} is ${others[found]}.`)
}
