export const id = 625;
export const ids = [625,495];
export const modules = {

/***/ 40625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q$: () => (/* binding */ missingIssuer),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   dR: () => (/* binding */ chainOf),
/* harmony export */   gk: () => (/* binding */ handshake),
/* harmony export */   lookForIssuer: () => (/* binding */ lookForIssuer),
/* harmony export */   sL: () => (/* binding */ tcp),
/* harmony export */   w4: () => (/* binding */ hostOf),
/* harmony export */   wayTo: () => (/* binding */ wayTo)
/* harmony export */ });
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(78474);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(44708);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(77030);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(41692);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(452);
/* harmony import */ var _http_errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(18103);
/* harmony import */ var _tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(95495);
/** Looks at the network below HTTP: connections, and certificates that are not trusted. Sends no credentials to the server. */








/** No connection takes longer than that, ms. */
const CONNECT_MS = 15_000;
async function wayTo(server, inputs, host) {
    return {
        server,
        proxy: (0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__/* .proxyOf */ .Ol)(server, (0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__.proxySettingsOf)(host)),
        trust: (0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__/* .trustedRoots */ .Ve)(await (0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__.extraCaOf)(inputs, host)),
        timeoutMs: Math.min(inputs.requestTimeoutMs, CONNECT_MS),
        unverifiedTlsAsked: (0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__.isUnverifiedTlsAsked)(host),
        stop: host.stop,
    };
}
async function tcp(peer, way) {
    const socket = (0,node_net__WEBPACK_IMPORTED_MODULE_3__.connect)({ host: hostOf(peer), port: (0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__/* .portOf */ .HM)(peer) });
    await happened(socket, 'connect', way);
    return socket;
}
/** A TLS connection to the server whose certificate nobody has verified: to look at it, never to send anything. */
async function handshake(way) {
    const host = hostOf(way.server);
    const tunnelled = way.proxy === null ? null : await tunnel(way.proxy, way);
    const socket = (0,node_tls__WEBPACK_IMPORTED_MODULE_4__.connect)({
        ...(tunnelled === null ? { host, port: (0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__/* .portOf */ .HM)(way.server) } : { socket: tunnelled }),
        ...((0,node_net__WEBPACK_IMPORTED_MODULE_3__.isIP)(host) === 0 && { servername: host }),
        ...(way.trust !== null && { secureContext: way.trust }),
        host,
        // The certificate is what is looked at, so a bad one must not end the look. Nothing is sent.
        rejectUnauthorized: false,
    });
    await happened(socket, 'secureConnect', way);
    return socket;
}
async function tunnel(proxy, way) {
    const { server } = way;
    const user = decodeURIComponent(proxy.username);
    const login = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64');
    const target = `${server.hostname}:${(0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__/* .portOf */ .HM)(server)}`;
    const refused = (status = 0) => new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .GateError */ .ue('PROXY_REFUSED', `The proxy ${proxy.origin} refused the tunnel (${status}).`);
    const request = (proxy.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_2__.request : node_http__WEBPACK_IMPORTED_MODULE_1__.request)({
        host: hostOf(proxy),
        port: (0,_tls_proxy_js__WEBPACK_IMPORTED_MODULE_7__/* .portOf */ .HM)(proxy),
        method: 'CONNECT',
        path: target,
        headers: { host: target, ...(user !== '' && { 'proxy-authorization': `Basic ${login}` }) },
        ...(way.trust !== null && { secureContext: way.trust }),
        // Said here, so that neither the environment nor NODE_OPTIONS can loosen it.
        rejectUnauthorized: true,
        insecureHTTPParser: false,
    });
    request.once('response', ({ statusCode }) => request.destroy(refused(statusCode)));
    request.end();
    const [{ statusCode }, socket] = (await happened(request, 'connect', way));
    if (statusCode === 200)
        return socket;
    socket.destroy();
    throw refused(statusCode);
}
/** What comes with the event. A failure, the time or the stop of the run breaks the connection off. */
async function happened(connection, event, { timeoutMs, stop }) {
    const time = AbortSignal.timeout(timeoutMs);
    // One that comes after the end must not crash the run.
    connection.on('error', () => undefined);
    try {
        return await (0,node_events__WEBPACK_IMPORTED_MODULE_0__.once)(connection, event, { signal: AbortSignal.any([stop, time]) });
    }
    catch (caught) {
        connection.destroy();
        if (stop.aborted)
            throw stop.reason;
        throw time.aborted ? Object.assign(new Error(), { code: 'UND_ERR_CONNECT_TIMEOUT' }) : caught;
    }
}
/** IPv6 addresses have brackets in a URL, and nowhere else. */
function hostOf({ hostname }) {
    return hostname.replace(/^\[(.+)\]$/, '$1');
}
/** No chain is longer; a circle is. */
const LONGEST_CHAIN = 10;
/** From the server's own up to the root, which is its own issuer. */
function chainOf(certificate) {
    const chain = [];
    let link = certificate;
    while (link !== undefined && chain.length < LONGEST_CHAIN) {
        const { fingerprint256 } = link;
        if (chain.some((seen) => seen.fingerprint256 === fingerprint256))
            break;
        chain.push(link);
        link = link.issuerCertificate;
    }
    return chain;
}
function nameOf(holder) {
    const name = holder?.CN ?? holder?.O ?? 'an unnamed issuer';
    return `"${(0,_http_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .excerpt */ .Kb)(String(name))}"`;
}
/** OpenSSL found no certificate of the issuer of the last one in the chain. */
const noIssuer = [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];
function missingIssuer(code, socket) {
    const last = chainOf(socket.getPeerCertificate(true)).at(-1);
    if (!noIssuer.includes(code) || last?.issuer === undefined)
        return '';
    const signer = nameOf(last.issuer);
    return ` ${nameOf(last.subject)} is signed by ${signer}, and the server does not send the certificate of ${signer}: let it send the whole chain, or give that certificate.`;
}
async function lookForIssuer(way) {
    const socket = await handshake(way);
    // Node's types call it an Error, it is the code.
    const sentence = missingIssuer(String(socket.authorizationError), socket);
    socket.destroy();
    return sentence;
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
