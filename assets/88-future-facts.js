/*
 * What is told of a future in figures and words: aggressors, convergence, the way to its expiry.
 * Knows the room `derivatives` and the chosen contract's own (`symbol:<code>`), for the parts of its day.
 */
(function (vn) {
    "use strict";
    const { format, element, future } = vn;
    const PHASES = ["ATO", "CONTINUOUS", "ATC", "AFTER"];
    const SIDES = ["buyer", "seller", "unknown", "auction"];
    const TICK_MS = 1000;
    const DAY_MS = 86400e3;
    const HALF_CENT = 0.005;

    const facts = (rows) =>
        rows.flatMap(([key, shown, name]) => [
            element("span", vn.text(key), "quiet"),
            element("b", shown || vn.text("none"), name || key),
        ]);
    const sure = (text) => element("p", text, "sure");

    // -- aggressors

    function bar(name, one) {
        const volumes = SIDES.map((side) => one[side + "_volume"] || 0);
        const all = volumes.reduce((sum, volume) => sum + volume, 0);
        const line = element("div", null, "flow-line");
        const box = element("span", null, "flow-bar");
        SIDES.forEach((side, at) => {
            const part = element("i", null, side);
            part.style.width = all ? ((100 * volumes[at]) / all).toFixed(1) + "%" : "0";
            box.append(part);
        });
        const [bought, sold, unclear, auction] = volumes.map(format.volume);
        line.title = vn.text("future_flow_words", { bought, sold, unclear, auction });
        line.append(
            element("span", name, "flow-name"),
            element("b", bought, "buy"), box, element("b", sold, "sell"),
            element("span", format.volume(all), "flow-all")
        );
        return line;
    }

    const traded = (one) => SIDES.some((side) => one[side + "_volume"]);
    const waiting = () => [element("p", vn.text("future_flow_wait"), "note")];

    function flow() {
        const contracts = future.sorted().filter(([, one]) => traded(one));
        vn.fill(
            document.getElementById("future-flow-contracts"),
            contracts.length ? contracts.map(([code, one]) => bar(future.name(code).replace(/^VN30/, ""), one)) : waiting()
        );
        const code = future.code();
        vn.setText(document.getElementById("future-flow-name"), code ? vn.text("future_flow_phases", { name: future.name(code) }) : "");
        const own = code ? vn.rooms.get("symbol:" + code) : null;
        const phases = own ? PHASES.filter((key) => traded((own.data.phases || {})[key] || {})) : [];
        const bars = phases.map((key) => bar(vn.text("future_phase_" + key.toLowerCase()), own.data.phases[key]));
        vn.fill(document.getElementById("future-flow-phases"), bars.length || !own ? bars : waiting());
    }

    // -- convergence

    function verdict(one) {
        if (!format.known(one.basis_slope)) return ["future_slope_wait", "reference"];
        if (one.converging === true) return ["future_converging", "strong"];
        if (one.converging === false) return ["future_diverging", "strong"];
        return ["future_unsure", "quiet"];
    }

    function convergence() {
        const box = document.getElementById("future-convergence");
        const one = future.view();
        if (!one) return vn.fill(box, []);
        const [key, tone] = verdict(one);
        const slope = format.known(one.basis_slope)
            ? format.pointsSigned(one.basis_slope) + " ± " + format.points(one.basis_slope_error)
            : "";
        const rows = [
            ["future_slope", slope],
            ["future_mean", format.pointsSigned(one.basis_mean)],
            ["future_deviation", format.points(one.basis_deviation)],
            ["future_samples", format.whole(one.basis_samples)],
        ];
        const fair = format.known(one.fair_value);
        if (fair) {
            rows.push(
                ["future_fair_value", format.points(one.fair_value)],
                ["future_fair_basis", format.pointsSigned(one.fair_basis)],
                ["future_fair_distance", format.known(one.last) ? format.pointsSigned(one.last - one.fair_value) : ""]
            );
        }
        vn.fill(box, [
            element("p", vn.text(key), "verdict " + tone),
            ...facts(rows),
            ...(fair ? [] : [sure(vn.text("future_fair_unset"))]),
        ]);
    }

    // -- expiry

    function left(ms) {
        const days = Math.floor(ms / DAY_MS);
        const time = format.span(ms % DAY_MS);
        return days ? vn.text("future_expiry_left", { days: format.whole(days), time }) : time;
    }

    function countdown() {
        const one = future.view();
        const until = document.getElementById("future-until");
        const clock = document.getElementById("future-countdown");
        const now = future.marketNow();
        const ends = one ? future.ends(one) : null;
        if (!until || ends === null || now === null) {
            vn.setText(until, "");
            vn.setText(clock, "");
            return;
        }
        vn.setText(until, vn.text("future_expiry_until", { name: future.name(future.code()), date: format.date(one.last_trading_date) }));
        vn.setText(clock, now >= ends ? vn.text("future_expiry_over") : left(ends - now));
    }

    function progress(told) {
        const done = told.samples || 0; // what is 0 is left out of the room
        const all = done + (told.to_come || 0);
        const box = element("span", null, "progress");
        const part = element("i");
        part.style.width = all ? ((100 * done) / all).toFixed(1) + "%" : "0";
        box.append(part);
        const words = vn.text("future_cockpit_progress", { done: format.whole(done), all: format.whole(all) });
        const line = element("div", null, "cockpit-progress");
        line.append(box, element("span", words, "quiet"));
        return line;
    }

    // What VN30 has to do for the rest of the window, said from where it is now.
    function demand(told, one) {
        if (!told.to_come || !format.known(told.needed_mean) || !one || !format.known(one.index_value)) return [];
        const gap = told.needed_mean - one.index_value;
        const price = format.tenths(told.last);
        const key = Math.abs(gap) < HALF_CENT ? "even" : gap > 0 ? "above" : "below";
        const words = vn.text("future_cockpit_" + key, { points: format.points(Math.abs(gap)), price });
        return [element("p", words, "verdict strong")];
    }

    function cockpit() {
        const box = document.getElementById("future-cockpit");
        const data = future.room();
        const one = future.view();
        if (!data || !one) return vn.fill(box, []);
        const told = (data.expiry || []).find(({ contract }) => contract === future.code());
        if (!told) {
            return vn.fill(box, [sure(vn.text("future_expiry_later", { date: format.date(one.last_trading_date) }))]);
        }
        if (!format.known(told.settlement)) return vn.fill(box, [sure(vn.text("future_cockpit_wait"))]);
        const samples = told.samples || 0;
        const continuous = told.continuous_samples || 0;
        const rows = [
            [told.final ? "future_cockpit_final" : "future_cockpit_mean", format.points(told.settlement), "settlement"],
            ["future_cockpit_last", format.tenths(told.last), "last"],
            ["future_cockpit_gap", format.known(told.last) ? format.pointsSigned(told.last - told.settlement) : "", "gap"],
            ["index_vn30", format.points(one.index_value), "now"],
            ["future_cockpit_samples", format.whole(samples) + " (" + format.whole(continuous) + " + " + format.whole(samples - continuous) + ")", "samples"],
        ];
        if (!told.final) {
            rows.push(
                ["future_cockpit_to_come", format.whole(told.to_come || 0), "to-come"],
                ["future_cockpit_needed", format.points(told.needed_mean), "needed"]
            );
        }
        vn.fill(box, [progress(told), ...facts(rows), ...demand(told, one), sure(vn.text("future_cockpit_official"))]);
    }

    // -- when

    function draw() {
        flow();
        convergence();
        countdown();
        cockpit();
    }

    future.on(draw);
    setInterval(() => !document.hidden && future.page.shown() && countdown(), TICK_MS);
    // Its own room tells of every trade; twice a second is enough.
    setInterval(() => !document.hidden && future.page.shown() && flow(), TICK_MS / 2);
})(window.vnmarket);
