/*
 * How each part of the system is, in words, with what to do; and all of them in one sentence.
 * Knows what vnmarket.system holds. Door: none; a part is {part, level, words, advice}, its level one of
 * ok, note (worth a look), bad, unknown.
 */
(function (vn) {
    "use strict";
    const { format, element, system } = vn;
    const SLOW_MS = 1000;
    const LEVELS = ["bad", "note", "unknown", "ok"]; // the worst first

    const judged = (part, level, key, values, advice) => ({
        part, level,
        words: vn.text("status_" + key, values),
        advice: advice ? vn.text("status_" + advice) : "",
    });

    const whole = (value) => format.whole(value || 0);
    const clock = (epochMs) => (format.known(epochMs) ? format.clock(epochMs) : vn.text("none"));

    // The worker's word counts only while it is heard.
    function told() {
        const copy = system.status();
        return copy && !vn.live.freshness().stale ? copy.data : null;
    }

    // -- one function a part

    function feed(status) {
        if (!status) return judged("feed", "unknown", "feed_unknown");
        const time = clock(status.since);
        const age = format.known(status.last_message_at) ? format.age(vn.live.serverNow() - status.last_message_at) : vn.text("none");
        switch (status.feed) {
            case "live": return judged("feed", "ok", "feed_live", { time, age });
            case "quiet": return judged("feed", "ok", "feed_quiet");
            case "stale": return judged("feed", "bad", "feed_stale", { time }, "feed_stale_do");
            case "down": return judged("feed", "bad", "feed_down", { time }, "feed_down_do");
            default: return judged("feed", "note", "feed_connecting", {}, "feed_connecting_do");
        }
    }

    function worker(status) {
        const fresh = vn.live.freshness();
        if (!status) {
            if (format.known(fresh.since)) return judged("worker", "bad", "worker_silent", { time: clock(fresh.since) }, "worker_do");
            return judged("worker", fresh.stale ? "bad" : "unknown", "worker_never", {}, "worker_do");
        }
        if (status.writes_refused) return judged("worker", "note", "worker_other", { count: whole(status.writes_refused) }, "worker_other_do");
        const age = format.age(vn.live.serverNow() - system.status().asOf);
        return judged("worker", "ok", "worker_ok", { age, time: clock(status.worker_started) });
    }

    function answered(part, judge) {
        const { value, failedAt } = system.health();
        if (!value || failedAt !== null) return judged(part, "unknown", "not_asked");
        return judge(value);
    }

    const redis = () =>
        answered("redis", ({ redis: state }) =>
            state === "ok" ? judged("redis", "ok", "redis_ok") : judged("redis", "bad", "redis_down", {}, "redis_do"));

    const database = () =>
        answered("database", ({ database: state }) =>
            state === "down"
                ? judged("database", "note", "database_down", {}, "database_do")
                : judged("database", "ok", "database_" + state));

    function web() {
        const { value, failedAt } = system.health();
        if (failedAt !== null) return judged("web", "bad", "web_down", { time: clock(failedAt) }, "web_do");
        if (!value) return judged("web", "unknown", "not_asked");
        return judged("web", "ok", "web_ok", { count: format.whole(value.sockets) || vn.text("none") });
    }

    function browser() {
        switch (vn.live.state()) {
            case "push": return judged("browser", "ok", "browser_push", { count: whole(vn.live.opened()) });
            case "polling": return judged("browser", "note", "browser_polling", {}, "browser_polling_do");
            default: {
                const began = !vn.live.opened() && system.health().failedAt === null;
                return judged("browser", began ? "unknown" : "bad", "browser_none", {}, began ? null : "browser_none_do");
            }
        }
    }

    function lag(status) {
        if (!status || !format.known(status.lag_ms)) return judged("lag", "unknown", "feed_unknown");
        const shown = { lag: format.tenths(status.lag_ms) };
        return status.lag_ms > SLOW_MS ? judged("lag", "note", "lag_slow", shown, "lag_do") : judged("lag", "ok", "lag_ok", shown);
    }

    function ledger(status) {
        if (!status) return judged("ledger", "unknown", "feed_unknown");
        if (status.ledger_violations) return judged("ledger", "bad", "ledger_broken", { count: whole(status.ledger_violations) }, "ledger_broken_do");
        if (!format.known(status.coverage)) return judged("ledger", "ok", "ledger_none");
        if (!status.missed_volume) return judged("ledger", "ok", "ledger_ok");
        const values = { coverage: format.coverage(status.coverage), missed: format.volume(status.missed_volume) };
        return judged("ledger", "note", "ledger_missed", values, "ledger_missed_do");
    }

    function refused(status) {
        if (!status) return judged("refused", "unknown", "feed_unknown");
        const count = Object.values(status.rejected || {}).reduce((sum, one) => sum + one, 0);
        if (!count) return judged("refused", "ok", "refused_none", { count: whole(status.messages) });
        return judged("refused", "note", "refused_some", { count: whole(count), all: whole(status.messages) }, "refused_do");
    }

    function phases(status) {
        if (!status) return judged("phases", "unknown", "feed_unknown");
        const differ = Object.entries(status.phases || {}).filter(([, one]) => one.disagrees).map(([board]) => board);
        if (!differ.length) return judged("phases", "ok", "phases_ok");
        return judged("phases", "note", "phases_differ", { boards: differ.join(", ") }, "phases_do");
    }

    function calendar(status) {
        if (!status) return judged("calendar", "unknown", "feed_unknown");
        return status.calendar_known === false
            ? judged("calendar", "note", "calendar_unknown", {}, "calendar_do")
            : judged("calendar", "ok", "calendar_ok");
    }

    function symbols(status) {
        if (!status) return judged("symbols", "unknown", "feed_unknown");
        const values = { count: whole(status.symbol_rooms), refused: whole(status.symbol_rooms_refused) };
        return status.symbol_rooms_refused
            ? judged("symbols", "note", "symbols_refused", values, "symbols_do")
            : judged("symbols", "ok", "symbols_ok", values);
    }

    const PARTS = [feed, worker, redis, database, web, browser, lag, ledger, refused, phases, calendar, symbols];

    // -- what is shown

    // Made once: what changes every second is text, so that a selection survives.
    function made(part) {
        const line = element("tr");
        line.dataset.part = part;
        const name = element("th");
        name.scope = "row";
        const state = element("td");
        state.append(element("span", null, "level"), element("span", null, "unseen"), element("span"), element("small"));
        line.append(name, state, element("td", null, "quiet"));
        return line;
    }

    function show(line, { part, level, words, advice }) {
        const [name, state, todo] = line.cells;
        const [sign, said, sentence, detail] = state.children;
        line.dataset.level = sign.dataset.level = level;
        vn.setText(name, vn.text("status_" + part));
        vn.setText(said, vn.text("status_level_" + level));
        vn.setText(sentence, words);
        // The feed's own last word about its trouble, as the worker heard it.
        const copy = told();
        vn.setText(detail, (part === "feed" && level !== "ok" && copy && copy.detail) || "");
        vn.setText(todo, advice);
    }

    function summary(parts) {
        const worst = LEVELS.find((level) => parts.some((one) => one.level === level));
        const named = parts.filter((one) => one.level === worst).map(({ part }) => vn.text("status_" + part)).join(", ");
        const copy = system.status();
        const words = {
            ok: vn.text("status_all_well"),
            note: vn.text("status_worth_a_look", { parts: named }),
            bad: vn.text("status_not_right", { parts: named }),
            unknown: vn.text("state_connecting"),
        }[worst];
        return { level: worst, words: copy && copy.data.simulated ? words + " (" + vn.text("status_simulated") + ")" : words };
    }

    function draw() {
        const box = document.getElementById("status-parts");
        if (!box) return;
        const status = told();
        const parts = PARTS.map((part) => part(status));
        if (!box.children.length) box.append(...parts.map(({ part }) => made(part)));
        parts.forEach((one, at) => show(box.children[at], one));
        const { level, words } = summary(parts);
        document.getElementById("status-sign").dataset.level = level;
        vn.setText(document.getElementById("status-summary"), words);
        const { at } = system.health();
        vn.setText(document.getElementById("status-asked"), at === null ? "" : vn.text("status_asked", { time: format.clock(at) }));
    }

    system.on(draw);
})(window.vnmarket);
