export const id = 625;
export const ids = [625];
export const modules = {

/***/ 40625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HM: () => (/* binding */ portOf),
/* harmony export */   Q$: () => (/* binding */ missingIssuer),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   dR: () => (/* binding */ chainOf),
/* harmony export */   gk: () => (/* binding */ handshake),
/* harmony export */   lookForIssuer: () => (/* binding */ lookForIssuer),
/* harmony export */   sL: () => (/* binding */ tcp),
/* harmony export */   w4: () => (/* binding */ hostOf)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44708);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(77030);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(41692);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(452);
/* harmony import */ var _http_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(18103);
/** Looks at the network below HTTP: connections, and certificates that are not trusted. Sends no credentials to the server. */






/** A connection to `peer`, without TLS. */
function tcp(peer, way) {
    return withinTime(way, (done, failed) => {
        const socket = (0,node_net__WEBPACK_IMPORTED_MODULE_2__.connect)({ host: hostOf(peer), port: portOf(peer) });
        socket.once('connect', () => done(socket));
        socket.once('error', failed);
        return () => socket.destroy();
    });
}
/** A TLS connection to the server whose certificate nobody has verified: to look at it, never to send anything. */
async function handshake(way) {
    const tunnelled = way.proxy === null ? null : await tunnel(way.proxy, way);
    const host = hostOf(way.server);
    return await withinTime(way, (done, failed) => {
        const socket = (0,node_tls__WEBPACK_IMPORTED_MODULE_3__.connect)({
            ...(tunnelled === null ? { host, port: portOf(way.server) } : { socket: tunnelled }),
            ...((0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(host) === 0 && { servername: host }),
            ...(way.trust !== null && { secureContext: way.trust }),
            host,
            // The certificate is what is looked at, so a bad one must not end the look. Nothing is sent.
            rejectUnauthorized: false,
        });
        socket.once('secureConnect', () => done(socket));
        socket.once('error', failed);
        return () => socket.destroy();
    });
}
function tunnel(proxy, way) {
    const { server } = way;
    const user = decodeURIComponent(proxy.username);
    const login = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64');
    const target = `${server.hostname}:${portOf(server)}`;
    return withinTime(way, (done, failed) => {
        const request = (proxy.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_1__.request : node_http__WEBPACK_IMPORTED_MODULE_0__.request)({
            host: hostOf(proxy),
            port: portOf(proxy),
            method: 'CONNECT',
            path: target,
            headers: { host: target, ...(user !== '' && { 'proxy-authorization': `Basic ${login}` }) },
            ...(way.trust !== null && { secureContext: way.trust }),
            // Said here, so that neither the environment nor NODE_OPTIONS can loosen it.
            rejectUnauthorized: true,
            insecureHTTPParser: false,
        });
        request.once('connect', ({ statusCode = 0 }, socket) => {
            if (statusCode === 200)
                return done(socket);
            socket.destroy();
            failed(new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue('PROXY_REFUSED', `The proxy ${proxy.origin} refused the tunnel (${statusCode}).`));
        });
        request.once('response', ({ statusCode = 0 }) => {
            request.destroy();
            failed(new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue('PROXY_REFUSED', `The proxy ${proxy.origin} refused the tunnel (${statusCode}).`));
        });
        request.once('error', failed);
        request.end();
        return () => request.destroy();
    });
}
/** Runs one attempt to its end, its time, or the stop of the run; `start` returns what breaks it off. */
function withinTime({ timeoutMs, stop }, start) {
    return new Promise((resolve, reject) => {
        const end = (settle) => {
            clearTimeout(timer);
            stop.removeEventListener('abort', onStop);
            settle();
        };
        const breakOff = start((value) => end(() => resolve(value)), (reason) => end(() => reject(reason)));
        const timer = setTimeout(() => {
            breakOff();
            end(() => reject(Object.assign(new Error(), { code: 'UND_ERR_CONNECT_TIMEOUT' })));
        }, timeoutMs);
        const onStop = () => {
            breakOff();
            end(() => reject(stop.reason));
        };
        stop.addEventListener('abort', onStop, { once: true });
    });
}
/** IPv6 addresses have brackets in a URL, and nowhere else. */
function hostOf({ hostname }) {
    return hostname.replace(/^\[(.+)\]$/, '$1');
}
function portOf({ port, protocol }) {
    if (port !== '')
        return Number(port);
    return protocol === 'https:' ? 443 : 80;
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
    return `"${(0,_http_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .excerpt */ .Kb)(String(name))}"`;
}
/** OpenSSL found no certificate of the issuer of the last one in the chain. */
const noIssuer = [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];
/** A sentence that names the certificate that is missing, '' where none is. */
function missingIssuer(code, socket) {
    const last = chainOf(socket.getPeerCertificate(true)).at(-1);
    if (!noIssuer.includes(code) || last?.issuer === undefined)
        return '';
    const signer = nameOf(last.issuer);
    return ` ${nameOf(last.subject)} is signed by ${signer}, and the server does not send the certificate of ${signer}: let it send the whole chain, or give that certificate.`;
}
/** As `missingIssuer`, for a connection that was refused. */
async function lookForIssuer(way) {
    const socket = await handshake(way);
    // Node's types call it an Error, it is the code.
    const sentence = missingIssuer(String(socket.authorizationError), socket);
    socket.destroy();
    return sentence;
}


/***/ })

};
