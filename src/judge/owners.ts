/** Who answers for a finding: the first glob of the policy that fits, then the CODEOWNERS file of its repository. */
import { compileGlobs, type GlobTest, globProblem } from '../config/globs.ts'
import type { OwnerRule } from '../config/policy.ts'
import { asGateError, GateError } from '../errors.ts'
import { isWhole } from '../finding.ts'
import type { Bitbucket } from '../server/bitbucket.ts'
import { forEachAtOnce } from '../server/request.ts'
import type { Repository } from '../target.ts'
import { harmlessName, namesOf } from '../text.ts'

const UNOWNED = 'unowned'

/** The owner of a path in `PROJ/slug`; '' where it cannot be known, and then a threshold of any owner counts it. */
export type OwnerOf = (repository: string, path: string) => string

/** The rules of one CODEOWNERS file; '' for what none fits. */
type CodeOwners = (path: string) => string

/** @param codeOwners by `PROJ/slug` in lower case; `null` for a repository whose file could not be read */
export function ownerLookup(
  rules: readonly OwnerRule[],
  codeOwners: ReadonlyMap<string, CodeOwners | null> | null,
): OwnerOf {
  const compiled = rules.map(({ repo, path, owner }) => {
    const fitsPath = path === null ? null : compileGlobs([path], 'path')
    return { fitsRepository: compileGlobs([repo], 'repo'), fitsPath, owner }
  })
  return (repository, path) => {
    if (!isWhole(repository) || !isWhole(path)) return ''
    const rule = compiled.find(({ fitsRepository, fitsPath }) => {
      return fitsRepository(repository) && (fitsPath === null || fitsPath(path))
    })
    if (rule !== undefined) return rule.owner
    if (codeOwners === null) return UNOWNED
    const file = codeOwners.get(repository.toLowerCase()) ?? null
    return file === null ? '' : file(path) || UNOWNED
  }
}

const MOST_OWNERS = 10

/** The lowest rule that fits decides. Of an e-mail address only the name is kept. A line that is no rule is left out. */
export function parseCodeOwners(text: string): CodeOwners {
  const rules = text.split(/\r?\n/).flatMap((line): { fits: GlobTest; owner: string }[] => {
    const [pattern = '', ...users] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/)
    const owner = users.slice(0, MOST_OWNERS).flatMap(userName).join(' ')
    const glob = globOf(pattern)
    if (pattern === '' || owner === '' || globProblem(glob, 'path') !== null) return []
    return [{ fits: compileGlobs([glob], 'path'), owner }]
  })
  rules.reverse()
  return (path) => rules.find(({ fits }) => fits(path))?.owner ?? ''
}

/** A pattern of Bitbucket fits at the end of a path, from any folder on, and everything below a folder. */
function globOf(pattern: string): string {
  const literal = pattern.replace(/[[\]{}\\!]/g, '\\$&')
  const inside = literal.endsWith('/') ? `${literal}**` : literal
  const split = inside.replace(/(^|\/)\*\*(?=[^/*])/g, '$1**/*').replace(/([^/*])\*\*(?=\/|$)/g, '$1*/**')
  return split.startsWith('/') ? split.slice(1) : split.startsWith('**/') ? split : `**/${split}`
}

function userName(user: string): string[] {
  const name = user.startsWith('@') ? user : user.includes('@') ? user.slice(0, user.indexOf('@')) : ''
  return /^@?[\p{L}\p{N}._/~-]+$/u.test(name) ? [harmlessName(name)] : []
}

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
  const failed: string[] = []
  let reason = ''
  const wanted = repositories.slice(0, MOST_FILES)
  await forEachAtOnce(wanted, async ({ project, repo }) => {
    const name = `${project}/${repo}`
    try {
      texts.set(name.toLowerCase(), await readFile({ project, repo }, bitbucket))
    } catch (caught) {
      stop.throwIfAborted()
      texts.set(name.toLowerCase(), null)
      failed.push(name)
      reason ||= asGateError(caught).message
    }
  })
  const notes: string[] = []
  if (failed.length > 0) {
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
