/** The header of an export from its first bytes alone, and what the gate would make of it. */
import { constants, inflateRawSync } from 'node:zlib'
import { GateError } from '../../errors.ts'
import { type ColumnWishes, planColumns } from '../../export/columns.ts'
import { firstLineOf } from '../../export/csv-dialect.ts'
import { readHeader } from '../../export/read-csv.ts'
import { HEAD_BYTES, sniff } from '../../export/sniff.ts'
import { mappableColumns } from '../../finding.ts'
import { type Check, ok, warn } from './check.ts'

/** The header has to end within so many bytes of the download. */
export const HEADER_LIMIT = 64 * 1024

/** Thrown out of a download once enough was seen: the rest is then never fetched. */
export class HeadSeen extends Error {
  readonly head: Buffer
  /** Whether the download is no longer than that. */
  readonly whole: boolean
  constructor(head: Buffer, whole: boolean) {
    super()
    this.head = head
    this.whole = whole
  }
}

/** A `save` that reads up to the end of the header and then breaks the download off. */
export async function readHead(body: AsyncIterable<Buffer>): Promise<never> {
  let head = Buffer.alloc(0)
  for await (const chunk of body) {
    head = Buffer.concat([head, chunk])
    if (head.length >= HEADER_LIMIT || headerText({ head, whole: false }) !== null)
      throw new HeadSeen(head, false)
  }
  throw new HeadSeen(head, true)
}

/**
 * What the header says.
 * @throws GateError HEADER_UNKNOWN, NOT_AN_EXPORT, ROW_UNREADABLE
 */
export async function checkHeader(
  name: string,
  seen: Pick<HeadSeen, 'head' | 'whole'>,
  wishes: ColumnWishes,
  where: string,
): Promise<Check> {
  const kind = sniff(seen.head.subarray(0, HEAD_BYTES))
  if (kind === 'empty') {
    return warn(
      name,
      'The export is empty, without a header, so no column could be seen.',
      'Check again once something was scanned and found.',
    )
  }
  if (kind !== 'zip' && kind !== 'csv') {
    throw new GateError('NOT_AN_EXPORT', `${where} begins as ${kind}, which is neither CSV nor zip.`)
  }
  const text = headerText(seen)
  if (text === null) {
    return warn(
      name,
      `No header ends within the first ${HEADER_LIMIT} bytes.`,
      'Look at the first line of the export in an editor.',
    )
  }
  const header = await cellsOf(text, where)
  const plan = planColumns(header, wishes, where)
  const mapped = mappableColumns.flatMap((column) => {
    const at = plan.at[column]
    return at === null ? [] : [`${column} = ${header[at]?.trim() ?? ''}`]
  })
  const absent = mappableColumns.filter((column) => plan.at[column] === null)
  const lacks = absent.length === 0 ? '' : `; none for ${absent.join(', ')}`
  return ok(
    name,
    `A ${kind}, ${header.length} columns: ${mapped.join(', ')}${lacks}. Nothing more was downloaded.`,
  )
}

/** The first line with its end, inflated where the export is a zip; `null` when its end is not among these bytes. */
function headerText({ head, whole }: Pick<HeadSeen, 'head' | 'whole'>): Buffer | null {
  const start = sniff(head.subarray(0, HEAD_BYTES)) === 'zip' ? firstMember(head) : head
  if (start === null) return null
  // A header without rows may have no line end.
  const line = firstLineOf(`${start.toString('latin1')}${whole ? '\n' : ''}`)
  return line === null ? null : Buffer.from(`${line}\n`, 'latin1')
}

/** Sizes of the local file header of a zip and places in it (APPNOTE 4.3.7). */
const LOCAL_HEADER = 30
const METHOD_AT = 8
const NAME_LENGTH_AT = 26
const EXTRA_LENGTH_AT = 28
const STORED = 0
const DEFLATED = 8

/** As much of the first member as these bytes hold; `null` while that is nothing. */
function firstMember(head: Buffer): Buffer | null {
  if (head.length < LOCAL_HEADER) return null
  const method = head.readUInt16LE(METHOD_AT)
  const begin = LOCAL_HEADER + head.readUInt16LE(NAME_LENGTH_AT) + head.readUInt16LE(EXTRA_LENGTH_AT)
  const packed = head.subarray(begin)
  if (method === STORED) return packed
  if (method !== DEFLATED || packed.length === 0) return null
  try {
    // The end is not there, and is not asked for.
    return inflateRawSync(packed, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: HEADER_LIMIT * 100,
    })
  } catch {
    return null // Not enough of it yet, or no zip: the caller says that no header was found.
  }
}

async function cellsOf(line: Buffer, where: string): Promise<readonly string[]> {
  const header = await readHeader(line)
  if ('cells' in header) return header.cells
  throw new GateError('ROW_UNREADABLE', `${where}: the header cannot be read: ${header.bad}.`)
}
