/*
 * Aggressors by symbol, of the board chosen: every share that has traded.
 * Knows the rows of the boards. Door: vnmarket.flow.table.
 */
(function (vn) {
    "use strict";
    const { format, flow } = vn;
    const ROOMS = ["board", "hose", "hnx", "upcom"];

    const table = vn.table(flow.page, "flow-grid", {
        rows: (data) => Object.keys(data.rows).filter((symbol) => data.rows[symbol].total_volume > 0),
        row: (symbol, data) => {
            const row = data.rows[symbol];
            return { symbol, ...row, active_net: (row.buyer_volume || 0) - (row.seller_volume || 0) };
        },
        touched: (patch) => Object.keys(patch.rows || {}),
        phone: new Set(["symbol", "change_pct", "total_value", "pressure", "coverage"]),
    });

    function count() {
        const room = vn.rooms.get(flow.boardRoom());
        const traded = room ? Object.values(room.data.rows).filter((row) => row.total_volume > 0).length : 0;
        vn.setText(document.getElementById("flow-table-count"), room ? vn.text("flow_table_count", { count: format.whole(traded) }) : "");
        vn.setText(document.getElementById("flow-table-note"), room && !traded ? vn.text("flow_table_none", { board: flow.board() }) : "");
    }

    for (const name of ROOMS) {
        flow.page.on("room:" + name, (heard) => {
            if (flow.boardRoom() !== name) return;
            table.take(heard);
            count();
        });
    }
    flow.on(count);
    flow.table = table;
})(window.vnmarket);
