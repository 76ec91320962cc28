/*
 * While the board is scrolled it leaves the time to the rows that come: nothing lights up, nothing is pointed at,
 * and prices change four times a second. Door: vnmarket.boardScroll(box, grid api).
 */
(function (vn) {
    "use strict";
    const REST_MS = 300; // when the grid has not told of the end of it

    vn.boardScroll = (box, api) => {
        api.addEventListener("bodyScroll", () => {
            vn.setClass(box, "scrolled", true);
            vn.pace.rarely(REST_MS);
        });
        api.addEventListener("bodyScrollEnd", () => {
            vn.setClass(box, "scrolled", false);
            vn.pace.rarely(0);
        });
    };
})(window.vnmarket);
