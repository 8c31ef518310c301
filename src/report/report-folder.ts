/**
 * `output-dir` as one run sees it. Everything is written into the run's own hidden folder inside it and then put
 * in place under a lock, each file in one step and all files of a run together: a reader never meets half a file,
 * and never the files of two runs.
 *
 * Only the names of `report-files.ts` are ever removed, nothing that is an input of the run, and nothing at all
 * from a folder that is a git checkout, where `summary.md` may be somebody's own. `baseline.json` is only ever
 * replaced: it says nothing of a verdict, and a run that fails must not take the team's baseline with it.
 */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { GateError } from '../errors.ts'
import { PIECE, REPORT_FILE_MODE, reportNotWritten, writeWhole } from '../files.ts'
import type { Clock } from '../host.ts'
import { withFolderLock } from './folder-lock.ts'
import { type ReportFile, reportFileNames, reportFiles } from './report-files.ts'

const OWN_PREFIX = '.soteri-gate-'
/** A run's own folder this old (ms) was left by a run that was killed; no scan is waited for so long. */
const ABANDONED_AFTER_MS = 2 * 86_400_000

/** Failures by file, added to while files are written. */
export type Failures = Map<ReportFile, GateError>

/** Makes the text of a file, whole or in pieces. */
export type Render = () => string | Iterable<string> | Promise<string>

/** The folder while one run works in it. */
export type ReportFolder = {
  /** Absolute path of `output-dir`. */
  readonly path: string
  /** Absolute path of the run's own folder, which holds the same names; stable until `close`. */
  readonly own: string
  /** Absolute path at which `file` is prepared. */
  staged(file: ReportFile): string
  /** Writes `file` into the run's own folder; on failure nothing of it is left there. Never throws. */
  stage(file: ReportFile, render: Render, failures: Failures): Promise<void>
  /** Puts what is prepared in place and takes away the rest, under the lock. Never throws. */
  place(files: ReadonlySet<ReportFile>, failures: Failures): Promise<void>
  /** Removes the run's own folder. Never throws. */
  close(): void
}

/**
 * Makes `path` if need be, takes away what former runs left there, and makes the run's own folder. `inputs` are
 * files that this run reads (a baseline of the run before, exports to evaluate): they are not taken away.
 * @throws GateError REPORT_NOT_WRITTEN
 */
export async function openReportFolder(
  path: string,
  clock: Clock,
  inputs: readonly string[] = [],
): Promise<ReportFolder> {
  const folder = resolve(path)
  const removable = removableFrom(folder, inputs)
  try {
    mkdirSync(folder, { recursive: true })
    await withFolderLock(folder, clock, () => {
      for (const file of reportFiles) removable(file)
      removeAbandoned(folder, clock.now())
    })
    return folderWith(folder, mkdtempSync(join(folder, OWN_PREFIX)), clock, removable)
  } catch (caught) {
    throw reportNotWritten(`"output-dir" ${basename(folder)}`, caught)
  }
}

function folderWith(
  path: string,
  own: string,
  clock: Clock,
  remove: (file: ReportFile) => void,
): ReportFolder {
  const staged = (file: ReportFile): string => join(own, reportFileNames[file])
  const attempt = (file: ReportFile, failures: Failures, work: () => void): void => {
    try {
      work()
    } catch (caught) {
      failures.set(file, reportNotWritten(reportFileNames[file], caught))
    }
  }
  return {
    path,
    own,
    staged,
    async stage(file, render, failures) {
      try {
        const rendered = await render()
        writePieces(staged(file), typeof rendered === 'string' ? [rendered] : rendered)
      } catch (caught) {
        failures.set(file, reportNotWritten(reportFileNames[file], caught))
      }
    },
    async place(files, failures) {
      try {
        await withFolderLock(path, clock, () => {
          for (const file of reportFiles) {
            attempt(file, failures, () => {
              if (files.has(file)) placeOne(staged(file), join(path, reportFileNames[file]), own)
              else remove(file)
            })
          }
        })
      } catch (caught) {
        for (const file of files) failures.set(file, reportNotWritten(reportFileNames[file], caught))
      }
    },
    close() {
      try {
        rmSync(own, { recursive: true, force: true })
      } catch {
        // Left behind it is only untidy: the next run removes it once it is old.
      }
    },
  }
}

/** Removes one known file unless it is an input or the folder is a checkout; throws what the system throws. */
function removableFrom(folder: string, inputs: readonly string[]): (file: ReportFile) => void {
  const kept = new Set(inputs.map((input) => resolve(input)))
  return (file) => {
    const path = join(folder, reportFileNames[file])
    if (file === 'baseline' || kept.has(path) || existsSync(join(folder, '.git'))) return
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) rmSync(path, { force: true })
  }
}

function removeAbandoned(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(OWN_PREFIX)) continue
    const state = statSync(join(folder, name), { throwIfNoEntry: false })
    if (state?.isDirectory() === true && now - state.mtimeMs > ABANDONED_AFTER_MS) {
      rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
}

function writePieces(path: string, pieces: Iterable<string>): void {
  rmSync(path, { force: true })
  const file = openSync(path, 'wx', REPORT_FILE_MODE)
  try {
    chmodSync(path, REPORT_FILE_MODE)
    for (const piece of gathered(pieces)) writeWhole(file, piece)
  } catch (caught) {
    rmSync(path, { force: true })
    throw caught
  } finally {
    closeSync(file)
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

/** The staged file stays where it is (uploads read it): the one in place is a second name of it, or a copy. */
function placeOne(staged: string, final: string, own: string): void {
  const aside = join(own, `${basename(final)}.placing`)
  try {
    secondName(staged, aside)
    renameSync(aside, final)
  } finally {
    // `rename` leaves its source when both are already names of one file.
    rmSync(aside, { force: true })
  }
}

/** Some file systems have no hard links. */
function secondName(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  }
}
