/*
 * Every panel says in words how its numbers are to be taken.
 * Door: vnmarket.verdict(panel) -> {state, words}; vnmarket.panelFacts[panel] = {known(), coverage()} for a
 * panel that is not named by its room. The states: connecting, live, quiet, closed,
 * partial, stale, empty. Old numbers are dimmed; the words say since when.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
    const BOARDS = new Set(["board", "hose", "hnx", "upcom"]);

    function since(key, epochMs) {
        if (!format.known(epochMs)) return vn.text("state_stale_unknown");
        return vn.text(key, { time: format.clock(epochMs) });
    }

    function quiet(status) {
        const phase = ((status.data.phases || {}).HOSE || {}).phase;
        if (phase === "BREAK") return { state: "quiet", words: vn.text("state_quiet_break") };
        if (phase === "PRE") return { state: "quiet", words: vn.text("state_quiet_pre") };
        if (phase === "C") return { state: "closed", words: vn.text("state_closed") };
        return { state: "quiet", words: vn.text("state_quiet") };
    }

    // The state of the whole page; a panel adds whether it has data and how complete they are.
    function verdict(panel) {
        const status = vn.rooms.get("status");
        const fresh = vn.live.freshness();
        if (!status && !fresh.stale) return { state: "connecting", words: vn.text("state_connecting") };
        if (!status && !format.known(fresh.since)) return { state: "empty", words: vn.text("state_no_data") };
        if (fresh.stale) return { state: "stale", words: since("state_stale", fresh.since) };
        const feed = status.data.feed;
        if (feed === "stale") return { state: "stale", words: since("state_stale", status.data.since) };
        if (feed === "down") return { state: "stale", words: since("state_down", status.data.since) };
        if (feed === "connecting") return { state: "connecting", words: vn.text("state_connecting") };
        if (panel && !hasData(panel)) return { state: "empty", words: vn.text("state_no_data") };
        if (feed === "quiet") return quiet(status);
        const share = panel ? coverage(panel) : null;
        if (format.known(share) && share < 1) {
            return { state: "partial", words: vn.text("coverage_label", { coverage: format.coverage(share) }) };
        }
        return { state: "live", words: vn.text("state_live") };
    }

    const facts = {}; // panel -> {known(), coverage()}, of panels that are not named by a room

    function hasData(panel) {
        if (facts[panel]) return facts[panel].known();
        const copy = vn.rooms.get(panel);
        if (!copy) return false;
        const { rows, indices, symbols, contracts, phases, shares } = copy.data;
        if (shares !== undefined) return shares > 0; // how many there are, without themselves
        return Object.keys(rows || indices || symbols || contracts || phases || {}).length > 0;
    }

    // Only panels that sum over trades have a coverage.
    function coverage(panel) {
        if (facts[panel]) return facts[panel].coverage();
        if (BOARDS.has(panel)) return vn.rooms.get("status").data.coverage;
        if (panel === "flow") return vn.rooms.get("flow").data.market.coverage;
        if (panel !== "derivatives") return null;
        const { active, contracts } = vn.rooms.get(panel).data;
        return active && contracts[active] ? contracts[active].coverage : null;
    }

    function show() {
        for (const box of document.querySelectorAll("[data-panel]")) {
            if (!vn.pages.shows(box)) continue;
            const { state, words } = verdict(box.dataset.panel);
            box.dataset.state = state;
            vn.setText(box, words);
            vn.setClass(box.closest(".panel"), "stale", state === "stale");
        }
        const strip = document.getElementById("strip");
        if (strip) vn.setClass(strip, "stale", verdict().state === "stale");
    }

    vn.on("freshness", show);
    vn.on("room:status", show);
    vn.on("language", show);
    vn.on("page", show);
    Object.assign(vn, { verdict, showStates: show, panelFacts: facts });
})(window.vnmarket);
