export const id = 948;
export const ids = [948];
export const modules = {

/***/ 31948:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openHttp: () => (/* binding */ openHttp)
});

// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(46752);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/client/wire-trouble.js
var wire_trouble = __webpack_require__(18948);
;// CONCATENATED MODULE: ./lib/client/body.js

/** Fewer bytes than this within `request-timeout` is a drip and not a download. Servers write 8 KiB at a time. */
const DRIP_BYTES = 1024;
/** So much of a download is looked at before it is passed on, to tell a web page from an export. */
const SNIFF_BYTES = 512;
/**
 * A whole body as text, or `null` when it is longer than `limit` bytes; the rest is then not fetched.
 */
async function readWhole(body, limit) {
    const { chunks, complete } = await readUpTo(body, limit);
    return complete ? Buffer.concat(chunks).toString('utf8') : null;
}
/** The first `limit` bytes of a body as text; the rest is not fetched. For error pages of any size. */
async function readStart(body, limit) {
    const { chunks } = await readUpTo(body, limit);
    return Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}
async function readUpTo(body, limit) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of body) {
        chunks.push(chunk);
        bytes += chunk.length;
        // Leaving the loop destroys the body, and with it the connection.
        if (bytes > limit)
            return { chunks, complete: false };
    }
    return { chunks, complete: true };
}
/**
 * Passes a body on as long as it keeps moving. Only the time spent waiting for the server counts: a slow
 * reader on our side is not the server's fault. A gap is the HTTP library's to detect, this finds the drip.
 *
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
                throw new wire_trouble/* DrippingBody */.m();
            waited = 0;
            bytes = 0;
        }
        yield chunk;
        since = clock.elapsed();
    }
}
/** A body with its first bytes looked at: `start` holds at least `SNIFF_BYTES` unless the body is shorter. */
async function peek(body) {
    const held = [];
    let bytes = 0;
    while (bytes < SNIFF_BYTES) {
        const next = await body.next();
        if (next.done === true)
            break;
        held.push(next.value);
        bytes += next.value.length;
    }
    const start = Buffer.concat(held).subarray(0, SNIFF_BYTES).toString('utf8');
    async function* whole() {
        try {
            yield* held.splice(0);
            yield* body;
        }
        finally {
            // `return()` during the held chunks would else leave the connection open.
            await body.return(undefined);
        }
    }
    return { start, whole };
}

;// CONCATENATED MODULE: ./lib/client/guard.js
/** The two things that end a call from outside: the run is asked to stop, or its phase reaches its deadline. */

/** Longest delay a timer takes, ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** A deadline that is being put off all the time is not looked at more often. */
const SHORTEST_DELAY_MS = 20;
function timerMs(ms) {
    return Math.max(0, Math.min(ms, MAX_TIMER_MS));
}
/** A guard over a call. It holds a timer and a listener until it is released. */
function openGuard(stop, request, clock) {
    const { deadline, purpose } = request;
    const controller = new AbortController();
    const abort = () => controller.abort();
    const left = () => deadline === undefined ? Number.POSITIVE_INFINITY : deadline.at - clock.elapsed();
    // A real timer, not `clock.sleep`: it cuts real sockets, and costs nothing when the call ends before it.
    let armedFor = deadline?.at ?? 0;
    let timer = deadline === undefined ? null : setTimeout(expire, timerMs(left()));
    /** The deadline may have been put off meanwhile. */
    function expire() {
        const put = (deadline?.at ?? 0) - armedFor;
        armedFor += put;
        if (put <= 0)
            abort();
        else
            timer = setTimeout(expire, Math.max(SHORTEST_DELAY_MS, timerMs(put)));
    }
    stop.addEventListener('abort', abort, { once: true });
    if (stop.aborted)
        abort();
    const late = () => new errors/* GateError */.ue('RUN_TIMEOUT', `Could not ${purpose}: ${deadline?.phase ?? 'the run'} reached its deadline.`);
    function throwIfOver() {
        if (stop.aborted)
            throw new errors/* GateError */.ue('CANCELLED', `Stopped before it could ${purpose}.`);
        if (controller.signal.aborted || left() <= 0)
            throw late();
    }
    return {
        signal: controller.signal,
        throwIfOver,
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
        release() {
            if (timer !== null)
                clearTimeout(timer);
            stop.removeEventListener('abort', abort);
        },
    };
}

// EXTERNAL MODULE: ./lib/blanks.js
var blanks = __webpack_require__(12756);
;// CONCATENATED MODULE: ./lib/client/headers.js
/** The headers that every request carries. */


/**
 * Name, XSRF token and credentials. They leave for the origin of the base URL only, since no other is asked.
 *
 * @throws GateError INPUT_INVALID for a token that no header can carry
 */
function headersOf(settings) {
    const headers = {
        'user-agent': `soteri-gate/${settings.version}`,
        // Without it Bitbucket may refuse PUT, POST and DELETE with 403 "XSRF check failed".
        'x-atlassian-token': 'no-check',
        // A body that a proxy compresses could not be held against its announced length.
        'accept-encoding': 'identity',
    };
    const { credentials } = settings;
    if (credentials === null)
        return headers;
    return { ...headers, authorization: authorizationOf(credentials) };
}
function authorizationOf(credentials) {
    if (credentials.kind === 'basic') {
        const { username, password } = credentials;
        return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
    }
    if (!/^[\x21-\x7e]+$/.test(credentials.token)) {
        const what = 'holds blanks, line breaks or characters that no HTTP access token has (its value is not shown).';
        throw (0,errors/* inputError */.Xu)([{ where: 'token', what }]);
    }
    return `Bearer ${credentials.token}`;
}
/**
 * Takes the credentials, in every form they travel in, out of a text of the server: an error such as "token x is
 * expired" is quoted in logs and reports.
 */
function credentialBlanker(credentials) {
    return (0,blanks/* blankerOf */.lH)(credentials === null ? [] : secretFormsOf(credentials));
}
function secretFormsOf(credentials) {
    const secret = credentials.kind === 'token' ? credentials.token : credentials.password;
    const [, sent = ''] = authorizationOf(credentials).split(' ');
    const inJson = JSON.stringify(secret).slice(1, -1);
    return [secret, sent, inJson, encodeURIComponent(secret)];
}

;// CONCATENATED MODULE: ./lib/client/pace.js
/** Longest list of past departures that is kept. */
const MAX_WINDOW = 1000;
/**
 * At most `perSecond` departures in any span of one second. A sliding window and not a token bucket, which
 * would let twice as many through in the second after a pause.
 *
 * @param perSecond above 0; below 1 it means one request every 1/perSecond seconds
 */
function openPace(perSecond, clock) {
    const size = Math.min(MAX_WINDOW, Math.max(1, Math.floor(perSecond)));
    const windowMs = (1000 * size) / perSecond;
    const departures = new Array(size).fill(Number.NEGATIVE_INFINITY);
    let oldest = 0;
    let heldUntil = 0;
    return {
        reserve() {
            const at = Math.max(clock.elapsed(), heldUntil, (departures[oldest] ?? 0) + windowMs);
            departures[oldest] = at;
            oldest = (oldest + 1) % size;
            return at;
        },
        pause(ms) {
            heldUntil = Math.max(heldUntil, clock.elapsed() + ms);
        },
    };
}

// EXTERNAL MODULE: ./lib/client/proxy.js
var client_proxy = __webpack_require__(39943);
// EXTERNAL MODULE: ./lib/client/refusal.js
var refusal = __webpack_require__(51627);
;// CONCATENATED MODULE: ./lib/client/receive.js
/**
 * Takes the body of a good reply: whole as text, or through a `save` that it vouches for having read to the
 * end or not at all. Web pages are refused here, before anyone reads them as data.
 */



/** Largest reply that is held in memory, bytes: a page of 1000 branches has about half of one MiB. */
const JSON_LIMIT = 16 * 1024 * 1024;
/** `save` itself failed while the body was sound: not the wire's fault, so nothing to repeat. */
class SaveFailed extends Error {
}
/**
 * @throws the body's own failure when the body broke, whatever `save` made of it; SaveFailed with the cause
 *   when `save` broke; GateError NOT_AN_EXPORT for a web page, a part of a body or a 2xx that promises none,
 *   which `save` then never sees
 */
async function receiveDownload(request, reply, save) {
    assertWhole(request, reply);
    assertNotEncoded(request, reply);
    const { start, whole } = await peek(reply.body);
    if ((0,refusal/* looksLikeHtml */.te)(start))
        throw (0,refusal/* pageInsteadOfExport */.D_)(request, reply.status);
    const state = { bytes: 0, ended: false, failure: null };
    const saved = await saveOrFail(watch(whole(), state), save, state);
    return {
        kind: 'saved',
        status: reply.status,
        saved,
        bytes: state.bytes,
        contentType: reply.header('content-type'),
        ageSeconds: ageOf(reply),
        end: reply.end,
    };
}
/** RFC 9111, 5.1: whole seconds. */
function ageOf(reply) {
    const seconds = /^\s*(\d+)/.exec(reply.header('age') ?? '')?.[1];
    return seconds === undefined ? null : Number(seconds);
}
async function saveOrFail(body, save, state) {
    let saved;
    try {
        saved = await save(body);
    }
    catch (caught) {
        if (state.failure !== null)
            throw state.failure.caught;
        throw new SaveFailed('', { cause: caught });
    }
    // A `save` that swallowed the failure, or stopped half-way, has not saved the export.
    if (state.failure !== null)
        throw state.failure.caught;
    if (!state.ended)
        throw new SaveFailed('', { cause: new Error('a download was left before its end') });
    return saved;
}
async function* watch(body, state) {
    try {
        for await (const chunk of body) {
            state.bytes += chunk.length;
            yield chunk;
        }
        state.ended = true;
    }
    catch (caught) {
        state.failure = { caught };
        throw caught;
    }
}
/**
 * 200 brings the whole of what was asked for, 204 says that there is nothing. 202 has only taken the order, 203 was
 * changed on the way, 206 is a part, and so is whatever names a range: no range is ever asked for.
 */
function assertWhole(request, reply) {
    const range = reply.header('content-range');
    if (range === null && (reply.status === 200 || reply.status === 204))
        return;
    const what = range === null
        ? `with ${reply.status}, which does not bring a whole export`
        : `with ${reply.status} and a part of the export (Content-Range)`;
    throw new errors/* GateError */.ue('NOT_AN_EXPORT', `Could not ${request.purpose}: the server answered ${what}.`);
}
function assertNotEncoded(request, reply) {
    const encoding = reply.header('content-encoding') ?? 'identity';
    if (/^(identity)?$/i.test(encoding))
        return;
    const named = /^(x-)?(gzip|deflate|compress|br|zstd)$/i.test(encoding) ? encoding : 'in an unknown way';
    const what = `the reply is encoded (${named}) although that was not asked for.`;
    throw new errors/* GateError */.ue('REPLY_UNREADABLE', `Could not ${request.purpose}: ${what}`);
}
/** @throws GateError LOGIN_PAGE, REPLY_UNREADABLE */
async function receiveText(request, reply) {
    assertNotEncoded(request, reply);
    const text = await readWhole(reply.body, JSON_LIMIT);
    if (text === null) {
        const what = `the reply is longer than ${JSON_LIMIT} bytes.`;
        throw new errors/* GateError */.ue('REPLY_UNREADABLE', `Could not ${request.purpose}: ${what}`);
    }
    const isPage = /^text\/html|^application\/xhtml/i.test(reply.header('content-type') ?? '') && text.trim() !== '';
    if (isPage || (0,refusal/* looksLikeHtml */.te)(text))
        throw (0,refusal/* loginPageError */.L7)(request, reply.status);
    return { status: reply.status, header: reply.header, text };
}
/** The JSON of a text; `undefined` when it is none: callers that need JSON refuse that with their own words. */
function parseOrUndefined(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./lib/client/request.js
var client_request = __webpack_require__(2410);
;// CONCATENATED MODULE: ./lib/client/retry.js
/** First bound of the exponential backoff, ms. */
const BACKOFF_FIRST_MS = 500;
/** Longest wait without a `Retry-After`, ms. */
const BACKOFF_CAP_MS = 30_000;
/** A `Retry-After` beyond this is cut to it, ms: an absurd one must not eat the whole run. */
const RETRY_AFTER_CAP_MS = 120_000;
/** Jitter on top of `Retry-After`, as a part of it, so that the jobs of a matrix do not come back as one. */
const RETRY_AFTER_JITTER = 0.1;
/** Statuses by which a server or proxy says "not now". 501 and 505 are for ever. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);
/**
 * Statuses that are sent before the application does anything: rate limit and "not available". The others may
 * come after the work was begun, or from a proxy that lost the reply.
 */
const notArrived = new Set([429, 503]);
/** `waitMs` until the next try, or why there is none. */
function retryDelay(question) {
    const { trouble, repeat, retries, maxRetries, budgetLeft } = question;
    if (!canPass(trouble))
        return { stop: '' };
    if (repeat === 'never')
        return { stop: '' };
    if (repeat === 'if-not-arrived' && mayHaveArrived(trouble)) {
        return { stop: 'It is not repeated, since it may have arrived and a repeat is not harmless.' };
    }
    if (retries >= maxRetries)
        return { stop: retries === 0 ? '' : `Tried ${retries + 1} times.` };
    if (budgetLeft <= 0)
        return { stop: 'The retries of the whole run are used up.' };
    const asked = retryAfterMs(question.retryAfter, question.now);
    if (asked !== null)
        return { waitMs: Math.round(asked * (1 + RETRY_AFTER_JITTER * question.random)) };
    return { waitMs: Math.round(backoffBound(retries) * question.random) };
}
/** Upper bound of the full jitter: doubles with each retry up to the cap. */
function backoffBound(retries) {
    return Math.min(BACKOFF_CAP_MS, BACKOFF_FIRST_MS * 2 ** Math.min(retries, 30));
}
function canPass(trouble) {
    return trouble.kind === 'status' ? passing.has(trouble.status) : !trouble.lasting;
}
function mayHaveArrived(trouble) {
    return trouble.kind === 'status' ? !notArrived.has(trouble.status) : trouble.arrived === 'maybe';
}
/**
 * Milliseconds that a `Retry-After` asks for, at most `RETRY_AFTER_CAP_MS`; `null` when it is absent, not
 * understood, or asks for no wait at all: then the backoff decides, since "at once" is how overload goes on.
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

// EXTERNAL MODULE: ./lib/client/trust.js
var client_trust = __webpack_require__(20709);
;// CONCATENATED MODULE: ./lib/client/http.js
/**
 * The one way to the server, and the only user of undici: paths, headers, ceiling, retries, time-outs and
 * what every reply must look like before anyone else sees it.
 */













/** So much of an error body is read, bytes. */
const ERROR_BODY_LIMIT = 64 * 1024;
/** All requests of a run together may be repeated this many times `maxRetries`. */
const BUDGET_FACTOR = 20;
const MAX_CONNECTIONS = 8;
/**
 * Opens the way to one server.
 *
 * @throws GateError INPUT_INVALID for credentials, CA or proxy that cannot be used; nothing is sent yet
 */
function openHttp(settings, world) {
    const { baseUrl, maxRetries, requestTimeoutMs, unverifiedTlsAsked } = settings;
    const { clock, log, stop } = world;
    const proxy = (0,client_proxy/* proxyOf */.O)(baseUrl, settings.proxy);
    const { origin } = baseUrl;
    const route = { origin, proxy: proxy?.origin ?? null, requestTimeoutMs, unverifiedTlsAsked };
    const headers = headersOf(settings);
    const blank = credentialBlanker(settings.credentials);
    const blankOrNull = (text) => (text === null ? null : blank(text));
    const dispatcher = dispatcherOf(settings, proxy);
    const pace = openPace(settings.maxRequestsPerSecond, clock);
    let budgetLeft = maxRetries * BUDGET_FACTOR;
    let sent = 0;
    /** Repeats a request until it is done, or there is no point in going on. */
    async function perform(request, accept, receive) {
        const path = (0,client_request/* wirePath */.X)(baseUrl, request);
        const guard = openGuard(stop, request, clock);
        try {
            for (let retries = 0;; retries++) {
                await guard.sleep(pace.reserve() - clock.elapsed());
                const outcome = await attempt({ request, path, accept, guard }, receive);
                if (outcome.kind === 'done')
                    return outcome;
                const answer = retryAnswer(request, outcome, retries);
                if ('stop' in answer)
                    return giveUp(request, outcome, answer.stop);
                budgetLeft -= 1;
                log.info(`Could not ${request.purpose}: ${told(outcome)} Next try in ${answer.waitMs} ms.`);
                await guard.sleep(answer.waitMs);
            }
        }
        finally {
            guard.release();
        }
    }
    /** Sends once. Errors that no repeat can mend are thrown, the others returned. */
    async function attempt(call, receive) {
        const started = clock.elapsed();
        const note = (what) => log.debug(`${call.request.method} ${call.path} -> ${what} (${Math.round(clock.elapsed() - started)} ms)`);
        let response = null;
        try {
            sent += 1;
            response = await dispatcher.request(wireOptions(call));
            note(String(response.statusCode));
            const reply = openReply(response);
            if (reply.status >= 200 && reply.status < 300)
                return { kind: 'done', value: await receive(reply) };
            const text = blank(await readStart(reply.body, ERROR_BODY_LIMIT));
            // Blanked before an error quotes and cuts them: half a token is not known as one.
            const header = (name) => blankOrNull(reply.header(name));
            return { kind: 'refused', reply: { status: reply.status, header, text } };
        }
        catch (caught) {
            call.guard.throwIfOver();
            if (caught instanceof SaveFailed)
                throw caught.cause;
            const wire = caught instanceof errors/* GateError */.ue ? null : (0,wire_trouble/* wireTrouble */.d)(caught, route);
            if (wire === null)
                throw caught;
            note(wire.what);
            return { kind: 'broken', wire };
        }
        finally {
            response?.body.destroy();
        }
    }
    function wireOptions({ request, path, accept, guard }) {
        const json = request.body === undefined ? {} : { 'content-type': 'application/json' };
        // A proxy that keeps copies would else give the status or the export of yesterday.
        const fresh = request.method === 'GET' ? { 'cache-control': 'no-cache' } : {};
        return {
            origin,
            path,
            method: request.method,
            headers: { ...headers, accept, ...json, ...fresh },
            body: request.body === undefined ? null : JSON.stringify(request.body),
            headersTimeout: requestTimeoutMs,
            bodyTimeout: requestTimeoutMs,
            signal: guard.signal,
        };
    }
    function openReply(response) {
        // Destroying a body that nobody reads makes it emit an error that nobody would hear.
        response.body.on('error', () => undefined);
        const header = (name) => {
            const value = response.headers[name];
            return (Array.isArray(value) ? value[0] : value) ?? null;
        };
        const body = readSteadily(response.body, requestTimeoutMs, clock);
        return { status: response.statusCode, header, body, end: endOf(header) };
    }
    function retryAnswer(request, failure, retries) {
        const { trouble, retryAfter } = aboutRetry(failure);
        const now = clock.now();
        const asked = retryAfterMs(retryAfter, now);
        // The server rates the user, not the single request, so all others wait as well.
        if (asked !== null)
            pace.pause(asked);
        const random = clock.random();
        return retryDelay({
            repeat: request.repeat,
            trouble,
            retries,
            maxRetries,
            budgetLeft,
            retryAfter,
            now,
            random,
        });
    }
    /** A reply that the caller expects is handed over, all else is an error. */
    function giveUp(request, failure, why) {
        if (failure.kind === 'refused') {
            if (request.expected?.includes(failure.reply.status))
                return failure;
            throw (0,refusal/* refusalOf */.Of)(request, failure.reply, baseUrl, settings.credentials !== null, why);
        }
        const { code, what, mend } = failure.wire;
        const message = `Could not ${request.purpose}: ${what}${why === '' ? '' : ` ${why}`}`;
        throw new errors/* GateError */.ue(code, message, mend === undefined ? {} : { mend });
    }
    return {
        async json(request) {
            const outcome = await perform(request, ACCEPT_JSON, async (reply) => await receiveText(request, reply));
            const reply = outcome.kind === 'done' ? outcome.value : outcome.reply;
            return {
                status: reply.status,
                header: reply.header,
                body: parseOrUndefined(reply.text),
                bitbucketError: (0,refusal/* bitbucketErrorOf */.XF)(reply.text),
            };
        },
        async download(request, save) {
            const outcome = await perform(request, ACCEPT_EXPORT, async (reply) => await receiveDownload(request, reply, save));
            if (outcome.kind === 'done')
                return outcome.value;
            const { status, text } = outcome.reply;
            return { kind: 'refused', status, bitbucketError: (0,refusal/* bitbucketErrorOf */.XF)(text) };
        },
        requestsSent: () => sent,
        close: () => dispatcher.destroy(),
    };
}
/** Anything is accepted at the end: JAX-RS answers 406 to a list in which nothing fits. */
const ACCEPT_JSON = 'application/json, */*;q=0.8';
const ACCEPT_EXPORT = 'text/csv, application/zip, application/octet-stream, */*;q=0.8';
/** Connections to the server, straight or through the proxy, with the same trust on both legs. */
function dispatcherOf(settings, proxy) {
    const trust = (0,client_trust/* trustOf */.A)(settings.extraCa);
    const timeout = Math.ceil(settings.requestTimeoutMs);
    // HTTP/1.1 only: it is what the failures were studied on, and Tomcat offers nothing better here.
    // Said on each leg, since Node takes the default of `rejectUnauthorized` from NODE_TLS_REJECT_UNAUTHORIZED.
    const verified = { rejectUnauthorized: true, ...(trust === null ? {} : { secureContext: trust }) };
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
        // The tunnel itself has no time-out of ours unless its connections are made with one.
        clientFactory: (origin, options) => new undici.Pool(origin, { ...options, headersTimeout: timeout }),
    });
}
function endOf(header) {
    if (/chunked/i.test(header('transfer-encoding') ?? ''))
        return 'chunked';
    return header('content-length') === null ? 'close' : 'length';
}
function aboutRetry(failure) {
    if (failure.kind === 'broken')
        return { trouble: failure.wire.trouble, retryAfter: null };
    const { status } = failure.reply;
    const saysWhen = status === 429 || status === 503;
    return {
        trouble: { kind: 'status', status },
        retryAfter: saysWhen ? failure.reply.header('retry-after') : null,
    };
}
function told(failure) {
    return failure.kind === 'broken' ? failure.wire.what : `the server answered ${failure.reply.status}.`;
}


/***/ }),

/***/ 39943:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ proxyOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/** Which proxy a server is reached through, by the variables that curl and most tools share. Pure. */

/**
 * The proxy for `server`, or `null` for a direct connection.
 *
 * @throws GateError INPUT_INVALID for a proxy that is no http(s) address; its value is not quoted, since it
 *   may hold a password.
 */
function proxyOf(server, settings) {
    const [name, value] = server.protocol === 'https:' ? ['HTTPS_PROXY', settings.https] : ['HTTP_PROXY', settings.http];
    if (value === null || value.trim() === '' || isExempt(server, settings.no ?? ''))
        return null;
    const address = value.trim();
    // `proxy.corp:3128` is in use as well; to a URL parser it is a scheme.
    const proxy = URL.parse(address.includes('://') ? address : `http://${address}`);
    if (proxy === null || !/^https?:$/.test(proxy.protocol) || !decodable(proxy)) {
        const what = 'is not a proxy address such as http://user:password@proxy.example:3128 (http or https).';
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .inputError */ .Xu)([{ where: name, what }]);
    }
    return proxy;
}
/** The HTTP library decodes user and password, and a bare % in one of them would be a crash. */
function decodable(proxy) {
    try {
        decodeURIComponent(proxy.username);
        decodeURIComponent(proxy.password);
        return true;
    }
    catch {
        return false;
    }
}
/** Entries are `host`, `.host` or `*.host`, each with an optional port, or `*`; subdomains are meant too. */
function isExempt(server, noProxy) {
    const host = bare(server.hostname);
    const port = server.port === '' ? (server.protocol === 'https:' ? '443' : '80') : server.port;
    return noProxy.split(/[\s,]+/).some((entry) => {
        if (entry === '')
            return false;
        if (entry === '*')
            return true;
        const { name, only } = splitPort(entry);
        if (only !== null && only !== port)
            return false;
        const suffix = bare(name.replace(/^\*?\./, ''));
        return host === suffix || host.endsWith(`.${suffix}`);
    });
}
/** An IPv6 address has colons of its own: with a port it stands in brackets. */
function splitPort(entry) {
    const parts = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry);
    return parts === null ? { name: entry, only: null } : { name: parts[1] ?? '', only: parts[2] ?? null };
}
function bare(host) {
    return host
        .toLowerCase()
        .replace(/^\[(.+)\]$/, '$1')
        .replace(/\.$/, '');
}


/***/ }),

/***/ 20709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ trustOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(41692);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(452);
/** The certificate authorities that are trusted: the usual roots and, with `ca-file`, one's own. */



const pemCertificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/**
 * The default roots plus those of `extraCa`; `null` when there is nothing to add. Made once, since reading
 * some 150 roots for each connection takes longer than the handshake.
 *
 * @param extraCa PEM text with one or more certificates
 * @throws GateError INPUT_INVALID when it holds none, or one that cannot be read
 */
function trustOf(extraCa) {
    if (extraCa === null)
        return null;
    const own = extraCa.match(pemCertificate) ?? [];
    if (own.length === 0) {
        const what = 'holds no certificate. Allowed is PEM text with "-----BEGIN CERTIFICATE-----".';
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .inputError */ .Xu)([{ where: 'ca-file', what }]);
    }
    own.forEach(assertReadable);
    return (0,node_tls__WEBPACK_IMPORTED_MODULE_1__.createSecureContext)({ ca: [...(0,node_tls__WEBPACK_IMPORTED_MODULE_1__.getCACertificates)('default'), ...own] });
}
function assertReadable(pem, index) {
    try {
        new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(pem);
    }
    catch {
        // OpenSSL's words would not help: the place in the file does.
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .inputError */ .Xu)([
            {
                where: 'ca-file',
                what: `certificate ${index + 1} in it is damaged: take it out, or export it anew.`,
            },
        ]);
    }
}


/***/ }),

/***/ 18948:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ wireTrouble),
/* harmony export */   m: () => (/* binding */ DrippingBody)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(82061);

/** A body that arrived, but slower than any server that is alive. Thrown by `readSteadily`. */
class DrippingBody extends Error {
}
/**
 * Tells what an attempt died of; `null` when the error is not one of the wire's, so that a defect of ours
 * is not mistaken for the weather.
 */
function wireTrouble(caught, route) {
    const sketch = sketchOf(caught, route);
    if (sketch === null)
        return null;
    const { arrived, lasting, ...rest } = sketch;
    return { ...rest, trouble: { kind: 'wire', arrived, lasting } };
}
function sketchOf(caught, route) {
    const codes = codesOf(caught);
    const has = (...names) => names.some((name) => codes.includes(name));
    return (proxyRefusal(caught, route) ??
        certificateTrouble(has, route) ??
        unconnected(has, caught, route) ??
        stalled(has, caught, route) ??
        brokenOff(has, caught, route));
}
/** Codes of the error, of its causes, and of the attempts that it sums up (one per address of a host). */
function codesOf(caught, depth = 0) {
    if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(caught) || depth > MAX_CAUSES)
        return [];
    const own = typeof caught.code === 'string' ? [caught.code] : [];
    const attempts = Array.isArray(caught.errors) ? caught.errors : [];
    return [...own, ...[...attempts, caught.cause].flatMap((inner) => codesOf(inner, depth + 1))];
}
const MAX_CAUSES = 4;
/** undici tells the proxy's answer in the message only, both for tunnels and for plain forwarding. */
function proxyRefusal(caught, route) {
    if (route.proxy === null)
        return null;
    const message = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(caught) ? String(caught.message) : '';
    const status = Number(/^Proxy response \((\d{3})\)/.exec(message)?.[1] ??
        /^Proxy Authentication Required \((407)\)/.exec(message)?.[1] ??
        Number.NaN);
    if (Number.isNaN(status))
        return null;
    const proxy = `the proxy ${route.proxy}`;
    if (status === 407) {
        return { ...never, code: 'PROXY_REFUSED', what: `${proxy} asks for other credentials (407).` };
    }
    if (status >= 500 || status === 429) {
        return { ...later, code: 'UNREACHABLE', what: `${proxy} could not reach ${route.origin} (${status}).` };
    }
    return {
        ...never,
        code: 'PROXY_REFUSED',
        what: `${proxy} does not let the connection to ${route.origin} through (${status}).`,
        mend: 'Allow the server at the proxy, or name it in NO_PROXY.',
    };
}
const never = { arrived: 'no', lasting: true };
const later = { arrived: 'no', lasting: false };
const UNVERIFIED_TLS_IGNORED = 'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: without a verified certificate, a false server would get the credentials and decide the verdict.';
/** OpenSSL's names for "nobody I trust has signed this". */
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
function certificateTrouble(has, route) {
    const peer = has('UND_ERR_PRX_TLS') ? `the proxy ${route.proxy}` : tlsPeer(route);
    const ignored = route.unverifiedTlsAsked ? ` ${UNVERIFIED_TLS_IGNORED}` : '';
    const refused = (what, mend) => {
        return { ...never, code: 'TLS_REFUSED', what: `${what}${ignored}`, mend };
    };
    if (has(...unknownIssuer)) {
        return refused(`the certificate of ${peer} was signed by a CA that is not trusted here.`, 'Give the PEM file of that CA as `ca-file`; it is added to the usual roots.');
    }
    if (has('ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH', 'UND_ERR_PRX_TLS')) {
        return refused(`the certificate of ${peer} was made for another host name.`, 'Use the host name that the certificate was made for in `bitbucket-url` (or in HTTPS_PROXY).');
    }
    if (has('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID')) {
        const when = has('CERT_HAS_EXPIRED') ? 'has expired' : 'is not valid yet';
        return refused(`the certificate of ${peer} ${when}.`, 'Renew the certificate, or correct the clock of the machine that runs the gate.');
    }
    if (has('CERT_REVOKED', 'CERT_CHAIN_TOO_LONG', 'INVALID_PURPOSE', 'CERT_REJECTED')) {
        return refused(`the certificate of ${peer} was not accepted.`, 'Look at the certificate in a browser.');
    }
    return tlsFailure(has, peer);
}
function tlsFailure(has, peer) {
    if (!has('EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'))
        return null;
    return {
        ...never,
        code: 'TLS_REFUSED',
        what: `no TLS connection to ${peer} came about: the port speaks something else or another TLS version.`,
        mend: 'Check scheme (http or https) and port of `bitbucket-url` and of HTTPS_PROXY.',
    };
}
/** With an https proxy the handshake that failed may be either one; a name mismatch tells, the rest does not. */
function tlsPeer(route) {
    return route.proxy?.startsWith('https:') ? `${route.origin} or of the proxy ${route.proxy}` : route.origin;
}
/** No connection came about, so nothing can have arrived. */
function unconnected(has, caught, route) {
    const peer = route.proxy === null ? route.origin : `the proxy ${route.proxy}`;
    const sketch = (what, lasting = false) => ({
        arrived: 'no',
        lasting,
        code: 'UNREACHABLE',
        what,
    });
    if (has('ENOTFOUND'))
        return sketch(`the host name of ${peer} is not known to DNS (ENOTFOUND).`);
    if (has('EAI_AGAIN'))
        return sketch(`DNS gave no answer for the host name of ${peer} (EAI_AGAIN).`);
    if (has('ECONNREFUSED'))
        return sketch(`nothing listens at ${peer} (ECONNREFUSED).`);
    if (has('EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'))
        return sketch(`there is no route to ${peer}.`);
    if (has('UND_ERR_CONNECT_TIMEOUT') || ((0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(caught) && caught.syscall === 'connect')) {
        return sketch(`no connection to ${peer} came about in time.`);
    }
    if (has('UND_ERR_PRX_CONN'))
        return sketch(`${peer} brought no connection to ${route.origin} about and hung up.`);
    return null;
}
function stalled(has, caught, route) {
    const seconds = route.requestTimeoutMs / 1000;
    const sketch = (what) => ({
        arrived: 'maybe',
        lasting: false,
        code: 'REQUEST_TIMEOUT',
        what,
    });
    if (has('UND_ERR_HEADERS_TIMEOUT'))
        return sketch(`no answer within \`request-timeout\` (${seconds} s).`);
    if (has('UND_ERR_BODY_TIMEOUT')) {
        return sketch(`the reply stood still for longer than \`request-timeout\` (${seconds} s).`);
    }
    if (caught instanceof DrippingBody) {
        return sketch(`the reply dripped: next to nothing came within \`request-timeout\` (${seconds} s).`);
    }
    return null;
}
/** The connection broke once it stood: the request may have been read before that. */
function brokenOff(has, caught, route) {
    const sketch = (what) => ({ arrived: 'maybe', lasting: false, code: 'UNREACHABLE', what });
    if (has('UND_ERR_RES_CONTENT_LENGTH_MISMATCH')) {
        return sketch('the reply was cut: fewer bytes came than announced.');
    }
    if (has('UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT')) {
        return sketch(`the connection to ${route.origin} broke off.`);
    }
    // The parser's errors carry no code, only this name.
    const unparsed = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(caught) && caught.name === 'HTTPParserError';
    if (unparsed || has('UND_ERR_INFO', 'UND_ERR_ABORTED', 'UND_ERR_HEADERS_OVERFLOW')) {
        return sketch(`${route.origin} answered with something that is not HTTP, or broke it off.`);
    }
    return null;
}


/***/ })

};
