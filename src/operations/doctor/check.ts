/** The result of a check of `doctor`, the table of all checks, the command to try, and the check of a folder. */
import { access, constants, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Inputs } from '../../config/inputs.ts'
import { asGateError, type ErrorCode, GateError } from '../../errors.ts'
import type { CheckRow } from '../../host.ts'

/** One check. `what` is one sentence and never holds a credential. */
export type Check = CheckRow & {
  /** Of a failed check: its code is the exit of the run when it is the first one. */
  readonly error: GateError | null
}

export function ok(name: string, what: string): Check {
  return { name, state: 'ok', what, hint: '', error: null }
}

/** Something to look at, which ends no run. `hint` is one sentence. */
export function warn(name: string, what: string, hint: string): Check {
  return { name, state: 'warn', what, hint, error: null }
}

export function fail(name: string, caught: unknown): Check {
  const error = asGateError(caught)
  return { name, state: 'fail', what: error.message, hint: error.hint, error }
}

export function skip(name: string, what: string): Check {
  return { name, state: 'skip', what, hint: '', error: null }
}

export function tableOf(checks: readonly Check[]): readonly string[] {
  const width = Math.max(...checks.map(({ name }) => name.length))
  return checks.flatMap((check) => {
    const line = `${check.state.padEnd(4)}  ${check.name.padEnd(width)}  ${check.what}`
    return check.hint === '' ? [line] : [line, `${' '.repeat(width + 8)}-> ${check.hint}`]
  })
}

export function summaryOf(checks: readonly Check[]): string {
  const count = (state: CheckRow['state']): number => checks.filter((check) => check.state === state).length
  return `${count('ok')} checks ok, ${count('warn')} with a warning, ${count('fail')} failed, ${count('skip')} left out; nothing was changed or judged`
}

/** To look at the failure in a shell; `null` where only the hint helps. It holds no credential: the shell reads the variable. */
export function commandFor(
  check: string,
  { bitbucketUrl, credentials, caFile, outputDir }: Inputs,
): string | null {
  if (check === 'output-dir') return `df -h ${quoted(outputDir)}`
  if (bitbucketUrl === null) return null
  const { hostname, origin, protocol } = bitbucketUrl
  const base = `${origin}${bitbucketUrl.pathname.replace(/\/$/, '')}`
  const trust = caFile === null ? '' : ` --cacert ${quoted(caFile)}`
  const who = {
    token: ' -H "Authorization: Bearer $SOTERI_GATE_TOKEN"',
    basic: ' -u "$SOTERI_GATE_USERNAME"',
  }
  const curl = (path: string, as = ''): string => `curl -i${trust}${as} ${quoted(`${base}${path}`)}`
  if (check === 'dns') return `nslookup ${quoted(hostname)}`
  if (check === 'tcp') return `curl -v ${quoted(origin)}`
  if (check === 'tls' && protocol === 'https:') {
    const peer = bitbucketUrl.host.includes(':') ? bitbucketUrl.host : `${hostname}:443`
    return `openssl s_client -connect ${quoted(peer)} -servername ${quoted(hostname)} -showcerts < /dev/null`
  }
  if (check === 'bitbucket') return curl('/rest/api/latest/application-properties')
  if (check !== 'credentials' && !/ of |^scope /.test(check)) return null
  return curl('/rest/api/latest/projects?limit=1', credentials === null ? '' : who[credentials.kind])
}

function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

const MIB = 1024 * 1024
/** Below it a run can hardly end well; below the other a large export may not fit. */
const TOO_LITTLE = 20 * MIB
const LITTLE = 1024 * MIB

/** Looks at a folder, or where it does not exist yet, at the one that it will be made in. Writes nothing. */
export async function checkDisk(name: string, folder: string, code: ErrorCode): Promise<Check> {
  try {
    const place = await existing(folder)
    await access(place, constants.W_OK)
    const { bavail, bsize } = await statfs(place)
    const free = bavail * bsize
    const what = `${Math.floor(free / MIB)} MiB are free in ${folder}.`
    if (free < TOO_LITTLE) return fail(name, new GateError(code, what))
    if (free >= LITTLE) return ok(name, what)
    return warn(name, what, 'Make room where the export of the scope may be larger than that.')
  } catch (caught) {
    return fail(name, new GateError(code, `${folder} cannot be written to.`, { cause: caught }))
  }
}

async function existing(folder: string): Promise<string> {
  try {
    await access(folder)
    return folder
  } catch (caught) {
    const above = dirname(folder)
    if (above === folder) throw caught
    return await existing(above)
  }
}
