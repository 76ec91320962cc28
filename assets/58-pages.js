/*
 * Which page is shown, and what a page may do while it is.
 * Door: vnmarket.pages.register(name, {rooms, series, mount, show, hide, title, home}) -> its handle,
 * .of(name) -> its handle, .go(address), .current() -> {name, params}, .shows(element), .start(),
 * .expected() -> {rooms, series} that the page in the address begins with, .drawn(name, has) by Dash;
 * vnmarket.select(symbol), vnmarket.selected().
 * A page's rooms are followed and its listeners called only while it is shown; its layout is fetched the
 * first time and kept. Refuses to know what is on a page.
 *
 *   rooms, series   names, or a function of the page's parameters that gives them
 *   expects   further rooms, and their series, that the page follows itself as soon as it is shown, likewise
 *   mount(root, params)   once, when the layout is there
 *   show(params)    each time it is shown, and when its parameters change
 *   hide()          when another page takes its place
 *   title(params)   for the window, where the page's name says too little
 *   home()          the address its link in the navigation leads to
 */
(function (vn) {
    "use strict";
    const LAYOUT_AGAIN_MS = 4000;
    const table = (vn.config.pages || []).map(({ name, path }) => ({ name, ...pattern(path) }));
    const handles = new Map();
    let shown = null; // {name, params}
    let unfollow = () => {};
    let selected = null;
    let dashed = false; // whether Dash is there

    function pattern(path) {
        const names = [...path.matchAll(/<(\w+)>/g)].map((found) => found[1]);
        return { bare: path.split("/<")[0] || "/", names, test: new RegExp("^" + path.replace(/\/<\w+>/g, "(?:/([^/]+))?") + "/?$") };
    }

    function match(pathname) {
        for (const { name, names, test } of table) {
            const found = test.exec(pathname);
            if (!found) continue;
            const params = {};
            names.forEach((key, at) => {
                if (found[at + 1] !== undefined) params[key] = decodeURIComponent(found[at + 1]);
            });
            return { name, params };
        }
        return null;
    }

    // -- handles

    function of(name) {
        if (!handles.has(name)) {
            const page = { name, made: {}, listeners: [], mounted: false, scroll: 0 };
            page.on = (topic, listener) => listen(page, topic, listener);
            page.shown = () => Boolean(shown) && shown.name === name && page.mounted;
            handles.set(name, page);
        }
        return handles.get(name);
    }

    function register(name, made) {
        const page = of(name);
        page.made = made;
        return page;
    }

    // Called while the page is shown; what it missed it hears once when it is shown again, a room whole.
    function listen(page, topic, listener) {
        const entry = { topic, listener, missed: topic.startsWith("room:"), value: undefined };
        page.listeners.push(entry);
        const off = vn.on(topic, (value) => {
            entry.missed = !page.shown();
            if (entry.missed) entry.value = value;
            else listener(value);
        });
        if (page.shown()) catchUp(entry);
        return () => {
            off();
            page.listeners = page.listeners.filter((one) => one !== entry);
        };
    }

    function catchUp(entry) {
        if (!entry.missed) return;
        if (!entry.topic.startsWith("room:")) {
            entry.missed = false;
            entry.listener(entry.value);
            return;
        }
        const copy = vn.rooms.get(entry.topic.slice(5));
        if (!copy) return;
        entry.missed = false;
        entry.listener({ data: copy.data, patch: null, renewed: false });
    }

    const named = (list, params) => (typeof list === "function" ? list(params) : list) || [];

    // -- showing

    const room = (name) => document.getElementById("page-" + name);

    function show() {
        const found = match(location.pathname) || { name: "nowhere", params: {} };
        const page = of(found.name);
        const before = shown;
        if (before && before.name !== found.name) leave(of(before.name));
        shown = found;
        const release = unfollow;
        unfollow = vn.live.follow(named(page.made.rooms, found.params));
        release();
        vn.series.want(named(page.made.series, found.params));
        for (const box of document.querySelectorAll("#pages > .page")) box.hidden = box.id !== "page-" + found.name;
        mark(found);
        fetchLayout(page);
        if (before && before.name !== found.name) scrollTo(page.scroll);
        enter(page);
        vn.emit("page", found);
    }

    // The page scrolls on a small screen, on a large one what is inside the frame.
    function scrollTo(top) {
        window.scrollTo(0, top);
        document.getElementById("main").scrollTop = top;
    }

    function leave(page) {
        page.scroll = Math.max(window.scrollY, document.getElementById("main").scrollTop);
        if (page.mounted && page.made.hide) page.made.hide();
    }

    function enter(page) {
        const root = room(page.name);
        if (!root || !root.firstElementChild) return;
        if (!page.mounted) {
            vn.applyTexts(root);
            if (page.made.mount) page.made.mount(root, shown.params);
            page.mounted = true;
        }
        if (page.made.show) page.made.show(shown.params);
        page.listeners.forEach(catchUp);
    }

    function expected() {
        const found = match(location.pathname);
        const made = found ? of(found.name).made : {};
        const [rooms, series, expects] = [made.rooms, made.series, made.expects].map((list) => named(list, found?.params));
        return { rooms: [...expects, ...rooms], series: [...expects, ...series] };
    }

    // Asks Dash for a page that it has not drawn, again when the answer was lost.
    function fetchLayout(page) {
        if (!dashed || page.drawn || page.asking || !room(page.name)) return;
        const ask = () => window.dash_clientside.set_props("layout-" + page.name, { asked: Date.now() });
        page.asking = setInterval(() => document.hidden || ask(), LAYOUT_AGAIN_MS);
        ask();
    }

    // Told by Dash of each page (58-page-layout.js). has: whether its elements and charts are there.
    function drawn(name, has) {
        const page = of(name);
        const here = shown && shown.name === name;
        dashed = true;
        page.drawn = has;
        if (!has && here) fetchLayout(page);
        if (!has) return;
        clearInterval(page.asking);
        page.asking = null;
        if (!here || page.mounted) return;
        enter(page);
        vn.emit("page", shown);
    }

    // What says where the reader is: the window's title, the navigation, a word for a screen reader.
    function mark({ name, params }) {
        const { title } = of(name).made;
        const word = (title && title(params)) || vn.text(name === "nowhere" ? "nowhere_title" : "nav_" + name);
        document.title = word + " – " + vn.text("product");
        vn.setText(document.getElementById("announcer"), word);
        for (const link of document.querySelectorAll("#nav [data-page]")) {
            if (link.dataset.page === name) link.setAttribute("aria-current", "page");
            else link.removeAttribute("aria-current");
            const { home } = of(link.dataset.page).made;
            if (home) link.setAttribute("href", home());
        }
    }

    // -- going

    function go(target) {
        const address = vn.url.carry(target);
        if (address.href === location.href) return;
        history.pushState({ own: true }, "", address); // so that there is a way back within the product
        show();
    }

    // A reader who wants a new tab or a download gets it from the browser.
    function follows(event, link) {
        const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
        if (!plain || event.defaultPrevented || link.target || link.hasAttribute("download")) return false;
        return link.origin === location.origin && !link.hash && match(link.pathname) !== null;
    }

    function select(symbol) {
        if (symbol === selected) return;
        selected = symbol;
        vn.url.set("s", symbol);
        vn.emit("symbol", symbol);
    }

    function start() {
        selected = vn.url.get("s");
        document.addEventListener("click", (event) => {
            const link = event.target.closest("a[href]");
            if (!link || !follows(event, link)) return;
            event.preventDefault();
            go(link.getAttribute("href"));
        });
        window.addEventListener("popstate", () => {
            vn.emit("url");
            show();
            const symbol = vn.url.get("s");
            if (symbol && symbol !== selected) select(symbol);
        });
        vn.on("language", () => mark(shown));
        history.scrollRestoration = "manual";
        show();
    }

    vn.pages = {
        register, of, go, start, expected, drawn,
        current: () => shown,
        names: () => table.map(({ name }) => name),
        home: (name) => {
            const { home } = of(name).made;
            return home ? home() : table.find((one) => one.name === name).bare;
        },
        has: (name) => table.some((one) => one.name === name),
        shows: (element) => !element.closest("[hidden]"),
    };
    Object.assign(vn, { select, selected: () => selected });
})(window.vnmarket);
