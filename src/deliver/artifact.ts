/** Delivery: the report files as an artifact of the CI. Whether a failure counts, `upload-artifact` says. */
import type { Inputs } from '../config/inputs.ts'
import { GateError } from '../errors.ts'
import type { ArtifactStore, Host } from '../host.ts'
import type { Report } from '../report/model.ts'
import type { ReportFolder } from '../report/report-folder.ts'
import type { ReportFiles } from './report-files.ts'
import type { Delivery } from './settle.ts'

/** A stored artifact, as `ArtifactStore.upload` returns it. */
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
  let tried: Report | null = null
  let artifact: Artifact | null = null
  /** Also where all was sent and the answer got lost. */
  let mayBeStored = false
  if (inputs === null || reports === null || inputs.uploadArtifact === 'false') return nothingToStore
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
      mayBeStored ||= isInDoubt(caught) || host.stop.aborted
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
    name: 'artifact',
    stored: () => artifact,
    // After a refusal the store is not called again: an artifact of this name may be another job's.
    isDelivered: (report) => tried === report || (tried !== null && !mayBeStored),
    async deliver(report) {
      const isFirst = tried === null
      tried = report
      artifact = null
      if (isFirst) await upload()
      else await replace()
    },
  }
}

const nothingToStore: ArtifactDelivery = {
  name: 'artifact',
  stored: () => null,
  isDelivered: () => true,
  deliver: async () => undefined,
}

/** As `ArtifactStore.upload` marks it. */
function isInDoubt(caught: unknown): boolean {
  return caught instanceof Error && 'mayBeStored' in caught && caught.mayBeStored === true
}

/** The client's message names the reason (name taken, no right, time-out) and holds no row of the report. */
function notStored(caught: unknown): GateError {
  if (caught instanceof GateError) return caught
  const reason = caught instanceof Error ? caught.message.slice(0, 300) : 'unknown reason'
  return new GateError('ARTIFACT_NOT_STORED', `The artifact was not stored: ${reason}`, { cause: caught })
}
