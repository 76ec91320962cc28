/*
 * A heat map: items as tiles whose areas are shares of a whole, by sector.
 * Door: vnmarket.heatMap(box) -> draw(items, key); box: () -> the element; items: {symbol, sector, size, tone,
 * heat (0..1), sign, shown, title} each, or without `symbol` {sector, size, words}: what stands for many.
 * Numbers are renewed at every draw, places when symbols, size or key change, else every ten seconds and never
 * under the cursor. Refuses to know what sizes and colours mean.
 */
(function (vn) {
    "use strict";
    const { element } = vn;
    const MOVE_MS = 10000;
    const HEAD_PX = 16;
    const TEXT = { w: 40, h: 32 }; // a tile this large holds two lines
    const SIGN = { w: 16, h: 15 }; // and this one a sign
    const TOUCH_PX = 25; // anything smaller cannot be aimed at: it is no button, and its table has it

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

    function made(tile, tiles) {
        const button = tile.symbol && tile.w >= TOUCH_PX && tile.h >= TOUCH_PX;
        const one = element(button ? "button" : "span", null, "tile");
        at(one, tile);
        one.roomy = tile.w >= TEXT.w && tile.h >= TEXT.h;
        one.signed = tile.w >= SIGN.w && tile.h >= SIGN.h;
        if (tile.symbol) {
            if (button) one.type = "button";
            else one.setAttribute("role", "img");
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

    function place(map, found, tiles) {
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
        for (const group of vn.treemap(groups, { x: 0, y: 0, w: map.clientWidth, h: map.clientHeight })) {
            const head = group.w > 60 && group.h > 48 ? HEAD_PX : 0;
            if (head) children.push(heading(group));
            const inner = { x: group.x, y: group.y + head, w: group.w, h: group.h - head };
            for (const tile of vn.treemap(group.members, inner)) children.push(made(tile, tiles));
        }
        const held = map.contains(document.activeElement) ? document.activeElement.dataset.symbol : null;
        map.replaceChildren(...children);
        if (held && tiles.has(held)) tiles.get(held).focus();
    }

    function paint(one, { symbol, tone, heat, sign, shown, title }) {
        if (one.dataset.tone !== tone) one.dataset.tone = tone;
        one.style.setProperty("--heat", (100 * heat).toFixed(0) + "%");
        if (one.shown !== shown) {
            one.shown = shown;
            const small = one.signed ? [element("span", sign)] : [];
            for (const mark of small) mark.setAttribute("aria-hidden", "true");
            one.replaceChildren(...(one.roomy ? [element("b", symbol), element("span", shown)] : small));
        }
        if (one.title !== title) {
            one.title = title;
            if (!one.roomy) one.setAttribute("aria-label", title); // else its text names it
        }
        vn.setClass(one, "selected", symbol === vn.selected());
    }

    function heatMap(box) {
        const tiles = new Map(); // symbol -> element
        let placedAt = -Infinity;
        let placedFor = "";

        return function draw(items, key) {
            const map = box();
            const now = performance.now();
            const symbols = items.map(({ symbol }) => symbol || "").sort();
            const wanted = [key, vn.choice("language"), map.clientWidth, map.clientHeight, symbols].join();
            const late = now - placedAt > MOVE_MS && !map.matches(":hover") && !map.contains(document.activeElement);
            if (wanted !== placedFor || late) {
                place(map, items, tiles);
                placedFor = wanted;
                placedAt = now;
            }
            for (const item of items) if (tiles.has(item.symbol)) paint(tiles.get(item.symbol), item);
        };
    }

    vn.heatMap = heatMap;
})(window.vnmarket);
