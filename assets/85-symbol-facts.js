/*
 * What else is known of a symbol: foreign flow, limits, auctions, a future's terms.
 * Door: vnmarket.symbolFacts.{foreign, limits, auctions, contract}(view), each fills its panel.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const { fact, nothing, bar, line, signed, tone } = vn.facts;
    const byId = (id) => document.getElementById(id);
    const FAR_MINUTES = 2550; // ten sessions: further away the minutes say nothing

    // -- foreign investors

    function foreign({ data }) {
        const box = byId("symbol-foreign");
        const told = data.foreign;
        if (!told) {
            vn.fill(box, [nothing(vn.text("sym_no_foreign"))]);
            return;
        }
        vn.fill(box, [foreignTable(told), ...roomFacts(told)]);
    }

    function foreignTable(told) {
        const table = element("table", null, "tallies");
        const head = element("tr");
        head.append(element("td"));
        for (const key of ["sym_bought", "sym_sold", "sym_net"]) {
            const cell = element("th", vn.text(key));
            cell.scope = "col";
            head.append(cell);
        }
        const row = (name, cells) => {
            const made = element("tr");
            const first = element("th", name);
            first.scope = "row";
            made.append(first, ...cells);
            return made;
        };
        const net = (one, other) => (format.known(one) && format.known(other) ? one - other : undefined);
        const speed = (value) => (format.known(value) ? format.whole(value / 1e6) : "");
        const reportedNet = net(told.reported_buy_value, told.reported_sell_value);
        const netSpeed = net(told.buy_value_speed, told.sell_value_speed);
        table.append(
            head,
            row(vn.text("sym_foreign_volume"), [
                element("td", format.volume(told.buy_volume), "buy"), element("td", format.volume(told.sell_volume), "sell"),
                element("td", format.known(told.net_volume) ? signed(told.net_volume) : "", tone(told.net_volume)),
            ]),
            row(vn.text("sym_foreign_value"), [
                element("td", format.billions(told.buy_value), "buy"), element("td", format.billions(told.sell_value), "sell"),
                element("td", format.billionsSigned(told.net_value), tone(told.net_value)),
            ]),
            row(vn.text("sym_foreign_reported"), [
                element("td", format.billions(told.reported_buy_value), "quiet-number"),
                element("td", format.billions(told.reported_sell_value), "quiet-number"),
                element("td", format.billionsSigned(reportedNet), "quiet-number"),
            ]),
            row(vn.text("sym_foreign_speed"), [
                element("td", speed(told.buy_value_speed), "buy"), element("td", speed(told.sell_value_speed), "sell"),
                element("td", format.known(netSpeed) ? (netSpeed > 0 ? "+" : "") + speed(netSpeed) : "", tone(netSpeed)),
            ])
        );
        return table;
    }

    function roomFacts(told) {
        const out = [];
        if (format.known(told.current_room)) {
            const share = format.percent(told.room_used_pct);
            const used = share ? vn.text("sym_room_used", { share }) : null;
            out.push(fact(vn.text("sym_room"), format.volume(told.current_room), "", used));
        }
        if (format.known(told.room_minutes)) {
            const minutes = format.whole(told.room_minutes);
            const words = told.room_minutes > FAR_MINUTES ? vn.text("sym_room_clock_far") : format.known(told.room_ends_at)
                ? vn.text("sym_room_clock_at", { minutes, time: format.clock(told.room_ends_at).slice(0, 5) })
                : vn.text("sym_room_clock_beyond", { minutes });
            out.push(fact(vn.text("sym_room_clock"), words, format.known(told.room_ends_at) ? "warned" : ""));
        } else if (format.known(told.current_room)) {
            out.push(fact(vn.text("sym_room_clock"), vn.text("sym_room_steady"), "quiet"));
        }
        if (told.room_released) {
            const shares = "+" + format.volume(told.room_released);
            const time = format.known(told.room_released_at) ? format.clock(told.room_released_at) : vn.text("none");
            out.push(fact(vn.text("sym_room_released"), vn.text("sym_released_at", { shares, time })));
        }
        if (format.known(told.net_value_z)) {
            out.push(fact(vn.text("sym_unusual"), "z " + (told.net_value_z > 0 ? "+" : "") + format.one(told.net_value_z)));
        }
        return out;
    }

    // -- ceiling and floor

    function limits({ data }) {
        const touched = ["ceiling", "floor"].filter((side) => (data.limits || {})[side]);
        const boxes = touched.map((side) => limit(side, data.limits[side]));
        vn.fill(byId("symbol-limits"), boxes.length ? boxes : [nothing(vn.text("sym_no_limits"))]);
    }

    function limit(side, told) {
        const box = element("div", null, "fact-group");
        const since = format.known(told.locked_since) ? format.clock(told.locked_since) : vn.text("none");
        box.append(
            element("h3", vn.text("sym_" + side), side + " at-" + side),
            fact(vn.text("sym_touched"), format.clock(told.touched_at)),
            fact(vn.text("sym_locked"), vn.text("sym_locked_minutes", { minutes: format.one(told.locked_minutes || 0) }), "",
                told.locked ? vn.text("sym_locked_now", { time: since }) : vn.text("sym_locked_not")),
            fact(vn.text("sym_queue"), format.volume(told.queue_volume || 0)),
            fact(vn.text("sym_breaks"), vn.text("sym_times", { times: told.breaks || 0 }), "",
                format.known(told.broken_at) ? format.clock(told.broken_at) : null)
        );
        return box;
    }

    // -- auctions

    function auctions(view) {
        const told = view.data.auctions || {};
        const known = ["ATC", "ATO"].filter((name) => told[name]);
        const boxes = known.map((name) => auction(name, told[name], view));
        vn.fill(byId("symbol-auctions"), boxes.length ? boxes : [nothing(vn.text("sym_no_auctions"))]);
    }

    function auction(name, told, { kind, quote }) {
        const { price, change } = vn.quote.figures(kind);
        const box = element("div", null, "fact-group");
        box.append(element("h3", vn.text("phase_" + name)));
        const apart = (value, key) => (format.known(value) ? change(value) + " " + vn.text(key) : null);
        const moves = [apart(told.change_from_last, "sym_from_last"), apart(told.change_from_reference, "sym_from_reference")];
        if (format.known(told.match_price) || format.known(told.match_volume)) {
            const where = format.known(told.matched_at)
                ? vn.text("sym_matched_at", { volume: format.volume(told.match_volume), time: format.clock(told.matched_at) })
                : null;
            box.append(fact(vn.text("sym_matched"), price(told.match_price), vn.quote.tone(told.match_price, quote), where));
            if (format.known(told.last_est_price)) {
                const tones = vn.quote.tone(told.last_est_price, quote);
                const missed = apart(told.match_difference, "sym_match_difference");
                box.append(fact(vn.text("sym_last_indication"), price(told.last_est_price), tones, missed));
            }
        } else {
            const words = format.known(told.est_price) ? price(told.est_price) : vn.text("sym_indication_none");
            box.append(fact(vn.text("sym_indication"), words, vn.quote.tone(told.est_price, quote), moves.filter(Boolean).join(" · ")));
        }
        if (format.known(told.bid_volume) || format.known(told.ask_volume)) {
            const meter = element("div", null, "fact-meter");
            const both = [["bought", told.bid_volume || 0], ["sold", told.ask_volume || 0]];
            meter.append(
                element("span", format.volume(told.bid_volume), "buy"),
                bar(both),
                element("span", format.volume(told.ask_volume), "sell"),
                element("b", format.known(told.imbalance) ? format.percentSigned(100 * told.imbalance) : "", tone(told.imbalance))
            );
            box.append(meter);
        }
        const samples = Object.keys(told.path || {}).map(Number).sort((a, b) => a - b).map((at) => told.path[at]);
        drawn(box, "sym_auction_path", line(samples.map(([estimate]) => estimate), { label: vn.text("sym_auction_path") }));
        drawn(box, "sym_imbalance_path", line(samples.map(displayed), { base: 0, label: vn.text("sym_imbalance_path") }));
        return box;
    }

    // The displayed imbalance of one sample, where either side is known.
    function displayed([, bid, ask]) {
        const all = (bid || 0) + (ask || 0);
        return all ? ((bid || 0) - (ask || 0)) / all : null;
    }

    function drawn(box, key, drawing) {
        if (drawing) box.append(element("div", vn.text(key), "fact-caption"), drawing);
    }

    // -- a future's terms

    function contract({ code, quote }) {
        const { days_to_expiry: days, last_trading_date: date } = quote;
        const out = [fact(vn.text("sym_names"), [code, ...(quote.aliases || []).filter((name) => name !== code)].join(" · "))];
        if (date) {
            const words = { date: format.date(date), days: format.whole(days) };
            const left = days === 0 ? "sym_expires_today" : format.known(days) ? "sym_days_left" : null;
            out.push(fact(vn.text("sym_expiry"), left ? vn.text(left, words) : words.date));
        }
        out.push(fact(vn.text("sym_index"), format.points(quote.index_value)));
        if (format.known(quote.basis)) {
            const side = quote.basis > 0 ? "basis_premium" : quote.basis < 0 ? "basis_discount" : null;
            const percent = format.percentSigned(quote.basis_pct) + (side ? " " + vn.text(side) : "");
            const tones = quote.basis > 0 ? "up rise" : quote.basis < 0 ? "down fall" : "";
            out.push(fact(vn.text("basis_short"), format.pointsSigned(quote.basis), tones, percent));
        }
        if (format.known(quote.basis_mean)) {
            const spread = format.known(quote.basis_deviation) ? "± " + format.points(quote.basis_deviation) : null;
            out.push(fact(vn.text("sym_basis_mean"), format.pointsSigned(quote.basis_mean), "", spread));
        }
        if (format.known(quote.basis_slope)) {
            const moving = quote.converging === true ? "sym_converging" : quote.converging === false ? "sym_diverging" : null;
            const error = "± " + format.points(quote.basis_slope_error) + (moving ? " · " + vn.text(moving) : "");
            out.push(fact(vn.text("sym_basis_slope"), format.pointsSigned(quote.basis_slope), "", error));
        }
        if (format.known(quote.premium_time_share)) {
            const shares = [quote.premium_time_share, quote.discount_time_share].map((share) => format.percent(100 * share));
            out.push(fact(vn.text("sym_premium_share"), shares.join(" / ")));
        }
        if (format.known(quote.fair_value)) {
            const ends = [quote.band_low, quote.band_high].map(format.points);
            const band = ends[0] ? ends.join(" – ") : null;
            out.push(fact(vn.text("sym_fair"), format.points(quote.fair_value), "", band));
        }
        out.push(...settlement(code));
        const basis = vn.series.line("derivatives", code);
        const drawing = basis ? line(basis.columns.basis, { base: 0, label: vn.text("sym_basis_line") }) : null;
        if (drawing) out.push(element("div", vn.text("sym_basis_line"), "fact-caption"), drawing);
        vn.fill(byId("symbol-contract"), out);
    }

    function settlement(code) {
        const room = vn.rooms.get("derivatives");
        const told = room ? (room.data.expiry || []).find((one) => one.contract === code) : null;
        if (!told || !format.known(told.settlement)) return [];
        const needed = format.known(told.needed_mean) ? vn.text("sym_needed") + " " + format.points(told.needed_mean) : null;
        return [fact(vn.text("sym_settlement"), format.points(told.settlement), "", needed)];
    }

    vn.symbolFacts = { foreign, limits, auctions, contract };
})(window.vnmarket);
