/**
 * A lock on one folder between runs on any machines that share it: held for the few milliseconds in which files
 * change, so that a folder always holds the files of one run.
 */
import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { GateError } from '../errors.ts'
import { systemCode } from '../files.ts'
import type { Clock } from '../host.ts'

const LOCK_NAME = '.soteri-gate.lock'
/** A lock is held for milliseconds; one this old (ms) was left by a run that was killed. */
const ABANDONED_AFTER_MS = 30_000
/** Longer than an abandoned lock can last. */
const WAIT_MS = 60_000
const LOOK_AGAIN_MS = 50

/**
 * Runs `work` (synchronous, so that nothing else of this process comes between) while holding the lock.
 * @throws GateError REPORT_NOT_WRITTEN when the lock cannot be had; whatever `work` throws.
 */
export async function withFolderLock<T>(folder: string, clock: Clock, work: () => T): Promise<T> {
  const lock = join(folder, LOCK_NAME)
  const deadline = clock.elapsed() + WAIT_MS
  while (!tryLock(lock)) {
    if (clock.elapsed() > deadline) throw busy()
    dropAbandoned(lock, clock.now())
    await clock.sleep(LOOK_AGAIN_MS * (1 + clock.random()))
  }
  try {
    return work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** False when another run holds it. Throws the system's error when no file can be made here at all. */
function tryLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'))
    return true
  } catch (caught) {
    if (systemCode(caught) === 'EEXIST') return false
    throw caught
  }
}

function dropAbandoned(lock: string, now: number): void {
  const state = statSync(lock, { throwIfNoEntry: false })
  if (state !== undefined && now - state.mtimeMs > ABANDONED_AFTER_MS) rmSync(lock, { force: true })
}

function busy(): GateError {
  return new GateError('REPORT_NOT_WRITTEN', `Other runs kept "output-dir" busy for ${WAIT_MS / 1000} s.`, {
    mend: 'Give each run its own `output-dir`.',
  })
}
