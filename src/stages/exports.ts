/**
 * The exports of a run, each read to its end: local files, and downloads, which are read while they arrive.
 *
 * A download that is cut is asked for again, and rows of it were handed on by then: whoever got them has to begin
 * anew. So `StartOver` goes up, and the exports are read a second time, from what is stored: those that had come
 * before are kept for it, the cut one and all after it are stored whole before they are read. That happens once at
 * most. A zip that cannot be read as it comes, or whose directory tells something else than what was read, goes the
 * same way.
 */
import { relative } from 'node:path'
import { type Received, readWhileArriving } from '../archive/arrival.ts'
import { spoolOfFile } from '../archive/local-file.ts'
import { sniff } from '../archive/sniff.ts'
import { type Spool, spool } from '../archive/spool.ts'
import type { Deadline, DownloadReply, Save } from '../client/request.ts'
import { GateError } from '../errors.ts'
import { expandPatterns } from '../files.ts'
import type { NumberedFinding } from '../findings/finding.ts'
import type { Numbering } from '../findings/numbering.ts'
import { type ExportReading, readExport } from '../findings/read.ts'
import { type Target, targetName } from '../target.ts'
import { exportTooOld } from './consistency.ts'
import { type Desk, exportSettings } from './desk.ts'
import { createHeldTime, type HeldTime } from './held-time.ts'

/** What was handed on does not count: read all exports again. Never leaves `judge`. */
export class StartOver extends Error {}

/** Who takes the rows, numbered so. */
export type Rows = { readonly numbering: Numbering; readonly onRow: (row: NumberedFinding) => void }

/** One export to read. */
export type Source = {
  /** Names it in evidence and errors. */
  readonly name: string
  /** What was exported; `null` for a local file. */
  readonly target: Target | null
  /**
   * Reads it to its end; `null` when the server answers 404, which may mean "none".
   * @throws StartOver; GateError as the client and `readExport` do.
   */
  read(rows: Rows): Promise<ExportReading | null>
}

/** All exports of a run. */
export type Exports = {
  readonly sources: readonly Source[]
  /** Removes what is stored. */
  dispose(): Promise<void>
}

/** @throws GateError FILE_UNREADABLE for a pattern without files. */
export async function openExports(desk: Desk): Promise<Exports> {
  const { plan, host } = desk
  const local = await expandPatterns(plan.localExports, host.workingFolder)
  const downloads = createDownloads(desk)
  return {
    sources: [
      ...local.map((path) => localSource(path, desk)),
      ...plan.exports.map((target) => ({
        name: targetName(target),
        target,
        read: (rows: Rows) => downloads.read(target, rows),
      })),
    ],
    dispose: downloads.dispose,
  }
}

function localSource(path: string, desk: Desk): Source {
  const name = relative(desk.host.workingFolder, path)
  return {
    name,
    target: null,
    async read({ numbering, onRow }) {
      const spooled = await spoolOfFile(path)
      try {
        return await readExport(spooled, exportSettings(name, null, desk), numbering, onRow, desk.host)
      } finally {
        await spooled.dispose()
      }
    },
  }
}

/** A download, and what comes of reading it while it arrived: `null` when that has to be done yet. */
type Saved = Received<ExportReading>

type Downloads = {
  read(target: Target, rows: Rows): Promise<ExportReading | null>
  dispose(): Promise<void>
}

function createDownloads(desk: Desk): Downloads {
  const { plan, host, inputs, folder } = desk
  /** By target: its spool, or `null` after a 404. */
  const stored = new Map<Target, Spool | null>()
  let readsAsItComes = true

  const settingsFor = (target: Target) => exportSettings(targetName(target), target, desk)
  /** Only another download that is read while it arrives can make this one be read again. */
  const mayBeReadAgain = (target: Target): boolean => readsAsItComes && target !== plan.exports.at(-1)

  async function readStored(
    target: Target,
    spooled: Spool,
    { numbering, onRow }: Rows,
  ): Promise<ExportReading> {
    const reading = await readExport(spooled, settingsFor(target), numbering, onRow, host)
    await done(target, spooled)
    return reading
  }

  /** Thousands of kept exports must not hold thousands of open files. */
  async function done(target: Target, spooled: Spool): Promise<void> {
    if (mayBeReadAgain(target)) await spooled.release()
    else await spooled.dispose()
  }

  async function readFresh(target: Target, rows: Rows): Promise<ExportReading | null> {
    let handed = 0
    const counted = (row: NumberedFinding): void => {
      handed += 1
      rows.onRow(row)
    }
    const held = createHeldTime(host.clock)
    const arrival = { folder, maxBytes: inputs.maxExportBytes, stop: host.stop, hold: held }
    const saved = await download(target, desk, held, async (body): Promise<Saved> => {
      if (!readsAsItComes || handed > 0) {
        const whole = await spool(folder, body, host.stop, inputs.maxExportBytes)
        return { spool: whole, reading: Promise.resolve(null) }
      }
      return await readWhileArriving(body, arrival, (bytes) =>
        readExport(bytes, settingsFor(target), rows.numbering, counted, host),
      )
    })
    stored.set(target, saved?.spool ?? null)
    if (saved === null) return null
    const reading = await saved.reading
    if (reading !== null) {
      await done(target, saved.spool)
      return reading
    }
    if (handed > 0) {
      readsAsItComes = false
      host.log.info(`${targetName(target)}: ${handed} rows were read of a download that does not count.`)
      throw new StartOver()
    }
    return await readStored(target, saved.spool, rows)
  }

  return {
    async read(target, rows) {
      const kept = stored.get(target)
      if (kept === undefined) return await readFresh(target, rows)
      return kept === null ? null : await readStored(target, kept, rows)
    },
    async dispose() {
      for (const spooled of stored.values()) await spooled?.dispose()
    },
  }
}

/** Downloads the export of a target through `save`; `null` when the server answers 404. */
async function download(
  target: Target,
  desk: Desk,
  held: HeldTime,
  save: Save<Saved>,
): Promise<Saved | null> {
  const { connection, inputs, host, record } = desk
  if (connection === null) throw new GateError('DEFECT', 'A download was asked for without a connection.')
  host.log.info(`${targetName(target)}: asking for the export.`)
  const askedAt = host.clock.now()
  const end = host.clock.elapsed() + inputs.timeoutMs
  const deadline: Deadline = {
    get at() {
      return end + held.ms()
    },
    phase: 'downloading the export',
  }
  const reply: DownloadReply<Saved> = await connection.soteri.exportFindings(
    target,
    inputs.period,
    save,
    deadline,
  )
  if (reply.kind !== 'saved') return null
  const tooOld = exportTooOld(target, reply.ageSeconds, askedAt, record.targets)
  if (tooOld !== null) {
    // Its rows do not count, nor does what is wrong with them.
    await Promise.allSettled([reply.saved.reading])
    await reply.saved.spool.dispose()
    throw tooOld
  }
  if (reply.end === 'close' && sniff(reply.saved.spool.head) !== 'zip') {
    record.notes.push(`${targetName(target)}: ${UNMARKED_END}`)
  }
  return reply.saved
}

/** Without a length or chunks, an end between two rows and a cut between two rows look the same (RFC 9112, 6.3). */
const UNMARKED_END =
  'the server did not mark the end of the export (no Content-Length, no chunks), so a download cut between two rows would go unseen.'
