/*
 * Who was the aggressor in each part of the day, as bars and numbers. Knows the room `flow`.
 * Auctions have no aggressor: their volume is shown as theirs, not spread over the sides.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const PHASES = ["ATO", "CONTINUOUS", "ATC", "AFTER"]; // the room's names
    const NAMED = new Set(["CONTINUOUS", "AFTER"]);
    const PARTS = [
        ["buyer_volume", "bought"], ["unknown_volume", "open"], ["auction_volume", "matched"],
        ["missed_volume", "missed"], ["seller_volume", "sold"],
    ];

    // The auctions go by the exchange's own letters in every language.
    const nameOf = (phase) => (NAMED.has(phase) ? vn.text("flow_phase_" + phase) : phase);

    function bar(view) {
        const box = element("div", null, "phase-bar");
        const words = [];
        for (const [name, look] of PARTS) {
            const part = view[name] || 0;
            const piece = element("i", null, look);
            piece.style.width = view.total_volume ? ((100 * part) / view.total_volume).toFixed(2) + "%" : "0";
            box.append(piece);
            if (part) words.push(vn.text("phase_part_" + look) + " " + format.volume(part));
        }
        box.title = words.join(" · ");
        return box;
    }

    function row(name, view, strong) {
        const line = element("div", null, "phase-row" + (strong ? " total" : ""));
        const sided = view.buyer_volume + view.seller_volume;
        const share = (part) => (sided ? format.percent((100 * part) / sided) : "");
        line.append(
            element("span", strong ? vn.text("phases_day") : nameOf(name), "phase-name"),
            element("b", share(view.buyer_volume), "buy"),
            bar(view),
            element("b", share(view.seller_volume), "sell"),
            element("span", format.millions(view.total_volume), "phase-total")
        );
        return line;
    }

    function show({ data }) {
        const phases = PHASES.filter((name) => data.phases[name] && data.phases[name].total_volume);
        const others = Object.keys(data.phases).filter((name) => !PHASES.includes(name) && data.phases[name].total_volume);
        const rows = [...phases, ...others].map((name) => row(name, data.phases[name], false));
        if (data.market.total_volume) rows.push(row("", data.market, true));
        vn.fill(document.getElementById("phases"), rows);
        const net = data.market.buyer_value - data.market.seller_value;
        const words = [element("span", vn.text("phases_net") + " "), element("b", format.billionsSigned(net) + " " + vn.text("billion"), net >= 0 ? "buy" : "sell")];
        vn.fill(document.getElementById("phases-net"), data.market.total_volume ? words : []);
    }

    const page = vn.pages.of("board");
    page.on("room:flow", show);
    page.on("language", () => {
        const copy = vn.rooms.get("flow");
        if (copy) show(copy);
    });
})(window.vnmarket);
