/*
 * What a reader sees of the board's rows: a picture of them (62-board-strips.js), over the grid's.
 * Door: vnmarket.boardPicture(box, grid api) -> {show(top), rows(), hurry(is), aside(why, is)}. It is told of what
 * changes before the cells are, draws it at once and lights it up; the grid's rows stand behind it for the keys, the
 * pointer and who reads a screen aloud, and follow within two seconds (Living in 60-board-cells.js).
 * Why: a row of the grid is sixty elements. To lay out and record what a frame changes in them took three quarters
 * of the page's time, and while they were scrolled a browser without a graphics processor drew the whole board anew for
 * every pixel. Here only cells that look another way are drawn, and rows are moved as they are. `aside` leaves the
 * grid's rows to be seen for as long as there is a reason. Refuses to know how a cell is painted.
 */
(function (vn) {
    "use strict";
    const { boardColumns: { living } } = vn;
    const FLASH_MS = 300;
    const SETTLE_MS = 160; // so long a light may last longer, to end with what else is drawn
    const LIVE_ROWS = 2; // of those that changed, with every step of a scroll: all at once would hold it up
    const LINE_PX = 1;
    const ACCENT_PX = 2;
    const SELECTED = 0.16; // as --over-ground in 60-board.css
    const COLUMN_EVENTS = ["displayedColumnsChanged", "columnResized", "columnMoved", "gridSizeChanged"];
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");

    vn.boardPicture = (box, api) => {
        const root = box.querySelector(".ag-root");
        const view = box.querySelector(".ag-grid-viewport");
        const ground = box.querySelector(".ag-grid-scrolling-rows");
        const body = ground.querySelector(".ag-grid-scrolling-container");
        const frame = vn.element("div", null, "board-picture");
        const moved = vn.element("div");
        const pointed = vn.element("div", null, "row-pointed");
        const focused = vn.element("div", null, "cell-focused");
        const ink = vn.boardInk(root);
        const painter = vn.boardPainter(ink);
        const strips = vn.boardStrips(moved, ink);
        const growth = vn.boardGrowth(box, api);
        const drawn = new Map(); // row -> its symbol and the faces of its cells, as they stand in a strip
        const lit = new Map(); // "symbol|column" -> {symbol, id of the column, until}
        const waiting = new Set(); // symbols that changed and have not been drawn since; who waits longest is first
        const reasons = new Set(); // why the grid's rows are to be seen
        let columns = []; // the pinned ones last, because they lie over the others
        let wide = 0;
        let pinnedWide = 0;
        let high = 0;
        let rowHeight = 0;
        let density = 1; // of the screen's points
        let place = 0; // how far down the picture stands, px
        let shown = false;
        let hurried = false;
        let stale = null; // what is to be drawn anew: where rows have "moved", or "all"
        let extent = ""; // of the picture: how large it is, and which columns it has
        let renewedAt = -Infinity;
        let settling = null;
        frame.setAttribute("aria-hidden", "true");
        frame.hidden = pointed.hidden = focused.hidden = true;
        moved.append(pointed, focused);
        frame.append(moved);
        root.append(frame);

        // -- cells

        function drawCell(column, face, row, index) {
            const { x, width, cellClass, pinned } = column;
            if (x >= wide || x + width <= 0) return;
            const spot = { ...strips.line(index), x, height: rowHeight };
            const under = !pinned && x < pinnedWide;
            if (under) cut(spot);
            const matched = cellClass.includes("cell-matched");
            fill(spot, width, lit.has(key(row, column)) ? "flash" : matched ? "header" : "panel");
            if (row.symbol === vn.selected()) select(column, spot);
            if (cellClass.includes("edge")) fill(spot, LINE_PX, "line");
            column.kind.paint(column, face, spot);
            if (under) uncut(spot);
        }

        const key = (row, column) => row.symbol + "|" + column.id;

        function fill({ pen, x, y, height }, width, name) {
            pen.fillStyle = vn.colour(name);
            pen.fillRect(x, y, width, height - LINE_PX);
        }

        // Only what the pinned columns do not lie over.
        function cut({ pen, y }) {
            pen.save();
            pen.beginPath();
            pen.rect(pinnedWide, y, wide - pinnedWide, rowHeight);
            pen.clip();
        }

        function uncut({ pen }) {
            pen.restore();
            ink.forget(pen); // it has the font again that it had before
        }

        function select({ width, pinned, x }, spot) {
            spot.pen.globalAlpha = pinned ? 1 : SELECTED;
            fill(spot, width, pinned ? "hover" : "quiet");
            spot.pen.globalAlpha = 1;
            if (x === 0) fill(spot, ACCENT_PX, "accent");
        }

        // -- rows

        const rowAt = (index) => api.getDisplayedRowAtIndex(index).data;

        function drawRow(index) {
            const row = rowAt(index);
            const { pen, y } = strips.line(index);
            const now = performance.now();
            pen.fillStyle = vn.colour("panel");
            pen.fillRect(0, y, wide, rowHeight);
            pen.fillStyle = vn.colour("line");
            pen.fillRect(0, y + rowHeight - LINE_PX, wide, LINE_PX);
            const faces = columns.map((column) => {
                const face = column.kind.face(column, row, now);
                drawCell(column, face, row, index);
                return face;
            });
            drawn.set(index, { symbol: row.symbol, faces });
            pinLine(index);
        }

        function pinLine(index) {
            if (pinnedWide) fill({ ...strips.line(index), x: pinnedWide - LINE_PX, height: rowHeight }, LINE_PX, "line");
        }

        // The cells of a row that look another way than before.
        function changedCells(index, now) {
            const { symbol, faces } = drawn.get(index) || {};
            const found = [];
            const row = rowAt(index);
            if (symbol !== row.symbol) return found; // rows have moved, of which the grid is about to tell
            columns.forEach((column, at) => {
                const before = faces[at];
                const face = column.kind.face(column, row, now, before);
                if (face.key === before.key) return;
                faces[at] = face;
                if (lights(column, face, before)) lit.set(key(row, column), { symbol: row.symbol, id: column.id, until: now + FLASH_MS });
                found.push({ column, face, row, index });
            });
            return found;
        }

        // Those of a strip together, and of them those of a font: to change it takes as long as to write.
        function drawCells(found) {
            const order = (one, other) => strips.of(one.index) - strips.of(other.index) || one.column.font.localeCompare(other.column.font);
            for (const { column, face, row, index } of found.sort(order)) {
                drawCell(column, face, row, index);
                if (column.pinned) pinLine(index);
            }
        }

        const lights = ({ look }, face, before) => look && !look.still && face.text !== before.text && !hurried && !still.matches;

        // -- the whole

        function fit() {
            rowHeight = api.getGridOption("rowHeight");
            density = window.devicePixelRatio || 1;
            const [outer, seen] = [root.getBoundingClientRect(), view.getBoundingClientRect()];
            const head = ground.offsetTop;
            const bar = box.querySelector(".ag-body-vertical-scroll");
            wide = view.clientWidth - (bar ? bar.offsetWidth : 0); // the grid's scrollbar lies over its rows
            high = (growth.young() ? root : view).clientHeight - head;
            place = toPoint(view.scrollTop);
            Object.assign(frame.style, {
                left: seen.left - outer.left + "px",
                top: seen.top - outer.top + head + "px",
                width: wide + "px",
                height: high + "px",
            });
            strips.fit(wide, rowHeight, density);
            const left = api.getDisplayedLeftColumns();
            pinnedWide = left.reduce((sum, column) => sum + column.getActualWidth(), 0);
            const from = pinnedWide - view.scrollLeft;
            columns = [
                ...api.getDisplayedCenterColumns().map((column) => spot(column, from, false)),
                ...left.map((column) => spot(column, 0, true)),
            ];
            const ids = columns.map(({ id }) => id);
            extent = [wide, rowHeight, density, pinnedWide, api.getDisplayedRowCount(), ...ids].join();
        }

        function spot(column, from, pinned) {
            const { cellRenderer, cellRendererParams: { look }, cellClass = "", field } = column.getColDef();
            return {
                id: column.getColId(), x: from + column.getLeft(), width: column.getActualWidth(), pinned,
                look, field, cellClass, kind: painter.kind(cellRenderer), font: ink.look(cellClass, "").font,
            };
        }

        const toPoint = (px) => Math.round(Math.max(0, px) * density) / density;

        // First and last row that is seen.
        function rows() {
            const last = api.getDisplayedRowCount() - 1;
            return [Math.floor(place / rowHeight), Math.min(last, Math.floor((place + high - 1) / rowHeight))];
        }

        // ahead: also what is not seen of the last strip, for who scrolls a little
        function draw(ahead) {
            const [first, last] = rows();
            strips.show(first, Math.max(first, last));
            for (const row of [...drawn.keys()]) if (!strips.has(row)) drawn.delete(row);
            const end = ahead ? Math.min(strips.end(last), api.getDisplayedRowCount() - 1) : last;
            for (let row = first; row <= end; row++) if (!drawn.has(row)) drawRow(row);
            moved.style.transform = "translateY(" + -place + "px)";
        }

        // Once for all that is told of in a task: rows may stand elsewhere and columns be others, or all may look otherwise.
        const rearrange = () => drawSoon("moved");
        const redraw = () => drawSoon("all");

        function drawSoon(what) {
            if (stale === null) queueMicrotask(drawAnew);
            if (stale !== "all") stale = what;
        }

        function drawAnew() {
            const all = stale === "all";
            stale = null;
            if (reasons.size) return; // to ask for its room would lay out the page before its time
            if (!hasRoom()) return vanish();
            if (!shown) return appear();
            const [size, before] = [extent, new Map(columns.map((column) => [column.id, column]))];
            fit();
            const other = columns.filter((column) => !stands(column, before.get(column.id)));
            if (all || extent !== size) clear();
            for (const [index, { symbol, faces }] of [...drawn]) {
                if (rowAt(index).symbol !== symbol) drawn.delete(index);
                else if (other.length) drawElsewhere(index, faces, other);
            }
            draw(true);
            refocus();
        }

        // The cells of a row in the columns that stand elsewhere now, with the faces they had.
        function drawElsewhere(index, faces, other) {
            columns.forEach((column, at) => other.includes(column) && drawCell(column, faces[at], rowAt(index), index));
            const end = Math.max(...columns.map(({ x, width }) => x + width));
            if (end < wide) fill({ ...strips.line(index), x: end, height: rowHeight }, wide - end, "panel");
            pinLine(index);
        }

        const stands = (column, before) => Boolean(before) && column.x === before.x && column.width === before.width;

        function clear() {
            strips.clear();
            drawn.clear();
            waiting.clear();
        }

        const hasRoom = () => view.clientHeight > ground.offsetTop && api.getDisplayedRowCount() > 0;

        // top: how far the rows are scrolled, px
        function show(top) {
            if (!shown) return;
            place = toPoint(top);
            draw(false);
            renew(LIVE_ROWS);
        }

        function appear() {
            if (shown || reasons.size || !hasRoom()) return;
            shown = true;
            living.divert(changed);
            fit();
            draw(true);
            refocus();
            frame.hidden = false;
            vn.setClass(body, "pictured", true); // not to be drawn behind it
        }

        function vanish() {
            if (!shown) return;
            shown = false;
            frame.hidden = true;
            vn.setClass(body, "pictured", false);
            clear();
            lit.clear();
            living.resume();
        }

        function aside(why, is) {
            if (is) reasons.add(why);
            else reasons.delete(why);
            if (!reasons.size) return appear();
            growth.grow();
            vanish();
        }

        // -- what changes

        function changed(symbols) {
            for (const symbol of symbols) waiting.add(symbol);
            if (!hurried) vn.pace.close(renewAll);
        }

        const renewAll = () => shown && renew(Infinity);

        // So many of the rows that changed; what is not seen is drawn when it comes.
        function renew(turns) {
            const [first, last] = rows();
            const found = [];
            renewedAt = performance.now();
            for (const symbol of waiting) {
                const node = api.getRowNode(symbol);
                const seen = node && node.rowIndex >= first && node.rowIndex <= last;
                if (seen && turns-- <= 0) break;
                if (seen) found.push(...changedCells(node.rowIndex, renewedAt));
                else if (node) drawn.delete(node.rowIndex);
                waiting.delete(symbol);
            }
            drawCells([...found, ...dimmed(renewedAt)]);
            if (lit.size && settling === null) settling = setInterval(settle, SETTLE_MS);
        }

        // The cells whose light is over; those that have changed again are lit anew.
        function dimmed(now) {
            const found = [];
            for (const [name, { symbol, id, until }] of lit) {
                if (until > now) continue;
                lit.delete(name);
                const { rowIndex: index } = api.getRowNode(symbol) || {};
                const at = columns.findIndex((column) => column.id === id);
                if (drawn.has(index) && at >= 0) found.push({ column: columns[at], face: drawn.get(index).faces[at], row: rowAt(index), index });
            }
            return found;
        }

        // Lights end together with what else is drawn: frames of their own would cost as much again.
        function settle() {
            if (performance.now() - renewedAt >= SETTLE_MS) renew(hurried ? 0 : Infinity);
            if (lit.size) return;
            clearInterval(settling);
            settling = null;
        }

        // For as long as it is scrolled, what comes is before what changes.
        function hurry(is) {
            if (hurried === is) return;
            hurried = is;
            if (shown && !is) renew(Infinity);
        }

        // -- what is pointed at, and what the keys are at

        function refocus() {
            const cell = document.activeElement?.closest("#" + box.id + " .ag-cell");
            const column = cell && columns.find(({ id }) => id === cell.getAttribute("col-id"));
            focused.hidden = !column;
            if (!column) return;
            const index = Number(cell.closest(".ag-row").getAttribute("row-index"));
            lie(focused, index);
            Object.assign(focused.style, { left: column.x + "px", width: column.width + "px" });
        }

        function lie(mark, index) {
            Object.assign(mark.style, { top: index * rowHeight + "px", height: rowHeight - LINE_PX + "px" });
        }

        api.addEventListener("cellMouseOver", ({ rowIndex }) => {
            pointed.hidden = false;
            lie(pointed, rowIndex);
        });
        api.addEventListener("cellMouseOut", () => (pointed.hidden = true));
        for (const name of ["focusin", "focusout"]) box.addEventListener(name, refocus);

        for (const name of ["modelUpdated", ...COLUMN_EVENTS]) api.addEventListener(name, rearrange);
        vn.on("board-rows", rearrange);
        for (const name of ["colours", "symbol", "board-redrawn"]) vn.on(name, redraw);
        new ResizeObserver(rearrange).observe(view);
        document.fonts.addEventListener("loadingdone", redraw);
        window.addEventListener("resize", redraw); // another screen may have other points

        return { show, rows, hurry, aside };
    };
})(window.vnmarket);
