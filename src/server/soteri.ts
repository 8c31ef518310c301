/** Calls of Soteri's app by its documentation ("REST API for Mass Scanning", 4.16.x), and the status that clients use. */
import type { Period } from '../config/inputs.ts'
import { isRecord } from '../parse.ts'
import { type Repository, repositoryNameOf, type Target, targetName, withoutBranch } from '../target.ts'
import type { Http } from './http.ts'
import {
  callError,
  type Deadline,
  type DownloadReply,
  getRequest,
  type HttpRequest,
  type Save,
  wirePath,
} from './request.ts'

export type StatusReply =
  | { readonly kind: 'status'; readonly status: ScanStatus }
  /** 404: no such branch or repository, an empty repository, or no such resource. */
  | { readonly kind: 'not-found' }
  /** 5xx or 429: seen for single repositories, and from every server that restarts. */
  | { readonly kind: 'failing'; readonly status: number }
  /** A cache on the way sent it, so it may be of any age. */
  | { readonly kind: 'copy'; readonly why: string }

export type TriggerReply =
  /** @property emailsLeft addresses that the server did not get */
  | { readonly kind: 'accepted'; readonly emailsLeft: number }
  /** The server refuses it while another scan is under way. */
  | { readonly kind: 'busy'; readonly status: number }

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
    /** @param branch `null`: the default one @param asking `once` if the caller asks again by itself, else `patiently` */
    async scanStatus(
      repository: Repository,
      branch: string | null,
      asking: 'once' | 'patiently',
      deadline?: Deadline,
    ): Promise<StatusReply> {
      const request = statusRequest(apiVersion, repository, branch)
      const repeat = asking === 'once' ? 'never' : 'safe'
      const reply = await http.json({ ...request, repeat, deadline })
      if (reply.copy !== null) return { kind: 'copy', why: reply.copy }
      if (reply.status === 404) return { kind: 'not-found' }
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
      return await http.download({ ...exportRequest(apiVersion, target, period), deadline }, save)
    },
    /** Downloads the reviewed false positives of a target; a branch gives those of its repository. */
    async exportReviewed<T>(target: Target, save: Save<T>, deadline?: Deadline): Promise<DownloadReply<T>> {
      return await http.download({ ...reviewedRequest(apiVersion, target), deadline }, save)
    },
  }
}

export function triggerRequest(apiVersion: string, target: Target, emails: readonly string[]): HttpRequest {
  const isInstance = target.kind === 'instance'
  const branch = target.kind === 'branch' ? target.branch : null
  const path = isInstance ? ['total_rescan'] : scopeSegments(target)
  return {
    method: 'PUT',
    segments: [...root(apiVersion), 'status', ...path, ...(branch === null ? [] : ['branches'])],
    query: [['name', branch], ...emails.map((email) => ['email', email] as const)],
    // At worst a second PUT scans the same branches twice. A second rescan of everything would cost all teams hours.
    repeat: isInstance ? 'if-not-arrived' : 'safe',
    purpose: `trigger the scan of ${nameOf(target)}`,
    right: triggerRight(target),
    // Conflict, locked: a scan runs already.
    expected: [409, 423],
  }
}

/** Bytes of a trigger's path and query; with the path of the base, its request line stays below 4 KiB. */
const TRIGGER_BYTES = 3500

/**
 * The addresses for each request of a trigger. The vendor documents no other way to hand them over, and each trigger may scan
 * once more. So there are as few requests as possible, one after the other, while the first scan still waits in the queue;
 * and a scan of the whole instance, which costs hours, is never triggered twice for the sake of mail.
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

const INSTANCE_RIGHT = 'Bitbucket admin, or app access granted in Soteri'

function triggerRight(target: Target): string {
  if (target.kind === 'instance') return INSTANCE_RIGHT
  if (target.kind === 'project') return `project admin of ${target.project}`
  return `repository write on ${repositoryNameOf(target)}`
}

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

/** `GET /scan/{projectKey}/repos/{repoSlug}`: without `projects/` in it; the default branch for `null`. */
export function statusRequest(
  apiVersion: string,
  { project, repo }: Repository,
  branch: string | null,
): HttpRequest {
  const repository = `${project}/${repo}`
  const purpose = `read the scan status of ${branch === null ? repository : `${repository}@${branch}`}`
  const segments = [...root(apiVersion), 'scan', project, 'repos', repo]
  return {
    ...getRequest(segments, purpose, `repository read on ${repository}`),
    query: [['branch', branch]],
    // These do not end a wait.
    expected: [404, 408, 425, 429, 500, 501, 502, 503, 504],
  }
}

/** `GET /export-report...`. The server takes whole seconds; the reader of the export filters rows of the split ones. */
export function exportRequest(apiVersion: string, target: Target, { from, to }: Period): HttpRequest {
  const segments = [...root(apiVersion), 'export-report', ...scopeSegments(target)]
  return {
    ...getRequest(segments, `export the findings of ${nameOf(target)}`, exportRight(target)),
    query: [
      ['confirmExpensiveOperation', target.kind === 'instance' ? 'true' : null],
      ['branch', target.kind === 'branch' ? target.branch : null],
      ['startDate', from === null ? null : wholeSecond(Math.floor(from / 1000))],
      ['endDate', to === null ? null : wholeSecond(Math.ceil(to / 1000))],
    ],
    expected: [404],
  }
}

function wholeSecond(secondsSinceEpoch: number): string {
  return new Date(secondsSinceEpoch * 1000).toISOString().replace('.000Z', 'Z')
}

/** `GET /export/reviewed...`: another root than `export-report`, and no branches. */
export function reviewedRequest(apiVersion: string, target: Target): HttpRequest {
  const wide = withoutBranch(target)
  const segments = [...root(apiVersion), 'export', 'reviewed', ...scopeSegments(wide)]
  const purpose = `export the reviewed false positives of ${nameOf(wide)}`
  return { ...getRequest(segments, purpose, exportRight(wide)), expected: [404] }
}

function exportRight(target: Target): string {
  if (target.kind === 'instance') return INSTANCE_RIGHT
  return `the right to see Soteri’s findings of ${targetName(target)}`
}

function root(apiVersion: string): readonly string[] {
  return ['rest', 'security', apiVersion]
}

function scopeSegments(target: Target): readonly string[] {
  if (target.kind === 'instance') return []
  if (target.kind === 'project') return ['projects', target.project]
  return ['projects', target.project, 'repos', target.repo]
}

function nameOf(target: Target): string {
  return target.kind === 'instance' ? 'the whole instance' : targetName(target)
}

/**
 * Known from a working client of version 3.17 (docs/what-we-know.md). In 4.16 fields may be missing, added, or of another
 * type. `null`: the server did not send the field.
 */
export type ScanStatus = NonNullable<ReturnType<typeof parseScanStatus>>

const knownFields = ['scanKey', 'scanned', 'actual', 'progress', 'running', 'scheduled', 'total'] as const

/** `null` if the reply is not a JSON object with at least one known field. */
export function parseScanStatus(body: unknown) {
  if (!isRecord(body)) return null
  const sent = knownFields.filter((name) => body[name] !== undefined && body[name] !== null)
  if (sent.length === 0) return null
  const { scanKey, progress, total: sentTotal } = body
  const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null)
  const status = {
    scanKey: typeof scanKey === 'string' ? scanKey : null,
    /** A result exists. */
    scanned: flag(body.scanned),
    /** It is up to date with the branch and the settings. */
    actual: flag(body.actual),
    progress: typeof progress === 'number' && progress >= 0 && progress <= 100 ? progress : null,
    running: flag(body.running),
    scheduled: flag(body.scheduled),
    total: Number.isSafeInteger(sentTotal) && Number(sentTotal) >= 0 ? Number(sentTotal) : null,
  }
  const unreadable: readonly string[] = sent.filter((name) => status[name] === null)
  const lines = body.invalidLines ?? []
  const listed = Array.isArray(lines) ? lines.length : null
  return {
    ...status,
    /** Each of the listed lines is a finding, but their list may be incomplete. */
    total: listed ? Math.max(listed, status.total ?? 0) : status.total,
    /** Fields with a value of another type: no proof can rest on such a reply. */
    unreadable: listed === null ? [...unreadable, 'invalidLines'] : unreadable,
    /** The field, known to nobody, that says that the scan failed or was cancelled. */
    failure: failureIn(body),
  }
}

const badWord =
  /fail|error|cancel|abort|exception|interrupt|incomplete|partial|time[d_ -]*out|timeout|killed/i
/** The vendor's page calls findings "failing lines". */
const findingsName = /lines?$|findings?$|vulnerabilit/i
const goodName = /^(is|was)?_?(complete|completed|success|successful|succeeded|ok)$/i
const stateName = /state|status|result|outcome|phase|conclusion|reason|message/i

/** How a failed scan looks is not known: a field that speaks of failure counts, unless its value says there was none. */
function failureIn(fields: object, depth = 0): string | null {
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    if (depth === 0 && [...knownFields, 'invalidLines'].includes(name)) continue
    if (saysFailure(name, value)) return name
    const within =
      typeof value === 'object' && value !== null && depth < 3 ? failureIn(value, depth + 1) : null
    if (within !== null) return `${name}.${within}`
  }
  return null
}

function saysFailure(name: string, value: unknown): boolean {
  if (badWord.test(name) && !findingsName.test(name) && !isNone(value)) return true
  if (goodName.test(name)) return /^(false|no)$/i.test(String(value))
  if (!stateName.test(name) || typeof value !== 'string') return false
  return badWord.test(value) && !/\b(no|not|without|0)\b/i.test(value.replaceAll('_', ' '))
}

function isNone(value: unknown): boolean {
  if (typeof value === 'string') return /^(|0|no|none|false|null)$/i.test(value.trim())
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === false || value === 0
}
