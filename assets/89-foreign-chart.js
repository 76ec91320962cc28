/*
 * Foreign buying and selling a minute, its change, and the net of the day, by trading minute.
 * Knows the series `foreign`.
 */
(function (vn) {
    "use strict";
    const { format, foreign } = vn;
    const BILLION = 1e9;
    const SCALES = { value: { speed: BILLION, net: BILLION }, volume: { speed: 1e3, net: 1e6 } };
    const COLUMNS = {
        value: { buy: "buy_value_speed", sell: "sell_value_speed", net: "net_value" },
        volume: { buy: "buy_speed", sell: "sell_speed", net: "net_volume" },
    };

    function view() {
        const unit = foreign.unit();
        vn.setText(document.getElementById("foreign-speed-unit"), vn.text("foreign_speed_" + unit));
        const line = vn.series.line("foreign", "market");
        const x = line ? line.minute : [];
        const column = (name) => (line && line.columns[name]) || [];
        const { buy, sell, net } = COLUMNS[unit];
        const { speed, net: sum } = SCALES[unit];
        const total = column(net);
        const tone = total[total.length - 1] < 0 ? "sell" : "buy";
        const lines = [
            made(x, column(buy), speed, "foreign_buying", "buy", format.one),
            made(x, column(sell), speed, "foreign_selling", "sell", format.one),
            made(x, column("buy_acceleration"), BILLION, "foreign_acceleration_buy", "buy", format.pointsSigned, "yaxis2"),
            made(x, column("sell_acceleration"), BILLION, "foreign_acceleration_sell", "sell", format.pointsSigned, "yaxis2"),
            made(x, total, sum, "foreign_net_sum", tone, format.tenthsSigned, "yaxis3"),
        ];
        lines[4].trace.fill = vn.charts.faint(tone, 0.18);
        return { traces: lines.map(({ trace }) => trace), labels: lines.flatMap(({ label }) => label) };
    }

    function made(x, list, scale, key, tone, shown, axis) {
        const y = list.map((value) => (format.known(value) ? value / scale : null));
        const colour = vn.colour(tone);
        const hover = y.map((value, at) => (value === null ? "" : format.minute(x[at]) + "  " + vn.text(key) + " " + shown(value)));
        const last = y.length - 1;
        const label = last >= 0 && y[last] !== null
            ? [{ x: x[last], y: y[last], axis, colour, text: vn.text(key) + " " + shown(y[last]) }]
            : [];
        return { trace: { x, y, colour, hover }, label };
    }

    vn.chart("foreign-speed-chart", ["points:foreign", "series:foreign", "foreign-unit", "url"], view);
})(window.vnmarket);
