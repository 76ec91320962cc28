/*
 * Rectangles whose areas are shares of a whole, as near to squares as they can be.
 * Door: vnmarket.treemap(items, box) -> [{...item, x, y, w, h}]; items: [{size}], box: {x, y, w, h} in pixels.
 * Method: squarified treemaps (Bruls, Huizing, van Wijk 2000). Refuses to know what is drawn.
 */
(function (vn) {
    "use strict";

    // The worst of the aspect ratios of a row of areas laid along a side.
    function worst(row, total, side) {
        const across = total / side;
        return row.reduce((found, { area }) => {
            const along = area / across;
            return Math.max(found, across / along, along / across);
        }, 0);
    }

    // Puts a row along the shorter side of what is left; returns what is left then.
    function lay(row, total, free, out) {
        const upright = free.w >= free.h;
        const side = upright ? free.h : free.w;
        const across = total / side;
        let at = upright ? free.y : free.x;
        for (const { item, area } of row) {
            const along = area / across;
            out.push(
                upright
                    ? { ...item, x: free.x, y: at, w: across, h: along }
                    : { ...item, x: at, y: free.y, w: along, h: across }
            );
            at += along;
        }
        return upright
            ? { x: free.x + across, y: free.y, w: free.w - across, h: free.h }
            : { x: free.x, y: free.y + across, w: free.w, h: free.h - across };
    }

    function treemap(items, box) {
        const whole = items.reduce((sum, { size }) => sum + size, 0);
        if (!(whole > 0) || !(box.w > 0) || !(box.h > 0)) return [];
        const scale = (box.w * box.h) / whole;
        const ranked = items
            .filter(({ size }) => size > 0)
            .map((item) => ({ item, area: item.size * scale }))
            .sort((a, b) => b.area - a.area);
        const out = [];
        let free = { ...box };
        let row = [];
        let total = 0;
        for (const one of ranked) {
            const side = Math.min(free.w, free.h);
            const longer = [...row, one];
            if (row.length && worst(longer, total + one.area, side) > worst(row, total, side)) {
                free = lay(row, total, free, out);
                row = [one];
                total = one.area;
            } else {
                row = longer;
                total += one.area;
            }
        }
        if (row.length) lay(row, total, free, out);
        return out;
    }

    vn.treemap = treemap;
})(window.vnmarket);
