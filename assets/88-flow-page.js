/*
 * The page of trade types: its unit, its board, its headline, and when its panels draw.
 * Knows the room `flow`. Door: vnmarket.flow.page, .unit(), .of(view, side), .shown(amount), .bar(box, view, sides),
 * .on(draw), .board(), .boardRoom().
 * Unit and board are in the address (`unit`, `board`). Refuses to know what its panels draw.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const REFRESH_MS = 500;
    const ROOMS = { VN30: "board", HOSE: "hose", HNX: "hnx", UPCoM: "upcom" };
    const MILLION = 1e6;
    const draws = [];
    let release = () => {};
    let timer = null;

    const page = vn.pages.register("flow", {
        rooms: ["flow"],
        mount: (root) => {
            root.addEventListener("click", (event) => {
                const one = event.target.closest("[data-flow-unit]");
                const other = event.target.closest("[data-flow-board]");
                if (one) chooseUnit(one.dataset.flowUnit);
                if (other) chooseBoard(other.dataset.flowBoard);
            });
            vn.flow.table.start();
        },
        show: () => {
            follow();
            refresh();
        },
        hide: () => {
            release();
            release = () => {};
        },
    });

    const unit = () => (vn.url.get("unit") === "value" ? "value" : "volume");
    const board = () => (Object.hasOwn(ROOMS, vn.url.get("board")) ? vn.url.get("board") : "VN30");
    const boardRoom = () => ROOMS[board()];

    function chooseUnit(next) {
        vn.url.set("unit", next);
        refresh();
    }

    function chooseBoard(next) {
        if (next === board()) return;
        vn.url.set("board", next);
        follow();
        refresh();
    }

    // Whole exchanges are followed only while they are shown.
    function follow() {
        const before = release;
        release = vn.live.follow([boardRoom()]);
        before();
        const state = document.getElementById("flow_table-state");
        if (state) state.dataset.panel = boardRoom();
        vn.flow.table.clear();
        const room = vn.rooms.get(boardRoom());
        if (room) vn.flow.table.take({ data: room.data, patch: null });
    }

    // -- amounts by aggressor

    // What a side of a view is in the unit chosen; null where that is not known.
    function of(view, side) {
        const amount = view[side + "_" + unit()];
        return format.known(amount) ? amount : null;
    }

    function total(view) {
        if (unit() === "volume") return view.total_volume;
        return ["buyer", "seller", "unknown", "auction"].reduce((sum, side) => sum + (of(view, side) || 0), 0);
    }

    // Millions of shares, or billions of VND.
    function shown(amount, signed) {
        if (!format.known(amount)) return "";
        if (unit() === "value") return signed ? format.billionsSigned(amount) : format.billions(amount);
        return signed ? format.tenthsSigned(amount / MILLION) : format.one(amount / MILLION);
    }

    function pressure(box, view) {
        const [buyer, unknown, seller] = ["buyer", "unknown", "seller"].map((side) => of(view, side) || 0);
        const all = buyer + unknown + seller;
        const part = (amount) => (all ? format.percent((100 * amount) / all) : vn.text("none"));
        vn.fillBar(box, [buyer, unknown, seller]);
        const words = vn.text("flow_pressure_words", { buyer: part(buyer), unknown: part(unknown), seller: part(seller) });
        if (box.title !== words) {
            box.title = words;
            box.setAttribute("aria-label", words);
        }
    }

    // -- the headline

    const box = (id) => document.getElementById("flow-head-" + id);

    function figure(key, text, classes) {
        const made = element("span", null, "figure");
        made.append(element("span", vn.text(key), "quiet"), element("b", text || vn.text("none"), classes));
        return made;
    }

    function part(amount, all) {
        return all ? " (" + format.percent((100 * amount) / all) + ")" : "";
    }

    function head({ market, pace }) {
        if (!box("net")) return;
        const [buyer, seller] = [of(market, "buyer"), of(market, "seller")];
        const net = buyer - seller;
        vn.setText(box("net"), shown(net, true));
        vn.setName(box("net"), "index-value-big " + (net > 0 ? "buy rise" : net < 0 ? "sell fall" : ""));
        const word = net > 0 ? "flow_net_buying" : net < 0 ? "flow_net_selling" : "flow_net_even";
        vn.setText(box("words"), vn.text("flow_head_unit_" + unit()) + " " + vn.text(word));
        const all = total(market);
        vn.setText(box("buyer"), vn.text("flow_buyer") + " " + shown(buyer) + part(buyer, all));
        vn.setText(box("seller"), vn.text("flow_seller") + " " + shown(seller) + part(seller, all));
        pressure(box("pressure"), market);
        const figures = [figure("flow_total", shown(all))];
        for (const side of ["unknown", "auction", "missed"]) {
            const amount = of(market, side);
            figures.push(figure("flow_" + side, format.known(amount) ? shown(amount) + part(amount, all) : ""));
        }
        figures.push(figure("flow_coverage", format.coverage(market.coverage), market.coverage < 1 ? "partial" : ""));
        vn.fill(box("figures"), [...figures, ...paced(pace)]);
    }

    // Only once what is usual is known.
    function paced(pace) {
        if (!pace || !format.known(pace.ratio)) return [];
        const unitOf = " " + vn.text("billion");
        const figures = [
            figure("flow_pace_so_far", format.billions(pace.so_far) + unitOf),
            figure("flow_pace", format.percent(100 * pace.ratio)),
        ];
        if (format.known(pace.projected)) figures.push(figure("flow_pace_projected", format.billions(pace.projected) + unitOf));
        return figures;
    }

    // -- when

    function pressed(selector, name, value) {
        for (const button of document.querySelectorAll(selector)) {
            button.setAttribute("aria-pressed", String(button.dataset[name] === value));
        }
    }

    function refresh() {
        clearTimeout(timer);
        timer = null;
        pressed("[data-flow-unit]", "flowUnit", unit());
        pressed("[data-flow-board]", "flowBoard", board());
        const room = vn.rooms.get("flow");
        if (!room) return;
        head(room.data);
        for (const draw of draws) draw(room.data);
    }

    function soon() {
        if (!timer) timer = setTimeout(refresh, REFRESH_MS);
    }

    page.on("room:flow", soon);
    for (const topic of ["language", "symbol"]) page.on(topic, refresh);
    page.on("url", () => {
        follow();
        refresh();
    });
    vn.flow = { page, unit, of, total, shown, pressure, board, boardRoom, on: (draw) => draws.push(draw) };
})(window.vnmarket);
