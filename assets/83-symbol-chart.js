/*
 * A symbol's candles with volume by aggressor, cumulative delta and volume at price, all on one price axis.
 * Door: vnmarket.symbolChart({id, topics, watch, minutes, said}) -> {reset(), candles()}. The arrays of the plot are
 * handed back to Plotly with their newest entries, the figure is never made anew, and a zoom stays. The price
 * axis follows what is in sight.
 * Knows the traces of dashboard/panels/symbol_chart.py by their order.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
    const FIRST = { share: 13, future: -2 }; // the axis begins just before the first auction
    const LAST = 287;
    const LEAST = 75; // minutes in sight at the start of a day
    const STEP = 15; // the axis grows by so much, not with every candle
    const LEVELS = ["reference", "ceiling", "floor", "last", "poc"];
    const LABEL_PX = 15;
    const MARGIN = 0.06;

    function symbolChart({ id, topics, watch, minutes, said }) {
        let shown = []; // the candles as drawn
        let drawn = ""; // symbol and interval of what is drawn
        let plot = null;
        let zoomed = false;

        function view() {
            const own = watch();
            if (!own || !own.bars) return null;
            const seen = own.view();
            if (!seen.data) return null;
            return (div) => draw(div, own, seen);
        }

        function draw(div, own, seen) {
            if (plot !== div) bind(div);
            const unit = vn.quote.figures(seen.kind).unit;
            shown = vn.candles(own.bars.bars(), minutes(), unit);
            const key = own.code + "@" + seen.kind;
            const turned = key !== drawn;
            drawn = key;
            if (turned) zoomed = false;
            const range = zoomed ? div._fullLayout.xaxis.range : wholeDay(seen.kind);
            const prices = scope(shown, seen, range);
            const data = traces(seen, prices);
            const layout = {
                ...(zoomed ? {} : { "xaxis.range": range }),
                ...(prices ? { "yaxis.range": prices } : {}),
                "yaxis.tickformat": seen.kind === "future" ? ",.1f" : ",.2f",
                "yaxis2.tickformat": ".2~s",
                "yaxis3.tickformat": ".2~s",
                "xaxis.showspikes": true,
                "xaxis.spikemode": "across",
                "xaxis.spikethickness": 1,
                "xaxis.spikedash": "dot",
                "xaxis.spikecolor": vn.colour("quiet"),
                "xaxis2.showgrid": false,
                ...levels(seen, prices),
                annotations: labels(div, seen, prices),
            };
            window.Plotly.update(div, data, layout);
            tell();
        }

        // -- what is in sight

        // The day so far: an axis to 15:00 would leave the morning in a corner.
        function wholeDay(kind) {
            const newest = shown.length ? shown[shown.length - 1].start + minutes() : 0;
            const needed = Math.max(FIRST[kind] + LEAST, newest + 2);
            return [FIRST[kind], Math.min(LAST, Math.ceil(needed / STEP) * STEP)];
        }

        function scope(candles, seen, [from, to]) {
            const span = minutes();
            const inSight = candles.filter(({ start }) => start + span > from && start < to);
            const list = inSight.length ? inSight : candles;
            if (!list.length) {
                const { reference } = seen.quote;
                return format.known(reference) ? axis(seen, reference * 0.99, reference * 1.01) : null;
            }
            let low = Infinity;
            let high = -Infinity;
            for (const candle of list) {
                low = Math.min(low, candle.low);
                high = Math.max(high, candle.high);
            }
            const least = high * 0.004; // a price that did not move is a line in the middle
            const pad = Math.max((high - low) * MARGIN, (least - (high - low)) / 2);
            return axis(seen, low - pad, high + pad);
        }

        const axis = (seen, low, high) => [low, high].map((price) => price / vn.quote.figures(seen.kind).axis);

        // -- traces

        function traces(seen) {
            const scale = vn.quote.figures(seen.kind).axis;
            const span = minutes();
            const middle = span / 2;
            const x = shown.map(({ start }) => start + middle);
            const of = (name) => shown.map((candle) => candle[name] / scale);
            const other = shown.map(({ volume, buyer, seller }) => Math.max(0, volume - buyer - seller));
            const delta = shown.map((candle) => candle.delta);
            const profile = byPrice(seen, scale);
            const end = delta.length ? delta[delta.length - 1] : 0;
            const empty = undefined;
            const colours = ["buy", "sell", "quiet"].map((name) => vn.colour(name));
            return {
                x: [x, x, x, x, x, x, ...profile.volumes],
                y: [
                    empty, shown.map(({ vwap }) => (vwap === null ? null : vwap / scale)), shown.map(({ buyer }) => buyer),
                    shown.map(({ seller }) => seller), other, delta, profile.prices, profile.prices, profile.prices,
                ],
                open: [of("open"), ...none(8)],
                high: [of("high"), ...none(8)],
                low: [of("low"), ...none(8)],
                close: [of("close"), ...none(8)],
                width: [empty, empty, span * 0.76, span * 0.76, span * 0.76, empty, ...Array(3).fill(profile.width)],
                customdata: [...none(6), ...profile.words],
                "increasing.line.color": [vn.colour("up"), ...none(8)],
                "increasing.fillcolor": [vn.colour("up"), ...none(8)],
                "decreasing.line.color": [vn.colour("down"), ...none(8)],
                "decreasing.fillcolor": [vn.colour("down"), ...none(8)],
                "line.color": [empty, vn.colour("text"), empty, empty, empty, vn.colour(end < 0 ? "sell" : "buy"), ...none(3)],
                fillcolor: [...none(5), vn.charts.faint(end < 0 ? "sell" : "buy", 0.16), ...none(3)],
                "marker.color": [empty, empty, ...colours, empty, ...colours],
                "marker.opacity": [empty, empty, 0.9, 0.9, 0.6, empty, profile.strength, profile.strength, profile.strength],
            };
        }

        const none = (count) => Array(count).fill(undefined);

        // Volume at price: what is outside the value area is fainter.
        function byPrice({ data, kind }, scale) {
            const found = { prices: [], volumes: [[], [], []], strength: [], words: [[], [], []], width: undefined };
            const { profile } = data;
            if (!profile) return found;
            // A price of a future is written with its tenths: 1799.0 is another key than 1799.
            const levels = Object.entries(profile.levels).map(([key, sides]) => [Number(key), sides]);
            levels.sort((a, b) => a[0] - b[0]);
            let step = Infinity;
            levels.forEach(([price, [buyer, seller, unknown, auction]], at) => {
                if (at) step = Math.min(step, price - levels[at - 1][0]);
                const inside = price >= profile.value_area_low && price <= profile.value_area_high;
                const words = vn.quote.figures(kind).price(price) + "  " + format.volume(buyer + seller + unknown + auction);
                found.prices.push(price / scale);
                [buyer, seller, unknown + auction].forEach((part, side) => {
                    found.volumes[side].push(part);
                    found.words[side].push(words + "<br>" + vn.text(SIDES[side]) + " " + format.volume(part));
                });
                found.strength.push(inside ? 0.85 : 0.35);
            });
            found.width = (Number.isFinite(step) ? step : levels[0][0] * 0.001) * 0.86 / scale;
            return found;
        }

        const SIDES = ["sym_side_buyer", "sym_side_seller", "sym_other"];

        // -- horizontal levels and the words at their ends

        function levelPrices({ quote, data }) {
            const price = vn.quote.price(quote);
            const last = shown.length ? shown[shown.length - 1] : null;
            return {
                reference: quote.reference, ceiling: quote.ceiling, floor: quote.floor, last: price,
                poc: data.profile ? data.profile.point_of_control : null,
                vwap: last ? last.vwap : null,
            };
        }

        const colourOf = { reference: "reference", ceiling: "ceiling", floor: "floor", poc: "quiet", vwap: "text" };

        function levels(seen, range) {
            const prices = levelPrices(seen);
            const scale = vn.quote.figures(seen.kind).axis;
            const changes = {};
            LEVELS.forEach((name, at) => {
                const shape = "shapes[" + (at + 1) + "].";
                const y = prices[name] / scale;
                const inside = range && format.known(prices[name]) && y >= range[0] && y <= range[1];
                changes[shape + "visible"] = Boolean(inside);
                if (!inside) return;
                changes[shape + "y0"] = y;
                changes[shape + "y1"] = y;
                const colour = name === "last" ? vn.quote.tone(prices.last, seen.quote) || "text" : colourOf[name];
                changes[shape + "line.color"] = vn.colour(colour);
            });
            return changes;
        }

        // Levels out of sight stand at the edge with an arrow; none covers another.
        function labels(div, seen, range) {
            if (!range) return [];
            const area = div._fullLayout.yaxis;
            const prices = levelPrices(seen);
            const { axis: scale, price } = vn.quote.figures(seen.kind);
            const pixel = (y) => area._offset + area._length * (1 - (y - range[0]) / (range[1] - range[0]));
            const placed = [];
            for (const name of ["last", "vwap", "poc", "reference", "ceiling", "floor"]) {
                if (!format.known(prices[name])) continue;
                const y = prices[name] / scale;
                const arrow = y > range[1] ? "↑ " : y < range[0] ? "↓ " : "";
                const inside = Math.min(Math.max(y, range[0]), range[1]);
                const word = name === "last" ? "" : vn.text("sym_" + name) + " ";
                const colour = name === "last" ? vn.quote.tone(prices.last, seen.quote) || "text" : colourOf[name];
                placed.push({
                    wanted: pixel(inside), y: inside, strong: name === "last", colour,
                    text: arrow + word + price(prices[name]),
                });
            }
            spread(placed, area._offset, area._offset + area._length);
            const tags = placed.map(({ y, wanted, at, text, colour, strong }) => ({
                xref: "paper", x: 1, xanchor: "left", xshift: 4, yref: "y", y, yshift: wanted - at, text, showarrow: false,
                font: { color: vn.colour(strong ? "panel" : colour), size: 12 },
                bgcolor: strong ? vn.colour(colour) : "rgba(0,0,0,0)",
                borderpad: strong ? 1 : 0,
            }));
            return [...tags, ...captions()];
        }

        // The last price stands where it is; the others give way, up or down.
        function spread(placed, top, bottom) {
            placed.sort((a, b) => a.wanted - b.wanted);
            const fixed = Math.max(0, placed.findIndex(({ strong }) => strong));
            placed.forEach((one) => (one.at = Math.min(Math.max(one.wanted, top), bottom)));
            for (let at = fixed + 1; at < placed.length; at++) {
                placed[at].at = Math.max(placed[at].at, placed[at - 1].at + LABEL_PX);
            }
            for (let at = fixed - 1; at >= 0; at--) {
                placed[at].at = Math.min(placed[at].at, placed[at + 1].at - LABEL_PX);
            }
        }

        function captions() {
            const last = shown.length ? shown[shown.length - 1] : null;
            const caption = (axis, text) => ({
                xref: "x domain", x: 0, xanchor: "left", xshift: 3, yref: axis + " domain", y: 1, yanchor: "top", text,
                showarrow: false, font: { color: vn.colour("quiet"), size: 12 },
            });
            const out = [caption("y2", vn.text("sym_volume")), caption("y3", vn.text("sym_delta"))];
            if (last) {
                out.push({
                    xref: "x domain", x: 1, xanchor: "left", xshift: 4, yref: "y3", y: last.delta, showarrow: false,
                    text: signed(last.delta), font: { color: vn.colour(last.delta < 0 ? "sell" : "buy"), size: 12 },
                });
            }
            return out;
        }

        const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + format.volume(Math.abs(value));

        // -- the reader

        function bind(div) {
            plot = div;
            drawn = "";
            zoomed = false;
            div.on("plotly_hover", ({ points }) => {
                const point = points.find(({ curveNumber }) => curveNumber <= 5);
                if (point) tell(point.pointNumber);
            });
            div.on("plotly_unhover", () => tell());
            div.on("plotly_relayout", (change) => {
                if (change["xaxis.autorange"]) reset();
                else if ("xaxis.range[0]" in change) zoom(true);
            });
        }

        // After a zoom the prices in sight fill the height.
        function zoom(next) {
            zoomed = next;
            said.zoomed(next);
            const own = watch();
            const seen = own ? own.view() : null;
            if (!seen || !seen.data) return;
            const range = next ? plot._fullLayout.xaxis.range : wholeDay(seen.kind);
            const prices = scope(shown, seen, range);
            window.Plotly.relayout(plot, {
                "xaxis.range": range, ...(prices ? { "yaxis.range": prices } : {}),
                ...levels(seen, prices), annotations: labels(plot, seen, prices),
            });
        }

        function reset() {
            if (plot) zoom(false);
        }

        // The candle under the pointer, else the newest, in words.
        function tell(at) {
            const own = watch();
            const candle = shown[at === undefined ? shown.length - 1 : at];
            said.candle(candle && own ? { ...candle, kind: own.view().kind } : null);
        }

        vn.chart(id, topics, view);
        return { reset, candles: () => shown };
    }

    vn.symbolChart = symbolChart;
})(window.vnmarket);
