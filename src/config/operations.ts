/** What each operation does, in words for the README and the help. */
import type { Operation } from './inputs.ts'

/** One sentence of Markdown for each operation. */
export const operationMeanings: Readonly<Record<Operation, string>> = {
  gate: 'Trigger a scan, wait until it is proven done, export, evaluate, report, verdict.',
  scan: 'Trigger a scan; wait only with `wait: true`.',
  export: 'Export what the server has now, evaluate, report, verdict.',
  'export-reviewed': 'Download the reviewed false positives of the scope as `reviewed.csv`.',
  evaluate: 'Evaluate local exports (`report-files`); no server.',
  cancel: 'Cancel `queued`, `running` or `all` scans; instance-wide, so it demands `scope: instance`.',
  plan: 'List the repositories of the scope and give a balanced `matrix` of `shards` jobs.',
  doctor:
    'Check address, TLS, proxy, credentials, rights, scan and export resources, and say how to mend each.',
}
