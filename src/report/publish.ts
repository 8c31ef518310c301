/**
 * Publishes the files of a run, each failing alone, with one story in all of them: when a file cannot be written,
 * the others are rendered again with that failure known, before any of them is shown. So no file says `pass` for a
 * run that ends in `error`.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GateError } from '../errors.ts'
import { type ReportFile, reportFileNames } from './report-files.ts'
import type { Failures, Render, ReportFolder } from './report-folder.ts'

/** One file of the report. */
export type ReportDocument = {
  readonly file: ReportFile
  /** Makes its text; `null` when it already lies at `ReportFolder.staged(file)`. */
  readonly render: Render | null
}

/** What became of the files of a report. */
export type Published = {
  /** Absolute paths in `output-dir` of what was written. */
  readonly files: Readonly<Partial<Record<ReportFile, string>>>
  /** REPORT_NOT_WRITTEN, one for each file that is missing. */
  readonly failures: readonly GateError[]
  /** The same files in the run's own folder, where no other run can change them: upload these. */
  readonly upload: { readonly root: string; readonly files: readonly string[] }
}

/**
 * Publishes what `documents` gives. It is asked again, with all failures up to then, whenever a file could not be
 * written; a file that failed is not tried again. `earlier` are failures from before, such as a `findings.csv`
 * that could not be completed while rows were read. Never throws, unless `documents` itself does.
 */
export async function publish(
  folder: ReportFolder,
  documents: (
    failures: readonly GateError[],
  ) => Promise<readonly ReportDocument[]> | readonly ReportDocument[],
  earlier: ReadonlyMap<ReportFile, GateError> = new Map(),
): Promise<Published> {
  const failures: Failures = new Map(earlier)
  // Each round but the last adds a failure, and there are only so many files.
  while (true) {
    const known = failures.size
    const ready = await stageAll(folder, await documents([...failures.values()]), failures)
    if (failures.size > known) continue
    await folder.place(ready, failures)
    if (failures.size === known) return publishedAs(folder, ready, [...failures.values()])
  }
}

async function stageAll(
  folder: ReportFolder,
  documents: readonly ReportDocument[],
  failures: Failures,
): Promise<Set<ReportFile>> {
  const ready = new Set<ReportFile>()
  for (const { file, render } of documents) {
    if (failures.has(file)) continue
    if (render !== null) await folder.stage(file, render, failures)
    else if (!existsSync(folder.staged(file))) failures.set(file, notPrepared(file))
    if (!failures.has(file)) ready.add(file)
  }
  return ready
}

function notPrepared(file: ReportFile): GateError {
  return new GateError(
    'REPORT_NOT_WRITTEN',
    `${reportFileNames[file]} was not written: it was never completed.`,
  )
}

function publishedAs(folder: ReportFolder, files: ReadonlySet<ReportFile>, failures: GateError[]): Published {
  const paths = [...files].map((file) => [file, join(folder.path, reportFileNames[file])] as const)
  return {
    files: Object.fromEntries(paths),
    failures,
    upload: { root: folder.own, files: [...files].map((file) => folder.staged(file)) },
  }
}
