/** Reads the CODEOWNERS files of repositories, once for a run. */
import { asGateError, GateError } from '../errors.ts'
import type { Repository } from '../target.ts'
import { addName, namesOf, noNames } from '../text.ts'
import type { Bitbucket } from './bitbucket.ts'
import { forEachAtOnce } from './request.ts'

const CODEOWNERS = '.bitbucket/CODEOWNERS'
/** Repositories whose files are read; the owners in the others are unknown. */
const MOST_FILES = 500

export type CodeOwnersFiles = {
  /** By `PROJ/slug` in lower case: '' where there is no file, `null` where it could not be read. */
  readonly texts: ReadonlyMap<string, string | null>
  readonly notes: readonly string[]
}

/** Throws only for a stop: a finding counts, no matter who owns it. */
export async function readCodeOwners(
  repositories: readonly Repository[],
  bitbucket: Pick<Bitbucket, 'rawFile'>,
  stop: AbortSignal,
): Promise<CodeOwnersFiles> {
  const texts = new Map<string, string | null>()
  const failed = noNames()
  let reason = ''
  const wanted = repositories.slice(0, MOST_FILES)
  await forEachAtOnce(wanted, async ({ project, repo }) => {
    const name = `${project}/${repo}`
    try {
      texts.set(name.toLowerCase(), await readFile({ project, repo }, bitbucket))
    } catch (caught) {
      stop.throwIfAborted()
      texts.set(name.toLowerCase(), null)
      addName(failed, name)
      reason ||= asGateError(caught).message
    }
  })
  const notes: string[] = []
  if (failed.count > 0) {
    notes.push(`CODEOWNERS could not be read, so owners are unknown in ${namesOf(failed)}: ${reason}`)
  }
  const unread = repositories.length - wanted.length
  if (unread > 0) {
    notes.push(`CODEOWNERS of ${MOST_FILES} repositories were read; owners are unknown in ${unread} more.`)
  }
  return { texts, notes }
}

/** Of the default branch. */
async function readFile(repository: Repository, bitbucket: Pick<Bitbucket, 'rawFile'>): Promise<string> {
  const text = (await bitbucket.rawFile(repository, CODEOWNERS, ''))?.toString('utf8') ?? ''
  if (/^\s*</.test(text)) throw new GateError('REPLY_UNREADABLE', `${CODEOWNERS} is a page of HTML.`)
  return text
}
