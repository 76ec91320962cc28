/*
 * Lines that move in a drawing that stands: a chart's newest values written into what Plotly has drawn.
 * Door: vnmarket.strokes.{note, move, grow}. `note(div, next, labels)` keeps what a whole drawing shows; `move`
 * with the same arguments brings it to newer values, or says false: when an axis, a colour or the layout
 * has changed, a value is out of its axis, or someone points at the chart (Plotly answers the pointer
 * from its own copy), and WHOLE_MS after the last whole drawing. `grow` does the same where all that is in
 * the way is an axis: it costs a third of a whole drawing, and the axis gets more room than it needs, so
 * that it is not outgrown again at once.
 * Why: a whole drawing does axes, texts and styles again and holds the page 20 to 60 ms, for each chart and twice
 * a second; prices waited for it. Knows the elements Plotly 4 draws lines, fills, points and annotations with;
 * where one is missing, `move` says false.
 */
(function (vn) {
    "use strict";
    const WHOLE_MS = 120000;
    const HEADROOM = 0.5; // of what an axis shows, beyond a value that left it
    const BORDER_PX = 2; // of an annotation, left of its words
    const LEVEL = /^shapes\[(\d+)\]\.y([01])$/; // of a band, on the first axis
    const BAND = /^(M[-\d.]+,)[-\d.]+(H[-\d.]+V)[-\d.]+(H.*)$/;
    const AXES = ["xaxis", "yaxis", "yaxis2", "yaxis3"];
    const notes = new WeakMap(); // div -> what its whole drawing shows

    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    const all = (parent, selector) => (parent ? [...parent.querySelectorAll(selector)] : []);
    const axis = (div, name) => div._fullLayout[name.replace(/^[xy]/, "$&axis")];
    const axes = ({ _fullLayout: area }) => AXES.map((name) => area[name] && [area[name].range, area[name]._length]);

    const look = ({ traces }, labels) => [
        traces.map(({ colour, fill, y }) => [colour, fill, y.length > 0]),
        labels.map(({ yref, font }) => [yref, font.color]),
    ];

    const place = (div, { x, y, yref, yshift }) => [axis(div, "x").l2p(x), axis(div, yref).l2p(y) - yshift];

    function note(div, next, labels) {
        notes.set(div, {
            at: performance.now(), look: look(next, labels), layout: plain(next.layout), axes: axes(div), labels,
            places: labels.map((label) => place(div, label)),
        });
    }

    // The range that takes in what left the axis: the axis' own while nothing did.
    function roomy([low, high], values) {
        const least = values.reduce((one, other) => Math.min(one, other), low);
        const most = values.reduce((one, other) => Math.max(one, other), high);
        const room = HEADROOM * (most - least);
        return [least < low ? least - room : low, most > high ? most + room : high];
    }

    // The axes that choose their own range, and the range the lines ask of each.
    function wanted(div, { traces }) {
        const free = AXES.slice(1).filter((name) => div._fullLayout[name] && div._fullLayout[name].autorange === true);
        return free.map((name) => {
            const own = traces.filter((_, at) => axis(div, div._fullData[at].yaxis) === div._fullLayout[name]);
            return [name, roomy(div._fullLayout[name].range, own.flatMap(({ y }) => y).filter((value) => value !== null))];
        });
    }

    const plain = (layout) => Object.entries(layout || {}).filter(([name]) => !LEVEL.test(name));

    function stands(div, known, next, labels) {
        const young = known && performance.now() - known.at < WHOLE_MS && !div.matches(":hover");
        return young && same(known.axes, axes(div)) && same(known.look, look(next, labels)) && same(known.layout, plain(next.layout));
    }

    // The points of every unbroken piece of a line, in pixels of the plot's area; null when one is outside.
    function pieces({ x, y }, across, up) {
        const [low, high] = [...up.range].sort((a, b) => a - b);
        const out = [];
        let piece = null;
        for (const [at, value] of y.entries()) {
            if (value === null) piece = null;
            else {
                if (value < low || value > high) return null;
                if (!piece) out.push((piece = []));
                piece.push([across.l2p(x[at]), up.l2p(value)]);
            }
        }
        return out;
    }

    const joined = (points) => "M" + points.map(([x, y]) => x.toFixed(2) + "," + y.toFixed(2)).join("L");
    const closed = (points, zero) => joined([[points[0][0], zero], ...points, [points[points.length - 1][0], zero]]) + "Z";

    // What draws one line, and what it is to draw; null where that needs a whole drawing.
    function stroke(div, trace, { type, uid, fill, xaxis, yaxis }) {
        const up = axis(div, yaxis);
        const found = type === "scatter" ? pieces(trace, axis(div, xaxis), up) : null;
        const drawing = div.querySelector(".scatterlayer .trace" + uid);
        const lines = all(drawing, ".js-line");
        const fills = all(drawing, ".js-fill");
        const filled = fill === "tozeroy";
        if (!found || (!filled && fill !== "none") || (found.length && !(lines.length && (fills.length || !filled)))) return null;
        const zero = filled ? up.l2p(0) : null;
        return [
            [lines, found.map(joined).join("")],
            [fills, filled ? found.map((points) => closed(points, zero)).join("") : ""],
        ];
    }

    // The points a trace of ends shows, and where they are to be.
    function marks(div, { uid, xaxis, yaxis }, ends) {
        const points = all(div.querySelector(".scatterlayer .trace" + uid), ".point");
        const own = ends.filter((end) => (end.axis || "yaxis").replace("axis", "") === yaxis);
        if (points.length !== own.length) return null;
        return points.map((point, at) => [point, axis(div, xaxis).l2p(own[at].x), axis(div, yaxis).l2p(own[at].y)]);
    }

    // The bands whose levels a layout gives, and what draws them then; null for one that is not there.
    function bands(div, layout) {
        const { yaxis } = div._fullLayout;
        const levels = Object.keys(layout || {}).map((name) => LEVEL.exec(name)).filter((found) => found && found[2] === "0");
        return levels.map(([, index]) => {
            const band = div.querySelector('.shapelayer path[data-index="' + index + '"]');
            const found = band && BAND.exec(band.getAttribute("d"));
            const [low, high] = [0, 1].map((end) => (yaxis._offset + yaxis.l2p(layout["shapes[" + index + "].y" + end])).toFixed(2));
            return found && [band, found[1] + low + found[2] + high + found[3]];
        });
    }

    // Plotly draws no words of a label that a zoom has left outside.
    function outside(div, { x, y, yref }) {
        return [[x, "x"], [y, yref]].some(([value, name]) => {
            const [low, high] = [...axis(div, name).range].sort((a, b) => a - b);
            return value < low || value > high;
        });
    }

    function write(words, text) {
        // Plotly centres them: a longer text would grow to both sides.
        words.setAttribute("text-anchor", "start");
        words.setAttribute("x", BORDER_PX);
        vn.setText(words, text);
    }

    const shift = (element, x, y) => element.setAttribute("transform", "translate(" + x.toFixed(2) + "," + y.toFixed(2) + ")");

    function move(div, next, labels) {
        const known = notes.get(div);
        if (!stands(div, known, next, labels)) return false;
        const ends = (next.labels || []).filter(({ x, y }) => vn.format.known(x) && vn.format.known(y));
        const words = all(div, ".infolayer .annotation");
        const texts = words.map((one) => one.querySelector("text"));
        const strokes = next.traces.map((trace, at) => stroke(div, trace, div._fullData[at]));
        const dots = div._fullData.slice(next.traces.length).map((trace) => marks(div, trace, ends));
        const levels = bands(div, next.layout);
        if (words.length !== labels.length || [...strokes, ...dots, ...levels].includes(null)) return false;
        if (labels.some((label, at) => outside(div, label) !== (texts[at] === null))) return false;
        // A line of several pieces has an element for each; the first one takes them all.
        for (const [elements, d] of strokes.flat()) elements.forEach((element, at) => element.setAttribute("d", (at ? "" : d) || "M0,0"));
        for (const [band, d] of levels) band.setAttribute("d", d);
        for (const [point, x, y] of dots.flat()) shift(point, x, y);
        labels.forEach((label, at) => {
            if (texts[at] === null) return;
            const [x, y] = place(div, label);
            shift(words[at], x - known.places[at][0], y - known.places[at][1]);
            write(texts[at], label.text);
        });
        // For the next whole drawing, and for whoever asks the chart what it shows.
        next.traces.forEach(({ x, y, hover }, at) => Object.assign(div.data[at], { x, y, customdata: hover || [] }));
        return true;
    }

    function grow(div, next, labels) {
        const known = notes.get(div);
        if (!stands(div, known, next, labels)) return false;
        const ranges = wanted(div, next);
        if (ranges.every(([name, range]) => same(range, div._fullLayout[name].range))) return false;
        // Not `relayout`: Dash listens to that one and renders the chart's component. All free axes, or the
        // others would choose again, for the lines of the last whole drawing.
        window.Plotly.update(div, {}, Object.fromEntries(ranges.map(([name, range]) => [name + ".range", range])));
        // The next whole drawing chooses by itself.
        for (const [name] of ranges) for (const { [name]: up } of [div.layout, div._fullLayout]) up.autorange = true;
        Object.assign(known, { axes: axes(div), places: known.labels.map((label) => place(div, label)) });
        return move(div, next, labels);
    }

    vn.strokes = { note, move, grow };
})(window.vnmarket);
