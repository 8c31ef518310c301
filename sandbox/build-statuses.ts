/** Build statuses of commits, as `POST .../commits/{sha}/builds` keeps them: one per key, the last one wins. */
import { type JsonObject, optionalText, requiredText, requiredWord } from './body-fields.ts'
import { linkOf } from './code-insights.ts'
import { BitbucketError, badRequest } from './reply.ts'

const states = ['SUCCESSFUL', 'FAILED', 'INPROGRESS', 'CANCELLED', 'UNKNOWN']

/** A status as it is kept and listed. Times are ms since the epoch. */
export type BuildStatus = {
  readonly key: string
  readonly state: string
  readonly url: string
  readonly name: string | null
  readonly description: string | null
  readonly parent: string | null
  readonly ref: string | null
  readonly buildNumber: string | null
  readonly createdDate: number
  readonly updatedDate: number
}

/** The statuses of all commits. */
export type BuildStatuses = {
  /** Statuses of a commit; `commit` is the key of a repository's commit, made by the routes. */
  of(commit: string): readonly BuildStatus[]
  /** Throws 404. */
  find(commit: string, key: string): BuildStatus
  set(commit: string, body: JsonObject, now: number): void
  remove(commit: string, key: string): void
}

/** No commit has a status yet. */
export function createBuildStatuses(): BuildStatuses {
  const commits = new Map<string, Map<string, BuildStatus>>()
  const statusesOf = (commit: string): Map<string, BuildStatus> => {
    const statuses = commits.get(commit) ?? new Map<string, BuildStatus>()
    commits.set(commit, statuses)
    return statuses
  }
  return {
    of: (commit) => [...statusesOf(commit).values()],
    find(commit, key) {
      const status = statusesOf(commit).get(key)
      if (status !== undefined) return status
      throw new BitbucketError(
        404,
        'build.status.NoSuchBuildStatusException',
        `No build status ${key} exists.`,
      )
    },
    set(commit, body, now) {
      const url = linkOf(body, 'url')
      if (url === null) throw badRequest('"url" is required.')
      const ref = optionalText(body, 'ref', 1024)
      if (ref !== null && !ref.startsWith('refs/')) throw badRequest('"ref" must start with refs/.')
      const key = requiredText(body, 'key', 255)
      statusesOf(commit).set(key, {
        key,
        url,
        ref,
        state: requiredWord(body, 'state', states),
        name: optionalText(body, 'name', 255),
        description: optionalText(body, 'description', 255),
        parent: optionalText(body, 'parent', 1024),
        buildNumber: optionalText(body, 'buildNumber', 255),
        createdDate: statusesOf(commit).get(key)?.createdDate ?? now,
        updatedDate: now,
      })
    },
    remove: (commit, key) => void statusesOf(commit).delete(key),
  }
}
