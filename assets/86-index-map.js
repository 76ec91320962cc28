/*
 * The heat map: the shares of the chosen index as tiles, by sector.
 * Knows the rows of the shares and the index's weights. Area by turnover or by weight (`size` in the address).
 * Numbers are renewed every two seconds at most, places every ten and never under the cursor.
 */
(function (vn) {
    "use strict";
    const { format, element, index } = vn;
    const RENEW_MS = 2000;
    const MOVE_MS = 10000;
    const MOST_TILES = 240;
    const STRONGEST_PCT = 4; // a move of so much has the full colour
    const LEAST = 0.1; // of the full colour, so that a small move is seen
    const HEAD_PX = 16;
    const TEXT = { w: 40, h: 32 }; // a tile this large holds two lines
    const SIGN = { w: 16, h: 15 }; // and this one a sign
    const tiles = new Map(); // symbol -> element
    let drawnAt = -Infinity;
    let placedAt = -Infinity;
    let placedFor = "";
    let timer = null;

    const box = () => document.getElementById("index-map");
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

    // -- places

    function place(found) {
        const map = box();
        const area = { x: 0, y: 0, w: map.clientWidth, h: map.clientHeight };
        const sectors = new Map();
        for (const item of found) {
            if (!sectors.has(item.sector)) sectors.set(item.sector, []);
            sectors.get(item.sector).push(item);
        }
        const groups = [...sectors].map(([sector, members]) => ({
            sector, members, size: members.reduce((sum, { size }) => sum + size, 0),
        }));
        const children = [];
        tiles.clear();
        for (const group of vn.treemap(groups, area)) {
            const headed = group.w > 60 && group.h > 48;
            if (headed) children.push(heading(group));
            const inner = { x: group.x, y: group.y + (headed ? HEAD_PX : 0), w: group.w, h: group.h - (headed ? HEAD_PX : 0) };
            for (const tile of vn.treemap(group.members, inner)) children.push(made(tile));
        }
        const held = map.contains(document.activeElement) ? document.activeElement.dataset.symbol : null;
        map.replaceChildren(...children);
        if (held && tiles.has(held)) tiles.get(held).focus();
    }

    function at(one, { x, y, w, h }) {
        one.style.left = x.toFixed(1) + "px";
        one.style.top = y.toFixed(1) + "px";
        one.style.width = Math.max(0, w - 1).toFixed(1) + "px";
        one.style.height = Math.max(0, h - 1).toFixed(1) + "px";
    }

    function heading(group) {
        const head = element("span", vn.text("sector_" + group.sector), "heat-sector");
        at(head, { ...group, h: HEAD_PX });
        return head;
    }

    function made(tile) {
        const one = element(tile.symbol ? "button" : "span", null, "tile");
        at(one, tile);
        one.roomy = tile.w >= TEXT.w && tile.h >= TEXT.h;
        one.signed = tile.w >= SIGN.w && tile.h >= SIGN.h;
        if (tile.symbol) {
            one.type = "button";
            one.dataset.symbol = tile.symbol;
            tiles.set(tile.symbol, one);
        } else {
            one.className = "tile rest";
            one.title = tile.words;
            if (one.roomy) one.textContent = tile.words;
        }
        if (Math.min(tile.w / 4, tile.h / 2.6) > 26) one.classList.add("large");
        return one;
    }

    // -- numbers

    function toneOf({ last, reference, ceiling, floor, change }) {
        if (!format.known(last) || !format.known(reference)) return "none";
        if (last === ceiling) return "ceiling";
        if (last === floor) return "floor";
        return change > 0 ? "up" : change < 0 ? "down" : "reference";
    }

    const SIGNS = { up: "+", down: "−", ceiling: "⤒", floor: "⤓", reference: "=", none: "" };

    function paint({ symbol, row, sector, size }) {
        const one = tiles.get(symbol);
        if (!one) return;
        const tone = toneOf(row);
        const known = tone !== "none";
        const heat = known ? Math.max(LEAST, Math.min(1, Math.abs(row.change_pct || 0) / STRONGEST_PCT)) : 0;
        if (one.dataset.tone !== tone) one.dataset.tone = tone;
        one.style.setProperty("--heat", (100 * heat).toFixed(0) + "%");
        const limit = tone === "ceiling" || tone === "floor" ? SIGNS[tone] + " " : "";
        const change = known ? limit + (format.percentSigned(row.change_pct) || "") : vn.text("none");
        const state = symbol + "|" + change;
        if (one.shown !== state) {
            one.shown = state;
            one.replaceChildren(
                ...(one.roomy ? [element("b", symbol), element("span", change)] : one.signed ? [element("span", SIGNS[tone])] : [])
            );
        }
        const words = vn.text("index_map_tile", {
            symbol, sector: vn.text("sector_" + sector), change: known ? change : vn.text("index_map_untraded"),
            price: format.price(row.last) || vn.text("none"),
            size: mode() === "weight" ? format.percent(100 * size) : format.billions(size) + " " + vn.text("billion"),
        });
        if (one.title !== words) {
            one.title = words;
            one.setAttribute("aria-label", words);
        }
        vn.setClass(one, "selected", symbol === vn.selected());
    }

    // -- when

    function draw() {
        clearTimeout(timer);
        timer = null;
        const map = box();
        if (!map || !index.page.shown() || document.hidden) return;
        drawnAt = performance.now();
        modes();
        const found = shownItems(index.view(), index.members() || {});
        const words = vn.text("index_map_count", { count: format.whole(found.filter(({ symbol }) => symbol).length) });
        vn.setText(document.getElementById("index-map-count"), found.length ? words : "");
        map.setAttribute("aria-label", vn.text("index_map_label", { name: index.name() }));
        const missing = mode() === "weight" && index.view() && !index.view().weights_source;
        const note = missing ? "index_weights_none" : found.length || !index.members() ? null : "index_map_wait";
        vn.setText(document.getElementById("index-map-note"), note ? vn.text(note) : "");
        const key = [index.id(), mode(), vn.choice("language"), map.clientWidth, map.clientHeight, found.map(({ symbol }) => symbol).sort()].join();
        const late = drawnAt - placedAt > MOVE_MS && !map.matches(":hover") && !map.contains(document.activeElement);
        if (key !== placedFor || late) {
            place(found);
            placedFor = key;
            placedAt = drawnAt;
        }
        for (const item of found) if (item.symbol) paint(item);
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
