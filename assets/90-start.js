/*
 * Starts the page when Dash has put its elements there.
 */
(function (vn) {
    "use strict";
    const TICK_MS = 500;

    function begin() {
        vn.applyTexts(document);
        vn.labelChoices();
        vn.strip.start();
        vn.pages.start();
        vn.charts.start();
        vn.live.start();
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
