/*
 * The board's rows: from the rooms that the chosen list needs into the grid, through the grid's own API.
 * Door: vnmarket.boardRows: start(grid api, page), view(), pause(), rooms(), filled(), sectors(), partial().
 * Emits `board-rows` when other rows are shown, `board-redrawn` when cells may look otherwise though no row has changed,
 * `board-partial` when the first has a gap or the last has none.
 * Rows come and go through the grid; what a frame changes in them is written past it. Refuses to know columns.
 */
(function (vn) {
    "use strict";
    const lists = vn.boardLists;
    const SOURCES = ["board", "hose", "hnx", "upcom", "derivatives"];
    let api = null;
    let page = null;
    let rooms = [];
    let release = () => {};
    let keeps = () => true;
    let held = new Map(); // symbol -> its room
    const partial = new Set(); // symbols of which something was missed
    let anyPartial = false;

    for (const name of ["hose", "hnx", "upcom"]) {
        vn.series.source(name, (data) =>
            Object.entries(data.rows).map(([symbol, row]) => [symbol, data.minute, { price: row.last }])
        );
    }

    const bodies = (data) => data.rows || data.contracts || {};
    const rolling = (view) => (view.aliases || []).find((name) => /F\d[MQ]$/.test(name));

    function gridRow(room, symbol, data) {
        const body = bodies(data)[symbol];
        const row = { symbol, room, minute: data.minute, ...body };
        if (row.coverage < 1) partial.add(symbol);
        else partial.delete(symbol);
        if (room === "derivatives") {
            // The rolling name is the one people say; the codes are said beside it.
            row.future = true;
            row.short = rolling(body) || symbol;
            row.names = [symbol, ...(body.aliases || [])].join(" · ");
        }
        return row;
    }

    // -- a frame

    function heard(room, { data, patch }) {
        if (!api || !rooms.includes(room)) return;
        const changed = patch === null ? null : bodies(patch);
        if (changed === null) return refill();
        const symbols = Object.keys(changed);
        const here = (symbol) => symbol in bodies(data) && keeps(symbol, bodies(data)[symbol]);
        if (symbols.some((symbol) => held.has(symbol) !== here(symbol))) return refill();
        const update = symbols.filter((symbol) => held.get(symbol) === room);
        // At once into the cells that are in sight.
        vn.boardColumns.living.show(update.map((symbol) => [symbol, renew(symbol, gridRow(room, symbol, data))]));
        tellPartial();
    }

    // The grid's own row, by which it sorts and exports, with what it has now.
    function renew(symbol, next) {
        const row = api.getRowNode(symbol).data;
        for (const name in row) if (!(name in next)) delete row[name];
        return Object.assign(row, next);
    }

    // The whole again: another list, a new day, a share more or less.
    function refill() {
        const wanted = new Map();
        for (const room of rooms) {
            const copy = vn.rooms.get(room);
            if (!copy) continue;
            for (const [symbol, row] of Object.entries(bodies(copy.data))) if (keeps(symbol, row)) wanted.set(symbol, room);
        }
        const rows = (pairs) => pairs.map(([symbol, room]) => gridRow(room, symbol, vn.rooms.get(room).data));
        const pairs = [...wanted];
        partial.clear();
        const change = {
            remove: [...held.keys()].filter((symbol) => !wanted.has(symbol)).map((symbol) => ({ symbol })),
            update: rows(pairs.filter(([symbol]) => held.has(symbol))),
            add: rows(pairs.filter(([symbol]) => !held.has(symbol))),
        };
        const other = change.remove.length > 0 || change.add.length > 0;
        held = wanted;
        tellPartial(); // first: columns are cheap to move while there are no rows
        api.applyTransaction(change);
        vn.boardColumns.living.forget();
        // The grid compares with what it drew itself last, not with what cells have written since.
        if (change.update.length) redraw();
        if (change.update.length && other) api.refreshClientSideRowModel("sort"); // it sorts what is added only
        if (other) vn.emit("board-rows");
    }

    function tellPartial() {
        if (partial.size > 0 === anyPartial) return;
        anyPartial = partial.size > 0;
        vn.emit("board-partial");
    }

    // -- another list

    function view() {
        keeps = lists.filter();
        const next = lists.rooms();
        if (next.join() !== rooms.join()) {
            rooms = next;
            const before = release;
            release = vn.live.follow(rooms);
            before();
            vn.series.want(rooms);
            const box = document.getElementById("board-state");
            if (box) box.dataset.panel = rooms[0]; // whose state it says
        }
        if (api) refill();
    }

    const refresh = (columns) => api.refreshCells({ force: true, suppressFlash: true, columns });

    function redraw(columns) {
        if (!api) return;
        refresh(columns);
        vn.emit("board-redrawn");
    }

    function start(gridApi, ownPage) {
        api = gridApi;
        page = ownPage;
        for (const room of SOURCES) page.on("room:" + room, (frame) => heard(room, frame));
        for (const room of SOURCES) page.on("series:" + room, () => rooms.includes(room) && redraw(["spark"]));
        // A tooltip is the grid's: what it says is brought up to date when a cell is pointed at.
        api.addEventListener("cellMouseOver", ({ node, column }) =>
            api.refreshCells({ rowNodes: [node], columns: [column], force: true })
        );
        api.addEventListener("columnResized", ({ finished }) => finished && refresh());
        page.on("board-view", view);
        page.on("directory", view);
        page.on("language", () => {
            api.refreshHeader();
            redraw();
        });
        view();
    }

    // While the page is hidden nothing is followed for it.
    function pause() {
        release();
        release = () => {};
        rooms = [];
    }

    vn.boardRows = {
        start, view, pause,
        rooms: () => rooms,
        filled: () => held.size > 0,
        partial: () => anyPartial,
        sectors: () => {
            const found = new Set();
            for (const room of rooms) {
                const copy = vn.rooms.get(room);
                if (copy && copy.data.rows) for (const row of Object.values(copy.data.rows)) found.add(row.sector || "other");
            }
            return [...found];
        },
    };
})(window.vnmarket);
