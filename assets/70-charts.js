/*
 * What all charts share: when they are drawn, in which colours, and how a line's end is labelled.
 * Door: vnmarket.chart(id, topics, view). `view()` returns {traces, labels, layout}, null while
 * there is nothing, or a function of the plot that updates it in its own way.
 * vnmarket.charts.like(id, other, size): the same lines once more, with letters of size() pixels;
 * vnmarket.charts.dress(div, figure) -> what is to be done when the figure has been drawn: before that it has its lines.
 * Emits `charts-stand` when all that are seen have been drawn.
 * A chart is redrawn at most twice a second, never while the tab or its page is hidden; its zoom survives.
 * Lines are moved in the drawing that stands (69-strokes.js). Whole drawings come one at a time and with a
 * rest after each, so that prices never wait for more than one of them.
 */
(function (vn) {
    "use strict";
    const REDRAW_MS = 500;
    const LONGEST_REST_MS = 800;
    const LOOK_MS = 50;
    const LOAD_WITHIN_MS = 3000;
    const RESTS = 19; // after a chart, as many times what it took, LONGEST_REST_MS at most
    const LETTER_PX = 12;
    const LABEL_HEIGHT_PX = 15;
    const END_PX = 5;
    const NARROW_PX = 330;
    const HOURS = ["09", "10", "11", "13", "14", "15"];
    const charts = [];
    let loading = false; // or loaded

    function chart(id, topics, view, size) {
        const own = { id, topics, view, size: size || (() => LETTER_PX), dirty: true, lines: false, whole: true, div: null, unpainted: true, drawnAt: 0 };
        charts.push(own);
        for (const topic of topics) vn.on(topic, () => (own.dirty = true));
    }

    function like(id, other, size) {
        const { topics, view } = charts.find((one) => one.id === other);
        chart(id, topics, view, size);
    }

    const scale = (own) => own.size() / LETTER_PX;

    // Lines, ends and margins grow with the letters, from what the figure came with.
    function enlarge(own, changes) {
        const { div } = own;
        if (!div.vnmarketDrawn) {
            if (scale(own) === 1) return;
            div.vnmarketDrawn = { margin: { ...div.layout.margin }, widths: div.data.map(({ line }) => (line ? line.width : 0)) };
        }
        const { margin, widths } = div.vnmarketDrawn;
        for (const side in margin) changes["margin." + side] = margin[side] * scale(own);
        window.Plotly.restyle(div, { "line.width": widths.map((width) => width * scale(own)), "marker.size": END_PX * scale(own) });
    }

    function find(own) {
        if (own.div && own.div.isConnected) return own.div;
        const div = document.querySelector("#" + own.id + " .js-plotly-plot");
        own.div = div && div._fullLayout ? div : null;
        own.unpainted = true;
        if (own.div) own.div.addEventListener("pointerenter", () => (own.dirty = true)); // its hover is to know the newest
        return own.div;
    }

    const seen = (own) => !document.hidden && find(own) && vn.pages.shows(own.div);

    function axisColours(name) {
        return {
            [name + ".color"]: vn.colour("quiet"),
            [name + ".gridcolor"]: vn.colour("line"),
            [name + ".zerolinecolor"]: vn.colour("quiet"),
            [name + ".linecolor"]: vn.colour("line"),
        };
    }

    // Colours and words that do not change with the data; wide: what is drawn in, px.
    function colours(own, layout, wide) {
        const axes = Object.keys(layout).filter((key) => /^[xy]axis/.test(key));
        const changes = {
            "font.family": getComputedStyle(document.body).fontFamily,
            "font.size": own.size(),
            "font.color": vn.colour("quiet"),
            "hoverlabel.bgcolor": vn.colour("header"),
            "hoverlabel.bordercolor": vn.colour("quiet"),
            "hoverlabel.font.color": vn.colour("text"),
            "modebar.bgcolor": "rgba(0,0,0,0)",
            separators: vn.text("decimal_mark") + vn.text("thousands_mark"),
            "shapes[0].line.color": vn.colour("line"),
        };
        for (const axis of axes) Object.assign(changes, axisColours(axis));
        const narrow = wide < NARROW_PX * scale(own);
        changes["xaxis.ticktext"] = HOURS.map((hour) => (narrow ? hour : hour + ":00"));
        return changes;
    }

    function paint(own) {
        const changes = colours(own, own.div.layout, own.div._fullLayout._size.w);
        enlarge(own, changes);
        own.unpainted = false;
        return changes;
    }

    // A repaint may cost a chart its labels, and old data bring no other occasion to set them.
    const unlabelled = (own) => own.labelled && own.div && !(own.div.layout.annotations || []).length;

    // Whether its place is seen and it is not.
    function missing(own) {
        const place = document.querySelector('[data-chart="' + own.id + '"]');
        return Boolean(place) && vn.pages.shows(place) && (own.unpainted || !find(own));
    }

    // A chart that has not been drawn at all, or not with its words, does not wait for another's rest.
    const urgent = (own) => own.unpainted || unlabelled(own);

    const due = (own) => (own.dirty || urgent(own)) && seen(own);

    // What it is to show next; `labels` only when it is made of lines.
    function draft(own) {
        const next = own.view();
        if (!next || typeof next === "function") return { next };
        return { next, labels: spread(own, next.labels || []) };
    }

    // Moves the lines of the drawing that stands. Returns: whether that was enough.
    function move(own) {
        own.whole = !own.lines || urgent(own);
        if (own.whole) return false;
        const { next, labels } = draft(own);
        own.whole = Boolean(next) && !(labels && vn.strokes.move(own.div, next, labels));
        if (own.whole) return false;
        own.dirty = false;
        own.drawnAt = performance.now();
        return true;
    }

    function draw(own) {
        if (!due(own)) return;
        own.drawnAt = performance.now();
        const stands = !urgent(own);
        const painted = own.unpainted ? paint(own) : null;
        own.dirty = own.whole = false;
        const { next, labels } = draft(own);
        own.lines = Boolean(labels); // a chart that updates in its own way is not asked twice
        if (!labels && painted) window.Plotly.relayout(own.div, painted);
        if (!next) return;
        if (!labels) {
            next(own.div);
            return;
        }
        if (stands && vn.strokes.grow(own.div, next, labels)) {
            own.dirty = true; // its labels were placed on the old axes
            return;
        }
        own.labelled = labels.length > 0;
        const before = ranges(own);
        const { div } = own;
        window.Plotly.update(div, lines(next, div.data), { ...painted, annotations: labels, ...(next.layout || {}) }).then(() => {
            vn.strokes.note(div, next, labels);
            // The labels were placed on the old axes: once more when those have moved.
            if (ranges(own) !== before) own.dirty = true;
        });
    }

    // What the traces of a figure are to have.
    function lines({ traces, labels = [] }, figure) {
        const data = { x: [], y: [], customdata: [], "line.color": [], fillcolor: [], "marker.color": [] };
        for (const trace of traces) {
            data.x.push(trace.x);
            data.y.push(trace.y);
            data.customdata.push(trace.hover || []);
            data["line.color"].push(trace.colour);
            data.fillcolor.push(trace.fill || "rgba(0,0,0,0)");
            data["marker.color"].push(null);
        }
        // Those after them hold one point for every line of their axis.
        for (const trace of figure.slice(traces.length)) {
            const ends = labels.filter((label) => (label.axis || "yaxis") === trace.yaxis.replace("y", "yaxis"));
            data.x.push(ends.map((end) => end.x));
            data.y.push(ends.map((end) => end.y));
            data.customdata.push([]);
            data["line.color"].push(vn.colour("text"));
            data.fillcolor.push("rgba(0,0,0,0)");
            data["marker.color"].push(ends.map((end) => end.colour));
        }
        return data;
    }

    // The same, for a figure that Dash is about to draw. Returns: what is left to be done when it has been, or null where
    // the chart has no lines, nothing to show or words that are set by its axes.
    function dress(div, figure) {
        const own = charts.find(({ id }) => div.parentElement.closest("#" + id));
        if (!own || scale(own) !== 1 || document.hidden || !vn.pages.shows(div)) return null;
        const next = own.view();
        if (!next || typeof next === "function") return null;
        own.dirty = false;
        const { l: left = 0, r: right = 0 } = figure.layout.margin || {};
        const changes = { ...colours(own, figure.layout, div.clientWidth - left - right), ...next.layout };
        for (const [path, value] of Object.entries(changes)) put(figure.layout, path, value);
        for (const [path, values] of Object.entries(lines(next, figure.data))) {
            figure.data.forEach((trace, at) => values[at] === null || put(trace, path, values[at]));
        }
        return () => {
            if (!find(own)) return;
            Object.assign(own, { unpainted: false, lines: true, drawnAt: performance.now() });
            setTimeout(label, 0, own, next); // another chart's lines come before this one's words
        };
    }

    // As Plotly names what is within what: "xaxis.title.text", "shapes[0].y1".
    function put(whole, path, value) {
        const names = path.split(/[.[\]]+/).filter(Boolean);
        const last = names.pop();
        names.reduce((part, name, at) => (part[name] ??= /^\d/.test(names[at + 1] ?? last) ? [] : {}), whole)[last] = value;
    }

    function label(own, next) {
        if (own.labelled || !find(own)) return; // it has been drawn again meanwhile
        const { div } = own;
        const labels = spread(own, next.labels || []);
        own.labelled = labels.length > 0;
        // Not `relayout`: Dash listens to that one and renders the chart's component.
        window.Plotly.update(div, {}, { annotations: labels }).then(() => vn.strokes.note(div, next, labels));
        tellWhole();
    }

    function ranges(own) {
        const area = own.div._fullLayout;
        return [area.yaxis, area.yaxis2, area.yaxis3].map((axis) => (axis ? axis.range.join() : "")).join();
    }

    // Labels at the ends of lines, in their own order, pushed apart so that none covers another.
    function spread(own, labels) {
        const area = own.div._fullLayout;
        const placed = labels
            .filter((label) => vn.format.known(label.y) && vn.format.known(label.x))
            .map((label) => {
                const axis = area[label.axis || "yaxis"];
                const pixel = axis && axis.l2p ? axis._offset + axis.l2p(label.y) : 0;
                return { label, pixel, wanted: pixel };
            });
        const downwards = [...placed].sort((a, b) => a.wanted - b.wanted);
        for (let at = 1; at < downwards.length; at++) {
            downwards[at].pixel = Math.max(downwards[at].pixel, downwards[at - 1].pixel + LABEL_HEIGHT_PX * scale(own));
        }
        return placed.map(({ label, pixel, wanted }) => ({
            x: label.x,
            y: label.y,
            yref: label.axis ? label.axis.replace("axis", "") : "y",
            xanchor: "left",
            xshift: 4 * scale(own),
            yshift: wanted - pixel,
            text: label.text,
            showarrow: false,
            font: { color: label.colour, size: own.size() },
        }));
    }

    // A colour of the style sheet (#rrggbb) with an opacity, for areas.
    function faint(name, opacity) {
        const value = parseInt(vn.colour(name).slice(1), 16);
        return "rgba(" + [value >> 16, (value >> 8) & 255, value & 255, opacity].join(",") + ")";
    }

    const drawAll = () => charts.forEach(draw);

    let restsUntil = 0;
    let drawing = false;
    const older = (one, other) => (other.drawnAt < one.drawnAt ? other : one);

    // Lines are moved with the page's other parts (45-pace.js); the whole drawing that waits longest comes when that
    // frame is done: what it lays out is then only its own.
    function drawNext() {
        const now = performance.now();
        if (document.hidden || drawing) return;
        const rests = now < restsUntil;
        const waiting = charts.filter((own) => (urgent(own) || (now - own.drawnAt >= REDRAW_MS && !(own.whole && rests))) && due(own));
        if (!waiting.length) return;
        drawing = true;
        const begin = () => {
            const whole = waiting.filter((own) => !move(own) && (urgent(own) || !rests));
            if (whole.length) requestAnimationFrame(() => setTimeout(() => drawWhole(whole.reduce(older))));
            else drawing = false;
        };
        if (waiting.some(urgent)) begin();
        else vn.pace.add(begin, false);
    }

    function drawWhole(own) {
        drawing = false;
        const began = performance.now();
        draw(own);
        const done = performance.now();
        restsUntil = done + Math.min(LONGEST_REST_MS, RESTS * (done - began));
        // While the page is not whole, the next frame has the next chart.
        if (charts.some((other) => other !== own && urgent(other) && seen(other))) drawNext();
        else tellWhole();
    }

    function tellWhole() {
        if (charts.some(missing)) return;
        vn.pace.rarely(0);
        vn.emit("charts-stand");
    }

    // Whether every chart that is seen shows the newest.
    const calm = () => !drawing && !charts.some(due);

    function repaint() {
        for (const own of charts) own.unpainted = true;
        drawAll();
    }

    // Plotly itself is loaded when the board has its prices, and on other pages at once. Until the charts stand,
    // prices that change leave it the time.
    function load() {
        if (loading || (vn.pages.current().name === "board" && !vn.boardRows.filled())) return;
        loading = true;
        vn.pace.rarely(LOAD_WITHIN_MS);
        requestAnimationFrame(window.vnmarketLoadCharts);
    }

    function start() {
        setInterval(drawNext, LOOK_MS);
        load();
        for (const topic of ["page", "board-rows"]) vn.on(topic, load);
        setTimeout(window.vnmarketLoadCharts, LOAD_WITHIN_MS);
        for (const topic of ["colours", "language"]) vn.on(topic, repaint);
        vn.on("page", () => requestAnimationFrame(repaint)); // with the size it has now
        window.addEventListener("resize", repaint);
    }

    Object.assign(vn, { chart, charts: { start, dress, like, faint, drawAll, repaint, calm } });
})(window.vnmarket);
