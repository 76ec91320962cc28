/*
 * Starts the page when Dash has put its pages into the frame. What it is to show is asked for before that.
 */
(function (vn) {
    "use strict";
    const TICK_MS = 500;

    const { rooms, series } = vn.pages.expected();
    const asked = vn.live.follow([...rooms, ...vn.strip.rooms]);
    vn.series.want(series);
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

    // Not with a frame: a window behind others may have none, and is to be up to date when it comes to the front.
    function waitForPage() {
        const come = new MutationObserver(() => {
            if (!document.getElementById("pages")) return;
            come.disconnect();
            begin();
        });
        come.observe(document.body, { childList: true, subtree: true });
    }

    vn.applyTexts(document); // of the frame
    document.documentElement.classList.remove("untold");
    waitForPage();
})(window.vnmarket);
