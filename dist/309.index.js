export const id = 309;
export const ids = [309];
export const modules = {

/***/ 87309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  parsePolicyFile: () => (/* binding */ parsePolicyFile)
});

// EXTERNAL MODULE: ./lib/inputs/dates.js
var dates = __webpack_require__(35776);
// EXTERNAL MODULE: ./lib/policy/age.js
var policy_age = __webpack_require__(45697);
// EXTERNAL MODULE: ./lib/policy/globs.js
var policy_globs = __webpack_require__(45017);
// EXTERNAL MODULE: ./lib/inputs/nearest.js + 1 modules
var nearest = __webpack_require__(25911);
// EXTERNAL MODULE: ./lib/inputs/parsed.js
var inputs_parsed = __webpack_require__(33420);
;// CONCATENATED MODULE: ./lib/policy/issue-words.js
/** What is wrong with a value of a policy file, in words. Values of unknown keys are never quoted: they may be secrets. */


/** The issues of one part of the file in words. */
function wordIssues(issues, part) {
    return issues.flatMap((issue) => wordIssue(issue, part));
}
function wordIssue(issue, part) {
    const path = [...part.base, ...issue.path];
    const value = valueAt(part.value, issue.path);
    const say = (what, atKey = false) => {
        return { path, atKey, what: `${labelOf(path)} ${/[.?]$/.test(what) ? what : `${what}.`}` };
    };
    switch (issue.code) {
        case 'unrecognized_keys':
            return issue.keys.map((key) => {
                return { path: [...path, key], atKey: true, what: unknownKey(key, part.keysAt(issue.path)) };
            });
        case 'invalid_key':
            return issue.issues.map(({ message }) => say(message, true));
        case 'invalid_union': {
            const fitting = issue.errors.find((errors) => !errors.some(isOtherType));
            if (value === undefined || fitting === undefined)
                return [say(value === undefined ? 'is missing' : issue.message)];
            const keysAt = (inner) => part.keysAt([...issue.path, ...inner]);
            return wordIssues(fitting, { base: path, value, keysAt });
        }
        case 'invalid_type':
            return [say(value === undefined ? 'is missing' : typeWords(issue))];
        case 'invalid_value':
            return [say(allowedWords(issue.values.map(String), value))];
        default:
            return [say(issue.message)];
    }
}
/** A key that nobody knows. It is named only when it looks like a word, and not like a secret that lost its colon. */
function unknownKey(key, known) {
    const named = /^[a-z][a-z_-]{0,29}$/i.test(key) ? ` ${(0,inputs_parsed/* quoted */.TL)(key)}` : '';
    return `The key${named} has no place here; allowed are ${known.join(', ')}.${(0,nearest/* didYouMean */.a)(key, known)}`;
}
/** An alternative of a union that is about another type altogether. */
function isOtherType({ path, code }) {
    return path.length === 0 && ['invalid_type', 'invalid_value', 'invalid_union'].includes(code);
}
function allowedWords(allowed, value) {
    const near = typeof value === 'string' ? (0,nearest/* didYouMean */.a)(value, allowed) : '';
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
function valueAt(root, path) {
    let value = root;
    for (const step of path) {
        if (typeof value !== 'object' || value === null)
            return undefined;
        value = value[step];
    }
    return value;
}
/** `thresholds[2].match.rule`. */
function labelOf(path) {
    const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
    return steps.join('').replace(/^\./, '');
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 17 modules
var schemas = __webpack_require__(16435);
// EXTERNAL MODULE: ./lib/findings/finding.js
var finding = __webpack_require__(86939);
;// CONCATENATED MODULE: ./lib/policy/schema.js
/**
 * The shape of a policy file, in zod: the types of what is read are inferred from here, and the JSON Schema
 * that editors use is generated from here. What the words mean is told in `docs/policy.md`.
 */






const NAME_LIMIT = 200;
const TEXT_LIMIT = 1000;
function textOf(limit) {
    return schemas/* string */.YjP()
        .max(limit, `must not be longer than ${limit} characters`)
        .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold line breaks or control characters')
        .regex(/\S/, 'must not be empty');
}
/** A glob, checked for its field. */
function globOf(field) {
    return schemas/* string */.YjP().check(({ value, issues }) => {
        const problem = (0,policy_globs/* globProblem */.AI)(value, field);
        if (problem !== null)
            issues.push({ code: 'custom', message: `is a glob that ${problem}`, input: value });
    });
}
/** One glob or a list of them. */
function globsOf(field, description) {
    const glob = globOf(field);
    const list = schemas/* array */.YOg(glob).min(1, 'must not be an empty list');
    return schemas/* union */.KCZ([glob, list], 'must be a glob or a list of globs').meta({ description });
}
/** Text that one of the small readers must understand. */
function readable(read, example) {
    return schemas/* string */.YjP(`must be a text such as ${example}`).check(({ value, issues }) => {
        const parsed = read(value);
        if ('value' in parsed)
            return;
        for (const problem of parsed.problems) {
            issues.push({ code: 'custom', message: `cannot be read: ${problem}`, input: value });
        }
    });
}
/** The end of a suppression: a date (midnight UTC) or an instant, in ms since the epoch. */
function parseExpiry(text) {
    const parsed = /^\d/.test(text) ? (0,dates/* parseDate */._)(text, 0, 'down') : (0,inputs_parsed/* wrong */.Qm)();
    if ('value' in parsed)
        return parsed;
    return (0,inputs_parsed/* wrong */.Qm)(`${(0,inputs_parsed/* quoted */.TL)(text)} is no day: write a date such as 2027-03-31, or an instant such as 2027-03-31T12:00:00Z.`);
}
const severity = schemas/* enum */.k5n(finding/* severities */.gO);
const limit = schemas/* int */.Whr('must be a whole number').min(0, 'must not be negative');
const match = schemas/* strictObject */.rej({
    rule: globsOf('rule', 'Rule names; case does not matter.').optional(),
    severity: severity.meta({ description: 'This severity and every one above it.' }).optional(),
    project: globsOf('project', 'Project keys; case does not matter.').optional(),
    repo: globsOf('repo', 'Repositories as PROJ/slug; case does not matter.').optional(),
    branch: globsOf('branch', 'Branch names. `*` stays within a segment, `**` crosses slashes.').optional(),
    path: globsOf('path', 'File paths. `*` stays within a segment, `**` crosses slashes.').optional(),
})
    .meta({
    description: 'Which findings; every part that is given must fit. A glob with `!` in front takes out.',
});
/** To hide is not to count: whoever hides what is low does not mean everything above. */
const hiddenMatch = match.extend({
    severity: severity.meta({ description: 'This severity alone.' }).optional(),
});
/** A threshold written out; the other way to write one is a text of the short form. */
const thresholdSchema = schemas/* strictObject */.rej({
    name: textOf(NAME_LIMIT)
        .meta({ description: 'Shown in logs and reports in place of the selector.' })
        .optional(),
    match: match.optional(),
    max: schemas/* union */.KCZ([limit, schemas/* literal */.euz('baseline')], 'must be a whole number from 0 on, or baseline')
        .meta({ description: 'Most findings allowed; `baseline`: not more than the baseline holds.' })
        .optional(),
    'max-new': limit.meta({ description: 'Most findings allowed that the baseline does not know.' }).optional(),
    'max-age': readable(policy_age/* parseAge */.F, '90d')
        .meta({
        description: '`max` counts only what was scanned longer ago, such as 90d; without `max`, none may be.',
    })
        .optional(),
    level: schemas/* enum */.k5n(['fail', 'warn']).meta({ description: 'What a violation does to the verdict.' }).optional(),
    count: schemas/* enum */.k5n(['rows', 'distinct'])
        .meta({ description: '`distinct` counts a finding once however many branches show it.' })
        .optional(),
});
/** An entry of `suppressions`. */
const suppressionSchema = schemas/* strictObject */.rej({
    match: hiddenMatch.optional(),
    fingerprint: schemas/* string */.YjP()
        .regex(/^[0-9a-fA-F]{32}$/, 'must be the 32 hex digits of a fingerprint in findings.csv')
        .optional(),
    reason: textOf(TEXT_LIMIT).meta({ description: 'Why these findings need not count.' }),
    owner: textOf(NAME_LIMIT).meta({ description: 'Who answers for it.' }).optional(),
    expires: readable(parseExpiry, '2027-03-31').meta({
        description: 'From this day (midnight UTC) or instant on the findings count again.',
    }),
});
const severityRule = schemas/* strictObject */.rej({ rule: globOf('rule'), severity });
const severitiesWords = 'must be a mapping of globs to severities, or a list of {rule, severity}';
/** The section `severities`: globs over rules, and their levels. */
const severitiesSchema = schemas/* union */.KCZ([schemas/* record */.g1P(globOf('rule'), severity), schemas/* array */.YOg(severityRule)], severitiesWords)
    .meta({
    description: 'Severities by globs of rule names; the first that matches decides. Built-in ones come last.',
});
const relativePath = textOf(TEXT_LIMIT).refine((path) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(path), {
    error: 'must be a path: nothing is downloaded',
});
/** The section `extends`: other policy files. */
const extendsSchema = schemas/* union */.KCZ([relativePath, schemas/* array */.YOg(relativePath)], 'must be a path or a list of paths')
    .meta({ description: 'Other policy files, relative to this one. All of their thresholds hold as well.' });
/**
 * Inputs whose numbers, booleans and words mean the same however YAML writes them; the inputs stage reads them further.
 * Any other input is a text, which YAML would change before anybody sees it: `1.10` becomes `1.1` and `0123` becomes 123.
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
const schema_text = schemas/* string */.YjP({ error: ({ input }) => unquoted(input) });
const textInput = schemas/* union */.KCZ([schema_text, schemas/* array */.YOg(schema_text)], { error: ({ input }) => unquoted(input) ?? oneOrList });
/** What is said of a value that is none of a text, but looked like one in the file. */
function unquoted(value) {
    if (typeof value !== 'number' && typeof value !== 'boolean')
        return undefined;
    return `must be a text, and YAML takes this for a ${typeof value} (it would make 1.1 of 1.10): put it in quotes`;
}
/** An input of this kind that a policy file gives. */
function inputOfKind(kind) {
    return kindsOfAnyScalar.includes(kind) ? anyInput : textInput;
}
/** Keys of the mapping at a path of the file. */
function keysOfPart(path) {
    if (path.at(-1) === 'match')
        return Object.keys(match.shape);
    if (path[0] === 'severities')
        return Object.keys(severityRule.shape);
    return Object.keys(path[0] === 'suppressions' ? suppressionSchema.shape : thresholdSchema.shape);
}
/** Keys of a policy file that are no inputs. */
const policyKeys = ['extends', 'severities', 'thresholds', 'suppressions'];
/** The JSON Schema (draft 2020-12) of policy files that may give these inputs. */
function policyJsonSchema(inputs) {
    const shortForm = z.string().meta({ description: 'Short form, such as `new rule:AWS_* = 0`.' });
    const file = z.strictObject({
        extends: extendsSchema.optional(),
        severities: severitiesSchema.optional(),
        thresholds: z
            .array(z.union([shortForm, thresholdSchema]))
            .meta({ description: 'Limits; all of them hold. With none at all, `total = 0` does.' })
            .optional(),
        suppressions: z
            .array(suppressionSchema)
            .meta({ description: 'Findings that do not count until a day, each with a reason.' })
            .optional(),
        ...Object.fromEntries(inputs.map((input) => [input.name, inputValue(input).optional()])),
    });
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

// EXTERNAL MODULE: ./lib/policy/threshold-text.js
var threshold_text = __webpack_require__(98041);
// EXTERNAL MODULE: ./lib/policy/thresholds.js + 1 modules
var thresholds = __webpack_require__(25622);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
;// CONCATENATED MODULE: ./lib/policy/yaml-text.js
/** YAML text as plain values that remember where they stand. Sole user of yaml. */

/** A policy has some hundred lines; more aliases than this are an attempt to fill the memory. */
const ALIAS_LIMIT = 100;
const quoteHint = 'A value that begins with one of * ! & { [ @ ` or holds ": " or " #" must be quoted.';
/** Reads YAML 1.2. Duplicate keys, several documents, unknown tags and alias bombs are problems; nothing is quoted. */
function readYaml(text) {
    const lines = new dist/* LineCounter */.HN();
    const source = text.replace(/^\uFEFF/, '');
    const parsed = (0,dist/* parseAllDocuments */.hR)(source, {
        lineCounter: lines,
        prettyErrors: false,
        uniqueKeys: true,
        strict: true,
    });
    const placeAt = (offset) => {
        const { line, col } = lines.linePos(offset);
        return { line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    // An empty text has no document; its value is that of an empty one.
    const document = parsed[0] ?? (0,dist/* parseDocument */.Tp)('');
    const places = {
        placeOf: (path) => placeAt(find(document, path).value),
        placeOfKey: (path) => placeAt(find(document, path).key),
        placeOfText: (path, written) => {
            const { value } = find(document, path);
            const start = [value, value + 1].find((offset) => source.startsWith(written, offset));
            return start === undefined ? null : placeAt(start);
        },
    };
    const problems = problemsOf(document, parsed[1]).map(({ at, what }) => ({ place: placeAt(at), what }));
    if (problems.length > 0)
        return { value: null, problems, ...places };
    return { ...plainValue(document), ...places };
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
        return 'This key stands here twice: keep one.';
    if (code === 'TAB_AS_INDENT')
        return 'A tab indents this line: YAML wants blanks.';
    if (code === 'TAG_RESOLVE_FAILED')
        return `This is a YAML tag that nobody knows. ${quoteHint}`;
    return `This is not valid YAML (${code}). ${quoteHint}`;
}
function plainValue(document) {
    try {
        return { value: document.toJS({ maxAliasCount: ALIAS_LIMIT }), problems: [] };
    }
    catch {
        // The one thing that can still go wrong: what aliases stand for has grown too large.
        const what = `Aliases stand for too much: at most ${ALIAS_LIMIT} may be used.`;
        return { value: null, problems: [{ place: { line: 1, column: 1 }, what }] };
    }
}
/** Where a value and its key begin; the nearest value around it when it is missing. */
function find(document, path) {
    const start = startOf(document.contents) ?? 0;
    let found = { node: document.contents, value: start, key: start };
    for (const step of path) {
        const inner = (0,dist/* isAlias */.Vj)(found.node) ? found.node.resolve(document) : found.node;
        const next = (0,dist/* isSeq */.oP)(inner) ? itemOf(inner.items[Number(step)], found) : memberOf(inner, step, found);
        if (next === undefined)
            return found;
        found = next;
    }
    return found;
}
function itemOf(item, around) {
    if (item === undefined)
        return undefined;
    const start = startOf(item) ?? around.value;
    return { node: item, value: start, key: start };
}
function memberOf(map, step, around) {
    const pair = (0,dist/* isMap */.jh)(map)
        ? map.items.find(({ key }) => (0,dist/* isScalar */.jn)(key) && String(key.value) === step)
        : undefined;
    if (pair === undefined)
        return undefined;
    const key = startOf(pair.key) ?? around.key;
    return { node: pair.value, value: startOf(pair.value) ?? key, key };
}
function startOf(node) {
    return (0,dist/* isNode */.Ll)(node) ? node.range?.[0] : undefined;
}

;// CONCATENATED MODULE: ./lib/policy/policy-file.js








/**
 * Reads a policy file.
 * @param fileName how to call the file in messages and origins
 * @param allowedInputs kinds of the inputs that may stand in it, by name; secrets are none of them
 * @param refusedInputs names of the inputs that may not, with the sentence that says so
 */
function parsePolicyFile(text, fileName, allowedInputs, refusedInputs = new Map()) {
    const reading = new PolicyFileReading(readYaml(text), fileName, allowedInputs, refusedInputs);
    return reading.read();
}
/** Looks like the name of something that must not stand in a committed file. */
const secretWords = /^(token|password|secret|key)$|[-_](token|password|secret|key)$/i;
class PolicyFileReading {
    #yaml;
    #fileName;
    #allowedInputs;
    #refusedInputs;
    #mistakes = [];
    #inputPlaces = new Map();
    constructor(yaml, fileName, allowedInputs, refusedInputs) {
        this.#yaml = yaml;
        this.#fileName = fileName;
        this.#allowedInputs = allowedInputs;
        this.#refusedInputs = refusedInputs;
        for (const { place, what } of yaml.problems) {
            this.#mistakes.push({ where: `${fileName}:${place.line}:${place.column}`, what });
        }
    }
    read() {
        const root = this.#root();
        const extended = this.#check(extendsSchema, ['extends'], root.extends) ?? [];
        const document = {
            thresholds: this.#list(root, 'thresholds').flatMap((item, at) => this.#threshold(item, ['thresholds', at])),
            suppressions: this.#list(root, 'suppressions').flatMap((item, at) => {
                return this.#suppression(item, ['suppressions', at]);
            }),
            severities: severityRules(this.#check(severitiesSchema, ['severities'], root.severities) ?? []),
        };
        const inputs = this.#inputs(root);
        return {
            document: this.#mistakes.length === 0 ? document : null,
            inputs,
            inputPlaces: this.#inputPlaces,
            extends: typeof extended === 'string' ? [extended] : extended,
            mistakes: inOrder(this.#mistakes, this.#fileName),
        };
    }
    /** An empty file is a policy that asks for nothing of its own. */
    #root() {
        const { value } = this.#yaml;
        if (value === null)
            return {};
        if (typeof value === 'object' && !Array.isArray(value))
            return value;
        this.#wrong([], `A policy is a mapping of keys to values; known keys are ${policyKeys.join(', ')}.`);
        return {};
    }
    #list(root, key) {
        const value = root[key] ?? [];
        if (Array.isArray(value))
            return value;
        this.#wrong([key], `${key} must be a list: begin each item with "- ".`);
        return [];
    }
    #threshold(item, path) {
        const { line, column } = this.#yaml.placeOf(path);
        const origin = `${this.#fileName}:${line}`;
        if (typeof item === 'string') {
            const start = this.#yaml.placeOfText(path, item);
            const where = (at) => start === null ? `${origin}:${column}, character ${at}` : `${origin}:${start.column + at - 1}`;
            const read = (0,thresholds/* parseThresholdString */.a9)(item, where, origin);
            this.#mistakes.push(...read.mistakes);
            return read.thresholds;
        }
        const threshold = this.#check(thresholdSchema, path, item);
        if (threshold === undefined)
            return [];
        const limits = limitsOf(threshold, origin);
        if (limits.length === 0)
            this.#wrong(path, 'The threshold limits nothing: give max, max-new or max-age.');
        for (const limit of limits) {
            const clash = (0,thresholds/* clashOf */.JT)(limit);
            if (clash !== null)
                this.#wrong(path, clash);
        }
        return limits;
    }
    #suppression(item, path) {
        const suppression = this.#check(suppressionSchema, path, item);
        if (suppression === undefined)
            return [];
        const { match = {}, fingerprint = null } = suppression;
        if (fingerprint === null && Object.keys(match).length === 0) {
            this.#wrong(path, 'The suppression would hide every finding: give a fingerprint, or a match with at least one key.');
        }
        return [suppressionOf(suppression, `${this.#fileName}:${this.#yaml.placeOf(path).line}`)];
    }
    #inputs(root) {
        const known = [...policyKeys, ...this.#allowedInputs.keys()];
        const inputs = {};
        for (const [key, value] of Object.entries(root)) {
            if (policyKeys.some((policyKey) => policyKey === key))
                continue;
            const kind = this.#allowedInputs.get(key);
            if (kind === undefined)
                this.#wrong([key], this.#refusedInputs.get(key) ?? unknown(key, known), 'key');
            else
                Object.assign(inputs, this.#input(key, kind, value));
        }
        return inputs;
    }
    #input(key, kind, value) {
        const checked = this.#check(inputOfKind(kind), [key], value);
        if (checked !== undefined) {
            this.#inputPlaces.set(key, this.#whereOf([key]));
            return { [key]: checked };
        }
        if (value === null)
            this.#wrong([key], `${key} has no value: give one, or take the key out.`);
        return {};
    }
    /** The checked value; `undefined` when there is none, or when it has mistakes. */
    #check(schema, path, value) {
        if (value === undefined || (value === null && path.length === 1))
            return undefined;
        const result = schema.safeParse(value);
        if (result.success)
            return result.data;
        const keysAt = (inner) => keysOfPart([...path, ...inner]);
        for (const issue of wordIssues(result.error.issues, { base: path, value, keysAt })) {
            this.#wrong(issue.path, issue.what, issue.atKey ? 'key' : 'value');
        }
        return undefined;
    }
    #wrong(path, what, at = 'value') {
        this.#mistakes.push({ where: this.#whereOf(path, at), what });
    }
    #whereOf(path, at = 'value') {
        const { line, column } = at === 'key' ? this.#yaml.placeOfKey(path) : this.#yaml.placeOf(path);
        return `${this.#fileName}:${line}:${column}`;
    }
}
/** By line and column, which stand behind the name of the file. */
function inOrder(mistakes, fileName) {
    const placeOf = ({ where }) => {
        return (where.slice(fileName.length).match(/\d+/g) ?? []).map(Number);
    };
    return mistakes.toSorted((a, b) => {
        const [lineOfA = 0, columnOfA = 0] = placeOf(a);
        const [lineOfB = 0, columnOfB = 0] = placeOf(b);
        return lineOfA - lineOfB || columnOfA - columnOfB;
    });
}
/** What is said of a key that is neither one of a policy nor an input. */
function unknown(key, known) {
    if (!secretWords.test(key))
        return unknownKey(key, known);
    return 'Secrets have no place in a policy file, which is committed: give it as an input or in the environment.';
}
/** One threshold for each limit that an entry gives. */
function limitsOf(threshold, origin) {
    const { name, match = {}, max, level = 'fail', count = 'rows' } = threshold;
    const maxNew = threshold['max-new'];
    const olderThanMs = ageOf(threshold['max-age']);
    const shared = { match: matchOf(match), level, count, origin };
    const limits = [];
    if (max !== undefined || olderThanMs !== null) {
        const selector = { ...shared, onlyNew: false, olderThanMs };
        const text = (0,threshold_text/* selectorText */.nM)(selector);
        limits.push({ ...selector, max: max ?? 0, selector: text, name: name ?? text });
    }
    if (maxNew !== undefined) {
        const selector = { ...shared, onlyNew: true, olderThanMs: null };
        const text = (0,threshold_text/* selectorText */.nM)(selector);
        const ownName = limits.length === 0 ? name : name && `${name} (new)`;
        limits.push({ ...selector, max: maxNew, selector: text, name: ownName ?? text });
    }
    return limits;
}
function ageOf(text) {
    const age = text === undefined ? undefined : (0,policy_age/* parseAge */.F)(text);
    return age !== undefined && 'value' in age ? age.value : null;
}
function suppressionOf(suppression, origin) {
    const expires = (0,dates/* parseDate */._)(suppression.expires, 0, 'down');
    return {
        match: matchOf(suppression.match ?? {}),
        fingerprint: suppression.fingerprint?.toLowerCase() ?? null,
        reason: suppression.reason,
        owner: suppression.owner ?? null,
        // The schema has read it before; a date that cannot be read would be in the past, and hide nothing.
        expires: 'value' in expires ? expires.value : 0,
        origin,
    };
}
function matchOf(match) {
    const globs = policy_globs/* globFields */.ex.flatMap((field) => {
        const value = match[field];
        return value === undefined ? [] : [[field, typeof value === 'string' ? [value] : value]];
    });
    return {
        ...Object.fromEntries(globs),
        ...(match.severity === undefined ? {} : { severity: match.severity }),
    };
}
function severityRules(severities) {
    if (Array.isArray(severities))
        return severities;
    return Object.entries(severities).map(([rule, severity]) => ({ rule, severity }));
}


/***/ })

};
