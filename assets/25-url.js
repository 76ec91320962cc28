/*
 * The view as an address: every choice can be sent as a URL and is kept in this browser.
 * Door: vnmarket.url.get(key), .set(key, value), .carry(address), .flush(), .share().
 * What the address says comes first, then what this browser kept, else null. A choice belongs to the
 * page on which it was made; those of the whole frame (FRAME) stay in the address from page to page.
 * Emits `url` when the reader went back or forward. Refuses to know what a value means.
 */
(function (vn) {
    "use strict";
    const WRITE_MS = 150; // browsers refuse more than some replacements a second
    const FRAME = ["language", "theme", "palette", "s", "side"];
    const FLEETING = new Set(["s"]); // of this visit, not of this browser
    let pending = new Map();
    let timer = null;
    const used = new Map(); // page -> its keys that were asked for or set

    const page = () => (vn.pages && vn.pages.current() ? vn.pages.current().name : "");
    const place = (key) => "vnmarket." + (FRAME.includes(key) ? "" : page() + ".") + key;

    function note(key) {
        if (!used.has(page())) used.set(page(), new Set());
        used.get(page()).add(key);
    }

    function kept(key) {
        if (FLEETING.has(key)) return null;
        try {
            return localStorage.getItem(place(key));
        } catch (denied) {
            return null;
        }
    }

    function get(key) {
        note(key);
        if (pending.has(key)) return pending.get(key);
        const said = new URLSearchParams(location.search).get(key);
        return said !== null ? said : kept(key);
    }

    // null takes the choice back.
    function set(key, value) {
        note(key);
        const text = value === null || value === undefined ? null : String(value);
        if (!FLEETING.has(key)) keep(key, text);
        pending.set(key, text);
        clearTimeout(timer);
        timer = setTimeout(flush, WRITE_MS);
    }

    function keep(key, text) {
        try {
            if (text === null) localStorage.removeItem(place(key));
            else localStorage.setItem(place(key), text);
        } catch (denied) {
            // It holds for this address only.
        }
    }

    function flush() {
        clearTimeout(timer);
        if (!pending.size) return;
        const address = new URL(location.href);
        for (const [key, value] of pending) write(address, key, value);
        pending = new Map();
        history.replaceState(history.state, "", address);
    }

    function write(address, key, value) {
        if (value === null) address.searchParams.delete(key);
        else address.searchParams.set(key, value);
    }

    // The way to another page keeps what belongs to the frame.
    function carry(target) {
        flush();
        const address = new URL(target, location.href);
        const here = new URLSearchParams(location.search);
        for (const key of FRAME) {
            if (here.has(key) && !address.searchParams.has(key)) address.searchParams.set(key, here.get(key));
        }
        return address;
    }

    // The address of exactly this view, with the choices that only this browser knew.
    function share() {
        flush();
        const address = new URL(location.href);
        for (const key of ["language", "theme", "palette"]) address.searchParams.set(key, vn.choice(key));
        for (const key of used.get(page()) || []) {
            const value = get(key);
            if (value !== null) address.searchParams.set(key, value);
        }
        return address.href;
    }

    vn.url = { get, set, carry, flush, share };
})(window.vnmarket);
