/*
 * What has changed lights up behind its cell: on one canvas under the rows of the board.
 * Door: vnmarket.boardFlash: start(box, grid api), light(cell, now), settle(now) -> whether any is lit, drop(cell).
 * Why a canvas: with a cell's own background the browser matched the grid's style rules for every change and
 * again when it ended, which took as long as all else in a frame. So that it is seen, rows have no ground of
 * their own, and the band behind the matched columns is drawn by what the canvas lies in (60-board.css).
 * Pinned columns lie over it and do not light up. Refuses to know columns and rows.
 */
(function (vn) {
    "use strict";
    const FLASH_MS = 300;
    const LINE_PX = 1; // between two cells
    const BAND = "cell-matched";
    const COLUMN_EVENTS = ["displayedColumnsChanged", "columnResized", "columnMoved", "gridSizeChanged"];
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    const lit = new Map(); // cell -> until when
    let canvas = null;
    let pen = null;
    let view = null; // what scrolls
    let ground = null; // what lies under the rows; the canvas lies in it
    let grid = null;
    let rowHeight = 0;
    const stands = {}; // where the canvas was put
    let pinned = 0; // how far the first column that is not pinned stands from the left
    const place = { left: 0, top: 0 }; // as the scrolling told: to ask here would lay out the page before its time
    let shows = false;

    function light(cell, now) {
        if (!still.matches && !cell.params.column.getPinned()) lit.set(cell, now + FLASH_MS);
    }

    function settle(now) {
        for (const [cell, until] of lit) if (until <= now) lit.delete(cell);
        if (pen && (lit.size || shows)) draw();
        return lit.size > 0;
    }

    // The canvas is as large as the rows that are seen and scrolls with them until it is drawn again. A row is
    // one pixel high in it, which the browser stretches: it copies the whole of it with every frame.
    function draw() {
        const first = Math.floor(place.top / rowHeight);
        const left = place.left;
        put("left", left);
        put("top", first * rowHeight);
        pen.clearRect(0, 0, canvas.width, canvas.height);
        pen.fillStyle = vn.colour("flash");
        for (const { params: { node, column } } of lit.keys()) {
            if (node.displayed) pen.fillRect(pinned + column.getLeft() - left, node.rowIndex - first, column.getActualWidth() - LINE_PX, 1);
        }
        shows = lit.size > 0;
    }

    // Only what moved: a style that is set is looked at, though it be the same.
    function put(side, px) {
        if (stands[side] === px) return;
        stands[side] = px;
        canvas.style[side] = px + "px";
    }

    function fit() {
        rowHeight = grid.getGridOption("rowHeight");
        const seen = Math.ceil(Math.max(0, view.clientHeight - ground.offsetTop) / rowHeight) + 1; // headings stand above
        canvas.width = view.clientWidth;
        canvas.height = seen;
        canvas.style.width = view.clientWidth + "px";
        canvas.style.height = seen * rowHeight + "px";
    }

    // One ground for each column of the band that is shown.
    function band(api) {
        pinned = api.getDisplayedLeftColumns().reduce((sum, column) => sum + column.getActualWidth(), 0);
        const columns = api.getDisplayedCenterColumns().filter((column) => (column.getColDef().cellClass || "").includes(BAND));
        const layers = (layer) => columns.map(layer).join();
        ground.style.backgroundImage = layers(() => "linear-gradient(var(--header),var(--header))");
        ground.style.backgroundPosition = layers((column) => pinned + column.getLeft() + "px 0");
        ground.style.backgroundSize = layers((column) => column.getActualWidth() + "px 100%");
    }

    function start(box, api) {
        grid = api;
        view = box.querySelector(".ag-grid-viewport");
        ground = box.querySelector(".ag-grid-scrolling-rows");
        canvas = vn.element("canvas", null, "flashes");
        canvas.setAttribute("aria-hidden", "true");
        ground.prepend(canvas);
        pen = canvas.getContext("2d");
        view.addEventListener("scroll", () => Object.assign(place, { left: view.scrollLeft, top: view.scrollTop }), { passive: true });
        new ResizeObserver(fit).observe(view);
        for (const event of COLUMN_EVENTS) api.addEventListener(event, () => band(api));
        band(api);
    }

    vn.boardFlash = { start, light, settle, drop: (cell) => lit.delete(cell) };
})(window.vnmarket);
