/*
 * Small pieces of which panels of facts are made.
 * Door: vnmarket.facts.{fact, nothing, bar, line, signed, tone}. Text only ever enters through textContent.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const SVG = "http://www.w3.org/2000/svg";
    const WIDTH = 240;
    const HEIGHT = 44;
    const PAD = 3;

    // One line of a list: its name, its value, what makes it surer or plainer.
    function fact(name, value, tone, more) {
        const row = element("div", null, "fact");
        const shown = element("span", null, "fact-value");
        shown.append(element("b", value || vn.text("none"), tone));
        if (more) shown.append(element("small", more));
        row.append(element("span", name, "fact-name"), shown);
        return row;
    }

    const nothing = (words) => element("p", words, "symbol-hint");

    function bar(parts) {
        const box = element("span", null, "pressure");
        const all = parts.reduce((sum, [, part]) => sum + part, 0);
        for (const [name, part] of parts) {
            const piece = element("i", null, name);
            piece.style.width = all ? ((100 * part) / all).toFixed(1) + "%" : "0";
            box.append(piece);
        }
        return box;
    }

    function line(points, { base, label }) {
        const known = points.filter((value) => value !== null);
        if (known.length < 2) return null;
        const low = Math.min(...known, ...(base === undefined ? [] : [base]));
        const high = Math.max(...known, ...(base === undefined ? [] : [base]));
        const y = (value) => (HEIGHT - PAD - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * PAD)).toFixed(1);
        let path = "";
        let open = false;
        points.forEach((value, at) => {
            if (value === null) {
                open = false;
                return;
            }
            path += (open ? "L" : "M") + ((at * WIDTH) / (points.length - 1)).toFixed(1) + " " + y(value);
            open = true;
        });
        const drawing = document.createElementNS(SVG, "svg");
        drawing.setAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
        drawing.setAttribute("preserveAspectRatio", "none");
        drawing.setAttribute("class", "fact-line");
        drawing.setAttribute("role", "img");
        drawing.setAttribute("aria-label", label);
        if (base !== undefined) {
            const zero = document.createElementNS(SVG, "line");
            const ends = { x1: 0, x2: WIDTH, y1: y(base), y2: y(base) };
            for (const name in ends) zero.setAttribute(name, ends[name]);
            drawing.append(zero);
        }
        const stroke = document.createElementNS(SVG, "path");
        stroke.setAttribute("d", path);
        drawing.append(stroke);
        return drawing;
    }

    const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + format.volume(Math.abs(value));
    const tone = (value) => (value > 0 ? "buy" : value < 0 ? "sell" : "");

    vn.facts = { fact, nothing, bar, line, signed, tone };
})(window.vnmarket);
