/*
 * The page of the indices: which index is shown, its headline, and what the panels share.
 * Knows the room `indices`. Door: vnmarket.index.id(), .view(), .members(), .row(symbol), .choose(id),
 * .fill(box, children, key), .on(draw).
 * The chosen index is in the address (`index`). Refuses to know what its panels draw.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const IDS = ["VN30", "VNINDEX", "HNXIndex", "HNXUpcomIndex"];
    const NAMES = { VN30: "index_vn30", VNINDEX: "index_vnindex", HNXIndex: "index_hnx", HNXUpcomIndex: "index_upcom" };
    const MEMBERS = { VN30: "board", VNINDEX: "hose", HNXIndex: "hnx", HNXUpcomIndex: "upcom" };
    const AUCTIONS = ["ATO", "ATC"];
    const REFRESH_MS = 500;
    const draws = [];
    let release = () => {};
    let timer = null;

    const page = vn.pages.register("indices", {
        rooms: ["indices", "board"],
        series: ["indices"],
        mount: (root) => {
            root.addEventListener("click", (event) => {
                const button = event.target.closest("[data-index-choice]");
                if (button) choose(button.dataset.indexChoice);
            });
        },
        show: () => {
            followMembers();
            refresh();
        },
        hide: () => {
            release();
            release = () => {};
        },
    });

    function id() {
        const said = vn.url.get("index");
        return IDS.includes(said) ? said : IDS[0];
    }

    const name = () => vn.text(NAMES[id()]);

    function view() {
        const room = vn.rooms.get("indices");
        return (room && room.data.indices[id()]) || null;
    }

    // The shares of the chosen index, by symbol: the rows of the board it is made of.
    function members() {
        const room = vn.rooms.get(MEMBERS[id()]);
        return room ? room.data.rows : null;
    }

    // A share's row: of VN30's board, which is written most often, where it is there.
    function row(symbol) {
        const quick = vn.rooms.get("board");
        return (quick && quick.data.rows[symbol]) || (members() || {})[symbol];
    }

    function choose(next) {
        if (next === id()) return;
        vn.url.set("index", next);
        followMembers();
        refresh();
        vn.emit("index", next);
    }

    // The shares of whole exchanges are followed only while their index is shown.
    function followMembers() {
        const before = release;
        release = vn.live.follow([MEMBERS[id()]]);
        before();
        const state = document.getElementById("index_map-state");
        if (state) state.dataset.panel = MEMBERS[id()];
    }

    // -- the headline

    const tone = (value) => (value > 0 ? "up rise" : value < 0 ? "down fall" : "reference");

    function figure(key, text, title) {
        const box = element("span", null, "figure");
        box.append(element("span", vn.text(key), "quiet"), element("b", text || vn.text("none")));
        if (title) box.title = title;
        return box;
    }

    function estimate(found) {
        if (!AUCTIONS.includes(found.session) || !format.known(found.est_value)) return [];
        const words = vn.text("index_estimate", {
            phase: found.session,
            value: format.points(found.est_value),
            change: format.pointsSigned(found.est_change),
        });
        return [element("span", words, "estimate " + tone(found.est_change))];
    }

    function breadth(found) {
        if (!format.known(found.advances)) return [];
        const words = vn.text("index_breadth_words", {
            up: format.whole(found.advances), ceilings: format.whole(found.ceilings || 0),
            flat: format.whole(found.unchanged || 0),
            down: format.whole(found.declines || 0), floors: format.whole(found.floors || 0),
        });
        const source = found.breadth_source === "board" ? "index_breadth_board" : "index_breadth_exchange";
        return [element("span", words, "breadth-words"), element("span", vn.text(source), "quiet")];
    }

    function head() {
        for (const button of document.querySelectorAll("[data-index-choice]")) {
            button.setAttribute("aria-pressed", String(button.dataset.indexChoice === id()));
        }
        const found = view();
        const value = document.getElementById("index-head-value");
        if (!value) return;
        vn.setText(value, found ? format.points(found.value) : "");
        const shown = found || {};
        const change = format.known(shown.change)
            ? format.pointsSigned(shown.change) + "  " + format.percentSigned(shown.change_pct)
            : "";
        const box = document.getElementById("index-head-change");
        vn.setText(box, change);
        const wanted = "index-change-big " + (change ? tone(shown.change) : "");
        if (box.className !== wanted) box.className = wanted;
        vn.fill(document.getElementById("index-head-figures"), found ? figures(found) : missing());
        vn.fill(document.getElementById("index-head-breadth"), found ? breadth(found) : []);
    }

    const missing = () => (vn.rooms.get("indices") ? [element("span", vn.text("index_none"), "quiet")] : []);

    function figures(found) {
        const range = format.known(found.low) ? format.points(found.low) + " – " + format.points(found.high) : "";
        const turnover = format.known(found.total_value)
            ? format.billions(found.total_value) + " " + vn.text("billion")
            : "";
        return [
            ...estimate(found),
            figure("index_turnover", turnover),
            figure("index_volume", format.millions(found.total_volume)),
            figure("index_open", format.points(found.open)),
            figure("index_range", range),
            figure("index_prior", format.points(found.prior)),
        ];
    }

    // Fills a box with buttons anew; the one that had the focus has it again.
    function fill(box, children, key) {
        const held = box.contains(document.activeElement) ? document.activeElement.dataset[key] : null;
        vn.fill(box, children);
        if (!held || box.contains(document.activeElement)) return;
        const again = [...box.children].find((child) => child.dataset[key] === held);
        if (again) again.focus();
    }

    // -- when

    function refresh() {
        clearTimeout(timer);
        timer = null;
        head();
        for (const draw of draws) draw();
    }

    function soon() {
        if (!timer) timer = setTimeout(() => page.shown() && refresh(), REFRESH_MS);
    }

    for (const room of ["indices", "board", "hose", "hnx", "upcom"]) page.on("room:" + room, soon);
    page.on("language", refresh);
    page.on("url", () => {
        followMembers();
        refresh();
        vn.emit("index", id());
    });

    vn.index = {
        id, name, view, members, row, choose, tone, fill, page,
        room: () => MEMBERS[id()],
        on: (draw) => draws.push(draw),
    };
})(window.vnmarket);
