/*
 * The board's column types, which the server's columns refer to.
 * Door: vnmarket.boardColumns.types; vnmarket.boardColumns.living, the board's cells.
 * The columns, their order and widths are the server's. Refuses to know where rows come from.
 */
(function (vn) {
    "use strict";
    const { format, boardCells: cells } = vn;
    const { tone, shownPrice, estimated } = cells;

    // What a trade or the best of the book changes is shown at once.
    const living = new cells.Living([
        "symbol", "last", "last_volume", "change", "change_pct", "total_volume",
        "bid1", "bid1_volume", "ask1", "ask1_volume",
    ]);

    // A cell's classes are decided together with its text, so that neither is ahead of the other.
    const byOwnValue = (value, row) => tone(value, row);
    const byShownPrice = (value, row) => tone(shownPrice(row), row);
    const always = (name) => () => name;
    const direction = (change) => (change > 0 ? " rise" : change < 0 ? " fall" : "");
    const SIDES = { buyer: "buy", seller: "sell" };

    // A column by its look (60-board-cells.js); what the grid asks for when it sorts or exports follows from it.
    function drawn(look, more) {
        return {
            cellRenderer: cells.LookCell,
            cellRendererParams: { look, living },
            valueFormatter: ({ value, data }) => look.text(value, data),
            ...(look.value ? { valueGetter: ({ data }) => look.value(data) } : {}),
            ...more,
        };
    }

    const shownAs = (name) => (value) => format[name](value);
    const number = (name, look, more) => drawn({ text: shownAs(name), ...look }, more);
    const price = (value, row) => cells.priceFormat(row)(value);
    const priced = (classes, look, more) => drawn({ text: price, classes, ...look }, more);
    const still = { still: true }; // what does not flash

    // What is matched; in an auction what is left over at the indicative price.
    function matched(row) {
        const left = cells.leftover(row);
        if (cells.auction(row) && format.known(row.est_price)) return { ...(left || { shares: undefined, side: "" }), left: true };
        return { shares: row.last_volume, side: row.side, left: false };
    }

    function lastClasses(value, row) {
        const found = tone(value, row);
        const mark = found === "ceiling" || found === "floor" ? " at-" + found : "";
        return found + mark + (estimated(row) ? " estimated" : "");
    }

    const columnTypes = {
        symbol: drawn(
            { text: (value, row) => row.short || value, classes: byShownPrice, still: true },
            { cellClass: "cell-symbol", tooltipValueGetter: (params) => params.data.names || null }
        ),
        reference: priced(always("reference"), still),
        ceiling: priced(always("ceiling"), still),
        floor: priced(always("floor"), still),
        price: priced(byOwnValue),
        stillPrice: priced(byOwnValue, still, { cellClass: "cell-still" }),
        bidVolume: number("volume", { bar: true }, { cellClass: "depth-buy" }),
        askVolume: number("volume", { bar: true }, { cellClass: "depth-sell" }),
        last: priced(lastClasses, { value: shownPrice }, {
            cellClass: "cell-last cell-matched edge",
            tooltipValueGetter: (params) => (estimated(params.data) ? vn.text("est_price_tip") : null),
        }),
        lastVolume: drawn(
            {
                value: matched,
                text: (value) => format.volume(value.shares),
                classes: (value) => (SIDES[value.side] || "") + (value.left ? " leftover" : ""),
            },
            {
                equals: (a, b) => a.shares === b.shares && a.side === b.side && a.left === b.left,
                comparator: (a, b) => (a.shares || 0) - (b.shares || 0),
                cellClass: "cell-matched",
                tooltipValueGetter: (params) =>
                    params.value.left && params.value.side ? vn.text("left_" + params.value.side) : null,
            }
        ),
        change: drawn(
            {
                value: cells.shownChange,
                text: (value, row) => cells.changeFormat(row)(value),
                classes: (value, row) => byShownPrice(value, row) + direction(value),
            },
            { cellClass: "cell-matched" }
        ),
        changePct: number("percentSigned", { value: cells.shownChangePct, classes: byShownPrice }, { cellClass: "cell-matched" }),
        volume: number("volume", {}, { cellClass: "edge" }),
        value: number("billions"),
        buyerVolume: number("volume", { classes: always("buy") }, { cellClass: "edge" }),
        sellerVolume: number("volume", { classes: always("sell") }),
        pressure: {
            cellRenderer: cells.PressureCell,
            cellRendererParams: { living },
            valueGetter: ({ data }) => cells.boughtShare(data),
            tooltipValueGetter: ({ data, value }) =>
                format.known(value)
                    ? vn.text("pressure_tip", {
                          bought: format.volume(data.buyer_volume || 0),
                          sold: format.volume(data.seller_volume || 0),
                          share: format.percent(100 * value),
                      })
                    : null,
        },
        foreignBuy: number("volume", {}, { cellClass: "edge" }),
        foreignSell: number("volume"),
        room: number("millions", { classes: always("quiet-number"), ...still }),
        spark: {
            cellRenderer: cells.SparkCell,
            cellRendererParams: { living },
            sortable: false,
            cellClass: "edge",
        },
        // Said only where something is missing.
        coverage: number("coverage", {
            value: (row) => (row.coverage < 1 ? row.coverage : undefined),
            classes: always("partial"),
            ...still,
        }),
    };

    vn.boardColumns = { living, types: columnTypes };
})(window.vnmarket);
