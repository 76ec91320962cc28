/*
 * When the grid makes its rows: once the rest of the page stands. Until then their picture (62-board-picture.js) is
 * enough, and the grid is so low that it makes hardly any: rows of sixty elements take as long as all charts together.
 * Door: vnmarket.boardGrowth(box, grid api) -> {young(), grow()}; .YOUNG, a young grid's options. Who uses the rows has
 * them at once. Refuses to know what they show.
 */
(function (vn) {
    "use strict";
    const WITHIN_MS = 5000; // also where no chart is seen
    const BEYOND_ROWS = 10; // above and below those that are seen, as the grid itself would have it
    const USES = ["pointerdown", "wheel", "touchmove", "keydown", "focusin"];
    const idle = window.requestIdleCallback || setTimeout;

    // What a grid has until it grows. The scrollbar: when it comes, all headings are styled anew, twice.
    const YOUNG = { rowBuffer: 0, alwaysShowVerticalScroll: true };
    const GROWN = { rowBuffer: BEYOND_ROWS, alwaysShowVerticalScroll: false };

    vn.boardGrowth = (box, api) => {
        let young = true;

        function grow() {
            if (!young) return;
            young = false;
            vn.setClass(box, "young", false);
            api.updateGridOptions(GROWN);
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
    vn.boardGrowth.YOUNG = YOUNG;
})(window.vnmarket);
