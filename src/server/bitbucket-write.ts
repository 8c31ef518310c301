/**
 * Calls that bring a verdict to Bitbucket: build status, Code Insights, comment of a pull request.
 * Source of addresses, bodies and rights: Atlassian's REST pages of Bitbucket Data Center.
 */
import { GateError } from '../errors.ts'
import { isRecord } from '../parse.ts'
import type { Repository } from '../target.ts'
import { pagedList } from './bitbucket.ts'
import type { Http } from './http.ts'
import type { HttpRequest, RepeatRule } from './request.ts'

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

/** A comment of a pull request, from its activities. */
export type PullRequestComment = {
  readonly id: number
  /** An edit has to name the version it starts from. */
  readonly version: number
  readonly text: string
  /** User name; `null` if the server does not send it. */
  readonly author: string | null
}

/** Annotations in one request: a thousand of the longest would be more than proxies let through. */
const ANNOTATION_BATCH = 100

/** All methods throw GateErrors as `Http.json` does. */
export type Feedback = ReturnType<typeof openFeedback>

export function openFeedback(http: Http) {
  return {
    /** A status replaces the one with the same key. */
    async setBuildStatus(commit: Commit, status: BuildStatus): Promise<void> {
      await http.json({
        method: 'POST',
        segments: ['rest', 'api', 'latest', ...commitSegments(commit), 'builds'],
        body: status,
        repeat: 'safe',
        purpose: `set the build status of ${nameOf(commit)}`,
        right: readOn(commit),
      })
    },
    /** Makes or replaces the report of this key, without its annotations. */
    async putReport(commit: Commit, key: string, report: InsightReport): Promise<void> {
      await http.json({
        method: 'PUT',
        segments: reportSegments(commit, key),
        body: report,
        repeat: 'safe',
        purpose: `write the Code Insights report of ${nameOf(commit)}`,
        right: readOn(commit),
      })
    },
    /** The report of this key as it was sent, in part; `null` if there is none. */
    async readReport(commit: Commit, key: string): Promise<Readonly<Record<string, unknown>> | null> {
      const reply = await http.json({
        method: 'GET',
        segments: reportSegments(commit, key),
        repeat: 'safe',
        purpose: `read the Code Insights report of ${nameOf(commit)}`,
        right: readOn(commit),
        expected: [404],
      })
      return reply.status !== 404 && isRecord(reply.body) ? reply.body : null
    },
    /** Deletes the annotations of the report, then adds these, batch by batch. */
    async replaceAnnotations(
      commit: Commit,
      key: string,
      annotations: readonly InsightAnnotation[],
    ): Promise<void> {
      await http.json({
        ...annotationsRequest('DELETE', commit, key, 'safe'),
        purpose: `delete the old annotations on ${nameOf(commit)}`,
        expected: [404],
      })
      for (let at = 0; at < annotations.length; at += ANNOTATION_BATCH) {
        const body = { annotations: annotations.slice(at, at + ANNOTATION_BATCH) }
        // The server does not recognise annotations that it has already, so a late repeat would double them.
        await http.json({ ...annotationsRequest('POST', commit, key, 'if-not-arrived'), body })
      }
    },
    /** Every comment of a pull request that is not an answer to another one, newest first. */
    async *comments(
      repository: Repository,
      pullRequest: number,
    ): AsyncGenerator<PullRequestComment, void, void> {
      const request: HttpRequest = {
        method: 'GET',
        segments: [...pullRequestSegments(repository, pullRequest), 'activities'],
        repeat: 'safe',
        purpose: `list the comments of ${nameOfPull(repository, pullRequest)}`,
        right: readOn(repository),
      }
      for await (const activity of pagedList(http, request)) {
        const comment = commentOf(activity)
        if (comment !== null) yield comment
      }
    },
    async addComment(repository: Repository, pullRequest: number, text: string): Promise<void> {
      await http.json({
        method: 'POST',
        segments: [...pullRequestSegments(repository, pullRequest), 'comments'],
        body: { text },
        // A late repeat would leave two comments.
        repeat: 'if-not-arrived',
        purpose: `comment on ${nameOfPull(repository, pullRequest)}`,
        right: readOn(repository),
      })
    },
    /** `changed`: somebody changed the comment meanwhile, read it again. `gone`: somebody deleted it. */
    async editComment(
      repository: Repository,
      pullRequest: number,
      old: PullRequestComment,
      text: string,
    ): Promise<'done' | 'changed' | 'gone'> {
      const reply = await http.json({
        method: 'PUT',
        segments: [...pullRequestSegments(repository, pullRequest), 'comments', String(old.id)],
        body: { text, version: old.version },
        // The version makes a second edit impossible, but the answer to a repeat would be a conflict.
        repeat: 'if-not-arrived',
        purpose: `update the comment on ${nameOfPull(repository, pullRequest)}`,
        right: 'to be the author of the comment',
        expected: [404, 409],
      })
      if (reply.status === 404) return 'gone'
      return reply.status === 409 ? 'changed' : 'done'
    },
  }
}

function annotationsRequest(
  method: 'DELETE' | 'POST',
  commit: Commit,
  key: string,
  repeat: RepeatRule,
): HttpRequest {
  return {
    method,
    segments: [...reportSegments(commit, key), 'annotations'],
    repeat,
    purpose: `write the annotations on ${nameOf(commit)}`,
    right: readOn(commit),
  }
}

function readOn({ project, repo }: Repository): string {
  return `repository read on ${project}/${repo}`
}

function reportSegments(commit: Commit, key: string): readonly string[] {
  return ['rest', 'insights', 'latest', ...commitSegments(commit), 'reports', key]
}

function commitSegments({ project, repo, commit }: Commit): readonly string[] {
  return ['projects', project, 'repos', repo, 'commits', commit]
}

function pullRequestSegments({ project, repo }: Repository, pullRequest: number): readonly string[] {
  return ['rest', 'api', 'latest', 'projects', project, 'repos', repo, 'pull-requests', String(pullRequest)]
}

function nameOf({ project, repo, commit }: Commit): string {
  return `commit ${commit.slice(0, 11)} of ${project}/${repo}`
}

function nameOfPull({ project, repo }: Repository, pullRequest: number): string {
  return `pull request ${pullRequest} of ${project}/${repo}`
}

/** The comment of an activity; `null` for approvals, pushes, and comments that were deleted. */
function commentOf(activity: unknown): PullRequestComment | null {
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
