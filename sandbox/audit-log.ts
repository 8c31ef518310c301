/**
 * What the app writes to Bitbucket's audit log: manual scans that were started, and files that a scan skipped. Shape and
 * names of these events are our guess; around them is what Bitbucket's audit log gives for every event.
 */
import { writeCsv } from './csv-writer.ts'

/** Category of all events of the app, as the vendor's page asks for it. */
export const AUDIT_CATEGORY = 'Soteri Security for Bitbucket'

/** One event. Times are ms since the epoch. */
export type AuditEvent = {
  readonly at: number
  readonly action: 'Manual scan started' | 'File skipped in scan'
  /** A repository `PROJ/slug`, or the scope of a scan in words. */
  readonly object: string
  /** By name: the branch, the file and the reason for a skipped file. */
  readonly attributes: Readonly<Record<string, string>>
}

/** An event in Bitbucket's JSON. */
export function auditJson(event: AuditEvent): Record<string, unknown> {
  return {
    timestamp: new Date(event.at).toISOString(),
    author: { id: '-2', name: 'System', type: 'system' },
    type: { category: AUDIT_CATEGORY, action: event.action },
    affectedObjects: [{ name: event.object, type: 'Repository' }],
    changedValues: [],
    extraAttributes: Object.entries(event.attributes).map(([name, value]) => ({ name, value })),
    ...{ method: 'System', source: '', system: '', node: 'sandbox' },
  }
}

/** Events as the CSV that `outputFormat=csv` gives; its columns are a guess. */
export function auditCsv(events: readonly AuditEvent[]): string {
  const header = ['Timestamp', 'Author', 'Category', 'Action', 'Affected Objects', 'Extra Attributes']
  const rows = events.map((event) => [
    new Date(event.at).toISOString(),
    'System',
    AUDIT_CATEGORY,
    event.action,
    event.object,
    Object.entries(event.attributes)
      .map(([name, value]) => `${name}: ${value}`)
      .join('; '),
  ])
  return writeCsv(header, rows, { delimiter: ',', lineEnd: '\n', byteOrderMark: false, quoteAll: true })
}
