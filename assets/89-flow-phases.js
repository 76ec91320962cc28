/*
 * Who was the aggressor by part of the day, how that was decided, and whether the rules agree with the exchange.
 * Knows the room `flow`.
 */
(function (vn) {
    "use strict";
    const { format, element, flow } = vn;
    const SIDES = ["buyer", "unknown", "auction", "missed", "seller"];
    const METHODS = ["exchange", "quote", "tick", "none"];

    function phases({ market, phases: parts }) {
        const table = document.getElementById("flow-phases");
        if (!table) return;
        vn.setText(document.getElementById("flow-phases-unit"), vn.text("flow_head_unit_" + flow.unit()));
        const largest = Math.max(...Object.values(parts).map(flow.total), 0);
        for (const row of table.querySelectorAll("[data-phase]")) {
            const name = row.dataset.phase;
            fill(row, name === "market" ? market : parts[name], name === "market" ? flow.total(market) : largest);
        }
    }

    // A part of the day that has not been yet keeps its line, empty.
    function fill(row, view, largest) {
        const cell = (name) => row.querySelector("td." + name);
        vn.setClass(row, "empty", !view);
        for (const side of SIDES) vn.setText(cell(side), view ? flow.shown(flow.of(view, side)) || vn.text("none") : "");
        vn.setText(cell("total"), view ? flow.shown(flow.total(view)) : vn.text("none"));
        vn.setText(cell("coverage"), view ? format.coverage(view.coverage) : "");
        vn.setClass(cell("coverage"), "partial", Boolean(view) && view.coverage < 1);
        const [stack, pressure] = [cell("stack").firstElementChild, cell("pressure").firstElementChild];
        const amounts = SIDES.map((side) => (view && flow.of(view, side)) || 0);
        vn.fillBar(stack, amounts);
        stack.style.width = view && largest ? Math.max(1, (100 * flow.total(view)) / largest).toFixed(1) + "%" : "0";
        const words = view ? SIDES.map((side, at) => vn.text("flow_" + side) + " " + flow.shown(amounts[at])).join(", ") : "";
        stack.title = words;
        stack.setAttribute("aria-label", words || vn.text("none"));
        flow.pressure(pressure, view || {});
    }

    // -- how decided

    function decided({ decided: volumes, rules }) {
        const bar = document.getElementById("flow-decided-bar");
        if (!bar) return;
        const all = METHODS.reduce((sum, name) => sum + (volumes[name] || 0), 0);
        const share = (name) => (all ? format.percent((100 * (volumes[name] || 0)) / all) : vn.text("none"));
        vn.fillBar(bar, METHODS.map((name) => volumes[name]));
        const words = METHODS.map((name) => vn.text("flow_by_" + name) + " " + share(name)).join(", ");
        bar.title = words;
        bar.setAttribute("aria-label", words);
        vn.fill(
            document.getElementById("flow-decided-shares"),
            METHODS.flatMap((name) => {
                const label = element("span", vn.text("flow_by_" + name), "key by-" + name);
                return [label, element("b", share(name)), element("span", format.millions(volumes[name] || 0), "quiet amount")];
            })
        );
        vn.fill(document.getElementById("flow-decided-rules"), ["quote", "tick"].flatMap((name) => agreement(name, rules[name])));
    }

    function agreement(name, rule) {
        const known = rule && format.known(rule.share);
        const label = vn.text("flow_rule_agreement", { rule: vn.text("flow_by_" + name) });
        const words = known
            ? vn.text("flow_rule_of", { share: format.percent(100 * rule.share), spoken: format.whole(rule.spoken) })
            : vn.text("flow_rule_wait");
        return [element("span", label, "quiet"), element("b", words)];
    }

    flow.on(phases);
    flow.on(decided);
})(window.vnmarket);
