/** Pull requests with their comments; an edit must name the version it starts from. */
import { asObject, type JsonObject, requiredText } from './body-fields.ts'
import type { SandboxPullRequest } from './options.ts'
import { BitbucketError, badRequest, notPermitted } from './reply.ts'

/** A comment as it is kept. Times are ms since the epoch. */
export type Comment = {
  readonly id: number
  readonly version: number
  readonly text: string
  readonly author: string
  readonly createdDate: number
  readonly updatedDate: number
  /** The comment that this one replies to. */
  readonly parent: number | null
}

/** All pull requests and their comments. */
export type PullRequests = {
  readonly all: readonly SandboxPullRequest[]
  /** Throws 404. */
  find(project: string, slug: string, id: string): SandboxPullRequest
  /** Newest first, as the activities are listed; replies are left out. */
  comments(pullRequest: SandboxPullRequest): readonly Comment[]
  comment(pullRequest: SandboxPullRequest, id: string): Comment
  /** Oldest first. */
  replies(pullRequest: SandboxPullRequest, comment: Comment): readonly Comment[]
  /** A comment, or with `parent` a reply. */
  add(pullRequest: SandboxPullRequest, body: JsonObject, author: string, now: number): Comment
  /** Throws 401 for another user than the author, 409 when `version` is not the current one. */
  edit(pullRequest: SandboxPullRequest, id: string, body: JsonObject, user: string, now: number): Comment
  /** As `edit`; throws 409 too when there are replies. */
  remove(pullRequest: SandboxPullRequest, id: string, version: string | null, user: string): void
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
  const repliesOf = (pullRequest: SandboxPullRequest, comment: Comment): readonly Comment[] =>
    [...own(pullRequest).values()].filter((each) => each.parent === comment.id)
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
    comments: (pullRequest) =>
      [...own(pullRequest).values()].filter((each) => each.parent === null).reverse(),
    comment: find,
    replies: repliesOf,
    add(pullRequest, body, author, now) {
      const text = requiredText(body, 'text', LONGEST_COMMENT)
      const parent =
        body.parent === undefined ? null : find(pullRequest, String(asObject(body.parent, 'parent').id)).id
      lastId += 1
      const comment = { id: lastId, version: 0, text, author, createdDate: now, updatedDate: now, parent }
      own(pullRequest).set(comment.id, comment)
      return comment
    },
    edit(pullRequest, id, body, user, now) {
      const old = find(pullRequest, id)
      if (old.author !== user) throw notPermitted()
      demandVersion(old, body.version)
      const text = requiredText(body, 'text', LONGEST_COMMENT)
      const comment = { ...old, text, version: old.version + 1, updatedDate: now }
      own(pullRequest).set(comment.id, comment)
      return comment
    },
    remove(pullRequest, id, version, user) {
      const comment = find(pullRequest, id)
      if (comment.author !== user) throw notPermitted()
      demandVersion(comment, version)
      if (repliesOf(pullRequest, comment).length > 0) {
        throw new BitbucketError(
          409,
          'comment.CommentDeletionException',
          'The comment cannot be deleted because it has replies.',
        )
      }
      own(pullRequest).delete(comment.id)
    },
  }
}

function demandVersion(comment: Comment, version: unknown): void {
  if (version === undefined || version === null) throw badRequest('"version" is required.')
  if (Number(version) === comment.version) return
  throw new BitbucketError(
    409,
    'comment.CommentOutOfDateException',
    'You are attempting to modify a comment based on out-of-date information.',
  )
}
