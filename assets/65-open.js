/*
 * From a symbol on the page to what is known of it: chosen by a click, opened by Enter or a double click.
 * Door: the class `opens-symbol` around a grid whose row ids are symbols, the attribute `data-symbol` on
 * any other element; vnmarket.openSymbol(symbol), vnmarket.symbolLink(symbol, text) -> an element that leads
 * there; vnmarket.markSelected(grid api, page), by which a grid marks the chosen one; the keys that lead from page to page.
 * On a phone, where nothing stands beside the page, a click opens.
 */
(function (vn) {
    "use strict";
    // `g` and then this letter; the rest of the pages is reached by number.
    const LETTERS = {
        board: "b", symbol: "s", indices: "i", foreign: "f", flow: "l", derivatives: "d", status: "t", screen: "o",
    };

    function symbolAt(element) {
        const named = element.closest("[data-symbol]");
        if (named) return named.dataset.symbol;
        const row = element.closest(".opens-symbol .ag-row[row-id]");
        return row ? row.getAttribute("row-id") : null;
    }

    function openSymbol(symbol) {
        if (!symbol || !vn.pages.has("symbol")) return false;
        vn.select(symbol);
        vn.pages.go("/symbol/" + encodeURIComponent(symbol));
        return true;
    }

    function symbolLink(symbol, text) {
        if (!vn.pages.has("symbol")) return vn.element("b", text || symbol);
        const link = vn.element("a", text || symbol, "symbol-link");
        link.setAttribute("href", "/symbol/" + encodeURIComponent(symbol));
        return link;
    }

    // The chosen symbol's row carries a class. Not the grid's own selection: its component tells that to the
    // server's side, and throws when it is told of one before it is ready.
    function markSelected(api, page) {
        let marked = vn.selected();
        api.setGridOption("rowClassRules", { "selected-row": ({ data }) => data.symbol === vn.selected() });
        page.on("symbol", () => {
            const rowNodes = [marked, vn.selected()].map((symbol) => symbol && api.getRowNode(symbol)).filter(Boolean);
            marked = vn.selected();
            if (rowNodes.length) api.redrawRows({ rowNodes });
        });
    }

    document.addEventListener("click", (event) => {
        if (event.target.closest("a[href], button")) return;
        const symbol = symbolAt(event.target);
        if (!symbol || String(window.getSelection())) return; // text that is marked is about to be copied
        if (vn.phone.matches) openSymbol(symbol);
        else vn.select(symbol);
    });
    document.addEventListener("dblclick", (event) => {
        if (!event.target.closest("a[href], button")) openSymbol(symbolAt(event.target));
    });

    // -- keys

    function back() {
        if (history.state && history.state.own) history.back();
        else if (vn.pages.current().name !== vn.pages.names()[0]) vn.pages.go(vn.pages.home(vn.pages.names()[0]));
        else return false;
        return true;
    }

    vn.keys.add({
        keys: "Enter", text: "key_open",
        run: (event) => !event.target.closest("a[href], button") && openSymbol(symbolAt(event.target)),
    });
    vn.keys.add({ keys: "Escape", text: "key_back", run: back });
    vn.pages.names().forEach((name, at) => {
        const run = () => vn.pages.go(vn.pages.home(name));
        if (LETTERS[name]) vn.keys.add({ keys: "g " + LETTERS[name], text: "nav_" + name, run });
        vn.keys.add({ keys: "g " + (at + 1), text: "nav_" + name, run });
    });

    Object.assign(vn, { openSymbol, symbolLink, markSelected });
})(window.vnmarket);
