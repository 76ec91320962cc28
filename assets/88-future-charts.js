/*
 * The charts of the futures: basis with its band, price beside the index, all contracts by expiry.
 * Knows the room and the series `derivatives`.
 */
(function (vn) {
    "use strict";
    const { format, element, future } = vn;
    const CLEAR = "rgba(0,0,0,0)";
    const FAR_PX = 34; // two labels of the curve closer than this stand one above the other

    const none = (count) => ({
        traces: Array.from({ length: count }, () => ({ x: [], y: [], colour: CLEAR })),
        labels: [],
    });

    function lastKnown(list) {
        for (let at = list.length - 1; at >= 0; at--) if (format.known(list[at])) return at;
        return -1;
    }

    function end(x, values, colour, words) {
        const at = lastKnown(values);
        return at < 0 ? {} : { x: x[at], y: values[at], colour, text: words(values[at]) };
    }

    // -- the basis

    // Premium and discount as areas that meet the zero line exactly where the basis crosses it.
    function split(x, basis) {
        const out = { x: [], premium: [], discount: [] };
        const push = (at, value) => {
            out.x.push(at);
            out.premium.push(value === null ? null : Math.max(value, 0));
            out.discount.push(value === null ? null : Math.min(value, 0));
        };
        basis.forEach((value, at) => {
            const before = at ? basis[at - 1] : null;
            if (value !== null && before !== null && before * value < 0) {
                push(x[at - 1] + (before / (before - value)) * (x[at] - x[at - 1]), 0);
            }
            push(x[at], value);
        });
        return out;
    }

    const fairKnown = (one) => Boolean(one) && format.known(one.fair_basis) && format.known(one.index_value);

    // How many deviations the worker's band has on either side of the fair price.
    const times = (one) =>
        format.known(one.band_high) && one.basis_deviation > 0 ? (one.band_high - one.fair_value) / one.basis_deviation : null;

    // The band by minute. Fair value is in proportion to the index, so the present one tells the earlier ones.
    function band(one, line) {
        const { minute, columns } = line;
        const out = { x: [], low: [], middle: [], high: [] };
        const fair = fairKnown(one);
        const wide = fair ? times(one) : 1;
        minute.forEach((at, place) => {
            const middle = fair ? (one.fair_basis * columns.index[place]) / one.index_value : columns.mean[place];
            const half = wide === null ? null : wide * columns.deviation[place];
            if (!format.known(middle) || (fair ? columns.index[place] : columns.deviation[place]) === null) return;
            out.x.push(at);
            out.middle.push(middle);
            const known = format.known(half) && columns.deviation[place] !== null;
            out.low.push(known ? middle - half : middle);
            out.high.push(known ? middle + half : middle);
        });
        return out;
    }

    function basisView() {
        const one = future.view();
        const line = future.code() ? vn.series.line("derivatives", future.code()) : null;
        if (!one || !line || !line.minute.length || !line.columns.basis) return none(6);
        const { minute: x, columns } = line;
        const sides = split(x, columns.basis);
        const around = band(one, line);
        const quiet = vn.colour("quiet");
        const signed = format.pointsSigned;
        const word = vn.text(fairKnown(one) ? "future_fair_label" : "future_mean_label");
        return {
            traces: [
                { x: around.x, y: around.low, colour: CLEAR },
                { x: around.x, y: around.high, colour: CLEAR, fill: vn.charts.faint("accent", 0.16) },
                { x: around.x, y: around.middle, colour: quiet },
                { x: sides.x, y: sides.premium, colour: CLEAR, fill: vn.charts.faint("up", 0.22) },
                { x: sides.x, y: sides.discount, colour: CLEAR, fill: vn.charts.faint("down", 0.22) },
                {
                    x, y: columns.basis, colour: vn.colour("text"),
                    hover: columns.basis.map((value, at) =>
                        value === null ? "" : format.minute(x[at]) + "  " + signed(value) + "<br>" +
                            format.tenths(columns.price[at]) + " − " + format.points(columns.index[at])),
                },
            ],
            labels: [
                end(x, columns.basis, vn.colour("text"), signed),
                end(around.x, around.middle, quiet, (value) => word + " " + signed(value)),
            ],
        };
    }

    function bandWords() {
        const one = future.view();
        const box = document.getElementById("future-band");
        if (!one) return vn.setText(box, "");
        if (fairKnown(one)) {
            const wide = times(one);
            return vn.setText(box, wide === null ? vn.text("future_band_none") : vn.text("future_band_fair", { times: format.tenths(wide) }));
        }
        vn.setText(box, vn.text(format.known(one.basis_deviation) ? "future_band_mean" : "future_band_none"));
    }

    // Shares of the day's time on either side of zero, as a bar and in words.
    function timeShares() {
        const one = future.view();
        const box = document.getElementById("future-time");
        if (!one || !format.known(one.premium_time_share)) return vn.fill(box, []);
        const premium = one.premium_time_share;
        const discount = one.discount_time_share;
        const parts = [["basis_premium", premium, "up"], ["future_level", 1 - premium - discount, "reference"], ["basis_discount", discount, "down"]];
        const bar = element("span", null, "time-bar");
        for (const [, share, tone] of parts) {
            const part = element("i", null, tone);
            part.style.width = (100 * Math.max(0, share)).toFixed(2) + "%";
            bar.append(part);
        }
        const words = parts
            .filter(([key, share]) => key !== "future_level" || share >= 0.0005)
            .map(([key, share, tone]) => {
                const said = element("span", vn.text(key) + " ", tone);
                said.append(element("b", format.percent(100 * Math.max(0, share)), key));
                return said;
            });
        vn.fill(box, [element("span", vn.text("future_time_share"), "quiet"), bar, ...words]);
    }

    function basisNow() {
        const one = future.view();
        const box = document.getElementById("future-basis-now");
        if (!one || !format.known(one.basis)) return vn.fill(box, []);
        const side = one.basis > 0 ? "basis_premium" : one.basis < 0 ? "basis_discount" : "future_level";
        vn.fill(box, [
            element("b", future.name(future.code()) + " " + format.pointsSigned(one.basis)),
            element("span", " " + vn.text(side), one.basis > 0 ? "up" : one.basis < 0 ? "down" : "reference"),
        ]);
    }

    // -- price and index

    function priceView() {
        const code = future.code();
        const one = future.view();
        const line = code ? vn.series.line("derivatives", code) : null;
        if (!one || !line || !line.minute.length || !line.columns.price) return none(2);
        const { minute: x, columns } = line;
        const quiet = vn.colour("quiet");
        const colour = vn.colour(one.change > 0 ? "up" : one.change < 0 ? "down" : "reference");
        const index = vn.text("index_vn30");
        const hover = (values, word, shown) =>
            values.map((value, at) => (value === null ? "" : format.minute(x[at]) + "  " + word + " " + shown(value)));
        return {
            traces: [
                { x, y: columns.index, colour: quiet, hover: hover(columns.index, index, format.points) },
                { x, y: columns.price, colour, hover: hover(columns.price, future.name(code), format.tenths) },
            ],
            labels: [
                end(x, columns.index, quiet, (value) => index + " " + format.points(value)),
                end(x, columns.price, colour, (value) => future.name(code).replace(/^VN30/, "") + " " + format.tenths(value)),
            ],
        };
    }

    // -- the curve

    const short = (code) => future.name(code).replace(/^VN30/, "");

    const curve = () => document.querySelector("#future-curve-chart .js-plotly-plot");

    function curveView() {
        const all = future.sorted().filter(([, one]) => format.known(one.days_to_expiry));
        const priced = all.filter(([, one]) => format.known(one.last));
        if (!curve()?._fullLayout) return null; // its words stand as its axes do
        const based = all.filter(([, one]) => format.known(one.basis));
        if (!priced.length) return none(2);
        const days = (list) => list.map(([, one]) => one.days_to_expiry);
        const said = (list, words) => list.map(([code, one]) => short(code) + "  " + words(one));
        const index = priced.map(([, one]) => one.index_value).find(format.known);
        const text = vn.colour("text");
        return {
            traces: [
                { x: days(priced), y: priced.map(([, one]) => one.last), colour: text, hover: said(priced, (one) => format.tenths(one.last)) },
                { x: days(based), y: based.map(([, one]) => one.basis), colour: vn.colour("accent"), hover: said(based, (one) => format.pointsSigned(one.basis)) },
            ],
            layout: {
                annotations: [...names(priced), ...values(based), ...indexName(index)],
                "shapes[0].visible": format.known(index),
                "shapes[0].y0": index || 0,
                "shapes[0].y1": index || 0,
                "shapes[0].line.color": vn.colour("reference"),
            },
        };
    }

    // Neighbours that are close to each other take turns above and below their points.
    function placed(list, values, axis, words) {
        const area = curve()._fullLayout;
        let last = -Infinity;
        let below = false;
        return list.map(([code, one], at) => {
            const pixel = area.xaxis.l2p ? area.xaxis.l2p(one.days_to_expiry) : 0;
            below = pixel - last < FAR_PX ? !below : false;
            last = pixel;
            return {
                x: one.days_to_expiry, y: values[at], yref: axis, text: words(code, one), showarrow: false,
                yanchor: below ? "top" : "bottom", yshift: below ? -4 : 4,
                font: { size: 12, color: vn.colour(axis === "y" ? "text" : "accent") },
            };
        });
    }

    const names = (list) => placed(list, list.map(([, one]) => one.last), "y", (code) => short(code));
    const values = (list) => placed(list, list.map(([, one]) => one.basis), "y2", (code, one) => format.tenthsSigned(one.basis));
    const indexName = (index) =>
        format.known(index)
            ? [{ xref: "paper", x: 1, y: index, xanchor: "left", xshift: 4, showarrow: false, text: vn.text("index_vn30"), font: { size: 12, color: vn.colour("reference") } }]
            : [];

    // -- when

    function words() {
        bandWords();
        timeShares();
        basisNow();
        const priced = future.sorted().some(([, one]) => format.known(one.last));
        vn.setText(document.getElementById("future-curve-note"), priced || !future.room() ? "" : vn.text("future_curve_wait"));
    }

    const topics = ["points:derivatives", "series:derivatives", "contract"];
    vn.chart("future-basis-chart", topics, basisView);
    vn.chart("future-price-chart", topics, priceView);
    vn.chart("future-curve-chart", topics, curveView);
    future.on(words);
})(window.vnmarket);
