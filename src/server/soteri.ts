/**
 * Calls of Soteri's "Security for Bitbucket": those of its documentation ("REST API for Mass Scanning", 4.16.x), and the
 * scan status that working clients use. Requests are made by pure functions, so that a dry run can list them.
 */
import type { Period } from '../config/inputs.ts'
import { type Repository, type Target, targetName } from '../target.ts'
import type { Http } from './http.ts'
import {
  type BitbucketError,
  callError,
  type Deadline,
  type DownloadReply,
  type HttpRequest,
  type Save,
  wirePath,
  withDeadline,
} from './request.ts'
import { parseScanStatus, type ScanStatus } from './scan-status.ts'

/** The reply to a question for a scan status. */
export type StatusReply =
  | { readonly kind: 'status'; readonly status: ScanStatus }
  /** 404: no such branch or repository, an empty repository, or no such resource. */
  | { readonly kind: 'not-found'; readonly bitbucketError: BitbucketError | null }
  /** 5xx or 429: seen for single repositories, and from every server that restarts. */
  | { readonly kind: 'failing'; readonly status: number }
  /** A cache on the way sent it, so it may be of any age. */
  | { readonly kind: 'copy'; readonly why: string }

export type TriggerReply =
  /** @property emailsLeft addresses that the server did not get */
  | { readonly kind: 'accepted'; readonly emailsLeft: number }
  /** The server refuses it while another scan is under way. */
  | { readonly kind: 'busy'; readonly status: number }

/** All methods throw GateErrors as `Http` does. */
export type Soteri = ReturnType<typeof openSoteri>

/** @param apiVersion the segment after `/rest/security/`, such as `latest` */
export function openSoteri(http: Http, apiVersion: string) {
  return {
    /** Starts the scan of a target; any 2xx means accepted. The server mails `emails` when it is done. */
    async triggerScan(target: Target, emails: readonly string[]): Promise<TriggerReply> {
      const [first = [], ...rest] = emailBatches(target, emails)
      const { status } = await http.json(triggerRequest(apiVersion, target, first))
      if (status >= 400) return { kind: 'busy', status }
      let emailsLeft = 0
      for (const batch of rest) {
        const reply =
          target.kind === 'instance' ? null : await http.json(triggerRequest(apiVersion, target, batch))
        if (reply === null || reply.status >= 400) emailsLeft += batch.length
      }
      return { kind: 'accepted', emailsLeft }
    },
    /** Cancels scans of the whole instance, other people's too. */
    async cancelScans(which: 'queued' | 'running'): Promise<void> {
      await http.json(cancelRequest(apiVersion, which))
    },
    /**
     * The status of one branch, of the default branch for `null`.
     * @param asking `once` if the caller asks again by itself, `patiently` to retry failures
     * @throws GateError REPLY_UNREADABLE if the reply is no scan status
     */
    async scanStatus(
      repository: Repository,
      branch: string | null,
      asking: 'once' | 'patiently',
      deadline?: Deadline,
    ): Promise<StatusReply> {
      const repeat = asking === 'once' ? 'never' : 'safe'
      const request = { ...statusRequest(apiVersion, repository, branch), repeat } as const
      const reply = await http.json(withDeadline(request, deadline))
      if (reply.copy !== null) return { kind: 'copy', why: reply.copy }
      if (reply.status === 404) return { kind: 'not-found', bitbucketError: reply.bitbucketError }
      if (reply.status >= 400) return { kind: 'failing', status: reply.status }
      const status = parseScanStatus(reply.body)
      if (status === null) throw callError('REPLY_UNREADABLE', request, 'the reply is no scan status.')
      return { kind: 'status', status }
    },
    /** Downloads the findings of a target. 404, which may mean "none", is returned as `refused`. */
    async exportFindings<T>(
      target: Target,
      period: Period,
      save: Save<T>,
      deadline?: Deadline,
    ): Promise<DownloadReply<T>> {
      return await http.download(withDeadline(exportRequest(apiVersion, target, period), deadline), save)
    },
    /** Downloads the reviewed false positives of a target; a branch gives those of its repository. */
    async exportReviewed<T>(target: Target, save: Save<T>, deadline?: Deadline): Promise<DownloadReply<T>> {
      return await http.download(withDeadline(reviewedRequest(apiVersion, target), deadline), save)
    },
  }
}

/** `PUT /status/...` */
export function triggerRequest(apiVersion: string, target: Target, emails: readonly string[]): HttpRequest {
  return {
    method: 'PUT',
    segments: [...root(apiVersion), 'status', ...triggerSegments(target)],
    query: [
      ...(target.kind === 'branch' ? ([['name', target.branch]] as const) : []),
      ...emails.map((email) => ['email', email] as const),
    ],
    // At worst a second PUT scans the same branches twice. A second rescan of everything would cost all teams hours.
    repeat: target.kind === 'instance' ? 'if-not-arrived' : 'safe',
    purpose: `trigger the scan of ${nameOf(target)}`,
    right: triggerRight(target),
    // Conflict, locked: a scan runs already.
    expected: [409, 423],
  }
}

/** Bytes of a trigger's path and query; with the path of the base, its request line stays below 4 KiB. */
const TRIGGER_BYTES = 3500

/**
 * The addresses for each request of a trigger. The vendor documents no other way to hand them over than the trigger
 * itself, and each trigger may scan once more. So there are as few requests as possible, one after the other, while the
 * first scan still waits in the queue; and a scan of the whole instance, which costs hours, is never triggered twice for the
 * sake of mail.
 */
export function emailBatches(target: Target, emails: readonly string[]): readonly (readonly string[])[] {
  const base = new URL('http://host')
  const batches: string[][] = [[]]
  for (const email of new Set(emails)) {
    const last = batches.at(-1) ?? []
    const isFull = wirePath(base, triggerRequest('latest', target, [...last, email])).length > TRIGGER_BYTES
    if (isFull && last.length > 0) batches.push([email])
    else last.push(email)
  }
  return batches
}

function triggerSegments(target: Target): readonly string[] {
  if (target.kind === 'instance') return ['total_rescan']
  return target.kind === 'branch' ? [...scopeSegments(target), 'branches'] : scopeSegments(target)
}

function triggerRight(target: Target): string {
  switch (target.kind) {
    case 'instance':
      return 'Bitbucket admin, or app access granted in Soteri'
    case 'project':
      return `project admin of ${target.project}`
    case 'repo':
    case 'branch':
      return `repository write on ${target.project}/${target.repo}`
  }
}

/** `DELETE /status/scheduled` or `/status/running`. */
export function cancelRequest(apiVersion: string, which: 'queued' | 'running'): HttpRequest {
  return {
    method: 'DELETE',
    segments: [...root(apiVersion), 'status', which === 'queued' ? 'scheduled' : 'running'],
    // A late repeat would cancel scans that others have started meanwhile.
    repeat: 'if-not-arrived',
    purpose: `cancel all ${which} scans of the instance`,
    right: 'Bitbucket admin',
  }
}

/** Whether a server or proxy says by this status that it is not available right now. */
export function isRestarting(status: number): boolean {
  return [408, 425, 429, 502, 503, 504].includes(status)
}

/** Statuses that do not end a wait. */
const expectedStatuses = [404, 408, 425, 429, 500, 501, 502, 503, 504]

/** `GET /scan/{projectKey}/repos/{repoSlug}`: without `projects/` in it; the default branch for `null`. */
export function statusRequest(
  apiVersion: string,
  { project, repo }: Repository,
  branch: string | null,
): HttpRequest {
  const name = branch === null ? `${project}/${repo}` : `${project}/${repo}@${branch}`
  return {
    method: 'GET',
    segments: [...root(apiVersion), 'scan', project, 'repos', repo],
    query: branch === null ? [] : [['branch', branch]],
    repeat: 'safe',
    purpose: `read the scan status of ${name}`,
    right: `repository read on ${project}/${repo}`,
    expected: expectedStatuses,
  }
}

/** `GET /export-report...`: findings scanned within `period`. */
export function exportRequest(apiVersion: string, target: Target, period: Period): HttpRequest {
  return {
    method: 'GET',
    segments: [...root(apiVersion), 'export-report', ...scopeSegments(target)],
    query: [
      ...(target.kind === 'instance' ? ([['confirmExpensiveOperation', 'true']] as const) : []),
      ...(target.kind === 'branch' ? ([['branch', target.branch]] as const) : []),
      ...dates(period),
    ],
    repeat: 'safe',
    purpose: `export the findings of ${nameOf(target)}`,
    right: exportRight(target),
    expected: [404],
  }
}

/** `GET /export/reviewed...`: another root than `export-report`, and no branches. */
export function reviewedRequest(apiVersion: string, target: Target): HttpRequest {
  const wide: Target = target.kind === 'branch' ? { ...target, kind: 'repo' } : target
  return {
    method: 'GET',
    segments: [...root(apiVersion), 'export', 'reviewed', ...scopeSegments(wide)],
    repeat: 'safe',
    purpose: `export the reviewed false positives of ${nameOf(wide)}`,
    right: exportRight(wide),
    expected: [404],
  }
}

function exportRight(target: Target): string {
  return target.kind === 'instance'
    ? 'Bitbucket admin, or app access granted in Soteri'
    : `the right to see Soteri’s findings of ${nameOf(target)}`
}

function root(apiVersion: string): readonly string[] {
  return ['rest', 'security', apiVersion]
}

function scopeSegments(target: Target): readonly string[] {
  switch (target.kind) {
    case 'instance':
      return []
    case 'project':
      return ['projects', target.project]
    case 'repo':
    case 'branch':
      return ['projects', target.project, 'repos', target.repo]
  }
}

function nameOf(target: Target): string {
  return target.kind === 'instance' ? 'the whole instance' : targetName(target)
}

/**
 * The server takes whole seconds. The start is rounded down and the end up, so that no row of the period is lost; the
 * reader of the export filters the rows of the split seconds.
 */
function dates({ from, to }: Period): readonly (readonly [string, string])[] {
  return [
    ...(from === null ? [] : ([['startDate', wholeSecond(Math.floor(from / 1000))]] as const)),
    ...(to === null ? [] : ([['endDate', wholeSecond(Math.ceil(to / 1000))]] as const)),
  ]
}

/** `2024-09-07T00:01:12Z` */
function wholeSecond(secondsSinceEpoch: number): string {
  return new Date(secondsSinceEpoch * 1000).toISOString().replace('.000Z', 'Z')
}
