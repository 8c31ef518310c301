/** The table of outputs: `action.yml` and the README are made from it. All are set on every path. */

/** One output. `help` is Markdown. */
export type OutputRow = { readonly name: string; readonly help: string }

/** All outputs of the contract, in the order of the README. */
export const outputTable = [
  { name: 'verdict', help: '`pass`, `warn`, `fail` or `error`.' },
  { name: 'exit-code', help: 'The exit code that belongs to the verdict.' },
  { name: 'total-findings', help: 'Findings that count: all rows but the suppressed ones.' },
  { name: 'distinct-findings', help: 'The same, each once however many branches show it.' },
  { name: 'new-findings', help: 'Findings that the baseline does not know.' },
  { name: 'suppressed-findings', help: 'Findings that the policy or the reviewed list leaves out.' },
  { name: 'violations', help: 'JSON list of the thresholds that were exceeded.' },
  {
    name: 'counts',
    help: 'JSON object of counts by rule, severity, project, repository and branch; the heaviest of each.',
  },
  {
    name: 'scan-status',
    help: 'What became of the scan: `none` (none was started), `triggered`, `finished` (proven done), `not-proven` or `timed-out`.',
  },
  { name: 'timed-out', help: '`true` when the wait for the scan reached `timeout`.' },
  { name: 'report-dir', help: 'Absolute path of the folder with the report files.' },
  { name: 'csv-file', help: 'Absolute path of `findings.csv`.' },
  { name: 'json-file', help: 'Absolute path of `report.json`.' },
  { name: 'sarif-file', help: 'Absolute path of `report.sarif`.' },
  { name: 'html-file', help: 'Absolute path of `report.html`.' },
  { name: 'junit-file', help: 'Absolute path of `report.junit.xml`.' },
  { name: 'summary-file', help: 'Absolute path of `summary.md`.' },
  {
    name: 'baseline-file',
    help: 'Absolute path of `baseline.json`, which the next run can take as `baseline-file`.',
  },
  { name: 'artifact-id', help: 'Id of the uploaded artifact.' },
  { name: 'artifact-url', help: 'Address of the uploaded artifact.' },
  { name: 'artifact-digest', help: 'SHA-256 (hexadecimal) of the uploaded artifact.' },
  { name: 'matrix', help: 'For `plan`: JSON for `strategy.matrix`, balanced jobs with their `targets`.' },
] as const satisfies readonly OutputRow[]
