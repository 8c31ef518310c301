/** Calls that bring a verdict to Bitbucket, as Atlassian's REST pages of Bitbucket Data Center describe them. */
import { GateError } from '../errors.ts'
import { isRecord } from '../parse.ts'
import type { Repository } from '../target.ts'
import { pagedList } from './bitbucket.ts'
import type { Http } from './http.ts'
import { type HttpRequest, repositoryRequest } from './request.ts'

/** A commit of a repository, by all 40 digits. */
export type Commit = Repository & { readonly commit: string }

/** Body of `POST .../commits/{sha}/builds`. */
export type BuildStatus = {
  /** A commit has one status for each key: a later one replaces it. */
  readonly key: string
  readonly state: 'INPROGRESS' | 'SUCCESSFUL' | 'FAILED'
  /** http or https. */
  readonly url: string
  readonly name: string
  readonly description: string
  /** What the required-builds check matches. */
  readonly parent: string
  /** `refs/heads/...`; absent if no branch is known. */
  readonly ref?: string
}

/** Body of `PUT .../reports/{key}`. */
export type InsightReport = {
  readonly title: string
  readonly details: string
  readonly result: 'PASS' | 'FAIL'
  readonly reporter: string
  readonly link?: string
  readonly data: readonly {
    readonly title: string
    readonly type: 'TEXT' | 'NUMBER'
    readonly value: string | number
  }[]
}

/** An entry of the body of `POST .../reports/{key}/annotations`. */
export type InsightAnnotation = {
  /** Unique within the report. */
  readonly externalId: string
  readonly message: string
  readonly severity: 'LOW' | 'MEDIUM' | 'HIGH'
  readonly type: 'VULNERABILITY'
  /** Relative to the repository; without it the annotation is about the whole report. */
  readonly path?: string
  /** From 1; 0 is the file as a whole. */
  readonly line?: number
}

/** An edit has to name the version that it starts from. */
export type PullRequestComment = NonNullable<ReturnType<typeof commentOf>>

/** Annotations in one request: a thousand of the longest would be more than proxies let through. */
const ANNOTATION_BATCH = 100

export type Feedback = ReturnType<typeof openFeedback>

export function openFeedback(http: Http) {
  return {
    async setBuildStatus(commit: Commit, status: BuildStatus): Promise<void> {
      const path = ['commits', commit.commit, 'builds']
      const request = repositoryRequest(commit, path, `set the build status of ${nameOf(commit)}`)
      await http.json({ ...request, method: 'POST', body: status })
    },
    /** Makes or replaces the report of this key, without its annotations. */
    async putReport(commit: Commit, key: string, report: InsightReport): Promise<void> {
      const request = reportRequest(commit, [key], 'write the Code Insights report of')
      await http.json({ ...request, method: 'PUT', body: report })
    },
    async readReport(commit: Commit, key: string): Promise<Readonly<Record<string, unknown>> | null> {
      const request = reportRequest(commit, [key], 'read the Code Insights report of')
      const reply = await http.json({ ...request, expected: [404] })
      return reply.status !== 404 && isRecord(reply.body) ? reply.body : null
    },
    async replaceAnnotations(
      commit: Commit,
      key: string,
      annotations: readonly InsightAnnotation[],
    ): Promise<void> {
      const path = [key, 'annotations']
      const old = reportRequest(commit, path, 'delete the old annotations on')
      await http.json({ ...old, method: 'DELETE', expected: [404] })
      const request = reportRequest(commit, path, 'write the annotations on')
      for (let at = 0; at < annotations.length; at += ANNOTATION_BATCH) {
        const body = { annotations: annotations.slice(at, at + ANNOTATION_BATCH) }
        // The server does not recognise annotations that it has already, so a late repeat would double them.
        await http.json({ ...request, method: 'POST', body, repeat: 'if-not-arrived' })
      }
    },
    /** Every comment of a pull request that is not an answer to another one, newest first. */
    async *comments(
      repository: Repository,
      pullRequest: number,
    ): AsyncGenerator<PullRequestComment, void, void> {
      const request = commentRequest(repository, pullRequest, ['activities'], 'list the comments of')
      for await (const activity of pagedList(http, request)) {
        const comment = commentOf(activity)
        if (comment !== null) yield comment
      }
    },
    async addComment(repository: Repository, pullRequest: number, text: string): Promise<void> {
      const request = commentRequest(repository, pullRequest, ['comments'], 'comment on')
      // A late repeat would leave two comments.
      await http.json({ ...request, method: 'POST', body: { text }, repeat: 'if-not-arrived' })
    },
    /** `changed`: somebody changed the comment meanwhile, read it again. `gone`: somebody deleted it. */
    async editComment(
      repository: Repository,
      pullRequest: number,
      { id, version }: PullRequestComment,
      text: string,
    ): Promise<'done' | 'changed' | 'gone'> {
      const { status } = await http.json({
        ...commentRequest(repository, pullRequest, ['comments', String(id)], 'update the comment on'),
        method: 'PUT',
        body: { text, version },
        // The version makes a second edit impossible, but the answer to a repeat would be a conflict.
        repeat: 'if-not-arrived',
        right: 'to be the author of the comment',
        expected: [404, 409],
      })
      if (status === 404) return 'gone'
      return status === 409 ? 'changed' : 'done'
    },
  }
}

function reportRequest(commit: Commit, path: readonly string[], purpose: string): HttpRequest {
  const below = ['commits', commit.commit, 'reports', ...path]
  return repositoryRequest(commit, below, `${purpose} ${nameOf(commit)}`, 'insights')
}

function commentRequest(
  repository: Repository,
  pullRequest: number,
  path: readonly string[],
  purpose: string,
): HttpRequest {
  const below = ['pull-requests', String(pullRequest), ...path]
  return repositoryRequest(repository, below, `${purpose} pull request ${pullRequest}`)
}

function nameOf({ commit }: Commit): string {
  return `commit ${commit.slice(0, 11)}`
}

/** The comment of an activity; `null` for approvals, pushes, and comments that were deleted. */
function commentOf(activity: unknown) {
  if (!isRecord(activity) || activity.action !== 'COMMENTED' || activity.commentAction === 'DELETED')
    return null
  const { comment } = activity
  if (!isRecord(comment)) return null
  const { id, version, text } = comment
  if (typeof id !== 'number' || typeof version !== 'number' || typeof text !== 'string') {
    throw new GateError('REPLY_UNREADABLE', 'A comment of the pull request has no `id`, `version` or `text`.')
  }
  const author =
    isRecord(comment.author) && typeof comment.author.name === 'string' ? comment.author.name : null
  return { id, version, text, author }
}
