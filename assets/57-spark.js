/*
 * A small line of the day, drawn without axes.
 * Door: vnmarket.spark(box, {minute, values, base}, size): the box is an element of the page, the drawing
 * is made in it once. Values keep their gaps; `base` (the reference) is a dotted line.
 */
(function (vn) {
    "use strict";
    const SVG = "http://www.w3.org/2000/svg";
    const DAY = 285; // the last trading minute
    const EDGE = 1.5;

    function drawing(box, { width, height }) {
        let svg = box.firstElementChild;
        if (svg) return svg;
        svg = document.createElementNS(SVG, "svg");
        svg.setAttribute("viewBox", "0 0 " + width + " " + height);
        svg.setAttribute("preserveAspectRatio", "none");
        svg.setAttribute("aria-hidden", "true");
        const base = document.createElementNS(SVG, "line");
        base.setAttribute("x2", String(width));
        svg.append(base, document.createElementNS(SVG, "path"));
        box.append(svg);
        return svg;
    }

    function spark(box, { minute, values, base }, size) {
        const known = values.filter((value) => value !== null);
        const svg = drawing(box, size);
        const low = Math.min(...known, base ?? Infinity);
        const high = Math.max(...known, base ?? -Infinity);
        const scale = (size.height - 2 * EDGE) / (high - low || 1);
        const y = (value) => (size.height - EDGE - (value - low) * scale).toFixed(1);
        let path = "";
        let gap = true;
        values.forEach((value, at) => {
            if (value === null) {
                gap = true;
                return;
            }
            path += (gap ? "M" : "L") + ((minute[at] * size.width) / DAY).toFixed(1) + " " + y(value);
            gap = false;
        });
        const line = svg.lastElementChild;
        if (line.getAttribute("d") !== path) line.setAttribute("d", path);
        const shown = known.length > 0 && base !== null && base !== undefined;
        svg.firstElementChild.setAttribute("visibility", shown ? "visible" : "hidden");
        if (shown) for (const end of ["y1", "y2"]) svg.firstElementChild.setAttribute(end, y(base));
    }

    vn.spark = spark;
})(window.vnmarket);
