/*
 * Starts the page when it can be drawn: when its letters and the grid's library are there. What it is to show is asked
 * for before that.
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
        vn.labelChoices();
        vn.strip.start();
        vn.pages.start();
        vn.charts.start();
        vn.live.listen();
        asked();
        setInterval(() => document.hidden || vn.pace.add(tick, false), TICK_MS);
    }

    const ready = () => window.agGrid && !document.documentElement.classList.contains("unlettered");

    function waitForPage() {
        const ends = ["lettered", "load"].map((name) => {
            document.addEventListener(name, look, true); // a script's does not rise
            return () => document.removeEventListener(name, look, true);
        });
        function look() {
            if (!ready()) return;
            ends.forEach((end) => end());
            begin();
        }
        look();
    }

    vn.applyTexts(document);
    document.documentElement.classList.remove("untold");
    waitForPage();
})(window.vnmarket);
