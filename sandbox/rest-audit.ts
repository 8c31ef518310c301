/** Bitbucket's audit log, below `/rest/auditing`, and its list of apps: for administrators with a password alone. */
import { demandAdmin } from './access.ts'
import { AUDIT_CATEGORY, type AuditEvent, auditCsv, auditJson } from './audit-log.ts'
import { instantOf } from './export-report.ts'
import type { Instance } from './instance.ts'
import { json, type Reply, wholeNumber } from './reply.ts'
import type { Route, SandboxRequest } from './router.ts'

const APP = 'Security for Bitbucket'

/** The routes over this instance, for `createAnswering`. */
export function auditRoutes(instance: Instance): Route[] {
  return [
    {
      method: 'GET',
      path: '/rest/auditing/{version}/events',
      async handle(request) {
        demandAdmin(request.session)
        return pageOfEvents(asked(await instance.scans.auditEvents(), request), request.query)
      },
    },
    {
      method: 'GET',
      path: '/rest/plugins/1.0/installed-marketplace',
      handle(request) {
        demandAdmin(request.session)
        return json({ plugins: [{ enabled: true, key: 'sandbox.soteri', name: APP, version: '4.17.0' }] })
      },
    },
  ]
}

/** Newest first. */
function asked(events: readonly AuditEvent[], { query }: SandboxRequest): readonly AuditEvent[] {
  const from = instantOf(query.get('from'), 'from') ?? Number.NEGATIVE_INFINITY
  const to = instantOf(query.get('to'), 'to') ?? Number.POSITIVE_INFINITY
  const categories = query.getAll('categories').flatMap((text) => text.split(','))
  if (categories.length > 0 && !categories.includes(AUDIT_CATEGORY)) return []
  return events.filter(({ at }) => at >= from && at <= to).toReversed()
}

function pageOfEvents(events: readonly AuditEvent[], query: URLSearchParams): Reply {
  const offset = wholeNumber(query.get('offset'), 0, 'offset')
  const limit = wholeNumber(query.get('limit'), 200, 'limit')
  const shown = events.slice(offset, offset + limit)
  if (query.get('outputFormat')?.toLowerCase() === 'csv') {
    const headers = { 'Content-Type': 'text/csv;charset=UTF-8' }
    return { status: 200, headers, body: Buffer.from(auditCsv(shown)) }
  }
  const next = offset + shown.length
  const lastPage = next >= events.length
  const pagingInfo = { lastPage, size: shown.length, ...(lastPage ? {} : { nextPageOffset: next }) }
  return json({ entities: shown.map(auditJson), pagingInfo })
}
