/*
 * How a cell of the board is painted on a canvas: from the same looks as the grid's cells (61-board-columns.js).
 * Door: vnmarket.boardPainter(ink) -> {kind(renderer) -> {face(column, row, now, before), paint(column, face, spot)}}.
 * A face is what is seen of a cell: two with the same `key` look alike. column: {look, field, cellClass, width};
 * spot: {pen, x, y, height}, in CSS pixels, height with the line below. Refuses to know rows' places.
 */
(function (vn) {
    "use strict";
    const { boardCells: cells } = vn;
    const LINE_PX = 1;
    const WIDEST_PX = 9; // a sign
    const PADDING_PX = 4;
    const BAR_PX = 18;
    const PRESSURE_PX = 10;
    // What stands before a text, in parts of its width and height (10-page.css): px wide, high, above the line.
    const MARKS = {
        rise: { wide: 7, high: 6, above: 1, corners: [[0, 1], [0.5, 0], [1, 1]] },
        fall: { wide: 7, high: 6, above: 1, corners: [[0, 0], [1, 0], [0.5, 1]] },
        "at-ceiling": {
            wide: 7, high: 9, above: -1,
            corners: [[0, 0], [1, 0], [1, 0.2], [0.58, 0.2], [1, 0.62], [0.64, 0.62], [0.64, 1], [0.36, 1], [0.36, 0.62], [0, 0.62], [0.42, 0.2], [0, 0.2]],
        },
        "at-floor": {
            wide: 7, high: 9, above: -1,
            corners: [[0.36, 0], [0.64, 0], [0.64, 0.38], [1, 0.38], [0.58, 0.8], [1, 0.8], [1, 1], [0, 1], [0, 0.8], [0.42, 0.8], [0, 0.38], [0.36, 0.38]],
        },
    };
    const MARK_GAP_PX = 4;

    vn.boardPainter = (ink) => {
        const middle = (height, px) => Math.round((height - LINE_PX - px) / 2);

        function textFace({ look, field }, row) {
            const value = look.value ? look.value(row) : row[field];
            const names = (look.classes && look.classes(value, row)) || "";
            const text = look.text(value, row);
            const wide = look.bar ? cells.depth(value, row) : 0;
            return { text, names, wide, key: text + "|" + names + "|" + wide };
        }

        function paintText({ cellClass, width }, { text, names, wide }, { pen, x, y, height }) {
            if (wide) bar(cellClass, wide, pen, x, y, width, height);
            if (!text) return;
            ink.use(pen);
            const style = ink.look(cellClass, names);
            const room = width - PADDING_PX - LINE_PX;
            const said = cells.tooLong(text, width) ? ink.cut(style, text, room) : text;
            const line = y + ink.baseline(style, height - LINE_PX);
            const end = x + room;
            if (cellClass.includes("cell-symbol")) ink.write(style, said, x + PADDING_PX, line, true);
            else if (said.length * WIDEST_PX > room && ink.width(style, said) > room) ink.write(style, said, x, line, true);
            else ink.write(style, said, end, line, false);
            for (const name of names.split(" ")) if (name in MARKS) mark(MARKS[name], pen, end - ink.width(style, said), line);
        }

        function mark({ wide, high, above, corners }, pen, begins, line) {
            const left = begins - MARK_GAP_PX - wide;
            const top = line - above - high;
            pen.beginPath();
            for (const [x, y] of corners) pen.lineTo(left + x * wide, top + y * high);
            pen.fill();
        }

        function bar(cellClass, share, pen, x, y, width, height) {
            const long = ((width - LINE_PX) * share) / 100;
            const buying = cellClass.includes("depth-buy");
            pen.fillStyle = vn.colour(buying ? "buy-bar" : "sell-bar");
            const from = buying ? x + width - LINE_PX - long : x;
            pen.fillRect(Math.round(from), y + middle(height, BAR_PX), Math.round(from + long) - Math.round(from), BAR_PX);
        }

        function pressureFace(column, row) {
            const parts = cells.pressureParts(row);
            return { parts, key: String(parts) };
        }

        function paintPressure({ width }, { parts }, { pen, x, y, height }) {
            if (!parts) return;
            const [left, all] = [x + PADDING_PX, width - 2 * PADDING_PX - LINE_PX];
            const [toBought, toOpen] = [parts[0], parts[0] + parts[1]].map((end) => (all * end) / 100);
            const part = (name, from, to) => {
                pen.fillStyle = vn.colour(name);
                if (to > from) pen.fillRect(left + from, y + middle(height, PRESSURE_PX), to - from, PRESSURE_PX);
            };
            part("buy", 0, toBought);
            part("line", toBought + 1, toOpen);
            part("sell", toOpen + 1, all);
        }

        function sparkFace(column, row, now, before) {
            const tone = cells.tone(cells.shownPrice(row), row);
            const fresh = before && now - before.at < cells.SPARK_MS;
            const at = fresh ? before.at : now;
            return { line: fresh ? before.line : cells.sparkLine(row), at, tone, key: at + tone };
        }

        function paintSpark({ cellClass, width }, { line, tone }, { pen, x, y }) {
            if (!line) return;
            const edge = cellClass.includes("edge") ? LINE_PX : 0;
            const [left, all] = [x + edge + PADDING_PX, width - edge - 2 * PADDING_PX - LINE_PX];
            if (line.base !== null) {
                pen.globalAlpha = 0.6;
                pen.strokeStyle = vn.colour("quiet");
                pen.lineWidth = 1;
                pen.setLineDash([2, 2]);
                pen.beginPath();
                pen.moveTo(left, y + line.base);
                pen.lineTo(left + all, y + line.base);
                pen.stroke();
                pen.globalAlpha = 1;
                pen.setLineDash([]);
            }
            pen.strokeStyle = ink.look("", tone).colour;
            pen.lineWidth = 1.25;
            pen.miterLimit = 4; // as an SVG has it
            pen.beginPath();
            for (let at = 0; at < line.x.length; at++) pen.lineTo(left + line.x[at] * (all / cells.SPARK_WIDE), y + line.y[at]);
            pen.stroke();
        }

        const KINDS = new Map([
            [cells.LookCell, { face: textFace, paint: paintText }],
            [cells.PressureCell, { face: pressureFace, paint: paintPressure }],
            [cells.SparkCell, { face: sparkFace, paint: paintSpark }],
        ]);
        return { kind: (renderer) => KINDS.get(renderer) };
    };
})(window.vnmarket);
