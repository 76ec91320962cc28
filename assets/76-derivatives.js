/*
 * The basis of the leading contract through the day, and the listed contracts.
 * Knows the room and series `derivatives`.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const BREAK_LINE = 0;
    const BAND = 1;

    function view() {
        const room = vn.rooms.get("derivatives");
        const active = room && room.data.active;
        const line = active ? vn.series.line("derivatives", active) : null;
        if (!line || !line.minute.length) return null;
        const x = line.minute;
        const basis = line.columns.basis;
        const end = lastKnown(basis);
        const sides = split(x, basis);
        const hover = basis.map((value, at) =>
            value === null
                ? ""
                : format.minute(x[at]) + "  " + format.pointsSigned(value) + " " + vn.text("basis_axis") +
                  "<br>" + format.tenths(line.columns.price[at]) + " / " + format.points(line.columns.index[at])
        );
        return {
            traces: [
                { x: sides.x, y: sides.premium, colour: "rgba(0,0,0,0)", fill: vn.charts.faint("up", 0.2) },
                { x: sides.x, y: sides.discount, colour: "rgba(0,0,0,0)", fill: vn.charts.faint("down", 0.2) },
                { x, y: basis, colour: vn.colour("text"), hover },
            ],
            labels: end < 0 ? [] : [{ x: x[end], y: basis[end], text: format.pointsSigned(basis[end]), colour: vn.colour("text") }],
            layout: band(room.data.basis),
        };
    }

    function lastKnown(list) {
        for (let at = list.length - 1; at >= 0; at--) if (list[at] !== null) return at;
        return -1;
    }

    // Premium and discount as areas that meet the zero line exactly where the basis crosses it.
    function split(x, basis) {
        const out = { x: [], premium: [], discount: [] };
        let before = null;
        for (let at = 0; at < basis.length; at++) {
            const value = basis[at];
            if (value !== null && before !== null && before.value * value < 0) {
                const share = before.value / (before.value - value);
                push(out, before.x + share * (x[at] - before.x), 0);
            }
            push(out, x[at], value);
            before = value === null ? null : { x: x[at], value };
        }
        return out;
    }

    function push(out, x, value) {
        out.x.push(x);
        out.premium.push(value === null ? null : Math.max(value, 0));
        out.discount.push(value === null ? null : Math.min(value, 0));
    }

    function band(figures) {
        const prefix = "shapes[" + BAND + "].";
        if (!figures || !format.known(figures.mean) || !format.known(figures.deviation)) {
            return { [prefix + "visible"]: false };
        }
        return {
            [prefix + "visible"]: true,
            [prefix + "y0"]: figures.mean - figures.deviation,
            [prefix + "y1"]: figures.mean + figures.deviation,
            [prefix + "fillcolor"]: vn.charts.faint("quiet", 0.12),
            ["shapes[" + BREAK_LINE + "].line.color"]: vn.colour("line"),
        };
    }

    const toneOf = (change) => (change > 0 ? "up" : change < 0 ? "down" : "reference");
    // The rolling name is the one people say; the exchange's code and the old one stand below it.
    const rolling = (view) => (view.aliases || []).find((name) => /F\d[MQ]$/.test(name));

    function contractRow(code, one, active) {
        const row = element("tr", null, code === active ? "active" : "");
        const short = rolling(one) || code;
        const others = [code, ...(one.aliases || [])].filter((name) => name !== short);
        const name = element("td");
        name.append(vn.symbolLink(code, short), element("small", others.join(" · ")));
        const price = element("td");
        price.append(element("b", format.tenths(one.last), toneOf(one.change)));
        const change = element("td");
        const sign = one.change > 0 ? "rise" : one.change < 0 ? "fall" : "";
        change.append(element("span", format.tenthsSigned(one.change), toneOf(one.change) + " " + sign));
        const days = one.days_to_expiry;
        const left = days === 0 ? vn.text("contract_today") : vn.text("contract_days", { days: format.whole(days) });
        const expiry = element("td", format.known(days) ? left : "");
        expiry.append(element("small", format.date(one.last_trading_date)));
        row.append(
            name, price, change,
            element("td", format.volume(one.total_volume)),
            element("td", format.pointsSigned(one.basis)),
            expiry
        );
        return row;
    }

    function tables({ data }) {
        const rows = Object.entries(data.contracts)
            .sort((a, b) => (a[1].last_trading_date || "").localeCompare(b[1].last_trading_date || ""))
            .map(([code, one]) => contractRow(code, one, data.active));
        vn.fill(document.getElementById("contracts"), rows);
        const one = data.contracts[data.active];
        if (one && format.known(one.basis)) {
            const side = one.basis >= 0 ? "basis_premium" : "basis_discount";
            vn.fill(document.getElementById("basis-headline"), [
                element("b", (rolling(one) || data.active) + " " + format.pointsSigned(one.basis)),
                element("span", " " + vn.text(side), one.basis >= 0 ? "up" : "down"),
            ]);
        }
        const figures = data.basis || {};
        const parts = [];
        if (format.known(figures.mean)) {
            parts.push(element("span", vn.text("basis_mean") + " "), element("b", format.pointsSigned(figures.mean)));
            if (format.known(figures.deviation)) parts.push(element("span", " ± " + format.points(figures.deviation)));
        }
        if (format.known(figures.premium_share)) {
            parts.push(
                element("span", " · " + vn.text("basis_premium_share") + " "),
                element("b", format.percent(100 * figures.premium_share))
            );
        }
        vn.fill(document.getElementById("basis-summary"), parts);
    }

    vn.chart("derivatives-chart", ["points:derivatives", "series:derivatives"], view);
    const page = vn.pages.of("board");
    page.on("room:derivatives", tables);
    page.on("language", () => {
        const copy = vn.rooms.get("derivatives");
        if (copy) tables(copy);
    });
})(window.vnmarket);
