/*
 * The board page: puts its parts together once the grid is there, and marks the chosen symbol in it.
 * Door: vnmarket.board.grid(). How a row is opened is the same on all pages (65-open.js). Refuses to know
 * rows, columns and tools.
 */
(function (vn) {
    "use strict";
    const GRID = "board-grid";
    let api = null;
    const page = vn.pages.register("board", {
        rooms: ["indices", "foreign", "derivatives", "flow"],
        series: ["indices", "foreign", "derivatives"],
        mount: waitForGrid,
        show: () => api && vn.boardRows.view(),
        hide: () => vn.boardRows.pause(),
    });

    // Also where a symbol has no page yet to be opened.
    function pressed({ data, event }) {
        if (data && event.key === "Enter") vn.select(data.symbol);
    }

    function start(gridApi) {
        api = gridApi;
        vn.markSelected(api, page);
        vn.boardLayout.start(api, page);
        vn.boardTools.start(page);
        vn.boardExport.start(api);
        vn.boardRows.start(api, page);
        vn.boardFlash.start(document.getElementById(GRID), api);
        api.addEventListener("cellKeyDown", pressed);
        page.on("url", () => vn.emit("board-view"));
    }

    // The grid is loaded by its own chunk: wait for it without holding up the rest.
    function waitForGrid() {
        let found = null;
        try {
            found = window.dash_ag_grid.getApi(GRID);
        } catch (notYet) {
            // It says so by throwing.
        }
        if (found) start(found);
        else setTimeout(waitForGrid, 30);
    }

    vn.board = { grid: () => api };
})(window.vnmarket);
