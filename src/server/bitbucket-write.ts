/**
 * The calls that bring a verdict back to Bitbucket: build status, Code Insights, the comment of a pull request.
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
  /** One status is kept for each key of a commit: the next one takes its place. */
  readonly key: string
  readonly state: 'INPROGRESS' | 'SUCCESSFUL' | 'FAILED'
  /** http or https. */
  readonly url: string
  readonly name: string
  readonly description: string
  /** What the required-builds check matches. */
  readonly parent: string
  /** `refs/heads/...`; absent when no branch is known. */
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

/** A comment of a pull request, as its activities tell it. */
export type PullRequestComment = {
  readonly id: number
  /** An edit has to name the version it starts from. */
  readonly version: number
  readonly text: string
  /** User name; `null` when the server does not tell. */
  readonly author: string | null
}

/** What brings a verdict back to Bitbucket. */
export type Feedback = {
  setBuildStatus(commit: Commit, status: BuildStatus): Promise<void>
  /** Makes or replaces the report of this key; its annotations are another thing. */
  putReport(commit: Commit, key: string, report: InsightReport): Promise<void>
  /** Deletes the annotations of the report, then adds these, batch by batch. */
  replaceAnnotations(commit: Commit, key: string, annotations: readonly InsightAnnotation[]): Promise<void>
  /** Every comment of a pull request that is not an answer to another one, newest first. */
  comments(repository: Repository, pullRequest: number): AsyncGenerator<PullRequestComment, void, void>
  addComment(repository: Repository, pullRequest: number, text: string): Promise<void>
  /** @returns `false` when somebody changed the comment meanwhile (409): look again */
  editComment(
    repository: Repository,
    pullRequest: number,
    old: PullRequestComment,
    text: string,
  ): Promise<boolean>
}

/** Annotations in one request: a thousand of the longest would be over what proxies let through. */
const ANNOTATION_BATCH = 100

/** All methods throw GateErrors as `Http.json` does. */
export function openFeedback(http: Http): Feedback {
  return {
    async setBuildStatus(commit, status) {
      await http.json(buildStatusRequest(commit, status))
    },
    async putReport(commit, key, report) {
      await http.json(reportRequest(commit, key, report))
    },
    async replaceAnnotations(commit, key, annotations) {
      await http.json({
        ...annotationsRequest('DELETE', commit, key, 'safe'),
        purpose: `delete the old annotations on ${spoken(commit)}`,
        expected: [404],
      })
      for (let at = 0; at < annotations.length; at += ANNOTATION_BATCH) {
        const body = { annotations: annotations.slice(at, at + ANNOTATION_BATCH) }
        // The server does not notice what it has already, so a repeat that came late would double them.
        await http.json({ ...annotationsRequest('POST', commit, key, 'if-not-arrived'), body })
      }
    },
    async *comments(repository, pullRequest) {
      const request: HttpRequest = {
        method: 'GET',
        segments: [...pullRequestSegments(repository, pullRequest), 'activities'],
        repeat: 'safe',
        purpose: `list the comments of ${spokenPull(repository, pullRequest)}`,
        right: `repository read on ${repository.project}/${repository.repo}`,
      }
      for await (const activity of pagedList(http, request)) {
        const comment = commentOf(activity)
        if (comment !== null) yield comment
      }
    },
    async addComment(repository, pullRequest, text) {
      await http.json({
        method: 'POST',
        segments: [...pullRequestSegments(repository, pullRequest), 'comments'],
        body: { text },
        // A repeat that came late would leave two comments.
        repeat: 'if-not-arrived',
        purpose: `comment on ${spokenPull(repository, pullRequest)}`,
        right: `repository read on ${repository.project}/${repository.repo}`,
      })
    },
    async editComment(repository, pullRequest, old, text) {
      const reply = await http.json({
        method: 'PUT',
        segments: [...pullRequestSegments(repository, pullRequest), 'comments', String(old.id)],
        body: { text, version: old.version },
        // The version it names makes a second edit impossible, but the answer to a repeat would be a conflict.
        repeat: 'if-not-arrived',
        purpose: `update the comment on ${spokenPull(repository, pullRequest)}`,
        right: 'to be the author of the comment',
        expected: [409],
      })
      return reply.status !== 409
    },
  }
}

/** `POST /rest/api/latest/projects/{k}/repos/{s}/commits/{sha}/builds`: keyed, so a repeat changes nothing. */
function buildStatusRequest(commit: Commit, status: BuildStatus): HttpRequest {
  return {
    method: 'POST',
    segments: ['rest', 'api', 'latest', ...commitSegments(commit), 'builds'],
    body: status,
    repeat: 'safe',
    purpose: `set the build status of ${spoken(commit)}`,
    right: `repository read on ${commit.project}/${commit.repo}`,
  }
}

/** `PUT /rest/insights/latest/projects/{k}/repos/{s}/commits/{sha}/reports/{key}`. */
function reportRequest(commit: Commit, key: string, report: InsightReport): HttpRequest {
  return {
    method: 'PUT',
    segments: reportSegments(commit, key),
    body: report,
    repeat: 'safe',
    purpose: `write the Code Insights report of ${spoken(commit)}`,
    right: `repository read on ${commit.project}/${commit.repo}`,
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
    purpose: `write the annotations on ${spoken(commit)}`,
    right: `repository read on ${commit.project}/${commit.repo}`,
  }
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

function spoken({ project, repo, commit }: Commit): string {
  return `commit ${commit.slice(0, 11)} of ${project}/${repo}`
}

function spokenPull({ project, repo }: Repository, pullRequest: number): string {
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
