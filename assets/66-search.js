/*
 * Finding a symbol (`/`): by code, by company in either language with or without its accents, by any of a
 * future's names.
 * Door: vnmarket.search.open(). Built on vnmarket.directory; the box is a combobox with a list below it.
 * What was opened last is offered first. Refuses to know how a symbol is shown.
 */
(function (vn) {
    "use strict";
    const { element, format } = vn;
    const SHOWN = 12;
    const KEPT = 8;
    const PLACE = "vnmarket.recent";
    const CODE = /^[A-Z0-9]{1,12}$/;
    let box = null;
    let field = null;
    let list = null;
    let note = null;
    let found = []; // symbols, as listed
    let at = 0;

    function recent() {
        try {
            const kept = JSON.parse(localStorage.getItem(PLACE));
            return Array.isArray(kept) ? kept.filter((code) => CODE.test(code)) : [];
        } catch (unreadable) {
            return [];
        }
    }

    function remember(symbol) {
        const kept = [symbol, ...recent().filter((code) => code !== symbol)].slice(0, KEPT);
        try {
            localStorage.setItem(PLACE, JSON.stringify(kept));
        } catch (denied) {
            // It is forgotten with the page.
        }
    }

    function build() {
        box = vn.dialog("search", "search_title");
        field = element("input");
        list = element("ul");
        note = element("p", null, "quiet");
        const parts = { field, list, note };
        for (const name in parts) parts[name].id = "search-" + name;
        field.type = "text";
        field.autocomplete = "off";
        field.spellcheck = false;
        for (const [name, value] of Object.entries({
            role: "combobox", "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": list.id,
            "aria-describedby": note.id, enterkeyhint: "go", autocapitalize: "characters",
        })) field.setAttribute(name, value);
        list.setAttribute("role", "listbox");
        note.setAttribute("role", "status");
        field.addEventListener("input", () => look());
        field.addEventListener("keydown", pressed);
        list.addEventListener("click", (event) => {
            const option = event.target.closest("[role=option]");
            if (option) choose(found[[...list.children].indexOf(option)]);
        });
        // The box keeps the focus: what is chosen is told by aria-activedescendant.
        list.addEventListener("mousedown", (event) => event.preventDefault());
        box.append(field, list, note);
        vn.on("directory", () => box.open && look());
    }

    // -- what is found

    function matches(text) {
        if (!text) return recent().map((symbol) => ({ symbol, ...vn.directory.entry(symbol) }));
        return vn.directory.near(text, SHOWN);
    }

    // What the boards on this page know of it; a search asks for no room of its own.
    function quote(symbol) {
        for (const room of ["board", "hose", "hnx", "upcom"]) {
            const copy = vn.rooms.get(room);
            if (copy && copy.data.rows[symbol]) return { ...copy.data.rows[symbol], shown: format.price };
        }
        const futures = vn.rooms.get("derivatives");
        const contract = futures && futures.data.contracts[symbol];
        return contract ? { ...contract, shown: format.tenths } : null;
    }

    function option(entry, position) {
        const row = element("li");
        row.id = "search-option-" + position;
        row.setAttribute("role", "option");
        const vietnamese = document.documentElement.lang === "vi";
        const names = vietnamese ? [entry.name, entry.name_en] : [entry.name_en, entry.name];
        const called = [names.find(Boolean), ...(entry.aliases || []).filter((name) => name !== entry.symbol)];
        const known = quote(entry.symbol);
        const tone = known && known.change > 0 ? "up rise" : known && known.change < 0 ? "down fall" : "reference";
        row.append(
            element("b", entry.symbol),
            element("span", called.filter(Boolean).join(" · "), "called"),
            element("span", entry.board === "DERIVATIVES" ? vn.text("search_future") : entry.board || "", "where"),
            element("span", known ? known.shown(known.last) : "", "number"),
            element("span", known ? format.percentSigned(known.change_pct) : "", "number " + (known ? tone : ""))
        );
        return row;
    }

    function look() {
        const text = field.value.trim();
        const entries = matches(text);
        found = entries.map((entry) => entry.symbol);
        list.replaceChildren(...entries.map(option));
        point(0);
        const ready = vn.directory.ready();
        const typed = text.toUpperCase();
        if (!ready && CODE.test(typed) && !found.length) found = [typed]; // most of what is typed is a code
        const word = !ready ? "search_waiting" : text && !found.length ? "search_nothing" : !text ? "search_hint" : "search_found";
        vn.setText(note, vn.text(word, { count: String(found.length) }));
    }

    function point(position) {
        at = position;
        [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
        const row = list.children[at];
        if (row) {
            field.setAttribute("aria-activedescendant", row.id);
            row.scrollIntoView({ block: "nearest" });
        } else field.removeAttribute("aria-activedescendant");
    }

    function pressed(event) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && list.children.length) {
            point((at + step + list.children.length) % list.children.length);
        } else if (event.key === "Enter" && !event.isComposing) {
            choose(found[at]);
        } else return;
        event.preventDefault();
    }

    function choose(symbol) {
        if (!symbol) return;
        remember(symbol);
        box.close();
        vn.openSymbol(symbol);
    }

    function open() {
        if (!vn.pages.has("symbol")) return false;
        if (!box) build();
        vn.directory.load();
        field.value = "";
        field.placeholder = vn.text("search_placeholder");
        field.setAttribute("aria-label", vn.text("search_title"));
        look();
        if (!box.open) box.showModal();
        field.focus();
        return true;
    }

    vn.keys.add({ keys: "/", text: "key_search", run: open });
    document.addEventListener("click", (event) => event.target.closest("#switch-search") && open());
    vn.search = { open };
})(window.vnmarket);
