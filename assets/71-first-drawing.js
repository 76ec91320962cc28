/*
 * A chart's first drawing has its lines already. Dash draws a figure as the server made it, without any, and to draw it
 * once more with them takes as long again, for each chart, while the page is awaited.
 * Refuses to know what a chart shows (70-charts.js).
 */
(function (vn) {
    "use strict";
    function attempt(div, figure) {
        try {
            return vn.charts.dress(div, figure);
        } catch (error) {
            reportError(error); // it is drawn without them
            return null;
        }
    }

    window.addEventListener("plotly", () => {
        const { react } = window.Plotly;
        window.Plotly.react = (div, figure, ...more) => {
            const finish = div._fullLayout ? null : attempt(div, figure);
            const drawn = react(div, figure, ...more);
            if (finish) drawn.then(finish);
            return drawn;
        };
    });
})(window.vnmarket);
