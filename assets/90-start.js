/*
 * Starts the page when Dash has put its pages into the frame. What it is to show is asked for before that.
 */
(function (vn) {
    "use strict";
    const TICK_MS = 500;

    const asked = vn.live.follow([...vn.pages.expected(), ...vn.strip.rooms]);
    vn.live.start();

    function tick() {
        vn.strip.tick();
        vn.showStates();
    }

    function begin() {
        vn.applyTexts(document);
        vn.labelChoices();
        vn.strip.start();
        vn.pages.start();
        vn.charts.start();
        vn.live.listen();
        asked();
        setInterval(() => document.hidden || vn.pace.add(tick, false), TICK_MS);
    }

    function waitForPage() {
        if (document.getElementById("pages")) begin();
        else requestAnimationFrame(waitForPage);
    }

    vn.applyTexts(document); // of the frame
    document.documentElement.classList.remove("untold");
    waitForPage();
})(window.vnmarket);
