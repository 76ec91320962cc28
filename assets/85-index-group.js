/*
 * The chosen index as if some shares had never been in it.
 * Knows the room `indices`. The shares are in the address (`without`) and kept in this browser.
 * Formula: prior x (1 + (all contributions - the group's) / prior / (1 - the group's weight)); only where the
 * room holds every chosen weight.
 */
(function (vn) {
    "use strict";
    const { format, element, index } = vn;
    const KEY = "without";
    const MOST = 60;
    const WHOLE = 1e-4; // the room's weights are the whole index when they sum to 1 but for their rounding

    const sum = (values) => values.reduce((total, one) => total + one, 0);

    function chosen() {
        const said = vn.url.get(KEY) || "";
        return [...new Set(said.split(",").filter((symbol) => /^[A-Z0-9]{1,12}$/.test(symbol)))].slice(0, MOST).sort();
    }

    function set(symbols) {
        const next = [...new Set(symbols)].sort();
        vn.url.set(KEY, next.length ? next.join(",") : null);
        draw();
    }

    // {value, change, pct, weight, points, group} or {unknown: symbols} or {all: true}
    function without(view, symbols) {
        const { weights, contributions, prior } = view;
        const group = symbols.filter((symbol) => symbol in weights);
        const strange = symbols.filter((symbol) => !(symbol in weights));
        const complete = Math.abs(sum(Object.values(weights)) - 1) < WHOLE;
        if (strange.length && !complete) return { unknown: strange };
        const weight = sum(group.map((symbol) => weights[symbol]));
        if (1 - weight < WHOLE) return { all: true };
        const all = sum(Object.values(contributions)) + (view.contributions_rest || 0);
        const points = sum(group.map((symbol) => contributions[symbol]));
        const value = prior * (1 + (all - points) / prior / (1 - weight));
        return { value, change: value - prior, pct: (100 * (value - prior)) / prior, weight, points, group, strange };
    }

    // -- what is shown

    function row(key, value, change, pct) {
        const tone = index.tone(change);
        return [
            element("span", vn.text(key), "quiet"),
            element("b", format.points(value), "big " + key),
            element("span", format.pointsSigned(change) + "  " + format.percentSigned(pct), tone + " " + key + "_change"),
        ];
    }

    function result(view, symbols) {
        const real = row("index_group_real", view.value, view.change, view.change_pct);
        if (!symbols.length) return [...real, element("p", vn.text("index_group_choose"), "sure")];
        const found = without(view, symbols);
        if (found.unknown) {
            return [...real, element("p", vn.text("index_group_unknown", { symbols: found.unknown.join(" ") }), "sure")];
        }
        if (found.all) return [...real, element("p", vn.text("index_group_all"), "sure")];
        const cells = [
            ...real,
            ...row("index_group_without", found.value, found.change, found.pct),
            element("span", vn.text("index_group_effect"), "quiet"),
            element("b", format.pointsSigned(found.points), "index_group_effect"),
            element("span", vn.text("index_group_weight") + " " + format.percent(100 * found.weight), "quiet"),
        ];
        if (found.strange.length) {
            const words = { symbols: found.strange.join(" "), name: index.name() };
            cells.push(element("p", vn.text("index_group_strange", words), "sure"));
        }
        return [...cells, element("p", index.sure(view), "sure")];
    }

    function toggle(symbol, weight, pressed) {
        const button = element("button", null, "toggle");
        button.type = "button";
        button.dataset.without = symbol;
        button.setAttribute("aria-pressed", String(pressed));
        button.append(element("b", symbol));
        if (format.known(weight)) button.append(element("span", format.percent(100 * weight), "quiet"));
        return button;
    }

    // Members by weight; what was chosen elsewhere and has no weight here stays in sight.
    function toggles(view, symbols) {
        const weights = view.weights || {};
        const known = Object.keys(weights).sort((a, b) => weights[b] - weights[a] || (a < b ? -1 : 1));
        const others = symbols.filter((symbol) => !(symbol in weights));
        return [...others, ...known].map((symbol) => toggle(symbol, weights[symbol], symbols.includes(symbol)));
    }

    function draw() {
        const box = document.getElementById("index-group");
        if (!box) return;
        const view = index.view();
        const known = Boolean(view && view.weights_source);
        const words = view ? vn.text("index_weights_none") : "";
        const symbols = chosen();
        vn.fill(box, known ? result(view, symbols) : [element("p", words, "sure")]);
        index.fill(document.getElementById("index-group-members"), known ? toggles(view, symbols) : [], "without");
        for (const preset of document.querySelectorAll("[data-without-group]")) {
            const members = preset.dataset.withoutGroup.split(" ").filter((one) => known && one in view.weights);
            preset.disabled = !members.length;
            preset.setAttribute("aria-pressed", String(members.length > 0 && members.every((one) => symbols.includes(one))));
        }
        const clear = document.getElementById("index-group-clear");
        clear.disabled = !symbols.length;
    }

    function turn(symbols) {
        const before = chosen();
        const held = symbols.every((symbol) => before.includes(symbol));
        set(held ? before.filter((symbol) => !symbols.includes(symbol)) : [...before, ...symbols]);
    }

    document.addEventListener("click", (event) => {
        const one = event.target.closest("[data-without]");
        const preset = event.target.closest("[data-without-group]");
        if (one) turn([one.dataset.without]);
        else if (preset) {
            const { weights } = index.view();
            turn(preset.dataset.withoutGroup.split(" ").filter((symbol) => symbol in weights));
        } else if (event.target.closest("#index-group-clear")) set([]);
    });
    index.on(draw);
    index.without = without;
})(window.vnmarket);
