export const id = 375;
export const ids = [375];
export const modules = {

/***/ 15375:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readRunReport: () => (/* binding */ readRunReport)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9691);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(22538);
/** Reads the `report.json` of an earlier run, as far as a merge looks at it. Loaded on demand, since it needs zod. */



const text = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP();
const whole = zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(0);
/** Milliseconds since the epoch. */
const instant = text.transform((iso) => Date.parse(iso)).refine((ms) => !Number.isNaN(ms));
const schema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    operation: text,
    /** Names; patterns of files for `evaluate`. */
    targets: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(text),
    verdict: text,
    error: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ code: text, message: text }).nullable(),
    period: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ from: text.nullable(), to: text.nullable() }),
    evidence: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
        startedAt: instant,
        finishedAt: instant,
        /** `null` when the run left no `findings.csv`. */
        findingsFile: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
            rows: whole,
            bytes: whole,
            sha256: text,
            keyCheck: text.nullable(),
            suppressed: whole,
            reviewed: whole.nullable(),
        })
            .nullable(),
        /** `null` when it is not known; earlier reports do not have it. */
        skippedFiles: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
            count: whole,
            files: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ repository: text.nullable(), branch: text.nullable(), path: text, reason: text })),
        })
            .nullish(),
        targets: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ triggeredAt: zod__WEBPACK_IMPORTED_MODULE_2__/* .unknown */ .L5J().optional(), provenBy: zod__WEBPACK_IMPORTED_MODULE_2__/* .unknown */ .L5J().optional() }))
            .nullish(),
        /** The jobs of a plan; empty for every other operation. */
        shards: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ shard: whole, targets: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(text) })),
    }),
});
/** @param path for messages @returns `null` when the text is JSON of something else */
function readRunReport(json, path) {
    const report = (0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .qF)(json);
    if (report === undefined)
        throw unusable(path, 'it is not whole JSON');
    if (!(0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(report) || !(0,_parse_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u4)(report.tool) || report.tool.name !== 'soteri-gate')
        return null;
    const { data } = schema.safeParse(report);
    if (data === undefined)
        throw unusable(path, 'it lacks what a merge needs');
    const { evidence, error, ...rest } = data;
    const { targets, skippedFiles = null, ...known } = evidence;
    const scans = targets ?? [];
    return {
        path,
        ...rest,
        ...known,
        skippedFiles,
        /** Why the verdict is `error`; '' otherwise. */
        error: error === null ? '' : `${error.code}: ${error.message}`,
        /** The run triggered scans and did not wait for them. */
        triggeredOnly: scans.length > 0 &&
            scans.every(({ triggeredAt, provenBy }) => typeof triggeredAt === 'string' && provenBy === null),
    };
}
function unusable(path, why) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GateError */ .ue('SHARD_INCONSISTENT', `${path} cannot be used: ${why}.`);
}


/***/ })

};
