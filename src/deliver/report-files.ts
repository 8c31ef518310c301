/** Deliveries: the files in `output-dir`, all of them with one verdict, and the same files as an artifact of the CI. */
import { join } from 'node:path'
import type { Inputs } from '../config/inputs.ts'
import { GateError } from '../errors.ts'
import type { ArtifactStore, Host, Log } from '../host.ts'
import { isGreen } from '../judge/verdict.ts'
import { isRecord } from '../parse.ts'
import { type Material, type ReportFile, reportFiles, reportFormats } from '../report/formats.ts'
import type { Report } from '../report/model.ts'
import type { Failures, ReportFolder } from '../report/report-folder.ts'
import type { RunResult } from '../report/run-result.ts'
import type { Delivery } from './settle.ts'

export type WrittenFiles = Readonly<Partial<Record<ReportFile, string>>>

export type ReportFiles = Delivery & { written(): WrittenFiles }

/**
 * A file that cannot be written fails alone and is not tried again. While the verdict is green nothing is put in place
 * before everything is prepared: the others are rendered again with the error first.
 * @param folder `null` when it could not be opened
 * @param earlier files that could not be prepared before, such as a `findings.csv` on a full disk
 */
export function deliverReportFiles(
  folder: ReportFolder | null,
  files: readonly ReportFile[],
  material: (report: Report) => Material,
  earlier: Failures,
  log: Pick<Log, 'error'>,
): ReportFiles {
  const failures: Failures = new Map(earlier)
  const known = new Set<string>()
  let written: WrittenFiles = {}
  /** Logs those of the failures that were not seen before, and returns the first of them. */
  const newFailure = (): GateError | undefined => {
    const fresh = new Map([...failures.values()].map((failure) => [failure.message, failure]))
    for (const message of known) fresh.delete(message)
    for (const { message, hint } of fresh.values()) {
      log.error(`${message} ${hint}`)
      known.add(message)
    }
    return fresh.values().next().value
  }
  return {
    written: () => written,
    isDelivered: () => folder === null,
    async deliver(report) {
      if (folder === null) return
      const lost = folder.lostClaim()
      if (lost !== null) for (const file of files) failures.set(file, lost)
      const ready = await prepare(folder, files, material(report), failures)
      let failure = newFailure()
      if (failure === undefined || !isGreen(report.verdict)) {
        folder.place(ready, failures)
        failure ??= newFailure()
        const placed = [...ready].filter((file) => !failures.has(file))
        written = Object.fromEntries(
          placed.map((file) => [file, join(folder.path, reportFormats[file].name)]),
        )
      }
      if (failure !== undefined) throw failure
    },
  }
}

/**
 * The files of a run: `findings.csv` and `baseline.json` only when everything was judged, since half of either would be
 * taken for the whole. The summary costs nothing and is an output of every run; both it and `report.json` are written
 * even when the inputs are not known.
 */
export function filesOf({ inputs, decision, hasReviewedFile }: RunResult): readonly ReportFile[] {
  const wanted = new Set<ReportFile>([...(inputs?.formats ?? []), 'json', 'markdown'])
  if (decision === null) wanted.delete('csv')
  else wanted.add('baseline')
  if (hasReviewedFile) wanted.add('reviewed')
  return reportFiles.filter((file) => wanted.has(file))
}

async function prepare(
  folder: ReportFolder,
  files: readonly ReportFile[],
  material: Material,
  failures: Failures,
): Promise<ReadonlySet<ReportFile>> {
  const ready = new Set<ReportFile>()
  for (const file of files) {
    if (failures.has(file)) continue
    const { name, render } = reportFormats[file]
    if (render !== undefined) await folder.stage(file, () => render(material), failures)
    else if (!folder.has(file)) {
      const message = `${name} was not written: it was never completed.`
      failures.set(file, new GateError('REPORT_NOT_WRITTEN', message))
    }
    if (!failures.has(file)) ready.add(file)
  }
  return ready
}

export type Artifact = Awaited<ReturnType<ArtifactStore['upload']>>

/** `stored` is the artifact that states the verdict of the run; `null` for one that may state another. */
export type ArtifactDelivery = Delivery & { stored(): Artifact | null }

/** Uploads the files from `output-dir` itself: there they stay, however long a store goes on reading. */
export function deliverArtifact(
  reports: ReportFolder | null,
  files: ReportFiles,
  inputs: Inputs | null,
  host: Pick<Host, 'artifacts' | 'log' | 'stop'>,
): ArtifactDelivery {
  let wasTried = false
  let artifact: Artifact | null = null
  /** Also where all was sent and the answer got lost. */
  let mayBeStored = false
  if (inputs === null || reports === null || inputs.uploadArtifact === 'false') {
    return { stored: () => null, isDelivered: () => true, deliver: async () => undefined }
  }
  const isDemanded = inputs.uploadArtifact === 'true'
  const { artifactName: name, retentionDays } = inputs
  const contents = () => ({ name, root: reports.path, files: Object.values(files.written()), retentionDays })

  /** What another run has put in place meanwhile may be in it. */
  const store = async (sent: Promise<Artifact>): Promise<void> => {
    const stored = await sent
    mayBeStored = true
    const lost = reports.lostClaim()
    if (lost !== null) throw lost
    artifact = stored
  }
  const upload = async (): Promise<void> => {
    if (host.stop.aborted || contents().files.length === 0) return
    if (host.artifacts === null && !isDemanded) return
    try {
      if (host.artifacts === null)
        throw new GateError('ARTIFACT_NOT_STORED', 'upload-artifact: this CI offers no artifact store.')
      await store(host.artifacts.upload(contents()))
      host.log.info(`Uploaded the report as artifact "${name}".`)
    } catch (caught) {
      mayBeStored ||= host.stop.aborted || isInDoubt(caught)
      const failure = notStored(caught)
      host.log.warn(`${failure.message} The files are in ${inputs.outputDir}.`)
      if (isDemanded || failure.code === 'REPORT_NOT_WRITTEN') throw failure
    }
  }
  /** A failure leads to no artifact at all: no output may name a report that says `pass` for a run that failed. */
  const replace = async (): Promise<void> => {
    try {
      if (host.stop.aborted) throw new GateError('ARTIFACT_NOT_STORED', 'There was no time to replace it.')
      if (host.artifacts !== null) await store(host.artifacts.replace(contents()))
      host.log.info(`Replaced the artifact "${name}": the verdict has changed.`)
    } catch (caught) {
      host.log.warn(
        `The artifact "${name}" may still hold a report from before this error: believe the exit code and the files in ${inputs.outputDir}. ${notStored(caught).message}`,
      )
    }
  }
  return {
    stored: () => artifact,
    // After a refusal the store is not called again: an artifact of this name may be another job's.
    isDelivered: () => wasTried && !mayBeStored,
    async deliver() {
      artifact = null
      if (wasTried) return await replace()
      wasTried = true
      await upload()
    },
  }
}

/** As `ArtifactStore.upload` marks it. */
function isInDoubt(caught: unknown): boolean {
  return isRecord(caught) && caught.mayBeStored === true
}

/** The client's message names the reason (name taken, no right, time-out) and holds no row of the report. */
function notStored(caught: unknown): GateError {
  if (caught instanceof GateError) return caught
  const reason = caught instanceof Error ? caught.message.slice(0, 300) : 'unknown reason'
  return new GateError('ARTIFACT_NOT_STORED', `The artifact was not stored: ${reason}`, { cause: caught })
}
