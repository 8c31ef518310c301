/** Pull requests with their comments; an edit must name the version it starts from. */
import { type JsonObject, requiredText } from './body-fields.ts'
import type { SandboxPullRequest } from './options.ts'
import { BitbucketError, badRequest } from './reply.ts'

/** A comment as it is kept. Times are ms since the epoch. */
export type Comment = {
  readonly id: number
  readonly version: number
  readonly text: string
  readonly author: string
  readonly createdDate: number
  readonly updatedDate: number
}

/** All pull requests and their comments. */
export type PullRequests = {
  readonly all: readonly SandboxPullRequest[]
  /** Throws 404. */
  find(project: string, slug: string, id: string): SandboxPullRequest
  /** Newest first, as the activities are listed. */
  comments(pullRequest: SandboxPullRequest): readonly Comment[]
  comment(pullRequest: SandboxPullRequest, id: string): Comment
  add(pullRequest: SandboxPullRequest, body: JsonObject, author: string, now: number): Comment
  /** Throws 409 when `version` is not the current one. */
  edit(pullRequest: SandboxPullRequest, id: string, body: JsonObject, now: number): Comment
  remove(pullRequest: SandboxPullRequest, id: string, version: string | null): void
}

const LONGEST_COMMENT = 32_768

/** These pull requests, without comments yet. */
export function createPullRequests(all: readonly SandboxPullRequest[]): PullRequests {
  const commentsOf = new Map<SandboxPullRequest, Map<number, Comment>>(all.map((each) => [each, new Map()]))
  let lastId = 0

  const own = (pullRequest: SandboxPullRequest): Map<number, Comment> =>
    commentsOf.get(pullRequest) ?? new Map<number, Comment>()
  const find = (pullRequest: SandboxPullRequest, id: string): Comment => {
    const comment = own(pullRequest).get(Number(id))
    if (comment !== undefined) return comment
    throw new BitbucketError(404, 'comment.NoSuchCommentException', `Comment ${id} does not exist.`)
  }
  const demandVersion = (comment: Comment, version: unknown): void => {
    if (version === undefined || version === null) throw badRequest('"version" is required.')
    if (Number(version) === comment.version) return
    throw new BitbucketError(
      409,
      'comment.CommentOutOfDateException',
      'You are attempting to modify a comment based on out-of-date information.',
    )
  }
  return {
    all,
    find(project, slug, id) {
      const found = all.find(
        (each) => each.project === project && each.slug === slug && String(each.id) === id,
      )
      if (found !== undefined) return found
      throw new BitbucketError(
        404,
        'pull.NoSuchPullRequestException',
        `No pull request exists with ID ${id} for repository ${project}/${slug}.`,
      )
    },
    comments: (pullRequest) => [...own(pullRequest).values()].reverse(),
    comment: find,
    add(pullRequest, body, author, now) {
      const text = requiredText(body, 'text', LONGEST_COMMENT)
      lastId += 1
      const comment = { id: lastId, version: 0, text, author, createdDate: now, updatedDate: now }
      own(pullRequest).set(comment.id, comment)
      return comment
    },
    edit(pullRequest, id, body, now) {
      const old = find(pullRequest, id)
      demandVersion(old, body.version)
      const text = requiredText(body, 'text', LONGEST_COMMENT)
      const comment = { ...old, text, version: old.version + 1, updatedDate: now }
      own(pullRequest).set(comment.id, comment)
      return comment
    },
    remove(pullRequest, id, version) {
      const comment = find(pullRequest, id)
      demandVersion(comment, version)
      own(pullRequest).delete(comment.id)
    },
  }
}
