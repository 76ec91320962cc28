/*
 * The panel beside every page that follows the selected symbol; not beside the symbol's own page, which says more.
 * Door: vnmarket.side.{open, toggle, shown}. Open or closed is kept in the address (`side`);
 * on a wide screen it opens with the first symbol chosen.
 */
(function (vn) {
    "use strict";
    const byId = (id) => document.getElementById(id);
    const TRADES = 24;
    const LEVELS = 5;
    const TICK_MS = 500;
    const WIDE = window.matchMedia("(min-width: 1200px)");
    let parts = null;
    let watch = null;
    let wanted = false;

    const possible = () => vn.pages.current() && vn.pages.current().name !== "symbol" && vn.pages.current().name !== "screen";
    const shown = () => wanted && possible();
    const on = (topic, listener) => vn.on(topic, (value) => shown() && listener(value));

    function build() {
        if (parts || !byId("side-head")) return Boolean(parts);
        parts = {
            head: vn.symbolHead(byId("side-head")),
            ladder: vn.ladder(byId("side-depth"), LEVELS),
            tape: vn.tape(byId("side-tape"), { limit: TRADES }),
        };
        byId("side-close").addEventListener("click", () => open(false));
        byId("switch-side").addEventListener("click", toggle);
        setInterval(() => {
            if (!shown() || document.hidden || !watch) return;
            parts.head.tick(watch);
            words();
        }, TICK_MS);
        return true;
    }

    function open(next) {
        vn.url.set("side", next ? "1" : "0");
        settle();
    }

    const toggle = () => open(!wanted);

    // Shows what the address and the selection say.
    function settle() {
        if (!build()) return;
        // Who has neither opened nor closed it sees it as soon as there is something to show.
        const said = vn.url.get("side");
        wanted = said === null ? Boolean(vn.selected()) && WIDE.matches : said === "1";
        const visible = shown();
        const turned = byId("side").hidden === visible;
        byId("side").hidden = !visible;
        const button = byId("switch-side");
        button.setAttribute("aria-pressed", String(wanted));
        button.hidden = !possible();
        const name = visible ? vn.selected() : null;
        if (watch && watch.name !== name) {
            watch.close();
            watch = null;
            parts.tape.forget();
            parts.ladder.forget();
        }
        if (name && !watch) {
            watch = vn.watch(name, { on, heard: ({ patch, renewed }) => paint(patch, renewed) });
            paint(null);
        }
        words();
        // Grids and charts have another width now; the answer to the click is painted first.
        if (turned) requestAnimationFrame(() => setTimeout(() => window.dispatchEvent(new Event("resize"))));
    }

    function paint(patch, renewed = false) {
        if (!watch) return;
        const view = watch.view();
        parts.head.show(watch);
        parts.ladder.show(view);
        byId("side-open").setAttribute("href", "/symbol/" + encodeURIComponent(watch.code || watch.name));
        line(view);
        if (view.data && (patch === null || patch.trades)) parts.tape.take(view, { patch, renewed });
        words();
    }

    function line(view) {
        const prices = watch.bars ? watch.bars.bars().map((bar) => bar.close) : [];
        const drawing = vn.facts.line(prices, { base: view.quote.reference, label: vn.text("side_day") });
        if (drawing) drawing.classList.add(vn.quote.tone(vn.quote.price(view.quote), view.quote) || "quiet");
        vn.fill(byId("side-line"), drawing ? [drawing] : []);
    }

    function words() {
        const note = byId("side-note");
        const state = watch ? watch.state() : null;
        if (state === "searching") vn.directory.load(); // again, where it was not there yet
        const said = {
            unknown: () => vn.text("symbol_unknown", { name: watch.name }),
            searching: () => vn.text("symbol_searching", { name: watch.name }),
            waiting: () => vn.text("symbol_waiting"),
            silent: () => vn.text("symbol_silent"),
        }[state];
        const whole = vn.verdict();
        const old = whole.state === "stale" || whole.state === "connecting";
        const text = !watch ? vn.text("side_nothing") : said ? said() : old ? whole.words : "";
        vn.setClass(byId("side"), "stale", whole.state === "stale");
        vn.setText(note, text);
        note.hidden = !text;
        byId("side").dataset.empty = String(!watch || state === "unknown");
    }

    for (const topic of ["symbol", "page", "url"]) vn.on(topic, settle);
    vn.on("language", () => {
        if (!parts) return;
        parts.tape.again();
        if (watch) paint(null);
        words();
    });
    vn.keys.add({ keys: "p", text: "side_toggle_tip", run: () => possible() && toggle() });
    vn.side = { open, toggle, shown };
})(window.vnmarket);
