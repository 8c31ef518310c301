/** The local files that `evaluate` is given: what is to be judged, and the reports that tell of it. */
import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { Inputs } from '../config/inputs.ts'
import { expandPatterns, fileExists, readTextFile } from '../files.ts'
import type { Host } from '../host.ts'
import { reportFileNames } from '../report/formats.ts'

/** Absolute paths throughout. */
export type Sources = {
  /** Exports and `findings.csv` of earlier runs, sorted, with their length in bytes. */
  readonly exports: ReadonlyMap<string, number>
  /** Texts of `report.json` that were named, or stand beside a `findings.csv`, by path. */
  readonly reports: ReadonlyMap<string, string>
  /** Those of them that were named. */
  readonly named: ReadonlySet<string>
}

/**
 * Expands `report-files` and reads the reports; the exports themselves are read when they are judged. It is done
 * before `output-dir` is opened, which may be the very folder that they lie in.
 * @throws GateError FILE_UNREADABLE
 */
export async function openSources(
  { reportFiles }: Inputs,
  host: Pick<Host, 'workingFolder'>,
): Promise<Sources> {
  const paths = await expandPatterns(reportFiles, host.workingFolder)
  const named = new Set(paths.filter(isReport))
  const beside = [...named].map((path) => join(dirname(path), reportFileNames.csv))
  const exports = new Set(paths.filter((path) => !isReport(path)))
  for (const path of beside) if (await fileExists(path)) exports.add(path)
  const reports = new Map<string, string>()
  for (const path of [...named, ...[...exports].map(reportBeside)]) {
    if (path === null || reports.has(path) || !(await fileExists(path))) continue
    reports.set(path, await readTextFile(path, `report-files (${relative(host.workingFolder, path)})`))
  }
  const sizes = new Map<string, number>()
  for (const path of [...exports].sort()) sizes.set(path, (await stat(path)).size)
  return { exports: sizes, reports, named }
}

function isReport(path: string): boolean {
  return path.endsWith('.json')
}

/** Where the report of a `findings.csv` stands; `null` for any other file, of which no report tells. */
export function reportBeside(path: string): string | null {
  return basename(path) === reportFileNames.csv ? join(dirname(path), reportFileNames.json) : null
}
