/*
 * Notes when the board's volumes reach the screen; put into the page before its own scripts.
 * vnmarketSeen: [symbol, total volume, as_of, at the socket, written on the board, in a frame], epoch ms.
 */
(function () {
    "use strict";
    const now = () => performance.timeOrigin + performance.now();
    const seen = (window.vnmarketSeen = []);
    const told = new Map(); // symbol -> what frames said of it and the board does not show yet
    const written = new Map(); // text -> when it was written last
    let arrivedAt = 0;

    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
        constructor(...details) {
            super(...details);
            // The first listener, so that the time is that of arrival, before anything is parsed.
            this.addEventListener("message", () => (arrivedAt = now()));
        }
    };

    // What a reader sees of the board is written on a canvas.
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {
        written.set(text, now());
        return fillText.call(this, text, ...more);
    };

    // The symbols whose rows are seen whole: of others nothing is written.
    function inSight() {
        const { top, bottom } = document.querySelector(".board-picture").getBoundingClientRect();
        const rows = [...document.querySelectorAll("#board-grid .ag-row[row-id]")].filter((row) => {
            const box = row.getBoundingClientRect();
            return box.top >= top && box.bottom <= bottom;
        });
        return rows.map((row) => row.getAttribute("row-id"));
    }

    function follow(vn) {
        const followed = new Set(inSight());
        vn.on("room:board", ({ data, patch }) => {
            if (!patch || !patch.rows) return;
            const asOf = vn.rooms.get("board").asOf;
            for (const symbol in patch.rows) {
                if (!followed.has(symbol)) continue;
                const total = patch.rows[symbol] && patch.rows[symbol].total_volume;
                if (!total) continue;
                if (!told.has(symbol)) told.set(symbol, []);
                told.get(symbol).push({ total, asOf, arrivedAt });
            }
            queueMicrotask(() => compare(vn.format.volume)); // when the page has heard of it too
        });
    }

    let waiting = [];
    let inFrame = [];
    function painted() {
        const at = now();
        for (const one of inFrame) seen.push([...one, at]);
        inFrame = [];
    }
    // An urgent task posted from a frame's callback runs first when that frame has been laid out and painted:
    // a message or a timer could wait behind others, which hold up the next frame, not this one.
    function frame() {
        inFrame.push(...waiting);
        waiting = [];
        scheduler.postTask(painted, { priority: "user-blocking" });
    }

    function compare(said) {
        const before = waiting.length;
        for (const [symbol, totals] of told) {
            const from = totals.find(({ total }) => written.has(said(total)));
            if (!from) continue;
            waiting.push([symbol, from.total, from.asOf, from.arrivedAt, written.get(said(from.total))]);
            told.set(symbol, totals.filter(({ total }) => total > from.total));
        }
        written.clear();
        if (!before && waiting.length) requestAnimationFrame(frame);
    }

    window.vnmarketWatch = () => follow(window.vnmarket);
})();
