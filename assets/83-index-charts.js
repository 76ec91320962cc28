/*
 * The chosen index through the day against the previous session, and its breadth over time.
 * Knows the series `indices` and `indices:previous`.
 */
(function (vn) {
    "use strict";
    const { format, index } = vn;
    const PREVIOUS = "indices:previous";
    const CLOSING_MINUTE = 270; // 14:45: a line that got there ends at the close
    const AXIS_END = 287;
    const ROUNDING = 0.011;
    const AGAIN_MS = 60000;
    let previousFor; // the date today's lines had when the previous ones were read
    let previousAt = 0;

    // -- the previous session

    // What of the kept line may be shown: {line, date, words}. A line that does not lead to the previous close
    // belongs to another market or day and is not drawn.
    function yesterday(view, today) {
        const date = vn.series.date(PREVIOUS);
        const line = vn.series.line(PREVIOUS, index.id());
        const size = line ? line.minute.length : 0;
        if (!date || !size || !today || date >= today) return { line: null, words: vn.text("index_yesterday_none") };
        const end = line.minute[size - 1];
        const value = line.columns.value[size - 1];
        const shown = format.date(date);
        if (end < CLOSING_MINUTE) {
            return { line, date: shown, words: vn.text("index_yesterday_part", { date: shown, time: format.minute(end) }) };
        }
        if (!(Math.abs(value - view.prior) < ROUNDING)) {
            const words = { date: shown, value: format.points(value), prior: format.points(view.prior) };
            return { line: null, words: vn.text("index_yesterday_other", words) };
        }
        return { line, date: shown, words: vn.text("index_yesterday_shown", { date: shown }) };
    }

    function hover(line, values, prior) {
        return values.map((value, at) =>
            value === null
                ? ""
                : format.minute(line.minute[at]) + "  " + format.points(value) + "  " +
                  format.percentSigned((100 * (value - prior)) / prior)
        );
    }

    function lineView() {
        const room = vn.rooms.get("indices");
        const view = index.view();
        const note = document.getElementById("index-line-note");
        if (!room || !view || !format.known(view.prior)) {
            vn.setText(note, "");
            return empty(3);
        }
        const line = vn.series.line("indices", index.id()) || { minute: [], columns: { value: [] } };
        const before = yesterday(view, room.data.date);
        readPrevious(Boolean(before.line));
        vn.setText(note, before.words);
        const { prior } = view;
        const colour = vn.colour(view.change > 0 ? "up" : view.change < 0 ? "down" : "reference");
        const values = line.columns.value || [];
        const labels = [end(line.minute, values, colour, (value) =>
            format.points(value) + " " + format.percentSigned((100 * (value - prior)) / prior))];
        const past = before.line ? before.line.columns.value : [];
        if (before.line) {
            labels.push(end(before.line.minute, past, vn.colour("quiet"), () => vn.text("index_yesterday", { date: before.date.slice(0, 5) })));
        }
        labels.push({ x: AXIS_END, y: prior, colour: vn.colour("reference"), text: vn.text("index_prior_short", { value: format.points(prior) }) });
        return {
            traces: [
                { x: before.line ? before.line.minute : [], y: past, colour: vn.colour("quiet"), hover: before.line ? hover(before.line, past, prior) : [] },
                { x: [13, AXIS_END], y: [prior, prior], colour: vn.colour("reference"), hover: ["", ""] },
                { x: line.minute, y: values, colour, hover: hover(line, values, prior) },
            ],
            labels,
        };
    }

    function end(minutes, values, colour, words) {
        const at = values.length - 1;
        return at < 0 ? {} : { x: minutes[at], y: values[at], colour, text: words(values[at]) };
    }

    const empty = (count) => ({
        traces: Array.from({ length: count }, () => ({ x: [], y: [], colour: vn.colour("quiet") })),
        labels: [],
    });

    // The kept session changes with the day of today's lines; while it is not to be drawn it is asked for again.
    function readPrevious(drawn) {
        const today = vn.series.date("indices");
        const again = !drawn && Date.now() - previousAt > AGAIN_MS;
        if (!today || (previousFor === today && !again)) return;
        previousFor = today;
        previousAt = Date.now();
        vn.series.forget([PREVIOUS]);
        vn.series.want([PREVIOUS]);
    }

    // -- breadth over time

    const BANDS = [
        { column: "advances", tone: "up", word: "breadth_advances" },
        { column: "unchanged", tone: "reference", word: "breadth_unchanged" },
        { column: "declines", tone: "down", word: "breadth_declines" },
    ];

    function breadthView() {
        const line = vn.series.line("indices", index.id());
        if (!line || !line.minute.length || !line.columns.advances) return empty(4);
        const x = line.minute;
        const last = x.length - 1;
        const labels = [];
        let below = 0;
        const traces = BANDS.map(({ column, tone, word }) => {
            const values = line.columns[column] || [];
            const value = values[last];
            if (format.known(value)) {
                labels.push({ x: x[last], y: below + value / 2, colour: vn.colour(tone), text: vn.text(word) + " " + format.whole(value) });
                below += value;
            }
            return {
                x, y: values, colour: vn.colour(tone), fill: vn.charts.faint(tone, 0.35),
                hover: values.map((one, at) => (one === null ? "" : format.minute(x[at]) + "  " + vn.text(word) + " " + format.whole(one))),
            };
        });
        const sums = line.columns.ad_line || [];
        traces.push({
            x, y: sums, colour: vn.colour("accent"),
            hover: sums.map((one, at) => (one === null ? "" : format.minute(x[at]) + "  " + vn.text("index_ad_line") + " " + format.wholeSigned(one))),
        });
        labels.push({ x: x[last], y: sums[last], axis: "yaxis2", colour: vn.colour("accent"), text: vn.text("index_ad_line") + " " + format.wholeSigned(sums[last]) });
        return { traces, labels };
    }

    vn.chart("index-line-chart", ["points:indices", "series:indices", "series:" + PREVIOUS, "index"], lineView);
    vn.chart("index-breadth-chart", ["points:indices", "series:indices", "index"], breadthView);
})(window.vnmarket);
