/** The start of an export, and what the gate would make of it. */
import { constants, inflateRawSync } from 'node:zlib'
import { GateError } from '../../errors.ts'
import { type ColumnWishes, planColumns } from '../../export/columns.ts'
import { columnsInWords } from '../../export/header-view.ts'
import { FIRST_BYTES, peekCsv } from '../../export/read-csv.ts'
import { HEAD_BYTES, sniff } from '../../export/sniff.ts'
import { mappableColumns } from '../../finding.ts'
import { type Check, ok, warn } from './check.ts'

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

/** A `save` that reads as much as the gate looks at before it reads the first row, and then breaks the download off. */
export async function readHead(body: AsyncIterable<Buffer>): Promise<never> {
  let head = Buffer.alloc(0)
  for await (const chunk of body) {
    head = Buffer.concat([head, chunk])
    if (head.length >= FIRST_BYTES || (startOfCsv(head)?.length ?? 0) >= FIRST_BYTES)
      throw new HeadSeen(head, false)
  }
  throw new HeadSeen(head, true)
}

/**
 * What the gate would read by header and first rows.
 * @throws GateError HEADER_UNKNOWN, NOT_AN_EXPORT, ROW_UNREADABLE
 */
export async function checkHeader(
  name: string,
  { head, whole }: Pick<HeadSeen, 'head' | 'whole'>,
  wishes: ColumnWishes,
  where: string,
): Promise<Check> {
  const kind = sniff(head.subarray(0, HEAD_BYTES))
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
  const csv = await peekCsv(startOfCsv(head) ?? Buffer.alloc(0), whole && kind === 'csv')
  if (csv === null) {
    return warn(
      name,
      `No header ends within the first ${FIRST_BYTES} bytes.`,
      'Look at the first line of the export in an editor.',
    )
  }
  if ('bad' in csv) throw new GateError('ROW_UNREADABLE', `${where}: the header cannot be read: ${csv.bad}.`)
  const plan = planColumns(csv.header, { ...wishes, firstRows: csv.rows }, where)
  const absent = mappableColumns.filter((column) => !plan.evidence.read.some((one) => one.column === column))
  const lacks = absent.length === 0 ? '' : `; none for ${absent.join(', ')}`
  const unseen = csv.rows.length === 0 ? ' No row was seen: the columns are chosen by their names alone.' : ''
  return ok(
    name,
    `A ${kind}, ${csv.header.length} columns: ${columnsInWords(plan.evidence)}${lacks}.${unseen} Nothing more was downloaded.`,
  )
}

/** Bytes of the CSV, inflated where the export is a zip; `null` when none of it has come. */
export function startOfCsv(head: Buffer): Buffer | null {
  return sniff(head.subarray(0, HEAD_BYTES)) === 'zip' ? firstMember(head) : head
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
      maxOutputLength: FIRST_BYTES * 100,
    })
  } catch {
    return null // Not enough of it yet, or no zip: the caller says that no header was found.
  }
}
