/** Every way the gate can end in `error`, and docs/errors.md. No text of it holds cells, bodies or credentials. */

/** Exit codes of the contract that go with the verdict `error`. */
export type ErrorExit = 2 | 3 | 4 | 5 | 70 | 74 | 130

type Entry = { readonly exit: ErrorExit; readonly meaning: string; readonly hint: string }

export const errorCatalogue = {
  INPUT_INVALID: {
    exit: 2,
    meaning:
      'One or more inputs or policy entries are wrong. Nothing was triggered or changed at the server.',
    hint: 'Correct each line of the list; every line names the input, its value and what is allowed.',
  },
  FILE_UNREADABLE: {
    exit: 2,
    meaning: 'A file named by an input (policy, baseline, CA, token, report) is missing or cannot be read.',
    hint: 'Check the path (relative paths start at the working folder) and that the job may read it.',
  },
  CREDENTIALS_MISSING: {
    exit: 3,
    meaning: 'The operation talks to Bitbucket and neither a token nor a user with password was given.',
    hint: 'Give `token`, or `username` and `password`, from the secrets of the CI system.',
  },
  CREDENTIALS_REFUSED: {
    exit: 3,
    meaning:
      'Bitbucket answered 401 to the credentials themselves. They were tried once, so no account is locked.',
    hint: 'Renew the token or password; if the account shows a captcha, sign in once in a browser.',
  },
  RIGHT_MISSING: {
    exit: 3,
    meaning:
      'The credentials are valid, but this user may not do what was asked (401 or 403 with an authorisation error).',
    hint: 'Grant the right named in the message: instance calls need a Bitbucket admin or app access, project calls project admin, repository and branch calls repository write.',
  },
  XSRF_REFUSED: {
    exit: 3,
    meaning:
      'Bitbucket, or a proxy that drops headers, refused the call as cross-site (403 XSRF check failed).',
    hint: 'Let the header `X-Atlassian-Token` pass through every proxy in between.',
  },
  UNREACHABLE: {
    exit: 4,
    meaning: 'No connection to the server, or it broke off more often than the retries allow.',
    hint: 'Check `bitbucket-url`, DNS, firewall and proxy from the machine that runs the gate.',
  },
  TLS_REFUSED: {
    exit: 4,
    meaning: 'The certificate of the server or proxy was not accepted: unknown CA, wrong name or expired.',
    hint: 'Give the private CA as `ca-file`, correct the host name in `bitbucket-url`, or renew the certificate.',
  },
  PROXY_REFUSED: {
    exit: 4,
    meaning: 'The proxy refused the tunnel (407 asks for proxy credentials).',
    hint: 'Correct user and password in HTTPS_PROXY, or name the server in NO_PROXY.',
  },
  REDIRECTED: {
    exit: 4,
    meaning:
      'The server redirected to another origin. Redirects are not followed, so credentials stay at home.',
    hint: 'Set `bitbucket-url` to the final address.',
  },
  LOGIN_PAGE: {
    exit: 4,
    meaning: 'The server answered with a login or other HTML page instead of data.',
    hint: 'Check the context path in `bitbucket-url` (such as https://host/bitbucket) and single sign-on rules for REST calls.',
  },
  NOT_FOUND: {
    exit: 4,
    meaning: 'The server does not know this project, repository, branch or resource (404).',
    hint: 'Check spelling of project key, slug and branch; check that the Soteri app is installed and `api-version` is right.',
  },
  SERVER_FAILED: {
    exit: 4,
    meaning:
      'The server kept failing (5xx or 429) until retries or time ran out, or refused the request (other 4xx).',
    hint: 'Look at the status and at the log of Bitbucket; raise `max-retries` for a busy server.',
  },
  REPLY_UNREADABLE: {
    exit: 4,
    meaning: 'The server answered with something that is not the expected JSON.',
    hint: 'Check `bitbucket-url` and the versions of Bitbucket and the Soteri app.',
  },
  REQUEST_TIMEOUT: {
    exit: 4,
    meaning: 'A request made no progress for `request-timeout`.',
    hint: 'Raise `request-timeout` if the server is slow to build exports; else look at the network.',
  },
  SCAN_NOT_PROVEN: {
    exit: 4,
    meaning:
      'The scan could not be proven done: a target was never seen scanned anew, up to date and idle after the trigger.',
    hint: 'See the states listed for the target; raise `timeout` or look at the scan queue in Soteri’s dashboard (docs/first-run.md).',
  },
  SCAN_TIMEOUT: {
    exit: 4,
    meaning: 'The wait for the scan reached `timeout`.',
    hint: 'Raise `timeout`, narrow the scope, or run `scan` first and `gate` later. The scan goes on at the server.',
  },
  FILES_SKIPPED: {
    exit: 4,
    meaning:
      'The scanner skipped files of the scope, or the audit log does not show whether it did, and `check-skipped` is `error`.',
    hint: 'Look at the skipped files that the report lists, and at the limits of the scanner in Soteri’s settings; `check-skipped: note` only notes them.',
  },
  SCAN_RESOURCE_MISSING: {
    exit: 4,
    meaning:
      'The server has no scan status resource (404 for every target), so a scan cannot be proven done.',
    hint: 'Check `api-version`; with `wait: false` the gate judges what the server has, without proof of a fresh scan, and never says `pass`. See docs/first-run.md.',
  },
  RUN_TIMEOUT: {
    exit: 4,
    meaning: 'A phase of the run reached its overall deadline.',
    hint: 'Raise `timeout`, or narrow the scope.',
  },
  EXPORT_MISSING: {
    exit: 5,
    meaning: 'The export is empty or missing, and nothing proves that there are no findings.',
    hint: 'Open the export in a browser with the same account.',
  },
  NOT_AN_EXPORT: {
    exit: 5,
    meaning: 'What was downloaded is neither a zip nor a CSV export: an HTML page, JSON or something else.',
    hint: 'Check `bitbucket-url` and that the address answers with CSV or zip to the same credentials.',
  },
  EXPORT_TOO_LARGE: {
    exit: 5,
    meaning: 'The export went over a named limit (inflated bytes, compression ratio or number of members).',
    hint: 'If the export is genuine, raise the limit that the message names (`max-export-size`, `max-export-ratio` or `max-export-members`), or split the scope.',
  },
  ARCHIVE_BROKEN: {
    exit: 5,
    meaning:
      'The zip is truncated, encrypted, damaged (CRC or size disagree), has duplicate names, no CSV member, or findings that would go unread: a member that its directory does not list, an export under another name than *.csv.',
    hint: 'Export again; if it stays broken, look at disk space and logs of the server.',
  },
  HEADER_UNKNOWN: {
    exit: 5,
    meaning:
      'A column the gate needs was not found in the header of the export, or two headers mean the same.',
    hint: 'Map the column by hand with `columns`, for example `rule = Rule Name`; docs/first-run.md shows how, and how to send a capture.',
  },
  ROW_UNREADABLE: {
    exit: 5,
    meaning:
      'A row of the export cannot be read (missing or extra cells, open quote, a name in quotes that are not those of the CSV, NUL, bad line number, invalid UTF-8).',
    hint: 'Export again; for a server whose CSV is sloppy set `on-bad-row: count`.',
  },
  EXPORT_INCONSISTENT: {
    exit: 5,
    meaning:
      'The export and what the server said elsewhere disagree: a smaller number of rows than a proven total, or rows of another scope.',
    hint: 'Export again when no scan is running; check that the user may see every repository of the scope.',
  },
  SHARD_MISSING: {
    exit: 5,
    meaning: 'A job of the plan left no shard, or its shard is not among the `report-files`.',
    hint: 'Look at the job of the shard that is named, run it again, and hand its artifact to this run.',
  },
  SHARD_INCONSISTENT: {
    exit: 5,
    meaning:
      'A shard is not what its report.json says (cut, changed, of another plan, counted twice), or its own run ended in error.',
    hint: 'Run the job of the shard that is named again; merge only artifacts of one workflow run.',
  },
  REPORT_NOT_WRITTEN: {
    exit: 74,
    meaning: 'A report file could not be written (disk full, no right, no such folder).',
    hint: 'Free space or choose another `output-dir`.',
  },
  DOWNLOAD_NOT_STORED: {
    exit: 74,
    meaning:
      'The temporary folder cannot be used, or could not keep a download (disk full, no right, no such folder).',
    hint: 'Free space on the disk of the temporary folder, or point TMPDIR (RUNNER_TEMP on GitHub) to another one.',
  },
  DISK_FULL: {
    exit: 74,
    meaning: 'There is no space left, or a quota is used up, where no other error names the folder.',
    hint: 'Free space on the disks of the temporary folder, of `output-dir` and of the log, or choose other ones.',
  },
  ARTIFACT_NOT_STORED: {
    exit: 4,
    meaning: '`upload-artifact: true` was asked for and the upload failed. The files stay in `output-dir`.',
    hint: 'Look at the reason given; use `upload-artifact: auto` where the runner has no artifact service.',
  },
  HEAD_MOVED: {
    exit: 4,
    meaning:
      'The commit that the verdict was to be posted to is not the head of the branch that was scanned, or the head moved during the run. Nothing green was posted.',
    hint: 'A newer commit waits for its own run, which gives its own verdict. Where code is mirrored, the mirror may lag: start the gate when Bitbucket shows the commit.',
  },
  PULL_REQUEST_UNUSABLE: {
    exit: 4,
    meaning:
      'The pull request is merged or declined, its source is no branch, or `auto` found none or several.',
    hint: 'Give the number of an open pull request as `pull-request`.',
  },
  DELIVERY_FAILED: {
    exit: 4,
    meaning: 'The verdict could not be posted back to Bitbucket although that was asked for.',
    hint: 'Check that the user may write to the repository; the report files are complete.',
  },
  DEFECT: {
    exit: 70,
    meaning: 'A defect of soteri-gate itself.',
    hint: 'Report it with the line of the log that names the place; run with `log-level: debug` for more.',
  },
  CANCELLED: {
    exit: 130,
    meaning: 'The run was asked to stop (SIGINT, SIGTERM or SIGHUP).',
    hint: 'Run it again. Scans that were started go on at the server.',
  },
} as const satisfies Record<string, Entry>

/** Names of the errors, each listed in docs/errors.md with its exit code and hint. They stay the same from version to version. */
export type ErrorCode = keyof typeof errorCatalogue

/** `message`: what, where, which value; `hint`: what to do next, else the catalogue's; `cause`: never printed whole. */
export class GateError extends Error {
  override readonly name = 'GateError'
  readonly code: ErrorCode
  readonly exitCode: ErrorExit
  readonly hint: string

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.exitCode = errorCatalogue[code].exit
    this.hint = options.hint ?? errorCatalogue[code].hint
  }
}

/** One thing wrong with the configuration: all of them are collected and shown together. */
export type ConfigError = {
  /** Where: an input's name, or `file:line:column` for a policy. */
  readonly where: string
  /** What is wrong and what is allowed, one sentence; secrets are never quoted. */
  readonly what: string
  /** The input that a misspelt flag or word means, so that it is not reported as missing too. */
  readonly meant?: string | null
}

/** All mistakes of a configuration as one error with one line each. */
export function inputError(mistakes: readonly ConfigError[]): GateError {
  return new GateError('INPUT_INVALID', mistakes.map((m) => `${m.where}: ${m.what}`).join('\n'))
}

/** The system's code of what was caught (`ENOENT`); `null` when it has none. Looks at the value, not its class. */
export function systemCode(caught: unknown): string | null {
  if (typeof caught !== 'object' || caught === null || !('code' in caught)) return null
  return typeof caught.code === 'string' ? caught.code : null
}

/** What is not ours is a DEFECT: of it only type, system code and place are kept, as foreign messages may quote data. */
export function asGateError(caught: unknown): GateError {
  if (caught instanceof GateError) return caught
  const code = systemCode(caught)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const what = code === 'ENOSPC' ? 'There is no space left on a disk' : 'A disk quota is used up'
    return new GateError('DISK_FULL', `${what} (${code}).`, { cause: caught })
  }
  const error = caught instanceof Error ? caught : undefined
  const place = error?.stack?.match(/^\s+at .*?([\w.-]+\.(?:ts|js):\d+:\d+)/m)?.[1] ?? 'unknown place'
  const kind = `${error?.name ?? typeof caught}${code === null ? '' : ` ${code}`}`
  return new GateError('DEFECT', `Unexpected ${kind} at ${place}.`, { cause: caught })
}

/** Marks a branch that the types rule out. Reached all the same, it is a defect. */
export function assertNever(value: never): never {
  throw new GateError('DEFECT', `Unexpected kind of value: ${typeof value}.`)
}

/** All exit codes of the contract, lowest first, for docs/outputs.md and the help. Texts are Markdown. */
export const exitCodes: readonly { exit: 0 | 1 | ErrorExit; verdict: string; when: string }[] = [
  { exit: 0, verdict: '`pass`, or `warn`', when: 'no violation, or mode `warn` or `report`' },
  { exit: 1, verdict: '`fail`', when: 'a threshold was exceeded' },
  { exit: 2, verdict: '`error`', when: 'inputs or policy wrong' },
  { exit: 3, verdict: '`error`', when: 'credentials refused or right missing' },
  { exit: 4, verdict: '`error`', when: 'server unreachable, scan not proven done, timed out' },
  { exit: 5, verdict: '`error`', when: 'export unreadable, truncated, inconsistent, not an export at all' },
  { exit: 70, verdict: '`error`', when: 'a defect of ours' },
  {
    exit: 74,
    verdict: '`error`',
    when: 'the machine: no space left, a temporary or output folder that cannot be used',
  },
  { exit: 130, verdict: '`error`', when: 'cancelled' },
]
