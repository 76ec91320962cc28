/*
 * The board's rows as a picture, for the time in which they are scrolled: one canvas over them.
 * Door: vnmarket.boardPicture(box, grid api) -> {show(top), shown(), rows(), hide()}. While it is shown, it is told
 * of what changes instead of the cells.
 * Why: the grid makes a row from sixty elements, and a browser without a graphics processor draws the whole board anew
 * for every pixel it is moved. Here what is seen already is moved, and only rows that come are drawn: from the same looks
 * (61-board-columns.js), colours and letters as the cells. With an opaque ground the browser moves the rows without the
 * page, but more often than the grid makes new ones: half of what was seen was empty. Refuses to know when it is shown.
 */
(function (vn) {
    "use strict";
    const { boardCells: cells, boardColumns: { living } } = vn;
    const LIVE_ROWS = 2; // of those that changed, with every step: all at once would hold it up
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
        const canvas = vn.element("canvas", null, "board-picture");
        const pen = canvas.getContext("2d", { alpha: false });
        const ink = vn.boardInk(box.querySelector(".ag-root"), pen);
        const lines = new Map(); // symbol -> the day's line, for as long as the picture is shown
        let columns = []; // the pinned ones last, because they lie over the others
        let wide = 0;
        let pinnedWide = 0;
        let high = 0;
        let rowHeight = 0;
        let density = 1; // of the screen's points
        let place = 0; // how far down the picture was drawn, in the screen's points
        let whole = true; // nothing of it can be used again
        const missed = new Set(); // symbols of whose changes the cells have not been told
        const waiting = new Set(); // those that have not been drawn since either; who waits longest is first
        let shown = false;
        canvas.setAttribute("aria-hidden", "true");
        canvas.hidden = true;
        box.querySelector(".ag-root").append(canvas);

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

        function drawRow(index, y) {
            const node = api.getDisplayedRowAtIndex(index);
            pen.fillStyle = vn.colour("panel");
            pen.fillRect(0, y, wide, rowHeight);
            if (!node) return;
            const selected = node.data.symbol === vn.selected();
            for (const column of columns) drawCell(column, node.data, y, selected);
            pen.fillStyle = vn.colour("line");
            pen.fillRect(0, y + rowHeight - LINE_PX, wide, LINE_PX);
            if (pinnedWide) pen.fillRect(pinnedWide - LINE_PX, y, LINE_PX, rowHeight);
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

        // from, to: px of the picture
        function drawRows(from, to) {
            const top = place / density;
            pen.save();
            ink.renew();
            pen.scale(density, density);
            pen.beginPath();
            pen.rect(0, from, wide, to - from);
            pen.clip();
            for (let at = Math.max(0, Math.floor((top + from) / rowHeight)); at * rowHeight < top + to; at++) {
                drawRow(at, at * rowHeight - top);
            }
            pen.restore();
        }

        // -- the whole

        function fit() {
            rowHeight = api.getGridOption("rowHeight");
            density = window.devicePixelRatio || 1;
            const [outer, seen] = [canvas.parentElement.getBoundingClientRect(), view.getBoundingClientRect()];
            const head = ground.offsetTop;
            const bar = box.querySelector(".ag-body-vertical-scroll");
            wide = view.clientWidth - (bar ? bar.offsetWidth : 0); // the grid's scrollbar lies over its rows
            high = view.clientHeight - head;
            const [across, down] = [Math.round(wide * density), Math.round(high * density)];
            if (canvas.width !== across) canvas.width = across;
            if (canvas.height !== down) canvas.height = down;
            Object.assign(canvas.style, {
                left: seen.left - outer.left + "px",
                top: seen.top - outer.top + head + "px",
                width: wide + "px",
                height: high + "px",
            });
            const left = api.getDisplayedLeftColumns();
            pinnedWide = left.reduce((sum, column) => sum + column.getActualWidth(), 0);
            const moved = pinnedWide - view.scrollLeft;
            columns = [
                ...api.getDisplayedCenterColumns().map((column) => spot(column, moved, false)),
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
            const next = Math.round(Math.max(0, top) * density);
            const moved = place - next;
            place = next;
            if (whole || Math.abs(moved) >= canvas.height) drawRows(0, high);
            else if (moved) {
                pen.drawImage(canvas, 0, moved);
                const part = Math.abs(moved) / density;
                drawRows(moved > 0 ? 0 : high - part, moved > 0 ? part : high);
            }
            whole = false;
            renew();
        }

        function begin() {
            shown = true;
            whole = true;
            fit();
            living.divert((rows) => rows.forEach(([symbol]) => missed.add(symbol) && waiting.add(symbol)));
            canvas.hidden = false;
            vn.setClass(body, "pictured", true); // not to be drawn behind it
        }

        // Some of the rows that changed and are seen.
        function renew() {
            const [first, last] = rows();
            let turns = LIVE_ROWS;
            for (const symbol of waiting) {
                const node = api.getRowNode(symbol);
                if (node && node.rowIndex >= first && node.rowIndex <= last) {
                    if (turns-- === 0) return;
                    const from = node.rowIndex * rowHeight - place / density;
                    drawRows(Math.max(0, from), Math.min(high, from + rowHeight));
                }
                waiting.delete(symbol);
            }
        }

        function hide() {
            if (!shown) return;
            shown = false;
            canvas.hidden = true;
            vn.setClass(body, "pictured", false);
            living.resume([...missed].map((symbol) => api.getRowNode(symbol)).filter(Boolean).map(({ data }) => data));
            for (const known of [missed, waiting, lines]) known.clear();
        }

        // First and last row that is seen.
        function rows() {
            const top = place / density;
            const last = api.getDisplayedRowCount() - 1;
            return [Math.floor(top / rowHeight), Math.min(last, Math.floor((top + high - 1) / rowHeight))];
        }

        api.addEventListener("modelUpdated", () => (whole = true)); // rows may stand elsewhere

        return { show, hide, rows, shown: () => shown };
    };
})(window.vnmarket);
