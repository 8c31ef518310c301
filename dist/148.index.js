export const id = 148;
export const ids = [148];
export const modules = {

/***/ 11148:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  parsePolicyFile: () => (/* binding */ parsePolicyFile)
});

// EXTERNAL MODULE: ./lib/parse.js + 1 modules
var parse = __webpack_require__(22538);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 15 modules
var schemas = __webpack_require__(9691);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core = __webpack_require__(88532);
// EXTERNAL MODULE: ./lib/finding.js
var finding = __webpack_require__(182);
// EXTERNAL MODULE: ./lib/config/globs.js
var globs = __webpack_require__(80357);
// EXTERNAL MODULE: ./lib/config/table.js
var table = __webpack_require__(71582);
// EXTERNAL MODULE: ./lib/config/values.js
var values = __webpack_require__(96618);
;// CONCATENATED MODULE: ./lib/config/policy-schema.js
/**
 * The shape of a policy file in zod, and its violations in words. The types of what is read are inferred from here,
 * and the JSON Schema for editors is generated from here; `docs/policy.md` explains the keys.
 */






const NAME_LIMIT = 200;
const TEXT_LIMIT = 1000;
function textOf(limit) {
    return schemas/* string */.YjP()
        .max(limit, `must not be longer than ${limit} characters`)
        .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold line breaks or control characters')
        .regex(/\S/, 'must not be empty');
}
function globOf(field) {
    return schemas/* string */.YjP().check(({ value, issues }) => {
        const problem = (0,globs/* globProblem */.AI)(value, field);
        if (problem !== null)
            issues.push({ code: 'custom', message: `is a glob that ${problem}`, input: value });
    });
}
function globsOf(field, description) {
    const glob = globOf(field);
    const list = schemas/* array */.YOg(glob).min(1, 'must not be an empty list');
    const either = schemas/* union */.KCZ([glob, list], 'must be a glob or a list of globs').meta({ description });
    return either.transform((globs) => [globs].flat());
}
/** A text that is parsed while it is checked. */
function parsedText(parse, example, description) {
    const text = schemas/* string */.YjP(`must be a text such as ${example}`).meta({ description });
    return text.transform((value, { issues }) => {
        const parsed = parse(value);
        if ('value' in parsed)
            return parsed.value;
        for (const problem of parsed.problems) {
            issues.push({ code: 'custom', message: `cannot be read: ${problem}`, input: value });
        }
        return core/* NEVER */.tm;
    });
}
/** The end of a suppression: a date (midnight UTC) or an instant, in ms since the epoch. */
function parseExpiry(text) {
    const parsed = /^\d/.test(text) ? (0,values/* parseDate */._U)(text, 0, 'down') : null;
    if (parsed !== null && 'value' in parsed)
        return parsed;
    return (0,parse/* invalid */.Gq)(`${(0,parse/* quoted */.TL)(text)} is not a day: write a date such as 2027-03-31, or an instant such as 2027-03-31T12:00:00Z.`);
}
const severity = schemas/* enum */.k5n(finding/* severities */.gO);
const limit = schemas/* int */.Whr('must be a whole number').min(0, 'must not be negative');
const match = schemas/* strictObject */.rej({
    rule: globsOf('rule', 'Rule names; case does not matter.'),
    severity: severity.meta({ description: 'This severity and every one above it.' }),
    project: globsOf('project', 'Project keys; case does not matter.'),
    repo: globsOf('repo', 'Repositories as PROJ/slug; case does not matter.'),
    branch: globsOf('branch', 'Branch names. `*` stays within a segment, `**` crosses slashes.'),
    owner: globsOf('owner', 'Owners, as the policy names them; case does not matter.'),
    path: globsOf('path', 'File paths. `*` stays within a segment, `**` crosses slashes.'),
})
    .partial()
    .meta({
    description: 'Which findings; every part that is given must fit. A glob with `!` in front takes out.',
});
/** Unlike in a threshold, a severity here is that severity alone: hiding what is low must not hide everything above. */
const hiddenMatch = match.extend({
    severity: severity.meta({ description: 'This severity alone.' }).optional(),
});
const thresholdSchema = schemas/* strictObject */.rej({
    name: textOf(NAME_LIMIT).meta({ description: 'Shown in logs and reports in place of the selector.' }),
    match,
    max: schemas/* union */.KCZ([limit, schemas/* literal */.euz('baseline')], 'must be a whole number from 0 on, or baseline')
        .meta({ description: 'Most findings allowed; `baseline`: not more than the baseline holds.' }),
    'max-new': limit.meta({ description: 'Most findings allowed that the baseline does not know.' }),
    'max-age': parsedText(values/* parseAge */.F1, '90d', '`max` counts only what was scanned longer ago, such as 90d; without `max`, none may be.'),
    level: schemas/* enum */.k5n(['fail', 'warn']).meta({ description: 'What a violation does to the verdict.' }),
    count: schemas/* enum */.k5n(['rows', 'distinct'])
        .meta({ description: '`distinct` counts a finding once however many branches show it.' }),
})
    .partial();
const suppressionSchema = schemas/* strictObject */.rej({
    match: hiddenMatch.optional(),
    fingerprint: schemas/* string */.YjP()
        .regex(/^[0-9a-fA-F]{32}$/, 'must be the 32 hex digits of a fingerprint in findings.csv')
        .toLowerCase()
        .optional(),
    reason: textOf(TEXT_LIMIT).meta({ description: 'Why these findings need not count.' }),
    owner: textOf(NAME_LIMIT).meta({ description: 'Who answers for it.' }).optional(),
    expires: parsedText(parseExpiry, '2027-03-31', 'From this day (midnight UTC) or instant on the findings count again.'),
});
const severityRule = schemas/* strictObject */.rej({ rule: globOf('rule'), severity });
const severitiesWords = 'must be a mapping of globs to severities, or a list of {rule, severity}';
/** `PROJ/slug`, or `PROJ/slug:path`. */
function ownedParts(glob) {
    const [repo = '', path = null] = glob.split(/:(.*)/s);
    return { repo, path };
}
const ownedGlob = schemas/* string */.YjP().check(({ value, issues }) => {
    const { repo, path } = ownedParts(value);
    const problem = (0,globs/* globProblem */.AI)(repo, 'repo') ?? (path === null ? null : (0,globs/* globProblem */.AI)(path, 'path'));
    if (problem !== null)
        issues.push({ code: 'custom', message: `is a glob that ${problem}`, input: value });
});
const remedy = schemas/* strictObject */.rej({
    text: textOf(TEXT_LIMIT),
    link: schemas/* string */.YjP()
        .regex(/^https:\/\/[^\s<>"]+$/, 'must be an https address')
        .optional(),
});
const relativePath = textOf(TEXT_LIMIT).refine((path) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(path), {
    error: 'must be a path: nothing is downloaded',
});
/**
 * Inputs whose numbers, booleans and words mean the same however YAML writes them. Any other input must be a text, as
 * YAML would change the value: `1.10` becomes `1.1`, and `0123` becomes 123.
 */
const kindsOfAnyScalar = [
    'boolean',
    'integer',
    'number',
    'duration',
    'bytes',
    'enum',
    'enum-list',
];
const oneOrList = 'must be one value or a list of values';
const scalar = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]);
const anyInput = schemas/* union */.KCZ([scalar, schemas/* array */.YOg(scalar)], oneOrList);
const policy_schema_text = schemas/* string */.YjP({ error: ({ input }) => unquoted(input) });
const textInput = schemas/* union */.KCZ([policy_schema_text, schemas/* array */.YOg(policy_schema_text)], { error: ({ input }) => unquoted(input) ?? oneOrList });
function unquoted(value) {
    if (typeof value !== 'number' && typeof value !== 'boolean')
        return undefined;
    return `must be a text, and YAML takes this for a ${typeof value} (it would make 1.1 of 1.10): put it in quotes`;
}
function inputOfKind(kind) {
    return kindsOfAnyScalar.includes(kind) ? anyInput : textInput;
}
/** Keys allowed in the mapping at a path of the file. */
function keysAt(path) {
    if (path.at(-1) === 'match')
        return Object.keys(match.shape);
    if (path[0] === 'severities')
        return Object.keys(severityRule.shape);
    if (path[0] === 'remediation')
        return Object.keys(remedy.shape);
    return Object.keys(path[0] === 'suppressions' ? suppressionSchema.shape : thresholdSchema.shape);
}
const shortForm = schemas/* string */.YjP().meta({ description: 'Short form, such as `new rule:AWS_* = 0`.' });
/** By the keys of a policy file that are no inputs. */
const policySections = {
    extends: schemas/* union */.KCZ([relativePath, schemas/* array */.YOg(relativePath)], 'must be a path or a list of paths')
        .meta({ description: 'Other policy files, relative to this one. All of their thresholds hold as well.' })
        .transform((paths) => [paths].flat()),
    severities: schemas/* union */.KCZ([schemas/* record */.g1P(globOf('rule'), severity), schemas/* array */.YOg(severityRule)], severitiesWords)
        .meta({
        description: 'Severities by globs of rule names; the first that matches decides. Built-in ones come last.',
    })
        .transform((given) => Array.isArray(given) ? given : Object.entries(given).map(([rule, severity]) => ({ rule, severity }))),
    thresholds: schemas/* array */.YOg(schemas/* union */.KCZ([shortForm, thresholdSchema]))
        .meta({ description: 'Limits; all of them hold. With none at all, `total = 0` does.' }),
    suppressions: schemas/* array */.YOg(suppressionSchema)
        .meta({ description: 'Findings that do not count until a day, each with a reason.' }),
    owners: schemas/* union */.KCZ([schemas/* literal */.euz('codeowners'), schemas/* record */.g1P(ownedGlob, textOf(NAME_LIMIT))], {
        error: 'must be a mapping of globs over PROJ/slug (or PROJ/slug:path) to names, or codeowners',
    })
        .meta({
        description: 'Owners by globs over PROJ/slug, or PROJ/slug:path; the first that fits decides. `codeowners`: the file of each repository.',
    })
        .transform((given) => {
        if (given === 'codeowners')
            return { rules: [], codeOwners: true };
        const rules = Object.entries(given).map(([glob, owner]) => ({ ...ownedParts(glob), owner }));
        return { rules, codeOwners: false };
    }),
    remediation: schemas/* record */.g1P(globOf('rule'), schemas/* union */.KCZ([textOf(TEXT_LIMIT), remedy], 'must be a text, or {text, link}'))
        .meta({
        description: 'Advice by globs of rule names, before the built-in one; the first that fits decides.',
    })
        .transform((given) => Object.entries(given).map(([rule, advice]) => {
        const { text, link = null } = typeof advice === 'string' ? { text: advice } : advice;
        return { rule, text, link };
    })),
};
const policyKeys = Object.keys(policySections);
/** Inputs that a policy file may give: those that only shape reports and logs. */
const policyInputs = table/* inputRows */.k8.filter(({ inPolicy }) => inPolicy === 'allowed');
function policyJsonSchema() {
    const inputs = policyInputs.map((input) => [input.name, inputValue(input)]);
    const file = z.strictObject({ ...policySections, ...Object.fromEntries(inputs) }).partial();
    const schema = z.toJSONSchema(file, { io: 'input' });
    return { title: 'Policy of soteri-gate (.soteri-gate.yml)', ...schema };
}
function inputValue({ kind, allowed, help }) {
    const value = kind === 'enum' && allowed !== undefined ? wordOf(allowed) : inputOfKind(kind);
    return value.meta({ description: help });
}
/** One of the words; `true` and `false` are often written without quotes. */
function wordOf(allowed) {
    const words = z.enum(allowed);
    return allowed.includes('true') && allowed.includes('false') ? z.union([words, z.boolean()]) : words;
}
/** An issue in words. Values of unknown keys are never quoted: they may be secrets. */
function describeIssue(issue, base) {
    const path = [...base, ...issue.path];
    const say = (what, at = 'value') => {
        return { path, at, what: `${labelOf(path)} ${/[.?]$/.test(what) ? what : `${what}.`}` };
    };
    switch (issue.code) {
        case 'unrecognized_keys':
            return issue.keys.map((key) => {
                return { path: [...path, key], at: 'key', what: unknownKey(key, keysAt(path)) };
            });
        case 'invalid_key':
            return issue.issues.map(({ message }) => say(message, 'key'));
        case 'invalid_union': {
            if (issue.input === undefined)
                return [say('is missing')];
            const matching = issue.errors.find((errors) => !errors.some(isOtherType));
            return matching?.flatMap((inner) => describeIssue(inner, path)) ?? [say(issue.message)];
        }
        case 'invalid_type':
            return [say(issue.input === undefined ? 'is missing' : typeWords(issue))];
        case 'invalid_value':
            return [say(allowedWords(issue.values.map(String), issue.input))];
        default:
            return [say(issue.message)];
    }
}
/** The problem of an unknown key, which is named only if it looks like a word, not like a secret that lost its colon. */
function unknownKey(key, known) {
    const named = /^[a-z][a-z_-]{0,29}$/i.test(key) ? ` ${(0,parse/* quoted */.TL)(key)}` : '';
    return `The key${named} is not allowed here; allowed are ${known.join(', ')}.${(0,parse/* didYouMean */.au)(key, known)}`;
}
/** An alternative of a union that is about another type altogether. */
function isOtherType({ path, code }) {
    return path.length === 0 && ['invalid_type', 'invalid_value', 'invalid_union'].includes(code);
}
function allowedWords(allowed, value) {
    const near = typeof value === 'string' ? (0,parse/* didYouMean */.au)(value, allowed) : '';
    return `must be one of ${allowed.join(', ')}.${near}`;
}
/** The schema's own words where it has some; zod's begin with "Invalid". */
function typeWords({ expected, message }) {
    if (!message.startsWith('Invalid'))
        return message;
    if (expected === 'string')
        return 'must be a text (put it in quotes)';
    if (expected === 'object' || expected === 'record')
        return 'must be a mapping of keys to values';
    return `must be ${expected === 'array' ? 'a list' : 'a whole number'}`;
}
/** `thresholds[2].match.rule`. */
function labelOf(path) {
    const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
    return steps.join('').replace(/^\./, '');
}

// EXTERNAL MODULE: ./lib/config/sources.js
var sources = __webpack_require__(32884);
// EXTERNAL MODULE: ./lib/config/thresholds.js
var thresholds = __webpack_require__(16980);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
;// CONCATENATED MODULE: ./lib/config/yaml.js
/** YAML text as plain values with their positions. Sole user of yaml. */

/** A policy has some hundred lines; more aliases than this are an attempt to fill the memory. */
const ALIAS_LIMIT = 100;
const quoteHint = 'A value that begins with one of * ! & { [ @ ` or holds ": " or " #" must be quoted.';
/**
 * Reads YAML 1.2. The value is of plain objects, lists and scalars; `null` for a text without content, or with problems:
 * those of the syntax, duplicate keys, several documents, unknown tags, alias bombs. Nothing of the text is quoted.
 */
function readYaml(text) {
    const lines = new dist/* LineCounter */.HN();
    const source = text.replace(/^\uFEFF/, '');
    const parsed = (0,dist/* parseAllDocuments */.hR)(source, { lineCounter: lines, prettyErrors: false });
    const positionAt = (offset) => {
        const { line, col } = lines.linePos(offset);
        return { line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    // An empty text has no document; its value is that of an empty one.
    const document = parsed[0] ?? (0,dist/* parseDocument */.Tp)('');
    const positions = {
        /** The position of a value or, when it is missing, of the nearest value around it. */
        positionOf: (path, at = 'value') => positionAt(find(document, path)[at]),
        /** The position of the first character of a text; `null` when the file spells the text in another way. */
        positionOfText: (path, written) => {
            const { value } = find(document, path);
            // After a quote, it begins one character later.
            const start = [value, value + 1].find((offset) => source.startsWith(written, offset));
            return start === undefined ? null : positionAt(start);
        },
    };
    const problems = problemsOf(document, parsed[1]).map(({ at, what }) => ({ position: positionAt(at), what }));
    if (problems.length > 0)
        return { value: null, problems, ...positions };
    return { ...plainValue(document), ...positions };
}
function problemsOf(document, second) {
    const problems = [...document.errors, ...document.warnings].map((error) => ({
        at: error.pos[0],
        what: wordsFor(error),
    }));
    if (second !== undefined) {
        problems.push({ at: second.range[0], what: 'A second document begins here: a policy is one document.' });
    }
    if (problems.length > 0)
        return problems;
    (0,dist/* visit */.YR)(document, {
        Alias: (_key, alias) => {
            if (alias.resolve(document) !== undefined)
                return;
            problems.push({ at: alias.range?.[0] ?? 0, what: `This is an alias of nothing. ${quoteHint}` });
        },
    });
    return problems;
}
function wordsFor({ code }) {
    if (code === 'DUPLICATE_KEY')
        return 'This key is given twice: keep one.';
    if (code === 'TAB_AS_INDENT')
        return 'A tab indents this line: YAML takes blanks only.';
    if (code === 'TAG_RESOLVE_FAILED')
        return `This YAML tag is unknown. ${quoteHint}`;
    return `This is not valid YAML (${code}). ${quoteHint}`;
}
function plainValue(document) {
    try {
        const value = document.toJS({ maxAliasCount: ALIAS_LIMIT });
        return { value, problems: [] };
    }
    catch {
        // The only error left at this point: the aliases expand to too much.
        const what = `Aliases expand to too much: at most ${ALIAS_LIMIT} may be used.`;
        return { value: null, problems: [{ position: { line: 1, column: 1 }, what }] };
    }
}
/** The offsets of a value and its key; of the nearest value around it when it is missing. */
function find(document, path) {
    let node = document.contents;
    let value = startOf(node) ?? 0;
    let key = value;
    for (const step of path) {
        const member = memberOf((0,dist/* isAlias */.Vj)(node) ? node.resolve(document) : node, step);
        if (member === undefined)
            break;
        node = member.value;
        key = startOf(member.key) ?? key;
        value = startOf(node) ?? key;
    }
    return { value, key };
}
/** A pair of a mapping; an item of a list is its own key. */
function memberOf(node, step) {
    if ((0,dist/* isMap */.jh)(node))
        return node.items.find(({ key }) => (0,dist/* isScalar */.jn)(key) && String(key.value) === step);
    const item = (0,dist/* isSeq */.oP)(node) ? node.items[Number(step)] : undefined;
    return item === undefined ? undefined : { key: item, value: item };
}
function startOf(node) {
    return (0,dist/* isNode */.Ll)(node) ? node.range?.[0] : undefined;
}

;// CONCATENATED MODULE: ./lib/config/policy-file.js






/** Keys that look like the name of a secret. */
const secretWords = /^(token|password|secret|key)$|[-_](token|password|secret|key)$/i;
/** @param fileName the name of the file in messages and origins */
function parsePolicyFile(text, fileName) {
    const yaml = readYaml(text);
    const mistakes = yaml.problems.map(({ position: { line, column }, what }) => {
        return { where: `${fileName}:${line}:${column}`, what };
    });
    const root = rootOf();
    const extended = check(policySections.extends, ['extends'], root.extends) ?? [];
    const document = {
        thresholds: itemsOf('thresholds').flatMap((item, at) => thresholdsOf(item, ['thresholds', at])),
        suppressions: itemsOf('suppressions').flatMap((item, at) => suppressionsOf(item, ['suppressions', at])),
        severities: check(policySections.severities, ['severities'], root.severities) ?? [],
        owners: check(policySections.owners, ['owners'], root.owners),
        remedies: check(policySections.remediation, ['remediation'], root.remediation) ?? [],
    };
    const inputs = inputsOf();
    return {
        /** `null` when the file has mistakes. */
        document: mistakes.length === 0 ? document : null,
        /** Inputs that the file gives, not parsed yet. */
        inputs,
        /** `file:line:column` of the value of each of these inputs. */
        inputPlaces: new Map(Object.keys(inputs).map((key) => [key, whereOf([key])])),
        /** Paths as written, relative to the folder of this file. */
        extends: extended,
        mistakes: mistakes.toSorted((a, b) => orderOf(a) - orderOf(b)),
    };
    /** An empty file is a policy that sets nothing. */
    function rootOf() {
        const { value } = yaml;
        if (value === null)
            return {};
        if ((0,parse/* isRecord */.u4)(value) && !Array.isArray(value))
            return value;
        mistake([], `A policy is a mapping of keys to values; known keys are ${policyKeys.join(', ')}.`);
        return {};
    }
    function itemsOf(key) {
        const value = root[key] ?? [];
        if (Array.isArray(value))
            return value;
        mistake([key], `${key} must be a list: begin each item with "- ".`);
        return [];
    }
    function thresholdsOf(item, path) {
        const { line, column } = yaml.positionOf(path);
        const origin = `${fileName}:${line}`;
        if (typeof item === 'string') {
            const start = yaml.positionOfText(path, item);
            const where = (at) => start === null ? `${origin}:${column}, character ${at}` : `${origin}:${start.column + at - 1}`;
            const read = (0,thresholds/* parseThresholdString */.a9)(item, where, origin);
            mistakes.push(...read.mistakes);
            return read.thresholds;
        }
        const threshold = check(thresholdSchema, path, item);
        if (threshold === undefined)
            return [];
        const limits = limitsOf(threshold, origin);
        if (limits.length === 0)
            mistake(path, 'The threshold limits nothing: give max, max-new or max-age.');
        for (const limit of limits) {
            const clash = (0,thresholds/* clashOf */.JT)(limit);
            if (clash !== null)
                mistake(path, clash);
        }
        return limits;
    }
    function suppressionsOf(item, path) {
        const suppression = check(suppressionSchema, path, item);
        if (suppression === undefined)
            return [];
        const { match = {}, fingerprint = null, owner = null, ...rest } = suppression;
        if (fingerprint === null && Object.keys(match).length === 0) {
            mistake(path, 'The suppression would hide every finding: give a fingerprint, or a match with at least one key.');
        }
        const origin = `${fileName}:${yaml.positionOf(path).line}`;
        return [{ match, fingerprint, owner, ...rest, origin }];
    }
    function inputsOf() {
        const inputs = {};
        for (const [key, value] of Object.entries(root)) {
            const input = policyKeys.some((policyKey) => policyKey === key) ? undefined : inputOf(key, value);
            if (input !== undefined)
                inputs[key] = input;
        }
        return inputs;
    }
    function inputOf(key, value) {
        const row = policyInputs.find(({ name }) => name === key);
        if (row !== undefined && value !== null)
            return check(inputOfKind(row.kind), [key], value);
        if (row === undefined)
            mistake([key], problemOfKey(key), 'key');
        else
            mistake([key], `${key} has no value: give one, or take the key out.`);
        return undefined;
    }
    /** The checked value; `undefined` when there is none, or when it has mistakes. */
    function check(schema, path, value) {
        if (value === undefined || (value === null && path.length === 1))
            return undefined;
        const { success, data, error } = schema.safeParse(value, { reportInput: true });
        if (success)
            return data;
        for (const problem of error.issues.flatMap((issue) => describeIssue(issue, path))) {
            mistake(problem.path, problem.what, problem.at);
        }
        return undefined;
    }
    function mistake(path, what, at = 'value') {
        mistakes.push({ where: whereOf(path, at), what });
    }
    function whereOf(path, at = 'value') {
        const { line, column } = yaml.positionOf(path, at);
        return `${fileName}:${line}:${column}`;
    }
}
function orderOf({ where }) {
    const [, line, column] = /:(\d+):(\d+)(, character \d+)?$/.exec(where) ?? [];
    return Number(line) * 2 ** 32 + Number(column);
}
function problemOfKey(key) {
    const refusal = (0,table/* isInputName */.wp)(key) ? (0,sources/* refusalInPolicy */.yB)((0,table/* rowOf */.OB)(key)) : null;
    if (refusal !== null)
        return refusal;
    if (!secretWords.test(key))
        return unknownKey(key, [...policyKeys, ...policyInputs.map(({ name }) => name)]);
    return 'Secrets have no place in a policy file, which is committed: give it as an input or in the environment.';
}
/** One threshold for each limit that an entry gives. */
function limitsOf(threshold, origin) {
    const { name, match = {}, max, level = 'fail', count = 'rows' } = threshold;
    const { 'max-new': maxNew, 'max-age': olderThanMs = null } = threshold;
    const limits = [];
    const add = (part, ownName) => {
        const limit = { match, level, count, origin, ...part };
        const selector = (0,thresholds/* selectorText */.nM)(limit);
        limits.push({ ...limit, selector, name: ownName ?? selector });
    };
    if (max !== undefined || olderThanMs !== null)
        add({ onlyNew: false, olderThanMs, max: max ?? 0 }, name);
    const newName = limits.length === 0 ? name : name && `${name} (new)`;
    if (maxNew !== undefined)
        add({ onlyNew: true, olderThanMs: null, max: maxNew }, newName);
    return limits;
}


/***/ })

};
