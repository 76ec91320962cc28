/*
 * A symbol's volume by aggressor, and the ledger that says whether all of it was seen.
 * Door: vnmarket.symbolFlow.{tallies, ledger}(view), each fills its panel.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const { fact, nothing, bar, signed } = vn.facts;
    const byId = (id) => document.getElementById(id);
    const PARTS = ["ATO", "CONTINUOUS", "ATC", "AFTER"];
    const METHODS = ["exchange", "quote", "tick", "none"];

    // -- volume by aggressor

    function tallyRow(name, tally) {
        const of = (side) => tally[side + "_volume"] || 0;
        const other = of("unknown") + of("auction");
        const row = element("tr");
        const meter = element("td");
        meter.append(bar([["bought", of("buyer")], ["open", other], ["sold", of("seller")]]));
        const title = ["unknown", "auction", "missed"]
            .map((side) => vn.text("sym_side_" + side) + " " + format.volume(of(side)))
            .join(" · ");
        const head = element("th", name);
        head.scope = "row";
        row.append(
            head, meter,
            element("td", format.volume(of("buyer")), "buy"),
            element("td", format.volume(of("seller")), "sell"),
            element("td", format.volume(other), "quiet-number", title),
            element("td", format.volume(of("buyer") + of("seller") + other))
        );
        return row;
    }

    function group(body, title, names, told, words) {
        const head = element("tr", null, "group");
        const cell = element("th", title);
        cell.colSpan = 6;
        cell.scope = "rowgroup";
        head.append(cell);
        const known = names.filter((name) => told[name]);
        vn.fill(body, known.length ? [head, ...known.map((name) => tallyRow(words(name), told[name]))] : []);
    }

    function tallies({ data }) {
        const part = (name) => (name.startsWith("AT") ? name : vn.text("sym_part_" + name)); // ATO and ATC are names
        group(byId("symbol-phases"), vn.text("sym_by_phase"), PARTS, data.phases || {}, part);
        const decided = (name) => vn.howLetter(name) + "  " + vn.text("sym_how_" + name + "_word");
        group(byId("symbol-decided"), vn.text("sym_by_method"), METHODS, data.decided || {}, decided);
    }

    // -- the ledger

    const TONES = { buyer: "buy", seller: "sell" };
    const SIDES = ["buyer", "seller", "unknown", "auction", "missed"];

    function ledger({ data, quote }) {
        const told = data.ledger;
        if (!told) {
            vn.fill(byId("symbol-ledger"), [nothing(vn.text("sym_trades_none"))]);
            return;
        }
        const total = told.total_volume || 0;
        const parts = SIDES.map((side) => quote[side + "_volume"] || 0);
        const apart = total - parts.reduce((sum, part) => sum + part, 0);
        const table = element("table", null, "tallies ledger");
        const row = (name, value, className, mark) => {
            const made = element("tr", null, className);
            const head = element("th", name);
            head.scope = "row";
            const share = total ? format.one((100 * value) / total) + "%" : "";
            made.append(
                head,
                element("td", format.volume(value), className),
                element("td", mark === undefined ? share : mark, "quiet-number")
            );
            made.dataset.sum = className || "total";
            return made;
        };
        const verdict = apart === 0
            ? "= " + vn.text("sym_ledger_balanced")
            : "≠ " + vn.text("sym_ledger_unbalanced", { shares: signed(apart) });
        const sum = row(vn.text("sym_ledger_total"), total, "total", verdict);
        if (apart !== 0) sum.classList.add("unbalanced");
        table.append(
            ...SIDES.map((side, at) => row(vn.text("sym_side_" + side), parts[at], TONES[side] || side)),
            sum
        );
        vn.fill(byId("symbol-ledger"), [
            table,
            fact(vn.text("sym_ledger_counted"), format.volume(told.counted_volume || 0), "",
                vn.text("sym_coverage", { coverage: format.coverage(told.coverage) || vn.text("none") })),
            fact(vn.text("sym_ledger_duplicates"), format.whole(told.duplicates || 0)),
            fact(vn.text("sym_ledger_late"), format.whole(told.late || 0)),
            fact(vn.text("sym_ledger_corrections"), format.whole(told.corrections || 0)),
            fact(vn.text("sym_ledger_gaps"), format.whole(told.gaps || 0)),
        ]);
    }

    vn.symbolFlow = { tallies, ledger };
})(window.vnmarket);
