/*
 * What stands out: top lists, shares at their limits, large trades.
 * Knows the room `flow`.
 */
(function (vn) {
    "use strict";
    const { format, element, flow } = vn;
    const PERCENT = (value) => format.percentSigned(value);
    const SHARES = (value) => format.two(value / 1e6);
    // The room's measure of selling is negative: what is shown keeps its sign.
    const LISTS = {
        active_buying: [format.sumSigned, "buy"],
        active_selling: [format.sumSigned, "sell"],
        gainers: [PERCENT, "up rise"],
        losers: [PERCENT, "down fall"],
        by_volume: [SHARES, ""],
        by_value: [format.sum, ""],
        foreign_buying: [format.sumSigned, "buy"],
        foreign_selling: [format.sumSigned, "sell"],
    };

    function movers({ movers: lists }) {
        for (const [name, [shown, classes]] of Object.entries(LISTS)) {
            const lines = (lists[name] || []).map(({ symbol, measure }) => [symbol, shown(measure), classes]);
            vn.rankList("flow-movers-" + name, lines, vn.text("flow_list_none"));
        }
    }

    // -- tables of lines

    function line(symbol, cells) {
        const row = element("tr", null, symbol === vn.selected() ? "selected" : "");
        row.dataset.symbol = symbol;
        row.append(...cells);
        return row;
    }

    const cell = (shown, classes) => element("td", shown, classes);

    function named(symbol) {
        const made = element("td", null, "deals-symbol");
        made.append(vn.symbolLink(symbol));
        return made;
    }

    function limits({ limits: found }) {
        const none = vn.text("none");
        const rows = found.map((one) => {
            const first = named(one.symbol);
            first.append(" ", element("span", vn.text("flow_limits_" + one.side), one.side + " at-" + one.side));
            const held = one.locked ? vn.text("flow_limits_since", { time: format.clock(one.locked_since) }) : vn.text("flow_limits_open");
            return line(one.symbol, [
                first,
                cell(format.clock(one.touched_at)),
                cell(held, one.locked ? one.side : "quiet"),
                cell(one.locked_minutes ? format.one(one.locked_minutes) : none),
                cell(one.queue_volume ? format.volume(one.queue_volume) : none),
                cell(one.breaks ? format.whole(one.breaks) : none),
            ]);
        });
        vn.fill(document.getElementById("flow-limits"), rows);
        vn.setText(document.getElementById("flow-limits-note"), rows.length ? "" : vn.text("flow_limits_none"));
    }

    function large({ large_trades: found }) {
        const rows = found.map((one) => {
            const tone = one.side === "buyer" ? "buy" : one.side === "seller" ? "sell" : "quiet";
            return line(one.symbol, [
                cell(format.clock(one.at), "deals-time quiet-number"),
                named(one.symbol),
                cell(vn.text("flow_side_" + one.side), "deals-side " + tone),
                cell(format.price(one.price)),
                cell(format.volume(one.volume), tone),
                cell(format.sum(one.value)),
                cell(format.one(one.value / one.threshold), "quiet-number"),
            ]);
        });
        vn.fill(document.getElementById("flow-large"), rows);
        vn.setText(document.getElementById("flow-large-note"), rows.length ? "" : vn.text("flow_large_none"));
    }

    flow.on(movers);
    flow.on(limits);
    flow.on(large);
})(window.vnmarket);
