/*
 * The reader's choices: language, theme, palette. Kept in this browser, applied without a reload.
 * Door: vnmarket.choice(name), vnmarket.choose(name, value), vnmarket.colour(name).
 * Colours are read from the style sheet, the one place where they live.
 */
(function (vn) {
    "use strict";
    const root = document.documentElement;
    const ALLOWED = {
        language: ["vi", "en"],
        theme: ["dark", "light"],
        palette: ["brief", "exchange", "safe"],
    };
    let cache = {};

    function choice(name) {
        return name === "language" ? root.lang : root.dataset[name];
    }

    function choose(name, value) {
        if (name === "language") root.lang = value;
        else root.dataset[name] = value;
        vn.url.set(name, value);
        cache = {};
        if (name === "language") {
            vn.chooseLanguage(value);
            vn.applyTexts(document);
            vn.emit("language", value);
        }
        label();
        if (name !== "language") vn.emit("colours", value);
    }

    function next(name) {
        const values = ALLOWED[name];
        choose(name, values[(values.indexOf(choice(name)) + 1) % values.length]);
    }

    function colour(name) {
        if (!(name in cache)) cache[name] = getComputedStyle(root).getPropertyValue("--" + name).trim();
        return cache[name];
    }

    // A switch says what a click leads to; the palette's buttons name the palette in force.
    function label() {
        const palette = vn.text("palette_" + choice("palette"));
        const said = {
            "switch-theme": vn.text(choice("theme") === "dark" ? "theme_to_light" : "theme_to_dark"),
            "switch-palette": vn.text("palette_now", { palette }),
        };
        for (const id in said) {
            const button = document.getElementById(id);
            if (!button) continue;
            button.title = said[id];
            button.setAttribute("aria-label", said[id]);
        }
        vn.setText(document.getElementById("palette-name"), palette);
    }

    // Going back or forward may lead to other choices.
    vn.on("url", () => {
        const said = new URLSearchParams(location.search);
        for (const name in ALLOWED) {
            const value = said.get(name);
            if (value !== choice(name) && ALLOWED[name].includes(value)) choose(name, value);
        }
    });

    document.addEventListener("click", (event) => {
        const button = event.target.closest("[data-choice]");
        if (button) next(button.dataset.choice);
    });

    Object.assign(vn, { choice, choose, colour, labelChoices: label });
})(window.vnmarket);
