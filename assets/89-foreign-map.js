/*
 * The heat map of foreign turnover: area by bought plus sold, colour and sign by the net.
 * Knows the room `foreign`; sectors are given with the layout.
 */
(function (vn) {
    "use strict";
    const { format, foreign } = vn;
    const RENEW_MS = 2000;
    const MOST_TILES = 240;
    const LEAST = 0.1; // of the full colour, so that a small net is seen
    const SIGNS = { buy: "+", sell: "−", "": "=" };
    const box = () => document.getElementById("foreign-map");
    const draw = vn.heatMap(box);
    let sectorOf = null;
    let drawnAt = -Infinity;

    function sector(symbol) {
        if (!sectorOf) sectorOf = JSON.parse(box().dataset.sectors);
        return sectorOf[symbol] || "other";
    }

    function item(symbol, view, size) {
        const net = view.net_value;
        const tone = foreign.tone(net);
        const of = sector(symbol);
        return {
            symbol, size, tone, sector: of, sign: SIGNS[tone],
            heat: tone ? Math.max(LEAST, Math.abs(net) / size) : 0,
            shown: format.sumSigned(net),
            title: vn.text("foreign_map_tile", {
                symbol, sector: vn.text("sector_" + of), net: format.sumSigned(net),
                bought: format.sum(view.buy_value), sold: format.sum(view.sell_value),
            }),
        };
    }

    // Beyond the most tiles, the smallest of a sector are one tile of that sector.
    function items(symbols) {
        const all = Object.entries(symbols)
            .map(([symbol, view]) => [symbol, view, (view.buy_value || 0) + (view.sell_value || 0)])
            .filter(([, , size]) => size > 0)
            .sort((a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1));
        const rest = new Map();
        for (const [symbol, , size] of all.slice(MOST_TILES)) {
            const of = sector(symbol);
            const { count, sum } = rest.get(of) || { count: 0, sum: 0 };
            rest.set(of, { count: count + 1, sum: sum + size });
        }
        const small = [...rest].map(([of, { count, sum }]) => ({
            sector: of, size: sum, words: vn.text("index_map_more", { count: format.whole(count) }),
        }));
        return { count: all.length, tiles: [...all.slice(0, MOST_TILES).map((one) => item(...one)), ...small] };
    }

    function show(data) {
        const now = performance.now();
        if (!box() || document.hidden || now - drawnAt < RENEW_MS) return;
        drawnAt = now;
        const { count, tiles } = items(data.symbols);
        vn.setText(document.getElementById("foreign-map-count"), count ? vn.text("foreign_map_count", { count: format.whole(count) }) : "");
        vn.setText(document.getElementById("foreign-map-note"), count ? "" : vn.text("foreign_map_wait"));
        draw(tiles, "");
    }

    function now() {
        drawnAt = -Infinity;
        if (foreign.data()) show(foreign.data());
    }

    document.addEventListener("click", (event) => {
        const tile = event.target.closest("#foreign-map [data-symbol]");
        if (tile) vn.select(tile.dataset.symbol);
    });
    foreign.on(show);
    for (const topic of ["language", "symbol"]) foreign.page.on(topic, now);
    vn.on("page", () => foreign.page.shown() && now());
    window.addEventListener("resize", () => foreign.page.shown() && now());
})(window.vnmarket);
