/*
 * The canvases on which the board's rows are painted: strips of some rows each, for as long as one of them is seen.
 * Door: vnmarket.boardStrips(box, ink) -> {fit(wide, rowHeight, density), show(first, last), line(row) -> {pen, y}, of(row),
 * end(row), the last of its strip, has(row), clear()}. Why several: a browser copies the whole of a canvas in which
 * something was drawn. Refuses to know what rows show.
 */
(function (vn) {
    "use strict";
    const ROWS = 8;

    // box: what is moved when they are scrolled
    vn.boardStrips = (box, ink) => {
        const laid = new Map(); // which of the list's strips -> its {canvas, pen}
        const spare = [];
        let size = { wide: 0, rowHeight: 0, density: 1 };

        const of = (row) => Math.floor(row / ROWS);

        // wide, rowHeight: px; density: of the screen's points in one
        function fit(wide, rowHeight, density) {
            if (wide === size.wide && rowHeight === size.rowHeight && density === size.density) return;
            clear();
            size = { wide, rowHeight, density };
            spare.forEach(cut);
        }

        function cut({ canvas, pen }) {
            const { wide, rowHeight, density } = size;
            const [across, down] = [wide, ROWS * rowHeight].map((px) => Math.ceil(px * density));
            Object.assign(canvas, { width: across, height: down });
            Object.assign(canvas.style, { width: across / density + "px", height: down / density + "px" });
            pen.setTransform(density, 0, 0, density, 0, 0);
            ink.forget(pen);
        }

        function made() {
            const canvas = vn.element("canvas");
            box.append(canvas);
            const strip = { canvas, pen: canvas.getContext("2d", { alpha: false }) };
            cut(strip);
            return strip;
        }

        function lay(at) {
            const strip = spare.pop() || made();
            strip.canvas.style.top = at * ROWS * size.rowHeight + "px";
            strip.canvas.hidden = false;
            strip.pen.fillStyle = vn.colour("panel"); // where the list ends
            strip.pen.fillRect(0, 0, size.wide, ROWS * size.rowHeight);
            laid.set(at, strip);
        }

        function lift(at) {
            const strip = laid.get(at);
            strip.canvas.hidden = true; // another may lie there next
            spare.push(strip);
            laid.delete(at);
        }

        // Those of the rows from first to last, and no others.
        function show(first, last) {
            for (const at of [...laid.keys()]) if (at < of(first) || at > of(last)) lift(at);
            for (let at = of(first); at <= of(last); at++) if (!laid.has(at)) lay(at);
        }

        const clear = () => [...laid.keys()].forEach(lift);
        const line = (row) => ({ pen: laid.get(of(row)).pen, y: (row % ROWS) * size.rowHeight });

        const end = (row) => (of(row) + 1) * ROWS - 1;

        return { fit, show, line, of, end, has: (row) => laid.has(of(row)), clear };
    };
})(window.vnmarket);
