/** `doctor`: checks everything that a run would need, says how to repair it, and changes nothing. */
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isCleartext } from '../../config/fields.ts'
import type { Inputs } from '../../config/inputs.ts'
import { credentialMask } from '../../config/sources.ts'
import type { RunContext } from '../../context.ts'
import { asGateError, GateError } from '../../errors.ts'
import { makeFolder, pathOf, reportNotWritten } from '../../files.ts'
import type { Outcome } from '../../judge/verdict.ts'
import { isRecord } from '../../parse.ts'
import { addressHint, type Connection, openConnection } from '../../server/connection.ts'
import { excerpt } from '../../server/http-errors.ts'
import { type Way, wayTo } from '../../server/network-look.ts'
import { apiRequest, type JsonReply } from '../../server/request.ts'
import { proxySettingsOf, unmatchedNoProxy } from '../../server/tls-proxy.ts'
import { type Capture, openCapture } from './capture.ts'
import { type Check, checkDisk, commandFor, fail, ok, skip, summaryOf, tableOf, warn } from './check.ts'
import { checkDns, checkTcp, checkTls } from './network.ts'
import { checkScope } from './target-checks.ts'

/** Targets that are checked; the others would fail for the same reasons. */
const MOST_TARGETS = 5
/** The `Date` of HTTP has whole seconds, and the reply takes its time. */
const SKEW_MS = 60_000

/** Its reply shows the version, the clock and the rate limits. */
export const versionRequest = apiRequest(['application-properties'], 'read the version of Bitbucket')

/** The outcome is the first failure; every warning and failure is a note. Throws for a stop alone. */
export async function doctor(context: RunContext) {
  const { host } = context
  const checks = await host.log.group('Doctor', async () => {
    const made = [...(await checkServer(context)), ...(await checkMachine(context))]
    const found = worstFirst(made, context.inputs)
    if (host.showChecks !== undefined) host.showChecks(found)
    else for (const line of tableOf(found)) host.log.info(line)
    return found
  })
  host.stop.throwIfAborted()
  const notes = checks
    .filter(({ state }) => state === 'warn' || state === 'fail')
    .map(({ name, what, hint }) => `doctor, ${name}: ${what} ${hint}`)
  return { outcome: outcomeOf(checks), notes }
}

function worstFirst(checks: readonly Check[], inputs: Inputs): readonly Check[] {
  const order = ['fail', 'warn', 'ok', 'skip']
  return checks
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .map((check) => {
      const command = check.state === 'fail' ? commandFor(check.name, inputs) : null
      return command === null ? check : { ...check, hint: `${check.hint} Try: ${command}` }
    })
}

/** The table has what failed, so the last line names it only. */
function outcomeOf(checks: readonly Check[]): Outcome {
  const failed = checks.filter(({ state }) => state === 'fail')
  const cause = failed[0]?.error ?? null
  if (cause === null) return { kind: 'done', sentence: summaryOf(checks) }
  const what = `doctor: ${failed.length} of ${checks.length} checks failed: ${failed.map(({ name }) => name).join(', ')}.`
  const hint = 'Each is listed above with what to do, the worst first.'
  return { kind: 'failed', error: new GateError(cause.code, what, { hint, cause }) }
}

async function checkServer(context: RunContext): Promise<readonly Check[]> {
  const { inputs, host } = context
  const { bitbucketUrl } = inputs
  if (bitbucketUrl === null) throw new GateError('INPUT_INVALID', 'bitbucket-url: is not given.')
  const address = checkAddress(bitbucketUrl)
  try {
    const way = await wayTo(bitbucketUrl, inputs, host)
    const through =
      way.proxy === null ? 'No proxy: the connection is direct.' : `Through ${way.proxy.origin}.`
    const unmatched = unmatchedNoProxy(bitbucketUrl, proxySettingsOf(host))
    const check = unmatched === null ? ok('proxy', through) : warn('proxy', through, unmatched)
    return [address, check, ...(await checkWay(way, context))]
  } catch (caught) {
    return [address, fail('settings', caught)]
  }
}

function checkAddress(url: URL): Check {
  const path = url.pathname === '/' ? 'without a context path' : `with the context path ${url.pathname}`
  if (!isCleartext(url)) return ok('address', `${url.origin}, ${path}.`)
  return warn('address', `${url.origin}, ${path}; credentials and findings travel in clear.`, 'Use https.')
}

/** From the bottom up; after a failure the rest is left out. */
async function checkWay(way: Way, context: RunContext): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const check of [checkDns, checkTcp, checkTls]) {
    const found = await check(way, context.host.clock.now())
    checks.push(found)
    if (found.state === 'fail') {
      return [...checks, skip('bitbucket', 'Not asked, since there is no connection.')]
    }
  }
  return [...checks, ...(await checkApplication(context))]
}

async function checkApplication(context: RunContext): Promise<readonly Check[]> {
  const checks: Check[] = []
  const { captureFile } = context.inputs
  const capture = captureFile === null ? null : openCapture()
  let connection: Connection | null = null
  try {
    const onReply = capture?.onReply
    connection = await openConnection(context.inputs, context.host, { maxRetries: 0, onReply })
    checks.push(...(await checkFacts(connection, context)))
    // A second look with credentials that were refused would bring the account nearer to its captcha.
    const answers = checks.every(({ state }) => state !== 'fail')
    checks.push(
      answers ? await checkCredentials(connection, context) : skip('rights', 'Not asked, since that failed.'),
    )
    if (['ok', 'warn'].includes(checks.at(-1)?.state ?? ''))
      checks.push(...(await checkScopes(connection, context, capture)))
  } catch (caught) {
    checks.push(fail('credentials', caught))
  } finally {
    await connection?.http.close()
  }
  if (capture !== null && captureFile !== null) checks.push(await writeCapture(capture, captureFile, context))
  return checks
}

async function writeCapture(capture: Capture, file: string, { host }: RunContext): Promise<Check> {
  try {
    const path = pathOf(file, host.workingFolder)
    makeFolder(dirname(path))
    await writeFile(path, credentialMask(host)(capture.json()))
    return ok('capture', `Written to ${file}: shapes only, no value of a cell, body or name.`)
  } catch (caught) {
    return fail('capture', reportNotWritten(file, caught))
  }
}

async function checkFacts({ http }: Connection, { inputs, host }: RunContext): Promise<readonly Check[]> {
  const { clock } = host
  try {
    const before = clock.now()
    const { body, header } = await http.json(versionRequest)
    const middle = (before + clock.now()) / 2
    return [checkVersion(body), checkClock(header('date'), middle), checkRateLimits(header, inputs)]
  } catch (caught) {
    const error = asGateError(caught)
    return [fail(error.code === 'CREDENTIALS_REFUSED' ? 'credentials' : 'bitbucket', error)]
  }
}

function checkVersion(body: unknown): Check {
  if (isRecord(body) && typeof body.version === 'string')
    return ok('bitbucket', `Bitbucket ${excerpt(body.version)} answers at this address.`)
  const what = 'What answers at this address does not name a version, so it is not Bitbucket.'
  const hint = 'Check the context path in `bitbucket-url` (such as https://host/bitbucket).'
  return fail('bitbucket', new GateError('REPLY_UNREADABLE', what, { hint }))
}

function checkClock(date: string | null, now: number): Check {
  const skewMs = Date.parse(date ?? '') - now
  if (Number.isNaN(skewMs))
    return warn('clock', 'The server sent no Date.', 'Let the header Date pass through the proxies.')
  const seconds = Math.abs(Math.round(skewMs / 1000))
  if (Math.abs(skewMs) < SKEW_MS) return ok('clock', 'The clocks of server and runner agree within a minute.')
  const way = skewMs > 0 ? 'ahead of' : 'behind'
  const hint = 'Set both clocks by NTP: `start-date`, `end-date` and certificates depend on them.'
  return warn('clock', `The clock of the server is ${seconds} s ${way} this machine’s.`, hint)
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

function checkRateLimits(header: JsonReply['header'], { maxRequestsPerSecond }: Inputs): Check {
  const sent = rateLimitHeaders.filter((name) => header(name) !== null)
  const limits = sent.map((name) => `${name}: ${excerpt(header(name) ?? '')}`).join(', ')
  const own = `at most ${maxRequestsPerSecond} requests a second are sent`
  return ok('rate limit', `${limits || 'The server sends no rate limit'}; ${own}.`)
}

async function checkCredentials({ bitbucket }: Connection, { inputs }: RunContext): Promise<Check> {
  const { user, areAccepted } = await bitbucket.checkCredentials()
  const unchecked = 'They could not be checked: no list of projects answers at this address.'
  if (!areAccepted) return warn('credentials', unchecked, addressHint(inputs))
  return ok('credentials', user === null ? 'They were accepted.' : `They were accepted, as user ${user}.`)
}

async function checkScopes(connection: Connection, { inputs, host }: RunContext, capture: Capture | null) {
  const { targets, columns } = inputs
  if (targets.length === 0) {
    const what =
      'Give `project`, `repo`, `branch`, `targets` or `scope: instance` to check rights, scan status and export.'
    return [skip('scope', what)]
  }
  const world = { ...connection, columns, capture, now: host.clock.now() }
  const checks: Check[] = []
  for (const target of targets.slice(0, MOST_TARGETS)) checks.push(...(await checkScope(target, world)))
  const left = targets.length - MOST_TARGETS
  return left > 0 ? [...checks, skip('scope', `${left} more targets are not looked at.`)] : checks
}

async function checkMachine(context: RunContext): Promise<readonly Check[]> {
  const { inputs, host } = context
  return [
    checkArtifacts(context),
    await checkDisk('output-dir', pathOf(inputs.outputDir, host.workingFolder), 'REPORT_NOT_WRITTEN'),
    await checkDisk('temporary', host.temporaryFolder, 'DOWNLOAD_NOT_STORED'),
  ]
}

function checkArtifacts({ inputs, host }: RunContext): Check {
  const { uploadArtifact } = inputs
  if (uploadArtifact === 'false') return skip('artifacts', 'No upload is wanted.')
  if (host.artifacts !== null) return ok('artifacts', 'This place offers an artifact service.')
  if (uploadArtifact === 'auto')
    return ok('artifacts', 'This place offers none, so reports stay in `output-dir`.')
  const what = 'upload-artifact: this place offers no artifact store.'
  return fail('artifacts', new GateError('ARTIFACT_NOT_STORED', what))
}
