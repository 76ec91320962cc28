/*
 * The heat map: the shares of the chosen index as tiles, by sector.
 * Knows the rows of the shares and the index's weights. Area by turnover or by weight (`size` in the address).
 * Numbers are renewed every two seconds at most.
 */
(function (vn) {
    "use strict";
    const { format, index } = vn;
    const RENEW_MS = 2000;
    const MOST_TILES = 240;
    const STRONGEST_PCT = 4; // a move of so much has the full colour
    const LEAST = 0.1; // of the full colour, so that a small move is seen
    let drawnAt = -Infinity;
    let timer = null;

    const box = () => document.getElementById("index-map");
    const put = vn.heatMap(box);
    const mode = () => (vn.url.get("size") === "weight" ? "weight" : "turnover");

    // -- what there is

    function items(view, rows) {
        const byWeight = mode() === "weight";
        const weights = (view && view.weights) || {};
        return Object.entries(rows)
            .map(([symbol, row]) => ({
                symbol, row, sector: row.sector || "other",
                size: (byWeight ? weights[symbol] : row.total_value) || 0,
            }))
            .filter(({ size }) => size > 0)
            .sort((a, b) => b.size - a.size || (a.symbol < b.symbol ? -1 : 1));
    }

    // Beyond the most tiles, the smallest are one tile; with weights, what the room does not name is one too.
    function shownItems(view, rows) {
        const all = items(view, rows);
        const shown = all.slice(0, MOST_TILES);
        const hidden = all.slice(MOST_TILES);
        if (hidden.length) {
            shown.push({
                symbol: "", sector: "other", row: null, size: hidden.reduce((sum, { size }) => sum + size, 0),
                words: vn.text("index_map_more", { count: hidden.length }),
            });
        }
        const rest = mode() === "weight" ? 1 - all.reduce((sum, { size }) => sum + size, 0) : 0;
        if (all.length && rest > 1e-4) {
            shown.push({ symbol: "", sector: "other", row: null, size: rest, words: vn.text("index_map_rest") });
        }
        return shown;
    }

    // -- numbers

    function toneOf({ last, reference, ceiling, floor, change }) {
        if (!format.known(last) || !format.known(reference)) return "none";
        if (last === ceiling) return "ceiling";
        if (last === floor) return "floor";
        return change > 0 ? "up" : change < 0 ? "down" : "reference";
    }

    const SIGNS = { up: "+", down: "−", ceiling: "⤒", floor: "⤓", reference: "=", none: "" };

    function painted({ symbol, row, sector, size }) {
        const tone = toneOf(row);
        const known = tone !== "none";
        const limit = tone === "ceiling" || tone === "floor" ? SIGNS[tone] + " " : "";
        const shown = known ? limit + (format.percentSigned(row.change_pct) || "") : vn.text("none");
        const title = vn.text("index_map_tile", {
            symbol, sector: vn.text("sector_" + sector), change: known ? shown : vn.text("index_map_untraded"),
            price: format.price(row.last) || vn.text("none"),
            size: mode() === "weight" ? format.percent(100 * size) : format.billions(size) + " " + vn.text("billion"),
        });
        const heat = known ? Math.max(LEAST, Math.min(1, Math.abs(row.change_pct || 0) / STRONGEST_PCT)) : 0;
        return { symbol, sector, size, tone, heat, sign: SIGNS[tone], shown, title };
    }

    // -- when

    function draw() {
        clearTimeout(timer);
        timer = null;
        const map = box();
        if (!map || !index.page.shown() || document.hidden) return;
        modes();
        const found = shownItems(index.view(), index.members() || {});
        if (found.length) drawnAt = performance.now(); // the first shares are not kept waiting
        const words = vn.text("index_map_count", { count: format.whole(found.filter(({ symbol }) => symbol).length) });
        vn.setText(document.getElementById("index-map-count"), found.length ? words : "");
        map.setAttribute("aria-label", vn.text("index_map_label", { name: index.name() }));
        const missing = mode() === "weight" && index.view() && !index.view().weights_source;
        const note = missing ? "index_weights_none" : found.length || !index.members() ? null : "index_map_wait";
        vn.setText(document.getElementById("index-map-note"), note ? vn.text(note) : "");
        put(found.map((item) => (item.symbol ? painted(item) : item)), index.id() + mode());
    }

    function modes() {
        for (const button of document.querySelectorAll("[data-heat-size]")) {
            button.setAttribute("aria-pressed", String(button.dataset.heatSize === mode()));
        }
    }

    function soon() {
        if (!timer) timer = setTimeout(draw, Math.max(0, RENEW_MS - (performance.now() - drawnAt)));
    }

    document.addEventListener("click", (event) => {
        const size = event.target.closest("[data-heat-size]");
        const tile = event.target.closest("#index-map [data-symbol]");
        if (tile) vn.select(tile.dataset.symbol);
        if (!size) return;
        vn.url.set("size", size.dataset.heatSize);
        draw();
    });
    for (const room of ["board", "hose", "hnx", "upcom"]) {
        index.page.on("room:" + room, () => index.room() === room && soon());
    }
    for (const topic of ["language", "index", "symbol", "url"]) index.page.on(topic, draw);
    vn.on("page", soon);
    window.addEventListener("resize", soon);
})(window.vnmarket);
