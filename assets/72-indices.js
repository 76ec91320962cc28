/*
 * VN30 and VNINDEX: per cent against the reference, and breadth.
 * Knows the room and series `indices`.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
    const LINES = [
        { id: "VN30", colour: "text" },
        { id: "VNINDEX", colour: "accent" },
    ];

    function view() {
        const room = vn.rooms.get("indices");
        if (!room) return null;
        const traces = [];
        const labels = [];
        for (const { id, colour } of LINES) {
            const line = vn.series.line("indices", id);
            const current = room.data.indices[id];
            const prior = current && current.prior;
            const values = line && prior ? line.columns.value : [];
            const x = values.length ? line.minute : [];
            const y = values.map((value) => (value === null ? null : (100 * (value - prior)) / prior));
            traces.push({
                x, y, colour: vn.colour(colour),
                hover: values.map((value, at) =>
                    value === null ? "" : format.minute(x[at]) + "  " + format.points(value) + "  " + format.percentSigned(y[at])
                ),
            });
            if (y.length) {
                labels.push({
                    x: x[x.length - 1], y: y[y.length - 1], colour: vn.colour(colour),
                    text: id + " " + format.percentSigned(y[y.length - 1]),
                });
            }
        }
        return { traces, labels };
    }

    function breadth({ data }) {
        for (const box of document.querySelectorAll("[data-breadth]")) {
            const found = data.indices[box.dataset.breadth];
            if (!found || !format.known(found.advances)) continue;
            const parts = [found.advances, found.unchanged || 0, found.declines || 0];
            vn.fillBreadth(box.querySelector(".breadth-bar"), found);
            const names = ["breadth_advances", "breadth_unchanged", "breadth_declines"];
            const tones = ["up", "reference", "down"];
            vn.fill(
                box.querySelector(".breadth-numbers"),
                parts.map((part, at) => vn.element("b", format.whole(part), tones[at], vn.text(names[at])))
            );
            const source = found.breadth_source === "board" ? " (" + vn.text("breadth_counted") + ")" : "";
            box.title = vn.text("breadth_tip") + source;
        }
    }

    vn.chart("indices-chart", ["points:indices", "series:indices"], view);
    const page = vn.pages.of("board");
    page.on("room:indices", breadth);
})(window.vnmarket);
