/*
 * Starts the page when Dash has put its elements there.
 */
(function (vn) {
    "use strict";
    const ROOMS = ["board", "indices", "foreign", "derivatives", "status"];
    const SERIES = ["board", "indices", "foreign", "derivatives"];
    const TICK_MS = 250;

    function begin() {
        vn.applyTexts(document);
        vn.labelChoices();
        vn.charts.start();
        vn.board.waitForGrid();
        vn.live.start(ROOMS);
        for (const name of SERIES) vn.series.load(name);
        setInterval(() => {
            if (document.hidden) return;
            vn.strip.tick();
            vn.showStates();
        }, TICK_MS);
    }

    function waitForPage() {
        if (document.getElementById("strip")) begin();
        else requestAnimationFrame(waitForPage);
    }

    waitForPage();
})(window.vnmarket);
