/*
 * How a cell's text looks, as the style sheet says it, and how it is written on a canvas.
 * Door: vnmarket.boardInk(root) -> {use(pen), forget(pen), look(cellClasses, textClasses),
 * write(look, text, x, y, fromLeft), width(look, text), cut(look, text, room), baseline(look, height)}. The pen's
 * canvas has to stand in the document: its letters have tabular figures then, as the cells' have. Refuses to know rows
 * and columns.
 */
(function (vn) {
    "use strict";
    const { element } = vn;

    // root: an element of the grid in which its cells' style rules hold
    vn.boardInk = (root) => {
        const looks = new Map(); // "cell classes|text classes" -> look
        const lines = new Map(); // font -> where its line is
        const row = element("div", null, "ag-row");
        const cell = element("div");
        const words = element("span", "0");
        const fonts = new WeakMap(); // pen -> the font it has
        let pen = null;
        row.style.visibility = "hidden";
        cell.append(words);
        row.append(cell);
        vn.on("colours", () => looks.clear());
        document.fonts.addEventListener("loadingdone", () => [looks, lines].forEach((known) => known.clear()));

        const use = (next) => (pen = next);

        // It may have another font than the one that was written with last.
        const forget = (other) => fonts.delete(other);

        function look(cellClasses, textClasses) {
            const key = cellClasses + "|" + textClasses;
            if (!looks.has(key)) looks.set(key, read(cellClasses, textClasses));
            return looks.get(key);
        }

        function read(cellClasses, textClasses) {
            cell.className = "ag-cell " + cellClasses;
            words.className = textClasses;
            root.append(row);
            const { color, fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(words);
            const { content } = getComputedStyle(words, "::before");
            const found = {
                widths: new Map(), // shape of a text -> px
                colour: color,
                font: [fontStyle, fontWeight, fontSize, fontFamily].join(" "),
                before: /^".+"$/.test(content) ? content.slice(1, -1) : "",
            };
            row.remove();
            return found;
        }

        function take(look) {
            pen.fillStyle = look.colour;
            if (fonts.get(pen) === look.font) return;
            pen.font = look.font; // it takes its time to know a font
            fonts.set(pen, look.font);
        }

        // x: the text's right end, or its left one with `fromLeft`; y: its line
        function write(look, text, x, y, fromLeft) {
            take(look);
            pen.textAlign = fromLeft ? "left" : "right";
            pen.fillText(look.before + text, x, y);
        }

        // Figures are as wide as each other.
        const width = (look, text) => {
            const shape = text.replace(/\d/g, "0");
            if (!look.widths.has(shape)) {
                take(look);
                look.widths.set(shape, pen.measureText(look.before + text).width);
            }
            return look.widths.get(shape);
        };

        // As much of the text as there is room for, with dots.
        function cut(look, text, room) {
            let most = text.length;
            while (most > 0 && width(look, text.slice(0, most) + "…") > room) most -= 1;
            return text.slice(0, most) + "…";
        }

        // Where a browser sets the line of a text that stands in the middle of so much height.
        function baseline(look, height) {
            if (!lines.has(look.font)) {
                take(look);
                const found = pen.measureText("0");
                const [above, below] = [found.fontBoundingBoxAscent, found.fontBoundingBoxDescent].map(Math.round);
                lines.set(look.font, Math.floor((height - above - below) / 2) + above);
            }
            return lines.get(look.font);
        }

        return { use, forget, look, write, width, cut, baseline };
    };
})(window.vnmarket);
