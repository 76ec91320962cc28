/*
 * A symbol's headline, for the page and the side panel, and how a price is compared and written.
 * Door: vnmarket.quote.{tone, mark, estimated, price, change, figures, boardOf}, vnmarket.symbolHead(root) ->
 * {show(watch), tick(watch)}. Fills whatever elements with `data-part` the root has.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
    const AUCTIONS = new Set(["ATO", "ATC"]);
    const BOARDS = { HOSE: "HOSE", HNX: "HNX", UPCOM: "UPCoM" };

    function tone(price, view) {
        if (!format.known(price) || !format.known(view.reference)) return "";
        if (price === view.ceiling) return "ceiling";
        if (price === view.floor) return "floor";
        if (price > view.reference) return "up";
        return price < view.reference ? "down" : "reference";
    }

    const mark = (found) => (found === "ceiling" || found === "floor" ? " at-" + found : "");
    const direction = (change) => (change > 0 ? " rise" : change < 0 ? " fall" : "");
    // In an auction the indicative price is what is about to be matched.
    const estimated = (view) => AUCTIONS.has(view.session) && format.known(view.est_price);
    const price = (view) => (estimated(view) ? view.est_price : view.last);

    function change(view) {
        const now = price(view);
        return format.known(now) && format.known(view.reference) ? now - view.reference : undefined;
    }

    // Prices of shares are VND shown in thousands, those of futures points.
    const SHARE = { price: format.price, change: format.priceChange, unit: 1, axis: 1000, digits: 2 };
    const FUTURE = { price: format.tenths, change: format.tenthsSigned, unit: 100000, axis: 1, digits: 1 };
    const figures = (kind) => (kind === "future" ? FUTURE : SHARE);
    const boardOf = ({ kind, quote, entry }) =>
        kind === "future" ? "DERIVATIVES" : quote.board || (entry && entry.board) || null;

    vn.quote = { tone, mark, direction, estimated, price, change, figures, boardOf };

    // -- the headline

    function nameOf({ code, quote, entry, kind }) {
        const own = entry && (vn.choice("language") === "en" ? entry.name_en || entry.name : entry.name || entry.name_en);
        const aliases = kind === "future" ? quote.aliases || (entry && entry.aliases) || [] : [];
        const board = boardOf({ kind, quote, entry });
        const parts = [
            ...aliases.filter((alias) => alias !== code),
            own,
            BOARDS[board] || (board ? vn.text("sym_derivatives") : null),
            sectorOf(quote.sector || (entry && entry.sector)),
        ];
        return parts.filter(Boolean).join(" · ");
    }

    function sectorOf(sector) {
        const key = "sector_" + sector;
        const words = sector ? vn.text(key) : null;
        return words === key ? sector : words;
    }

    function sessionOf(view) {
        const status = vn.rooms.get("status");
        const board = boardOf(view);
        const phase = (board && status && ((status.data.phases || {})[board] || {}).phase) || view.quote.session;
        const words = phase ? vn.text("phase_" + phase) : "";
        const halted = view.quote.status && view.quote.status !== "N";
        return halted ? words + " · " + vn.text("sym_status") + " " + view.quote.status : words;
    }

    function symbolHead(root) {
        const parts = {};
        for (const box of root.querySelectorAll("[data-part]")) parts[box.dataset.part] = box;

        function put(name, text, className) {
            const box = parts[name];
            if (!box) return;
            vn.setText(box, text);
            if (className !== undefined && box.className !== name + " " + className) box.className = name + " " + className;
        }

        function show(watch) {
            const view = watch.view();
            const { quote, kind } = view;
            const shown = figures(kind);
            const now = price(quote);
            const moved = change(quote);
            const found = tone(now, quote);
            put("code", view.code || watch.name.toUpperCase());
            put("name", nameOf(view));
            if (parts.name) parts.name.title = parts.name.textContent;
            put("price", shown.price(now) || vn.text("none"), found + mark(found) + (estimated(quote) ? " estimated" : ""));
            if (parts.price) parts.price.title = estimated(quote) ? vn.text("est_price_tip") : "";
            const percent = format.known(moved) && quote.reference ? (100 * moved) / quote.reference : null;
            const words = format.known(moved) ? shown.change(moved) + " (" + format.percentSigned(percent) + ")" : "";
            put("change", words + (estimated(quote) ? " " + vn.text("sym_estimated") : ""), found + direction(moved));
            const written = (name) => shown.price(quote[name]) || vn.text("none");
            for (const name of ["open", "high", "low"]) put(name, written(name), tone(quote[name], quote));
            for (const name of ["reference", "ceiling", "floor"]) put(name, written(name), name);
            put("average", kind === "future" ? "" : format.price(quote.average) || vn.text("none"));
            if (parts.average) parts.average.parentElement.hidden = kind === "future";
            put("volume", format.volume(quote.total_volume) || vn.text("none"));
            put("value", format.billions(quote.total_value) || vn.text("none"));
            pressure(quote);
            const coverage = format.coverage(quote.coverage);
            put("coverage", coverage && vn.text("sym_coverage", { coverage }), quote.coverage < 1 ? "partial" : "");
            tick(watch);
        }

        function pressure(quote) {
            const box = parts.pressure;
            if (!box) return;
            const { buyer_volume: bought, seller_volume: sold, unknown_volume: unknown } = quote;
            const all = (bought || 0) + (sold || 0) + (unknown || 0);
            const bars = box.querySelectorAll(".pressure i");
            [bought, unknown, sold].forEach((part, at) => {
                const width = all ? ((100 * (part || 0)) / all).toFixed(1) + "%" : "0";
                if (bars[at].style.width !== width) bars[at].style.width = width;
            });
            const words = (side, volume) =>
                format.known(volume) ? vn.text("sym_side_" + side) + " " + format.volume(volume) : "";
            vn.setText(parts.buyer, words("buyer", bought));
            vn.setText(parts.seller, words("seller", sold));
            box.title = vn.text("side_pressure");
        }

        // What changes without a message: the phase and the age.
        function tick(watch) {
            const view = watch.view();
            vn.setClass(root, "stale", vn.verdict().state === "stale");
            put("session", sessionOf(view));
            const status = vn.rooms.get("status");
            const now = status ? vn.strip.marketNow(status) : null;
            const { at } = view.quote;
            const heard = format.known(at) && now !== null;
            put("age", heard ? vn.text("sym_last_heard", { time: format.clock(at), age: format.age(now - at) })
                : watch.state() === "there" ? vn.text("sym_never_heard") : "");
        }

        return { show, tick };
    }

    vn.symbolHead = symbolHead;
})(window.vnmarket);
