/** Reads the CODEOWNERS files of repositories, once for a run. */
import { asGateError } from '../errors.ts'
import { isRecord } from '../parse.ts'
import type { Http } from '../server/http.ts'
import type { Repository } from '../target.ts'
import { addName, namesOf, noNames } from '../text.ts'
import { type CodeOwners, parseCodeOwners } from './owners.ts'

/** Repositories whose files are read; the owners in the others are unknown. */
const MOST_FILES = 500
/** Lines of a file; Bitbucket sends no more in one page. */
const MOST_LINES = 5000
/** Requests at once. */
const AT_ONCE = 8

export type CodeOwnersRead = {
  /** By `PROJ/slug` in lower case; `null` where the file could not be read. */
  readonly files: ReadonlyMap<string, CodeOwners | null>
  readonly notes: readonly string[]
}

/** Throws only for a stop: a finding counts, no matter who owns it. */
export async function readCodeOwners(
  repositories: readonly Repository[],
  http: Http,
  stop: AbortSignal,
): Promise<CodeOwnersRead> {
  const files = new Map<string, CodeOwners | null>()
  const failed = noNames()
  let reason = ''
  const read = async ({ project, repo }: Repository): Promise<void> => {
    const name = `${project}/${repo}`
    try {
      files.set(name.toLowerCase(), await readFile({ project, repo }, http))
    } catch (caught) {
      stop.throwIfAborted()
      files.set(name.toLowerCase(), null)
      addName(failed, name)
      reason ||= asGateError(caught).message
    }
  }
  const wanted = repositories.slice(0, MOST_FILES)
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    await Promise.all(wanted.slice(at, at + AT_ONCE).map(read))
  }
  const unread = repositories.length - wanted.length
  return {
    files,
    notes: [
      ...(failed.count > 0
        ? [`CODEOWNERS could not be read, so owners are unknown in ${namesOf(failed)}: ${reason}`]
        : []),
      ...(unread > 0
        ? [`CODEOWNERS of ${MOST_FILES} repositories were read; owners are unknown in ${unread} more.`]
        : []),
    ],
  }
}

/** Of the default branch. Without the file nobody owns anything there. */
async function readFile({ project, repo }: Repository, http: Http): Promise<CodeOwners | null> {
  const { status, body } = await http.json({
    method: 'GET',
    segments: [
      ...['rest', 'api', 'latest', 'projects', project, 'repos', repo],
      ...['browse', '.bitbucket', 'CODEOWNERS'],
    ],
    query: [['limit', String(MOST_LINES)]],
    repeat: 'safe',
    purpose: `read CODEOWNERS of ${project}/${repo}`,
    right: `repository read on ${project}/${repo}`,
    expected: [404],
  })
  if (status === 404) return () => ''
  if (!isRecord(body) || !Array.isArray(body.lines) || body.isLastPage !== true) return null
  return parseCodeOwners(body.lines.map((line) => (isRecord(line) ? String(line.text) : '')).join('\n'))
}
