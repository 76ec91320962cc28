/*
 * The board's column types, which the server's columns refer to, and the grid's theme.
 * Door: the names the grid looks up (dashAgGridFunctions). The columns, their order and widths are the
 * server's. Refuses to know where rows come from.
 */
(function (vn) {
    "use strict";
    const { format, boardCells: cells } = vn;
    const { tone, shownPrice, estimated } = cells;

    // A cell's classes are decided together with its text, so that neither is ahead of the other.
    const byOwnValue = (params) => tone(params.value, params.data);
    const byShownPrice = (params) => tone(shownPrice(params.data), params.data);
    const always = (name) => () => name;
    const direction = (change) => (change > 0 ? " rise" : change < 0 ? " fall" : "");
    const SIDES = { buyer: "buy", seller: "sell" };

    const drawn = (formatter, classes, more) => ({
        valueFormatter: typeof formatter === "string" ? (params) => format[formatter](params.value) : formatter,
        cellRenderer: cells.TextCell,
        cellRendererParams: { classes },
        enableCellChangeFlash: true,
        ...more,
    });
    const priced = (classes, more) => drawn((params) => cells.priceFormat(params.data)(params.value), classes, more);
    const still = { enableCellChangeFlash: false };

    // What is matched; in an auction what is left over at the indicative price.
    function matched(row) {
        const left = cells.leftover(row);
        if (cells.auction(row) && format.known(row.est_price)) return { ...(left || { shares: undefined, side: "" }), left: true };
        return { shares: row.last_volume, side: row.side, left: false };
    }

    function lastClasses(params) {
        const found = tone(params.value, params.data);
        const mark = found === "ceiling" || found === "floor" ? " at-" + found : "";
        return found + mark + (estimated(params.data) ? " estimated" : "");
    }

    const columnTypes = {
        symbol: {
            cellRenderer: cells.TextCell,
            cellRendererParams: { classes: byShownPrice },
            cellClass: "cell-symbol",
            valueFormatter: (params) => params.data.short || params.value,
            tooltipValueGetter: (params) => params.data.names || null,
            equals: () => false, // its colour follows the price
        },
        reference: priced(always("reference"), still),
        ceiling: priced(always("ceiling"), still),
        floor: priced(always("floor"), still),
        price: priced(byOwnValue),
        stillPrice: priced(byOwnValue, { ...still, cellClass: "cell-still" }),
        bidVolume: drawn("volume", null, { cellClass: "cell-depth-buy", cellStyle: cells.depth }),
        askVolume: drawn("volume", null, { cellClass: "cell-depth-sell", cellStyle: cells.depth }),
        last: priced(lastClasses, {
            valueGetter: (params) => shownPrice(params.data),
            cellClass: "cell-last cell-matched edge",
            tooltipValueGetter: (params) => (estimated(params.data) ? vn.text("est_price_tip") : null),
        }),
        lastVolume: drawn(
            (params) => format.volume(params.value.shares),
            (params) => (SIDES[params.value.side] || "") + (params.value.left ? " leftover" : ""),
            {
                // Two trades of one size on different sides are a change.
                valueGetter: (params) => matched(params.data),
                equals: (a, b) => a.shares === b.shares && a.side === b.side && a.left === b.left,
                comparator: (a, b) => (a.shares || 0) - (b.shares || 0),
                cellClass: "cell-matched",
                tooltipValueGetter: (params) =>
                    params.value.left && params.value.side ? vn.text("left_" + params.value.side) : null,
            }
        ),
        change: drawn(
            (params) => cells.changeFormat(params.data)(params.value),
            (params) => byShownPrice(params) + direction(params.value),
            { valueGetter: (params) => cells.shownChange(params.data), cellClass: "cell-matched" }
        ),
        changePct: drawn("percentSigned", byShownPrice, {
            valueGetter: (params) => cells.shownChangePct(params.data),
            cellClass: "cell-matched",
        }),
        volume: drawn("volume", null, { cellClass: "edge" }),
        value: drawn("billions", null),
        buyerVolume: drawn("volume", always("buy"), { cellClass: "edge" }),
        sellerVolume: drawn("volume", always("sell")),
        pressure: {
            cellRenderer: cells.PressureCell,
            valueGetter: ({ data: { buyer_volume: bought, seller_volume: sold } }) =>
                bought || sold ? (bought || 0) / ((bought || 0) + (sold || 0)) : undefined,
            tooltipValueGetter: ({ data, value }) =>
                format.known(value)
                    ? vn.text("pressure_tip", {
                          bought: format.volume(data.buyer_volume || 0),
                          sold: format.volume(data.seller_volume || 0),
                          share: format.percent(100 * value),
                      })
                    : null,
        },
        foreignBuy: drawn("volume", null, { cellClass: "edge" }),
        foreignSell: drawn("volume", null),
        room: drawn("millions", always("quiet-number"), still),
        spark: {
            cellRenderer: cells.SparkCell,
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
})(window.vnmarket);
