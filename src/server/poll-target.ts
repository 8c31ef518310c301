/** Asks for the state of one watched target and draws the conclusions: goes on, is settled, or ends the wait. */
import { type ErrorCode, GateError } from '../errors.ts'
import { type Asking, FAILING_POLLS, failingError, look, passingOrThrow, show } from './look.ts'
import { observe, stageWords } from './scan-state.ts'
import { isRestarting } from './soteri.ts'
import { sweep } from './sweep.ts'
import { settleEmpty, type Watched } from './tracked-target.ts'

/** 404s of one target in a row after which it is given up, where others are answered. */
const MISSING_POLLS = 12
/** 404s of one target in a row after which the resource is given up, where nothing else was ever seen. */
const MISSING_RESOURCE_POLLS = 8
/** The same within the first, long round over thousands of targets: so many 404s in so much time. */
const MISSING_RESOURCE_REPLIES = 40
const MISSING_RESOURCE_MS = 30_000
/** Replies in a row that are no scan status at all. */
const STRANGE_POLLS = 6

const strange: readonly ErrorCode[] = ['REPLY_UNREADABLE', 'LOGIN_PAGE', 'REDIRECTED']

/**
 * One poll of one target, and of its other branches once it is proven itself.
 *
 * @throws GateError that ends the wait: rights, credentials, TLS, stop, RUN_TIMEOUT, SCAN_RESOURCE_MISSING,
 *   NOT_FOUND, or a failure that went on for too many polls
 */
export async function ask(watched: Watched, asking: Asking): Promise<void> {
  if (watched.progress.stage.kind !== 'proven') {
    const observation = await look(watched, watched.branch, asking)
    watched.progress = observe(watched.progress, observation)
    show(watched, stageWords(watched.progress.stage), asking)
    await handleMissing(watched, asking)
    assertPatience(watched)
  }
  const { stage } = watched.progress
  if (stage.kind !== 'proven') return
  if (watched.branch === null) await sweep(watched, stage, asking)
  else watched.settled = { provenBy: stage.by, total: stage.total }
}

/** A 404 may mean an empty repository, a branch that is gone, or a server without the resource. */
async function handleMissing(watched: Watched, asking: Asking): Promise<void> {
  const { stage, sameInRow } = watched.progress
  if (stage.kind !== 'not-found') return
  asking.notFound += 1
  if (!watched.exists && sameInRow >= 2) await lookUp(watched, asking)
  if (watched.settled !== null) return
  if (asking.answered === 0) {
    const { existing } = asking
    if (existing !== null && isResourceMissing(sameInRow, asking)) throw resourceMissing(existing)
  } else if (watched.exists && sameInRow >= MISSING_POLLS) {
    const why = `The server knows no scan status of ${watched.name} (404, ${sameInRow} times in a row), although Bitbucket lists it.`
    throw new GateError('NOT_FOUND', why)
  }
}

function isResourceMissing(sameInRow: number, asking: Asking): boolean {
  if (sameInRow >= MISSING_RESOURCE_POLLS) return true
  const since = asking.clock.elapsed() - asking.startedAt
  return asking.notFound >= MISSING_RESOURCE_REPLIES && since >= MISSING_RESOURCE_MS
}

function resourceMissing(existing: string): GateError {
  const why = `The server answers 404 to every question for a scan status, though ${existing} exists: it has no such resource, so a scan cannot be proven done.`
  return new GateError('SCAN_RESOURCE_MISSING', why)
}

/** Asks Bitbucket itself what is behind a 404. */
async function lookUp(watched: Watched, asking: Asking): Promise<void> {
  // Where nothing was answered yet, one that exists says enough: thousands need not be looked up.
  if (asking.answered === 0 && asking.existing !== null) return
  const { branch, repository } = watched
  let any = false
  let found = branch === null
  try {
    for await (const { name } of asking.bitbucket.branches(repository, asking.deadline)) {
      any = true
      found ||= name === branch
    }
  } catch (caught) {
    passingOrThrow(caught)
    return
  }
  if (!any && !watched.named) {
    settleEmpty(watched)
    show(watched, 'empty repository', asking)
  } else if (found) {
    watched.exists = true
    asking.existing ??= watched.name
  } else {
    settleGone(watched, asking)
    show(watched, 'branch deleted', asking)
  }
}

function settleGone(watched: Watched, asking: Asking): void {
  if (watched.named) {
    const why = `Bitbucket knows ${watched.repository.project}/${watched.repository.repo}, but no branch "${watched.branch}" in it.`
    throw new GateError('NOT_FOUND', why)
  }
  watched.settled = { provenBy: 'the branch was deleted meanwhile, so there is nothing to scan', total: null }
  asking.note(`${watched.name}: the branch was deleted while the scan was waited for.`)
}

/** Ends the wait for a target that goes on failing while the server as such is there. */
function assertPatience(watched: Watched): void {
  const { stage, sameInRow } = watched.progress
  if (stage.kind === 'failing' && !isRestarting(stage.status) && sameInRow >= FAILING_POLLS) {
    throw failingError(watched.name, stage.status, sameInRow)
  }
  if (stage.kind === 'unanswered' && strange.includes(stage.error.code) && sameInRow >= STRANGE_POLLS) {
    throw stage.error
  }
}
