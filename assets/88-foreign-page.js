/*
 * The page of the foreign flow: its unit, its headline, and when its panels draw.
 * Knows the room `foreign`. Door: vnmarket.foreign.page, .unit(), .on(draw), .tone(value), .data().
 * The unit is in the address (`unit`). Refuses to know what its panels draw.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
    const REFRESH_MS = 500;
    const MILLION = 1e6;
    const BILLION = 1e9;
    const draws = [];
    let timer = null;

    const page = vn.pages.register("foreign", {
        rooms: ["foreign"],
        series: ["foreign"],
        mount: (root) => {
            root.addEventListener("click", (event) => {
                const button = event.target.closest("[data-foreign-unit]");
                if (button) choose(button.dataset.foreignUnit);
            });
            vn.foreign.table.start();
        },
        show: () => refresh(),
    });

    const unit = () => (vn.url.get("unit") === "volume" ? "volume" : "value");
    const data = () => (vn.rooms.get("foreign") || { data: null }).data;
    const tone = (value) => (value > 0 ? "buy" : value < 0 ? "sell" : "");
    const arrow = (value) => (value > 0 ? " rise" : value < 0 ? " fall" : "");

    function choose(next) {
        vn.url.set("unit", next);
        refresh();
        vn.emit("foreign-unit", next);
    }

    // -- the headline

    const box = (id) => document.getElementById("foreign-head-" + id);

    function sum(one, other, sign) {
        return format.known(one) && format.known(other) ? one + sign * other : null;
    }

    function rows(market) {
        const side = (name) => ({
            value: market[name + "_value"], reported: market["reported_" + name + "_value"],
            difference: market[name + "_value_difference"], volume: market[name + "_volume"],
            speed: market[name + "_value_speed"], acceleration: market[name + "_acceleration"],
        });
        const [buy, sell] = [side("buy"), side("sell")];
        const net = {};
        for (const name in buy) net[name] = sum(buy[name], sell[name], -1);
        return { buy, sell, net: { ...net, value: market.net_value, volume: market.net_volume } };
    }

    // Two decimals, so that a difference is what the two figures beside it say.
    const scaled = (shown, scale) => (amount) => (format.known(amount) ? shown(amount / scale) : "");
    const SHOWN = {
        value: [scaled(format.two, BILLION), scaled(format.pointsSigned, BILLION)],
        reported: [scaled(format.two, BILLION), scaled(format.pointsSigned, BILLION)],
        difference: [scaled(format.pointsSigned, BILLION), scaled(format.pointsSigned, BILLION)],
        volume: [scaled(format.two, MILLION), scaled(format.pointsSigned, MILLION)],
        speed: [scaled(format.two, BILLION), scaled(format.pointsSigned, BILLION)],
        acceleration: [scaled(format.pointsSigned, BILLION), scaled(format.pointsSigned, BILLION)],
    };

    function head() {
        const room = data();
        if (!box("net") || !room) return;
        const { market } = room;
        const net = market.net_value;
        vn.setText(box("net"), format.sumSigned(net) || vn.text("none"));
        vn.setName(box("net"), "index-value-big " + tone(net) + arrow(net));
        const word = net > 0 ? "foreign_head_buying" : net < 0 ? "foreign_head_selling" : "foreign_head_even";
        vn.setText(box("words"), vn.text(word));
        for (const [row, values] of Object.entries(rows(market))) {
            for (const [name, value] of Object.entries(values)) {
                const cell = box(row + "-" + name);
                vn.setText(cell, SHOWN[name][row === "net" ? 1 : 0](value) || vn.text("none"));
                vn.setName(cell, name + " " + (row === "net" && name !== "difference" ? tone(value) : ""));
            }
        }
        vn.setText(box("unvalued"), valued(market));
        vn.setText(box("unusual"), format.known(market.net_value_z)
            ? vn.text("foreign_z", { z: format.tenthsSigned(market.net_value_z) || "0" })
            : vn.text("foreign_z_wait"));
    }

    // How much of the value is not ours, in words.
    function valued({ unvalued_volume: shares, buy_volume: bought, sell_volume: sold }) {
        if (!format.known(shares) || !(bought + sold > 0)) return "";
        if (!shares) return vn.text("foreign_unvalued_none");
        const part = format.percent((100 * shares) / (bought + sold));
        return vn.text("foreign_unvalued", { shares: format.volume(shares), part });
    }

    // -- when

    function refresh() {
        clearTimeout(timer);
        timer = null;
        for (const button of document.querySelectorAll("[data-foreign-unit]")) {
            button.setAttribute("aria-pressed", String(button.dataset.foreignUnit === unit()));
        }
        head();
        if (data()) for (const draw of draws) draw(data());
    }

    function soon() {
        if (!timer) timer = setTimeout(refresh, REFRESH_MS);
    }

    page.on("room:foreign", soon);
    for (const topic of ["language", "url", "symbol"]) page.on(topic, refresh);
    vn.foreign = { page, unit, data, tone, on: (draw) => draws.push(draw) };
})(window.vnmarket);
