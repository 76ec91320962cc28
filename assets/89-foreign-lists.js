/*
 * Whom foreigners buy and sell most, and the sectors.
 * Knows the room `foreign`.
 */
(function (vn) {
    "use strict";
    const { format, element, foreign } = vn;

    function movers(data) {
        for (const name of ["top_buyers", "top_sellers"]) {
            list(name, data[name], ({ net_value: value }) => format.sumSigned(value));
        }
        for (const name of ["fastest_buyers", "fastest_sellers"]) {
            list(name, data[name], ({ net_value_speed: speed }) => format.pointsSigned(speed / 1e9));
        }
    }

    function list(name, lines, shown) {
        const tone = name.endsWith("buyers") ? "buy" : "sell";
        vn.rankList("foreign-movers-" + name, (lines || []).map((one) => [one.symbol, shown(one), tone]), vn.text("foreign_movers_none"));
    }

    // -- sectors

    function bar(value, largest) {
        const box = element("span", null, "net-bar " + (value < 0 ? "sell" : "buy"));
        box.style.setProperty("--length", (largest ? (50 * Math.abs(value)) / largest : 0).toFixed(1) + "%");
        return box;
    }

    function line(name, view, largest) {
        const box = element("div", null, "sector-line");
        const net = view.net_value;
        box.append(
            element("span", name, "sector-name"),
            element("span", format.sum(view.buy_value)),
            element("span", format.sum(view.sell_value)),
            bar(net, largest),
            element("b", format.sumSigned(net), foreign.tone(net))
        );
        return box;
    }

    function sectors({ sectors: all, market }) {
        const found = Object.entries(all || {}).sort((a, b) => b[1].net_value - a[1].net_value || (a[0] < b[0] ? -1 : 1));
        const largest = Math.max(...found.map(([, { net_value: net }]) => Math.abs(net)), 0);
        const made = found.map(([name, view]) => {
            const box = line(vn.text("sector_" + name), view, largest);
            box.dataset.sector = name;
            return box;
        });
        vn.fill(document.getElementById("foreign-sectors"), made);
        const whole = found.length ? [line(vn.text("foreign_sectors_all"), market, 0)] : [];
        vn.fill(document.getElementById("foreign-sectors-foot"), whole);
    }

    foreign.on(movers);
    foreign.on(sectors);
})(window.vnmarket);
