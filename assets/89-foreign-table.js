/*
 * Foreign flow by symbol: every share of the room `foreign`.
 * Door: vnmarket.foreign.table.
 */
(function (vn) {
    "use strict";
    const { format, foreign } = vn;

    const table = vn.table(foreign.page, "foreign-grid", {
        rows: (data) => Object.keys(data.symbols),
        row: (symbol, data) => {
            const view = data.symbols[symbol];
            const { buy_acceleration: buying, sell_acceleration: selling } = view;
            return { symbol, ...view, net_acceleration: format.known(buying) && format.known(selling) ? buying - selling : undefined };
        },
        touched: (patch) => Object.keys(patch.symbols || {}),
        maybe: ["net_value_z", "room_minutes", "room_released"],
        phone: new Set(["symbol", "buy_value", "sell_value", "net_value", "room_used_pct"]),
    });

    // What the columns that are not shown are waiting for.
    function note({ symbols }) {
        const views = Object.values(symbols);
        vn.setText(document.getElementById("foreign-table-count"), vn.text("foreign_table_count", { count: format.whole(views.length) }));
        const words = [];
        if (views.length && !views.some((view) => format.known(view.net_value_z))) words.push(vn.text("foreign_table_z"));
        if (views.length && !views.some((view) => format.known(view.room_minutes))) words.push(vn.text("foreign_table_clock"));
        vn.setText(document.getElementById("foreign-table-note"), words.join(" "));
    }

    foreign.page.on("room:foreign", table.take);
    foreign.on(note);
    foreign.table = table;
})(window.vnmarket);
