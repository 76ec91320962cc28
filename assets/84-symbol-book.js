/*
 * A symbol's order book and its newest trades, for the page and the side panel.
 * Door: vnmarket.ladder(box, most) -> {show(view)}, vnmarket.tape(body, {limit, passes, said}) -> {take(view, news),
 * again(), counts()}. Rows are kept and changed in place; what a reader marked stays marked.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const FEWEST = 3;
    const KEPT = 1000;

    // -- the ladder

    // While only the board's row is known: its three best levels.
    function levels({ data, quote }, side) {
        if (data) return (side === "bid" ? data.bids : data.asks) || [];
        const found = [];
        for (const at of [1, 2, 3]) {
            if (format.known(quote[side + at])) found.push([quote[side + at], quote[side + at + "_volume"] || 0]);
        }
        return found;
    }

    function ladder(box, most = 10) {
        const table = element("table", null, "depth-ladder");
        const body = element("tbody");
        const head = element("tr");
        for (const key of ["sym_depth_sum", "sym_depth_volume", "sym_depth_price"]) {
            const cell = element("th", vn.text(key));
            cell.scope = "col";
            cell.dataset.text = key;
            head.append(cell);
        }
        const top = element("thead");
        top.append(head);
        table.append(top, body);
        const foot = element("div", null, "ladder-foot");
        box.replaceChildren(table, foot);
        const rows = { ask: [], bid: [] };
        let middle = null;

        // As many rows as the deepest book so far, so that nothing jumps.
        function build(count) {
            body.replaceChildren();
            for (const side of ["ask", "bid"]) {
                rows[side] = Array.from({ length: count }, () => {
                    const row = element("tr", null, side);
                    row.append(element("td", "", "sum"), element("td", "", "volume"), element("td", "", "price"));
                    return row;
                });
            }
            middle = element("tr", null, "spread");
            const cell = element("td");
            cell.colSpan = 3;
            middle.append(cell);
            body.append(...rows.ask.slice().reverse(), middle, ...rows.bid);
        }

        function fillSide(side, list, scale, view) {
            const { price } = vn.quote.figures(view.kind);
            let sum = 0;
            rows[side].forEach((row, at) => {
                const level = list[at];
                if (level) sum += level[1];
                const [total, volume, value] = row.children;
                vn.setText(total, level ? format.volume(sum) : "");
                vn.setText(volume, level ? format.volume(level[1]) : "");
                vn.setText(value, level ? price(level[0]) : "");
                value.className = "price " + (level ? vn.quote.tone(level[0], view.quote) : "");
                bar(total, level && scale.sum ? sum / scale.sum : 0);
                bar(volume, level && scale.level ? level[1] / scale.level : 0);
            });
            return sum;
        }

        function bar(cell, share) {
            const width = (100 * share).toFixed(1) + "%";
            if (cell.style.getPropertyValue("--depth") !== width) cell.style.setProperty("--depth", width);
        }

        function show(view) {
            const asks = levels(view, "ask").slice(0, most);
            const bids = levels(view, "bid").slice(0, most);
            const count = Math.max(FEWEST, asks.length, bids.length);
            if (count > rows.ask.length) build(count);
            const volumes = [...asks, ...bids].map((level) => level[1]);
            const sums = [asks, bids].map((list) => list.reduce((all, level) => all + level[1], 0));
            const scale = { level: Math.max(0, ...volumes), sum: Math.max(...sums) };
            fillSide("ask", asks, scale, view);
            fillSide("bid", bids, scale, view);
            spread(view, asks, bids);
            imbalance(sums, asks.length + bids.length);
        }

        function spread({ kind, quote }, asks, bids) {
            const { price } = vn.quote.figures(kind);
            let words = asks.length || bids.length ? vn.text("none") : vn.text("sym_depth_none");
            if (asks.length && bids.length) {
                const gap = asks[0][0] - bids[0][0];
                const middlePrice = (asks[0][0] + bids[0][0]) / 2;
                words = price(gap) + " (" + format.two((100 * gap) / middlePrice) + "%)";
            }
            vn.fill(middle.firstChild, [element("span", vn.text("sym_spread") + " "), element("b", words)]);
            middle.firstChild.title = vn.quote.estimated(quote) ? vn.text("est_price_tip") : "";
        }

        function imbalance([asked, bid], count) {
            const all = asked + bid;
            if (!all) {
                vn.fill(foot, []);
                return;
            }
            const share = (bid - asked) / all;
            const meter = element("span", null, "pressure");
            for (const [name, part] of [["bought", bid], ["sold", asked]]) {
                const piece = element("i", null, name);
                piece.style.width = ((100 * part) / all).toFixed(1) + "%";
                meter.append(piece);
            }
            vn.fill(foot, [
                element("span", vn.text("sym_imbalance"), "quiet"),
                meter,
                element("b", format.percentSigned(100 * share), share > 0 ? "buy" : share < 0 ? "sell" : ""),
                element("span", vn.text("sym_levels", { levels: count }), "quiet"),
            ]);
        }

        return {
            show,
            forget: () => {
                build(FEWEST);
            },
        };
    }

    // -- the tape

    const howLetter = (method) => vn.text(method === "none" ? "none" : "sym_how_" + method);

    function tape(body, { limit, passes = () => true }) {
        let kept = new Map(); // number -> trade, consecutive
        let rows = new Map(); // number -> its row
        let kind = "share";

        function take(view, { patch, renewed }) {
            const told = (view.data && view.data.trades) || {};
            const numbers = Object.keys(told).map(Number).sort((a, b) => a - b);
            const newest = numbers.length ? numbers[numbers.length - 1] : 0;
            const before = Math.max(0, ...kept.keys());
            const hole = numbers.length > 0 && numbers[0] > before + 1;
            if (renewed || hole || view.kind !== kind) kept = new Map();
            kind = view.kind;
            for (const number of [...kept.keys()]) if (number > newest) kept.delete(number); // taken back
            const touched = patch === null || !kept.size ? numbers : numbers.filter((number) => (patch.trades || {})[number]);
            for (const number of touched) kept.set(number, told[number]);
            if (!kept.size || patch === null || hole || renewed) {
                kept = new Map([...kept].sort((a, b) => a[0] - b[0]));
                again();
                return;
            }
            for (const number of kept.keys()) {
                if (kept.size <= KEPT) break;
                kept.delete(number);
            }
            for (const [number, row] of rows) if (!kept.has(number)) drop(number, row);
            for (const number of touched) put(number, true);
            trim();
        }

        function put(number, fresh) {
            const trade = kept.get(number);
            const old = rows.get(number);
            if (!passes(trade)) {
                if (old) drop(number, old);
                return;
            }
            const row = line(trade, fresh && !old);
            row.dataset.number = number;
            if (old) old.replaceWith(row);
            else {
                let after = body.firstElementChild;
                while (after && Number(after.dataset.number) > number) after = after.nextElementSibling;
                body.insertBefore(row, after);
            }
            rows.set(number, row);
        }

        function drop(number, row) {
            row.remove();
            rows.delete(number);
        }

        function trim() {
            while (body.childElementCount > limit) drop(Number(body.lastElementChild.dataset.number), body.lastElementChild);
        }

        function line(trade, fresh) {
            const side = trade.side || "unknown";
            const method = trade.method || "none";
            const tone = { buyer: "buy", seller: "sell" }[side] || "quiet";
            const row = element("tr", null, (trade.large ? "large " : "") + (fresh ? "fresh" : ""));
            row.append(
                element("td", format.clock(trade.at)),
                element("td", vn.quote.figures(kind).price(trade.price) || vn.text("none")),
                element("td", format.volume(trade.volume), tone),
                element("td", vn.text("sym_side_" + side), tone),
                element("td", howLetter(method), "quiet how", vn.text("sym_how_" + method + "_word"))
            );
            return row;
        }

        // Everything anew: another filter, another language, another symbol.
        function again() {
            rows = new Map();
            const lines = [];
            for (const number of [...kept.keys()].reverse()) {
                if (lines.length === limit) break;
                const trade = kept.get(number);
                if (!passes(trade)) continue;
                const row = line(trade, false);
                row.dataset.number = number;
                rows.set(number, row);
                lines.push(row);
            }
            body.replaceChildren(...lines);
        }

        function counts() {
            return { kept: kept.size, shown: rows.size };
        }

        return {
            take, again, counts,
            forget: () => {
                kept = new Map();
                again();
            },
        };
    }

    Object.assign(vn, { ladder, tape, howLetter });
})(window.vnmarket);
