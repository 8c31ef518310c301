export const id = 828;
export const ids = [828];
export const modules = {

/***/ 41828:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createParsingFeed: () => (/* binding */ createParsingFeed)
/* harmony export */ });
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4573);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46466);
/* harmony import */ var csv_parse__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(56070);
/* harmony import */ var _rows_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(15933);
/**
 * Reads the rows of a CSV of any dialect with csv-parse, whose sole user this is, as `rows.ts` defines them. The
 * reference for `scan-csv.ts`, and loaded only when a file is not plain. Memory is bounded whatever the file holds: a
 * cell or row without end is cut short while it grows, and refused.
 */




/** Bytes given to csv-parse at a time: the grain at which endless cells are noticed. */
const PIECE = 64 * 1024;
/** Reads one CSV of a dialect. */
function createParsingFeed({ delimiter, quote }, sink) {
    const rows = createRowJudge(sink);
    const parser = new csv_parse__WEBPACK_IMPORTED_MODULE_2__/* .Parser */ .iX({
        ...options,
        delimiter,
        quote,
        escape: quote,
        on_record: (record) => rows.ended(record),
        on_skip: (trouble) => {
            rows.spoilt(parser.state, reasonOf(trouble?.code));
            skipLine(parser.state);
        },
    });
    // What goes wrong is kept and thrown by `throwFailure`; without a listener it would end the process.
    parser.on('error', rows.fail);
    return {
        push(bytes) {
            for (let at = 0; at < bytes.length; at += PIECE) {
                parser.write(bytes.subarray(at, at + PIECE));
                rows.cutEndless(parser.state);
                rows.throwFailure();
            }
            // csv-parse may keep the start of a row where it lies.
            return false;
        },
        async end() {
            await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_1__.finished)(parser.resume().end()).catch(rows.fail);
            rows.throwFailure();
            return rows.sawHeader();
        },
    };
}
/** Makes csv-parse pass over the rest of a line, as it does for comments; it still sees a row that ends there. */
function skipLine(building) {
    building.quoting = false;
    building.wasQuoting = true;
    building.commenting = true;
}
/** Cells come as Latin-1, one character for each byte, so that broken UTF-8 can be told from good. */
const options = {
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
};
function reasonOf(code) {
    if (code === 'CSV_QUOTE_NOT_CLOSED')
        return _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.openQuote;
    if (code === 'CSV_INVALID_CLOSING_QUOTE')
        return _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.textBehindQuote;
    if (code === 'INVALID_OPENING_QUOTE')
        return _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.quoteInside;
    return 'its quotes cannot be read';
}
/** Tells header, good and bad rows apart and numbers them. */
function createRowJudge(sink) {
    let number = 0;
    let header = null;
    let wanted = [];
    let headerCells = [];
    const cells = [];
    /** The row that is being built, once it is known to be bad. */
    let spoiltRow = null;
    let failure = null;
    let failed = false;
    const fail = (caught) => {
        if (!failed)
            failure = caught;
        failed = true;
    };
    /** csv-parse would swallow or rewrap what a sink throws. */
    const guarded = (work) => {
        if (failed)
            return;
        try {
            work();
        }
        catch (caught) {
            fail(caught);
        }
    };
    const refuseHeader = (reason) => {
        sink.bad(number, reason);
        throw new Error('a sink has to throw for a bad header');
    };
    const takeHeader = (record) => {
        const trouble = (0,_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .wrongHeader */ .dZ)(record.length) ?? troubleWith(record);
        if (trouble !== null)
            refuseHeader(trouble);
        header = record.map(decoded);
        wanted = sink.header(header);
        headerCells = wanted.map((position) => record[position] ?? '');
    };
    const isHeaderAgain = (record) => wanted.length > 0 && headerCells.every((name, at) => isSameName(record[wanted[at] ?? -1] ?? '', name));
    const takeRow = (record, width) => {
        const trouble = (0,_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .wrongWidth */ .WP)(record.length, width) ?? troubleWith(record);
        if (trouble !== null)
            sink.bad(number, trouble);
        else if (isHeaderAgain(record))
            sink.bad(number, _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.headerAgain);
        else {
            for (let at = 0; at < wanted.length; at++)
                cells[at] = decoded(record[wanted[at] ?? -1] ?? '');
            sink.row(cells, number);
        }
    };
    return {
        fail,
        /** A row is complete, as csv-parse sees it. */
        ended(record) {
            if (record === spoiltRow)
                return null;
            guarded(() => {
                number += 1;
                if (header === null)
                    takeHeader(record);
                else
                    takeRow(record, header.length);
            });
            return null;
        },
        /** The row that is being built is bad; it may be told so more than once. */
        spoilt(building, reason) {
            // Nobody reads this cell any more.
            building.field.length = Math.min(building.field.length, 1);
            if (building.record === spoiltRow)
                return;
            spoiltRow = building.record;
            guarded(() => {
                number += 1;
                if (header === null)
                    refuseHeader(reason);
                sink.bad(number, reason);
            });
        },
        /** Keeps a cell or row that does not end from filling the memory. */
        cutEndless(building) {
            if (building.record.length > _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_COLUMNS */ .ZS)
                building.record.length = _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_COLUMNS */ .ZS + 1;
            if (building.field.length > _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_CELL_BYTES */ .az)
                this.spoilt(building, _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.tooLong);
        },
        throwFailure() {
            if (failed)
                throw failure;
        },
        sawHeader: () => header !== null,
    };
}
/** Cells that are no plain ASCII, or hold a NUL. */
const unusual = /[\0\x80-\xff]/;
function troubleWith(record) {
    for (const cell of record) {
        if (cell.length > _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_CELL_BYTES */ .az)
            return _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.tooLong;
        if (!unusual.test(cell))
            continue;
        if (cell.includes('\0'))
            return _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.nul;
        if (!isUtf8Cell(cell))
            return _rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.notUtf8;
    }
    return null;
}
/** A byte order mark, as Latin-1. */
const BOM = '\u00ef\u00bb\u00bf';
/** Joined files may have one each. */
function isSameName(cell, name) {
    return cell === name || cell === BOM + name;
}
function isUtf8Cell(cell) {
    return (0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(Buffer.from(cell, 'latin1'));
}
function decoded(cell) {
    return unusual.test(cell) ? Buffer.from(cell, 'latin1').toString('utf8') : cell;
}


/***/ })

};
