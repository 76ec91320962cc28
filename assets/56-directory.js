/*
 * The directory: every security by its codes and names.
 * Door: vnmarket.directory.load(), .ready(), .entry(code), .resolve(name) -> the feed's code or null,
 * .near(text, limit) -> entries, best first. Emits `directory` when it has come.
 * Read when first needed, and again when the trading date changed: rolling names belong to a day.
 */
(function (vn) {
    "use strict";
    const AGAIN_MS = 3000;
    let entries = new Map(); // code -> entry
    let codes = new Map(); // every name, in capitals -> code
    let date = null;
    let askedAt = 0;
    let loading = null;

    const ready = () => entries.size > 0;

    function load() {
        if (loading || Date.now() - askedAt < AGAIN_MS) return loading || Promise.resolve();
        askedAt = Date.now();
        loading = read().finally(() => (loading = null));
        return loading;
    }

    async function read() {
        try {
            const answer = await fetch("/api/live/directory", { cache: "no-cache" });
            if (!answer.ok) return;
            const found = await answer.json();
            if (!found.securities.length) return;
            date = found.date;
            entries = new Map(found.securities.map((entry) => [entry.symbol, entry]));
            codes = new Map();
            for (const entry of found.securities) {
                for (const name of entry.aliases || []) codes.set(name.toUpperCase(), entry.symbol);
            }
            for (const code of entries.keys()) codes.set(code, code);
            vn.emit("directory");
        } catch (unreachable) {
            // Asked again by the next who needs it.
        }
    }

    vn.on("room:status", ({ data }) => {
        if (ready() && data.date && data.date !== date) load();
    });

    // The contracts of the day know their names even before the directory has come.
    function resolve(name) {
        const wanted = name.trim().toUpperCase();
        const room = vn.rooms.get("derivatives");
        for (const [code, contract] of Object.entries(room ? room.data.contracts : {})) {
            if (code === wanted || (contract.aliases || []).some((alias) => alias.toUpperCase() === wanted)) return code;
        }
        return codes.get(wanted) || null;
    }

    const folded = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");

    // How far two codes are apart: insertions, deletions, replacements and swaps of neighbours.
    function distance(one, other) {
        let before = [];
        let last = Array.from({ length: other.length + 1 }, (_, at) => at);
        for (let row = 1; row <= one.length; row++) {
            const next = [row];
            for (let column = 1; column <= other.length; column++) {
                const same = one[row - 1] === other[column - 1] ? 0 : 1;
                next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + same);
                const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
                if (swapped) next[column] = Math.min(next[column], before[column - 2] + 1);
            }
            before = last;
            last = next;
        }
        return last[other.length];
    }

    function rank(wanted, entry) {
        const names = [entry.symbol, ...(entry.aliases || [])].map((name) => name.toLowerCase());
        if (names.some((name) => name.startsWith(wanted))) return 0;
        const apart = Math.min(...names.map((name) => distance(wanted, name)));
        if (apart <= Math.max(1, wanted.length >> 1) - 1 || apart === 1) return apart;
        const called = [entry.name, entry.name_en].filter(Boolean).map(folded);
        return wanted.length > 2 && called.some((name) => name.includes(wanted)) ? 4 : null;
    }

    const KINDS = ["share", "future", "etf", "fund", "warrant", "bond"];
    const before = (one, other) =>
        KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) || one.symbol.localeCompare(other.symbol);

    function near(text, limit) {
        const wanted = folded(text.trim());
        if (!wanted) return [];
        return [...entries.values()]
            .map((entry) => ({ entry, rank: rank(wanted, entry) }))
            .filter((one) => one.rank !== null)
            .sort((a, b) => a.rank - b.rank || before(a.entry, b.entry))
            .slice(0, limit)
            .map((one) => one.entry);
    }

    vn.directory = { load, ready, resolve, near, entry: (code) => entries.get(code) || null };
})(window.vnmarket);
