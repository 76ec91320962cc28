/*
 * The page of the futures: which contract is shown, its headline, the table of contracts.
 * Knows the room `derivatives` and, for the chosen contract, `symbol:<code>`. Door: vnmarket.future.code(),
 * .view(), .name(code), .sorted() -> [[code, view], ...] by expiry, .marketNow(), .on(draw).
 * The choice is in the address (`contract`), by any of a contract's three names. Refuses to know what its
 * panels draw.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const REFRESH_MS = 500;
    const ENDS_S = 14 * 3600 + 45 * 60; // of trading, on the last day
    const ROLLS_S = 15 * 3600;
    const ZONE_MS = 7 * 3600e3;
    const draws = [];
    let release = () => {};
    let followed = null;
    let timer = null;

    const page = vn.pages.register("derivatives", {
        rooms: ["derivatives", "status"],
        series: ["derivatives"],
        mount: (root) => {
            root.addEventListener("click", (event) => {
                const chosen = event.target.closest("[data-contract]");
                if (chosen && !event.target.closest("a[href]")) choose(chosen.dataset.contract);
            });
        },
        show: refresh,
        hide: () => {
            release();
            release = () => {};
            followed = null;
        },
    });

    // -- which contract

    function room() {
        const copy = vn.rooms.get("derivatives");
        return copy ? copy.data : null;
    }

    function sorted() {
        const data = room();
        return Object.entries(data ? data.contracts : {}).sort(
            (a, b) => (a[1].last_trading_date || "").localeCompare(b[1].last_trading_date || "") || (a[0] < b[0] ? -1 : 1)
        );
    }

    // A contract by the feed's code or one of its other names, in any letter case.
    function named(name) {
        const wanted = (name || "").toUpperCase();
        const found = sorted().find(([code, one]) => code === wanted || (one.aliases || []).includes(wanted));
        return found ? found[0] : null;
    }

    function code() {
        const data = room();
        return data ? named(vn.url.get("contract")) || data.active || null : null;
    }

    function view() {
        const found = code();
        return found ? room().contracts[found] : null;
    }

    // The rolling name is the one people say.
    function name(of) {
        const one = room() ? room().contracts[of] : null;
        return (one && (one.aliases || []).find((alias) => /F\d[MQ]$/.test(alias))) || of;
    }

    function choose(next) {
        vn.url.set("contract", name(next));
        refresh();
        vn.emit("contract", next);
    }

    // The parts of its day are in the contract's own room, followed while it is shown.
    function followOwn() {
        const wanted = code();
        if (wanted === followed || !page.shown()) return;
        const before = release;
        release = wanted ? vn.live.follow(["symbol:" + wanted]) : () => {};
        if (followed === null && wanted) vn.emit("contract", wanted);
        followed = wanted;
        before();
    }

    // -- the clock of the market

    function marketNow() {
        const status = vn.rooms.get("status");
        return status ? vn.strip.marketNow(status) : null;
    }

    const instant = (iso, second) => (iso ? Date.parse(iso + "T00:00:00Z") - ZONE_MS + second * 1000 : null);

    // -- the headline

    const tone = (change) => (change > 0 ? "up rise" : change < 0 ? "down fall" : "reference");

    function figure(key, text, className) {
        const box = element("span", null, "figure");
        box.append(element("span", vn.text(key), "quiet"), element("b", text || vn.text("none"), className));
        return box;
    }

    function pair(left, right, shown) {
        return format.known(left) || format.known(right)
            ? (shown(left) || vn.text("none")) + " – " + (shown(right) || vn.text("none"))
            : "";
    }

    function figures(one) {
        const side = one.basis > 0 ? "basis_premium" : one.basis < 0 ? "basis_discount" : "future_level";
        const basis = format.known(one.basis)
            ? format.pointsSigned(one.basis) + " (" + format.percentSigned(one.basis_pct) + ") " + vn.text(side)
            : "";
        return [
            figure("contract_basis", basis, "basis " + tone(one.basis).split(" ")[0]),
            figure("index_vn30", format.points(one.index_value)),
            figure("future_volume", format.volume(one.total_volume)),
        ];
    }

    function further(one) {
        const wanted = vn.url.get("contract");
        const shown = [
            figure("future_bid_ask", pair(one.bid1, one.ask1, format.tenths)),
            figure("future_range", pair(one.low, one.high, format.tenths)),
            figure("future_reference", format.tenths(one.reference)),
        ];
        if (wanted && !named(wanted)) {
            shown.push(element("span", vn.text("future_unknown", { name: wanted, shown: name(code()) }), "estimate"));
        }
        return shown;
    }

    // The room tells which contract leads; why follows from the volumes.
    function leads() {
        const { active } = room();
        if (!active) return "";
        const now = marketNow();
        const living = sorted().filter(([, one]) => now === null || !(now >= instant(one.last_trading_date, ROLLS_S)));
        const most = Math.max(...living.map(([, one]) => one.total_volume || 0), 0);
        const volume = room().contracts[active].total_volume || 0;
        const key = volume < most || !living.some(([one]) => one === active) ? "set" : most ? "volume" : "nearest";
        return vn.text("future_leads_" + key, { name: name(active) });
    }

    function head() {
        const one = view();
        const box = document.getElementById("future-choices");
        if (!box) return;
        vn.index.fill(box, sorted().map(([other]) => choice(other)), "contract");
        vn.setText(document.getElementById("future-value"), one ? format.tenths(one.last) || vn.text("none") : "");
        const change = document.getElementById("future-change");
        const known = one && format.known(one.change);
        vn.setText(change, known ? format.tenthsSigned(one.change) + "  " + format.percentSigned(one.change_pct) : "");
        vn.setName(change, "index-change-big " + (known ? tone(one.change) : ""));
        vn.fill(document.getElementById("future-figures"), one ? figures(one) : missing());
        vn.fill(document.getElementById("future-further"), one ? further(one) : []);
    }

    const missing = () => (room() ? [element("span", vn.text("future_none"), "quiet")] : []);

    function choice(other) {
        const button = element("button", name(other), "choice");
        button.type = "button";
        button.dataset.contract = other;
        button.setAttribute("aria-pressed", String(other === code()));
        return button;
    }

    // -- the table

    function row([other, one]) {
        const { active } = room();
        const line = element("tr", null, (other === active ? "active " : "") + (other === code() ? "chosen" : ""));
        line.dataset.contract = other;
        const short = name(other);
        const names = element("td");
        names.append(vn.symbolLink(other, short));
        if (other === active) names.append(element("span", vn.text("future_leads"), "leads"));
        names.append(element("small", [other, ...(one.aliases || [])].filter((said) => said !== short).join(" · ")));
        const price = element("td");
        const traded = format.known(one.last);
        price.append(traded ? element("b", format.tenths(one.last), tone(one.change).split(" ")[0]) : element("span", vn.text("future_untraded"), "quiet"));
        const change = element("td");
        change.append(element("span", format.tenthsSigned(one.change), tone(one.change)));
        const days = one.days_to_expiry;
        const left = days === 0 ? vn.text("contract_today") : vn.text("contract_days", { days: format.whole(days) });
        line.append(
            names, price, change,
            element("td", format.percentSigned(one.change_pct)),
            element("td", format.volume(one.total_volume)),
            element("td", format.pointsSigned(one.basis)),
            element("td", format.percentSigned(one.basis_pct)),
            element("td", format.coverage(one.coverage), one.coverage < 1 ? "partial" : ""),
            element("td", format.date(one.last_trading_date)),
            element("td", format.known(days) ? left : "")
        );
        return line;
    }

    function table() {
        vn.fill(document.getElementById("future-contracts"), sorted().map(row));
        vn.setText(document.getElementById("future-leads"), room() ? leads() : "");
    }

    // -- when

    function refresh() {
        clearTimeout(timer);
        timer = null;
        if (!document.getElementById("future-choices") || !page.shown()) return;
        followOwn();
        head();
        table();
        for (const draw of draws) draw();
    }

    function soon() {
        if (!timer) timer = setTimeout(refresh, REFRESH_MS);
    }

    page.on("room:derivatives", soon);
    for (const topic of ["language", "url"]) page.on(topic, refresh);
    page.on("url", () => vn.emit("contract", code()));

    vn.future = {
        code, view, name, sorted, room, marketNow, tone, page, soon,
        ends: (one) => instant(one.last_trading_date, ENDS_S),
        on: (draw) => draws.push(draw),
    };
})(window.vnmarket);
