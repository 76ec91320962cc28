/*
 * The office screen: which scene is seen and for how long, the bar above it, the mark of old data.
 * Door: vnmarket.screen.scene(name, {room, charts, draw}), .letter() -> pixels.
 * The address says which scenes (`scenes=board,indices`) and for how many seconds each (`every=20`); without
 * it they follow the phase. Nothing here can be clicked. Refuses to know what is in a scene.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const ROOMS = ["board", "indices", "foreign_market", "flow", "derivatives"];
    const BY_PHASE = {
        PRE: ["indices", "board"],
        ATO: ["auction"],
        LO: ["board", "indices", "foreign", "flow", "basis"],
        BREAK: ["break", "indices", "foreign"],
        ATC: ["auction", "indices"],
        PLO: ["close", "board", "indices"],
        PT: ["close", "board", "indices"],
        C: ["close", "indices", "foreign", "basis"],
    };
    const EVERY_S = { usual: 20, least: 5, most: 600 };
    const TICK_MS = 250;
    const DRAW_MS = 500;
    const CARE_MS = 30000;
    const DAY_MS = 24 * 3600e3;
    const TOLD = 3; // names of the address that are said back
    const scenes = new Map();
    let timers = [];
    let shown = null;
    let turn = { key: "", since: 0 };
    let dirty = true;
    let drawnAt = 0;
    let painted = null; // the newest status that went with data as they should be: {market, wall}
    const byId = (id) => document.getElementById(id);

    const page = vn.pages.register("screen", {
        rooms: ROOMS,
        series: ["indices", "foreign", "derivatives"],
        show: () => {
            document.documentElement.classList.add("on-screen");
            stop();
            timers = [setInterval(tick, TICK_MS), setInterval(care, CARE_MS)];
            vn.screenCare.awake(true);
            dirty = true;
            tick();
        },
        hide: () => {
            document.documentElement.classList.remove("on-screen");
            stop();
            vn.screenCare.awake(false);
        },
    });

    function stop() {
        timers.forEach(clearInterval);
        timers = [];
    }

    // -- which scene

    const phase = () => {
        const status = vn.rooms.get("status");
        return ((status && status.data.phases && status.data.phases.HOSE) || {}).phase;
    };

    function wanted() {
        const said = (vn.url.get("scenes") || "").toLowerCase().split(",").map((name) => name.trim()).filter(Boolean);
        const known = [...new Set(said.filter((name) => scenes.has(name)))];
        const seconds = vn.url.get("every");
        const usable = Number(seconds) >= EVERY_S.least && Number(seconds) <= EVERY_S.most;
        return {
            names: known.length ? known : BY_PHASE[phase()] || BY_PHASE.LO,
            unknown: said.filter((name) => !scenes.has(name)),
            every: usable ? Number(seconds) : EVERY_S.usual,
            unusable: seconds !== null && !usable ? seconds : null,
        };
    }

    // A list begins with its first scene, whenever it comes into force.
    function current({ names, every }) {
        const key = names.join();
        const now = performance.now();
        if (key !== turn.key) turn = { key, since: now };
        return names[Math.floor((now - turn.since) / (1000 * every)) % names.length];
    }

    function change(name) {
        shown = name;
        for (const box of document.querySelectorAll("#screen .scene")) box.hidden = box.id !== "scene-" + name;
        byId("screen-state").dataset.panel = scenes.get(name).room;
        vn.showStates();
        dirty = true;
        drawnAt = 0;
        requestAnimationFrame(vn.charts.repaint); // with the size that they have now
    }

    function foot({ names, unknown, unusable, every }) {
        const items = names.map((name) => {
            const item = element("li", vn.text("screen_" + name + "_name"));
            if (name === shown) item.setAttribute("aria-current", "true");
            return item;
        });
        vn.fill(byId("screen-scenes"), items);
        const words = [];
        if (unknown.length) {
            const told = unknown.slice(0, TOLD).map((name) => "“" + name.slice(0, 20) + "”").join(", ");
            words.push(vn.text("screen_unknown", { names: told, known: [...scenes.keys()].join(", ") }));
        }
        if (unusable !== null) {
            words.push(vn.text("screen_every", { value: unusable.slice(0, 10), least: EVERY_S.least, most: EVERY_S.most, used: every }));
        }
        vn.setText(byId("screen-unknown"), words.join(" "));
    }

    // -- what is always in sight

    function bar(status) {
        const said = status ? vn.strip.phaseNow(status) : { words: vn.text("phase_unknown"), left: "", next: "" };
        vn.setText(byId("screen-phase"), said.words);
        vn.setText(byId("screen-countdown"), [said.left, said.next].filter(Boolean).join(" · "));
        byId("screen-simulated").hidden = !(status && status.data.simulated);
        const data = status ? status.data : {};
        const parts = [];
        if (format.known(data.last_message_at)) {
            parts.push(vn.text("age", { age: format.age(vn.live.serverNow() - data.last_message_at) }));
        }
        if (format.known(data.coverage)) parts.push(vn.text("coverage_label", { coverage: format.coverage(data.coverage) }));
        vn.setText(byId("screen-age"), parts.join(" · "));
        const market = status ? vn.strip.marketNow(status) : null;
        vn.setText(byId("screen-clock"), format.clock(market === null ? vn.live.serverNow() : market));
        vn.setText(byId("screen-date"), format.date(data.date));
    }

    function stale(status) {
        if (status && ["live", "quiet"].includes(status.data.feed)) {
            painted = { market: status.data.market_now, wall: status.asOf };
        }
        const old = vn.verdict().state === "stale";
        const mark = byId("screen-stale");
        if (mark.hidden === old) mark.hidden = !old;
        vn.setClass(byId("screen"), "old", old);
        if (old) vn.setText(mark, staleWords());
    }

    // By the clock that is shown above; the day is said when it is not this one.
    function staleWords() {
        if (!painted) return vn.text("screen_stale_never");
        const { market, wall } = painted;
        const at = format.known(market) ? market : wall;
        const age = Math.max(0, vn.live.serverNow() - wall);
        const day = age > DAY_MS ? format.date(new Date(at + 7 * 3600e3).toISOString().slice(0, 10)) + " " : "";
        return vn.text("screen_stale", { time: day + format.clock(at), age: format.age(age) });
    }

    // -- when

    function tick() {
        if (document.hidden || !byId("screen")) return;
        const status = vn.rooms.get("status");
        const now = wanted();
        const next = current(now);
        if (next !== shown) change(next);
        foot(now);
        bar(status);
        stale(status);
        if (!dirty || performance.now() - drawnAt < DRAW_MS) return;
        dirty = false;
        drawnAt = performance.now();
        scenes.get(shown).draw();
    }

    function care() {
        vn.screenCare.awake(true);
        const status = vn.rooms.get("status");
        if (!status || vn.verdict().state === "stale") return;
        const phases = Object.values(status.data.phases || {});
        vn.screenCare.watch({
            closed: phases.length > 0 && phases.every((one) => one.phase === "C"),
            quiet: ["quiet", "closed"].includes(vn.verdict().state),
        });
    }

    for (const room of ROOMS) page.on("room:" + room, () => (dirty = true));
    for (const topic of ["language", "colours", "url"]) page.on(topic, () => (dirty = true));
    document.addEventListener("visibilitychange", () => page.shown() && vn.screenCare.awake(true));

    vn.screen = {
        scene: (name, made) => scenes.set(name, made),
        letter: () => parseFloat(getComputedStyle(byId("screen")).fontSize),
    };
})(window.vnmarket);
