/*
 * What each share adds to the chosen index, and how sure that is; the published and the rebuilt value;
 * the index against breadth, in words.
 * Knows the room `indices` and the rows of the shares. Door: vnmarket.index.sure(view).
 */
(function (vn) {
    "use strict";
    const { format, element, index } = vn;
    const SHOWN = 60; // the room holds no more
    const ROUNDING = 0.02; // of a published value, and of sixty contributions in thousandths
    const SMALL_SHARE = 0.1; // unexplained, of what the shares moved
    const SMALL_GAP = 0.05; // points, per thousand points of the index

    const RARE_Z = 2;

    const facts = (rows) =>
        rows.flatMap(([key, shown]) => [
            element("span", vn.text(key), "quiet"),
            element("b", shown || vn.text("none"), key),
        ]);

    // -- contributions

    function lines(view) {
        const points = Object.entries(view.contributions || {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
        const largest = Math.max(...points.map(([, one]) => Math.abs(one)), 0.01);
        return points.slice(0, SHOWN).map(([symbol, one]) => line(symbol, one, largest, view.weights[symbol], index.row(symbol)));
    }

    function line(symbol, points, largest, weight, row) {
        const tone = points > 0 ? "up" : points < 0 ? "down" : "reference";
        const box = element("button", null, "ladder-line " + (symbol === vn.selected() ? "selected" : ""));
        box.dataset.symbol = symbol;
        box.type = "button";
        const bar = element("span", null, "ladder-bar " + tone);
        bar.style.setProperty("--length", ((50 * Math.abs(points)) / largest).toFixed(1) + "%");
        const move = row ? row.change_pct : null;
        box.append(
            element("b", symbol),
            element("span", format.percent(100 * weight), "quiet"),
            element("span", format.percentSigned(move), index.tone(move).split(" ")[0]),
            bar,
            element("span", format.pointsSigned(points), tone)
        );
        return box;
    }

    const unknown = (view) => (view ? [element("p", vn.text("index_weights_none"), "note")] : []);

    function foot(view) {
        const points = Object.values(view.contributions).reduce((sum, one) => sum + one, 0);
        const all = points + (view.contributions_rest || 0);
        const rows = [["index_ladder_sum", all], ["index_ladder_unexplained", view.unexplained], ["index_ladder_change", view.change]];
        if (Math.abs(view.contributions_rest || 0) >= 0.005) rows.unshift(["index_ladder_rest", view.contributions_rest]);
        return [
            ...facts(rows.map(([key, value]) => [key, format.pointsSigned(value)])),
            element("p", sure(view), "sure"),
        ];
    }

    // How the weights are known, and how well they explain the day, in words.
    function sure(view) {
        if (!view.weights_source) return vn.text("index_weights_none");
        const capped = index.id() === "VN30" ? "index_weights_listed_cap" : "index_weights_listed";
        const words = [vn.text(view.weights_source === "given" ? "index_weights_given" : capped)];
        if (format.known(view.unexplained)) words.push(vn.text(judgement(view)));
        return words.join(" ");
    }

    function judgement(view) {
        const moved = Object.values(view.contributions).reduce((sum, one) => sum + Math.abs(one), 0);
        const missed = Math.abs(view.unexplained);
        if (missed <= ROUNDING) return "index_weights_exact";
        return missed <= SMALL_SHARE * moved ? "index_weights_near" : "index_weights_far";
    }

    function ladder() {
        const box = document.getElementById("index-ladder");
        if (!box) return;
        const view = index.view();
        const known = Boolean(view && view.weights_source);
        if (!box.matches(":hover") || box.dataset.index !== index.id()) {
            index.fill(box, known ? lines(view) : unknown(view), "symbol"); // nothing moves under the cursor
            box.dataset.index = index.id();
        }
        vn.fill(document.getElementById("index-ladder-foot"), known ? foot(view) : []);
    }

    // -- published and rebuilt

    function gap() {
        const box = document.getElementById("index-gap");
        if (!box) return;
        const view = index.view();
        if (!view || !view.weights_source) {
            vn.fill(box, view ? [element("p", vn.text("index_weights_none"), "sure")] : []);
            return;
        }
        const since = format.known(view.rebuilt) ? view.rebuilt - view.value : null;
        const rows = [
            ["index_gap_published", format.points(view.value)],
            ["index_gap_rebuilt", format.points(view.rebuilt)],
            ["index_gap_since", format.pointsSigned(since)],
            ["index_gap_newest", format.pointsSigned(view.rebuilt_gap)],
            ["index_gap_mean", format.points(view.rebuilt_gap_mean)],
        ];
        vn.fill(box, [...facts(rows), element("p", meaning(view), "sure")]);
    }

    function meaning(view) {
        if (!format.known(view.rebuilt_gap_mean)) return vn.text("index_gap_wait");
        const small = view.rebuilt_gap_mean <= (SMALL_GAP * view.prior) / 1000;
        return vn.text(small ? "index_gap_small" : "index_gap_large");
    }

    // -- index against breadth

    function divergence() {
        const box = document.getElementById("index-divergence");
        const view = index.view();
        if (!box) return;
        if (!view || !format.known(view.divergence)) {
            vn.fill(box, view ? [element("p", vn.text("index_divergence_wait"), "sure")] : []);
            return;
        }
        const z = view.divergence_z;
        const rows = [
            ["index_divergence_change", format.pointsSigned(view.span_change)],
            ["index_divergence_net", format.wholeSigned(view.span_net)],
            ["index_divergence_z", format.tenthsSigned(z)],
        ];
        const key = { 1: "index_divergence_rise", "-1": "index_divergence_fall", 0: "index_divergence_none" }[view.divergence];
        const words = [vn.text(key, { name: index.name() }), vn.text(rarity(z))];
        vn.fill(box, [
            element("p", words.join(" "), view.divergence ? "verdict" : "verdict quiet"),
            element("span", vn.text("index_divergence_span"), "quiet"),
            element("span", ""),
            ...facts(rows),
        ]);
    }

    function rarity(z) {
        if (!format.known(z)) return "index_divergence_early";
        return Math.abs(z) >= RARE_Z ? "index_divergence_unusual" : "index_divergence_usual";
    }

    document.addEventListener("click", (event) => {
        const found = event.target.closest("#index-ladder [data-symbol]");
        if (found) vn.select(found.dataset.symbol);
    });
    index.on(ladder);
    index.on(gap);
    index.on(divergence);
    index.page.on("symbol", ladder);
    index.sure = sure;
})(window.vnmarket);
