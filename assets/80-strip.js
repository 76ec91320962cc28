/*
 * The strip: indices, phase and countdown, feed, age, path, coverage, marks.
 * Knows the rooms `indices`, `derivatives`, `status`. Times are judged by the server's clock.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
    const ROOMS = ["status", "indices", "derivatives"];
    const LINES_MS = 2000;
    const byId = (id) => document.getElementById(id);

    function toneOf(change) {
        return change > 0 ? "up" : change < 0 ? "down" : "reference";
    }

    function item(id, values) {
        const box = document.querySelector('[data-index="' + id + '"]');
        if (!box) return;
        const tone = toneOf(values.change);
        const value = box.querySelector(".index-value");
        vn.setText(value, values.shown || vn.text("none"));
        vn.setName(value, "index-value " + tone);
        const change = box.querySelector(".index-change");
        vn.setText(change, values.moved);
        vn.setName(change, "index-change " + tone + (values.change > 0 ? " rise" : values.change < 0 ? " fall" : ""));
        vn.setText(box.querySelector(".index-turnover"), values.turnover);
    }

    const moved = (one, signed) =>
        format.known(one.change) ? signed(one.change) + " (" + format.percentSigned(one.change_pct) + ")" : "";

    function indices({ data }) {
        for (const [id, one] of Object.entries(data.indices)) {
            item(id, {
                change: one.change,
                shown: format.points(one.value),
                moved: moved(one, format.pointsSigned),
                turnover: format.known(one.total_value) ? format.billions(one.total_value) + " " + vn.text("billion") : "",
            });
            const box = document.querySelector('[data-index="' + id + '"] .breadth-bar');
            if (box && format.known(one.advances)) {
                vn.fillBreadth(box, one);
                const counts = [one.advances, one.unchanged, one.declines].map(format.whole).join(" / ");
                const by = one.breadth_source === "board" ? " (" + vn.text("breadth_counted") + ")" : "";
                box.title = vn.text("breadth_tip") + ": " + counts + by;
            }
        }
    }

    function future({ data }) {
        const one = data.contracts[data.active];
        if (!one) return;
        item("future", {
            change: one.change,
            shown: format.tenths(one.last),
            moved: moved(one, format.tenthsSigned),
            turnover: format.known(one.basis) ? vn.text("basis_short") + " " + format.pointsSigned(one.basis) : "",
        });
        const box = document.querySelector('[data-index="future"] .breadth-bar');
        if (!format.known(one.total_volume)) return;
        const sides = [one.buyer_volume, one.unknown_volume, one.seller_volume];
        vn.fillBar(box, sides);
        box.title = vn.text("aggressor_tip") + ": " + sides.map((side) => format.volume(side || 0)).join(" / ");
    }

    // -- the day's lines, and where an item leads to

    const SPARK = { width: 72, height: 22 };

    function line(id, values) {
        const box = document.querySelector('[data-index="' + id + '"] .index-spark');
        if (!box || !values.line) return;
        box.className = "index-spark " + toneOf(values.change);
        vn.spark(box, { minute: values.line.minute, values: values.line.columns[values.column] || [], base: values.base }, SPARK);
    }

    function lines() {
        const room = vn.rooms.get("indices");
        for (const [id, one] of Object.entries(room ? room.data.indices : {})) {
            line(id, { line: vn.series.line("indices", id), column: "value", base: one.prior, change: one.change });
        }
        const futures = vn.rooms.get("derivatives");
        const one = futures && futures.data.contracts[futures.data.active];
        if (!one) return;
        line("future", {
            line: vn.series.line("derivatives", futures.data.active), column: "price", base: one.reference, change: one.change,
        });
    }

    function links() {
        for (const box of document.querySelectorAll("#strip [data-index]")) {
            const future = box.dataset.index === "future";
            if (!vn.pages.has(future ? "derivatives" : "indices")) continue;
            box.setAttribute("href", future ? "/derivatives" : "/indices?index=" + box.dataset.index);
        }
        byId("switch-search").hidden = !vn.pages.has("symbol");
    }

    function start() {
        links();
        vn.live.follow(ROOMS);
        vn.series.want(["indices", "derivatives"]);
        setInterval(() => document.hidden || lines(), LINES_MS);
    }

    // -- phase, feed, age: every tick, because they change without data

    function marketNow(status) {
        const { market_now: then, market_speed: speed } = status.data;
        if (!format.known(then)) return null;
        const elapsed = Math.max(0, vn.live.serverNow() - status.asOf);
        return then + elapsed * (speed === undefined || speed === null ? 0 : speed);
    }

    // What the clock and the feed say of the phase, in words: the strip's and the office screen's.
    function phaseNow(status) {
        const view = (status.data.phases || {}).HOSE;
        const now = marketNow(status);
        const left = view && format.known(view.ends) && now !== null ? view.ends - now : null;
        return {
            words: vn.text(view ? "phase_" + view.phase : "phase_unknown"),
            left: left === null ? "" : vn.text("phase_left", { time: format.span(left) }),
            next: left !== null && view.next ? vn.text("next_phase", { phase: vn.text("phase_" + view.next) }) : "",
            doubt: view && view.disagrees ? vn.text("phase_disagrees") : "",
        };
    }

    function phase(status) {
        const said = phaseNow(status);
        vn.setText(byId("phase"), said.words);
        byId("phase").title = said.doubt;
        vn.setText(byId("countdown"), said.left);
        vn.setText(byId("next-phase"), said.next);
        const today = new Date(vn.live.serverNow() + 7 * 3600e3).toISOString().slice(0, 10);
        const other = status.data.date && status.data.date !== today;
        vn.setText(byId("market-date"), other ? format.date(status.data.date) : "");
    }

    function feed(status, verdict) {
        const box = byId("feed").closest(".feed");
        box.dataset.state = verdict.state;
        vn.setText(byId("feed-state"), verdict.words);
        vn.setText(byId("transport"), vn.text("transport_" + vn.live.state()));
        byId("transport").dataset.transport = vn.live.state();
        const newest = status && status.data.last_message_at;
        const age = format.known(newest) ? vn.text("age", { age: format.age(vn.live.serverNow() - newest) }) : "";
        vn.setText(byId("age"), age);
    }

    function marks(status) {
        byId("simulated").hidden = !(status && status.data.simulated);
        const share = status ? status.data.coverage : null;
        vn.setText(byId("coverage"), format.known(share) ? vn.text("coverage_label", { coverage: format.coverage(share) }) : "");
        byId("coverage").style.color = share < 1 ? "var(--warn)" : "";
        if (status && status.data.calendar_known === false) vn.setText(byId("market-date"), vn.text("calendar_unknown"));
    }

    function tick() {
        const status = vn.rooms.get("status");
        if (status) phase(status);
        feed(status, vn.verdict());
        marks(status);
    }

    function again() {
        for (const [room, show] of [["indices", indices], ["derivatives", future]]) {
            const copy = vn.rooms.get(room);
            if (copy) show(copy);
        }
        tick();
    }

    vn.on("room:indices", indices);
    vn.on("room:derivatives", future);
    vn.on("room:status", tick);
    vn.on("connection", tick);
    vn.on("freshness", tick);
    for (const name of ["indices", "derivatives"]) vn.on("series:" + name, lines);
    vn.on("language", again);
    vn.strip = { rooms: ROOMS, tick, start, marketNow, phaseNow };
})(window.vnmarket);
