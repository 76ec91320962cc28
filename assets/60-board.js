/*
 * How the price board draws and updates its cells.
 * Door: the names the grid looks up (dashAgGridFunctions) and the room `board`.
 * The columns and their order are the server's; a row is updated through the grid's own API.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
    const GRID = "board-grid";
    const AUCTIONS = new Set(["ATO", "ATC"]);
    const COMPARED = ["reference", "ceiling", "floor", "session", "est_price"];
    const PHONE = new Set(["symbol", "last", "change_pct", "total_volume", "pressure"]);
    const page = vn.pages.register("board", {
        rooms: ["board", "indices", "foreign", "derivatives"],
        series: ["board", "indices", "foreign", "derivatives"],
        mount: waitForGrid,
    });
    let api = null;
    let symbols = new Set();
    let desktopWidths = null;

    // -- what a number is compared with

    function tone(price, row) {
        if (!format.known(price) || !format.known(row.reference)) return "";
        if (price === row.ceiling) return "ceiling";
        if (price === row.floor) return "floor";
        if (price > row.reference) return "up";
        return price < row.reference ? "down" : "reference";
    }

    // In an auction the indicative price is what is about to be matched.
    const estimated = (row) => AUCTIONS.has(row.session) && format.known(row.est_price);
    const shownPrice = (row) => (estimated(row) ? row.est_price : row.last);
    function shownChange(row) {
        const price = shownPrice(row);
        return format.known(price) && format.known(row.reference) ? price - row.reference : undefined;
    }

    // A cell's classes are decided together with its text, so that neither is ahead of the other.
    const byOwnValue = (params) => tone(params.value, params.data);
    const byLast = (params) => tone(shownPrice(params.data), params.data);
    const always = (name) => () => name;
    const direction = (change) => (change > 0 ? " rise" : change < 0 ? " fall" : "");

    function depth(params) {
        const row = params.data;
        let most = 0;
        for (const level of [1, 2, 3]) {
            most = Math.max(most, row["bid" + level + "_volume"] || 0, row["ask" + level + "_volume"] || 0);
        }
        return { "--depth": most ? Math.round((100 * (params.value || 0)) / most) + "%" : "0%" };
    }

    // -- cells

    // A number with its colour and its mark.
    class TextCell {
        init(params) {
            this.box = document.createElement("span");
            this.refresh(params);
        }
        getGui() {
            return this.box;
        }
        refresh(params) {
            vn.setText(this.box, String(params.valueFormatted ?? params.value ?? ""));
            const classes = params.classes ? params.classes(params) : "";
            if (this.box.className !== classes) this.box.className = classes;
            return true;
        }
    }

    class PressureCell {
        init(params) {
            this.box = document.createElement("div");
            this.box.className = "pressure";
            for (const name of ["bought", "open", "sold"]) {
                const bar = document.createElement("i");
                bar.className = name;
                this.box.append(bar);
            }
            this.refresh(params);
        }
        getGui() {
            return this.box;
        }
        refresh(params) {
            const { buyer_volume: bought, seller_volume: sold, unknown_volume: unknown } = params.data;
            const all = (bought || 0) + (sold || 0) + (unknown || 0);
            const parts = [bought, unknown, sold].map((part) => (all ? (100 * (part || 0)) / all : 0));
            parts.forEach((part, position) => (this.box.children[position].style.width = part.toFixed(1) + "%"));
            return true;
        }
    }

    const SVG = "http://www.w3.org/2000/svg";
    class SparkCell {
        init(params) {
            this.box = document.createElementNS(SVG, "svg");
            this.box.setAttribute("viewBox", "0 0 272 25");
            this.box.setAttribute("preserveAspectRatio", "none");
            this.box.setAttribute("aria-hidden", "true");
            this.base = document.createElementNS(SVG, "line");
            this.base.setAttribute("x2", "272");
            this.path = document.createElementNS(SVG, "path");
            this.box.append(this.base, this.path);
            this.refresh(params);
        }
        getGui() {
            return this.box;
        }
        refresh(params) {
            const row = params.data;
            this.box.setAttribute("class", "spark " + tone(shownPrice(row), row));
            const line = vn.series.line("board", row.symbol);
            if (!line || !line.minute.length) return true;
            const prices = line.columns.price;
            let low = row.reference || Infinity;
            let high = row.reference || -Infinity;
            for (const price of prices) {
                if (price === null) continue;
                if (price < low) low = price;
                if (price > high) high = price;
            }
            const scale = 19 / (high - low || 1);
            const y = (price) => (22 - (price - low) * scale).toFixed(1);
            let path = "";
            for (let at = 0; at < prices.length; at++) {
                if (prices[at] === null) continue;
                path += (path ? "L" : "M") + (line.minute[at] - 14) + " " + y(prices[at]);
            }
            this.path.setAttribute("d", path);
            if (row.reference) {
                this.base.setAttribute("y1", y(row.reference));
                this.base.setAttribute("y2", y(row.reference));
            }
            return true;
        }
    }

    // -- column types: what the server's columns refer to

    const shown = (name) => (params) => format[name](params.value);
    const drawn = (name, classes, more) => ({
        valueFormatter: shown(name),
        cellRenderer: TextCell,
        cellRendererParams: { classes },
        enableCellChangeFlash: true,
        ...more,
    });
    const still = { enableCellChangeFlash: false };
    const columnTypes = {
        symbol: {
            cellRenderer: TextCell,
            cellRendererParams: { classes: byLast },
            cellClass: "cell-symbol",
            equals: () => false, // its colour follows the price
        },
        reference: drawn("price", always("reference"), still),
        ceiling: drawn("price", always("ceiling"), still),
        floor: drawn("price", always("floor"), still),
        price: drawn("price", byOwnValue),
        bidVolume: drawn("volume", null, { cellClass: "cell-depth-buy", cellStyle: depth }),
        askVolume: drawn("volume", null, { cellClass: "cell-depth-sell", cellStyle: depth }),
        last: drawn(
            "price",
            (params) => {
                const found = tone(params.value, params.data);
                const mark = found === "ceiling" || found === "floor" ? " at-" + found : "";
                return found + mark + (estimated(params.data) ? " estimated" : "");
            },
            {
                valueGetter: (params) => shownPrice(params.data),
                cellClass: "cell-last cell-matched edge",
                tooltipValueGetter: (params) => (estimated(params.data) ? vn.text("est_price_tip") : null),
            }
        ),
        lastVolume: drawn("volume", (params) => ({ buyer: "buy", seller: "sell" })[params.value.side] || "", {
            // Two trades of one size on different sides are a change.
            valueGetter: (params) => ({ shares: params.data.last_volume, side: params.data.side }),
            valueFormatter: (params) => format.volume(params.value.shares),
            equals: (a, b) => a.shares === b.shares && a.side === b.side,
            comparator: (a, b) => (a.shares || 0) - (b.shares || 0),
            cellClass: "cell-matched",
        }),
        change: drawn("priceChange", (params) => byLast(params) + direction(params.value), {
            valueGetter: (params) => shownChange(params.data),
            cellClass: "cell-matched",
        }),
        changePct: drawn("percentSigned", byLast, {
            valueGetter: (params) => {
                const change = shownChange(params.data);
                return change === undefined ? undefined : Math.round((1e4 * change) / params.data.reference) / 100;
            },
            cellClass: "cell-matched",
        }),
        volume: drawn("volume", null, { cellClass: "edge" }),
        buyerVolume: drawn("volume", always("buy"), { cellClass: "edge" }),
        sellerVolume: drawn("volume", always("sell")),
        pressure: {
            cellRenderer: PressureCell,
            valueGetter: (params) => {
                const { buyer_volume: bought, seller_volume: sold } = params.data;
                return bought || sold ? (bought || 0) / ((bought || 0) + (sold || 0)) : undefined;
            },
        },
        foreignBuy: drawn("volume", null, { cellClass: "edge" }),
        foreignSell: drawn("volume", null),
        room: drawn("millions", always("quiet-number"), still),
        spark: {
            cellRenderer: SparkCell,
            sortable: false,
            cellClass: "edge",
            valueGetter: (params) => (shownPrice(params.data) || 0) + "@" + params.data.minute,
        },
        coverage: drawn("coverage", always("partial"), {
            // Said only where something is missing.
            valueGetter: (params) => (params.data.coverage < 1 ? params.data.coverage : undefined),
            ...still,
        }),
    };

    function theme(base) {
        return base.withParams({
            browserColorScheme: "inherit", // its scrollbars are the page's
            fontFamily: "inherit",
            fontSize: 13,
            headerFontSize: 12,
            backgroundColor: "var(--panel)",
            foregroundColor: "var(--text)",
            headerBackgroundColor: "var(--header)",
            headerTextColor: "var(--quiet)",
            borderColor: "var(--line)",
            accentColor: "var(--accent)",
            rowHoverColor: "var(--hover)",
            oddRowBackgroundColor: "var(--panel)",
            wrapperBorder: false,
            wrapperBorderRadius: 0,
            borderRadius: 0,
            spacing: 4,
            columnBorder: false,
            headerColumnBorder: false,
            headerColumnResizeHandleDisplay: "none",
            pinnedColumnBorder: true,
            valueChangeValueHighlightBackgroundColor: "var(--flash)",
        });
    }

    window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
        vnmarketText: (key) => vn.text(key),
        vnmarketColumnTypes: columnTypes,
        vnmarketTheme: theme,
    });

    // -- updates

    function gridRow(symbol, data) {
        return { symbol, minute: data.minute, ...data.rows[symbol] };
    }

    function update({ data, patch }) {
        if (!api) return;
        if (patch === null) {
            replace(data);
            return;
        }
        if (!patch.rows) return;
        const changed = Object.keys(patch.rows);
        if (changed.some((symbol) => symbols.has(symbol) !== symbol in data.rows)) {
            replace(data);
            return;
        }
        // The grid redraws a cell when its value changed; what a value is compared with is another
        // cell's. A price that stays while the session turns to an auction is drawn anew here.
        const compared = new Set(changed.filter((symbol) => COMPARED.some((name) => name in patch.rows[symbol])));
        api.applyTransactionAsync({ update: changed.map((symbol) => gridRow(symbol, data)) }, ({ update: nodes }) => {
            const rowNodes = nodes.filter((node) => compared.has(node.data.symbol));
            if (rowNodes.length) api.refreshCells({ rowNodes, force: true, suppressFlash: true });
        });
    }

    function replace(data) {
        const wanted = Object.keys(data.rows);
        const add = wanted.filter((symbol) => !symbols.has(symbol));
        const kept = wanted.filter((symbol) => symbols.has(symbol));
        const gone = [...symbols].filter((symbol) => !(symbol in data.rows));
        api.applyTransaction({
            add: add.map((symbol) => gridRow(symbol, data)),
            update: kept.map((symbol) => gridRow(symbol, data)),
            remove: gone.map((symbol) => ({ symbol })),
        });
        symbols = new Set(wanted);
    }

    function redraw(columns) {
        if (api) api.refreshCells({ force: true, suppressFlash: true, columns });
    }

    // Sorting by a live column: at most once a second, and nothing moves under the cursor.
    function resort() {
        if (!api || document.hidden || !page.shown()) return;
        const sorted = api.getColumnState().some((column) => column.sort);
        const hovered = document.querySelector("#" + GRID + " .ag-row-hover");
        if (sorted && !hovered) api.refreshClientSideRowModel("sort");
    }

    // A phone shows few columns, as wide as it is; the widths of the desktop come back with it.
    function fit() {
        if (!api || !page.shown()) return;
        const phone = window.innerWidth < 768;
        if (phone && !desktopWidths) {
            desktopWidths = api.getColumnState().map(({ colId, width }) => ({ colId, width }));
        }
        const all = api.getColumns().map((column) => column.getColId());
        api.setColumnsVisible(all.filter((id) => !phone || PHONE.has(id)), true);
        api.setColumnsVisible(all.filter((id) => phone && !PHONE.has(id)), false);
        if (phone) {
            api.sizeColumnsToFit();
        } else if (desktopWidths) {
            api.applyColumnState({ state: desktopWidths });
            desktopWidths = null;
        }
    }

    function start(gridApi) {
        api = gridApi;
        fit();
        page.on("room:board", update);
        page.on("series:board", () => redraw(["spark"]));
        page.on("language", () => {
            api.refreshHeader();
            redraw();
        });
        vn.on("page", fit); // the window may have changed meanwhile
        window.addEventListener("resize", fit);
        setInterval(resort, 1000);
    }

    // The grid is loaded by its own chunk: wait for it without holding up the rest.
    function waitForGrid() {
        let found = null;
        try {
            found = window.dash_ag_grid.getApi(GRID);
        } catch (notYet) {
            // It says so by throwing.
        }
        if (found) start(found);
        else setTimeout(waitForGrid, 30);
    }

    vn.board = { grid: () => api };
})(window.vnmarket);
