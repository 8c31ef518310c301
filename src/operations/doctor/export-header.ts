/** The start of an export, and what the gate would make of it. */
import { constants, inflateRawSync } from 'node:zlib'
import { GateError } from '../../errors.ts'
import { type ColumnWishes, planColumns } from '../../export/columns.ts'
import { columnsInWords } from '../../export/header-view.ts'
import { sniff } from '../../export/open-export.ts'
import { FIRST_BYTES, peekCsv } from '../../export/read-csv.ts'
import { HEAD_BYTES } from '../../export/temp-file.ts'
import { LOCAL_HEADER } from '../../export/zip-inflate.ts'
import { mappableColumns } from '../../finding.ts'
import { type Check, ok, warn } from './check.ts'

/** Thrown out of a download once enough was seen: the rest is then never fetched. */
export class HeadSeen extends Error {
  head: Buffer = Buffer.alloc(0)
  /** Whether the download is no longer than that. */
  whole = true
}

/** A `save` that reads as much as the gate looks at before it reads the first row, and then breaks the download off. */
export async function readHead(body: AsyncIterable<Buffer>): Promise<never> {
  const seen = new HeadSeen()
  for await (const chunk of body) {
    seen.head = Buffer.concat([seen.head, chunk])
    seen.whole = seen.head.length < FIRST_BYTES && (startOfCsv(seen.head)?.length ?? 0) < FIRST_BYTES
    if (!seen.whole) break
  }
  throw seen
}

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

/** The start of the first member, as far as these bytes hold it; `null` while that is nothing. */
function firstMember(head: Buffer): Buffer | null {
  if (head.length < LOCAL_HEADER.bytes) return null
  const method = head.readUInt16LE(LOCAL_HEADER.method)
  const { bytes, nameLength, extraLength } = LOCAL_HEADER
  const packed = head.subarray(bytes + head.readUInt16LE(nameLength) + head.readUInt16LE(extraLength))
  if (method === 0) return packed
  if (method !== 8 || packed.length === 0) return null
  try {
    // The end is not there, and is not asked for. A little makes up to a thousand times as much.
    for (let length = 4096; ; length *= 2) {
      const plain = inflateRawSync(packed.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH })
      if (plain.length >= FIRST_BYTES || length >= packed.length) return plain
    }
  } catch {
    return null // Not enough of it yet, or no zip: the caller says that no header was found.
  }
}
