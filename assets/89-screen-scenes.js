/*
 * What the scenes of the office screen show, from the rooms as they are; a figure that is not known is a dash.
 * Knows the rooms `board`, `indices`, `foreign`, `flow`, `derivatives`. Charts are those of the other pages.
 * Refuses to know when a scene is seen.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const { tone, shownPrice, shownChangePct, leftover, estimated } = vn.boardCells;
    const byId = (id) => document.getElementById(id);
    const data = (room) => (vn.rooms.get(room) || {}).data;
    const NAMES = { VNINDEX: "index_vnindex", VN30: "index_vn30", HNXIndex: "index_hnx", HNXUpcomIndex: "index_upcom" };
    const LETTER_SHARE = 0.8; // of the screen's letters, for what a chart says
    const LISTED = { board: 5, foreign: 5, flow: 5, summary: 4 };

    const signOf = (value) => (value > 0 ? "up rise" : value < 0 ? "down fall" : "reference");
    const sideOf = (value) => (value >= 0 ? "buy" : "sell");
    const toneOf = (price, row) => {
        const name = tone(price, row);
        const shape = { up: " rise", down: " fall", ceiling: " at-ceiling", floor: " at-floor" }[name] || "";
        return name + shape;
    };

    // -- parts

    // A figure with its name above and more words below; `size`: huge, large, or none.
    function figure(name, value, { look = "", note = "", size = "" } = {}) {
        const box = element("div", null, "screen-figure " + size);
        box.append(element("span", name, "screen-name"), element("b", value || vn.text("none"), look));
        if (note) box.append(element("span", note, "screen-more"));
        return box;
    }

    function changeNote(view) {
        return format.known(view.change) ? format.pointsSigned(view.change) + "  " + format.percentSigned(view.change_pct) : "";
    }

    function index(id, size) {
        const view = (data("indices") || { indices: {} }).indices[id] || {};
        const box = figure(vn.text(NAMES[id]), format.points(view.value), { size, look: signOf(view.change).split(" ")[0] });
        const note = changeNote(view);
        if (note) box.append(element("span", note, "screen-change " + signOf(view.change)));
        if (format.known(view.total_value)) {
            box.append(element("span", vn.text("screen_turnover", { value: format.billions(view.total_value) }), "screen-more"));
        }
        return box;
    }

    function breadth(id) {
        const view = (data("indices") || { indices: {} }).indices[id] || {};
        const parts = [view.advances, view.unchanged, view.declines];
        const source = vn.text(view.breadth_source === "board" ? "breadth_counted" : "index_breadth_exchange");
        const box = element("div", null, "screen-figure");
        const numbers = element("div", null, "screen-counts");
        parts.forEach((part, at) => numbers.append(element("b", format.known(part) ? format.whole(part) : vn.text("none"), ["up rise", "reference", "down fall"][at])));
        box.append(element("span", vn.text("screen_breadth", { name: vn.text(NAMES[id]), source }), "screen-name"), bar(parts, ["up", "flat", "down"]), numbers);
        return box;
    }

    function bar(parts, looks) {
        const all = parts.reduce((sum, part) => sum + (part || 0), 0);
        const box = element("div", null, "screen-bar-of");
        parts.forEach((part, at) => {
            const piece = element("i", null, looks[at]);
            piece.style.width = all ? ((100 * (part || 0)) / all).toFixed(1) + "%" : "0";
            box.append(piece);
        });
        return box;
    }

    function list(title, lines) {
        const box = element("section", null, "screen-list");
        const rows = element("ol");
        for (const [symbol, text, look] of lines) {
            const row = element("li");
            row.append(element("b", symbol), element("span", text, look));
            rows.append(row);
        }
        if (!lines.length) rows.append(element("li", vn.text("screen_wait"), "screen-more"));
        box.append(element("h3", title), rows);
        return box;
    }

    function movers(name, shown, look, most) {
        const found = ((data("flow") || {}).movers || {})[name] || [];
        return list(vn.text("movers_" + name), found.slice(0, most).map(({ symbol, measure }) => [symbol, shown(measure), look]));
    }

    const gained = (most) => movers("gainers", format.percentSigned, "up rise", most);
    const lost = (most) => movers("losers", format.percentSigned, "down fall", most);
    const money = (value) => format.billions(Math.abs(value));

    const waiting = () => [element("p", vn.text("screen_wait"), "screen-wait")];

    // VN30 in fixed places, so that an eye finds a share again; the cells are made once.
    function grid(box, columns) {
        const rows = (data("board") || { rows: {} }).rows;
        const symbols = Object.keys(rows).sort();
        if (box.dataset.symbols !== symbols.join()) {
            box.dataset.symbols = symbols.join();
            box.replaceChildren(...(symbols.length ? symbols.map((symbol) => line(symbol, columns.length)) : waiting()));
        }
        symbols.forEach((symbol, at) => {
            columns.forEach((column, place) => {
                const [text, look] = column(rows[symbol]);
                const cell = box.children[at].children[place + 1];
                vn.setText(cell, text);
                vn.setName(cell, look);
            });
        });
    }

    function line(symbol, cells) {
        const row = element("div", null, "screen-row");
        row.dataset.symbol = symbol;
        row.append(element("b", symbol), ...Array.from({ length: cells }, () => element("span")));
        return row;
    }

    const price = (row) => {
        const value = shownPrice(row);
        return [format.price(value) || vn.text("none"), toneOf(value, row)];
    };
    // Where there is no room for a sign of its own, the per cent beside it says the direction.
    const bare = (row) => {
        const [text, look] = price(row);
        return [text, look.replace(/ (rise|fall)$/, "")];
    };
    const percent = (row) => {
        const value = shownPrice(row);
        return [format.percentSigned(shownChangePct(row)), tone(value, row)];
    };
    const left = (row) => {
        const found = leftover(row);
        if (!found) return ["", ""];
        const key = found.side === "buyer" ? "screen_left_buying" : "screen_left_selling";
        return [vn.text(key, { shares: format.volume(found.shares) }), found.side === "buyer" ? "buy" : "sell"];
    };

    // -- scenes

    function auction() {
        const rows = Object.values((data("board") || { rows: {} }).rows);
        const sides = rows.map(leftover).filter(Boolean);
        const count = (side) => format.whole(sides.filter((one) => one.side === side).length);
        const indices = (data("indices") || { indices: {} }).indices;
        const estimates = ["VN30", "VNINDEX"].map((id) => {
            const view = indices[id] || {};
            const told = format.known(view.est_value);
            const name = told ? vn.text("screen_estimate", { name: vn.text(NAMES[id]) }) : vn.text(NAMES[id]);
            const moved = told ? view.est_change : view.change;
            const box = figure(name, format.points(told ? view.est_value : view.value), { size: "large", look: signOf(moved).split(" ")[0] });
            if (format.known(moved)) box.append(element("span", format.pointsSigned(moved), "screen-change " + signOf(moved)));
            return box;
        });
        const known = rows.some(estimated);
        vn.fill(byId("screen-auction-facts"), [
            ...estimates,
            figure(vn.text("screen_more_buyers"), known ? count("buyer") : "", { size: "large", look: "buy" }),
            figure(vn.text("screen_more_sellers"), known ? count("seller") : "", { size: "large", look: "sell" }),
        ]);
        grid(byId("screen-auction-grid"), [bare, percent, left]);
    }

    function board() {
        vn.fill(byId("screen-board-lists"), [gained(LISTED.board), lost(LISTED.board)]);
        grid(byId("screen-board-grid"), [price, percent]);
    }

    function indices() {
        vn.fill(byId("screen-indices-facts"), [
            index("VN30", "huge"), breadth("VN30"), index("VNINDEX", "huge"), breadth("VNINDEX"),
        ]);
    }

    function foreignFacts(size) {
        const { buy_value: bought, sell_value: sold, net_value: net } = (data("foreign_market") || { market: {} }).market;
        return {
            net: figure(vn.text("screen_foreign_net"), format.billionsSigned(net), { size, look: format.known(net) ? sideOf(net) : "" }),
            sides: [
                figure(vn.text("screen_bought"), format.billions(bought), { look: "buy" }),
                figure(vn.text("screen_sold"), format.billions(sold), { look: "sell" }),
            ],
        };
    }

    function foreign() {
        const room = data("foreign_market") || { top_buyers: [], top_sellers: [] };
        const { net, sides } = foreignFacts("huge");
        vn.fill(byId("screen-foreign-facts"), [net, ...sides]);
        const lines = (movers, look) =>
            movers.slice(0, LISTED.foreign).map((one) => [one.symbol, format.billionsSigned(one.net_value), look]);
        vn.fill(byId("screen-foreign-lists"), [
            list(vn.text("foreign_top_buyers"), lines(room.top_buyers, "buy")),
            list(vn.text("foreign_top_sellers"), lines(room.top_sellers, "sell")),
        ]);
    }

    // Shares of what had an aggressor; the rest is in the bar and named below it.
    function activeSides(size) {
        const { market } = data("flow") || {};
        if (!market || !market.total_volume) return [figure(vn.text("screen_active_buyers"), "", { size })];
        const sided = market.buyer_volume + market.seller_volume;
        const net = market.buyer_value - market.seller_value;
        const share = (part) => (sided ? format.percent((100 * part) / sided) : vn.text("none"));
        const whole = element("div", null, "screen-figure screen-sides");
        const ends = element("div", null, "screen-ends");
        ends.append(
            element("b", vn.text("phase_part_bought") + " " + share(market.buyer_volume), "buy"),
            element("b", vn.text("phase_part_sold") + " " + share(market.seller_volume), "sell")
        );
        const names = ["bought", "open", "matched", "missed", "sold"];
        const parts = ["buyer", "unknown", "auction", "missed", "seller"].map((name) => market[name + "_volume"]);
        const rest = names
            .map((name, at) => [name, parts[at]])
            .filter(([name, part]) => part && name !== "bought" && name !== "sold")
            .map(([name, part]) => vn.text("phase_part_" + name) + " " + format.percent((100 * part) / market.total_volume));
        whole.append(element("span", vn.text("screen_flow_title"), "screen-name"), ends, bar(parts, names), element("span", rest.join(" · "), "screen-more"));
        return [whole, figure(vn.text("screen_active_net"), format.billionsSigned(net), { size, look: sideOf(net) })];
    }

    function flow() {
        vn.fill(byId("screen-flow-facts"), activeSides("huge"));
        vn.fill(byId("screen-flow-lists"), [
            movers("active_buying", money, "buy", LISTED.flow),
            movers("active_selling", money, "sell", LISTED.flow),
            movers("by_value", money, "", LISTED.flow),
        ]);
    }

    function basis() {
        const room = data("derivatives") || { contracts: {}, basis: {} };
        const one = room.contracts[room.active];
        if (!one) {
            vn.fill(byId("screen-basis-facts"), waiting());
            return;
        }
        const rolling = (one.aliases || []).find((name) => /F\d[MQ]$/.test(name)) || room.active;
        const side = one.basis >= 0 ? "basis_premium" : "basis_discount";
        const { mean, deviation } = room.basis || {};
        const spread = format.known(deviation) ? " ± " + format.points(deviation) : "";
        const days = one.days_to_expiry;
        vn.fill(byId("screen-basis-facts"), [
            figure("Basis", format.pointsSigned(one.basis), {
                size: "huge", look: one.basis >= 0 ? "up" : "down",
                note: format.known(one.basis) ? vn.text(side) + " " + format.percentSigned(one.basis_pct) : "",
            }),
            figure(vn.text("screen_leading", { name: rolling }), format.tenths(one.last), {
                size: "large", look: signOf(one.change).split(" ")[0], note: format.tenthsSigned(one.change),
            }),
            figure(vn.text("index_vn30"), format.points(one.index_value), { size: "large" }),
            figure(vn.text("screen_mean"), format.known(mean) ? format.pointsSigned(mean) + spread : ""),
            figure(vn.text("screen_expiry"), format.date(one.last_trading_date), {
                note: format.known(days) ? vn.text(days === 0 ? "contract_today" : "contract_days", { days: format.whole(days) }) : "",
            }),
        ]);
    }

    const summary = (name) => () => {
        const { net } = foreignFacts("large");
        vn.fill(byId("screen-" + name + "-facts"), [
            ...["VNINDEX", "VN30", "HNXIndex", "HNXUpcomIndex"].map((id) => index(id, "large")),
            breadth("VNINDEX"), net, ...activeSides("large"),
        ]);
        vn.fill(byId("screen-" + name + "-lists"), [
            gained(LISTED.summary), lost(LISTED.summary), movers("by_value", money, "", LISTED.summary),
            movers("foreign_buying", money, "buy", LISTED.summary), movers("foreign_selling", money, "sell", LISTED.summary),
        ]);
    };

    const letter = () => LETTER_SHARE * vn.screen.letter();
    vn.charts.like("screen-indices-chart", "indices-chart", letter);
    vn.charts.like("screen-foreign-chart", "foreign-chart", letter);
    vn.charts.like("screen-basis-chart", "derivatives-chart", letter);

    vn.screen.scene("auction", { room: "board", draw: auction });
    vn.screen.scene("board", { room: "board", draw: board });
    vn.screen.scene("indices", { room: "indices", draw: indices });
    vn.screen.scene("foreign", { room: "foreign_market", draw: foreign });
    vn.screen.scene("flow", { room: "flow", draw: flow });
    vn.screen.scene("basis", { room: "derivatives", draw: basis });
    vn.screen.scene("break", { room: "indices", draw: summary("break") });
    vn.screen.scene("close", { room: "indices", draw: summary("close") });
})(window.vnmarket);
