/**
 * Calls that only `doctor` makes. All are GET. Source: Atlassian's REST pages of Bitbucket Data Center
 * (`application-properties`; the filter `permission` of the lists of projects and repositories).
 */
import { isRecord } from '../parse.ts'
import { pagedList } from '../server/bitbucket.ts'
import type { Http } from '../server/http.ts'
import { excerpt } from '../server/http-errors.ts'
import type { HttpRequest } from '../server/request.ts'
import type { Repository, Target } from '../target.ts'

/** Facts about the server from a first reply. */
export type ServerFacts = {
  /** Such as `9.4.2`; `null` when the reply is not Bitbucket's. */
  readonly version: string | null
  /** `Date` of the reply in ms since the epoch; `null` when it has none. */
  readonly dateMs: number | null
  /** Headers about rate limits that came along, as `name: value`. */
  readonly rateLimits: readonly string[]
}

/** Of Bitbucket, and of proxies in front of it. */
const rateLimitHeaders = [
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-fillrate',
  'x-ratelimit-interval-seconds',
  'ratelimit-limit',
  'ratelimit-remaining',
  'retry-after',
]

/** `GET /rest/api/latest/application-properties`. Throws as `Http.json`. */
export async function askServerFacts(http: Http): Promise<ServerFacts> {
  const { body, header } = await http.json({
    method: 'GET',
    segments: ['rest', 'api', 'latest', 'application-properties'],
    repeat: 'safe',
    purpose: 'read the version of Bitbucket',
    right: 'access to Bitbucket',
  })
  const version = isRecord(body) && typeof body.version === 'string' ? excerpt(body.version) : null
  const date = Date.parse(header('date') ?? '')
  return {
    version,
    dateMs: Number.isNaN(date) ? null : date,
    rateLimits: rateLimitHeaders.flatMap((name) => {
      const value = header(name)
      return value === null ? [] : [`${name}: ${excerpt(value)}`]
    }),
  }
}

/**
 * Whether the server lists the project among those that this user administers, or the repository among those the
 * user may write to: the rights that triggering a scan takes. `null` where Bitbucket has no such list.
 */
export async function mayTrigger(http: Http, target: Target): Promise<boolean | null> {
  if (target.kind === 'instance') return null
  // Personal projects are in no list.
  if (target.kind === 'project') {
    return target.project.startsWith('~') ? null : await administers(http, target.project)
  }
  return await mayWrite(http, target)
}

async function administers(http: Http, project: string): Promise<boolean> {
  const request = listRequest('projects', [['permission', 'PROJECT_ADMIN']], `see who administers ${project}`)
  for await (const entry of pagedList(http, request)) {
    if (isRecord(entry) && isSame(entry.key, project)) return true
  }
  return false
}

async function mayWrite(http: Http, { project, repo }: Repository): Promise<boolean> {
  const query = [
    ['permission', 'REPO_WRITE'],
    ['projectkey', project],
  ] as const
  const request = listRequest('repos', query, `see who may write to ${project}/${repo}`)
  for await (const entry of pagedList(http, request)) {
    if (!isRecord(entry) || !isRecord(entry.project)) continue
    if (isSame(entry.slug, repo) && isSame(entry.project.key, project)) return true
  }
  return false
}

function listRequest(list: string, query: NonNullable<HttpRequest['query']>, purpose: string): HttpRequest {
  return {
    method: 'GET',
    segments: ['rest', 'api', 'latest', list],
    query,
    repeat: 'safe',
    purpose,
    right: 'access to Bitbucket',
  }
}

/** Keys and slugs do not differ by case. */
function isSame(value: unknown, name: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === name.toLowerCase()
}
