/*
 * Which rows the reader wants: a preset (VN30, an exchange, futures) or a list of own, and a sector of it.
 * Door: vnmarket.boardLists: preset(), choose(preset), list(), open(list), save(list), drop(name), saved(),
 * sector(), chooseSector(key), rooms(), filter() -> keeps(symbol, row). The view is in the address (`preset`, `list` as
 * `name:CODE,CODE`, `sector`); lists are kept in this browser. Refuses to know how rows are shown.
 */
(function (vn) {
    "use strict";
    const KEY = "vnmarket.board.lists";
    const ROOMS = {
        vn30: ["board"], hose: ["hose"], hnx: ["hnx"], upcom: ["upcom"], futures: ["derivatives"],
    };
    const EXCHANGES = ["hose", "hnx", "upcom"];
    const CODE = /^[A-Z0-9]{1,12}$/;
    const NAME_LONGEST = 32;
    const CODES_MOST = 200;
    const LISTS_MOST = 50;

    function preset() {
        const said = (vn.url.get("preset") || "vn30").toLowerCase();
        return said === "list" ? (list() ? "list" : "vn30") : said in ROOMS ? said : "vn30";
    }

    function choose(name) {
        vn.url.set("preset", name === "vn30" ? null : name);
        if (name !== "list") vn.url.set("list", null);
        vn.url.set("sector", null);
        vn.emit("board-view");
    }

    // -- lists

    function codesOf(text) {
        const found = text.toUpperCase().split(/[^A-Z0-9]+/).filter((code) => CODE.test(code));
        return [...new Set(found)].slice(0, CODES_MOST);
    }

    // A colon or comma in a name would be taken for the list's own.
    const nameOf = (text) => text.replace(/[:,]/g, " ").trim().slice(0, NAME_LONGEST);

    function list() {
        const text = vn.url.get("list");
        if (!text) return null;
        const at = text.indexOf(":");
        const codes = codesOf(text.slice(at + 1));
        return codes.length ? { name: nameOf(text.slice(0, Math.max(at, 0))) || vn.text("list_unnamed"), codes } : null;
    }

    function open({ name, codes }) {
        vn.url.set("preset", "list");
        vn.url.set("list", name + ":" + codes.join(","));
        vn.url.set("sector", null);
        vn.emit("board-view");
    }

    function saved() {
        try {
            const found = JSON.parse(localStorage.getItem(KEY)) || {};
            return Object.entries(found)
                .filter(([, codes]) => Array.isArray(codes))
                .map(([name, codes]) => ({ name, codes: codesOf(codes.join(",")) }));
        } catch (unreadable) {
            return []; // storage is forbidden, or not ours
        }
    }

    function keep(lists) {
        try {
            localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(lists.map(({ name, codes }) => [name, codes]))));
        } catch (denied) {
            // The list holds for this address only.
        }
    }

    function save(text, codes) {
        const name = nameOf(text) || vn.text("list_unnamed");
        const others = saved().filter((one) => one.name !== name);
        keep([...others, { name, codes }].slice(-LISTS_MOST));
        open({ name, codes });
    }

    function drop(name) {
        keep(saved().filter((one) => one.name !== name));
        const shown = list();
        if (shown && shown.name === name) choose("vn30");
        else vn.emit("board-view");
    }

    // -- what follows from it

    // A list's shares may be anywhere; the directory tells where, once it is there.
    function rooms() {
        if (preset() !== "list") return ROOMS[preset()];
        const entry = vn.directory && vn.directory.ready() ? vn.directory.entry : null;
        if (!entry) return EXCHANGES;
        const boards = new Set(list().codes.map((code) => ((entry(code) || {}).board || "").toLowerCase()));
        const found = EXCHANGES.filter((room) => boards.has(room));
        return found.length ? found : EXCHANGES;
    }

    // What decides of each of many rows, with the choices read once.
    function filter() {
        const wanted = sector();
        const codes = preset() === "list" ? new Set(list().codes) : null;
        return (symbol, row) => (!wanted || (row.sector || "other") === wanted) && (!codes || codes.has(symbol));
    }

    const sector = () => vn.url.get("sector");

    function chooseSector(key) {
        vn.url.set("sector", key || null);
        vn.emit("board-view");
    }

    vn.boardLists = { preset, choose, list, open, save, drop, saved, codesOf, rooms, filter, sector, chooseSector };
})(window.vnmarket);
