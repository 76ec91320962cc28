/*
 * How the page gets its rooms: one socket per tab, and polling while there is no socket.
 * Door: vnmarket.live.follow(rooms) -> a function that ends it, vnmarket.live.start(), .listen(),
 * vnmarket.live.state() -> "push" | "polling" | "none". Several parts of a page may follow one room.
 * It starts before the page is drawn, and what comes waits until `listen` says that somebody listens.
 * Emits `connection` when the path changes, `freshness` when the data become old or fresh.
 * One path at a time; the socket is retried quickly at first and at least every minute.
 */
(function (vn) {
    "use strict";
    const POLL_MS = 2000;
    const POLL_TIMEOUT_MS = 3000;
    const OPEN_TIMEOUT_MS = 3000;
    const RESTART_TIMEOUT_MS = 8000; // the new process takes who waits at its door first of all
    const FALL_BACK_MS = 1000;
    const FIRST_RETRY_MS = 500;
    const LONGEST_RETRY_MS = 60000;
    const STALE_AFTER_MS = 5000;
    const CLOCK_CHECK_MS = 60000; // a screen that is on for weeks must not judge by its own clock
    const RESTART = 1012;
    const TELL_BURST = 6; // the server takes two messages a second, twenty in a burst
    const TELL_EVERY_MS = 1500;
    const LEADS = new Set(["board"]); // what is drawn when it comes
    const FRAME_WITHIN_MS = 1000; // a window behind others may have none
    const EARLY_MOST = 100; // messages before anybody listens; after a gap a room is asked for again

    const followers = new Map(); // room -> how many parts of the page follow it
    let told = new Set(); // the rooms this socket was asked for
    let tellTimer = null;
    let tellFreeAt = 0; // moves ahead of the clock with every message, TELL_BURST of them at most
    let listening = "no"; // "first": to what leads, "yes": to all
    let early = [];
    let socket = null;
    let opened = 0; // sockets so far
    let ready = false;
    let polling = false;
    let pollTimer = null;
    let retryTimer = null;
    let fallBackTimer = null;
    let failures = 0;
    let heartbeatMs = 15000;
    let heardAt = 0;
    let clockAskedAt = 0;
    let clockOffsetMs = 0;
    let clockKnown = false;
    let notice = null; // the server's word that what it holds is old
    let pollTag = null;
    let pollTurn = 0;
    const asked = new Set(); // rooms whose snapshot was asked for
    let fresh = null;
    let path = "none";

    const serverNow = () => Date.now() + clockOffsetMs;

    function setClock(serverTime) {
        if (!serverTime) return;
        clockOffsetMs = serverTime - Date.now();
        clockKnown = true;
    }

    function show(next) {
        if (next === path) return;
        path = next;
        if (listening === "yes") vn.emit("connection", path);
    }

    // -- the socket

    function connect(patienceMs = OPEN_TIMEOUT_MS) {
        clearTimeout(retryTimer);
        const scheme = location.protocol === "https:" ? "wss://" : "ws://";
        // A page that has nothing yet says in the address what it wants: an answer of the server sooner.
        const wanted = opened ? [] : [...followers.keys()];
        const query = wanted.length ? "?rooms=" + wanted.map(encodeURIComponent).join() : "";
        const attempt = new WebSocket(scheme + location.host + vn.config.socket_path + query);
        attempt.wanted = wanted;
        socket = attempt;
        const giveUp = setTimeout(() => attempt.close(), patienceMs);
        attempt.onmessage = (event) => {
            heardAt = Date.now();
            if (attempt !== socket) return;
            const message = JSON.parse(event.data);
            if (isHeard(message)) receive(message);
            else if (early.push(message) > EARLY_MOST) early.shift();
        };
        attempt.onclose = (event) => {
            clearTimeout(giveUp);
            if (attempt === socket) lost(event.code);
        };
        attempt.onopen = () => clearTimeout(giveUp);
    }

    function isHeard({ t, room }) {
        if (listening === "yes" || t === "hello" || t === "ping") return true;
        return listening === "first" && LEADS.has(room);
    }

    function receive(message) {
        switch (message.t) {
            case "hello":
                setClock(message.server_time);
                heartbeatMs = message.heartbeat_s * 1000;
                ready = true;
                clockAskedAt = Date.now();
                opened += 1;
                notice = null;
                asked.clear();
                stopPolling();
                show("push");
                told = new Set(socket.wanted);
                tell();
                if (document.hidden) say({ t: "hidden" });
                break;
            case "snap":
            case "delta":
                failures = 0;
                vn.pace.add(() => take(message), LEADS.has(message.room));
                if (message.t === "snap") vn.pace.flush();
                break;
            case "status":
                setClock(message.server_time);
                notice = message.stale ? message : null;
                judge();
                break;
            case "gone": // a symbol's room is not written any more: what is shown of it is old
                vn.emit("gone:" + message.room, message.reason);
                break;
            case "ping":
                say({ t: "pong" });
                break;
            case "pong":
                setClock(message.server_time);
                break;
            default: // a later version of the protocol may say more
        }
    }

    function take(message) {
        if (!followers.has(message.room)) return; // it was on its way when it was given up
        if (message.t === "snap") asked.delete(message.room);
        if (vn.rooms.take(message) === "gap" && !asked.has(message.room)) {
            asked.add(message.room); // once, not for every delta until the snapshot comes
            say({ t: "sub", rooms: { [message.room]: null } });
        }
        judge();
    }

    function say(message) {
        if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    }

    // -- which rooms

    function follow(names) {
        for (const name of names) followers.set(name, (followers.get(name) || 0) + 1);
        settle();
        let held = true;
        return () => {
            if (!held) return;
            held = false;
            for (const name of names) {
                const left = followers.get(name) - 1;
                if (left) followers.set(name, left);
                else followers.delete(name);
            }
            vn.rooms.forget(names.filter((name) => !followers.has(name)));
            settle();
        };
    }

    // Many changes at once are one message; fast turning of pages never says more than the server takes.
    function settle() {
        if (tellTimer) return;
        const now = Date.now();
        tellFreeAt = Math.max(tellFreeAt, now - TELL_BURST * TELL_EVERY_MS) + TELL_EVERY_MS;
        tellTimer = setTimeout(tell, Math.max(0, tellFreeAt - now));
    }

    function tell() {
        clearTimeout(tellTimer);
        tellTimer = null;
        const gone = [...told].filter((name) => !followers.has(name));
        const come = [...followers.keys()].filter((name) => !told.has(name));
        if (polling) poll();
        if (!ready) return; // the next socket is told everything
        told = new Set(followers.keys());
        if (gone.length) say({ t: "unsub", rooms: gone });
        for (const name of gone) asked.delete(name);
        if (come.length) say({ t: "sub", rooms: vn.rooms.stamps(come) });
    }

    function lost(code) {
        socket = null;
        ready = false;
        failures += 1;
        // After a restart of the server everybody comes back: spread them, but soon.
        const ceiling = code === RESTART ? 1500 : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
        const patienceMs = code === RESTART ? RESTART_TIMEOUT_MS : OPEN_TIMEOUT_MS;
        retryTimer = setTimeout(() => connect(patienceMs), ceiling / 2 + (Math.random() * ceiling) / 2);
        // A socket that comes back at once needs no polling in between; one that fails again must not
        // put it off.
        if (path === "none") startPolling();
        else if (fallBackTimer === null) fallBackTimer = setTimeout(startPolling, FALL_BACK_MS);
    }

    function watch() {
        // Nothing at all for longer than two heartbeats: the connection is dead without saying so.
        if (ready && Date.now() - heardAt > 2 * heartbeatMs) {
            const dead = socket;
            lost(0);
            dead.onclose = null;
            dead.close();
        }
        if (ready && Date.now() - clockAskedAt > CLOCK_CHECK_MS) {
            clockAskedAt = Date.now();
            say({ t: "ping" });
        }
        judge();
    }

    // -- polling

    function startPolling() {
        fallBackTimer = null;
        if (ready || polling || listening !== "yes") return;
        polling = true;
        poll();
    }

    function stopPolling() {
        clearTimeout(fallBackTimer);
        fallBackTimer = null;
        clearTimeout(pollTimer);
        polling = false;
    }

    async function poll() {
        clearTimeout(pollTimer);
        const turn = (pollTurn += 1); // the newest question is the one that counts
        try {
            const headers = pollTag ? { "If-None-Match": pollTag } : {};
            const rooms = [...followers.keys()].map(encodeURIComponent).join(",");
            const answer = await fetch("/api/live?rooms=" + rooms, {
                headers, cache: "no-store", signal: AbortSignal.timeout(POLL_TIMEOUT_MS),
            });
            const body = answer.status === 200 ? await answer.json() : null;
            if (!polling || turn !== pollTurn) return; // the socket came back meanwhile
            setClock(Number(answer.headers.get("X-Server-Time")));
            if (body) {
                pollTag = answer.headers.get("ETag");
                for (const frame of Object.values(body.rooms)) if (frame) vn.rooms.take(frame);
            }
            notice = null;
            if (answer.ok || answer.status === 304) show("polling");
        } catch (unreachable) {
            if (polling && turn === pollTurn) show("none");
        }
        judge();
        if (polling && turn === pollTurn) pollTimer = setTimeout(poll, document.hidden ? 5 * POLL_MS : POLL_MS);
    }

    // -- how old is what we show

    function judge() {
        if (listening !== "yes") return;
        const status = vn.rooms.get("status");
        const heartbeat = status ? status.asOf : null;
        const old = heartbeat !== null && clockKnown && serverNow() - heartbeat > STALE_AFTER_MS;
        const next = {
            known: heartbeat !== null || (notice !== null && notice.since !== null),
            stale: old || notice !== null,
            since: heartbeat !== null ? heartbeat : notice && notice.since,
        };
        if (fresh && fresh.known === next.known && fresh.stale === next.stale) {
            fresh.since = next.since;
            return;
        }
        fresh = next;
        vn.emit("freshness", fresh);
    }

    function start() {
        connect();
        setInterval(watch, 500);
        document.addEventListener("visibilitychange", () => {
            say({ t: document.hidden ? "hidden" : "visible" });
            if (!document.hidden && !ready && !polling) startPolling();
        });
        window.addEventListener("online", () => {
            if (!socket) connect();
        });
    }

    // What leads is drawn before the rest is looked at, of which there may be much.
    function listen() {
        listening = "first";
        const waiting = early.splice(0);
        for (const message of waiting) {
            if (isHeard(message)) receive(message);
            else early.push(message);
        }
        if (document.hidden) return hearAll();
        requestAnimationFrame(() => setTimeout(hearAll));
        setTimeout(hearAll, FRAME_WITHIN_MS);
    }

    function hearAll() {
        if (listening === "yes") return;
        listening = "yes";
        if (path !== "none") vn.emit("connection", path);
        for (const message of early.splice(0)) receive(message);
        if (!socket) startPolling();
        else if (!ready) fallBackTimer = setTimeout(startPolling, OPEN_TIMEOUT_MS);
    }

    vn.live = {
        start,
        listen,
        follow,
        followed: () => [...followers.keys()],
        serverNow,
        state: () => path,
        opened: () => opened,
        freshness: () => fresh || { known: false, stale: false, since: null },
    };
})(window.vnmarket);
