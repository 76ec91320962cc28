/*
 * Foreign flow: speeds and net through the day, who is bought and sold most, where room is tight.
 * Knows the room `foreign_market` and the series `foreign`.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const SHOWN = 7;
    const BILLION = 1e9;

    function view() {
        const line = vn.series.line("foreign", "market");
        if (!line || !line.minute.length) return null;
        const x = line.minute;
        const end = x.length - 1;
        const { buy_value_speed: buying, sell_value_speed: selling, net_value: net } = line.columns;
        const scaled = (list) => list.map((value) => (value === null ? null : value / BILLION));
        const hover = (list, key, unit) =>
            list.map((value, at) =>
                value === null ? "" : format.minute(x[at]) + "  " + vn.text(key) + " " + format.one(value / BILLION) + " " + unit
            );
        const speedUnit = vn.text("foreign_unit");
        const netTone = net[end] >= 0 ? "buy" : "sell";
        return {
            traces: [
                { x, y: scaled(buying), colour: vn.colour("buy"), hover: hover(buying, "foreign_buying", speedUnit) },
                { x, y: scaled(selling), colour: vn.colour("sell"), hover: hover(selling, "foreign_selling", speedUnit) },
                {
                    x, y: scaled(net), colour: vn.colour(netTone), fill: vn.charts.faint(netTone, 0.18),
                    hover: hover(net, "foreign_net", vn.text("billion")),
                },
            ],
            labels: [
                endLabel(x, buying, "foreign_buying", "buy"),
                endLabel(x, selling, "foreign_selling", "sell"),
                { ...endLabel(x, net, "foreign_net", netTone), axis: "yaxis2" },
            ],
        };
    }

    function endLabel(x, list, key, tone) {
        const value = list[list.length - 1];
        const shown = key === "foreign_net" ? format.billionsSigned(value) : format.billions(value);
        return {
            x: x[x.length - 1], y: value === null ? null : value / BILLION,
            text: vn.text(key) + " " + shown, colour: vn.colour(tone),
        };
    }

    function ranking(id, lines) {
        const cells = lines.flatMap(([symbol, shown, tone]) => [vn.symbolLink(symbol), element("span", shown, tone)]);
        vn.fill(document.getElementById(id), cells.length ? cells : [element("span", vn.text("none"), "quiet")]);
    }

    function tables({ data }) {
        const movers = (list, tone) =>
            list.slice(0, SHOWN).map((mover) => [mover.symbol, format.billionsSigned(mover.net_value), tone]);
        ranking("foreign-buyers", movers(data.top_buyers, "buy"));
        ranking("foreign-sellers", movers(data.top_sellers, "sell"));
        const used = ({ symbol, used_pct: share }) => [symbol, format.percent(share), share > 99 ? "floor" : ""];
        ranking("foreign-rooms", data.tightest.slice(0, SHOWN).map(used));

        const { buy_value: bought, sell_value: sold, net_value: net } = data.market;
        const unit = " " + vn.text("billion");
        vn.fill(document.getElementById("foreign-totals"), [
            element("span", vn.text("foreign_buying") + " " + format.billions(bought) + unit, "buy"),
            element("span", vn.text("foreign_selling") + " " + format.billions(sold) + unit, "sell"),
            element("b", vn.text("foreign_net") + " " + format.billionsSigned(net) + unit, net >= 0 ? "buy" : "sell"),
        ]);
    }

    vn.chart("foreign-chart", ["points:foreign", "series:foreign"], view);
    const page = vn.pages.of("board");
    page.on("room:foreign_market", tables);
    page.on("language", () => {
        const copy = vn.rooms.get("foreign_market");
        if (copy) tables(copy);
    });
})(window.vnmarket);
