/*
 * Runs in the head, before the first paint: this browser's theme, palette and language.
 * Knows only where the choices are kept. Everything else waits for the page.
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
})();
