/*
 * A top list: a line per symbol, which a click chooses and whose name leads to it.
 * Door: vnmarket.rankList(id, lines, none); lines: [symbol, what is shown, its classes]; none: the words of an
 * empty list.
 */
(function (vn) {
    "use strict";
    const { element } = vn;

    function rankList(id, lines, none) {
        const made = lines.map(([symbol, shown, classes]) => {
            const line = element("div", null, "rank" + (symbol === vn.selected() ? " selected" : ""));
            line.dataset.symbol = symbol;
            line.append(vn.symbolLink(symbol), element("span", shown, classes));
            return line;
        });
        vn.fill(document.getElementById(id), made.length ? made : [element("span", none, "quiet")]);
    }

    vn.rankList = rankList;
})(window.vnmarket);
