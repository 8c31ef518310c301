/** The report as an artifact of the place. Whether a failure counts is for `upload-artifact` to say. */
import type { Inputs } from '../config/inputs.ts'
import { GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import type { Published } from '../report/publish.ts'
import type { RunResult } from '../report/run-result.ts'

/** What was stored, as `ArtifactStore.upload` tells it. */
export type Artifact = { readonly id: string; readonly url: string; readonly digest: string }

/** What became of an upload. */
export type Upload = {
  readonly artifact: Artifact | null
  /** What makes a green run an error; an upload that need not be has none. */
  readonly failure: GateError | null
  /** Whether the store may hold the report: also where all was sent and the answer got lost. */
  readonly mayBeStored: boolean
}

const none: Upload = { artifact: null, failure: null, mayBeStored: false }

/** Uploads what was published, where that is wanted and possible. Never throws. */
export async function uploadArtifact(
  published: Published | null,
  { inputs }: Pick<RunResult, 'inputs'>,
  host: Host,
): Promise<Upload> {
  if (inputs === null || published === null || inputs.uploadArtifact === 'false') return none
  const must = inputs.uploadArtifact === 'true'
  try {
    if (host.artifacts === null) {
      if (!must) return none
      throw new GateError('ARTIFACT_NOT_STORED', 'upload-artifact: this place offers no artifact store.')
    }
    const artifact = await host.artifacts.upload(wanted(published, inputs))
    host.log.info(`Uploaded the report as artifact "${inputs.artifactName}".`)
    return { artifact, failure: null, mayBeStored: true }
  } catch (caught) {
    const failure = notStored(caught)
    const mayBeStored = isInDoubt(caught) || host.stop.aborted
    if (must) return { artifact: null, failure, mayBeStored }
    host.log.warn(`${failure.message} The files are in ${inputs.outputDir}.`)
    return { ...none, mayBeStored }
  }
}

/**
 * Puts the report of a run that came to a worse end after all in the place of the one that was uploaded. Where that
 * fails nothing is given back: no output may lead to a report that says `pass` for a run that ends in `error`.
 * Never throws.
 */
export async function replaceArtifact(
  published: Published | null,
  { inputs }: Pick<RunResult, 'inputs'>,
  host: Host,
): Promise<Artifact | null> {
  if (inputs === null || published === null || host.artifacts === null) return null
  try {
    const artifact = await host.artifacts.replace(wanted(published, inputs))
    host.log.info(`Replaced the artifact "${inputs.artifactName}" by the report of this end.`)
    return artifact
  } catch (caught) {
    tellOutdated(`It could not be replaced: ${notStored(caught).message}`, inputs, host)
    return null
  }
}

/** Says that an artifact holds the report of another verdict than the one this run ends with. */
export function tellOutdated(why: string, { artifactName, outputDir }: Inputs, host: Host): void {
  host.log.warn(
    `The artifact "${artifactName}" may still hold a report from before this error: believe the exit code and the files in ${outputDir}. ${why}`,
  )
}

function wanted({ upload }: Published, { artifactName: name, retentionDays }: Inputs) {
  return { name, ...upload, retentionDays }
}

/** As `ArtifactStore.upload` marks it. */
function isInDoubt(caught: unknown): boolean {
  return caught instanceof Error && 'mayBeStored' in caught && caught.mayBeStored === true
}

/** The client's message tells the reason (name taken, no right, time-out) and holds no row of the report. */
function notStored(caught: unknown): GateError {
  if (caught instanceof GateError) return caught
  const reason = caught instanceof Error ? caught.message.slice(0, 300) : 'unknown reason'
  return new GateError('ARTIFACT_NOT_STORED', `The artifact was not stored: ${reason}`, { cause: caught })
}
