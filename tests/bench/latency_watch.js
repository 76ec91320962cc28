/*
 * Notes when the board's volumes reach the screen; put into the page before its own scripts.
 * vnmarketSeen: [symbol, total volume, as_of, at the socket, in the document, in a frame], epoch ms.
 */
(function () {
    "use strict";
    const now = () => performance.timeOrigin + performance.now();
    const seen = (window.vnmarketSeen = []);
    const told = new Map(); // symbol -> what frames said of it and the document does not show yet
    let arrivedAt = 0;

    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
        constructor(...details) {
            super(...details);
            // The first listener, so that the time is that of arrival, before anything is parsed.
            this.addEventListener("message", () => (arrivedAt = now()));
        }
    };

    function follow(vn) {
        vn.on("room:board", ({ data, patch }) => {
            if (!patch || !patch.rows) return;
            const asOf = vn.rooms.get("board").asOf;
            for (const symbol in patch.rows) {
                const total = patch.rows[symbol] && patch.rows[symbol].total_volume;
                if (!total) continue;
                if (!told.has(symbol)) told.set(symbol, []);
                told.get(symbol).push({ total, asOf, arrivedAt });
            }
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

    function mutated(records) {
        const at = now();
        const cells = new Set();
        for (const { target } of records) {
            const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
            const cell = element && element.closest('[col-id="total_volume"]');
            if (cell) cells.add(cell);
        }
        const before = waiting.length;
        for (const cell of cells) {
            const row = cell.closest("[row-id]");
            const symbol = row && row.getAttribute("row-id");
            const total = Number(cell.textContent.replace(/\D/g, ""));
            const from = (told.get(symbol) || []).find((one) => one.total === total);
            if (!from) continue;
            waiting.push([symbol, total, from.asOf, from.arrivedAt, at]);
            told.set(symbol, told.get(symbol).filter((one) => one.total > total));
        }
        if (!before && waiting.length) requestAnimationFrame(frame);
    }

    window.vnmarketWatch = () => {
        follow(window.vnmarket);
        const grid = document.getElementById("board-grid");
        new MutationObserver(mutated).observe(grid, { subtree: true, childList: true, characterData: true });
    };
})();
