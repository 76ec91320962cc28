/*
 * What `tests.bench.page` puts into a page before its first script. Notes, in milliseconds since the
 * navigation began, the first frame in which 30 rows of the board have a price and the first in which
 * every panel has a state and every chart a line; long tasks; bytes over sockets; frames on demand.
 */
(function () {
    "use strict";
    const ROWS = 30;
    const probe = { rows: null, panels: null, loadedTasks: null, tasks: [], socketBytes: 0, frames: [] };
    window.pageProbe = probe;

    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) probe.tasks.push([entry.startTime, entry.duration]);
    }).observe({ type: "longtask", buffered: true });

    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
        constructor(...parts) {
            super(...parts);
            this.addEventListener("message", (event) => {
                if (probe.panels === null) probe.socketBytes += event.data.length;
            });
        }
    };

    const inSight = (box) => box.checkVisibility(); // without a layout

    // What a reader sees of the board's rows is written on canvases (62-board-picture.js).
    let written = []; // numbers: {canvas, x, y}
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...more) {
        if (probe.rows === null && /\d/.test(text)) written.push({ canvas: this.canvas, x, y });
        return fillText.call(this, text, x, y, ...more);
    };

    // The rows with a number below the heading of the matched price.
    function pricedRows() {
        const heading = written.length && document.querySelector('#board-grid .ag-header-cell[col-id="last"]');
        if (!heading) return 0;
        const { left, right } = heading.getBoundingClientRect();
        const rows = new Set();
        const boxes = new Map(); // of each canvas one look: hundreds would be a load of their own
        for (const { canvas, x, y } of written) {
            if (!boxes.has(canvas)) boxes.set(canvas, canvas.checkVisibility() && canvas.getBoundingClientRect());
            const box = boxes.get(canvas);
            if (box && box.left + x > left && box.left + x <= right) rows.add(box.top + y);
        }
        return rows.size;
    }

    function panelsDrawn() {
        const states = [...document.querySelectorAll("[data-panel]")].filter(inSight);
        const known = (box) => box.dataset.state && box.dataset.state !== "connecting";
        const charts = [...document.querySelectorAll("[data-chart]")].filter(inSight);
        const drawn = (box) => {
            const plot = box.querySelector(".js-plotly-plot");
            return plot && plot.data && plot.data.some((trace) => (trace.x || trace.values || []).length > 0);
        };
        return states.length > 0 && charts.length > 0 && states.every(known) && charts.every(drawn);
    }

    function look() {
        if (probe.rows === null && pricedRows() >= ROWS) probe.rows = performance.now();
        if (probe.rows !== null && panelsDrawn()) probe.panels = performance.now();
        else requestAnimationFrame(look);
    }
    requestAnimationFrame(look);

    let counting = false;
    probe.countFrames = function () {
        probe.frames = [];
        counting = true;
        const note = (now) => {
            probe.frames.push(now);
            if (counting) requestAnimationFrame(note);
        };
        requestAnimationFrame(note);
    };
    probe.stopFrames = function () {
        counting = false;
        return probe.frames;
    };

    // What came over HTTP: heads and compressed bodies, the page's own included.
    probe.httpBytes = function () {
        const entries = performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"));
        return entries.reduce((sum, entry) => sum + entry.transferSize, 0);
    };
})();
