/*
 * Runs in the head, before the first paint: this browser's theme, palette and language, whether there is a
 * frame, when its letters are there, and which Plotly the charts are drawn with. Knows only where the choices
 * are kept. Everything else waits for the page.
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
    var said = root.lang;
    root.lang = kept("language", ["vi", "en"]) || said;
    if (root.lang !== said) root.classList.add("untold"); // what stands there is in the other language
    if (/^\/screen\/?$/.test(location.pathname)) root.classList.add("on-screen"); // there is no frame on a wall
    // A page that is laid out before its letters have come looks for others: a browser asks the system for each
    // of their names, and waits. So the page waits for its own, but not for long.
    var show = function () {
        root.classList.remove("unlettered");
        document.dispatchEvent(new Event("lettered"));
    };
    root.classList.add("unlettered");
    document.fonts.load("13px Inter", "a\u1ebf").then(show, show);
    setTimeout(show, 500);
    // Dash would take the whole of Plotly; ours has the product's charts. Its first chart waits for what
    // this name gives: a promise until vnmarketLoadCharts() is called, so that prices come before pictures.
    var url = document.currentScript.dataset.plotly;
    var plotly = null;
    var wanted = new Promise(function (resolve) {
        window.vnmarketLoadCharts = resolve;
    });
    var loaded = wanted.then(function () {
        return new Promise(function (resolve, reject) {
            var script = document.createElement("script");
            script.src = url;
            script.onload = resolve;
            script.onerror = reject;
            document.head.append(script);
        });
    });
    Object.defineProperty(window, "Plotly", {
        configurable: true,
        get: function () {
            return plotly || loaded;
        },
        set: function (library) {
            plotly = library;
            window.dispatchEvent(new Event("plotly"));
        },
    });
})();
