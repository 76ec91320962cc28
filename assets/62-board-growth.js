/*
 * When the grid makes its rows: once the rest of the page stands. Until then their picture (62-board-picture.js) is
 * enough, and the grid is so low that it makes hardly any: rows of sixty elements take as long as all charts together.
 * Door: vnmarket.boardGrowth(box, grid api) -> {young(), grow()}. Who uses the rows has them at once. Refuses to know
 * what they show.
 */
(function (vn) {
    "use strict";
    const WITHIN_MS = 5000; // also where no chart is seen
    const BEYOND_ROWS = 10; // above and below those that are seen, as the grid itself would have it
    const USES = ["pointerdown", "wheel", "touchmove", "keydown", "focusin"];
    const idle = window.requestIdleCallback || setTimeout;

    vn.boardGrowth = (box, api) => {
        let young = true;

        function grow() {
            if (!young) return;
            young = false;
            vn.setClass(box, "young", false);
            api.setGridOption("rowBuffer", BEYOND_ROWS);
        }

        vn.setClass(box, "young", true);
        const off = vn.on("charts-stand", () => {
            off();
            idle(grow);
        });
        setTimeout(grow, WITHIN_MS);
        for (const use of USES) box.addEventListener(use, grow, { capture: true, passive: true, once: true });
        return { young: () => young, grow };
    };
})(window.vnmarket);
