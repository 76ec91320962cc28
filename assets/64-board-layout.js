/*
 * Which columns are shown, in which order and how wide; by what the rows are sorted.
 * Door: vnmarket.boardLayout: start(grid api, page), columns() -> [{id, shown, pinned}], show(id, shown),
 * pin(id, pinned), move(id, steps), reset(). Without a choice of the reader's the window shows as many
 * columns as fit, the most wanted first. The choice is in the address (`cols`, `sort`).
 */
(function (vn) {
    "use strict";
    // What a screen of growing width shows, what belongs together at once; a phone ends after the first five.
    const WANTED = [
        ["symbol"], ["last"], ["change_pct"], ["total_volume"], ["pressure"], ["change"], ["last_volume"],
        ["bid1", "bid1_volume", "ask1", "ask1_volume"], ["reference"], ["ceiling", "floor"],
        ["bid2", "bid2_volume", "ask2", "ask2_volume"], ["bid3", "bid3_volume", "ask3", "ask3_volume"],
        ["foreign_buy_volume", "foreign_sell_volume"], ["spark"], ["current_room"],
        ["buyer_volume", "seller_volume"], ["high", "low"], ["average"], ["total_value"], ["open"],
    ];
    const ALWAYS = 5;
    const PHONE_PX = 500; // where scrollbars lie over what they scroll
    const SCROLLBAR_PX = 16;
    const STRETCHED = "spark"; // takes what is left
    const PRICE_PX = 50;
    const POINTS_PX = 64;
    const FUTURES_PX = { symbol: 84, last: 76 };
    const NOT_OF_FUTURES = /^(bid|ask)[23]|^foreign|^current_room/;
    const GRID = "board-grid";
    const PINNED = "!";
    const SORTS = ["asc", "desc"];
    const RESORT_MS = 1000;
    let api = null;
    let page = null;
    let natural = null; // the server's order and widths
    let fitted = "";
    let applying = false;

    const ids = () => natural.map(({ colId }) => colId);

    // -- as many as fit

    // Points are longer than thousands of VND, and a contract's room tells less than a share's.
    const futures = () => vn.boardLists.preset() === "futures";
    const widthOf = ({ colId, width }) => (futures() ? FUTURES_PX[colId] || (width === PRICE_PX ? POINTS_PX : width) : width);

    // How complete the numbers are comes early where it has to be said, and not at all where it has not.
    function wanted() {
        if (!vn.boardRows.partial()) return WANTED;
        return [...WANTED.slice(0, ALWAYS), ["coverage"], ...WANTED.slice(ALWAYS)];
    }

    function fitting(width) {
        const wide = Object.fromEntries(natural.map((column) => [column.colId, widthOf(column)]));
        const shown = new Set();
        let used = 0;
        for (const together of wanted()) {
            const here = together.filter((id) => !futures() || !NOT_OF_FUTURES.test(id));
            used += here.reduce((sum, id) => sum + wide[id], 0);
            if (used > width && shown.size >= ALWAYS) break;
            for (const id of here) shown.add(id);
        }
        return shown;
    }

    // -- the reader's choice: `symbol!,last,change_pct`, in order, pinned ones marked

    function chosen() {
        const text = vn.url.get("cols");
        if (!text) return null;
        const all = ids();
        const found = [];
        for (const part of text.split(",")) {
            const pinned = part.endsWith(PINNED);
            const id = pinned ? part.slice(0, -1) : part;
            if (all.includes(id) && !found.some((one) => one.id === id)) found.push({ id, pinned });
        }
        return found.length ? found : null;
    }

    function keep() {
        const shown = api.getAllDisplayedColumns().map((column) => column.getColId() + (column.isPinnedLeft() ? PINNED : ""));
        vn.url.set("cols", shown.join(","));
    }

    const keyOf = (width) => [chosen() ? vn.url.get("cols") : "", width, futures(), vn.boardRows.partial()].join("@");

    function apply() {
        if (!api) return;
        const width = document.getElementById(GRID).clientWidth;
        if (!width) return;
        const own = chosen();
        const key = keyOf(width);
        if (key === fitted) return;
        fitted = key;
        const free = width < PHONE_PX ? width : width - SCROLLBAR_PX;
        const shown = own ? null : fitting(free);
        const wide = Object.fromEntries(natural.map((column) => [column.colId, column]));
        const order = own ? [...own.map(({ id }) => id), ...ids().filter((id) => !own.some((one) => one.id === id))] : ids();
        const state = order.map((colId) => {
            const mine = own && own.find((one) => one.id === colId);
            return {
                colId,
                ...(colId === STRETCHED ? { flex: 1 } : { width: widthOf(wide[colId]) }),
                hide: own ? !mine : !shown.has(colId),
                pinned: (own ? Boolean(mine && mine.pinned) : colId === "symbol") ? "left" : null,
            };
        });
        applying = true;
        api.applyColumnState({ state, applyOrder: true });
        if (shown && !shown.has(STRETCHED)) api.sizeColumnsToFit(free);
        applying = false;
    }

    // -- changes

    function columns() {
        const shown = api.getAllDisplayedColumns();
        const rest = api.getColumns().filter((column) => !shown.includes(column));
        const one = (column) => ({ id: column.getColId(), shown: column.isVisible(), pinned: column.isPinnedLeft() });
        return [...shown, ...rest].map(one);
    }

    function change(work) {
        work();
        keep();
        fitted = keyOf(document.getElementById(GRID).clientWidth);
        vn.emit("board-columns");
    }

    const show = (id, shown) => change(() => api.setColumnsVisible([id], shown));
    const pin = (id, pinned) => change(() => api.setColumnsPinned([id], pinned ? "left" : null));

    function move(id, steps) {
        const shown = api.getAllDisplayedColumns().map((column) => column.getColId());
        const to = shown.indexOf(id) + steps;
        if (to < 0 || to >= shown.length) return;
        const all = api.getAllGridColumns().map((column) => column.getColId());
        change(() => api.moveColumns([id], all.indexOf(shown[to])));
    }

    function reset() {
        vn.url.set("cols", null);
        fitted = "";
        apply();
        vn.emit("board-columns");
    }

    // -- sorting

    function keepSort() {
        if (applying) return;
        const by = api.getColumnState().find((column) => column.sort);
        vn.url.set("sort", by ? by.colId + ":" + by.sort : null);
    }

    function applySort() {
        const [id, way] = (vn.url.get("sort") || "").split(":");
        const known = ids().includes(id) && SORTS.includes(way);
        applying = true;
        api.applyColumnState({ state: known ? [{ colId: id, sort: way }] : [], defaultState: { sort: null } });
        applying = false;
    }

    // Sorting by a live column: at most once a second, and nothing moves under the cursor.
    function resort() {
        if (document.hidden || !page.shown()) return;
        const sorted = api.getColumnState().some((column) => column.sort);
        const hovered = document.querySelector("#" + GRID + " .ag-row-hover");
        if (sorted && !hovered) api.refreshClientSideRowModel("sort");
    }

    function start(gridApi, ownPage) {
        api = gridApi;
        page = ownPage;
        natural = api.getColumnState().map(({ colId, width }) => ({ colId, width }));
        apply();
        applySort();
        api.addEventListener("sortChanged", keepSort);
        api.addEventListener("columnMoved", (event) => {
            // While a heading is dragged the grid tells every step; the last one counts.
            if (event.finished && event.source === "uiColumnMoved") change(() => {});
        });
        new ResizeObserver(apply).observe(document.getElementById(GRID));
        page.on("url", () => {
            apply();
            applySort();
        });
        page.on("board-view", apply);
        page.on("board-partial", apply);
        setInterval(resort, RESORT_MS);
    }

    vn.boardLayout = { start, columns, show, pin, move, reset };
})(window.vnmarket);
