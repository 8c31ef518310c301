export const id = 238;
export const ids = [238,495];
export const modules = {

/***/ 42238:
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
// EXTERNAL MODULE: ./lib/server/download.js
var download = __webpack_require__(63827);
// EXTERNAL MODULE: ./lib/server/http-errors.js
var http_errors = __webpack_require__(18103);
// EXTERNAL MODULE: ./lib/server/network-errors.js
var network_errors = __webpack_require__(4729);
// EXTERNAL MODULE: ./lib/server/reply-age.js
var reply_age = __webpack_require__(52657);
// EXTERNAL MODULE: ./lib/server/request.js
var server_request = __webpack_require__(27486);
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
/** Sent before the application does anything. Others may come after the work began, or from a proxy that lost the reply. */
const notArrived = new Set([429, 503]);
function failureOfStatus(status) {
    return { arrived: notArrived.has(status) ? 'no' : 'maybe', lasting: !passing.has(status) };
}
function retryDelay(question) {
    const { failure, repeat, retries, maxRetries, budgetLeft, askedMs, random } = question;
    if (repeat === 'never' || failure.lasting)
        return { stop: '' };
    if (repeat === 'if-not-arrived' && failure.arrived === 'maybe') {
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
/** In ms, capped; `null` leaves it to the backoff, since a retry at once would prolong an overload. */
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
 * At most `perSecond` departures in any second. A sliding window and not a token bucket, which would let twice as many
 * through after a pause. @param perSecond above 0; below 1 it means one request every 1/perSecond seconds
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
            const opened = (0,download/* openReply */.Vx)(response, requestTimeoutMs, clock, mask);
            const { status, header } = opened;
            const isGood = status >= 200 && status < 300;
            const copy = age.copySign(header, isGood, call.path);
            const reply = { ...opened, copy };
            if (isGood)
                return { kind: 'done', value: await receive(reply) };
            // Masked before an error quotes and cuts it: half a token would not be found.
            const { start } = await (0,download/* readStart */.H6)(reply.body, ERROR_BODY_LIMIT);
            const text = mask(start.toString('utf8'));
            onReply?.(call.request, reply, text);
            return { kind: 'refused', reply: { status, header, copy, text } };
        }
        catch (caught) {
            call.deadline.throwIfOver();
            if (caught instanceof download/* SaveFailed */.np)
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
        return retryDelay({ ...rest, failure: failureOfStatus(status), askedMs });
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
        /** Reads the reply whole, at most 16 MiB; `body` is `undefined` where a 2xx is empty or not JSON. Throws GateErrors. */
        async json(request) {
            const outcome = await perform(request, ACCEPT_JSON, async (opened) => {
                const received = await (0,download/* receiveText */.PB)(request, opened);
                onReply?.(request, opened, received.text);
                return received;
            });
            const { text, ...reply } = outcome.kind === 'done' ? outcome.value : outcome.reply;
            return { ...reply, body: (0,parse/* parseJson */.qF)(text) };
        },
        /** Repeats a broken download from its first byte, without the earlier result of `save`. Errors of `save` are not repeated. */
        async download(request, save) {
            const outcome = await perform(request, ACCEPT_EXPORT, async (reply) => {
                onReply?.(request, reply, null);
                return await (0,download/* receiveDownload */.az)(request, reply, save);
            });
            if (outcome.kind === 'done')
                return outcome.value;
            return { kind: 'refused', status: outcome.reply.status };
        },
        requestsSent: () => sent,
        clockOffsets: () => age.offsets(),
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





async function extraCaOf({ caFile, caCert }, host) {
    return caFile === null ? caCert : await (0,_files_js__WEBPACK_IMPORTED_MODULE_4__/* .readTextFile */ .Gu)((0,_files_js__WEBPACK_IMPORTED_MODULE_4__/* .pathOf */ .XM)(caFile, host.workingFolder), 'ca-file');
}
const pemCertificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/**
 * The default roots plus the PEM text `extraCa`; `null` for none to add. Made once, since reading some 150 roots takes longer
 * than a handshake. An issuing CA alone is enough, or the server's own certificate: giving it by hand is trust.
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
