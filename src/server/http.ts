/**
 * The one way to the server, and the only user of undici: paths, headers, ceiling, retries, time-outs and
 * what every reply must look like before anyone else sees it.
 */
import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici'
import { GateError } from '../errors.ts'
import type { Credentials } from '../inputs/inputs.ts'
import type { Clock, Log } from '../ports.ts'
import { type Guard, openGuard } from './deadline.ts'
import {
  type OpenReply,
  parseOrUndefined,
  readStart,
  readSteadily,
  receiveDownload,
  receiveText,
  SaveFailed,
} from './download.ts'
import { bitbucketErrorOf, type ReadReply, refusalOf } from './http-errors.ts'
import { type Route, type WireTrouble, wireTrouble } from './network-errors.ts'
import {
  type BodyEnd,
  credentialBlanker,
  type DownloadReply,
  type HttpRequest,
  headersOf,
  type JsonReply,
  type Save,
  wirePath,
} from './request.ts'
import { openPace, type RetryAnswer, retryAfterMs, retryDelay, type Trouble } from './retry.ts'
import { type ProxySettings, proxyOf, trustOf } from './tls-proxy.ts'

/** Where requests go, with what, and how patiently. */
export type HttpSettings = {
  /** Context path included. */
  readonly baseUrl: URL
  readonly credentials: Credentials | null
  /** PEM text that is trusted besides the default roots; `null` for those alone. */
  readonly extraCa: string | null
  readonly proxy: ProxySettings
  /** NODE_TLS_REJECT_UNAUTHORIZED=0 is set: ignored, and errors say so. */
  readonly unverifiedTlsAsked: boolean
  /** A request without progress for so long fails, ms. */
  readonly requestTimeoutMs: number
  /** For each request; all together may take `BUDGET_FACTOR` times as many. */
  readonly maxRetries: number
  readonly maxRequestsPerSecond: number
  /** For the `User-Agent`. */
  readonly version: string
}

/** Time, the log, and the signal that ends everything. */
export type HttpWorld = { readonly clock: Clock; readonly log: Log; readonly stop: AbortSignal }

/** An open way to one server. */
export type Http = {
  /**
   * Sends a request and reads the reply whole (at most 16 MiB). A 2xx whose body is empty or not
   * JSON has `body: undefined`; a web page is an error.
   *
   * @throws GateError by the kind of failure: UNREACHABLE, TLS_REFUSED, PROXY_REFUSED, REQUEST_TIMEOUT,
   *   RUN_TIMEOUT, CREDENTIALS_*, RIGHT_MISSING, XSRF_REFUSED, LOGIN_PAGE, REDIRECTED, NOT_FOUND,
   *   SERVER_FAILED, REPLY_UNREADABLE, CANCELLED
   */
  json(request: HttpRequest): Promise<JsonReply>
  /**
   * Downloads a body through `save`. A download that breaks is started again from its first byte, and what
   * `save` returned for it is thrown away. Errors of `save` itself pass through and are not repeated.
   *
   * @throws GateError as `json`
   */
  download<T>(request: HttpRequest, save: Save<T>): Promise<DownloadReply<T>>
  /** Requests sent until now, repeats included. */
  requestsSent(): number
  /** Breaks off what is under way and closes all connections. */
  close(): Promise<void>
}

/** So much of an error body is read, bytes. */
const ERROR_BODY_LIMIT = 64 * 1024
/** All requests of a run together may be repeated this many times `maxRetries`. */
const BUDGET_FACTOR = 20

const MAX_CONNECTIONS = 8

/** How a failed attempt ended. */
type Failure =
  | { readonly kind: 'refused'; readonly reply: ReadReply }
  | { readonly kind: 'broken'; readonly wire: WireTrouble }

type Done<T> = { readonly kind: 'done'; readonly value: T }

/** Reads the body of a 2xx. */
type Receive<T> = (reply: OpenReply) => Promise<T>

/**
 * Opens the way to one server.
 *
 * @throws GateError INPUT_INVALID for credentials, CA or proxy that cannot be used; nothing is sent yet
 */
export function openHttp(settings: HttpSettings, world: HttpWorld): Http {
  const { baseUrl, maxRetries, requestTimeoutMs, unverifiedTlsAsked } = settings
  const { clock, log, stop } = world
  const proxy = proxyOf(baseUrl, settings.proxy)
  const { origin } = baseUrl
  const route: Route = { origin, proxy: proxy?.origin ?? null, requestTimeoutMs, unverifiedTlsAsked }
  const headers = headersOf(settings)
  const blank = credentialBlanker(settings.credentials)
  const blankOrNull = (text: string | null): string | null => (text === null ? null : blank(text))
  const dispatcher = dispatcherOf(settings, proxy)
  const pace = openPace(settings.maxRequestsPerSecond, clock)
  let budgetLeft = maxRetries * BUDGET_FACTOR
  let sent = 0

  /** Repeats a request until it is done, or there is no point in going on. */
  async function perform<T>(
    request: HttpRequest,
    accept: string,
    receive: Receive<T>,
  ): Promise<Done<T> | Refused> {
    const path = wirePath(baseUrl, request)
    const guard = openGuard(stop, request, clock)
    try {
      for (let retries = 0; ; retries++) {
        await guard.sleep(pace.reserve() - clock.elapsed())
        const outcome = await attempt({ request, path, accept, guard }, receive)
        if (outcome.kind === 'done') return outcome
        const answer = retryAnswer(request, outcome, retries)
        if ('stop' in answer) return giveUp(request, outcome, answer.stop)
        budgetLeft -= 1
        log.info(`Could not ${request.purpose}: ${told(outcome)} Next try in ${answer.waitMs} ms.`)
        await guard.sleep(answer.waitMs)
      }
    } finally {
      guard.release()
    }
  }

  /** Sends once. Errors that no repeat can mend are thrown, the others returned. */
  async function attempt<T>(call: Call, receive: Receive<T>): Promise<Done<T> | Failure> {
    const started = clock.elapsed()
    const note = (what: string): void =>
      log.debug(
        `${call.request.method} ${call.path} -> ${what} (${Math.round(clock.elapsed() - started)} ms)`,
      )
    let response: Dispatcher.ResponseData | null = null
    try {
      sent += 1
      response = await dispatcher.request(wireOptions(call))
      note(String(response.statusCode))
      const reply = openReply(response)
      if (reply.status >= 200 && reply.status < 300) return { kind: 'done', value: await receive(reply) }
      const text = blank(await readStart(reply.body, ERROR_BODY_LIMIT))
      // Blanked before an error quotes and cuts them: half a token is not known as one.
      const header = (name: string): string | null => blankOrNull(reply.header(name))
      return { kind: 'refused', reply: { status: reply.status, header, text } }
    } catch (caught) {
      call.guard.throwIfOver()
      if (caught instanceof SaveFailed) throw caught.cause
      const wire = caught instanceof GateError ? null : wireTrouble(caught, route)
      if (wire === null) throw caught
      note(wire.what)
      return { kind: 'broken', wire }
    } finally {
      response?.body.destroy()
    }
  }

  function wireOptions({ request, path, accept, guard }: Call): Dispatcher.RequestOptions {
    const json = request.body === undefined ? {} : { 'content-type': 'application/json' }
    // A proxy that keeps copies would else give the status or the export of yesterday.
    const fresh = request.method === 'GET' ? { 'cache-control': 'no-cache' } : {}
    return {
      origin,
      path,
      method: request.method,
      headers: { ...headers, accept, ...json, ...fresh },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      headersTimeout: requestTimeoutMs,
      bodyTimeout: requestTimeoutMs,
      signal: guard.signal,
    }
  }

  function openReply(response: Dispatcher.ResponseData): OpenReply {
    // Destroying a body that nobody reads makes it emit an error that nobody would hear.
    response.body.on('error', () => undefined)
    const header = (name: string): string | null => {
      const value = response.headers[name]
      return (Array.isArray(value) ? value[0] : value) ?? null
    }
    const body = readSteadily(response.body, requestTimeoutMs, clock)
    return { status: response.statusCode, header, body, end: endOf(header) }
  }

  function retryAnswer(request: HttpRequest, failure: Failure, retries: number): RetryAnswer {
    const { trouble, retryAfter } = aboutRetry(failure)
    const now = clock.now()
    const asked = retryAfterMs(retryAfter, now)
    // The server rates the user, not the single request, so all others wait as well.
    if (asked !== null) pace.pause(asked)
    const random = clock.random()
    return retryDelay({
      repeat: request.repeat,
      trouble,
      retries,
      maxRetries,
      budgetLeft,
      retryAfter,
      now,
      random,
    })
  }

  /** A reply that the caller expects is handed over, all else is an error. */
  function giveUp(request: HttpRequest, failure: Failure, why: string): Refused {
    if (failure.kind === 'refused') {
      if (request.expected?.includes(failure.reply.status)) return failure
      throw refusalOf(request, failure.reply, baseUrl, settings.credentials !== null, why)
    }
    const { code, what, mend } = failure.wire
    const message = `Could not ${request.purpose}: ${what}${why === '' ? '' : ` ${why}`}`
    throw new GateError(code, message, mend === undefined ? {} : { mend })
  }

  return {
    async json(request) {
      const outcome = await perform(request, ACCEPT_JSON, async (reply) => await receiveText(request, reply))
      const reply = outcome.kind === 'done' ? outcome.value : outcome.reply
      return {
        status: reply.status,
        header: reply.header,
        body: parseOrUndefined(reply.text),
        bitbucketError: bitbucketErrorOf(reply.text),
      }
    },
    async download(request, save) {
      const outcome = await perform(
        request,
        ACCEPT_EXPORT,
        async (reply) => await receiveDownload(request, reply, save),
      )
      if (outcome.kind === 'done') return outcome.value
      const { status, text } = outcome.reply
      return { kind: 'refused', status, bitbucketError: bitbucketErrorOf(text) }
    },
    requestsSent: () => sent,
    close: () => dispatcher.destroy(),
  }
}

type Refused = Failure & { kind: 'refused' }
type Call = {
  readonly request: HttpRequest
  readonly path: string
  readonly accept: string
  readonly guard: Guard
}

/** Anything is accepted at the end: JAX-RS answers 406 to a list in which nothing fits. */
const ACCEPT_JSON = 'application/json, */*;q=0.8'
const ACCEPT_EXPORT = 'text/csv, application/zip, application/octet-stream, */*;q=0.8'

/** Connections to the server, straight or through the proxy, with the same trust on both legs. */
function dispatcherOf(settings: HttpSettings, proxy: URL | null): Dispatcher {
  const trust = trustOf(settings.extraCa)
  const timeout = Math.ceil(settings.requestTimeoutMs)
  // HTTP/1.1 only: it is what the failures were studied on, and Tomcat offers nothing better here.
  // Said on each leg, since Node takes the default of `rejectUnauthorized` from NODE_TLS_REJECT_UNAUTHORIZED.
  const verified = { rejectUnauthorized: true, ...(trust === null ? {} : { secureContext: trust }) }
  const tls = { allowH2: false, timeout, ...verified }
  const common = { connections: MAX_CONNECTIONS, allowH2: false }
  if (proxy === null) return new Agent({ ...common, connect: tls })
  return new ProxyAgent({
    ...common,
    uri: proxy.href,
    connectTimeout: timeout,
    requestTls: tls,
    proxyTls: tls,
    // The tunnel itself has no time-out of ours unless its connections are made with one.
    clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: timeout }),
  })
}

function endOf(header: (name: string) => string | null): BodyEnd {
  if (/chunked/i.test(header('transfer-encoding') ?? '')) return 'chunked'
  return header('content-length') === null ? 'close' : 'length'
}

function aboutRetry(failure: Failure): { trouble: Trouble; retryAfter: string | null } {
  if (failure.kind === 'broken') return { trouble: failure.wire.trouble, retryAfter: null }
  const { status } = failure.reply
  const saysWhen = status === 429 || status === 503
  return {
    trouble: { kind: 'status', status },
    retryAfter: saysWhen ? failure.reply.header('retry-after') : null,
  }
}

function told(failure: Failure): string {
  return failure.kind === 'broken' ? failure.wire.what : `the server answered ${failure.reply.status}.`
}
