/*
 * The board's rows as a picture, for the time in which they are scrolled: strips of some rows each, over the grid's.
 * Door: vnmarket.boardPicture(box, grid api) -> {show(top), shown(), rows(), hide()}. While it is shown, it is told
 * of what changes instead of the cells.
 * Why: the grid makes a row from sixty elements, and a browser without a graphics processor draws the whole board anew
 * for every pixel it is moved. Here what is drawn is moved, and only rows that come are drawn: from the same looks
 * (61-board-columns.js), colours and letters as the cells. With an opaque ground the browser moves the rows without the
 * page, but more often than the grid makes new ones: half of what was seen was empty. Refuses to know when it is shown.
 */
(function (vn) {
    "use strict";
    const { boardCells: cells, boardColumns: { living } } = vn;
    const LIVE_ROWS = 2; // of those that changed, with every step: all at once would hold it up
    const STRIP_ROWS = 8; // a browser copies a canvas in which something was drawn
    const LINE_PX = 1;
    const WIDEST_PX = 9; // a sign
    const PADDING_PX = 4;
    const BAR_PX = 18;
    const PRESSURE_PX = 10;
    const SELECTED = 0.16; // as --over-ground in 60-board.css
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

    vn.boardPicture = (box, api) => {
        const view = box.querySelector(".ag-grid-viewport");
        const ground = box.querySelector(".ag-grid-scrolling-rows");
        const body = ground.querySelector(".ag-grid-scrolling-container");
        const frame = vn.element("div", null, "board-picture");
        const moved = vn.element("div");
        const ink = vn.boardInk(box.querySelector(".ag-root"));
        const strips = new Map(); // which of the list's strips -> its {canvas, pen}
        const spare = [];
        const drawn = new Set(); // rows that stand in a strip as they are
        let pen = null; // of the strip that is drawn in
        const lines = new Map(); // symbol -> the day's line, for as long as the picture is shown
        let columns = []; // the pinned ones last, because they lie over the others
        let wide = 0;
        let pinnedWide = 0;
        let high = 0;
        let rowHeight = 0;
        let density = 1; // of the screen's points
        let place = 0; // how far down the picture stands, px
        const missed = new Set(); // symbols of whose changes the cells have not been told
        const waiting = new Set(); // those that have not been drawn since either; who waits longest is first
        let shown = false;
        frame.setAttribute("aria-hidden", "true");
        frame.hidden = true;
        frame.append(moved);
        box.querySelector(".ag-root").append(frame);

        // -- cells

        function text({ look, field, cellClass }, row, x, y, width) {
            const value = look.value ? look.value(row) : row[field];
            const names = (look.classes && look.classes(value, row)) || "";
            if (look.bar) bar(value, row, cellClass, x, y, width);
            let said = look.text(value, row);
            if (!said) return;
            const style = ink.look(cellClass, names);
            const room = width - PADDING_PX - LINE_PX;
            if (cells.tooLong(said, width)) said = ink.cut(style, said, room);
            const line = y + ink.baseline(style, rowHeight - LINE_PX);
            const end = x + room;
            if (cellClass.includes("cell-symbol")) ink.write(style, said, x + PADDING_PX, line, true);
            else if (said.length * WIDEST_PX > room && ink.width(style, said) > room) ink.write(style, said, x, line, true);
            else ink.write(style, said, end, line, false);
            for (const name of names.split(" ")) if (name in MARKS) mark(MARKS[name], end - ink.width(style, said), line);
        }

        const middle = (px) => Math.round((rowHeight - LINE_PX - px) / 2);

        function mark({ wide: across, high: tall, above, corners }, begins, line) {
            const left = begins - MARK_GAP_PX - across;
            const top = line - above - tall;
            pen.beginPath();
            for (const [x, y] of corners) pen.lineTo(left + x * across, top + y * tall);
            pen.fill();
        }

        function bar(volume, row, cellClass, x, y, width) {
            const long = ((width - LINE_PX) * cells.depth(volume, row)) / 100;
            const buying = cellClass.includes("depth-buy");
            pen.fillStyle = vn.colour(buying ? "buy-bar" : "sell-bar");
            const from = buying ? x + width - LINE_PX - long : x;
            pen.fillRect(Math.round(from), y + middle(BAR_PX), Math.round(from + long) - Math.round(from), BAR_PX);
        }

        function pressure(column, row, x, y, width) {
            const parts = cells.pressureParts(row);
            if (!parts) return;
            const [left, all] = [x + PADDING_PX, width - 2 * PADDING_PX - LINE_PX];
            const [toBought, toOpen] = [parts[0], parts[0] + parts[1]].map((end) => (all * end) / 100);
            const part = (name, from, to) => {
                pen.fillStyle = vn.colour(name);
                if (to > from) pen.fillRect(left + from, y + middle(PRESSURE_PX), to - from, PRESSURE_PX);
            };
            part("buy", 0, toBought);
            part("line", toBought + 1, toOpen);
            part("sell", toOpen + 1, all);
        }

        function spark({ cellClass }, row, x, y, width) {
            if (!lines.has(row.symbol)) lines.set(row.symbol, cells.sparkLine(row));
            const line = lines.get(row.symbol);
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
            pen.strokeStyle = ink.look("", cells.tone(cells.shownPrice(row), row)).colour;
            pen.lineWidth = 1.25;
            pen.miterLimit = 4; // as an SVG has it
            pen.beginPath();
            for (let at = 0; at < line.x.length; at++) pen.lineTo(left + line.x[at] * (all / cells.SPARK_WIDE), y + line.y[at]);
            pen.stroke();
        }

        const PAINTERS = new Map([[cells.LookCell, text], [cells.PressureCell, pressure], [cells.SparkCell, spark]]);

        // -- rows

        function drawRow(index) {
            ({ pen } = strips.get(stripOf(index)));
            ink.use(pen);
            const y = (index % STRIP_ROWS) * rowHeight;
            const { data: row } = api.getDisplayedRowAtIndex(index);
            pen.fillStyle = vn.colour("panel");
            pen.fillRect(0, y, wide, rowHeight);
            for (const column of columns) drawCell(column, row, y, row.symbol === vn.selected());
            pen.fillStyle = vn.colour("line");
            pen.fillRect(0, y + rowHeight - LINE_PX, wide, LINE_PX);
            if (pinnedWide) pen.fillRect(pinnedWide - LINE_PX, y, LINE_PX, rowHeight);
            drawn.add(index);
        }

        function drawCell(column, row, y, selected) {
            const { x, width, cellClass, pinned } = column;
            if (x >= wide || x + width <= 0) return;
            if (pinned || cellClass.includes("cell-matched")) {
                pen.fillStyle = vn.colour(cellClass.includes("cell-matched") ? "header" : "panel");
                pen.fillRect(x, y, width, rowHeight);
            }
            if (selected) {
                pen.globalAlpha = pinned ? 1 : SELECTED;
                pen.fillStyle = vn.colour(pinned ? "hover" : "quiet");
                pen.fillRect(x, y, width, rowHeight);
                pen.globalAlpha = 1;
            }
            if (cellClass.includes("edge")) {
                pen.fillStyle = vn.colour("line");
                pen.fillRect(x, y, LINE_PX, rowHeight);
            }
            column.paint(column, row, x, y, width);
        }

        // -- strips

        const stripOf = (index) => Math.floor(index / STRIP_ROWS);

        function lay(at) {
            const strip = spare.pop() || made();
            strip.canvas.style.top = at * STRIP_ROWS * rowHeight + "px";
            strip.canvas.hidden = false;
            strip.pen.fillStyle = vn.colour("panel"); // where the list ends
            strip.pen.fillRect(0, 0, wide, STRIP_ROWS * rowHeight);
            strips.set(at, strip);
        }

        function made() {
            const canvas = vn.element("canvas");
            moved.append(canvas);
            const strip = { canvas, pen: canvas.getContext("2d", { alpha: false }) };
            size(strip);
            return strip;
        }

        function size(strip) {
            const [across, down] = [wide, STRIP_ROWS * rowHeight].map((px) => Math.ceil(px * density));
            Object.assign(strip.canvas, { width: across, height: down });
            Object.assign(strip.canvas.style, { width: across / density + "px", height: down / density + "px" });
            strip.pen.setTransform(density, 0, 0, density, 0, 0);
            ink.use(null); // a canvas of another size forgets its font
        }

        function lift(at) {
            const strip = strips.get(at);
            strip.canvas.hidden = true; // another may lie there next
            spare.push(strip);
            strips.delete(at);
            for (let row = at * STRIP_ROWS; row < (at + 1) * STRIP_ROWS; row++) drawn.delete(row);
        }

        const liftAll = () => [...strips.keys()].forEach(lift);

        // -- the whole

        function fit() {
            const before = [wide, rowHeight, density].join();
            rowHeight = api.getGridOption("rowHeight");
            density = window.devicePixelRatio || 1;
            const [outer, seen] = [frame.parentElement.getBoundingClientRect(), view.getBoundingClientRect()];
            const head = ground.offsetTop;
            const bar = box.querySelector(".ag-body-vertical-scroll");
            wide = view.clientWidth - (bar ? bar.offsetWidth : 0); // the grid's scrollbar lies over its rows
            high = view.clientHeight - head;
            Object.assign(frame.style, {
                left: seen.left - outer.left + "px",
                top: seen.top - outer.top + head + "px",
                width: wide + "px",
                height: high + "px",
            });
            if ([wide, rowHeight, density].join() !== before) spare.forEach(size);
            const left = api.getDisplayedLeftColumns();
            pinnedWide = left.reduce((sum, column) => sum + column.getActualWidth(), 0);
            const from = pinnedWide - view.scrollLeft;
            columns = [
                ...api.getDisplayedCenterColumns().map((column) => spot(column, from, false)),
                ...left.map((column) => spot(column, 0, true)),
            ];
        }

        function spot(column, from, pinned) {
            const { cellRenderer, cellRendererParams, cellClass = "", field } = column.getColDef();
            const { look } = cellRendererParams;
            return { x: from + column.getLeft(), width: column.getActualWidth(), look, field, cellClass, pinned, paint: PAINTERS.get(cellRenderer) };
        }

        // top: how far the rows are scrolled, px
        function show(top) {
            if (!shown) begin();
            place = Math.round(Math.max(0, top) * density) / density;
            const [first, last] = rows();
            const [from, to] = [stripOf(first), stripOf(last)];
            for (const at of [...strips.keys()]) if (at < from || at > to) lift(at);
            for (let at = from; at <= to; at++) if (!strips.has(at)) lay(at);
            for (let row = first; row <= last; row++) if (!drawn.has(row)) drawRow(row);
            renew(first, last);
            moved.style.transform = "translateY(" + -place + "px)";
        }

        function begin() {
            shown = true;
            fit();
            living.divert((rows) => rows.forEach(([symbol]) => missed.add(symbol) && waiting.add(symbol)));
            frame.hidden = false;
            vn.setClass(body, "pictured", true); // not to be drawn behind it
        }

        // Some of the rows that changed; what is not seen is drawn when it comes.
        function renew(first, last) {
            let turns = LIVE_ROWS;
            for (const symbol of waiting) {
                const node = api.getRowNode(symbol);
                const seen = node && node.rowIndex >= first && node.rowIndex <= last;
                if (seen && turns-- === 0) return;
                if (seen) drawRow(node.rowIndex);
                else if (node) drawn.delete(node.rowIndex);
                waiting.delete(symbol);
            }
        }

        function hide() {
            if (!shown) return;
            shown = false;
            frame.hidden = true;
            vn.setClass(body, "pictured", false);
            liftAll();
            living.resume([...missed].map((symbol) => api.getRowNode(symbol)).filter(Boolean).map(({ data }) => data));
            for (const known of [missed, waiting, lines]) known.clear();
        }

        // First and last row that is seen.
        function rows() {
            const last = api.getDisplayedRowCount() - 1;
            return [Math.floor(place / rowHeight), Math.min(last, Math.floor((place + high - 1) / rowHeight))];
        }

        // Rows may stand elsewhere: drawn anew at once, for it may be that no step comes after it.
        api.addEventListener("modelUpdated", () => {
            if (!shown) return;
            liftAll();
            show(place);
        });

        return { show, hide, rows, shown: () => shown };
    };
})(window.vnmarket);
