export const id = 245;
export const ids = [245,495,625];
export const modules = {

/***/ 15245:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  doctor: () => (/* binding */ doctor)
});

// UNUSED EXPORTS: versionRequest

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/config/fields.js
var fields = __webpack_require__(21877);
// EXTERNAL MODULE: ./lib/config/sources.js
var sources = __webpack_require__(32884);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/files.js
var files = __webpack_require__(95428);
// EXTERNAL MODULE: ./lib/parse.js + 1 modules
var parse = __webpack_require__(22538);
// EXTERNAL MODULE: ./lib/server/connection.js
var server_connection = __webpack_require__(60859);
// EXTERNAL MODULE: ./lib/server/http-errors.js
var http_errors = __webpack_require__(18103);
// EXTERNAL MODULE: ./lib/server/network-look.js
var network_look = __webpack_require__(40625);
// EXTERNAL MODULE: ./lib/server/request.js
var request = __webpack_require__(27486);
// EXTERNAL MODULE: ./lib/server/tls-proxy.js
var tls_proxy = __webpack_require__(95495);
// EXTERNAL MODULE: ./lib/export/columns.js
var columns = __webpack_require__(24049);
// EXTERNAL MODULE: ./lib/export/csv-dialect.js
var csv_dialect = __webpack_require__(15205);
// EXTERNAL MODULE: ./lib/export/header-view.js
var header_view = __webpack_require__(92007);
// EXTERNAL MODULE: ./lib/export/open-export.js
var open_export = __webpack_require__(63259);
// EXTERNAL MODULE: ./lib/export/read-csv.js + 1 modules
var read_csv = __webpack_require__(27612);
// EXTERNAL MODULE: ./lib/export/temp-file.js
var temp_file = __webpack_require__(61809);
// EXTERNAL MODULE: ./lib/export/zip-inflate.js
var zip_inflate = __webpack_require__(68643);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./lib/finding.js
var finding = __webpack_require__(182);
;// CONCATENATED MODULE: ./lib/operations/doctor/check.js
/** The result of a check of `doctor`, the table of all checks, the command to try, and the check of a folder. */



function ok(name, what) {
    return { name, state: 'ok', what, hint: '', error: null };
}
/** Something to look at, which ends no run. `hint` is one sentence. */
function warn(name, what, hint) {
    return { name, state: 'warn', what, hint, error: null };
}
function fail(name, caught) {
    const error = (0,errors/* asGateError */.Ub)(caught);
    return { name, state: 'fail', what: error.message, hint: error.hint, error };
}
function skip(name, what) {
    return { name, state: 'skip', what, hint: '', error: null };
}
function tableOf(checks) {
    const width = Math.max(...checks.map(({ name }) => name.length));
    return checks.flatMap((check) => {
        const line = `${check.state.padEnd(4)}  ${check.name.padEnd(width)}  ${check.what}`;
        return check.hint === '' ? [line] : [line, `${' '.repeat(width + 8)}-> ${check.hint}`];
    });
}
function summaryOf(checks) {
    const count = (state) => checks.filter((check) => check.state === state).length;
    return `${count('ok')} checks ok, ${count('warn')} with a warning, ${count('fail')} failed, ${count('skip')} left out; nothing was changed or judged`;
}
/** To look at the failure in a shell; `null` where only the hint helps. It holds no credential: the shell reads the variable. */
function commandFor(check, { bitbucketUrl, credentials, caFile, outputDir }) {
    if (check === 'output-dir')
        return `df -h ${quoted(outputDir)}`;
    if (bitbucketUrl === null)
        return null;
    const { hostname, origin, protocol } = bitbucketUrl;
    const base = `${origin}${bitbucketUrl.pathname.replace(/\/$/, '')}`;
    const trust = caFile === null ? '' : ` --cacert ${quoted(caFile)}`;
    const who = {
        token: ' -H "Authorization: Bearer $SOTERI_GATE_TOKEN"',
        basic: ' -u "$SOTERI_GATE_USERNAME"',
    };
    const curl = (path, as = '') => `curl -i${trust}${as} ${quoted(`${base}${path}`)}`;
    if (check === 'dns')
        return `nslookup ${quoted(hostname)}`;
    if (check === 'tcp')
        return `curl -v ${quoted(origin)}`;
    if (check === 'tls' && protocol === 'https:') {
        const peer = bitbucketUrl.host.includes(':') ? bitbucketUrl.host : `${hostname}:443`;
        return `openssl s_client -connect ${quoted(peer)} -servername ${quoted(hostname)} -showcerts < /dev/null`;
    }
    if (check === 'bitbucket')
        return curl('/rest/api/latest/application-properties');
    if (check !== 'credentials' && !/ of |^scope /.test(check))
        return null;
    return curl('/rest/api/latest/projects?limit=1', credentials === null ? '' : who[credentials.kind]);
}
function quoted(text) {
    return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
const MIB = 1024 * 1024;
/** Below it a run can hardly end well; below the other a large export may not fit. */
const TOO_LITTLE = 20 * MIB;
const LITTLE = 1024 * MIB;
/** Looks at a folder, or where it does not exist yet, at the one that it will be made in. Writes nothing. */
async function checkDisk(name, folder, code) {
    try {
        const place = await existing(folder);
        await (0,promises_.access)(place, promises_.constants.W_OK);
        const { bavail, bsize } = await (0,promises_.statfs)(place);
        const free = bavail * bsize;
        const what = `${Math.floor(free / MIB)} MiB are free in ${folder}.`;
        if (free < TOO_LITTLE)
            return fail(name, new errors/* GateError */.ue(code, what));
        if (free >= LITTLE)
            return ok(name, what);
        return warn(name, what, 'Make room where the export of the scope may be larger than that.');
    }
    catch (caught) {
        return fail(name, new errors/* GateError */.ue(code, `${folder} cannot be written to.`, { cause: caught }));
    }
}
async function existing(folder) {
    try {
        await (0,promises_.access)(folder);
        return folder;
    }
    catch (caught) {
        const above = (0,external_node_path_.dirname)(folder);
        if (above === folder)
            throw caught;
        return await existing(above);
    }
}

;// CONCATENATED MODULE: ./lib/operations/doctor/export-header.js
/** The start of an export, and what the gate would make of it. */










/** Thrown out of a download once enough was seen: the rest is then never fetched. */
class HeadSeen extends Error {
    head = Buffer.alloc(0);
    /** Whether the download is no longer than that. */
    whole = true;
}
/** A `save` that reads as much as the gate looks at before it reads the first row, and then breaks the download off. */
async function readHead(body) {
    const seen = new HeadSeen();
    for await (const chunk of body) {
        seen.head = Buffer.concat([seen.head, chunk]);
        seen.whole = seen.head.length < read_csv/* FIRST_BYTES */.VA && (startOfCsv(seen.head)?.length ?? 0) < read_csv/* FIRST_BYTES */.VA;
        if (!seen.whole)
            break;
    }
    throw seen;
}
async function checkHeader(name, { head, whole }, wishes, where) {
    const kind = (0,open_export/* sniff */.ZF)(head.subarray(0, temp_file/* HEAD_BYTES */.Lq));
    if (kind === 'empty') {
        return warn(name, 'The export is empty, without a header, so no column could be seen.', 'Check again once something was scanned and found.');
    }
    if (kind !== 'zip' && kind !== 'csv') {
        throw new errors/* GateError */.ue('NOT_AN_EXPORT', `${where} begins as ${kind}, which is neither CSV nor zip.`);
    }
    const csv = await (0,read_csv/* peekCsv */.S9)(startOfCsv(head) ?? Buffer.alloc(0), whole && kind === 'csv');
    if (csv === null) {
        return warn(name, `No header ends within the first ${read_csv/* FIRST_BYTES */.VA} bytes.`, 'Look at the first line of the export in an editor.');
    }
    if ('bad' in csv)
        throw new errors/* GateError */.ue('ROW_UNREADABLE', `${where}: the header cannot be read: ${csv.bad}.`);
    const plan = (0,columns/* planColumns */.j7)(csv.header, { ...wishes, firstRows: csv.rows }, where);
    const absent = finding/* mappableColumns */.OP.filter((column) => !plan.evidence.read.some((one) => one.column === column));
    const lacks = absent.length === 0 ? '' : `; none for ${absent.join(', ')}`;
    const unseen = csv.rows.length === 0 ? ' No row was seen: the columns are chosen by their names alone.' : '';
    return ok(name, `A ${kind}, ${csv.header.length} columns: ${(0,header_view/* columnsInWords */.yU)(plan.evidence)}${lacks}.${unseen} Nothing more was downloaded.`);
}
/** Bytes of the CSV, inflated where the export is a zip; `null` when none of it has come. */
function startOfCsv(head) {
    return (0,open_export/* sniff */.ZF)(head.subarray(0, temp_file/* HEAD_BYTES */.Lq)) === 'zip' ? firstMember(head) : head;
}
/** The start of the first member, as far as these bytes hold it; `null` while that is nothing. */
function firstMember(head) {
    if (head.length < zip_inflate/* LOCAL_HEADER */.Et.bytes)
        return null;
    const method = head.readUInt16LE(zip_inflate/* LOCAL_HEADER */.Et.method);
    const { bytes, nameLength, extraLength } = zip_inflate/* LOCAL_HEADER */.Et;
    const packed = head.subarray(bytes + head.readUInt16LE(nameLength) + head.readUInt16LE(extraLength));
    if (method === 0)
        return packed;
    if (method !== 8 || packed.length === 0)
        return null;
    try {
        // The end is not there, and is not asked for. A little makes up to a thousand times as much.
        for (let length = 4096;; length *= 2) {
            const plain = (0,external_node_zlib_.inflateRawSync)(packed.subarray(0, length), { finishFlush: external_node_zlib_.constants.Z_SYNC_FLUSH });
            if (plain.length >= read_csv/* FIRST_BYTES */.VA || length >= packed.length)
                return plain;
        }
    }
    catch {
        return null; // Not enough of it yet, or no zip: the caller says that no header was found.
    }
}

;// CONCATENATED MODULE: ./lib/operations/doctor/capture.js
/** What the server's answers look like, and never what they say: values become classes, names placeholders. */











function openCapture() {
    const versions = { 'soteri-gate': version/* toolVersion */.f, bitbucket: null };
    const calls = [];
    const exports = [];
    const onReply = (request, { status, header }, text) => {
        const body = text === null ? undefined : (0,parse/* parseJson */.qF)(text);
        if (request.segments.at(-1) === 'application-properties')
            versions.bitbucket = versionIn(body);
        calls.push({
            method: request.method,
            path: templateOf(request),
            query: (request.query ?? []).flatMap(([name, value]) => (value === null ? [] : [name])),
            status,
            contentType: header('content-type')?.match(/^[\w.+-]{1,40}\/[\w.+-]{1,60}(?=\s*(?:;|$))/)?.[0] ?? null,
            headers: knownHeaders.filter((name) => header(name) !== null),
            // The fields of findings in a scan status are known to nobody.
            json: body === undefined ? null : fieldsOf(body, request.segments.includes('scan')),
        });
    };
    return {
        onReply,
        async addExport(scope, { head, whole }, wishes) {
            const format = (0,open_export/* sniff */.ZF)(head.subarray(0, temp_file/* HEAD_BYTES */.Lq));
            const content = format === 'zip' || format === 'csv' ? (startOfCsv(head) ?? Buffer.alloc(0)) : null;
            const csv = content === null ? null : await (0,read_csv/* peekCsv */.S9)(content, whole && format === 'csv');
            const zip = format === 'zip' ? zipShape(head, whole) : null;
            const isRead = content !== null && csv !== null && !('bad' in csv);
            const shape = isRead ? csvShape(content, csv, wishes) : { dialect: null };
            exports.push({ of: wishes.purpose, scope, format, zip, ...shape });
        },
        /** The content of the file; the sandbox replays it. */
        json: () => `${JSON.stringify({ captureVersion: '1.0', versions, calls, exports }, null, 2)}\n`,
    };
}
function versionIn(body) {
    const version = (0,parse/* isRecord */.u4)(body) ? String(body.version) : '';
    return /^\d{1,3}(?:\.\d{1,4}){1,3}$/.test(version) ? version : null;
}
/** Words of resources; every other segment is a name. */
const pathWords = new Set(`rest api security latest 1.0 projects repos branches default scan status export-report export reviewed users commits
  application-properties inbox pull-requests plugins browse raw`.split(/\s+/));
const placeholders = {
    projects: '{projectKey}',
    scan: '{projectKey}',
    repos: '{repoSlug}',
};
function templateOf({ segments }) {
    const parts = segments.map((segment, at) => {
        const before = placeholders[segments[at - 1] ?? ''];
        const isName = before !== undefined && !placeholders[segments[at - 2] ?? '']?.startsWith('{repo');
        return isName ? before : pathWords.has(segment) ? segment : '{name}';
    });
    return `/${parts.join('/')}`;
}
const knownHeaders = `content-type content-length content-encoding content-disposition transfer-encoding date etag age via
  last-modified cache-control retry-after x-ratelimit-limit x-ratelimit-remaining x-arequestid x-asessionid server location
  www-authenticate set-cookie`.split(/\s+/);
/** Fields of Bitbucket's own replies. Others could be names that somebody gave. */
const knownFields = new Set(`size limit isLastPage start nextPageStart values key id name slug project displayId latestCommit latestChangeset isDefault
  version buildNumber buildDate displayName errors context message exceptionName type public links self clone href description
  state hierarchyId scmId statusMessage forkable owner archived permission user`.split(/\s+/));
const MOST_DEPTH = 5;
const MOST_NAMES = 5;
/** Names and types of fields; of a list, those of its first entry. */
function fieldsOf(value, showsAll, depth = 0) {
    if (value === null)
        return 'null';
    if (typeof value !== 'object')
        return typeof value;
    if (depth > MOST_DEPTH)
        return 'deeper';
    if (Array.isArray(value))
        return value.slice(0, 1).map((entry) => fieldsOf(entry, showsAll, depth + 1));
    const fields = Object.entries(value).map(([name, field]) => {
        const isShown = knownFields.has(name) || (showsAll && /^[a-z]{2,12}(?:[A-Z][a-z]{1,12}){0,3}$/.test(name));
        return [isShown ? name : '(another)', fieldsOf(field, showsAll, depth + 1)];
    });
    return Object.fromEntries(fields);
}
function csvShape(content, { dialect, header, rows }, wishes) {
    const view = new header_view/* HeaderView */.lm(header, rows, Object.values(wishes.byHand));
    return {
        dialect: dialectShape(content, dialect),
        header: view.isHeader ? header.map((_cell, at) => view.shown(at)) : null,
        firstRow: header.map(header_view/* shapeOf */.F5),
        columns: planned(header, { ...wishes, firstRows: rows }),
        values: header.map((_cell, at) => [...new Set(rows.map((row) => (0,header_view/* shapeOf */.F5)(row[at] ?? '')))].sort()),
        rows: rows.length,
    };
}
function planned(header, wishes) {
    try {
        return (0,columns/* planColumns */.j7)(header, wishes, '').evidence;
    }
    catch (caught) {
        if (caught instanceof errors/* GateError */.ue)
            return { error: caught.code };
        throw caught;
    }
}
function dialectShape(content, { delimiter, quote, escape: written, start }) {
    const encoding = (0,csv_dialect/* utf16Of */.kt)(content) ?? 'utf-8';
    const bytes = encoding === 'utf-8' ? content : (0,csv_dialect/* utf16ToUtf8 */.VH)(content.subarray(0, content.length & ~1), encoding);
    const [first = '', lineEnd = ''] = /^(?:"[^"]*"|[^"\r\n])*(\r\n|\n|\r|$)/.exec(bytes.toString('latin1', start)) ?? [];
    return {
        delimiter,
        quote,
        escape: written,
        quotesAll: first.startsWith(quote) && first.trimEnd().endsWith(quote),
        lineEnd,
        encoding,
        byteOrderMark: bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])),
        separatorLine: /sep=/i.test(bytes.toString('latin1', 0, start)),
        commentLines: bytes.toString('latin1', 0, start).match(/^\W{0,3}#/gm)?.length ?? 0,
    };
}
/** The first member by its local header, and the directory where it was downloaded (APPNOTE 4.3.7, 4.3.12, 4.3.16). */
function zipShape(head, whole) {
    const { bytes, signature, flags, method, nameLength } = zip_inflate/* LOCAL_HEADER */.Et;
    const isLocal = head.length > bytes && head.readUInt32LE(0) === signature;
    const end = whole ? head.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') : -1;
    return {
        members: end < 0 || end + 12 > head.length ? null : head.readUInt16LE(end + 10),
        others: end < 0 ? [] : namesIn(head, end).slice(1),
        name: isLocal ? patternOf(head.toString('utf8', bytes, bytes + head.readUInt16LE(nameLength))) : null,
        method: isLocal ? head.readUInt16LE(method) : null,
        flags: isLocal ? head.readUInt16LE(flags) : null,
    };
}
/** Patterns of the names in the directory, each once. */
function namesIn(head, end) {
    const names = new Set();
    let at = end + 20 > head.length ? end : head.readUInt32LE(end + 16);
    while (at + 46 < end && head.readUInt32LE(at) === 0x02014b50) {
        const nameEnd = at + 46 + head.readUInt16LE(at + 28);
        names.add(patternOf(head.toString('utf8', at + 46, nameEnd)));
        at = nameEnd + head.readUInt16LE(at + 30) + head.readUInt16LE(at + 32);
    }
    return [...names].slice(0, MOST_NAMES);
}
function patternOf(name) {
    const [, stem = '', ending = ''] = /^(.*?)(\.csv)?$/is.exec(name.slice(0, 200)) ?? [];
    return `${stem
        .replace(/\p{L}/gu, 'a')
        .replace(/\p{N}/gu, '9')
        .replace(/[^a9/._ -]/gu, '?')}${ending}`;
}

// EXTERNAL MODULE: external "node:dns/promises"
var external_node_dns_promises_ = __webpack_require__(71553);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
// EXTERNAL MODULE: ./lib/server/network-errors.js
var network_errors = __webpack_require__(4729);
;// CONCATENATED MODULE: ./lib/operations/doctor/network.js
/** Checks the network below HTTP: DNS, TCP and the certificate chain. Sends no credentials to the server. */







/** Addresses of the host that is connected to: the proxy, where there is one. */
async function checkDns(way) {
    const host = (0,network_look/* hostOf */.w4)(way.proxy ?? way.server);
    if ((0,external_node_net_.isIP)(host) !== 0)
        return ok('dns', `${host} is an address already: no name is looked up.`);
    try {
        const found = (await (0,external_node_dns_promises_.lookup)(host, { all: true })).slice(0, 4);
        return ok('dns', `${host} is ${found.map(({ address }) => address).join(', ')}.`);
    }
    catch (caught) {
        return fail('dns', failureOf(caught, way));
    }
}
async function checkTcp(way) {
    const peer = way.proxy ?? way.server;
    try {
        const socket = await (0,network_look/* tcp */.sL)(peer, way);
        socket.destroy();
        return ok('tcp', `${(0,network_look/* hostOf */.w4)(peer)} takes connections on port ${(0,tls_proxy/* portOf */.HM)(peer)}.`);
    }
    catch (caught) {
        return fail('tcp', failureOf(caught, way));
    }
}
/** The server's certificate: who signed it, until when, and whether it is trusted here. */
async function checkTls(way, now) {
    if (way.server.protocol !== 'https:') {
        return warn('tls', 'The address is http: nothing protects what travels.', 'Use https in `bitbucket-url`.');
    }
    let socket = null;
    try {
        socket = await (0,network_look/* handshake */.gk)(way);
        if (socket.authorized)
            return judgedChain(socket.getPeerCertificate(true), now);
        // Node's types call it an Error, it is the code.
        const code = String(socket.authorizationError);
        const { code: kind, message, hint } = failureOf({ code, message: '' }, way);
        return fail('tls', new errors/* GateError */.ue(kind, message + (0,network_look/* missingIssuer */.Q$)(code, socket), { hint }));
    }
    catch (caught) {
        return fail('tls', failureOf(caught, way));
    }
    finally {
        socket?.destroy();
    }
}
/** The words that the client has for the same trouble. */
function failureOf(caught, way) {
    const trouble = caught instanceof errors/* GateError */.ue ? null : (0,network_errors/* networkError */.x)(caught, way);
    if (trouble === null)
        return (0,errors/* asGateError */.Ub)(caught);
    const what = `${trouble.what.charAt(0).toUpperCase()}${trouble.what.slice(1)}`;
    return new errors/* GateError */.ue(trouble.code, what, { hint: trouble.hint });
}
const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 14;
/** The check of a certificate that the runtime trusts. `now` is in ms since the epoch. */
function judgedChain(certificate, now) {
    const chain = (0,network_look/* chainOf */.dR)(certificate);
    const [leaf = certificate] = chain;
    const first = chain.reduce((soonest, link) => (endOf(link) < endOf(soonest) ? link : soonest), leaf);
    const until = endOf(first);
    const days = Math.floor((until - now) / DAY_MS);
    const whose = first === leaf ? '' : `; that of ${(0,network_look/* nameOf */.Vb)(first.subject)} ends first`;
    const date = new Date(until).toISOString().slice(0, 10);
    // A root signs itself and is named once.
    const signers = [...new Set(chain.map(({ issuer }) => (0,network_look/* nameOf */.Vb)(issuer)))].join(' under ');
    const what = `Signed by ${signers}, trusted here, valid until ${date} (${days} days${whose}).`;
    return days < SOON_DAYS ? warn('tls', what, 'Renew the certificate before it ends.') : ok('tls', what);
}
function endOf({ valid_to }) {
    return Date.parse(valid_to);
}

// EXTERNAL MODULE: ./lib/server/bitbucket.js
var bitbucket = __webpack_require__(67134);
// EXTERNAL MODULE: ./lib/server/reply-age.js
var reply_age = __webpack_require__(52657);
// EXTERNAL MODULE: ./lib/server/soteri.js
var server_soteri = __webpack_require__(72511);
// EXTERNAL MODULE: ./lib/target.js
var lib_target = __webpack_require__(69386);
;// CONCATENATED MODULE: ./lib/operations/doctor/target-checks.js









/** The checks of one target, in the order in which a run would need them. */
async function checkScope(target, world) {
    const name = (0,lib_target/* targetName */.je)(target);
    const { check, asked } = await checkListed(target, `scope ${name}`, world);
    const checks = [check];
    const looks = { trigger: checkRight, 'scan status': checkStatus, export: checkExport };
    for (const [what, look] of Object.entries(looks)) {
        const label = `${what} of ${name}`;
        if (check.state === 'fail')
            checks.push(skip(label, 'Not looked at, since the scope is not seen.'));
        else
            checks.push(await look({ target, asked }, label, world).catch((caught) => fail(label, caught)));
    }
    return check.state === 'fail' ? checks : [...checks, ...(await captureReviewed(target, world))];
}
/** Repositories that are looked at until one has a branch. */
const MOST_REPOSITORIES = 20;
async function checkListed(target, label, { bitbucket }) {
    try {
        if (target.kind === 'branch')
            return await checkBranch(target, label, bitbucket);
        if (target.kind === 'repo') {
            const asked = await branchToAsk(target, bitbucket);
            const what = 'The repository has no branch, so there is nothing to scan.';
            const isListed = ok(label, 'Bitbucket lists its branches.');
            return { asked, check: asked === null ? warn(label, what, 'Push a branch.') : isListed };
        }
        let looked = 0;
        for await (const repository of bitbucket.repositories(target)) {
            looked += 1;
            const asked = await branchToAsk(repository, bitbucket);
            if (asked === null && looked < MOST_REPOSITORIES)
                continue;
            const such = (0,lib_target/* targetName */.je)({ kind: 'repo', ...repository });
            return { asked, check: ok(label, `Bitbucket lists repositories of it, such as ${such}.`) };
        }
        const why = `Bitbucket lists no repository of ${(0,lib_target/* targetName */.je)(target)} to this user.`;
        if (looked === 0)
            throw new errors/* GateError */.ue('NOT_FOUND', why);
        return { asked: null, check: warn(label, 'No repository of it has a branch.', 'Push a branch.') };
    }
    catch (caught) {
        return { asked: null, check: fail(label, caught) };
    }
}
/** The branch whose status shows whether the resource answers; `null` for a repository without branches. */
async function branchToAsk({ project, repo }, bitbucket) {
    const repository = { project, repo };
    let first = null;
    for await (const { name, isDefault } of bitbucket.branches(repository)) {
        if (isDefault)
            return { repository, branch: null };
        first ??= name;
    }
    // The default branch may not exist: without a name, the server answers 404 then.
    return first === null ? null : { repository, branch: first };
}
async function checkBranch({ project, repo, branch }, label, bitbucket) {
    const repository = { project, repo };
    const listed = await Array.fromAsync(bitbucket.branches(repository), ({ name }) => name);
    if (listed.includes(branch)) {
        return { check: ok(label, `Bitbucket lists its branch ${branch}.`), asked: { repository, branch } };
    }
    const why = `Bitbucket lists no branch "${branch}" in ${project}/${repo}.${(0,parse/* namesLike */.kF)(branch, listed)}`;
    throw new errors/* GateError */.ue('NOT_FOUND', why);
}
/** Only the trigger itself would be proof, and it changes something: what can be seen is a list of rights. */
async function checkRight({ target }, label, { http }) {
    const { right } = (0,server_soteri/* triggerRequest */.qU)('latest', target, []);
    const may = await mayTrigger(http, target);
    if (may === true)
        return ok(label, `Bitbucket lists the right: ${right}.`);
    if (may === false) {
        const why = `This user does not seem to have the right to start a scan. Needed: ${right}.`;
        throw new errors/* GateError */.ue('RIGHT_MISSING', why);
    }
    const what = `No list of Bitbucket says whether this user may start a scan. Needed: ${right}.`;
    return warn(label, what, 'Start one scan to be sure.');
}
async function checkStatus({ asked }, label, { soteri }) {
    if (asked === null)
        return skip(label, 'There is no branch to ask for.');
    const { repository, branch } = asked;
    const polled = `${repository.project}/${repository.repo}${branch === null ? '' : `@${branch}`}`;
    const reply = await soteri.scanStatus(repository, branch, 'once');
    if (reply.kind === 'status') {
        const scanned = reply.status.scanned === true ? 'scanned before' : 'not scanned yet';
        return ok(label, `The resource answers for ${polled}: ${scanned}.`);
    }
    if (reply.kind === 'not-found') {
        const hint = 'Check that the Soteri app is installed and `api-version` is right (docs/first-run.md). An empty repository answers 404 too.';
        throw new errors/* GateError */.ue('SCAN_RESOURCE_MISSING', `The scan status of ${polled} answers 404.`, { hint });
    }
    if (reply.kind === 'copy') {
        const what = `The scan status of ${polled} is a copy that a cache sent (${reply.why}), so no scan can be proven done.`;
        throw new errors/* GateError */.ue('SCAN_NOT_PROVEN', what, { hint: reply_age/* UNCACHED */.gj });
    }
    const what = `The scan status of ${polled} answers ${reply.status}.`;
    if ((0,server_soteri/* isRestarting */.EP)(reply.status))
        return warn(label, what, 'Try again when the server is less busy.');
    throw new errors/* GateError */.ue('SERVER_FAILED', what);
}
/** Reads the header and breaks off. The period begins now, so that the export has hardly any rows. */
async function checkExport({ target }, label, world) {
    const period = { from: target.kind === 'instance' ? world.now : null, to: null };
    const wishes = { byHand: world.columns, target, purpose: 'findings' };
    const reply = await world.soteri.exportFindings(target, period, readHead).catch(headOf);
    if (reply instanceof HeadSeen) {
        await world.capture?.addExport(target.kind, reply, wishes);
        return await checkHeader(label, reply, wishes, `Export of ${(0,lib_target/* targetName */.je)(target)}`);
    }
    if (reply.kind === 'saved')
        throw new errors/* GateError */.ue('DEFECT', 'The export was read to its end.');
    const what = `The export answers ${reply.status}, which may mean that there are no findings.`;
    const hint = 'Check again once something was scanned and found, and that the Soteri app is installed.';
    return warn(label, what, hint);
}
/** Asks for the reviewed export too, where there is a capture: its calls keep whatever comes of it. */
async function captureReviewed(target, { soteri, columns, capture }) {
    if (!capture)
        return [];
    try {
        const reply = await soteri.exportReviewed(target, readHead).catch(headOf);
        const wishes = { byHand: columns, target, purpose: 'reviewed' };
        if (reply instanceof HeadSeen)
            await capture.addExport(target.kind, reply, wishes);
        return [];
    }
    catch (caught) {
        return [warn('reviewed export', (0,errors/* asGateError */.Ub)(caught).message, 'Only `exclude-reviewed` needs it.')];
    }
}
function headOf(caught) {
    if (caught instanceof HeadSeen)
        return caught;
    throw caught;
}
/** Whether Bitbucket lists the project or repository by the right that triggering a scan takes; `null` where it has no list. */
async function mayTrigger(http, target) {
    if (target.kind === 'instance')
        return null;
    const { project } = target;
    if (target.kind === 'project') {
        // Personal projects are in no list.
        if (project.startsWith('~'))
            return null;
        const query = [['permission', 'PROJECT_ADMIN']];
        const purpose = `see who administers ${project}`;
        return await isListed(http, 'projects', query, purpose, ({ key }) => isSame(key, project));
    }
    const query = [
        ['permission', 'REPO_WRITE'],
        ['projectkey', project],
    ];
    const purpose = `see who may write to ${project}/${target.repo}`;
    return await isListed(http, 'repos', query, purpose, ({ slug, project: its }) => {
        return isSame(slug, target.repo) && (0,parse/* isRecord */.u4)(its) && isSame(its.key, project);
    });
}
async function isListed(http, list, query, purpose, isWanted) {
    for await (const entry of (0,bitbucket/* pagedList */.yD)(http, { ...(0,request/* apiRequest */.AT)([list], purpose), query })) {
        if ((0,parse/* isRecord */.u4)(entry) && isWanted(entry))
            return true;
    }
    return false;
}
/** Keys and slugs do not differ by case. */
function isSame(value, name) {
    return typeof value === 'string' && value.toLowerCase() === name.toLowerCase();
}

;// CONCATENATED MODULE: ./lib/operations/doctor/doctor.js
/** `doctor`: checks everything that a run would need, says how to repair it, and changes nothing. */
















/** Targets that are checked; the others would fail for the same reasons. */
const MOST_TARGETS = 5;
/** The `Date` of HTTP has whole seconds, and the reply takes its time. */
const SKEW_MS = 60_000;
/** Its reply shows the version, the clock and the rate limits. */
const versionRequest = (0,request/* apiRequest */.AT)(['application-properties'], 'read the version of Bitbucket');
/** The outcome is the first failure; every warning and failure is a note. Throws for a stop alone. */
async function doctor(context) {
    const { host } = context;
    const checks = await host.log.group('Doctor', async () => {
        const made = [...(await checkServer(context)), ...(await checkMachine(context))];
        const found = worstFirst(made, context.inputs);
        if (host.showChecks !== undefined)
            host.showChecks(found);
        else
            for (const line of tableOf(found))
                host.log.info(line);
        return found;
    });
    host.stop.throwIfAborted();
    const notes = checks
        .filter(({ state }) => state === 'warn' || state === 'fail')
        .map(({ name, what, hint }) => `doctor, ${name}: ${what} ${hint}`);
    return { outcome: outcomeOf(checks), notes };
}
function worstFirst(checks, inputs) {
    const order = ['fail', 'warn', 'ok', 'skip'];
    return checks
        .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
        .map((check) => {
        const command = check.state === 'fail' ? commandFor(check.name, inputs) : null;
        return command === null ? check : { ...check, hint: `${check.hint} Try: ${command}` };
    });
}
/** The table has what failed, so the last line names it only. */
function outcomeOf(checks) {
    const failed = checks.filter(({ state }) => state === 'fail');
    const cause = failed[0]?.error ?? null;
    if (cause === null)
        return { kind: 'done', sentence: summaryOf(checks) };
    const what = `doctor: ${failed.length} of ${checks.length} checks failed: ${failed.map(({ name }) => name).join(', ')}.`;
    const hint = 'Each is listed above with what to do, the worst first.';
    return { kind: 'failed', error: new errors/* GateError */.ue(cause.code, what, { hint, cause }) };
}
async function checkServer(context) {
    const { inputs, host } = context;
    const { bitbucketUrl } = inputs;
    if (bitbucketUrl === null)
        throw new errors/* GateError */.ue('INPUT_INVALID', 'bitbucket-url: is not given.');
    const address = checkAddress(bitbucketUrl);
    try {
        const way = await (0,network_look.wayTo)(bitbucketUrl, inputs, host);
        const through = way.proxy === null ? 'No proxy: the connection is direct.' : `Through ${way.proxy.origin}.`;
        const unmatched = (0,tls_proxy.unmatchedNoProxy)(bitbucketUrl, (0,tls_proxy.proxySettingsOf)(host));
        const check = unmatched === null ? ok('proxy', through) : warn('proxy', through, unmatched);
        return [address, check, ...(await checkWay(way, context))];
    }
    catch (caught) {
        return [address, fail('settings', caught)];
    }
}
function checkAddress(url) {
    const path = url.pathname === '/' ? 'without a context path' : `with the context path ${url.pathname}`;
    if (!(0,fields/* isCleartext */.Pd)(url))
        return ok('address', `${url.origin}, ${path}.`);
    return warn('address', `${url.origin}, ${path}; credentials and findings travel in clear.`, 'Use https.');
}
/** From the bottom up; after a failure the rest is left out. */
async function checkWay(way, context) {
    const checks = [];
    for (const check of [checkDns, checkTcp, checkTls]) {
        const found = await check(way, context.host.clock.now());
        checks.push(found);
        if (found.state === 'fail') {
            return [...checks, skip('bitbucket', 'Not asked, since there is no connection.')];
        }
    }
    return [...checks, ...(await checkApplication(context))];
}
async function checkApplication(context) {
    const checks = [];
    const { captureFile } = context.inputs;
    const capture = captureFile === null ? null : openCapture();
    let connection = null;
    try {
        const onReply = capture?.onReply;
        connection = await (0,server_connection/* openConnection */.JY)(context.inputs, context.host, { maxRetries: 0, onReply });
        checks.push(...(await checkFacts(connection, context)));
        // A second look with credentials that were refused would bring the account nearer to its captcha.
        const answers = checks.every(({ state }) => state !== 'fail');
        checks.push(answers ? await checkCredentials(connection, context) : skip('rights', 'Not asked, since that failed.'));
        if (['ok', 'warn'].includes(checks.at(-1)?.state ?? ''))
            checks.push(...(await checkScopes(connection, context, capture)));
    }
    catch (caught) {
        checks.push(fail('credentials', caught));
    }
    finally {
        await connection?.http.close();
    }
    if (capture !== null && captureFile !== null)
        checks.push(await writeCapture(capture, captureFile, context));
    return checks;
}
async function writeCapture(capture, file, { host }) {
    try {
        const path = (0,files/* pathOf */.XM)(file, host.workingFolder);
        (0,files/* makeFolder */.fc)((0,external_node_path_.dirname)(path));
        await (0,promises_.writeFile)(path, (0,sources/* credentialMask */.QX)(host)(capture.json()));
        return ok('capture', `Written to ${file}: shapes only, no value of a cell, body or name.`);
    }
    catch (caught) {
        return fail('capture', (0,files/* reportNotWritten */.LA)(file, caught));
    }
}
async function checkFacts({ http }, { inputs, host }) {
    const { clock } = host;
    try {
        const before = clock.now();
        const { body, header } = await http.json(versionRequest);
        const middle = (before + clock.now()) / 2;
        return [checkVersion(body), checkClock(header('date'), middle), checkRateLimits(header, inputs)];
    }
    catch (caught) {
        const error = (0,errors/* asGateError */.Ub)(caught);
        return [fail(error.code === 'CREDENTIALS_REFUSED' ? 'credentials' : 'bitbucket', error)];
    }
}
function checkVersion(body) {
    if ((0,parse/* isRecord */.u4)(body) && typeof body.version === 'string')
        return ok('bitbucket', `Bitbucket ${(0,http_errors/* excerpt */.Kb)(body.version)} answers at this address.`);
    const what = 'What answers at this address does not name a version, so it is not Bitbucket.';
    const hint = 'Check the context path in `bitbucket-url` (such as https://host/bitbucket).';
    return fail('bitbucket', new errors/* GateError */.ue('REPLY_UNREADABLE', what, { hint }));
}
function checkClock(date, now) {
    const skewMs = Date.parse(date ?? '') - now;
    if (Number.isNaN(skewMs))
        return warn('clock', 'The server sent no Date.', 'Let the header Date pass through the proxies.');
    const seconds = Math.abs(Math.round(skewMs / 1000));
    if (Math.abs(skewMs) < SKEW_MS)
        return ok('clock', 'The clocks of server and runner agree within a minute.');
    const way = skewMs > 0 ? 'ahead of' : 'behind';
    const hint = 'Set both clocks by NTP: `start-date`, `end-date` and certificates depend on them.';
    return warn('clock', `The clock of the server is ${seconds} s ${way} this machine’s.`, hint);
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
];
function checkRateLimits(header, { maxRequestsPerSecond }) {
    const sent = rateLimitHeaders.filter((name) => header(name) !== null);
    const limits = sent.map((name) => `${name}: ${(0,http_errors/* excerpt */.Kb)(header(name) ?? '')}`).join(', ');
    const own = `at most ${maxRequestsPerSecond} requests a second are sent`;
    return ok('rate limit', `${limits || 'The server sends no rate limit'}; ${own}.`);
}
async function checkCredentials({ bitbucket }, { inputs }) {
    const { user, areAccepted } = await bitbucket.checkCredentials();
    const unchecked = 'They could not be checked: no list of projects answers at this address.';
    if (!areAccepted)
        return warn('credentials', unchecked, (0,server_connection/* addressHint */._d)(inputs));
    return ok('credentials', user === null ? 'They were accepted.' : `They were accepted, as user ${user}.`);
}
async function checkScopes(connection, { inputs, host }, capture) {
    const { targets, columns } = inputs;
    if (targets.length === 0) {
        const what = 'Give `project`, `repo`, `branch`, `targets` or `scope: instance` to check rights, scan status and export.';
        return [skip('scope', what)];
    }
    const world = { ...connection, columns, capture, now: host.clock.now() };
    const checks = [];
    for (const target of targets.slice(0, MOST_TARGETS))
        checks.push(...(await checkScope(target, world)));
    const left = targets.length - MOST_TARGETS;
    return left > 0 ? [...checks, skip('scope', `${left} more targets are not looked at.`)] : checks;
}
async function checkMachine(context) {
    const { inputs, host } = context;
    return [
        checkArtifacts(context),
        await checkDisk('output-dir', (0,files/* pathOf */.XM)(inputs.outputDir, host.workingFolder), 'REPORT_NOT_WRITTEN'),
        await checkDisk('temporary', host.temporaryFolder, 'DOWNLOAD_NOT_STORED'),
    ];
}
function checkArtifacts({ inputs, host }) {
    const { uploadArtifact } = inputs;
    if (uploadArtifact === 'false')
        return skip('artifacts', 'No upload is wanted.');
    if (host.artifacts !== null)
        return ok('artifacts', 'This place offers an artifact service.');
    if (uploadArtifact === 'auto')
        return ok('artifacts', 'This place offers none, so reports stay in `output-dir`.');
    const what = 'upload-artifact: this place offers no artifact store.';
    return fail('artifacts', new errors/* GateError */.ue('ARTIFACT_NOT_STORED', what));
}


/***/ }),

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
