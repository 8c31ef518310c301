/** What one commit has and another has not, also where the two are in different repositories: a fork and its origin. */
import { resolve } from 'node:path'
import { type Commit, gitOutput, listCommits } from './git.ts'

/** Two commits by id. */
export type Comparison = {
  /** Repository of `to`. */
  readonly folder: string
  /** Repository of `from`, if it is another one. */
  readonly fork?: string | undefined
  readonly from: string
  readonly to: string
}

/** How a file was changed, in Bitbucket's words. */
export type ChangeType = 'ADD' | 'COPY' | 'DELETE' | 'MODIFY' | 'MOVE' | 'UNKNOWN'

/** One changed file. */
export type FileChange = {
  readonly type: ChangeType
  readonly path: string
  /** Where it was before, for COPY and MOVE. */
  readonly srcPath: string | null
  readonly fromContentId: string
  readonly contentId: string
}

const types: Readonly<Record<string, ChangeType>> = {
  A: 'ADD',
  C: 'COPY',
  D: 'DELETE',
  M: 'MODIFY',
  R: 'MOVE',
  T: 'MODIFY',
}

/** Commits reachable from `from` and not from `to`, newest first. */
export async function commitsBetween(comparison: Comparison): Promise<Commit[]> {
  const { folder, from, to } = comparison
  return listCommits(folder, [from, `^${to}`, '--'], await objectsOf(comparison))
}

/** Files that `from` changed since it was branched off `to`. */
export async function changesBetween(comparison: Comparison): Promise<FileChange[]> {
  const { folder, from, to } = comparison
  const objects = await objectsOf(comparison)
  const base = await gitOutput(folder, ['merge-base', to, from], objects).then(
    (bytes) => bytes.toString('utf8').trim(),
    () => to,
  )
  const args = ['diff-tree', '-r', '-z', '--raw', '-M', '-C', base, from]
  return parseRaw((await gitOutput(folder, args, objects)).toString('utf8'))
}

/** Cuts `git diff-tree -z --raw`: `:<modes> <id> <id> <letter><score>`, a path, and a second one for R and C. */
function parseRaw(text: string): FileChange[] {
  const fields = text.split('\0')
  const changes: FileChange[] = []
  for (let at = 0; at + 1 < fields.length; ) {
    const [, , fromContentId = '', contentId = '', status = ''] = (fields[at] ?? '').split(' ')
    const isCopy = /^[RC]/.test(status)
    const [first = '', second = ''] = fields.slice(at + 1, at + 3)
    changes.push({
      type: types[status.slice(0, 1)] ?? 'UNKNOWN',
      path: isCopy ? second : first,
      srcPath: isCopy ? first : null,
      fromContentId,
      contentId,
    })
    at += isCopy ? 3 : 2
  }
  return changes
}

async function objectsOf({ fork }: Comparison): Promise<{ readonly moreObjects?: string }> {
  if (fork === undefined) return {}
  const path = await gitOutput(fork, ['rev-parse', '--git-path', 'objects'])
  return { moreObjects: resolve(fork, path.toString('utf8').trim()) }
}
