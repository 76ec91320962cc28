/*
 * The page of one symbol: opens what the address names, paints what is known at once, then what comes.
 * Knows which panels belong to a share and which to a future, and says so when a name leads nowhere.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const byId = (id) => document.getElementById(id);
    const TICK_MS = 500;
    const NEAR = 8;
    const SHOWN_TRADES = 200;
    const PRICED = ["last", "est_price", "session", "reference", "ceiling", "floor"];
    const PATIENCE_MS = 6000;
    const INTERVALS = ["1", "5", "15"];
    let watch = null;
    let parts = null;
    let last = null; // the name shown last
    let openedAt = 0;
    let minutes = 1;
    let size = 0;
    let largeOnly = false;

    const nameOf = (params) => params.code || vn.selected() || last;
    const address = (name) => "/symbol/" + encodeURIComponent(name);

    const page = vn.pages.register("symbol", {
        rooms: (params) => (nameOf(params) ? [] : ["board"]),
        series: ["derivatives"],
        mount, show, hide,
        title: (params) => (nameOf(params) || "").toUpperCase() || null,
        home: () => (vn.selected() || last ? address(vn.selected() || last) : "/symbol"),
    });

    // -- opening and leaving

    function mount() {
        parts = {
            head: vn.symbolHead(byId("symbol-head")),
            ladder: vn.ladder(byId("symbol-depth")),
            tape: vn.tape(byId("symbol-tape"), { limit: SHOWN_TRADES, passes }),
        };
        for (const button of document.querySelectorAll("[data-interval]")) {
            button.addEventListener("click", () => chooseInterval(button.dataset.interval));
        }
        byId("symbol-size-box").append(sizeField());
        byId("symbol-zoom-reset").addEventListener("click", () => parts.chart.reset());
        byId("symbol-large").addEventListener("click", () => chooseLarge(!largeOnly));
        parts.chart = vn.symbolChart({
            id: "symbol-chart", topics: ["symbol-bars"], watch: () => watch, minutes: () => minutes,
            said: { candle: tellCandle, zoomed: (zoomed) => (byId("symbol-zoom-reset").hidden = !zoomed) },
        });
        setInterval(() => {
            if (!page.shown() || document.hidden || !watch) return;
            parts.head.tick(watch);
            notes();
        }, TICK_MS);
    }

    const passes = (trade) => trade.volume >= size && (!largeOnly || trade.large);

    function sizeField() {
        const field = element("input", null, "size");
        Object.assign(field, { id: "symbol-size", type: "number", min: 0, step: 100, inputMode: "numeric" });
        field.addEventListener("input", () => chooseSize(field.value));
        return field;
    }

    function show(params) {
        takeChoices();
        const name = nameOf(params);
        if (watch && watch.name === name) {
            paint(null);
            return;
        }
        hide();
        parts.tape.forget();
        parts.ladder.forget();
        if (!name) {
            missing(vn.text("symbol_none_chosen"), suggestions());
            return;
        }
        last = name;
        openedAt = Date.now();
        watch = vn.watch(name, { on: page.on, heard: ({ patch, renewed }) => paint(patch, renewed) });
        paint(null);
    }

    function hide() {
        if (watch) watch.close();
        watch = null;
    }

    // -- painting

    function paint(patch, renewed = false) {
        if (!watch || !parts) return;
        if (watch.code && watch.code !== vn.selected()) vn.select(watch.code);
        const state = watch.state();
        if (state === "unknown") {
            missing(vn.text("symbol_unknown", { name: watch.name }), vn.directory.near(watch.name, NEAR));
            return;
        }
        byId("symbol-missing").hidden = true;
        byId("symbol-view").hidden = false;
        const view = watch.view();
        Object.assign(byId("symbol-view").dataset, { kind: view.kind, state });
        parts.head.show(watch);
        parts.ladder.show(view);
        notes();
        if (!view.data) return;
        const touched = (name) => patch === null || name in patch;
        if (touched("trades")) {
            parts.tape.take(view, { patch, renewed });
            tapeWords(view);
        }
        if (touched("phases") || touched("decided")) vn.symbolFlow.tallies(view);
        if (view.kind === "share" && touched("foreign")) vn.symbolFacts.foreign(view);
        if (view.kind === "future" && touched("contract")) vn.symbolFacts.contract(view);
        if (touched("limits")) vn.symbolFacts.limits(view);
        if (touched("auctions") || touched("row") || touched("contract")) vn.symbolFacts.auctions(view);
        if (touched("ledger") || touched("row") || touched("contract")) vn.symbolFlow.ledger(view);
        if (touched("bars") || touched("profile") || moved(patch.row) || moved(patch.contract)) vn.emit("symbol-bars");
    }

    // What the chart shows of a row: quotes alone leave it as it is.
    const moved = (part) => Boolean(part) && PRICED.some((name) => name in part);

    // What has to be said about the whole page.
    function notes() {
        const state = watch.state();
        if (state === "searching") vn.directory.load(); // again, where it was not there yet
        const status = vn.rooms.get("status");
        const refused = status && status.data.symbol_rooms_refused > 0 && Date.now() - openedAt > PATIENCE_MS;
        const words = {
            searching: vn.text("symbol_searching", { name: watch.name }),
            waiting: vn.text(refused ? "symbol_no_room" : "symbol_waiting"),
            silent: vn.text("symbol_silent"),
        }[state];
        const note = byId("symbol-note");
        vn.setText(note, words || "");
        note.hidden = !words;
    }

    function missing(words, entries) {
        byId("symbol-view").hidden = true;
        const box = byId("symbol-missing");
        box.hidden = false;
        const children = [element("h1", words)];
        if (entries.length) {
            const list = element("ul");
            for (const entry of entries) {
                const link = element("a");
                link.href = address(entry.symbol);
                const own = vn.choice("language") === "en" ? entry.name_en || entry.name : entry.name || entry.name_en;
                const names = [...(entry.aliases || []), own].filter(Boolean).join(" · ");
                link.append(element("b", entry.symbol), element("span", names));
                const item = element("li");
                item.append(link);
                list.append(item);
            }
            children.push(element("h2", vn.text("symbol_near_title")), list);
        }
        vn.fill(box, children);
    }

    // Where nothing is chosen yet: the leading future and the board's shares.
    function suggestions() {
        const futures = vn.rooms.get("derivatives");
        const board = vn.rooms.get("board");
        const active = futures && futures.data.active ? [futures.data.active] : [];
        const codes = [...active, ...Object.keys(board ? board.data.rows : {})];
        return codes.map((symbol) => vn.directory.entry(symbol) || { symbol });
    }

    function tapeWords({ data }) {
        const { kept, shown } = parts.tape.counts();
        const note = byId("symbol-tape-note");
        note.hidden = shown > 0;
        vn.setText(note, kept ? vn.text("sym_trades_filtered", { count: format.whole(kept) }) : vn.text("sym_trades_none"));
        const counted = { shown: format.whole(shown), count: format.whole(kept) };
        vn.setText(byId("symbol-tape-count"), kept ? vn.text("sym_trades_shown", counted) : "");
        const { large } = data;
        const values = large && {
            trades: format.whole(large.trades || 0),
            buyer: format.billions(large.buyer_value || 0),
            seller: format.billions(large.seller_value || 0),
            threshold: format.two(large.threshold / 1e9),
        };
        const key = large && large.trades ? "sym_large_sums" : "sym_large_threshold";
        vn.setText(byId("symbol-large-sums"), large && format.known(large.threshold) ? vn.text(key, values) : "");
    }

    function tellCandle(candle) {
        const box = byId("symbol-chart-bar");
        if (!candle) {
            vn.fill(box, []);
            return;
        }
        const { price } = vn.quote.figures(candle.kind);
        const tone = candle.close > candle.open ? "up" : candle.close < candle.open ? "down" : "";
        const figure = (key, value, className) => [element("span", vn.text(key), "quiet"), element("b", value, className)];
        vn.fill(box, [
            element("span", format.minute(candle.start), "quiet"),
            ...figure("sym_bar_open", price(candle.open), tone), ...figure("sym_bar_high", price(candle.high), tone),
            ...figure("sym_bar_low", price(candle.low), tone), ...figure("sym_bar_close", price(candle.close), tone),
            ...figure("sym_axis_volume", format.volume(candle.volume)),
            element("b", format.volume(candle.buyer), "buy"), element("b", format.volume(candle.seller), "sell"),
            ...figure("sym_vwap", price(candle.vwap)),
        ]);
    }

    // -- the reader's choices

    function takeChoices() {
        const wanted = vn.url.get("interval");
        minutes = Number(INTERVALS.includes(wanted) ? wanted : "1");
        size = Math.max(0, Number(vn.url.get("size")) || 0);
        largeOnly = vn.url.get("large") === "1";
        byId("symbol-size").value = size || "";
        marks();
    }

    function marks() {
        for (const button of document.querySelectorAll("[data-interval]")) {
            button.setAttribute("aria-pressed", String(Number(button.dataset.interval) === minutes));
        }
        byId("symbol-large").setAttribute("aria-pressed", String(largeOnly));
    }

    function chooseInterval(value) {
        minutes = Number(value);
        vn.url.set("interval", value === "1" ? null : value);
        marks();
        vn.emit("symbol-bars");
        vn.charts.drawAll();
    }

    vn.keys.add({
        keys: "m", text: "key_interval", page: "symbol",
        run: () => chooseInterval(INTERVALS[(INTERVALS.indexOf(String(minutes)) + 1) % INTERVALS.length]),
    });

    function chooseSize(value) {
        size = Math.max(0, Number(value) || 0);
        vn.url.set("size", size || null);
        filtered();
    }

    function chooseLarge(wanted) {
        largeOnly = wanted;
        vn.url.set("large", wanted ? "1" : null);
        marks();
        filtered();
    }

    function filtered() {
        parts.tape.again();
        const view = watch && watch.view();
        if (view && view.data) tapeWords(view);
    }

    page.on("language", () => {
        if (!parts) return;
        parts.tape.again();
        paint(null);
    });
    page.on("series:derivatives", () => paint({ contract: 1 }));

    // What the panels say of themselves: each shows this symbol's room.
    const PANELS = ["chart", "depth", "trades", "flow", "foreign", "contract", "limits", "auctions", "ledger"];
    const SUMS = new Set(["chart", "trades", "flow", "ledger"]);
    for (const name of PANELS) {
        vn.panelFacts["symbol_" + name] = {
            known: () => Boolean(watch) && watch.state() === "there",
            coverage: () => (SUMS.has(name) && watch && watch.view().quote.coverage) || null,
        };
    }
    vn.symbolPage = { watch: () => watch, chart: () => parts && parts.chart };
})(window.vnmarket);
