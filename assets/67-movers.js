/*
 * What moves most, beside the board: gainers, losers, volume, value, active and foreign flow.
 * Knows the room `flow`. A line chooses its symbol. The pair of lists shown is in the address (`movers`).
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const SHOWN = 10;
    const percent = (value) => format.percentSigned(value);
    const money = (value) => format.billions(Math.abs(value));
    // tab -> its two lists: (name in the room and of its heading, how it is shown, its tone)
    const TABS = {
        change: [["gainers", percent, "up"], ["losers", percent, "down"]],
        size: [["by_value", money, ""], ["by_volume", format.volume, ""]],
        active: [["active_buying", money, "buy"], ["active_selling", money, "sell"]],
        foreign: [["foreign_buying", money, "buy"], ["foreign_selling", money, "sell"]],
    };

    function tab() {
        const said = vn.url.get("movers");
        return said in TABS ? said : "change";
    }

    function line({ symbol, measure }, shown, tone) {
        const row = element("li");
        const button = element("button");
        button.dataset.symbol = symbol;
        const sign = tone === "up" ? " rise" : tone === "down" ? " fall" : "";
        button.append(element("b", symbol), element("span", shown(measure), tone + sign));
        row.append(button);
        return row;
    }

    function show() {
        const chosen = tab();
        for (const button of document.querySelectorAll("#movers-tabs [data-movers]")) {
            button.setAttribute("aria-pressed", String(button.dataset.movers === chosen));
        }
        const room = vn.rooms.get("flow");
        const found = room ? room.data.movers || {} : {};
        TABS[chosen].forEach(([name, shown, tone], at) => {
            vn.setText(document.getElementById("movers-title-" + at), vn.text("movers_" + name));
            const lines = (found[name] || []).slice(0, SHOWN).map((one) => line(one, shown, tone));
            vn.fill(document.getElementById("movers-list-" + at), lines.length ? lines : [element("li", vn.text("none"), "quiet")]);
        });
    }

    function mounted() {
        const panel = document.getElementById("panel-movers");
        if (!panel || panel.dataset.ready) return;
        panel.dataset.ready = "yes";
        panel.addEventListener("click", (event) => {
            const button = event.target.closest("[data-movers]");
            const chosen = event.target.closest("[data-symbol]");
            if (button) {
                vn.url.set("movers", button.dataset.movers === "change" ? null : button.dataset.movers);
                show();
            }
            if (chosen) vn.select(chosen.dataset.symbol);
        });
        show();
    }

    const page = vn.pages.of("board");
    vn.on("page", mounted);
    page.on("room:flow", () => {
        mounted();
        show();
    });
    page.on("language", show);
    page.on("url", show);
})(window.vnmarket);
