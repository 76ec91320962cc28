/*
 * The page of the system's state: what is known of it, and when it is asked.
 * Knows the room `status`, `/api/live/health` and `/api/quality`. Door: vnmarket.system.status(), .health(),
 * .quality(), .place() -> {from, limit}, .turn(from), .lags(), .on(draw), .page. What was asked is
 * {value, at, failedAt}: the last answer, when it came, since when there is none. Asked only while the page
 * is shown. Refuses to know what is good and what is bad.
 */
(function (vn) {
    "use strict";
    const ASK_MS = 5000;
    const ASK_TIMEOUT_MS = 4000;
    const REFRESH_MS = 500;
    const LIMIT = 20;
    const KEPT = 600; // seconds of lag, one value each
    const draws = [];
    const asked = { health: unasked(), quality: unasked() };
    const lags = [];
    let timer = null;
    let asking = null;
    let turn = 0;

    function unasked() {
        return { value: null, at: null, failedAt: null };
    }

    const page = vn.pages.register("status", {
        rooms: ["status"],
        mount: (root) => {
            root.addEventListener("click", (event) => {
                const button = event.target.closest("[data-from]");
                if (button) go(Number(button.dataset.from));
            });
        },
        show: () => {
            ask();
            clearInterval(asking);
            asking = setInterval(() => !document.hidden && ask(), ASK_MS);
            refresh();
        },
        hide: () => clearInterval(asking),
    });

    // -- what is asked over HTTP

    function place() {
        const from = Number(vn.url.get("from"));
        return { from: Number.isInteger(from) && from > 0 ? from : 0, limit: LIMIT };
    }

    function go(from) {
        vn.url.set("from", from || null);
        ask();
    }

    function ask() {
        const { from, limit } = place();
        turn += 1;
        fetchInto(asked.health, "/api/live/health", turn);
        // Before the worker's first word there is nothing to ask for.
        if (status()) fetchInto(asked.quality, "/api/quality?limit=" + limit + "&offset=" + from, turn);
    }

    async function fetchInto(kept, address, asker) {
        let value = null;
        try {
            const answer = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
            if (answer.ok) value = await answer.json();
        } catch (unreachable) {
            value = null;
        }
        if (asker !== turn) return; // a later question counts
        if (value) Object.assign(kept, { value, at: Date.now(), failedAt: null });
        else if (kept.failedAt === null) kept.failedAt = Date.now();
        refresh();
    }

    // -- what the room tells

    const status = () => vn.rooms.get("status");

    function note() {
        const copy = status();
        const lag = copy && copy.data.lag_ms;
        if (!vn.format.known(lag)) return;
        if (lags.length && copy.asOf - lags[lags.length - 1].at < 500) return;
        lags.push({ at: copy.asOf, lag });
        if (lags.length > KEPT) lags.shift();
    }

    // -- when

    function refresh() {
        clearTimeout(timer);
        timer = null;
        if (page.shown()) for (const draw of draws) draw();
    }

    function soon() {
        if (!timer) timer = setTimeout(refresh, REFRESH_MS);
    }

    vn.on("room:status", note);
    page.on("room:status", soon);
    page.on("connection", refresh);
    page.on("language", refresh);
    page.on("url", ask);
    // What broke is asked for at once, not at the next turn.
    page.on("freshness", () => {
        if (page.shown()) ask();
        refresh();
    });
    setInterval(() => !document.hidden && refresh(), 1000);

    vn.system = {
        status, place, page,
        turn: go,
        health: () => asked.health,
        quality: () => asked.quality,
        lags: () => lags,
        on: (draw) => draws.push(draw),
    };
})(window.vnmarket);
