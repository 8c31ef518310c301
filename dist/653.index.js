export const id = 653;
export const ids = [653];
export const modules = {

/***/ 48653:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createParsingFeed: () => (/* binding */ createParsingFeed)
/* harmony export */ });
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4573);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46466);
/* harmony import */ var csv_parse__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(56070);
/* harmony import */ var _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6622);
/**
 * Reads the rows of a CSV with csv-parse, which only this file imports: those of odd dialects, and the reference of the
 * scanner in tests. Memory is bounded whatever the file holds: a cell or row without end is cut short while it grows.
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
        on_skip: (problem) => {
            rows.spoilt(parser.state, reasonOf(problem?.code));
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
/** Cells come as Latin-1, one character for each byte, so that broken UTF-8 is recognised. */
const options = {
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
};
function reasonOf(code) {
    if (code === 'CSV_QUOTE_NOT_CLOSED')
        return _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.openQuote;
    if (code === 'CSV_INVALID_CLOSING_QUOTE')
        return _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.textBehindQuote;
    if (code === 'INVALID_OPENING_QUOTE')
        return _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.quoteInside;
    return 'its quotes cannot be read';
}
/** Sorts rows into header, good and bad ones, and numbers them. */
function createRowJudge(sink) {
    let number = 0;
    let width = null;
    let bytes = Buffer.alloc(0);
    const bounds = new Int32Array(2 * _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_COLUMNS */ .ZS);
    /** The row that is being built, once it is known to be bad. */
    let badRow = null;
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
    const takeHeader = (record) => {
        const reason = (0,_csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .wrongHeader */ .dZ)(record.length) ?? brokenCell(record);
        if (reason !== null) {
            sink.bad(number, reason, false);
            throw new Error('a sink has to throw for a bad header');
        }
        width = record.length;
        sink.header(record.map((cell) => Buffer.from(cell, 'latin1').toString('utf8')));
    };
    const takeRow = (record, width) => {
        const reason = (0,_csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .wrongWidth */ .WP)(record.length, width) ?? brokenCell(record);
        if (reason !== null) {
            sink.bad(number, reason, hasLineEnd(record));
            return;
        }
        const length = record.reduce((sum, cell) => sum + cell.length, 0);
        if (bytes.length < length)
            bytes = Buffer.allocUnsafeSlow(2 * length);
        let at = 0;
        for (const [cell, text] of record.entries()) {
            bounds[2 * cell] = at;
            at += bytes.write(text, at, 'latin1');
            bounds[2 * cell + 1] = at;
        }
        sink.row(bytes, bounds, number);
    };
    return {
        fail,
        /** A row is complete, as csv-parse sees it. */
        ended(record) {
            if (record === badRow)
                return null;
            guarded(() => {
                number += 1;
                if (width === null)
                    takeHeader(record);
                else
                    takeRow(record, width);
            });
            return null;
        },
        /** The row that is being built is bad; may be called more than once for it. */
        spoilt(building, reason) {
            if (building.record === badRow) {
                dropCell(building);
                return;
            }
            badRow = building.record;
            guarded(() => {
                number += 1;
                // How many lines a cell has that is open still is not known.
                const isOpen = reason === _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.openQuote || reason === _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.tooLong;
                sink.bad(number, reason, isOpen || hasLineEnd([...building.record, building.field.toString()]));
                if (width === null)
                    throw new Error('a sink has to throw for a bad header');
            });
            dropCell(building);
        },
        /** Keeps a cell or row that does not end from filling the memory. */
        cutEndless(building) {
            if (building.record.length > _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_COLUMNS */ .ZS)
                building.record.length = _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_COLUMNS */ .ZS + 1;
            if (building.field.length > _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_CELL_BYTES */ .az)
                this.spoilt(building, _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.tooLong);
        },
        throwFailure() {
            if (failed)
                throw failure;
        },
        sawHeader() {
            bytes.fill(0);
            return width !== null;
        },
    };
}
/** This cell is not read any more. */
function dropCell({ field }) {
    field.length = Math.min(field.length, 1);
}
function hasLineEnd(cells) {
    return cells.some((cell) => /[\r\n]/.test(cell));
}
/** Bytes that are not plain ASCII, or a NUL. */
const unusual = /[\0\x80-\xff]/;
function brokenCell(record) {
    for (const cell of record) {
        if (cell.length > _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_CELL_BYTES */ .az)
            return _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.tooLong;
        if (!unusual.test(cell))
            continue;
        if (cell.includes('\0'))
            return _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.nul;
        if (!(0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(Buffer.from(cell, 'latin1')))
            return _csv_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .badReasons */ .r9.notUtf8;
    }
    return null;
}


/***/ })

};
