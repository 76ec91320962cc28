/*
 * While the board is scrolled it leaves the time to the rows that come: nothing lights up, nothing is pointed at, and
 * the picture of the rows (62-board-picture.js) is moved. The grid hears of it when it is over, and makes its rows
 * once. What keys do and what a page does itself is the grid's own: there the focus moves. Sideways the grid's rows are
 * seen, because its columns move. Door: vnmarket.boardScroll(box, grid api).
 */
(function (vn) {
    "use strict";
    const REST_MS = 150; // without a step it is over
    const KEYS_MS = 250; // for so long a step is a key's
    const MADE_MS = 600; // for so long the grid may take to make its rows

    vn.boardScroll = (box, api) => {
        const view = box.querySelector(".ag-grid-viewport");
        const shield = vn.element("div", null, "scroll-shield");
        const picture = vn.boardPicture(box, api);
        let passes = false;
        let untold = false; // the grid has not heard of the last step
        let left = 0;
        let steppedAt = -Infinity;
        let handAt = -Infinity;
        let keyAt = -Infinity;
        let timer = null;

        function stepped(event) {
            if (event.target !== view || passes) return;
            const now = performance.now();
            const goesOn = now - Math.max(steppedAt, handAt) < REST_MS || untold;
            const sideways = view.scrollLeft !== left;
            left = view.scrollLeft;
            steppedAt = now;
            lull(true);
            if (sideways) picture.aside("sideways", true);
            picture.show(view.scrollTop);
            untold = goesOn && !sideways && now - keyAt >= KEYS_MS;
            if (untold) event.stopPropagation();
            clearTimeout(timer);
            // A step may be on its way, where frames are slow: it comes before what waits for the frame.
            timer = setTimeout(() => requestAnimationFrame(() => steppedAt === now && rest()), REST_MS);
        }

        function rest() {
            if (untold) tell();
            untold = false;
            picture.aside("sideways", false);
            handOver(steppedAt, performance.now() + MADE_MS);
        }

        function tell() {
            passes = true;
            view.dispatchEvent(new Event("scroll"));
            passes = false;
        }

        // It is over when the grid's rows stand where they can be pointed at.
        function handOver(since, until) {
            if (steppedAt !== since) return; // it goes on
            if (!stands() && performance.now() < until) return requestAnimationFrame(() => handOver(since, until));
            lull(false);
        }

        function stands() {
            const [first, last] = picture.rows();
            for (let at = first; at <= last; at++) if (!box.querySelector('.ag-row[row-index="' + at + '"] .ag-cell')) return false;
            return true;
        }

        function lull(begins) {
            vn.setClass(box, "scrolled", begins);
            vn.pace.rarely(begins ? 2 * REST_MS : 0);
            vn.boardColumns.living.rest(begins);
            picture.hurry(begins);
        }

        box.addEventListener("scroll", stepped, { capture: true, passive: true });
        for (const name of ["wheel", "touchmove"]) {
            box.addEventListener(name, () => (handAt = performance.now()), { capture: true, passive: true });
        }
        box.addEventListener("keydown", () => (keyAt = performance.now()), true);
        // Over the rows, and moved with them: a wheel over it moves them. To make the rows themselves deaf would be a new
        // style for each cell.
        box.querySelector(".ag-grid-scrolling-rows").append(shield);

        // Where rows are to be marked to be copied, printed, or have only the reader's own colours.
        const forced = window.matchMedia("(forced-colors: active)");
        const plain = () => picture.aside("forced", forced.matches);
        forced.addEventListener("change", plain);
        plain();
        window.addEventListener("beforeprint", () => picture.aside("print", true));
        window.addEventListener("afterprint", () => picture.aside("print", false));
        document.addEventListener("selectionchange", () => {
            const selection = document.getSelection();
            picture.aside("selection", !selection.isCollapsed && view.contains(selection.anchorNode));
        });
    };
})(window.vnmarket);
