/*
 * Runs in the head, before the first paint: this browser's theme, palette and language, and which Plotly
 * the first chart loads. Knows only where the choices are kept. Everything else waits for the page.
 */
(function () {
    "use strict";
    var root = document.documentElement;
    function kept(name, allowed) {
        try {
            var value = new URLSearchParams(location.search).get(name) || localStorage.getItem("vnmarket." + name);
            return allowed.indexOf(value) >= 0 ? value : null;
        } catch (denied) {
            return null; // storage may be forbidden: the deployment's defaults apply
        }
    }
    root.dataset.theme = kept("theme", ["dark", "light"]) || root.dataset.theme;
    root.dataset.palette = kept("palette", ["brief", "exchange", "safe"]) || root.dataset.palette;
    root.lang = kept("language", ["vi", "en"]) || root.lang;
    // Dash would take the whole of Plotly; ours has the product's charts. It asks for this name at the first.
    var plotly = document.currentScript.dataset.plotly;
    Object.defineProperty(window, "_dashPlotlyJSURL", {
        get: function () {
            return plotly;
        },
        set: function () {},
    });
})();
