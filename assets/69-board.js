/*
 * The board page: puts its parts together, and marks the chosen symbol in it.
 * Door: vnmarket.board.grid(). How a row is opened is the same on all pages (65-open.js). Refuses to know
 * rows, columns and tools.
 */
(function (vn) {
    "use strict";
    const GRID = "board-grid";
    let api = null;
    const page = vn.pages.register("board", {
        rooms: ["indices", "foreign_market", "derivatives", "flow"],
        expects: () => vn.boardLists.rooms(),
        series: ["indices", "foreign", "derivatives"],
        mount: start,
        show: () => vn.boardRows.view(),
        hide: () => vn.boardRows.pause(),
    });

    // Also where a symbol has no page yet to be opened.
    function pressed({ data, event }) {
        if (data && event.key === "Enter") vn.select(data.symbol);
    }

    function start() {
        api = vn.grid(GRID, vn.boardColumns.types, {
            tooltipShowDelay: 400, suppressDragLeaveHidesColumns: true, ...vn.boardGrowth.YOUNG,
        });
        vn.markSelected(api, page);
        vn.boardLayout.start(api, page);
        vn.boardTools.start(page);
        vn.boardExport.start(api);
        vn.boardRows.start(api, page);
        vn.boardScroll(document.getElementById(GRID), api);
        api.addEventListener("cellKeyDown", pressed);
        page.on("url", () => vn.emit("board-view"));
    }

    vn.board = { grid: () => api };
})(window.vnmarket);
