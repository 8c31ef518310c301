/** The one HTTP client, and the only user of undici: paths, headers, rate limit, retries, time-outs. */
import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici'
import type { Inputs } from '../config/inputs.ts'
import { GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import { parseJson } from '../parse.ts'
import { type OpenReply, openReply, readStart, receiveDownload, receiveText, SaveFailed } from './download.ts'
import { httpError, type ReadReply } from './http-errors.ts'
import { type NetworkError, networkError, type Route } from './network-errors.ts'
import { openReplyAge } from './reply-age.ts'
import {
  callError,
  credentialMasker,
  type DownloadReply,
  type HttpRequest,
  headersOf,
  type JsonReply,
  type ReplyHead,
  type Save,
  wirePath,
} from './request.ts'
import {
  type CallDeadline,
  failureOfStatus,
  openCallDeadline,
  openRateLimiter,
  type RetryAnswer,
  retryAfterMs,
  retryDelay,
} from './retry.ts'
import { type ProxySettings, proxyOf, trustedRoots } from './tls-proxy.ts'

export type HttpSettings = Pick<
  Inputs,
  'credentials' | 'requestTimeoutMs' | 'maxRetries' | 'maxRequestsPerSecond'
> & {
  /** Context path included. */
  readonly baseUrl: URL
  /** PEM text that is trusted besides the default roots; `null` for those alone. */
  readonly extraCa: string | null
  readonly proxy: ProxySettings
  readonly unverifiedTlsAsked: Route['unverifiedTlsAsked']
}

export type HttpWorld = Pick<Host, 'clock' | 'log' | 'stop'> & { readonly onReply?: OnReply | undefined }

/** Gets every reply; no text for a download. */
export type OnReply = (request: HttpRequest, reply: ReplyHead, text: string | null) => void

export type Http = ReturnType<typeof openHttp>

/** Bytes. */
const ERROR_BODY_LIMIT = 64 * 1024
/** All requests of a run together may be repeated this many times `maxRetries`. */
const BUDGET_FACTOR = 20
const MAX_CONNECTIONS = 8

/** Anything is accepted at the end: JAX-RS answers 406 to a list in which nothing fits. */
const ACCEPT_JSON = 'application/json, */*;q=0.8'
const ACCEPT_EXPORT = 'text/csv, application/zip, application/octet-stream, */*;q=0.8'

type Call = {
  readonly request: HttpRequest
  readonly path: string
  readonly accept: string
  readonly deadline: CallDeadline
}

type Receive<T> = (reply: OpenReply) => Promise<T>

type Done<T> = { readonly kind: 'done'; readonly value: T }
type Refused = { readonly kind: 'refused'; readonly reply: ReadReply }
type Broken = { readonly kind: 'broken'; readonly error: NetworkError }

export function openHttp(settings: HttpSettings, { clock, log, stop, onReply }: HttpWorld) {
  const { baseUrl, credentials, maxRetries, requestTimeoutMs, unverifiedTlsAsked } = settings
  const proxy = proxyOf(baseUrl, settings.proxy)
  const route: Route = { server: baseUrl, proxy, timeoutMs: requestTimeoutMs, unverifiedTlsAsked }
  const headers = headersOf(credentials)
  const mask = credentialMasker(credentials)
  const dispatcher = dispatcherOf(settings, proxy)
  const limiter = openRateLimiter(settings.maxRequestsPerSecond, clock)
  const age = openReplyAge(clock)
  let budgetLeft = maxRetries * BUDGET_FACTOR
  let sent = 0
  /** The last call that the credentials were good for. */
  let accepted: { readonly at: number; readonly purpose: string } | null = null

  async function perform<T>(request: HttpRequest, accept: string, receive: Receive<T>) {
    const path = wirePath(baseUrl, request)
    const deadline = openCallDeadline(stop, request, clock)
    try {
      for (let retries = 0; ; retries++) {
        await deadline.sleep(limiter.reserve() - clock.elapsed())
        const outcome = await attempt({ request, path, accept, deadline }, receive)
        if (outcome.kind === 'done') {
          accepted = { at: clock.elapsed(), purpose: request.purpose }
          return outcome
        }
        const answer = retryAnswer(request, outcome, retries)
        if ('stop' in answer) return giveUp(request, outcome, answer.stop)
        budgetLeft -= 1
        const what =
          outcome.kind === 'broken' ? outcome.error.what : `the server answered ${outcome.reply.status}.`
        log.info(`Could not ${request.purpose}: ${what} Next try in ${answer.waitMs} ms.`)
        await deadline.sleep(answer.waitMs)
      }
    } finally {
      deadline.release()
    }
  }

  async function attempt<T>(call: Call, receive: Receive<T>): Promise<Done<T> | Refused | Broken> {
    const started = clock.elapsed()
    const note = (what: string): void => {
      const took = Math.round(clock.elapsed() - started)
      log.debug(`${call.request.method} ${call.path} -> ${what} (${took} ms)`)
    }
    let response: Dispatcher.ResponseData | null = null
    try {
      sent += 1
      response = await dispatcher.request(wireOptions(call))
      note(String(response.statusCode))
      const opened = openReply(response, requestTimeoutMs, clock, mask)
      const { status, header } = opened
      const isGood = status >= 200 && status < 300
      const copy = age.copySign(header, isGood, call.path)
      const reply = { ...opened, copy }
      if (isGood) return { kind: 'done', value: await receive(reply) }
      // Masked before an error quotes and cuts it: half a token would not be found.
      const { start } = await readStart(reply.body, ERROR_BODY_LIMIT)
      const text = mask(start.toString('utf8'))
      onReply?.(call.request, reply, text)
      return { kind: 'refused', reply: { status, header, copy, text } }
    } catch (caught) {
      call.deadline.throwIfOver()
      if (caught instanceof SaveFailed) throw caught.cause
      const error = caught instanceof GateError ? null : networkError(caught, route)
      if (error === null) throw caught
      note(error.what)
      return { kind: 'broken', error }
    } finally {
      response?.body.destroy()
    }
  }

  function wireOptions({ request, path, accept, deadline }: Call): Dispatcher.RequestOptions {
    const json = request.body === undefined ? {} : { 'content-type': 'application/json' }
    // Otherwise a caching proxy could give the status or the export of yesterday.
    const fresh = request.method === 'GET' ? { 'cache-control': 'no-cache' } : {}
    return {
      origin: baseUrl.origin,
      path,
      method: request.method,
      headers: { ...headers, accept, ...json, ...fresh },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      headersTimeout: requestTimeoutMs,
      bodyTimeout: requestTimeoutMs,
      signal: deadline.signal,
    }
  }

  function retryAnswer({ repeat }: HttpRequest, failed: Refused | Broken, retries: number): RetryAnswer {
    const random = clock.random()
    const rest = { repeat, retries, maxRetries, budgetLeft, random }
    if (failed.kind === 'broken') return retryDelay({ ...rest, failure: failed.error.failure, askedMs: null })
    const { status, header } = failed.reply
    const mayWait = status === 429 || status === 503
    const askedMs = mayWait ? retryAfterMs(header('retry-after'), clock.now()) : null
    // The server rates the user, not the single request, so all others wait as well.
    if (askedMs !== null) limiter.pause(askedMs)
    return retryDelay({ ...rest, failure: failureOfStatus(status), askedMs })
  }

  /** Returns a reply that the caller expects, and throws an error for everything else. */
  function giveUp(request: HttpRequest, failed: Refused | Broken, why: string): Refused {
    if (failed.kind === 'refused') {
      if (request.expected?.includes(failed.reply.status)) return failed
      const before =
        accepted === null
          ? ''
          : `They were good ${Math.round((clock.elapsed() - accepted.at) / 1000)} s before, to ${accepted.purpose}`
      throw httpError(request, failed.reply, baseUrl, credentials !== null, why, before)
    }
    const { code, what, hint } = failed.error
    throw callError(code, request, why === '' ? what : `${what} ${why}`, hint)
  }

  return {
    /** Reads the reply whole, at most 16 MiB; `body` is `undefined` where a 2xx is empty or not JSON. Throws GateErrors. */
    async json(request: HttpRequest): Promise<JsonReply> {
      const outcome = await perform(request, ACCEPT_JSON, async (opened) => {
        const received = await receiveText(request, opened)
        onReply?.(request, opened, received.text)
        return received
      })
      const { text, ...reply } = outcome.kind === 'done' ? outcome.value : outcome.reply
      return { ...reply, body: parseJson(text) }
    },
    /** Repeats a broken download from its first byte, without the earlier result of `save`. Errors of `save` are not repeated. */
    async download<T>(request: HttpRequest, save: Save<T>): Promise<DownloadReply<T>> {
      const outcome = await perform(request, ACCEPT_EXPORT, async (reply) => {
        onReply?.(request, reply, null)
        return await receiveDownload(request, reply, save)
      })
      if (outcome.kind === 'done') return outcome.value
      return { kind: 'refused', status: outcome.reply.status }
    },
    requestsSent: (): number => sent,
    clockOffsets: () => age.offsets(),
    close: (): Promise<void> => dispatcher.destroy(),
  }
}

/** Connections to the server, direct or through the proxy, with the same trusted roots on both legs. */
function dispatcherOf(settings: HttpSettings, proxy: URL | null): Dispatcher {
  const roots = trustedRoots(settings.extraCa)
  const timeout = Math.ceil(settings.requestTimeoutMs)
  // HTTP/1.1 only: the failures were studied on it, and Tomcat offers nothing better here.
  // `rejectUnauthorized` is set on each leg, since Node takes its default from NODE_TLS_REJECT_UNAUTHORIZED.
  const verified = { rejectUnauthorized: true, ...(roots === null ? {} : { secureContext: roots }) }
  const tls = { allowH2: false, timeout, ...verified }
  const common = { connections: MAX_CONNECTIONS, allowH2: false }
  if (proxy === null) return new Agent({ ...common, connect: tls })
  return new ProxyAgent({
    ...common,
    uri: proxy.href,
    connectTimeout: timeout,
    requestTls: tls,
    proxyTls: tls,
    // Without this, the tunnel itself has no time-out of ours.
    clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: timeout }),
  })
}
