/*
 * Looking at one symbol: its room, its bars, and until these have come what the boards know.
 * Door: vnmarket.watch(name, {on, heard}) -> {code, state, view, bars, close}. `name` is a code or any of a
 * future's names; `on` is vnmarket.on or a page's; `heard({patch, renewed})` is called whenever there is
 * something new, with patch null when everything may be.
 *   state()  searching | unknown | waiting | silent | there
 *   view()   {code, kind, quote, entry, data}: quote is the row of a share or the contract of a future
 * Refuses to know how anything is shown.
 */
(function (vn) {
    "use strict";
    const BOARDS = ["board", "hose", "hnx", "upcom"];
    const CODE = /^[A-Z0-9]{1,12}$/;
    const ROLLING = /^VN\d+F/;
    const seen = new Map(); // code -> the row it had when it was chosen; one entry
    const rooms = (code) => "symbol:" + code;

    function onBoards(code) {
        for (const name of BOARDS) {
            const copy = vn.rooms.get(name);
            if (copy && copy.data.rows[code]) return { kind: "share", quote: copy.data.rows[code] };
        }
        const futures = vn.rooms.get("derivatives");
        const contract = futures && futures.data.contracts[code];
        return contract ? { kind: "future", quote: contract } : null;
    }

    // The page that showed the row may be given up in the same moment, and its room with it.
    vn.on("symbol", (symbol) => {
        seen.clear();
        const found = symbol ? onBoards(symbol) : null;
        if (found) seen.set(symbol, { ...found, quote: { ...found.quote } });
    });

    function watch(name, { on, heard }) {
        const own = { name, code: null };
        let ends = [];
        const data = () => {
            const copy = own.code ? vn.rooms.get(rooms(own.code)) : null;
            return copy ? copy.data : null;
        };

        // The code is followed as it stands while the directory is on its way: most names are codes.
        function settle() {
            const wanted = name.trim().toUpperCase();
            const code = vn.directory.resolve(name) || (CODE.test(wanted) && !ROLLING.test(wanted) ? wanted : null);
            if (code === own.code && ends.length) return;
            leave();
            own.code = code;
            if (!code) return;
            const room = rooms(code);
            own.bars = vn.symbolBars(code, () => heard({ patch: { bars: {} }, renewed: false }));
            ends = [
                vn.live.follow([room]),
                on("room:" + room, ({ data: told, patch, renewed }) => {
                    own.bars.take(told, renewed);
                    heard({ patch, renewed });
                    if (!told.kind && state() === "unknown") leave(); // nobody has to write an empty room
                }),
                own.bars.close,
            ];
        }

        // What is known of the code stays: it may be one the directory learns of later.
        function leave() {
            for (const end of ends) end();
            ends = [];
        }

        function state() {
            const told = data();
            if (told && told.kind) return "there";
            if (own.code && vn.directory.resolve(name)) return told ? "silent" : "waiting";
            if (vn.directory.ready()) return "unknown";
            return "searching";
        }

        function view() {
            const told = data();
            const entry = own.code ? vn.directory.entry(own.code) : null;
            if (told && told.kind) {
                return { code: own.code, kind: told.kind, quote: told.row || told.contract, entry, data: told };
            }
            const known = own.code ? onBoards(own.code) || seen.get(own.code) : null;
            if (known) return { code: own.code, ...known, entry, data: null };
            const kind = entry && entry.kind === "future" ? "future" : "share";
            return { code: own.code, kind, quote: { board: entry ? entry.board : undefined }, entry, data: null };
        }

        const offDirectory = on("directory", () => {
            settle();
            heard({ patch: null, renewed: false });
        });
        vn.directory.load();
        settle();
        return Object.assign(own, {
            state, view,
            close: () => {
                offDirectory();
                leave();
            },
        });
    }

    vn.watch = watch;
})(window.vnmarket);
