/**
 * The calls of Soteri's "Security for Bitbucket", one function per call of its documentation ("REST API for
 * Mass Scanning", 4.16.x) and the scan status that working clients use. The requests are made by pure
 * functions, so that a dry run can say what it would send.
 */
import { GateError } from '../errors.ts'
import type { Period } from '../inputs/inputs.ts'
import { isRecord } from '../parse.ts'
import { type Repository, type Target, targetName } from '../target.ts'
import type { Http } from './http.ts'
import type { BitbucketError, Deadline, DownloadReply, HttpRequest, Save } from './request.ts'

/** What the server said when asked for a scan status. */
export type StatusReply =
  | { readonly kind: 'status'; readonly status: ScanStatus }
  /** 404: no such branch or repository, an empty repository, or no such resource. */
  | { readonly kind: 'not-found'; readonly bitbucketError: BitbucketError | null }
  /** 5xx or 429: seen for single repositories, and from every server that restarts. */
  | { readonly kind: 'failing'; readonly status: number }

/** What is asked of the Soteri app. All methods throw GateErrors as `Http` does. */
export type Soteri = {
  /** Starts the scan of a target; any 2xx means accepted. Addresses in `emails` are told when it is done. */
  triggerScan(target: Target, emails: readonly string[], deadline?: Deadline): Promise<void>
  /** Cancels scans of the whole instance, other people's too. */
  cancelScans(which: 'queued' | 'running'): Promise<void>
  /**
   * The status of one branch, of the default branch for `null`.
   *
   * @param asking `once` when the caller asks again by itself, `patiently` to have failures retried
   * @throws GateError as `Http.json`; REPLY_UNREADABLE when the reply is no scan status
   */
  scanStatus(
    repository: Repository,
    branch: string | null,
    asking: 'once' | 'patiently',
    deadline?: Deadline,
  ): Promise<StatusReply>
  /** Downloads the findings of a target. 404, which may mean "none", comes back as `refused`. */
  exportFindings<T>(
    target: Target,
    period: Period,
    save: Save<T>,
    deadline?: Deadline,
  ): Promise<DownloadReply<T>>
  /** Downloads the reviewed false positives of a target; a branch gives those of its repository. */
  exportReviewed<T>(target: Target, save: Save<T>, deadline?: Deadline): Promise<DownloadReply<T>>
}

/** @param apiVersion the segment behind `/rest/security/`, such as `latest` */
export function openSoteri(http: Http, apiVersion: string): Soteri {
  return {
    async triggerScan(target, emails, deadline) {
      await http.json(within(triggerRequest(apiVersion, target, emails), deadline))
    },
    async cancelScans(which) {
      await http.json(cancelRequest(apiVersion, which))
    },
    async scanStatus(repository, branch, asking, deadline) {
      const repeat = asking === 'once' ? 'never' : 'safe'
      const request = { ...statusRequest(apiVersion, repository, branch), repeat } as const
      const reply = await http.json(within(request, deadline))
      if (reply.status === 404) return { kind: 'not-found', bitbucketError: reply.bitbucketError }
      if (reply.status >= 400) return { kind: 'failing', status: reply.status }
      const status = parseScanStatus(reply.body)
      if (status !== null) return { kind: 'status', status }
      throw new GateError('REPLY_UNREADABLE', `Could not ${request.purpose}: the reply is no scan status.`)
    },
    async exportFindings(target, period, save, deadline) {
      return await http.download(within(exportRequest(apiVersion, target, period), deadline), save)
    },
    async exportReviewed(target, save, deadline) {
      return await http.download(within(reviewedRequest(apiVersion, target), deadline), save)
    },
  }
}

function within(request: HttpRequest, deadline: Deadline | undefined): HttpRequest {
  return deadline === undefined ? request : { ...request, deadline }
}

/** `PUT /status/...`: starts a scan. */
export function triggerRequest(apiVersion: string, target: Target, emails: readonly string[]): HttpRequest {
  return {
    method: 'PUT',
    segments: [...root(apiVersion), 'status', ...triggerSegments(target)],
    query: [
      ...(target.kind === 'branch' ? ([['name', target.branch]] as const) : []),
      ...emails.map((email) => ['email', email] as const),
    ],
    // A second PUT for a branch, repository or project puts the same branches into the queue again: at worst
    // they are scanned twice and a mail comes twice. A second rescan of everything would cost all teams hours.
    repeat: target.kind === 'instance' ? 'if-not-arrived' : 'safe',
    purpose: `trigger the scan of ${spoken(target)}`,
    right: triggerRight(target),
  }
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
    // A repeat that comes late would cancel scans that others have started meanwhile.
    repeat: 'if-not-arrived',
    purpose: `cancel all ${which} scans of the instance`,
    right: 'Bitbucket admin',
  }
}

/** Whether a server or proxy says by this status that it is not there right now. */
export function isRestarting(status: number): boolean {
  return [408, 425, 429, 502, 503, 504].includes(status)
}

/** Statuses of a scan status that are a state to be waited out, and not the end of the run. */
const statesOfTheServer = [404, 408, 425, 429, 500, 501, 502, 503, 504]

/** `GET /scan/{projectKey}/repos/{repoSlug}`: without `projects/` in it; the default branch for `null`. */
export function statusRequest(
  apiVersion: string,
  repository: Repository,
  branch: string | null,
): HttpRequest {
  const { project, repo } = repository
  const name = branch === null ? `${project}/${repo}` : `${project}/${repo}@${branch}`
  return {
    method: 'GET',
    segments: [...root(apiVersion), 'scan', project, 'repos', repo],
    query: branch === null ? [] : [['branch', branch]],
    repeat: 'safe',
    purpose: `read the scan status of ${name}`,
    right: `repository read on ${project}/${repo}`,
    expected: statesOfTheServer,
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
    purpose: `export the findings of ${spoken(target)}`,
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
    purpose: `export the reviewed false positives of ${spoken(wide)}`,
    right: exportRight(wide),
    expected: [404],
  }
}

function exportRight(target: Target): string {
  return target.kind === 'instance'
    ? 'Bitbucket admin, or app access granted in Soteri'
    : `the right to see Soteri’s findings of ${spoken(target)}`
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

function spoken(target: Target): string {
  return target.kind === 'instance' ? 'the whole instance' : targetName(target)
}

/**
 * The server takes whole seconds. The start is rounded down and the end up, so that no row of the period is
 * lost; the rows of the split seconds that come in addition are for the reader of the export to sort out.
 */
function dates(period: Period): readonly (readonly [string, string])[] {
  const query: (readonly [string, string])[] = []
  if (period.from !== null) query.push(['startDate', wholeSecond(Math.floor(period.from / 1000))])
  if (period.to !== null) query.push(['endDate', wholeSecond(Math.ceil(period.to / 1000))])
  return query
}

/** `2024-09-07T00:01:12Z` */
function wholeSecond(secondsSinceEpoch: number): string {
  return new Date(secondsSinceEpoch * 1000).toISOString().replace('.000Z', 'Z')
}

/** `null` where the server did not tell. What was told but not understood is named in `unreadable`. */
export type ScanStatus = {
  readonly scanKey: string | null
  /** A result exists. */
  readonly scanned: boolean | null
  /** The result is up to date with the branch and the settings. */
  readonly actual: boolean | null
  /** 0 to 100. */
  readonly progress: number | null
  readonly running: boolean | null
  readonly scheduled: boolean | null
  /** Findings of the result: what `total` tells, and no fewer than `invalidLines` has entries. */
  readonly total: number | null
  /** Fields that were there with a value of another type: no proof can rest on such a reply. */
  readonly unreadable: readonly string[]
}

const readers = {
  scanKey: (value: unknown) => (typeof value === 'string' ? value : null),
  scanned: booleanOrNull,
  actual: booleanOrNull,
  progress: (value: unknown) => (typeof value === 'number' && value >= 0 && value <= 100 ? value : null),
  running: booleanOrNull,
  scheduled: booleanOrNull,
  total: (value: unknown) => (Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null),
}

/** Reads a status; `null` when the reply is no JSON object, or one without a single known field. */
export function parseScanStatus(body: unknown): ScanStatus | null {
  if (!isRecord(body)) return null
  const told = Object.keys(readers).filter((name) => body[name] !== undefined && body[name] !== null)
  if (told.length === 0) return null
  const status = {
    scanKey: readers.scanKey(body.scanKey),
    scanned: readers.scanned(body.scanned),
    actual: readers.actual(body.actual),
    progress: readers.progress(body.progress),
    running: readers.running(body.running),
    scheduled: readers.scheduled(body.scheduled),
    total: readers.total(body.total),
  }
  const unreadable = told.filter((name) => status[name as keyof typeof status] === null)
  const lines = body.invalidLines ?? []
  if (!Array.isArray(lines)) return { ...status, unreadable: [...unreadable, 'invalidLines'] }
  // Each entry is a finding, but nobody knows whether all of them are listed.
  const total = lines.length === 0 ? status.total : Math.max(lines.length, status.total ?? 0)
  return { ...status, total, unreadable }
}

function booleanOrNull(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}
