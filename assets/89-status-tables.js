/*
 * The figures behind the words: counts, lag over time, phases by board, refused messages, coverage by symbol.
 * Knows what vnmarket.system holds.
 */
(function (vn) {
    "use strict";
    const { format, element, system } = vn;
    const KNOWN = new Set(Object.keys(vn.config.text.en || {}));
    const MINUTE_MS = 60e3;
    const SPAN_MS = 10 * MINUTE_MS;
    const SLOW_MS = 1000;

    const byId = (id) => document.getElementById(id);
    const whole = (value) => format.whole(value || 0);

    // -- counts and versions

    function counts(status) {
        const now = vn.strip.marketNow(system.status());
        const health = system.health().value;
        const clock = now === null ? "" : format.date(new Date(now + 7 * 3600e3).toISOString().slice(0, 10)) + " " + format.clock(now);
        const fast = format.known(status.market_speed) && status.market_speed !== 1 ? " × " + format.whole(status.market_speed) : "";
        const facts = [
            ["messages", whole(status.messages)],
            ["duplicates", whole(status.duplicates)],
            ["stale_messages", whole(status.stale_messages)],
            ["late", whole(status.late)],
            ["corrections", whole(status.corrections)],
            ["missed", format.volume(status.missed_volume || 0)],
            ["reconnects", whole(status.reconnects)],
            ["writes_refused", whole(status.writes_refused)],
            ["newest", format.known(status.last_message_at) ? format.clock(status.last_message_at) : ""],
            ["started", format.known(status.worker_started) ? format.clock(status.worker_started) : ""],
            ["source", vn.text("status_source_" + (status.simulated ? "simulator" : "ssi"))],
            ["market_clock", clock + fast],
            ["versions", (status.version || vn.text("none")) + ", " + ((health && health.version) || vn.text("none"))],
        ];
        vn.fill(byId("status-counts"), facts.flatMap(([key, shown]) => [
            element("span", vn.text("status_" + key), "quiet"),
            element("b", shown || vn.text("none"), key),
        ]));
    }

    // -- phases

    function phaseRow([board, one]) {
        const line = element("tr");
        line.dataset.board = board;
        const word = one.disagrees ? "differ" : one.by === "feed" ? "as_feed" : "agree";
        const state = element("td", vn.text("status_" + word), one.disagrees ? "partial" : "quiet");
        line.append(
            element("td", board),
            element("td", vn.text("phase_" + one.phase)),
            element("td", vn.text("phase_" + one.clock), "quiet"),
            element("td", format.known(one.ends) ? format.clock(one.ends).slice(0, 5) : vn.text("none")),
            state
        );
        return line;
    }

    // -- refused messages

    function rejectRow([reason, count]) {
        const key = KNOWN.has("reject_" + reason) ? "reject_" + reason : "reject_other";
        const line = element("tr");
        line.dataset.reason = reason;
        line.append(
            element("td", vn.text(key, { reason })),
            element("td", whole(count), "number"),
            element("td", vn.text(key + "_do"), "quiet")
        );
        return line;
    }

    function rejects(status) {
        const found = Object.entries(status.rejected || {}).filter(([, count]) => count).sort((a, b) => b[1] - a[1]);
        vn.fill(byId("status-rejects"), found.map(rejectRow));
        vn.setText(byId("status-rejects-note"), found.length ? "" : vn.text("status_rejects_none"));
    }

    // -- coverage

    function coverageRow({ symbol, coverage, missed_volume: missed, total_volume: total }) {
        const line = element("tr");
        line.dataset.symbol = symbol;
        const name = element("td");
        name.append(vn.symbolLink(symbol));
        line.append(
            name,
            element("td", format.coverage(coverage), "number partial"),
            element("td", format.volume(missed), "number"),
            element("td", format.volume(total), "number")
        );
        return line;
    }

    function coverage() {
        const { value, failedAt } = system.quality();
        const rows = value ? value.data.partial : [];
        if (!byId("status-coverage").matches(":hover")) vn.fill(byId("status-coverage"), rows.map(coverageRow));
        let note = "";
        if (failedAt !== null) note = vn.text("status_coverage_failed", { time: format.clock(failedAt) });
        else if (!value) note = vn.text("status_coverage_wait");
        else if (!value.page.total) note = vn.text("status_coverage_full");
        vn.setText(byId("status-coverage-note"), note);
        pages(value ? value.page : null);
    }

    function pages(told) {
        const box = byId("status-pages");
        if (!told || (told.total <= told.limit && !told.offset)) return vn.index.fill(box, [], "from");
        const last = Math.min(told.offset + told.limit, told.total);
        const words = vn.text("status_range", { from: whole(Math.min(told.offset + 1, told.total)), to: whole(last), all: whole(told.total) });
        vn.index.fill(box, [
            step("status_earlier", Math.max(0, told.offset - told.limit), told.offset > 0),
            element("span", words, "quiet"),
            step("status_further", told.offset + told.limit, last < told.total),
        ], "from");
    }

    function step(key, from, possible) {
        const button = element("button", vn.text(key), "choice");
        button.type = "button";
        button.dataset.from = from;
        button.disabled = !possible;
        return button;
    }

    // -- lag over time

    function lagView() {
        const now = vn.live.serverNow();
        const seen = system.lags().filter(({ at }) => now - at <= SPAN_MS);
        const x = [];
        const y = [];
        seen.forEach(({ at, lag }, place) => {
            // A silence is a gap, not a line across it.
            if (place && at - seen[place - 1].at > MINUTE_MS / 12) {
                x.push((at - 1 - now) / MINUTE_MS);
                y.push(null);
            }
            x.push((at - now) / MINUTE_MS);
            y.push(lag);
        });
        const colour = vn.colour("accent");
        const last = seen.length - 1;
        const text = (lag) => format.tenths(lag) + " ms";
        return {
            traces: [{ x, y, colour, hover: y.map((lag) => (lag === null ? "" : text(lag))) }],
            labels: last < 0 ? [] : [{ x: x[x.length - 1], y: seen[last].lag, colour, text: text(seen[last].lag) }],
            layout: { "shapes[0].line.color": vn.colour("warn"), "shapes[0].visible": Math.max(...y, 0) > SLOW_MS / 2 },
        };
    }

    // -- when

    function draw() {
        if (!byId("status-counts")) return;
        coverage();
        const copy = system.status();
        if (!copy) return;
        counts(copy.data);
        rejects(copy.data);
        vn.fill(byId("status-phases"), Object.entries(copy.data.phases || {}).map(phaseRow));
    }

    vn.chart("status-lag-chart", ["room:status"], lagView);
    system.on(draw);
})(window.vnmarket);
