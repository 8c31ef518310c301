export const id = 495;
export const ids = [495];
export const modules = {

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
