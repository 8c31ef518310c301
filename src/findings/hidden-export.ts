/** Members of a zip that are not read, by their name, and are exports by their content: their findings would be lost. */
import { letOthersRun } from '../archive/stopping.ts'
import type { SkippedMember } from '../archive/zip.ts'
import { GateError } from '../errors.ts'
import { firstLineOf } from './dialect.ts'
import { headerCells } from './header-cells.ts'

/** Whether these are the cells of the header of an export. */
export type KnowsHeader = (header: readonly string[]) => boolean

/**
 * Looks at the first line of every member that was skipped.
 * @param where names the export in errors.
 * @throws GateError ARCHIVE_BROKEN naming the member, CANCELLED, and as reading the zip does.
 */
export async function refuseHiddenExport(
  skipped: readonly SkippedMember[],
  knowsHeader: KnowsHeader,
  where: string,
  stop: AbortSignal,
): Promise<void> {
  for (const { name, head } of skipped) {
    await letOthersRun(stop)
    const { bytes, whole } = await head()
    const line = firstLineOf(`${bytes.toString('latin1')}${whole ? '\n' : ''}`)
    if (line === null) continue
    const header = await headerCells(Buffer.from(`${line}\n`, 'latin1'))
    if ('cells' in header && knowsHeader(header.cells)) throw hiddenExport(name, where)
  }
}

function hiddenExport(name: string, where: string): GateError {
  const why = `${where}: member "${name}" is not named *.csv and begins with the header of an export, so its findings would go unread.`
  return new GateError('ARCHIVE_BROKEN', why, {
    mend: 'Unpack the zip, name every export in it *.csv, and judge them with `operation: evaluate`; report it to whoever made the zip.',
  })
}
