/*
 * The board's tools: presets, sector, own lists, columns, export.
 * Door: vnmarket.boardTools.start(page). Everything here is done by buttons and fields that a keyboard
 * reaches; a sheet that opens is closed by Esc or by a click elsewhere.
 */
(function (vn) {
    "use strict";
    const { element } = vn;
    const lists = vn.boardLists;
    const byId = (id) => document.getElementById(id);

    // -- presets and sectors

    function showView() {
        const shown = lists.preset();
        for (const button of document.querySelectorAll("#board-presets [data-preset]")) {
            button.setAttribute("aria-pressed", String(button.dataset.preset === shown));
        }
        const own = lists.list();
        const button = byId("board-lists-button");
        button.setAttribute("aria-pressed", String(shown === "list"));
        vn.setText(button, shown === "list" && own ? own.name : vn.text("lists"));
        showSectors();
        if (!byId("board-lists").hidden) fillLists();
    }

    function showSectors() {
        const box = byId("board-sector");
        const chosen = lists.sector() || "";
        const keys = vn.boardRows.sectors();
        if (chosen && !keys.includes(chosen)) keys.push(chosen);
        const named = keys.map((key) => [key, vn.text("sector_" + key)]);
        named.sort((a, b) => (a[0] === "other") - (b[0] === "other") || a[1].localeCompare(b[1], document.documentElement.lang));
        const options = [["", vn.text("all_sectors")], ...named].map(([key, word]) => {
            const option = element("option", word);
            option.value = key;
            return option;
        });
        vn.fill(box, options);
        box.value = chosen;
        box.hidden = named.length < 2;
    }

    function showCount() {
        vn.setText(byId("board-count"), vn.text("board_count", { count: vn.board.grid() ? vn.board.grid().getDisplayedRowCount() : 0 }));
        showSectors();
    }

    // The auction is said in words above the board, because it changes what the columns hold.
    function showAuction() {
        const status = vn.rooms.get("status");
        const board = { hnx: "HNX", upcom: "UPCOM", futures: "DERIVATIVES" }[lists.preset()] || "HOSE";
        const phase = status && ((status.data.phases || {})[board] || {}).phase;
        const box = byId("board-auction");
        const auction = phase === "ATO" || phase === "ATC";
        box.hidden = !auction;
        if (auction) vn.setText(box, vn.text("board_auction", { phase }));
    }

    // -- sheets

    function toggle(button, sheet, fill) {
        const open = sheet.hidden;
        closeSheets();
        sheet.hidden = !open;
        button.setAttribute("aria-expanded", String(open));
        if (!open) return;
        fill();
        const first = sheet.querySelector("button, input");
        if (first) first.focus();
    }

    function closeSheets() {
        let closed = false;
        for (const sheet of document.querySelectorAll(".board-sheet")) {
            if (!sheet.hidden) closed = true;
            sheet.hidden = true;
        }
        for (const button of document.querySelectorAll("[data-sheet]")) button.setAttribute("aria-expanded", "false");
        return closed;
    }

    // -- own lists

    function fillLists() {
        const shown = lists.preset() === "list" ? lists.list() : null;
        const saved = lists.saved();
        const rows = saved.map((one) => {
            const row = element("li");
            const open = element("button", one.name + " (" + one.codes.length + ")", "sheet-open");
            open.dataset.open = one.name;
            const drop = element("button", "✕", "sheet-drop");
            drop.dataset.drop = one.name;
            drop.setAttribute("aria-label", vn.text("list_drop", { name: one.name }));
            row.append(open, drop);
            return row;
        });
        vn.fill(byId("board-lists-saved"), rows.length ? rows : [element("li", vn.text("lists_none"), "quiet")]);
        const name = byId("list-name");
        const codes = byId("list-codes");
        if (![name, codes].includes(document.activeElement)) {
            name.value = shown ? shown.name : "";
            codes.value = shown ? shown.codes.join(" ") : vn.selected() || "";
        }
    }

    function makeFields() {
        for (const [id, key, longest] of [["list-name", "list_name", 32], ["list-codes", "list_codes", 1200]]) {
            const label = element("label");
            const word = element("span", vn.text(key));
            word.dataset.text = key;
            const field = element("input");
            Object.assign(field, { id, type: "text", maxLength: longest, autocomplete: "off", spellcheck: false });
            label.append(word, field);
            byId("list-fields").append(label);
        }
    }

    function saveList() {
        const codes = lists.codesOf(byId("list-codes").value);
        if (!codes.length) {
            byId("list-codes").focus();
            return;
        }
        lists.save(byId("list-name").value, codes);
        closeSheets();
        byId("board-lists-button").focus();
    }

    function listClick(event) {
        const open = event.target.closest("[data-open]");
        const drop = event.target.closest("[data-drop]");
        if (open) {
            const found = lists.saved().find((one) => one.name === open.dataset.open);
            if (found) lists.open(found);
            closeSheets();
        }
        if (drop) {
            lists.drop(drop.dataset.drop);
            fillLists();
        }
    }

    // -- columns

    const columnName = (id) => {
        const api = vn.board.grid();
        const column = api.getColumn(id);
        const group = column.getParent();
        const words = [group ? api.getDisplayNameForColumnGroup(group, "sheet") : "", api.getDisplayNameForColumn(column, "sheet")];
        return words.filter(Boolean).join(" · ");
    };

    function fillColumns() {
        const rows = vn.boardLayout.columns().map(({ id, shown, pinned }) => {
            const row = element("li");
            row.dataset.column = id;
            const label = element("label");
            const box = element("input");
            box.type = "checkbox";
            box.checked = shown;
            if (shown) box.setAttribute("checked", ""); // so that a change is seen as one
            label.append(box, element("span", columnName(id)));
            row.append(label);
            for (const [act, sign, key] of [["up", "↑", "column_left"], ["down", "↓", "column_right"], ["pin", pinned ? "▣" : "□", "column_pin"]]) {
                const button = element("button", sign, "sheet-act", vn.text(key));
                button.dataset.act = act;
                button.setAttribute("aria-label", vn.text(key) + ": " + columnName(id));
                if (act === "pin") button.setAttribute("aria-pressed", String(Boolean(pinned)));
                button.disabled = !shown;
                row.append(button);
            }
            return row;
        });
        const focused = document.activeElement && document.activeElement.closest("[data-column]");
        const again = focused && { id: focused.dataset.column, act: document.activeElement.dataset.act };
        vn.fill(byId("board-columns-list"), rows);
        if (!again) return;
        const row = document.querySelector('#board-columns-list [data-column="' + again.id + '"]');
        const target = row && (again.act ? row.querySelector('[data-act="' + again.act + '"]') : row.querySelector("input"));
        if (target) target.focus();
    }

    function columnClick(event) {
        const row = event.target.closest("[data-column]");
        const button = event.target.closest("[data-act]");
        if (!row || !button) return;
        const id = row.dataset.column;
        if (button.dataset.act === "up") vn.boardLayout.move(id, -1);
        if (button.dataset.act === "down") vn.boardLayout.move(id, 1);
        if (button.dataset.act === "pin") vn.boardLayout.pin(id, button.getAttribute("aria-pressed") !== "true");
    }

    function columnChange(event) {
        const row = event.target.closest("[data-column]");
        if (row) vn.boardLayout.show(row.dataset.column, event.target.checked);
    }

    // -- all together

    function start(page) {
        makeFields();
        byId("board-presets").addEventListener("click", (event) => {
            const button = event.target.closest("[data-preset]");
            if (button) lists.choose(button.dataset.preset);
        });
        byId("board-sector").addEventListener("change", (event) => lists.chooseSector(event.target.value));
        for (const [name, fill] of [["lists", fillLists], ["columns", fillColumns]]) {
            const button = byId("board-" + name + "-button");
            button.addEventListener("click", () => toggle(button, byId("board-" + name), fill));
        }
        byId("board-lists").addEventListener("click", listClick);
        byId("list-save").addEventListener("click", saveList);
        byId("list-codes").addEventListener("keydown", (event) => event.key === "Enter" && saveList());
        byId("board-columns").addEventListener("click", columnClick);
        byId("board-columns").addEventListener("change", columnChange);
        byId("columns-reset").addEventListener("click", () => vn.boardLayout.reset());
        byId("board-export").addEventListener("click", () => vn.boardExport.download());
        document.addEventListener("click", (event) => {
            // What was clicked may be gone by now: a sheet is filled anew while it is used.
            if (event.target.isConnected && !event.target.closest(".board-sheet, [data-sheet]")) closeSheets();
        });
        document.addEventListener("keydown", (event) => {
            if (event.key !== "Escape") return;
            const button = document.querySelector('[data-sheet][aria-expanded="true"]');
            if (closeSheets()) {
                event.preventDefault();
                event.stopImmediatePropagation();
                if (button) button.focus();
            }
        }, true);
        page.on("board-view", showView);
        page.on("url", showView);
        page.on("language", () => {
            showView();
            showCount();
            showAuction();
            if (!byId("board-columns").hidden) fillColumns();
        });
        page.on("board-rows", showCount);
        page.on("board-columns", () => !byId("board-columns").hidden && fillColumns());
        page.on("room:status", showAuction);
        showView();
    }

    vn.boardTools = { start };
})(window.vnmarket);
