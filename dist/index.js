import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 42613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 20181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 35317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 49140:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("constants");

/***/ }),

/***/ 76982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 24434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 79896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 91943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 58611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 65692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 69278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 34589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 16698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 37540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 77598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 53053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 40610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 71553:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns/promises");

/***/ }),

/***/ 78474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 73024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 51455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 37067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 32467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 44708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 77030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 48161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 76760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 41792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 80099:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:sqlite");

/***/ }),

/***/ 57075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 37830:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/web");

/***/ }),

/***/ 46193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");

/***/ }),

/***/ 87997:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers");

/***/ }),

/***/ 58500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 41692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 73136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 57975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 73429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 75919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 38522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 70857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 16928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 13193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 53557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 64756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 52018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 87016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 39023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 43106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 32909:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _ci_begin_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(79385);
/* harmony import */ var _ci_github_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(28648);
/* harmony import */ var _ci_process_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(87013);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(46858);
/** The entry of the GitHub action. */




(0,_ci_process_js__WEBPACK_IMPORTED_MODULE_2__/* .endWith */ .qZ)(await (0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .run */ .e)((0,_ci_github_js__WEBPACK_IMPORTED_MODULE_1__/* .githubHost */ .S)(process)), process);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 79385:
/***/ ((__unused_webpack___webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

/* harmony import */ var _process_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(87013);
/** The first import of both entries: from here on, an end without a verdict says so, and no signal is missed. */

(0,_process_js__WEBPACK_IMPORTED_MODULE_0__/* .expectVerdict */ .bJ)(process);


/***/ }),

/***/ 28648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  S: () => (/* binding */ githubHost)
});

// EXTERNAL MODULE: external "node:async_hooks"
var external_node_async_hooks_ = __nccwpck_require__(16698);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(48161);
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(70857);
// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __nccwpck_require__(76982);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(79896);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __nccwpck_require__(68804);
// EXTERNAL MODULE: ./lib/parse.js + 1 modules
var parse = __nccwpck_require__(22538);
;// CONCATENATED MODULE: ./lib/ci/fork.js

const proven = (shown) => ({ proven: true, shown });
const unproven = (shown) => ({ proven: false, shown });
/** For CIs that set nothing of the kind; `name` is shown to people. */
function knowsNoFork(name) {
    return () => unproven(`${name} sets no variable that distinguishes a fork from a branch`);
}
/** Without secrets for forks. `pull_request_target` gets them (GitHub, "Events that trigger workflows"). */
const eventsOfForks = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];
/** GitHub, GHES included: the payload of the event names the repository of both sides. */
function githubFork({ GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY }, readText) {
    if (!GITHUB_EVENT_NAME || !eventsOfForks.includes(GITHUB_EVENT_NAME)) {
        return unproven(`the event is ${GITHUB_EVENT_NAME || 'unknown'}, which is no pull request that runs without secrets`);
    }
    const text = GITHUB_EVENT_PATH ? readText(GITHUB_EVENT_PATH) : null;
    if (text === null)
        return unproven('the payload of the event (GITHUB_EVENT_PATH) cannot be read');
    const sides = sidesOf(text);
    if (sides === null || sides.base !== GITHUB_REPOSITORY) {
        return unproven('the payload of the event (GITHUB_EVENT_PATH) names no pull request of this repository');
    }
    return sides.head === sides.base
        ? unproven('the pull request comes from this repository itself, whose runs get its secrets')
        : proven('the payload of the event names a pull request from another repository than this one');
}
/** Full names of both sides; that of a fork that was deleted meanwhile is `null`. */
function sidesOf(payload) {
    const pull = fieldOf((0,parse/* parseJson */.qF)(payload), 'pull_request');
    const base = fieldOf(fieldOf(fieldOf(pull, 'base'), 'repo'), 'full_name');
    const from = fieldOf(fieldOf(pull, 'head'), 'repo');
    const head = from === null ? null : fieldOf(from, 'full_name');
    return typeof base === 'string' && (head === null || typeof head === 'string') ? { base, head } : null;
}
function fieldOf(value, name) {
    return (0,parse/* isRecord */.u4)(value) ? value[name] : undefined;
}
/** GitLab: a pipeline of a merge request names the projects of both sides ("Predefined CI/CD variables"). */
function gitlabFork(environment) {
    const { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: source, CI_MERGE_REQUEST_PROJECT_ID: target } = environment;
    if (!source || !target) {
        return unproven('this is no pipeline of a merge request (CI_MERGE_REQUEST_SOURCE_PROJECT_ID is not set)');
    }
    return source === target
        ? unproven('the merge request comes from this project itself, whose pipelines get its variables')
        : proven('the merge request comes from another project (CI_MERGE_REQUEST_SOURCE_PROJECT_ID)');
}
/** Azure Pipelines: "Predefined variables", `System.PullRequest.IsFork`. */
function azureFork({ BUILD_REASON, SYSTEM_PULLREQUEST_ISFORK }) {
    if (BUILD_REASON !== 'PullRequest')
        return unproven('this is no build of a pull request (BUILD_REASON)');
    return SYSTEM_PULLREQUEST_ISFORK?.toLowerCase() === 'true'
        ? proven('SYSTEM_PULLREQUEST_ISFORK says that the pull request comes from a fork')
        : unproven('SYSTEM_PULLREQUEST_ISFORK does not say that the pull request comes from a fork');
}
/** Jenkins, multibranch projects: "Global Variable Reference", `CHANGE_FORK`. */
function jenkinsFork({ CHANGE_ID, CHANGE_FORK }) {
    if (!CHANGE_ID)
        return unproven('this is no build of a change request (CHANGE_ID is not set)');
    return CHANGE_FORK
        ? proven('CHANGE_FORK says that the change comes from a fork')
        : unproven('CHANGE_FORK does not say that the change comes from a fork');
}

;// CONCATENATED MODULE: ./lib/ci/ci-formats.js

/** Not `SOTERI_GATE_...`: a later job of the CI would take it for an input (`baseline-file` is both). */
function outputVariable(name) {
    return `SOTERI_${name.toUpperCase().replaceAll('-', '_')}`;
}
/** Largest file that GitLab takes, in bytes (its `dotenv_size`), and most variables of a self-managed one. */
const DOTENV_LIMIT = 5 * 1024;
const DOTENV_VARIABLES = 20;
/** JSON is too large for a dotenv file; report.json has it; artifacts are stored by GitHub only. */
const notInDotenv = ['violations', 'counts', 'artifact-id', 'artifact-url', 'artifact-digest'];
/** CIs and shells that source the file may expand a value, so one that could mean anything but itself is left empty. */
const dotenvFile = {
    name: 'soteri-gate.env',
    format: (outputs) => {
        let text = '';
        let count = 0;
        for (const [name, value] of Object.entries(outputs)) {
            if (notInDotenv.includes(name))
                continue;
            // Words, paths, addresses: nothing that a shell, or a reader of dotenv files, would touch.
            const isLiteral = /^[\w./:@%+,=-]*$/.test(value);
            const line = `${outputVariable(name)}=${isLiteral ? value : ''}\n`;
            if (text.length + line.length > DOTENV_LIMIT || count === DOTENV_VARIABLES)
                continue;
            text += line;
            count += 1;
        }
        return text;
    },
};
/** Java's notation: read by `readProperties` of Jenkins and by Bamboo's "Inject variables". ASCII only. */
const propertiesFile = {
    name: 'soteri-gate.properties',
    format: (outputs) => linesOf(outputs, (name, value) => `${outputVariable(name)}=${propertyValue(value)}\n`),
};
function linesOf(outputs, line) {
    return Object.entries(outputs)
        .map(([name, value]) => line(name, value))
        .join('');
}
function propertyValue(value) {
    return value
        .replaceAll('\\', '\\\\')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
        .replace(/^ /, '\\ ')
        .replace(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
const plain = {
    variable: '',
    line: (level, text) => (level === 'info' ? text : marked(level, text)),
    openGroup: ({ title }) => title,
    finding: (severity, text) => `  ${severity.padEnd(8)}  ${text}`,
    closing: () => [],
    runUrl: () => null,
    forkEvidence: knowsNoFork('a run outside the known CIs'),
};
const words = { error: 'error', warn: 'warning', debug: 'debug' };
/** The level in front of a line; a verdict says by itself how bad it is. */
function marked(level, text) {
    return level !== 'debug' && /^(fail|warn|error)\b/.test(text) ? text : `${words[level]}: ${text}`;
}
function isSevere(severity) {
    return severity === 'critical' || severity === 'high';
}
function addressIn(value) {
    return value !== undefined && /^https?:\/\//.test(value) ? value : null;
}
/** The command line in a step of GitHub Actions: workflow commands and step outputs, like the action. */
const github = {
    ...plain,
    variable: 'GITHUB_ACTIONS',
    line: (level, text) => (level === 'info' ? text : `::${words[level]}::${text.replaceAll('%', '%25')}`),
    openGroup: ({ title }) => `::group::${title}`,
    closeGroup: () => '::endgroup::',
    annotation: ({ level, title, message, path, line }) => {
        const place = `${path === undefined ? '' : `,file=${githubProperty(path)}`}${line === undefined ? '' : `,line=${line}`}`;
        return `::${level} title=${githubProperty(title)}${place}::${message.replaceAll('%', '%25')}`;
    },
    appends: {
        variable: 'GITHUB_OUTPUT',
        format: (outputs) => linesOf(outputs, (name, value) => `${name}=${value.replaceAll(/[\r\n]+/g, ' ')}\n`),
    },
    runUrl: ({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }) => {
        if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_RUN_ID)
            return null;
        return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
    },
    forkEvidence: githubFork,
};
function githubProperty(text) {
    return text.replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
}
/** Erases the marker from the line it shares with the title. */
const ERASE = '\u001b[0K';
/** Collapsible sections and a dotenv file (`artifacts: reports: dotenv`). */
const gitlab = {
    ...plain,
    variable: 'GITLAB_CI',
    openGroup: ({ name, title, at }) => `${ERASE}section_start:${at}:${name}\r${ERASE}${title}`,
    closeGroup: ({ name, at }) => `${ERASE}section_end:${at}:${name}\r${ERASE}`,
    finding: (severity, text) => `  \u001b[${isSevere(severity) ? 31 : 33}m${severity.padEnd(8)}\u001b[0m  ${text}`,
    file: dotenvFile,
    runUrl: ({ CI_JOB_URL }) => addressIn(CI_JOB_URL),
    forkEvidence: gitlabFork,
};
/** Escapes are those of Microsoft's page "Logging commands", section "Formatting commands". */
const azure = {
    ...plain,
    variable: 'TF_BUILD',
    line: (level, text) => {
        if (level === 'info')
            return text;
        if (level === 'debug')
            return `##[debug]${text}`;
        return azureIssue(level === 'error' ? 'error' : 'warning', '', text);
    },
    openGroup: ({ title }) => `##[group]${title}`,
    closeGroup: () => '##[endgroup]',
    // Colours the line and, unlike an issue, leaves the list of errors to the annotations.
    finding: (severity, text) => `##[${isSevere(severity) ? 'error' : 'warning'}]${azureMessage(`${severity} ${text}`)}`,
    annotation: ({ level, title, message, path, line }) => {
        const place = `${path === undefined ? '' : `sourcepath=${azureProperty(path)};`}${line === undefined ? '' : `linenumber=${line};`}`;
        // Azure knows no notices.
        return azureIssue(level === 'error' ? 'error' : 'warning', place, `${title}: ${message}`);
    },
    closing: ({ outputs }) => [
        ...Object.entries(outputs).map(([name, value]) => {
            return `##vso[task.setvariable variable=${outputVariable(name)};isOutput=true]${azureMessage(value)}`;
        }),
        ...(outputs['summary-file'] ? [`##vso[task.uploadsummary]${azureMessage(outputs['summary-file'])}`] : []),
    ],
    runUrl: ({ SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT, BUILD_BUILDID }) => {
        const collection = addressIn(SYSTEM_COLLECTIONURI);
        if (collection === null || !SYSTEM_TEAMPROJECT || !BUILD_BUILDID)
            return null;
        const project = `${collection.replace(/\/$/, '')}/${encodeURIComponent(SYSTEM_TEAMPROJECT)}`;
        return `${project}/_build/results?buildId=${encodeURIComponent(BUILD_BUILDID)}`;
    },
    forkEvidence: azureFork,
};
function azureIssue(type, place, text) {
    return `##vso[task.logissue type=${type};${place}]${azureMessage(text)}`;
}
/** `%` first, so that no escape is escaped again. */
function azureMessage(text) {
    return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function azureProperty(text) {
    return azureMessage(text).replaceAll(';', '%3B').replaceAll(']', '%5D');
}
const bitbucketPipelines = {
    ...plain,
    variable: 'BITBUCKET_PIPELINE_UUID',
    file: dotenvFile,
    appends: { variable: 'BITBUCKET_PIPELINES_VARIABLES_PATH', format: dotenvFile.format },
    runUrl: ({ BITBUCKET_GIT_HTTP_ORIGIN, BITBUCKET_BUILD_NUMBER }) => {
        const repository = addressIn(BITBUCKET_GIT_HTTP_ORIGIN);
        if (repository === null || !BITBUCKET_BUILD_NUMBER)
            return null;
        return `${repository.replace(/^http:/, 'https:')}/pipelines/results/${BITBUCKET_BUILD_NUMBER}`;
    },
    forkEvidence: knowsNoFork('Bitbucket Pipelines'),
};
/** Plain lines, and a variables file for the task "Inject Bamboo variables". */
const bamboo = {
    ...plain,
    variable: 'bamboo_buildKey',
    file: propertiesFile,
    runUrl: ({ bamboo_buildResultsUrl, bamboo_resultsUrl }) => addressIn(bamboo_buildResultsUrl) ?? addressIn(bamboo_resultsUrl),
    forkEvidence: knowsNoFork('Bamboo'),
};
/** Escapes are those of JetBrains' page "Service Messages". */
const teamcity = {
    ...plain,
    variable: 'TEAMCITY_VERSION',
    line: (level, text) => {
        if (level !== 'error' && level !== 'warn')
            return plain.line(level, text);
        return teamcityMessage('message', { text, status: level === 'error' ? 'ERROR' : 'WARNING' });
    },
    openGroup: ({ title }) => teamcityMessage('blockOpened', { name: title }),
    closeGroup: ({ title }) => teamcityMessage('blockClosed', { name: title }),
    finding: (severity, text) => teamcityMessage('message', {
        text: `${severity} ${text}`,
        status: isSevere(severity) ? 'ERROR' : 'WARNING',
    }),
    closing: ({ outputs, sentence }) => [
        // `env.` makes a variable of the steps that follow.
        ...Object.entries(outputs).map(([name, value]) => teamcityMessage('setParameter', { name: `env.${outputVariable(name)}`, value })),
        ...(outputs['junit-file']
            ? [teamcityMessage('importData', { type: 'junit', path: outputs['junit-file'] })]
            : []),
        teamcityMessage('buildStatus', { text: sentence }),
    ],
    runUrl: ({ BUILD_URL }) => addressIn(BUILD_URL),
    forkEvidence: knowsNoFork('TeamCity'),
};
function teamcityMessage(name, attributes) {
    const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}='${teamcityValue(value)}'`);
    return `##teamcity[${name}${pairs.join('')}]`;
}
function teamcityValue(text) {
    return text
        .replace(/[|'[\]]/g, '|$&')
        .replaceAll('\n', '|n')
        .replaceAll('\r', '|r')
        .replace(/[^\u0000-\u007f]/g, (unit) => `|0x${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
/** Plain lines, and a properties file for `readProperties`. Credentials come from bindings. */
const jenkins = {
    ...plain,
    variable: 'JENKINS_URL',
    file: propertiesFile,
    runUrl: ({ RUN_DISPLAY_URL, BUILD_URL }) => addressIn(RUN_DISPLAY_URL) ?? addressIn(BUILD_URL),
    forkEvidence: jenkinsFork,
};
/** In the order of detection: agents of Jenkins may run in another CI's machine, whose variables leak into them. */
const ciFormats = {
    github,
    gitlab,
    azure,
    'bitbucket-pipelines': bitbucketPipelines,
    bamboo,
    teamcity,
    jenkins,
    terminal: plain,
};
function detectCi(environment) {
    const cis = Object.keys(ciFormats);
    const shown = (ci) => environment[ciFormats[ci].variable]?.toLowerCase() ?? '';
    return cis.find((ci) => !['', 'false'].includes(shown(ci))) ?? 'terminal';
}
/** Whether a CI runs this, known or not. The terminal that some lend their jobs keeps all that is written to it. */
function isInCi(environment) {
    return detectCi(environment) !== 'terminal' || Boolean(environment.CI);
}

// EXTERNAL MODULE: ./lib/ci/process.js
var ci_process = __nccwpck_require__(87013);
;// CONCATENATED MODULE: ./lib/ci/github.js
// lib/ci/github.js




// node_modules/@actions/core/lib/command.js


// node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
  if (input === null || input === void 0) {
    return "";
  } else if (typeof input === "string" || input instanceof String) {
    return input;
  }
  return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
  if (!Object.keys(annotationProperties).length) {
    return {};
  }
  return {
    title: annotationProperties.title,
    file: annotationProperties.file,
    line: annotationProperties.startLine,
    endLine: annotationProperties.endLine,
    col: annotationProperties.startColumn,
    endColumn: annotationProperties.endColumn
  };
}

// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  const cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + external_os_.EOL);
}
function issue(name, message = "") {
  issueCommand(name, {}, message);
}
var CMD_STRING = "::";
var Command = class {
  constructor(command, properties, message) {
    if (!command) {
      command = "missing.command";
    }
    this.command = command;
    this.properties = properties;
    this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = true;
      for (const key in this.properties) {
        if (this.properties.hasOwnProperty(key)) {
          const val = this.properties[key];
          if (val) {
            if (first) {
              first = false;
            } else {
              cmdStr += ",";
            }
            cmdStr += `${key}=${escapeProperty(val)}`;
          }
        }
      }
    }
    cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
    return cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js



function issueFileCommand(command, message) {
  const filePath = process.env[`GITHUB_${command}`];
  if (!filePath) {
    throw new Error(`Unable to find environment variable for file command ${command}`);
  }
  if (!external_fs_.existsSync(filePath)) {
    throw new Error(`Missing file at path: ${filePath}`);
  }
  external_fs_.appendFileSync(filePath, `${toCommandValue(message)}${external_os_.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value) {
  const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
  }
  if (convertedValue.includes(delimiter)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
  }
  return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}

// node_modules/@actions/core/lib/core.js


// node_modules/@actions/core/lib/summary.js


var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { access, appendFile, writeFile } = external_fs_.promises;
var SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._filePath) {
        return this._filePath;
      }
      const pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv) {
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      }
      try {
        yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
      } catch (_a) {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      this._filePath = pathFromEnv;
      return this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
    if (!content) {
      return `<${tag}${htmlAttrs}>`;
    }
    return `<${tag}${htmlAttrs}>${content}</${tag}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter(this, void 0, void 0, function* () {
      const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
      const filePath = yield this.filePath();
      const writeFunc = overwrite ? writeFile : appendFile;
      yield writeFunc(filePath, this._buffer, { encoding: "utf8" });
      return this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: true });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    this._buffer = "";
    return this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text, addEOL = false) {
    this._buffer += text;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(external_os_.EOL);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code, lang) {
    const attrs = Object.assign({}, lang && { lang });
    const element = this.wrap("pre", this.wrap("code", code), attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items, ordered = false) {
    const tag = ordered ? "ol" : "ul";
    const listItems = items.map((item) => this.wrap("li", item)).join("");
    const element = this.wrap(tag, listItems);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    const tableBody = rows.map((row) => {
      const cells = row.map((cell) => {
        if (typeof cell === "string") {
          return this.wrap("td", cell);
        }
        const { header, data, colspan, rowspan } = cell;
        const tag = header ? "th" : "td";
        const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join("");
    const element = this.wrap("table", tableBody);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label, content) {
    const element = this.wrap("details", this.wrap("summary", label) + content);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    const { width, height } = options || {};
    const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
    const element = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text, level) {
    const tag = `h${level}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element = this.wrap(allowedTag, text);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    const element = this.wrap("hr", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    const element = this.wrap("br", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element = this.wrap("blockquote", text, attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text, href) {
    const element = this.wrap("a", text, { href });
    return this.addRaw(element).addEOL();
  }
};
var _summary = new Summary();

// node_modules/@actions/core/lib/platform.js

var platform = external_os_.platform();
var arch = external_os_.arch();

// node_modules/@actions/core/lib/core.js
var __awaiter2 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(external_os_.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}
function isDebug() {
  return process.env["RUNNER_DEBUG"] === "1";
}
function debug(message) {
  issueCommand("debug", {}, message);
}
function error(message, properties = {}) {
  issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
  issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
  issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
  process.stdout.write(message + external_os_.EOL);
}
function startGroup(name) {
  issue("group", name);
}
function endGroup() {
  issue("endgroup");
}
function group(name, fn) {
  return __awaiter2(this, void 0, void 0, function* () {
    startGroup(name);
    let result;
    try {
      result = yield fn();
    } finally {
      endGroup();
    }
    return result;
  });
}

// lib/ci/github.js



function githubHost(process2) {
  const { env } = process2;
  const { signal, guard } = (0,ci_process/* stopOf */.EV)(process2);
  const inputs = inputsOf(env);
  let level = "info";
  const secrets = /* @__PURE__ */ new Set();
  let mask = (0,lib_text/* maskerOf */.nk)(secrets);
  const safe = (text) => (0,lib_text/* escapeForLog */.zB)(mask(text));
  const summaryFile = env.GITHUB_STEP_SUMMARY;
  const runUrl = ciFormats.github.runUrl(env);
  const show = { error, warn: warning, info, debug: info };
  const log = (0,ci_process/* logOf */.Gs)((lineLevel, line) => {
    if ((0,ci_process/* isShown */.aJ)(lineLevel, level))
      show[lineLevel](safe(line));
    else if (lineLevel === "debug" && isDebug())
      debug(safe(line));
  }, async (title, work) => (0,ci_process/* isShown */.aJ)("info", level) ? await group(safe(title), work) : await work());
  return {
    input: (name) => inputs.get(name),
    givenInputs: () => [...inputs.keys()],
    environment: (name) => env[name] || void 0,
    environmentNames: () => Object.keys(env),
    log,
    clock: ci_process/* systemClock */.ml,
    progress: null,
    setLogLevel: (next) => {
      level = next;
    },
    setOutputs: outputsTo(env.GITHUB_OUTPUT),
    mask: (secret) => {
      for (const line of secret.split(/[\r\n]+/))
        if ((0,lib_text/* isMaskable */.h_)(line.trim()))
          setSecret(line);
      mask = (0,lib_text/* maskerOf */.nk)(secrets.add(secret.trim()));
    },
    annotate: (annotation) => annotate(annotation, safe),
    writeSummary: summaryFile ? (markdown) => (0,external_node_fs_.appendFileSync)(summaryFile, markdown) : null,
    artifacts: artifactStore(env, runUrl, guard, log.debug),
    temporaryFolder: env.RUNNER_TEMP || (0,external_node_os_.tmpdir)(),
    workingFolder: env.GITHUB_WORKSPACE || process2.cwd(),
    runUrl,
    forkEvidence: () => ciFormats.github.forkEvidence(env, ci_process/* readTextOf */.Vv),
    stop: signal
  };
}
var inputPrefix = "INPUT_";
function inputsOf(env) {
  const inputs = /* @__PURE__ */ new Map();
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith(inputPrefix) || variable !== variable.toUpperCase() || !value)
      continue;
    inputs.set(variable.slice(inputPrefix.length).toLowerCase(), value);
  }
  return inputs;
}
function outputsTo(file) {
  let start = null;
  return (outputs) => {
    if (file && start !== null)
      (0,external_node_fs_.truncateSync)(file, start);
    if (file)
      start ??= (0,external_node_fs_.statSync)(file).size;
    for (const [name, value] of Object.entries(outputs))
      setOutput(name, value);
  };
}
function annotate({ level, title, message, path, line }, safe) {
  const write = { error, warning, notice }[level];
  write(safe(message), {
    title: safe(title),
    ...path === void 0 ? {} : { file: safe(path) },
    ...line === void 0 ? {} : { startLine: line }
  });
}
function artifactStore(environment, runUrl, guard, debug2) {
  const offered = environment.ACTIONS_RUNTIME_TOKEN && environment.ACTIONS_RESULTS_URL;
  if (!offered || isEnterpriseServer(environment))
    return null;
  const quietly = async (call) => {
    sortWrites(process.stdout);
    const lines = { debug: debug2 };
    try {
      return await guard(() => clientLines.run(lines, call));
    } finally {
      lines.debug = null;
    }
  };
  const upload = async ({ name, root, files, retentionDays }) => {
    const client = await openClient();
    const options = retentionDays === null ? {} : { retentionDays };
    const stored = await quietly(() => client.uploadArtifact(name, [...files], root, options)).catch(inDoubt);
    if (stored.id === void 0)
      return inDoubt(new Error("FinalizeArtifact gave no id"));
    const id = String(stored.id);
    return { id, url: runUrl === null ? "" : `${runUrl}/artifacts/${id}`, digest: stored.digest ?? "" };
  };
  return {
    upload,
    replace: async (artifact) => {
      const client = await openClient();
      await quietly(() => client.deleteArtifact(artifact.name));
      return await upload(artifact);
    }
  };
}
function inDoubt(caught) {
  if (!(caught instanceof Error) || !caught.message.includes("FinalizeArtifact"))
    throw caught;
  throw Object.assign(caught, { mayBeStored: true });
}
async function openClient() {
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  const { DefaultArtifactClient } = await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(291)]).then(__nccwpck_require__.bind(__nccwpck_require__, 36291));
  return new DefaultArtifactClient();
}
var clientLines = new external_node_async_hooks_.AsyncLocalStorage();
var writesAreSorted = false;
function sortWrites(stdout) {
  if (writesAreSorted)
    return;
  writesAreSorted = true;
  const write = stdout.write.bind(stdout);
  const sorted = (...args) => {
    const lines = clientLines.getStore();
    if (lines === void 0 || String(args[0]).startsWith("::add-mask::"))
      return write(...args);
    const { debug: debug2 } = lines;
    const line = String(args[0]).trim().replace(/^::\w+::/, "");
    if (debug2 !== null)
      clientLines.exit(() => debug2(`artifact: ${line}`));
    return true;
  };
  stdout.write = sorted;
}
function isEnterpriseServer({ GITHUB_SERVER_URL }) {
  const host = URL.parse(GITHUB_SERVER_URL || "https://github.com")?.hostname ?? "";
  return host !== "github.com" && !host.endsWith(".ghe.com") && !host.endsWith(".localhost");
}



/***/ }),

/***/ 87013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EV: () => (/* binding */ stopOf),
/* harmony export */   Gs: () => (/* binding */ logOf),
/* harmony export */   Vv: () => (/* binding */ readTextOf),
/* harmony export */   aJ: () => (/* binding */ isShown),
/* harmony export */   bJ: () => (/* binding */ expectVerdict),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   qZ: () => (/* binding */ endWith)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(58500);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(452);
/** The process: its variables, clock, log levels, signals and exit code. */



const readTextOf = (path) => {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8');
    }
    catch {
        return null; // The callers fail closed.
    }
};
const levels = ['error', 'warn', 'info', 'debug'];
function isShown(line, shown) {
    return levels.indexOf(line) <= levels.indexOf(shown);
}
function logOf(write, group) {
    return {
        error: (line) => write('error', line),
        warn: (line) => write('warn', line),
        info: (line) => write('info', line),
        debug: (line) => write('debug', line),
        group,
    };
}
/** Timers of the runtime fire at once above this many ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const systemClock = {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    random: () => Math.random(),
    sleep: async (ms, signal) => {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(Math.min(ms, LONGEST_TIMER_MS), undefined, signal === undefined ? {} : { signal });
        }
        catch (caught) {
            throw signal?.aborted ? signal.reason : caught;
        }
    },
};
/** What a second signal exits with: the contract's code for a cancelled run. */
const CANCELLED_EXIT = 130;
/** What ends a run: a terminal that is closed (SIGHUP) too. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A signal that came before a run listened. */
let early = null;
let isListening = false;
/** Starts to listen. `signal` aborts with CANCELLED on a signal, with DEFECT on an error that nobody caught. */
function stopOf(process) {
    const controller = new AbortController();
    let takeStray = (caught) => controller.abort((0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .asGateError */ .Ub)(caught));
    const onSignal = (name) => {
        if (controller.signal.aborted)
            process.exit(CANCELLED_EXIT);
        controller.abort(new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GateError */ .ue('CANCELLED', `The run was stopped by ${name}.`));
    };
    for (const name of signals)
        process.on(name, () => onSignal(name));
    isListening = true;
    if (early !== null)
        onSignal(early);
    process.on('uncaughtException', (caught) => takeStray(caught));
    process.on('unhandledRejection', (caught) => takeStray(caught));
    /**
     * Runs work whose library throws inside listeners, where no `catch` reaches, even after the work: that rejects the work
     * instead of stopping the run. A stop rejects it too; it may itself go on: see `endWith`.
     */
    const guard = async (work) => {
        const { signal } = controller;
        signal.throwIfAborted();
        const { promise, reject } = Promise.withResolvers();
        takeStray = reject;
        const onStop = () => reject(signal.reason);
        signal.addEventListener('abort', onStop);
        try {
            return await Promise.race([work(), promise]);
        }
        finally {
            signal.removeEventListener('abort', onStop);
        }
    };
    return { signal: controller.signal, guard };
}
const DEFECT_EXIT = 70;
/** How long a library may keep the process after the verdict, in ms. Two seconds after a signal all must be over. */
const GRACE_MS = 500;
/** Call it first: a process that ends before `endWith` (by an error in a listener, say) must not exit with 0. */
function expectVerdict(process) {
    process.exitCode = DEFECT_EXIT;
    process.on('exit', tellNoVerdict);
    for (const name of signals)
        process.on(name, () => onEarlySignal(name, process));
    // The reader of the log is gone; the exit code still counts.
    for (const stream of [process.stdout, process.stderr])
        stream.on('error', throwUnlessClosed);
    // Otherwise Node opens its inspector, in which other processes of the machine can read the credentials.
    process.on('SIGUSR1', () => undefined);
}
/** A run that is about to listen ends by it. Where none begins, such as at a prompt, the process ends here. */
function onEarlySignal(name, process) {
    if (isListening)
        return;
    if (early !== null)
        process.exit(CANCELLED_EXIT);
    early = name;
    setTimeout(() => {
        if (isListening)
            return;
        process.off('exit', tellNoVerdict);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(2, `error (exit ${CANCELLED_EXIT}, CANCELLED): The run was stopped by ${name}.\n`);
        process.exit(CANCELLED_EXIT);
    }, GRACE_MS).unref();
}
function throwUnlessClosed(caught) {
    if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .systemCode */ .xU)(caught) !== 'EPIPE')
        throw caught;
}
function tellNoVerdict() {
    const hint = 'Report it, with the last lines of a run with `log-level: debug`.';
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(2, `error (exit ${DEFECT_EXIT}, DEFECT): The run ended before it had a verdict. ${hint}\n`);
}
/** Lets the process end by itself; work that could not be stopped, such as an upload, is cut off after a moment. */
function endWith(exitCode, process) {
    process.off('exit', tellNoVerdict);
    process.exitCode = exitCode;
    setTimeout(() => process.exit(), GRACE_MS).unref();
}


/***/ }),

/***/ 21877:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CH: () => (/* binding */ parseCaCert),
/* harmony export */   JG: () => (/* binding */ parseOutputFolder),
/* harmony export */   L5: () => (/* binding */ parseCommit),
/* harmony export */   NZ: () => (/* binding */ parseCaPath),
/* harmony export */   Pd: () => (/* binding */ isCleartext),
/* harmony export */   Q2: () => (/* binding */ parseBaseUrl),
/* harmony export */   Rr: () => (/* binding */ parsePath),
/* harmony export */   TZ: () => (/* binding */ parseArtifactName),
/* harmony export */   cX: () => (/* binding */ parseApiVersion),
/* harmony export */   f: () => (/* binding */ parseColumns),
/* harmony export */   n7: () => (/* binding */ plainAddress),
/* harmony export */   o5: () => (/* binding */ parseUsername),
/* harmony export */   o7: () => (/* binding */ parseSecret),
/* harmony export */   pI: () => (/* binding */ parseToken),
/* harmony export */   wj: () => (/* binding */ parseEmail),
/* harmony export */   y5: () => (/* binding */ parseRepositoryGlob),
/* harmony export */   yA: () => (/* binding */ parsePullRequest)
/* harmony export */ });
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(182);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);
/* harmony import */ var _globs_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(80357);
/** Parsers of single inputs: addresses, names, paths, header values, the mapping of columns. Pure. */



/** The base URL of Bitbucket: http or https, context path kept, trailing slashes dropped, no credentials in it. */
function parseBaseUrl(text) {
    const url = (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(text) ? null : URL.parse(text);
    if (url === null || url.hostname === '' || !/^https?:\/\//i.test(text)) {
        const shown = plainAddress.test(text) ? (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text) : 'The address (not shown, it may hold credentials)';
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${shown} is not an http or https address: give the base URL of Bitbucket, such as https://bitbucket.example.com or https://host/bitbucket.`);
    }
    const problems = [];
    if (url.username !== '' || url.password !== '') {
        problems.push('The address holds credentials (not shown): give them as `token`, or `username` and `password`.');
    }
    if (/[?#]/.test(text)) {
        problems.push(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(url.origin + url.pathname)} is followed by a query or fragment: remove it.`);
    }
    if (problems.length > 0)
        return { problems };
    url.pathname = url.pathname.replace(/\/+$/, '');
    return { value: url };
}
/** Scheme, host, port and path only; neither `https://user:password` nor a bare token looks like this. */
const plainAddress = /^[a-z][a-z0-9+.-]*:\/{2,3}([a-z0-9.-]*|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[\w./~-]*)?$/i;
/** Whether credentials would travel in clear: http to another machine. */
function isCleartext({ protocol, hostname }) {
    const isLoopback = hostname === '[::1]' || /^127(\.\d+){3}$|^(.*\.)?localhost$/.test(hostname);
    return protocol === 'http:' && !isLoopback;
}
/** An e-mail address: something on each side of one `@`, no blanks. */
function parseEmail(text) {
    if (/^[^@\s]+@[^@\s]+$/.test(text) && !(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(text))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not an e-mail address: write it such as team@example.com.`);
}
/** A glob over `PROJ/slug`. */
function parseRepositoryGlob(text) {
    const problem = text.startsWith('!') ? 'must not begin with `!`' : (0,_globs_js__WEBPACK_IMPORTED_MODULE_1__/* .globProblem */ .AI)(text, 'repo');
    return problem === null ? { value: text } : (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`The glob ${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} ${problem}.`);
}
function parseApiVersion(text) {
    if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a version: write latest, or a version such as 1.0.`);
}
function parseCommit(text) {
    if (/^[0-9a-f]{40}$/i.test(text))
        return { value: text.toLowerCase() };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a commit: write all 40 hexadecimal digits.`);
}
/** The name of an artifact, without the characters that the artifact service rejects. */
function parseArtifactName(text) {
    if (!/["<>:|*?\\/]/.test(text) && !(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(text))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not an artifact name: it must not hold any of " < > : | * ? \\ / or control characters.`);
}
function parsePath(text) {
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(text))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a path: it must not hold control characters or line breaks.`);
}
/** The PEM text of CA certificates. Never quoted: people paste keys too. */
function parseCaCert(text) {
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)('The text (not shown) holds a private key, which the gate does not need: give certificates only.');
    }
    if (text.includes('-----BEGIN CERTIFICATE-----'))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)('The text (not shown) holds no certificate: give PEM text with "-----BEGIN CERTIFICATE-----".');
}
/** The path of a CA file. Never quoted, since people paste the text of a certificate or key here. */
function parseCaPath(text) {
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(text))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)('The path (not shown) holds control characters or line breaks: give the path of a PEM file.');
}
/** The folder for reports: never a root, the working folder itself or one above it. */
function parseOutputFolder(text) {
    const segments = text.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.');
    const last = segments.at(-1);
    if (last === undefined || last === '..' || /^[A-Za-z]:$/.test(last)) {
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not allowed: name a folder of its own, such as soteri-report.`);
    }
    return parsePath(text);
}
/** A token: sent as a header, so visible ASCII only. */
function parseToken(raw) {
    const token = raw.trim();
    if (/^[\x21-\x7e]+$/.test(token))
        return { value: token };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)('The token (not shown) holds blanks, line breaks or non-ASCII characters: give the token alone, as Bitbucket showed it.');
}
/** A password or key, unchanged but for one line break at its end, which files and secrets often have. */
function parseSecret(raw) {
    const secret = raw.replace(/\r?\n$/, '');
    if (secret !== '' && !(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(secret))
        return { value: secret };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)('The value (not shown) is empty or holds control characters or line breaks: give the secret alone.');
}
/** A user name for Basic authentication, where a colon would end it. */
function parseUsername(text) {
    if (!text.includes(':') && !(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(text))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)('The user name (not shown) holds a colon or control characters: give the name alone, and the password as `password`.');
}
/**
 * The header mapping by hand: lines `rule = Rule Name`, each column and each header once. Commas may separate them
 * too; a comma within a header is one that no `name =` follows.
 */
function parseColumns(text) {
    const problems = [];
    const mapping = {};
    for (const line of text.split(/\r\n|[\n\r]|,(?=\s*[\w-]+\s*=)/)) {
        const problem = line.trim() === '' ? null : addColumn(mapping, line.trim());
        if (problem !== null)
            problems.push(problem);
    }
    return problems.length > 0 ? { problems } : { value: mapping };
}
function addColumn(mapping, line) {
    const equals = line.indexOf('=');
    const left = line.slice(0, equals).trim();
    const header = line.slice(equals + 1).trim();
    if (equals < 0 || left === '' || header === '') {
        return `${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(line)} is not a mapping: write column = header of the export, such as rule = Rule Name.`;
    }
    const column = _finding_js__WEBPACK_IMPORTED_MODULE_2__/* .mappableColumns */ .OP.find((known) => known === left);
    if (column === undefined) {
        return `${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(left)} is not a column: the left side is one of ${_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .mappableColumns */ .OP.join(', ')}.${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .didYouMean */ .au)(left, _finding_js__WEBPACK_IMPORTED_MODULE_2__/* .mappableColumns */ .OP)}`;
    }
    if (mapping[column] !== undefined)
        return `${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(column)} is mapped twice: keep one line.`;
    const taken = _finding_js__WEBPACK_IMPORTED_MODULE_2__/* .mappableColumns */ .OP.find((known) => mapping[known] === header);
    if (taken !== undefined) {
        return `The header ${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(header)} is given for both ${taken} and ${column}: map each header to one column.`;
    }
    mapping[column] = header;
    return null;
}
function parsePullRequest(text) {
    if (text === 'auto')
        return { value: 'auto' };
    if (/^[1-9]\d{0,14}$/.test(text))
        return { value: Number(text) };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a pull request: give its number in Bitbucket, or \`auto\`.`);
}


/***/ }),

/***/ 80357:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AI: () => (/* binding */ globProblem),
/* harmony export */   Yu: () => (/* binding */ isWanted),
/* harmony export */   ex: () => (/* binding */ globFields),
/* harmony export */   tI: () => (/* binding */ compileGlobs)
/* harmony export */ });
/* unused harmony export GlobProblem */
/**
 * Globs over rule, project, repository, branch, path and owner, with an own matcher: anyone who may push controls paths, and
 * regular expressions made from globs take seconds for a hostile path of 500 characters and three stars. This matcher
 * takes at most (glob length x value length) steps. Pure.
 *
 * Grammar: `*` any run of characters and `?` one character, both within a segment; `**` as a whole segment: any
 * number of segments, none included (at the end at least one); `[a-z]`, `[!a-z]` one character; `{a,b}` either; a
 * backslash takes the next character literally. `rule`, `project` and `owner` have no segments. A lone `*` matches everything.
 */
/** The parts of a finding that globs match. `repo` is `PROJ/slug`. */
const globFields = ['rule', 'project', 'repo', 'branch', 'path', 'owner'];
/** Characters a glob may have, and alternatives its braces may expand to. */
const LENGTH_LIMIT = 512;
const ALTERNATIVES_LIMIT = 256;
/** Git and Bitbucket compare branches and paths with case; keys, slugs and rule names without. */
const caseless = new Set(['rule', 'project', 'repo', 'owner']);
const withSegments = new Set(['repo', 'branch', 'path']);
const STAR = '**';
/** The problem of a glob, to go after its name; `null` when it is valid. A leading `!` negates. */
function globProblem(glob, field) {
    try {
        compile(glob, field);
        return null;
    }
    catch (problem) {
        if (problem instanceof GlobProblem)
            return problem.message;
        throw problem;
    }
}
/** @throws GlobProblem for a glob with a `globProblem` */
function compileGlobs(globs, field) {
    const wanted = globs.filter(isWanted).map((glob) => compile(glob, field));
    const unwanted = globs.filter((glob) => !isWanted(glob)).map((glob) => compile(glob, field));
    return (value) => (wanted.length === 0 || wanted.some((matches) => matches(value))) &&
        !unwanted.some((matches) => matches(value));
}
class GlobProblem extends Error {
    name = 'GlobProblem';
}
function isWanted(glob) {
    return !glob.startsWith('!');
}
/** A leading `!` makes no difference. */
function compile(written, field) {
    checkSign(written.slice(0, 2), false);
    const glob = isWanted(written) ? written : written.slice(1);
    if (glob === '')
        throw new GlobProblem('is empty: write at least one character');
    if (glob.length > LENGTH_LIMIT)
        throw new GlobProblem(`is longer than ${LENGTH_LIMIT} characters`);
    if (/[\u0000-\u001f\u007f]/.test(glob))
        throw new GlobProblem('holds a control character');
    checkVisible(glob, field);
    if (glob.startsWith('!'))
        throw new GlobProblem('negates twice: write one `!`, or `\\!` for the sign itself');
    if (glob === '*' || glob === '**')
        return () => true;
    if (field === 'repo' && !glob.includes('/')) {
        throw new GlobProblem('names no project: write PROJ/slug, or */slug for any project');
    }
    // `refs/heads/main` is `main`.
    const name = field === 'branch' ? glob.replace(/^refs\/heads\//, '') : glob;
    const hasSegments = withSegments.has(field);
    const patterns = expandBraces(folded(name, field)).map((text) => {
        const segments = hasSegments ? segmentsOf(text) : [signsOf(text, false)];
        return { segments, start: startOf(segments) };
    });
    return (value) => {
        const text = folded(value, field);
        return patterns.some(({ segments, start }) => {
            return (text.startsWith(start) && matchesRun(segments, hasSegments ? text.split('/') : [text], matchesSegment));
        });
    };
}
/** No name of a finding has one, or nobody could see in the selector that the name has it. */
function checkVisible(glob, field) {
    const [sign] = (field === 'path' ? invisible : invisibleInName).exec(glob) ?? [];
    if (sign === undefined)
        return;
    const code = (sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    throw new GlobProblem(`holds an invisible character (U+${code.toUpperCase()}): take it out, or write * for it`);
}
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** Beside these: blanks other than the usual one, and what fonts show as nothing. Paths do have emoji. */
const invisibleInName = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}]|(?! )\p{Zs}/u;
/** As names are compared: in lower case where case does not matter, and with accents in one spelling (NFC). */
function folded(name, field) {
    return (caseless.has(field) ? name.toLowerCase() : name).normalize('NFC');
}
function segmentsOf(text) {
    if (text.startsWith('/'))
        throw new GlobProblem('begins with `/`, which nothing does: leave it out');
    if (text.endsWith('/'))
        throw new GlobProblem('ends with `/`: write `/**` for everything below');
    // Below a folder there is at least one name more: `src/**` is not `src` itself.
    return text
        .replace(/\/\*\*$/, '/**/*')
        .split('/')
        .map((segment) => {
        if (segment === '')
            throw new GlobProblem('has two `/` in a row');
        if (segment === '.' || segment === '..')
            throw new GlobProblem('has a segment `.` or `..`: leave it out');
        return segment === '**' ? STAR : signsOf(segment, true);
    });
}
/** The literal beginning of every matching value: it alone rejects most values. */
function startOf(segments) {
    let start = '';
    for (const [at, segment] of segments.entries()) {
        if (at > 0)
            start += '/';
        if (segment === STAR)
            return start;
        for (const sign of segment) {
            if (typeof sign !== 'string' || sign === STAR)
                return start;
            start += sign;
        }
    }
    return start;
}
function signsOf(text, inSegment) {
    const signs = [];
    let at = 0;
    while (at < text.length) {
        checkSign(text.slice(at, at + 2), inSegment);
        const character = text.charAt(at);
        if (character === '[') {
            const end = classEnd(text, at);
            signs.push(classOf(text.slice(at + 1, end)));
            at = end + 1;
        }
        else if (character === '\\') {
            signs.push(escaped(text.charAt(at + 1)));
            at += 2;
        }
        else {
            signs.push(character === '*' ? STAR : character === '?' ? () => true : character);
            at += 1;
        }
    }
    return signs;
}
function checkSign(two, inSegment) {
    if (inSegment && two === '**') {
        throw new GlobProblem('has `**` beside other characters: write it alone between slashes, as in **/*.pem');
    }
    if (/^[?*+@!]\($/.test(two)) {
        throw new GlobProblem(`holds \`${two}\`, which is not supported: use {a,b}, or \\( for the sign itself`);
    }
}
function escaped(character) {
    if (character === '')
        throw new GlobProblem('ends with a backslash');
    if (/[\w/]/.test(character)) {
        throw new GlobProblem('has a backslash before a letter, digit or slash: paths are written with `/`');
    }
    return character;
}
function classEnd(text, start) {
    const first = /^[!^]/.test(text.slice(start + 1)) ? start + 2 : start + 1;
    // A `]` in first place is a member, not the end.
    const end = text.indexOf(']', first + 1);
    if (end < 0)
        throw new GlobProblem('has a `[` without `]`: write \\[ for the sign itself');
    return end;
}
function classOf(body) {
    const negated = /^[!^]/.test(body);
    const members = negated ? body.slice(1) : body;
    if (/[\\[/]/.test(members))
        throw new GlobProblem('has one of `\\ [ /` between `[` and `]`');
    const ranges = [];
    for (let at = 0; at < members.length; at += 1) {
        const from = members.charAt(at);
        const ranged = members[at + 1] === '-' && at + 2 < members.length;
        const to = ranged ? members.charAt(at + 2) : from;
        if (to < from)
            throw new GlobProblem(`has the range ${from}-${to}, which runs backwards`);
        ranges.push([from, to]);
        if (ranged)
            at += 2;
    }
    return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== negated;
}
/** The texts that the braces of a glob expand to; they may be nested and escaped. */
function expandBraces(glob) {
    const outer = [];
    let inner = { done: [], begun: [''] };
    for (const [sign] of glob.matchAll(/\\?[\s\S]/g)) {
        if (sign === '{') {
            outer.push(inner);
            inner = { done: [], begun: [''] };
        }
        else if (sign === '}') {
            const around = outer.pop();
            if (around === undefined)
                throw new GlobProblem('has a `}` without `{`: write \\} for the sign');
            inner = { ...around, begun: joinedWith(around.begun, inner) };
        }
        else if (sign === ',' && outer.length > 0) {
            inner = { done: [...inner.done, ...inner.begun], begun: [''] };
        }
        else
            inner = { ...inner, begun: inner.begun.map((text) => text + sign) };
    }
    if (outer.length > 0)
        throw new GlobProblem('has a `{` without `}`: write \\{ for the sign itself');
    return inner.begun;
}
function joinedWith(heads, { done, begun }) {
    if (done.length === 0)
        throw new GlobProblem('has braces without a comma: write {a,b}, or \\{ for the sign');
    const parts = [...done, ...begun];
    if (heads.length * parts.length > ALTERNATIVES_LIMIT)
        throw new GlobProblem(`expands to more than ${ALTERNATIVES_LIMIT} alternatives`);
    return heads.flatMap((head) => parts.map((part) => head + part));
}
function matchesSegment(segment, value) {
    return matchesRun(segment, value, matchesSign);
}
function matchesSign(sign, character) {
    return typeof sign === 'string' ? sign === character : sign(character);
}
/**
 * Matches parts with items, where the part `STAR` takes any number of items. When a part fails, only the last star is
 * tried again one item further on: what an earlier star could still take, the last one can take as well.
 */
function matchesRun(parts, items, matches) {
    let part = 0;
    let item = 0;
    let afterStar = -1;
    let retry = 0;
    while (item < items.length) {
        const wanted = parts[part];
        if (wanted === STAR) {
            part += 1;
            afterStar = part;
            retry = item;
        }
        else if (wanted !== undefined && matches(wanted, items[item])) {
            part += 1;
            item += 1;
        }
        else if (afterStar < 0) {
            return false;
        }
        else {
            retry += 1;
            part = afterStar;
            item = retry;
        }
    }
    while (parts[part] === STAR)
        part += 1;
    return part === parts.length;
}


/***/ }),

/***/ 32884:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F9: () => (/* binding */ effectiveInputs),
/* harmony export */   Fj: () => (/* binding */ secretsOf),
/* harmony export */   QX: () => (/* binding */ credentialMask),
/* harmony export */   Wu: () => (/* binding */ placesFor),
/* harmony export */   cN: () => (/* binding */ inputReader),
/* harmony export */   eL: () => (/* binding */ resolveInputs),
/* harmony export */   u0: () => (/* binding */ sourcesOf),
/* harmony export */   xe: () => (/* binding */ givenText),
/* harmony export */   yB: () => (/* binding */ refusalInPolicy)
/* harmony export */ });
/* unused harmony exports environmentName, isShowable */
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(68804);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(21877);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(71582);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(96618);





const environmentPrefix = 'SOTERI_GATE_';
/** The environment variable of an input, such as `SOTERI_GATE_BITBUCKET_URL`. */
function environmentName(input) {
    return environmentPrefix + input.toUpperCase().replaceAll('-', '_');
}
/**
 * All sources of a run: input or flag, then environment, then policy file. Call it with `{}` to learn where the
 * policy file is, then again with the inputs that the policy file gives.
 */
function sourcesOf(host, policy) {
    const given = host.givenInputs().map((name) => [name, host.input(name)]);
    const environment = host
        .environmentNames()
        .filter((variable) => variable.startsWith(environmentPrefix))
        // The last of several spellings counts: the documented one.
        .sort((a, b) => Number(isDocumented(a)) - Number(isDocumented(b)))
        .map((variable) => [inputOf(variable), host.environment(variable)]);
    return [
        { label: 'input', values: present(given) },
        { label: 'environment', values: present(environment) },
        { label: 'policy file', values: policy },
    ];
}
function isDocumented(variable) {
    return variable === environmentName(inputOf(variable));
}
function inputOf(variable) {
    return variable.slice(environmentPrefix.length).toLowerCase().replaceAll('_', '-');
}
function present(entries) {
    return Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
/** Why a policy file may not give an input, and what may; `null` where it may. */
function refusalInPolicy(row) {
    if (row.inPolicy === 'allowed')
        return null;
    return `\`${row.name}\` may not be set in a policy file, since ${row.inPolicy}: give it as ${placesFor(row)}.`;
}
/** Where an input can be given outside of a policy file. */
function placesFor({ name, only, kind }) {
    if (only === 'flag')
        return `the flag \`--${name}\``;
    const flag = kind === 'secret' ? '' : `, the flag \`--${name}\``;
    return `an input of the workflow${flag} or \`${environmentName(name)}\` in the environment`;
}
/**
 * Every text to mask before anything is logged: each secret of each source as given, trimmed, line by line,
 * URL-encoded and in Base64, and `user:password` in Base64 as it is sent. Longest first, so that no part of a longer
 * one remains where texts are replaced one by one.
 */
function secretsOf(sources) {
    const formsIn = (input) => sources.flatMap(({ values }) => formsOf(values[input]));
    const secrets = _table_js__WEBPACK_IMPORTED_MODULE_3__/* .inputRows */ .k8
        .filter(({ kind }) => kind === 'secret')
        .flatMap(({ name }) => formsIn(name))
        .flatMap((secret) => [secret, ...encoded(secret)]);
    const pairs = formsIn('username').flatMap((user) => formsIn('password').flatMap((password) => base64Forms(`${user.trim()}:${password}`)));
    return [...new Set([...secrets, ...pairs])]
        .filter((form) => form.trim() !== '')
        .sort((a, b) => b.length - a.length);
}
/** Masks every credential of a run in texts that are written. */
function credentialMask(host) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .maskerOf */ .nk)(secretsOf(sourcesOf(host, {})));
}
function formsOf(raw) {
    if (raw === undefined)
        return [];
    const text = (0,_values_js__WEBPACK_IMPORTED_MODULE_4__/* .textOf */ .b6)(raw);
    return [text, text.replace(/\r?\n$/, ''), text.trim(), ...text.split(/[\r\n]+/).map((line) => line.trim())];
}
function encoded(secret) {
    const form = encodeURIComponent(secret.toWellFormed());
    return [form, form.replaceAll('%20', '+'), ...base64Forms(secret)];
}
/** As sent in a header, and in an address. */
function base64Forms(text) {
    const form = Buffer.from(text).toString('base64');
    return [form, encodeURIComponent(form)];
}
/** Takes each input from the first source that gives it. A blank text counts as not given: the default is taken. */
function resolveInputs(sources) {
    const given = new Map();
    const mistakes = [];
    for (const { label: source, values } of sources) {
        for (const [name, raw] of Object.entries(values)) {
            const problem = problemOfName(name, source);
            if (problem !== null)
                mistakes.push({ where: nameIn(source, name), what: problem });
            else if ((0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .isInputName */ .wp)(name) && !isBlank(raw) && !given.has(name))
                given.set(name, { raw, source });
        }
    }
    return { given, mistakes };
}
function problemOfName(name, source) {
    if (!(0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .isInputName */ .wp)(name)) {
        const known = _table_js__WEBPACK_IMPORTED_MODULE_3__/* .inputRows */ .k8.map((row) => row.name);
        return `No input has this name.${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .didYouMean */ .au)(name, known)}`;
    }
    // The command line replaces these files by the secrets in them before the inputs are read.
    if (name === 'token-file' || name === 'password-file') {
        return `Only the command line reads this; give \`${name.replace('-file', '')}\` instead.`;
    }
    return source === 'policy file' ? refusalInPolicy((0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .rowOf */ .OB)(name)) : null;
}
function nameIn(source, name) {
    if (source === 'environment')
        return environmentName(name);
    return source === 'policy file' ? `${name} (policy file)` : name;
}
function isBlank(raw) {
    return typeof raw === 'object' ? raw.length === 0 : String(raw).trim() === '';
}
/** The text of an input before it is parsed; `undefined` when no source gives it. */
function givenText({ given }, name) {
    const raw = given.get(name)?.raw;
    return raw === undefined ? undefined : (0,_values_js__WEBPACK_IMPORTED_MODULE_4__/* .textOf */ .b6)(raw).trim();
}
/** Parses every input for an operation (`null` when that is invalid itself); `now` in ms since the epoch. */
function inputReader(resolution, operation, now) {
    const { given } = resolution;
    /** All mistakes up to now, oldest first. */
    const mistakes = [...resolution.mistakes];
    /** Adds a mistake about an input, or about several under the name of the first. */
    const refuse = (name, what) => {
        mistakes.push({ where: nameIn(given.get(name)?.source ?? 'input', name), what });
    };
    const parsedOrDefault = (row) => {
        for (const raw of [given.get(row.name)?.raw, defaultOf(row, operation)]) {
            if (raw === undefined)
                continue;
            const parsed = row.parse(raw, now);
            if ('value' in parsed)
                return parsed.value;
            for (const problem of parsed.problems)
                refuse(row.name, problem);
        }
        return null;
    };
    // The table gives each parser the type of its row; a look-up by name loses it.
    const values = Object.fromEntries(_table_js__WEBPACK_IMPORTED_MODULE_3__/* .inputRows */ .k8.map((row) => [(0,_table_js__WEBPACK_IMPORTED_MODULE_3__/* .camelCase */ .xQ)(row.name), parsedOrDefault(row)]));
    return { values, has: (name) => given.has(name), refuse, mistakes };
}
function defaultOf(row, operation) {
    return (operation === null ? undefined : row.defaultFor?.[operation]) ?? row.default;
}
/** Every input as it counts, for `log-level: debug`; `operation` is `null` when it is invalid. */
function effectiveInputs({ given }, operation) {
    return _table_js__WEBPACK_IMPORTED_MODULE_3__/* .inputRows */ .k8.map((row) => {
        const found = given.get(row.name);
        const text = found === undefined ? (defaultOf(row, operation) ?? '') : (0,_values_js__WEBPACK_IMPORTED_MODULE_4__/* .textOf */ .b6)(found.raw);
        const inOneLine = (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutUserInfo */ .sl)(text)
            .trim()
            .replace(/\s*[\r\n]+\s*/g, '; ');
        return {
            name: row.name,
            /** In one line; `***` for a secret, '' when there is none. */
            shown: text === '' || isShowable(row, text) ? inOneLine : _text_js__WEBPACK_IMPORTED_MODULE_1__/* .MASK */ .v5,
            source: found?.source ?? 'default',
            used: operation !== null && row.usedBy.includes(operation),
        };
    });
}
/** Whether a value may be shown: it is no credential, no file or user name of one, and holds none. */
function isShowable({ name, kind }, text) {
    if (kind === 'secret' || ['username', 'token-file', 'password-file', 'ca-cert'].includes(name))
        return false;
    // People paste the text of a certificate or key where its file is asked for.
    if (kind === 'file' && (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(text.trim()))
        return false;
    return kind !== 'url' || _fields_js__WEBPACK_IMPORTED_MODULE_2__/* .plainAddress */ .n7.test(text.trim());
}


/***/ }),

/***/ 71582:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   OB: () => (/* binding */ rowOf),
/* harmony export */   k8: () => (/* binding */ inputRows),
/* harmony export */   wp: () => (/* binding */ isInputName),
/* harmony export */   xQ: () => (/* binding */ camelCase),
/* harmony export */   zU: () => (/* binding */ operations)
/* harmony export */ });
/* unused harmony exports operationMeanings, inputGroups */
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(182);
/* harmony import */ var _target_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(69386);
/* harmony import */ var _fields_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(21877);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(96618);
/**
 * The one table of inputs, by the headings of docs/inputs.md and `--help`. `action.yml`, the command line with its help,
 * the tables of docs/inputs.md and the parsing of inputs are all made from it, and defaults are set nowhere else. It is
 * long because it is a table.
 */




/** What each operation does, for docs/inputs.md and the help: one sentence of Markdown. */
const operationMeanings = {
    gate: 'Trigger a scan, wait until it is proven done, export, evaluate, report, verdict.',
    scan: 'Trigger a scan; wait only with `wait: true`.',
    export: 'Export what the server has now, evaluate, report, verdict.',
    'export-reviewed': 'Download the reviewed false positives of the scope as `reviewed.csv`.',
    evaluate: 'Evaluate local exports (`report-files`); no server.',
    cancel: 'Cancel `queued`, `running` or `all` scans; instance-wide, so it demands `scope: instance`.',
    plan: 'List the repositories of the scope and give a balanced `matrix` of `shards` jobs.',
    doctor: 'Check address, TLS, proxy, credentials, rights, scan and export resources, and say how to fix each.',
};
const operations = Object.keys(operationMeanings);
const formats = ['csv', 'json', 'sarif', 'html', 'junit', 'markdown', 'gitlab'];
const all = operations;
const onServer = operations.filter((operation) => operation !== 'evaluate');
const scoped = ['gate', 'scan', 'export', 'export-reviewed', 'plan', 'doctor'];
const judging = ['gate', 'export', 'evaluate'];
const exporting = ['gate', 'export', 'export-reviewed', 'evaluate'];
const waiting = ['gate', 'scan'];
const judgedOnServer = ['gate', 'export'];
/** A boolean that is false unless it is given. */
const off = { ..._values_js__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zM, default: 'false' };
/** Longest duration: timers of the runtime end at 24.8 days. */
const LONGEST_MS = 24 * 24 * 60 * 60 * 1000;
const inputTable = {
    'What to do': {
        operation: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(operations),
            default: 'gate',
            help: 'What to do: see the table of operations.',
        },
    },
    Server: {
        'bitbucket-url': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('url', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseBaseUrl */ .Q2),
            help: 'Base URL of Bitbucket Data Center, context path included, such as `https://host/bitbucket`.',
        },
        token: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)('secret', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseToken */ .pI),
            help: 'HTTP access token (sent as Bearer). Give this, or `username` and `password`, never both.',
        },
        'token-file': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('file', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePath */ .Rr),
            help: 'File that holds the token.',
            only: 'flag',
        },
        username: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseUsername */ .o5),
            help: 'User name for Basic authentication; needs `password`.',
            inPolicy: 'credentials have no place in it',
        },
        password: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)('secret', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseSecret */ .o7),
            help: 'Password for Basic authentication; needs `username`.',
        },
        'password-file': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('file', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePath */ .Rr),
            help: 'File that holds the password.',
            only: 'flag',
        },
        'ca-file': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('file', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCaPath */ .NZ),
            help: 'PEM file of a private CA, added to the trusted roots. `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured.',
        },
        'ca-cert': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)('text', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCaCert */ .CH),
            help: 'The same as `ca-file`, given as PEM text; one of the two. The issuing CA alone, or the server\u2019s own certificate, is enough.',
        },
        'request-timeout': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)({ min: 1, max: LONGEST_MS }),
            default: '60s',
            help: 'A request that makes no progress for that long fails.',
        },
        'max-retries': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 0, max: 20 }),
            default: '5',
            help: 'How often a request that may be repeated is sent again.',
        },
        'max-requests-per-second': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .number */ .ai)({ min: 0.01, max: 1000 }),
            default: '10',
            help: 'Ceiling for everything that is sent to Bitbucket.',
        },
        'max-export-size': {
            ..._values_js__WEBPACK_IMPORTED_MODULE_2__/* .bytes */ .ee,
            default: '16GiB',
            help: 'Inflated bytes after which an export is refused.',
            usedBy: exporting,
        },
        'max-export-ratio': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 2, max: 1032 }),
            default: '200',
            help: 'Inflated bytes for each compressed byte of a member, above 64 MiB, after which a zip is refused as a bomb.',
            usedBy: exporting,
        },
        'max-export-members': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 1, max: 10_000_000 }),
            default: '200000',
            help: 'Files in one zip after which an export is refused.',
            usedBy: exporting,
        },
        'api-version': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseApiVersion */ .cX),
            default: 'latest',
            help: 'The version segment of `/rest/security/...`.',
        },
    },
    Scope: {
        scope: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['instance', 'project', 'repo', 'branch']),
            defaultShown: 'the narrowest that `project`, `repo` and `branch` imply',
            help: 'How much is looked at. `instance` is never implied, it must be said.',
        },
        project: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _target_js__WEBPACK_IMPORTED_MODULE_0__/* .parseProject */ .XB),
            help: 'Project key; `~user` for a personal project. For `evaluate`, as are `repo` and `branch`: of exports that have no column for it.',
            usedBy: [...scoped, 'cancel', 'evaluate'],
        },
        repo: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _target_js__WEBPACK_IMPORTED_MODULE_0__/* .parseSlug */ .dF),
            help: 'Repository slug; needs `project`.',
            usedBy: [...scoped, 'cancel', 'evaluate'],
        },
        branch: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _target_js__WEBPACK_IMPORTED_MODULE_0__/* .parseBranch */ .Qd),
            help: 'Branch name; needs `repo`.',
            usedBy: [...scoped, 'cancel', 'evaluate'],
        },
        targets: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .items */ .ld)('targets', _target_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTargets */ .Sx),
            help: 'Several at once instead of `project`, `repo`, `branch`: a list of `PROJ`, `PROJ/repo`, `PROJ/repo@branch`.',
        },
        'exclude-repos': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .items */ .ld)('list', (texts) => (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .parseEach */ .lc)(texts, _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRepositoryGlob */ .y5)),
            help: 'Globs `PROJ/slug` of repositories that a project or the instance is looked at without: they are not watched and their findings do not count. Log and report name them.',
            usedBy: ['gate', 'scan', 'export', 'plan', 'doctor'],
        },
        emails: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .items */ .ld)('list', (texts) => (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .parseEach */ .lc)(texts, _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseEmail */ .wj)),
            help: 'E-mail addresses that the server notifies when the scan is done.',
            usedBy: waiting,
        },
        'require-scanned': {
            ..._values_js__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zM,
            defaultShown: '`true`, for the whole instance `false`',
            help: 'For `export`: a branch that was never scanned is an error. Each branch of a repository is checked, and the default branch of each repository of anything wider.',
            usedBy: ['export'],
        },
        'start-date': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .date */ .p6)('down'),
            help: 'Only findings scanned at or after this: ISO 8601 instant, date (midnight UTC), or duration back from now (`P7D`, `PT12H`).',
            usedBy: judging,
        },
        'end-date': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .date */ .p6)('up'),
            help: 'Only findings scanned before this; written like `start-date`. `gate` scans everything anew, so it takes no end that its scan may outlast.',
            usedBy: judging,
        },
        cancel: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['queued', 'running', 'all']),
            help: 'For `cancel`: which scans to stop. It stops other teams\u2019 scans too, so it demands `scope: instance`.',
            usedBy: ['cancel'],
        },
        'report-files': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .items */ .ld)('list', (texts) => (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .parseEach */ .lc)(texts, _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePath */ .Rr)),
            help: 'For `evaluate`: paths or globs of exported zips and CSVs, of `findings.csv` of shards, and of the `report.json` of a plan or of shards.',
            usedBy: ['evaluate'],
        },
        shards: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 1, max: 256 }),
            help: 'For `plan`: over how many jobs the scope is spread, at most the 256 that GitHub takes in a matrix; fewer where there are fewer repositories.',
            usedBy: ['plan'],
        },
    },
    Waiting: {
        wait: {
            ..._values_js__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zM,
            default: 'true',
            defaultFor: { scan: 'false' },
            defaultShown: '`true` for `gate`, `false` for `scan`',
            help: 'Wait until the scan is proven done. A `gate` that does not wait never says `pass`, but `warn`.',
        },
        timeout: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)({ min: 1, max: LONGEST_MS }),
            default: '60m',
            help: 'Longest wait for the scan, and longest time for each list and download; a time-out is an error. Durations are written `90s`, `15m`, `2h`.',
            usedBy: onServer,
        },
        'poll-interval': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)({ min: 1, max: LONGEST_MS }),
            default: '10s',
            help: 'Pause before the scan status is asked again; it grows while nothing changes.',
        },
    },
    Judging: {
        thresholds: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)('lines', (value) => ({ value })),
            defaultShown: '`total = 0` (`new = 0` where branches are compared) when neither this nor a policy file sets any',
            help: 'Lines `selector = max`; the gate fails when a count is greater than its max.',
            inPolicy: 'the file has `thresholds` of its own',
        },
        'what-if': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)('lines', (value) => ({ value })),
            help: 'Thresholds that are added for this question only.',
            only: 'flag',
        },
        'policy-file': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('file', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePath */ .Rr),
            defaultShown: '`.soteri-gate.yml` if it exists',
            help: 'The full policy: thresholds, severities, suppressions, and inputs that shape reports and logs.',
            usedBy: all,
            inPolicy: 'it names the file itself; others are named by `extends`',
        },
        'policy-from': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['target', 'checkout']),
            defaultShown: '`target` with `pull-request`, else `checkout`',
            help: 'Whose policy file rules: `target` reads it through Bitbucket from the head of the branch that the pull request is to be merged into, so that no change edits its own gate.',
            usedBy: judgedOnServer,
        },
        'baseline-file': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('file', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePath */ .Rr),
            help: 'Findings that were accepted before (the `baseline.json` of a run); a missing file is an error.',
        },
        'compare-branch': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _target_js__WEBPACK_IMPORTED_MODULE_0__/* .parseBranch */ .Qd),
            help: 'A branch of the same repository: what it holds is known, so `new` is what the judged branch adds to it. Needs `branch`.',
            usedBy: judgedOnServer,
        },
        'fingerprint-key': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)('secret', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseSecret */ .o7),
            help: 'Secret key by which a baseline distinguishes secrets without storing them.',
        },
        'exclude-reviewed': {
            ...off,
            help: 'Leave out the findings that the server lists as reviewed false positives; for `evaluate`, those that the shards left out.',
            usedBy: [...judgedOnServer, 'evaluate'],
        },
        'reviewed-rows-per-text': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 1, max: 1_000_000 }),
            default: '1',
            help: 'If an export has fewer rows than the scan counted: how many missing rows of a branch one reviewed text may explain.',
            usedBy: judgedOnServer,
        },
        'check-skipped': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['off', 'note', 'error']),
            default: 'off',
            help: '`note`, `error`: read Bitbucket\u2019s audit log after the scan for files of the scope that the scanner skipped. With `error`, a skipped file is an error, and so is not being able to know.',
            usedBy: waiting,
        },
        columns: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)('columns', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseColumns */ .f),
            allowed: _finding_js__WEBPACK_IMPORTED_MODULE_3__/* .mappableColumns */ .OP,
            help: 'Header mapping by hand, lines `rule = Rule Name`; the left side is a column of `findings.csv`.',
            usedBy: exporting,
        },
        'on-bad-row': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['error', 'count']),
            default: 'error',
            help: '`count`: a row that cannot be read counts as a finding of rule `UNREADABLE_ROW` instead of ending the run.',
            usedBy: exporting,
        },
        mode: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['enforce', 'warn', 'report']),
            default: 'enforce',
            help: '`warn`: violations only warn. `report`: never fails on violations. Errors fail in every mode.',
        },
    },
    Reports: {
        formats: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .someOf */ .yU)(formats),
            default: 'csv,json,sarif,html',
            help: 'Which report files are written.',
            inPolicy: 'allowed',
        },
        'capture-file': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('file', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePath */ .Rr),
            help: 'For `doctor`: where to write the capture, a small JSON of what the answers of the server look like and never what they say.',
            usedBy: ['doctor'],
        },
        'history-file': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('file', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePath */ .Rr),
            help: 'JSON lines, one per run, for the trend; each run appends its own.',
            usedBy: judging,
            inPolicy: 'allowed',
        },
        'output-dir': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('file', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseOutputFolder */ .JG),
            default: 'soteri-report',
            help: 'Folder for the report files.',
            inPolicy: 'allowed',
        },
        'upload-artifact': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['auto', 'true', 'false']),
            default: 'auto',
            help: '`auto`: where the runner offers it. `true`: failure to upload is an error.',
            inPolicy: 'allowed',
        },
        'artifact-name': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseArtifactName */ .TZ),
            default: 'soteri-report',
            help: 'Name of the artifact, as in actions/upload-artifact; jobs of a matrix need one each.',
            inPolicy: 'allowed',
        },
        'retention-days': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 1, max: 400 }),
            defaultShown: 'the repository\u2019s own',
            help: 'Days the artifact is kept, as in actions/upload-artifact.',
            inPolicy: 'allowed',
        },
        'job-summary': {
            ..._values_js__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zM,
            default: 'true',
            help: 'Write the job summary where the place has one.',
            inPolicy: 'allowed',
        },
        annotations: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 0, max: 50 }),
            default: '10',
            help: 'At most so many annotations beside the code.',
            usedBy: judging,
            inPolicy: 'allowed',
        },
        'log-findings': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 0, max: 1000 }),
            default: '10',
            help: 'At most so many findings of exceeded thresholds in the log: severity, rule, place, branches, link.',
            usedBy: judging,
            inPolicy: 'allowed',
        },
        blame: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .integer */ .nd)({ min: 0, max: 1000 }),
            default: '0',
            help: 'Look up author, commit and date of the line for so many distinct findings, new and worst first, for reports. What cannot be looked up is a note.',
            usedBy: judgedOnServer,
        },
        'blame-emails': {
            ...off,
            help: 'Reports show the e-mail addresses of authors too.',
            usedBy: judgedOnServer,
        },
        'reveal-secrets': {
            ...off,
            help: 'Matched text in clear in the files. Never in logs, summaries, annotations or Bitbucket.',
            usedBy: exporting,
            inPolicy: 'a pull request could have secrets written in clear',
        },
    },
    Bitbucket: {
        'code-insights': {
            ...off,
            help: 'Post a Code Insights report with annotations on the commit; for one repository or branch.',
        },
        'build-status': {
            ...off,
            help: 'Post the verdict as a build status of the commit, with `soteri-gate` as its parent; for one repository or branch.',
        },
        commit: {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCommit */ .L5),
            defaultShown: 'the head of the branch when the scan starts',
            help: 'The commit that the verdict is posted to, 40 hexadecimal digits. It has to be the head that is scanned, else the run ends in `error`.',
        },
        'pull-request-comment': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['always', 'on-failure', 'never']),
            default: 'never',
            help: 'Keep one comment on the pull request up to date; `on-failure` writes none while the gate passes.',
        },
        'pull-request': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .line */ .n8)('text', _fields_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePullRequest */ .yA),
            help: 'Number of a pull request of `project` and `repo` in Bitbucket, or `auto` (from the variables of the CI, or the one open pull request of the branch). It gives `branch`, `commit` and `compare-branch`: all that the gate of a change needs.',
        },
    },
    Run: {
        'on-missing-credentials': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['error', 'skip']),
            default: 'error',
            help: '`skip`: leave the run out where the CI itself shows a pull request from a fork, which gets no secrets; the verdict is `warn`, said loudly. Anywhere else it stays an error.',
        },
        'dry-run': {
            ...off,
            help: 'Say every request that would be sent; send none that changes anything.',
        },
        'log-level': {
            ...(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOf */ .yL)(['error', 'warn', 'info', 'debug']),
            default: 'info',
            help: 'How much is logged; `debug` shows the value of every input and its source.',
            usedBy: all,
            inPolicy: 'allowed',
        },
    },
};
function camelCase(name) {
    return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
/** Which operations use inputs of a group, and why a policy file may not set them: a pull request can change the file. */
const groups = {
    'What to do': { usedBy: all, reason: 'it decides what a run does' },
    Server: { usedBy: onServer, reason: 'it decides where credentials go and how the server is asked' },
    Scope: { usedBy: [...scoped, 'cancel'], reason: 'it decides what is scanned or read' },
    Waiting: { usedBy: waiting, reason: 'it decides what a run does' },
    Judging: { usedBy: judging, reason: 'it decides what counts' },
    Reports: { usedBy: all, reason: 'it decides what is shown' },
    Bitbucket: { usedBy: judgedOnServer, reason: 'it decides where a verdict is shown' },
    Run: { usedBy: onServer, reason: 'it decides what a run does' },
};
function whyNotInPolicy({ kind, only }, group) {
    if (kind === 'secret')
        return 'the file is committed and this is a secret';
    if (only === 'flag')
        return 'only the command line reads it';
    return `${groups[group].reason}, and a pull request can change the file`;
}
const inputGroups = Object.keys(inputTable);
const inputRows = inputGroups.flatMap((group) => Object.entries(inputTable[group]).map(([name, row]) => {
    const inPolicy = row.inPolicy ?? whyNotInPolicy(row, group);
    return { usedBy: groups[group].usedBy, ...row, name, group, inPolicy };
}));
const rowByName = new Map(inputRows.map((row) => [row.name, row]));
function isInputName(name) {
    return rowByName.has(name);
}
function rowOf(name) {
    return rowByName.get(name);
}


/***/ }),

/***/ 16980:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JT: () => (/* binding */ clashOf),
/* harmony export */   S: () => (/* binding */ parseThresholds),
/* harmony export */   a9: () => (/* binding */ parseThresholdString),
/* harmony export */   nM: () => (/* binding */ selectorText),
/* harmony export */   s3: () => (/* binding */ matchParts)
/* harmony export */ });
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(182);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);
/* harmony import */ var _globs_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(80357);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(96618);




const plainWords = ['total', 'distinct', 'new'];
const keys = ['severity', ..._globs_js__WEBPACK_IMPORTED_MODULE_1__/* .globFields */ .ex, 'older'];
const selectors = [...plainWords, ...keys.map((key) => `${key}:`)];
const levels = ['fail', 'warn'];
/** Parses the `thresholds` input; `origin` is the input's name. */
function parseThresholds(text, origin) {
    return parseEntries(text, {
        where: (line, column) => `${origin} line ${line}, column ${column}`,
        origin: (line) => `${origin} line ${line}`,
    });
}
/** Parses the threshold in a string of a policy file. @param where names a character (1-based) @param origin `file:line` */
function parseThresholdString(text, where, origin) {
    const read = parseEntries(text, { where: (_line, column) => where(column), origin: () => origin });
    if (read.mistakes.length > 0 || read.thresholds.length === 1)
        return read;
    const what = `The text holds ${read.thresholds.length} thresholds: write one \`selector = max\` in each item of the list.`;
    return { thresholds: [], mistakes: [{ where: where(1), what }] };
}
function parseEntries(text, naming) {
    const thresholds = [];
    const mistakes = [];
    const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
    for (const entry of lines.flatMap(lexLine)) {
        const before = mistakes.length;
        const threshold = readEntry(entry, naming, mistakes);
        if (threshold !== null && mistakes.length === before)
            thresholds.push(threshold);
    }
    return { thresholds, mistakes };
}
function readEntry(entry, naming, mistakes) {
    const { words, line, at, text, cut } = entry;
    const given = new Set();
    const match = {};
    const age = { olderThanMs: null };
    function mistake(column, what) {
        mistakes.push({ where: naming.where(line, column), what });
        return null;
    }
    function readPart(word) {
        const [key = '', value] = word.text.split(/:(.*)/s);
        const field = _globs_js__WEBPACK_IMPORTED_MODULE_1__/* .globFields */ .ex.find((name) => name === key);
        if (value === undefined)
            readPlainWord(word);
        else if (value === '')
            mistake(word.at, `${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(word.text)} has no value after the colon${blankHint}`);
        else if (field !== undefined)
            readGlob(field, value, word.at);
        else if (key === 'severity')
            readSeverity(value, word.at);
        else if (key === 'older')
            readAge(value, word.at);
        else
            rejectUnknown(word, `${key}:`);
    }
    function readPlainWord(word) {
        if (!plainWords.some((known) => known === word.text))
            rejectUnknown(word, word.text);
        if (given.has(word.text))
            mistake(word.at, `"${word.text}" is given twice.`);
        given.add(word.text);
        if (given.has('total') && given.has('distinct')) {
            mistake(word.at, '"total" counts rows and "distinct" findings: write one of them.');
        }
    }
    function rejectUnknown(word, asked) {
        const known = `known are ${selectors.join(', ')}.`;
        mistake(word.at, `${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(word.text)} is not a selector; ${known}${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .didYouMean */ .au)(asked, selectors)}`);
    }
    function readGlob(field, glob, column) {
        const problem = (0,_globs_js__WEBPACK_IMPORTED_MODULE_1__/* .globProblem */ .AI)(glob, field);
        if (problem !== null)
            mistake(column, `The glob ${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(glob)} of "${field}:" ${problem}.`);
        match[field] = [...(match[field] ?? []), glob];
    }
    function readSeverity(value, column) {
        const severity = _finding_js__WEBPACK_IMPORTED_MODULE_3__/* .severities */ .gO.find((known) => known === value);
        if (severity === undefined) {
            const allowed = `allowed are ${_finding_js__WEBPACK_IMPORTED_MODULE_3__/* .severities */ .gO.join(', ')}.`;
            mistake(column, `${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(value)} is not a severity; ${allowed}${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .didYouMean */ .au)(value, _finding_js__WEBPACK_IMPORTED_MODULE_3__/* .severities */ .gO)}`);
        }
        else if (match.severity !== undefined)
            mistake(column, '"severity:" is given twice.');
        else
            match.severity = severity;
    }
    function readAge(value, column) {
        const parsed = (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAge */ .F1)(value);
        if (!('value' in parsed))
            for (const problem of parsed.problems)
                mistake(column, problem);
        else if (age.olderThanMs !== null)
            mistake(column, '"older:" is given twice.');
        else
            age.olderThanMs = parsed.value;
    }
    const open = words.find((word) => word.open);
    if (open !== undefined)
        return mistake(open.at, 'A quote is opened and never closed.');
    const sign = words.findIndex((word) => word.sign);
    const left = sign < 0 ? words : words.slice(0, sign);
    for (const word of left)
        readPart(word);
    if (left.length === 0)
        mistake(at, `The selector before "=" is missing: write ${example}.`);
    const max = readMax(sign < 0 ? [] : words.slice(sign + 1), left.at(-1)?.at ?? at, cut, mistake);
    if (max === null)
        return null;
    const onlyNew = given.has('new');
    const count = given.has('distinct') ? 'distinct' : 'rows';
    const selector = { match, onlyNew, count, ...age };
    const name = text.slice(0, (words[sign]?.at ?? at) - at);
    const threshold = {
        ...selector,
        ...max,
        name: name.replace(/\s+/g, ' ').trim(),
        selector: selectorText(selector),
        origin: naming.origin(line),
    };
    const clash = clashOf(threshold);
    return clash === null ? threshold : mistake(at, clash);
}
/** @param lastAt the column of the last part of the selector @param cut as in `Entry` */
function readMax([limit, level, more], lastAt, cut, mistake) {
    if (limit === undefined) {
        const hint = cut ? ' A # starts a comment: quote a glob that holds one.' : '';
        return mistake(lastAt, `"= max" is missing after the selector: write ${example}.${hint}`);
    }
    if (limit.sign)
        return mistake(limit.at, 'A second "=" follows the first: write one.');
    // Digits only: 1e3, 1.5, +1 and -1 are rejected.
    if (!/^(\d{1,15}|baseline)$/.test(limit.text)) {
        const problem = `${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(limit.text)} is not a limit: write a whole number from 0 on, or baseline.`;
        return mistake(limit.at, problem + (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .didYouMean */ .au)(limit.text, ['baseline']));
    }
    const max = limit.text === 'baseline' ? limit.text : Number(limit.text);
    if (level === undefined)
        return { max, level: 'fail' };
    const known = levels.find((word) => word === level.text);
    if (known !== undefined && more === undefined)
        return { max, level: known };
    const extra = known === undefined ? level : (more ?? level);
    const only = `${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(extra.text)} follows the limit, where only "warn" is allowed${commaHint}`;
    return mistake(extra.at, only);
}
const example = 'for example `total = 0` or `new rule:AWS_* = 0`';
const blankHint = ': write the value without a blank in between, and quote it if it begins with # or =.';
const commaHint = '; separate thresholds by commas or newlines.';
/** The selector in the short form, its parts in one fixed order: equal selectors have equal texts. */
function selectorText({ match, onlyNew, count, olderThanMs, }) {
    const parts = [
        ...(onlyNew ? ['new'] : []),
        ...(count === 'distinct' ? ['distinct'] : []),
        ...matchParts(match),
        ...(olderThanMs === null ? [] : [`older:${(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .showDuration */ .kJ)(olderThanMs)}`]),
    ];
    return parts.length === 0 ? 'total' : parts.join(' ');
}
/** What a match asks for, one part of the short form for each glob. */
function matchParts(match) {
    const globs = _globs_js__WEBPACK_IMPORTED_MODULE_1__/* .globFields */ .ex.flatMap((field) => (match[field] ?? []).map((glob) => `${field}:${quotedGlob(glob)}`));
    return match.severity === undefined ? globs : [`severity:${match.severity}`, ...globs];
}
function quotedGlob(glob) {
    if (!/[\s=#,"']/.test(glob))
        return glob;
    return glob.includes('"') ? `'${glob}'` : `"${glob}"`;
}
/** Why a threshold of valid parts makes no sense; `null` when it does. */
function clashOf({ onlyNew, olderThanMs, max }) {
    if (onlyNew && olderThanMs !== null) {
        return '"new" and an age exclude each other: what is new is limited whatever its age. Write two thresholds.';
    }
    if (max !== 'baseline')
        return null;
    if (onlyNew)
        return 'What is in the baseline is never new, so "new" cannot be limited by it: write a number.';
    if (olderThanMs !== null)
        return 'A baseline holds no dates, so an age cannot be limited by it: write a number.';
    return null;
}
/** Entries end at a line's end or at a comma, but not at one within quotes or within the braces of a glob. */
function lexLine(line, index) {
    const entries = [];
    let words = [];
    const end = (at) => {
        const first = words[0];
        if (first === undefined)
            return;
        const cut = line[at] === '#' && /\S/.test(line.charAt(at - 1));
        entries.push({ line: index + 1, at: first.at, text: line.slice(first.at - 1, at), words, cut });
        words = [];
    };
    let at = 0;
    while (at < line.length) {
        const character = line.charAt(at);
        if (character === '#')
            break;
        if (character === ',')
            end(at);
        if (character === '=')
            words.push({ text: '=', at: at + 1, sign: true, open: false });
        if (character === ',' || character === '=' || /\s/.test(character))
            at += 1;
        else {
            const { word, next } = wordAt(line, at);
            words.push(word);
            at = next;
        }
    }
    end(at);
    return entries;
}
function wordAt(line, start) {
    let text = '';
    let at = start;
    while (at < line.length) {
        const character = line.charAt(at);
        if (character === '"' || character === "'") {
            const close = line.indexOf(character, at + 1);
            if (close < 0)
                return { word: { text, at: at + 1, sign: false, open: true }, next: line.length };
            text += line.slice(at + 1, close);
            at = close + 1;
            continue;
        }
        if (/[\s=#]/.test(character))
            break;
        if (character === ',' && !insideBraces(line, start, at))
            break;
        text += character;
        at += 1;
    }
    return { word: { text, at: start + 1, sign: false, open: false }, next: at };
}
/** Whether braces opened between `start` and `at` are still open there and close before the word ends. */
function insideBraces(line, start, at) {
    let depth = 0;
    for (const character of line.slice(start, at))
        depth += braceStep(character);
    if (depth <= 0)
        return false;
    for (const character of line.slice(at)) {
        if (/[\s=#]/.test(character))
            return false;
        depth += braceStep(character);
        if (depth === 0)
            return true;
    }
    return false;
}
function braceStep(character) {
    return character === '{' ? 1 : character === '}' ? -1 : 0;
}


/***/ }),

/***/ 96618:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F1: () => (/* binding */ parseAge),
/* harmony export */   WQ: () => (/* binding */ whole),
/* harmony export */   _U: () => (/* binding */ parseDate),
/* harmony export */   ai: () => (/* binding */ number),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   ee: () => (/* binding */ bytes),
/* harmony export */   kJ: () => (/* binding */ showDuration),
/* harmony export */   lc: () => (/* binding */ parseEach),
/* harmony export */   ld: () => (/* binding */ items),
/* harmony export */   n8: () => (/* binding */ line),
/* harmony export */   nd: () => (/* binding */ integer),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   p6: () => (/* binding */ date),
/* harmony export */   yL: () => (/* binding */ oneOf),
/* harmony export */   yU: () => (/* binding */ someOf),
/* harmony export */   zM: () => (/* binding */ boolean)
/* harmony export */ });
/* unused harmony exports listItems, parseDuration */
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);
/** Raw values of inputs, their kinds, and parsers of words, lists, numbers, sizes, durations, ages and dates. Pure. */

/** The text of a raw value; each item of a list becomes a line. */
function textOf(raw) {
    return typeof raw === 'object' ? raw.map(String).join('\n') : String(raw);
}
/**
 * The items of a list, trimmed, without blank ones. Newlines and commas separate the items of a text, but a comma
 * within braces belongs to a glob (`shards/{a,b}.zip`). Items of a list from a policy file may hold commas.
 */
function listItems(raw) {
    const items = typeof raw === 'object'
        ? raw.map(String)
        : String(raw)
            .split(/\r\n|\n|\r/)
            .flatMap(splitLine);
    return items.map((item) => item.trim()).filter((item) => item !== '');
}
function splitLine(line) {
    const items = [];
    let depth = 0;
    let start = 0;
    for (let at = 0; at < line.length; at += 1) {
        const character = line[at];
        if (character === '{')
            depth += 1;
        if (character === '}')
            depth -= 1;
        if (depth < 0)
            break;
        if (character !== ',' || depth !== 0)
            continue;
        items.push(line.slice(start, at));
        start = at + 1;
    }
    // Unpaired braces are no glob, so every comma separates.
    return depth === 0 ? [...items, line.slice(start)] : line.split(',');
}
/** Inputs whose blanks at the ends count. */
function whole(kind, parse) {
    return { kind, parse: (raw) => parse(textOf(raw)) };
}
function line(kind, parse) {
    return whole(kind, (text) => parse(text.trim()));
}
function items(kind, parse) {
    return { kind, parse: (raw) => parse(listItems(raw)) };
}
function oneOf(allowed) {
    return { ...line('enum', (text) => parseWord(text, allowed)), allowed };
}
/** Several of the allowed words, each once, in the order given; at least one. */
function someOf(allowed) {
    const parse = (texts) => {
        const words = parseEach(texts, (text) => parseWord(text, allowed));
        if (!('value' in words))
            return words;
        if (words.value.length > 0)
            return { value: [...new Set(words.value)] };
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`The list is empty: give at least one of ${allowed.join(', ')}.`);
    };
    return { ...items('enum-list', parse), allowed };
}
function parseWord(text, allowed) {
    const word = allowed.find((candidate) => candidate === text);
    if (word !== undefined)
        return { value: word };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not one of ${allowed.join(', ')}.${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .didYouMean */ .au)(text, allowed)}`);
}
function parseEach(items, parse) {
    const values = [];
    const problems = [];
    for (const parsed of items.map(parse)) {
        if ('value' in parsed)
            values.push(parsed.value);
        else
            problems.push(...parsed.problems);
    }
    return problems.length > 0 ? { problems } : { value: values };
}
/** `true` or `false` as YAML 1.2 writes them. `yes`, `1` and `on` are rejected: a wrong guess could open a gate. */
const boolean = line('boolean', (text) => {
    if (/^(true|True|TRUE)$/.test(text))
        return { value: true };
    if (/^(false|False|FALSE)$/.test(text))
        return { value: false };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a boolean: write true or false.`);
});
/** A whole number, written in digits. Not `parseInt`, which reads `5x` as 5. */
const integer = (bounds) => line('integer', (text) => numberWithin(text, /^-?\d{1,15}$/, bounds, 'a whole number'));
/** A number with or without decimals, written with a point. */
const number = (bounds) => line('number', (text) => numberWithin(text, /^-?\d{1,15}(\.\d{1,9})?$/, bounds, 'a number'));
function numberWithin(text, form, { min, max }, what) {
    const value = form.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max)
        return { value };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not allowed: write ${what} from ${min} to ${max}.`);
}
const bytesHint = 'write bytes as a whole number, alone or with KB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 16GiB';
/** Bytes, at least 1: `16GiB`, `500MB` or a plain number, the unit in any case. */
const bytes = line('bytes', (text) => {
    const parts = /^(\d+) ?(?:(?:([kmgt])(i?))?b)?$/i.exec(text);
    if (parts === null)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a size: ${bytesHint}.`);
    const [, digits, prefix = '', binary = ''] = parts;
    const power = ['', 'k', 'm', 'g', 't'].indexOf(prefix.toLowerCase());
    const bytes = Number(digits) * (binary === '' ? 1000 : 1024) ** power;
    if (bytes < 1)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is too small: at least 1 byte is allowed.`);
    if (!Number.isSafeInteger(bytes))
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is too large: at most 8000TiB is allowed.`);
    return { value: bytes };
});
const duration = (bounds) => line('duration', (text) => parseDuration(text, bounds));
const durationPattern = /^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/;
const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const durationHint = 'write a whole number with a unit, such as 500ms, 90s, 15m, 2h or 1d';
/** A duration in ms: `500ms`, `90s`, `1h30m`. A bare number could mean seconds or minutes, so it is rejected. */
function parseDuration(text, { min, max }) {
    if (/^\d+(\.\d+)?$/.test(text))
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} has no unit: ${durationHint}.`);
    const groups = text === '' ? undefined : durationPattern.exec(text)?.groups;
    if (groups === undefined)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a duration: ${durationHint}.`);
    let ms = 0;
    for (const [unit, factor] of Object.entries(unitMs))
        ms += Number(groups[unit] ?? 0) * factor;
    if (ms < min)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is too short: at least ${showDuration(min)} is allowed.`);
    if (ms > max)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is too long: at most ${showDuration(max)} is allowed.`);
    return { value: ms };
}
/** A duration (ms) in the same notation, in the largest unit that leaves no rest. */
function showDuration(ms) {
    const fitting = Object.entries(unitMs).find(([, factor]) => ms >= factor && ms % factor === 0);
    return fitting === undefined ? `${ms}ms` : `${ms / fitting[1]}${fitting[0]}`;
}
const ageBounds = { min: 1000, max: 36_500 * unitMs.d };
/**
 * An age in ms, at least one second: a duration (`90d`), weeks (`2w`), or ISO 8601 (`P90D`, `PT12H`). Months and
 * years are rejected, as they differ in length.
 */
function parseAge(text) {
    const weeks = /^P?(\d+)W$/i.exec(text)?.[1];
    if (weeks !== undefined)
        return parseDuration(`${Number(weeks) * 7}d`, ageBounds);
    const isIso = /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/i.test(text);
    return parseDuration(isIso ? text.replace(/[PT]/gi, '').toLowerCase() : text, ageBounds);
}
const instantPattern = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
const backPattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const backUnitMs = [7 * unitMs.d, unitMs.d, unitMs.h, unitMs.m, unitMs.s];
const dateHint = 'write an instant such as 2026-09-07T00:01:12Z, a date such as 2026-09-07, or a duration back from now such as P7D or PT12H';
/** The widest offset that Java, and so the server, reads. */
const WIDEST_OFFSET_MINUTES = 18 * 60;
/**
 * An ISO 8601 instant, a date (midnight UTC), or a duration back from `now`, in ms since the epoch. The server takes
 * whole seconds only: `down` for an inclusive start and `up` for an exclusive end never lose a finding.
 */
function parseDate(text, now, rounding) {
    const upper = text.toUpperCase();
    const parsed = upper.startsWith('P') ? parseBack(upper, text, now) : parseInstant(upper, text);
    if (!('value' in parsed))
        return parsed;
    const seconds = parsed.value / 1000;
    return { value: 1000 * (rounding === 'down' ? Math.floor(seconds) : Math.ceil(seconds)) };
}
function parseBack(upper, text, now) {
    if (/^P[\dWD]*\d+[MY]/.test(upper)) {
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} counts calendar months or years, which differ in length: write days, such as P30D.`);
    }
    const parts = backPattern.exec(upper);
    if (parts === null || /^P$|T$/.test(upper))
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a date: ${dateHint}.`);
    const back = backUnitMs.reduce((sum, unit, at) => sum + unit * Number(parts[at + 1] ?? 0), 0);
    if (back > now)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} goes back before 1970: write a shorter duration.`);
    return { value: now - back };
}
function parseInstant(upper, text) {
    const parts = instantPattern.exec(upper);
    if (parts === null)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a date: ${dateHint}.`);
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
        .slice(1, 7)
        .map((part) => Number(part ?? 0));
    if (year < 1970)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is before 1970: write a later date.`);
    const midnight = Date.UTC(year, month - 1, day);
    const real = new Date(midnight);
    const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
    if (!exists || hour > 23 || minute > 59 || second > 59) {
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} does not exist in the calendar: ${dateHint}.`);
    }
    if (parts[4] === undefined)
        return { value: midnight };
    const zone = parts[8];
    if (zone === undefined) {
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} has no offset: end it with Z for UTC, or with an offset such as +02:00.`);
    }
    const offset = offsetMinutes(zone);
    if (offset === null)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} has an impossible offset: write Z or such as +02:00.`);
    const fractionMs = Math.ceil(Number(`0.${parts[7] ?? '0'}`) * 1000);
    return { value: midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fractionMs };
}
function offsetMinutes(zone) {
    if (zone === 'Z')
        return 0;
    const minutes = zone.length === 3 ? 0 : Number(zone.slice(-2));
    const offset = Number(zone.slice(1, 3)) * 60 + minutes;
    if (offset > WIDEST_OFFSET_MINUTES || minutes > 59)
        return null;
    return zone.startsWith('-') ? -offset : offset;
}
function date(rounding) {
    const parse = (raw, now) => parseDate(textOf(raw).trim(), now, rounding);
    return { kind: 'date', parse };
}


/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   OP: () => (/* binding */ errorCatalogue),
/* harmony export */   Ub: () => (/* binding */ asGateError),
/* harmony export */   Xu: () => (/* binding */ inputError),
/* harmony export */   ue: () => (/* binding */ GateError),
/* harmony export */   xU: () => (/* binding */ systemCode),
/* harmony export */   xb: () => (/* binding */ assertNever)
/* harmony export */ });
/* unused harmony export exitCodes */
/** Every way the gate can end in `error`, and docs/errors.md. No text of it holds cells, bodies or credentials. */
const errorCatalogue = {
    INPUT_INVALID: {
        exit: 2,
        meaning: 'One or more inputs or policy entries are wrong. Nothing was triggered or changed at the server.',
        hint: 'Correct each line of the list; every line names the input, its value and what is allowed.',
    },
    FILE_UNREADABLE: {
        exit: 2,
        meaning: 'A file named by an input (policy, baseline, CA, token, report) is missing or cannot be read.',
        hint: 'Check the path (relative paths start at the working folder) and that the job may read it.',
    },
    CREDENTIALS_MISSING: {
        exit: 3,
        meaning: 'The operation talks to Bitbucket and neither a token nor a user with password was given.',
        hint: 'Give `token`, or `username` and `password`, from the secrets of the CI system.',
    },
    CREDENTIALS_REFUSED: {
        exit: 3,
        meaning: 'Bitbucket answered 401 to the credentials themselves. They were tried once, so no account is locked.',
        hint: 'Renew the token or password; if the account shows a captcha, sign in once in a browser.',
    },
    RIGHT_MISSING: {
        exit: 3,
        meaning: 'The credentials are valid, but this user may not do what was asked (401 or 403 with an authorisation error).',
        hint: 'Grant the right named in the message: instance calls need a Bitbucket admin or app access, project calls project admin, repository and branch calls repository write.',
    },
    XSRF_REFUSED: {
        exit: 3,
        meaning: 'Bitbucket, or a proxy that drops headers, refused the call as cross-site (403 XSRF check failed).',
        hint: 'Let the header `X-Atlassian-Token` pass through every proxy in between.',
    },
    UNREACHABLE: {
        exit: 4,
        meaning: 'No connection to the server, or it broke off more often than the retries allow.',
        hint: 'Check `bitbucket-url`, DNS, firewall and proxy from the machine that runs the gate.',
    },
    TLS_REFUSED: {
        exit: 4,
        meaning: 'The certificate of the server or proxy was not accepted: unknown CA, wrong name or expired.',
        hint: 'Give the private CA as `ca-file`, correct the host name in `bitbucket-url`, or renew the certificate.',
    },
    PROXY_REFUSED: {
        exit: 4,
        meaning: 'The proxy refused the tunnel (407 asks for proxy credentials).',
        hint: 'Correct user and password in HTTPS_PROXY, or name the server in NO_PROXY.',
    },
    REDIRECTED: {
        exit: 4,
        meaning: 'The server redirected to another origin. Redirects are not followed, so credentials stay at home.',
        hint: 'Set `bitbucket-url` to the final address.',
    },
    LOGIN_PAGE: {
        exit: 4,
        meaning: 'The server answered with a login or other HTML page instead of data.',
        hint: 'Check the context path in `bitbucket-url` (such as https://host/bitbucket) and single sign-on rules for REST calls.',
    },
    NOT_FOUND: {
        exit: 4,
        meaning: 'The server does not know this project, repository, branch or resource (404).',
        hint: 'Check spelling of project key, slug and branch; check that the Soteri app is installed and `api-version` is right.',
    },
    SERVER_FAILED: {
        exit: 4,
        meaning: 'The server kept failing (5xx or 429) until retries or time ran out, or refused the request (other 4xx).',
        hint: 'Look at the status and at the log of Bitbucket; raise `max-retries` for a busy server.',
    },
    REPLY_UNREADABLE: {
        exit: 4,
        meaning: 'The server answered with something that is not the expected JSON.',
        hint: 'Check `bitbucket-url` and the versions of Bitbucket and the Soteri app.',
    },
    REQUEST_TIMEOUT: {
        exit: 4,
        meaning: 'A request made no progress for `request-timeout`.',
        hint: 'Raise `request-timeout` if the server is slow to build exports; else look at the network.',
    },
    SCAN_NOT_PROVEN: {
        exit: 4,
        meaning: 'The scan could not be proven done: a target was never seen scanned anew, up to date and idle after the trigger.',
        hint: 'See the states listed for the target; raise `timeout` or look at the scan queue in Soteri\u2019s dashboard (docs/first-run.md).',
    },
    SCAN_TIMEOUT: {
        exit: 4,
        meaning: 'The wait for the scan reached `timeout`.',
        hint: 'Raise `timeout`, narrow the scope, or run `scan` first and `gate` later. The scan goes on at the server.',
    },
    FILES_SKIPPED: {
        exit: 4,
        meaning: 'The scanner skipped files of the scope, or the audit log does not show whether it did, and `check-skipped` is `error`.',
        hint: 'Look at the skipped files that the report lists, and at the limits of the scanner in Soteri\u2019s settings; `check-skipped: note` only notes them.',
    },
    SCAN_RESOURCE_MISSING: {
        exit: 4,
        meaning: 'The server has no scan status resource (404 for every target), so a scan cannot be proven done.',
        hint: 'Check `api-version`; with `wait: false` the gate judges what the server has, without proof of a fresh scan, and never says `pass`. See docs/first-run.md.',
    },
    RUN_TIMEOUT: {
        exit: 4,
        meaning: 'A phase of the run reached its overall deadline.',
        hint: 'Raise `timeout`, or narrow the scope.',
    },
    EXPORT_MISSING: {
        exit: 5,
        meaning: 'The export is empty or missing, and nothing proves that there are no findings.',
        hint: 'Open the export in a browser with the same account.',
    },
    NOT_AN_EXPORT: {
        exit: 5,
        meaning: 'What was downloaded is neither a zip nor a CSV export: an HTML page, JSON or something else.',
        hint: 'Check `bitbucket-url` and that the address answers with CSV or zip to the same credentials.',
    },
    EXPORT_TOO_LARGE: {
        exit: 5,
        meaning: 'The export went over a named limit (inflated bytes, compression ratio or number of members).',
        hint: 'If the export is genuine, raise the limit that the message names (`max-export-size`, `max-export-ratio` or `max-export-members`), or split the scope.',
    },
    ARCHIVE_BROKEN: {
        exit: 5,
        meaning: 'The zip is truncated, encrypted, damaged (CRC or size disagree), has duplicate names, no CSV member, or findings that would go unread: a member that its directory does not list, an export under another name than *.csv.',
        hint: 'Export again; if it stays broken, look at disk space and logs of the server.',
    },
    HEADER_UNKNOWN: {
        exit: 5,
        meaning: 'A column the gate needs was not found in the header of the export, or two headers mean the same.',
        hint: 'Map the column by hand with `columns`, for example `rule = Rule Name`; docs/first-run.md shows how, and how to send a capture.',
    },
    ROW_UNREADABLE: {
        exit: 5,
        meaning: 'A row of the export cannot be read (missing or extra cells, open quote, a name in quotes that are not those of the CSV, NUL, bad line number, invalid UTF-8).',
        hint: 'Export again; for a server whose CSV is sloppy set `on-bad-row: count`.',
    },
    EXPORT_INCONSISTENT: {
        exit: 5,
        meaning: 'The export and what the server said elsewhere disagree: a smaller number of rows than a proven total, or rows of another scope.',
        hint: 'Export again when no scan is running; check that the user may see every repository of the scope.',
    },
    SHARD_MISSING: {
        exit: 5,
        meaning: 'A job of the plan left no shard, or its shard is not among the `report-files`.',
        hint: 'Look at the job of the shard that is named, run it again, and hand its artifact to this run.',
    },
    SHARD_INCONSISTENT: {
        exit: 5,
        meaning: 'A shard is not what its report.json says (cut, changed, of another plan, counted twice), or its own run ended in error.',
        hint: 'Run the job of the shard that is named again; merge only artifacts of one workflow run.',
    },
    REPORT_NOT_WRITTEN: {
        exit: 74,
        meaning: 'A report file could not be written (disk full, no right, no such folder).',
        hint: 'Free space or choose another `output-dir`.',
    },
    DOWNLOAD_NOT_STORED: {
        exit: 74,
        meaning: 'The temporary folder cannot be used, or could not keep a download (disk full, no right, no such folder).',
        hint: 'Free space on the disk of the temporary folder, or point TMPDIR (RUNNER_TEMP on GitHub) to another one.',
    },
    DISK_FULL: {
        exit: 74,
        meaning: 'There is no space left, or a quota is used up, where no other error names the folder.',
        hint: 'Free space on the disks of the temporary folder, of `output-dir` and of the log, or choose other ones.',
    },
    ARTIFACT_NOT_STORED: {
        exit: 4,
        meaning: '`upload-artifact: true` was asked for and the upload failed. The files stay in `output-dir`.',
        hint: 'Look at the reason given; use `upload-artifact: auto` where the runner has no artifact service.',
    },
    HEAD_MOVED: {
        exit: 4,
        meaning: 'The commit that the verdict was to be posted to is not the head of the branch that was scanned, or the head moved during the run. Nothing green was posted.',
        hint: 'A newer commit waits for its own run, which gives its own verdict. Where code is mirrored, the mirror may lag: start the gate when Bitbucket shows the commit.',
    },
    PULL_REQUEST_UNUSABLE: {
        exit: 4,
        meaning: 'The pull request is merged or declined, its source is no branch, or `auto` found none or several.',
        hint: 'Give the number of an open pull request as `pull-request`.',
    },
    DELIVERY_FAILED: {
        exit: 4,
        meaning: 'The verdict could not be posted back to Bitbucket although that was asked for.',
        hint: 'Check that the user may write to the repository; the report files are complete.',
    },
    DEFECT: {
        exit: 70,
        meaning: 'A defect of soteri-gate itself.',
        hint: 'Report it with the line of the log that names the place; run with `log-level: debug` for more.',
    },
    CANCELLED: {
        exit: 130,
        meaning: 'The run was asked to stop (SIGINT, SIGTERM or SIGHUP).',
        hint: 'Run it again. Scans that were started go on at the server.',
    },
};
/** `message`: what, where, which value; `hint`: what to do next, else the catalogue's; `cause`: never printed whole. */
class GateError extends Error {
    name = 'GateError';
    code;
    exitCode;
    hint;
    constructor(code, message, options = {}) {
        super(message, options.cause === undefined ? undefined : { cause: options.cause });
        this.code = code;
        this.exitCode = errorCatalogue[code].exit;
        this.hint = options.hint ?? errorCatalogue[code].hint;
    }
}
/** All mistakes of a configuration as one error with one line each. */
function inputError(mistakes) {
    return new GateError('INPUT_INVALID', mistakes.map((m) => `${m.where}: ${m.what}`).join('\n'));
}
/** The system's code of what was caught (`ENOENT`); `null` when it has none. Looks at the value, not its class. */
function systemCode(caught) {
    if (typeof caught !== 'object' || caught === null || !('code' in caught))
        return null;
    return typeof caught.code === 'string' ? caught.code : null;
}
/** What is not ours is a DEFECT: of it only type, system code and place are kept, as foreign messages may quote data. */
function asGateError(caught) {
    if (caught instanceof GateError)
        return caught;
    const code = systemCode(caught);
    if (code === 'ENOSPC' || code === 'EDQUOT') {
        const what = code === 'ENOSPC' ? 'There is no space left on a disk' : 'A disk quota is used up';
        return new GateError('DISK_FULL', `${what} (${code}).`, { cause: caught });
    }
    const error = caught instanceof Error ? caught : undefined;
    const place = error?.stack?.match(/^\s+at .*?([\w.-]+\.(?:ts|js):\d+:\d+)/m)?.[1] ?? 'unknown place';
    const kind = `${error?.name ?? typeof caught}${code === null ? '' : ` ${code}`}`;
    return new GateError('DEFECT', `Unexpected ${kind} at ${place}.`, { cause: caught });
}
/** Marks a branch that the types rule out. Reached all the same, it is a defect. */
function assertNever(value) {
    throw new GateError('DEFECT', `Unexpected kind of value: ${typeof value}.`);
}
/** All exit codes of the contract, lowest first, for docs/outputs.md and the help. Texts are Markdown. */
const exitCodes = [
    { exit: 0, verdict: '`pass`, or `warn`', when: 'no violation, or mode `warn` or `report`' },
    { exit: 1, verdict: '`fail`', when: 'a threshold was exceeded' },
    { exit: 2, verdict: '`error`', when: 'inputs or policy wrong' },
    { exit: 3, verdict: '`error`', when: 'credentials refused or right missing' },
    { exit: 4, verdict: '`error`', when: 'server unreachable, scan not proven done, timed out' },
    { exit: 5, verdict: '`error`', when: 'export unreadable, truncated, inconsistent, not an export at all' },
    { exit: 70, verdict: '`error`', when: 'a defect of ours' },
    {
        exit: 74,
        verdict: '`error`',
        when: 'the machine: no space left, a temporary or output folder that cannot be used',
    },
    { exit: 130, verdict: '`error`', when: 'cancelled' },
];


/***/ }),

/***/ 79318:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ cleanName),
/* harmony export */   UY: () => (/* binding */ redactCredentials),
/* harmony export */   Wr: () => (/* binding */ credentialsIn),
/* harmony export */   _f: () => (/* binding */ pathFromRoot),
/* harmony export */   zP: () => (/* binding */ LONGEST)
/* harmony export */ });
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(182);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(68804);
/**
 * Cleans names: people put credentials into paths, branches and rule names too. Known shapes and values of matched texts
 * are redacted, invisible characters escaped. Pure.
 */


/** Longest texts of a finding, in characters; what is longer ends with an ellipsis. */
const LONGEST = { project: 256, repository: 256, branch: 1024, path: 4096, rule: 256 };
/** A name fit to be kept. @param secrets to redact in it; @param longest in characters, what is longer is cut */
function cleanName(text, secrets, longest) {
    const known = secrets === null ? text : text.replace(secrets, _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .REDACTED */ .XF);
    return cut((0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeInvisible */ .ts)(redactCredentials(shortened(known, longest))), longest);
}
/** A path as globs know it: `/src/a.ts` and `./src/a.ts` are `src/a.ts`. Blanks at its ends belong to it; alone they are none. */
function pathFromRoot(cell) {
    return cell.trim() === '' ? '' : cell.replace(/^(?:\.?\/+)+/, '');
}
/** Cut before credentials are looked for, at the end of a word, so that none is cut in two and goes unknown. */
function shortened(text, longest) {
    return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[^\s/]*$/, '')}${_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .CUT */ .T6}`;
}
function cut(text, longest) {
    return text.length <= longest ? text : `${text.slice(0, longest - 1)}${_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .CUT */ .T6}`.toWellFormed();
}
/**
 * A quick test that nearly every name passes: none of the texts that a shape below must contain. Shapes that ignore case
 * have an equals sign in them.
 */
const suspicious = /=|A(?:KI|SI|RO|ID)A|AIza|BBDC|ATATT|gh[pousr]_|github_pat|glpat|xox|xapp-|eyJ|:\/\/|-----|[srp]k[_-]|npm_|pypi-|SG\.|hooks\.|dop_v1|shp(?:at|ss|ca|pa)_|ya29|hv[bs]\./;
const shapes = [
    // Amazon, Google, Atlassian, GitHub, GitLab, Slack
    /(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{12,}/g,
    /AIza[\w-]{30,}/g,
    /ya29\.[\w-]{20,}/g,
    /BBDC-[\w+/=@.:-]{16,}/g,
    /ATATT[\w=.-]{20,}/g,
    /gh[pousr]_\w{20,}/g,
    /github_pat_\w{20,}/g,
    /glpat-[\w-]{16,}/g,
    /xox[a-z]-[\w-]{10,}/g,
    /xapp-\d-[\w-]{10,}/g,
    /hooks\.slack\.com\/services\/[\w/]+/g,
    // Stripe, OpenAI, npm, PyPI, SendGrid, DigitalOcean, Shopify, Vault, Azure
    /(?<![a-z0-9])(?:sk|rk|pk)[_-](?:live|test|proj|ant)[_-][\w-]{10,}/g,
    /(?<![a-z0-9])sk-[A-Za-z0-9]{20,}/g,
    /(?<![a-z0-9])npm_\w{30,}/g,
    /pypi-Ag[\w-]{14,}/g,
    /(?<![A-Z0-9])SG\.[\w-]{16,}\.[\w-]{16,}/g,
    /dop_v1_\w{20,}/g,
    /shp(?:at|ss|ca|pa)_\w{16,}/g,
    /hv[bs]\.[\w-]{20,}/g,
    /AccountKey=[\w+/=]+/g,
    /[?&;]sig=[\w%+/=-]{16,}/gi,
    // Anything signed, PEM, user and password in an address, and what calls itself a password
    /eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
    /-----BEGIN[\s\S]*/g,
    /:\/\/[^\s/@:]*:[^\s/@]+@/g,
    /(?:password|passwd|pwd|secret|token|api_?key)=[^\s"'&;,/]{6,}/gi,
];
/** `text`, of a few thousand characters at most, with credentials of known shapes redacted. */
function redactCredentials(text) {
    if (!suspicious.test(text))
        return text;
    return shapes.reduce((rest, shape) => rest.replace(shape, _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .REDACTED */ .XF), text);
}
function credentialsIn(text) {
    return suspicious.test(text) ? shapes.flatMap((shape) => text.match(shape) ?? []) : [];
}


/***/ }),

/***/ 49331:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JY: () => (/* binding */ flagNames),
/* harmony export */   Qb: () => (/* binding */ headerNames),
/* harmony export */   _V: () => (/* binding */ looseName),
/* harmony export */   xX: () => (/* binding */ droppedNames),
/* harmony export */   z2: () => (/* binding */ aliases)
/* harmony export */ });
/**
 * In English, German, French, Spanish and Japanese. `|` separates tiers, the best first. In `match` each name is a tier:
 * of several columns of texts one is used, and the others are dropped like unknown ones.
 */
const table = {
    project: `projectkey projkey projectkeyname bitbucketprojectkey projektschlussel projektschluessel projektkey
    cleduprojet cleprojet clavedelproyecto claveproyecto \u30d7\u30ed\u30b8\u30a7\u30af\u30c8\u30ad\u30fc
    | project proj projekt projet proyecto \u30d7\u30ed\u30b8\u30a7\u30af\u30c8
    | projectname bitbucketproject projektname nomduprojet nomprojet nombredelproyecto nombreproyecto \u30d7\u30ed\u30b8\u30a7\u30af\u30c8\u540d
    | space | projectid`,
    repository: `repositoryslug reposlug slug reponameslug
    | repository repo depot repositorio \u30ea\u30dd\u30b8\u30c8\u30ea \u30ec\u30dd\u30b8\u30c8\u30ea
    | repositoryname reponame bitbucketrepository bitbucketrepo gitrepository gitrepo nomdudepot nomdepot
    nombredelrepositorio nombrerepositorio \u30ea\u30dd\u30b8\u30c8\u30ea\u540d`,
    branch: `branchname branchdisplayid branchdisplayname branchenname zweigname nomdelabranche nombranche
    nombredelarama nombrerama \u30d6\u30e9\u30f3\u30c1\u540d
    | branch zweig branche rama \u30d6\u30e9\u30f3\u30c1
    | ref refid refname branchref branchtag branchortag gitref branchid gitbranch`,
    path: `filepath fullpath pathname filefullpath relativepath pathtofile dateipfad cheminfichier chemindufichier
    rutadelarchivo rutaarchivo rutadelfichero rutafichero \u30d5\u30a1\u30a4\u30eb\u30d1\u30b9
    | path pfad chemin ruta \u30d1\u30b9
    | file sourcefile datei fichier archivo fichero \u30d5\u30a1\u30a4\u30eb
    | filename dateiname nomdufichier nomfichier nombredelarchivo nombrearchivo \u30d5\u30a1\u30a4\u30eb\u540d
    | location filelocation fundort fundstelle emplacement ubicacion \u5834\u6240`,
    line: `linenumber lineno linenum linenr linenumbers failinglinenumber failinglineno invalidlinenumber zeilennummer
    zeilennr zeilenummer numerodeligne numeroligne noligne numerodelinea numerolinea nolinea \u884c\u756a\u53f7
    | startline linestart beginline startlinenumber fromline
    | line lines zeile ligne linea \u884c`,
    rule: `rulename regelname nomdelaregle nomregle nombredelaregla nombreregla \u30eb\u30fc\u30eb\u540d
    | rule regel regle regla \u30eb\u30fc\u30eb \u898f\u5247
    | ruleid rulekey rulecode rulesid
    | ruletype rulecategory
    | matchedrule violatedrule failedrule failingrule
    | vulnerability vulnerabilityname vulnerabilitytype vulnerabilityrule schwachstelle vulnerabilite vulnerabilidad \u8106\u5f31\u6027
    | secrettype findingtype findingname issuetype detector detectorname check checkname
    | type typ tipo \u30bf\u30a4\u30d7 \u7a2e\u985e`,
    match: `match matchedtext matchtext matchedstring matchedvalue matchedcontent matchvalue matched treffer
    correspondance coincidencia \u4e00\u81f4 \u4e00\u81f4\u6587\u5b57\u5217 \u691c\u51fa\u6587\u5b57\u5217 secret secretvalue geheimnis secreto matchedline failinglinetext
    failinglinecontent failinglinecontents failingline failinglines invalidline invalidlines invalidlinetext
    invalidlinecontent linetext linecontent linecontents linevalue lineofcode sourceline codeline zeileninhalt zeilentext
    contenudelaligne contenidodelalinea \u884c\u306e\u5185\u5bb9 text texte texto \u30c6\u30ad\u30b9\u30c8 content contents inhalt contenu contenido \u5185\u5bb9
    code snippet codesnippet excerpt string value falsepositive finding`,
    scanned_at: `scannedat scannedon scannedtime scanneddate scantime scandate scantimestamp scandatetime gescanntam
    gescannt scandatum scanzeit scanzeitpunkt analysele dateanalyse datedanalyse datedelanalyse scannele datescan datedescan
    escaneadoel escaneado fechadeescaneo fechaescaneo fechadelescaneo \u30b9\u30ad\u30e3\u30f3\u65e5\u6642 \u30b9\u30ad\u30e3\u30f3\u65e5 \u30b9\u30ad\u30e3\u30f3\u65e5\u4ed8
    | scanned datescanned timescanned scannedtimestamp scannedattime
    | lastscannedat lastscanned lastscan lastscandate lastscantime lastscanneddate lastscannedon
    | detectedat detectedon foundat foundon detected erkanntam detectele detectadoel \u691c\u51fa\u65e5\u6642
    | timestamp date datetime time datum zeit zeitpunkt zeitstempel wann horodatage fecha hora fechayhora \u65e5\u6642 \u65e5\u4ed8`,
    reviewed_at: `reviewedat reviewedon revieweddate reviewdate reviewtime reviewedtime datereviewed gepruftam geprueftam
    revule daterevue datedelarevue revisadoel fechaderevision \u30ec\u30d3\u30e5\u30fc\u65e5\u6642
    | reviewed
    | timestamp date datetime time createdat created addedat added updatedat updated datum fecha \u65e5\u6642 \u65e5\u4ed8`,
};
const aliases = Object.fromEntries(Object.entries(table).map(([column, names]) => {
    const tiers = names.split(column === 'match' ? /\s+/ : '|');
    return [column, tiers.map((tier) => tier.trim().split(/\s+/))];
}));
/** Columns that flag a row which somebody reviewed, or allow-listed. */
const flagNames = `reviewed isreviewed markedasreviewed reviewedflag falsepositive
  isfalsepositive allowlisted isallowlisted allowlist whitelisted iswhitelisted whitelist gepruft geprueft revise revisado
  \u30ec\u30d3\u30e5\u30fc\u6e08\u307f`.split(/\s+/);
/** Columns that are known and never read: who changed a line, and when. */
const droppedNames = `commit commitid commithash commitsha commitdate commitmessage revision
  author authorname authoremail authordate committer committername committeremail autor auteur \u30b3\u30df\u30c3\u30c8 \u4f5c\u6210\u8005`.split(/\s+/);
/** Names that make a first row a header. Left out: what may well be the key of a project, or a matched text. */
const headerNames = new Set([
    ...Object.entries(aliases).flatMap(([column, tiers]) => (column === 'match' ? [] : tiers.flat())),
    ...droppedNames,
]
    .filter((name) => name.length > 3 || /[^a-z]/.test(name))
    .filter((name) => name !== 'proj'));
/** Case, accents, blanks, punctuation, camel case and BOM do not count; `#` is "number". */
function looseName(header) {
    return header
        .normalize('NFKD')
        .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
        .normalize('NFKC')
        .replaceAll('#', ' number')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, '');
}


/***/ }),

/***/ 24049:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ absentColumns),
/* harmony export */   Qk: () => (/* binding */ isExportHeader),
/* harmony export */   j7: () => (/* binding */ planColumns)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(182);
/* harmony import */ var _clean_names_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(79318);
/* harmony import */ var _column_names_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(49331);
/* harmony import */ var _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(6622);
/* harmony import */ var _header_view_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(92007);






/**
 * Reads a header.
 *
 * @param where names the export in errors.
 */
function planColumns(header, wishes, where) {
    if (header.length > _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_COLUMNS */ .ZS) {
        throw unknown(`${where}: the first row has ${header.length} cells; at most ${_csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_COLUMNS */ .ZS} are read.`);
    }
    const isForFindings = wishes.purpose === 'findings';
    if (isForFindings && isFindingsCsv(header))
        return planOfFindingsCsv(header);
    const search = openSearch(header, wishes, where);
    for (const column of _finding_js__WEBPACK_IMPORTED_MODULE_5__/* .mappableColumns */ .OP)
        search.byHand(column);
    if (isForFindings)
        search.takeFlags();
    for (const column of ['project', 'repository', 'branch', 'path', 'line']) {
        search.byName(column, _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2[column]);
    }
    search.byName('match', search.lineIsElsewhere() ? matchBesideNumber : _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2.match);
    // A review is of a text or of a place. Without a path there is no place, so `Line` is the text of the line.
    if (!isForFindings && search.at.match === null && search.at.path === null)
        search.lineIsText();
    search.byName('rule', _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2.rule);
    search.preferRuleNames();
    if (search.at.match !== null)
        search.byName('rule', ruleBesideMatch);
    const time = isForFindings ? 'scanned_at' : 'reviewed_at';
    search.byName(time, _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2[time]);
    search.refuseMissing();
    return search.plan();
}
function isExportHeader(header, wishes) {
    return [wishes, { ...wishes, byHand: {} }].some((each) => {
        try {
            planColumns(header, each, '');
            return true;
        }
        catch (caught) {
            if (caught instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue)
                return false;
            throw caught;
        }
    });
}
/** Columns that neither the plan nor the target gives, and that a selector or a filter could be about. */
function absentColumns({ at }, target, standIn = {}) {
    const given = [...givenBy[target?.kind ?? 'instance'], ...Object.keys(standIn)];
    return _finding_js__WEBPACK_IMPORTED_MODULE_5__/* .mappableColumns */ .OP.filter((column) => at[column] === null && !given.includes(column));
}
const givenBy = {
    instance: [],
    project: ['project'],
    repo: ['project', 'repository'],
    branch: ['project', 'repository', 'branch'],
};
/** Headers that name a project by its key and a repository by its slug for sure, not by a display name. */
const projectKeyNames = _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2.project[0] ?? [];
const slugNames = _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2.repository[0] ?? [];
/** Headers that may be another time than that of the scan, such as that of the first detection. */
const doubtfulTimeNames = _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2.scanned_at.slice(-2).flat();
/** The number of a line, unless another column is clearly the number: then its text. */
const bareLineNames = _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2.line.at(-1) ?? [];
/** Names of rules that columns may have which hold a sentence. */
const vagueRuleNames = _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2.rule.slice(5).flat();
/** `Finding` is the name of a rule where the text has another column; else it is ambiguous. */
const ruleBesideMatch = [['finding']];
/** Columns of a text, where `Line` is one of them because another column is clearly the number. */
const matchBesideNumber = [..._column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2.match.slice(0, -1), bareLineNames, ['finding']];
function openSearch(header, wishes, where) {
    const { purpose, target, firstRows = [] } = wishes;
    const at = nowhere();
    const view = new _header_view_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderView */ .lm(header, firstRows, Object.values(wishes.byHand));
    const taken = new Set();
    const namedByHand = new Set();
    let flags = [];
    /** What would be the rule, but for its sentences. */
    let sentences = null;
    /** Cells with one of these names that are not in use. */
    const named = (tier) => positionsOf(view.names, (name, cell) => tier.includes(name) && !taken.has(cell));
    const nameAt = (column) => view.names[at[column] ?? -1] ?? '';
    const cellsOf = (cell) => firstRows.map((cells) => cells[cell] ?? '');
    function takeOnly(column, positions) {
        const [first] = positions;
        if (first === undefined)
            return false;
        if (positions.length > 1) {
            const headers = positions.map((cell) => view.shown(cell)).join(' and ');
            throw unknown(`${where}: ${headers} are equally good for ${column}.`);
        }
        at[column] = first;
        taken.add(first);
        return true;
    }
    function doubtfulTime() {
        const { scanned_at: cell } = at;
        const isSure = namedByHand.has('scanned_at') || !doubtfulTimeNames.includes(nameAt('scanned_at'));
        return cell === null || isSure ? null : view.shown(cell);
    }
    return {
        at,
        /** Takes the header that the user named, written exactly so or else loosely. */
        byHand(column) {
            const wanted = wishes.byHand[column];
            if (wanted === undefined)
                return;
            const exact = positionsOf(view.cells, (cell) => cell.trim() === wanted.trim());
            if (takeOnly(column, exact.length > 0 ? exact : named([(0,_column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .looseName */ ._V)(wanted)])))
                namedByHand.add(column);
            else if (purpose === 'findings') {
                const how = `named by \`columns\` for ${column}`;
                throw unknown(`${where}: the header "${wanted}", ${how}, is not there. ${view.sentence()}`);
            }
        },
        /** Takes the columns that flag rows by their names, unless they hold anything else. */
        takeFlags() {
            flags = named(_column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .flagNames */ .JY).filter((cell) => cellsOf(cell).every(_csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .isFlagWord */ .N3));
            for (const cell of flags)
                taken.add(cell);
        },
        byName(column, tiers) {
            if (at[column] === null)
                tiers.some((tier) => takeOnly(column, named(tier)));
        },
        /** A column such as `Vulnerability` may have a sentence where another one has the name of the rule: takes that one. */
        preferRuleNames() {
            const { rule } = at;
            if (namedByHand.has('rule') || rule === null || !vagueRuleNames.includes(nameAt('rule')))
                return;
            if (cellsOf(rule).every(looksLikeRule))
                return;
            const better = named(vagueRuleNames).filter((cell) => {
                const cells = cellsOf(cell);
                return cells.every(looksLikeRule) && cells.some((text) => /[_-]/.test(text));
            });
            if (better.length !== 1)
                return;
            taken.delete(rule);
            sentences = rule;
            takeOnly('rule', better);
        },
        /** What was taken for the number of a line is its text. */
        lineIsText() {
            at.match = at.line;
            at.line = null;
        },
        /** Whether another column than `Line` is the number of the line. */
        lineIsElsewhere: () => at.line !== null && !bareLineNames.includes(nameAt('line')),
        refuseMissing() {
            const isNothing = at.match === null && at.path === null;
            const missing = purpose === 'findings' ? missingForFindings(at, wishes) : isNothing ? ['match'] : [];
            if (missing.length === 0)
                return;
            const what = `${where}: no column was found for ${missing.join(', ')}. ${view.sentence()}`;
            const proposal = view.proposal(missing, taken);
            if (proposal !== null)
                throw unknown(what, `If these are the columns, set \`${proposal}\`; see docs/first-run.md.`);
            const areNames = target === null && missing.every((one) => one === 'project' || one === 'repository');
            throw areNames ? unknown(what, 'With `evaluate`, give `project` and `repo`.') : unknown(what);
        },
        plan() {
            const { line, path } = at;
            const isLineInPath = line === null && path !== null && cellsOf(path).some((cell) => _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .lineInPath */ .zm.test(cell));
            const isSecret = (name, cell) => (secretNames.has(name) || cell === sentences) && !taken.has(cell);
            return {
                at,
                fingerprint: null,
                flags,
                secrets: positionsOf(view.names, isSecret),
                doubtfulTime: doubtfulTime(),
                projectIsKey: projectKeyNames.includes(nameAt('project')),
                repositoryIsSlug: slugNames.includes(nameAt('repository')),
                isPadded: /^\s|\s$/.test(view.cells[path ?? -1] ?? ''),
                evidence: (0,_header_view_js__WEBPACK_IMPORTED_MODULE_4__/* .columnEvidence */ .Of)(view, at, flags, isLineInPath),
            };
        },
    };
}
function nowhere() {
    const columns = [..._finding_js__WEBPACK_IMPORTED_MODULE_5__/* .mappableColumns */ .OP, 'reviewed_at'];
    return Object.fromEntries(columns.map((column) => [column, null]));
}
/** A name of letters, digits, `_` and `-`, as rules have, and no credential. */
function looksLikeRule(cell) {
    const text = cell.trim();
    const isName = /^[A-Za-z][A-Za-z0-9]*(?:[_-]+[A-Za-z0-9]+)*$/.test(text);
    return isName && (0,_clean_names_js__WEBPACK_IMPORTED_MODULE_1__/* .redactCredentials */ .UY)(text) === text && !/[A-Za-z0-9]{16,}/.test(text);
}
const secretNames = new Set(matchBesideNumber.flat());
function positionsOf(cells, wanted) {
    return cells.flatMap((cell, position) => (wanted(cell, position) ? [position] : []));
}
function missingForFindings(at, { target, standIn }) {
    const absent = absentColumns({ at }, target, standIn);
    return absent.filter((column) => {
        // A repository cell may say PROJ/slug.
        if (column === 'project')
            return at.repository === null;
        return column === 'repository' || column === 'path' || column === 'rule';
    });
}
function isFindingsCsv(header) {
    // Files of before have no owners.
    const fewest = _finding_js__WEBPACK_IMPORTED_MODULE_5__/* .findingsCsvColumns */ .qO.indexOf('owner');
    return ((header.length === _finding_js__WEBPACK_IMPORTED_MODULE_5__/* .findingsCsvColumns */ .qO.length || header.length === fewest) &&
        header.every((name, at) => _finding_js__WEBPACK_IMPORTED_MODULE_5__/* .findingsCsvColumns */ .qO[at] === name));
}
function planOfFindingsCsv(header) {
    const places = _finding_js__WEBPACK_IMPORTED_MODULE_5__/* .mappableColumns */ .OP.map((column) => [column, _finding_js__WEBPACK_IMPORTED_MODULE_5__/* .findingsCsvColumns */ .qO.indexOf(column)]);
    const at = { ...nowhere(), ...Object.fromEntries(places) };
    return {
        at,
        fingerprint: _finding_js__WEBPACK_IMPORTED_MODULE_5__/* .findingsCsvColumns */ .qO.indexOf('fingerprint'),
        flags: [],
        secrets: [],
        doubtfulTime: null,
        projectIsKey: true,
        repositoryIsSlug: true,
        isPadded: false,
        evidence: (0,_header_view_js__WEBPACK_IMPORTED_MODULE_4__/* .columnEvidence */ .Of)(new _header_view_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderView */ .lm(header, [], []), at, [], false),
    };
}
function unknown(sentence, hint) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('HEADER_UNKNOWN', sentence, hint === undefined ? {} : { hint });
}


/***/ }),

/***/ 15205:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E3: () => (/* binding */ dialectOf),
/* harmony export */   Qy: () => (/* binding */ firstLineOf),
/* harmony export */   Rj: () => (/* binding */ isInSingleQuotes),
/* harmony export */   VH: () => (/* binding */ utf16ToUtf8),
/* harmony export */   kt: () => (/* binding */ utf16Of),
/* harmony export */   nn: () => (/* binding */ inUtf8),
/* harmony export */   qx: () => (/* binding */ firstCells)
/* harmony export */ });
/* unused harmony export delimiters */
/** How a CSV is written, detected from its first bytes: its encoding, delimiter and quotes. Pure. */
/** Delimiters that exports are known to use, the likelier first; a `sep=` line may name another one. */
const delimiters = [',', ';', '\t', '|'];
/** Rows after the header that are looked at for quotes and values. */
const ROWS = 20;
/** The dialect of a CSV, of which `text` (as Latin-1) is all that is looked at, with a line end where the file ends. */
function dialectOf(text) {
    const [first = '', separator] = /^(?:\u00ef\u00bb\u00bf)?[\r\n]*(?:"?sep=([^\w\s"']|\t)"?[\r\n]+)?/i.exec(text) ?? [];
    const before = first + commentsIn(text.slice(first.length));
    const header = firstLineOf(text.slice(before.length)) ?? text.slice(before.length);
    const withQuote = (quote, written = 'doubled') => {
        const isNamed = separator !== undefined && header.includes(separator);
        return {
            delimiter: isNamed ? separator : delimiterOf(header, quote),
            quote,
            escape: written,
            mayEscape: false,
            start: before.length,
        };
    };
    const isSingle = ['doubled', 'backslash'].some((written) => areInSingleQuotes(rowsOf(text, withQuote("'", written), ROWS)));
    const quote = isSingle ? "'" : '"';
    const [doubled, escaped] = [withQuote(quote), withQuote(quote, 'backslash')];
    const sign = `\\${quote}`;
    const rows = text.includes(sign) ? rowsOf(text, doubled).filter(({ isEnded }) => isEnded) : [];
    const mayEscape = !rows.some(({ cells }) => cells.some((cell) => cell.includes(sign)));
    // Where both ways of reading fit, a backslash is part of the text.
    const isEscaped = !mayEscape && !areSound(rows, quote) && areSound(rowsOf(text, escaped), quote);
    return isEscaped ? escaped : { ...doubled, mayEscape };
}
/** Lines that begin with `#` and have fewer cells than the line below them, which a header that begins so has not. */
function commentsIn(text) {
    const [comments = ''] = /^(?:#[^\r\n]*[\r\n]+)+/.exec(text) ?? [];
    const header = firstLineOf(text.slice(comments.length)) ?? '';
    const delimiter = delimiterOf(header, '"');
    const width = (line) => line.replace(/"[^"]*"?/g, '').split(delimiter).length;
    return comments.split(/[\r\n]+/).every((line) => width(line) < width(header)) ? comments : '';
}
/** The most frequent delimiter of a line, outside of quotes; a comma when there is none. */
function delimiterOf(line, quote) {
    const bare = line.replace(quote === '"' ? /"[^"]*"?/g : /'[^']*'?/g, '');
    const counts = delimiters.map((delimiter) => bare.split(delimiter).length);
    return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}
/** A cell that does without quotes where all texts have them: nothing, a number, a time, a word of databases. */
const bareAmongQuoted = /^(?:[-+]?\d[\d.,:+\-/TZ ]*|null|true|false|\\N)?$/i;
/**
 * Whether the texts of all first rows are in single quotes. One that does not is enough against it: who commits can
 * put quotes into paths, branches and matched texts, and an open one would hide the rows after it. The header decides
 * where there is no row.
 */
function areInSingleQuotes([first, ...rows]) {
    const names = first?.cells ?? [];
    if (names.some((name) => name.startsWith('"')) || !rows.every(hasTextsInSingleQuotes))
        return false;
    return rows.some((row) => row.isEnded) || 2 * names.filter(isInSingleQuotes).length > names.length;
}
function hasTextsInSingleQuotes({ cells, isEnded }) {
    const quoted = cells.filter(isInSingleQuotes).length;
    const bare = cells.filter((cell) => bareAmongQuoted.test(cell)).length;
    return quoted + bare === cells.length && (quoted > 1 || !isEnded);
}
function isInSingleQuotes(cell) {
    return cell.length > 1 && cell.startsWith("'") && cell.endsWith("'");
}
/** Whether rows are as wide as the header, and quotes are around cells only. */
function areSound(rows, quote) {
    return rows
        .filter(({ isEnded }) => isEnded)
        .every(({ cells, isWhole }) => isWhole && cells.length === rows[0]?.cells.length && cells.every(isCell));
    function isCell(cell) {
        return cell.startsWith(quote) || !cell.includes(quote);
    }
}
/** The cells of the first rows after the header, without quotes around them. */
function firstCells(text, dialect) {
    const rows = rowsOf(text, dialect, ROWS).filter(({ isEnded }) => isEnded);
    return rows.slice(1).map(({ cells }) => {
        const bare = cells.map((cell) => cell.replace(/^(["'])(.*)\1$/s, '$2'));
        return bare.map((cell) => Buffer.from(cell, 'latin1').toString());
    });
}
/** The header and at most so many rows after it, without empty lines. */
function rowsOf(text, dialect, most = Number.POSITIVE_INFINITY) {
    const { delimiter, quote } = dialect;
    const border = new RegExp(`\\x${delimiter.charCodeAt(0).toString(16).padStart(2, '0')}|[\\r\\n]+`, 'g');
    const rows = [];
    let cells = [];
    let isWhole = true;
    for (let at = dialect.start; at < text.length; at = border.lastIndex) {
        border.lastIndex = text[at] === quote ? behindQuotes(text, at, dialect) : at;
        const end = border.lastIndex;
        const found = border.exec(text);
        if (found === null)
            break;
        if (end > at && found.index > end)
            isWhole = false;
        cells.push(text.slice(at, found.index));
        if (found[0] === delimiter)
            continue;
        rows.push({ cells, isEnded: true, isWhole });
        if (rows.length > most)
            return rows;
        cells = [];
        isWhole = true;
    }
    return cells.length === 0 ? rows : [...rows, { cells, isEnded: false, isWhole }];
}
/** The place after the quote that closes a cell; the end of the text when none does for sure. */
function behindQuotes(text, start, dialect) {
    const { quote } = dialect;
    for (let at = start + 1; at < text.length; at++) {
        if (dialect.escape === 'backslash' && text[at] === '\\')
            at++;
        else if (text[at] === quote) {
            if (text[at + 1] !== quote)
                return at + 1;
            at++;
        }
    }
    return text.length;
}
/**
 * The first line of `text` that is not blank, without its end; a line end inside quotes does not count. `null` when
 * its end is not in `text`.
 */
function firstLineOf(text) {
    return /^[\r\n]*((?:"[^"]*"|[^"\r\n])+)[\r\n]/.exec(text)?.[1] ?? null;
}
function utf16Of(start) {
    if (start[0] === 0xff && start[1] === 0xfe)
        return 'utf-16le';
    return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : null;
}
/** Turns UTF-16 with a byte order mark into UTF-8; a half character becomes a NUL, so that its row is bad. */
async function* inUtf8(chunks) {
    let before = null;
    let encoding;
    for await (const chunk of chunks) {
        let bytes = before === null ? chunk : Buffer.concat([before, chunk]);
        before = null;
        if (encoding === undefined && bytes.length > 1)
            encoding = utf16Of(bytes);
        if (encoding === undefined)
            before = bytes;
        else if (encoding === null)
            yield bytes;
        else {
            const end = wholeCharacters(bytes, encoding);
            before = bytes.subarray(end);
            bytes = bytes.subarray(0, end);
            yield utf16ToUtf8(bytes, encoding);
        }
    }
    if (before !== null && before.length > 0)
        yield encoding === undefined ? before : Buffer.alloc(1);
}
function wholeCharacters(bytes, encoding) {
    const end = bytes.length & ~1;
    const high = bytes[encoding === 'utf-16le' ? end - 1 : end - 2] ?? 0;
    return high >= 0xd8 && high <= 0xdb ? end - 2 : end;
}
/** @param bytes of an even number */
function utf16ToUtf8(bytes, encoding) {
    const text = (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
    return Buffer.from(text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '\0'));
}


/***/ }),

/***/ 6622:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ie: () => (/* binding */ cellText),
/* harmony export */   N3: () => (/* binding */ isFlagWord),
/* harmony export */   WP: () => (/* binding */ wrongWidth),
/* harmony export */   ZS: () => (/* binding */ MAX_COLUMNS),
/* harmony export */   az: () => (/* binding */ MAX_CELL_BYTES),
/* harmony export */   dZ: () => (/* binding */ wrongHeader),
/* harmony export */   eT: () => (/* binding */ lineNumber),
/* harmony export */   il: () => (/* binding */ MOST_FLAGS),
/* harmony export */   r9: () => (/* binding */ badReasons),
/* harmony export */   w9: () => (/* binding */ RowCells),
/* harmony export */   zm: () => (/* binding */ lineInPath)
/* harmony export */ });
/**
 * What a row of a CSV is, and how its cells are read. Pure.
 *
 * A CSV is UTF-8, or UTF-16 with a byte order mark. Rows end with CRLF, LF or CR. A cell that begins with a quote goes
 * on to a quote that a delimiter, a row end or the end of the file follows; two quotes in it mean one. Empty lines are
 * no rows. A row is bad when
 *
 * - it has fewer or more cells than the header,
 * - a quote is inside a cell without quotes, or text follows a closing quote: such a row ends with its line, so that
 *   one stray quote does not swallow the rows after it,
 * - a quote is open at the end of the file,
 * - it has a NUL or bytes that are not UTF-8, in any cell,
 * - one of its cells is too long.
 */
/** Bytes of one cell above which its row is bad. */
const MAX_CELL_BYTES = 1024 * 1024;
/** Cells of one row above which it can be neither header nor row. */
const MAX_COLUMNS = 1000;
/** Why a row is bad, without a piece of the row. */
const badReasons = {
    openQuote: 'a quote is still open at the end of the file',
    textAfterQuote: 'there is text after a closing quote',
    quoteInside: 'there is a quote inside a cell that does not begin with one',
    tooLong: `a cell is longer than ${MAX_CELL_BYTES} bytes`,
    nul: 'it has a NUL byte',
    notUtf8: 'it has bytes that are not UTF-8',
    headerAgain: 'the header comes again: exports were joined',
};
function wrongWidth(cells, width) {
    return cells === width ? null : `it has ${cellCount(cells)} cells, the header has ${width}`;
}
function wrongHeader(cells) {
    return cells > MAX_COLUMNS ? `it has ${cellCount(cells)} cells` : null;
}
function cellCount(cells) {
    return cells > MAX_COLUMNS ? `more than ${MAX_COLUMNS}` : String(cells);
}
function cellText(bytes, bounds, cell) {
    return bytes.toString('utf8', bounds[2 * cell], bounds[2 * cell + 1]);
}
/** So many columns of flags are distinguished; more share one. */
const MOST_FLAGS = 8;
/** Cells of the rows of one CSV; a cell is a column, -1 where the CSV has no such column. */
class RowCells {
    /** Where the text is that was trimmed last. */
    start = 0;
    end = 0;
    #isFindingsCsv;
    /** @param isFindingsCsv whether this project wrote the CSV, with marks against formulas */
    constructor(isFindingsCsv) {
        this.#isFindingsCsv = isFindingsCsv;
    }
    /** The text of a cell, '' where there is no such column, as it was before this project wrote it. */
    text(bytes, bounds, cell) {
        if (cell < 0)
            return '';
        const text = bytes.toString('utf8', bounds[2 * cell], bounds[2 * cell + 1]);
        return this.#isFindingsCsv ? withoutMarks(text) : text;
    }
    /** Finds the text of a cell without the blanks around it, as `String.trim` does. */
    trim(bytes, bounds, cell) {
        let start = bounds[2 * cell];
        let end = bounds[2 * cell + 1];
        while (start < end && isBlank(bytes[start]))
            start++;
        while (start < end && isBlank(bytes[end - 1]))
            end--;
        if (start < end && (bytes[start] >= 0x80 || bytes[end - 1] >= 0x80)) {
            const text = bytes.toString('utf8', start, end);
            const before = text.length - text.trimStart().length;
            end -= Buffer.byteLength(text.slice(Math.max(before, text.trimEnd().length)));
            start = Math.min(end, start + Buffer.byteLength(text.slice(0, before)));
        }
        this.start = start;
        this.end = end;
    }
    /** A bit for each of these cells that says yes. */
    flags(bytes, bounds, cells) {
        let flags = 0;
        for (let at = 0; at < cells.length; at++) {
            if (isYes(this.text(bytes, bounds, cells[at])))
                flags |= 1 << (at % MOST_FLAGS);
        }
        return flags;
    }
    /** Cuts the line off a path such as `a.ts:12`, and returns it; 0 when there is none. */
    cutLine(bytes, bounds, cell) {
        if (cell < 0)
            return 0;
        const [, path = '', ...lines] = lineInPath.exec(this.text(bytes, bounds, cell)) ?? [];
        const line = lines.find((digits) => digits !== undefined);
        if (line === undefined)
            return 0;
        bounds[2 * cell + 1] = bounds[2 * cell] + Buffer.byteLength(path);
        return Number(line);
    }
    /** The line, 0 when there is none, -1 when the cell is no number. */
    line(bytes, bounds, cell) {
        if (cell < 0)
            return 0;
        const start = bounds[2 * cell];
        const end = bounds[2 * cell + 1];
        if (end - start > 9 || start === end)
            return lineNumber(this.text(bytes, bounds, cell));
        let line = 0;
        for (let at = start; at < end; at++) {
            const digit = bytes[at] - 0x30;
            if (digit < 0 || digit > 9)
                return lineNumber(this.text(bytes, bounds, cell));
            line = line * 10 + digit;
        }
        return line;
    }
}
/** `a.ts:12`, `a.ts:12:7`, `a.ts:12-15`, `a.ts#L12`, `a.ts#L12-L15`, `a.ts (line 12)`: path, and the line in one of the others. */
const lineInPath = /^(.*?\S)\s*(?::(\d{1,9})(?:[-:\u2013]\d{1,9})?|#L(\d{1,9})(?:-L?\d{1,9})?|\(lines? (\d{1,9})(?:[-\u2013]\d{1,9})?\))\s*$/is;
/** The number in a line cell: `12`, `12-15` and `12:7` are 12; 0 for '', `0` and `-1`; -1 for anything else. */
function lineNumber(cell) {
    const text = cell.trim();
    if (text === '' || text === '-1')
        return 0;
    const digits = /^(\d{1,9})(?:\.0+|\s*[-:\u2013]\s*\d{1,9})?$/.exec(text)?.[1];
    return digits === undefined ? -1 : Number(digits);
}
const yes = /^(?:yes|y|true|1|x|ja|oui|si|s\u00ed|\u306f\u3044)$/i;
const no = /^(?:|no|n|false|0|nein|non|\u3044\u3044\u3048)$/i;
function isFlagWord(cell) {
    return no.test(cell.trim()) || isYes(cell);
}
function isYes(cell) {
    return yes.test(cell.trim());
}
function isBlank(byte) {
    return byte === 0x20 || (byte >= 9 && byte <= 13);
}
const markBefore = /^'(?=['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/;
const markInside = /;'(?=["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
/** Removes what `csvCell` writes before anything that a spreadsheet would take for a formula: one apostrophe each. */
function withoutMarks(cell) {
    return cell.includes("'") ? cell.replace(markBefore, '').replace(markInside, ';') : cell;
}


/***/ }),

/***/ 90875:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ ScanTimes),
/* harmony export */   T: () => (/* binding */ readMoment)
/* harmony export */ });
/** The time in a text, `null` when it is not understood. Day and month in digits with slashes would be a guess. */
function readMoment(raw) {
    const text = raw.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
    if (text.length < 8 || text.length > 64)
        return null;
    if (/^\d+$/.test(text))
        return epoch(text);
    for (const shape of shapes) {
        const groups = shape.exec(text)?.groups;
        if (groups !== undefined)
            return momentOf(groups);
    }
    return null;
}
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const time = String.raw `(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<half>[AaPp])\.?[Mm]\.?)?`;
const zone = String.raw `(?: ?(?<zone>Z|z|[+-]\d\d(?::?\d\d)?|[A-Z]{2,5}(?:[+-]\d\d:?\d\d)?))?`;
const monthName = String.raw `(?<month>[A-Za-z]{3,9})\.?`;
const weekday = '(?:[A-Za-z]{3,9},? )?';
const tail = `(?:(?:,| at)? ${time}${zone})?`;
const shapes = [
    // 2024-09-07T00:01:12.5Z, 2024-09-07 00:01:12, 2024/09/07 00:01, ZonedDateTime's ...+02:00[Europe/Berlin]
    String.raw `(?<year>\d{4})([-/.])(?<month>\d\d)\2(?<day>\d\d)(?:[T ]${time}${zone}(?<region>\[[\w/+-]+\])?)?`,
    // 07.09.2024 00:01:12
    String.raw `(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})${tail}`,
    // Date.toString: Sat Sep 07 00:01:12 UTC 2024
    String.raw `${weekday}${monthName} (?<day>\d{1,2}) ${time}${zone} (?<year>\d{4})`,
    // Sep 7, 2024 12:01:12 AM; September 7, 2024 at 12:01 AM
    String.raw `${weekday}${monthName} (?<day>\d{1,2}),? (?<year>\d{4})${tail}`,
    // 07/Sep/24 12:01 AM (Atlassian's own), 7 Sep 2024 00:01:12, Sat, 07 Sep 2024 00:01:12 GMT, 07-Sep-2024
    String.raw `${weekday}(?<day>\d{1,2})[ /-]${monthName}[ /-](?<year>\d{4}|\d\d)${tail}`,
].map((pattern) => new RegExp(`^${pattern}$`));
/** Seconds have ten digits and milliseconds thirteen from 2001 to 2286; other lengths are no times of ours. */
function epoch(digits) {
    if (digits.length === 10)
        return { ms: Number(digits) * SECOND_MS, spanMs: SECOND_MS, zoned: true };
    if (digits.length === 13)
        return { ms: Number(digits), spanMs: 1, zoned: true };
    return null;
}
function momentOf(groups) {
    const day = dayOf(groups);
    const ofDay = timeOfDay(groups);
    const offset = offsetOf(groups.zone);
    if (day === null || ofDay === null || offset === null)
        return null;
    return { ms: day + ofDay - offset.ms, spanMs: spanOf(groups), zoned: offset.zoned };
}
/** A server cuts off what it does not write, so the time is within the last unit that it wrote. */
function spanOf({ hour, second, fraction = '' }) {
    if (hour === undefined)
        return DAY_MS;
    if (second === undefined)
        return MINUTE_MS;
    return SECOND_MS / 10 ** Math.min(fraction.length, 3);
}
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Milliseconds at the start of the day in UTC; `null` for a day that no calendar has. */
function dayOf(groups) {
    const { year = '', month = '', day = '' } = groups;
    const monthAt = /^\d+$/.test(month) ? Number(month) - 1 : months.indexOf(month.slice(0, 3).toLowerCase());
    const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
    const date = new Date(Date.UTC(fullYear, monthAt, Number(day)));
    const exists = date.getUTCMonth() === monthAt && date.getUTCDate() === Number(day);
    return exists && fullYear >= 1970 ? date.getTime() : null;
}
/** Milliseconds since midnight. */
function timeOfDay({ hour, minute, second = '0', fraction = '', half }) {
    if (hour === undefined || minute === undefined)
        return 0;
    const hours = half === undefined ? Number(hour) : hoursOfHalf(Number(hour), half);
    if (hours === null || hours > 23 || Number(minute) > 59 || Number(second) > 59)
        return null;
    const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
    return ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms;
}
function hoursOfHalf(hour, half) {
    if (hour < 1 || hour > 12)
        return null;
    return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}
/** Hours ahead of UTC. Names of several zones (IST, CST in China, BST in Bangladesh) are left out. */
const zoneHours = {
    Z: 0,
    UTC: 0,
    GMT: 0,
    WET: 0,
    CET: 1,
    CEST: 2,
    EET: 2,
    EEST: 3,
    EST: -5,
    EDT: -4,
    MST: -7,
    MDT: -6,
    PST: -8,
    PDT: -7,
};
/** No zone is further from UTC, as java.time has it too: what says so is no zone. */
const FURTHEST_ZONE_MS = 18 * HOUR_MS;
function offsetOf(text) {
    if (text === undefined)
        return { ms: 0, zoned: false };
    const numeric = /^(?:UTC|GMT)?([+-])(\d\d):?(\d\d)?$/.exec(text);
    if (numeric !== null) {
        const [, sign, hours, minutes = '0'] = numeric;
        const ms = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
        if (ms > FURTHEST_ZONE_MS || Number(minutes) > 59)
            return null;
        return { ms: sign === '-' ? -ms : ms, zoned: true };
    }
    const hours = zoneHours[text.toUpperCase()];
    return hours === undefined ? null : { ms: hours * HOUR_MS, zoned: true };
}
/** A time without zone may be off by so much from UTC. */
const ZONE_SLACK_MS = 14 * HOUR_MS;
/**
 * The times of the rows of one export, compared with the period asked for. The server filters too, but it may ignore the
 * dates, and `evaluate` has no server.
 */
class ScanTimes {
    /** Of the row last read: milliseconds since the epoch, the first of its span; NaN when unknown. */
    ms = Number.NaN;
    #spanMs = 0;
    #isZoned = true;
    #isAsked;
    #from;
    #to;
    #doubtfulHeaders = new Set();
    #decides;
    #triggeredMs;
    #isOfScan = true;
    #withoutColumn = 0;
    #unknown = 0;
    #zoneless = 0;
    #omitted = 0;
    #old = 0;
    /** @param triggeredMs when this run triggered the scan, by the clock of the server; `null` if it did not */
    constructor({ from, to }, triggeredMs = null) {
        this.#triggeredMs = triggeredMs ?? Number.NEGATIVE_INFINITY;
        this.#isAsked = from !== null || to !== null;
        this.#decides = this.#isAsked;
        this.#from = from ?? Number.NEGATIVE_INFINITY;
        this.#to = to ?? Number.POSITIVE_INFINITY;
    }
    /**
     * Begins a CSV. @param doubtfulHeader the header of its times, safe to show, when they may not be times of a scan: then
     * no row is left out, since the server chose the rows by the scan.
     */
    begin(doubtfulHeader) {
        this.#isOfScan = doubtfulHeader === null;
        this.#decides = this.#isAsked && this.#isOfScan;
        if (this.#isAsked && doubtfulHeader !== null)
            this.#doubtfulHeaders.add(doubtfulHeader);
    }
    /** Reads the time in a cell; `start` is -1 when there is no such column. */
    read(bytes, start, end) {
        if (start < 0) {
            this.ms = Number.NaN;
            this.#withoutColumn += 1;
            return;
        }
        if (!this.#readPlain(bytes, start, end))
            this.#readText(bytes.toString('utf8', start, end));
        if (Number.isNaN(this.ms))
            this.#unknown += 1;
        else if (!this.#isZoned)
            this.#zoneless += 1;
        if (this.#isOfScan && this.#endMs() <= this.#triggeredMs)
            this.#old += 1;
    }
    /**
     * Whether the row last read may belong to the period: from inclusive, to exclusive. A row of unknown time does, one whose
     * span reaches into it, and one without zone when any zone would put it there: no finding may get lost.
     */
    keeps() {
        if (!this.#decides || Number.isNaN(this.ms))
            return true;
        const slack = this.#isZoned ? 0 : ZONE_SLACK_MS;
        const isKept = this.#endMs() > this.#from && this.ms - slack < this.#to;
        if (!isKept)
            this.#omitted += 1;
        return isKept;
    }
    /** The latest that the time last read may be. */
    #endMs() {
        return this.ms + this.#spanMs + (this.#isZoned ? 0 : ZONE_SLACK_MS);
    }
    /** Sentences for people. */
    notices() {
        const withoutColumn = this.#isAsked ? this.#withoutColumn : 0;
        const counted = [
            [withoutColumn, 'rows without a column for the time of the scan: ', '; they count in every period.'],
            [this.#unknown, 'rows without a time that is understood: ', '; they count in every period.'],
            [this.#zoneless, 'times that name no zone, read as UTC: ', '.'],
            [this.#omitted, 'rows scanned outside of the period and left out: ', '.'],
            [
                this.#old,
                'rows scanned before the trigger of this run: ',
                '; the server may keep the time of an earlier scan, or this is an old export: look whether they are still there.',
            ],
        ];
        return [
            ...[...this.#doubtfulHeaders].map((header) => `its column ${header} may not be the time of the scan, so all rows count in the period; if it is, say so by \`columns\` (scanned_at = header).`),
            ...counted.filter(([count]) => count > 0).map(([count, before, after]) => `${before}${count}${after}`),
        ];
    }
    #readText(text) {
        const moment = readMoment(text);
        this.ms = moment?.ms ?? Number.NaN;
        this.#spanMs = moment?.spanMs ?? 0;
        this.#isZoned = moment?.zoned ?? true;
    }
    /**
     * Reads `2024-09-07T00:01:12Z` and what is close to it straight from the bytes, since nearly all servers write it and the
     * patterns above would take longer than the rest of the row. Returns false for any other text.
     */
    #readPlain(bytes, start, end) {
        const length = end - start;
        if (length < 19 || length > 30 || !hasPlainSeparators(bytes, start))
            return false;
        const year = digits(bytes, start, 4);
        const [month, day] = [digits(bytes, start + 5, 2), digits(bytes, start + 8, 2)];
        const [hour, minute] = [digits(bytes, start + 11, 2), digits(bytes, start + 14, 2)];
        const second = digits(bytes, start + 17, 2);
        // Leap days are left to the calendar.
        const isDay = year >= 1970 && day >= 1 && day <= (DAYS_OF_MONTH[month - 1] ?? 0);
        if (!isDay || !(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59))
            return false;
        const isZoned = bytes[end - 1] === 0x5a;
        const fractionEnd = isZoned ? end - 1 : end;
        const fraction = start + 19 === fractionEnd ? 0 : fractionMs(bytes, start + 19, fractionEnd);
        if (Number.isNaN(fraction))
            return false;
        this.ms = Date.UTC(year, month - 1, day, hour, minute, second) + fraction;
        this.#spanMs = SECOND_MS / 10 ** Math.min(Math.max(fractionEnd - start - 20, 0), 3);
        this.#isZoned = isZoned;
        return true;
    }
}
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Whether bytes 4, 7, 10, 13 and 16 are those of `0000-00-00T00:00:00`, or of the same with a blank. */
function hasPlainSeparators(bytes, start) {
    const between = bytes[start + 10];
    return (bytes[start + 4] === 0x2d &&
        bytes[start + 7] === 0x2d &&
        (between === 0x54 || between === 0x20) &&
        bytes[start + 13] === 0x3a &&
        bytes[start + 16] === 0x3a);
}
/** The number that so many digits make, NaN for other bytes. */
function digits(bytes, start, count) {
    let number = 0;
    for (let at = start; at < start + count; at++) {
        const digit = bytes[at] - 0x30;
        if (digit < 0 || digit > 9)
            return Number.NaN;
        number = number * 10 + digit;
    }
    return number;
}
/** Milliseconds of `.5` up to `.123456789`; NaN for other bytes. */
function fractionMs(bytes, start, end) {
    const count = end - start - 1;
    const sign = bytes[start];
    if (count < 1 || count > 9 || (sign !== 0x2e && sign !== 0x2c))
        return Number.NaN;
    return Math.floor((digits(bytes, start + 1, count) * SECOND_MS) / 10 ** count);
}


/***/ }),

/***/ 92007:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F5: () => (/* binding */ shapeOf),
/* harmony export */   Of: () => (/* binding */ columnEvidence),
/* harmony export */   lm: () => (/* binding */ HeaderView),
/* harmony export */   yU: () => (/* binding */ columnsInWords)
/* harmony export */ });
/* unused harmony export isData */
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(182);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);
/* harmony import */ var _clean_names_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(79318);
/* harmony import */ var _column_names_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(49331);
/* harmony import */ var _dates_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(90875);





/** Known names that a first row must have to be taken for a header. */
const KNOWN_NAMES = 2;
const SHOWN_CELLS = 40;
class HeaderView {
    cells;
    names;
    /** Whether the first row is a header for sure. */
    isHeader;
    #rows;
    /** @param rows the first rows below it; @param byHand headers that the user named */
    constructor(cells, rows, byHand) {
        this.cells = cells;
        this.names = cells.map(_column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .looseName */ ._V);
        this.#rows = rows;
        const given = new Set(byHand.map(_column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .looseName */ ._V));
        const known = this.names.filter((name, at) => {
            const isRepeated = rows.some((row) => (0,_column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .looseName */ ._V)(row[at] ?? '') === name);
            return (_column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .headerNames */ .Qb.has(name) || given.has(name)) && !isRepeated;
        });
        this.isHeader =
            (known.length >= KNOWN_NAMES && !cells.some(isData)) || isHeaderByRows(cells, this.names, rows);
    }
    /** A cell that is known to be the name of a column, in quotes. */
    shown(at) {
        const cell = this.cells[at] ?? '';
        return looksLikeHeader(cell) ? `"${cell.trim()}"` : `column ${at + 1} (not shown)`;
    }
    /** A cell that may be anything. */
    shownIfHeader(at) {
        return this.isHeader ? this.shown(at) : `column ${at + 1} (not shown)`;
    }
    /** The whole row in one sentence. */
    sentence() {
        const { length } = this.cells;
        const list = this.cells.slice(0, SHOWN_CELLS);
        const more = length > SHOWN_CELLS ? ` and ${length - SHOWN_CELLS} more` : '';
        if (this.isHeader)
            return `Its headers: ${list.map((_cell, at) => this.shown(at)).join(', ')}${more}.`;
        return `Its first row has ${length} cells and does not look like a header, so it is not shown. Shapes of the cells: ${list.map(shapeOf).join(', ')}${more}.`;
    }
    /** How the input `columns` may give what is missing; `null` where no header is near. @param taken cells in use */
    proposal(missing, taken) {
        if (!this.isHeader)
            return null;
        const free = this.names.flatMap((name, at) => {
            const isFree = !taken.has(at) && !_column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .droppedNames */ .xX.includes(name) && this.shown(at).startsWith('"');
            return isFree ? [at] : [];
        });
        const wanted = _finding_js__WEBPACK_IMPORTED_MODULE_4__/* .mappableColumns */ .OP.filter((column) => missing.includes(column));
        const found = new Map();
        for (const isNear of [true, false]) {
            for (const at of free) {
                const open = wanted.filter((column) => !found.has(column) && ![...found.values()].includes(at));
                const column = isNear ? this.#nearestTo(at, open) : open.find((one) => this.#fitsByValues(at, one));
                if (column !== undefined)
                    found.set(column, at);
            }
        }
        if (found.size === 0)
            return null;
        const lines = [...found].map(([column, at]) => `${column} = ${this.cells[at]?.trim()}`);
        return `columns: "${lines.sort().join(', ')}"`;
    }
    #nearestTo(at, wanted) {
        const known = wanted.flatMap((column) => _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2[column].flat());
        const near = (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .nearest */ .pA)(this.names[at] ?? '', known);
        return wanted.find((column) => near !== null && _column_names_js__WEBPACK_IMPORTED_MODULE_2__/* .aliases */ .z2[column].flat().includes(near));
    }
    #fitsByValues(at, column) {
        const shape = column === 'path' ? 'path' : column === 'rule' ? 'upper-case name' : null;
        return this.#rows.length > 0 && this.#rows.every((row) => shapeOf(row[at] ?? '') === shape);
    }
}
/** Headers that were read are known names, or named by hand; the others are shown only if the row is a header for sure. */
function columnEvidence(view, at, flags, hasLineInPath) {
    const columns = Object.entries(at).flatMap(([column, cell]) => cell === null ? [] : [[column, cell]]);
    const inPath = hasLineInPath && at.path !== null ? [['line', at.path]] : [];
    const read = [...columns, ...inPath, ...flags.map((cell) => ['reviewed', cell])];
    const cells = new Set(read.map(([, cell]) => cell));
    const unread = view.cells.flatMap((_cell, position) => (cells.has(position) ? [] : [position]));
    return {
        read: read.map(([column, cell]) => ({ column, header: view.shown(cell) })),
        unread: unread.map((cell) => view.shownIfHeader(cell)),
    };
}
function columnsInWords({ read, unread }) {
    const columns = read.map(({ column, header }) => `${column} = ${header}`).join(', ');
    return unread.length === 0 ? columns : `${columns}; not read: ${unread.join(', ')}`;
}
/** Short words, without letters after digits or long runs of both: names of columns number themselves at the end. */
function looksLikeHeader(cell) {
    const text = cell.trim();
    return (/^\p{L}[\p{L}\p{N} _.#()/-]{0,39}$/u.test(text) &&
        !/\p{N}\p{L}|(?=[A-Za-z]*\d)[A-Za-z\d]{12,}/u.test(text) &&
        (0,_clean_names_js__WEBPACK_IMPORTED_MODULE_1__/* .redactCredentials */ .UY)(text) === text);
}
/** The first pattern that fits decides. */
const shapes = [
    ['empty', /^$/],
    ['integer', /^[+-]?\d{1,9}$/],
    ['epoch', /^\d{10}(?:\d{3})?$/],
    ['number', /^[+-]?[\d.,]*\d$/],
    ['ISO instant', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/],
    ['time without zone', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?$/],
    ['Java date', /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [A-Z]{2,5} \d{4}$/],
    ['Atlassian date', /^\d\d?\/[A-Z][a-z]{2}\/\d\d \d\d?:\d\d [AP]M$/],
    ['yes/no', /^(?:yes|no|true|false|y|n)$/i],
    ['path:line', /^[^\s'"=]*[./\\][^\s'"=]*(?::\d{1,9}(?::\d+)?|#L\d{1,9}\S*| \(lines? \d{1,9}.*\))$/i],
    ['path', /^(?:[^'"=:]+\/[^'"=:]*|[\w-]*\.[\w.-]+)$/],
    ['upper-case name', /^[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*$/],
    ['word', /^\p{L}+$/u],
    ['words', /^\p{L}[\p{L} _-]*$/u],
];
function shapeOf(cell) {
    const text = cell.trim();
    if (text.length > 4096)
        return 'text';
    const shape = shapes.find(([, pattern]) => pattern.test(text))?.[0] ?? 'text';
    const mayBeTime = shape === 'number' || shape === 'text' || shape === 'path';
    return mayBeTime && (0,_dates_js__WEBPACK_IMPORTED_MODULE_3__/* .readMoment */ .T)(text) !== null ? 'time' : shape;
}
/** Shapes that no name of a column has. */
const dataShapes = new Set([
    ...['integer', 'number', 'path:line', 'time'],
    ...['epoch', 'ISO instant', 'time without zone', 'Java date', 'Atlassian date'],
]);
function isData(cell) {
    return dataShapes.has(shapeOf(cell)) || /\/.*\.|\..*\//.test(cell);
}
/**
 * Whether a first row is a header for sure, by the rows below it: its cells are plain words, no two alike, and two
 * columns or more have nothing but numbers, paths or times below. A row of data may have a secret of letters in it.
 * @param names of the cells, as `looseName` makes them
 */
function isHeaderByRows(cells, names, rows) {
    const isPlain = cells.every((cell) => isPlainWords(cell.replace(/^\ufeff/, '')));
    if (!isPlain || new Set(names).size < names.length)
        return false;
    // Cells of another row may be under the wrong names.
    if (rows.some(({ length }) => length !== cells.length))
        return false;
    const others = names.filter((_name, at) => {
        const below = rows.map((row) => shapeOf(row[at] ?? '')).filter((shape) => shape !== 'empty');
        return below.length > 0 && below.every((shape) => shape === 'path' || dataShapes.has(shape));
    });
    return others.length >= 2;
}
function isPlainWords(cell) {
    const text = cell.trim();
    return /^\p{L}[\p{L}\p{M} _\u30fc-]{0,39}$/u.test(text) && (0,_clean_names_js__WEBPACK_IMPORTED_MODULE_1__/* .redactCredentials */ .UY)(text) === text;
}


/***/ }),

/***/ 63259:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F0: () => (/* binding */ unreadMembers),
/* harmony export */   V1: () => (/* binding */ openExport),
/* harmony export */   ZF: () => (/* binding */ sniff)
/* harmony export */ });
/* unused harmony export rejectUnlistedEntries */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(22538);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(68804);
/* harmony import */ var _column_names_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(49331);
/* harmony import */ var _csv_dialect_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(15205);
/* harmony import */ var _header_view_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(92007);
/* harmony import */ var _read_csv_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(27612);
/* harmony import */ var _temp_file_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(61809);
/* harmony import */ var _zip_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(14965);
/* harmony import */ var _zip_inflate_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(68643);
/**
 * Opens a stored export by its content: one CSV, or the CSVs of a zip, each as a stream of bytes that a stop ends. Rejects
 * zips with findings that nobody would read.
 */










/**
 * Finds out by content what an export is.
 *
 * @param source names the export in errors.
 * @param knowsHeader recognises an export among the entries of a zip that are not named `*.csv`.
 */
async function openExport(stored, source, limits, stop, knowsHeader = () => false) {
    const name = (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .harmlessName */ .jp)(source);
    const where = `Export of ${name}`;
    const proof = async (notices = [], unread = []) => {
        return { bytes: stored.bytes, sha256: await stored.sha256(), notices, unread };
    };
    const found = sniff(stored.head);
    if (found === 'zip') {
        const zip = await (0,_zip_js__WEBPACK_IMPORTED_MODULE_7__/* .openZip */ .QH)(stored, limits);
        return {
            format: 'zip',
            where,
            members: zip.members.map((member) => {
                const inZip = `${where}, member "${member.name}"`;
                return toMember(member.name, inZip, () => onlyCsv(member.chunks(), inZip), stop);
            }),
            async proven() {
                await rejectUnlistedEntries(stored, zip);
                const suspicious = await checkSkippedEntries(zip, knowsHeader, where, stop);
                return await proof(skippedNotices(zip), suspicious);
            },
        };
    }
    if (found === 'empty')
        return { format: 'csv', where, members: [], proven: () => proof() };
    assertCsv(found, where);
    if (stored.bytes > limits.maxExportBytes) {
        const why = `${where}: its ${stored.bytes} bytes are more than max-export-size (${limits.maxExportBytes} bytes).`;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('EXPORT_TOO_LARGE', why);
    }
    const members = [toMember(name, where, () => (0,_temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .piecesOf */ .Xe)(stored), stop)];
    return { format: 'csv', where, members, proven: () => proof() };
}
function skippedNotices({ others }) {
    if (others.length === 0)
        return [];
    const names = others.slice(0, 5).map(({ name }) => name);
    const more = others.length > names.length ? ', ...' : '';
    return [`members that are no CSV, not read: ${others.length} (${names.join(', ')}${more}).`];
}
function toMember(name, where, open, stop) {
    let bytes = 0;
    async function* chunks() {
        await (0,_temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .yieldUnlessStopped */ .te)(stop);
        for await (const chunk of open()) {
            await (0,_temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .yieldUnlessStopped */ .te)(stop);
            bytes += chunk.length;
            yield chunk;
        }
    }
    return { name, where, chunks, bytes: () => bytes };
}
async function* onlyCsv(chunks, where) {
    let head = Buffer.alloc(0);
    for await (const chunk of chunks) {
        if (head === null) {
            yield chunk;
            continue;
        }
        // The first chunk is mostly long enough, and then not copied.
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        if (head.length < _temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .HEAD_BYTES */ .Lq)
            continue;
        assertCsv(sniff(head.subarray(0, _temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .HEAD_BYTES */ .Lq)), where);
        yield head;
        head = null;
    }
    if (head === null)
        return;
    const found = sniff(head);
    if (found !== 'empty')
        assertCsv(found, where);
    yield head;
}
const others = {
    html: 'an HTML or XML page',
    json: 'JSON',
    zip: 'a zip inside a zip',
    'utf-16': 'text in UTF-16 without a byte order mark',
    empty: 'empty: a CSV has at least a header',
    binary: 'not text',
};
function assertCsv(found, where) {
    if (found === 'csv')
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('NOT_AN_EXPORT', `${where} is ${others[found]}.`);
}
const BOM = [0xef, 0xbb, 0xbf];
/** Local file header, end of an empty zip, mark of a split zip: the three ways a zip can begin. */
const zipStarts = [
    [0x50, 0x4b, 0x03, 0x04],
    [0x50, 0x4b, 0x05, 0x06],
    [0x50, 0x4b, 0x07, 0x08],
];
const [LF, CR, TAB, BLANK] = [0x0a, 0x0d, 0x09, 0x20];
/**
 * What `head`, the first `HEAD_BYTES` of a download or member, is the beginning of. `html` is any markup; `csv` is
 * what is left when the first line is text. Blanks alone are `empty`. NULs after the first line do not matter
 * here: the parser reports the row that has them.
 */
function sniff(head) {
    if (zipStarts.some((start) => startsWith(head, start)))
        return 'zip';
    const utf16 = (0,_csv_dialect_js__WEBPACK_IMPORTED_MODULE_9__/* .utf16Of */ .kt)(head);
    if (utf16 === null && isBareUtf16(head))
        return 'utf-16';
    const bytes = utf16 === null ? head : (0,_csv_dialect_js__WEBPACK_IMPORTED_MODULE_9__/* .utf16ToUtf8 */ .VH)(Buffer.from(head.subarray(0, head.length & ~1)), utf16);
    const text = bytes.subarray(startsWith(bytes, BOM) ? BOM.length : 0);
    const first = text.findIndex((byte) => ![BLANK, TAB, LF, CR].includes(byte));
    if (first < 0)
        return head.length < _temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .HEAD_BYTES */ .Lq ? 'empty' : 'binary';
    const sign = String.fromCharCode(text[first] ?? 0);
    if (sign === '<')
        return 'html';
    if (sign === '{' || sign === '[')
        return 'json';
    const end = text.findIndex((byte, at) => at > first && (byte === LF || byte === CR));
    const line = text.subarray(first, end < 0 ? undefined : end);
    return line.some((byte) => byte < BLANK && byte !== TAB) ? 'binary' : 'csv';
}
function startsWith(bytes, start) {
    return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);
}
/** ASCII text in UTF-16 has a zero in every second byte. */
function isBareUtf16(head) {
    const [a, b, c, d] = head;
    if (a === undefined || b === undefined || c === undefined || d === undefined)
        return false;
    return (a === 0 && b > 0 && c === 0 && d > 0) || (a > 0 && b === 0 && c > 0 && d === 0);
}
/** Only headers are read through it. */
const WINDOW = 4 * 1024;
const SIGNATURE = 'PK\u0003\u0004';
/**
 * Between the entries that the directory lists, there is room for data descriptors, and for no local header. It reads
 * all headers, so call it after the entries were read.
 */
async function rejectUnlistedEntries(archive, { entries, directoryAt }) {
    const window = (0,_temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .withWindow */ .By)(archive, WINDOW);
    let end = 0;
    for (const { offset, packed } of [...entries].sort((a, b) => a.offset - b.offset)) {
        if (offset < end)
            throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_8__/* .broken */ .mw)('two of its members overlap');
        await rejectHeader(archive, end, offset);
        const start = await (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_8__/* .endOfHeader */ .wm)(offset, window);
        if (start === null)
            throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_8__/* .broken */ .mw)('a member is not where the directory says');
        end = start + packed;
    }
    if (end > directoryAt)
        throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_8__/* .broken */ .mw)('its last member and its directory overlap');
    await rejectHeader(archive, end, directoryAt);
}
async function rejectHeader(archive, from, to) {
    // The longest data descriptor is shorter than a header.
    if (to - from < _zip_inflate_js__WEBPACK_IMPORTED_MODULE_8__/* .LOCAL_HEADER */ .Et.bytes)
        return;
    let before = Buffer.alloc(0);
    for await (const piece of (0,_temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .piecesOf */ .Xe)(archive, from, to)) {
        const bytes = Buffer.concat([before, piece]);
        if (bytes.includes(SIGNATURE))
            throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_8__/* .broken */ .mw)('it has a member that its directory does not list');
        // The end of a piece may cut a signature.
        before = bytes.subarray(-SIGNATURE.length + 1);
    }
}
/**
 * Looks into every entry that was skipped for its name.
 * @param where names the export in errors.
 * @returns names of those that may hold findings nevertheless: another zip, JSON, a spreadsheet, a table of another kind
 */
async function checkSkippedEntries({ others }, knowsHeader, where, stop) {
    const suspicious = [];
    for (const { name, head } of others) {
        await (0,_temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .yieldUnlessStopped */ .te)(stop);
        const { bytes, whole } = await head();
        const csv = await (0,_read_csv_js__WEBPACK_IMPORTED_MODULE_5__/* .peekCsv */ .S9)(bytes, whole);
        if (csv !== null && 'header' in csv && knowsHeader(csv.header)) {
            const why = `${where}: member "${name}" is not named *.csv and begins with the header of an export, so its findings would go unread.`;
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('ARCHIVE_BROKEN', why, {
                hint: 'Unpack the zip, name every export in it *.csv, and judge them with `operation: evaluate`; report it to the maker of the zip.',
            });
        }
        if (mayHoldFindings(bytes, whole))
            suspicious.push(name);
    }
    return suspicious;
}
/** All but blanks, short texts without a table in them, and manifests. */
function mayHoldFindings(bytes, whole) {
    const kind = sniff(bytes.subarray(0, _temp_file_js__WEBPACK_IMPORTED_MODULE_6__/* .HEAD_BYTES */ .Lq));
    if (kind === 'empty')
        return false;
    if (kind === 'json' && whole)
        return !isManifest((0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .qF)(bytes.toString()));
    if (kind !== 'csv' || !whole)
        return true;
    const lines = bytes.toString('latin1').split(/[\r\n]+/);
    return [',', ';', '\t', '|'].some((delimiter) => {
        const counts = lines.map((line) => line.split(delimiter).length - 1);
        return counts.some((count, at) => count >= 2 && counts[at + 1] === count);
    });
}
/** A few facts by their names, as the manifest of an export has them: no place of a finding, and no list. */
function isManifest(json) {
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(json) || Array.isArray(json))
        return false;
    const facts = Object.entries(json);
    const isFact = ([name, value]) => /^\w+$/.test(name) &&
        !findingNames.includes((0,_column_names_js__WEBPACK_IMPORTED_MODULE_3__/* .looseName */ ._V)(name)) &&
        !(0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(value) &&
        !/[\r\n]/.test(String(value)) &&
        (0,_header_view_js__WEBPACK_IMPORTED_MODULE_4__/* .shapeOf */ .F5)(String(value)) !== 'path:line';
    return facts.length <= 20 && facts.every(isFact);
}
const findingNames = [_column_names_js__WEBPACK_IMPORTED_MODULE_3__/* .aliases */ .z2.path, _column_names_js__WEBPACK_IMPORTED_MODULE_3__/* .aliases */ .z2.rule, _column_names_js__WEBPACK_IMPORTED_MODULE_3__/* .aliases */ .z2.match].flat(2);
/** The error for members that were not read and may hold findings, and for empty ones. */
function unreadMembers(source, names) {
    const shown = (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .namesOf */ .eZ)(names.map((name) => `"${name}"`));
    const why = `Export of ${source}: the zip has members that are empty, or no CSV and may hold findings, which were not read: ${shown}.`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('ARCHIVE_BROKEN', why, {
        hint: 'Unpack the zip, and judge every CSV in it with `operation: evaluate`; leave out what is no export.',
    });
}


/***/ }),

/***/ 27612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  VA: () => (/* binding */ FIRST_BYTES),
  S9: () => (/* binding */ peekCsv),
  Nb: () => (/* binding */ readCsv),
  Z7: () => (/* binding */ readTexts)
});

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(4573);
// EXTERNAL MODULE: ./lib/export/csv-rows.js
var csv_rows = __nccwpck_require__(6622);
;// CONCATENATED MODULE: ./lib/export/csv.js
/**
 * The scanner of CSV bytes, for any delimiter and quote; csv-rows.ts defines what a row is.
 *
 * All bytes are copied into one work buffer, which holds whole rows and the start of the next one. That start is scanned
 * again only when as many bytes have come as it has, so each byte is looked at a few times at most. Of a row that
 * grows too long, only whether its quotes are open is kept.
 *
 * Row ends need no pairs: the LF after a CR is an empty line, which is no row. Neither does the end of the file: a LF
 * is added there, which ends every row but one whose quote is open.
 */


const [LF, CR, BACKSLASH] = [0x0a, 0x0d, 0x5c];
const PIECE = 256 * 1024;
/** Bytes of one cell as written, with doubled quotes, that are too many whatever follows. */
const SURELY_TOO_LONG = 2 * csv_rows/* MAX_CELL_BYTES */.az;
/** Bytes of one row above which it counts as one with too long a cell. */
const MAX_ROW_BYTES = 16 * csv_rows/* MAX_CELL_BYTES */.az;
/** Bytes of a quoted cell that are compared one by one before a native search pays. */
const SHORT_CELL = 48;
/** Bytes within which a row has to end that shows quotes after a backslash. */
const MAX_TURNING_BYTES = 64 * 1024;
/** Reads the rows of one CSV into `sink`: its bytes in pieces of any length, without the byte order mark. */
class CsvScanner {
    #sink;
    #delimiter;
    #quote;
    /** A backslash in quotes makes the next quote or backslash a part of the text. */
    #escapes;
    /** Whether the first bad row may show that it does. */
    #mayEscape;
    /** By byte: whether it ends a cell without quotes, or may not be in one. */
    #endsPlain = new Uint8Array(256);
    /** The shortest texts that leave a scanner within a cell of each kind. */
    #shortest;
    #work = Buffer.allocUnsafeSlow(2 * PIECE);
    /** Bytes of `#work` in use. */
    #length = 0;
    /** Bytes at its end that came after the last scan. */
    #unscanned = 0;
    #row = 0;
    /** Where the cell begins that the bytes end within. */
    #cell = 0;
    #unfinished = 'start';
    /** Whether all bytes up to the last line end are UTF-8 without NUL. */
    #sound = true;
    /** The rest of a bad row's line is not read. */
    #skipsLine = false;
    /** Why the row at hand is bad, though its end is not known yet. */
    #badSoFar = null;
    /** Whether a dropped part of the row at hand had line ends. */
    #droppedLines = false;
    #number = 0;
    #width = -1;
    /** Cells of the row scanned last. */
    #count = 0;
    #isLast = false;
    #bounds = new Int32Array(2 * csv_rows/* MAX_COLUMNS */.ZS + 2);
    #hasDoubled = new Uint8Array(csv_rows/* MAX_COLUMNS */.ZS + 1);
    #anyDoubled = false;
    constructor(dialect, sink) {
        const { delimiter, quote } = dialect;
        this.#sink = sink;
        this.#delimiter = delimiter.charCodeAt(0);
        this.#quote = quote.charCodeAt(0);
        this.#escapes = dialect.escape === 'backslash';
        this.#mayEscape = dialect.mayEscape === true;
        for (const byte of [this.#delimiter, this.#quote, LF, CR])
            this.#endsPlain[byte] = 1;
        this.#shortest = { start: `x${delimiter}`, plain: 'x', quoted: quote, closing: quote + quote };
    }
    push(bytes) {
        for (let at = 0; at < bytes.length; at += PIECE) {
            this.#append(bytes.subarray(at, at + PIECE));
            if (2 * this.#unscanned >= this.#length)
                this.#scan();
        }
    }
    /** After the last byte. Returns whether there was a header. */
    end() {
        this.#append(Buffer.from([LF]));
        this.#isLast = true;
        this.#scan();
        if (this.#length > 0)
            this.#sinkBad(this.#badSoFar ?? csv_rows/* badReasons */.r9.openQuote, this.#length - 1);
        // The last row may hold a secret.
        this.#work.fill(0);
        return this.#width >= 0;
    }
    #append(piece) {
        const length = this.#length + piece.length;
        if (length > this.#work.length) {
            const wider = Buffer.allocUnsafeSlow(2 * length);
            this.#work.copy(wider, 0, 0, this.#length);
            this.#work = wider;
        }
        piece.copy(this.#work, this.#length);
        this.#length = length;
        this.#unscanned += piece.length;
    }
    /** Reads all whole rows of the work buffer, and moves what is left to its front. */
    #scan() {
        const whole = this.#work.subarray(0, this.#length);
        const end = Math.max(whole.lastIndexOf(LF), whole.lastIndexOf(CR)) + 1;
        const rows = whole.subarray(0, end);
        this.#sound = !rows.includes(0) && (0,external_node_buffer_.isUtf8)(rows);
        this.#row = 0;
        if (this.#skipsLine)
            this.#skipLine();
        let unfinished = null;
        while (unfinished === null && this.#toNextRow())
            unfinished = this.#scanRow();
        if (unfinished !== null && this.#isEndless())
            this.#cutEndless(unfinished);
        else
            this.#keepFrom(this.#row);
        this.#unscanned = 0;
    }
    #keepFrom(start) {
        this.#work.copyWithin(0, start, this.#length);
        this.#length -= start;
        this.#row = 0;
    }
    /** Skips empty lines. Returns false at the end. */
    #toNextRow() {
        const work = this.#work;
        const length = this.#length;
        let at = this.#row;
        while (at < length && (work[at] === LF || work[at] === CR))
            at++;
        this.#row = at;
        return at < length;
    }
    /** Reads one row. Returns within what the bytes end before it does, `null` when it is whole. */
    #scanRow() {
        let end = this.#scanCells();
        if (this.#mayEscape && this.#isBad(end))
            end = this.#scanEscaped(end);
        if (end < 0)
            return this.#unfinished;
        this.#endCells(end, this.#count);
        return null;
    }
    /** Takes the bounds of the cells of a row. Returns where it ends, -1 when the bytes end before. */
    #scanCells() {
        this.#anyDoubled = false;
        let at = this.#row;
        for (let cell = 0;; cell++) {
            // Of a row with too many cells, the last bounds are written again and again.
            this.#count = Math.min(cell, csv_rows/* MAX_COLUMNS */.ZS) + 1;
            at = this.#scanCell(at, this.#count - 1);
            if (at < 0 || this.#work[at] !== this.#delimiter)
                return at;
            at++;
        }
    }
    #isBad(end) {
        if (end < 0)
            return this.#isLast || this.#isEndless();
        return (this.#work[end] !== LF && this.#work[end] !== CR) || this.#count !== this.#width;
    }
    /** Reads a bad row anew, with quotes after a backslash; where it is good so, the rows after it are read so too. */
    #scanEscaped(end) {
        const row = this.#work.subarray(this.#row, end < 0 ? this.#length : end);
        if (this.#badSoFar !== null || !row.includes(Buffer.from([BACKSLASH, this.#quote])))
            return end;
        this.#escapes = true;
        const escapedEnd = this.#scanCells();
        const isShort = this.#length - this.#row < MAX_TURNING_BYTES;
        if (escapedEnd >= 0 && !this.#isBad(escapedEnd))
            this.#mayEscape = false;
        else
            this.#escapes = false;
        // Where it goes on, more bytes decide.
        return this.#escapes || (escapedEnd < 0 && isShort && !this.#isLast) ? escapedEnd : this.#scanCells();
    }
    /** Takes the bounds of a cell. Returns where it ends, -1 when the bytes end before. */
    #scanCell(start, cell) {
        const work = this.#work;
        const length = this.#length;
        if (start === length)
            return this.#endWithin('start', start);
        if (work[start] === this.#quote)
            return this.#scanQuoted(start + 1, cell);
        let at = start;
        while (at < length && this.#endsPlain[work[at]] === 0)
            at++;
        if (at === length)
            return this.#endWithin('plain', start);
        this.#bounds[2 * cell] = start;
        this.#bounds[2 * cell + 1] = at;
        return at;
    }
    #scanQuoted(start, cell) {
        const work = this.#work;
        const length = this.#length;
        let isDoubled = this.#escapes;
        let close = this.#nextQuote(start);
        while (close < length) {
            const isEscaped = this.#escapes && this.#isAfterBackslash(start, close);
            if (!isEscaped && (close + 1 === length || work[close + 1] !== this.#quote))
                break;
            isDoubled = true;
            close = this.#nextQuote(close + (isEscaped ? 1 : 2));
        }
        this.#hasDoubled[cell] = isDoubled ? 1 : 0;
        this.#anyDoubled ||= isDoubled;
        if (close === length)
            return this.#endWithin('quoted', start);
        this.#bounds[2 * cell] = start;
        this.#bounds[2 * cell + 1] = close;
        return close + 1 === length ? this.#endWithin('closing', start) : close + 1;
    }
    #isAfterBackslash(start, at) {
        let first = at;
        while (first > start && this.#work[first - 1] === BACKSLASH)
            first--;
        return (at - first) % 2 === 1;
    }
    /** Where the next quote is, the length of the bytes when there is none. */
    #nextQuote(start) {
        const work = this.#work;
        const quote = this.#quote;
        const short = Math.min(this.#length, start + SHORT_CELL);
        let at = start;
        while (at < short && work[at] !== quote)
            at++;
        if (at < short || at === this.#length)
            return at;
        const found = work.indexOf(quote, at);
        return found < 0 ? this.#length : Math.min(found, this.#length);
    }
    #endWithin(unfinished, cell) {
        this.#unfinished = unfinished;
        this.#cell = cell;
        return -1;
    }
    #endCells(at, count) {
        const byte = this.#work[at];
        if (byte === LF || byte === CR)
            this.#endRow(at + 1, count);
        else
            this.#reportLine(at, byte === this.#quote ? csv_rows/* badReasons */.r9.quoteInside : csv_rows/* badReasons */.r9.textAfterQuote);
    }
    #endRow(next, count) {
        const isUsual = this.#sound && next - this.#row <= csv_rows/* MAX_CELL_BYTES */.az;
        if (this.#anyDoubled)
            this.#undouble(count);
        const isHeader = this.#width < 0;
        const wrong = this.#badSoFar ?? (isHeader ? (0,csv_rows/* wrongHeader */.dZ)(count) : (0,csv_rows/* wrongWidth */.WP)(count, this.#width));
        const reason = wrong ?? (isUsual ? null : this.#brokenCell(count));
        if (reason !== null)
            this.#sinkBad(reason, next - 1);
        else {
            this.#number++;
            if (isHeader)
                this.#takeHeader(count);
            else
                this.#sink.row(this.#work, this.#bounds, this.#number);
        }
        this.#row = next;
    }
    #takeHeader(count) {
        this.#width = count;
        this.#sink.header(Array.from({ length: count }, (_none, cell) => (0,csv_rows/* cellText */.Ie)(this.#work, this.#bounds, cell)));
    }
    /** Makes doubled quotes single and removes escapes, in place. */
    #undouble(count) {
        const work = this.#work;
        for (let cell = 0; cell < count; cell++) {
            const start = this.#bounds[2 * cell];
            if (this.#hasDoubled[cell] === 0 || work[start - 1] !== this.#quote)
                continue;
            const end = this.#bounds[2 * cell + 1];
            let to = start;
            for (let at = start; at < end; at++) {
                const byte = work[at];
                const next = work[at + 1];
                const isEscape = this.#escapes && byte === BACKSLASH && (next === this.#quote || next === BACKSLASH);
                if (isEscape || byte === this.#quote)
                    at++;
                work[to++] = isEscape ? next : byte;
            }
            this.#bounds[2 * cell + 1] = to;
        }
    }
    /** Why a cell of the row cannot be read; `null` when all can. */
    #brokenCell(count) {
        for (let cell = 0; cell < count; cell++) {
            const bytes = this.#work.subarray(this.#bounds[2 * cell], this.#bounds[2 * cell + 1]);
            if (bytes.length > csv_rows/* MAX_CELL_BYTES */.az)
                return csv_rows/* badReasons */.r9.tooLong;
            if (bytes.includes(0))
                return csv_rows/* badReasons */.r9.nul;
            if (!(0,external_node_buffer_.isUtf8)(bytes))
                return csv_rows/* badReasons */.r9.notUtf8;
        }
        return null;
    }
    /** A stray quote at `at` makes its whole line bad, and nothing after it. */
    #reportLine(at, reason) {
        this.#sinkBad(this.#badSoFar ?? reason, at);
        this.#row = at;
        this.#skipLine();
    }
    #skipLine() {
        let at = this.#row;
        while (at < this.#length && this.#work[at] !== LF && this.#work[at] !== CR)
            at++;
        this.#row = at;
        this.#skipsLine = at === this.#length;
    }
    #isEndless() {
        return this.#length - this.#cell > SURELY_TOO_LONG || this.#length - this.#row > MAX_ROW_BYTES;
    }
    /** Drops the start of a row that is too long already. */
    #cutEndless(unfinished) {
        this.#badSoFar = csv_rows/* badReasons */.r9.tooLong;
        this.#droppedLines ||= this.#hasLineEnd(this.#length);
        const isHalf = this.#escapes && unfinished === 'quoted' && this.#isAfterBackslash(this.#cell, this.#length);
        this.#length = this.#work.write(this.#shortest[unfinished] + (isHalf ? '\\' : ''));
        this.#row = 0;
    }
    /** Whether the row at hand has a line end before `end`. */
    #hasLineEnd(end) {
        const row = this.#work.subarray(this.#row, end);
        return row.includes(LF) || row.includes(CR);
    }
    /** Reports the row at hand, which goes up to `end`. */
    #sinkBad(reason, end) {
        const isSeveralLines = this.#droppedLines || this.#hasLineEnd(end);
        this.#badSoFar = null;
        this.#droppedLines = false;
        this.#number++;
        this.#sink.bad(this.#number, reason, isSeveralLines);
        if (this.#width < 0)
            throw new Error('a sink has to throw for a bad header');
    }
}

// EXTERNAL MODULE: ./lib/export/csv-dialect.js
var csv_dialect = __nccwpck_require__(15205);
;// CONCATENATED MODULE: ./lib/export/read-csv.js
/** Reads a CSV of any dialect, row by row. */



/** Dialect and first rows are found from so many bytes, whatever the pieces. */
const FIRST_BYTES = 64 * 1024;
/** @returns whether there was a header; an empty file has none. */
async function readCsv(chunks, sink) {
    try {
        return await feedAll(chunks, sink);
    }
    catch (caught) {
        // Until its stack is read, an error keeps the objects of the stack alive: a scanner, with bytes of the export.
        if (caught instanceof Error)
            caught.stack?.length;
        throw caught;
    }
    finally {
        // V8 keeps the last text that a regular expression has matched.
        ;
        /^/.test('');
    }
}
async function feedAll(chunks, sink) {
    let scanner = null;
    let pieces = [];
    let length = 0;
    const open = () => {
        const start = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
        pieces = [];
        const text = startText(start, length < FIRST_BYTES);
        const dialect = (0,csv_dialect/* dialectOf */.E3)(text);
        sink.firstRows?.((0,csv_dialect/* firstCells */.qx)(text, dialect));
        const opened = new CsvScanner(dialect, sink);
        opened.push(start.subarray(dialect.start));
        return opened;
    };
    for await (const chunk of (0,csv_dialect/* inUtf8 */.nn)(chunks)) {
        if (scanner !== null) {
            scanner.push(chunk);
            continue;
        }
        pieces.push(chunk);
        length += chunk.length;
        if (length >= FIRST_BYTES)
            scanner = open();
    }
    scanner ??= open();
    return scanner.end();
}
/** @param whole whether these are all bytes */
function startText(start, whole) {
    return `${start.toString('latin1', 0, FIRST_BYTES)}${whole ? '\n' : ''}`;
}
/**
 * How a CSV that begins with `bytes` will be read, or why its header cannot be; `null` when the header does not end there.
 * @param whole whether these are all bytes
 */
async function peekCsv(bytes, whole) {
    const text = startText(Buffer.concat(await Array.fromAsync((0,csv_dialect/* inUtf8 */.nn)([bytes]))), whole);
    const dialect = (0,csv_dialect/* dialectOf */.E3)(text);
    const line = (0,csv_dialect/* firstLineOf */.Qy)(text.slice(dialect.start));
    if (line === null)
        return null;
    let header = [];
    let bad = null;
    const sink = {
        header(cells) {
            header = cells;
        },
        row: () => undefined,
        bad(_number, reason) {
            bad = reason;
            throw new Error(reason);
        },
    };
    try {
        const scanner = new CsvScanner(dialect, sink);
        scanner.push(Buffer.from(`${line}\n`, 'latin1'));
        scanner.end();
    }
    catch (caught) {
        if (bad === null)
            throw caught;
    }
    return bad === null ? { dialect, header, rows: (0,csv_dialect/* firstCells */.qx)(text, dialect) } : { bad };
}
/** Reads some cells of each row as texts, for CSVs of this project's own. */
async function readTexts(chunks, wanted, onRow) {
    await readCsv(chunks, {
        header: () => undefined,
        row: (bytes, bounds, number) => onRow(wanted.map((cell) => (0,csv_rows/* cellText */.Ie)(bytes, bounds, cell)), number),
        bad(number, reason) {
            throw new Error(`row ${number}: ${reason}`);
        },
    });
}


/***/ }),

/***/ 61809:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   By: () => (/* binding */ withWindow),
/* harmony export */   GU: () => (/* binding */ makeRunFolder),
/* harmony export */   Kp: () => (/* binding */ openLocalFile),
/* harmony export */   Lq: () => (/* binding */ HEAD_BYTES),
/* harmony export */   TJ: () => (/* binding */ PIECE),
/* harmony export */   Xe: () => (/* binding */ piecesOf),
/* harmony export */   mk: () => (/* binding */ downloadToTempFile),
/* harmony export */   te: () => (/* binding */ yieldUnlessStopped)
/* harmony export */ });
/* unused harmony export hashWhileReading */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(76760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(58500);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(452);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(95428);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(68804);
/**
 * Exports on the disk: downloads and local files. A download may hold live secrets, so it never touches the disk in
 * clear: it is encrypted (AES-256-CTR) with a key that exists in this process only, for this one file.
 */







// Small buffers made by Node and zlib would share one that is never freed, with pieces of exports in it.
Buffer.poolSize = 0;
/** First bytes of a file or member by which its kind is known; fewer mean that there is nothing more. */
const HEAD_BYTES = 1024;
const PIECE = 64 * 1024;
/**
 * Stores `chunks` in a new encrypted file (mode 0600) in `folder`. When it throws, nothing is left in `folder`.
 * @throws GateError EXPORT_TOO_LARGE, DOWNLOAD_NOT_STORED, CANCELLED or the reason of `stop`; whatever `chunks` throws.
 */
async function downloadToTempFile(folder, chunks, stop, maxBytes = Number.POSITIVE_INFINITY) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, `download-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(8).toString('hex')}`);
    const secret = { key: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(32), counter: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(16) };
    const full = `The temporary folder "${(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(folder)}" cannot keep the download`;
    const storing = (work) => withReason('DOWNLOAD_NOT_STORED', full, work);
    const file = await storing(() => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path, 'wx+', 0o600));
    let head = Buffer.alloc(0);
    const dispose = async () => {
        secret.key.fill(0);
        head.fill(0);
        await file.close().catch(() => undefined);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(path, { force: true });
    };
    const write = (bytes) => storing(() => file.writeFile(bytes));
    try {
        const { bytes, sha256, ...encrypted } = await encryptTo(write, chunks, secret, stop, maxBytes);
        head = encrypted.head;
        const cut = new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue('DOWNLOAD_NOT_STORED', 'The stored download is no longer whole.');
        const content = {
            bytes,
            readAt: async (at, length) => decrypt(await storing(() => readExactly(file, at, length, cut)), at, secret),
        };
        return { ...content, head, sha256: async () => sha256, dispose };
    }
    catch (caught) {
        await dispose();
        throw caught;
    }
}
async function openLocalFile(path) {
    const what = `The export "${(0,_text_js__WEBPACK_IMPORTED_MODULE_6__/* .harmlessName */ .jp)(path)}" cannot be read`;
    const unreadable = (why) => new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue('FILE_UNREADABLE', `${what}: ${why}.`);
    const reading = (work) => withReason('FILE_UNREADABLE', what, work);
    const file = await reading(() => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path, 'r'));
    let head = Buffer.alloc(0);
    const dispose = () => {
        head.fill(0);
        return file.close().catch(() => undefined);
    };
    try {
        const found = await reading(() => file.stat());
        if (found.isDirectory())
            throw unreadable('it is a folder, not a file');
        if (!found.isFile())
            throw unreadable('it is a pipe or device, not a file');
        const { size } = found;
        const changed = unreadable('it changed while it was read');
        const content = hashWhileReading(size, (at, length) => reading(() => readExactly(file, at, length, changed)));
        head = await content.readAt(0, Math.min(HEAD_BYTES, size));
        return {
            ...content,
            head,
            async sha256() {
                const sha256 = await content.sha256();
                if ((await reading(() => file.stat())).size !== size)
                    throw changed;
                return sha256;
            },
            dispose,
        };
    }
    catch (caught) {
        await dispose();
        throw caught;
    }
}
/** The bytes from `from` to `to`; the next piece is read while the consumer works on this one. */
async function* piecesOf(stored, from = 0, to = stored.bytes) {
    const pieceAt = (at) => at < to ? stored.readAt(at, Math.min(PIECE, to - at)) : null;
    let at = from;
    let next = pieceAt(at);
    while (next !== null) {
        const piece = await next;
        at += piece.length;
        next = pieceAt(at);
        // A consumer that has left no longer sees a failure.
        next?.catch(() => undefined);
        yield piece;
    }
}
/** The same bytes for many small reads that follow each other: `size` bytes are read and kept for them. */
function withWindow(stored, size) {
    let start = 0;
    let window = Buffer.alloc(0);
    return {
        bytes: stored.bytes,
        async readAt(at, length) {
            if (2 * length > size)
                return await stored.readAt(at, length);
            if (at < start || at + length > start + window.length) {
                window = await stored.readAt(at, Math.max(length, Math.min(size, stored.bytes - at)));
                start = at;
            }
            return window.subarray(at - start, at - start + length);
        },
    };
}
/** Call between two pieces of work of a few milliseconds, so that timers and signals have their turn. */
async function yieldUnlessStopped(stop) {
    await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_3__.setImmediate)();
    if (!stop.aborted)
        return;
    if (stop.reason instanceof _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue)
        throw stop.reason;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue('CANCELLED', 'The run was asked to stop while it read an export.');
}
/**
 * Hashes bytes when they are first read, as far as that happens in order. A small gap is read too; a read far ahead is
 * not hashed. So a zip, whose directory at the end is read first, is read and hashed in one pass.
 */
function hashWhileReading(bytes, read) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    let hashed = 0;
    let digest = null;
    const take = (at, piece) => {
        const end = at + piece.length;
        if (at > hashed || end <= hashed)
            return;
        hash.update(piece.subarray(hashed - at));
        hashed = end;
    };
    const hashUpTo = async (end) => {
        while (hashed < end) {
            const at = hashed;
            take(at, await read(at, Math.min(PIECE, end - at)));
        }
    };
    return {
        bytes,
        async readAt(at, length) {
            if (at - hashed <= PIECE)
                await hashUpTo(at);
            const piece = await read(at, length);
            take(at, piece);
            return piece;
        },
        async sha256() {
            await hashUpTo(bytes);
            digest ??= hash.digest('hex');
            return digest;
        },
    };
}
async function encryptTo(write, chunks, { key, counter }, stop, maxBytes) {
    const cipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createCipheriv)('aes-256-ctr', key, counter);
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    let bytes = 0;
    let head = null;
    let pending = [];
    let pendingBytes = 0;
    const flush = async () => {
        const plain = Buffer.concat(pending, pendingBytes);
        pending = [];
        pendingBytes = 0;
        head ??= Buffer.from(plain.subarray(0, HEAD_BYTES));
        hash.update(plain);
        await write(cipher.update(plain));
    };
    for await (const chunk of chunks) {
        await yieldUnlessStopped(stop);
        bytes += chunk.length;
        if (bytes > maxBytes) {
            const why = `The download is larger than max-export-size (${maxBytes} bytes).`;
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue('EXPORT_TOO_LARGE', why);
        }
        pending.push(chunk);
        pendingBytes += chunk.length;
        if (pendingBytes >= PIECE)
            await flush();
    }
    await yieldUnlessStopped(stop);
    await flush();
    return { bytes, head: head ?? Buffer.alloc(0), sha256: hash.digest('hex') };
}
/** Counter mode can begin anywhere: the counter grows by one for each block of 16 bytes. */
function decrypt(encrypted, at, { key, counter }) {
    const block = 16;
    const blocks = BigInt(`0x${counter.toString('hex')}`) + BigInt(Math.floor(at / block));
    const wrapped = BigInt.asUintN(8 * block, blocks);
    const start = Buffer.from(wrapped.toString(16).padStart(2 * block, '0'), 'hex');
    const decipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createDecipheriv)('aes-256-ctr', key, start);
    decipher.update(Buffer.alloc(at % block));
    return decipher.update(encrypted);
}
/** @param cut thrown when the file ends before. */
async function readExactly(file, at, length, cut) {
    const piece = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length;) {
        const { bytesRead } = await file.read(piece, done, length - done, at + done);
        if (bytesRead === 0)
            throw cut;
        done += bytesRead;
    }
    return piece;
}
async function makeRunFolder(within) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(within, 'soteri-gate-'));
    }
    catch (caught) {
        const code = (0,_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .systemCode */ .xU)(caught);
        // What is not the system's is a defect.
        if (code === null)
            throw caught;
        const why = reasons[code] ?? _files_js__WEBPACK_IMPORTED_MODULE_5__/* .systemReasons */ .Tn[code] ?? code;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue('DOWNLOAD_NOT_STORED', `The temporary folder "${within}" cannot be used: ${why}.`);
    }
}
/** Of what the system throws, only the code is used: its message could name more than it should. */
async function withReason(code, what, work) {
    try {
        return await work();
    }
    catch (caught) {
        if (caught instanceof _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue)
            throw caught;
        const reason = (0,_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .systemCode */ .xU)(caught) ?? 'unknown reason';
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .GateError */ .ue(code, `${what}: ${reasons[reason] ?? _files_js__WEBPACK_IMPORTED_MODULE_5__/* .systemReasons */ .Tn[reason] ?? reason}.`);
    }
}
const reasons = {
    ENOENT: 'no such file or folder',
    EACCES: 'this user has no right to',
    EPERM: 'this user has no right to',
    EISDIR: 'it is a folder, not a file',
    ENOSPC: 'the disk is full',
};


/***/ }),

/***/ 68643:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Et: () => (/* binding */ LOCAL_HEADER),
/* harmony export */   Yj: () => (/* binding */ inflateEntry),
/* harmony export */   ak: () => (/* binding */ openBudget),
/* harmony export */   mw: () => (/* binding */ broken),
/* harmony export */   wI: () => (/* binding */ peekEntry),
/* harmony export */   wm: () => (/* binding */ endOfHeader)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(57075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(38522);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(452);
/* harmony import */ var _temp_file_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(61809);
/**
 * Inflates entries of a zip piece by piece, within limits, and proves each against the directory. No entry is ever
 * held whole, unless it is small.
 */




/** Inflated bytes at a time: of 64, 128 and 256 KiB the fastest (measured). */
const CHUNK = 128 * 1024;
/** Inflated chunks that may wait for the consumer. */
const CHUNKS_AHEAD = 3;
/** Entries of at most so many bytes are inflated in one call: a stream for each would take a hundred times as long. */
const SMALL = { packed: 64 * 1024, plain: 256 * 1024 };
/** How much of an entry is read to see what it is. Deflate makes at most a thousand bytes of one. */
const PEEKED = { packed: 8 * 1024, plain: 64 * 1024 };
/** Counts what all entries of one zip inflate to, and enforces its limits. */
function openBudget({ maxExportBytes, ratioFloorBytes, maxRatio }) {
    let total = 0;
    return (inflated, ofEntry, fed, name) => {
        total += inflated;
        if (total > maxExportBytes) {
            const why = `The zip inflates to more than max-export-size (${maxExportBytes} bytes), in member "${name}".`;
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GateError */ .ue('EXPORT_TOO_LARGE', why);
        }
        if (ofEntry > ratioFloorBytes && ofEntry > maxRatio * fed) {
            const why = `Member "${name}" inflates to ${ofEntry} bytes from ${fed}, as a zip bomb does: more than max-export-ratio (${maxRatio}) to 1.`;
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GateError */ .ue('EXPORT_TOO_LARGE', why);
        }
    };
}
/** The inflated bytes. Only at the end are CRC and size proven: report nothing before. */
async function* inflateEntry(entry, archive, spend) {
    let bytes = 0;
    let crc = 0;
    for await (const { chunk, fed } of unpack(entry, archive)) {
        bytes += chunk.length;
        spend(chunk.length, bytes, fed, entry.name);
        crc = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.crc32)(chunk, crc);
        yield chunk;
    }
    if (bytes % 2 ** 32 !== entry.size) {
        throw broken(`member "${entry.name}" has ${bytes} bytes, not the ${entry.size} its directory entry says`);
    }
    if (crc !== entry.crc) {
        throw broken(`the CRC of member "${entry.name}" disagrees with its directory entry, or there are bytes after the end of its deflate stream`);
    }
}
async function peekEntry(entry, archive) {
    const { name, method, packed: length } = entry;
    const packed = await archive.readAt(await dataStart(entry, archive), Math.min(length, PEEKED.packed));
    const bytes = method === 'stored' || length === 0 ? packed : inflateStart(packed, name);
    return {
        bytes: bytes.subarray(0, PEEKED.plain),
        whole: packed.length === length && bytes.length <= PEEKED.plain,
    };
}
function inflateStart(packed, name) {
    try {
        // With this flush, a deflate stream may end anywhere.
        return (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.inflateRawSync)(packed, { finishFlush: node_zlib__WEBPACK_IMPORTED_MODULE_1__.constants.Z_SYNC_FLUSH });
    }
    catch {
        throw damaged(name);
    }
}
async function* unpack(entry, archive) {
    const { method, packed, size, name } = entry;
    const start = await dataStart(entry, archive);
    if (method === 'deflated' && packed <= SMALL.packed && size <= SMALL.plain) {
        yield inflateSmall(entry, await archive.readAt(start, packed));
        return;
    }
    const pieces = (0,_temp_file_js__WEBPACK_IMPORTED_MODULE_3__/* .piecesOf */ .Xe)(archive, start, start + packed);
    if (method === 'deflated') {
        yield* inflateLarge(pieces, packed, name);
        return;
    }
    let fed = 0;
    for await (const chunk of pieces) {
        fed += chunk.length;
        yield { chunk, fed };
    }
}
function inflateSmall({ name, size }, packed) {
    let result;
    try {
        // `info` is missing in the types. One byte more than announced is enough to find a wrong size.
        result = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.inflateRawSync)(packed, { info: true, maxOutputLength: size + 1 });
    }
    catch {
        throw broken(`member "${name}" is damaged, cut, or larger than its directory entry says`);
    }
    if (result.engine.bytesWritten !== packed.length)
        throw trailingBytes(name);
    return { chunk: result.buffer, fed: packed.length };
}
/** zlib passes stream options on, which is missing in its types. */
const inflateOptions = {
    chunkSize: CHUNK,
    readableHighWaterMark: CHUNKS_AHEAD * CHUNK,
};
/** zlib inflates on a thread of its own, so the next chunk is made while the consumer works on this one. */
async function* inflateLarge(pieces, packed, name) {
    const inflate = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.createInflateRaw)(inflateOptions);
    // Failures of the pipeline come out of the loop below.
    (0,node_stream__WEBPACK_IMPORTED_MODULE_0__.pipeline)(pieces, inflate, () => undefined);
    try {
        for await (const chunk of inflate)
            yield { chunk, fed: inflate.bytesWritten };
    }
    catch (caught) {
        throw caught instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GateError */ .ue ? caught : damaged(name);
    }
    finally {
        inflate.destroy();
    }
    if (inflate.bytesWritten !== packed)
        throw trailingBytes(name);
}
/** The header before the bytes of each entry, which name and extra field follow (APPNOTE 4.3.7). */
const LOCAL_HEADER = {
    bytes: 30,
    signature: 0x04034b50,
    flags: 6,
    method: 8,
    nameLength: 26,
    extraLength: 28,
};
/** Where the local header at `offset` ends and the bytes of its entry begin; `null` when there is none. */
async function endOfHeader(offset, archive) {
    if (offset + LOCAL_HEADER.bytes > archive.bytes)
        return null;
    const header = await archive.readAt(offset, LOCAL_HEADER.bytes);
    if (header.readUInt32LE(0) !== LOCAL_HEADER.signature)
        return null;
    const name = header.readUInt16LE(LOCAL_HEADER.nameLength);
    return offset + LOCAL_HEADER.bytes + name + header.readUInt16LE(LOCAL_HEADER.extraLength);
}
async function dataStart({ name, offset, packed }, archive) {
    const start = await endOfHeader(offset, archive);
    if (start !== null && start + packed <= archive.bytes)
        return start;
    throw broken(`member "${name}" is not where the directory says`);
}
function damaged(name) {
    return broken(`member "${name}" is damaged or cut (its deflate stream cannot be read)`);
}
function trailingBytes(name) {
    return broken(`member "${name}" has bytes after the end of its deflate stream`);
}
function broken(reason) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GateError */ .ue('ARCHIVE_BROKEN', `The zip cannot be trusted: ${reason}.`);
}


/***/ }),

/***/ 14965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   QH: () => (/* binding */ openZip),
/* harmony export */   ZR: () => (/* binding */ archiveDefaults)
/* harmony export */ });
/* unused harmony export rejectHugeZip */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(68804);
/* harmony import */ var _temp_file_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(61809);
/* harmony import */ var _zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(68643);




/**
 * Defaults beside `max-export-size`. Measured with deflate: rows that differ by a counter give 29:1, ten-thousand
 * character lines repeated for every branch 141:1, one row repeated for ever 294:1, zeros 229:1 (fast) to 1029:1.
 */
const archiveDefaults = {
    maxRatio: 200,
    ratioFloorBytes: 64 * 1024 * 1024,
    maxMembers: 200_000,
};
/** adm-zip cuts offsets and compressed sizes to 32 bits. */
const ARCHIVE_BYTES = 2 ** 32 - 1;
/** Bytes read at a time where small entries follow each other. */
const WINDOW = 128 * 1024;
/** Opens a stored zip; only its directory is held in memory. */
async function openZip(stored, limits) {
    rejectHugeZip(stored.bytes);
    const { entries, start } = await readDirectory(await loadDirectory(stored), limits);
    const files = entries.filter((entry) => !isFolder(entry));
    const csvs = files.filter(isCsv).map(packedEntry);
    if (csvs.length === 0 && files.length > 0)
        throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .broken */ .mw)(`none of its ${entries.length} members is named *.csv`);
    // Entries that share their bytes make a small zip inflate without end.
    if (csvs.reduce((sum, { packed }) => sum + packed, 0) > stored.bytes) {
        throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .broken */ .mw)('its members are larger than the zip itself, so they overlap');
    }
    const others = files.filter((entry) => !isCsv(entry)).map(packedEntry);
    const archive = (0,_temp_file_js__WEBPACK_IMPORTED_MODULE_2__/* .withWindow */ .By)(stored, WINDOW);
    const spend = (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .openBudget */ .ak)(limits);
    // An entry of adm-zip takes some 10 KiB, so none of them is kept.
    return {
        members: csvs.map((entry) => ({ name: entry.name, chunks: () => (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .inflateEntry */ .Yj)(entry, archive, spend) })),
        others: others.map((entry) => ({ name: entry.name, head: () => (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .peekEntry */ .wI)(entry, archive) })),
        entries: entries.map(({ header }) => ({ offset: header.offset, packed: header.compressedSize })),
        directoryAt: start,
    };
}
function rejectHugeZip(bytes) {
    if (bytes <= ARCHIVE_BYTES)
        return;
    const why = `The zip has ${bytes} bytes; at most ${ARCHIVE_BYTES} compressed bytes can be read.`;
    const hint = 'Split the scope: export projects instead of the instance.';
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('EXPORT_TOO_LARGE', why, { hint });
}
async function readDirectory(zip, limits) {
    const { default: Zip } = await __nccwpck_require__.e(/* import() */ 316).then(__nccwpck_require__.t.bind(__nccwpck_require__, 71316, 19));
    const directory = inOurWords(() => new Zip(zip, options));
    const count = inOurWords(() => directory.getEntryCount());
    if (count > limits.maxMembers) {
        const why = `The zip has ${count} members, more than max-export-members (${limits.maxMembers}).`;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('EXPORT_TOO_LARGE', why);
    }
    const entries = inOurWords(() => directory.getEntries());
    const start = startOfDirectory(zip, entries);
    if (start === null)
        throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .broken */ .mw)(`its directory does not end after the ${count} members of its end record`);
    return { entries, start };
}
/**
 * adm-zip makes a list of all folders that occur in names, in time and memory that grow with the square of a name's
 * depth. Names are decoded in a way that hides the slashes from it and keeps different names different.
 */
const options = {
    noSort: true,
    decoder: {
        efs: true,
        encode: (text) => Buffer.from(text, 'utf8'),
        decode: (bytes) => bytes.toString('latin1').replaceAll('/', '\u2215'),
    },
};
/** A folder has no bytes of its own: what is named like one and has some would go unread. */
function isFolder(entry) {
    if (!entry.isDirectory)
        return false;
    if (entry.header.size === 0)
        return true;
    throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .broken */ .mw)(`member "${shownName(entry)}" is a folder and has content`);
}
/** `._name.csv` is what macOS puts beside a file when it zips, not a CSV. */
function isCsv({ rawEntryName }) {
    const name = rawEntryName.toString('utf8');
    return /\.csv$/i.test(name) && !/(^|[/\\])\._[^/\\]*$/.test(name);
}
function shownName({ rawEntryName }) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .harmlessName */ .jp)(rawEntryName.toString('utf8'));
}
/** Flag bits: encrypted, patched data, strong encryption, masked directory. */
const UNREADABLE_FLAGS = 0x1 | 0x20 | 0x40 | 0x2000;
const methods = { 0: 'stored', 8: 'deflated' };
function packedEntry(entry) {
    const { flags, method: number, size, crc, compressedSize: packed, offset } = entry.header;
    const name = shownName(entry);
    if ((flags & UNREADABLE_FLAGS) !== 0)
        throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .broken */ .mw)(`member "${name}" is encrypted`);
    const method = methods[number];
    if (method === undefined) {
        throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .broken */ .mw)(`member "${name}" is packed with method ${number}; only stored and deflated can be read`);
    }
    return { name, offset, method, packed, size, crc };
}
/** What adm-zip throws quotes names of entries, so only the kind of failure is kept. */
function inOurWords(work) {
    try {
        return work();
    }
    catch (caught) {
        const message = caught instanceof Error ? caught.message : '';
        const known = failures.find(([mark]) => message.includes(mark));
        throw (0,_zip_inflate_js__WEBPACK_IMPORTED_MODULE_3__/* .broken */ .mw)(known?.[1] ?? 'its structure cannot be read');
    }
}
const failures = [
    ['Duplicate entry', 'two of its members have the same name'],
    ['No END header', 'its end is missing: it is truncated, or not a zip'],
    ['END header', 'its end record is damaged'],
    ['CEN header', 'its directory is damaged or cut'],
    ['disk entries', 'its directory says more members than there is room for'],
];
/** Followed by name, extra field and comment (APPNOTE 4.3.12). */
const DIRECTORY_LINE = { bytes: 46, signature: 0x02014b50, crc: 16 };
/** An end record, and the longest comment that may follow it (APPNOTE 4.3.16). */
const END_RECORD = { bytes: 22, signature: 0x06054b50, directoryAt: 16 };
const LONGEST_COMMENT = 0xffff;
/** The end record of zip64 (APPNOTE 4.3.14), and its locator, which is between it and the other one (4.3.15). */
const END_RECORD_64 = { bytes: 56, signature: 0x06064b50, directoryAt: 48 };
const LOCATOR_64 = { bytes: 20, signature: 0x07064b50, recordAt: 8 };
const TAIL = END_RECORD.bytes + LONGEST_COMMENT + END_RECORD_64.bytes + LOCATOR_64.bytes;
/**
 * A buffer of the zip's length, filled only with its directory and what follows, since adm-zip wants offsets to count
 * from the start of the zip. Pages that nobody writes to take no memory.
 */
async function loadDirectory(stored) {
    // Shared, because V8 would answer an ordinary one of that size with garbage collections.
    const zip = Buffer.from(new SharedArrayBuffer(stored.bytes));
    const fill = async (from, to) => {
        for (let at = from; at < to;)
            at += (await stored.readAt(at, Math.min(_temp_file_js__WEBPACK_IMPORTED_MODULE_2__/* .PIECE */ .TJ, to - at))).copy(zip, at);
    };
    const tail = Math.max(0, stored.bytes - TAIL);
    await fill(tail, stored.bytes);
    await fill(Math.min(tail, earliestDirectory(zip, tail)), tail);
    return zip;
}
/** Believes everything that looks like an end record, so that adm-zip, which chooses one, finds what it may want. */
function earliestDirectory(zip, from) {
    let earliest = zip.length;
    for (let at = zip.indexOf('PK', from); at >= 0 && at + 4 <= zip.length; at = zip.indexOf('PK', at + 1)) {
        const signature = zip.readUInt32LE(at);
        const left = zip.length - at;
        if (signature === END_RECORD.signature && left >= END_RECORD.bytes) {
            earliest = Math.min(earliest, zip.readUInt32LE(at + END_RECORD.directoryAt));
        }
        if (signature === END_RECORD_64.signature && left >= END_RECORD_64.bytes) {
            earliest = Math.min(earliest, Number(zip.readBigUInt64LE(at + END_RECORD_64.directoryAt)));
        }
    }
    return earliest;
}
/**
 * Where these entries begin when they are the whole directory, which an end record follows; `null` when they are not.
 * adm-zip believes the number of entries in that record, which has only 16 bits.
 */
function startOfDirectory(zip, entries) {
    const signature = 'PK\u0005\u0006';
    const earliest = Math.max(0, zip.length - TAIL);
    // A comment may look like an end record too.
    let record = zip.lastIndexOf(signature, zip.length - END_RECORD.bytes);
    while (record >= earliest) {
        const place = placeOfDirectory(zip, record);
        if (place !== null && endOfEntries(zip, place.start, entries) === place.end)
            return place.start;
        record = record === 0 ? -1 : zip.lastIndexOf(signature, record - 1);
    }
    return null;
}
/** Where the directory begins, and where its end record (or that of zip64) does; `null` when damaged. */
function placeOfDirectory(zip, record) {
    const locator = record - LOCATOR_64.bytes;
    if (locator < 0 || zip.readUInt32LE(locator) !== LOCATOR_64.signature) {
        return { start: zip.readUInt32LE(record + END_RECORD.directoryAt), end: record };
    }
    const end = Number(zip.readBigUInt64LE(locator + LOCATOR_64.recordAt));
    if (end + END_RECORD_64.bytes > locator || zip.readUInt32LE(end) !== END_RECORD_64.signature)
        return null;
    return { start: Number(zip.readBigUInt64LE(end + END_RECORD_64.directoryAt)), end };
}
/** Where the entries end when they begin at `start`; -1 when they do not. */
function endOfEntries(zip, start, entries) {
    let at = start;
    for (const { header } of entries) {
        if (at + DIRECTORY_LINE.bytes > zip.length)
            return -1;
        if (zip.readUInt32LE(at) !== DIRECTORY_LINE.signature)
            return -1;
        if (zip.readUInt32LE(at + DIRECTORY_LINE.crc) !== header.crc)
            return -1;
        at += header.centralHeaderSize;
    }
    return at;
}


/***/ }),

/***/ 95428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EW: () => (/* binding */ readSmallFile),
/* harmony export */   Gu: () => (/* binding */ readTextFile),
/* harmony export */   LA: () => (/* binding */ reportNotWritten),
/* harmony export */   Tn: () => (/* binding */ systemReasons),
/* harmony export */   UN: () => (/* binding */ REPORT_FILE_MODE),
/* harmony export */   XM: () => (/* binding */ pathOf),
/* harmony export */   fc: () => (/* binding */ makeFolder),
/* harmony export */   fo: () => (/* binding */ isFile),
/* harmony export */   qL: () => (/* binding */ expandPatterns)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(452);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(68804);
/** Reads and writes small local files, and puts the codes of the system into words. Exports are read in `export/`. */





/** Largest policy, baseline, history, CA or credential file that is read, in bytes. */
const TEXT_FILE_LIMIT = 400 * 1024 * 1024;
function pathOf(path, workingFolder) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(path) ? path : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(workingFolder, path);
}
/** Whether there is a file of this name; a folder is none. */
function isFile(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path).isFile();
    }
    catch {
        return false;
    }
}
/** @param shown the path as messages show it @throws GateError FILE_UNREADABLE, naming input and path. */
async function readTextFile(path, input, shown = `"${path}"`) {
    return (await readSmallFile(path, input, shown)).toString('utf8');
}
/** @throws GateError FILE_UNREADABLE, naming input and path. */
async function readSmallFile(path, input, shown = `"${path}"`) {
    try {
        const { size } = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(path);
        if (size > TEXT_FILE_LIMIT)
            throw unreadable(shown, input, 'is larger than 400 MiB');
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(path);
    }
    catch (caught) {
        if (caught instanceof _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GateError */ .ue)
            throw caught;
        throw unreadable(shown, input, reasonOf(caught));
    }
}
/** Sorted, each once. @throws GateError FILE_UNREADABLE for a pattern without a match: a lost export must be seen. */
async function expandPatterns(patterns, workingFolder) {
    const found = new Set();
    for (const pattern of patterns) {
        const matches = await matchesOf(pattern, workingFolder);
        if (matches.length === 0)
            throw unreadable(`"${pattern}"`, 'report-files', 'matches no file');
        for (const match of matches)
            found.add(match);
    }
    return [...found].sort();
}
async function matchesOf(pattern, workingFolder) {
    const literal = pathOf(pattern, workingFolder);
    if (isFile(literal))
        return [literal];
    const matches = [];
    for await (const match of (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.glob)(pattern, { cwd: workingFolder }))
        matches.push(pathOf(match, workingFolder));
    return matches.filter(isFile);
}
function unreadable(shown, input, reason) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GateError */ .ue('FILE_UNREADABLE', `${input}: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutUserInfo */ .sl)(shown)} ${reason}.`);
}
function reasonOf(caught) {
    const code = (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .systemCode */ .xU)(caught);
    if (code === 'ENOENT')
        return 'does not exist';
    if (code === 'EACCES' || code === 'EPERM')
        return 'may not be read by this user';
    if (code === 'EISDIR')
        return 'is a folder, not a file';
    return `cannot be read (${code})`;
}
/** Readable for everyone: the reports are made to be picked up by other users of the CI machine. */
const REPORT_FILE_MODE = 0o644;
const systemReasons = {
    ENOSPC: 'the disk is full',
    EFBIG: 'it would be larger than this user may write',
    EDQUOT: 'the disk quota is used up',
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EISDIR: 'a folder of this name is in the way',
    EEXIST: 'a file of this name is in the way',
    ENOENT: 'the folder is gone',
    ENAMETOOLONG: 'the path is too long',
    EMFILE: 'too many files are open',
    ENOTSUP: 'no folder can be made there',
};
/** A failure that is not the system's is one of rendering: its text may quote what was rendered, so its kind is shown. */
function reportNotWritten(file, caught) {
    if (caught instanceof _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GateError */ .ue)
        return caught;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GateError */ .ue('REPORT_NOT_WRITTEN', `${file} was not written: ${notWrittenReason(caught)}.`, {
        cause: caught,
    });
}
function notWrittenReason(caught) {
    const code = (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .systemCode */ .xU)(caught);
    if (code !== null)
        return systemReasons[code] ?? `the system says ${code}`;
    const kind = typeof caught === 'object' && caught !== null && 'name' in caught ? caught.name : typeof caught;
    return `it could not be rendered (${String(kind)})`;
}
/** `mkdirSync` with `recursive` never returns where a file system, such as that of /proc, takes no folders. */
function makeFolder(path) {
    if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path, { throwIfNoEntry: false })?.isDirectory() === true)
        return;
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(path);
    }
    catch (caught) {
        const above = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path);
        // Another run may have made it meanwhile.
        if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .systemCode */ .xU)(caught) === 'EEXIST' && (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path).isDirectory())
            return;
        if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .systemCode */ .xU)(caught) !== 'ENOENT')
            throw caught;
        if (above === path || (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(above))
            throw Object.assign(new Error('no folder'), { code: 'ENOTSUP' });
        makeFolder(above);
        makeFolder(path);
    }
}


/***/ }),

/***/ 182:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GU: () => (/* binding */ findingStatuses),
/* harmony export */   OP: () => (/* binding */ mappableColumns),
/* harmony export */   T6: () => (/* binding */ CUT),
/* harmony export */   XF: () => (/* binding */ REDACTED),
/* harmony export */   Xd: () => (/* binding */ UNREADABLE_ROW),
/* harmony export */   Xe: () => (/* binding */ LISTED_SKIPS),
/* harmony export */   gO: () => (/* binding */ severities),
/* harmony export */   qO: () => (/* binding */ findingsCsvColumns),
/* harmony export */   wP: () => (/* binding */ isWhole)
/* harmony export */ });
/** A finding is a row of a Soteri export after redaction: it holds the matched text only with `reveal-secrets`. */
/** All severities, the worst first. */
const severities = ['critical', 'high', 'medium', 'low'];
/** All statuses of a row: neither in the baseline nor on the compared branch, known there, left out. */
const findingStatuses = ['new', 'known', 'suppressed'];
/** Rule name under which rows are counted that could not be read (`on-bad-row: count`). */
const UNREADABLE_ROW = 'UNREADABLE_ROW';
/** Takes the place of a matched text. A constant, so that not even the length of a secret is revealed. */
const REDACTED = '[redacted]';
const CUT = '\u2026';
/** Nothing of the name was masked or cut. What a glob says of another name is of no use. */
function isWhole(name) {
    return !name.includes(REDACTED) && !name.endsWith(CUT);
}
/** Skipped files that are listed one by one. */
const LISTED_SKIPS = 50;
/** Columns of `findings.csv`, in order: users and later runs read them by it. */
const findingsCsvColumns = [
    'project',
    'repository',
    'branch',
    'path',
    'line',
    'rule',
    'severity',
    'status',
    'fingerprint',
    'scanned_at',
    'match',
    'owner',
];
/** Columns an export may be mapped to by hand with the input `columns`. */
const mappableColumns = [
    'project',
    'repository',
    'branch',
    'path',
    'line',
    'rule',
    'match',
    'scanned_at',
];


/***/ }),

/***/ 22538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  au: () => (/* binding */ didYouMean),
  Lx: () => (/* binding */ hasControls),
  Gq: () => (/* binding */ invalid),
  u4: () => (/* binding */ isRecord),
  kF: () => (/* binding */ namesLike),
  pA: () => (/* binding */ nearest),
  qF: () => (/* binding */ parseJson),
  TL: () => (/* binding */ quoted)
});

;// CONCATENATED MODULE: ./node_modules/leven/index.js
const array = [];
const characterCodeCache = [];

function leven(first, second, options) {
	if (first === second) {
		return 0;
	}

	const maxDistance = options?.maxDistance;
	const swap = first;

	// Swapping the strings if `a` is longer than `b` so we know which one is the
	// shortest & which one is the longest
	if (first.length > second.length) {
		first = second;
		second = swap;
	}

	let firstLength = first.length;
	let secondLength = second.length;

	// Performing suffix trimming:
	// We can linearly drop suffix common to both strings since they
	// don't increase distance at all
	// Note: `~-` is the bitwise way to perform a `- 1` operation
	while (firstLength > 0 && (first.charCodeAt(~-firstLength) === second.charCodeAt(~-secondLength))) {
		firstLength--;
		secondLength--;
	}

	// Performing prefix trimming
	// We can linearly drop prefix common to both strings since they
	// don't increase distance at all
	let start = 0;

	while (start < firstLength && (first.charCodeAt(start) === second.charCodeAt(start))) {
		start++;
	}

	firstLength -= start;
	secondLength -= start;

	// Early termination after trimming: if difference in length exceeds max distance
	if (maxDistance !== undefined && secondLength - firstLength > maxDistance) {
		return maxDistance;
	}

	if (firstLength === 0) {
		return maxDistance !== undefined && secondLength > maxDistance
			? maxDistance
			: secondLength;
	}

	let bCharacterCode;
	let result;
	let temporary;
	let temporary2;
	let index = 0;
	let index2 = 0;

	while (index < firstLength) {
		characterCodeCache[index] = first.charCodeAt(start + index);
		array[index] = ++index;
	}

	while (index2 < secondLength) {
		bCharacterCode = second.charCodeAt(start + index2);
		temporary = index2++;
		result = index2;

		for (index = 0; index < firstLength; index++) {
			temporary2 = bCharacterCode === characterCodeCache[index] ? temporary : temporary + 1;
			temporary = array[index];
			// eslint-disable-next-line no-multi-assign
			result = array[index] = temporary > result
				? (temporary2 > result ? result + 1 : temporary2)
				: (temporary2 > temporary ? temporary + 1 : temporary2);
		}

		// Early termination: if all values in current row exceed maxDistance
		if (maxDistance !== undefined) {
			let rowMinimum = result;
			for (index = 0; index < firstLength; index++) {
				if (array[index] < rowMinimum) {
					rowMinimum = array[index];
				}
			}

			if (rowMinimum > maxDistance) {
				return maxDistance;
			}
		}
	}

	// Bound arrays to avoid retaining large previous sizes
	array.length = firstLength;
	characterCodeCache.length = firstLength;

	return maxDistance !== undefined && result > maxDistance ? maxDistance : result;
}

function closestMatch(target, candidates, options) {
	if (!Array.isArray(candidates) || candidates.length === 0) {
		return undefined;
	}

	const userMax = options?.maxDistance;
	const targetLength = target.length;

	// Exact match fast-path
	for (const candidate of candidates) {
		if (candidate === target) {
			return candidate;
		}
	}

	if (userMax === 0) {
		return undefined;
	}

	let best;
	let bestDist = Number.POSITIVE_INFINITY;
	const seen = new Set();

	for (const candidate of candidates) {
		if (seen.has(candidate)) {
			continue;
		}

		seen.add(candidate);

		const lengthDiff = Math.abs(candidate.length - targetLength);
		if (lengthDiff >= bestDist) {
			continue;
		}

		if (userMax !== undefined && lengthDiff > userMax) {
			continue;
		}

		const cap = Number.isFinite(bestDist)
			? (userMax === undefined ? bestDist : Math.min(bestDist, userMax))
			: userMax;

		const distance = cap === undefined
			? leven(target, candidate)
			: leven(target, candidate, {maxDistance: cap});

		// Skip candidates that exceed the user's maximum distance
		if (userMax !== undefined && distance > userMax) {
			continue;
		}

		// If we got a capped result that equals the cap, we need the actual distance
		// for accurate comparison, but only if the cap was due to userMax
		let actualD = distance;
		if (cap !== undefined && distance === cap && cap === userMax) {
			actualD = leven(target, candidate);
		}

		if (actualD < bestDist) {
			bestDist = actualD;
			best = candidate;
			if (bestDist === 0) {
				break;
			}
		}
	}

	if (userMax !== undefined && bestDist > userMax) {
		return undefined;
	}

	return best;
}

// EXTERNAL MODULE: ./lib/text.js
var lib_text = __nccwpck_require__(68804);
;// CONCATENATED MODULE: ./lib/parse.js
/** What parsing raw text results in, and how its messages quote values and guess words. Pure. Sole user of leven. */


function invalid(problem) {
    return { problems: [problem] };
}
/** Characters of a value that a message shows; more would bury the sentence. */
const SHOWN_CHARACTERS = 100;
/** A value in quotes for a message, on one line. Never call it with a secret. */
function quoted(value) {
    const shown = (0,lib_text/* escapeInvisible */.ts)((0,lib_text/* withoutUserInfo */.sl)(value));
    return shown.length > SHOWN_CHARACTERS ? `"${shown.slice(0, SHOWN_CHARACTERS)}\u2026"` : `"${shown}"`;
}
/** Whether a text has a control character or line break, which no single-line input may have. */
function hasControls(text) {
    return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
}
/** The known word that was most likely meant, or `null` when none is near. */
function nearest(word, known) {
    const lower = word.toLowerCase();
    const candidates = known.map((candidate) => candidate.toLowerCase());
    const maxDistance = Math.max(2, Math.floor(word.length / 3));
    const near = candidates.includes(lower) ? lower : closestMatch(lower, candidates, { maxDistance });
    return near === undefined ? null : (known[candidates.indexOf(near)] ?? null);
}
/** ` Names like it: x, y.` to end a message with, or '' when none is near. */
function namesLike(name, known) {
    const near = [];
    for (let next = nearest(name, known); next !== null && near.length < 3;) {
        near.push(next);
        const left = known.filter((other) => !near.includes(other));
        next = nearest(name, left);
    }
    return near.length === 0 ? '' : ` Names like it: ${near.map(lib_text/* escapeInvisible */.ts).join(', ')}.`;
}
/** ` Did you mean "x"?` to end a message with, or '' when no known word is near. */
function didYouMean(word, known) {
    const near = nearest(word, known);
    return near === null ? '' : ` Did you mean "${near}"?`;
}
/** Whether a value has fields to read. Not `instanceof`, which fails for objects of another realm. */
function isRecord(value) {
    return typeof value === 'object' && value !== null;
}
/** The JSON of a text; `undefined` if it is not JSON: callers that need JSON reject that in their own words. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 30248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $B: () => (/* binding */ suppressionSnippet),
/* harmony export */   Bx: () => (/* binding */ ruleAdvice),
/* harmony export */   Rz: () => (/* binding */ historyAdvice),
/* harmony export */   _u: () => (/* binding */ adviceForMissing),
/* harmony export */   "if": () => (/* binding */ whereOmitted),
/* harmony export */   zA: () => (/* binding */ hasFindingsFile)
/* harmony export */ });
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(182);
/** Advice about rules, guessed from words of their names, and about findings that a file omits. Pure; runs in the page too. */

/** Pages of providers on revoking, by words of a rule's name; the first match decides. */
const pages = [
    [words('AWS|AMAZON'), 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html'],
    [words('GOOGLE|GCP|GCLOUD|FIREBASE|FCM'), 'https://cloud.google.com/docs/security/compromised-credentials'],
    [
        words('AZURE_STORAGE|STORAGE_ACCOUNT|SHARED_ACCESS_SIGNATURE'),
        'https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage',
    ],
    [
        words('GITHUB'),
        'https://docs.github.com/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation',
    ],
    [words('GITLAB'), 'https://docs.gitlab.com/user/profile/personal_access_tokens/'],
    [
        words('BITBUCKET|BBDC'),
        'https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html',
    ],
    [
        words('ATLASSIAN|JIRA|CONFLUENCE|TRELLO'),
        'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
    ],
    [words('SLACK'), 'https://docs.slack.dev/authentication/best-practices-for-security'],
    [words('STRIPE'), 'https://docs.stripe.com/keys'],
    [words('TWILIO'), 'https://www.twilio.com/docs/iam/api-keys'],
    [words('NPM'), 'https://docs.npmjs.com/revoking-access-tokens'],
    [words('PYPI'), 'https://pypi.org/help/#apitoken'],
    [words('NUGET'), 'https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys'],
];
/** @param alternatives of a regular expression, each of one word or several */
function words(alternatives) {
    return new RegExp(`(?:^|_)(?:${alternatives})(?:_|$)`);
}
/** The first match decides. Each is matched against whole words of the name, in upper case and joined by `_`. */
const kinds = [
    [
        new RegExp(`^${_finding_js__WEBPACK_IMPORTED_MODULE_0__/* .UNREADABLE_ROW */ .Xd}$`),
        'A row of the export could not be read, so what it reports is unknown and counts as a finding.',
        'Run the gate again, and ask the Bitbucket administrator if the row stays broken.',
    ],
    [
        words('TROJAN(_SOURCE)?|BIDI(RECTIONAL)?|HOMOGLYPHS?'),
        'Invisible Unicode characters make the code read differently from how it runs (a \u201cTrojan Source\u201d attack).',
        'Nothing needs rotating: the authors of the line remove the characters and review what the code does without them.',
    ],
    [
        words('MWS'),
        'A key of Amazon Marketplace Web Service, which reads and changes a seller\u2019s orders and stock.',
        'The owner of the seller account revokes the developer\u2019s access in Seller Central and authorises anew.',
    ],
    [
        words('AWS_(CLIENT|ACCOUNT|ACCESS_KEY|KEY)_ID|AMAZON_ACCESS_KEY_ID'),
        'The id of an AWS access key, half of a pair: it names an account, and its secret is often next to it.',
        'The owner of the AWS account finds the key in IAM, makes a new pair and deactivates this one.',
    ],
    [
        words('AWS|AMAZON'),
        'A credential of Amazon Web Services, which acts with all rights of its user or role.',
        'The owner of the AWS account makes a new key in IAM, deactivates this one and looks through CloudTrail for its use.',
    ],
    [
        words('GOOGLE|GCP|FIREBASE|GCLOUD|FCM'),
        'A key of Google Cloud or another Google service, usable from anywhere unless it is restricted.',
        'The owner of the Google project deletes the key in the console, makes a restricted one and checks the audit log.',
    ],
    [
        words('AZURE|ENTRA|SHARED_ACCESS_SIGNATURE|STORAGE_ACCOUNT'),
        'A credential of Microsoft Azure: a storage key, connection string or client secret.',
        'The owner of the Azure subscription regenerates the key or client secret and checks the activity log.',
    ],
    [
        words('GITHUB|GITLAB|BITBUCKET|BBDC|GITEA|GIT_TOKEN|GIT_CREDENTIALS?'),
        'A token of a Git server, which reads and often writes every repository that its owner can reach.',
        'The user who made the token revokes it in the settings of the account and checks the audit log of the server.',
    ],
    [
        words('ATLASSIAN|JIRA|CONFLUENCE|TRELLO'),
        'A credential of an Atlassian product, which acts as the user who made it.',
        'The user who made it revokes it in the account\u2019s security settings and makes a new one.',
    ],
    [
        words('SLACK|DISCORD|TELEGRAM|TEAMS|MATTERMOST|WEBHOOK'),
        'A token or webhook of a chat service, which posts, and sometimes reads, messages of a team.',
        'The administrator of the workspace or the owner of the bot regenerates the token or deletes the webhook.',
    ],
    [
        words('STRIPE|PAYPAL|SQUARE|SQUAREUP|BRAINTREE|ADYEN|PLAID'),
        'A key of a payment provider, which can read customers\u2019 data and move money.',
        'The owner of the merchant account rolls the key in the provider\u2019s dashboard at once and reviews its recent use.',
    ],
    [
        words('TWILIO|SENDGRID|MAILGUN|MAILCHIMP|SENDINBLUE|SMTP|NEXMO|MESSAGEBIRD'),
        'A credential of a mail or message service, which sends in the company\u2019s name.',
        'The owner of the service account revokes the key in its console, makes a new one and checks what was sent.',
    ],
    [
        words('NPM|PYPI|NUGET|RUBYGEMS|MAVEN|ARTIFACTORY|NEXUS|DOCKER|DOCKERHUB|CLOJARS|JFROG'),
        'A credential of a package or image registry, with which foreign code can be published under your name.',
        'The owner of the registry account revokes the token and checks recent releases for ones nobody made.',
    ],
    [
        words('PUBLIC_KEY|PUBLICKEY|PUBKEY'),
        'A public key, which is no secret, but shows whom something trusts; a private key is often beside it.',
        'Nothing needs rotating unless the private key is in the repository too: the author of the line looks for it.',
    ],
    [
        words('(RSA|SSH|DSA|EC|ECDSA|ED25519|PGP|GPG|OPENSSH|PKCS8|PKCS12|PUTTY|PEM)(_PRIVATE)?(_KEY)?|PRIVATE_KEY|PRIVATEKEY|KEYSTORE'),
        'A private key, which proves an identity: anyone who has it can sign in, sign or decrypt as its owner.',
        'The owner of the key makes a new pair, removes the old public key or certificate wherever it is trusted, and revokes it.',
    ],
    [
        words('JDBC|DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|ORACLE|SQL|MSSQL|CONNECTION_STRING'),
        'Credentials of a database, often with its address.',
        'The administrator of the database changes the password of this user and checks its logins.',
    ],
    [
        words('JWT|JSON_WEB_TOKENS?|BEARER|OAUTH2?|CLIENT_SECRET|REFRESH_TOKEN'),
        'A token or client secret with which a program signs in for a user or a service.',
        'The owner of the application ends its sessions and makes a new client secret at the identity provider.',
    ],
    [
        words('URL|URI|BASIC_AUTH'),
        'User name and password inside an address, which also ends up in logs and histories.',
        'The owner of the account changes its password and passes the new one outside the address.',
    ],
    [
        words('PASSWORDS?|PASSWD|PWD|PASSPHRASE|CREDENTIALS?'),
        'A password in clear text.',
        'The owner of the account changes the password everywhere it is used and reads it from a secret store instead.',
    ],
    [
        words('TOKENS?|API_?KEYS?|SECRETS?|KEYS?|APIKEY|PAT|ENTROPY|ENTROPY_STRING'),
        'A token or key of a service, which usually acts with all rights of its owner.',
        'The owner of the service account revokes it there, makes a new one and reads it from a secret store instead.',
    ],
];
/** The last of the kinds: names in addresses, passwords, tokens. */
const GENERIC_KINDS = 3;
const unknownKind = {
    what: 'Something that this rule, set by an administrator or the repository, takes for a secret.',
    rotate: 'The last author of the line finds out what it opens; the owner revokes it, makes a new one and keeps it in a secret store.',
};
/** Deleting the line is the mistake that everyone makes first. */
const historyAdvice = 'Deleting the line is not enough: the secret stays in the Git history, so treat it as known to others and rotate it first.';
/** What such a secret is, who rotates it, the page that says how, and how often the rule is right. */
function ruleAdvice(rule, remedies = {}) {
    const name = rule
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toUpperCase()
        .replace(/[^A-Z0-9]+/g, '_');
    const at = kinds.findIndex(([pattern]) => pattern.test(name));
    const [, what, rotate] = kinds[at] ?? [null, unknownKind.what, unknownKind.rotate];
    const remedy = Object.hasOwn(remedies, rule) ? remedies[rule] : undefined;
    const link = remedy?.link ?? pages.find(([pattern]) => pattern.test(name))?.[1] ?? null;
    const isGeneric = at < 0 || at >= kinds.length - GENERIC_KINDS;
    const precision = /ENTROPY/.test(name) ? 'low' : isGeneric ? 'medium' : 'high';
    return { what, rotate: remedy?.text ?? rotate, link, precision };
}
/** Long enough to rotate the secret, short enough to be looked at again. */
const SUPPRESSION_DAYS = 90;
/** The item of `suppressions` that accepts one finding on all branches, for 90 days from `startedAt` (ISO 8601). */
function suppressionSnippet(finding, startedAt) {
    const start = Date.parse(startedAt);
    const expires = new Date((Number.isNaN(start) ? 0 : start) + SUPPRESSION_DAYS * 86_400_000);
    return [
        `  - fingerprint: ${JSON.stringify(finding.fingerprint)}`,
        '    reason: "why this may stay"',
        '    owner: "who answers for it"',
        `    expires: ${expires.toISOString().slice(0, 10)}`,
        '',
    ].join('\n');
}
const NOT_WRITTEN = 'findings.csv was not written (`formats: csv` writes it)';
/** Where findings are that a file omits: completes a sentence such as "10 more findings are". */
function whereOmitted(report) {
    return hasFindingsFile(report) ? 'in findings.csv' : `in no file: ${NOT_WRITTEN}`;
}
/** Follows a colon. */
function adviceForMissing(report) {
    return hasFindingsFile(report) ? 'look it up in findings.csv' : NOT_WRITTEN;
}
function hasFindingsFile({ evidence }) {
    return evidence.findingsFile !== null;
}


/***/ }),

/***/ 91070:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Ek: () => (/* binding */ repositoryUrl),
/* harmony export */   Hm: () => (/* binding */ statusWord),
/* harmony export */   Mc: () => (/* binding */ entriesOf),
/* harmony export */   Ov: () => (/* binding */ violatingEntries),
/* harmony export */   Rp: () => (/* binding */ branchRank),
/* harmony export */   XG: () => (/* binding */ entriesWith),
/* harmony export */   ij: () => (/* binding */ branchesText),
/* harmony export */   lz: () => (/* binding */ lineLink),
/* harmony export */   my: () => (/* binding */ isCountedBy),
/* harmony export */   wn: () => (/* binding */ commitLink)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(68804);

const known = new WeakMap();
/** In the order of the rows. A suppressed row is an entry apart from those of the same finding that count. */
function entriesOf(rows) {
    const before = known.get(rows);
    if (before !== undefined)
        return before;
    const byFinding = Map.groupBy(rows, ({ fingerprint, status }) => status === 'suppressed' ? `-${fingerprint}` : fingerprint);
    const entries = Array.from(byFinding.values(), entryOf);
    known.set(rows, entries);
    return entries;
}
function entryOf(rows) {
    const [first] = rows;
    if (rows.length === 1)
        return { ...first, branches: [first.branch] };
    const branches = [...new Set(rows.map(({ branch }) => branch))].sort(byImportance);
    const shown = rows.find(({ branch }) => branch === branches[0]) ?? first;
    const counted = rows.flatMap(({ countedBy }) => countedBy ?? []);
    const countedBy = first.countedBy && [...new Set(counted)];
    return { ...shown, status: first.status, branches, ...(countedBy && { countedBy }) };
}
/** Entries that have a row which is wanted; such a row is the one shown, the branches are those of all. */
function entriesWith(rows, isWanted) {
    const branches = new Map(entriesOf(rows).map((entry) => [entry.fingerprint, entry.branches]));
    return entriesOf(rows.filter(isWanted)).map((entry) => {
        return { ...entry, branches: branches.get(entry.fingerprint) ?? entry.branches };
    });
}
/** 0 for a main branch, 1 for one of releases, 2 for any other. */
function branchRank(name) {
    if (/^(main|master|trunk)$/.test(name))
        return 0;
    return /^(release|hotfix|support)s?[-/]|^prod(uction)?$/.test(name) ? 1 : 2;
}
function byImportance(a, b) {
    return branchRank(a) - branchRank(b) || (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .byCodeUnits */ .CA)(a, b);
}
/** `main, release/1.4 and 4 more`; '' without names. */
function branchesText(branches, shown = 2) {
    const left = branches.length - shown;
    return `${branches.slice(0, shown).join(', ')}${left > 0 ? ` and ${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(left)} more` : ''}`;
}
/** Without a baseline nothing is called new. */
function statusWord({ status }, { hasBaseline }) {
    return status === 'new' && hasBaseline === false ? 'open' : status;
}
/** Whether a threshold counted this finding. Reports of other origin than a judge do not say so: then it did. */
function isCountedBy({ countedBy, status }, { position }) {
    if (countedBy === undefined || position === undefined)
        return status !== 'suppressed';
    return countedBy.includes(position);
}
/** What makes the run fail or warn: the findings of violated thresholds, worst first. */
function violatingEntries({ shortlist, thresholds }) {
    const violated = thresholds.filter(({ passed }) => !passed);
    return entriesOf(shortlist).filter((entry) => violated.some((outcome) => isCountedBy(entry, outcome)));
}
function placeOf({ path, line }) {
    return line === null ? path : `${path}:${line}`;
}
/** The signs of project keys, user names and slugs in Bitbucket. */
const slug = /^[\w.~-]+$/;
/** `null` without an http(s) base, and for names that Bitbucket would not give: they could lead elsewhere. */
function repositoryUrl(base, { project, repository }) {
    if (base === null || !/^https?:\/\//i.test(base))
        return null;
    const owner = project.replace(/^~/, '');
    if ([owner, repository].some((part) => !slug.test(part) || /^\.{1,2}$/.test(part)))
        return null;
    return `${base.replace(/\/+$/, '')}/${project.startsWith('~') ? 'users' : 'projects'}/${owner}/repos/${repository}`;
}
/** The line at a commit, where a link to a change would miss lines that it leaves as they are. */
function commitLink(base, finding, commit) {
    const link = lineLink(base, finding);
    return commit === null ? link : (link?.replace(/(\?at=[^#]*)?(?=#\d+$|$)/, `?at=${commit}`) ?? null);
}
/** `null` too for a path that could lead elsewhere: browsers resolve `.` and `..` even when percent-encoded. */
function lineLink(base, finding) {
    const repository = repositoryUrl(base, finding);
    const segments = finding.path.replace(/^\/+/, '').split('/');
    if (repository === null || segments.some((segment) => /^\.{0,2}$/.test(segment)))
        return null;
    const { branch } = finding;
    const ref = branch.startsWith('refs/') ? branch : `refs/heads/${branch}`;
    const at = branch === '' ? '' : `?at=${encoded(ref.split('/'))}`;
    const line = finding.line === null ? '' : `#${finding.line}`;
    return `${repository}/browse/${encoded(segments)}${at}${line}`;
}
function encoded(segments) {
    return segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/');
}


/***/ }),

/***/ 72527:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   D9: () => (/* binding */ markdownCode),
/* harmony export */   Gm: () => (/* binding */ pathUri),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   _b: () => (/* binding */ mermaidLabel),
/* harmony export */   h$: () => (/* binding */ markdownProse),
/* harmony export */   ml: () => (/* binding */ shorten),
/* harmony export */   p7: () => (/* binding */ markdownText),
/* harmony export */   rK: () => (/* binding */ csvCell),
/* harmony export */   s$: () => (/* binding */ jsonText),
/* harmony export */   xK: () => (/* binding */ xmlText)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(68804);
/** Escapes foreign text for each format. No renderer writes it without one of these; each makes the invisible visible. Pure. */

/** At most `limit` characters (UTF-16 units). Drops the middle, as the ends of a path matter most. */
function shorten(text, limit) {
    if (text.length <= limit)
        return text;
    const head = Math.ceil((limit - 1) / 2);
    return `${text.slice(0, head)}\u2026${text.slice(text.length - (limit - 1 - head))}`.toWellFormed();
}
/** For formats without escapes of their own: one line of visible characters, at most `limit`. */
function oneLine(text, limit = 1000) {
    return shorten((0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeInvisible */ .ts)(text), limit);
}
const formulaStart = /^['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** A spreadsheet that splits at semicolons sees a new cell there, even inside quotes. */
const formulaInside = /;(?=["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
const needsQuotes = /[",;]/;
/** Nearly every cell: printable ASCII, a harmless first sign, nothing to quote. One test instead of four. */
const harmlessCell = /^(?:[A-Za-z0-9._/~[(\]][ !\x23-+\x2d-:<-~]*)?$/;
/** A text that may be a formula gets an apostrophe in front; so does one that begins with one, so readers remove ours. */
function csvCell(text) {
    if (harmlessCell.test(text))
        return text;
    const safe = (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeInvisible */ .ts)(text);
    const neutral = formulaStart.test(safe) ? `'${safe}` : safe;
    if (!needsQuotes.test(neutral))
        return neutral;
    return `"${neutral.replace(formulaInside, ";'").replaceAll('"', '""')}"`;
}
/** Nearly every text. One quick test of many megabytes. */
const plainJson = /^[\n\x20-\x7e]*$/;
const invisibleInJson = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
/** JSON with invisible characters as `\uXXXX`: the same value for programs. */
function jsonText(value, indent = 0) {
    const text = JSON.stringify(value, null, indent);
    if (plainJson.test(text))
        return text;
    return text.replace(invisibleInJson, (sign) => sign.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
const entities = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
    '|': '&#124;',
};
function xmlText(text) {
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeInvisible */ .ts)(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
/** Nothing becomes a link, image, HTML or mention in it. A pipe would end a table cell, so it is escaped visibly. */
function markdownCode(text, limit = 300) {
    const shown = oneLine(text, limit).replaceAll('|', '\\u{007c}');
    if (shown.trim() === '')
        return '\u2013';
    const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
    const fence = '`'.repeat(longest + 1);
    const edge = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
    return `${fence}${edge}${shown}${edge}${fence}`;
}
/**
 * A sentence as Markdown prose. Marks are escaped; mentions, references, bare addresses, e-mail addresses and emoji names
 * are broken by an element around one sign, since GitHub searches for those in each piece of the rendered text. Nothing
 * invisible is copied with a name.
 */
function markdownText(text, limit = 2000) {
    return shorten((0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeInvisible */ .ts)(text).trim(), limit)
        .replace(/[&<>|]/g, (sign) => entities[sign] ?? sign)
        .replace(/[\\`*_[\]~!]|^[-+=]|(?<=^\d{1,9})[.)]/g, '\\$&')
        .replace(/@|(?<!&)#|\$|:(?=\S)|(?<=\bwww)\.|(?<=\bGH)-/gi, '<span>$&</span>');
}
/** A sentence of the gate, which names things in backticks. */
function markdownProse(text, limit = 2000) {
    return shorten(text, limit)
        .split(/`([^`\n]+)`/)
        .map((part, at) => (at % 2 === 1 ? markdownCode(part, limit) : spaced(part, markdownText(part, limit))))
        .join('')
        .trim();
}
/** `markdownText` trims, but here it goes on before and after. */
function spaced(part, text) {
    return `${/^\s/.test(part) ? ' ' : ''}${text}${/\s$/.test(part) && text !== '' ? ' ' : ''}`;
}
/** Mermaid reads directives, entities and quotes anywhere in its text, so only letters, digits and a few signs are kept. */
function mermaidLabel(text) {
    const label = shorten(text.replace(/[^\p{L}\p{N}_./ -]/gu, '_').trim(), 40).replace('\u2026', '..');
    return label === '' ? '_' : label;
}
/** A path of a repository as a relative URI reference (RFC 3986). `.` and `..` are encoded twice: readers resolve `%2E%2E`, too. */
function pathUri(path) {
    const uri = path
        .toWellFormed()
        .split('/')
        .filter((segment) => segment !== '')
        .map((segment) => (/^\.{1,2}$/.test(segment) ? segment.replaceAll('.', '%252E') : encodeSegment(segment)))
        .join('/');
    return uri === '' ? 'unknown' : uri;
}
function encodeSegment(segment) {
    return encodeURIComponent(segment).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}


/***/ }),

/***/ 35986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C2: () => (/* binding */ changeOf),
/* harmony export */   J5: () => (/* binding */ TREND_RUNS),
/* harmony export */   KM: () => (/* binding */ sparkline),
/* harmony export */   Qx: () => (/* binding */ openTrend)
/* harmony export */ });
/* unused harmony exports pastRunOf, historyLine, parseHistory */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(452);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(95428);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(182);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(22538);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(68804);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(72527);
/**
 * The trend over runs: `history-file` holds one JSON line per run. It only feeds a picture, so a failure with it is one
 * notice and never decides a verdict.
 *
 * Only counts are kept, so what appeared and was fixed since the run before is a lower bound: two findings of one rule
 * and repository that swapped places look unchanged.
 */








const TREND_RUNS = 30;
/** Rules and repositories with a count of their own in a line; the others are known as a sum. */
const NAMES_KEPT = 50;
const NAME_LIMIT = 200;
/** Bytes read from the end of the file: hundreds of lines. */
const TAIL = 4 * 1024 * 1024;
/** Reads the `history-file` of a run. Never throws: what is wrong with it is logged and breaks no gate. */
function openTrend(file, host) {
    if (file === null)
        return { with: () => [], append: () => undefined };
    const path = (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOf */ .XM)(file, host.workingFolder);
    const { runs, garbled } = parseHistory(readHistory(path, host.log));
    if (garbled > 0)
        host.log.warn(`history-file: lines that cannot be read are left out: ${garbled}.`);
    return {
        /** Earlier runs of this scope, oldest first, with this run last; none without a `history-file`. */
        with(report) {
            const run = pastRunOf(report);
            const earlier = runs.filter(({ scope }) => scope === run.scope);
            return [...earlier, run].slice(-TREND_RUNS);
        },
        append(report) {
            try {
                (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .makeFolder */ .fc)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path));
                const text = readHistory(path, { warn: () => undefined });
                // A run that was killed while writing leaves a line without an end; the next line must not be glued to it.
                const lineStart = text === '' || text.endsWith('\n') ? '' : '\n';
                (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.appendFileSync)(path, lineStart + historyLine(report));
            }
            catch (caught) {
                host.log.warn(`${(0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .reportNotWritten */ .LA)('history-file', caught).message} The trend misses this run.`);
            }
        },
    };
}
/** The end of the history; '' when there is none yet. */
function readHistory(path, log) {
    let file = null;
    try {
        file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, 'r');
        const { size } = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(file);
        const start = Math.max(0, size - TAIL);
        const bytes = Buffer.alloc(size - start);
        const text = bytes.toString('utf8', 0, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(file, bytes, 0, bytes.length, start));
        return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
    }
    catch (caught) {
        const reason = (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .systemCode */ .xU)(caught) ?? 'unknown reason';
        if (reason !== 'ENOENT')
            log.warn(`history-file could not be read, so there is no trend (${reason}).`);
        return '';
    }
    finally {
        if (file !== null)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(file);
    }
}
/** The targets as one text. Local exports have new names in each run, so `evaluate` is one scope of its own. */
function scopeOf(report) {
    if (report.operation === 'evaluate')
        return 'evaluate';
    const names = (0,_escape_js__WEBPACK_IMPORTED_MODULE_6__/* .oneLine */ .TN)(report.targets.join(', '), 500);
    return report.targets.length > 10 ? `${report.targets.length} targets: ${names}` : names;
}
function pastRunOf(report) {
    const { verdict, evidence } = report;
    const { total, distinct, new: fresh, suppressed, ...counts } = report.counts;
    return {
        schemaVersion: '1.0',
        at: evidence.finishedAt,
        /** Runs are compared only with runs of the same scope. */
        scope: scopeOf(report),
        verdict: verdict.word,
        exitCode: verdict.exitCode,
        total,
        distinct,
        new: fresh,
        suppressed,
        bySeverity: counts.bySeverity,
        byRule: heaviest(counts.byRule),
        byRepository: heaviest(counts.byRepository),
    };
}
/** The line that this run adds to `history-file`, line end included. */
function historyLine(report) {
    return `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_6__/* .jsonText */ .s$)(pastRunOf(report))}\n`;
}
function heaviest(counts) {
    const kept = (0,_text_js__WEBPACK_IMPORTED_MODULE_5__/* .heaviestFirst */ .O7)(counts).slice(0, NAMES_KEPT);
    return Object.fromEntries(kept.map(([name, count]) => [(0,_escape_js__WEBPACK_IMPORTED_MODULE_6__/* .oneLine */ .TN)(name, NAME_LIMIT), count]));
}
/** The runs, oldest first. Unreadable lines are skipped and counted in `garbled`. */
function parseHistory(text) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const runs = lines.map(_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .parseJson */ .qF).filter(isPastRun);
    return { runs, garbled: lines.length - runs.length };
}
function isPastRun(value) {
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(value) || value.schemaVersion !== '1.0')
        return false;
    const { at, scope, bySeverity } = value;
    const words = ['pass', 'warn', 'fail', 'error'];
    return (typeof at === 'string' &&
        !Number.isNaN(Date.parse(at)) &&
        typeof scope === 'string' &&
        words.includes(value.verdict) &&
        [value.exitCode, value.total, value.distinct, value.new, value.suppressed].every(isCount) &&
        [value.byRule, value.byRepository].every(isCounts) &&
        isCounts(bySeverity) &&
        _finding_js__WEBPACK_IMPORTED_MODULE_7__/* .severities */ .gO.every((level) => level in bySeverity));
}
function isCounts(value) {
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(value) && !Array.isArray(value) && Object.values(value).every(isCount);
}
function isCount(value) {
    return Number.isSafeInteger(value) && Number(value) >= 0;
}
/**
 * Findings that at least appeared, at least were fixed, and at most remained since the run before. `null` without two
 * judged runs, the last of them this one: runs that ended in `error` counted nothing reliable.
 */
function changeOf(runs) {
    const now = runs.at(-1);
    const before = runs.slice(0, -1).findLast((run) => run.verdict !== 'error');
    if (now === undefined || now.verdict === 'error' || before === undefined)
        return null;
    const all = [movesOf(before, now, 'byRule'), movesOf(before, now, 'byRepository')];
    const most = (change) => Math.max(...all.map((moves) => moves.reduce((sum, [from, to]) => sum + Math.max(0, change(from, to)), 0)));
    const fixed = most((from, to) => from - to);
    const appeared = most((from, to) => to - from);
    return { since: before.at, appeared, fixed, remaining: before.total - fixed };
}
/** The counts of each name that both runs count on its own, and of all other names as one sum. */
function movesOf(before, now, by) {
    const [from, to] = [countsBy(before[by], before.total), countsBy(now[by], now.total)];
    const names = new Set([...Object.keys(before[by]), ...Object.keys(now[by])]);
    const moves = Array.from(names, (name) => [from(name), to(name)]).filter((move) => !move.includes(null));
    const rest = (total, side) => Math.max(0, total - moves.reduce((sum, move) => sum + move[side], 0));
    return [...moves, [rest(before.total, 0), rest(now.total, 1)]];
}
/** Returns the count of a name; `null` when the name may be in the sum of the others. */
function countsBy(counts, total) {
    const sum = Object.values(counts).reduce((all, count) => all + count, 0);
    return (name) => (Object.hasOwn(counts, name) ? (counts[name] ?? 0) : sum >= total ? 0 : null);
}
const bars = '\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588';
/** Numbers as a line of bars; the lowest bar is 0. */
function sparkline(values) {
    const most = Math.max(1, ...values);
    const bar = (value) => bars[Math.round((Math.max(0, value) / most) * (bars.length - 1))] ?? '';
    return values.map(bar).join('');
}


/***/ }),

/***/ 5747:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L5: () => (/* binding */ SHORTLIST_LIMIT),
/* harmony export */   Ow: () => (/* binding */ changeLines),
/* harmony export */   aJ: () => (/* binding */ isShown),
/* harmony export */   aR: () => (/* binding */ repositoryName),
/* harmony export */   pE: () => (/* binding */ repositoryOfTarget),
/* harmony export */   sL: () => (/* binding */ isJudged),
/* harmony export */   vA: () => (/* binding */ onlyRepository),
/* harmony export */   y6: () => (/* binding */ changeSentence)
/* harmony export */ });
/* harmony import */ var _target_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(69386);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(68804);


/** Findings kept for HTML, SARIF, annotations: the rest is in `findings.csv`, where that is written. */
const SHORTLIST_LIMIT = 50_000;
/** False for a run that ended early: its findings and counts are not shown, as readers would take a part for the whole. */
function isJudged(report) {
    return report.thresholds.length > 0;
}
/** By the targets, for local files by the findings; a wider scope with findings in one repository is not about that one. */
function onlyRepository(report) {
    const isOfFiles = report.operation === 'evaluate';
    // The shortlist may hold the worst findings of one repository alone.
    if (isOfFiles && Object.keys(report.counts.byRepository).length > 1)
        return null;
    const named = isOfFiles
        ? report.shortlist.map(({ project, repository }) => ({ project, repo: repository }))
        : report.targets.map(repositoryOfTarget);
    const [first] = named;
    if (first === undefined || first === null)
        return null;
    const others = named.some((one) => one === null || one.project !== first.project || one.repo !== first.repo);
    return others ? null : first;
}
/** The repository of a target named `PROJ/slug` or `PROJ/slug@branch`; `null` for wider ones. */
function repositoryOfTarget(target) {
    const parsed = (0,_target_js__WEBPACK_IMPORTED_MODULE_0__/* .parseTarget */ .hu)(target);
    if (!('value' in parsed) || parsed.value.kind === 'instance' || parsed.value.kind === 'project')
        return null;
    return { project: parsed.value.project, repo: parsed.value.repo };
}
/** `PROJ/slug` of a finding, as in the selector `repo:`. */
function repositoryName(finding) {
    return `${finding.project}/${finding.repository}`;
}
/** `2 secrets on feature/x (abc) that are not on main (def); 14 more are on both`; `null` unless a change was judged. */
function changeSentence(report) {
    const { change, counts } = report;
    if (!change || !isJudged(report))
        return null;
    const { branch, commit, compared, comparedCommit, hasBaseline } = change;
    const { total, new: fresh, behind = 0 } = counts;
    const secrets = fresh === 1 ? '1 secret' : `${fresh === 0 ? 'no' : (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(fresh)} secrets`;
    const added = `${secrets} on ${tip(branch, commit)} that ${fresh === 1 ? 'is' : 'are'} not on ${tip(compared, comparedCommit)}`;
    const known = total - fresh - behind;
    const more = fresh === 0 ? (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(known) : `${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(known)} more`;
    const both = `${more} ${known === 1 ? 'is' : 'are'} ${hasBaseline ? 'known' : 'on both'}`;
    const mended = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(behind)} more ${behind === 1 ? 'is' : 'are'} already removed on ${compared}`;
    return [added, ...(known > 0 ? [both] : []), ...(behind > 0 ? [mended] : [])].join('; ');
}
function tip(branch, commit) {
    return commit === null ? branch : `${branch} (${commit.slice(0, 11)})`;
}
/** What is shown beside the code and in Bitbucket: of a change, what it adds alone. */
function isShown({ status }, { change }) {
    return change ? status === 'new' : status !== 'suppressed';
}
/** The sentence, what the branch no longer has, and once what a comparison of tips cannot show; none without a sentence. */
function changeLines(report) {
    const sentence = changeSentence(report);
    if (!report.change || sentence === null)
        return [];
    const { gone } = report.change;
    // A file that was skipped may have what seems to be gone.
    const isWhole = gone > 0 && !report.evidence.skippedFiles?.count;
    return [
        `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
        ...(isWhole ? [`No longer reported here: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(gone)}.`] : []),
        'Branch tips are compared: a secret that was committed and deleted again is not seen.',
    ];
}


/***/ }),

/***/ 46858:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(51455);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/target.js
var lib_target = __nccwpck_require__(69386);
;// CONCATENATED MODULE: ./lib/config/run-plan.js
/** What a run will do, decided before anything is sent. Pure. */


/** The steps of a run, in order; an empty list or `false` means that the step is left out. */
const nothing = {
    needsServer: true,
    cancels: [],
    /** Targets whose scan is started. */
    triggers: [],
    /** Whether to wait for the scans until they are proven done. */
    wait: false,
    /** Targets whose findings are downloaded. */
    exports: [],
    /** The branch that what is judged is compared with; its findings are downloaded too. */
    compared: null,
    /** Local exports that are judged instead; patterns relative to the working folder. */
    localExports: [],
    /** Targets whose reviewed false positives are downloaded. */
    reviewed: [],
    /** Whether reviewed findings are left out of judgement or are themselves the result. */
    reviewedAre: 'suppressions',
    /** Whether findings are judged: then a verdict is earned by thresholds alone. */
    judges: false,
};
/** @param localExports files or patterns that `evaluate` reads */
function planOf(inputs, localExports = inputs.reportFiles) {
    const { targets, compared, wait } = inputs;
    const reviewed = inputs.excludeReviewed ? reviewedTargets(compared === null ? targets : [compared]) : [];
    switch (inputs.operation) {
        case 'gate':
            return { ...nothing, triggers: targets, wait, exports: targets, compared, reviewed, judges: true };
        case 'scan':
            return { ...nothing, triggers: targets, wait: inputs.wait };
        case 'export':
            return { ...nothing, exports: targets, compared, reviewed, judges: true };
        case 'evaluate':
            return { ...nothing, needsServer: false, localExports, judges: true };
        case 'export-reviewed':
            return { ...nothing, reviewed: reviewedTargets(targets), reviewedAre: 'result' };
        case 'cancel':
            return { ...nothing, cancels: cancelKinds(inputs.cancel) };
        case 'plan':
        case 'doctor':
            return nothing;
    }
}
/** Queued ones first: else a running scan that ends would pull the next one from the queue. */
function cancelKinds(cancel) {
    if (cancel === 'all')
        return ['queued', 'running'];
    return cancel === null ? [] : [cancel];
}
/** The server exports reviewed findings per repository at the narrowest (the vendor's page on mass scanning). */
function reviewedTargets(targets) {
    return [...new Map(targets.map(lib_target/* withoutBranch */.tD).map((target) => [(0,lib_target/* targetName */.je)(target), target])).values()];
}
/**
 * Why this run is skipped, or `null`: it lacks credentials, and the CI itself proves that the pull request is from a
 * fork, which gets no secrets. A secret that was renamed or has expired must not open the gate of a branch.
 */
function skipReason(inputs, plan, host) {
    if (!plan.needsServer || inputs.credentials !== null || inputs.onMissingCredentials !== 'skip')
        return null;
    // It needs no credentials.
    if (inputs.dryRun)
        return null;
    const { proven, shown } = host.forkEvidence();
    if (!proven) {
        const why = `Neither \`token\` nor \`username\` and \`password\` is given, and \`on-missing-credentials: skip\` is for pull requests from forks only: ${shown}.`;
        throw new errors/* GateError */.ue('CREDENTIALS_MISSING', why);
    }
    return `no credentials were given, \`on-missing-credentials\` is \`skip\`, and ${shown}: NOTHING WAS SCANNED OR JUDGED`;
}
/** A run that scans gives each finding the time of now, so its thresholds over ages count nothing and always pass. */
function ageNotes({ triggers, judges }, thresholds) {
    if (triggers.length === 0 || !judges)
        return [];
    return thresholds
        .filter(({ olderThanMs }) => olderThanMs !== null)
        .map(({ name }) => {
        return `Threshold "${name}" asks for an age, and the scan of this run made every finding new in time: judge ages with \`operation: export\` or \`evaluate\`.`;
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(77598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: ./lib/files.js
var files = __nccwpck_require__(95428);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __nccwpck_require__(68804);
// EXTERNAL MODULE: ./lib/config/globs.js
var config_globs = __nccwpck_require__(80357);
;// CONCATENATED MODULE: ./lib/config/blind-selectors.js



/** The targets as policies name them: a fork as the repository of the target of its pull request. */
function policyTargets({ targets, pull }) {
    return pull === null ? targets : [{ ...pull.target, branch: pull.source.branch }];
}
/** Whether findings at a place can fit, as far as the place is known. */
function placeTest({ project, repo, branch }) {
    const fitsProject = (0,config_globs/* compileGlobs */.tI)(project ?? [], 'project');
    const fitsOwner = (0,config_globs/* compileGlobs */.tI)((repo ?? []).filter(config_globs/* isWanted */.Yu).map(projectPart), 'project');
    const fitsRepo = (0,config_globs/* compileGlobs */.tI)(repo ?? [], 'repo');
    const fitsBranch = (0,config_globs/* compileGlobs */.tI)(branch ?? [], 'branch');
    return (place) => (place.project === null || (fitsProject(place.project) && fitsOwner(place.project))) &&
        (place.project === null || place.repo === null || fitsRepo(`${place.project}/${place.repo}`)) &&
        (place.branch === null || fitsBranch(place.branch));
}
/** Whether a place says all that the match asks of places. */
function isDecidedBy({ project, repo, branch }, place) {
    return (((project === undefined && repo === undefined) || place.project !== null) &&
        (repo === undefined || place.repo !== null) &&
        (branch === undefined || place.branch !== null));
}
/** The names of projects, repositories and branches in a match that are written without wildcards. */
function literalMatch({ project, repo, branch }) {
    return {
        project: literals(project),
        repo: repo?.filter(config_globs/* isWanted */.Yu).map(literalRepository),
        branch: literals(branch),
    };
}
function literals(globs = []) {
    const wanted = globs.filter(config_globs/* isWanted */.Yu);
    return wanted.length === 0 || wanted.some((glob) => wild.test(glob)) ? undefined : wanted;
}
const wild = /[*?[\\]/;
function literalRepository(glob) {
    if (!wild.test(glob))
        return glob;
    const parts = glob.split('/');
    if (parts.length !== 2 || glob.includes('{'))
        return '*';
    return parts.map((part) => (wild.test(part) ? '*' : part)).join('/');
}
/** Braces may go over the slash. */
function projectPart(glob) {
    const [part = '*'] = glob.split('/');
    return part === '**' || (0,config_globs/* globProblem */.AI)(part, 'project') !== null ? '*' : part;
}
/**
 * A literal name of an input is a mistake. A policy file may serve many repositories, and wildcards what is not there
 * yet: these are notes, unless no threshold can match.
 * @param canMatch whether anything in the scope can fit
 * @param scope `where` names it at the end of a sentence; with `others`, more thresholds can match
 */
function blindSelectors(thresholds, canMatch, { where, others = false }) {
    const blind = thresholds.filter(({ match }) => !canMatch(match));
    const sentence = ({ selector }) => `The selector "${selector}" can match nothing in ${where}.`;
    const isMistake = ({ origin, match }) => inputOrigin.test(origin) && !canMatch(literalMatch(match));
    const mistakes = blind
        .filter(isMistake)
        .map((threshold) => ({ where: threshold.origin, what: sentence(threshold) }));
    if (mistakes.length === 0 && !others && blind.length > 0 && blind.length === thresholds.length) {
        return { mistakes: [{ where: 'thresholds', what: noneMatches(blind, where) }], notes: [] };
    }
    const noted = blind.filter((threshold) => !isMistake(threshold));
    return {
        mistakes,
        notes: noted.map((threshold) => `${threshold.origin}: ${sentence(threshold)}`),
    };
}
/** As `mergePolicies` names them; a place in a policy file ends with its line. */
const inputOrigin = /^(thresholds|what-if) line \d+$/;
function noneMatches(blind, where) {
    const names = (0,lib_text/* namesOf */.eZ)(blind.map(({ selector, origin }) => `"${selector}" (${origin})`));
    return `No threshold can match anything in ${where}, so nothing would be judged: ${names}.`;
}
/** The same for the targets alone, before anything is sent. */
function selectorsOutside(thresholds, targets) {
    const places = targets.map(lib_target/* placeOf */.$t);
    const names = (0,lib_text/* namesOf */.eZ)(targets.map(lib_target/* targetName */.je));
    const where = targets.length > 5 ? `${names} targets` : names;
    return blindSelectors(thresholds, (match) => places.some(placeTest(match)), { where });
}

// EXTERNAL MODULE: ./lib/config/fields.js
var fields = __nccwpck_require__(21877);
;// CONCATENATED MODULE: ./lib/config/scope.js
/** The inputs that name one target, widest first; each needs the ones before it. */
const parts = ['project', 'repo', 'branch'];
const scopeInputs = ['scope', ...parts, 'targets'];
/** No targets for operations without a scope, and where there are mistakes. */
function targetsOf(reader, operation) {
    if (operation === null || operation === 'evaluate')
        return [];
    // Without a scope, `doctor` checks the server alone.
    if (operation === 'doctor' && !scopeInputs.some(reader.has))
        return [];
    if (operation === 'cancel')
        return cancelTargets(reader);
    const before = reader.mistakes.length;
    if (operation === 'export-reviewed')
        refuseBranches(reader);
    const targets = reader.has('targets') ? severalTargets(reader) : oneTarget(reader);
    return reader.mistakes.length === before ? targets : [];
}
function cancelTargets(reader) {
    if (reader.values.scope !== 'instance') {
        reader.refuse('scope', 'The server can only cancel scans of the whole instance, other teams\u2019 too: set `scope: instance` if that is meant.');
    }
    refuseAll(reader, [...parts, 'targets'], 'contradicts `cancel`, which stops scans of the whole instance');
    return [{ kind: 'instance' }];
}
/** The server exports reviewed findings per repository at the narrowest (the vendor's page on mass scanning). */
function refuseBranches(reader) {
    const { scope, targets } = reader.values;
    const hasBranches = targets?.some((target) => target.kind === 'branch') ?? false;
    if (!reader.has('branch') && scope !== 'branch' && !hasBranches)
        return;
    const name = reader.has('branch') ? 'branch' : hasBranches ? 'targets' : 'scope';
    reader.refuse(name, 'Reviewed findings are exported per repository, not per branch: leave the branch out.');
}
function severalTargets(reader) {
    refuseAll(reader, ['scope', ...parts], 'contradicts `targets`, which is the whole scope: remove one of them');
    return reader.values.targets ?? [];
}
function refuseAll(reader, names, what) {
    for (const name of names.filter(reader.has))
        reader.refuse(name, `\`${name}\` ${what}.`);
}
function oneTarget(reader) {
    const { scope: given } = reader.values;
    if (given === null && reader.has('scope'))
        return [];
    const scope = given ?? parts.findLast(reader.has);
    if (scope === undefined) {
        reader.refuse('scope', 'No scope given. Set `project`, or `project` and `repo`, or those and `branch`, or `targets`; for everything set `scope: instance`.');
        return [];
    }
    const needed = scope === 'instance' ? -1 : parts.indexOf(scope);
    for (const [at, name] of parts.entries()) {
        if (at <= needed && !reader.has(name)) {
            const problem = given === null
                ? `\`${scope}\` needs \`${name}\` too: give it.`
                : `\`scope: ${scope}\` needs \`${name}\`: give it, or choose a wider scope.`;
            reader.refuse(name, problem);
        }
        if (at > needed && reader.has(name)) {
            const problem = `\`scope: ${scope}\` contradicts \`${name}\`, which is narrower: remove one of them.`;
            reader.refuse('scope', problem);
        }
    }
    return targetsNamed(scope, reader);
}
function targetsNamed(scope, { values: { project, repo, branch } }) {
    if (scope === 'instance')
        return [{ kind: 'instance' }];
    if (project === null)
        return [];
    if (scope === 'project')
        return [{ kind: 'project', project }];
    if (repo === null)
        return [];
    if (scope === 'repo')
        return [{ kind: 'repo', project, repo }];
    return branch === null ? [] : [{ kind: 'branch', project, repo, branch }];
}

// EXTERNAL MODULE: ./lib/config/sources.js
var config_sources = __nccwpck_require__(32884);
// EXTERNAL MODULE: ./lib/config/table.js
var table = __nccwpck_require__(71582);
;// CONCATENATED MODULE: ./lib/config/inputs.js
/** The typed inputs of a run, made of the raw values of all sources: with warnings, or every mistake at once. Pure. */






const ALWAYS = { from: null, to: null };
/** @param sources in order of precedence @param now in ms since the epoch */
function readInputs(sources, now) {
    const resolution = (0,config_sources/* resolveInputs */.eL)(sources);
    // Defaults of others depend on it.
    const word = (0,config_sources/* givenText */.xe)(resolution, 'operation') ?? 'gate';
    const operation = table/* operations */.zU.find((known) => known === word) ?? null;
    const reader = (0,config_sources/* inputReader */.cN)(resolution, operation, now);
    const inputs = inputsOf(reader, operation, now);
    if (operation !== null)
        checkOperation(reader, operation);
    if (operation === 'gate')
        checkPeriodOfGate(reader, inputs, now);
    checkPosting(reader, inputs);
    checkChange(reader, operation, inputs);
    const { mistakes } = reader;
    return {
        /** `null` exactly when there are mistakes. */
        inputs: mistakes.length === 0 ? inputs : null,
        mistakes,
        effective: (0,config_sources/* effectiveInputs */.F9)(resolution, operation),
        /** They do not stop the run; one sentence each. */
        warnings: inputWarnings(resolution, inputs),
        /** Also when there are mistakes, so that those of these lines join the same list. */
        thresholds: inputs.thresholds,
        whatIf: inputs.whatIf,
    };
}
function inputsOf(reader, operation, now) {
    // Those that count in another form only.
    const { scope, project, repo, branch, compareBranch, token, tokenFile, username, password, passwordFile, policyFrom, startDate, endDate, requestTimeout, timeout, pollInterval, maxExportSize, ...values } = reader.values;
    const names = Object.entries({ project, repository: repo, branch }).filter(([, name]) => name !== null);
    /** At least one for every operation that has a scope. */
    const targets = targetsOf(reader, operation);
    return {
        ...values,
        credentials: credentialsOf(reader),
        targets,
        /** For `evaluate`: the names of all rows of an export that has no such column. */
        standIn: (operation === 'evaluate' ? Object.fromEntries(names) : {}),
        /** The branch that the one of `targets` is compared with; `null` without a comparison. */
        compared: comparedWith(reader, targets),
        excludeRepos: values.excludeRepos ?? [],
        requireScanned: values.requireScanned ?? !targets.some(({ kind }) => kind === 'instance'),
        emails: values.emails ?? [],
        period: periodOf(reader, now),
        requestTimeoutMs: requestTimeout,
        timeoutMs: timeout,
        pollIntervalMs: pollInterval,
        maxExportBytes: maxExportSize,
        columns: values.columns ?? {},
        reportFiles: values.reportFiles ?? [],
        /** The pull request, once it was looked up. */
        pull: null,
    };
}
/** @param targets of the run */
function comparedWith(reader, targets) {
    const branch = reader.values.compareBranch;
    if (!reader.has('compare-branch'))
        return null;
    const [target] = targets;
    if (reader.has('pull-request')) {
        reader.refuse('compare-branch', '`pull-request` gives the compared branch: leave this out.');
    }
    else if (targets.length > 1 || (target !== undefined && target.kind !== 'branch')) {
        const problem = 'One branch is compared with another: give `project`, `repo` and `branch`.';
        reader.refuse('compare-branch', problem);
    }
    return branch === null || target?.kind !== 'branch' ? null : { ...target, branch };
}
/** Inputs of changes, which other operations would not heed: somebody would take their result for that of a change. */
const changeInputs = ['compare-branch', 'pull-request', 'policy-from'];
function checkChange(reader, operation, { targets }) {
    if (operation === null)
        return;
    for (const name of changeInputs) {
        if (reader.has(name) && !(0,table/* rowOf */.OB)(name).usedBy.includes(operation)) {
            reader.refuse(name, `\`${operation}\` judges no change: leave it out.`);
        }
    }
    const isPull = reader.has('pull-request');
    if (reader.values.policyFrom === 'target' && !isPull) {
        reader.refuse('policy-from', 'Without `pull-request` there is no target: leave it out.');
    }
    if (!isPull || !isSeveral(targets))
        return;
    reader.refuse('pull-request', 'A pull request belongs to one repository: give `project` and `repo`.');
}
function isSeveral(targets) {
    return targets.length > 1 || targets.some(lib_target/* isWide */.EW);
}
/** `null` when none are given, which is no mistake here: `on-missing-credentials` decides. */
function credentialsOf(reader) {
    const { token, username, password } = reader.values;
    if (reader.has('token') && (reader.has('username') || reader.has('password'))) {
        const problem = 'Given together with `username` or `password`: give the token, or both of those, not all.';
        reader.refuse('token', problem);
        return null;
    }
    if (reader.has('username'))
        demand(reader, 'password', '`username` needs `password`: give both, or a `token`.');
    if (reader.has('password'))
        demand(reader, 'username', '`password` needs `username`: give both, or a `token`.');
    if (token !== null)
        return { kind: 'token', token };
    return username !== null && password !== null ? { kind: 'basic', username, password } : null;
}
function demand(reader, name, problem) {
    if (!reader.has(name))
        reader.refuse(name, problem);
}
function checkOperation(reader, operation) {
    if (reader.has('ca-cert') && reader.has('ca-file')) {
        reader.refuse('ca-cert', 'Given together with `ca-file`: give one of the two.');
    }
    if (operation === 'evaluate') {
        demand(reader, 'report-files', '`evaluate` needs the exports to judge: give their paths or globs.');
    }
    else {
        const problem = `\`${operation}\` needs the base URL of Bitbucket, such as https://host/bitbucket.`;
        demand(reader, 'bitbucket-url', problem);
    }
    if (operation === 'cancel') {
        demand(reader, 'cancel', '`cancel` needs to know which scans to stop: set queued, running or all.');
    }
    if (operation === 'plan')
        demand(reader, 'shards', '`plan` needs to know over how many jobs, 1 to 256.');
    if (operation !== 'export-reviewed')
        return;
    for (const name of ['start-date', 'end-date']) {
        if (reader.has(name))
            reader.refuse(name, '`export-reviewed` takes no dates: remove it.');
    }
}
/** A start further ahead than clocks can differ would find nothing and let everything pass. */
const AHEAD_MS = 24 * 60 * 60 * 1000;
/** How far the clocks of this machine and of the server may differ. */
const CLOCKS_MS = 5 * 60 * 1000;
function periodOf(reader, now) {
    const { startDate: from, endDate: to } = reader.values;
    if (from !== null && from > now + AHEAD_MS) {
        reader.refuse('start-date', `${iso(from)} is in the future (now is ${iso(now)}): nothing could be found and everything would pass. Give an earlier start.`);
    }
    if (from !== null && to !== null && to <= from) {
        reader.refuse('end-date', `${iso(to)} is not after the start-date ${iso(from)}: give a later end.`);
    }
    return { from, to };
}
/** `gate` judges what its own scan finds: with a period that the scan may miss, everything would pass. */
function checkPeriodOfGate(reader, { period, timeoutMs }, now) {
    const { from, to } = period;
    if (from !== null && from > now - CLOCKS_MS && from <= now + AHEAD_MS) {
        reader.refuse('start-date', `\`gate\` scans everything anew, and ${iso(from)} is too late a start (now is ${iso(now)}, and the clock of the server may differ): what it finds might be from before it and not count. Leave it out, or give one that is 5 minutes ago or more.`);
    }
    const latest = now + timeoutMs;
    if (to === null || to > latest || (from !== null && to <= from))
        return;
    const why = to <= now
        ? 'nothing could be found before it and everything would pass'
        : `the scan may last until ${iso(latest)} (\`timeout\`), and what it finds after the end would not count`;
    reader.refuse('end-date', `\`gate\` scans everything anew, and ${iso(to)} is too early an end (now is ${iso(now)}): ${why}. Leave it out, or use \`operation: export\`.`);
}
function iso(ms) {
    return new Date(ms).toISOString().replace('.000Z', 'Z');
}
function isUsed(name, { operation }) {
    return (0,table/* rowOf */.OB)(name).usedBy.includes(operation);
}
/** A verdict can be posted for one repository or branch only, a comment to one pull request only. */
function checkPosting(reader, inputs) {
    const { codeInsights, buildStatus, pullRequestComment } = inputs;
    const wanted = [
        ['code-insights', codeInsights],
        ['build-status', buildStatus],
        ['pull-request-comment', pullRequestComment !== 'never'],
    ];
    const posts = wanted.filter(([name, isWanted]) => isWanted && isUsed(name, inputs)).map(([name]) => name);
    if (isSeveral(inputs.targets)) {
        for (const name of posts) {
            reader.refuse(name, `\`${name}\` posts the verdict to one repository, so it needs a scope of one repository or one branch: give \`project\` and \`repo\` (and \`branch\`), or leave it out.`);
        }
    }
    else if (posts.includes('pull-request-comment')) {
        const problem = `\`pull-request-comment: ${pullRequestComment}\` needs \`pull-request\`, the number of the pull request in Bitbucket: give it.`;
        if (!reader.has('pull-request'))
            reader.refuse('pull-request-comment', problem);
    }
}
/** Below this many characters a key for fingerprints could be guessed. */
const SHORT_KEY = 16;
/** Given for an effect; other unused inputs are logged at `log-level: debug` only. */
const expectedToCount = [
    'thresholds',
    'what-if',
    'baseline-file',
    'exclude-reviewed',
    'start-date',
    'end-date',
    'emails',
    'report-files',
    'check-skipped',
    'cancel',
    'shards',
    'code-insights',
    'build-status',
    'pull-request-comment',
];
function inputWarnings(resolution, inputs) {
    const { given } = resolution;
    const { bitbucketUrl, credentials, fingerprintKey, operation, targets } = inputs;
    const travels = credentials === null ? 'the findings travel' : 'credentials and findings travel';
    const idle = expectedToCount.filter((name) => given.get(name)?.source === 'input' && !isUsed(name, inputs));
    const unmasked = table/* inputRows */.k8.filter(({ kind, name }) => {
        return kind === 'secret' && given.has(name) && !(0,lib_text/* isMaskable */.h_)((0,config_sources/* givenText */.xe)(resolution, name) ?? '');
    });
    const warnings = [
        ...unmasked.map(({ name }) => `${name} is too short to be masked: log and reports may show it.`),
        bitbucketUrl !== null &&
            (0,fields/* isCleartext */.Pd)(bitbucketUrl) &&
            `bitbucket-url is http, so ${travels} in clear: use https.`,
        fingerprintKey !== null &&
            fingerprintKey.length < SHORT_KEY &&
            `fingerprint-key is shorter than ${SHORT_KEY} characters, so it could be guessed: use a long random one.`,
        inputs.revealSecrets &&
            isUsed('reveal-secrets', inputs) &&
            'reveal-secrets shows matched texts in clear in the CSV and HTML files: guard them like secrets.',
        given.has('commit') &&
            !inputs.codeInsights &&
            !inputs.buildStatus &&
            'commit has no effect without `code-insights` or `build-status`.',
        inputs.excludeRepos.length > 0 &&
            targets.length > 0 &&
            !targets.some(lib_target/* isWide */.EW) &&
            'exclude-repos has no effect without a project or the instance in the scope.',
        idle.length > 0 && `The operation ${operation} does not use: ${idle.join(', ')}.`,
    ];
    return warnings.filter((sentence) => sentence !== false);
}

// EXTERNAL MODULE: ./lib/config/thresholds.js
var config_thresholds = __nccwpck_require__(16980);
// EXTERNAL MODULE: ./lib/config/values.js
var values = __nccwpck_require__(96618);
;// CONCATENATED MODULE: ./lib/config/policy.js



/** A threshold in words, as `new findings of rule AWS_*: at most 0`. */
function policy_describeThreshold(threshold) {
    const { match, count, onlyNew, olderThanMs, max, level } = threshold;
    const what = [
        ...(onlyNew ? ['new'] : []),
        ...(count === 'distinct' ? ['distinct'] : []),
        'findings',
        ...(match.severity === undefined ? [] : [`of severity ${match.severity} and above`]),
        ...globWords('of rule', match.rule),
        ...globWords('in project', match.project),
        ...globWords('in repository', match.repo),
        ...globWords('on branch', match.branch),
        ...globWords('in path', match.path),
        ...globWords('of owner', match.owner),
        ...(olderThanMs === null ? [] : [`scanned more than ${showDuration(olderThanMs)} ago`]),
    ];
    const limit = max === 'baseline' ? 'not more than the baseline holds' : `at most ${max}`;
    return `${what.join(' ')}: ${limit}${level === 'warn' ? ' (only warns)' : ''}`;
}
function globWords(words, globs) {
    if (globs === undefined)
        return [];
    const wanted = globs.filter(isWanted);
    const unwanted = globs.filter((glob) => !isWanted(glob)).map((glob) => glob.slice(1));
    const but = unwanted.length === 0 ? '' : ` but not ${unwanted.join(' or ')}`;
    return [`${words} ${wanted.length === 0 ? '*' : wanted.join(' or ')}${but}`];
}
/**
 * One policy of all policy files and inputs. All thresholds of all sources hold; with none at all, `total = 0` does,
 * also beside `what-if`. Severities of a nearer file come before those it extends, as the first that matches decides.
 */
function mergePolicies(sources) {
    const { documents } = sources;
    const input = (0,config_thresholds/* parseThresholds */.S)(sources.thresholdsInput ?? '', 'thresholds');
    const whatIf = (0,config_thresholds/* parseThresholds */.S)(sources.whatIf ?? '', 'what-if');
    const own = [...documents.flatMap(({ thresholds }) => thresholds), ...input.thresholds];
    const usual = (0,config_thresholds/* parseThresholdString */.a9)(sources.isCompared === true ? 'new = 0' : 'total = 0', String, 'default');
    const thresholds = withUniqueNames([...(own.length === 0 ? usual.thresholds : own), ...whatIf.thresholds]);
    const nearest = documents.toReversed();
    const owners = nearest.flatMap((document) => document.owners ?? []);
    const policy = {
        thresholds,
        suppressions: documents.flatMap(({ suppressions }) => suppressions),
        severities: nearest.flatMap(({ severities }) => severities),
        remedies: nearest.flatMap(({ remedies = [] }) => remedies),
        ...(owners.length > 0 && {
            owners: {
                rules: owners.flatMap(({ rules }) => rules),
                codeOwners: owners.some(({ codeOwners }) => codeOwners),
            },
        }),
    };
    return {
        policy,
        mistakes: [...input.mistakes, ...whatIf.mistakes, ...ownerMistakes(policy)],
        /** About what is valid but may not be meant. */
        warnings: thresholds.flatMap(topFolderWarnings),
    };
}
/** Without owners in a policy file nothing has one, and such a threshold would always pass. */
function ownerMistakes({ thresholds, suppressions, owners }) {
    if (owners !== undefined)
        return [];
    const what = '"owner" selects by `owners` of a policy file, and there are none.';
    const asking = [...thresholds, ...suppressions].filter(({ match }) => match.owner !== undefined);
    return asking.map(({ origin }) => ({ where: origin, what }));
}
/** Thresholds of the same name all hold; their origin makes the names unique. */
function withUniqueNames(thresholds) {
    const taken = new Set();
    return thresholds.map((threshold) => {
        const { origin } = threshold;
        let { name } = threshold;
        for (let count = 1; taken.has(name); count += 1) {
            name = `${threshold.name} (${origin}${count === 1 ? '' : `, ${count}`})`;
        }
        taken.add(name);
        return { ...threshold, name };
    });
}
function topFolderWarnings({ name, match }) {
    const shallow = (match.path ?? []).filter((glob) => !/^!|[/]|^\*+$/.test(glob));
    return shallow.map((glob) => `Threshold "${name}" matches "${glob}" in the top folder only: write "**/${glob}" for every folder.`);
}

;// CONCATENATED MODULE: ./lib/config/settings.js
/** Reads everything that configures a run: inputs and policy files, merged. All mistakes are reported at once. */












/** Policy file that is read when it exists and `policy-file` names none; relative to the working folder. */
const DEFAULT_POLICY_FILE = '.soteri-gate.yml';
const EXTENDS_LIMIT = 10;
/**
 * The settings of a run; registers every secret with the host before it logs a line. With `pull-request` they are read
 * twice, as it gives some of them: first without `pulled`, and then without the policy of the target.
 */
async function readSettings(host, ofCall = [], pulled = null) {
    const { chain, reading, inputs, isPending, merged, mistakes } = await readSources(host, ofCall, pulled);
    const { policy } = merged;
    const outside = inputs === null || isPending || inputs.targets.length === 0 || !planOf(inputs).judges
        ? { mistakes: [], notes: [] }
        : selectorsOutside(policy.thresholds, policyTargets(inputs));
    mistakes.push(...outside.mistakes);
    if (inputs === null || mistakes.length > 0)
        throw (0,errors/* inputError */.Xu)(mistakes);
    host.setLogLevel(inputs.logLevel);
    const notes = [...outside.notes, ...(pulled?.notes ?? [])];
    if (isPending)
        return { inputs, policy, policyFiles: [], notes };
    for (const { name, shown, source, used } of reading.effective) {
        host.log.debug(`${name} = ${shown} (${source}${used ? '' : ', not used by this operation'})`);
    }
    const policyFiles = [...new Map(chain.map(({ file }) => [file.path, file])).values()];
    for (const warning of [...reading.warnings, ...merged.warnings])
        host.log.warn(warning);
    return { inputs, policy, policyFiles, notes };
}
/** The policy alone, with the inputs that shape it: nothing else has to be given. Throws as `readSettings`. */
async function readPolicy(host, ofCall) {
    const { merged, mistakes } = await readSources(host, ofCall, null);
    const given = mistakes.filter((mistake) => !isMissing(mistake, host));
    if (given.length > 0)
        throw inputError(given);
    return merged.policy;
}
async function readSources(host, ofCall, pulled) {
    for (const secret of (0,config_sources/* secretsOf */.Fj)((0,config_sources/* sourcesOf */.u0)(host, {})))
        host.mask(secret);
    const mistakes = [...ofCall];
    const chain = await readPolicyFiles(mistakes, pulled, host);
    const policyInputs = Object.assign({}, ...chain.map((link) => link.inputs));
    const reading = readInputs((0,config_sources/* sourcesOf */.u0)(host, policyInputs), host.clock.now());
    const inputs = reading.inputs === null ? null : { ...reading.inputs, ...pulled?.inputs };
    /** The pull request is to be looked up yet. */
    const isPending = pulled === null && inputs !== null && inputs.pullRequest !== null;
    const merged = mergePolicies({
        documents: chain.flatMap(({ document }) => document ?? []),
        thresholdsInput: reading.thresholds,
        whatIf: reading.whatIf,
        isCompared: isPending || (inputs?.compared ?? null) !== null,
    });
    mistakes.push(...reading.mistakes.filter((mistake) => !isMeant(mistake, ofCall, host)), ...merged.mistakes);
    return { chain, reading, inputs, isPending, merged, mistakes };
}
function isMissing({ where }, host) {
    return (0,table/* isInputName */.wp)(where) && host.input(where) === undefined;
}
/** Whether an input is missing only because its flag was misspelt. With an unknown operation nobody knows what is missing. */
function isMeant(mistake, ofCall, host) {
    return ofCall.some(({ meant }) => {
        if (!meant || !isMissing(mistake, host))
            return false;
        const isScope = [meant, mistake.where].every((name) => scopeInputs.some((one) => one === name));
        return meant === 'operation' || meant === mistake.where || isScope;
    });
}
/** The chain of the policy file that is named, or of the usual one if it exists. */
async function readPolicyFiles(mistakes, pulled, host) {
    const { workingFolder: folder } = host;
    const resolution = (0,config_sources/* resolveInputs */.eL)((0,config_sources/* sourcesOf */.u0)(host, {}));
    const usual = resolution.given.has('pull-request') ? 'target' : 'checkout';
    const isOfTarget = ((0,config_sources/* givenText */.xe)(resolution, 'policy-from') ?? usual) === 'target';
    if (isOfTarget && pulled === null)
        return [];
    const named = (0,config_sources/* givenText */.xe)(resolution, 'policy-file');
    return await chainOf((0,files/* pathOf */.XM)(named ?? DEFAULT_POLICY_FILE, folder), [], named === undefined);
    async function read(path, isOptional) {
        const inside = (0,external_node_path_.relative)(folder, path);
        const segments = inside.split(external_node_path_.sep);
        // Others, such as a policy that several repositories share, are read as they are.
        const isInCheckout = !(0,external_node_path_.isAbsolute)(inside) && segments[0] !== '..';
        if (isOfTarget && pulled !== null && isInCheckout) {
            return await pulled.readFile(segments.join('/'), isOptional);
        }
        return isOptional && !(0,files/* isFile */.fo)(path) ? null : await (0,files/* readSmallFile */.EW)(path, 'policy-file');
    }
    /** The file and all that it extends, base first, so that the nearer file overrides. @param above extend it */
    async function chainOf(path, above, isOptional = false) {
        checkExtended(path, above);
        const bytes = await read(path, isOptional);
        if (bytes === null)
            return [];
        const { parsePolicyFile } = await Promise.all(/* import() */[__nccwpck_require__.e(691), __nccwpck_require__.e(815), __nccwpck_require__.e(148)]).then(__nccwpck_require__.bind(__nccwpck_require__, 11148));
        const name = (0,external_node_path_.relative)(folder, path).split(external_node_path_.sep).join('/');
        const parsed = parsePolicyFile(bytes.toString('utf8'), name);
        mistakes.push(...parsed.mistakes, ...(await pathMistakes(parsed, folder)));
        const bases = [];
        for (const base of parsed.extends) {
            bases.push(...(await chainOf((0,external_node_path_.resolve)((0,external_node_path_.dirname)(path), base), [...above, path])));
        }
        const file = { path: name, sha256: (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex') };
        return [...bases, { document: parsed.document, inputs: parsed.inputs, file }];
    }
}
function checkExtended(path, above) {
    if (above.includes(path)) {
        throw extendsError(`"${path}" extends itself.`, 'Remove the `extends` that leads back to it.');
    }
    if (above.length > EXTENDS_LIMIT) {
        throw extendsError(`"${path}" is reached over more than ${EXTENDS_LIMIT} files that extend one another.`, 'Name the files in one `extends` instead: it takes a list.');
    }
}
function extendsError(what, hint) {
    return new errors/* GateError */.ue('INPUT_INVALID', `policy-file: ${what}`, { hint });
}
/** A pull request can change the paths that a policy file gives, so they must not leave the checkout. */
async function pathMistakes({ inputs, inputPlaces }, workspace) {
    const mistakes = [];
    for (const key of ['output-dir', 'history-file']) {
        const path = inputs[key];
        const problem = path === undefined ? null : await pathProblem(String(path).trim(), workspace);
        if (problem === null)
            continue;
        const what = `\`${key}\` of a policy file ${problem}: give any other folder as ${(0,config_sources/* placesFor */.Wu)((0,table/* rowOf */.OB)(key))}.`;
        mistakes.push({ where: inputPlaces.get(key) ?? key, what });
    }
    return mistakes;
}
/** `null` for a path that is relative, below the workspace, outside of `.git`, and passes no symbolic link. */
async function pathProblem(path, workspace) {
    const segments = path.split(/[/\\]/);
    if (/^([/\\]|[a-z]:)/i.test(path))
        return 'must be relative, below the workspace';
    if (segments.includes('..'))
        return 'must be below the workspace, without ".."';
    if (segments.some((segment) => segment.toLowerCase() === '.git')) {
        return 'must be below the workspace, outside of .git';
    }
    let passed = workspace;
    for (const segment of segments) {
        passed = (0,external_node_path_.join)(passed, segment);
        try {
            if ((await (0,promises_.lstat)(passed)).isSymbolicLink())
                return 'must be below the workspace, and passes a symbolic link';
        }
        catch (caught) {
            if (['ENOENT', 'ENOTDIR'].includes((0,errors/* systemCode */.xU)(caught) ?? ''))
                return null;
            return 'must be below the workspace, and passes an unreadable folder';
        }
    }
    return null;
}
/** @param fingerprintKey the input; any text, hashed to a key of even length. */
function hashKeyOf(fingerprintKey) {
    if (fingerprintKey === null)
        return { key: null, keyCheck: null };
    const key = (0,external_node_crypto_.createHash)('sha256').update(fingerprintKey).digest();
    const check = (0,external_node_crypto_.createHmac)('sha256', key).update('soteri-gate baseline key check').digest('hex');
    return { key, keyCheck: check.slice(0, 4) };
}

;// CONCATENATED MODULE: ./lib/judge/verdict.js
/** The verdict of a run. An outcome without a single threshold is an error: nothing was gated. */
function verdictOf(outcome) {
    switch (outcome.kind) {
        case 'failed':
            return errorVerdict(outcome.error);
        case 'done':
            return verdict('pass', outcome.sentence);
        case 'skipped':
            return verdict('warn', outcome.sentence);
        case 'judged':
            return judgedVerdict(outcome);
    }
}
function verdict(word, why) {
    return { word, exitCode: word === 'fail' ? 1 : 0, sentence: `${word}: ${why}`, error: null };
}
function errorVerdict(error) {
    return {
        word: 'error',
        exitCode: error.exitCode,
        sentence: `error (exit ${error.exitCode}, ${error.code}): ${inOneLine(error)}`,
        error: { code: error.code, message: error.message, hint: error.hint },
    };
}
/** Several mistakes were logged before, a line each; the verdict then says how many. */
function inOneLine({ message, hint }) {
    const lines = message.split('\n').length;
    return lines === 1 ? `${message} ${hint}` : `${lines} mistakes, listed above. ${hint}`;
}
function judgedVerdict({ thresholds, mode, unproven = null }) {
    const decisive = decisiveOutcome(thresholds);
    if (decisive === undefined)
        throw new Error('a decision without thresholds gates nothing');
    const { name, observed, max, passed, level } = decisive;
    const sentence = `threshold "${name}": ${observed} found, limit ${max}`;
    if (passed)
        return unproven === null ? verdict('pass', sentence) : verdict('warn', `${sentence}, but ${unproven}`);
    if (level === 'fail' && mode === 'enforce')
        return verdict('fail', sentence);
    const why = level === 'warn' ? 'level is warn' : `mode is ${mode}`;
    return verdict('warn', `${sentence} (${why}, so the job goes on)`);
}
/** By `rankOf`, then by how far it is beyond (or how near to) its limit. */
function decisiveOutcome(thresholds) {
    return thresholds.toSorted((a, b) => rankOf(a) - rankOf(b) || b.observed - b.max - (a.observed - a.max))[0];
}
/** Violated before kept, `fail` before `warn`. */
function rankOf({ passed, level }) {
    return passed ? 2 : level === 'fail' ? 0 : 1;
}
/** Whether the job goes on: what Bitbucket shows as green. */
function isGreen({ exitCode }) {
    return exitCode === 0;
}
/** `fail` and an earlier `error` stay: they already stop the job and say the more important thing. */
function worsened(verdict, failure) {
    return isGreen(verdict) ? errorVerdict(failure) : verdict;
}

// EXTERNAL MODULE: ./lib/report/advice.js
var advice = __nccwpck_require__(30248);
// EXTERNAL MODULE: ./lib/report/entries.js
var report_entries = __nccwpck_require__(91070);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __nccwpck_require__(72527);
// EXTERNAL MODULE: ./lib/report/history.js
var report_history = __nccwpck_require__(35986);
;// CONCATENATED MODULE: ./lib/report/markdown-parts.js


const numberHeads = ['Findings', 'Found', 'Limit', 'Rows', 'Refused', 'Bytes'];
/** Markdown of at most `limit` bytes (UTF-8): GitHub drops a summary that is too large and fails the step. */
class MarkdownPage {
    #limit;
    #lines = [];
    #used = 0;
    #reserved = 0;
    #closing = 0;
    constructor(limit) {
        this.#limit = limit;
    }
    /** Adds all lines, or none and returns false when they do not fit. */
    add(...lines) {
        const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
        if (this.#used + bytes > this.#limit - this.#reserved - this.#closing)
            return false;
        this.#lines.push(...lines);
        this.#used += bytes;
        return true;
    }
    /** Adds rows of the first `limit` items, as many as fit; returns how many items have none. Cells are Markdown already. */
    table(heads, items, limit, cellsOf) {
        if (items.length === 0)
            return 0;
        const alignments = heads.map((head) => (numberHeads.includes(head) ? ' ---: ' : ' --- '));
        if (!this.add(tableRow(heads), `|${alignments.join('|')}|`))
            return items.length;
        const shown = items.slice(0, limit);
        const unfitted = shown.findIndex((item) => !this.add(tableRow(cellsOf(item))));
        this.add('');
        return items.length - (unfitted === -1 ? shown.length : unfitted);
    }
    /** What `draw` adds, folded under a title; nothing where not even the title fits. */
    fold(title, draw) {
        const end = ['</details>', ''];
        this.#closing = end.join('\n').length + 1;
        const opened = this.add('<details>', `<summary>${title}</summary>`, '');
        if (opened)
            draw();
        this.#closing = 0;
        if (opened)
            this.add(...end);
    }
    /** Keeps bytes for later lines; 0 releases them. */
    reserve(bytes) {
        this.#reserved = bytes;
    }
    text() {
        return `${this.#lines.join('\n')}\n`;
    }
}
function tableRow(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** Rows of a table of evidence, and notes; all of them are in `report.json`. */
const ROWS_SHOWN = 50;
const CLOSING_BYTES = 1000;
/** One line about exports and proven scans; none when there were none. */
function evidenceInShort({ evidence: { exports, targets } }) {
    const rows = exports.reduce((sum, one) => sum + one.rows, 0);
    const proven = targets.filter((target) => target.provenBy !== null).length;
    const parts = [
        ...(exports.length > 0 ? [`${(0,lib_text/* plural */.LS)(rows, 'row')} read from ${(0,lib_text/* plural */.LS)(exports.length, 'export')}`] : []),
        ...(targets.length > 0
            ? [`scan proven for ${(0,lib_text/* count */.U9)(proven)} of ${(0,lib_text/* plural */.LS)(targets.length, 'target')}`]
            : []),
    ];
    return parts.length === 0 ? [] : [`Based on: ${parts.join(', ')}.`, ''];
}
function evidenceSection(page, report) {
    const { evidence } = report;
    page.reserve(CLOSING_BYTES);
    for (const note of evidence.notes.slice(0, ROWS_SHOWN))
        page.add(`* \u26a0\ufe0f ${(0,report_escape/* markdownProse */.h$)(note, 500)}`);
    if (evidence.notes.length > 0)
        page.add('');
    page.fold('Evidence', () => foldedEvidence(page, report));
    page.reserve(0);
}
function foldedEvidence(page, { evidence, period }) {
    page.add(`From ${(0,report_escape/* markdownCode */.D9)(evidence.startedAt)} to ${(0,report_escape/* markdownCode */.D9)(evidence.finishedAt)}.`, '');
    if (period.from !== null || period.to !== null)
        page.add(`Only findings scanned ${periodText(period)}.`, '');
    const policyHeads = ['Policy file', 'SHA-256'];
    const policies = page.table(policyHeads, evidence.policyFiles, ROWS_SHOWN, ({ path, sha256 }) => {
        return [(0,report_escape/* markdownCode */.D9)(path, 160), (0,report_escape/* markdownCode */.D9)(sha256, 64)];
    });
    const scanHeads = ['Target', 'Triggered', 'Proven by', 'Last state'];
    const scans = page.table(scanHeads, evidence.targets, ROWS_SHOWN, scanRow);
    const exportHeads = ['Export', 'Format', 'Bytes', 'Rows', 'Refused', 'SHA-256'];
    const exports = page.table(exportHeads, evidence.exports, ROWS_SHOWN, exportRow);
    const omitted = Object.entries({ 'policy file': policies, target: scans, export: exports })
        .filter(([, left]) => left > 0)
        .map(([name, left]) => (0,lib_text/* plural */.LS)(left, name));
    page.reserve(0);
    if (omitted.length > 0)
        page.add(`${omitted.join(' and ')} more in \`report.json\`.`, '');
}
function periodText({ from, to }) {
    const start = from === null ? [] : [`at or after ${(0,report_escape/* markdownCode */.D9)(from)}`];
    const end = to === null ? [] : [`before ${(0,report_escape/* markdownCode */.D9)(to)}`];
    return [...start, ...end].join(' and ');
}
function scanRow({ target, triggeredAt, provenBy, states }) {
    return [
        (0,report_escape/* markdownCode */.D9)(target, 160),
        triggeredAt === null ? 'no' : (0,report_escape/* markdownCode */.D9)(triggeredAt),
        provenBy === null ? '**not proven**' : (0,report_escape/* markdownText */.p7)(provenBy, 200),
        (0,report_escape/* markdownText */.p7)(states.at(-1)?.state ?? '\u2013', 100),
    ];
}
function exportRow({ source, format, bytes, rows, refused, sha256 }) {
    return [(0,report_escape/* markdownCode */.D9)(source, 160), format, ...[bytes, rows, refused].map(lib_text/* count */.U9), (0,report_escape/* markdownCode */.D9)(sha256, 64)];
}
/** Slices that eyes can distinguish; the rest is one slice. */
const SLICES = 8;
/** A pie of the heaviest names, which GitHub and GitLab draw; no lines when there is nothing to draw. */
function pieOf(title, counts) {
    const sorted = (0,lib_text/* heaviestFirst */.O7)(counts).filter(([, value]) => value > 0);
    if (sorted.length === 0)
        return [];
    const slices = slicesOf(sorted).map(([name, value]) => `  "${name}" : ${value}`);
    return ['```mermaid', 'pie showData', `  title ${title}`, ...slices, '```'];
}
/** Different names with the same label get a number, since mermaid would merge them. */
function slicesOf(sorted) {
    const slices = new Map();
    for (const [name, value] of sorted.slice(0, SLICES)) {
        const label = (0,report_escape/* mermaidLabel */._b)(name);
        slices.set(slices.has(label) ? `${label} ${slices.size + 1}` : label, value);
    }
    const rest = sorted.slice(SLICES).reduce((sum, [, value]) => sum + value, 0);
    return rest === 0 ? [...slices] : [...slices, ['all other', rest]];
}
/** Bars (all findings) with a line (new ones), oldest run first; from two runs on. */
function trendChart(runs) {
    if (runs.length < 2)
        return [];
    const most = Math.max(1, ...runs.map((run) => run.total));
    return [
        '```mermaid',
        'xychart-beta',
        `  title "Findings of the last ${runs.length} runs (line: new)"`,
        `  x-axis "run" 1 --> ${runs.length}`,
        `  y-axis "findings" 0 --> ${most}`,
        `  bar [${runs.map((run) => run.total).join(', ')}]`,
        `  line [${runs.map((run) => run.new).join(', ')}]`,
        '```',
    ];
}

// EXTERNAL MODULE: ./lib/report/model.js
var model = __nccwpck_require__(5747);
;// CONCATENATED MODULE: ./lib/report/markdown.js
/** `summary.md` and the GitHub job summary. Foreign text is always escaped; matched text never appears. Pure. */







/** GitHub rejects a step summary above 1 MiB (1,048,576 bytes); the margin is for what the toolkit may add. */
const LIMIT_BYTES = 1_000_000;
const WORST_FINDINGS = 200;
const FIRST_FINDINGS = 10;
const TOP_NAMES = 10;
const BRANCHES_SHOWN = 3;
const THRESHOLDS_SHOWN = 100;
/** For the lines after the long table: evidence in short and the footer. */
const markdown_CLOSING_BYTES = 150_000;
/** @param history runs of this scope, oldest first, this run last; a trend needs two */
function renderMarkdown(report, history = [], limitBytes = LIMIT_BYTES) {
    const page = new MarkdownPage(limitBytes);
    page.reserve(Math.min(markdown_CLOSING_BYTES, limitBytes / 4));
    headline(page, report);
    page.add(...evidenceInShort(report));
    thresholdsSection(page, report);
    if ((0,model/* isJudged */.sL)(report)) {
        fixFirstSection(page, report);
        countsSection(page, report);
    }
    trendSection(page, history);
    if ((0,model/* isJudged */.sL)(report))
        worstSection(page, report);
    page.reserve(0);
    evidenceSection(page, report);
    page.add(footer(report));
    return page.text();
}
const signs = { pass: '\u2705', warn: '\u26a0\ufe0f', fail: '\u274c', error: '\ud83d\uded1' };
function headline(page, report) {
    const { counts, verdict } = report;
    page.add(`## ${signs[verdict.word]} soteri-gate: ${verdict.word}`, '');
    if ((0,model/* isJudged */.sL)(report)) {
        const numbers = [
            `**${(0,lib_text/* plural */.LS)(counts.total, 'finding')}**`,
            ...(report.hasBaseline === false ? [] : [`**${(0,lib_text/* count */.U9)(counts.new)} new**`]),
            `${(0,lib_text/* count */.U9)(counts.distinct)} distinct`,
            `${(0,lib_text/* count */.U9)(counts.suppressed)} suppressed`,
        ];
        page.add(`${numbers.join(' \u00b7 ')} in ${targetsText(report)}`, '');
    }
    else {
        page.add(`\`${report.operation}\` of ${targetsText(report)}`, '');
    }
    if (verdict.error === null) {
        page.add(`> ${(0,report_escape/* markdownProse */.h$)(verdict.sentence)}`, '');
        const [sentence, ...small] = (0,model/* changeLines */.Ow)(report);
        if (sentence !== undefined)
            page.add((0,report_escape/* markdownProse */.h$)(sentence), '', `<sub>${small.join(' ')}</sub>`, '');
        return;
    }
    const { code, message, hint } = verdict.error;
    page.add(`**Error ${(0,report_escape/* markdownCode */.D9)(code)}, exit code ${verdict.exitCode}. This is no result of the scan.**`, '');
    for (const line of message.split('\n').slice(0, 100))
        page.add(`* ${(0,report_escape/* markdownProse */.h$)(line)}`);
    page.add('', `**What to do:** ${(0,report_escape/* markdownProse */.h$)(hint)}`, '');
}
function targetsText({ targets }) {
    const shown = targets.slice(0, 3).map((target) => (0,report_escape/* markdownCode */.D9)(target, 120));
    if (shown.length === 0)
        return 'no target';
    const others = targets.length - shown.length;
    return others > 0 ? `${shown.join(', ')} and ${(0,lib_text/* count */.U9)(others)} more` : shown.join(', ');
}
function thresholdsSection(page, { thresholds }) {
    if (thresholds.length === 0)
        return;
    page.add('### Thresholds', '');
    const heads = ['', 'Threshold', 'Found', 'Limit', 'Most from'];
    const ordered = thresholds.toSorted((a, b) => Number(a.passed) - Number(b.passed));
    omitted(page, page.table(heads, ordered, THRESHOLDS_SHOWN, thresholdRow), 'report.json');
}
function thresholdRow(outcome) {
    const { name, selector, observed, max, passed, level, contributors } = outcome;
    const sign = passed ? '\u2705' : level === 'fail' ? '\u274c' : '\u26a0\ufe0f';
    const code = (0,report_escape/* markdownCode */.D9)(name, 120);
    const most = contributors.map((one) => `${(0,lib_text/* count */.U9)(one.count)} \u00d7 ${(0,report_escape/* markdownCode */.D9)(one.rule, 80)} in ${(0,report_escape/* markdownCode */.D9)(one.repository, 80)}`);
    return [
        sign,
        name === selector ? code : `${code} (${(0,report_escape/* markdownCode */.D9)(selector, 120)})`,
        (0,lib_text/* count */.U9)(observed),
        (0,lib_text/* count */.U9)(max),
        most.join('<br>'),
    ];
}
function fixFirstSection(page, report) {
    const violating = (0,report_entries/* violatingEntries */.Ov)(report);
    if (violating.length === 0)
        return;
    page.add('### Fix first', '');
    page.table(findingHeads, violating, FIRST_FINDINGS, (finding) => findingCells(finding, report.bitbucketUrl));
    page.add(advice/* historyAdvice */.Rz, '');
}
function countsSection(page, { counts }) {
    if (counts.total === 0)
        return;
    const { critical, high, medium, low } = counts.bySeverity;
    const severities = `${(0,lib_text/* count */.U9)(critical)} critical \u00b7 ${(0,lib_text/* count */.U9)(high)} high \u00b7 ${(0,lib_text/* count */.U9)(medium)} medium \u00b7 ${(0,lib_text/* count */.U9)(low)} low`;
    page.add('### Findings', '', severities, '');
    page.fold('By rule, repository, branch and owner', () => {
        page.add(...pieOf('Findings by rule', counts.byRule), '');
        topTable(page, 'Rule', counts.byRule);
        topTable(page, 'Repository', counts.byRepository);
        topTable(page, 'Branch', counts.byBranch);
        topTable(page, 'Owner', counts.byOwner);
    });
}
function topTable(page, head, counts) {
    const left = page.table([head, 'Findings'], (0,lib_text/* heaviestFirst */.O7)(counts), TOP_NAMES, ([name, findings]) => {
        return [(0,report_escape/* markdownCode */.D9)(name, 200), (0,lib_text/* count */.U9)(findings)];
    });
    omitted(page, left, 'report.json');
}
function trendSection(page, history) {
    if (history.length < 2)
        return;
    const change = (0,report_history/* changeOf */.C2)(history);
    const line = (0,report_history/* sparkline */.KM)(history.map((run) => run.total));
    page.add('### Trend', '', `${line} (${(0,lib_text/* plural */.LS)(history.length, 'run')})`, '');
    if (change !== null) {
        const { since, appeared, fixed, remaining } = change;
        page.add(`Since ${(0,report_escape/* markdownCode */.D9)(since)}: at least ${(0,lib_text/* count */.U9)(appeared)} new, at least ${(0,lib_text/* count */.U9)(fixed)} fixed, at most ${(0,lib_text/* count */.U9)(remaining)} remaining.`, '');
    }
    page.add(...trendChart(history), '');
    const repositories = (0,lib_text/* heaviestFirst */.O7)(history.at(-1)?.byRepository ?? {});
    page.table(['Repository', 'Runs', 'Findings'], repositories, TOP_NAMES, ([name, now]) => {
        const values = history.map(({ byRepository }) => byRepository[name] ?? 0);
        return [(0,report_escape/* markdownCode */.D9)(name, 200), (0,report_history/* sparkline */.KM)(values), (0,lib_text/* count */.U9)(now)];
    });
}
function worstSection(page, report) {
    const entries = (0,report_entries/* entriesOf */.Mc)(report.shortlist);
    const worst = entries.slice(0, WORST_FINDINGS);
    if (worst.length === 0)
        return;
    const isBlamed = worst.some(({ blame }) => blame !== undefined);
    page.fold(`The worst ${(0,lib_text/* plural */.LS)(worst.length, 'finding')}`, () => worstTable(page, report, entries, isBlamed));
}
function worstTable(page, report, entries, isBlamed) {
    const heads = [...findingHeads, 'Status', 'Fingerprint', ...(isBlamed ? ['Exposed since'] : [])];
    const left = page.table(heads, entries, WORST_FINDINGS, (finding) => [
        ...findingCells(finding, report.bitbucketUrl),
        (0,report_entries/* statusWord */.Hm)(finding, report),
        (0,report_escape/* markdownCode */.D9)(finding.fingerprint, 64),
        ...(isBlamed ? [exposedSince(finding)] : []),
    ]);
    page.reserve(0);
    const { total, suppressed } = report.counts;
    const beyond = report.shortlistCut ? Math.max(0, total + suppressed - report.shortlist.length) : 0;
    const others = left + beyond;
    if ((0,advice/* hasFindingsFile */.zA)(report))
        omitted(page, others, 'findings.csv');
    else if (others > 0)
        page.add(`${(0,lib_text/* count */.U9)(others)} more are ${(0,advice/* whereOmitted */["if"])(report)}.`, '');
}
const findingHeads = ['Severity', 'Rule', 'Repository', 'Branches', 'Place'];
function findingCells(finding, bitbucketUrl) {
    const place = (0,report_escape/* markdownCode */.D9)((0,report_entries/* placeOf */.$t)(finding), 240);
    const link = (0,report_entries/* lineLink */.lz)(bitbucketUrl, finding);
    return [
        finding.severity,
        (0,report_escape/* markdownCode */.D9)(finding.rule, 120),
        (0,report_escape/* markdownCode */.D9)((0,model/* repositoryName */.aR)(finding), 160),
        branchCodes(finding),
        link === null || link.length > 2000 ? place : `[${place}](<${link.replaceAll('|', '%7C')}>)`,
    ];
}
function exposedSince({ blame }) {
    if (blame === undefined)
        return '';
    const by = (0,report_escape/* markdownText */.p7)(`${blame.author}${blame.email === undefined ? '' : ` <${blame.email}>`}`, 120);
    return `${blame.date?.slice(0, 10) ?? ''} ${(0,report_escape/* markdownCode */.D9)(blame.commit.slice(0, 11))} ${by}`.trim();
}
/** As chips: code spans, the most important first. */
function branchCodes({ branches }) {
    const left = branches.length - BRANCHES_SHOWN;
    const codes = branches.slice(0, BRANCHES_SHOWN).map((name) => (0,report_escape/* markdownCode */.D9)(name, 120));
    return `${codes.join(' ')}${left > 0 ? ` and ${(0,lib_text/* count */.U9)(left)} more` : ''}`;
}
function omitted(page, rows, file) {
    if (rows > 0)
        page.add(`${(0,lib_text/* count */.U9)(rows)} more in the artifact (\`${file}\`).`, '');
}
function footer({ tool, runUrl }) {
    const run = runUrl !== null && /^https?:\/\/[^\s<>|]+$/.test(runUrl) ? ` \u00b7 [this run](<${runUrl}>)` : '';
    return `<sub>${tool.name} ${(0,report_escape/* markdownCode */.D9)(tool.version)}${run}</sub>`;
}

;// CONCATENATED MODULE: ./lib/context.js
function startState(clock) {
    return {
        startedAt: new Date(clock.now()).toISOString(),
        scanStatus: 'none',
        unanswered: '',
        policyFiles: [],
        targets: [],
        exports: [],
        findingsFile: null,
        skippedFiles: null,
        shards: [],
        notes: [],
    };
}
function evidenceOf(state, clock) {
    const { scanStatus: _word, unanswered: _target, startedAt, ...evidence } = state;
    const targets = evidence.targets.map(({ branches: _branches, ...target }) => target);
    return { startedAt, finishedAt: new Date(clock.now()).toISOString(), ...evidence, targets };
}

// EXTERNAL MODULE: ./lib/export/clean-names.js
var clean_names = __nccwpck_require__(79318);
// EXTERNAL MODULE: ./lib/version.js
var version = __nccwpck_require__(13411);
;// CONCATENATED MODULE: ./lib/report/run-result.js
/** The result of a run, from which its report is built, with every credential masked. */






function startResult(clock) {
    return {
        state: startState(clock),
        inputs: null,
        policy: null,
        reports: null,
        /** `null` until every export was read to its end and judged. */
        decision: null,
        shortlist: [],
        shortlistCut: false,
        /** Report files that could not be prepared before the report was built. */
        failures: new Map(),
        /** Whether `reviewed.csv` was prepared in the report folder. */
        hasReviewedFile: false,
        matrix: '',
    };
}
/** The report of a run that ends with `verdict`, with every credential masked. */
function reportOf(result, verdict, host) {
    return maskReport(modelOf(result, verdict, host), (0,config_sources/* credentialMask */.QX)(host));
}
function modelOf(result, verdict, host) {
    const { inputs, decision } = result;
    return {
        tool: { name: 'soteri-gate', version: version/* toolVersion */.f },
        operation: inputs?.operation ?? 'unknown',
        targets: inputs?.targets.length ? inputs.targets.map(lib_target/* targetName */.je) : (inputs?.reportFiles ?? []),
        bitbucketUrl: inputs?.operation === 'evaluate' ? null : (inputs?.bitbucketUrl?.href ?? null),
        runUrl: host.runUrl,
        mode: inputs?.mode ?? 'enforce',
        period: { from: instant(inputs?.period.from), to: instant(inputs?.period.to) },
        evidence: evidenceOf(result.state, host.clock),
        counts: decision?.counts ?? noCounts(),
        change: changeOf(inputs, decision),
        thresholds: decision?.thresholds ?? [],
        verdict,
        hasBaseline: inputs !== null && (inputs.baselineFile !== null || inputs.compared !== null),
        remedies: remediesOf(result),
        shortlist: result.shortlist,
        shortlistCut: result.shortlistCut,
    };
}
function changeOf(inputs, decision) {
    const [target] = inputs?.targets ?? [];
    if (!inputs?.compared || target?.kind !== 'branch')
        return null;
    const { pull, compared } = inputs;
    return {
        branch: target.branch,
        commit: inputs.commit,
        compared: compared.branch,
        comparedCommit: pull?.targetCommit ?? null,
        pullRequest: pull?.id ?? null,
        gone: decision?.gone ?? 0,
        hasBaseline: inputs.baselineFile !== null,
    };
}
function remediesOf({ policy, decision, shortlist }) {
    const rules = new Set([...Object.keys(decision?.counts.byRule ?? {}), ...shortlist.map(({ rule }) => rule)]);
    const remedies = (policy?.remedies ?? []).map((one) => ({ ...one, fits: (0,config_globs/* compileGlobs */.tI)([one.rule], 'rule') }));
    const found = Object.create(null);
    for (const rule of [...rules].sort()) {
        const remedy = remedies.find(({ fits }) => fits(rule));
        if (remedy !== undefined)
            found[rule] = { text: remedy.text, link: remedy.link };
    }
    return found;
}
function instant(ms) {
    return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}
function noCounts() {
    return {
        total: 0,
        distinct: 0,
        new: 0,
        suppressed: 0,
        byRule: {},
        bySeverity: { critical: 0, high: 0, medium: 0, low: 0 },
        byProject: {},
        byRepository: {},
        byBranch: {},
        byOwner: {},
    };
}
/** Masks every text of foreign origin; digests, dates and our own words stay. */
function maskReport(report, mask) {
    const { change, verdict } = report;
    const error = verdict.error && {
        ...verdict.error,
        message: mask(verdict.error.message),
        hint: mask(verdict.error.hint),
    };
    return {
        ...report,
        targets: report.targets.map(mask),
        ...(change && { change: { ...change, branch: mask(change.branch), compared: mask(change.compared) } }),
        evidence: maskEvidence(report.evidence, mask),
        counts: maskCounts(report.counts, mask),
        thresholds: report.thresholds.map((threshold) => maskThreshold(threshold, mask)),
        verdict: { ...verdict, sentence: mask(verdict.sentence), error },
        shortlist: report.shortlist.map((finding) => maskFinding(finding, mask)),
    };
}
/** Texts of evidence that are ours: digests, dates, words of a list. */
const own = ['startedAt', 'finishedAt', 'sha256', 'triggeredAt', 'at', 'format', 'column', 'keyCheck'];
function maskEvidence(evidence, mask) {
    const text = JSON.stringify({
        ...evidence,
        skippedFiles: evidence.skippedFiles && cleanSkips(evidence.skippedFiles),
    });
    return JSON.parse(text, (name, value) => typeof value === 'string' && !own.includes(name) ? mask(value) : value);
}
/** People put credentials into names of files too. */
function cleanSkips({ count, files }) {
    const clean = files.map(({ repository, branch, path, reason }) => ({
        repository: repository && (0,clean_names/* cleanName */.$t)(repository, null, clean_names/* LONGEST */.zP.repository),
        branch: branch && (0,clean_names/* cleanName */.$t)(branch, null, clean_names/* LONGEST */.zP.branch),
        path: (0,clean_names/* cleanName */.$t)(path, null, clean_names/* LONGEST */.zP.path),
        reason: (0,clean_names/* cleanName */.$t)(reason, null, clean_names/* LONGEST */.zP.path),
    }));
    return { count, files: clean };
}
function maskCounts(counts, mask) {
    const named = ['byRule', 'byProject', 'byRepository', 'byBranch', 'byOwner'];
    return { ...counts, ...Object.fromEntries(named.map((by) => [by, maskNames(counts[by], mask)])) };
}
/** Names that differ only in a credential are counted as one. */
function maskNames(counts, mask) {
    // A name may be `__proto__`.
    const sums = Object.create(null);
    for (const [name, count] of Object.entries(counts)) {
        const masked = mask(name);
        sums[masked] = (sums[masked] ?? 0) + count;
    }
    return sums;
}
function maskThreshold(threshold, mask) {
    const contributors = threshold.contributors.map(({ repository, rule, count }) => {
        return { repository: mask(repository), rule: mask(rule), count };
    });
    const { byRepository } = threshold;
    return {
        ...threshold,
        contributors,
        ...(byRepository && { byRepository: maskNames(byRepository, mask) }),
    };
}
/** Copies only what changes: there may be tens of thousands of findings. */
function maskFinding(finding, mask) {
    const names = ['project', 'repository', 'branch', 'path', 'rule', 'owner'].flatMap((name) => {
        const masked = mask(finding[name] ?? '');
        return masked === (finding[name] ?? '') ? [] : [[name, masked]];
    });
    const { blame } = finding;
    if (names.length === 0 && blame === undefined)
        return finding;
    const email = blame?.email === undefined ? {} : { email: mask(blame.email) };
    return {
        ...finding,
        ...Object.fromEntries(names),
        ...(blame && { blame: { ...blame, author: mask(blame.author), ...email } }),
    };
}

;// CONCATENATED MODULE: ./lib/export/typed-tables.js
/**
 * Growable tables in typed arrays: numbers by number, ids for pairs of numbers, and ids for names. A run may hold millions of
 * entries.
 */

/** A list of whole numbers below 2^32. */
class IdList {
    #values = new Uint32Array(64);
    /** The entry, 0 when it was never set. */
    at(index) {
        return index < this.#values.length ? this.#values[index] : 0;
    }
    set(index, value) {
        if (index >= this.#values.length)
            this.#values = grown(this.#values, index + 1);
        this.#values[index] = value;
    }
}
/** A list of counts, which may pass 2^32. */
class CountList {
    #values = new Float64Array(64);
    /** The count, 0 when nothing was ever added. */
    at(index) {
        return index < this.#values.length ? this.#values[index] : 0;
    }
    add(index, amount) {
        if (index >= this.#values.length) {
            const wider = new Float64Array(roomFor(this.#values.length, index + 1));
            wider.set(this.#values);
            this.#values = wider;
        }
        this.#values[index] = this.#values[index] + amount;
    }
}
/** Results by number, each made when it is first asked for. */
class IdMemo {
    /** The result + 1. */
    #known = new IdList();
    #make;
    constructor(make) {
        this.#make = make;
    }
    at(index) {
        const known = this.#known.at(index);
        return known !== 0 ? known - 1 : this.#add(index);
    }
    #add(index) {
        const made = this.#make(index);
        this.#known.set(index, made + 1);
        return made;
    }
}
/** Gives pairs of whole numbers below 2^32 the ids 0, 1, 2, ... in order of appearance. */
class PairTable {
    #size = 0;
    /** Two numbers an id. */
    #pairs = new Uint32Array(2 * 64);
    /** Open addressing: id + 1, 0 for a free slot. The length is a power of two, at most half is taken. */
    #slots = new Uint32Array(128);
    get size() {
        return this.#size;
    }
    intern(first, second) {
        const slot = this.#slotOf(first, second);
        const known = this.#slots[slot] - 1;
        if (known >= 0)
            return known;
        const id = this.#size++;
        if (2 * id === this.#pairs.length)
            this.#pairs = grown(this.#pairs, 2 * id + 1);
        this.#pairs[2 * id] = first;
        this.#pairs[2 * id + 1] = second;
        this.#slots[slot] = id + 1;
        if (2 * this.#size > this.#slots.length)
            this.#widen();
        return id;
    }
    /** The id of a pair, -1 when it has none. */
    find(first, second) {
        return this.#slots[this.#slotOf(first, second)] - 1;
    }
    first(id) {
        return this.#pairs[2 * id];
    }
    second(id) {
        return this.#pairs[2 * id + 1];
    }
    #slotOf(first, second) {
        const last = this.#slots.length - 1;
        let slot = mix(first, second) & last;
        for (;;) {
            const id = this.#slots[slot] - 1;
            if (id < 0 || (this.#pairs[2 * id] === first && this.#pairs[2 * id + 1] === second))
                return slot;
            slot = (slot + 1) & last;
        }
    }
    #widen() {
        this.#slots = new Uint32Array(this.#slots.length * 2);
        for (let id = 0; id < this.#size; id++)
            this.#slots[this.#slotOf(this.first(id), this.second(id))] = id + 1;
    }
}
/** Whole numbers below 2^32 by pairs of them. */
class PairList {
    pairs = new PairTable();
    #values = new IdList();
    /** The number, 0 when it was never set. */
    at(first, second) {
        const pair = this.pairs.find(first, second);
        return pair < 0 ? 0 : this.#values.at(pair);
    }
    set(first, second, value) {
        this.#values.set(this.pairs.intern(first, second), value);
    }
    /** Adds 1, and returns the sum. */
    count(first, second) {
        const pair = this.pairs.intern(first, second);
        const sum = this.#values.at(pair) + 1;
        this.#values.set(pair, sum);
        return sum;
    }
}
/** The same numbers with room for `length` at least; what is added is 0. */
function grown(numbers, length) {
    const wider = new Uint32Array(roomFor(numbers.length, length));
    wider.set(numbers);
    return wider;
}
function roomFor(room, length) {
    let wider = room;
    while (wider < length)
        wider *= 2;
    return wider;
}
/** A well-spread 32-bit number from two (the finalizer of MurmurHash3 over both). */
function mix(first, second) {
    let h = Math.imul(first ^ (first >>> 16), 0x85ebca6b) ^ Math.imul(second, 0xc2b2ae35);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
}
/** Bytes of a piece of records, so that growing never copies them. */
const PIECE = 1 << 18;
/** The first piece is small: most tables have few names. */
const FIRST_PIECE = 1 << 12;
/** Longest name in bytes. Cleaned names are shorter by far. */
const LONGEST_NAME = 65_535;
/** Characters that surely fit into it. */
const LONGEST_TEXT = 16_384;
/** The bytes of one name, wiped when it is stored. */
const textBytes = Buffer.alloc(LONGEST_NAME);
/** Numbers of a record, before the bytes of its name: all that a look-up compares is in one or two cache lines. */
const HEAD = 4;
const [ID, OUTER, INNER, LENGTH] = [0, 1, 2, 3];
/** Ids 0, 1, 2, ... for names within one or two other ids, such as a path in a repository under a rule. Exact. */
class NameTable {
    #size = 0;
    /** Open addressing, two numbers a slot: position of a record + 1 (0: free), and the hash. At most half is taken. */
    #slots = new Uint32Array(2 * 128);
    /** By id: the position of the record, in numbers. It stays below 2^32 for 16 GiB of names. */
    #positions = new IdList();
    #pieces = [];
    /** Numbers taken of the last piece. */
    #taken = 0;
    /** Random, so that nobody can choose names that all fall on one slot. */
    #seed = (0,external_node_crypto_.randomInt)(2 ** 32);
    get size() {
        return this.#size;
    }
    /** The id of the name in `bytes` from `start` to `end`, at most LONGEST_NAME long; a new name gets the next one. */
    intern(bytes, start, end, outer = 0, inner = 0) {
        const seed = this.#seed ^ Math.imul(outer + 1, GOLDEN) ^ Math.imul(inner + 1, SPREAD);
        const hash = hashOf(bytes, start, end, seed);
        const slots = this.#slots;
        let slot = (hash << 1) & (slots.length - 1);
        while (slots[slot] !== 0) {
            if (slots[slot + 1] === hash) {
                const id = this.#idOfSame(slots[slot] - 1, bytes, start, end, outer, inner);
                if (id >= 0)
                    return id;
            }
            slot = (slot + 2) & (slots.length - 1);
        }
        slots[slot + 1] = hash;
        slots[slot] = this.#add(bytes, start, end, outer, inner) + 1;
        if (4 * this.#size > slots.length)
            this.#widen();
        return this.#size - 1;
    }
    internText(name, outer = 0, inner = 0) {
        // Only a baseline edited by hand has longer ones, and no finding has such a name.
        const length = textBytes.write(name.slice(0, LONGEST_TEXT));
        const id = this.intern(textBytes, 0, length, outer, inner);
        textBytes.fill(0, 0, length);
        return id;
    }
    text(id) {
        const position = this.#positions.at(id);
        const { bytes, numbers } = this.#pieceOf(position);
        const head = position % (PIECE / 4);
        const start = 4 * (head + HEAD);
        return bytes.toString('utf8', start, start + numbers[head + LENGTH]);
    }
    /** Wipes the bytes of a name, and gives its id another one. The name itself would get a new id. */
    replace(id, name) {
        const position = this.#positions.at(id);
        const { bytes, numbers } = this.#pieceOf(position);
        const head = position % (PIECE / 4);
        const start = 4 * (head + HEAD);
        bytes.fill(0, start, start + numbers[head + LENGTH]);
        const length = textBytes.write(name.slice(0, LONGEST_TEXT));
        this.#positions.set(id, this.#write(id, textBytes, 0, length, this.outer(id), this.inner(id)));
        textBytes.fill(0, 0, length);
    }
    outer(id) {
        return this.#ofRecord(id, OUTER);
    }
    inner(id) {
        return this.#ofRecord(id, INNER);
    }
    #ofRecord(id, field) {
        const position = this.#positions.at(id);
        return this.#pieceOf(position).numbers[(position % (PIECE / 4)) + field];
    }
    #pieceOf(position) {
        return this.#pieces[Math.floor(position / (PIECE / 4))];
    }
    /** The id of the record at `position` when it is of this name, -1 otherwise. */
    #idOfSame(position, bytes, start, end, outer, inner) {
        const piece = this.#pieceOf(position);
        const { numbers } = piece;
        const head = position % (PIECE / 4);
        if (numbers[head + LENGTH] !== end - start)
            return -1;
        if (numbers[head + OUTER] !== outer || numbers[head + INNER] !== inner)
            return -1;
        const name = piece.bytes;
        let at = 4 * (head + HEAD);
        for (let other = start; other < end; other++)
            if (name[at++] !== bytes[other])
                return -1;
        return numbers[head + ID];
    }
    #add(bytes, start, end, outer, inner) {
        const id = this.#size++;
        const position = this.#write(id, bytes, start, end, outer, inner);
        this.#positions.set(id, position);
        return position;
    }
    #write(id, bytes, start, end, outer, inner) {
        const length = HEAD + Math.ceil((end - start) / 4);
        if (this.#taken + length > (this.#pieces.at(-1)?.numbers.length ?? 0)) {
            // Zeroed: memory that was freed may have bytes of exports in it.
            const memory = new ArrayBuffer(this.#pieces.length === 0 && 4 * length <= FIRST_PIECE ? FIRST_PIECE : PIECE);
            this.#pieces.push({ bytes: Buffer.from(memory), numbers: new Uint32Array(memory) });
            this.#taken = 0;
        }
        const last = this.#pieces.length - 1;
        const head = this.#taken;
        const piece = this.#pieces[last];
        piece.numbers[head + ID] = id;
        piece.numbers[head + OUTER] = outer;
        piece.numbers[head + INNER] = inner;
        piece.numbers[head + LENGTH] = end - start;
        let to = 4 * (head + HEAD);
        for (let at = start; at < end; at++)
            piece.bytes[to++] = bytes[at];
        this.#taken += length;
        return last * (PIECE / 4) + head;
    }
    #widen() {
        const before = this.#slots;
        const slots = new Uint32Array(2 * before.length);
        for (let at = 0; at < before.length; at += 2) {
            if (before[at] === 0)
                continue;
            const hash = before[at + 1];
            let slot = (hash << 1) & (slots.length - 1);
            while (slots[slot] !== 0)
                slot = (slot + 2) & (slots.length - 1);
            slots[slot] = before[at];
            slots[slot + 1] = hash;
        }
        this.#slots = slots;
    }
}
/** Odd numbers that spread bits (of Fibonacci hashing and MurmurHash3). */
const GOLDEN = 0x9e3779b1 | 0;
const SPREAD = 0x85ebca6b | 0;
function hashOf(bytes, start, end, seed) {
    let hash = seed;
    let at = start;
    for (; at + 4 <= end; at += 4) {
        const word = bytes[at] |
            (bytes[at + 1] << 8) |
            (bytes[at + 2] << 16) |
            (bytes[at + 3] << 24);
        hash = Math.imul(hash ^ word, GOLDEN);
        hash ^= hash >>> 15;
    }
    for (; at < end; at++)
        hash = Math.imul(hash ^ bytes[at], GOLDEN) ^ (hash >>> 13);
    hash = Math.imul(hash ^ (hash >>> 16) ^ (end - start), SPREAD);
    return (hash ^ (hash >>> 15)) >>> 0;
}

// EXTERNAL MODULE: ./lib/finding.js
var finding = __nccwpck_require__(182);
;// CONCATENATED MODULE: ./lib/report/top-findings.js




class TopFindings {
    #limit;
    #kept = [];
    #isCut = false;
    /** Once some were left out: what comes after this one is left out too. */
    #last;
    /** 1 for ids that come after it at the same rank, so that their names are not read again for each row. */
    #laterRepositories = new IdList();
    #laterKeys = new IdList();
    constructor(limit = model/* SHORTLIST_LIMIT */.L5) {
        this.#limit = limit;
    }
    /** Keeps a copy of the row while it is among the worst. */
    add(row, ruling) {
        const rank = finding/* findingStatuses */.GU.indexOf(ruling.status) * finding/* severities */.gO.length + finding/* severities */.gO.indexOf(ruling.severity);
        if (this.#isCut && this.#isAfterLast(row, rank))
            return;
        this.#kept.push({ rank, finding: { ...row.finding(), ...ruling.copy() } });
        // Seldom, as it takes time.
        if (this.#kept.length > 1.5 * this.#limit)
            this.#shrink();
    }
    /** Masks names that were kept before a later row showed a secret in them. */
    mask(masks) {
        if (masks.size === 0)
            return;
        this.#kept = this.#kept.map(({ rank, finding }) => ({ rank, finding: masks.writtenFinding(finding) }));
    }
    items() {
        this.#shrink();
        return this.#kept.map(({ finding }) => finding);
    }
    get isCut() {
        return this.#isCut || this.#kept.length > this.#limit;
    }
    #shrink() {
        this.#kept.sort((a, b) => a.rank - b.rank ||
            byNames(a.finding, b.finding) ||
            (0,lib_text/* byCodeUnits */.CA)(a.finding.fingerprint, b.finding.fingerprint));
        if (this.#kept.length <= this.#limit)
            return;
        this.#kept.length = this.#limit;
        const last = this.#kept.at(-1);
        if (last?.rank !== this.#last?.rank) {
            this.#laterRepositories = new IdList();
            this.#laterKeys = new IdList();
        }
        this.#last = last;
        this.#isCut = true;
    }
    #isAfterLast(row, rank) {
        if (this.#last === undefined || rank !== this.#last.rank)
            return rank > (this.#last?.rank ?? -1);
        if (this.#laterRepositories.at(row.repository) === 1 || this.#laterKeys.at(row.key) === 1)
            return true;
        const finding = row.finding();
        const last = this.#last.finding;
        if (byRepository(finding, last) > 0)
            this.#laterRepositories.set(row.repository, 1);
        else if (byPath(finding, last) > 0)
            this.#laterKeys.set(row.key, 1);
        return byNames(finding, last) > 0;
    }
}
function byRepository(a, b) {
    return (0,lib_text/* byCodeUnits */.CA)(a.project, b.project) || (0,lib_text/* byCodeUnits */.CA)(a.repository, b.repository);
}
function byPath(a, b) {
    return byRepository(a, b) || (0,lib_text/* byCodeUnits */.CA)(a.path, b.path);
}
function byNames(a, b) {
    return (byPath(a, b) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (0,lib_text/* byCodeUnits */.CA)(a.rule, b.rule) ||
        (0,lib_text/* byCodeUnits */.CA)(a.branch, b.branch) ||
        (a.scannedAt ?? 0) - (b.scannedAt ?? 0) ||
        (0,lib_text/* byCodeUnits */.CA)(a.match, b.match));
}
/** Findings kept for what is posted in Bitbucket, where no file lists them. */
const POSTED_LIMIT = 5_000;
/** How many of the worst findings are kept: each costs time, and most runs show only a few beside the code. */
function topFindingsLimit(inputs) {
    const { formats, codeInsights, pullRequestComment, annotations, logFindings, blame } = inputs;
    if (formats.some((format) => format === 'html' || format === 'sarif' || format === 'gitlab'))
        return model/* SHORTLIST_LIMIT */.L5;
    return codeInsights || pullRequestComment !== 'never'
        ? POSTED_LIMIT
        : candidatesFor(Math.max(annotations, logFindings, blame));
}
/** Many of the worst findings are in no file of the checkout, repeat another, or are within every limit. */
function candidatesFor(limit) {
    return 100 * limit;
}

;// CONCATENATED MODULE: ./lib/deliver/annotations.js






const levels = {
    critical: 'error',
    high: 'error',
    medium: 'warning',
    low: 'notice',
};
const statusWords = {
    open: 'open',
    new: 'new',
    known: 'in the baseline',
    suppressed: 'suppressed',
};
/**
 * One for a pass (these CIs show any other verdict, the last line of the log, by themselves), then at most `limit` findings.
 * A finding marks a file only in a report about one repository, where `exists` finds its path in the checkout: else an
 * unrelated line would be marked. One that exceeds a threshold gets a note without a file then.
 */
function annotationsOf(report, limit, exists) {
    if (limit <= 0)
        return [];
    const findings = (0,model/* isJudged */.sL)(report) ? findingAnnotations(report, limit, exists) : [];
    const { word, sentence } = report.verdict;
    if (word !== 'pass')
        return findings;
    return [{ level: 'notice', title: 'soteri-gate: pass', message: (0,report_escape/* oneLine */.TN)(sentence) }, ...findings];
}
function findingAnnotations(report, limit, exists) {
    const violating = new Set((0,report_entries/* violatingEntries */.Ov)(report));
    const marksFiles = (0,model/* onlyRepository */.vA)(report) !== null;
    const annotations = [];
    for (const entry of (0,report_entries/* entriesOf */.Mc)(report.shortlist).slice(0, candidatesFor(limit))) {
        if (annotations.length >= limit)
            break;
        if (!(0,model/* isShown */.aJ)(entry, report))
            continue;
        const isMarked = marksFiles && isInsideCheckout(entry.path) && exists(entry.path);
        if (isMarked || violating.has(entry))
            annotations.push(findingAnnotation(entry, isMarked, report));
    }
    return annotations;
}
/** Relative, without `..`, and free of invisible characters, as the path is shown and linked. */
function isInsideCheckout(path) {
    const segments = path.split(/[/\\]/);
    return (path !== '' &&
        (0,lib_text/* escapeInvisible */.ts)(path) === path &&
        !/^([/\\]|[A-Za-z]:)/.test(path) &&
        !segments.includes('..'));
}
function findingAnnotation(entry, isMarked, report) {
    const { rule, severity, fingerprint, path, line, branches } = entry;
    const { mode, bitbucketUrl, remedies } = report;
    const { what, rotate } = (0,advice/* ruleAdvice */.Bx)(rule, remedies);
    const on = branches.length > 1 || !isMarked ? (0,report_entries/* branchesText */.ij)(branches) : '';
    const where = isMarked ? '' : `${(0,model/* repositoryName */.aR)(entry)} ${(0,report_entries/* placeOf */.$t)(entry)}`;
    const place = [where, on && `on ${on}`, isMarked ? '' : ((0,report_entries/* lineLink */.lz)(bitbucketUrl, entry) ?? '')]
        .join(' ')
        .trim();
    return {
        level: mode === 'enforce' ? levels[severity] : 'warning',
        title: (0,report_escape/* oneLine */.TN)(`${rule} (${severity}, ${statusWords[(0,report_entries/* statusWord */.Hm)(entry, report)]})`),
        message: `${place === '' ? '' : `${(0,report_escape/* oneLine */.TN)(place)}: `}${what} ${rotate} Fingerprint ${(0,report_escape/* oneLine */.TN)(fingerprint)}.`,
        ...(isMarked && { path, ...(line !== null && { line }) }),
    };
}

// EXTERNAL MODULE: ./lib/parse.js + 1 modules
var parse = __nccwpck_require__(22538);
// EXTERNAL MODULE: ./lib/server/bitbucket.js
var server_bitbucket = __nccwpck_require__(67134);
// EXTERNAL MODULE: ./lib/server/request.js
var server_request = __nccwpck_require__(27486);
;// CONCATENATED MODULE: ./lib/server/bitbucket-write.js
/** Calls that bring a verdict to Bitbucket, as Atlassian's REST pages of Bitbucket Data Center describe them. */




/** Annotations in one request: a thousand of the longest would be more than proxies let through. */
const ANNOTATION_BATCH = 100;
function openFeedback(http) {
    return {
        async setBuildStatus(commit, status) {
            const path = ['commits', commit.commit, 'builds'];
            const request = (0,server_request/* repositoryRequest */.KB)(commit, path, `set the build status of ${nameOf(commit)}`);
            await http.json({ ...request, method: 'POST', body: status });
        },
        /** Makes or replaces the report of this key, without its annotations. */
        async putReport(commit, key, report) {
            const request = reportRequest(commit, [key], 'write the Code Insights report of');
            await http.json({ ...request, method: 'PUT', body: report });
        },
        async readReport(commit, key) {
            const request = reportRequest(commit, [key], 'read the Code Insights report of');
            const reply = await http.json({ ...request, expected: [404] });
            return reply.status !== 404 && (0,parse/* isRecord */.u4)(reply.body) ? reply.body : null;
        },
        async replaceAnnotations(commit, key, annotations) {
            const path = [key, 'annotations'];
            const old = reportRequest(commit, path, 'delete the old annotations on');
            await http.json({ ...old, method: 'DELETE', expected: [404] });
            const request = reportRequest(commit, path, 'write the annotations on');
            for (let at = 0; at < annotations.length; at += ANNOTATION_BATCH) {
                const body = { annotations: annotations.slice(at, at + ANNOTATION_BATCH) };
                // The server does not recognise annotations that it has already, so a late repeat would double them.
                await http.json({ ...request, method: 'POST', body, repeat: 'if-not-arrived' });
            }
        },
        /** Every comment of a pull request that is not an answer to another one, newest first. */
        async *comments(repository, pullRequest) {
            const request = commentRequest(repository, pullRequest, ['activities'], 'list the comments of');
            for await (const activity of (0,server_bitbucket/* pagedList */.yD)(http, request)) {
                const comment = commentOf(activity);
                if (comment !== null)
                    yield comment;
            }
        },
        async addComment(repository, pullRequest, text) {
            const request = commentRequest(repository, pullRequest, ['comments'], 'comment on');
            // A late repeat would leave two comments.
            await http.json({ ...request, method: 'POST', body: { text }, repeat: 'if-not-arrived' });
        },
        /** `changed`: somebody changed the comment meanwhile, read it again. `gone`: somebody deleted it. */
        async editComment(repository, pullRequest, { id, version }, text) {
            const { status } = await http.json({
                ...commentRequest(repository, pullRequest, ['comments', String(id)], 'update the comment on'),
                method: 'PUT',
                body: { text, version },
                // The version makes a second edit impossible, but the answer to a repeat would be a conflict.
                repeat: 'if-not-arrived',
                right: 'to be the author of the comment',
                expected: [404, 409],
            });
            if (status === 404)
                return 'gone';
            return status === 409 ? 'changed' : 'done';
        },
    };
}
function reportRequest(commit, path, purpose) {
    const below = ['commits', commit.commit, 'reports', ...path];
    return (0,server_request/* repositoryRequest */.KB)(commit, below, `${purpose} ${nameOf(commit)}`, 'insights');
}
function commentRequest(repository, pullRequest, path, purpose) {
    const below = ['pull-requests', String(pullRequest), ...path];
    return (0,server_request/* repositoryRequest */.KB)(repository, below, `${purpose} pull request ${pullRequest}`);
}
function nameOf({ commit }) {
    return `commit ${commit.slice(0, 11)}`;
}
/** The comment of an activity; `null` for approvals, pushes, and comments that were deleted. */
function commentOf(activity) {
    if (!(0,parse/* isRecord */.u4)(activity) || activity.action !== 'COMMENTED' || activity.commentAction === 'DELETED')
        return null;
    const { comment } = activity;
    if (!(0,parse/* isRecord */.u4)(comment))
        return null;
    const { id, version, text } = comment;
    if (typeof id !== 'number' || typeof version !== 'number' || typeof text !== 'string') {
        throw new errors/* GateError */.ue('REPLY_UNREADABLE', 'A comment of the pull request has no `id`, `version` or `text`.');
    }
    const author = (0,parse/* isRecord */.u4)(comment.author) && typeof comment.author.name === 'string' ? comment.author.name : null;
    return { id, version, text, author };
}

// EXTERNAL MODULE: ./lib/server/connection.js
var server_connection = __nccwpck_require__(60859);
;// CONCATENATED MODULE: ./lib/deliver/post-target.js
/** What a verdict is posted to in Bitbucket, looked up before the scan, and the build status of the commit. */









/** Bitbucket takes no longer address, and only http(s). */
const LONGEST_LINK = 450;
/** Where a person can see more: the CI run, else the commit or the repository in Bitbucket; `null` when neither is an address. */
function linkOf(report, target) {
    const { project, repo } = target.repository;
    const repository = (0,report_entries/* repositoryUrl */.Ek)(report.bitbucketUrl, { project, repository: repo });
    const commit = repository === null || target.commit === null ? null : `${repository}/commits/${target.commit}`;
    const links = [report.runUrl, commit, report.bitbucketUrl];
    return (links.find((link) => link !== null && /^https?:\/\//i.test(link) && link.length <= LONGEST_LINK) ?? null);
}
/** `null` when nothing is to be posted. A failure is logged and the run goes on: the end tries again. Throws for a stop. */
async function openPosting({ inputs, plan, host }, connection) {
    const { codeInsights, buildStatus, pullRequestComment, pull } = inputs;
    const isWanted = codeInsights || buildStatus || pullRequestComment !== 'never' || pull !== null;
    const target = repositoryTarget(inputs);
    if (!isWanted || !plan.judges || !plan.needsServer || target === null)
        return null;
    const source = { project: target.project, repo: target.repo };
    const repository = pull === null ? source : { project: pull.target.project, repo: pull.target.repo };
    const name = pull === null ? (0,lib_target/* targetName */.je)(target) : `${repository.project}/${repository.repo}#${pull.id}`;
    const common = { repository, source, name };
    try {
        const head = await headOf(target, connection);
        return { ...common, ...head, commit: inputs.commit ?? head.head, lookupFailure: null };
    }
    catch (caught) {
        host.stop.throwIfAborted();
        const failure = deliveryFailed(caught);
        host.log.warn(failure.message);
        const branch = target.kind === 'branch' ? target.branch : null;
        return { ...common, branch, commit: inputs.commit, head: null, lookupFailure: failure };
    }
}
function repositoryTarget({ targets: [target] }) {
    return target?.kind === 'repo' || target?.kind === 'branch' ? target : null;
}
/** @throws GateError NOT_FOUND also where a repository has branches and the server names no head */
async function headOf(target, { bitbucket }) {
    const isOne = target.kind === 'branch';
    let listed = false;
    let found = isOne ? await (0,server_bitbucket/* findBranch */.E0)(target, bitbucket) : null;
    if (!isOne) {
        for await (const one of bitbucket.branches(target)) {
            listed = true;
            if (one.isDefault)
                found = one;
            if (found !== null)
                break;
        }
    }
    if (found?.latestCommit === null)
        throw headUnknown(target, `names no commit of ${found.name}`);
    if (found !== null)
        return { branch: found.name, head: found.latestCommit };
    if (listed)
        throw headUnknown(target, 'marks none of them as the default one');
    if (!isOne)
        return { branch: null, head: null };
    throw new errors/* GateError */.ue('NOT_FOUND', `Bitbucket lists no branch "${target.branch}" in ${target.project}/${target.repo}.`);
}
function headUnknown({ project, repo }, what) {
    const why = `Bitbucket lists branches in ${project}/${repo} and ${what}, so there is no commit to post to.`;
    return new errors/* GateError */.ue('NOT_FOUND', why, {
        hint: 'Give `branch`, or choose a default branch in the settings of the repository.',
    });
}
/**
 * Marks the commit as in progress; a failure of that is logged and the run goes on. Returns a note where there is no commit.
 * @throws GateError HEAD_MOVED: a verdict on a commit that is not scanned would be worth nothing
 */
async function startPosting(target, { inputs, host }, { http }) {
    const { commit: sha, head, name, repository } = target;
    if (target.lookupFailure !== null)
        return [];
    if (inputs.commit !== null && inputs.commit !== head) {
        throw new errors/* GateError */.ue('HEAD_MOVED', `The verdict was to be on the commit ${inputs.commit}, but the head of ${name} in Bitbucket, which is what is scanned, is ${head ?? 'none'}.`);
    }
    if (sha === null) {
        const isMissed = inputs.codeInsights || inputs.buildStatus;
        return isMissed ? [`${name} has no commit, so no build status or report was posted to Bitbucket.`] : [];
    }
    if (!inputs.buildStatus)
        return [];
    const report = { runUrl: host.runUrl, bitbucketUrl: inputs.bitbucketUrl?.href ?? null };
    try {
        await openFeedback(http).setBuildStatus({ ...repository, commit: sha }, inProgress(report, target));
        host.log.info(`Build status of ${sha.slice(0, 11)} is in progress.`);
    }
    catch (caught) {
        host.stop.throwIfAborted();
        host.log.warn(deliveryFailed(caught).message);
    }
    return [];
}
/** The rows belong to the head only where it is the one of before. @throws GateError HEAD_MOVED; as `Bitbucket` */
async function rejectMovedHead({ head, branch, name, lookupFailure }, { inputs }, connection) {
    const target = repositoryTarget(inputs);
    if (lookupFailure !== null && inputs.pull !== null)
        throw lookupFailure;
    if (target === null || lookupFailure !== null)
        return;
    const now = await headOf(target, connection);
    if (now.head === head && now.branch === branch)
        return;
    throw new errors/* GateError */.ue('HEAD_MOVED', `The head of ${name} moved during the run, from ${head ?? 'none'} to ${now.head ?? 'none'}, so it is not known which commit the findings belong to.`);
}
function deliveryFailed(caught) {
    const error = (0,errors/* asGateError */.Ub)(caught);
    if (error.code === 'DELIVERY_FAILED')
        return error;
    const message = `The verdict could not be posted to Bitbucket: ${error.message}`;
    return new errors/* GateError */.ue('DELIVERY_FAILED', message, { hint: error.hint, cause: caught });
}
/** After a stop, this many ms are spent on everything that is posted. */
const STOPPED_MS = 1000;
/** Each `post` has a connection of its own: that of the run is closed by now, and a stop would end all of its calls. */
function openPoster(inputs, target, host) {
    const commit = target.commit === null ? null : { ...target.repository, commit: target.commit };
    let afterStop = null;
    let hasFailed = false;
    const patience = () => {
        if (!host.stop.aborted)
            return hasFailed ? { maxRetries: 0 } : {};
        afterStop ??= AbortSignal.timeout(STOPPED_MS);
        return { stop: afterStop, maxRetries: 0 };
    };
    return {
        inputs,
        target,
        /** `null` in a repository without commits. */
        commit,
        log: host.log,
        stop: host.stop,
        /** Calls Bitbucket. @throws GateError DELIVERY_FAILED */
        async post(work) {
            if (target.lookupFailure !== null)
                throw target.lookupFailure;
            let connection = null;
            try {
                connection = await (0,server_connection/* openConnection */.JY)(inputs, host, patience());
                await work(openFeedback(connection.http), connection.bitbucket);
            }
            catch (caught) {
                hasFailed = true;
                const failure = deliveryFailed(caught);
                host.log.warn(failure.message);
                throw failure;
            }
            finally {
                await connection?.http.close();
            }
        },
    };
}
/** The name to require in Bitbucket ("Required builds"); the same for every repository and run. */
const BUILD_PARENT = 'soteri-gate';
/** Bitbucket's limits for key, name and description, characters. */
const post_target_LONGEST_TEXT = 255;
function inProgress(report, target) {
    return {
        ...common(report, target),
        state: 'INPROGRESS',
        description: (0,report_escape/* oneLine */.TN)(`${target.name} is being scanned and judged`, post_target_LONGEST_TEXT),
    };
}
/** The status at the end: SUCCESSFUL exactly where the job goes on. */
function finalStatus(report, target) {
    const state = isGreen(report.verdict) ? 'SUCCESSFUL' : 'FAILED';
    const change = report.verdict.error === null ? (0,model/* changeSentence */.y6)(report) : null;
    const sentence = change === null ? report.verdict.sentence : `${report.verdict.word}: ${change}`;
    return { ...common(report, target), state, description: (0,report_escape/* oneLine */.TN)(sentence, post_target_LONGEST_TEXT) };
}
/** The key distinguishes scopes, so that the gate of one branch does not overwrite that of another at the same commit. */
function common(report, target) {
    const name = (0,report_escape/* oneLine */.TN)(`${BUILD_PARENT} ${target.name}`, post_target_LONGEST_TEXT);
    return {
        key: name,
        name,
        parent: BUILD_PARENT,
        url: linkOf(report, target) ?? '',
        // Bitbucket knows no branch of a fork in the repository of the pull request.
        ...(target.branch !== null &&
            target.source.project === target.repository.project &&
            target.source.repo === target.repository.repo && { ref: `refs/heads/${target.branch}` }),
    };
}
/** Red is posted before everything else, green after everything: a run that breaks off leaves no green status. */
function deliverBuildStatus(colour, poster) {
    let isPosted = false;
    return {
        isDelivered: ({ verdict }) => isPosted || isGreen(verdict) !== (colour === 'green'),
        async deliver(report) {
            await poster.post(async (feedback) => {
                const { commit, target, log } = poster;
                if (commit === null)
                    return;
                const status = finalStatus(report, target);
                await feedback.setBuildStatus(commit, status);
                log.info(`Build status of commit ${commit.commit.slice(0, 11)}: ${status.state}.`);
            });
            isPosted = true;
        },
    };
}

;// CONCATENATED MODULE: ./lib/deliver/code-insights.js
/** Delivery: the Code Insights report of a commit and its annotations, within Bitbucket's limits; never matched text. */










/** The report's key: one report for each commit. */
const REPORT_KEY = 'soteri-gate';
/** Bitbucket's limits, characters. */
const LONGEST_TITLE = 450;
const LONGEST_DETAILS = 2000;
const LONGEST_MESSAGE = 2000;
const LONGEST_PATH = 1000;
const code_insights_LONGEST_NAME = 300;
/** Annotations of one report; above that Bitbucket refuses the whole request. */
const MOST_ANNOTATIONS = 1000;
/** Red as long as one pull request of the commit is. @param others verdicts of the other open ones */
function insightReport(report, target, others = new Map()) {
    const link = linkOf(report, target);
    const red = redAmong(others);
    const also = red.map(([id, word]) => `; pull request ${id}: ${word}`).join('');
    return {
        title: (0,report_escape/* oneLine */.TN)(`${titleOf(report)}${also}`, LONGEST_TITLE),
        details: detailsOf(report, target),
        result: isGreen(report.verdict) && red.length === 0 ? 'PASS' : 'FAIL',
        reporter: 'soteri-gate',
        ...(link !== null && { link }),
        data: fieldsOf(report, target, others),
    };
}
function redAmong(others) {
    return [...others].filter(([, word]) => word === 'fail' || word === 'error');
}
const PULLS_TITLE = 'Pull requests';
function pullsText(report, others) {
    const { change, verdict } = report;
    const all = [...others, ...(change?.pullRequest ? [[change.pullRequest, verdict.word]] : [])];
    return all.map(([id, word]) => `#${id} ${word}`).join(', ');
}
/** What an earlier report says of the pull requests of its commit. */
function pullVerdictsIn(report) {
    const fields = Array.isArray(report?.data) ? report.data : [];
    const field = fields.find((one) => (0,parse/* isRecord */.u4)(one) && one.title === PULLS_TITLE);
    const text = (0,parse/* isRecord */.u4)(field) && typeof field.value === 'string' ? field.value : '';
    const found = text.matchAll(/#([1-9]\d{0,14}) (pass|warn|fail|error)\b/g);
    return new Map(Array.from(found, ([, id, word]) => [Number(id), word]));
}
function titleOf(report) {
    const { verdict, counts, change, hasBaseline } = report;
    if (change && (0,model/* isJudged */.sL)(report)) {
        const known = counts.total - counts.new;
        const more = known > 0 ? ` (${known} more are known)` : '';
        return `soteri-gate: ${verdict.word}, ${(0,lib_text/* plural */.LS)(counts.new, 'new secret')}${more}`;
    }
    const numbers = (0,model/* isJudged */.sL)(report)
        ? `, ${(0,lib_text/* plural */.LS)(counts.total, 'finding')}${hasBaseline !== false ? ` (${counts.new} new)` : ''}`
        : '';
    return `soteri-gate: ${verdict.word}${numbers}`;
}
/** The decisive sentence, how to go on after an error, then what a reader should know. */
function detailsOf(report, target) {
    const { verdict, evidence } = report;
    const shown = insightAnnotations(report, target).length;
    const cut = shown === MOST_ANNOTATIONS ? [`Only the worst ${MOST_ANNOTATIONS} findings are annotated.`] : [];
    const change = (0,model/* changeSentence */.y6)(report);
    const lines = [verdict.sentence, ...(change === null ? [] : [`${change}.`]), ...cut, ...evidence.notes];
    return wholeLines(lines.map((each) => (0,report_escape/* oneLine */.TN)(each, code_insights_LONGEST_NAME * 2)));
}
function wholeLines(lines) {
    let text = '';
    for (const each of lines) {
        const longer = text === '' ? each : `${text}\n${each}`;
        if (longer.length > LONGEST_DETAILS)
            break;
        text = longer;
    }
    return text;
}
function fieldsOf(report, { name }, others) {
    const { verdict, counts, thresholds, hasBaseline } = report;
    const text = (title, value) => ({ title, type: 'TEXT', value });
    const pulls = pullsText(report, others);
    const scope = pulls === '' ? text('Judged', (0,report_escape/* oneLine */.TN)(name, code_insights_LONGEST_NAME)) : text(PULLS_TITLE, pulls);
    const word = text('Verdict', verdict.word);
    if (!(0,model/* isJudged */.sL)(report))
        return [word, text('Reason', verdict.error?.code ?? 'nothing was judged'), scope];
    const exceeded = thresholds.filter(({ passed }) => !passed).length;
    return [
        word,
        text('Thresholds exceeded', `${exceeded} of ${thresholds.length}`),
        { title: 'Findings', type: 'NUMBER', value: counts.total },
        ...(hasBaseline === false ? [] : [{ title: 'New', type: 'NUMBER', value: counts.new }]),
        { title: 'Suppressed', type: 'NUMBER', value: counts.suppressed },
        scope,
    ];
}
/** The worst of the commit's own branch. A run that judged nothing has none: a part would be taken for the whole. */
function insightAnnotations(report, target) {
    const own = ownEntries(report, target).slice(0, MOST_ANNOTATIONS);
    return own.map((entry) => annotationOf(entry, report));
}
/** The findings on the branch whose commit is annotated; Bitbucket ignores the case of keys and slugs. */
function ownEntries(report, { source, branch }) {
    const name = `${source.project}/${source.repo}`.toLowerCase();
    const isOwn = (row) => (0,model/* isShown */.aJ)(row, report) && row.branch === branch && (0,model/* repositoryName */.aR)(row).toLowerCase() === name;
    return (0,model/* isJudged */.sL)(report) ? (0,report_entries/* entriesWith */.XG)(report.shortlist, isOwn) : [];
}
const code_insights_levels = {
    critical: 'HIGH',
    high: 'HIGH',
    medium: 'MEDIUM',
    low: 'LOW',
};
function annotationOf(finding, report) {
    const { rule, severity, fingerprint, path, branch } = finding;
    const { what, rotate } = (0,advice/* ruleAdvice */.Bx)(rule, report.remedies);
    const others = (0,report_entries/* branchesText */.ij)(finding.branches.filter((other) => other !== branch));
    const also = others === '' ? '' : ` Also on ${(0,report_escape/* oneLine */.TN)(others, code_insights_LONGEST_NAME)}.`;
    const linked = isPlainPath(path);
    const elsewhere = linked ? '' : ` In ${(0,report_escape/* oneLine */.TN)(path, code_insights_LONGEST_NAME)}.`;
    const message = `${(0,report_escape/* oneLine */.TN)(rule, code_insights_LONGEST_NAME)} (${severity}, ${statusWords[(0,report_entries/* statusWord */.Hm)(finding, report)]}): ${what} ${rotate}${elsewhere}${also} Fingerprint ${fingerprint}.`;
    return {
        externalId: fingerprint,
        message: (0,report_escape/* oneLine */.TN)(message, LONGEST_MESSAGE),
        severity: code_insights_levels[severity],
        type: 'VULNERABILITY',
        ...(linked && { path, line: finding.line ?? 0 }),
    };
}
/** A path that Bitbucket can link to as it is: relative, without ways out, nothing invisible. */
function isPlainPath(path) {
    if (path === '' || path.length > LONGEST_PATH || (0,lib_text/* escapeInvisible */.ts)(path) !== path)
        return false;
    return !/^[/\\]/.test(path) && !path.split('/').includes('..');
}
/** After a stop it only takes a green report back. @param notes gets one where a foreign report is in the way */
function deliverCodeInsights(poster, notes) {
    const { commit, target, stop, log } = poster;
    let showsGreen = false;
    return {
        isDelivered: () => stop.aborted && !showsGreen,
        async deliver(report) {
            await poster.post(async (feedback, bitbucket) => {
                if (commit === null)
                    return;
                const annotations = insightAnnotations(report, target);
                const others = stop.aborted ? undefined : await otherPulls(report, commit, feedback, bitbucket);
                const foreign = await putReport(commit, insightReport(report, target, others), feedback);
                if (foreign !== null) {
                    notes.push(foreign);
                    return;
                }
                showsGreen = isGreen(report.verdict);
                // The annotations of a red one are of more use than none.
                if (others === undefined || (annotations.length === 0 && redAmong(others).length > 0))
                    return;
                await feedback.replaceAnnotations(commit, REPORT_KEY, annotations);
                const short = commit.commit.slice(0, 11);
                log.info(`Code Insights report of commit ${short}: posted with ${(0,lib_text/* plural */.LS)(annotations.length, 'annotation')}.`);
            });
        },
    };
}
/** The other pull requests of a commit that are still open, as the present report of the commit knows them. */
async function otherPulls({ change }, commit, feedback, bitbucket) {
    if (!change?.pullRequest)
        return new Map();
    const others = new Map();
    for (const [id, word] of pullVerdictsIn(await feedback.readReport(commit, REPORT_KEY))) {
        if (id === change.pullRequest)
            continue;
        const pull = await bitbucket.pullRequest(commit, id);
        if ((0,parse/* isRecord */.u4)(pull) && pull.state === 'OPEN')
            others.set(id, word);
    }
    return others;
}
/** Bitbucket refuses to replace the report of another account, and names rights as the reason: a note, else `null`. */
async function putReport(commit, report, feedback) {
    try {
        await feedback.putReport(commit, REPORT_KEY, report);
        return null;
    }
    catch (caught) {
        const { code, message } = (0,errors/* asGateError */.Ub)(caught);
        const isRefused = ['RIGHT_MISSING', 'CREDENTIALS_REFUSED'].includes(code) || / answered 4(01|03|09)\b/.test(message);
        const found = isRefused ? await feedback.readReport(commit, REPORT_KEY).catch(() => null) : null;
        if (found === null)
            throw caught;
        const shown = found.result === 'PASS' || found.result === 'FAIL' ? ` (${found.result})` : '';
        return `The Code Insights report "${REPORT_KEY}" of commit ${commit.commit.slice(0, 11)} is of another account, and only that account can replace it (${message}). Bitbucket still shows its own result there${shown}, not that of this run: delete that report, or use the same account.`;
    }
}

;// CONCATENATED MODULE: ./lib/report/gitlab.js





/** Entries that GitLab still shows in reasonable time. */
const VULNERABILITY_LIMIT = 5_000;
const gitlab_BRANCHES_SHOWN = 20;
/** GitLab's own analyzers write this when they know no commit. */
const NO_COMMIT = '0000000';
const severityNames = {
    critical: 'Critical',
    high: 'High',
    medium: 'Medium',
    low: 'Low',
};
function renderGitlab(report) {
    const entries = (0,model/* isJudged */.sL)(report) ? (0,report_entries/* entriesOf */.Mc)(report.shortlist) : [];
    const open = entries.filter(({ status }) => status !== 'suppressed');
    const shown = open.slice(0, VULNERABILITY_LIMIT);
    const single = (0,model/* onlyRepository */.vA)(report) !== null;
    const { version } = report.tool;
    const value = {
        version: '15.0.7',
        scan: {
            analyzer: { id: 'soteri-gate', name: 'soteri-gate', version, vendor: { name: 'soteri-gate' } },
            scanner: {
                id: 'soteri',
                name: 'Security for Bitbucket',
                version: 'unknown',
                vendor: { name: 'Soteri' },
            },
            type: 'secret_detection',
            start_time: secondsOf(report.evidence.startedAt),
            end_time: secondsOf(report.evidence.finishedAt),
            status: report.verdict.word === 'error' ? 'failure' : 'success',
            messages: messagesOf(report, open.length - shown.length),
        },
        vulnerabilities: shown.map((entry) => vulnerabilityOf(entry, report, single)),
    };
    return `${(0,report_escape/* jsonText */.s$)(value, 2)}\n`;
}
/** `yyyy-mm-ddThh:mm:ss` in UTC, as the schema demands. */
function secondsOf(instant) {
    return new Date(instant).toISOString().slice(0, 19);
}
function messagesOf(report, omitted) {
    const { verdict, shortlistCut } = report;
    const place = (0,advice/* whereOmitted */["if"])(report);
    const level = verdict.word === 'error' ? 'fatal' : verdict.word === 'pass' ? 'info' : 'warn';
    const messages = [{ level, value: (0,report_escape/* oneLine */.TN)(verdict.sentence) }];
    if (omitted > 0)
        messages.push({ level: 'warn', value: `${(0,lib_text/* count */.U9)(omitted)} more findings are ${place}.` });
    if (shortlistCut)
        messages.push({ level: 'warn', value: `Only the worst findings are here; the others are ${place}.` });
    return messages;
}
function knownText(isNew, { change, hasBaseline }) {
    if (change)
        return isNew ? 'The change adds it.' : 'It was there before the change.';
    if (hasBaseline === false)
        return '';
    return isNew ? 'It is not in the baseline.' : 'It is in the baseline.';
}
function vulnerabilityOf(finding, report, single) {
    const rule = (0,report_escape/* oneLine */.TN)(finding.rule) || 'unnamed';
    const { what, rotate, link } = (0,advice/* ruleAdvice */.Bx)(finding.rule, report.remedies);
    const path = (0,report_escape/* oneLine */.TN)(finding.path);
    const { line } = finding;
    return {
        id: uuidOf(finding.fingerprint),
        category: 'secret_detection',
        name: (0,report_escape/* shorten */.ml)(rule, 255),
        // GitLab renders it as Markdown, so it holds no foreign text: name, place and rule have fields of their own.
        description: `${what} ${knownText(finding.status === 'new', report)}`.trim(),
        severity: severityNames[finding.severity],
        solution: `${rotate} ${advice/* historyAdvice */.Rz}`,
        location: {
            file: single ? path : `${(0,report_escape/* oneLine */.TN)((0,model/* repositoryName */.aR)(finding))}/${path}`,
            commit: { sha: NO_COMMIT },
            ...(line !== null && { start_line: line, end_line: line }),
        },
        ...(link !== null && { links: [{ name: 'How to revoke it', url: link }] }),
        details: { branches: { type: 'list', name: 'Branches', items: branchItems(finding) } },
        identifiers: [{ type: 'soteri_rule_id', name: `Soteri rule ${rule}`, value: rule }],
    };
}
function branchItems({ branches }) {
    const items = branches.slice(0, gitlab_BRANCHES_SHOWN).map((name) => (0,report_escape/* oneLine */.TN)(name) || 'not named');
    const left = branches.length - items.length;
    return [...items, ...(left > 0 ? [`${(0,lib_text/* count */.U9)(left)} more`] : [])].map((value) => ({ type: 'text', value }));
}
/** The fingerprint in the form of a UUID (version 8: custom), the same in every run. */
function uuidOf(fingerprint) {
    const hex = fingerprint.toLowerCase().replace(/[^0-9a-f]/g, '');
    return hex.padStart(32, '0').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-a$4-$5');
}

;// CONCATENATED MODULE: ./lib/report/json.js



function renderJson(report) {
    return `${(0,report_escape/* jsonText */.s$)(reportJson(report), 2)}\n`;
}
/** Properties are written in this order. */
function reportJson(report) {
    const { counts, verdict, targets } = report;
    return {
        // The first number rises when a reader could break, the second with additions.
        schemaVersion: '1.3',
        tool: report.tool,
        operation: report.operation,
        target: targets.length === 1 ? (targets[0] ?? '') : targets,
        targets,
        mode: report.mode,
        period: report.period,
        verdict: verdict.word,
        exitCode: verdict.exitCode,
        decisive: verdict.sentence,
        // `mend` is the name of `hint` before 1.2.
        error: verdict.error && { ...verdict.error, mend: verdict.error.hint },
        counts: {
            ...pick(counts, 'total', 'distinct', 'new', 'suppressed'),
            ...(counts.moved !== undefined && pick(counts, 'moved', 'behind')),
            byRule: sorted(counts.byRule),
            bySeverity: counts.bySeverity,
            byProject: sorted(counts.byProject),
            byRepository: sorted(counts.byRepository),
            byBranch: sorted(counts.byBranch),
            byOwner: sorted(counts.byOwner),
        },
        thresholds: report.thresholds.map((outcome) => pick(outcome, 'name', 'selector', 'observed', 'max', 'passed', 'level', 'origin', 'contributors')),
        ...blameJson(report),
        evidence: report.evidence,
    };
}
function blameJson({ shortlist }) {
    const blame = (0,report_entries/* entriesOf */.Mc)(shortlist).flatMap((entry) => {
        const place = pick(entry, 'fingerprint', 'project', 'repository', 'branches', 'path', 'line', 'rule');
        return entry.blame === undefined ? [] : [{ ...place, ...entry.blame }];
    });
    return blame.length === 0 ? {} : { blame };
}
function pick(value, ...keys) {
    return Object.fromEntries(keys.map((key) => [key, value[key]]));
}
function sorted(counts) {
    return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (0,lib_text/* byCodeUnits */.CA)(a, b)));
}

;// CONCATENATED MODULE: ./lib/report/junit.js





/** Repositories with a case of their own, those with most findings first. */
const REPOSITORY_LIMIT = 10_000;
const FINDING_LIMIT = 20;
const TEXT_LIMIT = 2000;
function renderJunit(report) {
    const suites = [
        ['run', [runCase(report)]],
        ['thresholds', report.thresholds.map((outcome) => thresholdCase(outcome, report))],
        ['repositories', repositoryCases(report)],
    ];
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name="soteri-gate" ${totals(suites.flatMap(([, cases]) => cases))}>`,
        ...suites.flatMap(([name, cases]) => (cases.length === 0 ? [] : suiteLines(name, cases, report))),
        '</testsuites>',
        '',
    ].join('\n');
}
function totals(cases) {
    const failures = cases.filter((one) => one.failure !== undefined).length;
    const errors = cases.filter((one) => one.error !== undefined).length;
    return `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
}
function suiteLines(name, cases, { evidence }) {
    const timestamp = attribute(evidence.startedAt.slice(0, 19));
    return [
        `  <testsuite name="soteri-gate.${name}" ${totals(cases)} timestamp="${timestamp}">`,
        ...cases.flatMap((one) => caseLines(`soteri-gate.${name}`, one)),
        '  </testsuite>',
    ];
}
function caseLines(className, { name, failure, error, output }) {
    const lines = [`    <testcase classname="${className}" name="${attribute(name)}">`];
    if (error !== undefined) {
        const attributes = `type="${attribute(error.type)}" message="${attribute(error.message)}"`;
        lines.push(`      <error ${attributes}>${content(error.text)}</error>`);
    }
    if (failure !== undefined) {
        lines.push(`      <failure message="${attribute(failure.message)}">${content(failure.text)}</failure>`);
    }
    if (output !== undefined)
        lines.push(`      <system-out>${content(output)}</system-out>`);
    return [...lines, '    </testcase>'];
}
function attribute(text) {
    return (0,report_escape/* xmlText */.xK)((0,report_escape/* shorten */.ml)(text, TEXT_LIMIT));
}
/** Keeps line breaks, which attributes cannot. */
function content(text) {
    return text.split('\n').map(attribute).join('\n');
}
function runCase({ verdict, targets }) {
    const name = (0,report_escape/* shorten */.ml)(`run on ${targets.length === 0 ? 'no target' : targets.join(', ')}`, 300);
    if (verdict.error === null)
        return { name, output: verdict.sentence };
    const { code, message, hint } = verdict.error;
    return { name, error: { type: code, message, text: `${message}\n${hint}` } };
}
function thresholdCase(outcome, report) {
    const { name, selector, observed, max, passed, contributors, origin } = outcome;
    const message = `${selector}: ${(0,lib_text/* count */.U9)(observed)} found, limit ${(0,lib_text/* count */.U9)(max)} (${origin})`;
    if (passed)
        return { name, output: message };
    const reasons = contributors.map((one) => `${(0,lib_text/* plural */.LS)(one.count, 'finding')} of ${one.rule} in ${one.repository}`);
    const text = [message, ...reasons].join('\n');
    if (!fails(outcome, report))
        return { name, output: `Violated, but it only warns.\n${text}` };
    return { name, failure: { message, text } };
}
function fails({ passed, level }, { mode }) {
    return !passed && level === 'fail' && mode === 'enforce';
}
/** A repository fails when it adds to a violated threshold. Of a change, what was there before is one line. */
function repositoryCases(report) {
    if (!(0,model/* isJudged */.sL)(report))
        return [];
    const { counts, change } = report;
    const { byRepository } = counts;
    // A comparison has one repository.
    const known = change ? counts.total - counts.new : 0;
    const violated = report.thresholds.filter((one) => fails(one, report));
    const worst = Map.groupBy(report.shortlist.filter((finding) => (0,model/* isShown */.aJ)(finding, report)), model/* repositoryName */.aR);
    const clean = targetRepositories(report).filter((name) => !Object.hasOwn(byRepository, name));
    const all = [...(0,lib_text/* heaviestFirst */.O7)(byRepository), ...clean.map((name) => [name, 0])];
    return all.slice(0, REPOSITORY_LIMIT).map(([name, findings]) => {
        const message = (0,lib_text/* plural */.LS)(findings, 'finding');
        const reasons = violated
            .filter(({ byRepository: added = {} }) => Object.hasOwn(added, name))
            .map((one) => `${(0,lib_text/* plural */.LS)(one.byRepository?.[name] ?? 0, 'finding')} count towards ${one.name}`);
        if (reasons.length === 0)
            return { name, output: message };
        const shown = (worst.get(name) ?? []).slice(0, FINDING_LIMIT);
        const listed = shown.map((finding) => `${(0,report_entries/* placeOf */.$t)(finding)} ${finding.rule} (${finding.branch})`);
        const left = findings - known - listed.length;
        const more = left > 0 ? [`${(0,lib_text/* count */.U9)(left)} more ${(0,advice/* whereOmitted */["if"])(report)}`] : [];
        const folded = known > 0 ? [`${(0,lib_text/* plural */.LS)(known, 'known finding')} not listed`] : [];
        return { name, failure: { message, text: [...reasons, ...listed, ...more, ...folded].join('\n') } };
    });
}
/** Repositories that were scanned by name, so that a clean one is shown as passed. */
function targetRepositories({ targets, evidence }) {
    const names = [...targets, ...evidence.targets.map((one) => one.target)].flatMap((target) => {
        const repository = (0,model/* repositoryOfTarget */.pE)(target);
        return repository === null ? [] : [`${repository.project}/${repository.repo}`];
    });
    return [...new Set(names)];
}

;// CONCATENATED MODULE: ./lib/report/sarif.js






/** GitHub accepts 25,000 results a run (and shows the worst 5,000); the margin is for other readers. */
const SARIF_RESULT_LIMIT = 20_000;
const SHOWN_BY_GITHUB = 5_000;
/** GitHub accepts 10 MB of gzip, and text that cannot be compressed keeps about 82 % of its size. */
const RESULT_BYTES = 11_000_000;
const sarif_levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };
/** GitHub: above 9.0 is critical, from 7.0 high, from 4.0 medium, above 0.1 low. */
const securitySeverities = {
    critical: '9.5',
    high: '8.0',
    medium: '5.5',
    low: '2.0',
};
const INFORMATION = 'https://www.npmjs.com/package/soteri-gate';
/** No text of the log can contain this, as its quotes would be escaped. */
const NO_RESULTS = '"results":[]';
/** The text of `report.sarif`, one line. Each result is serialized once: they are nearly all of it. */
function renderSarif(report) {
    const entries = (0,model/* isJudged */.sL)(report)
        ? (0,report_entries/* entriesOf */.Mc)(report.shortlist).filter(({ status }) => status !== 'suppressed')
        : [];
    const rules = rulesOf(entries);
    const single = (0,model/* onlyRepository */.vA)(report) !== null;
    const results = resultsOf(entries, rules, single, report);
    const log = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [runOf(report, entries, rules, results.length, single)],
    };
    return `${(0,report_escape/* jsonText */.s$)(log).replace(NO_RESULTS, () => `"results":[${results.join(',')}]`)}\n`;
}
function runOf(report, entries, rules, shown, single) {
    const omitted = Math.max(entries.length, report.counts.distinct) - shown;
    const repositories = repositoriesOf(entries);
    const provenance = repositories.flatMap((one) => provenanceOf(one, report.bitbucketUrl, single));
    const { version } = report.tool;
    return {
        tool: {
            driver: {
                name: 'soteri-gate',
                version,
                ...(/^\d+\.\d+\.\d+/.test(version) && { semanticVersion: version }),
                informationUri: INFORMATION,
                rules: [...rules.values()].map((rule) => ruleOf(rule, report)),
            },
        },
        automationDetails: { id: `soteri-gate/${(0,report_escape/* oneLine */.TN)(report.targets.join(', '), 200)}/` },
        columnKind: 'utf16CodeUnits',
        ...(provenance.length > 0 && { versionControlProvenance: provenance }),
        originalUriBaseIds: Object.fromEntries(repositories.map((one) => [
            baseIdOf(one, single),
            { description: { text: `Root of the repository ${(0,lib_text/* escapeInvisible */.ts)((0,model/* repositoryName */.aR)(one))}.` } },
        ])),
        invocations: [invocationOf(report, shown, omitted)],
        // Absent after an error, as SARIF demands: an empty list would close every alert in code scanning.
        ...((0,model/* isJudged */.sL)(report) && { results: [] }),
        properties: {
            verdict: report.verdict.word,
            findings: report.counts.total,
            suppressed: report.counts.suppressed,
            resultsLeftOut: omitted,
        },
    };
}
function ruleIdOf({ rule }) {
    return (0,report_escape/* oneLine */.TN)(rule) || 'unnamed';
}
/** Rules by their ids, in order of these, each with its worst severity. */
function rulesOf(entries) {
    const byId = [...Map.groupBy(entries, ruleIdOf)].sort(([a], [b]) => (0,lib_text/* byCodeUnits */.CA)(a, b));
    const rules = byId.map(([id, found], index) => {
        const worst = finding/* severities */.gO.find((level) => found.some(({ severity }) => severity === level)) ?? 'low';
        return [id, { id, rule: found.at(-1)?.rule ?? id, index, worst }];
    });
    return new Map(rules);
}
function sarif_nameOf(id) {
    const words = id.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    return name.toLowerCase() === id.toLowerCase() ? `${name}Rule` : name;
}
function ruleOf({ id, rule, worst }, { remedies }) {
    const { what, rotate, link, precision } = (0,advice/* ruleAdvice */.Bx)(rule, remedies);
    const steps = [rotate, advice/* historyAdvice */.Rz].map((step, at) => `${at + 1}. ${(0,report_escape/* markdownText */.p7)(step)}`);
    const page = link === null ? [] : [`[How to revoke it](<${link.replace(/[<>\s]/g, '')}>)`];
    return {
        id,
        name: sarif_nameOf(id),
        helpUri: link ?? INFORMATION,
        shortDescription: { text: `Secret found by the rule ${id}.` },
        fullDescription: { text: what },
        help: {
            text: `${what} ${rotate} ${advice/* historyAdvice */.Rz}`,
            markdown: [(0,report_escape/* markdownText */.p7)(what), steps.join('\n'), ...page].join('\n\n'),
        },
        defaultConfiguration: { level: sarif_levels[worst] },
        properties: {
            tags: ['security', 'secret'],
            precision,
            'security-severity': securitySeverities[worst],
        },
    };
}
/** The results as JSON, within the limits. */
function resultsOf(entries, rules, single, report) {
    const results = [];
    let bytes = 0;
    for (const entry of entries) {
        const result = (0,report_escape/* jsonText */.s$)(resultOf(entry, rules, single, report));
        // Its two links repeat the path and compress to nothing.
        bytes += Buffer.byteLength(result) - 2 * ((0,report_entries/* lineLink */.lz)(report.bitbucketUrl, entry)?.length ?? 0);
        if (results.length >= SARIF_RESULT_LIMIT || bytes > RESULT_BYTES)
            break;
        results.push(result);
    }
    return results;
}
function resultOf(finding, rules, single, { bitbucketUrl, hasBaseline }) {
    const { fingerprint, line, status } = finding;
    const ruleId = ruleIdOf(finding);
    const repository = (0,report_escape/* oneLine */.TN)((0,model/* repositoryName */.aR)(finding));
    const branches = finding.branches.filter((name) => name !== '').map((name) => (0,report_escape/* oneLine */.TN)(name));
    const where = branches.length === 0 ? repository : `${repository} on ${(0,report_entries/* branchesText */.ij)(branches)}`;
    const link = (0,report_entries/* lineLink */.lz)(bitbucketUrl, finding);
    return {
        ruleId,
        ruleIndex: rules.get(ruleId)?.index ?? -1,
        level: sarif_levels[finding.severity],
        message: {
            text: `${ruleId} in ${where}: revoke the secret, then remove it.${link === null ? '' : ` ${link}`}`,
        },
        ...(link !== null && { hostedViewerUri: link }),
        locations: [
            {
                physicalLocation: {
                    artifactLocation: { uri: (0,report_escape/* pathUri */.Gm)(finding.path), uriBaseId: baseIdOf(finding, single) },
                    region: { startLine: line !== null && line > 0 ? line : 1 },
                },
            },
        ],
        partialFingerprints: { primaryLocationLineHash: fingerprint, 'soteriGate/v1': fingerprint },
        ...(hasBaseline !== false && { baselineState: status === 'new' ? 'new' : 'unchanged' }),
        properties: { repository, branches },
    };
}
function repositoriesOf(entries) {
    const byName = Map.groupBy(entries, model/* repositoryName */.aR);
    return Array.from(byName.values(), (found) => {
        const [{ project, repository }] = found;
        const branches = new Set(found.flatMap((entry) => entry.branches));
        return { project, repository, branch: branches.size === 1 ? ([...branches][0] ?? null) : null };
    });
}
/** Viewers find the checkout by the usual name, but only one repository can have it. */
function baseIdOf(repository, single) {
    return single ? '%SRCROOT%' : (0,report_escape/* oneLine */.TN)((0,model/* repositoryName */.aR)(repository));
}
function provenanceOf(one, bitbucketUrl, single) {
    const repositoryUri = (0,report_entries/* repositoryUrl */.Ek)(bitbucketUrl, one);
    if (repositoryUri === null)
        return [];
    const branch = one.branch === null || one.branch === '' ? {} : { branch: (0,report_escape/* oneLine */.TN)(one.branch) };
    return [{ repositoryUri, ...branch, mappedTo: { uriBaseId: baseIdOf(one, single) } }];
}
function invocationOf(report, shown, omitted) {
    const { verdict, evidence } = report;
    const notifications = [];
    const notify = (level, id, text) => {
        notifications.push({ level, descriptor: { id }, message: { text } });
    };
    if (verdict.error !== null) {
        const { code, message, hint } = verdict.error;
        notify('error', code, `${(0,report_escape/* oneLine */.TN)(message)} ${(0,report_escape/* oneLine */.TN)(hint)}`);
    }
    if (omitted > 0)
        notify('warning', 'RESULTS_LEFT_OUT', `${(0,lib_text/* count */.U9)(omitted)} more findings are ${(0,advice/* whereOmitted */["if"])(report)}.`);
    if (shown > SHOWN_BY_GITHUB) {
        const text = `GitHub shows the worst ${(0,lib_text/* count */.U9)(SHOWN_BY_GITHUB)} of these ${(0,lib_text/* count */.U9)(shown)} results.`;
        notify('note', 'RESULTS_NOT_SHOWN', text);
    }
    return {
        executionSuccessful: verdict.word !== 'error',
        exitCode: verdict.exitCode,
        exitCodeDescription: (0,report_escape/* oneLine */.TN)(verdict.sentence),
        startTimeUtc: evidence.startedAt,
        endTimeUtc: evidence.finishedAt,
        ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
    };
}

;// CONCATENATED MODULE: ./lib/report/formats.js





/** In the order in which they are listed for people. */
const reportFormats = {
    csv: { name: 'findings.csv', output: 'csv-file' },
    json: { name: 'report.json', output: 'json-file', render: ({ report }) => renderJson(report) },
    sarif: { name: 'report.sarif', output: 'sarif-file', render: ({ report }) => renderSarif(report) },
    html: {
        name: 'report.html',
        output: 'html-file',
        render: ({ report, history }) => renderHtml(report, history),
    },
    junit: { name: 'report.junit.xml', output: 'junit-file', render: ({ report }) => renderJunit(report) },
    gitlab: { name: 'gl-secret-detection-report.json', render: ({ report }) => renderGitlab(report) },
    markdown: {
        name: 'summary.md',
        output: 'summary-file',
        render: ({ report, history }) => renderMarkdown(report, history),
    },
    baseline: { name: 'baseline.json', output: 'baseline-file', render: ({ baseline }) => baseline() },
    reviewed: { name: 'reviewed.csv' },
    // Outputs, which the hosts of some CIs write at the very end: those of an earlier run go when a run begins.
    dotenv: { name: 'soteri-gate.env' },
    properties: { name: 'soteri-gate.properties' },
};
const reportFiles = Object.keys(reportFormats);
/** The templates and their libraries are loaded on the first call, so that runs without this format do not load them. */
async function renderHtml(report, history = []) {
    const { renderPage } = await Promise.all(/* import() */[__nccwpck_require__.e(896), __nccwpck_require__.e(98)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7098));
    return renderPage(report, history);
}

;// CONCATENATED MODULE: ./lib/deliver/outputs.js




/** Entries kept of each map in the output `counts`; report.json has them all. */
const COUNTS_LIMIT = 50;
const outputTable = [
    { name: 'verdict', help: '`pass`, `warn`, `fail` or `error`.', value: ({ verdict }) => verdict.word },
    {
        name: 'exit-code',
        help: 'The exit code that belongs to the verdict.',
        value: ({ verdict }) => String(verdict.exitCode),
    },
    countRow('total', 'Findings that count: all rows but the suppressed ones.'),
    countRow('distinct', 'The same, each once however many branches show it.'),
    countRow('new', 'Findings that the baseline does not know.'),
    countRow('suppressed', 'Findings that the policy or the reviewed list leaves out.'),
    {
        name: 'violations',
        help: 'JSON list of the thresholds that were exceeded.',
        value: ({ thresholds }) => JSON.stringify(thresholds.filter(({ passed }) => !passed).map(violationOf)),
    },
    {
        name: 'counts',
        help: 'JSON object of counts by rule, severity, project, repository, branch and owner; the heaviest of each.',
        value: ({ counts }) => (counts === null ? '' : JSON.stringify(boundedCounts(counts))),
    },
    {
        name: 'scan-status',
        help: 'What became of the scan: `none` (none was started), `triggered`, `finished` (proven done), `not-proven` or `timed-out`.',
        value: ({ scanStatus }) => scanStatus,
    },
    {
        name: 'timed-out',
        help: '`true` when the wait for the scan reached `timeout`.',
        value: ({ scanStatus }) => String(scanStatus === 'timed-out'),
    },
    {
        name: 'report-dir',
        help: 'Absolute path of the folder with the report files.',
        value: ({ reportDir }) => reportDir,
    },
    ...['csv', 'json', 'sarif', 'html', 'junit', 'markdown'].map((file) => pathRow(file)),
    pathRow('baseline', ', which the next run can take as `baseline-file`'),
    artifactRow('id', 'Id'),
    artifactRow('url', 'Address'),
    artifactRow('digest', 'SHA-256 (hexadecimal)'),
    {
        name: 'matrix',
        help: 'For `plan`: JSON for `strategy.matrix`, balanced jobs with their `targets`.',
        value: ({ matrix }) => matrix,
    },
];
function outputsOf(facts) {
    return Object.fromEntries(outputTable.map(({ name, value }) => [name, value(facts)]));
}
/** @param outputs as they are at the moment; they also name what earlier deliveries left */
function deliverOutputs(outputs, host) {
    let current = '';
    return {
        isDelivered: (report) => current === JSON.stringify(outputs(report)),
        async deliver(report) {
            const wanted = outputs(report);
            current = '';
            try {
                host.setOutputs(wanted);
            }
            catch (caught) {
                const failure = notSet(caught);
                // As the error of the run it is in the last line.
                if (!isGreen(report.verdict) && failure.message !== report.verdict.error?.message)
                    host.log.error(`${failure.message} ${failure.hint}`);
                throw failure;
            }
            current = JSON.stringify(wanted);
        },
    };
}
function notSet(caught) {
    const why = (0,errors/* systemCode */.xU)(caught) ?? 'unknown reason';
    const message = `The outputs of this step could not be written (${why}), so later steps would get none, or old ones.`;
    const hint = 'Look at the disk of the runner: the file that GITHUB_OUTPUT names must exist and have room to grow.';
    return new errors/* GateError */.ue('REPORT_NOT_WRITTEN', message, { hint, cause: caught });
}
function countRow(count, help) {
    return { name: `${count}-findings`, help, value: ({ counts }) => String(counts?.[count] ?? '') };
}
function pathRow(file, use = '') {
    const { output = '', name } = reportFormats[file];
    return {
        name: output,
        help: `Absolute path of \`${name}\`${use}.`,
        value: ({ files }) => files[file] ?? '',
    };
}
function artifactRow(field, what) {
    return {
        name: `artifact-${field}`,
        help: `${what} of the uploaded artifact.`,
        value: ({ artifact }) => artifact?.[field] ?? '',
    };
}
function violationOf({ name, selector, observed, max, level }) {
    return { name, selector, observed, max, level };
}
/** Each map is cut to its heaviest entries, since outputs are limited in size. */
function boundedCounts(counts) {
    const heaviest = (map) => Object.fromEntries((0,lib_text/* heaviestFirst */.O7)(map).slice(0, COUNTS_LIMIT));
    return Object.fromEntries(Object.entries(counts).map(([name, value]) => [
        name,
        typeof value === 'number' ? value : heaviest(value),
    ]));
}

;// CONCATENATED MODULE: ./lib/deliver/pr-comment.js
/** Delivery: the comment on a pull request. Foreign text is in code spans only. Matched text never appears here. */









/** Findings and thresholds shown; the report has the rest. */
const pr_comment_WORST_FINDINGS = 10;
const MOST_THRESHOLDS = 20;
const MOST_NOTES = 10;
/** The next run finds the comment by this link definition, which no Markdown shows. Each target has its own. */
function commentMarker(target) {
    const name = encodeURIComponent(target.name.toWellFormed()).replace(/[()]/g, (sign) => sign === '(' ? '%28' : '%29');
    return `[//]: # (soteri-gate-verdict:${name})`;
}
/** Otherwise an earlier comment is still updated: one that says `fail` must not remain after a run that passed. */
function isCommentWanted(when, { verdict }) {
    return when === 'always' || !isGreen(verdict);
}
/** The text of the comment, Markdown as Bitbucket reads it, below 32,768 characters. */
function commentText(report, target) {
    const link = linkOf(report, target);
    return [
        `**soteri-gate: ${report.verdict.word}**`,
        '',
        (0,report_escape/* markdownCode */.D9)(report.verdict.sentence, 1000),
        '',
        ...numbers(report, target),
        ...notes(report),
        ...thresholdLines(report),
        ...worst(report, target),
        ...(report.verdict.error === null ? [] : ['This is no result of the scan: the run broke off.', '']),
        ...(link === null ? [] : [linkText(link, report), '']),
        commentMarker(target),
    ].join('\n');
}
function linkText(link, { runUrl }) {
    return `[${link === runUrl ? 'The run' : 'In Bitbucket'}](<${link.replace(/[<>\s]/g, '')}>)`;
}
/** Of a change: such as edits of the policy, and what its target has mended. */
function notes({ change, evidence }) {
    if (!change || evidence.notes.length === 0)
        return [];
    return [...evidence.notes.slice(0, MOST_NOTES).map((note) => `* ${(0,report_escape/* markdownCode */.D9)(note, 500)}`), ''];
}
function numbers(report, target) {
    if (!(0,model/* isJudged */.sL)(report))
        return [];
    const change = (0,model/* changeSentence */.y6)(report);
    if (change !== null)
        return [`${(0,report_escape/* markdownCode */.D9)(change, 1000)}.`, ''];
    const { total, new: fresh, suppressed } = report.counts;
    const at = target.commit === null ? '' : ` at commit ${(0,report_escape/* markdownCode */.D9)(target.commit.slice(0, 11))}`;
    return [
        `${(0,lib_text/* plural */.LS)(total, 'finding')}, ${report.hasBaseline === false ? '' : `${fresh} new, `}${suppressed} suppressed in ${(0,report_escape/* markdownCode */.D9)(target.name)}${at}.`,
        '',
    ];
}
function thresholdLines({ thresholds }) {
    const exceeded = thresholds.filter(({ passed }) => !passed);
    if (exceeded.length === 0)
        return [];
    const shown = exceeded.slice(0, MOST_THRESHOLDS);
    const left = exceeded.length - shown.length;
    return [
        'Thresholds exceeded:',
        '',
        ...shown.map(({ name, observed, max }) => `* ${(0,report_escape/* markdownCode */.D9)(name, 200)}: ${observed} found, limit ${max}`),
        ...(left > 0 ? [`* and ${left} more`] : []),
        '',
    ];
}
function worst(report, target) {
    const own = ownEntries(report, target);
    if (own.length === 0)
        return [];
    const shown = own.slice(0, pr_comment_WORST_FINDINGS);
    const left = own.length - shown.length;
    return [
        report.change ? 'What this change adds:' : 'The worst findings of this branch:',
        '',
        ...shown.map((entry) => findingLine(entry, report, target)),
        ...(left > 0 ? [`* and ${left} more in the report`] : []),
        '',
        ...ownerTable(own),
    ];
}
/** Who has to act; nothing where the policy names no owners. */
function ownerTable(own) {
    const byOwner = Map.groupBy(own, ({ owner = '' }) => owner);
    byOwner.delete('');
    if (byOwner.size === 0)
        return [];
    const sizes = Object.fromEntries(Array.from(byOwner, ([owner, { length }]) => [owner, length]));
    const rows = (0,lib_text/* heaviestFirst */.O7)(sizes).slice(0, pr_comment_WORST_FINDINGS);
    return [
        '| Owner | Findings |',
        '| --- | ---: |',
        ...rows.map(([owner, findings]) => `| ${(0,report_escape/* markdownCode */.D9)(owner, 120)} | ${findings} |`),
        '',
    ];
}
function findingLine(entry, report, { commit }) {
    const { severity, rule, branches } = entry;
    const place = (0,report_escape/* markdownCode */.D9)((0,report_entries/* placeOf */.$t)(entry), 300);
    const link = report.change ? (0,report_entries/* commitLink */.wn)(report.bitbucketUrl, entry, commit) : null;
    const linked = link === null || link.length > 1000 ? place : `[${place}](<${link}>)`;
    const also = branches.length > 1 ? ` (on ${(0,lib_text/* plural */.LS)(branches.length, 'branch', 'branches')})` : '';
    const step = report.change ? ` ${(0,report_escape/* markdownCode */.D9)((0,advice/* ruleAdvice */.Bx)(rule, report.remedies).rotate, 300)}` : '';
    return `* ${severity}, ${(0,report_entries/* statusWord */.Hm)(entry, report)}: ${(0,report_escape/* markdownCode */.D9)(rule, 120)} in ${linked}${also}${step}`;
}
/** After a stop there is time to take a green comment back, and for no other. */
function deliverComment(pullRequest, poster) {
    const { inputs, target, stop, log } = poster;
    let showsGreen = false;
    return {
        isDelivered: () => stop.aborted && !showsGreen,
        async deliver(report) {
            const isWanted = isCommentWanted(inputs.pullRequestComment, report);
            const text = commentText(report, target);
            await poster.post(async (feedback, bitbucket) => {
                const { user: self } = await bitbucket.checkCredentials();
                const done = await writeComment({ feedback, target, pullRequest, self }, text, isWanted);
                if (done === 'nothing')
                    return;
                showsGreen = isGreen(report.verdict);
                log.info(`Comment on pull request ${pullRequest}: ${done}.`);
            });
        },
    };
}
async function writeComment(comments, text, isWanted) {
    const { feedback, target, pullRequest } = comments;
    // Somebody may change the comment between look and edit; once more is enough for that.
    for (let tries = 0; tries < 2; tries++) {
        const old = await ownComment(comments);
        const edit = old && (await feedback.editComment(target.repository, pullRequest, old, text));
        if (edit === 'done')
            return 'updated';
        if (edit === 'changed')
            continue;
        // There is none, or it was deleted since the look.
        if (!isWanted)
            return 'nothing';
        await feedback.addComment(target.repository, pullRequest, text);
        return 'written';
    }
    const why = `The comment on pull request ${pullRequest} was changed by somebody else, twice in a row.`;
    throw new errors/* GateError */.ue('DELIVERY_FAILED', why);
}
/** Others may quote the mark, and their comments are not ours to edit. */
async function ownComment(comments) {
    const { feedback, target, pullRequest, self } = comments;
    const marker = commentMarker(target);
    for await (const comment of feedback.comments(target.repository, pullRequest)) {
        if (!comment.text.includes(marker))
            continue;
        if (self === null || comment.author === null || isSame(comment.author, self))
            return comment;
    }
    return null;
}
/** The server gives the name of the user encoded in a header, and plainly in JSON. */
function isSame(name, encoded) {
    return name === encoded || encodeURIComponent(name) === encoded;
}

;// CONCATENATED MODULE: ./lib/deliver/report-files.js
/** Deliveries: the files in `output-dir`, all of them with one verdict, and the same files as an artifact of the CI. */





/**
 * A file that cannot be written fails alone and is not tried again. While the verdict is green nothing is put in place
 * before everything is prepared: the others are rendered again with the error first.
 * @param folder `null` when it could not be opened
 * @param earlier files that could not be prepared before, such as a `findings.csv` on a full disk
 */
function deliverReportFiles(folder, files, material, earlier, log) {
    const failures = new Map(earlier);
    const known = new Set();
    let written = {};
    /** Logs those of the failures that were not seen before, and returns the first of them. */
    const newFailure = () => {
        const fresh = new Map([...failures.values()].map((failure) => [failure.message, failure]));
        for (const message of known)
            fresh.delete(message);
        for (const { message, hint } of fresh.values()) {
            log.error(`${message} ${hint}`);
            known.add(message);
        }
        return fresh.values().next().value;
    };
    return {
        written: () => written,
        isDelivered: () => folder === null,
        async deliver(report) {
            if (folder === null)
                return;
            const lost = folder.lostClaim();
            if (lost !== null)
                for (const file of files)
                    failures.set(file, lost);
            const ready = await prepare(folder, files, material(report), failures);
            let failure = newFailure();
            if (failure === undefined || !isGreen(report.verdict)) {
                folder.place(ready, failures);
                failure ??= newFailure();
                const placed = [...ready].filter((file) => !failures.has(file));
                written = Object.fromEntries(placed.map((file) => [file, (0,external_node_path_.join)(folder.path, reportFormats[file].name)]));
            }
            if (failure !== undefined)
                throw failure;
        },
    };
}
/**
 * The files of a run: `findings.csv` and `baseline.json` only when everything was judged, since half of either would be
 * taken for the whole. The summary costs nothing and is an output of every run; both it and `report.json` are written
 * even when the inputs are not known.
 */
function filesOf({ inputs, decision, hasReviewedFile }) {
    const wanted = new Set([...(inputs?.formats ?? []), 'json', 'markdown']);
    if (decision === null)
        wanted.delete('csv');
    else
        wanted.add('baseline');
    if (hasReviewedFile)
        wanted.add('reviewed');
    return reportFiles.filter((file) => wanted.has(file));
}
async function prepare(folder, files, material, failures) {
    const ready = new Set();
    for (const file of files) {
        if (failures.has(file))
            continue;
        const { name, render } = reportFormats[file];
        if (render !== undefined)
            await folder.stage(file, () => render(material), failures);
        else if (!folder.has(file)) {
            const message = `${name} was not written: it was never completed.`;
            failures.set(file, new errors/* GateError */.ue('REPORT_NOT_WRITTEN', message));
        }
        if (!failures.has(file))
            ready.add(file);
    }
    return ready;
}
/** Uploads the files from `output-dir` itself: there they stay, however long a store goes on reading. */
function deliverArtifact(reports, files, inputs, host) {
    let wasTried = false;
    let artifact = null;
    /** Also where all was sent and the answer got lost. */
    let mayBeStored = false;
    if (inputs === null || reports === null || inputs.uploadArtifact === 'false') {
        return { stored: () => null, isDelivered: () => true, deliver: async () => undefined };
    }
    const isDemanded = inputs.uploadArtifact === 'true';
    const { artifactName: name, retentionDays } = inputs;
    const contents = () => ({ name, root: reports.path, files: Object.values(files.written()), retentionDays });
    /** What another run has put in place meanwhile may be in it. */
    const store = async (sent) => {
        const stored = await sent;
        mayBeStored = true;
        const lost = reports.lostClaim();
        if (lost !== null)
            throw lost;
        artifact = stored;
    };
    const upload = async () => {
        if (host.stop.aborted || contents().files.length === 0)
            return;
        if (host.artifacts === null && !isDemanded)
            return;
        try {
            if (host.artifacts === null)
                throw new errors/* GateError */.ue('ARTIFACT_NOT_STORED', 'upload-artifact: this CI offers no artifact store.');
            await store(host.artifacts.upload(contents()));
            host.log.info(`Uploaded the report as artifact "${name}".`);
        }
        catch (caught) {
            mayBeStored ||= host.stop.aborted || isInDoubt(caught);
            const failure = notStored(caught);
            host.log.warn(`${failure.message} The files are in ${inputs.outputDir}.`);
            if (isDemanded || failure.code === 'REPORT_NOT_WRITTEN')
                throw failure;
        }
    };
    /** A failure leads to no artifact at all: no output may name a report that says `pass` for a run that failed. */
    const replace = async () => {
        try {
            if (host.stop.aborted)
                throw new errors/* GateError */.ue('ARTIFACT_NOT_STORED', 'There was no time to replace it.');
            if (host.artifacts !== null)
                await store(host.artifacts.replace(contents()));
            host.log.info(`Replaced the artifact "${name}": the verdict has changed.`);
        }
        catch (caught) {
            host.log.warn(`The artifact "${name}" may still hold a report from before this error: believe the exit code and the files in ${inputs.outputDir}. ${notStored(caught).message}`);
        }
    };
    return {
        stored: () => artifact,
        // After a refusal the store is not called again: an artifact of this name may be another job's.
        isDelivered: () => wasTried && !mayBeStored,
        async deliver() {
            artifact = null;
            if (wasTried)
                return await replace();
            wasTried = true;
            await upload();
        },
    };
}
/** As `ArtifactStore.upload` marks it. */
function isInDoubt(caught) {
    return (0,parse/* isRecord */.u4)(caught) && caught.mayBeStored === true;
}
/** The client's message names the reason (name taken, no right, time-out) and holds no row of the report. */
function notStored(caught) {
    if (caught instanceof errors/* GateError */.ue)
        return caught;
    const reason = caught instanceof Error ? caught.message.slice(0, 300) : 'unknown reason';
    return new errors/* GateError */.ue('ARTIFACT_NOT_STORED', `The artifact was not stored: ${reason}`, { cause: caught });
}

;// CONCATENATED MODULE: ./lib/deliver/settle.js
/** The loop in which a verdict and everything that states it settle. */


/**
 * Walks the deliveries in their order. Where a failure or a stop worsens the verdict, or a delivery adds to `notes`, the
 * report is built anew and the walk begins again, so that nothing goes on stating the old one. Returns the report that was
 * delivered. Nothing is awaited between its last look at `stop` and its return.
 *
 * It ends: each delivery is tried once for each verdict and note, and there are at most two verdicts, since `worsened`
 * turns a green one into an error and leaves every other as it is.
 * @param notes that `reportOf` puts into its reports; a delivery that adds one is not tried again
 */
async function settle(deliveries, first, reportOf, stop, notes = []) {
    let verdict = first;
    let report = reportOf(verdict);
    const tried = new Set();
    const withNote = new Set();
    const renew = () => {
        report = reportOf(verdict);
        tried.clear();
    };
    const worsen = (failure) => {
        const worse = worsened(verdict, failure);
        if (worse === verdict)
            return;
        verdict = worse;
        renew();
    };
    while (true) {
        if (stop.aborted)
            worsen((0,errors/* asGateError */.Ub)(stop.reason));
        const next = deliveries.find((delivery) => !tried.has(delivery) && !withNote.has(delivery) && !delivery.isDelivered(report));
        if (next === undefined)
            return report;
        tried.add(next);
        const known = notes.length;
        try {
            await next.deliver(report);
            if (notes.length > known) {
                withNote.add(next);
                renew();
            }
        }
        catch (caught) {
            // Whatever a stop broke, the stop is the reason.
            worsen((0,errors/* asGateError */.Ub)(stop.aborted ? stop.reason : caught));
        }
    }
}

;// CONCATENATED MODULE: ./lib/deliver/deliver.js
/** The end of every run: all that states the verdict is delivered until it stays the same; then come the last lines. */


















/** Delivers the outcome of a run and returns its exit code. Never throws. */
async function deliver(outcome, result, host) {
    const { inputs, reports, decision, posting, matrix, state } = result;
    const trend = (0,report_history/* openTrend */.Qx)(inputs?.historyFile ?? null, host);
    const material = (report) => ({
        report,
        history: trend.with(report),
        baseline: () => decision?.baselineLines() ?? [],
    });
    const files = deliverReportFiles(reports, filesOf(result), material, result.failures, host.log);
    const artifact = deliverArtifact(reports, files, inputs, host);
    const outputs = (report) => outputsOf({
        verdict: report.verdict,
        counts: decision === null ? null : report.counts,
        thresholds: report.thresholds,
        scanStatus: state.scanStatus,
        reportDir: reports?.path ?? '',
        files: files.written(),
        artifact: artifact.stored(),
        matrix,
    });
    const poster = inputs === null || posting === null ? null : openPoster(inputs, posting, host);
    const posts = poster === null ? [] : postsOf(poster, state.notes);
    const green = poster?.inputs.buildStatus ? [deliverBuildStatus('green', poster)] : [];
    const deliveries = [files, ...posts, artifact, deliverOutputs(outputs, host), ...green];
    const toReport = (verdict) => reportOf(result, verdict, host);
    const report = await settle(deliveries, verdictOf(outcome), toReport, host.stop, state.notes);
    return conclude(report, outputs(report), trend, result, host);
}
/** All that is posted to Bitbucket but a green build status: a red one first. */
function postsOf(poster, notes) {
    const { buildStatus, codeInsights, pullRequestComment, pull } = poster.inputs;
    return [
        ...(buildStatus ? [deliverBuildStatus('red', poster)] : []),
        ...(codeInsights ? [deliverCodeInsights(poster, notes)] : []),
        ...(pull !== null && pullRequestComment !== 'never' ? [deliverComment(pull.id, poster)] : []),
    ];
}
/** Nothing in it waits, so that no stop comes between and makes one line state what the others do not. */
function conclude(report, outputs, trend, { decision, inputs, reports }, host) {
    const { verdict, thresholds, counts } = report;
    reports?.close();
    logOutcome(report, decision?.notices ?? [], decision !== null, host);
    logFindings(report, inputs, host);
    if (decision !== null)
        trend.append(report);
    try {
        if (inputs?.jobSummary !== false)
            host.writeSummary?.(renderMarkdown(report, trend.with(report)));
        const isCheckedOut = (path) => (0,files/* isFile */.fo)((0,files/* pathOf */.XM)(path, host.workingFolder));
        for (const annotation of annotationsOf(report, inputs?.annotations ?? 0, isCheckedOut)) {
            host.annotate(annotation);
        }
    }
    catch (caught) {
        host.log.warn(`The summary page could not be written (${(0,errors/* asGateError */.Ub)(caught).message})`);
    }
    const { word, exitCode, sentence, error } = verdict;
    const shown = decision === null ? null : counts;
    host.conclude?.({ verdict: word, exitCode, sentence, error, counts: shown, thresholds, outputs });
    if (reports !== null)
        host.log.info(`Reports: ${reports.path}`);
    const mistakes = error?.message.split('\n') ?? [];
    if (mistakes.length > 1)
        for (const mistake of mistakes)
            host.log.error(mistake);
    // The last line is for everyone, whatever `log-level` is.
    host.setLogLevel('info');
    host.log[word === 'pass' ? 'info' : word === 'warn' ? 'warn' : 'error'](sentence);
    return exitCode;
}
/** Logs notes, then every threshold. Names of rules and repositories come from the server; the host escapes lines. */
function logOutcome(report, notices, isJudged, host) {
    // The table of `doctor` has its notes.
    const notes = report.operation === 'doctor' ? [] : report.evidence.notes;
    for (const note of [...notes, ...notices])
        host.log.warn(note);
    if (!isJudged)
        return;
    for (const line of (0,model/* changeLines */.Ow)(report))
        host.log.info(line);
    // What does not fail the job is not called a failure.
    const thresholds = report.thresholds.map((one) => report.mode === 'enforce' ? one : { ...one, level: 'warn' });
    // Without a baseline nothing is called new.
    const hasBaseline = report.hasBaseline !== false;
    if (host.showDecision !== undefined) {
        host.showDecision(report.counts, thresholds, hasBaseline);
        return;
    }
    const { total, distinct, new: fresh, suppressed } = report.counts;
    host.log.info(`${(0,lib_text/* plural */.LS)(total, 'finding')}, ${(0,lib_text/* count */.U9)(distinct)} distinct${hasBaseline ? `, ${(0,lib_text/* count */.U9)(fresh)} new` : ''}, ${(0,lib_text/* count */.U9)(suppressed)} suppressed; thresholds:`);
    for (const threshold of thresholds)
        host.log.info(lineOf(threshold));
}
function logFindings(report, inputs, host) {
    const violating = (0,report_entries/* violatingEntries */.Ov)(report);
    const shown = violating
        .slice(0, inputs?.logFindings ?? 0)
        .map((entry) => loggedFinding(entry, report.bitbucketUrl));
    if (shown.length === 0)
        return;
    host.log.info('The worst findings of the thresholds that were exceeded:');
    if (host.showFindings !== undefined)
        host.showFindings(shown);
    else
        for (const finding of shown)
            host.log.info(`  ${finding.severity.padEnd(8)}  ${(0,lib_text/* findingLine */.mC)(finding)}`);
    const left = violating.length - shown.length;
    const atLeast = report.shortlistCut ? 'at least ' : '';
    if (left > 0)
        host.log.info(`${atLeast}${left} more ${(0,advice/* whereOmitted */["if"])(report)}`);
}
function loggedFinding(entry, bitbucketUrl) {
    const { severity, rule, branches } = entry;
    return {
        severity,
        rule: (0,report_escape/* oneLine */.TN)(rule, 120),
        place: (0,report_escape/* oneLine */.TN)(`${(0,model/* repositoryName */.aR)(entry)} ${(0,report_entries/* placeOf */.$t)(entry)}`, 400),
        branches: (0,report_escape/* oneLine */.TN)((0,report_entries/* branchesText */.ij)(branches), 200),
        link: (0,report_entries/* lineLink */.lz)(bitbucketUrl, entry),
    };
}
function lineOf({ name, observed, max, passed, level, contributors }) {
    const mark = passed ? 'ok  ' : level === 'warn' ? 'warn' : 'FAIL';
    const heaviest = contributors.map(({ repository, rule, count }) => `${repository} ${rule} ${count}`);
    const from = passed || heaviest.length === 0 ? '' : `; most from ${heaviest.join(', ')}`;
    return `  ${mark} ${name}: ${observed} found, limit ${max}${from}`;
}

// EXTERNAL MODULE: ./lib/server/reply-age.js
var reply_age = __nccwpck_require__(52657);
// EXTERNAL MODULE: ./lib/export/csv-rows.js
var csv_rows = __nccwpck_require__(6622);
;// CONCATENATED MODULE: ./lib/export/missing-rows.js





class RowCounts {
    #byFlags = new Map();
    add({ flags, repository, branch }) {
        if (!this.#byFlags.has(flags))
            this.#byFlags.set(flags, new PairList());
        this.#byFlags.get(flags)?.count(repository, branch);
    }
    /** All flags that some row has. */
    flags() {
        return [...this.#byFlags.keys()].reduce((some, flags) => some | flags, 0);
    }
    /** Without rows of these flags. By name of the repository as it is written (what the server listed is never masked), then by branch. */
    byName(names, without) {
        const byName = new Map();
        for (const [flags, rows] of this.#byFlags) {
            if ((flags & without) !== 0)
                continue;
            const { pairs } = rows;
            for (let pair = 0; pair < pairs.size; pair += 1) {
                const [repositoryId, branchId] = [pairs.first(pair), pairs.second(pair)];
                const name = names.writtenRepository(repositoryId);
                const branch = names.masks.written('branch', names.branches.text(branchId));
                const branches = byName.get(name) ?? new Map();
                addTo(branches, branch, rows.at(repositoryId, branchId));
                byName.set(name, branches);
            }
        }
        return byName;
    }
}
function addTo(counts, name, count) {
    counts.set(name, (counts.get(name) ?? 0) + count);
}
/** Thousands of exports are checked against the same list. */
const grouped = new WeakMap();
/** The evidence of each repository and its branches, by `PROJ/slug`. */
function missing_rows_byRepository(evidence) {
    const before = grouped.get(evidence);
    if (before?.length === evidence.length)
        return before.by;
    const by = Map.groupBy(evidence, ({ target }) => (0,lib_target/* repositoryNameOf */.fy)((0,lib_target/* targetOfName */.iT)(target)));
    grouped.set(evidence, { length: evidence.length, by });
    return by;
}
/**
 * Known totals are lower bounds, each of its own, whatever is not known of others. Whether scans count flagged rows is not
 * documented. Where they are more than was counted, some are not, and must not take the place of others that are missing:
 * then the reading by which most totals are met exactly decides, and the strictest of equal ones.
 */
function compareWithScans(target, rows, names, period, evidence) {
    const without = (flags) => {
        const counts = countsByListedName(rows.byName(names, flags), evidence);
        const known = scannedParts(target, evidence).filter((part) => covers(period, part));
        const parts = withoutBranches(known, counts).map((part) => compared(part, counts));
        return {
            missing: parts.filter(({ rows, total }) => rows < total),
            unlisted: counts.unlisted,
            listedId: counts.listedId,
            met: parts.filter(({ rows, total }) => rows === total).length,
            more: parts.filter(({ rows, total }) => rows > total).length,
            isWithoutFlagged: flags !== 0,
        };
    };
    const [all, plain] = [rows.flags(), without(0)];
    if (all === 0)
        return plain;
    const strictest = without(all);
    if (plain.more <= strictest.more)
        return plain;
    const bits = Array.from({ length: csv_rows/* MOST_FLAGS */.il }, (_none, at) => all & (1 << at)).filter((bit) => bit !== 0);
    return [...bits.map(without), plain].reduce((best, one) => (one.met > best.met ? one : best), strictest);
}
/** Each reviewed text may explain `perText` missing rows on each branch of its repository. */
function explainByReviews(target, { missing, unlisted, listedId }, reviewed, perText) {
    const unexplained = missing
        .map((part) => ({ ...part, texts: reviewedTexts(part.of, reviewed, listedId) }))
        .filter(({ texts, branches, rows, total }) => total - rows > texts * perText * branches);
    if (unexplained.length > 0)
        throw exportTooSmall(target, unexplained, perText, unlisted);
}
function scannedOf(target, evidence) {
    if (target.kind === 'instance')
        return evidence;
    if (target.kind === 'project') {
        const key = target.project.toLowerCase();
        const isWithin = (of) => of.kind !== 'instance' && of.project.toLowerCase() === key;
        return evidence.filter((part) => isWithin((0,lib_target/* targetOfName */.iT)(part.target)));
    }
    const ofRepository = missing_rows_byRepository(evidence).get((0,lib_target/* repositoryNameOf */.fy)(target)) ?? [];
    const name = (0,lib_target/* targetName */.je)(target);
    return target.kind === 'repo' ? ofRepository : ofRepository.filter((part) => part.target === name);
}
function scannedParts(target, evidence) {
    return scannedOf(target, evidence).flatMap((scanned) => {
        const of = (0,lib_target/* targetOfName */.iT)(scanned.target);
        if (of.kind === 'instance' || of.kind === 'project' || scanned.provenBy === null)
            return [];
        const triggeredMs = scanned.triggeredAt === null ? null : Date.parse(scanned.triggeredAt);
        const { branches } = scanned;
        if (branches === undefined)
            return knownPart(of, scanned.total, triggeredMs);
        return [...branches].flatMap(([branch, total]) => {
            return knownPart({ kind: 'branch', project: of.project, repo: of.repo, branch }, total, triggeredMs);
        });
    });
}
function knownPart(of, total, triggeredMs) {
    return total === null ? [] : [{ of, total, triggeredMs }];
}
/** Whether the rows of a part's scan are within the period of the export, as far as clocks agree. */
function covers({ from, to }, { triggeredMs }) {
    if (from === null && to === null)
        return true;
    // A run that scans takes no end that its scan may outlast.
    return triggeredMs !== null && (from ?? 0) <= triggeredMs;
}
/** Bitbucket ignores the case of keys and slugs. */
function idOf(target) {
    return (0,lib_target/* repositoryNameOf */.fy)(target).toLowerCase();
}
/**
 * Counts under the names that Bitbucket lists. An export may spell them otherwise, and may name the project by its
 * display name: then the slug decides, if only one repository has it.
 */
function countsByListedName(read, evidence) {
    const ids = new Set([...missing_rows_byRepository(evidence).keys()].map((name) => name.toLowerCase()));
    const alike = Map.groupBy(ids, lib_target/* normalizeName */.Pc);
    const bySlug = Map.groupBy(ids, (id) => slugOf((0,lib_target/* normalizeName */.Pc)(id)));
    const listedId = (name) => {
        const id = name.toLowerCase();
        return ids.has(id) ? id : onlyOne(alike.get((0,lib_target/* normalizeName */.Pc)(name)));
    };
    const listed = new Map();
    const unlisted = [];
    for (const [name, branches] of read) {
        const id = listedId(name) ?? onlyOne(bySlug.get(slugOf((0,lib_target/* normalizeName */.Pc)(name))));
        if (id === undefined) {
            unlisted.push(name);
            continue;
        }
        const sum = listed.get(id) ?? new Map();
        for (const [branch, rows] of branches)
            addTo(sum, branch, rows);
        listed.set(id, sum);
    }
    return { listed, unlisted, listedId };
}
function onlyOne(ids = []) {
    return ids.length === 1 ? ids[0] : undefined;
}
function slugOf(name) {
    return name.slice(name.lastIndexOf('/') + 1);
}
/** Where an export names no branches, those of a repository are compared in sum. */
function withoutBranches(parts, { listed }) {
    const namesBranch = ({ of }) => {
        const branches = listed.get(idOf(of));
        return of.kind === 'repo' || branches === undefined || branches.size > 1 || !branches.has('');
    };
    const nameless = Map.groupBy(parts.filter((part) => !namesBranch(part)), ({ of }) => (0,lib_target/* repositoryNameOf */.fy)(of));
    const sums = [...nameless].map(([name, ofRepository]) => {
        const total = ofRepository.reduce((sum, part) => sum + part.total, 0);
        const of = (0,lib_target/* targetOfName */.iT)(name);
        return { of, total, triggeredMs: null, branches: ofRepository.length };
    });
    return [...parts.filter(namesBranch), ...sums];
}
function compared(part, { listed }) {
    const { of, total } = part;
    const branches = listed.get(idOf(of)) ?? new Map();
    const ofRepository = [...branches.values()].reduce((sum, count) => sum + count, 0);
    const rows = of.kind === 'branch' ? (branches.get(of.branch) ?? 0) : ofRepository;
    const onBranches = of.kind === 'branch' ? 1 : Math.max(1, branches.size, part.branches ?? 0);
    return { of, total, rows, branches: onBranches };
}
/** How many reviewed texts may be on a branch of a repository. */
function reviewedTexts(of, rows, listedId) {
    const texts = rows
        .filter(({ project, repository }) => {
        return listedId(`${project ?? of.project}/${repository ?? of.repo}`) === idOf(of);
    })
        .map(({ secretHash, rule, path, line }) => secretHash === '' ? JSON.stringify([rule, path, line]) : `${rule ?? ''} ${secretHash}`);
    return new Set(texts).size;
}
const NAMED_PARTS = 5;
function exportTooSmall(target, parts, perText, unlisted) {
    const named = parts.slice(0, NAMED_PARTS).map(({ of, rows, total, texts }) => {
        const reviewed = texts === 0
            ? 'no reviewed text explains it'
            : `${(0,lib_text/* plural */.LS)(texts, 'reviewed text')} with ${(0,lib_text/* plural */.LS)(perText, 'row')} each on a branch`;
        return `${(0,lib_target/* targetName */.je)(of)} has ${(0,lib_text/* plural */.LS)(rows, 'row')}, and its finished scan counted ${(0,lib_text/* plural */.LS)(total, 'finding')} (${reviewed})`;
    });
    const more = parts.length > named.length ? `; and ${parts.length - named.length} more` : '';
    const listed = unlisted.slice(0, NAMED_PARTS).join(', ');
    const others = listed && ` It has rows of repositories that Bitbucket did not list: ${listed}.`;
    const why = `The export of ${(0,lib_target/* targetName */.je)(target)} holds fewer rows than were scanned: ${named.join('; ')}${more}.${others}`;
    return new errors/* GateError */.ue('EXPORT_INCONSISTENT', why, { hint: hintFor(parts) });
}
function hintFor(parts) {
    const again = 'Run again; if it stays, look in the product whether the findings are there.';
    if (parts.some(({ texts }) => texts === 0))
        return again;
    const least = Math.max(...parts.map(({ total, rows, texts, branches }) => (total - rows) / (texts * branches)));
    return `${again} If one reviewed text explains several rows of a branch, \`reviewed-rows-per-text: ${Math.ceil(least)}\` explains it.`;
}

// EXTERNAL MODULE: ./lib/export/open-export.js
var open_export = __nccwpck_require__(63259);
// EXTERNAL MODULE: ./lib/export/columns.js
var columns = __nccwpck_require__(24049);
// EXTERNAL MODULE: ./lib/export/dates.js
var dates = __nccwpck_require__(90875);
;// CONCATENATED MODULE: ./lib/export/finding-row.js


/** A finding by the ids of its names (see `FindingNames`). One object serves all rows of a run. */
class FindingRow {
    key = 0;
    /** Those of the key. */
    repository = 0;
    rule = 0;
    branch = 0;
    /** 0 when unknown. */
    line = 0;
    /** Milliseconds since the epoch; NaN when unknown. */
    scannedMs = Number.NaN;
    /** Halves of the hash that distinguishes this finding from others of its key; both 0 when the line has to. */
    hashLow = 0;
    hashHigh = 0;
    /** The hash is that of the matched text, and not of a fingerprint. */
    hasText = false;
    /** Halves of the hash of the `secretIdentity`; both 0 without a text. Made only for `FindingSink.compares`. */
    identityLow = 0;
    identityHigh = 0;
    /** As in `isMaskedText`; likewise. */
    isMasked = false;
    match = '';
    /** A bit for each column by which the export flags it as reviewed or allow-listed. */
    flags = 0;
    /** As in the `findings.csv` of an earlier run; `undefined` for a row of an export. */
    fingerprint = undefined;
    /**
     * The names that the row had when its whole matched text was redacted in them before they got ids: baselines and
     * fingerprints were made of these. `null` for nearly all rows.
     */
    former = null;
    names;
    #hasher;
    constructor(names, hasher) {
        this.names = names;
        this.#hasher = hasher;
    }
    /** Identity of the matched text within this run, '' when there is none. */
    get secretHash() {
        return this.hasText ? `${this.hashHigh.toString(16)}:${this.hashLow.toString(16)}` : '';
    }
    /** HMAC-SHA-256 (hex) of the matched text under the `fingerprint-key`, '' when there is none. */
    get secretHmac() {
        return this.hasText ? this.#hasher.hmac(this.hashLow, this.hashHigh) : '';
    }
    /** The finding itself, to keep, named as it is written. */
    finding() {
        const { names, key, branch, line, scannedMs, match, fingerprint } = this;
        const { project, repository, path, rule } = names.writtenKey(key);
        const finding = {
            project,
            repository,
            branch: names.masks.written('branch', names.branches.text(branch)),
            path,
            line: line === 0 ? null : line,
            rule,
            scannedAt: Number.isNaN(scannedMs) ? null : scannedMs,
            match,
        };
        return fingerprint === undefined ? finding : { ...finding, fingerprint };
    }
}
/** Cleaned names of a few hundred values, with their texts at hand. */
class Names {
    #table = new NameTable();
    #texts = [];
    get size() {
        return this.#texts.length;
    }
    intern(name, outer = 0) {
        const id = this.#table.internText(name, outer);
        this.#texts[id] ??= name;
        return id;
    }
    text(id) {
        return this.#texts[id];
    }
    outer(id) {
        return this.#table.outer(id);
    }
    /** Wipes names, and gives their ids what `written` has for them. */
    replace(written) {
        for (const [id, name] of this.#texts.entries()) {
            const other = written.get(name);
            if (other === undefined)
                continue;
            this.#table.replace(id, other);
            this.#texts[id] = other;
        }
    }
}
/** Of a cleaned id in `cleanedRules` and `cleanedKeys`: ids themselves begin at the last of these. */
const [UNSEEN, REFUSED, FIRST_ID] = [0, 1, 2];
/** The cleaned names of a run. A *key* is a path in a repository under a rule. */
class FindingNames {
    projects = new Names();
    /** Slugs within a project. */
    repositories = new Names();
    branches = new Names();
    rules = new Names();
    /** Paths within a repository (outer) under a rule (inner). */
    keys = new NameTable();
    /** Cells as exported, and what became of them: see redact.ts. */
    cells = new NameTable();
    cleanedRules = new IdList();
    cleanedKeys = new IdList();
    repository(project, slug) {
        return this.repositories.intern(slug, this.projects.intern(project));
    }
    key({ project, repository, path, rule }) {
        return this.keys.internText(path, this.repository(project, repository), this.rules.intern(rule));
    }
    repositoryOf(key) {
        return this.keys.outer(key);
    }
    ruleOf(key) {
        return this.keys.inner(key);
    }
    project(repository) {
        return this.projects.text(this.repositories.outer(repository));
    }
    /** `PROJ/slug` */
    repositoryName(repository) {
        return `${this.project(repository)}/${this.repositories.text(repository)}`;
    }
    masks = new MaskedNames();
    /** As what policies, fingerprints and reviews know every repository of the run; `null`: as itself. */
    policyRepository = null;
    findingKey(key) {
        const repository = this.repositoryOf(key);
        return {
            project: this.project(repository),
            repository: this.repositories.text(repository),
            path: this.keys.text(key),
            rule: this.rules.text(this.ruleOf(key)),
        };
    }
    policyKey(key) {
        const { policyRepository: known } = this;
        const own = this.findingKey(key);
        return known === null ? own : { ...own, project: known.project, repository: known.repo };
    }
    writtenKey(key) {
        const { project, repository, path, rule } = this.findingKey(key);
        return {
            project: this.masks.written('project', project),
            repository: this.masks.written('repository', repository),
            path: this.masks.written('path', path),
            rule: this.masks.written('rule', rule),
        };
    }
    /** As `repositoryName`. */
    writtenRepository(repository) {
        const project = this.masks.written('project', this.project(repository));
        return `${project}/${this.masks.written('repository', this.repositories.text(repository))}`;
    }
    /**
     * Leaves only what is written of masked names. Not before every export is read and judged: until then equal names must
     * have equal ids in all of them, and selectors see each name when its first row comes.
     */
    forget() {
        if (this.masks.size === 0)
            return;
        const { project, repository, branch, path, rule } = this.masks.byField;
        this.projects.replace(project);
        this.repositories.replace(repository);
        this.branches.replace(branch);
        this.rules.replace(rule);
        this.#forgetPaths(path);
        this.cells = new NameTable();
        this.masks.clear();
    }
    /** A path as exported may be another text than the cleaned one. */
    #forgetPaths(written) {
        if (written.size === 0)
            return;
        const wiped = [];
        for (let id = 0; id < this.keys.size; id++) {
            const cleaned = this.cleanedKeys.at(id) - FIRST_ID;
            const masked = written.get(this.keys.text(cleaned < 0 ? id : cleaned));
            if (masked !== undefined)
                wiped.push([id, masked]);
        }
        for (const [id, masked] of wiped)
            this.keys.replace(id, masked);
    }
}
class MaskedNames {
    /** What is written, by the name. */
    byField = {
        project: new Map(),
        repository: new Map(),
        branch: new Map(),
        path: new Map(),
        rule: new Map(),
    };
    /** Names that the server listed, or somebody asked for: they are no secret. */
    #listed = new Set();
    /** Takes names that are never masked. */
    list(targets) {
        for (const { project, repo, branch } of targets.map(lib_target/* placeOf */.$t)) {
            if (project !== null)
                this.#listed.add(`project ${project.toLowerCase()}`);
            if (repo !== null)
                this.#listed.add(`repository ${repo.toLowerCase()}`);
            if (branch !== null)
                this.#listed.add(`branch ${branch}`);
        }
    }
    isListed(field, name) {
        return this.#listed.has(`${field} ${field === 'branch' ? name : name.toLowerCase()}`);
    }
    get size() {
        return Object.values(this.byField).reduce((sum, { size }) => sum + size, 0);
    }
    /** From now on `masked` is written for a name, whichever row has it. */
    mask(field, name, masked) {
        if (masked !== name && !this.isListed(field, name))
            this.byField[field].set(name, masked);
    }
    written(field, name) {
        const masked = this.byField[field];
        return masked.size === 0 ? name : (masked.get(name) ?? name);
    }
    writtenFinding(finding) {
        return {
            ...finding,
            project: this.written('project', finding.project),
            repository: this.written('repository', finding.repository),
            branch: this.written('branch', finding.branch),
            path: this.written('path', finding.path),
            rule: this.written('rule', finding.rule),
        };
    }
    clear() {
        for (const masked of Object.values(this.byField))
            masked.clear();
    }
}

// EXTERNAL MODULE: ./lib/export/header-view.js
var header_view = __nccwpck_require__(92007);
// EXTERNAL MODULE: ./lib/export/read-csv.js + 1 modules
var read_csv = __nccwpck_require__(27612);
// EXTERNAL MODULE: ./lib/export/csv-dialect.js
var csv_dialect = __nccwpck_require__(15205);
;// CONCATENATED MODULE: ./lib/export/row-place.js




/** Kind of the cells of places in `FindingNames.cells`, where equal texts may mean different things. */
const PLACE = 0;
class RowPlaces {
    #at;
    #cells;
    #scope;
    #names;
    /** By id of the cells of project, repository and branch. */
    #places = [];
    /** These cells of a row, each with a byte after it. */
    #joined = { bytes: Buffer.alloc(LONGEST_NAME), length: 0 };
    constructor(at, cells, scope, names) {
        this.#at = at;
        this.#cells = cells;
        this.#scope = scope;
        this.#names = names;
    }
    /** The place of a row. Equal cells have one place. */
    of(bytes, bounds) {
        const { project, repository, branch } = this.#at;
        this.#joined.length = 0;
        this.#join(bytes, bounds, project);
        this.#join(bytes, bounds, repository);
        this.#join(bytes, bounds, branch);
        const { length } = this.#joined;
        if (length > LONGEST_NAME)
            return this.#newPlace(bytes, bounds);
        const id = this.#names.cells.intern(this.#joined.bytes, 0, length, 0, PLACE);
        this.#places[id] ??= this.#newPlace(bytes, bounds);
        return this.#places[id];
    }
    /** Adds a cell and a byte that is not in UTF-8, as far as they fit. */
    #join(bytes, bounds, cell) {
        const joined = this.#joined;
        if (cell !== null) {
            const end = bounds[2 * cell + 1];
            for (let at = bounds[2 * cell]; at < end; at++)
                joined.bytes[joined.length++] = bytes[at];
        }
        joined.bytes[joined.length++] = 0xff;
    }
    #newPlace(bytes, bounds) {
        const cell = (column) => this.#cells.text(bytes, bounds, this.#at[column] ?? -1);
        const [project, repository, branch] = [cell('project'), cell('repository'), cell('branch')];
        const placed = this.#scope.place(project, repository, branch);
        return {
            problem: placed.problem ??
                quotedName('project', project) ??
                quotedName('repository', repository) ??
                quotedName('branch', branch),
            repository: this.#names.repository((0,clean_names/* cleanName */.$t)(placed.project, null, clean_names/* LONGEST */.zP.project), (0,clean_names/* cleanName */.$t)(placed.repository, null, clean_names/* LONGEST */.zP.repository)),
            branch: this.#names.branches.intern((0,clean_names/* cleanName */.$t)(placed.branch, null, clean_names/* LONGEST */.zP.branch)),
        };
    }
}
/**
 * Refuses a name in single quotes: most likely the dialect of the CSV was not recognized, and no selector would know the
 * name by them. A name that is really so is rarer by far.
 */
function quotedName(column, name) {
    if (!(0,csv_dialect/* isInSingleQuotes */.Rj)(name.trim()))
        return null;
    return { kind: 'bad', reason: `its ${column} is in single quotes that are not those of the CSV` };
}
/**
 * Places the rows of one CSV within what was asked for.
 * @param target what was exported; `null` when unknown (a local file)
 */
function openRowScope(target, plan, standIn = {}) {
    const asked = (0,lib_target/* placeOf */.$t)(target ?? { kind: 'instance' });
    const projects = openColumnScope(asked.project, sameKey, () => plan.projectIsKey);
    // Digits alone could be an id.
    const isSlug = (cell) => /^[a-z0-9][a-z0-9._-]*$/.test(cell) && /[a-z]/.test(cell);
    const repositories = openColumnScope(asked.repo, sameSlug, (cell) => plan.repositoryIsSlug || isSlug(cell));
    /** '' where the export has a column for it, or nobody gave a name. */
    const standInFor = (column) => plan.at[column] === null ? (standIn[column] ?? '') : '';
    function otherThanAsked(project, repository, branch) {
        if (projects.isOutside(project))
            return 'project';
        if (repositories.isOutside(repository))
            return 'repository';
        if (asked.branch === null)
            return null;
        return branch.normalize('NFC') === asked.branch.normalize('NFC') ? null : 'branch';
    }
    return {
        asked,
        /** Takes the cells as exported ('' where there is none). The first rows decide what counts as a display name. */
        place(projectCell, repositoryCell, branchCell) {
            const cells = splitRepository(projectCell.trim(), repositoryCell.trim());
            const project = projects.name(cells.project) || standInFor('project');
            const repository = repositories.name(cells.repository) || standInFor('repository');
            const branch = branchCell.trim().replace(/^refs\/heads\//, '') || (asked.branch ?? standInFor('branch'));
            const missing = project === '' ? 'project' : repository === '' ? 'repository' : null;
            const other = otherThanAsked(cells.project, cells.repository, branch);
            const bad = missing === null ? null : { kind: 'bad', reason: `it has no ${missing}` };
            const reason = `it belongs to another ${other} than the one asked for`;
            const problem = other === null ? bad : { kind: 'outside', reason };
            return { project, repository, branch, problem };
        },
        /** Sentences for people. */
        notices() {
            const columns = [
                ...(projects.hasDisplayName() ? ['project'] : []),
                ...(repositories.hasDisplayName() ? ['repository'] : []),
            ];
            return columns.map((column) => `The column for ${column} holds a display name; the ${column} asked for is used instead.`);
        },
    };
}
/** A repository cell may hold `PROJ/slug`, which gives the project where no other column does. */
function splitRepository(project, repository) {
    const slash = repository.lastIndexOf('/');
    if (slash < 0)
        return { project, repository };
    const before = repository.slice(0, slash).trim();
    const key = before.slice(before.lastIndexOf('/') + 1).trim();
    const slug = repository.slice(slash + 1).trim();
    if (project !== '' && !sameKey(project, key))
        return { project, repository };
    return { project: project === '' ? key : project, repository: slug };
}
/** Keys differ in case only by the way they are typed; a personal key may come without its `~`. */
function sameKey(a, b) {
    return a.toLowerCase().replace(/^~/, '') === b.toLowerCase().replace(/^~/, '');
}
/** Bitbucket makes the slug from the name: "My Repo" is `my-repo`. */
function sameSlug(a, b) {
    return a.toLowerCase() === b.toLowerCase() || (looseSlug(a) !== '' && looseSlug(a) === looseSlug(b));
}
function looseSlug(text) {
    return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
/**
 * Compares the cells of one column with the name that was asked for (`null`: any). A different cell that is not certain
 * is taken for a display name, as long as it is the only one.
 * @param isCertain whether a cell that differs from what was asked for is surely another name
 */
function openColumnScope(asked, isSame, isCertain) {
    let displayName = null;
    let sawAsked = false;
    return {
        hasDisplayName: () => displayName !== null,
        isOutside(cell) {
            if (asked === null || cell === '')
                return false;
            if (isSame(cell, asked)) {
                sawAsked = true;
                return displayName !== null;
            }
            if (isCertain(cell) || sawAsked)
                return true;
            displayName ??= cell;
            return displayName !== cell;
        },
        /** The name that counts: what was asked for, in the spelling of the export where that is the same. */
        name(cell) {
            if (asked === null)
                return cell;
            return cell.toLowerCase() === asked.toLowerCase() ? cell : asked;
        },
    };
}

;// CONCATENATED MODULE: ./lib/export/secret-hash.js
/**
 * Identity of a matched text, which may be a live secret: SipHash-1-3 under a key of the run, so that equal texts are known
 * as equal and nobody can try guesses. With a `fingerprint-key` also an HMAC-SHA-256 under it, which outlives the run. And
 * the part of a text by which two branches are compared.
 */


const HMAC_BYTES = 32;
class SecretHasher {
    /** Halves of the hash of the last text; both 0 when there was none. */
    low = 0;
    high = 0;
    #key = new Int32Array(Uint8Array.from((0,external_node_crypto_.randomBytes)(16)).buffer);
    #fingerprintKey;
    /** Hashes of the texts that have an HMAC. */
    #texts = new PairTable();
    #hmacs = Buffer.alloc(64 * HMAC_BYTES);
    /** @param fingerprintKey bytes for HMAC-SHA-256; `null` when the user gave none */
    constructor(fingerprintKey) {
        // A key object once: from a buffer, each HMAC would take seven times as long.
        this.#fingerprintKey = fingerprintKey === null ? null : (0,external_node_crypto_.createSecretKey)(fingerprintKey);
    }
    /** Takes a text without blanks around it. */
    hash(bytes, start, end) {
        if (start === end) {
            this.low = 0;
            this.high = 0;
            return;
        }
        this.hashBytes(bytes, start, end);
        if (this.low === 0 && this.high === 0)
            this.low = 1;
        if (this.#fingerprintKey !== null)
            this.#keepHmac(bytes.subarray(start, end), this.#fingerprintKey);
    }
    /** HMAC (hex) of the text with this hash. Only with a `fingerprint-key`. */
    hmac(low, high) {
        const text = this.#texts.find(low, high);
        return this.#hmacs.toString('hex', text * HMAC_BYTES, (text + 1) * HMAC_BYTES);
    }
    #keepHmac(text, key) {
        const known = this.#texts.size;
        const id = this.#texts.intern(this.low, this.high);
        if (id < known)
            return;
        if (this.#hmacs.length < (id + 1) * HMAC_BYTES) {
            const wider = Buffer.alloc(2 * this.#hmacs.length);
            this.#hmacs.copy(wider);
            this.#hmacs = wider;
        }
        (0,external_node_crypto_.createHmac)('sha256', key)
            .update(text)
            .digest()
            .copy(this.#hmacs, id * HMAC_BYTES);
    }
    /**
     * Sets `low` and `high`, and keeps nothing. The reference algorithm, with each 64-bit number in two halves: `a` is low,
     * `b` is high. A sum of low halves has a carry when it is below either.
     */
    hashBytes(bytes, start, end) {
        const [k0a, k0b, k1a, k1b] = this.#key;
        let v0a = k0a ^ 0x70736575;
        let v0b = k0b ^ 0x736f6d65;
        let v1a = k1a ^ 0x6e646f6d;
        let v1b = k1b ^ 0x646f7261;
        let v2a = k0a ^ 0x6e657261;
        let v2b = k0b ^ 0x6c796765;
        let v3a = k1a ^ 0x79746573;
        let v3b = k1b ^ 0x74656462;
        let at = start;
        // Whole words, the last one with the length, and three rounds of finalization.
        for (let round = ((end - start) >> 3) + 4; round > 0; round--) {
            let wordA = 0;
            let wordB = 0;
            if (round > 4) {
                wordA = word32(bytes, at);
                wordB = word32(bytes, at + 4);
                at += 8;
            }
            else if (round === 4) {
                wordA = lastBytes(bytes, at, Math.min(at + 4, end));
                wordB = lastBytes(bytes, at + 4, end) | ((end - start) << 24);
            }
            else if (round === 3)
                v2a ^= 0xff;
            v3a ^= wordA;
            v3b ^= wordB;
            let sum = (v0a + v1a) | 0;
            v0b = (v0b + v1b + (sum >>> 0 < v0a >>> 0 ? 1 : 0)) | 0;
            v0a = sum;
            let left = (v1a << 13) | (v1b >>> 19);
            v1b = ((v1b << 13) | (v1a >>> 19)) ^ v0b;
            v1a = left ^ v0a;
            left = v0a;
            v0a = v0b;
            v0b = left;
            sum = (v2a + v3a) | 0;
            v2b = (v2b + v3b + (sum >>> 0 < v2a >>> 0 ? 1 : 0)) | 0;
            v2a = sum;
            left = (v3a << 16) | (v3b >>> 16);
            v3b = ((v3b << 16) | (v3a >>> 16)) ^ v2b;
            v3a = left ^ v2a;
            sum = (v0a + v3a) | 0;
            v0b = (v0b + v3b + (sum >>> 0 < v0a >>> 0 ? 1 : 0)) | 0;
            v0a = sum;
            left = (v3a << 21) | (v3b >>> 11);
            v3b = ((v3b << 21) | (v3a >>> 11)) ^ v0b;
            v3a = left ^ v0a;
            sum = (v2a + v1a) | 0;
            v2b = (v2b + v1b + (sum >>> 0 < v2a >>> 0 ? 1 : 0)) | 0;
            v2a = sum;
            left = (v1a << 17) | (v1b >>> 15);
            v1b = ((v1b << 17) | (v1a >>> 15)) ^ v2b;
            v1a = left ^ v2a;
            left = v2a;
            v2a = v2b;
            v2b = left;
            v0a ^= wordA;
            v0b ^= wordB;
        }
        this.low = (v0a ^ v1a ^ v2a ^ v3a) >>> 0;
        this.high = (v0b ^ v1b ^ v2b ^ v3b) >>> 0;
    }
}
/** A digest of the rows of an export, in any order and any packing. */
class RowDigest {
    #hasher;
    #headers = new Set();
    #rows = 0;
    #low = 0;
    #high = 0;
    constructor(hasher) {
        this.#hasher = hasher;
    }
    header(header) {
        this.#headers.add(JSON.stringify(header));
    }
    /** Takes a row of so many cells. */
    row(bytes, bounds, cells) {
        this.#hasher.hashBytes(bytes, bounds[0], bounds[2 * cells - 1]);
        this.#rows += 1;
        this.#low = (this.#low + this.#hasher.low) >>> 0;
        this.#high = (this.#high + this.#hasher.high) >>> 0;
    }
    /** `null` without rows. */
    text() {
        if (this.#rows === 0)
            return null;
        return JSON.stringify([[...this.#headers].sort(), this.#rows, this.#high, this.#low]);
    }
}
function word32(bytes, at) {
    return (bytes[at] |
        (bytes[at + 1] << 8) |
        (bytes[at + 2] << 16) |
        (bytes[at + 3] << 24));
}
function lastBytes(bytes, start, end) {
    let word = 0;
    for (let at = start; at < end; at++)
        word |= bytes[at] << (8 * (at - start));
    return word;
}
/** Longer texts are compared as they are. */
const LONGEST = 4096;
/** From this length on a value can identify its line, and so can a word beside it from the other. */
const [VALUE_FROM, WORD_FROM] = [6, 16];
/** What is quoted, else what an assignment gives. */
const secret_hash_values = /(["'`])((?:\\.|(?!\1)[^\\])+)\1|(?<=[=:] ?)[^\s"'`;,]+/gs;
const plainWord = /^[A-Za-z_.$-]*$/;
/**
 * The values in a line of source, so that indenting it, or writing another name before them, makes no new secret. Where
 * anything beside the values could be a secret too, it is the whole line with its blanks collapsed.
 */
function secretIdentity(text) {
    const line = text.trim().replace(/\s+/g, ' ');
    if (line.length > LONGEST)
        return line;
    const found = [];
    const rest = line.replace(secret_hash_values, (assigned, _quote, quoted) => {
        found.push(quoted ?? assigned);
        return ' ';
    });
    const words = rest.split(/[^\p{L}\p{N}_.$-]+/u);
    const isPlain = words.every((word) => word.length < WORD_FROM && plainWord.test(word));
    return isPlain && found.some((value) => value.length >= VALUE_FROM) ? JSON.stringify(found) : line;
}
/** Whether the server masked the text, so that another secret would look the same. */
function isMaskedText(text) {
    return /\*{3}|[\u2022\u25cf\u25aa]{3}|#{6}|x{8}|\[redacted\]|<redacted>/i.test(text);
}

;// CONCATENATED MODULE: ./lib/export/secret-values.js
/**
 * Finds values of a matched text in the names of its row: people put `password = "X"` into a file whose path has X in it.
 * A filter over bytes comes first, since nearly no row has one. Pure.
 */


/** Shortest text that is looked for in other cells: shorter ones are in everything. */
const SECRET_LIKE_FROM = 6;
/** From this length on, a value of letters alone is looked for, and a whole text of words. */
const [LETTERS_FROM, WORDS_FROM] = [8, 32];
/**
 * Whether a whole matched text must not be seen in the other cells of its row either. Words alone (`password`,
 * `release/next`, `AWS_SECRET_KEY`) are no secrets.
 */
function isSecretLike(text) {
    if (text.length < SECRET_LIKE_FROM || text === finding/* REDACTED */.XF)
        return false;
    return text.length >= WORDS_FROM || /[^A-Za-z_./ -]/.test(text);
}
/** Finds in `names` what must not be seen of the matched texts; `null` when there is nothing. */
function secretsIn(names, texts) {
    const hay = names.flatMap((name) => [name, name.replaceAll('+', ' ')].flatMap(decodings));
    const searched = hay.join('\0').toLowerCase();
    const longest = Math.max(...hay.map(({ length }) => length));
    const found = new Set();
    for (const text of texts) {
        for (const value of valuesOf(text, longest))
            if (searched.includes(value.toLowerCase()))
                found.add(value);
    }
    if (found.size === 0)
        return null;
    // The longest first, so that no end of one stays where another begins like it.
    const values = [...found].sort((a, b) => b.length - a.length);
    const isPlain = names.every((name) => !/[%+]/.test(name)) && values.every((value) => !/[^ -~]/.test(value));
    // Several times as fast, and right for nearly all names.
    if (isPlain)
        return new RegExp(values.map(RegExp.escape).join('|'), 'gi');
    return new RegExp(values.map(patternOf).join('|'), 'giu');
}
function* valuesOf(text, longest) {
    const whole = text.trim();
    for (const part of new Set([whole, ...whole.split(/[\r\n]+/).map((line) => line.trim())])) {
        if (part.length <= longest && isSecretLike(part))
            yield part;
    }
    for (const part of partsOf(whole)) {
        for (const form of new Set([part, part.replace(/\\(.)/gs, '$1'), decoded(part)])) {
            const inner = form.replace(/^[\s"'`([{<,;\\]+/, '').replace(/[\s"'`)\]}>,;\\]+$/, '');
            for (const value of new Set([form, inner]))
                if (value.length <= longest && isValue(value))
                    yield value;
        }
    }
}
/** What follows an assignment, up to a blank or to any punctuation; what is quoted; what has the shape of a credential. */
const partShapes = [
    /(?:=>|:=|[=:])[^\S\r\n]*(?=([^\r\n]{1,1024}))/g,
    /[=:>][^\S\r\n]*["'`]?(?:(?:basic|bearer|token)\s+)?(?=([^\s"'`]{1,1024}))/gi,
    /[=:>][^\S\r\n]*["'`]?(?=([^\s"'`,;:&@()<>[\]{}|]{1,1024}))/g,
    /\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|bearer|basic)\s+["'`]?([^\s"'`]{1,1024})/gi,
    // A quoted name of a value is none itself.
    /"((?:\\.|[^"\\])+)"(?!\s*(?:=|:))/gs,
    /'((?:\\.|[^'\\])+)'(?!\s*(?:=|:))/gs,
    /`((?:\\.|[^`\\])+)`/gs,
];
function* partsOf(text) {
    for (const shape of partShapes) {
        for (const [, part = ''] of text.matchAll(shape))
            yield part;
    }
    yield* (0,clean_names/* credentialsIn */.Wr)(text);
}
const noValue = /^(?:passwords?|passphrase|credentials?|username|undefined|required|redacted)$/i;
function isValue(text) {
    if (text.length < SECRET_LIKE_FROM || finding/* REDACTED */.XF.includes(text) || noValue.test(text))
        return false;
    if (text.length >= WORDS_FROM || /[^A-Za-z_./ -]/.test(text))
        return true;
    return text.length >= LETTERS_FROM && !/[ /]/.test(text);
}
/** Each character as it is or URL-encoded, once or several times. */
function patternOf(value) {
    return Array.from(value, (character) => {
        const encoded = Buffer.from(character).toString('hex').replace(/../g, '%(?:25)*$&');
        const plain = `\\u{${character.codePointAt(0).toString(16)}}`;
        return `(?:${plain}|${encoded}${character === ' ' ? '|\\+' : ''})`;
    }).join('');
}
/** A name as it is, and URL-decoded as often as somebody may have encoded it. */
function decodings(name) {
    if (!name.includes('%'))
        return [name];
    const once = decoded(name);
    return [name, once, decoded(once), decoded(decoded(once))];
}
function decoded(text) {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
/** Bytes that are looked up at once. Of the first six of a value, one such group is at a multiple of four in a name. */
const [GROUP, STEP] = [3, 4];
const SLOTS = 4096;
class ValueFilter {
    /** By hash of a group of bytes: the last round whose text had it at the start of a value. */
    #rounds = new Uint32Array(SLOTS);
    #round = 0;
    #starts = new Uint32Array(64);
    #count = 0;
    /** Whether a name may have a value of the text from `start` to `end` in it. */
    mayShare(bytes, start, end, bounds, nameColumns) {
        if (end - start < SECRET_LIKE_FROM)
            return false;
        if (!this.#takeStarts(bytes, start, end))
            return true;
        for (const column of nameColumns) {
            if (this.#isIn(bytes, bounds[2 * column], bounds[2 * column + 1], end))
                return true;
        }
        return false;
    }
    /** Notes where values may start; false when one starts escaped and cannot be compared by bytes. */
    #takeStarts(bytes, start, end) {
        this.#round = (this.#round + 1) >>> 0;
        this.#count = 0;
        const last = end - SECRET_LIKE_FROM;
        let isStart = true;
        for (let at = start; at <= last; at++) {
            const kind = kinds[bytes[at]];
            if (kind === BLANK) {
                isStart ||= at - GROUP >= start && keywordEnds[slotOf(bytes, at - GROUP)] === 1;
            }
            else if (isStart || shapeStarts[pairOf(bytes, at)] === 1) {
                if (!this.#takeStart(bytes, at))
                    return false;
                isStart = kind === OPENING;
            }
            if (kind === DELIMITER)
                isStart = true;
            // Within a word nothing starts.
            if (kind === WORD)
                at = endOfWord(bytes, at, last);
        }
        return true;
    }
    #takeStart(bytes, at) {
        for (let more = at; more < at + SECRET_LIKE_FROM; more++) {
            if (bytes[more] === BACKSLASH || bytes[more] === PERCENT)
                return false;
        }
        if (this.#count === this.#starts.length) {
            const wider = new Uint32Array(2 * this.#count);
            wider.set(this.#starts);
            this.#starts = wider;
        }
        this.#starts[this.#count++] = at;
        for (let more = at; more < at + STEP; more++)
            this.#rounds[slotOf(bytes, more)] = this.#round;
        return true;
    }
    #isIn(bytes, start, end, textEnd) {
        if (end - start < SECRET_LIKE_FROM || this.#count === 0)
            return false;
        for (let at = start; at + GROUP <= end; at += STEP) {
            if (hasPercent(bytes, at))
                return true;
            if (this.#rounds[slotOf(bytes, at)] !== this.#round)
                continue;
            for (let from = Math.max(start, at - STEP + 1); from <= at; from++) {
                if (this.#hasValueAt(bytes, from, end, textEnd))
                    return true;
            }
        }
        return false;
    }
    #hasValueAt(bytes, at, end, textEnd) {
        for (let index = 0; index < this.#count; index++) {
            const start = this.#starts[index];
            let length = 0;
            while (at + length < end && start + length < textEnd) {
                if (fold(bytes[at + length]) !== fold(bytes[start + length]))
                    break;
                length++;
            }
            if (length >= SECRET_LIKE_FROM && mayBeValue(bytes, start, start + length, textEnd))
                return true;
        }
        return false;
    }
}
/** Whether a value that starts here may end before or at `end`. */
function mayBeValue(bytes, start, end, textEnd) {
    let isWords = true;
    for (let at = start; at < end && isWords; at++)
        isWords = wordBytes[bytes[at]] === 1;
    if (isWords && end - start < LETTERS_FROM)
        return false;
    for (let at = start + SECRET_LIKE_FROM; at <= end; at++) {
        if (at === textEnd || kinds[bytes[at]] !== WORD)
            return true;
    }
    return false;
}
const [BACKSLASH, PERCENT] = [0x5c, 0x25];
/** Kinds of bytes. Values follow a delimiter, then blanks and what opens; none ends within a word. */
const [OTHER, WORD, BLANK, DELIMITER, OPENING] = [0, 1, 2, 3, 4];
const kinds = new Uint8Array(256).fill(OTHER);
const folds = new Uint8Array(256);
const wordBytes = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
    const character = String.fromCharCode(byte);
    if (byte < 0x80 && /\w/.test(character))
        kinds[byte] = WORD;
    if (/[ \t]/.test(character))
        kinds[byte] = BLANK;
    if (/["'`=:>\r\n]/.test(character))
        kinds[byte] = DELIMITER;
    if (/[([{<,;]/.test(character))
        kinds[byte] = OPENING;
    if (byte < 0x80 && /[A-Za-z_./ -]/.test(character))
        wordBytes[byte] = 1;
    // Letters without regard to case, and a plus for a blank. Bytes of other characters are all the same.
    folds[byte] = byte >= 0x80 ? 0x80 : character === '+' ? 0x20 : byte | 0x20;
}
function fold(byte) {
    return folds[byte];
}
/** By `slotOf` the last three letters of words after which a value comes. */
const keywordEnds = new Uint8Array(SLOTS);
for (const end of 'ord swd ase pwd ret ken key rer sic'.split(' '))
    keywordEnds[slotOf(Buffer.from(end), 0)] = 1;
/** By `pairOf` the first two letters of credentials of known shapes. */
const shapeStarts = new Uint8Array(2 ** 16);
for (const start of 'ak as ar ai ya bb at gh gi gl xo xa ho sk rk pk np py sg do sh hv ey'.split(' '))
    shapeStarts[pairOf(Buffer.from(start), 0)] = 1;
function endOfWord(bytes, start, last) {
    let at = start;
    while (at < last && kinds[bytes[at + 1]] === WORD)
        at++;
    return at;
}
function pairOf(bytes, at) {
    return (fold(bytes[at]) << 8) | fold(bytes[at + 1]);
}
function hasPercent(bytes, at) {
    return (bytes[at] === PERCENT ||
        bytes[at + 1] === PERCENT ||
        bytes[at + 2] === PERCENT ||
        bytes[at + 3] === PERCENT);
}
function slotOf(bytes, at) {
    const group = (fold(bytes[at]) << 16) | (fold(bytes[at + 1]) << 8) | fold(bytes[at + 2]);
    return (Math.imul(group, 0x9e3779b1) >>> 20) & (SLOTS - 1);
}

;// CONCATENATED MODULE: ./lib/export/redact.js










/** Kinds of cells in `FindingNames.cells`, beside `PLACE`. */
const [RULE, RULE_OF_FINDINGS_CSV] = [PLACE + 1, PLACE + 2];
class Redactor {
    #at;
    #fingerprintAt;
    /** Columns of matched texts; the first is that of the match, where there is one. */
    #textColumns;
    #nameColumns;
    #isFindingsCsv;
    #isPadded;
    #flags;
    #scope;
    #places;
    #names;
    #hasher;
    #row;
    #cells;
    #filter = new ValueFilter();
    /** @param target what was exported, `null` when unknown; @param row is set for each finding */
    constructor(plan, target, row, hasher, standIn = {}) {
        const { at, fingerprint, secrets } = plan;
        this.#isPadded = plan.isPadded;
        this.#flags = plan.flags;
        const entries = Object.entries(at).map(([column, cell]) => [column, cell ?? -1]);
        this.#at = Object.fromEntries(entries);
        this.#fingerprintAt = fingerprint ?? -1;
        this.#isFindingsCsv = fingerprint !== null;
        this.#cells = new csv_rows/* RowCells */.w9(this.#isFindingsCsv);
        this.#textColumns = [...(at.match === null ? [] : [at.match]), ...secrets];
        const nameColumns = [at.project, at.repository, at.branch, at.path, at.rule];
        this.#nameColumns = [...new Set(nameColumns.filter((cell) => cell !== null))];
        this.#scope = openRowScope(target, plan, standIn);
        this.#names = row.names;
        this.#places = new RowPlaces(at, this.#cells, this.#scope, row.names);
        this.#hasher = hasher;
        this.#row = row;
    }
    /** Sentences for people. */
    notices() {
        return this.#scope.notices();
    }
    /** Makes a row the finding at hand, but for its time; or says why it is none. */
    redact(bytes, bounds) {
        this.#row.former = null;
        const lineInPath = this.#at.line < 0 ? this.#cells.cutLine(bytes, bounds, this.#at.path) : 0;
        // Before anything is known to be wrong with the row: its names have ids even then.
        if (this.#mayShow(bytes, bounds))
            this.#mask(bytes, bounds);
        const place = this.#places.of(bytes, bounds);
        if (place.problem?.kind === 'outside')
            return place.problem;
        const rule = this.#ruleOf(bytes, bounds);
        if (place.problem !== null && !this.#isStandIn(rule))
            return place.problem;
        if (rule < 0)
            return this.#cleanRule(bytes, bounds).problem;
        const key = this.#keyOf(bytes, bounds, place.repository, rule);
        if (key < 0)
            return this.#cleanPath(bytes, bounds).problem;
        const row = this.#row;
        row.key = key;
        row.repository = place.repository;
        row.rule = rule;
        row.branch = place.branch;
        if (this.#isFindingsCsv && !this.#takeFingerprint(bytes, bounds))
            return BAD_FINGERPRINT;
        row.line = this.#at.line < 0 ? lineInPath : this.#cells.line(bytes, bounds, this.#at.line);
        if (row.line < 0)
            return BAD_LINE;
        this.#takeMatch(bytes, bounds);
        row.flags = this.#cells.flags(bytes, bounds, this.#flags);
        return null;
    }
    /** Makes a row of reviewed false positives, or says why it is none. */
    reviewed(bytes, bounds) {
        const cell = (column) => this.#cells.text(bytes, bounds, this.#at[column]);
        const lineInPath = this.#at.line < 0 ? this.#cells.cutLine(bytes, bounds, this.#at.path) : 0;
        const line = this.#at.line < 0 ? lineInPath : (0,csv_rows/* lineNumber */.eT)(cell('line'));
        const path = this.#path(bytes, bounds);
        const match = cell('match');
        if (line < 0)
            return 'its line is not a number';
        if (match.trim() === '' && (path === '' || line === 0)) {
            return 'it has neither a matched text nor path and line';
        }
        const secrets = this.#mayShow(bytes, bounds) ? this.#secrets(bytes, bounds) : null;
        const place = splitRepository(anyAsEmpty(cell('project')), anyAsEmpty(cell('repository')));
        const named = (field, text) => {
            if (text === '')
                return null;
            const name = (0,clean_names/* cleanName */.$t)(text, null, clean_names/* LONGEST */.zP[field]);
            return this.#names.masks.isListed(field, name) ? name : (0,clean_names/* cleanName */.$t)(text, secrets, clean_names/* LONGEST */.zP[field]);
        };
        this.#takeMatch(bytes, bounds);
        return {
            project: named('project', place.project) ?? this.#scope.asked.project,
            repository: named('repository', place.repository) ?? this.#scope.asked.repo,
            rule: named('rule', cell('rule').trim()),
            path: named('path', path),
            line: line === 0 ? null : line,
            secretHash: this.#row.secretHash,
            match: this.#row.match,
            reviewedAt: (0,dates/* readMoment */.T)(cell('reviewed_at'))?.ms ?? null,
        };
    }
    /** The matched text of a row, for `reveal-secrets` alone. */
    matchedText(bytes, bounds) {
        return this.#cells.text(bytes, bounds, this.#at.match);
    }
    /** Makes what of the finding at hand is compared with another branch. */
    takeIdentity(bytes, bounds) {
        const row = this.#row;
        const text = this.matchedText(bytes, bounds);
        const identity = Buffer.from(secretIdentity(text));
        this.#hasher.hashBytes(identity, 0, identity.length);
        identity.fill(0);
        row.identityLow = row.hasText ? this.#hasher.low : 0;
        row.identityHigh = row.hasText ? this.#hasher.high : 0;
        row.isMasked = isMaskedText(text);
    }
    /** Replaces the finding at hand by that of a row which could not be read, so that it is gated and shown. */
    standIn(asked, file, line) {
        const row = this.#row;
        const { project, repo, branch } = (0,lib_target/* placeOf */.$t)(asked);
        const key = { project: project ?? '', repository: repo ?? '', path: file, rule: finding/* UNREADABLE_ROW */.Xd };
        row.key = this.#names.key(key);
        row.repository = this.#names.repositoryOf(row.key);
        row.rule = this.#names.ruleOf(row.key);
        row.branch = this.#names.branches.intern(branch ?? '');
        row.line = line;
        row.flags = 0;
        row.scannedMs = Number.NaN;
        row.hashLow = 0;
        row.hashHigh = 0;
        row.hasText = false;
        row.match = '';
        row.fingerprint = undefined;
        row.former = null;
    }
    /**
     * Whether an earlier run put the row in place of one that it could not read. It counts wherever that run looked, which
     * may be nowhere; as its rule says so, it is never suppressed.
     */
    #isStandIn(rule) {
        return this.#isFindingsCsv && rule >= 0 && this.#names.rules.text(rule) === finding/* UNREADABLE_ROW */.Xd;
    }
    #takeMatch(bytes, bounds) {
        const row = this.#row;
        const cell = this.#at.match;
        if (cell < 0)
            this.#cells.end = this.#cells.start;
        else
            this.#cells.trim(bytes, bounds, cell);
        row.match = this.#cells.start === this.#cells.end ? '' : finding/* REDACTED */.XF;
        if (this.#isFindingsCsv)
            return;
        this.#hasher.hash(bytes, this.#cells.start, this.#cells.end);
        row.hashLow = this.#hasher.low;
        row.hashHigh = this.#hasher.high;
        row.hasText = this.#cells.start !== this.#cells.end;
        row.fingerprint = undefined;
    }
    /** In a `findings.csv` the fingerprint identifies the finding. */
    #takeFingerprint(bytes, bounds) {
        const text = this.#cells.text(bytes, bounds, this.#fingerprintAt);
        if (!/^[0-9a-f]{32}$/.test(text))
            return false;
        const row = this.#row;
        row.fingerprint = text;
        row.hashLow = Number.parseInt(text.slice(0, 8), 16);
        row.hashHigh = Number.parseInt(text.slice(8, 16), 16);
        row.hasText = false;
        return true;
    }
    /** Id of a rule as exported, -1 when it is too long to have one. */
    #ruleCell(bytes, bounds) {
        const start = bounds[2 * this.#at.rule];
        const end = bounds[2 * this.#at.rule + 1];
        const kind = this.#isFindingsCsv ? RULE_OF_FINDINGS_CSV : RULE;
        return end - start > LONGEST_NAME ? -1 : this.#names.cells.intern(bytes, start, end, 0, kind);
    }
    /** Id of the cleaned rule, -1 when it is refused. */
    #ruleOf(bytes, bounds) {
        const cell = this.#ruleCell(bytes, bounds);
        const known = cell < 0 ? UNSEEN : this.#names.cleanedRules.at(cell);
        if (known !== UNSEEN)
            return known - FIRST_ID;
        const { text, problem } = this.#cleanRule(bytes, bounds);
        const cleaned = problem === null ? this.#names.rules.intern(text) + FIRST_ID : REFUSED;
        if (cell >= 0)
            this.#names.cleanedRules.set(cell, cleaned);
        return cleaned - FIRST_ID;
    }
    /** The key with the cleaned path, -1 when the path is refused. */
    #keyOf(bytes, bounds, repository, rule) {
        const { keys, cleanedKeys } = this.#names;
        const start = bounds[2 * this.#at.path];
        const end = bounds[2 * this.#at.path + 1];
        const isPlain = end - start <= LONGEST_NAME && !this.#mayHaveMarks(bytes, start, end);
        const asExported = isPlain ? keys.intern(bytes, start, end, repository, rule) : -1;
        const known = isPlain ? cleanedKeys.at(asExported) : UNSEEN;
        if (known !== UNSEEN)
            return known - FIRST_ID;
        const { cell, text, problem } = this.#cleanPath(bytes, bounds);
        let cleaned = REFUSED;
        if (problem === null) {
            // Nearly all paths are clean as they are.
            const isClean = isPlain && text === cell;
            cleaned = (isClean ? asExported : keys.internText(text, repository, rule)) + FIRST_ID;
        }
        if (isPlain)
            cleanedKeys.set(asExported, cleaned);
        return cleaned - FIRST_ID;
    }
    #mayHaveMarks(bytes, start, end) {
        return this.#isFindingsCsv && bytes.subarray(start, end).includes(0x27);
    }
    #cleanRule(bytes, bounds) {
        const rule = this.#cells.text(bytes, bounds, this.#at.rule).trim();
        const problem = rule === '' ? NO_RULE : quotedName('rule', rule);
        return { cell: rule, text: (0,clean_names/* cleanName */.$t)(rule, null, clean_names/* LONGEST */.zP.rule), problem };
    }
    #cleanPath(bytes, bounds) {
        const cell = this.#cells.text(bytes, bounds, this.#at.path);
        const path = this.#path(bytes, bounds);
        return { cell, text: (0,clean_names/* cleanName */.$t)(path, null, clean_names/* LONGEST */.zP.path), problem: path === '' ? NO_PATH : null };
    }
    #path(bytes, bounds) {
        const cell = this.#cells.text(bytes, bounds, this.#at.path);
        return (0,clean_names/* pathFromRoot */._f)(this.#isPadded ? cell.trim() : cell);
    }
    /** Whether a value of a matched text may be part of a name of the row; nearly never. */
    #mayShow(bytes, bounds) {
        for (const cell of this.#textColumns) {
            this.#cells.trim(bytes, bounds, cell);
            const { start, end } = this.#cells;
            // A text revealed by an earlier run may be written with marks.
            const isSuspect = this.#isFindingsCsv
                ? start !== end && this.#cells.text(bytes, bounds, cell) !== finding/* REDACTED */.XF
                : this.#filter.mayShare(bytes, start, end, bounds, this.#nameColumns);
            if (isSuspect)
                return true;
        }
        return false;
    }
    #texts(bytes, bounds) {
        return this.#textColumns.map((cell) => this.#cells.text(bytes, bounds, cell).trim());
    }
    #secrets(bytes, bounds) {
        const names = this.#nameColumns.map((cell) => this.#cells.text(bytes, bounds, cell));
        return secretsIn(names, this.#texts(bytes, bounds));
    }
    /** Masks the names of a row where a value of its matched texts is part of them. */
    #mask(bytes, bounds) {
        const secrets = this.#secrets(bytes, bounds);
        if (secrets === null)
            return;
        const cell = (column) => this.#cells.text(bytes, bounds, this.#at[column]);
        const place = this.#scope.place(cell('project'), cell('repository'), cell('branch'));
        const named = { ...place, path: this.#path(bytes, bounds), rule: cell('rule').trim() };
        const former = formerNames(named, this.#texts(bytes, bounds).filter(isSecretLike));
        for (const field of ['project', 'repository', 'branch', 'path', 'rule']) {
            const name = (0,clean_names/* cleanName */.$t)(named[field], null, clean_names/* LONGEST */.zP[field]);
            const before = this.#names.masks.written(field, name);
            const masked = before === name ? (0,clean_names/* cleanName */.$t)(named[field], secrets, clean_names/* LONGEST */.zP[field]) : null;
            this.#names.masks.mask(field, name, masked ?? before.replace(secrets, finding/* REDACTED */.XF));
            // Names of a baseline become names of the run.
            if (former !== null && field !== 'branch')
                this.#names.masks.mask(field, former[field], former[field].replace(secrets, finding/* REDACTED */.XF));
        }
        this.#row.former = former;
    }
}
/** See `FindingRow.former`. */
function formerNames(named, texts) {
    const longestFirst = texts.toSorted((a, b) => b.length - a.length);
    const name = (field) => {
        const text = longestFirst.reduce((rest, whole) => rest.replaceAll(whole, () => finding/* REDACTED */.XF), named[field]);
        return (0,clean_names/* cleanName */.$t)(text, null, clean_names/* LONGEST */.zP[field]);
    };
    const [project, repository, path, rule] = [name('project'), name('repository'), name('path'), name('rule')];
    const isOther = [project, repository, path, rule].some((text) => text.includes(finding/* REDACTED */.XF));
    return isOther ? { project, repository, path, rule } : null;
}
const BAD_LINE = {
    kind: 'bad',
    reason: 'its line is not a number (should that column be the text of the line, map it: `columns: match = ...`)',
};
const BAD_FINGERPRINT = { kind: 'bad', reason: 'its fingerprint is not 32 hex digits' };
const NO_RULE = { kind: 'bad', reason: 'it has no rule' };
const NO_PATH = { kind: 'bad', reason: 'it has no path' };
function anyAsEmpty(cell) {
    const text = cell.trim();
    return text === '*' ? '' : text;
}

;// CONCATENATED MODULE: ./lib/export/read-export.js










/** @param fingerprintKey bytes of the user's key; `null` when there is none */
function createReadingContext(fingerprintKey, onColumns = () => undefined) {
    const hasher = new SecretHasher(fingerprintKey);
    return { row: new FindingRow(new FindingNames(), hasher), hasher, onColumns };
}
/**
 * Reads an export. An empty body gives evidence with the format `empty`: only the caller knows whether that is right.
 * `evidence.rows` are all data rows, refused ones and those outside of the period included. Errors name export, member,
 * row and reason, never a cell.
 */
async function readExport(stored, settings, context, sink, { stop }) {
    const { columns: byHand, target, standIn = {} } = settings;
    const knowsHeader = (header) => (0,columns/* isExportHeader */.Qk)(header, { byHand, target, standIn, purpose: 'findings' });
    const content = await (0,open_export/* openExport */.V1)(stored, settings.source, settings.limits, stop, knowsHeader);
    const reading = startReading(settings, context);
    const times = new dates/* ScanTimes */.G(settings.period, settings.triggeredMs);
    const notices = new Set();
    const absent = new Set();
    let flagged = 0;
    const rowsOf = (member) => new FindingRows(member, reading, times, sink);
    const { evidence, proof, empty } = await readMembers(content, reading, rowsOf, (rows) => {
        flagged += rows.flagged;
        for (const notice of rows.notices())
            notices.add(notice);
        for (const column of rows.absent())
            absent.add(column);
    });
    context.row.former = null;
    const sentences = [...proof.notices, ...notices, ...times.notices()];
    return {
        evidence,
        notices: sentences.map((sentence) => `${content.where}: ${sentence}`),
        unread: evidence.format === 'empty' ? proof.unread : [...proof.unread, ...empty],
        flagged,
        absent: [...absent],
        digest: reading.digest?.text() ?? null,
    };
}
function startReading(settings, context) {
    const digest = settings.digests === true ? new RowDigest(context.hasher) : null;
    return { settings, context, digest, headers: new Map() };
}
async function readMembers({ members: opened, format, proven }, { settings: { source }, headers }, rowsOf, onEnd = () => undefined) {
    const members = [];
    const empty = [];
    for (const member of opened) {
        const rows = rowsOf(member);
        if (!(await (0,read_csv/* readCsv */.Nb)(member.chunks(), rows)))
            empty.push(member.name);
        members.push({ name: member.name, bytes: member.bytes(), rows: rows.count, refused: rows.refused });
        onEnd(rows);
    }
    const proof = await proven();
    const { bytes, sha256 } = proof;
    const rows = members.reduce((sum, member) => sum + member.rows, 0);
    const refused = members.reduce((sum, member) => sum + member.refused, 0);
    const columns = [...headers.values()];
    const found = empty.length === opened.length ? 'empty' : format;
    return { evidence: { source, format: found, bytes, sha256, rows, refused, members, columns }, proof, empty };
}
/** Passes the rows of one CSV on. */
class MemberRows {
    /** Data rows so far, refused ones included. */
    count = 0;
    refused = 0;
    member;
    reading;
    opened = null;
    #firstRows = [];
    constructor(member, reading) {
        this.member = member;
        this.reading = reading;
    }
    firstRows(rows) {
        this.#firstRows = rows;
    }
    header(header) {
        const { settings, context, digest, headers } = this.reading;
        const { target, standIn = {}, columns: byHand, source } = settings;
        const wishes = { byHand, target, standIn, purpose: this.purpose, firstRows: this.#firstRows };
        const plan = (0,columns/* planColumns */.j7)(header, wishes, this.member.where);
        this.#firstRows = [];
        const words = (0,header_view/* columnsInWords */.yU)(plan.evidence);
        headers.set(words, plan.evidence);
        context.onColumns(source, words);
        digest?.header(header);
        const all = [...Object.values(plan.at), ...plan.secrets, plan.fingerprint];
        const cells = all.filter((cell) => cell !== null);
        const named = cells.map((cell) => [cell, withoutMark(header[cell] ?? '')]);
        const probe = plan.at.rule ?? cells[0] ?? 0;
        this.opened = {
            plan,
            redactor: new Redactor(plan, target, context.row, context.hasher, standIn),
            width: header.length,
            named,
            probe: { cell: probe, name: Buffer.from(withoutMark(header[probe] ?? '')) },
        };
        this.begin(plan);
    }
    row(bytes, bounds, number) {
        const { opened } = this;
        if (opened === null)
            throw new Error('a row came before the header');
        this.reading.digest?.row(bytes, bounds, opened.width);
        if (isHeaderAgain(bytes, bounds, opened))
            this.bad(number, csv_rows/* badReasons */.r9.headerAgain, false);
        else
            this.take(bytes, bounds, number, opened);
    }
    bad(number, reason, isSeveralLines) {
        if (number === 1 || this.reading.settings.onBadRow === 'error') {
            throw unreadableRow(this.member.where, number, reason);
        }
        this.refuse(number, reason, isSeveralLines);
        this.count += 1;
        this.refused += 1;
    }
}
/** Joined exports repeat the header, with a byte order mark or without. */
function isHeaderAgain(bytes, bounds, { probe, named }) {
    const end = bounds[2 * probe.cell + 1];
    const more = end - bounds[2 * probe.cell] - probe.name.length;
    if ((more !== 0 && more !== BOM_BYTES) || bytes[end - 1] !== probe.name.at(-1))
        return false;
    return named.every(([cell, name]) => withoutMark((0,csv_rows/* cellText */.Ie)(bytes, bounds, cell)) === name);
}
class FindingRows extends MemberRows {
    flagged = 0;
    purpose = 'findings';
    #times;
    #sink;
    #time = -1;
    constructor(member, reading, times, sink) {
        super(member, reading);
        this.#times = times;
        this.#sink = sink;
    }
    begin({ doubtfulTime, at }) {
        this.#times.begin(doubtfulTime);
        this.#time = at.scanned_at ?? -1;
    }
    take(bytes, bounds, number, { redactor, width }) {
        const time = this.#time;
        if (time < 0)
            this.#times.read(bytes, -1, -1);
        else
            this.#times.read(bytes, bounds[2 * time], bounds[2 * time + 1]);
        const problem = redactor.redact(bytes, bounds);
        if (problem !== null) {
            if (problem.kind === 'outside') {
                const why = `${this.member.where}: row ${number} (the header is row 1): ${problem.reason}.`;
                throw new errors/* GateError */.ue('EXPORT_INCONSISTENT', why);
            }
            const text = bytes.toString('latin1', bounds[0], bounds[2 * width - 1]);
            this.bad(number, problem.reason, /[\r\n]/.test(text));
            return;
        }
        this.count += 1;
        const { row } = this.reading.context;
        row.scannedMs = this.#times.ms;
        if (!this.#times.keeps())
            return;
        if (row.flags !== 0)
            this.flagged += 1;
        this.#sink.onMatchedText?.(redactor.matchedText(bytes, bounds));
        if (this.#sink.compares === true)
            redactor.takeIdentity(bytes, bounds);
        this.#sink.onRow(row);
    }
    /** A stand-in counts, so that the row is gated and shown. */
    refuse(number, reason, isSeveralLines) {
        if (isSeveralLines) {
            const swallowed = `${reason}; and it goes over several lines, so that it may have swallowed rows, which \`on-bad-row: count\` cannot count`;
            throw unreadableRow(this.member.where, number, swallowed);
        }
        const { settings, context } = this.reading;
        this.opened?.redactor.standIn(settings.target ?? { kind: 'instance' }, this.member.name, number);
        this.#sink.onMatchedText?.('');
        this.#sink.onRow(context.row);
    }
    notices() {
        return this.opened?.redactor.notices() ?? [];
    }
    absent() {
        const { target, standIn } = this.reading.settings;
        return this.opened === null ? [] : (0,columns/* absentColumns */.FV)(this.opened.plan, target, standIn);
    }
}
const BOM_BYTES = 3;
/** Without the byte order mark that a joined file begins with. */
function withoutMark(cell) {
    return cell.replace(/^\ufeff/, '');
}
function unreadableRow(where, row, reason) {
    const what = row === 1 ? 'the header (row 1) cannot be read' : `row ${row} (the header is row 1) cannot be read`;
    return new errors/* GateError */.ue('ROW_UNREADABLE', `${where}: ${what}: ${reason}.`);
}

;// CONCATENATED MODULE: ./lib/export/reviewed.js





/**
 * Reads an export of reviewed false positives; an empty body is no rows. A row without matched text needs path and line.
 */
async function readReviewed(stored, settings, context, onRow, { stop }) {
    const content = await (0,open_export/* openExport */.V1)(stored, settings.source, settings.limits, stop);
    const reading = startReading({ ...settings, digests: true }, context);
    const rowsOf = (member) => new ReviewedRows(member, reading, settings, onRow);
    // An empty CSV excludes nothing.
    const { evidence, proof } = await readMembers(content, reading, rowsOf);
    const { refused } = evidence;
    const notices = [
        ...proof.notices,
        ...(refused > 0 ? [`${refused} reviewed rows could not be read and exclude nothing.`] : []),
    ];
    return {
        evidence,
        notices: notices.map((notice) => `${content.where}: ${notice}`),
        digest: reading.digest?.text() ?? null,
    };
}
class ReviewedRows extends MemberRows {
    purpose = 'reviewed';
    #settings;
    #onRow;
    constructor(member, reading, settings, onRow) {
        super(member, reading);
        this.#settings = settings;
        this.#onRow = onRow;
    }
    /** Without a repository, a text reviewed in one would be excluded in all of them. */
    begin({ at }) {
        const { use, target } = this.#settings;
        if (use !== 'exclude' || at.repository !== null || !(0,lib_target/* isWide */.EW)(target ?? { kind: 'instance' }))
            return;
        throw new errors/* GateError */.ue('HEADER_UNKNOWN', `${this.member.where}: no column has the repository of a review.`, {
            hint: 'Map it with `columns: repository = ...`, judge single repositories, or leave `exclude-reviewed` off (docs/first-run.md).',
        });
    }
    take(bytes, bounds, number, { redactor }) {
        const row = redactor.reviewed(bytes, bounds);
        if (typeof row === 'string') {
            this.bad(number, row, false);
            return;
        }
        this.count += 1;
        this.#onRow(this.#settings.reveal ? { ...row, match: redactor.matchedText(bytes, bounds) } : row);
    }
    refuse() {
        // Excludes nothing.
    }
}
/**
 * Finds out which findings were reviewed as false positives in Soteri. "Reviewed" means an exact matched text, per
 * repository or for all of them; texts are compared by their hashes. In doubt a finding was not reviewed, and counts.
 */
function reviewedIndex(entries) {
    const byText = Map.groupBy(entries, ({ secretHash }) => secretHash);
    const placed = (byText.get('') ?? []).filter(({ path, line, rule, repository }) => {
        return path !== null && line !== null && rule !== null && repository !== null;
    });
    const byPlace = Map.groupBy(placed, ({ path, line }) => `${line}:${path}`);
    return (row) => {
        const isCovered = (entry) => reviewed_covers(entry, row);
        if (row.hasText)
            return byText.get(row.secretHash)?.some(isCovered) ?? false;
        if (row.line === 0 || byPlace.size === 0)
            return false;
        const path = row.names.keys.text(row.key);
        const paths = [path, row.names.masks.written('path', path)];
        return paths.some((one) => byPlace.get(`${row.line}:${one}`)?.some(isCovered));
    };
}
/** What an entry names must be equal, masked or not; Bitbucket takes keys and slugs without regard to case. */
function reviewed_covers({ project, repository, rule }, { names, key, repository: id, rule: ruleId }) {
    const [written, known] = [names.writtenKey(key), names.policyKey(key)];
    const isSame = (named, ...found) => named === null || found.some((name) => named.toLowerCase() === name.toLowerCase());
    const foundRule = names.rules.text(ruleId);
    return (isSame(project, names.project(id), written.project, known.project) &&
        isSame(repository, names.repositories.text(id), written.repository, known.repository) &&
        (rule === null || rule === foundRule || rule === written.rule));
}
/** Names the export of reviewed false positives of a target in evidence and errors. */
function reviewedSource(target) {
    return `reviewed of ${(0,lib_target/* targetName */.je)(target)}`;
}
/**
 * Where a server ignores the path and answers with the findings, every finding would be taken for a reviewed one, and
 * none would count.
 * @param digest of the findings, as are those of the reviewed exports by their names
 */
function rejectFindingsAsReviewed({ source, rows }, digest, reviewed) {
    const twin = [...reviewed].find(([, other]) => digest !== null && other === digest)?.[0];
    if (twin === undefined)
        return;
    const why = `The export of ${twin} has the header and the ${(0,lib_text/* plural */.LS)(rows, 'row')} of the findings of ${source}: the server did not answer with reviewed false positives.`;
    throw new errors/* GateError */.ue('EXPORT_INCONSISTENT', why, {
        hint: 'Leave `exclude-reviewed` off until the server, or the proxy before it, answers `export/reviewed` with its own export.',
    });
}

// EXTERNAL MODULE: ./lib/export/temp-file.js
var temp_file = __nccwpck_require__(61809);
;// CONCATENATED MODULE: ./lib/server/scan-state.js
/** Time between the first and the last of the polls that have to agree that a scan is done. */
const CONFIRM_MS = 2000;
const UNKNOWN_BEFORE = { kind: 'unknown', scanKey: null };
/** What the snapshot before the trigger shows of a target; `null` where no status could be read. */
function beforeOf(reply) {
    // A 404 does not mean "no result": an app that restarts answers 404, and shows its old results later.
    if (reply?.kind !== 'status')
        return UNKNOWN_BEFORE;
    const { status } = reply;
    const { scanKey, progress } = status;
    if (isBusy(status))
        return { kind: 'busy', scanKey, progress };
    // A failure that is shown already would not be that of the new scan.
    if (unreadableFields(status).length > 0 || status.failure !== null)
        return { kind: 'unknown', scanKey };
    if (status.scanned === false)
        return { kind: 'no-result' };
    return status.scanned === true ? { kind: 'result', scanKey, progress } : { kind: 'unknown', scanKey };
}
function startProgress(before = UNKNOWN_BEFORE, othersActive = false) {
    const lastProgress = before.kind === 'result' || before.kind === 'busy' ? before.progress : null;
    const none = { signs: [], sameInRow: 0, since: 0, copy: null };
    return { state: { kind: 'unasked' }, before, othersActive, lastProgress, ...none };
}
/** Whether the server is known to report `running` and `scheduled`, so that a missing field means "no". */
function reportsActivity({ othersActive, signs }) {
    return othersActive || signs.includes('seen running') || signs.includes('seen scheduled');
}
/** What is proven stays proven. @param at time of the reply, in `Clock.elapsed()` ms */
function observe(progress, reply, at) {
    if (progress.state.kind === 'proven')
        return progress;
    if (reply.kind === 'copy')
        return { ...progress, copy: reply.why };
    if (reply.kind !== 'status')
        return enter(progress, reply, at);
    const { status } = reply;
    const signs = [...new Set([...progress.signs, ...newSigns(progress, status)])];
    const next = { ...progress, signs, lastProgress: status.progress ?? progress.lastProgress };
    return enter(next, stateOf(next, status, at), at);
}
function enter(progress, state, at) {
    const isSame = state.kind === progress.state.kind && !isAnotherResult(progress.state, state);
    const [sameInRow, since] = isSame ? [progress.sameInRow + 1, progress.since] : [1, at];
    return { ...progress, state, sameInRow, since, copy: null };
}
function isAnotherResult(last, now) {
    if (last.kind !== 'confirming' || now.kind !== 'confirming')
        return false;
    return last.scanKey !== now.scanKey || last.total !== now.total;
}
function newSigns({ before, lastProgress, state }, status) {
    const signs = [];
    if (status.scheduled === true)
        signs.push('seen scheduled');
    if (status.running === true)
        signs.push('seen running');
    const oldKey = before.kind === 'no-result' ? null : before.scanKey;
    if (oldKey !== null && status.scanKey !== null && oldKey !== status.scanKey)
        signs.push('new scan key');
    // `unscanned` was seen after the trigger, so a result that follows it is newer than the trigger.
    const hadNone = before.kind === 'no-result' || state.kind === 'unscanned';
    if (hadNone && status.scanned === true)
        signs.push('first result');
    if (lastProgress !== null && status.progress !== null && status.progress < lastProgress) {
        signs.push('progress fell');
    }
    return signs;
}
function stateOf(progress, status, at) {
    if (status.running === true)
        return { kind: 'running', percent: status.progress };
    if (status.scheduled === true)
        return { kind: 'scheduled' };
    const hasSign = progress.signs.length > 0;
    const why = whyUnclear(status);
    if (why !== null)
        return { kind: 'unclear', why };
    if (status.scanned === false && !hasSign)
        return { kind: 'unscanned' };
    const missing = missingActivity(progress, status);
    if (missing !== null)
        return { kind: 'unclear', why: missing };
    const how = howStopped(status);
    if (hasSign && how === null)
        return doneState(progress, status, at);
    // No sign that could prove a later result, as another node may show an old failure; but it may end the wait.
    const isNewFailure = status.failure !== null && ['result', 'no-result'].includes(progress.before.kind);
    if (how !== null && (hasSign || isNewFailure))
        return { kind: 'stopped', how };
    return how === null || how === OUTDATED ? { kind: 'unchanged' } : { kind: 'unclear', why: how };
}
function doneState(progress, { scanKey, total }, at) {
    const confirming = { kind: 'confirming', scanKey, total };
    const { state, since, signs, sameInRow } = progress;
    const isConfirmed = state.kind === 'confirming' && !isAnotherResult(state, confirming) && at - since >= CONFIRM_MS;
    const by = `${signs.join(', ')} after the trigger; then scanned, up to date and idle, ${sameInRow + 1} times in a row`;
    return isConfirmed ? { kind: 'proven', by, total } : confirming;
}
/** A progress below 100 alone is not busy: it could be the rest of a scan that was cancelled. */
function isBusy(status) {
    return status.running === true || status.scheduled === true;
}
/** Scanned, up to date and idle, and every deciding field can be read. */
function isDone(status) {
    return !isBusy(status) && whyUnclear(status) === null && howStopped(status) === null;
}
function whyUnclear(status) {
    const fields = unreadableFields(status);
    if (fields.length > 0)
        return `${fields.join(', ')} not understood`;
    if (status.scanned === null)
        return 'the status does not say "scanned"';
    if (status.scanned && status.actual === null)
        return 'the status does not say "actual"';
    return null;
}
const OUTDATED = 'outdated';
/** Why an idle status shows no finished scan; `null` if it shows one. */
function howStopped({ failure, scanned, progress, actual }) {
    if (failure !== null)
        return `failed, by "${failure}"`;
    if (scanned !== true)
        return 'without a result';
    if (progress !== null && progress < 100)
        return `progress ${progress}%, but not running`;
    return actual === true ? null : OUTDATED;
}
/** A server may omit what is false. That is trusted only where it was seen to report `running` or `scheduled` when true. */
function missingActivity(progress, status) {
    const missing = ['running', 'scheduled'].find((name) => status[name] === null);
    if (missing === undefined || reportsActivity(progress))
        return null;
    return `the status does not say "${missing}"`;
}
/** Deciding fields of another type than expected: findings that cannot be read are not "none". */
function unreadableFields(status) {
    const deciding = ['scanned', 'actual', 'progress', 'running', 'scheduled', 'total', 'invalidLines'];
    return status.unreadable.filter((name) => deciding.includes(name));
}
const words = {
    unasked: 'not asked yet',
    scheduled: 'scheduled',
    unchanged: 'earlier result',
    unscanned: 'not scanned',
    confirming: 'finished, to be confirmed',
    'not-found': 'not found',
    proven: 'finished',
};
function describeProgress({ copy, state }) {
    if (copy !== null)
        return `copy from a cache (${copy})`;
    switch (state.kind) {
        case 'stopped':
            return state.how;
        case 'running':
            return state.percent === null ? 'running' : `running ${Math.floor(state.percent)}%`;
        case 'unclear':
            return `unclear (${state.why})`;
        case 'failing':
            return `server error ${state.status}`;
        case 'unanswered':
            return `no answer (${state.error.code})`;
        default:
            return words[state.kind];
    }
}
/** States kept at each end of the list: how the scan began and how it ended. */
const KEPT_AT_EACH_END = 30;
function noStates() {
    return { first: [], last: [], omitted: 0 };
}
/** Adds a state seen at `at` (ms since the epoch), unless it is the latest one already. @returns whether it was added */
function addState(states, state, at) {
    const latest = states.last.at(-1) ?? states.first.at(-1);
    if (latest?.state === state)
        return false;
    const { first, last } = states;
    const list = first.length < KEPT_AT_EACH_END ? first : last;
    list.push({ at: new Date(at).toISOString(), state });
    if (last.length > KEPT_AT_EACH_END) {
        last.shift();
        states.omitted += 1;
    }
    return true;
}
function statesOf({ first, last, omitted }) {
    const resume = last[0];
    if (omitted === 0 || resume === undefined)
        return [...first, ...last];
    return [...first, { at: resume.at, state: `(${omitted} states left out)` }, ...last];
}

// EXTERNAL MODULE: ./lib/server/soteri.js
var server_soteri = __nccwpck_require__(72511);
;// CONCATENATED MODULE: ./lib/server/tracked-target.js





const HEARTBEAT_MS = 60_000;
/** Returns a function that says once a minute that it is time for a line. */
function openMinutes(clock) {
    let last = clock.elapsed();
    return () => {
        if (clock.elapsed() - last < HEARTBEAT_MS)
            return false;
        last = clock.elapsed();
        return true;
    };
}
/** Targets polled right after their trigger, for scans that are over in a second. */
const FIRST_POLLS = 20;
/** Repositories without a status that are looked up where no status was read at all. */
const ODD_LOOKED_UP = 20;
function serverBefore({ soteri, bitbucket, clock, timeoutMs }) {
    const phase = 'the look at the state before the trigger';
    return { soteri, bitbucket, deadline: { at: clock.elapsed() + timeoutMs, phase } };
}
/** Lists the branches and repositories to wait for, and reads the state of each before anything is triggered. */
async function takeSnapshot(targets, world) {
    const { clock, log } = world;
    const server = serverBefore(world);
    const tracked = await listTrackedTargets(targets, server);
    const open = tracked.filter(isOpen);
    const things = open.length === 1 ? 'branch or repository' : 'branches or repositories';
    log.info(`Watching ${open.length} ${things}.`);
    const minuteIsOver = openMinutes(clock);
    const odd = [];
    let [read, answered] = [0, 0];
    const readOne = async (target) => {
        const reply = await readBefore(target, server);
        if (reply?.kind === 'status')
            answered += 1;
        else if (reply?.kind !== 'copy' && target.branch === null)
            odd.push(target);
        target.progress = startProgress(beforeOf(reply));
        read += 1;
        if (minuteIsOver())
            log.info(`Read the state of ${read} of ${open.length} before the trigger.`);
    };
    await (0,server_request/* forEachAtOnce */.tU)(open, readOne);
    // Where no status was read at all, the server may have none: then a few look-ups are enough.
    for (const target of answered === 0 ? odd.slice(0, ODD_LOOKED_UP) : odd) {
        const own = await branchesInstead(target, server);
        if (own === null)
            continue;
        log.info(`${target.name}: no default branch exists, so each of its ${own.length} branches is watched.`);
        tracked.splice(tracked.indexOf(target), 1, ...own);
        await (0,server_request/* forEachAtOnce */.tU)(own, readOne);
    }
    return { tracked, byTarget: groupByTarget(tracked), answered, wereAdded: false, ended: null };
}
/** Retries only what a restart of the server explains: a status that cannot be read now just weakens the proof later. */
async function readBefore({ repository, branch }, { soteri, deadline }) {
    try {
        const reply = await soteri.scanStatus(repository, branch, 'once', deadline);
        if (reply.kind !== 'failing' || !(0,server_soteri/* isRestarting */.EP)(reply.status))
            return reply;
    }
    catch (caught) {
        if (!(caught instanceof errors/* GateError */.ue))
            throw caught;
        if (caught.code === 'REPLY_UNREADABLE')
            return null;
        if (caught.code !== 'UNREACHABLE' && caught.code !== 'REQUEST_TIMEOUT')
            throw caught;
    }
    return await soteri.scanStatus(repository, branch, 'patiently', deadline);
}
/** Thousands of targets are triggered one by one: none of them may search through all. */
function groupByTarget(all) {
    const pairs = all.flatMap((tracked) => Array.from(tracked.targets, (target) => ({ target, tracked })));
    const groups = Map.groupBy(pairs, ({ target }) => target);
    return new Map(groups.entries().map(([target, own]) => [target, own.map(({ tracked }) => tracked)]));
}
/** Call when a trigger of `target` was refused, since another scan was under way: its end must not pass for that of ours. */
async function renewSnapshot(target, { byTarget }, world) {
    await renew(byTarget.get((0,lib_target/* targetName */.je)(target)) ?? [], serverBefore(world));
}
async function renew(all, server) {
    for (const [at, tracked] of all.filter(isOpen).entries()) {
        const before = beforeOf(at < FIRST_POLLS ? await readBefore(tracked, server) : null);
        tracked.progress = startProgress(before.kind === 'busy' ? undefined : before);
    }
}
function isOpen({ settled }) {
    return settled === null;
}
/** A branch itself, each branch of a repository, each repository of anything wider. Targets that overlap share their entries. */
async function listTrackedTargets(targets, lists) {
    const byName = new Map();
    for (const target of targets) {
        for (const listed of await trackedTargetsOf(target, lists)) {
            const tracked = byName.get(listed.name) ?? listed;
            tracked.targets.add((0,lib_target/* targetName */.je)(target));
            byName.set(tracked.name, tracked);
        }
    }
    return [...byName.values()];
}
async function trackedTargetsOf(target, { bitbucket, deadline }) {
    if (target.kind === 'branch')
        return [track(target, target.branch, true)];
    if (target.kind === 'repo') {
        const branches = await Array.fromAsync(bitbucket.branches(target, deadline));
        if (branches.length > 0)
            return branches.map(({ name }) => track(target, name));
        const empty = track(target, null);
        settleEmpty(empty);
        return [empty];
    }
    const repositories = await Array.fromAsync(bitbucket.repositories(target, deadline));
    if (repositories.length > 0)
        return repositories.map((repository) => track(repository, null));
    // A project without repositories would be clean at once: more likely a mistake in the key or a missing right.
    const why = `Bitbucket lists no repository of ${(0,lib_target/* targetName */.je)(target)} to this user, so no scan of it can be proven.`;
    throw new errors/* GateError */.ue('NOT_FOUND', why, {
        hint: 'Check the project key and that the user may see the repositories; for a project that is empty use `wait: false`.',
    });
}
/** The branches in place of a repository whose default branch does not exist (its HEAD points nowhere); `null` for any other. */
async function branchesInstead(tracked, { bitbucket, deadline }) {
    const { repository, targets } = tracked;
    const branches = await Array.fromAsync(bitbucket.branches(repository, deadline));
    if (branches.length === 0)
        settleEmpty(tracked);
    if (branches.length === 0 || branches.some(({ isDefault }) => isDefault))
        return null;
    return branches.map(({ name }) => ({ ...track(repository, name), targets }));
}
/** Branches that the first list of their repository did not have: created since, or hidden as the list shifted. */
async function listNewBranches({ tracked, byTarget }, lists) {
    const known = new Set(tracked.map(({ name }) => name));
    // Of wider targets, those whose repositories are tracked by each branch: see `branchesInstead`.
    const byBranch = tracked.filter(({ branch, named }) => branch !== null && !named);
    const repositories = [
        ...byTarget.keys(),
        ...byBranch.map(({ repository }) => (0,lib_target/* targetName */.je)({ kind: 'repo', ...repository })),
    ];
    const targets = [...new Set(repositories)].map(lib_target/* targetOfName */.iT).filter(({ kind }) => kind === 'repo');
    const listed = await listTrackedTargets(targets, lists);
    return listed.filter((one) => isOpen(one) && !known.has(one.name));
}
function track({ project, repo }, branch, named = false) {
    return {
        name: branch === null ? `${project}/${repo}` : `${project}/${repo}@${branch}`,
        repository: { project, repo },
        branch,
        named,
        targets: new Set(),
        states: noStates(),
        progress: startProgress(),
        triggeredAt: null,
        exists: false,
        others: null,
        nextPollAt: 0,
        settled: null,
    };
}
const NO_BRANCHES = 'the repository has no branches, so there is nothing to scan';
function settleEmpty(tracked) {
    tracked.settled = { provenBy: NO_BRANCHES, total: 0 };
}
function tracked_target_evidenceOf(tracked) {
    const { name, triggeredAt, states, settled, others } = tracked;
    return {
        target: name,
        triggeredAt,
        states: statesOf(states),
        provenBy: settled?.provenBy ?? null,
        total: settled?.total ?? null,
        ...(others !== null && { branches: others.totals }),
    };
}

;// CONCATENATED MODULE: ./lib/export/verify-export.js
/** Does the export hold what the scan counted? A smaller export is a lost finding. */







/** A threshold over a column that the export does not have would see nothing, and always pass. */
function rejectBlindThresholds(absent, source, { thresholds }) {
    const blind = thresholds.find(({ match }) => match.branch !== undefined);
    if (blind === undefined || !absent.includes('branch'))
        return;
    const why = `${source}: threshold "${blind.name}" looks at branches, but no column of the export was recognised as the branch.`;
    throw new errors/* GateError */.ue('HEADER_UNKNOWN', why);
}
const keyShape = /^(?:~.*|[A-Z][A-Z0-9_]*)$/;
const slugShape = /^[a-z0-9][a-z0-9._-]*$/;
/**
 * A selector of keys and slugs would see nothing in an export of display names, and always pass.
 * @param names `PROJ/slug` of every finding, as exported
 * @param areListed whether Bitbucket lists the literal names of selectors; else they may be display names too
 */
function rejectDisplayNames(names, { thresholds }, areListed) {
    const places = names.map(verify_export_partsOf);
    for (const { name, match } of thresholds) {
        const { project = [], repo = [] } = literalMatch(match);
        const asked = [...project.map((key) => ({ project: key, repo: '*' })), ...repo.map(verify_export_partsOf)];
        const keys = asked.filter((one) => one.project !== '*' && (areListed || keyShape.test(one.project)));
        const slugs = asked.filter((one) => one.repo !== '*' && (areListed || slugShape.test(one.repo)));
        const fits = placeTest({ ...match, branch: [] });
        if (places.some((place) => fits({ ...place, branch: null })))
            continue;
        const strange = [];
        for (const place of places) {
            const isKey = keys.length === 0 || keyShape.test(place.project);
            if (!isKey || (slugs.length > 0 && !slugShape.test(place.repo))) {
                strange.push(`"${place.project}/${place.repo}"`);
            }
        }
        if (strange.length === 0)
            continue;
        const why = `Threshold "${name}" fits no finding, and the export has display names where it looks for keys and slugs: ${(0,lib_text/* namesOf */.eZ)(strange)}.`;
        throw new errors/* GateError */.ue('HEADER_UNKNOWN', why);
    }
}
function verify_export_partsOf(name) {
    const slash = name.indexOf('/');
    return slash < 0
        ? { project: '*', repo: '*' }
        : { project: name.slice(0, slash), repo: name.slice(slash + 1) };
}
/**
 * Proves that an export holds all that the scan counted: nothing, or less, is accepted only for a known reason.
 * @param readReviewed reads the reviewed false positives of a target, which may explain missing rows
 * @returns notes for the report
 */
async function verifyExport(read, names, { inputs }, { targets }, readReviewed) {
    const { target, evidence } = read;
    if (evidence === null || evidence.format === 'empty')
        return [emptyNote(read, inputs, targets)];
    if (target === null) {
        rejectUnread(read, []);
        return [];
    }
    const compared = compareWithScans(target, read.rows, names, inputs.period, targets);
    const { missing } = compared;
    const { from, to } = inputs.period;
    // A period may leave rows out, so not every total is compared.
    const met = missing.length > 0 || from !== null || to !== null ? [] : targets;
    rejectUnread(read, met);
    if (missing.length === 0) {
        const rows = evidence.rows - read.flagged;
        return [...unmarkedEndNotes(read, met), ...moreNotes(target, rows, inputs.period, targets)];
    }
    // If they cannot be read they explain nothing, and the run ends with the error that they might have explained. Where scans
    // leave flagged rows out, they count no reviewed texts.
    const reviewed = compared.isWithoutFlagged ? [] : await readReviewed(target).catch(() => []);
    explainByReviews(target, compared, reviewed, inputs.reviewedRowsPerText);
    const explained = missing.slice(0, NOTED_PARTS).map(({ of, rows, total }) => {
        return `${(0,lib_target/* targetName */.je)(of)}: the export has ${(0,lib_text/* plural */.LS)(rows, 'row')}, the finished scan counted ${total}; reviewed findings may explain it.`;
    });
    return [...unmarkedEndNotes(read, met), ...explained];
}
/** Parts that are noted by name; thousands of branches may have reviewed findings. */
const NOTED_PARTS = 20;
/**
 * Members that were not read are harmless only where every total is known and met without them.
 * @param met evidence of the scans whose totals are met
 */
function rejectUnread({ name, target, unread }, met) {
    if (unread.length === 0 || (target !== null && areAllKnown(met)))
        return;
    throw (0,open_export/* unreadMembers */.F0)(name, unread);
}
function areAllKnown(met) {
    return met.length > 0 && met.every(({ provenBy, total }) => provenBy !== null && total !== null);
}
/**
 * Without a length or chunks, an end between two rows and a cut between two rows look the same (RFC 9112, 6.3).
 * @param met evidence of the scans whose totals are met
 */
function unmarkedEndNotes({ name, isEndMarked }, met) {
    if (isEndMarked)
        return [];
    const what = `${name}: the server did not mark the end of the export (no Content-Length, no chunks), so a download cut between two rows would go unseen`;
    if (areAllKnown(met))
        return [`${what}; it has all rows that the finished scans counted.`];
    const why = `${what}, and no totals of finished scans show that it is whole.`;
    throw new errors/* GateError */.ue('EXPORT_INCONSISTENT', why, {
        hint: 'Ask Bitbucket by an address without the proxy that drops the length, or use `operation: gate`, which learns the totals.',
    });
}
function emptyNote({ name, target, evidence }, inputs, targets) {
    const why = target === null ? null : whyEmpty(target, targets);
    if (why !== null)
        return `${name}: the export is empty, as ${why}.`;
    const what = evidence === null ? 'answered with 404' : 'is empty, without even a header';
    const total = target === null ? null : totalOf(scannedOf(target, targets));
    const counted = total !== null && `the finished scans counted ${(0,lib_text/* plural */.LS)(total, 'finding')}`;
    const proof = counted || 'nothing proves that there are no findings';
    throw new errors/* GateError */.ue('EXPORT_MISSING', `The export of ${name} ${what}, and ${proof}.`, {
        hint: emptyHint(inputs, total),
    });
}
function emptyHint({ operation, wait }, total) {
    if (operation === 'evaluate')
        return 'Export again: without findings there is a header at least. Only `operation: gate` can prove that an empty export is right.';
    const browser = 'Open the export in a browser with the same account';
    if (total !== null)
        return `${browser}: it has to list what the scans counted. Then run again.`;
    if (operation === 'export')
        return `${browser}, or use \`operation: gate\`, whose scan proves an empty result.`;
    if (!wait)
        return 'Set `wait: true`, so that the finished scan proves an empty result.';
    return `${browser}: the scan status gave no number of findings for a part of the scope, so it proves nothing.`;
}
function moreNotes(target, rows, { from, to }, targets) {
    const total = scannedTotal(target, targets);
    if (total === null || rows <= total || from !== null || to !== null)
        return [];
    return [`${(0,lib_target/* targetName */.je)(target)}: the export has ${(0,lib_text/* plural */.LS)(rows, 'row')}, the finished scan counted ${total}.`];
}
/**
 * The number of findings that the scan status counted in exactly what this export covers; `null` when it did not
 * count all of it, or a part is not proven. Of wider targets than a repository only a least number is known.
 */
function scannedTotal(target, evidence) {
    return (0,lib_target/* isWide */.EW)(target) ? null : totalOf(scannedOf(target, evidence));
}
function totalOf(parts) {
    return areAllKnown(parts) ? parts.reduce((sum, { total }) => sum + (total ?? 0), 0) : null;
}
/**
 * Why an empty or missing export is correct: the scan was proven done and counted zero findings in all of it, or there
 * is nothing to scan. `null` when it is not.
 */
function whyEmpty(target, evidence) {
    const parts = scannedOf(target, evidence);
    if (totalOf(parts) !== 0)
        return null;
    // Its one entry is for the whole repository, whose scan was never polled.
    return parts.every(({ provenBy }) => provenBy === NO_BRANCHES)
        ? 'Bitbucket says that there are no branches; no scan was asked for its findings'
        : 'the finished scan counted 0 findings';
}
/**
 * Repositories that have findings in an export of a project or the instance, and whose scan was not waited for
 * since Bitbucket did not list them: hidden from this user, archived, or with another name in the export. `null`
 * when there are none. Names are compared without regard to case and punctuation.
 */
function unlistedRepositories(targets, byRepository, evidence) {
    if (!targets.some(lib_target/* isWide */.EW))
        return null;
    const listed = new Set(evidence.map(({ target }) => (0,lib_target/* normalizeName */.Pc)((0,lib_target/* repositoryNameOf */.fy)((0,lib_target/* targetOfName */.iT)(target)))));
    const unlisted = Object.keys(byRepository).filter((name) => !listed.has((0,lib_target/* normalizeName */.Pc)(name)));
    if (listed.size === 0 || unlisted.length === 0)
        return null;
    const names = unlisted.slice(0, 3).join(', ');
    const more = unlisted.length > 3 ? ` and ${unlisted.length - 3} more` : '';
    return `The export has findings of repositories that Bitbucket did not list to this user, so their scans were not waited for: ${names}${more}.`;
}

// EXTERNAL MODULE: ./lib/export/zip.js
var zip = __nccwpck_require__(14965);
;// CONCATENATED MODULE: ./lib/export/fetch-exports.js
/**
 * The exports of a run: local files, and downloads. A download is stored whole before anything of it is read, so one
 * that is cut is requested again, and nothing of it counts.
 */















/** The evidence of an export that the server answered with 404. */
function missingExport(source) {
    const sha256 = (0,external_node_crypto_.createHash)('sha256').digest('hex');
    return { source, format: 'empty', bytes: 0, sha256, rows: 0, refused: 0, members: [], columns: [] };
}
/** How the inputs ask for an export to be read; `source` names it in evidence and errors. */
function readSettingsOf(source, target, inputs) {
    const { columns, standIn, onBadRow, period } = inputs;
    const limits = {
        ...zip/* archiveDefaults */.ZR,
        maxExportBytes: inputs.maxExportBytes,
        maxRatio: inputs.maxExportRatio,
        maxMembers: inputs.maxExportMembers,
    };
    // A reviewed export may be asked for later, to explain missing rows.
    const digests = target !== null;
    return { digests, source, target, columns, standIn, onBadRow, period, limits };
}
/** The exports of one run. Their findings share names and hashes, so that they can be compared. */
class RunExports {
    reading;
    /** Exports whose end the server did not mark, by their names. */
    unmarkedEnds = new Set();
    /** Digests of the reviewed exports that were read, by their names. */
    reviewedDigests = new Map();
    /** `null` where the plan needs no server. */
    connection;
    #context;
    #state;
    constructor(context, state, connection) {
        const logged = new Set();
        this.reading = createReadingContext(context.hashKey.key, (source, columns) => {
            if (!logged.has(columns))
                context.host.log.info(`${source}: columns ${columns}.`);
            logged.add(columns);
        });
        const { pull } = context.inputs;
        const isFork = pull !== null && (0,lib_target/* repositoryNameOf */.fy)(pull.source) !== (0,lib_target/* repositoryNameOf */.fy)(pull.target);
        this.reading.row.names.policyRepository = isFork ? pull.target : null;
        this.#context = context;
        this.#state = state;
        this.connection = connection;
    }
    async list() {
        const { plan, inputs, host } = this.#context;
        this.#listNames();
        const paths = await (0,files/* expandPatterns */.qL)(plan.localExports, host.workingFolder);
        return [
            ...paths.map((path) => ({
                name: (0,external_node_path_.relative)(host.workingFolder, path),
                target: null,
                fetch: () => (0,temp_file/* openLocalFile */.Kp)(path),
            })),
            ...plan.exports.map((target) => ({
                name: (0,lib_target/* targetName */.je)(target),
                target,
                fetch: () => this.#download(target, inputs.period),
            })),
        ];
    }
    /** When the scan of a target was triggered, by the earliest clock of the server; `null` where this run did not. */
    triggeredMs(target) {
        const scanned = target === null ? [] : scannedOf(target, this.#state.targets);
        const first = scanned.flatMap(({ triggeredAt }) => triggeredAt ?? []).sort(lib_text/* byCodeUnits */.CA)[0];
        if (first === undefined)
            return null;
        const behindMs = this.connection?.http.clockOffsets().behindMs ?? 0;
        return Date.parse(first) - behindMs - reply_age/* CLOCK_SLACK_MS */.n2;
    }
    /** The export of the compared branch, whole whatever the period; `null` without one. */
    compared() {
        const target = this.#context.plan.compared;
        if (target === null)
            return null;
        return { name: (0,lib_target/* targetName */.je)(target), target, fetch: () => this.#download(target, ALWAYS) };
    }
    /** Downloads and reads the reviewed false positives of `targets`; adds the evidence of each export to the state. */
    async reviewed(targets, use) {
        const { inputs, host } = this.#context;
        this.#listNames();
        const rows = [];
        for (const target of targets) {
            const stored = await this.#downloadReviewed(target);
            if (stored === null) {
                this.#state.exports.push(missingExport(reviewedSource(target)));
                continue;
            }
            try {
                const reveal = use === 'list' && inputs.revealSecrets;
                const settings = { ...readSettingsOf(reviewedSource(target), target, inputs), use, reveal };
                const add = (row) => rows.push(row);
                const { evidence, notices, digest } = await readReviewed(stored, settings, this.reading, add, host);
                this.reviewedDigests.set(evidence.source, digest);
                this.#state.exports.push(evidence);
                this.#state.notes.push(...notices);
            }
            finally {
                await stored.dispose();
            }
        }
        return rows;
    }
    /** Names of places that were asked for, or that the server listed, are never masked. */
    #listNames() {
        const { names } = this.reading.row;
        names.masks.list(this.#context.inputs.targets);
        for (const { target: name, branches } of this.#state.targets) {
            const target = (0,lib_target/* targetOfName */.iT)(name);
            const { masks } = names;
            masks.list([target]);
            if (target.kind !== 'repo')
                continue;
            for (const branch of branches?.keys() ?? [])
                masks.list([{ ...target, kind: 'branch', branch }]);
        }
    }
    async #download(target, period) {
        const { host } = this.#context;
        const { soteri } = this.#connected();
        host.log.info(`${(0,lib_target/* targetName */.je)(target)}: asking for the export.`);
        const deadline = this.#deadline('downloading the export');
        const reply = await soteri.exportFindings(target, period, this.#store, deadline);
        if (reply.kind !== 'saved')
            return null;
        if (reply.end === 'close' && (0,open_export/* sniff */.ZF)(reply.saved.head) !== 'zip')
            this.unmarkedEnds.add((0,lib_target/* targetName */.je)(target));
        return reply.saved;
    }
    async #downloadReviewed(target) {
        const deadline = this.#deadline('downloading the reviewed false positives');
        const reply = await this.#connected().soteri.exportReviewed(target, this.#store, deadline);
        if (reply.kind === 'saved')
            return reply.saved;
        const what = `The export of reviewed false positives of ${(0,lib_target/* targetName */.je)(target)} answered with 404`;
        const why = whyEmpty(target, this.#state.targets);
        if (why === null) {
            const hint = 'There may be none. Open it in a browser with the same account: if that is right, leave `exclude-reviewed` off; otherwise check `api-version`, and that the Soteri app is installed.';
            throw new errors/* GateError */.ue('EXPORT_MISSING', `${what}.`, { hint });
        }
        this.#state.notes.push(`${what}, which is right, as ${why}.`);
        return null;
    }
    #connected() {
        if (this.connection !== null)
            return this.connection;
        throw new errors/* GateError */.ue('DEFECT', 'A download was asked for without a connection.');
    }
    #deadline(phase) {
        const { host, inputs } = this.#context;
        return { at: host.clock.elapsed() + inputs.timeoutMs, phase };
    }
    #store = (body) => {
        const { folder, host, inputs } = this.#context;
        return (0,temp_file/* downloadToTempFile */.mk)(folder, body, host.stop, inputs.maxExportBytes);
    };
}

;// CONCATENATED MODULE: ./lib/judge/baseline.js
/**
 * `baseline.json`: the findings that were accepted before. It shows which findings are new, and gives `max: baseline`
 * its number for any selector. It holds no secret and no match of one, and names as they are written, masked:
 *
 * - kind `counts`: how many findings of a rule a file has;
 * - kind `keyed`: the first 16 hex digits of their fingerprints, which are HMACs under `fingerprint-key`.
 *
 * A line for each file. Branches are listed once for each repository, in groups: `{"1": 2}` says two findings that
 * are on exactly the branches of group 1. The grammar of the text:
 *
 *     {"format": "soteri-gate-baseline", "version": 1, "kind": "counts", "repositories": {
 *       "PROJ/slug": {
 *         "branches": {"1": ["dev", "main"]},
 *         "files": {"src/a.ts": {"AWS_CLIENT_ID": {"1": 2}}} }}}
 *
 * With `keyed` there is a `keyCheck`, and a list of fingerprints in place of each number.
 */


/** First words of a `baseline.json`: what it is, and in which grammar. */
const BASELINE_FORMAT = 'soteri-gate-baseline';
const BASELINE_VERSION = 1;
/** Hex digits of a fingerprint that a baseline keeps: by chance alone two meet once in 2^64. */
const KEPT_DIGITS = 16;
/**
 * @param source the path, for messages
 * @param keyCheck of this run's `fingerprint-key`; `null` without a key
 * @throws GateError FILE_UNREADABLE when it is no baseline or a damaged one, INPUT_INVALID when it needs another key
 */
function readBaseline(text, source, keyCheck) {
    const reading = new BaselineReading(source);
    const document = reading.document(text);
    checkKey(document.kind === 'keyed' ? document.keyCheck : null, keyCheck, source);
    const isMasked = text.includes(finding/* REDACTED */.XF);
    return { kind: document.kind, isMasked, entries: { [Symbol.iterator]: () => reading.entries(document) } };
}
function checkKey(made, given, source) {
    if (given === made)
        return;
    if (made === null) {
        throw new errors/* GateError */.ue('INPUT_INVALID', `baseline-file: "${source}" was made without a fingerprint-key, and one is given: it holds numbers only, under which new secrets would pass as known.`, {
            hint: 'Make a new baseline: run once with the fingerprint-key, with `mode: report` and without baseline-file, and take its baseline.json. Or leave out the key.',
        });
    }
    const problem = given === null ? 'and none is given' : 'and the one given is another';
    throw new errors/* GateError */.ue('INPUT_INVALID', `baseline-file: "${source}" was made with a fingerprint-key, ${problem}.`, {
        hint: 'Give the fingerprint-key that the baseline was made with, or make a new baseline.',
    });
}
/** A repository is an object in the list of repositories in the document. */
const DEPTH_OF_REPOSITORY = 3;
/** Takes the parsed text apart and objects to whatever is not as it should be. */
class BaselineReading {
    #source;
    constructor(source) {
        this.#source = source;
    }
    document(text) {
        const { outline, parts } = cutObjects(text.replace(/^\uFEFF/, ''), DEPTH_OF_REPOSITORY);
        const root = this.#object(this.#parse(outline), 'the file');
        if (root.format !== BASELINE_FORMAT)
            throw this.#damaged(`"format" is not "${BASELINE_FORMAT}"`);
        if (root.version !== BASELINE_VERSION)
            throw this.#damaged(`"version" is not ${BASELINE_VERSION}`);
        const repositories = this.#object(root.repositories, '"repositories"');
        if (root.kind === 'counts')
            return { kind: 'counts', repositories, parts };
        if (root.kind !== 'keyed')
            throw this.#damaged('"kind" is neither "counts" nor "keyed"');
        if (typeof root.keyCheck !== 'string')
            throw this.#damaged('"keyCheck" is missing');
        return { kind: 'keyed', repositories, parts, keyCheck: root.keyCheck };
    }
    *entries({ kind, repositories, parts }) {
        for (const [name, value] of Object.entries(repositories)) {
            const place = this.#place(name);
            const { part } = this.#object(value, 'a repository');
            const { branches, files } = this.#object(this.#parse(parts[part]), 'a repository');
            const groups = this.#groups(branches);
            for (const [path, rules] of Object.entries(this.#object(files, '"files"'))) {
                for (const [rule, found] of Object.entries(this.#object(rules, 'a file'))) {
                    yield { ...place, path, rule, groups: this.#found(found, kind, groups) };
                }
            }
        }
    }
    #found(found, kind, groups) {
        return Object.entries(this.#object(found, 'a rule')).map(([group, content]) => {
            const branches = groups.get(group);
            if (branches === undefined)
                throw this.#damaged('a group of branches is not listed');
            const { count, fingerprints } = kind === 'counts' ? this.#count(content) : this.#fingerprints(content);
            return { branches, count, fingerprints };
        });
    }
    #place(name) {
        const slash = name.indexOf('/');
        if (slash < 0)
            throw this.#damaged('the name of a repository has no "/"');
        return { project: name.slice(0, slash), repository: name.slice(slash + 1) };
    }
    #parse(text) {
        try {
            return JSON.parse(text);
        }
        catch {
            throw this.#damaged('it is not whole JSON (cut off, or a merge conflict?)');
        }
    }
    #groups(value) {
        const groups = Object.entries(this.#object(value, '"branches"'));
        return new Map(groups.map(([group, names]) => [group, this.#strings(names, 'a group of branches')]));
    }
    #count(value) {
        if (!Number.isSafeInteger(value) || value < 1)
            throw this.#damaged('a count is not a whole number');
        return { count: value, fingerprints: [] };
    }
    #fingerprints(value) {
        const fingerprints = this.#strings(value, 'a list of fingerprints');
        const bad = fingerprints.some((digits) => digits.length !== KEPT_DIGITS || !/^[0-9a-f]+$/.test(digits));
        if (bad)
            throw this.#damaged(`a fingerprint does not have ${KEPT_DIGITS} hex digits`);
        return { count: fingerprints.length, fingerprints };
    }
    #strings(value, what) {
        const good = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
        if (!good)
            throw this.#damaged(`${what} is not a list of texts`);
        return value;
    }
    #object(value, what) {
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
            return value;
        throw this.#damaged(`${what} is not an object`);
    }
    #damaged(problem) {
        return new errors/* GateError */.ue('FILE_UNREADABLE', `baseline-file: "${this.#source}" is not a usable baseline: ${problem}.`, {
            hint: 'Take the baseline.json of a run as it is; never edit or merge it by hand.',
        });
    }
}
/** The entries that count, each with the branches that do. @param scope of the run; `null`: everything */
function* withinScope(entries, scope) {
    const covers = scope === null ? null : coverageOf(scope);
    for (const entry of entries) {
        // Written by hand: no run accepts what it could not read.
        if (entry.rule === finding/* UNREADABLE_ROW */.Xd)
            continue;
        if (covers === null) {
            yield entry;
            continue;
        }
        const groups = covers(entry);
        if (groups.length > 0)
            yield { ...entry, groups };
    }
}
/** Finds what of an entry is in the scope. It is asked for every entry, and there may be thousands of targets. */
function coverageOf(scope) {
    const everything = scope.some(({ kind }) => kind === 'instance');
    const whole = new Set();
    const branchesOf = new Map();
    for (const target of scope) {
        if (target.kind === 'project')
            whole.add(placeKey(target.project));
        if (target.kind === 'repo')
            whole.add(placeKey(target.project, target.repo));
        if (target.kind !== 'branch')
            continue;
        const place = placeKey(target.project, target.repo);
        branchesOf.set(place, (branchesOf.get(place) ?? new Set()).add(target.branch));
    }
    // A list of branches belongs to one repository.
    const looked = new Map();
    const branchesIn = (place, branches) => {
        const asked = branchesOf.get(place);
        // An unknown branch may be one of them.
        const some = looked.get(branches) ?? branches.filter((name) => name === '' || asked?.has(name));
        looked.set(branches, some);
        return some;
    };
    return ({ project, repository, groups }) => {
        const place = placeKey(project, repository);
        if (everything || whole.has(placeKey(project)) || whole.has(place))
            return groups;
        if (!branchesOf.has(place))
            return [];
        return groups
            .map((group) => ({ ...group, branches: branchesIn(place, group.branches) }))
            .filter(({ branches }) => branches.length > 0);
    };
}
/** Bitbucket ignores case here. */
function placeKey(project, repository) {
    return (repository === undefined ? project : `${project}/${repository}`).toLowerCase();
}
const [QUOTE, baseline_BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d];
/** Cuts out the objects within `depth` - 1 others, of any text: what is no JSON is found when it is parsed. */
function cutObjects(text, depth) {
    const parts = [];
    let outline = '';
    let copied = 0;
    let within = 0;
    let start = 0;
    for (let at = 0; at < text.length; at++) {
        const character = text.charCodeAt(at);
        if (character === QUOTE)
            at = endOfString(text, at);
        if (character === OPEN && ++within === depth)
            start = at;
        if (character !== CLOSE || within-- !== depth)
            continue;
        outline += `${text.slice(copied, start)}{"part": ${parts.length}}`;
        copied = at + 1;
        parts.push(text.slice(start, copied));
    }
    return { outline: outline + text.slice(copied), parts };
}
/** Where the string that begins at `start` ends; after the text when it does not. */
function endOfString(text, start) {
    let end = text.indexOf('"', start + 1);
    while (end >= 0 && isEscaped(text, end))
        end = text.indexOf('"', end + 1);
    return end < 0 ? text.length : end;
}
function isEscaped(text, at) {
    let before = at;
    while (text.charCodeAt(before - 1) === baseline_BACKSLASH)
        before -= 1;
    return (at - before) % 2 === 1;
}

;// CONCATENATED MODULE: ./lib/judge/comparison.js



const standings = ['new', 'known', 'moved', 'behind'];
const [NEW, KNOWN, MOVED, BEHIND] = [0, 1, 2, 3];
/** Takes all rows of both branches, in any order; then gives the standing of each row of the branch. */
class Comparison {
    rows = new RecordedRows();
    #names;
    /** By key: the path under its rule, in whatever repository (a fork has the same paths). */
    #places = new IdMemo((key) => {
        const { path, rule } = this.#names.findingKey(key);
        return this.#names.key({ project: '', repository: '', path, rule });
    });
    #texts = new PairTable();
    /** rule, text */
    #groups = new PairTable();
    /** group, place */
    #cells = new PairTable();
    /** By cell: rows of the other branch, and those that are not suppressed. */
    #others = new CountList();
    #openOthers = new CountList();
    /** By row of the branch, as are the next two. */
    #cellAt = new IdList();
    #suppressed = new IdList();
    #standings = new IdList();
    /** By place: rows of the branch that are known or moved. */
    #knownAt = new CountList();
    #texted = 0;
    #masked = 0;
    #next = 0;
    /** Rows of the other branch that the branch has not. */
    gone = 0;
    constructor(names) {
        this.#names = names;
    }
    /** @param isSuppressed then nothing that left this place counts as moved */
    addOther(row, isSuppressed) {
        const cell = this.#cellOf(row);
        this.#others.add(cell, 1);
        if (!isSuppressed)
            this.#openOthers.add(cell, 1);
    }
    add(row, isSuppressed) {
        this.#cellAt.set(this.rows.size, this.#cellOf(row));
        if (isSuppressed)
            this.#suppressed.set(this.rows.size, 1);
        this.rows.add(row);
    }
    /** Whether there was no text that is not masked: then a secret swapped for another is not seen. */
    get isBlind() {
        return this.#masked === this.#texted && this.#cells.size > 0;
    }
    /** Call after the last row. Of equal rows those on the first lines are known, those of the first paths moved. */
    decide() {
        const [left, leftOpen, gone] = [new CountList(), new CountList(), new CountList()];
        for (const cell of numbersBelow(this.#cells.size)) {
            left.add(this.#unitOf(cell), this.#others.at(cell));
            leftOpen.add(this.#unitOf(cell), this.#openOthers.at(cell));
        }
        const byLine = numbersBelow(this.rows.size).sort((a, b) => this.rows.lineAt(a) - this.rows.lineAt(b));
        const came = byLine.filter((at) => {
            const isKnown = take(left, this.#unitOf(this.#cellAt.at(at)));
            if (isKnown)
                this.#know(at, KNOWN);
            return !isKnown && this.#suppressed.at(at) === 0;
        });
        for (const cell of numbersBelow(this.#cells.size)) {
            const unit = this.#unitOf(cell);
            const rows = Math.min(left.at(unit), leftOpen.at(unit));
            // Another cell may be of the same unit.
            for (const counts of [left, leftOpen])
                counts.add(unit, -rows);
            gone.add(this.#cells.first(cell), rows);
            this.gone += rows;
        }
        if (this.isBlind)
            return;
        const groupOf = (at) => this.#cells.first(this.#cellAt.at(at));
        const candidates = came.filter((at) => gone.at(groupOf(at)) > 0 && this.#hasText(groupOf(at)));
        // In the order of their lines still, where their paths are the same.
        const byPath = candidates
            .map((at) => ({ at, path: this.#pathAt(at) }))
            .sort((a, b) => (0,lib_text/* byCodeUnits */.CA)(a.path, b.path));
        for (const { at } of byPath) {
            if (!take(gone, groupOf(at)))
                continue;
            this.gone -= 1;
            this.#know(at, MOVED);
        }
    }
    /** The lines of all rows that have the rule and text of a new one: by which of them are old, some may be behind. */
    contested() {
        const rows = numbersBelow(this.rows.size).filter((at) => this.#suppressed.at(at) === 0);
        const groupOf = (at) => {
            const cell = this.#cellAt.at(at);
            return this.isBlind ? this.#cells.second(cell) : this.#cells.first(cell);
        };
        const open = new Set(rows.filter((at) => this.#isNew(at)).map(groupOf));
        return rows
            .filter((at) => open.has(groupOf(at)))
            .map((at) => ({ at, group: groupOf(at), path: this.#pathAt(at), line: this.rows.lineAt(at) }));
    }
    /** Rows whose lines are old are behind, but for as many of their rule and text as have lines that are not old. */
    markBehind(contested, isOld) {
        for (const [, rows] of Map.groupBy(contested, ({ group }) => group)) {
            const open = rows.filter(({ at }) => this.#isNew(at));
            const behind = open.length - rows.filter((row) => !isOld(row)).length;
            for (const { at } of open.filter(isOld).slice(0, Math.max(0, behind)))
                this.#standings.set(at, BEHIND);
        }
    }
    #isNew(at) {
        return this.#standings.at(at) === NEW;
    }
    /** How many rows of the path and rule of this key are known or moved: the baseline accepts no more beside them. */
    knownAt(key) {
        return this.#knownAt.at(this.#places.at(key));
    }
    /** What the next row of the branch is, in the order in which they were added. */
    next() {
        return standings[this.#standings.at(this.#next++)];
    }
    rewind() {
        this.#next = 0;
    }
    #know(at, standing) {
        this.#standings.set(at, standing);
        this.#knownAt.add(this.#placeAt(at), 1);
    }
    #placeAt(at) {
        return this.#cells.second(this.#cellAt.at(at));
    }
    #pathAt(at) {
        return this.#names.keys.text(this.#placeAt(at));
    }
    /** Rows of the same unit may be the same finding, unmoved. */
    #unitOf(cell) {
        return this.isBlind ? this.#cells.second(cell) : cell;
    }
    #hasText(group) {
        const text = this.#groups.second(group);
        return this.#texts.first(text) !== 0 || this.#texts.second(text) !== 0;
    }
    #cellOf({ key, rule, identityLow, identityHigh, isMasked }) {
        const text = this.#texts.intern(identityLow, identityHigh);
        if (identityLow !== 0 || identityHigh !== 0)
            this.#texted += 1;
        if (isMasked)
            this.#masked += 1;
        return this.#cells.intern(this.#groups.intern(rule, text), this.#places.at(key));
    }
}
function numbersBelow(end) {
    return Array.from({ length: end }, (_none, number) => number);
}
function take(counts, index) {
    if (counts.at(index) === 0)
        return false;
    counts.add(index, -1);
    return true;
}
const FIELDS = 6;
const [KEY, BRANCH, LINE, LOW, HIGH, FLAGS] = [0, 1, 2, 3, 4, 5];
const [HAS_TEXT, HAS_MATCH, ONE_FLAG] = [1, 2, 4];
/** The rows of an export, to go through them again: ids, hashes and times, 32 bytes each. */
class RecordedRows {
    size = 0;
    #ids = new IdList();
    #times = new CountList();
    /** What nearly no row has. */
    #rest = new Map();
    add(row) {
        const { hasText, match, fingerprint, former } = row;
        const flags = (hasText ? HAS_TEXT : 0) + (match === '' ? 0 : HAS_MATCH) + ONE_FLAG * row.flags;
        const start = FIELDS * this.size;
        this.#ids.set(start + FLAGS, flags);
        this.#ids.set(start + KEY, row.key);
        this.#ids.set(start + BRANCH, row.branch);
        this.#ids.set(start + LINE, row.line);
        this.#ids.set(start + LOW, row.hashLow);
        this.#ids.set(start + HIGH, row.hashHigh);
        this.#times.add(this.size, row.scannedMs);
        if (fingerprint !== undefined || former !== null)
            this.#rest.set(this.size, { fingerprint, former });
        this.size += 1;
    }
    lineAt(at) {
        return this.#ids.at(FIELDS * at + LINE);
    }
    /** Makes each in turn the finding at hand. */
    replay(row, onRow) {
        for (let at = 0; at < this.size; at += 1) {
            const start = FIELDS * at;
            const flags = this.#ids.at(start + FLAGS);
            row.key = this.#ids.at(start + KEY);
            row.repository = row.names.repositoryOf(row.key);
            row.rule = row.names.ruleOf(row.key);
            row.branch = this.#ids.at(start + BRANCH);
            row.line = this.lineAt(at);
            row.hashLow = this.#ids.at(start + LOW);
            row.hashHigh = this.#ids.at(start + HIGH);
            row.hasText = (flags & HAS_TEXT) !== 0;
            row.match = (flags & HAS_MATCH) !== 0 ? finding/* REDACTED */.XF : '';
            row.flags = Math.floor(flags / ONE_FLAG);
            row.scannedMs = this.#times.at(at);
            row.fingerprint = this.#rest.get(at)?.fingerprint;
            row.former = this.#rest.get(at)?.former ?? null;
            onRow(row);
        }
        row.former = null;
    }
}

;// CONCATENATED MODULE: ./lib/judge/baseline-lookup.js



class BaselineLookup {
    #names;
    #index;
    #kind;
    /** The most rows that one branch of the baseline has, by key. */
    #allowed = new CountList();
    /** Keys of which rows are known anyway, once these are counted. */
    #reserved = new Set();
    /** Kind `keyed`: kept digits of the fingerprints in two halves. */
    #fingerprints = new PairTable();
    /** Kind `keyed`, by distinct finding: 0 not looked up yet, 1 new, 2 known. */
    #verdicts = new IdList();
    /** Rows of this run by key of the baseline and branch. */
    #rows = new PairList();
    /** Kind `counts`: new rows by key and branch, for keys that the baseline has. */
    #over = new PairList();
    #isMasked;
    /** Entries with masked names, until their limits are known. */
    #masked = [];
    /** By key of the entry. */
    #origins = new Map();
    /** Other keys of the baseline by which a key may be known. */
    #aliases = new Map();
    /** Keys that have more rows on some branch than the baseline accepts. */
    #exceeded = new Set();
    /** What the baseline holds of each threshold, in rows and in distinct findings. */
    #limits = { rows: new CountList(), distinct: new CountList() };
    #size = 0;
    /** Distinct findings that the baseline holds, by repository. */
    #ofRepository = new CountList();
    /** By list of branches, which many entries share, and the thresholds that fit a key. */
    #fitting = new Map();
    /** @param scope what this run looks at, `null` for all @param index over the matches of the thresholds */
    constructor(baseline, scope, names, index) {
        this.#names = names;
        this.#index = index;
        this.#kind = baseline?.kind ?? 'none';
        this.#isMasked = baseline?.isMasked ?? false;
        const mostRows = createMostRows();
        for (const entry of withinScope(baseline?.entries ?? [], scope)) {
            const key = names.key(entry);
            this.#allowed.add(key, mostRows(entry.groups));
            for (const group of entry.groups)
                this.#take(key, group);
        }
    }
    /** Distinct findings that the baseline holds, within the scope. */
    get size() {
        return this.#size;
    }
    /** What the baseline holds of the threshold at this place of the policy. */
    limit(member, count) {
        for (const { key, group } of this.#masked.splice(0))
            this.#addMaskedLimits(key, group);
        return this.#limits[count].at(member);
    }
    /** Distinct findings that the baseline holds in repositories for which `isSeen` does not hold, and how many these are. */
    unseen(isSeen) {
        let [findings, repositories] = [0, 0];
        for (let repository = 0; repository < this.#names.repositories.size; repository += 1) {
            const held = this.#ofRepository.at(repository);
            if (held === 0 || isSeen(repository))
                continue;
            findings += held;
            repositories += 1;
        }
        return { findings, repositories };
    }
    /** Whether only the number of a key's findings is known, and not which they are. */
    countsOnly(key) {
        return this.#kind === 'counts' && this.#allowedOf(key) > 0;
    }
    /** Keys for which `countsOnly` holds and that have new rows. */
    exceeded() {
        return this.#exceeded;
    }
    /**
     * Call it once for each row: with `counts`, the rows of a branch above the accepted number are new.
     * @param knownAnyway rows of this key that are known without the baseline: of the accepted ones, as many are these
     */
    isNew(row, id, identity, knownAnyway = 0) {
        if (this.#kind === 'none')
            return true;
        if (this.#isMasked)
            this.#noteAliases(row);
        const { key, branch } = row;
        if (knownAnyway > 0 && !this.#reserved.has(key)) {
            this.#reserved.add(key);
            for (let rows = 0; rows < knownAnyway && this.#accepts(key, branch); rows += 1)
                ;
        }
        if (this.#kind === 'keyed') {
            return this.#isNewByFingerprint(id, identity) || (knownAnyway > 0 && !this.#accepts(key, branch));
        }
        if (this.#accepts(key, branch))
            return false;
        if (this.#allowedOf(key) === 0)
            return true;
        this.#over.count(key, branch);
        this.#exceeded.add(key);
        return true;
    }
    /** Where only numbers are known: all findings on branches with too many rows but the accepted ones; at most the new rows. */
    newDistinct(key, accepted, fits) {
        const onBranches = Array.from(accepted.findingsOf(key), (id) => accepted.branchesOf(accepted.listOf(id)));
        const branches = new Set(onBranches.flat().filter(fits));
        const over = [...branches].filter((branch) => this.#over.at(key, branch) > 0);
        if (over.length === 0)
            return 0;
        const newRows = over.reduce((sum, branch) => sum + this.#over.at(key, branch), 0);
        const findings = onBranches.filter((ofFinding) => ofFinding.some((branch) => over.includes(branch))).length;
        return Math.min(newRows, Math.max(1, findings - this.#allowedOf(key)));
    }
    #allowedOf(key) {
        let allowed = this.#allowed.at(key);
        for (const alias of this.#aliases.get(key) ?? [])
            allowed += this.#allowed.at(alias);
        return allowed;
    }
    /** Whether the baseline accepts one more row of a key, by its name or a masked one. */
    #accepts(key, branch) {
        if (this.#fitsIn(key, branch))
            return true;
        for (const alias of this.#aliases.get(key) ?? [])
            if (this.#fitsIn(alias, branch))
                return true;
        return false;
    }
    /** Whether the baseline accepts one more row under this key of its own. */
    #fitsIn(key, branch) {
        const allowed = this.#allowed.at(key);
        return allowed > 0 && this.#rows.count(key, branch) <= allowed;
    }
    /** A baseline has a row under the name that was written: masked, or as it was masked before it got ids. */
    #noteAliases({ key, branch, former }) {
        const aliases = this.#aliases.get(key) ?? new Set();
        aliases.add(this.#names.key(this.#names.writtenKey(key)));
        if (former)
            aliases.add(this.#names.key(former));
        for (const alias of [key, ...aliases]) {
            const origin = this.#origins.get(alias);
            origin?.keys.add(key);
            origin?.branches.add(branch);
        }
        aliases.delete(key);
        if (aliases.size > 0)
            this.#aliases.set(key, aliases);
    }
    #take(key, group) {
        const { branches, count, fingerprints } = group;
        this.#size += count;
        this.#ofRepository.add(this.#names.repositoryOf(key), count);
        for (const fingerprint of fingerprints)
            this.#fingerprints.intern(...halves(fingerprint));
        if (this.#isMasked && !this.#isWhole(key, branches)) {
            this.#masked.push({ key, group });
            if (!this.#origins.has(key))
                this.#origins.set(key, { keys: new Set(), branches: new Set() });
        }
        else
            this.#addLimits(this.#fittingOn(branches, this.#index.ofKey(key)), count);
    }
    #isWhole(key, branches) {
        return [...Object.values(this.#names.findingKey(key)), ...branches].every(finding/* isWhole */.wP);
    }
    #addLimits({ byRow, any }, count) {
        for (const member of byRow)
            this.#limits.rows.add(member, count);
        for (const member of any)
            this.#limits.distinct.add(member, count);
    }
    /** Thresholds count the rows of this run by their own names, and so they have to count what is known of these. */
    #addMaskedLimits(key, { branches, count }) {
        const { sets } = this.#index;
        const { keys, branches: seen } = this.#origins.get(key);
        const unionOf = (found) => found.reduce((a, b) => sets.union(a, b), sets.empty);
        const ofKey = keys.size === 0
            ? this.#index.surelyOfKey(key)
            : unionOf(Array.from(keys, (one) => this.#index.ofKey(one)));
        const ofBranches = branches.map((name) => {
            const branch = this.#names.branches.intern(name);
            if ((0,finding/* isWhole */.wP)(name))
                return this.#index.ofBranch(branch);
            if (seen.size === 0)
                return this.#index.surelyOfBranch(branch);
            return unionOf(Array.from(seen, (one) => this.#index.ofBranch(one)));
        });
        this.#addLimits(fittingOf(ofBranches.map((of) => sets.members(sets.common(ofKey, of)))), count);
    }
    /** Thresholds that fit on some of the branches (`any`), and on each of them in turn (`byRow`). */
    #fittingOn(branches, ofKey) {
        const { sets } = this.#index;
        const known = this.#fitting.get(branches) ?? [];
        this.#fitting.set(branches, known);
        known[ofKey] ??= fittingOf(branches.map((name) => {
            const ofBranch = this.#index.ofBranch(this.#names.branches.intern(name));
            return sets.members(sets.common(ofKey, ofBranch));
        }));
        return known[ofKey];
    }
    #isNewByFingerprint(id, { fingerprint, formerFingerprint }) {
        if (this.#verdicts.at(id) === 0) {
            const isKnown = this.#holds(fingerprint) || (formerFingerprint && this.#holds(formerFingerprint));
            this.#verdicts.set(id, isKnown ? 2 : 1);
        }
        return this.#verdicts.at(id) === 1;
    }
    #holds(fingerprint) {
        return this.#fingerprints.find(...halves(fingerprint)) >= 0;
    }
}
function halves(fingerprint) {
    const high = fingerprint.slice(0, KEPT_DIGITS / 2);
    return [Number.parseInt(high, 16), Number.parseInt(fingerprint.slice(KEPT_DIGITS / 2, KEPT_DIGITS), 16)];
}
function fittingOf(ofBranches) {
    const byRow = ofBranches.flat();
    return { byRow, any: [...new Set(byRow)] };
}
/** Finds the most rows that one branch has in the groups of a key. Most keys have one group, and lists are shared. */
function createMostRows() {
    const known = new Map();
    return (groups) => {
        const [only] = groups;
        if (only === undefined || groups.length > 1)
            return mostRows(groups);
        const most = known.get(only.branches) ?? mostRows([{ ...only, count: 1 }]);
        known.set(only.branches, most);
        return most * only.count;
    };
}
function mostRows(groups) {
    const rows = new Map();
    for (const { branches, count } of groups) {
        for (const branch of branches)
            rows.set(branch, (rows.get(branch) ?? 0) + count);
    }
    return rows.values().reduce((most, count) => Math.max(most, count), 0);
}

;// CONCATENATED MODULE: ./lib/judge/counts.js


const CONTRIBUTORS = 3;
class ThresholdCounts {
    #thresholds;
    #index;
    #names;
    #now;
    /** Ages asked for, ascending, in ms. */
    #ages;
    /** Sets of thresholds by `#condition`: those that count rows, and those that count distinct findings. */
    #countingRows;
    #countingDistinct;
    /** Of those, the ones that need to know which findings are new. */
    #countingNewDistinct;
    /** By distinct finding: thresholds that have counted it. */
    #counted = new IdList();
    /** As in `Totals`. */
    #contributors;
    /** contributor, set of thresholds */
    #cells = new PairTable();
    #counts = new CountList();
    /** @param index over the matches of the thresholds, in their order */
    constructor(thresholds, index, names, contributors, now) {
        this.#thresholds = thresholds;
        this.#contributors = contributors;
        this.#index = index;
        this.#names = names;
        this.#now = now;
        const ages = thresholds.flatMap(({ olderThanMs }) => (olderThanMs === null ? [] : [olderThanMs]));
        this.#ages = [...new Set(ages)].sort((a, b) => a - b);
        const conditions = Array.from({ length: 2 * (this.#ages.length + 1) }, (_none, condition) => condition);
        this.#countingRows = conditions.map((condition) => this.#holding('rows', condition));
        this.#countingDistinct = conditions.map((condition) => this.#holding('distinct', condition));
        this.#countingNewDistinct = this.#setOf((t) => t.count === 'distinct' && t.onlyNew);
    }
    /** @param countsOnly see `BaselineLookup`: then new distinct findings are counted in `addNewDistinct` */
    add({ key, branch, scannedMs }, id, contributor, isNew, countsOnly) {
        const { sets } = this.#index;
        const fitting = this.#index.fitting(key, branch);
        if (fitting === sets.empty)
            return;
        const condition = this.#condition(scannedMs, isNew);
        const rows = sets.common(fitting, this.#countingRows[condition]);
        this.#count(contributor, rows, 1);
        let distinct = sets.common(fitting, this.#countingDistinct[condition]);
        if (distinct === sets.empty)
            return;
        if (countsOnly)
            distinct = sets.rest(distinct, this.#countingNewDistinct);
        const before = this.#counted.at(id);
        const fresh = sets.rest(distinct, before);
        if (fresh !== sets.empty)
            this.#counted.set(id, sets.union(before, distinct));
        this.#count(contributor, fresh, 1);
    }
    /** Positions of the thresholds that count a row which is not suppressed. */
    countingOf({ key, branch, scannedMs }, isNew) {
        const { sets } = this.#index;
        const condition = this.#condition(scannedMs, isNew);
        const counting = sets.union(this.#countingRows[condition], this.#countingDistinct[condition]);
        return sets.members(sets.common(this.#index.fitting(key, branch), counting));
    }
    #condition(scannedMs, isNew) {
        return 2 * this.#agesPassed(scannedMs) + (isNew ? 1 : 0);
    }
    /** Counts the new distinct findings of keys of which only numbers are known. Call it once, after the last row. */
    addNewDistinct(known, accepted) {
        const { sets } = this.#index;
        if (this.#countingNewDistinct === sets.empty)
            return;
        for (const key of known.exceeded()) {
            const contributor = this.#contributors.intern(this.#names.repositoryOf(key), this.#names.ruleOf(key));
            for (const member of sets.members(sets.common(this.#index.ofKey(key), this.#countingNewDistinct))) {
                const fits = (branch) => sets.members(this.#index.ofBranch(branch)).includes(member);
                this.#count(contributor, sets.of([member]), known.newDistinct(key, accepted, fits));
            }
        }
    }
    /** What the threshold at this place of the policy observed. */
    of(member) {
        const byContributor = new CountList();
        const { sets } = this.#index;
        const holds = new IdMemo((set) => (sets.members(set).includes(member) ? 1 : 0));
        let count = 0;
        for (let cell = 0; cell < this.#cells.size; cell += 1) {
            if (holds.at(this.#cells.second(cell)) === 0)
                continue;
            byContributor.add(this.#cells.first(cell), this.#counts.at(cell));
            count += this.#counts.at(cell);
        }
        const repositoryOf = (at) => this.#names.writtenRepository(this.#contributors.first(at));
        return {
            count,
            contributors: this.#heaviest(byContributor),
            byRepository: () => named(byContributor, this.#contributors.size, repositoryOf),
        };
    }
    #heaviest(counts) {
        const heaviest = [];
        for (let at = 0; at < this.#contributors.size; at += 1) {
            const count = counts.at(at);
            if (count === 0 || count < (heaviest[CONTRIBUTORS - 1]?.count ?? 0))
                continue;
            const repository = this.#names.writtenRepository(this.#contributors.first(at));
            const rule = this.#names.masks.written('rule', this.#names.rules.text(this.#contributors.second(at)));
            heaviest.push({ repository, rule, count });
            heaviest.sort(byWeight);
            heaviest.length = Math.min(heaviest.length, CONTRIBUTORS);
        }
        return heaviest;
    }
    #count(contributor, set, amount) {
        if (set === this.#index.sets.empty || amount === 0)
            return;
        this.#counts.add(this.#cells.intern(contributor, set), amount);
    }
    /** How many of the ages asked for a finding has passed; one of unknown age has passed all. */
    #agesPassed(scannedMs) {
        if (Number.isNaN(scannedMs))
            return this.#ages.length;
        let passed = 0;
        for (const age of this.#ages)
            if (this.#now - scannedMs > age)
                passed += 1;
        return passed;
    }
    /** Thresholds that count rows (or distinct findings) in a condition: 2 x ages passed, + 1 when new. */
    #holding(count, condition) {
        const isNew = condition % 2 === 1;
        const passed = this.#ages.slice(0, Math.floor(condition / 2));
        return this.#setOf((t) => t.count === count &&
            (isNew || !t.onlyNew) &&
            (t.olderThanMs === null || passed.includes(t.olderThanMs)));
    }
    #setOf(holds) {
        return this.#index.sets.of(this.#thresholds.flatMap((t, member) => (holds(t) ? [member] : [])));
    }
}
function byWeight(a, b) {
    return b.count - a.count || (0,lib_text/* byCodeUnits */.CA)(a.repository, b.repository) || (0,lib_text/* byCodeUnits */.CA)(a.rule, b.rule);
}
/** Counts rows as they come; the sums are made at the end. */
class Totals {
    /** repository, rule */
    contributors = new PairTable();
    /** By key. */
    #contributors = new IdMemo((key) => {
        return this.contributors.intern(this.#names.repositoryOf(key), this.#names.ruleOf(key));
    });
    suppressed = 0;
    #standings = { moved: 0, behind: 0 };
    #new = 0;
    #distinct = 0;
    #names;
    #byContributor = new CountList();
    #byBranch = new CountList();
    constructor(names) {
        this.#names = names;
    }
    /** Counts a row that is not suppressed. Returns its contributor. */
    add({ key, branch }, isNew, isFirst, standing = null) {
        if (standing !== null)
            this.#standings[standing] += 1;
        const contributor = this.#contributors.at(key);
        this.#byContributor.add(contributor, 1);
        this.#byBranch.add(branch, 1);
        if (isNew)
            this.#new += 1;
        if (isFirst)
            this.#distinct += 1;
        return contributor;
    }
    /** @param severityOf takes the id of a rule @param isCompared with another branch */
    counts(severityOf, isCompared = false) {
        const { contributors } = this;
        const names = this.#names;
        const { rules, branches, repositories } = names;
        const byRule = new CountList();
        const byRepository = new CountList();
        let total = 0;
        for (let contributor = 0; contributor < contributors.size; contributor++) {
            const count = this.#byContributor.at(contributor);
            total += count;
            byRepository.add(contributors.first(contributor), count);
            byRule.add(contributors.second(contributor), count);
        }
        const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
        for (let rule = 0; rule < rules.size; rule++)
            bySeverity[severityOf(rule)] += byRule.at(rule);
        return {
            total,
            distinct: this.#distinct,
            new: this.#new,
            suppressed: this.suppressed,
            ...(isCompared && this.#standings),
            byRule: named(byRule, rules.size, (rule) => names.masks.written('rule', rules.text(rule))),
            bySeverity,
            byProject: named(byRepository, repositories.size, (repository) => names.masks.written('project', names.project(repository))),
            byRepository: named(byRepository, repositories.size, (repository) => names.writtenRepository(repository)),
            byBranch: named(this.#byBranch, branches.size, (branch) => names.masks.written('branch', branches.text(branch))),
        };
    }
}
/** Without a prototype: `__proto__` may be a name. Ids with the same name are added up. */
function named(list, size, nameOf) {
    const record = Object.create(null);
    for (let id = 0; id < size; id++) {
        const count = list.at(id);
        if (count === 0)
            continue;
        const name = nameOf(id);
        record[name] = (record[name] ?? 0) + count;
    }
    return record;
}

;// CONCATENATED MODULE: ./lib/judge/finding-index.js

/** Occurrence of the first place of a text on a branch, by far the most common. */
const FIRST = 1;
/** The key of every row that is known by its fingerprint. */
const ANY_KEY = 2 ** 32 - 1;
/** Branches of a block: one bit of a number each. */
const BLOCK_BITS = 5;
/**
 * Numbers of an entry: key, high half of the hash, line of its first row, and the block of that row's branch with two
 * bits for each of its branches: whether the finding is on it, and whether the next baseline accepts it there.
 */
const ENTRY = 6;
const [finding_index_KEY, finding_index_HIGH, finding_index_LINE, BLOCK, SEEN, ACCEPTED] = [0, 1, 2, 3, 4, 5];
/** Gives the distinct findings of a run the ids 0, 1, 2, ... in order of appearance. */
class FindingIndex {
    /** Of the row last placed, from 1: the how many-th place of its text in its file and branch. */
    occurrence = FIRST;
    #size = 0;
    #entries = new Uint32Array(64 * ENTRY);
    /** Open addressing, two numbers a slot: id + 1 (0: free), and the low half of the hash. At most half is taken. */
    #slots = new Uint32Array(2 * 128);
    /** finding, block: those beside the block of its entry. */
    #otherBlocks = new PairTable();
    #otherSeen = new IdList();
    #otherAccepted = new IdList();
    /** finding, branch -> line + 1, where the first place has another line than in its entry */
    #movedTo = new PairList();
    /** finding, branch: where there is more than one place */
    #crowded = new PairTable();
    #morePlaces = new IdList();
    /** crowded, line -> occurrence */
    #occurrences = new PairList();
    /** finding, occurrence -> id of that distinct finding + 1 */
    #laterIds = new PairList();
    /** By id: the key of a row that is known by its fingerprint. */
    #keysOfFingerprints = new IdList();
    /** finding, branch -> accepted rows beside the first */
    #repeats = new PairList();
    place({ key, branch, line, hashLow, hashHigh, fingerprint }) {
        // Nearly never is the hash of a text one of these.
        const low = hashLow === 0 && hashHigh === 0 ? line + 1 : hashLow;
        const size = this.#size;
        const text = this.#intern(fingerprint === undefined ? key : ANY_KEY, low, hashHigh, line, branch);
        this.occurrence = FIRST;
        const isNewPlace = this.#size > size || this.#mark(text, branch, SEEN);
        if (isNewPlace && this.#entries[text * ENTRY + finding_index_LINE] !== line)
            this.#movedTo.set(text, branch, line + 1);
        const id = isNewPlace ? text : this.#again(text, branch, line);
        if (fingerprint !== undefined)
            this.#keysOfFingerprints.set(id, key);
        return id;
    }
    accept(id, branch) {
        if (!this.#mark(id, branch, ACCEPTED))
            this.#repeats.count(id, branch);
    }
    /** The branches of the accepted rows, by finding: ascending, each as often as it has such rows. */
    accepted() {
        const lists = new ListMaker(this.#size);
        for (const visit of lists.passes()) {
            for (let id = 0; id < this.#size; id++) {
                const entry = id * ENTRY;
                const [block, bits] = [this.#entries[entry + BLOCK], this.#entries[entry + ACCEPTED]];
                visitBits(block, bits, id, visit);
            }
            for (let other = 0; other < this.#otherBlocks.size; other++) {
                const [id, block] = [this.#otherBlocks.first(other), this.#otherBlocks.second(other)];
                visitBits(block, this.#otherAccepted.at(other), id, visit);
            }
            const { pairs } = this.#repeats;
            for (let pair = 0; pair < pairs.size; pair++) {
                const [id, branch] = [pairs.first(pair), pairs.second(pair)];
                for (let more = this.#repeats.at(id, branch); more > 0; more--)
                    visit(id, branch);
            }
        }
        return lists.sorted();
    }
    keyOf(id) {
        const key = this.#entries[id * ENTRY];
        return key === ANY_KEY ? this.#keysOfFingerprints.at(id) : key;
    }
    #intern(key, low, high, line, branch) {
        const slots = this.#slots;
        const entries = this.#entries;
        let slot = firstSlot(key, low, slots.length);
        while (slots[slot] !== 0) {
            const id = slots[slot] - 1;
            const entry = id * ENTRY;
            if (slots[slot + 1] === low && entries[entry + finding_index_HIGH] === high && entries[entry] === key)
                return id;
            slot = (slot + 2) & (slots.length - 1);
        }
        slots[slot] = this.#size + 1;
        slots[slot + 1] = low;
        return this.#add(key, high, line, branch);
    }
    #add(key, high, line, branch) {
        const id = this.#size++;
        const entry = id * ENTRY;
        if (entry === this.#entries.length)
            this.#entries = grown(this.#entries, entry + 1);
        this.#entries[entry + finding_index_KEY] = key;
        this.#entries[entry + finding_index_HIGH] = high;
        this.#entries[entry + finding_index_LINE] = line;
        this.#entries[entry + BLOCK] = blockOf(branch);
        this.#entries[entry + SEEN] = bitOf(branch);
        if (4 * this.#size > this.#slots.length)
            this.#widen();
        return id;
    }
    #widen() {
        const before = this.#slots;
        const slots = new Uint32Array(2 * before.length);
        for (let at = 0; at < before.length; at += 2) {
            if (before[at] === 0)
                continue;
            const id = before[at] - 1;
            const low = before[at + 1];
            let slot = firstSlot(this.#entries[id * ENTRY], low, slots.length);
            while (slots[slot] !== 0)
                slot = (slot + 2) & (slots.length - 1);
            slots[slot] = id + 1;
            slots[slot + 1] = low;
        }
        this.#slots = slots;
    }
    #mark(id, branch, field) {
        const bit = bitOf(branch);
        const entry = id * ENTRY;
        if (this.#entries[entry + BLOCK] === blockOf(branch)) {
            const bits = this.#entries[entry + field];
            this.#entries[entry + field] = bits | bit;
            return (bits & bit) === 0;
        }
        const other = this.#otherBlocks.intern(id, blockOf(branch));
        const list = field === SEEN ? this.#otherSeen : this.#otherAccepted;
        const bits = list.at(other);
        if ((bits & bit) !== 0)
            return false;
        list.set(other, bits | bit);
        return true;
    }
    /** A row of a text that has a place on the branch: the same place, or one more. */
    #again(text, branch, line) {
        const moved = this.#movedTo.at(text, branch);
        const firstLine = moved === 0 ? this.#entries[text * ENTRY + finding_index_LINE] : moved - 1;
        if (line === firstLine)
            return text;
        this.occurrence = this.#occurrenceOf(text, branch, line);
        const known = this.#laterIds.at(text, this.occurrence) - 1;
        if (known >= 0) {
            this.#mark(known, branch, SEEN);
            return known;
        }
        const entry = text * ENTRY;
        const [key, high] = [this.#entries[entry + finding_index_KEY], this.#entries[entry + finding_index_HIGH]];
        const id = this.#add(key, high, line, branch);
        this.#laterIds.set(text, this.occurrence, id + 1);
        return id;
    }
    #occurrenceOf(text, branch, line) {
        const crowd = this.#crowded.intern(text, branch);
        const known = this.#occurrences.at(crowd, line);
        if (known !== 0)
            return known;
        const more = this.#morePlaces.at(crowd) + 1;
        this.#morePlaces.set(crowd, more);
        this.#occurrences.set(crowd, line, FIRST + more);
        return FIRST + more;
    }
}
function firstSlot(key, low, slots) {
    return (2 * (low ^ Math.imul(key + 1, 0x9e3779b1))) & (slots - 1);
}
function blockOf(branch) {
    return branch >>> BLOCK_BITS;
}
function bitOf(branch) {
    return 1 << branch;
}
/** Visits the branches of a block whose bits are set, in ascending order. */
function visitBits(block, bits, id, visit) {
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
        visit(id, (block << BLOCK_BITS) + 31 - Math.clz32(rest & -rest));
    }
}
/** Makes lists from visits of (list, item), which come twice in any order: first they are counted. */
class ListMaker {
    #counts;
    #starts = new Uint32Array(0);
    #items = new Uint32Array(0);
    constructor(lists) {
        this.#counts = new Uint32Array(lists + 1);
    }
    *passes() {
        const counts = this.#counts;
        yield (list) => {
            counts[list + 1] = counts[list + 1] + 1;
        };
        let sum = 0;
        this.#starts = counts.map((count) => {
            sum += count;
            return sum;
        });
        const next = this.#starts.slice();
        const items = new Uint32Array(sum);
        this.#items = items;
        yield (list, item) => {
            const at = next[list];
            items[at] = item;
            next[list] = at + 1;
        };
    }
    lists() {
        return { starts: this.#starts, items: this.#items };
    }
    sorted() {
        const { starts, items } = this.lists();
        for (let list = 0; list + 1 < starts.length; list++) {
            const [start, end] = [starts[list], starts[list + 1]];
            let at = start + 1;
            while (at < end && items[at - 1] <= items[at])
                at++;
            if (at < end)
                items.subarray(start, end).sort();
        }
        return { starts, items };
    }
}
/** Sorts by counting: `shelves` are those of the items, each below `count`; items of one shelf keep their order. */
function sortedByShelf(items, shelves, count) {
    const lists = new ListMaker(count);
    for (const visit of lists.passes()) {
        for (let at = 0; at < items.length; at++)
            visit(shelves[at], items[at]);
    }
    return lists.lists();
}

;// CONCATENATED MODULE: ./lib/judge/fingerprint.js
/**
 * The public identity of a finding: 32 hex digits that hold no secret and nothing a dictionary could be run against.
 *
 * Without a key: SHA-256 over project, repository, path, line and rule. The matched text is left out, since anyone
 * could try guesses against a plain hash of it. A moved line gives a new fingerprint.
 * With the user's `fingerprint-key`: HMAC-SHA-256 over project, repository, path, rule, matched text (as its HMAC under
 * the same key) and occurrence: it stays when lines move, and changes when the secret does.
 *
 * The branch is never part: the same place on another branch is the same finding. Project and repository count without
 * regard to case, as in Bitbucket. Names count as they are, never masked. A finding read from a `findings.csv` keeps the
 * fingerprint it has there.
 */


/** Part of every fingerprint, so that a later recipe cannot collide with this one. */
const RECIPE = 1;
const BYTES = 16;
/** Makes the fingerprints of a run, each when it is asked for first. */
class Fingerprints {
    #key;
    #known = Buffer.alloc(64 * BYTES);
    /** By distinct finding: the line of the known fingerprint + 1; 0 when there is none. */
    #lines = new IdList();
    constructor(key) {
        this.#key = key === null ? null : (0,external_node_crypto_.createSecretKey)(key);
    }
    /** @param id of the row's distinct finding; @param occurrence as in `FindingIndex` */
    of(row, id, occurrence) {
        if (this.#lines.at(id) === row.line + 1)
            return this.known(id);
        const made = row.fingerprint ?? this.#make(row.names.policyKey(row.key), row, occurrence);
        if (this.#known.length < (id + 1) * BYTES) {
            const wider = Buffer.alloc(Math.max(2 * this.#known.length, (id + 1) * BYTES));
            this.#known.copy(wider);
            this.#known = wider;
        }
        this.#known.write(made, id * BYTES, 'hex');
        this.#lines.set(id, row.line + 1);
        return made;
    }
    /** The fingerprint that was made last for a distinct finding. */
    known(id) {
        return this.#known.toString('hex', id * BYTES, (id + 1) * BYTES);
    }
    /** What the row had before names were only masked for writing (see `FindingRow.former`); `null` when it is the same. */
    former(row, occurrence) {
        if (row.former === null || row.fingerprint !== undefined)
            return null;
        return this.#make(row.former, row, occurrence);
    }
    #make({ project, repository, path, rule }, row, occurrence) {
        const { line } = row;
        const secret = this.#key === null ? '' : row.secretHmac;
        const identity = JSON.stringify([
            RECIPE,
            project.toLowerCase(),
            repository.toLowerCase(),
            path,
            rule,
            ...(secret === '' ? ['line', line === 0 ? null : line] : ['match', secret, occurrence]),
        ]);
        const digest = this.#key === null
            ? (0,external_node_crypto_.hash)('sha256', identity, 'hex')
            : (0,external_node_crypto_.createHmac)('sha256', this.#key).update(identity).digest('hex');
        return digest.slice(0, 2 * BYTES);
    }
}

;// CONCATENATED MODULE: ./lib/judge/match-index.js
/**
 * Which of many matches (those of the thresholds, or of the suppressions) a finding fits. Every glob is tried once
 * for each distinct name; a row then costs two look-ups, however many matches there are. Sets of matches are held once and
 * known by an id, so that what two have in common is looked up and not computed again for every row.
 */



class MatchIndex {
    sets = new NumberSets();
    #matches;
    #settings;
    #fields;
    #ofRule = new IdMemo((rule) => this.#lookAtRule(rule));
    #ofRepository = new IdMemo((repository) => this.#lookAtRepository(repository));
    #ofKey = new IdMemo((key) => this.#lookAtKey(key));
    #ofBranch = new IdMemo((branch) => this.#lookAtBranch(branch));
    constructor(matches, settings) {
        this.#matches = matches;
        this.#settings = settings;
        const fields = config_globs/* globFields */.ex.map((field) => [field, this.#testsOf(field)]);
        this.#fields = Object.fromEntries(fields);
    }
    /** The matches that a row fits, by the numbers of its key and branch. */
    fitting(key, branch) {
        return this.sets.common(this.#ofKey.at(key), this.#ofBranch.at(branch));
    }
    /** The matches that fit, were it not for the branch. */
    ofKey(key) {
        return this.#ofKey.at(key);
    }
    ofBranch(branch) {
        return this.#ofBranch.at(branch);
    }
    /** The matches that fit a key whatever is masked in its names. */
    surelyOfKey(key) {
        return this.#lookAtKey(key, false);
    }
    /** The matches that fit a branch whatever is masked in its name. */
    surelyOfBranch(branch) {
        return this.#lookAtBranch(branch, false);
    }
    /** @param counts as in the settings, of names that are not whole; likewise below */
    #lookAtKey(key, counts = this.#settings.counts) {
        const { names, ownerOf } = this.#settings;
        const [rule, repository] = [names.ruleOf(key), names.repositoryOf(key)];
        const isUsual = counts === this.#settings.counts;
        let fitting = this.sets.common(isUsual ? this.#ofRule.at(rule) : this.#lookAtRule(rule, counts), isUsual ? this.#ofRepository.at(repository) : this.#lookAtRepository(repository, counts));
        // Most policies ask for no path, and then none has to be decoded.
        if (this.#fields.path.tests.length > 0) {
            // The path of a row that could not be read is the name of its file in the export.
            const path = names.rules.text(rule) === finding/* UNREADABLE_ROW */.Xd ? '' : names.keys.text(key);
            fitting = this.sets.common(fitting, this.#fitsField('path', path, counts));
        }
        if (this.#fields.owner.tests.length > 0) {
            fitting = this.sets.common(fitting, this.#fitsField('owner', ownerOf?.(key) ?? '', counts));
        }
        return fitting;
    }
    #lookAtRule(id, counts = this.#settings.counts) {
        const rule = this.#settings.names.rules.text(id);
        const level = finding/* severities */.gO.indexOf(this.#settings.severityOf(rule));
        const isSure = (0,finding/* isWhole */.wP)(rule);
        const fits = (asked) => {
            if (!isSure)
                return counts;
            return this.#settings.counts ? level <= asked : level === asked;
        };
        const severe = this.#matches.flatMap(({ severity }, member) => severity === undefined || fits(finding/* severities */.gO.indexOf(severity)) ? [member] : []);
        return this.sets.common(this.sets.of(severe), this.#fitsField('rule', rule, counts));
    }
    #lookAtRepository(id, counts = this.#settings.counts) {
        const { names } = this.#settings;
        const own = { project: names.project(id), repo: names.repositories.text(id) };
        const { project, repo } = names.policyRepository ?? own;
        const name = project === '' || repo === '' ? '' : `${project}/${repo}`;
        return this.sets.common(this.#fitsField('project', project, counts), this.#fitsField('repo', name, counts));
    }
    #lookAtBranch(id, counts = this.#settings.counts) {
        return this.#fitsField('branch', this.#settings.names.branches.text(id), counts);
    }
    #fitsField(field, name, counts) {
        const { all, indifferent, tests } = this.#fields[field];
        if (name === '' || !(0,finding/* isWhole */.wP)(name))
            return counts ? all : indifferent;
        const fitting = tests.filter(({ fits }) => fits(name)).map(({ member }) => member);
        return this.sets.union(indifferent, this.sets.of(fitting));
    }
    #testsOf(field) {
        const members = [...this.#matches.keys()];
        const compiled = new Map();
        const tests = this.#matches.flatMap((match, member) => {
            const globs = match[field];
            if (globs === undefined)
                return [];
            const key = JSON.stringify(globs);
            const fits = compiled.get(key) ?? (0,config_globs/* compileGlobs */.tI)(globs, field);
            compiled.set(key, fits);
            return [{ member, fits }];
        });
        const indifferent = members.filter((member) => this.#matches[member]?.[field] === undefined);
        return { all: this.sets.of(members), indifferent: this.sets.of(indifferent), tests };
    }
}
/** Sets of small numbers (matches by their place in the policy), each known by an id. */
class NumberSets {
    empty = 0;
    #ids = new Map([['', 0]]);
    #members = [[]];
    #common = this.#memo((a, b) => a.filter((n) => b.includes(n)));
    #union = this.#memo((a, b) => [...new Set([...a, ...b])].sort((x, y) => x - y));
    #rest = this.#memo((a, b) => a.filter((n) => !b.includes(n)));
    /** The id of the set with these members, in ascending order. */
    of(members) {
        const key = members.join();
        const known = this.#ids.get(key);
        if (known !== undefined)
            return known;
        this.#members.push(members);
        this.#ids.set(key, this.#members.length - 1);
        return this.#members.length - 1;
    }
    members(id) {
        return this.#members[id];
    }
    common(a, b) {
        if (a === b)
            return a;
        return a === this.empty || b === this.empty ? this.empty : this.#common(a, b);
    }
    union(a, b) {
        if (a === b || b === this.empty)
            return a;
        return a === this.empty ? b : this.#union(a, b);
    }
    rest(a, b) {
        if (a === b)
            return this.empty;
        return b === this.empty ? a : this.#rest(a, b);
    }
    /** The result for each pair of sets, made when it is first asked for. */
    #memo(make) {
        const ofSmall = new Uint32Array(SMALL * SMALL);
        const ofOthers = new PairList();
        return (a, b) => {
            const isSmall = a < SMALL && b < SMALL;
            const known = isSmall ? ofSmall[a * SMALL + b] : ofOthers.at(a, b);
            if (known !== 0)
                return known - 1;
            const made = this.of(make(this.members(a), this.members(b)));
            if (isSmall)
                ofSmall[a * SMALL + b] = made + 1;
            else
                ofOthers.set(a, b, made + 1);
            return made;
        };
    }
}
/** Ids below this have a table of their own: a policy makes few sets, and rows ask for those again and again. */
const SMALL = 64;

;// CONCATENATED MODULE: ./lib/judge/next-baseline.js




/** Characters after which a piece is given away, so that a large repository need not be in memory as a text. */
const next_baseline_PIECE = 1 << 16;
/** In pieces, so that a large one is never in memory as a whole. @param keyCheck `null` for kind `counts` */
function* baselineLines(accepted, fingerprints, keyCheck, mask = (text) => text) {
    yield `{\n"format": "${BASELINE_FORMAT}",\n"version": ${BASELINE_VERSION},\n`;
    yield keyCheck === null
        ? '"kind": "counts",\n'
        : `"kind": "keyed",\n"keyCheck": ${JSON.stringify(keyCheck)},\n`;
    yield '"repositories": {';
    const writer = new RepositoryWriter(accepted, keyCheck === null ? null : fingerprints, mask);
    const { starts, items } = accepted.keysByRepository();
    const repositories = Array.from({ length: starts.length - 1 }, (_none, repository) => ({
        name: mask(accepted.names.writtenRepository(repository)),
        keys: items.subarray(starts[repository], starts[repository + 1]),
    })).filter(({ keys }) => keys.length > 0);
    // Masked names of several may be one.
    const byName = [...Map.groupBy(repositories, ({ name }) => name)];
    let separator = '\n';
    for (const [name, same] of byName.sort(([a], [b]) => (0,lib_text/* byCodeUnits */.CA)(a, b))) {
        yield `${separator}${JSON.stringify(name)}: {\n`;
        const [first] = same;
        yield* writer.lines(first && same.length === 1 ? first.keys : Uint32Array.from(same.flatMap(({ keys }) => [...keys])));
        yield '}';
        separator = ',\n';
    }
    yield '\n}\n}\n';
}
class RepositoryWriter {
    #accepted;
    /** `null` for kind `counts`. */
    #fingerprints;
    #mask;
    #rules;
    /** Of the repository at hand, by list of branches (see `Accepted`). */
    #labels;
    #labelled = [];
    constructor(accepted, fingerprints, mask) {
        this.#mask = mask;
        this.#accepted = accepted;
        this.#fingerprints = fingerprints;
        this.#labels = new Uint32Array(accepted.lists);
        const { names } = accepted;
        this.#rules = Array.from({ length: names.rules.size }, (_none, rule) => JSON.stringify(mask(names.masks.written('rule', names.rules.text(rule)))));
    }
    *lines(keys) {
        const branches = this.#label(keys).map((names, index) => `"${index + 1}": ${names}`);
        let text = `"branches": {\n${branches.join(',\n')}\n},\n"files": {`;
        let file = null;
        for (const { same, path, rule } of this.#merged(keys)) {
            if (path === file)
                text += ', ';
            else
                text += `${file === null ? '\n' : '},\n'}${JSON.stringify(path)}: {`;
            text += `${rule}: ${this.#findings(same)}`;
            file = path;
            if (text.length < next_baseline_PIECE)
                continue;
            yield text;
            text = '';
        }
        yield `${text}}\n}`;
    }
    *#merged(keys) {
        let before = null;
        for (const { key, path, rule } of this.#sorted(keys)) {
            if (before !== null && before.path === path && before.rule === rule) {
                before.same.push(key);
                continue;
            }
            if (before !== null)
                yield before;
            before = { same: [key], path, rule };
        }
        if (before !== null)
            yield before;
    }
    /** By path and rule, by UTF-16 code units: the same on every machine, whatever its language. */
    #sorted(keys) {
        const { names } = this.#accepted;
        return Array.from(keys, (key) => ({
            key,
            path: this.#mask(names.masks.written('path', names.keys.text(key))),
            rule: this.#rules[names.ruleOf(key)],
        })).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : (0,lib_text/* byCodeUnits */.CA)(a.rule, b.rule)));
    }
    #findings(keys) {
        const { starts, items } = this.#accepted.byKey;
        const [key = 0] = keys;
        const start = starts[key];
        if (keys.length === 1 && starts[key + 1] === start + 1) {
            const only = items[start];
            return `{"${this.#labelOf(only)}": ${this.#group([only])}}`;
        }
        const findings = keys.flatMap((same) => [...this.#accepted.findingsOf(same)]);
        const groups = [...Map.groupBy(findings, (id) => this.#labelOf(id))];
        groups.sort(([a], [b]) => a - b);
        return `{${groups.map(([label, members]) => `"${label}": ${this.#group(members)}`).join(', ')}}`;
    }
    /** Findings of one file and rule that are on the same branches. */
    #group(members) {
        const fingerprints = this.#fingerprints;
        if (fingerprints === null)
            return String(members.length);
        const kept = members.map((id) => fingerprints.known(id).slice(0, KEPT_DIGITS));
        return JSON.stringify(kept.sort(lib_text/* byCodeUnits */.CA));
    }
    #labelOf(finding) {
        return this.#labels[this.#accepted.listOf(finding)];
    }
    /** Labels the lists of branches from 1, most used first, so that a new branch changes one line. Returns them in order. */
    #label(keys) {
        const accepted = this.#accepted;
        const { starts, items } = accepted.byKey;
        const uses = this.#labels;
        for (const list of this.#labelled)
            uses[list] = 0;
        this.#labelled = [];
        for (const key of keys) {
            for (let at = starts[key]; at < starts[key + 1]; at++) {
                const list = accepted.listOf(items[at]);
                if (uses[list] === 0)
                    this.#labelled.push(list);
                uses[list] = uses[list] + 1;
            }
        }
        const used = this.#labelled.map((list) => ({
            list,
            count: uses[list],
            names: JSON.stringify(accepted.branchNamesOf(list).map(this.#mask)),
        }));
        used.sort((a, b) => b.count - a.count || (0,lib_text/* byCodeUnits */.CA)(a.names, b.names));
        for (const [index, { list }] of used.entries())
            this.#labels[list] = index + 1;
        return used.map(({ names }) => names);
    }
}
/** The accepted findings of a run. Making it takes a moment for a million of them. */
class Accepted {
    names;
    byKey;
    /** By finding: id of the list of its branches. */
    #lists;
    /** Lists of branches, by two hashes. */
    #listIds = new PairTable();
    /** Ids of branches, ascending, each as often as the findings of the list have rows there. */
    #branches = [];
    #branchNames = [];
    constructor(index, names) {
        this.names = names;
        const branches = index.accepted();
        const findings = new Uint32Array(branches.starts.length - 1);
        this.#lists = new Uint32Array(findings.length);
        let count = 0;
        for (let id = 0; id < findings.length; id++) {
            if (branches.starts[id] === branches.starts[id + 1])
                continue;
            findings[count++] = id;
            this.#lists[id] = this.#listOf(branches, id);
        }
        const accepted = findings.subarray(0, count);
        const keys = accepted.map((id) => index.keyOf(id));
        this.byKey = sortedByShelf(accepted, keys, names.keys.size);
    }
    get size() {
        return this.byKey.items.length;
    }
    findingsOf(key) {
        return this.byKey.items.subarray(this.byKey.starts[key], this.byKey.starts[key + 1]);
    }
    get lists() {
        return this.#branches.length;
    }
    /** Id of the list of branches that a finding is on. Findings on the same branches have the same list. */
    listOf(finding) {
        return this.#lists[finding];
    }
    branchesOf(list) {
        return this.#branches[list];
    }
    /** As they are written, sorted by UTF-16 code units. */
    branchNamesOf(list) {
        this.#branchNames[list] ??= this.branchesOf(list)
            .map((branch) => this.names.masks.written('branch', this.names.branches.text(branch)))
            .sort();
        return this.#branchNames[list];
    }
    keysByRepository() {
        const { starts } = this.byKey;
        const { keys, repositories } = this.names;
        const taken = new Uint32Array(keys.size);
        let count = 0;
        for (let key = 0; key < keys.size; key++)
            if (starts[key] !== starts[key + 1])
                taken[count++] = key;
        const accepted = taken.subarray(0, count);
        const ofKeys = accepted.map((key) => keys.outer(key));
        return sortedByShelf(accepted, ofKeys, repositories.size);
    }
    #listOf({ starts, items }, id) {
        const [start, end] = [starts[id], starts[id + 1]];
        let [first, second] = [end - start, 0];
        for (let at = start; at < end; at++) {
            first = mix(first, items[at]);
            second = mix(items[at] ^ first, second);
        }
        const list = this.#listIds.intern(first, second);
        this.#branches[list] ??= Array.from(items.subarray(start, end));
        return list;
    }
}

;// CONCATENATED MODULE: ./lib/judge/severities.js
/**
 * Which severity a rule has. Soteri's product has none, so the policy assigns them: its own globs first, in the
 * order of the file, then this table, then `high`: what nobody has classed yet is better taken seriously.
 */

/** Severity of a rule that neither the policy nor the table knows. */
const UNKNOWN_RULE_SEVERITY = 'high';
/** The first glob that matches decides. `critical` opens a door by itself, `medium` needs more, `low` is public by nature. */
const builtInSeverities = [
    { rule: 'UNREADABLE_ROW', severity: 'high' },
    { rule: 'TROJAN_SOURCE', severity: 'high' },
    { rule: '*PUBLIC_KEY*', severity: 'low' },
    { rule: '*PUBLISHABLE*', severity: 'low' },
    { rule: '*PRIVATE_KEY*', severity: 'critical' },
    { rule: '*SECRET_ACCESS_KEY*', severity: 'critical' },
    { rule: '*MWS_KEY*', severity: 'critical' },
    { rule: '*SERVICE_ACCOUNT*', severity: 'critical' },
    { rule: '*ROOT_PASSWORD*', severity: 'critical' },
    { rule: '*CONNECTION_STRING*', severity: 'critical' },
    { rule: '{AWS,AZURE,GCP,GOOGLE_CLOUD,ALIBABA,DIGITALOCEAN}_*SECRET*', severity: 'critical' },
    { rule: '{GITHUB,GITLAB,BITBUCKET,NPM,PYPI,DOCKER,ARTIFACTORY,VAULT}_*', severity: 'critical' },
    { rule: '{STRIPE,PAYPAL,SQUARE,BRAINTREE}_*', severity: 'critical' },
    { rule: 'GENERIC_*', severity: 'medium' },
    { rule: '*ENTROPY*', severity: 'medium' },
    { rule: '*WEBHOOK*', severity: 'medium' },
    { rule: 'AWS_*', severity: 'high' },
    { rule: '*CLIENT_ID*', severity: 'medium' },
    { rule: '*{TOKEN,PASSWORD,PASSWD,SECRET,CREDENTIAL,API_KEY,APIKEY,JWT}*', severity: 'high' },
    { rule: '*CERTIFICATE*', severity: 'low' },
    { rule: '*{EMAIL,IP_ADDRESS,HOSTNAME}*', severity: 'low' },
];
/** The severity of a rule by name, which callers keep: there are few rules and many rows. */
function severityTable(ownRules) {
    const compiled = (rules) => rules.map(({ rule, severity }) => ({ fits: (0,config_globs/* compileGlobs */.tI)([rule], 'rule'), severity }));
    const own = compiled(ownRules);
    const builtIn = compiled(builtInSeverities);
    return (rule) => {
        const found = own.find(({ fits }) => fits(rule)) ?? builtIn.find(({ fits }) => fits(inUnderscores(rule)));
        return found?.severity ?? UNKNOWN_RULE_SEVERITY;
    };
}
/** `RSA Private Key` and `rsa-private-key` as the table writes them. */
function inUnderscores(rule) {
    return rule.replace(/[\s-]+/g, '_');
}

;// CONCATENATED MODULE: ./lib/judge/suppressions.js



const DAY_MS = 86_400_000;
/** From so long before its end a suppression is announced. */
const NOTICE_MS = 14 * DAY_MS;
class Suppressor {
    #suppressions;
    #index;
    #now;
    /** By suppression: rows that it fits, whether it hides them or has expired. */
    #findings;
    #wanted;
    /** Distinct finding and line: making a fingerprint is slow, so it is made once for each place. */
    #places = new PairTable();
    /** By place: 0 not looked up yet, 1 not wanted, else the number of the wanted one + 2. */
    #found = new IdList();
    /** @param index over the matches of these suppressions, in their order @param now milliseconds since the epoch */
    constructor(suppressions, index, now) {
        this.#suppressions = suppressions;
        this.#index = index;
        this.#now = now;
        this.#findings = suppressions.map(() => 0);
        this.#wanted = suppressions.flatMap(({ fingerprint }) => fingerprint ?? []);
    }
    /** Of the first that hides the row. Each that fits counts it, so that none seems unused because another came first. */
    reason(row, id, identity) {
        if (this.#suppressions.length === 0)
            return null;
        let reason = null;
        for (const member of this.#index.sets.members(this.#index.fitting(row.key, row.branch))) {
            const suppression = this.#suppressions[member];
            const { fingerprint } = suppression;
            if (fingerprint !== null && fingerprint !== this.#wantedOf(id, row.line, identity))
                continue;
            this.#findings[member] = this.#findings[member] + 1;
            if (this.#now < suppression.expires)
                reason ??= suppression.reason;
        }
        return reason;
    }
    /** One sentence for each suppression that somebody should look at. */
    notices() {
        return this.#suppressions.flatMap((suppression, member) => {
            const findings = this.#findings[member];
            const { expires, origin, owner } = suppression;
            const answers = owner === null ? '' : `, owner ${owner}`;
            const who = `The suppression of ${targetOf(suppression)} (${origin}${answers})`;
            const day = new Date(expires).toISOString().slice(0, 10);
            const left = expires - this.#now;
            if (left <= 0)
                return [`${who} expired on ${day}: ${again(findings)}. Renew or remove it.`];
            if (findings === 0)
                return [`${who} matches nothing: remove it, or correct its match.`];
            if (left > NOTICE_MS)
                return [];
            const days = Math.ceil(left / DAY_MS);
            return [`${who} expires on ${day}, in ${(0,lib_text/* plural */.LS)(days, 'day')}: then ${again(findings)}.`];
        });
    }
    /** The fingerprint of a row, or `undefined` when no suppression asks for it. */
    #wantedOf(id, line, { fingerprint, formerFingerprint }) {
        const place = this.#places.intern(id, line);
        if (this.#found.at(place) === 0) {
            const index = this.#wanted.indexOf(fingerprint);
            const former = index < 0 && formerFingerprint ? this.#wanted.indexOf(formerFingerprint) : index;
            this.#found.set(place, former + 2);
        }
        return this.#wanted[this.#found.at(place) - 2];
    }
}
function again(findings) {
    return `${(0,lib_text/* plural */.LS)(findings, 'finding')} ${findings === 1 ? 'counts' : 'count'} again`;
}
function targetOf({ match, fingerprint }) {
    return [...(fingerprint === null ? [] : [`fingerprint ${fingerprint}`]), ...(0,config_thresholds/* matchParts */.s3)(match)].join(' ');
}

;// CONCATENATED MODULE: ./lib/judge/judge.js












/** What the policy makes of the row at hand. The object is used again for the next row. */
class RowRuling {
    severity = 'high';
    status = 'new';
    firstOfDistinct = false;
    reason = null;
    standing = null;
    id = 0;
    occurrence = 1;
    owner = '';
    row;
    #fingerprints;
    #counts;
    constructor(row, fingerprints, counts) {
        this.row = row;
        this.#fingerprints = fingerprints;
        this.#counts = counts;
    }
    /** Made when it is read: most rows of a large run are never asked for theirs. */
    get fingerprint() {
        return this.#fingerprints.of(this.row, this.id, this.occurrence);
    }
    get formerFingerprint() {
        return this.#fingerprints.former(this.row, this.occurrence);
    }
    copy() {
        const { severity, status, fingerprint, firstOfDistinct, reason, standing, owner } = this;
        const countedBy = status === 'suppressed' ? [] : this.#counts.countingOf(this.row, status === 'new');
        const ruling = { severity, status, fingerprint, firstOfDistinct, reason, countedBy, owner };
        return standing === null ? ruling : { ...ruling, standing };
    }
}
/** Judges the rows of one run. They may come in any order: no count and no verdict depends on it. */
class Judge {
    #settings;
    #names;
    #severityOf;
    #suppressor;
    #findings = new FindingIndex();
    #fingerprints;
    #totals;
    #baseline;
    #counts;
    #ruling = null;
    /** By id of the rule, when it was looked up. */
    #severities = [];
    #unreadable;
    /** By distinct finding: 1 once a row of it was not suppressed. */
    #counted = new IdList();
    #reviewed = 0;
    /** By key, when it was looked up. */
    #owners = [];
    #byOwner = new Map();
    constructor(settings) {
        this.#settings = settings;
        const { policy, baseline, now, names, scope = null } = settings;
        this.#names = names;
        this.#unreadable = names.rules.intern(finding/* UNREADABLE_ROW */.Xd);
        this.#fingerprints = new Fingerprints(settings.key);
        this.#totals = new Totals(names);
        const severityOf = severityTable(policy.severities);
        this.#severityOf = severityOf;
        const indexOf = (asking, counts) => {
            const matches = asking.map(({ match }) => match);
            return new MatchIndex(matches, { names, severityOf, counts, ownerOf: (key) => this.#ownerOf(key) });
        };
        const index = indexOf(policy.thresholds, true);
        this.#suppressor = new Suppressor(policy.suppressions, indexOf(policy.suppressions, false), now);
        this.#baseline = new BaselineLookup(baseline, scope, names, index);
        this.#counts = new ThresholdCounts(policy.thresholds, index, names, this.#totals.contributors, now);
    }
    /** Rules on one row, and counts it. The ruling is used again for the next row. */
    see(row) {
        const id = this.#findings.place(row);
        const { rule } = row;
        const isReadable = rule !== this.#unreadable;
        this.#ruling ??= new RowRuling(row, this.#fingerprints, this.#counts);
        const ruling = this.#ruling;
        const standing = this.#settings.comparison?.next() ?? 'new';
        ruling.row = row;
        ruling.id = id;
        ruling.occurrence = this.#findings.occurrence;
        ruling.severity = this.#severity(rule);
        ruling.firstOfDistinct = false;
        ruling.owner = this.#ownerOf(row.key);
        // A row that could not be read cannot be answered for, so it is never suppressed.
        ruling.reason = isReadable ? this.#reasonToSuppress(row, id, ruling) : null;
        if (ruling.reason !== null) {
            ruling.status = 'suppressed';
            ruling.standing = null;
            this.#totals.suppressed += 1;
            return ruling;
        }
        const isNew = !isReadable || (standing === 'new' && this.#isNewToBaseline(row, id, ruling));
        ruling.standing = !isNew && (standing === 'moved' || standing === 'behind') ? standing : null;
        ruling.status = isNew ? 'new' : 'known';
        ruling.firstOfDistinct = this.#counted.at(id) === 0;
        if (ruling.firstOfDistinct)
            this.#counted.set(id, 1);
        const contributor = this.#totals.add(row, isNew, ruling.firstOfDistinct, ruling.standing);
        const { owner } = ruling;
        if (owner !== '')
            this.#byOwner.set(owner, (this.#byOwner.get(owner) ?? 0) + 1);
        this.#counts.add(row, id, contributor, isNew, this.#baseline.countsOnly(row.key));
        if (!isReadable)
            return ruling;
        this.#findings.accept(id, row.branch);
        // Made now, while the row is at hand.
        if (ruling.firstOfDistinct && this.#settings.keyCheck !== null)
            void ruling.fingerprint;
        return ruling;
    }
    /** For each place the larger of two counts is known: that of the baseline, or that of the comparison. */
    #isNewToBaseline(row, id, ruling) {
        return this.#baseline.isNew(row, id, ruling, this.#settings.comparison?.knownAt(row.key) ?? 0);
    }
    #ownerOf(key) {
        const { ownerOf } = this.#settings;
        if (ownerOf === undefined)
            return '';
        const known = this.#owners[key];
        if (known !== undefined)
            return known;
        const { project, repository, path, rule } = this.#names.policyKey(key);
        // The path of a row that could not be read is the name of its file in the export.
        const owner = rule === finding/* UNREADABLE_ROW */.Xd || path === '' ? '' : ownerOf(`${project}/${repository}`, path);
        this.#owners[key] = owner;
        return owner;
    }
    #severity(rule) {
        this.#severities[rule] ??= this.#severityOf(this.#names.rules.text(rule));
        return this.#severities[rule];
    }
    conclude() {
        const { policy, keyCheck, mask, comparison = null } = this.#settings;
        const accepted = new Accepted(this.#findings, this.#names);
        this.#counts.addNewDistinct(this.#baseline, accepted);
        const outcomes = this.#outcomes(policy.thresholds);
        const totals = this.#totals.counts((rule) => this.#severity(rule), comparison !== null);
        const counts = { ...totals, byOwner: Object.fromEntries(this.#byOwner) };
        return {
            counts,
            thresholds: outcomes.toSorted((a, b) => rankOf(a) - rankOf(b)),
            notices: [
                ...this.#baselineNotices(outcomes, accepted.size, counts),
                ...this.#suppressor.notices(),
                ...this.#placeNotices(policy),
                ...this.#reviewedNotices(counts),
            ],
            baselineLines: () => baselineLines(accepted, this.#fingerprints, keyCheck, mask),
            reviewed: this.#reviewed,
            gone: comparison?.gone ?? 0,
        };
    }
    #reviewedNotices({ total }) {
        if (this.#reviewed === 0)
            return [];
        const notice = `${(0,lib_text/* plural */.LS)(this.#reviewed, 'finding')} left out as reviewed.`;
        return total > 0
            ? [notice]
            : [`${notice} That is every finding: make sure that each was reviewed by somebody.`];
    }
    /** Without a key a fingerprint is that of a place, whatever secret is there. */
    #placeNotices({ suppressions }) {
        const origins = suppressions.flatMap(({ fingerprint, origin }) => (fingerprint === null ? [] : [origin]));
        if (origins.length === 0 || this.#settings.key !== null)
            return [];
        return [
            `Suppressed by a fingerprint that was made without fingerprint-key (${origins.join(', ')}): it is that of a place, so it hides the next secret in the same place too.`,
        ];
    }
    #reasonToSuppress(row, id, ruling) {
        const reason = this.#suppressor.reason(row, id, ruling);
        const { reviewed } = this.#settings;
        if (reviewed === null || !reviewed(row))
            return reason;
        this.#reviewed += 1;
        return reason ?? 'reviewed';
    }
    #outcomes(thresholds) {
        return thresholds.map(({ name, selector, origin, level, max, count }, position) => {
            const { count: observed, contributors, byRepository } = this.#counts.of(position);
            const limit = max === 'baseline' ? this.#baseline.limit(position, count) : max;
            const passed = observed <= limit;
            const outcome = { position, name, selector, origin, level, observed, max: limit, passed, contributors };
            return passed ? outcome : { ...outcome, byRepository: byRepository() };
        });
    }
    /** It is unknown what a run over files looked at: a baseline of more leaves room for new findings. */
    #roomNotices({ byRepository }) {
        const { policy, scope } = this.#settings;
        if (scope || !policy.thresholds.some(({ max }) => max === 'baseline'))
            return [];
        const isSeen = (repository) => this.#names.writtenRepository(repository) in byRepository;
        const { findings, repositories } = this.#baseline.unseen(isSeen);
        if (findings === 0)
            return [];
        return [
            `The baseline accepts ${(0,lib_text/* plural */.LS)(findings, 'finding')} in ${(0,lib_text/* plural */.LS)(repositories, 'repository', 'repositories')} of which this run counts none: under \`baseline\` others may take their place. Give a baseline of the same scope if those were not looked at.`,
        ];
    }
    #baselineNotices(outcomes, size, counts) {
        const { policy, baseline, comparison } = this.#settings;
        if (baseline === null) {
            if (comparison)
                return [];
            const asking = policy.thresholds.filter(({ onlyNew, max }) => onlyNew || max === 'baseline');
            const names = asking.map(({ name }) => `"${name}"`).join(', ');
            return asking.length === 0 ? [] : [`No baseline-file is given, so every finding is new to ${names}.`];
        }
        const ratchet = outcomes.flatMap(({ name, observed, max }, member) => {
            if (policy.thresholds[member]?.max !== 'baseline' || observed >= max)
                return [];
            return [
                `Threshold "${name}" observed ${observed} of ${max}: the next baseline is ${max - observed} tighter.`,
            ];
        });
        const notices = [...ratchet, ...this.#roomNotices(counts)];
        const change = this.#baseline.size - size;
        const than = `the baseline accepts ${(0,lib_text/* plural */.LS)(this.#baseline.size, 'finding')}, the baseline.json of this run ${(0,lib_text/* count */.U9)(size)}`;
        if (change > 0)
            return [...notices, `The next baseline is ${(0,lib_text/* count */.U9)(change)} tighter: ${than}.`];
        if (change < 0)
            return [...notices, `The next baseline would be ${(0,lib_text/* count */.U9)(-change)} looser: ${than}.`];
        return notices;
    }
}

;// CONCATENATED MODULE: ./lib/judge/owners.js
/** Who answers for a finding: the first glob of the policy that fits, then the CODEOWNERS file of its repository. */





const UNOWNED = 'unowned';
/** @param codeOwners by `PROJ/slug` in lower case; `null` for a repository whose file could not be read */
function ownerLookup(rules, codeOwners) {
    const compiled = rules.map(({ repo, path, owner }) => {
        const fitsPath = path === null ? null : (0,config_globs/* compileGlobs */.tI)([path], 'path');
        return { fitsRepository: (0,config_globs/* compileGlobs */.tI)([repo], 'repo'), fitsPath, owner };
    });
    return (repository, path) => {
        if (!(0,finding/* isWhole */.wP)(repository) || !(0,finding/* isWhole */.wP)(path))
            return '';
        const rule = compiled.find(({ fitsRepository, fitsPath }) => {
            return fitsRepository(repository) && (fitsPath === null || fitsPath(path));
        });
        if (rule !== undefined)
            return rule.owner;
        if (codeOwners === null)
            return UNOWNED;
        const file = codeOwners.get(repository.toLowerCase()) ?? null;
        return file === null ? '' : file(path) || UNOWNED;
    };
}
const MOST_OWNERS = 10;
/** The lowest rule that fits decides. Of an e-mail address only the name is kept. A line that is no rule is left out. */
function parseCodeOwners(text) {
    const rules = text.split(/\r?\n/).flatMap((line) => {
        const [pattern = '', ...users] = line
            .replace(/(^|\s)#.*$/, '')
            .trim()
            .split(/\s+/);
        const owner = users.slice(0, MOST_OWNERS).flatMap(userName).join(' ');
        const glob = globOf(pattern);
        if (pattern === '' || owner === '' || (0,config_globs/* globProblem */.AI)(glob, 'path') !== null)
            return [];
        return [{ fits: (0,config_globs/* compileGlobs */.tI)([glob], 'path'), owner }];
    });
    rules.reverse();
    return (path) => rules.find(({ fits }) => fits(path))?.owner ?? '';
}
/** A pattern of Bitbucket fits at the end of a path, from any folder on, and everything below a folder. */
function globOf(pattern) {
    const literal = pattern.replace(/[[\]{}\\!]/g, '\\$&');
    const inside = literal.endsWith('/') ? `${literal}**` : literal;
    const split = inside.replace(/(^|\/)\*\*(?=[^/*])/g, '$1**/*').replace(/([^/*])\*\*(?=\/|$)/g, '$1*/**');
    return split.startsWith('/') ? split.slice(1) : split.startsWith('**/') ? split : `**/${split}`;
}
function userName(user) {
    const name = user.startsWith('@') ? user : user.includes('@') ? user.slice(0, user.indexOf('@')) : '';
    return /^@?[\p{L}\p{N}._/~-]+$/u.test(name) ? [(0,lib_text/* harmlessName */.jp)(name)] : [];
}
const CODEOWNERS = '.bitbucket/CODEOWNERS';
/** Repositories whose files are read; the owners in the others are unknown. */
const MOST_FILES = 500;
/** Throws only for a stop: a finding counts, no matter who owns it. */
async function readCodeOwners(repositories, bitbucket, stop) {
    const texts = new Map();
    const failed = [];
    let reason = '';
    const wanted = repositories.slice(0, MOST_FILES);
    await (0,server_request/* forEachAtOnce */.tU)(wanted, async ({ project, repo }) => {
        const name = `${project}/${repo}`;
        try {
            texts.set(name.toLowerCase(), await readFile({ project, repo }, bitbucket));
        }
        catch (caught) {
            stop.throwIfAborted();
            texts.set(name.toLowerCase(), null);
            failed.push(name);
            reason ||= (0,errors/* asGateError */.Ub)(caught).message;
        }
    });
    const notes = [];
    if (failed.length > 0) {
        notes.push(`CODEOWNERS could not be read, so owners are unknown in ${(0,lib_text/* namesOf */.eZ)(failed)}: ${reason}`);
    }
    const unread = repositories.length - wanted.length;
    if (unread > 0) {
        notes.push(`CODEOWNERS of ${MOST_FILES} repositories were read; owners are unknown in ${unread} more.`);
    }
    return { texts, notes };
}
/** Of the default branch. */
async function readFile(repository, bitbucket) {
    const text = (await bitbucket.rawFile(repository, CODEOWNERS, ''))?.toString('utf8') ?? '';
    if (/^\s*</.test(text))
        throw new errors/* GateError */.ue('REPLY_UNREADABLE', `${CODEOWNERS} is a page of HTML.`);
    return text;
}

;// CONCATENATED MODULE: ./lib/judge/judge-exports.js
/** Reads every export once, to its end, and judges each row as it passes. */

















/** Adds the evidence of each to `state`. @throws GateError for one that is not whole, or contradicts the scan. */
async function judgeExports(exports, against, sink, context, state) {
    const { inputs, plan, host } = context;
    const judged = await host.log.group('Export', async () => {
        const sources = await exports.list();
        if (sources.length === 0)
            throw new errors/* GateError */.ue('EXPORT_MISSING', 'There is no export to judge.');
        return await judgeAll(sources, { exports, against, sink, context, state });
    });
    const { byRepository, behind = 0 } = judged.decision.counts;
    if (behind > 0 && plan.compared !== null)
        state.notes.push(behindNote(behind, plan.compared.branch));
    rejectDisplayNames(Object.keys(byRepository), context.policy, plan.needsServer);
    const unlisted = plan.wait ? unlistedRepositories(inputs.targets, byRepository, state.targets) : null;
    if (unlisted !== null)
        state.notes.push(unlisted);
    return judged;
}
function behindNote(behind, branch) {
    const isOne = behind === 1;
    const they = isOne ? '1 finding is' : `${behind} findings are`;
    const rest = isOne
        ? 'The secret is still in its history, so rotate it.'
        : 'The secrets are still in its history, so rotate them.';
    return `${they} already removed on ${branch}, and not counted as new: update your branch. ${rest}`;
}
async function judgeAll(sources, reading) {
    const { revealSecrets } = reading.context.inputs;
    const stored = new Map();
    try {
        await learnNames(sources, stored, reading);
        const ownerOf = await readOwners(reading);
        const owned = { ...reading, ...(ownerOf && { ownerOf }) };
        const compared = { ...owned, compared: await compare(sources, stored, owned) };
        const judged = await judgeOnce(sources, stored, revealSecrets ? 'judge' : 'judge and write', compared);
        // The judging above saw no text. What is written for people with the texts comes from a reading of its own.
        if (revealSecrets)
            await judgeOnce(sources, stored, 'write revealed', compared);
        else
            reading.sink.mask(reading.exports.reading.row.names.masks);
        return judged;
    }
    finally {
        for (const file of stored.values())
            await file?.dispose();
        reading.exports.reading.row.names.forget();
    }
}
/** Later rows show which names the baseline has masked; owners are read for all repositories that have findings. */
async function learnNames(sources, stored, reading) {
    const { policyRepository } = reading.exports.reading.row.names;
    const needsAll = reading.context.policy.owners?.codeOwners === true && policyRepository === null;
    if (!reading.against.baseline?.isMasked && !needsAll)
        return;
    for (const source of sources)
        await readSource(source, stored, { onRow: () => undefined }, reading);
}
/** Who owns what; `null` when the policy names no owners. */
async function readOwners({ exports, context, state }) {
    const { owners } = context.policy;
    if (owners === undefined)
        return null;
    if (!owners.codeOwners)
        return ownerLookup(owners.rules, null);
    const { connection } = exports;
    if (connection === null) {
        state.notes.push('Owners come from CODEOWNERS in Bitbucket, which this operation does not ask.');
        return ownerLookup(owners.rules, new Map());
    }
    const { names } = exports.reading.row;
    const found = Array.from({ length: names.repositories.size }, (_none, id) => {
        return { project: names.project(id), repo: names.repositories.text(id) };
    });
    const known = names.policyRepository === null ? found : [names.policyRepository];
    const asked = known.filter(({ project, repo }) => (0,finding/* isWhole */.wP)(project) && (0,finding/* isWhole */.wP)(repo));
    const { texts, notes } = await readCodeOwners(asked, connection.bitbucket, context.host.stop);
    state.notes.push(...notes);
    const files = Array.from(texts, ([name, text]) => [name, text === null ? null : parseCodeOwners(text)]);
    return ownerLookup(owners.rules, new Map(files));
}
const BLIND = 'The exports show no matched texts in clear, so the branches were compared by path and rule: a secret that was swapped for another in the same file is not seen.';
/** Reads both branches before anything is judged: what is new is decided by all rows of both. `null` without a comparison. */
async function compare([source], stored, reading) {
    const { exports, context, against } = reading;
    const other = exports.compared();
    if (other === null || source === undefined)
        return null;
    const comparison = new Comparison(exports.reading.row.names);
    // Not of the period that is judged.
    const whole = { ...reading, context: { ...context, inputs: { ...context.inputs, period: ALWAYS } } };
    const suppresses = context.policy.suppressions.length > 0 || reviewTest(reading) !== null;
    const suppressor = suppresses ? openJudge({ ...reading, compared: null }) : null;
    const isSuppressed = (row) => suppressor?.see(row).status === 'suppressed';
    const counts = new RowCounts();
    const onOther = (row) => {
        counts.add(row);
        comparison.addOther(row, isSuppressed(row));
    };
    const otherRead = await readSource(other, stored, { compares: true, onRow: onOther }, whole);
    await keepEvidence(other, otherRead, counts, whole);
    const onRow = (row) => comparison.add(row, isSuppressed(row));
    const read = await readSource(source, stored, { compares: true, onRow }, reading);
    comparison.decide();
    const { notes } = reading.state;
    if (comparison.isBlind)
        notes.push(BLIND);
    const contested = comparison.contested();
    if (contested.length > 0 && against.findOldLines) {
        const old = await against.findOldLines(contested);
        comparison.markBehind(contested, old.isOld);
        notes.push(...old.notes);
    }
    return { comparison, read };
}
async function judgeOnce(sources, stored, purpose, reading) {
    const { sink, context, exports, compared } = reading;
    compared?.comparison.rewind();
    const judge = openJudge(reading);
    const writes = purpose !== 'judge';
    const reveals = purpose === 'write revealed';
    const excluded = exports.connection?.excluded ?? null;
    const { names } = exports.reading.row;
    const isExcluded = excluded?.rowTest((id) => names.repositoryName(id)) ?? (() => false);
    let counts = new RowCounts();
    let isOfMany = false;
    let text = '';
    const rows = {
        onMatchedText: reveals ? (matched) => (text = matched) : undefined,
        onRow(row) {
            if (reveals)
                row.match = text;
            if (isOfMany && isExcluded(row.repository)) {
                if (!reveals && excluded !== null)
                    excluded.rows += 1;
                return;
            }
            const ruling = judge.see(row);
            counts.add(row);
            if (writes)
                sink.add(row, ruling);
        },
    };
    for (const source of sources) {
        counts = new RowCounts();
        isOfMany = source.target !== null && (0,lib_target/* isWide */.EW)(source.target);
        // A comparison has all but the texts.
        const recorded = reveals ? null : compared;
        recorded?.comparison.rows.replay(exports.reading.row, rows.onRow);
        const read = recorded === null ? await readSource(source, stored, rows, reading) : recorded.read;
        if (!reveals)
            await keepEvidence(source, read, counts, reading);
        if (!context.inputs.revealSecrets)
            await stored.get(source)?.dispose();
    }
    const decision = judge.conclude();
    return { decision, reviewedRows: reviewTest(reading) === null ? null : decision.reviewed };
}
function openJudge(reading) {
    const { exports, against, context, compared, ownerOf } = reading;
    const { policy, host, hashKey } = context;
    return new Judge({
        policy,
        baseline: against.baseline,
        reviewed: reviewTest(reading),
        now: host.clock.now(),
        key: hashKey.key,
        keyCheck: hashKey.keyCheck,
        names: exports.reading.row.names,
        mask: (0,config_sources/* credentialMask */.QX)(host),
        scope: against.scope,
        comparison: compared?.comparison ?? null,
        ...(ownerOf !== undefined && { ownerOf }),
    });
}
/** Like `isReviewed`, and knows the rows that the export itself flags. */
function reviewTest({ against: { isReviewed }, context: { inputs }, }) {
    if (!inputs.excludeReviewed)
        return isReviewed;
    return (row) => row.flags !== 0 || isReviewed?.(row) === true;
}
/** `null` when the server answers 404. */
async function readSource(source, stored, sink, { exports, context }) {
    const file = stored.has(source) ? stored.get(source) : await source.fetch();
    stored.set(source, file ?? null);
    if (!file)
        return null;
    const settings = {
        ...readSettingsOf(source.name, source.target, context.inputs),
        triggeredMs: exports.triggeredMs(source.target),
    };
    return await readExport(file, settings, exports.reading, sink, context.host);
}
/** Adds the evidence of an export to the state, once it is verified. */
async function keepEvidence(source, read, rows, { exports, context, state }) {
    if (read !== null) {
        rejectBlindThresholds(read.absent, source.name, context.policy);
        state.notes.push(...read.notices, ...flaggedNotes(source.name, read, context));
    }
    const evidence = read?.evidence ?? null;
    const { name, target } = source;
    const readReviewed = (of) => exports.reviewed(reviewedTargets([of]), 'list');
    const { names } = exports.reading.row;
    const unread = read?.unread ?? [];
    const isEndMarked = !exports.unmarkedEnds.has(name);
    const flagged = read?.flagged ?? 0;
    const exported = { name, target, evidence, rows, flagged, unread, isEndMarked };
    const notes = await verifyExport(exported, names, context, state, readReviewed);
    state.notes.push(...notes);
    if (read !== null)
        rejectFindingsAsReviewed(read.evidence, read.digest, exports.reviewedDigests);
    state.exports.push(evidence ?? missingExport(name));
    context.host.log.info(`${name}: ${(0,lib_text/* plural */.LS)(evidence?.rows ?? 0, 'row')} read, ${evidence?.bytes ?? 0} bytes.`);
}
function flaggedNotes(name, { flagged }, { inputs }) {
    if (flagged === 0)
        return [];
    const end = inputs.excludeReviewed ? 'they are left out' : 'they count, as `exclude-reviewed` is off';
    return [`${name}: ${(0,lib_text/* plural */.LS)(flagged, 'row')} flagged as reviewed or allow-listed: ${end}.`];
}
/** A run that sends something has all of it checked here, as wrong inputs come first; else the judge does while reading. */
async function openBaseline({ inputs, plan, host, hashKey }) {
    if (inputs.baselineFile === null)
        return null;
    const text = await (0,files/* readTextFile */.Gu)((0,files/* pathOf */.XM)(inputs.baselineFile, host.workingFolder), 'baseline-file');
    const baseline = readBaseline(text, inputs.baselineFile, hashKey.keyCheck);
    if (plan.needsServer)
        for (const _checked of baseline.entries)
            ;
    return baseline;
}

;// CONCATENATED MODULE: ./lib/operations/explain.js
/** What a run would do: in words for `explain`, as log lines with every request for `dry-run`. Sends nothing. */







/** Lines of text. `now` (ms since the epoch) decides which suppressions have expired. */
function explanation(inputs, policy, now) {
    return [
        `Operation: ${inputs.operation}. ${operationMeanings[inputs.operation].replaceAll('`', '')}`,
        ...serverLines(inputs),
        ...scopeLines(inputs),
        '',
        ...policyLines(policy, now),
        ...judgingLines(inputs),
        '',
        `Reports: ${inputs.formats.join(', ')} in ${inputs.outputDir}.`,
        'Nothing was sent to any server.',
    ];
}
function policyExplanation(policy, now) {
    return [
        ...policyLines(policy, now),
        '',
        'This is the policy alone: give --bitbucket-url, --project and --repo too, to see what a run would do.',
    ];
}
function policyLines(policy, now) {
    return [
        'Thresholds, each of which must hold:',
        ...policy.thresholds.map((threshold) => {
            const named = threshold.name === threshold.selector ? '' : `${threshold.name}: `;
            return `  ${named}${describeThreshold(threshold)}  [${threshold.origin}]`;
        }),
        '',
        `Suppressions${policy.suppressions.length === 0 ? ': none.' : ', findings that do not count:'}`,
        ...policy.suppressions.map((suppression) => suppressionLine(suppression, now)),
        ...severityLines(policy),
    ];
}
function serverLines({ operation, bitbucketUrl, credentials }) {
    if (operation === 'evaluate')
        return ['Server: none; only local exports are read.'];
    const who = { token: 'an HTTP access token', basic: 'a user name and a password' };
    const as = credentials === null ? 'no credentials, so a run would end with exit 3' : who[credentials.kind];
    return [`Server: ${bitbucketUrl?.href ?? 'none'}, with ${as}.`];
}
function scopeLines(inputs) {
    const { operation, targets, reportFiles, period, wait, timeoutMs } = inputs;
    if (operation === 'evaluate')
        return [`Exports: ${reportFiles.join(', ')}.`];
    const ends = [
        ...(period.from === null ? [] : [`from ${new Date(period.from).toISOString()} on`]),
        ...(period.to === null ? [] : [`before ${new Date(period.to).toISOString()}`]),
    ];
    const isWaiting = wait
        ? `until the scan is proven done, at most ${Math.round(timeoutMs / 1000)} s; then it is an error.`
        : 'no, so nothing proves that the scan is done.';
    return [
        `Scope: ${targets.map(targetName).join(', ')}.`,
        ...comparedLines(inputs),
        ...(ends.length === 0 ? [] : [`Only findings scanned ${ends.join(' and ')}.`]),
        ...(['gate', 'scan'].includes(operation) ? [`Waiting: ${isWaiting}`] : []),
    ];
}
function comparedLines({ pullRequest, compared }) {
    if (compared !== null)
        return [`Compared with ${targetName(compared)}: new is what only the branch has.`];
    if (pullRequest === null)
        return [];
    return [
        `Pull request: ${pullRequest}. Bitbucket gives its branch and target; new is what it adds.`,
        'The policy file of the target rules, not the one of this folder, unless `policy-from` is checkout.',
    ];
}
function suppressionLine(suppression, now) {
    const { match, fingerprint, reason, owner, expires, origin } = suppression;
    const parts = [...(fingerprint === null ? [] : [`fingerprint ${fingerprint}`]), ...matchParts(match)];
    const day = new Date(expires).toISOString().slice(0, 10);
    const until = expires <= now ? `EXPIRED on ${day}, so they count again` : `until ${day}`;
    return `  ${parts.join(' ')}: ${reason} (${owner === null ? '' : `${owner}, `}${until})  [${origin}]`;
}
function severityLines({ severities }) {
    if (severities.length === 0)
        return ['Severities: the built-in table.'];
    return [
        'Severities, the first that matches, then the built-in table:',
        ...severities.map(({ rule, severity }) => `  ${rule}: ${severity}`),
    ];
}
function judgingLines(inputs) {
    const { mode, baselineFile, fingerprintKey, compared, pullRequest } = inputs;
    const modes = {
        enforce: 'a threshold that is exceeded fails the job',
        warn: 'a threshold that is exceeded only warns',
        report: 'a threshold that is exceeded is only reported',
    };
    const isCompared = compared !== null || pullRequest !== null;
    const without = isCompared ? 'none' : 'none, so every finding is new';
    const key = fingerprintKey === null ? 'without a key' : 'with a key';
    return [
        `Mode: ${mode}; ${modes[mode]}. Errors fail in every mode.`,
        `Baseline: ${baselineFile === null ? without : `${baselineFile} (${key})`}.`,
        ...(inputs.excludeReviewed ? ['Findings that were reviewed as false positives are left out.'] : []),
        ...(inputs.onBadRow === 'count'
            ? ['A row that cannot be read counts as a finding of rule UNREADABLE_ROW.']
            : []),
    ];
}
/** The requests of a plan that are known beforehand, in the order they would be sent. Pure. */
function plannedRequests(plan, inputs) {
    const version = inputs.apiVersion;
    return [
        ...plan.cancels.map((kind) => (0,server_soteri/* cancelRequest */.UL)(version, kind)),
        ...plan.triggers.flatMap((target) => {
            const batches = (0,server_soteri/* emailBatches */.t6)(target, inputs.emails);
            const sent = target.kind === 'instance' ? batches.slice(0, 1) : batches;
            return sent.map((batch) => (0,server_soteri/* triggerRequest */.qU)(version, target, batch));
        }),
        ...plan.reviewed.map((target) => (0,server_soteri/* reviewedRequest */.DD)(version, target)),
        ...(plan.compared === null ? [] : [(0,server_soteri/* exportRequest */.mC)(version, plan.compared, ALWAYS)]),
        ...plan.exports.map((target) => (0,server_soteri/* exportRequest */.mC)(version, target, inputs.period)),
    ];
}
function dryRun({ plan, inputs, host }) {
    const { log } = host;
    if (inputs.pullRequest !== null) {
        log.info(`would look up the pull request (${inputs.pullRequest}) first, and then do for its branch what follows`);
    }
    const base = inputs.bitbucketUrl ?? new URL('http://unknown.invalid');
    for (const request of plannedRequests(plan, inputs)) {
        log.info(`would send ${request.method} ${base.origin}${(0,server_request/* wirePath */.XQ)(base, request)}`);
    }
    if (plan.compared !== null) {
        log.info(`would ask the scan status of ${(0,lib_target/* targetName */.je)(plan.compared)}, and scan it where it is not up to date`);
    }
    if (plan.triggers.length > 0 && plan.wait) {
        const names = plan.triggers.map(lib_target/* targetName */.je).join(', ');
        log.info(`would ask the scan status of ${names} until it is proven done, and list what is in them`);
    }
    for (const what of plannedFeedback(plan, inputs))
        log.info(`would post ${what} to Bitbucket`);
    return { kind: 'skipped', sentence: 'dry run: nothing was sent, scanned or judged' };
}
function plannedFeedback(plan, inputs) {
    if (!plan.judges)
        return [];
    const commit = inputs.commit ?? 'the head of the branch';
    const comments = inputs.pullRequestComment !== 'never';
    return [
        ...(inputs.buildStatus ? [`the build status of ${commit}`] : []),
        ...(inputs.codeInsights ? [`the Code Insights report of ${commit}`] : []),
        ...(comments ? [`a comment on pull request ${inputs.pullRequest}`] : []),
    ];
}

;// CONCATENATED MODULE: ./lib/operations/export-reviewed.js
/** `export-reviewed`: prepares `reviewed.csv`, redacted like everything else. */



async function exportReviewed({ plan, host }, exports, reports, failures) {
    const rows = await exports.reviewed(plan.reviewed, 'list');
    await reports.stage('reviewed', () => reviewedCsvLines(rows, (0,config_sources/* credentialMask */.QX)(host)), failures);
    const names = plan.reviewed.map(lib_target/* targetName */.je).join(', ');
    return { kind: 'done', sentence: `${rows.length} reviewed false positives of ${names} were exported` };
}
const reviewedCsvColumns = ['project', 'repository', 'rule', 'path', 'line', 'match', 'reviewed_at'];
/** The lines of the file, each with its line end; values that the export lacks are empty cells. */
function* reviewedCsvLines(rows, mask) {
    yield `${reviewedCsvColumns.join(',')}\r\n`;
    for (const row of rows) {
        const reviewedAt = row.reviewedAt === null ? null : new Date(row.reviewedAt).toISOString();
        const cells = [row.project, row.repository, row.rule, row.path, row.line, row.match, reviewedAt];
        yield `${cells.map((cell) => (cell === null ? '' : (0,report_escape/* csvCell */.rK)(mask(String(cell))))).join(',')}\r\n`;
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
;// CONCATENATED MODULE: ./lib/operations/merge/shards.js



/** The folder of a shard is named in every message: the artifact was put there. */
function broken({ name }, what, hint) {
    return new errors/* GateError */.ue('SHARD_INCONSISTENT', `${name} ${what}.`, { hint });
}
/** Every job of every plan has its shard, and no shard is of another plan. */
function provePlans(plans, shards) {
    const byTargets = new Map(shards.map((shard) => [targetsKey(shard.report.targets), shard]));
    const planned = new Set();
    for (const plan of plans) {
        proveDivided(plan);
        const missing = plan.shards.filter(({ targets }) => !byTargets.has(targetsKey(targets)));
        if (missing.length > 0)
            throw missingShards(plan, missing);
        for (const { shard: number, targets } of plan.shards) {
            const shard = byTargets.get(targetsKey(targets));
            if (shard === undefined)
                continue;
            planned.add(shard);
            if (shard.report.finishedAt < plan.startedAt) {
                throw broken(shard, `is older than ${plan.path}, so it is no answer to shard ${number} of this plan`);
            }
        }
    }
    const stranger = shards.find((shard) => !planned.has(shard));
    if (plans.length > 0 && stranger !== undefined) {
        throw broken(stranger, 'is of another plan: no job of the given one has its targets');
    }
}
/** A dry run, or one that was skipped, has no shards: its targets were never listed. */
function proveDivided({ path: name, verdict, error, shards }) {
    if (verdict === 'error')
        throw broken({ name }, `is a plan that ended in error (${error})`);
    if (shards.length === 0)
        throw broken({ name }, 'is a plan without any shard');
}
function missingShards(plan, missing) {
    const named = missing.map(({ shard, targets }) => {
        return `shard ${shard} (${(0,lib_text/* namesOf */.eZ)(targets, 1)})`;
    });
    const which = `${missing.length} of the ${plan.shards.length} shards of ${plan.path}`;
    return new errors/* GateError */.ue('SHARD_MISSING', `${which} are missing: ${(0,lib_text/* namesOf */.eZ)(named)}.`);
}
function targetsKey(targets) {
    return targets.toSorted().join('\n');
}
/** Each shard ended well and left a `findings.csv` of the length in its report, and no two have the same targets. */
function proveShards(shards) {
    for (const shard of shards)
        proveOne(shard);
    const owners = new Map();
    for (const shard of shards) {
        if (shard.report.operation === 'evaluate')
            continue;
        for (const name of shard.report.targets) {
            const other = owners.get(name);
            if (other !== undefined)
                throw countedTwice(name, shard, other);
            owners.set(name, shard);
        }
    }
    for (const [name, shard] of owners) {
        const [other = shard] = (0,lib_target/* widerTargets */.E2)((0,lib_target/* targetOfName */.iT)(name)).flatMap((one) => owners.get((0,lib_target/* targetName */.je)(one)) ?? []);
        if (other !== shard)
            throw countedTwice(name, shard, other);
    }
}
function proveOne(shard) {
    const { report, bytes } = shard;
    if (report.verdict === 'error')
        throw broken(shard, `ended in error (${report.error})`);
    if (bytes === null) {
        throw new errors/* GateError */.ue('SHARD_MISSING', `${shard.name} holds a report.json, but no findings.csv.`, {
            hint: 'Give the jobs of the matrix `formats` with csv, and upload both files.',
        });
    }
    if (report.findingsFile === null) {
        throw broken(shard, 'holds a findings.csv that its report.json does not know');
    }
    const says = report.findingsFile.bytes;
    if (says !== bytes) {
        throw broken(shard, `holds a findings.csv of ${bytes} bytes, and its report.json says ${says}`);
    }
}
function countedTwice(name, one, other) {
    return broken(one, `and ${other.name} both look at ${name}, so its findings would be counted twice`);
}
/** Each shard holds all findings of the period that this run judges. */
function provePeriods(shards, period) {
    const narrow = shards.find(({ report }) => !shards_covers(report.period, period));
    if (narrow === undefined)
        return;
    const { from, to } = narrow.report.period;
    const what = `holds only findings from ${from ?? 'the beginning'} to ${to ?? 'the end'}, and this run judges others too`;
    const hint = 'Give the last job the `start-date` and `end-date` of the matrix, or none to any job.';
    throw broken(narrow, what, hint);
}
/** A time that cannot be read covers nothing. */
function shards_covers(whole, part) {
    const begins = whole.from === null || Date.parse(whole.from) <= (part.from ?? Number.NEGATIVE_INFINITY);
    return begins && (whole.to === null || Date.parse(whole.to) >= (part.to ?? Number.POSITIVE_INFINITY));
}
/** All fingerprints were made with one key: that of this run, if it has any. */
function proveKeys(shards, keyCheck) {
    const [first] = shards;
    if (first === undefined)
        return;
    const wanted = keyCheck ?? keyCheckOf(first);
    const other = shards.find((shard) => keyCheckOf(shard) !== wanted);
    if (other === undefined)
        return;
    const model = keyCheck === null ? first.name : 'this run';
    const what = keyCheckOf(other) === null ? 'without one' : wanted === null ? 'with one' : 'with another one';
    const why = `fingerprint-key: the fingerprints of ${other.name} were made ${what}, unlike those of ${model}, so a baseline would not know them.`;
    throw new errors/* GateError */.ue('INPUT_INVALID', why, { hint: SAME_KEY });
}
const SAME_KEY = 'Give all jobs of the matrix and the last one the same `fingerprint-key`, and run them again.';
/** Identifies the key of a shard; `null` for one that was made without. */
function keyCheckOf({ report }) {
    return report.findingsFile?.keyCheck ?? null;
}
/** @param read evidence of the exports that were judged */
function proveRead(shards, read) {
    const bySource = new Map(read.map((one) => [one.source, one]));
    for (const shard of shards) {
        const { findingsFile } = shard.report;
        const seen = bySource.get(shard.source);
        if (seen === undefined || findingsFile === null)
            throw broken(shard, 'was not read');
        if (seen.sha256 !== findingsFile.sha256)
            throw broken(shard, 'holds a findings.csv that was changed (SHA-256)');
        if (seen.rows !== findingsFile.rows) {
            throw broken(shard, `holds ${seen.rows} rows, and its report.json says ${findingsFile.rows}`);
        }
    }
}

;// CONCATENATED MODULE: ./lib/operations/merge/merge.js
/** `evaluate` over the shards of a matrix: a lost, cut or foreign one is an error, a result that is less exact a note. */










/** Proves what can be proven before anything is read. @returns `null` when no earlier run is among the files */
async function openMerge(sources, { inputs, policy, hashKey, host }) {
    const name = (path) => (0,external_node_path_.relative)(host.workingFolder, path) || '.';
    const reports = await reportsOf(sources, name);
    const plans = [...reports.values()].filter(({ operation }) => operation === 'plan');
    const shards = shardsOf(sources, reports, name);
    const unproven = [...sources.exports.keys()].filter((path) => !shards.some((shard) => shard.path === path));
    const alone = (path) => `${name(path)} has no report.json beside it, so nothing proves that it is whole`;
    if (plans.length > 0 && unproven[0] !== undefined) {
        throw new errors/* GateError */.ue('SHARD_INCONSISTENT', `${alone(unproven[0])}.`, {
            hint: 'Hand over the whole artifact of each shard: findings.csv and report.json.',
        });
    }
    const unprovenNotes = unproven
        .filter((path) => reportBeside(path) !== null)
        .map((path) => `${alone(path)}, or that its distinct findings are distinguished by their text.`);
    if (shards.length === 0 && plans.length === 0 && unprovenNotes.length === 0)
        return null;
    proveShards(shards);
    provePlans(plans, shards);
    proveKeys(shards, hashKey.keyCheck);
    provePeriods(shards, inputs.period);
    const triggered = shards.find(({ report }) => report.triggeredOnly);
    return {
        shards,
        // As one run would have had it.
        scope: plans.length === 0 ? null : plans.flatMap(({ targets }) => targets.map(merge_targetOf)),
        excludesReviewed: excludesReviewed(shards, inputs.excludeReviewed),
        skippedFiles: skippedIn(shards),
        notes: [
            ...unprovenNotes,
            ...(plans.length === 0 && (shards.length > 1 || shards.some(couldBePlanned)) ? [PLANLESS] : []),
            ...distinctNotes(shards, policy),
            ...reviewedNotes(shards, inputs.excludeReviewed),
        ],
        unproven: triggered === undefined ? null : `nothing proves that the scan of ${triggered.name} was done`,
    };
}
/** A plan deals repositories out: the only shard that is left of two looks like this. */
function couldBePlanned({ report }) {
    const isOfServer = report.operation === 'gate' || report.operation === 'export';
    return isOfServer && report.targets.every((target) => (0,lib_target/* targetOfName */.iT)(target).kind === 'repo');
}
/** Where one shard does not know of any, none is no answer for all. */
function skippedIn(shards) {
    const known = shards.flatMap(({ report }) => report.skippedFiles ?? []);
    const count = known.reduce((sum, one) => sum + one.count, 0);
    if (count === 0 && (shards.length === 0 || known.length < shards.length))
        return null;
    return { count, files: known.flatMap(({ files }) => files).slice(0, finding/* LISTED_SKIPS */.Xe) };
}
/** By path. A file beside a `findings.csv` that is JSON of something else is ignored. */
async function reportsOf({ reports, named }, name) {
    const read = new Map();
    if (reports.size === 0)
        return read;
    const { readRunReport } = await Promise.all(/* import() */[__nccwpck_require__.e(691), __nccwpck_require__.e(375)]).then(__nccwpck_require__.bind(__nccwpck_require__, 15375));
    for (const [path, text] of reports) {
        const report = readRunReport(text, name(path));
        if (report !== null)
            read.set(path, report);
        else if (named.has(path)) {
            const why = `report-files: "${name(path)}" is no report.json of soteri-gate.`;
            const hint = 'Give exports, findings.csv, or the report.json of a plan or of its shards.';
            throw new errors/* GateError */.ue('FILE_UNREADABLE', why, { hint });
        }
    }
    return read;
}
function shardsOf({ exports }, reports, name) {
    return [...reports]
        .filter(([, { operation }]) => operation !== 'plan')
        .map(([reportPath, report]) => {
        const path = [...exports.keys()].find((one) => reportBeside(one) === reportPath);
        return {
            name: name((0,external_node_path_.dirname)(reportPath)),
            path: path ?? '',
            source: path === undefined ? '' : name(path),
            bytes: path === undefined ? null : (exports.get(path) ?? null),
            report,
        };
    });
}
function merge_targetOf(name) {
    if (name === 'instance')
        return { kind: 'instance' };
    const target = (0,lib_target/* parseTarget */.hu)(name);
    if ('value' in target)
        return target.value;
    const why = `A plan holds a target that cannot be read: ${target.problems[0]}`;
    throw new errors/* GateError */.ue('SHARD_INCONSISTENT', why);
}
const PLANLESS = 'No plan is among the report-files, so a shard that is missing would go unseen: list the report.json of the plan too.';
/** Without a key a fingerprint holds the line and not the text, so a limit could be missed either way. */
function distinctNotes(shards, { thresholds }) {
    if (shards.every((shard) => keyCheckOf(shard) !== null))
        return [];
    const counting = thresholds.find(({ count }) => count === 'distinct');
    if (counting !== undefined && shards.length > 1) {
        const why = `fingerprint-key: the shards were made without one, so distinct findings are known by their lines only, and threshold "${counting.name}" could be missed.`;
        throw new errors/* GateError */.ue('INPUT_INVALID', why, { hint: SAME_KEY });
    }
    return [
        'Without `fingerprint-key` distinct findings are known by their lines: one that moved between branches counts for each line, and two texts of one line count once.',
    ];
}
/** Whether findings that the shards left out as reviewed are left out here. */
function excludesReviewed(shards, wanted) {
    if (!wanted || shards.length === 0)
        return false;
    for (const { name, report } of shards) {
        const file = report.findingsFile;
        if (file === null || file.reviewed === null)
            throw reviewedUnknown(name, 'did not ask for the reviewed ones');
        if (file.keyCheck === null && file.reviewed > 0)
            throw reviewedUnknown(name, 'has no `fingerprint-key`');
        if (file.suppressed !== file.reviewed) {
            const why = 'has suppressions of its own, which its file does not distinguish from reviewed ones';
            throw reviewedUnknown(name, why);
        }
    }
    return true;
}
function reviewedUnknown(name, why) {
    const what = `exclude-reviewed: it is unknown what was reviewed in ${name}: it ${why}.`;
    return new errors/* GateError */.ue('INPUT_INVALID', what, {
        hint: 'Give every job of the matrix `exclude-reviewed: true` and the same `fingerprint-key`, and the policy to the last job alone.',
    });
}
function reviewedNotes(shards, wanted) {
    const rows = shards.reduce((sum, { report }) => sum + (report.findingsFile?.reviewed ?? 0), 0);
    if (wanted || rows === 0)
        return [];
    return [`The shards left out ${rows} rows as reviewed; here they count, as \`exclude-reviewed\` is off.`];
}
/** Expands `report-files` and reads the reports, before `output-dir` is opened, which may be the very folder that they are in. */
async function openSources({ reportFiles }, host) {
    const paths = await (0,files/* expandPatterns */.qL)(reportFiles, host.workingFolder);
    const named = new Set(paths.filter(isReport));
    const beside = [...named].map((path) => (0,external_node_path_.join)((0,external_node_path_.dirname)(path), reportFormats.csv.name));
    const exports = new Set([...paths.filter((path) => !isReport(path)), ...beside.filter(files/* isFile */.fo)]);
    const reports = new Map();
    for (const path of [...named, ...[...exports].map(reportBeside)]) {
        if (path === null || reports.has(path) || !(0,files/* isFile */.fo)(path))
            continue;
        reports.set(path, await (0,files/* readTextFile */.Gu)(path, `report-files (${(0,external_node_path_.relative)(host.workingFolder, path)})`));
    }
    const sizes = new Map();
    for (const path of [...exports].sort())
        sizes.set(path, (await (0,promises_.stat)(path)).size);
    return { exports: sizes, reports, named };
}
function isReport(path) {
    return path.endsWith('.json');
}
/** The path of the report of a `findings.csv`; `null` for any other file, which has none. */
function reportBeside(path) {
    return (0,external_node_path_.basename)(path) === reportFormats.csv.name ? (0,external_node_path_.join)((0,external_node_path_.dirname)(path), reportFormats.json.name) : null;
}
const STATUS = finding/* findingsCsvColumns */.qO.indexOf('status');
const FINGERPRINT = finding/* findingsCsvColumns */.qO.indexOf('fingerprint');
/** Whether a shard excluded a finding as reviewed, by its fingerprint made with a key; `null` where nothing is excluded. */
async function reviewedOfShards(merge) {
    if (merge === null || !merge.excludesReviewed)
        return null;
    const reviewed = new Set();
    for (const { name, path, report } of merge.shards) {
        if (!report.findingsFile?.reviewed)
            continue;
        try {
            // A row that cannot be read throws: what it left out would be unknown.
            await (0,read_csv/* readTexts */.Z7)((0,external_node_fs_.createReadStream)(path), [STATUS, FINGERPRINT], ([status, fingerprint = '']) => {
                if (status === 'suppressed')
                    reviewed.add(fingerprint);
            });
        }
        catch (cause) {
            const why = `${name} holds a findings.csv that cannot be read.`;
            throw new errors/* GateError */.ue('SHARD_INCONSISTENT', why, { cause });
        }
    }
    return ({ fingerprint }) => fingerprint !== undefined && reviewed.has(fingerprint);
}

;// CONCATENATED MODULE: ./lib/operations/plan-shards.js



async function planShards({ inputs, host }, { bitbucket }) {
    const deadline = { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'listing the repositories' };
    const targets = [];
    for (const target of inputs.targets) {
        for (const part of await plan_shards_partsOf(target, bitbucket, deadline))
            targets.push(part);
    }
    const shards = divideIntoShards(targets, inputs.shards ?? 1);
    const wanted = inputs.shards ?? shards.length;
    await host.log.group('Plan', async () => {
        for (const { shard, targets: names } of shards) {
            host.log.info(`job ${shard}: ${repositoriesText(names.length)}, ${names[0]} to ${names.at(-1)}`);
        }
    });
    const fewer = shards.length < wanted ? ` (${wanted} were asked for, and no job is left empty)` : '';
    const count = shards.reduce((sum, { targets: names }) => sum + names.length, 0);
    const sentence = `${repositoriesText(count)} in ${(0,lib_text/* plural */.LS)(shards.length, 'job')}${fewer}; nothing was judged`;
    return { outcome: { kind: 'done', sentence }, shards, matrix: matrixText(shards) };
}
function repositoriesText(count) {
    return (0,lib_text/* plural */.LS)(count, 'repository', 'repositories');
}
/** Every repository of a wide target; a repository or branch is itself. */
async function plan_shards_partsOf(target, bitbucket, deadline) {
    if (!(0,lib_target/* isWide */.EW)(target))
        return [target];
    const repositories = await Array.fromAsync(bitbucket.repositories(target, deadline));
    if (repositories.length > 0)
        return repositories.map((repository) => ({ kind: 'repo', ...repository }));
    throw new errors/* GateError */.ue('NOT_FOUND', `Bitbucket lists no repository of ${(0,lib_target/* targetName */.je)(target)} to this user.`, {
        hint: 'Check the project key and that the user may see the repositories.',
    });
}
/** GitHub refuses outputs of a job above 1 MiB, in UTF-16 (two bytes a character); the rest is for other outputs. */
const MATRIX_LIMIT = 500_000;
/** Linux starts no process with a variable above 128 KiB ("Argument list too long"), and the targets of a job are in one. */
const TARGETS_LIMIT = 120_000;
/**
 * Divides the targets, sorted by name: one to each job in turn. So the numbers are balanced (sizes are not known without
 * expensive requests), the order of the server does not matter, and neighbours, which are often one team's and of one size,
 * come to different jobs. There is never an empty job.
 */
function divideIntoShards(targets, shards) {
    const names = [...new Set(targets.map(nameForList))].sort(lib_text/* byCodeUnits */.CA);
    const jobs = Math.min(shards, names.length);
    const hands = Array.from({ length: jobs }, () => []);
    for (const [at, name] of names.entries())
        hands[at % jobs]?.push(name);
    return hands.map((hand, job) => ({ shard: job + 1, targets: hand }));
}
function nameForList(target) {
    const name = (0,lib_target/* targetName */.je)(target);
    if (!/[,\r\n]/.test(name))
        return name;
    const why = `plan: the name of ${JSON.stringify(name)} holds a comma or line break, which a list of targets cannot hold.`;
    const hint = 'Give this branch a job of its own with `project`, `repo` and `branch`.';
    throw new errors/* GateError */.ue('INPUT_INVALID', why, { hint });
}
/** The output `matrix`: `{"include":[{"shard":1,"targets":"PROJ/a\nPROJ/b"}, ...]}`. */
function matrixText(shards) {
    const include = shards.map(({ shard, targets }) => ({ shard, targets: targets.join('\n') }));
    const text = JSON.stringify({ include });
    const longest = Math.max(0, ...include.map(({ targets }) => Buffer.byteLength(targets)));
    if (text.length > MATRIX_LIMIT) {
        const why = `plan: the matrix would have ${text.length} characters, and GitHub takes at most 1 MiB of outputs (about ${MATRIX_LIMIT} characters here).`;
        throw new errors/* GateError */.ue('INPUT_INVALID', why, {
            hint: 'Plan a part of the instance at a time: give `targets` with some of the projects, and a workflow run for each part.',
        });
    }
    if (longest > TARGETS_LIMIT) {
        const why = `plan: a job would get ${longest} bytes of targets, and Linux starts no process with more than 128 KiB in one variable.`;
        const hint = 'Spread them over more jobs: raise `shards` (GitHub takes at most 256 jobs in a matrix).';
        throw new errors/* GateError */.ue('INPUT_INVALID', why, { hint });
    }
    return text;
}

;// CONCATENATED MODULE: ./lib/report/findings-csv.js
/**
 * Writes `findings.csv`. Which names are masked is known only after the last row, so rows are stored by their ids until then,
 * and no secret in a name is ever on the disk. Synchronously, in large pieces, since that is faster for millions of rows.
 */








/** Bytes to gather before they are written. */
const findings_csv_PIECE = 1 << 20;
/**
 * Starts the file at `path` (absolute; the run's own folder, which nobody reads before the file is complete). Never throws.
 * @param reveals whether rows have their matched texts: then they are written as they come, since all masks are known
 */
function openFindingsFile(path, reveals = false) {
    const stored = new StoredRows(`${path}.rows`);
    const digest = (0,external_node_crypto_.createHash)('sha256');
    const piece = Buffer.allocUnsafe(findings_csv_PIECE);
    let gathered = piece.write(findingsCsvHeader);
    let bytes = 0;
    let file = null;
    let isMade = false;
    let failure = null;
    let finished = false;
    const attempt = (work) => {
        if (failure !== null)
            return;
        try {
            work();
        }
        catch (caught) {
            failure = (0,files/* reportNotWritten */.LA)((0,external_node_path_.basename)(path), caught);
            remove();
        }
    };
    const open = () => {
        file = (0,external_node_fs_.openSync)(path, 'wx', files/* REPORT_FILE_MODE */.UN);
        isMade = true;
        (0,external_node_fs_.chmodSync)(path, files/* REPORT_FILE_MODE */.UN);
    };
    const close = () => {
        const open = file;
        file = null;
        if (open !== null)
            (0,external_node_fs_.closeSync)(open);
    };
    const remove = () => {
        gathered = 0;
        stored.remove();
        try {
            close();
        }
        catch {
            // The descriptor is gone either way; what counts is that the file goes too.
        }
        if (isMade)
            (0,external_node_fs_.rmSync)(path, { force: true });
    };
    const write = (part) => {
        if (file === null)
            return;
        (0,external_node_fs_.writeFileSync)(file, part);
        digest.update(part);
        bytes += part.length;
    };
    const flush = () => {
        write(piece.subarray(0, gathered));
        gathered = 0;
    };
    const append = (row, ruling) => {
        const line = findingsCsvRow(row, ruling);
        // UTF-8 has at most three bytes for each UTF-16 unit.
        const longest = 3 * line.length;
        if (gathered + longest > findings_csv_PIECE)
            flush();
        if (longest > findings_csv_PIECE)
            write(Buffer.from(line));
        else
            gathered += piece.write(line, gathered);
    };
    attempt(open);
    return {
        /** Never throws: the first failed write is kept for `complete`, and nothing more is written. */
        add(row, ruling) {
            if (!finished)
                attempt(() => (reveals ? append(row, ruling) : stored.add(row, ruling)));
        },
        /**
         * Call it when all masks are known. REPORT_NOT_WRITTEN where the file is not whole; then none is left. A full disk must
         * not hide the verdict. @throws GateError CANCELLED or the reason of `stop`
         */
        async complete(stop) {
            if (finished)
                return failure;
            for (let more = true; more && failure === null;) {
                await (0,temp_file/* yieldUnlessStopped */.te)(stop);
                attempt(() => {
                    more = stored.readPiece(append);
                });
            }
            finished = true;
            attempt(flush);
            attempt(close);
            stored.remove();
            return failure;
        },
        /** Length and SHA-256 (hex) of what was handed to the system, once `complete` gave `null`. */
        written: () => ({ bytes, sha256: digest.digest('hex') }),
        /** Removes what was written; harmless after `complete`. */
        discard() {
            if (finished)
                return;
            finished = true;
            remove();
        },
    };
}
/** Numbers of a stored row, four bytes each: the time takes two of them, the fingerprint four. */
const findings_csv_FIELDS = 12;
const [findings_csv_KEY, findings_csv_BRANCH, findings_csv_LINE, OWNER, KIND, TIME, findings_csv_FINGERPRINT] = [0, 1, 2, 3, 4, 6, 8];
const FINGERPRINT_BYTES = 16;
const ROW_BYTES = 4 * findings_csv_FIELDS;
const ROWS_OF_PIECE = 1 << 14;
/** Rows by their ids, on the disk as soon as they are more than a piece. */
class StoredRows {
    #path;
    #numbers = new Uint32Array(ROWS_OF_PIECE * findings_csv_FIELDS);
    #times = new Float64Array(this.#numbers.buffer);
    #bytes = Buffer.from(this.#numbers.buffer);
    #owners = new Names();
    #names = null;
    #file = null;
    /** Rows in the piece, on the disk, and read again from there. */
    #rows = 0;
    #stored = 0;
    #read = 0;
    constructor(path) {
        this.#path = path;
    }
    add(row, { severity, status, fingerprint, owner = '' }) {
        if (this.#rows === ROWS_OF_PIECE)
            this.#store();
        const at = this.#rows * findings_csv_FIELDS;
        this.#names = row.names;
        this.#numbers[at + findings_csv_KEY] = row.key;
        this.#numbers[at + findings_csv_BRANCH] = row.branch;
        this.#numbers[at + findings_csv_LINE] = row.line;
        this.#numbers[at + OWNER] = this.#owners.intern(owner);
        const ruled = finding/* severities */.gO.indexOf(severity) * finding/* findingStatuses */.GU.length + finding/* findingStatuses */.GU.indexOf(status);
        this.#numbers[at + KIND] = 2 * ruled + (row.match === '' ? 0 : 1);
        this.#times[(at + TIME) / 2] = row.scannedMs;
        this.#bytes.write(fingerprint, 4 * (at + findings_csv_FINGERPRINT), FINGERPRINT_BYTES, 'hex');
        this.#rows += 1;
    }
    /** Passes the rows of the next piece on, in their order. Returns whether there are more. */
    readPiece(onRow) {
        if (this.#file !== null)
            this.#load(this.#file);
        for (let row = 0; row < this.#rows; row++)
            this.#pass(row * findings_csv_FIELDS, onRow);
        return this.#read < this.#stored;
    }
    remove() {
        if (this.#file === null)
            return;
        try {
            (0,external_node_fs_.closeSync)(this.#file);
        }
        catch {
            // As above.
        }
        this.#file = null;
        (0,external_node_fs_.rmSync)(this.#path, { force: true });
    }
    #store() {
        this.#file ??= (0,external_node_fs_.openSync)(this.#path, 'wx+', 0o600);
        (0,external_node_fs_.writeFileSync)(this.#file, this.#bytes.subarray(0, this.#rows * ROW_BYTES));
        this.#stored += this.#rows;
        this.#rows = 0;
    }
    /** The next piece; rows that are not on the disk yet are stored first. */
    #load(file) {
        if (this.#read === 0)
            this.#store();
        this.#rows = Math.min(ROWS_OF_PIECE, this.#stored - this.#read);
        const length = this.#rows * ROW_BYTES;
        if ((0,external_node_fs_.readSync)(file, this.#bytes, 0, length, this.#read * ROW_BYTES) < length)
            throw new Error('cut');
        this.#read += this.#rows;
    }
    #pass(at, onRow) {
        const numbers = this.#numbers;
        const kind = numbers[at + KIND];
        const ruled = kind >> 1;
        const row = {
            names: this.#names,
            key: numbers[at + findings_csv_KEY],
            branch: numbers[at + findings_csv_BRANCH],
            line: numbers[at + findings_csv_LINE],
            scannedMs: this.#times[(at + TIME) / 2],
            match: kind % 2 === 0 ? '' : finding/* REDACTED */.XF,
        };
        const fingerprintAt = 4 * (at + findings_csv_FINGERPRINT);
        onRow(row, {
            severity: finding/* severities */.gO[Math.floor(ruled / finding/* findingStatuses */.GU.length)],
            status: finding/* findingStatuses */.GU[ruled % finding/* findingStatuses */.GU.length],
            fingerprint: this.#bytes.toString('hex', fingerprintAt, fingerprintAt + FINGERPRINT_BYTES),
            owner: this.#owners.text(numbers[at + OWNER]),
        });
    }
}
/** With its line end. */
const findingsCsvHeader = `${finding/* findingsCsvColumns */.qO.join(',')}\r\n`;
/** One line, line end included. `scanned_at` is ISO 8601 in UTC, '' when unknown. */
function findingsCsvRow(row, ruling) {
    const { names, line, scannedMs, match } = row;
    const { project, repository, path, rule } = names.writtenKey(row.key);
    const branch = names.masks.written('branch', names.branches.text(row.branch));
    const place = `${(0,report_escape/* csvCell */.rK)(project)},${(0,report_escape/* csvCell */.rK)(repository)},${(0,report_escape/* csvCell */.rK)(branch)}`;
    const what = `${(0,report_escape/* csvCell */.rK)(path)},${line === 0 ? '' : line},${(0,report_escape/* csvCell */.rK)(rule)}`;
    return `${place},${what},${ruling.severity},${ruling.status},${(0,report_escape/* csvCell */.rK)(ruling.fingerprint)},${findings_csv_instant(scannedMs)},${(0,report_escape/* csvCell */.rK)(match)},${(0,report_escape/* csvCell */.rK)(ruling.owner ?? '')}\r\n`;
}
/** The last instant a Date can hold. */
const LAST_INSTANT_MS = 8.64e15;
function findings_csv_instant(ms) {
    // False for NaN too.
    if (!(Math.abs(ms) <= LAST_INSTANT_MS))
        return '';
    return new Date(ms).toISOString().replace('.000Z', 'Z');
}

;// CONCATENATED MODULE: ./lib/report/report-folder.js
/**
 * `output-dir` as one run sees it. A run writes into a hidden folder of its own inside it and renames each file out of
 * that folder into place. The hidden folder is also its claim on `output-dir`: a run that opens it removes the hidden
 * folders of all others, which then have nothing left to rename. So a reader never meets half a file, and files of two
 * runs never mix: the run that opened the folder last has it, and the others fail.
 *
 * Only the names of `formats.ts` are ever removed, nothing that is an input of the run, and nothing at all from a
 * folder that is a git checkout, where `summary.md` may be somebody's own. `baseline.json` is only ever replaced: it
 * states no verdict, and a run that fails must not take the team's baseline with it.
 */








/** Characters to gather before they are written. */
const report_folder_PIECE = 1 << 16;
const OWN_PREFIX = '.soteri-gate-';
/** Runs that open one folder at the same moment may remove the claim of each other. */
const CLAIM_TRIES = 10;
/**
 * Makes `path` if need be, claims it, and removes what former runs left there.
 * @param inputs files that this run reads (a baseline of the run before, exports to evaluate): they are not removed
 * @throws GateError REPORT_NOT_WRITTEN
 */
function openReportFolder(folder, inputs = []) {
    const path = (0,external_node_path_.resolve)(folder);
    const kept = new Set(inputs.map((input) => (0,external_node_path_.resolve)(input)));
    const own = claimed(path, kept);
    const placed = new Set();
    const staged = (file) => (0,external_node_path_.join)(own, reportFormats[file].name);
    const failureOf = (file, caught) => (0,external_node_fs_.existsSync)(own) ? (0,files/* reportNotWritten */.LA)(reportFormats[file].name, caught) : takenOver();
    const putInPlace = (file) => {
        if (placed.has(file) && !(0,external_node_fs_.existsSync)(staged(file)))
            return;
        (0,external_node_fs_.renameSync)(staged(file), (0,external_node_path_.join)(path, reportFormats[file].name));
        placed.add(file);
    };
    return {
        path,
        /** Absolute path at which `file` is prepared. */
        staged,
        /** Whether `file` is prepared, or in place already. */
        has: (file) => placed.has(file) || (0,external_node_fs_.existsSync)(staged(file)),
        /** Prepares `file`; on failure nothing of it is left. Never throws. */
        async stage(file, render, failures) {
            try {
                const rendered = await render();
                await writePieces(staged(file), typeof rendered === 'string' ? [rendered] : rendered);
            }
            catch (caught) {
                failures.set(file, failureOf(file, caught));
            }
        },
        /** Puts these files in place and removes the others. Never throws. */
        place(files, failures) {
            for (const file of reportFiles) {
                try {
                    if (files.has(file))
                        putInPlace(file);
                    else
                        remove(file, path, own, kept);
                    if (!files.has(file))
                        placed.delete(file);
                }
                catch (caught) {
                    failures.set(file, failureOf(file, caught));
                }
            }
        },
        /** REPORT_NOT_WRITTEN when another run has opened the folder since; else `null`. */
        lostClaim: () => ((0,external_node_fs_.existsSync)(own) ? null : takenOver()),
        /** Gives up the claim. Never throws. */
        close: () => removeQuietly(own),
    };
}
/** The run's own folder in `folder`, which has nothing of former runs any more. */
function claimed(folder, kept) {
    try {
        (0,files/* makeFolder */.fc)(folder);
        const own = claim(folder);
        for (const file of reportFiles)
            remove(file, folder, own, kept);
        return own;
    }
    catch (caught) {
        throw (0,files/* reportNotWritten */.LA)(`"output-dir" ${(0,lib_text/* withoutUserInfo */.sl)(folder)}`, caught);
    }
}
/** @param judged files that the run reads, which may be in that folder @throws GateError REPORT_NOT_WRITTEN */
function openReportsOf(inputs, judged, host) {
    const path = (name) => (0,files/* pathOf */.XM)(name, host.workingFolder);
    const kept = inputs.baselineFile === null ? judged : [path(inputs.baselineFile), ...judged];
    if (inputs.historyFile !== null)
        rejectHistory(path(inputs.historyFile), path(inputs.outputDir), kept);
    return openReportFolder(path(inputs.outputDir), kept);
}
/** Lines are added to the history: to no file that the run writes anew or reads. Case may not distinguish files. */
function rejectHistory(history, folder, read) {
    const taken = [...reportFiles.map((file) => (0,external_node_path_.join)(folder, reportFormats[file].name)), ...read];
    if (!taken.some((path) => (0,external_node_path_.resolve)(path).toLowerCase() === (0,external_node_path_.resolve)(history).toLowerCase()))
        return;
    const what = `"${(0,external_node_path_.basename)(history)}" is a file that this run writes or reads itself: give the history a file of its own.`;
    throw (0,errors/* inputError */.Xu)([{ where: 'history-file', what }]);
}
/** A green report of before must not be taken for this run's. With `report-files` the folder may hold the exports. */
function openReportsAnyway(host) {
    if (host.input('report-files') ?? host.environment('SOTERI_GATE_REPORT_FILES'))
        return null;
    const named = host.input('output-dir') ?? host.environment('SOTERI_GATE_OUTPUT_DIR');
    const path = (0,files/* pathOf */.XM)(named ?? (0,table/* rowOf */.OB)('output-dir').default ?? '', host.workingFolder);
    try {
        return openReportFolder(path);
    }
    catch {
        return null;
    }
}
/** Makes the run's own folder and removes those of all other runs, finished or not. */
function claim(folder) {
    for (let tries = 0; tries < CLAIM_TRIES; tries++) {
        const own = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(folder, OWN_PREFIX));
        for (const name of (0,external_node_fs_.readdirSync)(folder)) {
            if (name.startsWith(OWN_PREFIX) && name !== (0,external_node_path_.basename)(own))
                removeClaim((0,external_node_path_.join)(folder, name));
        }
        if ((0,external_node_fs_.existsSync)(own))
            return own;
    }
    throw takenOver();
}
/** One rename ends the claim; the removal after it takes its time, and may fail for the files of another user. */
function removeClaim(other) {
    const ended = (0,external_node_path_.join)((0,external_node_path_.dirname)(other), `.ended${(0,external_node_path_.basename)(other)}`);
    try {
        (0,external_node_fs_.renameSync)(other, ended);
    }
    catch (caught) {
        if ((0,errors/* systemCode */.xU)(caught) !== 'ENOENT')
            throw caught;
    }
    removeQuietly(ended);
}
function removeQuietly(folder) {
    try {
        (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true });
    }
    catch {
        // Another user's files, or one that is still open.
    }
}
function takenOver() {
    const message = 'Another run has opened "output-dir" meanwhile, or the folder was removed.';
    return new errors/* GateError */.ue('REPORT_NOT_WRITTEN', message, { hint: 'Give each run its own `output-dir`.' });
}
/** Removes one known file by way of the run's own folder, so that a run without its claim removes nothing. */
function remove(file, folder, own, kept) {
    const path = (0,external_node_path_.join)(folder, reportFormats[file].name);
    if (file === 'baseline' || kept.has(path) || (0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder, '.git')))
        return;
    const state = (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
    if (state === undefined || state.isDirectory())
        return;
    const aside = (0,external_node_path_.join)(own, 'removed');
    (0,external_node_fs_.renameSync)(path, aside);
    (0,external_node_fs_.rmSync)(aside);
}
async function writePieces(path, pieces) {
    (0,external_node_fs_.rmSync)(path, { force: true });
    try {
        await (0,promises_.writeFile)(path, gathered(pieces), { flag: 'wx' });
        (0,external_node_fs_.chmodSync)(path, files/* REPORT_FILE_MODE */.UN);
    }
    catch (caught) {
        (0,external_node_fs_.rmSync)(path, { force: true });
        throw caught;
    }
}
function* gathered(pieces) {
    let text = '';
    for (const piece of pieces) {
        text += piece;
        if (text.length < report_folder_PIECE)
            continue;
        yield text;
        text = '';
    }
    if (text !== '')
        yield text;
}

;// CONCATENATED MODULE: ./lib/server/blame.js







/** Looks up the commits of findings, each file once. @returns by fingerprint, and sentences for the report */
async function blameFindings(findings, { inputs, host }, { http }) {
    const blames = new Map();
    const failures = [];
    const known = findings.filter(({ line, repository, branch, path }) => {
        return line !== null && [repository, branch, path].every(finding/* isWhole */.wP);
    });
    const files = Map.groupBy(known, ({ project, repository, branch, path }) => JSON.stringify([project, repository, branch, path]));
    if (files.size > 0)
        host.log.info(`Looking up the authors of ${(0,lib_text/* plural */.LS)(known.length, 'finding')}.`);
    await (0,server_request/* forEachAtOnce */.tU)([...files.values()], async (inFile) => {
        const [{ project, repository: repo, branch, path }] = inFile;
        const commit = inputs.pull?.commit ?? (branch === '' ? '' : `refs/heads/${branch}`);
        try {
            const lines = await readBlame(http, { project, repo, commit }, path);
            for (const { fingerprint, line } of inFile) {
                const [found] = linesAt(lines, Number(line));
                if (found !== undefined)
                    blames.set(fingerprint, blameOf(found, inputs.blameEmails));
            }
        }
        catch (caught) {
            host.stop.throwIfAborted();
            failures.push((0,errors/* asGateError */.Ub)(caught).message);
        }
    });
    if (failures.length === 0)
        return { blames, notes: [] };
    const where = (0,lib_text/* plural */.LS)(failures.length, 'file');
    return { blames, notes: [`The authors of findings in ${where} could not be looked up: ${failures[0]}`] };
}
function blameOf({ author, email, commit, date }, withEmail) {
    // Some accounts have their address as a name.
    const name = withEmail ? author : author.replace(/@\S*/g, '');
    return { author: name, commit, date, ...(withEmail && email !== '' ? { email } : {}) };
}
const blame_MOST_FILES = 200;
/**
 * Notes the heads of both branches; call it before the triggers. A line that the compared branch had and has no more was
 * mended there, and merging the branch does not bring it back. `null` where a head is unknown, or nothing is compared.
 */
async function openOldLines({ inputs, plan, host }, { bitbucket, http }) {
    const [source] = plan.exports;
    const { compared } = plan;
    if (compared === null || source?.kind !== 'branch')
        return null;
    const from = await blame_headOf(source, inputs.pull?.commit ?? null, bitbucket);
    const to = await blame_headOf(compared, inputs.pull?.targetCommit ?? null, bitbucket);
    if (from === null || to === null)
        return null;
    const noneOld = (why) => {
        host.log.debug(why);
        const note = `Whether ${(0,lib_target/* targetName */.je)(compared)} has mended some of the new findings could not be seen, so all of them count as new.`;
        return { isOld: () => false, notes: [note] };
    };
    return async (lines) => {
        try {
            // A pull request whose head moves is an error of the run.
            const now = inputs.pull === null ? await blame_headOf(source, null, bitbucket) : from;
            if (now?.commit !== from.commit)
                return noneOld('The head of the branch moved.');
            const own = await commitsOnlyOn(http, from, to);
            const blames = new Map();
            const paths = [...new Set(lines.map(({ path }) => path))].slice(0, blame_MOST_FILES);
            await (0,server_request/* forEachAtOnce */.tU)(paths, async (path) => {
                const blame = await readBlame(http, from, path).catch((caught) => {
                    host.stop.throwIfAborted();
                    host.log.debug((0,errors/* asGateError */.Ub)(caught).message);
                    return [];
                });
                blames.set(path, blame);
            });
            const isOld = ({ path, line }) => {
                const found = linesAt(blames.get(path) ?? [], line);
                return found.length === 1 && found.every(({ commit }) => !own.has(commit));
            };
            return { isOld, notes: [] };
        }
        catch (caught) {
            host.stop.throwIfAborted();
            return noneOld((0,errors/* asGateError */.Ub)(caught).message);
        }
    };
}
async function blame_headOf(branch, known, bitbucket) {
    const commit = known ?? (await (0,server_bitbucket/* findBranch */.E0)(branch, bitbucket))?.latestCommit ?? null;
    return commit === null ? null : { project: branch.project, repo: branch.repo, commit };
}
function linesAt(blame, line) {
    return blame.filter(({ first, last }) => first <= line && line <= last);
}
const blame_LONGEST_NAME = 100;
/** The blame of a file. Source lines, which some servers send with it, are dropped here. */
async function readBlame(http, at, path) {
    const request = (0,server_request/* repositoryRequest */.KB)(at, ['browse', ...path.split('/')], 'read the blame of a file');
    const query = [
        ['at', at.commit || null],
        ['blame', 'true'],
    ];
    const alone = { ...request, query: [...query, ['noContent', 'true']], expected: [400, 501] };
    const blame = blameIn((await http.json(alone)).body) ?? blameIn((await http.json({ ...request, query })).body);
    if (blame === null)
        throw (0,server_request/* callError */.rb)('REPLY_UNREADABLE', request, 'the reply has no blame.');
    return blame;
}
function blameIn(body) {
    const list = (0,parse/* isRecord */.u4)(body) && !Array.isArray(body) ? body.blame : body;
    if (!Array.isArray(list))
        return null;
    return list.flatMap((entry) => {
        if (!(0,parse/* isRecord */.u4)(entry))
            return [];
        const { lineNumber: first, spannedLines } = entry;
        const commit = entry.commitHash ?? entry.commitId;
        if (!Number.isSafeInteger(first) || !Number.isSafeInteger(spannedLines))
            return [];
        if (typeof commit !== 'string' || !/^[0-9a-f]{40}$/.test(commit))
            return [];
        const last = Number(first) + Number(spannedLines) - 1;
        return [{ first: Number(first), last, commit, ...authorIn(entry) }];
    });
}
function authorIn({ author, authorTimestamp }) {
    const { name, emailAddress } = (0,parse/* isRecord */.u4)(author) ? author : {};
    const text = (value) => (typeof value === 'string' ? value.slice(0, blame_LONGEST_NAME) : '');
    const time = new Date(typeof authorTimestamp === 'number' ? authorTimestamp : Number.NaN);
    const date = Number.isNaN(time.getTime()) ? null : time.toISOString();
    return { author: text(name), email: text(emailAddress), date };
}
/** All commits that are on `from` and not on `to`. */
async function commitsOnlyOn(http, from, to) {
    const own = await commitsBetween(http, from, to);
    // Without its own head, a list is right only where that head is on the other branch too.
    if (own.has(from.commit) || (await commitsBetween(http, to, from)).has(to.commit))
        return own;
    throw new errors/* GateError */.ue('REPLY_UNREADABLE', 'The list of commits has the head of neither branch.');
}
async function commitsBetween(http, from, to) {
    const isFork = from.project !== to.project || from.repo !== to.repo;
    const request = {
        ...(0,server_request/* repositoryRequest */.KB)(to, ['compare', 'commits'], 'list the commits between two branches'),
        query: [
            ['from', from.commit],
            ['to', to.commit],
            ['fromRepo', isFork ? `${from.project}/${from.repo}` : null],
        ],
    };
    const commits = new Set();
    for await (const entry of (0,server_bitbucket/* pagedList */.yD)(http, request)) {
        if (!(0,parse/* isRecord */.u4)(entry) || typeof entry.id !== 'string') {
            throw (0,server_request/* callError */.rb)('REPLY_UNREADABLE', request, 'an entry has no `id`.');
        }
        commits.add(entry.id);
    }
    return commits;
}

;// CONCATENATED MODULE: ./lib/server/check-targets.js
/** Checks before anything is triggered or exported: do the branches exist, were they scanned, can the selectors match? */








async function checkTargets({ plan, inputs, host }, connection) {
    const { triggers, exports, compared } = plan;
    const targets = triggers.length > 0 ? triggers : exports;
    const deadline = { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'the check of the targets' };
    const server = { ...connection, deadline };
    await checkBranches(compared === null ? targets : [...targets, compared], server);
    if (triggers.length > 0 || exports.length === 0 || !inputs.requireScanned)
        return;
    const scanned = await checkScanned(exports, server);
    host.log.info(`${(0,lib_text/* plural */.LS)(scanned, 'branch was', 'branches were')} scanned before.`);
}
/** So many are looked up one by one: a list of all branches takes a request for each 500. */
const FEW_TARGETS = 2;
/** A branch that does not exist has no findings: an export of it would look clean. */
async function checkBranches(targets, { bitbucket, deadline }) {
    const lists = new Map();
    for (const target of targets) {
        if (target.kind !== 'branch')
            continue;
        const { project, repo, branch } = target;
        const name = `${project}/${repo}`;
        if (targets.length <= FEW_TARGETS && (await (0,server_bitbucket/* findBranch */.E0)(target, bitbucket, deadline)) !== null)
            continue;
        const listed = lists.get(name) ?? (await Array.fromAsync(bitbucket.branches(target, deadline), (one) => one.name));
        lists.set(name, listed);
        if (listed.includes(branch))
            continue;
        const near = (0,parse/* namesLike */.kF)(branch, listed);
        throw new errors/* GateError */.ue('NOT_FOUND', `Bitbucket lists ${name}, but no branch "${branch}" in it.${near}`);
    }
}
async function checkScanned(targets, server) {
    const states = new Map();
    const asked = (await listTrackedTargets(targets, server)).filter(isOpen);
    const ask = async (tracked) => {
        const state = await check_targets_stateOf(tracked, server);
        if (state === 'scanned')
            return;
        const isOdd = tracked.branch === null && state !== 'not scanned';
        const own = isOdd ? await branchesInstead(tracked, server) : null;
        if (own !== null) {
            asked.splice(asked.indexOf(tracked), 1, ...own);
            for (const one of own)
                await ask(one);
        }
        else if (isOpen(tracked))
            states.set(tracked, state);
    };
    await (0,server_request/* forEachAtOnce */.tU)([...asked], ask);
    if (states.size === 0)
        return asked.length;
    // In the order of the list, whichever reply came first.
    const unscanned = asked.filter((tracked) => states.has(tracked));
    const names = (0,lib_text/* namesOf */.eZ)(unscanned.map((tracked) => `${tracked.name} (${states.get(tracked)})`));
    const why = `Nothing shows that ${states.size} of ${asked.length} branches were ever scanned, so an export without findings would prove nothing: ${names}.`;
    throw new errors/* GateError */.ue('SCAN_NOT_PROVEN', why, {
        hint: 'Scan first, with `operation: gate` or `scan`; or take the export as it is with `require-scanned: false`.',
    });
}
async function check_targets_stateOf({ repository, branch }, { soteri, deadline }) {
    try {
        const reply = await soteri.scanStatus(repository, branch, 'patiently', deadline);
        if (reply.kind === 'status')
            return reply.status.scanned === true ? 'scanned' : 'not scanned';
        return { 'not-found': '404', copy: 'only a copy from a cache', failing: 'server error' }[reply.kind];
    }
    catch (caught) {
        if (caught instanceof errors/* GateError */.ue && caught.code === 'REPLY_UNREADABLE')
            return 'no scan status';
        throw caught;
    }
}
/** Lists no more than it takes to find a place for each selector that needs one. @returns notes on those without */
async function checkSelectors({ inputs, plan, policy, host }, { bitbucket }) {
    if (!plan.judges)
        return [];
    const places = policyTargets(inputs).map(lib_target/* placeOf */.$t);
    const canMatch = (match) => places.some(placeTest(match));
    const isDecided = (match) => {
        return places.filter(placeTest(match)).some((place) => isDecidedBy(match, place));
    };
    const open = policy.thresholds.filter(({ match }) => canMatch(match));
    const undecided = open.filter(({ match }) => !isDecided(match));
    // What wildcards match may come later, as long as something is judged now.
    const all = undecided.length === open.length;
    const asked = all ? undecided : undecided.filter(({ match }) => !isDecided(literalMatch(match)));
    if (asked.length === 0)
        return [];
    const search = openSearch(asked.flatMap(({ match }) => [literalMatch(match), ...(all ? [match] : [])]));
    const deadline = { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'the check of the selectors' };
    for (const target of inputs.targets) {
        if (search.isOver())
            break;
        for await (const repository of bitbucket.repositories(target, deadline)) {
            const { branch } = (0,lib_target/* placeOf */.$t)(target);
            const names = branch === null ? bitbucket.branches(repository, deadline) : [{ name: branch }];
            await search.look(repository, names);
            if (search.isOver())
                break;
        }
    }
    const where = `${inputs.targets.slice(0, 5).map(lib_target/* targetName */.je).join(', ')}, where Bitbucket lists ${(0,lib_text/* namesOf */.eZ)(search.seen)}`;
    const found = (match) => search.found(all ? match : literalMatch(match));
    const { mistakes, notes } = blindSelectors(asked, found, { where, others: !all });
    if (mistakes.length > 0)
        throw (0,errors/* inputError */.Xu)(mistakes);
    return notes;
}
function openSearch(matches) {
    const seen = [];
    const open = new Map(matches.map((match) => [JSON.stringify(match), { match, fits: placeTest(match) }]));
    const strike = (place, decidesBranches) => {
        for (const [key, { match, fits }] of open) {
            if ((decidesBranches || match.branch === undefined) && fits(place))
                open.delete(key);
        }
    };
    return {
        seen,
        isOver: () => open.size === 0,
        found: (match) => !open.has(JSON.stringify(match)),
        /** Lists the branches only where they decide. A repository without branches fits all of them. */
        async look(repository, branches) {
            const name = `${repository.project}/${repository.repo}`;
            const anyBranch = { ...repository, branch: null };
            strike(anyBranch, false);
            // Those that fit and are left ask for a branch.
            const asking = () => open.values().some(({ fits }) => fits(anyBranch));
            if (!asking()) {
                seen.push(name);
                return;
            }
            let isEmpty = true;
            for await (const { name: branch } of branches) {
                isEmpty = false;
                seen.push(`${name}@${branch}`);
                strike({ ...repository, branch }, true);
                if (!asking())
                    return;
            }
            if (isEmpty)
                strike(anyBranch, true);
        },
    };
}

;// CONCATENATED MODULE: ./lib/server/pull-request.js




async function withPullRequest(inputs, host, read) {
    const { http, bitbucket } = await (0,server_connection/* openConnection */.JY)(inputs, host);
    try {
        const pull = await findPullRequest(inputs, host, bitbucket);
        rejectOtherBranch(inputs, pull);
        const { id, source, commit, target } = pull;
        const from = `${(0,lib_target/* targetName */.je)(source)} (${commit.slice(0, 11)})`;
        host.log.info(`Pull request ${id}: ${from} into ${(0,lib_target/* targetName */.je)(target)} (${pull.targetCommit.slice(0, 11)}).`);
        const given = { targets: [source], compared: target, commit: inputs.commit ?? commit, pull };
        return await read({ inputs: given, ...policyFilesOf(pull, host, bitbucket) });
    }
    finally {
        await http.close();
    }
}
async function findPullRequest({ pullRequest, targets: [target], bitbucketUrl }, host, bitbucket) {
    if (target?.kind !== 'repo' && target?.kind !== 'branch') {
        throw (0,errors/* inputError */.Xu)([{ where: 'pull-request', what: 'It needs `project` and `repo`.' }]);
    }
    const repository = { project: target.project, repo: target.repo };
    if (typeof pullRequest === 'number')
        return await read(pullRequest);
    const hint = target.kind === 'branch'
        ? { pull: target.branch, shown: 'the input branch' }
        : pullRequestHint(host, bitbucketUrl?.hostname ?? '');
    if (hint === null) {
        const what = 'No variable of the CI names a pull request of this Bitbucket or a branch: give the number, or `branch`.';
        throw (0,errors/* inputError */.Xu)([{ where: 'pull-request', what }]);
    }
    const { pull, shown } = hint;
    host.log.info(`pull-request: auto takes ${pull} from ${shown}.`);
    return typeof pull === 'number' ? await read(pull) : await find(pull);
    async function read(id) {
        const body = await bitbucket.pullRequest(repository, id);
        if (body !== null)
            return openPullRequest(body, repository);
        throw new errors/* GateError */.ue('NOT_FOUND', `${(0,lib_target/* repositoryNameOf */.fy)(target)} has no pull request ${id}.`, {
            hint: 'Give the number that Bitbucket shows. Mirrored code has other numbers elsewhere.',
        });
    }
    async function find(branch) {
        const found = [];
        for await (const body of bitbucket.pullRequestsFrom(repository, branch)) {
            const pull = openPullRequest(body, repository);
            if (pull_request_isSame(pull.target, repository))
                found.push(pull);
        }
        const [only] = found;
        if (only !== undefined && found.length === 1)
            return only;
        const count = found.length === 0 ? 'is no open pull request' : `are ${found.length} open pull requests`;
        const numbers = found.length === 0 ? '' : ` (${found.map(({ id }) => id).join(', ')})`;
        throw unusable(`There ${count} from ${branch} in ${(0,lib_target/* repositoryNameOf */.fy)(target)}${numbers}.`);
    }
}
/** Variables with a number, and with the address of what it is a number of. */
const pull_request_numbers = [
    { variable: 'CHANGE_ID', address: 'CHANGE_URL' },
    { variable: 'BITBUCKET_PULL_REQUEST_ID' },
    { variable: 'bamboo_repository_pr_key' },
    { variable: 'DRONE_PULL_REQUEST', address: 'DRONE_REPO_LINK' },
    { variable: 'CI_COMMIT_PULL_REQUEST', address: 'CI_REPO_URL' },
];
/** Variables with a branch or ref; that of a change before those that may name what it is merged into. */
const branches = [
    'CHANGE_BRANCH',
    'DRONE_SOURCE_BRANCH',
    'CI_COMMIT_SOURCE_BRANCH',
    'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME',
    'SYSTEM_PULLREQUEST_SOURCEBRANCH',
    'GITHUB_HEAD_REF',
    'BRANCH_NAME',
    'GIT_BRANCH',
    'bamboo_planRepository_branchName',
    'TEAMCITY_BUILD_BRANCH',
    'CI_COMMIT_BRANCH',
    'BUILD_SOURCEBRANCH',
    'GITHUB_REF',
];
const refOfPullRequest = /^(?:refs\/)?pull-requests\/([1-9]\d*)\/(?:from|merge)$/;
/** A number counts only where its address is on the host of Bitbucket: mirrored code has other numbers elsewhere. */
function pullRequestHint({ environment }, bitbucketHost) {
    for (const { variable, address } of pull_request_numbers) {
        const url = address === undefined ? undefined : environment(address);
        if (url !== undefined && URL.parse(url)?.hostname !== bitbucketHost)
            continue;
        const number = numberIn(environment(variable) ?? '');
        if (number !== null)
            return { pull: number, shown: variable };
    }
    const refs = branches.flatMap((shown) => {
        const ref = environment(shown);
        return ref === undefined ? [] : [{ ref, shown }];
    });
    for (const { ref, shown } of refs) {
        const number = numberIn(refOfPullRequest.exec(ref)?.[1] ?? '');
        if (number !== null)
            return { pull: number, shown };
    }
    const [first] = refs.filter(({ ref }) => !/^refs\/(?!heads\/)|^PR-\d+$/.test(ref));
    if (first === undefined)
        return null;
    return { pull: first.ref.replace(/^(refs\/heads\/|origin\/)/, ''), shown: first.shown };
}
function numberIn(text) {
    return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
function pull_request_isSame(one, other) {
    const key = ({ project, repo }) => `${project}/${repo}`.toLowerCase();
    return key(one) === key(other);
}
function openPullRequest(body, repository) {
    const { id, state, fromRef, toRef } = (0,parse/* isRecord */.u4)(body) ? body : {};
    const [from, to] = [refOf(fromRef, repository), refOf(toRef, repository)];
    if (typeof id !== 'number' || typeof state !== 'string' || from === null || to === null) {
        throw new errors/* GateError */.ue('REPLY_UNREADABLE', 'The pull request has no `id`, `state`, `fromRef` or `toRef`.');
    }
    if (state !== 'OPEN')
        throw unusable(`Pull request ${id} is ${state.toLowerCase().slice(0, 20)}, not open.`);
    const [source, target] = [from.branch, to.branch];
    if (source === null || target === null) {
        throw unusable(`Pull request ${id} is not from a branch to a branch, and only branches are scanned.`);
    }
    return { id, source, commit: from.commit, target, targetCommit: to.commit };
}
function refOf(ref, own) {
    if (!(0,parse/* isRecord */.u4)(ref) || typeof ref.id !== 'string')
        return null;
    const { id, latestCommit, repository } = ref;
    if (typeof latestCommit !== 'string' || !/^[0-9a-f]{40}$/.test(latestCommit))
        return null;
    const { project, slug } = (0,parse/* isRecord */.u4)(repository) ? repository : { project: null, slug: own.repo };
    const key = (0,parse/* isRecord */.u4)(project) ? project.key : own.project;
    if (typeof key !== 'string' || typeof slug !== 'string')
        return null;
    const where = pull_request_isSame({ project: key, repo: slug }, own) ? own : { project: key, repo: slug };
    const branch = /^refs\/heads\/(.+)$/s.exec(id)?.[1];
    return { branch: branch === undefined ? null : { kind: 'branch', ...where, branch }, commit: latestCommit };
}
function unusable(what) {
    return new errors/* GateError */.ue('PULL_REQUEST_UNUSABLE', what);
}
function rejectOtherBranch({ targets: [target] }, { id, source }) {
    if (target?.kind !== 'branch' || target.branch === source.branch)
        return;
    const what = `"${target.branch}" is not the branch of pull request ${id}, which is ${(0,lib_target/* targetName */.je)(source)}: leave it out.`;
    throw (0,errors/* inputError */.Xu)([{ where: 'branch', what }]);
}
/** Reads files at the head of the target, and notes what the change does to them. */
function policyFilesOf({ source, commit, target, targetCommit }, { log }, bitbucket) {
    const notes = [];
    return {
        notes,
        async readFile(name, isOptional) {
            const file = await bitbucket.rawFile(target, name, targetCommit);
            if (file !== null)
                log.info(`Policy file ${name} is read from the head of ${(0,lib_target/* targetName */.je)(target)}.`);
            const own = await bitbucket.rawFile(source, name, commit).catch((caught) => {
                log.debug((0,errors/* asGateError */.Ub)(caught).message);
                return undefined;
            });
            const note = editNote(name, file, own, (0,lib_target/* targetName */.je)(target));
            if (note !== null)
                notes.push(note);
            if (file !== null || isOptional)
                return file;
            throw new errors/* GateError */.ue('FILE_UNREADABLE', `policy-file: "${name}" is not on ${(0,lib_target/* targetName */.je)(target)}.`, {
                hint: 'With `pull-request` the policy of the target rules: merge the file there first, or set `policy-from: checkout`.',
            });
        },
    };
}
/** @param own of the source; `undefined` where it could not be read */
function editNote(name, file, own, target) {
    if (own === undefined)
        return `Whether the change edits the policy file ${name} could not be seen.`;
    if (file === null && own === null)
        return null;
    if (file !== null && own !== null && file.equals(own))
        return null;
    const does = file === null ? 'adds' : own === null ? 'deletes' : 'edits';
    return `The change ${does} the policy file ${name}, which was not applied: the policy of ${target} rules.`;
}
/** The error with the way out, where it comes from a missing right in the fork of a pull request. */
function explainFork(error, inputs) {
    const pull = inputs?.pull ?? null;
    if (pull === null || pull_request_isSame(pull.source, pull.target))
        return error;
    const fork = (0,lib_target/* repositoryNameOf */.fy)(pull.source);
    if (!['RIGHT_MISSING', 'NOT_FOUND'].includes(error.code) || !error.message.includes(fork))
        return error;
    const hint = `The pull request comes from the fork ${fork}, and is scanned there: grant the account of the gate the right in the fork, or push the change to a branch of ${(0,lib_target/* repositoryNameOf */.fy)(pull.target)}.`;
    return new errors/* GateError */.ue(error.code, error.message, { hint, cause: error });
}

;// CONCATENATED MODULE: ./lib/server/wait-progress.js
/** What a wait shows while it goes on (a line each minute, or a live display), and how it ends: its error and its notes. */




/** No terminal is higher, and a wide scope may have thousands. */
const SHOWN_TARGETS = 100;
/** @returns also the 100 targets that matter most, and from 0 to 1 how far all are as the server reports it */
function countProgress(all, elapsedMs) {
    // Default branches that represent their repositories; and all others, which are known once the default one is done.
    const defaults = { running: 0, waiting: 0, done: 0 };
    const others = { ...defaults };
    const by = { running: [], waiting: [], done: [] };
    let [parts, wasBusy, isQueued] = [0, false, false];
    for (const tracked of all) {
        const { branch, settled, progress } = tracked;
        const own = branch === null ? defaults : others;
        own[settled === null ? activityOf(progress) : 'done'] += 1;
        others.done += othersOf(tracked).done;
        for (const scan of tracked.others?.open.values() ?? [])
            others[activityOf(scan)] += 1;
        const target = targetProgress(tracked);
        by[target.state].push(target);
        parts += partOf(tracked, target);
        wasBusy ||= settled === null && progress.before.kind === 'busy';
        isQueued ||= settled === null && openScans(tracked).some(({ state }) => state.kind === 'scheduled');
    }
    const targets = [...by.running, ...by.waiting, ...by.done].slice(0, SHOWN_TARGETS);
    const fraction = all.length === 0 ? 0 : parts / all.length;
    return { defaults, others, elapsedMs, targets, fraction, wasBusy, isQueued };
}
function openScans({ progress, others }) {
    return others === null ? [progress] : [...others.open.values()];
}
function isQueued(tracked) {
    return openScans(tracked).every(({ state }) => state.kind === 'scheduled');
}
function activityOf({ state: { kind } }) {
    if (kind === 'proven')
        return 'done';
    return kind === 'running' || kind === 'confirming' ? 'running' : 'waiting';
}
function othersOf({ others }) {
    if (others === null)
        return { total: 0, done: 0 };
    // The default branch is among the known ones, unless the list does not mark it.
    const total = Math.max(others.totals.size - 1, others.open.size);
    return { total, done: total - others.open.size };
}
function targetProgress(tracked) {
    const { name, settled, others, progress } = tracked;
    if (settled !== null)
        return { name, state: 'done', percent: 100 };
    if (others === null) {
        const activity = activityOf(progress);
        // A default branch may be done, while the others are still to be listed.
        return { name, state: activity === 'done' ? 'running' : activity, percent: percentOf(progress) };
    }
    const { total, done } = othersOf(tracked);
    const runs = [...others.open.values()].some((scan) => activityOf(scan) === 'running');
    return {
        name: `${name}: ${done} of ${(0,lib_text/* plural */.LS)(total, 'other branch', 'other branches')} done`,
        state: runs ? 'running' : 'waiting',
        percent: total === 0 ? 100 : (100 * done) / total,
    };
}
function percentOf({ state }) {
    if (state.kind === 'running')
        return state.percent;
    return state.kind === 'confirming' || state.kind === 'proven' ? 100 : null;
}
/** Of a repository, the default branch is one half and all others the other half. */
function partOf({ branch, settled, others }, { percent }) {
    const part = (percent ?? 0) / 100;
    if (settled !== null || branch !== null)
        return part;
    return others === null ? part / 2 : 0.5 + part / 2;
}
function wait_progress_totalOf({ running, waiting, done }) {
    return running + waiting + done;
}
/** `12 of 40 default branches done, 3 running, 25 waiting`, and the same of the other branches where there are any. */
function countsOf({ defaults, others }) {
    const line = (tally, one, many) => `${tally.done} of ${(0,lib_text/* plural */.LS)(wait_progress_totalOf(tally), one, many)} done, ${tally.running} running, ${tally.waiting} waiting`;
    if (wait_progress_totalOf(defaults) === 0)
        return [line(others, 'branch', 'branches')];
    const first = line(defaults, 'default branch', 'default branches');
    return wait_progress_totalOf(others) === 0 ? [first] : [first, line(others, 'other branch', 'other branches')];
}
const SHARED = 'other scans seem to be queued too, so it may take longer';
function restOf({ restMs }) {
    return restMs === null ? [] : [`${roughly(restMs)} more at this rate`];
}
function heartbeatLine(progress) {
    const facts = [...countsOf(progress), ...restOf(progress), ...(progress.isShared ? [SHARED] : [])];
    return `Waiting for scans (${formatDuration(progress.elapsedMs)}): ${facts.join('; ')}.`;
}
/** `[#####-----] 3 of 6 branches done, ...`, the time, and `  [####--------]     37%  PROJ/repo@main` for each target. */
function liveText(progress) {
    const { elapsedMs, isShared, fraction, targets } = progress;
    const [first, ...others] = countsOf(progress);
    const time = [`${formatDuration(elapsedMs)} so far`, ...restOf(progress)].join(', ');
    const below = [...others, time, ...(isShared ? [SHARED] : [])].map((line) => `  ${line}`);
    return [`${bar(fraction, 20)} ${first}`, ...below, ...targets.map(targetLine)].join('\n');
}
/** Fewer scans that ended give no rate. */
const RATE_SCANS = 5;
/** The rate is that of the last minutes, or of a longer time if so few scans ended in them. */
const RATE_MS = 5 * 60_000;
const SAMPLE_MS = 10_000;
/** So long after the last end with scans queued and none running, the server seems to be busy with others. */
const IDLE_MS = 60_000;
/** @returns a function that adds to the counts of now what those before show of the time left */
function openOutlook(start) {
    const first = toSample(start);
    const samples = [first];
    let lastEnd = first;
    return (counted) => {
        const now = toSample(counted);
        if (now.done !== lastEnd.done)
            lastEnd = now;
        if (now.at - (samples.at(-1) ?? first).at >= SAMPLE_MS)
            samples.push(now);
        const isOldEnough = (past) => now.at - past.at >= RATE_MS && now.done - past.done >= RATE_SCANS;
        const since = samples.findLast(isOldEnough) ?? first;
        const { defaults, others, wasBusy, isQueued } = counted;
        const isIdle = isQueued && defaults.running + others.running === 0 && now.at - lastEnd.at >= IDLE_MS;
        // The server seems to have scans in its queue that this run did not trigger.
        const isShared = isIdle || (wasBusy && defaults.waiting + others.waiting > 0);
        const [ended, left] = [now.done - since.done, scansLeft(counted)];
        const restMs = ended < RATE_SCANS || left === 0 ? null : ((now.at - since.at) / ended) * left;
        return { ...counted, restMs, isShared };
    };
}
function toSample({ elapsedMs, defaults, others }) {
    return { at: elapsedMs, done: defaults.done + others.done };
}
/** With as many other branches in the repositories that are still to be listed as in those that were listed. */
function scansLeft({ defaults, others }) {
    const open = wait_progress_totalOf(defaults) - defaults.done;
    const unlisted = defaults.done === 0 ? 0 : (open * wait_progress_totalOf(others)) / defaults.done;
    return open + wait_progress_totalOf(others) - others.done + unlisted;
}
/** An estimate without false precision: `under a minute`, `about 6 min`, `about 25 min`, `about 1.5 h`, `about 12 h` */
function roughly(ms) {
    const minutes = Math.ceil(ms / 60_000);
    if (minutes <= 1)
        return 'under a minute';
    if (minutes <= 10)
        return `about ${minutes} min`;
    if (minutes <= 55)
        return `about ${5 * Math.ceil(minutes / 5)} min`;
    const hours = minutes / 60;
    return `about ${hours <= 5 ? Math.ceil(2 * hours) / 2 : Math.ceil(hours)} h`;
}
function targetLine({ name, state, percent }) {
    const word = percent === null || state === 'done' ? state : `${Math.floor(percent)}%`;
    return `  ${bar((percent ?? 0) / 100, 12)} ${word.padStart(7)}  ${name}`;
}
/** `[###-------]` for a part from 0 to 1. */
function bar(part, width) {
    const filled = Math.floor(Math.min(1, Math.max(0, part)) * width);
    return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`;
}
/** `45 s`, `12 min`, `2 h 5 min` */
function formatDuration(ms) {
    const seconds = Math.round(ms / 1000);
    if (seconds < 90)
        return `${seconds} s`;
    const minutes = Math.round(seconds / 60);
    if (minutes < 120)
        return `${minutes} min`;
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
const DISPLAY_MS = 200;
/** Updates a live display if there is one, a few times a second; otherwise logs a line each minute. */
function openHeartbeat(tracked, { clock, log, progress }) {
    const started = clock.elapsed();
    const withOutlook = openOutlook(countProgress(tracked, 0));
    const progressNow = () => withOutlook(countProgress(tracked, clock.elapsed() - started));
    const minuteIsOver = openMinutes(clock);
    let lastShown = Number.NEGATIVE_INFINITY;
    return (display) => {
        if (progress === null) {
            if (minuteIsOver())
                log.info(heartbeatLine(progressNow()));
        }
        else if (display === 'now' || clock.elapsed() - lastShown >= DISPLAY_MS) {
            lastShown = clock.elapsed();
            progress(liveText(progressNow()));
        }
    };
}
async function sleepWithHeartbeat(ms, world, beat) {
    const { clock, stop } = world;
    const longest = world.progress === null ? HEARTBEAT_MS / 4 : 1000;
    // Shows the last polls before the first piece is over.
    beat('now');
    for (let left = ms; left > 0; left -= longest) {
        await clock.sleep(Math.min(left, longest), stop);
        beat();
    }
}
function scanTimeoutError(unfinished, timeoutMs) {
    const names = (0,lib_text/* namesOf */.eZ)(unfinished.map((tracked) => `${tracked.name} (${lastState(tracked)})`));
    const waited = `after ${formatDuration(timeoutMs)}`;
    if (unfinished.length === 0) {
        const why = `All scans were done, but the branches could not be listed once more ${waited} (\`timeout\`).`;
        return new errors/* GateError */.ue('SCAN_TIMEOUT', why);
    }
    if (unfinished.some(isUnderWay)) {
        return new errors/* GateError */.ue('SCAN_TIMEOUT', `The scan is not done ${waited} (\`timeout\`): ${names}.`);
    }
    const states = unfinished.map(({ progress }) => progress.state);
    const failed = states.find(({ kind }) => kind === 'unanswered');
    if (failed?.kind === 'unanswered') {
        const why = `The wait ended ${waited} without an answer of the server: ${names}. Last: ${failed.error.message}`;
        return new errors/* GateError */.ue(failed.error.code, why, { hint: failed.error.hint });
    }
    if (states.every(({ kind }) => kind === 'failing')) {
        return new errors/* GateError */.ue('SERVER_FAILED', `The wait ended ${waited}, and the server kept failing: ${names}.`);
    }
    const why = `Nothing is queued or running ${waited}, and yet nothing proves ${whatIsUnproven(unfinished)}: ${names}.`;
    return new errors/* GateError */.ue('SCAN_NOT_PROVEN', why);
}
function isUnderWay(tracked) {
    return openScans(tracked).some(({ state: { kind } }) => ['scheduled', 'running', 'confirming'].includes(kind));
}
function whatIsUnproven(unfinished) {
    if (unfinished.every(({ others }) => others !== null)) {
        return 'that all other branches were scanned and are up to date';
    }
    const kinds = new Set(unfinished.map(({ progress }) => progress.state.kind));
    const [only = ''] = kinds.size === 1 ? kinds : [];
    return unproven[only] ?? 'that the scan is done';
}
const unproven = {
    unchanged: 'that a scan ran after the trigger; only the result from before it was ever shown',
    stopped: 'that the result is up to date and whole; the scan was cancelled or failed, or the branch changed',
    unscanned: 'that a scan ever began',
};
function lastState({ progress, others }) {
    if (others !== null)
        return branchesToGo(others);
    return progress.state.kind === 'proven' ? 'other branches not listed' : describeProgress(progress);
}
/** `2 other branches to go: dev not scanned, old not found` */
function branchesToGo({ open }) {
    const names = open.entries().map(([branch, progress]) => `${branch} ${describeProgress(progress)}`);
    return `${open.size} other ${open.size === 1 ? 'branch' : 'branches'} to go: ${(0,lib_text/* namesOf */.eZ)(names)}`;
}
/** For a scan that was seen after the trigger, and then stayed idle without an up-to-date result. */
function scanStoppedError(name, { signs, sameInRow }, how) {
    const seen = signs.length > 0 ? signs.join(', ') : 'no failure before the trigger';
    const why = `The scan of ${name} is over without an up-to-date result (${seen}; then ${how}, ${sameInRow} times in a row): it was cancelled or failed, or the branch changed meanwhile.`;
    return new errors/* GateError */.ue('SCAN_NOT_PROVEN', why, {
        hint: 'Look at the scan in Soteri\u2019s dashboard and at the log of Bitbucket, then run the gate again (docs/first-run.md).',
    });
}
function unwatchedNote(repository, branches) {
    return `${repository}: not watched, since they appeared at the end of the wait: ${(0,lib_text/* namesOf */.eZ)(branches)}.`;
}
/** The scans of these may have been over before the first poll, or there were none. `null` if there are no such branches. */
function unchangedBranchesNote(all) {
    const names = all.flatMap(({ name, others }) => others?.unchanged.map((branch) => `${name}@${branch}`) ?? []);
    if (names.length === 0)
        return null;
    const [noun, verb] = names.length === 1 ? ['branch', 'was'] : ['branches', 'were'];
    return `Nothing shows that ${names.length} ${noun} beside the default ones ${verb} scanned after the trigger, though the server calls the result up to date: ${(0,lib_text/* namesOf */.eZ)(names)}. If that result is older, findings are missing; scope \`repo\` watches each branch.`;
}

;// CONCATENATED MODULE: ./lib/server/poll.js
/** One poll of one target, and the rules of patience: how many 404s, failures and strange replies end a wait. */






// Limits count polls of one target in a row, not rounds of the loop.
/** 404s after which a target that Bitbucket lists is given up, where others are answered. */
const MISSING_POLLS = 12;
/** 404s after which the whole resource is missing, where no target was ever answered. */
const MISSING_RESOURCE_POLLS = 8;
/** The same by all 404s of a wait, since the first round over thousands of targets is long: so many in so much time. */
const MISSING_RESOURCE_REPLIES = 40;
const MISSING_RESOURCE_MS = 30_000;
/** Server errors that a restart does not explain. */
const FAILING_POLLS = 20;
/** Replies that are no scan status at all. */
const STRANGE_POLLS = 6;
const strange = ['REPLY_UNREADABLE', 'LOGIN_PAGE', 'REDIRECTED'];
/** Errors that do not end a wait: the next poll may succeed. */
const passing = ['UNREACHABLE', 'REQUEST_TIMEOUT', 'SERVER_FAILED', ...strange];
/** Polls, and the time from the first to the last of them, after which a scan is known to have ended without a result. */
const STOPPED_POLLS = 5;
const poll_STOPPED_MS = 10_000;
/** Unchanged results after which another branch counts as done: right after a trigger an old one may be shown. */
const UNCHANGED_POLLS = 3;
/** Another branch is looked up in Bitbucket at its second 404, and then at every so many more. */
const LIST_AGAIN_EVERY = 10;
async function pollTarget(tracked, polling) {
    if (tracked.progress.state.kind !== 'proven') {
        const reply = await pollBranch(tracked, tracked.branch, polling);
        tracked.progress = observe(tracked.progress, reply, polling.clock.elapsed());
        showState(tracked, describeProgress(tracked.progress), polling);
    }
    const { state, sameInRow } = tracked.progress;
    switch (state.kind) {
        case 'proven':
            if (tracked.branch === null)
                return await pollOtherBranches(tracked, state, polling);
            tracked.settled = { provenBy: state.by, total: state.total };
            return;
        case 'not-found':
            return await handleMissing(tracked, sameInRow, polling);
        case 'failing':
            if ((0,server_soteri/* isRestarting */.EP)(state.status))
                return;
            if ((await isEmpty(tracked, sameInRow, polling)) || sameInRow < FAILING_POLLS)
                return;
            throw failingError(tracked.name, state.status, sameInRow);
        case 'unanswered':
            if (!strange.includes(state.error.code))
                return;
            if ((await isEmpty(tracked, sameInRow, polling)) || sameInRow < STRANGE_POLLS)
                return;
            throw state.error;
        case 'stopped':
            return throwIfStopped(tracked.name, tracked.progress, polling);
        case 'unasked':
        case 'scheduled':
        case 'running':
        case 'unchanged':
        case 'unscanned':
        case 'confirming':
        case 'unclear':
            return;
        default:
            (0,errors/* assertNever */.xb)(state);
    }
}
/** One question for one branch; an error that may pass comes back as a reply. */
async function pollBranch({ repository }, branch, polling) {
    try {
        const reply = await polling.soteri.scanStatus(repository, branch, 'once', polling.deadline);
        if (reply.kind === 'status')
            polling.answered += 1;
        return reply;
    }
    catch (caught) {
        return { kind: 'unanswered', error: passingOrThrow(caught) };
    }
}
function passingOrThrow(caught) {
    if (caught instanceof errors/* GateError */.ue && passing.includes(caught.code))
        return caught;
    throw caught;
}
function showState(tracked, state, polling) {
    if (addState(tracked.states, state, polling.clock.now()))
        polling.onState(tracked, state);
}
/** The error for a branch that keeps failing while the server as such is there. */
function failingError(name, status, times) {
    const why = `The scan status of ${name} cannot be read: the server answered ${status}, ${times} times in a row.`;
    return new errors/* GateError */.ue('SERVER_FAILED', why);
}
function throwIfStopped(name, progress, { clock }) {
    const { state, sameInRow, since } = progress;
    const isOver = sameInRow >= STOPPED_POLLS && clock.elapsed() - since >= poll_STOPPED_MS;
    if (state.kind === 'stopped' && isOver)
        throw scanStoppedError(name, progress, state.how);
}
async function listBranches({ repository }, { bitbucket, deadline }) {
    try {
        return await Array.fromAsync(bitbucket.branches(repository, deadline));
    }
    catch (caught) {
        passingOrThrow(caught);
        return null;
    }
}
/** A 404 may mean an empty repository, a deleted branch, or a server without the resource. */
async function handleMissing(tracked, sameInRow, polling) {
    polling.notFound += 1;
    if (await isEmpty(tracked, sameInRow, polling))
        return;
    if (polling.answered === 0) {
        const { existing } = polling;
        if (existing === null || !isResourceMissing(sameInRow, polling))
            return;
        const why = `The server answers every request for a scan status with 404, though ${existing} exists: it has no such resource, so a scan cannot be proven done.`;
        throw new errors/* GateError */.ue('SCAN_RESOURCE_MISSING', why);
    }
    if (tracked.exists && sameInRow >= MISSING_POLLS) {
        const why = `The server knows no scan status of ${tracked.name} (404, ${sameInRow} times in a row), although Bitbucket lists it.`;
        throw new errors/* GateError */.ue('NOT_FOUND', why);
    }
}
function isResourceMissing(sameInRow, { clock, startedAt, notFound }) {
    if (sameInRow >= MISSING_RESOURCE_POLLS)
        return true;
    return notFound >= MISSING_RESOURCE_REPLIES && clock.elapsed() - startedAt >= MISSING_RESOURCE_MS;
}
/** Whether there is nothing to scan: some servers answer 404 for a repository without branches, others 500 or 204. */
async function isEmpty(tracked, sameInRow, polling) {
    if (!tracked.exists && sameInRow >= 2)
        await lookUp(tracked, polling);
    return tracked.settled !== null;
}
async function lookUp(tracked, polling) {
    // While nothing was answered, one target that exists is proof enough: thousands need not be looked up.
    if (polling.answered === 0 && polling.existing !== null)
        return;
    const branches = await listBranches(tracked, polling);
    if (branches === null)
        return;
    const { branch, repository } = tracked;
    if (branches.length === 0 && !tracked.named) {
        settleEmpty(tracked);
        showState(tracked, 'empty repository', polling);
    }
    else if (branch === null || branches.some(({ name }) => name === branch)) {
        tracked.exists = true;
        polling.existing ??= tracked.name;
    }
    else if (tracked.named) {
        const why = `Bitbucket lists ${repository.project}/${repository.repo}, but no branch "${branch}" in it.`;
        throw new errors/* GateError */.ue('NOT_FOUND', why);
    }
    else {
        const provenBy = 'the branch was deleted meanwhile, so there is nothing to scan';
        tracked.settled = { provenBy, total: null };
        polling.notes.push(`${tracked.name}: the branch was deleted during the wait.`);
        showState(tracked, 'branch deleted', polling);
    }
}
/**
 * Polls the branches besides the default one, which is proven; its trigger scans them all. Each has to show an up-to-date
 * result while it is neither queued nor running.
 *
 * An instance has hundreds of thousands of them, so there is no snapshot from before the trigger, and a scan may be over
 * before its first poll (docs/scale.md). A result that looks old counts as done after `UNCHANGED_POLLS`, and a note names the
 * branch; with scope `repo` every branch is tracked by itself.
 */
async function pollOtherBranches(tracked, proven, polling) {
    tracked.others ??= await listOthers(tracked, proven.total, polling);
    const { others } = tracked;
    if (others === null)
        return;
    await pollOpen(tracked, others, polling);
    await dropDeleted(tracked, others, polling);
    const isFinal = others.open.size === 0 && (await isListFinal(tracked, others, polling));
    const { size } = others.open;
    const rest = size === 0 ? '' : `, ${size} other ${size === 1 ? 'branch' : 'branches'} to go`;
    showState(tracked, `finished${rest}`, polling);
    if (!isFinal)
        return;
    const { unchanged, deleted, total } = others;
    if (deleted.length > 0)
        polling.notes.push(`${tracked.name}: deleted during the wait: ${(0,lib_text/* namesOf */.eZ)(deleted)}.`);
    const proof = `default branch: ${proven.by}; no other branch waits or runs`;
    const doubt = `, but nothing shows a scan after the trigger for ${(0,lib_text/* namesOf */.eZ)(unchanged)}`;
    tracked.settled = { provenBy: unchanged.length === 0 ? proof : proof + doubt, total };
}
async function listOthers(tracked, total, polling) {
    const branches = await listBranches(tracked, polling);
    if (branches === null)
        return null;
    const others = branches.filter(({ isDefault }) => !isDefault);
    return {
        totals: new Map(branches.map(({ name, isDefault }) => [name, isDefault ? total : null])),
        wereAdded: false,
        open: openOf(tracked, others),
        // If the list does not mark the default branch, its findings would be counted twice.
        total: others.length < branches.length ? total : null,
        unchanged: [],
        deleted: [],
        failures: 0,
    };
}
function openOf({ progress }, branches) {
    const start = startProgress(undefined, reportsActivity(progress));
    return new Map(branches.map(({ name }) => [name, start]));
}
/** Once all are done they are listed again: one may have been created, or hidden as the list shifted. */
async function isListFinal(tracked, others, polling) {
    // Without other branches the list is only a moment old.
    if (others.totals.size <= 1)
        return true;
    const branches = await listBranches(tracked, polling);
    if (branches === null)
        return false;
    const added = branches.filter(({ name }) => !others.totals.has(name));
    const names = added.map(({ name }) => name);
    if (added.length > 0 && others.wereAdded)
        polling.notes.push(unwatchedNote(tracked.name, names));
    if (added.length === 0 || others.wereAdded)
        return true;
    others.wereAdded = true;
    for (const name of names)
        others.totals.set(name, null);
    others.open = openOf(tracked, added);
    return false;
}
async function pollOpen(tracked, others, polling) {
    const stillOpen = new Map();
    let failedWith = null;
    for (const [branch, last] of others.open) {
        const reply = await pollBranch(tracked, branch, polling);
        // There is no snapshot: the first status that can be read takes its place.
        const isFirst = reply.kind === 'status' && last.before.kind === 'unknown';
        const begun = isFirst ? startProgress(beforeOf(reply), last.othersActive) : last;
        const progress = observe(begun, reply, polling.clock.elapsed());
        throwIfStopped(`${tracked.name}@${branch}`, progress, polling);
        if (!countIfDone(branch, progress, reply, others))
            stillOpen.set(branch, progress);
        if (reply.kind === 'failing' && !(0,server_soteri/* isRestarting */.EP)(reply.status))
            failedWith = reply.status;
    }
    others.open = stillOpen;
    others.failures = failedWith === null ? 0 : others.failures + 1;
    if (failedWith !== null && others.failures >= FAILING_POLLS) {
        const [branch = ''] = stillOpen.keys();
        throw failingError(`${tracked.name}@${branch}`, failedWith, others.failures);
    }
}
function countIfDone(branch, { state, sameInRow }, reply, others) {
    if (reply.kind !== 'status' || !isDone(reply.status))
        return false;
    const isUnchanged = state.kind === 'unchanged' && sameInRow >= UNCHANGED_POLLS;
    if (state.kind !== 'proven' && !isUnchanged)
        return false;
    const { total } = reply.status;
    others.total = others.total === null || total === null ? null : others.total + total;
    others.totals.set(branch, total);
    if (isUnchanged)
        others.unchanged.push(branch);
    return true;
}
async function dropDeleted(tracked, others, polling) {
    const missing = [...others.open].filter(([, { state }]) => state.kind === 'not-found');
    if (!missing.some(([, { sameInRow }]) => sameInRow % LIST_AGAIN_EVERY === 2))
        return;
    const branches = await listBranches(tracked, polling);
    if (branches === null)
        return;
    const listed = new Set(branches.map(({ name }) => name));
    const open = new Map(others.open);
    for (const [branch] of missing) {
        if (listed.has(branch))
            continue;
        open.delete(branch);
        others.deleted.push(branch);
        // Whether the export still holds its findings is unknown.
        others.total = null;
    }
    others.open = open;
}

;// CONCATENATED MODULE: ./lib/server/wait.js
/** Waits until every scan of a run is proven done: `takeSnapshot` before the triggers, `noteTrigger` after each, `waitForScan`. */







/** With more targets than this, routine states are logged at level debug. */
const MANY_TARGETS = 50;
const MAX_NOTES = 50;
/** @param beforeNext called after each refusal: the other scan may have changed the state @returns `emails` left over */
async function triggerWhenFree(target, emails, { soteri, clock, log, stop, pollIntervalMs, timeoutMs }, beforeNext) {
    const name = (0,lib_target/* targetName */.je)(target);
    const started = clock.elapsed();
    for (let round = 0;; round++) {
        const reply = await soteri.triggerScan(target, emails);
        if (reply.kind === 'accepted')
            return reply.emailsLeft;
        const answer = `the server answers ${reply.status} to the trigger, so another scan is under way`;
        if (round === 0)
            log.info(`${name}: ${answer}; it is triggered again when that is over.`);
        const delayMs = pollDelay(round, pollIntervalMs, clock.random());
        if (clock.elapsed() + delayMs > started + timeoutMs) {
            const why = `${name}: ${answer}, and it is not over after ${formatDuration(timeoutMs)} (\`timeout\`).`;
            throw new errors/* GateError */.ue('SCAN_TIMEOUT', why);
        }
        await clock.sleep(delayMs, stop);
        await beforeNext();
    }
}
/** Polls at once, as a short scan may be over before the next triggers. An error of the poll ends the wait later. */
async function noteTrigger(target, snapshot, world) {
    const { clock } = world;
    const triggeredAt = new Date(clock.now()).toISOString();
    const own = snapshot.byTarget.get((0,lib_target/* targetName */.je)(target)) ?? [];
    for (const tracked of own)
        tracked.triggeredAt ??= triggeredAt;
    if (snapshot.ended !== null)
        return;
    const polling = openPolling(snapshot, world, 'the first look after the trigger', []);
    try {
        for (const tracked of own.filter(isOpen).slice(0, FIRST_POLLS))
            await pollTarget(tracked, polling);
    }
    catch (caught) {
        snapshot.ended = (0,errors/* asGateError */.Ub)(caught);
    }
    finally {
        snapshot.answered = polling.answered;
    }
}
/** Never throws. @returns `error: null` only if every target was proven done; notes do not change that */
async function waitForScan(snapshot, world) {
    const notes = [];
    const error = snapshot.ended ?? whyUnwaitable(snapshot) ?? (await pollUntilProven(snapshot, world, notes));
    const unchanged = unchangedBranchesNote(snapshot.tracked);
    // The first one, so that it is never among the omitted.
    if (unchanged !== null)
        notes.unshift(unchanged);
    const omitted = notes.length - MAX_NOTES;
    const shown = omitted > 0 ? [...notes.slice(0, MAX_NOTES), `${omitted} more notes were left out.`] : notes;
    return { evidence: snapshot.tracked.map(tracked_target_evidenceOf), notes: shown, error };
}
/** Without a trigger of ours there is nothing that a scan could be newer than. */
function whyUnwaitable({ tracked }) {
    if (tracked.length === 0)
        return new errors/* GateError */.ue('DEFECT', 'A wait for no scan at all proves nothing.');
    const never = tracked.find((one) => isOpen(one) && one.triggeredAt === null);
    if (never === undefined)
        return null;
    return new errors/* GateError */.ue('DEFECT', `${never.name} is waited for, but was not triggered.`);
}
async function pollUntilProven(snapshot, world, notes) {
    const { tracked } = snapshot;
    const { clock, timeoutMs, pollIntervalMs, stop } = world;
    const polling = openPolling(snapshot, world, 'the wait for the scan (`timeout`)', notes);
    const heartbeat = openHeartbeat(tracked, world);
    try {
        // The time slept is counted too, so that the loop ends even if the clock does not advance.
        for (let round = 0, sleptMs = 0; sleptMs < timeoutMs; round++) {
            const delayMs = pollDelay(round, pollIntervalMs, clock.random());
            // 1. Poll every open target, but those in a long queue only when they are due.
            const open = tracked.filter(isOpen);
            // The requests that a poll of everything unfinished takes, and the targets that are done.
            const queue = {
                open: open.reduce((sum, { others }) => sum + (others?.open.size ?? 1), 0),
                done: tracked.length - open.length,
            };
            const due = open.filter(({ nextPollAt }) => nextPollAt <= clock.elapsed());
            await (0,server_request/* forEachAtOnce */.tU)(due, async (target) => {
                await pollTarget(target, polling);
                target.nextPollAt = nextPollAt(target, delayMs, queue, polling);
                heartbeat();
            });
            // 2. All settled: every scan is proven done, or there was nothing to scan.
            if (!tracked.some(isOpen) && !(await addNewBranches(snapshot, polling, world)))
                return null;
            // 3. Sleep until the next round, or until the deadline: a poll after it ends with RUN_TIMEOUT.
            const sleepMs = tracked.some(isConfirming) ? Math.min(delayMs, CONFIRM_MS) : delayMs;
            sleptMs += sleepMs;
            await sleepWithHeartbeat(Math.min(sleepMs, polling.deadline.at - clock.elapsed()), world, heartbeat);
        }
    }
    catch (caught) {
        const error = (0,errors/* asGateError */.Ub)(caught);
        if (stop.aborted)
            return new errors/* GateError */.ue('CANCELLED', 'Stopped while waiting for the scan.');
        if (error.code !== 'RUN_TIMEOUT')
            return error;
    }
    return scanTimeoutError(tracked.filter(isOpen), timeoutMs);
}
/** When all are done, new branches are scanned and watched once; those that appear after that are noted. @returns whether any */
async function addNewBranches(snapshot, polling, world) {
    const { clock, log } = world;
    const server = { ...world, deadline: polling.deadline };
    const added = await listNewBranches(snapshot, server);
    const names = added.map(({ name }) => name);
    if (names.length > 0 && snapshot.wereAdded)
        polling.notes.push(unwatchedNote('The repositories', names));
    if (added.length === 0 || snapshot.wereAdded)
        return false;
    snapshot.wereAdded = true;
    await (0,server_request/* forEachAtOnce */.tU)(added, async (tracked) => {
        const { name, repository, branch } = tracked;
        tracked.progress = startProgress(beforeOf(await readBefore(tracked, server)));
        // Whether the trigger of its repository reached it is not known.
        const target = { kind: 'branch', ...repository, branch: branch ?? '' };
        const within = { ...world, timeoutMs: server.deadline.at - clock.elapsed() };
        await triggerWhenFree(target, [], within, () => renew([tracked], server));
        tracked.triggeredAt = new Date(clock.now()).toISOString();
        log.info(`${name}: appeared during the wait, scan triggered.`);
        snapshot.tracked.push(tracked);
        await pollTarget(tracked, polling);
    });
    return true;
}
function isConfirming(tracked) {
    return isOpen(tracked) && openScans(tracked).every(({ state }) => state.kind === 'confirming');
}
/** The next full round, or later where the target is in a queue so long that this is early enough. */
function nextPollAt(tracked, delayMs, queue, { clock, deadline, startedAt }) {
    const now = clock.elapsed();
    if (isConfirming(tracked))
        return 0;
    // A little sooner, since a timer may fire early.
    if (!isQueued(tracked))
        return now + 0.9 * delayMs;
    const wait = queueDelay({ ...queue, waitedMs: now - startedAt, leftMs: deadline.at - now });
    // Chance spreads the polls, so that the queue is seen moving all the time.
    return wait <= delayMs ? now + 0.9 * delayMs : now + wait * (0.8 + 0.4 * clock.random());
}
function openPolling(snapshot, world, phase, notes) {
    const { soteri, bitbucket, clock, log } = world;
    const startedAt = clock.elapsed();
    const deadline = { at: startedAt + world.timeoutMs, phase };
    // A live display shows routine states better than lines do.
    const logsRoutine = snapshot.tracked.length <= MANY_TARGETS && world.progress === null;
    const onState = ({ name }, state) => {
        const isRoutine = /^(scheduled|running|not scanned|earlier result|finished, to be)/.test(state);
        log[isRoutine && !logsRoutine ? 'debug' : 'info'](`${name}: ${state}`);
    };
    const counts = { answered: snapshot.answered, notFound: 0, existing: null };
    return { soteri, bitbucket, clock, deadline, startedAt, onState, notes, ...counts };
}
/** The first polls come quickly, so that a scan of seconds is seen running. */
const QUICK_FIRST_MS = 250;
/** Then the delay grows up to so many times the poll interval, but not beyond `SLOWEST_MS`. */
const GROWTH = 1.5;
const GROWTH_LIMIT = 6;
const SLOWEST_MS = 60_000;
/** Part of a delay by which chance may shorten or lengthen it. */
const JITTER = 0.2;
/** Milliseconds to wait after a round (from 0): doubling to `pollIntervalMs`, then growing slowly. */
function pollDelay(round, pollIntervalMs, random) {
    const interval = Math.max(1, pollIntervalMs);
    const quickRounds = Math.max(0, Math.ceil(Math.log2(interval / QUICK_FIRST_MS)));
    const slowRounds = Math.min(round - quickRounds, 50);
    const slowest = Math.max(interval, Math.min(GROWTH_LIMIT * interval, SLOWEST_MS));
    const delay = slowRounds < 0 ? QUICK_FIRST_MS * 2 ** round : Math.min(slowest, interval * GROWTH ** slowRounds);
    return Math.max(1, Math.round(delay * (1 - JITTER + 2 * JITTER * random)));
}
const QUEUE_SPACING_MS = 2000;
const QUEUE_PART = 0.25;
/**
 * Until the next poll of a target in the server's queue, in ms: two seconds for each open question, so that the load is the
 * same however long the queue. At most a quarter of the time waited so far (so an end is seen at most a quarter late), of the
 * time that the rest will take at the present pace, and of the time left.
 */
function queueDelay(queue) {
    const { open, done, waitedMs, leftMs } = queue;
    const restMs = done === 0 ? Number.POSITIVE_INFINITY : (waitedMs * open) / done;
    return Math.min(QUEUE_SPACING_MS * open, QUEUE_PART * Math.min(waitedMs, restMs, leftMs));
}

;// CONCATENATED MODULE: ./lib/server/scan.js





/** With more triggers than this, they are not logged one by one. */
const MANY_TRIGGERS = 50;
/** Triggers every target, then waits, and proves the compared branch. Never throws. */
async function scan(context, connection) {
    const { triggers, compared } = context.plan;
    let scanned = noScan;
    if (triggers.length === 0 && compared === null)
        return scanned;
    try {
        return await context.host.log.group('Scan', async () => {
            if (compared === null || triggers.some((target) => (0,lib_target/* targetName */.je)(target) === (0,lib_target/* targetName */.je)(compared))) {
                return await scanAll(triggers, context, connection);
            }
            const { host } = context;
            const lookedAt = host.clock.elapsed();
            const before = await lookAtCompared(compared, context, connection);
            const { states, provenBy } = before.evidence;
            host.log.info(`${(0,lib_target/* targetName */.je)(compared)}, compared with: ${states[0]?.state}.`);
            const isUpToDate = provenBy !== null;
            scanned = await scanAll(isUpToDate ? triggers : [...triggers, compared], context, connection);
            if (!isUpToDate || scanned.error !== null)
                return scanned;
            const rest = lookedAt + CONFIRM_MS - host.clock.elapsed();
            if (rest > 0)
                await host.clock.sleep(rest, host.stop);
            const after = await lookAtCompared(compared, context, connection);
            if (isSameResult(before, after))
                return { ...scanned, targets: [...scanned.targets, after.evidence] };
            const { targets, notes, ...end } = await scanAll([compared], context, connection);
            return { ...end, targets: [...scanned.targets, ...targets], notes: [...scanned.notes, ...notes] };
        });
    }
    catch (caught) {
        return { ...scanned, error: (0,errors/* asGateError */.Ub)(caught) };
    }
}
const noScan = { targets: [], unanswered: '', scanStatus: 'none', notes: [], error: null };
/** Made before the triggers and after the scan, as the nodes of a cluster may differ. `provenBy` is `null` without proof. */
async function lookAtCompared(target, { plan, inputs, host }, { soteri }) {
    const { clock } = host;
    const name = (0,lib_target/* targetName */.je)(target);
    const deadline = { at: clock.elapsed() + inputs.timeoutMs, phase: 'the look at the compared branch' };
    const reply = await soteri.scanStatus(target, target.branch, 'patiently', deadline);
    const status = reply.kind === 'status' ? reply.status : null;
    const isUpToDate = status !== null && isDone(status);
    const state = isUpToDate ? 'finished' : status === null ? reply.kind : 'not up to date';
    if (!isUpToDate && (plan.triggers.length === 0 || !plan.wait)) {
        const why = `The compared branch ${name} is not proven scanned and up to date (${state}), so what is new cannot be known.`;
        throw new errors/* GateError */.ue('SCAN_NOT_PROVEN', why, {
            hint: 'Scan it first, or use `operation: gate` with `wait: true`, which scans what is not up to date.',
        });
    }
    const provenBy = isUpToDate ? 'scanned, up to date and idle, before and after the scan of this run' : null;
    const states = [{ at: new Date(clock.now()).toISOString(), state }];
    const evidence = { target: name, triggeredAt: null, states, provenBy, total: status?.total ?? null };
    return { evidence, scanKey: status?.scanKey ?? null };
}
function isSameResult(before, after) {
    if (after.evidence.provenBy === null || before.scanKey !== after.scanKey)
        return false;
    return before.evidence.total === after.evidence.total;
}
async function scanAll(triggers, context, connection) {
    const triggered = { targets: [], unanswered: '', notes: [] };
    const { targets, notes } = triggered;
    if (triggers.length === 0)
        return noScan;
    try {
        const { clock, log, stop, progress } = context.host;
        const { pollIntervalMs, timeoutMs } = context.inputs;
        const world = { ...connection, clock, log, stop, progress, pollIntervalMs, timeoutMs };
        const snapshot = context.plan.wait ? await takeSnapshot(triggers, world) : null;
        await triggerAll(triggers, triggered, snapshot, world, context);
        if (snapshot === null) {
            notes.push('The scan was not waited for, so nothing proves that it is done.');
            return { ...triggered, scanStatus: 'triggered', error: null };
        }
        const { evidence, error, ...waited } = await waitForScan(snapshot, world);
        progress?.(null);
        const failed = error?.code === 'SCAN_TIMEOUT' ? 'timed-out' : 'not-proven';
        const scanStatus = error === null ? 'finished' : failed;
        return { ...triggered, targets: evidence, notes: [...notes, ...waited.notes], scanStatus, error };
    }
    catch (caught) {
        const scanStatus = targets.length === 0 ? 'none' : 'triggered';
        return { ...triggered, scanStatus, error: (0,errors/* asGateError */.Ub)(caught) };
    }
}
async function triggerAll(triggers, triggered, snapshot, world, { inputs, host }) {
    const { clock, log, stop } = host;
    const isMany = triggers.length > MANY_TRIGGERS;
    const minuteIsOver = openMinutes(clock);
    for (const [at, target] of triggers.entries()) {
        const name = (0,lib_target/* targetName */.je)(target);
        triggered.unanswered = name;
        let emailsLeft = 0;
        try {
            emailsLeft = await triggerWhenFree(target, inputs.emails, world, async () => {
                if (snapshot !== null)
                    await renewSnapshot(target, snapshot, world);
            });
        }
        finally {
            // A stop during the call leaves it open whether the scan started.
            if (!stop.aborted)
                triggered.unanswered = '';
        }
        if (emailsLeft > 0) {
            triggered.notes.push(`${name}: the server did not get the last ${emailsLeft} addresses of \`emails\`, which do not fit into one trigger: use a mailing list.`);
        }
        const triggeredAt = new Date(clock.now()).toISOString();
        triggered.targets.push({ target: name, triggeredAt, states: [], provenBy: null, total: null });
        log[isMany ? 'debug' : 'info'](`${name}: scan triggered.`);
        if (minuteIsOver())
            log.info(`${at + 1} of ${triggers.length} scans triggered.`);
        if (snapshot !== null)
            await noteTrigger(target, snapshot, world);
    }
    if (isMany)
        log.info(`${triggers.length} scans triggered.`);
}
/** Cancels scans of the whole instance; there is no narrower cancel (vendor page, "Cancelling Scans"). */
async function cancelScans({ plan, host }, { soteri }) {
    for (const kind of plan.cancels) {
        await soteri.cancelScans(kind);
        host.log.info(`Cancelled all ${kind} scans of the instance.`);
    }
}
/** A stop makes every call fail in its own words: the error is the stop, and the scans that go on without this run. */
function stopError(host, { targets, unanswered }) {
    if (!host.stop.aborted)
        return null;
    const reason = (0,errors/* asGateError */.Ub)(host.stop.reason);
    const going = targets.filter((target) => target.triggeredAt !== null).map((target) => target.target);
    const facts = [
        ...(going.length === 0 ? [] : [`Scans started and not cancelled: ${going.join(', ')}.`]),
        ...(unanswered === '' ? [] : [`Asked for without an answer, so it may have started: ${unanswered}.`]),
    ];
    if (reason.code !== 'CANCELLED' || facts.length === 0)
        return reason;
    return new errors/* GateError */.ue('CANCELLED', `${reason.message} ${facts.join(' ')}`, {
        hint: 'What has started goes on at the server. `operation: cancel` with `scope: instance` cancels it, and everyone else\u2019s scans too.',
    });
}

// EXTERNAL MODULE: ./lib/server/http-errors.js
var http_errors = __nccwpck_require__(18103);
;// CONCATENATED MODULE: ./lib/server/skipped-files.js







const CATEGORY = 'Soteri Security for Bitbucket';
const PAGE_LIMIT = 100;
const MAX_PAGES = 1000;
/** Clocks are known to a few seconds only. */
const CLOCK_SLACK_MS = 12_000;
/** Looks for skipped files of the scope since the first trigger; adds what it finds to the evidence of the run. */
async function checkSkipped({ inputs, plan }, connection, state) {
    const { checkSkipped: wish, targets } = inputs;
    if (connection === null || wish === 'off' || plan.triggers.length === 0)
        return;
    const problems = [];
    try {
        const triggers = state.targets.flatMap(({ triggeredAt }) => triggeredAt ?? []).map(Date.parse);
        const read = await readEvents(Math.min(...triggers), connection);
        const own = read.skipped.filter((file) => isWithin(file, targets, connection));
        const files = (0,lib_text/* plural */.LS)(own.length, 'file');
        if (own.length > 0)
            problems.push(`the scanner skipped ${files} (evidence.skippedFiles in report.json)`);
        problems.push(...doubtsOf(read, plan));
        // An event of a skipped file shows by itself that the app writes them.
        if (problems.length === 0 && read.skipped.length === 0 && !(await writesSkips(connection)))
            problems.push('Bitbucket lists no Soteri app of 4.17 or later, and earlier ones write no skipped files');
        const isKnown = own.length > 0 || problems.length === 0;
        if (isKnown)
            state.skippedFiles = { count: own.length, files: own.slice(0, finding/* LISTED_SKIPS */.Xe) };
    }
    catch (caught) {
        if (wish === 'error' || !(caught instanceof errors/* GateError */.ue) || caught.code === 'CANCELLED')
            throw caught;
        problems.push(caught.message);
    }
    if (problems.length === 0)
        return;
    const what = `check-skipped: ${problems.join('; ')}.`.replace(/\.\.$/, '.');
    if (wish === 'error')
        throw new errors/* GateError */.ue('FILES_SKIPPED', what);
    state.notes.push(what);
}
function doubtsOf({ unknown, starts }, { wait }) {
    return [
        ...(unknown.length > 0 ? [`the audit log has events that are not understood: ${(0,lib_text/* namesOf */.eZ)(unknown)}`] : []),
        // The app writes the start of each scan that is asked for. A log without it does not show what was skipped either.
        ...(starts === 0 ? ['the audit log has no event of this scan, so it shows nothing'] : []),
        ...(wait ? [] : ['the scan was not waited for, so files may be skipped later']),
    ];
}
async function writesSkips({ http }) {
    const path = ['rest', 'plugins', '1.0', 'installed-marketplace'];
    const request = (0,server_request/* getRequest */.iq)(path, 'read the version of the Soteri app', 'Bitbucket admin');
    const { body } = await http.json(request);
    const apps = (0,parse/* isRecord */.u4)(body) && Array.isArray(body.plugins) ? body.plugins.filter(parse/* isRecord */.u4) : [];
    const app = apps.find(({ key, name }) => /soteri|security for bitbucket/i.test(`${key} ${name}`));
    const [major = 0, minor = 0] = String(app?.version).split('.').map(Number);
    return major > 4 || (major === 4 && minor >= 17);
}
async function readEvents(triggeredMs, { http }) {
    const from = triggeredMs - http.clockOffsets().behindMs - CLOCK_SLACK_MS;
    const skipped = [];
    const unknown = [];
    let starts = 0;
    for await (const event of listEvents(from, http)) {
        const action = actionOf(event);
        if (/skip/i.test(action))
            skipped.push(skippedFile(event));
        else if (/\bscan/i.test(action) && /start|trigger|request/i.test(action))
            starts += 1;
        else
            unknown.push(`"${(0,http_errors/* excerpt */.Kb)(action)}"`);
    }
    return { skipped, unknown, starts };
}
async function* listEvents(from, http) {
    let next = [];
    for (let pages = 0; next !== null; pages++) {
        const request = auditRequest(from, next);
        if (pages >= MAX_PAGES)
            throw (0,server_request/* callError */.rb)('REPLY_UNREADABLE', request, 'the log does not end.');
        const { body, copy } = await http.json(request);
        if (copy !== null)
            throw (0,server_request/* callError */.rb)('REPLY_UNREADABLE', request, `a cache sent a copy of it (${copy}).`);
        if (!(0,parse/* isRecord */.u4)(body) || !Array.isArray(body.entities) || !(0,parse/* isRecord */.u4)(body.pagingInfo)) {
            throw (0,server_request/* callError */.rb)('REPLY_UNREADABLE', request, 'the reply is no page of events.');
        }
        yield* body.entities.filter((one) => isOurs(one, from));
        next = nextOf(body.pagingInfo, request);
    }
}
function auditRequest(from, next) {
    const right = 'Bitbucket admin, by user and password (access tokens do not reach the audit log)';
    const request = (0,server_request/* getRequest */.iq)(['rest', 'auditing', '1.0', 'events'], 'read the audit log for skipped files', right);
    const query = [
        ['from', new Date(from).toISOString()],
        ['categories', CATEGORY],
        ['limit', String(PAGE_LIMIT)],
    ];
    return { ...request, query: [...query, ...next] };
}
function nextOf(paging, request) {
    if (paging.lastPage === true)
        return null;
    if (typeof paging.nextPageCursor === 'string')
        return [['pageCursor', paging.nextPageCursor]];
    if (Number.isSafeInteger(paging.nextPageOffset))
        return [['offset', String(paging.nextPageOffset)]];
    const what = 'a page does not say that it is the last, and not where the next one starts.';
    throw (0,server_request/* callError */.rb)('REPLY_UNREADABLE', request, what);
}
/** A server may ignore `from` and `categories`. What has no time or category counts. */
function isOurs(event, from) {
    if (!(0,parse/* isRecord */.u4)(event))
        return true;
    const category = (0,parse/* isRecord */.u4)(event.type) ? event.type.category : undefined;
    const at = typeof event.timestamp === 'string' ? Date.parse(event.timestamp) : Number.NaN;
    return !(at < from) && (typeof category !== 'string' || /soteri/i.test(category));
}
function actionOf(event) {
    const action = (0,parse/* isRecord */.u4)(event) && (0,parse/* isRecord */.u4)(event.type) ? event.type.action : undefined;
    return typeof action === 'string' ? action : 'an event without an action';
}
function skippedFile(event) {
    const fields = skipped_files_fieldsOf(event);
    const textNamed = (name) => fields.find(([key]) => name.test(key))?.[1] ?? null;
    const named = fields.find(([key, value]) => /repo|object/i.test(key) && /^[^/\s]+\/[^/\s]+$/.test(value));
    const [project, slug] = [textNamed(/project/i), textNamed(/repo/i)];
    const apart = project === null || slug === null ? null : `${project}/${slug}`;
    return {
        repository: named?.[1] ?? apart,
        branch: textNamed(/branch|\bref/i)?.replace(/^refs\/heads\//, '') ?? null,
        path: textNamed(/file|path/i) ?? 'a file without a name',
        reason: textNamed(/reason|cause|why/i) ?? 'no reason given',
    };
}
/** Names and texts of an event: of the objects by their type, and of its attributes. */
function skipped_files_fieldsOf(event) {
    const lists = (0,parse/* isRecord */.u4)(event) ? [event.affectedObjects, event.extraAttributes, event.changedValues] : [];
    return lists
        .flatMap((list) => (Array.isArray(list) ? list : []))
        .filter(parse/* isRecord */.u4)
        .map((one) => 'type' in one ? [one.type ?? 'object', one.name] : [one.name ?? one.key, one.value ?? one.to])
        .map(([name, value]) => [String(name), String(value)]);
}
/** What does not say where it belongs may belong to the scope. */
function isWithin({ repository, branch }, targets, { excluded }) {
    if (repository === null)
        return true;
    const name = repository.toLowerCase();
    return targets.some((target) => {
        if (target.kind === 'branch' && branch !== null && branch !== target.branch)
            return false;
        if (!(0,lib_target/* isWide */.EW)(target))
            return (0,lib_target/* repositoryNameOf */.fy)(target).toLowerCase() === name;
        const isPart = target.kind === 'instance' || name.startsWith(`${(0,lib_target/* targetName */.je)(target).toLowerCase()}/`);
        return isPart && !excluded.lists(repository);
    });
}

;// CONCATENATED MODULE: ./lib/run.js
/** The story of a run, and the only catch of everything: on every path files, outputs and a verdict come out. */



























/** Returns the exit code (docs/outputs.md). Never throws. @param mistakes in how the host was called */
async function run(host, mistakes = []) {
    const result = { ...startResult(host.clock), posting: null };
    const outcome = await outcomeOf(host, mistakes, result);
    return await deliver(outcome, result, host);
}
async function outcomeOf(host, mistakes, result) {
    let folder = null;
    try {
        const { inputs, policy, policyFiles, notes } = await settingsOf(host, mistakes, result);
        result.inputs = inputs;
        result.policy = policy;
        result.state.policyFiles = policyFiles;
        result.state.notes.push(...notes);
        for (const { path, sha256 } of policyFiles)
            host.log.info(`Policy file: ${path} (SHA-256 ${sha256}).`);
        const sources = await openSources(inputs, host);
        const reports = openReportsOf(inputs, [...sources.exports.keys(), ...sources.named], host);
        result.reports = reports;
        folder = await (0,temp_file/* makeRunFolder */.GU)(host.temporaryFolder);
        const plan = planOf(inputs, [...sources.exports.keys()]);
        const context = { host, inputs, policy, plan, folder, hashKey: hashKeyOf(inputs.fingerprintKey) };
        return await act(context, sources, reports, result);
    }
    catch (caught) {
        result.reports ??= openReportsAnyway(host);
        const error = stopError(host, result.state) ?? explainFork((0,errors/* asGateError */.Ub)(caught), result.inputs);
        return { kind: 'failed', error };
    }
    finally {
        if (folder !== null)
            await (0,promises_.rm)(folder, { recursive: true, force: true }).catch(() => undefined);
    }
}
/** With `pull-request` some settings come from Bitbucket. */
async function settingsOf(host, mistakes, result) {
    const settings = await readSettings(host, mistakes);
    const { inputs } = settings;
    result.inputs = inputs;
    if (inputs.pullRequest === null || inputs.dryRun || inputs.credentials === null)
        return settings;
    return await withPullRequest(inputs, host, (pulled) => readSettings(host, mistakes, pulled));
}
async function act(context, sources, reports, result) {
    const { inputs, plan, policy, host } = context;
    const { state } = result;
    if (inputs.operation === 'doctor') {
        const { doctor } = await __nccwpck_require__.e(/* import() */ 245).then(__nccwpck_require__.bind(__nccwpck_require__, 15245));
        const { outcome, notes } = await doctor(context);
        state.notes.push(...notes);
        return outcome;
    }
    const skip = skipReason(inputs, plan, host);
    if (skip !== null)
        return { kind: 'skipped', sentence: skip };
    const baseline = await openBaseline(context);
    const merge = inputs.operation === 'evaluate' ? await openMerge(sources, context) : null;
    state.skippedFiles = merge?.skippedFiles ?? null;
    state.notes.push(...(merge?.notes ?? []), ...ageNotes(plan, policy.thresholds));
    if (inputs.dryRun && plan.needsServer)
        return dryRun(context);
    const connection = plan.needsServer ? await (0,server_connection/* connect */.Ng)(context) : null;
    try {
        const findOldLines = connection === null ? null : await actOnServer(context, connection, result);
        if (connection !== null && inputs.operation === 'plan') {
            const { outcome, shards, matrix } = await planShards(context, connection);
            state.shards = shards;
            result.matrix = matrix;
            return outcome;
        }
        const exported = onServerClock(context, connection, state);
        const exports = new RunExports(exported, state, connection);
        if (plan.judges) {
            const outcome = await judge(exported, exports, reports, { baseline, merge, findOldLines }, result);
            await checkHeadMoved(context, connection, result);
            await checkSkipped(context, connection, state);
            await blameWorst(context, connection, result);
            return outcome;
        }
        await checkSkipped(context, connection, state);
        if (plan.reviewedAre === 'suppressions')
            return { kind: 'done', sentence: doneSentence(context, state) };
        const outcome = await exportReviewed(context, exports, reports, result.failures);
        result.hasReviewedFile = true;
        return outcome;
    }
    finally {
        state.notes.push(...(connection?.excluded.notes() ?? []));
        await connection?.http.close();
    }
}
/** Scan times are those of the server's clock: the period is widened by what that differs from ours, so that none is lost. */
function onServerClock(context, connection, { notes }) {
    if (connection === null)
        return context;
    const { from, to } = context.inputs.period;
    const { behindMs, aheadMs } = connection.http.clockOffsets();
    const period = { from: from === null ? null : from - behindMs, to: to === null ? null : to + aheadMs };
    if (period.from === from && period.to === to)
        return context;
    const [ms, way] = period.from === from ? [aheadMs, 'ahead of'] : [behindMs, 'behind'];
    notes.push(`The clock of the server is ${Math.round(ms / 1000)} s ${way} this machine's, so the period of the export is widened by as much.`);
    return { ...context, inputs: { ...context.inputs, period } };
}
async function actOnServer(context, connection, result) {
    const { state } = result;
    await cancelScans(context, connection);
    await checkTargets(context, connection);
    state.notes.push(...(await checkSelectors(context, connection)));
    const findOldLines = await openOldLines(context, connection);
    const posting = await openPosting(context, connection);
    result.posting = posting;
    if (posting !== null)
        state.notes.push(...(await startPosting(posting, context, connection)));
    const { notes, error, ...evidence } = await scan(context, connection);
    state.notes.push(...notes);
    Object.assign(state, evidence);
    if (error !== null)
        throw error;
    return findOldLines;
}
const UNPROVEN = 'nothing proves that the scan is done, as `wait` is false';
async function judge(context, exports, reports, { baseline, merge, findOldLines }, result) {
    const { inputs, plan, host } = context;
    const { state, failures } = result;
    const isReviewed = await reviewedOf(context, exports, merge);
    const scope = inputs.operation === 'evaluate' ? (merge?.scope ?? null) : inputs.targets;
    const csv = inputs.formats.includes('csv')
        ? openFindingsFile(reports.staged('csv'), inputs.revealSecrets)
        : null;
    const top = new TopFindings(topFindingsLimit(inputs));
    try {
        const { decision, reviewedRows } = await judgeExports(exports, { baseline, scope, isReviewed, findOldLines: findOldLines ?? null }, {
            add(row, ruling) {
                csv?.add(row, ruling);
                top.add(row, ruling);
            },
            mask: (masks) => top.mask(masks),
        }, context, state);
        const failure = (await csv?.complete(host.stop)) ?? null;
        if (failure !== null)
            failures.set('csv', failure);
        // A shard that differs from its own report must not show anything that was judged.
        proveRead(merge?.shards ?? [], state.exports);
        if (csv !== null && failure === null) {
            const { total, suppressed } = decision.counts;
            const { keyCheck } = context.hashKey;
            const rows = total + suppressed;
            state.findingsFile = { rows, ...csv.written(), keyCheck, suppressed, reviewed: reviewedRows };
        }
        result.decision = decision;
        result.shortlist = top.items();
        result.shortlistCut = top.isCut;
        return {
            kind: 'judged',
            thresholds: decision.thresholds,
            mode: inputs.mode,
            unproven: plan.triggers.length > 0 && !plan.wait ? UNPROVEN : (merge?.unproven ?? null),
        };
    }
    finally {
        csv?.discard();
    }
}
async function blameWorst(context, connection, result) {
    if (connection === null || context.inputs.blame === 0)
        return;
    const counting = result.shortlist.filter(({ status }) => status !== 'suppressed');
    const worst = (0,report_entries/* entriesOf */.Mc)(counting).slice(0, context.inputs.blame);
    const { blames, notes } = await blameFindings(worst, context, connection);
    result.state.notes.push(...notes);
    result.shortlist = result.shortlist.map((row) => {
        const blame = blames.get(row.fingerprint);
        return blame === undefined ? row : { ...row, blame };
    });
}
async function checkHeadMoved(context, connection, result) {
    const { posting } = result;
    if (connection === null || posting === null)
        return;
    try {
        await rejectMovedHead(posting, context, connection);
    }
    catch (caught) {
        // What was judged is not known to be the commit that it would be posted to.
        result.decision = null;
        throw caught;
    }
}
/** Whether a finding was reviewed as a false positive; `null` when those count like others. */
async function reviewedOf({ plan, host }, exports, merge) {
    if (plan.reviewed.length === 0)
        return await reviewedOfShards(merge);
    const rows = await exports.reviewed(plan.reviewed, 'exclude');
    host.log.info(`${rows.length} reviewed false positives are left out.`);
    return reviewedIndex(rows);
}
function doneSentence({ plan }, { scanStatus }) {
    if (plan.cancels.length > 0)
        return `${plan.cancels.join(' and ')} scans of the whole instance were cancelled`;
    const names = plan.triggers.map(lib_target/* targetName */.je).join(', ');
    const end = scanStatus === 'finished' ? 'was scanned to the end' : 'was triggered and not waited for';
    return `the scan of ${names} ${end}; nothing was judged`;
}


/***/ }),

/***/ 67134:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Al: () => (/* binding */ ExcludedRepos),
/* harmony export */   E0: () => (/* binding */ findBranch),
/* harmony export */   K3: () => (/* binding */ openBitbucket),
/* harmony export */   yD: () => (/* binding */ pagedList)
/* harmony export */ });
/* unused harmony exports repositoriesRequest, branchesRequest */
/* harmony import */ var _config_globs_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(80357);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(452);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(22538);
/* harmony import */ var _target_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(69386);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(68804);
/* harmony import */ var _download_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(63827);
/* harmony import */ var _http_errors_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(18103);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(27486);
/** Calls that read Bitbucket Data Center itself: the user, repositories, branches, and its paged lists. */








/** Bytes. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** @param excluded repositories that no list of a project or the instance has */
function openBitbucket(http, excluded = new ExcludedRepos([])) {
    async function* listOf(target, request, read, nameOf) {
        // A list may shift between two pages and show an entry twice.
        const seen = new Set();
        try {
            for await (const value of pagedList(http, request)) {
                const entry = read(value);
                const name = nameOf(entry);
                if (!seen.has(name))
                    yield entry;
                seen.add(name);
            }
        }
        catch (caught) {
            throw await withNamesLike(caught, http, target, request.deadline);
        }
    }
    return {
        /** @returns `areAccepted` is false where another web server, or a wrong path, says nothing about the credentials */
        async checkCredentials() {
            const reply = await http.json({
                ...projectsRequest,
                query: [['limit', '1']],
                purpose: 'check the credentials',
                // A missing list says nothing about the credentials; the first call that matters will say more.
                expected: [404],
            });
            const user = reply.header('x-ausername');
            const isList = reply.status < 300 && (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(reply.body) && Array.isArray(reply.body.values);
            if (user !== 'anonymous')
                return { user, areAccepted: isList || user !== null };
            const why = 'The server let the call in without looking at the credentials (X-AUSERNAME: anonymous).';
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GateError */ .ue('CREDENTIALS_REFUSED', why, {
                hint: 'Check that no proxy drops the header Authorization and that the token or password is a current one.',
            });
        },
        /** Every repository of a target, each once, as the server lists them to this user. */
        async *repositories(target, deadline) {
            if (!(0,_target_js__WEBPACK_IMPORTED_MODULE_3__/* .isWide */ .EW)(target)) {
                yield { project: target.project, repo: target.repo };
                return;
            }
            const request = { ...repositoriesRequest(target), deadline };
            const nameOf = ({ project, repo }) => `${project}/${repo}`;
            const all = listOf(target, request, (value) => readRepository(value, target), nameOf);
            for await (const repository of all)
                if (!excluded.lists(nameOf(repository)))
                    yield repository;
        },
        /** A file at a commit, or on the default branch for ''; `null` if there is none. */
        async rawFile(repository, path, commit) {
            const request = {
                ...(0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .repositoryRequest */ .KB)(repository, ['raw', ...path.split('/')], `read ${path}`),
                query: [['at', commit || null]],
                expected: [404],
            };
            const reply = await http.download(request, async (body) => {
                const { start, isWhole } = await (0,_download_js__WEBPACK_IMPORTED_MODULE_5__/* .readStart */ .H6)(body, LARGEST_FILE);
                if (isWhole)
                    return start;
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GateError */ .ue('FILE_UNREADABLE', `${path} is larger than 4 MiB.`);
            });
            return reply.kind === 'saved' ? reply.saved : null;
        },
        async pullRequest(repository, id) {
            const request = (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .repositoryRequest */ .KB)(repository, ['pull-requests', `${id}`], `read pull request ${id}`);
            const reply = await http.json({ ...request, expected: [404] });
            return reply.status === 404 ? null : reply.body;
        },
        pullRequestsFrom(repository, branch) {
            const request = (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .repositoryRequest */ .KB)(repository, ['pull-requests'], 'list the pull requests');
            const query = [
                ['direction', 'OUTGOING'],
                ['at', `refs/heads/${branch}`],
                ['state', 'OPEN'],
            ];
            return pagedList(http, { ...request, query });
        },
        /** Every branch of a repository, or those whose names have `text` in them; none for an empty repository. */
        branches(repository, deadline, text = '') {
            const query = [
                ['filterText', text || null],
                ['boostMatches', text === '' ? null : 'true'],
            ];
            const request = { ...branchesRequest(repository), query, deadline };
            const read = (value) => readBranch(value, repository);
            return listOf({ ...repository, kind: 'repo' }, request, read, ({ name }) => name);
        },
    };
}
/** One branch, without listing thousands; `null` where there is none of this name. */
async function findBranch({ project, repo, branch }, bitbucket, deadline) {
    for (const likely of [branch, '']) {
        for await (const one of bitbucket.branches({ project, repo }, deadline, likely)) {
            if (one.name === branch)
                return one;
        }
    }
    return null;
}
/** An unknown project or repository gets the nearest names that the server lists; any other error stays as it is. */
async function withNamesLike(caught, http, target, deadline) {
    if (!(caught instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GateError */ .ue) || caught.code !== 'NOT_FOUND' || target.kind === 'instance')
        return caught;
    const { project } = target;
    const repositories = repositoriesRequest({ kind: 'project', project });
    const slugs = target.kind === 'project' ? [] : await listedNames(http, { ...repositories, deadline }, 'slug');
    const keys = slugs.length > 0 ? [] : await listedNames(http, { ...projectsRequest, deadline }, 'key');
    const others = keys.filter((key) => key !== project);
    const near = ('repo' in target && (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .namesLike */ .kF)(target.repo, slugs)) || (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .namesLike */ .kF)(project, others);
    return near === '' ? caught : new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GateError */ .ue('NOT_FOUND', caught.message + near, { hint: caught.hint });
}
async function listedNames(http, request, field) {
    try {
        const names = [];
        for await (const entry of pagedList(http, request))
            if ((0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(entry))
                names.push(String(entry[field]));
        return names;
    }
    catch {
        // The error that led here says more.
        return [];
    }
}
const projectsRequest = (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .apiRequest */ .AT)(['projects'], 'list the projects');
function repositoriesRequest(target) {
    if (target.kind === 'instance')
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .apiRequest */ .AT)(['repos'], 'list the repositories of the instance');
    const { project } = target;
    const purpose = `list the repositories of ${project}`;
    return (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .apiRequest */ .AT)(['projects', project, 'repos'], purpose, `project read on ${project}`);
}
function branchesRequest(repository) {
    return (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .repositoryRequest */ .KB)(repository, ['branches'], 'list the branches');
}
function readRepository(value, target) {
    const entry = (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(value) ? value : {};
    const own = target.kind === 'instance' ? null : target.project;
    const project = (0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(entry.project) ? entry.project.key : own;
    if (typeof project !== 'string' || typeof entry.slug !== 'string') {
        const why = 'Could not list the repositories: an entry has no `slug` or no `project.key`.';
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GateError */ .ue('REPLY_UNREADABLE', why);
    }
    // Keys do not differ by case: that of a personal project is `~JANE`, and `~jane` in its address.
    if (own !== null && project.toLowerCase() !== own.toLowerCase()) {
        const why = `Could not list the repositories of ${own}: the list has one of another project (${(0,_http_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .excerpt */ .Kb)(project)}).`;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GateError */ .ue('REPLY_UNREADABLE', why);
    }
    return { project, repo: entry.slug };
}
/** The name is without `refs/heads/`. */
function readBranch(value, repository) {
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(value) || typeof value.displayId !== 'string') {
        throw (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .callError */ .rb)('REPLY_UNREADABLE', branchesRequest(repository), 'an entry has no `displayId`.');
    }
    return {
        name: value.displayId,
        latestCommit: typeof value.latestCommit === 'string' ? value.latestCommit : null,
        isDefault: value.isDefault === true,
    };
}
/** Entries asked for in one page; the server may send fewer. */
const PAGE_LIMIT = 500;
const LIST_LIMIT = 1_000_000;
/** All entries of a paged list. Follows `nextPageStart` only, since the server may lower the limit and omit entries. */
async function* pagedList(http, request) {
    const broken = (what) => (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .callError */ .rb)('REPLY_UNREADABLE', request, `${what}.`);
    let read = 0;
    let claimed = null;
    for (let start = 0; start !== null;) {
        const page = [
            ['limit', `${PAGE_LIMIT}`],
            ['start', `${start}`],
        ];
        const { body } = await http.json({ ...request, query: [...(request.query ?? []), ...page] });
        if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(body) || !Array.isArray(body.values))
            throw broken('the reply is no page of a list');
        const next = nextOf(body, start, broken);
        yield* body.values;
        read += body.values.length;
        if (read > LIST_LIMIT)
            throw broken(`the list has more than ${LIST_LIMIT} entries`);
        // A `size` that is not the page's can only be that of the whole list: then it has to match at its end.
        if (body.size !== body.values.length)
            claimed = Number.isSafeInteger(body.size) ? Number(body.size) : null;
        start = next;
    }
    if (claimed !== null && claimed !== read) {
        throw broken(`${read} entries came, and the server counts ${claimed}`);
    }
}
/** A list ends only at a page that is the last and names no next one: with neither or both it may be half of a list. */
function nextOf({ isLastPage, nextPageStart }, start, broken) {
    const page = `the page at ${start}`;
    if (nextPageStart === null || nextPageStart === undefined) {
        if (isLastPage === true)
            return null;
        throw broken(`${page} does not say that it is the last, and not where the next one starts`);
    }
    if (isLastPage === true)
        throw broken(`${page} says that it is the last, and also where the next one starts`);
    if (!Number.isSafeInteger(nextPageStart)) {
        throw broken(`${page} does not say by a whole number where the next one starts`);
    }
    const next = Number(nextPageStart);
    if (next <= start)
        throw broken(`${page} says that the next one starts at ${next}`);
    return next;
}
/** Repositories that `exclude-repos` leaves out of a project or the instance, and what was left out. */
class ExcludedRepos {
    #globs;
    #matches;
    #listed = new Set();
    rows = 0;
    constructor(globs) {
        this.#globs = globs;
        this.#matches = globs.length === 0 ? () => false : (0,_config_globs_js__WEBPACK_IMPORTED_MODULE_0__/* .compileGlobs */ .tI)(globs, 'repo');
    }
    /** Whether a `PROJ/slug` that Bitbucket listed is left out. */
    lists(name) {
        const isExcluded = this.#matches(name);
        if (isExcluded)
            this.#listed.add(name);
        return isExcluded;
    }
    /** A test for rows of exports, by the id of their repository. */
    rowTest(nameOf) {
        const known = [];
        return (repository) => {
            known[repository] ??= this.#matches(nameOf(repository));
            return known[repository];
        };
    }
    notes() {
        if (this.#globs.length === 0)
            return [];
        const by = `by \`exclude-repos\` (${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .namesOf */ .eZ)(this.#globs)})`;
        const rows = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .plural */ .LS)(this.rows, 'row')} of the exports ${this.rows === 1 ? 'does' : 'do'} not count`;
        if (this.#listed.size === 0)
            return [`No repository that Bitbucket lists is left out ${by}; ${rows}.`];
        const are = (0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .plural */ .LS)(this.#listed.size, 'repository is', 'repositories are');
        return [`${are} left out ${by}: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_4__/* .namesOf */ .eZ)(this.#listed)}; ${rows}.`];
    }
}


/***/ }),

/***/ 60859:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JY: () => (/* binding */ openConnection),
/* harmony export */   Ng: () => (/* binding */ connect),
/* harmony export */   _d: () => (/* binding */ addressHint)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _bitbucket_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(67134);
/* harmony import */ var _soteri_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(72511);



/** Connects and checks the credentials once, before many requests go out: about five failed logins lock an account. */
async function connect({ inputs, host }) {
    const connection = await openConnection(inputs, host);
    try {
        const { bitbucketUrl } = inputs;
        const { proxySettingsOf, unmatchedNoProxy } = await __nccwpck_require__.e(/* import() */ 495).then(__nccwpck_require__.bind(__nccwpck_require__, 95495));
        const note = bitbucketUrl === null ? null : unmatchedNoProxy(bitbucketUrl, proxySettingsOf(host));
        if (note !== null)
            host.log.warn(note);
        const { areAccepted } = await connection.bitbucket.checkCredentials();
        const connected = `Connected to ${bitbucketUrl?.href}`;
        const unchecked = 'the credentials could not be checked: no list of projects answers there.';
        if (areAccepted)
            host.log.info(`${connected}; the credentials were accepted.`);
        else
            host.log.warn(`${connected}, but ${unchecked} ${addressHint(inputs)}`);
    }
    catch (caught) {
        await connection.http.close();
        throw await withMissingIssuer(caught, inputs, host);
    }
    return connection;
}
/** OpenSSL does not say whose certificate is missing in a chain, so the chain is looked at once more. */
async function withMissingIssuer(caught, inputs, host) {
    const { bitbucketUrl } = inputs;
    if (!(caught instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue) || caught.code !== 'TLS_REFUSED' || bitbucketUrl === null)
        return caught;
    try {
        const { lookForIssuer, wayTo } = await __nccwpck_require__.e(/* import() */ 625).then(__nccwpck_require__.bind(__nccwpck_require__, 40625));
        const sentence = await lookForIssuer(await wayTo(bitbucketUrl, inputs, host));
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue(caught.code, caught.message + sentence, { hint: caught.hint });
    }
    catch {
        return caught;
    }
}
/** The hint where no list of projects answers, so that the credentials could not be checked. */
function addressHint({ bitbucketUrl }) {
    const host = bitbucketUrl?.hostname ?? '';
    return /(^|\.)(bitbucket\.org|atlassian\.net)$/.test(host)
        ? `${host} is Bitbucket Cloud, and Soteri\u2019s app with its exports is for Bitbucket Data Center only.`
        : 'Check the path of `bitbucket-url`: it may lack a context path, such as https://host/bitbucket, or have one too many.';
}
/** Sends nothing yet. @param instead replaces the run's own stop and number of retries */
async function openConnection(inputs, host, instead = {}) {
    const { bitbucketUrl, credentials, requestTimeoutMs, maxRequestsPerSecond } = inputs;
    if (bitbucketUrl === null)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('INPUT_INVALID', 'bitbucket-url: is not given.');
    if (credentials === null) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('CREDENTIALS_MISSING', 'Neither `token` nor `username` and `password` is given.');
    }
    // Loaded on demand: judging local exports needs no network.
    const { openHttp } = await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(238)]).then(__nccwpck_require__.bind(__nccwpck_require__, 42238));
    const { extraCaOf, isUnverifiedTlsAsked, proxySettingsOf } = await __nccwpck_require__.e(/* import() */ 495).then(__nccwpck_require__.bind(__nccwpck_require__, 95495));
    const http = openHttp({
        baseUrl: bitbucketUrl,
        credentials,
        extraCa: await extraCaOf(inputs, host),
        proxy: proxySettingsOf(host),
        unverifiedTlsAsked: isUnverifiedTlsAsked(host),
        requestTimeoutMs,
        maxRetries: instead.maxRetries ?? inputs.maxRetries,
        maxRequestsPerSecond,
    }, { clock: host.clock, log: host.log, stop: instead.stop ?? host.stop, onReply: instead.onReply });
    const excluded = new _bitbucket_js__WEBPACK_IMPORTED_MODULE_1__/* .ExcludedRepos */ .Al(inputs.excludeRepos);
    const soteri = (0,_soteri_js__WEBPACK_IMPORTED_MODULE_2__/* .openSoteri */ .to)(http, inputs.apiVersion);
    return { http, soteri, bitbucket: (0,_bitbucket_js__WEBPACK_IMPORTED_MODULE_1__/* .openBitbucket */ .K3)(http, excluded), excluded };
}


/***/ }),

/***/ 63827:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H6: () => (/* binding */ readStart),
/* harmony export */   PB: () => (/* binding */ receiveText),
/* harmony export */   Vx: () => (/* binding */ openReply),
/* harmony export */   az: () => (/* binding */ receiveDownload),
/* harmony export */   np: () => (/* binding */ SaveFailed)
/* harmony export */ });
/* unused harmony exports readSteadily, peek */
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(57075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(38522);
/* harmony import */ var _http_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(18103);
/* harmony import */ var _network_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4729);
/* harmony import */ var _reply_age_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(52657);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(27486);
/** Reads reply bodies: whole as text, or through a `save` that reads them to their end or fails. Rejects web pages first. */






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
    const decoder = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.createGunzip)();
    // An error of either ends both, and the loop below throws it.
    (0,node_stream__WEBPACK_IMPORTED_MODULE_0__.pipeline)(node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from(body), decoder, () => undefined);
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
 * `save` never sees a copy, a web page, a part of a body or a 2xx without one.
 * @throws the failure of the body, whatever `save` made of it; SaveFailed with the cause if `save` itself failed
 */
async function receiveDownload(request, reply, save) {
    assertWhole(request, reply);
    if (reply.copy !== null) {
        const what = `a cache sent a copy of it and not the server its own (${reply.copy}), so findings may be missing.`;
        throw (0,_request_js__WEBPACK_IMPORTED_MODULE_4__/* .callError */ .rb)('EXPORT_INCONSISTENT', request, what, _reply_age_js__WEBPACK_IMPORTED_MODULE_5__/* .UNCACHED */ .gj);
    }
    assertNotEncoded(request, reply);
    const { start, whole } = await peek(reply.body);
    if ((0,_http_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .looksLikeHtml */ .te)(start))
        throw (0,_http_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .webPageError */ .A7)('NOT_AN_EXPORT', request, reply.status);
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
 * 200 brings all, 204 means that there is nothing. 202 only accepts the request, 203 was changed on the way, 206 is a part,
 * and so is any reply that names a range, since none is ever asked for.
 */
function assertWhole(request, { status, header }) {
    const range = header('content-range');
    if (range === null && (status === 200 || status === 204))
        return;
    const how = range === null ? ', which does not bring a whole export' : ' and a part of the export (Content-Range)';
    throw (0,_request_js__WEBPACK_IMPORTED_MODULE_4__/* .callError */ .rb)('NOT_AN_EXPORT', request, `the server answered with ${status}${how}.`);
}
function assertNotEncoded(request, reply) {
    const encoding = reply.header('content-encoding') ?? 'identity';
    if (/^(identity|(x-)?gzip)?$/i.test(encoding))
        return;
    const named = /^(deflate|compress|br|zstd)$/i.test(encoding) ? encoding : 'in an unknown way';
    const what = `the reply is encoded (${named}) although that was not asked for.`;
    throw (0,_request_js__WEBPACK_IMPORTED_MODULE_4__/* .callError */ .rb)('REPLY_UNREADABLE', request, what);
}
async function receiveText(request, reply) {
    assertNotEncoded(request, reply);
    const { status, header, copy } = reply;
    const { start, isWhole } = await readStart(reply.body, JSON_LIMIT);
    const text = start.toString('utf8');
    if (!isWhole) {
        throw (0,_request_js__WEBPACK_IMPORTED_MODULE_4__/* .callError */ .rb)('REPLY_UNREADABLE', request, `the reply is longer than ${JSON_LIMIT} bytes.`);
    }
    const isPage = /^text\/html|^application\/xhtml/i.test(header('content-type') ?? '') && text.trim() !== '';
    if (isPage || (0,_http_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .looksLikeHtml */ .te)(text))
        throw (0,_http_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .webPageError */ .A7)('LOGIN_PAGE', request, status);
    return { status, header, copy, text };
}
/** The first `limit` bytes of a body; the rest is not fetched. */
async function readStart(body, limit) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of body) {
        chunks.push(chunk);
        bytes += chunk.length;
        // Leaving the loop destroys the body, and with it the connection.
        if (bytes > limit)
            break;
    }
    return { start: Buffer.concat(chunks).subarray(0, limit), isWhole: bytes <= limit };
}
/** Counts only the time spent waiting for the server, not for a slow reader on our side. @throws DrippingBody */
async function* readSteadily(body, timeoutMs, clock) {
    let waited = 0;
    let bytes = 0;
    let since = clock.elapsed();
    for await (const chunk of body) {
        waited += clock.elapsed() - since;
        bytes += chunk.length;
        if (waited >= timeoutMs) {
            if (bytes < DRIP_BYTES)
                throw new _network_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .DrippingBody */ .m();
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


/***/ }),

/***/ 18103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A7: () => (/* binding */ webPageError),
/* harmony export */   Kb: () => (/* binding */ excerpt),
/* harmony export */   p2: () => (/* binding */ httpError),
/* harmony export */   te: () => (/* binding */ looksLikeHtml)
/* harmony export */ });
/* unused harmony export bitbucketErrorOf */
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(68804);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(27486);



/** Characters, before any is escaped. */
const EXCERPT_LIMIT = 200;
/** From `{"errors":[{"context":null,"message":"...","exceptionName":"com.atlassian..."}]}`; `null` for anything else. */
function bitbucketErrorOf(text) {
    const body = (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)(text);
    const first = (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(body) && Array.isArray(body.errors) ? body.errors[0] : null;
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(first) || typeof first.message !== 'string')
        return null;
    return {
        message: excerpt(first.message),
        exceptionName: typeof first.exceptionName === 'string' ? excerpt(first.exceptionName) : null,
    };
}
/** One short line without invisible characters, cut at the end of a word: masking does not find half a credential. */
function excerpt(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeInvisible */ .ts)(line.length > EXCERPT_LIMIT ? `${line.slice(0, EXCERPT_LIMIT - 1).replace(/\S*$/, '')}\u2026` : line);
}
/** Whether a body starts like a web page; blanks, a BOM and comments may come first. */
function looksLikeHtml(start) {
    return /^[\s\uFEFF]*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script)\b/i.test(start);
}
function webPageError(code, request, status) {
    const wanted = code === 'LOGIN_PAGE' ? 'data' : 'an export';
    const what = `the server answered ${status} with a web page, such as a login page, instead of ${wanted}.`;
    return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)(code, request, what);
}
/** @param retries a sentence, or '' @param goodBefore a clause on when the same credentials were good, or '' */
function httpError(request, reply, base, hasCredentials, retries, goodBefore = '') {
    const { status } = reply;
    if (status >= 300 && status < 400)
        return redirectError(request, reply, base);
    if (status === 401)
        return unauthorisedError(request, reply, hasCredentials, goodBefore);
    if (status === 403)
        return forbiddenError(request, reply);
    const kind = exceptionOf(reply);
    if (status === 404)
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('NOT_FOUND', request, `the server answered 404${kind}.`);
    const tail = retries === '' ? '' : ` ${retries}`;
    return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('SERVER_FAILED', request, `the server answered ${status}${kind}.${tail}`);
}
/** As ` (NoSuchProjectException)`. The message of the error is not shown: it may quote anything. */
function exceptionOf(reply) {
    const name = bitbucketErrorOf(reply.text)?.exceptionName ?? '';
    const kind = /^(?:[a-z]\w{0,30}\.){0,8}([A-Z][A-Za-z]{0,60}(?:Exception|Error))$/.exec(name)?.[1];
    return kind === undefined ? '' : ` (${kind})`;
}
function redirectError(request, { status, header }, base) {
    const location = header('location');
    const to = location === null ? null : URL.parse(location, base.href);
    if (to === null) {
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('SERVER_FAILED', request, `the server answered ${status} without an address to go to.`);
    }
    const redirected = `the server redirected (${status})`;
    if (to.origin !== base.origin) {
        const what = `${redirected} to ${excerpt(to.origin)}, which is not ${base.origin}.`;
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('REDIRECTED', request, what);
    }
    // Path and query are not shown: single sign-on puts tickets and session ids there.
    if (/log-?in|sign-?in|sso|saml/i.test(to.pathname)) {
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('LOGIN_PAGE', request, `${redirected} to its login page.`);
    }
    const path = apiPath(to, base);
    const was = repositoryIn(request.segments);
    const now = path === null ? null : repositoryIn(path.split('/').filter((part) => part !== ''));
    if (was !== null && now !== null && was.toLowerCase() !== now.toLowerCase()) {
        const what = `${redirected} to ${path}: ${was} seems to be ${now} now, renamed or moved.`;
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('REDIRECTED', request, what, `Write ${now} in place of ${was}.`);
    }
    const what = `${redirected} to ${path ?? `another address of ${base.origin}`}, and redirects are not followed.`;
    const hint = 'Open `bitbucket-url` in a browser and set it to the address that this ends at, with its context path (such as https://host/bitbucket).';
    return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('REDIRECTED', request, what, hint);
}
/** The path of a redirect to the API below the base; `null` for any other, which may hold tickets of a sign-on. */
function apiPath(to, base) {
    const [path = ''] = to.pathname.split(';');
    const root = base.pathname.replace(/\/+$/, '');
    if (!path.startsWith(`${root}/rest/`))
        return null;
    return excerpt(path);
}
function repositoryIn(segments) {
    const at = segments.indexOf('repos');
    const [project, slug] = [segments[at - 1], segments[at + 1]];
    return at < 1 || project === undefined || slug === undefined ? null : `${project}/${slug}`;
}
function unauthorisedError(request, reply, hasCredentials, goodBefore) {
    if (wantsCaptcha(reply))
        return captchaError(request, 401);
    if (!hasCredentials) {
        const what = 'the server asks for credentials (401) and none were given.';
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('CREDENTIALS_MISSING', request, what);
    }
    const how = `401${exceptionOf(reply)}`;
    const name = bitbucketErrorOf(reply.text)?.exceptionName;
    if (name?.endsWith('.AuthorisationException'))
        return rightError(request, how);
    const what = `the server does not accept the credentials (${how}). They are not tried again.`;
    if (goodBefore === '')
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('CREDENTIALS_REFUSED', request, what);
    const since = `${goodBefore}: meanwhile they were revoked, changed or expired, the account was locked, or another node of the cluster answers.`;
    return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('CREDENTIALS_REFUSED', request, `${what} ${since}`);
}
function forbiddenError(request, reply) {
    if (/XSRF check failed/i.test(reply.text)) {
        const what = 'the XSRF check failed (403), although X-Atlassian-Token was sent.';
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('XSRF_REFUSED', request, what);
    }
    if (wantsCaptcha(reply))
        return captchaError(request, 403);
    const isBitbucket = bitbucketErrorOf(reply.text) !== null;
    const foreign = ', not in Bitbucket\u2019s own words: a proxy or firewall may have said it';
    return rightError(request, `403${isBitbucket ? exceptionOf(reply) : foreign}`);
}
function rightError(request, how) {
    const what = `this user may not do that (${how}). Needed: ${request.right}.`;
    return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('RIGHT_MISSING', request, what);
}
/** Bitbucket and its login framework (Seraph) name the reason in headers; the body may be HTML. */
function wantsCaptcha({ header, text }) {
    return (/captcha/i.test(header('x-authentication-denied-reason') ?? '') ||
        /AUTHENTICATION_DENIED/.test(header('x-seraph-loginreason') ?? '') ||
        /captcha/i.test(bitbucketErrorOf(text)?.message ?? ''));
}
function captchaError(request, status) {
    const what = `the account is locked behind a captcha after failed logins (${status}).`;
    const hint = 'Sign in once in a browser and solve the captcha, then check the password; a token is not affected by it.';
    return (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('CREDENTIALS_REFUSED', request, what, hint);
}


/***/ }),

/***/ 4729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ DrippingBody),
/* harmony export */   x: () => (/* binding */ networkError)
/* harmony export */ });
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);

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
const kindOf = (code, arrived, lasting = false) => {
    return { code, failure: { arrived, lasting } };
};
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
    const said = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(String(caught.message));
    if (said === null)
        return null;
    const status = Number(said[1]);
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

/***/ 52657:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   gj: () => (/* binding */ UNCACHED),
/* harmony export */   i1: () => (/* binding */ openReplyAge),
/* harmony export */   n2: () => (/* binding */ CLOCK_SLACK_MS)
/* harmony export */ });
const UNCACHED = 'Let no proxy keep copies of replies of Bitbucket, or ask it by an address without that proxy.';
const CACHE_HEADERS = ['x-cache', 'x-cache-status', 'x-proxy-cache', 'cf-cache-status', 'cache-status'];
/** The clocks of a cluster's nodes may differ by as much. */
const CLOCK_SLACK_MS = 60_000;
/** A `Date` has whole seconds, and a reply takes its time. */
const TICK_MS = 2000;
const OFFSET_MS = 10_000;
/** Addresses that are remembered; one for each branch is enough. */
const MAX_DATED = 10_000;
/**
 * An old `Date` alone does not prove a copy: the clock of a node may be behind. But the clock of a node runs, and the `Date` of a
 * copy does not. So it counts as a copy until one address was answered twice with a `Date` that advanced as much as our
 * clock; from then on that difference is known as that of a node, for all addresses.
 */
function openReplyAge(clock) {
    let newest = null;
    let [behindMs, aheadMs] = [0, 0];
    const nodes = [];
    const old = new Map();
    function isOfNode({ date, at }, url) {
        const known = (difference) => Math.abs(date - at - difference) <= TICK_MS;
        if (nodes.some(known))
            return true;
        const before = old.get(url);
        if (before === undefined || !known(before.date - before.at)) {
            if (old.size >= MAX_DATED)
                old.clear();
            old.set(url, { date, at });
        }
        else if (date - before.date > TICK_MS) {
            nodes.push(date - at);
            return true;
        }
        return false;
    }
    return {
        /** As `Age: 30`; `null` if nothing shows a copy. @param isGood keeps its `Date`: an error page may be that of a proxy */
        copySign(header, isGood, url) {
            const parsed = Date.parse(header('date') ?? '');
            const date = Number.isNaN(parsed) ? null : parsed;
            const sign = cacheSign(header);
            if (sign !== null || date === null)
                return sign;
            const agoMs = newest === null ? 0 : newest - date;
            if (agoMs > CLOCK_SLACK_MS && !isOfNode({ date, at: clock.elapsed() }, url)) {
                return `Date: ${Math.round(agoMs / 1000)} s before an earlier reply`;
            }
            if (!isGood)
                return null;
            newest = Math.max(date, newest ?? date);
            aheadMs = Math.max(aheadMs, date - clock.now());
            behindMs = Math.max(behindMs, clock.now() - date);
            return null;
        },
        /** How far the clocks of the server's nodes are from ours, ms; 0 where they agree within `OFFSET_MS`. */
        offsets: () => ({
            behindMs: behindMs > OFFSET_MS ? behindMs : 0,
            aheadMs: aheadMs > OFFSET_MS ? aheadMs : 0,
        }),
    };
}
function cacheSign(header) {
    const seconds = /[1-9]\d*/.exec(header('age') ?? '')?.[0];
    if (seconds !== undefined)
        return `Age: ${seconds}`;
    const hit = CACHE_HEADERS.find((name) => /hit|stale|updating/i.test(header(name) ?? ''));
    if (hit !== undefined)
        return `${hit}: hit`;
    // RFC 7234, 5.5: stale, revalidation failed, disconnected, heuristic expiration.
    const warning = /\b11[0-3]\b/.exec(header('warning') ?? '')?.[0];
    return warning === undefined ? null : `Warning: ${warning}`;
}


/***/ }),

/***/ 27486:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AT: () => (/* binding */ apiRequest),
/* harmony export */   KB: () => (/* binding */ repositoryRequest),
/* harmony export */   RV: () => (/* binding */ credentialMasker),
/* harmony export */   XQ: () => (/* binding */ wirePath),
/* harmony export */   Yl: () => (/* binding */ headersOf),
/* harmony export */   iq: () => (/* binding */ getRequest),
/* harmony export */   rb: () => (/* binding */ callError),
/* harmony export */   tU: () => (/* binding */ forEachAtOnce)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(68804);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(13411);



function getRequest(segments, purpose, right) {
    return { method: 'GET', segments, repeat: 'safe', purpose, right };
}
/** A GET of Bitbucket's own API, below `rest/api/latest`. */
function apiRequest(path, purpose, right = 'access to Bitbucket') {
    return getRequest(['rest', 'api', 'latest', ...path], purpose, right);
}
/** A GET of what belongs to a repository, below `rest/api/latest` or `rest/insights/latest`. */
function repositoryRequest({ project, repo }, path, purpose, api = 'api') {
    const name = `${project}/${repo}`;
    const segments = ['rest', api, 'latest', 'projects', project, 'repos', repo, ...path];
    return getRequest(segments, `${purpose} of ${name}`, `repository read on ${name}`);
}
/** "Could not trigger the scan of PROJ/repo: the server answered 500." */
function callError(code, { purpose }, what, hint) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue(code, `Could not ${purpose}: ${what}`, { hint });
}
function wirePath(base, request) {
    const root = base.pathname.replace(/\/+$/, '');
    const path = request.segments.map((segment) => `/${encodeSegment(segment)}`).join('');
    const query = (request.query ?? [])
        .flatMap(([name, value]) => (value === null ? [] : [`${encode(name)}=${encode(value)}`]))
        .join('&');
    return query === '' ? `${root}${path}` : `${root}${path}?${query}`;
}
/** `.` and `..` survive percent-encoding, and a server or proxy would resolve them to another resource. */
function encodeSegment(segment) {
    if (segment === '' || segment === '.' || segment === '..') {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('INPUT_INVALID', `"${segment}" cannot be a project key, repository slug or version.`);
    }
    return encode(segment);
}
function encode(text) {
    if (!text.isWellFormed()) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('INPUT_INVALID', 'A name holds half a Unicode character (a lone surrogate).');
    }
    return encodeURIComponent(text);
}
/** The headers of every request. Credentials are sent to the origin of the base URL only, since no other is asked. */
function headersOf(credentials) {
    return {
        'user-agent': `soteri-gate/${_version_js__WEBPACK_IMPORTED_MODULE_2__/* .toolVersion */ .f}`,
        // Without it Bitbucket may refuse PUT, POST and DELETE with 403 "XSRF check failed".
        'x-atlassian-token': 'no-check',
        // The length of a body that a proxy compresses could not be checked.
        'accept-encoding': 'identity',
        ...(credentials === null ? {} : { authorization: authorizationOf(credentials) }),
    };
}
function authorizationOf(credentials) {
    if (credentials.kind === 'basic') {
        const { username, password } = credentials;
        return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
    }
    if (!/^[\x21-\x7e]+$/.test(credentials.token)) {
        const what = 'holds blanks, line breaks or characters that no HTTP access token has (its value is not shown).';
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .inputError */ .Xu)([{ where: 'token', what }]);
    }
    return `Bearer ${credentials.token}`;
}
/** Masks the credentials, in every form they are sent in: an error such as "token x is expired" is quoted in logs. */
function credentialMasker(credentials) {
    if (credentials === null)
        return (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .maskerOf */ .nk)([]);
    const secret = credentials.kind === 'token' ? credentials.token : credentials.password;
    const [, sent = ''] = authorizationOf(credentials).split(' ');
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .maskerOf */ .nk)([secret, sent, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
}
const AT_ONCE = 4;
/** Works through a list, `AT_ONCE` entries at a time; the first failure ends it. */
async function forEachAtOnce(list, work) {
    const entries = list.values();
    const failures = [];
    const worker = async () => {
        for (const entry of entries) {
            if (failures.length > 0)
                return;
            await work(entry).catch((caught) => failures.push(caught));
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (failures.length > 0)
        throw failures[0];
}


/***/ }),

/***/ 72511:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DD: () => (/* binding */ reviewedRequest),
/* harmony export */   EP: () => (/* binding */ isRestarting),
/* harmony export */   UL: () => (/* binding */ cancelRequest),
/* harmony export */   mC: () => (/* binding */ exportRequest),
/* harmony export */   qU: () => (/* binding */ triggerRequest),
/* harmony export */   t6: () => (/* binding */ emailBatches),
/* harmony export */   to: () => (/* binding */ openSoteri)
/* harmony export */ });
/* unused harmony exports statusRequest, parseScanStatus */
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);
/* harmony import */ var _target_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(69386);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(27486);



/** @param apiVersion the segment after `/rest/security/`, such as `latest` */
function openSoteri(http, apiVersion) {
    return {
        /** Starts the scan of a target; any 2xx means accepted. The server mails `emails` when it is done. */
        async triggerScan(target, emails) {
            const [first = [], ...rest] = emailBatches(target, emails);
            const { status } = await http.json(triggerRequest(apiVersion, target, first));
            if (status >= 400)
                return { kind: 'busy', status };
            let emailsLeft = 0;
            for (const batch of rest) {
                const reply = target.kind === 'instance' ? null : await http.json(triggerRequest(apiVersion, target, batch));
                if (reply === null || reply.status >= 400)
                    emailsLeft += batch.length;
            }
            return { kind: 'accepted', emailsLeft };
        },
        /** Cancels scans of the whole instance, other people's too. */
        async cancelScans(which) {
            await http.json(cancelRequest(apiVersion, which));
        },
        /** @param branch `null`: the default one @param asking `once` if the caller asks again by itself, else `patiently` */
        async scanStatus(repository, branch, asking, deadline) {
            const request = statusRequest(apiVersion, repository, branch);
            const repeat = asking === 'once' ? 'never' : 'safe';
            const reply = await http.json({ ...request, repeat, deadline });
            if (reply.copy !== null)
                return { kind: 'copy', why: reply.copy };
            if (reply.status === 404)
                return { kind: 'not-found' };
            if (reply.status >= 400)
                return { kind: 'failing', status: reply.status };
            const status = parseScanStatus(reply.body);
            if (status === null)
                throw (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .callError */ .rb)('REPLY_UNREADABLE', request, 'the reply is no scan status.');
            return { kind: 'status', status };
        },
        /** Downloads the findings of a target. 404, which may mean "none", is returned as `refused`. */
        async exportFindings(target, period, save, deadline) {
            return await http.download({ ...exportRequest(apiVersion, target, period), deadline }, save);
        },
        /** Downloads the reviewed false positives of a target; a branch gives those of its repository. */
        async exportReviewed(target, save, deadline) {
            return await http.download({ ...reviewedRequest(apiVersion, target), deadline }, save);
        },
    };
}
function triggerRequest(apiVersion, target, emails) {
    const isInstance = target.kind === 'instance';
    const branch = target.kind === 'branch' ? target.branch : null;
    const path = isInstance ? ['total_rescan'] : scopeSegments(target);
    return {
        method: 'PUT',
        segments: [...root(apiVersion), 'status', ...path, ...(branch === null ? [] : ['branches'])],
        query: [['name', branch], ...emails.map((email) => ['email', email])],
        // At worst a second PUT scans the same branches twice. A second rescan of everything would cost all teams hours.
        repeat: isInstance ? 'if-not-arrived' : 'safe',
        purpose: `trigger the scan of ${nameOf(target)}`,
        right: triggerRight(target),
        // Conflict, locked: a scan runs already.
        expected: [409, 423],
    };
}
/** Bytes of a trigger's path and query; with the path of the base, its request line stays below 4 KiB. */
const TRIGGER_BYTES = 3500;
/**
 * The addresses for each request of a trigger. The vendor documents no other way to hand them over, and each trigger may scan
 * once more. So there are as few requests as possible, one after the other, while the first scan still waits in the queue;
 * and a scan of the whole instance, which costs hours, is never triggered twice for the sake of mail.
 */
function emailBatches(target, emails) {
    const base = new URL('http://host');
    const batches = [[]];
    for (const email of new Set(emails)) {
        const last = batches.at(-1) ?? [];
        const isFull = (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .wirePath */ .XQ)(base, triggerRequest('latest', target, [...last, email])).length > TRIGGER_BYTES;
        if (isFull && last.length > 0)
            batches.push([email]);
        else
            last.push(email);
    }
    return batches;
}
const INSTANCE_RIGHT = 'Bitbucket admin, or app access granted in Soteri';
function triggerRight(target) {
    if (target.kind === 'instance')
        return INSTANCE_RIGHT;
    if (target.kind === 'project')
        return `project admin of ${target.project}`;
    return `repository write on ${(0,_target_js__WEBPACK_IMPORTED_MODULE_1__/* .repositoryNameOf */ .fy)(target)}`;
}
function cancelRequest(apiVersion, which) {
    return {
        method: 'DELETE',
        segments: [...root(apiVersion), 'status', which === 'queued' ? 'scheduled' : 'running'],
        // A late repeat would cancel scans that others have started meanwhile.
        repeat: 'if-not-arrived',
        purpose: `cancel all ${which} scans of the instance`,
        right: 'Bitbucket admin',
    };
}
/** Whether a server or proxy says by this status that it is not available right now. */
function isRestarting(status) {
    return [408, 425, 429, 502, 503, 504].includes(status);
}
/** `GET /scan/{projectKey}/repos/{repoSlug}`: without `projects/` in it; the default branch for `null`. */
function statusRequest(apiVersion, { project, repo }, branch) {
    const repository = `${project}/${repo}`;
    const purpose = `read the scan status of ${branch === null ? repository : `${repository}@${branch}`}`;
    const segments = [...root(apiVersion), 'scan', project, 'repos', repo];
    return {
        ...(0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .getRequest */ .iq)(segments, purpose, `repository read on ${repository}`),
        query: [['branch', branch]],
        // These do not end a wait.
        expected: [404, 408, 425, 429, 500, 501, 502, 503, 504],
    };
}
/** `GET /export-report...`. The server takes whole seconds; the reader of the export filters rows of the split ones. */
function exportRequest(apiVersion, target, { from, to }) {
    const segments = [...root(apiVersion), 'export-report', ...scopeSegments(target)];
    return {
        ...(0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .getRequest */ .iq)(segments, `export the findings of ${nameOf(target)}`, exportRight(target)),
        query: [
            ['confirmExpensiveOperation', target.kind === 'instance' ? 'true' : null],
            ['branch', target.kind === 'branch' ? target.branch : null],
            ['startDate', from === null ? null : wholeSecond(Math.floor(from / 1000))],
            ['endDate', to === null ? null : wholeSecond(Math.ceil(to / 1000))],
        ],
        expected: [404],
    };
}
function wholeSecond(secondsSinceEpoch) {
    return new Date(secondsSinceEpoch * 1000).toISOString().replace('.000Z', 'Z');
}
/** `GET /export/reviewed...`: another root than `export-report`, and no branches. */
function reviewedRequest(apiVersion, target) {
    const wide = (0,_target_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutBranch */ .tD)(target);
    const segments = [...root(apiVersion), 'export', 'reviewed', ...scopeSegments(wide)];
    const purpose = `export the reviewed false positives of ${nameOf(wide)}`;
    return { ...(0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .getRequest */ .iq)(segments, purpose, exportRight(wide)), expected: [404] };
}
function exportRight(target) {
    if (target.kind === 'instance')
        return INSTANCE_RIGHT;
    return `the right to see Soteri\u2019s findings of ${(0,_target_js__WEBPACK_IMPORTED_MODULE_1__/* .targetName */ .je)(target)}`;
}
function root(apiVersion) {
    return ['rest', 'security', apiVersion];
}
function scopeSegments(target) {
    if (target.kind === 'instance')
        return [];
    if (target.kind === 'project')
        return ['projects', target.project];
    return ['projects', target.project, 'repos', target.repo];
}
function nameOf(target) {
    return target.kind === 'instance' ? 'the whole instance' : (0,_target_js__WEBPACK_IMPORTED_MODULE_1__/* .targetName */ .je)(target);
}
const knownFields = ['scanKey', 'scanned', 'actual', 'progress', 'running', 'scheduled', 'total'];
/** `null` if the reply is not a JSON object with at least one known field. */
function parseScanStatus(body) {
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(body))
        return null;
    const sent = knownFields.filter((name) => body[name] !== undefined && body[name] !== null);
    if (sent.length === 0)
        return null;
    const { scanKey, progress, total: sentTotal } = body;
    const flag = (value) => (typeof value === 'boolean' ? value : null);
    const status = {
        scanKey: typeof scanKey === 'string' ? scanKey : null,
        /** A result exists. */
        scanned: flag(body.scanned),
        /** It is up to date with the branch and the settings. */
        actual: flag(body.actual),
        progress: typeof progress === 'number' && progress >= 0 && progress <= 100 ? progress : null,
        running: flag(body.running),
        scheduled: flag(body.scheduled),
        total: Number.isSafeInteger(sentTotal) && Number(sentTotal) >= 0 ? Number(sentTotal) : null,
    };
    const unreadable = sent.filter((name) => status[name] === null);
    const lines = body.invalidLines ?? [];
    const listed = Array.isArray(lines) ? lines.length : null;
    return {
        ...status,
        /** Each of the listed lines is a finding, but their list may be incomplete. */
        total: listed ? Math.max(listed, status.total ?? 0) : status.total,
        /** Fields with a value of another type: no proof can rest on such a reply. */
        unreadable: listed === null ? [...unreadable, 'invalidLines'] : unreadable,
        /** The field, known to nobody, that says that the scan failed or was cancelled. */
        failure: failureIn(body),
    };
}
const badWord = /fail|error|cancel|abort|exception|interrupt|incomplete|partial|time[d_ -]*out|timeout|killed/i;
/** The vendor's page calls findings "failing lines". */
const findingsName = /lines?$|findings?$|vulnerabilit/i;
const goodName = /^(is|was)?_?(complete|completed|success|successful|succeeded|ok)$/i;
const stateName = /state|status|result|outcome|phase|conclusion|reason|message/i;
/** How a failed scan looks is not known: a field that speaks of failure counts, unless its value says there was none. */
function failureIn(fields, depth = 0) {
    for (const [name, value] of Object.entries(fields)) {
        if (depth === 0 && [...knownFields, 'invalidLines'].includes(name))
            continue;
        if (saysFailure(name, value))
            return name;
        const within = typeof value === 'object' && value !== null && depth < 3 ? failureIn(value, depth + 1) : null;
        if (within !== null)
            return `${name}.${within}`;
    }
    return null;
}
function saysFailure(name, value) {
    if (badWord.test(name) && !findingsName.test(name) && !isNone(value))
        return true;
    if (goodName.test(name))
        return /^(false|no)$/i.test(String(value));
    if (!stateName.test(name) || typeof value !== 'string')
        return false;
    return badWord.test(value) && !/\b(no|not|without|0)\b/i.test(value.replaceAll('_', ' '));
}
function isNone(value) {
    if (typeof value === 'string')
        return /^(|0|no|none|false|null)$/i.test(value.trim());
    if (typeof value === 'object' && value !== null)
        return Object.keys(value).length === 0;
    return value === undefined || value === null || value === false || value === 0;
}


/***/ }),

/***/ 69386:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   E2: () => (/* binding */ widerTargets),
/* harmony export */   EW: () => (/* binding */ isWide),
/* harmony export */   Pc: () => (/* binding */ normalizeName),
/* harmony export */   Qd: () => (/* binding */ parseBranch),
/* harmony export */   Sx: () => (/* binding */ parseTargets),
/* harmony export */   XB: () => (/* binding */ parseProject),
/* harmony export */   dF: () => (/* binding */ parseSlug),
/* harmony export */   fy: () => (/* binding */ repositoryNameOf),
/* harmony export */   hu: () => (/* binding */ parseTarget),
/* harmony export */   iT: () => (/* binding */ targetOfName),
/* harmony export */   je: () => (/* binding */ targetName),
/* harmony export */   tD: () => (/* binding */ withoutBranch)
/* harmony export */ });
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22538);
/** Targets of scans and exports, and the one format and parser of their names. Pure. */

/** `instance`, `PROJ`, `PROJ/repo` or `PROJ/repo@branch`: the way targets are written in inputs, logs and reports. */
function targetName(target) {
    switch (target.kind) {
        case 'instance':
            return 'instance';
        case 'project':
            return target.project;
        case 'repo':
            return `${target.project}/${target.repo}`;
        case 'branch':
            return `${target.project}/${target.repo}@${target.branch}`;
    }
}
/** A project key, `~user` for a personal project. Refuses only what is surely none or would change the path. */
function parseProject(text) {
    const isPersonal = text.startsWith('~');
    if (text !== '~' && isPathSegment(text) && (isPersonal || !text.includes('@')))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a project key: give the key (not the name) as in the address of the project, such as PROJ, or ~user for a personal one.`);
}
function parseSlug(text) {
    if (isPathSegment(text))
        return { value: text };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a repository slug: give the slug (not the name) as in the address of the repository, such as my-repo.`);
}
/** Sent as a query parameter, so nearly everything is allowed. `refs/heads/main`, as CIs write it, is `main`. */
function parseBranch(text) {
    const name = text.replace(/^refs\/heads\//, '');
    if (name !== '' && !(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(name))
        return { value: name };
    return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} is not a branch name: it must not be empty or hold control characters.`);
}
function isPathSegment(text) {
    return !['', '.', '..'].includes(text) && !/[/\\?#\s]/.test(text) && !(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .hasControls */ .Lx)(text);
}
/** Unchecked. The first `@` after the slug ends it, so branches may hold `/`, `&`, `#` and `@`. */
function targetOfName(name) {
    if (name === 'instance')
        return { kind: 'instance' };
    const slash = name.indexOf('/');
    if (slash < 0)
        return { kind: 'project', project: name };
    const at = name.indexOf('@', slash);
    const repository = { project: name.slice(0, slash), repo: name.slice(slash + 1, at < 0 ? undefined : at) };
    return at < 0
        ? { kind: 'repo', ...repository }
        : { kind: 'branch', ...repository, branch: name.slice(at + 1) };
}
/** Whether a target is a list of repositories. */
function isWide(target) {
    return target.kind === 'instance' || target.kind === 'project';
}
/** The repository of a branch; any other target as it is. */
function withoutBranch(target) {
    return target.kind === 'branch' ? { kind: 'repo', project: target.project, repo: target.repo } : target;
}
/** `PROJ/repo` of a repository or a branch; the name of wider targets. */
function repositoryNameOf(target) {
    return targetName(withoutBranch(target));
}
/** The place that a target says of its findings. */
function placeOf(target) {
    const { project = null, repo = null, branch = null } = target;
    return { project, repo, branch };
}
/** The targets that contain `target`, narrowest first. */
function widerTargets(target) {
    if (target.kind === 'instance')
        return [];
    if (target.kind === 'project')
        return [{ kind: 'instance' }];
    const { project, repo } = target;
    const wider = [{ kind: 'project', project }, { kind: 'instance' }];
    return target.kind === 'repo' ? wider : [{ kind: 'repo', project, repo }, ...wider];
}
/** Exports may write names of repositories in another case and with other punctuation than Bitbucket. */
function normalizeName(name) {
    return name.toLowerCase().replace(/[^\p{L}\p{N}/]/gu, '');
}
function parseTarget(text) {
    const target = targetOfName(text);
    if (target.kind === 'instance') {
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)('"instance" is not a target: for the whole instance leave `targets` out and set `scope: instance`.');
    }
    if (target.kind === 'project' && text.includes('@') && !text.startsWith('~')) {
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)} has a branch but no repository: write PROJ/repo@branch.`);
    }
    const branch = target.kind === 'branch' ? parseBranch(target.branch) : { value: '' };
    const repo = target.kind === 'project' ? { value: '' } : parseSlug(target.repo);
    for (const part of [parseProject(target.project), repo, branch]) {
        if ('problems' in part)
            return { problems: part.problems.map((problem) => `In ${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(text)}, ${problem}`) };
    }
    const isWhole = target.kind === 'branch' && 'value' in branch;
    return { value: isWhole ? { ...target, branch: branch.value } : target };
}
/** A list of targets, each once. Targets that contain others are refused: findings would be counted twice. */
function parseTargets(items) {
    const problems = [];
    const found = new Map();
    for (const item of items) {
        const target = parseTarget(item);
        if (!('value' in target))
            problems.push(...target.problems);
        else if (!found.has(idOf(target.value)))
            found.set(idOf(target.value), target.value);
    }
    for (const target of found.values()) {
        const [wider] = widerTargets(target).flatMap((other) => found.get(idOf(other)) ?? []);
        if (wider === undefined)
            continue;
        problems.push(`${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(targetName(target))} is part of ${(0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(targetName(wider))}, so its findings would be counted twice: remove one of them.`);
    }
    if (problems.length > 0)
        return { problems };
    if (found.size === 0)
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .invalid */ .Gq)('The list is empty: give at least one of PROJ, PROJ/repo, PROJ/repo@branch.');
    return { value: [...found.values()] };
}
/** Bitbucket compares only branches with case. */
function idOf(target) {
    const repository = repositoryNameOf(target).toLowerCase();
    return target.kind === 'branch' ? `${repository}@${target.branch}` : repository;
}


/***/ }),

/***/ 68804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CA: () => (/* binding */ byCodeUnits),
/* harmony export */   LS: () => (/* binding */ plural),
/* harmony export */   O7: () => (/* binding */ heaviestFirst),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   eZ: () => (/* binding */ namesOf),
/* harmony export */   h_: () => (/* binding */ isMaskable),
/* harmony export */   jp: () => (/* binding */ harmlessName),
/* harmony export */   mC: () => (/* binding */ findingLine),
/* harmony export */   nk: () => (/* binding */ maskerOf),
/* harmony export */   sl: () => (/* binding */ withoutUserInfo),
/* harmony export */   ts: () => (/* binding */ escapeInvisible),
/* harmony export */   v5: () => (/* binding */ MASK),
/* harmony export */   zB: () => (/* binding */ escapeForLog)
/* harmony export */ });
/** Texts of people and servers for logs and reports: escaped, masked, counted, ordered. Pure; runs in the page too. */
/** Control (C0, C1), format (bidi, zero-width, soft hyphen, tags), line separators, surrogates, non-characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;
const printable = /^[\x20-\x7e]*$/;
const shortNames = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Called where rows are read, so that a finding reads the same back from a `findings.csv`, and again by each renderer. */
function escapeInvisible(text) {
    if (printable.test(text))
        return text;
    return text.replace(invisible, (sign) => shortNames[sign] ?? `\\u{${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`);
}
/** Controls but the tab, those of lines and direction, invisible spaces, tags, lone surrogates: what misleads in a log. */
const unsafeInLog = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}\p{Surrogate}]/gu;
/** GitHub and Azure look for `##[` and `##vso[` anywhere in a line, TeamCity for `##teamcity[`. */
const bracketCommand = /##(?=\w*\[)/g;
/** GitHub takes a line for a command when it starts so, blanks aside. */
const colonCommand = /^(\s*)::/;
/** One line in which nothing is hidden or a command to the CI that reads the log. Every host prints through it. */
function escapeForLog(text) {
    return text
        .replace(unsafeInLog, logEscapeOf)
        .replace(bracketCommand, '#\\#')
        .replace(colonCommand, '$1\\::');
}
function logEscapeOf(character) {
    if (character === '\n')
        return '\\n';
    if (character === '\r')
        return '\\r';
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
const MASK = '***';
/** Shorter secrets occur in too many words of ours: to mask them everywhere would reveal them. */
const SHORTEST_SECRET = 4;
/** Whether sentences stay readable when this secret is masked in them. */
function isMaskable(secret) {
    return secret.length >= SHORTEST_SECRET;
}
/** A mask for these secrets, each in every form to look for; see `isMaskable`. */
function maskerOf(secrets) {
    // Longest first, so that no part of a longer one is left over.
    const forms = [...new Set(secrets)].filter(isMaskable).sort((a, b) => b.length - a.length);
    if (forms.length === 0)
        return (text) => text;
    // One pass, as tens of thousands of names may go through it.
    const any = new RegExp(forms.map(RegExp.escape).join('|'), 'g');
    return (text) => text.replace(any, MASK);
}
/** User, password or token of an address, wherever it was written, also where a path made one slash of two. */
const userInfo = /(:\/{1,2})[^/\s"]*@/g;
/** A text for people without the credentials of addresses in it. */
function withoutUserInfo(text) {
    return text.replace(userInfo, `$1${MASK}@`);
}
const SHOWN = 80;
/** Only harmless signs, the last `SHOWN` of them, with what could be a credential masked: nobody needs that. */
function harmlessName(raw) {
    const shown = raw
        .replace(/[\p{L}\p{N}+=]{16,}/gu, (run) => (looksLikeCredential(run) ? '~' : run))
        .replace(/[^\p{L}\p{N} ._()/@~-]/gu, '_');
    return shown.length <= SHOWN ? shown : `...${shown.slice(-SHOWN)}`.toWellFormed();
}
/** Letters and digits mixed, or nothing but capitals: words of file names are neither. */
function looksLikeCredential(run) {
    return (/\p{N}/u.test(run) && /\p{L}/u.test(run)) || !/[^\p{Lu}\p{N}]/u.test(run);
}
/** A finding in one line of a log, after its severity. */
function findingLine(finding) {
    const { rule, place, branches, link } = finding;
    return `${rule}  ${place}${branches === '' ? '' : ` (${branches})`}${link === null ? '' : `  ${link}`}`;
}
const NAMED = 5;
/** `a, b, c and 2 more` */
function namesOf(names, shown = NAMED) {
    const all = [...names];
    const rest = all.length - shown;
    return `${all.slice(0, shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
/** `12,345`, as `Intl.NumberFormat` writes it, without loading its tables at every start. Whole numbers only. */
function count(value) {
    return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
/** `1 finding`, `2 findings` */
function plural(value, one, many = `${one}s`) {
    return `${count(value)} ${value === 1 ? one : many}`;
}
/** The largest count first; equal ones by the code units of their names, so the same on every machine. */
function heaviestFirst(counts) {
    return Object.entries(counts).sort(([a, x], [b, y]) => y - x || byCodeUnits(a, b));
}
/** Orders texts by their UTF-16 code units: the same on every machine, whatever its language. */
function byCodeUnits(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}


/***/ }),

/***/ 13411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ toolVersion)
/* harmony export */ });
/** The version of this project, as in `package.json`; a test holds the two together. */
const toolVersion = '0.1.0';


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(32909);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
