/*
 * Tables of many symbols: how cells are drawn, and how rows reach the grid.
 * Door: vnmarket.table(page, id, {rows, row, touched, maybe, phone}) -> {take, clear, start, grid}; `start` makes
 * the grid in its box.
 *   rows(data)      the symbols a room has
 *   row(symbol, data)   a row, with its `symbol`
 *   touched(patch)  the symbols a patch speaks of
 *   maybe           columns that are not shown until a row has a value there
 *   phone           columns that a phone shows
 * Sorting by a live column: at most once a second, and nothing moves under the cursor.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
    const { TextCell, PressureCell, boughtShare } = vn.boardCells;
    const SORT_MS = 1000;
    const OPTIONS = {
        defaultColDef: { sortingOrder: ["desc", "asc"] },
        asyncTransactionWaitMillis: 100,
        cellFlashDuration: 300,
        cellFadeDuration: 0,
    };

    // A direction is said of what is shown: less than half of `step` is shown as nothing.
    const towards = (step) => ({ value }) => (value >= step / 2 ? "buy rise" : value <= -step / 2 ? "sell fall" : "");

    function priceTone(price, row) {
        if (!format.known(price) || !format.known(row.reference)) return "";
        if (price === row.ceiling) return "ceiling at-ceiling";
        if (price === row.floor) return "floor at-floor";
        return price > row.reference ? "up" : price < row.reference ? "down" : "reference";
    }

    function drawn(shown, classes, more) {
        return {
            valueFormatter: (params) => shown(params.value, params.data),
            cellRenderer: TextCell,
            cellRendererParams: { classes },
            enableCellChangeFlash: true,
            ...more,
        };
    }

    const quiet = () => "quiet-number";
    const millions = (signed) => (value) =>
        format.known(value) ? (signed ? format.wholeSigned : format.whole)(value / 1e6) : "";

    function clock(minutes, row) {
        if (!format.known(minutes)) return "";
        if (minutes > 10000) return vn.text("foreign_clock_long");
        const words = { minutes: format.whole(minutes), time: format.known(row.room_ends_at) ? format.clock(row.room_ends_at).slice(0, 5) : "" };
        return vn.text(words.time ? "foreign_clock_until" : "foreign_clock_minutes", words);
    }

    const types = {
        symbol: { cellClass: "cell-symbol" },
        billions: drawn(format.sum, null, { cellClass: "edge" }),
        billionsNet: drawn(format.sumSigned, towards(1e7)),
        volume: drawn(format.volume),
        volumeNet: drawn(format.wholeSigned, towards(1)),
        buyVolume: drawn(format.volume, () => "buy"),
        sellVolume: drawn(format.volume, () => "sell"),
        quietVolume: drawn(format.volume, quiet, { enableCellChangeFlash: false }),
        missed: drawn(format.volume, ({ value }) => (value > 0 ? "partial" : "quiet-number")),
        coverage: drawn(format.coverage, ({ value }) => (value < 1 ? "partial" : "quiet-number"), { enableCellChangeFlash: false }),
        millionsSpeed: drawn(millions(false), null, { enableCellChangeFlash: false }),
        millionsNet: drawn(millions(true), towards(1e6), { enableCellChangeFlash: false }),
        millions: drawn(format.millions, quiet, { enableCellChangeFlash: false, cellClass: "edge" }),
        unusual: drawn(format.tenthsSigned, ({ value }) => (Math.abs(value) >= 3 ? "partial" : ""), { enableCellChangeFlash: false }),
        used: drawn(format.percent, ({ value }) => (value >= 99 ? "partial" : "quiet-number"), { enableCellChangeFlash: false }),
        roomClock: drawn(clock, null, { enableCellChangeFlash: false }),
        last: drawn(format.price, ({ value, data }) => priceTone(value, data), { cellClass: "cell-last" }),
        changePct: drawn(format.percentSigned, ({ value, data }) =>
            priceTone(data.last, data).split(" ")[0] + (value > 0 ? " rise" : value < 0 ? " fall" : "")),
        pressure: {
            cellRenderer: PressureCell,
            valueGetter: ({ data }) => boughtShare(data),
        },
    };

    // -- rows

    function table(page, id, { rows, row, touched, maybe = [], phone }) {
        let api = null;
        let symbols = new Set();
        let newest = null; // what came before the grid was there
        let told = new Set(); // of `maybe`, those that have a value

        function replace(data) {
            const wanted = new Set(rows(data));
            const made = [...wanted].map((symbol) => row(symbol, data));
            const gone = [...symbols].filter((symbol) => !wanted.has(symbol));
            api.flushAsyncTransactions(); // what waits speaks of rows that may go
            api.applyTransaction({
                add: made.filter(({ symbol }) => !symbols.has(symbol)),
                update: made.filter(({ symbol }) => symbols.has(symbol)),
                remove: gone.map((symbol) => ({ symbol })),
            });
            symbols = wanted;
            told = new Set();
            tell(made);
            columns();
        }

        function tell(made) {
            const before = told.size;
            for (const name of maybe) if (!told.has(name) && made.some((one) => one[name])) told.add(name);
            return told.size !== before;
        }

        function take({ data, patch }) {
            newest = data;
            if (!api) return;
            const wanted = new Set(rows(data));
            const changed = patch === null ? [] : touched(patch);
            const others = (symbol) => symbols.has(symbol) !== wanted.has(symbol);
            if (patch === null || wanted.size !== symbols.size || changed.some(others)) {
                replace(data);
                return;
            }
            const made = changed.filter((symbol) => symbols.has(symbol)).map((symbol) => row(symbol, data));
            if (made.length) api.applyTransactionAsync({ update: made });
            if (tell(made)) columns();
        }

        function clear() {
            newest = null;
            if (api) api.flushAsyncTransactions();
            if (api) api.applyTransaction({ remove: [...symbols].map((symbol) => ({ symbol })) });
            symbols = new Set();
        }

        function columns() {
            if (!api || !page.shown()) return;
            const all = api.getColumns().map((column) => column.getColId());
            const wanted = all.filter((name) => (!vn.phone.matches || phone.has(name)) && (!maybe.includes(name) || told.has(name)));
            api.setColumnsVisible(wanted, true);
            api.setColumnsVisible(all.filter((name) => !wanted.includes(name)), false);
        }

        function resort() {
            if (!api || document.hidden || !page.shown()) return;
            const hovered = document.querySelector("#" + id + " .ag-row-hover");
            if (!hovered && api.getColumnState().some(({ sort }) => sort)) api.refreshClientSideRowModel("sort");
        }

        function redraw() {
            if (!api) return;
            api.refreshHeader();
            api.refreshCells({ force: true, suppressFlash: true });
        }

        function start() {
            api = vn.grid(id, types, OPTIONS);
            vn.markSelected(api, page);
            columns();
            if (newest) replace(newest);
            page.on("language", redraw);
            vn.on("page", columns); // the window may have changed meanwhile
            vn.phone.addEventListener("change", columns);
            setInterval(resort, SORT_MS);
        }

        return { take, clear, start, grid: () => api };
    }

    vn.table = table;
})(window.vnmarket);
