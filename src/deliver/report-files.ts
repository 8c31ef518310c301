/** Delivery: the files in `output-dir`, all of them with one verdict. */
import { join } from 'node:path'
import { GateError } from '../errors.ts'
import type { Log } from '../host.ts'
import { isGreen } from '../judge/verdict.ts'
import {
  type Material,
  type ReportFile,
  reportFileNames,
  reportFiles,
  reportFormats,
} from '../report/formats.ts'
import type { Report } from '../report/model.ts'
import type { Failures, ReportFolder } from '../report/report-folder.ts'
import type { RunResult } from '../report/run-result.ts'
import type { Delivery } from './settle.ts'

/** Absolute paths of the files that were written. */
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
  let delivered: Report | null = null
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
    name: 'report files',
    written: () => written,
    isDelivered: (report) => folder === null || delivered === report,
    async deliver(report) {
      if (folder === null) return
      const lost = folder.lostClaim()
      if (lost !== null) for (const file of files) failures.set(file, lost)
      const ready = await prepare(folder, files, material(report), failures)
      let failure = newFailure()
      if (failure === undefined || !isGreen(report.verdict)) {
        folder.place(ready, failures)
        failure ??= newFailure()
        written = pathsOf(
          [...ready].filter((file) => !failures.has(file)),
          folder,
        )
      }
      if (failure !== undefined) throw failure
      delivered = report
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
    else if (!folder.has(file)) failures.set(file, neverCompleted(name))
    if (!failures.has(file)) ready.add(file)
  }
  return ready
}

function neverCompleted(name: string): GateError {
  return new GateError('REPORT_NOT_WRITTEN', `${name} was not written: it was never completed.`)
}

function pathsOf(files: readonly ReportFile[], { path }: ReportFolder): WrittenFiles {
  return Object.fromEntries(files.map((file) => [file, join(path, reportFileNames[file])]))
}
