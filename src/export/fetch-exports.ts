/**
 * The exports of a run: local files, and downloads. A download is stored whole before anything of it is read, so one
 * that is cut is requested again, and nothing of it counts.
 */
import { relative } from 'node:path'
import { GateError } from '../errors.ts'
import { expandPatterns } from '../files.ts'
import { exportTooOld } from '../stages/consistency.ts'
import type { Desk } from '../stages/desk.ts'
import { type Target, targetName } from '../target.ts'
import { sniff } from './sniff.ts'
import { downloadToTempFile, openLocalFile, type TempFile } from './temp-file.ts'

/** One export to read. */
export type ExportSource = {
  /** Names it in evidence and errors. */
  readonly name: string
  /** What was exported; `null` for a local file. */
  readonly target: Target | null
  /**
   * The whole export; the caller disposes of it. `null` when the server answers 404, which may mean "none".
   * @throws GateError FILE_UNREADABLE, EXPORT_TOO_LARGE, DOWNLOAD_NOT_STORED, EXPORT_INCONSISTENT; as the client does.
   */
  fetch(): Promise<TempFile | null>
}

/** @throws GateError FILE_UNREADABLE for a pattern without files. */
export async function listExports(desk: Desk): Promise<readonly ExportSource[]> {
  const { plan, host } = desk
  const paths = await expandPatterns(plan.localExports, host.workingFolder)
  return [
    ...paths.map((path) => ({
      name: relative(host.workingFolder, path),
      target: null,
      fetch: () => openLocalFile(path),
    })),
    ...plan.exports.map((target) => ({
      name: targetName(target),
      target,
      fetch: () => download(target, desk),
    })),
  ]
}

async function download(target: Target, desk: Desk): Promise<TempFile | null> {
  const { connection, inputs, host, record, folder } = desk
  if (connection === null) throw new GateError('DEFECT', 'A download was asked for without a connection.')
  host.log.info(`${targetName(target)}: asking for the export.`)
  const askedAt = host.clock.now()
  const reply = await connection.soteri.exportFindings(
    target,
    inputs.period,
    (body) => downloadToTempFile(folder, body, host.stop, inputs.maxExportBytes),
    { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'downloading the export' },
  )
  if (reply.kind !== 'saved') return null
  const tooOld = exportTooOld(target, reply.ageSeconds, askedAt, record.targets)
  if (tooOld !== null) {
    await reply.saved.dispose()
    throw tooOld
  }
  if (reply.end === 'close' && sniff(reply.saved.head) !== 'zip') {
    record.notes.push(`${targetName(target)}: ${UNMARKED_END}`)
  }
  return reply.saved
}

/** Without a length or chunks, an end between two rows and a cut between two rows look the same (RFC 9112, 6.3). */
const UNMARKED_END =
  'the server did not mark the end of the export (no Content-Length, no chunks), so a download cut between two rows would go unseen.'
