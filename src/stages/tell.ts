/** What the log says of an outcome: evidence notes, then every threshold, the violated ones first. */
import type { ThresholdOutcome } from '../findings/finding.ts'
import type { Host } from '../ports.ts'
import type { Report } from '../report/model.ts'
import { findingsText } from '../text.ts'
import type { RunRecord } from './record.ts'

/** Tells the log. Names of rules and repositories come from the server; the host makes lines harmless. */
export function tellOutcome(report: Report, record: RunRecord, host: Host): void {
  for (const note of report.evidence.notes) host.log.warn(note)
  for (const notice of record.decision?.notices ?? []) host.log.warn(notice)
  if (record.decision === null) return
  if (host.showDecision !== undefined) {
    host.showDecision(report.counts, report.thresholds)
    return
  }
  const { total, distinct, new: fresh, suppressed } = report.counts
  host.log.info(
    `${findingsText(total)}, ${distinct} distinct, ${fresh} new, ${suppressed} suppressed; thresholds:`,
  )
  for (const threshold of report.thresholds) host.log.info(lineOf(threshold))
}

function lineOf({ name, observed, max, passed, level, contributors }: ThresholdOutcome): string {
  const mark = passed ? 'ok  ' : level === 'warn' ? 'warn' : 'FAIL'
  const heaviest = contributors.map(({ repository, rule, count }) => `${repository} ${rule} ${count}`)
  const from = passed || heaviest.length === 0 ? '' : `; most from ${heaviest.join(', ')}`
  return `  ${mark} ${name}: ${observed} observed, at most ${max}${from}`
}
