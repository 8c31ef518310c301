/**
 * `output-dir` as one run sees it. A run writes into a hidden folder of its own inside it and renames each file out of
 * that folder into place. The hidden folder is also its claim on `output-dir`: a run that opens it removes the hidden
 * folders of all others, which then have nothing left to rename. So a reader never meets half a file, and files of two
 * runs never mix: the run that opened the folder last has it, and the others fail.
 *
 * Only the names of `formats.ts` are ever removed, nothing that is an input of the run, and nothing at all from a
 * folder that is a git checkout, where `summary.md` may be somebody's own. `baseline.json` is only ever replaced: it
 * states no verdict, and a run that fails must not take the team's baseline with it.
 */
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Inputs } from '../config/inputs.ts'
import { rowOf } from '../config/table.ts'
import { GateError, inputError, systemCode } from '../errors.ts'
import { makeFolder, pathOf, REPORT_FILE_MODE, reportNotWritten } from '../files.ts'
import type { Host } from '../host.ts'
import { withoutUserInfo } from '../text.ts'
import { type Rendered, type ReportFile, reportFiles, reportFormats } from './formats.ts'

/** Characters to gather before they are written. */
const PIECE = 1 << 16
const OWN_PREFIX = '.soteri-gate-'
/** Runs that open one folder at the same moment may remove the claim of each other. */
const CLAIM_TRIES = 10

/** Failures by file, added to while files are written. */
export type Failures = Map<ReportFile, GateError>
export type ReportFolder = ReturnType<typeof openReportFolder>

/**
 * Makes `path` if need be, claims it, and removes what former runs left there.
 * @param inputs files that this run reads (a baseline of the run before, exports to evaluate): they are not removed
 * @throws GateError REPORT_NOT_WRITTEN
 */
export function openReportFolder(folder: string, inputs: readonly string[] = []) {
  const path = resolve(folder)
  const kept = new Set(inputs.map((input) => resolve(input)))
  const own = claimed(path, kept)
  const placed = new Set<ReportFile>()
  const staged = (file: ReportFile): string => join(own, reportFormats[file].name)
  const failureOf = (file: ReportFile, caught: unknown): GateError =>
    existsSync(own) ? reportNotWritten(reportFormats[file].name, caught) : takenOver()
  const putInPlace = (file: ReportFile): void => {
    if (placed.has(file) && !existsSync(staged(file))) return
    renameSync(staged(file), join(path, reportFormats[file].name))
    placed.add(file)
  }
  return {
    path,
    /** Absolute path at which `file` is prepared. */
    staged,
    /** Whether `file` is prepared, or in place already. */
    has: (file: ReportFile): boolean => placed.has(file) || existsSync(staged(file)),
    /** Prepares `file`; on failure nothing of it is left. Never throws. */
    async stage(file: ReportFile, render: () => Rendered, failures: Failures): Promise<void> {
      try {
        const rendered = await render()
        await writePieces(staged(file), typeof rendered === 'string' ? [rendered] : rendered)
      } catch (caught) {
        failures.set(file, failureOf(file, caught))
      }
    },
    /** Puts these files in place and removes the others. Never throws. */
    place(files: ReadonlySet<ReportFile>, failures: Failures): void {
      for (const file of reportFiles) {
        try {
          if (files.has(file)) putInPlace(file)
          else remove(file, path, own, kept)
          if (!files.has(file)) placed.delete(file)
        } catch (caught) {
          failures.set(file, failureOf(file, caught))
        }
      }
    },
    /** REPORT_NOT_WRITTEN when another run has opened the folder since; else `null`. */
    lostClaim: (): GateError | null => (existsSync(own) ? null : takenOver()),
    /** Gives up the claim. Never throws. */
    close: (): void => removeQuietly(own),
  }
}

/** The run's own folder in `folder`, which has nothing of former runs any more. */
function claimed(folder: string, kept: ReadonlySet<string>): string {
  try {
    makeFolder(folder)
    const own = claim(folder)
    for (const file of reportFiles) remove(file, folder, own, kept)
    return own
  } catch (caught) {
    throw reportNotWritten(`"output-dir" ${withoutUserInfo(folder)}`, caught)
  }
}

/** @param judged files that the run reads, which may be in that folder @throws GateError REPORT_NOT_WRITTEN */
export function openReportsOf(inputs: Inputs, judged: readonly string[], host: Host): ReportFolder {
  const path = (name: string): string => pathOf(name, host.workingFolder)
  const kept = inputs.baselineFile === null ? judged : [path(inputs.baselineFile), ...judged]
  if (inputs.historyFile !== null) rejectHistory(path(inputs.historyFile), path(inputs.outputDir), kept)
  return openReportFolder(path(inputs.outputDir), kept)
}

/** Lines are added to the history: to no file that the run writes anew or reads. Case may not distinguish files. */
function rejectHistory(history: string, folder: string, read: readonly string[]): void {
  const taken = [...reportFiles.map((file) => join(folder, reportFormats[file].name)), ...read]
  if (!taken.some((path) => resolve(path).toLowerCase() === resolve(history).toLowerCase())) return
  const what = `"${basename(history)}" is a file that this run writes or reads itself: give the history a file of its own.`
  throw inputError([{ where: 'history-file', what }])
}

/** A green report of before must not be taken for this run's. With `report-files` the folder may hold the exports. */
export function openReportsAnyway(host: Host): ReportFolder | null {
  if (host.input('report-files') ?? host.environment('SOTERI_GATE_REPORT_FILES')) return null
  const named = host.input('output-dir') ?? host.environment('SOTERI_GATE_OUTPUT_DIR')
  const path = pathOf(named ?? rowOf('output-dir').default ?? '', host.workingFolder)
  try {
    return openReportFolder(path)
  } catch {
    return null
  }
}

/** Makes the run's own folder and removes those of all other runs, finished or not. */
function claim(folder: string): string {
  for (let tries = 0; tries < CLAIM_TRIES; tries++) {
    const own = mkdtempSync(join(folder, OWN_PREFIX))
    for (const name of readdirSync(folder)) {
      if (name.startsWith(OWN_PREFIX) && name !== basename(own)) removeClaim(join(folder, name))
    }
    if (existsSync(own)) return own
  }
  throw takenOver()
}

/** One rename ends the claim; the removal after it takes its time, and may fail for the files of another user. */
function removeClaim(other: string): void {
  const ended = join(dirname(other), `.ended${basename(other)}`)
  try {
    renameSync(other, ended)
  } catch (caught) {
    if (systemCode(caught) !== 'ENOENT') throw caught
  }
  removeQuietly(ended)
}

function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // Another user's files, or one that is still open.
  }
}

function takenOver(): GateError {
  const message = 'Another run has opened "output-dir" meanwhile, or the folder was removed.'
  return new GateError('REPORT_NOT_WRITTEN', message, { hint: 'Give each run its own `output-dir`.' })
}

/** Removes one known file by way of the run's own folder, so that a run without its claim removes nothing. */
function remove(file: ReportFile, folder: string, own: string, kept: ReadonlySet<string>): void {
  const path = join(folder, reportFormats[file].name)
  if (file === 'baseline' || kept.has(path) || existsSync(join(folder, '.git'))) return
  const state = lstatSync(path, { throwIfNoEntry: false })
  if (state === undefined || state.isDirectory()) return
  const aside = join(own, 'removed')
  renameSync(path, aside)
  rmSync(aside)
}

async function writePieces(path: string, pieces: Iterable<string>): Promise<void> {
  rmSync(path, { force: true })
  try {
    await writeFile(path, gathered(pieces), { flag: 'wx' })
    chmodSync(path, REPORT_FILE_MODE)
  } catch (caught) {
    rmSync(path, { force: true })
    throw caught
  }
}

function* gathered(pieces: Iterable<string>): Generator<string, undefined> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < PIECE) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
