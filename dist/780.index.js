export const id = 780;
export const ids = [780,495];
export const modules = {

/***/ 32780:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openHttp: () => (/* binding */ openHttp)
});

// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(46752);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/parse.js + 1 modules
var parse = __webpack_require__(22538);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./lib/server/http-errors.js
var http_errors = __webpack_require__(18103);
// EXTERNAL MODULE: ./lib/server/network-errors.js
var network_errors = __webpack_require__(4729);
// EXTERNAL MODULE: ./lib/server/reply-age.js
var reply_age = __webpack_require__(52657);
// EXTERNAL MODULE: ./lib/server/request.js
var server_request = __webpack_require__(27486);
;// CONCATENATED MODULE: ./lib/server/download.js
/**
 * Reads reply bodies: whole as text, or through a `save` that is guaranteed to read the body to its end or not at all.
 * Rejects web pages before anyone reads them as data, and bodies that are too long or hardly move.
 */






function openReply({ statusCode, headers, body }, timeoutMs, clock, mask) {
    // A body that is destroyed unread emits an error, which would crash the run without a listener.
    body.on('error', () => undefined);
    const header = (name) => {
        const value = headers[name];
        return value === undefined ? null : mask(Array.isArray(value) ? value.join(', ') : value);
    };
    const isChunked = /chunked/i.test(header('transfer-encoding') ?? '');
    const end = isChunked ? 'chunked' : header('content-length') === null ? 'close' : 'length';
    const steady = readSteadily(body, timeoutMs, clock);
    const isGzip = /^(x-)?gzip$/i.test(header('content-encoding')?.trim() ?? '');
    const isEmpty = statusCode === 204 || header('content-length') === '0';
    return { status: statusCode, header, body: isGzip && !isEmpty ? gunzip(steady) : steady, end };
}
/** Decodes what a proxy compressed although `identity` was asked for. Limits count the decoded bytes. */
async function* gunzip(body) {
    const decoder = (0,external_node_zlib_.createGunzip)();
    // An error of either ends both, and the loop below throws it.
    (0,external_node_stream_.pipeline)(external_node_stream_.Readable.from(body), decoder, () => undefined);
    try {
        yield* decoder;
    }
    finally {
        decoder.destroy();
    }
}
/** Largest reply that is kept in memory, bytes: a page of 1000 branches has about half of one MiB. */
const JSON_LIMIT = 16 * 1024 * 1024;
/** Fewer bytes than this within `request-timeout` is a drip and not a download. Servers write 8 KiB at a time. */
const DRIP_BYTES = 1024;
/** Bytes of a download that are checked for a web page before it is passed on. */
const SNIFF_BYTES = 512;
/** `save` failed while the body was sound, so a repeat would not help. */
class SaveFailed extends Error {
}
/**
 * @throws the body's own failure if the body broke, whatever `save` made of it; SaveFailed with the cause if `save`
 * broke; GateError EXPORT_INCONSISTENT for a copy, NOT_AN_EXPORT for a web page, a part of a body or a 2xx without one: `save` never sees those
 */
async function receiveDownload(request, reply, copy, save) {
    assertWhole(request, reply);
    if (copy !== null) {
        const what = `a cache sent a copy of it and not the server its own (${copy}), so findings may be missing.`;
        throw (0,server_request/* callError */.rb)('EXPORT_INCONSISTENT', request, what, reply_age/* UNCACHED */.gj);
    }
    assertNotEncoded(request, reply);
    const { start, whole } = await peek(reply.body);
    if ((0,http_errors/* looksLikeHtml */.te)(start))
        throw (0,http_errors/* webPageError */.A7)('NOT_AN_EXPORT', request, reply.status);
    const state = { ended: false };
    async function* watched() {
        try {
            yield* whole();
            state.ended = true;
        }
        catch (caught) {
            state.failure = { caught };
            throw caught;
        }
    }
    let saved;
    try {
        saved = await save(watched());
    }
    catch (cause) {
        throw state.failure ? state.failure.caught : new SaveFailed('', { cause });
    }
    // A `save` that swallowed the failure, or stopped half-way, has not saved the export.
    if (state.failure)
        throw state.failure.caught;
    if (!state.ended)
        throw new SaveFailed('', { cause: new Error('a download was left before its end') });
    return { kind: 'saved', saved, end: reply.end };
}
/**
 * 200 brings the whole resource, 204 means that there is nothing. 202 only accepts the request, 203 was changed on the
 * way, 206 is a part, and so is any reply that names a range, since none is ever asked for.
 */
function assertWhole(request, { status, header }) {
    const range = header('content-range');
    if (range === null && (status === 200 || status === 204))
        return;
    const how = range === null ? ', which does not bring a whole export' : ' and a part of the export (Content-Range)';
    throw (0,server_request/* callError */.rb)('NOT_AN_EXPORT', request, `the server answered with ${status}${how}.`);
}
function assertNotEncoded(request, reply) {
    const encoding = reply.header('content-encoding') ?? 'identity';
    if (/^(identity|(x-)?gzip)?$/i.test(encoding))
        return;
    const named = /^(deflate|compress|br|zstd)$/i.test(encoding) ? encoding : 'in an unknown way';
    const what = `the reply is encoded (${named}) although that was not asked for.`;
    throw (0,server_request/* callError */.rb)('REPLY_UNREADABLE', request, what);
}
async function receiveText(request, reply) {
    assertNotEncoded(request, reply);
    const { status, header } = reply;
    const { text, isWhole } = await readText(reply.body, JSON_LIMIT);
    if (!isWhole) {
        throw (0,server_request/* callError */.rb)('REPLY_UNREADABLE', request, `the reply is longer than ${JSON_LIMIT} bytes.`);
    }
    const isPage = /^text\/html|^application\/xhtml/i.test(header('content-type') ?? '') && text.trim() !== '';
    if (isPage || (0,http_errors/* looksLikeHtml */.te)(text))
        throw (0,http_errors/* webPageError */.A7)('LOGIN_PAGE', request, status);
    return { status, header, text };
}
/** The first `limit` bytes of a body as text; the rest is not fetched. */
async function readText(body, limit) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of body) {
        chunks.push(chunk);
        bytes += chunk.length;
        // Leaving the loop destroys the body, and with it the connection.
        if (bytes > limit)
            break;
    }
    return { text: Buffer.concat(chunks).subarray(0, limit).toString('utf8'), isWhole: bytes <= limit };
}
/**
 * Passes a body on while it keeps moving. Only the time spent waiting for the server counts: a slow reader on our side
 * is not the server's fault. The HTTP library detects a gap, this detects a drip.
 * @throws DrippingBody
 */
async function* readSteadily(body, timeoutMs, clock) {
    let waited = 0;
    let bytes = 0;
    let since = clock.elapsed();
    for await (const chunk of body) {
        waited += clock.elapsed() - since;
        bytes += chunk.length;
        if (waited >= timeoutMs) {
            if (bytes < DRIP_BYTES)
                throw new network_errors/* DrippingBody */.m();
            waited = 0;
            bytes = 0;
        }
        yield chunk;
        since = clock.elapsed();
    }
}
/** The first bytes of a body, at least `SNIFF_BYTES` unless it is shorter, and the whole of it. */
async function peek(body) {
    const chunks = [];
    let bytes = 0;
    while (bytes < SNIFF_BYTES) {
        const next = await body.next();
        if (next.done === true)
            break;
        chunks.push(next.value);
        bytes += next.value.length;
    }
    const start = Buffer.concat(chunks).subarray(0, SNIFF_BYTES).toString('utf8');
    async function* whole() {
        try {
            yield* chunks.splice(0);
            yield* body;
        }
        finally {
            // A `return()` during the first chunks would otherwise leave the connection open.
            await body.return(undefined);
        }
    }
    return { start, whole };
}

;// CONCATENATED MODULE: ./lib/server/retry.js
/** Whether and when a failed call is repeated, when it has to end, and how many requests may leave in a second. */


const BACKOFF_FIRST_MS = 500;
const BACKOFF_CAP_MS = 30_000;
/** A longer `Retry-After` is cut to this: an absurd one must not use up the whole run. */
const RETRY_AFTER_CAP_MS = 120_000;
/** Part of a `Retry-After` that chance adds, so that the jobs of a matrix do not come back all at once. */
const RETRY_AFTER_JITTER = 0.1;
/** Statuses by which a server or proxy says "not now". 501 and 505 are permanent. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);
/**
 * Statuses that are sent before the application does anything: rate limit and "not available". The others may come
 * after the work began, or from a proxy that lost the reply.
 */
const notArrived = new Set([429, 503]);
function retryDelay(question) {
    const { failure, repeat, retries, maxRetries, budgetLeft, askedMs, random } = question;
    const isStatus = failure.kind === 'status';
    const canPass = isStatus ? passing.has(failure.status) : !failure.lasting;
    const mayHaveArrived = isStatus ? !notArrived.has(failure.status) : failure.arrived === 'maybe';
    if (repeat === 'never' || !canPass)
        return { stop: '' };
    if (repeat === 'if-not-arrived' && mayHaveArrived) {
        return { stop: 'It is not repeated, since it may have arrived and a repeat is not harmless.' };
    }
    if (retries >= maxRetries)
        return { stop: retries === 0 ? '' : `Tried ${retries + 1} times.` };
    if (budgetLeft <= 0)
        return { stop: 'The retries of the whole run are used up.' };
    if (askedMs !== null)
        return { waitMs: Math.round(askedMs * (1 + RETRY_AFTER_JITTER * random)) };
    const bound = Math.min(BACKOFF_CAP_MS, BACKOFF_FIRST_MS * 2 ** Math.min(retries, 30));
    return { waitMs: Math.round(bound * random) };
}
/**
 * Milliseconds that a `Retry-After` asks for, at most `RETRY_AFTER_CAP_MS`; `null` if it is absent, not understood, or
 * asks for no wait: then the backoff decides, since a retry at once would prolong an overload.
 */
function retryAfterMs(value, now) {
    const text = value?.trim() ?? '';
    if (/^\d+$/.test(text))
        return capped(Number(text) * 1000);
    if (!/^[A-Za-z]{3}/.test(text))
        return null;
    return capped(Date.parse(text) - now);
}
function capped(ms) {
    return ms > 0 ? Math.min(ms, RETRY_AFTER_CAP_MS) : null;
}
const MAX_WINDOW = 1000;
/**
 * At most `perSecond` departures in any span of one second, retries included. A sliding window and not a token bucket,
 * which would let twice as many through in the second after a pause.
 * @param perSecond above 0; below 1 it means one request every 1/perSecond seconds
 */
function openRateLimiter(perSecond, clock) {
    const size = Math.min(MAX_WINDOW, Math.max(1, Math.floor(perSecond)));
    const windowMs = (1000 * size) / perSecond;
    const departures = new Array(size).fill(Number.NEGATIVE_INFINITY);
    let oldest = 0;
    let pausedUntil = 0;
    return {
        /** When the next request may leave, in `Clock.elapsed()` ms. Each call takes one place in the queue. */
        reserve() {
            const at = Math.max(clock.elapsed(), pausedUntil, (departures[oldest] ?? 0) + windowMs);
            departures[oldest] = at;
            oldest = (oldest + 1) % size;
            return at;
        },
        /** Lets nothing leave for `ms`: the server rates the user, not the single request. */
        pause(ms) {
            pausedUntil = Math.max(pausedUntil, clock.elapsed() + ms);
        },
    };
}
/** Longest delay that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** Ends a call, from its first attempt to its last, at the deadline of its phase or when the run is stopped. */
function openCallDeadline(stop, { deadline, purpose }, clock) {
    const controller = new AbortController();
    const abort = () => controller.abort();
    const left = () => deadline === undefined ? Number.POSITIVE_INFINITY : deadline.at - clock.elapsed();
    // A real timer, not `clock.sleep`: it cuts real sockets, and costs nothing if the call ends before it.
    const timer = deadline && setTimeout(abort, Math.max(0, Math.min(left(), MAX_TIMER_MS)));
    stop.addEventListener('abort', abort, { once: true });
    if (stop.aborted)
        abort();
    const late = () => (0,server_request/* callError */.rb)('RUN_TIMEOUT', { purpose }, `${deadline?.phase ?? 'the run'} reached its deadline.`);
    function throwIfOver() {
        if (stop.aborted)
            throw new errors/* GateError */.ue('CANCELLED', `Stopped before it could ${purpose}.`);
        if (controller.signal.aborted || left() <= 0)
            throw late();
    }
    return {
        /** Aborts at stop or deadline. */
        signal: controller.signal,
        throwIfOver,
        /** Waits `ms`; fails at once if the deadline comes first. */
        async sleep(ms) {
            throwIfOver();
            if (ms <= 0)
                return;
            if (ms > left())
                throw late();
            try {
                await clock.sleep(ms, controller.signal);
            }
            catch (caught) {
                throwIfOver();
                throw caught;
            }
        },
        /** Call in `finally`: removes timer and listener. */
        release() {
            clearTimeout(timer);
            stop.removeEventListener('abort', abort);
        },
    };
}

// EXTERNAL MODULE: ./lib/server/tls-proxy.js
var tls_proxy = __webpack_require__(95495);
;// CONCATENATED MODULE: ./lib/server/http.js
/** The one HTTP client, and the only user of undici: paths, headers, rate limit, retries, time-outs. */










/** Bytes. */
const ERROR_BODY_LIMIT = 64 * 1024;
/** All requests of a run together may be repeated this many times `maxRetries`. */
const BUDGET_FACTOR = 20;
const MAX_CONNECTIONS = 8;
/** Anything is accepted at the end: JAX-RS answers 406 to a list in which nothing fits. */
const ACCEPT_JSON = 'application/json, */*;q=0.8';
const ACCEPT_EXPORT = 'text/csv, application/zip, application/octet-stream, */*;q=0.8';
function openHttp(settings, { clock, log, stop, onReply }) {
    const { baseUrl, credentials, maxRetries, requestTimeoutMs, unverifiedTlsAsked } = settings;
    const proxy = (0,tls_proxy/* proxyOf */.Ol)(baseUrl, settings.proxy);
    const route = { server: baseUrl, proxy, timeoutMs: requestTimeoutMs, unverifiedTlsAsked };
    const headers = (0,server_request/* headersOf */.Yl)(credentials);
    const mask = (0,server_request/* credentialMasker */.RV)(credentials);
    const dispatcher = dispatcherOf(settings, proxy);
    const limiter = openRateLimiter(settings.maxRequestsPerSecond, clock);
    const age = (0,reply_age/* openReplyAge */.i1)(clock);
    let budgetLeft = maxRetries * BUDGET_FACTOR;
    let sent = 0;
    /** The last call that the credentials were good for. */
    let accepted = null;
    async function perform(request, accept, receive) {
        const path = (0,server_request/* wirePath */.XQ)(baseUrl, request);
        const deadline = openCallDeadline(stop, request, clock);
        try {
            for (let retries = 0;; retries++) {
                await deadline.sleep(limiter.reserve() - clock.elapsed());
                const outcome = await attempt({ request, path, accept, deadline }, receive);
                if (outcome.kind === 'done') {
                    accepted = { at: clock.elapsed(), purpose: request.purpose };
                    return outcome;
                }
                const answer = retryAnswer(request, outcome, retries);
                if ('stop' in answer)
                    return giveUp(request, outcome, answer.stop);
                budgetLeft -= 1;
                const what = outcome.kind === 'broken' ? outcome.error.what : `the server answered ${outcome.reply.status}.`;
                log.info(`Could not ${request.purpose}: ${what} Next try in ${answer.waitMs} ms.`);
                await deadline.sleep(answer.waitMs);
            }
        }
        finally {
            deadline.release();
        }
    }
    /** Sends once. Throws errors that a repeat cannot heal, and returns the others. */
    async function attempt(call, receive) {
        const started = clock.elapsed();
        const note = (what) => {
            const took = Math.round(clock.elapsed() - started);
            log.debug(`${call.request.method} ${call.path} -> ${what} (${took} ms)`);
        };
        let response = null;
        try {
            sent += 1;
            response = await dispatcher.request(wireOptions(call));
            note(String(response.statusCode));
            const reply = openReply(response, requestTimeoutMs, clock, mask);
            const isGood = reply.status >= 200 && reply.status < 300;
            const copy = age.copySign(reply.header, isGood, call.path);
            if (isGood)
                return { kind: 'done', value: await receive(reply, copy) };
            // Masked before an error quotes and cuts it: half a token would not be found.
            const text = mask((await readText(reply.body, ERROR_BODY_LIMIT)).text);
            onReply?.(call.request, reply, text);
            return { kind: 'refused', reply: { status: reply.status, header: reply.header, text }, copy };
        }
        catch (caught) {
            call.deadline.throwIfOver();
            if (caught instanceof SaveFailed)
                throw caught.cause;
            const error = caught instanceof errors/* GateError */.ue ? null : (0,network_errors/* networkError */.x)(caught, route);
            if (error === null)
                throw caught;
            note(error.what);
            return { kind: 'broken', error };
        }
        finally {
            response?.body.destroy();
        }
    }
    function wireOptions({ request, path, accept, deadline }) {
        const json = request.body === undefined ? {} : { 'content-type': 'application/json' };
        // Otherwise a caching proxy could give the status or the export of yesterday.
        const fresh = request.method === 'GET' ? { 'cache-control': 'no-cache' } : {};
        return {
            origin: baseUrl.origin,
            path,
            method: request.method,
            headers: { ...headers, accept, ...json, ...fresh },
            body: request.body === undefined ? null : JSON.stringify(request.body),
            headersTimeout: requestTimeoutMs,
            bodyTimeout: requestTimeoutMs,
            signal: deadline.signal,
        };
    }
    function retryAnswer({ repeat }, failed, retries) {
        const random = clock.random();
        const rest = { repeat, retries, maxRetries, budgetLeft, random };
        if (failed.kind === 'broken')
            return retryDelay({ ...rest, failure: failed.error.failure, askedMs: null });
        const { status, header } = failed.reply;
        const mayWait = status === 429 || status === 503;
        const askedMs = mayWait ? retryAfterMs(header('retry-after'), clock.now()) : null;
        // The server rates the user, not the single request, so all others wait as well.
        if (askedMs !== null)
            limiter.pause(askedMs);
        return retryDelay({ ...rest, failure: { kind: 'status', status }, askedMs });
    }
    /** Returns a reply that the caller expects, and throws an error for everything else. */
    function giveUp(request, failed, why) {
        if (failed.kind === 'refused') {
            if (request.expected?.includes(failed.reply.status))
                return failed;
            const before = accepted === null
                ? ''
                : `They were good ${Math.round((clock.elapsed() - accepted.at) / 1000)} s before, to ${accepted.purpose}`;
            throw (0,http_errors/* httpError */.p2)(request, failed.reply, baseUrl, credentials !== null, why, before);
        }
        const { code, what, hint } = failed.error;
        throw (0,server_request/* callError */.rb)(code, request, why === '' ? what : `${what} ${why}`, hint);
    }
    return {
        /**
         * Sends a request and reads the reply whole (at most 16 MiB). A 2xx whose body is empty or not JSON has
         * `body: undefined`; a web page is an error.
         * @throws GateError by the kind of failure: UNREACHABLE, TLS_REFUSED, PROXY_REFUSED, REQUEST_TIMEOUT,
         *   RUN_TIMEOUT, CREDENTIALS_*, RIGHT_MISSING, XSRF_REFUSED, LOGIN_PAGE, REDIRECTED, NOT_FOUND,
         *   SERVER_FAILED, REPLY_UNREADABLE, CANCELLED
         */
        async json(request) {
            const outcome = await perform(request, ACCEPT_JSON, async (reply, copy) => {
                const received = await receiveText(request, reply);
                onReply?.(request, reply, received.text);
                return { reply: received, copy };
            });
            const { reply, copy } = outcome.kind === 'done' ? outcome.value : outcome;
            const { status, header, text } = reply;
            return { status, header, copy, body: (0,parse/* parseJson */.qF)(text) };
        },
        /**
         * Downloads a body through `save`. A download that breaks is repeated from its first byte, and the earlier result of
         * `save` is dropped. Errors of `save` itself are thrown and not repeated.
         */
        async download(request, save) {
            const outcome = await perform(request, ACCEPT_EXPORT, async (reply, copy) => {
                onReply?.(request, reply, null);
                return await receiveDownload(request, reply, copy, save);
            });
            if (outcome.kind === 'done')
                return outcome.value;
            return { kind: 'refused', status: outcome.reply.status };
        },
        /** Requests sent until now, repeats included. */
        requestsSent: () => sent,
        /** By the `Date` of the replies until now. */
        clockOffsets: () => age.offsets(),
        /** Breaks off all requests and closes all connections. */
        close: () => dispatcher.destroy(),
    };
}
/** Connections to the server, direct or through the proxy, with the same trusted roots on both legs. */
function dispatcherOf(settings, proxy) {
    const roots = (0,tls_proxy/* trustedRoots */.Ve)(settings.extraCa);
    const timeout = Math.ceil(settings.requestTimeoutMs);
    // HTTP/1.1 only: the failures were studied on it, and Tomcat offers nothing better here.
    // `rejectUnauthorized` is set on each leg, since Node takes its default from NODE_TLS_REJECT_UNAUTHORIZED.
    const verified = { rejectUnauthorized: true, ...(roots === null ? {} : { secureContext: roots }) };
    const tls = { allowH2: false, timeout, ...verified };
    const common = { connections: MAX_CONNECTIONS, allowH2: false };
    if (proxy === null)
        return new undici.Agent({ ...common, connect: tls });
    return new undici.ProxyAgent({
        ...common,
        uri: proxy.href,
        connectTimeout: timeout,
        requestTls: tls,
        proxyTls: tls,
        // Without this, the tunnel itself has no time-out of ours.
        clientFactory: (origin, options) => new undici.Pool(origin, { ...options, headersTimeout: timeout }),
    });
}


/***/ }),

/***/ 4729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ DrippingBody),
/* harmony export */   x: () => (/* binding */ networkError)
/* harmony export */ });
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(22538);

/** A body that arrived, but slower than from any healthy server. Thrown by `readSteadily`. */
class DrippingBody extends Error {
    code = 'DRIPPING_BODY';
}
/** `null` if it is not an error of the network: a defect of ours must not be retried. */
function networkError(caught, route) {
    const refused = proxyRefusal(caught, route);
    if (refused !== null)
        return refused;
    const signs = signsOf(caught);
    const rule = rules.find(([, any]) => any.some((sign) => signs.includes(sign)));
    if (rule === undefined)
        return null;
    const [kind, , text, hint] = rule;
    const words = wordsOf(signs, route);
    const what = text.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? '');
    return { ...kind, what, hint };
}
/** Codes of the error and of its causes, and what else the rules go by. */
function signsOf(caught) {
    const codes = codesOf(caught);
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(caught))
        return codes;
    // The parser's errors carry no code, only a name.
    return [...codes, caught.syscall === 'connect' ? CONNECTING : '', String(caught.name)];
}
const CONNECTING = 'syscall connect';
const MAX_CAUSES = 4;
/** Codes of the error, of its causes, and of the attempts that it sums up (one for each address of a host). */
function codesOf(caught, depth = 0) {
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(caught) || depth > MAX_CAUSES)
        return [];
    const own = typeof caught.code === 'string' ? [caught.code] : [];
    const attempts = Array.isArray(caught.errors) ? caught.errors : [];
    return [...own, ...[...attempts, caught.cause].flatMap((inner) => codesOf(inner, depth + 1))];
}
const kindOf = (code, arrived, lasting = false) => ({
    code,
    failure: { kind: 'network', arrived, lasting },
});
const tlsRefused = kindOf('TLS_REFUSED', 'no', true);
const proxyRefused = kindOf('PROXY_REFUSED', 'no', true);
/** No connection was made, so the request cannot have arrived. */
const notConnected = kindOf('UNREACHABLE', 'no');
/** The connection broke later: the server may have read the request before. */
const brokenOff = kindOf('UNREACHABLE', 'maybe');
const timedOut = kindOf('REQUEST_TIMEOUT', 'maybe');
/** undici gives the proxy's answer in the message only, both for tunnels and for plain forwarding. */
function proxyRefusal(caught, route) {
    if (route.proxy === null || !(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(caught))
        return null;
    const { origin } = route.server;
    const proxy = `the proxy ${route.proxy.origin}`;
    const message = String(caught.message);
    const status = Number(/^Proxy response \((\d{3})\)/.exec(message)?.[1] ??
        /^Proxy Authentication Required \((407)\)/.exec(message)?.[1] ??
        Number.NaN);
    if (Number.isNaN(status))
        return null;
    if (status === 407) {
        return { ...proxyRefused, what: `${proxy} asks for other credentials (407).` };
    }
    if (status >= 500 || status === 429) {
        return { ...notConnected, what: `${proxy} could not reach ${origin} (${status}).` };
    }
    return {
        ...proxyRefused,
        what: `${proxy} does not let the connection to ${origin} through (${status}).`,
        hint: 'Allow the server at the proxy, or name it in NO_PROXY.',
    };
}
function wordsOf(signs, route) {
    const { origin } = route.server;
    const peer = route.proxy === null ? origin : `the proxy ${route.proxy.origin}`;
    // With an https proxy either handshake may have failed; a name mismatch says which, the rest does not.
    const either = route.proxy?.protocol === 'https:' ? `${origin} or of ${peer}` : origin;
    return {
        origin,
        peer,
        tlsPeer: signs.includes('UND_ERR_PRX_TLS') ? peer : either,
        ignored: route.unverifiedTlsAsked ? ` ${UNVERIFIED_TLS_IGNORED}` : '',
        seconds: String(route.timeoutMs / 1000),
    };
}
const UNVERIFIED_TLS_IGNORED = 'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: without a verified certificate, a false server would get the credentials and decide the verdict.';
/** OpenSSL's names for "signed by nobody I trust". */
const unknownIssuer = [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_UNTRUSTED',
    'CERT_SIGNATURE_FAILURE',
    'INVALID_CA',
];
const RENEW = 'Renew the certificate, or correct the clock of the machine that runs the gate.';
/** The first rule with one of the signs decides. */
const rules = [
    [
        tlsRefused,
        unknownIssuer,
        'the certificate of {tlsPeer} was signed by a CA that is not trusted here.{ignored}',
        'Give the PEM of that CA as `ca-file` or `ca-cert`; it is added to the usual roots.',
    ],
    [
        tlsRefused,
        ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH', 'UND_ERR_PRX_TLS'],
        'the certificate of {tlsPeer} was made for another host name.{ignored}',
        'Use the host name that the certificate was made for in `bitbucket-url` (or in HTTPS_PROXY).',
    ],
    [tlsRefused, ['CERT_HAS_EXPIRED'], 'the certificate of {tlsPeer} has expired.{ignored}', RENEW],
    [tlsRefused, ['CERT_NOT_YET_VALID'], 'the certificate of {tlsPeer} is not valid yet.{ignored}', RENEW],
    [
        tlsRefused,
        ['CERT_REVOKED', 'CERT_CHAIN_TOO_LONG', 'INVALID_PURPOSE', 'CERT_REJECTED'],
        'the certificate of {tlsPeer} was not accepted.{ignored}',
        'Look at the certificate in a browser.',
    ],
    [
        tlsRefused,
        ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
        'no TLS connection to {tlsPeer} came about: the port speaks something else or another TLS version.',
        'Check scheme (http or https) and port of `bitbucket-url` and of HTTPS_PROXY.',
    ],
    [notConnected, ['ENOTFOUND'], 'the host name of {peer} is not known to DNS (ENOTFOUND).'],
    [notConnected, ['EAI_AGAIN'], 'DNS gave no answer for the host name of {peer} (EAI_AGAIN).'],
    [notConnected, ['ECONNREFUSED'], 'nothing listens at {peer} (ECONNREFUSED).'],
    [notConnected, ['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'], 'there is no route to {peer}.'],
    [notConnected, ['UND_ERR_CONNECT_TIMEOUT', CONNECTING], 'no connection to {peer} came about in time.'],
    [notConnected, ['UND_ERR_PRX_CONN'], '{peer} brought no connection to {origin} about and hung up.'],
    [timedOut, ['UND_ERR_HEADERS_TIMEOUT'], 'no answer within `request-timeout` ({seconds} s).'],
    [timedOut, ['UND_ERR_BODY_TIMEOUT'], 'the reply stopped for longer than `request-timeout` ({seconds} s).'],
    [
        timedOut,
        ['DRIPPING_BODY'],
        'the reply dripped: next to nothing came within `request-timeout` ({seconds} s).',
    ],
    [
        kindOf('REPLY_UNREADABLE', 'maybe', true),
        ['Z_DATA_ERROR'],
        'the reply is not the gzip that its Content-Encoding says.',
    ],
    [brokenOff, ['Z_BUF_ERROR'], 'the reply was cut within its gzip.'],
    [brokenOff, ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH'], 'the reply was cut: fewer bytes came than announced.'],
    [
        brokenOff,
        ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT'],
        'the connection to {origin} broke off.',
    ],
    [
        brokenOff,
        ['HTTPParserError', 'UND_ERR_INFO', 'UND_ERR_ABORTED', 'UND_ERR_HEADERS_OVERFLOW'],
        '{origin} answered with something that is not HTTP, or broke it off.',
    ],
];


/***/ }),

/***/ 95495:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HM: () => (/* binding */ portOf),
/* harmony export */   Ol: () => (/* binding */ proxyOf),
/* harmony export */   Ve: () => (/* binding */ trustedRoots),
/* harmony export */   extraCaOf: () => (/* binding */ extraCaOf),
/* harmony export */   isUnverifiedTlsAsked: () => (/* binding */ isUnverifiedTlsAsked),
/* harmony export */   proxySettingsOf: () => (/* binding */ proxySettingsOf),
/* harmony export */   unmatchedNoProxy: () => (/* binding */ unmatchedNoProxy)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77030);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(41692);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(452);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(95428);
/** Which certificate authorities are trusted, and through which proxy a server is reached. */





/** The text of `ca-cert` or `ca-file`, `null` without either. */
async function extraCaOf({ caFile, caCert }, host) {
    return caFile === null ? caCert : await (0,_files_js__WEBPACK_IMPORTED_MODULE_4__/* .readTextFile */ .Gu)((0,_files_js__WEBPACK_IMPORTED_MODULE_4__/* .pathOf */ .XM)(caFile, host.workingFolder), 'ca-file');
}
const pemCertificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/**
 * The default roots plus those of `extraCa`; `null` if there are none to add. Made once, since reading some 150 roots
 * for each connection takes longer than the handshake. An issuing CA alone is enough, or the server's own certificate:
 * who gives one by hand trusts it, whatever signed it.
 * @param extraCa PEM text with one or more certificates
 */
function trustedRoots(extraCa) {
    if (extraCa === null)
        return null;
    const own = (extraCa.match(pemCertificate) ?? []).map(withLines);
    if (own.length === 0) {
        const what = 'holds no certificate. Allowed is PEM text with "-----BEGIN CERTIFICATE-----".';
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .inputError */ .Xu)([{ where: 'ca-file', what }]);
    }
    own.forEach(assertReadable);
    return (0,node_tls__WEBPACK_IMPORTED_MODULE_2__.createSecureContext)({ ca: [...(0,node_tls__WEBPACK_IMPORTED_MODULE_2__.getCACertificates)('default'), ...own], allowPartialTrustChain: true });
}
/** Secrets of CI systems may have lost their line breaks, or have `\n` in place of each. */
function withLines(pem) {
    const base64 = pem.replace(/-----[A-Z ]+-----|\\n|\s/g, '');
    const lines = base64.match(/.{1,64}/g) ?? [];
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n');
}
function assertReadable(pem, index) {
    try {
        new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(pem);
    }
    catch {
        // OpenSSL's message would not help: the place in the file does.
        const what = `certificate ${index + 1} in it is damaged: take it out, or export it anew.`;
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .inputError */ .Xu)([{ where: 'ca-file', what }]);
    }
}
/** Node itself would honour this, and this value only. */
function isUnverifiedTlsAsked(host) {
    return host.environment('NODE_TLS_REJECT_UNAUTHORIZED') === '0';
}
/** Both spellings are in use; the lower-case one wins, as in curl. */
function proxySettingsOf(host) {
    const either = (name) => host.environment(name.toLowerCase()) ?? host.environment(name) ?? null;
    return { https: either('HTTPS_PROXY'), http: either('HTTP_PROXY'), no: either('NO_PROXY') };
}
/** The proxy for `server`, or `null` for a direct connection. */
function proxyOf(server, settings) {
    const [name, value] = server.protocol === 'https:' ? ['HTTPS_PROXY', settings.https] : ['HTTP_PROXY', settings.http];
    if (value === null || value.trim() === '' || isExempt(server, settings.no ?? ''))
        return null;
    const address = value.trim();
    // `proxy.corp:3128` is in use as well; to a URL parser it is a scheme.
    const proxy = URL.parse(address.includes('://') ? address : `http://${address}`);
    if (proxy === null || !/^https?:$/.test(proxy.protocol) || !isDecodable(proxy)) {
        // Without its value, which may hold a password.
        const what = 'is not a proxy address such as http://user:password@proxy.example:3128 (http or https).';
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .inputError */ .Xu)([{ where: name, what }]);
    }
    return proxy;
}
/** The HTTP library decodes user and password, and would crash at a bare % in one of them. */
function isDecodable({ username, password }) {
    try {
        decodeURIComponent(username);
        decodeURIComponent(password);
        return true;
    }
    catch {
        return false;
    }
}
/** Entries are `host`, `.host` or `*.host` with an optional port, an address, a CIDR block, or `*`; subdomains count. */
function isExempt(server, noProxy) {
    const host = bare(server.hostname);
    const port = String(portOf(server));
    return entriesOf(noProxy).some((entry) => {
        if (entry === '*' || isInBlock(host, entry))
            return true;
        // An IPv6 address has colons of its own: with a port it is in brackets.
        const [, name = entry, only = port] = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
        return only === port && isWithin(host, bare(name.replace(/^\*?\./, '')));
    });
}
function entriesOf(noProxy) {
    return noProxy.split(/[\s,]+/).filter((entry) => entry !== '');
}
function isWithin(host, domain) {
    return host === domain || host.endsWith(`.${domain}`);
}
/** Names are not looked up, as in curl: a block holds addresses only. */
function isInBlock(host, entry) {
    const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
    const family = (0,node_net__WEBPACK_IMPORTED_MODULE_1__.isIP)(bare(address));
    if (family === 0 || (0,node_net__WEBPACK_IMPORTED_MODULE_1__.isIP)(host) === 0 || Number(bits) > (family === 4 ? 32 : 128))
        return false;
    const block = new node_net__WEBPACK_IMPORTED_MODULE_1__.BlockList();
    block.addSubnet(bare(address), Number(bits), family === 4 ? 'ipv4' : 'ipv6');
    return block.check(host, (0,node_net__WEBPACK_IMPORTED_MODULE_1__.isIP)(host) === 4 ? 'ipv4' : 'ipv6');
}
/** A sentence on an entry of NO_PROXY that does not match the server though it looks meant for it; `null` without one. */
function unmatchedNoProxy(server, settings) {
    const proxy = proxyOf(server, settings);
    if (proxy === null)
        return null;
    const host = bare(server.hostname);
    const meant = entriesOf(settings.no ?? '').find((entry) => {
        const name = bare(entry.replace(/^\w+:\/\//, '').replace(/\/.*$|:\d*$/, ''));
        const parts = name.split('*').filter((part) => /\w/.test(part));
        return (isWithin(host, name.replace(/^\.+/, '')) ||
            (name.includes('*') && parts.length > 0 && parts.every((part) => host.includes(part))));
    });
    if (meant === undefined)
        return null;
    return `The connection goes through the proxy ${proxy.origin}, although NO_PROXY has an entry that looks meant for ${host}: write the host alone (or with the port of the address), as ${host}, .example.com or 10.0.0.0/8.`;
}
function portOf({ port, protocol }) {
    if (port !== '')
        return Number(port);
    return protocol === 'https:' ? 443 : 80;
}
function bare(host) {
    return host
        .toLowerCase()
        .replace(/^\[(.+)\]$/, '$1')
        .replace(/\.$/, '');
}


/***/ })

};
