/*
 * Numbers that leave the board: a CSV file of what is shown, and the number of a cell.
 * Door: vnmarket.boardExport: start(grid api), csv(), download(), number(value, text).
 * In the file numbers are the machine's own (VND, points, shares), units in the heading; a text that a
 * spreadsheet would take for a formula is made harmless. Refuses to know how cells look.
 */
(function (vn) {
    "use strict";
    const UNITS = {
        reference: "price", ceiling: "price", floor: "price", price: "price", stillPrice: "price", last: "price",
        change: "price", changePct: "percent", bidVolume: "volume", askVolume: "volume", lastVolume: "volume",
        volume: "volume", value: "vnd", buyerVolume: "volume", sellerVolume: "volume", pressure: "share",
        foreignBuy: "volume", foreignSell: "volume", room: "volume", coverage: "share",
    };
    const LEFT_OUT = new Set(["spark"]);
    const FORMULA = /^[=+\-@\t\r]/;
    const BOM = "\ufeff"; // without it spreadsheets take Vietnamese for something else
    let api = null;

    function unit(kind) {
        const futures = vn.boardLists.preset() === "futures";
        const names = {
            price: futures ? vn.text("unit_points") : "VND",
            volume: vn.text(futures ? "unit_contracts" : "unit_shares"),
            percent: "%", share: "0..1", vnd: "VND",
        };
        return names[UNITS[kind]];
    }

    // A number is never touched: only what is text can be a formula.
    function quoted(value) {
        if (value === null || value === undefined) return "";
        if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
        const text = FORMULA.test(value) ? "'" + value : String(value);
        return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    }

    const plain = (value) => (value !== null && typeof value === "object" ? value.shares : value);

    function heading(column) {
        const { type } = column.getColDef();
        const group = column.getParent() && column.getParent().getColGroupDef();
        const groupName = group && group.headerValueGetter ? api.getDisplayNameForColumnGroup(column.getParent(), "csv") : "";
        const name = [groupName, api.getDisplayNameForColumn(column, "csv")].filter(Boolean).join(" ");
        return unit(type) ? name + " [" + unit(type) + "]" : name;
    }

    function csv() {
        const columns = api.getAllDisplayedColumns().filter((column) => !LEFT_OUT.has(column.getColDef().type));
        const lines = [columns.map((column) => quoted(heading(column))).join(",")];
        api.forEachNodeAfterFilterAndSort((node) => {
            lines.push(columns.map((column) => quoted(plain(api.getCellValue({ rowNode: node, colKey: column })))).join(","));
        });
        return lines.join("\r\n") + "\r\n";
    }

    function fileName() {
        const status = vn.rooms.get("status");
        const at = (status && status.data.market_now) || vn.live.serverNow();
        const stamp = new Date(at + 7 * 3600e3).toISOString().slice(0, 16).replace(/[T:]/g, "-");
        const list = vn.boardLists.list();
        const name = vn.boardLists.preset() === "list" && list ? list.name : vn.boardLists.preset();
        return "vnmarket-" + name.replace(/[^\p{L}\p{N}]+/gu, "-") + "-" + stamp + ".csv";
    }

    function download() {
        const link = document.createElement("a");
        const address = URL.createObjectURL(new Blob([BOM + csv()], { type: "text/csv;charset=utf-8" }));
        link.href = address;
        link.download = fileName();
        link.click();
        setTimeout(() => URL.revokeObjectURL(address), 10000);
    }

    // A number as it is shown, but so that a spreadsheet of the reader's language takes it for one.
    function number(shown) {
        const [group, decimal] = vn.choice("language") === "vi" ? [".", ","] : [",", "."];
        const bare = shown.split(group).join("").replace("−", "-").replace(/^\+/, "").replace(/%$/, "");
        return new RegExp("^-?\\d+(\\" + decimal + "\\d+)?$").test(bare) ? bare : shown;
    }

    function start(gridApi) {
        api = gridApi;
        document.getElementById("board-grid").addEventListener("copy", (event) => {
            const marked = String(window.getSelection());
            const cell = document.activeElement && document.activeElement.closest(".ag-cell");
            const text = marked.trim() || (cell ? cell.textContent.trim() : "");
            if (!text || text.includes("\n")) return; // several cells: as they are
            event.clipboardData.setData("text/plain", number(text));
            event.preventDefault();
        });
    }

    vn.boardExport = { start, csv, download, number };
})(window.vnmarket);
