/**
 * The exports of a run: local files, and downloads. A download is stored whole before anything of it is read, so one
 * that is cut is requested again, and nothing of it counts.
 */
import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { ALWAYS, type Inputs, type Period } from '../config/inputs.ts'
import type { ExportEvidence, RunContext, RunState } from '../context.ts'
import { GateError } from '../errors.ts'
import { expandPatterns } from '../files.ts'
import type { Connection } from '../server/connection.ts'
import { CLOCK_SLACK_MS } from '../server/reply-age.ts'
import type { Deadline } from '../server/request.ts'
import { repositoryNameOf, type Target, targetName, targetOfName } from '../target.ts'
import { byCodeUnits } from '../text.ts'
import type { ReviewedRow } from './finding-row.ts'
import { scannedOf } from './missing-rows.ts'
import { sniff } from './open-export.ts'
import { createReadingContext, type ReadingContext, type ReadSettings } from './read-export.ts'
import { type ReviewedSettings, readReviewed, reviewedSource } from './reviewed.ts'
import { downloadToTempFile, openLocalFile, type TempFile } from './temp-file.ts'
import { whyEmpty } from './verify-export.ts'
import { archiveDefaults } from './zip.ts'

export type ExportSource = {
  /** Names it in evidence and errors. */
  readonly name: string
  /** What was exported; `null` for a local file. */
  readonly target: Target | null
  /** The whole export; the caller disposes of it. `null` when the server answers 404, which may mean "none". */
  fetch(): Promise<TempFile | null>
}

/** The evidence of an export that the server answered with 404. */
export function missingExport(source: string): ExportEvidence {
  const sha256 = createHash('sha256').digest('hex')
  return { source, format: 'empty', bytes: 0, sha256, rows: 0, refused: 0, members: [], columns: [] }
}

/** How the inputs ask for an export to be read; `source` names it in evidence and errors. */
export function readSettingsOf(source: string, target: Target | null, inputs: Inputs): ReadSettings {
  const { columns, standIn, onBadRow, period } = inputs
  const limits = {
    ...archiveDefaults,
    maxExportBytes: inputs.maxExportBytes,
    maxRatio: inputs.maxExportRatio,
    maxMembers: inputs.maxExportMembers,
  }
  // A reviewed export may be asked for later, to explain missing rows.
  const digests = target !== null
  return { digests, source, target, columns, standIn, onBadRow, period, limits }
}

/** The exports of one run. Their findings share names and hashes, so that they can be compared. */
export class RunExports {
  readonly reading: ReadingContext
  /** Exports whose end the server did not mark, by their names. */
  readonly unmarkedEnds = new Set<string>()
  /** Digests of the reviewed exports that were read, by their names. */
  readonly reviewedDigests = new Map<string, string | null>()
  /** `null` where the plan needs no server. */
  readonly connection: Connection | null
  readonly #context: RunContext
  readonly #state: RunState

  constructor(context: RunContext, state: RunState, connection: Connection | null) {
    const logged = new Set<string>()
    this.reading = createReadingContext(context.hashKey.key, (source, columns) => {
      if (!logged.has(columns)) context.host.log.info(`${source}: columns ${columns}.`)
      logged.add(columns)
    })
    const { pull } = context.inputs
    const isFork = pull !== null && repositoryNameOf(pull.source) !== repositoryNameOf(pull.target)
    this.reading.row.names.policyRepository = isFork ? pull.target : null
    this.#context = context
    this.#state = state
    this.connection = connection
  }

  async list(): Promise<readonly ExportSource[]> {
    const { plan, inputs, host } = this.#context
    this.#listNames()
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
        fetch: () => this.#download(target, inputs.period),
      })),
    ]
  }

  /** When the scan of a target was triggered, by the earliest clock of the server; `null` where this run did not. */
  triggeredMs(target: Target | null): number | null {
    const scanned = target === null ? [] : scannedOf(target, this.#state.targets)
    const first = scanned.flatMap(({ triggeredAt }) => triggeredAt ?? []).sort(byCodeUnits)[0]
    if (first === undefined) return null
    const behindMs = this.connection?.http.clockOffsets().behindMs ?? 0
    return Date.parse(first) - behindMs - CLOCK_SLACK_MS
  }

  /** The export of the compared branch, whole whatever the period; `null` without one. */
  compared(): ExportSource | null {
    const target = this.#context.plan.compared
    if (target === null) return null
    return { name: targetName(target), target, fetch: () => this.#download(target, ALWAYS) }
  }

  /** Downloads and reads the reviewed false positives of `targets`; adds the evidence of each export to the state. */
  async reviewed(targets: readonly Target[], use: ReviewedSettings['use']): Promise<readonly ReviewedRow[]> {
    const { inputs, host } = this.#context
    this.#listNames()
    const rows: ReviewedRow[] = []
    for (const target of targets) {
      const stored = await this.#downloadReviewed(target)
      if (stored === null) {
        this.#state.exports.push(missingExport(reviewedSource(target)))
        continue
      }
      try {
        const reveal = use === 'list' && inputs.revealSecrets
        const settings = { ...readSettingsOf(reviewedSource(target), target, inputs), use, reveal }
        const add = (row: ReviewedRow): unknown => rows.push(row)
        const { evidence, notices, digest } = await readReviewed(stored, settings, this.reading, add, host)
        this.reviewedDigests.set(evidence.source, digest)
        this.#state.exports.push(evidence)
        this.#state.notes.push(...notices)
      } finally {
        await stored.dispose()
      }
    }
    return rows
  }

  /** Names of places that were asked for, or that the server listed, are never masked. */
  #listNames(): void {
    const { names } = this.reading.row
    names.masks.list(this.#context.inputs.targets)
    for (const { target: name, branches } of this.#state.targets) {
      const target = targetOfName(name)
      const { masks } = names
      masks.list([target])
      if (target.kind !== 'repo') continue
      for (const branch of branches?.keys() ?? []) masks.list([{ ...target, kind: 'branch', branch }])
    }
  }

  async #download(target: Target, period: Period): Promise<TempFile | null> {
    const { host } = this.#context
    const { soteri } = this.#connected()
    host.log.info(`${targetName(target)}: asking for the export.`)
    const deadline = this.#deadline('downloading the export')
    const reply = await soteri.exportFindings(target, period, this.#store, deadline)
    if (reply.kind !== 'saved') return null
    if (reply.end === 'close' && sniff(reply.saved.head) !== 'zip') this.unmarkedEnds.add(targetName(target))
    return reply.saved
  }

  async #downloadReviewed(target: Target): Promise<TempFile | null> {
    const deadline = this.#deadline('downloading the reviewed false positives')
    const reply = await this.#connected().soteri.exportReviewed(target, this.#store, deadline)
    if (reply.kind === 'saved') return reply.saved
    const what = `The export of reviewed false positives of ${targetName(target)} answered with 404`
    const why = whyEmpty(target, this.#state.targets)
    if (why === null) {
      const hint =
        'There may be none. Open it in a browser with the same account: if that is right, leave `exclude-reviewed` off; otherwise check `api-version`, and that the Soteri app is installed.'
      throw new GateError('EXPORT_MISSING', `${what}.`, { hint })
    }
    this.#state.notes.push(`${what}, which is right, as ${why}.`)
    return null
  }

  #connected(): Connection {
    if (this.connection !== null) return this.connection
    throw new GateError('DEFECT', 'A download was asked for without a connection.')
  }

  #deadline(phase: string): Deadline {
    const { host, inputs } = this.#context
    return { at: host.clock.elapsed() + inputs.timeoutMs, phase }
  }

  readonly #store = (body: Parameters<typeof downloadToTempFile>[1]): Promise<TempFile> => {
    const { folder, host, inputs } = this.#context
    return downloadToTempFile(folder, body, host.stop, inputs.maxExportBytes)
  }
}
