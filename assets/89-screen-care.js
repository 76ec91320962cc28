/*
 * What keeps a screen well that is left on for weeks: one reload a night, a bound on memory, no sleep.
 * Door: vnmarket.screenCare.due(seen) -> "night" | "memory" | null, .watch(seen), .awake(wanted).
 * A page is only ever loaded anew while the market is closed (for memory: while it is quiet), and only when
 * the server answers. Refuses to know what is shown.
 */
(function (vn) {
    "use strict";
    const HOUR_MS = 3600e3;
    const EXCHANGE_OFFSET_MS = 7 * HOUR_MS;
    const NIGHT_BEGINS_MS = 15 * HOUR_MS;
    const SPREAD_MS = 10 * 60e3; // so that all screens of a house do not come at once
    const HEAP_BOUND = 500e6; // bytes; a day of all scenes takes a tenth of it
    const LEAST_AGE_MS = HOUR_MS; // a page that is large from the start is not loaded over and over
    const spread = Math.random() * SPREAD_MS;
    const loadedAt = Date.now();
    let closedSince = null;
    let leaving = false;
    let lock = null;

    // Nights are counted from 15:00 to 15:00 of the exchange's day.
    const night = (epochMs) => Math.floor((epochMs + EXCHANGE_OFFSET_MS - NIGHT_BEGINS_MS) / (24 * HOUR_MS));

    // closed: no board trades any more today; quiet: nothing is expected to move; closedFor, now, loadedAt: ms;
    // heap: bytes in use, null where the browser does not tell.
    function due({ closed, quiet, closedFor, wait, now, loadedAt: since, heap }) {
        if (closed && closedFor >= wait && night(now) !== night(since)) return "night";
        if (quiet && heap !== null && heap > HEAP_BOUND && now - since > LEAST_AGE_MS) return "memory";
        return null;
    }

    function watch({ closed, quiet }) {
        const now = Date.now();
        if (!closed) closedSince = null;
        else if (closedSince === null) closedSince = now;
        const heap = performance.memory ? performance.memory.usedJSHeapSize : null;
        const closedFor = closedSince === null ? 0 : now - closedSince;
        const why = due({ closed, quiet, closedFor, wait: spread, now, loadedAt, heap });
        if (why) renew();
    }

    // A server that does not answer would leave an error where the screen was.
    async function renew() {
        if (leaving) return;
        leaving = true;
        try {
            const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
            if (answer.ok) location.reload();
            else leaving = false;
        } catch (unreachable) {
            leaving = false;
        }
    }

    // A browser may refuse (no battery, no secure address): then the screen's own settings hold.
    async function awake(wanted) {
        const held = lock;
        if (!wanted) {
            lock = null;
            if (held) await held.release();
            return;
        }
        if ((held && !held.released) || !navigator.wakeLock || document.hidden) return;
        try {
            lock = await navigator.wakeLock.request("screen");
        } catch (refused) {
            lock = null;
        }
    }

    vn.screenCare = { due, watch, awake };
})(window.vnmarket);
